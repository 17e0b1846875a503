"""phi.protect on tables of every shape: they work and nothing differs, or a sentence says why not.

The shapes come from the catalogue: every type, every word of SQL as a name, every combination of
the words of the registry.
"""

import itertools
import re

import psycopg
import pytest

from support.posture import mended, seen
from support.server import Connection, one

ID = "id uuid NOT NULL PRIMARY KEY DEFAULT gen_random_uuid()"
SCHOOL = "school_id uuid, student_id uuid"
MASKS = ("SHOW", "HIDE", "YEAR", "INITIAL", "LAST_FOUR", "DOMAIN", "ZIP3")
AUDITS = ("CLEAR", "FINGERPRINT", "NAME")


def quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def make(
    db: Connection,
    table: str,
    columns: str,
    *,
    tenant_rule: str = "SCHOOL",
    student_column: str | None = "student_id",
    holds_phi: bool = True,
    is_audited: bool = True,
    access_group: str = "HEALTH",
    mask: str = "HIDE",
    audit: str = "FINGERPRINT",
) -> None:
    """Create a table and classify it; its key and its tenant are shown, the others masked."""
    db.execute(f"CREATE TABLE public.{quote(table)} ({columns})")
    db.execute(
        "INSERT INTO phi.tables (table_name, access_group, tenant_rule, student_column, holds_phi,"
        " is_audited, legal_regime) VALUES (%s, %s, %s, %s, %s, %s, 'EITHER')",
        [table, access_group, tenant_rule, student_column, holds_phi, is_audited],
    )
    db.execute(
        "INSERT INTO phi.columns (table_name, column_name, is_phi, mask, audit, encryption)"
        " SELECT %(table)s, a.attname, NOT s.is_key AND %(phi)s,"
        "  CASE WHEN s.is_key THEN 'SHOW' ELSE %(mask)s END::phi.mask_rule,"
        "  CASE WHEN s.is_key THEN 'CLEAR' ELSE %(audit)s END::phi.audit_rule, 'NONE'"
        " FROM pg_attribute AS a"
        " CROSS JOIN LATERAL"
        "  (SELECT a.attname IN ('id', 'school_id', 'student_id') AS is_key) AS s"
        " WHERE a.attrelid = %(relation)s::regclass AND a.attnum > 0 AND NOT a.attisdropped",
        {
            "table": table,
            "relation": f"public.{quote(table)}",
            "phi": holds_phi,
            "mask": mask,
            "audit": audit,
        },
    )


def refusal(db: Connection, table: str) -> str | None:
    """Protect a table; return the sentence that refuses it, or None if it is protected."""
    relation = f"public.{quote(table)}"
    try:
        with db.transaction():
            db.execute("SELECT phi.protect(%s::text::regclass)", [relation])
    except psycopg.errors.RaiseException as error:
        assert error.diag.message_primary
        assert "CONTEXT" not in error.diag.message_primary
        return error.diag.message_primary
    assert (
        db.execute(
            "SELECT * FROM phi.protection_differences(%s::text::regclass)", [relation]
        ).fetchall()
        == []
    )
    return None


def write(db: Connection, table: str, changes: str = "") -> None:
    """Insert, update, change the key: each must be logged once, under its own action."""
    log = "SELECT count(*) FROM audit_logs WHERE entity_type = %s"
    before = one(db, log, table)
    name = f"public.{quote(table)}"
    db.execute(f"INSERT INTO {name} DEFAULT VALUES")
    assert one(db, log, table) == before + 1
    db.execute(f"UPDATE {name} SET {changes or 'school_id = gen_random_uuid()'}")
    assert one(db, log, table) == before + 2
    db.execute(f"UPDATE {name} SET id = gen_random_uuid()")
    assert one(db, log, table) == before + 4


# ---------------------------------------------------------------------------------------------
# Types
# ---------------------------------------------------------------------------------------------

