-- Retention: how long a record must be kept, which records are due, and what holds them back.
--
-- The periods stand in data_retention_policies, which administrators maintain. A record is due
-- when it is no longer in effect (it was soft-deleted, or its student has left), nothing was
-- written to it since, and the longest ACTIVE period of its class has passed since then, six years
-- at least: 45 CFR 164.316(b)(2)(i) counts from the creation of a record or from when it was last
-- in effect, whichever is later. No ACTIVE policy: nothing is due. Laws of a state that demand
-- more, until a child is of age for instance, are met by a longer period in the policy.
-- What is under a legal hold is kept, whatever its age.
--
-- Tables:   phi.legal_holds, phi.retention_runs
-- HIPAA:    45 CFR 164.316(b)(2)(i), six years; 164.310(d)(2)(i), disposal
-- Locks:    none on existing tables
-- Rollback: drops the legal holds and the record of what was removed; first release or export them
--
-- depends: 20261123000001-schema-create-audit-seals

-- ----------------------------------------------------------------------------
-- phi.legal_holds: what a court or an inquiry wants kept
-- ----------------------------------------------------------------------------
-- No foreign key to students: a hold is evidence of its own and outlives the student.

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
    'PHI: What must be kept beyond its time until it is released. A hold is never deleted.';
COMMENT ON COLUMN phi.legal_holds.id IS 'Primary key.';
COMMENT ON COLUMN phi.legal_holds.student_id IS
    'PHI: Student whose records are held; NULL for every student.';
COMMENT ON COLUMN phi.legal_holds.retention_category IS
    'Class of records that is held; NULL for every class.';
COMMENT ON COLUMN phi.legal_holds.reason IS 'PHI: Who demands it and why, with a reference.';
COMMENT ON COLUMN phi.legal_holds.placed_at IS 'When it was placed.';
COMMENT ON COLUMN phi.legal_holds.placed_by IS 'User who placed it, if one of the platform.';
COMMENT ON COLUMN phi.legal_holds.placed_login IS 'Login that placed it.';
COMMENT ON COLUMN phi.legal_holds.released_at IS 'When it ended; NULL while it holds.';
COMMENT ON COLUMN phi.legal_holds.released_by IS 'User who released it, if one of the platform.';
COMMENT ON COLUMN phi.legal_holds.released_login IS 'Login that released it.';

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
        OLD.released_at := NEW.released_at;
        OLD.released_by := NEW.released_by;
        OLD.released_login := NEW.released_login;
        IF NEW = OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a legal hold is released, once, and neither changed nor deleted'
        USING ERRCODE = 'restrict_violation',
              HINT = 'wcdb retention hold release ID';
END
$function$;

COMMENT ON FUNCTION phi.legal_holds_release_only() IS
    'Trigger: refuses every change of a legal hold but its release.';

REVOKE EXECUTE ON FUNCTION phi.legal_holds_release_only() FROM public;

CREATE TRIGGER legal_holds_050_release_only
BEFORE UPDATE OR DELETE ON phi.legal_holds
FOR EACH ROW EXECUTE FUNCTION phi.legal_holds_release_only();
ALTER TABLE phi.legal_holds ENABLE ALWAYS TRIGGER legal_holds_050_release_only;

CREATE TRIGGER legal_holds_050_no_truncate
BEFORE TRUNCATE ON phi.legal_holds
FOR EACH STATEMENT EXECUTE FUNCTION phi.legal_holds_release_only();
ALTER TABLE phi.legal_holds ENABLE ALWAYS TRIGGER legal_holds_050_no_truncate;

-- ----------------------------------------------------------------------------
-- phi.retention_runs: what was removed, batch by batch, and the permit to do so
-- ----------------------------------------------------------------------------
-- phi.retention_remove opens a run, deletes and closes it, all in one transaction. While it is
-- open the guard lets DELETE pass on this one table. An open run is seen by nobody else.

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
    'Each batch of records that retention removed. Which records they were, the audit log says.';
