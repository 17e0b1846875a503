"""docs/schema, docs/dictionary.md and docs/diagrams.md show the database that yoyo builds."""

import difflib
import re
from pathlib import Path

import pytest

from support.commands import invoke
from support.server import Create, Server, connect, one
from wcdb.database import ROOT
from wcdb.pages import commands, dump

Pages = dict[Path, str]
WRITE_ANEW = "scripts/test --no-lint tests/pages/test_pages.py --write-docs"


@pytest.fixture(scope="module")
def built(postgres: Server, schema_template: str) -> dict[str, str]:
    """The libpq variables of the database in which stock yoyo has applied everything."""
    environment = postgres.named(schema_template)
    with connect(environment) as connection:
        version = connection.info.server_version // 10_000
    if version != dump.MAJOR:
        pytest.skip(f"the pages show what PostgreSQL {dump.MAJOR} builds")
    return environment


@pytest.fixture(scope="module")
def pages(built: dict[str, str]) -> Pages:
    return commands.render(built)


@pytest.fixture(scope="module")
def schema_files(pages: Pages) -> dict[str, str]:
    return {path.name: text for path, text in pages.items() if path.suffix == ".sql"}


def changes(before: Pages, after: Pages) -> dict[str, list[str]]:
    """Return the lines that are new in each page that differs."""
    assert before.keys() == after.keys()
    return {
        str(path.relative_to(commands.DOCS)): [
            line[1:].strip()
            for line in difflib.unified_diff(
                before[path].splitlines(), after[path].splitlines(), lineterm="", n=0
            )
            if line.startswith("+") and not line.startswith("+++")
        ]
        for path in before
        if before[path] != after[path]
    }


def test_the_committed_pages_show_the_built_database(
    request: pytest.FixtureRequest, pages: Pages
) -> None:
    if request.config.getoption("--write-docs"):
        commands.write(pages)
    different = [str(path.relative_to(ROOT)) for path in commands.differences(pages)]
    assert different == [], f"look at what changed, then run {WRITE_ANEW}"


def test_a_mask_changes_the_view_and_the_dictionary_alone(
    built: dict[str, str], create: Create
) -> None:
    environment = create(built["PGDATABASE"])
    before = commands.render(environment)
    with connect(environment) as connection:
        connection.execute(
            "UPDATE phi.columns SET mask = 'HIDE'"
            " WHERE table_name = 'allergies' AND column_name = 'severity'"
        )
        connection.execute("SELECT phi.protect('allergies')")
    found = changes(before, commands.render(environment))
    assert found.keys() == {"schema/allergies.sql", "dictionary.md"}
    assert found["schema/allergies.sql"] == ["NULL::public.allergy_severity AS severity,"]
    (line,) = found["dictionary.md"]
    assert line.startswith("| `severity` |") and "| HIDE |" in line


def test_a_right_shows_in_every_table_of_its_group(built: dict[str, str], create: Create) -> None:
    environment = create(built["PGDATABASE"])
    before = commands.render(environment)
    with connect(environment) as connection:
        connection.execute(
            "UPDATE phi.access SET may_update = FALSE"
            " WHERE user_role = 'NURSE' AND access_group = 'HEALTH'"
        )
        tables = connection.execute(
            "SELECT 'schema/' || table_name || '.sql' FROM phi.tables WHERE access_group = 'HEALTH'"
        ).fetchall()
    found = changes(before, commands.render(environment))
    assert found.keys() == {name for (name,) in tables}
    assert {line for lines in found.values() for line in lines} == {
        "-- phi.access: NURSE              select insert masked"
    }


def test_check_names_every_page_that_differs(built: dict[str, str], create: Create) -> None:
    result = invoke(commands.pages, built, ["check"])
    assert (result.exit_code, result.output) == (0, "The pages are what the database says.\n")
    # A copy of a database does not copy what is granted and set for it.
    environment = create(built["PGDATABASE"])
    before = invoke(commands.pages, environment, ["check"])
    with connect(environment) as connection:
        connection.execute("COMMENT ON COLUMN vendors.name IS 'Changed.'")
    result = invoke(commands.pages, environment, ["check"])
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if line not in before.output] == [
        f"docs/{name} differs from the database: run 'wcdb pages write'."
        for name in ("dictionary.md", "schema/vendors.sql")
    ]


