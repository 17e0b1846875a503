"""Whether every table is protected as the registry says, and by nothing else.

Each query returns sentences, one a finding, and needs the rights of the owner.
"""

# The objects that phi.protect builds, against those that are there.
DIFFERENCES = """
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
               t.table_name, lower(d.kind::text), d.relation, d.name
           )
    FROM   phi.tables AS t
    CROSS  JOIN LATERAL phi.protection_differences(
               to_regclass(format('public.%I', t.table_name))
           ) AS d
    WHERE  to_regclass(format('public.%I', t.table_name)) IS NOT NULL
    ORDER  BY 1
"""

WRITTEN_POLICIES = """
    SELECT format(
               CASE
                   WHEN f.definition IS NULL
                       THEN '%1$s: the hand-written policy %2$s is missing;'
                            ' restore it from its migration.'
                   WHEN w.definition IS NULL
                       THEN '%1$s: no migration has recorded the policy %2$s;'
                            ' drop it, or SELECT phi.record_policies(''%1$s'').'
                   ELSE '%1$s: the hand-written policy %2$s is not as its migration left it;'
                        ' restore it from there.'
               END,
               coalesce(w.table_name, f.table_name), coalesce(w.policy_name, f.policy_name)
           )
    FROM   phi.written_policies AS w
    FULL   JOIN (
               SELECT t.table_name, p.name AS policy_name, p.definition
               FROM   phi.tables AS t
               CROSS  JOIN LATERAL phi.protection_found(
                          to_regclass(format('public.%I', t.table_name))
                      ) AS p
               WHERE  p.kind = 'POLICY'
               AND    coalesce(p.comment, '') NOT LIKE '% Built by phi.protect.'
               AND    NOT EXISTS (
                          SELECT FROM phi.fence_source(
                              to_regclass(format('public.%I', t.table_name))
                          ) AS s
                          WHERE  s.kind = 'POLICY' AND s.name = p.name
                      )
           ) AS f ON f.table_name = w.table_name AND f.policy_name = w.policy_name
    WHERE  w.definition IS DISTINCT FROM f.definition
    ORDER  BY 1
"""

# Grants to roles that are not ours: phi.protect does not touch them.
STRANGERS = """
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
    WHERE  n.nspname IN ('public', 'phi', 'masked', 'sequelize', 'archive')
    AND    c.relname !~ 'yoyo'
    AND    x.grantee <> c.relowner
    AND    coalesce(r.rolname, 'PUBLIC') !~ '^whitecross_'
    GROUP  BY n.nspname, c.relname, r.rolname
    ORDER  BY 1
"""

PARTITIONS = """
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
    AND    c.relkind IN ('r', 'p')
    AND    x.grantee <> c.relowner
    UNION
    SELECT format(
               '%s.%s: inherits from %s and is no partition: policies do not fence it; drop it.',
               n.nspname, c.relname, p.relname
           )
    FROM   pg_inherits AS i
    JOIN   pg_class AS c ON c.oid = i.inhrelid
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    JOIN   pg_class AS p ON p.oid = i.inhparent
    WHERE  p.relnamespace = 'public'::regnamespace
    AND    c.relkind = 'r'
    AND    NOT c.relispartition
    ORDER  BY 1
"""

# Triggers that a migration wrote: those that keep the tenant key and refuse changes fire always.
TRIGGERS = """
    SELECT format(
               CASE
                   WHEN g.tgenabled = 'D' THEN '%1$s: trigger %2$s is disabled; %3$s.'
                   ELSE '%1$s: trigger %2$s does not fire in every mode; %3$s.'
               END,
               c.relname, g.tgname,
               format(
                   'ALTER TABLE %I.%I ENABLE %sTRIGGER %I', n.nspname, c.relname,
                   CASE WHEN f.always THEN 'ALWAYS ' ELSE '' END, g.tgname
               )
           )
    FROM   pg_trigger AS g
    JOIN   pg_class AS c ON c.oid = g.tgrelid
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    CROSS  JOIN LATERAL (
               SELECT g.tgname ~ '_(050|100|800|900)_' AS always
           ) AS f
    WHERE  n.nspname IN ('public', 'phi')
    AND    NOT g.tgisinternal
    AND    coalesce(obj_description(g.oid, 'pg_trigger'), '') NOT LIKE '% Built by phi.protect.'
    AND    (g.tgenabled IN ('D', 'R') OR (f.always AND g.tgenabled <> 'A'))
    UNION  ALL
    SELECT format(
               '%s: no trigger keeps school_id true; restore %s_100_school_id from its migration.',
               t.table_name, t.table_name
           )
    FROM   phi.tables AS t
    WHERE  t.tenant_rule = 'SCHOOL'
    AND    t.student_column <> 'id'
    AND    to_regclass(format('public.%I', t.table_name)) IS NOT NULL
    AND    NOT EXISTS (
               SELECT FROM pg_trigger AS g
               WHERE  g.tgrelid = to_regclass(format('public.%I', t.table_name))
               AND    g.tgname = t.table_name || '_100_school_id'
           )
    UNION  ALL
    SELECT format(
               '%s: trigger %s is missing: entries of the log could be changed; restore it from'
               ' its migration.', c.relname, e.name
           )
    FROM   pg_class AS c
    CROSS  JOIN LATERAL (
               VALUES ('audit_logs_050_append_only'), (c.relname || '_050_no_truncate')
           ) AS e (name)
    WHERE  (
               c.oid = to_regclass('public.audit_logs')
               OR c.oid IN (
                   SELECT i.inhrelid FROM pg_inherits AS i
                   WHERE  i.inhparent = to_regclass('public.audit_logs')
               )
           )
    AND    c.relkind IN ('r', 'p')
    AND    NOT EXISTS (
               SELECT FROM pg_trigger AS g WHERE g.tgrelid = c.oid AND g.tgname = e.name
           )
    ORDER  BY 1
"""

# A view runs with the rights of its owner, past the policies, unless it says otherwise.
VIEWS = """
    SELECT DISTINCT format(
               CASE c.relkind
                   WHEN 'm' THEN '%1$s.%2$s: a materialized view copies %3$s past its policies;'
                                 ' drop it.'
                   ELSE '%1$s.%2$s: reads %3$s with the rights of its owner;'
                        ' ALTER VIEW %1$I.%2$I SET (security_invoker = TRUE).'
               END,
               n.nspname, c.relname, t.relname
           )
    FROM   pg_class AS c
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    JOIN   pg_rewrite AS w ON w.ev_class = c.oid
    JOIN   pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                         AND d.refclassid = 'pg_class'::regclass
    JOIN   pg_class AS t ON t.oid = d.refobjid
    WHERE  t.relnamespace IN ('public'::regnamespace, 'phi'::regnamespace)
    AND    t.relkind IN ('r', 'p')
    AND    c.oid <> t.oid
    AND    (
               c.relkind = 'm'
               OR (
                   c.relkind = 'v' AND n.nspname <> 'masked'
                   AND NOT coalesce(c.reloptions, '{}')
                           && '{security_invoker=true,security_invoker=on}'
               )
           )
    UNION
    SELECT format('%s.%s: rule %s rewrites statements; drop it.', n.nspname, c.relname, w.rulename)
    FROM   pg_rewrite AS w
    JOIN   pg_class AS c ON c.oid = w.ev_class
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    WHERE  n.nspname IN ('public', 'phi', 'masked', 'sequelize')
    AND    w.rulename <> '_RETURN'
    ORDER  BY 1
"""

CHECKS = (DIFFERENCES, WRITTEN_POLICIES, STRANGERS, PARTITIONS, TRIGGERS, VIEWS)
