"""Who should reach which rows, said in plain SQL, and what the database lets them reach.

The expectation comes from docs/access.md (the matrix) and from hand-written conditions; the
database has helper functions, policies and grants. Nothing is shared but the page.
"""

import functools
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from support import counts
from support.server import Connection, Server, connect, one
from wcdb.database import ROOT

PAGE = ROOT / "docs" / "access.md"
COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "MASKED")
STAFF = ("whitecross_app", "whitecross_district", "whitecross_admin")


@dataclass(frozen=True)
class Persona:
    """A database role with claims, and the rows that are its tenant."""

    name: str
    role: str
    claims: dict[str, str] = field(default_factory=dict)
    user_role: str = ""  # empty: nothing is verified about it
    schools: tuple[str, ...] = ()
    students: tuple[str, ...] | None = None  # only these of the schools, where it is a guest
    masked_role: str = ""  # true, but not for this database role: only masked views show anything

    @property
    def user(self) -> str:
        return self.claims.get("user_id", "")


@dataclass(frozen=True)
class Table:
    name: str
    group: str
    tenant: str
    student: str | None
    holds_phi: bool
    columns: tuple[str, ...]  # without secrets
    encrypted: bool

    @property
    def protected(self) -> bool:
        return self.holds_phi or self.tenant != "NONE"


@functools.cache
def matrix() -> dict[tuple[str, str], set[str]]:
    """Return the commands of each (user role, group), from the page."""
    letters = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "M": "MASKED"}
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        match = re.match(r"\| `([A-Z_]+)` \| `([A-Z_]+)` \| ([SIUM ]*) \| \S", line)
        if match:
            found[match[1], match[2]] = {letters[letter] for letter in match[3].split()}
    assert len(found) > 50
    return found


Rights = Callable[[str, str], set[str]]


def by_the_page(user_role: str, group: str) -> set[str]:
    return matrix().get((user_role, group), set())


def everything(user_role: str, group: str) -> set[str]:
    return {"SELECT", "INSERT", "UPDATE", "MASKED"} if user_role else set()


def nothing(user_role: str, group: str) -> set[str]:
    return set()


def tables(connection: Connection) -> list[Table]:
    rows = connection.execute(
        "SELECT t.table_name, t.access_group::text, t.tenant_rule::text, t.student_column,"
        " t.holds_phi, (SELECT array_agg(c.column_name::text ORDER BY c.column_name)"
        "   FROM phi.columns AS c WHERE c.table_name = t.table_name"
        "   AND (c.is_phi OR c.audit <> 'NAME')),"
        " EXISTS (SELECT FROM phi.columns AS c WHERE c.table_name = t.table_name"
        "   AND c.encryption = 'WCDB')"
        " FROM phi.tables AS t ORDER BY t.table_name"
    ).fetchall()
    assert len(rows) == counts.TABLES
    return [
        Table(name, group, tenant, student, holds_phi, tuple(columns), encrypted)
        for name, group, tenant, student, holds_phi, columns, encrypted in rows
    ]


def _claims(user: tuple[Any, ...], school: str | None = None) -> dict[str, str]:
    identity, role, own_school = (str(value) if value else "" for value in user[:3])
    return {"user_id": identity, "user_role": role, "school_id": school or own_school}


