"""Whether every table is protected as the registry says, and by nothing else.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner.
"""

from wcdb.protection.registry import YOYO, of_extension

SCHEMAS = "('public', 'phi', 'masked', 'sequelize', 'archive')"
# Where PostgreSQL keeps samples of the rows, large values and passwords.
COPIES = """(
    'pg_statistic'::regclass, 'pg_statistic_ext_data'::regclass, 'pg_largeobject'::regclass,
    'pg_authid'::regclass
)"""

# The objects that phi.protect builds, and those that a migration wrote by hand, against those that
# are there. Partitions of the log and archived months have triggers of their own: see below.
OBJECTS = f"""
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
                              -- A table that is not classified has that for a finding: what
                              -- stands on it may have come with a rename.
                              AND    (
                                         n.nspname <> 'public'
                                         OR c.relkind NOT IN ('r', 'p')
                                         OR c.relname IN {YOYO}
                                         OR EXISTS (
                                             SELECT FROM phi.tables AS t
                                             WHERE  t.table_name = c.relname
                                         )
                                     )
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
                       THEN '%1$s: row-level security is on and the registry asks for none.'
                   WHEN d.kind = 'ROW SECURITY'
                       THEN '%1$s: row-level security is not both enabled and forced.'
                   WHEN d.kind = 'GRANT'
                       THEN '%1$s: the grants on %3$s to %4$s are not those of the registry.'
                   WHEN d.found_definition IS NULL
                       THEN '%1$s: %2$s %4$s is missing.'
                   WHEN d.source_definition IS NULL
                       THEN '%1$s: %2$s %4$s is left over.'
                   ELSE '%1$s: %2$s %4$s is not as the registry asks.'
               END,
               d.table_name, lower(d.kind::text), d.relation,
               CASE d.kind WHEN 'VIEW' THEN d.relation ELSE d.name END
           ),
           format('SELECT phi.protect(''public.%I'');', d.table_name)
    FROM   difference AS d
    UNION  ALL
    SELECT format(
               CASE
                   WHEN w.found IS NULL
                       THEN '%1$s: the hand-written %2$s %3$s is missing.'
                   WHEN w.recorded IS NULL
                       THEN '%1$s: no migration has recorded the %2$s %3$s.'
                   ELSE '%1$s: the hand-written %2$s %3$s is not as its migration left it.'
               END,
               w.label, lower(w.kind), w.name
           ),
           concat_ws(
               E'\\n',
               CASE WHEN w.found IS NOT NULL
                   THEN format('DROP %s IF EXISTS %s ON %s;', w.kind, w.name, w.relation)
               END,
               replace(w.recorded, '; ', E';\\n') || ';'
           )
    FROM   written AS w
    WHERE  w.recorded IS DISTINCT FROM w.found
    AND    to_regclass(w.relation) IS NOT NULL
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
    ),

    differing AS (
        SELECT relation, name, s.definition AS source, f.definition AS found
        FROM   source AS s
        FULL   JOIN phi.policies_and_triggers(ARRAY(SELECT l.oid FROM log AS l)) AS f
               USING (relation, name)
        WHERE  s.definition IS DISTINCT FROM f.definition
        -- A partition has a copy of each row trigger of the log, which is looked at above.
        AND    NOT (f.definition IS NULL AND name = 'audit_logs_050_append_only')
        AND    NOT (
                   s.definition IS NULL
                   AND EXISTS (
                       SELECT FROM pg_trigger AS g
                       WHERE  g.tgrelid = 'public.audit_logs'::regclass
                       AND    quote_ident(g.tgname) = name
                   )
               )
    )

    SELECT format(
               CASE
                   WHEN d.source IS NULL
                       THEN '%1$s: no migration knows the trigger %2$s.'
                   WHEN d.found IS NULL
                       THEN '%1$s: trigger %2$s is missing, entries of the log could be changed.'
                   ELSE '%1$s: trigger %2$s is not as it was made, entries of the log could be'
                        ' changed.'
               END,
               d.relation, d.name
           ),
           format(
               CASE
                   WHEN d.source IS NULL THEN 'DROP TRIGGER IF EXISTS %2$s ON %1$s;'
                   WHEN d.found IS NULL THEN '%3$s;'
                   -- The copy cannot be dropped.
                   WHEN d.name = 'audit_logs_050_append_only'
                       THEN 'ALTER TABLE %1$s ENABLE ALWAYS TRIGGER %2$s;'
                   ELSE E'DROP TRIGGER IF EXISTS %2$s ON %1$s;\\n%3$s;'
               END,
               d.relation, d.name, replace(d.source, '; ', E';\\n')
           )
    FROM   differing AS d
    ORDER  BY 1
"""