TYPES_OF_OURS = """
CREATE TYPE public.t_enum AS ENUM ('a', 'b');
CREATE TYPE public.t_row AS (a integer, b json);
CREATE TYPE public.t_range AS RANGE (subtype = timestamptz);
CREATE DOMAIN public.t_text AS text;
CREATE DOMAIN public.t_text_of_text AS public.t_text CHECK (value <> '');
CREATE DOMAIN public.t_needed AS text NOT NULL DEFAULT 'x';
CREATE DOMAIN public.t_short AS varchar(5);
CREATE DOMAIN public.t_day AS date;
CREATE DOMAIN public.t_moment AS timestamptz;
CREATE DOMAIN public.t_local AS timestamp(3);
CREATE DOMAIN public.t_time AS time;
CREATE DOMAIN public.t_number AS numeric(10, 2);
CREATE DOMAIN public.t_list AS text[];
CREATE DOMAIN public.t_json AS json;
CREATE DOMAIN public.t_choice AS public.t_enum;
"""

# Every type that a column can have, with its array types; and the types with a length.
TYPES = """
    SELECT format_type(t.oid, NULL)
    FROM   pg_type AS t
    WHERE  t.typnamespace IN ('pg_catalog'::regnamespace, 'public'::regnamespace)
    AND    (
               t.typtype IN ('b', 'd', 'e', 'r', 'm')
               OR t.typname IN ('t_row', '_t_row')
           )
    AND    t.typrelid = 0 OR t.typname = 't_row'
    ORDER  BY 1
"""
WITH_A_LENGTH = ("varchar(20)", "char(3)", "numeric(8, 2)", "timestamp(3)", "time(0)", "bit(3)")


@pytest.fixture
def types(db: Connection) -> list[str]:
    db.execute(TYPES_OF_OURS)
    found = [
        name
        for (name,) in db.execute(TYPES).fetchall()
        # Types of system tables' rows, and those that no table may use.
        if not re.match(r"(_|pg_|information_schema|any)", name) and name not in ("-", '"char"[]')
    ]
    usable = []
    for name in [*found, *WITH_A_LENGTH]:
        try:
            with db.transaction():
                db.execute(f"CREATE TABLE public.probe (a {name})")
                db.execute("DROP TABLE public.probe")
        except psycopg.Error:
            continue
        usable.append(name)
    assert len(usable) > 150
    return usable


def listed(columns: dict[str, str]) -> str:
    return ", ".join([ID, SCHOOL, *(f"{column} {name}" for column, name in columns.items())])


@pytest.mark.parametrize("mask", MASKS)
def test_every_type_is_protected_or_refused_in_a_sentence(
    db: Connection, types: list[str], mask: str
) -> None:
    """One table of all types: the columns that are refused are dropped, the others work."""
    columns = {f"c{place}": name for place, name in enumerate(types)}
    refused = set()
    with db.transaction(force_rollback=True):
        make(db, "probe", listed(columns), mask=mask)
        for (sentence,) in db.execute("SELECT phi.registry_faults('public.probe')").fetchall():
            found = re.fullmatch(r"column probe.(c\d+) is of type .* no mask .*", sentence)
            assert found, sentence
            refused.add(found[1])
    if mask in ("SHOW", "HIDE"):
        assert not refused
    else:
        assert len(columns) > len(refused) > 100
    shown = {column: name for column, name in columns.items() if column not in refused}
    for audit in AUDITS:
        with db.transaction(force_rollback=True):
            make(db, "probe", listed(shown), mask=mask, audit=audit)
            assert refusal(db, "probe") is None
            write(db, "probe")
            db.execute("GRANT whitecross_readonly TO CURRENT_USER")
            db.execute("SET LOCAL ROLE whitecross_readonly")
            db.execute("SELECT * FROM masked.probe")
            db.execute("RESET ROLE")


