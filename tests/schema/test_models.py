"""Conformity to the application: every attribute of every model, in the table and in the view."""

import json
import re
from typing import Any

import pytest

from support.facts import (
    BACKUPS,
    MODELS,
    REPORT_ACTIONS,
    REPORT_ENUM_COUNTS,
    REPORT_TABLES,
    attributes,
    column,
    view_columns,
)
from support.server import Connection
from wcdb.migrations import files

TIMESTAMPS = ("created_at", "updated_at")
# Report: no CASCADE for these. Clinical and compliance history does not vanish with its parent.
HISTORY = {
    ("clinic_visits", "student_id"),
    ("clinical_notes", "student_id"),
    ("health_records", "student_id"),
    ("vital_signs", "student_id"),
    ("student_drug_allergies", "drug_id"),
    ("witness_statements", "incident_report_id"),
}
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid) AS default, t.typtype, t.typelem, a.atttypid,
        a.attidentity
    FROM pg_attribute AS a
    INNER JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""


def columns(connection: Connection, relation: str) -> dict[str, Any]:
    cursor = connection.execute(COLUMNS, [relation])
    rows = cursor.fetchall()
    assert rows and cursor.description
    names = [item.name for item in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def labels(connection: Connection, type_oid: int) -> list[str]:
    """Return the labels of an enum type, or of the elements of an array of enums."""
    return [
        label
        for (label,) in connection.execute(
            "SELECT e.enumlabel FROM pg_enum AS e JOIN pg_type AS t"
            " ON e.enumtypid = CASE WHEN t.typelem <> 0 THEN t.typelem ELSE t.oid END"
            " WHERE t.oid = %s ORDER BY e.enumsortorder",
            [type_oid],
        )
    ]


def expected_type(facts: dict[str, Any]) -> str:
    """Return the type that an attribute without allowed values has in the table."""
    given = facts["type"]
    if match := re.fullmatch(r"VARCHAR\((\d+)\)(\[\])?", given):
        return f"character varying({match[1]}){match[2] or ''}"
    if match := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", given):
        return f"numeric({match[1]},{match[2]})"
    return {
        "BIGINT": "bigint",
        "BOOLEAN": "boolean",
        "DATE": "date",
        # A number for the application; numeric would reach it as a string.
        "FLOAT": "double precision",
        "INTEGER": "integer",
        "JSON": "jsonb",
        "JSONB": "jsonb",
        "TEXT": "text",
        "TEXT[]": "text[]",
        "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
        "UUID": "uuid",
        "UUID[]": "uuid[]",
    }[given]


@pytest.mark.parametrize("table", MODELS)
def test_type_and_nullability(table: str, catalogue: Connection) -> None:
    found = columns(catalogue, f"public.{table}")
    # What is to be encrypted may stand in clear or as ciphertext, but it has to stand somewhere.
    in_one_form = catalogue.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE convalidated"
        " AND conrelid = to_regclass(%s) AND conname ~ '_in_one_form_check$'",
        [f"public.{table}"],
    ).fetchall()
    for name, facts in MODELS[table]["columns"].items():
        ours = found[column(table, name)]
        if "allowed_values" in facts:
            assert ours["typtype"] == "e" or ours["typelem"], name
            assert set(facts["allowed_values"]) <= set(labels(catalogue, ours["atttypid"])), name
            assert ours["type"].endswith("[]") == facts["type"].endswith("[]"), name
        else:
            assert ours["type"] == expected_type(facts), name
        # Every table has both timestamps, always set; for the rest the model decides.
        required = bool(facts.get("not_null")) or name in TIMESTAMPS
        either = "CHECK ((({0} IS NOT NULL) OR ({0}_encrypted IS NOT NULL)))".format
        given = ours["attnotnull"] or (either(column(table, name)),) in in_one_form
        assert given == required, name


def test_labels_are_the_union_of_models_and_backups(catalogue: Connection) -> None:
    """No enum has a label that neither a model nor a backup knows."""
    known: dict[str, set[str]] = {}
    for table, name, facts in attributes():
        if "allowed_values" in facts:
            ours = columns(catalogue, f"public.{table}")[name]
            known.setdefault(ours["type"].removesuffix("[]"), set()).update(facts["allowed_values"])
    backup_labels = {
        label.upper()
        for backup in BACKUPS.values()
        for group in (backup.get("enums", {}), backup.get("enum_values_added", {}))
        for values in group.values()
        for label in values
    }
    assert len(known) > 100
    for name, allowed in known.items():
        oid = catalogue.execute("SELECT %s::regtype::oid", [name]).fetchone()
        assert oid is not None
        for label in set(labels(catalogue, oid[0])) - allowed:
            assert label.upper() in backup_labels, (name, label)
            assert label.upper() not in {other.upper() for other in allowed}, (name, label)


def expected_default(facts: dict[str, Any]) -> Any:
    """Return the value a model's default stands for; the names of functions in brackets."""
    given = facts["default"]
    if given in ("fn", "UUIDV4"):
        return "[gen_random_uuid()]"
    if given == "now" or (facts["type"].startswith("TIMESTAMP") and str(given).startswith('"')):
        return "[now()]"
    if facts["type"] in ("JSON", "JSONB") or facts["type"].endswith("[]"):
        return json.loads(given)
    return given


