-- The audit log, partitioned by month, and the accounting of disclosures.
--
-- The log has no foreign key: it must be writable before, and readable after, the rows it
-- describes. Months are partitions so that six years of log can be detached and archived by the
-- month instead of deleted by the row; audit_logs_create_partitions() makes them ahead. Whatever
-- falls in no month lands in audit_logs_default, so an insert never fails; rows there are a sign
-- that the monthly job has stopped.
--
-- Tables:   audit_logs, phi_disclosures, phi_disclosure_audits
-- HIPAA:    this is the audit trail of 45 CFR 164.312(b) and the accounting of 164.528; the
--           triggers that fill audit_logs follow in 20251104000027
-- Locks:    none on existing tables
-- Rollback: drops the three tables, every partition and row of the log, and both functions
--
-- depends: 20251104000012-schema-create-notifications

-- ----------------------------------------------------------------------------
-- The tenant key of what hangs on a disclosure
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
    'Trigger: copies the tenant key from the row of phi_disclosures that the new row hangs on.';

REVOKE EXECUTE ON FUNCTION set_school_id_from_phi_disclosure() FROM public;

-- ----------------------------------------------------------------------------
-- audit_logs
-- ----------------------------------------------------------------------------
-- The primary key holds created_at because PostgreSQL wants the partition key in it; id alone
-- is unique by the way it is made.
-- Columns are ordered as the model has them: auditors read this table next to the code. The five
-- before the timestamps are the database's own: the application can neither give nor change them.

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
    'PHI: Who did what to which record, and when. Append-only, one partition a month.';
COMMENT ON COLUMN audit_logs.id IS
    'Unique with created_at, which the partitioning needs in the key.';
COMMENT ON COLUMN audit_logs.action IS 'What was done.';
COMMENT ON COLUMN audit_logs.entity_type IS 'Kind of record it was done to, mostly a model name.';
COMMENT ON COLUMN audit_logs.entity_id IS 'Record it was done to (polymorphic by entity_type).';
COMMENT ON COLUMN audit_logs.user_id IS
    'User who did it (no foreign key: the log outlives the user).';
COMMENT ON COLUMN audit_logs.user_name IS 'Name of that user at the time.';
COMMENT ON COLUMN audit_logs.changes IS
    'PHI: What changed, by column, as the application reports it.';
COMMENT ON COLUMN audit_logs.previous_values IS 'PHI: Values before the change.';
COMMENT ON COLUMN audit_logs.new_values IS 'PHI: Values after the change.';
COMMENT ON COLUMN audit_logs.ip_address IS 'IPv4 or IPv6 address of the client, as text.';
COMMENT ON COLUMN audit_logs.user_agent IS 'Browser or program of the client.';
COMMENT ON COLUMN audit_logs.request_id IS 'HTTP request it happened in (external id).';
COMMENT ON COLUMN audit_logs.session_id IS 'Login session it happened in (external id).';
COMMENT ON COLUMN audit_logs.is_phi IS 'TRUE if protected health information was touched.';
COMMENT ON COLUMN audit_logs.compliance_type IS 'Regulation that makes the entry necessary.';
COMMENT ON COLUMN audit_logs.severity IS 'How much attention the entry deserves.';
COMMENT ON COLUMN audit_logs.success IS 'FALSE if the action was refused or failed.';
COMMENT ON COLUMN audit_logs.error_message IS
    'PHI: Why it was refused or failed; errors quote values.';
COMMENT ON COLUMN audit_logs.metadata IS 'PHI: Further details of the application.';
COMMENT ON COLUMN audit_logs.tags IS 'Words to find the entry by.';
COMMENT ON COLUMN audit_logs.student_id IS
    'Student the record is about, which outlives the record (no foreign key).';
COMMENT ON COLUMN audit_logs.database_user IS 'Role that logged in to the database.';
COMMENT ON COLUMN audit_logs.database_role IS 'Role in force, after SET ROLE, when it happened.';
COMMENT ON COLUMN audit_logs.transaction_id IS
    'Transaction that wrote the entry; the log is sealed by transactions that have ended.';
COMMENT ON COLUMN audit_logs.timeline IS
    'Counts the clusters the database has lived in: a restored one counts transactions anew.';
COMMENT ON COLUMN audit_logs.created_at IS
    'When it happened; decides the partition, in months of UTC.';
