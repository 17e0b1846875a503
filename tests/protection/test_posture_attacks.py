"""wcdb posture finds each way past the fence that attackers found who had read the documents.

Each case is an administrator's mistake or malice: something in the catalogue that lends a login
rights, code of its own, or a copy of the rows.
"""

import pytest

from support.posture import RIGHTS, mended, plant, seen
from support.server import Connection, one

SETUP = (
    "CREATE SCHEMA tools",
    "GRANT USAGE ON SCHEMA tools TO PUBLIC",
    "CREATE ROLE backend LOGIN IN ROLE whitecross_service",
    "CREATE ROLE portal LOGIN NOINHERIT IN ROLE whitecross_app, whitecross_admin",
    "CREATE ROLE app1 LOGIN IN ROLE whitecross_app",
    "CREATE ROLE viewer LOGIN IN ROLE whitecross_readonly",
    "CREATE ROLE deploy LOGIN IN ROLE whitecross_owner",
    "CREATE ROLE bob LOGIN NOINHERIT",
    "ALTER ROLE portal SET search_path = sequelize, public, pg_temp",
)
TOOL = "CREATE FUNCTION tools.{} LANGUAGE sql IMMUTABLE AS 'SELECT {}'"

# What is planted, and words of the finding.
ATTACKS = {
    # Roles.
    "ADMIN on a role in between": (
        ["GRANT backend TO app1 WITH ADMIN OPTION"],
        ("role app1: may make others members of backend", "whitecross_service"),
    ),
    "ADMIN on a member of the owner": (
        ["GRANT deploy TO bob WITH ADMIN OPTION"],
        ("role bob: may make others members of deploy", "whitecross_owner"),
    ),
    "ADMIN on a role that reads everything": (
        ["GRANT pg_read_all_data TO viewer WITH ADMIN OPTION"],
        ("role viewer: may make others members of pg_read_all_data",),
    ),
    "the name of a setting in capitals": (
        ["ALTER ROLE portal SET \"APP.User_Role\" = 'ADMIN'"],
        ("role portal: has set app.user_role", "APP.User_Role"),
    ),
    # Names.
    "a schema with the name of a role": (
        ["CREATE SCHEMA whitecross_owner AUTHORIZATION portal"],
        ("role whitecross_owner: search_path names schema whitecross_owner", "portal may create"),
    ),
    "a search_path through a schema of others": (
        [
            "GRANT CREATE ON SCHEMA tools TO portal",
            "ALTER ROLE backend SET search_path = tools, sequelize, public, pg_temp",
        ],
        ("role backend: search_path names schema tools", "portal may create"),
    ),
    "the owner's search_path": (
        [
            "GRANT CREATE ON SCHEMA tools TO PUBLIC",
            "ALTER ROLE whitecross_owner SET search_path = '\"tools\"', pg_catalog, public",
        ],
        ("role whitecross_owner: search_path names schema tools", "PUBLIC may create"),
    ),
    # Code of others.
    "a cast": (
        [
            TOOL.format("c(text) RETURNS uuid", "NULL::uuid"),
            "CREATE CAST (text AS uuid) WITH FUNCTION tools.c(text) AS IMPLICIT",
        ],
        ("cast (pg_catalog.text AS pg_catalog.uuid)",),
    ),
    "an event trigger of a login": (
        [
            "CREATE FUNCTION tools.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "ALTER FUNCTION tools.watch() OWNER TO portal",
            "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION tools.watch()",
        ],
        ("event trigger watch: runs tools.watch() of portal",),
    ),
    "a default": (
        [
            TOOL.format("word() RETURNS text", "NULL::text"),
            "ALTER TABLE students ALTER COLUMN ssn SET DEFAULT tools.word()",
        ],
        ("default value for column ssn of table", "uses function tools.word()"),
    ),
    "a check": (
        [
            TOOL.format("fine(text) RETURNS boolean", "TRUE"),
            "ALTER TABLE clinic_visits ADD CONSTRAINT fine CHECK (tools.fine(notes)) NOT VALID",
        ],
        ("constraint fine on table", "uses function tools.fine(text)"),
    ),
    "an index": (
        [
            TOOL.format("key(text) RETURNS text", "$1"),
            "CREATE INDEX trap ON allergies (tools.key(notes))",
        ],
        ("trap: uses function tools.key(text)",),
    ),
    "a policy": (
        [
            TOOL.format("open() RETURNS boolean", "TRUE"),
            "CREATE POLICY trap ON allergies TO whitecross_app USING (tools.open())",
        ],
        ("policy trap on table", "uses function tools.open()"),
    ),
    "an operator in a policy": (
        [
            TOOL.format("alike(uuid, text) RETURNS boolean", "TRUE"),
            "CREATE OPERATOR tools.=== (LEFTARG = uuid, RIGHTARG = text, FUNCTION = tools.alike)",
            "CREATE POLICY trap ON allergies TO whitecross_app"
            " USING (school_id OPERATOR(tools.===) 'a'::text)",
        ],
        ("policy trap on table", "uses operator tools.==="),
    ),
    "a trigger that says it is ours": (
        [
            "CREATE FUNCTION tools.spring() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NEW; END'",
            "CREATE TRIGGER trap BEFORE INSERT ON yoyo_lock"
            " FOR EACH ROW EXECUTE FUNCTION tools.spring()",
            "COMMENT ON TRIGGER trap ON yoyo_lock IS 'x Built by phi.protect.'",
        ],
        ("trigger trap on table", "uses function tools.spring()"),
    ),
    "a foreign key that changes our rows": (
        [
            "CREATE TABLE tools.grades (grade varchar(10) PRIMARY KEY)",
            "INSERT INTO tools.grades SELECT DISTINCT grade FROM students",
            "ALTER TABLE students ADD CONSTRAINT trap FOREIGN KEY (grade)"
            " REFERENCES tools.grades ON UPDATE CASCADE",
        ],
        ("constraint trap on table", "uses table tools.grades"),
    ),
    "a column type": (
        [
            "CREATE DOMAIN tools.note AS text CHECK (length(VALUE) > 0)",
            "ALTER TABLE vendors ADD COLUMN extra tools.note",
        ],
        ("table", "vendors", "uses type tools.note"),
    ),
    # Past every right.
    "an internal function": (
        [
            "CREATE FUNCTION tools.f(text) RETURNS text LANGUAGE internal STRICT"
            " AS 'pg_read_file_all'"
        ],
        ("tools.f(text): runs C code",),
    ),
    "an aggregate": (
        [
            "CREATE AGGREGATE tools.f7(boolean)"
            " (SFUNC = pg_read_file, STYPE = text, INITCOND = 'postgresql.auto.conf')"
        ],
        ("tools.f7(boolean): is an aggregate that calls pg_read_file",),
    ),
    "a trusted language": (
        ["UPDATE pg_language SET lanpltrusted = TRUE WHERE lanname = 'internal'"],
        ("language internal: is trusted",),
    ),
    "a built-in that is LEAKPROOF": (
        ["ALTER FUNCTION to_date(text, text) LEAKPROOF", "ALTER FUNCTION textlike LEAKPROOF"],
        ("to_date(text,text): is LEAKPROOF", "textlike(text,text): is LEAKPROOF"),
    ),
    # Copies.
    "the large values": (
        [
            "GRANT USAGE ON SCHEMA pg_toast TO app1",
            "DO $$ BEGIN EXECUTE format('GRANT SELECT ON %s TO app1', (SELECT"
            " reltoastrelid::regclass FROM pg_class WHERE oid = 'clinical_notes'::regclass));"
            " END $$",
        ],
        ("schema pg_toast: app1 has USAGE", "app1 has SELECT", "table pg_toast.pg_toast_"),
    ),
    "a view of the samples": (
        [
            "CREATE VIEW tools.samples AS SELECT stavalues1::text FROM pg_statistic",
            "GRANT SELECT ON tools.samples TO app1",
        ],
        ("tools.samples: reads pg_statistic",),
    ),
    "a view of the passwords": (
        ["CREATE VIEW tools.logins AS SELECT rolname, rolpassword FROM pg_authid"],
        ("tools.logins: reads pg_authid",),
    ),
    "a foreign table": (
        [
            "CREATE FOREIGN DATA WRAPPER loop",
            "CREATE SERVER loop FOREIGN DATA WRAPPER loop",
            "CREATE FOREIGN TABLE tools.ft (id uuid) SERVER loop",
            "GRANT SELECT ON tools.ft TO app1",
        ],
        ("foreign table tools.ft: app1 has SELECT",),
    ),
    "yoyo's own tables": (
        ["GRANT INSERT ON _yoyo_migration TO PUBLIC"],
        ("_yoyo_migration: PUBLIC has INSERT",),
    ),
}


