"""wcdb quickstart: from an empty checkout to a database with sample data."""

import shutil
import sys
from pathlib import Path

import click

from wcdb.database import ROOT, given_environment, session
from wcdb.dev import sample, server
from wcdb.migrations.files import up_files
from wcdb.migrations.runner import apply_all

SUMMARY = """
    SELECT 'tables',                    count(*)
    FROM   pg_class AS c
    WHERE  c.relnamespace = 'public'::regnamespace
    AND    c.relkind IN ('r', 'p')
    AND    NOT c.relispartition
    AND    c.relname !~ 'yoyo'
    UNION ALL
    SELECT 'enum types',                count(*)
    FROM   pg_type AS t
    WHERE  t.typnamespace = 'public'::regnamespace
    AND    t.typtype = 'e'
    UNION ALL
    SELECT 'foreign keys',              count(*)
    FROM   pg_constraint AS k
    WHERE  k.connamespace = 'public'::regnamespace
    AND    k.contype = 'f'
    AND    k.conparentid = 0
    UNION ALL
    SELECT 'checks',                    count(*)
    FROM   pg_constraint AS k
    WHERE  k.connamespace = 'public'::regnamespace
    AND    k.contype = 'c'
    AND    k.conislocal
    UNION ALL
    SELECT 'views for the application', count(*)
    FROM   pg_class AS c
    WHERE  c.relnamespace = to_regnamespace('sequelize')
    AND    c.relkind = 'v'
"""

ROWS = """
    SELECT (SELECT count(*) FROM public.students),
           (SELECT count(*) FROM public.schools),
           (SELECT count(*) FROM public.clinic_visits),
           (SELECT count(*) FROM public.medication_logs)
"""


@click.command()
@click.option("--students", default=2_000, show_default=True, help="Sample students to load.")
@click.option("--stop", is_flag=True, help="Stop the embedded server; its data stays.")
@click.option("--reset", is_flag=True, help="Delete the embedded server's data first.")
def quickstart(students: int, stop: bool, reset: bool) -> None:
    """Start a server, apply every migration with stock yoyo, load sample data, show what is there.

    Run again, it changes nothing. With DATABASE_URL or libpq's variables set it uses that
    database (which must exist and be yours) instead of the embedded server.

    Example: scripts/quickstart --students 20000
    """
    directory = server.data_directory()
    given = given_environment()
    if server.is_embedded(given, directory):
        given = {}
    if (stop or reset) and given:
        raise click.UsageError(
            "--stop and --reset are for the embedded server; unset DATABASE_URL and PG* first."
        )
    if stop:
        click.echo("Stopped." if server.stop(directory) else "It was not running.")
        return
    if reset and directory.exists():
        server.stop(directory)
        shutil.rmtree(directory)
        click.echo(f"Deleted {directory}.")
    if given:
        environment = given
        click.echo("1. Server: yours, as DATABASE_URL or libpq's variables say.")
    else:
        socket = server.start(directory)
        server.create_owner(socket)
        server.create_database(socket)
        environment = server.fallback()
        click.echo(f"1. Server: PostgreSQL {server.DEFAULT_VERSION}, data in {directory}.")
    applied = apply_all(environment)
    if not given:
        server.let_owner_encrypt(socket)
    click.echo(
        f"2. Migrations: yoyo applied {applied}." if applied else "2. Migrations: all applied."
    )
    with session(environment) as connection:
        loaded = sample.load(connection, students)
    click.echo(f"3. Sample data: {loaded:,} rows." if loaded else "3. Sample data: already there.")
    _show(environment)


def _show(environment: dict[str, str]) -> None:
    with session(environment) as connection:
        counts = connection.execute(SUMMARY).fetchall()
        rows = connection.execute(ROWS).fetchone()
    assert rows is not None
    click.echo("\nThere is now a White Cross database with")
    click.echo("  " + ", ".join(f"{count} {name}" for name, count in counts) + ";")
    click.echo(
        f"  {rows[0]:,} students in {rows[1]} schools, {rows[2]:,} clinic visits,"
        f" {rows[3]:,} medication doses. All of them are invented."
    )
    bin_directory = Path(sys.executable).parent
    if bin_directory.is_relative_to(ROOT):
        bin_directory = bin_directory.relative_to(ROOT)
    click.echo(
        f"""
Go on with
  eval "$({bin_directory}/wcdb server env)"   # points psql and yoyo at this database
  psql -c '\\d+ students'
  psql -c 'SELECT * FROM sequelize.students LIMIT 5'   # as the application sees it
  psql -c "SELECT action, new_values FROM audit_logs WHERE entity_type = 'allergies' LIMIT 3"
  {bin_directory}/wcdb posture                     # is everything protected as the registry says?
  yoyo list                              # every migration, applied or not
  yoyo rollback --revision {up_files()[-1].stem}
  yoyo apply
  scripts/quickstart --stop | --reset"""
    )
