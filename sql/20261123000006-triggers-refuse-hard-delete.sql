-- A hard DELETE of PHI is refused to everyone; the application's DELETE becomes a soft delete.
--
-- On every table of phi.guarded_tables() stand <table>_050_no_hard_delete and _050_no_truncate,
-- ENABLE ALWAYS: they bind the owner, a superuser, cascades and replica mode. The one way past
-- them is phi.retention_remove, which opens a run in phi.retention_runs for its own transaction
-- and closes it before it returns. Whoever owns the tables can take triggers away; the
-- application owns nothing, and wcdb audit verify shows what is gone.
--
-- The application sends DELETE to the views of schema sequelize, where <view>_050_soft_delete sets
-- deleted_at instead. INSERT and UPDATE go through the views as before.
--
-- A subscriber of logical replication refuses the deletes of retention as well: run wcdb
-- retention there too, or leave deletes out of the publication.
--
-- Tables:   every one of phi.guarded_tables(), and the views of schema sequelize on them
-- HIPAA:    45 CFR 164.312(c)(1), improper destruction; 164.316(b)(2)(i)
-- Locks:    SHARE ROW EXCLUSIVE on each table, ACCESS EXCLUSIVE on each view, until the
--           transaction ends: well under a second
-- Rollback: takes the triggers away: a DELETE deletes again
--
-- depends: 20261123000005-functions-retention-remove

SET LOCAL lock_timeout = '5s';

-- ----------------------------------------------------------------------------
-- phi.refuse_hard_delete
-- ----------------------------------------------------------------------------
-- SECURITY DEFINER to read phi.retention_runs, for which nobody needs a grant. started_at is
-- compared because a restored database counts its transactions anew.
-- restrict_violation: it is the data that forbids it, not a right that somebody could be given.

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
            || 'What is due is removed by wcdb retention.';
END
$function$;

COMMENT ON FUNCTION phi.refuse_hard_delete() IS
    'Trigger: refuses DELETE and TRUNCATE of PHI outside of phi.retention_remove.';

REVOKE EXECUTE ON FUNCTION phi.refuse_hard_delete() FROM public;

-- ----------------------------------------------------------------------------
-- phi.soft_delete
-- ----------------------------------------------------------------------------
-- With the rights of the caller, who may update the table or not. A row that was deleted before
-- counts as none, as it did when it was gone.

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
    'Trigger: makes of a DELETE on a view a soft delete in its table, which the trigger names.';

REVOKE EXECUTE ON FUNCTION phi.soft_delete() FROM public;

-- ----------------------------------------------------------------------------
-- phi.guard_views, phi.guard_attach and phi.guard_detach
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.guard_views(p_table regclass)
RETURNS SETOF regclass
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT DISTINCT v.oid::regclass
    FROM pg_catalog.pg_depend AS d
    INNER JOIN pg_catalog.pg_rewrite AS r ON d.objid = r.oid
    INNER JOIN pg_catalog.pg_class AS v ON r.ev_class = v.oid
    WHERE
        d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refobjid = p_table
        AND d.refclassid = 'pg_catalog.pg_class'::regclass
        AND v.relkind = 'v' AND v.relnamespace = to_regnamespace('sequelize')
$function$;

COMMENT ON FUNCTION phi.guard_views(regclass) IS
    'The views of schema sequelize on a table.';

REVOKE EXECUTE ON FUNCTION phi.guard_views(regclass) FROM public;

CREATE FUNCTION phi.guard_attach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name;
    v_soft boolean;
    v_view regclass;
    v_name name;
BEGIN
    SELECT g.table_name, g.has_soft_delete INTO v_table, v_soft
    FROM phi.guarded_tables() AS g
    WHERE to_regclass(format('public.%I', g.table_name)) = p_table;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'table % needs no guard: phi.tables knows of no PHI in it to be kept',
            p_table;
    END IF;

    v_name := v_table || '_050_no_hard_delete';
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE DELETE ON %s'
        ' FOR EACH ROW EXECUTE FUNCTION phi.refuse_hard_delete(%L)',
        v_name, p_table, CASE WHEN v_soft THEN 'soft' ELSE 'none' END
    );
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', p_table, v_name);
    EXECUTE format(
        'COMMENT ON TRIGGER %I ON %s IS %L', v_name, p_table,
        'Refuses to delete a row, by cascade too; only wcdb retention removes what is due.'
    );

    v_name := v_table || '_050_no_truncate';
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE TRUNCATE ON %s'
        ' FOR EACH STATEMENT EXECUTE FUNCTION phi.refuse_hard_delete(%L)',
        v_name, p_table, CASE WHEN v_soft THEN 'soft' ELSE 'none' END
    );
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', p_table, v_name);
    EXECUTE format(
        'COMMENT ON TRIGGER %I ON %s IS %L', v_name, p_table,
        'Refuses to empty the table, by TRUNCATE … CASCADE too.'
    );

    IF NOT v_soft THEN
        RETURN;
    END IF;
    FOR v_view IN SELECT v.view FROM phi.guard_views(p_table) AS v (view) LOOP
        v_name := (
            SELECT c.relname || '_050_soft_delete'
            FROM pg_catalog.pg_class AS c WHERE c.oid = v_view
        );
        EXECUTE format(
            'CREATE TRIGGER %I INSTEAD OF DELETE ON %s'
            ' FOR EACH ROW EXECUTE FUNCTION phi.soft_delete(%L)',
            v_name, v_view, v_table
        );
        EXECUTE format(
            'COMMENT ON TRIGGER %I ON %s IS %L', v_name, v_view,
            'Sets deleted_at: the application deletes as before, and the row is kept.'
        );
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.guard_attach(regclass) IS
    'Guards a table of PHI against hard deletes, and lets the application delete softly through '
    'its view; to be called when both have been created.';

REVOKE EXECUTE ON FUNCTION phi.guard_attach(regclass) FROM public;

CREATE FUNCTION phi.guard_detach(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_trigger name;
    v_relation regclass;
BEGIN
    FOR v_trigger, v_relation IN
        SELECT t.tgname, t.tgrelid
        FROM pg_catalog.pg_trigger AS t
        WHERE
            t.tgfoid IN ('phi.refuse_hard_delete'::regproc, 'phi.soft_delete'::regproc)
            AND (t.tgrelid = p_table OR t.tgrelid IN (SELECT phi.guard_views(p_table)))
        ORDER BY t.tgname
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', v_trigger, v_relation);
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.guard_detach(regclass) IS
    'Takes the guard of a table away, and that of its views; for rollbacks.';

REVOKE EXECUTE ON FUNCTION phi.guard_detach(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- Every table that is to be guarded
-- ----------------------------------------------------------------------------

DO $block$
DECLARE
    v_table name;
    v_tables integer := 0;
BEGIN
    FOR v_table IN SELECT g.table_name FROM phi.guarded_tables() AS g LOOP
        PERFORM phi.guard_attach(format('public.%I', v_table));
        v_tables := v_tables + 1;
    END LOOP;
    IF v_tables = 0 THEN
        RAISE EXCEPTION 'phi.tables names no table of PHI: the classification is missing';
    END IF;
END
$block$;
