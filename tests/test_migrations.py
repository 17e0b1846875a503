"""Every step forwards and back, by stock yoyo, compared byte for byte by pg_dump."""

import configparser
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yoyo as stock

from conftest import Create, Server, connect
from wcdb import migrations
from wcdb.database import ROOT

IDS = [path.stem for path in migrations.up_files()]
# What the header of a rollback says it clears in tables that it does not drop.
CLEARED = {
    "prescriptions": ("visit_id", "treatment_plan_id", "updated_at"),
    "vital_signs": ("appointment_id", "updated_at"),
}


def yoyo(environment: dict[str, str], *arguments: str, root: Path = ROOT) -> None:
    result = migrations.yoyo(*arguments, environment=environment, root=root)
    assert result.returncode == 0, result.stderr


def applied(environment: dict[str, str]) -> list[str]:
    with connect(environment) as connection:
        exists = connection.execute("SELECT to_regclass('_yoyo_migration')").fetchone()
        if exists == (None,):
            return []
        rows = connection.execute(
            "SELECT migration_id FROM _yoyo_migration ORDER BY migration_id"
        ).fetchall()
    return [name for (name,) in rows if name != migrations.FIRST_DEPENDENCY]


class Steps:
    """Stock yoyo as a library, so that the files are read once and not once a step."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        ini = configparser.ConfigParser()
        ini.read(ROOT / "yoyo.ini")
        place = "&".join(
            f"{name}={environment[variable]}"
            for name, variable in (("host", "PGHOST"), ("port", "PGPORT"))
            if variable in environment
        )
        user = environment["PGUSER"]
        if "PGPASSWORD" in environment:
            user += f":{environment['PGPASSWORD']}"
        self.backend = stock.get_backend(
            ini["DEFAULT"]["database"].replace(
                "://?", f"://{user}@/{environment['PGDATABASE']}?{place}&"
            )
        )
        sources = [str(ROOT / source) for source in ini["DEFAULT"]["sources"].split()]
        self.migrations: dict[str, Any] = {
            migration.id: migration for migration in stock.read_migrations(*sources)
        }
        self.backend.ensure_internal_schema_updated()

    def apply(self, name: str) -> None:
        self.backend.apply_one(self.migrations[name])

    def rollback(self, name: str) -> None:
        self.backend.rollback_one(self.migrations[name])

    def close(self) -> None:
        self.backend.connection.close()


@pytest.fixture(scope="module")
def chain(postgres: Server) -> Iterator[Steps]:
    """One database that climbs the chain, one migration a test."""
    with postgres.database("chain") as environment:
        steps = Steps(environment)
        steps.apply(migrations.FIRST_DEPENDENCY)
        yield steps
        steps.close()


@pytest.mark.parametrize("name", IDS)
def test_rollback_restores_the_schema_exactly(name: str, chain: Steps, postgres: Server) -> None:
    before = IDS[: IDS.index(name)]
    for missing in before[len(applied(chain.environment)) :]:
        chain.apply(missing)
    assert applied(chain.environment) == before
    without = postgres.schema(chain.environment)
    chain.apply(name)
    built = postgres.schema(chain.environment)
    assert built != without
    chain.rollback(name)
    assert applied(chain.environment) == before
    assert postgres.schema(chain.environment) == without
    chain.apply(name)
    assert postgres.schema(chain.environment) == built


def test_whole_chain_down_to_nothing_and_up_again(
    create: Create, schema_template: str, postgres: Server
) -> None:
    database = create(schema_template)
    full = postgres.schema(database)
    empty = create("template0")
    yoyo(database, "rollback", "--all")
    assert applied(database) == []
    assert postgres.schema(database) == postgres.schema(empty)
    yoyo(database, "apply")
    assert applied(database) == IDS
    assert postgres.schema(database) == full


def test_psql_builds_the_same_schema(
    create: Create, schema_template: str, postgres: Server
) -> None:
    database = create("template0")
    guard = ROOT / "rollbacks" / "guard" / f"{migrations.FIRST_DEPENDENCY}.sql"
    for path in [guard, *migrations.up_files()]:
        single = [] if "-- transactional: false" in migrations.header(path) else ["-1"]
        postgres.run(
            "psql", "-qX", "-v", "ON_ERROR_STOP=1", *single, "-f", str(path), environment=database
        )
    assert postgres.schema(database) == postgres.schema(create(schema_template))


def contents(environment: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Return row count and checksum of every table, without what CLEARED names."""
    with connect(environment) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relispartition AND relname !~ 'yoyo'"
        ).fetchall()
        result = {}
        for (table,) in tables:
            row = connection.execute(
                "SELECT count(*), coalesce(md5(string_agg((to_jsonb(t) - %s::text[])::text, ',' "
                f"ORDER BY t.id)), '') FROM {table} AS t",
                [list(CLEARED.get(table, ()))],
            ).fetchone()
            assert row is not None
            result[table] = row
    return result


