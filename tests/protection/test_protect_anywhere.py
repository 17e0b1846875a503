"""phi.protect gives the same in every session, beside every other, or a sentence says why not."""

import threading

import psycopg
import pytest

from support.commands import invoke
from support.posture import mended, seen
from support.server import Connection, Create, connect, one
from wcdb.database import CannotRun
from wcdb.protection import rights
from wcdb.protection.commands import posture

TABLES = ("allergies", "students", "drug_catalog")

# Every setting that a session may change, with each value that is not the one in force.
SETTINGS = """
    SELECT s.name, v.value
    FROM   pg_settings AS s
    CROSS  JOIN LATERAL (
               SELECT unnest(
                   CASE s.vartype
                       WHEN 'bool' THEN ARRAY['on', 'off']
                       WHEN 'enum' THEN s.enumvals
                       ELSE ARRAY[s.min_val, s.max_val]
                   END
               ) AS value
           ) AS v
    WHERE  s.context = 'user'
    AND    s.vartype <> 'string'
    AND    v.value <> s.setting
    -- These end a session or a statement, or are for one statement alone.
    AND    s.name !~ 'timeout|read_only|debug_|^log_|transaction_(deferrable|isolation)|_mem$'
    ORDER  BY 1, 2
"""
TEXTS = [
    ("DateStyle", "German"),
    ("TimeZone", "Asia/Kathmandu"),
    ("search_path", "sequelize, masked, public"),
    ("search_path", ""),
    ("lc_numeric", "C"),
    ("default_tablespace", "pg_default"),
    ("createrole_self_grant", "set, inherit"),
]

# What posture compares, of a few tables.
COMPARED = """
    SELECT count(*) FROM unnest(%s::regclass[]) AS t, phi.protection_differences(t)
    UNION ALL
    SELECT count(*) FROM phi.grant_differences()
    UNION ALL
    SELECT count(*)
    FROM   phi.policies_and_triggers(%s::regclass[]::oid[]) AS f
    JOIN   phi.hand_written AS w USING (kind, relation, name)
    WHERE  w.definition <> f.definition
    UNION ALL
    SELECT count(*) FROM unnest(%s::regclass[]) AS t, phi.registry_faults(t)
    UNION ALL
    (
        SELECT count(*) FROM phi.functions_executable() AS e
        LEFT JOIN phi.callers AS c USING (function_name, role_name)
        WHERE  c.reason IS NULL
    )
"""


def differences(db: Connection) -> int:
    names = [f"public.{table}" for table in TABLES]
    return sum(number for (number,) in db.execute(COMPARED, [names] * 3).fetchall())


def test_no_setting_of_the_session_changes_what_is_compared(db: Connection) -> None:
    cases = [*db.execute(SETTINGS).fetchall(), *TEXTS]
    known = {name for (name,) in db.execute("SELECT name FROM pg_settings").fetchall()}
    assert len(cases) > 150
    assert ("quote_all_identifiers", "on") in cases
    red = []
    for name, value in cases:
        if name not in known:
            continue
        with db.transaction(force_rollback=True):
            try:
                with db.transaction():
                    db.execute("SELECT set_config(%s, %s, TRUE)", [name, value])
            except psycopg.Error:
                continue
            if differences(db):
                red.append((name, value))
    assert red == []


def test_what_is_built_under_odd_settings_is_the_same(db: Connection) -> None:
    """Built, recorded and granted anew where names and values are printed otherwise."""
    db.execute("SET LOCAL quote_all_identifiers = on")
    db.execute("SET LOCAL search_path = sequelize, masked, public")
    db.execute("SET LOCAL DateStyle = 'German'")
    if one(db, "SELECT current_setting('server_version_num')::integer") >= 160000:
        db.execute("SET LOCAL createrole_self_grant = 'set, inherit'")
    db.execute("SELECT phi.unprotect('public.allergies')")
    db.execute("SELECT phi.protect('public.allergies')")
    db.execute("SELECT phi.record_hand_written('public.mental_health_records')")
    db.execute("REVOKE ALL ON phi.tables FROM whitecross_app, whitecross_service")
    db.execute("SELECT phi.protect_grants()")
    db.execute("REVOKE EXECUTE ON FUNCTION phi.my_school() FROM whitecross_app")
    db.execute("SELECT phi.protect_functions()")
    db.execute("SET LOCAL quote_all_identifiers = off")
    assert seen(db) == []


@pytest.mark.parametrize("where", ["", "IN SCHEMA masked", "IN SCHEMA phi", "IN SCHEMA public"])
def test_default_privileges_leave_nothing_behind(db: Connection, where: str) -> None:
    for kind in ("TABLES", "FUNCTIONS"):
        for role in ("PUBLIC", "whitecross_app", "whitecross_readonly"):
            db.execute(f"ALTER DEFAULT PRIVILEGES {where} GRANT ALL ON {kind} TO {role}")
    items = "SELECT f::text FROM phi.protection_found('public.allergies') AS f ORDER BY 1"
    before = db.execute(items).fetchall()
    db.execute("SELECT phi.unprotect('public.allergies')")
    db.execute("SELECT phi.protect('public.allergies')")
    assert db.execute(items).fetchall() == before
    assert differences(db) == 0


# ---------------------------------------------------------------------------------------------
# Names that are taken
# ---------------------------------------------------------------------------------------------

