"""Breach notification: who was affected, which clocks run, and unusual access."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from click.testing import Result
from psycopg.rows import dict_row

from support.commands import invoke
from support.server import Connection, Create, connect, one
from wcdb.breach.commands import breach
from wcdb.database import CannotRun

ZONE = ZoneInfo("America/New_York")
CLOCKS = ("individual_notice_due", "hhs_notice_due", "media_notice_due")
VIEWS = ("breach_states", "breaches", "breach_year_list", "breach_access", "unusual_access")
FACTORS = ("nature_of_phi", "recipient", "acquisition", "mitigation")
FOUR: dict[str, Any] = dict.fromkeys(FACTORS, "LOW") | {
    f"{factor}_rationale": "Sealed envelope, came back." for factor in FACTORS
}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE)


def today(db: Connection) -> date:
    day = one(db, "SELECT phi.breach_day(now())")
    assert isinstance(day, date)
    return day


def user(db: Connection) -> UUID:
    found = one(db, "SELECT id FROM users ORDER BY id LIMIT 1")
    assert isinstance(found, UUID)
    return found


def violate(
    db: Connection,
    discovered: datetime,
    kind: str = "HIPAA_BREACH",
    affected: object = None,
) -> UUID:
    """Insert a violation and return its id."""
    violation = one(
        db,
        "INSERT INTO compliance_violations (violation_type, title, description, severity,"
        " reported_by, discovered_at, affected_students)"
        " VALUES (%s, 'Test', 'Test', 'HIGH', %s, %s, %s::jsonb) RETURNING id",
        kind,
        user(db),
        discovered,
        None if affected is None else json.dumps(affected),
    )
    assert isinstance(violation, UUID)
    return violation


def affect(db: Connection, violation: UUID, **states: int) -> None:
    """Put so many individuals of each state on the list; UNKNOWN has none."""
    for state, count in states.items():
        db.execute(
            "INSERT INTO phi.breach_individuals (violation_id, student_id, state, source)"
            " SELECT %s, gen_random_uuid(), %s, 'AUDIT_LOG' FROM generate_series(1, %s)",
            [violation, None if state == "UNKNOWN" else state, count],
        )


def assess(db: Connection, violation: UUID, judged: bool = True, **values: Any) -> None:
    if judged:
        values |= {"assessed_by": user(db), "assessed_at": datetime.now(UTC)}
    values["violation_id"] = violation
    db.execute(
        f"INSERT INTO phi.breach_assessments ({', '.join(values)})"
        f" VALUES ({', '.join(['%s'] * len(values))})",
        list(values.values()),
    )


def case(db: Connection, violation: UUID) -> dict[str, Any]:
    """Return the row of phi.breaches."""
    with db.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            "SELECT * FROM phi.breaches WHERE violation_id = %s", [violation]
        ).fetchone()
    assert row is not None
    return row


def clocks(db: Connection, violation: UUID) -> tuple[date | None, ...]:
    found = case(db, violation)
    return tuple(found[name] for name in CLOCKS)


def log(
    db: Connection,
    who: UUID | None,
    at: datetime,
    student: UUID | None = None,
    **values: object,
) -> None:
    """Write one entry of the audit log."""
    values = {
        "action": "VIEW",
        "entity_type": "allergies",
        "is_phi": True,
        **values,
        "user_id": who,
        "student_id": student,
        "created_at": at,
    }
    db.execute(
        f"INSERT INTO audit_logs ({', '.join(values)}) VALUES ({', '.join(['%s'] * len(values))})",
        list(values.values()),
    )


def enroll(db: Connection, count: int, state: str | None) -> list[UUID]:
    """Make students, of a school in that state or of none."""
    school = None
    if state:
        school = one(
            db,
            "INSERT INTO schools (district_id, name, code, state)"
            " SELECT id, 'Test', gen_random_uuid()::text, %s FROM districts ORDER BY id LIMIT 1"
            " RETURNING id",
            state,
        )
    rows = db.execute(
        "INSERT INTO students (school_id, student_number, first_name, last_name, date_of_birth,"
        " gender, grade) SELECT %s, gen_random_uuid()::text, 'A', 'B', '2015-01-01', s.gender, '3'"
        " FROM (SELECT gender FROM students LIMIT 1) AS s, generate_series(1, %s) RETURNING id",
        [school, count],
    ).fetchall()
    return [row[0] for row in rows]


# ---------------------------------------------------------------------------- the clocks


EDGES = [
    # discovered, individuals, most in one state, delay; due: individuals, HHS, media
    ("2027-06-01", 499, 499, None, "2027-07-31", "2028-02-29", None),
    ("2027-06-01", 500, 500, None, "2027-07-31", "2027-07-31", None),
    ("2027-06-01", 501, 501, None, "2027-07-31", "2027-07-31", "2027-07-31"),
    ("2027-06-01", 501, 300, None, "2027-07-31", "2027-07-31", None),
    ("2027-06-01", 0, 0, None, "2027-07-31", "2028-02-29", None),
    # Year end: the last and the first day of a year are a year apart on the list.
    ("2026-12-31", 1, 1, None, "2027-03-01", "2027-03-01", None),
    ("2027-01-01", 1, 1, None, "2027-03-02", "2028-02-29", None),
    ("2027-12-31", 1, 1, None, "2028-02-29", "2028-02-29", None),
    ("2028-01-01", 1, 1, None, "2028-03-01", "2029-03-01", None),
    ("2028-01-01", 500, 1, None, "2028-03-01", "2028-03-01", None),
    # Leap year and the year 2100, which is none.
    ("2028-02-29", 501, 501, None, "2028-04-29", "2028-04-29", "2028-04-29"),
    ("2027-02-28", 1, 1, None, "2027-04-29", "2028-02-29", None),
    ("2099-12-31", 1, 1, None, "2100-03-01", "2100-03-01", None),
    # Law enforcement: a delay inside the 60 days changes nothing; a longer one puts it off.
    ("2027-06-01", 501, 501, "2027-07-01", "2027-07-31", "2027-07-31", "2027-07-31"),
    ("2027-06-01", 501, 501, "2027-07-31", "2027-07-31", "2027-07-31", "2027-07-31"),
    ("2027-06-01", 501, 501, "2027-08-01", "2027-08-01", "2027-08-01", "2027-08-01"),
    ("2027-06-01", 10, 10, "2027-09-01", "2027-09-01", "2028-02-29", None),
    ("2027-06-01", 10, 10, "2028-05-01", "2028-05-01", "2028-05-01", None),
]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: " ".join(map(str, edge[:4])))
def test_clock(db: Connection, edge: tuple[object, ...]) -> None:
    found = one(db, "SELECT * FROM phi.breach_clock(%s::date, %s, %s, %s::date)", *edge[:4])
    assert [day and day.isoformat() for day in found] == list(edge[4:])


@pytest.mark.parametrize(
    ("states", "hhs_now", "media"),
    [
        ({"CA": 499}, False, False),
        ({"CA": 500}, True, False),
        ({"CA": 501}, True, True),
        ({"CA": 251, "OR": 250}, True, False),
        ({"CA": 500, "OR": 500}, True, False),
        ({"CA": 501, "OR": 1}, True, True),
    ],
    ids=str,
)
def test_500_individuals_and_500_of_one_state(
    db: Connection, states: dict[str, int], hhs_now: bool, media: bool
) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    affect(db, violation, **states)
    found = case(db, violation)
    assert found["individuals"] == sum(states.values())
    assert found["states"] == len(states)
    assert found["most_in_one_state"] == max(states.values())
    assert found["individual_notice_due"] == date(2026, 11, 30)
    assert found["hhs_notice_due"] == (date(2026, 11, 30) if hhs_now else date(2027, 3, 1))
    assert found["media_notice_due"] == (date(2026, 11, 30) if media else None)
    assert not found["media_notice_is_uncertain"]
    listed = one(db, "SELECT count(*) FROM phi.breach_year_list WHERE violation_id = %s", violation)
    assert listed == (0 if hhs_now else 1)


def test_individuals_of_unknown_state_are_no_state(db: Connection) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    affect(db, violation, CA=300, UNKNOWN=200)
    found = case(db, violation)
    assert (found["individuals"], found["most_in_one_state"], found["state_unknown"]) == (
        500,
        300,
        200,
    )
    assert found["media_notice_due"] is None
    assert not found["media_notice_is_uncertain"]
    affect(db, violation, UNKNOWN=1)
    found = case(db, violation)
    assert found["media_notice_due"] is None
    assert found["media_notice_is_uncertain"]


def test_sixtieth_day_is_in_time_and_the_next_is_not(db: Connection) -> None:
    for days, overdue in ((59, False), (60, False), (61, True)):
        violation = violate(db, noon(today(db) - timedelta(days=days)))
        affect(db, violation, CA=501)
        found = case(db, violation)
        for name in ("individual", "hhs", "media"):
            assert found[f"{name}_notice_is_overdue"] is overdue, (days, name)


def test_day_is_that_of_the_place(db: Connection) -> None:
    """At 23:30 on New Year's Eve UTC is already in the next year, a year later on the list."""
    at = datetime.fromisoformat("2026-12-31T23:30:00-05:00")
    violation = violate(db, at)
    affect(db, violation, NY=1)
    for session in ("UTC", "Pacific/Kiritimati", "Pacific/Honolulu"):
        db.execute("SELECT set_config('TimeZone', %s, true)", [session])
        assert case(db, violation)["discovered_on"] == date(2026, 12, 31)
        assert clocks(db, violation) == (date(2027, 3, 1), date(2027, 3, 1), None)
    assert one(db, "SELECT year FROM phi.breach_year_list WHERE violation_id = %s", violation) == (
        2026
    )
    # Half an hour later it is the next year there too.
    later = violate(db, at + timedelta(minutes=30))
    assert clocks(db, later) == (date(2027, 3, 2), date(2028, 2, 29), None)
    db.execute("UPDATE phi.breach_settings SET time_zone = 'UTC'")
    assert case(db, violation)["discovered_on"] == date(2027, 1, 1)


