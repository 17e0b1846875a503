"""wcdb phi: encrypts the registered columns of a live database, verifies, rotates, and undoes it.

Prints names, keys of rows and counts, never a value or a key.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from wcdb import key_source
from wcdb.database import CannotRun
from wcdb.phi.job_commands import (
    decrypt_command,
    encrypt_command,
    rotate_command,
    verify_command,
)
from wcdb.phi.key_commands import keys
from wcdb.phi.keys import load_keys
from wcdb.phi.lookup import find_rows
from wcdb.phi.registry import read_tables
from wcdb.phi.residue import Residue, find_server_residue, find_table_residue
from wcdb.phi.session import open_session
from wcdb.phi.status import ColumnStatus, read_status


@click.group()
def phi() -> None:
    """Encrypt PHI columns of a live database.

    In this order: keys create, encrypt, verify; then the contract step removes the plaintext
    (sql/post_deploy). Every command may be killed at any time and run again.

    Example: wcdb phi status
    """


phi.add_command(keys)
phi.add_command(encrypt_command)
phi.add_command(verify_command)
phi.add_command(decrypt_command)
phi.add_command(rotate_command)


@phi.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.argument("targets", nargs=-1, metavar="[TABLE[.COLUMN]]...")
def status_command(targets: tuple[str, ...], as_json: bool) -> None:
    """Count what is encrypted and verified.

    Column by column, with the keys. Reads every row of the tables once, and no value. Exit code 1
    if a value is not encrypted, or not verified.

    Example: wcdb phi status students
    """
    found: list[ColumnStatus] = []
    with open_session(read_only=True) as connection:
        for table in read_tables(connection, targets):
            found += read_status(connection, table)
    if as_json:
        click.echo(json.dumps([asdict(column) for column in found]))
    else:
        for column in found:
            click.echo(column)
    if not all(column.is_complete for column in found):
        sys.exit(1)


@phi.command("lookup")
@key_source.options("phi")
@click.argument("target", metavar="TABLE.COLUMN")
def lookup_command(
    target: str, key_file: Path | None, key_command: str | None, key_timeout: float
) -> None:
    """Find rows by a value, with the blind index.

    Prints the keys of the rows. The value is asked for without echo, or read from standard input:
    not from the command line, which others can see. Exit code 1 if there is none.

    Example: wcdb phi lookup students.ssn
    """
    key = key_source.read_key(key_file, key_command, key_timeout)
    with open_session(read_only=True) as connection:
        table, *_ = read_tables(connection, [target])
        column, *_ = table.columns
        if "." not in target or column.blind_index_column is None:
            raise CannotRun(f"{target} has no blind index; wcdb phi lookup TABLE.COLUMN needs one.")
        data_keys = load_keys(connection, key)
        if sys.stdin.isatty():
            value = click.prompt("Value", hide_input=True)
        else:
            value = sys.stdin.readline().rstrip("\r\n")
        found = find_rows(connection, table, column, data_keys, value)
    for row_key in found:
        click.echo(row_key)
    if not found:
        click.echo("No row has this value, or it is not encrypted yet.", err=True)
        sys.exit(1)


@phi.command("residue")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
@click.argument("targets", nargs=-1, metavar="[TABLE[.COLUMN]]...")
def residue_command(targets: tuple[str, ...], as_json: bool) -> None:
    """List where plaintext may remain.

    As far as the database can tell, with what to do about it: dropping a column erases nothing.
    Exit code 1 if something may remain.

    Example: wcdb phi residue students
    """
    found: list[Residue] = []
    with open_session(read_only=True) as connection:
        for table in read_tables(connection, targets):
            found += find_table_residue(connection, table)
        found += find_server_residue(connection)
    if as_json:
        click.echo(json.dumps([asdict(residue) for residue in found]))
    else:
        for residue in found:
            click.echo(residue)
        if not found:
            click.echo("The database knows of no plaintext. Ask for backups and logs elsewhere.")
    if found:
        sys.exit(1)
