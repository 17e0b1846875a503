"""An operation on the columns of a table: what encrypt, verify, decrypt and rotate have in common.

It knows no batch and no job: the reader hands it rows, the worker sends its UPDATE. The four are
in operations.py.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple, Self

from psycopg import sql

from wcdb.database import Connection
from wcdb.phi.envelope import BlindIndex, ColumnCipher, Fault, Refused
from wcdb.phi.keys import DataKeys
from wcdb.phi.registry import Column, Table
from wcdb.phi.session import dump_array

Row = tuple[Any, ...]

SELECT = sql.SQL("""
    SELECT   t.{key}::text,
             t.xmin::text,
             {values}
    FROM     {table}
    WHERE    {conditions}
    ORDER BY t.{key}
    LIMIT    %(rows)s
""")

# A row is written only in the version that was read: whoever changed it meanwhile wins. A column
# of v is named like the column of t that it is for. The bounds keep the planner to the part of the
# index where the rows are.
UPDATE = sql.SQL("""
    UPDATE {table}
    SET    {assignments}
    FROM   unnest(%s::text[], %s::text[], {arrays}) AS v ({key}, xmin, {names})
    WHERE  t.{key} = v.{key}::{key_type}
    AND    t.xmin = v.xmin::xid
    AND    t.{key} >= %s::text::{key_type}
    AND    t.{key} <= %s::text::{key_type}
""")


class Finding(NamedTuple):
    """A value that was refused."""

    row_key: str
    column_name: str
    fault: Fault


class Values(NamedTuple):
    """The values that were read of one column, a row each, to go through once; empty if unread."""

    plaintext: Iterable[str | None] = ()
    ciphertext: Iterable[bytes | None] = ()
    blind_index: Iterable[bytes | None] = ()


class Rows(NamedTuple):
    """The rows that were read, column by column."""

    keys: list[str]
    versions: list[str]
    columns: Sequence[Values]


class Ciphers(NamedTuple):
    """A column, and the keyed functions for its values."""

    column: Column
    cipher: ColumnCipher
    blind_index: BlindIndex | None

    def finding(self, row_key: bytes, refused: Refused) -> Finding:
        """Return what is to be said of a value that was refused."""
        return Finding(row_key.decode(), self.column.column_name, refused.fault)


@dataclass(frozen=True)
class Outcome:
    """What becomes of rows: parameters of the UPDATE, None if there is nothing to write.

    done: how many rows are done without an UPDATE.
    """

    parameters: list[Any] | None = None
    done: int = 0
    findings: list[Finding] = field(default_factory=list)


def any_of(conditions: Iterable[sql.Composable]) -> sql.Composable:
    """Return the condition that one of these holds; FALSE if there are none."""
    return sql.SQL("({})").format(sql.SQL(" OR ").join([*conditions] or [sql.SQL("FALSE")]))


# ----------------------------------------------------------------------------------------------
# What the four have in common
# ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Operation(ABC):
    """An operation on the columns of a table."""

    table: Table

    # As in phi.encryption_operation.
    name: ClassVar[str]
    done_says: ClassVar[str]
    left_says: ClassVar[str]
    writes: ClassVar[bool]

    @classmethod
    @abstractmethod
    def of(cls, table: Table, keys: DataKeys) -> Self:
        """Return the operation on those columns of a table that it applies to, maybe none.

        Raises:
            CannotRun: a column does not allow it.
        """

    @classmethod
    def verb(cls) -> str:
        """Return the word for it on the command line."""
        return cls.name.lower()

    @property
    def key_id(self) -> int | None:
        """Return the id of the data key to encrypt with; None if it does not encrypt."""
        return None

    def check_server(self, connection: Connection) -> None:
        """Pass if the settings of the server allow the operation.

        Raises:
            CannotRun: they do not.
        """
        return

    @abstractmethod
    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition under which a value is still to be worked on."""

    @property
    def pending(self) -> sql.Composable:
        """Return the condition under which a row is still to be worked on."""
        return any_of(self.pending_in(column) for column in self.table.columns)

    @property
    def left(self) -> sql.Composable:
        """Return the condition under which a row counts as left at the end of a job."""
        return self.pending

    @abstractmethod
    def reads(self, column: Column) -> dict[str, sql.Composable]:
        """Return what to read of a column, in SQL, by the field of Values."""

    def select(self, after: str | None, last: str | None) -> sql.Composed:
        """Return the query for the next rows after one key up to another; its parameters are named.

        A bound that is not given is left out: "IS NULL OR" would cost the index.
        """
        bounds = [
            sql.SQL("t.{} {} {}::text::{}").format(
                sql.Identifier(self.table.key),
                sql.SQL(comparison),
                sql.Placeholder(name),
                sql.SQL(self.table.key_type),
            )
            for name, comparison, bound in (("after", ">", after), ("last", "<=", last))
            if bound is not None
        ]
        return SELECT.format(
            key=sql.Identifier(self.table.key),
            values=sql.SQL(", ").join(
                value for column in self.table.columns for value in self.reads(column).values()
            ),
            table=self.table.sql,
            conditions=sql.SQL(" AND ").join([*bounds, self.pending]),
        )

    def _by_columns(self, rows: Sequence[Row]) -> Rows:
        # By itemgetter and not by zip(*rows): an iterator a row would keep the garbage collector
        # busy, which cost a tenth of the time to encrypt.
        keys, versions, *rest = (map(itemgetter(at), rows) for at, _ in enumerate(rows[0]))
        values = iter(rest)
        return Rows(
            list(keys),
            list(versions),
            [
                Values(**{name: next(values) for name in self.reads(column)})
                for column in self.table.columns
            ],
        )

    def ciphers(self, keys: DataKeys) -> list[Ciphers]:
        """Derive the keys of each column: once for a process, it costs more than a value."""
        return [
            Ciphers(
                column,
                ColumnCipher(column.binding, keys.encrypt, self.key_id),
                BlindIndex(column.binding, keys.index, column.blind_index_rule)
                if column.blind_index_column
                else None,
            )
            for column in self.table.columns
        ]

    @property
    def update(self) -> sql.Composed | None:
        """Return the statement that writes a batch; None if the operation writes no row."""
        return None

    @abstractmethod
    def process(self, rows: Sequence[Row], ciphers: Sequence[Ciphers]) -> Outcome:
        """Return what becomes of rows, at least one, as select returned them in binary."""