COMMENT ON COLUMN audit_logs.updated_at IS
    'When the server wrote the entry, which is never changed afterwards.';

-- CREATE INDEX CONCURRENTLY does not work on a partitioned table, so the log gets its indexes here,
-- empty; the runbook shows how to add one later, month by month. They are few because every write
-- of a child's record is logged, and pays for each. None is on changes or metadata: it would be a
-- second copy of all PHI, for searches that an investigation bounds by month and record anyhow.

CREATE INDEX audit_logs_entity_id_created_at_idx
    ON audit_logs (entity_id, created_at DESC)
    WHERE entity_id IS NOT NULL;
COMMENT ON INDEX audit_logs_entity_id_created_at_idx IS
    'What was done to one record, newest first. The id alone tells the record.';
CREATE INDEX audit_logs_student_id_created_at_idx
    ON audit_logs (student_id, created_at DESC)
    WHERE student_id IS NOT NULL;
COMMENT ON INDEX audit_logs_student_id_created_at_idx IS
    'Who saw or changed the records of this child, newest first.';
CREATE INDEX audit_logs_user_id_created_at_idx
    ON audit_logs (user_id, created_at DESC)
    WHERE user_id IS NOT NULL;
COMMENT ON INDEX audit_logs_user_id_created_at_idx IS 'What one user did, newest first.';
CREATE INDEX audit_logs_entity_type_action_created_at_idx
    ON audit_logs (entity_type, action, created_at DESC);
COMMENT ON INDEX audit_logs_entity_type_action_created_at_idx IS
    'One kind of action on one kind of record, newest first.';
CREATE INDEX audit_logs_created_at_export_idx
    ON audit_logs (created_at DESC)
    WHERE action IN ('EXPORT', 'PRINT');
COMMENT ON INDEX audit_logs_created_at_export_idx IS
    'What left the system on paper or as a file, newest first.';
CREATE INDEX audit_logs_created_at_severe_idx
    ON audit_logs (created_at DESC)
    WHERE severity IN ('HIGH', 'CRITICAL');
COMMENT ON INDEX audit_logs_created_at_severe_idx IS
    'Entries that deserve attention, newest first.';
CREATE INDEX audit_logs_created_at_failed_idx
    ON audit_logs (created_at DESC)
    WHERE NOT success;
COMMENT ON INDEX audit_logs_created_at_failed_idx IS
    'What was refused or failed, newest first.';
CREATE INDEX audit_logs_session_id_idx
    ON audit_logs (session_id)
    WHERE session_id IS NOT NULL;
COMMENT ON INDEX audit_logs_session_id_idx IS 'What was done in one login session.';
CREATE INDEX audit_logs_request_id_idx
    ON audit_logs (request_id)
    WHERE request_id IS NOT NULL;
COMMENT ON INDEX audit_logs_request_id_idx IS 'What was done in one HTTP request.';
CREATE INDEX audit_logs_tags_idx
    ON audit_logs USING gin (tags);
COMMENT ON INDEX audit_logs_tags_idx IS 'Entries with a tag: tags @> $1.';
CREATE INDEX audit_logs_created_at_brin_idx
    ON audit_logs USING brin (created_at)
    WITH (pages_per_range = 16);
COMMENT ON INDEX audit_logs_created_at_brin_idx IS
    'Entries in a span of time within a month: rows arrive in this order.';

-- By expression: BRIN has no operator class for xid8.
CREATE INDEX audit_logs_transaction_id_brin_idx
    ON audit_logs USING brin (xid8send(transaction_id))
    WITH (pages_per_range = 16);
COMMENT ON INDEX audit_logs_transaction_id_brin_idx IS
    'What was written since the last seal, and what a seal covers.';

-- Append-only: the triggers refuse what no grant gives anyhow, from the owner and in replica mode
-- too. Row triggers reach every partition by themselves; TRUNCATE has to be refused on each.

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
    'PHI: Entries of no month that has a partition. Should be empty; rows here need attention.';

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

        -- Built beside the log and attached full: the log itself is never locked for writing,
        -- only its default partition, for as long as it takes to find that it holds no row of
        -- this month. Rows that waited there move over first.
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
    'Makes the monthly partitions of audit_logs that are missing; returns how many it made.';

REVOKE EXECUTE ON FUNCTION audit_logs_create_partitions(date, integer) FROM public;

