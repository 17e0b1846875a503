"""A real PostgreSQL for every test: databases are copies of templates that stock yoyo built."""

import functools
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlparse

from support.server import (
    STUDENTS,
    Connection,
    Create,
    Server,
    clear,
    connect,
    digest,
    embedded_version,
    given_server,
    start_anew,
    tidy_catalogue,
)
from wcdb.database import ROOT, CannotRun, register_programs
from wcdb.dev import sample, server
from wcdb.migrations import runner

register_programs(server.bin_directory)


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
    "test_every_command",
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


@pytest.fixture
def superuser(postgres: Server, shared_sample: dict[str, str]) -> Iterator[Connection]:
    """A superuser's connection to sample data; whatever the test does is rolled back."""
    postgres.tester(shared_sample)  # skips where the tests have no superuser
    connection = connect({**shared_sample, "PGUSER": "postgres"})
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
