"""wcdb pages: write docs/schema, docs/dictionary.md and docs/diagrams.md, or compare them."""

from pathlib import Path

import click

from wcdb.database import ROOT, Environment, session, target
from wcdb.pages import catalogue, diagrams, dictionary, dump, registry, schema

DOCS = ROOT / "docs"


@click.group()
def pages() -> None:
    """Show the built database in files of docs/.

    Example: wcdb pages check
    """


@pages.command("write")
def write_command() -> None:
    """Write them anew from the database.

    Example: wcdb pages write
    """
    changed = write(render(target()))
    click.echo(f"{len(changed)} pages changed.")


@pages.command("check")
def check_command() -> None:
    """Compare them with the database.

    Prints a line for each page that differs; the exit code is then 1.

    Example: wcdb pages check
    """
    found = differences(render(target()))
    for path in found:
        click.echo(f"{path.relative_to(ROOT)} differs from the database: run 'wcdb pages write'.")
    if found:
        raise SystemExit(1)
    click.echo("The pages are what the database says.")


def render(environment: Environment) -> dict[Path, str]:
    """Return what every page should hold.

    Raises:
        CannotRun: the server or pg_dump is not of version 18, or the migrations are not applied.
    """
    with session(environment, read_only=True) as connection:
        dump.require_version(connection)
        owner = catalogue.owner(connection)
        known = registry.read(connection)
        made = schema.pages(connection, environment, owner, known)
    files = {DOCS / "schema" / name: text for name, text in made.items()}
    files[DOCS / "dictionary.md"] = dictionary.page(known)
    files[DOCS / "diagrams.md"] = diagrams.page(known)
    return files


def differences(files: dict[Path, str]) -> list[Path]:
    """Return the pages that are missing, differ, or show a table that is gone."""
    stale = set((DOCS / "schema").glob("*.sql")) - set(files)
    different = {
        path
        for path, text in files.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    return sorted(stale | different)


def write(files: dict[Path, str]) -> list[Path]:
    """Write the pages that differ, delete those that show a table that is gone; return both."""
    changed = differences(files)
    for path in changed:
        if path in files:
            path.parent.mkdir(exist_ok=True)
            path.write_text(files[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return changed
