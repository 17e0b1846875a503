"""wcdb posture sees every right that is too many or too few, wherever in the database it is.

What may be wrong comes from the catalogue: every object, every role, every attribute. Many faults
are planted at once, and each must have a finding of its own.
"""

import itertools
import re
from collections.abc import Iterable

import pytest

from support.posture import seen
from support.server import Connection, Create, Server, connect, one
from wcdb.database import ROOT
from wcdb.protection import logins, rights

OURS = ("public", "phi", "masked", "sequelize", "archive")
GROUPS = (
    "whitecross_admin",
    "whitecross_app",
    "whitecross_auditor",
    "whitecross_district",
    "whitecross_encryptor",
    "whitecross_masker",
    "whitecross_pgaudit",
    "whitecross_readonly",
    "whitecross_service",
)
CLAIMS = (
    "app.user_id",
    "app.user_role",
    "app.school_id",
    "app.district_id",
    "app.request_id",
    "app.session_id",
)
MONTH = "archive.audit_logs_2019_01"

GRANTS = """
    SELECT g.object_kind::text, g.object_name, g.role_name::text, g.privileges
    FROM   phi.grants AS g
    ORDER  BY 1, 2, 3
"""

RELATIONS = """
    SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
           format('%%I.%%I', n.nspname, c.relname), r.rolname::text
    FROM   pg_class AS c
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    CROSS  JOIN unnest(%s::text[]) AS r (rolname)
    WHERE  n.nspname = ANY(%s)
    AND    c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND    CASE c.relkind
               WHEN 'S' THEN NOT has_sequence_privilege(r.rolname, c.oid, 'SELECT')
               ELSE NOT has_any_column_privilege(r.rolname, c.oid, 'SELECT')
           END
    ORDER  BY 2, 3
"""


def on(connection: Connection, kind: str, name: str) -> str:
    """Return an object as GRANT names it."""
    return f"{kind} {name or one(connection, 'SELECT current_database()')}"


