"""The contract steps of sql/post_deploy: what their gates refuse, and the database after them."""

import re
import time
from collections.abc import Iterator

import psycopg
import pytest
from yoyo.config import read_config

from support import counts
from support.chain import applied, attempt
from support.encrypted import key_file, run
from support.posture import seen
from support.server import Connection, Create, Environment, Server, connect, one
from wcdb.database import ROOT
from wcdb.migrations import files

FILES = files.contract_files()
CONTRACTS = {
    path.stem.partition("-schema-contract-")[2].replace("-", "_"): path
    for path in FILES
    if "-schema-contract-" in path.stem
}
FIRST = FILES[0].stem


def yoyo(environment: Environment, *arguments: str) -> str:
    """Run stock yoyo with the contract steps; return the traceback that it ends with."""
    return attempt(environment, *arguments, "--config", "yoyo-post-deploy.ini")


def rows(connection: Connection) -> dict[str, list[str]]:
    """Return the rows of the tables, whatever the order of their columns."""
    return {
        table: [
            row[0]
            for row in connection.execute(
                f"SELECT jsonb_strip_nulls(to_jsonb(t))::text FROM {table} AS t ORDER BY id"
            ).fetchall()
        ]
        for table in CONTRACTS
    }


@pytest.fixture(scope="module")
def encrypted(
    postgres: Server, sample_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Environment]:
    """Sample data, encrypted and verified, with the indexes that come before the contracts."""
    key = key_file(tmp_path_factory.mktemp("key"))
    with postgres.database("encrypted", sample_template) as environment:
        tool = {**postgres.tester(environment), "WCDB_PHI_KEY_FILE": str(key)}
        for command in (["keys", "create"], ["encrypt"], ["verify"]):
            result = run(tool, *command)
            assert result.exit_code == 0, result.output
        yield {**environment, "WCDB_PHI_KEY_FILE": str(key)}


@pytest.fixture(scope="module")
def contracted(postgres: Server, encrypted: Environment) -> Iterator[Environment]:
    """The same after every contract step, by stock yoyo."""
    with postgres.database("contracted", encrypted["PGDATABASE"]) as environment:
        assert yoyo(environment, "apply") == ""
        yield {**environment, "WCDB_PHI_KEY_FILE": encrypted["WCDB_PHI_KEY_FILE"]}


@pytest.fixture
def after(contracted: Environment) -> Iterator[Connection]:
    """A connection to the contracted database; whatever the test does is rolled back."""
    connection = connect(contracted)
    yield connection
    connection.rollback()
    connection.close()


def test_there_is_a_contract_for_every_registered_table(catalogue: Connection) -> None:
    found = catalogue.execute("SELECT DISTINCT table_name FROM phi.encrypted_columns").fetchall()
    assert {table for (table,) in found} == CONTRACTS.keys()
    assert len(CONTRACTS) == 8


# ----------------------------------------------------------------------------------------------
# Up and down
# ----------------------------------------------------------------------------------------------


def normalised(dump: str) -> list[str]:
    """Return the lines of a dump without what the place of a column decides.

    The columns come back as the last ones: in the table, in what is built column by column (its
    masked view, its audit and ciphertext functions), and in the list of a trigger.
    """
    lines = []
    for line in dump.splitlines():
        trigger = re.match(r"(CREATE TRIGGER \w+ BEFORE INSERT OR UPDATE OF )(.*)( ON .*)", line)
        if trigger:
            line = trigger[1] + ", ".join(sorted(trigger[2].split(", "))) + trigger[3]
        lines.append(line.rstrip(",;"))
    return sorted(lines)


def test_up_and_down_and_up_on_an_empty_database(
    create: Create, schema_template: str, postgres: Server
) -> None:
    database = create(schema_template)
    expanded = postgres.schema(database)
    steps = [path.stem for path in FILES]
    assert yoyo(database, "apply") == ""
    assert applied(database)[-len(steps) :] == steps
    full = postgres.schema(database)
    assert full != expanded
    assert yoyo(database, "rollback", "--revision", FIRST) == ""
    back = postgres.schema(database)
    assert normalised(back) == normalised(expanded)
    assert yoyo(database, "apply") == ""
    assert postgres.schema(database) == full
    assert yoyo(database, "rollback", "--revision", FIRST) == ""
    # Now the columns are the last ones already: to the byte.
    assert postgres.schema(database) == back


