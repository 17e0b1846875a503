"""Whether an index file blocks a table in use: the index files of appointments, under load.

Fills appointments and runs the same load beside it, by turns: with nothing else going on (quiet),
and while stock 'yoyo apply' applies the index files of the table, which are rolled back after
each round; then once while it applies the same files with CONCURRENTLY struck out. Prints of each:

  seconds       how long the load ran, all rounds; but for the quiet ones that is how long yoyo ran
  p50, p99, max of a statement, in ms, counted from when it was due: a client that is held up
                counts what it could not send meanwhile; p99 is the median of the rounds
  busy          how much of the cores' time was spent, by this and by everything else on the
                machine; if it is not low in the quiet rounds, the p99s say little
  lock wait     the longest of a statement of the load, in ms: by pg_locks, looked at every 20 ms,
                and from 100 ms on by the server's log (log_lock_waits)
  over 100 ms   how many waited longer than that for a lock, by the server's log

Four clients send 200 statements a second in all, which takes a tenth of two cores: those of a
school platform are mostly idle too, and the build takes what is left. What the load reads and
writes is found by the indexes that are there before, so the new ones make nothing faster. yoyo is
given the index files alone; how long it takes to split all the others is measured by apply.py.

Exit code 1 if, beside the index files, a statement waited for a lock for more than 100 ms, or the
p99 was more than twice that of the quiet round before it (in the median round); 2 if the table
has no index file.
Run (on Linux): .venv/bin/python benchmarks/live_indexes.py [rows [rounds]]
"""

import math
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from fresh import fresh_database, fresh_server
from wcdb.database import ROOT
from wcdb.dev import server
from wcdb.migrations import files, runner

TABLE = "appointments"
CLIENTS = 4
RATE = 50  # statements a second, of each client
QUIET_SECONDS = 10
MOST_LOCK_WAIT = 100
MOST_RATIO = 2
LOAD = "wcdb-load"
LOGGED_WAIT = re.compile(rf" {LOAD} LOG: .* (still waiting|acquired) .* after ([\d.]+) ms")

SCHOOLS, NURSES, STUDENTS = 100, 300, 20_000
PARENTS = f"""
SELECT setseed(0.5);
INSERT INTO districts (id, name, code) VALUES (md5('district')::uuid, 'District', 'D');
INSERT INTO schools (id, district_id, name, code)
SELECT md5('school' || n)::uuid, md5('district')::uuid, 'School ' || n, n
FROM generate_series(0, {SCHOOLS - 1}) AS n;
INSERT INTO users (id, school_id, email, first_name, last_name, password)
SELECT md5('nurse' || n)::uuid, md5('school' || n % {SCHOOLS})::uuid,
    n || '@example.org', 'Nurse', n, '-'
FROM generate_series(0, {NURSES - 1}) AS n;
INSERT INTO students
    (id, school_id, student_number, first_name, last_name, date_of_birth, gender, grade)
SELECT md5('student' || n)::uuid, md5('school' || n % {SCHOOLS})::uuid,
    n, 'Student', n, '2015-01-01', 'OTHER', '4'
FROM generate_series(0, {STUDENTS - 1}) AS n;
"""
# Two years back and two months ahead, in the order of time; some students have many, most few.
ROWS = f"""
INSERT INTO appointments
    (id, student_id, nurse_id, type, scheduled_at, status, reason, recurring_group_id, deleted_at)
SELECT
    md5('appointment' || n)::uuid,
    md5('student' || student)::uuid,
    CASE WHEN mod(n, 10) > 0 THEN md5('nurse' || mod(student, {NURSES}))::uuid END,
    (enum_range(NULL::appointment_type))[1 + floor(7 * random() ^ 2)],
    now() + (n::float8 / %(rows)s * 790 - 730) * interval '1 day',
    CASE
        WHEN n > %(rows)s * 0.92 THEN 'SCHEDULED'
        WHEN mod(n, 20) = 0 THEN 'NO_SHOW'
        WHEN mod(n, 20) = 1 THEN 'CANCELLED'
        ELSE 'COMPLETED'
    END::appointment_status,
    'Seen by the nurse as agreed with the teacher',
    CASE WHEN mod(n, 5) = 0 THEN md5('series' || n / 50)::uuid END,
    CASE WHEN mod(n, 50) = 7 THEN now() END
FROM (
    SELECT n, floor({STUDENTS} * random() ^ 2)::integer AS student
    FROM generate_series(0, %(rows)s - 1) AS n
) AS skewed
"""
STATEMENTS = {  # and how many of a hundred
    "SELECT id, nurse_id, scheduled_at, status FROM appointments"
    " WHERE school_id = md5('school' || %(school)s)::uuid AND scheduled_at >= now()"
    " ORDER BY scheduled_at LIMIT 20": 35,
    "SELECT id, nurse_id, scheduled_at, status FROM appointments"
    " WHERE student_id = md5('student' || %(student)s)::uuid"
    " ORDER BY scheduled_at DESC LIMIT 10": 30,
    "UPDATE appointments SET status = 'COMPLETED', notes = 'Seen'"
    " WHERE id = md5('appointment' || %(row)s)::uuid": 20,
    "INSERT INTO appointments (student_id, nurse_id, type, scheduled_at, reason) VALUES"
    " (md5('student' || %(student)s)::uuid, md5('nurse' || %(nurse)s)::uuid,"
    " 'SCREENING', now() + interval '7 days', 'Asked for by the teacher')": 15,
}
LONGEST_WAIT = """
SELECT coalesce(1000 * extract(epoch FROM max(clock_timestamp() - l.waitstart)), 0)::float8
FROM pg_locks AS l INNER JOIN pg_stat_activity AS a ON l.pid = a.pid
WHERE NOT l.granted AND a.application_name = %s
"""


