"""wcdb indexes: which index costs more than it gives, and where one is missing."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import click
import psycopg
from psycopg.rows import class_row

from wcdb.database import session
from wcdb.migrations.runner import invalid_indexes

UNUSED_AFTER = timedelta(days=90)
MOST_UNUSED = 20
# Rows of a table that are looked at for the size of its keys.
SAMPLE = 10_000
LARGE = 10 * 1024 * 1024
BLOATED = 2

# Every index of schema public. A partitioned one counts with those of its partitions, which come
# on their own too. Column last_idx_scan came with PostgreSQL 16: to_jsonb gives NULL on 15.
INDEXES = """
    SELECT   i.oid::bigint          AS oid,
             quote_ident(t.relname) AS table,
             quote_ident(i.relname) AS name,
             m.amname               AS method,
             i.relispartition       AS attached,
             x.indisvalid           AS valid,
             x.indisprimary         AS primary_key,
             x.indisunique          AS unique,
             EXISTS (
                 SELECT FROM pg_constraint AS k
                 WHERE  k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')
             )                      AS constrains,
             array(
                 SELECT   pg_get_indexdef(i.oid, k, true)
                 FROM     generate_series(1, x.indnkeyatts) AS k
                 ORDER BY k
             )                      AS columns,
             array(
                 SELECT   concat_ws(' ', pg_get_indexdef(i.oid, k, true), x.indclass[k - 1],
                                    x.indcollation[k - 1], x.indoption[k - 1])
                 FROM     generate_series(1, x.indnkeyatts) AS k
                 ORDER BY k
             )                      AS keys,
             array(
                 SELECT   pg_get_indexdef(i.oid, k, true)
                 FROM     generate_series(x.indnkeyatts + 1, x.indnatts) AS k
                 ORDER BY k
             )                      AS included,
             pg_get_expr(x.indpred, x.indrelid) AS predicate,
             u.bytes,
             pg_size_pretty(u.bytes)            AS size,
             u.scans,
             u.tuples_read,
             u.last_scan,
             obj_description(i.oid, 'pg_class') AS comment
    FROM     pg_index AS x
    JOIN     pg_class AS i ON i.oid = x.indexrelid
    JOIN     pg_class AS t ON t.oid = x.indrelid
    JOIN     pg_am AS m    ON m.oid = i.relam
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(pg_relation_size(p.oid)), 0)::bigint AS bytes,
               coalesce(sum(s.idx_scan), 0)::bigint              AS scans,
               coalesce(sum(s.idx_tup_read), 0)::bigint          AS tuples_read,
               max((to_jsonb(s) ->> 'last_idx_scan')::timestamptz) AS last_scan
        FROM (SELECT i.oid UNION SELECT relid FROM pg_partition_tree(i.oid)) AS p
        LEFT JOIN pg_stat_user_indexes AS s ON s.indexrelid = p.oid
    ) AS u
    WHERE    i.relnamespace = 'public'::regnamespace
    AND      t.relname !~ 'yoyo'
    ORDER BY t.relname, i.relname
"""

FOREIGN_KEYS = """
    SELECT   quote_ident(t.relname) AS table,
             quote_ident(k.conname) AS name,
             array(
                 SELECT   quote_ident(a.attname)
                 FROM     unnest(k.conkey) WITH ORDINALITY AS c (number, place)
                 JOIN     pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = c.number
                 ORDER BY c.place
             )                      AS columns
    FROM     pg_constraint AS k
    JOIN     pg_class AS t ON t.oid = k.conrelid
    WHERE    k.contype = 'f'
    AND      k.conparentid = 0
    AND      t.relnamespace = 'public'::regnamespace
    AND      t.relname !~ 'yoyo'
    ORDER BY t.relname, k.conname
