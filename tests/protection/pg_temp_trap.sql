-- A trap in schema {place}: everything that a function body names, planted by a login. Each part,
-- when it runs, calls {place}.probe, which warns if it runs as a role that is not the login's own.
--
-- The test fills in {place}; {words} and {operators}, two arrays of the names that stand in our
-- functions; and {domains}, TRUE or FALSE.

SET LOCAL search_path = pg_catalog, pg_temp;

CREATE FUNCTION {place}.probe(what text) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_context text;
BEGIN
    PERFORM set_config('trap.sprung', 'yes', FALSE);
    IF NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
        GET DIAGNOSTICS v_context = PG_CONTEXT;
        RAISE WARNING 'captured as % by %', current_user, what USING DETAIL = v_context;
    END IF;
    RETURN TRUE;
END
$function$;

CREATE FUNCTION {place}.probe_row() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    PERFORM {place}.probe('trigger on ' || TG_TABLE_NAME);
    RETURN coalesce(NEW, OLD);
END
$function$;

-- ----------------------------------------------------------------------------
-- Types, as domains with a CHECK or as composite types with implicit casts
-- ----------------------------------------------------------------------------

DO $block$
DECLARE
    v_item record;
    v_source regtype;
BEGIN
    FOR v_item IN
        SELECT DISTINCT ON (t.typname)
            t.oid::regtype AS type,
            t.typname AS name,
            format('{place}.%I', t.typname) AS planted
        FROM pg_type AS t
        LEFT JOIN pg_class AS c ON t.typrelid = c.oid
        WHERE
            t.typname = ANY({words})
            AND t.typnamespace::regnamespace::text IN ('pg_catalog', 'public', 'phi')
            AND t.typtype IN ('b', 'c', 'd', 'e', 'r')
            AND (t.typrelid = 0 OR c.relkind = 'c')
        ORDER BY t.typname
    LOOP
        IF {domains} THEN
            EXECUTE format(
                'CREATE DOMAIN %s AS %s CHECK ({place}.probe(%L))',
                v_item.planted, v_item.type, 'domain ' || v_item.name
            );
            CONTINUE;
        END IF;
        EXECUTE format('CREATE TYPE %s AS (value pg_catalog.text)', v_item.planted);
        FOR v_source IN
            SELECT DISTINCT s.type FROM unnest(ARRAY[v_item.type, 'text', 'varchar']) AS s (type)
        LOOP
            EXECUTE format(
                $sql$
                CREATE FUNCTION {place}.%3$I(%2$s) RETURNS %1$s
                LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
                AS 'BEGIN PERFORM {place}.probe(''a cast to %1$s''); RETURN NULL; END';
                CREATE FUNCTION {place}.%4$I(%1$s) RETURNS %2$s
                LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
                AS 'BEGIN PERFORM {place}.probe(''a cast from %1$s''); RETURN NULL; END';
                CREATE CAST (%2$s AS %1$s) WITH FUNCTION {place}.%3$I(%2$s) AS IMPLICIT;
                CREATE CAST (%1$s AS %2$s) WITH FUNCTION {place}.%4$I(%1$s) AS IMPLICIT;
                $sql$,
                v_item.planted, v_source, 'to_' || v_item.name,
                format('from_%s_to_%s', v_item.name, v_source)
            );
        END LOOP;
    END LOOP;
END
$block$;

-- ----------------------------------------------------------------------------
-- Tables: a policy runs when one is read, triggers when one is written
-- ----------------------------------------------------------------------------

DO $block$
DECLARE
    v_item record;
BEGIN
    FOR v_item IN
        SELECT
            format('{place}.%I', c.relname) AS planted,
            (
                SELECT string_agg(format('%I %s', a.attname, a.atttypid::regtype), ', ')
                FROM pg_attribute AS a
                INNER JOIN pg_type AS t ON a.atttypid = t.oid
                WHERE
                    a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND t.typtype <> 'p'
            ) AS columns
        FROM pg_class AS c
        WHERE
            c.relname = ANY({words})
            AND c.relnamespace::regnamespace::text IN ('pg_catalog', 'public', 'phi')
            AND c.relkind IN ('r', 'v', 'p')
        UNION ALL
        -- The names under which a trigger function sees the rows of its statement.
        SELECT DISTINCT format('{place}.%I', t.name), 'id uuid'
        FROM pg_trigger AS g
        CROSS JOIN unnest(ARRAY[g.tgnewtable, g.tgoldtable]) AS t (name)
        WHERE t.name IS NOT NULL
    LOOP
        EXECUTE format(
            $sql$
            CREATE TABLE %1$s (%2$s);
            INSERT INTO %1$s DEFAULT VALUES;
            GRANT ALL ON %1$s TO PUBLIC;
            ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;
            CREATE POLICY probe ON %1$s USING ({place}.probe('policy of %1$s'));
            CREATE TRIGGER probe BEFORE INSERT OR UPDATE OR DELETE ON %1$s
                FOR EACH ROW EXECUTE FUNCTION {place}.probe_row();
            $sql$, v_item.planted, v_item.columns
        );
    END LOOP;
END
$block$;

-- ----------------------------------------------------------------------------
-- Functions and operators, with the very types of the real ones
-- ----------------------------------------------------------------------------
-- What takes or gives a pseudo-type that plpgsql refuses is passed over.

DO $block$
DECLARE
    v_item record;
    v_number integer := 0;
BEGIN
    FOR v_item IN
        SELECT
            format(
                '{place}.%I(%s)', p.proname,
                array_to_string(p.proargtypes::oid[]::regtype[], ', ')
            ) AS planted,
            CASE WHEN p.proretset THEN 'SETOF ' ELSE '' END || p.prorettype::regtype AS result,
            CASE
                WHEN p.proretset OR p.prorettype = 'void'::regtype THEN 'RETURN' ELSE 'RETURN NULL'
            END AS ending
        FROM pg_proc AS p
        WHERE
            p.proname = ANY({words})
            AND p.pronamespace::regnamespace::text IN ('pg_catalog', 'public', 'phi')
    LOOP
        BEGIN
            EXECUTE format(
                $sql$
                CREATE FUNCTION %1$s RETURNS %2$s
                LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
                AS 'BEGIN PERFORM {place}.probe(''function %1$s''); %3$s; END'
                $sql$, v_item.planted, v_item.result, v_item.ending
            );
        EXCEPTION
            WHEN invalid_function_definition OR feature_not_supported OR duplicate_function THEN
                CONTINUE;
        END;
    END LOOP;

    FOR v_item IN
        SELECT
            o.oprname AS name,
            o.oprleft::regtype AS left_type,
            o.oprright::regtype AS right_type,
            o.oprresult::regtype AS result
        FROM pg_operator AS o
        WHERE
            o.oprname = ANY({operators})
            AND o.oprnamespace = 'pg_catalog'::regnamespace AND o.oprleft <> 0
    LOOP
        v_number := v_number + 1;
        BEGIN
            EXECUTE format(
                $sql$
                CREATE FUNCTION {place}.operator_%1$s(%3$s, %4$s) RETURNS %5$s
                LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
                AS 'BEGIN PERFORM {place}.probe(''operator %2$s''); RETURN NULL; END';
                CREATE OPERATOR {place}.%2$s (
                    FUNCTION = {place}.operator_%1$s, LEFTARG = %3$s, RIGHTARG = %4$s
                );
                $sql$,
                v_number, v_item.name, v_item.left_type, v_item.right_type, v_item.result
            );
        EXCEPTION
            WHEN invalid_function_definition OR feature_not_supported THEN
                CONTINUE;
        END;
    END LOOP;
END
$block$;
