"""Jobs on tables (phi.encryption_jobs), and the ranges of keys that each is divided into."""

from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

import psycopg
from psycopg import sql
from psycopg.rows import class_row, kwargs_row

from wcdb.database import CannotRun, Connection, Environment
from wcdb.phi.keys import DataKeys
from wcdb.phi.operation import Operation
from wcdb.phi.registry import Table
from wcdb.phi.session import DURABLE

SMALLEST_RANGE = 10_000
LARGEST_RANGE = 100_000
SWEEPS = 3

READ_OPEN_JOB = """
    SELECT job_id,
           table_name,
           column_names,
           operation::text AS operation,
           key_id,
           state::text     AS state
    FROM   phi.encryption_jobs
    WHERE  table_name = %s
    AND    state IN ('RUNNING', 'PAUSED')
"""

INSERT_JOB = """
    INSERT INTO phi.encryption_jobs (table_name, column_names, operation, key_id)
    VALUES (%s, %s, %s, %s)
    RETURNING job_id
"""

ESTIMATE_ROWS = """
    SELECT c.reltuples::bigint
    FROM   pg_class AS c
    WHERE  c.oid = to_regclass(format('public.%%I', %s::name))
"""

# The last key of each range, and the last of all, whose number is the number of rows.
READ_EDGES = sql.SQL("""
    SELECT   n.row_key::text,
             n.row_no
    FROM     (
                 SELECT t.{key}                      AS row_key,
                        row_number() OVER w          AS row_no,
                        lead(t.{key}) OVER w IS NULL AS is_last
                 FROM   {table}
                 WINDOW w AS (ORDER BY t.{key})
             ) AS n
    WHERE    n.row_no %% %s = 0
    OR       n.is_last
    ORDER BY n.row_no
""")

INSERT_RANGE = """
    INSERT INTO phi.encryption_ranges (job_id, range_no, after_key, last_key, row_count)
    VALUES (%s, %s, %s, %s, %s)
"""

LOG = "SELECT phi.encryption_log(%s, 0, %s)"

SET_STATE = """
    UPDATE phi.encryption_jobs
    SET    state = %(state)s::phi.encryption_state,
           finished_at = CASE WHEN %(state)s IN ('CANCELLED', 'DONE') THEN now() END
    WHERE  job_id = %(job)s
    AND    state IN ('RUNNING', 'PAUSED')
"""

READ_STATE = "SELECT state::text FROM phi.encryption_jobs WHERE job_id = %s"

# passes counts the ranges that reach to the end of the table: the last one, and each sweep.
LOCK_TALLY = """
    SELECT j.state::text AS state,
           (
               SELECT count(*)
               FROM   phi.encryption_ranges AS r
               WHERE  r.job_id = j.job_id
               AND    r.finished_at IS NULL
           ) AS unfinished,
           (
               SELECT count(*)
               FROM   phi.encryption_ranges AS r
               WHERE  r.job_id = j.job_id
               AND    r.last_key IS NULL
           ) AS passes,
           (
               SELECT max(r.range_no)
               FROM   phi.encryption_ranges AS r
               WHERE  r.job_id = j.job_id
           ) AS last_range_no,
           (
               SELECT count(DISTINCT f.row_key)
               FROM   phi.encryption_findings AS f
               WHERE  f.job_id = j.job_id
           ) AS refused
    FROM   phi.encryption_jobs AS j
    WHERE  j.job_id = %s
    FOR    UPDATE
"""

IS_DONE = """
    SELECT EXISTS (
        SELECT
        FROM   phi.encryption_jobs AS j
        WHERE  j.table_name = %s
        AND    j.operation = %s
        AND    j.key_id IS NOT DISTINCT FROM %s
        AND    j.column_names @> %s::name[]
        AND    j.state = 'DONE'
    )
"""

COUNT = sql.SQL("SELECT count(*) FROM {} WHERE {}")


