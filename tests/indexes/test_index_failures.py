"""An index file that fails at any point: apply it again and every index is there and valid.

The indexes are built over gate(), so that a test can stop yoyo inside the build of any of them.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import yoyo as stock
from yoyo.config import read_config

from support.chain import applied, yoyo
from support.server import Connection, Create, Server, connect
from wcdb.database import ROOT
from wcdb.dev import server
from wcdb.migrations import runner

TABLE_ID = "20261201000001-schema-create-visits"
INDEX_ID = "20261201000002-indexes-visits"

TABLE = """\
-- A table, and a function that waits where a test holds the advisory lock of its number.

CREATE TABLE visits (
    id    integer PRIMARY KEY,
    slip  integer NOT NULL,
    badge integer NOT NULL,
    bed   integer NOT NULL
);
INSERT INTO visits (id, slip, badge, bed)
SELECT n, n, n, n FROM generate_series(1, 1000) AS n;

CREATE FUNCTION gate(p_number integer, p_value integer)
RETURNS integer
LANGUAGE plpgsql
IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $function$
BEGIN
    IF p_value = 1 THEN
        PERFORM pg_catalog.pg_advisory_xact_lock_shared(p_number);
    END IF;
    RETURN p_value;
END
$function$;
"""

# The shape of CONTRIBUTING.md.
UP = f"""\
-- Visits by slip, badge and bed.
--
-- transactional: false
-- depends: {TABLE_ID}

SET lock_timeout = '5s';
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS visits_slip_idx;
DROP INDEX CONCURRENTLY IF EXISTS visits_badge_idx;
DROP INDEX CONCURRENTLY IF EXISTS visits_bed_idx;

SET lock_timeout = 0;

CREATE UNIQUE INDEX CONCURRENTLY visits_slip_idx
    ON visits (gate(0, slip));
COMMENT ON INDEX visits_slip_idx IS 'The visit of a slip; one.';

CREATE UNIQUE INDEX CONCURRENTLY visits_badge_idx
    ON visits (gate(1, badge));
COMMENT ON INDEX visits_badge_idx IS 'The visit of a badge; one.';

CREATE UNIQUE INDEX CONCURRENTLY visits_bed_idx
    ON visits (gate(2, bed));
COMMENT ON INDEX visits_bed_idx IS 'The visit in a bed; one.';

ANALYZE visits;
"""
ROLLBACK = f"""\
-- Reverses {INDEX_ID}.
--
-- Data loss: none.

SET lock_timeout = 0;
SET statement_timeout = 0;
DROP INDEX CONCURRENTLY IF EXISTS visits_bed_idx;
DROP INDEX CONCURRENTLY IF EXISTS visits_badge_idx;
DROP INDEX CONCURRENTLY IF EXISTS visits_slip_idx;
"""
# What one writes without having seen it fail.
NAIVE_UP = f"""\
-- transactional: false
-- depends: {TABLE_ID}

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS visits_slip_idx ON visits (slip);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS visits_badge_idx ON visits (badge);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS visits_bed_idx ON visits (bed);
"""
NAIVE_ROLLBACK = """\
DROP INDEX CONCURRENTLY IF EXISTS visits_bed_idx;
DROP INDEX CONCURRENTLY IF EXISTS visits_badge_idx;
DROP INDEX CONCURRENTLY IF EXISTS visits_slip_idx;
"""

COLUMNS = ("slip", "badge", "bed")
INDEXES = tuple(f"visits_{column}_idx" for column in COLUMNS)
ALL_VALID = dict.fromkeys(INDEXES, True)
POSITIONS = pytest.mark.parametrize("position", [0, 1, 2], ids=["first", "middle", "last"])

# The phases of pg_stat_progress_create_index in which a build can be stopped.
EARLY_WRITERS = "waiting for writers before build"
SCAN = "building index: scanning table"
WRITERS = "waiting for writers before validation"
SNAPSHOTS = "waiting for old snapshots"

TIMEOUT = "300ms"
LONGER_THAN_TIMEOUT = 0.7


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def write(root: Path, up: str = UP, rollback: str = ROLLBACK) -> None:
    (root / "sql" / f"{INDEX_ID}.sql").write_text(up)
    (root / "sql" / f"{INDEX_ID}.rollback.sql").write_text(rollback)


def short_timeouts(root: Path) -> None:
    ini = (root / "yoyo.ini").read_text()
    ini = changed(ini, "lock_timeout=5s", f"lock_timeout={TIMEOUT}")
    (root / "yoyo.ini").write_text(
        changed(ini, "statement_timeout=10min", f"statement_timeout={TIMEOUT}")
    )


def new_checkout(root: Path, last: str) -> Path:
    (root / "sql").mkdir()
    (root / "sql" / f"{TABLE_ID}.sql").write_text(TABLE)
    if last == INDEX_ID:
        write(root)
    shutil.copy(ROOT / "yoyo.ini", root)
    return root


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Two migrations: a table, and three indexes on it."""
    return new_checkout(tmp_path, INDEX_ID)


