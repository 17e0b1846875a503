"""The registered columns: what wcdb phi reads of a row, and what becomes of it.

Sessions, the registry (phi.encrypted_columns), the data keys, and the four operations. Which rows,
when and by whom is backfill.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from psycopg.adapt import PyFormat, Transformer
from psycopg.rows import class_row
from psycopg.types.string import BytesBinaryDumper

from wcdb.database import CannotRun, describe, session
from wcdb.phi import envelope
from wcdb.phi.envelope import Binding, BlindIndex, ColumnCipher, Fault, Refused

ROLE = "whitecross_encryptor"
# Text of values must not depend on settings of the login. A crash of the server takes the last
# batches back together with their checkpoints: nobody need wait for the disk.
Connection = psycopg.Connection[Any]


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
    def plain(self) -> sql.Composable:
        """Return the plaintext in SQL; NULL when it is gone."""
        if not self.has_plaintext:
            return sql.SQL("NULL")
        return sql.SQL("t.{}").format(sql.Identifier(self.column_name))

    @property
    def cipher(self) -> sql.Composable:
        """Return the ciphertext in SQL."""
        return sql.SQL("t.{}").format(sql.Identifier(self.ciphertext_column))

    @property
    def blind(self) -> sql.Composable:
        """Return the blind index in SQL; NULL if there is none."""
        if self.blind_index_column is None:
            return sql.SQL("NULL::bytea")
        return sql.SQL("t.{}").format(sql.Identifier(self.blind_index_column))


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

    def only(self, names: Sequence[str]) -> "Table":
        """Return the table with these columns alone."""
        chosen = tuple(column for column in self.columns if column.column_name in names)
        return Table(self.name, self.key, self.key_type, chosen)


@dataclass(frozen=True)
class Keys:
    """The data keys in clear, in memory only; a retired one is None."""

    data: dict[int, bytes | None] = field(repr=False)
    active: int
    index: bytes = field(repr=False)


@dataclass(frozen=True)
class Job:
    """A row of phi.encryption_jobs."""

    job_id: int
    table_name: str
    column_names: list[str]
    operation: str
    key_id: int | None
    state: str


@dataclass(frozen=True)
class Range:
    """A row of phi.encryption_ranges: from one key to another, and how far it is done."""

    range_no: int
    after_key: str | None
    last_key: str | None
    done_key: str | None


@dataclass
class Batch:
    """What a range's next rows come to: parameters of one UPDATE, or none, and what was refused."""

    range_no: int
    done_key: str | None
    last_key: str | None
    read: int
    is_last: bool
    parameters: list[Any] | None = None
    done: int = 0
    faults: list[tuple[str, str, Fault]] = field(default_factory=list)


# ----------------------------------------------------------------------------------------------
# Sessions and the registry
# ----------------------------------------------------------------------------------------------


def open_session(environment: dict[str, str] | None = None) -> Connection:
    """Connect and act as whitecross_encryptor; each statement is a transaction of its own.

    Raises:
        CannotRun: the login is no member of that role, or there is no such role yet.
    """
    connection = session(
        environment, role=ROLE, autocommit=True, settings={"synchronous_commit": "off"}
    )
    connection.adapters.register_dumper(Dumped, DumpedDumper)
    return connection


def read_tables(connection: Connection, targets: Sequence[str] = ()) -> list[Table]:
    """Return the registered tables, or those that targets (TABLE or TABLE.COLUMN) name.

    Raises:
        CannotRun: a target is not registered, or its table has no primary key of one column.
    """
    try:
        with connection.cursor(row_factory=class_row(Column)) as cursor:
            columns = cursor.execute(
                "SELECT e.table_name, e.column_name, table_id, column_id,"
                " value_type::text AS value_type, ciphertext_column, blind_index_column,"
                " blind_index_rule::text AS blind_index_rule, a.attname IS NOT NULL has_plaintext"
                " FROM phi.encrypted_columns AS e"
                " LEFT JOIN pg_attribute AS a"
                " ON a.attrelid = to_regclass(format('public.%I', e.table_name))"
                " AND a.attname = e.column_name AND NOT a.attisdropped"
                " ORDER BY table_id, column_id"
            ).fetchall()
    except psycopg.errors.UndefinedTable:
        raise CannotRun("this database has no PHI registry: run yoyo apply first.") from None
    names = list(dict.fromkeys(column.table_name for column in columns))
    wanted: dict[str, list[str]] = {} if targets else {name: [] for name in names}
    for target in targets:
        table, _, column = target.partition(".")
        if not any(
            found.table_name == table and column in ("", found.column_name) for found in columns
        ):
            raise CannotRun(
                f"{target} is not registered for encryption; wcdb phi status lists what is."
            )
        wanted.setdefault(table, []).extend([column] if column else [])
    return [
        _read_table(
            connection,
            name,
            [
                column
                for column in columns
                if column.table_name == name and (not chosen or column.column_name in chosen)
            ],
        )
        for name, chosen in wanted.items()
    ]


