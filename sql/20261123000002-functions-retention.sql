-- Retention: how long a record must be kept, when it is due for removal, and legal holds.
--
-- Administrators maintain the retention periods in data_retention_policies. A record is due when
-- the longest ACTIVE period of its class, and at least six years, has passed since it was last in
-- effect. A record stops being in effect when it is soft-deleted or its student leaves; a later
-- write to it starts the period again. 45 CFR 164.316(b)(2)(i) counts from the creation of a record
-- or from the date when it was last in effect, whichever is later.
--
-- A class without an ACTIVE policy is never due. If state law requires more, for example retention
-- until a child comes of age, the policy needs a longer period. A record under a legal hold is
-- kept, whatever its age.
--
-- Tables:   phi.legal_holds, phi.retention_runs
-- HIPAA:    45 CFR 164.316(b)(2)(i), six years; 164.310(d)(2)(i), disposal
-- Locks:    none on existing tables
-- Rollback: drops the legal holds and the record of all removals; export them first
--
-- depends: 20261123000001-schema-create-audit-seals

-- ----------------------------------------------------------------------------
-- phi.legal_holds: records that a court or an inquiry wants kept
-- ----------------------------------------------------------------------------
-- There is no foreign key to students: a hold is evidence in itself and outlives the student's row.

CREATE TABLE phi.legal_holds (
    id                 uuid        NOT NULL DEFAULT gen_random_uuid(),
    student_id         uuid,
    retention_category public.retention_category,
    reason             text        NOT NULL,
    placed_at          timestamptz NOT NULL DEFAULT now(),
    placed_by          uuid,
    placed_login       name        NOT NULL DEFAULT session_user,
    released_at        timestamptz,
    released_by        uuid,
    released_login     name,

    CONSTRAINT legal_holds_pkey
        PRIMARY KEY (id),
    CONSTRAINT legal_holds_reason_not_blank_check
        CHECK (btrim(reason) <> ''),
    CONSTRAINT legal_holds_released_after_placed_check
        CHECK (released_at >= placed_at),
    CONSTRAINT legal_holds_released_by_someone_check
        CHECK ((released_at IS NULL) = (released_login IS NULL)),
    CONSTRAINT legal_holds_released_by_with_release_check
        CHECK (released_by IS NULL OR released_at IS NOT NULL)
);

COMMENT ON TABLE phi.legal_holds IS
    'PHI: Legal holds: records that must be kept beyond their retention period until the hold is '
    'released. A hold is never deleted.';
COMMENT ON COLUMN phi.legal_holds.id IS 'Primary key.';
COMMENT ON COLUMN phi.legal_holds.student_id IS
    'PHI: Student whose records are held; NULL for every student.';
COMMENT ON COLUMN phi.legal_holds.retention_category IS
    'Class of records that is held; NULL for every class.';
COMMENT ON COLUMN phi.legal_holds.reason IS
    'PHI: Court or authority that demands the hold, its reason, and a reference; free text.';
COMMENT ON COLUMN phi.legal_holds.placed_at IS 'Time when the hold was placed.';
COMMENT ON COLUMN phi.legal_holds.placed_by IS
    'Application user who placed the hold; NULL if only the login is known.';
COMMENT ON COLUMN phi.legal_holds.placed_login IS 'Database login that placed the hold.';
COMMENT ON COLUMN phi.legal_holds.released_at IS
    'Time when the hold was released; NULL while it is in force.';
COMMENT ON COLUMN phi.legal_holds.released_by IS
    'Application user who released the hold; NULL if only the login is known or nobody did.';
COMMENT ON COLUMN phi.legal_holds.released_login IS
    'Database login that released the hold; NULL while it is in force.';

CREATE FUNCTION phi.legal_holds_release_only()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.released_at IS NULL AND NEW.released_at IS NOT NULL THEN
        NEW.released_login := session_user;
        -- OLD takes over what may change: if anything else differs, the change is refused.
        OLD.released_at := NEW.released_at;
        OLD.released_by := NEW.released_by;
        OLD.released_login := NEW.released_login;
        IF NEW = OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a legal hold can only be released, once; it cannot be changed or deleted'
        USING ERRCODE = 'restrict_violation',
              HINT = 'wcdb retention hold release ID';
