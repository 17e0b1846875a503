-- Sample data: a White Cross platform with invented schools, students and histories.
--
-- Run by 'wcdb sample' in one transaction, which sets sample.students (how many) and
-- sample.as_of (the day that counts as today). The same settings give the same rows: nothing here
-- asks for random(), now() or a sequence. Every statement makes a whole table at once.
--
-- Everything is obviously fictitious: example.org, 555-01xx, Social Security numbers from ranges
-- that were never issued. Every table gets at least one row, and a student about twenty in all.
-- The tools below vanish with the session, the two temporary tables with the transaction.
--
-- The columns of an INSERT are named in its head, so the expressions need no alias; what several
-- of them use is computed once, in a lateral subselect.
-- noqa: disable=AL03,AL08,RF03,ST05

-- ----------------------------------------------------------------------------
-- Tools
-- ----------------------------------------------------------------------------
-- SQL functions of one expression, which the planner inlines: a million calls cost no more than
-- the expression itself.

CREATE FUNCTION pg_temp.students() RETURNS bigint LANGUAGE sql STABLE
RETURN current_setting('sample.students')::bigint;

CREATE FUNCTION pg_temp.schools() RETURNS bigint LANGUAGE sql STABLE
RETURN greatest(3, pg_temp.students() / 450);

CREATE FUNCTION pg_temp.districts() RETURNS bigint LANGUAGE sql STABLE
RETURN least(5, greatest(2, pg_temp.schools() / 4));

CREATE FUNCTION pg_temp.today() RETURNS timestamptz LANGUAGE sql STABLE
RETURN current_setting('sample.as_of')::timestamp AT TIME ZONE 'UTC';

