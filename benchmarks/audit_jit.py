"""What JIT compilation costs an audited write: an UPDATE with it in the audit function / without.

The embedded server has no JIT; this takes an installed PostgreSQL 15, as Debian's postgresql-15.
Rolled back each time, the two ways in turn; ratios of medians.

Run: .venv/bin/python benchmarks/audit_jit.py [rounds, default 5]
"""

import statistics
import sys
import time

from fresh import connect, fresh_server, migrated_database
from wcdb.database import Connection
from wcdb.dev import sample

VERSION = 15
TABLES = ("health_records", "clinic_visits", "students")
UPDATE = "UPDATE {table} SET updated_at = now() WHERE id IN (SELECT id FROM {table} LIMIT {rows})"


def milliseconds(connection: Connection, statement: str) -> float:
    """Return how long a statement takes that is rolled back."""
    begin = time.perf_counter()
    with connection.transaction(force_rollback=True):
        connection.execute(statement)
    return 1000 * (time.perf_counter() - begin)


def main(rounds: int) -> None:
    """Time both ways in turn, and print medians and ratios."""
    with fresh_server(VERSION) as socket, connect(migrated_database(socket)) as connection:
        sample.load(connection, 2000)
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")
        print(f"{'table':<16} {'rows':>5} {'off':>8} {'on':>8} {'ratio':>7}  (milliseconds)")
        for table in TABLES:
            for rows in (1, 100, 2000):
                statement = UPDATE.format(table=table, rows=rows)
                times: dict[str, list[float]] = {"off": [], "on": []}
                for _ in range(rounds):
                    for way, found in times.items():
                        connection.execute(f"ALTER FUNCTION phi.audit_{table}() SET jit = {way}")
                        milliseconds(connection, statement)  # the plan is kept
                        found.append(milliseconds(connection, statement))
                off, on = (statistics.median(found) for found in times.values())
                print(f"{table:<16} {rows:>5} {off:8.1f} {on:8.1f} {on / off:7.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
