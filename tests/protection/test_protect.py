"""phi.protect and phi.unprotect: repeatable, exact, and nobody else's work is touched."""

import re
import shutil
from pathlib import Path

import pytest

from support import counts
from support.chain import yoyo
from support.posture import seen
from support.server import Connection, Create, Server, connect, one
from wcdb.database import ROOT

# One word of the registry each, in a table of its own, and where it stands in the files.
WORDS = [
    (
        "UPDATE phi.columns SET mask = 'HIDE'"
        " WHERE table_name = 'students' AND column_name = 'grade'"
    ),
    (
        "UPDATE phi.columns SET audit = 'NAME'"
        " WHERE table_name = 'allergies' AND column_name = 'allergen'"
    ),
    "UPDATE phi.tables SET access_group = 'INCIDENT' WHERE table_name = 'appointments'",
    "UPDATE phi.tables SET tenant_rule = 'SCHOOL_OR_ALL' WHERE table_name = 'clinic_visits'",
    "UPDATE phi.tables SET tenant_rule = 'NONE' WHERE table_name = 'vital_signs'",
    "UPDATE phi.tables SET student_column = NULL WHERE table_name = 'lab_results'",
    "UPDATE phi.tables SET is_audited = TRUE WHERE table_name = 'vendors'",
    "UPDATE phi.tables SET is_audited = FALSE WHERE table_name = 'immunizations'",
    "UPDATE phi.tables SET holds_phi = FALSE WHERE table_name = 'prescriptions'",
    "UPDATE phi.tables SET legal_regime = 'FERPA' WHERE table_name = 'vaccinations'",
    "UPDATE phi.tables SET retention_category = NULL WHERE table_name = 'screenings'",
    "UPDATE phi.tables SET access_group = 'PLATFORM' WHERE table_name = 'inventory_items'",
]

ITEMS = """
    SELECT f.kind::text, f.relation, f.name, f.definition, f.comment
    FROM   phi.protection_found(%s::text::regclass) AS f
    ORDER  BY 1, 2, 3
"""


def items(connection: Connection, table: str) -> list[tuple[str, ...]]:
    return connection.execute(ITEMS, [f"public.{table}"]).fetchall()


def tables(connection: Connection) -> list[str]:
    found = connection.execute("SELECT table_name FROM phi.tables ORDER BY 1").fetchall()
    assert len(found) > 90
    return [name for (name,) in found]


def test_a_second_protect_changes_nothing_and_takes_no_lock(
    postgres: Server, create: Create, schema_template: str
) -> None:
    environment = create(schema_template)
    before = postgres.schema(environment)
    with connect(environment) as connection:
        assert one(connection, "SELECT phi.protect_all()") == counts.TABLES
        assert one(connection, "SELECT pg_current_xact_id_if_assigned()") is None
        locks = connection.execute(
            "SELECT DISTINCT mode FROM pg_locks"
            " WHERE pid = pg_backend_pid() AND relation IS NOT NULL"
        ).fetchall()
        assert locks == [("AccessShareLock",)]
    assert postgres.schema(environment) == before


def test_what_unprotect_removes_protect_builds_again(db: Connection) -> None:
    """Of every table: nothing of ours is left, and all of it comes back."""
    removed = 0
    for table in tables(db):
        before = items(db, table)
        db.execute("SELECT phi.unprotect(%s::text::regclass)", [f"public.{table}"])
        left = items(db, table)
        assert not [item for item in left if (item[4] or "").endswith("Built by phi.protect.")]
        assert not [item for item in left if item[0] in ("ROW SECURITY", "VIEW")]
        assert not [item for item in left if item[0] == "GRANT"]
        removed += len(before) - len(left)
        db.execute("SELECT phi.protect(%s::text::regclass)", [f"public.{table}"])
        assert items(db, table) == before
    assert removed > 1500


def test_each_object_that_is_dropped_comes_back(db: Connection) -> None:
    """One object of each kind of every table, found missing and built again."""
    dropped = 0
    for table in tables(db):
        before = items(db, table)
        kinds = {item[0]: item for item in before if item[0] == "ROW SECURITY" or _is_ours(item)}
        for kind, relation, name, _, _ in kinds.values():
            if kind in ("FUNCTION", "VIEW"):
                continue  # others depend on them: see the test above
            with db.transaction(force_rollback=True):
                if kind == "GRANT" and relation.startswith("masked."):
                    continue
                statement = one(db, "SELECT phi.protection_drop(%s, %s, %s)", kind, relation, name)
                db.execute(statement)
                difference = db.execute(
                    "SELECT kind::text, name FROM phi.protection_differences(%s::text::regclass)",
                    [f"public.{table}"],
                ).fetchall()
                assert (kind, name) in difference
                db.execute("SELECT phi.protect(%s::text::regclass)", [f"public.{table}"])
                assert items(db, table) == before
                dropped += 1
    assert dropped > 200


def _is_ours(item: tuple[str, ...]) -> bool:
    if item[0] == "GRANT":
        return item[2].startswith("whitecross_")
    return (item[4] or "").endswith("Built by phi.protect.")


