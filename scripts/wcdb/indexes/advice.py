"""What the indexes of schema public cost and give: redundant, missing, unused, bloated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg.rows import class_row

from wcdb.database import Connection

UNUSED_AFTER = timedelta(days=90)
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


def read(connection: Connection) -> tuple[list[Index], list[ForeignKey]]:
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
    connection: Connection, table: str, tuples: float, columns: list[str]
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


def bloat(connection: Connection) -> Iterator[Finding]:
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
