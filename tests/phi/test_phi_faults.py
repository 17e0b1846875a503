"""wcdb phi under fire: killed workers and server backends beside writers, and a canary's traces.

On a server of its own, because killing a backend restarts the whole server. --kills says how often
(`--kills 200` before a release; fewer by default, for the time it takes).
"""

import os
import random
import re
import signal
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from support.encrypted import (
    command,
    create_table,
    decrypted,
    key_file,
    plaintext,
    process_environment,
    random_values,
    run,
)
from support.server import Connection, Environment, Server, connect, one
from wcdb.dev import server
from wcdb.migrations import runner

ROWS = 12_000
CANARY = "CANARY-0815-of-no-child"
# What Python itself says, before any code of ours, in a process whose parent is killed while it
# starts it.
ORPHAN = re.compile(
    r'Traceback \(most recent call last\):\n  File "<string>", line 1, in <module>\n'
    r"(?: .*\n)+EOFError: Ran out of input\n"
)


@pytest.fixture(scope="module")
def place(
    postgres: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Environment, Path]]:
    """A server with every migration and nothing else: its libpq variables and data directory."""
    if postgres.environment["PGUSER"] != server.OWNER:
        pytest.skip("kills the server, so it has to be one of our own")
    version = int(os.environ.get("WCDB_TEST_PG", server.DEFAULT_VERSION))
    directory = tmp_path_factory.mktemp("server") / "pg"
    socket = server.start(directory, version)
    try:
        server.create_owner(socket)
        server.create_database(socket)
        owner = {"PGHOST": str(socket), "PGUSER": server.OWNER, "PGDATABASE": server.DATABASE}
        with connect({**owner, "PGUSER": "postgres"}) as admin:
            admin.autocommit = True
            # A server that is killed loses nothing that the system has; commits need not wait.
            admin.execute("ALTER SYSTEM SET fsync = off")
            admin.execute("ALTER SYSTEM SET autovacuum = off")
            admin.execute("SELECT pg_reload_conf()")
        result = runner.yoyo("apply", environment=owner)
        assert result.returncode == 0, result.stderr
        key = key_file(tmp_path_factory.mktemp("key"))
        tool = {**postgres.tester(owner), "WCDB_PHI_KEY_FILE": str(key), "OWNER": server.OWNER}
        assert run(tool, "keys", "create").exit_code == 0
        yield tool, directory
    finally:
        server.stop(directory, version)


def owner(environment: Environment) -> Connection:
    return connect({**environment, "PGUSER": environment["OWNER"]})


def patiently(environment: Environment) -> Connection:
    """Connect as the owner, once the server has recovered."""
    until = time.monotonic() + 180
    while True:
        try:
            connection = owner(environment)
            connection.autocommit = True
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return connection


@dataclass
class Writer:
    """Changes rows as the application does, and remembers what it wrote last."""

    environment: Environment
    last: dict[str, tuple[str | None, ...]]
    only: set[str] | None = None
    done: dict[str, int] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        generator = random.Random()
        connection = patiently(self.environment)
        while not self.stop.is_set():
            row = generator.choice(sorted(self.only or self.last))
            kind = generator.choice(("update", "update", "touch", "insert", "delete"))
            if self.only is not None and kind in ("insert", "delete"):
                kind = "update"
            if kind == "insert":
                row = str(uuid.UUID(int=generator.getrandbits(128)))
            values = random_values(generator)
            statement = {
                "insert": "INSERT INTO secrets (ssn, note, born, plan, id)"
                " VALUES (%s, %s, %s, %s, %s)",
                "update": "UPDATE secrets SET (ssn, note, born, plan)"
                " = (%s, %s, %s::date, %s::jsonb) WHERE id = %s",
                "touch": "UPDATE secrets SET visits = visits + 1 WHERE id = %s",
                "delete": "DELETE FROM secrets WHERE id = %s",
            }[kind]
            try:
                connection.execute(
                    statement, [row] if kind in ("touch", "delete") else [*values, row]
                )
                self.done[kind] = self.done.get(kind, 0) + 1
            except psycopg.OperationalError:
                # Whether it was committed, only the database knows.
                connection = patiently(self.environment)
            while True:
                try:
                    found = connection.execute(
                        "SELECT ssn::text, note, born::text, plan::text FROM secrets WHERE id = %s",
                        [row],
                    ).fetchone()
                    break
                except psycopg.OperationalError:
                    connection = patiently(self.environment)
            if found is None:
                self.last.pop(row, None)
            elif kind != "touch":
                self.last[row] = tuple(found)
            time.sleep(0.001)
        connection.close()