@pytest.mark.parametrize("table", MODELS)
def test_defaults(table: str, catalogue: Connection) -> None:
    found = columns(catalogue, f"public.{table}")
    for name, facts in MODELS[table]["columns"].items():
        ours = found[column(table, name)]
        if facts.get("auto_increment"):
            assert ours["attidentity"] == "d", name
        elif "default" not in facts:
            assert name in TIMESTAMPS or ours["default"] is None, name
        else:
            expected = expected_default(facts)
            if isinstance(expected, str) and expected.startswith("["):
                assert f"[{ours['default']}]" == expected, name
                continue
            row = catalogue.execute(f"SELECT to_jsonb({ours['default']})").fetchone()
            assert row is not None
            assert row[0] == expected, name


@pytest.mark.parametrize("table", MODELS)
def test_soft_delete(table: str, catalogue: Connection) -> None:
    found = columns(catalogue, f"public.{table}")
    if MODELS[table]["soft_delete"]:
        assert found["deleted_at"]["type"] == "timestamp with time zone"
        assert not found["deleted_at"]["attnotnull"]


def test_every_validation_of_the_models_is_a_check(catalogue: Connection) -> None:
    checked = {
        (table, name)
        for table, name in catalogue.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint AS c"
            " JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
            " WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace"
        )
    }
    validated = {(table, name) for table, name, facts in attributes() if "validation" in facts}
    assert len(validated) == 18
    assert validated - checked == set()


@pytest.mark.parametrize("table", MODELS)
def test_unique_keys(table: str, catalogue: Connection) -> None:
    rows = catalogue.execute(
        "SELECT array_agg(a.attname::text ORDER BY k.position) FROM pg_constraint AS c"
        " CROSS JOIN unnest(c.conkey) WITH ORDINALITY AS k (number, position)"
        " JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = k.number"
        " WHERE c.conrelid = %s::regclass AND c.contype = 'u' GROUP BY c.oid",
        [f"public.{table}"],
    ).fetchall()
    model = MODELS[table]
    wanted = [index["columns"] for index in model["indexes"] if index.get("unique")]
    wanted += [[name] for name, facts in model["columns"].items() if facts.get("unique")]
    for key in wanted:
        assert ([column(table, name) for name in key],) in rows


def test_foreign_keys_of_the_models(catalogue: Connection) -> None:
    actions = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL"}
    found = {
        (table, name): (target, actions[on_delete], actions[on_update])
        for table, name, target, on_delete, on_update in catalogue.execute(
            "SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text,"
            " c.confdeltype, c.confupdtype FROM pg_constraint AS c JOIN pg_attribute AS a"
            " ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND cardinality(c.conkey) = 1"
        )
    }
    declared = [
        (table, name, facts["references"])
        for table, name, facts in attributes()
        if "references" in facts
    ]
    assert len(declared) == 74
    for table, name, reference in declared:
        # NO ACTION and RESTRICT refuse the same deletes; the catalogue shows the second as stated.
        on_delete = reference["on_delete"].replace("NO ACTION", "RESTRICT")
        if (table, name) in HISTORY:
            on_delete = "RESTRICT"
        on_delete = REPORT_ACTIONS.get((table, name), on_delete)
        assert found[table, name] == (reference["table"], on_delete, "CASCADE"), (table, name)

    associations = 0
    for table, model in MODELS.items():
        for association in model["associations"]:
            associations += 1
            owner, target = table, association["target"]
            if association["kind"] == "HasMany":
                owner, target = target, owner
            key = (owner, association["foreign_key"])
            assert found[key][0] == target, association
    assert associations == 120


def test_report_tables_and_enums(catalogue: Connection) -> None:
    paths = files.up_files()
    assert sum(len(tables.split()) for tables in REPORT_TABLES.values()) == 91
    for slot, tables in REPORT_TABLES.items():
        text = next(
            path.read_text(encoding="utf-8")
            for path in paths
            if path.stem.startswith(f"202511040000{slot:02d}-schema-")
        )
        for table in tables.split():
            assert f"CREATE TABLE {table} (" in text, (slot, table)
    # Where backups add labels, the union has more than the report counted.
    larger = {"allergy_type": 9, "condition_status": 5, "vaccine_type": 21}
    for name, count in REPORT_ENUM_COUNTS.items():
        row = catalogue.execute(
            "SELECT count(*) FROM pg_enum WHERE enumtypid = %s::regtype", [name]
        ).fetchone()
        assert row == (larger.get(name, count),), name


def test_columns_of_the_backups(catalogue: Connection) -> None:
    checked = 0
    for backup in BACKUPS.values():
        for group in ("tables_created", "columns_added"):
            for table, names in backup.get(group, {}).items():
                found = columns(catalogue, f"public.{table}")
                for name in names:
                    # The model calls it pain.
                    ours = "pain" if (table, name) == ("vital_signs", "pain_level") else name
                    assert ours in found, (table, name)
                    checked += 1
    assert checked > 180


@pytest.mark.parametrize("table", MODELS)
def test_view_shows_every_attribute(table: str, catalogue: Connection) -> None:
    model = MODELS[table]
    view = columns(catalogue, f"sequelize.{model['model_table']}")
    ours = columns(catalogue, f"public.{table}")
    assert list(view) == [name for name, _ in view_columns(table)]
    for name, source in view_columns(table):
        assert view[name]["type"] == ours[source]["type"], name
    row = catalogue.execute(
        "SELECT pg_relation_is_updatable(%s::regclass, false)",
        [f"sequelize.{model['model_table']}"],
    ).fetchone()
    # INSERT, UPDATE and DELETE: bits 3, 2 and 4.
    assert row == (28,)
