"""A worker: it claims ranges of a job and writes batches.

A batch is one UPDATE and its checkpoint in one transaction. It writes a row only in the version
that was read (xmin): whoever changed it meanwhile wins, and a later batch reads it again.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

import psycopg
from psycopg.rows import class_row

from wcdb.database import CannotRun, Connection
from wcdb.phi.jobs import JobState, Range, Task, read_state
from wcdb.phi.operation import Outcome
from wcdb.phi.progress import read_progress
from wcdb.phi.reader import Batch, Request, open_reader
from wcdb.phi.session import ROLE, open_session, open_writer_session

# Rows of a batch.
FIRST_BATCH = 200
SMALLEST_BATCH = 10
LARGEST_BATCH = 20_000
# Seconds between two looks at what others do.
POLL = 0.5
# Seconds after each time that a batch gave way. Its rows are left to the sweep if they are still
# held then; after so many batches in a row it is not a row that is locked.
PAUSES = (0.1, 0.4, 1.0)
GIVEN_UP = 5
# Advisory locks share one space of numbers in a database: ours begin with these two bytes.
LOCK_SPACE = 0x7763 << 48

READ_UNFINISHED = """
    SELECT   range_no,
             after_key,
             last_key,
             done_key
    FROM     phi.encryption_ranges
    WHERE    job_id = %s
    AND      finished_at IS NULL
    ORDER BY range_no
"""

IS_WAITED_FOR = """
    SELECT EXISTS (
        SELECT
        FROM   pg_stat_activity AS a
        WHERE  a.wait_event_type = 'Lock'
        AND    pg_backend_pid() = any(pg_blocking_pids(a.pid))
    )
"""

INSERT_FINDING = """
    INSERT INTO phi.encryption_findings (job_id, row_key, column_name, fault)
    VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""

# FOR SHARE: whoever cancels the job waits for this batch, and no other job begins.
CHECKPOINT = """
    WITH job AS (
        SELECT j.job_id,
               j.state
        FROM   phi.encryption_jobs AS j
        WHERE  j.job_id = %(job)s
        AND    j.state IN ('RUNNING', 'PAUSED')
        FOR    SHARE
    )
    UPDATE phi.encryption_ranges AS r
    SET    done_key    = %(last_key)s,
           rows_read   = r.rows_read + %(read)s,
           rows_done   = r.rows_done + %(done)s,
           finished_at = CASE WHEN %(is_last)s THEN now() END
    FROM   job
    WHERE  job.job_id = r.job_id
    AND    r.range_no = %(range)s
    AND    r.finished_at IS NULL
    AND    r.done_key IS NOT DISTINCT FROM %(done_key)s
    RETURNING job.state::text
"""

LOG_RANGE = "SELECT phi.encryption_log(%s, %s, 'range')"

REPLICAS = """
    SELECT count(*) FILTER (WHERE sent_lsn IS NULL),
           max(pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(replay_lsn, '0/0'))) / 1048576
    FROM   pg_stat_replication
"""

Report = Callable[[], None]


class Ended(Exception):
    """The job was cancelled, or another worker has this range."""


class Written(NamedTuple):
    """How the writing of a batch went: it took seconds, and maybe others waited for its rows."""

    state: JobState
    is_waited_for: bool
    seconds: float


