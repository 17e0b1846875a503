"""The application reads and writes through its views, as it does today on its own tables."""

from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from support.facts import MODELS, column
from support.server import Connection, unguard

VIEWS = {model["model_table"]: table for table, model in MODELS.items()}
SECOND_NAMES = {
    other
    for model in MODELS.values()
    for facts in model["columns"].values()
    for other in facts.get("also_written_as", [])
}


def unique_texts(db: Connection, table: str) -> set[str]:
    """Return the text columns of unique keys: a copy of a row needs others there."""
    rows = db.execute(
        "SELECT DISTINCT a.attname FROM pg_constraint AS c JOIN pg_attribute AS a"
        " ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
        " WHERE c.conrelid = %s::regclass AND c.contype = 'u'"
        " AND a.atttypid IN ('varchar'::regtype, 'text'::regtype)",
        [f"public.{table}"],
    ).fetchall()
    return {name for (name,) in rows}


def once(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out the second names of a column: a write sets one of the two."""
    return {name: value for name, value in row.items() if name not in SECOND_NAMES}


def row_as_json(db: Connection, view: sql.Identifier, key: object) -> dict[str, Any] | None:
    row = db.execute(
        sql.SQL("SELECT to_jsonb(v) FROM {} AS v WHERE id = %s").format(view), [key]
    ).fetchone()
    return once(row[0]) if row else None


def free_row(db: Connection, table: str, view: sql.Identifier) -> dict[str, Any]:
    """Delete a row that nothing refers to, past the guard of PHI, and return it."""
    base = f"public.{table}"
    guards = unguard(db, base)
    try:
        return _free_row(db, sql.Identifier("public", table), view)
    finally:
        for guard in guards:
            db.execute(f"ALTER TABLE {base} ENABLE ALWAYS TRIGGER {guard}")


def _free_row(db: Connection, table: sql.Identifier, view: sql.Identifier) -> dict[str, Any]:
    for (key,) in db.execute(sql.SQL("SELECT id FROM {} ORDER BY id").format(view)).fetchall():
        row = row_as_json(db, view, key)
        assert row is not None
        try:
            with db.transaction():
                done = db.execute(
                    sql.SQL("DELETE FROM {} WHERE id = %s RETURNING id").format(table), [key]
                ).fetchone()
        except psycopg.errors.IntegrityError:  # RESTRICT has a code of its own from 18 on
            continue
        assert done == (key,)
        assert row_as_json(db, view, key) is None
        return row
    raise AssertionError("every row is referred to")


def original(db: Connection, table: str, view: sql.Identifier) -> dict[str, Any]:
    """Return a row to insert again: one deleted just now, or a copy with other unique keys."""
    try:
        return free_row(db, table, view)
    except AssertionError:
        row = db.execute(
            sql.SQL("SELECT to_jsonb(v) FROM {} AS v ORDER BY id LIMIT 1").format(view)
        ).fetchone()
        assert row is not None
        copy = once(row[0])
        fresh = db.execute("SELECT gen_random_uuid()::text").fetchone()
        assert fresh is not None
        copy["id"] = fresh[0]
        for name in unique_texts(db, table):
            attribute = next(
                facts["attribute"]
                for key, facts in MODELS[table]["columns"].items()
                if column(table, key) == name
            )
            copy[attribute] = f"{copy[attribute]}-2"[-20:]
        return copy


def insert(db: Connection, view: sql.Identifier, row: dict[str, Any]) -> dict[str, Any]:
    """Insert the given attributes as the application does, by name, and return what came back."""
    names = sql.SQL(", ").join(sql.Identifier(name) for name in row)
    returned = db.execute(
        sql.SQL(
            "INSERT INTO {view} AS v ({names}) SELECT {names}"
            " FROM jsonb_populate_record(NULL::{view}, %s) RETURNING to_jsonb(v)"
        ).format(view=view, names=names),
        [Jsonb(row)],
    ).fetchone()
    assert returned is not None
    return once(returned[0])


@pytest.mark.parametrize("name", VIEWS)
def test_round_trip_of_a_whole_row(name: str, db: Connection) -> None:
    view = sql.Identifier("sequelize", name)
    row = original(db, VIEWS[name], view)
    if "deletedAt" in row:
        row["deletedAt"] = None
    returned = insert(db, view, row)
    # The database fills the school of an incident and of an alert from the student.
    assert returned == row
    assert row_as_json(db, view, row["id"]) == row

    if name == "audit_logs":
        # Append-only: test_audit.py.
        return
    names = [sql.Identifier(key) for key in row if key not in ("id", "updatedAt")]
    updated = db.execute(
        sql.SQL("UPDATE {} SET {} WHERE id = %s RETURNING id").format(
            view, sql.SQL(", ").join(sql.SQL("{0} = {0}").format(key) for key in names)
        ),
        [row["id"]],
    ).fetchall()
    assert len(updated) == 1
    after = row_as_json(db, view, row["id"])
    assert after is not None
    assert {**after, "updatedAt": None} == {**row, "updatedAt": after.get("updatedAt") and None}

    delete = sql.SQL("DELETE FROM {} WHERE id = %s RETURNING id").format(view)
    if name == "phi_disclosure_audits":
        # PHI without a soft delete: history that nobody takes back.
        with pytest.raises(psycopg.errors.RestrictViolation):
            db.execute(delete, [row["id"]])
        return
    deleted = db.execute(delete, [row["id"]]).fetchall()
    assert len(deleted) == 1
    left = row_as_json(db, view, row["id"])
    # A model that knows soft delete is still shown the row.
    assert left is None or left["deletedAt"] is not None


@pytest.mark.parametrize("name", VIEWS)
def test_defaults_fill_what_is_left_out(name: str, db: Connection) -> None:
    table = VIEWS[name]
    view = sql.Identifier("sequelize", name)
    row = original(db, table, view)
    facts = {item["attribute"]: item for item in MODELS[table]["columns"].values()}
    required = {
        key: value
        for key, value in row.items()
        if facts[key].get("not_null")
        and "default" not in facts[key]
        and not facts[key].get("auto_increment")
        and key not in ("createdAt", "updatedAt")
    }
    returned = insert(db, view, required)
    assert {key: returned[key] for key in required} == required
    for key, item in facts.items():
        if "default" in item or item.get("auto_increment") or key in ("createdAt", "updatedAt"):
            assert returned[key] is not None, key


def test_array_of_enums_as_sequelize_writes_it(db: Connection) -> None:
    db.execute("SET LOCAL search_path = sequelize, public")
    row = db.execute(
        'INSERT INTO "alert_preferences" ("id", "userId", "channels", "severityFilter",'
        ' "categoryFilter", "createdAt", "updatedAt") SELECT gen_random_uuid(), u."id",'
        """ ARRAY['SMS','EMAIL']::"enum_alert_preferences_channels"[],"""
        """ ARRAY['LOW']::"enum_alert_preferences_severityFilter"[],"""
        """ ARRAY['HEALTH']::"enum_alert_preferences_categoryFilter"[], now(), now()"""
        ' FROM "users" AS u WHERE NOT EXISTS (SELECT FROM "alert_preferences" AS p'
        ' WHERE p."userId" = u."id") LIMIT 1'
        ' RETURNING "channels"::text, "severityFilter"::text, "categoryFilter"::text'
    ).fetchone()
    assert row == ("{SMS,EMAIL}", "{LOW}", "{HEALTH}")


def test_default_keyword_for_an_identity_column(db: Connection) -> None:
    row = db.execute(
        'INSERT INTO sequelize.cache_entries ("id", "cacheKey", "data", "expiresAt")'
        ' VALUES (DEFAULT, \'test\', \'x\', now()) RETURNING "id", "accessCount", "tags"'
    ).fetchone()
    assert row is not None and row[0] > 0 and row[1:] == (0, [])


def test_upsert_through_a_view(db: Connection) -> None:
    for value in ("first", "second"):
        row = db.execute(
            'INSERT INTO sequelize.system_configurations ("id", "key", "value")'
            " VALUES (gen_random_uuid(), 'test.key', %s)"
            ' ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value" RETURNING "value"',
            [value],
        ).fetchone()
        assert row == (value,)


def test_soft_deleted_rows_of_a_model_that_knows_none_are_hidden(db: Connection) -> None:
    row = db.execute("SELECT id FROM emergency_contacts WHERE deleted_at IS NULL").fetchone()
    assert row is not None
    query = "SELECT count(*) FROM sequelize.emergency_contacts WHERE id = %s"
    assert db.execute(query, row).fetchone() == (1,)
    db.execute("UPDATE emergency_contacts SET deleted_at = now() WHERE id = %s", row)
    assert db.execute(query, row).fetchone() == (0,)


def test_attributes_written_under_two_names(db: Connection) -> None:
    assert {"category_id", "created_at", "updated_at"} == SECOND_NAMES
    category = db.execute(
        'INSERT INTO sequelize.budget_categories ("id", "name", "fiscalYear", "allocatedAmount",'
        ' "created_at", "updated_at") VALUES (gen_random_uuid(), \'x\', 2026, 1, now(), now())'
        ' RETURNING "id", "createdAt" = now() AND "created_at" = now()'
    ).fetchone()
    assert category is not None and category[1]
    row = db.execute(
        'INSERT INTO sequelize.budget_transactions ("id", "category_id", "amount",'
        ' "description", "transactionDate") VALUES (gen_random_uuid(), %s, 1, \'x\', now())'
        ' RETURNING "categoryId"',
        [category[0]],
    ).fetchone()
    assert row == (category[0],)


def test_upsert_does_not_vanish_into_a_hidden_row(db: Connection) -> None:
    row = db.execute(
        "UPDATE student_drug_allergies SET deleted_at = now()"
        " WHERE id = (SELECT id FROM student_drug_allergies ORDER BY id LIMIT 1)"
        " RETURNING student_id, drug_id"
    ).fetchone()
    assert row is not None
    with pytest.raises(psycopg.errors.WithCheckOptionViolation):
        db.execute(
            'INSERT INTO sequelize.student_drug_allergies ("id", "studentId", "drugId",'
            ' "allergyType", "reaction", "severity", "createdAt", "updatedAt")'
            " VALUES (gen_random_uuid(), %s, %s, 'x', 'x', 'x', now(), now())"
            ' ON CONFLICT ("studentId", "drugId") DO UPDATE SET "reaction" = EXCLUDED."reaction"',
            row,
        )