END
$function$;

COMMENT ON FUNCTION phi.legal_holds_release_only() IS
    'Trigger: refuses every change to a legal hold except its release.';

REVOKE EXECUTE ON FUNCTION phi.legal_holds_release_only() FROM public;

CREATE TRIGGER legal_holds_050_release_only
BEFORE UPDATE OR DELETE ON phi.legal_holds
FOR EACH ROW EXECUTE FUNCTION phi.legal_holds_release_only();
ALTER TABLE phi.legal_holds ENABLE ALWAYS TRIGGER legal_holds_050_release_only;

CREATE TRIGGER legal_holds_050_no_truncate
BEFORE TRUNCATE ON phi.legal_holds
FOR EACH STATEMENT EXECUTE FUNCTION phi.legal_holds_release_only();
ALTER TABLE phi.legal_holds ENABLE ALWAYS TRIGGER legal_holds_050_no_truncate;

SELECT phi.record_hand_written('phi.legal_holds');

-- ----------------------------------------------------------------------------
-- phi.retention_runs: the record of removals, batch by batch, and the permit for each
-- ----------------------------------------------------------------------------
-- phi.retention_remove opens a run, deletes the rows and closes the run, all in one transaction.
-- While the run is open, the trigger that refuses DELETE lets it pass on this one table. No other
-- session ever sees an open run.

CREATE TABLE phi.retention_runs (
    id                 bigint                    NOT NULL GENERATED ALWAYS AS IDENTITY,
    table_name         name                      NOT NULL,
    retention_category public.retention_category NOT NULL,
    policy_ids         uuid[]                    NOT NULL,
    as_of              timestamptz               NOT NULL,
    cutoff             timestamptz               NOT NULL,
    row_count          bigint,
    transaction_id     xid8                      NOT NULL DEFAULT pg_current_xact_id(),
    started_at         timestamptz               NOT NULL DEFAULT now(),
    finished_at        timestamptz,
    database_user      name                      NOT NULL DEFAULT session_user,

    CONSTRAINT retention_runs_pkey
        PRIMARY KEY (id),
    CONSTRAINT retention_runs_counted_when_finished_check
        CHECK ((finished_at IS NULL) = (row_count IS NULL)),
    CONSTRAINT retention_runs_not_of_the_future_check
        CHECK (as_of <= started_at AND cutoff < as_of)
);

COMMENT ON TABLE phi.retention_runs IS
    'Batches of records that retention removed, one row for each. The audit log lists the records.';
COMMENT ON COLUMN phi.retention_runs.id IS 'Primary key, in the order of the batches.';
COMMENT ON COLUMN phi.retention_runs.table_name IS 'Table from which the records were removed.';
COMMENT ON COLUMN phi.retention_runs.retention_category IS 'Retention class of the records.';
COMMENT ON COLUMN phi.retention_runs.policy_ids IS
    'Policies that were ACTIVE for the class; the one with the longest period decided.';
COMMENT ON COLUMN phi.retention_runs.as_of IS
    'Time at which the records had to be due; not later than started_at.';
COMMENT ON COLUMN phi.retention_runs.cutoff IS
    'Records that were in effect or written after this time were kept.';
COMMENT ON COLUMN phi.retention_runs.row_count IS 'Number of records removed.';
COMMENT ON COLUMN phi.retention_runs.transaction_id IS
    'Transaction of the batch; the entries of the audit log carry the same id.';
COMMENT ON COLUMN phi.retention_runs.started_at IS 'Time when the transaction started.';
COMMENT ON COLUMN phi.retention_runs.finished_at IS
    'Time when the batch was finished; NULL only inside its own transaction.';
COMMENT ON COLUMN phi.retention_runs.database_user IS 'Database login that ran the batch.';

CREATE UNIQUE INDEX retention_runs_transaction_id_open_idx
    ON phi.retention_runs (transaction_id)
    WHERE finished_at IS NULL;
COMMENT ON INDEX phi.retention_runs_transaction_id_open_idx IS
    'The open run of the current transaction, looked up for every deleted row.';