def personas(connection: Connection) -> dict[str, Persona]:
    """Return one persona of each kind, of the school with most mental-health records."""
    school, district = one(
        connection,
        "SELECT m.school_id, s.district_id FROM mental_health_records AS m"
        " JOIN schools AS s ON s.id = m.school_id"
        " WHERE (SELECT count(DISTINCT u.role) FROM users AS u WHERE u.school_id = m.school_id"
        "   AND u.is_active AND (u.lockout_until IS NULL OR u.lockout_until < now())) = 4"
        " GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1",
    )
    schools = tuple(
        str(row[0])
        for row in connection.execute("SELECT id FROM schools WHERE district_id = %s", [district])
    )
    school = str(school)
    # A school that the nurse can only forge, and one where she is a guest.
    foreign, other = (
        str(row[0])
        for row in connection.execute(
            "SELECT id FROM schools WHERE id <> %s ORDER BY district_id = %s, id LIMIT 2",
            [school, district],
        )
    )

    def user(role: str) -> Any:
        return one(
            connection,
            "SELECT id, role, school_id, district_id FROM users WHERE role = %s AND is_active"
            " AND (lockout_until IS NULL OR lockout_until < now())"
            " AND (school_id = %s OR school_id IS NULL)"
            " AND (district_id = %s OR district_id IS NULL) LIMIT 1",
            role,
            school,
            district,
        )

    found = [
        Persona(role, "whitecross_app", _claims(user(role)), role, (school,))
        for role in ("NURSE", "COUNSELOR", "SCHOOL_ADMIN", "VIEWER")
    ]
    nurse = user("NURSE")
    everywhere = tuple(str(row[0]) for row in connection.execute("SELECT id FROM schools"))
    found += [
        Persona(
            "DISTRICT_ADMIN",
            "whitecross_district",
            _claims(user("DISTRICT_ADMIN")),
            "DISTRICT_ADMIN",
            schools,
        ),
        Persona(
            "DISTRICT_ADMIN at one school",
            "whitecross_app",
            _claims(user("DISTRICT_ADMIN"), school),
            "DISTRICT_ADMIN",
            (school,),
        ),
        Persona("ADMIN", "whitecross_admin", _claims(user("ADMIN")), "ADMIN", everywhere),
        Persona(
            "VIEWER read-only", "whitecross_readonly", _claims(user("VIEWER")), "VIEWER", (school,)
        ),
        Persona("service", "whitecross_service"),
        Persona("auditor", "whitecross_auditor"),
        Persona("encryptor", "whitecross_encryptor"),
    ]
    # Every forgery is a nurse's claims with one thing wrong.
    true_claims = _claims(nurse)
    forgeries = {
        "no claims": {},
        "only a school": {"school_id": school},
        "unknown user": {**true_claims, "user_id": "00000000-0000-4000-8000-000000000000"},
        "another role": {**true_claims, "user_role": "ADMIN"},
        "no such role": {**true_claims, "user_role": "SUPERUSER"},
        "another school": {**true_claims, "school_id": foreign},
        "another district": {
            **true_claims,
            "district_id": str(
                one(connection, "SELECT id FROM districts WHERE id <> %s LIMIT 1", district)
            ),
        },
    }
    for kind, claims in forgeries.items():
        for role in STAFF:
            found.append(Persona(f"{kind} as {role}", role, claims))
    found += [
        Persona(f"nurse as {role}", role, true_claims, masked_role="NURSE") for role in STAFF[1:]
    ]
    found += [
        Persona(f"counselor as {role}", role, _claims(user("COUNSELOR")), masked_role="COUNSELOR")
        for role in STAFF[1:]
    ]
    found += [
        Persona(
            "district administrator as whitecross_admin",
            "whitecross_admin",
            _claims(user("DISTRICT_ADMIN"), school),
            masked_role="DISTRICT_ADMIN",
        ),
    ]
    # The sample has no nurse with students of two schools: two are hers, a third is opened.
    students = one(
        connection,
        "SELECT array_agg(id::text) FROM (SELECT s.id FROM students AS s WHERE s.school_id = %s"
        " ORDER BY (SELECT count(*) FROM allergies AS a WHERE a.student_id = s.id) DESC, s.id"
        " LIMIT 3) AS s",
        other,
    )
    found.append(
        Persona(
            "NURSE as a guest",
            "whitecross_app",
            {**true_claims, "school_id": other},
            "NURSE",
            (other,),
            tuple(students),
        )
    )
    return {persona.name: persona for persona in found}


def prepare(connection: Connection) -> None:
    """Make the guest a guest; the connection is the owner's."""
    guest = personas(connection)["NURSE as a guest"]
    assert guest.students and len(guest.students) == 3
    *assigned, opened = guest.students
    connection.execute(
        "UPDATE students SET nurse_id = %s WHERE id = ANY (%s::uuid[])", [guest.user, assigned]
    )
    connection.execute("UPDATE push_notifications SET created_by = %s", [guest.user])
    # Levels of confidentiality, and records that the counselor treats, wrote, or neither.
    counselor = personas(connection)["COUNSELOR"]
    connection.execute(
        "UPDATE mental_health_records AS m SET"
        " confidentiality_level = (ARRAY['STANDARD', 'ENHANCED', 'MAXIMUM'])[1 + n.n %% 3]"
        "::confidentiality_level,"
        " counselor_id = CASE WHEN n.n %% 4 = 0 THEN %(user)s::uuid END,"
        " therapist_id = CASE WHEN n.n %% 5 = 0 THEN %(user)s::uuid END, psychiatrist_id = NULL,"
        " created_by = CASE WHEN n.n %% 2 = 0 THEN %(user)s::uuid END"
        " FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM mental_health_records) AS n"
        " WHERE n.id = m.id",
        {"user": counselor.user},
    )
    connection.execute(
        "INSERT INTO phi.break_glass_grants"
        " (user_id, student_id, school_id, reason, approved_by, expires_at)"
        " SELECT %s, %s, %s, 'A test of access in an emergency', u.id, now() + interval '1 hour'"
        " FROM users AS u WHERE u.role = 'ADMIN' AND u.is_active LIMIT 1",
        [guest.user, opened, guest.schools[0]],
    )


