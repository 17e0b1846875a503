"""How a table of a live database is encrypted: jobs, ranges of keys, batches, workers.

A batch is one UPDATE and its checkpoint in one transaction. It writes a row only in the version
that was read (xmin): whoever changed it meanwhile wins, and a later batch reads it again. While
one batch is being written, the next one is read and encrypted.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row, dict_row

from wcdb import envelope
from wcdb.database import CannotRun, connect, describe
from wcdb.envelope import Binding, BlindIndex, ColumnCipher, Fault, Refused

ROLE = "whitecross_encryptor"
FIRST_BATCH = 200
SMALLEST_BATCH = 10
LARGEST_BATCH = 20_000
SMALLEST_RANGE = 10_000
LARGEST_RANGE = 100_000
SWEEPS = 3
POLL = 0.5
# While a batch waits for a row that somebody holds, it holds up whoever wants the rows before it.
# So it gives way soon, and leaves its rows to the sweep if they are still held after the pauses.
PATIENCE = "100ms"
PAUSES = (0.1, 0.4, 1.0)
GIVEN_UP = 5
# Advisory locks share one space of numbers in a database: ours begin with these two bytes.
LOCK_SPACE = 0x7763 << 48

# Text of values must not depend on settings of the login. A crash of the server takes the last
# batches back together with their checkpoints: nobody need wait for the disk.
SESSION = """
    SET search_path = pg_catalog, pg_temp;
    SET client_encoding = 'UTF8';
    SET timezone = 'UTC';
    SET datestyle = 'ISO';
    SET intervalstyle = 'iso_8601';
    SET extra_float_digits = 1;
    SET bytea_output = 'hex';
    SET lock_timeout = '5s';
    SET statement_timeout = 0;
    SET idle_in_transaction_session_timeout = 0;
    SET synchronous_commit = off;
    SET jit = off;
"""

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
class Throttle:
    """How hard to press: seconds for a batch, megabytes a replica may be behind."""

    target: float = 0.05
    replica_lag: float | None = None


@dataclass(frozen=True)
class Job:
    """A row of phi.encryption_jobs."""

    job_id: int
    table_name: str
    column_names: list[str]
    operation: str
    key_id: int | None
    state: str


@dataclass
class Batch:
    """What a range's next rows come to: parameters of one UPDATE, or none, and what was refused."""

    range_no: int
    done_key: str | None
    last_key: str | None
    after: str | None
    read: int
    is_last: bool
    parameters: list[str] | None = None
    done: int = 0
    faults: list[tuple[str, str, Fault]] = field(default_factory=list)


# ----------------------------------------------------------------------------------------------
# Sessions and the registry
# ----------------------------------------------------------------------------------------------


def open_session(environment: dict[str, str]) -> Connection:
    """Connect and act as whitecross_encryptor; each statement is a transaction of its own.

    Raises:
        CannotRun: the login is no member of that role, or there is no such role yet.
    """
    connection = connect(environment)
    connection.autocommit = True
    connection.execute(SESSION)
    try:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(ROLE)))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue):
        login = connection.info.user
        connection.close()
        raise CannotRun(
            f"the login {login} may not act as {ROLE}: apply the migrations,"
            f" then GRANT {ROLE} TO {login}."
        ) from None
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


# ----------------------------------------------------------------------------------------------
# Operations: what is read of a row, and what becomes of it
# ----------------------------------------------------------------------------------------------

# A row as it is read: key, xmin, then per column what the operation asks for. What is returned
# per column goes into the UPDATE; None leaves the column as it is.
Process = Callable[[Batch, list[tuple[Any, ...]]], None]


def _bare(key_id: int) -> bytes:
    return key_id.to_bytes(4)


