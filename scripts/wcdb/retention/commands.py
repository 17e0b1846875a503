"""wcdb retention: removes what need not be kept any longer, and archives the audit log by month.

Prints ids and counts, never a value.
"""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from wcdb import key_source
from wcdb.audit.seals import derive
from wcdb.database import CannotRun, session
from wcdb.retention import archiving, holds, removal
from wcdb.retention.due import Due, due_months, read_due


@click.group()
def retention() -> None:
    """Remove what need not be kept any longer.

    Records are removed, months of the audit log move to files. The periods stand in
    data_retention_policies; six years are the least.

    Example: wcdb retention due
    """


def _moment(given: datetime | None) -> datetime:
    """Return the beginning of the day given, UTC, or else now."""
    return given.replace(tzinfo=UTC) if given else datetime.now(UTC)


AS_OF = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As if it were the beginning of this day."
)


# ----------------------------------------------------------------------------------------------
# due and remove
# ----------------------------------------------------------------------------------------------


@retention.command("due")
@AS_OF
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def due_command(as_of: datetime | None, as_json: bool) -> None:
    """Count what is due. Changes nothing.

    Counts table by table; --as-of may name a day to come. Exit code 1 if something is due.

    Example: wcdb retention due --as-of 2027-01-01
    """
    at = _moment(as_of)
    with session(read_only=True, autocommit=True) as connection:
        found = [item for item in read_due(connection, at) if item.found]
        months = due_months(connection, at)
    if as_json:
        tables = [asdict(item) for item in found]
        click.echo(json.dumps({"tables": tables, "audit_months": months}, default=str))
    else:
        _show(found, months)
    if any(item.due for item in found) or months:
        sys.exit(1)


def _show(found: list[Due], months: list[str]) -> None:
    for item in found:
        click.echo(item)
    if months:
        click.echo(f"audit_logs (AUDIT_LOGS): to be archived by month: {', '.join(months)}.")
    if not found and not months:
        click.echo("Nothing is due.")


@retention.command("remove")
@click.option("--table", "only", help="This table alone.")
@click.option(
    "--batch",
    type=click.IntRange(1, 10_000),
    default=removal.BATCH,
    show_default=True,
    help="Rows removed in one transaction at most.",
)
@AS_OF
@click.option("--yes", is_flag=True, help="Do remove; without it, only show what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def remove_command(
    only: str | None, batch: int, as_of: datetime | None, yes: bool, as_json: bool
) -> None:
    """Remove for good what is due. There is no way back.

    Only policies with auto_delete remove. It may be interrupted at any time and run again. Exit
    code 1 without --yes if something would go, and with --yes if something due could not go now.

    Example: wcdb retention remove --yes
    """
    at = _moment(as_of)
    removed: dict[str, int] = {}
    with session(read_only=not yes, autocommit=True) as connection:
        known = read_due(connection, at)
        if only is not None:
            known = [item for item in known if item.table_name == only]
            if not known:
                raise CannotRun(
                    f"no ACTIVE policy covers a table {only}; wcdb retention due shows which."
                )
        # What others refer to may be due as soon as they are gone.
        tables = [item.table_name for item in known if item.auto_delete and item.found]
        if yes:
            try:
                for table, rows in removal.remove(connection, tables, batch, at):
                    removed[table] = removed.get(table, 0) + rows
            finally:
                # Also when interrupted or failed: what was removed is committed.
                for table, rows in removed.items():
                    click.echo(f"{table}: {rows:,} rows removed.", err=as_json)
        left = [
            item
            for item in read_due(connection, at)
            if item.removable and only in (None, item.table_name)
        ]
    if as_json:
        remaining = [asdict(item) for item in left]
        click.echo(json.dumps({"removed": removed, "remaining": remaining}, default=str))
    else:
        for item in left:
            click.echo(item)
        if not removed and not left:
            click.echo("Nothing is due.")
        elif not yes:
            click.echo("Nothing was removed: give --yes.")
    if left:
        sys.exit(1)