# Months follow each other; one that was archived has left a row or a table.
MONTHS = """
    WITH months AS (
        SELECT to_date(substring(c.relname FROM '[0-9]{4}_[0-9]{2}$'), 'YYYY_MM') AS month
        FROM   pg_inherits AS i
        JOIN   pg_class AS c ON c.oid = i.inhrelid
        WHERE  i.inhparent = 'public.audit_logs'::regclass
        AND    c.relname ~ '^audit_logs_[0-9]{4}_[0-9]{2}$'
    )
    SELECT format('audit_logs: the month %s is missing; restore audit_logs_%s, and run wcdb audit'
                  ' verify.', to_char(m, 'YYYY-MM'), to_char(m, 'YYYY_MM')), NULL
    FROM   (
               SELECT generate_series(min(month), max(month), '1 month') AS m FROM months
           ) AS expected
    WHERE  NOT EXISTS (SELECT FROM months WHERE month = m::date)
    ORDER  BY 1
"""

# DISABLE TRIGGER ALL takes the foreign keys along; ENABLE TRIGGER ALL makes ordinary triggers of
# those that fire always, which are then found above.
FOREIGN_KEYS = f"""
    SELECT format(
               '%I.%I: foreign keys of it, or to it, are not enforced; as a superuser, enable them,'
               ' then run wcdb posture again.', n.nspname, c.relname
           ),
           format('ALTER TABLE %I.%I ENABLE TRIGGER ALL;', n.nspname, c.relname)
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

# Objects of a table that was renamed or dropped, and what else stands in schema masked.
LEFT_OVER = """
    SELECT format('masked.%I: stands for no table of the registry.', c.relname),
           format(
               'DROP %s IF EXISTS masked.%I;',
               CASE c.relkind
                   WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                   WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'c' THEN 'TYPE' ELSE 'TABLE'
               END, c.relname
           )
    FROM   pg_class AS c
    WHERE  c.relnamespace = 'masked'::regnamespace
    AND    c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
    AND    NOT EXISTS (SELECT FROM phi.tables AS t WHERE t.table_name = c.relname)
    -- A sequence of a column, or a partition, goes with its table.
    AND    NOT EXISTS (
               SELECT FROM pg_depend AS d
               WHERE  d.classid = 'pg_class'::regclass
               AND    d.objid = c.oid
               AND    d.refclassid = 'pg_class'::regclass
               AND    d.deptype IN ('a', 'i')
           )
    UNION  ALL
    SELECT format('%s: is left over from a table that was renamed or dropped.',
                  p.oid::regprocedure),
           format('DROP FUNCTION IF EXISTS %s;', p.oid::regprocedure)
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
               '%s.%s: %s has %s; grant one of our roles instead.', n.nspname, c.relname,
               coalesce(r.rolname, 'PUBLIC'), string_agg(DISTINCT x.privilege_type, ', ')
           ),
           format('REVOKE ALL ON %I.%I FROM %s CASCADE;', n.nspname, c.relname,
                  coalesce(quote_ident(r.rolname), 'PUBLIC'))
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
    AND    x.grantee <> c.relowner
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    AND    NOT {of_extension("'pg_class'::regclass", "c.oid")}
    GROUP  BY n.nspname, c.relname, r.rolname
    ORDER  BY 1
"""

CHECKS = (OBJECTS, LOG, MONTHS, FOREIGN_KEYS, LEFT_OVER, STRANGERS)