-- This month and the next three; the monthly job keeps three ahead from here.
DO $block$
BEGIN
    PERFORM public.audit_logs_create_partitions((now() AT TIME ZONE 'UTC')::date, 4);
END
$block$;

-- ----------------------------------------------------------------------------
-- phi_disclosures
-- ----------------------------------------------------------------------------
-- The accounting of 45 CFR 164.528: date, recipient with address, what was disclosed, purpose.
-- The application has two vocabularies: disclosure_type is the legal ground, purpose the use.

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
    'PHI: One disclosure of health information about a student, to whomever it went.';
COMMENT ON COLUMN phi_disclosures.id IS 'Primary key.';
COMMENT ON COLUMN phi_disclosures.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN phi_disclosures.student_id IS 'Student whose information was disclosed.';
COMMENT ON COLUMN phi_disclosures.disclosure_type IS 'Legal ground of the disclosure.';
COMMENT ON COLUMN phi_disclosures.purpose IS 'What the recipient needs the information for.';
COMMENT ON COLUMN phi_disclosures.method IS 'How the information was handed over.';
COMMENT ON COLUMN phi_disclosures.disclosure_date IS 'PHI: When the information was handed over.';
COMMENT ON COLUMN phi_disclosures.information_disclosed IS
    'PHI: What was disclosed, in a shape of the application.';
COMMENT ON COLUMN phi_disclosures.minimum_necessary IS
    'PHI: Why no less would have done (45 CFR 164.502(b)).';
COMMENT ON COLUMN phi_disclosures.recipient_type IS 'Kind of recipient.';
COMMENT ON COLUMN phi_disclosures.recipient_name IS 'PHI: Person who received the information.';
COMMENT ON COLUMN phi_disclosures.recipient_organization IS
    'PHI: Institution the recipient acts for.';
COMMENT ON COLUMN phi_disclosures.recipient_address IS
    'PHI: Postal address of the recipient, which the accounting must give if known.';
COMMENT ON COLUMN phi_disclosures.recipient_phone IS 'PHI: Telephone number of the recipient.';
COMMENT ON COLUMN phi_disclosures.recipient_email IS 'PHI: Email address of the recipient.';
COMMENT ON COLUMN phi_disclosures.authorization_obtained IS
    'TRUE if the parent or student authorized it (45 CFR 164.508).';
COMMENT ON COLUMN phi_disclosures.authorization_date IS 'When it was authorized.';
COMMENT ON COLUMN phi_disclosures.authorization_expiry_date IS 'When the authorization ends.';
COMMENT ON COLUMN phi_disclosures.patient_requested IS
    'TRUE if the parent or student asked for it.';
COMMENT ON COLUMN phi_disclosures.disclosed_by IS 'User who disclosed the information.';
COMMENT ON COLUMN phi_disclosures.follow_up_required IS
    'TRUE if something must follow, such as a return of documents.';
COMMENT ON COLUMN phi_disclosures.follow_up_completed IS 'TRUE once it has been done.';
COMMENT ON COLUMN phi_disclosures.follow_up_date IS 'When it is due.';
COMMENT ON COLUMN phi_disclosures.notes IS 'PHI: Remarks on the disclosure.';
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
-- Written by the application beside audit_logs; the tenant key comes from the disclosure.

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
    'PHI: Who entered, changed or looked at an entry of the accounting of disclosures.';
COMMENT ON COLUMN phi_disclosure_audits.id IS 'Primary key.';
COMMENT ON COLUMN phi_disclosure_audits.school_id IS
    'Tenant key: the student''s school; filled and kept true by the database.';
COMMENT ON COLUMN phi_disclosure_audits.disclosure_id IS
    'Entry of the accounting that was touched.';
COMMENT ON COLUMN phi_disclosure_audits.action IS
    'What was done, in the words of the application (free text).';
COMMENT ON COLUMN phi_disclosure_audits.changes IS 'PHI: What changed, by column.';
COMMENT ON COLUMN phi_disclosure_audits.performed_by IS 'User who did it.';
COMMENT ON COLUMN phi_disclosure_audits.ip_address IS
    'IPv4 or IPv6 address of the client, as text.';
COMMENT ON COLUMN phi_disclosure_audits.user_agent IS 'Browser or program of the client.';
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
