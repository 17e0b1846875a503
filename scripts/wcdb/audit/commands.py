"""wcdb audit: seals the audit log, and finds what was done to it afterwards.

A seal holds a keyed hash of each entry of one batch, and the keyed hash of itself with the seal
before it. The database computes what needs no key, the SHA-256 of an entry, so no entry leaves
it; the keyed hashes are made here, and the key is never sent. Both commands read the log in one
order, (timeline, transaction_id, created_at, id), as a stream: memory does not grow with it.
"""

import hmac
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import click
import psycopg

from wcdb import key_source as keys
from wcdb.database import CannotRun, session, target

BATCH = 10_000
FETCH = 10_000
POSITION = 32
ENTRY = 48
NO_SEAL = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SINCE_2000 = 946_684_800_000_000
# Two sealers never write the same seal (its primary key); this lock lets the second one say so.
LOCK = int.from_bytes(b"wc_audit", "big")
# How many findings are kept, so that a truncated log does not fill the memory, and printed.
MOST_KEPT = 100_000
MOST_PRINTED = 1_000

# The columns a seal covers, by its row_version. A new column of audit_logs makes a new version;
# an old one is never changed, or what it sealed could no longer be verified.
COLUMNS: dict[int, tuple[str, ...]] = {
    1: (
        "id",
        "action",
        "entity_type",
        "entity_id",
        "user_id",
        "user_name",
        "changes",
        "previous_values",
        "new_values",
        "ip_address",
        "user_agent",
        "request_id",
        "session_id",
        "is_phi",
        "compliance_type",
        "severity",
        "success",
        "error_message",
        "metadata",
        "tags",
        "student_id",
        "database_user",
        "database_role",
        "transaction_id",
        "timeline",
        "created_at",
        "updated_at",
    ),
}
VERSION = max(COLUMNS)
TIMES = ("created_at", "updated_at")

# One function of the owner's with the name of one of PostgreSQL's would be enough to lie to us.
# array_send writes text in the client's encoding. A cursor is otherwise planned for its first
# rows, and would carry whole entries through the sort.
# What cannot be NULL may be after somebody has been at it: then it matches no MAC.
SEALS = """
    SELECT   seal, coalesce(timeline, 0), coalesce(first_transaction::text, '0'),
             coalesce(end_transaction::text, '0'), coalesce(row_version, 0),
             coalesce(row_count, 0), coalesce(previous_mac, ''), coalesce(mac, ''),
             coalesce(key_id, ''), coalesce(timestamptz_send(sealed_at), ''),
             coalesce(sealed_by::text, ''), {entries}
    FROM     phi.audit_seals
    {where}
    ORDER BY seal
"""

UNKNOWN_COLUMNS = """
    SELECT   a.attname::text
    FROM     pg_attribute AS a
    WHERE    a.attrelid = 'public.audit_logs'::regclass
    AND      a.attnum > 0
    AND      NOT a.attisdropped
    AND      a.attname <> ALL (%s::name[])
    ORDER BY a.attnum
"""

TIMELINE = """
    SELECT pg_get_expr(d.adbin, d.adrelid)
    FROM   pg_attrdef AS d
    JOIN   pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE  a.attrelid = 'public.audit_logs'::regclass
    AND    a.attname = 'timeline'
"""

ARCHIVES = """
    SELECT   to_char(month, 'YYYY-MM'), row_count, timestamptz_send(first_created_at),
             timestamptz_send(last_created_at), file_sha256, key_id,
             timestamptz_send(archived_at), archived_by::text, mac
    FROM     phi.audit_archives
    ORDER BY month
"""

Connection = psycopg.Connection[Any]
# Where an entry stands in the log: its timeline, then transaction_id, created_at and id as bytes.
Place = tuple[int, bytes]


@dataclass(frozen=True)
class Key:
    """What is derived from the key: an id that may be seen, and two keys that may not."""

    id: str
    row: bytes = field(repr=False)
    seal: bytes = field(repr=False)


class Seal(NamedTuple):
    """A row of phi.audit_seals; sealed_at as PostgreSQL sends it."""

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

    @property
    def first_place(self) -> Place:
        """Where its first entry stands in the log."""
        return self.timeline, self.entries[:POSITION]

    @property
    def last_place(self) -> Place:
        """Where its last entry stands in the log."""
        return self.timeline, self.entries[-ENTRY:][:POSITION]


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


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was sealed."""

    kind: str
    sentence: str
    seal: int | None = None
    id: str | None = None
    transaction_id: int | None = None
    created_at: str | None = None


@dataclass
class Report:
    """What verify saw; months are those that were archived, with the number of their entries."""

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    oldest_unsealed: str | None = None
    uncovered: int = 0
    months: dict[str, int] = field(default_factory=dict)
    archived: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Count it, and keep it unless there are too many."""
        self.counts[finding.kind] += 1
        if len(self.findings) < MOST_KEPT:
            self.findings.append(finding)

    def see_unsealed(self, place: Place) -> None:
        """Count a row that waits for its seal."""
        created = created_at_of(place)
        self.unsealed += 1
        self.oldest_unsealed = min(self.oldest_unsealed or created, created)


