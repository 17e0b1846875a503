"""Whether the PHI registry is complete and true: every table, every column, every word.

Each query returns a sentence and a repair, one row a finding, and needs the rights of the owner.
Most have no repair: how to classify is for a person to say.
"""

YOYO = "('_yoyo_log', '_yoyo_migration', '_yoyo_version', 'yoyo_lock')"


def of_extension(catalogue: str, oid: str) -> str:
    """Return the SQL condition that an object is a member of an extension.

    Args:
        catalogue: SQL of the regclass of its catalogue.
        oid: SQL of its oid.
    """
    return f"""EXISTS (
               SELECT FROM pg_depend AS e
               WHERE  e.classid = {catalogue} AND e.objid = {oid} AND e.deptype = 'e'
           )"""


TABLES = f"""
    SELECT c.oid, c.relname
    FROM   pg_class AS c
    WHERE  c.relnamespace = 'public'::regnamespace
    AND    c.relkind IN ('r', 'p', 'f')
    AND    NOT c.relispartition
    AND    c.relname NOT IN {YOYO}
    AND    NOT {of_extension("'pg_class'::regclass", "c.oid")}
"""

UNCLASSIFIED_TABLE = f"""
    SELECT format(
               CASE
                   WHEN c.relname ~ '^audit_logs_([0-9]{{4}}_[0-9]{{2}}|default)$'
                       THEN '%s: is no partition of audit_logs any more, and its entries are'
                            ' missing there; ATTACH PARTITION it again.'
                   ELSE '%s: insert a row into phi.tables.'
               END, c.relname
           ), NULL
    FROM   ({TABLES}) AS c
    WHERE  NOT EXISTS (SELECT FROM phi.tables AS t WHERE t.table_name = c.relname)
    ORDER  BY 1
"""

UNCLASSIFIED_COLUMN = f"""
    SELECT format('%s.%s: insert a row into phi.columns.', c.relname, a.attname), NULL
    FROM   ({TABLES}) AS c
    JOIN   pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE  EXISTS (SELECT FROM phi.tables AS t WHERE t.table_name = c.relname)
    AND    NOT EXISTS (
               SELECT FROM phi.columns AS r
               WHERE  r.table_name = c.relname AND r.column_name = a.attname
           )
    ORDER  BY 1
"""

NO_SUCH_COLUMN = """
    SELECT format('%s.%s: is classified and does not exist; restore it, or delete its row from'
                  ' phi.columns.', r.table_name, r.column_name), NULL
    FROM   phi.columns AS r
    WHERE  to_regclass(format('public.%I', r.table_name)) IS NOT NULL
    AND    NOT EXISTS (
               SELECT FROM pg_attribute AS a
               WHERE  a.attrelid = to_regclass(format('public.%I', r.table_name))
               AND    a.attname = r.column_name
               AND    NOT a.attisdropped
           )
    UNION  ALL
    SELECT format('%s: is classified and does not exist. If it was renamed or dropped by mistake,'
                  ' rename it back or restore it before you mend anything else; if not, correct'
                  ' its row of phi.tables.', t.table_name), NULL
    FROM   phi.tables AS t
    WHERE  to_regclass(format('public.%I', t.table_name)) IS NULL
    ORDER  BY 1
"""

UNTRUE = f"""
    SELECT format('%s.%s: is_phi and the comment (PHI: …) differ; correct one of them.',
                  c.relname, a.attname), NULL
    FROM   ({TABLES}) AS c
    JOIN   pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN   phi.columns AS r ON r.table_name = c.relname AND r.column_name = a.attname
    WHERE  r.is_phi <> (coalesce(col_description(c.oid, a.attnum), '') LIKE 'PHI: %')
    UNION  ALL
    SELECT format('%s: holds_phi and its columns differ; correct phi.tables.', t.table_name), NULL
    FROM   phi.tables AS t
    WHERE  t.holds_phi <> EXISTS (
               SELECT FROM phi.columns AS r
               WHERE  r.table_name = t.table_name AND r.is_phi
           )
    UNION  ALL
    SELECT format('%s: holds PHI and is not audited: set is_audited.', t.table_name), NULL
    FROM   phi.tables AS t
    WHERE  t.holds_phi AND NOT t.is_audited AND t.table_name <> 'audit_logs'
    ORDER  BY 1
"""

NO_FENCE_INDEX = """
    SELECT format('%s: create an index that leads with school_id.', t.table_name), NULL
    FROM   phi.tables AS t
    WHERE  t.tenant_rule = 'SCHOOL'
    AND    to_regclass(format('public.%I', t.table_name)) IS NOT NULL
    AND    NOT EXISTS (
               SELECT FROM pg_index AS x
               JOIN   pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
               WHERE  x.indrelid = to_regclass(format('public.%I', t.table_name))
               AND    a.attname = 'school_id'
           )
    ORDER  BY 1
"""

# Words of the registry that no trigger, policy or view can carry out.
FAULTS = """
    SELECT format('%s; until then nothing else of %s is compared.', f.sentence, t.table_name), NULL
    FROM   phi.tables AS t
    CROSS  JOIN LATERAL phi.registry_faults(
               to_regclass(format('public.%I', t.table_name))
           ) AS f (sentence)
    ORDER  BY 1
"""

# A table that was renamed comes first: until it has its name again, the others mislead.
CHECKS = (
    NO_SUCH_COLUMN,
    UNCLASSIFIED_TABLE,
    UNCLASSIFIED_COLUMN,
    UNTRUE,
    NO_FENCE_INDEX,
    FAULTS,
)
