"""What wcdb posture says, from within a test's own transaction."""

from support.server import Connection
from wcdb.protection.posture import findings


def seen(connection: Connection) -> list[str]:
    """Return the findings as wcdb's own session would read them."""
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL search_path = pg_catalog, pg_temp")
        return findings(connection)