@dataclass
class Phase:
    """What is measured beside one kind of work, in ms, over all rounds."""

    name: str
    latencies: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)  # one a round
    lock_waits: list[float] = field(default_factory=list)
    logged: int = 0
    busy: list[float] = field(default_factory=list)  # one a round
    seconds: float = 0
    begin: float = 0  # of the present round, by time.monotonic
    end: float = math.inf

    @property
    def p99(self) -> float:
        """Return what 99% of the statements took at most, in the median round."""
        return statistics.median(self.p99s)

    def __str__(self) -> str:
        """Return its line of the table."""
        return (
            f"{self.name:13}{self.seconds:8.1f}{len(self.latencies):11,}"
            f"{statistics.median(self.latencies):9.1f}{self.p99:9.1f}{max(self.latencies):9.1f}"
            f"{max(self.lock_waits):11.0f}{self.logged:13}{statistics.median(self.busy):6.0%}"
        )


def connect(socket: Path, name: str = "wcdb-benchmark") -> psycopg.Connection[tuple[object, ...]]:
    """Open a superuser's connection, for which no row is hidden by a policy."""
    return psycopg.connect(
        host=str(socket),
        user="postgres",
        dbname=server.DATABASE,
        application_name=name,
        autocommit=True,
    )


def value(socket: Path, query: str, parameters: list[str] | None = None) -> str:
    """Return the one value that a query yields."""
    with connect(socket) as connection:
        row = connection.execute(query, parameters).fetchone()
    assert row is not None
    return str(row[0])


def copy(directory: Path, paths: list[Path], *, concurrently: bool = True) -> Path:
    """Make a checkout of these migrations alone, each depending on the one before it."""
    shutil.copytree(ROOT / "rollbacks" / "guard", directory / "rollbacks" / "guard")
    shutil.copy(ROOT / "yoyo.ini", directory)
    (directory / "sql" / "post_deploy").mkdir(parents=True)
    before = files.FIRST_DEPENDENCY
    for path in paths:
        text = re.sub(r"(?m)^-- depends: .*$", f"-- depends: {before}", path.read_text("utf-8"))
        up = directory / path.relative_to(ROOT)
        up.write_text(text if concurrently else text.replace(" CONCURRENTLY", ""), "utf-8")
        shutil.copy(files.rollback_file(path), up.with_name(f"{up.stem}.rollback.sql"))
        before = path.stem
    return directory


def yoyo(*arguments: str, environment: dict[str, str], root: Path) -> None:
    """Run stock yoyo in that checkout; it must succeed."""
    result = runner.yoyo(*arguments, environment=environment, root=root)
    assert result.returncode == 0, result.stderr


def fill(socket: Path, rows: int) -> None:
    """Fill the table, and have the server log who waits for a lock for 100 ms or more."""
    with connect(socket) as connection:
        connection.execute("ALTER SYSTEM SET log_lock_waits = on")
        connection.execute(f"ALTER SYSTEM SET deadlock_timeout = '{MOST_LOCK_WAIT}ms'")
        connection.execute("ALTER SYSTEM SET log_line_prefix = '%m [%p] %a '")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(PARENTS)
        connection.execute(ROWS, {"rows": rows})
    size = value(socket, f"SELECT pg_size_pretty(pg_table_size('{TABLE}'))")
    print(f"{TABLE}: {rows:,} rows, {size}; PostgreSQL {value(socket, 'SHOW server_version')}")


def valid_indexes(socket: Path) -> int:
    """Return how many indexes the table has; none may be invalid."""
    query = "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass"
    assert value(socket, f"{query} AND NOT indisvalid", [TABLE]) == "0"
    return int(value(socket, query, [TABLE]))


def core_times() -> tuple[int, int]:
    """Return how long all cores have been idle or waiting for a disk, and all time, in ticks."""
    times = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return times[3] + times[4], sum(times)