def derive(secret: bytes) -> Key:
    """Return the keys for entries and for seals, and a check value that tells the key."""
    made = [
        hmac.digest(secret, b"wcdb audit " + purpose, "sha256")
        for purpose in (b"key id", b"row", b"seal")
    ]
    return Key(made[0].hex()[:16], made[1], made[2])


def row_digest(version: int) -> str:
    """Return the SQL of an entry's SHA-256: the same bytes on every version, in every session.

    Each column as text, times as seconds since 1970, in the binary format of an array of text:
    length and UTF-8 bytes, one after the other, and -1 for NULL.
    """
    values = [
        f"extract(epoch FROM a.{name})::text" if name in TIMES else f"a.{name}::text"
        for name in COLUMNS[version]
    ]
    return f"sha256(array_send(ARRAY['wcdb audit row {version}', {', '.join(values)}]))"


def row_mac(key: Key, digest: bytes) -> bytes:
    """Return the keyed hash of an entry."""
    return hmac.digest(key.row, digest, "sha256")[: ENTRY - POSITION]


def record_mac(key: Key, kind: str, values: Sequence[object]) -> bytes:
    """Return the keyed hash of a record: each value with its length before it."""
    parts = [kind.encode()]
    parts += [value if isinstance(value, bytes) else str(value).encode() for value in values]
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(key.seal, message, "sha256")


def seal_mac(key: Key, seal: Seal) -> bytes:
    """Return the keyed hash of a seal: of all it holds, and of the id of this very key."""
    return record_mac(key, "wcdb audit seal 1", seal._replace(mac=b"", key_id=key.id))


def read_log(
    connection: Connection, versions: Sequence[int], where: str, *parameters: object
) -> Iterator[tuple[Place, bytes]]:
    """Yield the entries in the order of the log: where each stands, and its digests.

    Transaction ids are compared as the bytes that are sent: so they are indexed (BRIN knows bytea
    and not xid8), and 64 bits without a sign fit no integer of SQL.
    """
    digests = " || ".join(row_digest(version) for version in versions)
    query = f"""
        SELECT   coalesce(a.timeline, 0),
                 coalesce(xid8send(a.transaction_id), int8send(0))
                 || coalesce(timestamptz_send(a.created_at), int8send(0))
                 || coalesce(uuid_send(a.id), int8send(0) || int8send(0))
                 || {digests}
        FROM     public.audit_logs AS a
        WHERE    {where}
        ORDER BY a.timeline, a.transaction_id, timestamptz_send(a.created_at), a.id
    """
    with connection.cursor("log", binary=True) as cursor:
        cursor.itersize = FETCH
        cursor.execute(query, parameters)
        for timeline, row in cursor:
            yield (timeline, row[:POSITION]), row[POSITION:]


def transaction_of(place: Place) -> int:
    """Return the transaction id in it."""
    return int.from_bytes(place[1][:8], "big")


def created_at_of(place: Place) -> str:
    """Return created_at in it."""
    return time_text(place[1][8:16])


def id_bytes(transaction: int) -> bytes:
    """Return a transaction id as PostgreSQL sends it, which sorts as it does."""
    return transaction.to_bytes(8, "big")


def time_bytes(moment: datetime) -> bytes:
    """Return a time as PostgreSQL sends it: microseconds since 2000."""
    since_1970 = (moment - EPOCH) // timedelta(microseconds=1)
    return (since_1970 - SINCE_2000).to_bytes(8, "big", signed=True)


def time_text(sent: bytes) -> str:
    """Return a time as text, in UTC; as a number if it is infinity or a year Python has not."""
    since_2000 = int.from_bytes(sent, "big", signed=True)
    try:
        return (EPOCH + timedelta(microseconds=since_2000 + SINCE_2000)).isoformat()
    except OverflowError:
        return f"{since_2000} microseconds after 2000"


