-- Breach notification: what a violation was judged to be, whom it touched, who has been told.
--
-- 45 CFR 164.402 presumes a breach. Only a written assessment of four factors takes that back, so
-- there is nothing to fill in before the clocks run: they run from the violation itself, and what
-- stops them needs a reason and a name. The clocks are views, in the next file.
-- Records that a school keeps as education records fall under FERPA, not HIPAA, and FERPA has no
-- such clocks. The type of a violation is its reporter's first word and proves neither, so the
-- clocks run until an assessment says FERPA.
--
-- Tables:   phi.breach_settings, phi.breach_assessments, phi.breach_windows,
--           phi.breach_individuals, phi.breach_notices
-- HIPAA:    PHI in breach_assessments, breach_individuals and breach_notices;
--           45 CFR 164.402 to 164.414
-- Locks:    SHARE ROW EXCLUSIVE on compliance_violations and users for the new foreign keys: reads
--           go on, writes wait until the file ends
-- Rollback: drops the five tables and their rows, and three functions
--
-- depends: 20261123000006-triggers-refuse-hard-delete

-- A write that waits for one of the two tables is not to hold the application up for long.
SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- Types
-- ----------------------------------------------------------------------------

CREATE TYPE phi.breach_risk AS ENUM ('LOW', 'MEDIUM', 'HIGH');
COMMENT ON TYPE phi.breach_risk IS
    'How much one of the four factors of 45 CFR 164.402(2) speaks for a compromise.';

CREATE TYPE phi.breach_conclusion AS ENUM ('BREACH', 'LOW_PROBABILITY', 'EXCEPTION');
COMMENT ON TYPE phi.breach_conclusion IS
    'What an assessment found: BREACH; LOW_PROBABILITY by the four factors; EXCEPTION of '
    '45 CFR 164.402(1), such as a colleague who opened the wrong record in good faith.';

CREATE TYPE phi.breach_source AS ENUM ('REPORTED', 'AUDIT_LOG');
COMMENT ON TYPE phi.breach_source IS
    'How an individual came on the list: named in the violation, or found in the audit log.';

CREATE TYPE phi.breach_notice_method AS ENUM ('MAIL', 'EMAIL', 'SUBSTITUTE');
COMMENT ON TYPE phi.breach_notice_method IS
    'How an individual was told (45 CFR 164.404(d)): first-class mail; e-mail where that was '
    'agreed; substitute notice where the address is not known. A call is in addition to these.';

CREATE TYPE phi.breach_notice_kind AS ENUM ('HHS', 'MEDIA');
COMMENT ON TYPE phi.breach_notice_kind IS
    'Who else was told: HHS the Secretary (45 CFR 164.408), MEDIA of one state (164.406).';

-- ----------------------------------------------------------------------------
-- phi.breach_settings
-- ----------------------------------------------------------------------------
-- Days are days of a place: a breach found at 23:30 on New Year's Eve in New York belongs to the
-- old year, and in UTC it would move to the list of the next one, a year too late.

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
    'What the breach clocks and the watch over unusual access go by; one row.';
COMMENT ON COLUMN phi.breach_settings.id IS 'Always TRUE, so there is no second row.';
COMMENT ON COLUMN phi.breach_settings.time_zone IS
    'Where the days are counted. With schools in several zones the westernmost: its date is never '
    'later than theirs, so no clock ends too late.';
COMMENT ON COLUMN phi.breach_settings.day_begins IS 'From here access is within hours.';
COMMENT ON COLUMN phi.breach_settings.day_ends IS 'From here access is after hours.';
COMMENT ON COLUMN phi.breach_settings.students_per_hour IS
    'More different students than this by one user in a clock hour are unusual.';
COMMENT ON COLUMN phi.breach_settings.refusals_per_hour IS
    'More refused or failed actions than this by one user in a clock hour are unusual.';
COMMENT ON COLUMN phi.breach_settings.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN phi.breach_settings.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE TRIGGER breach_settings_200_updated_at
BEFORE UPDATE ON phi.breach_settings
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

INSERT INTO phi.breach_settings DEFAULT VALUES;

