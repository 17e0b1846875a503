"""How fast the sample data loads, and whether time grows with the number of students only.

Run: .venv/bin/python benchmarks/sample.py [students]
"""

import sys
import time

from fresh import connect, fresh_database, fresh_server
from wcdb.dev import sample
from wcdb.migrations import runner


def main(students: int) -> None:
    """Print rows and seconds for a tenth of the students and for all, and the ratio a row."""
    rates = []
    with fresh_server() as socket:
        for count in (students // 10, students):
            environment = fresh_database(socket)
            runner.apply_all(environment)
            with connect(environment) as connection:
                begin = time.perf_counter()
                rows = sample.load(connection, count)
                seconds = time.perf_counter() - begin
            rates.append(rows / seconds)
            print(f"{count:,} students: {rows:,} rows in {seconds:.1f} s, with ANALYZE")
    print(f"time a row, {students:,} / {students // 10:,} students = {rates[0] / rates[1]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
