-- phi.protect(table): one call that builds everything that protects a table, as the registry says.
--
-- Two functions say the same kind of thing about a table, one row an object, in the words in which
-- PostgreSQL itself prints it:
--   * phi.protection_source(table): the objects that should be there. It collects the rows of the
--     functions phi.…_source(table), which later migrations add: ciphertext trigger, audit, fence,
--     grants, masks, guard.
--   * phi.protection_found(table): the objects that are there, read from the catalogue.
-- phi.protect(table) executes the difference, phi.unprotect(table) removes all of it, and wcdb
-- posture prints it. A second phi.protect changes nothing and takes no lock.
--
-- Ownership: an object is ours if its comment ends with "Built by phi.protect."; protect replaces
-- and removes only these, and leaves policies and triggers that a migration wrote by hand alone.
-- Grants have no comment: every grant on the table to a role whitecross_… belongs to protect.
-- Row-level security as such (ENABLE, FORCE) belongs to it too.
--
-- Tables:   phi.written_policies
-- HIPAA:    45 CFR 164.312(a)(1), access control; (b), audit controls
-- Locks:    none on existing tables
-- Rollback: drops the functions; no protected object exists at this point of the chain
--
-- depends: 20251104000025-security-phi-encryption

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
-- phi.policy_definition: a policy in one canonical line
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.policy_definition(
    p_name text,
    p_relation text,
    p_kind text,
    p_command text,
    p_roles text,
    p_using text,
    p_check text
)
RETURNS text
LANGUAGE sql
IMMUTABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        format(
            'CREATE POLICY %s ON %s AS %s FOR %s TO %s%s%s',
            p_name, p_relation, p_kind, p_command, p_roles,
            ' USING (' || p_using || ')', ' WITH CHECK (' || p_check || ')'
        )
$function$;

COMMENT ON FUNCTION phi.policy_definition(text, text, text, text, text, text, text) IS
    'CREATE POLICY as text; a condition that is NULL is left out.';

REVOKE EXECUTE ON FUNCTION phi.policy_definition(
    text, text, text, text, text, text, text
) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protected_relations: a table, its masked view, and the application's views of it
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.protected_relations(p_table regclass)
RETURNS TABLE (id oid, schema_name name, relation text)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    SELECT
        c.oid,
        n.nspname,
        format('%I.%I', n.nspname, c.relname)
    FROM pg_class AS c
    INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
    WHERE c.oid = p_table
    UNION ALL
    SELECT
        c.oid,
        'masked',
        format('masked.%I', c.relname)
    FROM pg_class AS t
    INNER JOIN pg_class AS c
        ON t.relname = c.relname AND c.relnamespace = to_regnamespace('masked')
    WHERE t.oid = p_table AND c.relkind = 'v'
    UNION ALL
    SELECT DISTINCT
        c.oid,
        'sequelize'::name,
        format('sequelize.%I', c.relname)
    FROM pg_depend AS d
    INNER JOIN pg_rewrite AS r ON d.objid = r.oid
    INNER JOIN pg_class AS c ON r.ev_class = c.oid
    WHERE
        d.refclassid = 'pg_class'::regclass AND d.refobjid = p_table
        AND d.classid = 'pg_rewrite'::regclass
        AND c.relkind = 'v' AND c.relnamespace = to_regnamespace('sequelize')
$function$;

COMMENT ON FUNCTION phi.protected_relations(regclass) IS
    'A table with its view in schema masked and its views in schema sequelize, where they exist.';

REVOKE EXECUTE ON FUNCTION phi.protected_relations(regclass) FROM public;

-- ----------------------------------------------------------------------------
-- phi.protection_found: the objects that are there
-- ----------------------------------------------------------------------------
-- Names that depend on search_path come out qualified, because search_path is pg_catalog here.

CREATE FUNCTION phi.protection_found(p_table regclass)
RETURNS SETOF phi.protection
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
    -- Functions: audit_<table> and ciphertext_<table>.
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
    FROM pg_class AS t
    INNER JOIN pg_proc AS p
        ON
            p.proname = any(ARRAY['audit_' || t.relname, 'ciphertext_' || t.relname])
            AND p.pronamespace = 'phi'::regnamespace
    WHERE t.oid = p_table AND p.prorettype = 'trigger'::regtype
    UNION ALL
    -- Triggers, with the state in which they fire.
    SELECT
        'TRIGGER',
        v.relation,
        quote_ident(g.tgname),
        pg_get_triggerdef(g.oid) || format(
            CASE g.tgenabled
                WHEN 'A' THEN '; ALTER TABLE %s ENABLE ALWAYS TRIGGER %I'
                WHEN 'R' THEN '; ALTER TABLE %s ENABLE REPLICA TRIGGER %I'
                WHEN 'D' THEN '; ALTER TABLE %s DISABLE TRIGGER %I'
                ELSE ''
            END, v.relation, g.tgname
        ),
        obj_description(g.oid, 'pg_trigger')
    FROM phi.protected_relations(p_table) AS v
    INNER JOIN pg_trigger AS g ON v.id = g.tgrelid
    WHERE NOT g.tgisinternal
    UNION ALL
    -- Policies, their roles by name.
    SELECT
        'POLICY',
        v.relation,
        quote_ident(p.polname),
        phi.policy_definition(
            quote_ident(p.polname),
            v.relation,
            CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
            CASE p.polcmd
                WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                WHEN 'd' THEN 'DELETE' ELSE 'ALL'
            END,
            (
                SELECT string_agg(coalesce(quote_ident(r.rolname), 'PUBLIC'), ', ' ORDER BY r.rolname)
                FROM unnest(p.polroles) AS m (id)
                LEFT JOIN pg_roles AS r ON m.id = r.oid
            ),
            pg_get_expr(p.polqual, p.polrelid),
            pg_get_expr(p.polwithcheck, p.polrelid)
        ),
        obj_description(p.oid, 'pg_policy')
    FROM phi.protected_relations(p_table) AS v
    INNER JOIN pg_policy AS p ON v.id = p.polrelid
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
            regexp_replace(pg_get_viewdef(c.oid), '\mt\.', '', 'g'),
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
AS $function$
DECLARE
    v_part regproc;