def test_yoyo_apply_alone_leaves_them_alone(schema_template: str, postgres: Server) -> None:
    names = applied(postgres.named(schema_template))
    assert len(names) > 100
    assert not {path.stem for path in FILES} & set(names)


def without_ciphertext(row: str) -> str:
    names = r'"\w+_(?:encrypted|blind_index)": "[^"]*"'
    return re.sub(rf"{names}, |, {names}", "", row)


def test_values_come_back(create: Create, encrypted: Environment, postgres: Server) -> None:
    """Contract, rollback, decrypt: every row as it was before anything was encrypted."""
    database = create(encrypted["PGDATABASE"])
    tool = {
        **postgres.tester(database),
        "WCDB_PHI_KEY_FILE": encrypted["WCDB_PHI_KEY_FILE"],
    }
    with connect(database) as connection:
        sealed = rows(connection)
    assert yoyo(database, "apply") == ""
    with connect(database) as connection:
        assert rows(connection) != sealed
    assert yoyo(database, "rollback", "--revision", FIRST) == ""
    result = run(tool, "decrypt")
    assert result.exit_code == 0, result.output
    with connect(database) as connection:
        decrypted = rows(connection)
    plain = {table: [without_ciphertext(row) for row in found] for table, found in sealed.items()}
    assert plain == decrypted
    assert all(decrypted.values())


# ----------------------------------------------------------------------------------------------
# The gates
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", CONTRACTS)
def test_what_is_not_encrypted_is_refused(table: str, db: Connection) -> None:
    with pytest.raises(psycopg.errors.RaiseException) as refused:
        db.execute(CONTRACTS[table].read_text(encoding="utf-8"))
    assert re.fullmatch(
        rf"[0-9]+ rows of {table}\.\w+ are not encrypted: run wcdb phi encrypt {table}",
        str(refused.value.diag.message_primary),
    )


def test_stock_yoyo_stops_at_the_gate_and_nothing_is_changed(
    create: Create, sample_template: str, postgres: Server
) -> None:
    database = create(sample_template)
    with connect(database) as connection:
        before = rows(connection)
    message = yoyo(database, "apply")
    assert "are not encrypted: run wcdb phi encrypt students" in message
    assert applied(database)[-1] == FIRST
    with connect(database) as connection:
        assert rows(connection) == before
        assert one(connection, "SELECT relforcerowsecurity FROM pg_class"
                   " WHERE oid = 'students'::regclass")  # fmt: skip


def unguarded(connection: Connection, table: str) -> None:
    connection.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    connection.execute("SELECT phi.require_encrypted(%s)", [table])


def refusal(connection: Connection, table: str = "students") -> str:
    with (
        pytest.raises(psycopg.errors.RaiseException) as refused,
        connection.transaction(),
    ):
        unguarded(connection, table)
    return str(refused.value.diag.message_primary)


def test_each_way_to_lack_something(encrypted: Environment) -> None:
    with connect(encrypted) as connection:
        unguarded(connection, "students")
        # One row more, one value changed, one ciphertext lost: each is one row too many.
        for change in (
            "UPDATE students SET ssn = '999-99-9999' WHERE id = (SELECT id FROM students"
            " WHERE ssn IS NOT NULL LIMIT 1)",
            "UPDATE students SET ssn = '999-99-9999' WHERE id = (SELECT id FROM students"
            " WHERE ssn IS NULL LIMIT 1)",
            "UPDATE students SET ssn_encrypted = NULL WHERE id = (SELECT id FROM students"
            " WHERE ssn IS NOT NULL LIMIT 1)",
        ):
            with connection.transaction(force_rollback=True):
                assert connection.execute(change).rowcount == 1
                assert refusal(connection) == (
                    "1 rows of students.ssn are not encrypted: run wcdb phi encrypt students"
                )
        # Verified before the last write, with findings, or not to the end: not verified.
        for change in (
            "WITH later AS (INSERT INTO phi.encryption_jobs"
            " (table_name, column_names, operation, key_id, state, finished_at) VALUES"
            " ('students', '{medical_record_num,ssn}', 'ENCRYPT', 1, 'DONE', now())"
            " RETURNING job_id) INSERT INTO phi.encryption_ranges"
            " (job_id, range_no, row_count, rows_read, rows_done)"
            " SELECT job_id, 1, 1, 1, 1 FROM later",
            "INSERT INTO phi.encryption_findings (job_id, row_key, column_name, fault)"
            " SELECT job_id, 'x', 'ssn', 'DIFFERENT' FROM phi.encryption_jobs",
            "UPDATE phi.encryption_jobs SET state = 'CANCELLED'",
            "DELETE FROM phi.encryption_jobs WHERE operation = 'VERIFY'",
        ):
            with connection.transaction(force_rollback=True):
                assert connection.execute(change).rowcount > 0
                assert refusal(connection) == (
                    "students.medical_record_num is not verified since it was last encrypted:"
                    " run wcdb phi verify students"
                )
        unguarded(connection, "students")
        connection.rollback()


