"""Which database to talk to, one way to open a session there, and how to say that it fails."""

import os
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import psycopg
from psycopg import pq, sql

from wcdb.libpq import LIBPQ_VARIABLES, cannot_connect, misplaced, read_url

ROOT = Path(__file__).resolve().parents[2]

Connection = psycopg.Connection[Any]
Environment = dict[str, str]

NAME_A_SERVER = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE")

# Whatever role and database have set for themselves, a session of ours begins like this: names
# and texts mean the same everywhere, nothing waits for a lock for long, and long work may last.
DEFAULTS: Mapping[str, str] = {
    "statement_timeout": "0",
    "transaction_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "lock_timeout": "5s",
    "search_path": "pg_catalog, pg_temp",
    "client_encoding": "UTF8",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "quote_all_identifiers": "off",
    "standard_conforming_strings": "on",
    "transform_null_equals": "off",
    "row_security": "on",
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "jit": "off",
}
# The first server version that knows a setting, where it is younger than the oldest supported.
KNOWN_SINCE = {"transaction_timeout": 17_00_00}


class CannotRun(Exception):
    """The command could not do its work; the message is one sentence that says what to do."""


class Failed(Exception):
    """The command did its work, and that went wrong; the message is one sentence."""


_fallbacks: list[Callable[[], Environment]] = []


def register_fallback(fallback: Callable[[], Environment]) -> None:
    """Say where the database is if the user names none: the embedded server calls this."""
    _fallbacks[:] = [fallback]


_program_directories: list[Callable[[int], Path]] = []


def register_programs(directory: Callable[[int], Path]) -> None:
    """Say where psql and pg_dump of a major version are if the PATH has none of it."""
    _program_directories[:] = [directory]


def program_directory(version: int) -> Path:
    """Return where psql and pg_dump of a major version are, beside the PATH.

    Raises:
        CannotRun: no such place is known.
    """
    if not _program_directories:
        raise CannotRun(f"there is no PostgreSQL {version} here; put its programs on the PATH.")
    return _program_directories[0](version)


def target() -> Environment:
    """Return the libpq variables of the database to use.

    Raises:
        CannotRun: none is named and there is no other, or DATABASE_URL cannot be read.
    """
    given = given_environment()
    if given:
        return given
    if not _fallbacks:
        raise CannotRun("no database is named; set PGHOST, PGSERVICE or DATABASE_URL.")
    return _fallbacks[0]()


def environment_without_connection() -> Environment:
    """Return this process's variables but those of libpq that name a database or a login."""
    parameters = set(LIBPQ_VARIABLES.values())
    return {name: value for name, value in os.environ.items() if name not in parameters}


def given_environment() -> Environment:
    """Return the libpq variables that name the user's own server; empty if none do.

    DATABASE_URL comes first. It is turned into variables rather than passed on, so that its
    password stands in no process list and stock yoyo finds the same database.

    Raises:
        CannotRun: DATABASE_URL cannot be read, or holds what no variable can say.
    """
    variables = {name: os.environ[name] for name in LIBPQ_VARIABLES.values() if name in os.environ}
    url = os.environ.get("DATABASE_URL")
    if not url:
        return variables if any(variables.get(name) for name in NAME_A_SERVER) else {}
    try:
        parameters = read_url(url)
    except ValueError as error:
        raise CannotRun(f"DATABASE_URL {error}.") from None
    in_url = set(parameters)
    if "service" in parameters and len(parameters) > 1:
        # As variables, the other parameters would come after the service file, not before it.
        raise CannotRun(
            "DATABASE_URL names a service beside other parameters, and stock yoyo would follow"
            " the service file; unset DATABASE_URL and set PGSERVICE, or leave the service out."
        )
    if "service" not in parameters and variables.get("PGSERVICE"):
        # The URL comes first, then the service file, then the variables: libpq's own order.
        parameters = _service_parameters() | parameters
        variables = {}
    unknown = sorted(set(parameters) - set(LIBPQ_VARIABLES))
    if unknown and in_url.issuperset(unknown):
        raise CannotRun(
            f"DATABASE_URL sets {', '.join(unknown)}, and stock yoyo would connect without:"
            " libpq reads that from a URL or a service file, not from an environment variable."
            " Put the whole URL into a service file and set PGSERVICE."
        )
    if unknown:
        raise CannotRun(
            f"DATABASE_URL stands beside a service that sets {', '.join(unknown)}, and stock yoyo"
            " would connect without: unset DATABASE_URL or PGSERVICE."
        )
    return variables | {LIBPQ_VARIABLES[name]: value for name, value in parameters.items()}


