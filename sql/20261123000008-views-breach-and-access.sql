-- Views for a compliance officer: notification deadlines, individuals by state, unusual access.
--
-- One function computes the deadlines of 45 CFR 164.404 to 164.408 from dates, so that tests can
-- cover each edge. 60 days are the outer limit: the rule demands notice "without unreasonable
-- delay", which no view can judge.
--
-- Views:    phi.breach_states, phi.breaches, phi.breach_year_list, phi.breach_access,
--           phi.unusual_access
-- HIPAA:    shows ids of students, but no name and no value of a record; 45 CFR
--           164.308(a)(1)(ii)(D), review of information system activity
-- Locks:    none on existing tables
-- Rollback: drops the views and three functions; no row is touched
--
-- depends: 20261123000007-schema-create-breach

-- ----------------------------------------------------------------------------
-- Settings and days
-- ----------------------------------------------------------------------------
-- The views do not simply join phi.breach_settings: if its row were missing, every view would be
-- empty and look as if there were no breach.

CREATE FUNCTION phi.breach_settings_in_force()
RETURNS phi.breach_settings
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_settings phi.breach_settings;
BEGIN
    SELECT * INTO v_settings FROM phi.breach_settings;
    IF NOT found THEN
        RAISE EXCEPTION 'phi.breach_settings has no row'
            USING HINT = 'Run INSERT INTO phi.breach_settings DEFAULT VALUES.';
    END IF;
    RETURN v_settings;
END
$function$;

COMMENT ON FUNCTION phi.breach_settings_in_force() IS
    'Returns the row of phi.breach_settings; raises an error if it is missing.';

REVOKE EXECUTE ON FUNCTION phi.breach_settings_in_force() FROM public;

CREATE FUNCTION phi.breach_day(p_time timestamptz)
RETURNS date
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT (p_time AT TIME ZONE (phi.breach_settings_in_force()).time_zone)::date
$function$;

COMMENT ON FUNCTION phi.breach_day(timestamptz) IS
    'Returns the calendar day of a moment in the time zone of phi.breach_settings.';

REVOKE EXECUTE ON FUNCTION phi.breach_day(timestamptz) FROM public;

-- ----------------------------------------------------------------------------
-- phi.breach_clock
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.breach_clock(
    p_discovered date,
    p_individuals bigint,
    p_most_in_one_state bigint,
    p_delayed_until date,
    OUT individual_notice_due date,
    OUT hhs_notice_due date,
    OUT media_notice_due date
)
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    -- A delay by law enforcement can postpone a deadline but does not extend the 60 days.
    SELECT
        greatest(p_discovered + 60, p_delayed_until),
        greatest(
            CASE
                WHEN p_individuals >= 500 THEN p_discovered + 60
                ELSE make_date(extract(YEAR FROM p_discovered)::integer, 12, 31) + 60
            END,
            p_delayed_until
        ),
        CASE
            WHEN p_most_in_one_state > 500 THEN greatest(p_discovered + 60, p_delayed_until)
        END
$function$;

COMMENT ON FUNCTION phi.breach_clock(date, bigint, bigint, date) IS
    'Returns the last day for each notice of a breach. Individuals: 60 days after discovery. HHS: '
    'the same for 500 or more individuals, otherwise 60 days after the end of the year. Media: 60 '
    'days after discovery if more than 500 individuals live in one state, otherwise NULL. A delay '
    'by law enforcement can postpone each of them.';

REVOKE EXECUTE ON FUNCTION phi.breach_clock(date, bigint, bigint, date) FROM public;

-- ----------------------------------------------------------------------------
-- phi.breach_states
-- ----------------------------------------------------------------------------

CREATE VIEW phi.breach_states
WITH (security_invoker = TRUE) AS
SELECT
    i.violation_id,
    i.state,
    count(*)                                      AS individuals,
    count(*) FILTER (WHERE i.notified_at IS NULL) AS not_notified,
    i.state IS NOT NULL AND count(*) > 500        AS exceeds_500,
    (
        SELECT n.notified_at
        FROM phi.breach_notices AS n
        WHERE n.violation_id = i.violation_id AND n.kind = 'MEDIA' AND n.state = i.state
    )                                             AS media_notified_at
