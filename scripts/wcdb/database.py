"""Which database to talk to, one way to open a session there, and how to say that it fails."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import pq, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import Jsonb

ROOT = Path(__file__).resolve().parents[2]

Connection = psycopg.Connection[Any]
Environment = dict[str, str]

# libpq's environment variable of each connection parameter, as this libpq knows them:
# https://www.postgresql.org/docs/current/libpq-envars.html
LIBPQ_VARIABLES = {
    option.keyword.decode(): option.envvar.decode()
    for option in pq.Conninfo.get_defaults()
    if option.envvar
}
# libpq reads these too, but they belong to no connection parameter.
OTHER_VARIABLES = ("PGSYSCONFDIR", "PGLOCALEDIR", "PGDATESTYLE", "PGTZ", "PGGEQO")

# Whatever role and database have set for themselves, a session of ours begins like this: names
# and texts mean the same everywhere, nothing waits for a lock for long, and long work may last.
DEFAULTS: Mapping[str, str] = {
    "search_path": "pg_catalog, pg_temp",
    "client_encoding": "UTF8",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "lock_timeout": "5s",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "transaction_timeout": "0",
    "jit": "off",
}

# pg_settings leaves out what this server does not know (transaction_timeout came with 17).
SET_DEFAULTS = """
    SELECT pg_catalog.set_config(s.name, g.value, FALSE)
    FROM   pg_catalog.pg_settings AS s
    JOIN   pg_catalog.jsonb_each_text(%s) AS g
    ON     g.key OPERATOR(pg_catalog.=) pg_catalog.lower(s.name)
"""


class CannotRun(Exception):
    """The command could not do its work; the message is one sentence that says what to do."""


_fallbacks: list[Callable[[], Environment]] = []


def register_fallback(fallback: Callable[[], Environment]) -> None:
    """Say where the database is if the user names none: the embedded server calls this."""
    _fallbacks[:] = [fallback]


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


def libpq_environment() -> Environment:
    """Return the variables of this process that libpq reads."""
    names = (*LIBPQ_VARIABLES.values(), *OTHER_VARIABLES)
    return {name: os.environ[name] for name in names if name in os.environ}


def given_environment() -> Environment:
    """Return the libpq variables that name the user's own server; empty if none do.

    DATABASE_URL comes first. It is turned into variables rather than passed on, so that its
    password stands in no process list and stock yoyo finds the same database.

    Raises:
        CannotRun: DATABASE_URL cannot be read, or holds a parameter without a variable.
    """
    variables = libpq_environment()
    url = os.environ.get("DATABASE_URL")
    if not url:
        named = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE")
        return variables if any(variables.get(name) for name in named) else {}
    try:
        parameters = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://", 1))
    except psycopg.Error:
        raise CannotRun(
            "DATABASE_URL is not a PostgreSQL URL; write postgresql://user@host:port/database."
        ) from None
    unknown = sorted(set(parameters) - set(LIBPQ_VARIABLES))
    if unknown:
        raise CannotRun(
            f"DATABASE_URL sets {', '.join(unknown)}, for which libpq has no environment variable"
            " to tell stock yoyo; put it into a libpq service file and set PGSERVICE."
        )
    # A service file would come before the variables that the URL is turned into.
    variables.pop("PGSERVICE", None)
    return variables | {LIBPQ_VARIABLES[name]: str(value) for name, value in parameters.items()}


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
    parameters: dict[str, Any] = {
        name: environment[variable]
        for name, variable in LIBPQ_VARIABLES.items()
        if variable in environment
    }
    parameters["application_name"] = "wcdb"
    parameters.setdefault("connect_timeout", "10")
    try:
        connection: Connection = psycopg.connect(**parameters)
    except psycopg.OperationalError as error:
        raise CannotRun(describe(error)) from None
    try:
        connection.autocommit = True
        given = Jsonb({**DEFAULTS, **(settings or {})})
        connection.execute(SET_DEFAULTS, [given])
        if role is not None:
            _act_as(connection, role)
        connection.autocommit = autocommit
        connection.read_only = read_only
    except BaseException:
        connection.close()
        raise
    return connection


def _act_as(connection: Connection, role: str) -> None:
    try:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue):
        login = connection.info.user
        raise CannotRun(
            f"the login {login} may not act as {role}: apply the migrations,"
            f" then GRANT {role} TO {login}."
        ) from None


def describe(error: psycopg.Error) -> str:
    """Return what went wrong in one sentence, never with DETAIL: that may quote a row."""
    primary = error.diag.message_primary
    if primary:
        hint = f" {error.diag.message_hint}" if error.diag.message_hint else ""
        return f"the database says: {primary}.".replace("..", ".") + hint
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    reason = lines[0] if lines else type(error).__name__
    for line in lines:
        if "FATAL:" in line or "No such file" in line or "refused" in line:
            reason = line
            break
    reason = reason.rpartition("FATAL:")[2].strip() or reason
    return f"cannot connect: {reason}. Check PGHOST, PGPORT, PGUSER, PGDATABASE and the password."