-- The id of the nth thing of a kind.
CREATE FUNCTION pg_temp.id(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN md5(kind || ':' || n)::uuid;

-- A number from 0 to modulus - 1 that looks random and is not.
CREATE FUNCTION pg_temp.num(salt text, n bigint, modulus bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
RETURN (hashtextextended(salt, n) & 9223372036854775807) % modulus;

-- TRUE for one in so many.
CREATE FUNCTION pg_temp.one_in(salt text, n bigint, modulus bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN pg_temp.num(salt, n, modulus) = 0;

CREATE FUNCTION pg_temp.pick(list anyarray, salt text, n bigint) RETURNS anyelement
LANGUAGE sql IMMUTABLE
AS 'SELECT list[1 + pg_temp.num(salt, n, cardinality(list))]';

-- A moment in office hours, up to so many days before today.
CREATE FUNCTION pg_temp.ago(salt text, n bigint, days bigint) RETURNS timestamptz
LANGUAGE sql STABLE
RETURN pg_temp.today()
- make_interval(days => (1 + pg_temp.num(salt, n, days))::integer)
+ make_interval(mins => (480 + pg_temp.num(salt || 'm', n, 480))::integer);

CREATE FUNCTION pg_temp.words(salt text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick(
    ARRAY[
        'Felt dizzy after gym, rested and drank water.',
        'Scraped knee on the playground, cleaned and covered.',
        'Headache since the morning, no fever.',
        'Stomach ache before a test, better after rest.',
        'Nosebleed, stopped after ten minutes.',
        'Asked for the inhaler after running.',
        'Splinter removed from the left hand.',
        'Sore throat, parents informed.'
    ],
    salt, n
);

CREATE FUNCTION pg_temp.first_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick(
    ARRAY[
        'Ada', 'Basil', 'Clover', 'Dorian', 'Elowen', 'Fenn', 'Gwen', 'Hollis', 'Indigo',
        'Jasper', 'Kestrel', 'Linnea', 'Maple', 'Nico', 'Ottilie', 'Perrin', 'Quill', 'Rowan',
        'Saffron', 'Tamsin', 'Umber', 'Vesper', 'Wren', 'Xanthe', 'Yarrow', 'Zephyr'
    ],
    'first name', n
);

CREATE FUNCTION pg_temp.last_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN pg_temp.pick(
    ARRAY[
        'Applewood', 'Briarfield', 'Cloudsley', 'Driftwood', 'Emberton', 'Fernsby', 'Goodbarn',
        'Hazelgrove', 'Inkpen', 'Juniperus', 'Kettleburn', 'Larkspur', 'Mossgrove',
        'Nettlefold', 'Oakenshaw', 'Pebbleton', 'Quickthorn', 'Riverstone', 'Summerhill',
        'Thistledown', 'Underhill', 'Vinewood', 'Willowby', 'Yewdale'
    ],
    'last name', n
);

CREATE FUNCTION pg_temp.phone(n bigint) RETURNS text LANGUAGE sql IMMUTABLE
RETURN '555-01' || lpad(pg_temp.num('phone', n, 100)::text, 2, '0');

-- Staff: of each school two nurses (1, 2), a counselor (3), an administrator (4), a viewer (5);
-- then the administrators of the districts, and one of the platform.
CREATE FUNCTION pg_temp.staff(school bigint, place bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN pg_temp.id('user', school * 10 + place);

-- The labels of every enum, read once: enum_range() asks the catalogue at each call.
CREATE TEMPORARY TABLE sample_label ON COMMIT DROP AS
SELECT
    enum_range(NULL::action_priority)              AS action_priority,
    enum_range(NULL::alert_category)               AS alert_category,
    enum_range(NULL::alert_delivery_channel)       AS alert_delivery_channel,
    enum_range(NULL::alert_severity)               AS alert_severity,
    enum_range(NULL::alert_status)                 AS alert_status,
    enum_range(NULL::allergy_severity)             AS allergy_severity,
    enum_range(NULL::allergy_type)                 AS allergy_type,
    enum_range(NULL::analytics_report_format)      AS analytics_report_format,
    enum_range(NULL::analytics_report_status)      AS analytics_report_status,
    enum_range(NULL::analytics_report_type)        AS analytics_report_type,
    enum_range(NULL::appointment_status)           AS appointment_status,
    enum_range(NULL::appointment_type)             AS appointment_type,
    enum_range(NULL::audit_action)                 AS audit_action,
    enum_range(NULL::audit_compliance_type)        AS audit_compliance_type,
    enum_range(NULL::backup_status)                AS backup_status,
    enum_range(NULL::backup_type)                  AS backup_type,
    enum_range(NULL::broadcast_status)             AS broadcast_status,
    enum_range(NULL::broadcast_type)               AS broadcast_type,
    enum_range(NULL::cache_compliance_level)       AS cache_compliance_level,
    enum_range(NULL::checklist_item_status)        AS checklist_item_status,
    enum_range(NULL::clinical_note_type)           AS clinical_note_type,
    enum_range(NULL::compliance_category)          AS compliance_category,
    enum_range(NULL::compliance_report_status)     AS compliance_report_status,
    enum_range(NULL::compliance_report_type)       AS compliance_report_type,
    enum_range(NULL::compliance_status)            AS compliance_status,
    enum_range(NULL::condition_severity)           AS condition_severity,
    enum_range(NULL::condition_status)             AS condition_status,
    enum_range(NULL::confidentiality_level)        AS confidentiality_level,
    enum_range(NULL::config_category)              AS config_category,
    enum_range(NULL::config_scope)                 AS config_scope,
    enum_range(NULL::config_value_type)            AS config_value_type,
    enum_range(NULL::consciousness_level)          AS consciousness_level,
    enum_range(NULL::contact_method)               AS contact_method,
    enum_range(NULL::contact_type)                 AS contact_type,
    enum_range(NULL::conversation_type)            AS conversation_type,
    enum_range(NULL::dea_schedule)                 AS dea_schedule,
    enum_range(NULL::device_platform)              AS device_platform,
    enum_range(NULL::disclosure_method)            AS disclosure_method,
    enum_range(NULL::disclosure_purpose)           AS disclosure_purpose,
    enum_range(NULL::disclosure_recipient_type)    AS disclosure_recipient_type,
    enum_range(NULL::disclosure_type)              AS disclosure_type,
    enum_range(NULL::family_relation)              AS family_relation,
    enum_range(NULL::follow_up_action_status)      AS follow_up_action_status,
    enum_range(NULL::follow_up_appointment_status) AS follow_up_appointment_status,
    enum_range(NULL::follow_up_status)             AS follow_up_status,
    enum_range(NULL::gender)                       AS gender,
    enum_range(NULL::health_record_type)           AS health_record_type,
    enum_range(NULL::incident_type)                AS incident_type,
    enum_range(NULL::insurance_claim_status)       AS insurance_claim_status,
    enum_range(NULL::integration_status)           AS integration_status,
    enum_range(NULL::integration_type)             AS integration_type,
    enum_range(NULL::interaction_severity)         AS interaction_severity,
    enum_range(NULL::inventory_transaction_type)   AS inventory_transaction_type,
    enum_range(NULL::lab_result_status)            AS lab_result_status,
    enum_range(NULL::lab_test_type)                AS lab_test_type,
    enum_range(NULL::legal_compliance_status)      AS legal_compliance_status,
    enum_range(NULL::license_status)               AS license_status,
    enum_range(NULL::license_type)                 AS license_type,
    enum_range(NULL::maintenance_type)             AS maintenance_type,
    enum_range(NULL::medical_history_category)     AS medical_history_category,
    enum_range(NULL::medical_history_type)         AS medical_history_type,
    enum_range(NULL::medication_log_status)        AS medication_log_status,
    enum_range(NULL::mental_health_record_type)    AS mental_health_record_type,
    enum_range(NULL::message_category)             AS message_category,
    enum_range(NULL::message_delivery_channel)     AS message_delivery_channel,
    enum_range(NULL::message_delivery_status)      AS message_delivery_status,
    enum_range(NULL::message_template_category)    AS message_template_category,
    enum_range(NULL::message_template_type)        AS message_template_type,
    enum_range(NULL::metric_trend)                 AS metric_trend,
    enum_range(NULL::metric_type)                  AS metric_type,
    enum_range(NULL::notification_category)        AS notification_category,
    enum_range(NULL::notification_preference)      AS notification_preference,
    enum_range(NULL::notification_priority)        AS notification_priority,
    enum_range(NULL::notification_status)          AS notification_status,
    enum_range(NULL::participant_role)             AS participant_role,
    enum_range(NULL::policy_category)              AS policy_category,
    enum_range(NULL::policy_status)                AS policy_status,
    enum_range(NULL::prescription_status)          AS prescription_status,
    enum_range(NULL::protocol_status)              AS protocol_status,
    enum_range(NULL::purchase_order_status)        AS purchase_order_status,
    enum_range(NULL::recipient_type)               AS recipient_type,
    enum_range(NULL::remediation_status)           AS remediation_status,
    enum_range(NULL::reminder_channel)             AS reminder_channel,
    enum_range(NULL::reminder_status)              AS reminder_status,
    enum_range(NULL::report_execution_status)      AS report_execution_status,
    enum_range(NULL::report_frequency)             AS report_frequency,
    enum_range(NULL::report_output_format)         AS report_output_format,
    enum_range(NULL::report_template_format)       AS report_template_format,
    enum_range(NULL::report_template_type)         AS report_template_type,
    enum_range(NULL::retention_category)           AS retention_category,
    enum_range(NULL::retention_policy_status)      AS retention_policy_status,
    enum_range(NULL::risk_level)                   AS risk_level,
    enum_range(NULL::route_of_administration)      AS route_of_administration,
    enum_range(NULL::scheduled_report_type)        AS scheduled_report_type,
    enum_range(NULL::screening_outcome)            AS screening_outcome,
    enum_range(NULL::screening_type)               AS screening_type,
    enum_range(NULL::severity_level)               AS severity_level,
    enum_range(NULL::sis_conflict_resolution)      AS sis_conflict_resolution,
    enum_range(NULL::site_of_administration)       AS site_of_administration,
    enum_range(NULL::sync_action_type)             AS sync_action_type,
    enum_range(NULL::sync_conflict_resolution)     AS sync_conflict_resolution,
    enum_range(NULL::sync_conflict_status)         AS sync_conflict_status,
    enum_range(NULL::sync_direction)               AS sync_direction,
    enum_range(NULL::sync_entity_type)             AS sync_entity_type,
    enum_range(NULL::sync_priority)                AS sync_priority,
    enum_range(NULL::sync_session_status)          AS sync_session_status,
    enum_range(NULL::training_category)            AS training_category,
    enum_range(NULL::treatment_plan_status)        AS treatment_plan_status,
    enum_range(NULL::vaccine_type)                 AS vaccine_type,
    enum_range(NULL::verification_status)          AS verification_status,
    enum_range(NULL::violation_status)             AS violation_status,
    enum_range(NULL::violation_type)               AS violation_type,
    enum_range(NULL::visit_disposition)            AS visit_disposition,
    enum_range(NULL::waitlist_priority)            AS waitlist_priority,
    enum_range(NULL::waitlist_status)              AS waitlist_status,
    enum_range(NULL::witness_type)                 AS witness_type;

-- ----------------------------------------------------------------------------
-- Organisation
-- ----------------------------------------------------------------------------

INSERT INTO districts (
    id, name, code, address, city, state, zip_code, phone, email, is_active, created_at
)
SELECT
    pg_temp.id('district', n),
    'Fictitious Unified School District ' || n,
    'SAMPLE-D' || n,
    n || ' Imaginary Avenue',
    pg_temp.pick(ARRAY['Nowhere', 'Elsewhere', 'Neverton'], 'city', n),
    pg_temp.pick(ARRAY['CA', 'OR', 'WA'], 'state', n),
    lpad((10000 + n)::text, 5, '0'),
    pg_temp.phone(n),
    'district' || n || '@example.org',
    n <> 5,
    pg_temp.today() - interval '3 years'
FROM generate_series(1, pg_temp.districts()) AS n;

INSERT INTO schools (
    id, district_id, name, code, address, city, state, zip_code, phone, email, principal,
    total_enrollment, created_at
)
SELECT
    pg_temp.id('school', n),
    pg_temp.id('district', 1 + (n - 1) % pg_temp.districts()),
    pg_temp.pick(ARRAY['Acorn', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'], 'school', n)
    || ' Sample School ' || n,
    'SAMPLE-S' || n,
    n || ' Invented Street',
    'Nowhere',
    'CA',
    lpad((20000 + n)::text, 5, '0'),
    pg_temp.phone(n),
    'school' || n || '@example.org',
    pg_temp.first_name(n) || ' ' || pg_temp.last_name(n),
    CASE WHEN n % 7 <> 0 THEN 200 + pg_temp.num('enrollment', n, 900) END,
    pg_temp.today() - interval '3 years'
FROM generate_series(1, pg_temp.schools()) AS n;

INSERT INTO users (
    id, school_id, district_id, email, email_verified, first_name, last_name, phone, role,
    is_active, password, password_changed_at, last_login, created_at
)
SELECT
    pg_temp.staff(s, p),
    pg_temp.id('school', s),
    pg_temp.id('district', 1 + (s - 1) % pg_temp.districts()),
    'staff' || p || '.school' || s || '@example.org',
    TRUE,
    pg_temp.first_name(s * 10 + p),
    pg_temp.last_name(s * 10 + p),
    pg_temp.phone(s * 10 + p),
    (ARRAY['NURSE', 'NURSE', 'COUNSELOR', 'SCHOOL_ADMIN', 'VIEWER'])[p]::user_role,
    not(p = 5 AND s % 9 = 0),
    '!sample-account-cannot-log-in',
    pg_temp.ago('password', s * 10 + p, 300),
    CASE WHEN p < 5 THEN pg_temp.ago('login', s * 10 + p, 20) END,
    pg_temp.today() - interval '2 years'
FROM generate_series(1, pg_temp.schools()) AS s, generate_series(1, 5) AS p;

INSERT INTO users (id, district_id, email, first_name, last_name, role, password, created_at)
SELECT
    pg_temp.id('district user', n),
    pg_temp.id('district', n),
    'admin.district' || n || '@example.org',
    pg_temp.first_name(n),
    pg_temp.last_name(n),
    'DISTRICT_ADMIN'::user_role,
    '!sample-account-cannot-log-in',
    pg_temp.today() - interval '2 years'
FROM generate_series(1, pg_temp.districts()) AS n
UNION ALL
SELECT
    pg_temp.id('admin', 1),
    NULL,
    'admin@example.org',
    'Sam',
    'Ample',
    'ADMIN',
    '!sample-account-cannot-log-in',
    pg_temp.today() - interval '3 years';

-- ----------------------------------------------------------------------------
-- Students and contacts
-- ----------------------------------------------------------------------------
-- Schools differ in size: the exponent gives the first ones more students than the last.

CREATE TEMPORARY TABLE sample_student ON COMMIT DROP AS
SELECT
    n,
    pg_temp.id('student', n)                                AS id,
    1 + floor(
        pg_temp.schools() * power(pg_temp.num('school of student', n, 100000) / 100000.0, 1.4)
    )::bigint                                               AS school,
    (pg_temp.today() AT TIME ZONE 'UTC')::date
    - (3 * 366 + pg_temp.num('born', n, 19 * 365))::integer AS born
FROM generate_series(1, pg_temp.students()) AS n;

ALTER TABLE sample_student ADD COLUMN nurse uuid;

UPDATE sample_student
SET nurse = pg_temp.staff(school, 1 + pg_temp.num('nurse', n, 2));

ANALYZE sample_student;

INSERT INTO students (
    id, nurse_id, school_id, district_id, student_number, medical_record_num, ssn, first_name,
    last_name, date_of_birth, gender, photo, grade, enrollment_date, is_active, created_at,
    created_by, updated_by, deleted_at
)
SELECT
    s.id,
    CASE WHEN s.n % 10 <> 0 THEN s.nurse END,
    pg_temp.id('school', s.school),
    pg_temp.id('district', 1 + (s.school - 1) % pg_temp.districts()),
    'SAMPLE-' || lpad(s.n::text, 8, '0'),
    CASE WHEN s.n % 4 <> 0 THEN 'MRN-' || lpad(s.n::text, 8, '0') END,
    CASE
        WHEN s.n % 5 < 3
            THEN '9' || lpad((s.n / 1000000 % 100)::text, 2, '0')
                || '-' || lpad((s.n / 10000 % 100)::text, 2, '0')
                || '-' || lpad((s.n % 10000)::text, 4, '0')
    END,
    pg_temp.first_name(s.n),
    pg_temp.last_name(s.n * 7),
    s.born,
    pg_temp.pick(labels.gender, 'gender', s.n),
    CASE WHEN s.n % 3 = 0 THEN 'https://example.org/photos/' || s.n || '.jpg' END,
    -- Grades follow the age on the first of September before today, as enrolment does.
    CASE
        WHEN a.age < 5 THEN 'PK'
        WHEN a.age = 5 THEN 'K'
        WHEN a.age <= 17 THEN (a.age - 5)::text
        ELSE 'TR'
    END,
    pg_temp.ago('enrolled', s.n, 700),
    s.n % 25 <> 0,
    pg_temp.today() - interval '2 years',
    s.nurse,
    CASE WHEN s.n % 2 = 0 THEN s.nurse END,
    CASE WHEN s.n % 97 = 0 THEN pg_temp.ago('left', s.n, 100) END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (
    SELECT
        extract(YEAR FROM age(
            date_trunc('year', pg_temp.today() - interval '8 months')::date + 243, s.born
        ))::integer AS age
) AS a;

INSERT INTO emergency_contacts (
    id, student_id, first_name, last_name, relationship, phone_number, email, address, priority,
    preferred_contact_method, verification_status, last_verified_at, can_pickup_student, notes,
    notification_channels, created_at
)
SELECT
    pg_temp.id('emergency contact', s.n * 10 + k),
    s.id,
    pg_temp.first_name(s.n * 10 + k),
    pg_temp.last_name(s.n * 7),
    pg_temp.pick(ARRAY['mother', 'father', 'grandparent', 'aunt', 'neighbor'], 'rel', s.n + k),
    pg_temp.phone(s.n * 10 + k),
    CASE WHEN k = 1 THEN 'family' || s.n || '@example.org' END,
    s.n || ' Invented Street, Nowhere',
    (ARRAY['PRIMARY', 'SECONDARY', 'EMERGENCY_ONLY'])[k]::contact_priority,
    pg_temp.pick(labels.contact_method, 'method', s.n + k),
    pg_temp.pick(labels.verification_status, 'verified', s.n + k),
    CASE WHEN k = 1 THEN pg_temp.ago('verified', s.n, 300) END,
    k < 3,
    CASE WHEN s.n % 20 = 0 THEN 'Please call after three.' END,
    CASE WHEN k = 1 THEN '["sms","email"]' END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN generate_series(1, 3) AS k
WHERE k = 1 OR (k = 2 AND s.n % 10 < 8) OR (k = 3 AND s.n % 10 = 0);

INSERT INTO contacts (
    id, type, relation_to, relationship_type, first_name, last_name, title, organization, email,
    phone, address, city, state, zip, notes, created_by, created_at, deleted_at
)
SELECT
    pg_temp.id('contact', n),
    pg_temp.pick(labels.contact_type, 'contact', n),
    CASE WHEN n % 3 = 0 THEN pg_temp.id('student', 1 + n % pg_temp.students()) END,
    CASE WHEN n % 3 = 0 THEN 'guardian' END,
    pg_temp.first_name(n),
    pg_temp.last_name(n),
    CASE WHEN n % 2 = 0 THEN 'Dr.' END,
    CASE WHEN n % 2 = 0 THEN 'Imaginary Pediatrics' END,
    'contact' || n || '@example.org',
    pg_temp.phone(n),
    n || ' Invented Street',
    'Nowhere',
    'CA',
    '10001',
    CASE WHEN n % 4 = 0 THEN 'Speaks Spanish.' END,
    pg_temp.staff(1, 4),
    pg_temp.ago('contact', n, 300),
    CASE WHEN n % 19 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 10) AS n;

-- ----------------------------------------------------------------------------
-- Health records
-- ----------------------------------------------------------------------------

INSERT INTO health_records (
    id, student_id, record_type, title, description, record_date, provider, provider_npi,
    facility, facility_npi, diagnosis, diagnosis_code, treatment, follow_up_required,
    follow_up_date, follow_up_completed, metadata, is_confidential, notes, created_by,
    updated_by, created_at, deleted_at
)
SELECT
    pg_temp.id('health record', s.n * 10 + k),
    s.id,
    pg_temp.pick(labels.health_record_type, 'record type', s.n * 10 + k),
    'Sample record ' || k,
    pg_temp.words('record', s.n * 10 + k),
    r.at,
    CASE WHEN k = 1 THEN 'Dr. ' || pg_temp.last_name(s.n) END,
    CASE WHEN k = 1 THEN lpad((1000000000 + pg_temp.num('npi', s.n, 999))::text, 10, '0') END,
    CASE WHEN k = 1 THEN 'Imaginary Pediatrics' END,
    CASE WHEN s.n % 3 = 0 THEN '1999999999' END,
    CASE WHEN k = 2 THEN 'Viral infection' END,
    CASE WHEN k = 2 THEN pg_temp.pick(ARRAY['B34.9', 'J06.9', 'R51'], 'icd', s.n) END,
    CASE WHEN k = 2 THEN 'Rest and fluids' END,
    s.n % 8 = 0,
    CASE WHEN s.n % 8 = 0 THEN r.at + interval '14 days' END,
    s.n % 16 = 0,
    CASE WHEN s.n % 5 = 0 THEN '{"source": "sample"}'::jsonb END,
    pg_temp.one_in('confidential', s.n * 10 + k, 15),
    CASE WHEN s.n % 6 = 0 THEN 'Copy sent to the parents.' END,
    s.nurse,
    CASE WHEN k = 1 THEN s.nurse END,
    r.at,
    CASE WHEN s.n % 101 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.num('records', s.n, 2)) AS k
CROSS JOIN LATERAL (SELECT pg_temp.ago('record', s.n * 10 + k, 700) AS at) AS r;

INSERT INTO allergies (
    id, student_id, health_record_id, allergen, allergy_type, severity, active, symptoms,
    reactions, treatment, emergency_protocol, epi_pen_required, epi_pen_location,
    epi_pen_expiration, onset_date, diagnosed_date, diagnosed_by, verified, verified_by,
    verification_date, notes, created_by, updated_by, created_at, deleted_at
)
SELECT
    pg_temp.id('allergy', s.n),
    s.id,
    CASE WHEN s.n % 2 = 0 THEN pg_temp.id('health record', s.n * 10 + 1) END,
    pg_temp.pick(ARRAY['Peanut', 'Bee sting', 'Penicillin', 'Latex', 'Pollen', 'Cat'], 'al', s.n),
    pg_temp.pick(labels.allergy_type, 'allergy type', s.n),
    pg_temp.pick(labels.allergy_severity, 'allergy severity', s.n),
    s.n % 14 <> 0,
    'Hives, swelling of the lips',
    '{"skin": true}',
    'Antihistamine',
    CASE WHEN s.n % 3 = 0 THEN 'Call 911 and use the auto-injector.' END,
    s.n % 3 = 0,
    CASE WHEN s.n % 3 = 0 THEN 'Nurse office, cabinet 2' END,
    CASE WHEN s.n % 3 = 0 THEN pg_temp.today() + interval '200 days' END,
    pg_temp.today() - interval '3 years',
    pg_temp.today() - interval '3 years',
    'Dr. ' || pg_temp.last_name(s.n),
    s.n % 2 = 0,
    CASE WHEN s.n % 2 = 0 THEN s.nurse END,
    CASE WHEN s.n % 2 = 0 THEN pg_temp.ago('verified allergy', s.n, 300) END,
    CASE WHEN s.n % 4 = 0 THEN 'Reported by the mother.' END,
    s.nurse,
    CASE WHEN s.n % 4 = 0 THEN s.nurse END,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 63 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 7 = 0;

INSERT INTO chronic_conditions (
    id, student_id, health_record_id, condition, icd_code, diagnosed_date, diagnosed_by, status,
    severity, notes, care_plan, medications, triggers, emergency_protocol, action_plan,
    last_review_date, next_review_date, requires_iep, requires504, accommodations_required,
    accommodation_details, treatments, review_frequency, created_by, updated_by, created_at,
    deleted_at
)
SELECT
    pg_temp.id('condition', s.n),
    s.id,
    CASE WHEN s.n % 18 = 0 THEN pg_temp.id('health record', s.n * 10 + 1) END,
    pg_temp.pick(ARRAY['Asthma', 'Type 1 diabetes', 'Epilepsy', 'Migraine'], 'condition', s.n),
    pg_temp.pick(ARRAY['J45.909', 'E10.9', 'G40.909', 'G43.909'], 'condition', s.n),
    (pg_temp.today() - interval '4 years')::date,
    'Dr. ' || pg_temp.last_name(s.n),
    pg_temp.pick(labels.condition_status, 'condition status', s.n),
    CASE WHEN s.n % 2 = 0 THEN 'MODERATE' END,
    CASE WHEN s.n % 4 = 0 THEN pg_temp.words('condition', s.n) END,
    'Care plan on file',
    '["inhaler"]',
    '["exercise", "cold air"]',
    'See the action plan.',
    CASE WHEN s.n % 2 = 0 THEN 'Rest, inhaler, call the parents.' END,
    (pg_temp.today() - interval '60 days')::date,
    (pg_temp.today() + make_interval(days => pg_temp.num('review', s.n, 300)::integer))::date,
    s.n % 4 = 0,
    s.n % 6 = 0,
    s.n % 2 = 0,
    CASE WHEN s.n % 2 = 0 THEN 'May leave class for the inhaler.' END,
    CASE WHEN s.n % 2 = 0 THEN 'Controller medication' END,
    CASE WHEN s.n % 2 = 0 THEN 'yearly' END,
    s.nurse,
    CASE WHEN s.n % 4 = 0 THEN s.nurse END,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 81 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 9 = 0;

INSERT INTO vaccinations (
    id, student_id, health_record_id, vaccine_name, vaccine_type, manufacturer, lot_number,
    cvx_code, dose_number, total_doses, series_complete, administration_date, administered_by,
    administered_by_role, facility, site_of_administration, route_of_administration,
    dosage_amount, expiration_date, next_due_date, compliance_status, exemption_status,
    exemption_reason, consent_obtained, consent_by, notes, created_by, created_at, deleted_at
)
SELECT
    pg_temp.id('vaccination', s.n * 10 + k),
    s.id,
    CASE WHEN k = 1 THEN pg_temp.id('health record', s.n * 10 + 1) END,
    v.type || ' (sample)',
    v.type,
    'Invented Biologics',
    'LOT' || pg_temp.num('lot', s.n * 10 + k, 9999),
    lpad(pg_temp.num('cvx', s.n * 10 + k, 200)::text, 3, '0'),
    k,
    3,
    k = 3,
    pg_temp.ago('vaccination', s.n * 10 + k, 2500),
    'Clinic nurse',
    CASE WHEN k = 1 THEN 'RN' END,
    'Imaginary Pediatrics',
    pg_temp.pick(labels.site_of_administration, 'site', s.n * 10 + k),
    pg_temp.pick(labels.route_of_administration, 'route', s.n * 10 + k),
    '0.5 mL',
    (pg_temp.today() + interval '1 year')::date,
    CASE
        WHEN k = 1 THEN (pg_temp.today() + make_interval(days => (s.n % 365)::integer))::date
    END,
    pg_temp.pick(labels.compliance_status, 'compliance', s.n * 10 + k),
    s.n % 40 = 0,
    CASE WHEN s.n % 40 = 0 THEN 'Medical' END,
    s.n % 2 = 0,
    CASE WHEN s.n % 2 = 0 THEN 'Parent of student ' || s.n END,
    CASE WHEN s.n % 9 = 0 THEN 'No reaction.' END,
    s.nurse,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 150 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN generate_series(1, 3) AS k
CROSS JOIN LATERAL (
    SELECT pg_temp.pick(labels.vaccine_type, 'vaccine', s.n * 10 + k) AS type
) AS v;

INSERT INTO immunizations (
    id, student_id, vaccine_name, vaccine_code, administered_date, expiration_date, dosage, site,
    route, manufacturer, lot_number, administered_by, notes, created_at, deleted_at
)
SELECT
    pg_temp.id('immunization', s.n),
    s.id,
    'Influenza (sample)',
    '141',
    pg_temp.ago('immunization', s.n, 300),
    pg_temp.today() + interval '1 year',
    '0.5 mL',
    'left deltoid',
    'intramuscular',
    'Invented Biologics',
    'LOT' || s.n % 100,
    s.nurse,
    CASE WHEN s.n % 10 = 0 THEN 'Well tolerated.' END,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 200 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_student AS s
WHERE s.n % 5 = 0;

INSERT INTO screenings (
    id, student_id, health_record_id, screening_type, screening_date, screened_by, results,
    outcome, referral_required, referral_to, referral_date, referral_reason, follow_up_required,
    follow_up_date, follow_up_status, notes, created_by, created_at
)
SELECT
    pg_temp.id('screening', s.n),
    s.id,
    pg_temp.id('health record', s.n * 10 + 1),
    pg_temp.pick(labels.screening_type, 'screening', s.n),
    pg_temp.ago('screening', s.n, 400),
    'School nurse',
    '{"done": true}',
    pg_temp.pick(labels.screening_outcome, 'outcome', s.n),
    s.n % 12 = 0,
    CASE WHEN s.n % 12 = 0 THEN 'Dr. ' || pg_temp.last_name(s.n) END,
    CASE WHEN s.n % 12 = 0 THEN pg_temp.today() + interval '10 days' END,
    CASE WHEN s.n % 12 = 0 THEN 'Below the line' END,
    s.n % 12 = 0,
    CASE WHEN s.n % 12 = 0 THEN pg_temp.today() + interval '30 days' END,
    CASE
        WHEN s.n % 12 = 0
            THEN pg_temp.pick(labels.follow_up_status, 'screening follow-up', s.n)
    END,
    CASE WHEN s.n % 8 = 0 THEN 'Glasses forgotten at home.' END,
    s.nurse,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 2 = 0;

INSERT INTO health_screenings (
    id, student_id, screening_type, screening_date, results, passed, notes, conducted_by,
    created_at, deleted_at
)
SELECT
    pg_temp.id('health screening', s.n),
    s.id,
    pg_temp.pick(ARRAY['vision', 'hearing', 'dental', 'scoliosis'], 'health screening', s.n),
    pg_temp.ago('health screening', s.n, 300),
    '{"left": "20/20", "right": "20/25"}',
    s.n % 11 <> 0,
    CASE WHEN s.n % 11 = 0 THEN 'To be repeated.' END,
    s.nurse,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 120 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_student AS s
WHERE s.n % 3 = 0;

INSERT INTO growth_measurements (
    id, student_id, health_record_id, measurement_date, measured_by, height, height_unit, weight,
    weight_unit, bmi, bmi_percentile, notes, created_by, created_at
)
SELECT
    pg_temp.id('growth measurement', s.n),
    s.id,
    CASE WHEN s.n % 10 = 0 THEN pg_temp.id('health record', s.n * 10 + 1) END,
    pg_temp.ago('growth measurement', s.n, 400),
    'School nurse',
    95 + pg_temp.num('height', s.n, 90),
    'cm',
    15 + pg_temp.num('weight', s.n, 60),
    'kg',
    14 + pg_temp.num('bmi', s.n, 12),
    pg_temp.num('percentile', s.n, 100),
    CASE WHEN s.n % 20 = 0 THEN 'In shoes.' END,
    s.nurse,
    pg_temp.today() - interval '1 year'
FROM sample_student AS s
WHERE s.n % 5 = 0;

INSERT INTO growth_tracking (
    id, student_id, measurement_date, height, height_unit, weight, weight_unit, bmi,
    percentile_height, percentile_weight, notes, measured_by, created_at, deleted_at
)
SELECT
    pg_temp.id('growth', s.n),
    s.id,
    pg_temp.ago('growth', s.n, 400),
    38 + pg_temp.num('inches', s.n, 36),
    'inches',
    35 + pg_temp.num('pounds', s.n, 130),
    'lbs',
    14 + pg_temp.num('bmi', s.n, 12),
    pg_temp.num('percentile h', s.n, 100),
    pg_temp.num('percentile w', s.n, 100),
    CASE WHEN s.n % 20 = 0 THEN 'Measured twice.' END,
    s.nurse,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 80 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_student AS s
WHERE s.n % 4 = 0;

-- ----------------------------------------------------------------------------
-- Medications
-- ----------------------------------------------------------------------------

INSERT INTO drug_catalog (
    id, rxnorm_id, rxnorm_code, generic_name, brand_names, drug_class, common_doses,
    side_effects, contraindications, warnings, is_active, created_at
)
SELECT
    pg_temp.id('drug', n),
    CASE WHEN n % 4 <> 0 THEN 'SAMPLE-RX' || n END,
    CASE WHEN n % 4 <> 0 THEN 'SAMPLE-RC' || n END,
    'samplamine ' || n,
    '["Samplin"]',
    pg_temp.pick(ARRAY['antihistamine', 'analgesic', 'bronchodilator'], 'class', n),
    '{"adult": "10 mg"}',
    '["drowsiness"]',
    '["hypersensitivity"]',
    '["do not drive"]',
    n <> 7,
    pg_temp.today() - interval '2 years'
FROM generate_series(1, 40) AS n;

INSERT INTO drug_interactions (
    id, drug1_id, drug2_id, severity, description, clinical_effects, management,
    source_references, evidence_level, created_at
)
SELECT
    pg_temp.id('interaction', n),
    pg_temp.id('drug', n),
    pg_temp.id('drug', n + 1),
    pg_temp.pick(labels.interaction_severity, 'interaction', n),
    'The second drug slows the breakdown of the first.',
    'Drowsiness',
    'Space the doses by four hours.',
    '["Sample Compendium, p. 1"]',
    'probable',
    pg_temp.today() - interval '2 years'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 30) AS n;

INSERT INTO medications (
    id, name, generic_name, dosage_form, strength, manufacturer, ndc, is_controlled,
    dea_schedule, requires_witness, is_active, deleted_at, deleted_by, created_at
)
SELECT
    pg_temp.id('medication', n),
    'Samplin ' || n,
    'samplamine ' || n,
    pg_temp.pick(ARRAY['tablet', 'inhaler', 'suspension', 'auto-injector'], 'form', n),
    n * 5 || ' mg',
    'Invented Pharma',
    CASE WHEN n % 6 <> 0 THEN '99999-' || lpad(n::text, 4, '0') || '-01' END,
    n % 5 = 0,
    CASE WHEN n % 5 = 0 THEN pg_temp.pick(labels.dea_schedule, 'dea', n) END,
    n % 5 = 0,
    n % 9 <> 0,
    CASE WHEN n = 60 THEN pg_temp.today() - interval '9 days' END,
    CASE WHEN n = 60 THEN pg_temp.staff(1, 1) END,
    pg_temp.today() - interval '2 years'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 60) AS n;

INSERT INTO student_medications (
    id, student_id, medication_id, dosage, frequency, route, instructions, start_date, end_date,
    is_active, prescribed_by, prescription_number, refills_remaining, created_by, updated_by,
    created_at
)
SELECT
    pg_temp.id('student medication', s.n),
    s.id,
    pg_temp.id('medication', 1 + pg_temp.num('medication', s.n, 60)),
    '1 tablet',
    pg_temp.pick(ARRAY['daily', 'twice daily', 'as needed'], 'frequency', s.n),
    pg_temp.pick(ARRAY['oral', 'inhaled'], 'med route', s.n),
    CASE WHEN s.n % 16 = 0 THEN 'With food.' END,
    pg_temp.today() - interval '200 days',
    CASE WHEN s.n % 24 = 0 THEN pg_temp.today() + interval '90 days' END,
    s.n % 32 <> 0,
    'Dr. ' || pg_temp.last_name(s.n),
    'RX-' || s.n,
    pg_temp.num('refills', s.n, 5)::integer,
    s.nurse,
    CASE WHEN s.n % 16 = 0 THEN s.nurse END,
    pg_temp.today() - interval '200 days'
FROM sample_student AS s
WHERE s.n % 8 = 0;

INSERT INTO medication_logs (
    id, student_id, medication_id, dosage, dosage_unit, route, scheduled_at, administered_at,
    administered_by, status, was_given, reason_not_given, notes, created_at, updated_at,
    deleted_at
)
SELECT
    pg_temp.id('dose', s.n * 100 + k),
    s.id,
    pg_temp.id('medication', 1 + pg_temp.num('medication', s.n, 60)),
    1,
    'tablet',
    'oral',
    CASE WHEN k % 4 <> 0 THEN d.at - interval '5 minutes' END,
    d.at,
    'Nurse ' || pg_temp.last_name(s.school),
    d.status,
    d.status = 'ADMINISTERED',
    CASE WHEN d.status IN ('MISSED', 'REFUSED') THEN 'Absent' END,
    CASE WHEN k % 10 = 0 THEN 'No side effects.' END,
    d.at,
    d.at,
    CASE WHEN k = 15 AND s.n % 64 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN generate_series(1, 16) AS k
CROSS JOIN LATERAL (
    SELECT
        pg_temp.today() - make_interval(days => (k * 11)::integer) + interval '11 hours' AS at,
        CASE
            WHEN pg_temp.one_in('dose', s.n * 100 + k, 8)
                THEN pg_temp.pick(labels.medication_log_status, 'dose', s.n + k)
            ELSE 'ADMINISTERED'
        END                                                                              AS status
) AS d
WHERE s.n % 8 = 0;

-- ----------------------------------------------------------------------------
-- Clinical system
-- ----------------------------------------------------------------------------

INSERT INTO clinic_visits (
    id, student_id, check_in_time, check_out_time, reason_for_visit, symptoms, treatment,
    disposition, classes_missed, minutes_missed, attended_by, notes, created_at, deleted_at
)
SELECT
    pg_temp.id('visit', s.n * 10 + k),
    s.id,
    v.at,
    CASE WHEN s.n % 90 <> 0 THEN v.at + interval '20 minutes' END,
    jsonb_build_array(pg_temp.pick(ARRAY['headache', 'injury', 'nausea'], 'why', s.n * 10 + k)),
    CASE WHEN k = 1 THEN '["pale"]'::jsonb END,
    CASE WHEN k <> 2 THEN 'Rest' END,
    pg_temp.pick(labels.visit_disposition, 'disposition', s.n * 10 + k),
    CASE WHEN k = 1 THEN '["maths"]'::jsonb END,
    CASE WHEN k < 3 THEN pg_temp.num('minutes', s.n * 10 + k, 60)::integer END,
    s.nurse,
    CASE WHEN k = 1 THEN pg_temp.words('visit', s.n) END,
    v.at,
    CASE WHEN s.n % 130 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.num('visits', s.n, 3)) AS k
CROSS JOIN LATERAL (SELECT pg_temp.ago('visit', s.n * 10 + k, 365) AS at) AS v;

INSERT INTO clinical_notes (
    id, student_id, visit_id, type, created_by, title, content, subjective, objective,
    assessment, plan, tags, is_confidential, is_signed, signed_at, amended, amendment_reason,
    created_at, deleted_at
)
SELECT
    pg_temp.id('note', s.n),
    s.id,
    CASE WHEN s.n % 8 = 0 THEN pg_temp.id('visit', s.n * 10 + 1) END,
    pg_temp.pick(labels.clinical_note_type, 'note', s.n),
    s.nurse,
    'Sample note',
    pg_temp.words('note', s.n),
    CASE WHEN s.n % 8 = 0 THEN 'Says the head hurts.' END,
    CASE WHEN s.n % 8 = 0 THEN 'No fever.' END,
    CASE WHEN s.n % 8 = 0 THEN 'Tension headache.' END,
    CASE WHEN s.n % 8 = 0 THEN 'Rest, water.' END,
    CASE WHEN s.n % 8 = 0 THEN '["headache"]'::jsonb END,
    s.n % 20 = 0,
    s.n % 2 = 0,
    CASE WHEN s.n % 2 = 0 THEN pg_temp.ago('signed', s.n, 100) END,
    s.n % 40 = 0,
    CASE WHEN s.n % 40 = 0 THEN 'Wrong side noted.' END,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 124 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 4 = 0;

INSERT INTO clinical_protocols (
    id, name, code, version, category, description, indications, contraindications, steps,
    decision_points, required_equipment, medications, status, created_by, approved_by,
    approved_date, effective_date, review_date, source_references, tags, created_at
)
SELECT
    pg_temp.id('protocol', n),
    'Sample protocol ' || n,
    'SAMPLE-P' || n,
    '1.0',
    'emergency',
    'What to do, step by step.',
    '["sign"]',
    '["none known"]',
    '["look", "listen", "act"]',
    '["call 911?"]',
    '["gloves"]',
    '["Samplin"]',
    pg_temp.pick(labels.protocol_status, 'protocol', n),
    pg_temp.staff(1, 1),
    CASE WHEN n % 2 = 0 THEN pg_temp.staff(1, 4) END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '300 days' END,
    CASE WHEN n % 2 = 0 THEN (pg_temp.today() - interval '290 days')::date END,
    (pg_temp.today() + interval '70 days')::date,
    '["Sample Guideline"]',
    '["first aid"]',
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 12) AS n;

INSERT INTO lab_results (
    id, student_id, test_type, test_name, test_code, ordered_date, collection_date, result_date,
    result, result_value, result_unit, reference_range, is_abnormal, abnormal_flags,
    interpretation, status, ordered_by, performed_by, reviewed_by, reviewed_date, lab_name,
    notes, created_at, deleted_at
)
SELECT
    pg_temp.id('lab', s.n),
    s.id,
    pg_temp.pick(labels.lab_test_type, 'lab', s.n),
    'Hemoglobin (sample)',
    '718-7',
    l.at,
    l.at + interval '1 hour',
    l.at + interval '1 day',
    '13.5',
    11 + pg_temp.num('hb', s.n, 50) / 10.0,
    'g/dL',
    '11.5-15.5',
    s.n % 30 = 0,
    CASE WHEN s.n % 30 = 0 THEN '["L"]'::jsonb END,
    CASE WHEN s.n % 30 = 0 THEN 'Slightly low.' END,
    pg_temp.pick(labels.lab_result_status, 'lab status', s.n),
    'Dr. ' || pg_temp.last_name(s.n),
    'Sample Lab',
    CASE WHEN s.n % 20 = 0 THEN 'Dr. ' || pg_temp.last_name(s.n) END,
    CASE WHEN s.n % 20 = 0 THEN l.at + interval '2 days' END,
    'Sample Lab',
    CASE WHEN s.n % 50 = 0 THEN 'Repeat in spring.' END,
    l.at,
    CASE WHEN s.n % 140 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (SELECT pg_temp.ago('lab', s.n, 300) AS at) AS l
WHERE s.n % 10 = 0;

INSERT INTO medical_history (
    id, student_id, record_type, condition, diagnosis_code, diagnosis_date, resolved_date,
    is_active, severity, category, treatment, medication, notes, is_family_history,
    family_relation, is_critical, requires_monitoring, created_at, deleted_at
)
SELECT
    pg_temp.id('history', s.n),
    s.id,
    pg_temp.pick(labels.medical_history_type, 'history', s.n),
    pg_temp.pick(ARRAY['Tonsillectomy', 'Diabetes', 'Broken arm'], 'history', s.n),
    CASE WHEN s.n % 12 = 0 THEN 'J35.0' END,
    pg_temp.today() - interval '5 years',
    CASE WHEN s.n % 12 = 0 THEN pg_temp.today() - interval '4 years' END,
    s.n % 12 <> 0,
    pg_temp.pick(labels.condition_severity, 'history severity', s.n),
    pg_temp.pick(labels.medical_history_category, 'history category', s.n),
    CASE WHEN s.n % 12 = 0 THEN 'Surgery' END,
    CASE WHEN s.n % 12 = 0 THEN 'None' END,
    CASE WHEN s.n % 12 = 0 THEN 'Told by the father.' END,
    s.n % 18 = 0,
    CASE
        WHEN s.n % 18 = 0 THEN pg_temp.pick(labels.family_relation, 'relative', s.n)
    END,
    s.n % 60 = 0,
    s.n % 30 = 0,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 150 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 6 = 0;

INSERT INTO treatment_plans (
    id, student_id, diagnosis, plan_details, start_date, end_date, status, prescribed_by,
    created_at, deleted_at
)
SELECT
    pg_temp.id('plan', s.n),
    s.id,
    'Asthma (sample)',
    '{"goal": "no attacks"}',
    pg_temp.today() - interval '120 days',
    CASE WHEN s.n % 2 = 0 THEN pg_temp.today() + interval '60 days' END,
    pg_temp.pick(labels.treatment_plan_status, 'plan', s.n),
    s.nurse,
    pg_temp.today() - interval '120 days',
    CASE WHEN s.n % 108 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 9 = 0;

INSERT INTO prescriptions (
    id, student_id, visit_id, treatment_plan_id, prescribed_by, drug_name, drug_code, dosage,
    frequency, route, quantity, quantity_filled, refills_authorized, refills_used, start_date,
    end_date, instructions, status, pharmacy_name, filled_date, picked_up_date, notes,
    created_at, deleted_at
)
SELECT
    pg_temp.id('prescription', s.n),
    s.id,
    CASE WHEN s.n % 18 = 0 THEN pg_temp.id('visit', s.n * 10 + 1) END,
    pg_temp.id('plan', s.n),
    s.nurse,
    'Samplin',
    '99999-0001-01',
    '10 mg',
    'daily',
    'oral',
    30,
    30,
    2,
    1,
    (pg_temp.today() - interval '100 days')::date,
    CASE WHEN s.n % 2 = 0 THEN (pg_temp.today() + interval '50 days')::date END,
    'After breakfast',
    pg_temp.pick(labels.prescription_status, 'prescription', s.n),
    CASE WHEN s.n % 2 = 0 THEN 'Imaginary Pharmacy' END,
    CASE WHEN s.n % 2 = 0 THEN pg_temp.today() - interval '99 days' END,
    CASE WHEN s.n % 2 = 0 THEN pg_temp.today() - interval '98 days' END,
    CASE WHEN s.n % 27 = 0 THEN 'Generic is fine.' END,
    pg_temp.today() - interval '100 days',
    CASE WHEN s.n % 117 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 9 = 0;

INSERT INTO student_drug_allergies (
    id, student_id, drug_id, allergy_type, reaction, severity, notes, diagnosed_date,
    diagnosed_by, created_at, updated_at
)
SELECT
    pg_temp.id('drug allergy', s.n),
    s.id,
    pg_temp.id('drug', 1 + pg_temp.num('drug', s.n, 40)),
    'allergy',
    'hives',
    pg_temp.pick(ARRAY['mild', 'severe'], 'drug allergy', s.n),
    CASE WHEN s.n % 20 = 0 THEN 'Tolerates the alternative.' END,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() - interval '2 years' END,
    CASE WHEN s.n % 20 = 0 THEN 'Dr. ' || pg_temp.last_name(s.n) END,
    pg_temp.today() - interval '1 year',
    pg_temp.today() - interval '1 year'
FROM sample_student AS s
WHERE s.n % 10 = 0;

INSERT INTO mental_health_records (
    id, student_id, record_type, record_date, counselor_id, title, session_notes, assessment,
    diagnosis, diagnosis_code, treatment_plan, risk_level, risk_factors, protective_factors,
    interventions, follow_up_required, follow_up_date, referral_to, referral_reason,
    confidentiality_level, parent_notified, parent_notification_date, metadata, created_by,
    updated_by, created_at, deleted_at
)
SELECT
    pg_temp.id('mental health', s.n),
    s.id,
    pg_temp.pick(labels.mental_health_record_type, 'mental health', s.n),
    m.at,
    pg_temp.staff(s.school, 3),
    'Sample session',
    'Talked about school and friends.',
    CASE WHEN s.n % 20 = 0 THEN 'Doing better.' END,
    CASE WHEN s.n % 30 = 0 THEN 'Adjustment disorder' END,
    CASE WHEN s.n % 30 = 0 THEN 'F43.2' END,
    CASE WHEN s.n % 20 = 0 THEN 'Weekly talks.' END,
    pg_temp.pick(labels.risk_level, 'risk', s.n),
    CASE WHEN s.n % 20 = 0 THEN ARRAY['moved recently'] END,
    CASE WHEN s.n % 20 = 0 THEN ARRAY['close family'] END,
    CASE WHEN s.n % 20 = 0 THEN ARRAY['breathing exercise'] END,
    s.n % 20 = 0,
    CASE WHEN s.n % 20 = 0 THEN m.at + interval '14 days' END,
    CASE WHEN s.n % 40 = 0 THEN 'Imaginary Counseling' END,
    CASE WHEN s.n % 40 = 0 THEN 'Parents asked for it.' END,
    pg_temp.pick(labels.confidentiality_level, 'confidential', s.n),
    s.n % 20 = 0,
    CASE WHEN s.n % 20 = 0 THEN m.at END,
    CASE WHEN s.n % 20 = 0 THEN '{"minutes": 30}'::jsonb END,
    pg_temp.staff(s.school, 3),
    CASE WHEN s.n % 20 = 0 THEN pg_temp.staff(s.school, 3) END,
    m.at,
    CASE WHEN s.n % 130 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (SELECT pg_temp.ago('session', s.n, 300) AS at) AS m
WHERE s.n % 10 = 0;

-- ----------------------------------------------------------------------------
-- Appointments, vital signs, incidents and what follows
-- ----------------------------------------------------------------------------

INSERT INTO appointments (
    id, student_id, nurse_id, type, scheduled_at, duration, status, reason, notes,
    recurring_group_id, recurring_frequency, recurring_end_date, created_at, updated_at,
    deleted_at
)
SELECT
    pg_temp.id('appointment', s.n * 10 + k),
    s.id,
    CASE WHEN s.n % 12 <> 0 THEN s.nurse END,
    pg_temp.pick(labels.appointment_type, 'appointment', s.n * 10 + k),
    CASE
        WHEN k = 1 THEN pg_temp.ago('appointment', s.n, 300)
        ELSE pg_temp.ago('appointment', s.n, 60) + interval '61 days'
    END,
    pg_temp.pick(ARRAY[15, 30, 45, 60], 'duration', s.n),
    CASE
        WHEN k = 2 THEN 'SCHEDULED'
        ELSE pg_temp.pick(labels.appointment_status, 'appointment status', s.n)
    END,
    'Sample check-up',
    CASE WHEN s.n % 10 = 0 THEN 'Bring the inhaler.' END,
    CASE WHEN s.n % 15 = 0 THEN pg_temp.id('series', s.n) END,
    CASE WHEN s.n % 15 = 0 THEN 'WEEKLY' END,
    CASE WHEN s.n % 15 = 0 THEN pg_temp.today() + interval '120 days' END,
    pg_temp.today() - interval '310 days',
    pg_temp.today() - interval '310 days',
    CASE WHEN s.n % 140 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN generate_series(1, 2) AS k
WHERE k = 1 OR s.n % 2 = 0;

INSERT INTO appointment_reminders (
    id, appointment_id, type, scheduled_for, status, sent_at, failure_reason, message,
    created_at, updated_at
)
SELECT
    pg_temp.id('reminder', s.n),
    pg_temp.id('appointment', s.n * 10 + 1),
    pg_temp.pick(labels.reminder_channel, 'reminder', s.n),
    r.at,
    r.status,
    CASE WHEN r.status = 'SENT' THEN r.at END,
    CASE WHEN r.status = 'FAILED' THEN 'Mailbox full' END,
    'You have an appointment with the school nurse.',
    r.at - interval '1 day',
    r.at
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (
    SELECT
        pg_temp.ago('reminder', s.n, 300)                            AS at,
        pg_temp.pick(labels.reminder_status, 'reminder status', s.n) AS status
) AS r
WHERE s.n % 2 = 0;

INSERT INTO appointment_waitlist (
    id, student_id, nurse_id, type, preferred_date, duration, priority, reason, notes, status,
    notified_at, expires_at, created_at, updated_at
)
SELECT
    pg_temp.id('waiting', s.n),
    s.id,
    CASE WHEN s.n % 40 = 0 THEN s.nurse END,
    pg_temp.pick(labels.appointment_type, 'waiting', s.n),
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() + interval '5 days' END,
    30,
    pg_temp.pick(labels.waitlist_priority, 'waiting', s.n),
    'Sample follow-up',
    CASE WHEN s.n % 30 = 0 THEN 'Mornings only.' END,
    pg_temp.pick(labels.waitlist_status, 'waiting status', s.n),
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() + interval '30 days' END,
    pg_temp.today() - interval '10 days',
    pg_temp.today() - interval '10 days'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 10 = 0;

INSERT INTO vital_signs (
    id, student_id, appointment_id, health_record_id, measurement_date, temperature,
    temperature_unit, heart_rate, respiratory_rate, blood_pressure_systolic,
    blood_pressure_diastolic, oxygen_saturation, weight, weight_unit, height, height_unit, bmi,
    pain, consciousness, glucose_level, peak_flow, is_abnormal, abnormal_flags, measured_by,
    measured_by_role, notes, created_by, created_at, deleted_at
)
SELECT
    pg_temp.id('vital signs', s.n * 10 + k),
    s.id,
    CASE WHEN k = 1 THEN pg_temp.id('appointment', s.n * 10 + 1) END,
    CASE WHEN k = 2 THEN pg_temp.id('health record', s.n * 10 + 1) END,
    pg_temp.ago('vital signs', s.n * 10 + k, 365),
    97 + pg_temp.num('temperature', s.n * 10 + k, 60) / 10.0,
    'F',
    60 + pg_temp.num('pulse', s.n * 10 + k, 60)::integer,
    14 + pg_temp.num('breath', s.n * 10 + k, 10)::integer,
    95 + pg_temp.num('systolic', s.n * 10 + k, 40)::integer,
    55 + pg_temp.num('diastolic', s.n * 10 + k, 25)::integer,
    95 + pg_temp.num('oxygen', s.n * 10 + k, 6),
    CASE WHEN k = 1 THEN 40 + pg_temp.num('pounds', s.n, 130) END,
    'lbs',
    CASE WHEN k = 1 THEN 40 + pg_temp.num('inches', s.n, 36) END,
    'inches',
    CASE WHEN k = 1 THEN 14 + pg_temp.num('bmi', s.n, 14) END,
    CASE WHEN k = 1 THEN pg_temp.num('pain', s.n, 11)::integer END,
    CASE
        WHEN s.n % 5 = 0
            THEN pg_temp.pick(labels.consciousness_level, 'consciousness', s.n)
    END,
    CASE WHEN s.n % 9 = 0 THEN 80 + pg_temp.num('glucose', s.n, 90) END,
    CASE WHEN s.n % 9 = 0 THEN 200 + pg_temp.num('peak flow', s.n, 300)::integer END,
    s.n % 25 = 0,
    CASE WHEN s.n % 25 = 0 THEN '["temperature"]'::jsonb END,
    'School nurse',
    CASE WHEN k = 1 THEN 'RN' END,
    CASE WHEN s.n % 15 = 0 THEN 'After gym.' END,
    s.nurse,
    pg_temp.today() - interval '1 year',
    CASE WHEN s.n % 160 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN generate_series(1, 2) AS k
WHERE k = 1 OR s.n % 4 = 0;

INSERT INTO incident_reports (
    id, student_id, reported_by_id, type, severity, description, location, witnesses,
    actions_taken, parent_notified, parent_notification_method, parent_notified_at,
    parent_notified_by, follow_up_required, follow_up_notes, attachments,
    insurance_claim_number, insurance_claim_status, legal_compliance_status, occurred_at,
    created_by, updated_by, created_at, deleted_at
)
SELECT
    pg_temp.id('incident', s.n),
    s.id,
    s.nurse,
    pg_temp.pick(labels.incident_type, 'incident', s.n),
    pg_temp.pick(labels.severity_level, 'incident severity', s.n),
    pg_temp.words('incident', s.n),
    pg_temp.pick(ARRAY['Playground', 'Gym', 'Cafeteria', 'Bus'], 'place', s.n),
    CASE WHEN s.n % 10 = 0 THEN ARRAY['Coach ' || pg_temp.last_name(s.n)] ELSE '{}' END,
    'First aid',
    s.n % 2 = 0,
    CASE WHEN s.n % 2 = 0 THEN 'phone' END,
    CASE WHEN s.n % 2 = 0 THEN i.at + interval '30 minutes' END,
    CASE WHEN s.n % 2 = 0 THEN s.nurse END,
    s.n % 10 = 0,
    CASE WHEN s.n % 10 = 0 THEN 'Check the swing.' END,
    CASE WHEN s.n % 10 = 0 THEN ARRAY['https://example.org/form.pdf'] ELSE '{}' END,
    CASE WHEN s.n % 15 = 0 THEN 'CLAIM-' || s.n END,
    CASE
        WHEN s.n % 15 = 0
            THEN pg_temp.pick(labels.insurance_claim_status, 'claim', s.n)
    END,
    pg_temp.pick(labels.legal_compliance_status, 'legal', s.n),
    i.at,
    s.nurse,
    CASE WHEN s.n % 10 = 0 THEN s.nurse END,
    i.at,
    CASE WHEN s.n % 155 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (SELECT pg_temp.ago('incident', s.n, 300) AS at) AS i
WHERE s.n % 5 = 0;

INSERT INTO witness_statements (
    id, incident_report_id, witness_name, witness_type, witness_contact, statement, verified,
    verified_by, verified_at, created_at
)
SELECT
    pg_temp.id('witness', s.n),
    pg_temp.id('incident', s.n),
    pg_temp.first_name(s.n + 1) || ' ' || pg_temp.last_name(s.n + 1),
    pg_temp.pick(labels.witness_type, 'witness', s.n),
    CASE WHEN s.n % 20 = 0 THEN pg_temp.phone(s.n) END,
    'I saw it happen from the bench.',
    s.n % 20 = 0,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.staff(s.school, 4) END,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() - interval '5 days' END,
    pg_temp.today() - interval '20 days'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 10 = 0;

INSERT INTO follow_up_actions (
    id, incident_report_id, action, due_date, priority, status, assigned_to, completed_at,
    completed_by, notes, created_at
)
SELECT
    pg_temp.id('follow-up action', s.n),
    pg_temp.id('incident', s.n),
    'Call the parents again.',
    pg_temp.ago('due', s.n, 60) + interval '40 days',
    pg_temp.pick(labels.action_priority, 'follow-up', s.n),
    pg_temp.pick(labels.follow_up_action_status, 'follow-up status', s.n),
    CASE WHEN s.n % 20 <> 0 THEN pg_temp.staff(s.school, 4) END,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() - interval '2 days' END,
    CASE WHEN s.n % 20 = 0 THEN s.nurse END,
    CASE WHEN s.n % 20 = 0 THEN 'Done by phone.' END,
    pg_temp.today() - interval '60 days'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 10 = 0;

INSERT INTO follow_up_appointments (
    id, student_id, original_visit_id, scheduled_by, scheduled_date, reason, type, status,
    assigned_to, reminder_sent, reminder_sent_at, confirmed_at, completed_visit_id, completed_at,
    cancelled_at, cancellation_reason, notes, created_at
)
SELECT
    pg_temp.id('follow-up', s.n),
    s.id,
    pg_temp.id('visit', s.n * 10 + 1),
    s.nurse,
    pg_temp.ago('follow-up', s.n, 60) + interval '30 days',
    'See how it heals.',
    'recheck',
    f.status,
    CASE WHEN s.n % 20 <> 0 THEN s.nurse END,
    s.n % 2 = 0,
    CASE WHEN s.n % 2 = 0 THEN pg_temp.today() - interval '3 days' END,
    CASE WHEN f.status = 'confirmed' THEN pg_temp.today() - interval '2 days' END,
    CASE WHEN f.status = 'completed' THEN pg_temp.id('visit', s.n * 10 + 1) END,
    CASE WHEN f.status = 'completed' THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN f.status = 'cancelled' THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN f.status = 'cancelled' THEN 'Parents will see their doctor.' END,
    CASE WHEN s.n % 30 = 0 THEN 'Ask about sports.' END,
    pg_temp.today() - interval '60 days'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (
    SELECT pg_temp.pick(labels.follow_up_appointment_status, 'follow-up', s.n) AS status
) AS f
WHERE s.n % 10 = 0;

UPDATE follow_up_appointments AS new
SET rescheduled_from_id = old.id
FROM follow_up_appointments AS old
WHERE
    new.id = pg_temp.id('follow-up', 20)
    AND old.id = pg_temp.id('follow-up', 10);

-- ----------------------------------------------------------------------------
-- Messages
-- ----------------------------------------------------------------------------

INSERT INTO conversations (
    id, type, name, description, avatar_url, tenant_id, created_by_id, last_message_at,
    is_archived, created_at, deleted_at
)
SELECT
    pg_temp.id('conversation', n),
    pg_temp.pick(labels.conversation_type, 'conversation', n),
    CASE WHEN n % 3 <> 0 THEN 'Sample conversation ' || n END,
    CASE WHEN n % 4 = 0 THEN 'About the flu season.' END,
    CASE WHEN n % 5 = 0 THEN 'https://example.org/avatar.png' END,
    pg_temp.id('school', 1 + n % pg_temp.schools()),
    pg_temp.staff(1 + n % pg_temp.schools(), 1),
    pg_temp.today() - interval '1 day',
    n % 10 = 0,
    pg_temp.today() - interval '200 days',
    CASE WHEN n % 17 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 2) AS n;

