"""wcdb posture sees every attribute and membership that passes the fence, however indirect."""

import itertools
import re

import pytest

from support.posture import GROUPS, NOBODYS, RIGHTS, mended, plant, seen, unseen
from support.server import Connection
from wcdb.database import ROOT
from wcdb.protection import logins

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
    assert unseen(seen(superuser, RIGHTS), words) == []
    assert mended(superuser, logins.CHECKS) == []


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
        unseen(seen(superuser, RIGHTS), [(f"role {group}", other) for group, other in faults]) == []
    )
    assert mended(superuser, logins.CHECKS) == []


@pytest.mark.parametrize("groups", [GROUPS, GROUPS[::-1]], ids=["in", "of"])
def test_a_group_in_a_group_is_found(superuser: Connection, groups: tuple[str, ...]) -> None:
    """Not a circle: PostgreSQL refuses that."""
    faults = list(itertools.combinations(groups, 2))
    for group, other in faults:
        superuser.execute(f"GRANT {other} TO {group}")
    assert (
        unseen(seen(superuser, RIGHTS), [(f"role {group}", other) for group, other in faults]) == []
    )
    assert mended(superuser, logins.CHECKS) == []


def test_what_the_tool_asks_for_is_allowed(superuser: Connection) -> None:
    for group, other in ALLOWED:
        superuser.execute(f"GRANT {other} TO {group}")
    assert seen(superuser, RIGHTS) == []


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
    assert seen(superuser, RIGHTS) == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_login_of_each_group(superuser: Connection, group: str) -> None:
    """Whatever lets it past the fence is found; nobody is a member of the last two."""
    private = group in NOBODYS
    superuser.execute(f"CREATE ROLE portal LOGIN IN ROLE {group}")
    assert bool(unseen(seen(superuser, RIGHTS), [("role portal", group)])) is not private
    for attribute in ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION"):
        superuser.execute(f"ALTER ROLE portal {attribute}")
        assert unseen(seen(superuser, RIGHTS), [("role portal", f"NO{attribute}")]) == []
        superuser.execute(f"ALTER ROLE portal NO{attribute}")
    for role in (*PREDEFINED, "postgres"):
        superuser.execute(f"GRANT {role} TO portal")
    words = [("role portal", role) for role in (*PREDEFINED, "postgres")]
    assert unseen(seen(superuser, RIGHTS), words) == []
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
    assert bool(unseen(seen(superuser, RIGHTS), [("role staff", group)])) is not private
    for role in (*PREDEFINED, "postgres"):
        superuser.execute(f"GRANT {role} TO staff")
    assert unseen(seen(superuser, RIGHTS), words) == []
    assert mended(superuser, logins.CHECKS) == []


def test_a_bypassing_login_in_a_group_of_yours_is_found(superuser: Connection) -> None:
    plant(
        superuser,
        "CREATE ROLE staff IN ROLE whitecross_app",
        "CREATE ROLE portal LOGIN BYPASSRLS IN ROLE staff",
    )
    assert unseen(seen(superuser, RIGHTS), [("role portal", "NOBYPASSRLS")]) == []
    assert mended(superuser, logins.CHECKS) == []


def test_two_inherited_groups_are_found(superuser: Connection) -> None:
    """Policies are permissive: the rights of the two add up."""
    pairs = list(itertools.combinations(["whitecross_owner", *GROUPS], 2))
    for number, pair in enumerate(pairs):
        superuser.execute(f"CREATE ROLE portal{number} LOGIN IN ROLE {', '.join(pair)}")
    words = [(f"role portal{n}", *pair, "add up") for n, pair in enumerate(pairs)]
    assert unseen(seen(superuser, RIGHTS), words) == []
    assert all("should not have" in sentence for sentence in mended(superuser, logins.CHECKS))


def test_two_groups_by_set_role_are_allowed(superuser: Connection) -> None:
    """NOINHERIT; and, from PostgreSQL 16 on, WITH INHERIT FALSE."""
    plant(
        superuser,
        "CREATE ROLE portal LOGIN NOINHERIT IN ROLE whitecross_app, whitecross_admin",
        "CREATE ROLE staff NOINHERIT IN ROLE whitecross_app",
        "CREATE ROLE other LOGIN IN ROLE staff, whitecross_admin",
    )
    if superuser.info.server_version >= 16_00_00:
        plant(
            superuser,
            "CREATE ROLE third LOGIN IN ROLE whitecross_app",
            "GRANT whitecross_readonly TO third WITH INHERIT FALSE",
        )
    assert seen(superuser, RIGHTS) == []


