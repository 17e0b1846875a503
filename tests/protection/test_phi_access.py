"""Reading PHI through functions that log, breaking the glass, and the accounting."""

from collections.abc import Iterator

import psycopg
import pytest

from support import access
from support.server import Connection, Server, one
from wcdb.dev import server

REFUSED = psycopg.errors.InsufficientPrivilege
OWNER = server.OWNER
acting = access.acting


@pytest.fixture(scope="module")
def environment(postgres: Server, sample_template: str) -> Iterator[dict[str, str]]:
    with postgres.database("phi", sample_template) as created:
        yield created


@pytest.fixture
def world(postgres: Server, environment: dict[str, str]) -> Iterator[Connection]:
    """A connection that is the owner and may act as any role; all is rolled back."""
    with access.owner(postgres, environment) as connection:
        yield connection


def nurse_and_patients(connection: Connection) -> tuple[access.Persona, str, str]:
    """Return a nurse, a student of her school and one of another school that she has not."""
    nurse = access.personas(connection)["NURSE"]
    own, foreign = (
        one(
            connection,
            f"SELECT s.id::text FROM students AS s WHERE s.school_id {sign} %s"
            " AND (s.school_id = %s OR s.nurse_id IS DISTINCT FROM %s) AND EXISTS"
            " (SELECT FROM allergies AS a WHERE a.student_id = s.id) ORDER BY s.id LIMIT 1",
            nurse.schools[0],
            nurse.schools[0],
            nurse.user,
        )
        for sign in ("=", "<>")
    )
    return nurse, own, foreign


def entries(connection: Connection) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT action::text, entity_type, student_id::text, user_id::text, success,"
        " metadata ->> 'purpose', severity::text FROM audit_logs"
        " WHERE transaction_id = pg_current_xact_id() AND action = 'VIEW' ORDER BY entity_type"
    ).fetchall()


def test_record_is_returned_and_logged(world: Connection) -> None:
    nurse, own, _ = nurse_and_patients(world)
    record = one(world, "SELECT id FROM allergies WHERE student_id = %s LIMIT 1", own)
    with acting(world, nurse):
        found = one(world, "SELECT phi.read_record('allergies', %s, 'treatment')", record)
        assert (found["id"], found["student_id"]) == (str(record), own)
        world.execute(f"SET LOCAL ROLE {OWNER}")
        assert entries(world) == [("VIEW", "allergies", own, nurse.user, True, "treatment", "LOW")]


def test_what_is_not_shown_is_logged_as_refused(world: Connection) -> None:
    nurse, _, foreign = nurse_and_patients(world)
    record = one(world, "SELECT id FROM allergies WHERE student_id = %s LIMIT 1", foreign)
    with acting(world, nurse):
        assert one(world, "SELECT phi.read_record('allergies', %s, 'curious')", record) is None
        world.execute(f"SET LOCAL ROLE {OWNER}")
        assert entries(world) == [("VIEW", "allergies", None, nurse.user, False, "curious", "LOW")]


def test_whole_file_of_a_student(world: Connection) -> None:
    nurse, own, foreign = nurse_and_patients(world)
    with acting(world, nurse):
        rows = world.execute("SELECT * FROM phi.read_student(%s, 'treatment')", [own]).fetchall()
        kinds = {table for table, _ in rows}
        assert {"students", "allergies"} <= kinds
        assert "mental_health_records" not in kinds
        assert all(record.get("student_id", record["id"]) == own for _, record in rows)
        nothing = world.execute(
            "SELECT * FROM phi.read_student(%s, 'curious')", [foreign]
        ).fetchall()
        assert nothing == []
        world.execute(f"SET LOCAL ROLE {OWNER}")
        logged = entries(world)
    assert {entry[1] for entry in logged if entry[2] == own} == kinds
    refused = ("VIEW", "students", foreign, nurse.user, False, "curious", "LOW")
    assert [entry for entry in logged if entry[2] == foreign] == [refused]


@pytest.mark.parametrize("purpose", ["", "  ", None])
def test_purpose_must_be_said(world: Connection, purpose: str | None) -> None:
    nurse, own, _ = nurse_and_patients(world)
    with (
        acting(world, nurse),
        world.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.InvalidParameterValue, match="purpose"),
    ):
        world.execute("SELECT phi.read_record('students', %s, %s)", [own, purpose])


