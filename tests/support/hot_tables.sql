-- The tables that grow, filled at the size of a district and as unevenly as life does: a few
-- schools have most students, a few students most visits, and almost everything is past and done.
--
-- Set hot.students first. Rows are the same each time, but for now(), around which they lie.

SELECT setseed(0.42);

CREATE FUNCTION pg_temp.size() RETURNS integer
LANGUAGE sql STABLE
RETURN current_setting('hot.students')::integer;

-- The n-th thing of a kind.
CREATE FUNCTION pg_temp.uid(kind text, n integer) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN md5(kind || n)::uuid;

-- One of n things: the first have most of it, as with cities and names.
CREATE FUNCTION pg_temp.skewed(n integer) RETURNS integer
LANGUAGE sql VOLATILE
RETURN floor(exp(random() * ln(n + 1)))::integer;

-- A student: half of everything happens to an eighth of those to whom something happens.
CREATE FUNCTION pg_temp.a_student() RETURNS uuid
LANGUAGE sql VOLATILE
RETURN pg_temp.uid('student', 1 + floor(pg_temp.size() * power(random(), 3))::integer);

CREATE FUNCTION pg_temp.nurse() RETURNS uuid
LANGUAGE sql VOLATILE
RETURN pg_temp.uid('user', pg_temp.skewed(60));

INSERT INTO districts (id, name, code)
SELECT pg_temp.uid('district', n), 'District ' || n, 'D' || n
FROM generate_series(1, 3) AS n;

INSERT INTO schools (id, district_id, name, code)
SELECT pg_temp.uid('school', n), pg_temp.uid('district', 1 + n % 3), 'School ' || n, 'S' || n
FROM generate_series(1, 30) AS n;

INSERT INTO users (id, email, password, first_name, last_name, role, school_id, is_active)
SELECT
    pg_temp.uid('user', n), 'user' || n || '@example.org', 'x', 'First' || n % 97, 'Last' || n,
    (CASE WHEN n <= 60 THEN 'NURSE' WHEN n <= 90 THEN 'SCHOOL_ADMIN' ELSE 'VIEWER' END)::user_role,
    pg_temp.uid('school', 1 + n % 30), random() < 0.9
FROM generate_series(1, 4000) AS n;

INSERT INTO students (
    id, student_number, first_name, last_name, date_of_birth, gender, grade, school_id, nurse_id,
    district_id, enrollment_date, is_active, deleted_at
)
SELECT
    pg_temp.uid('student', n), 'N' || n, 'First' || pg_temp.skewed(500),
    'Family' || pg_temp.skewed(3000), date '2010-01-01' + n % 3000, 'FEMALE',
    (n % 12 + 1)::text, pg_temp.uid('school', s.school), pg_temp.uid('user', s.school * 2),
    pg_temp.uid('district', 1 + s.school % 3), now() - random() * interval '4000 days',
    random() < 0.93, CASE WHEN random() < 0.03 THEN now() END
FROM generate_series(1, 3 * pg_temp.size()) AS n
CROSS JOIN LATERAL (SELECT n AS same, pg_temp.skewed(30) AS school) AS s;

INSERT INTO emergency_contacts (
    student_id, first_name, last_name, relationship, phone_number, priority, is_active
)
SELECT
    pg_temp.uid('student', n), 'A', 'B', 'mother', '555-0100',
    (CASE WHEN k = 1 THEN 'PRIMARY' ELSE 'SECONDARY' END)::contact_priority, random() < 0.9
FROM generate_series(1, pg_temp.size()) AS n
CROSS JOIN generate_series(1, 2) AS k;

INSERT INTO health_records (
    student_id, record_type, title, description, record_date, diagnosis_code, is_confidential,
    follow_up_required, follow_up_date
)
SELECT
    pg_temp.a_student(),
    (enum_range(NULL::health_record_type))[pg_temp.skewed(20)], 'Record ' || n,
    'Seen for ' || (array['asthma', 'headache', 'fever', 'a fall', 'nausea'])[pg_temp.skewed(5)]
    || ' number ' || pg_temp.skewed(2000),
    r.date, 'J' || 10 + pg_temp.skewed(80), random() < 0.05, r.due,
    CASE WHEN r.due THEN r.date + random() * interval '60 days' END
FROM generate_series(1, 5 * pg_temp.size()) AS n
CROSS JOIN LATERAL (
    SELECT n AS same, now() - random() * interval '1000 days' AS date, random() < 0.06 AS due
) AS r;

