"""What each index gives: the time of its query without the index / with it.

Fills the tables that grow (tests/support/hot_tables.sql) on an embedded server, then times each
query of tests/support/queries.py several times with its index and, in a transaction that is rolled
back, without: the server then falls back on the next best plan, often another index. Prints medians
in milliseconds, their ratio, and the size of the index; then what all the indexes together cost:
the time of an INSERT of 1,000 rows with them / without.

Run: .venv/bin/python benchmarks/indexes.py [students, default 20000] [rounds, default 5]
"""

import statistics
import sys
import time
from typing import Any

import psycopg

from fresh import connect, fresh_server, migrated_database
from wcdb.database import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from support.queries import QUERIES, VALUES, fill

WRITES = {
    "appointments": "(student_id, nurse_id, type, scheduled_at, reason)"
    " SELECT student_id, nurse_id, type, scheduled_at, reason",
    "health_records": "(student_id, record_type, title, description, record_date)"
    " SELECT student_id, record_type, title, description, record_date",
    "clinic_visits": "(student_id, check_in_time, reason_for_visit, symptoms, disposition,"
    " attended_by) SELECT student_id, check_in_time, reason_for_visit, symptoms, disposition,"
    " attended_by",
    "audit_logs": "(action, entity_type, entity_id, user_id)"
    " SELECT action, entity_type, entity_id, user_id",
}
SIZE = """
    SELECT pg_size_pretty(coalesce(
        (SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(%(index)s)),
        pg_relation_size(%(index)s)
    ))
"""
COMMENTED = """
    SELECT string_agg(x.indexrelid::regclass::text, ', '), count(*) FROM pg_index AS x
    WHERE x.indrelid = %s::regclass AND obj_description(x.indexrelid, 'pg_class') IS NOT NULL
"""
Connection = psycopg.Connection[Any]


def milliseconds(connection: Connection, sql: str, rounds: int) -> float:
    """Return the median time of a query that has run once before."""
    durations = []
    for _ in range(rounds + 1):
        begin = time.perf_counter()
        connection.execute(sql).fetchall()
        durations.append(1000 * (time.perf_counter() - begin))
    return statistics.median(durations[1:])


def write(connection: Connection, table: str, rounds: int) -> float:
    """Return the median time of inserting 1,000 copies of rows, each time taken back."""
    durations = []
    for _ in range(rounds):
        with connection.transaction(force_rollback=True):
            begin = time.perf_counter()
            connection.execute(
                f"INSERT INTO public.{table} {WRITES[table]} FROM public.{table} LIMIT 1000"
            )
            durations.append(1000 * (time.perf_counter() - begin))
    return statistics.median(durations)


def reads(connection: Connection, rounds: int) -> None:
    """Print a line a query: without its index, with it, and how large the index is."""
    print(f"{'query':42} {'without':>9} {'with':>9} {'ratio':>7}  {'size':>8}  index")
    for name, query in QUERIES.items():
        if query.index.endswith("_key"):
            continue
        sql, index = query.sql.format(**VALUES), f"public.{query.index}"
        fast = milliseconds(connection, sql, rounds)
        row = connection.execute(SIZE, {"index": index}).fetchone()
        with connection.transaction(force_rollback=True):
            connection.execute(f"DROP INDEX {index}")
            slow = milliseconds(connection, sql, rounds)
        assert row is not None
        line = f"{name:42} {slow:9.2f} {fast:9.2f} {slow / fast:7.1f}"
        print(f"{line}  {row[0]:>8}  {query.index}")


def writes(connection: Connection, rounds: int) -> None:
    """Print a line a table: an INSERT without the indexes that a query wants, and with them."""
    print(f"\n{'INSERT of 1,000 rows':42} {'without':>9} {'with':>9} {'with / without':>15}")
    for table in WRITES:
        slow = write(connection, table, rounds)
        row = connection.execute(COMMENTED, [f"public.{table}"]).fetchone()
        assert row is not None
        with connection.transaction(force_rollback=True):
            connection.execute(f"DROP INDEX {row[0]}")
            fast = write(connection, table, rounds)
        label = f"{table}, {row[1]} indexes"
        print(f"{label:42} {fast:9.1f} {slow:9.1f} {slow / fast:15.2f}")


def main(students: int, rounds: int) -> None:
    """Fill the tables, then print what the indexes give and what they cost."""
    with fresh_server() as socket:
        environment = migrated_database(socket)
        with connect(environment) as connection:
            connection.autocommit = True
            fill(connection, students)
            # The owner may not vacuum the server's own tables, and is told so for each.
            connection.execute("SET client_min_messages = error")
            connection.execute("VACUUM ANALYZE")
            connection.execute("SET search_path = sequelize, public")
            print(f"{students} students, median of {rounds}, in milliseconds")
            reads(connection, rounds)
            writes(connection, rounds)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [20_000, 5][len(arguments) :]))
