"""Readers: they read the rows of a range and prepare batches, ahead of the worker that writes.

While one batch is being written, the next one is encrypted, and the one after that is read.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from typing import NamedTuple, Protocol

import psycopg

from wcdb.database import CannotRun, Connection
from wcdb.phi.jobs import Range, Task
from wcdb.phi.keys import DataKeys
from wcdb.phi.operation import Operation, Outcome, Row
from wcdb.phi.session import describe_failure, open_reader_session

# Rows of a job below which a second process costs more than it gives.
SMALL_JOB = 2_000


class Request(NamedTuple):
    """The next rows of a range, at most size of them."""

    range: Range
    size: int


@dataclass(frozen=True)
class Batch:
    """What becomes of the next rows of a range.

    range: as it is before this batch. last_key: where it is done to after it. read: how many rows.
    """

    range: Range
    last_key: str | None
    read: int
    is_last: bool
    outcome: Outcome


class Source:
    """A session that reads the rows of an operation, and the keys to prepare batches of them."""

    def __init__(self, connection: Connection, operation: Operation, keys: DataKeys) -> None:
        """Derive the keys of the columns."""
        self._connection = connection
        self._operation = operation
        self._ciphers = operation.ciphers(keys)

    def read(self, request: Request) -> list[Row]:
        """Return the next rows of a range."""
        after, last = request.range.next_after, request.range.last_key
        return self._connection.execute(
            self._operation.select(after, last),
            {"after": after, "last": last, "rows": request.size},
            binary=True,
        ).fetchall()

    def prepare(self, place: Range, rows: Sequence[Row], *, is_last: bool) -> Batch:
        """Return the batch of a range's next rows."""
        if not rows:
            return Batch(place, place.next_after, 0, is_last, Outcome())
        last_key, *_ = rows[-1]
        outcome = self._operation.process(rows, self._ciphers)
        return Batch(place, last_key, len(rows), is_last, outcome)


class Reader(Protocol):
    """Prepares batches: one is asked for, and taken later."""

    def ask(self, request: Request) -> None:
        """Ask for the next batch; one that was asked for before and not taken is dropped."""

    def take(self) -> Batch:
        """Return the batch that was asked for.

        Raises:
            CannotRun: the reader could not prepare it, or was killed.
        """

    def close(self) -> None:
        """End the session, and the process if there is one."""


def open_reader(task: Task, rows: int) -> Reader:
    """Return the reader for a job of so many rows.

    A small job is over before another process has started.

    Raises:
        CannotRun: there is no session to be had.
    """
    return LocalReader(task) if rows < SMALL_JOB else ProcessReader(task)


class LocalReader:
    """Prepares a batch in this process when it is taken."""

    def __init__(self, task: Task) -> None:
        """Open the session."""
        self._connection = open_reader_session(task.environment)
        self._source = Source(self._connection, task.operation, task.keys)
        self._asked: Request | None = None

    def ask(self, request: Request) -> None:
        """Remember what to prepare."""
        self._asked = request

    def take(self) -> Batch:
        """Read and prepare."""
        request = self._asked
        assert request is not None
        rows = self._source.read(request)
        return self._source.prepare(request.range, rows, is_last=len(rows) < request.size)

    def close(self) -> None:
        """End the session."""
        self._connection.close()


class ProcessReader:
    """Prepares the next batch in a process of its own, while this one writes.

    Two processes and not two threads: Python runs one thread at a time.
    """

    def __init__(self, task: Task) -> None:
        """Start the process."""
        # A fresh process: nothing of this one's connections is inherited. Keys go by the pipe.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, task), daemon=True)
        self._process.start()
        theirs.close()
        self._is_asked = False

    def ask(self, request: Request) -> None:
        """Send the request."""
        if self._is_asked:
            self.take()
        self._is_asked = True
        # That the process was killed is noticed by whoever waits for the batch.
        with suppress(OSError):
            self._pipe.send(request)

    def take(self) -> Batch:
        """Wait for the batch.

        Raises:
            CannotRun: the process could not prepare it, or was killed.
        """
        self._is_asked = False
        try:
            answer: Batch | CannotRun = self._pipe.recv()
        except (EOFError, OSError):
            raise CannotRun(
                "a process of this command was killed; run the same command again to go on."
            ) from None
        if isinstance(answer, CannotRun):
            raise answer
        return answer

    def close(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.terminate()
        self._process.join()


def _serve(pipe: Pipe, task: Task) -> None:
    """Answer requests with batches; a failure is the last answer."""
    # Ends when the other end of the pipe does, however that ends.
    with suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            with open_reader_session(task.environment) as connection:
                _prepare_batches(pipe, Source(connection, task.operation, task.keys))
        except CannotRun as error:
            pipe.send(error)
        except psycopg.Error as error:
            pipe.send(CannotRun(describe_failure(error)))


class LookAhead(NamedTuple):
    """Rows that the server is already asked for."""

    request: Request
    rows: Future[list[Row]]


def _prepare_batches(pipe: Pipe, source: Source) -> None:
    with ThreadPoolExecutor(1) as server:

        def begin(request: Request) -> LookAhead:
            return LookAhead(request, server.submit(source.read, request))

        ahead: LookAhead | None = None
        while True:
            wanted: Request = pipe.recv()
            if ahead is None or ahead.request.range != wanted.range:
                ahead = begin(wanted)
            rows = ahead.rows.result()
            # Fewer may be wanted by now than when they were asked for.
            is_last = len(rows) < ahead.request.size and len(rows) <= wanted.size
            rows = rows[: wanted.size]
            ahead = None
            if not is_last:
                # The server reads the next ones while these are worked on.
                last_key, *_ = rows[-1]
                ahead = begin(Request(wanted.range.done_to(last_key), wanted.size))
            pipe.send(source.prepare(wanted.range, rows, is_last=is_last))
