"""Whether functions, roles, schemas and the database give anyone more than they must.

Each query returns sentences, one a finding, and needs the rights of the owner.
"""

# With an empty search_path, types and relations are looked up in pg_temp first: any login that may
# create temporary objects would run its own code as the owner. A procedure that commits cannot
# have a SET clause; it must run as its caller, for nobody but the owner.
FUNCTIONS = """
    SELECT format(
               '%s: SET search_path = pg_catalog, pg_temp is missing; ALTER %s %s'
               ' SET search_path = pg_catalog, pg_temp.',
               p.oid::regprocedure,
               CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure
           )
    FROM   pg_proc AS p
    WHERE  p.pronamespace::regnamespace::text IN ('public', 'phi', 'masked', 'sequelize')
    AND    p.prokind IN ('f', 'p', 'w')
    AND    NOT coalesce(p.proconfig, '{}') @> '{"search_path=pg_catalog, pg_temp"}'
    AND    NOT (p.prokind = 'p' AND NOT p.prosecdef)
    UNION  ALL
    SELECT format('%s: belongs to %s and not to the owner of the database''s objects, %s.',
                  p.oid::regprocedure, p.proowner::regrole, o.relowner::regrole)
    FROM   pg_proc AS p
    JOIN   pg_class AS o ON o.oid = 'phi.tables'::regclass AND o.relowner <> p.proowner
    WHERE  p.pronamespace::regnamespace::text IN ('public', 'phi', 'masked', 'sequelize')
    ORDER  BY 1
"""

CALLERS = """
    SELECT format(
               CASE
                   WHEN c.function_name IS NULL AND p.prosecdef
                       THEN '%1$s: %2$s may call it with the rights of the owner,'
                            ' and phi.callers gives no reason: SELECT phi.protect_functions().'
                   WHEN c.function_name IS NULL
                       THEN '%1$s: %2$s may call it, and phi.callers gives no reason:'
                            ' SELECT phi.protect_functions().'
                   ELSE '%1$s: %2$s may not call it: SELECT phi.protect_functions().'
               END,
               coalesce(e.function_name, c.function_name),
               coalesce(nullif(e.role_name, 'public'), c.role_name, 'PUBLIC')
           )
    FROM   phi.functions_executable() AS e
    FULL   JOIN phi.callers AS c USING (function_name, role_name)
    LEFT   JOIN pg_proc AS p ON p.oid = to_regprocedure(e.function_name)
    WHERE  (e.function_name IS NULL OR c.function_name IS NULL)
    ORDER  BY 1
"""

DATABASE = """
    SELECT format(
               'database %s: %s may create temporary objects; REVOKE TEMPORARY ON DATABASE %I'
               ' FROM %s.',
               d.datname, coalesce(r.rolname, 'PUBLIC'), d.datname,
               coalesce(quote_ident(r.rolname), 'PUBLIC')
           )
    FROM   pg_database AS d
    CROSS  JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  d.datname = current_database()
    AND    x.privilege_type = 'TEMPORARY'
    AND    x.grantee <> d.datdba
    AND    coalesce(r.rolname, 'PUBLIC') NOT IN ('whitecross_service', 'whitecross_owner')
    UNION  ALL
    SELECT format(
               'schema %s: %s may %s in it; REVOKE %s ON SCHEMA %s FROM %s.',
               n.nspname, coalesce(r.rolname, 'PUBLIC'), lower(x.privilege_type),
               x.privilege_type, n.nspname, coalesce(quote_ident(r.rolname), 'PUBLIC')
           )
    FROM   pg_namespace AS n
    CROSS  JOIN LATERAL aclexplode(n.nspacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
    AND    x.grantee <> n.nspowner
    AND    (
               (
                   x.privilege_type = 'CREATE'
                   AND (n.nspname, coalesce(r.rolname, 'PUBLIC')) <> ('masked', 'whitecross_masker')
               )
               OR (n.nspname <> 'public' AND coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_')
           )
    UNION  ALL
    SELECT format(
               'default privileges of %s give %s to %s on new objects; ALTER DEFAULT PRIVILEGES'
               ' must take them back.',
               a.defaclrole::regrole, string_agg(x.privilege_type, ', '),
               coalesce(r.rolname, 'PUBLIC')
           )
    FROM   pg_default_acl AS a
    CROSS  JOIN LATERAL aclexplode(a.defaclacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  x.grantee <> a.defaclrole
    AND    a.defaclnamespace IN (
               SELECT 0 UNION ALL SELECT n.oid FROM pg_namespace AS n
               WHERE n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
           )
    GROUP  BY a.defaclrole, r.rolname
    ORDER  BY 1
"""

