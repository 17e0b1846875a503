"""wcdb phi: encrypts the registered columns of a live database, verifies, rotates, and undoes it.

Which columns, phi.encrypted_columns says; how, envelope.py; what becomes of a row, columns.py; the
work on a table, backfill.py. Prints names, keys of rows and counts, never a value or a key.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import click
import psycopg
from psycopg import sql

from wcdb import key_source as key_sources
from wcdb.database import CannotRun, target
from wcdb.phi import envelope
from wcdb.phi import jobs as backfill
from wcdb.phi import keys as data_keys
from wcdb.phi import registry as columns
from wcdb.phi.jobs import Progress, Throttle
from wcdb.phi.registry import Connection, Job, Keys, Operation, Table

SHOWN_FINDINGS = 20
LINE_EVERY = 10.0

Command = TypeVar("Command", bound=Callable[..., object])


@click.group()
def phi() -> None:
    """Encrypt the registered columns while the application is live, and prove that it is done.

    In this order: keys create, encrypt, verify; then the contract step removes the plaintext
    (sql/post_deploy). Every command may be killed at any time and run again.

    Example: wcdb phi status
    """


phi.add_command(data_keys.keys)


# ----------------------------------------------------------------------------------------------
# encrypt, verify, decrypt, rotate
# ----------------------------------------------------------------------------------------------


def job_options(command: Command) -> Command:
    """Add what encrypt, verify, decrypt and rotate have in common."""
    for option in (
        key_sources.options("phi"),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end."),
        click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing."),
        click.option(
            "--cancel", "state", flag_value="CANCELLED", help="End the job that is at work."
        ),
        click.option("--resume", "state", flag_value="RUNNING", help="Let a paused job go on."),
        click.option("--pause", "state", flag_value="PAUSED", help="Halt the job that is at work."),
        click.option(
            "--max-replica-lag",
            type=click.FloatRange(min=0),
            metavar="MB",
            help="Wait while a replica has more WAL than this to replay.",
        ),
        click.option(
            "--target-batch-time",
            type=click.FloatRange(min=0.001, max=10),
            default=Throttle.target,
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


@phi.command("encrypt")
@job_options
def encrypt_command(**options: Any) -> None:
    """Write the ciphertext of every registered value, beside its plaintext.

    Exit code 1 if rows changed meanwhile and are left for the next run.

    Example: wcdb phi encrypt students --workers 2
    """
    _command("ENCRYPT", **options)


@phi.command("verify")
@job_options
def verify_command(**options: Any) -> None:
    """Decrypt every ciphertext and compare it with its plaintext and its blind index.

    Writes nothing but its result, for which the contract step asks. Exit code 1 if a value is
    refused, or is not encrypted.

    Example: wcdb phi verify students
    """
    _command("VERIFY", **options)


@phi.command("decrypt")
@job_options
def decrypt_command(**options: Any) -> None:
    """Go back: put each value into its plaintext column again, and clear its ciphertext.

    After a contract step, roll that back first. Exit code 1 if a value is refused; it stays as it
    is.

    Example: wcdb phi decrypt students
    """
    _command("DECRYPT", **options)


@phi.command("rotate")
@click.option("--new-data-key", is_flag=True, help="Make a new data key first, for all tables.")
@job_options
def rotate_command(new_data_key: bool, **options: Any) -> None:
    """Encrypt again, under the active data key, whatever is encrypted under another one.

    Then retire the old key: wcdb phi keys retire. A rotation that was broken off is finished first,
    before there is a new key. Exit code 1 if a value is refused.

    Example: wcdb phi rotate --new-data-key
    """
    if new_data_key and not options["dry_run"] and options["state"] is None:
        with columns.open_session() as connection:
            keys, key_encryption_key = data_keys.read_keys(connection, options)
            behind = [
                table.name
                for table in columns.read_tables(connection)
                if _is_behind(connection, table, keys)
            ]
            if behind:
                click.echo(
                    f"Values of {', '.join(behind)} are not under data key {keys.active} yet:"
                    " this rotation goes on, without a new key.",
                    err=True,
                )
            else:
                data_keys.create_key(connection, "ENCRYPT", key_encryption_key)
    _command("ROTATE", **options)


def _is_behind(connection: Connection, table: Table, keys: Keys) -> bool:
    # A value that a rotation refused stays under its old key: it must not stand in the way of the
    # next one.
    done = connection.execute(
        "SELECT FROM phi.encryption_jobs AS j WHERE j.table_name = %s AND j.operation = 'ROTATE'"
        " AND j.state = 'DONE' AND j.key_id = %s AND j.column_names @> %s::name[]",
        [table.name, keys.active, [column.column_name for column in table.columns]],
    ).fetchone()
    older = any(key is not None for key_id, key in keys.data.items() if key_id != keys.active)
    operation = Operation("ROTATE", keys.active, table, None)
    return older and done is None and backfill.count_pending(connection, operation) > 0


def _command(
    name: str,
    *,
    targets: tuple[str, ...],
    workers: int,
    target_batch_time: float,
    max_replica_lag: float | None,
    state: str | None,
    dry_run: bool,
    as_json: bool,
    **key_options: Any,
) -> None:
    place = target()
    results: list[dict[str, Any]] = []
    with columns.open_session(place) as connection:
        tables = columns.read_tables(connection, targets)
        if state is not None:
            _set_state(connection, tables, name, state)
            return
        keys, _ = data_keys.read_keys(connection, key_options)
        if max_replica_lag is not None:
            backfill.replica_lag(connection)
        key_id = keys.active if name in ("ENCRYPT", "ROTATE") else None
        throttle = Throttle(target_batch_time, max_replica_lag)
        for table in tables:
            if name == "ENCRYPT":
                table = table.only([c.column_name for c in table.columns if c.has_plaintext])
            if not table.columns:
                continue
            operation = Operation(name, key_id, table, keys)
            if name == "DECRYPT":
                _refuse_logged_parameters(connection, operation)
            if dry_run:
                left = backfill.count_pending(connection, operation)
                results.append({"table": table.name, "rows": left})
                if not as_json:
                    click.echo(f"{table.name}: {left:,} rows to {name.lower()}.")
                continue
            results.append(
                _run(connection, place, table, name, keys, key_id, throttle, workers, as_json)
            )
    if as_json:
        click.echo(json.dumps({"operation": name.lower(), "tables": results}))
    if any(result.get("findings") or result.get("left") for result in results):
        sys.exit(1)


def _run(
    connection: Connection,
    place: dict[str, str],
    table: Table,
    name: str,
    keys: Keys,
    key_id: int | None,
    throttle: Throttle,
    workers: int,
    quiet: bool,
) -> dict[str, Any]:
    job = backfill.begin_job(connection, table, name, key_id)
    try:
        with Meter(connection, job, quiet) as meter:
            left = backfill.run_job(place, job, table, keys, throttle, workers, meter.show)
    except psycopg.Error as error:
        raise CannotRun(columns.sentence(error)) from None
    progress = backfill.read_progress(connection, job.job_id)
    if progress.state != "DONE":
        raise CannotRun(f"job {job.job_id} on {table.name} was cancelled; what was done stays.")
    if name == "VERIFY":
        pending = Operation("ENCRYPT", None, table, None)
        left = backfill.count_pending(connection, pending) if pending.columns else 0
    result = {
        "table": table.name,
        "job": job.job_id,
        "columns": job.column_names,
        "rows_read": progress.read,
        "rows_done": progress.done,
        "left": left,
        "findings": progress.findings,
    }
    faults = backfill.iterate_findings(connection, job.job_id)
    if quiet:
        result["findings"] = [
            {"row": row, "column": column, "fault": fault} for row, column, fault in faults
        ]
        return result
    click.echo(
        f"{table.name}: {progress.done:,} rows {_PAST[name]}"
        + (f", {left:,} {_LEFT[name]}" if left else "")
        + (f", {progress.findings:,} values refused" if progress.findings else "")
        + "."
    )
    for at, (row, column, fault) in enumerate(faults):
        if at == SHOWN_FINDINGS:
            click.echo(f"  … all of them: phi.encryption_findings, job {job.job_id}")
            break
        click.echo(f"  {table.name}.{column} of row {row}: {_FAULTS[fault]}")
    return result


_PAST = {
    "ENCRYPT": "encrypted",
    "VERIFY": "verified",
    "DECRYPT": "decrypted",
    "ROTATE": "encrypted again",
}
_LEFT = {
    "ENCRYPT": "changed meanwhile and are left: run it again",
    "VERIFY": "not encrypted: run wcdb phi encrypt",
    "DECRYPT": "left encrypted",
    "ROTATE": "left under another key",
}
_FAULTS = {
    "MALFORMED": "is no envelope, or was cut off",
    "UNKNOWN_KEY": "names a key that is not in phi.data_keys",
    "RETIRED_KEY": "is encrypted under a retired key",
    "NOT_AUTHENTIC": "was changed, or comes from another row, column or table",
    "DIFFERENT": "is not what its plaintext says",
    "BLIND_INDEX": "has a blind index that is not its own",
}


def _set_state(connection: Connection, tables: list[Table], name: str, state: str) -> None:
    found = False
    for table in tables:
        job = backfill.open_job(connection, table.name)
        if job is None or job.operation != name:
            continue
        backfill.set_state(connection, job, state)
        click.echo(f"{table.name}: job {job.job_id} is {state.lower()}.")
        found = True
    if not found:
        raise CannotRun(f"no {name.lower()} job is at work on what you named.")


def _refuse_logged_parameters(connection: Connection, operation: Operation) -> None:
    """Refuse to send values as parameters to a server that writes parameters to its log.

    Raises:
        CannotRun: a plaintext column is to be filled, and log_min_duration_statement, say, is on.
    """
    empty = sql.SQL(" OR ").join(
        sql.SQL("({} IS NULL AND {} IS NOT NULL)").format(column.plain, column.cipher)
        for column in operation.columns
    )
    needed = connection.execute(
        sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE {})").format(operation.table.sql, empty)
    ).fetchone()
    logged = connection.execute(
        "SELECT current_setting('log_parameter_max_length')::integer <> 0 AND ("
        " current_setting('log_statement') IN ('mod', 'all')"
        " OR current_setting('log_min_duration_statement') <> '-1'"
        " OR current_setting('log_min_duration_sample') <> '-1'"
        " OR current_setting('log_transaction_sample_rate')::real > 0)"
    ).fetchone()
    if needed == (True,) and logged == (True,):
        raise CannotRun(
            "this server writes the parameters of statements to its log, and decrypt would send"
            " values: have a superuser ALTER ROLE this login SET log_parameter_max_length = 0."
        )


class Meter:
    """Progress of a job: a bar on a terminal, a line now and then in a log, nothing for --json."""

    def __init__(self, connection: Connection, job: Job, quiet: bool) -> None:
        """Remember what to ask about."""
        self._connection = connection
        self._job = job
        self._quiet = quiet
        self._on_terminal = sys.stderr.isatty()
        self._began = time.monotonic()
        self._next = 0.0
        self._first: int | None = None
        self._shown = 0
        self._bar: Any = None

    def __enter__(self) -> "Meter":
        """Show the bar if there is a terminal."""
        self._began = time.monotonic()
        progress = backfill.read_progress(self._connection, self._job.job_id)
        self._first = progress.seen
        if not self._quiet and self._on_terminal:
            self._bar = click.progressbar(
                length=max(progress.total, 1),
                label=f"{self._job.operation.lower()} {self._job.table_name}",
                show_pos=True,
                file=sys.stderr,
            )
            self._bar.__enter__()
            self._advance(progress)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the bar's line."""
        if self._bar is not None:
            if error is None:
                self._advance(backfill.read_progress(self._connection, self._job.job_id))
            self._bar.__exit__(kind, error, traceback)

    def show(self) -> None:
        """Show how far the job is, unless that was done a moment ago."""
        now = time.monotonic()
        if self._quiet or now < self._next:
            return
        self._next = now + (0.5 if self._bar is not None else LINE_EVERY)
        if self._bar is None and now - self._began < LINE_EVERY:
            return
        progress = backfill.read_progress(self._connection, self._job.job_id)
        if self._bar is not None:
            self._advance(progress)
            return
        rate = (progress.seen - (self._first or 0)) / max(now - self._began, 0.001)
        left = (progress.total - progress.seen) / rate if rate > 0 else None
        click.echo(
            f"{self._job.operation.lower()} {self._job.table_name}: {progress.seen:,} of"
            f" {progress.total:,} rows, {rate:,.0f} rows/s"
            + (f", about {left:,.0f} s left" if left is not None else "")
            + (" (paused)" if progress.state == "PAUSED" else "")
            + ".",
            err=True,
        )

    def _advance(self, progress: Progress) -> None:
        # A sweep at the end makes the whole longer.
        self._bar.length = max(progress.total, 1)
        self._bar.update(progress.seen - self._shown)
        self._shown = progress.seen