def apply_again(environment: dict[str, str], root: Path) -> None:
    """Run what 'yoyo apply' runs, without the half second in which Python imports it."""
    ini = read_config(str(root / "yoyo.ini"))
    with pytest.MonkeyPatch.context() as libpq:
        for name in [name for name in os.environ if name.startswith("PG")]:
            libpq.delenv(name)
        for name, text in environment.items():
            libpq.setenv(name, text)
        with stock.get_backend(ini["DEFAULT"]["database"]) as backend, backend.lock():
            found = stock.read_migrations(str(root / "sql"))
            backend.apply_migrations(backend.to_apply(found))


def fails(environment: dict[str, str], root: Path, reason: str) -> None:
    result = runner.yoyo("apply", environment=environment, root=root)
    assert result.returncode == 1, result
    assert reason in result.stderr


@pytest.fixture(scope="module")
def table_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with the table and no index file applied."""
    with postgres.database("visits") as environment:
        apply_again(environment, new_checkout(tmp_path_factory.mktemp("visits"), TABLE_ID))
        yield environment["PGDATABASE"]


@pytest.fixture(scope="module")
def undisturbed(
    postgres: Server, table_template: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The schema after a run in which nothing happens."""
    root = new_checkout(tmp_path_factory.mktemp("undisturbed"), INDEX_ID)
    with postgres.database("undisturbed", table_template) as environment:
        yoyo(environment, "apply", root=root)
        schema = postgres.schema(environment)
    for index in INDEXES:
        assert f"CREATE UNIQUE INDEX {index} " in schema
        assert f"COMMENT ON INDEX public.{index} " in schema
    return schema


@pytest.fixture
def database(create: Create, table_template: str) -> dict[str, str]:
    return create(table_template)


@contextmanager
def watching(environment: dict[str, str]) -> Iterator[Connection]:
    connection = connect(environment)
    connection.autocommit = True
    with connection:
        yield connection


def indexes(environment: dict[str, str]) -> dict[str, bool]:
    """Return every index of the table but its key, and whether it can be used."""
    with watching(environment) as connection:
        rows = connection.execute(
            "SELECT c.relname, i.indisvalid AND i.indisready AND i.indislive"
            " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
            " WHERE i.indrelid = 'visits'::regclass AND NOT i.indisprimary"
        ).fetchall()
    return dict(rows)


def locked_by(environment: dict[str, str]) -> list[int]:
    with watching(environment) as connection:
        return [pid for (pid,) in connection.execute("SELECT pid FROM yoyo_lock").fetchall()]


def until(environment: dict[str, str], question: str, *parameters: object) -> int:
    """Ask until there is an answer."""
    deadline = time.monotonic() + 30
    with watching(environment) as connection:
        while not (row := connection.execute(question, parameters).fetchone()):
            assert time.monotonic() < deadline, (question, parameters)
            time.sleep(0.02)
    return int(row[0])


def until_gone(environment: dict[str, str]) -> None:
    """Wait until no session of yoyo's is left, at work or not."""
    until(
        environment,
        "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'yoyo')",
    )


def until_in_phase(environment: dict[str, str], position: int, phase: str) -> int:
    """Return the process id of the backend that builds the index, once it has come so far."""
    return until(
        environment,
        "SELECT p.pid FROM pg_stat_progress_create_index AS p"
        " JOIN pg_class AS c ON c.oid = p.index_relid"
        " WHERE p.datname = current_database() AND c.relname = %s AND p.phase = %s",
        INDEXES[position],
        phase,
    )


