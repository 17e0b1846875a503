"""Whether code that is not ours runs with our rights, or past every right.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner;
most repairs need a superuser. 16384 is the first number that PostgreSQL gives to an object that it
did not bring along: https://github.com/postgres/postgres/blob/master/src/include/access/transam.h
"""

from wcdb.protection.logins import POWERFUL
from wcdb.protection.registry import of_extension
from wcdb.protection.tables import SCHEMAS

# A name without its schema means that of pg_catalog first.
PLANTED = f"""
    SELECT format('%s: stands among PostgreSQL''s own objects and is not of them.',
                  pg_describe_object(o.classid, o.oid, 0)),
           format('DROP %s IF EXISTS %s;', upper(i.type), i.identity)
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
    AND    NOT {of_extension("o.classid", "o.oid")}
    -- An operator goes before its function.
    ORDER  BY o.classid <> 'pg_operator'::regclass, 1
"""

# A SECURITY DEFINER function of another schema lends the rights of its owner. It counts if that is
# somebody who reaches our tables: what it does with them, its text need not say. A trigger runs
# such a function for whoever fires it, with no right to call it. Where one is meant, a row of
# phi.callers says so.
DEFINERS = f"""
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
                                  OR g.rolname IN {POWERFUL}
                              )
                   )
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

# PostgreSQL shows a LEAKPROOF function rows before the policies have hidden them. Of its own, those
# are so that compare, hash or convert without an error that names a value.
LEAKPROOF = rf"""
    SELECT format('%s: is LEAKPROOF and sees rows before the policies hide them.',
                  p.oid::regprocedure),
           format('ALTER FUNCTION %s NOT LEAKPROOF;', p.oid::regprocedure)
    FROM   pg_proc AS p
    WHERE  p.proleakproof
    AND    NOT (p.oid >= 16384 AND {of_extension("'pg_proc'::regclass", "p.oid")})
    AND    NOT (
               p.oid < 16384
               AND (
                   EXISTS (SELECT FROM pg_amproc AS a WHERE a.amproc = p.oid)
                   OR EXISTS (
                       SELECT FROM pg_amop AS a
                       JOIN   pg_operator AS o ON o.oid = a.amopopr
                       WHERE  o.oprcode = p.oid
                   )
                   OR EXISTS (SELECT FROM pg_cast AS c WHERE c.castfunc = p.oid)
                   OR p.proname ~ '^(\w+_(larger|smaller)|\w*_?ne(text|name|q|qint4)?|xideqint4'
                                  '|(circle|lseg)_(eq|ge|gt|le|lt)|md5|sha\d+|crc32c?'
                                  '|starts_with|gen_random_uuid|uuid_extract_\w+)$'
               )
           )
    ORDER  BY 1