@pytest.mark.parametrize(
    ("statement", "query"),
    [
        (
            "CREATE POLICY",
            "SELECT polname FROM pg_policy",
        ),
        (
            "CREATE TRIGGER",
            "SELECT tgname FROM pg_trigger JOIN pg_class AS c ON c.oid = tgrelid"
            " WHERE NOT tgisinternal AND tgparentid = 0"
            " AND (NOT relispartition OR pg_get_expr(relpartbound, c.oid) = 'DEFAULT')",
        ),
        (
            "CREATE TABLE",
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname !~ 'yoyo'"
            " AND relnamespace IN ('public'::regnamespace, 'phi'::regnamespace)"
            " AND (NOT relispartition OR pg_get_expr(relpartbound, oid) = 'DEFAULT')",
        ),
        (
            "CREATE VIEW",
            "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace IN"
            " (SELECT oid FROM pg_namespace WHERE nspname IN ('masked', 'phi', 'sequelize'))",
        ),
        (
            "CREATE OR REPLACE (?:FUNCTION|PROCEDURE)",
            "SELECT proname FROM pg_proc"
            " WHERE pronamespace IN ('public'::regnamespace, 'phi'::regnamespace)",
        ),
        (
            "CREATE TYPE",
            "SELECT typname FROM pg_type LEFT JOIN pg_class AS c ON c.oid = typrelid"
            " WHERE typtype = 'e' OR relkind = 'c' AND typnamespace = 'phi'::regnamespace",
        ),
    ],
    ids=["policies", "triggers", "tables", "views", "functions", "types"],
)
def test_every_object_stands_in_one_file(
    schema_files: dict[str, str], built: dict[str, str], statement: str, query: str
) -> None:
    text = "".join(schema_files.values())
    found = re.findall(rf'^{statement} (?:\w+\.)?"?(\w+)"?', text, re.MULTILINE)
    with connect(built) as connection:
        expected = [name for (name,) in connection.execute(query)]
    assert sorted(found) == sorted(expected)


def test_what_serves_one_table_stands_in_its_file(schema_files: dict[str, str]) -> None:
    students = schema_files["students.sql"]
    for statement in (
        "CREATE TABLE public.students (",
        "CREATE VIEW masked.students ",
        "CREATE VIEW sequelize.students ",
        "CREATE OR REPLACE FUNCTION phi.audit_students()",
        "CREATE OR REPLACE FUNCTION phi.ciphertext_students()",
        "REVOKE ALL ON FUNCTION phi.audit_students() FROM PUBLIC;",
    ):
        assert statement in students
    # Its model is called otherwise than its table.
    assert "CREATE VIEW sequelize.message_deliveries " in schema_files["message_delivery.sql"]


def test_the_pages_name_no_month_and_no_owner(schema_files: dict[str, str]) -> None:
    text = "".join(schema_files.values())
    assert "ATTACH PARTITION public.audit_logs_default DEFAULT" in text
    assert re.search(r"audit_logs_20\d\d", text) is None
    assert set(re.findall(r"OWNER TO (\w+)", text)) <= {"whitecross_masker"}


def test_every_link_of_the_pages_has_a_target(pages: Pages) -> None:
    anchors = {}
    for name in ("dictionary.md", "diagrams.md"):
        headings = re.findall(r"^#+ (.+)$", pages[commands.DOCS / name], re.MULTILINE)
        anchors[name] = [heading.lower().replace(" ", "-") for heading in headings]
        assert len(set(anchors[name])) == len(headings)
    for name in anchors:
        for target in re.findall(r"\]\(([^)]+)\)", pages[commands.DOCS / name]):
            file, _, anchor = target.partition("#")
            assert (commands.DOCS / file).exists()
            assert not anchor or anchor in anchors[file or name]


def test_the_diagrams_show_every_foreign_key(pages: Pages, built: dict[str, str]) -> None:
    text = pages[commands.DOCS / "diagrams.md"]
    for line in ("students ||--o{ allergies : student_id", "users |o--o{ students : nurse_id"):
        assert text.count(line) == 1
    with connect(built) as connection:
        columns = connection.execute(
            "SELECT c.conrelid::regclass::text, a.attname"
            " FROM pg_constraint AS c"
            " JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace"
            " AND cardinality(c.conkey) = 1 AND a.attname NOT IN ('created_by', 'updated_by')"
        ).fetchall()
    for table, column in columns:
        box = re.search(rf"^    {table} {{\n(.*?)^    }}", text, re.MULTILINE | re.DOTALL)
        assert box and re.search(rf" {column} (PK, )?FK", box[1]), (table, column)


def test_another_major_version_is_refused_in_one_sentence(
    postgres: Server, schema_template: str
) -> None:
    environment = postgres.named(schema_template)
    with connect(environment) as connection:
        version = one(connection, "SELECT current_setting('server_version_num')::int / 10000")
    if version == dump.MAJOR:
        pytest.skip("this server is of the right version")
    result = invoke(commands.pages, environment, ["check"])
    assert str(result.exception) == (
        f"the pages show what PostgreSQL 18 builds, and this server is version {version};"
        " name a database of 18."
    )
