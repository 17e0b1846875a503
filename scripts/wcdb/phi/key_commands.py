"""wcdb phi keys: the data keys, and the key-encryption key that wraps them.

Prints ids, states and check values, never a key.
"""

import json
import sys
from pathlib import Path

import click

from wcdb import key_source
from wcdb.phi import envelope
from wcdb.phi.keys import (
    Purpose,
    count_uses,
    create_first_keys,
    find_key,
    load_keys,
    read_keys,
    retire_key,
    rewrap_keys,
)
from wcdb.phi.registry import read_tables
from wcdb.phi.session import open_session

SHOWN = ("key_id", "purpose", "state", "kek_id", "created_at", "retired_at")


@click.group("keys")
def keys() -> None:
    """Create, list and change the data keys.

    They stand in the database, each wrapped by the key-encryption key.

    Example: wcdb phi keys list
    """


@keys.command("create")
@key_source.options("phi")
def create_command(key_file: Path | None, key_command: str | None, key_timeout: float) -> None:
    """Create the first data keys.

    One encrypts values, one makes the blind indexes.

    Example: openssl rand -hex 32 > kek; chmod 600 kek; wcdb phi keys create --key-file kek
    """
    key = key_source.read_key(key_file, key_command, key_timeout)
    with open_session() as connection:
        read_tables(connection)
        for purpose, key_id in create_first_keys(connection, key).items():
            announce_key(purpose, key_id)


def announce_key(purpose: Purpose, key_id: int) -> None:
    """Say on stderr that a new data key is active."""
    click.echo(f"Data key {key_id} ({purpose}) is active.", err=True)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def list_command(as_json: bool) -> None:
    """List the data keys and their states.

    Each with its purpose, and the check value of the key-encryption key that wraps it.

    Example: wcdb phi keys list --json
    """
    with open_session(read_only=True) as connection:
        read_tables(connection)
        found = read_keys(connection)
    if as_json:
        shown = [{name: getattr(key, name) for name in SHOWN} for key in found]
        click.echo(json.dumps(shown, default=str))
        return
    for key in found:
        click.echo(
            f"{key.key_id}: {key.purpose}, {key.state}, wrapped by {key.kek_id},"
            f" since {key.created_at:%Y-%m-%d}"
        )
    if not found:
        click.echo("There is no data key: wcdb phi keys create.")


@keys.command("check")
@key_source.options("phi")
def check_command(key_file: Path | None, key_command: str | None, key_timeout: float) -> None:
    """Check that the key-encryption key fits.

    It must unwrap every data key that is in use. No value is read.

    Example: wcdb phi keys check --key-command "vault-client read -field=key wcdb"
    """
    key = key_source.read_key(key_file, key_command, key_timeout)
    with open_session(read_only=True) as connection:
        loaded = load_keys(connection, key)
    usable = sum(1 for found in loaded.encrypt.values() if found)
    click.echo(
        f"Key-encryption key {envelope.check_value(key)}: fits."
        f" Active: {loaded.active}; usable to decrypt: {usable}."
    )


@keys.command("rewrap")
@key_source.options("phi")
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
    """Rotate the key-encryption key.

    Every data key is wrapped again, by the new key; no value is touched.

    Example: wcdb phi keys rewrap --key-file kek --new-key-file kek2
    """
    old = key_source.read_key(key_file, key_command, key_timeout)
    new = key_source.read_key(new_key_file, new_key_command, key_timeout)
    with open_session() as connection:
        count = rewrap_keys(connection, old, new)
    click.echo(
        f"{count} data keys are wrapped by {envelope.check_value(new)}."
        " Keep the old key as long as a backup needs it."
    )


@keys.command("retire")
@click.argument("key_id", type=int)
def retire_command(key_id: int) -> None:
    """Retire a data key that no value uses.

    From then on the key is refused. Reads every row of the registered tables. Exit code 1 if
    values still use it.

    Example: wcdb phi keys retire 1
    """
    with open_session() as connection:
        tables = read_tables(connection)
        key = find_key(connection, key_id)
        is_used = False
        for table in tables:
            for column in table.columns:
                count = count_uses(connection, key, table, column)
                if count:
                    name = f"{table.name}.{column.column_name}"
                    click.echo(f"{count:,} values of {name} use key {key_id}.")
                    is_used = True
        if is_used:
            click.echo("It is not retired: run wcdb phi rotate, or decrypt, first.")
            sys.exit(1)
        retire_key(connection, key)
    click.echo(f"Data key {key_id} is retired.")