FROM phi.breach_individuals AS i
GROUP BY i.violation_id, i.state;

COMMENT ON VIEW phi.breach_states IS
    'Individuals on the list of a violation by state (NULL if not known), and the notice to the '
    'media of the state.';

-- ----------------------------------------------------------------------------
-- phi.breaches
-- ----------------------------------------------------------------------------
-- The number of individuals includes students whom the violation names but nobody has added to the
-- list yet: an incomplete list must not lead to a later deadline.

CREATE VIEW phi.breaches
WITH (security_invoker = TRUE) AS
WITH cases AS (
    SELECT
        v.id            AS violation_id,
        v.violation_type,
        v.status,
        a.law_enforcement_delay_until,
        CASE
            WHEN a.legal_regime IS NOT NULL THEN a.legal_regime
            WHEN v.violation_type = 'HIPAA_BREACH' THEN 'HIPAA'::phi.legal_regime
            ELSE 'EITHER'::phi.legal_regime
        END             AS legal_regime,
        CASE
            WHEN a.legal_regime = 'FERPA' THEN 'FERPA'
            WHEN a.phi_was_encrypted THEN 'ENCRYPTED'
            WHEN a.conclusion = 'LOW_PROBABILITY' THEN 'REBUTTED'
            WHEN a.conclusion = 'EXCEPTION' THEN 'EXCEPTION'
            WHEN a.conclusion = 'BREACH' THEN 'BREACH'
            ELSE 'PRESUMED'
        END             AS standing,
        a.conclusion IS NULL
        AND NOT coalesce(a.legal_regime = 'FERPA' OR a.phi_was_encrypted, FALSE)
                        AS assessment_is_missing,
        least(phi.breach_day(v.discovered_at), a.knowable_at)
                        AS discovered_on,
        u.unlisted,
        l.listed + u.unlisted
                        AS individuals,
        l.notified,
        s.states,
        s.most_in_one_state,
        s.state_unknown + u.unlisted
                        AS state_unknown,
        h.notified_at   AS hhs_notified_at,
        s.media_missing AS states_without_media_notice
    FROM public.compliance_violations AS v
    LEFT JOIN phi.breach_assessments AS a ON v.id = a.violation_id
    LEFT JOIN phi.breach_notices AS h ON v.id = h.violation_id AND h.kind = 'HHS'
    CROSS JOIN LATERAL (
        SELECT
            count(*)             AS listed,
            count(i.notified_at) AS notified
        FROM phi.breach_individuals AS i
        WHERE i.violation_id = v.id
    ) AS l
    CROSS JOIN LATERAL (
        SELECT
            count(b.state) AS states,
            coalesce(max(b.individuals) FILTER (WHERE b.state IS NOT NULL), 0)
                AS most_in_one_state,
            coalesce(sum(b.individuals) FILTER (WHERE b.state IS NULL), 0)::bigint
                AS state_unknown,
            count(*) FILTER (WHERE b.exceeds_500 AND b.media_notified_at IS NULL)
                AS media_missing
        FROM phi.breach_states AS b
        WHERE b.violation_id = v.id
    ) AS s
    CROSS JOIN LATERAL (
        SELECT count(*) AS unlisted
        FROM phi.breach_reported(v.affected_students) AS r
        WHERE NOT EXISTS (
            SELECT FROM phi.breach_individuals AS i
            WHERE i.violation_id = v.id AND i.student_id = r.student_id
        )
    ) AS u
    WHERE
        v.violation_type IN (
            'HIPAA_BREACH', 'FERPA_VIOLATION', 'UNAUTHORIZED_ACCESS', 'DATA_LEAK'
        )
        AND v.deleted_at IS NULL
),

clocks AS (
    SELECT
        c.*,
        k.individual_notice_due,
        k.hhs_notice_due,
        k.media_notice_due,
        c.individuals > 0 AND c.notified = c.individuals AS individuals_are_notified
    FROM cases AS c
    LEFT JOIN LATERAL
        phi.breach_clock(
            c.discovered_on,
            c.individuals,
            c.most_in_one_state,
            c.law_enforcement_delay_until
        ) AS k
        ON c.standing IN ('PRESUMED', 'BREACH')
)