def until_waiting(environment: dict[str, str], statement: str) -> int:
    """Return the process id of the backend of yoyo's whose statement waits for a lock."""
    return until(
        environment,
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'yoyo' AND wait_event_type = 'Lock'"
        " AND starts_with(query, %s)",
        statement,
    )


def left_clean(environment: dict[str, str]) -> None:
    """After a failure that yoyo lives to see: nothing is built, marked or locked."""
    assert indexes(environment) == {}
    assert applied(environment) == [TABLE_ID]
    assert locked_by(environment) == []


def settled(environment: dict[str, str], postgres: Server, schema: str) -> None:
    """As if nothing had happened."""
    assert indexes(environment) == ALL_VALID
    assert applied(environment) == [TABLE_ID, INDEX_ID]
    assert locked_by(environment) == []
    assert postgres.schema(environment) == schema


@dataclass(frozen=True)
class Run:
    """Stock yoyo in the background."""

    process: subprocess.Popen[str]

    def fails(self, reason: str = "") -> None:
        _, stderr = self.process.communicate(timeout=30)
        assert self.process.returncode == 1, stderr
        assert reason in stderr

    def succeeds(self) -> None:
        _, stderr = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, stderr

    def still_runs(self) -> None:
        time.sleep(LONGER_THAN_TIMEOUT)
        assert self.process.poll() is None, self.process.communicate()


def heed_interrupts() -> None:
    """Let Ctrl-C end a child, also where the tests run in the background and ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def running(environment: dict[str, str], root: Path, *arguments: str) -> Iterator[Run]:
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    with subprocess.Popen(
        [str(Path(sys.executable).parent / "yoyo"), *(arguments or ("apply",))],
        cwd=root,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    ) as process:
        try:
            yield Run(process)
        finally:
            process.kill()


@contextmanager
def transaction(environment: dict[str, str], statement: str) -> Iterator[Connection]:
    """A transaction of the application's, open until it is closed here."""
    connection = connect(environment)
    try:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute(statement)
        yield connection
    finally:
        connection.close()


READS = "SELECT count(*) FROM visits"
WRITES = "UPDATE visits SET bed = bed WHERE id = 500"
HOLDS_A_SNAPSHOT = "SELECT count(*) FROM _yoyo_version"


@dataclass(frozen=True)
class Stopped:
    """A run that stands still in the build of one index."""

    run: Run
    backend: int
    environment: dict[str, str]
    position: int
    release: Callable[[], None]

    def left(self, *, valid: bool) -> None:
        """Nothing was taken back: the indexes before this one are there, and this one."""
        expected = {**dict.fromkeys(INDEXES[: self.position], True), INDEXES[self.position]: valid}
        assert indexes(self.environment) == expected


@contextmanager
def stopped(
    environment: dict[str, str], root: Path, position: int, phase: str = SCAN
) -> Iterator[Stopped]:
    with ExitStack() as holders:
        if phase == EARLY_WRITERS:
            assert position == 0, "a writer from before the run stops the first index"
            holders.enter_context(transaction(environment, WRITES))
        gate = holders.enter_context(ExitStack())
        keeper = gate.enter_context(watching(environment))
        keeper.execute("SELECT pg_advisory_lock(%s)", [position])
        with running(environment, root) as run:
            if phase != EARLY_WRITERS:
                until_in_phase(environment, position, SCAN)
            if phase == WRITERS:
                holders.enter_context(transaction(environment, WRITES))
            if phase == SNAPSHOTS:
                holders.enter_context(transaction(environment, HOLDS_A_SNAPSHOT))
            if phase != SCAN:
                gate.close()
            backend = until_in_phase(environment, position, phase)
            yield Stopped(run, backend, environment, position, holders.close)


def signal_backend(environment: dict[str, str], function: str, pid: int) -> None:
    with watching(environment) as connection:
        assert connection.execute(f"SELECT {function}(%s)", [pid]).fetchone() == (True,)


# What can befall a run: each returns when the run has ended, and says what it has left.


def cancel(at: Stopped) -> None:
    """An administrator cancels the statement: yoyo takes back what it had built."""
    signal_backend(at.environment, "pg_cancel_backend", at.backend)
    at.release()
    at.run.fails("canceling statement due to user request")
    left_clean(at.environment)