def children_of(processes: list[int]) -> list[int]:
    """Return the processes that these have started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", ",".join(map(str, processes or [0]))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [int(pid) for pid in found.stdout.split()]


def kill_something(
    generator: random.Random, tool: Environment, processes: list[subprocess.Popen[str]]
) -> str:
    """Kill -9 a coordinator, a worker, its reader or a server backend; say which."""
    kind = generator.choices(("coordinator", "worker", "reader", "backend"), (2, 3, 6, 1))[0]
    if kind == "backend":
        with patiently(tool) as connection:
            backends = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE usename = 'wcdb_tester'"
            ).fetchall()
        if not backends:
            return "nothing"
        os.kill(generator.choice(backends)[0], signal.SIGKILL)
        return kind
    victim = generator.choice(processes)
    pid = victim.pid
    if kind in ("worker", "reader"):
        below = children_of([pid])
        if kind == "reader":
            below = children_of(below)
        if not below:
            return "nothing"
        pid = generator.choice(below)
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return "nothing"
    return kind


def under_fire(tool: Environment, kills: int, *words: str) -> dict[str, int]:
    """Run a command on two hosts, kill something again and again, and start it again."""
    generator = random.Random(kills)
    counts: dict[str, int] = {}
    environment = process_environment(tool)
    slow = ("--target-batch-time", "0.003", "--workers", "2")

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command(*words, "secrets", *slow),
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    hosts = [start(), start()]
    while sum(count for kind, count in counts.items() if kind != "nothing") < kills:
        time.sleep(generator.uniform(0.2, 2.5))
        kind = kill_something(generator, tool, hosts)
        counts[kind] = counts.get(kind, 0) + 1
        for at, host in enumerate(hosts):
            if host.poll() is not None:
                output = host.communicate()[0]
                assert "Traceback" not in ORPHAN.sub("", output)
                hosts[at] = start()
    for host in hosts:
        host.kill()
        host.communicate()
    # Workers whose coordinator is gone go on to the end of their range and job, or of themselves.
    patiently(tool).close()
    return counts


def settle(tool: Environment, *words: str) -> None:
    """Run the command to its end, alone."""
    for _ in range(3):
        result = run(tool, *words, "secrets")
        if result.exit_code == 0:
            return
    raise AssertionError(result.output + str(result.exception))


def test_killed_again_and_again(
    place: tuple[Environment, Path], request: pytest.FixtureRequest
) -> None:
    """Whatever is killed: every row's decrypted value is what the application last wrote."""
    tool, _ = place
    kills = request.config.getoption("--kills")
    with owner(tool) as connection:
        create_table(connection, ROWS)
        expected = plaintext(connection)
    counts = {}
    for words in (("encrypt",), ("rotate",)):
        if words == ("rotate",):
            # A new key, once; the killed runs then go on under it.
            assert run(tool, "rotate", "secrets", "--new-data-key", "--pause").exception
            result = run(tool, "rotate", "secrets.born", "--new-data-key")
            assert result.exit_code == 0
        found = Writer(tool, expected)
        thread = threading.Thread(target=found.run)
        thread.start()
        counts[words[0]] = under_fire(tool, kills // 3, *words)
        found.stop.set()
        thread.join()
        assert found.done.keys() == {"insert", "update", "touch", "delete"}
        settle(tool, *words)
        settle(tool, "encrypt")
        with patiently(tool) as connection:
            assert plaintext(connection) == expected
            assert decrypted(connection) == expected
    assert run(tool, "verify", "secrets").exit_code == 0
    # Half of the rows have lost their plaintext, as after a contract and its rollback: those the
    # application cannot change until they are back.
    with patiently(tool) as connection:
        alone = {
            row
            for (row,) in connection.execute(
                "SELECT id::text FROM secrets WHERE id < '80000000-0000-0000-0000-000000000000'"
            ).fetchall()
        }
        connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
        connection.execute(
            "UPDATE secrets SET ssn = NULL, note = NULL, born = NULL, plan = NULL"
            " WHERE id < '80000000-0000-0000-0000-000000000000'"
        )
        connection.execute("ALTER TABLE secrets ENABLE TRIGGER secrets_300_ciphertext")
    found = Writer(tool, expected, only=expected.keys() - alone)
    thread = threading.Thread(target=found.run)
    thread.start()
    counts["decrypt"] = under_fire(tool, kills - 2 * (kills // 3), "decrypt")
    found.stop.set()
    thread.join()
    settle(tool, "decrypt")
    with patiently(tool) as connection:
        assert plaintext(connection) == expected
        assert one(
            connection,
            "SELECT count(*) FROM secrets WHERE num_nonnulls(ssn_encrypted, ssn_blind_index,"
            " note_encrypted, born_encrypted, plan_encrypted) > 0",
        ) == 0  # fmt: skip
    total: dict[str, int] = {}
    for phase in counts.values():
        for kind, count in phase.items():
            total[kind] = total.get(kind, 0) + count
    print(f"kills: {counts}")
    assert sum(count for kind, count in total.items() if kind != "nothing") >= kills


def traces(directory: Path, where: str) -> bool:
    """Say whether the canary stands in the files of the data directory that match."""
    return any(
        CANARY.encode() in path.read_bytes() for path in directory.glob(where) if path.is_file()
    )


def test_a_canary_is_found_only_where_residue_says(
    place: tuple[Environment, Path], postgres: Server
) -> None:
    tool, directory = place
    with connect({**tool, "PGUSER": "postgres"}) as admin:
        admin.autocommit = True
        with owner(tool) as connection:
            connection.execute(
                "INSERT INTO students (student_number, first_name, last_name, date_of_birth,"
                " gender, grade, medical_record_num) VALUES ('1', 'A', 'B', '2015-01-01',"
                " 'FEMALE', '3', %s)",
                [CANARY],
            )
        admin.execute("VACUUM ANALYZE students")
        admin.execute("CHECKPOINT")
        assert traces(directory, "base/**/*")
        residue = run(tool, "residue", "students").output
        assert "the plaintext is still there: medical_record_num, ssn" in residue
        for words in (["encrypt"], ["verify"]):
            result = run(tool, *words, "students")
            assert result.exit_code == 0, result.output
            assert CANARY not in result.output
        applied = runner.yoyo(
            "apply", "--config", "yoyo-post-deploy.ini",
            environment={**tool, "PGUSER": tool["OWNER"]},
        )  # fmt: skip
        assert applied.returncode == 0, applied.stderr
        admin.execute("CHECKPOINT")
        # Dropping the column has erased nothing, and residue says so.
        assert traces(directory, "base/**/*")
        residue = run(tool, "residue", "students").output
        assert "VACUUM FULL students" in residue
        assert "write-ahead log" in residue
        assert traces(directory, "pg_wal/*")
        admin.execute("VACUUM FULL students")
        admin.execute("VACUUM FULL pg_statistic")
        admin.execute("CHECKPOINT")
        assert not traces(directory, "base/**/*")
        assert not traces(directory, "global/**/*")
        # In the log of the server, in ours, and in a dump there was never any.
        assert (directory / "log").stat().st_size
        assert not traces(directory, "log")
        assert not traces(directory, "*.log")
        assert one(
            admin, "SELECT count(*) FROM audit_logs AS a WHERE a::text LIKE %s", f"%{CANARY}%"
        ) == 0  # fmt: skip
        found = run(tool, "lookup", "students.medical_record_num", stdin=f"{CANARY}\n")
        assert found.exit_code == 0
        assert re.fullmatch(r"[0-9a-f-]{36}\n", found.output)
    dump = postgres.run("pg_dump", environment={**tool, "PGUSER": "postgres"})
    assert "INSERT INTO" in dump or "COPY public.students" in dump
    assert CANARY not in dump
