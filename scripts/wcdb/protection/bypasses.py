"""Whether partitions, heirs, views and rules reach rows past the policies.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner.
"""

from wcdb.protection.registry import YOYO
from wcdb.protection.tables import COPIES, SCHEMAS

PARTITIONS = f"""
    WITH children AS (
        SELECT c.oid, c.relkind, c.relispartition, c.relacl, c.relowner,
               n.nspname IN {SCHEMAS} AS is_ours,
               p.relnamespace::regnamespace::text IN {SCHEMAS} AS is_of_ours,
               format('%I.%I', n.nspname, c.relname) AS child,
               format('%I.%I', p.relnamespace::regnamespace::text, p.relname) AS parent,
               p.relname AS parent_name
        FROM   pg_inherits AS i
        JOIN   pg_class AS c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p', 'f')
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        JOIN   pg_class AS p ON p.oid = i.inhparent
    )
    SELECT format('%s: %s may reach the partition past the policies of %s.',
                  c.child, coalesce(r.rolname, 'PUBLIC'), c.parent_name),
           format('REVOKE ALL ON %s FROM %s CASCADE;',
                  c.child, coalesce(quote_ident(r.rolname), 'PUBLIC'))
    FROM   children AS c
    CROSS  JOIN LATERAL aclexplode(c.relacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  c.is_of_ours
    AND    x.grantee <> c.relowner
    UNION
    SELECT format(
               CASE
                   WHEN NOT c.is_of_ours
                       THEN '%1$s: whoever reads %2$s reads it past its policies.'
                   WHEN c.relkind = 'f' THEN '%1$s: holds rows of %3$s on another server.'
                   ELSE '%1$s: inherits from %3$s and is no partition: policies do not fence it.'
               END, c.child, c.parent, c.parent_name
           ),
           format(
               CASE
                   WHEN c.relispartition THEN 'ALTER TABLE %2$s DETACH PARTITION %1$s;'
                   ELSE 'ALTER TABLE %1$s NO INHERIT %2$s;'
               END, c.child, c.parent
           )
    FROM   children AS c
    WHERE  (c.is_ours AND NOT c.is_of_ours)
    OR     (c.is_of_ours AND (c.relkind = 'f' OR NOT c.relispartition))
    ORDER  BY 1
"""

# A view runs with the rights of its owner, past the policies, unless it says otherwise; through
# views that run as their caller, too, it reads as its owner. Those of schema masked that
# phi.protect builds are meant so.
VIEWS = f"""
    WITH RECURSIVE edges AS (
        SELECT w.ev_class AS view, d.refobjid AS reads
        FROM   pg_rewrite AS w
        JOIN   pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                             AND d.refclassid = 'pg_class'::regclass
        WHERE  d.refobjid <> w.ev_class
        -- Those that PostgreSQL brings along show each caller his own.
        AND    w.ev_class >= 16384
        GROUP  BY 1, 2
        UNION
        -- PostgreSQL notes no dependency on a catalogue of its own; the query names it by number.
        SELECT w.ev_class, c.oid
        FROM   pg_rewrite AS w
        JOIN   pg_class AS c
               ON c.oid IN {COPIES}
               AND w.ev_action::text LIKE '%:relid ' || c.oid || ' %'
        WHERE  w.ev_class >= 16384
    ),
    ours AS (
        SELECT c.oid, c.relname
        FROM   pg_class AS c
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        WHERE  n.nspname IN {SCHEMAS}
        AND    (c.relkind IN ('r', 'p', 'f') OR n.nspname = 'masked')
        AND    c.relname NOT IN {YOYO}
        UNION  ALL
        -- And the copies and samples that PostgreSQL keeps of ours.
        SELECT c.oid, c.relname
        FROM   pg_class AS c
        WHERE  c.oid IN {COPIES}
        OR     c.relnamespace = 'pg_toast'::regnamespace
    ),
    reached AS (
        SELECT e.view, o.relname
        FROM   edges AS e
        JOIN   ours AS o ON o.oid = e.reads
        UNION
        SELECT e.view, r.relname
        FROM   reached AS r
        JOIN   edges AS e ON e.reads = r.view
        WHERE  r.view NOT IN (SELECT oid FROM ours)
    )
    SELECT format(
               CASE c.relkind
                   WHEN 'm' THEN '%1$s.%2$s: a materialized view copies %3$s past its policies.'
                   ELSE '%1$s.%2$s: reads %3$s with the rights of its owner.'
               END,
               n.nspname, c.relname, string_agg(DISTINCT r.relname, ', ')
           ),
           format(
               CASE c.relkind
                   WHEN 'm' THEN 'DROP MATERIALIZED VIEW IF EXISTS %I.%I;'
                   ELSE 'ALTER VIEW %I.%I SET (security_invoker = TRUE);'
               END, n.nspname, c.relname
           )
    FROM   reached AS r
    JOIN   pg_class AS c ON c.oid = r.view
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    WHERE  c.relkind = 'm'
    OR     (
               c.relkind = 'v'
               AND NOT (
                   n.nspname = 'masked'
                   AND c.relname IN (SELECT t.table_name FROM phi.tables AS t)
               )
               AND NOT EXISTS (
                   SELECT FROM pg_options_to_table(c.reloptions) AS o
                   WHERE  o.option_name = 'security_invoker' AND o.option_value::boolean
               )
           )
    GROUP  BY n.nspname, c.relname, c.relkind
    UNION
    SELECT format('%s.%s: rule %s rewrites statements.', n.nspname, c.relname, w.rulename),
           format('DROP RULE IF EXISTS %I ON %I.%I;', w.rulename, n.nspname, c.relname)
    FROM   pg_rewrite AS w
    JOIN   pg_class AS c ON c.oid = w.ev_class
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    WHERE  w.rulename <> '_RETURN'
    AND    (n.nspname IN {SCHEMAS} OR c.oid IN (SELECT view FROM reached))
    ORDER  BY 1
"""

CHECKS = (PARTITIONS, VIEWS)