# ----------------------------------------------------------------------------------------------
# status
# ----------------------------------------------------------------------------------------------


@phi.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument("targets", nargs=-1, metavar="[TABLE[.COLUMN]]...")
def status_command(targets: tuple[str, ...], as_json: bool) -> None:
    """Count, column by column, what is encrypted, under which key, and whether it is verified.

    Reads every row of the tables once, and no value. Exit code 1 if a value is not encrypted, or
    not verified.

    Example: wcdb phi status students
    """
    found: list[dict[str, Any]] = []
    with columns.open_session() as connection:
        for table in columns.read_tables(connection, targets):
            found += _count_columns(connection, table)
    if as_json:
        click.echo(json.dumps(found))
    else:
        for item in found:
            click.echo(_describe_column(item))
    if any(item["rows"] > item["encrypted"] or not item["verified"] for item in found):
        sys.exit(1)


def _count_columns(connection: Connection, table: Table) -> list[dict[str, Any]]:
    # All columns of a row at once: one reading of the table.
    values = [
        sql.SQL("({}::integer, {} IS NOT NULL, {})").format(at, column.plain, column.cipher)
        for at, column in enumerate(table.columns)
    ]
    counts: list[dict[str | None, int]] = [{} for _ in table.columns]
    for at, key_id, count in connection.execute(
        sql.SQL(
            "SELECT v.at, encode(substr(v.cipher, 3, 4), 'hex'), count(*) FROM {}"
            " CROSS JOIN LATERAL (VALUES {}) AS v (at, is_plain, cipher)"
            " WHERE v.is_plain OR v.cipher IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
        ).format(table.sql, sql.SQL(", ").join(values))
    ):
        counts[at][key_id] = count
    row = connection.execute(
        "SELECT ARRAY(SELECT phi.is_verified(%(table)s, c.name)"
        "  FROM unnest(%(columns)s::name[]) WITH ORDINALITY AS c (name, at) ORDER BY c.at),"
        " (SELECT j.operation::text || ' ' || lower(j.state::text) FROM phi.encryption_jobs AS j"
        "  WHERE j.table_name = %(table)s AND j.state IN ('RUNNING', 'PAUSED')),"
        # What is left, at the rate of the last job that had something to do.
        " (SELECT sum(r.rows_done) / greatest(extract(EPOCH FROM j.finished_at - j.created_at), 1)"
        "  FROM phi.encryption_jobs AS j JOIN phi.encryption_ranges AS r USING (job_id)"
        "  WHERE j.table_name = %(table)s AND j.operation = 'ENCRYPT' AND j.state = 'DONE'"
        "  GROUP BY j.job_id HAVING sum(r.rows_done) > 0 ORDER BY j.job_id DESC LIMIT 1)",
        {"table": table.name, "columns": [column.column_name for column in table.columns]},
    ).fetchone()
    assert row is not None
    verified, job, speed = row
    rate = float(speed) if speed else None
    found = []
    for column, keys, is_verified in zip(table.columns, counts, verified, strict=True):
        left = keys.get(None, 0)
        total = sum(keys.values())
        found.append(
            {
                "table": table.name,
                "column": column.column_name,
                "plaintext": column.has_plaintext,
                "rows": total,
                "encrypted": total - left,
                "verified": bool(is_verified) or total == 0,
                "keys": {
                    str(int(key, 16)): count for key, count in keys.items() if key is not None
                },
                "job": job,
                "seconds_left": round(left / rate) if rate else None,
            }
        )
    return found


