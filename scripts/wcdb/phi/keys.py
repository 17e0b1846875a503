"""wcdb phi keys: the data keys, which stand wrapped in the database, and the key that wraps them.

Prints ids, states and check values, never a key.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click
from psycopg import sql

from wcdb import key_source as key_sources
from wcdb.database import CannotRun
from wcdb.phi import envelope
from wcdb.phi import registry as columns
from wcdb.phi.registry import Column, Connection, Keys, Table


@click.group("keys")
def keys() -> None:
    """Data keys, which stand wrapped in the database, and the key that wraps them.

    Example: wcdb phi keys list
    """


@keys.command("create")
@key_sources.options("phi")
def create_command(key_file: Path | None, key_command: str | None, key_timeout: float) -> None:
    """Make the first data keys: one to encrypt, one for the blind indexes.

    Example: openssl rand -hex 32 > kek; chmod 600 kek; wcdb phi keys create --key-file kek
    """
    key = key_sources.read_key(key_file, key_command, key_timeout)
    with columns.open_session() as connection, connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        columns.read_tables(connection)
        active = [
            purpose
            for (purpose,) in connection.execute(
                "SELECT purpose::text FROM phi.data_keys WHERE state = 'ACTIVE'"
            ).fetchall()
        ]
        missing = [purpose for purpose in ("ENCRYPT", "INDEX") if purpose not in active]
        if not missing:
            raise CannotRun(
                "there are active data keys already; wcdb phi rotate --new-data-key makes a new one"
                " and encrypts everything again."
            )
        for purpose in missing:
            create_key(connection, purpose, key)


def create_key(connection: Connection, purpose: str, key_encryption_key: bytes) -> None:
    """Make the active data key of a purpose; the one before can still decrypt."""
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        connection.execute(
            "UPDATE phi.data_keys SET state = 'DECRYPT_ONLY'"
            " WHERE purpose = %s AND state = 'ACTIVE'",
            [purpose],
        )
        row = connection.execute(
            "INSERT INTO phi.data_keys (purpose, state, wrapped_key, kek_id)"
            " VALUES (%s, 'ACTIVE', %s, %s) RETURNING key_id",
            [
                purpose,
                envelope.wrap(key_encryption_key, os.urandom(envelope.KEY_LENGTH)),
                envelope.check_value(key_encryption_key),
            ],
        ).fetchone()
        assert row is not None
        connection.execute("SELECT phi.key_log(%s, 'created')", [row[0]])
    click.echo(f"Data key {row[0]} ({purpose}) is active.", err=True)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_command(as_json: bool) -> None:
    """List the data keys: what for, in what state, wrapped by which key.

    Example: wcdb phi keys list --json
    """
    with columns.open_session() as connection:
        columns.read_tables(connection)
        rows = connection.execute(
            "SELECT key_id, purpose::text, state::text, kek_id, created_at, retired_at"
            " FROM phi.data_keys ORDER BY key_id"
        ).fetchall()
    names = ("key_id", "purpose", "state", "kek_id", "created_at", "retired_at")
    if as_json:
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str))
        return
    for key_id, purpose, state, kek_id, created, _ in rows:
        click.echo(f"{key_id}: {purpose}, {state}, wrapped by {kek_id}, since {created:%Y-%m-%d}")
    if not rows:
        click.echo("There is no data key: wcdb phi keys create.")


@keys.command("check")
@key_sources.options("phi")
def check_command(key_file: Path | None, key_command: str | None, key_timeout: float) -> None:
    """Say whether the key-encryption key is there and unwraps every data key that is in use.

    Example: wcdb phi keys check --key-command "vault-client read -field=key wcdb"
    """
    key = key_sources.read_key(key_file, key_command, key_timeout)
    with columns.open_session() as connection:
        loaded = columns.load_keys(connection, key)
    usable = sum(1 for found in loaded.data.values() if found)
    click.echo(
        f"Key-encryption key {envelope.check_value(key)}: fits."
        f" Active: {loaded.active}; usable to decrypt: {usable}."
    )


@keys.command("rewrap")
@key_sources.options("phi")
@click.option(
    "--new-key-file", type=click.Path(path_type=Path), help="File with the key that takes over."
)
@click.option("--new-key-command", help="Command that prints the key that takes over.")
def rewrap_command(
    key_file: Path | None,
    key_command: str | None,
    key_timeout: float,
    new_key_file: Path | None,
    new_key_command: str | None,
) -> None:
    """Rotate the key-encryption key: wrap every data key anew. No value is touched.

    Example: wcdb phi keys rewrap --key-file kek --new-key-file kek2
    """
    old = key_sources.read_key(key_file, key_command, key_timeout)
    new = key_sources.read_key(new_key_file, new_key_command, key_timeout)
    with columns.open_session() as connection, connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        columns.load_keys(connection, old)
        # A retired key too, while the old key is still at hand: backups may need it.
        rows = connection.execute(
            "SELECT key_id, wrapped_key FROM phi.data_keys WHERE kek_id = %s ORDER BY key_id"
            " FOR UPDATE",
            [envelope.check_value(old)],
        ).fetchall()
        for key_id, wrapped in rows:
            connection.execute(
                "UPDATE phi.data_keys SET wrapped_key = %s, kek_id = %s WHERE key_id = %s",
                [
                    envelope.wrap(new, envelope.unwrap(old, wrapped)),
                    envelope.check_value(new),
                    key_id,
                ],
            )
            connection.execute("SELECT phi.key_log(%s, 'wrapped anew')", [key_id])
    click.echo(
        f"{len(rows)} data keys are wrapped by {envelope.check_value(new)}."
        " Keep the old key as long as a backup needs it."
    )


@keys.command("retire")
@click.argument("key_id", type=int)
def retire_command(key_id: int) -> None:
    """Refuse a data key from now on. Only when no value of any table uses it any more.

    Exit code 1 if values use it. Example: wcdb phi keys retire 1
    """
    with columns.open_session() as connection:
        tables = columns.read_tables(connection)
        row = connection.execute(
            "SELECT purpose::text, state::text FROM phi.data_keys WHERE key_id = %s", [key_id]
        ).fetchone()
        if row is None:
            raise CannotRun(f"there is no data key {key_id}; wcdb phi keys list shows them.")
        uses = [
            (table.name, column.column_name, _count_uses(connection, table, column, row[0], key_id))
            for table in tables
            for column in table.columns
        ]
        for table_name, column_name, count in uses:
            if count:
                click.echo(f"{count:,} values of {table_name}.{column_name} use key {key_id}.")
        if any(count for _, _, count in uses):
            click.echo("It is not retired: run wcdb phi rotate, or decrypt, first.")
            sys.exit(1)
        with connection.transaction():
            connection.execute("SET LOCAL synchronous_commit = on")
            connection.execute(
                "UPDATE phi.data_keys SET state = 'RETIRED', retired_at = now()"
                " WHERE key_id = %s AND state <> 'RETIRED'",
                [key_id],
            )
            connection.execute("SELECT phi.key_log(%s, 'retired')", [key_id])
    click.echo(f"Data key {key_id} is retired.")


def _count_uses(
    connection: Connection, table: Table, column: Column, purpose: str, key_id: int
) -> int:
    used = sql.SQL("substr({}, 3, 4) = {}").format(column.cipher, sql.Literal(key_id.to_bytes(4)))
    if purpose == "INDEX":
        used = sql.SQL("{} IS NOT NULL").format(column.blind)
    row = connection.execute(
        sql.SQL("SELECT count(*) FROM {} WHERE {}").format(table.sql, used)
    ).fetchone()
    assert row is not None
    return int(row[0])


def read_keys(connection: Connection, options: dict[str, Any]) -> tuple[Keys, bytes]:
    """Return the data keys, unwrapped, and the key that the options of keys.py lead to.

    Raises:
        CannotRun: there is no data key, or another key wrapped them.
    """
    key = key_sources.read_key(options["key_file"], options["key_command"], options["key_timeout"])
    return columns.load_keys(connection, key), key
