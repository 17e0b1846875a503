"""An embedded server for one benchmark, gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from wcdb.database import Connection, Environment, session
from wcdb.dev import server
from wcdb.migrations import runner


@contextmanager
def fresh_server(version: int = server.DEFAULT_VERSION) -> Iterator[Path]:
    """Start a server with an owner and no database; yield its socket directory."""
    with tempfile.TemporaryDirectory() as directory:
        data = Path(directory) / "pg"
        socket = server.start(data, version)
        server.create_owner(socket)
        try:
            yield socket
        finally:
            server.stop(data, version)


def fresh_database(socket: Path) -> dict[str, str]:
    """Create the owner's database anew; return the libpq variables that name it."""
    with psycopg.connect(
        host=str(socket), user="postgres", dbname="postgres", autocommit=True
    ) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {server.DATABASE}")
    server.create_database(socket)
    return {"PGHOST": str(socket), "PGUSER": server.OWNER, "PGDATABASE": server.DATABASE}


def migrated_database(socket: Path) -> dict[str, str]:
    """Create the owner's database anew with every migration, by stock yoyo."""
    environment = fresh_database(socket)
    result = runner.yoyo("apply", environment=environment)
    assert result.returncode == 0, result.stderr
    return environment


def connect(environment: Environment) -> Connection:
    """Open a session as wcdb does, but one that finds the tables by their bare names."""
    return session(environment, settings={"search_path": "public"})