@contextmanager
def owner(postgres: Server, environment: dict[str, str]) -> Iterator[Connection]:
    """Yield a connection that is the owner and may act as any role; undo what is not committed."""
    with postgres.tester_and_owner(environment) as variables:
        connection = connect(variables)
        try:
            connection.execute(f"SET ROLE {postgres.environment['PGUSER']}")
            # So that the role outlives a rollback of the test.
            connection.commit()
            yield connection
        finally:
            connection.rollback()
            connection.close()


@contextmanager
def acting(connection: Connection, persona: Persona | str) -> Iterator[None]:
    """Act as a persona, or as a role without claims, until the block ends; undo its changes."""
    role = persona if isinstance(persona, str) else persona.role
    claims = {} if isinstance(persona, str) else persona.claims
    connection.execute("SAVEPOINT acting")
    for name in ("user_id", "user_role", "school_id", "district_id"):
        connection.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", claims.get(name, "")])
    connection.execute(f"SET LOCAL ROLE {role}")
    try:
        yield
    finally:
        connection.execute("ROLLBACK TO acting")


def quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values) or "NULL"


def expected(persona: Persona, table: Table, command: str, rights: Rights) -> str | None:
    """Return the condition on the rows that a persona should reach; None if it may not at all."""
    if table.name == "audit_logs" and command in ("UPDATE", "DELETE"):
        return None
    if (table.name, command) == ("audit_logs", "INSERT") and persona.role in (
        *STAFF,
        "whitecross_service",
    ):
        return "TRUE"
    if persona.role == "whitecross_service":
        return None if command == "TRUNCATE" else "TRUE"
    if persona.role == "whitecross_encryptor":
        return "TRUE" if table.encrypted and command in ("SELECT", "UPDATE") else None
    if persona.role == "whitecross_auditor":
        readable = (
            "audit_logs",
            "phi_disclosures",
            "phi_disclosure_audits",
            "compliance_violations",
        )
        return "TRUE" if command == "SELECT" and table.name in readable else None
    if command in ("DELETE", "TRUNCATE"):
        return None
    if persona.role == "whitecross_readonly":
        if command != "SELECT" or table.name not in ("districts", "schools"):
            return None
    elif table.group == "PLATFORM" and persona.role != "whitecross_admin":
        return None
    if not persona.user_role:
        return "FALSE"
    special = _special(persona, table, command, rights)
    if special is not None:
        return special
    allowed = command in rights(persona.user_role, table.group)
    condition = "TRUE" if allowed else "FALSE"
    if persona.students is not None:
        guest = (
            f"{table.student} IN ({quoted(persona.students)})"
            if table.student and table.tenant == "SCHOOL"
            else "FALSE"
        )
        # A student who is admitted gets a new id, which nobody has opened.
        admitted = table.name == "students" and command == "INSERT"
        condition = guest if allowed and not admitted else "FALSE"
    if persona.role == "whitecross_admin":
        fence = "TRUE"
    elif table.tenant == "SCHOOL":
        fence = f"school_id IN ({quoted(persona.schools)})"
    elif table.tenant == "SCHOOL_OR_ALL":
        fence = f"school_id IN ({quoted(persona.schools)})"
        if command == "SELECT":
            fence = f"({fence} OR school_id IS NULL)"
    else:
        fence = "FALSE"
    return f"({condition}) AND ({fence}) AND {confidential(persona, table)}"