INSERT INTO conversation_participants (
    id, conversation_id, user_id, role, joined_at, last_read_at, is_muted, is_pinned,
    custom_name, notification_preference, created_at
)
SELECT
    pg_temp.id('participant', n * 10 + p),
    pg_temp.id('conversation', n),
    pg_temp.staff(1 + n % pg_temp.schools(), p),
    pg_temp.pick(labels.participant_role, 'participant', n * 10 + p),
    pg_temp.today() - interval '200 days',
    CASE WHEN p < 3 THEN pg_temp.today() - interval '2 days' END,
    p = 3,
    p = 1,
    CASE WHEN p = 2 THEN 'Nurse desk' END,
    pg_temp.pick(labels.notification_preference, 'participant', n * 10 + p),
    pg_temp.today() - interval '200 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 2) AS n
CROSS JOIN generate_series(1, 3) AS p;

INSERT INTO message_templates (
    id, name, subject, content, type, category, variables, is_active, created_by_id, created_at
)
SELECT
    pg_temp.id('template', n),
    'Sample template ' || n,
    CASE WHEN n % 2 = 0 THEN 'About {{student}}' END,
    'Dear {{parent}}, please call the nurse.',
    pg_temp.pick(labels.message_template_type, 'template', n),
    pg_temp.pick(labels.message_template_category, 'template', n),
    ARRAY['parent', 'student'],
    n <> 9,
    pg_temp.staff(1, 4),
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 20) AS n;

