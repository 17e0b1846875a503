"""Whether our functions, schemas and the database give anyone more, or less, than they must.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner.
"""

from wcdb.protection.logins import REACH
from wcdb.protection.registry import of_extension
from wcdb.protection.tables import SCHEMAS

# With an empty search_path, types and relations are looked up in pg_temp first: any login that may
# create temporary objects would run its own code as the owner. A procedure that commits cannot
# have a SET clause; it must run as its caller, for nobody but the owner.
FUNCTIONS = f"""
    WITH ours AS (
        SELECT p.*, p.oid::regprocedure::text AS name
        FROM   pg_proc AS p
        WHERE  p.pronamespace::regnamespace::text IN ('public', 'phi', 'masked', 'sequelize')
        AND    NOT {of_extension("'pg_proc'::regclass", "p.oid")}
    )
    SELECT format('%s: SET search_path = pg_catalog, pg_temp is missing.', p.name),
           format('ALTER ROUTINE %s SET search_path = pg_catalog, pg_temp;', p.name)
    FROM   ours AS p
    WHERE  p.prokind IN ('f', 'p', 'w')
    AND    NOT coalesce(p.proconfig, '{{}}') @> '{{"search_path=pg_catalog, pg_temp"}}'
    AND    NOT (p.prokind = 'p' AND NOT p.prosecdef)
    UNION  ALL
    SELECT format('%s: sets %s for its caller.', p.name, split_part(s.setting, '=', 1)),
           format('ALTER ROUTINE %s RESET %s;', p.name, split_part(s.setting, '=', 1))
    FROM   ours AS p
    CROSS  JOIN LATERAL unnest(p.proconfig) AS s (setting)
    WHERE  s.setting ~ '^(app[.]|pgaudit[.]|role=|session_authorization=|session_replication_role=)'
    UNION  ALL
    SELECT format('%s: belongs to %s and not to the owner of the database''s objects.',
                  p.name, p.proowner::regrole),
           format('ALTER ROUTINE %s OWNER TO %s;', p.name, o.relowner::regrole)
    FROM   ours AS p
    JOIN   pg_class AS o ON o.oid = 'phi.tables'::regclass AND o.relowner <> p.proowner
    ORDER  BY 1
"""

CALLERS = """
    WITH callers AS (
        SELECT c.function_name, c.role_name
        FROM   phi.callers AS c
        WHERE  c.function_name ~ '^(public|phi|masked|sequelize)[.]'
    ),
    compared AS (
        SELECT coalesce(e.function_name, c.function_name) AS function_name,
               coalesce(nullif(e.role_name, 'public'), c.role_name, 'PUBLIC') AS role_name,
               e.function_name IS NOT NULL AS is_found,
               c.function_name IS NOT NULL AS is_asked,
               coalesce(e.may_grant, FALSE) AS may_grant
        FROM   phi.functions_executable() AS e
        FULL   JOIN callers AS c USING (function_name, role_name)
    )
    SELECT format(
               CASE
                   WHEN NOT c.is_asked AND p.prosecdef
                       THEN '%1$s: %2$s may call it with the rights of the owner,'
                            ' and phi.callers gives no reason.'
                   WHEN NOT c.is_asked
                       THEN '%1$s: %2$s may call it, and phi.callers gives no reason.'
                   WHEN p.oid IS NULL
                       THEN '%1$s: is in phi.callers and does not exist; restore it from its'
                            ' migration.'
                   WHEN c.may_grant THEN '%1$s: %2$s may let others call it.'
                   ELSE '%1$s: %2$s may not call it.'
               END,
               c.function_name, c.role_name
           ),
           CASE WHEN p.oid IS NOT NULL THEN 'SELECT phi.protect_functions();' END
    FROM   compared AS c
    LEFT   JOIN pg_proc AS p ON p.oid = to_regprocedure(c.function_name)
    WHERE  c.is_found <> c.is_asked
    OR     c.may_grant
    ORDER  BY 1
"""

