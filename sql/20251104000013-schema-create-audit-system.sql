-- The audit log, partitioned by month, and the accounting of disclosures.
--
-- The log has no foreign keys: an entry may be written before the row that it describes, and it
-- must remain after that row is deleted.
-- Each month is a partition, so that old months are detached and archived as a whole and not
-- deleted row by row. audit_logs_create_partitions() creates the partitions in advance. An entry
-- for which there is no month goes to audit_logs_default, so an insert never fails. Rows in
-- audit_logs_default show that the monthly job has stopped.
--
-- Tables:   audit_logs, phi_disclosures, phi_disclosure_audits
-- HIPAA:    the audit trail of 45 CFR 164.312(b) and the accounting of disclosures of 164.528;
--           the triggers that write audit_logs follow in 20251104000027
-- Locks:    none on existing tables
-- Rollback: drops the three tables, every partition and row of the log, and the three functions
--
-- depends: 20251104000012-schema-create-notifications

-- ----------------------------------------------------------------------------
-- The tenant key of rows that belong to a disclosure
-- ----------------------------------------------------------------------------

CREATE FUNCTION set_school_id_from_phi_disclosure()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF NEW.disclosure_id IS NOT NULL THEN
        NEW.school_id := (
            SELECT p.school_id
            FROM public.phi_disclosures AS p
            WHERE p.id = NEW.disclosure_id
            FOR KEY SHARE
        );
    END IF;
    RETURN NEW;
END
$function$;

COMMENT ON FUNCTION set_school_id_from_phi_disclosure() IS
    'Trigger: copies the tenant key from the disclosure that the row belongs to.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_phi_disclosure() FROM public;

-- ----------------------------------------------------------------------------
-- audit_logs
-- ----------------------------------------------------------------------------
-- The primary key includes created_at because PostgreSQL requires the partition key in it. id is a
-- random UUID and therefore unique in practice.
-- The columns have the order of the application's model, because auditors read this table next to
-- the code. The database itself sets student_id and the four columns that follow it; the
-- application can neither set nor change them.

