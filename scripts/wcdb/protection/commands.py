"""wcdb posture: whether the database is protected as the registry says."""

import dataclasses
import json
import sys

import click

from wcdb.database import session
from wcdb.protection.posture import Finding, findings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of findings.")
def posture(as_json: bool) -> None:
    """Say where the protection is not as it should be.

    Fence, grants, audit, masks and guards of every table, all other rights, owners, logins and
    settings: what the catalogue says, against what the registry asks for. Function bodies are not
    compared. Reads only. Exit code 1 with one sentence a finding, and under it the SQL that mends
    it.

    Example: wcdb posture
    """
    with session(read_only=True) as connection:
        found = findings(connection)
    if as_json:
        listed = [dataclasses.asdict(finding) for finding in found]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
    else:
        _print(found)
    if found:
        sys.exit(1)
    if not as_json:
        click.echo("Every table is protected as the registry says.")


def _print(found: list[Finding]) -> None:
    """Print the findings, a repair that mends several once, under the last of them."""
    last = {finding.repair: finding for finding in found}
    order = {repair: place for place, repair in enumerate(last)}
    for finding in sorted(found, key=lambda finding: order[finding.repair]):
        click.echo(str(finding) if last[finding.repair] is finding else finding.sentence)
    if any(last):
        click.echo("\nRun SELECT phi.… as the owner of the tables, all else as a superuser.")
