"""The registry beside the catalogue: tables, columns, keys and access of schema public."""

from dataclasses import dataclass
from typing import LiteralString

from psycopg.rows import class_row

from wcdb.database import Connection

SHORT_NAMES = {
    "timestamp with time zone": "timestamptz",
    "character varying": "varchar",
    "public.": "",
}

TABLES: LiteralString = """
    SELECT c.relname                                             AS name,
           coalesce(obj_description(c.oid, 'pg_class'), '')      AS comment,
           t.access_group::text                                  AS access_group,
           t.tenant_rule::text                                   AS tenant_rule,
           t.student_column::text                                AS student_column,
           coalesce(t.holds_phi, FALSE)                          AS holds_phi,
           coalesce(t.is_audited, FALSE)                         AS is_audited,
           t.legal_regime::text                                  AS legal_regime,
           t.retention_category::text                            AS retention_category
    FROM   pg_class AS c
    LEFT   JOIN phi.tables AS t ON t.table_name = c.relname
    WHERE  c.relnamespace = 'public'::regnamespace
    AND    c.relkind IN ('r', 'p')
    AND    NOT c.relispartition
    AND    c.relname !~ 'yoyo'
    ORDER  BY c.relname
"""

COLUMNS: LiteralString = """
    SELECT c.relname                                             AS table,
           a.attname                                             AS name,
           format_type(a.atttypid, a.atttypmod)                  AS type,
           NOT a.attnotnull                                      AS is_nullable,
           coalesce(pg_get_expr(d.adbin, d.adrelid),
                    CASE WHEN a.attidentity <> '' THEN 'identity' END,
                    '')                                          AS default,
           coalesce(p.is_phi, FALSE)                             AS is_phi,
           coalesce(p.mask::text, '')                            AS mask,
           coalesce(p.audit::text, '')                           AS audit,
           coalesce(p.encryption::text, '')                      AS encryption,
           coalesce(e.ciphertext_column::text, '')               AS ciphertext_column,
           coalesce(e.blind_index_column::text, '')              AS blind_index_column,
           coalesce(col_description(c.oid, a.attnum), '')        AS comment
    FROM   pg_class AS c
    JOIN   pg_attribute AS a
    ON     a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT   JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    LEFT   JOIN phi.columns AS p ON p.table_name = c.relname AND p.column_name = a.attname
    LEFT   JOIN phi.encrypted_columns AS e
    ON     e.table_name = c.relname AND e.column_name = a.attname
    WHERE  c.relnamespace = 'public'::regnamespace
    AND    c.relkind IN ('r', 'p')
    AND    NOT c.relispartition
    AND    c.relname !~ 'yoyo'
    ORDER  BY c.relname, a.attnum
"""

ACCESS = """
    SELECT a.access_group::text,
           a.user_role::text,
           concat_ws(' ',
               CASE WHEN a.may_select THEN 'select' END,
               CASE WHEN a.may_insert THEN 'insert' END,
               CASE WHEN a.may_update THEN 'update' END,
               CASE WHEN a.may_masked THEN 'masked' END)
    FROM   phi.access AS a
"""

KEYS: LiteralString = """
    SELECT t.relname                                             AS table,
           p.relname                                             AS parent,
           ARRAY(
               SELECT a.attname::text
               FROM   unnest(c.conkey) WITH ORDINALITY AS k (attnum, position)
               JOIN   pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.attnum
               ORDER  BY k.position
           )                                                     AS columns,
           EXISTS (
               SELECT FROM pg_attribute AS a
               WHERE  a.attrelid = c.conrelid
               AND    a.attnum = ANY (c.conkey)
               AND    NOT a.attnotnull
           )                                                     AS is_optional,
           EXISTS (
               SELECT FROM pg_index AS i
               WHERE  i.indrelid = c.conrelid
               AND    i.indisunique
               AND    i.indpred IS NULL
               AND    (i.indkey::int2[])[0 : i.indnkeyatts - 1] <@ c.conkey
           )                                                     AS is_unique
    FROM   pg_constraint AS c
    JOIN   pg_class AS t ON t.oid = c.conrelid
    JOIN   pg_class AS p ON p.oid = c.confrelid
    WHERE  c.contype = 'f'
    AND    c.connamespace = 'public'::regnamespace
    AND    c.conparentid = 0
    ORDER  BY t.relname, p.relname, c.conname
"""

PRIMARY_KEYS = """
    SELECT c.relname, a.attname
    FROM   pg_index AS i
    JOIN   pg_class AS c ON c.oid = i.indrelid
    JOIN   pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE  i.indisprimary AND c.relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class Table:
    """A table of schema public with its row of phi.tables (None where it has no row)."""

    name: str
    comment: str
    access_group: str | None
    tenant_rule: str | None
    student_column: str | None
    holds_phi: bool
    is_audited: bool
    legal_regime: str | None
    retention_category: str | None


@dataclass(frozen=True)
class Column:
    """A column of schema public with its row of phi.columns ('' where it has no row)."""

    table: str
    name: str
    type: str
    is_nullable: bool
    default: str
    is_phi: bool
    mask: str
    audit: str
    encryption: str
    ciphertext_column: str
    blind_index_column: str
    comment: str

    @property
    def short_type(self) -> str:
        """The type as the migrations write it."""
        return shortened(self.type)


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key of schema public.

    Attributes:
        is_optional: a row may have no parent: one of the columns may be NULL.
        is_unique: a parent has at most one such row.
    """

    table: str
    parent: str
    columns: list[str]
    is_optional: bool
    is_unique: bool


def shortened(text: str) -> str:
    """Return SQL without schema public, and with the short names of PostgreSQL's types."""
    for long, short in SHORT_NAMES.items():
        text = text.replace(long, short)
    return text


@dataclass(frozen=True)
class Registry:
    """What phi.tables, phi.columns and phi.access say of schema public, beside its keys.

    Attributes:
        columns: by table, in the order of the table.
        primary_keys: (table, column).
        access: (user role, rights) by access group.
    """

    tables: dict[str, Table]
    columns: dict[str, list[Column]]
    keys: list[ForeignKey]
    primary_keys: set[tuple[str, str]]
    access: dict[str, list[tuple[str, str]]]


def read(connection: Connection) -> Registry:
    """Return the registry."""
    with connection.cursor(row_factory=class_row(Table)) as cursor:
        tables = {table.name: table for table in cursor.execute(TABLES)}
    columns: dict[str, list[Column]] = {name: [] for name in tables}
    with connection.cursor(row_factory=class_row(Column)) as cursor:
        for column in cursor.execute(COLUMNS):
            columns[column.table].append(column)
    with connection.cursor(row_factory=class_row(ForeignKey)) as cursor:
        keys = cursor.execute(KEYS).fetchall()
    access: dict[str, list[tuple[str, str]]] = {}
    for group, role, rights in sorted(connection.execute(ACCESS).fetchall()):
        access.setdefault(group, []).append((role, rights))
    return Registry(tables, columns, keys, set(connection.execute(PRIMARY_KEYS).fetchall()), access)
