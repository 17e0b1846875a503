"""wcdb posture sees every right that is too many or too few, wherever in the database it is.

What may be wrong comes from the catalogue: every object, every role, every attribute. Many faults
are planted at once, and each must have a finding of its own.
"""

import itertools
import re

import pytest

from support.posture import GROUPS, RIGHTS, mended, plant, seen, unseen
from support.server import Connection, Create, Server, connect, one
from wcdb.database import ROOT
from wcdb.protection import code, elsewhere, rights, settings

OURS = ("public", "phi", "masked", "sequelize", "archive")
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
    found = seen(db, RIGHTS)
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
    assert seen(db, RIGHTS) == []


def test_each_right_that_is_one_column_short_is_found(db: Connection) -> None:
    db.execute("REVOKE UPDATE (state) ON phi.data_keys FROM whitecross_encryptor")
    assert len(seen(db, RIGHTS)) == 1
    db.execute("SELECT phi.protect_grants()")
    assert seen(db, RIGHTS) == []


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
    assert mended(superuser) == []


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
    assert unseen(seen(db, RIGHTS), words) == []
    db.execute("SELECT phi.protect_grants()")
    assert seen(db, RIGHTS) == []


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
    found = seen(superuser, RIGHTS)
    words = [(f"schema {name}", role.replace("public", "PUBLIC")) for name, role, _ in faults]
    assert unseen(found, words) == []
    for name, role, _ in faults:
        superuser.execute(f"REVOKE ALL ON SCHEMA {name} FROM {role}")
    superuser.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    superuser.execute("SELECT phi.protect_grants()")
    assert seen(superuser, RIGHTS) == []


def test_the_database_is_looked_at(superuser: Connection) -> None:
    roles = [role for role in [*GROUPS, "PUBLIC", "stranger"] if role != "whitecross_service"]
    database = one(superuser, "SELECT current_database()")
    superuser.execute("CREATE ROLE stranger")
    for role in roles:
        superuser.execute(f"GRANT CREATE ON DATABASE {database} TO {role}")
        superuser.execute(f"GRANT TEMPORARY ON DATABASE {database} TO {role}")
    words = [("database", role) for role in roles]
    assert unseen(seen(superuser, RIGHTS), words) == []
    superuser.execute("SELECT phi.protect_grants()")
    left = seen(superuser, RIGHTS)
    assert len(left) == 4
    assert all("PUBLIC" in sentence or "stranger" in sentence for sentence in left)