def unseen(found: Iterable[str], words: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the faults of whose words no finding has all."""
    patterns = {
        fault: [re.compile(rf"(?<![\w.]){re.escape(word)}(?!\w)") for word in fault]
        for fault in words
    }
    found = list(found)
    assert patterns
    return [
        fault
        for fault, parts in patterns.items()
        if not any(all(part.search(sentence) for part in parts) for sentence in found)
    ]


def plant(connection: Connection, *statements: str) -> None:
    connection.execute(";".join(statements))


def archive_a_month(connection: Connection) -> None:
    """Make a month of the log as phi.audit_detach_partition leaves it."""
    connection.execute(f"CREATE TABLE {MONTH} (LIKE public.audit_logs)")
    name = MONTH.split(".")[1]
    for trigger, event in (
        (f"{name}_050_append_only", "UPDATE OR DELETE ON {} FOR EACH ROW"),
        (f"{name}_050_no_truncate", "TRUNCATE ON {} FOR EACH STATEMENT"),
    ):
        plant(
            connection,
            f"CREATE TRIGGER {trigger} BEFORE {event.format(MONTH)}"
            " EXECUTE FUNCTION public.audit_logs_refuse_change()",
            f"ALTER TABLE {MONTH} ENABLE ALWAYS TRIGGER {trigger}",
        )
    owner = one(
        connection,
        "SELECT relowner::regrole::text FROM pg_class WHERE oid = 'public.audit_logs'::regclass",
    )
    connection.execute(f"ALTER TABLE {MONTH} OWNER TO {owner}")


# ---------------------------------------------------------------------------------------------
# Grants
# ---------------------------------------------------------------------------------------------


def test_each_right_that_is_taken_away_is_found_and_comes_back(db: Connection) -> None:
    rows = db.execute(GRANTS).fetchall()
    assert len(rows) > 60
    for kind, name, role, privileges in rows:
        db.execute(f"REVOKE {privileges} ON {on(db, kind, name)} FROM {role}")
    found = seen(db)
    assert (
        unseen(
            found,
            [(name, role, "SELECT phi.protect_grants()") for _, name, role, _ in rows if name],
        )
        == []
    )
    assert unseen(found, [("database", "whitecross_service", "SELECT phi.protect_grants()")]) == []
    assert len(found) == len(rows)
    db.execute("SELECT phi.protect_grants()")
    assert seen(db) == []


def test_each_right_that_is_one_column_short_is_found(db: Connection) -> None:
    db.execute("REVOKE UPDATE (state) ON phi.data_keys FROM whitecross_encryptor")
    assert len(seen(db)) == 1
    db.execute("SELECT phi.protect_grants()")
    assert seen(db) == []


def test_each_right_too_many_is_found(superuser: Connection) -> None:
    """On every relation and sequence of ours, to every role that may not read it."""
    archive_a_month(superuser)
    # Tables and masked views of phi.protect: test_posture.py has one of each.
    faults = superuser.execute(
        RELATIONS, [list(GROUPS), ["phi", "archive", "sequelize"]]
    ).fetchall()
    faults += superuser.execute(RELATIONS, [["public"], ["phi", "archive", "sequelize"]]).fetchall()
    kinds = {(kind, name.split(".")[0]) for kind, name, _ in faults}
    assert {("TABLE", "phi"), ("TABLE", "archive"), ("TABLE", "sequelize")} < kinds
    assert ("SEQUENCE", "phi") in kinds
    assert len(faults) > 600
    for kind, name, role in faults:
        superuser.execute(f"GRANT SELECT ON {kind} {name} TO {role}")
    words = [(name, role.replace("public", "PUBLIC")) for _, name, role in faults]
    assert unseen(seen(superuser), words) == []


def test_each_column_of_phi_is_looked_at(db: Connection) -> None:
    columns = db.execute(
        "SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_attribute AS a"
        " ON a.attrelid = c.oid AND a.attnum = 1"
        " WHERE c.relnamespace = 'phi'::regnamespace AND c.relkind IN ('r', 'v')"
    ).fetchall()
    assert len(columns) > 20
    for relation, column in columns:
        db.execute(f"GRANT REFERENCES ({column}) ON phi.{relation} TO whitecross_app")
    words = [(f"phi.{relation}", "whitecross_app") for relation, _ in columns]
    assert unseen(seen(db, rights.CHECKS), words) == []
    db.execute("SELECT phi.protect_grants()")
    assert seen(db) == []


def test_each_schema_is_looked_at(superuser: Connection) -> None:
    faults = superuser.execute(
        "SELECT n.name, r.role, p.privilege FROM unnest(%s::text[]) AS n (name)"
        " CROSS JOIN unnest(%s::text[]) AS r (role)"
        " CROSS JOIN (VALUES ('USAGE'), ('CREATE')) AS p (privilege)"
        " WHERE NOT has_schema_privilege(r.role, n.name, p.privilege)",
        [list(OURS), [*GROUPS, "public"]],
    ).fetchall()
    assert len(faults) > 60
    for name, role, privilege in faults:
        superuser.execute(f"GRANT {privilege} ON SCHEMA {name} TO {role}")
    found = seen(superuser)
    words = [(f"schema {name}", role.replace("public", "PUBLIC")) for name, role, _ in faults]
    assert unseen(found, words) == []
    for name, role, _ in faults:
        superuser.execute(f"REVOKE ALL ON SCHEMA {name} FROM {role}")
    superuser.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    superuser.execute("SELECT phi.protect_grants()")
    assert seen(superuser) == []


def test_the_database_is_looked_at(superuser: Connection) -> None:
    roles = [role for role in [*GROUPS, "PUBLIC", "stranger"] if role != "whitecross_service"]
    database = one(superuser, "SELECT current_database()")
    superuser.execute("CREATE ROLE stranger")
    for role in roles:
        superuser.execute(f"GRANT CREATE ON DATABASE {database} TO {role}")
        superuser.execute(f"GRANT TEMPORARY ON DATABASE {database} TO {role}")
    words = [("database", role) for role in roles]
    assert unseen(seen(superuser, rights.CHECKS), words) == []
    superuser.execute("SELECT phi.protect_grants()")
    left = seen(superuser)
    assert len(left) == 4
    assert all("PUBLIC" in sentence or "stranger" in sentence for sentence in left)


def test_who_may_connect_is_not_for_us_to_say(superuser: Connection) -> None:
    database = one(superuser, "SELECT current_database()")
    superuser.execute(f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC")
    superuser.execute(f"GRANT CONNECT ON DATABASE {database} TO whitecross_app")
    assert seen(superuser) == []


def test_without_usage_of_schema_public_nobody_works(db: Connection) -> None:
    db.execute("REVOKE USAGE ON SCHEMA public FROM PUBLIC")
    assert (
        unseen(seen(db, rights.CHECKS), [("schema public", "whitecross_app", "GRANT USAGE")]) == []
    )
    db.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    assert seen(db) == []


def test_whatever_is_planted_protect_grants_repairs(
    postgres: Server, create: Create, schema_template: str
) -> None:
    """To the letter: pg_dump is the same, and a second run changes nothing."""
    environment = create(schema_template)
    before = postgres.schema(environment)
    with connect(environment) as connection:
        for role in reversed(GROUPS):
            connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA phi TO {role}")
            connection.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA phi TO {role}")
            connection.execute(f"GRANT ALL ON SCHEMA phi, archive TO {role} WITH GRANT OPTION")
        connection.execute("REVOKE USAGE ON SCHEMA masked FROM whitecross_app")
        connection.execute("REVOKE SELECT ON phi.tables FROM whitecross_admin")
        connection.execute("GRANT SELECT ON phi.tables TO whitecross_admin")
        # A right that was handed on.
        connection.execute("GRANT SELECT ON phi.audit_salt TO whitecross_app WITH GRANT OPTION")
        connection.execute("GRANT SELECT ON public.yoyo_lock TO whitecross_readonly")
        connection.commit()
        assert postgres.schema(environment) != before
        assert len(seen(connection)) > 250
        connection.execute("SELECT phi.protect_grants()")
        connection.commit()
        assert seen(connection) == []
        connection.rollback()
        connection.execute("SELECT phi.protect_grants()")
        assert one(connection, "SELECT pg_current_xact_id_if_assigned()") is None
    assert postgres.schema(environment) == before


def test_what_a_holder_gave_on_goes_with_it(superuser: Connection) -> None:
    superuser.execute("GRANT SELECT ON phi.audit_salt TO whitecross_app WITH GRANT OPTION")
    superuser.execute("SET LOCAL ROLE whitecross_app")
    superuser.execute("GRANT SELECT ON phi.audit_salt TO whitecross_service, PUBLIC")
    superuser.execute("RESET ROLE")
    found = seen(superuser)
    assert unseen(found, [("phi.audit_salt", role) for role in ("whitecross_app", "PUBLIC")]) == []
    assert any("WITH GRANT OPTION" in sentence for sentence in found)
    superuser.execute("SELECT phi.protect_grants()")
    assert seen(superuser) == []


def test_a_row_without_its_object_is_found(db: Connection) -> None:
    db.execute("DROP VIEW phi.unusual_access")
    assert (
        unseen(
            seen(db, rights.CHECKS),
            [("phi.unusual_access", "whitecross_auditor", "does not exist")],
        )
        == []
    )
    db.execute("SELECT phi.protect_grants()")


def test_rights_on_the_server_itself_are_found(superuser: Connection) -> None:
    plant(
        superuser,
        "CREATE ROLE stranger",
        "CREATE FOREIGN DATA WRAPPER elsewhere",
        "CREATE SERVER elsewhere FOREIGN DATA WRAPPER elsewhere",
    )
    assert seen(superuser) == []
    for role in GROUPS:
        plant(
            superuser,
            f"GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {role}",
            f"GRANT SELECT ON pg_authid TO {role}",
            f"GRANT USAGE ON FOREIGN SERVER elsewhere TO {role}",
        )
    found = seen(superuser)
    for what in ("pg_read_file", "pg_authid", "elsewhere"):
        assert unseen(found, [(what, role) for role in GROUPS]) == []


# ---------------------------------------------------------------------------------------------
# Settings
# ---------------------------------------------------------------------------------------------


def settings_of(connection: Connection) -> list[tuple[str, str]]:
    """Return the statements that give a role or a database a setting, with who has it then."""
    database = one(connection, "SELECT current_database()")
    connection.execute("CREATE ROLE stranger")
    return [
        (f"ALTER DATABASE {database} SET", database),
        ("ALTER ROLE ALL SET", "every role"),
        ("ALTER ROLE stranger SET", "stranger"),
        (f"ALTER ROLE whitecross_app IN DATABASE {database} SET", "whitecross_app"),
    ]


def test_the_claims_are_all(db: Connection) -> None:
    """Every setting that a function or policy of ours reads."""
    text = "\n".join(path.read_text() for path in ROOT.glob("sql/*.sql"))
    assert set(re.findall(r"current_setting\('(app\.\w+)'", text)) == set(CLAIMS)


@pytest.mark.parametrize(
    "setting",
    [
        "session_replication_role = replica",
        "pgaudit.role = 'nobody'",
        "pgaudit.log_parameter = 'on'",
        *(f"{claim} = 'x'" for claim in CLAIMS),
    ],
)
def test_a_setting_of_a_role_or_database_is_found(superuser: Connection, setting: str) -> None:
    name = setting.split()[0]
    faults = settings_of(superuser)
    for statement, _ in faults:
        superuser.execute(f"{statement} {setting}")
    found = seen(superuser)
    assert unseen(found, [(name, who) for _, who in faults]) == []
    assert len(found) == len(faults)


def test_a_harmless_setting_is_none(superuser: Connection) -> None:
    for statement, _ in settings_of(superuser):
        superuser.execute(f"{statement} search_path = sequelize, public, pg_temp")
        superuser.execute(f"{statement} session_replication_role = origin")
        superuser.execute(f"{statement} pgaudit.role = 'whitecross_pgaudit'")
    assert seen(superuser) == []


@pytest.mark.parametrize("setting", ["session_replication_role = replica", "app.school_id = 'x'"])
def test_a_setting_of_the_server_is_found(superuser: Connection, setting: str) -> None:
    superuser.execute(f"SET LOCAL {setting}")
    assert unseen(seen(superuser, logins.CHECKS), [(setting.split()[0],)]) == []


def test_a_parameter_of_the_superusers_is_found(superuser: Connection) -> None:
    superuser.execute("CREATE ROLE portal LOGIN IN ROLE whitecross_app")
    superuser.execute("CREATE ROLE stranger LOGIN")
    superuser.execute("GRANT SET ON PARAMETER session_replication_role TO stranger")
    superuser.execute("GRANT SET ON PARAMETER log_parameter_max_length TO portal")
    assert seen(superuser) == []
    roles = [*GROUPS, "portal", "PUBLIC"]
    for role in roles:
        superuser.execute(f"GRANT SET ON PARAMETER session_replication_role TO {role}")
        superuser.execute(f"GRANT ALTER SYSTEM ON PARAMETER session_preload_libraries TO {role}")
    found = seen(superuser)
    for name in ("session_replication_role", "session_preload_libraries"):
        assert unseen(found, [(name, role) for role in roles]) == []


# ---------------------------------------------------------------------------------------------
# Owners
# ---------------------------------------------------------------------------------------------


def test_every_owner_is_looked_at(superuser: Connection) -> None:
    superuser.execute("CREATE ROLE stranger")
    archive_a_month(superuser)
    superuser.execute(f"ALTER TABLE {MONTH} OWNER TO whitecross_owner")
    assert seen(superuser) == []
    database = one(superuser, "SELECT current_database()")
    objects = superuser.execute(
        "SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END,"
        " c.oid::regclass::text FROM pg_class AS c"
        " WHERE c.relnamespace::regnamespace::text = ANY(%s) AND NOT c.relispartition"
        " AND c.relkind IN ('r', 'p', 'v', 'c') AND c.relname !~ 'yoyo'",
        [[schema for schema in OURS if schema != "masked"]],
    ).fetchall()
    assert len(objects) > 200
    for kind, name in [*objects, ("DATABASE", database), ("SCHEMA", "phi"), ("SCHEMA", "public")]:
        superuser.execute(f"ALTER {kind} {name} OWNER TO stranger")
    superuser.execute("ALTER TYPE public.user_role OWNER TO stranger")
    found = [sentence for sentence in seen(superuser) if "belongs to stranger" in sentence]
    names = [name if "." in name else f"public.{name}" for _, name in objects]
    assert unseen(found, [(name, "stranger") for name in names]) == []
    words = ["database", "schema phi", "schema public", "public.user_role"]
    assert unseen(found, [(word, "stranger") for word in words]) == []


def test_a_group_that_owns_something_is_found(superuser: Connection) -> None:
    for role in GROUPS:
        superuser.execute(f"CREATE SCHEMA of_{role} AUTHORIZATION {role}")
    found = seen(superuser, rights.CHECKS)
    assert unseen(found, [(f"of_{role}", role) for role in GROUPS]) == []


def test_what_is_there_for_a_time_is_none(superuser: Connection) -> None:
    """Sequelize's findOrCreate."""
    superuser.execute("SET LOCAL ROLE whitecross_service")
    superuser.execute("CREATE TABLE pg_temp.kept (id uuid)")
    superuser.execute(
        "CREATE FUNCTION pg_temp.testfunc() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$"
    )
    superuser.execute("RESET ROLE")
    assert seen(superuser) == []


# ---------------------------------------------------------------------------------------------
# Functions and views elsewhere
# ---------------------------------------------------------------------------------------------

ELSEWHERE = (
    "CREATE SCHEMA elsewhere",
    "CREATE ROLE stranger",
    "GRANT ALL ON SCHEMA elsewhere TO stranger",
)

FUNCTION = """
    CREATE FUNCTION elsewhere.peek() RETURNS SETOF text LANGUAGE {} SECURITY DEFINER
    AS $$ {} $$
"""


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("sql", "SELECT first_name FROM public.students"),
        ("sql", "SELECT encode(salt, 'hex') FROM phi.audit_salt"),
        ("sql", 'SELECT "firstName" FROM sequelize.students'),
        ("plpgsql", "BEGIN RETURN QUERY SELECT first_name::text FROM students; END"),
        ("plpgsql", "BEGIN RETURN QUERY EXECUTE 'SELECT ' || chr(49); END"),
    ],
)
def test_a_function_elsewhere_with_our_rights_is_found(
    superuser: Connection, language: str, body: str
) -> None:
    plant(superuser, *ELSEWHERE)
    superuser.execute("SET LOCAL search_path = public")
    superuser.execute(FUNCTION.format(language, body))
    assert unseen(seen(superuser, rights.CHECKS), [("elsewhere.peek()", "PUBLIC")]) == []
    plant(
        superuser,
        "REVOKE EXECUTE ON FUNCTION elsewhere.peek() FROM PUBLIC",
    )
    assert seen(superuser) == []
    superuser.execute("GRANT EXECUTE ON FUNCTION elsewhere.peek() TO stranger")
    assert unseen(seen(superuser, rights.CHECKS), [("elsewhere.peek()", "stranger")]) == []
    # With the rights of somebody who has none here.
    superuser.execute("ALTER FUNCTION elsewhere.peek() OWNER TO stranger")
    assert seen(superuser) == []


