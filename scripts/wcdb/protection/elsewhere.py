"""Whether what lies outside our schemas lends anyone rights on our data.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner;
most repairs need a superuser.
"""

from wcdb.protection.logins import REACH
from wcdb.protection.registry import of_extension
from wcdb.protection.tables import COPIES, SCHEMAS

# The server's own tables, functions and whatever leads out of it, with the rights that somebody
# gave beside those that PostgreSQL came with. Some tables hold samples of ours: a right on them is
# for nobody. The rest is for no login behind the fence; others are the administrator's business.
SERVER = f"""
    WITH RECURSIVE {REACH},
    objects (kind, name, column_name, catalogue, oid, number, owner, acl) AS (
        SELECT 'TABLE', regexp_replace(format('%I.%I', n.nspname, c.relname), '^pg_catalog[.]', ''),
               a.attname, 'pg_class'::regclass,
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
        WHERE  n.nspname IN ('pg_catalog', 'pg_toast')
        UNION  ALL
        SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
               p.oid::regprocedure::text, NULL, 'pg_proc', p.oid, 0, p.proowner, p.proacl
        FROM   pg_proc AS p
        WHERE  CASE p.pronamespace
                   WHEN 'pg_catalog'::regnamespace THEN p.oid < 16384
                   ELSE {of_extension("'pg_proc'::regclass", "p.oid")}
               END
        UNION  ALL
        SELECT 'SCHEMA', n.nspname, NULL, 'pg_namespace', n.oid, 0, n.nspowner, n.nspacl
        FROM   pg_namespace AS n
        WHERE  n.nspname IN ('pg_catalog', 'pg_toast')
        UNION  ALL
        SELECT 'FOREIGN TABLE', format('%I.%I', n.nspname, c.relname), NULL, 'pg_class', c.oid, 0,
               c.relowner, c.relacl
        FROM   pg_class AS c
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        WHERE  c.relkind = 'f' AND n.nspname NOT IN {SCHEMAS}
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
                  x.privilege_type, ' (' || quote_ident(o.column_name) || ')',
                  replace(o.kind, 'FOREIGN TABLE', 'TABLE'), o.name,
                  coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   objects AS o
    CROSS  JOIN LATERAL aclexplode(o.acl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  x.grantee <> o.owner
    AND    (
               x.grantee = 0
               OR x.grantee IN (SELECT f.oid FROM fenced AS f)
               OR (o.catalogue = 'pg_class'::regclass AND o.oid IN {COPIES})
               OR o.name ~ '^pg_toast'
           )
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
               o.kind IN ('FUNCTION', 'PROCEDURE', 'LANGUAGE')
               AND NOT EXISTS (
                   SELECT FROM pg_init_privs AS i
                   WHERE  i.classoid = o.catalogue AND i.objoid = o.oid
               )
           )
    ORDER  BY 1
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

# Replication sends every row, whoever may see it.
PUBLICATIONS = f"""
    SELECT format('publication %s: sends rows of %s and so on, %s in all, to other servers past the'
                  ' policies.', p.pubname, min(p.tablename), count(*)),
           format('DROP PUBLICATION IF EXISTS %I;', p.pubname)
    FROM   pg_publication_tables AS p
    WHERE  p.schemaname IN {SCHEMAS}
    GROUP  BY p.pubname
    UNION  ALL
    SELECT format('subscription %s: writes rows of another server here, past the policies; drop it'
                  ' when its work is done.', s.subname), NULL
    FROM   pg_subscription AS s
    WHERE  s.subdbid = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
    ORDER  BY 1
"""

CHECKS = (SERVER, OWNED, PUBLICATIONS)