CREATE TABLE audit_logs (
    id              uuid                  NOT NULL DEFAULT gen_random_uuid(),
    action          audit_action          NOT NULL,
    entity_type     varchar(100)          NOT NULL,
    entity_id       uuid,
    user_id         uuid,
    user_name       varchar(200),
    changes         jsonb,
    previous_values jsonb,
    new_values      jsonb,
    ip_address      varchar(45),
    user_agent      text,
    request_id      varchar(100),
    session_id      varchar(100),
    is_phi          boolean               NOT NULL DEFAULT FALSE,
    compliance_type audit_compliance_type NOT NULL DEFAULT 'GENERAL',
    severity        severity_level        NOT NULL DEFAULT 'LOW',
    success         boolean               NOT NULL DEFAULT TRUE,
    error_message   text,
    metadata        jsonb,
    tags            varchar(255)[]        NOT NULL DEFAULT '{}',
    student_id      uuid,
    database_user   name                  NOT NULL DEFAULT session_user,
    database_role   name                  NOT NULL DEFAULT current_user,
    transaction_id  xid8                  NOT NULL DEFAULT pg_current_xact_id(),
    timeline        integer               NOT NULL DEFAULT 1,
    created_at      timestamptz           NOT NULL DEFAULT now(),
    updated_at      timestamptz           NOT NULL DEFAULT now(),

    CONSTRAINT audit_logs_pkey
        PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

COMMENT ON TABLE audit_logs IS
    'PHI: The audit log: who did what to which record, and when. Append-only, one partition per '
    'month.';
COMMENT ON COLUMN audit_logs.id IS
    'Unique together with created_at, which partitioning requires in the primary key.';
COMMENT ON COLUMN audit_logs.action IS 'Action that was performed, such as READ, UPDATE or EXPORT.';
COMMENT ON COLUMN audit_logs.entity_type IS
    'Kind of the record, mostly a model name of the application.';
COMMENT ON COLUMN audit_logs.entity_id IS 'Id of the record, of the kind that entity_type names.';
COMMENT ON COLUMN audit_logs.user_id IS
    'User who performed the action; no foreign key, because the log outlives the user.';
COMMENT ON COLUMN audit_logs.user_name IS
    'Name of the user at that time; a later renaming does not change it.';
COMMENT ON COLUMN audit_logs.changes IS 'PHI: Changes by column, as the application reports them.';
COMMENT ON COLUMN audit_logs.previous_values IS 'PHI: Values before the change.';
COMMENT ON COLUMN audit_logs.new_values IS 'PHI: Values after the change.';
COMMENT ON COLUMN audit_logs.ip_address IS 'IPv4 or IPv6 address of the client, as text.';
COMMENT ON COLUMN audit_logs.user_agent IS 'Browser or program that sent the request.';
COMMENT ON COLUMN audit_logs.request_id IS 'HTTP request of the action; an id of the application.';
COMMENT ON COLUMN audit_logs.session_id IS 'Login session of the action; an id of the application.';
COMMENT ON COLUMN audit_logs.is_phi IS 'TRUE if the action touched protected health information.';
COMMENT ON COLUMN audit_logs.compliance_type IS 'Regulation that requires the entry.';
COMMENT ON COLUMN audit_logs.severity IS 'Amount of attention that the entry deserves.';
COMMENT ON COLUMN audit_logs.success IS 'FALSE if the action was refused or failed.';
COMMENT ON COLUMN audit_logs.error_message IS
    'PHI: Reason why the action was refused or failed; it may quote values.';
COMMENT ON COLUMN audit_logs.metadata IS
    'PHI: Further details; the application defines the JSON structure.';
COMMENT ON COLUMN audit_logs.tags IS 'Search keywords for the entry.';
COMMENT ON COLUMN audit_logs.student_id IS
    'Student whom the record is about; no foreign key, because the log outlives the student.';
COMMENT ON COLUMN audit_logs.database_user IS 'Database role that logged in (session_user).';
COMMENT ON COLUMN audit_logs.database_role IS
    'Database role in force at the time, after SET ROLE (current_user).';
COMMENT ON COLUMN audit_logs.transaction_id IS
    'Transaction that wrote the entry. Seals cover only transactions that have ended.';
COMMENT ON COLUMN audit_logs.timeline IS
    'Counts, from 1, the clusters that have held this database; each has its own transaction ids.';
COMMENT ON COLUMN audit_logs.created_at IS
    'Time of the action; decides the partition. Months begin at midnight UTC.';
COMMENT ON COLUMN audit_logs.updated_at IS
    'Time when the server wrote the entry; an entry never changes afterwards.';

-- CREATE INDEX CONCURRENTLY does not work on a partitioned table, so the indexes are created here,
-- while the log is empty. The runbook shows how to add one later, month by month.
-- There are few of them, because every write to a student's record also writes the log and pays
-- for each index. changes and metadata have none: such an index would be a second copy of all PHI,
-- and an investigation searches by month and record anyway.

CREATE INDEX audit_logs_entity_id_created_at_idx
    ON audit_logs (entity_id, created_at DESC)
    WHERE entity_id IS NOT NULL;
COMMENT ON INDEX audit_logs_entity_id_created_at_idx IS
    'Actions on one record, newest first. The id alone identifies the record.';
CREATE INDEX audit_logs_student_id_created_at_idx
    ON audit_logs (student_id, created_at DESC)
    WHERE student_id IS NOT NULL;
COMMENT ON INDEX audit_logs_student_id_created_at_idx IS
    'Everyone who saw or changed the records of one student, newest first.';
CREATE INDEX audit_logs_user_id_created_at_idx
    ON audit_logs (user_id, created_at DESC)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX audit_logs_user_id_created_at_idx IS 'Actions of one user, newest first.';
CREATE INDEX audit_logs_entity_type_action_created_at_idx
    ON audit_logs (entity_type, action, created_at DESC);
COMMENT ON INDEX audit_logs_entity_type_action_created_at_idx IS
    'Actions of one kind on records of one kind, newest first.';
CREATE INDEX audit_logs_created_at_export_idx
    ON audit_logs (created_at DESC)
    WHERE action IN ('EXPORT', 'PRINT');
COMMENT ON INDEX audit_logs_created_at_export_idx IS
    'Records that left the system on paper or as a file, newest first.';
CREATE INDEX audit_logs_created_at_severe_idx
    ON audit_logs (created_at DESC)
    WHERE severity IN ('HIGH', 'CRITICAL');
COMMENT ON INDEX audit_logs_created_at_severe_idx IS
    'Entries that deserve attention, newest first.';
CREATE INDEX audit_logs_created_at_failed_idx
    ON audit_logs (created_at DESC)
    WHERE NOT success;
COMMENT ON INDEX audit_logs_created_at_failed_idx IS
    'Actions that were refused or failed, newest first.';
CREATE INDEX audit_logs_session_id_idx
    ON audit_logs (session_id)
    WHERE session_id IS NOT NULL;
COMMENT ON INDEX audit_logs_session_id_idx IS 'Actions in one login session.';
CREATE INDEX audit_logs_request_id_idx
    ON audit_logs (request_id)
    WHERE request_id IS NOT NULL;
COMMENT ON INDEX audit_logs_request_id_idx IS 'Actions in one HTTP request.';
CREATE INDEX audit_logs_tags_idx
    ON audit_logs USING gin (tags);
COMMENT ON INDEX audit_logs_tags_idx IS 'Entries with a tag: tags @> $1.';
CREATE INDEX audit_logs_created_at_brin_idx
    ON audit_logs USING brin (created_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX audit_logs_created_at_brin_idx IS
    'Entries of a time span within a month; rows arrive in this order.';

-- The index is on an expression because BRIN has no operator class for xid8.
CREATE INDEX audit_logs_transaction_id_brin_idx
    ON audit_logs USING brin (xid8send(transaction_id))
    WITH (pages_per_range = 16);
COMMENT ON INDEX audit_logs_transaction_id_brin_idx IS
    'Entries written since the last seal, and entries that one seal covers.';

-- The log is append-only. No role has a grant to change it; these triggers also stop the owner,
-- and they fire in replica mode too. PostgreSQL copies row triggers to every partition, but a
-- TRUNCATE trigger must be created on each.

CREATE FUNCTION audit_logs_refuse_change()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege',
              HINT = 'Whole months are archived by wcdb retention archive-audit.';
END
$function$;

COMMENT ON FUNCTION audit_logs_refuse_change() IS
    'Trigger: refuses UPDATE, DELETE and TRUNCATE of the audit log and its partitions.';

REVOKE EXECUTE ON FUNCTION audit_logs_refuse_change() FROM public;

CREATE TRIGGER audit_logs_050_append_only
BEFORE UPDATE OR DELETE ON audit_logs
FOR EACH ROW EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_logs_050_append_only;

CREATE TRIGGER audit_logs_050_no_truncate
BEFORE TRUNCATE ON audit_logs
FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE audit_logs ENABLE ALWAYS TRIGGER audit_logs_050_no_truncate;

CREATE TABLE audit_logs_default PARTITION OF audit_logs DEFAULT;
COMMENT ON TABLE audit_logs_default IS
    'PHI: Entries for which no monthly partition exists. It should be empty; rows here need '
    'attention.';

CREATE TRIGGER audit_logs_default_050_no_truncate
BEFORE TRUNCATE ON audit_logs_default
FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
ALTER TABLE audit_logs_default ENABLE ALWAYS TRIGGER audit_logs_default_050_no_truncate;

CREATE FUNCTION audit_logs_create_partitions(p_first_month date, p_months integer)
RETURNS integer
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_month date;
    v_name text;
    v_from timestamptz;
    v_to timestamptz;
    v_created integer := 0;
BEGIN
    FOR v_offset IN 0 .. p_months - 1 LOOP
        v_month := date_trunc('month', p_first_month) + make_interval(months => v_offset);
        v_name := 'audit_logs_' || to_char(v_month, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || v_name) IS NOT NULL;

        -- Months begin at midnight UTC, whatever the session's time zone.
        v_from := v_month::timestamp AT TIME ZONE 'UTC';
        v_to := (v_month + interval '1 month') AT TIME ZONE 'UTC';

        -- The partition is created as a separate table and attached afterwards, so that writes to
        -- the log itself are never blocked. Only the default partition is locked, while PostgreSQL
        -- verifies that it holds no row of this month. Such rows are moved first.
        EXECUTE format(
            'CREATE TABLE public.%I (LIKE public.audit_logs INCLUDING ALL)', v_name
        );
        IF EXISTS (
            SELECT FROM public.audit_logs_default
            WHERE created_at >= v_from AND created_at < v_to
        ) THEN
            ALTER TABLE public.audit_logs_default DISABLE TRIGGER audit_logs_050_append_only;
            EXECUTE format(
                'WITH moved AS ('
                ' DELETE FROM public.audit_logs_default'
                ' WHERE created_at >= $1 AND created_at < $2 RETURNING *'
                ') INSERT INTO public.%I SELECT * FROM moved', v_name
            ) USING v_from, v_to;
            ALTER TABLE public.audit_logs_default
                ENABLE ALWAYS TRIGGER audit_logs_050_append_only;
        END IF;
        EXECUTE format(
            'ALTER TABLE public.audit_logs ATTACH PARTITION public.%I'
            ' FOR VALUES FROM (%L) TO (%L)', v_name, v_from, v_to
        );
        EXECUTE format(
            'COMMENT ON TABLE public.%I IS %L',
            v_name, 'PHI: audit_logs of ' || to_char(v_month, 'YYYY-MM') || ', UTC.'
        );
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE TRUNCATE ON public.%I'
            ' FOR EACH STATEMENT EXECUTE FUNCTION public.audit_logs_refuse_change()',
            v_name || '_050_no_truncate', v_name
        );
        EXECUTE format(
            'ALTER TABLE public.%I ENABLE ALWAYS TRIGGER %I', v_name, v_name || '_050_no_truncate'
        );
        v_created := v_created + 1;
    END LOOP;
    RETURN v_created;
END
$function$;

COMMENT ON FUNCTION audit_logs_create_partitions(date, integer) IS
    'Creates the missing monthly partitions of audit_logs and returns how many it created.';

REVOKE EXECUTE ON FUNCTION audit_logs_create_partitions(date, integer) FROM public;

-- This month and the next three. Afterwards the monthly job keeps three months in advance.
DO $block$
BEGIN
    PERFORM public.audit_logs_create_partitions((now() AT TIME ZONE 'UTC')::date, 4);
END
$block$;

-- ----------------------------------------------------------------------------
-- phi_disclosures
-- ----------------------------------------------------------------------------
-- The accounting of disclosures of 45 CFR 164.528: date, recipient with address, information and
-- purpose. disclosure_type is the legal ground, purpose is the use that the recipient makes of the
-- information.

CREATE TABLE phi_disclosures (
    id                        uuid                      NOT NULL DEFAULT gen_random_uuid(),
    school_id                 uuid,
    student_id                uuid                      NOT NULL,
    disclosure_type           disclosure_type           NOT NULL,
    purpose                   disclosure_purpose        NOT NULL,
    method                    disclosure_method         NOT NULL,
    disclosure_date           timestamptz               NOT NULL,
    information_disclosed     jsonb                     NOT NULL,
    minimum_necessary         text                      NOT NULL,
    recipient_type            disclosure_recipient_type NOT NULL,
    recipient_name            varchar(255)              NOT NULL,
    recipient_organization    varchar(255),
    recipient_address         text,
    recipient_phone           varchar(50),
    recipient_email           varchar(255),
    authorization_obtained    boolean                   NOT NULL,
    authorization_date        timestamptz,
    authorization_expiry_date timestamptz,
    patient_requested         boolean                   NOT NULL,
    disclosed_by              uuid                      NOT NULL,
    follow_up_required        boolean                   NOT NULL DEFAULT FALSE,
    follow_up_completed       boolean                   NOT NULL DEFAULT FALSE,
    follow_up_date            timestamptz,
    notes                     text,
    created_at                timestamptz               NOT NULL DEFAULT now(),
    updated_at                timestamptz               NOT NULL DEFAULT now(),
    deleted_at                timestamptz,

    CONSTRAINT phi_disclosures_pkey
        PRIMARY KEY (id),
    CONSTRAINT phi_disclosures_id_school_id_key
        UNIQUE (id, school_id),
    CONSTRAINT phi_disclosures_student_id_fkey
        FOREIGN KEY (student_id) REFERENCES students (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT phi_disclosures_disclosed_by_fkey
        FOREIGN KEY (disclosed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT phi_disclosures_student_id_school_id_fkey
        FOREIGN KEY (student_id, school_id) REFERENCES students (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT phi_disclosures_recipient_name_not_blank_check
        CHECK (btrim(recipient_name) <> ''),
    CONSTRAINT phi_disclosures_authorization_ends_after_start_check
        CHECK (authorization_expiry_date >= authorization_date)
);

COMMENT ON TABLE phi_disclosures IS
    'PHI: One disclosure of a student''s health information to a recipient outside the clinic.';
COMMENT ON COLUMN phi_disclosures.id IS 'Primary key.';
COMMENT ON COLUMN phi_disclosures.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN phi_disclosures.student_id IS 'Student whose information was disclosed.';
COMMENT ON COLUMN phi_disclosures.disclosure_type IS 'Legal ground of the disclosure.';
COMMENT ON COLUMN phi_disclosures.purpose IS
    'Purpose for which the recipient needs the information.';
COMMENT ON COLUMN phi_disclosures.method IS 'Means by which the information was disclosed.';
COMMENT ON COLUMN phi_disclosures.disclosure_date IS
    'PHI: Time when the information was handed over to the recipient.';
COMMENT ON COLUMN phi_disclosures.information_disclosed IS
    'PHI: Information that was disclosed; the application defines the JSON structure.';
COMMENT ON COLUMN phi_disclosures.minimum_necessary IS
    'PHI: Reason why less information was not enough (45 CFR 164.502(b)).';
COMMENT ON COLUMN phi_disclosures.recipient_type IS
    'Kind of recipient, such as a healthcare provider or an insurer.';
COMMENT ON COLUMN phi_disclosures.recipient_name IS 'PHI: Person who received the information.';
COMMENT ON COLUMN phi_disclosures.recipient_organization IS
    'PHI: Organization for which the recipient acts.';
COMMENT ON COLUMN phi_disclosures.recipient_address IS
    'PHI: Postal address of the recipient; the accounting must state it if known.';
COMMENT ON COLUMN phi_disclosures.recipient_phone IS
    'PHI: Phone number of the recipient in any format, NULL if unknown.';
COMMENT ON COLUMN phi_disclosures.recipient_email IS 'PHI: Email address of the recipient.';
COMMENT ON COLUMN phi_disclosures.authorization_obtained IS
    'TRUE if the parent or student authorized the disclosure (45 CFR 164.508).';
COMMENT ON COLUMN phi_disclosures.authorization_date IS
    'Time of the authorization, NULL if there was none.';
COMMENT ON COLUMN phi_disclosures.authorization_expiry_date IS
    'Time when the authorization ends; not before authorization_date.';
COMMENT ON COLUMN phi_disclosures.patient_requested IS
    'TRUE if the parent or student requested the disclosure.';
COMMENT ON COLUMN phi_disclosures.disclosed_by IS 'User who disclosed the information.';
COMMENT ON COLUMN phi_disclosures.follow_up_required IS
    'TRUE if a follow-up is needed, such as the return of documents.';
COMMENT ON COLUMN phi_disclosures.follow_up_completed IS 'TRUE once the follow-up is done.';
COMMENT ON COLUMN phi_disclosures.follow_up_date IS 'Time when the follow-up is due.';
COMMENT ON COLUMN phi_disclosures.notes IS
    'PHI: Notes on the disclosure and its follow-up, free text.';
COMMENT ON COLUMN phi_disclosures.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN phi_disclosures.updated_at IS 'When the row was last changed; kept by trigger.';
COMMENT ON COLUMN phi_disclosures.deleted_at IS
    'When the row was soft-deleted; NULL while it is live.';

CREATE INDEX phi_disclosures_school_id_disclosure_date_idx
    ON phi_disclosures (school_id, disclosure_date DESC);
CREATE INDEX phi_disclosures_student_id_disclosure_date_idx
    ON phi_disclosures (student_id, disclosure_date DESC);
CREATE INDEX phi_disclosures_disclosed_by_idx ON phi_disclosures (disclosed_by);

CREATE TRIGGER phi_disclosures_100_school_id
BEFORE INSERT OR UPDATE OF student_id, school_id ON phi_disclosures
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_student();
ALTER TABLE phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_100_school_id;

CREATE TRIGGER phi_disclosures_200_updated_at
BEFORE UPDATE ON phi_disclosures
FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TRIGGER phi_disclosures_800_first_school_id
AFTER UPDATE OF school_id ON phi_disclosures
FOR EACH ROW WHEN (old.school_id IS NULL AND new.school_id IS NOT NULL)
EXECUTE FUNCTION spread_first_school_id();
ALTER TABLE phi_disclosures ENABLE ALWAYS TRIGGER phi_disclosures_800_first_school_id;

-- ----------------------------------------------------------------------------
-- phi_disclosure_audits
-- ----------------------------------------------------------------------------
-- The application writes this table in addition to audit_logs. The tenant key comes from the
-- disclosure.

CREATE TABLE phi_disclosure_audits (
    id            uuid        NOT NULL DEFAULT gen_random_uuid(),
    school_id     uuid,
    disclosure_id uuid        NOT NULL,
    action        varchar(50) NOT NULL,
    changes       jsonb,
    performed_by  uuid        NOT NULL,
    ip_address    varchar(45),
    user_agent    text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT phi_disclosure_audits_pkey
        PRIMARY KEY (id),
    CONSTRAINT phi_disclosure_audits_disclosure_id_fkey
        FOREIGN KEY (disclosure_id) REFERENCES phi_disclosures (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT phi_disclosure_audits_performed_by_fkey
        FOREIGN KEY (performed_by) REFERENCES users (id)
        ON UPDATE CASCADE ON DELETE RESTRICT,
    CONSTRAINT phi_disclosure_audits_disclosure_id_school_id_fkey
        FOREIGN KEY (disclosure_id, school_id) REFERENCES phi_disclosures (id, school_id)
        ON UPDATE CASCADE ON DELETE RESTRICT
);

COMMENT ON TABLE phi_disclosure_audits IS
    'PHI: One action on an entry of the accounting of disclosures: created, changed or viewed.';
COMMENT ON COLUMN phi_disclosure_audits.id IS 'Primary key.';
COMMENT ON COLUMN phi_disclosure_audits.school_id IS
    'Tenant key: the student''s school. The database sets it and keeps it correct.';
COMMENT ON COLUMN phi_disclosure_audits.disclosure_id IS
    'Disclosure on which the action was performed.';
COMMENT ON COLUMN phi_disclosure_audits.action IS
    'Action that was performed, in the application''s own words (free text).';
COMMENT ON COLUMN phi_disclosure_audits.changes IS
    'PHI: Changes by column; the application defines the JSON structure.';
COMMENT ON COLUMN phi_disclosure_audits.performed_by IS 'User who performed the action.';
COMMENT ON COLUMN phi_disclosure_audits.ip_address IS
    'IPv4 or IPv6 address of the client, as text.';
COMMENT ON COLUMN phi_disclosure_audits.user_agent IS 'Browser or program that sent the request.';
COMMENT ON COLUMN phi_disclosure_audits.created_at IS 'When the row was inserted.';
COMMENT ON COLUMN phi_disclosure_audits.updated_at IS
    'When the row was last changed; kept by trigger.';

CREATE INDEX phi_disclosure_audits_school_id_created_at_idx
    ON phi_disclosure_audits (school_id, created_at DESC);
CREATE INDEX phi_disclosure_audits_disclosure_id_idx ON phi_disclosure_audits (disclosure_id);
CREATE INDEX phi_disclosure_audits_performed_by_idx ON phi_disclosure_audits (performed_by);

CREATE TRIGGER phi_disclosure_audits_100_school_id
BEFORE INSERT OR UPDATE OF disclosure_id, school_id ON phi_disclosure_audits
FOR EACH ROW EXECUTE FUNCTION set_school_id_from_phi_disclosure();
ALTER TABLE phi_disclosure_audits ENABLE ALWAYS TRIGGER phi_disclosure_audits_100_school_id;

CREATE TRIGGER phi_disclosure_audits_200_updated_at
BEFORE UPDATE ON phi_disclosure_audits
FOR EACH ROW EXECUTE FUNCTION set_updated_at();
