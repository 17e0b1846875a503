"""wcdb retention: removes what need not be kept any longer, and archives the audit log by month.

What is due, and that nothing else goes, the database decides (phi.retention_due and
phi.retention_remove); this only asks it, batch by batch. Prints ids and counts, never a value.
"""

import csv
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import psycopg
from psycopg import sql
from psycopg.rows import class_row

from wcdb import key_source as keys
from wcdb.audit import commands as audit
from wcdb.database import CannotRun, session

BATCH = 500
CHUNK = 1024 * 1024

# A name of somebody else's schema must not stand in for one of PostgreSQL's. The file of a month
# is to be read in any year, by any program: one time zone, one encoding, no bytes of our own.
Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Due:
    """A row of phi.retention_due: how many rows of a table are over, and what keeps them."""

    table_name: str
    category: str
    due: int
    held: int
    referenced: int
    oldest: datetime | None
    auto_delete: bool

    @property
    def found(self) -> bool:
        """Whether there is anything to report."""
        return bool(self.due or self.held or self.referenced)

    @property
    def removable(self) -> bool:
        """Whether remove would remove rows."""
        return self.auto_delete and self.due > 0

    def __str__(self) -> str:
        """Return it as a sentence."""
        counts = [f"{self.due:,} due"]
        if self.held:
            counts.append(f"{self.held:,} under a legal hold")
        if self.referenced:
            counts.append(f"{self.referenced:,} that others refer to")
        what = "" if self.auto_delete else "; to be reviewed: no policy removes them by itself"
        since = f", the oldest ended {self.oldest:%Y-%m-%d}" if self.oldest else ""
        return f"{self.table_name} ({self.category}): {', '.join(counts)}{since}{what}."


def open_connection() -> Connection:
    """Connect to work batch by batch: each statement is a transaction of its own."""
    return session(autocommit=True)


def read_due(connection: Connection, as_of: datetime) -> list[Due]:
    """Return what is due, in the order in which it can be removed."""
    with connection.cursor(row_factory=class_row(Due)) as cursor:
        return cursor.execute("SELECT * FROM phi.retention_due(%s)", [as_of]).fetchall()


def due_months(connection: Connection, as_of: datetime) -> list[str]:
    """Return the months of the audit log that may be archived."""
    rows = connection.execute("SELECT to_char(d, 'YYYY-MM') FROM phi.audit_months_due(%s) AS d",
                              [as_of]).fetchall()  # fmt: skip
    return [month for (month,) in rows]


def remove(
    connection: Connection, tables: Iterable[str], batch: int, as_of: datetime
) -> Iterator[tuple[str, int]]:
    """Remove what is due of these tables, in this order; yield after each committed batch.

    The connection is in autocommit. A run that is killed has removed whole batches, each with
    its record in phi.retention_runs, and the next run goes on.
    """
    for table in tables:
        while True:
            row = connection.execute(
                "SELECT phi.retention_remove(%s::name, %s, %s)", [table, batch, as_of]
            ).fetchone()
            if row is None or not row[0]:
                break
            yield table, row[0]


def moment(given: datetime | None) -> datetime:
    """Return the moment asked for: the beginning of a day, UTC, or now."""
    return given.replace(tzinfo=UTC) if given else datetime.now(UTC)


