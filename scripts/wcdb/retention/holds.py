"""Legal holds: what they cover is kept beyond its time until they are released."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row

from wcdb.database import CannotRun, Connection

STUDENT = """
    SELECT 1
    FROM   public.students
    WHERE  id = %s
"""

PLACE = """
    INSERT INTO phi.legal_holds (student_id, retention_category, reason, placed_by)
    VALUES (%s, %s, %s, %s)
    RETURNING id
"""

RELEASE = """
    UPDATE phi.legal_holds
    SET    released_at = now(),
           released_by = %s
    WHERE  id = %s
    AND    released_at IS NULL
"""

# Without the reasons, which may name people.
HOLDS = """
    SELECT   id,
             student_id         AS student,
             retention_category AS category,
             placed_at,
             released_at
    FROM     phi.legal_holds
    WHERE    %s OR released_at IS NULL
    ORDER BY placed_at, id
"""


@dataclass(frozen=True)
class Hold:
    """A legal hold without its reason; of all students, or of all classes, if none is named."""

    id: UUID
    student: UUID | None
    category: str | None
    placed_at: datetime
    released_at: datetime | None

    def __str__(self) -> str:
        """Return it as a line of text."""
        whose = f"student {self.student}" if self.student else "all students"
        until = f", released {self.released_at:%Y-%m-%d}" if self.released_at else ""
        classes = self.category or "all classes"
        return f"{self.id}: {whose}, {classes}, since {self.placed_at:%Y-%m-%d}{until}"


def place(
    connection: Connection,
    student: UUID | None,
    category: str | None,
    reason: str,
    by: UUID | None,
) -> UUID:
    """Place a hold on a student's records, a class of records, or both, and return its id.

    Raises:
        CannotRun: there is no such student.
        psycopg.Error: there is no such class.
    """
    if student and not connection.execute(STUDENT, [student]).fetchone():
        raise CannotRun(f"there is no student {student}.")
    row = connection.execute(PLACE, [student, category, reason, by]).fetchone()
    assert row is not None
    hold_id: UUID = row[0]
    return hold_id


def release(connection: Connection, hold_id: UUID, by: UUID | None) -> bool:
    """End a hold; say whether it was in force."""
    return connection.execute(RELEASE, [by, hold_id]).rowcount > 0


def read_holds(connection: Connection, *, with_released: bool) -> list[Hold]:
    """Return the holds in force, the oldest first, or all there ever were."""
    with connection.cursor(row_factory=class_row(Hold)) as cursor:
        return cursor.execute(HOLDS, [with_released]).fetchall()