INSERT INTO messages (
    id, conversation_id, sender_id, template_id, parent_id, thread_id, subject, content,
    encrypted_content, is_encrypted, encryption_metadata, encryption_version, priority,
    category, recipient_count, scheduled_at, attachments, is_edited, edited_at, created_at,
    deleted_at
)
SELECT
    pg_temp.id('message', n),
    CASE WHEN n % 4 <> 0 THEN pg_temp.id('conversation', 1 + n % (pg_temp.schools() * 2)) END,
    pg_temp.staff(1 + n % pg_temp.schools(), 1 + n % 4),
    CASE WHEN n % 4 = 0 THEN pg_temp.id('template', 1 + n % 20) END,
    CASE WHEN n % 5 = 0 AND n > 5 THEN pg_temp.id('message', n - 5) END,
    CASE WHEN n % 5 = 0 THEN pg_temp.id('thread', n / 50) END,
    CASE WHEN n % 4 = 0 THEN 'Sample announcement' END,
    pg_temp.words('message', n),
    CASE WHEN n % 30 = 0 THEN 'c2FtcGxl' END,
    n % 30 = 0,
    CASE WHEN n % 30 = 0 THEN '{"algorithm": "sample"}'::jsonb END,
    CASE WHEN n % 30 = 0 THEN '1.0.0' END,
    pg_temp.pick(labels.action_priority, 'message', n),
    pg_temp.pick(labels.message_category, 'message', n),
    (n % 4)::integer,
    CASE WHEN n % 12 = 0 THEN pg_temp.today() + interval '1 day' END,
    CASE WHEN n % 8 = 0 THEN ARRAY['https://example.org/letter.pdf'] ELSE '{}' END,
    n % 9 = 0,
    CASE WHEN n % 9 = 0 THEN pg_temp.today() - interval '1 day' END,
    pg_temp.ago('message', n, 180),
    CASE WHEN n % 35 = 0 THEN pg_temp.today() - interval '1 day' END
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 40) AS n;

