-- phi.protect(table): one call that builds everything that protects a table, as the registry says.
--
-- Two functions say the same kind of thing about a table, one row an object, in the words in which
-- PostgreSQL itself prints it:
--   * phi.protection_source(table): the objects that should be there. It collects the rows of the
--     functions phi.…_source(table), which later migrations add: ciphertext trigger, audit, fence,
--     grants, masks, guard.
--   * phi.protection_found(table): the objects that are there, read from the catalogue.
-- phi.protect(table) executes the difference, phi.unprotect(table) removes all of it, and wcdb
-- posture prints it. A second phi.protect changes nothing and locks no table. Two at once would
-- drop what the other looks at: one waits for the other, by an advisory lock.
--
-- Ownership: an object is ours if its comment ends with "Built by phi.protect."; protect replaces
-- and removes only these, and leaves policies and triggers that a migration wrote by hand alone.
-- Grants have no comment: every grant on the table to a role whitecross_… belongs to protect. So do
-- the names that it gives: whatever stands under one of them is replaced.
-- Row-level security as such (ENABLE, FORCE) belongs to it too.
--
-- A table that was renamed keeps the objects with its old name: they are found by what they read
-- and who calls them, not by name, so that the next phi.protect replaces them.
--
-- Definitions are compared as text, which must read alike in every session: the functions set
-- quote_all_identifiers. JIT would compile for seconds what runs for milliseconds: it is off.
--
-- Tables:   none
-- HIPAA:    45 CFR 164.312(a)(1), access control; (b), audit controls
-- Locks:    none on existing tables
-- Rollback: drops the functions; no protected object exists at this point of the chain
--
-- depends: 20251104000025-security-phi-hand-written

-- ----------------------------------------------------------------------------
-- Types
-- ----------------------------------------------------------------------------
-- The order of the kinds is the order in which they are created; they are dropped in reverse.

CREATE TYPE phi.protection_kind AS ENUM (
    'FUNCTION', 'TRIGGER', 'POLICY', 'ROW SECURITY', 'VIEW', 'GRANT'
);
COMMENT ON TYPE phi.protection_kind IS 'Kinds of object that protect a table.';

CREATE TYPE phi.protection AS (
    kind phi.protection_kind,
    relation text,
    name text,
    definition text,
    comment text
);
COMMENT ON TYPE phi.protection IS
    'One object that protects a table. relation: table or view it stands on, empty for a function. '
    'name: its own name, for a grant the grantee. definition: SQL that creates it, as PostgreSQL '
    'prints it. comment: its COMMENT.';

CREATE TYPE phi.protection_difference AS (
    kind phi.protection_kind,
    relation text,
    name text,
    source_definition text,
    source_comment text,
    found_definition text,
    found_comment text
);
COMMENT ON TYPE phi.protection_difference IS
    'One object that is missing (nothing found), changed, or left over (no source).';

-- ----------------------------------------------------------------------------
-- phi.protected_relations: a table, its masked view, and the application's views of it
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.protected_relations(p_table regclass)
RETURNS TABLE (id oid, schema_name name, relation text)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    SELECT
        c.oid,
        n.nspname,
        format('%I.%I', n.nspname, c.relname)
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE c.oid = p_table
    UNION
    -- Views that read it, and a view of its name in masked, whatever that reads.
    SELECT
        c.oid,
        n.nspname,
        format('%I.%I', n.nspname, c.relname)
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE
        c.relkind = 'v' AND n.nspname IN ('masked', 'sequelize')
        AND c.oid IN (
            SELECT r.ev_class
            FROM pg_depend AS d
            INNER JOIN pg_rewrite AS r ON d.objid = r.oid
            WHERE
                d.classid = 'pg_rewrite'::regclass
                AND d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table
            UNION ALL
            SELECT v.oid
            FROM pg_class AS v
            INNER JOIN pg_class AS t ON v.relname = t.relname
            WHERE
                v.relnamespace = to_regnamespace('masked')
                AND t.oid = p_table AND t.relnamespace = 'public'::regnamespace
        )
