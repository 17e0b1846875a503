"""A real PostgreSQL for every test: databases are copies of templates that stock yoyo built."""

import itertools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
from click.testing import CliRunner, Result
from pytest_postgresql.janitor import DatabaseJanitor

from wcdb.database import LIBPQ_VARIABLES, ROOT, given_environment
from wcdb.dev import sample, server
from wcdb.migrations import runner

Connection = psycopg.Connection[Any]
Environment = dict[str, str]
STUDENTS = 300


class Janitor(DatabaseJanitor):
    """pytest-postgresql's, but it leaves autovacuum's workers alone.

    A role that is no superuser may not stop them, and DROP and CREATE DATABASE do so themselves.
    """

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
        )

    @contextmanager
    def database(self, name: str, template: str = "template0") -> Iterator[dict[str, str]]:
        """Create a database, yield the libpq variables that name it, drop it."""
        janitor = self.janitor(f"wcdb_{self.worker}_{name}", template)
        janitor.drop()
        with janitor:
            yield self.named(janitor.dbname)

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


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The server given by libpq's variables, or an embedded one for this worker alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    given = given_environment()
    if given and not server.is_embedded(given, server.data_directory()):
        given.setdefault("PGHOST", "/var/run/postgresql")
        psql = shutil.which("psql")
        assert psql, "the tests on a server of yours need its psql and pg_dump on the PATH"
        yield Server(given, Path(psql).parent, worker)
        return
    version = int(os.environ.get("WCDB_TEST_PG", server.DEFAULT_VERSION))
    directory = ROOT / ".wcdb" / "test" / f"pg{version}-{worker}"
    socket = server.start(directory, version)
    server.create_owner(socket, may_create_databases=True)
    with psycopg.connect(
        host=str(socket), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        # What these servers hold is rebuilt by every run; statistics change by ANALYZE alone.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield Server(
        {"PGHOST": str(socket), "PGUSER": server.OWNER}, server.bin_directory(version), worker
    )
    server.stop(directory, version)


@pytest.fixture(scope="session")
def schema_template(postgres: Server) -> Iterator[str]:
    """The name of a database in which stock yoyo has applied everything."""
    with postgres.database("schema") as environment:
        result = runner.yoyo("apply", environment=environment)
        assert result.returncode == 0, result.stderr
        yield environment["PGDATABASE"]


@pytest.fixture(scope="session")
def sample_template(postgres: Server, schema_template: str) -> Iterator[str]:
    """The same with sample data in every table."""
    with postgres.database("sample", schema_template) as environment:
        with connect(environment) as connection:
            assert sample.load(connection, STUDENTS) > STUDENTS
        yield environment["PGDATABASE"]


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