INSERT INTO message_delivery (
    id, message_id, recipient_type, recipient_id, channel, status, contact_info, sent_at,
    delivered_at, failure_reason, external_id, created_at
)
SELECT
    pg_temp.id('delivery', n),
    pg_temp.id('message', n),
    pg_temp.pick(labels.recipient_type, 'delivery', n),
    pg_temp.id('emergency contact', (1 + n % pg_temp.students()) * 10 + 1),
    pg_temp.pick(labels.message_delivery_channel, 'delivery', n),
    d.status,
    CASE WHEN n % 2 = 0 THEN pg_temp.phone(n) END,
    CASE WHEN d.status <> 'PENDING' THEN pg_temp.today() - interval '3 days' END,
    CASE WHEN d.status = 'DELIVERED' THEN pg_temp.today() - interval '3 days' END,
    CASE WHEN d.status IN ('FAILED', 'BOUNCED') THEN 'Mailbox full' END,
    CASE WHEN d.status <> 'PENDING' THEN 'SAMPLE-' || n END,
    pg_temp.today() - interval '4 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 40) AS n
CROSS JOIN LATERAL (
    SELECT pg_temp.pick(labels.message_delivery_status, 'delivery', n) AS status
) AS d;

INSERT INTO message_reactions (id, message_id, user_id, emoji, created_at)
SELECT
    pg_temp.id('reaction', n),
    pg_temp.id('message', n),
    pg_temp.staff(1 + n % pg_temp.schools(), 2),
    pg_temp.pick(ARRAY[':thumbsup:', ':heart:'], 'emoji', n),
    pg_temp.today() - interval '1 day'
FROM generate_series(1, pg_temp.schools() * 10) AS n;

INSERT INTO message_read (id, message_id, user_id, read_at, created_at)
SELECT
    pg_temp.id('read', n),
    pg_temp.id('message', n),
    pg_temp.staff(1 + n % pg_temp.schools(), 3),
    pg_temp.today() - interval '1 day',
    pg_temp.today() - interval '1 day'
FROM generate_series(1, pg_temp.schools() * 30) AS n;

-- ----------------------------------------------------------------------------
-- Alerts and notifications
-- ----------------------------------------------------------------------------

INSERT INTO alert_rules (
    id, district_id, school_id, name, description, category, severity, is_active, priority,
    trigger_conditions, notification_channels, target_roles, target_users, auto_escalate_after,
    cooldown_period, requires_acknowledgment, expires_after, metadata, last_triggered,
    trigger_count, created_by, created_at
)
SELECT
    pg_temp.id('rule', n),
    CASE WHEN n % 3 = 0 THEN pg_temp.id('district', 1) END,
    CASE WHEN n % 3 = 1 THEN pg_temp.id('school', 1) END,
    'Sample rule ' || n,
    CASE WHEN n % 2 = 0 THEN 'Watches the stock of inhalers.' END,
    pg_temp.pick(labels.alert_category, 'rule', n),
    pg_temp.pick(labels.alert_severity, 'rule', n),
    n <> 4,
    n::integer,
    '{"below": 5}',
    '["EMAIL"]',
    ARRAY['NURSE'],
    ARRAY[pg_temp.staff(1, 1)],
    CASE WHEN n % 2 = 0 THEN 30 END,
    CASE WHEN n % 2 = 0 THEN 60 END,
    n % 2 = 0,
    CASE WHEN n % 2 = 0 THEN 1440 END,
    CASE WHEN n % 3 = 0 THEN '{"sample": true}'::jsonb END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 day' END,
    n::integer,
    CASE WHEN n % 2 = 0 THEN pg_temp.id('admin', 1) END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 12) AS n;

INSERT INTO alerts (
    id, student_id, school_id, user_id, definition_id, severity, category, title, message,
    metadata, status, requires_acknowledgment, acknowledged_at, acknowledged_by, resolved_at,
    resolved_by, expires_at, auto_escalate_after, escalation_level, created_at, created_by
)
SELECT
    pg_temp.id('alert', n),
    CASE WHEN n % 2 = 0 THEN pg_temp.id('student', 1 + n % pg_temp.students()) END,
    pg_temp.id('school', 1 + n % pg_temp.schools()),
    CASE WHEN n % 3 = 0 THEN pg_temp.staff(1 + n % pg_temp.schools(), 1) END,
    CASE WHEN n % 4 <> 0 THEN pg_temp.id('rule', 1 + n % 12) END,
    pg_temp.pick(labels.alert_severity, 'alert', n),
    pg_temp.pick(labels.alert_category, 'alert', n),
    'Sample alert',
    'The stock of inhalers is low.',
    CASE WHEN n % 5 = 0 THEN '{"stock": 3}'::jsonb END,
    a.status,
    n % 2 = 0,
    CASE WHEN a.status <> 'ACTIVE' THEN pg_temp.today() - interval '3 days' END,
    CASE WHEN a.status <> 'ACTIVE' THEN pg_temp.staff(1 + n % pg_temp.schools(), 1) END,
    CASE WHEN a.status = 'RESOLVED' THEN pg_temp.today() - interval '2 days' END,
    CASE WHEN a.status = 'RESOLVED' THEN pg_temp.staff(1 + n % pg_temp.schools(), 2) END,
    CASE WHEN n % 3 = 0 THEN pg_temp.today() + interval '3 days' END,
    CASE WHEN n % 4 = 0 THEN 30 END,
    (n % 3)::integer,
    pg_temp.ago('alert', n, 180),
    pg_temp.staff(1 + n % pg_temp.schools(), 4)
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 20) AS n
CROSS JOIN LATERAL (
    SELECT pg_temp.pick(labels.alert_status, 'alert', n) AS status
) AS a;

INSERT INTO alert_preferences (
    id, user_id, school_id, channels, severity_filter, quiet_hours_start, quiet_hours_end,
    is_active, created_at
)
SELECT
    pg_temp.id('preference', n),
    pg_temp.staff(n, 1),
    CASE WHEN n % 2 = 0 THEN pg_temp.id('school', n) END,
    ARRAY['EMAIL', 'SMS']::alert_channel[],
    ARRAY['HIGH', 'CRITICAL', 'EMERGENCY']::alert_severity[],
    CASE WHEN n % 2 = 0 THEN '22:00' END,
    CASE WHEN n % 2 = 0 THEN '06:30' END,
    n % 9 <> 0,
    pg_temp.today() - interval '1 year'
FROM generate_series(1, pg_temp.schools()) AS n;

INSERT INTO delivery_logs (
    id, alert_id, recipient_id, channel, success, attempt_count, last_attempt, delivered_at,
    error_message, created_at
)
SELECT
    pg_temp.id('delivery log', n),
    pg_temp.id('alert', n),
    CASE WHEN n % 5 <> 0 THEN pg_temp.staff(1 + n % pg_temp.schools(), 1) END,
    pg_temp.pick(labels.alert_delivery_channel, 'delivery log', n),
    n % 4 <> 0,
    (1 + n % 3)::integer,
    pg_temp.today() - interval '2 days',
    CASE WHEN n % 4 <> 0 THEN pg_temp.today() - interval '2 days' END,
    CASE WHEN n % 4 = 0 THEN 'Timed out' END,
    pg_temp.today() - interval '2 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 15) AS n;

