"""The PHI registry: complete, true, and obeyed by whatever is built from it."""

import pytest

import registry
from conftest import Connection


def test_registry_is_complete_and_obeyed(catalogue: Connection) -> None:
    assert registry.findings(catalogue) == []


def test_registry_is_not_empty(catalogue: Connection) -> None:
    row = catalogue.execute(
        "SELECT (SELECT count(*) FROM phi.tables), (SELECT count(*) FROM phi.columns),"
        " (SELECT count(*) FROM phi.columns WHERE is_phi),"
        " (SELECT count(*) FROM phi.columns WHERE encryption = 'WCDB')"
    ).fetchone()
    assert row == (94, 1616, 399, 23)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("CREATE TABLE visits (id uuid PRIMARY KEY)", "visits: insert a row into phi.tables"),
        ("ALTER TABLE students ADD COLUMN nickname text", "students.nickname: insert a row"),
        ("DELETE FROM phi.columns WHERE column_name = 'ssn'", "students.ssn: insert a row"),
        ("ALTER TABLE drug_catalog DROP COLUMN is_active CASCADE", "drug_catalog.is_active: is cl"),
        ("COMMENT ON COLUMN students.ssn IS 'Number.'", "students.ssn: is_phi and the comment"),
        ("UPDATE phi.tables SET holds_phi = FALSE WHERE table_name = 'students'", "holds_phi and"),
        ("UPDATE phi.tables SET is_audited = FALSE WHERE table_name = 'allergies'", "not audited"),
        (
            "DROP TRIGGER allergies_900_audit_truncate ON allergies",
            "SELECT phi.audit_attach('allergies'); its trigger allergies_900_audit_truncate",
        ),
        (
            "ALTER TABLE allergies ENABLE TRIGGER allergies_900_audit_update",
            "SELECT phi.audit_attach('allergies'); its trigger allergies_900_audit_update",
        ),
        (
            "UPDATE phi.columns SET audit = 'CLEAR' WHERE column_name = 'allergen'",
            "allergies: its classification changed",
        ),
        (
            "ALTER TABLE allergies NO FORCE ROW LEVEL SECURITY",
            "SELECT phi.fence_attach('allergies'",
        ),
        ("ALTER TABLE allergies DISABLE ROW LEVEL SECURITY", "SELECT phi.fence_attach('allergies'"),
        ("DROP POLICY allergies_fence_school ON allergies", "SELECT phi.fence_attach('allergies'"),
        ("DROP INDEX allergies_school_id_severity_idx", "index that leads with school_id"),
        ("REVOKE ALL ON allergies FROM whitecross_service", "SELECT phi.grant_attach('allergies'"),
        ("DROP VIEW masked.allergies", "SELECT phi.mask_attach('allergies')"),
    ],
)
def test_what_is_missing_is_said(db: Connection, change: str, says: str) -> None:
    if "INDEX" in change:
        names = db.execute(
            "SELECT string_agg(i.relname, ', ') FROM pg_index AS x"
            " JOIN pg_class AS i ON i.oid = x.indexrelid JOIN pg_attribute AS a"
            " ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]"
            " WHERE x.indrelid = 'allergies'::regclass AND a.attname = 'school_id'"
        ).fetchone()
        assert names
        change = f"DROP INDEX {names[0]}"
    db.execute(change)
    assert any(says in sentence for sentence in registry.findings(db))


def test_what_is_attached_satisfies(db: Connection) -> None:
    """A new table, protected as CONTRIBUTING says, lacks nothing."""
    db.execute(
        "CREATE TABLE visits (id uuid NOT NULL PRIMARY KEY, school_id uuid, student_id uuid,"
        " reason text, created_at timestamptz, updated_at timestamptz)"
    )
    db.execute("COMMENT ON COLUMN visits.reason IS 'PHI: Why.'")
    db.execute("CREATE INDEX ON visits (school_id)")
    db.execute(
        "INSERT INTO phi.tables VALUES"
        " ('visits', 'HEALTH', 'SCHOOL', 'student_id', TRUE, TRUE, 'EITHER', 'HEALTH_RECORDS')"
    )
    db.execute(
        "INSERT INTO phi.columns SELECT 'visits', a.attname, a.attname = 'reason',"
        " CASE a.attname WHEN 'reason' THEN 'HIDE' ELSE 'SHOW' END::phi.mask_rule,"
        " CASE a.attname WHEN 'reason' THEN 'FINGERPRINT' ELSE 'CLEAR' END::phi.audit_rule, 'NONE'"
        " FROM pg_attribute AS a WHERE a.attrelid = 'visits'::regclass AND a.attnum > 0"
    )
    assert len(registry.findings(db)) == 8
    for step in ("audit", "fence", "grant", "mask"):
        db.execute(f"SELECT phi.{step}_attach('visits')")
    assert registry.findings(db) == []


def test_unclassified_is_refused_with_what_to_write(db: Connection) -> None:
    db.execute("CREATE TABLE visits (id uuid)")
    for step in ("audit", "fence", "grant"):
        with db.transaction(force_rollback=True), pytest.raises(Exception, match=r"phi\.tables"):
            db.execute(f"SELECT phi.{step}_attach('visits')")
