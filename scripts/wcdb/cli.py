"""The wcdb command: groups its subcommands and turns every failure into one sentence.

Exit codes: 0 fine, 1 found something (a failed check, a failed migration), 2 could not run.
"""

import sys

import click
import psycopg

from wcdb.audit import commands as audit
from wcdb.breach import commands as breach
from wcdb.database import CannotRun, describe, register_fallback
from wcdb.dev import quickstart, sample, server
from wcdb.indexes import commands as indexes
from wcdb.migrations import runner as migrations
from wcdb.pages import commands as pages
from wcdb.phi import commands as phi
from wcdb.protection import commands as protection
from wcdb.retention import commands as retention


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Tools for the White Cross database, beside stock yoyo and psql.

    The database is the one that DATABASE_URL or libpq's variables (PGHOST, PGDATABASE,
    PGSERVICE, ...) name; with none set, the embedded server of this checkout.
    """


cli.add_command(audit.audit)
cli.add_command(breach.breach)
cli.add_command(indexes.indexes)
cli.add_command(migrations.apply)
cli.add_command(migrations.check)
cli.add_command(migrations.status)
cli.add_command(pages.pages)
cli.add_command(phi.phi)
cli.add_command(protection.posture)
cli.add_command(quickstart.quickstart)
cli.add_command(retention.retention)
cli.add_command(sample.sample)
cli.add_command(server.server)
register_fallback(server.fallback)


def main() -> None:
    """Run wcdb and exit: no traceback, no error DETAIL (it may hold PHI), exit code 2."""
    try:
        cli()
    except CannotRun as error:
        click.echo(f"wcdb: {error}", err=True)
    except psycopg.Error as error:
        click.echo(f"wcdb: {describe(error)}", err=True)
    sys.exit(2)
