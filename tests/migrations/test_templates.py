"""The templates of CONTRIBUTING.md, followed to the letter, give a protected table."""

import re

import pytest

from support.posture import seen
from support.server import Connection, one
from wcdb.database import ROOT

# Each template is the SQL blocks below its heading.
TEMPLATES = {
    heading: re.findall(r"```sql\n(.*?)```", body, re.DOTALL)
    for heading, body in re.findall(
        r"^### Template: ([^\n]+)\n(.*?)(?=^##)",
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
}


def run(connection: Connection, heading: str, block: int = 0) -> None:
    connection.execute(TEMPLATES[heading][block])


def classify_the_rest(connection: Connection) -> None:
    """Do what '-- ... one for every column' asks for."""
    connection.execute(
        "INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption)"
        " SELECT 'visits', a.attname, FALSE, 'SHOW', 'CLEAR', 'NONE' FROM pg_attribute AS a"
        " WHERE a.attrelid = 'visits'::regclass AND a.attnum > 0 AND NOT a.attisdropped"
        " ON CONFLICT DO NOTHING"
    )


@pytest.fixture
def visits(db: Connection) -> Connection:
    """The sample database with table visits, made and protected by the templates."""
    run(db, "a table")
    assert any("visits: insert a row into phi.tables" in sentence for sentence in seen(db))
    protection = TEMPLATES["protection of a new table"][0]
    registry, protect = protection.split("-- ... one for every column\n")
    db.execute(registry)
    classify_the_rest(db)
    assert len(seen(db)) > 10
    db.execute(protect)
    return db


def test_every_template_is_one_of_those_tested() -> None:
    assert list(TEMPLATES) == [
        "a table",
        "its rollback",
        "an index on a live table",
        "a unique key on a live table",
        "a constraint on a live table",
        "encrypt a column",
        "a function",
        "protection of a new table",
        "a column of a protected table",
        "a policy by hand",
        "a caller of a function",
        "a right of a role",
    ]


def test_a_new_table_is_protected(visits: Connection) -> None:
    assert seen(visits) == []


def test_a_new_column_is_granted_and_taken_back(visits: Connection) -> None:
    granted = "SELECT has_column_privilege('whitecross_app', 'visits', 'outcome', 'UPDATE')"
    run(visits, "a column of a protected table")
    assert seen(visits) == []
    assert one(visits, granted)
    assert one(visits, "SELECT position('outcome' IN phi.audit_function('visits'))") > 0
    run(visits, "a column of a protected table", 1)
    assert seen(visits) == []


def test_an_encrypted_column_is_granted_to_the_tool(visits: Connection) -> None:
    visits.execute(TEMPLATES["a column of a protected table"][0].replace("outcome", "reason"))
    run(visits, "encrypt a column")
    assert seen(visits) == []
    assert one(
        visits,
        "SELECT has_column_privilege("
        "'whitecross_encryptor', 'visits', 'reason_encrypted', 'UPDATE')",
    )
    visits.execute(
        "CREATE INDEX visits_unencrypted_idx ON visits (id)"
        " WHERE reason IS NOT NULL AND reason_encrypted IS NULL"
    )
    contract = TEMPLATES["encrypt a column"][2]
    visits.execute(contract.replace("    DROP CONSTRAINT visits_reason_in_one_form_check,\n", ""))
    assert seen(visits) == []


def test_a_policy_by_hand_is_recorded(visits: Connection) -> None:
    run(visits, "a policy by hand")
    assert seen(visits) == []
    visits.execute("ALTER POLICY visits_fence_over ON visits USING (true)")
    assert len(seen(visits)) == 1


def test_a_caller_is_registered(visits: Connection) -> None:
    run(visits, "a function")
    assert seen(visits) == []
    run(visits, "a caller of a function")
    assert seen(visits) == []
    assert one(
        visits,
        "SELECT has_function_privilege('whitecross_service', 'visits_close(uuid)', 'EXECUTE')",
    )


def test_a_right_is_registered(db: Connection) -> None:
    run(db, "a right of a role")
    assert seen(db) == []
    assert one(db, "SELECT has_table_privilege('whitecross_auditor', 'phi.hand_written', 'SELECT')")


def test_the_rollback_leaves_nothing(visits: Connection) -> None:
    visits.execute("SELECT phi.unprotect('visits')")
    visits.execute("DELETE FROM phi.tables WHERE table_name = 'visits'")
    run(visits, "its rollback")
    assert seen(visits) == []
    assert one(visits, "SELECT count(*) FROM pg_proc WHERE proname = 'audit_visits'") == 0