def masked(persona: Persona, table: Table, rights: Rights) -> str | None:
    """Return the condition on the rows of the masked view: one school, whoever asks."""
    if persona.role not in (*STAFF, "whitecross_readonly"):
        return None
    role = persona.user_role or persona.masked_role
    allowed = "MASKED" in rights(role, table.group)
    school = persona.claims.get("school_id")
    if not allowed or not school or persona.students is not None:
        return "FALSE"
    condition = f"school_id = '{school}'"
    if table.tenant == "SCHOOL_OR_ALL":
        condition = f"({condition} OR school_id IS NULL)"
    return f"{condition} AND {confidential(persona, table)}"


def confidential(persona: Persona, table: Table) -> str:
    if table.name != "mental_health_records":
        return "TRUE"
    return (
        "(confidentiality_level = 'STANDARD'"
        f" OR '{persona.user}' IN (counselor_id::text, therapist_id::text, psychiatrist_id::text)"
        f" OR (confidentiality_level = 'ENHANCED' AND created_by = '{persona.user}'))"
    )


MINE = "(SELECT p.conversation_id FROM conversation_participants AS p WHERE p.user_id = '{user}')"
SENT = "EXISTS (SELECT FROM messages AS m WHERE m.id = message_id AND m.sender_id = '{user}')"
SEEN = (
    "EXISTS (SELECT FROM messages AS m WHERE m.id = message_id AND (m.sender_id = '{user}'"
    f" OR m.conversation_id IN {MINE} OR m.id IN"
    " (SELECT d.message_id FROM message_delivery AS d WHERE d.recipient_id = '{user}')))"
)
# By table: what a verified user selects, and what he inserts.
PARTICIPANT = {
    "conversations": (f"id IN {MINE} OR created_by_id = '{{user}}'", "created_by_id = '{user}'"),
    "conversation_participants": (
        f"conversation_id IN {MINE}",
        "EXISTS (SELECT FROM conversations AS c WHERE c.id = conversation_id"
        " AND c.created_by_id = '{user}')",
    ),
    "messages": (
        f"sender_id = '{{user}}' OR conversation_id IN {MINE} OR id IN"
        " (SELECT d.message_id FROM message_delivery AS d WHERE d.recipient_id = '{user}')",
        f"sender_id = '{{user}}' AND (conversation_id IS NULL OR conversation_id IN {MINE})",
    ),
    "message_delivery": (f"recipient_id = '{{user}}' OR {SENT}", SENT),
    "message_read": (f"user_id = '{{user}}' OR {SEEN}", f"user_id = '{{user}}' AND {SEEN}"),
    "message_reactions": (f"user_id = '{{user}}' OR {SEEN}", f"user_id = '{{user}}' AND {SEEN}"),
    "push_notifications": ("created_by = '{user}'", "created_by = '{user}'"),
}


def _special(persona: Persona, table: Table, command: str, rights: Rights) -> str | None:
    """Return the condition of a table with rules of its own; None if it has none."""
    if table.name in PARTICIPANT:
        select, insert = PARTICIPANT[table.name]
        if command == "UPDATE":
            return f"sender_id = '{persona.user}'" if (table.name == "messages") else "FALSE"
        return (select if command == "SELECT" else insert).format(user=persona.user)
    if table.group != "DIRECTORY":
        return None
    if persona.role == "whitecross_admin":
        return "TRUE" if command in rights(persona.user_role, table.group) else "FALSE"
    if command == "INSERT":
        return "FALSE"
    own_district = f"(SELECT u.district_id FROM users AS u WHERE u.id = '{persona.user}')"
    if command == "UPDATE":
        if table.name == "schools" and persona.role == "whitecross_district":
            return f"id IN ({quoted(persona.schools)})"
        return "FALSE"
    return {
        "districts": f"id = {own_district}",
        "schools": f"id IN ({quoted(persona.schools)})",
        "users": (
            f"district_id = {own_district}"
            if persona.role == "whitecross_district"
            else f"school_id IN ({quoted(persona.schools)}) OR id = '{persona.user}'"
        ),
    }[table.name]


REFUSED = psycopg.errors.InsufficientPrivilege
# What the database itself writes into the audit log.
THE_SERVERS = ("student_id", "database_user", "database_role", "transaction_id", "timeline")
# Rows as a set, without sorting them: how many, and the sum of their hashes.
ROWS = "SELECT count(*), coalesce(sum(hashtext({table}.id::text)::bigint), 0) FROM {table}"


