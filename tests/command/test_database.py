"""Which database is meant, and what a session begins with, whoever has set what before."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import pq

from support.commands import wcdb
from support.server import Create, Environment, Server, connect, one
from wcdb.database import DEFAULTS, KNOWN_SINCE, CannotRun, session, target
from wcdb.migrations import runner

OPTIONS = {
    option.keyword.decode(): option.envvar.decode() if option.envvar else None
    for option in pq.Conninfo.get_defaults()
}
# libpq reads these as well; they belong to no connection parameter.
OTHERS = ("PGSYSCONFDIR", "PGSERVICEFILE", "PGLOCALEDIR", "PGDATESTYLE", "PGTZ", "PGGEQO")


@pytest.fixture(autouse=True)
def no_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PG") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)


@pytest.fixture
def yoyo_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Environment], Environment]:
    """Return a function that returns the variables with which yoyo would be started."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "yoyo"
    program.write_text("#!/bin/sh\nenv -0\n")
    program.chmod(0o755)

    def _run(environment: Environment) -> Environment:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
            printed = runner.yoyo("apply", environment=environment).stdout
        pairs = (line.split("=", 1) for line in printed.rstrip("\0").split("\0"))
        return {name: value for name, value in pairs if name.startswith("PG")}

    return _run


def test_no_variable_is_lost_on_the_way_to_yoyo(
    monkeypatch: pytest.MonkeyPatch, yoyo_environment: Callable[[Environment], Environment]
) -> None:
    given = {name: f"value of {name}" for name in (*OPTIONS.values(), *OTHERS) if name}
    for known in ("PGCHANNELBINDING", "PGREQUIREAUTH", "PGGSSENCMODE", "PGSSLNEGOTIATION"):
        assert known in given
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert yoyo_environment(target()) == given


@pytest.mark.parametrize("name", OPTIONS)
def test_url_sets_the_variable_of_each_parameter_or_is_refused(
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    yoyo_environment: Callable[[Environment], Environment],
) -> None:
    monkeypatch.setenv("PGTZ", "UTC")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://?{name}=some%20value")
    variable = OPTIONS[name]
    if variable is None:
        with pytest.raises(CannotRun, match=f"DATABASE_URL sets {name}, .*service file"):
            target()
    else:
        assert yoyo_environment(target()) == {variable: "some value", "PGTZ": "UTC"}


