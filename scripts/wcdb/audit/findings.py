"""The findings of wcdb audit verify, one sentence each, and the report that collects them."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from wcdb.audit.log import Position

# As many findings are kept at most, so that a truncated log does not fill the memory.
MOST_KEPT = 100_000


class Kind(StrEnum):
    """The kinds of findings, as --json names them."""

    CHANGED = "changed"
    DELETED = "deleted"
    INSERTED = "inserted"
    MOVED = "moved"
    SEAL_MISSING = "seal missing"
    SEAL_ALTERED = "seal altered"
    CHAIN_BROKEN = "chain broken"
    HEAD_NOT_IN_CHAIN = "head not in chain"
    ARCHIVE_ALTERED = "archive altered"
    ARCHIVE_INCOMPLETE = "archive incomplete"


class Standing(StrEnum):
    """How an entry stands that no seal names; of a forged one, how it was inserted."""

    UNSEALED = "not sealed yet"
    UNCOVERED = "its seal cannot be read"
    AFTER_SEALING = "after it was sealed"
    TIMELINE_CLOSED = "into a timeline that is closed"
    TIMELINE_NOT_BEGUN = "into a timeline that has not begun"
    TRANSACTION_NOT_BEGUN = "under a transaction that has not begun"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was sealed."""

    kind: Kind
    sentence: str
    seal: int | None = None
    id: str | None = None
    transaction_id: int | None = None
    created_at: str | None = None


@dataclass
class Report:
    """The result of verify: numbers of seals and entries, and the findings.

    months are those that were archived, each with the number of entries in its file; archived
    counts their sealed entries that are gone.
    """

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

    def add_unsealed(self, position: Position) -> None:
        """Count an entry that waits for its seal."""
        created = position.created_at
        self.unsealed += 1
        self.oldest_unsealed = min(self.oldest_unsealed or created, created)


@dataclass
class Unmatched:
    """Entries that one side has and the other has not yet: whether they moved shows at the end."""

    report: Report
    _missing: dict[bytes, tuple[Position, int]] = field(default_factory=dict)
    _inserted: list[tuple[Position, int | None, Standing]] = field(default_factory=list)

    def add_missing(self, position: Position, seal: int) -> None:
        """Note an entry that is sealed and not in the log; an archived month may lack it."""
        month = position.created_at[:7]
        identity = position.id.bytes
        if month in self.report.months:
            self.report.archived[month] += 1
        elif len(self._missing) < MOST_KEPT and identity not in self._missing:
            self._missing[identity] = position, seal
        else:
            self.report.add(deleted(position, seal))

    def add_inserted(self, position: Position, seal: int | None, how: Standing) -> None:
        """Note an entry that is in the log and should have been sealed."""
        if len(self._inserted) < MOST_KEPT:
            self._inserted.append((position, seal, how))
        else:
            self.report.add(inserted(position, seal, how))

    def add_to_report(self) -> None:
        """Report each as deleted, inserted or, if its id was missing elsewhere, moved."""
        for position, seal, how in self._inserted:
            before = self._missing.pop(position.id.bytes, None)
            self.report.add(moved(*before, position) if before else inserted(position, seal, how))
        for position, number in self._missing.values():
            self.report.add(deleted(position, number))


def changed(position: Position, seal: int) -> Finding:
    """Return the finding that an entry is not the one that was sealed."""
    return _of_entry(Kind.CHANGED, position, seal, "was changed")


def deleted(position: Position, seal: int) -> Finding:
    """Return the finding that a sealed entry is gone."""
    return _of_entry(Kind.DELETED, position, seal, "was deleted")


def inserted(position: Position, seal: int | None, how: Standing) -> Finding:
    """Return the finding that an entry was not there when its neighbours were sealed."""
    return _of_entry(Kind.INSERTED, position, seal, f"was inserted {how}")


def moved(position: Position, seal: int, now: Position) -> Finding:
    """Return the finding that a sealed entry stands elsewhere now."""
    what = f"was moved to transaction {now.transaction}, created at {now.created_at}"
    timeline = f", timeline {now.timeline}" if now.timeline != position.timeline else ""
    return _of_entry(Kind.MOVED, position, seal, what + timeline)


def _of_entry(kind: Kind, position: Position, seal: int | None, what: str) -> Finding:
    row, transaction, created = str(position.id), position.transaction, position.created_at
    where = f"seal {seal}" if seal else "no seal"
    sentence = f"{where}, row {row} of transaction {transaction}, created at {created}, {what}"
    return Finding(kind, sentence, seal, row, transaction, created)