def _describe_column(item: dict[str, Any]) -> str:
    parts = [f"{item['encrypted']:,} of {item['rows']:,} values encrypted"]
    if item["keys"]:
        parts.append("key " + ", ".join(f"{key}: {count:,}" for key, count in item["keys"].items()))
    if item["rows"] == 0:
        pass
    elif item["verified"]:
        parts.append("verified")
    else:
        parts.append("not verified")
    if not item["plaintext"]:
        parts.append("plaintext removed")
    if item["job"]:
        parts.append(f"{item['job'].lower()}")
    if item["seconds_left"]:
        parts.append(f"about {item['seconds_left']:,} s left at the last rate")
    return f"{item['table']}.{item['column']}: {', '.join(parts)}."


# ----------------------------------------------------------------------------------------------
# lookup
# ----------------------------------------------------------------------------------------------


@phi.command("lookup")
@key_sources.options("phi")
@click.argument("target", metavar="TABLE.COLUMN")
def lookup_command(
    target: str, key_file: Path | None, key_command: str | None, key_timeout: float
) -> None:
    """Print the keys of the rows with a value, by its blind index.

    The value is asked for without echo, or read from standard input: not from the command line,
    which others can see. Exit code 1 if there is none. Example: wcdb phi lookup students.ssn
    """
    key = key_sources.read_key(key_file, key_command, key_timeout)
    with columns.open_session() as connection:
        table = columns.read_tables(connection, [target])[0]
        column = table.columns[0]
        if "." not in target or column.blind_index_column is None:
            raise CannotRun(f"{target} has no blind index; wcdb phi lookup TABLE.COLUMN needs one.")
        keys = columns.load_keys(connection, key)
        if sys.stdin.isatty():
            value = click.prompt("Value", hide_input=True)
        else:
            value = sys.stdin.readline().rstrip("\r\n")
        blind = envelope.BlindIndex(column.binding, keys.index, column.blind_index_rule)
        rows = connection.execute(
            sql.SQL("SELECT t.{key}::text FROM {table} WHERE {blind} = %s ORDER BY t.{key}").format(
                key=sql.Identifier(table.key), table=table.sql, blind=column.blind
            ),
            [blind(value.encode())],
        ).fetchall()
    for (row_key,) in rows:
        click.echo(row_key)
    if not rows:
        click.echo("No row has this value, or it is not encrypted yet.", err=True)
        sys.exit(1)


