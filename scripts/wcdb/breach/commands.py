"""wcdb breach: which breach notices are due, to whom and when. Ids and counts, no names."""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import click
import psycopg
from psycopg.rows import dict_row

from wcdb.database import CannotRun, session

SOON = timedelta(days=10)
FACTORS = ("nature_of_phi", "recipient", "acquisition", "mitigation")

TODAY = """
    SELECT phi.breach_day(now()) AS today, (phi.breach_settings_in_force()).time_zone
"""

BREACHES = """
    SELECT * FROM phi.breaches
    WHERE  %(violation)s::uuid IS NULL OR violation_id = %(violation)s
    ORDER  BY discovered_on, violation_id
"""

YEAR_LISTS = """
    SELECT   year,
             hhs_notice_due,
             count(*)               AS breaches,
             count(hhs_notified_at) AS sent
    FROM     phi.breach_year_list
    GROUP BY year, hhs_notice_due
    ORDER BY year, hhs_notice_due
"""

# Levels, not reasons: those are free text that may name a child.
ASSESSMENT = """
    SELECT nature_of_phi, recipient, acquisition, mitigation, phi_was_encrypted, conclusion,
           knowable_at, assessed_by, assessed_at
    FROM   phi.breach_assessments
    WHERE  violation_id = %(violation)s
"""

STATES = """
    SELECT state, individuals, not_notified, exceeds_500, media_notified_at
    FROM   phi.breach_states
    WHERE  violation_id = %(violation)s
    ORDER  BY individuals DESC, state
"""

WINDOWS = """
    SELECT user_id, database_user, began_at, ended_at, students, entries, entries_without_student
    FROM   phi.breach_windows
    WHERE  violation_id = %(violation)s
    ORDER  BY began_at, user_id, database_user
"""

# What happened to whom. Entries outside the windows are the ordinary use of the record.
INDIVIDUALS = """
    SELECT   i.student_id, i.state, i.source, i.notified_at, i.notified_how,
             count(a.audit_log_id) AS entries,
             min(a.created_at)     AS first_entry_at,
             max(a.created_at)     AS last_entry_at,
             array_remove(array_agg(DISTINCT a.action::text), NULL) AS actions
    FROM     phi.breach_individuals AS i
    LEFT JOIN phi.breach_access AS a
           ON  a.violation_id = i.violation_id
           AND a.student_id = i.student_id
           AND a.violation_id = %(violation)s
           AND a.is_in_a_window
           AND a.success
    WHERE    i.violation_id = %(violation)s
    GROUP BY i.violation_id, i.student_id
    ORDER BY i.student_id
"""

Row = dict[str, Any]


def query(
    connection: psycopg.Connection[Any], text: str, violation: UUID | None = None
) -> list[Row]:
    """Return the rows of one of the queries above."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(text, {"violation": violation}).fetchall()


def notices(breach: Row, as_of: date) -> list[Row]:
    """Return the notices that a breach needs, each with its last day and how it stands then."""
    known = (
        ("individuals", breach["individual_notice_due"], breach["individuals_are_notified"]),
        ("HHS", breach["hhs_notice_due"], breach["hhs_notified_at"] is not None),
        ("media", breach["media_notice_due"], breach["states_without_media_notice"] == 0),
        # As long as the unknown could put a state over 500, the day must not pass unseen.
        (
            "media, perhaps",
            breach["individual_notice_due"] if breach["media_notice_is_uncertain"] else None,
            False,
        ),
    )
    return [
        {"notice": name, "due": due, "standing": standing(due, done, as_of)}
        for name, due, done in known
        if due is not None
    ]


def standing(due: date, done: bool, as_of: date) -> str:
    """Return done, overdue (from the day after the last one), soon or open."""
    if done:
        return "done"
    if as_of > due:
        return "overdue"
    return "soon" if due - as_of <= SOON else "open"


def read(connection: psycopg.Connection[Any], violation: UUID | None, as_of: date | None) -> Row:
    """Return all there is to say, as plain dictionaries.

    Raises:
        CannotRun: the migrations are missing, or there is no such violation.
    """
    found = connection.execute("SELECT to_regclass('phi.breaches')").fetchone()
    if not found or found[0] is None:
        raise CannotRun("this database has no view phi.breaches; run wcdb apply.")
    settings = query(connection, TODAY)[0]
    today = as_of or settings["today"]
    breaches = query(connection, BREACHES, violation)
    if violation and not breaches:
        raise CannotRun(f"{violation} is no violation that may be a breach; give the id of one.")
    for breach in breaches:
        # The view counts overdue from now; here it is the day that was asked for.
        for name in ("individual", "hhs", "media"):
            del breach[f"{name}_notice_is_overdue"]
        breach["notices"] = notices(breach, today)
    report: Row = {
        "as_of": today,
        "time_zone": settings["time_zone"],
        "breaches": breaches,
    }
    if violation:
        assessments = query(connection, ASSESSMENT, violation)
        breaches[0] |= {
            "assessment": assessments[0] if assessments else None,
            "by_state": query(connection, STATES, violation),
            "windows": query(connection, WINDOWS, violation),
            "list": query(connection, INDIVIDUALS, violation),
        }
    else:
        report["year_lists"] = [
            {
                **line,
                "standing": standing(
                    line["hhs_notice_due"], line["sent"] == line["breaches"], today
                ),
            }
            for line in query(connection, YEAR_LISTS)
        ]
    return report


def urgent(report: Row) -> list[str]:
    """Return a line for every notice that is overdue or due within ten days."""
    return [
        f"{breach['violation_id']} {notice['notice']} {notice['due']}"
        for breach in report["breaches"]
        for notice in breach["notices"]
        if notice["standing"] in ("overdue", "soon")
    ]


@click.group()
def breach() -> None:
    """Breach notification: 45 CFR 164.402 to 164.414."""


@breach.command("report")
@click.argument("violation_id", required=False, type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day that counts as today.",
)
def report(violation_id: UUID | None, as_json: bool, as_of: datetime | None) -> None:
    """Say which notices are due, or all about one violation. Reads only; ids and counts.

    A violation is presumed to be a breach until phi.breach_assessments says otherwise; put the
    affected on its list with phi.breach_collect and phi.breach_collect_reported.
    Exit code 1 if a notice is overdue or due within ten days.
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
        f" {len(breaches)}; with clocks: {len(running)}."
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