def test_clock_runs_from_when_it_was_knowable(db: Connection) -> None:
    violation = violate(db, noon(date(2027, 1, 10)))
    assess(db, violation, judged=False, knowable_at=date(2026, 12, 31))
    found = case(db, violation)
    assert found["standing"] == "PRESUMED"
    assert found["discovered_on"] == date(2026, 12, 31)
    assert found["hhs_notice_due"] == date(2027, 3, 1)
    # Later than the discovery it cannot have been.
    db.execute("UPDATE phi.breach_assessments SET knowable_at = '2027-02-01'")
    assert case(db, violation)["discovered_on"] == date(2027, 1, 10)


def test_delay_for_law_enforcement_reaches_the_view(db: Connection) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    affect(db, violation, CA=501)
    assess(db, violation, judged=False, law_enforcement_delay_until=date(2026, 12, 24))
    assert clocks(db, violation) == (date(2026, 12, 24),) * 3


# ---------------------------------------------------------------------------- the assessment


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        (None, "PRESUMED"),
        ({}, "PRESUMED"),
        (FOUR, "PRESUMED"),
        (FOUR | {"conclusion": "BREACH"}, "BREACH"),
        (FOUR | {"conclusion": "LOW_PROBABILITY"}, "REBUTTED"),
        ({"conclusion": "EXCEPTION", "conclusion_rationale": "A colleague."}, "EXCEPTION"),
        ({"phi_was_encrypted": True, "conclusion_rationale": "Disk key in vault."}, "ENCRYPTED"),
        ({"legal_regime": "FERPA", "conclusion_rationale": "School's own nurse."}, "FERPA"),
        ({"legal_regime": "HIPAA"}, "PRESUMED"),
    ],
    ids=str,
)
def test_a_breach_is_presumed_until_it_is_rebutted(
    db: Connection, values: dict[str, Any] | None, standing: str
) -> None:
    violation = violate(db, noon(today(db) - timedelta(days=100)), "UNAUTHORIZED_ACCESS")
    affect(db, violation, CA=501)
    if values is not None:
        assess(db, violation, **values)
    found = case(db, violation)
    assert found["standing"] == standing
    runs = standing in ("PRESUMED", "BREACH")
    for clock in CLOCKS:
        assert (found[clock] is not None) == runs
    for name in ("individual", "hhs", "media"):
        assert found[f"{name}_notice_is_overdue"] is runs
    assert found["assessment_is_missing"] == (standing == "PRESUMED")
    listed = one(db, "SELECT count(*) FROM phi.breach_year_list WHERE violation_id = %s", violation)
    assert listed == 0


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("lack", ["level", "reason", "blank reason"])
def test_low_probability_needs_all_four_factors(db: Connection, factor: str, lack: str) -> None:
    values: dict[str, Any] = {**FOUR, "conclusion": "LOW_PROBABILITY"}
    if lack == "level":
        values[factor] = None
    else:
        values[f"{factor}_rationale"] = None if lack == "reason" else " "
    violation = violate(db, noon(date(2026, 10, 1)))
    with pytest.raises(psycopg.errors.CheckViolation, match="four_reasons"):
        assess(db, violation, **values)