SELECT
    c.violation_id,
    c.violation_type,
    c.status,
    c.legal_regime,
    c.standing,
    c.assessment_is_missing,
    c.discovered_on,
    c.individuals,
    c.unlisted,
    c.notified,
    c.states,
    c.most_in_one_state,
    c.state_unknown,
    c.law_enforcement_delay_until,
    c.individual_notice_due,
    c.individuals_are_notified,
    c.hhs_notice_due,
    c.hhs_notified_at,
    c.media_notice_due,
    c.states_without_media_notice,
    c.media_notice_due IS NULL
    AND c.hhs_notice_due IS NOT NULL
    AND c.most_in_one_state + c.state_unknown > 500
        AS media_notice_is_uncertain,
    coalesce(
        c.individual_notice_due < phi.breach_day(now()) AND NOT c.individuals_are_notified, FALSE
    ) AS individual_notice_is_overdue,
    coalesce(
        c.hhs_notice_due < phi.breach_day(now()) AND c.hhs_notified_at IS NULL, FALSE
    ) AS hhs_notice_is_overdue,
    coalesce(
        c.media_notice_due < phi.breach_day(now()) AND c.states_without_media_notice > 0, FALSE
    ) AS media_notice_is_overdue
FROM clocks AS c;

COMMENT ON VIEW phi.breaches IS
    'Every violation that may be a breach, with its deadlines. Column standing: PRESUMED and '
    'BREACH have deadlines; REBUTTED (low probability by the four factors), EXCEPTION, ENCRYPTED '
    'and FERPA (by an assessment) have none, and their due dates are NULL.';
COMMENT ON COLUMN phi.breaches.legal_regime IS
    'Law by the assessment. Before one: HIPAA if the violation has type HIPAA_BREACH, otherwise '
    'EITHER.';
COMMENT ON COLUMN phi.breaches.assessment_is_missing IS
    'TRUE while no assessment has a conclusion or ends the deadlines otherwise.';
COMMENT ON COLUMN phi.breaches.discovered_on IS
    'First day on which the breach was known or should have been, in the time zone of '
    'phi.breach_settings.';
COMMENT ON COLUMN phi.breaches.individuals IS
    'Number of individuals on the list or named in the violation.';
COMMENT ON COLUMN phi.breaches.unlisted IS
    'Number of them that the violation names but the list lacks. phi.breach_collect_reported() '
    'adds them; those that remain are not a UUID or not a student.';
COMMENT ON COLUMN phi.breaches.notified IS
    'Number of individuals on the list who have been sent a notice.';
COMMENT ON COLUMN phi.breaches.state_unknown IS 'Number of individuals whose state is not known.';
COMMENT ON COLUMN phi.breaches.states_without_media_notice IS
    'Number of states with more than 500 individuals whose media have not been notified.';
COMMENT ON COLUMN phi.breaches.media_notice_is_uncertain IS
    'TRUE if the individuals of unknown state could bring one state above 500: find out their '
    'states.';
COMMENT ON COLUMN phi.breaches.individual_notice_is_overdue IS
    'TRUE from the day after the deadline while any individual has not been notified.';

-- ----------------------------------------------------------------------------
-- phi.breach_year_list
-- ----------------------------------------------------------------------------

CREATE VIEW phi.breach_year_list
WITH (security_invoker = TRUE) AS
SELECT
    extract(YEAR FROM b.discovered_on)::integer AS year,
    b.violation_id,
    b.standing,
    b.discovered_on,
    b.individuals,
    b.hhs_notice_due,
    b.hhs_notified_at,
    b.hhs_notice_is_overdue
FROM phi.breaches AS b
WHERE b.hhs_notice_due IS NOT NULL AND b.individuals < 500;

COMMENT ON VIEW phi.breach_year_list IS
    'Breaches of fewer than 500 individuals by year of discovery: the list that is due at HHS '
    'within 60 days after the end of the year (45 CFR 164.408(c)).';

