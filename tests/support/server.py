"""The server of the tests and the databases on it."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from pytest_postgresql.janitor import DatabaseJanitor

from wcdb.database import ROOT, CannotRun, given_environment, session
from wcdb.dev import server

Connection = psycopg.Connection[Any]
Environment = dict[str, str]
Create = Callable[[str], dict[str, str]]
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
                connection.execute("SELECT phi.protect_grants()")

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
        """Return the libpq variables of a login that may SET ROLE to any of ours but the owner.

        NOINHERIT: the policies of a role bind it only while it acts as that role.
        """
        if self.environment["PGUSER"] != server.OWNER:
            pytest.skip("needs a superuser, which only the embedded server gives")
        with connect({**environment, "PGUSER": "postgres"}) as connection:
            if connection.execute("SELECT to_regrole('wcdb_tester')").fetchone() == (None,):
                connection.execute("CREATE ROLE wcdb_tester LOGIN NOINHERIT")
            roles = connection.execute(
                "SELECT string_agg(quote_ident(rolname), ', ') FROM pg_roles"
                " WHERE rolname ~ '^whitecross_'"
                " AND rolname NOT IN"
                " ('whitecross_owner', 'whitecross_masker', 'whitecross_pgaudit')"
            ).fetchone()
            assert roles
            connection.execute(f"GRANT {roles[0]} TO wcdb_tester")
        return {**environment, "PGUSER": "wcdb_tester"}

    @contextmanager
    def tester_and_owner(self, environment: dict[str, str]) -> Iterator[dict[str, str]]:
        """Yield those of the tester, who may SET ROLE to the owner too until the block ends."""
        variables = self.tester(environment)
        with connect({**environment, "PGUSER": "postgres"}) as connection:
            connection.execute(f"GRANT {server.OWNER} TO wcdb_tester")
        try:
            yield variables
        finally:
            with connect({**environment, "PGUSER": "postgres"}) as connection:
                connection.execute(f"REVOKE {server.OWNER} FROM wcdb_tester")

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