$function$;

COMMENT ON FUNCTION phi.protected_relations(regclass) IS
    'A table with its view in schema masked and its views in schema sequelize, where they exist.';

REVOKE EXECUTE ON FUNCTION phi.protected_relations(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protection_found: the objects that are there
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.protection_found(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    -- Functions: audit_<table> and ciphertext_<table>, and those that triggers of ours call.
    SELECT
        'FUNCTION'::phi.protection_kind,
        '',
        p.oid::regprocedure::text,
        pg_get_functiondef(p.oid) || coalesce(
            (
                SELECT
                    '-- may be called by '
                    || string_agg(coalesce(r.rolname, 'PUBLIC'), ', ' ORDER BY r.rolname)
                FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x
                LEFT JOIN pg_roles AS r ON x.grantee = r.oid
                WHERE x.grantee <> p.proowner
            ), ''
        ),
        obj_description(p.oid, 'pg_proc')
    FROM pg_proc AS p
    WHERE
        p.pronamespace = 'phi'::regnamespace AND p.prorettype = 'trigger'::regtype
        AND (
            p.proname IN (
                SELECT k.kind || t.relname
                FROM pg_class AS t
                CROSS JOIN (VALUES ('audit_'), ('ciphertext_')) AS k (kind)
                WHERE t.oid = p_table AND t.relnamespace = 'public'::regnamespace
            )
            OR (
                p.oid IN (SELECT g.tgfoid FROM pg_trigger AS g WHERE g.tgrelid = p_table)
                AND obj_description(p.oid, 'pg_proc') LIKE '% Built by phi.protect.'
            )
        )
    UNION ALL
    SELECT
        o.kind::phi.protection_kind,
        o.relation,
        o.name,
        o.definition,
        o.comment
    FROM phi.policies_and_triggers(
        ARRAY(SELECT v.id FROM phi.protected_relations(p_table) AS v)
    ) AS o
    UNION ALL
    SELECT
        'ROW SECURITY',
        format('%I.%I', n.nspname, c.relname),
        '',
        format('ALTER TABLE %I.%I ', n.nspname, c.relname) || concat_ws(
            ', ',
            CASE WHEN c.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END,
            CASE WHEN c.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END
        ),
        NULL
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE c.oid = p_table AND (c.relrowsecurity OR c.relforcerowsecurity)
    UNION ALL
    -- The masked view. PostgreSQL 15 prints the alias t before each column, later ones do not.
    SELECT
        'VIEW',
        v.relation,
        quote_ident(c.relname),
        format(
            E'CREATE VIEW %s WITH (%s) AS\n%s\nALTER VIEW %s OWNER TO %I',
            v.relation,
            array_to_string(c.reloptions, ', '),
            regexp_replace(pg_get_viewdef(c.oid), '[[:<:]]t[.]', '', 'g'),
            v.relation,
            pg_get_userbyid(c.relowner)
        ),
        obj_description(c.oid, 'pg_class')
    FROM phi.protected_relations(p_table) AS v
    INNER JOIN pg_class AS c ON v.id = c.oid
    WHERE v.schema_name = 'masked'
    UNION ALL
    -- Grants, one row a grantee: on the whole relation first, then by column.
    SELECT
        'GRANT',
        g.relation,
        g.grantee,
        format(
            'GRANT %s ON %s TO %s%s',
            string_agg(g.privilege, ', ' ORDER BY g.privilege COLLATE "C"),
            g.relation,
            g.grantee,
            CASE WHEN bool_or(g.is_grantable) THEN ' WITH GRANT OPTION' ELSE '' END
        ),
        NULL
    FROM (
        SELECT
            v.relation,
            coalesce(quote_ident(r.rolname), 'PUBLIC') AS grantee,
            x.privilege_type || coalesce(
                ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) || ')', ''
            ) AS privilege,
            bool_or(x.is_grantable) AS is_grantable
        FROM phi.protected_relations(p_table) AS v
        INNER JOIN pg_class AS c ON v.id = c.oid
        CROSS JOIN LATERAL (
            SELECT NULL::name AS attname, c.relacl AS acl
            UNION ALL
            SELECT a.attname, a.attacl
            FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
        ) AS a
        CROSS JOIN LATERAL aclexplode(a.acl) AS x
        LEFT JOIN pg_roles AS r ON x.grantee = r.oid
        WHERE x.grantee <> c.relowner
        GROUP BY v.relation, r.rolname, x.privilege_type, a.attname IS NULL
    ) AS g
    GROUP BY g.relation, g.grantee
$function$;

COMMENT ON FUNCTION phi.protection_found(regclass) IS
    'The objects that protect a table now, from the catalogue; grants to anyone, policies and '
    'triggers by anyone.';

REVOKE EXECUTE ON FUNCTION phi.protection_found(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protection_source: the objects that should be there
-- ----------------------------------------------------------------------------
-- A part of the protection is a function phi.<part>_source(regclass) that returns SETOF
-- phi.protection. Creating one adds the part, dropping it takes the part away at the next protect.

CREATE FUNCTION phi.protection_source(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE plpgsql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
DECLARE
    v_part regproc;
    v_fault text;
BEGIN
    -- An error if the table is not classified.
    PERFORM phi.classification(p_table);
    SELECT f INTO v_fault FROM phi.registry_faults(p_table) AS f LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%', v_fault;
    END IF;
    FOR v_part IN
        SELECT p.oid
        FROM pg_proc AS p
        INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
        WHERE
            n.nspname = 'phi' AND p.proname ~ '^[a-z]+_source$'
            AND p.proname <> 'protection_source'
            AND p.prorettype = 'phi.protection'::regtype AND p.proretset
        ORDER BY p.proname
    LOOP
        RETURN QUERY EXECUTE format(
            $sql$
            SELECT
                s.kind, s.relation, s.name, s.definition,
                CASE
                    WHEN s.kind IN ('GRANT', 'ROW SECURITY') THEN NULL
                    ELSE s.comment || ' Built by phi.protect.'
                END
            FROM %s($1) AS s
            $sql$, v_part
        ) USING p_table;
    END LOOP;
END
$function$;

COMMENT ON FUNCTION phi.protection_source(regclass) IS
    'The objects that should protect a table, from the registry as it is now.';

REVOKE EXECUTE ON FUNCTION phi.protection_source(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protection_differences: what protect would change
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.protection_differences(p_table regclass)
RETURNS SETOF phi.protection_difference
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
AS $function$
    SELECT
        kind, relation, name,
        s.definition, s.comment,
        f.definition, f.comment
    FROM phi.protection_source(p_table) AS s
    FULL JOIN phi.protection_found(p_table) AS f USING (kind, relation, name)
    WHERE
        (s.definition, s.comment) IS DISTINCT FROM (f.definition, f.comment)
        AND (
            s.definition IS NOT NULL
            OR f.comment LIKE '% Built by phi.protect.'
            OR kind = 'ROW SECURITY'
            OR (kind = 'GRANT' AND name ~ '^"?whitecross_')
        )
$function$;

COMMENT ON FUNCTION phi.protection_differences(regclass) IS
    'Objects of a table that are missing, changed, or left over; no row if the table is protected '
    'as the registry says.';

REVOKE EXECUTE ON FUNCTION phi.protection_differences(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protection_drop: the statement that removes an object
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.protection_drop(p_kind phi.protection_kind, p_relation text, p_name text)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    SELECT
        CASE p_kind
            WHEN 'FUNCTION' THEN format('DROP FUNCTION %s', p_name)
            WHEN 'TRIGGER' THEN format('DROP TRIGGER %s ON %s', p_name, p_relation)
            WHEN 'POLICY' THEN format('DROP POLICY %s ON %s', p_name, p_relation)
            WHEN 'ROW SECURITY' THEN format(
                'ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY',
                p_relation
            )
            WHEN 'VIEW' THEN format('DROP VIEW %s', p_relation)
            -- With all that the grantee has passed on.
            WHEN 'GRANT' THEN format('REVOKE ALL ON %s FROM %s CASCADE', p_relation, p_name)
        END
$function$;

COMMENT ON FUNCTION phi.protection_drop(phi.protection_kind, text, text) IS
    'SQL text: the statement that removes one object of the protection.';

REVOKE EXECUTE ON FUNCTION phi.protection_drop(phi.protection_kind, text, text) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protect
-- ----------------------------------------------------------------------------
-- The masked views belong to whitecross_masker. Only a member may give a role something, so the
-- owner joins it here and leaves it at once: the policies that fence whitecross_masker in would
-- fence the owner in too.

CREATE FUNCTION phi.protect(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
AS $function$
DECLARE
    v_differences phi.protection_difference[];
    v_item phi.protection_difference;
    v_statement text;
    v_role text;
    v_left text;
    v_joined boolean := FALSE;
    v_dropped boolean := FALSE;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    v_differences := ARRAY(SELECT d FROM phi.protection_differences(p_table) AS d);
    IF cardinality(v_differences) = 0 THEN
        RETURN;
    END IF;
    IF EXISTS (SELECT FROM unnest(v_differences) AS d WHERE d.relation LIKE 'masked.%') THEN
        EXECUTE format('GRANT whitecross_masker TO %I', current_user);
        v_joined := TRUE;
    END IF;

    -- A function is replaced in place: its triggers depend on it. PostgreSQL keeps the grants of a
    -- relation in the order in which they were made; where one differs, all are made anew, so that
    -- the order is always the same.
    FOR v_statement IN
        SELECT phi.protection_drop(f.kind, f.relation, f.name)
        FROM phi.protection_found(p_table) AS f
        WHERE
            EXISTS (
                SELECT FROM unnest(v_differences) AS d
                WHERE
                    d.kind = f.kind AND d.relation = f.relation
                    AND CASE f.kind
                        WHEN 'GRANT' THEN f.name ~ '^"?whitecross_'
                        WHEN 'FUNCTION' THEN d.name = f.name AND d.source_definition IS NULL
                        ELSE
                            d.name = f.name
                            AND d.source_definition IS DISTINCT FROM d.found_definition
                    END
            )
        ORDER BY f.kind DESC, f.relation, f.name
    LOOP
        EXECUTE v_statement;
        v_dropped := TRUE;
    END LOOP;

    -- A view that was dropped has lost its grants and its triggers.
    IF v_dropped THEN
        v_differences := ARRAY(SELECT d FROM phi.protection_differences(p_table) AS d);
    END IF;
    FOR v_item IN
        SELECT d.*
        FROM unnest(v_differences) AS d
        WHERE d.source_definition IS NOT NULL
        ORDER BY d.kind, d.relation, d.name
    LOOP
        IF v_item.source_definition IS DISTINCT FROM v_item.found_definition THEN
            EXECUTE v_item.source_definition;
        END IF;
        IF v_item.kind = 'FUNCTION' THEN
            FOR v_role IN
                SELECT CASE e.role_name WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(e.role_name) END
                FROM phi.functions_executable() AS e
                WHERE e.function_name = v_item.name
            LOOP
                EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM %s', v_item.name, v_role);
            END LOOP;
        ELSIF v_item.kind = 'VIEW' AND v_item.found_definition IS NULL THEN
            -- What ALTER DEFAULT PRIVILEGES gives on a new view.
            FOR v_role IN
                SELECT f.name
                FROM phi.protection_found(p_table) AS f
                WHERE f.kind = 'GRANT' AND f.relation = v_item.relation
            LOOP
                EXECUTE phi.protection_drop('GRANT', v_item.relation, v_role);
            END LOOP;
        END IF;
        IF v_item.source_comment IS NOT NULL THEN
            EXECUTE format(
                'COMMENT ON %s %s IS %L',
                v_item.kind,
                CASE v_item.kind
                    WHEN 'FUNCTION' THEN v_item.name
                    WHEN 'VIEW' THEN v_item.relation
                    ELSE v_item.name || ' ON ' || v_item.relation
                END,
                v_item.source_comment
            );
        END IF;
    END LOOP;

    IF v_joined THEN
        EXECUTE format('REVOKE whitecross_masker FROM %I', current_user);
    END IF;

    SELECT format('%s %s on %s', lower(d.kind::text), d.name, d.relation) INTO v_left
    FROM unnest(v_differences) AS d
    LEFT JOIN phi.protection_found(p_table) AS f USING (kind, relation, name)
    WHERE (d.source_definition, d.source_comment) IS DISTINCT FROM (f.definition, f.comment)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'phi.protect cannot bring table % to what the registry says: % still differs',
            p_table, v_left
            USING HINT = 'A grant that a third role has made, with GRANT OPTION, must be taken back '
            'from that role first: REVOKE … FROM … CASCADE.';
    END IF;
EXCEPTION
    WHEN dependent_objects_still_exist THEN
        GET STACKED DIAGNOSTICS v_left = PG_EXCEPTION_DETAIL;
        RAISE EXCEPTION 'phi.protect must replace an object of table % that others use: %',
            p_table, v_left
            USING
                ERRCODE = 'dependent_objects_still_exist',
                HINT = 'Drop those, run phi.protect again, and create them anew.';
END
$function$;

COMMENT ON FUNCTION phi.protect(regclass) IS
    'Brings everything that protects a table to what the registry says now. Repeatable: it writes '
    'differences only. Call it when the table, its columns or its classification change.';

REVOKE EXECUTE ON FUNCTION phi.protect(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.unprotect
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.unprotect(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
AS $function$
DECLARE
    v_item phi.protection;
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_class AS c
        WHERE
            c.oid = p_table AND c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('r', 'p')
    ) THEN
        RAISE EXCEPTION '% is no table of schema public: phi.protect has built nothing for it',
            coalesce(p_table::text, 'NULL');
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    EXECUTE format('GRANT whitecross_masker TO %I', current_user);
    FOR v_item IN
        SELECT f.*
        FROM phi.protection_found(p_table) AS f
        WHERE
            f.comment LIKE '% Built by phi.protect.'
            OR f.kind = 'ROW SECURITY'
            OR (f.kind = 'GRANT' AND f.name ~ '^"?whitecross_' AND f.relation NOT LIKE 'masked.%')
        ORDER BY f.kind DESC, f.relation, f.name
    LOOP
        EXECUTE phi.protection_drop(v_item.kind, v_item.relation, v_item.name);
    END LOOP;
    EXECUTE format('REVOKE whitecross_masker FROM %I', current_user);
END
$function$;

COMMENT ON FUNCTION phi.unprotect(regclass) IS
    'Removes everything that phi.protect built for a table; hand-written policies and triggers '
    'stay. For the rollback of the migration that created the table.';

REVOKE EXECUTE ON FUNCTION phi.unprotect(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protect_all
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.protect_all()
RETURNS integer
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET jit = off
AS $function$
DECLARE
    v_table regclass;
    v_tables integer := 0;
BEGIN
    FOR v_table IN
        SELECT to_regclass(format('public.%I', t.table_name))
        FROM phi.tables AS t
        WHERE to_regclass(format('public.%I', t.table_name)) IS NOT NULL
        ORDER BY t.table_name
    LOOP
        PERFORM phi.protect(v_table);
        v_tables := v_tables + 1;
    END LOOP;
    IF v_tables = 0 THEN
        RAISE EXCEPTION 'phi.tables names no table that exists: the classification is missing'
            USING HINT = 'Apply the migrations …-security-classify-… first.';
    END IF;
    RETURN v_tables;
END
$function$;

COMMENT ON FUNCTION phi.protect_all() IS
    'phi.protect for every classified table; returns how many there are, and raises if there is '
    'none.';

REVOKE EXECUTE ON FUNCTION phi.protect_all() FROM public;
