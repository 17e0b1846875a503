"""The audit log: every change of every row, who and what, and no PHI in clear."""

import re
import threading
import uuid
from typing import Any

import psycopg
import pytest

from support import counts
from support.server import Connection, Create, Server, connect, one, unguard

LOGGED = """
    SELECT action::text, entity_id, student_id, previous_values, new_values
    FROM   audit_logs
    WHERE  transaction_id = pg_current_xact_id() AND entity_type = %s
    ORDER  BY id
"""


def logged(connection: Connection, table: str) -> list[Any]:
    """Return what this transaction has logged of a table so far."""
    return connection.execute(LOGGED, [table]).fetchall()


def audited(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT table_name FROM phi.tables WHERE is_audited ORDER BY 1"
    ).fetchall()
    assert len(rows) == counts.AUDITED
    return [row[0] for row in rows]


def allergy(connection: Connection) -> Any:
    return one(connection, "SELECT id, student_id FROM allergies ORDER BY id LIMIT 1")


# ---------------------------------------------------------------------------------------------
# Every table: nothing is lost, nothing is shown
# ---------------------------------------------------------------------------------------------


def test_every_row_that_was_inserted_is_logged(db: Connection) -> None:
    """The sample was loaded by INSERTs of many rows; the log has one entry for each."""
    for table in audited(db):
        rows = one(db, f"SELECT count(*) FROM {table}")
        entries = one(
            db,
            "SELECT count(*) FROM audit_logs WHERE action = 'CREATE' AND entity_type = %s",
            table,
        )
        assert entries == rows > 0, table


def test_every_row_that_is_updated_is_logged(superuser: Connection) -> None:
    """In replica mode, which silences ordinary triggers."""
    superuser.execute("SET session_replication_role = replica")
    for table in audited(superuser):
        rows = superuser.execute(
            f"UPDATE {table} SET created_at = created_at - interval '1 second'"
        ).rowcount
        entries = logged(superuser, table)
        assert len(entries) == rows > 0, table
        for action, _, _, before, after in entries:
            assert action == "UPDATE"
            assert set(before) == set(after) == {"created_at"}, table


def test_every_row_that_is_deleted_is_logged(superuser: Connection) -> None:
    """Under the guard against hard deletes, as a superuser can, and in replica mode."""
    superuser.execute("SET session_replication_role = replica")
    for table in audited(superuser):
        unguard(superuser, table)
        rows = superuser.execute(f"DELETE FROM {table}").rowcount
        entries = [entry for entry in logged(superuser, table) if entry[0] == "DELETE"]
        assert len(entries) == rows > 0, table
        assert all(before["id"] is not None for _, _, _, before, _ in entries)


def test_truncate_is_logged(superuser: Connection) -> None:
    superuser.execute("SET session_replication_role = replica")
    for table in audited(superuser):
        superuser.execute("SAVEPOINT truncated")
        for other in audited(superuser):
            unguard(superuser, other)
        superuser.execute(f"TRUNCATE {table} CASCADE")
        assert [entry[0] for entry in logged(superuser, table)] == ["BULK_DELETE"], table
        superuser.execute("ROLLBACK TO truncated")


def test_no_protected_value_stands_in_the_log(superuser: Connection) -> None:
    """Whatever is kept of a column that the registry protects is *** or a fingerprint."""
    for table in audited(superuser):
        superuser.execute("SAVEPOINT emptied")
        columns = superuser.execute(
            "SELECT c.column_name FROM phi.columns AS c JOIN pg_attribute AS a"
            " ON a.attrelid = %s::regclass AND a.attname = c.column_name"
            " WHERE c.table_name = %s AND c.audit <> 'CLEAR' AND NOT a.attnotnull",
            [table, table],
        ).fetchall()
        superuser.execute("SET LOCAL session_replication_role = replica")
        for (column,) in columns:
            try:
                with superuser.transaction():
                    superuser.execute(f"UPDATE {table} SET {column} = NULL")
            except psycopg.errors.CheckViolation:
                continue
    rows = superuser.execute(
        "SELECT a.entity_type || '.' || v.key, v.value FROM audit_logs AS a"
        " CROSS JOIN LATERAL (SELECT * FROM jsonb_each(a.previous_values) UNION ALL"
        " SELECT * FROM jsonb_each(a.new_values)) AS v"
        " JOIN phi.columns AS c ON c.table_name = a.entity_type AND c.column_name = v.key"
        " WHERE c.audit <> 'CLEAR'"
    ).fetchall()
    assert len(rows) > 20_000
    assert len({column for column, _ in rows}) > 350
    kept = [
        column
        for column, value in rows
        if value not in ("***", None) and not re.fullmatch(r"#[0-9a-f]{24}", str(value))
    ]
    assert kept == []
    assert sum(str(value).startswith("#") for _, value in rows) > 1_000