def test_rows_that_policies_hide_are_not_taken_for_none(encrypted: Environment) -> None:
    with connect(encrypted) as connection:
        connection.execute("ALTER POLICY students_select_trusted ON students USING (FALSE)")
        connection.execute("UPDATE phi.encryption_jobs SET state = 'CANCELLED'")
        with pytest.raises(psycopg.errors.RaiseException, match="row-level security hides rows"):
            connection.execute("SELECT phi.require_encrypted('students')")
        connection.rollback()


def test_a_lock_held_by_someone_else(create: Create, encrypted: Environment) -> None:
    database = create(encrypted["PGDATABASE"])
    assert yoyo(database, "apply", "--revision", FIRST) == ""
    with connect(database) as other:
        other.execute("UPDATE students SET grade = '5'")
        began = time.monotonic()
        message = yoyo(database, "apply")
        assert time.monotonic() - began < 20
    assert "lock timeout" in message
    assert applied(database)[-1] == FIRST
    assert yoyo(database, "apply") == ""


def test_a_contract_rewrites_nothing_and_counts_by_its_index(
    create: Create, encrypted: Environment
) -> None:
    database = create(encrypted["PGDATABASE"])
    nodes = (
        "SELECT array_agg(relfilenode ORDER BY relname) FROM pg_class"
        " WHERE relkind = 'r' AND relname = any(%s)"
    )
    with connect(database) as connection:
        before = one(connection, nodes, list(CONTRACTS))
    assert yoyo(database, "apply", "--revision", FIRST) == ""
    with connect(database) as connection:
        connection.execute("ALTER TABLE students NO FORCE ROW LEVEL SECURITY")
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = connection.execute(
            "EXPLAIN SELECT count(*) FROM students AS t"
            " WHERE t.ssn IS NOT NULL AND t.ssn_encrypted IS NULL"
        ).fetchall()
        assert "students_unencrypted_idx" in str(plan)
        connection.rollback()
    assert yoyo(database, "apply") == ""
    with connect(database) as connection:
        assert one(connection, nodes, list(CONTRACTS)) == before


# ----------------------------------------------------------------------------------------------
# Afterwards
# ----------------------------------------------------------------------------------------------


def test_the_registry_is_obeyed(after: Connection) -> None:
    assert [finding for finding in seen(after) if "temporary" not in finding] == []
    assert one(after, "SELECT count(*) FROM phi.columns WHERE encryption = 'WCDB'") == 0
    assert one(after, "SELECT count(*) FROM phi.encrypted_columns") == counts.ENCRYPTED_COLUMNS


def test_no_function_or_view_speaks_of_what_is_gone(after: Connection) -> None:
    gone = after.execute("SELECT table_name, column_name FROM phi.encrypted_columns").fetchall()
    for table, column in gone:
        for function in (f"audit_{table}", f"ciphertext_{table}"):
            source = one(after, "SELECT prosrc FROM pg_proc WHERE proname = %s", function)
            assert not re.search(rf"\b(?:o|n|NEW|OLD)\.{column}\b", source), (function, column)
        assert not one(
            after,
            "SELECT count(*) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
            f"public.{table}",
            column,
        )


