"""What the schema must refuse, it refuses: each rule of the catalogue broken once."""

import itertools
from typing import Any

import psycopg
import pytest
from psycopg import sql

from support.facts import MODELS
from support.server import Connection, unguard

ALL = sorted([*MODELS, "screenings", "growth_measurements"])
# Set by trigger on every update, whatever the statement says.
KEPT_BY_TRIGGER = {"updated_at"}
# Values that some rule about a column of the type must find wrong.
EXTREMES: dict[str, list[str]] = {
    "text": ["", " ", "?", "25:61", "x@y", "x" * 10_000],
    "number": ["-1000000", "-1", "0", "0.5", "11", "1000", "100000"],
    "date": ["-infinity", "infinity", "2000-01-01"],
    "json": ['"text"', "1"],
    "boolean": ["true", "false"],
}


def kind(type_name: str, category: str) -> str:
    if category == "N":
        return "number"
    if category == "D":
        return "date"
    if category == "B":
        return "boolean"
    return "json" if type_name == "jsonb" else "text"


def columns(db: Connection, table: str) -> dict[str, Any]:
    return {
        row[0]: row[1:]
        for row in db.execute(
            "SELECT a.attname, t.typname, t.typcategory, a.attnotnull, a.atttypmod, t.oid"
            " FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid"
            " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped",
            [f"public.{table}"],
        )
    }


def attempt(
    db: Connection, table: str, values: dict[str, str | None]
) -> psycopg.errors.DatabaseError | None:
    """Set the columns of one row and return the refusal; the row stays as it was."""
    assignments = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in values.items()
    )
    try:
        with db.transaction(force_rollback=True):
            cursor = db.execute(
                sql.SQL(
                    "UPDATE {table} SET {assignments}"
                    " WHERE id = (SELECT id FROM {table} ORDER BY id LIMIT 1)"
                ).format(table=sql.Identifier(table), assignments=assignments)
            )
            assert cursor.rowcount == 1
            db.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.errors.DatabaseError as error:
        return error
    return None


PARTITIONS = "SELECT relid::regclass::text FROM pg_partition_tree('audit_logs')"


@pytest.mark.parametrize("table", ALL)
def test_not_null(table: str, db: Connection) -> None:
    required = [
        name
        for name, (_, _, not_null, *_) in columns(db, table).items()
        if not_null and name not in KEPT_BY_TRIGGER
    ]
    assert required
    if table == "audit_logs":
        # Nothing in it can be changed.
        for (name,) in db.execute(PARTITIONS).fetchall():
            unguard(db, name)
        db.execute("ALTER TABLE audit_logs NO FORCE ROW LEVEL SECURITY")
    for name in required:
        error = attempt(db, table, {name: None})
        if name == "created_at" and table == "audit_logs":
            # The partition key: a row without one has nowhere to go.
            assert isinstance(error, psycopg.errors.IntegrityError)
            continue
        assert isinstance(error, psycopg.errors.NotNullViolation), (name, error)
        assert error.diag.column_name == name


@pytest.mark.parametrize("table", ALL)
def test_foreign_keys(table: str, db: Connection) -> None:
    keys = db.execute(
        "SELECT c.conname, a.attname FROM pg_constraint AS c JOIN pg_attribute AS a"
        " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.conrelid = %s::regclass AND c.contype = 'f' AND cardinality(c.conkey) = 1",
        [f"public.{table}"],
    ).fetchall()
    for constraint, name in keys:
        # A student decides the school of the row; only a row without one keeps what is given.
        values: dict[str, str | None] = {name: "00000000-0000-4000-8000-000000000000"}
        if name == "school_id" and "student_id" in columns(db, table):
            if columns(db, table)["student_id"][2]:
                continue
            values["student_id"] = None
        error = attempt(db, table, values)
        assert isinstance(error, psycopg.errors.ForeignKeyViolation), (name, error)
        assert error.diag.constraint_name == constraint


