"""Whether what lies outside our schemas lends anyone rights on our data.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner;
most repairs need a superuser. 16384 is the first number that PostgreSQL gives to an object that it
did not bring along: https://github.com/postgres/postgres/blob/master/src/include/access/transam.h
"""

from wcdb.protection.logins import REACH
from wcdb.protection.tables import SCHEMAS

# The server's own tables, functions and whatever leads out of it, with the rights that somebody
# gave beside those that PostgreSQL came with. The tables hold samples of ours: on them a right is
# for nobody. The rest is for no login behind the fence; others are the administrator's business.
SERVER = f"""
    WITH RECURSIVE {REACH},
    objects (kind, name, column_name, catalogue, oid, number, owner, acl) AS (
        SELECT 'TABLE', quote_ident(c.relname), a.attname, 'pg_class'::regclass,
               c.oid, a.attnum, c.relowner, a.acl
        FROM   pg_class AS c
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        CROSS  JOIN LATERAL (
                   SELECT NULL::name AS attname, 0::smallint AS attnum, c.relacl AS acl
                   UNION  ALL
                   SELECT a.attname, a.attnum, a.attacl
                   FROM   pg_attribute AS a
                   WHERE  a.attrelid = c.oid AND a.attacl IS NOT NULL
               ) AS a
        WHERE  n.nspname = 'pg_catalog'
        UNION  ALL
        SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
               p.oid::regprocedure::text, NULL, 'pg_proc', p.oid, 0, p.proowner, p.proacl
        FROM   pg_proc AS p
        WHERE  p.pronamespace = 'pg_catalog'::regnamespace
        UNION  ALL
        SELECT 'SCHEMA', n.nspname, NULL, 'pg_namespace', n.oid, 0, n.nspowner, n.nspacl
        FROM   pg_namespace AS n
        WHERE  n.nspname = 'pg_catalog'
        UNION  ALL
        SELECT 'FOREIGN SERVER', quote_ident(s.srvname), NULL, 'pg_foreign_server', s.oid, 0,
               s.srvowner, s.srvacl
        FROM   pg_foreign_server AS s
        UNION  ALL
        SELECT 'FOREIGN DATA WRAPPER', quote_ident(w.fdwname), NULL, 'pg_foreign_data_wrapper',
               w.oid, 0, w.fdwowner, w.fdwacl
        FROM   pg_foreign_data_wrapper AS w
        UNION  ALL
        SELECT 'LANGUAGE', quote_ident(l.lanname), NULL, 'pg_language', l.oid, 0, l.lanowner,
               l.lanacl
        FROM   pg_language AS l
        UNION  ALL
        SELECT 'LARGE OBJECT', o.oid::text, NULL, 'pg_largeobject', o.oid, 0, o.lomowner, o.lomacl
        FROM   pg_largeobject_metadata AS o
        UNION  ALL
        SELECT 'TABLESPACE', quote_ident(t.spcname), NULL, 'pg_tablespace', t.oid, 0, t.spcowner,
               t.spcacl
        FROM   pg_tablespace AS t
    )
    SELECT format('%s %s: %s has %s%s.', lower(o.kind), o.name, coalesce(r.rolname, 'PUBLIC'),
                  x.privilege_type, ' on column ' || o.column_name),
           format('REVOKE %s%s ON %s %s FROM %s CASCADE;',
                  x.privilege_type, ' (' || quote_ident(o.column_name) || ')', o.kind, o.name,
                  coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   objects AS o
    CROSS  JOIN LATERAL aclexplode(o.acl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  x.grantee <> o.owner
    AND    (o.kind = 'TABLE' OR x.grantee = 0 OR x.grantee IN (SELECT f.oid FROM fenced AS f))
    AND    coalesce(r.rolname, 'PUBLIC') <> 'whitecross_owner'
    AND    NOT EXISTS (
               SELECT FROM pg_init_privs AS i
               CROSS  JOIN LATERAL aclexplode(i.initprivs) AS y
               WHERE  i.classoid = o.catalogue
               AND    i.objoid = o.oid
               AND    i.objsubid = o.number
               AND    y.grantee IN (x.grantee, 0)
               AND    y.privilege_type = x.privilege_type
           )
    -- From the start everybody may call most functions, and use the trusted languages.
    AND    NOT (
               o.oid < 16384
               AND o.kind IN ('FUNCTION', 'PROCEDURE', 'LANGUAGE')
               AND NOT EXISTS (
                   SELECT FROM pg_init_privs AS i
                   WHERE  i.classoid = o.catalogue AND i.objoid = o.oid
               )
           )
    ORDER  BY 1
"""