@pytest.mark.parametrize(
    "values",
    [{"conclusion": "EXCEPTION"}, {"legal_regime": "FERPA"}, {"phi_was_encrypted": True}],
    ids=str,
)
def test_what_ends_the_clocks_needs_a_reason_and_a_judge(
    db: Connection, values: dict[str, Any]
) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    with pytest.raises(psycopg.errors.CheckViolation, match="have_a_reason"), db.transaction():
        assess(db, violation, **values)
    with pytest.raises(psycopg.errors.CheckViolation, match="has_a_judge"), db.transaction():
        assess(db, violation, judged=False, conclusion_rationale="So it is.", **values)
    assess(db, violation, conclusion_rationale="So it is.", **values)


def test_which_violations_may_be_breaches(db: Connection) -> None:
    regimes = {
        "HIPAA_BREACH": "HIPAA",
        "UNAUTHORIZED_ACCESS": "EITHER",
        "DATA_LEAK": "EITHER",
        # The reporter's word stops no clock; an assessment that says FERPA does.
        "FERPA_VIOLATION": "EITHER",
        "POLICY_VIOLATION": None,
        "PROCEDURE_VIOLATION": None,
        "TRAINING_DEFICIENCY": None,
    }
    kinds = one(db, "SELECT enum_range(NULL::violation_type)::text[]")
    assert set(kinds) == set(regimes)
    for kind, regime in regimes.items():
        violation = violate(db, noon(date(2026, 10, 1)), kind)
        found = db.execute(
            "SELECT legal_regime, individual_notice_due IS NOT NULL FROM phi.breaches"
            " WHERE violation_id = %s",
            [violation],
        ).fetchall()
        assert found == ([(regime, True)] if regime else [])