def test_rollbacks_destroy_nothing_they_do_not_announce(
    create: Create, sample_template: str
) -> None:
    database = create(sample_template)
    full = contents(database)
    assert len(full) == 94
    assert all(count > 0 for count, _ in full.values())
    steps = Steps(database)
    for name in reversed(IDS[1:]):
        steps.rollback(name)
        left = contents(database)
        assert left == {table: full[table] for table in left}, name
    steps.close()
    assert contents(database) == {}
    yoyo(database, "apply")
    assert len(contents(database)) == 94


def test_rollback_and_apply_again_with_data(create: Create, sample_template: str) -> None:
    """Slots 8 and 9 close forward references: applied again they must not meet dangling ones."""
    database = create(sample_template)
    full = contents(database)
    eighth = next(name for name in IDS if "create-clinical-system" in name)
    yoyo(database, "rollback", "--revision", eighth)
    left = contents(database)
    assert {"students", "prescriptions", "vital_signs"} <= left.keys()
    assert left == {table: full[table] for table in left}
    yoyo(database, "apply")
    assert {table: value for table, value in contents(database).items() if table in left} == left


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what yoyo reads."""
    for name in ("sql", "rollbacks"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    shutil.copy(ROOT / "yoyo.ini", tmp_path)
    return tmp_path


def test_copy_without_rollbacks_fails_loudly(
    checkout: Path, create: Create, schema_template: str
) -> None:
    """Measured on yoyo 9.0.0: a dangling rollback link alone would exit 0 and drop nothing."""
    shutil.rmtree(checkout / "rollbacks")
    empty = create("template0")
    result = migrations.yoyo("apply", environment=empty, root=checkout)
    assert result.returncode != 0
    assert "Could not resolve dependencies" in result.stderr
    assert applied(empty) == []

    full = create(schema_template)
    for arguments in (("rollback",), ("rollback", "--all"), ("reapply", "--all"), ("list",)):
        result = migrations.yoyo(*arguments, environment=full, root=checkout)
        assert result.returncode != 0, arguments
        assert "Could not resolve dependencies" in result.stderr
    assert applied(full) == IDS


def test_one_dangling_link_is_found_by_the_check(checkout: Path) -> None:
    assert list(migrations.findings(checkout)) == []
    (checkout / "rollbacks" / f"{IDS[4]}.sql").unlink()
    assert [finding for finding in migrations.findings(checkout) if "dangles" in finding]


def start_yoyo(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "yoyo"), "apply"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_two_applies_at_once_apply_everything_once(
    create: Create, schema_template: str, postgres: Server
) -> None:
    database = create("template0")
    both = [start_yoyo(database), start_yoyo(database)]
    codes = sorted(process.wait(120) for process in both)
    # The second waits ten seconds for yoyo's lock: it ends with nothing to do, or gives up.
    assert codes in ([0, 0], [0, 1])
    assert applied(database) == IDS
    assert postgres.schema(database) == postgres.schema(create(schema_template))


@pytest.mark.parametrize("reached", [0, 20])
def test_killed_in_the_middle_goes_on(
    reached: int, create: Create, schema_template: str, postgres: Server
) -> None:
    database = create("template0")
    process = start_yoyo(database)
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
    assert done == IDS[: len(done)]
    assert len(done) < len(IDS)

    yoyo(database, "break-lock")
    go_on(database)
    assert applied(database) == IDS
    assert postgres.schema(database) == postgres.schema(create(schema_template))


def go_on(environment: dict[str, str]) -> bool:
    """Apply what is pending as the runbook says; return whether a mark was missing."""
    done = applied(environment)
    result = migrations.yoyo("apply", environment=environment)
    if result.returncode == 0:
        return False
    # Killed between the commit of a file and yoyo's mark: it has run and shows as pending.
    assert "already exists" in result.stderr, result.stderr
    assert applied(environment) == done
    yoyo(environment, "mark", "--revision", IDS[len(done)])
    yoyo(environment, "apply")
    return True


def test_killed_between_commit_and_mark(
    create: Create, schema_template: str, postgres: Server
) -> None:
    database = create("template0")
    yoyo(database, "apply", "--revision", IDS[10])
    with connect(database) as connection:
        connection.execute("DELETE FROM _yoyo_migration WHERE migration_id = %s", [IDS[10]])
    assert applied(database) == IDS[:10]
    assert go_on(database)
    assert applied(database) == IDS
    assert postgres.schema(database) == postgres.schema(create(schema_template))
