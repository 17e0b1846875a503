"""The queries of the application use the indexes that are meant for them, and every index can be.

On some hundred thousand rows, as unevenly spread as life does it: see hot_tables.sql.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from support.index_page import Index, indexes
from support.queries import QUERIES, SCHOOLS, VALUES, fill
from support.server import Connection, Server, connect

STUDENTS = 3_000
LARGE = 1_000
CASES = [
    (name, size)
    for name, query in QUERIES.items()
    for size in (SCHOOLS if "{school}" in query.sql else ["middle"])
]


@pytest.fixture(scope="module")
def hot(postgres: Server, schema_template: str) -> Iterator[Connection]:
    """A connection to the tables that grow, filled; autocommit."""
    with postgres.database("hot", schema_template) as environment:
        connection = connect(environment)
        connection.autocommit = True
        fill(connection, STUDENTS)
        # Under a policy, even one that lets all through, PostgreSQL does not take a comparison of
        # enums for an order, nor look at its statistics: that is another test's question.
        for (table,) in connection.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity"
        ).fetchall():
            connection.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        tables = connection.execute(
            "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchone()
        assert tables is not None
        # An index is read alone only where VACUUM has seen that all rows of a page are visible.
        connection.execute(f"VACUUM {tables[0]}")
        connection.execute("SET search_path = sequelize, public")
        yield connection
        connection.close()


def explain(connection: Connection, sql: str) -> dict[str, Any]:
    row = connection.execute(f"EXPLAIN (FORMAT JSON) {sql}").fetchone()
    assert row is not None
    plan: dict[str, Any] = row[0][0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def used(connection: Connection, plan: dict[str, Any]) -> set[str]:
    """Return the indexes of a plan; that of a partition counts as its parent's."""
    names = [node["Index Name"] for node in nodes(plan) if "Index Name" in node]
    rows = connection.execute(
        "SELECT coalesce(h.inhparent::regclass, n.name::regclass)::text"
        " FROM unnest(%s::text[]) AS n (name)"
        " LEFT JOIN pg_inherits AS h ON h.inhrelid = n.name::regclass",
        [[f"public.{name}" for name in names]],
    ).fetchall()
    return {str(row[0]).removeprefix("public.") for row in rows}


def large(connection: Connection) -> set[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s"
        " AND relnamespace = 'public'::regnamespace",
        [LARGE],
    ).fetchall()
    return {row[0] for row in rows}


def test_the_tables_are_large_and_uneven(hot: Connection) -> None:
    assert len(large(hot)) > 20
    sizes = hot.execute(
        "SELECT count(*) FROM public.students GROUP BY school_id ORDER BY 1 DESC"
    ).fetchall()
    assert sizes[0][0] > 10 * sizes[-1][0]
    busiest = hot.execute(
        "SELECT count(*) FROM public.clinic_visits GROUP BY student_id ORDER BY 1 DESC LIMIT 1"
    ).fetchone()
    assert busiest is not None
    assert busiest[0] > 50


@pytest.mark.parametrize(("name", "school"), CASES)
def test_query_uses_its_index(name: str, school: str, hot: Connection) -> None:
    query = QUERIES[name]
    sql = query.sql.format(**{**VALUES, "school": SCHOOLS[school]})
    plan = explain(hot, sql)
    assert query.index in used(hot, plan), plan
    scans = {node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"}
    assert not scans & large(hot)
    if query.index_only:
        assert "Index Only Scan" in {node["Node Type"] for node in nodes(plan)}
    if query.index.endswith("_key"):
        return
    # Without it, PostgreSQL itself expects to pay more.
    with hot.transaction(force_rollback=True):
        hot.execute(f"DROP INDEX public.{query.index}")
        worse = explain(hot, sql)
    assert query.index not in used(hot, worse)
    assert worse["Total Cost"] > plan["Total Cost"]


def own_query(index: Index) -> str:
    """Return the query an index is made for: its first key, its predicate, its order."""
    first = index.keys[0]
    if "to_tsvector" in first:
        where = f"{first} @@ to_tsquery('simple', 'word')"
    elif index.method == "gin":
        value = "'{word}'" if index.name == "audit_logs_tags_idx" else "'[\"word\"]'"
        where = f"{first} @> {value}"
    elif index.method == "brin":
        where = f"{first} >= (SELECT {first} FROM public.{index.table} LIMIT 1)"
    else:
        column = first.removesuffix(" DESC")
        inner = re.sub(r"^lower\((\w+)(::text)?\)$", r"\1", column)
        where = f"{column} = (SELECT {inner} FROM public.{index.table} LIMIT 1)"
    if index.predicate:
        where += f" AND {index.predicate}"
    # text_pattern_ops orders by bytes: for LIKE, not for ORDER BY.
    sorted_keys = [] if "_ops" in index.definition else index.keys[1:]
    order = f" ORDER BY {', '.join(sorted_keys)}" if sorted_keys else ""
    return f"SELECT * FROM public.{index.table} WHERE {where}{order}"


def test_every_index_can_be_used(hot: Connection) -> None:
    """No predicate, operator class or order that its own query could not use."""
    every = [index for index in indexes(hot) if not index.constraint]
    assert len(every) > 350
    for index in every:
        others = [
            f"public.{other.name}"
            for other in every
            if other.table == index.table and other.name != index.name
        ]
        with hot.transaction(force_rollback=True):
            # Tables here may be empty: whether it pays is not what this asks.
            hot.execute("SET LOCAL enable_seqscan = off")
            hot.execute("SET LOCAL enable_sort = off")
            kind = "bitmapscan" if index.method == "btree" else "indexscan"
            hot.execute(f"SET LOCAL enable_{kind} = off")
            if others:
                hot.execute(f"DROP INDEX {', '.join(others)}")
            plan = explain(hot, own_query(index))
            assert index.name in used(hot, plan), (index, plan)
            sorts = [node for node in nodes(plan) if node["Node Type"] == "Sort"]
            assert not sorts or index.method != "btree", (index, plan)
