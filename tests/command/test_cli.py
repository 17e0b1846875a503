"""Bad input to our commands, and what stock yoyo says where it runs instead of them."""

import time
from pathlib import Path

import psycopg
import pytest

from support import counts
from support.chain import IDS, yoyo
from support.commands import refused, wcdb
from support.server import Create, Server, connect
from wcdb.dev import sample
from wcdb.migrations import files, runner


def test_wrong_password_is_told_and_not_printed(postgres: Server, create: Create) -> None:
    """On the embedded server, which trusts its socket, one role is told to ask for a password."""
    database = create("template0")
    hba = Path(postgres.environment["PGHOST"]) / "pg_hba.conf"
    if not hba.exists():
        pytest.skip("the server is not the embedded one: its pg_hba.conf is not ours to change")
    before = hba.read_text()
    with psycopg.connect(
        host=postgres.environment["PGHOST"], user="postgres", dbname="postgres", autocommit=True
    ) as admin:
        admin.execute("DROP ROLE IF EXISTS wcdb_locked")
        admin.execute("CREATE ROLE wcdb_locked LOGIN PASSWORD 'right one'")
        try:
            hba.write_text("local all wcdb_locked scram-sha-256\n" + before)
            admin.execute("SELECT pg_reload_conf()")
            environment = {**database, "PGUSER": "wcdb_locked", "PGPASSWORD": "wrong one"}
            deadline = time.monotonic() + 10
            while wcdb("status", environment=environment).returncode != 2:
                assert time.monotonic() < deadline
            result = wcdb("apply", environment=environment)
            refused(result, 2, "password authentication failed")
            assert "wrong one" not in result.stderr
            url = f"postgresql://wcdb_locked:wrong one@/{database['PGDATABASE']}?host={hba.parent}"
            result = wcdb("apply", environment={"DATABASE_URL": url.replace(" ", "%20")})
            refused(result, 2, "password authentication failed")
            assert "wrong" not in result.stderr
        finally:
            hba.write_text(before)
            admin.execute("SELECT pg_reload_conf()")
            admin.execute("DROP ROLE wcdb_locked")


def test_bad_database_url_is_refused() -> None:
    refused(wcdb("status", environment={"DATABASE_URL": "mysql://x"}), 2, "DATABASE_URL")
    url = "postgresql://u@h/d?keepalives=0"
    refused(wcdb("status", environment={"DATABASE_URL": url}), 2, "keepalives")


def test_login_that_may_not_create_is_refused(create: Create) -> None:
    database = create("template0")
    with connect(database) as connection:
        connection.execute("DROP ROLE IF EXISTS wcdb_guest")
        connection.execute("CREATE ROLE wcdb_guest LOGIN PASSWORD 'guest'")
        # yoyo writes its own tables before anything else.
        connection.execute("GRANT CREATE ON SCHEMA public TO wcdb_guest")
    guest = {**database, "PGUSER": "wcdb_guest", "PGPASSWORD": "guest"}
    try:
        refused(wcdb("apply", environment=guest), 1, "may not create in database", "owner")
        with connect(guest) as connection:
            connection.execute("DROP OWNED BY CURRENT_USER")
        with connect(database) as connection:
            connection.execute("REVOKE CREATE ON SCHEMA public FROM wcdb_guest")
        refused(wcdb("apply", environment=guest), 2, "may not create in schema public")
    finally:
        with connect(database) as connection:
            connection.execute("DROP ROLE wcdb_guest")


def test_tables_that_yoyo_did_not_make_stop_it(create: Create) -> None:
    database = create("template0")
    with connect(database) as connection:
        connection.execute('CREATE TABLE "Students" ("firstName" text)')
    refused(wcdb("apply", environment=database), 1, "tables that yoyo did not make", "Students")
    # Stock yoyo: the same sentence at the end of its traceback, exit code 1.
    result = runner.yoyo("apply", environment=database)
    assert result.returncode == 1
    assert "tables that yoyo did not make" in result.stderr
    with connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM _yoyo_migration").fetchone() == (0,)


def test_half_applied_chain_goes_on(create: Create) -> None:
    database = create("template0")
    yoyo(database, "apply", "--revision", IDS[5])
    status = wcdb("status", environment=database)
    assert status.returncode == 1
    assert f"6 of {len(IDS)} migrations applied." in status.stdout
    assert f"pending: {IDS[6]}" in status.stdout
    result = wcdb("apply", environment=database)
    assert (result.returncode, result.stdout) == (0, f"{len(IDS) - 6} migrations applied.\n")
    assert wcdb("status", environment=database).returncode == 0
    result = wcdb("apply", environment=database)
    assert (result.returncode, result.stdout) == (0, "0 migrations applied.\n")