def read_seals(
    connection: Connection, where: str = "", *parameters: object, with_entries: bool = True
) -> Iterator[Seal]:
    """Yield the seals in their order, one in memory at a time."""
    query = SEALS.format(
        where=where, entries="coalesce(entries, '')" if with_entries else "''::bytea"
    )
    with connection.cursor("seals", binary=True) as cursor:
        cursor.itersize = 8 if with_entries else 1000
        cursor.execute(query, parameters)
        for seal, timeline, first, end, *rest in cursor:
            yield Seal(seal, timeline, int(first), int(end), *rest)


def last_seal(connection: Connection) -> Seal | None:
    """Return the newest seal."""
    where = "WHERE seal = (SELECT max(s.seal) FROM phi.audit_seals AS s)"
    return next(read_seals(connection, where), None)


def current_timeline(connection: Connection) -> int:
    """Return the timeline that new entries get.

    Raises:
        CannotRun: the column has no such default.
    """
    row = connection.execute(TIMELINE).fetchone()
    try:
        return int(row[0]) if row else 0
    except ValueError:
        raise CannotRun(
            "the default of audit_logs.timeline is no number; was it tampered with?"
        ) from None


def read_head(connection: Connection) -> Head | None:
    """Return the end of the chain."""
    row = connection.execute("SELECT sum(row_count) FROM phi.audit_seals").fetchone()
    last = last_seal(connection)
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


# ----------------------------------------------------------------------------------------------
# seal
# ----------------------------------------------------------------------------------------------


def seal_log(
    writer: Connection,
    reader: Connection,
    key: Key,
    *,
    batch: int = BATCH,
    heads: Sequence[Head] = (),
    allow_new_key: bool = False,
    new_timeline: bool = False,
) -> Iterator[Seal]:
    """Seal what has ended, one committed seal for each batch, and yield the seals.

    The reader looks at one snapshot: every transaction below its xmin has ended and is in it,
    and all of what they wrote is. A run that is killed leaves whole seals, and the next one goes
    on behind them.

    Raises:
        CannotRun: another run is at work, the key is another one, the database was restored, the
            end of the chain is not as it was sealed.
    """
    prepare(writer)
    writer.autocommit = True
    prepare(reader)
    locked = writer.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    if locked is None or not locked[0]:
        raise CannotRun("another wcdb audit seal is at work on this database.")
    unknown = writer.execute(UNKNOWN_COLUMNS, [list(COLUMNS[VERSION])]).fetchone()
    if unknown:
        raise CannotRun(
            f"column {unknown[0]} of audit_logs is in no row version of this wcdb; update it."
        )
    with writer.transaction():
        last = last_seal(writer)
        _check_end(writer, last, key, heads, allow_new_key)
    timeline = current_timeline(writer)
    if new_timeline:
        timeline = max(timeline, last.timeline if last else 0) + 1
        # Waits until whoever writes the log has ended, so what follows sees all of the old one.
        writer.execute(
            f"ALTER TABLE public.audit_logs ALTER COLUMN timeline SET DEFAULT {timeline}"
        )

    with reader.transaction():
        ended, beyond = snapshot(reader)
        if _was_restored(reader, last, timeline, ended, beyond):
            sealed = f", but sealed up to {last.end}" if last else ""
            raise CannotRun(
                f"transactions are counted anew here (now {beyond}{sealed}): this database was"
                " restored; run wcdb audit seal --new-timeline as the owner."
            )
        for each in _open_timelines(reader, last, timeline):
            end = ended if each == timeline else None
            for made in _batches(reader, last, each, end, batch, key):
                last = _insert(writer, key, last, made)
                yield last


