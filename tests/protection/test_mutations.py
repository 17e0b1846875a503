"""Every policy matters: without it, or with it weakened, the access matrix does not hold.

Here a few tables of each kind; all of them:
    pytest tests/protection/test_mutations.py --all-mutations
"""

from collections.abc import Iterator
from typing import Any

import pytest

from support import access
from support.server import Connection, Server

SOME = (
    "alert_rules",
    "audit_logs",
    "follow_up_actions",
    "mental_health_records",
    "message_delivery",
    "schools",
    "students",
    "vital_signs",
)
BY_COMMAND = {
    "r": ("SELECT",),
    "a": ("INSERT",),
    "w": ("UPDATE",),
    "d": ("DELETE",),
    "*": ("SELECT", "INSERT", "UPDATE"),
}


OPEN = (
    "INSERT INTO phi.access SELECT r, g, TRUE, TRUE, TRUE, TRUE, 'open' FROM"
    " unnest(enum_range(NULL::user_role)) AS r, unnest(enum_range(NULL::phi.access_group)) AS g"
    " ON CONFLICT (user_role, access_group) DO UPDATE SET may_select = TRUE, may_insert = TRUE,"
    " may_update = TRUE, may_masked = TRUE"
)
# Where two policies guard the same door, each must hold alone: with a matrix that gives everything
# the fences, with one that gives nothing what asks the matrix.
REGIMES = (
    ("SELECT", access.by_the_page),
    (OPEN, access.everything),
    ("DELETE FROM phi.access", access.nothing),
)


@pytest.fixture(scope="module")
def world(postgres: Server, sample_template: str) -> Iterator[Connection]:
    with (
        postgres.database("mutations", sample_template) as environment,
        access.owner(postgres, environment) as connection,
    ):
        access.prepare(connection)
        connection.commit()
        yield connection


def policies(connection: Connection) -> list[tuple[Any, ...]]:
    """Return (table, policy, command, restrictive, roles, condition is TRUE)."""
    return connection.execute(
        "SELECT p.polrelid::regclass::text, p.polname, p.polcmd, NOT p.polpermissive,"
        " ARRAY(SELECT rolname::text FROM pg_roles WHERE oid = ANY (p.polroles)),"
        " coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))"
        " = 'true'"
        " FROM pg_policy AS p WHERE p.polrelid::regclass::text !~ '[.]' ORDER BY 1, 2"
    ).fetchall()


def mutations(policy: tuple[Any, ...]) -> list[str]:
    """Return statements that break a policy: without it, and without its condition."""
    table, name, command, *_, is_true = policy
    found = [f"DROP POLICY {name} ON {table}"]
    if not is_true:
        clauses = {"r": "USING (TRUE)", "d": "USING (TRUE)", "a": "WITH CHECK (TRUE)"}
        both = "USING (TRUE) WITH CHECK (TRUE)"
        found.append(f"ALTER POLICY {name} ON {table} {clauses.get(command, both)}")
    return found


def notices(
    connection: Connection,
    people: dict[str, access.Persona],
    tables: dict[str, access.Table],
    policy: tuple[Any, ...],
) -> bool:
    """Say whether some trial of the matrix that the policy bears on comes out otherwise."""
    table, _, command, _, roles, _ = policy
    commands = BY_COMMAND[command]
    if "whitecross_masker" in roles:
        commands = (*commands, "MASKED")
    for change, rights in REGIMES:
        connection.execute("SAVEPOINT regime")
        connection.execute(change)
        found = any(
            access.complaint(connection, persona, tables[table], trial, rights)
            for persona in people.values()
            if persona.role in roles or "MASKED" in commands
            for trial in commands
        )
        connection.execute("ROLLBACK TO regime")
        if found:
            return True
    return False


def test_every_policy_is_missed(world: Connection, pytestconfig: pytest.Config) -> None:
    people = access.personas(world)
    tables = {table.name: table for table in access.tables(world)}
    chosen = [
        policy
        for policy in policies(world)
        if policy[0] in SOME or pytestconfig.getoption("--all-mutations")
    ]
    assert len(chosen) >= 80
    survivors = []
    tried = 0
    for policy in chosen:
        for statement in mutations(policy):
            tried += 1
            world.execute("SAVEPOINT mutation")
            world.execute(statement)
            if not notices(world, people, tables, policy):
                survivors.append(statement)
            world.execute("ROLLBACK TO mutation")
    print(f"{tried - len(survivors)} of {tried} mutations noticed")
    assert not survivors, "\n".join(survivors)
