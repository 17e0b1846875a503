"""Whether functions, schemas, the database and the server give anyone more than they must.

Each query returns sentences, one a finding, and needs the rights of the owner.
"""

from wcdb.protection.tables import SCHEMAS

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
    SELECT format('%1$s: sets %2$s for its caller; ALTER ROUTINE %1$s RESET %2$s.',
                  p.oid::regprocedure, split_part(s.setting, '=', 1))
    FROM   pg_proc AS p
    CROSS  JOIN LATERAL unnest(p.proconfig) AS s (setting)
    WHERE  p.pronamespace::regnamespace::text IN ('public', 'phi', 'masked', 'sequelize')
    AND    s.setting ~ '^(app[.]|pgaudit[.]|role=|session_authorization=|session_replication_role=)'
    UNION  ALL
    SELECT format('%1$s: belongs to %2$s and not to the owner of the database''s objects;'
                  ' ALTER ROUTINE %1$s OWNER TO %3$s.',
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
                   WHEN to_regprocedure(c.function_name) IS NULL
                       THEN '%1$s: is in phi.callers and does not exist; restore it from its'
                            ' migration.'
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

GRANTS = """
    SELECT format(
               CASE
                   WHEN NOT d.object_exists
                       THEN '%1$s: is in phi.grants, with %3$s to %2$s, and does not exist;'
                            ' restore it from its migration.'
                   WHEN d.found_privileges IS NULL
                       THEN '%1$s: %2$s does not have %3$s: SELECT phi.protect_grants().'
                   WHEN d.privileges IS NULL
                       THEN '%1$s: %2$s has %4$s, and phi.grants gives no reason:'
                            ' SELECT phi.protect_grants().'
                   ELSE '%1$s: %2$s has %4$s and should have %3$s: SELECT phi.protect_grants().'
               END,
               CASE d.object_kind
                   WHEN 'DATABASE' THEN 'database ' || current_database()
                   WHEN 'SCHEMA' THEN 'schema ' || d.object_name
                   ELSE d.object_name
               END,
               d.role_name, d.privileges, d.found_privileges
           )
    FROM   phi.grant_differences() AS d
    UNION  ALL
    SELECT format('schema public: %1$s may not use it; GRANT USAGE ON SCHEMA public TO PUBLIC.',
                  string_agg(r.rolname, ', ' ORDER BY r.rolname))
    FROM   pg_roles AS r
    WHERE  r.rolname ~ '^whitecross_'
    AND    NOT has_schema_privilege(r.oid, 'public', 'USAGE')
    HAVING count(*) > 0
    ORDER  BY 1
"""

# What roles that are not ours may do: phi.protect_grants does not touch it. Who may connect to the
# database, and that everybody may use schema public, is PostgreSQL's own.
STRANGERS = f"""
    SELECT format(
               'database %s: %s may create %s; REVOKE %s ON DATABASE %I FROM %s.',
               d.datname, coalesce(r.rolname, 'PUBLIC'),
               CASE x.privilege_type WHEN 'CREATE' THEN 'schemas' ELSE 'temporary objects' END,
               x.privilege_type, d.datname, coalesce(quote_ident(r.rolname), 'PUBLIC')
           )
    FROM   pg_database AS d
    CROSS  JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  d.datname = current_database()
    AND    x.privilege_type <> 'CONNECT'
    AND    x.grantee <> d.datdba
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    UNION  ALL
    SELECT format(
               'schema %s: %s may %s in it; REVOKE %s ON SCHEMA %s FROM %s.',
               n.nspname, coalesce(r.rolname, 'PUBLIC'), lower(x.privilege_type),
               x.privilege_type, n.nspname, coalesce(quote_ident(r.rolname), 'PUBLIC')
           )
    FROM   pg_namespace AS n
    CROSS  JOIN LATERAL aclexplode(n.nspacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  n.nspname IN {SCHEMAS}
    AND    x.grantee <> n.nspowner
    AND    (x.privilege_type = 'CREATE' OR n.nspname <> 'public')
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
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
               WHERE n.nspname IN {SCHEMAS}
           )
    GROUP  BY a.defaclrole, r.rolname
    ORDER  BY 1
"""

# PostgreSQL notes every right of a role and everything that it owns. The schemas of the server's
# own and what reaches out of it are for none of our groups; schemas of yours are yours.
ELSEWHERE = """
    SELECT format(
               CASE d.deptype
                   WHEN 'o' THEN '%1$s: belongs to %2$s, and a group owns nothing; ALTER … OWNER TO'
                                 ' another role.'
                   ELSE '%1$s: %2$s has a right to it; REVOKE it.'
               END,
               pg_describe_object(d.classid, d.objid, d.objsubid), r.rolname
           )
    FROM   pg_shdepend AS d
    JOIN   pg_roles AS r ON d.refclassid = 'pg_authid'::regclass AND r.oid = d.refobjid
    LEFT   JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    LEFT   JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
    LEFT   JOIN pg_type AS t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
    LEFT   JOIN pg_namespace AS n
           ON n.oid = coalesce(c.relnamespace, p.pronamespace, t.typnamespace)
    WHERE  r.rolname ~ '^whitecross_'
    AND    r.rolname <> 'whitecross_owner'
    AND    d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND    CASE d.deptype
               WHEN 'o' THEN
                   d.classid <> 'pg_database'::regclass
                   -- Its own objects for a time: of findOrCreate, after SET ROLE.
                   AND coalesce(n.nspname, '') !~ '^pg_(toast_)?temp_'
                   AND (coalesce(n.nspname, ''), r.rolname) <> ('masked', 'whitecross_masker')
               WHEN 'a' THEN
                   n.nspname IN ('pg_catalog', 'information_schema')
                   OR d.classid IN (
                       'pg_foreign_server'::regclass, 'pg_foreign_data_wrapper'::regclass,
                       'pg_language'::regclass, 'pg_largeobject'::regclass,
                       'pg_tablespace'::regclass
                   )
           END
    ORDER  BY 1
"""

OWNER = f"""
    WITH objects (kind, name, owner) AS (
        SELECT CASE c.relkind
                   WHEN 'S' THEN 'SEQUENCE' WHEN 'c' THEN 'TYPE' WHEN 'v' THEN 'VIEW'
                   WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE'
               END,
               format('%I.%I', n.nspname, c.relname), c.relowner
        FROM   pg_class AS c
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        WHERE  n.nspname IN {SCHEMAS}
        AND    n.nspname <> 'masked'
        AND    c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c')
        UNION  ALL
        SELECT 'TYPE', t.oid::regtype::text, t.typowner
        FROM   pg_type AS t
        WHERE  t.typnamespace::regnamespace::text IN {SCHEMAS}
        AND    t.typtype IN ('e', 'd', 'r')
        UNION  ALL
        SELECT 'SCHEMA', n.nspname, n.nspowner
        FROM   pg_namespace AS n
        WHERE  n.nspname IN {SCHEMAS}
        AND    n.nspowner <> 'pg_database_owner'::regrole
        UNION  ALL
        SELECT 'DATABASE', quote_ident(d.datname), d.datdba
        FROM   pg_database AS d
        WHERE  d.datname = current_database()
    )
    SELECT format(
               CASE
                   WHEN o.kind = 'TABLE' AND o.owner = c.relowner
                       THEN '%1$s: belongs to %2$s, whom the policies do not let through;'
                            ' GRANT whitecross_owner TO %2$s.'
                   WHEN pg_has_role(o.owner, 'whitecross_owner', 'USAGE')
                       THEN '%1$s: belongs to %2$s and not to the owner of the database''s objects;'
                            ' ALTER %3$s %4$s OWNER TO %5$s.'
                   ELSE '%1$s: belongs to %2$s, who is no member of whitecross_owner;'
                        ' ALTER %3$s %4$s OWNER TO %5$s.'
               END,
               CASE WHEN o.kind IN ('SCHEMA', 'DATABASE') THEN lower(o.kind) || ' ' ELSE '' END
               || o.name,
               o.owner::regrole, o.kind, o.name, c.relowner::regrole
           )
    FROM   objects AS o
    JOIN   pg_class AS c ON c.oid = 'phi.tables'::regclass
    WHERE  NOT pg_has_role(o.owner, 'whitecross_owner', 'USAGE')
    OR     (o.kind = 'TABLE' AND o.owner <> c.relowner)
    UNION  ALL
    SELECT format('%s: policy %s names %s and not one of our group roles.',
                  p.polrelid::regclass, p.polname, coalesce(r.rolname, 'PUBLIC'))
    FROM   pg_policy AS p
    CROSS  JOIN LATERAL unnest(p.polroles) AS m (id)
    LEFT   JOIN pg_roles AS r ON r.oid = m.id
    WHERE  coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    ORDER  BY 1
"""

# A SECURITY DEFINER function of another schema lends the rights of its owner too. It counts if
# that is somebody who reaches our tables, and if its text names one, or runs SQL that it puts
# together. The functions of an extension are the extension's.
DEFINERS = f"""
    WITH words (pattern) AS (
        SELECT '\\m(execute|phi|masked|sequelize|archive|' || string_agg(c.relname, '|') || ')\\M'
        FROM   pg_class AS c
        WHERE  c.relnamespace::regnamespace::text IN {SCHEMAS}
        AND    c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND    c.relname ~ '^\\w+$'
    )
    SELECT format(
               '%s: runs with the rights of %s, and %s may call it; REVOKE EXECUTE ON %s %s'
               ' FROM %s.',
               p.oid::regprocedure, p.proowner::regrole, coalesce(r.rolname, 'PUBLIC'),
               CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure,
               coalesce(quote_ident(r.rolname), 'PUBLIC')
           )
    FROM   pg_proc AS p
    JOIN   pg_namespace AS n ON n.oid = p.pronamespace
    JOIN   pg_roles AS o ON o.oid = p.proowner
    CROSS  JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  p.prosecdef
    AND    n.nspname NOT IN ('public', 'phi', 'masked', 'sequelize', 'information_schema')
    AND    n.nspname !~ '^pg_'
    AND    x.grantee <> p.proowner
    AND    (
               o.rolsuper OR o.rolbypassrls OR EXISTS (
                   SELECT FROM pg_roles AS g
                   WHERE  g.rolname ~ '^whitecross_' AND pg_has_role(o.oid, g.oid, 'USAGE')
               )
           )
    AND    coalesce(nullif(p.prosrc, ''), pg_get_functiondef(p.oid))
           ~* (SELECT pattern FROM words)
    AND    NOT EXISTS (
               SELECT FROM pg_depend AS e
               WHERE  e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'
           )
    ORDER  BY 1
"""

CHECKS = (FUNCTIONS, CALLERS, GRANTS, STRANGERS, ELSEWHERE, OWNER, DEFINERS)