GRANTS = """
    SELECT format(
               CASE
                   WHEN NOT d.object_exists
                       THEN '%1$s: is in phi.grants, with %3$s to %2$s, and does not exist;'
                            ' restore it from its migration.'
                   WHEN d.found_privileges IS NULL
                       THEN '%1$s: %2$s does not have %3$s.'
                   WHEN d.privileges IS NULL
                       THEN '%1$s: %2$s has %4$s, and phi.grants gives no reason.'
                   ELSE '%1$s: %2$s has %4$s and should have %3$s.'
               END,
               CASE d.object_kind
                   WHEN 'DATABASE' THEN 'database ' || current_database()
                   WHEN 'SCHEMA' THEN 'schema ' || d.object_name
                   ELSE d.object_name
               END,
               d.role_name, d.privileges, d.found_privileges
           ),
           CASE WHEN d.object_exists THEN 'SELECT phi.protect_grants();' END
    FROM   phi.grant_differences() AS d
    UNION  ALL
    SELECT format('schema public: %s may not use it.',
                  string_agg(r.rolname, ', ' ORDER BY r.rolname)),
           'GRANT USAGE ON SCHEMA public TO PUBLIC;'
    FROM   pg_roles AS r
    WHERE  r.rolname ~ '^whitecross_'
    AND    NOT has_schema_privilege(r.oid, 'public', 'USAGE')
    HAVING count(*) > 0
    ORDER  BY 1
"""

# Rights of roles that are not ours: phi.protect_grants does not touch them. Who may connect to the
# database, and that everybody may use schema public, is PostgreSQL's own.
STRANGERS = f"""
    SELECT format(
               'database %s: %s may create %s.', d.datname, coalesce(r.rolname, 'PUBLIC'),
               CASE x.privilege_type WHEN 'CREATE' THEN 'schemas' ELSE 'temporary objects' END
           ),
           format('REVOKE %s ON DATABASE %I FROM %s CASCADE;',
                  x.privilege_type, d.datname, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   pg_database AS d
    CROSS  JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  d.datname = current_database()
    AND    x.privilege_type <> 'CONNECT'
    AND    x.grantee <> d.datdba
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    UNION  ALL
    SELECT format('schema %s: %s may %s it.', n.nspname, coalesce(r.rolname, 'PUBLIC'),
                  CASE x.privilege_type WHEN 'CREATE' THEN 'create in' ELSE 'use' END),
           format('REVOKE %s ON SCHEMA %I FROM %s CASCADE;',
                  x.privilege_type, n.nspname, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   pg_namespace AS n
    CROSS  JOIN LATERAL aclexplode(n.nspacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  n.nspname IN {SCHEMAS}
    AND    x.grantee <> n.nspowner
    AND    (x.privilege_type = 'CREATE' OR n.nspname <> 'public')
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    ORDER  BY 1
"""

