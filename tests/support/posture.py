"""What wcdb posture says, from within a test's own transaction, and what its repairs do."""

import re
from collections.abc import Iterable

import psycopg

from support.server import Connection
from wcdb.protection import bypasses, code, elsewhere, logins, rights, settings, tables
from wcdb.protection.posture import CHECKS, Finding, findings

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
# For no login at all.
NOBODYS = ("whitecross_masker", "whitecross_pgaudit")
# All but the differences of tables, which take longest: test_posture.py is about those.
RIGHTS = (
    tables.STRANGERS,
    *bypasses.CHECKS,
    *rights.CHECKS,
    *elsewhere.CHECKS,
    *code.CHECKS,
    *logins.CHECKS,
    *settings.CHECKS,
)
ROUNDS = 4  # a repair may bring to light what another has to mend


def seen(connection: Connection, checks: Iterable[str] = CHECKS) -> list[str]:
    """Return the findings, each with its repair, as wcdb's own session would read them.

    Args:
        connection: of the owner or a superuser; its transaction goes on as it was.
        checks: those of one module, where the test is about no other and asks often.
    """
    return [str(finding) for finding in _look(connection, checks)]


def mended(connection: Connection, checks: Iterable[str] = CHECKS) -> list[str]:
    """Run every repair as it is printed, as often as posture asks; return what is left to people.

    Raises:
        AssertionError: a repair cannot be run, or changes nothing.
    """
    checks = tuple(checks)
    for _ in range(ROUNDS):
        found = _look(connection, checks)
        repairs = list(dict.fromkeys(filter(None, (finding.repair for finding in found))))
        if not repairs:
            return [finding.sentence for finding in found]
        for repair in repairs:
            try:
                with connection.transaction():
                    connection.execute(repair)
            except psycopg.Error as error:
                raise AssertionError(f"{repair}: {error}") from error
    raise AssertionError(f"not mended: {[str(finding) for finding in found]}")


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


def _look(connection: Connection, checks: Iterable[str]) -> list[Finding]:
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = pg_catalog, pg_temp")
        return findings(connection, checks)