def test_canary_is_nowhere_in_the_log(db: Connection) -> None:
    canary = "Canary-" + uuid.uuid4().hex[:12]
    identity, student = allergy(db)
    for column in ("allergen", "symptoms", "notes", "diagnosed_by"):
        db.execute(f"UPDATE allergies SET {column} = %s WHERE id = %s", [canary, identity])
    db.execute(
        "INSERT INTO allergies (student_id, allergen, severity, notes) VALUES (%s, %s, 'MILD', %s)",
        [student, canary, canary],
    )
    assert len(logged(db, "allergies")) == 5
    assert one(db, "SELECT count(*) FROM audit_logs AS a WHERE a::text LIKE %s", f"%{canary}%") == 0


# ---------------------------------------------------------------------------------------------
# What an entry says
# ---------------------------------------------------------------------------------------------


def test_only_changed_columns(db: Connection) -> None:
    identity, student = allergy(db)
    db.execute(
        "UPDATE allergies SET notes = 'new', severity = 'SEVERE', allergen = allergen"
        " WHERE id = %s",
        [identity],
    )
    ((action, entity, child, before, after),) = logged(db, "allergies")
    assert (action, entity, child) == ("UPDATE", identity, student)
    assert set(before) == set(after) == {"notes", "severity"}
    assert after["severity"] == "SEVERE"
    assert re.fullmatch("#[0-9a-f]{24}", after["notes"])


def test_no_row_is_no_entry(db: Connection) -> None:
    db.execute("UPDATE allergies SET notes = 'x' WHERE FALSE")
    assert logged(db, "allergies") == []


def test_touched_is_logged_without_a_column(db: Connection) -> None:
    db.execute("UPDATE allergies SET notes = notes WHERE id = %s", [allergy(db)[0]])
    ((action, _, _, before, after),) = logged(db, "allergies")
    assert (action, before, after) == ("UPDATE", {}, {})


def test_fingerprint_tells_equal_values_within_one_record(db: Connection) -> None:
    first, second = (
        row[0] for row in db.execute("SELECT id FROM allergies ORDER BY id LIMIT 2").fetchall()
    )
    for value in ("one", "two", "one"):
        db.execute("UPDATE allergies SET notes = %s WHERE id IN (%s, %s)", [value, first, second])
    by_record: dict[object, list[str]] = {}
    rows = db.execute(
        "SELECT entity_id, new_values ->> 'notes' FROM audit_logs WHERE"
        " transaction_id = pg_current_xact_id() AND entity_type = 'allergies'"
        " ORDER BY entity_id, new_values ->> 'notes'"
    ).fetchall()
    for record, fingerprint in rows:
        by_record.setdefault(record, []).append(fingerprint)
    assert len(by_record) == 2
    for fingerprints in by_record.values():
        assert len(fingerprints) == 3 and len(set(fingerprints)) == 2
    assert set(by_record[first]).isdisjoint(by_record[second])


def test_who_from_where_with_what(postgres: Server, shared_sample: dict[str, str]) -> None:
    with connect(postgres.tester(shared_sample)) as connection:
        user = str(uuid.uuid4())
        claims = {
            "app.user_id": user,
            "app.user_role": "NURSE",
            "app.school_id": "S",
            "app.request_id": "request-7",
            "app.session_id": "session-7",
            "application_name": "nurse-app",
        }
        for name, value in claims.items():
            connection.execute("SELECT set_config(%s, %s, true)", [name, value])
        connection.execute("SET LOCAL ROLE whitecross_service")
        connection.execute(
            "UPDATE allergies SET notes = 'x' WHERE id IN (SELECT id FROM allergies LIMIT 1)"
        )
        row = connection.execute(
            "SELECT user_id::text, user_agent, request_id, session_id, database_user,"
            " database_role, is_phi, metadata, transaction_id = pg_current_xact_id()"
            " FROM audit_logs WHERE transaction_id = pg_current_xact_id()"
        ).fetchone()
        connection.rollback()
    assert row == (
        user,
        "nurse-app",
        "request-7",
        "session-7",
        "wcdb_tester",
        "whitecross_service",
        True,
        {"claimed_role": "NURSE", "claimed_school": "S"},
        True,
    )