def test_a_function_that_reads_nothing_of_ours_is_none(superuser: Connection) -> None:
    plant(superuser, *ELSEWHERE)
    superuser.execute(FUNCTION.format("sql", "SELECT usename::text FROM pg_catalog.pg_shadow"))
    assert seen(superuser) == []


INVOKER = "WITH (security_invoker = TRUE)"


@pytest.mark.parametrize(
    "base",
    ["public.students", "sequelize.students", "masked.students", "phi.audit_salt", MONTH],
)
def test_a_view_elsewhere_is_found(superuser: Connection, base: str) -> None:
    """Also one that reads ours through others, whatever those are."""
    archive_a_month(superuser)
    plant(
        superuser,
        *ELSEWHERE,
        f"CREATE VIEW elsewhere.safe {INVOKER} AS SELECT * FROM {base}",
        f"CREATE VIEW elsewhere.safest {INVOKER} AS SELECT * FROM elsewhere.safe",
    )
    assert seen(superuser) == []
    plant(
        superuser,
        "CREATE VIEW elsewhere.open AS SELECT count(*) AS n FROM elsewhere.safest",
        f"CREATE VIEW elsewhere.opener {INVOKER} AS SELECT * FROM elsewhere.open",
        "CREATE MATERIALIZED VIEW elsewhere.copied AS SELECT * FROM elsewhere.opener",
        f"CREATE VIEW masked.unmasked AS SELECT * FROM {base}",
    )
    found = seen(superuser)
    name = base.split(".")[1]
    for view in ("elsewhere.open", "elsewhere.copied", "masked.unmasked"):
        assert unseen(found, [(view, name)]) == []
    assert not any("elsewhere.safe" in sentence for sentence in found)
    assert len([sentence for sentence in found if "elsewhere." in sentence]) == 2


