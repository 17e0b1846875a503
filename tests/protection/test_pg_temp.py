"""No login runs code as another role, whatever it plants in pg_temp or in a schema of its own.

A function that looks a name up where its caller can create objects runs what the caller put there,
with the rights of its owner. The names come from the bodies of our functions, the calls and the
statements from the catalogue. Planting must change nothing: no planted code runs as another role,
and every call ends as it did before.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from support import access
from support.chain import Steps
from support.server import Connection, Create, Environment, Server, connect, one
from wcdb.database import ROOT
from wcdb.dev import server

TRAP = Path(__file__).with_name("pg_temp_trap.sql").read_text(encoding="utf-8")
OURS = "('public', 'phi', 'masked', 'sequelize')"

# The persona of tests/support/access.py whose claims go with a role.
PERSONAS = {
    "whitecross_app": "NURSE",
    "whitecross_district": "DISTRICT_ADMIN",
    "whitecross_admin": "ADMIN",
    "whitecross_readonly": "VIEWER read-only",
}
# Every role to which a login may belong.
ROLES = (
    *PERSONAS,
    "whitecross_service",
    "whitecross_auditor",
    "whitecross_encryptor",
)

# Arguments of the calls, by type; {student} and {administrator} are ids.
ARGUMENTS = {
    "uuid": "'{student}'",
    "regclass": "'public.students'",
    "name": "'students'",
    "text": "'SELECT'",
    "bigint": "1",
    "integer": "1",
    "jsonb": "'{{}}'",
    "date": "'2026-01-15'",
    "timestamp with time zone": "'2026-01-15 12:00 UTC'",
    "phi.access_group": "'HEALTH'",
}
# Where these end in an error.
CALLS = {
    "phi.break_glass": "'{student}', 'A test of access in an emergency', '{administrator}', 60",
}

FUNCTIONS = f"""
    SELECT p.oid::regprocedure::text,
           format('%%I.%%I', p.pronamespace::regnamespace, p.proname),
           p.proargtypes::regtype[]::text[]
    FROM   pg_proc AS p
    WHERE  p.pronamespace::regnamespace::text IN {OURS}
    AND    p.prorettype <> 'trigger'::regtype
    AND    has_schema_privilege(%(role)s, p.pronamespace, 'USAGE')
    AND    has_function_privilege(%(role)s, p.oid, 'EXECUTE')
    ORDER  BY 1
"""

# Relations with the columns that a role may read and write; as whole lists, for the statements.
RELATIONS = f"""
    SELECT c.oid::regclass::text,
           c.relkind = 'v',
           has_table_privilege(%(role)s, c.oid, 'DELETE'),
           bool_or(a.attname = 'id' AND a.atttypid = 'uuid'::regtype),
           array_agg(quote_ident(a.attname)) FILTER (
               WHERE has_column_privilege(%(role)s, c.oid, a.attnum, 'SELECT')
           ),
           array_agg(quote_ident(a.attname)) FILTER (
               WHERE has_column_privilege(%(role)s, c.oid, a.attnum, 'INSERT')
               AND   '' = ALL (ARRAY[a.attidentity, a.attgenerated])
           ),
           array_agg(quote_ident(a.attname)) FILTER (
               WHERE has_column_privilege(%(role)s, c.oid, a.attnum, 'UPDATE')
               AND   '' = ALL (ARRAY[a.attidentity, a.attgenerated])
           ),
           array_agg(quote_ident(a.attname)) FILTER (WHERE a.atttypid = 'timestamptz'::regtype),
           array_agg(quote_ident(a.attname)) FILTER (
               WHERE a.atttypid IN ('text'::regtype, 'varchar'::regtype)
               AND   EXISTS (
                         SELECT FROM pg_index AS x
                         WHERE  x.indrelid = c.oid AND x.indisunique AND a.attnum = ANY(x.indkey)
                     )
           )
    FROM   pg_class AS c
    JOIN   pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE  c.relnamespace::regnamespace::text IN {OURS}
    AND    c.relkind IN ('r', 'p', 'v')
    AND    NOT c.relispartition
    AND    has_schema_privilege(%(role)s, c.relnamespace, 'USAGE')
    AND    has_any_column_privilege(%(role)s, c.oid, 'SELECT, INSERT, UPDATE')
    GROUP  BY c.oid
    ORDER  BY 1
