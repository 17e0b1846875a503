-- Breach notification: assessments of violations, affected individuals, and notices sent.
--
-- 45 CFR 164.402 presumes that a violation is a breach until a written assessment of four factors
-- shows a low probability of compromise. The notification deadlines therefore run from the
-- violation itself, without any further entry, and whoever stops them must give a reason and a
-- name. The views of the next file compute the deadlines.
--
-- Records that a school keeps as education records fall under FERPA, which has no such deadlines,
-- and not under HIPAA. The type of a violation is only the reporter's first impression and decides
-- neither way, so the deadlines run until an assessment says FERPA.
--
-- Tables:   phi.breach_settings, phi.breach_assessments, phi.breach_windows,
--           phi.breach_individuals, phi.breach_notices
-- HIPAA:    PHI in breach_assessments, breach_individuals and breach_notices;
--           45 CFR 164.402 to 164.414
-- Locks:    SHARE ROW EXCLUSIVE on compliance_violations and users for the new foreign keys: reads
--           go on, writes wait until the migration commits
-- Rollback: drops the five tables and their rows, and three functions
--
-- depends: 20261123000006-triggers-refuse-hard-delete

-- Limits how long writes of the application queue behind this migration.
SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- Types
-- ----------------------------------------------------------------------------

CREATE TYPE phi.breach_risk AS ENUM ('LOW', 'MEDIUM', 'HIGH');
COMMENT ON TYPE phi.breach_risk IS
    'Risk that the PHI was compromised, judged by one of the four factors of 45 CFR 164.402(2).';

CREATE TYPE phi.breach_conclusion AS ENUM ('BREACH', 'LOW_PROBABILITY', 'EXCEPTION');
COMMENT ON TYPE phi.breach_conclusion IS
    'Result of an assessment. BREACH: notices are required. LOW_PROBABILITY: the four factors show '
    'a low probability of compromise. EXCEPTION: an exception of 45 CFR 164.402(1) applies, such '
    'as a colleague who opened the wrong record in good faith.';

CREATE TYPE phi.breach_source AS ENUM ('REPORTED', 'AUDIT_LOG');
COMMENT ON TYPE phi.breach_source IS
    'Source of an entry on the list of individuals. REPORTED: the violation names the student. '
    'AUDIT_LOG: a search of the audit log found the student.';

CREATE TYPE phi.breach_notice_method AS ENUM ('MAIL', 'EMAIL', 'SUBSTITUTE');
COMMENT ON TYPE phi.breach_notice_method IS
    'Form of a notice to an individual (45 CFR 164.404(d)). MAIL: first-class mail. EMAIL: email, '
    'if the individual agreed to it. SUBSTITUTE: substitute notice, if the address is not known. A '
    'phone call does not replace any of these.';

CREATE TYPE phi.breach_notice_kind AS ENUM ('HHS', 'MEDIA');
COMMENT ON TYPE phi.breach_notice_kind IS
    'Recipient of a notice beside the individuals. HHS: the Secretary of Health and Human Services '
    '(45 CFR 164.408). MEDIA: the media of one state (45 CFR 164.406).';

-- ----------------------------------------------------------------------------
-- phi.breach_settings
-- ----------------------------------------------------------------------------
-- Deadlines count calendar days of one time zone. A breach discovered at 23:30 on New Year's Eve in
-- New York belongs to the old year; in UTC it would move to the next year's list, a year too late.

