"""Compare the protection that the catalogue shows with that which the registry asks for."""

from collections.abc import Iterable

from wcdb.database import CannotRun, Connection
from wcdb.protection import logins, registry, rights, tables

CHECKS = (*registry.CHECKS, *tables.CHECKS, *rights.CHECKS, *logins.CHECKS)

BUILT = """
    SELECT to_regprocedure('phi.protection_differences(regclass)') IS NOT NULL,
           pg_has_role(c.relowner, 'USAGE'),
           c.relowner::regrole::text
    FROM   (SELECT to_regclass('phi.tables') AS oid) AS t
    LEFT   JOIN pg_class AS c ON c.oid = t.oid
"""


def findings(connection: Connection, checks: Iterable[str] = CHECKS) -> list[str]:
    """Return a sentence for each thing that is not as it should be; each says how to mend it.

    Reads the catalogue and the registry, and no row of anybody's data.

    Args:
        connection: a session of the owner whose search_path is pg_catalog, pg_temp.
        checks: queries that return sentences; all of them, unless a test needs few.

    Raises:
        CannotRun: the migrations are not applied, or the login does not own their objects.
    """
    built, is_owner, owner = connection.execute(BUILT).fetchone() or (False, False, None)
    if not built:
        raise CannotRun("the protection is not built yet; run 'yoyo apply' first.")
    if not is_owner:
        raise CannotRun(f"only {owner}, which owns the objects, sees all of it; connect as it.")
    return [
        str(sentence) for check in checks for (sentence,) in connection.execute(check).fetchall()
    ]