class Operation:
    """What to read, what of it is still to be done, and what to write: one of four."""

    def __init__(self, job: Job, table: Table, keys: Keys | None) -> None:
        """Prepare; without keys it can count and not work."""
        self.table = table
        self.name = job.operation
        self.writes = job.operation != "VERIFY"
        self._key_id = job.key_id
        columns = table.columns
        if job.operation == "ENCRYPT":
            columns = tuple(column for column in columns if column.has_plaintext)
        elif job.operation == "DECRYPT":
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
            ColumnCipher(column.binding, keys.data, job.key_id or keys.active) for column in columns
        ]
        self._blinds = [
            BlindIndex(column.binding, keys.index, column.blind_index_rule)
            if column.blind_index_column
            else None
            for column in columns
        ]

    # What is to be done in one column.
    def pending_in(self, column: Column) -> sql.Composable:
        """Return the condition under which a value is still to be worked on."""
        if self.name == "ENCRYPT":
            return sql.SQL("({} IS NOT NULL AND {} IS NULL)").format(column.plain, column.cipher)
        if self.name == "ROTATE":
            return sql.SQL("(substr({}, 3, 4) <> {})").format(
                column.cipher, sql.Literal(_bare(self._key_id or 0))
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
            " FROM unnest(%s::text[]::{type}[], %s::text[]::xid[], {values})"
            " AS v (row_key, version, {names})"
            " WHERE t.{key} = v.row_key AND t.xmin = v.version"
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
            batch.parameters = [*(array_literal(column) for column in columns), first, last]

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
        for row, key in zip(rows, keys, strict=True):
            faults = 0
            for at, column in enumerate(self.columns):
                plain, ciphertext, blind_index = row[2 + 3 * at : 5 + 3 * at]
                if ciphertext is None:
                    continue
                try:
                    value = self._ciphers[at].decrypt(key, ciphertext)
                    if plain is not None and plain.encode() != value:
                        raise Refused(Fault.DIFFERENT)
                    blind = self._blinds[at]
                    if blind is not None and blind(value) != blind_index:
                        raise Refused(Fault.BLIND_INDEX)
                except Refused as refused:
                    batch.faults.append((row[0], column.column_name, refused.fault))
                    faults += 1
            batch.done += not faults


def array_literal(values: Sequence[Any]) -> str:
    """Return values (text, bytes or booleans, and None) as the text of a PostgreSQL array.

    psycopg turns lists into arrays element by element, which took twice as long as the UPDATE.
    """
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if type(value) is bytes:
        return '"\\\\x' + value.hex() + '"'
    if type(value) is bool:
        return "t" if value else "f"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


# ----------------------------------------------------------------------------------------------
# Jobs
# ----------------------------------------------------------------------------------------------


def open_job(connection: Connection, table: str) -> Job | None:
    """Return the job that is at work on a table, or paused; None if there is none."""
    with connection.cursor(row_factory=class_row(Job)) as cursor:
        return cursor.execute(
            "SELECT job_id, table_name, column_names, operation::text, key_id, state::text"
            " FROM phi.encryption_jobs WHERE table_name = %s AND state IN ('RUNNING', 'PAUSED')",
            [table],
        ).fetchone()


def begin_job(connection: Connection, table: Table, operation: str, key_id: int | None) -> Job:
    """Return the job of a table to work on: the one that is open, or a new one.

    Raises:
        CannotRun: the open one does something else, or with another key or other columns.
    """
    job = open_job(connection, table.name)
    if job is None:
        try:
            job = _new_job(connection, table, operation, key_id)
        except psycopg.errors.UniqueViolation:
            # Another host was faster.
            job = open_job(connection, table.name)
            if job is None:
                return begin_job(connection, table, operation, key_id)
    names = [column.column_name for column in table.columns]
    if (job.operation, job.column_names, job.key_id) != (operation, names, key_id):
        raise CannotRun(
            f"job {job.job_id} ({job.operation} of {', '.join(job.column_names)}) is at work on"
            f" {table.name}: run that command again to finish it, or with --cancel to end it."
        )
    if job.state == "PAUSED":
        raise CannotRun(f"job {job.job_id} on {table.name} is paused: run it with --resume first.")
    return job


def _new_job(connection: Connection, table: Table, operation: str, key_id: int | None) -> Job:
    key = sql.Identifier(table.key)
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        row = connection.execute(
            "INSERT INTO phi.encryption_jobs (table_name, column_names, operation, key_id)"
            " VALUES (%s, %s, %s, %s) RETURNING job_id",
            [table.name, [column.column_name for column in table.columns], operation, key_id],
        ).fetchone()
        assert row is not None
        total = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table.sql)).fetchone()
        assert total is not None
        size = min(LARGEST_RANGE, max(SMALLEST_RANGE, total[0] // 8))
        edges = connection.execute(
            sql.SQL(
                "SELECT n.row_key::text FROM ("
                "SELECT t.{key} AS row_key, row_number() OVER (ORDER BY t.{key}) AS row_no FROM {}"
                ") AS n WHERE n.row_no %% %s = 0 ORDER BY n.row_no"
            ).format(table.sql, key=key),
            [size],
        ).fetchall()
        _add_ranges(connection, row[0], [edge for (edge,) in edges], size, total[0])
        connection.execute("SELECT phi.encryption_log(%s, 0, 'start')", [row[0]])
    job = open_job(connection, table.name)
    assert job is not None
    return job


def _add_ranges(
    connection: Connection, job_id: int, edges: list[str], size: int, total: int
) -> None:
    bounds: list[str | None] = [None, *edges, None]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO phi.encryption_ranges (job_id, range_no, after_key, last_key, row_count)"
            " VALUES (%s, %s, %s, %s, %s)",
            [
                (job_id, at + 1, bounds[at], bounds[at + 1], min(size, max(total - at * size, 0)))
                for at in range(len(bounds) - 1)
            ],
        )


def set_state(connection: Connection, job: Job, state: str) -> None:
    """Pause, resume or cancel a job; its workers see it after the batch they are at."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        connection.execute(
            "UPDATE phi.encryption_jobs SET state = %(state)s::phi.encryption_state,"
            " finished_at = CASE WHEN %(state)s = 'CANCELLED' THEN now() END"
            " WHERE job_id = %(job)s AND state IN ('RUNNING', 'PAUSED')",
            {"state": state, "job": job.job_id},
        )
        connection.execute("SELECT phi.encryption_log(%s, 0, %s)", [job.job_id, state.lower()])


def state_of(connection: Connection, job_id: int) -> str:
    """Return the state of a job."""
    row = connection.execute(
        "SELECT state::text FROM phi.encryption_jobs WHERE job_id = %s", [job_id]
    ).fetchone()
    assert row is not None
    return str(row[0])


def count_pending(connection: Connection, operation: Operation) -> int:
    """Return how many rows are still to be worked on."""
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM {} WHERE {}").format(operation.table.sql, operation.pending)
    ).fetchone()
    assert row is not None
    return int(row[0])


def finish_job(connection: Connection, job: Job, operation: Operation) -> bool:
    """End a job whose ranges are all done; return False if rows changed and it goes on.

    Rows that were added or changed while the job ran are swept up by one more range over the
    whole table, up to SWEEPS times; on a busy table a few are always left for the next run.
    """
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        row = connection.execute(
            "SELECT j.state::text,"
            " (SELECT count(*) FROM phi.encryption_ranges AS r"
            "  WHERE r.job_id = j.job_id AND r.finished_at IS NULL),"
            " (SELECT count(*) FROM phi.encryption_ranges AS r"
            "  WHERE r.job_id = j.job_id AND r.last_key IS NULL),"
            " (SELECT max(r.range_no) FROM phi.encryption_ranges AS r WHERE r.job_id = j.job_id)"
            " FROM phi.encryption_jobs AS j WHERE j.job_id = %s FOR UPDATE",
            [job.job_id],
        ).fetchone()
        assert row is not None
        state, unfinished, passes, last = row
        if state != "RUNNING" or unfinished:
            return bool(state != "RUNNING")
        if operation.writes and passes <= SWEEPS:
            faulty = connection.execute(
                "SELECT count(DISTINCT row_key) FROM phi.encryption_findings WHERE job_id = %s",
                [job.job_id],
            ).fetchone()
            assert faulty is not None
            left = count_pending(connection, operation)
            if left > faulty[0]:
                connection.execute(
                    "INSERT INTO phi.encryption_ranges (job_id, range_no, row_count)"
                    " VALUES (%s, %s, %s)",
                    [job.job_id, last + 1, left],
                )
                return False
        connection.execute(
            "UPDATE phi.encryption_jobs SET state = 'DONE', finished_at = now() WHERE job_id = %s",
            [job.job_id],
        )
        connection.execute("SELECT phi.encryption_log(%s, 0, 'end')", [job.job_id])
    return True


@dataclass(frozen=True)
class Progress:
    """How far a job has come."""

    state: str
    total: int
    seen: int
    read: int
    done: int
    findings: int


def read_progress(connection: Connection, job_id: int) -> Progress:
    """Return how far a job has come, whoever works on it."""
    with connection.cursor(row_factory=class_row(Progress)) as cursor:
        progress = cursor.execute(
            "SELECT j.state::text AS state, coalesce(sum(r.row_count), 0)::bigint AS total,"
            " coalesce(sum(CASE WHEN r.finished_at IS NULL THEN least(r.rows_read, r.row_count)"
            "  ELSE r.row_count END), 0)::bigint AS seen,"
            " coalesce(sum(r.rows_read), 0)::bigint AS read,"
            " coalesce(sum(r.rows_done), 0)::bigint AS done,"
            " (SELECT count(*) FROM phi.encryption_findings AS f"
            "  WHERE f.job_id = j.job_id) AS findings"
            " FROM phi.encryption_jobs AS j LEFT JOIN phi.encryption_ranges AS r USING (job_id)"
            " WHERE j.job_id = %s GROUP BY j.job_id",
            [job_id],
        ).fetchone()
    assert progress is not None
    return progress


# ----------------------------------------------------------------------------------------------
# A worker
# ----------------------------------------------------------------------------------------------


class Ended(Exception):
    """The job was cancelled, or another worker has this range."""


class Worker:
    """Claims ranges of one job until there is none, and works through each batch by batch.

    Two sessions: one reads ahead while the other writes. The writing one holds the lock on the
    range, so that it ends with the session, however that ends.
    """

    def __init__(
        self, environment: dict[str, str], job: Job, operation: Operation, throttle: Throttle
    ) -> None:
        """Open both sessions."""
        self._job = job
        self._operation = operation
        self._throttle = throttle
        self._size = FIRST_BATCH
        self._given_up = 0
        self._looked_at_replicas = 0.0
        self._update = operation.update if operation.writes else None
        self._reader = open_session(environment)
        self._writer = open_session(environment)
        self._writer.execute(f"SET lock_timeout = '{PATIENCE}'")
        self._writer.autocommit = False

    def close(self) -> None:
        """Close both sessions."""
        self._reader.close()
        self._writer.close()

    def run(self, report: Callable[[], None]) -> None:
        """Work until no range is left or the job is no longer RUNNING."""
        # The writing thread mostly waits for the server: it should not wait for its turn too.
        sys.setswitchinterval(0.0005)
        with ThreadPoolExecutor(1) as pool:
            while True:
                claimed = self._claim()
                if claimed is not None:
                    with suppress(Ended):
                        self._work(pool, claimed, report)
                    self._release(claimed["range_no"])
                elif not self._wait_for_others():
                    return
                report()
                if state_of(self._reader, self._job.job_id) not in ("RUNNING", "PAUSED"):
                    return

    def _lock_number(self, range_no: int) -> int:
        return LOCK_SPACE | (self._job.job_id & 0xFFFFFF) << 24 | range_no & 0xFFFFFF

    def _unfinished(self) -> list[dict[str, Any]]:
        with self._reader.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(
                "SELECT range_no, after_key, last_key, done_key FROM phi.encryption_ranges"
                " WHERE job_id = %s AND finished_at IS NULL ORDER BY range_no",
                [self._job.job_id],
            ).fetchall()

    def _claim(self) -> dict[str, Any] | None:
        for candidate in self._unfinished():
            number = self._lock_number(candidate["range_no"])
            row = self._writer.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone()
            self._writer.commit()
            if row == (True,):
                # As it is now: it may have gone on, or been finished, before we had the lock.
                for found in self._unfinished():
                    if found["range_no"] == candidate["range_no"]:
                        return found
                self._release(candidate["range_no"])
        return None

    def _release(self, range_no: int) -> None:
        self._writer.rollback()
        self._writer.execute("SELECT pg_advisory_unlock(%s)", [self._lock_number(range_no)])
        self._writer.commit()

    def _wait_for_others(self) -> bool:
        """Return False if no range is left; else wait, since its worker may die."""
        if not self._unfinished():
            return False
        time.sleep(POLL)
        return True

    def _work(
        self, pool: ThreadPoolExecutor, claimed: dict[str, Any], report: Callable[[], None]
    ) -> None:
        after = claimed["done_key"] or claimed["after_key"]
        batch: Batch | None = self._prepare(claimed, claimed["done_key"], after)
        while batch is not None:
            began = time.monotonic()
            written = pool.submit(self._write_patiently, batch)
            following = None
            if not batch.is_last:
                following = self._prepare(claimed, batch.last_key, batch.last_key)
            state, blocked, seconds = written.result()
            self._adapt(seconds, blocked)
            report()
            if state == "PAUSED" or self._must_wait(began):
                self._wait(report)
                # What was read before the pause is old by now.
                following = (
                    None
                    if batch.is_last
                    else self._prepare(claimed, batch.last_key, batch.last_key)
                )
            elif state != "RUNNING":
                raise Ended
            batch = following

    def _prepare(self, claimed: dict[str, Any], done_key: str | None, after: str | None) -> Batch:
        rows = self._reader.execute(
            self._operation.select(after, claimed["last_key"]),
            {"after": after, "last": claimed["last_key"], "rows": self._size},
            binary=True,
        ).fetchall()
        batch = Batch(
            range_no=claimed["range_no"],
            done_key=done_key,
            after=after,
            last_key=rows[-1][0] if rows else after,
            read=len(rows),
            is_last=len(rows) < self._size,
        )
        if rows:
            self._operation.process(batch, rows)
        return batch

    def _write_patiently(self, batch: Batch) -> tuple[str, bool, float]:
        """Write a batch; give way to whoever holds its rows, and in the end leave them for later.

        Raises:
            CannotRun: batch after batch is held up: it is not a row that is locked.
        """
        for pause in PAUSES:
            try:
                outcome = self._write(batch)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                time.sleep(pause)
            else:
                self._given_up = 0
                return outcome
        self._given_up += 1
        if self._given_up == GIVEN_UP:
            raise CannotRun(
                f"other sessions hold locks on {self._operation.table.name}; pg_blocking_pids()"
                " tells which. What was committed stays: run the same command again."
            )
        batch.parameters = None
        return self._write(batch)

    def _write(self, batch: Batch) -> tuple[str, bool, float]:
        """Write a batch and its checkpoint; return the job's state, whether somebody waits, and how
        long it took in seconds.
        """
        began = time.monotonic()
        connection = self._writer
        blocked = False
        with connection.transaction():
            if batch.parameters and self._update is not None:
                batch.done = connection.execute(self._update, batch.parameters).rowcount
                row = connection.execute(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity AS a"
                    " WHERE a.wait_event_type = 'Lock'"
                    " AND pg_backend_pid() = any(pg_blocking_pids(a.pid)))"
                ).fetchone()
                blocked = row == (True,)
            if batch.faults:
                with connection.cursor() as cursor:
                    cursor.executemany(
                        "INSERT INTO phi.encryption_findings"
                        " (job_id, row_key, column_name, fault) VALUES (%s, %s, %s, %s)"
                        " ON CONFLICT DO NOTHING",
                        [
                            (self._job.job_id, row_key, column, fault.value)
                            for row_key, column, fault in batch.faults
                        ],
                    )
            row = connection.execute(
                "UPDATE phi.encryption_ranges AS r SET done_key = %(last)s,"
                " rows_read = r.rows_read + %(read)s, rows_done = r.rows_done + %(done)s,"
                " written_in = CASE WHEN %(writes)s AND %(done)s > 0 THEN pg_current_xact_id()"
                "  ELSE r.written_in END,"
                " finished_at = CASE WHEN %(is_last)s THEN now() END"
                " FROM phi.encryption_jobs AS j"
                " WHERE j.job_id = r.job_id AND r.job_id = %(job)s AND r.range_no = %(range)s"
                " AND r.finished_at IS NULL AND r.done_key IS NOT DISTINCT FROM %(done_key)s"
                " AND j.state IN ('RUNNING', 'PAUSED')"
                " RETURNING j.state::text",
                {
                    "last": batch.last_key,
                    "read": batch.read,
                    "done": batch.done,
                    "writes": self._operation.writes,
                    "is_last": batch.is_last,
                    "job": self._job.job_id,
                    "range": batch.range_no,
                    "done_key": batch.done_key,
                },
            ).fetchone()
            if row is None:
                # Cancelled, or somebody else went on with the range: nothing of this is kept.
                raise Ended
            if batch.is_last:
                connection.execute(
                    "SELECT phi.encryption_log(%s, %s, 'range')",
                    [self._job.job_id, batch.range_no],
                )
        return str(row[0]), blocked, time.monotonic() - began

    def _adapt(self, seconds: float, blocked: bool) -> None:
        factor = min(2.0, max(0.5, self._throttle.target / max(seconds, 1e-6)))
        if blocked:
            factor = 0.5
        self._size = min(LARGEST_BATCH, max(SMALLEST_BATCH, int(self._size * factor)))

    def _must_wait(self, now: float) -> bool:
        """Say whether a replica is behind; looks once a second."""
        if self._throttle.replica_lag is None or now - self._looked_at_replicas < 1:
            return False
        self._looked_at_replicas = now
        return replica_lag(self._reader) > self._throttle.replica_lag

    def _wait(self, report: Callable[[], None]) -> None:
        """Wait until the job is RUNNING and no replica is too far behind."""
        while True:
            time.sleep(POLL)
            report()
            state = state_of(self._reader, self._job.job_id)
            if state not in ("RUNNING", "PAUSED"):
                raise Ended
            self._looked_at_replicas = 0
            if state == "RUNNING" and not self._must_wait(time.monotonic()):
                return


def replica_lag(connection: Connection) -> float:
    """Return how many megabytes of WAL the slowest replica has not replayed; 0 if there is none.

    Raises:
        CannotRun: there is one, and its position is hidden from this role.
    """
    row = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE sent_lsn IS NULL),"
        " max(pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(replay_lsn, '0/0'))) / 1048576"
        " FROM pg_stat_replication"
    ).fetchone()
    assert row is not None
    if row[1]:
        raise CannotRun(
            "how far the replicas are is hidden from this login;"
            f" GRANT pg_read_all_stats TO {ROLE}, or leave --max-replica-lag out."
        )
    return float(row[2] or 0)


# ----------------------------------------------------------------------------------------------
# Workers
# ----------------------------------------------------------------------------------------------


def run_job(
    environment: dict[str, str],
    job: Job,
    table: Table,
    keys: Keys,
    throttle: Throttle,
    workers: int,
    report: Callable[[], None],
) -> None:
    """Work on a job with so many workers until it is done, cancelled, or a worker has failed.

    Raises:
        CannotRun: a worker failed; what it had committed stays.
    """
    operation = Operation(job, table, keys)
    with ExitStack() as stack:
        control = stack.enter_context(open_session(environment))
        while True:
            if workers == 1:
                _work_here(environment, job, operation, throttle, report)
            else:
                _work_in_processes(environment, job, table, keys, throttle, workers, report)
            if finish_job(control, job, operation):
                return


def _work_here(
    environment: dict[str, str],
    job: Job,
    operation: Operation,
    throttle: Throttle,
    report: Callable[[], None],
) -> None:
    worker = Worker(environment, job, operation, throttle)
    try:
        worker.run(report)
    finally:
        worker.close()


def _work_in_processes(
    environment: dict[str, str],
    job: Job,
    table: Table,
    keys: Keys,
    throttle: Throttle,
    workers: int,
    report: Callable[[], None],
) -> None:
    # Fresh processes: nothing of this one's connections is inherited. The keys go through a pipe.
    context = get_context("spawn")
    failures = context.SimpleQueue()
    processes = [
        context.Process(
            target=_process, args=(environment, job, table, keys, throttle, failures), daemon=True
        )
        for _ in range(workers)
    ]
    for process in processes:
        process.start()
    try:
        while any(process.is_alive() for process in processes):
            report()
            for process in processes:
                process.join(POLL / workers)
    except BaseException:
        for process in processes:
            process.terminate()
        raise
    if not failures.empty():
        raise CannotRun(failures.get())
    codes = [process.exitcode for process in processes if process.exitcode]
    if len(codes) == workers:
        raise CannotRun("every worker was killed; run the same command again to go on.")


def _process(
    environment: dict[str, str],
    job: Job,
    table: Table,
    keys: Keys,
    throttle: Throttle,
    failures: Any,
) -> None:
    try:
        _work_here(environment, job, Operation(job, table, keys), throttle, lambda: None)
    except CannotRun as error:
        failures.put(str(error))
    except psycopg.Error as error:
        failures.put(sentence(error))
    except KeyboardInterrupt:
        pass


def sentence(error: psycopg.Error) -> str:
    """Return what went wrong; of an error about a value only its code, for it quotes the value."""
    if error.sqlstate and error.sqlstate.startswith("22"):
        return (
            f"the database refused a value (SQLSTATE {error.sqlstate}); nothing of its batch was"
            " written. Compare phi.encrypted_columns.value_type with the column's type."
        )
    reason = describe(error) if error.sqlstate else "the connection to the database was lost."
    return f"{reason} What was committed stays: run the same command again to go on."


def iterate_findings(connection: Connection, job_id: int) -> Iterator[tuple[str, str, str]]:
    """Yield (row key, column, fault) of what a job refused, in order."""
    with connection.transaction(), connection.cursor(name="findings") as cursor:
        cursor.execute(
            "SELECT row_key, column_name, fault::text FROM phi.encryption_findings"
            " WHERE job_id = %s ORDER BY row_key, column_name",
            [job_id],
        )
        yield from cursor


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