def _read_table(connection: Connection, name: str, columns: list[Column]) -> Table:
    exists = connection.execute(
        "SELECT 1 FROM pg_class WHERE oid = to_regclass(format('public.%%I', %s::name))", [name]
    ).fetchone()
    if exists is None:
        raise CannotRun(f"the table {name} is registered for encryption and does not exist.")
    try:
        row = connection.execute(
            "SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute AS a,"
            " to_regclass(format('public.%%I', %s::name)) AS t (oid)"
            " WHERE a.attrelid = t.oid AND a.attname = phi.ciphertext_key(t.oid)",
            [name],
        ).fetchone()
    except psycopg.errors.RaiseException as error:
        raise CannotRun(f"{error.diag.message_primary}.") from None
    assert row is not None
    return Table(name, row[0], row[1], tuple(columns))


def load_keys(connection: Connection, key_encryption_key: bytes) -> Keys:
    """Return the data keys, unwrapped.

    Raises:
        CannotRun: there is none, or another key-encryption key wrapped them.
    """
    rows = connection.execute(
        "SELECT key_id, purpose::text, state::text, wrapped_key, kek_id"
        " FROM phi.data_keys ORDER BY key_id"
    ).fetchall()
    given = envelope.check_value(key_encryption_key)
    data: dict[int, bytes | None] = {}
    active: int | None = None
    index: bytes | None = None
    for key_id, purpose, state, wrapped, kek_id in rows:
        if state == "RETIRED":
            if purpose == "ENCRYPT":
                data[key_id] = None
            continue
        try:
            key = envelope.unwrap(key_encryption_key, wrapped)
        except envelope.WrongKey:
            raise CannotRun(
                f"data key {key_id} was wrapped by the key-encryption key {kek_id}, and the one"
                f" given is {given}: give that one."
            ) from None
        if purpose == "INDEX":
            index = key if state == "ACTIVE" else index
            continue
        data[key_id] = key
        if state == "ACTIVE":
            active = key_id
    if active is None or index is None:
        raise CannotRun("there is no active data key yet: run wcdb phi keys create first.")
    return Keys(data, active, index)


def sentence(error: psycopg.Error) -> str:
    """Return what went wrong; of an error about a value only its code, for it quotes the value."""
    if error.sqlstate and error.sqlstate.startswith("22"):
        return (
            f"the database refused a value (SQLSTATE {error.sqlstate}); nothing of its batch was"
            " written. Compare phi.encrypted_columns.value_type with the column's type."
        )
    reason = describe(error) if error.sqlstate else "the connection to the database was lost."
    return f"{reason} What was committed stays: run the same command again to go on."


# ----------------------------------------------------------------------------------------------
# Operations: what is read of a row, and what becomes of it
# ----------------------------------------------------------------------------------------------


