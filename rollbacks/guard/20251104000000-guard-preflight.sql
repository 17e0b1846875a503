-- Checks the server and the database before the first migration runs.
--
-- This file exists only in rollbacks/, and the first migration depends on it. A copy of the
-- repository without rollbacks/ therefore fails with "Could not resolve dependencies". Without
-- this check, yoyo would apply a schema whose rollback silently does nothing.
--
-- It refuses a server older than PostgreSQL 15, a database whose encoding is not UTF8, a role
-- that may not create tables here, and a schema public that already holds tables or views which
-- yoyo did not create.
--
-- Tables:   none
-- HIPAA:    no data
-- Locks:    none
-- Rollback: nothing to reverse

DO $block$
DECLARE
    v_strangers text;
BEGIN
    IF current_setting('server_version_num')::integer < 150000 THEN
        RAISE EXCEPTION
            'This server is PostgreSQL %; White Cross needs 15 or newer. Nothing was changed.',
            current_setting('server_version');
    END IF;

    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION
            'Database % has encoding %; create it with ENCODING ''UTF8''. Nothing was changed.',
            current_database(), current_setting('server_encoding');
    END IF;

    IF NOT has_schema_privilege('public', 'CREATE')
        OR NOT has_database_privilege(current_database(), 'CREATE') THEN
        RAISE EXCEPTION
            'Role % may not create in database %; connect as its owner. Nothing was changed.',
            current_user, current_database();
    END IF;

    SELECT string_agg(s.relname, ', ' ORDER BY s.relname)
    INTO v_strangers
    FROM (
        SELECT c.relname
        FROM pg_class AS c
        WHERE
            c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND c.relname NOT IN ('_yoyo_log', '_yoyo_migration', '_yoyo_version', 'yoyo_lock')
        ORDER BY c.relname
        LIMIT 5
    ) AS s;
    IF v_strangers IS NOT NULL THEN
        RAISE EXCEPTION
            'Database % already holds tables that yoyo did not make (%, ...); use an empty one.',
            current_database(), v_strangers
            USING HINT = 'docs/runbook.md explains what to do with a database that sync() created.';
    END IF;
END
$block$;