INSERT INTO emergency_broadcasts (
    id, school_id, type, priority, title, message, audience, grade_level, class_id, group_ids,
    channels, requires_acknowledgment, expires_at, sent_by, sent_at, status, total_recipients,
    delivered_count, failed_count, acknowledged_count, follow_up_required, follow_up_message,
    created_at
)
SELECT
    pg_temp.id('broadcast', n),
    CASE WHEN n % 3 <> 0 THEN pg_temp.id('school', 1 + n % pg_temp.schools()) END,
    pg_temp.pick(labels.broadcast_type, 'broadcast', n),
    pg_temp.pick(labels.severity_level, 'broadcast', n),
    'Sample broadcast',
    'This is a drill.',
    '["PARENTS"]',
    CASE WHEN n % 4 = 0 THEN '5' END,
    CASE WHEN n % 4 = 0 THEN pg_temp.id('class', n) END,
    CASE WHEN n % 4 = 0 THEN '["band"]'::jsonb END,
    '["SMS"]',
    n % 2 = 0,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() + interval '1 day' END,
    pg_temp.staff(1, 4),
    pg_temp.ago('broadcast', n, 180),
    pg_temp.pick(labels.broadcast_status, 'broadcast', n),
    100,
    90,
    10,
    50,
    n % 3 = 0,
    CASE WHEN n % 3 = 0 THEN 'All clear.' END,
    pg_temp.today() - interval '181 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 2) AS n;

INSERT INTO push_notifications (
    id, user_ids, device_tokens, title, body, category, priority, data, actions, image_url,
    icon_url, sound, badge, ttl, collapse_key, scheduled_for, expires_at, status, sent_at,
    delivered_at, failed_at, total_recipients, successful_deliveries, failed_deliveries,
    next_retry_at, created_by, created_at
)
SELECT
    pg_temp.id('push', n),
    jsonb_build_array(pg_temp.staff(1 + n % pg_temp.schools(), 1)),
    CASE WHEN n % 2 = 0 THEN '["sample-token"]'::jsonb END,
    'Sample notification',
    'An appointment begins in ten minutes.',
    pg_temp.pick(labels.notification_category, 'push', n),
    pg_temp.pick(labels.notification_priority, 'push', n),
    CASE WHEN n % 3 = 0 THEN '{"screen": "today"}'::jsonb END,
    CASE WHEN n % 3 = 0 THEN '["open"]'::jsonb END,
    CASE WHEN n % 6 = 0 THEN 'https://example.org/image.png' END,
    CASE WHEN n % 6 = 0 THEN 'https://example.org/icon.png' END,
    CASE WHEN n % 6 = 0 THEN 'chime' END,
    CASE WHEN n % 6 = 0 THEN 1 END,
    CASE WHEN n % 6 = 0 THEN 3600 END,
    CASE WHEN n % 6 = 0 THEN 'today' END,
    CASE WHEN p.status = 'SCHEDULED' THEN pg_temp.today() + interval '1 day' END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() + interval '2 days' END,
    p.status,
    CASE WHEN p.status IN ('DELIVERED', 'FAILED') THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN p.status = 'DELIVERED' THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN p.status = 'FAILED' THEN pg_temp.today() - interval '1 day' END,
    1,
    CASE WHEN p.status = 'DELIVERED' THEN 1 ELSE 0 END,
    CASE WHEN p.status = 'FAILED' THEN 1 ELSE 0 END,
    CASE WHEN p.status = 'FAILED' THEN pg_temp.today() + interval '1 hour' END,
    pg_temp.staff(1 + n % pg_temp.schools(), 4),
    pg_temp.ago('push', n, 180)
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 10) AS n
CROSS JOIN LATERAL (
    SELECT pg_temp.pick(labels.notification_status, 'push', n) AS status
) AS p;

INSERT INTO device_tokens (
    id, user_id, device_id, platform, token, device_name, device_model, os_version, app_version,
    is_active, is_valid, last_validated, invalid_reason, last_used_at, created_at
)
SELECT
    pg_temp.id('device', n),
    pg_temp.staff(n, 1),
    'SAMPLE-DEVICE-' || n,
    pg_temp.pick(labels.device_platform, 'device', n),
    'sample-token-' || n,
    CASE WHEN n % 2 = 0 THEN 'Phone of the nurse' END,
    CASE WHEN n % 2 = 0 THEN 'Imaginary One' END,
    CASE WHEN n % 2 = 0 THEN '1.0' END,
    CASE WHEN n % 2 = 0 THEN '1.0' END,
    n % 7 <> 0,
    n % 8 <> 0,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '3 days' END,
    CASE WHEN n % 8 = 0 THEN 'Unregistered' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 day' END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools()) AS n;

-- ----------------------------------------------------------------------------
-- Audit and compliance
-- ----------------------------------------------------------------------------

DO $block$
BEGIN
    PERFORM public.audit_logs_create_partitions(
        (pg_temp.today() - interval '7 months')::date, 8
    );
END
$block$;

INSERT INTO audit_logs (
    id, action, entity_type, entity_id, user_id, user_name, changes, previous_values, new_values,
    ip_address, user_agent, request_id, session_id, is_phi, compliance_type, severity, success,
    error_message, metadata, tags, created_at
)
SELECT
    pg_temp.id('audit', s.n * 10 + k),
    pg_temp.pick(labels.audit_action, 'audit', s.n * 10 + k),
    pg_temp.pick(ARRAY['Student', 'HealthRecord', 'Allergy'], 'audit', s.n * 10 + k),
    s.id,
    s.nurse,
    CASE WHEN k = 1 THEN 'Nurse of school ' || s.school END,
    CASE WHEN s.n % 5 = 0 THEN '{"grade": ["3", "4"]}'::jsonb END,
    CASE WHEN s.n % 5 = 0 THEN '{"grade": "3"}'::jsonb END,
    CASE WHEN s.n % 5 = 0 THEN '{"grade": "4"}'::jsonb END,
    '192.0.2.' || s.n % 250,
    CASE WHEN k = 1 THEN 'Sample browser' END,
    'request-' || s.n * 10 + k,
    'session-' || s.n,
    TRUE,
    pg_temp.pick(labels.audit_compliance_type, 'audit', s.n * 10 + k),
    pg_temp.pick(labels.severity_level, 'audit', s.n * 10 + k),
    s.n % 50 <> 0,
    CASE WHEN s.n % 50 = 0 THEN 'Not allowed' END,
    CASE WHEN s.n % 10 = 0 THEN '{"sample": true}'::jsonb END,
    CASE WHEN s.n % 10 = 0 THEN ARRAY['sample'] ELSE '{}' END,
    pg_temp.ago('audit', s.n * 10 + k, 180)
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN generate_series(1, 2) AS k
WHERE k = 1 OR s.n % 2 = 0;

INSERT INTO phi_disclosures (
    id, student_id, disclosure_type, purpose, method, disclosure_date, information_disclosed,
    minimum_necessary, recipient_type, recipient_name, recipient_organization,
    recipient_address, recipient_phone, recipient_email, authorization_obtained,
    authorization_date, authorization_expiry_date, patient_requested, disclosed_by,
    follow_up_required, follow_up_date, notes, created_at
)
SELECT
    pg_temp.id('disclosure', s.n),
    s.id,
    pg_temp.pick(labels.disclosure_type, 'disclosure', s.n),
    pg_temp.pick(labels.disclosure_purpose, 'disclosure', s.n),
    pg_temp.pick(labels.disclosure_method, 'disclosure', s.n),
    d.at,
    '["immunization record"]',
    'Only what the form asks for.',
    pg_temp.pick(labels.disclosure_recipient_type, 'disclosure', s.n),
    'Dr. ' || pg_temp.last_name(s.n),
    CASE WHEN s.n % 20 = 0 THEN 'Imaginary Pediatrics' END,
    CASE WHEN s.n % 20 = 0 THEN '1 Invented Street, Nowhere' END,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.phone(s.n) END,
    CASE WHEN s.n % 20 = 0 THEN 'doctor@example.org' END,
    s.n % 20 = 0,
    CASE WHEN s.n % 20 = 0 THEN d.at END,
    CASE WHEN s.n % 20 = 0 THEN d.at + interval '1 year' END,
    s.n % 40 = 0,
    s.nurse,
    s.n % 40 = 0,
    CASE WHEN s.n % 40 = 0 THEN d.at + interval '30 days' END,
    CASE WHEN s.n % 40 = 0 THEN 'Copy kept.' END,
    d.at
FROM sample_label AS labels
CROSS JOIN sample_student AS s
CROSS JOIN LATERAL (SELECT pg_temp.ago('disclosure', s.n, 300) AS at) AS d
WHERE s.n % 10 = 0;

INSERT INTO phi_disclosure_audits (
    id, disclosure_id, action, changes, performed_by, ip_address, user_agent, created_at
)
SELECT
    pg_temp.id('disclosure audit', s.n),
    pg_temp.id('disclosure', s.n),
    'created',
    CASE WHEN s.n % 20 = 0 THEN '{"purpose": "set"}'::jsonb END,
    s.nurse,
    CASE WHEN s.n % 20 = 0 THEN '192.0.2.1' END,
    CASE WHEN s.n % 20 = 0 THEN 'Sample browser' END,
    pg_temp.today() - interval '1 day'
FROM sample_student AS s
WHERE s.n % 10 = 0;

INSERT INTO consent_forms (
    id, type, title, description, content, version, is_active, expires_at, created_at
)
SELECT
    pg_temp.id('form', n),
    (enum_range(NULL::consent_type))[n],
    'Sample consent form ' || n,
    'What you agree to, in plain words.',
    'I agree.',
    '1.0',
    n <> 6,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() + interval '1 year' END,
    pg_temp.today() - interval '1 year'
FROM generate_series(1, 6) AS n;

INSERT INTO consent_signatures (
    id, consent_form_id, student_id, signed_by, relationship, signature_data, ip_address,
    signed_at, withdrawn_at, withdrawn_by, created_at
)
SELECT
    pg_temp.id('signature', s.n),
    pg_temp.id('form', 1 + s.n % 6),
    s.id,
    pg_temp.first_name(s.n * 10 + 1) || ' ' || pg_temp.last_name(s.n * 7),
    'mother',
    CASE WHEN s.n % 2 = 0 THEN 'sample' END,
    CASE WHEN s.n % 2 = 0 THEN '192.0.2.9' END,
    c.at,
    CASE WHEN s.n % 30 = 0 THEN c.at + interval '1 day' END,
    CASE WHEN s.n % 30 = 0 THEN 'The mother' END,
    c.at
FROM sample_student AS s
CROSS JOIN LATERAL (SELECT pg_temp.ago('consent', s.n, 300) AS at) AS c;

INSERT INTO compliance_reports (
    id, report_type, title, description, status, period, findings, recommendations, due_date,
    submitted_at, submitted_by, reviewed_at, reviewed_by, created_by_id, created_at
)
SELECT
    pg_temp.id('compliance report', n),
    pg_temp.pick(labels.compliance_report_type, 'compliance', n),
    'Sample report ' || n,
    CASE WHEN n % 2 = 0 THEN 'Yearly review' END,
    pg_temp.pick(labels.compliance_report_status, 'compliance', n),
    '2026-Q' || 1 + n % 4,
    CASE WHEN n % 2 = 0 THEN '["none"]'::jsonb END,
    CASE WHEN n % 2 = 0 THEN '["go on"]'::jsonb END,
    pg_temp.today() + make_interval(days => (n * 5)::integer),
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '9 days' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.staff(1, 4) END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() - interval '5 days' END,
    CASE WHEN n % 4 = 0 THEN pg_temp.id('admin', 1) END,
    pg_temp.staff(1, 4),
    pg_temp.today() - interval '100 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 16) AS n;

INSERT INTO compliance_checklist_items (
    id, report_id, requirement, description, category, status, evidence, notes, due_date,
    completed_at, completed_by, created_at
)
SELECT
    pg_temp.id('checklist', n),
    CASE WHEN n % 5 <> 0 THEN pg_temp.id('compliance report', 1 + n % 16) END,
    'Sample requirement ' || n,
    CASE WHEN n % 2 = 0 THEN 'As the rule says.' END,
    pg_temp.pick(labels.compliance_category, 'checklist', n),
    pg_temp.pick(labels.checklist_item_status, 'checklist', n),
    CASE WHEN n % 3 = 0 THEN 'See the binder.' END,
    CASE WHEN n % 3 = 0 THEN 'Done early.' END,
    pg_temp.today() + make_interval(days => (n % 90)::integer),
    CASE WHEN n % 3 = 0 THEN pg_temp.today() - interval '3 days' END,
    CASE WHEN n % 3 = 0 THEN pg_temp.staff(1, 4) END,
    pg_temp.today() - interval '100 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 80) AS n;

INSERT INTO compliance_violations (
    id, violation_type, title, description, severity, status, reported_by, discovered_at,
    affected_students, affected_data_categories, root_cause, assigned_to, resolution_notes,
    resolved_at, created_at
)
SELECT
    pg_temp.id('violation', n),
    pg_temp.pick(labels.violation_type, 'violation', n),
    'Sample violation ' || n,
    'A letter went to the wrong invented address.',
    pg_temp.pick(labels.severity_level, 'violation', n),
    pg_temp.pick(labels.violation_status, 'violation', n),
    pg_temp.staff(1, 1),
    pg_temp.today() - interval '50 days',
    CASE
        WHEN n % 2 = 0
            THEN jsonb_build_array(pg_temp.id('student', 1 + n % pg_temp.students()))
    END,
    CASE WHEN n % 2 = 0 THEN '["address"]'::jsonb END,
    CASE WHEN n % 3 = 0 THEN 'Old address list' END,
    CASE WHEN n % 3 <> 0 THEN pg_temp.staff(1, 4) END,
    CASE WHEN n % 4 = 0 THEN 'Letter returned unopened.' END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() - interval '20 days' END,
    pg_temp.today() - interval '50 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 20) AS n;

INSERT INTO remediation_actions (
    id, violation_id, action, priority, status, assigned_to, due_date, implementation_notes,
    verification_notes, completed_at, verified_by, verified_at, created_at
)
SELECT
    pg_temp.id('remediation', n),
    pg_temp.id('violation', 1 + n % 20),
    'Check the address list.',
    pg_temp.pick(labels.action_priority, 'remediation', n),
    pg_temp.pick(labels.remediation_status, 'remediation', n),
    pg_temp.staff(1, 4),
    pg_temp.today() + interval '20 days',
    CASE WHEN n % 2 = 0 THEN 'List replaced.' END,
    CASE WHEN n % 4 = 0 THEN 'Spot check of ten.' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '9 days' END,
    CASE WHEN n % 4 = 0 THEN pg_temp.id('admin', 1) END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() - interval '5 days' END,
    pg_temp.today() - interval '40 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 30) AS n;

