"""Remove what is due, batch by batch, each with its record in phi.retention_runs."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from wcdb.database import Connection

BATCH = 500

REMOVE = "SELECT phi.retention_remove(%s::name, %s, %s)"


def remove(
    connection: Connection, tables: Iterable[str], batch: int, as_of: datetime
) -> Iterator[tuple[str, int]]:
    """Remove what is due of these tables, in this order; yield table and rows of each batch.

    Each batch is committed when it is yielded. A run that is killed has removed whole batches,
    each with its record in phi.retention_runs, and the next run goes on.

    Args:
        connection: in autocommit.
        tables: in the order in which phi.retention_due returns them.
        batch: rows removed in one transaction at most.
        as_of: what counts as now; the database refuses a moment to come.

    Raises:
        psycopg.Error: the moment is to come, a row cannot go, or the session may not.
    """
    for table in tables:
        while True:
            row = connection.execute(REMOVE, [table, batch, as_of]).fetchone()
            if row is None or not row[0]:
                break
            yield table, row[0]