@pytest.mark.parametrize("table", ALL)
def test_labels_and_lengths(table: str, db: Connection) -> None:
    for name, (type_name, category, _, modifier, _) in columns(db, table).items():
        if category == "E":
            error = attempt(db, table, {name: "no such label"})
            assert isinstance(error, psycopg.errors.InvalidTextRepresentation), name
        if type_name == "varchar" and modifier > 4:
            error = attempt(db, table, {name: "x" * (modifier - 3)})
            assert isinstance(error, psycopg.errors.StringDataRightTruncation), name


def violate(db: Connection, table: str, constraint: str, names: list[str]) -> bool:
    """Try extreme values in the columns of a CHECK until one of them breaks it."""
    found = columns(db, table)
    choices = []
    for name in names:
        type_name, category, _, _, oid = found[name]
        values: list[str | None]
        if category == "E":
            values = [
                label
                for (label,) in db.execute(
                    "SELECT enumlabel FROM pg_enum WHERE enumtypid = %s", [oid]
                )
            ]
        elif type_name == "uuid":
            # The key of the row itself, or that of another: only equality can be wrong.
            values = [
                str(key)
                for (key,) in db.execute(
                    sql.SQL("SELECT {} FROM {} ORDER BY id LIMIT 2").format(
                        sql.Identifier("id" if "id" in names else names[0]), sql.Identifier(table)
                    )
                )
            ]
        else:
            values = [*EXTREMES[kind(type_name, category)]]
        choices.append([*values, None])
    for combination in itertools.product(*choices):
        error = attempt(db, table, dict(zip(names, combination, strict=True)))
        if (
            isinstance(error, psycopg.errors.CheckViolation)
            and error.diag.constraint_name == constraint
        ):
            return True
    return False


@pytest.mark.parametrize("table", ALL)
def test_checks(table: str, db: Connection) -> None:
    checks = db.execute(
        "SELECT c.conname, array(SELECT a.attname::text FROM pg_attribute AS a"
        " WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))"
        " FROM pg_constraint AS c WHERE c.conrelid = %s::regclass AND c.contype = 'c'",
        [f"public.{table}"],
    ).fetchall()
    for constraint, names in checks:
        assert violate(db, table, constraint, names), constraint


def test_checks_are_many(catalogue: Connection) -> None:
    row = catalogue.execute(
        "SELECT count(*), count(DISTINCT conrelid) FROM pg_constraint AS c"
        " WHERE c.contype = 'c' AND c.conislocal AND c.connamespace = 'public'::regnamespace"
    ).fetchone()
    assert row is not None
    assert row[0] > 150
    assert row[1] > 70


@pytest.mark.parametrize("table", ALL)
def test_unique_keys(table: str, db: Connection) -> None:
    keys = db.execute(
        "SELECT c.conname, array(SELECT a.attname::text FROM pg_attribute AS a"
        " WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) FROM pg_constraint AS c"
        " WHERE c.conrelid = %s::regclass AND c.contype = 'u'"
        # (id, school_id) is there for foreign keys to point at; id alone is unique already.
        " AND NOT ('id' = ANY (array(SELECT a.attname::text FROM pg_attribute AS a"
        "   WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))))",
        [f"public.{table}"],
    ).fetchall()
    for constraint, names in keys:
        others = {name for _, other in keys for name in other if name not in names}
        fresh = ", ".join(
            ["'id', gen_random_uuid()"]
            + [f"'{name}', left(t.{name}, 9) || '-2'" for name in others]
        )
        if table == "cache_entries":
            fresh = "'id', -1"
        present = " AND ".join(f"{name} IS NOT NULL" for name in names)
        with pytest.raises(psycopg.errors.UniqueViolation) as caught, db.transaction():
            cursor = db.execute(
                f"INSERT INTO {table}"
                f" SELECT (jsonb_populate_record(t, jsonb_build_object({fresh}))).*"
                f" FROM {table} AS t WHERE {present} ORDER BY id LIMIT 1"
            )
            assert cursor.rowcount == 1
        assert caught.value.diag.constraint_name == constraint
