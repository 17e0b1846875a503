"""Archive a month of the audit log: into a file that is read back, out of the log, recorded.

The file is to be read in any year, by any program: gzip of CSV, in UTF-8, with times in UTC.
"""

import csv
import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from psycopg import sql

from wcdb.audit.archives import record_archive
from wcdb.audit.seals import Key
from wcdb.database import CannotRun, Connection

COPY = """
    COPY (
        SELECT   *
        FROM     {partition}
        ORDER BY timeline, transaction_id, created_at, id
    ) TO STDOUT (FORMAT csv, HEADER)
"""

DETACH = "SELECT phi.audit_detach_partition(%s)"

# Nobody writes into a month that old; now nobody can.
LOCK = "LOCK TABLE {partition} IN SHARE MODE"

EXTENT = """
    SELECT count(*), min(created_at), max(created_at)
    FROM   {partition}
"""

IS_DETACHED = "SELECT to_regclass(%s) IS NOT NULL"

RECORDED = """
    SELECT file_sha256
    FROM   phi.audit_archives
    WHERE  month = %s
"""

DROP = "SELECT phi.audit_drop_archived(%s)"


@dataclass(frozen=True)
class ArchiveFile:
    """A month of the audit log in a file: gzip of CSV, with a line of column names."""

    rows: int
    sha256: bytes


def is_detached(connection: Connection, month: date) -> bool:
    """Say whether a month is detached, and still in schema archive."""
    row = connection.execute(IS_DETACHED, [f"archive.{_partition_name(month)}"]).fetchone()
    assert row is not None
    return bool(row[0])


def write_file(connection: Connection, partition: sql.Identifier, path: Path) -> ArchiveFile:
    """Copy a partition into a new file that only its owner may read, and read it back.

    Raises:
        CannotRun: the file cannot be written, or does not hold what was sent.
    """
    query = sql.SQL(COPY).format(partition=partition)
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
    archive = ArchiveFile(rows, file_sha256(path))
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
    """Return how many entries a file holds, and the SHA-256 of what was packed into it.

    Raises:
        OSError: it cannot be read, or is no gzip file.
    """
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
    """Return the SHA-256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def sidecar(path: Path) -> Path:
    """Return where the checksum of a file stands, as sha256sum -c reads it."""
    return path.with_name(path.name + ".sha256")


def archive_month(connection: Connection, key: Key, month: date, path: Path) -> ArchiveFile:
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


def _partition_name(month: date) -> str:
    return f"audit_logs_{month:%Y_%m}"


def _archive(connection: Connection, key: Key, month: date, path: Path) -> ArchiveFile:
    partition = sql.Identifier("public", _partition_name(month))
    # What must be kept is refused before it is copied; undone, so as not to lock the log so long.
    with connection.transaction(force_rollback=True):
        connection.execute(DETACH, [month])
    connection.execute(sql.SQL(LOCK).format(partition=partition))
    archive = write_file(connection, partition, path)
    row = connection.execute(sql.SQL(EXTENT).format(partition=partition)).fetchone()
    assert row is not None
    rows, oldest, youngest = row
    if rows != archive.rows:
        raise CannotRun(f"{path} holds {archive.rows:,} entries and the month {rows:,}.")
    connection.execute(DETACH, [month])
    if rows:
        record_archive(connection, key, month, rows, oldest, youngest, archive.sha256)
    return archive


def drop_month(connection: Connection, month: date, path: Path) -> int:
    """Drop a detached month if the file is the one that was recorded; return its entries.

    Raises:
        CannotRun: the file is another one, or cannot be read.
        psycopg.Error: the month is not detached, or not what was recorded.
    """
    row = connection.execute(RECORDED, [month]).fetchone()
    try:
        same = row is None or file_sha256(path) == row[0]
    except OSError as error:
        raise CannotRun(f"cannot read {path}: {error.strerror}.") from None
    if not same:
        raise CannotRun(f"{path} is not the file that was recorded for {month:%Y-%m}.")
    dropped = connection.execute(DROP, [month]).fetchone()
    assert dropped is not None
    return int(dropped[0])