"""


NEW_ID = "'00000000-0000-4000-8000-0000000000aa'::pg_catalog.uuid"
Attempts = dict[str, list[str]]


def calls(owner: Connection, role: str) -> Attempts:
    """Return a call of every function that a role may execute, by function."""
    student, administrator = one(
        owner,
        "SELECT s.id, u.id FROM public.students AS s, public.users AS u"
        " WHERE u.role = 'SCHOOL_ADMIN' AND u.is_active ORDER BY s.id, u.id LIMIT 1",
    )
    found = {}
    for function, name, types in owner.execute(FUNCTIONS, {"role": role}).fetchall():
        arguments = CALLS.get(name) or ", ".join(ARGUMENTS[type_] for type_ in types)
        arguments = arguments.format(student=student, administrator=administrator)
        found[function] = [f"SELECT {name}({arguments})"]
    return found


def statements(owner: Connection, role: str) -> Attempts:
    """Return the statements that a role may send to each relation.

    Each names relations, types and operators with their schemas, so that what is planted does not
    stand in the attacker's own way. A view has the triggers of its table and is not written.
    """
    found: Attempts = {}
    for relation, is_view, deletes, keyed, *columns in owner.execute(
        RELATIONS, {"role": role}
    ).fetchall():
        reads, adds, changes, times, texts = (names or [] for names in columns)
        first = ""
        if keyed and "id" in reads:
            first = f" WHERE id OPERATOR(pg_catalog.=) (SELECT id FROM {relation} LIMIT 1)"
        if reads:
            found[f"SELECT {relation}"] = [f"SELECT {', '.join(reads)} FROM {relation} LIMIT 5"]
        if deletes:
            found[f"DELETE {relation}"] = [f"DELETE FROM {relation}{first}"]
        if is_view:
            continue
        if changes:
            second = "OPERATOR(pg_catalog.+) '1 second'::pg_catalog.interval"
            later = [f"{name} = {name} {second}" for name in changes if name in times]
            same = [f"{name} = {name}" for name in changes if name not in times]
            found[f"UPDATE {relation}"] = [
                f"UPDATE {relation} SET {', '.join([*later, *same])}{first}"
            ]
            if keyed and "id" in changes:
                found[f"UPDATE key of {relation}"] = [f"UPDATE {relation} SET id = {NEW_ID}{first}"]
        given = [name for name in adds if name in reads and (keyed or name != "id")]
        if given:
            unique = "pg_catalog.left(pg_catalog.gen_random_uuid()::pg_catalog.text, 12)"
            values = [
                NEW_ID if name == "id" else unique if name in texts else name for name in given
            ]
            insert = (
                f"INSERT INTO {relation} ({', '.join(given)})"
                f" SELECT {', '.join(values)} FROM {relation} LIMIT 1"
            )
            found[f"INSERT {relation}"] = [insert]
            if deletes and keyed:
                found[f"INSERT and DELETE {relation}"] = [
                    insert,
                    f"DELETE FROM {relation} WHERE id OPERATOR(pg_catalog.=) {NEW_ID}",
                ]
    return found


# ----------------------------------------------------------------------------
# The attacker
# ----------------------------------------------------------------------------


class World:
    """A database with sample data, and for each of our roles a login that is a member of it."""

    def __init__(self, environment: Environment, owner: Connection) -> None:
        self.environment = environment
        self.owner = owner
        bodies = one(
            owner,
            "SELECT string_agg(pg_get_functiondef(p.oid), ' ') FROM pg_proc AS p"
            f" WHERE p.pronamespace::regnamespace::text IN {OURS} AND p.prokind IN ('f', 'p')",
        )
        words = sorted(set(re.findall(r"[a-z_][a-z0-9_]*", bodies.lower())))
        operators = sorted(set(re.findall(r"[-+*/<>=~!@#%^&|`?]+", bodies)))
        self.trap = TRAP.replace("{words}", self._array(words))
        self.trap = self.trap.replace("{operators}", self._array(operators))
        self.claims = {role: access.personas(owner)[name].claims for role, name in PERSONAS.items()}
        owner.execute("SET search_path = pg_catalog")
        self.attempts = {role: {**calls(owner, role), **statements(owner, role)} for role in ROLES}
        owner.commit()

    @staticmethod
    def _array(values: list[str]) -> str:
        return "ARRAY[" + ", ".join(f"'{value}'" for value in values) + "]"

    @contextmanager
    def attacker(self, role: str) -> Iterator["Attacker"]:
        """Yield a session of a login that is a member of a role; undo whatever it does."""
        connection = connect({**self.environment, "PGUSER": login(role)})
        try:
            yield Attacker(self, connection, role)
        finally:
            connection.rollback()
            connection.close()


class Attacker:
    """A session that plants a trap and then does whatever its role may do."""

    def __init__(self, world: World, connection: Connection, role: str) -> None:
        self.world = world
        self.connection = connection
        self.role = role
        self.captured: list[str] = []
        connection.add_notice_handler(self._notice)
        for name, value in world.claims.get(role, {}).items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", value])

    def _notice(self, notice: psycopg.errors.Diagnostic) -> None:
        if notice.message_primary and notice.message_primary.startswith("captured"):
            stack = re.findall(r"function (?:phi|public)\.\w+", notice.message_detail or "")
            self.captured.append(f"{notice.message_primary} in {' in '.join(stack)}")

    def plant(self, *, domains: str) -> None:
        """Plant in pg_temp and in a schema of the login's own, both ahead in its search_path.

        domains: the one of the two in which types are domains; in the other they have casts.
        """
        self.connection.execute("CREATE SCHEMA trap")
        self.connection.execute("GRANT USAGE ON SCHEMA trap TO PUBLIC")
        for place in ("trap", "pg_temp"):
            trap = self.world.trap.replace("{place}", place)
            self.connection.execute(trap.replace("{domains}", str(place == domains)))
        self.connection.execute("SET LOCAL search_path = pg_temp, trap, pg_catalog, public")

    def attempt(self, *names: str) -> dict[str, str]:
        """Call and send what is named, or everything; return the rows or the error of each."""
        outcomes = {}
        attempts = self.world.attempts[self.role]
        for name in names or attempts:
            self.connection.execute("SAVEPOINT attempt")
            try:
                for query in attempts[name]:
                    outcomes[name] = str(self.connection.execute(query).rowcount)
            except psycopg.Error as error:
                outcomes[name] = f"{error.sqlstate} {error.diag.message_primary}"
            self.connection.execute("ROLLBACK TO attempt")
        return outcomes


def login(role: str) -> str:
    return role.replace("whitecross_", "wcdb_attacker_")


@pytest.fixture(scope="module")
def world(postgres: Server, sample_template: str) -> Iterator[World]:
    if postgres.environment["PGUSER"] != server.OWNER:
        pytest.skip("needs logins without a password, which only the embedded server gives")
    with (
        postgres.database("pg_temp", sample_template) as environment,
        connect(environment) as owner,
    ):
        for role in ROLES:
            owner.execute(f"DROP ROLE IF EXISTS {login(role)}")
            owner.execute(f"CREATE ROLE {login(role)} LOGIN IN ROLE {role}")
            # More than any login of ours has.
            owner.execute(
                f"GRANT CREATE, TEMPORARY ON DATABASE {environment['PGDATABASE']} TO {login(role)}"
            )
        owner.commit()
        yield World(environment, owner)
    with connect({**environment, "PGDATABASE": "postgres"}) as owner:
        for role in ROLES:
            owner.execute(f"DROP ROLE {login(role)}")


# ----------------------------------------------------------------------------
# The attacks
# ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_what_a_login_plants_is_never_looked_up(world: World, role: str) -> None:
    """Neither after the first use in a session nor before it, neither as itself nor by SET ROLE."""
    with world.attacker(role) as attacker:
        expected = attacker.attempt()
        # A call that fails early has not gone through the body.
        assert [name for name in expected if "(" in name and not expected[name].isdigit()] == []
        attacker.plant(domains="pg_temp")
        assert attacker.attempt() == expected
        assert attacker.captured == []
    with world.attacker(role) as attacker:
        attacker.plant(domains="trap")
        attacker.connection.execute(f"SET LOCAL ROLE {role}")
        assert attacker.attempt() == expected
        assert attacker.captured == []


def test_the_statements_reach_every_trigger(world: World) -> None:
    """The backend's role updates a row of every table but the append-only log."""
    tables = world.owner.execute(
        "SELECT table_name FROM phi.tables WHERE table_name <> 'audit_logs'"
    ).fetchall()
    with world.attacker("whitecross_service") as attacker:
        for (table,) in tables:
            (outcome,) = attacker.attempt(f"UPDATE public.{table}").values()
            assert outcome.isdigit() and int(outcome) > 0, (table, outcome)