@pytest.mark.parametrize("claim", ["", "nobody", "' OR 1=1"])
def test_a_claim_that_is_no_user_does_not_stop_the_write(db: Connection, claim: str) -> None:
    db.execute("SELECT set_config('app.user_id', %s, true)", [claim])
    db.execute("UPDATE allergies SET notes = 'x' WHERE id = %s", [allergy(db)[0]])
    assert len(logged(db, "allergies")) == 1


def test_changed_key_is_logged_under_both(db: Connection) -> None:
    old, _ = allergy(db)
    new = uuid.uuid4()
    db.execute("UPDATE allergies SET id = %s, notes = 'moved' WHERE id = %s", [new, old])
    entries = logged(db, "allergies")
    assert {entry[1] for entry in entries} == {old, new}
    for _, _, _, before, after in entries:
        assert (before["id"], after["id"]) == (str(old), str(new))
        assert set(after) == {"id", "notes"}


def test_keys_that_change_in_a_chain(db: Connection) -> None:
    """Row b takes the key that row a just gave up: nothing is lost, both keys stand in the log."""
    first, second = (
        row[0] for row in db.execute("SELECT id FROM vital_signs ORDER BY id LIMIT 2").fetchall()
    )
    third = uuid.uuid4()
    db.execute("ALTER TABLE vital_signs DROP CONSTRAINT vital_signs_pkey")
    db.execute(
        "UPDATE vital_signs SET id = CASE id WHEN %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
        [first, second, third, first, second],
    )
    pairs = {
        (entry[3]["id"], entry[4]["id"])
        for entry in logged(db, "vital_signs")
        if "id" in (entry[4] or {})
    }
    assert pairs >= {(str(first), str(second)), (str(second), str(third))}


def test_moved_to_another_child_is_logged_for_both(db: Connection) -> None:
    identity, student = allergy(db)
    other = one(db, "SELECT id FROM students WHERE id <> %s LIMIT 1", student)
    db.execute("UPDATE allergies SET student_id = %s WHERE id = %s", [other, identity])
    entries = logged(db, "allergies")
    assert {entry[2] for entry in entries} == {student, other}
    assert all(entry[4]["student_id"] == str(other) for entry in entries)


# ---------------------------------------------------------------------------------------------
# Every way to change rows
# ---------------------------------------------------------------------------------------------


def test_on_conflict(db: Connection) -> None:
    identity, student = allergy(db)
    db.execute(
        "INSERT INTO allergies (id, student_id, allergen, severity) VALUES"
        " (%s, %s, 'A', 'MILD'), (%s, %s, 'B', 'MILD')"
        " ON CONFLICT (id) DO UPDATE SET allergen = excluded.allergen",
        [identity, student, uuid.uuid4(), student],
    )
    assert sorted(entry[0] for entry in logged(db, "allergies")) == ["CREATE", "UPDATE"]


def test_merge(db: Connection) -> None:
    _, student = allergy(db)
    db.execute(
        "MERGE INTO allergies AS a USING ((SELECT id FROM allergies ORDER BY id LIMIT 2)"
        " UNION ALL SELECT gen_random_uuid()) AS s ON a.id = s.id"
        " WHEN MATCHED THEN UPDATE SET notes = 'merged'"
        " WHEN NOT MATCHED THEN INSERT (id, student_id, allergen, severity)"
        " VALUES (s.id, %s, 'M', 'MILD')".replace("%s", f"'{student}'")
    )
    assert sorted(entry[0] for entry in logged(db, "allergies")) == ["CREATE", "UPDATE", "UPDATE"]


def test_copy(superuser: Connection) -> None:
    """Only whom row-level security does not bind may COPY into a protected table."""
    _, student = allergy(superuser)
    with superuser.cursor().copy(
        "COPY allergies (student_id, allergen, severity) FROM STDIN"
    ) as copy:
        for number in range(3_000):
            copy.write_row((student, f"Thing {number}", "MILD"))
    assert len(logged(superuser, "allergies")) == 3_000