-- ----------------------------------------------------------------------------
-- phi.breach_assessments
-- ----------------------------------------------------------------------------
-- One row per violation, made when there is something to say: without a row, or without a
-- conclusion, it is a presumed breach.

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
    -- A NULL would pass a CHECK, so every rationale is made a text first.
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
    'PHI: The four-factor assessment of a violation (45 CFR 164.402), kept as the proof that '
    '164.414 asks for.';
COMMENT ON COLUMN phi.breach_assessments.violation_id IS
    'Violation that is assessed; an assessed violation cannot be deleted.';
COMMENT ON COLUMN phi.breach_assessments.nature_of_phi IS
    'Factor 1: kind and amount of the PHI, and how easily it tells whose it is.';
COMMENT ON COLUMN phi.breach_assessments.nature_of_phi_rationale IS
    'PHI: Why factor 1 is so, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.recipient IS
    'Factor 2: the unauthorized person who used it or received it.';
COMMENT ON COLUMN phi.breach_assessments.recipient_rationale IS
    'PHI: Why factor 2 is so, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.acquisition IS
    'Factor 3: whether the PHI was really acquired or viewed.';
COMMENT ON COLUMN phi.breach_assessments.acquisition_rationale IS
    'PHI: Why factor 3 is so, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.mitigation IS
    'Factor 4: what risk is left after mitigation; LOW where it was mitigated fully.';
COMMENT ON COLUMN phi.breach_assessments.mitigation_rationale IS
    'PHI: Why factor 4 is so, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.phi_was_encrypted IS
    'TRUE if all of it was encrypted and the key was not taken too: the rule is about unsecured '
    'PHI only.';
COMMENT ON COLUMN phi.breach_assessments.legal_regime IS
    'Law the records were found to fall under; NULL while not decided, then the HIPAA clocks run. '
    'FERPA ends them: disclosures are recorded by 34 CFR 99.32, and state law may ask for notice.';
COMMENT ON COLUMN phi.breach_assessments.conclusion IS
    'What was found; NULL while not concluded, then it is a presumed breach.';
COMMENT ON COLUMN phi.breach_assessments.conclusion_rationale IS
    'PHI: Why an exception, encryption or FERPA applies, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.knowable_at IS
    'Day on which reasonable diligence would have shown it, if before discovered_at: the clocks '
    'run from there (45 CFR 164.404(a)(2)).';
COMMENT ON COLUMN phi.breach_assessments.law_enforcement_delay_until IS
    'Last day of a delay that law enforcement asked for (45 CFR 164.412): as the written statement '
    'says, or at most 30 days from a spoken one.';
COMMENT ON COLUMN phi.breach_assessments.assessed_by IS 'User who answers for the assessment.';
COMMENT ON COLUMN phi.breach_assessments.assessed_at IS 'When that user assessed it.';
COMMENT ON COLUMN phi.breach_assessments.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN phi.breach_assessments.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX breach_assessments_assessed_by_idx ON phi.breach_assessments (assessed_by)
    WHERE assessed_by IS NOT NULL;

CREATE TRIGGER breach_assessments_200_updated_at
BEFORE UPDATE ON phi.breach_assessments
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_windows
-- ----------------------------------------------------------------------------
-- How the list of individuals came to be: an auditor can repeat the search. Users without foreign
-- key, as in the log, which outlives them.

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
    'Searches of the audit log for a violation: whose access, from when to when.';
COMMENT ON COLUMN phi.breach_windows.id IS 'Primary key.';
COMMENT ON COLUMN phi.breach_windows.violation_id IS 'Violation that the search was for.';
COMMENT ON COLUMN phi.breach_windows.user_id IS
    'User whose access it was; NULL for a session that named none.';
COMMENT ON COLUMN phi.breach_windows.database_user IS
    'Database login whose access it was; NULL for any.';
COMMENT ON COLUMN phi.breach_windows.began_at IS 'First moment that counts.';
COMMENT ON COLUMN phi.breach_windows.ended_at IS 'First moment that no longer counts.';
COMMENT ON COLUMN phi.breach_windows.students IS 'Different students that the search found.';
COMMENT ON COLUMN phi.breach_windows.entries IS 'Entries of the log that it found.';
COMMENT ON COLUMN phi.breach_windows.entries_without_student IS
    'Of those, entries about PHI that tell no student: somebody has to look at them by hand.';