def _service_parameters() -> dict[str, str]:
    """Return what libpq makes of PGSERVICE and, where the file is silent, of its variables.

    Raises:
        CannotRun: no file knows the service, or libpq cannot read the file.
    """
    # Only here does libpq keep that to itself: it is asked for a connection that leads nowhere.
    nowhere = pq.PGconn.connect_start(b"host=/dev/null hostaddr='' port=1")
    said = nowhere.get_error_message()
    nowhere.finish()
    if "definition of service" in said or "service file" in said:
        raise CannotRun(cannot_connect(said))
    return {
        option.keyword.decode(): os.fsdecode(option.val)
        for option in pq.Conninfo.get_defaults()
        if option.val is not None and option.val != option.compiled and option.keyword != b"service"
    }


def session(
    environment: Environment | None = None,
    *,
    role: str | None = None,
    read_only: bool = False,
    autocommit: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Connection:
    """Open a session with the settings of DEFAULTS, whatever role and database say.

    Args:
        environment: libpq variables that name the database; target() if not given.
        role: act as this role, which the login must be a member of.
        read_only: the session refuses to write.
        autocommit: each statement is a transaction of its own.
        settings: PostgreSQL settings beside DEFAULTS, or in their place.

    Raises:
        CannotRun: no server, no such database, a wrong password, no member of the role.
    """
    environment = target() if environment is None else environment
    for sentence in misplaced(environment):
        raise CannotRun(sentence)
    try:
        connection: Connection = psycopg.connect(**_parameters(environment))
    except (psycopg.Error, UnicodeError, OverflowError) as error:
        raise CannotRun(cannot_connect(str(error))) from None
    try:
        connection.autocommit = True
        writing = {"default_transaction_read_only": "on" if read_only else "off"}
        _set(connection, {**DEFAULTS, **writing, **(settings or {})})
        if role is not None:
            _act_as(connection, role)
        connection.autocommit = autocommit
        connection.read_only = read_only or None
    except BaseException:
        connection.close()
        raise
    return connection


def _parameters(environment: Environment) -> dict[str, Any]:
    """Return the connection parameters of these libpq variables.

    A parameter would come before a service file, a variable comes after it: beside PGSERVICE,
    what stands in the variables of this process is left to libpq, as stock yoyo leaves it.
    """
    by_libpq = os.environ if "PGSERVICE" in environment else {}
    parameters: dict[str, Any] = {
        name: environment[variable]
        for name, variable in LIBPQ_VARIABLES.items()
        if variable in environment and environment[variable] != by_libpq.get(variable)
    }
    if not by_libpq:
        parameters.setdefault("connect_timeout", "10")
    # Not every encoding of PostgreSQL's is one of Python's: a session begins with UTF-8.
    return {**parameters, "application_name": "wcdb", "client_encoding": "UTF8"}


def _set(connection: Connection, settings: Mapping[str, str]) -> None:
    """Set PostgreSQL settings for the session, by full names alone: no path is trusted yet."""
    known = {
        name: value
        for name, value in settings.items()
        if connection.info.server_version >= KNOWN_SINCE.get(name, 0)
    }
    calls = ", ".join(["pg_catalog.set_config(%s, %s, FALSE)"] * len(known))
    connection.execute(f"SELECT {calls}", list(chain.from_iterable(known.items())))


def _act_as(connection: Connection, role: str) -> None:
    try:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue):
        login = connection.info.user
        raise CannotRun(
            f"the login {login} may not act as {role}: apply the migrations, and connect with a"
            f" login that is for this work, a member of {role}."
        ) from None


# What a database without the whole chain says: a name in it is not there.
UNKNOWN_NAME = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.UndefinedFunction,
    psycopg.errors.UndefinedObject,
    psycopg.errors.InvalidSchemaName,
)


def describe(error: psycopg.Error) -> str:
    """Return what went wrong in one sentence, never with DETAIL: that may quote a row."""
    primary = error.diag.message_primary
    if not primary:
        if isinstance(error, psycopg.OperationalError):
            return "the connection to the database was lost; run the same command again."
        return f"the driver says: {str(error).splitlines()[0]}."
    hint = f" {error.diag.message_hint}" if error.diag.message_hint else ""
    if isinstance(error, UNKNOWN_NAME):
        hint = " If migrations are pending, as 'wcdb status' says, run 'wcdb apply'."
    elif isinstance(error, psycopg.errors.InsufficientPrivilege):
        hint = " Give the login that right, or connect with another."
    elif isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        hint = " Connect to the primary server."
    return f"the database says: {primary}.".replace("..", ".") + hint