class Writing(Operation):
    """An operation that writes rows: all columns of a row in one UPDATE, by one array each."""

    writes = True

    @abstractmethod
    def arrays(self, column: Column) -> dict[str, str]:
        """Return the types of the arrays to send, by the column of the table they are for."""

    @abstractmethod
    def assignments(self, column: Column) -> dict[str, sql.Composable]:
        """Return the new values in SQL, by the column of the table they are for."""

    @abstractmethod
    def transform(
        self, ciphers: Ciphers, keys: Sequence[bytes], values: Values, findings: list[Finding]
    ) -> list[list[Any]]:
        """Return the arrays for a column, None where nothing is to be written; add to findings."""

    @property
    def update(self) -> sql.Composed:
        """Return the statement that writes a batch; its parameters are those of an Outcome."""
        arrays: dict[str, str] = {}
        assignments: dict[str, sql.Composable] = {}
        for column in self.table.columns:
            arrays |= self.arrays(column)
            assignments |= self.assignments(column)
        return UPDATE.format(
            table=self.table.sql,
            assignments=sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(name), value)
                for name, value in assignments.items()
            ),
            arrays=sql.SQL(", ").join(
                sql.SQL("%s::{}[]").format(sql.SQL(kind)) for kind in arrays.values()
            ),
            names=sql.SQL(", ").join(map(sql.Identifier, arrays)),
            key=sql.Identifier(self.table.key),
            key_type=sql.SQL(self.table.key_type),
        )

    def process(self, rows: Sequence[Row], ciphers: Sequence[Ciphers]) -> Outcome:
        """Return the parameters of the UPDATE of these rows, and what was refused."""
        read = self._by_columns(rows)
        keys = [key.encode() for key in read.keys]
        findings: list[Finding] = []
        arrays: list[list[Any]] = [read.keys, read.versions]
        for column, values in zip(ciphers, read.columns, strict=True):
            arrays += self.transform(column, keys, values, findings)
        if findings:
            # A row of which nothing is to be written is left alone.
            _, _, *written = arrays
            kept = [any(value is not None for value in row) for row in zip(*written, strict=True)]
            arrays = [list(compress(array, kept)) for array in arrays]
        row_keys = arrays[0]
        if not row_keys:
            return Outcome(findings=findings)
        parameters = [*map(dump_array, arrays), row_keys[0], row_keys[-1]]
        return Outcome(parameters, findings=findings)
