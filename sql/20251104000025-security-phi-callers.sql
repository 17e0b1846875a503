-- The callers: which of our functions a role may call, and why.
--
-- PUBLIC may call none of our functions: each one revokes EXECUTE from it. A SECURITY DEFINER
-- function lends the caller the owner's rights, so every grant of EXECUTE needs a reason. A
-- migration that adds a caller inserts a row here and runs phi.protect_functions(), which grants
-- what the table says and revokes everything else. wcdb posture compares.
--
-- A SECURITY DEFINER function of another schema can lend the same rights. Where one is meant, as
-- the password lookup of a connection pooler, a row here says so to wcdb posture; granting and
-- revoking it is left to whoever wrote it.
--
-- The functions print names, which must read alike in every session: they set
-- quote_all_identifiers. JIT would compile for seconds what runs for milliseconds: it is off.
--
-- Tables:   phi.callers
-- HIPAA:    45 CFR 164.308(a)(4), access authorization
-- Locks:    none on existing tables
-- Rollback: drops the table; the grants go with the functions
--
-- depends: 20251104000025-security-create-roles

-- ----------------------------------------------------------------------------
-- phi.callers
-- ----------------------------------------------------------------------------

CREATE TABLE phi.callers (
    function_name text NOT NULL,
    role_name     name NOT NULL,
    reason        text NOT NULL,

    CONSTRAINT callers_pkey
        PRIMARY KEY (function_name, role_name),
    CONSTRAINT callers_role_is_one_of_ours_check
        CHECK (
            role_name ~ '^whitecross_'
            OR function_name !~ '^(public|phi|masked|sequelize)[.]'
        ),
    CONSTRAINT callers_reason_not_blank_check
        CHECK (btrim(reason) <> '')
);

COMMENT ON TABLE phi.callers IS
    'Every grant of EXECUTE on a function of ours to a role other than the owner, with its reason; '
    'and functions of other schemas that may lend the rights of their owner.';
COMMENT ON COLUMN phi.callers.function_name IS
    'Function with the types of its arguments, as regprocedure prints it when search_path is '
    'pg_catalog.';
COMMENT ON COLUMN phi.callers.role_name IS
    'Group role that may call it; for a function of another schema any role, PUBLIC as public.';
COMMENT ON COLUMN phi.callers.reason IS 'Why the role needs to call it, for the reviewer.';

-- ----------------------------------------------------------------------------
-- phi.functions_executable: who may call our functions now
-- ----------------------------------------------------------------------------
-- A function without an ACL is open to PUBLIC: that is PostgreSQL's default.

CREATE FUNCTION phi.functions_executable()
RETURNS TABLE (function_name text, role_name name, may_grant boolean)
LANGUAGE sql
STABLE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
AS $function$
    SELECT
        p.oid::regprocedure::text,
        coalesce(r.rolname, 'public'),
        bool_or(x.is_grantable)
    FROM pg_proc AS p
    INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
    CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x
    LEFT JOIN pg_roles AS r ON x.grantee = r.oid
    WHERE
        n.nspname IN ('public', 'phi', 'masked', 'sequelize')
        AND x.grantee <> p.proowner
        -- The functions of an extension are the extension's.
        AND NOT EXISTS (
            SELECT FROM pg_depend AS e
            WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'
        )
    GROUP BY p.oid, r.rolname
$function$;

COMMENT ON FUNCTION phi.functions_executable() IS
    'Each function of our schemas with each role but its owner that may call it, PUBLIC as public, '
    'and whether that may let others call it.';

REVOKE EXECUTE ON FUNCTION phi.functions_executable() FROM public;

-- ----------------------------------------------------------------------------
-- phi.protect_functions: bring EXECUTE to what phi.callers says
-- ----------------------------------------------------------------------------
-- It writes differences only: a second run changes nothing, and of two at once one waits. A row of
-- phi.callers may be older than its function; it takes effect when the function is there.

CREATE FUNCTION phi.protect_functions()
RETURNS void
LANGUAGE plpgsql
VOLATILE
SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
SET quote_all_identifiers = off
SET jit = off
AS $function$
DECLARE
    v_function text;
    v_role name;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('phi.protect'));
    SELECT c.function_name INTO v_function
    FROM phi.callers AS c
    WHERE to_regprocedure(c.function_name)::text <> c.function_name
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'phi.callers names %, and PostgreSQL prints it as %: write it so',
            v_function, to_regprocedure(v_function);
    END IF;
    FOR v_function, v_role IN
        SELECT e.function_name, e.role_name FROM phi.functions_executable() AS e
        EXCEPT
        SELECT c.function_name, c.role_name FROM phi.callers AS c
        ORDER BY 1, 2
    LOOP
        EXECUTE format(
            'REVOKE EXECUTE ON ROUTINE %s FROM %s CASCADE', v_function,
            CASE v_role WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(v_role) END
        );
    END LOOP;
    FOR v_function, v_role IN
        SELECT e.function_name, e.role_name FROM phi.functions_executable() AS e
        WHERE e.may_grant
        ORDER BY 1, 2
    LOOP
        EXECUTE format(
            'REVOKE GRANT OPTION FOR EXECUTE ON ROUTINE %s FROM %I CASCADE', v_function, v_role
        );
    END LOOP;
    FOR v_function, v_role IN
        SELECT c.function_name, c.role_name FROM phi.callers AS c
        WHERE
            c.function_name ~ '^(public|phi|masked|sequelize)[.]'
            AND to_regprocedure(c.function_name) IS NOT NULL
        EXCEPT
        SELECT e.function_name, e.role_name FROM phi.functions_executable() AS e
        ORDER BY 1, 2
    LOOP
        EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO %I', v_function, v_role);
    END LOOP;

    SELECT e.function_name, e.role_name INTO v_function, v_role
    FROM phi.functions_executable() AS e
    WHERE
        e.may_grant
        OR NOT EXISTS (
            SELECT FROM phi.callers AS c
            WHERE c.function_name = e.function_name AND c.role_name = e.role_name
        )
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'EXECUTE on % cannot be taken back from %: a third role gave it',
            v_function, v_role
            USING HINT = 'Take it from that role first: REVOKE … FROM … CASCADE.';
    END IF;
END
$function$;

COMMENT ON FUNCTION phi.protect_functions() IS
    'Grants and revokes EXECUTE until every function of ours has the callers of phi.callers and no '
    'others.';

REVOKE EXECUTE ON FUNCTION phi.protect_functions() FROM public;
