-- Nobody deletes PHI by hand: a DELETE is refused, and the application deletes softly.
--
-- Every table of phi.guarded_tables() has the triggers <table>_050_no_hard_delete and
-- _050_no_truncate, ENABLE ALWAYS: they bind the owner, a superuser, cascades and replica mode.
-- Only phi.retention_remove gets past them: it opens a run in phi.retention_runs for its own
-- transaction and closes it before it returns. The owner of the tables could drop the triggers;
-- the application owns nothing, wcdb posture reports a missing trigger, and wcdb audit verify
-- reports missing entries.
--
-- The application sends DELETE to the views of schema sequelize, where <view>_050_soft_delete sets
-- deleted_at instead. INSERT and UPDATE go through the views as before.
--
-- A subscriber of logical replication refuses the deletes of retention as well: run wcdb retention
-- there too, or leave deletes out of the publication.
--
-- Tables:   every one of phi.guarded_tables(), and the views of schema sequelize on them
-- HIPAA:    45 CFR 164.312(c)(1), improper destruction; 164.316(b)(2)(i)
-- Locks:    SHARE ROW EXCLUSIVE on each table, ACCESS EXCLUSIVE on each view, until the
--           transaction ends: a few seconds
-- Rollback: drops the triggers: a DELETE deletes again
--
-- depends: 20261123000005-functions-retention-remove

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- phi.refuse_hard_delete
-- ----------------------------------------------------------------------------
-- SECURITY DEFINER, so that nobody needs a grant on phi.retention_runs. started_at is compared
-- because a restored database counts its transactions from the start again. The error is a
-- restrict_violation: the data forbids the DELETE, and no grant would allow it.

CREATE FUNCTION phi.refuse_hard_delete()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM phi.retention_runs AS r
        WHERE
            r.transaction_id = pg_current_xact_id_if_assigned() AND r.finished_at IS NULL
            AND r.started_at = now() AND r.table_name = TG_TABLE_NAME
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a hard % of % is refused: it holds PHI',
        replace(TG_OP, 'DELETE', 'DELETE of rows'), TG_TABLE_NAME
        USING
            ERRCODE = 'restrict_violation',
            HINT = CASE WHEN TG_ARGV[0] = 'soft' THEN 'Set deleted_at instead. ' ELSE '' END
            || 'wcdb retention removes rows when they are due.';
END
$function$;

COMMENT ON FUNCTION phi.refuse_hard_delete() IS
    'Trigger: refuses DELETE and TRUNCATE of PHI outside phi.retention_remove.';

REVOKE EXECUTE ON FUNCTION phi.refuse_hard_delete() FROM public;

-- ----------------------------------------------------------------------------
-- phi.soft_delete
-- ----------------------------------------------------------------------------
-- It runs with the rights of the caller, who needs UPDATE on the table. A row that is soft-deleted
-- already counts as no row, as it would if it were gone.

CREATE FUNCTION phi.soft_delete()
RETURNS trigger
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_rows bigint;
BEGIN
    EXECUTE format(
        'UPDATE public.%I SET deleted_at = now() WHERE id = $1 AND deleted_at IS NULL', TG_ARGV[0]
    ) USING OLD.id;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    IF v_rows = 0 THEN
        RETURN NULL;
    END IF;
    RETURN OLD;
END
$function$;

COMMENT ON FUNCTION phi.soft_delete() IS
    'Trigger: turns a DELETE on a view into a soft delete in the table that its argument names.';

REVOKE EXECUTE ON FUNCTION phi.soft_delete() FROM public;

-- ----------------------------------------------------------------------------
-- phi.guard_source: the guard of a table and of the application's views of it
-- ----------------------------------------------------------------------------
-- {soft} is soft where the table has deleted_at, else none. allergies:
--     CREATE TRIGGER allergies_050_no_hard_delete BEFORE DELETE ON public.allergies
--     FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete('soft');
--     ALTER TABLE public.allergies ENABLE ALWAYS TRIGGER allergies_050_no_hard_delete
--     CREATE TRIGGER allergies_050_soft_delete INSTEAD OF DELETE ON sequelize.allergies
--     FOR EACH ROW EXECUTE FUNCTION phi.soft_delete('allergies')

CREATE FUNCTION phi.guard_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    WITH guarded AS (
        SELECT g.table_name, g.has_soft_delete
        FROM phi.guarded_tables() AS g
        WHERE to_regclass(format('public.%I', g.table_name)) = p_table
    )

    SELECT
        'TRIGGER'::phi.protection_kind,
        format('public.%I', g.table_name),
        g.table_name || t.suffix,
        replace(replace(replace(
            $sql$CREATE TRIGGER {table}{suffix} BEFORE $sql$
            || t.clauses
            || $sql$ EXECUTE FUNCTION phi.refuse_hard_delete('{soft}'); $sql$
            || $sql$ALTER TABLE public.{table} ENABLE ALWAYS TRIGGER {table}{suffix}$sql$,
            '{soft}', CASE WHEN g.has_soft_delete THEN 'soft' ELSE 'none' END),
            '{suffix}', t.suffix),
            '{table}', g.table_name),
        t.comment
    FROM guarded AS g
    CROSS JOIN (
        VALUES
        (
            '_050_no_hard_delete',
            'DELETE ON public.{table} FOR EACH ROW',
            'Refuses to delete a row, by cascade too; only wcdb retention removes rows.'
        ),
        (
            '_050_no_truncate',
            'TRUNCATE ON public.{table} FOR EACH STATEMENT',
            'Refuses to empty the table, by TRUNCATE … CASCADE too.'
        )
    ) AS t (suffix, clauses, comment)
    UNION ALL
    SELECT
        'TRIGGER',
        v.relation,
        c.relname || '_050_soft_delete',
        format(
            'CREATE TRIGGER %s_050_soft_delete INSTEAD OF DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION phi.soft_delete(%L)',
            c.relname, v.relation, g.table_name
        ),
        'Sets deleted_at: the application deletes as before, and the row is kept.'
    FROM guarded AS g
    CROSS JOIN phi.protected_relations(p_table) AS v
    INNER JOIN pg_class AS c ON v.id = c.oid
    WHERE g.has_soft_delete AND v.schema_name = 'sequelize'
$function$;

COMMENT ON FUNCTION phi.guard_source(regclass) IS
    'The triggers that guard a table of PHI against hard deletes, and let the application delete '
    'softly through its view; none if the table needs no guard.';

REVOKE EXECUTE ON FUNCTION phi.guard_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every guarded table
-- ----------------------------------------------------------------------------

SELECT phi.protect_all();
