"""Whether every table is protected as the registry says, and by nothing else.

Each query returns sentences, one a finding, and needs the rights of the owner.
"""

from wcdb.protection.registry import YOYO

SCHEMAS = "('public', 'phi', 'masked', 'sequelize', 'archive')"

# Words of the registry that no trigger, policy or view can carry out.
FAULTS = """
    SELECT f.sentence || '.'
    FROM   phi.tables AS t
    CROSS  JOIN LATERAL phi.registry_faults(
               to_regclass(format('public.%I', t.table_name))
           ) AS f (sentence)
    ORDER  BY 1
"""

# The objects that phi.protect builds, and those that a migration wrote by hand, against those that
# are there. Partitions of the log and archived months have triggers of their own: see below.
OBJECTS = """
    WITH difference AS MATERIALIZED (
        SELECT t.table_name, d.*
        FROM   phi.tables AS t
        CROSS  JOIN LATERAL to_regclass(format('public.%I', t.table_name)) AS r (relation)
        CROSS  JOIN LATERAL phi.protection_differences(r.relation) AS d
        WHERE  r.relation IS NOT NULL
        AND    NOT EXISTS (SELECT FROM phi.registry_faults(r.relation))
    ),

    written AS (
        SELECT kind,
               relation,
               name,
               w.definition AS recorded,
               f.definition AS found,
               regexp_replace(relation, '^public[.]', '') AS label
        FROM   phi.hand_written AS w
        FULL   JOIN (
                   SELECT o.kind, o.relation, o.name, o.definition
                   FROM   phi.policies_and_triggers(ARRAY(
                              SELECT c.oid
                              FROM   pg_class AS c
                              JOIN   pg_namespace AS n ON n.oid = c.relnamespace
                              WHERE  n.nspname IN ('public', 'phi', 'masked', 'sequelize')
                              AND    NOT c.relispartition
                          )) AS o
                   -- phi.protect builds nothing on the tables of schema phi: no comment excuses.
                   WHERE  (
                              o.relation LIKE 'phi.%'
                              OR coalesce(o.comment, '') NOT LIKE '% Built by phi.protect.'
                          )
                   AND    NOT EXISTS (
                              SELECT FROM difference AS d
                              WHERE  d.kind::text = o.kind
                              AND    d.relation = o.relation
                              AND    d.name = o.name
                          )
               ) AS f USING (kind, relation, name)
    )

    SELECT format(
               CASE
                   WHEN d.kind = 'ROW SECURITY' AND d.source_definition IS NULL
                       THEN '%1$s: row-level security is on and the registry asks for none'
                   WHEN d.kind = 'ROW SECURITY'
                       THEN '%1$s: row-level security is not both enabled and forced'
                   WHEN d.kind = 'GRANT'
                       THEN '%1$s: the grants on %3$s to %4$s are not those of the registry'
                   WHEN d.found_definition IS NULL
                       THEN '%1$s: %2$s %4$s is missing'
                   WHEN d.source_definition IS NULL
                       THEN '%1$s: %2$s %4$s is left over'
                   ELSE '%1$s: %2$s %4$s is not as the registry asks'
               END || ': SELECT phi.protect(''%1$s'').',
               d.table_name, lower(d.kind::text), d.relation, d.name
           )
    FROM   difference AS d
    UNION  ALL
    SELECT format(
               CASE
                   WHEN w.found IS NULL
                       THEN '%1$s: the hand-written %2$s %3$s is missing: %5$s.'
                   WHEN w.recorded IS NULL
                       THEN '%1$s: no migration has recorded the %2$s %3$s:'
                            ' DROP %6$s %3$s ON %4$s.'
                   ELSE '%1$s: the hand-written %2$s %3$s is not as its migration left it:'
                        ' DROP %6$s %3$s ON %4$s; %5$s.'
               END,
               w.label, lower(w.kind), w.name, w.relation, w.recorded, w.kind
           )
    FROM   written AS w
    WHERE  w.recorded IS DISTINCT FROM w.found
    ORDER  BY 1
"""

