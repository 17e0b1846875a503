"""Sessions of wcdb phi: the role they act as, what their planner is told, what they send."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.types.string import BytesBinaryDumper

from wcdb.database import Connection, Environment, describe, session

ROLE = "whitecross_encryptor"
# A crash of the server takes the last batches back together with their checkpoints, so nobody
# need wait for the disk. What must last sets synchronous_commit itself.
SETTINGS = {"synchronous_commit": "off"}
# A reader goes in the order of the key, by its index. While statistics know nothing of new
# ciphertext, the planner would rather sort a range, once for each of its batches.
READER_SETTINGS = {"enable_sort": "off"}
# While statistics know nothing of new keys, the planner would rather compare each row of a batch
# with each. A batch that waits for a row holds up whoever wants the rows before it: it gives way.
WRITER_SETTINGS = {"enable_nestloop": "off", "lock_timeout": "100ms"}
DURABLE = "SET LOCAL synchronous_commit = on"


def open_session(
    environment: Environment | None = None,
    settings: Mapping[str, str] | None = None,
    *,
    read_only: bool = False,
) -> Connection:
    """Connect and act as whitecross_encryptor; each statement is a transaction of its own.

    Raises:
        CannotRun: the login is no member of that role, or there is no such role yet.
    """
    connection = session(
        environment,
        role=ROLE,
        read_only=read_only,
        autocommit=True,
        settings={**SETTINGS, **(settings or {})},
    )
    connection.adapters.register_dumper(Binary, BinaryDumper)
    return connection


def open_reader_session(environment: Environment) -> Connection:
    """Open a session that reads batches of rows.

    Raises:
        CannotRun: as open_session.
    """
    return open_session(environment, READER_SETTINGS)


def open_writer_session(environment: Environment) -> Connection:
    """Open a session that writes batches of rows, and holds the locks on ranges.

    Raises:
        CannotRun: as open_session.
    """
    connection = open_session(environment, WRITER_SETTINGS)
    connection.autocommit = False
    return connection


def describe_failure(error: psycopg.Error) -> str:
    """Return what went wrong; of an error about a value only its code, for it quotes the value."""
    if error.sqlstate and error.sqlstate.startswith("22"):
        return (
            f"the database refused a value (SQLSTATE {error.sqlstate}); nothing of its batch was"
            " written. Compare phi.encrypted_columns.value_type with the column's type."
        )
    reason = describe(error) if error.sqlstate else "the connection to the database was lost."
    return f"{reason} What was committed stays: run the same command again to go on."


# ----------------------------------------------------------------------------------------------
# Arrays
# ----------------------------------------------------------------------------------------------


class Binary(bytes):
    """A parameter in PostgreSQL's binary format; its type is the one that it is cast to."""


class BinaryDumper(BytesBinaryDumper):
    """Sends a parameter as it is, of unknown type."""

    oid = 0


_transformer = Transformer()


def dump_array(values: list[Any]) -> Binary | list[None]:
    """Return values of one type, or None, as psycopg would send them.

    The process that reads does this: in the one that writes it would hold up the UPDATE. In
    binary, because arrays written out as text cost the server a tenth of the UPDATE.
    """
    if values.count(None) == len(values):
        return values
    return Binary(_transformer.get_dumper(values, PyFormat.BINARY).dump(values) or b"")
