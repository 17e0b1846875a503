"""Seal the audit log: one committed seal for each batch of entries, chained to the one before."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from wcdb.audit import log, seals
from wcdb.audit.seals import Head, Key, Seal
from wcdb.database import CannotRun, Connection

BATCH = 10_000
# Two sealers never write the same seal (its primary key); this lock lets the second one say so.
LOCK = int.from_bytes(b"wc_audit", "big")


class Batch(NamedTuple):
    """Entries of one timeline that get one seal, packed as it holds them, with its transactions."""

    timeline: int
    first: int
    end: int
    entries: bytes


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

    Args:
        writer: writes the seals; as the reader, a session from log.open_session.
        reader: reads the log.
        key: makes the seals.
        batch: entries in a seal at most.
        heads: exported heads; the last one must be in the chain.
        allow_new_key: go on although the last seal was made with another key.
        new_timeline: the database was restored into another cluster; needs the owner.

    Raises:
        CannotRun: another run is at work, the key is another one, the database was restored, the
            end of the chain is not as it was sealed.
    """
    locked = writer.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
    if locked is None or not locked[0]:
        raise CannotRun("another wcdb audit seal is at work on this database.")
    log.require_known_columns(writer)
    with writer.transaction():
        last = seals.read_last(writer)
        _check_head(writer, heads)
        _check_key(last, key, allow_new_key)
    timeline = log.current_timeline(writer)
    if new_timeline:
        timeline = max(timeline, last.timeline if last else 0) + 1
        # Waits until whoever writes the log has ended, so what follows sees all of the old one.
        log.begin_timeline(writer, timeline)

    with reader.transaction():
        ended, beyond = log.snapshot(reader)
        if _was_restored(reader, last, timeline, ended, beyond):
            sealed = f", but sealed up to {last.end}" if last else ""
            raise CannotRun(
                f"transactions are counted anew here (now {beyond}{sealed}): this database was"
                " restored; run wcdb audit seal --new-timeline as the owner."
            )
        for each in _open_timelines(reader, last, timeline):
            end = ended if each == timeline else None
            for cut in _batches(reader, last, each, end, batch, key):
                last = _append(writer, key, last, cut)
                yield last


def _was_restored(
    reader: Connection, last: Seal | None, timeline: int, ended: int, beyond: int
) -> bool:
    """Say whether entries name transactions that the cluster has not come to yet.

    Where one has been sealed, the snapshot can only be later than the seal.
    """
    if last:
        return last.timeline == timeline and (beyond <= last.end or ended < last.end)
    return log.names_transaction_from(reader, timeline, beyond)


def _check_head(writer: Connection, heads: Sequence[Head]) -> None:
    """Refuse to go on if the head that was exported last is not in the chain."""
    for head in heads[-1:]:
        if seals.read_macs(writer, [head.seal]).get(head.seal) != head.mac:
            raise CannotRun(
                f"seal {head.seal}, which was exported, is not in the chain; nothing was sealed:"
                " run wcdb audit verify --head-file."
            )


def _check_key(last: Seal | None, key: Key, allow_new_key: bool) -> None:
    """Refuse to go on behind a seal that is not the one that was written, or of another key."""
    if last is None:
        return
    if last.key_id == key.id:
        if not seals.is_authentic(key, last):
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
    return log.timelines(reader, first, current)


def _batches(
    reader: Connection, last: Seal | None, timeline: int, end: int | None, batch: int, key: Key
) -> Iterator[Batch]:
    """Yield what is to be sealed of one timeline, batch by batch.

    A timeline that nobody writes any more has no end: then the last entry ends it.
    """
    after = last if last and last.timeline == timeline else None
    first = after.end if after else 0
    begin = after.last_position if after else log.Position(timeline, b"")
    position = begin
    entries = bytearray()
    for position, digest in log.read_timeline(reader, log.VERSION, timeline, first, end):
        if position <= begin:
            continue
        if len(entries) == batch * seals.ENTRY_LENGTH:
            yield Batch(timeline, first, position.transaction, bytes(entries))
            first = position.transaction
            entries.clear()
        entries += position.sort_key + seals.row_mac(key, digest)
    if entries:
        yield Batch(
            timeline, first, position.transaction + 1 if end is None else end, bytes(entries)
        )


def _append(writer: Connection, key: Key, last: Seal | None, cut: Batch) -> Seal:
    """Make the seal of a batch, chained to the last one, and commit it.

    Raises:
        CannotRun: somebody else has written a seal meanwhile.
    """
    with writer.transaction():
        now = datetime.now(UTC)
        row = writer.execute("SELECT session_user::text").fetchone()
        assert row is not None
        unsigned = Seal(
            seal=last.seal + 1 if last else 1,
            timeline=cut.timeline,
            first=cut.first,
            end=cut.end,
            row_version=log.VERSION,
            row_count=len(cut.entries) // seals.ENTRY_LENGTH,
            previous_mac=last.mac if last else seals.NO_SEAL,
            mac=b"",
            key_id=key.id,
            sealed_at=log.time_bytes(now),
            sealed_by=row[0],
            entries=cut.entries,
        )
        seal = unsigned._replace(mac=seals.seal_mac(key, unsigned))
        seals.insert(writer, seal, now)
    return seal
