"""How much stock yoyo costs: 'yoyo apply' of everything / the same files by 'psql -1 -f'.

Runs both several times, alternating, each on an empty database of an embedded server, and prints
the ratio of the medians, then where the difference goes: sqlparse, which reads every file and
every rollback before the first statement runs, and two savepoint commands a statement.

Run: .venv/bin/python benchmarks/apply.py [rounds]
"""

import os
import statistics
import subprocess
import sys
import time

import sqlparse

from fresh import fresh_database, fresh_server
from wcdb import migrations, server
from wcdb.database import ROOT, connect


def main(rounds: int) -> None:
    """Print the medians in seconds, their ratio, and the two parts of the difference."""
    guard = ROOT / "rollbacks" / "guard" / f"{migrations.FIRST_DEPENDENCY}.sql"
    files = [guard, *migrations.up_files()]
    psql = str(server.bin_directory() / "psql")
    times: dict[str, list[float]] = {"yoyo": [], "psql": []}
    with fresh_server() as socket:
        for _ in range(rounds):
            for program, durations in times.items():
                environment = fresh_database(socket)
                begin = time.perf_counter()
                if program == "yoyo":
                    result = migrations.yoyo("apply", environment=environment)
                    assert result.returncode == 0, result.stderr
                else:
                    for path in files:
                        subprocess.run(
                            [psql, "-qX", "-v", "ON_ERROR_STOP=1", "-1", "-f", str(path)],
                            env={**os.environ, **environment},
                            check=True,
                            stdout=subprocess.DEVNULL,
                        )
                durations.append(time.perf_counter() - begin)
        both = [*files, *ROOT.glob("rollbacks/2*.sql")]
        begin = time.perf_counter()
        statements = sum(len(sqlparse.split(path.read_text(encoding="utf-8"))) for path in both)
        splitting = time.perf_counter() - begin
        statements -= sum(
            len(sqlparse.split(path.read_text(encoding="utf-8"))) for path in both[len(files) :]
        )
        with connect(environment) as connection:
            begin = time.perf_counter()
            for _ in range(statements):
                connection.execute("SAVEPOINT s")
                connection.execute("RELEASE SAVEPOINT s")
            savepoints = time.perf_counter() - begin
    yoyo, floor = (statistics.median(times[name]) for name in ("yoyo", "psql"))
    print(f"{len(files)} files, {statements} statements, median of {rounds}:")
    print(f"yoyo {yoyo:.2f} s, psql {floor:.2f} s, yoyo / psql = {yoyo / floor:.2f}")
    print(f"of the difference: splitting {splitting / (yoyo - floor):.0%}", end=", ")
    print(f"savepoints {savepoints / (yoyo - floor):.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