PINNED = "SET search_path = pg_catalog, pg_temp"
EMPTY = "SET search_path = ''"


@pytest.mark.parametrize(
    ("role", "function", "path", "attempt"),
    [
        # Called with the rights of its owner.
        ("whitecross_app", "phi.my_school()", EMPTY, "phi.my_school()"),
        # Called by the policies of a table.
        ("whitecross_readonly", "phi.my_school()", EMPTY, "SELECT masked.students"),
        ("whitecross_service", "phi.audit_allergies()", EMPTY, "UPDATE public.allergies"),
        # Runs as its caller, but here that is the owner: a foreign key changes the other table.
        (
            "whitecross_service",
            "public.set_updated_at()",
            "RESET search_path",
            "UPDATE key of public.students",
        ),
    ],
)
def test_the_suite_notices_a_function_without_the_path(
    world: World, role: str, function: str, path: str, attempt: str
) -> None:
    world.owner.execute(f"ALTER FUNCTION {function} {path}")
    world.owner.commit()
    try:
        with world.attacker(role) as attacker:
            attacker.plant(domains="pg_temp")
            attacker.attempt(attempt)
    finally:
        world.owner.execute(f"ALTER FUNCTION {function} {PINNED}")
        world.owner.commit()
    assert any(found.startswith("captured as whitecross_owner") for found in attacker.captured)