# Two values that differ, although the type's = calls them equal or does not exist.
DIFFERENT = [
    ("box", "(0,0),(2,2)", "(1,1),(3,3)"),
    ("circle", "<(0,0),1>", "<(5,5),1>"),
    ("path", "[(0,0),(1,1)]", "[(0,0),(2,2)]"),
    ("polygon", "((0,0),(1,1))", "((0,0),(2,2))"),
    ("point", "(0,0)", "(1,1)"),
    ("line", "{1,2,3}", "{3,2,1}"),
    ("lseg", "[(0,0),(1,1)]", "[(0,0),(2,2)]"),
    ("json", '{"a":1}', '{"a":2}'),
    ("xml", "<a/>", "<b/>"),
    ("jsonpath", "$.a", "$.b"),
    ("interval", "1 day", "24 hours"),
    ("box[]", "{(0,0),(2,2)}", "{(1,1),(3,3)}"),
    ("json[]", '{"1"}', '{"2"}'),
    ("interval[]", "{1 day}", "{24 hours}"),
    ("t_json", "1", "2"),
    ("t_row", '(1,"2")', '(1,"3")'),
    # And some of the others.
    ("text", "a", "b"),
    ("numeric", "1", "2"),
    ("jsonb", "1", "2"),
    ("t_enum", "a", "b"),
    ("timestamptz", "2026-01-01 00:00+00", "2026-01-01 00:01+00"),
    ("double precision", "1", "1.0000000000000002"),
    ("text[]", "{a}", "{b}"),
    ("bytea", "\\x00", "\\x01"),
]


@pytest.mark.parametrize(("type_name", "before", "after"), DIFFERENT)
@pytest.mark.parametrize("audit", AUDITS)
def test_a_changed_value_of_any_type_is_logged(
    db: Connection, type_name: str, before: str, after: str, audit: str
) -> None:
    db.execute(TYPES_OF_OURS)
    make(db, "probe", f"{ID}, {SCHOOL}, a {type_name}", audit=audit)
    assert refusal(db, "probe") is None
    try:
        with db.transaction():
            db.execute("INSERT INTO public.probe (a) VALUES (%s)", [before])
    except psycopg.errors.FeatureNotSupported:
        pytest.skip("this server is built without the type")
    db.execute("UPDATE public.probe SET a = %s", [before])
    db.execute("UPDATE public.probe SET a = %s", [after])
    entries = db.execute(
        "SELECT previous_values ? 'a', new_values ? 'a', previous_values <> new_values"
        " FROM audit_logs WHERE entity_type = 'probe' AND action = 'UPDATE'"
    ).fetchall()
    assert entries == [(True, True, audit != "NAME")]


def test_generated_columns_are_no_obstacle(db: Connection) -> None:
    stored = "b text GENERATED ALWAYS AS (upper(a)) STORED"
    columns = f"{ID}, {SCHOOL}, a text, {stored}"
    if one(db, "SELECT current_setting('server_version_num')::integer") >= 180000:
        columns += ", c text GENERATED ALWAYS AS (lower(a)) VIRTUAL"
    make(db, "probe", columns)
    assert refusal(db, "probe") is None
    write(db, "probe", "a = 'B'")


# ---------------------------------------------------------------------------------------------
# Names
# ---------------------------------------------------------------------------------------------


def words(db: Connection) -> list[str]:
    """Every word of SQL, and every name that a trigger function of ours uses."""
    keywords = [word for (word,) in db.execute("SELECT word FROM pg_get_keywords()").fetchall()]
    used = one(
        db,
        "SELECT string_agg(p.prosrc, ' ') FROM pg_proc AS p"
        " WHERE p.oid IN ('phi.audit_students'::regproc, 'phi.ciphertext_students'::regproc)",
    )
    names = {word.lower() for word in re.findall(r"[A-Za-z_]\w*", used)}
    log = db.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'audit_logs'::regclass AND attnum > 0"
    ).fetchall()
    special = {"tableoid", "xmin", "xmax", "cmin", "cmax", "ctid", "id", "school_id", "student_id"}
    found = ({*keywords, *names, *(name for (name,) in log), "old", "new", "found"}) - special
    assert len(found) > 450
    assert {"o", "n", "v_user", "v_salt", "tg_op"} <= found
    return sorted(found)