@pytest.mark.parametrize("attribute", ["BYPASSRLS", "CREATEROLE", "REPLICATION"])
def test_an_attribute_of_a_role_that_a_login_may_become_is_found(
    superuser: Connection, attribute: str
) -> None:
    plant(
        superuser,
        f"CREATE ROLE bi {attribute}",
        "CREATE ROLE nurse LOGIN IN ROLE whitecross_app, bi",
    )
    assert unseen(seen(superuser, logins.CHECKS), [("role nurse", "may become bi")]) == []
    assert mended(superuser, logins.CHECKS) == []


@pytest.mark.parametrize("role", ["pg_monitor", "pg_read_all_stats"])
def test_a_login_behind_the_fence_that_reads_queries_is_found(
    superuser: Connection, role: str
) -> None:
    """They hold values. The encryption tool may: it looks for standbys."""
    plant(
        superuser,
        "GRANT pg_read_all_stats TO whitecross_encryptor",
        "CREATE ROLE encryption LOGIN IN ROLE whitecross_encryptor",
    )
    assert seen(superuser, logins.CHECKS) == []
    plant(superuser, "CREATE ROLE nurse LOGIN IN ROLE whitecross_app", f"GRANT {role} TO nurse")
    assert unseen(seen(superuser, logins.CHECKS), [("role nurse", role)]) == []
    assert mended(superuser, logins.CHECKS) == []


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
    found = seen(superuser, RIGHTS)
    words = [
        ("role portal", "whitecross_app", "whitecross_service"),
        ("role reader", "pg_read_all_data"),
    ]
    assert unseen(found, words) == []
    assert not any("harmless" in sentence for sentence in found)
    assert all("should not have" in sentence for sentence in mended(superuser, logins.CHECKS))


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
    assert unseen(seen(superuser, RIGHTS), words) == []
    assert mended(superuser, logins.CHECKS) == []


def test_a_superuser_by_membership_is_found(superuser: Connection) -> None:
    plant(
        superuser,
        "CREATE ROLE root SUPERUSER",
        "CREATE ROLE portal LOGIN IN ROLE root",
        "GRANT root TO whitecross_owner",
    )
    words = [("role portal", "root"), ("role whitecross_owner", "root")]
    assert unseen(seen(superuser, RIGHTS), words) == []
    assert mended(superuser, logins.CHECKS) == []


@pytest.mark.parametrize("attribute", ["", "BYPASSRLS", "REPLICATION", "CREATEROLE"])
@pytest.mark.parametrize("group", sorted({*GROUPS} - {*NOBODYS}))
def test_a_login_behind_the_fence_that_may_open_it_is_found(
    superuser: Connection, group: str, attribute: str
) -> None:
    """A member of the owner too, however it comes to that, and by whatever name."""
    plant(
        superuser,
        'CREATE ROLE "Staff ""A""" NOINHERIT IN ROLE whitecross_owner',
        f'CREATE ROLE "Portal; 1" LOGIN NOINHERIT {attribute} IN ROLE {group}, "Staff ""A"""',
    )
    found = "\n".join(seen(superuser, logins.CHECKS))
    assert f"role Portal; 1: is a member of whitecross_owner and of {group}, and could" in found
    assert not attribute or f"NO{attribute};" in found or attribute == "CREATEROLE"
    assert mended(superuser, logins.CHECKS) == []


def test_whoever_gave_a_membership_it_is_taken_back(superuser: Connection) -> None:
    if superuser.info.server_version < 16_00_00:
        pytest.skip("PostgreSQL 15 does not note who gave a membership")
    plant(
        superuser,
        "CREATE ROLE giver CREATEROLE",
        "GRANT pg_read_all_data, whitecross_app TO giver WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
        "CREATE ROLE staff",
        "CREATE ROLE portal LOGIN IN ROLE staff",
        "SET LOCAL ROLE giver",
        "GRANT whitecross_app TO staff",
        "GRANT pg_read_all_data TO staff WITH ADMIN TRUE",
        "RESET ROLE",
        "SET LOCAL ROLE staff",
        "GRANT pg_read_all_data TO portal",
        "RESET ROLE",
    )
    assert unseen(seen(superuser, logins.CHECKS), [("role portal", "pg_read_all_data")]) == []
    assert mended(superuser, logins.CHECKS) == []
