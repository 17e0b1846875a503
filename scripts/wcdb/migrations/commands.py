"""wcdb apply, status and check: stock yoyo with clear sentences, and the rules of the files."""

import sys

import click

from wcdb.database import session, target
from wcdb.indexes.invalid import invalid_indexes
from wcdb.migrations.files import FIRST_DEPENDENCY, contract_files, findings, up_files
from wcdb.migrations.runner import applied, apply_all, lock_holder


@click.command()
def apply() -> None:
    """Apply every pending migration with stock yoyo, and say in one sentence what went wrong.

    Exit code 1 if a migration failed. Example: wcdb apply
    """
    click.echo(f"{apply_all(target())} migrations applied.")


@click.command()
def status() -> None:
    """Say what is applied, what is pending and who holds yoyo's lock. Reads only.

    It also names the indexes that a failed run left INVALID. Exit code 1 if something is
    pending, unknown, locked or INVALID. Example: wcdb status
    """
    with session(read_only=True) as connection:
        done = applied(connection)
        holder = lock_holder(connection)
        indexes = invalid_indexes(connection)
    files = [path.stem for path in up_files()]
    contracts = {path.stem for path in contract_files()}
    pending = [name for name in files if name not in done]
    unknown = sorted(done.difference(files, contracts, [FIRST_DEPENDENCY]))
    click.echo(f"{len(files) - len(pending)} of {len(files)} migrations applied.")
    if contracts & done:
        click.echo(f"{len(contracts & done)} of {len(contracts)} contract steps applied.")
    for name in pending:
        click.echo(f"pending: {name}")
    for name in unknown:
        click.echo(f"applied, but not in this checkout: {name}")
    if holder:
        click.echo(f"lock: {holder}")
    for index in indexes:
        click.echo(index.sentence)
    if pending or unknown or holder or not all(index.being_built for index in indexes):
        sys.exit(1)


@click.command()
def check() -> None:
    """Check names, order, headers, the chain of depends and the rollback link of every migration.

    Needs no database. Exit code 1 if something is wrong. Example: wcdb check
    """
    found = list(findings())
    for sentence in found:
        click.echo(sentence)
    if found:
        sys.exit(1)
    count = len(up_files()) + len(contract_files())
    click.echo(f"{count} migrations, each with its rollback: nothing to complain about.")