class Operation:
    """What to read, what of it is still to be done, and what to write: one of four.

    A row as it is read: key, xmin, then for each column what the operation asks for. What becomes
    of a column goes into the UPDATE; None leaves it as it is.
    """

    def __init__(self, name: str, key_id: int | None, table: Table, keys: Keys | None) -> None:
        """Prepare; without keys it can count and not work. key_id: the key to encrypt with."""
        self.table = table
        self.name = name
        self.writes = name != "VERIFY"
        self._key_id = key_id
        columns = table.columns
        if name == "ENCRYPT":
            columns = tuple(column for column in columns if column.has_plaintext)
        elif name == "DECRYPT":
            gone = [column for column in columns if not column.has_plaintext]
            if gone:
                raise CannotRun(
                    f"{table.name}.{gone[0].column_name} has no plaintext column to go back to:"
                    " roll its contract step back first (yoyo rollback)."
                )
        self.columns = columns
        if keys is None:
            return
        self._ciphers = [
            ColumnCipher(column.binding, keys.data, key_id or keys.active) for column in columns
        ]
        self._blinds = [
            BlindIndex(column.binding, keys.index, column.blind_index_rule)
            if column.blind_index_column
            else None
            for column in columns
        ]

    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition under which a value is still to be worked on."""
        if self.name == "ENCRYPT":
            return sql.SQL("({} IS NOT NULL AND {} IS NULL)").format(column.plain, column.cipher)
        if self.name == "ROTATE":
            return sql.SQL("(substr({}, 3, 4) <> {})").format(
                column.cipher, sql.Literal((self._key_id or 0).to_bytes(4))
            )
        return sql.SQL("({} IS NOT NULL)").format(column.cipher)

    @property
    def pending(self) -> sql.Composable:
        """Return the condition under which a row is still to be worked on."""
        return sql.SQL("({})").format(
            sql.SQL(" OR ").join(self.pending_in(column) for column in self.columns)
        )

    def select(self, after: str | None, last: str | None) -> sql.Composed:
        """Return the query for the next rows after one key up to another, of at most so many.

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
        what: list[sql.Composable] = []
        for column in self.columns:
            plain = sql.SQL("{}::text").format(column.plain)
            if self.name == "ENCRYPT":
                what.append(
                    sql.SQL("CASE WHEN {} IS NULL THEN {} END").format(column.cipher, plain)
                )
            elif self.name == "ROTATE":
                what.append(
                    sql.SQL("CASE WHEN {} THEN {} END").format(
                        self.pending_in(column), column.cipher
                    )
                )
            else:
                what += [plain, column.cipher, column.blind]
        return sql.SQL(
            "SELECT t.{key}::text, t.xmin::text, {what} FROM {table}"
            " WHERE {conditions} ORDER BY t.{key} LIMIT %(rows)s"
        ).format(
            key=sql.Identifier(self.table.key),
            what=sql.SQL(", ").join(what),
            table=self.table.sql,
            conditions=sql.SQL(" AND ").join([*bounds, self.pending]),
        )

    @property
    def update(self) -> sql.Composed:
        """Return the one statement that writes a batch; its parameters are arrays."""
        values: list[sql.Composable] = []
        names: list[str] = []
        sets: list[sql.Composable] = []

        def given(kind: str) -> sql.Composable:
            names.append(f"v{len(names)}")
            values.append(sql.SQL("%s::{}[]").format(sql.SQL(kind)))
            return sql.SQL("v.{}").format(sql.Identifier(names[-1]))

        for column in self.columns:
            cipher = sql.Identifier(column.ciphertext_column)
            if self.name == "DECRYPT":
                plain = given("text")
                sets.append(
                    sql.SQL("{} = coalesce({}, {}::{})").format(
                        sql.Identifier(column.column_name),
                        column.plain,
                        plain,
                        sql.SQL(column.value_type),
                    )
                )
                done = given("boolean")
                sets.append(
                    sql.SQL("{} = CASE WHEN {} THEN NULL ELSE {} END").format(
                        cipher, done, column.cipher
                    )
                )
                if column.blind_index_column:
                    sets.append(
                        sql.SQL("{} = CASE WHEN {} THEN NULL ELSE {} END").format(
                            sql.Identifier(column.blind_index_column), done, column.blind
                        )
                    )
                continue
            sets.append(
                sql.SQL("{} = coalesce({}, {})").format(cipher, given("bytea"), column.cipher)
            )
            if self.name == "ENCRYPT" and column.blind_index_column:
                sets.append(
                    sql.SQL("{} = coalesce({}, {})").format(
                        sql.Identifier(column.blind_index_column), given("bytea"), column.blind
                    )
                )
        return sql.SQL(
            "UPDATE {table} SET {sets}"
            " FROM unnest(%s::text[], %s::text[], {values})"
            " AS v (row_key, version, {names})"
            " WHERE t.{key} = v.row_key::{type} AND t.xmin = v.version::xid"
            " AND t.{key} >= %s::text::{type} AND t.{key} <= %s::text::{type}"
        ).format(
            table=self.table.sql,
            sets=sql.SQL(", ").join(sets),
            type=sql.SQL(self.table.key_type),
            values=sql.SQL(", ").join(values),
            names=sql.SQL(", ").join(map(sql.Identifier, names)),
            key=sql.Identifier(self.table.key),
        )

    def process(self, batch: Batch, rows: list[tuple[Any, ...]]) -> None:
        """Turn rows as they were read into what is to be written, and what is refused."""
        keys = [row[0].encode() for row in rows]
        if self.name == "VERIFY":
            self._verify(batch, rows, keys)
            return
        arrays: list[list[Any]] = []
        for at, column in enumerate(self.columns):
            if self.name == "ENCRYPT":
                arrays += self._encrypt(at, rows, keys)
            elif self.name == "ROTATE":
                arrays.append(self._rotate(batch, at, column, rows, keys))
            else:
                arrays += self._decrypt(batch, at, column, rows, keys)
        written = list(range(len(rows)))
        if batch.faults:
            # A row of which nothing is to be written is left alone.
            written = [at for at in written if any(array[at] is not None for array in arrays)]
        if written:
            first, last = rows[written[0]][0], rows[written[-1]][0]
            columns = [[row[0] for row in rows], [row[1] for row in rows], *arrays]
            if len(written) < len(rows):
                columns = [[column[at] for at in written] for column in columns]
            batch.parameters = [*map(dump_array, columns), first, last]

    def _encrypt(
        self, at: int, rows: list[tuple[Any, ...]], keys: list[bytes]
    ) -> list[list[bytes | None]]:
        values = [None if row[2 + at] is None else row[2 + at].encode() for row in rows]
        result = [self._ciphers[at].encrypt(zip(keys, values, strict=True))]
        blind = self._blinds[at]
        if blind is not None:
            result.append([None if value is None else blind(value) for value in values])
        return result

    def _rotate(
        self,
        batch: Batch,
        at: int,
        column: Column,
        rows: list[tuple[Any, ...]],
        keys: list[bytes],
    ) -> list[bytes | None]:
        cipher = self._ciphers[at]
        values: list[bytes | None] = []
        for row, key in zip(rows, keys, strict=True):
            value = None
            if row[2 + at] is not None:
                try:
                    value = cipher.decrypt(key, row[2 + at])
                except Refused as refused:
                    batch.faults.append((row[0], column.column_name, refused.fault))
            values.append(value)
        return cipher.encrypt(zip(keys, values, strict=True))

    def _decrypt(
        self,
        batch: Batch,
        at: int,
        column: Column,
        rows: list[tuple[Any, ...]],
        keys: list[bytes],
    ) -> list[list[Any]]:
        restored: list[str | None] = []
        done: list[bool | None] = []
        for row, key in zip(rows, keys, strict=True):
            plain, ciphertext, _ = row[2 + 3 * at : 5 + 3 * at]
            value = None
            is_done: bool | None = None
            if ciphertext is not None:
                try:
                    value = self._ciphers[at].decrypt(key, ciphertext).decode()
                    if plain is not None and plain != value:
                        raise Refused(Fault.DIFFERENT)
                    is_done = True
                except Refused as refused:
                    batch.faults.append((row[0], column.column_name, refused.fault))
            # What is still there in clear is not sent again.
            restored.append(value if is_done and plain is None else None)
            done.append(is_done)
        return [restored, done]

    def _verify(self, batch: Batch, rows: list[tuple[Any, ...]], keys: list[bytes]) -> None:
        wrong: set[bytes] = set()
        for at, column in enumerate(self.columns):
            decrypt, blind = self._ciphers[at].decrypt, self._blinds[at]
            first = 2 + 3 * at
            for row, key in zip(rows, keys, strict=True):
                ciphertext = row[first + 1]
                if ciphertext is None:
                    continue
                try:
                    value = decrypt(key, ciphertext)
                    plain = row[first]
                    if plain is not None and plain.encode() != value:
                        raise Refused(Fault.DIFFERENT)
                    if blind is not None and blind(value) != row[first + 2]:
                        raise Refused(Fault.BLIND_INDEX)
                except Refused as refused:
                    batch.faults.append((row[0], column.column_name, refused.fault))
                    wrong.add(key)
        batch.done = len(rows) - len(wrong)


class Dumped(bytes):
    """A parameter as it goes to the server, in binary; its type is the one it is cast to."""


class DumpedDumper(BytesBinaryDumper):
    """Sends it as it is."""

    oid = 0


_transformer = Transformer()


def dump_array(values: list[Any]) -> Dumped | list[None]:
    """Return values of one type, or None, as psycopg would send them.

    Here, and not where they are sent: there it would hold up the UPDATE. In binary, because arrays
    written out as text cost the server a tenth of the UPDATE.
    """
    if values.count(None) == len(values):
        return values
    return Dumped(_transformer.get_dumper(values, PyFormat.BINARY).dump(values) or b"")