BEGIN
    -- An error if the table is not classified.
    IF NOT EXISTS (
        SELECT FROM phi.columns AS c
        WHERE c.table_name = (phi.classification(p_table)).table_name
    ) THEN
        RAISE EXCEPTION 'no column of table % is classified: insert its columns into phi.columns',
            p_table;
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
            OR (kind = 'GRANT' AND name LIKE 'whitecross\_%')
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
            WHEN 'GRANT' THEN format('REVOKE ALL ON %s FROM %s', p_relation, p_name)
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
AS $function$
DECLARE
    v_differences phi.protection_difference[] := ARRAY(
        SELECT d FROM phi.protection_differences(p_table) AS d
    );
    v_item phi.protection_difference;
    v_role text;
    v_joined boolean := FALSE;
    v_dropped boolean := FALSE;
BEGIN
    IF EXISTS (SELECT FROM unnest(v_differences) AS d WHERE d.relation LIKE 'masked.%') THEN
        EXECUTE format('GRANT whitecross_masker TO %I', current_user);
        v_joined := TRUE;
    END IF;

    -- PostgreSQL keeps the grants of a relation in the order in which they were made. Where one
    -- differs, all are made anew, so that the order is always the same.
    FOR v_item IN
        SELECT f.kind, f.relation, f.name
        FROM phi.protection_found(p_table) AS f
        WHERE
            f.kind = 'GRANT' AND f.name LIKE 'whitecross\_%'
            AND EXISTS (
                SELECT FROM unnest(v_differences) AS d
                WHERE d.kind = 'GRANT' AND d.relation = f.relation
            )
        ORDER BY f.relation, f.name
    LOOP
        EXECUTE phi.protection_drop(v_item.kind, v_item.relation, v_item.name);
        v_dropped := TRUE;
    END LOOP;

    -- A function is replaced in place: its triggers depend on it.
    FOR v_item IN
        SELECT d.*
        FROM unnest(v_differences) AS d
        WHERE
            d.found_definition IS NOT NULL
            AND d.source_definition IS DISTINCT FROM d.found_definition
            AND d.kind <> 'GRANT'
            AND NOT (d.kind = 'FUNCTION' AND d.source_definition IS NOT NULL)
        ORDER BY d.kind DESC, d.relation, d.name
    LOOP
        EXECUTE phi.protection_drop(v_item.kind, v_item.relation, v_item.name);
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
AS $function$
DECLARE
    v_item phi.protection;
BEGIN
    EXECUTE format('GRANT whitecross_masker TO %I', current_user);
    FOR v_item IN
        SELECT f.*
        FROM phi.protection_found(p_table) AS f
        WHERE
            f.comment LIKE '% Built by phi.protect.'
            OR f.kind = 'ROW SECURITY'
            OR (f.kind = 'GRANT' AND f.name LIKE 'whitecross\_%' AND f.relation NOT LIKE 'masked.%')
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

-- ----------------------------------------------------------------------------
-- phi.written_policies: the policies that a migration wrote by hand
-- ----------------------------------------------------------------------------
-- phi.protect does not know them. A migration that writes or changes one ends with
-- phi.record_policies(table), so that wcdb posture notices when one is lost or changed later.

CREATE TABLE phi.written_policies (
    table_name  name NOT NULL,
    policy_name name NOT NULL,
    definition  text NOT NULL,

    CONSTRAINT written_policies_pkey
        PRIMARY KEY (table_name, policy_name),
    CONSTRAINT written_policies_table_name_fkey
        FOREIGN KEY (table_name) REFERENCES phi.tables (table_name)
        ON UPDATE CASCADE ON DELETE CASCADE
);

COMMENT ON TABLE phi.written_policies IS
    'Hand-written policies as their migration left them; wcdb posture compares the catalogue with '
    'them.';
COMMENT ON COLUMN phi.written_policies.table_name IS 'Table of schema public.';
COMMENT ON COLUMN phi.written_policies.policy_name IS 'Name of the policy.';
COMMENT ON COLUMN phi.written_policies.definition IS
    'CREATE POLICY, as phi.policy_definition prints it.';

CREATE FUNCTION phi.record_policies(p_table regclass)
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    v_table name := (phi.classification(p_table)).table_name;
BEGIN
    DELETE FROM phi.written_policies AS w WHERE w.table_name = v_table;
    INSERT INTO phi.written_policies (table_name, policy_name, definition)
    SELECT v_table, f.name, f.definition
    FROM phi.protection_found(p_table) AS f
    WHERE f.kind = 'POLICY' AND coalesce(f.comment, '') NOT LIKE '% Built by phi.protect.';
END
$function$;

COMMENT ON FUNCTION phi.record_policies(regclass) IS
    'Records the hand-written policies of a table as they are now; the last statement of a '
    'migration that writes one.';

REVOKE EXECUTE ON FUNCTION phi.record_policies(regclass) FROM public;