CREATE TABLE phi.breach_settings (
    id                boolean     NOT NULL DEFAULT TRUE,
    time_zone         text        NOT NULL DEFAULT 'America/New_York',
    day_begins        time        NOT NULL DEFAULT '06:00',
    day_ends          time        NOT NULL DEFAULT '20:00',
    students_per_hour integer     NOT NULL DEFAULT 50,
    refusals_per_hour integer     NOT NULL DEFAULT 20,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT breach_settings_pkey
        PRIMARY KEY (id),
    CONSTRAINT breach_settings_one_row_check
        CHECK (id),
    CONSTRAINT breach_settings_time_zone_is_known_check
        CHECK (timestamptz '2026-01-01 00:00:00+00' AT TIME ZONE time_zone IS NOT NULL),
    CONSTRAINT breach_settings_day_ends_after_it_begins_check
        CHECK (day_ends > day_begins),
    CONSTRAINT breach_settings_students_per_hour_positive_check
        CHECK (students_per_hour > 0),
    CONSTRAINT breach_settings_refusals_per_hour_positive_check
        CHECK (refusals_per_hour > 0)
);

COMMENT ON TABLE phi.breach_settings IS
    'Settings of the breach deadlines and of phi.unusual_access; always one row.';
COMMENT ON COLUMN phi.breach_settings.id IS
    'Always TRUE; together with the primary key this allows only one row.';
COMMENT ON COLUMN phi.breach_settings.time_zone IS
    'Time zone in which days are counted. With schools in several zones, set the westernmost: its '
    'date is never later than that of the others, so no deadline is computed too late.';
COMMENT ON COLUMN phi.breach_settings.day_begins IS
    'Time of day at which office hours begin, in time_zone; earlier access is after hours.';
COMMENT ON COLUMN phi.breach_settings.day_ends IS
    'Time of day at which office hours end, in time_zone; access from then on is after hours.';
COMMENT ON COLUMN phi.breach_settings.students_per_hour IS
    'Access by one user to more different students than this in a clock hour is unusual.';
COMMENT ON COLUMN phi.breach_settings.refusals_per_hour IS
    'More refused or failed actions of one user than this in a clock hour are unusual.';
COMMENT ON COLUMN phi.breach_settings.created_at IS 'Time when the row was inserted.';
COMMENT ON COLUMN phi.breach_settings.updated_at IS
    'Time of the last change, maintained by a trigger.';

CREATE TRIGGER breach_settings_200_updated_at
BEFORE UPDATE ON phi.breach_settings
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

SELECT phi.record_hand_written('phi.breach_settings');

INSERT INTO phi.breach_settings DEFAULT VALUES;

-- ----------------------------------------------------------------------------
-- phi.breach_assessments
-- ----------------------------------------------------------------------------
-- At most one row for each violation. A violation without a row, or whose row has no conclusion, is
-- a presumed breach.

CREATE TABLE phi.breach_assessments (
    violation_id                uuid        NOT NULL,
    nature_of_phi               phi.breach_risk,
    nature_of_phi_rationale     text,
    recipient                   phi.breach_risk,
    recipient_rationale         text,
    acquisition                 phi.breach_risk,
    acquisition_rationale       text,
    mitigation                  phi.breach_risk,
    mitigation_rationale        text,
    phi_was_encrypted           boolean     NOT NULL DEFAULT FALSE,
    legal_regime                phi.legal_regime,
    conclusion                  phi.breach_conclusion,
    conclusion_rationale        text,
    knowable_at                 date,
    law_enforcement_delay_until date,
    assessed_by                 uuid,
    assessed_at                 timestamptz,
    created_at                  timestamptz NOT NULL DEFAULT now(),
    updated_at                  timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT breach_assessments_pkey
        PRIMARY KEY (violation_id),
    CONSTRAINT breach_assessments_violation_id_fkey
        FOREIGN KEY (violation_id) REFERENCES public.compliance_violations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT breach_assessments_assessed_by_fkey
        FOREIGN KEY (assessed_by) REFERENCES public.users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT breach_assessments_legal_regime_is_one_check
        CHECK (legal_regime IN ('HIPAA', 'FERPA')),
    -- A CHECK passes if its result is NULL, so coalesce turns a NULL rationale into ''.
    CONSTRAINT breach_assessments_low_probability_has_four_reasons_check
        CHECK (
            conclusion IS DISTINCT FROM 'LOW_PROBABILITY'
            OR (
                num_nulls(nature_of_phi, recipient, acquisition, mitigation) = 0
                AND btrim(coalesce(nature_of_phi_rationale, '')) <> ''
                AND btrim(coalesce(recipient_rationale, '')) <> ''
                AND btrim(coalesce(acquisition_rationale, '')) <> ''
                AND btrim(coalesce(mitigation_rationale, '')) <> ''
            )
        ),
    CONSTRAINT breach_assessments_other_ends_of_clocks_have_a_reason_check
        CHECK (
            (
                conclusion IS DISTINCT FROM 'EXCEPTION'
                AND legal_regime IS DISTINCT FROM 'FERPA'
                AND NOT phi_was_encrypted
            )
            OR btrim(coalesce(conclusion_rationale, '')) <> ''
        ),
    CONSTRAINT breach_assessments_judgement_has_a_judge_check
        CHECK (
            (conclusion IS NULL AND legal_regime IS NULL AND NOT phi_was_encrypted)
            OR assessed_by IS NOT NULL
        ),
    CONSTRAINT breach_assessments_assessed_by_and_at_together_check
        CHECK ((assessed_by IS NULL) = (assessed_at IS NULL))
);

