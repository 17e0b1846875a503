"""Row-level security: every role, every protected table, every command, by docs/access.md."""

from collections.abc import Iterator

import pytest

from support import access, access_page, counts
from support.server import Connection, Server

NAMES = (
    "NURSE",
    "COUNSELOR",
    "SCHOOL_ADMIN",
    "VIEWER",
    "DISTRICT_ADMIN",
    "DISTRICT_ADMIN at one school",
    "ADMIN",
    "VIEWER read-only",
    "service",
    "auditor",
    "encryptor",
    "NURSE as a guest",
    "nurse as whitecross_district",
    "nurse as whitecross_admin",
    "counselor as whitecross_district",
    "counselor as whitecross_admin",
    "district administrator as whitecross_admin",
    *(
        f"{kind} as {role}"
        for kind in (
            "no claims",
            "only a school",
            "unknown user",
            "another role",
            "no such role",
            "another school",
            "another district",
        )
        for role in access.STAFF
    ),
)


@pytest.fixture(scope="module")
def world(postgres: Server, sample_template: str) -> Iterator[Connection]:
    """Sample data, and a connection that is the owner and may act as any role."""
    with (
        postgres.database("access", sample_template) as environment,
        access.owner(postgres, environment) as connection,
    ):
        access.prepare(connection)
        connection.commit()
        yield connection


@pytest.fixture(scope="module")
def people(world: Connection) -> dict[str, access.Persona]:
    return access.personas(world)


def test_page_is_the_database(catalogue: Connection, pytestconfig: pytest.Config) -> None:
    page = access_page.page(catalogue)
    if pytestconfig.getoption("--write-docs"):
        access.PAGE.write_text(page, encoding="utf-8")
    assert access.PAGE.read_text(encoding="utf-8") == page, "run with --write-docs"


def test_every_persona_is_tried(people: dict[str, access.Persona]) -> None:
    assert sorted(people) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_matrix(world: Connection, people: dict[str, access.Persona], name: str) -> None:
    # Every trial adds locks; one transaction for all fills the lock table of a small server.
    world.rollback()
    persona = people[name]
    tables = [table for table in access.tables(world) if table.protected]
    assert len(tables) == counts.FENCED
    complaints = [
        found
        for table in tables
        for command in access.COMMANDS
        if (found := access.complaint(world, persona, table, command))
    ]
    assert complaints == []