# ----------------------------------------------------------------------------------------------
# residue
# ----------------------------------------------------------------------------------------------


@phi.command("residue")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.argument("targets", nargs=-1, metavar="[TABLE[.COLUMN]]...")
def residue_command(targets: tuple[str, ...], as_json: bool) -> None:
    """Say where plaintext may remain, as far as the database can tell, and what to do about it.

    Dropping a column erases nothing. Exit code 1 if something may remain.

    Example: wcdb phi residue students
    """
    found: list[dict[str, str]] = []
    with columns.open_session() as connection:
        for table in columns.read_tables(connection, targets):
            found += _residue_of(connection, table)
        found += _residue_of_server(connection)
    if as_json:
        click.echo(json.dumps(found))
    else:
        for item in found:
            click.echo(f"{item['where']}: {item['what']}. {item['do']}")
        if not found:
            click.echo("The database knows of no plaintext. Ask for backups and logs elsewhere.")
    if found:
        sys.exit(1)


def _residue_of(connection: Connection, table: Table) -> list[dict[str, str]]:
    row = connection.execute(
        "SELECT c.oid, pg_relation_size(c.oid) > 0 AND EXISTS (SELECT FROM pg_attribute AS a"
        "  WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attisdropped),"
        " coalesce(pg_stat_get_dead_tuples(c.oid), 0),"
        " ARRAY(SELECT i.indexrelid::regclass::text FROM pg_index AS i"
        "  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = any(i.indkey)"
        "  WHERE i.indrelid = c.oid AND a.attname = any(%(columns)s) AND i.indpred IS NULL)"
        " FROM pg_class AS c WHERE c.oid = to_regclass(format('public.%%I', %(table)s::name))",
        {"table": table.name, "columns": [column.column_name for column in table.columns]},
    ).fetchone()
    assert row is not None
    _, dropped, dead, indexes = row
    found = []
    plain = [column.column_name for column in table.columns if column.has_plaintext]
    if plain:
        found.append(
            {
                "where": table.name,
                "what": f"the plaintext is still there: {', '.join(plain)}",
                "do": "Verify, then apply its contract step (sql/post_deploy). Until then it is"
                " also in statistics (pg_stats)"
                + (f" and in {', '.join(indexes)}." if indexes else "."),
            }
        )
    if dropped:
        found.append(
            {
                "where": table.name,
                "what": "rows written before a column was dropped hold its values, unless the table"
                " was rewritten since",
                "do": f"Rewrite the table: VACUUM FULL {table.name} (locks it), or pg_repack.",
            }
        )
    if dead:
        found.append(
            {
                "where": table.name,
                "what": f"{dead:,} dead rows, with the values they had",
                "do": f"VACUUM {table.name} makes their space free, and writing over it erases"
                " them; VACUUM FULL does so at once.",
            }
        )
    return found