def test_a_rule_elsewhere_is_found(superuser: Connection) -> None:
    plant(
        superuser,
        *ELSEWHERE,
        "CREATE TABLE elsewhere.trap (id uuid)",
        "CREATE RULE spring AS ON INSERT TO elsewhere.trap DO ALSO DELETE FROM public.students",
    )
    assert unseen(seen(superuser), [("elsewhere.trap", "spring")]) == []


def test_a_foreign_child_is_found(superuser: Connection) -> None:
    plant(
        superuser,
        "CREATE FOREIGN DATA WRAPPER elsewhere",
        "CREATE SERVER elsewhere FOREIGN DATA WRAPPER elsewhere",
        "CREATE FOREIGN TABLE public.student_copies () INHERITS (public.students) SERVER elsewhere",
        "CREATE TABLE phi.heir () INHERITS (phi.audit_salt)",
    )
    words = [
        ("public.student_copies", "students"),
        ("phi.heir", "audit_salt"),
    ]
    assert unseen(seen(superuser), words) == []


# ---------------------------------------------------------------------------------------------
# Groups and logins
# ---------------------------------------------------------------------------------------------

ATTRIBUTES = ("LOGIN", "SUPERUSER", "BYPASSRLS", "CREATEROLE", "CREATEDB", "REPLICATION")
PREDEFINED = (
    "pg_read_all_data",
    "pg_write_all_data",
    "pg_execute_server_program",
    "pg_read_server_files",
    "pg_write_server_files",
)
ALLOWED = {("whitecross_encryptor", "pg_read_all_stats")}  # wcdb phi --max-replica-lag