COMMENT ON COLUMN phi.retention_runs.id IS 'Primary key, in the order of the batches.';
COMMENT ON COLUMN phi.retention_runs.table_name IS 'Table the records were in.';
COMMENT ON COLUMN phi.retention_runs.retention_category IS 'Class of the records.';
COMMENT ON COLUMN phi.retention_runs.policy_ids IS
    'Policies that were ACTIVE for the class; the longest of them counted.';
COMMENT ON COLUMN phi.retention_runs.as_of IS 'Moment for which it was asked what is due.';
COMMENT ON COLUMN phi.retention_runs.cutoff IS
    'Records in effect, or written, after this moment were kept.';
COMMENT ON COLUMN phi.retention_runs.row_count IS 'Number of records removed.';
COMMENT ON COLUMN phi.retention_runs.transaction_id IS
    'Transaction of the batch; the entries of the audit log carry it too.';
COMMENT ON COLUMN phi.retention_runs.started_at IS 'When the transaction began.';
COMMENT ON COLUMN phi.retention_runs.finished_at IS
    'When the batch was done; NULL only inside the transaction that does it.';
COMMENT ON COLUMN phi.retention_runs.database_user IS 'Login that ran it.';

CREATE UNIQUE INDEX retention_runs_transaction_id_open_idx
    ON phi.retention_runs (transaction_id)
    WHERE finished_at IS NULL;
COMMENT ON INDEX phi.retention_runs_transaction_id_open_idx IS
    'The run that is open in this transaction: asked for every record that is deleted.';

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
    RAISE EXCEPTION 'the record of what retention removed is append-only: % is refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$function$;

COMMENT ON FUNCTION phi.retention_runs_finish_only() IS
    'Trigger: refuses every change of a run that is finished.';

REVOKE EXECUTE ON FUNCTION phi.retention_runs_finish_only() FROM public;

CREATE TRIGGER retention_runs_050_append_only
BEFORE UPDATE OR DELETE ON phi.retention_runs
FOR EACH ROW EXECUTE FUNCTION phi.retention_runs_finish_only();
ALTER TABLE phi.retention_runs ENABLE ALWAYS TRIGGER retention_runs_050_append_only;

CREATE TRIGGER retention_runs_050_no_truncate
BEFORE TRUNCATE ON phi.retention_runs
FOR EACH STATEMENT EXECUTE FUNCTION phi.retention_runs_finish_only();
ALTER TABLE phi.retention_runs ENABLE ALWAYS TRIGGER retention_runs_050_no_truncate;

GRANT SELECT ON phi.legal_holds, phi.retention_runs TO whitecross_auditor;

-- ----------------------------------------------------------------------------
-- phi.guarded_tables: where nothing is deleted by hand
-- ----------------------------------------------------------------------------
-- PHI that has a retention class or a soft delete. What has neither is a copy on its way (cache,
-- queue, log of a transfer, push notification): the application deletes it when it expires, and
-- the record is kept elsewhere. The audit log is not audited itself and has triggers of its own.

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
    'Tables of PHI from which only retention deletes, and whether they have deleted_at.';

REVOKE EXECUTE ON FUNCTION phi.guarded_tables() FROM public;

-- ----------------------------------------------------------------------------
-- phi.retention_floor and phi.retention_cutoff: how long
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
    'What no policy can undercut, for any class: 45 CFR 164.316(b)(2)(i).';

REVOKE EXECUTE ON FUNCTION phi.retention_floor() FROM public;

-- Years are taken off the day asked for, in UTC, and not added to the day of the record: six years
-- after 29 February is then 1 March and never a day too early. More than a thousand years is for
-- ever, and would leave the calendar of PostgreSQL.

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
    'Records of the class that ended by this moment are due; NULL without an ACTIVE policy.';

REVOKE EXECUTE ON FUNCTION phi.retention_cutoff(
    public.retention_category, timestamptz
) FROM public;