BY_A_PERSON = ("NOINHERIT).", "take it out.", "pg_language.", "type tools.note, which is not ours.")


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_found_and_mended(superuser: Connection, attack: str) -> None:
    plant(superuser, *SETUP)
    assert seen(superuser, RIGHTS) == []
    statements, words = ATTACKS[attack]
    for statement in statements:
        superuser.execute(statement)
    found = seen(superuser, RIGHTS)
    for word in words:
        assert any(word in sentence for sentence in found), found
    left = mended(superuser, RIGHTS)
    assert [sentence for sentence in left if not sentence.endswith(BY_A_PERSON)] == []


USUAL = [
    # As an administrator does, who knows our runbook.
    "CREATE ROLE barman LOGIN REPLICATION IN ROLE pg_checkpoint",
    "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO barman",
    "CREATE ROLE mon LOGIN IN ROLE pg_monitor",
    "GRANT SELECT ON pg_subscription TO mon",
    "GRANT USAGE ON FOREIGN SERVER loop TO bob",
    "CREATE VIEW tools.sizes AS SELECT relname, relpages FROM pg_class",
    "CREATE VIEW tools.stats AS SELECT tablename, n_distinct FROM pg_stats",
    "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION tools.watch()",
    "CREATE SCHEMA backend AUTHORIZATION postgres",
    "CREATE SCHEMA portal AUTHORIZATION portal",
    "CREATE CAST (tools.mood AS integer) WITH FUNCTION tools.mood_number(tools.mood)",
    "CREATE INDEX ON tools.box (tools.mood_number(m))",
]


