"""How much stock yoyo costs: 'yoyo apply' of everything / the same files by 'psql -1 -f'.

Runs both several times, alternating, each on an empty database of an embedded server, and prints
the ratio of the medians. Run: .venv/bin/python benchmarks/apply.py [rounds]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from wcdb import migrations, server
from wcdb.database import ROOT


def main(rounds: int) -> None:
    """Print both medians in seconds, and their ratio."""
    guard = ROOT / "rollbacks" / "guard" / f"{migrations.FIRST_DEPENDENCY}.sql"
    files = [guard, *migrations.up_files()]
    psql = str(server.bin_directory() / "psql")
    times: dict[str, list[float]] = {"yoyo": [], "psql": []}
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory) / "pg"
        socket = server.start(data)
        server.create_owner(socket)
        environment = {
            "PGHOST": str(socket),
            "PGUSER": server.OWNER,
            "PGDATABASE": server.DATABASE,
        }
        for _ in range(rounds):
            for program, durations in times.items():
                with psycopg.connect(
                    host=str(socket), user="postgres", dbname="postgres", autocommit=True
                ) as admin:
                    admin.execute(f"DROP DATABASE IF EXISTS {server.DATABASE}")
                server.create_database(socket)
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
        server.stop(data)
    yoyo, floor = (statistics.median(times[name]) for name in ("yoyo", "psql"))
    print(f"{len(files)} files, median of {rounds}: yoyo {yoyo:.2f} s, psql {floor:.2f} s")
    print(f"yoyo / psql = {yoyo / floor:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