def test_deleted_violation_is_no_breach(db: Connection) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    db.execute("UPDATE compliance_violations SET deleted_at = now() WHERE id = %s", [violation])
    assert one(db, "SELECT count(*) FROM phi.breaches WHERE violation_id = %s", violation) == 0


def test_assessed_violation_cannot_be_deleted(db: Connection) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    assess(db, violation, judged=False)
    # PostgreSQL 18 has a code of its own for RESTRICT.
    refused = (psycopg.errors.ForeignKeyViolation, psycopg.errors.RestrictViolation)
    with pytest.raises(refused):
        db.execute("DELETE FROM compliance_violations WHERE id = %s", [violation])


# ---------------------------------------------------------------------------- the notices


def test_notices_that_were_sent_are_not_overdue(db: Connection) -> None:
    violation = violate(db, noon(today(db) - timedelta(days=61)))
    affect(db, violation, CA=501, OR=502)
    db.execute("UPDATE phi.breach_individuals SET notified_at = now(), notified_how = 'MAIL'"
               " WHERE state = 'CA'")  # fmt: skip
    found = case(db, violation)
    assert (found["notified"], found["individual_notice_is_overdue"]) == (501, True)
    db.execute("UPDATE phi.breach_individuals SET notified_at = now(), notified_how = 'EMAIL'")
    found = case(db, violation)
    assert found["individuals_are_notified"]
    assert not found["individual_notice_is_overdue"]

    def tell(kind: str, state: str | None) -> None:
        db.execute(
            "INSERT INTO phi.breach_notices (violation_id, kind, state, notified_at, notified_by)"
            " VALUES (%s, %s, %s, now(), %s)",
            [violation, kind, state, user(db)],
        )

    assert found["hhs_notice_is_overdue"]
    tell("HHS", None)
    found = case(db, violation)
    assert not found["hhs_notice_is_overdue"]
    # More than 500 in each of two states: the media of both.
    assert (found["states_without_media_notice"], found["media_notice_is_overdue"]) == (2, True)
    tell("MEDIA", "CA")
    found = case(db, violation)
    assert (found["states_without_media_notice"], found["media_notice_is_overdue"]) == (1, True)
    tell("MEDIA", "OR")
    found = case(db, violation)
    assert (found["states_without_media_notice"], found["media_notice_is_overdue"]) == (0, False)
    with pytest.raises(psycopg.errors.UniqueViolation):
        tell("HHS", None)


def test_nobody_on_the_list_is_not_everybody_told(db: Connection) -> None:
    violation = violate(db, noon(today(db) - timedelta(days=61)))
    found = case(db, violation)
    assert found["individuals"] == 0
    assert found["individual_notice_is_overdue"]


# ---------------------------------------------------------------------------- the individuals


def test_reported_students(db: Connection) -> None:
    first, second = enroll(db, 2, "tx")
    homeless = enroll(db, 1, None)[0]
    stranger = uuid4()
    violation = violate(
        db,
        noon(date(2026, 10, 1)),
        affected=[
            str(first),
            str(second).upper(),
            f" {first} ",
            str(homeless),
            str(stranger),
            "not a uuid",
            None,
            7,
            {"id": str(second)},
        ],
    )
    before = case(db, violation)
    # Every element counts before anybody has made a list: 3 students, 1 stranger, 4 malformed.
    assert (before["individuals"], before["unlisted"], before["state_unknown"]) == (8, 8, 8)
    collect = "SELECT * FROM phi.breach_collect_reported(%s)"
    assert one(db, collect, violation) == (3, 4, 1)
    assert one(db, collect, violation) == (0, 4, 1)
    found = db.execute(
        "SELECT student_id, state, source::text FROM phi.breach_individuals"
        " WHERE violation_id = %s",
        [violation],
    ).fetchall()
    assert set(found) == {
        (first, "TX", "REPORTED"),
        (second, "TX", "REPORTED"),
        (homeless, None, "REPORTED"),
    }
    after = case(db, violation)
    assert (after["individuals"], after["unlisted"], after["state_unknown"]) == (8, 5, 6)


@pytest.mark.parametrize(
    ("affected", "count"), [(None, 0), ([], 0), ("x", 1), ({}, 1), ({"a": 1}, 1), (5, 1)], ids=str
)
def test_reported_students_in_another_shape(db: Connection, affected: object, count: int) -> None:
    violation = violate(db, noon(date(2026, 10, 1)), affected=affected)
    assert one(db, "SELECT * FROM phi.breach_collect_reported(%s)", violation) == (0, count, 0)
    assert case(db, violation)["individuals"] == count


def test_json_null_names_nobody(db: Connection) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    db.execute(
        "UPDATE compliance_violations SET affected_students = 'null' WHERE id = %s", [violation]
    )
    assert one(db, "SELECT * FROM phi.breach_collect_reported(%s)", violation) == (0, 0, 0)


