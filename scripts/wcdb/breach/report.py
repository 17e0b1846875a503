"""The breach notices that are due, to whom and when: 45 CFR 164.402 to 164.414.

Ids and counts, no names. The clocks are those of view phi.breaches.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from wcdb.database import CannotRun, Connection

SOON = timedelta(days=10)

HAS_BREACHES = "SELECT to_regclass('phi.breaches') IS NOT NULL"

TODAY = """
    SELECT phi.breach_day(now()) AS today,
           (phi.breach_settings_in_force()).time_zone
"""

BREACHES = """
    SELECT   *
    FROM     phi.breaches
    WHERE    %(violation)s::uuid IS NULL OR violation_id = %(violation)s
    ORDER BY discovered_on, violation_id
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
    SELECT nature_of_phi, recipient, acquisition, mitigation, phi_was_encrypted,
           conclusion, knowable_at, assessed_by, assessed_at
    FROM   phi.breach_assessments
    WHERE  violation_id = %(violation)s
"""

STATES = """
    SELECT   state, individuals, not_notified, exceeds_500, media_notified_at
    FROM     phi.breach_states
    WHERE    violation_id = %(violation)s
    ORDER BY individuals DESC, state
"""

WINDOWS = """
    SELECT   user_id, database_user, began_at, ended_at, students, entries,
             entries_without_student
    FROM     phi.breach_windows
    WHERE    violation_id = %(violation)s
    ORDER BY began_at, user_id, database_user
"""

# What happened to whom. Entries outside the windows are the ordinary use of the record.
INDIVIDUALS = """
    SELECT    i.student_id, i.state, i.source, i.notified_at, i.notified_how,
              count(a.audit_log_id)                                  AS entries,
              min(a.created_at)                                      AS first_entry_at,
              max(a.created_at)                                      AS last_entry_at,
              array_remove(array_agg(DISTINCT a.action::text), NULL) AS actions
    FROM      phi.breach_individuals AS i
    LEFT JOIN phi.breach_access      AS a
           ON a.violation_id = i.violation_id
          AND a.student_id = i.student_id
          AND a.violation_id = %(violation)s
          AND a.is_in_a_window
          AND a.success
    WHERE     i.violation_id = %(violation)s
    GROUP BY  i.violation_id, i.student_id
    ORDER BY  i.student_id
"""

Row = dict[str, Any]


class Standing(StrEnum):
    """How a notice stands on a day; overdue from the day after its last one."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"


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


def standing(due: date, done: bool, as_of: date) -> Standing:
    """Return how a notice stands whose last day is due."""
    if done:
        return Standing.DONE
    if as_of > due:
        return Standing.OVERDUE
    return Standing.SOON if due - as_of <= SOON else Standing.OPEN


def read(connection: Connection, violation: UUID | None, as_of: date | None) -> Row:
    """Return the breaches, or all about one, as plain dictionaries; as_of counts as today.

    Without a violation, the lists of small breaches that HHS gets each year too: 45 CFR 164.408(c).

    Raises:
        CannotRun: the migrations are missing, or there is no such violation.
    """
    found = connection.execute(HAS_BREACHES).fetchone()
    if not found or not found[0]:
        raise CannotRun("this database has no view phi.breaches; run wcdb apply.")
    settings = _query(connection, TODAY)[0]
    today = as_of or settings["today"]
    breaches = _query(connection, BREACHES, violation)
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
        breaches[0] |= _particulars(connection, violation)
    else:
        report["year_lists"] = _year_lists(connection, today)
    return report


def _particulars(connection: Connection, violation: UUID) -> Row:
    assessments = _query(connection, ASSESSMENT, violation)
    return {
        "assessment": assessments[0] if assessments else None,
        "by_state": _query(connection, STATES, violation),
        "windows": _query(connection, WINDOWS, violation),
        "list": _query(connection, INDIVIDUALS, violation),
    }


def _year_lists(connection: Connection, today: date) -> list[Row]:
    lists = _query(connection, YEAR_LISTS)
    for line in lists:
        sent = line["sent"] == line["breaches"]
        line["standing"] = standing(line["hhs_notice_due"], sent, today)
    return lists


def _query(connection: Connection, text: str, violation: UUID | None = None) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(text, {"violation": violation}).fetchall()


def urgent(report: Row) -> list[str]:
    """Return a line for every notice that is overdue or due within ten days."""
    return [
        f"{breach['violation_id']} {notice['notice']} {notice['due']}"
        for breach in report["breaches"]
        for notice in breach["notices"]
        if notice["standing"] in (Standing.OVERDUE, Standing.SOON)
    ]
