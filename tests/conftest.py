"""A real PostgreSQL for every test: databases are copies of templates that stock yoyo built."""

import functools
import hashlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
import sqlparse
from click.testing import CliRunner, Result
from psycopg import sql
from pytest_postgresql.janitor import DatabaseJanitor

from wcdb.database import (
    LIBPQ_VARIABLES,
    ROOT,
    CannotRun,
    given_environment,
    register_programs,
    session,
)
from wcdb.dev import sample, server
from wcdb.migrations import runner

register_programs(server.bin_directory)

Connection = psycopg.Connection[Any]
Environment = dict[str, str]
STUDENTS = 300


class Janitor(DatabaseJanitor):
    """pytest-postgresql's, but it leaves autovacuum's workers alone.

    A role that is no superuser may not stop them, and DROP and CREATE DATABASE do so themselves.
    """

    def __init__(self, *, tablespace: str | None = None, **place: Any) -> None:
        super().__init__(**place)
        self.tablespace = tablespace

    def _build_create_database_sql(self) -> sql.Composed:
        query = super()._build_create_database_sql()
        if self.tablespace:
            # Without a single fsync, copying files costs less than logging their blocks.
            query += sql.SQL(" STRATEGY FILE_COPY TABLESPACE {}").format(
                sql.Identifier(self.tablespace)
            )
        return query

    @staticmethod
    def _terminate_connection(cur: psycopg.Cursor[Any], dbname: str) -> None:
        cur.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type <> 'autovacuum worker'",
            [dbname],
        )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-docs", action="store_true", help="write the generated pages of docs/ anew"
    )
    parser.addoption(
        "--all-mutations", action="store_true", help="break every policy and not only some"
    )
    parser.addoption(
        "--kills", type=int, default=15, help="how often wcdb phi and the server are killed"
    )