TAKEN = [
    "CREATE TABLE masked.immunizations (id uuid)",
    "CREATE MATERIALIZED VIEW masked.immunizations AS SELECT 1 AS id",
    "CREATE SEQUENCE masked.immunizations",
    "CREATE TYPE masked.immunizations AS (id uuid)",
    "CREATE TYPE masked.immunizations AS ENUM ('a')",
    "CREATE DOMAIN masked.immunizations AS text",
    "CREATE VIEW masked.immunizations AS SELECT 1 AS id",
    "CREATE FUNCTION phi.audit_immunizations() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE PROCEDURE phi.audit_immunizations() LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION phi.audit_immunizations() RETURNS SETOF text LANGUAGE sql AS 'SELECT NULL'",
    "CREATE FUNCTION phi.audit_immunizations() RETURNS event_trigger LANGUAGE plpgsql"
    " AS 'BEGIN END'",
    "CREATE FUNCTION phi.audit_immunizations() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE AGGREGATE phi.audit_immunizations(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0')",
    "CREATE FUNCTION phi.audit_immunizations(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
    "CREATE POLICY immunizations_fence_school ON immunizations USING (TRUE)",
    "CREATE TRIGGER immunizations_900_audit_update BEFORE UPDATE ON immunizations FOR EACH ROW"
    " EXECUTE FUNCTION set_updated_at()",
    "CREATE CONSTRAINT TRIGGER immunizations_900_audit_update AFTER UPDATE ON immunizations"
    " DEFERRABLE FOR EACH ROW EXECUTE FUNCTION set_updated_at()",
]


@pytest.mark.parametrize("statement", TAKEN)
def test_a_name_that_is_taken_is_replaced_or_refused_in_a_sentence(
    db: Connection, statement: str
) -> None:
    db.execute("SELECT phi.unprotect('public.immunizations')")
    db.execute(statement)
    try:
        with db.transaction():
            db.execute("SELECT phi.protect('public.immunizations')")
    except psycopg.errors.RaiseException as error:
        sentence = error.diag.message_primary or ""
        assert "and protection makes" in sentence
        assert sentence.endswith("of that name: rename or drop it")
        assert any(sentence in finding for finding in seen(db))
    else:
        found = db.execute("SELECT * FROM phi.protection_differences('public.immunizations')")
        assert found.fetchall() == []


# ---------------------------------------------------------------------------------------------
# Calls about nothing
# ---------------------------------------------------------------------------------------------

NOTHING = ["NULL", "'pg_class'", "'sequelize.students'", "'masked.students'", "'phi.tables'"]


@pytest.mark.parametrize("argument", NOTHING)
@pytest.mark.parametrize("function", ["protect", "unprotect"])
def test_what_is_no_table_of_ours_is_refused(db: Connection, function: str, argument: str) -> None:
    with pytest.raises(psycopg.errors.RaiseException) as refused:
        db.execute(f"SELECT phi.{function}({argument})")
    assert refused.value.diag.message_primary


@pytest.mark.parametrize("argument", ["NULL", "'public.nothing'", "'students'", "'public'", "''"])
def test_a_record_of_nothing_is_refused(db: Connection, argument: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        db.execute(f"SELECT phi.record_hand_written({argument})")
    assert refused.value.diag.message_primary
    assert "public.public" not in str(refused.value)


def test_a_record_finds_the_relation_however_it_is_written(db: Connection) -> None:
    before = db.execute("SELECT * FROM phi.hand_written ORDER BY 1, 2, 3").fetchall()
    assert before
    for name in ("PUBLIC.Students", '"public"."students"', "public . students"):
        db.execute("SELECT phi.record_hand_written(%s)", [name])
    assert db.execute("SELECT * FROM phi.hand_written ORDER BY 1, 2, 3").fetchall() == before


# ---------------------------------------------------------------------------------------------
# Others at work
# ---------------------------------------------------------------------------------------------


def test_several_at_once_do_the_same_work_once(create: Create, schema_template: str) -> None:
    environment = create(schema_template)
    with connect(environment) as connection:
        connection.execute("DROP VIEW masked.allergies")
        connection.execute("DROP POLICY students_fence_school ON students")
        connection.execute("UPDATE phi.columns SET mask = 'HIDE' WHERE column_name = 'grade'")
    errors = []

    def protect() -> None:
        try:
            with connect(environment) as connection:
                connection.execute("SELECT phi.protect_all()")
        except psycopg.Error as error:
            errors.append(str(error))

    threads = [threading.Thread(target=protect) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with connect(environment) as connection:
        assert seen(connection) == []


def test_posture_names_the_table_and_the_session_that_holds_it(
    create: Create, schema_template: str
) -> None:
    environment = create(schema_template)
    with connect(environment) as holder:
        holder.execute("LOCK TABLE students")
        result = invoke(posture, environment, [])
        assert isinstance(result.exception, CannotRun)
        assert "public.students is locked by another session" in str(result.exception)
        assert str(holder.info.backend_pid) in str(result.exception)


def test_execute_with_grant_option_is_found_and_taken_back(db: Connection) -> None:
    callers = db.execute("SELECT function_name, role_name FROM phi.callers").fetchall()
    functions = [pair for pair in callers if pair[0].startswith("phi.")]
    assert len(functions) > 40
    for name, role in functions:
        db.execute(f"GRANT EXECUTE ON ROUTINE {name} TO {role} WITH GRANT OPTION")
    found = seen(db, rights.CHECKS)
    for name, role in functions:
        assert any(f"{name}: {role} may let others call it." in sentence for sentence in found)
    assert mended(db, rights.CHECKS) == []