COMMENT ON TABLE phi.breach_assessments IS
    'PHI: Four-factor assessment of a violation (45 CFR 164.402), kept as the proof that 45 CFR '
    '164.414 requires.';
COMMENT ON COLUMN phi.breach_assessments.violation_id IS
    'Assessed violation; it cannot be deleted.';
COMMENT ON COLUMN phi.breach_assessments.nature_of_phi IS
    'Factor 1: nature and extent of the PHI, including the likelihood of re-identification.';
COMMENT ON COLUMN phi.breach_assessments.nature_of_phi_rationale IS
    'PHI: Reason for the rating of factor 1, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.recipient IS
    'Factor 2: the unauthorized person who used it or received it.';
COMMENT ON COLUMN phi.breach_assessments.recipient_rationale IS
    'PHI: Reason for the rating of factor 2, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.acquisition IS
    'Factor 3: whether the PHI was actually acquired or viewed.';
COMMENT ON COLUMN phi.breach_assessments.acquisition_rationale IS
    'PHI: Reason for the rating of factor 3, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.mitigation IS
    'Factor 4: risk that remains after mitigation; LOW if it was mitigated completely.';
COMMENT ON COLUMN phi.breach_assessments.mitigation_rationale IS
    'PHI: Reason for the rating of factor 4, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.phi_was_encrypted IS
    'TRUE if all of the PHI was encrypted and the key was not taken with it: the notification rule '
    'only covers unsecured PHI.';
COMMENT ON COLUMN phi.breach_assessments.legal_regime IS
    'Law that applies to the records. NULL: not decided yet, and the HIPAA deadlines run. FERPA '
    'ends them; 34 CFR 99.32 still requires a record of the disclosure, and state law may require '
    'notice.';
COMMENT ON COLUMN phi.breach_assessments.conclusion IS
    'Result of the assessment; NULL until there is one, and a presumed breach until then.';
COMMENT ON COLUMN phi.breach_assessments.conclusion_rationale IS
    'PHI: Reason why an exception, encryption or FERPA applies; free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.knowable_at IS
    'Day on which reasonable diligence would have revealed the breach, if before discovered_at: '
    'the deadlines run from this day (45 CFR 164.404(a)(2)). NULL if there was no such day.';
COMMENT ON COLUMN phi.breach_assessments.law_enforcement_delay_until IS
    'Last day of a delay requested by law enforcement (45 CFR 164.412): the time that the written '
    'statement specifies, or at most 30 days from an oral one. NULL if there is no delay.';
COMMENT ON COLUMN phi.breach_assessments.assessed_by IS
    'User who is responsible for the assessment; NULL until one has decided.';