@pytest.mark.parametrize("table", CONTRACTS)
def test_the_application_reads_null_and_cannot_write_plaintext(
    table: str, after: Connection
) -> None:
    names = [
        (name, kind)
        for name, kind in after.execute(
            "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute AS a"
            " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT EXISTS ("
            "  SELECT FROM information_schema.columns AS c WHERE c.table_schema = 'sequelize'"
            "  AND c.table_name = %s AND c.column_name = a.attname AND c.is_updatable = 'YES')",
            [f"sequelize.{table}", table],
        ).fetchall()
    ]
    # students.ssn was never in the view.
    registered = one(
        after, "SELECT count(*) FROM phi.encrypted_columns WHERE table_name = %s", table
    )
    assert len(names) == registered - (table == "students")
    for name, kind in names:
        seen = one(after, f'SELECT count(*), count("{name}") FROM sequelize.{table}')
        assert seen[0] > 0
        assert seen[1] == 0
        with pytest.raises(psycopg.errors.FeatureNotSupported), after.transaction():
            after.execute(f'UPDATE sequelize.{table} SET "{name}" = NULL::{kind}')
    assert after.execute(f'UPDATE sequelize.{table} SET "updatedAt" = now()').rowcount > 0


@pytest.mark.parametrize("table", CONTRACTS)
def test_masking_audit_and_soft_delete_go_on(table: str, after: Connection) -> None:
    assert one(after, "SELECT to_regclass(%s) IS NOT NULL", f"masked.{table}")
    row = one(after, f"SELECT id FROM {table} WHERE deleted_at IS NULL LIMIT 1")
    assert after.execute(f"DELETE FROM sequelize.{table} WHERE id = %s", [row]).rowcount == 1
    assert one(after, f"SELECT deleted_at IS NOT NULL FROM {table} WHERE id = %s", row)
    entry = one(
        after,
        "SELECT new_values FROM audit_logs WHERE entity_type = %s AND entity_id = %s"
        " AND action = 'UPDATE' AND created_at = now()",
        table,
        row,
    )
    assert "deleted_at" in entry
    # A ciphertext of the application's own is logged by its name.
    column = one(
        after,
        "SELECT min(ciphertext_column::text) FROM phi.encrypted_columns WHERE table_name = %s",
        table,
    )
    after.execute(f"UPDATE {table} SET {column} = '\\x0101' WHERE id = %s", [row])
    entry = one(
        after,
        "SELECT new_values ->> %s FROM audit_logs WHERE entity_id = %s AND action = 'UPDATE'"
        " AND new_values ? %s",
        column,
        row,
        column,
    )
    assert entry == "***"


def test_the_key_of_an_encrypted_row_stays(after: Connection) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation, match="the key of this row cannot change"):
        after.execute("UPDATE emergency_contacts SET id = gen_random_uuid()")


def test_two_students_cannot_have_one_number(after: Connection) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        after.execute(
            "UPDATE students SET medical_record_num_blind_index = (SELECT"
            " o.medical_record_num_blind_index FROM students AS o"
            " WHERE o.medical_record_num_blind_index IS NOT NULL LIMIT 1)"
        )


def test_what_must_be_given_must_be_given_as_ciphertext(after: Connection) -> None:
    for table, column in (
        ("emergency_contacts", "phone_number"),
        ("witness_statements", "statement"),
        ("treatment_plans", "plan_details"),
    ):
        with pytest.raises(psycopg.errors.CheckViolation), after.transaction():
            after.execute(f"UPDATE {table} SET {column}_encrypted = NULL")
    assert (
        one(
            after,
            "SELECT count(*) FROM pg_constraint WHERE conname ~ '_encrypted_given_check$'"
            " AND convalidated",
        )
        == 8
    )


def test_the_tool_goes_on_without_plaintext(contracted: Environment, postgres: Server) -> None:
    tool = {
        **postgres.tester(contracted),
        "WCDB_PHI_KEY_FILE": contracted["WCDB_PHI_KEY_FILE"],
    }
    result = run(tool, "verify")
    assert result.exit_code == 0, result.output
    assert "plaintext removed" in run(tool, "status").output
    assert "has no plaintext column to go back to" in str(run(tool, "decrypt").exception)
    residue = run(tool, "residue", "students")
    assert "VACUUM FULL students" in residue.output
    assert "still there" not in residue.output
    found = run(tool, "lookup", "students.medical_record_num", stdin="SAMPLE-MRN-000000007\n")
    assert (found.exit_code, len(found.output.split())) == (0, 1)


def test_config_of_post_deploy_names_every_source() -> None:
    sources = read_config(str(ROOT / "yoyo-post-deploy.ini"))["DEFAULT"]["sources"].split()
    wanted = ["sql", "sql/post_deploy", "rollbacks/guard", f"rollbacks/{files.WITNESS}"]
    assert sources == [str(ROOT / name) for name in wanted]
