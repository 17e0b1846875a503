"""wcdb breach: the notices that are due, to whom and when. Prints ids and counts, no names."""

import json
import sys
from datetime import date, datetime
from uuid import UUID

import click

from wcdb.breach.report import SOON, Row, read, urgent
from wcdb.database import session

FACTORS = ("nature_of_phi", "recipient", "acquisition", "mitigation")


@click.group()
def breach() -> None:
    """Report the breach notices that are due.

    The rules: 45 CFR 164.402 to 164.414.

    Example: wcdb breach report
    """


@breach.command("report")
@click.argument("violation_id", required=False, type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day that counts as today.",
)
def report(violation_id: UUID | None, as_json: bool, as_of: datetime | None) -> None:
    """Say which breach notices are due, and when.

    With the id of a violation, all about that one. Reads only; prints ids and counts.

    A violation is presumed to be a breach until phi.breach_assessments says otherwise; put the
    affected on its list with phi.breach_collect and phi.breach_collect_reported.

    Exit code 1 if a notice is overdue or due within ten days. In the sample data some are.

    Example: wcdb breach report --as-of 2027-02-20
    """
    with session(read_only=True) as connection:
        found = read(connection, violation_id, as_of.date() if as_of else None)
    if as_json:
        click.echo(json.dumps(found, indent=2, default=_plain))
    else:
        _print(found)
    if urgent(found):
        sys.exit(1)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _print(found: Row) -> None:
    breaches = found["breaches"]
    running = [breach for breach in breaches if breach["notices"]]
    click.echo(
        f"As of {found['as_of']}, days of {found['time_zone']}. Violations that may be a breach:"
        f" {len(breaches)}, of which {len(running)} need notices."
    )
    for breach in breaches:
        _print_breach(breach)
    for line in found.get("year_lists", ()):
        click.echo(
            f"\nList of {line['year']} for HHS, fewer than 500 individuals each:"
            f" breaches: {line['breaches']}, sent: {line['sent']}, due {line['hhs_notice_due']}"
            f" ({line['standing']})."
        )
    late = urgent(found)
    click.echo(f"\nNotices that are overdue or due within {SOON.days} days: {len(late)}.")


LAW = {
    "FERPA": "FERPA, no HIPAA clock: 34 CFR 99.32 wants the disclosure recorded,"
    " and state law may ask for notice",
    "HIPAA": "HIPAA",
    "EITHER": "HIPAA or FERPA, not decided: the clocks of HIPAA run",
}


def _print_breach(breach: Row) -> None:
    missing = ", nobody has concluded" if breach["assessment_is_missing"] else ""
    click.echo(
        f"\n{breach['violation_id']}  {breach['violation_type']}, {breach['status']}:"
        f" {breach['standing']}{missing}"
    )
    click.echo(f"  law: {LAW[breach['legal_regime']]}")
    click.echo(
        f"  discovered {breach['discovered_on']}; individuals: {breach['individuals']},"
        f" told: {breach['notified']}; states: {breach['states']},"
        f" most in one: {breach['most_in_one_state']}"
    )
    if breach["unlisted"]:
        click.echo(
            f"  named in the violation, not on its list: {breach['unlisted']};"
            " run phi.breach_collect_reported; what stays is malformed or no student"
        )
    if breach["media_notice_is_uncertain"]:
        click.echo(
            f"  of unknown state: {breach['state_unknown']}, which may put one over 500; find out"
            " where they live"
        )
    if breach["notices"] and breach["law_enforcement_delay_until"]:
        click.echo(f"  delayed for law enforcement until {breach['law_enforcement_delay_until']}")
    for notice in breach["notices"]:
        click.echo(f"  {notice['standing'].upper():<8} {notice['notice']:<14} {notice['due']}")
    if "list" in breach:
        _print_particulars(breach)


def _print_particulars(breach: Row) -> None:
    assessment = breach["assessment"] or {}
    click.echo("\nFour factors:")
    for factor in FACTORS:
        click.echo(f"  {factor:<14} {assessment.get(factor) or 'not assessed'}")
    click.echo(f"  {'conclusion':<14} {assessment.get('conclusion') or 'none: presumed a breach'}")
    if breach["by_state"]:
        click.echo("\nIndividuals by state:")
    for line in breach["by_state"]:
        told = " (media told)" if line["media_notified_at"] else ""
        click.echo(
            f"  {line['state'] or 'unknown':<8} {line['individuals']:>6},"
            f" {line['not_notified']} not told{told}"
        )
    if breach["windows"]:
        click.echo("\nAccess that it is about:")
    for line in breach["windows"]:
        who = " ".join(
            [
                *([f"user {line['user_id']}"] if line["user_id"] else []),
                *([f"login {line['database_user']}"] if line["database_user"] else []),
            ]
        )
        click.echo(
            f"  {who} from {line['began_at']:%Y-%m-%d %H:%M:%S%z} to"
            f" {line['ended_at']:%Y-%m-%d %H:%M:%S%z}: {line['entries']} entries,"
            f" {line['students']} students"
        )
        if line["entries_without_student"]:
            click.echo(f"    {line['entries_without_student']} tell no student: look by hand")
    if breach["list"]:
        click.echo("\nAffected (student, state, how found, entries of that access, told):")
    for line in breach["list"]:
        actions = f" ({', '.join(sorted(line['actions']))})" if line["actions"] else ""
        told = (
            f"{line['notified_at']:%Y-%m-%d} {line['notified_how']}" if line["notified_at"] else "-"
        )
        click.echo(
            f"  {line['student_id']}  {line['state'] or '??'}  {line['source']}"
            f"  {line['entries']}{actions}  {told}"
        )