def test_writable_cte_and_view(db: Connection) -> None:
    identity, _ = allergy(db)
    db.execute(
        "WITH changed AS (UPDATE allergies SET notes = 'cte' WHERE id = %s RETURNING student_id)"
        " UPDATE students AS s SET grade = '9' FROM changed AS c WHERE s.id = c.student_id",
        [identity],
    )
    assert len(logged(db, "allergies")) == len(logged(db, "students")) == 1
    db.execute("UPDATE sequelize.allergies SET notes = 'view' WHERE id = %s", [identity])
    assert len(logged(db, "allergies")) == 2


def test_cascade(db: Connection) -> None:
    """A student changes school; the foreign keys carry it on to every record."""
    student, school = one(
        db,
        "SELECT s.id, s.school_id FROM students AS s JOIN allergies AS a ON a.student_id = s.id"
        " JOIN vital_signs AS v ON v.student_id = s.id WHERE s.school_id IS NOT NULL LIMIT 1",
    )
    other = one(db, "SELECT id FROM schools WHERE id <> %s LIMIT 1", school)
    db.execute("UPDATE students SET school_id = %s WHERE id = %s", [other, student])
    for table in ("students", "allergies", "vital_signs"):
        rows = one(
            db,
            f"SELECT count(*) FROM {table} WHERE"
            f" {'id' if table == 'students' else 'student_id'} = %s",
            student,
        )
        entries = logged(db, table)
        assert len(entries) == rows > 0
        assert all(entry[4] == {"school_id": str(other)} for entry in entries)


def test_trigger_that_changes_another_row(db: Connection) -> None:
    """Nested: the change is made while another statement's triggers run."""
    db.execute(
        "CREATE FUNCTION pg_temp.nested() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN UPDATE public.allergies SET notes = ''nested'' WHERE student_id = NEW.id;"
        " RETURN NULL; END'"
    )
    db.execute(
        "CREATE TRIGGER students_500_nested AFTER UPDATE ON students FOR EACH ROW"
        " EXECUTE FUNCTION pg_temp.nested()"
    )
    _, student = allergy(db)
    rows = one(db, "SELECT count(*) FROM allergies WHERE student_id = %s", student)
    db.execute("UPDATE students SET grade = '3' WHERE id = %s", [student])
    assert len(logged(db, "allergies")) == rows > 0


def test_deferred_change_is_logged_with_a_role(
    postgres: Server, create: Create, sample_template: str
) -> None:
    """A deferred trigger runs at COMMIT, and the log names the role in force by then.

    From PostgreSQL 18 on the trigger itself runs as the role that was active when it was queued,
    but current_setting('role') is still that of the COMMIT; before, both are.
    """
    database = create(sample_template)
    owner = postgres.environment["PGUSER"]
    with (
        postgres.tester_and_owner(database) as variables,
        connect(variables) as connection,
    ):
        connection.execute(f"SET ROLE {owner}")
        connection.execute(
            "CREATE FUNCTION public.late() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN UPDATE public.allergies SET notes = ''late'' WHERE student_id = NEW.id;"
            " RETURN NULL; END'"
        )
        connection.execute("GRANT EXECUTE ON FUNCTION public.late() TO public")
        connection.execute(
            "CREATE CONSTRAINT TRIGGER students_500_late AFTER UPDATE ON students"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.late()"
        )
        _, student = allergy(connection)
        rows = one(connection, "SELECT count(*) FROM allergies WHERE student_id = %s", student)
        connection.commit()
        connection.execute("SET ROLE whitecross_service")
        connection.execute("UPDATE students SET grade = '3' WHERE id = %s", [student])
        transaction = one(connection, "SELECT pg_current_xact_id()::text")
        connection.execute(f"SET ROLE {owner}")
        connection.commit()
        roles = connection.execute(
            "SELECT entity_type, database_role, database_user, count(*) FROM audit_logs"
            " WHERE transaction_id = %s::xid8 GROUP BY 1, 2, 3 ORDER BY 1",
            [transaction],
        ).fetchall()
    # The login is the same, and nothing is lost.
    assert roles == [
        ("allergies", owner, "wcdb_tester", rows),
        ("students", "whitecross_service", "wcdb_tester", 1),
    ]