def test_every_attribute_of_every_group_is_found(superuser: Connection) -> None:
    for role in GROUPS:
        superuser.execute(f"ALTER ROLE {role} {' '.join(ATTRIBUTES)}")
    words = [(f"role {role}", f"NO{word}") for role in GROUPS for word in ATTRIBUTES]
    assert unseen(seen(superuser, logins.CHECKS), words) == []


def test_every_membership_of_every_group_is_found(superuser: Connection) -> None:
    superuser.execute("CREATE ROLE stranger")
    roles = superuser.execute(
        "SELECT rolname FROM pg_roles WHERE rolname ~ '^pg_' AND rolname <> 'pg_database_owner'"
    ).fetchall()
    others = ["stranger", "postgres", *(name for (name,) in roles)]
    assert len(others) > 10
    faults = [pair for pair in itertools.product(GROUPS, others) if pair not in ALLOWED]
    for group, other in faults:
        superuser.execute(f"GRANT {other} TO {group}")
    assert (
        unseen(
            seen(superuser, logins.CHECKS), [(f"role {group}", other) for group, other in faults]
        )
        == []
    )


@pytest.mark.parametrize("groups", [GROUPS, GROUPS[::-1]], ids=["in", "of"])
def test_a_group_in_a_group_is_found(superuser: Connection, groups: tuple[str, ...]) -> None:
    """Not a circle: PostgreSQL refuses that."""
    faults = list(itertools.combinations(groups, 2))
    for group, other in faults:
        superuser.execute(f"GRANT {other} TO {group}")
    assert (
        unseen(
            seen(superuser, logins.CHECKS), [(f"role {group}", other) for group, other in faults]
        )
        == []
    )