def test_who_may_connect_is_not_for_us_to_say(superuser: Connection) -> None:
    database = one(superuser, "SELECT current_database()")
    superuser.execute(f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC")
    superuser.execute(f"GRANT CONNECT ON DATABASE {database} TO whitecross_app")
    assert seen(superuser, RIGHTS) == []


def test_without_usage_of_schema_public_nobody_works(db: Connection) -> None:
    db.execute("REVOKE USAGE ON SCHEMA public FROM PUBLIC")
    assert unseen(seen(db, RIGHTS), [("schema public", "whitecross_app", "GRANT USAGE")]) == []
    db.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    assert seen(db, RIGHTS) == []


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
        assert len(seen(connection, RIGHTS)) > 250
        connection.execute("SELECT phi.protect_grants()")
        connection.commit()
        assert seen(connection, RIGHTS) == []
        connection.rollback()
        connection.execute("SELECT phi.protect_grants()")
        assert one(connection, "SELECT pg_current_xact_id_if_assigned()") is None
    assert postgres.schema(environment) == before


def test_what_a_holder_gave_on_goes_with_it(superuser: Connection) -> None:
    superuser.execute("GRANT SELECT ON phi.audit_salt TO whitecross_app WITH GRANT OPTION")
    superuser.execute("SET LOCAL ROLE whitecross_app")
    superuser.execute("GRANT SELECT ON phi.audit_salt TO whitecross_service, PUBLIC")
    superuser.execute("RESET ROLE")
    found = seen(superuser, RIGHTS)
    assert unseen(found, [("phi.audit_salt", role) for role in ("whitecross_app", "PUBLIC")]) == []
    assert any("WITH GRANT OPTION" in sentence for sentence in found)
    superuser.execute("SELECT phi.protect_grants()")
    assert seen(superuser, RIGHTS) == []


def test_a_row_without_its_object_is_found(db: Connection) -> None:
    db.execute("DROP VIEW phi.unusual_access")
    assert (
        unseen(
            seen(db, RIGHTS),
            [("phi.unusual_access", "whitecross_auditor", "does not exist")],
        )
        == []
    )
    db.execute("SELECT phi.protect_grants()")


OUT_OF_THE_SERVER = (
    "FOREIGN SERVER elsewhere",
    "FOREIGN DATA WRAPPER elsewhere",
    "LARGE OBJECT 4711",
    "TABLESPACE pg_default",
    "SCHEMA pg_catalog",
)
# What PostgreSQL keeps for its superusers, or for roles of its own.
KEPT = """
    SELECT 'TABLE', c.relname::text
    FROM   pg_class AS c
    WHERE  c.relnamespace = 'pg_catalog'::regnamespace
    AND    c.relkind IN ('r', 'v')
    AND    NOT has_table_privilege('public', c.oid, 'SELECT')
    UNION  ALL
    SELECT 'FUNCTION', p.oid::regprocedure::text
    FROM   pg_proc AS p
    WHERE  p.pronamespace = 'pg_catalog'::regnamespace
    AND    p.prokind = 'f'
    AND    NOT has_function_privilege('public', p.oid, 'EXECUTE')
    ORDER  BY 1, 2
"""


def test_rights_on_the_server_itself_are_found(superuser: Connection) -> None:
    """Everything that PUBLIC may not do from the start, given to PUBLIC, a group and a login."""
    kept = superuser.execute(KEPT).fetchall()
    plant(
        superuser,
        "CREATE ROLE staff",
        "GRANT whitecross_app TO staff",
        "CREATE ROLE portal LOGIN IN ROLE staff",
        "CREATE ROLE stranger",
        "CREATE FOREIGN DATA WRAPPER elsewhere",
        "CREATE SERVER elsewhere FOREIGN DATA WRAPPER elsewhere",
        "SELECT lo_create(4711)",
        # The administrator's business, and what everybody may do anyway.
        "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO stranger",
        "GRANT EXECUTE ON FUNCTION pg_sleep(double precision) TO portal, PUBLIC",
        "GRANT SELECT ON pg_class TO portal, stranger",
    )
    assert seen(superuser, RIGHTS) == []
    assert {("TABLE", "pg_statistic"), ("FUNCTION", "pg_read_file(text)")} < set(kept)
    assert len(kept) > 60
    objects = [" ".join(pair) for pair in kept]
    for name, role in itertools.product([*objects, *OUT_OF_THE_SERVER], ["portal", "PUBLIC"]):
        superuser.execute(f"GRANT ALL ON {name} TO {role}")
    for role in (*GROUPS, "staff"):
        superuser.execute(f"GRANT EXECUTE ON FUNCTION pg_read_file(text) TO {role}")
    superuser.execute("GRANT SELECT (stavalues1), UPDATE (stavalues2) ON pg_statistic TO stranger")
    found = [sentence.replace("\n", " ") for sentence in seen(superuser, elsewhere.CHECKS)]
    words: list[tuple[str, ...]] = [
        (name.split(" ", 1)[1] if name in objects else name, role)
        for name, role in itertools.product([*objects, *OUT_OF_THE_SERVER], ["portal", "PUBLIC"])
    ]
    words += [("pg_read_file(text)", role) for role in (*GROUPS, "staff")]
    words += [("pg_statistic", "stranger", "stavalues1"), ("pg_statistic", "stavalues2")]
    assert unseen(found, words) == []
    assert mended(superuser, elsewhere.CHECKS) == []


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
    found = seen(superuser, RIGHTS)
    assert unseen(found, [(name, who) for _, who in faults]) == []
    assert len(found) == len(faults)


def test_a_harmless_setting_is_none(superuser: Connection) -> None:
    for statement, _ in settings_of(superuser):
        superuser.execute(f"{statement} search_path = sequelize, public, pg_temp")
        superuser.execute(f"{statement} pgaudit.role = 'whitecross_pgaudit'")
        for value in ("origin", "'ORIGIN'", "local"):
            superuser.execute(f"{statement} session_replication_role = {value}")
            assert seen(superuser, RIGHTS) == []
        for value in ("off", "'false'", "0", "'No'"):
            superuser.execute(f"{statement} pgaudit.log_parameter = {value}")
            assert seen(superuser, RIGHTS) == []
    assert seen(superuser, RIGHTS) == []


@pytest.mark.parametrize("setting", ["session_replication_role = replica", "app.school_id = 'x'"])
def test_a_setting_of_the_server_is_found(superuser: Connection, setting: str) -> None:
    superuser.execute(f"SET LOCAL {setting}")
    assert unseen(seen(superuser, RIGHTS), [(setting.split()[0],)]) == []


def test_every_parameter_that_may_be_granted_is_found(superuser: Connection) -> None:
    """A login behind the fence needs none; whoever stands outside is the administrator's."""
    plant(
        superuser,
        "CREATE ROLE portal LOGIN IN ROLE whitecross_app",
        "CREATE ROLE stranger LOGIN",
        "GRANT SET ON PARAMETER session_replication_role TO stranger",
    )
    assert seen(superuser, RIGHTS) == []
    parameters = superuser.execute(
        "SELECT lower(name) FROM pg_settings WHERE context <> 'internal' AND name !~ '^pgaudit'"
    ).fetchall()
    assert len(parameters) > 300
    roles = [*GROUPS, "portal", "PUBLIC"]
    for (name,), role in zip(parameters, itertools.cycle(roles), strict=False):
        superuser.execute(f"GRANT ALTER SYSTEM ON PARAMETER {name} TO {role}")
        superuser.execute(f"GRANT SET ON PARAMETER {name} TO portal")
    found = seen(superuser, settings.CHECKS)
    words = [
        (name, role, "ALTER SYSTEM")
        for (name,), role in zip(parameters, itertools.cycle(roles), strict=False)
    ]
    assert unseen(found, [*words, *((name, "portal", "SET") for (name,) in parameters)]) == []
    assert mended(superuser, settings.CHECKS) == []


# ---------------------------------------------------------------------------------------------
# Owners
# ---------------------------------------------------------------------------------------------


def test_every_owner_is_looked_at(superuser: Connection) -> None:
    superuser.execute("CREATE ROLE stranger")
    archive_a_month(superuser)
    superuser.execute(f"ALTER TABLE {MONTH} OWNER TO whitecross_owner")
    assert seen(superuser, RIGHTS) == []
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
    found = [sentence for sentence in seen(superuser, RIGHTS) if "belongs to stranger" in sentence]
    names = [name if "." in name else f"public.{name}" for _, name in objects]
    assert unseen(found, [(name, "stranger") for name in names]) == []
    words = ["database", "schema phi", "schema public", "public.user_role"]
    assert unseen(found, [(word, "stranger") for word in words]) == []


def test_a_group_that_owns_something_is_found(superuser: Connection) -> None:
    for role in GROUPS:
        superuser.execute(f"CREATE SCHEMA of_{role} AUTHORIZATION {role}")
    found = seen(superuser, RIGHTS)
    assert unseen(found, [(f"of_{role}", role) for role in GROUPS]) == []


def test_what_is_there_for_a_time_is_none(superuser: Connection) -> None:
    """Sequelize's findOrCreate."""
    superuser.execute("SET LOCAL ROLE whitecross_service")
    superuser.execute("CREATE TABLE pg_temp.kept (id uuid)")
    superuser.execute(
        "CREATE FUNCTION pg_temp.testfunc() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$"
    )
    superuser.execute("RESET ROLE")
    assert seen(superuser, RIGHTS) == []


# ---------------------------------------------------------------------------------------------
# Functions and views elsewhere
# ---------------------------------------------------------------------------------------------

ELSEWHERE = (
    "CREATE SCHEMA elsewhere",
    "CREATE ROLE stranger",
    "GRANT ALL ON SCHEMA elsewhere TO stranger",
)

# Whose rights are worth having, and how he comes to them.
POWERFUL = {
    "postgres": None,
    "whitecross_owner": None,
    "bypasser": "CREATE ROLE bypasser BYPASSRLS",
    "member": "CREATE ROLE member IN ROLE whitecross_app",
    "reader": "CREATE ROLE reader IN ROLE pg_read_all_data",
    "program": "CREATE ROLE program IN ROLE pg_execute_server_program",
}
# None of these says in its text what it does with our tables.
LENDING = {
    "function": (
        "CREATE FUNCTION {}.peek(text) RETURNS bigint LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT count(*) FROM ts_stat($1)'"
    ),
    "procedure": (
        "CREATE PROCEDURE {}.peek(text) LANGUAGE plpgsql SECURITY DEFINER"
        " AS 'BEGIN PERFORM pg_catalog.query_to_xml($1, true, true, $1); END'"
    ),
    "aggregate of one": (
        "CREATE FUNCTION {}.peek(text) RETURNS text LANGUAGE sql SECURITY DEFINER"
        " RETURN pg_catalog.upper($1)"
    ),
}


@pytest.mark.parametrize("schema", ["elsewhere", "pg_catalog", "information_schema", "archive"])
def test_a_function_elsewhere_with_our_rights_is_found(superuser: Connection, schema: str) -> None:
    """Whatever its text says, whoever owns it and whoever may call it."""
    plant(superuser, *ELSEWHERE, *filter(None, POWERFUL.values()))
    checks = [code.DEFINERS]
    for (_, statement), owner in itertools.product(LENDING.items(), POWERFUL):
        with superuser.transaction(force_rollback=True):
            superuser.execute(statement.format(schema))
            name = one(
                superuser, "SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'peek'"
            )
            superuser.execute(f"ALTER ROUTINE {schema}.peek(text) OWNER TO {owner}")
            superuser.execute(f"GRANT EXECUTE ON ROUTINE {schema}.peek(text) TO stranger")
            words = [(f"rights of {owner}", role) for role in ("PUBLIC", "stranger")]
            assert unseen(seen(superuser, checks), words) == []
            with superuser.transaction(force_rollback=True):
                # It is meant so.
                for role in ("public", "stranger"):
                    superuser.execute(
                        "INSERT INTO phi.callers (function_name, role_name, reason)"
                        " VALUES (%s, %s, 'To look up passwords for the pool')",
                        [name, role],
                    )
                superuser.execute("SELECT phi.protect_functions()")
                assert seen(superuser, (*checks, *rights.CHECKS)) == []
            assert mended(superuser, checks) == []
            # With the rights of somebody who has none here.
            superuser.execute(f"GRANT EXECUTE ON ROUTINE {schema}.peek(text) TO PUBLIC")
            superuser.execute(f"ALTER ROUTINE {schema}.peek(text) OWNER TO stranger")
            assert seen(superuser, checks) == []


def test_a_trigger_that_lends_our_rights_is_found(superuser: Connection) -> None:
    """Nobody needs a right to call its function."""
    plant(
        superuser,
        *ELSEWHERE,
        "CREATE TABLE elsewhere.box (id uuid)",
        "CREATE FUNCTION elsewhere.spring() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        " AS 'BEGIN RETURN NULL; END'",
        "CREATE FUNCTION elsewhere.watch() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER"
        " AS 'BEGIN END'",
        "REVOKE EXECUTE ON FUNCTION elsewhere.spring(), elsewhere.watch() FROM PUBLIC",
    )
    assert seen(superuser, RIGHTS) == []
    plant(
        superuser,
        "CREATE TRIGGER snap BEFORE INSERT ON elsewhere.box"
        " FOR EACH ROW EXECUTE FUNCTION elsewhere.spring()",
        "CREATE EVENT TRIGGER notice ON ddl_command_end EXECUTE FUNCTION elsewhere.watch()",
    )
    words = [("elsewhere.spring()", "snap", "elsewhere.box"), ("elsewhere.watch()", "notice")]
    assert unseen(seen(superuser, RIGHTS), words) == []
    with superuser.transaction(force_rollback=True):
        superuser.execute(
            "INSERT INTO phi.callers (function_name, role_name, reason)"
            " SELECT name, 'public', 'To note changes of tables' FROM"
            " unnest('{elsewhere.spring(),elsewhere.watch()}'::text[]) AS name"
        )
        assert seen(superuser, RIGHTS) == []
    assert mended(superuser, RIGHTS) == []


def test_what_stands_among_the_servers_own_objects_is_found(superuser: Connection) -> None:
    for schema in ("pg_catalog", "information_schema"):
        plant(
            superuser,
            f"CREATE FUNCTION {schema}.lower(uuid) RETURNS text LANGUAGE sql AS 'SELECT NULL'",
            f"CREATE FUNCTION {schema}.same(uuid, text) RETURNS boolean LANGUAGE sql"
            " AS 'SELECT TRUE'",
            f"CREATE OPERATOR {schema}.=== (LEFTARG = uuid, RIGHTARG = text,"
            f" FUNCTION = {schema}.same)",
            f"CREATE DOMAIN {schema}.school AS uuid",
        )
    plant(
        superuser,
        "CREATE FUNCTION public.sees(text) RETURNS boolean LANGUAGE sql IMMUTABLE LEAKPROOF"
        " SET search_path = pg_catalog, pg_temp AS 'SELECT TRUE'",
        "REVOKE EXECUTE ON FUNCTION public.sees(text) FROM PUBLIC",
    )
    found = "\n".join(seen(superuser, code.CHECKS))
    for word in ("lower(uuid)", "information_schema.lower(uuid)", "===", "type school"):
        assert word in found
    assert "sees(text): is LEAKPROOF" in found
    mended(superuser, code.CHECKS)


def test_a_publication_of_ours_is_found(superuser: Connection) -> None:
    plant(superuser, *ELSEWHERE, "CREATE TABLE elsewhere.box (id uuid)")
    plant(superuser, "CREATE PUBLICATION theirs FOR TABLE elsewhere.box")
    assert seen(superuser, RIGHTS) == []
    plant(
        superuser,
        "CREATE PUBLICATION one_table FOR TABLE phi.audit_salt",
        "CREATE PUBLICATION one_schema FOR TABLES IN SCHEMA public",
        "CREATE PUBLICATION every_table FOR ALL TABLES",
    )
    words = [(f"publication {name}",) for name in ("one_table", "one_schema", "every_table")]
    assert unseen(seen(superuser, RIGHTS), words) == []
    assert mended(superuser, RIGHTS) == []


def test_default_privileges_are_found(superuser: Connection) -> None:
    """Of those who create our objects, on every kind of object; nobody else's."""
    plant(
        superuser,
        "CREATE ROLE stranger",
        "CREATE ROLE deputy IN ROLE whitecross_owner",
        "ALTER DEFAULT PRIVILEGES FOR ROLE stranger GRANT SELECT ON TABLES TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE whitecross_owner"
        " REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE whitecross_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
    )
    assert seen(superuser, RIGHTS) == []
    kinds = ["TABLES", "SEQUENCES", "FUNCTIONS", "TYPES"]
    cases = [
        (creator, where, kind, role)
        for creator in ("whitecross_owner", "deputy")
        for where in ("", *(f"IN SCHEMA {schema}" for schema in OURS))
        for kind in kinds
        for role in ("whitecross_app", "stranger", "PUBLIC")
        # PUBLIC has these from the start.
        if not (where == "" and kind in ("FUNCTIONS", "TYPES") and role == "PUBLIC")
    ]
    assert len(cases) > 100
    for creator, where, kind, role in cases:
        superuser.execute(
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {creator} {where} GRANT ALL ON {kind} TO {role}"
        )
    words = [
        (f"default privileges of {creator}", f"on new {kind.lower()}", f"to {role}", where)
        for creator, where, kind, role in cases
    ]
    found = seen(superuser, RIGHTS)
    assert unseen(found, [tuple(filter(None, word)) for word in words]) == []
    assert mended(superuser, RIGHTS) == []


INVOKER = "WITH (security_invoker = 1)"


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
    assert seen(superuser, RIGHTS) == []
    plant(
        superuser,
        "CREATE VIEW elsewhere.open AS SELECT count(*) AS n FROM elsewhere.safest",
        f"CREATE VIEW elsewhere.opener {INVOKER} AS SELECT * FROM elsewhere.open",
        "CREATE MATERIALIZED VIEW elsewhere.copied AS SELECT * FROM elsewhere.opener",
        f"CREATE VIEW masked.unmasked AS SELECT * FROM {base}",
    )
    found = seen(superuser, RIGHTS)
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
    assert unseen(seen(superuser, RIGHTS), [("elsewhere.trap", "spring")]) == []


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
    assert unseen(seen(superuser, RIGHTS), words) == []