def terminate(at: Stopped) -> None:
    """An administrator ends the session: yoyo can take nothing back."""
    signal_backend(at.environment, "pg_terminate_backend", at.backend)
    at.run.fails("terminating connection due to administrator command")
    at.left(valid=False)
    assert locked_by(at.environment) == []


def interrupt(at: Stopped) -> None:
    """Ctrl-C: yoyo takes nothing back."""
    at.run.process.send_signal(signal.SIGINT)
    at.run.process.communicate(timeout=30)
    assert at.run.process.returncode != 0
    until_gone(at.environment)
    at.left(valid=False)
    assert locked_by(at.environment) == []


def kill(at: Stopped) -> None:
    """SIGKILL: the backend does not notice, ends its statement and keeps the index."""
    at.run.process.kill()
    at.run.process.wait(10)
    at.release()
    until_gone(at.environment)
    at.left(valid=True)
    assert locked_by(at.environment) == [at.run.process.pid]


def kill_both(at: Stopped) -> None:
    """SIGKILL, then an administrator ends the session that went on."""
    at.run.process.kill()
    at.run.process.wait(10)
    signal_backend(at.environment, "pg_terminate_backend", at.backend)
    until_gone(at.environment)
    at.left(valid=False)
    assert locked_by(at.environment) == [at.run.process.pid]


EVENTS = (cancel, terminate, kill, kill_both, interrupt)