# A name without its schema means that of pg_catalog first.
PLANTED = """
    SELECT format('%s: stands among PostgreSQL''s own objects and is not of them.',
                  pg_describe_object(o.classid, o.oid, 0)),
           format('DROP %s %s;', upper(i.type), i.identity)
    FROM   (
               SELECT 'pg_proc'::regclass AS classid, p.oid FROM pg_proc AS p
               WHERE  p.pronamespace::regnamespace::text IN ('pg_catalog', 'information_schema')
               UNION  ALL
               SELECT 'pg_class', c.oid FROM pg_class AS c
               WHERE  c.relnamespace::regnamespace::text IN ('pg_catalog', 'information_schema')
               AND    c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
               UNION  ALL
               SELECT 'pg_operator', o.oid FROM pg_operator AS o
               WHERE  o.oprnamespace::regnamespace::text IN ('pg_catalog', 'information_schema')
               UNION  ALL
               SELECT 'pg_type', t.oid FROM pg_type AS t
               WHERE  t.typnamespace::regnamespace::text IN ('pg_catalog', 'information_schema')
               AND    t.typrelid = 0
               AND    t.typelem = 0
           ) AS o
    CROSS  JOIN LATERAL pg_identify_object(o.classid, o.oid, 0) AS i
    WHERE  o.oid >= 16384
    AND    NOT EXISTS (
               SELECT FROM pg_depend AS e
               WHERE  e.classid = o.classid AND e.objid = o.oid AND e.deptype = 'e'
           )
    -- An operator goes before its function.
    ORDER  BY o.classid <> 'pg_operator'::regclass, 1
"""

# A group owns nothing, but its own objects for a time: of findOrCreate, after SET ROLE.
OWNED = """
    SELECT format('%s: belongs to %s, and a group owns nothing.',
                  pg_describe_object(d.classid, d.objid, d.objsubid), r.rolname),
           format('ALTER %s %s OWNER TO whitecross_owner;', upper(i.type), i.identity)
    FROM   pg_shdepend AS d
    JOIN   pg_roles AS r ON d.refclassid = 'pg_authid'::regclass AND r.oid = d.refobjid
    LEFT   JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
    LEFT   JOIN pg_proc AS p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
    LEFT   JOIN pg_type AS t ON d.classid = 'pg_type'::regclass AND t.oid = d.objid
    LEFT   JOIN pg_namespace AS n
           ON n.oid = coalesce(c.relnamespace, p.pronamespace, t.typnamespace)
    CROSS  JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS i
    WHERE  r.rolname ~ '^whitecross_'
    AND    r.rolname <> 'whitecross_owner'
    AND    d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND    d.deptype = 'o'
    AND    d.classid <> 'pg_database'::regclass
    AND    coalesce(n.nspname, '') !~ '^pg_(toast_)?temp_'
    AND    (coalesce(n.nspname, ''), r.rolname) <> ('masked', 'whitecross_masker')
    ORDER  BY 1
"""