COMMENT ON COLUMN phi.breach_assessments.assessed_at IS
    'Time of the assessment; NULL until then.';
COMMENT ON COLUMN phi.breach_assessments.created_at IS 'Time when the row was inserted.';
COMMENT ON COLUMN phi.breach_assessments.updated_at IS
    'Time of the last change, maintained by a trigger.';

CREATE INDEX breach_assessments_assessed_by_idx ON phi.breach_assessments (assessed_by)
    WHERE assessed_by IS NOT NULL;

CREATE TRIGGER breach_assessments_200_updated_at
BEFORE UPDATE ON phi.breach_assessments
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

SELECT phi.record_hand_written('phi.breach_assessments');

-- ----------------------------------------------------------------------------
-- phi.breach_windows
-- ----------------------------------------------------------------------------
-- A record of each search, so that an auditor can repeat it. There is no foreign key to users, as
-- in the audit log, because the log outlives the users.

CREATE TABLE phi.breach_windows (
    id                      uuid        NOT NULL DEFAULT gen_random_uuid(),
    violation_id            uuid        NOT NULL,
    user_id                 uuid,
    database_user           name,
    began_at                timestamptz NOT NULL,
    ended_at                timestamptz NOT NULL,
    students                bigint      NOT NULL,
    entries                 bigint      NOT NULL,
    entries_without_student bigint      NOT NULL,
    collected_by            name        NOT NULL DEFAULT session_user,
    created_at              timestamptz NOT NULL DEFAULT now(),
    updated_at              timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT breach_windows_pkey
        PRIMARY KEY (id),
    CONSTRAINT breach_windows_search_is_unique_key
        UNIQUE NULLS NOT DISTINCT (violation_id, user_id, database_user, began_at, ended_at),
    CONSTRAINT breach_windows_violation_id_fkey
        FOREIGN KEY (violation_id) REFERENCES public.compliance_violations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT breach_windows_says_whose_check
        CHECK (num_nonnulls(user_id, database_user) > 0),
    CONSTRAINT breach_windows_ended_after_begun_check
        CHECK (ended_at > began_at)
);

COMMENT ON TABLE phi.breach_windows IS
    'Searches of the audit log for the individuals of a violation: by user or login, and time.';
COMMENT ON COLUMN phi.breach_windows.id IS 'Primary key.';
COMMENT ON COLUMN phi.breach_windows.violation_id IS 'Violation for which the log was searched.';
COMMENT ON COLUMN phi.breach_windows.user_id IS
    'Application user whose access was searched for; NULL for a search by database login only.';
COMMENT ON COLUMN phi.breach_windows.database_user IS
    'Database login whose access was searched for; NULL for any.';
COMMENT ON COLUMN phi.breach_windows.began_at IS 'Start of the searched period, included.';
COMMENT ON COLUMN phi.breach_windows.ended_at IS 'End of the searched period, not included.';
COMMENT ON COLUMN phi.breach_windows.students IS 'Number of different students found.';
COMMENT ON COLUMN phi.breach_windows.entries IS 'Number of log entries found.';
COMMENT ON COLUMN phi.breach_windows.entries_without_student IS
    'Number of log entries found that concern PHI but name no student: review them by hand.';
COMMENT ON COLUMN phi.breach_windows.collected_by IS 'Database login that searched.';
COMMENT ON COLUMN phi.breach_windows.created_at IS 'Time of the first search.';
COMMENT ON COLUMN phi.breach_windows.updated_at IS
    'Time when the search was last repeated, maintained by a trigger.';

CREATE TRIGGER breach_windows_200_updated_at
BEFORE UPDATE ON phi.breach_windows
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

SELECT phi.record_hand_written('phi.breach_windows');

-- ----------------------------------------------------------------------------
-- phi.breach_individuals
-- ----------------------------------------------------------------------------
-- The state is a snapshot: a student who changes schools later still counts for the old state.
-- There is no foreign key to students, as in the audit log: a child whose records were removed
-- still counts toward the 500, and the list must be kept for six years.