def test_plan_made_for_one_row_serves_many(db: Connection) -> None:
    """The trigger's plan is kept: after single rows, a nested loop would compare 400 million."""
    identity, student = allergy(db)
    for number in range(10):
        db.execute("UPDATE allergies SET notes = %s WHERE id = %s", [str(number), identity])
    db.execute(
        "INSERT INTO allergies (student_id, allergen, severity)"
        " SELECT %s, 'Thing ' || n, 'MILD' FROM generate_series(1, 20000) AS n",
        [student],
    )
    db.execute("SET LOCAL statement_timeout = '20s'")
    rows = db.execute("UPDATE allergies SET notes = 'many' WHERE allergen ~ '^Thing'").rowcount
    assert rows == 20_000


def test_rolled_back_change_leaves_no_entry(create: Create, sample_template: str) -> None:
    with connect(create(sample_template)) as connection:
        before = one(connection, "SELECT count(*) FROM audit_logs")
        connection.execute("UPDATE allergies SET notes = 'x'")
        assert one(connection, "SELECT count(*) FROM audit_logs") > before
        connection.rollback()
        assert one(connection, "SELECT count(*) FROM audit_logs") == before


def test_concurrent_writers_do_not_wait_for_each_other(
    create: Create, sample_template: str
) -> None:
    database = create(sample_template)
    with connect(database) as one_writer, connect(database) as other:
        identities = [
            row[0] for row in one_writer.execute("SELECT id FROM allergies LIMIT 2").fetchall()
        ]
        one_writer.execute("UPDATE allergies SET notes = 'a' WHERE id = %s", [identities[0]])
        done = threading.Event()

        def write() -> None:
            other.execute("UPDATE allergies SET notes = 'b' WHERE id = %s", [identities[1]])
            other.commit()
            done.set()

        thread = threading.Thread(target=write)
        thread.start()
        assert done.wait(10), "the second writer waited for the first"
        thread.join()


# ---------------------------------------------------------------------------------------------
# Append-only
# ---------------------------------------------------------------------------------------------

PARTITIONS = (
    "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_logs'::regclass"
)


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET severity = 'LOW'", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE"],
)
def test_log_is_append_only(superuser: Connection, statement: str, mode: str) -> None:
    superuser.execute("SELECT audit_logs_create_partitions('2031-05-01', 1)")
    superuser.execute(
        "INSERT INTO audit_logs (action, entity_type, created_at)"
        " VALUES ('READ', 'late', '2031-05-02'), ('READ', 'never', '2090-01-01')"
    )
    superuser.execute(f"SET session_replication_role = {mode}")
    names = ["audit_logs", *(row[0] for row in superuser.execute(PARTITIONS).fetchall())]
    assert {"audit_logs_default", "audit_logs_2031_05"} < set(names)
    for name in names:
        filled = one(superuser, f"SELECT count(*) FROM {name}")
        with superuser.transaction(force_rollback=True):
            if not filled and "TRUNCATE" not in statement:
                continue
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                superuser.execute(statement.format(name))


