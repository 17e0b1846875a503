"""Compare the protection that the catalogue shows with that which the registry asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from wcdb.database import CannotRun, Connection
from wcdb.protection import bypasses, code, elsewhere, logins, registry, rights, settings, tables

CHECKS = (
    *registry.CHECKS,
    *tables.CHECKS,
    *bypasses.CHECKS,
    *rights.CHECKS,
    *elsewhere.CHECKS,
    *code.CHECKS,
    *logins.CHECKS,
    *settings.CHECKS,
)

BUILT = """
    SELECT to_regprocedure('phi.protection_differences(regclass)') IS NOT NULL,
           pg_has_role(c.relowner, 'USAGE'),
           c.relowner::regrole::text
    FROM   (SELECT to_regclass('phi.tables') AS oid) AS t
    LEFT   JOIN pg_class AS c ON c.oid = t.oid
"""

LOCKED = """
    SELECT c.oid::regclass::text, l.pid
    FROM   pg_locks AS l
    JOIN   pg_class AS c ON c.oid = l.relation
    WHERE  l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND    l.mode = 'AccessExclusiveLock'
    AND    l.granted
    ORDER  BY 1
    LIMIT  1
"""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        sentence: it, and what to do where no statement can say that.
        repair: SQL that mends it, ending with a semicolon; None where a person must decide.
    """

    sentence: str
    repair: str | None

    def __str__(self) -> str:
        """Return the sentence, and under it the repair."""
        if self.repair is None:
            return self.sentence
        return "\n    ".join([self.sentence, *self.repair.splitlines()])


def findings(connection: Connection, checks: Iterable[str] = CHECKS) -> list[Finding]:
    """Return each thing that is not as it should be.

    Reads the catalogue and the registry, and no row of anybody's data.

    Args:
        connection: a session of the owner whose search_path is pg_catalog, pg_temp.
        checks: queries that return a sentence and a repair; all, unless a test needs few.

    Raises:
        CannotRun: the migrations are not applied, the login does not own their objects, or others
            hold or change what is looked at.
    """
    built, is_owner, owner = connection.execute(BUILT).fetchone() or (False, False, None)
    if not built:
        raise CannotRun("the protection is not built yet; run 'yoyo apply' first.")
    if not is_owner:
        raise CannotRun(f"only {owner}, which owns the objects, sees all of it; connect as it.")
    try:
        return [Finding(*row) for check in checks for row in connection.execute(check).fetchall()]
    except psycopg.errors.LockNotAvailable:
        raise CannotRun(_who_holds(connection)) from None
    except psycopg.Error as error:
        # PostgreSQL prints an object as it is now, not as it was when the query began.
        if "OID" not in str(error) and not isinstance(error, psycopg.errors.UndefinedObject):
            raise
        raise CannotRun("the schema changed while it was compared; run it again.") from None


def _who_holds(connection: Connection) -> str:
    connection.rollback()
    held = connection.execute(LOCKED).fetchone()
    if held is None:
        return "a table was locked for a moment; run it again."
    return f"{held[0]} is locked by another session (process {held[1]}); run it again afterwards."