INSERT INTO policy_documents (
    id, title, category, content, version, effective_date, review_date, status, approved_by,
    approved_at, created_at
)
SELECT
    pg_temp.id('policy', n),
    'Sample policy ' || n,
    pg_temp.pick(labels.policy_category, 'policy', n),
    'Be careful with what you know.',
    '1.0',
    pg_temp.today() - interval '300 days',
    CASE WHEN n % 2 = 0 THEN pg_temp.today() + interval '65 days' END,
    pg_temp.pick(labels.policy_status, 'policy', n),
    CASE WHEN n % 2 = 0 THEN pg_temp.id('admin', 1) END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '301 days' END,
    pg_temp.today() - interval '310 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 14) AS n;

INSERT INTO policy_acknowledgments (
    id, policy_id, user_id, acknowledged_at, ip_address, created_at
)
SELECT
    pg_temp.id('acknowledgment', s * 20 + n),
    pg_temp.id('policy', n),
    pg_temp.staff(s, 1),
    pg_temp.today() - interval '200 days',
    CASE WHEN n % 2 = 0 THEN '192.0.2.7' END,
    pg_temp.today() - interval '200 days'
FROM generate_series(1, pg_temp.schools()) AS s, generate_series(1, 14) AS n;

INSERT INTO data_retention_policies (
    id, category, description, retention_period_days, legal_basis, status, auto_delete,
    last_reviewed_at, last_reviewed_by, created_at
)
SELECT
    pg_temp.id('retention', n),
    (enum_range(NULL::retention_category))[n],
    'Kept for six years after the student has left.',
    2192,
    '45 CFR 164.316(b)(2)(i)',
    pg_temp.pick(labels.retention_policy_status, 'retention', n),
    FALSE,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '100 days' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.id('admin', 1) END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 7) AS n;

-- ----------------------------------------------------------------------------
-- Inventory and budget
-- ----------------------------------------------------------------------------

INSERT INTO vendors (
    id, name, contact_name, email, phone, address, website, tax_id, payment_terms, notes, rating,
    is_active, created_at
)
SELECT
    pg_temp.id('vendor', n),
    'Imaginary Medical Supply ' || n,
    CASE WHEN n % 2 = 0 THEN pg_temp.first_name(n) || ' ' || pg_temp.last_name(n) END,
    CASE WHEN n % 4 <> 0 THEN 'vendor' || n || '@example.org' END,
    pg_temp.phone(n),
    CASE WHEN n % 2 = 0 THEN n || ' Invented Street' END,
    CASE WHEN n % 2 = 0 THEN 'https://example.org' END,
    CASE WHEN n % 2 = 0 THEN '00-0000000' END,
    CASE WHEN n % 2 = 0 THEN 'net 30' END,
    CASE WHEN n % 5 = 0 THEN 'Delivers on Mondays.' END,
    CASE WHEN n % 3 <> 0 THEN 3 + n % 3 END,
    n <> 11,
    pg_temp.today() - interval '2 years'
FROM generate_series(1, 15) AS n;

INSERT INTO suppliers (id, name, contact_name, email, phone, address, is_active, created_at)
SELECT
    pg_temp.id('supplier', n),
    'Invented Supplies ' || n,
    CASE WHEN n % 2 = 0 THEN pg_temp.first_name(n) || ' ' || pg_temp.last_name(n) END,
    CASE WHEN n % 2 = 0 THEN 'supplier' || n || '@example.org' END,
    CASE WHEN n % 3 = 0 THEN pg_temp.phone(n) END,
    CASE WHEN n % 3 = 0 THEN n || ' Invented Street' END,
    n <> 5,
    pg_temp.today() - interval '2 years'
FROM generate_series(1, 8) AS n;

INSERT INTO inventory_items (
    id, name, category, description, sku, supplier, unit_cost, reorder_level, reorder_quantity,
    location, notes, is_active, created_at
)
SELECT
    pg_temp.id('item', n),
    pg_temp.pick(ARRAY['Bandages', 'Gloves', 'Thermometer', 'Audiometer'], 'item', n) || ' ' || n,
    pg_temp.pick(ARRAY['consumable', 'equipment'], 'item category', n),
    CASE WHEN n % 2 = 0 THEN 'Box of one hundred' END,
    CASE WHEN n % 5 <> 0 THEN 'SAMPLE-SKU-' || n END,
    CASE WHEN n % 3 = 0 THEN 'Invented Supplies 1' END,
    CASE WHEN n % 4 <> 0 THEN 1.5 * n END,
    5,
    20,
    CASE WHEN n % 2 = 0 THEN 'Cabinet ' || n % 9 END,
    CASE WHEN n % 6 = 0 THEN 'Keep dry.' END,
    n <> 13,
    pg_temp.today() - interval '2 years'
FROM generate_series(1, 60) AS n;

INSERT INTO inventory_transactions (
    id, inventory_item_id, type, quantity, unit_cost, reason, batch_number, expiration_date,
    performed_by_id, notes, created_at, updated_at
)
SELECT
    pg_temp.id('stock', n),
    pg_temp.id('item', 1 + n % 60),
    pg_temp.pick(labels.inventory_transaction_type, 'stock', n),
    pg_temp.num('stock', n, 40)::integer - 10,
    CASE WHEN n % 3 = 0 THEN 2.50 END,
    CASE WHEN n % 3 = 1 THEN 'Used up' END,
    CASE WHEN n % 3 = 0 THEN 'BATCH-' || n END,
    CASE WHEN n % 3 = 0 THEN pg_temp.today() + make_interval(days => (n % 400)::integer) END,
    pg_temp.staff(1 + n % pg_temp.schools(), 1),
    CASE WHEN n % 10 = 0 THEN 'Counted twice.' END,
    s.at,
    s.at
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 50) AS n
CROSS JOIN LATERAL (SELECT pg_temp.ago('stock', n, 365) AS at) AS s;

INSERT INTO maintenance_logs (
    id, inventory_item_id, type, description, performed_by_id, cost, next_maintenance_date,
    vendor, notes, created_at, updated_at
)
SELECT
    pg_temp.id('maintenance', n),
    pg_temp.id('item', 1 + n % 60),
    pg_temp.pick(labels.maintenance_type, 'maintenance', n),
    'Calibrated and cleaned.',
    pg_temp.staff(1, 1),
    CASE WHEN n % 2 = 0 THEN 45.00 END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() + interval '180 days' END,
    CASE WHEN n % 2 = 0 THEN 'Imaginary Service' END,
    CASE WHEN n % 5 = 0 THEN 'Battery is weak.' END,
    pg_temp.today() - interval '90 days',
    pg_temp.today() - interval '90 days'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 40) AS n;

INSERT INTO purchase_orders (
    id, order_number, vendor_id, order_date, expected_date, received_date, subtotal, tax,
    shipping, total, status, notes, created_at
)
SELECT
    pg_temp.id('order', n),
    'SAMPLE-PO-' || n,
    pg_temp.id('vendor', 1 + n % 15),
    pg_temp.today() - make_interval(days => (n * 3)::integer),
    CASE WHEN n % 4 <> 0 THEN pg_temp.today() + interval '7 days' END,
    CASE WHEN n % 3 = 0 THEN pg_temp.today() - interval '1 day' END,
    100,
    8,
    5,
    113,
    pg_temp.pick(labels.purchase_order_status, 'order', n),
    CASE WHEN n % 5 = 0 THEN 'Ring at the back door.' END,
    pg_temp.today() - make_interval(days => (n * 3)::integer)
FROM sample_label AS labels
CROSS JOIN generate_series(1, 50) AS n;

INSERT INTO purchase_order_items (
    id, purchase_order_id, inventory_item_id, quantity, unit_cost, total_cost, created_at,
    updated_at
)
SELECT
    pg_temp.id('order item', n * 10 + k),
    pg_temp.id('order', n),
    pg_temp.id('item', 1 + (n * 10 + k) % 60),
    10,
    5,
    50,
    pg_temp.today() - interval '100 days',
    pg_temp.today() - interval '100 days'
FROM generate_series(1, 50) AS n, generate_series(1, 2) AS k;

INSERT INTO budget_categories (
    id, name, description, fiscal_year, allocated_amount, spent_amount, is_active, created_at
)
SELECT
    pg_temp.id('budget', n),
    'Sample budget ' || n,
    CASE WHEN n % 2 = 0 THEN 'For the nurse offices.' END,
    2026,
    10000,
    n * 500,
    n <> 6,
    pg_temp.today() - interval '1 year'
FROM generate_series(1, 8) AS n;

INSERT INTO budget_transactions (
    id, category_id, amount, description, transaction_date, reference_id, reference_type, notes,
    created_at
)
SELECT
    pg_temp.id('expense', n),
    pg_temp.id('budget', 1 + n % 8),
    5 + n,
    'Sample purchase',
    pg_temp.ago('expense', n, 300),
    CASE WHEN n % 2 = 0 THEN 'SAMPLE-PO-' || 1 + n % 50 END,
    CASE WHEN n % 2 = 0 THEN 'PURCHASE_ORDER' END,
    CASE WHEN n % 5 = 0 THEN 'Approved by the office.' END,
    pg_temp.today() - interval '1 year'
FROM generate_series(1, 100) AS n;

-- ----------------------------------------------------------------------------
-- Reports, training and transcripts
-- ----------------------------------------------------------------------------

INSERT INTO analytics_reports (
    id, school_id, report_type, title, description, period_start, period_end, generated_date,
    school_name, summary, status, format, file_url, file_size, generated_by, reviewed_by,
    reviewed_at, approved_by, approval_date, distribution_list, sent_at, created_at
)
SELECT
    pg_temp.id('analytics', n),
    CASE WHEN n % 3 <> 0 THEN pg_temp.id('school', 1 + n % pg_temp.schools()) END,
    pg_temp.pick(labels.analytics_report_type, 'analytics', n),
    'Sample analysis ' || n,
    CASE WHEN n % 2 = 0 THEN 'Month by month' END,
    pg_temp.today() - interval '90 days',
    pg_temp.today() - interval '1 day',
    pg_temp.today(),
    CASE WHEN n % 3 <> 0 THEN 'Sample School' END,
    '{"visits": 12}',
    pg_temp.pick(labels.analytics_report_status, 'analytics', n),
    pg_temp.pick(labels.analytics_report_format, 'analytics', n),
    CASE WHEN n % 2 = 0 THEN 'https://example.org/report.pdf' END,
    CASE WHEN n % 2 = 0 THEN 20480 END,
    pg_temp.staff(1, 4),
    CASE WHEN n % 4 = 0 THEN pg_temp.id('admin', 1) END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() END,
    CASE WHEN n % 4 = 0 THEN pg_temp.id('admin', 1) END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() END,
    CASE WHEN n % 4 = 0 THEN '["office@example.org"]'::jsonb END,
    CASE WHEN n % 4 = 0 THEN pg_temp.today() END,
    pg_temp.today() - interval '1 day'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 30) AS n;

INSERT INTO health_metric_snapshots (
    id, school_id, metric_name, value, unit, category, trend, metadata, snapshot_date, created_at
)
SELECT
    pg_temp.id('metric', s * 100 + n),
    pg_temp.id('school', s),
    pg_temp.pick(ARRAY['visits', 'doses', 'incidents'], 'metric', n),
    pg_temp.num('metric', s * 100 + n, 500),
    'count',
    'activity',
    CASE WHEN n % 4 <> 0 THEN pg_temp.pick(labels.metric_trend, 'metric', n) END,
    CASE WHEN n % 4 = 0 THEN '{"sample": true}'::jsonb END,
    pg_temp.today() - make_interval(days => (n * 7)::integer),
    pg_temp.today() - make_interval(days => (n * 7)::integer)
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools()) AS s
CROSS JOIN generate_series(1, 26) AS n;

INSERT INTO report_templates (
    id, name, description, report_type, query_configuration, default_output_format,
    format_options, is_active, created_by, created_at
)
SELECT
    pg_temp.id('report template', n),
    'Sample template ' || n,
    CASE WHEN n % 2 = 0 THEN 'Everything on one page' END,
    pg_temp.pick(labels.report_template_type, 'report template', n),
    CASE WHEN n % 2 = 0 THEN '{"by": "month"}'::jsonb END,
    pg_temp.pick(labels.report_template_format, 'report template', n),
    CASE WHEN n % 2 = 0 THEN '{"paper": "letter"}'::jsonb END,
    n <> 5,
    CASE WHEN n % 2 = 0 THEN pg_temp.id('admin', 1) END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 12) AS n;

INSERT INTO report_schedules (
    id, template_id, name, report_type, frequency, cron_expression, output_format, parameters,
    is_active, last_executed_at, next_execution_at, execution_count, failure_count, last_error,
    created_by, created_at
)
SELECT
    pg_temp.id('schedule', n),
    CASE WHEN n % 3 <> 0 THEN pg_temp.id('report template', 1 + n % 12) END,
    'Sample schedule ' || n,
    pg_temp.pick(labels.scheduled_report_type, 'schedule', n),
    pg_temp.pick(labels.report_frequency, 'schedule', n),
    CASE WHEN n % 2 = 0 THEN '0 6 * * 1' END,
    pg_temp.pick(labels.report_output_format, 'schedule', n),
    CASE WHEN n % 2 = 0 THEN '{"school": 1}'::jsonb END,
    n <> 7,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() + interval '6 days' END,
    n::integer,
    (n % 3)::integer,
    CASE WHEN n % 3 <> 0 THEN 'Disk full' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.id('admin', 1) END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 15) AS n;

INSERT INTO report_executions (
    id, schedule_id, report_type, output_format, parameters, status, file_path, download_url,
    file_size, record_count, execution_time_ms, error, executed_by, started_at, completed_at,
    expires_at, created_at
)
SELECT
    pg_temp.id('execution', n),
    CASE WHEN n % 4 <> 0 THEN pg_temp.id('schedule', 1 + n % 15) END,
    pg_temp.pick(labels.scheduled_report_type, 'execution', n),
    pg_temp.pick(labels.report_output_format, 'execution', n),
    CASE WHEN n % 2 = 0 THEN '{"school": 1}'::jsonb END,
    e.status,
    CASE WHEN e.status = 'completed' THEN '/reports/' || n END,
    CASE WHEN e.status = 'completed' THEN 'https://example.org/reports/' || n END,
    CASE WHEN e.status = 'completed' THEN 4096 END,
    CASE WHEN e.status = 'completed' THEN 100 END,
    CASE WHEN e.status = 'completed' THEN 1500 END,
    CASE WHEN e.status = 'failed' THEN 'Disk full' END,
    CASE WHEN n % 4 = 0 THEN pg_temp.staff(1, 4) END,
    e.at,
    CASE WHEN e.status IN ('completed', 'failed') THEN e.at + interval '2 seconds' END,
    CASE WHEN e.status = 'completed' THEN e.at + interval '30 days' END,
    e.at
FROM sample_label AS labels
CROSS JOIN generate_series(1, 120) AS n
CROSS JOIN LATERAL (
    SELECT
        pg_temp.pick(labels.report_execution_status, 'execution', n) AS status,
        pg_temp.ago('execution', n, 180)                             AS at
) AS e;

