"""What is due under the retention policies: the database decides, this asks it."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from wcdb.database import Connection

DUE = """
    SELECT table_name, category, due, held, referenced, oldest, auto_delete
    FROM   phi.retention_due(%s)
"""

MONTHS_DUE = """
    SELECT to_char(month, 'YYYY-MM')
    FROM   phi.audit_months_due(%s) AS month
"""


@dataclass(frozen=True)
class Due:
    """A row of phi.retention_due: how many rows of a table are over, and what keeps them."""

    table_name: str
    category: str
    due: int
    held: int
    referenced: int
    oldest: datetime | None
    auto_delete: bool

    @property
    def found(self) -> bool:
        """Whether there is anything to report."""
        return bool(self.due or self.held or self.referenced)

    @property
    def removable(self) -> bool:
        """Whether remove would remove rows."""
        return self.auto_delete and self.due > 0

    def __str__(self) -> str:
        """Return it as a sentence."""
        counts = [f"{self.due:,} due"]
        if self.held:
            counts.append(f"{self.held:,} under a legal hold")
        if self.referenced:
            counts.append(f"{self.referenced:,} that others refer to")
        what = "" if self.auto_delete else "; to be reviewed: no policy removes them by itself"
        since = f", the oldest ended {self.oldest:%Y-%m-%d}" if self.oldest else ""
        return f"{self.table_name} ({self.category}): {', '.join(counts)}{since}{what}."


def read_due(connection: Connection, as_of: datetime) -> list[Due]:
    """Return what is due at a moment, in the order in which it can be removed."""
    with connection.cursor(row_factory=class_row(Due)) as cursor:
        return cursor.execute(DUE, [as_of]).fetchall()


def due_months(connection: Connection, as_of: datetime) -> list[str]:
    """Return the months of the audit log that may be archived, as YYYY-MM, of UTC."""
    return [month for (month,) in connection.execute(MONTHS_DUE, [as_of])]