def test_columns_of_any_name_are_logged(db: Connection) -> None:
    """In one table: more columns than a function takes arguments, too."""
    names = words(db)
    columns = ", ".join(f"{quote(name)} text" for name in names)
    make(db, "probe", f"{ID}, {SCHOOL}, {columns}", audit="CLEAR")
    assert refusal(db, "probe") is None
    changes = ", ".join(f"{quote(name)} = {place}" for place, name in enumerate(names))
    write(db, "probe", changes)
    logged = one(
        db,
        "SELECT new_values FROM audit_logs"
        " WHERE entity_type = 'probe' AND action = 'UPDATE' AND metadata IS NULL",
    )
    expected = {name: str(place) for place, name in enumerate(names) if name != "updated_at"}
    assert logged == expected


@pytest.mark.parametrize(
    "name", ["allergen_name", "o'clock", "Größe", "camelCase", "two words", 'a"b', "{row}", "a$b"]
)
def test_a_column_that_needs_quotes_is_refused_in_a_sentence(db: Connection, name: str) -> None:
    make(db, "probe", f"{ID}, {SCHOOL}, {quote(name)} text")
    sentence = refusal(db, "probe")
    if name == "allergen_name":
        assert sentence is None
    else:
        assert sentence
        assert "needs quotes: rename it" in sentence


def table_names(db: Connection) -> list[str]:
    reserved = [
        word
        for (word,) in db.execute(
            "SELECT word FROM pg_get_keywords() WHERE quote_ident(word) <> word"
        ).fetchall()
    ]
    assert len(reserved) > 70
    odd = ["camelCase", "Größe", "two words", "o'clock", 'a"b', "a.b", "1st", "a$b", "é", "{table}"]
    functions = [
        re.sub("^(audit|ciphertext)_", "", name)
        for (name,) in db.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'phi'::regnamespace"
            " AND proname ~ '^(audit|ciphertext)_' AND prorettype <> 'trigger'::regtype"
        ).fetchall()
    ]
    assert len(functions) > 5
    return [*reserved, *odd, *functions, *("t" * length for length in (1, 2, 40, 41, 42, 45, 63))]


def test_a_table_of_any_name_is_protected_or_refused_in_a_sentence(db: Connection) -> None:
    outcomes: dict[bool, list[str]] = {True: [], False: []}
    for name in table_names(db):
        with db.transaction(force_rollback=True):
            make(db, name, f"{ID}, {SCHOOL}, a text")
            sentence = refusal(db, name)
            outcomes[sentence is None].append(name)
            if sentence is None:
                write(db, name)
            else:
                assert "rename it" in sentence
    assert len(outcomes[True]) >= 10
    assert len(outcomes[False]) > 80
    assert "t" * 41 in outcomes[True]
    assert "t" * 42 in outcomes[False]
    assert "claims" in [*outcomes[True], "claims"]


# ---------------------------------------------------------------------------------------------
# Words of the registry
# ---------------------------------------------------------------------------------------------

COLUMNS = {
    "all": f"{ID}, {SCHOOL}",
    "no id": SCHOOL,
    "id that may be NULL": f"id uuid UNIQUE, {SCHOOL}",
    "id checked at COMMIT": f"id uuid NOT NULL UNIQUE DEFERRABLE, {SCHOOL}",
    "id without key": f"id uuid, {SCHOOL}",
    "id in a wider key": f"id uuid, {SCHOOL}, PRIMARY KEY (id, school_id)",
    "a number as id": f"id bigint PRIMARY KEY, {SCHOOL}",
    "no school": f"{ID}, student_id uuid",
    "no student": f"{ID}, school_id uuid",
    "a school of text": f"{ID}, school_id text, student_id uuid",
}


