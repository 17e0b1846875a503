"""The sample data: in every table, the same every time, and believable."""

import pytest

from support import counts
from support.server import STUDENTS, Connection, Create, connect
from wcdb.dev import sample

CHECKSUM = "SELECT md5(string_agg(to_jsonb(t)::text, '|' ORDER BY t.id)) FROM {} AS t"


def tables(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition AND relname !~ 'yoyo'"
    ).fetchall()
    return [name for (name,) in rows]


def test_every_table_has_rows(db: Connection) -> None:
    names = tables(db)
    assert len(names) == counts.TABLES
    for name in names:
        assert db.execute(f"SELECT count(*) FROM {name}").fetchone() != (0,), name


@pytest.mark.parametrize("students", [10, 120])
def test_same_arguments_make_the_same_rows(
    students: int, create: Create, schema_template: str
) -> None:
    checksums = []
    for _ in range(2):
        database = create(schema_template)
        with connect(database) as connection:
            assert sample.load(connection, students) > students
            assert connection.execute("SELECT count(*) FROM students").fetchone() == (students,)
            checksums.append(
                {
                    name: connection.execute(CHECKSUM.format(name)).fetchone()
                    for name in tables(connection)
                    # Every load is another transaction, logged with another salt.
                    if name != "audit_logs"
                }
            )
    assert checksums[0] == checksums[1]


def test_students_are_believable(db: Connection) -> None:
    row = db.execute(
        "SELECT count(*), min(age), max(age), count(DISTINCT grade),"
        " bool_and(grade = 'TR' OR grade = 'PK' OR grade = 'K' OR grade::integer BETWEEN 1 AND 12)"
        " FROM (SELECT extract(year FROM age(%s::date, date_of_birth)) AS age, grade"
        " FROM students) AS s",
        [sample.AS_OF],
    ).fetchone()
    assert row is not None
    count, youngest, oldest, grades, known = row
    assert (count, known) == (STUDENTS, True)
    assert 3 <= youngest <= 5
    assert 17 <= oldest <= 22
    assert grades > 10
    assert db.execute(
        "SELECT count(*) FROM students WHERE grade ~ '^[0-9]+$' AND abs(grade::integer + 5"
        " - extract(year FROM age(%s::date, date_of_birth))) > 2",
        [sample.AS_OF],
    ).fetchone() == (0,)


def test_everything_is_obviously_fictitious(db: Connection) -> None:
    for query in (
        "SELECT count(*) FROM users WHERE email NOT LIKE '%%@example.org'",
        "SELECT count(*) FROM emergency_contacts WHERE phone_number !~ '555-?01'",
        # The Social Security Administration issues no area number 000 and none from 900 up.
        "SELECT count(*) FROM students WHERE ssn !~ '^(9|000)'",
    ):
        assert db.execute(query).fetchone() == (0,), query


def test_logs_reach_over_months(db: Connection) -> None:
    for table, column in (("medication_logs", "administered_at"), ("audit_logs", "created_at")):
        row = db.execute(
            f"SELECT count(DISTINCT date_trunc('month', {column})) FROM {table}"
        ).fetchone()
        assert row is not None and row[0] >= 5, table
    assert db.execute("SELECT count(*) FROM audit_logs_default").fetchone() == (0,)


def test_nothing_happens_before_birth_or_is_recorded_before_it_happens(db: Connection) -> None:
    for table, moment in (
        ("vaccinations", "administration_date"),
        ("vital_signs", "measurement_date"),
        ("clinic_visits", "check_in_time"),
        ("screenings", "screening_date"),
    ):
        row = db.execute(
            f"SELECT count(*), count(*) FILTER (WHERE t.{moment} < s.date_of_birth"
            f" OR t.{moment} > t.created_at + interval '1 day') FROM {table} AS t"
            " JOIN students AS s ON s.id = t.student_id"
        ).fetchone()
        assert row is not None
        assert row[0] > 0 and row[1] == 0, (table, row)


def test_every_label_is_used(db: Connection) -> None:
    """At the size of the tests, so that code paths by status or type find their rows."""
    unused = []
    for table, column, label in db.execute(
        "SELECT c.relname, a.attname, e.enumlabel FROM pg_class AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " JOIN pg_enum AS e ON e.enumtypid = a.atttypid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND NOT c.relispartition AND a.attnum > 0"
    ).fetchall():
        found = db.execute(
            f"SELECT 1 FROM {table} WHERE {column}::text = %s LIMIT 1", [label]
        ).fetchone()
        if not found:
            unused.append((table, column, label))
    assert unused == []
