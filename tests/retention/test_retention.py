"""Retention: what is due and what is not, and the one way to delete PHI."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from support.retention import AS_OF, ENDED, LONG_AGO, clone, due, enroll, place, policy
from support.server import Connection, Create, Server, connect, one
from wcdb.retention import removal
from wcdb.retention.due import read_due

SECOND = timedelta(seconds=1)

# Copies on their way: they expire, and the application deletes them. The audit log guards itself.
UNGUARDED = {
    "audit_logs",
    "cache_entries",
    "integration_logs",
    "push_notifications",
    "sync_conflicts",
    "sync_queue_items",
}

Refused = psycopg.errors.RestrictViolation
Environment = dict[str, str]


def policies(connection: Connection) -> None:
    for (category,) in connection.execute(
        "SELECT DISTINCT retention_category::text FROM phi.tables"
        " WHERE retention_category IS NOT NULL"
    ).fetchall():
        policy(connection, category)


def held(connection: Connection, table: str = "allergies") -> int:
    return {item.table_name: item.held for item in read_due(connection, AS_OF)}[table]


def remove(
    connection: Connection, table: str = "allergies", limit: int = 100, as_of: datetime = AS_OF
) -> int:
    return int(
        one(connection, "SELECT phi.retention_remove(%s::name, %s, %s)", table, limit, as_of)
    )


def exists(connection: Connection, table: str, key: UUID) -> bool:
    return bool(one(connection, f"SELECT count(*) FROM {table} WHERE id = %s", key))


def prepared(environment: Environment, rows: int = 1) -> tuple[UUID, list[UUID]]:
    """Commit a policy, a student who has left, and allergies of hers that are due."""
    with connect(environment) as connection:
        policy(connection)
        student = enroll(connection, left=ENDED)
        ids = [clone(connection, "allergies", student_id=student) for _ in range(rows)]
    return student, ids


@pytest.fixture
def own(create: Create, sample_template: str) -> Environment:
    """Sample data that the test may commit to."""
    return create(sample_template)


# ----------------------------------------------------------------------------------------------
# How long
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended", "as_of", "is_due"),
    [
        ("2018-03-10T12:00Z", "2024-03-09T12:00Z", False),
        ("2018-03-10T12:00Z", "2024-03-10T11:59:59.999999Z", False),
        ("2018-03-10T12:00Z", "2024-03-10T12:00Z", True),
        ("2018-03-10T12:00Z", "2024-03-11T12:00Z", True),
        # Six years after 29 February is 1 March.
        ("2016-02-29T00:00Z", "2022-02-28T23:59:59Z", False),
        ("2016-02-29T00:00Z", "2022-03-01T00:00Z", True),
        ("2018-02-28T00:00Z", "2024-02-28T00:00Z", True),
        ("2018-03-01T00:00Z", "2024-02-29T23:59:59Z", False),
        ("2018-03-01T00:00Z", "2024-03-01T00:00Z", True),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_six_years(db: Connection, ended: str, as_of: str, is_due: bool, zone: str) -> None:
    policy(db, days=2190)
    db.execute("SELECT set_config('timezone', %s, true)", [zone])
    student = enroll(db, left=datetime.fromisoformat(ended))
    clone(db, "allergies", student_id=student)
    assert due(db, as_of=datetime.fromisoformat(as_of)) == is_due


@pytest.mark.parametrize(
    ("days", "is_due"), [(0, True), (30, True), (2191, True), (2192, True), (2193, False)]
)
def test_a_policy_prolongs_six_years_and_does_not_undercut_them(
    db: Connection, days: int, is_due: bool
) -> None:
    policy(db, days=days)
    clone(db, "allergies", student_id=enroll(db, left=ENDED))
    assert due(db, as_of=AS_OF) == is_due
    assert due(db, as_of=AS_OF - SECOND) == 0
    later = AS_OF + timedelta(days=1)
    assert due(db, as_of=later) == 1


def test_the_longest_active_policy_counts(db: Connection) -> None:
    policy(db, days=10)
    clone(db, "allergies", student_id=enroll(db, left=ENDED))
    policy(db, days=7000, alone=False, status="INACTIVE")
    policy(db, days=7000, alone=False, status="UNDER_REVIEW")
    assert due(db) == 1
    policy(db, days=2200, alone=False)
    assert due(db) == 0
    assert due(db, as_of=AS_OF + timedelta(days=8)) == 1


def test_for_ever(db: Connection) -> None:
    policy(db, days=2**31 - 1)
    clone(db, "allergies", student_id=enroll(db, left=ENDED))
    assert due(db) == 0


def test_without_an_active_policy_nothing_is_due(db: Connection) -> None:
    policy(db, status="UNDER_REVIEW")
    clone(db, "allergies", student_id=enroll(db, left=ENDED))
    assert "allergies" not in {item.table_name for item in read_due(db, AS_OF)}
    with pytest.raises(psycopg.errors.RaiseException, match="no ACTIVE policy"):
        remove(db)


# ----------------------------------------------------------------------------------------------
# What is still in effect
# ----------------------------------------------------------------------------------------------


def test_what_is_over(db: Connection) -> None:
    """Over is what was soft-deleted, or whose student has left; the latest of all dates counts."""
    policy(db)
    here, gone = enroll(db), enroll(db, left=ENDED)
    deleted = clone(db, "students", student_number="x", medical_record_num="x", deleted_at=ENDED)
    late = ENDED + SECOND
    for student, changes, expected in (
        (here, {}, 0),
        (here, {"deleted_at": ENDED}, 1),
        (here, {"deleted_at": late}, 0),
        (here, {"deleted_at": LONG_AGO, "updated_at": late}, 0),
        (here, {"deleted_at": LONG_AGO, "created_at": late}, 0),
        (gone, {}, 1),
        (gone, {"updated_at": late}, 0),
        (gone, {"created_at": late}, 0),
        (gone, {"deleted_at": late}, 0),
        (deleted, {}, 1),
    ):
        with db.transaction(force_rollback=True):
            clone(db, "allergies", student_id=student, **changes)
            assert due(db) == expected, changes
    clone(db, "allergies", student_id=gone)
    # A student who comes back, or whose record is written to.
    for change in (
        f"is_active = TRUE, updated_at = '{LONG_AGO}'",
        f"updated_at = '{late}'",
        f"deleted_at = '{late}', updated_at = '{LONG_AGO}'",
    ):
        with db.transaction(force_rollback=True):
            db.execute(f"UPDATE students SET {change} WHERE id = %s", [gone])
            assert due(db) == 0, change
    assert due(db) == 1


def test_parts_follow_what_they_hang_on(db: Connection) -> None:
    policy(db, "INCIDENT_REPORTS")
    here, gone = enroll(db), enroll(db, left=ENDED)
    report = clone(db, "incident_reports", student_id=gone)
    clone(db, "witness_statements", incident_report_id=report, school_id=None)
    assert due(db, "witness_statements") == 1
    live = clone(db, "incident_reports", student_id=here)
    clone(db, "witness_statements", incident_report_id=live, school_id=None)
    assert due(db, "witness_statements") == 1
    dropped = clone(db, "incident_reports", student_id=here, deleted_at=ENDED)
    clone(db, "witness_statements", incident_report_id=dropped, school_id=None)
    assert due(db, "witness_statements") == 2
    place(db, student=here)
    assert (due(db, "witness_statements"), held(db, "witness_statements")) == (1, 1)


def test_rows_of_no_student(db: Connection) -> None:
    """An address is due when it was deleted; what is no PHI is reported and never removed."""
    policies(db)
    clone(db, "contacts")
    assert due(db, "contacts") == 0
    clone(db, "contacts", deleted_at=ENDED)
    assert due(db, "contacts") == 1
    # A hold on somebody, and nobody knows whose address it is.
    with db.transaction(force_rollback=True):
        place(db, student=enroll(db))
        assert (due(db, "contacts"), held(db, "contacts")) == (0, 1)
    assert remove(db, "contacts") == 1

    clone(db, "consent_forms", is_active=True)
    assert due(db, "consent_forms") == 0
    clone(db, "consent_forms", is_active=False)
    clone(db, "policy_acknowledgments", user_id=one(db, "SELECT max(id::text) FROM users"),
          policy_id=clone(db, "policy_documents"))  # fmt: skip
    for table in ("consent_forms", "policy_acknowledgments"):
        assert due(db, table) == 1
        with (
            pytest.raises(psycopg.errors.RaiseException, match="covers PHI"),
            db.transaction(),
        ):
            remove(db, table)


def test_every_class_is_asked_for(db: Connection) -> None:
    policies(db)
    tables = [item.table_name for item in read_due(db, AS_OF)]
    classified = {
        name
        for (name,) in db.execute(
            "SELECT table_name::text FROM phi.tables WHERE retention_category IS NOT NULL"
        )
    }
    assert set(tables) == classified - {"audit_logs"}
    assert tables[-1] == "students" or tables.index("students") > tables.index("appointments")
    for child, parent in db.execute(
        "SELECT c.relname::text, p.relname::text FROM pg_constraint AS k"
        " JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS p ON p.oid = k.confrelid"
        " WHERE k.contype = 'f' AND k.conrelid <> k.confrelid"
    ).fetchall():
        if child in tables and parent in tables:
            assert tables.index(child) < tables.index(parent), (child, parent)


# ----------------------------------------------------------------------------------------------
# Legal holds
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whose", "category", "expected"),
    [
        ("hers", None, 1),
        ("hers", "HEALTH_RECORDS", 1),
        ("hers", "STUDENT_RECORDS", 0),
        ("another's", None, 0),
        (None, "HEALTH_RECORDS", 1),
        (None, "MEDICATION_LOGS", 0),
        (None, None, 1),
    ],
)
def test_hold(db: Connection, whose: str | None, category: str | None, expected: int) -> None:
    policy(db)
    student = enroll(db, left=ENDED)
    clone(db, "allergies", student_id=student)
    students = {"hers": student, "another's": enroll(db), None: None}
    hold = place(db, students[whose], category)
    assert (held(db), due(db)) == (expected, 1 - expected)
    with db.transaction(force_rollback=True):
        assert remove(db) == 1 - expected
    db.execute("UPDATE phi.legal_holds SET released_at = now() WHERE id = %s", [hold])
    assert (held(db), due(db)) == (0, 1)
    assert remove(db) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM phi.legal_holds",
        "TRUNCATE phi.legal_holds",
        "UPDATE phi.legal_holds SET student_id = gen_random_uuid()",
        "UPDATE phi.legal_holds SET retention_category = 'AUDIT_LOGS', released_at = now()",
        "UPDATE phi.legal_holds SET released_at = now() - interval '1 day'",
    ],
)
def test_a_hold_is_released_and_not_undone(db: Connection, statement: str) -> None:
    place(db)
    with pytest.raises(psycopg.errors.IntegrityError):
        db.execute(statement)


def test_a_released_hold_stays_as_it_is(db: Connection) -> None:
    place(db)
    db.execute("UPDATE phi.legal_holds SET released_at = now(), released_login = 'forged'")
    assert one(db, "SELECT released_login = session_user FROM phi.legal_holds")
    with pytest.raises(Refused):
        db.execute("UPDATE phi.legal_holds SET released_at = NULL, released_login = NULL")


# ----------------------------------------------------------------------------------------------
# Removing
# ----------------------------------------------------------------------------------------------


def test_without_auto_delete_it_is_only_reported(db: Connection) -> None:
    clone(db, "allergies", student_id=enroll(db, left=ENDED))
    for others in (False, True):
        policy(db, auto_delete=others)
        policy(db, auto_delete=not others, alone=False)
        assert due(db) == 1
        with (
            pytest.raises(psycopg.errors.RaiseException, match="auto_delete"),
            db.transaction(),
        ):
            remove(db)


def test_batches_are_recorded_and_audited(own: Environment) -> None:
    _, ids = prepared(own, rows=7)
    with connect(own) as connection:
        before = one(connection, "SELECT count(*) FROM allergies")
        connection.commit()
        rows = []
        for _ in range(4):
            rows.append(remove(connection, limit=3))
            connection.commit()
        assert rows == [3, 3, 1, 0]
        assert one(connection, "SELECT count(*) FROM allergies") == before - 7
        runs = connection.execute(
            "SELECT table_name, retention_category::text, row_count, cutoff, as_of,"
            " cardinality(policy_ids), database_user = session_user, transaction_id"
            " FROM phi.retention_runs ORDER BY id"
        ).fetchall()
        expected = ("allergies", "HEALTH_RECORDS")
        assert [run[:7] for run in runs] == [
            (*expected, count, ENDED, AS_OF, 1, True) for count in (3, 3, 1)
        ]
        logged = connection.execute(
            "SELECT entity_id, transaction_id FROM audit_logs WHERE entity_type = 'allergies'"
            " AND action = 'DELETE' AND entity_id = ANY (%s)",
            [ids],
        ).fetchall()
        assert sorted(key for key, _ in logged) == sorted(ids)
        assert {transaction for _, transaction in logged} == {run[7] for run in runs}


def test_goes_on_after_an_interruption(own: Environment) -> None:
    _, ids = prepared(own, rows=5)
    with connect(own) as connection:
        connection.autocommit = True
        running = removal.remove(connection, ["allergies"], 2, AS_OF)
        assert next(running) == ("allergies", 2)
        # In the middle of the next batch.
        connection.autocommit = False
        assert remove(connection, limit=2) == 2
        connection.rollback()
    with connect(own) as connection:
        assert one(connection, "SELECT count(*) FROM allergies WHERE id = ANY (%s)", ids) == 3
        assert one(connection, "SELECT array_agg(row_count) FROM phi.retention_runs") == [2]
        connection.commit()
        connection.autocommit = True
        assert list(removal.remove(connection, ["allergies"], 2, AS_OF)) == [
            ("allergies", 2),
            ("allergies", 1),
        ]


def test_a_whole_student(db: Connection) -> None:
    """Everything of hers, what hangs on it before it, and her own record last."""
    policies(db)
    student = enroll(db, left=ENDED)
    hers = {}
    tables = db.execute(
        "SELECT table_name::text, student_column::text FROM phi.tables"
        " WHERE retention_category IS NOT NULL AND student_column <> 'id'"
        " AND table_name <> 'audit_logs'"
    ).fetchall()
    assert len(tables) > 25
    for table, column in tables:
        hers[table] = clone(db, table, **{column: student, "school_id": None})
    for table, column, parent in (
        ("appointment_reminders", "appointment_id", "appointments"),
        ("witness_statements", "incident_report_id", "incident_reports"),
        ("follow_up_actions", "incident_report_id", "incident_reports"),
        ("phi_disclosure_audits", "disclosure_id", "phi_disclosures"),
        ("delivery_logs", "alert_id", "alerts"),
    ):
        hers[table] = clone(db, table, **{column: hers[parent], "school_id": None})
    hers["students"] = student
    for table in hers:
        assert exists(db, table, hers[table])

    found = {item.table_name: item for item in read_due(db, AS_OF)}
    assert (found["students"].due, found["students"].referenced) == (0, 1)
    assert remove(db, "students") == 0
    assert remove(db, "incident_reports") == 0
    order = [table for table, item in found.items() if item.auto_delete]
    removed = dict(removal.remove(db, order, 100, AS_OF))
    for table, key in hers.items():
        assert not exists(db, table, key), table
    # The delivery of an alert is no PHI and goes with it.
    assert removed == dict.fromkeys(hers.keys() - {"delivery_logs"}, 1)
    assert not any(item.removable for item in read_due(db, AS_OF))


def test_a_link_is_cleared_and_gives_no_new_life(db: Connection) -> None:
    policy(db)
    student = enroll(db, left=ENDED)
    same = {"student_id": student, "school_id": None}
    links = dict.fromkeys(
        ("rescheduled_from_id", "rescheduled_to_id", "original_visit_id", "completed_visit_id")
    )
    first = clone(db, "follow_up_appointments", **same, **links)
    second = clone(db, "follow_up_appointments", **same, **links | {"rescheduled_from_id": first})
    db.execute(
        "UPDATE follow_up_appointments SET rescheduled_to_id = %s, updated_at = %s WHERE id = %s",
        [second, LONG_AGO + SECOND, first],
    )
    assert due(db, "follow_up_appointments") == 2
    assert [remove(db, "follow_up_appointments", 1) for _ in range(3)] == [1, 1, 0]

    # A record in effect loses the link, and its date stays.
    here = enroll(db)
    visit = clone(db, "health_records", student_id=here, school_id=None, deleted_at=ENDED)
    allergy = clone(db, "allergies", student_id=here, school_id=None, health_record_id=visit)
    assert remove(db, "health_records") == 1
    row = db.execute(
        "SELECT health_record_id, updated_at FROM allergies WHERE id = %s", [allergy]
    ).fetchone()
    assert row == (None, LONG_AGO + timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("limit", "as_of"),
    [(0, AS_OF), (10_001, AS_OF), (None, AS_OF), (1, None), (1, datetime(2999, 1, 1, tzinfo=UTC))],
)
def test_what_is_to_come_is_not_removed(
    db: Connection, limit: int | None, as_of: datetime | None
) -> None:
    policy(db)
    with pytest.raises(psycopg.errors.RaiseException):
        db.execute("SELECT phi.retention_remove('allergies', %s, %s)", [limit, as_of])


@pytest.mark.parametrize("table", ["audit_logs", "users", "no_such_table", "cache_entries"])
def test_tables_that_retention_does_not_touch(db: Connection, table: str) -> None:
    policies(db)
    with pytest.raises(psycopg.errors.RaiseException, match="no ACTIVE policy"):
        remove(db, table)


def test_an_old_snapshot_is_refused(own: Environment) -> None:
    prepared(own)
    with connect(own) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with pytest.raises(psycopg.errors.RaiseException, match="READ COMMITTED"):
            remove(connection)


CHANGES = {
    "a hold": "INSERT INTO phi.legal_holds (reason) VALUES ('x')",
    "a policy": "UPDATE data_retention_policies SET retention_period_days = 9999",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_waits_for_whoever_places_a_hold(own: Environment, change: str) -> None:
    prepared(own)
    with connect(own) as first, connect(own) as second:
        first.execute(change)
        second.execute("SET lock_timeout = '100ms'")
        second.commit()
        with pytest.raises(psycopg.errors.LockNotAvailable):
            remove(second)
        second.rollback()
        first.commit()
        assert remove(second) == 0
        second.rollback()
        # The other way round: placed while a batch is under way, it waits.
        first.execute("SET lock_timeout = '100ms'")
        first.commit()
        second.execute("LOCK TABLE phi.legal_holds, data_retention_policies IN SHARE MODE")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            first.execute(change)
        first.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE students SET is_active = TRUE WHERE id = %(student)s",
        "UPDATE allergies SET notes = 'x' WHERE id = %(row)s",
    ],
)
def test_passes_over_what_others_are_changing(own: Environment, statement: str) -> None:
    student, ids = prepared(own)
    with connect(own) as first, connect(own) as second:
        first.execute(statement, {"student": student, "row": ids[0]})
        second.execute("SET lock_timeout = '1s'")
        assert remove(second) == 0
        second.commit()
        first.commit()
        assert remove(second) == 0
        assert exists(second, "allergies", ids[0])


# ----------------------------------------------------------------------------------------------
# The guard
# ----------------------------------------------------------------------------------------------


def test_every_table_that_needs_the_guard_has_it(catalogue: Connection) -> None:
    guarded = dict(catalogue.execute("SELECT * FROM phi.guarded_tables()").fetchall())
    phi = {
        name for (name,) in catalogue.execute("SELECT table_name FROM phi.tables WHERE holds_phi")
    }
    assert phi - guarded.keys() == UNGUARDED
    assert guarded.keys() <= phi
    triggers = catalogue.execute(
        "SELECT c.relname::text, t.tgname::text, t.tgenabled::text, t.tgtype::int,"
        " t.tgfoid::regproc::text, obj_description(t.oid) IS NOT NULL"
        " FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
        " WHERE t.tgfoid IN ('phi.refuse_hard_delete'::regproc, 'phi.soft_delete'::regproc)"
    ).fetchall()
    function, always = "phi.refuse_hard_delete", "A"
    # BEFORE DELETE FOR EACH ROW is 1 + 2 + 8, BEFORE TRUNCATE 2 + 32, INSTEAD OF DELETE 1 + 8 + 64.
    expected = [
        (name, f"{name}_050_{what}", always, kind, function, True)
        for name in guarded
        for what, kind in (("no_hard_delete", 11), ("no_truncate", 34))
    ]
    views = [
        view
        for (view,) in catalogue.execute(
            "SELECT DISTINCT v.view_name FROM information_schema.view_table_usage AS v"
            " WHERE v.view_schema = 'sequelize' AND v.table_name = ANY (%s)",
            [[name for name, soft in guarded.items() if soft]],
        )
    ]
    expected += [
        (view, f"{view}_050_soft_delete", "O", 73, "phi.soft_delete", True) for view in views
    ]
    assert sorted(triggers) == sorted(expected)
    assert len(views) > 30


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM allergies",
        "DELETE FROM ONLY messages",
        "DELETE FROM phi_disclosure_audits",
        "DELETE FROM students",
        "WITH gone AS (DELETE FROM allergies RETURNING id) SELECT count(*) FROM gone",
        "MERGE INTO allergies AS a USING students AS s ON s.id = a.student_id"
        " WHEN MATCHED THEN DELETE",
        "DELETE FROM schools",
        "DELETE FROM districts",
        "DELETE FROM conversations",
        "TRUNCATE allergies",
        "TRUNCATE students CASCADE",
        "TRUNCATE districts CASCADE",
        "TRUNCATE users CASCADE",
    ],
)
def test_the_owner_does_not_delete(db: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.IntegrityError) as error:
        db.execute(statement)
    message = str(error.value)
    # Some rows are kept by a foreign key before the guard is asked.
    assert (
        "a hard " in message
        or isinstance(error.value, psycopg.errors.ForeignKeyViolation)
        or ("violates RESTRICT" in message)
    )


def test_every_table_refuses_the_owner(db: Connection) -> None:
    for table, soft in db.execute("SELECT * FROM phi.guarded_tables()").fetchall():
        assert one(db, f"SELECT count(*) FROM {table}"), table
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(Refused) as error, db.transaction():
                db.execute(statement)
            assert f"of {table} is refused" in str(error.value) or "TRUNCATE" in statement
            if statement.startswith("DELETE"):
                hint = error.value.diag.message_hint
                assert hint is not None and ("deleted_at" in hint) == soft
                assert "wcdb retention" in hint


def test_cascades_do_not_delete(db: Connection) -> None:
    """From a school without anything else on it: the cascade to its student is refused."""
    school = clone(db, "schools", code="X-1")
    student = enroll(db)
    db.execute(
        "UPDATE students SET school_id = %s, district_id = NULL WHERE id = %s", [school, student]
    )
    with pytest.raises(Refused, match="of students is refused"):
        db.execute("DELETE FROM schools WHERE id = %s", [school])


@pytest.mark.parametrize("role", ["replica", "origin", "local"])
@pytest.mark.parametrize("statement", ["DELETE FROM allergies", "TRUNCATE allergies"])
def test_a_superuser_does_not_delete(postgres: Server, own: Environment, role: str,
                                     statement: str) -> None:  # fmt: skip
    if postgres.environment["PGUSER"] != "whitecross_owner":
        pytest.skip("needs a superuser, which only the embedded server gives")
    with connect({**own, "PGUSER": "postgres"}) as connection:
        connection.execute(f"SET session_replication_role = {role}")
        with pytest.raises(Refused):
            connection.execute(statement)


@pytest.fixture
def tester(postgres: Server, own: Environment) -> Iterator[Connection]:
    connection = connect(postgres.tester(own))
    yield connection
    connection.close()


def test_no_role_forges_a_permit(tester: Connection) -> None:
    roles = [
        name
        for (name,) in tester.execute(
            "SELECT rolname::text FROM pg_roles WHERE rolname ~ '^whitecross_'"
            " AND rolname NOT IN ('whitecross_owner', 'whitecross_masker')"
        )
    ]
    assert "whitecross_service" in roles and "whitecross_app" in roles
    for role in roles:
        for statement in (
            "INSERT INTO phi.retention_runs (table_name, retention_category, policy_ids, as_of,"
            " cutoff) VALUES ('allergies', 'HEALTH_RECORDS', '{}', now(), now() - interval '1 d')",
            "UPDATE phi.retention_runs SET finished_at = NULL, row_count = NULL",
            "SELECT phi.retention_remove('allergies', 1)",
            "SELECT * FROM phi.retention_due()",
            "INSERT INTO phi.legal_holds (reason) VALUES ('x')",
            "UPDATE phi.legal_holds SET released_at = now()",
            "SELECT phi.audit_detach_partition('2019-01-01')",
            "SELECT phi.audit_drop_archived('2019-01-01')",
            "ALTER TABLE allergies DISABLE TRIGGER allergies_050_no_hard_delete",
        ):
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege),
                tester.transaction(),
            ):
                tester.execute(f"SET LOCAL ROLE {role}")
                tester.execute(statement)


def test_the_backend_does_not_delete(tester: Connection) -> None:
    tester.execute("SET ROLE whitecross_service")
    with pytest.raises(Refused, match="a hard DELETE of rows of allergies is refused"):
        tester.execute("DELETE FROM allergies")


def test_the_permit_ends_with_the_batch(own: Environment) -> None:
    prepared(own, rows=2)
    with connect(own) as connection:
        assert remove(connection, limit=1) == 1
        with pytest.raises(Refused), connection.transaction():
            connection.execute("DELETE FROM allergies")
        connection.commit()
        with pytest.raises(Refused), connection.transaction():
            connection.execute("DELETE FROM allergies")
        # What is finished is not opened again.
        with pytest.raises(Refused), connection.transaction():
            connection.execute("UPDATE phi.retention_runs SET finished_at = NULL, row_count = NULL")


def test_an_open_run_permits_its_own_transaction_and_table_alone(db: Connection) -> None:
    opened = (
        "INSERT INTO phi.retention_runs (table_name, retention_category, policy_ids, as_of, cutoff,"
        " transaction_id, started_at) VALUES ('allergies', 'HEALTH_RECORDS', '{{}}', now(),"
        " now() - interval '6 years', {}, {})"
    )
    allergy = clone(db, "allergies")
    delete = "DELETE FROM allergies WHERE id = %s"
    current, now = "pg_current_xact_id()", "now()"
    for transaction, started in (
        ("'3'", now),
        # A restored database counts its transactions anew, and comes to this one again.
        (current, "now() + interval '1 second'"),
    ):
        with pytest.raises(Refused), db.transaction():
            db.execute(opened.format(transaction, started))
            db.execute(delete, [allergy])
    db.execute(opened.format(current, now))
    with pytest.raises(Refused), db.transaction():
        db.execute("DELETE FROM medication_logs")
    with pytest.raises(Refused), db.transaction():
        db.execute("TRUNCATE allergies")
    # So it is this row that opens the way, and no other test passes for another reason.
    assert db.execute(delete, [allergy]).rowcount == 1


@pytest.mark.parametrize("statement", ["DELETE FROM", "TRUNCATE"])
def test_the_record_of_runs_is_kept(own: Environment, statement: str) -> None:
    prepared(own)
    with connect(own) as connection:
        assert remove(connection) == 1
        connection.commit()
        with pytest.raises(Refused):
            connection.execute(f"{statement} phi.retention_runs")


def test_copies_are_deleted_by_the_application(tester: Connection) -> None:
    tester.execute("SET ROLE whitecross_service")
    for table in sorted(UNGUARDED - {"audit_logs"}):
        for relation in (f"sequelize.{table}", f"public.{table}"):
            with tester.transaction(force_rollback=True):
                assert tester.execute(f"DELETE FROM {relation}").rowcount > 0, relation


def test_a_new_table_is_guarded_by_protect(db: Connection) -> None:
    assert db.execute("SELECT * FROM phi.guard_source('users')").fetchall() == []
    db.execute("CREATE TABLE visits (id uuid PRIMARY KEY, deleted_at timestamptz)")
    db.execute("INSERT INTO visits VALUES (gen_random_uuid())")
    db.execute("CREATE VIEW sequelize.visits AS SELECT id, deleted_at FROM visits")
    db.execute(
        "INSERT INTO phi.tables (table_name, access_group, tenant_rule, holds_phi, is_audited,"
        " legal_regime) VALUES ('visits', 'HEALTH', 'NONE', TRUE, TRUE, 'EITHER')"
    )
    db.execute(
        "INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption) VALUES"
        " ('visits', 'id', TRUE, 'SHOW', 'CLEAR', 'NONE'),"
        " ('visits', 'deleted_at', FALSE, 'SHOW', 'CLEAR', 'NONE')"
    )
    db.execute("SELECT phi.protect('visits')")
    assert db.execute("DELETE FROM sequelize.visits").rowcount == 1
    with pytest.raises(Refused), db.transaction():
        db.execute("DELETE FROM visits")
    db.execute("SELECT phi.unprotect('visits')")
    assert db.execute("DELETE FROM sequelize.visits").rowcount == 1


# ----------------------------------------------------------------------------------------------
# The application's DELETE
# ----------------------------------------------------------------------------------------------


def test_a_delete_through_a_view_is_soft(tester: Connection) -> None:
    tester.execute("SET ROLE whitecross_service")
    views = tester.execute(
        "SELECT c.relname::text, encode(t.tgargs, 'escape') FROM pg_trigger AS t"
        " JOIN pg_class AS c ON c.oid = t.tgrelid WHERE t.tgfoid = 'phi.soft_delete'::regproc"
    ).fetchall()
    assert len(views) > 30
    for view, arguments in views:
        table = arguments.removesuffix("\\000")
        name = sql.Identifier("sequelize", view)
        key = one(tester, f"SELECT id FROM {table} WHERE deleted_at IS NULL ORDER BY id LIMIT 1")
        before = one(tester, f"SELECT count(*) FROM {table}")
        delete = sql.SQL("DELETE FROM {} WHERE id = %s RETURNING id").format(name)
        done = tester.execute(delete, [key])
        assert (done.rowcount, done.fetchall()) == (1, [(key,)]), view
        assert one(tester, f"SELECT deleted_at = now() FROM {table} WHERE id = %s", key), view
        assert one(tester, f"SELECT count(*) FROM {table}") == before
        # Gone is gone.
        assert tester.execute(delete, [key]).rowcount == 0, view


def test_deletes_of_many_rows_are_counted(tester: Connection) -> None:
    tester.execute("SET ROLE whitecross_service")
    live = one(tester, "SELECT count(*) FROM allergies WHERE deleted_at IS NULL")
    assert live > 10
    assert tester.execute("DELETE FROM sequelize.allergies").rowcount == live
    assert one(tester, "SELECT count(*) FROM allergies WHERE deleted_at IS NULL") == 0


def test_a_soft_delete_is_audited_and_is_that_of_the_caller(tester: Connection) -> None:
    tester.execute("SET ROLE whitecross_service")
    key = one(tester, "SELECT id FROM allergies WHERE deleted_at IS NULL LIMIT 1")
    tester.execute("DELETE FROM sequelize.allergies WHERE id = %s", [key])
    entry = tester.execute(
        "SELECT action::text, database_role::text, new_values ? 'deleted_at' FROM audit_logs"
        " WHERE entity_id = %s AND transaction_id = pg_current_xact_id()",
        [key],
    ).fetchall()
    assert entry == [("UPDATE", "whitecross_service", True)]
    # Who may not update the table does not delete from it either.
    tester.execute("RESET ROLE")
    tester.execute("SET ROLE whitecross_app")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        tester.execute("DELETE FROM sequelize.allergies")


def test_views_write_as_before(tester: Connection) -> None:
    tester.execute("SET ROLE whitecross_service")
    student = one(tester, 'SELECT "studentId" FROM sequelize.allergies LIMIT 1')
    drug = one(tester, "SELECT max(id::text) FROM drug_catalog")
    for reaction in ("first", "second"):
        row = tester.execute(
            'INSERT INTO sequelize.student_drug_allergies ("id", "studentId", "drugId",'
            ' "allergyType", "reaction", "severity", "createdAt", "updatedAt")'
            " VALUES (gen_random_uuid(), %s, %s, 'x', %s, 'x', now(), now())"
            ' ON CONFLICT ("studentId", "drugId") DO UPDATE SET "reaction" = EXCLUDED."reaction"'
            ' RETURNING "id", "reaction"',
            [student, drug, reaction],
        ).fetchone()
        assert row is not None and row[1] == reaction
        key = row[0]
    done = tester.execute(
        "UPDATE sequelize.student_drug_allergies SET \"reaction\" = 'third' WHERE id = %s"
        ' RETURNING "reaction"',
        [key],
    )
    assert (done.rowcount, done.fetchall()) == (1, [("third",)])
    tester.execute("DELETE FROM sequelize.student_drug_allergies WHERE id = %s", [key])
    # The view does not show it any more, and its check option still holds.
    assert tester.execute(
        'UPDATE sequelize.student_drug_allergies SET "reaction" = \'x\' WHERE id = %s', [key]
    ).rowcount == 0  # fmt: skip
    with pytest.raises(psycopg.errors.WithCheckOptionViolation):
        tester.execute(
            'INSERT INTO sequelize.student_drug_allergies ("id", "studentId", "drugId",'
            ' "allergyType", "reaction", "severity", "createdAt", "updatedAt")'
            " VALUES (gen_random_uuid(), %s, %s, 'x', 'x', 'x', now(), now())"
            ' ON CONFLICT ("studentId", "drugId") DO UPDATE SET "reaction" = EXCLUDED."reaction"',
            [student, drug],
        )