def test_what_the_tool_asks_for_is_allowed(superuser: Connection) -> None:
    for group, other in ALLOWED:
        superuser.execute(f"GRANT {other} TO {group}")
    assert seen(superuser) == []


def test_the_logins_of_the_runbook_are_allowed(superuser: Connection) -> None:
    page = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    found = re.search(r"^## Logins\n.*?```\n(.*?)```", page, re.DOTALL | re.MULTILINE)
    assert found and found[1].count("CREATE ROLE") == 2
    superuser.execute(found[1])
    plant(
        superuser,
        "CREATE ROLE staff",
        "GRANT whitecross_app TO staff",
        "CREATE ROLE indirect LOGIN IN ROLE staff",
        "CREATE ROLE migrations LOGIN CREATEROLE CREATEDB IN ROLE whitecross_owner",
        "CREATE ROLE backups LOGIN BYPASSRLS IN ROLE pg_read_all_data",
        "CREATE ROLE monitoring LOGIN IN ROLE pg_monitor",
    )
    assert seen(superuser) == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_login_of_each_group(superuser: Connection, group: str) -> None:
    """Whatever lets it past the fence is found; nobody is a member of the last two."""
    private = group in ("whitecross_masker", "whitecross_pgaudit")
    superuser.execute(f"CREATE ROLE portal LOGIN IN ROLE {group}")
    assert bool(unseen(seen(superuser, logins.CHECKS), [("role portal", group)])) is not private
    for attribute in ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION"):
        superuser.execute(f"ALTER ROLE portal {attribute}")
        assert unseen(seen(superuser, logins.CHECKS), [("role portal", f"NO{attribute}")]) == []
        superuser.execute(f"ALTER ROLE portal NO{attribute}")
    for role in (*PREDEFINED, "postgres"):
        superuser.execute(f"GRANT {role} TO portal")
    words = [("role portal", role) for role in (*PREDEFINED, "postgres")]
    assert unseen(seen(superuser, logins.CHECKS), words) == []
    # Not by inheritance but by SET ROLE, and not directly.
    for role in (*PREDEFINED, "postgres"):
        superuser.execute(f"REVOKE {role} FROM portal")
    plant(
        superuser,
        "ALTER ROLE portal NOINHERIT",
        "CREATE ROLE staff NOINHERIT",
        f"REVOKE {group} FROM portal",
        f"GRANT {group} TO staff",
        "GRANT staff TO portal",
    )
    assert bool(unseen(seen(superuser, logins.CHECKS), [("role staff", group)])) is not private
    for role in (*PREDEFINED, "postgres"):
        superuser.execute(f"GRANT {role} TO staff")
    assert unseen(seen(superuser, logins.CHECKS), words) == []