@pytest.mark.parametrize("shape", COLUMNS)
def test_any_words_are_carried_out_or_refused_in_a_sentence(db: Connection, shape: str) -> None:
    carried_out, refused = 0, 0
    for tenant_rule, student_column, holds_phi, is_audited, access_group in itertools.product(
        ("SCHOOL", "SCHOOL_OR_ALL", "SPECIAL", "NONE"),
        (None, "student_id", "id", "pupil"),
        (True, False),
        (True, False),
        ("HEALTH", "PLATFORM"),
    ):
        with db.transaction(force_rollback=True):
            make(
                db,
                "probe",
                COLUMNS[shape] + ", a text",
                tenant_rule=tenant_rule,
                student_column=student_column,
                holds_phi=holds_phi,
                is_audited=is_audited,
                access_group=access_group,
            )
            sentence = refusal(db, "probe")
            if sentence is None:
                carried_out += 1
            else:
                refused += 1
                assert re.search("correct the registry|add one", sentence), sentence
    assert carried_out
    assert refused


def test_a_column_without_a_row_of_the_registry_is_hidden_and_no_obstacle(db: Connection) -> None:
    make(db, "probe", f"{ID}, {SCHOOL}, a integer, b date")
    db.execute("DELETE FROM phi.columns WHERE table_name = 'probe' AND column_name IN ('a', 'b')")
    assert refusal(db, "probe") is None
    shown = "SELECT count(*) FROM pg_attribute WHERE attrelid = 'masked.probe'::regclass"
    assert one(db, f"{shown} AND attnum > 0") == 3


def test_a_right_on_a_protected_table_is_no_row_of_the_other_list(db: Connection) -> None:
    """phi.protect would revoke what phi.protect_grants gives."""
    with pytest.raises(psycopg.errors.CheckViolation, match="not_of_a_protected_table"):
        db.execute(
            "INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason)"
            " VALUES ('TABLE', 'public.allergies', 'whitecross_auditor', 'SELECT', 'To look')"
        )


@pytest.mark.parametrize("access_group", ["HEALTH", "OPERATIONS", "REFERENCE", "PLATFORM"])
def test_a_table_of_secrets_alone_is_read_by_the_backend_alone(
    db: Connection, access_group: str
) -> None:
    make(
        db,
        "probe",
        "id uuid PRIMARY KEY",
        tenant_rule="NONE",
        student_column=None,
        holds_phi=False,
        access_group=access_group,
    )
    db.execute("UPDATE phi.columns SET audit = 'NAME' WHERE table_name = 'probe'")
    assert refusal(db, "probe") is None
    readers = db.execute(
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^whitecross_'"
        " AND has_any_column_privilege(oid, 'public.probe', 'SELECT')"
    ).fetchall()
    assert {name for (name,) in readers} <= {"whitecross_service", "whitecross_owner"}


def test_posture_says_every_fault_and_hides_no_other_finding(db: Connection) -> None:
    db.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    make(db, "probe", f"{ID}, a text", mask="YEAR")
    make(db, "empty", ID)
    db.execute("DELETE FROM phi.columns WHERE table_name = 'empty'")
    db.execute("DROP POLICY allergies_fence_school ON public.allergies")
    found = "\n".join(seen(db))
    for sentence in (
        "table probe has no column school_id of type uuid",
        "table probe has no column student_id of type uuid",
        "column probe.a is of type text, of which no mask YEAR exists",
        "no column of table empty is classified",
        "allergies: policy allergies_fence_school is missing",
    ):
        assert sentence in found


# ---------------------------------------------------------------------------------------------
# Tables that move, and what others do to them
# ---------------------------------------------------------------------------------------------


def test_a_renamed_table_leaves_nothing_behind(db: Connection) -> None:
    db.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    for old in ("allergies", "students"):
        db.execute(f"ALTER TABLE public.{old} RENAME TO moved")
        db.execute("UPDATE phi.tables SET table_name = 'moved' WHERE table_name = %s", [old])
        assert any("moved" in sentence for sentence in seen(db))
        assert refusal(db, "moved") is None
        left = db.execute(
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = 'masked'::regnamespace AND relname = %(old)s"
            " UNION ALL SELECT proname FROM pg_proc"
            " WHERE pronamespace = 'phi'::regnamespace"
            " AND proname IN ('audit_' || %(old)s, 'ciphertext_' || %(old)s)",
            {"old": old},
        ).fetchall()
        assert left == []
        db.rollback()
        db.execute("SET LOCAL search_path = pg_catalog, pg_temp")


