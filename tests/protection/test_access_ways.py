"""Every way to a row but the plain ones: cursors, COPY, MERGE, upserts, plans, views, pools."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from support import access
from support.server import Connection, Server, connect, one

REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def environment(postgres: Server, sample_template: str) -> Iterator[dict[str, str]]:
    with postgres.database("ways", sample_template) as created:
        yield created


@pytest.fixture
def world(postgres: Server, environment: dict[str, str]) -> Iterator[Connection]:
    """A connection that is the owner and may act as any role; all is rolled back."""
    with access.owner(postgres, environment) as connection:
        yield connection


def nurse(connection: Connection) -> access.Persona:
    return access.personas(connection)["NURSE"]


def fenced(connection: Connection) -> list[tuple[access.Table, str, int]]:
    """Return each table a nurse may change, with a row of another school and how many are hers."""
    person = nurse(connection)
    found = []
    for table in access.tables(connection):
        rights = access.by_the_page("NURSE", table.group)
        if table.tenant == "SCHOOL" and {"SELECT", "UPDATE", "INSERT"} <= rights:
            foreign = one(
                connection,
                f"SELECT id::text FROM {table.name} WHERE school_id <> %s LIMIT 1",
                person.schools[0],
            )
            condition = access.expected(person, table, "SELECT", access.by_the_page)
            rows = one(connection, f"SELECT count(*) FROM {table.name} WHERE {condition}")
            assert rows > 0, table.name
            found.append((table, foreign, rows))
    assert len(found) >= 28
    return found


def test_cursor_copy_view_and_returning(world: Connection) -> None:
    cases = fenced(world)
    with access.acting(world, nurse(world)):
        for table, foreign, rows in cases:
            world.execute(f"DECLARE reading CURSOR FOR SELECT id FROM {table.name}")
            assert len(world.execute("FETCH ALL FROM reading").fetchall()) == rows
            world.execute("CLOSE reading")
            with world.cursor().copy(f"COPY {table.name} (id) TO STDOUT") as copy:
                assert len(list(copy.rows())) == rows
            columns = ", ".join(table.columns)
            with (
                world.transaction(force_rollback=True),
                pytest.raises(psycopg.errors.FeatureNotSupported),
                world.cursor().copy(f"COPY {table.name} ({columns}) FROM STDIN"),
            ):
                pass
            changed = world.execute(
                f"UPDATE {table.name} SET created_at = now() WHERE id = %s RETURNING *", [foreign]
            )
            assert changed.fetchall() == []


def test_views_of_the_application(world: Connection) -> None:
    tables = {table.name: rows for table, _, rows in fenced(world)}
    views = {
        table: (view, live)
        for table, view, live in world.execute(
            "SELECT DISTINCT t.relname, v.oid::regclass::text,"
            " pg_get_viewdef(v.oid) LIKE '%%deleted_at IS NULL%%'"
            " FROM pg_depend AS d JOIN pg_rewrite AS r ON r.oid = d.objid"
            " JOIN pg_class AS v ON v.oid = r.ev_class JOIN pg_class AS t ON t.oid = d.refobjid"
            " WHERE v.relnamespace = 'sequelize'::regnamespace AND t.relkind = 'r'"
        ).fetchall()
    }
    live_rows = {
        table: one(
            world,
            f"SELECT count(*) FROM {table} WHERE school_id = %s AND deleted_at IS NULL",
            nurse(world).schools[0],
        )
        for table in tables
        if views.get(table, ("", False))[1]
    }
    checked = 0
    with access.acting(world, nurse(world)):
        for table, rows in tables.items():
            if table in views:
                view, live = views[table]
                seen = one(world, f"SELECT count(*) FROM {view}")
                assert seen == (live_rows[table] if live else rows), view
                checked += 1
    assert checked >= 25


def test_merge_does_not_reach_a_foreign_row(world: Connection) -> None:
    cases = fenced(world)
    with access.acting(world, nurse(world)):
        for table, foreign, _ in cases:
            done = world.execute(
                f"MERGE INTO {table.name} AS t USING (SELECT '{foreign}'::uuid AS id) AS s"
                " ON t.id = s.id WHEN MATCHED THEN UPDATE SET created_at = now()"
            )
            assert done.rowcount == 0, table.name


def test_upsert_does_not_take_a_foreign_row(world: Connection) -> None:
    cases = fenced(world)
    for table, foreign, _ in cases:
        before = one(world, f"SELECT to_jsonb(t) FROM {table.name} AS t WHERE id = %s", foreign)
        columns = ", ".join(name for name in table.columns if name != "id")
        with access.acting(world, nurse(world)), pytest.raises(psycopg.Error) as caught:
            world.execute(
                f"INSERT INTO {table.name} (id, {columns})"
                f" SELECT '{foreign}', {columns} FROM {table.name} LIMIT 1"
                " ON CONFLICT (id) DO UPDATE SET created_at = now()"
            )
        assert isinstance(caught.value, REFUSED | psycopg.errors.UniqueViolation), table.name
        after = one(world, f"SELECT to_jsonb(t) FROM {table.name} AS t WHERE id = %s", foreign)
        assert after == before


def test_row_does_not_move_to_another_tenant(world: Connection) -> None:
    person = nurse(world)
    foreign_school, foreign_student = one(
        world,
        "SELECT school_id::text, id::text FROM students WHERE school_id <> %s LIMIT 1",
        person.schools[0],
    )
    checked = 0
    for table, _, _ in fenced(world):
        if table.name == "students":
            change, value = "school_id", foreign_school
        elif table.student == "student_id":
            change, value = "student_id", foreign_student
        else:
            continue
        with access.acting(world, person), pytest.raises(psycopg.Error) as caught:
            world.execute(
                f"UPDATE {table.name} SET {change} = %s WHERE id ="
                f" (SELECT id FROM {table.name} ORDER BY id LIMIT 1)",
                [value],
            )
        assert isinstance(caught.value, REFUSED | psycopg.errors.UniqueViolation), table.name
        checked += 1
    assert checked > 24


def test_foreign_student_is_refused_like_one_that_does_not_exist(world: Connection) -> None:
    """The foreign key is no oracle: both answers are the same to the letter."""
    person = nurse(world)
    foreign = one(
        world, "SELECT id::text FROM students WHERE school_id <> %s LIMIT 1", person.schools[0]
    )
    said = []
    for student in (foreign, str(uuid.uuid4())):
        with access.acting(world, person), pytest.raises(psycopg.Error) as caught:
            world.execute(
                "INSERT INTO allergies (student_id, allergen, severity) VALUES (%s, 'x', 'MILD')",
                [student],
            )
        said.append((caught.value.sqlstate, caught.value.diag.message_primary))
    assert said[0] == said[1]
    assert said[0][0] == REFUSED.sqlstate


def test_what_a_platform_wide_key_reveals(world: Connection) -> None:
    """Documented: student numbers are unique on the platform, so a duplicate tells."""
    person = nurse(world)
    number = one(
        world,
        "SELECT student_number FROM students WHERE school_id <> %s LIMIT 1",
        person.schools[0],
    )
    with access.acting(world, person), pytest.raises(psycopg.errors.UniqueViolation) as caught:
        world.execute(
            "INSERT INTO students (school_id, student_number, first_name, last_name,"
            " date_of_birth, gender, grade) VALUES (%s, %s, 'A', 'B', '2015-01-01', 'MALE', '1')",
            [person.schools[0], number],
        )
    assert caught.value.diag.constraint_name == "students_student_number_key"


def test_prepared_plan_follows_the_role_and_the_claims(world: Connection) -> None:
    person = nurse(world)
    cases = fenced(world)
    world.prepare_threshold = None  # what is prepared here is prepared by hand
    for table, _, rows in cases:
        counting = f"EXECUTE counting_{table.name}"
        every = one(world, f"SELECT count(*) FROM {table.name}")
        world.execute(f"PREPARE counting_{table.name} AS SELECT count(*) FROM {table.name}")
        for _ in range(6):  # long enough for a generic plan
            assert one(world, counting) == every
        with access.acting(world, person):
            assert one(world, counting) == rows
            world.execute("SELECT set_config('app.school_id', '', true)")
            assert one(world, counting) == 0
        with access.acting(world, "whitecross_service"):
            assert one(world, counting) == every


def test_function_with_a_cached_plan_follows_the_role(world: Connection) -> None:
    world.execute(
        "CREATE FUNCTION public.how_many() RETURNS bigint LANGUAGE plpgsql AS"
        " 'BEGIN RETURN (SELECT count(*) FROM public.allergies); END'"
    )
    person = nurse(world)
    every = one(world, "SELECT how_many()")
    rows = next(rows for table, _, rows in fenced(world) if table.name == "allergies")
    with access.acting(world, person):
        assert one(world, "SELECT how_many()") == rows < every
    with access.acting(world, "whitecross_service"):
        assert one(world, "SELECT how_many()") == every


def test_claims_end_with_the_transaction(postgres: Server, environment: dict[str, str]) -> None:
    """A pooled connection does not hand one user's rows to the next."""
    with connect(postgres.tester(environment)) as connection:
        connection.execute("SET ROLE whitecross_service")
        claims = access.personas(connection)["NURSE"].claims
        connection.rollback()
        connection.execute("SET ROLE whitecross_app")
        for name, value in claims.items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", value])
        assert one(connection, "SELECT count(*) FROM students") > 0
        connection.commit()
        assert one(connection, "SELECT count(*) FROM students") == 0