"""

# What an estimate needs of the large B-trees; tuples is NULL before the first ANALYZE.
LARGE_BTREES = """
    SELECT   quote_ident(t.relname)   AS table,
             quote_ident(i.relname)   AS name,
             pg_relation_size(i.oid)  AS bytes,
             nullif(i.reltuples, -1)::float8 AS tuples,
             array(
                 SELECT pg_get_indexdef(i.oid, n, FALSE) FROM generate_series(1, x.indnatts) AS n
             )                        AS columns
    FROM     pg_index AS x
    JOIN     pg_class AS i ON i.oid = x.indexrelid AND i.relkind = 'i'
    JOIN     pg_class AS t ON t.oid = x.indrelid
    JOIN     pg_am AS m    ON m.oid = i.relam AND m.amname = 'btree'
    WHERE    i.relnamespace = 'public'::regnamespace
    AND      t.relname !~ 'yoyo'
    AND      x.indisvalid
    AND      pg_relation_size(i.oid) >= %s
    ORDER BY t.relname, i.relname
"""

COUNTED_SINCE = """
    SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()
"""

# What --json prints of a finding, and the sentence that stands for it otherwise.
Finding = dict[str, object]


@dataclass(frozen=True)
class Index:
    """An index as INDEXES describes it; keys are columns with operator class, collation, order."""

    oid: int
    table: str
    name: str
    method: str
    attached: bool
    valid: bool
    primary_key: bool
    unique: bool
    constrains: bool
    columns: list[str]
    keys: list[str]
    included: list[str]
    predicate: str | None
    bytes: int
    size: str
    scans: int
    tuples_read: int
    last_scan: datetime | None
    comment: str | None

    @property
    def required(self) -> bool:
        """Whether it enforces something, used or not."""
        return self.unique or self.constrains

    def idle(self, now: datetime) -> bool:
        """Whether no query has used it, or none for a long time."""
        if self.last_scan is None:
            return self.scans == 0
        return self.last_scan < now - UNUSED_AFTER

    def finding(self, sentence: str, **facts: object) -> Finding:
        """Return what to report of it."""
        return {
            "table": self.table,
            "index": self.name,
            "bytes": self.bytes,
            **facts,
            "sentence": f"index {self.name} on {self.table} ({self.size}) {sentence}.",
        }


@dataclass(frozen=True)
class ForeignKey:
    """A foreign key of a table."""

    table: str
    name: str
    columns: list[str]

    def served_by(self, index: Index) -> bool:
        """Whether deleting a parent finds its children through this index.

        A tenant key rides on the index of the first column: a student has few rows in a table.
        """
        lead = self.columns[:1] if self.columns[1:] == ["school_id"] else self.columns
        return (
            index.table == self.table
            and index.valid
            and index.method in ("btree", "hash")
            and sorted(index.columns[: len(lead)]) == sorted(lead)
            and index.predicate in (None, *(f"({column} IS NOT NULL)" for column in lead))
        )


def read(connection: psycopg.Connection[Any]) -> tuple[list[Index], list[ForeignKey]]:
    """Return the indexes and the foreign keys of schema public."""
    with connection.cursor(row_factory=class_row(Index)) as cursor:
        known = cursor.execute(INDEXES).fetchall()
    with connection.cursor(row_factory=class_row(ForeignKey)) as cursor:
        return known, cursor.execute(FOREIGN_KEYS).fetchall()


def redundant(indexes: list[Index]) -> Iterator[tuple[Index, Index]]:
    """Yield each index that another makes superfluous, with that other one.

    Of two that are the same, the younger one is superfluous.
    """
    for index in indexes:
        if index.required or index.attached or not index.valid:
            continue
        covering = [
            other
            for other in indexes
            if _covers(other, index)
            and (other.required or not _covers(index, other) or other.oid < index.oid)
        ]
        if covering:
            yield index, max(covering, key=lambda other: (len(other.keys), -other.oid))


def _covers(wide: Index, narrow: Index) -> bool:
    return (
        wide.oid != narrow.oid
        and wide.table == narrow.table
        and wide.method == narrow.method == "btree"
        and wide.valid
        and wide.keys[: len(narrow.keys)] == narrow.keys
        and set(narrow.included) <= {*wide.columns, *wide.included}
        and wide.predicate == narrow.predicate
    )


def missing(indexes: list[Index], keys: list[ForeignKey]) -> Iterator[ForeignKey]:
    """Yield each foreign key that no index leads with."""
    return (key for key in keys if not any(key.served_by(index) for index in indexes))


def kept(indexes: list[Index], keys: list[ForeignKey], now: datetime) -> set[int]:
    """Return the oids of the indexes that must stay for a foreign key, one for each.

    Of several it is one that stays anyway, else the smallest; never one that is redundant.
    """
    chosen = set()
    superfluous = {index.oid for index, _ in redundant(indexes)}
    lasting = [index for index in indexes if index.oid not in superfluous]
    for key in keys:
        serving = [index for index in lasting if key.served_by(index)]
        if serving:
            best = min(
                serving,
                key=lambda i: (not i.required, i.idle(now), i.bytes, len(i.columns), i.name),
            )
            chosen.add(best.oid)
    return chosen


def unused(indexes: list[Index], keys: list[ForeignKey], now: datetime) -> list[Index]:
    """Return the indexes that nothing would miss, the largest first."""
    stay = kept(indexes, keys, now) | {index.oid for index, _ in redundant(indexes)}
    found = (
        index
        for index in indexes
        if index.idle(now)
        and index.valid
        and not index.required
        and not index.attached
        and index.oid not in stay
    )
    return sorted(found, key=lambda index: (-index.bytes, index.name))


def estimate(tuples: float, width: float) -> int:
    """Return how many bytes a B-tree of that many tuples would have if it were built anew.

        tuple = item pointer 4 + tuple header 8 + width, rounded up to a multiple of 8
        page  = (8192 - page header 24 - B-tree's own 16) * fillfactor 90%
        bytes = 8192 * (1 metapage + tuples / (page / tuple))

    width is the sum of the columns' average sizes, NULLs being none. The inner pages (about
    one in 200) are left out. Equal keys are stored once, so an index with few different keys is
    smaller than this, and its bloat may go unseen.
    """
    per_page = int((8192 - 24 - 16) * 0.9 / (4 + 8 + -(-width // 8) * 8))
    return 8192 * (1 + -int(-tuples // max(per_page, 1)))


def average_width(
    connection: psycopg.Connection[Any], table: str, tuples: float, columns: list[str]
) -> float | None:
    """Return how many bytes a key of an index has on average, from a sample of the table.

    pg_stats knows it too, but shows nobody the statistics of a table whose rows a policy binds.
    """
    sizes = " + ".join(f"coalesce(pg_column_size({column}), 0)" for column in columns)
    percent = min(100.0, 100 * SAMPLE / tuples)
    row = connection.execute(
        f"SELECT avg({sizes})::float8 FROM public.{table} TABLESAMPLE SYSTEM ({percent})"
    ).fetchone()
    return row[0] if row else None


def bloat(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Yield each large B-tree that is much larger than the estimate, or has none."""
    for table, name, size, tuples, columns in connection.execute(LARGE_BTREES, [LARGE]).fetchall():
        width = average_width(connection, table, tuples, columns) if tuples else None
        expected = estimate(tuples, width) if width is not None else None
        if expected is None:
            sentence = f"cannot be estimated: run 'ANALYZE public.{table}'"
        elif size > BLOATED * expected:
            sentence = (
                f"is about {size / expected:.1f} times what its rows need:"
                f" run 'REINDEX INDEX CONCURRENTLY public.{name}'"
            )
        else:
            continue
        yield {
            "table": table,
            "index": name,
            "bytes": size,
            "estimated_bytes": expected,
            "sentence": f"index {name} on {table} ({size / 1024**2:.0f} MB) {sentence}.",
        }


def report(
    connection: psycopg.Connection[Any], indexes: list[Index], keys: list[ForeignKey]
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

    Exit code 1 if one is invalid, redundant or missing; the others are advice.
    Example: wcdb indexes --all
    """
    with session() as connection:
        connection.read_only = True
        connection.execute("SET lock_timeout = '5s'")
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
        click.echo(f"  ... and {len(findings) - most} smaller ones: --json lists them.")
