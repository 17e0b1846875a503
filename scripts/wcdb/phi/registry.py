"""The registry of encrypted columns (phi.encrypted_columns): tables, columns, ids of both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from wcdb.database import CannotRun, Connection
from wcdb.phi.envelope import Binding

READ_COLUMNS = """
    SELECT   e.table_name,
             e.column_name,
             e.table_id,
             e.column_id,
             e.value_type::text       AS value_type,
             e.ciphertext_column,
             e.blind_index_column,
             e.blind_index_rule::text AS blind_index_rule,
             a.attname IS NOT NULL    AS has_plaintext
    FROM     phi.encrypted_columns AS e
    LEFT     JOIN pg_attribute AS a
    ON       a.attrelid = to_regclass(format('public.%I', e.table_name))
    AND      a.attname = e.column_name
    AND      NOT a.attisdropped
    ORDER BY e.table_id, e.column_id
"""

EXISTS = "SELECT to_regclass(format('public.%%I', %s::name)) IS NOT NULL"

# phi.ciphertext_key raises if the primary key is not of one column.
READ_KEY = """
    SELECT a.attname,
           format_type(a.atttypid, NULL)
    FROM   to_regclass(format('public.%%I', %s::name)) AS t (oid)
    JOIN   pg_attribute AS a
    ON     a.attrelid = t.oid
    AND    a.attname = phi.ciphertext_key(t.oid)
"""


@dataclass(frozen=True)
class Column:
    """A row of phi.encrypted_columns, and whether the plaintext is still there."""

    table_name: str
    column_name: str
    table_id: int
    column_id: int
    value_type: str
    ciphertext_column: str
    blind_index_column: str | None
    blind_index_rule: str
    has_plaintext: bool

    @property
    def binding(self) -> Binding:
        """Return the ids that a value is bound to."""
        return Binding(self.table_id, self.column_id)

    @property
    def plaintext(self) -> sql.Composable:
        """Return the plaintext in SQL; NULL when it is gone."""
        if not self.has_plaintext:
            return sql.SQL("NULL")
        return sql.SQL("t.{}").format(sql.Identifier(self.column_name))

    @property
    def ciphertext(self) -> sql.Composable:
        """Return the ciphertext in SQL."""
        return sql.SQL("t.{}").format(sql.Identifier(self.ciphertext_column))

    @property
    def blind_index(self) -> sql.Composable:
        """Return the blind index in SQL; NULL if there is none."""
        if self.blind_index_column is None:
            return sql.SQL("NULL::bytea")
        return sql.SQL("t.{}").format(sql.Identifier(self.blind_index_column))

    @property
    def is_encrypted(self) -> sql.Composable:
        """Return the condition under which a row has a ciphertext."""
        return sql.SQL("({} IS NOT NULL)").format(self.ciphertext)

    @property
    def is_unencrypted(self) -> sql.Composable:
        """Return the condition under which a row has the plaintext alone."""
        return sql.SQL("({} IS NOT NULL AND {} IS NULL)").format(self.plaintext, self.ciphertext)


@dataclass(frozen=True)
class Table:
    """A table with registered columns, and the primary key its values are bound to."""

    name: str
    key: str
    key_type: str
    columns: tuple[Column, ...]

    @property
    def sql(self) -> sql.Composable:
        """Return the table in SQL, as t."""
        return sql.SQL("public.{} AS t").format(sql.Identifier(self.name))

    @property
    def column_names(self) -> list[str]:
        """Return the names of the plaintext columns, in the order of their ids."""
        return [column.column_name for column in self.columns]

    @property
    def with_plaintext(self) -> "Table":
        """Return the table with only the columns whose plaintext is still there."""
        return replace(self, columns=tuple(c for c in self.columns if c.has_plaintext))


def read_tables(connection: Connection, targets: Sequence[str] = ()) -> list[Table]:
    """Return the registered tables, or those that targets (TABLE or TABLE.COLUMN) name.

    Raises:
        CannotRun: a target is not registered, or its table has no primary key of one column.
    """
    try:
        with connection.cursor(row_factory=class_row(Column)) as cursor:
            registered = cursor.execute(READ_COLUMNS).fetchall()
    except psycopg.errors.UndefinedTable:
        raise CannotRun("this database has no PHI registry: run yoyo apply first.") from None
    return [
        _read_table(connection, name, columns)
        for name, columns in _choose(registered, targets).items()
    ]


def _choose(registered: list[Column], targets: Sequence[str]) -> dict[str, list[Column]]:
    """Return the columns that the targets name, by table, in the order of the targets."""
    chosen: dict[str, list[Column]] = {}
    for target in targets or dict.fromkeys(column.table_name for column in registered):
        table, _, name = target.partition(".")
        found = [c for c in registered if c.table_name == table and name in ("", c.column_name)]
        if not found:
            raise CannotRun(
                f"{target} is not registered for encryption; wcdb phi status lists what is."
            )
        chosen.setdefault(table, []).extend(found)
    return {
        table: [column for column in registered if column in columns]
        for table, columns in chosen.items()
    }


def _read_table(connection: Connection, name: str, columns: list[Column]) -> Table:
    if connection.execute(EXISTS, [name]).fetchone() != (True,):
        raise CannotRun(f"the table {name} is registered for encryption and does not exist.")
    try:
        row = connection.execute(READ_KEY, [name]).fetchone()
    except psycopg.errors.RaiseException as error:
        raise CannotRun(f"{error.diag.message_primary}.") from None
    assert row is not None
    key, key_type = row
    return Table(name, key, key_type, tuple(columns))