CREATE TABLE phi.breach_individuals (
    violation_id uuid              NOT NULL,
    student_id   uuid              NOT NULL,
    state        varchar(2),
    source       phi.breach_source NOT NULL,
    notified_at  timestamptz,
    notified_how phi.breach_notice_method,
    created_at   timestamptz       NOT NULL DEFAULT now(),
    updated_at   timestamptz       NOT NULL DEFAULT now(),

    CONSTRAINT breach_individuals_pkey
        PRIMARY KEY (violation_id, student_id),
    CONSTRAINT breach_individuals_violation_id_fkey
        FOREIGN KEY (violation_id) REFERENCES public.compliance_violations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT breach_individuals_state_is_upper_case_check
        CHECK (state = upper(btrim(state)) AND state <> ''),
    CONSTRAINT breach_individuals_notified_at_and_how_together_check
        CHECK ((notified_at IS NULL) = (notified_how IS NULL))
);

COMMENT ON TABLE phi.breach_individuals IS
    'PHI: Students whose records a violation affected, and the notice to their parents.';
COMMENT ON COLUMN phi.breach_individuals.violation_id IS 'Violation that affected the records.';
COMMENT ON COLUMN phi.breach_individuals.student_id IS
    'PHI: Affected student; there is no foreign key, because the list outlives the student''s row.';
COMMENT ON COLUMN phi.breach_individuals.state IS
    'PHI: State of residence, taken from the school when the student was added; NULL if not known. '
    'Correct it if the family lives in another state.';
COMMENT ON COLUMN phi.breach_individuals.source IS
    'Source that first put the student on the list.';
COMMENT ON COLUMN phi.breach_individuals.notified_at IS
    'Time when notice was sent; NULL while it is owed.';
COMMENT ON COLUMN phi.breach_individuals.notified_how IS
    'Form of the notice; NULL while it is owed.';
COMMENT ON COLUMN phi.breach_individuals.created_at IS
    'Time when the student was added to the list.';
COMMENT ON COLUMN phi.breach_individuals.updated_at IS
    'Time of the last change, maintained by a trigger.';

CREATE INDEX breach_individuals_student_id_idx ON phi.breach_individuals (student_id);
COMMENT ON INDEX phi.breach_individuals_student_id_idx IS
    'Violations that affected the records of one child, to answer a parent.';

CREATE TRIGGER breach_individuals_200_updated_at
BEFORE UPDATE ON phi.breach_individuals
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

SELECT phi.record_hand_written('phi.breach_individuals');

-- ----------------------------------------------------------------------------
-- phi.breach_notices
-- ----------------------------------------------------------------------------