def test_500_named_in_the_violation_start_the_short_clock_before_there_is_a_list(
    db: Connection,
) -> None:
    for count, due in ((499, date(2027, 3, 1)), (500, date(2026, 11, 30))):
        affected = [str(uuid4()) for _ in range(count)]
        violation = violate(db, noon(date(2026, 10, 1)), affected=affected)
        assert case(db, violation)["hhs_notice_due"] == due


WINDOW = (
    datetime(2026, 9, 1, 14, tzinfo=UTC),
    datetime(2026, 9, 1, 15, tzinfo=UTC),
)
COLLECT = "SELECT phi.breach_collect(%s, %s, %s, %s)"


def listed(db: Connection, violation: UUID) -> set[UUID]:
    return {
        row[0]
        for row in db.execute(
            "SELECT student_id FROM phi.breach_individuals WHERE violation_id = %s", [violation]
        )
    }


def test_collects_whom_the_user_saw_or_changed(db: Connection) -> None:
    began, ended = WINDOW
    suspect, other = uuid4(), uuid4()
    seen, changed, at_start, by_application, purged = [*enroll(db, 4, "CO"), uuid4()]
    refused, early, at_end, by_other = enroll(db, 4, "CO")
    moment = timedelta(minutes=1)
    log(db, suspect, began + moment, seen)
    log(db, suspect, began + 2 * moment, seen, entity_type="students")
    log(db, suspect, began + moment, changed, action="UPDATE")
    log(db, suspect, began, at_start)
    log(db, suspect, began + moment, purged, action="DELETE")
    log(db, suspect, began + moment, entity_type="Student", entity_id=by_application)
    log(db, suspect, began + moment, entity_type="HealthRecord", entity_id=uuid4())
    log(db, suspect, began + moment, entity_type="User", is_phi=False, action="LOGIN")
    log(db, suspect, began + moment, refused, success=False)
    log(db, suspect, began - timedelta(microseconds=1), early)
    log(db, suspect, ended, at_end)
    log(db, other, began + moment, by_other)

    violation = violate(db, noon(date(2026, 10, 1)))
    assert one(db, COLLECT, violation, suspect, began, ended) == 5
    assert listed(db, violation) == {seen, changed, at_start, by_application, purged}
    states = dict(
        db.execute(
            "SELECT state, individuals FROM phi.breach_states WHERE violation_id = %s", [violation]
        ).fetchall()
    )
    assert states == {"CO": 4, None: 1}
    search = "SELECT students, entries, entries_without_student FROM phi.breach_windows"
    assert db.execute(f"{search} WHERE violation_id = %s", [violation]).fetchall() == [(5, 8, 1)]

    # Again: nobody twice, and the window not either; what was sent and seen stays.
    db.execute("UPDATE phi.breach_individuals SET notified_at = now(), notified_how = 'MAIL'")
    assert one(db, COLLECT, violation, suspect, began, ended) == 0
    log(db, suspect, began + moment, by_other)
    assert one(db, COLLECT, violation, suspect, began, ended) == 1
    assert db.execute(f"{search} WHERE violation_id = %s", [violation]).fetchall() == [(6, 9, 1)]
    assert case(db, violation)["notified"] == 5


def test_collects_by_database_login(db: Connection) -> None:
    began, ended = WINDOW
    seen, not_seen = enroll(db, 2, "CO")
    log(db, None, began, seen, database_user="stolen_login")
    log(db, None, began, not_seen, database_user="honest_login")
    violation = violate(db, noon(date(2026, 10, 1)))
    assert (
        one(
            db,
            "SELECT phi.breach_collect(%s, NULL, %s, %s, 'stolen_login')",
            violation,
            began,
            ended,
        )
        == 1
    )
    assert listed(db, violation) == {seen}


def test_collecting_without_a_person_is_refused(db: Connection) -> None:
    violation = violate(db, noon(date(2026, 10, 1)))
    with pytest.raises(psycopg.errors.CheckViolation, match="says_whose"):
        one(db, COLLECT, violation, None, *WINDOW)


def test_state_is_that_of_the_time_of_collection(db: Connection) -> None:
    student = enroll(db, 1, "CO")[0]
    violation = violate(db, noon(date(2026, 10, 1)), affected=[str(student)])
    db.execute("SELECT phi.breach_collect_reported(%s)", [violation])
    db.execute("UPDATE schools SET state = 'UT'")
    db.execute("SELECT phi.breach_collect_reported(%s)", [violation])
    assert one(
        db, "SELECT state FROM phi.breach_individuals WHERE violation_id = %s", violation
    ) == ("CO")


