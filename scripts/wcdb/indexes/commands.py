"""wcdb indexes: which index costs more than it gives, and where one is missing."""

import json
import sys
from datetime import UTC, datetime

import click

from wcdb.database import Connection, session
from wcdb.indexes.advice import (
    Finding,
    ForeignKey,
    Index,
    bloat,
    kept,
    missing,
    read,
    redundant,
    unused,
)
from wcdb.indexes.invalid import invalid_indexes

MOST_UNUSED = 20

COUNTED_SINCE = """
    SELECT stats_reset
    FROM   pg_stat_database
    WHERE  datname = current_database()
"""


def report(
    connection: Connection, indexes: list[Index], keys: list[ForeignKey]
) -> dict[str, list[Finding]]:
    """Return what there is to say about the indexes, by kind."""
    now = datetime.now(UTC)
    by_name = {index.name: index for index in indexes}
    return {
        "invalid": [
            {
                "table": index.table,
                "index": index.name,
                "bytes": by_name[index.name].bytes if index.name in by_name else None,
                "being_built": index.being_built,
                "sentence": index.sentence,
            }
            for index in invalid_indexes(connection)
        ],
        "redundant": [
            index.finding(f"is covered by {other.name}", covered_by=other.name)
            for index, other in redundant(indexes)
        ],
        "missing": [
            {
                "table": key.table,
                "foreign_key": key.name,
                "columns": key.columns,
                "sentence": f"foreign key {key.name} on {key.table} has no index that leads with"
                f" {', '.join(key.columns)}.",
            }
            for key in missing(indexes, keys)
        ],
        "unused": [
            index.finding(
                f"was last used on {index.last_scan:%Y-%m-%d}"
                if index.last_scan
                else "was never used",
                scans=index.scans,
                last_scan=index.last_scan.isoformat() if index.last_scan else None,
            )
            for index in unused(indexes, keys, now)
        ],
        "bloat": list(bloat(connection)),
    }


TITLES = {
    "invalid": "Invalid: no query uses them, and every write may still pay for them.",
    "redundant": "Redundant: another index begins with the same columns;"
    " drop them in a new migration.",
    "missing": "Missing: deleting a parent reads the whole table; add them in a new migration.",
    "unused": "Unused: writes pay for them, and no query has asked;"
    " think of what runs once a year,\nthen drop them in a new migration.",
    "bloat": "Bloated: an estimate, only as good as the last ANALYZE.",
}


def listing(indexes: list[Index], keys: list[ForeignKey]) -> list[dict[str, object]]:
    """Return every index with what it costs and gives."""
    now = datetime.now(UTC)
    stay = kept(indexes, keys, now)
    return [
        {
            "table": index.table,
            "index": index.name,
            "kind": _kind(index, keys),
            "bytes": index.bytes,
            "size": index.size,
            "scans": index.scans,
            "tuples_read": index.tuples_read,
            "kept_for_its_foreign_key": index.oid in stay
            and index.idle(now)
            and not index.required,
            "comment": index.comment,
        }
        for index in indexes
        if not index.attached
    ]


def _kind(index: Index, keys: list[ForeignKey]) -> str:
    if index.primary_key:
        return "primary key"
    if index.unique:
        return "unique"
    if index.method != "btree":
        return index.method
    if any(key.served_by(index) for key in keys):
        return "foreign key"
    return "partial" if index.predicate else "btree"


def _print_listing(lines: list[dict[str, object]]) -> None:
    table = [["TABLE", "INDEX", "KIND", "SIZE", "SCANS", "TUPLES READ", "COMMENT"]]
    for line in lines:
        cells = [line[name] for name in ("table", "index", "kind", "size", "scans", "tuples_read")]
        note = "(kept for its foreign key) " if line["kept_for_its_foreign_key"] else ""
        table.append([*map(str, cells), f"{note}{line['comment'] or ''}"])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        words = [cell.ljust(width) for cell, width in zip(row[:3], widths[:3], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[3:6], widths[3:6], strict=True)]
        click.echo("  ".join([*words, *numbers, row[6]]).rstrip())
    click.echo()


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with lists.")
@click.option("--all", "with_all", is_flag=True, help="List every index too.")
def indexes(as_json: bool, with_all: bool) -> None:
    """Say which index is invalid, redundant, missing, unused or bloated. Reads only.

    Exit code 1 if one is invalid, redundant or missing; the others are advice. PostgreSQL counts
    the use of each: before an application has worked here, as in the sample data, nearly all are
    unused.

    Example: wcdb indexes --all
    """
    with session(read_only=True) as connection:
        known, keys = read(connection)
        found = report(connection, known, keys)
        row = connection.execute(COUNTED_SINCE).fetchone()
    since = row[0] if row and isinstance(row[0], datetime) else None
    lines = listing(known, keys)
    if as_json:
        counted = {"counted_since": since.isoformat() if since else None}
        every = {"indexes": lines} if with_all else {}
        click.echo(json.dumps({**counted, **found, **every}, indent=2))
    else:
        if with_all:
            _print_listing(lines)
        when = f"{since:%Y-%m-%d}" if since else "the database was made (no reset is on record)"
        click.echo(f"{len(lines)} indexes in schema public; their use is counted since {when}.")
        for kind, findings in found.items():
            _print_findings(TITLES[kind], findings, MOST_UNUSED if kind == "unused" else None)
    wrong = (
        found["redundant"]
        or found["missing"]
        or any(not finding["being_built"] for finding in found["invalid"])
    )
    if wrong:
        sys.exit(1)
    if not as_json:
        click.echo("\nNone is invalid, redundant or missing.")


def _print_findings(title: str, findings: list[Finding], most: int | None) -> None:
    if not findings:
        return
    click.echo(f"\n{title}")
    for finding in findings[:most]:
        click.echo(f"  {finding['sentence']}")
    if most and len(findings) > most:
        click.echo(f"  ... and {len(findings) - most} smaller ones; --json names them all.")
