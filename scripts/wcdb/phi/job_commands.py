"""wcdb phi encrypt, verify, decrypt and rotate: the commands that work on every row of a table."""

import json
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

import click
import psycopg

from wcdb import key_source
from wcdb.database import CannotRun, Connection, target
from wcdb.phi.envelope import Fault
from wcdb.phi.jobs import (
    JobState,
    Task,
    Throttle,
    begin_job,
    count_rows,
    find_open_job,
    is_done,
    set_state,
)
from wcdb.phi.key_commands import announce_key
from wcdb.phi.keys import DataKeys, Purpose, create_key, load_keys
from wcdb.phi.meter import metered
from wcdb.phi.operation import Operation
from wcdb.phi.operations import Decrypt, Encrypt, Rotate, Verify
from wcdb.phi.pool import run_task
from wcdb.phi.progress import iterate_findings, read_progress
from wcdb.phi.registry import Table, read_tables
from wcdb.phi.session import describe_failure, open_session
from wcdb.phi.worker import replica_lag

SHOWN_FINDINGS = 20
FAULTS = {
    Fault.MALFORMED: "is no envelope, or was cut off",
    Fault.UNKNOWN_KEY: "names a key that is not in phi.data_keys",
    Fault.RETIRED_KEY: "is encrypted under a retired key",
    Fault.NOT_AUTHENTIC: "was changed, or comes from another row, column or table",
    Fault.DIFFERENT: "is not what its plaintext says",
    Fault.BLIND_INDEX: "has a blind index that is not its own",
}

Command = TypeVar("Command", bound=Callable[..., object])


def job_options(command: Command) -> Command:
    """Add what encrypt, verify, decrypt and rotate have in common."""
    for option in (
        key_source.options("phi"),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end."),
        click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing."),
        click.option(
            "--cancel", "state", flag_value=JobState.CANCELLED, help="End the job that is at work."
        ),
        click.option(
            "--resume", "state", flag_value=JobState.RUNNING, help="Let a paused job go on."
        ),
        click.option(
            "--pause", "state", flag_value=JobState.PAUSED, help="Halt the job that is at work."
        ),
        click.option(
            "--max-replica-lag",
            type=click.FloatRange(min=0),
            metavar="MB",
            help="Wait while a replica has more WAL than this to replay.",
        ),
        click.option(
            "--target-batch-time",
            type=click.FloatRange(min=0.001, max=10),
            default=Throttle.batch_seconds,
            show_default=True,
            metavar="SECONDS",
            help="Rows are locked for about so long; less is gentler and slower.",
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 64),
            default=1,
            show_default=True,
            help="Processes on this host; run the command on other hosts too, if you like.",
        ),
        click.argument("targets", nargs=-1, metavar="[TABLE[.COLUMN]]..."),
    ):
        command = option(command)
    return command


@click.command("encrypt")
@job_options
def encrypt_command(**options: Any) -> None:
    """Write the ciphertext beside every plaintext.

    Exit code 1 if rows changed meanwhile and are left for the next run.

    Example: wcdb phi encrypt students --workers 2
    """
    _command(Encrypt, **options)


@click.command("verify")
@job_options
def verify_command(**options: Any) -> None:
    """Compare every ciphertext with its plaintext.

    The blind indexes are compared as well. Writes nothing but its result, for which the contract
    step asks. Exit code 1 if a value is refused, or is not encrypted.

    Example: wcdb phi verify students
    """
    _command(Verify, **options)


@click.command("decrypt")
@job_options
def decrypt_command(**options: Any) -> None:
    """Restore every plaintext and clear ciphertext.

    After a contract step, roll that back first. Exit code 1 if a value is refused; it stays as it
    is.

    Example: wcdb phi decrypt students
    """
    _command(Decrypt, **options)


@click.command("rotate")
@click.option("--new-data-key", is_flag=True, help="Make a new data key first, for all tables.")
@job_options
def rotate_command(new_data_key: bool, **options: Any) -> None:
    """Encrypt again under the active data key.

    Then retire the old key: wcdb phi keys retire. A rotation that was broken off is finished first,
    before there is a new key. Exit code 1 if a value is refused.

    Example: wcdb phi rotate --new-data-key
    """
    if new_data_key and not options["dry_run"] and options["state"] is None:
        _rotate_data_key(_read_key(options))
    _command(Rotate, **options)


