"""Whether wcdb phi takes time in proportion to the rows, and as much memory for any number of them.

Tables of 100,000, 500,000 and 2,000,000 rows as in encrypt.py, one after the other: the floor (the
same UPDATE in pure SQL), encrypt and verify, with the memory of the largest process of each.

Run: .venv/bin/python benchmarks/encrypt_scale.py [rows, default 100000 500000 2000000]
"""

import sys
import tempfile
import time
from pathlib import Path

from encrypt import TABLE, clock, encrypting_database, fill, floor, wcdb
from fresh import connect, fresh_server


def main() -> None:
    """Measure each size and print microseconds a row, and megabytes."""
    sizes = [int(argument) for argument in sys.argv[1:]] or [100_000, 500_000, 2_000_000]
    with fresh_server() as socket, tempfile.TemporaryDirectory() as directory:
        environment = encrypting_database(socket, Path(directory))
        with connect(environment) as connection:
            connection.autocommit = True
            connection.execute("SET synchronous_commit = off")
            connection.execute(TABLE)
            wcdb(environment, "keys", "create")
            print(f"{'rows':>10} {'':8} {'us/row':>7} {'to floor':>8} {'MB':>5}")
            for rows in sizes:
                fill(connection, rows)
                base = clock(lambda: floor(connection))
                print(f"{rows:10,} {'floor':8} {base / rows * 1e6:7.1f}", flush=True)
                fill(connection, rows)
                for name in ("encrypt", "verify"):
                    began = time.monotonic()
                    peak = wcdb(environment, name, "bench", "--target-batch-time", "0.25")
                    seconds = time.monotonic() - began
                    print(
                        f"{rows:10,} {name:8} {seconds / rows * 1e6:7.1f}"
                        f" {seconds / base:8.2f} {peak:5.0f}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