CREATE FUNCTION phi.retention_runs_finish_only()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.finished_at IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'phi.retention_runs is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$function$;

COMMENT ON FUNCTION phi.retention_runs_finish_only() IS
    'Trigger: refuses every change to a finished run.';

REVOKE EXECUTE ON FUNCTION phi.retention_runs_finish_only() FROM public;

CREATE TRIGGER retention_runs_050_append_only
BEFORE UPDATE OR DELETE ON phi.retention_runs
FOR EACH ROW EXECUTE FUNCTION phi.retention_runs_finish_only();
ALTER TABLE phi.retention_runs ENABLE ALWAYS TRIGGER retention_runs_050_append_only;

CREATE TRIGGER retention_runs_050_no_truncate
BEFORE TRUNCATE ON phi.retention_runs
FOR EACH STATEMENT EXECUTE FUNCTION phi.retention_runs_finish_only();
ALTER TABLE phi.retention_runs ENABLE ALWAYS TRIGGER retention_runs_050_no_truncate;

SELECT phi.record_hand_written('phi.retention_runs');

INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason) VALUES
('TABLE', 'phi.legal_holds', 'whitecross_auditor', 'SELECT', 'Reviews legal holds'),
('TABLE', 'phi.retention_runs', 'whitecross_auditor', 'SELECT', 'Reviews removals');

SELECT phi.protect_grants();

-- ----------------------------------------------------------------------------
-- phi.guarded_tables: the tables in which DELETE is refused
-- ----------------------------------------------------------------------------
-- These are the tables of PHI with a retention class or a soft delete. A table of PHI with neither
-- holds copies in transit (cache, queue, transfer log, push notification): the application deletes
-- them when they expire, and the original is kept elsewhere. The audit log is not audited itself
-- and has its own triggers.

CREATE FUNCTION phi.guarded_tables()
RETURNS TABLE (table_name name, has_soft_delete boolean)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        t.table_name,
        d.attname IS NOT NULL
    FROM phi.tables AS t
    LEFT JOIN pg_catalog.pg_attribute AS d
        ON
            d.attrelid = to_regclass(format('public.%I', t.table_name))
            AND d.attname = 'deleted_at' AND NOT d.attisdropped
    WHERE
        t.holds_phi AND t.is_audited
        AND (t.retention_category IS NOT NULL OR d.attname IS NOT NULL)
    ORDER BY t.table_name
$function$;

COMMENT ON FUNCTION phi.guarded_tables() IS
    'Tables of PHI from which only retention deletes rows, and whether they have deleted_at.';

REVOKE EXECUTE ON FUNCTION phi.guarded_tables() FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_floor and phi.retention_cutoff: the length of the retention period
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.retention_floor()
RETURNS interval
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT interval '6 years'
$function$;

COMMENT ON FUNCTION phi.retention_floor() IS
    'Shortest retention period of any class, which no policy can undercut: six years (45 CFR '
    '164.316(b)(2)(i)).';

REVOKE EXECUTE ON FUNCTION phi.retention_floor() FROM public;

-- The period is subtracted from p_as_of, in UTC, and not added to the date of the record. A record
-- of 29 February is then due on 1 March six years later and never a day too early. Periods are
-- capped at 1,000 years (365,243 days), because longer ones would leave PostgreSQL's date range.

CREATE FUNCTION phi.retention_cutoff(p_category public.retention_category, p_as_of timestamptz)
RETURNS timestamptz
LANGUAGE sql
STABLE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC'
AS $function$
    SELECT
        least(
            p_as_of - phi.retention_floor(),
            p_as_of - make_interval(days => least(max(p.retention_period_days), 365243))
        )
    FROM public.data_retention_policies AS p
    WHERE p.category = p_category AND p.status = 'ACTIVE'
    HAVING count(*) > 0
$function$;

COMMENT ON FUNCTION phi.retention_cutoff(public.retention_category, timestamptz) IS
    'Records of the class that were last in effect at this time or earlier are due; NULL without '
    'an ACTIVE policy.';

REVOKE EXECUTE ON FUNCTION phi.retention_cutoff(
    public.retention_category, timestamptz
) FROM public;