INSERT INTO training_modules (
    id, title, description, content, duration, category, is_required, sort_order, attachments,
    completion_count, created_at
)
SELECT
    pg_temp.id('training', n),
    'Sample training ' || n,
    CASE WHEN n % 2 = 0 THEN 'Half an hour.' END,
    'Read, answer, repeat.',
    CASE WHEN n % 3 <> 0 THEN 30 END,
    pg_temp.pick(labels.training_category, 'training', n),
    n % 2 = 0,
    n::integer,
    CASE WHEN n % 4 = 0 THEN ARRAY['https://example.org/slides.pdf'] END,
    n::integer,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 18) AS n;

INSERT INTO academic_transcripts (
    id, student_id, academic_year, semester, grade, gpa, subjects, imported_by, imported_at,
    import_source, metadata, created_at
)
SELECT
    pg_temp.id('transcript', s.n),
    s.id,
    '2025-2026',
    'Spring',
    'B',
    1 + pg_temp.num('gpa', s.n, 31) / 10.0,
    '[{"name": "Mathematics", "mark": "B"}]',
    CASE WHEN s.n % 4 <> 0 THEN pg_temp.staff(s.school, 4) END,
    CASE WHEN s.n % 4 <> 0 THEN pg_temp.today() - interval '60 days' END,
    CASE WHEN s.n % 4 <> 0 THEN 'Sample SIS' END,
    CASE WHEN s.n % 8 = 0 THEN '{"batch": 1}'::jsonb END,
    pg_temp.today() - interval '60 days'
FROM sample_student AS s
WHERE s.n % 2 = 0;

-- ----------------------------------------------------------------------------
-- System and integrations
-- ----------------------------------------------------------------------------

INSERT INTO system_configurations (
    id, key, value, category, value_type, sub_category, description, default_value,
    valid_values, min_value, max_value, is_public, is_editable, requires_restart, scope,
    scope_id, tags, sort_order, created_at
)
SELECT
    pg_temp.id('setting', n),
    'sample.setting.' || n,
    n::text,
    pg_temp.pick(labels.config_category, 'setting', n),
    pg_temp.pick(labels.config_value_type, 'setting', n),
    CASE WHEN n % 2 = 0 THEN 'sample' END,
    CASE WHEN n % 2 = 0 THEN 'A setting of no consequence.' END,
    CASE WHEN n % 2 = 0 THEN '0' END,
    CASE WHEN n % 5 = 0 THEN ARRAY['1', '2', '3'] END,
    CASE WHEN n % 2 = 0 THEN 0 END,
    CASE WHEN n % 2 = 0 THEN 1000 END,
    n % 3 = 0,
    n % 4 <> 0,
    n % 6 = 0,
    pg_temp.pick(labels.config_scope, 'setting', n),
    CASE WHEN n % 4 = 0 THEN pg_temp.id('school', 1) END,
    CASE WHEN n % 5 = 0 THEN ARRAY['sample'] END,
    n::integer,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 50) AS n;

INSERT INTO configuration_history (
    id, configuration_id, config_key, old_value, new_value, changed_by, changed_by_name,
    change_reason, ip_address, user_agent, created_at
)
SELECT
    pg_temp.id('setting history', n),
    pg_temp.id('setting', n),
    'sample.setting.' || n,
    CASE WHEN n % 2 = 0 THEN '0' END,
    n::text,
    pg_temp.id('admin', 1),
    CASE WHEN n % 2 = 0 THEN 'Sam Ample' END,
    CASE WHEN n % 2 = 0 THEN 'Asked for by the office.' END,
    CASE WHEN n % 2 = 0 THEN '192.0.2.3' END,
    CASE WHEN n % 2 = 0 THEN 'Sample browser' END,
    pg_temp.ago('setting', n, 300)
FROM generate_series(1, 50) AS n;

INSERT INTO licenses (
    id, district_id, license_key, type, status, max_users, max_schools, features, issued_to,
    notes, issued_at, activated_at, expires_at, deactivated_at, created_at
)
SELECT
    pg_temp.id('license', n),
    CASE WHEN n > 1 THEN pg_temp.id('district', n) END,
    'SAMPLE-LICENSE-' || n,
    pg_temp.pick(labels.license_type, 'license', n),
    pg_temp.pick(labels.license_status, 'license', n),
    CASE WHEN n % 2 = 0 THEN 100 END,
    CASE WHEN n % 2 = 0 THEN 20 END,
    ARRAY['records', 'messages'],
    CASE WHEN n % 2 = 0 THEN 'Fictitious district' END,
    CASE WHEN n % 2 = 0 THEN 'For demonstration.' END,
    pg_temp.today() - interval '1 year',
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '364 days' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() + interval '1 year' END,
    CASE WHEN n % 5 = 0 THEN pg_temp.today() - interval '1 day' END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.districts()) AS n;

INSERT INTO backup_logs (
    id, type, status, file_name, file_size, location, triggered_by, error, started_at,
    completed_at, created_at
)
SELECT
    pg_temp.id('backup', n),
    pg_temp.pick(labels.backup_type, 'backup', n),
    b.status,
    CASE WHEN b.status = 'COMPLETED' THEN 'sample-' || n || '.dump' END,
    CASE WHEN b.status = 'COMPLETED' THEN 10000000000 END,
    CASE WHEN b.status = 'COMPLETED' THEN '/backups' END,
    CASE WHEN n % 3 = 0 THEN pg_temp.id('admin', 1) END,
    CASE WHEN b.status = 'FAILED' THEN 'Disk full' END,
    b.at,
    CASE WHEN b.status <> 'IN_PROGRESS' THEN b.at + interval '10 minutes' END,
    b.at
FROM sample_label AS labels
CROSS JOIN generate_series(1, 60) AS n
CROSS JOIN LATERAL (
    SELECT
        pg_temp.pick(labels.backup_status, 'backup', n)     AS status,
        pg_temp.today() - make_interval(days => n::integer) AS at
) AS b;

INSERT INTO performance_metrics (
    id, metric_type, value, unit, tags, recorded_at, created_at
)
SELECT
    pg_temp.id('performance', n),
    pg_temp.pick(labels.metric_type, 'performance', n),
    pg_temp.num('performance', n, 100),
    CASE WHEN n % 2 = 0 THEN 'percent' END,
    CASE WHEN n % 2 = 0 THEN '{"host": "sample"}'::jsonb END,
    pg_temp.today() - make_interval(hours => n::integer),
    pg_temp.today() - make_interval(hours => n::integer)
FROM sample_label AS labels
CROSS JOIN generate_series(1, 500) AS n;

INSERT INTO threat_detections (
    id, threat_type, severity, source, details, is_resolved, resolved_at, resolved_by, created_at
)
SELECT
    pg_temp.id('threat', n),
    pg_temp.pick(ARRAY['brute force', 'unusual hour'], 'threat', n),
    pg_temp.pick(ARRAY['low', 'high'], 'threat severity', n),
    '192.0.2.' || n,
    '{"attempts": 9}',
    n % 2 = 0,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.id('admin', 1) END,
    pg_temp.today() - interval '2 days'
FROM generate_series(1, 20) AS n;

INSERT INTO webhooks (id, url, events, is_active, secret, headers, created_by, created_at)
SELECT
    pg_temp.id('webhook', n),
    'https://example.org/hooks/' || n,
    '["student.updated"]',
    n <> 3,
    CASE WHEN n % 2 = 0 THEN 'sample-secret' END,
    CASE WHEN n % 2 = 0 THEN '{"X-Sample": "1"}'::jsonb END,
    pg_temp.id('admin', 1),
    pg_temp.today() - interval '1 year'
FROM generate_series(1, 6) AS n;

INSERT INTO sync_state (
    id, entity_type, entity_id, last_sync_at, sync_status, error_message, created_at
)
SELECT
    pg_temp.id('sync state', n),
    'STUDENT',
    pg_temp.id('student', n),
    pg_temp.today() - interval '1 day',
    CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'ok' END,
    CASE WHEN n % 10 = 0 THEN 'Timed out' END,
    pg_temp.today() - interval '1 year'
FROM generate_series(1, 10) AS n;

INSERT INTO cache_entries (
    id, cache_key, data, compliance_level, expires_at, access_count, last_accessed, data_size,
    query_hash, created_at
)
SELECT
    n,
    'sample:' || n,
    '{"cached": true}',
    pg_temp.pick(labels.cache_compliance_level, 'cache', n),
    pg_temp.today() + interval '1 hour',
    n,
    pg_temp.today(),
    16,
    CASE WHEN n % 2 = 0 THEN md5(n::text) END,
    pg_temp.today()
FROM sample_label AS labels
CROSS JOIN generate_series(1, 30) AS n;

ALTER TABLE cache_entries ALTER COLUMN id RESTART WITH 31;

INSERT INTO integration_configs (
    id, name, type, status, endpoint, api_key, username, password, settings, authentication,
    sync_frequency, is_active, last_sync_at, last_sync_status, created_at
)
SELECT
    pg_temp.id('integration', n),
    'Sample integration ' || n,
    (enum_range(NULL::integration_type))[n],
    pg_temp.pick(labels.integration_status, 'integration', n),
    CASE WHEN n % 2 = 0 THEN 'https://example.org/api' END,
    CASE WHEN n % 2 = 0 THEN 'sample-key' END,
    CASE WHEN n % 2 = 0 THEN 'sample' END,
    CASE WHEN n % 2 = 0 THEN 'sample' END,
    CASE WHEN n % 2 = 0 THEN '{"sample": true}'::jsonb END,
    CASE WHEN n % 2 = 0 THEN '{"kind": "basic"}'::jsonb END,
    CASE WHEN n % 2 = 0 THEN 60 END,
    n <> 8,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 hour' END,
    CASE WHEN n % 2 = 0 THEN 'ok' END,
    pg_temp.today() - interval '1 year'
FROM sample_label AS labels
CROSS JOIN generate_series(1, 8) AS n;

INSERT INTO integration_logs (
    id, integration_id, integration_type, action, status, records_processed, records_succeeded,
    records_failed, started_at, completed_at, duration, error_message, details, created_at
)
SELECT
    pg_temp.id('integration log', n),
    CASE WHEN n % 9 <> 0 THEN pg_temp.id('integration', 1 + n % 8) END,
    'SIS',
    'sync',
    CASE WHEN n % 7 = 0 THEN 'failed' ELSE 'success' END,
    100,
    95,
    5,
    l.at,
    CASE WHEN n % 11 <> 0 THEN l.at + interval '1 minute' END,
    CASE WHEN n % 11 <> 0 THEN 60000 END,
    CASE WHEN n % 7 = 0 THEN 'Timed out' END,
    CASE WHEN n % 7 = 0 THEN '{"retry": true}'::jsonb END,
    l.at
FROM generate_series(1, 200) AS n
CROSS JOIN LATERAL (SELECT pg_temp.ago('integration', n, 180) AS at) AS l;

INSERT INTO sync_sessions (
    id, config_id, started_at, completed_at, status, direction, stats, entities,
    records_processed, records_successful, records_failed, triggered_by, completion_message,
    created_at
)
SELECT
    pg_temp.id('session', n),
    pg_temp.id('integration', 1 + n % 8),
    s.at,
    CASE WHEN n % 6 <> 0 THEN s.at + interval '2 minutes' END,
    pg_temp.pick(labels.sync_session_status, 'session', n),
    pg_temp.pick(labels.sync_direction, 'session', n),
    '{"students": 10}',
    ARRAY['students'],
    10,
    9,
    1,
    'scheduler',
    CASE WHEN n % 6 <> 0 THEN 'Done.' END,
    s.at
FROM sample_label AS labels
CROSS JOIN generate_series(1, 60) AS n
CROSS JOIN LATERAL (SELECT pg_temp.ago('session', n, 180) AS at) AS s;

INSERT INTO sis_sync_conflicts (
    id, student_id, session_id, field, local_value, sis_value, resolution, resolved_at,
    resolved_by, created_at
)
SELECT
    pg_temp.id('sis conflict', s.n),
    s.id,
    pg_temp.id('session', 1 + s.n % 60),
    'grade',
    '"4"',
    '"5"',
    CASE
        WHEN s.n % 20 = 0
            THEN pg_temp.pick(labels.sis_conflict_resolution, 'sis conflict', s.n)
    END,
    CASE WHEN s.n % 20 = 0 THEN pg_temp.today() - interval '1 day' END,
    CASE WHEN s.n % 20 = 0 THEN s.nurse END,
    pg_temp.today() - interval '2 days'
FROM sample_label AS labels
CROSS JOIN sample_student AS s
WHERE s.n % 10 = 0;

INSERT INTO sync_queue_items (
    id, user_id, device_id, action_type, entity_type, entity_id, data, device_time, synced_at,
    synced, attempts, last_error, conflict_detected, conflict_resolution, priority,
    requires_online, created_at
)
SELECT
    pg_temp.id('queue item', n),
    pg_temp.staff(1 + n % pg_temp.schools(), 1),
    'SAMPLE-DEVICE-' || 1 + n % pg_temp.schools(),
    pg_temp.pick(labels.sync_action_type, 'queue', n),
    pg_temp.pick(labels.sync_entity_type, 'queue', n),
    pg_temp.id('student', 1 + n % pg_temp.students())::text,
    '{"grade": "5"}',
    pg_temp.ago('queue', n, 30),
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 hour' END,
    n % 2 = 0,
    (n % 3)::integer,
    CASE WHEN n % 3 <> 0 THEN 'Offline' END,
    n % 4 = 0,
    CASE
        WHEN n % 4 = 0
            THEN pg_temp.pick(labels.sync_conflict_resolution, 'queue', n)
    END,
    pg_temp.pick(labels.sync_priority, 'queue', n),
    n % 2 = 0,
    pg_temp.ago('queue', n, 30)
FROM sample_label AS labels
CROSS JOIN generate_series(1, pg_temp.schools() * 20) AS n;

INSERT INTO sync_conflicts (
    id, queue_item_id, entity_type, entity_id, client_version, server_version, resolution,
    resolved_at, resolved_by, merged_data, status, created_at
)
SELECT
    pg_temp.id('sync conflict', n),
    pg_temp.id('queue item', n)::text,
    pg_temp.pick(labels.sync_entity_type, 'queue', n),
    pg_temp.id('student', 1 + n % pg_temp.students())::text,
    '{"grade": "5"}',
    '{"grade": "4"}',
    CASE
        WHEN n % 2 = 0
            THEN pg_temp.pick(labels.sync_conflict_resolution, 'queue', n)
    END,
    CASE WHEN n % 2 = 0 THEN pg_temp.today() - interval '1 hour' END,
    CASE WHEN n % 2 = 0 THEN pg_temp.staff(1, 1) END,
    CASE WHEN n % 2 = 0 THEN '{"grade": "5"}'::jsonb END,
    pg_temp.pick(labels.sync_conflict_status, 'queue', n),
    pg_temp.today() - interval '2 hours'
FROM sample_label AS labels
CROSS JOIN generate_series(4, pg_temp.schools() * 20, 4) AS n;
