-- The rights: every grant to a role of ours that phi.protect does not make, and why.
--
-- phi.protect grants what belongs to a table of schema public: the table, its masked view, the
-- application's views of it. Everything else is a row of phi.grants: the schemas, the tables of
-- schema phi, the database itself. A migration that gives such a right inserts a row here and runs
-- phi.protect_grants(), which grants what the table says and revokes everything else. wcdb posture
-- compares.
--
-- Grants to roles that are not ours are left alone: wcdb posture reports them. whitecross_owner
-- owns the objects; a grant to it gives nothing that it has not.
--
-- Tables:   phi.grants
-- HIPAA:    45 CFR 164.308(a)(4), access authorization
-- Locks:    none on existing tables
-- Rollback: drops the table; no grant is left at this point of the chain
--
-- depends: 20251104000025-security-phi-protect

-- ----------------------------------------------------------------------------
-- phi.grants
-- ----------------------------------------------------------------------------
-- The order of the kinds is the order in which they are granted.

CREATE TYPE phi.grant_kind AS ENUM ('DATABASE', 'SCHEMA', 'TABLE', 'SEQUENCE');
COMMENT ON TYPE phi.grant_kind IS
    'Kinds of object in phi.grants, as GRANT calls them: a view is a TABLE.';

CREATE TABLE phi.grants (
    object_kind phi.grant_kind NOT NULL,
    object_name text           NOT NULL,
    role_name   name           NOT NULL,
    privileges  text           NOT NULL,
    reason      text           NOT NULL,

    CONSTRAINT grants_pkey
        PRIMARY KEY (object_kind, object_name, role_name),
    CONSTRAINT grants_database_has_no_name_check
        CHECK ((object_kind = 'DATABASE') = (object_name = '')),
    -- phi.protect would revoke it: it grants what these relations need.
    CONSTRAINT grants_not_of_a_protected_table_check
        CHECK (object_name !~ '^(public|masked|sequelize)[.]'),
    CONSTRAINT grants_role_is_one_of_ours_check
        CHECK (role_name ~ '^whitecross_' AND role_name <> 'whitecross_owner'),
    CONSTRAINT grants_privileges_not_blank_check
        CHECK (btrim(privileges) <> ''),
    CONSTRAINT grants_reason_not_blank_check
        CHECK (btrim(reason) <> '')
);

COMMENT ON TABLE phi.grants IS
    'Every grant to a role of ours that phi.protect does not make, with its reason.';
COMMENT ON COLUMN phi.grants.object_kind IS 'Kind of the object, as GRANT calls it.';
COMMENT ON COLUMN phi.grants.object_name IS
    'Name of the object with its schema; empty for the database, which has another name in every '
    'environment.';
COMMENT ON COLUMN phi.grants.role_name IS 'Group role that gets the privileges.';
COMMENT ON COLUMN phi.grants.privileges IS
    'Privileges as GRANT takes them, in the order of their names, columns too.';
COMMENT ON COLUMN phi.grants.reason IS 'Why the role needs them, for the reviewer.';

-- ----------------------------------------------------------------------------
-- phi.grants_found: the grants that are there
-- ----------------------------------------------------------------------------
-- CONNECT is left out: who may connect is for the administrator of the server to say.

CREATE FUNCTION phi.grants_found()
RETURNS TABLE (
    object_kind phi.grant_kind,
    object_name text,
    role_name name,
    privileges text
)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    WITH objects AS (
        SELECT
            'DATABASE'::phi.grant_kind AS kind,
            ''                         AS name,
            NULL::name                 AS column_name,
            d.datdba                   AS owner,
            d.datacl                   AS acl
        FROM pg_database AS d
        WHERE d.datname = current_database()
        UNION ALL
        SELECT
            'SCHEMA',
            quote_ident(n.nspname),
            NULL,
            n.nspowner,
            n.nspacl
        FROM pg_namespace AS n
        WHERE n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
        UNION ALL
        SELECT
            CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END::phi.grant_kind,
            format('%I.%I', n.nspname, c.relname),
            a.attname,
            c.relowner,
            a.acl
        FROM pg_class AS c
        INNER JOIN pg_namespace AS n ON c.relnamespace = n.oid
        CROSS JOIN LATERAL (
            SELECT NULL::name AS attname, c.relacl AS acl
            UNION ALL
            SELECT a.attname, a.attacl
            FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
        ) AS a
        WHERE
            n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
            AND a.acl IS NOT NULL
            -- These are for phi.protect, and those of a table that was renamed go back with its name.
            AND c.oid NOT IN (
                SELECT v.id
                FROM pg_class AS t
                CROSS JOIN LATERAL phi.protected_relations(t.oid) AS v
                WHERE
                    t.relnamespace = 'public'::regnamespace
                    AND (
                        EXISTS (SELECT FROM phi.tables AS k WHERE k.table_name = t.relname)
                        OR EXISTS (
                            SELECT FROM pg_policy AS p
                            WHERE
                                p.polrelid = t.oid
                                AND obj_description(p.oid, 'pg_policy')
                                LIKE '% Built by phi.protect.'
                        )
                    )
            )
    ),

    privileges AS (
        SELECT
            o.kind,
            o.name,
            r.rolname,
            x.privilege_type || coalesce(
                ' (' || string_agg(quote_ident(o.column_name), ', ' ORDER BY o.column_name) || ')',
                ''
            )                       AS privilege,
            bool_or(x.is_grantable) AS is_grantable
        FROM objects AS o
        CROSS JOIN LATERAL aclexplode(o.acl) AS x
        INNER JOIN pg_roles AS r ON x.grantee = r.oid
        WHERE
            x.grantee <> o.owner
            AND r.rolname ~ '^whitecross_' AND r.rolname <> 'whitecross_owner'
            AND x.privilege_type <> 'CONNECT'
        GROUP BY o.kind, o.name, r.rolname, x.privilege_type, o.column_name IS NULL
    )

    SELECT
        p.kind,
        p.name,
        p.rolname,
        string_agg(p.privilege, ', ' ORDER BY p.privilege COLLATE "C")
        || CASE WHEN bool_or(p.is_grantable) THEN ' WITH GRANT OPTION' ELSE '' END
    FROM privileges AS p
    GROUP BY p.kind, p.name, p.rolname