-- ----------------------------------------------------------------------------
-- phi.breach_access
-- ----------------------------------------------------------------------------
-- Query one violation at a time: PostgreSQL then uses the index on student_id of each month.

CREATE VIEW phi.breach_access
WITH (security_invoker = TRUE) AS
WITH entries AS (
    SELECT
        i.violation_id,
        i.student_id,
        a.id,
        a.created_at,
        a.user_id,
        a.database_user,
        a.action,
        a.entity_type,
        a.entity_id,
        a.success,
        a.metadata
    FROM phi.breach_individuals AS i
    INNER JOIN public.audit_logs AS a ON i.student_id = a.student_id
    UNION ALL
    -- Entries written by the application itself have no student_id, but may concern the student.
    SELECT
        i.violation_id,
        i.student_id,
        a.id,
        a.created_at,
        a.user_id,
        a.database_user,
        a.action,
        a.entity_type,
        a.entity_id,
        a.success,
        a.metadata
    FROM phi.breach_individuals AS i
    INNER JOIN public.audit_logs AS a ON i.student_id = a.entity_id
    WHERE a.student_id IS NULL AND lower(a.entity_type) IN ('student', 'students')
)

SELECT
    e.violation_id,
    e.student_id,
    e.id                                     AS audit_log_id,
    e.created_at,
    e.user_id,
    e.database_user,
    e.action,
    e.entity_type,
    e.entity_id,
    e.success,
    e.metadata ->> 'break_glass' IS NOT NULL AS by_break_glass,
    (
        SELECT
            coalesce(
                bool_or(
                    (w.user_id IS NULL OR w.user_id = e.user_id)
                    AND (w.database_user IS NULL OR w.database_user = e.database_user)
                    AND e.created_at >= w.began_at
                    AND e.created_at < w.ended_at
                ),
                FALSE
            )
        FROM phi.breach_windows AS w
        WHERE w.violation_id = e.violation_id
    )                                        AS is_in_a_window
FROM entries AS e;

COMMENT ON VIEW phi.breach_access IS
    'Every audit log entry about the records of the individuals of a violation: user, action and '
    'time, but no values. is_in_a_window marks access within a search of phi.breach_windows.';

-- ----------------------------------------------------------------------------
-- phi.unusual_access
-- ----------------------------------------------------------------------------
-- The view reads the log of 30 days once; created_at is compared with now(), so PostgreSQL skips
-- older partitions. Hours are clock hours. A session without a user counts by its database login,
-- so the backend's login looks like one very busy person until it sends app.user_id.
-- A row is a reason to ask, not proof: a nurse who screens a whole grade also sees many students.

CREATE VIEW phi.unusual_access
WITH (security_invoker = TRUE) AS
WITH entries AS (
    SELECT
        a.user_id,
        a.database_user,
        a.success,
        a.created_at,
        a.created_at AT TIME ZONE s.time_zone AS local_time,
        s.day_begins,
        s.day_ends,
        coalesce(
            a.student_id,
            CASE WHEN lower(a.entity_type) IN ('student', 'students') THEN a.entity_id END
        )                                     AS student_id,
        a.is_phi,
        a.metadata ->> 'break_glass'          AS break_glass
    FROM public.audit_logs AS a
    CROSS JOIN phi.breach_settings_in_force() AS s
    WHERE a.created_at >= now() - interval '30 days'
),

marked AS (
    SELECT
        e.*,
        e.success AND e.student_id IS NOT NULL  AS is_of_student,
        e.success AND e.break_glass IS NOT NULL AS is_break_glass,
        e.success
        AND (e.student_id IS NOT NULL OR e.is_phi)
        AND (
            extract(ISODOW FROM e.local_time) IN (6, 7)
            OR e.local_time::time < e.day_begins
            OR e.local_time::time >= e.day_ends
        )                                       AS is_after_hours
    FROM entries AS e
),