def _residue_of_server(connection: Connection) -> list[dict[str, str]]:
    row = connection.execute(
        "SELECT current_setting('archive_mode') <> 'off',"
        " (SELECT count(*) FROM pg_replication_slots),"
        " current_setting('log_statement') IN ('mod', 'all')"
        "  OR current_setting('log_min_duration_statement') <> '-1'"
    ).fetchone()
    assert row is not None
    archived, slots, logged = row
    found = [
        {
            "where": "write-ahead log",
            "what": "segments that are not recycled yet hold every row as it was written",
            "do": "CHECKPOINT and pg_switch_wal() let the server recycle them; it writes them over"
            " in its own time.",
        }
    ]
    if archived or slots:
        found.append(
            {
                "where": "archive and replicas",
                "what": "archived segments and replicas hold what the server held",
                "do": "Rewrites reach replicas by themselves; the archive expires with backups.",
            }
        )
    found.append(
        {
            "where": "backups",
            "what": "those made before the rewrite hold the plaintext",
            "do": "Let them expire, encrypted, or destroy them; then note the day.",
        }
    )
    if logged:
        found.append(
            {
                "where": "server log",
                "what": "statements with their values may be in it",
                "do": "Set log_parameter_max_length = 0, and treat old logs as PHI.",
            }
        )
    return found