$function$;

COMMENT ON FUNCTION phi.grants_found() IS
    'The grants to roles of ours now, from the catalogue, but for those that phi.protect makes.';

REVOKE EXECUTE ON FUNCTION phi.grants_found() FROM public;

-- ----------------------------------------------------------------------------
-- phi.grant_differences: what protect_grants would change
-- ----------------------------------------------------------------------------

CREATE FUNCTION phi.grant_differences()
RETURNS TABLE (
    object_kind phi.grant_kind,
    object_name text,
    role_name name,
    privileges text,
    found_privileges text,
    object_exists boolean
)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
AS $function$
    SELECT
        object_kind,
        object_name,
        role_name,
        g.privileges,
        f.privileges,
        CASE object_kind
            WHEN 'DATABASE' THEN TRUE
            WHEN 'SCHEMA' THEN to_regnamespace(object_name) IS NOT NULL
            ELSE to_regclass(object_name) IS NOT NULL
        END
    FROM phi.grants AS g
    FULL JOIN phi.grants_found() AS f USING (object_kind, object_name, role_name)
    WHERE g.privileges IS DISTINCT FROM f.privileges
$function$;

COMMENT ON FUNCTION phi.grant_differences() IS
    'Grants that are missing, changed or without a reason; no row if all are as phi.grants says.';

REVOKE EXECUTE ON FUNCTION phi.grant_differences() FROM public;

-- ----------------------------------------------------------------------------
-- phi.protect_grants: bring the grants to what phi.grants says
-- ----------------------------------------------------------------------------
-- It writes differences only: a second run changes nothing, and of two at once one waits.
-- PostgreSQL keeps the grants of an object in the order in which they were made, and pg_dump prints
-- them so. Where one differs, all of that object are made anew, so that the order is always the
-- same. CASCADE takes with a right what its holder gave on. A row of phi.grants may be older than
-- its object; it takes effect when the object is there.

CREATE FUNCTION phi.protect_grants()
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
AS $function$
DECLARE
    v_kind phi.grant_kind;
    v_name text;
    v_role name;
    v_privileges text;
    v_object text;
    v_found text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    FOR v_kind, v_name IN
        SELECT DISTINCT d.object_kind, d.object_name
        FROM phi.grant_differences() AS d
        WHERE d.object_exists
        ORDER BY 1, 2
    LOOP
        v_object := CASE v_kind
            WHEN 'DATABASE' THEN format('DATABASE %I', current_database())
            ELSE format('%s %s', v_kind, v_name)
        END;
        FOR v_role, v_privileges IN
            SELECT f.role_name, replace(f.privileges, ' WITH GRANT OPTION', '')
            FROM phi.grants_found() AS f
            WHERE f.object_kind = v_kind AND f.object_name = v_name
            ORDER BY 1
        LOOP
            EXECUTE format('REVOKE %s ON %s FROM %I CASCADE', v_privileges, v_object, v_role);
        END LOOP;
        FOR v_role, v_privileges IN
            SELECT g.role_name, g.privileges
            FROM phi.grants AS g
            WHERE g.object_kind = v_kind AND g.object_name = v_name
            ORDER BY 1
        LOOP
            EXECUTE format('GRANT %s ON %s TO %I', v_privileges, v_object, v_role);
        END LOOP;
    END LOOP;

    SELECT
        coalesce(nullif(d.object_name, ''), 'the database'), d.role_name,
        d.privileges, d.found_privileges
    INTO v_name, v_role, v_privileges, v_found
    FROM phi.grant_differences() AS d
    WHERE d.object_exists
    ORDER BY d.privileges IS NULL
    LIMIT 1;
    IF FOUND AND v_privileges IS NOT NULL THEN
        RAISE EXCEPTION 'phi.grants gives % on % to %, and PostgreSQL prints it as %: write it so',
            v_privileges, v_name, v_role, coalesce(v_found, 'nothing that it notes')
            USING HINT = 'Names of privileges are in capitals, in the order of the alphabet.';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'a right on % cannot be taken back from %: a third role gave it',
            v_name, v_role
            USING HINT = 'Take it from that role first: REVOKE … FROM … CASCADE.';
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.protect_grants() IS
    'Grants and revokes until every role of ours has the rights of phi.grants and no others; those '
    'on a protected table and its views are for phi.protect.';

REVOKE EXECUTE ON FUNCTION phi.protect_grants() FROM public;