def _rotate_data_key(key_encryption_key: bytes) -> None:
    """Make a new data key, unless the last rotation is not finished."""
    with open_session() as connection:
        keys = load_keys(connection, key_encryption_key)
        behind = [
            table.name for table in read_tables(connection) if _is_behind(connection, table, keys)
        ]
        if behind:
            click.echo(
                f"Values of {', '.join(behind)} are not under data key {keys.active} yet:"
                " this rotation goes on, without a new key.",
                err=True,
            )
        else:
            purpose = Purpose.ENCRYPT
            announce_key(purpose, create_key(connection, purpose, key_encryption_key))


def _is_behind(connection: Connection, table: Table, keys: DataKeys) -> bool:
    if not keys.has_older:
        return False
    rotation = Rotate.of(table, keys)
    # A value that a rotation refused stays under its old key: it must not stand in the way of the
    # next one.
    return not is_done(connection, rotation) and count_rows(connection, table, rotation.left) > 0


def _read_key(options: dict[str, Any]) -> bytes:
    """Return the key-encryption key that the options of key_source lead to.

    Raises:
        CannotRun: they lead to none.
    """
    return key_source.read_key(options["key_file"], options["key_command"], options["key_timeout"])


def _command(
    kind: type[Operation],
    *,
    targets: tuple[str, ...],
    workers: int,
    target_batch_time: float,
    max_replica_lag: float | None,
    state: JobState | None,
    dry_run: bool,
    as_json: bool,
    **key_options: Any,
) -> None:
    environment = target()
    results: list[dict[str, Any]] = []
    with open_session(environment, read_only=dry_run and state is None) as connection:
        tables = read_tables(connection, targets)
        if state is not None:
            _set_state(connection, tables, kind, JobState(state))
            return
        keys = load_keys(connection, _read_key(key_options))
        if max_replica_lag is not None:
            replica_lag(connection)
        throttle = Throttle(target_batch_time, max_replica_lag)
        for table in tables:
            operation = kind.of(table, keys)
            if not operation.table.columns:
                continue
            operation.check_server(connection)
            if dry_run:
                results.append(_estimate(connection, operation, quiet=as_json))
                continue
            job = begin_job(connection, operation)
            task = Task(environment, job, operation, keys, throttle)
            results.append(_run(connection, task, workers, quiet=as_json))
    if as_json:
        click.echo(json.dumps({"operation": kind.verb(), "tables": results}))
    if any(result.get("findings") or result.get("left") for result in results):
        sys.exit(1)


def _set_state(
    connection: Connection, tables: list[Table], kind: type[Operation], state: JobState
) -> None:
    found = False
    for table in tables:
        job = find_open_job(connection, table.name)
        if job is None or job.operation != kind.name:
            continue
        set_state(connection, job, state)
        click.echo(f"{table.name}: job {job.job_id} is {state.lower()}.")
        found = True
    if not found:
        raise CannotRun(f"no {kind.verb()} job is at work on what you named.")


def _estimate(connection: Connection, operation: Operation, *, quiet: bool) -> dict[str, Any]:
    name = operation.table.name
    rows = count_rows(connection, operation.table, operation.pending)
    if not quiet:
        click.echo(f"{name}: {rows:,} rows to {operation.verb()}.")
    return {"table": name, "rows": rows}


def _run(connection: Connection, task: Task, workers: int, *, quiet: bool) -> dict[str, Any]:
    """Work on a task to its end, say what came of it unless quiet, and return that.

    Raises:
        CannotRun: a worker failed, or the job was cancelled.
    """
    job, operation = task.job, task.operation
    name = operation.table.name
    try:
        with metered(connection, job, quiet=quiet) as report:
            left = run_task(task, workers, report)
    except psycopg.Error as error:
        raise CannotRun(describe_failure(error)) from None
    progress = read_progress(connection, job.job_id)
    if progress.state != JobState.DONE:
        raise CannotRun(f"job {job.job_id} on {name} was cancelled; what was done stays.")
    result = {
        "table": name,
        "job": job.job_id,
        "columns": job.column_names,
        "rows_read": progress.read,
        "rows_done": progress.done,
        "left": left,
        "findings": progress.findings,
    }
    findings = iterate_findings(connection, job.job_id)
    if quiet:
        result["findings"] = [
            {"row": row, "column": column, "fault": fault} for row, column, fault in findings
        ]
        return result
    parts = [f"{progress.done:,} rows {operation.done_says}"]
    if left:
        parts.append(f"{left:,} {operation.left_says}")
    if progress.findings:
        parts.append(f"{progress.findings:,} values refused")
    click.echo(f"{name}: {', '.join(parts)}.")
    for row, column, fault in islice(findings, SHOWN_FINDINGS):
        click.echo(f"  {name}.{column} of row {row}: {FAULTS[fault]}")
    if progress.findings > SHOWN_FINDINGS:
        click.echo(f"  … all of them: phi.encryption_findings, job {job.job_id}")
    return result