class Worker:
    """Claims ranges of one job until there is none, and works through each batch by batch.

    Its session holds the lock on the range, so that it ends with the session, however that ends.
    """

    def __init__(self, task: Task) -> None:
        """Open the sessions."""
        self._job_id = task.job.job_id
        self._table = task.operation.table.name
        self._update = task.operation.update
        self._throttle = task.throttle
        self._size = FIRST_BATCH
        self._given_up = 0
        self._looked_at_replicas = 0.0
        self._control = open_session(task.environment)
        self._writer = open_writer_session(task.environment)
        self._reader = open_reader(task, read_progress(self._control, self._job_id).total)

    def close(self) -> None:
        """Close the sessions."""
        self._reader.close()
        self._control.close()
        self._writer.close()

    def run(self, report: Report) -> None:
        """Work until no range is left or the job is over; report is called after every batch.

        Raises:
            CannotRun: rows, or the table, are locked for too long; the reader was killed.
        """
        while True:
            claimed = self._claim()
            if claimed is not None:
                with suppress(Ended):
                    self._work(claimed, report)
                self._writer.rollback()
                self._writer.execute("SELECT pg_advisory_unlock_all()")
                self._writer.commit()
            elif self._unfinished():
                # Others work on what is left; they may die.
                time.sleep(POLL)
            else:
                return
            report()
            if not read_state(self._control, self._job_id).is_open:
                return

    # ------------------------------------------------------------------------------------------
    # Ranges
    # ------------------------------------------------------------------------------------------

    def _lock_number(self, range_no: int) -> int:
        return LOCK_SPACE | (self._job_id & 0xFFFFFF) << 24 | range_no & 0xFFFFFF

    def _unfinished(self) -> list[Range]:
        with self._control.cursor(row_factory=class_row(Range)) as cursor:
            return cursor.execute(READ_UNFINISHED, [self._job_id]).fetchall()

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

    # ------------------------------------------------------------------------------------------
    # Batches
    # ------------------------------------------------------------------------------------------

    def _work(self, claimed: Range, report: Report) -> None:
        """Work through a range, and then through others, without a halt between them."""
        self._reader.ask(Request(claimed, self._size))
        batch = self._reader.take()
        while True:
            following: Range | None = batch.range.done_to(batch.last_key)
            if batch.is_last:
                following = self._claim(but=batch.range.range_no)
            if following is not None:
                self._reader.ask(Request(following, self._size))
            written = self._write_patiently(batch)
            if batch.is_last:
                self._release(batch.range.range_no)
            self._adapt(written)
            report()
            if written.state == JobState.PAUSED or self._must_wait():
                self._wait(report)
                # What was read before the pause is old by now.
                if following is not None:
                    self._reader.ask(Request(following, self._size))
            elif written.state != JobState.RUNNING:
                raise Ended
            if following is None:
                return
            batch = self._reader.take()

    def _write_patiently(self, batch: Batch) -> Written:
        """Write a batch; give way to whoever holds its rows, and in the end leave them for later.

        Raises:
            CannotRun: batch after batch is held up: it is not a row that is locked.
        """
        for pause in PAUSES:
            try:
                written = self._write(batch)
            except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
                time.sleep(pause)
            else:
                self._given_up = 0
                return written
        self._given_up += 1
        if self._given_up == GIVEN_UP:
            raise CannotRun(
                f"other sessions hold locks on {self._table}; pg_blocking_pids()"
                " tells which. What was committed stays: run the same command again."
            )
        return self._write(replace(batch, outcome=Outcome(findings=batch.outcome.findings)))

    def _write(self, batch: Batch) -> Written:
        """Write a batch and its checkpoint.

        Raises:
            Ended: the job is over, or somebody else went on with the range; nothing is kept.
        """
        began = time.monotonic()
        done = batch.outcome.done
        is_waited_for = False
        with self._writer.transaction():
            if self._update is not None and batch.outcome.parameters is not None:
                done = self._writer.execute(self._update, batch.outcome.parameters).rowcount
                is_waited_for = self._writer.execute(IS_WAITED_FOR).fetchone() == (True,)
            if batch.outcome.findings:
                with self._writer.cursor() as cursor:
                    cursor.executemany(
                        INSERT_FINDING,
                        [
                            (self._job_id, row_key, column_name, fault.value)
                            for row_key, column_name, fault in batch.outcome.findings
                        ],
                    )
            state = self._checkpoint(batch, done)
        return Written(state, is_waited_for, time.monotonic() - began)

    def _checkpoint(self, batch: Batch, done: int) -> JobState:
        row = self._writer.execute(
            CHECKPOINT,
            {
                "job": self._job_id,
                "range": batch.range.range_no,
                "done_key": batch.range.done_key,
                "last_key": batch.last_key,
                "read": batch.read,
                "done": done,
                "is_last": batch.is_last,
            },
        ).fetchone()
        if row is None:
            raise Ended
        if batch.is_last:
            self._writer.execute(LOG_RANGE, [self._job_id, batch.range.range_no])
        return JobState(row[0])

    # ------------------------------------------------------------------------------------------
    # Throttle
    # ------------------------------------------------------------------------------------------

    def _adapt(self, written: Written) -> None:
        """Choose the size of the next batch, at most twice this one's and at least half of it."""
        factor = min(2.0, max(0.5, self._throttle.batch_seconds / max(written.seconds, 1e-6)))
        if written.is_waited_for:
            factor = 0.5
        self._size = min(LARGEST_BATCH, max(SMALLEST_BATCH, int(self._size * factor)))

    def _must_wait(self) -> bool:
        """Say whether a replica is behind; looks once a second."""
        limit = self._throttle.max_replica_lag
        now = time.monotonic()
        if limit is None or now - self._looked_at_replicas < 1:
            return False
        self._looked_at_replicas = now
        return replica_lag(self._control) > limit

    def _wait(self, report: Report) -> None:
        """Wait until the job is RUNNING and no replica is too far behind.

        Raises:
            Ended: the job is over.
        """
        while True:
            time.sleep(POLL)
            report()
            state = read_state(self._control, self._job_id)
            if not state.is_open:
                raise Ended
            self._looked_at_replicas = 0
            if state == JobState.RUNNING and not self._must_wait():
                return


def replica_lag(connection: Connection) -> float:
    """Return how many megabytes of WAL the slowest replica has not replayed; 0 if there is none.

    Raises:
        CannotRun: there is one, and its position is hidden from this role.
    """
    row = connection.execute(REPLICAS).fetchone()
    assert row is not None
    hidden, megabytes = row
    if hidden:
        raise CannotRun(
            "how far the replicas are is hidden from this login;"
            f" GRANT pg_read_all_stats TO {ROLE}, or leave --max-replica-lag out."
        )
    return float(megabytes or 0)