def test_the_embedded_server_is_not_mixed_with_other_variables(
    monkeypatch: pytest.MonkeyPatch, yoyo_environment: Callable[[Environment], Environment]
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGTZ", "UTC")
    found = yoyo_environment({"PGHOST": "/socket", "PGDATABASE": "d"})
    assert found == {"PGHOST": "/socket", "PGDATABASE": "d", "PGTZ": "UTC"}


def url(environment: Environment, **parameters: str) -> str:
    """Return a URL of the database, with more parameters."""
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    given = {names[name]: value for name, value in environment.items() if name in names}
    text = "&".join(f"{name}={value}" for name, value in (given | parameters).items())
    return f"postgresql:///{environment['PGDATABASE']}?{text}"


def test_channel_binding_of_a_url_reaches_libpq(create: Create) -> None:
    """Over a socket there is none to bind: libpq says so, and not we."""
    database = create("template0")
    for mode in ("disable", "prefer"):
        given = {"DATABASE_URL": url(database, channel_binding=mode)}
        assert "0 of" in wcdb("status", environment=given).stdout
    given = {"DATABASE_URL": url(database, channel_binding="require")}
    result = wcdb("status", environment=given)
    assert result.returncode == 2
    assert "channel binding required" in result.stderr


@pytest.fixture
def service(
    create: Create, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Environment]:
    """A database that the service file names, and PGSERVICE set to it."""
    database = create("template0")
    keywords = {variable: name for name, variable in OPTIONS.items()}
    lines = [f"{keywords[name]}={value}" for name, value in database.items()]
    file = tmp_path / "pg_service.conf"
    file.write_text("\n".join(["[wcdb_test]", *lines, "connect_timeout=7", ""]))
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    monkeypatch.setenv("PGSERVICE", "wcdb_test")
    yield database
    # Before the database is dropped, by connections that must not follow the service.
    monkeypatch.undo()


def databases(environment: Environment, variables: Environment, psql: Path) -> tuple[str, str]:
    """Return the database that a session of ours reaches, and the one that yoyo's libpq does."""
    with session(environment) as connection:
        ours = str(one(connection, "SELECT current_database()"))
    result = subprocess.run(
        [str(psql), "-XAtc", "SELECT current_database()"],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return ours, result.stdout.strip()


def test_service_file_comes_before_the_other_variables(
    service: Environment,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
    yoyo_environment: Callable[[Environment], Environment],
) -> None:
    monkeypatch.setenv("PGDATABASE", "another")
    monkeypatch.setenv("PGHOST", "/nowhere")
    found = databases(target(), yoyo_environment(target()), postgres.bin / "psql")
    assert found == (service["PGDATABASE"], service["PGDATABASE"])


def test_url_comes_before_the_service_file_which_comes_before_the_variables(
    service: Environment,
    create: Create,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
    yoyo_environment: Callable[[Environment], Environment],
) -> None:
    mine = create("template0")["PGDATABASE"]
    monkeypatch.setenv("DATABASE_URL", f"postgresql:///{mine}")
    monkeypatch.setenv("PGDATABASE", "another")
    monkeypatch.setenv("PGHOST", "/nowhere")
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "5")
    variables = yoyo_environment(target())
    assert "PGSERVICE" not in variables
    assert variables["PGCONNECT_TIMEOUT"] == "7"
    assert databases(target(), variables, postgres.bin / "psql") == (mine, mine)


def test_url_with_a_service_alone_names_it(
    service: Environment,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
    yoyo_environment: Callable[[Environment], Environment],
) -> None:
    monkeypatch.delenv("PGSERVICE")
    monkeypatch.setenv("DATABASE_URL", "postgresql://?service=wcdb_test")
    found = databases(target(), yoyo_environment(target()), postgres.bin / "psql")
    assert found == (service["PGDATABASE"], service["PGDATABASE"])
    monkeypatch.setenv("DATABASE_URL", "postgresql:///mine?service=wcdb_test")
    with pytest.raises(CannotRun, match="service beside other parameters"):
        target()


def test_service_that_no_file_knows_is_said(
    service: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSERVICE", "unknown")
    with pytest.raises(CannotRun, match='definition of service "unknown" not found'):
        session()


# Each setting of a session with a value that would do harm, and what stands there instead.
HARM = {
    "statement_timeout": "100ms",
    "transaction_timeout": "100ms",
    "idle_in_transaction_session_timeout": "1h",
    "lock_timeout": "1h",
    "search_path": "evil, pg_catalog",
    "client_encoding": "LATIN1",
    "timezone": "Asia/Tokyo",
    "datestyle": "SQL, DMY",
    "intervalstyle": "sql_standard",
    "extra_float_digits": "-15",
    "bytea_output": "escape",
    "quote_all_identifiers": "on",
    "standard_conforming_strings": "off",
    "transform_null_equals": "on",
    "row_security": "off",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "default_transaction_read_only": "on",
    "jit": "on",
}
WRITING = {"default_transaction_read_only": "off"}
ROLE = "wcdb_odd"
OPEN = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"


@pytest.fixture
def odd(create: Create) -> Iterator[Environment]:
    """A database, and a login of its own."""
    database = create("template0")
    with connect(database) as connection:
        connection.execute(f"DROP ROLE IF EXISTS {ROLE}")
        connection.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD 'odd'")
    yield {**database, "PGUSER": ROLE, "PGPASSWORD": "odd"}
    with session(database, autocommit=True) as connection:
        # A session that has been closed ends a moment later, and drops its temporary tables then.
        for _ in range(100):
            if not one(
                connection, "SELECT count(*) FROM pg_stat_activity WHERE usename = %s", ROLE
            ):
                break
            time.sleep(0.1)
        connection.execute(f"DROP ROLE {ROLE}")


def harm(owner: Environment, whose: str) -> dict[str, str]:
    """Set all of it for a role or a database; return what the server knows of it."""
    with connect(owner) as connection:
        version = connection.info.server_version
        known = {name: text for name, text in HARM.items() if version >= KNOWN_SINCE.get(name, 0)}
        for name, text in known.items():
            value = text if name == "search_path" else f"'{text}'"
            connection.execute(f"ALTER {whose} SET {name} = {value}")
    return known


@pytest.mark.parametrize(
    "whose", ["ROLE {role}", "DATABASE {database}", "ROLE {role} IN DATABASE {database}"]
)
def test_session_begins_the_same_whatever_is_set_for_role_or_database(
    whose: str, odd: Environment, postgres: Server
) -> None:
    assert set(HARM) == {*DEFAULTS, *WRITING}
    owner = {**postgres.environment, "PGDATABASE": odd["PGDATABASE"]}
    known = harm(owner, whose.format(role=ROLE, database=odd["PGDATABASE"]))
    with connect(odd) as plain:
        assert one(plain, "SHOW client_encoding") == "LATIN1"
        assert one(plain, "SHOW statement_timeout") == "100ms"
    with session(odd) as connection:
        found = {name: one(connection, f"SHOW {name}") for name in known}
        one(connection, "SELECT pg_sleep(0.3)")
        assert one(connection, "SELECT '\u2026' || chr(8230)") == "\u2026\u2026"
        connection.execute("CREATE TEMPORARY TABLE written ()")
    wanted = {name: text for name, text in {**DEFAULTS, **WRITING}.items() if name in known}
    assert found == wanted | {"datestyle": found["datestyle"]}
    assert found["datestyle"].startswith("ISO")


@pytest.mark.parametrize("autocommit", [False, True])
def test_read_only_session_does_not_write(autocommit: bool, odd: Environment) -> None:
    with session(odd, read_only=True, autocommit=autocommit) as connection:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TEMPORARY TABLE written ()")
        connection.rollback()


PLANTED = """
    CREATE SCHEMA evil;
    CREATE TABLE evil.reached (how text);
    CREATE FUNCTION evil.reach(how text) RETURNS text LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'reached by %', how; END $$;
    CREATE FUNCTION evil.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS
        $$ SELECT evil.reach('set_config') $$;
    CREATE FUNCTION evil.to_regclass(text) RETURNS regclass LANGUAGE sql AS
        $$ SELECT evil.reach('to_regclass')::regclass $$;
    CREATE FUNCTION evil.current_database() RETURNS name LANGUAGE sql AS
        $$ SELECT evil.reach('current_database')::name $$;
    CREATE FUNCTION evil.has_schema_privilege(text, text) RETURNS boolean LANGUAGE sql AS
        $$ SELECT evil.reach('has_schema_privilege')::boolean $$;
    CREATE FUNCTION evil.same(text, text) RETURNS boolean LANGUAGE sql AS
        $$ SELECT evil.reach('=')::boolean $$;
    CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.same);
    CREATE FUNCTION evil.same(name, name) RETURNS boolean LANGUAGE sql AS
        $$ SELECT evil.reach('=')::boolean $$;
    CREATE OPERATOR evil.= (LEFTARG = name, RIGHTARG = name, FUNCTION = evil.same);
    CREATE VIEW evil.pg_settings AS SELECT evil.reach('pg_settings') AS name;
    CREATE VIEW evil.pg_class AS SELECT evil.reach('pg_class') AS relname;
    CREATE VIEW evil.pg_index AS SELECT evil.reach('pg_index') AS indexrelid;
    CREATE DOMAIN evil.text AS pg_catalog.text CHECK (evil.reach('text') = '');
    GRANT USAGE ON SCHEMA evil TO PUBLIC;
"""


def test_planted_names_are_not_reached(odd: Environment, postgres: Server) -> None:
    owner = {**postgres.environment, "PGDATABASE": odd["PGDATABASE"]}
    with connect(owner) as connection:
        connection.execute(PLANTED)
        connection.execute(f"ALTER ROLE {ROLE} SET search_path = evil, pg_catalog")
    with (
        connect(odd) as plain,
        pytest.raises(psycopg.errors.RaiseException, match="reached by set_config"),
    ):
        plain.execute("SELECT set_config('jit', 'off', FALSE)")
    with session(odd) as connection:
        assert one(connection, "SHOW search_path") == "pg_catalog, pg_temp"
    assert "0 of" in wcdb("status", environment=odd).stdout
    result = wcdb("apply", environment=odd)
    assert "may not create in schema public" in result.stderr
