"""The meter of a job: a bar on a terminal, a line now and then in a log, nothing for --json."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from wcdb.database import Connection
from wcdb.phi.jobs import Job, JobState
from wcdb.phi.progress import Progress, read_progress

# Seconds between two movements of the bar, and between two lines.
BAR_EVERY = 0.5
LINE_EVERY = 10.0


@contextmanager
def metered(connection: Connection, job: Job, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """Show on stderr how far a job is, whenever the function that this yields is called.

    Call it as often as you like: it looks only now and then.
    """
    label = f"{job.operation.lower()} {job.table_name}"
    if quiet:
        yield lambda: None
    elif sys.stderr.isatty():
        with click.progressbar(length=1, label=label, show_pos=True, file=sys.stderr) as bar:

            def advance() -> None:
                progress = read_progress(connection, job.job_id)
                # A sweep at the end makes the whole longer.
                bar.length = max(progress.total, 1)
                bar.update(progress.seen - bar.pos)

            advance()
            yield _now_and_then(BAR_EVERY, advance)
            advance()
    else:
        began = time.monotonic()
        first = read_progress(connection, job.job_id)

        def say() -> None:
            progress = read_progress(connection, job.job_id)
            rate = (progress.seen - first.seen) / max(time.monotonic() - began, 0.001)
            click.echo(f"{label}: {_describe(progress, rate)}.", err=True)

        yield _now_and_then(LINE_EVERY, say)


def _now_and_then(seconds: float, work: Callable[[], None]) -> Callable[[], None]:
    due = time.monotonic() + seconds

    def work_if_due() -> None:
        nonlocal due
        now = time.monotonic()
        if now >= due:
            due = now + seconds
            work()

    return work_if_due


def _describe(progress: Progress, rate: float) -> str:
    """Return how far a job is, at so many rows a second."""
    text = f"{progress.seen:,} of {progress.total:,} rows, {rate:,.0f} rows/s"
    if rate > 0:
        text += f", about {(progress.total - progress.seen) / rate:,.0f} s left"
    if progress.state == JobState.PAUSED:
        text += " (paused)"
    return text