def test_a_bypassing_login_in_a_group_of_yours_is_found(superuser: Connection) -> None:
    plant(
        superuser,
        "CREATE ROLE staff IN ROLE whitecross_app",
        "CREATE ROLE portal LOGIN BYPASSRLS IN ROLE staff",
    )
    assert unseen(seen(superuser, logins.CHECKS), [("role portal", "NOBYPASSRLS")]) == []


def test_two_inherited_groups_are_found(superuser: Connection) -> None:
    """Policies are permissive: the rights of the two add up."""
    pairs = list(itertools.combinations(["whitecross_owner", *GROUPS], 2))
    for number, pair in enumerate(pairs):
        superuser.execute(f"CREATE ROLE portal{number} LOGIN IN ROLE {', '.join(pair)}")
    words = [(f"role portal{n}", *pair, "NOINHERIT") for n, pair in enumerate(pairs)]
    assert unseen(seen(superuser, logins.CHECKS), words) == []


def test_two_groups_by_set_role_are_allowed(superuser: Connection) -> None:
    """NOINHERIT; and, from PostgreSQL 16 on, WITH INHERIT FALSE."""
    plant(
        superuser,
        "CREATE ROLE portal LOGIN NOINHERIT IN ROLE whitecross_app, whitecross_service",
        "CREATE ROLE staff NOINHERIT IN ROLE whitecross_app",
        "CREATE ROLE other LOGIN IN ROLE staff, whitecross_admin",
    )
    if superuser.info.server_version >= 16_00_00:
        plant(
            superuser,
            "CREATE ROLE third LOGIN IN ROLE whitecross_app",
            "GRANT whitecross_service TO third WITH INHERIT FALSE",
        )
    assert seen(superuser) == []


