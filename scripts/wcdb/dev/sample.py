"""wcdb sample: an invented platform with as many students as wanted, the same every time."""

import sys
from importlib import resources
from typing import Any

import click
import psycopg

from wcdb.database import CannotRun, session

# The day that counts as today in the sample data: not today's date, so that the same command
# makes the same rows next year.
AS_OF = "2026-11-02"
MINIMUM = 10

ROWS = """
    SELECT sum(n_tup_ins - n_tup_del)::bigint
    FROM   pg_stat_xact_user_tables
    WHERE  schemaname = 'public'
"""


def load(connection: psycopg.Connection[Any], students: int, as_of: str = AS_OF) -> int:
    """Fill an empty database in one transaction, then ANALYZE it.

    Returns the number of rows, or 0 if there are students already: then nothing is changed.

    Raises:
        CannotRun: fewer than ten students: too few for a row in every table.
        psycopg.Error: as_of is no date, or the schema is not that of this checkout.
    """
    if students < MINIMUM:
        raise CannotRun(
            f"sample data needs at least {MINIMUM} students; give --students {MINIMUM}."
        )
    with connection.transaction():
        if connection.execute("SELECT 1 FROM public.students LIMIT 1").fetchone():
            return 0
        for name, value in (
            ("sample.students", str(students)),
            ("sample.as_of", as_of),
        ):
            connection.execute("SELECT set_config(%s, %s, true)", [name, value])
        script = resources.files("wcdb.dev").joinpath("sample.sql").read_bytes()
        connection.execute(script)
        row = connection.execute(ROWS).fetchone()
    connection.commit()
    autocommit = connection.autocommit
    connection.autocommit = True
    connection.execute("ANALYZE")
    connection.autocommit = autocommit
    assert row is not None
    return int(row[0])


@click.command()
@click.option("--students", default=2_000, show_default=True, help="How many students.")
@click.option("--as-of", default=AS_OF, show_default=True, help="The day that counts as today.")
def sample(students: int, as_of: str) -> None:
    """Load sample data into a database without students: at least one row in every table.

    Exit code 1 if there are students already. Example: wcdb sample --students 20000
    """
    with session() as connection:
        rows = load(connection, students, as_of)
    if not rows:
        click.echo("There are students already; nothing was changed.")
        sys.exit(1)
    click.echo(f"{rows:,} rows for {students:,} students.")
