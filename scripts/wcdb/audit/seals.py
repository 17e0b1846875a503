"""The audit log's seals: their keys, the chain they make, and the exported heads of it.

A seal holds a keyed hash of each entry of one batch, and the keyed hash of itself with the seal
before it. Keyed hashes are made here, and the key is never sent to the database.
"""

import hmac
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from wcdb.audit.log import SORT_KEY_LENGTH, Position, time_text
from wcdb.database import CannotRun, Connection

# The position of an entry and the first 16 bytes of its keyed hash.
ENTRY_LENGTH = 48
NO_SEAL = bytes(32)

# What cannot be NULL may be after somebody has been at it: then it matches no MAC.
SEALS = """
    SELECT   seal,
             coalesce(timeline, 0),
             coalesce(first_transaction::text, '0'),
             coalesce(end_transaction::text, '0'),
             coalesce(row_version, 0),
             coalesce(row_count, 0),
             coalesce(previous_mac, ''),
             coalesce(mac, ''),
             coalesce(key_id, ''),
             coalesce(timestamptz_send(sealed_at), ''),
             coalesce(sealed_by::text, ''),
             coalesce(entries, '')
    FROM     phi.audit_seals
    WHERE    {which}
    ORDER BY seal
"""

AFTER = SEALS.format(which="seal > %s")
NUMBERED = SEALS.format(which="seal = ANY (%s)")
LAST = SEALS.format(which="seal = (SELECT max(s.seal) FROM phi.audit_seals AS s)")

SEAL_MACS = """
    SELECT seal, coalesce(mac, '')
    FROM   phi.audit_seals
    WHERE  seal = ANY (%s)
"""

INSERT_SEAL = """
    INSERT INTO phi.audit_seals (
        seal, timeline, first_transaction, end_transaction, row_version, row_count,
        previous_mac, mac, key_id, sealed_at, sealed_by, entries
    ) VALUES (
        %(seal)s, %(timeline)s, %(first)s::text::xid8, %(end)s::text::xid8, %(row_version)s,
        %(row_count)s, %(previous_mac)b, %(mac)b, %(key_id)s, %(sealed_at)s, %(sealed_by)s,
        %(entries)b
    )
"""


@dataclass(frozen=True)
class Key:
    """What is derived from the key: an id that may be seen, and two keys that may not."""

    id: str
    row: bytes = field(repr=False)
    seal: bytes = field(repr=False)


class Seal(NamedTuple):
    """A row of phi.audit_seals; sealed_at as PostgreSQL sends it, microseconds since 2000."""

    seal: int
    timeline: int
    first: int
    end: int
    row_version: int
    row_count: int
    previous_mac: bytes
    mac: bytes
    key_id: str
    sealed_at: bytes
    sealed_by: str
    entries: bytes

    def unpack(self) -> Iterator[tuple[Position, bytes]]:
        """Yield position and truncated keyed hash of each of its entries, in their order."""
        for at in range(0, len(self.entries), ENTRY_LENGTH):
            packed = self.entries[at : at + ENTRY_LENGTH]
            yield Position(self.timeline, packed[:SORT_KEY_LENGTH]), packed[SORT_KEY_LENGTH:]

    @property
    def first_position(self) -> Position:
        """Where its first entry stands in the log."""
        return Position(self.timeline, self.entries[:SORT_KEY_LENGTH])

    @property
    def last_position(self) -> Position:
        """Where its last entry stands in the log."""
        return Position(self.timeline, self.entries[-ENTRY_LENGTH:][:SORT_KEY_LENGTH])


@dataclass(frozen=True)
class Head:
    """The end of the chain, to be kept where nobody who can write the database can."""

    seal: int
    mac: str
    rows: int
    timeline: int
    end_transaction: int
    key_id: str
    sealed_at: str
    database: str

    def __str__(self) -> str:
        """Return it as a sentence."""
        return (
            f"Head: seal {self.seal}, {self.rows:,} rows in all, sealed at {self.sealed_at},"
            f" mac {self.mac}."
        )


# ----------------------------------------------------------------------------------------------
# Keyed hashes
# ----------------------------------------------------------------------------------------------


def derive(secret: bytes) -> Key:
    """Return the keys for entries and for seals, and a check value that tells the key.

    Each is HMAC-SHA-256 of its purpose under the secret of 32 bytes.
    """
    made = [
        hmac.digest(secret, b"wcdb audit " + purpose, "sha256")
        for purpose in (b"key id", b"row", b"seal")
    ]
    return Key(made[0].hex()[:16], made[1], made[2])


