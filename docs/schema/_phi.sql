-- Tables and views of schema phi.
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.

-- ----------------------------------------------------------------------------
-- phi.access
-- ----------------------------------------------------------------------------

CREATE TABLE phi.access (
    user_role public.user_role NOT NULL,
    access_group phi.access_group NOT NULL,
    may_select boolean NOT NULL,
    may_insert boolean NOT NULL,
    may_update boolean NOT NULL,
    may_masked boolean NOT NULL,
    reason text NOT NULL,
    CONSTRAINT access_reason_not_blank_check CHECK ((btrim(reason) <> ''::text)),
    CONSTRAINT access_writers_read_check CHECK ((may_select OR (NOT may_update)))
);

COMMENT ON TABLE phi.access IS 'Rights of each kind of user on each group of tables, each with its reason.';
COMMENT ON COLUMN phi.access.user_role IS 'Role of the user in table users.';
COMMENT ON COLUMN phi.access.access_group IS 'Group of tables, from phi.tables.';
COMMENT ON COLUMN phi.access.may_select IS 'May read the rows that the fence leaves.';
COMMENT ON COLUMN phi.access.may_insert IS 'May add rows within the fence.';
COMMENT ON COLUMN phi.access.may_update IS 'May change rows within the fence, also soft-delete.';
COMMENT ON COLUMN phi.access.may_masked IS 'May read the masked views of the group.';
COMMENT ON COLUMN phi.access.reason IS 'Reason for the row, for the reviewer of the matrix.';

-- ----------------------------------------------------------------------------
-- phi.access: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.access
    ADD CONSTRAINT access_pkey PRIMARY KEY (user_role, access_group);

-- ----------------------------------------------------------------------------
-- phi.access: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.access TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_encryptor, whitecross_readonly, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.audit_archives
-- ----------------------------------------------------------------------------