def test_a_word_of_the_registry_gives_what_a_fresh_build_gives(
    postgres: Server, create: Create, schema_template: str
) -> None:
    """Change words, protect: the same as if protection had begun with these words."""
    changed, fresh = create(schema_template), create(schema_template)
    with connect(changed) as connection:
        for word in WORDS:
            assert connection.execute(word).rowcount == 1, word
        before = one(connection, "SELECT phi.protect_all()")
    with connect(fresh) as connection:
        for table in tables(connection):
            connection.execute("SELECT phi.unprotect(%s::text::regclass)", [f"public.{table}"])
        for word in WORDS:
            connection.execute(word)
        assert one(connection, "SELECT phi.protect_all()") == before
    assert postgres.schema(changed) == postgres.schema(fresh)


def test_a_word_in_the_files_gives_what_protect_gives(
    postgres: Server, create: Create, schema_template: str, tmp_path: Path
) -> None:
    """A real fresh build: the word is changed in the classification, and stock yoyo applies all."""
    for folder in ("sql", "rollbacks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True)
    shutil.copy(ROOT / "yoyo.ini", tmp_path)
    file = tmp_path / "sql" / "20251104000025-security-classify-health-records.sql"
    text = file.read_text(encoding="utf-8")
    pattern = r"(\('allergies', 'allergen', +TRUE, +)'\w+'(, +)'\w+'"
    assert len(re.findall(pattern, text)) == 1
    file.write_text(re.sub(pattern, r"\1'INITIAL'\2'NAME'", text), encoding="utf-8")
    built = create("template0")
    yoyo(built, "apply", root=tmp_path)

    changed = create(schema_template)
    with connect(changed) as connection:
        connection.execute(
            "UPDATE phi.columns SET mask = 'INITIAL', audit = 'NAME'"
            " WHERE table_name = 'allergies' AND column_name = 'allergen'"
        )
        connection.execute("SELECT phi.protect('allergies')")
    assert postgres.schema(changed) == postgres.schema(built)
    assert postgres.schema(built) != postgres.schema({**built, "PGDATABASE": schema_template})


def test_what_is_no_longer_given_is_revoked(db: Connection) -> None:
    may = "SELECT has_table_privilege('whitecross_app', 'inventory_items', 'INSERT')"
    assert one(db, may)
    db.execute(
        "UPDATE phi.tables SET access_group = 'PLATFORM' WHERE table_name = 'inventory_items'"
    )
    db.execute("SELECT phi.protect('inventory_items')")
    assert not one(db, may)
    assert not one(
        db, "SELECT has_any_column_privilege('whitecross_app', 'inventory_items', 'SELECT')"
    )


def test_hand_written_policies_and_triggers_are_left_alone(db: Connection) -> None:
    db.execute("CREATE POLICY by_hand ON allergies FOR SELECT TO whitecross_app USING (true)")
    db.execute(
        "CREATE TRIGGER by_hand BEFORE UPDATE ON allergies"
        " FOR EACH ROW EXECUTE FUNCTION set_updated_at()"
    )
    for step in ("protect", "unprotect", "protect"):
        db.execute(f"SELECT phi.{step}('allergies')")
        names = [item[2] for item in items(db, "allergies")]
        assert names.count("by_hand") == 2
        assert "allergies_200_updated_at" in names
    db.execute("SELECT phi.protect('mental_health_records')")
    assert "mental_health_records_fence_confidentiality" in [
        item[2] for item in items(db, "mental_health_records")
    ]


def test_grants_to_strangers_are_reported_and_left_alone(db: Connection) -> None:
    db.execute("GRANT SELECT ON allergies TO PUBLIC")
    db.execute("SELECT phi.protect('allergies')")
    assert ("GRANT", "public.allergies", "PUBLIC") in [item[:3] for item in items(db, "allergies")]


def test_an_unclassified_table_is_refused_with_what_to_write(db: Connection) -> None:
    db.execute("CREATE TABLE visits (id uuid)")
    with pytest.raises(Exception, match=r"insert it into phi\.tables and phi\.columns"):
        db.execute("SELECT phi.protect('visits')")


def test_the_functions_have_the_callers_that_the_registry_names(db: Connection) -> None:
    callable_by = "SELECT count(*) FROM phi.functions_executable()"
    before = one(db, callable_by)
    assert before > 40
    db.execute("GRANT EXECUTE ON FUNCTION phi.guest_students(uuid, uuid) TO PUBLIC")
    db.execute("REVOKE EXECUTE ON FUNCTION phi.my_school() FROM whitecross_app")
    db.execute("SELECT phi.protect_functions()")
    assert one(db, callable_by) == before
    assert not one(
        db,
        "SELECT has_function_privilege("
        "'whitecross_app', 'phi.guest_students(uuid, uuid)', 'EXECUTE')",
    )


def test_a_new_owner_sees_every_row_and_has_no_finding(
    postgres: Server, create: Create, sample_template: str
) -> None:
    """A restore or REASSIGN OWNED does not blind the new owner: policies name the group."""
    environment = create(sample_template)
    postgres.tester(environment)
    with connect({**environment, "PGUSER": "postgres"}) as connection:
        connection.execute("CREATE ROLE wcdb_new_owner LOGIN CREATEROLE IN ROLE whitecross_owner")
        try:
            connection.execute("SET search_path = pg_catalog, pg_temp")
            count = "SELECT count(*) FROM public.students"
            expected = one(connection, count)
            connection.execute("REASSIGN OWNED BY whitecross_owner TO wcdb_new_owner")
            connection.execute("SET LOCAL ROLE wcdb_new_owner")
            assert expected > 0
            assert one(connection, count) == expected
            assert [found for found in seen(connection) if "database" not in found] == []
        finally:
            connection.rollback()
