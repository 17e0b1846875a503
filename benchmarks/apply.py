"""How much stock yoyo costs: 'yoyo apply' of everything / the same files by 'psql -1 -f'.

Index files go to psql without -1, since CONCURRENTLY does not work in a transaction. Runs both
several times, alternating, each on an empty database of an embedded server, and prints the ratio
of the medians, then what yoyo does that psql does not: sqlparse reads every file and every
rollback before the first statement runs, and each statement of the files that are transactions
has two savepoint commands. psql in its turn starts once a file.

Run: .venv/bin/python benchmarks/apply.py [rounds]
"""

import os
import statistics
import subprocess
import sys
import time

import sqlparse

from fresh import connect, fresh_database, fresh_server
from wcdb.database import ROOT
from wcdb.dev import server
from wcdb.migrations import files, runner

QUIET = "-c client_min_messages=warning"  # that an index to drop is not there


def main(rounds: int) -> None:
    """Print the medians in seconds, their ratio, and two parts of yoyo's time."""
    guard = ROOT / "rollbacks" / "guard" / f"{files.FIRST_DEPENDENCY}.sql"
    paths = [guard, *files.up_files()]
    apart = {path for path in paths if not files.is_transactional(path)}
    psql = str(server.bin_directory() / "psql")
    times: dict[str, list[float]] = {"yoyo": [], "psql": []}
    with fresh_server() as socket:
        for _ in range(rounds):
            for program, durations in times.items():
                environment = fresh_database(socket)
                begin = time.perf_counter()
                if program == "yoyo":
                    result = runner.yoyo("apply", environment=environment)
                    assert result.returncode == 0, result.stderr
                else:
                    for path in paths:
                        single = [] if path in apart else ["-1"]
                        subprocess.run(
                            [psql, "-qX", "-v", "ON_ERROR_STOP=1", *single, "-f", str(path)],
                            env={**os.environ, **environment, "PGOPTIONS": QUIET},
                            check=True,
                            stdout=subprocess.DEVNULL,
                        )
                durations.append(time.perf_counter() - begin)
        texts = {path: path.read_text(encoding="utf-8") for path in paths}
        rollbacks = [path.read_text("utf-8") for path in ROOT.glob("rollbacks/2*.sql")]
        begin = time.perf_counter()
        counts = {path: len(sqlparse.split(text)) for path, text in texts.items()}
        for text in rollbacks:
            sqlparse.split(text)
        splitting = time.perf_counter() - begin
        with connect(environment) as connection:
            begin = time.perf_counter()
            for _ in range(sum(counts[path] for path in paths if path not in apart)):
                connection.execute("SAVEPOINT s")
                connection.execute("RELEASE SAVEPOINT s")
            savepoints = time.perf_counter() - begin
    yoyo, floor = (statistics.median(times[name]) for name in ("yoyo", "psql"))
    print(f"{len(paths)} files, {sum(counts.values())} statements, median of {rounds}:")
    print(f"yoyo {yoyo:.2f} s, psql {floor:.2f} s, yoyo / psql = {yoyo / floor:.2f}")
    print(f"of yoyo's time: splitting {splitting / yoyo:.0%}, savepoints {savepoints / yoyo:.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
