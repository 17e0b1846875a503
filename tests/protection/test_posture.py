"""wcdb posture: a protected database has no finding, and every fault that is planted is found."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from support import counts
from support.commands import invoke
from support.posture import mended, seen
from support.server import Connection, Create, Environment, Server, connect
from wcdb.database import CannotRun
from wcdb.protection.commands import posture
from wcdb.protection.posture import findings

Faults = list[tuple[str, str]]

# Each fault is planted by the owner, in the sample database.
FAULTS: Faults = [
    # The registry.
    ("CREATE TABLE visits (id uuid PRIMARY KEY)", "visits: insert a row into phi.tables"),
    ("ALTER TABLE students ADD COLUMN nickname text", "students.nickname: insert a row"),
    ("DELETE FROM phi.columns WHERE column_name = 'ssn'", "students.ssn: insert a row"),
    ("ALTER TABLE drug_catalog DROP COLUMN is_active CASCADE", "drug_catalog.is_active: is cl"),
    ("COMMENT ON COLUMN students.ssn IS 'Number.'", "students.ssn: is_phi and the comment"),
    ("UPDATE phi.tables SET holds_phi = FALSE WHERE table_name = 'students'", "holds_phi and"),
    ("UPDATE phi.tables SET is_audited = FALSE WHERE table_name = 'allergies'", "not audited"),
    # The first five were planted by hand when no test found them.
    (
        "REVOKE UPDATE ON allergies FROM whitecross_service",
        "allergies: the grants on public.allergies to whitecross_service",
    ),
    (
        "UPDATE phi.columns SET mask = 'HIDE' WHERE column_name = 'grade'",
        "students: view masked.students is not as the registry asks",
    ),
    (
        "UPDATE phi.tables SET access_group = 'PLATFORM' WHERE table_name = 'vaccinations'",
        "vaccinations: policy vaccinations_select_staff is not as the registry asks",
    ),
    (
        "DROP POLICY mental_health_records_fence_confidentiality ON mental_health_records",
        "mental_health_records: the hand-written policy mental_health_records_fence_confid",
    ),
    (
        "ALTER POLICY students_fence_school ON students USING (true)",
        "students: policy students_fence_school is not as the registry asks",
    ),
    # Fence.
    (
        "ALTER TABLE immunizations NO FORCE ROW LEVEL SECURITY",
        "immunizations: row-level",
    ),
    (
        "ALTER TABLE vital_signs DISABLE ROW LEVEL SECURITY",
        "vital_signs: row-level",
    ),
    ("DROP POLICY lab_results_fence_school ON lab_results", "lab_results_fence_school is missing"),
    (
        "ALTER POLICY users_select_school ON users USING (true)",
        "users: the hand-written policy users_select_school is not as",
    ),
    (
        "CREATE POLICY open_door ON students USING (true)",
        "students: no migration has recorded the policy open_door",
    ),
    (
        "ALTER POLICY screenings_select_staff ON screenings TO PUBLIC",
        "screenings: policy screenings_select_staff is not as the registry asks",
    ),
    ("ALTER TABLE drug_catalog ENABLE ROW LEVEL SECURITY", "the registry asks for none"),
    # Audit.
    (
        "DROP TRIGGER chronic_conditions_900_audit_truncate ON chronic_conditions",
        "truncate is missing",
    ),
    (
        "ALTER TABLE prescriptions ENABLE TRIGGER prescriptions_900_audit_update",
        "audit_update is not",
    ),
    ("ALTER TABLE appointments DISABLE TRIGGER appointments_900_audit_key", "audit_key is not as"),
    (
        "UPDATE phi.columns SET audit = 'CLEAR'"
        " WHERE table_name = 'allergies' AND column_name = 'allergen'",
        "allergies: function phi.audit_allergies() is not as the registry asks",
    ),
    (
        "ALTER FUNCTION phi.audit_chronic_conditions() SECURITY INVOKER",
        "phi.audit_chronic_conditions() is not as",
    ),
    ("GRANT EXECUTE ON FUNCTION phi.audit_messages() TO PUBLIC", "PUBLIC may call it"),
    (
        "ALTER TABLE audit_logs DISABLE TRIGGER audit_logs_050_append_only",
        "audit_logs: the hand-written trigger audit_logs_050_append_only is not as",
    ),
    ("DROP TRIGGER audit_logs_050_no_truncate ON audit_logs", "050_no_truncate is missing"),
    # Guard, ciphertext, tenant key.
    (
        "ALTER TABLE students DISABLE TRIGGER students_050_no_hard_delete",
        "hard_delete is not as",
    ),
    ("DROP TRIGGER students_050_soft_delete ON sequelize.students", "soft_delete is missing"),
    ("ALTER TABLE students DISABLE TRIGGER students_300_ciphertext", "300_ciphertext is not as"),
    (
        "DROP TRIGGER clinic_visits_100_school_id ON clinic_visits",
        "clinic_visits: the hand-written trigger clinic_visits_100_school_id is missing",
    ),
    (
        "ALTER TABLE medical_history ENABLE TRIGGER medical_history_100_school_id",
        "trigger medical_history_100_school_id is not as its migration",
    ),
    # Masks and views.
    ("DROP VIEW masked.vital_signs", "vital_signs: view masked.vital_signs is missing"),
    ("ALTER VIEW sequelize.districts RESET (security_invoker)", "sequelize.districts: reads"),
    ("CREATE VIEW roster AS SELECT name FROM schools", "public.roster: reads schools with"),
    ("CREATE MATERIALIZED VIEW copy AS SELECT * FROM vendors", "a materialized view copies"),
    ("CREATE RULE r AS ON DELETE TO vendors DO INSTEAD NOTHING", "rule r rewrites"),
    # Grants.
    ("GRANT SELECT ON alert_rules TO PUBLIC", "public.alert_rules: PUBLIC has SELECT"),
    ("GRANT SELECT (ssn) ON students TO whitecross_readonly", "students to whitecross_readonly"),
    ("GRANT SELECT ON phi.audit_salt TO PUBLIC", "phi.audit_salt: PUBLIC has SELECT"),
    ("GRANT SELECT ON audit_logs_default TO whitecross_app", "may reach the partition past"),
    ("CREATE TABLE heir () INHERITS (budget_categories)", "heir: inherits from budget_categories"),
    (
        "GRANT DELETE ON incident_reports TO whitecross_app",
        "public.incident_reports to",
    ),
    (
        "CREATE SCHEMA stage; CREATE TABLE stage.parent (id uuid NOT NULL);"
        " ALTER TABLE alerts INHERIT stage.parent",
        "stage.parent reads it past its policies.\n    ALTER TABLE public.alerts NO INHERIT",
    ),
    # A comment is no excuse where phi.protect builds nothing.
    (
        "CREATE TRIGGER quiet BEFORE INSERT ON phi.break_glass_grants FOR EACH ROW"
        " EXECUTE FUNCTION set_updated_at();"
        " COMMENT ON TRIGGER quiet ON phi.break_glass_grants IS 'x Built by phi.protect.'",
        "phi.break_glass_grants: no migration has recorded the trigger quiet",
    ),
    ("DROP FUNCTION phi.break_glass_end(uuid)", "is in phi.callers and does not exist"),
    ("DROP TABLE audit_logs_2026_09", "audit_logs: the month 2026-09 is missing"),
    (
        "ALTER TABLE audit_logs DETACH PARTITION audit_logs_2026_12",
        "audit_logs_2026_12: is no partition of audit_logs any more",
    ),
    # Functions, schemas, roles.
    ("ALTER FUNCTION phi.my_user() RESET search_path", "phi.my_user(): SET search_path"),
    ("ALTER FUNCTION phi.my_user() SET search_path = ''", "phi.my_user(): SET search_path"),
    (
        "GRANT EXECUTE ON FUNCTION phi.guest_students(uuid, uuid) TO whitecross_app",
        "whitecross_app may call it with the rights of the owner",
    ),
    ("REVOKE EXECUTE ON FUNCTION phi.my_school() FROM whitecross_app", "may not call it"),
    ("GRANT CREATE ON SCHEMA phi TO whitecross_service", "whitecross_service has CREATE, USAGE"),
    ("GRANT USAGE ON SCHEMA phi TO PUBLIC", "schema phi: PUBLIC may use it"),
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
        "default privileges of",
    ),
    ("GRANT whitecross_service TO whitecross_readonly", "role whitecross_readonly: is a member"),
]

# These take a superuser.
FAULTS_OF_A_SUPERUSER: Faults = [
    (
        'CREATE ROLE "whitecross_Reports"; GRANT SELECT ON students TO "whitecross_Reports"',
        'the grants on public.students to "whitecross_Reports"',
    ),
    ("ALTER FUNCTION phi.claim(text) SET app.user_id = 'x'", "phi.claim(text): sets app.user_id"),
    (
        "CREATE ROLE stranger; ALTER TABLE alerts OWNER TO stranger",
        "alerts: belongs to stranger, who is no member of whitecross_owner.\n    ALTER TABLE",
    ),
    ("ALTER TABLE students DISABLE TRIGGER ALL", "public.students: foreign keys of it, or to it"),
    (
        "ALTER TABLE students DISABLE TRIGGER ALL; ALTER TABLE students ENABLE TRIGGER ALL",
        "students: the hand-written trigger students_800_first_school_id is not as",
    ),
    (
        "ALTER TABLE vendors OWNER TO postgres",
        "public.vendors: belongs to postgres and not to the owner",
    ),
    (
        "ALTER VIEW masked.allergies RESET (security_barrier)",
        "allergies: view masked.allergies is not as",
    ),
    ("ALTER VIEW masked.allergies OWNER TO postgres", "allergies: view masked.allergies is not as"),
    (
        "GRANT SELECT ON masked.allergies TO whitecross_auditor",
        "masked.allergies to whitecross",
    ),
    ("ALTER ROLE whitecross_app BYPASSRLS", "role whitecross_app: a group must not bypass"),
    ("ALTER ROLE whitecross_readonly LOGIN", "role whitecross_readonly: a group must not log in"),
    (
        "CREATE ROLE reporter LOGIN IN ROLE whitecross_readonly, pg_read_all_data",
        "role reporter: reads or writes past the fence",
    ),
    ("CREATE ROLE stranger3; ALTER TABLE students OWNER TO stranger3", "belongs to stranger3"),
    (
        "CREATE ROLE stranger4; CREATE POLICY p ON students TO stranger4 USING (true)",
        "policy p names stranger4 and not one of our group roles",
    ),
    (
        "CREATE ROLE stranger5; ALTER FUNCTION phi.my_user() OWNER TO stranger5",
        "phi.my_user(): belongs to stranger5",
    ),
]


def test_a_protected_database_has_no_finding(db: Connection) -> None:
    assert seen(db) == []


def batches(connection: Connection, faults: Faults) -> Iterator[Faults]:
    """Yield the faults in groups within which no two are about the same table or function."""
    names = connection.execute("SELECT table_name FROM phi.tables").fetchall()
    tables = [re.compile(rf"\b{name}\b") for (name,) in names]
    groups: list[tuple[set[str], Faults]] = []
    for fault, says in faults:
        about = {table.pattern for table in tables if table.search(fault)}
        about |= set(re.findall(r"\bphi\.\w+", fault)) - {"phi.tables", "phi.columns"}
        for taken, group in groups:
            if not taken & about:
                taken |= about
                group.append((fault, says))
                break
        else:
            groups.append((about, [(fault, says)]))
    assert groups
    yield from (group for _, group in groups)


def plant_and_mend(connection: Connection, faults: Faults) -> None:
    """Each fault is found, and what the finding says mends it, in words that PostgreSQL takes."""
    for group in batches(connection, faults):
        with connection.transaction(force_rollback=True):
            for fault, _ in group:
                connection.execute(fault)
            found = "\n".join(seen(connection))
            assert [pair for pair in group if pair[1] not in found] == []
            left = mended(connection)
            assert [sentence for sentence in left if not DECISIONS.search(sentence)] == []


# What no statement can say: how to classify, what to restore.
DECISIONS = re.compile(
    r"insert a row|is classified and does not exist|does not exist; restore it|is_phi and the"
    r" comment|holds_phi and|set is_audited|create an index|the month .* is missing|ATTACH"
)


def test_planted_faults_are_found_and_mended(db: Connection) -> None:
    plant_and_mend(db, FAULTS)


def test_faults_planted_by_a_superuser_are_found_and_mended(superuser: Connection) -> None:
    plant_and_mend(superuser, FAULTS_OF_A_SUPERUSER)


def test_a_missing_index_of_the_fence_is_found(db: Connection) -> None:
    names = db.execute(
        "SELECT i.relname FROM pg_index AS x"
        " JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_attribute AS a"
        " ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]"
        " WHERE x.indrelid = 'allergies'::regclass AND a.attname = 'school_id'"
    ).fetchall()
    assert names
    db.execute(f"DROP INDEX {', '.join(name for (name,) in names)}")
    assert "allergies: create an index that leads with school_id." in seen(db)


def test_the_registry_is_not_empty(catalogue: Connection) -> None:
    row = catalogue.execute(
        "SELECT (SELECT count(*) FROM phi.tables), (SELECT count(*) FROM phi.columns),"
        " (SELECT count(*) FROM phi.columns WHERE is_phi),"
        " (SELECT count(*) FROM phi.columns WHERE encryption = 'WCDB')"
    ).fetchone()
    assert row == (
        counts.TABLES,
        counts.COLUMNS,
        counts.PHI_COLUMNS,
        counts.ENCRYPTED_COLUMNS,
    )


# ---------------------------------------------------------------------------------------------
# The command
# ---------------------------------------------------------------------------------------------


def test_the_command_says_so_and_exits_with_0(shared_sample: Environment) -> None:
    result = invoke(posture, shared_sample, [])
    assert result.exit_code == 0, result.output
    assert result.output == "Every table is protected as the registry says.\n"
    assert invoke(posture, shared_sample, ["--json"]).output == "[]\n"


def test_findings_are_printed_and_exit_with_1(create: Create, schema_template: str) -> None:
    environment = create(schema_template)
    with connect(environment) as connection:
        connection.execute("DROP POLICY allergies_fence_school ON allergies")
    result = invoke(posture, environment, [])
    assert result.exit_code == 1
    assert "allergies: policy allergies_fence_school is missing" in result.output
    assert "SELECT phi.protect('public.allergies')" in result.output


def test_an_empty_database_is_refused(create: Create) -> None:
    result = invoke(posture, create("template0"), [])
    assert isinstance(result.exception, CannotRun)
    assert "run 'yoyo apply' first" in str(result.exception)


def test_a_login_without_the_owners_rights_is_refused(
    superuser: Connection, shared_sample: Environment
) -> None:
    superuser.execute("CREATE ROLE outsider LOGIN")
    superuser.execute("SET LOCAL ROLE outsider")
    with pytest.raises((CannotRun, psycopg.errors.InsufficientPrivilege)):
        findings(superuser)


def test_a_restored_dump_has_no_finding(
    postgres: Server, create: Create, schema_template: str, tmp_path: Path
) -> None:
    """What posture compares, PostgreSQL prints alike after a dump and a restore."""
    source, target = create(schema_template), create("template0")
    postgres.tester(source)  # skips where the tests have no superuser
    dump = tmp_path / "dump"
    as_superuser = {"PGUSER": "postgres"}
    postgres.run(
        "pg_dump", "--format=custom", f"--file={dump}", environment={**source, **as_superuser}
    )
    postgres.run(
        "pg_restore",
        "--exit-on-error",
        f"--dbname={target['PGDATABASE']}",
        str(dump),
        environment={**target, **as_superuser},
    )
    postgres.copy_privileges(target["PGDATABASE"], schema_template)
    result = invoke(posture, target, [])
    assert result.output == "Every table is protected as the registry says.\n"