COMMENT ON COLUMN phi.breach_windows.collected_by IS 'Database login that searched.';
COMMENT ON COLUMN phi.breach_windows.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN phi.breach_windows.updated_at IS
    'When the search was last repeated; kept by trigger.';

CREATE TRIGGER breach_windows_200_updated_at
BEFORE UPDATE ON phi.breach_windows
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_individuals
-- ----------------------------------------------------------------------------
-- A snapshot: whoever changes schools afterwards still counts where they lived. No foreign key to
-- students, as in the audit log: a child whose records were purged is still one of the 500, and
-- the list has to be kept for six years.

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
    'PHI: Students whose records a violation touched, and whether their parents were told.';
COMMENT ON COLUMN phi.breach_individuals.violation_id IS 'Violation that touched the records.';
COMMENT ON COLUMN phi.breach_individuals.student_id IS
    'PHI: Student whose records they are; the list outlives the record (no foreign key).';
COMMENT ON COLUMN phi.breach_individuals.state IS
    'PHI: State of the school when the student came on the list, which stands for the state of '
    'residence; NULL if it is not known. Correct it where a family lives elsewhere.';
COMMENT ON COLUMN phi.breach_individuals.source IS 'How the student came on the list first.';
COMMENT ON COLUMN phi.breach_individuals.notified_at IS
    'When notice was sent; NULL while it is owed.';
COMMENT ON COLUMN phi.breach_individuals.notified_how IS 'By which way it was sent.';
COMMENT ON COLUMN phi.breach_individuals.created_at IS 'When the student came on the list.';
COMMENT ON COLUMN phi.breach_individuals.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX breach_individuals_student_id_idx ON phi.breach_individuals (student_id);
COMMENT ON INDEX phi.breach_individuals_student_id_idx IS
    'Violations that touched the records of one child, when a parent asks.';

CREATE TRIGGER breach_individuals_200_updated_at
BEFORE UPDATE ON phi.breach_individuals
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

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
    'PHI: Notices to HHS and to the media of a state; those to individuals stand with these.';
COMMENT ON COLUMN phi.breach_notices.id IS 'Primary key.';
COMMENT ON COLUMN phi.breach_notices.violation_id IS 'Violation that the notice is about.';
COMMENT ON COLUMN phi.breach_notices.kind IS 'Who was told.';
COMMENT ON COLUMN phi.breach_notices.state IS 'State whose media were told; NULL for HHS.';
COMMENT ON COLUMN phi.breach_notices.notified_at IS 'When the notice was sent.';
COMMENT ON COLUMN phi.breach_notices.notified_by IS 'User who sent it.';
COMMENT ON COLUMN phi.breach_notices.reference IS
    'PHI: Submission number or outlet, free text that may name a child.';
COMMENT ON COLUMN phi.breach_notices.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN phi.breach_notices.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX breach_notices_notified_by_idx ON phi.breach_notices (notified_by);

CREATE TRIGGER breach_notices_200_updated_at
BEFORE UPDATE ON phi.breach_notices
FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- Who was affected
-- ----------------------------------------------------------------------------
-- Refused entries do not count: nothing was seen. Rows that the application writes itself tell the
-- student by entity_id where the entity is the student.

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
    'Puts every student whose records the user (or the database login, if the user is NULL) saw or '
    'changed from p_from up to but not at p_to on the list of a violation; returns how many were '
    'new. Can be repeated.';

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
    'The different elements of compliance_violations.affected_students; student_id is NULL where '
    'one is no UUID.';

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
    'Puts the students that a violation itself names on its list: how many were new, how many '
    'elements are no UUID, how many are no student. Can be repeated; those it cannot place are '
    'counted as individuals by phi.breaches all the same.';

REVOKE EXECUTE ON FUNCTION phi.breach_collect_reported(uuid) FROM public;

-- ----------------------------------------------------------------------------
-- Grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON
    phi.breach_settings,
    phi.breach_assessments,
    phi.breach_windows,
    phi.breach_individuals,
    phi.breach_notices
TO whitecross_auditor;

INSERT INTO phi.callers (function_name, role_name, reason) VALUES
('phi.breach_reported(jsonb)', 'whitecross_auditor', 'Reads reports of breaches');

SELECT phi.protect_functions();