@pytest.mark.parametrize(
    ("path", "domains", "body", "captor"),
    [
        (EMPTY, "pg_temp", "PERFORM 'x'::text", "domain text"),
        (EMPTY, "trap", "PERFORM 'x'::pg_catalog.text::uuid", "a cast to pg_temp.uuid"),
        (EMPTY, "pg_temp", "PERFORM FROM students", "policy of pg_temp.students"),
        (EMPTY, "pg_temp", "INSERT INTO users DEFAULT VALUES", "trigger on users"),
        ("", "trap", "PERFORM now()", "function trap.now()"),
        ("", "trap", "PERFORM 1 + 1", "operator +"),
    ],
)
def test_every_part_of_the_trap_springs(
    world: World, path: str, domains: str, body: str, captor: str
) -> None:
    """Each kind of name, looked up by a function that a careless migration wrote."""
    world.owner.execute(
        "CREATE FUNCTION phi.careless() RETURNS void LANGUAGE plpgsql SECURITY DEFINER"
        f" {path} AS $$ BEGIN {body}; END $$"
    )
    world.owner.commit()
    try:
        with world.attacker("whitecross_service") as attacker:
            attacker.plant(domains=domains)
            attacker.connection.execute("SELECT phi.careless()")
    finally:
        world.owner.execute("DROP FUNCTION phi.careless()")
        world.owner.commit()
    assert f"captured as whitecross_owner by {captor} in function phi.careless" in attacker.captured


