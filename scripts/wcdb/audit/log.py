"""Read the audit log: in one snapshot, in one order, each entry as its SHA-256.

The database computes the SHA-256 of an entry, so no entry leaves it. The log is read as a stream:
memory does not grow with it.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from psycopg import sql

from wcdb.database import CannotRun, Connection, Environment, session

FETCH = 10_000
DIGEST_LENGTH = 32
# transaction_id 8, created_at 8, id 16.
SORT_KEY_LENGTH = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SINCE_2000 = 946_684_800_000_000

# A cursor is otherwise planned for its first rows, and would carry whole entries through the sort.
# Every transaction is one snapshot.
SETTINGS = {
    "cursor_tuple_fraction": "1",
    "default_transaction_isolation": "repeatable read",
}

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

# Transaction ids are compared as the bytes that are sent: so they are indexed (BRIN knows bytea
# and not xid8), and 64 bits without a sign fit no integer of SQL. A superuser can make any column
# NULL; such an entry matches no seal.
ENTRIES = """
    SELECT   coalesce(a.timeline, 0),
             coalesce(xid8send(a.transaction_id), int8send(0))
             || coalesce(timestamptz_send(a.created_at), int8send(0))
             || coalesce(uuid_send(a.id), int8send(0) || int8send(0))
             || {digests}
    FROM     public.audit_logs AS a
    WHERE    {which}
    ORDER BY a.timeline, a.transaction_id, timestamptz_send(a.created_at), a.id
"""

IN_TIMELINE_FROM = """
             a.timeline = %(timeline)s
    AND      xid8send(a.transaction_id) >= %(first)b
"""

IN_TIMELINE_BETWEEN = """
             a.timeline = %(timeline)s
    AND      xid8send(a.transaction_id) >= %(first)b
    AND      xid8send(a.transaction_id) < %(end)b
"""

FROM_TRANSACTION = """
             a.timeline >= %(timeline)s
    AND      xid8send(a.transaction_id) >= %(first)b
"""

FROM_TRANSACTION_OR_LATER_TIMELINE = """
             (a.timeline >= %(timeline)s AND xid8send(a.transaction_id) >= %(first)b)
    OR       a.timeline > %(timeline)s
"""

NAMES_TRANSACTION_FROM = """
    SELECT EXISTS (
        SELECT
        FROM   public.audit_logs AS a
        WHERE  a.timeline = %(timeline)s
        AND    xid8send(a.transaction_id) >= %(first)b
    )
"""

TIMELINES = """
    SELECT   DISTINCT a.timeline
    FROM     public.audit_logs AS a
    WHERE    a.timeline BETWEEN coalesce(%(first)s, a.timeline) AND %(last)s
    ORDER BY a.timeline
"""

TIMELINE_DEFAULT = """
    SELECT pg_get_expr(d.adbin, d.adrelid)
    FROM   pg_attrdef AS d
    JOIN   pg_attribute AS a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE  a.attrelid = 'public.audit_logs'::regclass
    AND    a.attname = 'timeline'
"""

SET_TIMELINE_DEFAULT = """
    ALTER TABLE public.audit_logs
        ALTER COLUMN timeline SET DEFAULT {}
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

SNAPSHOT = """
    SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text
    FROM   pg_current_snapshot() AS s
"""


class Position(NamedTuple):
    """Where an entry stands in the log, which positions sort like.

    The sort key is transaction_id, created_at and id as PostgreSQL sends them.
    """

    timeline: int
    sort_key: bytes

    @property
    def transaction(self) -> int:
        """The transaction id."""
        return int.from_bytes(self.sort_key[:8], "big")

    @property
    def created_at(self) -> str:
        """When the entry was created, in ISO 8601, UTC."""
        return time_text(self.sort_key[8:16])

    @property
    def id(self) -> UUID:
        """The id of the entry."""
        return UUID(bytes=self.sort_key[16:])


# Before every entry.
START = Position(0, b"")


def open_session(environment: Environment | None = None, *, read_only: bool = False) -> Connection:
    """Open a session in autocommit, every explicit transaction of which sees one snapshot.

    Raises:
        CannotRun: see database.session.
    """
    return session(environment, read_only=read_only, autocommit=True, settings=SETTINGS)


def row_digest(version: int) -> str:
    """Return the SQL of an entry's SHA-256: the same bytes on every version, in every session.

    Each column as text, times as seconds since 1970, in the binary format of an array of text
    (array_send in PostgreSQL's source): length and UTF-8 bytes, one after the other, -1 for NULL.
    """
    values = [
        f"extract(epoch FROM a.{name})::text" if name in TIMES else f"a.{name}::text"
        for name in COLUMNS[version]
    ]
    return f"sha256(array_send(ARRAY['wcdb audit row {version}', {', '.join(values)}]))"


