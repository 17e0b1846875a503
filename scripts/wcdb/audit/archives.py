"""The record of the audit log's archived months: sealed entries that may be missing."""

import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from wcdb.audit.log import time_bytes
from wcdb.audit.seals import Key, record_mac
from wcdb.database import Connection

ARCHIVES = """
    SELECT   to_char(month, 'YYYY-MM'),
             row_count,
             timestamptz_send(first_created_at),
             timestamptz_send(last_created_at),
             file_sha256,
             key_id,
             timestamptz_send(archived_at),
             archived_by::text,
             mac
    FROM     phi.audit_archives
    ORDER BY month
"""

INSERT_ARCHIVE = """
    INSERT INTO phi.audit_archives (
        month, row_count, first_created_at, last_created_at, file_sha256, key_id,
        archived_at, archived_by, mac
    ) VALUES (
        %(month)s, %(rows)s, %(first)s, %(last)s, %(file_sha256)b, %(key_id)s,
        %(archived_at)s, %(archived_by)s, %(mac)b
    )
"""


class Archive(NamedTuple):
    """A row of phi.audit_archives without its MAC, which covers the values in this order.

    The month is YYYY-MM; times are as PostgreSQL sends them, microseconds since 2000.
    """

    month: str
    row_count: int
    first_created_at: bytes
    last_created_at: bytes
    file_sha256: bytes
    key_id: str
    archived_at: bytes
    archived_by: str


def archive_mac(key: Key, archive: Archive) -> bytes:
    """Return the keyed hash of a record."""
    return record_mac(key, "wcdb audit archive 1", archive)


def record_archive(
    connection: Connection,
    key: Key,
    month: date,
    rows: int,
    first: datetime,
    last: datetime,
    file_sha256: bytes,
) -> None:
    """Record that a month was archived, for whoever detaches its partition.

    To be called in the transaction that does. From then on verify expects none of the entries
    that were sealed in this month, and as many as the file holds: seal them all before.

    Raises:
        psycopg.Error: the month was recorded before, or the session may not.
    """
    now = datetime.now(UTC)
    row = connection.execute("SELECT session_user::text").fetchone()
    assert row is not None
    archive = Archive(
        month=f"{month:%Y-%m}",
        row_count=rows,
        first_created_at=time_bytes(first),
        last_created_at=time_bytes(last),
        file_sha256=file_sha256,
        key_id=key.id,
        archived_at=time_bytes(now),
        archived_by=row[0],
    )
    values = {
        "month": month,
        "rows": rows,
        "first": first,
        "last": last,
        "file_sha256": file_sha256,
        "key_id": key.id,
        "archived_at": now,
        "archived_by": archive.archived_by,
        "mac": archive_mac(key, archive),
    }
    connection.execute(INSERT_ARCHIVE, values)


def read_archives(
    connection: Connection, keys: Mapping[str, Key]
) -> Iterator[tuple[Archive, bool]]:
    """Yield the records, and whether the key they name is known and made them."""
    for *values, mac in connection.execute(ARCHIVES, binary=True):
        archive = Archive(*values)
        key = keys.get(archive.key_id)
        yield archive, key is not None and hmac.compare_digest(archive_mac(key, archive), mac)