class JobState(StrEnum):
    """State of a job: phi.encryption_state."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    CANCELLED = "CANCELLED"
    DONE = "DONE"

    @property
    def is_open(self) -> bool:
        """Say whether the job is still to be worked on."""
        return self in (JobState.RUNNING, JobState.PAUSED)


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
    """A row of phi.encryption_ranges: the rows after one key up to another.

    done_key: the last key that is done, None if none is. A bound that is None is open.
    """

    range_no: int
    after_key: str | None
    last_key: str | None
    done_key: str | None

    @property
    def next_after(self) -> str | None:
        """Return the key after which the work goes on."""
        return self.after_key if self.done_key is None else self.done_key

    def done_to(self, key: str | None) -> "Range":
        """Return the range as it is when it is done up to a key."""
        return replace(self, done_key=key)


@dataclass(frozen=True)
class Throttle:
    """How hard to press on the server.

    batch_seconds: how long a batch should take. max_replica_lag: megabytes of WAL that a replica
    may be behind, None for any.
    """

    batch_seconds: float = 0.05
    max_replica_lag: float | None = None


@dataclass(frozen=True)
class Task:
    """All that a process needs in order to work on a job; it goes to other processes by a pipe.

    environment: libpq variables of the database.
    """

    environment: Environment
    job: Job
    operation: Operation
    keys: DataKeys
    throttle: Throttle = Throttle()


@dataclass(frozen=True)
class Tally:
    """What decides whether a job is over: counts of ranges, and of rows with a refused value."""

    state: JobState
    unfinished: int
    passes: int
    last_range_no: int
    refused: int


def find_open_job(connection: Connection, table: str) -> Job | None:
    """Return the job that is at work on a table, or paused; None if there is none."""
    with connection.cursor(row_factory=class_row(Job)) as cursor:
        return cursor.execute(READ_OPEN_JOB, [table]).fetchone()


def begin_job(connection: Connection, operation: Operation) -> Job:
    """Return the job for an operation: the one that is open on its table, or a new one.

    Raises:
        CannotRun: the open one does something else, or with another key or other columns.
    """
    table = operation.table
    job = find_open_job(connection, table.name)
    while job is None:
        # Another host may be faster.
        with suppress(psycopg.errors.UniqueViolation):
            _insert_job(connection, operation)
        job = find_open_job(connection, table.name)
    wanted = (operation.name, table.column_names, operation.key_id)
    if (job.operation, job.column_names, job.key_id) != wanted:
        raise CannotRun(
            f"job {job.job_id} ({job.operation} of {', '.join(job.column_names)}) is at work on"
            f" {table.name}: run that command again to finish it, or with --cancel to end it."
        )
    if job.state == JobState.PAUSED:
        raise CannotRun(f"job {job.job_id} on {table.name} is paused: run it with --resume first.")
    return job


def _insert_job(connection: Connection, operation: Operation) -> None:
    table = operation.table
    with connection.transaction():
        connection.execute(DURABLE)
        row = connection.execute(
            INSERT_JOB, [table.name, table.column_names, operation.name, operation.key_id]
        ).fetchone()
        assert row is not None
        job_id = row[0]
        _insert_ranges(connection, job_id, table)
        connection.execute(LOG, [job_id, "start"])


def _insert_ranges(connection: Connection, job_id: int, table: Table) -> None:
    """Divide a table into ranges of equal size, an eighth of it if that is in the limits."""
    estimate = connection.execute(ESTIMATE_ROWS, [table.name]).fetchone()
    assert estimate is not None
    size = min(LARGEST_RANGE, max(SMALLEST_RANGE, estimate[0] // 8))
    edges = connection.execute(
        READ_EDGES.format(table=table.sql, key=sql.Identifier(table.key)), [size]
    ).fetchall()
    total = edges[-1][1] if edges else 0
    bounds = [None, *(key for key, row_no in edges if row_no % size == 0), None]
    ranges = [
        (job_id, number, after, last, min(size, max(total - (number - 1) * size, 0)))
        for number, (after, last) in enumerate(pairwise(bounds), start=1)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT_RANGE, ranges)


def set_state(connection: Connection, job: Job, state: JobState) -> None:
    """Pause, resume or cancel a job; its workers see it after the batch they are at."""
    with connection.transaction():
        connection.execute(DURABLE)
        connection.execute(SET_STATE, {"state": state.value, "job": job.job_id})
        connection.execute(LOG, [job.job_id, state.lower()])


def read_state(connection: Connection, job_id: int) -> JobState:
    """Return the state of a job."""
    row = connection.execute(READ_STATE, [job_id]).fetchone()
    assert row is not None
    return JobState(row[0])


def count_rows(connection: Connection, table: Table, condition: sql.Composable) -> int:
    """Return how many rows of a table fulfil a condition; reads all of it."""
    row = connection.execute(COUNT.format(table.sql, condition)).fetchone()
    assert row is not None
    return int(row[0])


def is_done(connection: Connection, operation: Operation) -> bool:
    """Say whether a job has done an operation to its end, on its columns and with its key."""
    table = operation.table
    row = connection.execute(
        IS_DONE, [table.name, operation.name, operation.key_id, table.column_names]
    ).fetchone()
    return row == (True,)


def finish_job(connection: Connection, job: Job, operation: Operation) -> int | None:
    """End a job whose ranges are all done; return how many rows are left, None if it goes on.

    Rows that were added or changed while the job ran are swept up by one more range over the
    whole table, up to SWEEPS times; on a busy table a few are always left for the next run.
    """
    with connection.transaction():
        connection.execute(DURABLE)
        with connection.cursor(row_factory=kwargs_row(_read_tally)) as cursor:
            tally = cursor.execute(LOCK_TALLY, [job.job_id]).fetchone()
        assert tally is not None
        if tally.state.is_open and tally.unfinished:
            return None
        left = count_rows(connection, operation.table, operation.left)
        if not tally.state.is_open:
            return left
        if operation.writes and left > tally.refused and tally.passes <= SWEEPS:
            sweep = (job.job_id, tally.last_range_no + 1, None, None, left)
            connection.execute(INSERT_RANGE, sweep)
            return None
        connection.execute(SET_STATE, {"state": JobState.DONE.value, "job": job.job_id})
        connection.execute(LOG, [job.job_id, "end"])
    return left


def _read_tally(state: str, **counts: int) -> Tally:
    return Tally(JobState(state), **counts)