@pytest.mark.parametrize("role", [*access.STAFF, "whitecross_service", "whitecross_auditor"])
def test_partitions_of_the_log_are_out_of_reach(world: Connection, role: str) -> None:
    partitions = [
        row[0]
        for row in world.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree('audit_logs') WHERE isleaf"
        ).fetchall()
    ]
    assert len(partitions) >= 5
    for partition in partitions:
        for statement in ("SELECT * FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"):
            with access.acting(world, role), pytest.raises(REFUSED):
                world.execute(statement.format(partition))


@pytest.mark.parametrize("claim", ["user_id", "school_id"])
@pytest.mark.parametrize("value", ["' OR TRUE --", "1", "not-a-uuid"])
def test_claim_that_is_no_uuid_opens_nothing(world: Connection, claim: str, value: str) -> None:
    person = nurse(world)
    with (
        access.acting(world, person),
        pytest.raises(psycopg.errors.InvalidTextRepresentation),
    ):
        world.execute("SELECT set_config(%s, %s, true)", [f"app.{claim}", value])
        world.execute("SELECT count(*) FROM students")


def test_helpers_are_not_for_everyone(catalogue: Connection) -> None:
    """PUBLIC may execute no function of ours, and each that runs as its owner is pinned."""
    functions = catalogue.execute(
        "SELECT p.oid::regprocedure::text, p.prosecdef, p.proconfig::text,"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc AS p WHERE p.pronamespace IN ('phi'::regnamespace, 'public'::regnamespace)"
    ).fetchall()
    assert len(functions) > 80
    for name, definer, config, public in functions:
        assert not public, name
        assert not definer or "search_path" in (config or ""), name