@pytest.mark.parametrize("role", ROLES)
def test_a_login_cannot_become_the_owner(world: World, role: str) -> None:
    with world.attacker(role) as attacker:
        owner = world.environment["PGUSER"]
        for statement in (f"SET ROLE {owner}", f"SET SESSION AUTHORIZATION {owner}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                attacker.connection.execute(statement)
            attacker.connection.rollback()


def test_a_deferred_trigger_runs_as_the_login(world: World) -> None:
    """It waits in the queue while functions run as the owner; none of them makes it run."""
    with world.attacker("whitecross_service") as attacker:
        attacker.plant(domains="pg_temp")
        attacker.connection.execute("RESET search_path")
        attacker.connection.execute("CREATE TABLE pg_temp.queue (value pg_catalog.int4)")
        attacker.connection.execute(
            "CREATE CONSTRAINT TRIGGER probe AFTER INSERT ON pg_temp.queue"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.probe_row()"
        )
        attacker.connection.execute("INSERT INTO pg_temp.queue VALUES (1)")
        called = [name for name in world.attempts["whitecross_service"] if "(" in name]
        attacker.attempt(*called, "INSERT public.allergies", "UPDATE public.allergies")
        attacker.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert attacker.captured == []


# ----------------------------------------------------------------------------
# TEMPORARY
# ----------------------------------------------------------------------------

REVOKE = "20261123000010-security-revoke-temporary"
# As Sequelize 6 writes it for findOrCreate within a transaction.
FIND_OR_CREATE = """
    CREATE OR REPLACE FUNCTION pg_temp.testfunc(
        OUT response "sequelize"."districts", OUT sequelize_caught_exception text
    ) RETURNS RECORD AS $func$
    BEGIN
        INSERT INTO "sequelize"."districts" ("id", "name", "code", "createdAt", "updatedAt")
        VALUES (gen_random_uuid(), 'Harbor', 'HARBOR', now(), now())
        RETURNING * INTO response;
    EXCEPTION WHEN unique_violation THEN
        GET STACKED DIAGNOSTICS sequelize_caught_exception = PG_EXCEPTION_DETAIL;
    END $func$ LANGUAGE plpgsql
"""


def temporary(connection: Connection) -> set[str]:
    """Return the roles of ours, the owner and public that may create temporary objects."""
    rows = connection.execute(
        "SELECT r.name FROM (SELECT 'public' AS name UNION ALL SELECT rolname FROM pg_roles"
        " WHERE rolname ~ '^whitecross_') AS r"
        " WHERE has_database_privilege(r.name, current_database(), 'TEMPORARY')"
    ).fetchall()
    return {name for (name,) in rows}


@pytest.fixture
def revoked(create: Create, schema_template: str) -> Iterator[Environment]:
    """A database in which the migration has just run, and that goes back to what it was."""
    environment = create(schema_template)
    steps = Steps(environment)
    try:
        steps.rollback(REVOKE)
        with connect(environment) as connection:
            everyone = temporary(connection)
            assert "public" in everyone
        steps.apply(REVOKE)
        yield environment
        steps.rollback(REVOKE)
        with connect(environment) as connection:
            assert temporary(connection) == everyone
    finally:
        steps.close()


def test_temporary_is_for_the_backend_alone(revoked: Environment) -> None:
    with connect(revoked) as connection:
        assert temporary(connection) - {server.OWNER} == {"whitecross_service"}
        acl = one(
            connection,
            "SELECT array_agg(coalesce(r.rolname, 'public') || ' ' || x.privilege_type)"
            " FROM pg_database AS d CROSS JOIN aclexplode(d.datacl) AS x"
            " LEFT JOIN pg_roles AS r ON r.oid = x.grantee"
            " WHERE d.datname = current_database() AND x.grantee <> d.datdba",
        )
        assert sorted(acl) == ["public CONNECT", "whitecross_service TEMPORARY"]
        # wcdb sample creates its functions there, as the owner.
        connection.execute("CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql RETURN 1")


def test_the_backend_finds_or_creates(postgres: Server, revoked: Environment) -> None:
    with connect(postgres.tester(revoked)) as connection:
        connection.execute("SET ROLE whitecross_service")
        connection.execute("SET search_path = sequelize, public, pg_temp")
        found = []
        for _ in range(2):
            connection.execute(FIND_OR_CREATE)
            code, exception = one(
                connection,
                'SELECT (testfunc.response)."code", testfunc.sequelize_caught_exception'
                " FROM pg_temp.testfunc()",
            )
            found.append((code, exception is None))
        assert found == [("HARBOR", True), (None, False)]


@pytest.mark.parametrize(
    ("path", "schema"),
    [("sequelize, public", "pg_temp"), ("sequelize, public, pg_temp", "sequelize")],
)
def test_one_role_of_a_session_plants_for_the_next(
    postgres: Server, revoked: Environment, path: str, schema: str
) -> None:
    """Unless its search_path ends with pg_temp, as the runbook has it."""
    with connect(postgres.tester(revoked)) as connection:
        connection.execute("SET ROLE whitecross_service")
        connection.execute("CREATE TABLE pg_temp.districts (name text)")
        connection.execute("SET ROLE whitecross_admin")
        connection.execute(f"SET search_path = {path}")
        found = one(
            connection,
            "SELECT relnamespace::regnamespace::text FROM pg_class"
            " WHERE oid = 'districts'::regclass",
        )
    assert re.sub(r"_\d+$", "", found) == schema


def test_nobody_else_plants_anything(postgres: Server, revoked: Environment) -> None:
    with connect(postgres.tester(revoked)) as connection:
        for role in set(ROLES) - {"whitecross_service"}:
            connection.execute(f"SET ROLE {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="temporary"):
                connection.execute("CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid")
            connection.rollback()


def test_the_migration_says_when_it_cannot_revoke(
    postgres: Server, create: Create, schema_template: str
) -> None:
    """REVOKE by a role that does not own the database is a warning, and nothing is revoked."""
    environment = create(schema_template)
    postgres.tester(environment)  # skips where there is no superuser
    steps = Steps(environment)
    steps.rollback(REVOKE)
    steps.close()
    statement = (ROOT / "sql" / f"{REVOKE}.sql").read_text(encoding="utf-8")
    database = environment["PGDATABASE"]
    with connect({**environment, "PGUSER": "postgres"}) as superuser:
        superuser.execute(f"ALTER DATABASE {database} OWNER TO postgres")
    with (
        connect(environment) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="PUBLIC still has TEMPORARY"),
    ):
        connection.execute(statement)
    with connect({**environment, "PGUSER": "postgres"}) as superuser:
        superuser.execute(f"ALTER DATABASE {database} OWNER TO {server.OWNER}")