# A SECURITY DEFINER function of another schema lends the rights of its owner. It counts if that is
# somebody who reaches our tables: what it does with them, its text need not say. A trigger runs
# such a function for whoever fires it, with no right to call it. Where one is meant, a row of
# phi.callers says so. The functions of an extension are the extension's.
DEFINERS = """
    WITH lent AS (
        SELECT p.oid, p.proacl, p.proowner,
               p.oid::regprocedure::text AS name
        FROM   pg_proc AS p
        JOIN   pg_roles AS o ON o.oid = p.proowner
        WHERE  p.prosecdef
        AND    p.oid >= 16384
        AND    p.pronamespace::regnamespace::text NOT IN ('public', 'phi', 'masked', 'sequelize')
        AND    (
                   o.rolsuper OR o.rolbypassrls OR EXISTS (
                       SELECT FROM pg_roles AS g
                       WHERE  pg_has_role(o.oid, g.oid, 'USAGE')
                       AND    (
                                  g.rolname ~ '^whitecross_'
                                  OR g.rolname IN (
                                      'pg_read_all_data', 'pg_write_all_data',
                                      'pg_read_server_files', 'pg_write_server_files',
                                      'pg_execute_server_program'
                                  )
                              )
                   )
               )
        AND    NOT EXISTS (
                   SELECT FROM pg_depend AS e
                   WHERE  e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'
               )
    )
    SELECT format('%s: runs with the rights of %s, and %s may call it. If that is meant, insert it'
                  ' into phi.callers with the reason.',
                  l.name, l.proowner::regrole, coalesce(r.rolname, 'PUBLIC')),
           format('REVOKE EXECUTE ON ROUTINE %s FROM %s CASCADE;',
                  l.name, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   lent AS l
    CROSS  JOIN LATERAL aclexplode(coalesce(l.proacl, acldefault('f', l.proowner))) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  x.grantee <> l.proowner
    AND    NOT EXISTS (
               SELECT FROM phi.callers AS c
               WHERE  c.function_name = l.name AND c.role_name = coalesce(r.rolname, 'public')
           )
    UNION  ALL
    SELECT format('%s: runs with the rights of %s for whoever fires the trigger %s of %s. If that'
                  ' is meant, insert it into phi.callers for public with the reason.',
                  l.name, l.proowner::regrole, g.tgname, g.tgrelid::regclass),
           format('DROP TRIGGER %I ON %s;', g.tgname, g.tgrelid::regclass)
    FROM   lent AS l
    JOIN   pg_trigger AS g ON g.tgfoid = l.oid
    WHERE  g.tgparentid = 0
    AND    NOT EXISTS (
               SELECT FROM phi.callers AS c
               WHERE  c.function_name = l.name AND c.role_name = 'public'
           )
    UNION  ALL
    SELECT format('%s: runs with the rights of %s for whoever fires the event trigger %s. If that'
                  ' is meant, insert it into phi.callers for public with the reason.',
                  l.name, l.proowner::regrole, g.evtname),
           format('DROP EVENT TRIGGER %I;', g.evtname)
    FROM   lent AS l
    JOIN   pg_event_trigger AS g ON g.evtfoid = l.oid
    WHERE  NOT EXISTS (
               SELECT FROM phi.callers AS c
               WHERE  c.function_name = l.name AND c.role_name = 'public'
           )
    ORDER  BY 1
"""

# PostgreSQL shows a LEAKPROOF function rows before the policies have hidden them.
LEAKPROOF = """
    SELECT format('%s: is LEAKPROOF and sees rows before the policies hide them.',
                  p.oid::regprocedure),
           format('ALTER FUNCTION %s NOT LEAKPROOF;', p.oid::regprocedure)
    FROM   pg_proc AS p
    WHERE  p.proleakproof
    AND    p.oid >= 16384
    AND    NOT EXISTS (
               SELECT FROM pg_depend AS e
               WHERE  e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e'
           )
    ORDER  BY 1
"""

# Replication sends every row, whoever may see it.
PUBLICATIONS = f"""
    SELECT format('publication %s: sends %s tables, %s among them, to other servers past the'
                  ' policies.', p.pubname, count(*), min(p.tablename)),
           format('DROP PUBLICATION %I;', p.pubname)
    FROM   pg_publication_tables AS p
    WHERE  p.schemaname IN {SCHEMAS}
    GROUP  BY p.pubname
    ORDER  BY 1
"""

CHECKS = (SERVER, PLANTED, OWNED, DEFINERS, LEAKPROOF, PUBLICATIONS)