@pytest.mark.parametrize(
    ("position", "phase", "event"),
    [
        *[(position, SCAN, event) for position in (0, 1, 2) for event in EVENTS[:3]],
        *[(1, SCAN, event) for event in EVENTS[3:]],
        (0, EARLY_WRITERS, terminate),
        (1, WRITERS, cancel),
        (1, SNAPSHOTS, cancel),
        (2, SNAPSHOTS, terminate),
    ],
)
def test_stopped_while_it_builds(
    position: int,
    phase: str,
    event: Callable[[Stopped], None],
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    with stopped(database, checkout, position, phase) as at:
        event(at)
        assert applied(database) == [TABLE_ID]
    if locked_by(database):
        yoyo(database, "break-lock", root=checkout)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


@POSITIONS
def test_unique_violation(
    position: int,
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    double(database, position)
    fails(database, checkout, "could not create unique index")
    left_clean(database)
    remove_double(database)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


def double(environment: dict[str, str], position: int) -> None:
    values = [7 if column == position else 1001 for column in range(3)]
    with watching(environment) as connection:
        connection.execute("INSERT INTO visits VALUES (1001, %s, %s, %s)", values)


def remove_double(environment: dict[str, str]) -> None:
    with watching(environment) as connection:
        connection.execute("DELETE FROM visits WHERE id = 1001")


def test_naive_shape_is_marked_applied_with_an_invalid_index(
    checkout: Path, database: dict[str, str]
) -> None:
    """Why the DROPs stand there: IF NOT EXISTS is content with the remains of a failure."""
    write(checkout, NAIVE_UP, NAIVE_ROLLBACK)
    double(database, 1)
    fails(database, checkout, "could not create unique index")
    assert indexes(database) == {INDEXES[1]: False}
    remove_double(database)
    yoyo(database, "apply", root=checkout)
    assert applied(database) == [TABLE_ID, INDEX_ID]
    assert indexes(database) == {**ALL_VALID, INDEXES[1]: False}


@pytest.mark.parametrize(
    ("position", "phase"),
    [(0, EARLY_WRITERS), (1, WRITERS), (2, SNAPSHOTS)],
)
def test_build_waits_for_an_old_transaction_as_long_as_it_takes(
    position: int,
    phase: str,
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    short_timeouts(checkout)
    write(checkout, changed(UP, "'5s'", f"'{TIMEOUT}'"))
    with stopped(database, checkout, position, phase) as at:
        at.run.still_runs()
        at.release()
        at.run.succeeds()
    settled(database, postgres, undisturbed)


LOCK, STATEMENT = "SET lock_timeout = 0;", "SET statement_timeout = 0;"


@pytest.mark.parametrize(
    ("position", "line", "instead", "reason"),
    [
        *[(position, LOCK, "", "lock timeout") for position in (0, 1, 2)],
        (1, STATEMENT, "", "statement timeout"),
        *[
            (position, STATEMENT, f"SET statement_timeout = '{TIMEOUT}';", "statement timeout")
            for position in (0, 1, 2)
        ],
    ],
)
def test_build_that_may_not_wait_is_taken_back(
    position: int,
    line: str,
    instead: str,
    reason: str,
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    """One of the lines that let it wait is missing, or is not what it should be."""
    short_timeouts(checkout)
    write(checkout, changed(changed(UP, "'5s'", f"'{TIMEOUT}'"), line, instead))
    with stopped(database, checkout, position) as at:
        at.run.fails(f"canceling statement due to {reason}")
    left_clean(database)
    write(checkout)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


def leave_behind(environment: dict[str, str], position: int) -> None:
    """Create an index of the same name: what a killed run left, or a predecessor."""
    with watching(environment) as connection:
        connection.execute(f"CREATE INDEX {INDEXES[position]} ON visits (id)")


@POSITIONS
def test_drop_of_remains_gives_up_behind_an_old_transaction(
    position: int,
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    leave_behind(database, position)
    write(checkout, changed(UP, "'5s'", f"'{TIMEOUT}'"))
    with transaction(database, READS), running(database, checkout) as run:
        run.fails("canceling statement due to lock timeout")
        assert applied(database) == [TABLE_ID]
        assert locked_by(database) == []
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


def test_one_set_in_the_rollback_would_wait_for_ever(
    checkout: Path, database: dict[str, str], postgres: Server, undisturbed: str
) -> None:
    """Why a second SET stands below SET lock_timeout = 0 in the rollback.

    When the last DROP of the up file fails, yoyo runs the rollback but for its first line. With
    one SET it runs that as well, and then waits for the same transaction without a limit.
    """
    leave_behind(database, 2)
    write(checkout, changed(UP, "'5s'", f"'{TIMEOUT}'"), changed(ROLLBACK, f"{STATEMENT}\n", ""))
    with transaction(database, READS) as old, running(database, checkout) as run:
        until_waiting(database, "DROP INDEX")
        run.still_runs()
        run.still_runs()
        old.rollback()
        run.fails("canceling statement due to lock timeout")
    left_clean(database)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


@pytest.mark.parametrize(
    ("position", "event"),
    [(0, cancel), (1, cancel), (2, cancel), (1, terminate), (1, kill)],
)
def test_stopped_while_it_drops_remains(
    position: int,
    event: Callable[[Stopped], None],
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    leave_behind(database, position)
    with transaction(database, READS) as old, running(database, checkout) as run:
        backend = until_waiting(database, "DROP INDEX")
        if event is kill:
            run.process.kill()
        else:
            signal_backend(database, f"pg_{event.__name__}_backend", backend)
        old.rollback()
        run.process.communicate(timeout=30)
        assert run.process.returncode in (1, -signal.SIGKILL)
        until_gone(database)
        assert applied(database) == [TABLE_ID]
    if locked_by(database):
        assert event is kill
        yoyo(database, "break-lock", root=checkout)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


def test_run_again_while_the_backend_of_a_killed_run_still_builds(
    checkout: Path, database: dict[str, str], postgres: Server, undisturbed: str
) -> None:
    """After SIGKILL and break-lock, but too early."""
    write(checkout, changed(UP, "'5s'", f"'{TIMEOUT}'"))
    with stopped(database, checkout, 1) as at:
        at.run.process.kill()
        at.run.process.wait(10)
        yoyo(database, "break-lock", root=checkout)
        with running(database, checkout) as early:
            early.fails("canceling statement due to lock timeout")
        at.left(valid=False)
        assert applied(database) == [TABLE_ID]
        at.release()
        until_gone(database)
        at.left(valid=True)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


@POSITIONS
def test_comment_fails(
    position: int,
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    write(checkout, changed(UP, f"ON INDEX {INDEXES[position]} ", "ON INDEX visits_typo_idx "))
    fails(database, checkout, '"visits_typo_idx" does not exist')
    left_clean(database)
    write(checkout)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


@pytest.mark.parametrize("function", ["pg_cancel_backend", "pg_terminate_backend"])
def test_stopped_at_analyze(
    function: str,
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    """ANALYZE computes the indexes' expressions, and so comes to a gate again."""
    with watching(database) as keeper, stopped(database, checkout, 2) as at:
        keeper.execute("SELECT pg_advisory_lock(0)")
        at.release()
        backend = until_waiting(database, "ANALYZE")
        assert indexes(database) == ALL_VALID
        signal_backend(database, function, backend)
        at.run.fails()
    assert applied(database) == [TABLE_ID]
    assert indexes(database) == ({} if function == "pg_cancel_backend" else ALL_VALID)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


def test_killed_before_the_mark(
    checkout: Path, database: dict[str, str], postgres: Server, undisturbed: str
) -> None:
    """Everything is built, and yoyo died before it could say so: built once more."""
    apply_again(database, checkout)
    with watching(database) as connection:
        connection.execute("DELETE FROM _yoyo_migration WHERE migration_id = %s", [INDEX_ID])
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


def test_rollback_waits_for_an_old_transaction_as_long_as_it_takes(
    checkout: Path,
    database: dict[str, str],
    create: Create,
    table_template: str,
    postgres: Server,
    undisturbed: str,
) -> None:
    apply_again(database, checkout)
    short_timeouts(checkout)
    with (
        transaction(database, READS) as old,
        running(database, checkout, "rollback", "--revision", INDEX_ID) as run,
    ):
        until_waiting(database, "DROP INDEX")
        run.still_runs()
        old.rollback()
        run.succeeds()
    left_clean(database)
    assert postgres.schema(database) == postgres.schema(create(table_template))
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


@pytest.mark.parametrize(
    ("function", "left"),
    [
        ("pg_cancel_backend", {INDEXES[0]: True}),
        ("pg_terminate_backend", {**ALL_VALID, INDEXES[2]: False}),
    ],
)
def test_rollback_that_was_stopped_is_run_again(
    function: str,
    left: dict[str, bool],
    checkout: Path,
    database: dict[str, str],
    postgres: Server,
    undisturbed: str,
) -> None:
    """It is still marked, yet its indexes are not all there: only another rollback helps."""
    apply_again(database, checkout)
    with (
        transaction(database, READS) as old,
        running(database, checkout, "rollback", "--revision", INDEX_ID) as run,
    ):
        backend = until_waiting(database, "DROP INDEX")
        signal_backend(database, function, backend)
        old.rollback()
        run.fails()
    assert applied(database) == [TABLE_ID, INDEX_ID]
    assert indexes(database) == left
    apply_again(database, checkout)
    assert indexes(database) == left
    yoyo(database, "rollback", "--revision", INDEX_ID, root=checkout)
    left_clean(database)
    apply_again(database, checkout)
    settled(database, postgres, undisturbed)


@pytest.fixture(scope="module")
def fragile() -> Iterator[Server]:
    """A server of this file's own: the crash of one backend ends every session of a server."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    version = int(os.environ.get("WCDB_TEST_PG", server.DEFAULT_VERSION))
    directory = ROOT / ".wcdb" / "test" / f"pg{version}-{worker}-crash"
    socket = server.start(directory, version)
    try:
        server.create_owner(socket, may_create_databases=True)
        yield Server(
            {"PGHOST": str(socket), "PGUSER": server.OWNER}, server.bin_directory(version), worker
        )
    finally:
        server.stop(directory, version)


def until_recovered(environment: dict[str, str]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            connect(environment).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


@POSITIONS
def test_backend_crashes(
    position: int,
    fragile: Server,
    checkout: Path,
    tmp_path_factory: pytest.TempPathFactory,
    undisturbed: str,
) -> None:
    """SIGKILL, by the kernel out of memory for one: the server restarts, all sessions are lost."""
    with fragile.database("crash") as database:
        apply_again(database, new_checkout(tmp_path_factory.mktemp("crash"), TABLE_ID))
        with stopped(database, checkout, position) as at:
            os.kill(at.backend, signal.SIGKILL)
            at.run.fails("server closed the connection unexpectedly")
            until_recovered(database)
            at.left(valid=False)
            assert applied(database) == [TABLE_ID]
        # yoyo may have had the time to remove its lock, on its other connection.
        yoyo(database, "break-lock", root=checkout)
        apply_again(database, checkout)
        settled(database, fragile, undisturbed)