def complaint(
    connection: Connection,
    persona: Persona,
    table: Table,
    command: str,
    rights: Rights = by_the_page,
) -> str | None:
    """Try a command as a persona; say what came out otherwise than expected, or None.

    The connection acts as the owner between the trials.
    """
    if command == "MASKED":
        if not table.holds_phi or table.tenant not in ("SCHOOL", "SCHOOL_OR_ALL"):
            return None
        condition = masked(persona, table, rights)
    else:
        condition = expected(persona, table, command, rights)
    trial = {"INSERT": _insert, "UPDATE": _update, "SELECT": _select, "MASKED": _select}.get(
        command, _destroy
    )
    found = trial(connection, persona, table, condition, command)
    return found and f"{persona.name}: {command} {table.name}: {found}"


def _select(
    connection: Connection, persona: Persona, table: Table, condition: str | None, command: str
) -> str | None:
    query = ROWS.format(table=table.name)
    wanted = connection.execute(f"{query} WHERE {condition or 'FALSE'}").fetchone()
    with acting(connection, persona):
        try:
            schema = "masked" if command == "MASKED" else "public"
            seen = connection.execute(query.replace("FROM ", f"FROM {schema}.")).fetchone()
        except REFUSED:
            return None if condition is None else "refused"
    if condition is None:
        return "not refused"
    if seen is None or seen != wanted:
        return f"sees {seen} and not {wanted}"
    return None if seen[0] or condition != "TRUE" else "there is no row to see"


def _insert(
    connection: Connection, persona: Persona, table: Table, condition: str | None, _: str
) -> str | None:
    allowed = f"({condition or 'FALSE'})"
    trials = [(True, allowed), (False, f"{allowed} IS NOT TRUE")]
    if persona.schools and "school_id" in table.columns:
        # What the role may not write is refused within the own school too.
        own = f"school_id IN ({quoted(persona.schools)})"
        own += f" AND {confidential(persona, table)}"
        trials.append((False, f"{allowed} IS NOT TRUE AND {own}"))
    for wanted, where in trials:
        row = connection.execute(
            f"SELECT to_jsonb({table.name}) FROM {table.name} WHERE {where} LIMIT 1"
        ).fetchone()
        if row is None:
            continue
        values = dict(row[0])
        if isinstance(values["id"], str):
            values["id"] = str(uuid.uuid4())
        else:
            del values["id"]
        servers = THE_SERVERS if table.name == "audit_logs" else ()
        given = [name for name in table.columns if name in values and name not in servers]
        columns = ", ".join(given)
        with acting(connection, persona):
            try:
                connection.execute(
                    f"INSERT INTO {table.name} ({columns}) SELECT {columns}"
                    f" FROM jsonb_populate_record(NULL::{table.name}, %s)",
                    [Jsonb(values)],
                )
                done = True
            except REFUSED:
                done = False
            except psycopg.errors.IntegrityError:
                # Policies are checked before constraints: it was let through.
                done = True
        if done != wanted:
            return "lets in a row of nobody's or another's" if done else "refuses an own row"
    return None


def _update(
    connection: Connection, persona: Persona, table: Table, condition: str | None, _: str
) -> str | None:
    wanted = one(connection, f"SELECT count(*) FROM {table.name} WHERE {condition or 'FALSE'}")
    change = "created_at = now()"
    if persona.role == "whitecross_encryptor" and table.encrypted:
        change = one(
            connection,
            "SELECT min(ciphertext_column::text) || ' = NULL' FROM phi.encrypted_columns"
            " WHERE table_name = %s",
            table.name,
        )
    with acting(connection, persona):
        try:
            # It reads no column, so that the policies for SELECT do not hide what it could reach.
            done = connection.execute(f"UPDATE {table.name} SET {change}").rowcount
        except REFUSED:
            return None if condition is None else "refused"
    if condition is None:
        return "not refused"
    return None if done == wanted else f"changes {done} and not {wanted} rows"


def _destroy(
    connection: Connection, persona: Persona, table: Table, condition: str | None, command: str
) -> str | None:
    rows = one(connection, f"SELECT count(*) FROM {table.name}")
    statement = f"DELETE FROM {table.name}" if command == "DELETE" else f"TRUNCATE {table.name}"
    with acting(connection, persona):
        try:
            done = connection.execute(statement).rowcount
        except REFUSED:
            return None if condition is None else "refused"
        except psycopg.errors.IntegrityError:
            # A foreign key, or the guard of PHI: it was let through to them.
            return None if condition is not None else "not refused"
    if condition is None:
        return "not refused"
    return None if done == rows else f"deletes {done} and not {rows} rows"