def test_breach_access_tells_who_and_when_and_no_values(db: Connection) -> None:
    began, ended = WINDOW
    suspect, nurse = uuid4(), uuid4()
    student = enroll(db, 1, "CO")[0]
    log(db, suspect, began, student, metadata=json.dumps({"break_glass": str(uuid4())}))
    log(db, nurse, began, entity_type="Student", entity_id=student, action="READ")
    log(db, suspect, ended, student, action="UPDATE", new_values=json.dumps({"note": "secret"}))
    violation = violate(db, noon(date(2026, 10, 1)))
    db.execute(COLLECT, [violation, suspect, began, ended])
    with db.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            "SELECT * FROM phi.breach_access WHERE violation_id = %s AND user_id = ANY (%s)",
            [violation, [suspect, nurse]],
        ).fetchall()
    assert {
        (row["user_id"], row["action"], row["is_in_a_window"], row["by_break_glass"])
        for row in rows
    } == {
        (suspect, "VIEW", True, True),
        (nurse, "READ", False, False),
        (suspect, "UPDATE", False, False),
    }
    assert {row["student_id"] for row in rows} == {student}
    assert "secret" not in str(rows)


# ---------------------------------------------------------------------------- unusual access


def workday(db: Connection) -> datetime:
    """Return 10:00 of the last Wednesday before today, there."""
    day = today(db) - timedelta(days=1)
    while day.weekday() != 2:
        day -= timedelta(days=1)
    at = datetime.combine(day, time(10), ZONE)
    db.execute("SELECT audit_logs_create_partitions(%s, 2)", [day.replace(day=1)])
    return at


def unusual(db: Connection, who: UUID) -> dict[str, tuple[int, int]]:
    """Return students and entries of one user by kind, over all hours."""
    rows = db.execute(
        "SELECT kind, sum(students)::int, sum(entries)::int FROM phi.unusual_access"
        " WHERE user_id = %s GROUP BY kind",
        [who],
    ).fetchall()
    return {kind: (students, entries) for kind, students, entries in rows}


def test_many_students_in_an_hour(db: Connection) -> None:
    at, who = workday(db), uuid4()
    students = [uuid4() for _ in range(51)]
    for student in students[:50]:
        log(db, who, at, student)
        log(db, who, at + timedelta(minutes=59), student)
    assert unusual(db, who) == {}
    # One more in the hour after, one more refused: still fifty seen in the hour.
    log(db, who, at + timedelta(minutes=60), students[50])
    log(db, who, at, students[50], success=False)
    assert unusual(db, who) == {}
    log(db, who, at, entity_type="Student", entity_id=students[50])
    assert unusual(db, who) == {"MANY_STUDENTS": (51, 101)}
    hour = one(db, "SELECT hour FROM phi.unusual_access WHERE user_id = %s", who)
    assert hour == at
    db.execute("UPDATE phi.breach_settings SET students_per_hour = 51")
    assert unusual(db, who) == {}


def test_two_users_are_not_one(db: Connection) -> None:
    at, first, second = workday(db), uuid4(), uuid4()
    for number in range(60):
        log(db, first if number % 2 else second, at, uuid4(), database_user="pool")
    assert unusual(db, first) == unusual(db, second) == {}


def test_sessions_without_user_count_by_login(db: Connection) -> None:
    at = workday(db)
    for number in range(60):
        log(db, None, at, uuid4(), database_user="one" if number < 51 else "other")
    found = db.execute(
        "SELECT database_user, kind, students FROM phi.unusual_access"
        " WHERE user_id IS NULL AND hour = %s AND database_user IN ('one', 'other')",
        [at],
    ).fetchall()
    assert found == [("one", "MANY_STUDENTS", 51)]


def test_break_glass(db: Connection) -> None:
    at, who = workday(db), uuid4()
    log(db, who, at, uuid4(), metadata=json.dumps({"purpose": "treatment"}))
    log(db, who, at, uuid4(), metadata=json.dumps({"break_glass": None}))
    assert unusual(db, who) == {}
    log(db, who, at, uuid4(), metadata=json.dumps({"break_glass": str(uuid4())}))
    assert unusual(db, who) == {"BREAK_GLASS": (1, 1)}


@pytest.mark.parametrize(
    ("hour", "days", "late"),
    [
        ("05:59:59", 0, True),
        ("06:00:00", 0, False),
        ("19:59:59", 0, False),
        ("20:00:00", 0, True),
        ("23:30:00", 0, True),
        ("10:00:00", 1, False),
        ("10:00:00", 2, False),
        ("10:00:00", -4, True),
        ("10:00:00", -3, True),
    ],
)
def test_after_hours(db: Connection, hour: str, days: int, late: bool) -> None:
    wednesday, who = workday(db) - timedelta(days=7), uuid4()
    at = datetime.combine(wednesday + timedelta(days=days), time.fromisoformat(hour), ZONE)
    db.execute("SELECT set_config('TimeZone', 'Asia/Tokyo', true)")
    log(db, who, at, uuid4())
    assert unusual(db, who) == ({"AFTER_HOURS": (1, 1)} if late else {})


def test_only_phi_counts_after_hours(db: Connection) -> None:
    at, who = workday(db).replace(hour=23), uuid4()
    log(db, who, at, entity_type="User", action="LOGIN", is_phi=False)
    log(db, who, at, uuid4(), success=False)
    assert unusual(db, who) == {}
    log(db, who, at, entity_type="HealthRecord", entity_id=uuid4())
    assert unusual(db, who) == {"AFTER_HOURS": (0, 1)}


