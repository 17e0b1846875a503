"""What wcdb posture says, from within a test's own transaction."""

from collections.abc import Iterable

from support.server import Connection
from wcdb.protection.posture import CHECKS, findings


def seen(connection: Connection, checks: Iterable[str] = CHECKS) -> list[str]:
    """Return the findings as wcdb's own session would read them.

    Args:
        connection: of the owner or a superuser; its transaction goes on as it was.
        checks: those of one module, where the test is about no other and asks often.
    """
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = pg_catalog, pg_temp")
        return findings(connection, checks)