def test_a_membership_overrides_the_attribute(superuser: Connection) -> None:
    if superuser.info.server_version < 16_00_00:
        pytest.skip("PostgreSQL 15 has one attribute for all memberships")
    plant(
        superuser,
        "CREATE ROLE portal LOGIN NOINHERIT IN ROLE whitecross_app",
        "GRANT whitecross_app, whitecross_service TO portal WITH INHERIT TRUE",
        "CREATE ROLE reader LOGIN IN ROLE whitecross_app",
        "GRANT pg_read_all_data TO reader WITH INHERIT FALSE, SET TRUE",
        "CREATE ROLE harmless LOGIN IN ROLE whitecross_app",
        "GRANT pg_read_all_data TO harmless WITH INHERIT FALSE, SET FALSE",
    )
    found = seen(superuser)
    words = [
        ("role portal", "whitecross_app", "whitecross_service"),
        ("role reader", "pg_read_all_data"),
    ]
    assert unseen(found, words) == []
    assert not any("harmless" in sentence for sentence in found)


def test_whoever_may_hand_on_a_group_is_found(superuser: Connection) -> None:
    """Before PostgreSQL 16 that is a member too, and a member of the owner is the owner."""
    superuser.execute("CREATE ROLE portal LOGIN")
    groups = list(GROUPS)
    option = "OPTION"
    if superuser.info.server_version >= 16_00_00:
        groups.append("whitecross_owner")
        option = "TRUE, INHERIT FALSE, SET FALSE"
    for group in groups:
        superuser.execute(f"GRANT {group} TO portal WITH ADMIN {option}")
    words = [("role portal", group, "ADMIN OPTION") for group in groups]
    assert unseen(seen(superuser, logins.CHECKS), words) == []


def test_a_superuser_by_membership_is_found(superuser: Connection) -> None:
    plant(
        superuser,
        "CREATE ROLE root SUPERUSER",
        "CREATE ROLE portal LOGIN IN ROLE root",
        "GRANT root TO whitecross_owner",
    )
    words = [("role portal", "root"), ("role whitecross_owner", "root")]
    assert unseen(seen(superuser, logins.CHECKS), words) == []