def test_refusals(db: Connection) -> None:
    at, who = workday(db), uuid4()
    for _ in range(20):
        log(db, who, at, success=False)
    log(db, who, at + timedelta(hours=1), success=False)
    assert unusual(db, who) == {}
    log(db, who, at, success=False)
    assert unusual(db, who) == {"REFUSED": (0, 21)}


def test_unusual_access_opens_no_month_before_the_30_days(db: Connection) -> None:
    who = uuid4()
    now = one(db, "SELECT now()")
    db.execute("SELECT audit_logs_create_partitions((now() - interval '3 months')::date, 5)")
    broken = json.dumps({"break_glass": "x"})
    log(db, who, now - timedelta(days=30, seconds=1), uuid4(), metadata=broken)
    assert "BREAK_GLASS" not in unusual(db, who)
    log(db, who, now - timedelta(days=30), uuid4(), metadata=broken)
    assert unusual(db, who)["BREAK_GLASS"] == (1, 1)
    plan = "\n".join(
        row[0] for row in db.execute("EXPLAIN ANALYZE SELECT * FROM phi.unusual_access")
    )
    old = (now - timedelta(days=30)).replace(day=1) - timedelta(days=1)
    assert f"audit_logs_{old:%Y_%m}" not in plan
    assert f"audit_logs_{now:%Y_%m}" in plan
    assert "Subplans Removed" in plan


# ---------------------------------------------------------------------------- settings, rights


def test_missing_settings_are_an_error_and_not_an_empty_view(db: Connection) -> None:
    db.execute("DELETE FROM phi.breach_settings")
    for view in ("breaches", "breach_year_list", "unusual_access"):
        with pytest.raises(psycopg.errors.RaiseException, match="no row"), db.transaction():
            db.execute(f"SELECT * FROM phi.{view}")


@pytest.mark.parametrize(
    "change",
    [
        "time_zone = 'Mars/Olympus'",
        "day_ends = '05:00'",
        "students_per_hour = 0",
        "refusals_per_hour = -1",
    ],
)
def test_settings_that_make_no_sense_are_refused(db: Connection, change: str) -> None:
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.InvalidParameterValue)):
        db.execute(f"UPDATE phi.breach_settings SET {change}")


def test_views_use_the_rights_of_the_reader(catalogue: Connection) -> None:
    found = catalogue.execute(
        "SELECT relname, reloptions FROM pg_class WHERE relnamespace = 'phi'::regnamespace"
        " AND relkind = 'v' AND (relname ~ '^breach' OR relname = 'unusual_access')"
    ).fetchall()
    assert len(found) == 5
    for name, options in found:
        assert options == ["security_invoker=true"], name


def test_nobody_but_the_auditor_reads_them(catalogue: Connection) -> None:
    readers = catalogue.execute(
        "SELECT c.relname, array_agg(DISTINCT g.grantee::regrole::text) FROM pg_class AS c"
        " CROSS JOIN aclexplode(c.relacl) AS g WHERE c.relnamespace = 'phi'::regnamespace"
        " AND (c.relname ~ '^breach' OR c.relname = 'unusual_access')"
        " AND c.relkind IN ('r', 'v') AND g.grantee <> c.relowner GROUP BY 1"
    ).fetchall()
    assert len(readers) == 10
    for name, roles in readers:
        assert roles == ["whitecross_auditor"], name