# ----------------------------------------------------------------------------------------------
# hold
# ----------------------------------------------------------------------------------------------


@retention.group("hold")
def hold() -> None:
    """Place, release and list legal holds.

    A hold keeps records beyond their time, for a court or an inquiry.

    Example: wcdb retention hold list
    """


@hold.command("add")
@click.option("--student", type=click.UUID, help="Records of this student; else of all.")
@click.option("--category", help="This class of records; else all classes.")
@click.option("--everything", is_flag=True, help="Every record of everyone.")
@click.option("--reason", required=True, help="Who demands it and why, with a reference.")
@click.option("--by", type=click.UUID, help="User of the platform who places it.")
def hold_add(
    student: UUID | None, category: str | None, everything: bool, reason: str, by: UUID | None
) -> None:
    """Place a legal hold.

    Nothing it covers is removed until it is released.

    Example: wcdb retention hold add --student ID --reason "Subpoena 26-1234"
    """
    if everything == bool(student or category):
        raise click.UsageError("give --student, --category or both, or else --everything.")
    with session(autocommit=True) as connection:
        click.echo(holds.place(connection, student, category, reason, by))


@hold.command("release")
@click.argument("hold_id", type=click.UUID, metavar="ID")
@click.option("--by", type=click.UUID, help="User of the platform who releases it.")
def hold_release(hold_id: UUID, by: UUID | None) -> None:
    """Release a legal hold.

    The next run removes the records that it kept, if they are due. Exit code 1 if there is no such
    hold, or it was released before.

    Example: wcdb retention hold release ID
    """
    with session(autocommit=True) as connection:
        released = holds.release(connection, hold_id, by)
    if not released:
        click.echo(f"No hold {hold_id} is in force.")
        sys.exit(1)
    click.echo(f"Hold {hold_id} is released.")


@hold.command("list")
@click.option("--all", "with_released", is_flag=True, help="Those that were released too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def hold_list(with_released: bool, as_json: bool) -> None:
    """List the legal holds in force.

    It does not show their reasons, which may name people.

    Example: wcdb retention hold list --all
    """
    with session(read_only=True, autocommit=True) as connection:
        found = holds.read_holds(connection, with_released=with_released)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], default=str))
        return
    for each in found:
        click.echo(each)
    if not found:
        click.echo("No legal hold is in force.")


# ----------------------------------------------------------------------------------------------
# archive-audit
# ----------------------------------------------------------------------------------------------


@retention.command("archive-audit")
@key_source.options("audit")
@click.option(
    "--month",
    required=True,
    type=click.DateTime(["%Y-%m"]),
    help="The month, of UTC.",
)
@click.option(
    "--to",
    "path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A new file (gzip of CSV); beside it FILE.sha256.",
)
@click.option("--drop", is_flag=True, help="Drop the month when the file has been checked.")
def archive_command(
    key_file: Path | None,
    key_command: str | None,
    key_timeout: float,
    month: datetime,
    path: Path,
    drop: bool,
) -> None:
    """Move a month of the audit log to a file.

    The month must be due. It is detached from the log and stays in schema archive until the same
    command is given with --drop, now or later. The file holds PHI: store it as the database is
    stored. The key is that of wcdb audit.

    Example: wcdb retention archive-audit --month 2020-03 --to 2020-03.csv.gz --key-file FILE
    """
    first = month.date()
    with session(autocommit=True) as connection:
        detached = archiving.is_detached(connection, first)
        if detached and not drop:
            raise CannotRun(f"{first:%Y-%m} is archived already; --drop drops what is detached.")
        if not detached:
            key = derive(key_source.read_key(key_file, key_command, key_timeout))
            made = archiving.archive_month(connection, key, first, path)
            click.echo(f"{first:%Y-%m}: {made.rows:,} entries in {path}, checked and detached.")
        if drop:
            rows = archiving.drop_month(connection, first, path)
            click.echo(f"{first:%Y-%m}: {rows:,} entries dropped.")