# Of those alone who create our objects; an object of anybody else's has a finding of its own. What
# PostgreSQL gives by itself, as EXECUTE to PUBLIC, stands in a changed list too.
DEFAULTS = f"""
    WITH RECURSIVE {REACH}
    SELECT format('default privileges of %s: give %s on new %s to %s.',
                  a.defaclrole::regrole, x.privilege_type, lower(k.kind),
                  coalesce(r.rolname, 'PUBLIC')),
           format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s REVOKE %s ON %s FROM %s;',
                  a.defaclrole::regrole, ' IN SCHEMA ' || quote_ident(n.nspname),
                  x.privilege_type, k.kind, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   pg_default_acl AS a
    JOIN   (
               VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'), ('T', 'TYPES'),
                      ('n', 'SCHEMAS'), ('L', 'LARGE OBJECTS')
           ) AS k (type, kind) ON k.type = a.defaclobjtype
    LEFT   JOIN pg_namespace AS n ON n.oid = a.defaclnamespace
    CROSS  JOIN LATERAL aclexplode(a.defaclacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  x.grantee <> a.defaclrole
    AND    (n.nspname IS NULL OR n.nspname IN {SCHEMAS})
    AND    (
               a.defaclrole = (SELECT relowner FROM pg_class WHERE oid = 'phi.tables'::regclass)
               OR a.defaclrole IN (SELECT i.oid FROM insiders AS i WHERE i.is_owner)
           )
    AND    NOT (
               n.nspname IS NULL
               AND x.grantee = 0
               AND (k.type, x.privilege_type) IN (('f', 'EXECUTE'), ('T', 'USAGE'))
           )
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
        AND    NOT {of_extension("'pg_class'::regclass", "c.oid")}
        -- The sequence of a column belongs to the owner of its table.
        AND    NOT EXISTS (
                   SELECT FROM pg_depend AS d
                   WHERE  d.classid = 'pg_class'::regclass
                   AND    d.objid = c.oid
                   AND    c.relkind = 'S'
                   AND    d.deptype IN ('a', 'i')
               )
        UNION  ALL
        SELECT 'TYPE', t.oid::regtype::text, t.typowner
        FROM   pg_type AS t
        WHERE  t.typnamespace::regnamespace::text IN {SCHEMAS}
        AND    t.typtype IN ('e', 'd', 'r')
        AND    NOT {of_extension("'pg_type'::regclass", "t.oid")}
        UNION  ALL
        SELECT 'SCHEMA', quote_ident(n.nspname), n.nspowner
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
                       THEN '%1$s: belongs to %2$s, whom the policies do not let through.'
                   WHEN pg_has_role(o.owner, 'whitecross_owner', 'USAGE')
                       THEN '%1$s: belongs to %2$s and not to the owner of the database''s objects.'
                   ELSE '%1$s: belongs to %2$s, who is no member of whitecross_owner.'
               END,
               CASE WHEN o.kind IN ('SCHEMA', 'DATABASE') THEN lower(o.kind) || ' ' ELSE '' END
               || o.name,
               o.owner::regrole
           ),
           format(
               CASE
                   WHEN o.kind = 'TABLE' AND o.owner = c.relowner
                       THEN 'GRANT whitecross_owner TO %1$s;'
                   ELSE 'ALTER %2$s %3$s OWNER TO %4$s;'
               END,
               o.owner::regrole, o.kind, o.name, c.relowner::regrole
           )
    FROM   objects AS o
    JOIN   pg_class AS c ON c.oid = 'phi.tables'::regclass
    WHERE  NOT pg_has_role(o.owner, 'whitecross_owner', 'USAGE')
    OR     (o.kind = 'TABLE' AND o.owner <> c.relowner)
    UNION  ALL
    SELECT format('%s: policy %s names %s and not one of our group roles.',
                  p.polrelid::regclass, p.polname, coalesce(r.rolname, 'PUBLIC')),
           format('DROP POLICY IF EXISTS %I ON %s;', p.polname, p.polrelid::regclass)
    FROM   pg_policy AS p
    JOIN   pg_class AS c ON c.oid = p.polrelid
    CROSS  JOIN LATERAL unnest(p.polroles) AS m (id)
    LEFT   JOIN pg_roles AS r ON r.oid = m.id
    WHERE  c.relnamespace::regnamespace::text IN {SCHEMAS}
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    AND    coalesce(obj_description(p.oid, 'pg_policy'), '') NOT LIKE '% Built by phi.protect.'
    AND    NOT EXISTS (
               SELECT FROM phi.hand_written AS w
               WHERE  w.kind = 'POLICY'
               AND    to_regclass(w.relation) = p.polrelid
               AND    w.name = quote_ident(p.polname)
           )
    ORDER  BY 1
"""

CHECKS = (FUNCTIONS, CALLERS, GRANTS, STRANGERS, DEFAULTS, OWNER)