def read_all(connection: Connection, versions: Sequence[int]) -> Iterator[tuple[Position, bytes]]:
    """Yield each entry's position and its digests, one for each version, in the log's order."""
    return _read(connection, versions, "TRUE", {})


def read_timeline(
    connection: Connection, version: int, timeline: int, first: int, end: int | None
) -> Iterator[tuple[Position, bytes]]:
    """Yield position and digest of one timeline's entries, by transactions: first <= id < end.

    Without an end, every later transaction counts.
    """
    which = IN_TIMELINE_FROM if end is None else IN_TIMELINE_BETWEEN
    parameters: dict[str, object] = {"timeline": timeline, "first": transaction_bytes(first)}
    if end is not None:
        parameters["end"] = transaction_bytes(end)
    return _read(connection, [version], which, parameters)


def read_after(
    connection: Connection, versions: Sequence[int], begin: Position, last_timeline: int
) -> Iterator[tuple[Position, bytes]]:
    """Yield the entries behind a position, as read_all does.

    If the position's timeline is the last one that is sealed, an entry that names a later one, in
    which nothing should stand, is read only if its transaction is not below the position's.
    """
    later = last_timeline > begin.timeline
    which = FROM_TRANSACTION_OR_LATER_TIMELINE if later else FROM_TRANSACTION
    parameters: dict[str, object] = {"timeline": begin.timeline, "first": begin.sort_key[:8]}
    for position, digests in _read(connection, versions, which, parameters):
        if position > begin:
            yield position, digests


def _read(
    connection: Connection, versions: Sequence[int], which: str, parameters: dict[str, object]
) -> Iterator[tuple[Position, bytes]]:
    digests = " || ".join(row_digest(version) for version in versions)
    with connection.cursor("log", binary=True) as cursor:
        cursor.itersize = FETCH
        cursor.execute(ENTRIES.format(digests=digests, which=which.strip()), parameters)
        for timeline, sent in cursor:
            yield Position(timeline, sent[:SORT_KEY_LENGTH]), sent[SORT_KEY_LENGTH:]


def require_known_columns(connection: Connection) -> None:
    """Make sure that seals cover every column.

    Raises:
        CannotRun: the log has a column that the newest row version does not name.
    """
    unknown = connection.execute(UNKNOWN_COLUMNS, [list(COLUMNS[VERSION])]).fetchone()
    if unknown:
        raise CannotRun(
            f"column {unknown[0]} of audit_logs is in no row version of this wcdb; update it."
        )


def current_timeline(connection: Connection) -> int:
    """Return the timeline that new entries get.

    Raises:
        CannotRun: the column has no such default.
    """
    row = connection.execute(TIMELINE_DEFAULT).fetchone()
    try:
        return int(row[0]) if row else 0
    except ValueError:
        raise CannotRun(
            "the default of audit_logs.timeline is no number; was it tampered with?"
        ) from None


def begin_timeline(connection: Connection, timeline: int) -> None:
    """Give new entries this timeline, once every transaction that writes the log has ended.

    Raises:
        psycopg.Error: the session is not the owner's, or a writer did not end in time.
    """
    connection.execute(sql.SQL(SET_TIMELINE_DEFAULT).format(timeline))


def timelines(connection: Connection, first: int | None, last: int) -> list[int]:
    """Return the timelines that have entries, from first (if given) to last."""
    rows = connection.execute(TIMELINES, {"first": first, "last": last})
    return [timeline for (timeline,) in rows]


def snapshot(connection: Connection) -> tuple[int, int]:
    """Return below which transaction all have ended, and from which on none has begun.

    Of the snapshot that the transaction sees: pg_snapshot_xmin and pg_snapshot_xmax.
    """
    row = connection.execute(SNAPSHOT).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def names_transaction_from(connection: Connection, timeline: int, first: int) -> bool:
    """Say whether an entry of the timeline names this transaction or a later one."""
    parameters = {"timeline": timeline, "first": transaction_bytes(first)}
    row = connection.execute(NAMES_TRANSACTION_FROM, parameters).fetchone()
    return bool(row and row[0])


def transaction_bytes(transaction: int) -> bytes:
    """Return a transaction id as PostgreSQL sends it, which sorts as it does."""
    return transaction.to_bytes(8, "big")


def time_bytes(moment: datetime) -> bytes:
    """Return a time as PostgreSQL sends it: microseconds since 2000, UTC."""
    since_1970 = (moment - EPOCH) // timedelta(microseconds=1)
    return (since_1970 - SINCE_2000).to_bytes(8, "big", signed=True)


def time_text(sent: bytes) -> str:
    """Return a time as text, in UTC; as a number if it is infinity or a year Python has not."""
    since_2000 = int.from_bytes(sent, "big", signed=True)
    try:
        return (EPOCH + timedelta(microseconds=since_2000 + SINCE_2000)).isoformat()
    except OverflowError:
        return f"{since_2000} microseconds after 2000"