hours AS (
    SELECT
        m.user_id,
        string_agg(DISTINCT m.database_user, ', ')                    AS database_user,
        date_trunc('hour', m.created_at, 'UTC')                       AS hour,
        count(DISTINCT m.student_id) FILTER (WHERE m.is_of_student)   AS students,
        count(*) FILTER (WHERE m.is_of_student)                       AS entries,
        count(DISTINCT m.student_id) FILTER (WHERE m.is_break_glass)  AS break_glass_students,
        count(*) FILTER (WHERE m.is_break_glass)                      AS break_glass_entries,
        count(DISTINCT m.break_glass) FILTER (WHERE m.is_break_glass) AS break_glass_grants,
        count(DISTINCT m.student_id) FILTER (WHERE m.is_after_hours)  AS late_students,
        count(*) FILTER (WHERE m.is_after_hours)                      AS late_entries,
        count(DISTINCT m.student_id) FILTER (WHERE NOT m.success)     AS refused_students,
        count(*) FILTER (WHERE NOT m.success)                         AS refused_entries
    FROM marked AS m
    GROUP BY
        m.user_id,
        CASE WHEN m.user_id IS NULL THEN m.database_user END,
        date_trunc('hour', m.created_at, 'UTC')
)

SELECT
    k.kind,
    h.user_id,
    h.database_user,
    h.hour,
    k.students,
    k.entries,
    k.detail
FROM hours AS h
CROSS JOIN phi.breach_settings_in_force() AS s
CROSS JOIN LATERAL (
    VALUES
    (
        'MANY_STUDENTS', h.students > s.students_per_hour, h.students, h.entries,
        format('more than %s different students in an hour', s.students_per_hour)
    ),
    (
        'BREAK_GLASS', h.break_glass_entries > 0, h.break_glass_students, h.break_glass_entries,
        format('by %s break-glass grants', h.break_glass_grants)
    ),
    (
        'AFTER_HOURS', h.late_entries > 0, h.late_students, h.late_entries,
        format(
            'at a weekend or not from %s to %s, %s',
            to_char(s.day_begins, 'HH24:MI'), to_char(s.day_ends, 'HH24:MI'), s.time_zone
        )
    ),
    (
        'REFUSED', h.refused_entries > s.refusals_per_hour, h.refused_students, h.refused_entries,
        format('more than %s refused or failed in an hour', s.refusals_per_hour)
    )
) AS k (kind, is_unusual, students, entries, detail)
WHERE k.is_unusual;

COMMENT ON VIEW phi.unusual_access IS
    'Access of the last 30 days that somebody should review, by user and clock hour. Column kind: '
    'MANY_STUDENTS, BREAK_GLASS, AFTER_HOURS or REFUSED. phi.breach_settings holds the limits.';
COMMENT ON COLUMN phi.unusual_access.user_id IS
    'User that the session claimed; NULL if it claimed none.';
COMMENT ON COLUMN phi.unusual_access.database_user IS
    'Database logins of the user in this hour, separated by commas.';
COMMENT ON COLUMN phi.unusual_access.students IS
    'Number of different students in these entries.';
COMMENT ON COLUMN phi.unusual_access.entries IS
    'Number of audit log entries of this kind in the hour.';

-- ----------------------------------------------------------------------------
-- Grants
-- ----------------------------------------------------------------------------

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('TABLE', 'phi.breach_states', 'whitecross_auditor', 'SELECT', 'Reviews breaches'),
('TABLE', 'phi.breaches', 'whitecross_auditor', 'SELECT', 'Reviews breaches'),
('TABLE', 'phi.breach_year_list', 'whitecross_auditor', 'SELECT', 'Reports breaches of a year'),
('TABLE', 'phi.breach_access', 'whitecross_auditor', 'SELECT', 'Sees who read what in a breach'),
('TABLE', 'phi.unusual_access', 'whitecross_auditor', 'SELECT', 'Reviews unusual access');

SELECT phi.protect_grants();

-- noqa: disable=LT01
INSERT INTO phi.callers (function_name, role_name, reason) VALUES
('phi.breach_settings_in_force()',             'whitecross_auditor', 'The views call it'),
('phi.breach_day(timestamp with time zone)',   'whitecross_auditor', 'The views call it'),
('phi.breach_clock(date,bigint,bigint,date)',  'whitecross_auditor', 'The views call it');
-- noqa: enable=LT01

SELECT phi.protect_functions();
