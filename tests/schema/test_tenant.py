"""The tenant key: filled by the database, true when a student moves, never mixed."""

import threading
from typing import Any

import psycopg
import pytest

from support import counts
from support.server import Connection, Create, connect, one

CHILDREN = """
    SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
    FROM pg_constraint AS c
    INNER JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    INNER JOIN pg_attribute AS p ON p.attrelid = c.confrelid AND p.attnum = c.confkey[2]
    WHERE c.contype = 'f' AND p.attname = 'school_id'
    ORDER BY 1
"""


def mixed(connection: Connection) -> dict[str, int]:
    """Return, by table, how many rows carry another school than the row they hang on."""
    children = connection.execute(CHILDREN).fetchall()
    assert len(children) == counts.WITH_A_TENANT_OF_A_PARENT
    return {
        child: count
        for child, column, parent in children
        if (
            count := one(
                connection,
                f"SELECT count(*) FROM {child} AS c JOIN {parent} AS p ON p.id = c.{column}"
                " WHERE c.school_id IS DISTINCT FROM p.school_id",
            )
        )
    }


def test_every_row_carries_the_school_of_its_student(db: Connection) -> None:
    for child, _, _ in db.execute(CHILDREN).fetchall():
        assert one(db, f"SELECT count(*) FROM {child} WHERE school_id IS NOT NULL") > 0, child
    assert mixed(db) == {}


def student_with_incident(db: Connection) -> tuple[str, str, str]:
    """Return a student with follow-up actions on an incident, its school and another school."""
    student, school = one(
        db,
        "SELECT s.id, s.school_id FROM students AS s"
        " JOIN incident_reports AS i ON i.student_id = s.id"
        " JOIN follow_up_actions AS f ON f.incident_report_id = i.id"
        " WHERE s.school_id IS NOT NULL ORDER BY s.id LIMIT 1",
    )
    other = one(db, "SELECT id FROM schools WHERE id <> %s ORDER BY id LIMIT 1", school)
    return student, school, other


def test_school_given_by_the_client_is_overruled(db: Connection) -> None:
    student, school, other = student_with_incident(db)
    filled = one(
        db,
        "INSERT INTO allergies (student_id, school_id, allergen, severity)"
        " VALUES (%s, %s, 'Bees', 'MILD') RETURNING school_id",
        student,
        other,
    )
    assert filled == school
    changed = one(
        db,
        "UPDATE allergies SET school_id = %s WHERE student_id = %s AND allergen = 'Bees'"
        " RETURNING school_id",
        other,
        student,
    )
    assert changed == school
    assert mixed(db) == {}


def test_history_moves_with_the_student(db: Connection) -> None:
    student, _, other = student_with_incident(db)
    db.execute("UPDATE students SET school_id = %s WHERE id = %s", [other, student])
    moved = one(
        db,
        "SELECT count(*) FROM follow_up_actions AS f JOIN incident_reports AS i"
        " ON i.id = f.incident_report_id WHERE i.student_id = %s AND f.school_id = %s",
        student,
        other,
    )
    assert moved > 0
    assert mixed(db) == {}


def test_student_without_school_and_back(db: Connection) -> None:
    student, school, _ = student_with_incident(db)
    db.execute("UPDATE students SET school_id = NULL WHERE id = %s", [student])
    assert one(
        db,
        "SELECT bool_and(school_id IS NULL) FROM incident_reports WHERE student_id = %s",
        student,
    )
    assert mixed(db) == {}
    db.execute("UPDATE students SET school_id = %s WHERE id = %s", [school, student])
    assert mixed(db) == {}


def test_rows_move_to_another_student_with_their_school(db: Connection) -> None:
    student, school, _ = student_with_incident(db)
    target, target_school = one(
        db, "SELECT id, school_id FROM students WHERE school_id <> %s ORDER BY id LIMIT 1", school
    )
    assert (
        one(
            db,
            "UPDATE incident_reports SET student_id = %s WHERE id ="
            " (SELECT id FROM incident_reports WHERE student_id = %s ORDER BY id LIMIT 1)"
            " RETURNING school_id",
            target,
            student,
        )
        == target_school
    )
    assert mixed(db) == {}


@pytest.mark.parametrize("first_school", [True, False], ids=["first school", "another school"])
def test_insert_beside_a_move_gets_the_new_school(
    first_school: bool, create: Create, sample_template: str
) -> None:
    """The trigger must wait for the student who is just moving, not read the old school."""
    database = create(sample_template)
    with connect(database) as mover, connect(database) as writer:
        student, _, other = student_with_incident(mover)
        if first_school:
            mover.execute("UPDATE students SET school_id = NULL WHERE id = %s", [student])
        mover.commit()
        mover.execute("UPDATE students SET school_id = %s WHERE id = %s", [other, student])
        result: list[Any] = []

        def write() -> None:
            result.append(
                one(
                    writer,
                    "INSERT INTO allergies (student_id, allergen, severity)"
                    " VALUES (%s, 'Race', 'MILD') RETURNING school_id",
                    student,
                )
            )
            writer.commit()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive(), "the insert did not wait for the move"
        mover.commit()
        thread.join(20)
        assert result == [other]
        assert mixed(mover) == {}


def test_foreign_school_is_refused_without_the_trigger(db: Connection) -> None:
    """The composite foreign key holds even where no trigger fires."""
    student, _, other = student_with_incident(db)
    db.execute("ALTER TABLE allergies DISABLE TRIGGER allergies_100_school_id")
    with pytest.raises(psycopg.errors.ForeignKeyViolation) as caught:
        db.execute(
            "INSERT INTO allergies (student_id, school_id, allergen, severity)"
            " VALUES (%s, %s, 'Bees', 'MILD')",
            [student, other],
        )
    assert caught.value.diag.constraint_name == "allergies_student_id_school_id_fkey"