def test_tables_without_phi_are_not_read_this_way(world: Connection) -> None:
    nurse, own, _ = nurse_and_patients(world)
    with (
        acting(world, nurse),
        world.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.RaiseException, match="reads tables of PHI"),
    ):
        world.execute("SELECT phi.read_record('drug_catalog', %s, 'x')", [own])


def test_reading_needs_a_transaction_that_can_log(world: Connection) -> None:
    nurse, own, _ = nurse_and_patients(world)
    world.rollback()
    world.execute("SET TRANSACTION READ ONLY")
    with (
        acting(world, nurse),
        world.transaction(force_rollback=True),
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        world.execute("SELECT phi.read_record('students', %s, 'treatment')", [own])


def test_entry_goes_with_the_readers_transaction(world: Connection) -> None:
    nurse, own, _ = nurse_and_patients(world)
    with acting(world, nurse):
        world.execute("SELECT phi.read_record('students', %s, 'treatment')", [own])
    assert entries(world) == []


@pytest.mark.parametrize("role", ["whitecross_readonly", "whitecross_auditor"])
def test_who_may_not_read_may_not_call(world: Connection, role: str) -> None:
    with acting(world, role), world.transaction(force_rollback=True), pytest.raises(REFUSED):
        world.execute("SELECT phi.read_student(gen_random_uuid(), 'x')")


# ---------------------------------------------------------------------------------------------
# Breaking the glass
# ---------------------------------------------------------------------------------------------

REASON = "Unconscious in the gym, no file at this school"


def approver(connection: Connection) -> str:
    return str(one(connection, "SELECT id FROM users WHERE role = 'ADMIN' AND is_active LIMIT 1"))


def test_glass_opens_one_student_and_closes(world: Connection) -> None:
    nurse, _, foreign = nurse_and_patients(world)
    school = one(world, "SELECT school_id::text FROM students WHERE id = %s", foreign)
    administrator = approver(world)
    with acting(world, nurse):
        world.execute("SELECT set_config('app.school_id', %s, true)", [school])
        assert one(world, "SELECT count(*) FROM students") == 0
        world.execute("SELECT set_config('app.school_id', %s, true)", [nurse.schools[0]])
        grant = one(world, "SELECT phi.break_glass(%s, %s, %s)", foreign, REASON, administrator)
        world.execute("SELECT set_config('app.school_id', %s, true)", [school])
        assert one(world, "SELECT array_agg(id::text) FROM students") == [foreign]
        assert one(world, "SELECT count(*) FROM allergies WHERE student_id <> %s", foreign) == 0
        assert one(world, "SELECT count(*) FROM allergies") > 0
        world.execute("SELECT phi.read_record('students', %s, 'emergency')", [foreign])
        assert one(world, "SELECT phi.break_glass_end(%s)", grant) is True
        assert one(world, "SELECT count(*) FROM students") == 0
        assert one(world, "SELECT phi.break_glass_end(%s)", grant) is False
        world.execute(f"SET LOCAL ROLE {OWNER}")
        rows = world.execute(
            "SELECT action::text, entity_type, student_id::text, user_id::text, severity::text,"
            " metadata ->> 'break_glass' FROM audit_logs"
            " WHERE transaction_id = pg_current_xact_id() ORDER BY action DESC"
        ).fetchall()
    assert sorted(rows) == [
        ("CREATE", "break_glass_grants", foreign, nurse.user, "CRITICAL", str(grant)),
        ("VIEW", "students", foreign, nurse.user, "HIGH", str(grant)),
    ]


@pytest.mark.parametrize(
    ("reason", "by", "minutes", "error"),
    [
        (REASON, "nobody", 60, REFUSED),
        (REASON, "herself", 60, REFUSED),
        (REASON, "a nurse", 60, REFUSED),
        ("too short", "an administrator", 60, psycopg.errors.CheckViolation),
        (REASON, "an administrator", 241, psycopg.errors.CheckViolation),
        (REASON, "an administrator", 0, psycopg.errors.CheckViolation),
    ],
)
def test_glass_is_not_broken_lightly(
    world: Connection, reason: str, by: str, minutes: int, error: type[psycopg.Error]
) -> None:
    nurse, _, foreign = nurse_and_patients(world)
    approvers = {
        "nobody": "00000000-0000-4000-8000-000000000000",
        "herself": nurse.user,
        "a nurse": one(
            world,
            "SELECT id::text FROM users WHERE role = 'NURSE' AND is_active AND id <> %s LIMIT 1",
            nurse.user,
        ),
        "an administrator": approver(world),
    }
    with acting(world, nurse), world.transaction(force_rollback=True), pytest.raises(error):
        world.execute(
            "SELECT phi.break_glass(%s, %s, %s, %s)", [foreign, reason, approvers[by], minutes]
        )


def test_glass_is_not_broken_by_a_forged_claim(world: Connection) -> None:
    _, _, foreign = nurse_and_patients(world)
    forged = access.personas(world)["another role as whitecross_app"]
    administrator = approver(world)
    with acting(world, forged), world.transaction(force_rollback=True), pytest.raises(REFUSED):
        world.execute("SELECT phi.break_glass(%s, %s, %s)", [foreign, REASON, administrator])


def test_expired_grant_opens_nothing(world: Connection) -> None:
    nurse, _, foreign = nurse_and_patients(world)
    school = one(world, "SELECT school_id::text FROM students WHERE id = %s", foreign)
    world.execute(
        "INSERT INTO phi.break_glass_grants"
        " (user_id, student_id, school_id, reason, approved_by, granted_at, expires_at)"
        " VALUES (%s, %s, %s, %s, %s, now() - interval '2 hours', now())",
        [nurse.user, foreign, school, REASON, approver(world)],
    )
    with acting(world, nurse):
        world.execute("SELECT set_config('app.school_id', %s, true)", [school])
        assert one(world, "SELECT count(*) FROM students") == 0


@pytest.mark.parametrize("role", [*access.STAFF, "whitecross_service", "whitecross_readonly"])
def test_grants_are_made_by_the_function_alone(world: Connection, role: str) -> None:
    with acting(world, role), world.transaction(force_rollback=True), pytest.raises(REFUSED):
        world.execute("INSERT INTO phi.break_glass_grants DEFAULT VALUES")
    with acting(world, role), world.transaction(force_rollback=True), pytest.raises(REFUSED):
        world.execute("UPDATE phi.access SET may_select = TRUE")


# ---------------------------------------------------------------------------------------------
# The accounting of disclosures
# ---------------------------------------------------------------------------------------------


def test_accounting_is_for_six_years_and_leaves_out_treatment(world: Connection) -> None:
    _, own, _ = nurse_and_patients(world)
    user = approver(world)
    world.execute("UPDATE phi_disclosures SET deleted_at = now() WHERE student_id = %s", [own])
    kinds = [
        ("RESEARCH", "RESEARCH", "1 day", "listed"),
        ("REQUIRED_BY_LAW", "LEGAL_REQUIREMENT", "2191 days", "listed too"),
        ("RESEARCH", "RESEARCH", "2193 days", "too old"),
        ("TREATMENT", "TREATMENT", "1 day", "treatment"),
        ("PAYMENT", "PAYMENT", "1 day", "payment"),
        ("HEALTHCARE_OPERATIONS", "OPERATIONS", "1 day", "operations"),
        ("AUTHORIZATION", "RESEARCH", "1 day", "authorized"),
    ]
    for kind, purpose, age, recipient in kinds:
        world.execute(
            "INSERT INTO phi_disclosures (student_id, disclosure_type, purpose, method,"
            " disclosure_date, information_disclosed, minimum_necessary, recipient_type,"
            " recipient_name, authorization_obtained, patient_requested, disclosed_by)"
            " SELECT %s, %s, %s, d.method, now() - %s::interval, '[\"allergies\"]', 'needed',"
            " d.recipient_type, %s, FALSE, FALSE, %s FROM phi_disclosures AS d LIMIT 1",
            [own, kind, purpose, age, recipient, user],
        )
    with acting(world, "whitecross_auditor"):
        rows = world.execute("SELECT recipient FROM phi.accounting(%s)", [own]).fetchall()
    assert rows == [("listed too",), ("listed",)]