CREATE TABLE phi.breach_notices (
    id           uuid                   NOT NULL DEFAULT gen_random_uuid(),
    violation_id uuid                   NOT NULL,
    kind         phi.breach_notice_kind NOT NULL,
    state        varchar(2),
    notified_at  timestamptz            NOT NULL,
    notified_by  uuid                   NOT NULL,
    reference    text,
    created_at   timestamptz            NOT NULL DEFAULT now(),
    updated_at   timestamptz            NOT NULL DEFAULT now(),

    CONSTRAINT breach_notices_pkey
        PRIMARY KEY (id),
    CONSTRAINT breach_notices_violation_id_kind_state_key
        UNIQUE NULLS NOT DISTINCT (violation_id, kind, state),
    CONSTRAINT breach_notices_violation_id_fkey
        FOREIGN KEY (violation_id) REFERENCES public.compliance_violations (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT breach_notices_notified_by_fkey
        FOREIGN KEY (notified_by) REFERENCES public.users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT breach_notices_media_are_of_a_state_check
        CHECK ((kind = 'MEDIA') = (state IS NOT NULL)),
    CONSTRAINT breach_notices_state_is_upper_case_check
        CHECK (state = upper(btrim(state)) AND state <> '')
);

COMMENT ON TABLE phi.breach_notices IS
    'PHI: Notices to HHS and to the media of a state. phi.breach_individuals records the notices '
    'to individuals.';
COMMENT ON COLUMN phi.breach_notices.id IS 'Primary key.';
COMMENT ON COLUMN phi.breach_notices.violation_id IS 'Violation that the notice is about.';
COMMENT ON COLUMN phi.breach_notices.kind IS 'Recipient: HHS, or the media of one state.';
COMMENT ON COLUMN phi.breach_notices.state IS 'State whose media were told; NULL for HHS.';
COMMENT ON COLUMN phi.breach_notices.notified_at IS 'Time when the notice was sent.';
COMMENT ON COLUMN phi.breach_notices.notified_by IS 'User who sent it.';
COMMENT ON COLUMN phi.breach_notices.reference IS
    'PHI: Submission number or media outlet, free text that may name a child; NULL if unknown.';
COMMENT ON COLUMN phi.breach_notices.created_at IS 'Time when the row was inserted.';
COMMENT ON COLUMN phi.breach_notices.updated_at IS
    'Time of the last change, maintained by a trigger.';

CREATE INDEX breach_notices_notified_by_idx ON phi.breach_notices (notified_by);

CREATE TRIGGER breach_notices_200_updated_at
BEFORE UPDATE ON phi.breach_notices
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

SELECT phi.record_hand_written('phi.breach_notices');

-- ----------------------------------------------------------------------------
-- Affected individuals
-- ----------------------------------------------------------------------------
-- Log entries of refused actions do not count, because nothing was seen. Entries written by the
-- application itself have no student_id; if their entity is a student, entity_id is the student.

CREATE FUNCTION phi.breach_collect(
    p_violation uuid,
    p_user uuid,
    p_from timestamptz,
    p_to timestamptz,
    p_database_user name DEFAULT NULL
)
RETURNS integer
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_added integer;
BEGIN
    WITH entries AS MATERIALIZED (
        SELECT
            a.is_phi,
            coalesce(
                a.student_id,
                CASE WHEN lower(a.entity_type) IN ('student', 'students') THEN a.entity_id END
            ) AS student_id
        FROM public.audit_logs AS a
        WHERE
            a.created_at >= p_from
            AND a.created_at < p_to
            AND a.success
            AND (p_user IS NULL OR a.user_id = p_user)
            AND (p_database_user IS NULL OR a.database_user = p_database_user)
    ),

    searched AS (
        INSERT INTO phi.breach_windows (
            violation_id, user_id, database_user, began_at, ended_at,
            students, entries, entries_without_student
        )
        SELECT
            p_violation,
            p_user,
            p_database_user,
            p_from,
            p_to,
            count(DISTINCT e.student_id),
            count(*),
            count(*) FILTER (WHERE e.student_id IS NULL AND e.is_phi)
        FROM entries AS e
        ON CONFLICT ON CONSTRAINT breach_windows_search_is_unique_key DO UPDATE SET
            students = excluded.students,
            entries = excluded.entries,
            entries_without_student = excluded.entries_without_student,
            collected_by = excluded.collected_by
    ),

    added AS (
        INSERT INTO phi.breach_individuals (violation_id, student_id, state, source)
        SELECT DISTINCT
            p_violation,
            e.student_id,
            nullif(upper(btrim(c.state)), ''),
            'AUDIT_LOG'::phi.breach_source
        FROM entries AS e
        LEFT JOIN public.students AS s ON e.student_id = s.id
        LEFT JOIN public.schools AS c ON s.school_id = c.id
        WHERE e.student_id IS NOT NULL
        ON CONFLICT (violation_id, student_id) DO NOTHING
        RETURNING student_id
    )

    SELECT count(*) INTO v_added FROM added;
    RETURN v_added;
END
$function$;

COMMENT ON FUNCTION phi.breach_collect(uuid, uuid, timestamptz, timestamptz, name) IS
    'Adds to the list of a violation every student whose records p_user (or p_database_user, if '
    'p_user is NULL) saw or changed from p_from until just before p_to. Returns the number of '
    'students added. It is safe to repeat.';

REVOKE EXECUTE ON FUNCTION phi.breach_collect(uuid, uuid, timestamptz, timestamptz, name)
FROM public;

CREATE FUNCTION phi.breach_reported(p_affected jsonb)
RETURNS TABLE (element text, student_id uuid)
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT DISTINCT
        r.element,
        CASE
            WHEN r.element ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN r.element::uuid
        END
    FROM (
        SELECT lower(btrim(coalesce(e.value #>> '{}', 'null'))) AS element
        FROM jsonb_array_elements(
            CASE jsonb_typeof(p_affected)
                WHEN 'array' THEN p_affected
                WHEN 'null' THEN '[]'
                ELSE jsonb_build_array(p_affected)
            END
        ) AS e (value)
        WHERE p_affected IS NOT NULL
    ) AS r
$function$;

COMMENT ON FUNCTION phi.breach_reported(jsonb) IS
    'Distinct elements of compliance_violations.affected_students; student_id is NULL if an '
    'element is not a UUID.';

REVOKE EXECUTE ON FUNCTION phi.breach_reported(jsonb) FROM public;

CREATE FUNCTION phi.breach_collect_reported(
    p_violation uuid,
    OUT added integer,
    OUT malformed integer,
    OUT unknown integer
)
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    SELECT
        count(*) FILTER (WHERE r.student_id IS NULL),
        count(*) FILTER (WHERE r.student_id IS NOT NULL AND s.id IS NULL)
    INTO malformed, unknown
    FROM public.compliance_violations AS v
    CROSS JOIN phi.breach_reported(v.affected_students) AS r
    LEFT JOIN public.students AS s ON r.student_id = s.id
    WHERE v.id = p_violation;

    INSERT INTO phi.breach_individuals (violation_id, student_id, state, source)
    SELECT
        v.id,
        s.id,
        nullif(upper(btrim(c.state)), ''),
        'REPORTED'
    FROM public.compliance_violations AS v
    CROSS JOIN phi.breach_reported(v.affected_students) AS r
    INNER JOIN public.students AS s ON r.student_id = s.id
    LEFT JOIN public.schools AS c ON s.school_id = c.id
    WHERE v.id = p_violation
    ON CONFLICT (violation_id, student_id) DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
END
$function$;

COMMENT ON FUNCTION phi.breach_collect_reported(uuid) IS
    'Adds the students that a violation itself names to its list. Returns the numbers of students '
    'added, of elements that are not a UUID, and of UUIDs that are not a student. phi.breaches '
    'counts the latter two as individuals all the same. It is safe to repeat.';

REVOKE EXECUTE ON FUNCTION phi.breach_collect_reported(uuid) FROM public;

-- ----------------------------------------------------------------------------
-- Grants
-- ----------------------------------------------------------------------------

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('TABLE', 'phi.breach_settings', 'whitecross_auditor', 'SELECT', 'Reviews the limits'),
('TABLE', 'phi.breach_assessments', 'whitecross_auditor', 'SELECT', 'Reviews breaches'),
('TABLE', 'phi.breach_windows', 'whitecross_auditor', 'SELECT', 'Reviews breaches'),
('TABLE', 'phi.breach_individuals', 'whitecross_auditor', 'SELECT', 'Reviews breaches'),
('TABLE', 'phi.breach_notices', 'whitecross_auditor', 'SELECT', 'Reviews notices');

SELECT phi.protect_grants();

INSERT INTO phi.callers (function_name, role_name, reason) VALUES
('phi.breach_reported(jsonb)', 'whitecross_auditor', 'Reads reports of breaches');

SELECT phi.protect_functions();