# A partition of the log, or an archived month, refuses changes by itself too.
LOG = """
    WITH log AS (
        SELECT c.oid, n.nspname, c.relname,
               CASE n.nspname
                   WHEN 'archive' THEN c.relname || '_050_append_only'
                   ELSE 'audit_logs_050_append_only'
               END AS append_only
        FROM   pg_class AS c
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        WHERE  c.relkind = 'r'
        AND    (
                   n.nspname = 'archive'
                   OR EXISTS (
                       SELECT FROM pg_inherits AS i
                       WHERE  i.inhrelid = c.oid
                       AND    i.inhparent = to_regclass('public.audit_logs')
                   )
               )
    ),

    source AS (
        SELECT format('%I.%I', l.nspname, l.relname) AS relation,
               t.name,
               format(
                   'CREATE TRIGGER %1$I BEFORE %4$s ON %2$I.%3$I FOR EACH %5$s'
                   ' EXECUTE FUNCTION public.audit_logs_refuse_change()'
                   '; ALTER TABLE %2$I.%3$I ENABLE ALWAYS TRIGGER %1$I',
                   t.name, l.nspname, l.relname, t.events, t.level
               ) AS definition
        FROM   log AS l
        CROSS  JOIN LATERAL (
                   VALUES (l.append_only, 'DELETE OR UPDATE', 'ROW'),
                          (l.relname || '_050_no_truncate', 'TRUNCATE', 'STATEMENT')
               ) AS t (name, events, level)
    )

    SELECT format(
               CASE
                   WHEN s.definition IS NULL
                       THEN '%1$s: no migration knows the trigger %2$s: DROP TRIGGER %2$s ON %1$s.'
                   WHEN f.definition IS NULL
                       THEN '%1$s: trigger %2$s is missing, entries of the log could be changed:'
                            ' %3$s.'
                   -- A partition's copy of the log's own trigger cannot be dropped.
                   WHEN name = 'audit_logs_050_append_only'
                       THEN '%1$s: trigger %2$s does not fire in every mode, entries of the log'
                            ' could be changed: ALTER TABLE %1$s ENABLE ALWAYS TRIGGER %2$s.'
                   ELSE '%1$s: trigger %2$s is not as it was made, entries of the log could be'
                        ' changed: DROP TRIGGER %2$s ON %1$s; %3$s.'
               END,
               relation, name, s.definition
           )
    FROM   source AS s
    FULL   JOIN phi.policies_and_triggers(ARRAY(SELECT l.oid FROM log AS l)) AS f
           USING (relation, name)
    WHERE  s.definition IS DISTINCT FROM f.definition
    ORDER  BY 1
"""

# DISABLE TRIGGER ALL takes the foreign keys along; ENABLE TRIGGER ALL makes ordinary triggers of
# those that fire always, which are then found above.
FOREIGN_KEYS = f"""
    SELECT format(
               '%1$s: foreign keys of it, or to it, are not enforced: as a superuser,'
               ' ALTER TABLE %1$s ENABLE TRIGGER ALL; then run wcdb posture again.',
               format('%I.%I', n.nspname, c.relname)
           )
    FROM   pg_class AS c
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    WHERE  n.nspname IN {SCHEMAS}
    AND    EXISTS (
               SELECT FROM pg_trigger AS g
               WHERE  g.tgrelid = c.oid
               AND    g.tgisinternal
               AND    g.tgenabled NOT IN ('O', 'A')
           )
    ORDER  BY 1
"""

# Objects of a table that was renamed or dropped.
LEFT_OVER = """
    SELECT format('masked.%1$I: stands for no table of the registry; DROP VIEW masked.%1$I.',
                  c.relname)
    FROM   pg_class AS c
    WHERE  c.relnamespace = 'masked'::regnamespace
    AND    NOT EXISTS (SELECT FROM phi.tables AS t WHERE t.table_name = c.relname)
    UNION  ALL
    SELECT format('%1$s: is left over from a table that was renamed or dropped;'
                  ' DROP FUNCTION %1$s.', p.oid::regprocedure)
    FROM   pg_proc AS p
    WHERE  p.pronamespace = 'phi'::regnamespace
    AND    obj_description(p.oid, 'pg_proc') LIKE '% Built by phi.protect.'
    AND    NOT EXISTS (SELECT FROM pg_trigger AS g WHERE g.tgfoid = p.oid)
    AND    NOT EXISTS (
               SELECT FROM phi.tables AS t
               WHERE  p.proname IN ('audit_' || t.table_name, 'ciphertext_' || t.table_name)
           )
    ORDER  BY 1
"""

# Grants to roles that are not ours: phi.protect does not touch them.
STRANGERS = f"""
    SELECT format(
               '%s.%s: %s has %s; REVOKE it, or grant one of our roles instead.',
               n.nspname, c.relname, coalesce(r.rolname, 'PUBLIC'),
               string_agg(DISTINCT x.privilege_type, ', ')
           )
    FROM   pg_class AS c
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    CROSS  JOIN LATERAL (
               SELECT c.relacl AS acl
               UNION  ALL
               SELECT a.attacl FROM pg_attribute AS a
               WHERE  a.attrelid = c.oid AND NOT a.attisdropped
           ) AS a
    CROSS  JOIN LATERAL aclexplode(a.acl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  n.nspname IN {SCHEMAS}
    AND    c.relname NOT IN {YOYO}
    AND    x.grantee <> c.relowner
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    GROUP  BY n.nspname, c.relname, r.rolname
    ORDER  BY 1
"""