"""

# Code of somebody else's that our roles run without naming it: in an index, a default, a check, a
# policy, a cast or an event trigger. And code that no policy of PostgreSQL's binds.
FOREIGN_CODE = f"""
    WITH parts (classid, objid, relation) AS (
        SELECT 'pg_attrdef'::regclass, a.oid, a.adrelid FROM pg_attrdef AS a
        UNION  ALL
        SELECT 'pg_constraint', k.oid, k.conrelid FROM pg_constraint AS k
        UNION  ALL
        SELECT 'pg_trigger', g.oid, g.tgrelid FROM pg_trigger AS g WHERE NOT g.tgisinternal
        UNION  ALL
        SELECT 'pg_policy', p.oid, p.polrelid FROM pg_policy AS p
        UNION  ALL
        SELECT 'pg_rewrite', w.oid, w.ev_class FROM pg_rewrite AS w
        UNION  ALL
        SELECT 'pg_class', x.indexrelid, x.indrelid FROM pg_index AS x
        UNION  ALL
        SELECT 'pg_class', c.oid, c.oid FROM pg_class AS c
    ),
    used AS (
        SELECT p.classid, p.objid, d.refclassid, d.refobjid,
               coalesce(f.pronamespace, c.relnamespace, t.typnamespace, o.oprnamespace) AS schema
        FROM   parts AS p
        JOIN   pg_class AS r ON r.oid = p.relation
        JOIN   pg_depend AS d ON d.classid = p.classid AND d.objid = p.objid
        LEFT   JOIN pg_proc AS f
               ON d.refclassid = 'pg_proc'::regclass AND f.oid = d.refobjid
        LEFT   JOIN pg_class AS c
               ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
        LEFT   JOIN pg_type AS t
               ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
        LEFT   JOIN pg_operator AS o
               ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
        WHERE  r.relnamespace::regnamespace::text IN {SCHEMAS}
    )
    SELECT DISTINCT
           format('%s: uses %s, which is not ours.',
                  pg_describe_object(u.classid, u.objid, 0),
                  pg_describe_object(u.refclassid, u.refobjid, 0)),
           CASE u.classid
               WHEN 'pg_attrdef'::regclass THEN (
                   SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT;',
                                 a.adrelid::regclass, c.attname)
                   FROM   pg_attrdef AS a
                   JOIN   pg_attribute AS c ON c.attrelid = a.adrelid AND c.attnum = a.adnum
                   WHERE  a.oid = u.objid
               )
               WHEN 'pg_constraint'::regclass THEN (
                   SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I;',
                                 k.conrelid::regclass, k.conname)
                   FROM   pg_constraint AS k WHERE k.oid = u.objid
               )
               WHEN 'pg_trigger'::regclass THEN (
                   SELECT format('DROP TRIGGER IF EXISTS %I ON %s;', g.tgname, g.tgrelid::regclass)
                   FROM   pg_trigger AS g WHERE g.oid = u.objid
               )
               WHEN 'pg_policy'::regclass THEN (
                   SELECT format('DROP POLICY IF EXISTS %I ON %s;', p.polname, p.polrelid::regclass)
                   FROM   pg_policy AS p WHERE p.oid = u.objid
               )
               WHEN 'pg_class'::regclass THEN (
                   SELECT format('DROP INDEX IF EXISTS %s;', c.oid::regclass)
                   FROM   pg_class AS c WHERE c.oid = u.objid AND c.relkind IN ('i', 'I')
               )
           END
    FROM   used AS u
    JOIN   pg_namespace AS n ON n.oid = u.schema
    WHERE  n.nspname NOT IN {SCHEMAS}
    AND    n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    AND    NOT {of_extension("u.refclassid", "u.refobjid")}
    -- Children elsewhere have a finding of their own.
    AND    NOT (
               u.classid = 'pg_class'::regclass
               AND EXISTS (
                   SELECT FROM pg_inherits AS i
                   WHERE  i.inhrelid = u.objid AND i.inhparent = u.refobjid
               )
           )
    UNION  ALL
    SELECT format('cast %s: is no migration''s, and changes how values are converted.', i.identity),
           format('DROP CAST IF EXISTS %s;', i.identity)
    FROM   pg_cast AS c
    CROSS  JOIN LATERAL pg_identify_object('pg_cast'::regclass, c.oid, 0) AS i
    WHERE  c.oid >= 16384
    AND    NOT {of_extension("'pg_cast'::regclass", "c.oid")}
    -- One from or to a type of somebody else's touches none of our values.
    AND    NOT EXISTS (
               SELECT FROM pg_type AS t
               WHERE  t.oid IN (c.castsource, c.casttarget)
               AND    t.typnamespace <> 'pg_catalog'::regnamespace
               AND    t.typnamespace::regnamespace::text NOT IN {SCHEMAS}
           )
    AND    NOT EXISTS (
               SELECT FROM pg_proc AS p
               WHERE  p.oid = c.castfunc
               AND    p.pronamespace::regnamespace::text IN {SCHEMAS}
           )
    UNION  ALL
    SELECT format('event trigger %s: runs %s of %s as whoever changes the schema.',
                  g.evtname, p.oid::regprocedure, o.rolname),
           format('DROP EVENT TRIGGER IF EXISTS %I;', g.evtname)
    FROM   pg_event_trigger AS g
    JOIN   pg_proc AS p ON p.oid = g.evtfoid
    JOIN   pg_roles AS o ON o.oid = p.proowner
    WHERE  NOT o.rolsuper
    AND    p.proowner <> (SELECT relowner FROM pg_class WHERE oid = 'phi.tables'::regclass)
    UNION  ALL
    SELECT format('%s: runs C code of the server''s, past every right.', p.oid::regprocedure),
           format('DROP ROUTINE IF EXISTS %s;', p.oid::regprocedure)
    FROM   pg_proc AS p
    JOIN   pg_language AS l ON l.oid = p.prolang
    WHERE  l.lanname IN ('c', 'internal')
    AND    p.prokind <> 'a'
    AND    p.oid >= 16384
    AND    NOT {of_extension("'pg_proc'::regclass", "p.oid")}
    UNION  ALL
    SELECT format('language %s: is trusted, and runs past every right; set lanpltrusted to FALSE in'
                  ' pg_language.', l.lanname), NULL
    FROM   pg_language AS l
    WHERE  l.lanname IN ('c', 'internal')
    AND    l.lanpltrusted
    -- An aggregate calls its functions with the rights of its owner.
    UNION  ALL
    SELECT format('%s: is an aggregate that calls %s, which PUBLIC may not.',
                  p.oid::regprocedure, f.oid::regprocedure),
           format('DROP AGGREGATE IF EXISTS %s;', p.oid::regprocedure)
    FROM   pg_proc AS p
    JOIN   pg_aggregate AS a ON a.aggfnoid = p.oid
    JOIN   pg_proc AS f ON f.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggmtransfn,
                                     a.aggminvtransfn, a.aggmfinalfn)
    WHERE  p.oid >= 16384
    AND    NOT {of_extension("'pg_proc'::regclass", "p.oid")}
    AND    NOT has_function_privilege('public', f.oid, 'EXECUTE')
    ORDER  BY 1
"""

CHECKS = (PLANTED, DEFINERS, LEAKPROOF, FOREIGN_CODE)
