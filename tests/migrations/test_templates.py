"""The templates of CONTRIBUTING.md, followed to the letter, give a protected table."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.chain import yoyo
from support.posture import seen
from support.server import Connection, Create, Server, connect, one
from wcdb.database import ROOT
from wcdb.migrations import files

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


@pytest.fixture
def visits(db: Connection) -> Connection:
    """The sample database with table visits, made and protected by the template."""
    run(db, "a table")
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
    run(visits, "its rollback")
    assert seen(visits) == []
    assert one(visits, "SELECT count(*) FROM pg_proc WHERE proname = 'audit_visits'") == 0


NAMES = {
    "20261201000001-schema-create-visits": ("a table", 0, "its rollback", 0),
    "20261201000002-indexes-visits": (
        "an index on a live table",
        0,
        "an index on a live table",
        1,
    ),
}


def test_the_files_are_applied_and_rolled_back_as_they_stand(
    postgres: Server, create: Create, schema_template: str, tmp_path: Path
) -> None:
    """Written, linked, checked, linted, applied by stock yoyo, and back to the byte."""
    for folder in ("sql", "rollbacks"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True)
    for name in ("yoyo.ini", "setup.cfg", ".squawk.toml"):
        shutil.copy(ROOT / name, tmp_path)
    before = files.up_files()[-1].stem
    for name, (up, place, down, down_place) in NAMES.items():
        text = TEMPLATES[up][place].replace("ID-OF-THE-MIGRATION-BEFORE", before)
        (tmp_path / "sql" / f"{name}.sql").write_text(text, encoding="utf-8")
        (tmp_path / "rollbacks" / f"{name}.sql").write_text(TEMPLATES[down][down_place], "utf-8")
        link = tmp_path / "sql" / f"{name}.rollback.sql"
        link.symlink_to(f"../rollbacks/{name}.sql")
        before = name
    assert list(files.findings(tmp_path)) == []
    paths = [f"{folder}/{name}.sql" for folder in ("sql", "rollbacks") for name in NAMES]
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "sqlfluff"), "lint", *paths],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout

    environment = create(schema_template)
    schema = postgres.schema(environment)
    yoyo(environment, "apply", root=tmp_path)
    with connect(environment) as connection:
        assert seen(connection) == []
    assert postgres.schema(environment) != schema
    yoyo(environment, "rollback", "--revision", next(iter(NAMES)), root=tmp_path)
    assert postgres.schema(environment) == schema