-- Visits, doses and the log are written in the order of their time.
INSERT INTO clinic_visits (
    student_id, check_in_time, check_out_time, reason_for_visit, symptoms, disposition, attended_by
)
SELECT
    pg_temp.a_student(), v.time,
    CASE WHEN n < 5 * pg_temp.size() - 20 THEN v.time + interval '20 minutes' END,
    '["illness"]', jsonb_build_array('symptom' || pg_temp.skewed(300)),
    (enum_range(NULL::visit_disposition))[pg_temp.skewed(4)], pg_temp.nurse()
FROM generate_series(1, 5 * pg_temp.size()) AS n
CROSS JOIN LATERAL (
    SELECT now() - interval '1 second' * (5 * pg_temp.size() - n) * 900 AS time
) AS v;

INSERT INTO appointments (student_id, nurse_id, type, scheduled_at, duration, status, reason)
SELECT
    pg_temp.a_student(), pg_temp.nurse(),
    (enum_range(NULL::appointment_type))[pg_temp.skewed(7)], a.time, 15 + 15 * (n % 3),
    (CASE WHEN a.time > now() THEN 'SCHEDULED' ELSE 'COMPLETED' END)::appointment_status, 'checkup'
FROM generate_series(1, 4 * pg_temp.size()) AS n
CROSS JOIN LATERAL (
    SELECT n AS same, now() + interval '30 days' - random() * interval '1000 days' AS time
) AS a;

INSERT INTO medications (id, name, generic_name, dosage_form, strength, is_active)
SELECT
    pg_temp.uid('medication', n), 'Brand' || n, 'generic' || n / 3, 'tablet', n % 9 || ' mg', TRUE
FROM generate_series(1, 6000) AS n;

INSERT INTO student_medications (
    student_id, medication_id, dosage, frequency, route, start_date, end_date, is_active,
    prescribed_by
)
SELECT
    pg_temp.a_student(), pg_temp.uid('medication', pg_temp.skewed(6000)), '1', 'daily', 'oral',
    m.start, m.start + random() * interval '200 days', m.start > now() - interval '200 days', 'Dr X'
FROM generate_series(1, pg_temp.size()) AS n
CROSS JOIN LATERAL (SELECT n AS same, now() - random() * interval '2000 days' AS start) AS m;

INSERT INTO medication_logs (
    student_id, medication_id, dosage, dosage_unit, route, scheduled_at, administered_at,
    administered_by, status
)
SELECT
    pg_temp.a_student(), pg_temp.uid('medication', pg_temp.skewed(6000)), 1, 'mg', 'oral',
    d.time, d.time, 'Nurse ' || pg_temp.skewed(60),
    (CASE WHEN random() < 0.005 THEN 'PENDING' ELSE 'ADMINISTERED' END)::medication_log_status
FROM generate_series(1, 5 * pg_temp.size()) AS n
CROSS JOIN LATERAL (
    SELECT now() - interval '1 second' * (5 * pg_temp.size() - n) * 900 AS time
) AS d;

INSERT INTO vaccinations (
    student_id, vaccine_name, vaccine_type, lot_number, administration_date, administered_by,
    next_due_date, compliance_status
)
SELECT
    pg_temp.uid('student', n), 'Vaccine', (enum_range(NULL::vaccine_type))[pg_temp.skewed(15)],
    'LOT' || pg_temp.skewed(2000), now() - random() * interval '3000 days', 'Nurse',
    CASE WHEN random() < 0.2 THEN current_date - 300 + (random() * 600)::integer END,
    (enum_range(NULL::compliance_status))[pg_temp.skewed(5)]
FROM generate_series(1, pg_temp.size()) AS n
CROSS JOIN generate_series(1, 4) AS k;

INSERT INTO allergies (student_id, allergen, allergy_type, severity, active, epi_pen_expiration)
SELECT
    pg_temp.a_student(), 'peanut', 'FOOD', a.severity::allergy_severity, random() < 0.9,
    CASE
        WHEN a.severity = 'LIFE_THREATENING' THEN now() + (random() * 800 - 100) * interval '1 day'
    END
FROM generate_series(1, pg_temp.size()) AS n
CROSS JOIN LATERAL (
    SELECT (array['MILD', 'MODERATE', 'SEVERE', 'LIFE_THREATENING'])[pg_temp.skewed(4)] AS severity
    WHERE n > 0
) AS a;

INSERT INTO incident_reports (
    student_id, reported_by_id, type, severity, description, location, actions_taken, occurred_at
)
SELECT
    pg_temp.a_student(), pg_temp.nurse(), (enum_range(NULL::incident_type))[pg_temp.skewed(7)],
    (enum_range(NULL::severity_level))[pg_temp.skewed(4)], 'fell', 'yard', 'ice',
    now() - random() * interval '1000 days'
