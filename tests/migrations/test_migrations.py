"""What may go wrong on the way: a copy that is not whole, two at once, kill -9."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from support.chain import IDS, applied, attempt, yoyo
from support.server import Create, Server, connect
from wcdb.database import ROOT
from wcdb.migrations import files, runner

# What is killed needs no long chain: these make all tables, and build some of the indexes.
SHORT = IDS[:40]


def test_psql_builds_the_same_schema(
    create: Create, schema_template: str, postgres: Server
) -> None:
    database = create("template0")
    guard = ROOT / "rollbacks" / "guard" / f"{files.FIRST_DEPENDENCY}.sql"
    for path in [guard, *files.up_files()]:
        single = ["-1"] if files.is_transactional(path) else []
        postgres.run(
            "psql", "-qX", "-v", "ON_ERROR_STOP=1", *single, "-f", str(path), environment=database
        )
    assert postgres.schema(database) == postgres.schema(create(schema_template))


def copy(root: Path) -> Path:
    """Copy what yoyo reads."""
    for name in ("sql", "rollbacks"):
        shutil.copytree(ROOT / name, root / name, symlinks=True)
    shutil.copy(ROOT / "yoyo.ini", root)
    return root


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copy(tmp_path)


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which the chain ends early."""
    root = copy(tmp_path_factory.mktemp("short"))
    for name in IDS[len(SHORT) :]:
        for path in (root / "sql").glob(f"{name}.*"):
            path.unlink()
    return root


@pytest.fixture(scope="module")
def short_schema(short: Path, postgres: Server) -> Iterator[str]:
    """What pg_dump says when that chain was applied without a halt."""
    with postgres.database("short") as environment:
        yoyo(environment, "apply", root=short)
        assert applied(environment) == SHORT
        yield postgres.schema(environment)


def test_copy_without_rollbacks_fails_loudly(
    checkout: Path, create: Create, schema_template: str
) -> None:
    """Measured on yoyo 9.0.0: a dangling rollback link alone would exit 0 and drop nothing."""
    shutil.rmtree(checkout / "rollbacks")
    empty = create("template0")
    result = runner.yoyo("apply", environment=empty, root=checkout)
    assert result.returncode != 0
    assert "Could not resolve dependencies" in result.stderr
    assert applied(empty) == []

    full = create(schema_template)
    for arguments in (("rollback",), ("rollback", "--all"), ("reapply", "--all"), ("list",)):
        result = runner.yoyo(*arguments, environment=full, root=checkout)
        assert result.returncode != 0, arguments
        assert "Could not resolve dependencies" in result.stderr
    assert applied(full) == IDS


def test_one_dangling_link_is_found_by_the_check(checkout: Path) -> None:
    assert list(files.findings(checkout)) == []
    (checkout / "rollbacks" / f"{IDS[4]}.sql").unlink()
    assert [finding for finding in files.findings(checkout) if "dangles" in finding]


def start_yoyo(environment: dict[str, str], root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "yoyo"), "apply"],
        cwd=root,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_two_applies_at_once_apply_everything_once(
    create: Create, short: Path, short_schema: str, postgres: Server
) -> None:
    database = create("template0")
    both = [start_yoyo(database, short), start_yoyo(database, short)]
    codes = sorted(process.wait(120) for process in both)
    # The second waits ten seconds for yoyo's lock: it ends with nothing to do, or gives up.
    assert codes in ([0, 0], [0, 1])
    assert applied(database) == SHORT
    assert postgres.schema(database) == short_schema


@pytest.mark.parametrize("reached", [0, 10, 30])
def test_apply_killed_in_the_middle_goes_on(
    reached: int, create: Create, short: Path, short_schema: str, postgres: Server
) -> None:
    database = create("template0")
    process = start_yoyo(database, short)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if len(applied(database)) >= reached:
                break
        except psycopg.errors.UndefinedTable:
            pass
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    # The server needs a moment to see that its client is gone.
    with connect(database) as connection:
        while connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE application_name = 'yoyo'"
            " AND datname = current_database()"
        ).fetchone():
            assert time.monotonic() < deadline
            time.sleep(0.05)
            connection.rollback()
    done = applied(database)
    assert done == SHORT[: len(done)]
    assert len(done) < len(SHORT)

    yoyo(database, "break-lock")
    go_on(database, short)
    assert applied(database) == SHORT
    assert postgres.schema(database) == short_schema


def go_on(environment: dict[str, str], root: Path) -> bool:
    """Apply what is pending as the runbook says; return whether a mark was missing."""
    done = applied(environment)
    failure = attempt(environment, "apply", root=root)
    if not failure:
        return False
    # Killed between the commit of a file and yoyo's mark: it has run and shows as pending.
    assert "already exists" in failure, failure
    assert applied(environment) == done
    yoyo(environment, "mark", "--revision", IDS[len(done)], root=root)
    yoyo(environment, "apply", root=root)
    return True


def test_apply_killed_between_commit_and_mark_goes_on(
    create: Create, short: Path, short_schema: str, postgres: Server
) -> None:
    database = create("template0")
    yoyo(database, "apply", "--revision", IDS[10], root=short)
    with connect(database) as connection:
        connection.execute("DELETE FROM _yoyo_migration WHERE migration_id = %s", [IDS[10]])
    assert applied(database) == IDS[:10]
    assert go_on(database, short)
    assert applied(database) == SHORT
    assert postgres.schema(database) == short_schema
