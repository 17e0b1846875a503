"""What wcdb phi encrypt does to a live table: statements of an application beside it / alone.

500,000 rows as in encrypt.py; two sessions send point reads and updates at a steady rate. In each
round first alone for ten seconds, then beside wcdb phi encrypt. Prints the 99th percentile of both,
the longest statement, and the speed of the encryption / its speed without the load.

Run: .venv/bin/python benchmarks/encrypt_live.py [rows, default 500000] [target batch time,
default 0.05] [statements a second, default 200]
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import encrypt
from fresh import connect, fresh_server

SESSIONS = 2
QUIET = 10.0


class Load(threading.Thread):
    """One session of an application: half reads, half updates, each by key."""

    def __init__(self, environment: dict[str, str], keys: list[str], pause: float) -> None:
        """Prepare; start() begins."""
        super().__init__(daemon=True)
        self._environment = environment
        self._keys = keys
        self._pause = pause
        self.stop = threading.Event()
        self.seconds: list[float] = []

    def run(self) -> None:
        """Send statements at the given pace; one that is late does not make the next later."""
        generator = random.Random()
        with connect(self._environment) as connection:
            connection.autocommit = True
            due = time.monotonic()
            while not self.stop.is_set():
                due += self._pause
                time.sleep(max(0.0, due - time.monotonic()))
                key = generator.choice(self._keys)
                began = time.monotonic()
                if generator.random() < 0.5:
                    connection.execute("SELECT * FROM bench WHERE id = %s", [key]).fetchone()
                else:
                    connection.execute("UPDATE bench SET code = code + 1 WHERE id = %s", [key])
                self.seconds.append(time.monotonic() - began)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which this share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    """Measure alone, beside, and without a load; print the ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    target = sys.argv[2] if len(sys.argv) > 2 else "0.05"
    rate = float(sys.argv[3]) if len(sys.argv) > 3 else 200.0
    with fresh_server() as socket, tempfile.TemporaryDirectory() as directory:
        environment = encrypt.encrypting_database(socket, Path(directory))
        program = [str(Path(sys.executable).parent / "wcdb"), "phi"]
        words = [*program, "encrypt", "bench", "--target-batch-time", target]
        place = {**os.environ, **environment}

        def run(arguments: list[str]) -> None:
            subprocess.run(arguments, env=place, check=True, stdout=subprocess.DEVNULL)

        with connect(environment) as connection:
            connection.autocommit = True
            connection.execute(encrypt.TABLE)
            run([*program, "keys", "create"])
            encrypt.fill(connection, rows)
            alone = encrypt.clock(lambda: run(words))
            encrypt.fill(connection, rows)
            keys = [
                str(row[0])
                for row in connection.execute("SELECT id FROM bench LIMIT 50000").fetchall()
            ]
        results = []
        for busy in (False, True):
            loads = [Load(environment, keys, SESSIONS / rate) for _ in range(SESSIONS)]
            for load in loads:
                load.start()
            if busy:
                beside = encrypt.clock(lambda: run(words))
            else:
                time.sleep(QUIET)
            for load in loads:
                load.stop.set()
                load.join()
            results.append([second for load in loads for second in load.seconds])
    quiet, loud = results
    ratio = percentile(loud, 0.99) / percentile(quiet, 0.99)
    print(f"{rows:,} rows, target {target} s, {rate:g} statements a second")
    for name, values in (("alone", quiet), ("beside", loud)):
        print(
            f"{name:8} {len(values):6,} statements, median"
            f" {statistics.median(values) * 1e3:.2f} ms,"
            f" p99 {percentile(values, 0.99) * 1e3:.2f} ms, longest {max(values) * 1e3:.0f} ms"
        )
    print(f"p99 beside / alone: {ratio:.2f}")
    print(f"speed beside / without load: {alone / beside:.2f} ({rows / beside:,.0f} rows/s)")


if __name__ == "__main__":
    main()
