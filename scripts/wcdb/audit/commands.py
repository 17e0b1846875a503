"""wcdb audit: seals the audit log, and finds what was done to it afterwards."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from wcdb import key_source
from wcdb.audit import log, seals
from wcdb.audit.findings import MOST_KEPT, Report
from wcdb.audit.sealing import BATCH, seal_log
from wcdb.audit.seals import Head
from wcdb.audit.verifying import verify_log
from wcdb.database import Connection, target

MOST_PRINTED = 1_000


@click.group()
def audit() -> None:
    """Seal the audit log, and verify it.

    The key is 32 bytes in hex or base64 (umask 077; openssl rand -hex 32 > FILE), kept where
    nobody who can write the database can read it.

    Example: wcdb audit verify --key-file FILE
    """


HEAD_FILE = click.Path(dir_okay=False, path_type=Path)


@audit.command("seal")
@key_source.options("audit")
@click.option("--head-file", type=HEAD_FILE, help="Append the head to this file of JSON lines.")
@click.option("--new-key", is_flag=True, help="Go on with another key than that of the last seal.")
@click.option(
    "--new-timeline", is_flag=True, help="The database was restored into another cluster."
)
@click.option(
    "--batch",
    type=click.IntRange(1, 1_000_000),
    default=BATCH,
    show_default=True,
    help="Rows in a seal at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def seal_command(
    key_file: Path | None,
    key_command: str | None,
    key_timeout: float,
    head_file: Path | None,
    new_key: bool,
    new_timeline: bool,
    batch: int,
    as_json: bool,
) -> None:
    """Seal what ended transactions wrote.

    No writer waits for it: run it every minute. Keep the head outside of the database: without it
    nobody can tell that the last seals were removed.

    Example: wcdb audit seal --key-file FILE --head-file /var/lib/elsewhere/heads
    """
    key = seals.derive(key_source.read_key(key_file, key_command, key_timeout))
    heads = seals.read_heads(head_file) if head_file and head_file.exists() else []
    variables = target()
    with log.open_session(variables) as writer, log.open_session(variables) as reader:
        made = rows = 0
        for seal in seal_log(
            writer,
            reader,
            key,
            batch=batch,
            heads=heads,
            allow_new_key=new_key,
            new_timeline=new_timeline,
        ):
            made += 1
            rows += seal.row_count
        head = _export_head(writer, head_file)
    if as_json:
        result = {"rows": rows, "seals": made, "head": asdict(head) if head else None}
        click.echo(json.dumps(result))
        return
    click.echo(f"Sealed {rows:,} rows in {made:,} seals." if made else "Nothing to seal.")
    if head:
        click.echo(head)


@audit.command("head")
@click.option("--head-file", type=HEAD_FILE, help="Append the head to this file of JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def head_command(head_file: Path | None, as_json: bool) -> None:
    """Print the end of the chain. Needs no key.

    Keep it outside of the database: it shows later that no seal was removed. Exit code 1 if
    nothing was sealed yet.

    Example: wcdb audit head --json
    """
    with log.open_session(read_only=True) as connection:
        head = _export_head(connection, head_file)
    if as_json:
        click.echo(json.dumps(asdict(head) if head else None))
    else:
        click.echo(head or "Nothing was sealed yet.")
    if head is None:
        sys.exit(1)


def _export_head(connection: Connection, head_file: Path | None) -> Head | None:
    with connection.transaction():
        head = seals.read_head(connection)
    if head and head_file:
        seals.append_head(head_file, head)
    return head


@audit.command("verify")
@key_source.options("audit")
@click.option(
    "--old-key-file",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A key that was used before; may be given several times.",
)
@click.option("--head-file", type=HEAD_FILE, help="Check that these heads are in the chain.")
@click.option(
    "--from-seal",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Take the seals before this one as given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify_command(
    key_file: Path | None,
    key_command: str | None,
    key_timeout: float,
    old_key_file: tuple[Path, ...],
    head_file: Path | None,
    from_seal: int,
    as_json: bool,
) -> None:
    """Compare the log with its seals. Reads only.

    Finds entries that were changed, deleted, inserted or moved after they were sealed, and seals
    that were altered or removed. Exit code 1 if it found something.

    Example: wcdb audit verify --key-file FILE --head-file HEADS
    """
    secrets = [key_source.read_key(key_file, key_command, key_timeout)]
    secrets += [key_source.read_key_file(path) for path in old_key_file]
    heads = seals.read_heads(head_file) if head_file else []
    with log.open_session(read_only=True) as connection:
        report = verify_log(
            connection,
            [seals.derive(secret) for secret in secrets],
            heads=heads,
            from_seal=from_seal,
        )
    if as_json:
        findings = [asdict(finding) for finding in report.findings]
        click.echo(json.dumps({**vars(report), "findings": findings}, indent=2))
    else:
        _print_report(report, head_file is not None, from_seal)
    if report.counts:
        sys.exit(1)


def _print_report(report: Report, with_heads: bool, from_seal: int) -> None:
    since = f" from seal {from_seal} on" if from_seal > 1 else ""
    click.echo(f"{report.rows:,} rows of the log compared with {report.seals:,} seals{since}.")
    for month in sorted(report.months):
        click.echo(
            f"{month} is archived: {report.archived[month]:,} sealed rows are not in the log."
        )
    if report.unsealed:
        click.echo(
            f"{report.unsealed:,} rows are not sealed yet, the oldest of {report.oldest_unsealed}."
        )
    if report.uncovered:
        click.echo(f"{report.uncovered:,} rows cannot be checked: no seal of theirs can be read.")
    if not with_heads:
        click.echo("No --head-file: nobody would notice that the last seals were removed.")
    for finding in report.findings[:MOST_PRINTED]:
        click.echo(f"  {finding.kind}: {finding.sentence}.")
    found = sum(report.counts.values())
    if found > MOST_PRINTED:
        click.echo(f"  ... and {found - MOST_PRINTED:,} more; --json lists up to {MOST_KEPT:,}.")
    counts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(report.counts.items()))
    click.echo(f"Found: {counts}." if counts else "Nothing was changed.")