CREATE TABLE phi.audit_archives (
    month date NOT NULL,
    row_count bigint NOT NULL,
    first_created_at timestamp with time zone NOT NULL,
    last_created_at timestamp with time zone NOT NULL,
    file_sha256 bytea NOT NULL,
    mac bytea NOT NULL,
    key_id text NOT NULL,
    archived_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    archived_by name DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT audit_archives_ends_after_start_check CHECK (((row_count > 0) AND (last_created_at >= first_created_at))),
    CONSTRAINT audit_archives_hashes_are_whole_check CHECK (((length(file_sha256) = 32) AND (length(mac) = 32))),
    CONSTRAINT audit_archives_month_begins_on_the_first_check CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

COMMENT ON TABLE phi.audit_archives IS 'Months of the audit log that were written to a file and detached. Append-only.';
COMMENT ON COLUMN phi.audit_archives.month IS 'First day of the month in UTC.';
COMMENT ON COLUMN phi.audit_archives.row_count IS 'Number of entries in the file.';
COMMENT ON COLUMN phi.audit_archives.first_created_at IS 'Time of the oldest entry in the file.';
COMMENT ON COLUMN phi.audit_archives.last_created_at IS 'Time of the newest entry in the file.';
COMMENT ON COLUMN phi.audit_archives.file_sha256 IS 'SHA-256 of the file, to identify it later.';
COMMENT ON COLUMN phi.audit_archives.mac IS 'HMAC-SHA-256 over all other columns: nobody can declare a month archived without the key.';
COMMENT ON COLUMN phi.audit_archives.key_id IS 'Check value of the sealing key, as in phi.audit_seals.';
COMMENT ON COLUMN phi.audit_archives.archived_at IS 'Time when the month was archived.';
COMMENT ON COLUMN phi.audit_archives.archived_by IS 'Database login that archived the month.';

-- ----------------------------------------------------------------------------
-- phi.audit_archives: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.audit_archives
    ADD CONSTRAINT audit_archives_pkey PRIMARY KEY (month);

-- ----------------------------------------------------------------------------
-- phi.audit_archives: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER audit_archives_050_append_only BEFORE DELETE OR UPDATE ON phi.audit_archives FOR EACH ROW EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE phi.audit_archives ENABLE ALWAYS TRIGGER audit_archives_050_append_only;

CREATE TRIGGER audit_archives_050_no_truncate BEFORE TRUNCATE ON phi.audit_archives FOR EACH STATEMENT EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE phi.audit_archives ENABLE ALWAYS TRIGGER audit_archives_050_no_truncate;

-- ----------------------------------------------------------------------------
-- phi.audit_archives: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.audit_archives TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.audit_salt
-- ----------------------------------------------------------------------------

CREATE TABLE phi.audit_salt (
    id boolean DEFAULT true NOT NULL,
    salt bytea NOT NULL,
    CONSTRAINT audit_salt_long_enough_check CHECK ((length(salt) >= 32)),
    CONSTRAINT audit_salt_one_row_check CHECK (id)
);

COMMENT ON TABLE phi.audit_salt IS 'One row: the secret that keeps fingerprints in the audit log from being guessed.';
COMMENT ON COLUMN phi.audit_salt.id IS 'Always TRUE, so that there is one row.';
COMMENT ON COLUMN phi.audit_salt.salt IS 'Secret of the installation, at least 32 bytes; never leaves the database.';

-- ----------------------------------------------------------------------------
-- phi.audit_salt: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.audit_salt
    ADD CONSTRAINT audit_salt_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- phi.audit_seals
-- ----------------------------------------------------------------------------

CREATE TABLE phi.audit_seals (
    seal bigint NOT NULL,
    timeline integer NOT NULL,
    first_transaction xid8 NOT NULL,
    end_transaction xid8 NOT NULL,
    row_version integer NOT NULL,
    row_count integer NOT NULL,
    entries bytea NOT NULL,
    previous_mac bytea NOT NULL,
    mac bytea NOT NULL,
    key_id text NOT NULL,
    sealed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    sealed_by name DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT audit_seals_counted_from_one_check CHECK ((seal > 0)),
    CONSTRAINT audit_seals_ends_after_start_check CHECK ((end_transaction >= first_transaction)),
    CONSTRAINT audit_seals_macs_are_whole_check CHECK (((length(mac) = 32) AND (length(previous_mac) = 32))),
    CONSTRAINT audit_seals_one_entry_for_each_row_check CHECK (((row_count > 0) AND (length(entries) = (row_count * 48))))
);
ALTER TABLE ONLY phi.audit_seals ALTER COLUMN entries SET STORAGE EXTERNAL;

COMMENT ON TABLE phi.audit_seals IS 'State of the audit log when it was sealed: one row for each batch, chained. Append-only.';
COMMENT ON COLUMN phi.audit_seals.seal IS 'Number of the seal, from 1 without a gap.';
COMMENT ON COLUMN phi.audit_seals.timeline IS 'Timeline of the sealed entries: it rises when the log goes on in a restored copy.';
COMMENT ON COLUMN phi.audit_seals.first_transaction IS 'First transaction covered: the end_transaction of the previous seal of the timeline, or 0.';
COMMENT ON COLUMN phi.audit_seals.end_transaction IS 'All transactions of the timeline below this one are sealed; of this one, only those entries that column entries lists.';
COMMENT ON COLUMN phi.audit_seals.row_version IS 'Version of the list of audit_logs columns that the hashes cover. wcdb keeps the lists; new columns get a new version.';
COMMENT ON COLUMN phi.audit_seals.row_count IS 'Number of entries sealed.';
COMMENT ON COLUMN phi.audit_seals.entries IS '48 bytes for each entry, in the order of the log: transaction_id (8), created_at (8, microseconds since 2000), id (16) and the first 16 bytes of the keyed hash of the whole row.';
COMMENT ON COLUMN phi.audit_seals.previous_mac IS 'Column mac of the previous seal; 32 zero bytes in the first seal.';
COMMENT ON COLUMN phi.audit_seals.mac IS 'HMAC-SHA-256 over all other columns: nobody can change or forge a seal without the key.';
COMMENT ON COLUMN phi.audit_seals.key_id IS 'Check value of the sealing key; it identifies the key without revealing it.';
COMMENT ON COLUMN phi.audit_seals.sealed_at IS 'Time when the seal was made.';
COMMENT ON COLUMN phi.audit_seals.sealed_by IS 'Database login that made the seal.';

-- ----------------------------------------------------------------------------
-- phi.audit_seals: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.audit_seals
    ADD CONSTRAINT audit_seals_pkey PRIMARY KEY (seal);

-- ----------------------------------------------------------------------------
-- phi.audit_seals: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER audit_seals_050_append_only BEFORE DELETE OR UPDATE ON phi.audit_seals FOR EACH ROW EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE phi.audit_seals ENABLE ALWAYS TRIGGER audit_seals_050_append_only;

CREATE TRIGGER audit_seals_050_no_truncate BEFORE TRUNCATE ON phi.audit_seals FOR EACH STATEMENT EXECUTE FUNCTION public.audit_logs_refuse_change();
ALTER TABLE phi.audit_seals ENABLE ALWAYS TRIGGER audit_seals_050_no_truncate;

-- ----------------------------------------------------------------------------
-- phi.audit_seals: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT ON TABLE phi.audit_seals TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_access
-- ----------------------------------------------------------------------------

CREATE VIEW phi.breach_access WITH (security_invoker='true') AS
 WITH entries AS (
         SELECT i.violation_id,
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
           FROM (phi.breach_individuals i
             JOIN public.audit_logs a ON ((i.student_id = a.student_id)))
        UNION ALL
         SELECT i.violation_id,
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
           FROM (phi.breach_individuals i
             JOIN public.audit_logs a ON ((i.student_id = a.entity_id)))
          WHERE ((a.student_id IS NULL) AND (lower((a.entity_type)::text) = ANY (ARRAY['student'::text, 'students'::text])))
        )
 SELECT violation_id,
    student_id,
    id AS audit_log_id,
    created_at,
    user_id,
    database_user,
    action,
    entity_type,
    entity_id,
    success,
    ((metadata ->> 'break_glass'::text) IS NOT NULL) AS by_break_glass,
    ( SELECT COALESCE(bool_or((((w.user_id IS NULL) OR (w.user_id = e.user_id)) AND ((w.database_user IS NULL) OR (w.database_user = e.database_user)) AND (e.created_at >= w.began_at) AND (e.created_at < w.ended_at))), false) AS "coalesce"
           FROM phi.breach_windows w
          WHERE (w.violation_id = e.violation_id)) AS is_in_a_window
   FROM entries e;

COMMENT ON VIEW phi.breach_access IS 'Every audit log entry about the records of the individuals of a violation: user, action and time, but no values. is_in_a_window marks access within a search of phi.breach_windows.';

-- ----------------------------------------------------------------------------
-- phi.breach_access: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_access TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_assessments
-- ----------------------------------------------------------------------------

CREATE TABLE phi.breach_assessments (
    violation_id uuid NOT NULL,
    nature_of_phi phi.breach_risk,
    nature_of_phi_rationale text,
    recipient phi.breach_risk,
    recipient_rationale text,
    acquisition phi.breach_risk,
    acquisition_rationale text,
    mitigation phi.breach_risk,
    mitigation_rationale text,
    phi_was_encrypted boolean DEFAULT false NOT NULL,
    legal_regime phi.legal_regime,
    conclusion phi.breach_conclusion,
    conclusion_rationale text,
    knowable_at date,
    law_enforcement_delay_until date,
    assessed_by uuid,
    assessed_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT breach_assessments_assessed_by_and_at_together_check CHECK (((assessed_by IS NULL) = (assessed_at IS NULL))),
    CONSTRAINT breach_assessments_judgement_has_a_judge_check CHECK ((((conclusion IS NULL) AND (legal_regime IS NULL) AND (NOT phi_was_encrypted)) OR (assessed_by IS NOT NULL))),
    CONSTRAINT breach_assessments_legal_regime_is_one_check CHECK ((legal_regime = ANY (ARRAY['HIPAA'::phi.legal_regime, 'FERPA'::phi.legal_regime]))),
    CONSTRAINT breach_assessments_low_probability_has_four_reasons_check CHECK (((conclusion IS DISTINCT FROM 'LOW_PROBABILITY'::phi.breach_conclusion) OR ((num_nulls(nature_of_phi, recipient, acquisition, mitigation) = 0) AND (btrim(COALESCE(nature_of_phi_rationale, ''::text)) <> ''::text) AND (btrim(COALESCE(recipient_rationale, ''::text)) <> ''::text) AND (btrim(COALESCE(acquisition_rationale, ''::text)) <> ''::text) AND (btrim(COALESCE(mitigation_rationale, ''::text)) <> ''::text)))),
    CONSTRAINT breach_assessments_other_ends_of_clocks_have_a_reason_check CHECK ((((conclusion IS DISTINCT FROM 'EXCEPTION'::phi.breach_conclusion) AND (legal_regime IS DISTINCT FROM 'FERPA'::phi.legal_regime) AND (NOT phi_was_encrypted)) OR (btrim(COALESCE(conclusion_rationale, ''::text)) <> ''::text)))
);

COMMENT ON TABLE phi.breach_assessments IS 'PHI: Four-factor assessment of a violation (45 CFR 164.402), kept as the proof that 45 CFR 164.414 requires.';
COMMENT ON COLUMN phi.breach_assessments.violation_id IS 'Assessed violation; it cannot be deleted.';
COMMENT ON COLUMN phi.breach_assessments.nature_of_phi IS 'Factor 1: nature and extent of the PHI, including the likelihood of re-identification.';
COMMENT ON COLUMN phi.breach_assessments.nature_of_phi_rationale IS 'PHI: Reason for the rating of factor 1, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.recipient IS 'Factor 2: the unauthorized person who used it or received it.';
COMMENT ON COLUMN phi.breach_assessments.recipient_rationale IS 'PHI: Reason for the rating of factor 2, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.acquisition IS 'Factor 3: whether the PHI was actually acquired or viewed.';
COMMENT ON COLUMN phi.breach_assessments.acquisition_rationale IS 'PHI: Reason for the rating of factor 3, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.mitigation IS 'Factor 4: risk that remains after mitigation; LOW if it was mitigated completely.';
COMMENT ON COLUMN phi.breach_assessments.mitigation_rationale IS 'PHI: Reason for the rating of factor 4, free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.phi_was_encrypted IS 'TRUE if all of the PHI was encrypted and the key was not taken with it: the notification rule only covers unsecured PHI.';
COMMENT ON COLUMN phi.breach_assessments.legal_regime IS 'Law that applies to the records. NULL: not decided yet, and the HIPAA deadlines run. FERPA ends them; 34 CFR 99.32 still requires a record of the disclosure, and state law may require notice.';
COMMENT ON COLUMN phi.breach_assessments.conclusion IS 'Result of the assessment; NULL until there is one, and a presumed breach until then.';
COMMENT ON COLUMN phi.breach_assessments.conclusion_rationale IS 'PHI: Reason why an exception, encryption or FERPA applies; free text that may name a child.';
COMMENT ON COLUMN phi.breach_assessments.knowable_at IS 'Day on which reasonable diligence would have revealed the breach, if before discovered_at: the deadlines run from this day (45 CFR 164.404(a)(2)). NULL if there was no such day.';
COMMENT ON COLUMN phi.breach_assessments.law_enforcement_delay_until IS 'Last day of a delay requested by law enforcement (45 CFR 164.412): the time that the written statement specifies, or at most 30 days from an oral one. NULL if there is no delay.';
COMMENT ON COLUMN phi.breach_assessments.assessed_by IS 'User who is responsible for the assessment; NULL until one has decided.';
COMMENT ON COLUMN phi.breach_assessments.assessed_at IS 'Time of the assessment; NULL until then.';
COMMENT ON COLUMN phi.breach_assessments.created_at IS 'Time when the row was inserted.';
COMMENT ON COLUMN phi.breach_assessments.updated_at IS 'Time of the last change, maintained by a trigger.';

-- ----------------------------------------------------------------------------
-- phi.breach_assessments: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.breach_assessments
    ADD CONSTRAINT breach_assessments_pkey PRIMARY KEY (violation_id);

ALTER TABLE ONLY phi.breach_assessments
    ADD CONSTRAINT breach_assessments_assessed_by_fkey FOREIGN KEY (assessed_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY phi.breach_assessments
    ADD CONSTRAINT breach_assessments_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES public.compliance_violations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.breach_assessments: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX breach_assessments_assessed_by_idx ON phi.breach_assessments USING btree (assessed_by) WHERE (assessed_by IS NOT NULL);

-- ----------------------------------------------------------------------------
-- phi.breach_assessments: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER breach_assessments_200_updated_at BEFORE UPDATE ON phi.breach_assessments FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_assessments: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_assessments TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_individuals
-- ----------------------------------------------------------------------------

CREATE TABLE phi.breach_individuals (
    violation_id uuid NOT NULL,
    student_id uuid NOT NULL,
    state character varying(2),
    source phi.breach_source NOT NULL,
    notified_at timestamp with time zone,
    notified_how phi.breach_notice_method,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT breach_individuals_notified_at_and_how_together_check CHECK (((notified_at IS NULL) = (notified_how IS NULL))),
    CONSTRAINT breach_individuals_state_is_upper_case_check CHECK ((((state)::text = upper(btrim((state)::text))) AND ((state)::text <> ''::text)))
);

COMMENT ON TABLE phi.breach_individuals IS 'PHI: Students whose records a violation affected, and the notice to their parents.';
COMMENT ON COLUMN phi.breach_individuals.violation_id IS 'Violation that affected the records.';
COMMENT ON COLUMN phi.breach_individuals.student_id IS 'PHI: Affected student; there is no foreign key, because the list outlives the student''s row.';
COMMENT ON COLUMN phi.breach_individuals.state IS 'PHI: State of residence, taken from the school when the student was added; NULL if not known. Correct it if the family lives in another state.';
COMMENT ON COLUMN phi.breach_individuals.source IS 'Source that first put the student on the list.';
COMMENT ON COLUMN phi.breach_individuals.notified_at IS 'Time when notice was sent; NULL while it is owed.';
COMMENT ON COLUMN phi.breach_individuals.notified_how IS 'Form of the notice; NULL while it is owed.';
COMMENT ON COLUMN phi.breach_individuals.created_at IS 'Time when the student was added to the list.';
COMMENT ON COLUMN phi.breach_individuals.updated_at IS 'Time of the last change, maintained by a trigger.';

-- ----------------------------------------------------------------------------
-- phi.breach_individuals: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.breach_individuals
    ADD CONSTRAINT breach_individuals_pkey PRIMARY KEY (violation_id, student_id);

ALTER TABLE ONLY phi.breach_individuals
    ADD CONSTRAINT breach_individuals_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES public.compliance_violations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.breach_individuals: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX breach_individuals_student_id_idx ON phi.breach_individuals USING btree (student_id);
COMMENT ON INDEX phi.breach_individuals_student_id_idx IS 'Violations that affected the records of one child, to answer a parent.';

-- ----------------------------------------------------------------------------
-- phi.breach_individuals: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER breach_individuals_200_updated_at BEFORE UPDATE ON phi.breach_individuals FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_individuals: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_individuals TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_notices
-- ----------------------------------------------------------------------------

CREATE TABLE phi.breach_notices (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    violation_id uuid NOT NULL,
    kind phi.breach_notice_kind NOT NULL,
    state character varying(2),
    notified_at timestamp with time zone NOT NULL,
    notified_by uuid NOT NULL,
    reference text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT breach_notices_media_are_of_a_state_check CHECK (((kind = 'MEDIA'::phi.breach_notice_kind) = (state IS NOT NULL))),
    CONSTRAINT breach_notices_state_is_upper_case_check CHECK ((((state)::text = upper(btrim((state)::text))) AND ((state)::text <> ''::text)))
);

COMMENT ON TABLE phi.breach_notices IS 'PHI: Notices to HHS and to the media of a state. phi.breach_individuals records the notices to individuals.';
COMMENT ON COLUMN phi.breach_notices.id IS 'Primary key.';
COMMENT ON COLUMN phi.breach_notices.violation_id IS 'Violation that the notice is about.';
COMMENT ON COLUMN phi.breach_notices.kind IS 'Recipient: HHS, or the media of one state.';
COMMENT ON COLUMN phi.breach_notices.state IS 'State whose media were told; NULL for HHS.';
COMMENT ON COLUMN phi.breach_notices.notified_at IS 'Time when the notice was sent.';
COMMENT ON COLUMN phi.breach_notices.notified_by IS 'User who sent it.';
COMMENT ON COLUMN phi.breach_notices.reference IS 'PHI: Submission number or media outlet, free text that may name a child; NULL if unknown.';
COMMENT ON COLUMN phi.breach_notices.created_at IS 'Time when the row was inserted.';
COMMENT ON COLUMN phi.breach_notices.updated_at IS 'Time of the last change, maintained by a trigger.';

-- ----------------------------------------------------------------------------
-- phi.breach_notices: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.breach_notices
    ADD CONSTRAINT breach_notices_pkey PRIMARY KEY (id);

ALTER TABLE ONLY phi.breach_notices
    ADD CONSTRAINT breach_notices_violation_id_kind_state_key UNIQUE NULLS NOT DISTINCT (violation_id, kind, state);

ALTER TABLE ONLY phi.breach_notices
    ADD CONSTRAINT breach_notices_notified_by_fkey FOREIGN KEY (notified_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY phi.breach_notices
    ADD CONSTRAINT breach_notices_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES public.compliance_violations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.breach_notices: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX breach_notices_notified_by_idx ON phi.breach_notices USING btree (notified_by);

-- ----------------------------------------------------------------------------
-- phi.breach_notices: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER breach_notices_200_updated_at BEFORE UPDATE ON phi.breach_notices FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_notices: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_notices TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_settings
-- ----------------------------------------------------------------------------

CREATE TABLE phi.breach_settings (
    id boolean DEFAULT true NOT NULL,
    time_zone text DEFAULT 'America/New_York'::text NOT NULL,
    day_begins time without time zone DEFAULT '06:00:00'::time without time zone NOT NULL,
    day_ends time without time zone DEFAULT '20:00:00'::time without time zone NOT NULL,
    students_per_hour integer DEFAULT 50 NOT NULL,
    refusals_per_hour integer DEFAULT 20 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT breach_settings_day_ends_after_it_begins_check CHECK ((day_ends > day_begins)),
    CONSTRAINT breach_settings_one_row_check CHECK (id),
    CONSTRAINT breach_settings_refusals_per_hour_positive_check CHECK ((refusals_per_hour > 0)),
    CONSTRAINT breach_settings_students_per_hour_positive_check CHECK ((students_per_hour > 0)),
    CONSTRAINT breach_settings_time_zone_is_known_check CHECK ((('2026-01-01 00:00:00+00'::timestamp with time zone AT TIME ZONE time_zone) IS NOT NULL))
);

COMMENT ON TABLE phi.breach_settings IS 'Settings of the breach deadlines and of phi.unusual_access; always one row.';
COMMENT ON COLUMN phi.breach_settings.id IS 'Always TRUE; together with the primary key this allows only one row.';
COMMENT ON COLUMN phi.breach_settings.time_zone IS 'Time zone in which days are counted. With schools in several zones, set the westernmost: its date is never later than that of the others, so no deadline is computed too late.';
COMMENT ON COLUMN phi.breach_settings.day_begins IS 'Time of day at which office hours begin, in time_zone; earlier access is after hours.';
COMMENT ON COLUMN phi.breach_settings.day_ends IS 'Time of day at which office hours end, in time_zone; access from then on is after hours.';
COMMENT ON COLUMN phi.breach_settings.students_per_hour IS 'Access by one user to more different students than this in a clock hour is unusual.';
COMMENT ON COLUMN phi.breach_settings.refusals_per_hour IS 'More refused or failed actions of one user than this in a clock hour are unusual.';
COMMENT ON COLUMN phi.breach_settings.created_at IS 'Time when the row was inserted.';
COMMENT ON COLUMN phi.breach_settings.updated_at IS 'Time of the last change, maintained by a trigger.';

-- ----------------------------------------------------------------------------
-- phi.breach_settings: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.breach_settings
    ADD CONSTRAINT breach_settings_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- phi.breach_settings: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER breach_settings_200_updated_at BEFORE UPDATE ON phi.breach_settings FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_settings: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_settings TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_states
-- ----------------------------------------------------------------------------

CREATE VIEW phi.breach_states WITH (security_invoker='true') AS
 SELECT violation_id,
    state,
    count(*) AS individuals,
    count(*) FILTER (WHERE (notified_at IS NULL)) AS not_notified,
    ((state IS NOT NULL) AND (count(*) > 500)) AS exceeds_500,
    ( SELECT n.notified_at
           FROM phi.breach_notices n
          WHERE ((n.violation_id = i.violation_id) AND (n.kind = 'MEDIA'::phi.breach_notice_kind) AND ((n.state)::text = (i.state)::text))) AS media_notified_at
   FROM phi.breach_individuals i
  GROUP BY violation_id, state;

COMMENT ON VIEW phi.breach_states IS 'Individuals on the list of a violation by state (NULL if not known), and the notice to the media of the state.';

-- ----------------------------------------------------------------------------
-- phi.breach_states: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_states TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_windows
-- ----------------------------------------------------------------------------

CREATE TABLE phi.breach_windows (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    violation_id uuid NOT NULL,
    user_id uuid,
    database_user name,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    students bigint NOT NULL,
    entries bigint NOT NULL,
    entries_without_student bigint NOT NULL,
    collected_by name DEFAULT SESSION_USER NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT breach_windows_ended_after_begun_check CHECK ((ended_at > began_at)),
    CONSTRAINT breach_windows_says_whose_check CHECK ((num_nonnulls(user_id, database_user) > 0))
);

COMMENT ON TABLE phi.breach_windows IS 'Searches of the audit log for the individuals of a violation: by user or login, and time.';
COMMENT ON COLUMN phi.breach_windows.id IS 'Primary key.';
COMMENT ON COLUMN phi.breach_windows.violation_id IS 'Violation for which the log was searched.';
COMMENT ON COLUMN phi.breach_windows.user_id IS 'Application user whose access was searched for; NULL for a search by database login only.';
COMMENT ON COLUMN phi.breach_windows.database_user IS 'Database login whose access was searched for; NULL for any.';
COMMENT ON COLUMN phi.breach_windows.began_at IS 'Start of the searched period, included.';
COMMENT ON COLUMN phi.breach_windows.ended_at IS 'End of the searched period, not included.';
COMMENT ON COLUMN phi.breach_windows.students IS 'Number of different students found.';
COMMENT ON COLUMN phi.breach_windows.entries IS 'Number of log entries found.';
COMMENT ON COLUMN phi.breach_windows.entries_without_student IS 'Number of log entries found that concern PHI but name no student: review them by hand.';
COMMENT ON COLUMN phi.breach_windows.collected_by IS 'Database login that searched.';
COMMENT ON COLUMN phi.breach_windows.created_at IS 'Time of the first search.';
COMMENT ON COLUMN phi.breach_windows.updated_at IS 'Time when the search was last repeated, maintained by a trigger.';

-- ----------------------------------------------------------------------------
-- phi.breach_windows: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.breach_windows
    ADD CONSTRAINT breach_windows_pkey PRIMARY KEY (id);

ALTER TABLE ONLY phi.breach_windows
    ADD CONSTRAINT breach_windows_search_is_unique_key UNIQUE NULLS NOT DISTINCT (violation_id, user_id, database_user, began_at, ended_at);

ALTER TABLE ONLY phi.breach_windows
    ADD CONSTRAINT breach_windows_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES public.compliance_violations(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.breach_windows: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER breach_windows_200_updated_at BEFORE UPDATE ON phi.breach_windows FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();

-- ----------------------------------------------------------------------------
-- phi.breach_windows: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_windows TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breach_year_list
-- ----------------------------------------------------------------------------

CREATE VIEW phi.breach_year_list WITH (security_invoker='true') AS
 SELECT (EXTRACT(year FROM discovered_on))::integer AS year,
    violation_id,
    standing,
    discovered_on,
    individuals,
    hhs_notice_due,
    hhs_notified_at,
    hhs_notice_is_overdue
   FROM phi.breaches b
  WHERE ((hhs_notice_due IS NOT NULL) AND (individuals < 500));

COMMENT ON VIEW phi.breach_year_list IS 'Breaches of fewer than 500 individuals by year of discovery: the list that is due at HHS within 60 days after the end of the year (45 CFR 164.408(c)).';

-- ----------------------------------------------------------------------------
-- phi.breach_year_list: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breach_year_list TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.breaches
-- ----------------------------------------------------------------------------

CREATE VIEW phi.breaches WITH (security_invoker='true') AS
 WITH cases AS (
         SELECT v.id AS violation_id,
            v.violation_type,
            v.status,
            a.law_enforcement_delay_until,
                CASE
                    WHEN (a.legal_regime IS NOT NULL) THEN a.legal_regime
                    WHEN (v.violation_type = 'HIPAA_BREACH'::public.violation_type) THEN 'HIPAA'::phi.legal_regime
                    ELSE 'EITHER'::phi.legal_regime
                END AS legal_regime,
                CASE
                    WHEN (a.legal_regime = 'FERPA'::phi.legal_regime) THEN 'FERPA'::text
                    WHEN a.phi_was_encrypted THEN 'ENCRYPTED'::text
                    WHEN (a.conclusion = 'LOW_PROBABILITY'::phi.breach_conclusion) THEN 'REBUTTED'::text
                    WHEN (a.conclusion = 'EXCEPTION'::phi.breach_conclusion) THEN 'EXCEPTION'::text
                    WHEN (a.conclusion = 'BREACH'::phi.breach_conclusion) THEN 'BREACH'::text
                    ELSE 'PRESUMED'::text
                END AS standing,
            ((a.conclusion IS NULL) AND (NOT COALESCE(((a.legal_regime = 'FERPA'::phi.legal_regime) OR a.phi_was_encrypted), false))) AS assessment_is_missing,
            LEAST(phi.breach_day(v.discovered_at), a.knowable_at) AS discovered_on,
            u.unlisted,
            (l.listed + u.unlisted) AS individuals,
            l.notified,
            s.states,
            s.most_in_one_state,
            (s.state_unknown + u.unlisted) AS state_unknown,
            h.notified_at AS hhs_notified_at,
            s.media_missing AS states_without_media_notice
           FROM (((((public.compliance_violations v
             LEFT JOIN phi.breach_assessments a ON ((v.id = a.violation_id)))
             LEFT JOIN phi.breach_notices h ON (((v.id = h.violation_id) AND (h.kind = 'HHS'::phi.breach_notice_kind))))
             CROSS JOIN LATERAL ( SELECT count(*) AS listed,
                    count(i.notified_at) AS notified
                   FROM phi.breach_individuals i
                  WHERE (i.violation_id = v.id)) l)
             CROSS JOIN LATERAL ( SELECT count(b.state) AS states,
                    COALESCE(max(b.individuals) FILTER (WHERE (b.state IS NOT NULL)), (0)::bigint) AS most_in_one_state,
                    (COALESCE(sum(b.individuals) FILTER (WHERE (b.state IS NULL)), (0)::numeric))::bigint AS state_unknown,
                    count(*) FILTER (WHERE (b.exceeds_500 AND (b.media_notified_at IS NULL))) AS media_missing
                   FROM phi.breach_states b
                  WHERE (b.violation_id = v.id)) s)
             CROSS JOIN LATERAL ( SELECT count(*) AS unlisted
                   FROM phi.breach_reported(v.affected_students) r(element, student_id)
                  WHERE (NOT (EXISTS ( SELECT
                           FROM phi.breach_individuals i
                          WHERE ((i.violation_id = v.id) AND (i.student_id = r.student_id)))))) u)
          WHERE ((v.violation_type = ANY (ARRAY['HIPAA_BREACH'::public.violation_type, 'FERPA_VIOLATION'::public.violation_type, 'UNAUTHORIZED_ACCESS'::public.violation_type, 'DATA_LEAK'::public.violation_type])) AND (v.deleted_at IS NULL))
        ), clocks AS (
         SELECT c_1.violation_id,
            c_1.violation_type,
            c_1.status,
            c_1.law_enforcement_delay_until,
            c_1.legal_regime,
            c_1.standing,
            c_1.assessment_is_missing,
            c_1.discovered_on,
            c_1.unlisted,
            c_1.individuals,
            c_1.notified,
            c_1.states,
            c_1.most_in_one_state,
            c_1.state_unknown,
            c_1.hhs_notified_at,
            c_1.states_without_media_notice,
            k.individual_notice_due,
            k.hhs_notice_due,
            k.media_notice_due,
            ((c_1.individuals > 0) AND (c_1.notified = c_1.individuals)) AS individuals_are_notified
           FROM (cases c_1
             LEFT JOIN LATERAL phi.breach_clock(c_1.discovered_on, c_1.individuals, c_1.most_in_one_state, c_1.law_enforcement_delay_until) k(individual_notice_due, hhs_notice_due, media_notice_due) ON ((c_1.standing = ANY (ARRAY['PRESUMED'::text, 'BREACH'::text]))))
        )
 SELECT violation_id,
    violation_type,
    status,
    legal_regime,
    standing,
    assessment_is_missing,
    discovered_on,
    individuals,
    unlisted,
    notified,
    states,
    most_in_one_state,
    state_unknown,
    law_enforcement_delay_until,
    individual_notice_due,
    individuals_are_notified,
    hhs_notice_due,
    hhs_notified_at,
    media_notice_due,
    states_without_media_notice,
    ((media_notice_due IS NULL) AND (hhs_notice_due IS NOT NULL) AND ((most_in_one_state + state_unknown) > 500)) AS media_notice_is_uncertain,
    COALESCE(((individual_notice_due < phi.breach_day(now())) AND (NOT individuals_are_notified)), false) AS individual_notice_is_overdue,
    COALESCE(((hhs_notice_due < phi.breach_day(now())) AND (hhs_notified_at IS NULL)), false) AS hhs_notice_is_overdue,
    COALESCE(((media_notice_due < phi.breach_day(now())) AND (states_without_media_notice > 0)), false) AS media_notice_is_overdue
   FROM clocks c;

COMMENT ON VIEW phi.breaches IS 'Every violation that may be a breach, with its deadlines. Column standing: PRESUMED and BREACH have deadlines; REBUTTED (low probability by the four factors), EXCEPTION, ENCRYPTED and FERPA (by an assessment) have none, and their due dates are NULL.';
COMMENT ON COLUMN phi.breaches.legal_regime IS 'Law by the assessment. Before one: HIPAA if the violation has type HIPAA_BREACH, otherwise EITHER.';
COMMENT ON COLUMN phi.breaches.assessment_is_missing IS 'TRUE while no assessment has a conclusion or ends the deadlines otherwise.';
COMMENT ON COLUMN phi.breaches.discovered_on IS 'First day on which the breach was known or should have been, in the time zone of phi.breach_settings.';
COMMENT ON COLUMN phi.breaches.individuals IS 'Number of individuals on the list or named in the violation.';
COMMENT ON COLUMN phi.breaches.unlisted IS 'Number of them that the violation names but the list lacks. phi.breach_collect_reported() adds them; those that remain are not a UUID or not a student.';
COMMENT ON COLUMN phi.breaches.notified IS 'Number of individuals on the list who have been sent a notice.';
COMMENT ON COLUMN phi.breaches.state_unknown IS 'Number of individuals whose state is not known.';
COMMENT ON COLUMN phi.breaches.states_without_media_notice IS 'Number of states with more than 500 individuals whose media have not been notified.';
COMMENT ON COLUMN phi.breaches.media_notice_is_uncertain IS 'TRUE if the individuals of unknown state could bring one state above 500: find out their states.';
COMMENT ON COLUMN phi.breaches.individual_notice_is_overdue IS 'TRUE from the day after the deadline while any individual has not been notified.';

-- ----------------------------------------------------------------------------
-- phi.breaches: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.breaches TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.break_glass_grants
-- ----------------------------------------------------------------------------

CREATE TABLE phi.break_glass_grants (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    student_id uuid NOT NULL,
    school_id uuid NOT NULL,
    reason text NOT NULL,
    approved_by uuid NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT break_glass_grants_approved_by_another_check CHECK ((approved_by <> user_id)),
    CONSTRAINT break_glass_grants_at_most_four_hours_check CHECK (((expires_at > granted_at) AND (expires_at <= (granted_at + '04:00:00'::interval)))),
    CONSTRAINT break_glass_grants_reason_is_a_sentence_check CHECK ((length(btrim(reason)) >= 20))
);

COMMENT ON TABLE phi.break_glass_grants IS 'PHI: Emergency access of one user to one student, for hours at most; reviewed afterwards.';
COMMENT ON COLUMN phi.break_glass_grants.id IS 'Primary key.';
COMMENT ON COLUMN phi.break_glass_grants.user_id IS 'User who needs the access.';
COMMENT ON COLUMN phi.break_glass_grants.student_id IS 'Student whose records are opened.';
COMMENT ON COLUMN phi.break_glass_grants.school_id IS 'School of the student at that time.';
COMMENT ON COLUMN phi.break_glass_grants.reason IS 'PHI: Why it could not wait, at least twenty characters.';
COMMENT ON COLUMN phi.break_glass_grants.approved_by IS 'Administrator who approved it; never the user who needs the access.';
COMMENT ON COLUMN phi.break_glass_grants.granted_at IS 'Start of the access.';
COMMENT ON COLUMN phi.break_glass_grants.expires_at IS 'When the access expires: four hours after granted_at at most.';
COMMENT ON COLUMN phi.break_glass_grants.revoked_at IS 'When it was ended early; NULL if it ran until expires_at.';

-- ----------------------------------------------------------------------------
-- phi.break_glass_grants: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.break_glass_grants
    ADD CONSTRAINT break_glass_grants_pkey PRIMARY KEY (id);

ALTER TABLE ONLY phi.break_glass_grants
    ADD CONSTRAINT break_glass_grants_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY phi.break_glass_grants
    ADD CONSTRAINT break_glass_grants_school_id_fkey FOREIGN KEY (school_id) REFERENCES public.schools(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY phi.break_glass_grants
    ADD CONSTRAINT break_glass_grants_student_id_fkey FOREIGN KEY (student_id) REFERENCES public.students(id) ON UPDATE CASCADE ON DELETE RESTRICT;

ALTER TABLE ONLY phi.break_glass_grants
    ADD CONSTRAINT break_glass_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.break_glass_grants: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX break_glass_grants_approved_by_idx ON phi.break_glass_grants USING btree (approved_by);

CREATE INDEX break_glass_grants_school_id_idx ON phi.break_glass_grants USING btree (school_id);

CREATE INDEX break_glass_grants_student_id_idx ON phi.break_glass_grants USING btree (student_id);

CREATE INDEX break_glass_grants_user_id_expires_at_idx ON phi.break_glass_grants USING btree (user_id, expires_at DESC);

-- ----------------------------------------------------------------------------
-- phi.break_glass_grants: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.break_glass_grants TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.callers
-- ----------------------------------------------------------------------------

CREATE TABLE phi.callers (
    function_name text NOT NULL,
    role_name name NOT NULL,
    reason text NOT NULL,
    CONSTRAINT callers_reason_not_blank_check CHECK ((btrim(reason) <> ''::text)),
    CONSTRAINT callers_role_is_one_of_ours_check CHECK (((role_name ~ '^whitecross_'::text) OR (function_name !~ '^(public|phi|masked|sequelize)[.]'::text)))
);

COMMENT ON TABLE phi.callers IS 'Every grant of EXECUTE on a function of ours to a role other than the owner, with its reason; and functions of other schemas that may lend the rights of their owner.';
COMMENT ON COLUMN phi.callers.function_name IS 'Function with the types of its arguments, as regprocedure prints it when search_path is pg_catalog.';
COMMENT ON COLUMN phi.callers.role_name IS 'Group role that may call it; for a function of another schema any role, PUBLIC as public.';
COMMENT ON COLUMN phi.callers.reason IS 'Why the role needs to call it, for the reviewer.';

-- ----------------------------------------------------------------------------
-- phi.callers: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.callers
    ADD CONSTRAINT callers_pkey PRIMARY KEY (function_name, role_name);

-- ----------------------------------------------------------------------------
-- phi.columns
-- ----------------------------------------------------------------------------

CREATE TABLE phi.columns (
    table_name name NOT NULL,
    column_name name NOT NULL,
    is_phi boolean NOT NULL,
    mask phi.mask_rule NOT NULL,
    audit phi.audit_rule NOT NULL,
    encryption phi.encryption_rule NOT NULL,
    CONSTRAINT columns_encrypted_is_not_logged_in_clear_check CHECK (((encryption = 'NONE'::phi.encryption_rule) OR (audit <> 'CLEAR'::phi.audit_rule))),
    CONSTRAINT columns_encrypted_is_not_shown_check CHECK (((encryption = 'NONE'::phi.encryption_rule) OR (mask <> 'SHOW'::phi.mask_rule)))
);

COMMENT ON TABLE phi.columns IS 'Every column of every table of schema public: whether it is PHI, and how it is protected.';
COMMENT ON COLUMN phi.columns.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.columns.column_name IS 'Column of that table.';
COMMENT ON COLUMN phi.columns.is_phi IS 'TRUE if the value is health information about a child or identifies one. The comment of the column then begins with PHI.';
COMMENT ON COLUMN phi.columns.mask IS 'Part of the value that the view in schema masked shows.';
COMMENT ON COLUMN phi.columns.audit IS 'Form in which the audit log keeps a changed value.';
COMMENT ON COLUMN phi.columns.encryption IS 'Component that encrypts the value, or NONE.';

-- ----------------------------------------------------------------------------
-- phi.columns: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.columns
    ADD CONSTRAINT columns_pkey PRIMARY KEY (table_name, column_name);

ALTER TABLE ONLY phi.columns
    ADD CONSTRAINT columns_table_name_fkey FOREIGN KEY (table_name) REFERENCES phi.tables(table_name) ON UPDATE CASCADE ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- phi.columns: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.columns TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_encryptor, whitecross_readonly, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.data_keys
-- ----------------------------------------------------------------------------

CREATE TABLE phi.data_keys (
    key_id integer NOT NULL,
    purpose phi.key_purpose NOT NULL,
    state phi.key_state NOT NULL,
    wrapped_key bytea NOT NULL,
    kek_id text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by name DEFAULT SESSION_USER NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT data_keys_kek_id_is_check_value_check CHECK ((kek_id ~ '^[0-9a-f]{16}$'::text)),
    CONSTRAINT data_keys_retired_at_when_retired_check CHECK (((state = 'RETIRED'::phi.key_state) = (retired_at IS NOT NULL))),
    CONSTRAINT data_keys_wrapped_key_is_whole_check CHECK ((length(wrapped_key) = 40))
);

ALTER TABLE phi.data_keys ALTER COLUMN key_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME phi.data_keys_key_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

COMMENT ON TABLE phi.data_keys IS 'Data keys, each wrapped by the key-encryption key (KEK). The KEK is never in the database.';
COMMENT ON COLUMN phi.data_keys.key_id IS 'Number of the key; every value that it encrypts carries the number.';
COMMENT ON COLUMN phi.data_keys.purpose IS 'ENCRYPT for values, INDEX for the blind indexes that find them.';
COMMENT ON COLUMN phi.data_keys.state IS 'ACTIVE encrypts and decrypts, DECRYPT_ONLY only decrypts, RETIRED does neither.';
COMMENT ON COLUMN phi.data_keys.wrapped_key IS 'The 32-byte key under AES key wrap (RFC 3394). Unwrapping with a wrong KEK fails.';
COMMENT ON COLUMN phi.data_keys.kek_id IS 'Check value of the KEK that wraps the key; it identifies the KEK without revealing it.';
COMMENT ON COLUMN phi.data_keys.created_at IS 'Time when the key was created.';
COMMENT ON COLUMN phi.data_keys.created_by IS 'Database login that created the key.';
COMMENT ON COLUMN phi.data_keys.retired_at IS 'Time when the key was retired; NULL until then.';

-- ----------------------------------------------------------------------------
-- phi.data_keys: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.data_keys
    ADD CONSTRAINT data_keys_pkey PRIMARY KEY (key_id);

-- ----------------------------------------------------------------------------
-- phi.data_keys: indexes
-- ----------------------------------------------------------------------------

CREATE UNIQUE INDEX data_keys_active_key ON phi.data_keys USING btree (purpose) WHERE (state = 'ACTIVE'::phi.key_state);
COMMENT ON INDEX phi.data_keys_active_key IS 'At most one key of each purpose is ACTIVE.';

-- ----------------------------------------------------------------------------
-- phi.data_keys: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.data_keys TO whitecross_encryptor, whitecross_service;
GRANT INSERT(purpose) ON TABLE phi.data_keys TO whitecross_encryptor;
GRANT INSERT(state),UPDATE(state) ON TABLE phi.data_keys TO whitecross_encryptor;
GRANT INSERT(wrapped_key),UPDATE(wrapped_key) ON TABLE phi.data_keys TO whitecross_encryptor;
GRANT INSERT(kek_id),UPDATE(kek_id) ON TABLE phi.data_keys TO whitecross_encryptor;
GRANT UPDATE(retired_at) ON TABLE phi.data_keys TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.encrypted_columns
-- ----------------------------------------------------------------------------

CREATE TABLE phi.encrypted_columns (
    table_name name NOT NULL,
    column_name name NOT NULL,
    table_id integer NOT NULL,
    column_id integer NOT NULL,
    value_type regtype NOT NULL,
    ciphertext_column name NOT NULL,
    blind_index_column name,
    blind_index_rule phi.blind_index_rule DEFAULT 'NONE'::phi.blind_index_rule NOT NULL,
    CONSTRAINT encrypted_columns_blind_index_has_a_rule_check CHECK (((blind_index_column IS NULL) = (blind_index_rule = 'NONE'::phi.blind_index_rule))),
    CONSTRAINT encrypted_columns_ids_are_positive_check CHECK (((table_id > 0) AND (column_id > 0)))
);

COMMENT ON TABLE phi.encrypted_columns IS 'Columns that wcdb phi encrypts, with the column for the ciphertext of each.';
COMMENT ON COLUMN phi.encrypted_columns.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.encrypted_columns.column_name IS 'Column with the plaintext. This row stays after a contract step has dropped the column.';
COMMENT ON COLUMN phi.encrypted_columns.table_id IS 'Permanent number of the table; it stays the same if the table is renamed.';
COMMENT ON COLUMN phi.encrypted_columns.column_id IS 'Permanent number of the column within the table.';
COMMENT ON COLUMN phi.encrypted_columns.value_type IS 'Type of the plaintext. wcdb phi encrypts its text form in UTF-8, dates as ISO 8601.';
COMMENT ON COLUMN phi.encrypted_columns.ciphertext_column IS 'Column with the ciphertext, bytea.';
COMMENT ON COLUMN phi.encrypted_columns.blind_index_column IS 'Column with the blind index, bytea of 32 bytes; NULL if nobody searches for the value.';
COMMENT ON COLUMN phi.encrypted_columns.blind_index_rule IS 'Part of the value that enters the blind index.';

-- ----------------------------------------------------------------------------
-- phi.encrypted_columns: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.encrypted_columns
    ADD CONSTRAINT encrypted_columns_pkey PRIMARY KEY (table_name, column_name);

ALTER TABLE ONLY phi.encrypted_columns
    ADD CONSTRAINT encrypted_columns_table_id_column_id_key UNIQUE (table_id, column_id);

ALTER TABLE ONLY phi.encrypted_columns
    ADD CONSTRAINT encrypted_columns_table_name_ciphertext_column_key UNIQUE (table_name, ciphertext_column);

ALTER TABLE ONLY phi.encrypted_columns
    ADD CONSTRAINT encrypted_columns_table_name_fkey FOREIGN KEY (table_name) REFERENCES phi.tables(table_name) ON UPDATE CASCADE ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.encrypted_columns: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.encrypted_columns TO whitecross_encryptor, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.encryption_findings
-- ----------------------------------------------------------------------------

CREATE TABLE phi.encryption_findings (
    job_id bigint NOT NULL,
    row_key text NOT NULL,
    column_name name NOT NULL,
    fault phi.encryption_fault NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE phi.encryption_findings IS 'Values that a job refused: row, column and fault, but never the value itself.';
COMMENT ON COLUMN phi.encryption_findings.job_id IS 'Job that found the fault.';
COMMENT ON COLUMN phi.encryption_findings.row_key IS 'Primary key of the row, as text.';
COMMENT ON COLUMN phi.encryption_findings.column_name IS 'Name of the plaintext column.';
COMMENT ON COLUMN phi.encryption_findings.fault IS 'Reason why the job refused the value.';
COMMENT ON COLUMN phi.encryption_findings.found_at IS 'Time when the job found the fault.';

-- ----------------------------------------------------------------------------
-- phi.encryption_findings: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.encryption_findings
    ADD CONSTRAINT encryption_findings_pkey PRIMARY KEY (job_id, row_key, column_name);

ALTER TABLE ONLY phi.encryption_findings
    ADD CONSTRAINT encryption_findings_job_id_fkey FOREIGN KEY (job_id) REFERENCES phi.encryption_jobs(job_id) ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- phi.encryption_findings: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT ON TABLE phi.encryption_findings TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.encryption_jobs
-- ----------------------------------------------------------------------------

CREATE TABLE phi.encryption_jobs (
    job_id bigint NOT NULL,
    table_name name NOT NULL,
    column_names name[] NOT NULL,
    operation phi.encryption_operation NOT NULL,
    key_id integer,
    state phi.encryption_state DEFAULT 'RUNNING'::phi.encryption_state NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by name DEFAULT SESSION_USER NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT encryption_jobs_finished_at_the_end_check CHECK (((state = ANY (ARRAY['CANCELLED'::phi.encryption_state, 'DONE'::phi.encryption_state])) = (finished_at IS NOT NULL))),
    CONSTRAINT encryption_jobs_has_columns_check CHECK ((cardinality(column_names) > 0)),
    CONSTRAINT encryption_jobs_writes_with_a_key_check CHECK (((operation = ANY (ARRAY['ENCRYPT'::phi.encryption_operation, 'ROTATE'::phi.encryption_operation])) = (key_id IS NOT NULL)))
);

ALTER TABLE phi.encryption_jobs ALTER COLUMN job_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME phi.encryption_jobs_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

COMMENT ON TABLE phi.encryption_jobs IS 'One pass over the rows of a table, by any number of workers on any number of hosts.';
COMMENT ON COLUMN phi.encryption_jobs.job_id IS 'Primary key.';
COMMENT ON COLUMN phi.encryption_jobs.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.encryption_jobs.column_names IS 'Columns to process, by the names of their plaintext columns.';
COMMENT ON COLUMN phi.encryption_jobs.operation IS 'Operation on each row: encrypt, verify, decrypt or rotate.';
COMMENT ON COLUMN phi.encryption_jobs.key_id IS 'Data key that the job encrypts with; NULL if the job writes no ciphertext.';
COMMENT ON COLUMN phi.encryption_jobs.state IS 'State that the workers obey: after each batch they continue, pause or stop.';
COMMENT ON COLUMN phi.encryption_jobs.created_at IS 'Time when the job was started.';
COMMENT ON COLUMN phi.encryption_jobs.created_by IS 'Database login that started the job.';
COMMENT ON COLUMN phi.encryption_jobs.finished_at IS 'Time when the job was done or cancelled; NULL while it is open.';

-- ----------------------------------------------------------------------------
-- phi.encryption_jobs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.encryption_jobs
    ADD CONSTRAINT encryption_jobs_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY phi.encryption_jobs
    ADD CONSTRAINT encryption_jobs_key_id_fkey FOREIGN KEY (key_id) REFERENCES phi.data_keys(key_id) ON DELETE RESTRICT;

-- ----------------------------------------------------------------------------
-- phi.encryption_jobs: indexes
-- ----------------------------------------------------------------------------

CREATE INDEX encryption_jobs_key_id_idx ON phi.encryption_jobs USING btree (key_id);

CREATE UNIQUE INDEX encryption_jobs_open_key ON phi.encryption_jobs USING btree (table_name) WHERE (state = ANY (ARRAY['RUNNING'::phi.encryption_state, 'PAUSED'::phi.encryption_state]));
COMMENT ON INDEX phi.encryption_jobs_open_key IS 'Only one job at a time works on a table, so that no job verifies while another one writes.';

-- ----------------------------------------------------------------------------
-- phi.encryption_jobs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,UPDATE ON TABLE phi.encryption_jobs TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.encryption_ranges
-- ----------------------------------------------------------------------------

CREATE TABLE phi.encryption_ranges (
    job_id bigint NOT NULL,
    range_no integer NOT NULL,
    after_key text,
    last_key text,
    done_key text,
    row_count bigint NOT NULL,
    rows_read bigint DEFAULT 0 NOT NULL,
    rows_done bigint DEFAULT 0 NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT encryption_ranges_counts_are_sums_check CHECK (((rows_done >= 0) AND (rows_read >= rows_done)))
);

COMMENT ON TABLE phi.encryption_ranges IS 'Ranges of primary keys that the workers of a job claim one by one, with their progress.';
COMMENT ON COLUMN phi.encryption_ranges.job_id IS 'Job to which the range belongs.';
COMMENT ON COLUMN phi.encryption_ranges.range_no IS 'Number of the range within the job, from 1.';
COMMENT ON COLUMN phi.encryption_ranges.after_key IS 'The range starts after this key; NULL: at the start of the table.';
COMMENT ON COLUMN phi.encryption_ranges.last_key IS 'The range ends with this key; NULL: at the end of the table.';
COMMENT ON COLUMN phi.encryption_ranges.done_key IS 'Last key of the last committed batch; NULL until one is committed.';
COMMENT ON COLUMN phi.encryption_ranges.row_count IS 'Rows in the range when the job started, for the progress bar.';
COMMENT ON COLUMN phi.encryption_ranges.rows_read IS 'Rows read so far that needed processing.';
COMMENT ON COLUMN phi.encryption_ranges.rows_done IS 'Rows written or verified so far. The other rows read had changed meanwhile or had a fault.';
COMMENT ON COLUMN phi.encryption_ranges.finished_at IS 'Time when the end of the range was reached; NULL until then.';

-- ----------------------------------------------------------------------------
-- phi.encryption_ranges: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.encryption_ranges
    ADD CONSTRAINT encryption_ranges_pkey PRIMARY KEY (job_id, range_no);

ALTER TABLE ONLY phi.encryption_ranges
    ADD CONSTRAINT encryption_ranges_job_id_fkey FOREIGN KEY (job_id) REFERENCES phi.encryption_jobs(job_id) ON DELETE CASCADE;

-- ----------------------------------------------------------------------------
-- phi.encryption_ranges: grants
-- ----------------------------------------------------------------------------

GRANT SELECT,INSERT,UPDATE ON TABLE phi.encryption_ranges TO whitecross_encryptor;

-- ----------------------------------------------------------------------------
-- phi.grants
-- ----------------------------------------------------------------------------

CREATE TABLE phi.grants (
    object_kind phi.grant_kind NOT NULL,
    object_name text NOT NULL,
    role_name name NOT NULL,
    privileges text NOT NULL,
    reason text NOT NULL,
    CONSTRAINT grants_database_has_no_name_check CHECK (((object_kind = 'DATABASE'::phi.grant_kind) = (object_name = ''::text))),
    CONSTRAINT grants_not_of_a_protected_table_check CHECK ((object_name !~ '^(public|masked|sequelize)[.]'::text)),
    CONSTRAINT grants_privileges_not_blank_check CHECK ((btrim(privileges) <> ''::text)),
    CONSTRAINT grants_reason_not_blank_check CHECK ((btrim(reason) <> ''::text)),
    CONSTRAINT grants_role_is_one_of_ours_check CHECK (((role_name ~ '^whitecross_'::text) AND (role_name <> 'whitecross_owner'::name)))
);

COMMENT ON TABLE phi.grants IS 'Every grant to a role of ours that phi.protect does not make, with its reason.';
COMMENT ON COLUMN phi.grants.object_kind IS 'Kind of the object, as GRANT calls it.';
COMMENT ON COLUMN phi.grants.object_name IS 'Name of the object with its schema; empty for the database, which has another name in every environment.';
COMMENT ON COLUMN phi.grants.role_name IS 'Group role that gets the privileges.';
COMMENT ON COLUMN phi.grants.privileges IS 'Privileges as GRANT takes them, in the order of their names, columns too.';
COMMENT ON COLUMN phi.grants.reason IS 'Why the role needs them, for the reviewer.';

-- ----------------------------------------------------------------------------
-- phi.grants: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (object_kind, object_name, role_name);

-- ----------------------------------------------------------------------------
-- phi.hand_written
-- ----------------------------------------------------------------------------

CREATE TABLE phi.hand_written (
    kind text NOT NULL,
    relation text NOT NULL,
    name text NOT NULL,
    definition text NOT NULL,
    CONSTRAINT hand_written_kind_check CHECK ((kind = ANY (ARRAY['POLICY'::text, 'TRIGGER'::text])))
);

COMMENT ON TABLE phi.hand_written IS 'Hand-written policies and triggers as their migration left them; wcdb posture compares the catalogue with them.';
COMMENT ON COLUMN phi.hand_written.kind IS 'POLICY or TRIGGER.';
COMMENT ON COLUMN phi.hand_written.relation IS 'Table or view with its schema.';
COMMENT ON COLUMN phi.hand_written.name IS 'Name of the policy or trigger.';
COMMENT ON COLUMN phi.hand_written.definition IS 'Statement that creates it, as phi.policies_and_triggers prints it.';

-- ----------------------------------------------------------------------------
-- phi.hand_written: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.hand_written
    ADD CONSTRAINT hand_written_pkey PRIMARY KEY (relation, kind, name);

-- ----------------------------------------------------------------------------
-- phi.legal_holds
-- ----------------------------------------------------------------------------

CREATE TABLE phi.legal_holds (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    student_id uuid,
    retention_category public.retention_category,
    reason text NOT NULL,
    placed_at timestamp with time zone DEFAULT now() NOT NULL,
    placed_by uuid,
    placed_login name DEFAULT SESSION_USER NOT NULL,
    released_at timestamp with time zone,
    released_by uuid,
    released_login name,
    CONSTRAINT legal_holds_reason_not_blank_check CHECK ((btrim(reason) <> ''::text)),
    CONSTRAINT legal_holds_released_after_placed_check CHECK ((released_at >= placed_at)),
    CONSTRAINT legal_holds_released_by_someone_check CHECK (((released_at IS NULL) = (released_login IS NULL))),
    CONSTRAINT legal_holds_released_by_with_release_check CHECK (((released_by IS NULL) OR (released_at IS NOT NULL)))
);

COMMENT ON TABLE phi.legal_holds IS 'PHI: Legal holds: records that must be kept beyond their retention period until the hold is released. A hold is never deleted.';
COMMENT ON COLUMN phi.legal_holds.id IS 'Primary key.';
COMMENT ON COLUMN phi.legal_holds.student_id IS 'PHI: Student whose records are held; NULL for every student.';
COMMENT ON COLUMN phi.legal_holds.retention_category IS 'Class of records that is held; NULL for every class.';
COMMENT ON COLUMN phi.legal_holds.reason IS 'PHI: Court or authority that demands the hold, its reason, and a reference; free text.';
COMMENT ON COLUMN phi.legal_holds.placed_at IS 'Time when the hold was placed.';
COMMENT ON COLUMN phi.legal_holds.placed_by IS 'Application user who placed the hold; NULL if only the login is known.';
COMMENT ON COLUMN phi.legal_holds.placed_login IS 'Database login that placed the hold.';
COMMENT ON COLUMN phi.legal_holds.released_at IS 'Time when the hold was released; NULL while it is in force.';
COMMENT ON COLUMN phi.legal_holds.released_by IS 'Application user who released the hold; NULL if only the login is known or nobody did.';
COMMENT ON COLUMN phi.legal_holds.released_login IS 'Database login that released the hold; NULL while it is in force.';

-- ----------------------------------------------------------------------------
-- phi.legal_holds: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.legal_holds
    ADD CONSTRAINT legal_holds_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- phi.legal_holds: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER legal_holds_050_no_truncate BEFORE TRUNCATE ON phi.legal_holds FOR EACH STATEMENT EXECUTE FUNCTION phi.legal_holds_release_only();
ALTER TABLE phi.legal_holds ENABLE ALWAYS TRIGGER legal_holds_050_no_truncate;

CREATE TRIGGER legal_holds_050_release_only BEFORE DELETE OR UPDATE ON phi.legal_holds FOR EACH ROW EXECUTE FUNCTION phi.legal_holds_release_only();
ALTER TABLE phi.legal_holds ENABLE ALWAYS TRIGGER legal_holds_050_release_only;

-- ----------------------------------------------------------------------------
-- phi.legal_holds: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.legal_holds TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.retention_runs
-- ----------------------------------------------------------------------------

CREATE TABLE phi.retention_runs (
    id bigint NOT NULL,
    table_name name NOT NULL,
    retention_category public.retention_category NOT NULL,
    policy_ids uuid[] NOT NULL,
    as_of timestamp with time zone NOT NULL,
    cutoff timestamp with time zone NOT NULL,
    row_count bigint,
    transaction_id xid8 DEFAULT pg_current_xact_id() NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    database_user name DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT retention_runs_counted_when_finished_check CHECK (((finished_at IS NULL) = (row_count IS NULL))),
    CONSTRAINT retention_runs_not_of_the_future_check CHECK (((as_of <= started_at) AND (cutoff < as_of)))
);

ALTER TABLE phi.retention_runs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME phi.retention_runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

COMMENT ON TABLE phi.retention_runs IS 'Batches of records that retention removed, one row for each. The audit log lists the records.';
COMMENT ON COLUMN phi.retention_runs.id IS 'Primary key, in the order of the batches.';
COMMENT ON COLUMN phi.retention_runs.table_name IS 'Table from which the records were removed.';
COMMENT ON COLUMN phi.retention_runs.retention_category IS 'Retention class of the records.';
COMMENT ON COLUMN phi.retention_runs.policy_ids IS 'Policies that were ACTIVE for the class; the one with the longest period decided.';
COMMENT ON COLUMN phi.retention_runs.as_of IS 'Time at which the records had to be due; not later than started_at.';
COMMENT ON COLUMN phi.retention_runs.cutoff IS 'Records that were in effect or written after this time were kept.';
COMMENT ON COLUMN phi.retention_runs.row_count IS 'Number of records removed.';
COMMENT ON COLUMN phi.retention_runs.transaction_id IS 'Transaction of the batch; the entries of the audit log carry the same id.';
COMMENT ON COLUMN phi.retention_runs.started_at IS 'Time when the transaction started.';
COMMENT ON COLUMN phi.retention_runs.finished_at IS 'Time when the batch was finished; NULL only inside its own transaction.';
COMMENT ON COLUMN phi.retention_runs.database_user IS 'Database login that ran the batch.';

-- ----------------------------------------------------------------------------
-- phi.retention_runs: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.retention_runs
    ADD CONSTRAINT retention_runs_pkey PRIMARY KEY (id);

-- ----------------------------------------------------------------------------
-- phi.retention_runs: indexes
-- ----------------------------------------------------------------------------

CREATE UNIQUE INDEX retention_runs_transaction_id_open_idx ON phi.retention_runs USING btree (transaction_id) WHERE (finished_at IS NULL);
COMMENT ON INDEX phi.retention_runs_transaction_id_open_idx IS 'The open run of the current transaction, looked up for every deleted row.';

-- ----------------------------------------------------------------------------
-- phi.retention_runs: triggers
-- ----------------------------------------------------------------------------

CREATE TRIGGER retention_runs_050_append_only BEFORE DELETE OR UPDATE ON phi.retention_runs FOR EACH ROW EXECUTE FUNCTION phi.retention_runs_finish_only();
ALTER TABLE phi.retention_runs ENABLE ALWAYS TRIGGER retention_runs_050_append_only;

CREATE TRIGGER retention_runs_050_no_truncate BEFORE TRUNCATE ON phi.retention_runs FOR EACH STATEMENT EXECUTE FUNCTION phi.retention_runs_finish_only();
ALTER TABLE phi.retention_runs ENABLE ALWAYS TRIGGER retention_runs_050_no_truncate;

-- ----------------------------------------------------------------------------
-- phi.retention_runs: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.retention_runs TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.tables
-- ----------------------------------------------------------------------------

CREATE TABLE phi.tables (
    table_name name NOT NULL,
    access_group phi.access_group NOT NULL,
    tenant_rule phi.tenant_rule NOT NULL,
    student_column name,
    holds_phi boolean NOT NULL,
    is_audited boolean NOT NULL,
    legal_regime phi.legal_regime NOT NULL,
    retention_category public.retention_category,
    CONSTRAINT tables_phi_has_a_legal_regime_check CHECK (((NOT holds_phi) OR (legal_regime <> 'NONE'::phi.legal_regime))),
    CONSTRAINT tables_phi_is_no_reference_check CHECK (((NOT holds_phi) OR (access_group <> 'REFERENCE'::phi.access_group)))
);

COMMENT ON TABLE phi.tables IS 'Every table of schema public: its tenant, its access group and the law that applies to it.';
COMMENT ON COLUMN phi.tables.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.tables.access_group IS 'Group of tables by which phi.access grants rights.';
COMMENT ON COLUMN phi.tables.tenant_rule IS 'Rule that finds the tenant of a row.';
COMMENT ON COLUMN phi.tables.student_column IS 'Column with the id of the student whom a row concerns; the audit log copies it. NULL if none.';
COMMENT ON COLUMN phi.tables.holds_phi IS 'TRUE if any column is PHI.';
COMMENT ON COLUMN phi.tables.is_audited IS 'TRUE if triggers log every change: tables with PHI and tables that control access to it.';
COMMENT ON COLUMN phi.tables.legal_regime IS 'Law that applies to the rows.';
COMMENT ON COLUMN phi.tables.retention_category IS 'Category of data_retention_policies that sets how long rows are kept; NULL if none does.';

-- ----------------------------------------------------------------------------
-- phi.tables: constraints
-- ----------------------------------------------------------------------------

ALTER TABLE ONLY phi.tables
    ADD CONSTRAINT tables_pkey PRIMARY KEY (table_name);

-- ----------------------------------------------------------------------------
-- phi.tables: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.tables TO whitecross_admin, whitecross_app, whitecross_auditor, whitecross_district, whitecross_encryptor, whitecross_readonly, whitecross_service;

-- ----------------------------------------------------------------------------
-- phi.unusual_access
-- ----------------------------------------------------------------------------

CREATE VIEW phi.unusual_access WITH (security_invoker='true') AS
 WITH entries AS (
         SELECT a.user_id,
            a.database_user,
            a.success,
            a.created_at,
            (a.created_at AT TIME ZONE s_1.time_zone) AS local_time,
            s_1.day_begins,
            s_1.day_ends,
            COALESCE(a.student_id,
                CASE
                    WHEN (lower((a.entity_type)::text) = ANY (ARRAY['student'::text, 'students'::text])) THEN a.entity_id
                    ELSE NULL::uuid
                END) AS student_id,
            a.is_phi,
            (a.metadata ->> 'break_glass'::text) AS break_glass
           FROM (public.audit_logs a
             CROSS JOIN phi.breach_settings_in_force() s_1(id, time_zone, day_begins, day_ends, students_per_hour, refusals_per_hour, created_at, updated_at))
          WHERE (a.created_at >= (now() - '30 days'::interval))
        ), marked AS (
         SELECT e.user_id,
            e.database_user,
            e.success,
            e.created_at,
            e.local_time,
            e.day_begins,
            e.day_ends,
            e.student_id,
            e.is_phi,
            e.break_glass,
            (e.success AND (e.student_id IS NOT NULL)) AS is_of_student,
            (e.success AND (e.break_glass IS NOT NULL)) AS is_break_glass,
            (e.success AND ((e.student_id IS NOT NULL) OR e.is_phi) AND ((EXTRACT(isodow FROM e.local_time) = ANY (ARRAY[(6)::numeric, (7)::numeric])) OR ((e.local_time)::time without time zone < e.day_begins) OR ((e.local_time)::time without time zone >= e.day_ends))) AS is_after_hours
           FROM entries e
        ), hours AS (
         SELECT m.user_id,
            string_agg(DISTINCT (m.database_user)::text, ', '::text) AS database_user,
            date_trunc('hour'::text, m.created_at, 'UTC'::text) AS hour,
            count(DISTINCT m.student_id) FILTER (WHERE m.is_of_student) AS students,
            count(*) FILTER (WHERE m.is_of_student) AS entries,
            count(DISTINCT m.student_id) FILTER (WHERE m.is_break_glass) AS break_glass_students,
            count(*) FILTER (WHERE m.is_break_glass) AS break_glass_entries,
            count(DISTINCT m.break_glass) FILTER (WHERE m.is_break_glass) AS break_glass_grants,
            count(DISTINCT m.student_id) FILTER (WHERE m.is_after_hours) AS late_students,
            count(*) FILTER (WHERE m.is_after_hours) AS late_entries,
            count(DISTINCT m.student_id) FILTER (WHERE (NOT m.success)) AS refused_students,
            count(*) FILTER (WHERE (NOT m.success)) AS refused_entries
           FROM marked m
          GROUP BY m.user_id,
                CASE
                    WHEN (m.user_id IS NULL) THEN m.database_user
                    ELSE NULL::name
                END, (date_trunc('hour'::text, m.created_at, 'UTC'::text))
        )
 SELECT k.kind,
    h.user_id,
    h.database_user,
    h.hour,
    k.students,
    k.entries,
    k.detail
   FROM ((hours h
     CROSS JOIN phi.breach_settings_in_force() s(id, time_zone, day_begins, day_ends, students_per_hour, refusals_per_hour, created_at, updated_at))
     CROSS JOIN LATERAL ( VALUES ('MANY_STUDENTS'::text,(h.students > s.students_per_hour),h.students,h.entries,format('more than %s different students in an hour'::text, s.students_per_hour)), ('BREAK_GLASS'::text,(h.break_glass_entries > 0),h.break_glass_students,h.break_glass_entries,format('by %s break-glass grants'::text, h.break_glass_grants)), ('AFTER_HOURS'::text,(h.late_entries > 0),h.late_students,h.late_entries,format('at a weekend or not from %s to %s, %s'::text, to_char((s.day_begins)::interval, 'HH24:MI'::text), to_char((s.day_ends)::interval, 'HH24:MI'::text), s.time_zone)), ('REFUSED'::text,(h.refused_entries > s.refusals_per_hour),h.refused_students,h.refused_entries,format('more than %s refused or failed in an hour'::text, s.refusals_per_hour))) k(kind, is_unusual, students, entries, detail))
  WHERE k.is_unusual;

COMMENT ON VIEW phi.unusual_access IS 'Access of the last 30 days that somebody should review, by user and clock hour. Column kind: MANY_STUDENTS, BREAK_GLASS, AFTER_HOURS or REFUSED. phi.breach_settings holds the limits.';
COMMENT ON COLUMN phi.unusual_access.user_id IS 'User that the session claimed; NULL if it claimed none.';
COMMENT ON COLUMN phi.unusual_access.database_user IS 'Database logins of the user in this hour, separated by commas.';
COMMENT ON COLUMN phi.unusual_access.students IS 'Number of different students in these entries.';
COMMENT ON COLUMN phi.unusual_access.entries IS 'Number of audit log entries of this kind in the hour.';

-- ----------------------------------------------------------------------------
-- phi.unusual_access: grants
-- ----------------------------------------------------------------------------

GRANT SELECT ON TABLE phi.unusual_access TO whitecross_auditor;
