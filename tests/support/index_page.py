"""docs/indexes.md: every index, and the outcome of each that the models and the backups declare."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from support.facts import BACKUPS, DATA, MODELS, column
from support.server import Connection

BACKUP = BACKUPS["20251011000000-performance-indexes"]["indexes"]
OUTCOMES = {
    "created": "an index with these columns, in this order",
    "served": "an index that begins with these columns",
    "corrected": "another index answers the question; the note says how it differs, and why",
    "not applicable": "no index; the note says why",
}
INTRODUCTION = """\
# Indexes

<!-- Generated: scripts/test --no-lint tests/indexes/test_index_page.py --write-docs -->

This page lists every index of the schema with the query that it serves. For each table it also
lists the indexes that the models ({models}) and one of the backups ({backups}) declare, with the
outcome of each. A test compares the page with the catalogue and with these declarations. The file
`tests/support/data/index_decisions.tsv` records the decision on each index that is neither created
nor served.

{counts}

{outcomes}

An index counts as the declared one even if it leaves out soft-deleted rows, or rows without a value
in a key.

These rules apply to all tables:

* Screens and policies ask for the rows of one school, so such indexes lead with `school_id`. The
  views of the application do not show that column; row-level security adds it to every query of a
  role that works within a school. Today's backend sees all rows, and asks by student, nurse or
  time, or by a join with the students of a school.
* Where a student has only a few rows, the query finds them by student, then filters and sorts them.
* A status or flag that every query names is the predicate (`WHERE`) and not a key: the index holds
  the queue only, and rows that leave the queue leave the index.
* A flag alone, or a column with a handful of values, selects too little: no index.
* A table of some hundred rows is read whole: no index.
* Tables that fill in the order of time, and are queried by time range across all schools, have
  BRIN.
"""

INDEXES = """
SELECT
    t.relname,
    i.relname,
    a.amname,
    x.indisunique,
    x.indisvalid AND x.indisready,
    array(
        SELECT pg_get_indexdef(x.indexrelid, k, TRUE)
        FROM generate_series(1, x.indnkeyatts) AS k
    ),
    pg_get_expr(x.indpred, x.indrelid, TRUE),
    regexp_replace(pg_get_indexdef(x.indexrelid, 0, TRUE), '^.* USING ', ''),
    c.contype,
    obj_description(x.indexrelid, 'pg_class'),
    (
        SELECT min(f.confrelid::regclass::text) FROM pg_constraint AS f
        WHERE f.contype = 'f' AND f.conrelid = x.indrelid AND f.conkey[1] = x.indkey[0]
        AND cardinality(f.conkey) = 1
    )