def test_application_adds_through_its_view_and_says_not_who(
    postgres: Server, shared_sample: dict[str, str]
) -> None:
    with connect(postgres.tester(shared_sample)) as connection:
        connection.execute("SET LOCAL ROLE whitecross_service")
        connection.execute(
            'INSERT INTO sequelize.audit_logs (id, action, "entityType", "isPHI", "createdAt")'
            " VALUES (gen_random_uuid(), 'READ', 'Student', TRUE, now())"
        )
        row = connection.execute(
            "SELECT database_user, database_role FROM audit_logs"
            " WHERE transaction_id = pg_current_xact_id()"
        ).fetchone()
        assert row == ("wcdb_tester", "whitecross_service")
        for column, value in (
            ("database_user", "'somebody'"),
            ("database_role", "'somebody'"),
            ("transaction_id", "'3'"),
            ("timeline", "7"),
            ("student_id", "gen_random_uuid()"),
        ):
            with (
                connection.transaction(force_rollback=True),
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                connection.execute(
                    f"INSERT INTO audit_logs (action, entity_type, {column})"
                    f" VALUES ('READ', 'x', {value})"
                )
        connection.rollback()


def test_no_role_reaches_a_partition(catalogue: Connection) -> None:
    granted = catalogue.execute(
        "SELECT c.relname, c.relacl::text FROM pg_class AS c JOIN pg_inherits AS i"
        " ON i.inhrelid = c.oid WHERE i.inhparent = 'audit_logs'::regclass"
    ).fetchall()
    assert len(granted) >= 5
    assert all(acl is None for _, acl in granted)


def test_trigger_functions_are_pinned(catalogue: Connection) -> None:
    """No caller's search_path, no caller's rights, and nobody may call them by hand."""
    functions = catalogue.execute(
        "SELECT p.proname, p.prosecdef, p.proconfig::text, p.proacl::text FROM pg_proc AS p"
        " WHERE p.pronamespace = 'phi'::regnamespace AND p.prorettype = 'trigger'::regtype"
        " AND p.proname ~ '^audit_'"
    ).fetchall()
    assert len(functions) == counts.AUDITED
    for name, definer, config, acl in functions:
        assert definer and "search_path=pg_catalog, pg_temp" in config, name
        assert not re.search(r"[{,]=X", acl), name


def test_a_function_of_the_callers_is_not_called(superuser: Connection) -> None:
    """A writer who may create functions cannot put one in the way of the trigger."""
    superuser.execute("CREATE ROLE attacker")
    superuser.execute("GRANT whitecross_service TO attacker")
    superuser.execute("CREATE SCHEMA trap AUTHORIZATION attacker")
    superuser.execute("SET LOCAL ROLE attacker")
    superuser.execute(
        "CREATE FUNCTION trap.sha256(bytea) RETURNS bytea LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''trapped as %'', current_user; END'"
    )
    superuser.execute("SET LOCAL search_path = trap, pg_catalog, public")
    superuser.execute("SET LOCAL ROLE whitecross_service")
    superuser.execute("UPDATE allergies SET notes = 'x' WHERE notes IS NOT NULL")


# ---------------------------------------------------------------------------------------------
# Every trigger matters
# ---------------------------------------------------------------------------------------------


def test_without_a_trigger_entries_are_missing(superuser: Connection) -> None:
    """Each audit trigger in turn is taken away; what the tests above count is then not there."""
    superuser.execute("SET session_replication_role = replica")
    statements = {
        "update": "UPDATE {} SET created_at = created_at - interval '1 second'",
        "insert": None,
        "delete": "DELETE FROM {}",
        "truncate": "TRUNCATE {} CASCADE",
        "key": "UPDATE {} SET id = {} WHERE id = (SELECT id FROM {} LIMIT 1)",
    }
    tried = 0
    for table in audited(superuser):
        unguard(superuser, table)
    for table in audited(superuser):
        for event, statement in statements.items():
            superuser.execute("SAVEPOINT mutation")
            superuser.execute(f"DROP TRIGGER {table}_900_audit_{event} ON {table}")
            before = len(logged(superuser, table))
            if event == "insert":
                new = "-1" if table == "cache_entries" else f"'{uuid.uuid4()}'"
                columns = one(
                    superuser,
                    "SELECT string_agg(attname, ', ') FROM pg_attribute"
                    " WHERE attrelid = %s::regclass AND attnum > 0 AND attname <> 'id'",
                    table,
                )
                superuser.execute("CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT 1")
                constraints = superuser.execute(
                    "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
                    " AND contype = 'u'",
                    [table],
                ).fetchall()
                for (name,) in constraints:
                    superuser.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")
                superuser.execute(
                    f"INSERT INTO {table} (id, {columns})"
                    f" SELECT {new}, {columns} FROM {table} LIMIT 1"
                )
            elif event == "key":
                new = "-1" if table == "cache_entries" else f"'{uuid.uuid4()}'"
                superuser.execute(statement.format(table, new, table))  # type: ignore[union-attr]
            else:
                superuser.execute(statement.format(table))  # type: ignore[union-attr]
            assert len(logged(superuser, table)) == before, (table, event)
            superuser.execute("ROLLBACK TO mutation")
            tried += 1
    assert tried == counts.AUDITED * 5


def test_no_statement_of_the_log_is_compiled(catalogue: Connection) -> None:
    """JIT takes seconds for what runs for a millisecond: benchmarks/audit_jit.py."""
    functions = catalogue.execute(
        "SELECT p.proname, 'jit=off' = ANY(p.proconfig) FROM pg_proc AS p"
        " WHERE p.pronamespace = 'phi'::regnamespace AND 'enable_nestloop=off' = ANY(p.proconfig)"
    ).fetchall()
    assert len(functions) > 50
    assert [name for name, is_off in functions if not is_off] == []
