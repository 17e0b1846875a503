"""Which database to talk to, and how to say that it does not answer."""

import os
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parents[2]

# libpq's environment variable of each connection parameter:
# https://www.postgresql.org/docs/current/libpq-envars.html
LIBPQ_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "servicefile": "PGSERVICEFILE",
    "options": "PGOPTIONS",
    "application_name": "PGAPPNAME",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


class CannotRun(Exception):
    """The command could not do its work; the message is one sentence that says what to do."""


def given_environment() -> dict[str, str]:
    """Return the libpq variables that name the user's own server; empty if none do.

    DATABASE_URL comes first. It is turned into variables rather than passed on, so that its
    password stands in no process list and stock yoyo finds the same database.

    Raises:
        CannotRun: DATABASE_URL cannot be read, or holds a parameter without a variable.
    """
    url = os.environ.get("DATABASE_URL")
    if not url:
        named = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE")
        if not any(os.environ.get(name) for name in named):
            return {}
        names = LIBPQ_VARIABLES.values()
        return {name: os.environ[name] for name in names if name in os.environ}
    try:
        parameters = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://", 1))
    except psycopg.Error:
        raise CannotRun(
            "DATABASE_URL is not a PostgreSQL URL; write postgresql://user@host:port/database."
        ) from None
    unknown = sorted(set(parameters) - set(LIBPQ_VARIABLES))
    if unknown:
        raise CannotRun(
            f"DATABASE_URL sets {', '.join(unknown)}, which stock yoyo cannot be told;"
            " put it into a libpq service file and set PGSERVICE."
        )
    return {LIBPQ_VARIABLES[name]: str(value) for name, value in parameters.items()}


def connect(environment: dict[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    """Open a connection with the given libpq variables (and no others).

    Raises:
        CannotRun: no server, no such database, a wrong password: one sentence each.
    """
    parameters = {
        name: environment[variable]
        for name, variable in LIBPQ_VARIABLES.items()
        if variable in environment
    }
    parameters["application_name"] = "wcdb"
    parameters.setdefault("connect_timeout", "10")
    try:
        return psycopg.connect(**parameters)  # type: ignore[arg-type]
    except psycopg.OperationalError as error:
        raise CannotRun(describe(error)) from None


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