def snapshot(connection: Connection) -> tuple[int, int]:
    """Return below which transaction all have ended, and from which on none has begun."""
    row = connection.execute(
        "SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text"
        " FROM pg_current_snapshot() AS s"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _was_restored(
    reader: Connection, last: Seal | None, timeline: int, ended: int, beyond: int
) -> bool:
    """Say whether entries name transactions that the cluster has not come to yet.

    Where one has been sealed, the snapshot can only be later than the seal.
    """
    if last:
        return last.timeline == timeline and (beyond <= last.end or ended < last.end)
    row = reader.execute(
        "SELECT EXISTS (SELECT FROM public.audit_logs AS a"
        " WHERE a.timeline = %s AND xid8send(a.transaction_id) >= %b)",
        [timeline, id_bytes(beyond)],
    ).fetchone()
    return bool(row and row[0])


def prepare(connection: Connection) -> None:
    """Set what must not depend on role or database; all reading is in one snapshot."""
    connection.execute("SET cursor_tuple_fraction = 1")
    connection.commit()
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ


def _check_end(
    writer: Connection, last: Seal | None, key: Key, heads: Sequence[Head], allow_new_key: bool
) -> None:
    """Refuse to go on behind a seal that is not the one that was written."""
    for head in heads[-1:]:
        row = writer.execute(
            "SELECT mac FROM phi.audit_seals WHERE seal = %s", [head.seal], binary=True
        ).fetchone()
        if row is None or row[0].hex() != head.mac:
            raise CannotRun(
                f"seal {head.seal}, which was exported, is not in the chain; nothing was sealed:"
                " run wcdb audit verify --head-file."
            )
    if last is None:
        return
    if last.key_id == key.id:
        if not hmac.compare_digest(seal_mac(key, last), last.mac):
            raise CannotRun(
                f"seal {last.seal}, the last one, was altered; nothing was sealed:"
                " run wcdb audit verify."
            )
    elif not allow_new_key:
        raise CannotRun(
            f"this is key {key.id}, but seal {last.seal} was made with key {last.key_id};"
            " add --new-key if it is to be replaced."
        )


def _open_timelines(reader: Connection, last: Seal | None, current: int) -> list[int]:
    """Return the timelines that may have entries to seal: one, but for a restored database."""
    first = last.timeline if last else None
    if first == current:
        return [current]
    rows = reader.execute(
        "SELECT DISTINCT timeline FROM public.audit_logs"
        " WHERE timeline >= coalesce(%s, timeline) AND timeline <= %s ORDER BY 1",
        [first, current],
    )
    return [row[0] for row in rows]


def _batches(
    reader: Connection, last: Seal | None, timeline: int, end: int | None, batch: int, key: Key
) -> Iterator[Seal]:
    """Yield the seals to be made of one timeline, without what chains them.

    A timeline that nobody writes any more has no end: then the last entry ends it.
    """
    after = last if last and last.timeline == timeline else None
    first = after.end if after else 0
    begin: Place = after.last_place if after else (timeline, b"")
    where = "a.timeline = %s AND xid8send(a.transaction_id) >= %b"
    parameters: list[object] = [timeline, id_bytes(first)]
    if end is not None:
        where += " AND xid8send(a.transaction_id) < %b"
        parameters.append(id_bytes(end))
    place = begin
    entries = bytearray()

    def _cut(end: int) -> Seal:
        return Seal(
            seal=0,
            timeline=timeline,
            first=first,
            end=end,
            row_version=VERSION,
            row_count=len(entries) // ENTRY,
            previous_mac=b"",
            mac=b"",
            key_id=key.id,
            sealed_at=b"",
            sealed_by="",
            entries=bytes(entries),
        )

    for place, digest in read_log(reader, [VERSION], where, *parameters):
        if place <= begin:
            continue
        if len(entries) == batch * ENTRY:
            yield _cut(transaction_of(place))
            first = transaction_of(place)
            entries.clear()
        entries += place[1] + row_mac(key, digest)
    if entries:
        yield _cut(transaction_of(place) + 1 if end is None else end)


def _insert(writer: Connection, key: Key, last: Seal | None, made: Seal) -> Seal:
    """Chain a seal to the last one, and commit it.

    Raises:
        CannotRun: somebody else has written a seal meanwhile.
    """
    with writer.transaction():
        now = datetime.now(UTC)
        row = writer.execute("SELECT session_user::text").fetchone()
        assert row is not None
        made = made._replace(
            seal=last.seal + 1 if last else 1,
            previous_mac=last.mac if last else NO_SEAL,
            sealed_at=time_bytes(now),
            sealed_by=row[0],
        )
        made = made._replace(mac=seal_mac(key, made))
        try:
            writer.execute(
                "INSERT INTO phi.audit_seals (seal, timeline, first_transaction, end_transaction,"
                " row_version, row_count, previous_mac, mac, key_id, sealed_at, sealed_by, entries)"
                " VALUES (%(seal)s, %(timeline)s, %(first)s::text::xid8, %(end)s::text::xid8,"
                " %(row_version)s, %(row_count)s, %(previous_mac)b, %(mac)b, %(key_id)s,"
                " %(sealed_at)s, %(sealed_by)s, %(entries)b)",
                {**made._asdict(), "sealed_at": now},
            )
        except psycopg.errors.UniqueViolation:
            raise CannotRun(
                f"another wcdb audit seal has written seal {made.seal}; run it again."
            ) from None
    return made


# ----------------------------------------------------------------------------------------------
# Archived months
# ----------------------------------------------------------------------------------------------


def archive_mac(key: Key, values: Sequence[object]) -> bytes:
    """Return the keyed hash of a row of phi.audit_archives, as ARCHIVES reads it."""
    return record_mac(key, "wcdb audit archive 1", values)


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
    """
    now = datetime.now(UTC)
    row = connection.execute("SELECT session_user::text").fetchone()
    assert row is not None
    times = [time_bytes(moment) for moment in (first, last, now)]
    mac = archive_mac(
        key, [f"{month:%Y-%m}", rows, *times[:2], file_sha256, key.id, times[2], row[0]]
    )
    connection.execute(
        "INSERT INTO phi.audit_archives (month, row_count, first_created_at, last_created_at,"
        " file_sha256, key_id, archived_at, archived_by, mac)"
        " VALUES (%s, %s, %s, %s, %b, %s, %s, %s, %b)",
        [month, rows, first, last, file_sha256, key.id, now, row[0], mac],
    )


def read_archives(connection: Connection, known: Mapping[str, Key], report: Report) -> None:
    """Read which months were archived and how many entries went; report forged records."""
    for *values, mac in connection.execute(ARCHIVES, binary=True):
        key = known.get(values[5])
        if key and hmac.compare_digest(archive_mac(key, values), mac):
            report.months[values[0]] = values[1]
        else:
            report.add(
                Finding(
                    "archive altered",
                    f"the record that {values[0]} was archived was altered, or made with a key"
                    " that was not given: its entries count as deleted",
                )
            )


def check_archives(report: Report) -> None:
    """Report archives that do not hold what the seals say is gone; a month may be back, whole."""
    for month, rows in report.months.items():
        if report.archived[month] not in (0, rows):
            report.add(
                Finding(
                    "archive incomplete",
                    f"the archive of {month} holds {rows:,} entries,"
                    f" but {report.archived[month]:,} that were sealed are gone",
                )
            )


# ----------------------------------------------------------------------------------------------
# verify
# ----------------------------------------------------------------------------------------------


class Entry(NamedTuple):
    """What a seal says of one entry of the log."""

    place: Place
    mac: bytes
    seal: Seal
    key: Key


@dataclass
class Chain:
    """How far the walk along the seals has come."""

    report: Report
    keys: dict[str, Key]
    # The last seal whose entries have been compared.
    passed: Seal | None = None
    # Whether seals after that one are missing or cannot be read, and where these end.
    gap: bool = False
    gap_end: Place = (0, b"")

    def problem(self, kind: str, seal: int, sentence: str) -> None:
        """Report something about a seal."""
        self.report.add(Finding(kind, sentence, seal=seal))


def verify_log(
    connection: Connection,
    known: Sequence[Key],
    *,
    heads: Sequence[Head] = (),
    from_seal: int = 1,
) -> Report:
    """Compare the log with its seals, the seals with each other and with the exported heads.

    Log and seals are in the same order, so it is one walk along two streams: an entry on one side
    only was deleted or inserted, or was moved if it is on both.

    Raises:
        CannotRun: the key is another one, there is no seal, or not the one to begin with.
    """
    prepare(connection)
    connection.read_only = True
    report = Report()
    chain = Chain(report, {key.id: key for key in known})
    with connection.transaction():
        _check_key(connection, chain, heads)
        _check_heads(connection, chain, heads)
        read_archives(connection, chain.keys, report)
        _walk(connection, chain, _begin(connection, chain, from_seal))
        if from_seal == 1:
            check_archives(report)
    report.findings.sort(key=lambda finding: finding.seal or sys.maxsize)
    return report


def _check_key(connection: Connection, chain: Chain, heads: Sequence[Head]) -> None:
    """Tell a wrong key from seals that were altered so as to look made with another one."""
    ids = {row[0] for row in connection.execute("SELECT DISTINCT key_id FROM phi.audit_seals")}
    if not ids and not heads:
        raise CannotRun("there is no seal to compare with; run wcdb audit seal.")
    if not ids or ids & set(chain.keys) or any(head.key_id in chain.keys for head in heads):
        return
    if any(_key_of(chain, seal) for seal in read_seals(connection)):
        return
    given = ", ".join(sorted(chain.keys))
    named = ", ".join(sorted(str(each)[:16] for each in ids))
    raise CannotRun(f"wrong key: this is key {given}, the seals name {named}.")


def _key_of(chain: Chain, seal: Seal) -> Key | None:
    """Return the key that the seal names, or else the one that made it."""
    if seal.key_id in chain.keys:
        return chain.keys[seal.key_id]
    for key in chain.keys.values():
        if hmac.compare_digest(seal_mac(key, seal), seal.mac):
            return key
    return None


def _check_heads(connection: Connection, chain: Chain, heads: Sequence[Head]) -> None:
    """Report exported heads that are not in the chain: seals were removed, or made anew."""
    numbers = [head.seal for head in heads]
    macs = {
        seal.seal: seal.mac.hex()
        for seal in read_seals(connection, "WHERE seal = ANY (%s)", numbers, with_entries=False)
    }
    for head in heads:
        if macs.get(head.seal) != head.mac:
            state = "is another one now" if head.seal in macs else "is missing"
            chain.problem(
                "head not in chain",
                head.seal,
                f"seal {head.seal}, exported when it was sealed at {head.sealed_at}"
                f" ({head.rows:,} rows in all), {state}",
            )


def _begin(connection: Connection, chain: Chain, from_seal: int) -> Place:
    """Return after which entry to begin, and take the seal before as given."""
    if from_seal == 1:
        return 0, b""
    where = "WHERE seal IN (%s, %s)"
    found = {seal.seal: seal for seal in read_seals(connection, where, from_seal - 1, from_seal)}
    if found.keys() != {from_seal - 1, from_seal}:
        raise CannotRun(f"there is no seal {from_seal} with one before it to begin at.")
    chain.passed = found[from_seal - 1]
    return chain.passed.last_place


def _walk(connection: Connection, chain: Chain, begin: Place) -> None:
    """Compare entry by entry; what is on one side only waits until the other has been read.

    Raises:
        CannotRun: a seal was made by a newer wcdb.
    """
    report = chain.report
    current = current_timeline(connection)
    _, beyond = snapshot(connection)
    used = connection.execute("SELECT DISTINCT row_version FROM phi.audit_seals").fetchall()
    versions = sorted({row[0] for row in used} & COLUMNS.keys()) or [VERSION]
    missing: dict[bytes, tuple[Place, int]] = {}
    extra: list[tuple[Place, int | None, str]] = []
    entries = _entries(connection, chain)
    entry = next(entries, None)

    def _miss(entry: Entry) -> None:
        month = created_at_of(entry.place)[:7]
        key = entry.place[1][16:]
        if month in report.months:
            report.archived[month] += 1
        elif len(missing) < MOST_KEPT and key not in missing:
            missing[key] = entry.place, entry.seal.seal
        else:
            report.add(_deleted(entry.place, entry.seal.seal))

    for place, digests in _rows(connection, versions, begin):
        while entry and entry.place < place:
            _miss(entry)
            entry = next(entries, None)
        if entry and entry.place == place:
            at = versions.index(entry.seal.row_version) * 32
            if not hmac.compare_digest(row_mac(entry.key, digests[at : at + 32]), entry.mac):
                report.add(_row("changed", place, entry.seal.seal, "was changed"))
            report.rows += 1
            entry = next(entries, None)
            continue
        fault, seal = _judge(chain, place, entry, current, beyond)
        if fault is None:
            report.see_unsealed(place)
        elif fault == "uncovered":
            report.uncovered += 1
        elif len(extra) < MOST_KEPT:
            extra.append((place, seal, fault))
        else:
            report.add(_inserted(place, seal, fault))
    while entry:
        _miss(entry)
        entry = next(entries, None)

    for place, seal, fault in extra:
        before = missing.pop(place[1][16:], None)
        report.add(_moved(*before, place) if before else _inserted(place, seal, fault))
    for place, number in missing.values():
        report.add(_deleted(place, number))


def _rows(
    connection: Connection, versions: Sequence[int], begin: Place
) -> Iterator[tuple[Place, bytes]]:
    """Yield the entries of the log after a place."""
    if not begin[1]:
        yield from read_log(connection, versions, "TRUE")
        return
    where = "a.timeline >= %s AND xid8send(a.transaction_id) >= %b"
    newest = connection.execute("SELECT max(timeline) FROM phi.audit_seals").fetchone()
    if newest and newest[0] > begin[0]:
        where = f"({where} OR a.timeline > {begin[0]:d})"
    for place, digests in read_log(connection, versions, where, begin[0], begin[1][:8]):
        if place > begin:
            yield place, digests


def _entries(connection: Connection, chain: Chain) -> Iterator[Entry]:
    """Check the seals one by one and yield what they say of the log."""
    number = chain.passed.seal if chain.passed else 0
    mac = chain.passed.mac if chain.passed else NO_SEAL
    for seal in read_seals(connection, "WHERE seal > %s", number):
        for missing in range(number + 1, min(seal.seal, number + 1 + MOST_PRINTED)):
            chain.problem("seal missing", missing, f"seal {missing} is missing")
            chain.gap = True
        if seal.seal == number + 1 and seal.previous_mac != mac:
            chain.problem(
                "chain broken", seal.seal, f"seal {seal.seal} does not follow on seal {number}"
            )
        number, mac = seal.seal, seal.mac
        chain.report.seals += 1
        key = _key_of(chain, seal)
        intact = key is not None and hmac.compare_digest(seal_mac(key, seal), seal.mac)
        if key is None:
            how = f"was altered, or made with key {seal.key_id[:16]!r} that was not given"
            chain.problem("seal altered", seal.seal, f"seal {seal.seal} {how}")
        elif not intact or seal.key_id != key.id:
            chain.problem("seal altered", seal.seal, f"seal {seal.seal} was altered")
        elif seal.row_version not in COLUMNS:
            raise CannotRun(f"seal {seal.seal} was made by a newer wcdb; update this one.")
        if key is None or not (intact or _is_readable(seal, chain.passed)):
            chain.gap = True
            chain.gap_end = max(chain.gap_end, (seal.timeline, id_bytes(seal.end)))
            continue
        for at in range(0, len(seal.entries), ENTRY):
            piece = seal.entries[at : at + ENTRY]
            yield Entry((seal.timeline, piece[:POSITION]), piece[POSITION:], seal, key)
        chain.passed, chain.gap = seal, False


def _is_readable(seal: Seal, passed: Seal | None) -> bool:
    """Say whether an altered seal can be compared all the same: its entries are in order."""
    if not seal.entries or len(seal.entries) % ENTRY or seal.row_version not in COLUMNS:
        return False
    places = [
        (seal.timeline, seal.entries[at : at + POSITION])
        for at in range(0, len(seal.entries), ENTRY)
    ]
    if passed:
        places.insert(0, passed.last_place)
    return all(before < after for before, after in pairwise(places))


def _judge(
    chain: Chain, place: Place, entry: Entry | None, current: int, beyond: int
) -> tuple[str | None, int | None]:
    """Say of a row that no seal names what is wrong with that, None if nothing, and where it is.

    The next entry of the seals, if there is one, is behind the row. Only if that seal had to name
    the row too, or the one before had to, is it clear that the row was not there.
    """
    timeline, transaction = place[0], place[1][:8]
    passed = chain.passed
    if entry:
        first = (entry.seal.timeline, id_bytes(entry.seal.first))
        # A transaction that goes on in this seal may have begun in one that is missing.
        shared = chain.gap and (timeline, transaction) == first
        if (timeline, transaction) >= first and (not shared or place > entry.seal.first_place):
            return "after it was sealed", entry.seal.seal
    if passed and (timeline, transaction) < (passed.timeline, id_bytes(passed.end)):
        return "after it was sealed", passed.seal
    if chain.gap and (entry or (timeline, transaction) < chain.gap_end):
        return "uncovered", None
    if entry or (passed and timeline < passed.timeline):
        return "into a timeline that is closed", None
    if timeline > current:
        return "into a timeline that has not begun", None
    ours = passed and passed.timeline == timeline == current and passed.end < beyond
    if ours and int.from_bytes(transaction, "big") >= beyond:
        return "under a transaction that has not begun", None
    return None, None


def _row(kind: str, place: Place, seal: int | None, what: str) -> Finding:
    row = str(UUID(bytes=place[1][16:]))
    transaction, created = transaction_of(place), created_at_of(place)
    where = f"seal {seal}" if seal else "no seal"
    sentence = f"{where}, row {row} of transaction {transaction}, created at {created}, {what}"
    return Finding(kind, sentence, seal, row, transaction, created)


def _deleted(place: Place, seal: int) -> Finding:
    return _row("deleted", place, seal, "was deleted")


def _inserted(place: Place, seal: int | None, fault: str) -> Finding:
    return _row("inserted", place, seal, f"was inserted {fault}")


def _moved(place: Place, seal: int, now: Place) -> Finding:
    what = f"was moved to transaction {transaction_of(now)}, created at {created_at_of(now)}"
    return _row("moved", place, seal, what + f", timeline {now[0]}" * (now[0] != place[0]))


# ----------------------------------------------------------------------------------------------
# Commands
# ----------------------------------------------------------------------------------------------


@click.group()
def audit() -> None:
    """Seal the audit log, and find what was done to it afterwards.

    The key is 32 bytes in hex or base64 (umask 077; openssl rand -hex 32 > FILE), kept where
    nobody who can write the database can read it. Example: wcdb audit verify --key-file FILE
    """


HEAD_FILE = click.Path(dir_okay=False, path_type=Path)


@audit.command("seal")
@keys.options("audit")
@click.option("--head-file", type=HEAD_FILE, help="Append the head to this file of JSON lines.")
@click.option("--new-key", is_flag=True, help="Go on with another key than that of the last seal.")
@click.option(
    "--new-timeline", is_flag=True, help="The database was restored into another cluster."
)
@click.option(
    "--batch",
    type=click.IntRange(1, 1_000_000),
    default=BATCH,
    show_default=True,
    help="Rows in a seal at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def seal_command(
    key_file: Path | None,
    key_command: str | None,
    key_timeout: float,
    head_file: Path | None,
    new_key: bool,
    new_timeline: bool,
    batch: int,
    as_json: bool,
) -> None:
    """Seal what the transactions wrote that have ended. Holds up nobody; run it every minute.

    Keep the head outside of the database: without it nobody can tell that the last seals were
    removed. Example: wcdb audit seal --key-file FILE --head-file /var/lib/elsewhere/heads
    """
    key = derive(keys.read_key(key_file, key_command, key_timeout))
    heads = read_heads(head_file) if head_file and head_file.exists() else []
    variables = target()
    with session(variables) as writer, session(variables) as reader:
        seals = rows = 0
        for made in seal_log(
            writer,
            reader,
            key,
            batch=batch,
            heads=heads,
            allow_new_key=new_key,
            new_timeline=new_timeline,
        ):
            seals += 1
            rows += made.row_count
        head = _export_head(writer, head_file)
    if as_json:
        result = {"rows": rows, "seals": seals, "head": asdict(head) if head else None}
        click.echo(json.dumps(result))
        return
    click.echo(f"Sealed {rows:,} rows in {seals:,} seals." if seals else "Nothing to seal.")
    if head:
        click.echo(head)


@audit.command("head")
@click.option("--head-file", type=HEAD_FILE, help="Append the head to this file of JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def head_command(head_file: Path | None, as_json: bool) -> None:
    """Print the end of the chain, to be kept outside of the database. Needs no key.

    Exit code 1 if nothing was sealed yet. Example: wcdb audit head --json
    """
    with session() as connection:
        prepare(connection)
        head = _export_head(connection, head_file)
    if as_json:
        click.echo(json.dumps(asdict(head) if head else None))
    else:
        click.echo(head or "Nothing was sealed yet.")
    if head is None:
        sys.exit(1)


def _export_head(connection: Connection, head_file: Path | None) -> Head | None:
    with connection.transaction():
        head = read_head(connection)
    if head and head_file:
        append_head(head_file, head)
    return head


@audit.command("verify")
@keys.options("audit")
@click.option(
    "--old-key-file",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A key that was used before; may be given several times.",
)
@click.option("--head-file", type=HEAD_FILE, help="Check that these heads are in the chain.")
@click.option(
    "--from-seal",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Take the seals before this one as given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_command(
    key_file: Path | None,
    key_command: str | None,
    key_timeout: float,
    old_key_file: tuple[Path, ...],
    head_file: Path | None,
    from_seal: int,
    as_json: bool,
) -> None:
    """Find rows that were changed, deleted, inserted or moved after they were sealed. Reads only.

    Exit code 1 if it found something. Example: wcdb audit verify --key-file FILE --head-file HEADS
    """
    secrets = [keys.read_key(key_file, key_command, key_timeout)]
    secrets += [keys.read_key_file(path) for path in old_key_file]
    heads = read_heads(head_file) if head_file else []
    with session() as connection:
        report = verify_log(
            connection, [derive(secret) for secret in secrets], heads=heads, from_seal=from_seal
        )
    if as_json:
        findings = [asdict(finding) for finding in report.findings]
        click.echo(json.dumps({**vars(report), "findings": findings}, indent=2))
    else:
        _print_report(report, head_file is not None, from_seal)
    if report.counts:
        sys.exit(1)


def _print_report(report: Report, with_heads: bool, from_seal: int) -> None:
    since = f" from seal {from_seal} on" if from_seal > 1 else ""
    click.echo(f"{report.rows:,} rows of the log compared with {report.seals:,} seals{since}.")
    for month in sorted(report.months):
        click.echo(
            f"{month} is archived: {report.archived[month]:,} sealed rows are not in the log."
        )
    if report.unsealed:
        click.echo(
            f"{report.unsealed:,} rows are not sealed yet, the oldest of {report.oldest_unsealed}."
        )
    if report.uncovered:
        click.echo(f"{report.uncovered:,} rows cannot be checked: no seal of theirs can be read.")
    if not with_heads:
        click.echo("No --head-file: nobody would notice that the last seals were removed.")
    for finding in report.findings[:MOST_PRINTED]:
        click.echo(f"  {finding.kind}: {finding.sentence}.")
    found = sum(report.counts.values())
    if found > MOST_PRINTED:
        click.echo(f"  ... and {found - MOST_PRINTED:,} more; --json lists up to {MOST_KEPT:,}.")
    counts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(report.counts.items()))
    click.echo(f"Found: {counts}." if counts else "Nothing was changed.")