def test_failing_migration_names_the_file_and_keeps_nothing_of_it(create: Create) -> None:
    database = create("template0")
    yoyo(database, "apply", "--revision", IDS[5])
    with connect(database) as connection:
        connection.execute("CREATE TABLE treatment_plans (name text)")
    refused(
        wcdb("apply", environment=database),
        1,
        "20251104000008-schema-create-clinical-system failed",
        'relation "treatment_plans" already exists',
        "Nothing of it was kept",
    )
    with connect(database) as connection:
        assert connection.execute("SELECT to_regclass('clinic_visits')").fetchone() == (None,)
        connection.execute("DROP TABLE treatment_plans")
    failed = next(name for name in IDS if name.endswith("-create-clinical-system"))
    yoyo(database, "apply", "--revision", failed)


def test_lock_held_by_someone_else_times_out(create: Create) -> None:
    """A table that a migration alters is in use: the lock is waited for, not for ever."""
    database = create("template0")
    before = "20251104000005-schema-create-health-records-core"
    altering = "20251104000006-schema-complete-health-records"
    yoyo(database, "apply", "--revision", before)
    with connect(database) as holder:
        holder.execute("LOCK TABLE health_records IN ACCESS EXCLUSIVE MODE")
        refused(
            wcdb("apply", environment=database),
            1,
            f"{altering} failed",
            "lock timeout",
        )
    yoyo(database, "apply", "--revision", altering)


def test_lock_of_a_killed_run_is_told_from_that_of_a_live_one(
    create: Create, schema_template: str
) -> None:
    database = create(schema_template)
    with connect(database) as connection:
        connection.execute("INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, now(), 4242)")
    refused(wcdb("apply", environment=database), 2, "no longer lives", "4242", "yoyo break-lock")
    status = wcdb("status", environment=database)
    assert status.returncode == 1
    assert "yoyo break-lock" in status.stdout
    with connect(database) as alive:
        alive.execute("SET application_name = 'yoyo'")
        refused(wcdb("apply", environment=database), 2, "is at work", "wait")
    yoyo(database, "break-lock")
    assert wcdb("apply", environment=database).returncode == 0


def test_status_writes_nothing(create: Create) -> None:
    database = create("template0")
    result = wcdb("status", environment=database)
    assert result.returncode == 1
    assert f"0 of {len(IDS)} migrations applied." in result.stdout
    with connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchone()
    assert row == (0,)


def test_status_knows_what_this_checkout_does_not_have(
    create: Create, schema_template: str
) -> None:
    database = create(schema_template)
    with connect(database) as connection:
        connection.execute(
            "INSERT INTO _yoyo_migration (migration_hash, migration_id) VALUES ('x', 'later')"
        )
    status = wcdb("status", environment=database)
    assert status.returncode == 1
    assert "applied, but not in this checkout: later" in status.stdout


def test_check_finds_nothing_in_this_checkout() -> None:
    result = wcdb("check", environment={})
    assert result.returncode == 0
    assert result.stdout.startswith(f"{len(IDS) + len(files.contract_files())} migrations")


def test_quickstart_uses_a_server_of_ones_own(create: Create, schema_template: str) -> None:
    database = create(schema_template)
    yoyo(database, "rollback", "--revision", IDS[-2])
    first = wcdb("quickstart", "--students", "10", environment=database)
    assert first.returncode == 0, first.stderr
    assert "yoyo applied 2" in first.stdout
    assert f"{counts.TABLES} tables" in first.stdout
    assert f"{counts.VIEWS} views for the application" in first.stdout
    assert "10 students" in first.stdout
    second = wcdb("quickstart", "--students", "10", environment=database)
    assert second.returncode == 0
    assert "all applied" in second.stdout
    assert "already there" in second.stdout
    reset = wcdb("quickstart", "--reset", environment=database)
    assert reset.returncode == 2
    assert "embedded" in reset.stderr


def test_sample_refuses_too_few_and_does_not_load_twice(
    create: Create, schema_template: str
) -> None:
    database = create(schema_template)
    refused(wcdb("sample", "--students", "3", environment=database), 2, "10")
    assert wcdb("sample", "--students", "10", environment=database).returncode == 0
    again = wcdb("sample", "--students", "10", environment=database)
    assert again.returncode == 1
    with connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM students").fetchone() == (10,)
        assert sample.load(connection, 10) == 0