def row_mac(key: Key, digest: bytes) -> bytes:
    """Return the keyed hash of an entry: HMAC-SHA-256 of its SHA-256, the first 16 bytes."""
    return hmac.digest(key.row, digest, "sha256")[: ENTRY_LENGTH - SORT_KEY_LENGTH]


def record_mac(key: Key, kind: str, values: Sequence[object]) -> bytes:
    """Return the keyed hash of a record: HMAC-SHA-256 of each value with its length before it."""
    parts = [kind.encode()]
    parts += [value if isinstance(value, bytes) else str(value).encode() for value in values]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(key.seal, message, "sha256")


def seal_mac(key: Key, seal: Seal) -> bytes:
    """Return the keyed hash of a seal: of all it holds, and of the id of this very key."""
    return record_mac(key, "wcdb audit seal 1", seal._replace(mac=b"", key_id=key.id))


def is_authentic(key: Key, seal: Seal) -> bool:
    """Say whether this key made the seal, and it is as it was made."""
    return hmac.compare_digest(seal_mac(key, seal), seal.mac)


# ----------------------------------------------------------------------------------------------
# The chain
# ----------------------------------------------------------------------------------------------


def read_after(connection: Connection, number: int) -> Iterator[Seal]:
    """Yield the seals after this number (0: all) in their order, a few in memory at a time."""
    with connection.cursor("seals", binary=True) as cursor:
        cursor.itersize = 8
        for row in cursor.execute(AFTER, [number]):
            yield _seal(row)


def read_numbered(connection: Connection, numbers: Sequence[int]) -> list[Seal]:
    """Return those of these seals that there are, in their order."""
    return [_seal(row) for row in connection.execute(NUMBERED, [list(numbers)], binary=True)]


def read_last(connection: Connection) -> Seal | None:
    """Return the newest seal."""
    row = connection.execute(LAST, binary=True).fetchone()
    return _seal(row) if row else None


def read_macs(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    """Return the MAC in hex of those of these seals that there are."""
    rows = connection.execute(SEAL_MACS, [list(numbers)], binary=True)
    return {number: mac.hex() for number, mac in rows}


def _seal(row: Sequence[Any]) -> Seal:
    # xid8 comes as text: psycopg has no type for it.
    seal = Seal(*row)
    return seal._replace(first=int(seal.first), end=int(seal.end))


def insert(connection: Connection, seal: Seal, sealed_at: datetime) -> None:
    """Write a seal.

    Raises:
        CannotRun: somebody else has written a seal of this number meanwhile.
    """
    try:
        connection.execute(INSERT_SEAL, {**seal._asdict(), "sealed_at": sealed_at})
    except psycopg.errors.UniqueViolation:
        raise CannotRun(
            f"another wcdb audit seal has written seal {seal.seal}; run it again."
        ) from None


# ----------------------------------------------------------------------------------------------
# Heads
# ----------------------------------------------------------------------------------------------


def read_head(connection: Connection) -> Head | None:
    """Return the end of the chain; to be called in a transaction of one snapshot."""
    row = connection.execute("SELECT sum(row_count) FROM phi.audit_seals").fetchone()
    last = read_last(connection)
    if last is None or row is None:
        return None
    return Head(
        seal=last.seal,
        mac=last.mac.hex(),
        rows=int(row[0]),
        timeline=last.timeline,
        end_transaction=last.end,
        key_id=last.key_id,
        sealed_at=time_text(last.sealed_at),
        database=connection.info.dbname,
    )


def append_head(path: Path, head: Head) -> None:
    """Append a head to a file of JSON lines unless its last line says the same.

    One write with O_APPEND, so that it also works where the file may only grow (chattr +a).

    Raises:
        CannotRun: it cannot be written, or is no file of heads.
    """
    known = read_heads(path) if path.exists() else []
    if known and known[-1] == head:
        return
    line = json.dumps(asdict(head)).encode() + b"\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        with os.fdopen(descriptor, "ab", buffering=0) as file:
            file.write(line)
            os.fsync(descriptor)
    except OSError as error:
        raise CannotRun(f"cannot write the head to {path}: {error.strerror}.") from None


def read_heads(path: Path) -> list[Head]:
    """Return the heads in a file.

    Raises:
        CannotRun: it cannot be read, or a line is no head.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise CannotRun(f"cannot read the heads in {path}: {reason}.") from None
    heads = []
    for number, line in enumerate(lines, start=1):
        try:
            values = json.loads(line)
            if not line.endswith("\n") or not isinstance(values["seal"], int):
                raise ValueError(line)
            heads.append(Head(**values))
        except (ValueError, TypeError, KeyError):
            raise CannotRun(
                f"line {number} of {path} is no head that wcdb wrote; if it is the last one and cut"
                " off, remove it and run wcdb audit head."
            ) from None
    return heads