@dataclass(frozen=True)
class Server:
    """Where the tests' databases live. The role is no superuser: CREATEDB and CREATEROLE."""

    environment: dict[str, str]
    bin: Path
    worker: str
    tablespace: str | None = None

    def named(self, database: str) -> dict[str, str]:
        return {**self.environment, "PGDATABASE": database}

    def janitor(self, database: str, template: str = "template0") -> Janitor:
        return Janitor(
            user=self.environment["PGUSER"],
            host=self.environment["PGHOST"],
            port=self.environment.get("PGPORT", "5432"),
            password=self.environment.get("PGPASSWORD"),
            dbname=database,
            template_dbname=template,
            tablespace=self.tablespace,
        )

    @contextmanager
    def database(self, name: str, template: str = "template0") -> Iterator[dict[str, str]]:
        """Create a database, yield the libpq variables that name it, drop it."""
        janitor = self.janitor(f"wcdb_{self.worker}_{name}", template)
        janitor.drop()
        with janitor:
            self.copy_privileges(janitor.dbname, template)
            yield self.named(janitor.dbname)

    def copy_privileges(self, database: str, template: str) -> None:
        """Do what CREATE DATABASE … TEMPLATE leaves out: the privileges of the database itself."""
        if template == "template0":
            return
        with connect(self.named(database)) as connection:
            if not one(
                connection, "SELECT has_database_privilege('public', %s, 'TEMPORARY')", template
            ):
                connection.execute(f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC")
                connection.execute(f"GRANT TEMPORARY ON DATABASE {database} TO whitecross_service")

    @contextmanager
    def template(
        self, name: str, build: Callable[[dict[str, str]], None], template: str = "template0"
    ) -> Iterator[str]:
        """Yield the name of a database that is built once and kept for the next run.

        A server of yours keeps nothing: there it is dropped in the end.
        """
        if self.tablespace is None:
            with self.database(name, template) as environment:
                build(environment)
                yield environment["PGDATABASE"]
            return
        with psycopg.connect(
            host=self.environment["PGHOST"],
            user=self.environment["PGUSER"],
            dbname="postgres",
            autocommit=True,
        ) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone():
                unfinished = f"wcdb_{self.worker}_{name}"
                connection.execute(
                    f"CREATE DATABASE {unfinished} TEMPLATE {template} STRATEGY FILE_COPY"
                )
                self.copy_privileges(unfinished, template)
                build(self.named(unfinished))
                connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
        yield name

    def tester(self, environment: dict[str, str]) -> dict[str, str]:
        """Return the libpq variables of a login that may SET ROLE to any of ours, the owner too.

        NOINHERIT: the policies of a role bind it only while it acts as that role.
        """
        if self.environment["PGUSER"] != server.OWNER:
            pytest.skip("needs a superuser, which only the embedded server gives")
        with connect({**environment, "PGUSER": "postgres"}) as connection:
            if connection.execute("SELECT to_regrole('wcdb_tester')").fetchone() == (None,):
                connection.execute("CREATE ROLE wcdb_tester LOGIN NOINHERIT")
            roles = connection.execute(
                "SELECT string_agg(quote_ident(rolname), ', ') FROM pg_roles"
                " WHERE rolname ~ '^whitecross_' AND rolname <> 'whitecross_masker'"
            ).fetchone()
            assert roles
            connection.execute(f"GRANT {roles[0]} TO wcdb_tester")
        return {**environment, "PGUSER": "wcdb_tester"}

    def run(self, program: str, *arguments: str, environment: dict[str, str]) -> str:
        """Run one of PostgreSQL's own programs and return what it printed."""
        result = subprocess.run(
            [str(self.bin / program), *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def schema(self, environment: dict[str, str]) -> str:
        """Return the whole schema as pg_dump writes it, but for yoyo's bookkeeping."""
        dump = self.run(
            "pg_dump",
            "--schema-only",
            "--exclude-table=public.*yoyo*",
            environment=environment,
        )
        # pg_dump 18.1 and its back-patches write a random token into every dump.
        lines = [line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unr"))]
        return "\n".join(lines)


@functools.cache
def split(text: str) -> tuple[str, ...]:
    return tuple(sqlparse_split(text))


sqlparse_split = sqlparse.split


@pytest.fixture(scope="session", autouse=True)
def split_once() -> Iterator[None]:
    """Let sqlparse split no text twice: with the whole chain it is busy for seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlparse, "split", lambda text: list(split(text)))
        yield


# Measured, the longest first: so that no worker begins with one of them when the other is done.
LONG = (
    "test_rollbacks",
    "test_phi_faults",
    "test_phi",
    "test_quickstart",
    "test_cli",
    "test_index_failures",
    "test_audit_seals",
    "test_contract",
    "test_indexes_command",
    "test_migrations",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; within a file nothing changes."""
    rank = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(LONG)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say in one sentence, and before any test, that the server is none that will do."""
    if hasattr(session.config, "workerinput"):
        return
    try:
        given = given_server()
        if given is None:
            server.bin_directory(embedded_version())
    except CannotRun as error:
        raise pytest.UsageError(str(error)) from None


def embedded_version() -> int:
    return int(os.environ.get("WCDB_TEST_PG", server.DEFAULT_VERSION))


def given_server() -> tuple[dict[str, str], Path] | None:
    """Return variables and programs of the server that libpq's variables name; None if none.

    Raises:
        CannotRun: it does not answer, or the role may not do what the tests do.
    """
    given = given_environment()
    if not given or server.is_embedded(given, server.data_directory()):
        return None
    psql = shutil.which("psql")
    if psql is None or shutil.which("pg_dump") is None:
        raise CannotRun("the tests on a server of yours need its psql and pg_dump on the PATH.")
    with session({**given, "PGDATABASE": "postgres"}) as connection:
        able = one(
            connection,
            "SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles"
            " WHERE rolname = current_user",
        )
        info = connection.info
        given |= {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user}
    if not able:
        raise CannotRun(
            f"role {given['PGUSER']} may not create databases and roles, as the tests do;"
            f" run ALTER ROLE {given['PGUSER']} CREATEDB CREATEROLE."
        )
    return given, Path(psql).parent


def digest() -> str:
    """Return a hash of everything that decides what is in the templates.

    The date is part of it: the log has partitions for this month, and the sample ends today.
    """
    found = hashlib.sha256(f"{datetime.now(UTC).date()} {STUDENTS}".encode())
    for path in sorted(
        [
            *ROOT.glob("sql/**/*.sql"),
            *ROOT.glob("rollbacks/**/*.sql"),
            *ROOT.glob("scripts/wcdb/dev/sample.*"),
            ROOT / "setup.cfg",
            ROOT / "yoyo.ini",
        ]
    ):
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]


def start_anew(directory: Path, version: int) -> Path:
    """Start a server of the tests; nothing in one that does not start is worth keeping."""
    try:
        return server.start(directory, version)
    except CannotRun:
        shutil.rmtree(directory)
        return server.start(directory, version)


def clear(connection: Connection) -> None:
    """Drop what a killed run left behind: its databases, and the tablespace they are in."""
    for (name,) in connection.execute(
        "SELECT datname::text FROM pg_database WHERE datname ~ '^wcdb_'"
    ).fetchall():
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    row = connection.execute(
        "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = 'wcdb_copies'"
    ).fetchone()
    if row is not None:
        connection.execute("DROP TABLESPACE wcdb_copies")
        shutil.rmtree(row[0], ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server given by libpq's variables, or an embedded one for this worker alone.

    The embedded one is kept in .wcdb/test, with the templates on it, as long as nothing changes
    that they are made of. The copies of the tests live in the temporary directory.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    given = given_server()
    if given is not None:
        yield Server(*given, worker)
        return
    version = embedded_version()
    name = f"pg{version}-{worker}-"
    directory = ROOT / ".wcdb" / "test" / (name + digest())
    for old in directory.parent.glob(f"{name}*"):
        if old != directory:
            server.stop(old, version)
            shutil.rmtree(old)
    socket = start_anew(directory, version)
    server.create_owner(socket, may_create_databases=True)
    copies = Path(tempfile.mkdtemp(prefix="wcdb-copies-"))
    # As root, the embedded server is another user's.
    shutil.chown(copies, directory.stat().st_uid, directory.stat().st_gid)
    with psycopg.connect(
        host=str(socket), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        # What these servers hold is rebuilt by every run; statistics change by ANALYZE alone.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        clear(connection)
        connection.execute(f"CREATE TABLESPACE wcdb_copies LOCATION '{copies}'")
        connection.execute(f"GRANT CREATE ON TABLESPACE wcdb_copies TO {server.OWNER}")
        yield Server(
            {"PGHOST": str(socket), "PGUSER": server.OWNER},
            server.bin_directory(version),
            worker,
            "wcdb_copies",
        )
        clear(connection)
    server.stop(directory, version)


@pytest.fixture(scope="session")
def schema_template(postgres: Server) -> Iterator[str]:
    """The name of a database in which stock yoyo has applied everything."""

    def build(environment: dict[str, str]) -> None:
        result = runner.yoyo("apply", environment=environment)
        assert result.returncode == 0, result.stderr
        tidy_catalogue(environment)

    with postgres.template("schema_template", build) as name:
        yield name


@pytest.fixture(scope="session")
def sample_template(postgres: Server, schema_template: str) -> Iterator[str]:
    """The same with sample data in every table."""

    def build(environment: dict[str, str]) -> None:
        with connect(environment) as connection:
            assert sample.load(connection, STUDENTS) > STUDENTS

    with postgres.template("sample_template", build, schema_template) as name:
        yield name


def tidy_catalogue(environment: dict[str, str]) -> None:
    """Do what autovacuum would: with dead rows and no statistics pg_dump takes half as long again.

    The tables of the application keep the statistics that they have.
    """
    with connect(environment) as connection:
        connection.autocommit = True
        tables = one(
            connection,
            "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class"
            " WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'"
            " AND NOT relisshared",
        )
        connection.execute(f"VACUUM (ANALYZE) {tables}")


Create = Callable[[str], dict[str, str]]


@pytest.fixture
def create(postgres: Server) -> Iterator[Create]:
    """Return a function that creates a database of the test's own from a template."""
    numbers = itertools.count()
    opened = []

    def _create(template: str = "template0") -> dict[str, str]:
        context = postgres.database(f"own_{next(numbers)}", template)
        opened.append(context)
        return context.__enter__()

    yield _create
    for context in opened:
        context.__exit__(None, None, None)


def connect(environment: dict[str, str]) -> Connection:
    """Open a connection to the database that libpq's variables name."""
    return psycopg.connect(
        host=environment["PGHOST"],
        port=environment.get("PGPORT"),
        user=environment["PGUSER"],
        password=environment.get("PGPASSWORD"),
        dbname=environment["PGDATABASE"],
    )


def one(connection: Connection, query: str, *parameters: object) -> Any:
    """Return the first row of a query, which must have one; of a single column its value."""
    row = connection.execute(query, parameters).fetchone()
    assert row is not None, query
    return row[0] if len(row) == 1 else row


def unguard(connection: Connection, table: str) -> list[str]:
    """Switch off what refuses to change or delete rows of a table; return those triggers."""
    triggers = connection.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ~ '_050_'", [table]
    ).fetchall()
    for (name,) in triggers:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    return [name for (name,) in triggers]


def invoke(
    command: click.Command,
    environment: dict[str, str],
    arguments: Sequence[str],
    stdin: str | None = None,
) -> Result:
    """Run a command of wcdb with these libpq variables and no others."""
    cleared: dict[str, str | None] = dict.fromkeys([*LIBPQ_VARIABLES.values(), "DATABASE_URL"])
    cleared = {name: None for name in cleared if name in os.environ}
    return CliRunner().invoke(command, arguments, input=stdin, env={**cleared, **environment})


@pytest.fixture(scope="session")
def shared_sample(postgres: Server, sample_template: str) -> Iterator[dict[str, str]]:
    """A database with sample data that no test changes for good."""
    with postgres.database("shared", sample_template) as environment:
        yield environment


@pytest.fixture
def db(shared_sample: dict[str, str]) -> Iterator[Connection]:
    """A connection to sample data; whatever the test does is rolled back."""
    connection = connect(shared_sample)
    yield connection
    connection.rollback()
    connection.close()


@pytest.fixture(scope="session")
def catalogue(shared_sample: dict[str, str]) -> Iterator[Connection]:
    """A read-only connection for questions to the catalogue."""
    connection = connect(shared_sample)
    connection.autocommit = True
    connection.read_only = True
    yield connection
    connection.close()
