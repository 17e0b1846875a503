"""How a table of a live database is encrypted: jobs, ranges of keys, batches, workers.

A batch is one UPDATE and its checkpoint in one transaction. It writes a row only in the version
that was read (xmin): whoever changed it meanwhile wins, and a later batch reads it again. While
one batch is being written, the next one is encrypted, and the one after that is read.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from wcdb.database import CannotRun
from wcdb.phi.registry import (
    ROLE,
    Batch,
    Connection,
    Job,
    Keys,
    Operation,
    Range,
    Table,
    open_session,
    sentence,
)

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
# Rows below which a second process costs more than it gives.
SMALL = 2_000
# Advisory locks share one space of numbers in a database: ours begin with these two bytes.
LOCK_SPACE = 0x7763 << 48

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Throttle:
    """How hard to press: seconds for a batch, megabytes a replica may be behind."""

    target: float = 0.05
    replica_lag: float | None = None


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
        estimate = connection.execute(
            "SELECT c.reltuples::bigint FROM pg_class AS c"
            " WHERE c.oid = to_regclass(format('public.%%I', %s::name))",
            [table.name],
        ).fetchone()
        assert estimate is not None
        size = min(LARGEST_RANGE, max(SMALLEST_RANGE, estimate[0] // 8))
        # The last key of each range, and the last of all, whose number is the number of rows.
        edges = connection.execute(
            sql.SQL(
                "SELECT n.row_key::text, n.row_no FROM (SELECT t.{key} AS row_key,"
                " row_number() OVER w AS row_no, lead(t.{key}) OVER w IS NULL AS is_last"
                " FROM {table} WINDOW w AS (ORDER BY t.{key})) AS n"
                " WHERE n.row_no %% %s = 0 OR n.is_last ORDER BY n.row_no"
            ).format(table=table.sql, key=key),
            [size],
        ).fetchall()
        total = edges[-1][1] if edges else 0
        _add_ranges(connection, row[0], [edge for edge, at in edges if at % size == 0], size, total)
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


def finish_job(connection: Connection, job: Job, operation: Operation) -> int | None:
    """End a job whose ranges are all done; return how many rows are left, None if it goes on.

    Rows that were added or changed while the job ran are swept up by one more range over the
    whole table, up to SWEEPS times; on a busy table a few are always left for the next run.
    """
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        row = connection.execute(
            "SELECT j.state IN ('RUNNING', 'PAUSED'),"
            " (SELECT count(*) FROM phi.encryption_ranges AS r"
            "  WHERE r.job_id = j.job_id AND r.finished_at IS NULL),"
            " (SELECT count(*) FROM phi.encryption_ranges AS r"
            "  WHERE r.job_id = j.job_id AND r.last_key IS NULL),"
            " (SELECT max(r.range_no) FROM phi.encryption_ranges AS r WHERE r.job_id = j.job_id),"
            " (SELECT count(DISTINCT f.row_key) FROM phi.encryption_findings AS f"
            "  WHERE f.job_id = j.job_id)"
            " FROM phi.encryption_jobs AS j WHERE j.job_id = %s FOR UPDATE",
            [job.job_id],
        ).fetchone()
        assert row is not None
        is_open, unfinished, passes, last, faulty = row
        if is_open and unfinished:
            return None
        left = count_pending(connection, operation) if operation.writes else 0
        if not is_open:
            return left
        if left > faulty and passes <= SWEEPS:
            connection.execute(
                "INSERT INTO phi.encryption_ranges (job_id, range_no, row_count)"
                " VALUES (%s, %s, %s)",
                [job.job_id, last + 1, left],
            )
            return None
        connection.execute(
            "UPDATE phi.encryption_jobs SET state = 'DONE', finished_at = now() WHERE job_id = %s",
            [job.job_id],
        )
        connection.execute("SELECT phi.encryption_log(%s, 0, 'end')", [job.job_id])
    return left


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


def read_rows(
    connection: Connection,
    operation: Operation,
    claimed: Range,
    done_key: str | None,
    size: int,
) -> Rows:
    """Return the next rows of a range after done_key, at most so many."""
    after = done_key or claimed.after_key
    return connection.execute(
        operation.select(after, claimed.last_key),
        {"after": after, "last": claimed.last_key, "rows": size},
        binary=True,
    ).fetchall()


def prepare(
    operation: Operation,
    claimed: Range,
    done_key: str | None,
    rows: Rows,
    is_last: bool,
) -> Batch:
    """Turn rows of a range into the batch that follows done_key."""
    batch = Batch(
        range_no=claimed.range_no,
        done_key=done_key,
        last_key=rows[-1][0] if rows else done_key or claimed.after_key,
        read=len(rows),
        is_last=is_last,
    )
    if rows:
        operation.process(batch, rows)
    return batch


def open_reader(environment: dict[str, str]) -> Connection:
    """Open the session that reads: in the order of the key, by its index.

    While statistics know nothing of new ciphertext, the planner would rather sort a range, once for
    each of its batches.
    """
    connection = open_session(environment)
    connection.execute("SET enable_sort = off")
    return connection


def open_writer(environment: dict[str, str]) -> Connection:
    """Open the session that writes and holds the locks on ranges.

    While statistics know nothing of new keys, the planner would rather compare each row of a batch
    with each.
    """
    connection = open_session(environment)
    connection.execute("SET enable_nestloop = off")
    connection.execute(f"SET lock_timeout = '{PATIENCE}'")
    connection.autocommit = False
    return connection


class Reader:
    """Prepares the next batch while this process writes one: in a process of its own.

    Two processes and not two threads: Python runs one thread at a time. A small job is over before
    another process has started, so it prepares in this one, when it is asked.
    """

    def __init__(
        self, environment: dict[str, str], job: Job, table: Table, keys: Keys, alone: bool
    ) -> None:
        """Open a session, here or there."""
        self._pipe: Any = None
        self._asked: tuple[Range, str | None, int] | None = None
        if alone:
            self._connection = open_reader(environment)
            self._operation = Operation(job.operation, job.key_id, table, keys)
            return
        # A fresh process: nothing of this one's connections is inherited. Keys go by the pipe.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_prepare_for_others, args=(theirs, environment, job, table, keys), daemon=True
        )
        self._process.start()
        theirs.close()

    def ask(self, claimed: Range, done_key: str | None, size: int) -> None:
        """Ask for the next batch; one that was asked for before and not taken is dropped."""
        if self._pipe is not None and self._asked is not None:
            self.answer()
        self._asked = (claimed, done_key, size)
        if self._pipe is not None:
            # One that was killed is noticed by whoever waits for the answer.
            with suppress(OSError):
                self._pipe.send(self._asked)

    def answer(self) -> Batch:
        """Return the batch that was asked for.

        Raises:
            CannotRun: the other process could not, or was killed.
        """
        assert self._asked is not None
        asked, self._asked = self._asked, None
        if self._pipe is None:
            claimed, done_key, size = asked
            rows = read_rows(self._connection, self._operation, *asked)
            return prepare(self._operation, claimed, done_key, rows, len(rows) < size)
        try:
            batch = self._pipe.recv()
        except (EOFError, OSError):
            raise CannotRun(
                "a process of this command was killed; run the same command again to go on."
            ) from None
        if isinstance(batch, str):
            raise CannotRun(batch)
        assert isinstance(batch, Batch)
        return batch

    def close(self) -> None:
        """End the session, or the process."""
        if self._pipe is None:
            self._connection.close()
            return
        self._pipe.close()
        self._process.terminate()
        self._process.join()


def _prepare_for_others(
    pipe: Pipe, environment: dict[str, str], job: Job, table: Table, keys: Keys
) -> None:
    # Ends when the other end of the pipe does, however that ends.
    with suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            with open_reader(environment) as connection, ThreadPoolExecutor(1) as server:
                operation = Operation(job.operation, job.key_id, table, keys)

                def read(claimed: Range, done_key: str | None, size: int) -> Future[Rows]:
                    return server.submit(read_rows, connection, operation, claimed, done_key, size)

                # What is being read: after which key of which range, how many rows, and they.
                ahead: tuple[tuple[int, str | None], int, Future[Rows]] | None = None
                while True:
                    claimed, done_key, size = pipe.recv()
                    place = (claimed.range_no, done_key)
                    if ahead is None or ahead[0] != place:
                        ahead = place, size, read(claimed, done_key, size)
                    _, asked, future = ahead
                    rows = future.result()
                    # Fewer may be wanted by now than when they were read.
                    is_last = len(rows) < asked and len(rows) <= size
                    rows = rows[:size]
                    ahead = None
                    if not is_last:
                        # The server reads the next ones while these are worked on.
                        last = rows[-1][0]
                        ahead = (claimed.range_no, last), size, read(claimed, last, size)
                    pipe.send(prepare(operation, claimed, done_key, rows, is_last))
        except CannotRun as error:
            pipe.send(str(error))
        except psycopg.Error as error:
            pipe.send(sentence(error))


class Worker:
    """Claims ranges of one job until there is none, and works through each batch by batch.

    Its session holds the lock on the range, so that it ends with the session, however that ends.
    """

    def __init__(
        self,
        environment: dict[str, str],
        job: Job,
        table: Table,
        keys: Keys,
        throttle: Throttle,
    ) -> None:
        """Open the sessions."""
        self._job = job
        self._operation = Operation(job.operation, job.key_id, table, keys)
        self._throttle = throttle
        self._size = FIRST_BATCH
        self._given_up = 0
        self._looked_at_replicas = 0.0
        self._update = self._operation.update if self._operation.writes else None
        self._control = open_session(environment)
        self._writer = open_writer(environment)
        small = read_progress(self._control, job.job_id).total < SMALL
        self._reader = Reader(environment, job, table, keys, alone=small)

    def close(self) -> None:
        """Close the sessions."""
        self._reader.close()
        self._control.close()
        self._writer.close()

    def run(self, report: Callable[[], None]) -> None:
        """Work until no range is left or the job is no longer RUNNING."""
        while True:
            claimed = self._claim()
            if claimed is not None:
                with suppress(Ended):
                    self._work(claimed, report)
                self._writer.rollback()
                self._writer.execute("SELECT pg_advisory_unlock_all()")
                self._writer.commit()
            elif not self._wait_for_others():
                return
            report()
            if state_of(self._control, self._job.job_id) not in ("RUNNING", "PAUSED"):
                return

    def _lock_number(self, range_no: int) -> int:
        return LOCK_SPACE | (self._job.job_id & 0xFFFFFF) << 24 | range_no & 0xFFFFFF

    def _unfinished(self) -> list[Range]:
        with self._control.cursor(row_factory=class_row(Range)) as cursor:
            return cursor.execute(
                "SELECT range_no, after_key, last_key, done_key FROM phi.encryption_ranges"
                " WHERE job_id = %s AND finished_at IS NULL ORDER BY range_no",
                [self._job.job_id],
            ).fetchall()

    def _claim(self, but: int | None = None) -> Range | None:
        """Return a range that nobody works on, locked; not the one of this number."""
        for candidate in self._unfinished():
            if candidate.range_no == but:
                continue
            number = self._lock_number(candidate.range_no)
            row = self._writer.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone()
            self._writer.commit()
            if row == (True,):
                # As it is now: it may have gone on, or been finished, before we had the lock.
                for found in self._unfinished():
                    if found.range_no == candidate.range_no:
                        return found
                self._release(candidate.range_no)
        return None

    def _release(self, range_no: int) -> None:
        self._writer.execute("SELECT pg_advisory_unlock(%s)", [self._lock_number(range_no)])
        self._writer.commit()

    def _wait_for_others(self) -> bool:
        """Return False if no range is left; else wait, since its worker may die."""
        if not self._unfinished():
            return False
        time.sleep(POLL)
        return True

    def _work(self, claimed: Range, report: Callable[[], None]) -> None:
        """Work through a range, and then through others, without a halt between them."""
        self._reader.ask(claimed, claimed.done_key, self._size)
        batch = self._reader.answer()
        while True:
            following: Range | None = claimed
            after = batch.last_key
            if batch.is_last:
                following = self._claim(but=claimed.range_no)
                after = following.done_key if following is not None else None
            if following is not None:
                self._reader.ask(following, after, self._size)
            state, blocked, seconds = self._write_patiently(batch)
            if batch.is_last:
                self._release(claimed.range_no)
            self._adapt(seconds, blocked)
            report()
            if state == "PAUSED" or self._must_wait(time.monotonic()):
                self._wait(report)
                # What was read before the pause is old by now.
                if following is not None:
                    self._reader.ask(following, after, self._size)
            elif state != "RUNNING":
                raise Ended
            if following is None:
                return
            claimed, batch = following, self._reader.answer()

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
        batch.parameters, batch.done = None, 0
        return self._write(batch)

    def _write(self, batch: Batch) -> tuple[str, bool, float]:
        """Write a batch and its checkpoint.

        Returns the job's state, whether somebody waited for it, and its seconds.
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
            # FOR SHARE: whoever cancels the job waits for this batch, and no other job begins.
            row = connection.execute(
                "WITH job AS (SELECT j.job_id, j.state FROM phi.encryption_jobs AS j"
                " WHERE j.job_id = %(job)s AND j.state IN ('RUNNING', 'PAUSED') FOR SHARE)"
                " UPDATE phi.encryption_ranges AS r SET done_key = %(last)s,"
                " rows_read = r.rows_read + %(read)s, rows_done = r.rows_done + %(done)s,"
                " finished_at = CASE WHEN %(is_last)s THEN now() END"
                " FROM job WHERE job.job_id = r.job_id AND r.range_no = %(range)s"
                " AND r.finished_at IS NULL AND r.done_key IS NOT DISTINCT FROM %(done_key)s"
                " RETURNING job.state::text",
                {
                    "last": batch.last_key,
                    "read": batch.read,
                    "done": batch.done,
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
        return replica_lag(self._control) > self._throttle.replica_lag

    def _wait(self, report: Callable[[], None]) -> None:
        """Wait until the job is RUNNING and no replica is too far behind."""
        while True:
            time.sleep(POLL)
            report()
            state = state_of(self._control, self._job.job_id)
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
) -> int:
    """Work on a job with so many workers until it is done, cancelled, or a worker has failed.

    Returns how many rows are left, which others changed meanwhile or which were refused.

    Raises:
        CannotRun: a worker failed; what it had committed stays.
    """
    operation = Operation(job.operation, job.key_id, table, keys)
    with open_session(environment) as control:
        while True:
            if workers == 1:
                _work_here(environment, job, table, keys, throttle, report)
            else:
                _work_in_processes(environment, job, table, keys, throttle, workers, report)
            left = finish_job(control, job, operation)
            if left is not None:
                return left


def _work_here(
    environment: dict[str, str],
    job: Job,
    table: Table,
    keys: Keys,
    throttle: Throttle,
    report: Callable[[], None],
) -> None:
    worker = Worker(environment, job, table, keys, throttle)
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
    context = get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in range(workers)]
    processes = [
        context.Process(target=_process, args=(theirs, environment, job, table, keys, throttle))
        for _, theirs in pipes
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
    for ours, _ in pipes:
        if ours.poll():
            raise CannotRun(ours.recv())
    if all(process.exitcode for process in processes):
        raise CannotRun("every worker was killed; run the same command again to go on.")


def _process(
    failures: Pipe,
    environment: dict[str, str],
    job: Job,
    table: Table,
    keys: Keys,
    throttle: Throttle,
) -> None:
    # Nobody may be there any more to be told.
    with suppress(KeyboardInterrupt, OSError):
        try:
            _work_here(environment, job, table, keys, throttle, lambda: None)
        except CannotRun as error:
            failures.send(str(error))
        except psycopg.Error as error:
            failures.send(sentence(error))


def iterate_findings(connection: Connection, job_id: int) -> Iterator[tuple[str, str, str]]:
    """Yield (row key, column, fault) of what a job refused, in order."""
    with connection.transaction(), connection.cursor(name="findings") as cursor:
        cursor.execute(
            "SELECT row_key, column_name, fault::text FROM phi.encryption_findings"
            " WHERE job_id = %s ORDER BY row_key, column_name",
            [job_id],
        )
        yield from cursor
