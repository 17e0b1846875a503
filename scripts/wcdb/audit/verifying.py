"""Verify the audit log: compare it with its seals, and these with each other and their heads.

Log and seals are in the same order, so it is one walk along two streams: an entry on one side
only was deleted or inserted, or was moved if it is on both.
"""

import hmac
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from wcdb.audit import findings, log, seals
from wcdb.audit.archives import read_archives
from wcdb.audit.findings import Finding, Kind, Report, Standing, Unmatched
from wcdb.audit.log import DIGEST_LENGTH, Position, transaction_bytes
from wcdb.audit.seals import Head, Key, Seal
from wcdb.database import CannotRun, Connection

# Of a gap between two seals, as many are reported one by one at most.
MOST_MISSING = 1_000


class Sealed(NamedTuple):
    """An entry as a seal has it: position and truncated keyed hash, the seal and its key."""

    position: Position
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
    gap_end: Position = log.START

    def problem(self, kind: Kind, seal: int, sentence: str) -> None:
        """Report something about a seal."""
        self.report.add(Finding(kind, sentence, seal=seal))

    def key_of(self, seal: Seal) -> Key | None:
        """Return the key that the seal names, or else the one that made it."""
        if seal.key_id in self.keys:
            return self.keys[seal.key_id]
        return next((key for key in self.keys.values() if seals.is_authentic(key, seal)), None)


def verify_log(
    connection: Connection,
    known: Sequence[Key],
    *,
    heads: Sequence[Head] = (),
    from_seal: int = 1,
) -> Report:
    """Compare the log with its seals, the seals with each other and with the exported heads.

    Args:
        connection: a session from log.open_session.
        known: the keys that seals were made with.
        heads: exported heads; each must be in the chain.
        from_seal: take the seals before this one as given.

    Raises:
        CannotRun: the key is another one, there is no seal, or not the one to begin with.
    """
    report = Report()
    chain = Chain(report, {key.id: key for key in known})
    with connection.transaction():
        _check_key(connection, chain, heads)
        _check_heads(connection, chain, heads)
        _read_archives(connection, chain)
        _compare(connection, chain, _begin(connection, chain, from_seal))
    if from_seal == 1:
        _check_archives(report)
    report.findings.sort(key=lambda finding: finding.seal or sys.maxsize)
    return report


def _check_key(connection: Connection, chain: Chain, heads: Sequence[Head]) -> None:
    """Tell a wrong key from seals that were altered so as to look made with another one."""
    ids = {row[0] for row in connection.execute("SELECT DISTINCT key_id FROM phi.audit_seals")}
    if not ids and not heads:
        raise CannotRun("there is no seal to compare with; run wcdb audit seal.")
    if not ids or ids & set(chain.keys) or any(head.key_id in chain.keys for head in heads):
        return
    if any(chain.key_of(seal) for seal in seals.read_after(connection, 0)):
        return
    given = ", ".join(sorted(chain.keys))
    named = ", ".join(sorted(str(each)[:16] for each in ids))
    raise CannotRun(f"wrong key: this is key {given}, the seals name {named}.")


def _check_heads(connection: Connection, chain: Chain, heads: Sequence[Head]) -> None:
    """Report exported heads that are not in the chain: seals were removed, or made anew."""
    macs = seals.read_macs(connection, [head.seal for head in heads])
    for head in heads:
        if macs.get(head.seal) != head.mac:
            state = "is another one now" if head.seal in macs else "is missing"
            chain.problem(
                Kind.HEAD_NOT_IN_CHAIN,
                head.seal,
                f"seal {head.seal}, exported when it was sealed at {head.sealed_at}"
                f" ({head.rows:,} rows in all), {state}",
            )


def _read_archives(connection: Connection, chain: Chain) -> None:
    """Note which months were archived and how many entries went; report forged records."""
    for archive, authentic in read_archives(connection, chain.keys):
        if authentic:
            chain.report.months[archive.month] = archive.row_count
        else:
            chain.report.add(
                Finding(
                    Kind.ARCHIVE_ALTERED,
                    f"the record that {archive.month} was archived was altered, or made with a key"
                    " that was not given: its entries count as deleted",
                )
            )


def _check_archives(report: Report) -> None:
    """Report archives that do not hold what the seals say is gone; a month may be back, whole."""
    for month, rows in report.months.items():
        if report.archived[month] not in (0, rows):
            report.add(
                Finding(
                    Kind.ARCHIVE_INCOMPLETE,
                    f"the archive of {month} holds {rows:,} entries,"
                    f" but {report.archived[month]:,} that were sealed are gone",
                )
            )


def _begin(connection: Connection, chain: Chain, from_seal: int) -> Position:
    """Return after which entry to begin, and take the seal before as given."""
    if from_seal == 1:
        return log.START
    found = seals.read_numbered(connection, [from_seal - 1, from_seal])
    if [seal.seal for seal in found] != [from_seal - 1, from_seal]:
        raise CannotRun(f"there is no seal {from_seal} with one before it to begin at.")
    chain.passed = found[0]
    return found[0].last_position