def send(socket: Path, client: int, rows: int, phase: Phase) -> list[float]:
    """Send each statement when it is due, or as soon as the one before it is answered."""
    choice = random.Random(f"{phase.name} {len(phase.p99s)} {client}")
    sizes = {"school": SCHOOLS, "student": STUDENTS, "nurse": NURSES, "row": rows}
    latencies = []
    with connect(socket, LOAD) as connection:

        def execute(statement: str) -> None:
            keys = {name: str(choice.randrange(size)) for name, size in sizes.items()}
            connection.execute(statement, keys, prepare=True)

        for statement in STATEMENTS:
            execute(statement)
        due = phase.begin + client / (CLIENTS * RATE)
        while due < phase.end:
            time.sleep(max(0.0, due - time.monotonic()))
            execute(*choice.choices(list(STATEMENTS), list(STATEMENTS.values())))
            latencies.append(1000 * (time.monotonic() - due))
            due += 1 / RATE
    return latencies


def watch(socket: Path, phase: Phase) -> list[float]:
    """Return how long the load was seen to wait for a lock, every 20 ms."""
    waits = []
    with connect(socket) as connection:
        while time.monotonic() < phase.end:
            waits += [float(str(row[0])) for row in connection.execute(LONGEST_WAIT, [LOAD])]
            time.sleep(0.02)
    return waits


def under_load(socket: Path, rows: int, phase: Phase, work: Callable[[], object]) -> None:
    """Run the load for as long as the work takes, and add what was measured to the phase."""
    with connect(socket) as connection:
        connection.execute(f"VACUUM (ANALYZE) {TABLE}")
        connection.execute("CHECKPOINT")
    log = Path(value(socket, "SHOW data_directory")) / "log"
    already = log.stat().st_size
    phase.begin, phase.end = time.monotonic() + 1, math.inf
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        clients = [pool.submit(send, socket, client, rows, phase) for client in range(CLIENTS)]
        watcher = pool.submit(watch, socket, phase)
        time.sleep(1)
        idle, total = core_times()
        try:
            work()
        finally:
            phase.end = time.monotonic()
        now_idle, now_total = core_times()
    phase.busy.append(1 - (now_idle - idle) / (now_total - total))
    phase.seconds += phase.end - phase.begin
    latencies = [latency for client in clients for latency in client.result()]
    phase.latencies += latencies
    phase.p99s.append(statistics.quantiles(latencies, n=100)[98])
    logged = LOGGED_WAIT.findall(log.read_bytes()[already:].decode())
    phase.lock_waits += watcher.result() + [float(wait) for _, wait in logged]
    phase.logged += sum(event == "still waiting" for event, _ in logged)


def main(rows: int, rounds: int) -> int:
    """Print the table and its ratios; return the exit code."""
    texts = {path: path.read_text("utf-8") for path in files.up_files()}
    apart = [path for path in texts if not files.is_transactional(path)]
    paths = [path for path in apart if re.search(rf"(?m)^-- Tables: +{TABLE}$", texts[path])]
    if not paths:
        print(f"There is no index file of {TABLE} in sql/, so nothing to measure.", file=sys.stderr)
        return 2
    quiet, live, plain = Phase("quiet"), Phase("index files"), Phase("CREATE INDEX")
    with tempfile.TemporaryDirectory() as temporary, fresh_server() as socket:
        environment = fresh_database(socket)
        base = copy(Path(temporary) / "base", [path for path in texts if path not in apart])
        given = copy(Path(temporary) / "given", paths)
        struck = copy(Path(temporary) / "struck", paths, concurrently=False)
        yoyo("apply", environment=environment, root=base)
        fill(socket, rows)
        before = valid_indexes(socket)
        after = before + sum(texts[path].count("CREATE INDEX CONCURRENTLY") for path in paths)

        def applied(root: Path, phase: Phase) -> None:
            under_load(
                socket, rows, phase, lambda: yoyo("apply", environment=environment, root=root)
            )
            assert valid_indexes(socket) == after > before
            first = paths[0].stem
            yoyo("rollback", "--revision", first, environment=environment, root=root)
            assert valid_indexes(socket) == before

        for _ in range(rounds):
            under_load(socket, rows, quiet, lambda: time.sleep(QUIET_SECONDS))
            applied(given, live)
        applied(struck, plain)
    print(
        "              seconds statements   p50 ms   p99 ms   max ms  lock wait  over 100 ms  busy"
    )
    print(quiet, live, plain, sep="\n")
    pairs = list(zip(live.p99s, quiet.p99s, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{after - before} indexes, all valid; p99, that of the quiet round being 1: {ratio:.1f}")
    print(f"beside the index files (at most {MOST_RATIO}; in ms:", end=" ")
    print(", ".join(f"{a:.1f} / {b:.1f}" for a, b in pairs), end=");\n")
    print(f"{plain.p99 / quiet.p99:.0f} beside plain CREATE INDEX")
    print(f"yoyo's time, index files / plain: {live.seconds / rounds / plain.seconds:.1f}")
    return int(ratio > MOST_RATIO or max(live.lock_waits) > MOST_LOCK_WAIT)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*given, *(1_000_000, 5)[len(given) :]))