def test_a_table_that_was_dropped_is_found_by_what_it_left(db: Connection) -> None:
    db.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    make(db, "probe", f"{ID}, {SCHOOL}, a text")
    assert refusal(db, "probe") is None
    db.execute("DROP TABLE public.probe CASCADE")
    db.execute("DELETE FROM phi.tables WHERE table_name = 'probe'")
    db.execute("CREATE VIEW masked.ghost AS SELECT 1 AS a")
    found = "\n".join(seen(db))
    assert "phi.audit_probe(): is left over" in found
    assert "masked.ghost: stands for no table" in found


def test_a_table_of_the_same_name_elsewhere_is_none_of_ours(db: Connection) -> None:
    """It is refused, and the protection of the real one is not touched."""
    items = "SELECT f::text FROM phi.protection_found('public.students') AS f ORDER BY 1"
    before = db.execute(items).fetchall()
    assert len(before) > 30
    db.execute("CREATE SCHEMA elsewhere CREATE TABLE students (id uuid)")
    with pytest.raises(psycopg.errors.RaiseException, match="not classified"), db.transaction():
        db.execute("SELECT phi.protect('elsewhere.students')")
    with pytest.raises(psycopg.errors.RaiseException, match="no table of"), db.transaction():
        db.execute("SELECT phi.unprotect('elsewhere.students')")
    assert db.execute(items).fetchall() == before


def test_rights_that_were_passed_on_are_taken_back(db: Connection) -> None:
    db.execute("GRANT SELECT ON allergies TO whitecross_app WITH GRANT OPTION")
    with db.transaction():
        db.execute("GRANT whitecross_app TO CURRENT_USER")
        db.execute("SET LOCAL ROLE whitecross_app")
        db.execute("GRANT SELECT ON allergies TO whitecross_readonly")
        db.execute("RESET ROLE")
    assert one(db, "SELECT has_table_privilege('whitecross_readonly', 'allergies', 'SELECT')")
    assert refusal(db, "allergies") is None
    assert not one(db, "SELECT has_table_privilege('whitecross_readonly', 'allergies', 'SELECT')")


def pass_on(db: Connection, right: str, schema: str, role: str) -> None:
    """Give a right to a role of nobody's, and let that give it to one of ours."""
    db.execute("CREATE ROLE wcdb_stranger")
    db.execute("GRANT wcdb_stranger TO CURRENT_USER")
    db.execute(f"GRANT USAGE ON SCHEMA {schema} TO wcdb_stranger")
    db.execute(f"GRANT {right} TO wcdb_stranger WITH GRANT OPTION")
    db.execute("SET LOCAL ROLE wcdb_stranger")
    db.execute(f"GRANT {right} TO {role}")
    db.execute("RESET ROLE")


def test_rights_that_a_stranger_passed_on_are_named(db: Connection) -> None:
    pass_on(db, "DELETE ON public.allergies", "public", "whitecross_readonly")
    sentence = refusal(db, "allergies")
    assert sentence
    assert "grant whitecross_readonly on public.allergies still differs" in sentence


def test_rights_outside_that_a_stranger_passed_on_are_named(db: Connection) -> None:
    pass_on(db, "SELECT ON phi.audit_salt", "phi", "whitecross_auditor")
    with pytest.raises(psycopg.errors.RaiseException, match="a third role gave it"):
        db.execute("SELECT phi.protect_grants()")


def test_execute_that_a_stranger_passed_on_is_taken_from_both(db: Connection) -> None:
    pass_on(db, "EXECUTE ON FUNCTION phi.my_school()", "phi", "whitecross_auditor")
    db.execute("SELECT phi.protect_functions()")
    may = "SELECT has_function_privilege('whitecross_auditor', 'phi.my_school()', 'EXECUTE')"
    assert not one(db, may)