FROM pg_index AS x
JOIN pg_class AS i ON i.oid = x.indexrelid
JOIN pg_class AS t ON t.oid = x.indrelid
JOIN pg_am AS a ON a.oid = i.relam
LEFT JOIN pg_constraint AS c ON c.conindid = x.indexrelid AND c.contype IN ('p', 'u')
WHERE t.relnamespace = 'public'::regnamespace
AND NOT t.relispartition AND t.relname !~ 'yoyo'
ORDER BY t.relname, c.contype, i.relname
"""


@dataclass(frozen=True)
class Index:
    """An index of the catalogue; definition is what follows USING."""

    table: str
    name: str
    method: str
    unique: bool
    valid: bool
    keys: list[str]
    predicate: str | None
    definition: str
    constraint: str | None
    comment: str | None
    target: str | None

    @property
    def serves(self) -> str:
        """The query it is for: its comment, or what its constraint or foreign key says."""
        if self.comment:
            return self.comment.removesuffix(".")
        if self.constraint:
            return "primary key" if self.constraint == "p" else "unique key"
        if self.target and len(self.keys) == 1:
            return f"foreign key: joins with {self.target}, and changes of its rows"
        order = f", by {self.keys[1].removesuffix(' DESC')}" if len(self.keys) > 1 else ""
        lead = self.keys[0].removesuffix("_id")
        return f"rows of one {lead}{order}"


@dataclass(frozen=True)
class Declared:
    """An index as a model or the backup declares it; columns is None where it is no plain list."""

    source: str
    table: str
    name: str
    text: str
    columns: list[str] | None
    unique: bool


@dataclass(frozen=True)
class Row:
    """The outcome of a declared index."""

    declared: Declared
    outcome: str
    index: str
    note: str


def indexes(connection: Connection) -> list[Index]:
    """Return every index of the schema, but for those of partitions and of yoyo."""
    return [Index(*row) for row in connection.execute(INDEXES)]


def declared() -> list[Declared]:
    """Return what the models and the backup declare."""
    found = []
    for table, model in MODELS.items():
        for index in model["indexes"]:
            names = [column(table, name) for name in index["columns"]]
            using, unique = index.get("using"), bool(index.get("unique"))
            text = ("unique " if unique else "") + f"({', '.join(names)})"
            text += f" using {using}" if using else ""
            plain = None if using else names
            found.append(Declared("model", table, index["name"], text, plain, unique))
    for index in BACKUP:
        text = f"({index['on']})" + (f" using {index['using']}" if "using" in index else "")
        text += f" where {index['where']}" if "where" in index else ""
        names = [part.removesuffix(" DESC") for part in index["on"].split(", ")]
        where = index.get("where", f"{names[0]} IS NOT NULL")
        plain = names if "using" not in index and where.endswith("IS NOT NULL") else None
        found.append(Declared("backup", index["table"], index["name"], text, plain, False))
    return found


def decisions() -> dict[tuple[str, str], tuple[str, str]]:
    """Return (index, reason) by (table, declared name) for what is neither created nor served."""
    with (DATA / "index_decisions.tsv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t"))
    found = {(row["table"], row["declared"]): (row["index"], row["reason"]) for row in table}
    assert len(found) == len(table)
    return found


def _as_declared(index: Index) -> bool:
    """Whether it leaves out nothing but soft-deleted rows and rows without a value in a key."""
    harmless = {"deleted_at IS NULL", *(f"{key} IS NOT NULL" for key in index.keys)}
    return index.predicate is None or set(index.predicate.split(" AND ")) <= harmless


def match(wanted: Declared, found: list[Index]) -> tuple[str, str] | None:
    """Return (outcome, index) if an index has, or begins with, the declared columns."""
    if wanted.columns is None:
        return None
    width = len(wanted.columns)
    candidates = [
        index
        for index in found
        if index.table == wanted.table
        and index.method == "btree"
        and [key.removesuffix(" DESC") for key in index.keys[:width]] == wanted.columns
        and index.unique >= wanted.unique
        and _as_declared(index)
    ]
    if not candidates:
        return None
    best = min(candidates, key=lambda index: (len(index.keys), index.name))
    return ("created" if len(best.keys) == width else "served"), best.name


def accounting(connection: Connection) -> list[Row]:
    """Return the outcome of every declared index.

    Raises:
        KeyError: it is neither created nor served, and index_decisions.tsv does not name it.
    """
    found = indexes(connection)
    decided = decisions()
    result = []
    for wanted in declared():
        matched = match(wanted, found)
        if matched:
            result.append(Row(wanted, *matched, ""))
        else:
            index, reason = decided[wanted.table, wanted.name]
            result.append(Row(wanted, "corrected" if index else "not applicable", index, reason))
    return result


def _table(head: str, lines: list[list[Any]]) -> str:
    width = head.count("|") + 1
    rows = [head.split("|"), ["---"] * width, *lines]
    return "".join(f"| {' | '.join(str(cell).strip() for cell in row)} |\n" for row in rows)


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`" if text else ""


def page(connection: Connection) -> str:
    """Return docs/indexes.md as it must be."""
    found, rows = indexes(connection), accounting(connection)
    counts = Counter((row.declared.source, row.outcome) for row in rows)
    totals = Counter(row.declared.source for row in rows)
    text = INTRODUCTION.format(
        models=totals["model"],
        backups=totals["backup"],
        counts=_table(
            "|" + "|".join(OUTCOMES) + "|all",
            [
                [source, *(counts[source, outcome] for outcome in OUTCOMES), totals[source]]
                for source in ("model", "backup")
            ],
        ),
        outcomes="\n".join(f"* **{name}**: {meaning}" for name, meaning in OUTCOMES.items()),
    )
    names = sorted({index.table for index in found} | {row.declared.table for row in rows})
    for name in names:
        own = [index for index in found if index.table == name]
        text += f"\n## {name}\n"
        if own:
            text += "\n" + _table(
                "Index|Definition|Serves",
                [[_code(i.name), _code(i.definition), i.serves.replace("|", "\\|")] for i in own],
            )
        asked = [row for row in rows if row.declared.table == name]
        if asked:
            text += "\n" + _table(
                "Declared|As|Outcome|Index|Note",
                [
                    [
                        f"{row.declared.source}: {_code(row.declared.name)}",
                        _code(re.sub(r"\s+", " ", row.declared.text)),
                        row.outcome,
                        _code(row.index),
                        row.note,
                    ]
                    for row in asked
                ],
            )
    return text
