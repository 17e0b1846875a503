"""The wcdb command: groups its subcommands and turns every failure into one sentence.

Exit codes: 0 fine, 1 found something (a failed check, a failed migration), 2 could not run.
"""

import sys
from typing import NoReturn

import click
import psycopg

from wcdb.audit import commands as audit
from wcdb.breach import commands as breach
from wcdb.database import CannotRun, Failed, describe, register_fallback, register_programs
from wcdb.dev import quickstart, sample, server
from wcdb.indexes import commands as indexes
from wcdb.migrations import commands as migrations
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


# The list that wcdb --help prints: 45 characters a line, or click cuts it.
COMMANDS = (
    (migrations.apply, "Apply every pending migration."),
    (audit.audit, "Seal, verify and read the audit log."),
    (breach.breach, "Breaches: who is affected, which clocks run."),
    (migrations.check, "Check the migration files, without a server."),
    (indexes.indexes, "Find indexes to add, drop or rebuild."),
    (pages.pages, "Write or compare docs/schema and its pages."),
    (phi.phi, "Encrypt PHI columns, and prove it is done."),
    (protection.posture, "Compare the protection with the registry."),
    (quickstart.quickstart, "Make a database with sample data, and a tour."),
    (retention.retention, "Remove or archive what is past its period."),
    (sample.sample, "Load sample data into an empty database."),
    (server.server, "Start, stop or reset the embedded server."),
    (migrations.status, "Show what is applied and what is pending."),
)
for command, summary in COMMANDS:
    command.short_help = summary
    cli.add_command(command)
register_fallback(server.fallback)
register_programs(server.bin_directory)


def main() -> None:
    """Run wcdb and exit: no traceback, and no error DETAIL, which may hold PHI."""
    try:
        cli()
    except Failed as error:
        _end(str(error), 1)
    except CannotRun as error:
        _end(str(error), 2)
    except psycopg.Error as error:
        _end(describe(error), 2)
    except OSError as error:
        _end(f"cannot write or read: {error.strerror or error}.", 2)


def _end(sentence: str, code: int) -> NoReturn:
    click.echo(f"wcdb: {sentence}", err=True)
    sys.exit(code)