FROM generate_series(1, pg_temp.size()) AS n;

INSERT INTO lab_results (
    student_id, test_type, test_name, status, ordered_date, result_date, result, is_abnormal
)
SELECT
    pg_temp.a_student(), (enum_range(NULL::lab_test_type))[pg_temp.skewed(7)], 'test',
    (CASE WHEN l.pending THEN 'pending' ELSE 'reviewed' END)::lab_result_status, l.time,
    CASE WHEN NOT l.pending THEN l.time + interval '2 days' END, 'x', random() < 0.05
FROM generate_series(1, pg_temp.size()) AS n
CROSS JOIN LATERAL (
    SELECT random() < 0.02 AS pending, now() - random() * interval '1000 days' AS time WHERE n > 0
) AS l;

INSERT INTO conversations (id, type, tenant_id, created_by_id, last_message_at)
SELECT
    pg_temp.uid('conversation', n), 'GROUP', pg_temp.uid('school', pg_temp.skewed(30)),
    pg_temp.nurse(), now() - random() * interval '1000 days'
FROM generate_series(1, pg_temp.size() / 2) AS n;

INSERT INTO conversation_participants (conversation_id, user_id)
SELECT pg_temp.uid('conversation', n), pg_temp.uid('user', 1 + (n + k * 7) % 4000)
FROM generate_series(1, pg_temp.size() / 2) AS n
CROSS JOIN generate_series(1, 3) AS k;

INSERT INTO messages (id, conversation_id, sender_id, content, created_at)
SELECT
    pg_temp.uid('message', n), pg_temp.uid('conversation', pg_temp.skewed(pg_temp.size() / 2)),
    pg_temp.nurse(), 'hello', now() - random() * interval '1000 days'
FROM generate_series(1, 4 * pg_temp.size()) AS n;

INSERT INTO message_read (message_id, user_id)
SELECT m.id, p.user_id
FROM messages AS m
JOIN conversation_participants AS p ON p.conversation_id = m.conversation_id
WHERE random() < 0.95;

INSERT INTO inventory_items (id, name, category, reorder_level, reorder_quantity)
SELECT pg_temp.uid('item', n), 'Item ' || n, 'Category ' || n % 9, 10, 20
FROM generate_series(1, 300) AS n;

INSERT INTO inventory_transactions (
    inventory_item_id, type, quantity, performed_by_id, expiration_date
)
SELECT
    pg_temp.uid('item', pg_temp.skewed(300)), 'PURCHASE', 1 + n % 9, pg_temp.nurse(),
    CASE WHEN random() < 0.3 THEN now() + (random() * 800 - 700) * interval '1 day' END
FROM generate_series(1, 2 * pg_temp.size()) AS n;

INSERT INTO compliance_checklist_items (requirement, category, status, due_date)
SELECT
    'Requirement ' || n, 'HIPAA_PRIVACY',
    (CASE WHEN random() < 0.03 THEN 'PENDING' ELSE 'COMPLETED' END)::checklist_item_status,
    now() + (random() * 1000 - 900) * interval '1 day'
FROM generate_series(1, pg_temp.size()) AS n;

INSERT INTO alerts (
    school_id, student_id, severity, category, title, message, status, created_by, created_at
)
SELECT
    NULL, pg_temp.a_student(), (enum_range(NULL::alert_severity))[pg_temp.skewed(6)], 'HEALTH',
    'alert', 'text', (CASE WHEN random() < 0.04 THEN 'ACTIVE' ELSE 'RESOLVED' END)::alert_status,
    pg_temp.nurse(), now() - random() * interval '1000 days'
FROM generate_series(1, pg_temp.size()) AS n;

INSERT INTO follow_up_actions (incident_report_id, action, due_date, status, assigned_to)
SELECT
    i.id, 'call home', i.occurred_at + interval '7 days',
    (CASE WHEN random() < 0.05 THEN 'PENDING' ELSE 'COMPLETED' END)::follow_up_action_status,
    pg_temp.nurse()
FROM incident_reports AS i;

SELECT audit_logs_create_partitions((now() - interval '3 months')::date, 7);

INSERT INTO audit_logs (action, entity_type, entity_id, user_id, is_phi, created_at)
SELECT
    (CASE WHEN random() < 0.001 THEN 'EXPORT' ELSE 'READ' END)::audit_action, 'Student',
    pg_temp.a_student(), pg_temp.nurse(), TRUE,
    now() - interval '90 days' * (1 - n / (10.0 * pg_temp.size()))
FROM generate_series(1, 10 * pg_temp.size()) AS n;

ANALYZE;