ROLES = """
    SELECT format('role %s: a group must not %s; ALTER ROLE %s NO%s.',
                  r.rolname, v.may, r.rolname, v.attribute)
    FROM   pg_roles AS r
    CROSS  JOIN LATERAL (
               VALUES ('log in', 'LOGIN', r.rolcanlogin AND r.rolname <> 'whitecross_owner'),
                      ('bypass row-level security', 'BYPASSRLS', r.rolbypassrls),
                      ('be a superuser', 'SUPERUSER', r.rolsuper),
                      ('create databases', 'CREATEDB',
                       r.rolcreatedb AND r.rolname <> 'whitecross_owner'),
                      ('replicate', 'REPLICATION', r.rolreplication),
                      ('create roles', 'CREATEROLE',
                       r.rolcreaterole AND r.rolname <> 'whitecross_owner')
           ) AS v (may, attribute, has)
    WHERE  r.rolname ~ '^whitecross_'
    AND    v.has
    UNION  ALL
    SELECT format('role %s: is a member of %s and so has its rights; REVOKE %s FROM %s.',
                  m.member::regrole, m.roleid::regrole, m.roleid::regrole, m.member::regrole)
    FROM   pg_auth_members AS m
    JOIN   pg_roles AS r ON r.oid = m.member
    JOIN   pg_roles AS g ON g.oid = m.roleid
    WHERE  (
               r.rolname ~ '^whitecross_' AND r.rolname <> 'whitecross_owner'
               AND g.rolname ~ '^(whitecross|pg)_'
           )
    UNION  ALL
    SELECT format('role %s: reads or writes past the fence, as a member of %s and of %s.',
                  l.rolname, p.rolname, g.rolname)
    FROM   pg_roles AS l
    JOIN   pg_roles AS p ON p.rolname IN ('pg_read_all_data', 'pg_write_all_data')
    JOIN   pg_roles AS g ON g.rolname ~ '^whitecross_'
    WHERE  NOT l.rolsuper
    AND    l.rolname !~ '^whitecross_'
    AND    pg_has_role(l.oid, p.oid, 'USAGE')
    AND    pg_has_role(l.oid, g.oid, 'MEMBER')
    ORDER  BY 1
"""

OWNER = """
    SELECT format('%s.%s: belongs to %s, whom the policies do not let through;'
                  ' GRANT whitecross_owner TO %s.',
                  n.nspname, c.relname, c.relowner::regrole, c.relowner::regrole)
    FROM   pg_class AS c
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    WHERE  n.nspname = 'public'
    AND    c.relkind IN ('r', 'p')
    AND    NOT pg_has_role(c.relowner, 'whitecross_owner', 'USAGE')
    UNION  ALL
    SELECT format('%s: policy %s names %s and not one of our group roles.',
                  p.polrelid::regclass, p.polname, coalesce(r.rolname, 'PUBLIC'))
    FROM   pg_policy AS p
    CROSS  JOIN LATERAL unnest(p.polroles) AS m (id)
    LEFT   JOIN pg_roles AS r ON r.oid = m.id
    WHERE  coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    ORDER  BY 1
"""

CHECKS = (FUNCTIONS, CALLERS, DATABASE, ROLES, OWNER)