def test_an_audited_table_in_partitions_is_refused(db: Connection) -> None:
    make(db, "probe", f"{ID}, {SCHOOL}")
    db.execute("ALTER TABLE public.probe RENAME TO whole")
    db.execute("CREATE TABLE public.probe (LIKE whole INCLUDING ALL) PARTITION BY HASH (id)")
    sentence = refusal(db, "probe")
    assert sentence
    assert "audited and partitioned" in sentence


def test_a_view_on_a_masked_view_is_named(db: Connection) -> None:
    db.execute("UPDATE phi.columns SET mask = 'HIDE' WHERE column_name = 'grade'")
    db.execute("CREATE SCHEMA report")
    db.execute("GRANT whitecross_masker TO CURRENT_USER")
    db.execute("CREATE VIEW report.grades AS SELECT grade FROM masked.students")
    with pytest.raises(
        psycopg.errors.DependentObjectsStillExist,
        match=r"an object of table public.students that others use: view report\.grades",
    ):
        db.execute("SELECT phi.protect('students')")


# ---------------------------------------------------------------------------------------------
# Objects that a migration wrote by hand
# ---------------------------------------------------------------------------------------------

BY_HAND = """
    SELECT w.kind, w.relation, w.name FROM phi.hand_written AS w ORDER BY 2, 1, 3
"""
# A function of the same name that does nothing.
NOTHING = (
    "CREATE SCHEMA elsewhere; CREATE FUNCTION elsewhere.nothing() RETURNS trigger"
    " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
)


@pytest.mark.parametrize("harm", ["drop", "disable", "empty"])
def test_every_hand_written_object_is_missed_when_it_is_harmed(db: Connection, harm: str) -> None:
    """All at once: one finding each, and the statement in it restores what was there."""
    db.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    db.execute(NOTHING)
    objects = db.execute(BY_HAND).fetchall()
    assert len(objects) > 150
    harmed = 0
    for kind, relation, name in objects:
        if kind == "POLICY" and harm == "disable":
            continue
        if harm == "disable":
            db.execute(f"ALTER TABLE {relation} DISABLE TRIGGER {name}")
        else:
            db.execute(f"DROP {kind} {name} ON {relation}")
        if harm == "empty" and kind == "TRIGGER":
            db.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON {relation}"
                " FOR EACH ROW EXECUTE FUNCTION elsewhere.nothing()"
            )
        elif harm == "empty":
            db.execute(f"CREATE POLICY {name} ON {relation} FOR SELECT USING (false)")
        harmed += 1
    found = [sentence for sentence in seen(db) if "the hand-written" in sentence]
    assert len(found) == harmed
    assert not [sentence for sentence in mended(db) if "the hand-written" in sentence]


def test_an_object_that_no_migration_wrote_is_found(db: Connection) -> None:
    db.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    db.execute(NOTHING)
    for relation in ("public.allergies", "phi.audit_seals", "phi.tables"):
        db.execute(
            f"CREATE TRIGGER zzz BEFORE INSERT ON {relation}"
            " FOR EACH ROW EXECUTE FUNCTION elsewhere.nothing()"
        )
    found = [sentence for sentence in seen(db) if "no migration has recorded" in sentence]
    assert len(found) == 3
    assert mended(db) == []


def test_a_partition_of_the_log_that_lost_a_trigger_is_found(db: Connection) -> None:
    db.execute("SET LOCAL search_path = pg_catalog, pg_temp")
    partitions = db.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits"
        " WHERE inhparent = 'public.audit_logs'::regclass"
    ).fetchall()
    assert len(partitions) > 3
    for (partition,) in partitions:
        table = partition.split(".")[1]
        db.execute(f"DROP TRIGGER {table}_050_no_truncate ON {partition}")
        db.execute(f"ALTER TABLE {partition} DISABLE TRIGGER audit_logs_050_append_only")
    found = [sentence for sentence in seen(db) if "entries of the log could" in sentence]
    assert len(found) == 2 * len(partitions)
    assert mended(db) == []