def _compare(connection: Connection, chain: Chain, begin: Position) -> None:
    """Compare entry by entry; what is on one side only waits until the other has been read.

    Raises:
        CannotRun: a seal was made by a newer wcdb.
    """
    report = chain.report
    unmatched = Unmatched(report)
    current = log.current_timeline(connection)
    _, beyond = log.snapshot(connection)
    versions = _versions(connection)
    expected = _sealed_entries(connection, chain)
    sealed = next(expected, None)
    for position, digests in _entries(connection, versions, begin):
        while sealed and sealed.position < position:
            unmatched.add_missing(sealed.position, sealed.seal.seal)
            sealed = next(expected, None)
        if sealed and sealed.position == position:
            at = versions.index(sealed.seal.row_version) * DIGEST_LENGTH
            mac = seals.row_mac(sealed.key, digests[at : at + DIGEST_LENGTH])
            if not hmac.compare_digest(mac, sealed.mac):
                report.add(findings.changed(position, sealed.seal.seal))
            report.rows += 1
            sealed = next(expected, None)
            continue
        standing, seal = _judge(chain, position, sealed, current, beyond)
        if standing is Standing.UNSEALED:
            report.add_unsealed(position)
        elif standing is Standing.UNCOVERED:
            report.uncovered += 1
        else:
            unmatched.add_inserted(position, seal, standing)
    while sealed:
        unmatched.add_missing(sealed.position, sealed.seal.seal)
        sealed = next(expected, None)
    unmatched.add_to_report()


def _versions(connection: Connection) -> list[int]:
    """Return the row versions that the seals use, as far as this wcdb knows them."""
    used = connection.execute("SELECT DISTINCT row_version FROM phi.audit_seals").fetchall()
    return sorted({row[0] for row in used} & log.COLUMNS.keys()) or [log.VERSION]


def _entries(
    connection: Connection, versions: Sequence[int], begin: Position
) -> Iterator[tuple[Position, bytes]]:
    """Yield the entries of the log after a position."""
    if not begin.sort_key:
        return log.read_all(connection, versions)
    newest = connection.execute("SELECT max(timeline) FROM phi.audit_seals").fetchone()
    return log.read_after(connection, versions, begin, newest[0] if newest else 0)


def _sealed_entries(connection: Connection, chain: Chain) -> Iterator[Sealed]:
    """Check the seals one by one and yield what they say of the log."""
    number = chain.passed.seal if chain.passed else 0
    mac = chain.passed.mac if chain.passed else seals.NO_SEAL
    for seal in seals.read_after(connection, number):
        for missing in range(number + 1, min(seal.seal, number + 1 + MOST_MISSING)):
            chain.problem(Kind.SEAL_MISSING, missing, f"seal {missing} is missing")
            chain.gap = True
        if seal.seal == number + 1 and seal.previous_mac != mac:
            chain.problem(
                Kind.CHAIN_BROKEN, seal.seal, f"seal {seal.seal} does not follow on seal {number}"
            )
        number, mac = seal.seal, seal.mac
        chain.report.seals += 1
        key = _check_seal(chain, seal)
        if key is None:
            chain.gap = True
            end = Position(seal.timeline, transaction_bytes(seal.end))
            chain.gap_end = max(chain.gap_end, end)
            continue
        for position, entry_mac in seal.unpack():
            yield Sealed(position, entry_mac, seal, key)
        chain.passed, chain.gap = seal, False


def _check_seal(chain: Chain, seal: Seal) -> Key | None:
    """Report a seal that was altered; return its key if its entries can be compared.

    Raises:
        CannotRun: the seal was made by a newer wcdb.
    """
    key = chain.key_of(seal)
    if key is None:
        how = f"was altered, or made with key {seal.key_id[:16]!r} that was not given"
        chain.problem(Kind.SEAL_ALTERED, seal.seal, f"seal {seal.seal} {how}")
        return None
    intact = seals.is_authentic(key, seal)
    if not intact or seal.key_id != key.id:
        chain.problem(Kind.SEAL_ALTERED, seal.seal, f"seal {seal.seal} was altered")
    elif seal.row_version not in log.COLUMNS:
        raise CannotRun(f"seal {seal.seal} was made by a newer wcdb; update this one.")
    return key if intact or _is_readable(seal, chain.passed) else None


def _is_readable(seal: Seal, passed: Seal | None) -> bool:
    """Say whether an altered seal can be compared all the same: its entries are in order."""
    whole = seal.entries and len(seal.entries) % seals.ENTRY_LENGTH == 0
    if not whole or seal.row_version not in log.COLUMNS:
        return False
    positions = [position for position, _ in seal.unpack()]
    if passed:
        positions.insert(0, passed.last_position)
    return all(before < after for before, after in pairwise(positions))


def _judge(
    chain: Chain, position: Position, sealed: Sealed | None, current: int, beyond: int
) -> tuple[Standing, int | None]:
    """Say how an entry stands that no seal names, and which seal should have named it.

    The next sealed entry, if there is one, is behind it. Only if that seal had to name the entry
    too, or the one before had to, is it clear that the entry was not there.
    """
    timeline = position.timeline
    transaction = Position(timeline, position.sort_key[:8])
    passed = chain.passed
    if sealed:
        first = Position(sealed.seal.timeline, transaction_bytes(sealed.seal.first))
        # A transaction that goes on in this seal may have begun in one that is missing.
        shared = chain.gap and transaction == first
        if transaction >= first and (not shared or position > sealed.seal.first_position):
            return Standing.AFTER_SEALING, sealed.seal.seal
    if passed and transaction < Position(passed.timeline, transaction_bytes(passed.end)):
        return Standing.AFTER_SEALING, passed.seal
    if chain.gap and (sealed or transaction < chain.gap_end):
        return Standing.UNCOVERED, None
    if sealed or (passed and timeline < passed.timeline):
        return Standing.TIMELINE_CLOSED, None
    if timeline > current:
        return Standing.TIMELINE_NOT_BEGUN, None
    ours = passed and passed.timeline == timeline == current and passed.end < beyond
    if ours and position.transaction >= beyond:
        return Standing.TRANSACTION_NOT_BEGUN, None
    return Standing.UNSEALED, None