def test_the_auditor_reads_what_the_owner_reads(db: Connection) -> None:
    violation = violate(db, noon(today(db) - timedelta(days=61)), affected=["nobody"])
    student = enroll(db, 1, "CO")[0]
    log(db, uuid4(), workday(db), student, metadata=json.dumps({"break_glass": "x"}))
    db.execute(
        "INSERT INTO phi.breach_individuals (violation_id, student_id, source)"
        " VALUES (%s, %s, 'REPORTED')",
        [violation, student],
    )

    def read() -> dict[str, list[Any]]:
        return {
            view: db.execute(f"SELECT * FROM phi.{view} AS v ORDER BY v::text").fetchall()
            for view in VIEWS
        }

    owner = read()
    assert all(owner.values())
    db.execute("GRANT whitecross_auditor TO CURRENT_USER")
    db.execute("SET LOCAL ROLE whitecross_auditor")
    assert read() == owner
    for collect in ("phi.breach_collect_reported(%s)", "phi.breach_collect(%s, %s, now(), now())"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
            db.execute(f"SELECT {collect}", [violation, uuid4()][: collect.count("%s")])


# ---------------------------------------------------------------------------- the report


@pytest.fixture
def own(create: Create, sample_template: str) -> Iterator[dict[str, str]]:
    """A database of the test's own in which no sample violation is left."""
    environment = create(sample_template)
    with connect(environment) as connection:
        connection.execute("UPDATE compliance_violations SET deleted_at = now()")
    yield environment


def run(environment: dict[str, str], *arguments: str) -> Result:
    return invoke(breach, environment, ["report", *arguments])


def test_report_says_what_is_due(own: dict[str, str]) -> None:
    with connect(own) as db:
        large = violate(db, noon(date(2027, 6, 1)))
        affect(db, large, CA=501)
        small = violate(db, noon(date(2027, 6, 2)), "FERPA_VIOLATION")
        affect(db, small, OR=1)
        rebutted = violate(db, noon(date(2027, 6, 3)))
        assess(db, rebutted, conclusion="LOW_PROBABILITY", **FOUR)
    expected = {
        "2027-07-20": (0, ["open", "open", "open", "open", "open"]),
        "2027-07-21": (1, ["soon", "soon", "soon", "open", "open"]),
        "2027-07-31": (1, ["soon", "soon", "soon", "soon", "open"]),
        "2027-08-01": (1, ["overdue", "overdue", "overdue", "soon", "open"]),
        "2028-02-29": (1, ["overdue", "overdue", "overdue", "overdue", "soon"]),
        "2028-03-01": (1, ["overdue"] * 5),
    }
    for day, (code, standings) in expected.items():
        result = run(own, "--json", "--as-of", day)
        found = json.loads(result.stdout)
        assert [case["violation_id"] for case in found["breaches"]] == [
            str(large), str(small), str(rebutted)
        ]  # fmt: skip
        assert [
            notice["standing"] for case in found["breaches"] for notice in case["notices"]
        ] == standings
        assert result.exit_code == code, day
    assert found["year_lists"] == [
        {
            "year": 2027,
            "hhs_notice_due": "2028-02-29",
            "breaches": 1,
            "sent": 0,
            "standing": "overdue",
        }
    ]
    text = run(own, "--as-of", "2027-08-01")
    assert text.exit_code == 1
    assert f"{large}  HIPAA_BREACH, REPORTED: PRESUMED, nobody has concluded" in text.stdout
    assert "OVERDUE  media          2027-07-31" in text.stdout
    assert "List of 2027 for HHS" in text.stdout
    assert "overdue or due within 10 days: 4" in text.stdout


def test_report_without_anything_due(own: dict[str, str]) -> None:
    result = run(own)
    assert result.exit_code == 0
    assert "Violations that may be a breach: 0" in result.stdout


def test_report_warns_while_states_are_unknown(own: dict[str, str]) -> None:
    with connect(own) as db:
        violation = violate(db, noon(date(2027, 6, 1)))
        affect(db, violation, CA=500, UNKNOWN=1)
    found = json.loads(run(own, "--json", "--as-of", "2027-06-10").stdout)
    assert [notice["notice"] for notice in found["breaches"][0]["notices"]] == [
        "individuals", "HHS", "media, perhaps"
    ]  # fmt: skip


def test_report_of_one_violation(own: dict[str, str]) -> None:
    began, ended = WINDOW
    suspect = uuid4()
    reasons: dict[str, Any] = {f"{factor}_rationale": "Canary saw it." for factor in FACTORS}
    with connect(own) as db:
        student = enroll(db, 1, "CO")[0]
        log(db, suspect, began, student)
        log(db, suspect, began, student, action="UPDATE")
        log(db, suspect, began, entity_type="HealthRecord", entity_id=uuid4())
        violation = violate(db, noon(date(2026, 10, 1)), affected=["Jane Q. Canary"])
        db.execute(COLLECT, [violation, suspect, began, ended])
        other = violate(db, noon(date(2020, 1, 1)))
        assess(
            db,
            violation,
            **reasons,
            recipient="HIGH",
            legal_regime="FERPA",
            conclusion_rationale="Canary's own nurse.",
        )
    text = run(own, str(violation))
    assert text.exit_code == 0, text.output
    for part in (
        "FERPA, no HIPAA clock",
        "recipient      HIGH",
        "mitigation     not assessed",
        f"user {suspect}",
        "3 entries, 1 students",
        "1 tell no student: look by hand",
        f"{student}  CO  AUDIT_LOG  2 (UPDATE, VIEW)  -",
        "named in the violation, not on its list: 1",
    ):
        assert part in text.stdout
    assert str(other) not in text.stdout
    data = run(own, str(violation), "--json")
    assert json.loads(data.stdout)["breaches"][0]["list"][0]["student_id"] == str(student)
    assert "Canary" not in text.stdout + data.stdout
    # The other one is long overdue, and that is its own affair.
    assert data.exit_code == 0
    assert run(own, str(other)).exit_code == 1


def test_report_that_cannot_run(own: dict[str, str], create: Create) -> None:
    unknown = run(own, str(uuid4()))
    assert isinstance(unknown.exception, CannotRun)
    assert "no violation" in str(unknown.exception)
    empty = run(create("template0"))
    assert isinstance(empty.exception, CannotRun)
    assert "wcdb apply" in str(empty.exception)
    assert run(own, "nonsense").exit_code == 2
    assert run(own, "--as-of", "31.12.2027").exit_code == 2