@click.group()
def retention() -> None:
    """Remove what need not be kept any longer, and archive the audit log by month.

    The periods stand in data_retention_policies; six years are the least. Example: wcdb retention
    due
    """


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
    """Count what is due, table by table, and change nothing. A day to come may be asked for.

    Exit code 1 if something is due. Example: wcdb retention due --as-of 2027-01-01
    """
    with open_connection() as connection:
        found = [item for item in read_due(connection, moment(as_of)) if item.found]
        months = due_months(connection, moment(as_of))
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
    default=BATCH,
    show_default=True,
    help="Rows removed in one transaction at most.",
)
@AS_OF
@click.option("--yes", is_flag=True, help="Do remove; without it, only show what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def remove_command(
    only: str | None, batch: int, as_of: datetime | None, yes: bool, as_json: bool
) -> None:
    """Remove what is due for good, under policies with auto_delete. There is no way back.

    May be interrupted at any time and run again. Exit code 1 without --yes if something would go,
    and with --yes if something due could not go now. Example: wcdb retention remove --yes
    """
    at = moment(as_of)
    removed: dict[str, int] = {}
    with open_connection() as connection:
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
                for table, rows in remove(connection, tables, batch, at):
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
    """Keep records beyond their time, for a court or an inquiry.

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
    """Place a legal hold: nothing it covers is removed until it is released.

    Example: wcdb retention hold add --student ID --reason "Subpoena 26-1234"
    """
    if everything == bool(student or category):
        raise click.UsageError("give --student, --category or both, or else --everything.")
    with open_connection() as connection:
        known = connection.execute(
            "SELECT 1 FROM public.students WHERE id = %s", [student]
        ).fetchone()
        if student and not known:
            raise CannotRun(f"there is no student {student}.")
        row = connection.execute(
            "INSERT INTO phi.legal_holds (student_id, retention_category, reason, placed_by)"
            " VALUES (%s, %s, %s, %s) RETURNING id",
            [student, category, reason, by],
        ).fetchone()
    assert row is not None
    click.echo(row[0])


@hold.command("release")
@click.argument("hold_id", type=click.UUID, metavar="ID")
@click.option("--by", type=click.UUID, help="User of the platform who releases it.")
def hold_release(hold_id: UUID, by: UUID | None) -> None:
    """End a legal hold. What it kept is removed with the next run if it is due.

    Exit code 1 if there is no such hold, or it was released before. Example: wcdb retention hold
    release ID
    """
    with open_connection() as connection:
        done = connection.execute(
            "UPDATE phi.legal_holds SET released_at = now(), released_by = %s"
            " WHERE id = %s AND released_at IS NULL",
            [by, hold_id],
        ).rowcount
    if not done:
        click.echo(f"No hold {hold_id} is in force.")
        sys.exit(1)
    click.echo(f"Hold {hold_id} is released.")


@hold.command("list")
@click.option("--all", "with_released", is_flag=True, help="Those that were released too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def hold_list(with_released: bool, as_json: bool) -> None:
    """List the legal holds in force, without their reasons, which may name people.

    Example: wcdb retention hold list --all
    """
    with open_connection() as connection:
        rows = connection.execute(
            "SELECT id, student_id, retention_category, placed_at, released_at"
            " FROM phi.legal_holds WHERE %s OR released_at IS NULL ORDER BY placed_at, id",
            [with_released],
        ).fetchall()
    names = ("id", "student", "category", "placed_at", "released_at")
    if as_json:
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str))
        return
    for hold_id, student, category, placed, released in rows:
        whose = f"student {student}" if student else "all students"
        until = f", released {released:%Y-%m-%d}" if released else ""
        click.echo(
            f"{hold_id}: {whose}, {category or 'all classes'}, since {placed:%Y-%m-%d}{until}"
        )
    if not rows:
        click.echo("No legal hold is in force.")


# ----------------------------------------------------------------------------------------------
# archive-audit
# ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Archive:
    """A month of the audit log in a file: gzip of CSV, with a line of column names."""

    rows: int
    sha256: bytes


def write_file(connection: Connection, partition: sql.Identifier, path: Path) -> Archive:
    """Copy a partition into a new file that only its owner may read, and read it back.

    Raises:
        CannotRun: the file cannot be written, or does not hold what was sent.
    """
    query = sql.SQL(
        "COPY (SELECT * FROM {} ORDER BY timeline, transaction_id, created_at, id)"
        " TO STDOUT (FORMAT csv, HEADER)"
    ).format(partition)
    sent = hashlib.sha256()
    with path.open("wb") as file, connection.cursor() as cursor:
        # Neither name nor time in the header: the same rows give the same file.
        with (
            gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
            cursor.copy(query) as copy,
        ):
            for data in copy:
                sent.update(data)
                packed.write(data)
        file.flush()
        os.fsync(file.fileno())
        rows = cursor.rowcount
    if read_file(path) != (rows, sent.digest()):
        raise CannotRun(f"{path} does not hold what the database sent; is the disk failing?")
    archive = Archive(rows, file_sha256(path))
    with sidecar(path).open("w", encoding="utf-8") as file:
        file.write(f"{archive.sha256.hex()}  {path.name}\n")
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return archive


def read_file(path: Path) -> tuple[int, bytes]:
    """Return how many entries a file holds, and the SHA-256 of what was packed into it."""
    seen = hashlib.sha256()

    def _lines(packed: Iterable[bytes]) -> Iterator[str]:
        for line in packed:
            seen.update(line)
            yield line.decode()

    # An entry may be as long as a value of PostgreSQL.
    limit = csv.field_size_limit(2**31 - 1)
    try:
        with gzip.open(path, "rb") as packed:
            records = sum(1 for _ in csv.reader(_lines(packed)))
    finally:
        csv.field_size_limit(limit)
    return records - 1, seen.digest()


def file_sha256(path: Path) -> bytes:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def sidecar(path: Path) -> Path:
    """Return where the checksum of a file stands, as sha256sum -c reads it."""
    return path.with_name(path.name + ".sha256")


def archive_month(connection: Connection, key: audit.Key, month: date, path: Path) -> Archive:
    """Write a month to a new file, detach it and record it: all of it or nothing.

    Raises:
        CannotRun: there is no such month, or the file cannot be written.
        psycopg.Error: the month must be kept.
    """
    made: list[Path] = []
    try:
        for place in (path, sidecar(path)):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            os.close(os.open(place, flags, 0o600))
            made.append(place)
        with connection.transaction():
            return _archive(connection, key, month, path)
    except BaseException as error:
        # The month stays in the log, and a file that nothing vouches for would only mislead.
        for place in made:
            with suppress(OSError):
                place.unlink()
        if isinstance(error, OSError):
            raise CannotRun(f"cannot write {error.filename or path}: {error.strerror}.") from None
        raise


def _archive(connection: Connection, key: audit.Key, month: date, path: Path) -> Archive:
    name = f"audit_logs_{month:%Y_%m}"
    partition = sql.Identifier("public", name)
    detach = "SELECT phi.audit_detach_partition(%s)"
    # What must be kept is refused before it is copied; undone, so as not to lock the log so long.
    with connection.transaction(force_rollback=True):
        connection.execute(detach, [month])
    # Nobody writes into a month that old; now nobody can.
    connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(partition))
    archive = write_file(connection, partition, path)
    row = connection.execute(
        sql.SQL("SELECT count(*), min(created_at), max(created_at) FROM {}").format(partition)
    ).fetchone()
    assert row is not None
    rows, oldest, youngest = row
    if rows != archive.rows:
        raise CannotRun(f"{path} holds {archive.rows:,} entries and the month {rows:,}.")
    connection.execute(detach, [month])
    if rows:
        audit.record_archive(connection, key, month, rows, oldest, youngest, archive.sha256)
    return archive


def drop_month(connection: Connection, month: date, path: Path) -> int:
    """Drop a detached month if the file is the one that was recorded; return its entries.

    Raises:
        CannotRun: the file is another one, or cannot be read.
        psycopg.Error: the month is not detached, or not what was recorded.
    """
    row = connection.execute(
        "SELECT file_sha256 FROM phi.audit_archives WHERE month = %s", [month]
    ).fetchone()
    try:
        same = row is None or file_sha256(path) == row[0]
    except OSError as error:
        raise CannotRun(f"cannot read {path}: {error.strerror}.") from None
    if not same:
        raise CannotRun(f"{path} is not the file that was recorded for {month:%Y-%m}.")
    dropped = connection.execute("SELECT phi.audit_drop_archived(%s)", [month]).fetchone()
    assert dropped is not None
    return int(dropped[0])


@retention.command("archive-audit")
@keys.options("audit")
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
    """Write a month of the audit log that is due to a file, and detach it from the log.

    The file holds PHI: store it as the database is stored. The month stays in schema archive until
    the same command is given with --drop, now or later. The key is that of wcdb audit.
    Example: wcdb retention archive-audit --month 2020-03 --to 2020-03.csv.gz --key-file FILE
    """
    first = month.date()
    with open_connection() as connection:
        row = connection.execute(
            "SELECT to_regclass(%s) IS NOT NULL", [f"archive.audit_logs_{first:%Y_%m}"]
        ).fetchone()
        assert row is not None
        if row[0] and not drop:
            raise CannotRun(f"{first:%Y-%m} is archived already; --drop drops what is detached.")
        if not row[0]:
            key = audit.derive(keys.read_key(key_file, key_command, key_timeout))
            made = archive_month(connection, key, first, path)
            click.echo(f"{first:%Y-%m}: {made.rows:,} entries in {path}, checked and detached.")
        if drop:
            rows = drop_month(connection, first, path)
            click.echo(f"{first:%Y-%m}: {rows:,} entries dropped.")