PARTITIONS = f"""
    SELECT format(
               '%s.%s: %s may reach the partition past the policies of %s; REVOKE ALL.',
               n.nspname, c.relname, coalesce(r.rolname, 'PUBLIC'), p.relname
           )
    FROM   pg_inherits AS i
    JOIN   pg_class AS c ON c.oid = i.inhrelid
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    JOIN   pg_class AS p ON p.oid = i.inhparent
    CROSS  JOIN LATERAL aclexplode(c.relacl) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  p.relnamespace = 'public'::regnamespace
    AND    c.relkind IN ('r', 'p', 'f')
    AND    x.grantee <> c.relowner
    UNION
    SELECT format(
               CASE c.relkind
                   WHEN 'f' THEN '%s.%s: holds rows of %s on another server; drop it.'
                   ELSE '%s.%s: inherits from %s and is no partition: policies do not fence it;'
                        ' drop it.'
               END,
               n.nspname, c.relname, p.relname
           )
    FROM   pg_inherits AS i
    JOIN   pg_class AS c ON c.oid = i.inhrelid
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    JOIN   pg_class AS p ON p.oid = i.inhparent
    WHERE  p.relnamespace::regnamespace::text IN {SCHEMAS}
    AND    (c.relkind = 'f' OR (c.relkind = 'r' AND NOT c.relispartition))
    UNION
    SELECT format(
               '%1$I.%2$I: whoever reads %3$s reads it past its policies; ALTER TABLE %4$s.',
               n.nspname, c.relname, p.oid::regclass,
               CASE
                   WHEN c.relispartition
                       THEN format('%s DETACH PARTITION %I.%I',
                                   p.oid::regclass, n.nspname, c.relname)
                   ELSE format('%I.%I NO INHERIT %s', n.nspname, c.relname, p.oid::regclass)
               END
           )
    FROM   pg_inherits AS i
    JOIN   pg_class AS c ON c.oid = i.inhrelid
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    JOIN   pg_class AS p ON p.oid = i.inhparent
    WHERE  n.nspname IN {SCHEMAS}
    AND    c.relkind IN ('r', 'p', 'f')
    AND    p.relnamespace::regnamespace::text NOT IN {SCHEMAS}
    ORDER  BY 1
"""

# A view runs with the rights of its owner, past the policies, unless it says otherwise; what it
# reads through views that run as their caller, it reads as its owner too. Those of schema masked
# that phi.protect builds are meant so.
VIEWS = f"""
    WITH RECURSIVE edges AS (
        SELECT w.ev_class AS view, d.refobjid AS reads
        FROM   pg_rewrite AS w
        JOIN   pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                             AND d.refclassid = 'pg_class'::regclass
        WHERE  d.refobjid <> w.ev_class
        GROUP  BY 1, 2
    ),
    ours AS (
        SELECT c.oid, c.relname
        FROM   pg_class AS c
        JOIN   pg_namespace AS n ON n.oid = c.relnamespace
        WHERE  n.nspname IN {SCHEMAS}
        AND    (c.relkind IN ('r', 'p', 'f') OR n.nspname = 'masked')
        AND    c.relname NOT IN {YOYO}
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
                   WHEN 'm' THEN '%1$s.%2$s: a materialized view copies %3$s past its policies;'
                                 ' drop it.'
                   ELSE '%1$s.%2$s: reads %3$s with the rights of its owner;'
                        ' ALTER VIEW %1$I.%2$I SET (security_invoker = TRUE).'
               END,
               n.nspname, c.relname, string_agg(DISTINCT r.relname, ', ')
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
               AND NOT coalesce(c.reloptions, '{{}}')
                       && '{{security_invoker=true,security_invoker=on}}'
           )
    GROUP  BY n.nspname, c.relname, c.relkind
    UNION
    SELECT format('%s.%s: rule %s rewrites statements; drop it.', n.nspname, c.relname, w.rulename)
    FROM   pg_rewrite AS w
    JOIN   pg_class AS c ON c.oid = w.ev_class
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    WHERE  w.rulename <> '_RETURN'
    AND    (n.nspname IN {SCHEMAS} OR c.oid IN (SELECT view FROM reached))
    ORDER  BY 1
"""

CHECKS = (FAULTS, OBJECTS, LOG, FOREIGN_KEYS, LEFT_OVER, STRANGERS, PARTITIONS, VIEWS)