def test_the_usual_work_of_an_administrator_is_none(superuser: Connection) -> None:
    if superuser.info.server_version < 16_00_00:
        USUAL.remove("CREATE ROLE barman LOGIN REPLICATION IN ROLE pg_checkpoint")
        superuser.execute("CREATE ROLE barman LOGIN REPLICATION")
    plant(
        superuser,
        *SETUP,
        "CREATE FOREIGN DATA WRAPPER loop",
        "CREATE SERVER loop FOREIGN DATA WRAPPER loop",
        "CREATE TYPE tools.mood AS ENUM ('good')",
        "CREATE TABLE tools.box (m tools.mood)",
        "CREATE FUNCTION tools.mood_number(tools.mood) RETURNS integer LANGUAGE sql IMMUTABLE"
        " AS 'SELECT 1'",
        "CREATE FUNCTION tools.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        *USUAL,
    )
    # The owner's login may also encrypt, as on the embedded server.
    superuser.execute("GRANT whitecross_encryptor TO whitecross_owner")
    assert seen(superuser, RIGHTS) == []


def test_extensions_in_schema_public_are_none_of_ours(superuser: Connection) -> None:
    """The objects of one are its own; a SECURITY DEFINER function must be accepted by name."""
    plant(
        superuser,
        "CREATE TABLE public.spatial_ref (id integer)",
        "CREATE FUNCTION public.similarity(text, text) RETURNS real LANGUAGE sql AS 'SELECT 1.0'",
        "CREATE VIEW public.stat_statements AS SELECT 1 AS calls",
        "GRANT SELECT ON public.stat_statements TO PUBLIC",
        "CREATE TYPE public.geometry AS ENUM ('a')",
    )
    assert len(seen(superuser)) > 4
    # As CREATE EXTENSION notes them; the server of the tests has no extension but plpgsql.
    superuser.execute(
        "INSERT INTO pg_depend"
        " SELECT o.classid, o.objid, 0, 'pg_extension'::regclass, e.oid, 0, 'e'"
        " FROM pg_extension AS e, (VALUES"
        " ('pg_class'::regclass, 'public.spatial_ref'::regclass::oid),"
        " ('pg_class', 'public.stat_statements'::regclass),"
        " ('pg_type', 'public.geometry'::regtype),"
        " ('pg_proc', 'public.similarity(text,text)'::regprocedure)) AS o (classid, objid)"
        " WHERE e.extname = 'plpgsql'"
    )
    assert seen(superuser) == []
    superuser.execute("SELECT phi.protect_functions()")
    assert one(
        superuser, "SELECT has_function_privilege('public', 'similarity(text,text)', 'EXECUTE')"
    )


def test_a_renamed_table_loses_nothing_by_the_repairs(db: Connection) -> None:
    """It says to rename it back, and what the others mend leaves it as it was."""
    items = "SELECT f::text FROM phi.protection_found('public.students') AS f ORDER BY 1"
    before = db.execute(items).fetchall()
    db.execute("ALTER TABLE students RENAME TO students_old")
    db.execute("DROP POLICY allergies_fence_school ON allergies")
    found = seen(db)
    assert any("students: is classified and does not exist" in sentence for sentence in found)
    assert not any("delete its row from phi.columns" in sentence for sentence in found)
    left = mended(db)
    assert len(left) < 5, left
    db.execute("ALTER TABLE students_old RENAME TO students")
    assert mended(db) == []
    assert db.execute(items).fetchall() == before


@pytest.mark.parametrize(
    ("kind", "name", "privileges"),
    [
        ("TABLE", "phi.tables", "SELECT, INSERT"),
        ("TABLE", "phi.tables", "select"),
        ("TABLE", "phi.tables", "ALL"),
        ("DATABASE", "", "CONNECT"),
    ],
)
def test_a_right_in_other_words_is_refused_with_the_right_ones(
    db: Connection, kind: str, name: str, privileges: str
) -> None:
    db.execute(
        "INSERT INTO phi.grants (object_kind, object_name, role_name, privileges, reason)"
        " VALUES (%s, %s, 'whitecross_masker', %s, 'Try')",
        [kind, name, privileges],
    )
    with pytest.raises(Exception, match=r"and PostgreSQL prints it as .*: write it so"):
        db.execute("SELECT phi.protect_grants()")


def test_a_function_in_other_words_is_refused_with_the_right_ones(db: Connection) -> None:
    db.execute(
        "INSERT INTO phi.callers (function_name, role_name, reason)"
        " VALUES ('phi.guest_students(uuid, uuid)', 'whitecross_app', 'Try')"
    )
    with pytest.raises(Exception, match=r"as phi.guest_students\(uuid,uuid\): write it so"):
        db.execute("SELECT phi.protect_functions()")
