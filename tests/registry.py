"""What a table still lacks of its protection: each a sentence that says what to write."""

from conftest import Connection

# Each query returns sentences.
LACKS = {
    "classification of the table": """
        SELECT format('%s: insert a row into phi.tables.', c.relname)
        FROM   pg_class AS c
        WHERE  {tables}
        AND    NOT EXISTS (SELECT FROM phi.tables AS t WHERE t.table_name = c.relname)
    """,
    "classification of a column": """
        SELECT format('%s.%s: insert a row into phi.columns.', c.relname, a.attname)
        FROM   pg_class AS c
        JOIN   pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE  {tables}
        AND    NOT EXISTS (
                   SELECT FROM phi.columns AS r
                   WHERE  r.table_name = c.relname AND r.column_name = a.attname
               )
    """,
    "a column of that name": """
        SELECT format('%s.%s: is classified and does not exist.', r.table_name, r.column_name)
        FROM   phi.columns AS r
        WHERE  NOT EXISTS (
                   SELECT FROM pg_class AS c
                   JOIN   pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped
                   WHERE  {tables} AND c.relname = r.table_name AND a.attname = r.column_name
               )
    """,
    "a true word": """
        SELECT format('%s.%s: is_phi and the comment (PHI: …) differ.', c.relname, a.attname)
        FROM   pg_class AS c
        JOIN   pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN   phi.columns AS r ON r.table_name = c.relname AND r.column_name = a.attname
        WHERE  {tables}
        AND    r.is_phi <> (coalesce(col_description(c.oid, a.attnum), '') LIKE 'PHI: %')
        UNION ALL
        SELECT format('%s: holds_phi and its columns differ.', t.table_name)
        FROM   phi.tables AS t
        WHERE  t.holds_phi <> EXISTS (
                   SELECT FROM phi.columns AS r
                   WHERE  r.table_name = t.table_name AND r.is_phi
               )
        UNION ALL
        SELECT format('%s: holds PHI and is not audited: set is_audited.', t.table_name)
        FROM   phi.tables AS t
        WHERE  t.holds_phi AND NOT t.is_audited AND t.table_name <> 'audit_logs'
    """,
    "audit triggers": """
        SELECT format('%s: SELECT phi.audit_attach(''%s''); its trigger %s does not fire always.',
                      t.table_name, t.table_name, t.table_name || '_900_audit_' || e.event)
        FROM   phi.tables AS t
        CROSS  JOIN unnest(ARRAY['insert', 'update', 'key', 'delete', 'truncate']) AS e (event)
        WHERE  t.is_audited
        AND    NOT EXISTS (
                   SELECT FROM pg_trigger AS g
                   WHERE  g.tgrelid = to_regclass('public.' || t.table_name)
                   AND    g.tgname = t.table_name || '_900_audit_' || e.event
                   AND    g.tgenabled = 'A'
               )
    """,
    "an audit function that knows the registry": """
        SELECT format('%s: its classification changed: SELECT phi.audit_attach(''%s'').',
                      t.table_name, t.table_name)
        FROM   phi.tables AS t
        JOIN   pg_proc AS p ON p.pronamespace = 'phi'::regnamespace
                           AND p.proname = 'audit_' || t.table_name
        WHERE  t.is_audited
        AND    p.prosrc <> phi.audit_source(to_regclass('public.' || t.table_name))
    """,
    "row-level security": """
        SELECT format('%s: SELECT phi.fence_attach(''%s''), or write policies if it is SPECIAL.',
                      t.table_name, t.table_name)
        FROM   phi.tables AS t
        JOIN   pg_class AS c ON c.oid = to_regclass('public.' || t.table_name)
        WHERE  (t.holds_phi OR t.tenant_rule <> 'NONE')
        AND    NOT (
                   c.relrowsecurity AND c.relforcerowsecurity
                   AND EXISTS (
                       SELECT FROM pg_policy AS p
                       WHERE  p.polrelid = c.oid AND p.polcmd = 'r' AND p.polpermissive
                   )
                   AND (
                       t.tenant_rule <> 'SCHOOL'
                       OR EXISTS (
                           SELECT FROM pg_policy AS p
                           WHERE  p.polrelid = c.oid AND p.polcmd = '*' AND NOT p.polpermissive
                           AND    p.polname = t.table_name || '_fence_school'
                       )
                   )
               )
    """,
    "an index for its fence": """
        SELECT format('%s: create an index that leads with school_id.', t.table_name)
        FROM   phi.tables AS t
        WHERE  t.tenant_rule = 'SCHOOL'
        AND    NOT EXISTS (
                   SELECT FROM pg_index AS x
                   JOIN   pg_attribute AS a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
                   WHERE  x.indrelid = to_regclass('public.' || t.table_name)
                   AND    a.attname = 'school_id'
               )
    """,
    "grants": """
        SELECT format('%s: SELECT phi.grant_attach(''%s'').', t.table_name, t.table_name)
        FROM   phi.tables AS t
        WHERE  NOT has_any_column_privilege(
                   'whitecross_service', to_regclass('public.' || t.table_name), 'SELECT'
               )
    """,
    "a masked view": """
        SELECT format('%s: SELECT phi.mask_attach(''%s''); no masked view with all its columns.',
                      t.table_name, t.table_name)
        FROM   phi.tables AS t
        WHERE  t.holds_phi AND t.tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL')
        AND    ARRAY(
                   SELECT r.column_name FROM phi.columns AS r
                   WHERE  r.table_name = t.table_name ORDER BY 1
               ) <> ARRAY(
                   SELECT a.attname FROM pg_attribute AS a
                   WHERE  a.attrelid = to_regclass('masked.' || t.table_name) AND a.attnum > 0
                   ORDER BY 1
               )
    """,
}
TABLES = (
    "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    " AND NOT c.relispartition AND c.relname !~ 'yoyo'"
)


def findings(connection: Connection) -> list[str]:
    return [
        row[0]
        for query in LACKS.values()
        for row in connection.execute(query.format(tables=TABLES)).fetchall()
    ]
