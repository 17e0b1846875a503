"""Students, records and policies for the tests of retention."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from support.server import Connection, one
from wcdb.retention.due import read_due

# In the past, since nothing that is yet to come is removed; rows ended when they were six.
AS_OF = datetime(2024, 3, 10, 12, tzinfo=UTC)
ENDED = datetime(2018, 3, 10, 12, tzinfo=UTC)
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
CANARY = "Canary Q. Patient"


def clone(connection: Connection, table: str, **changes: Any) -> UUID:
    """Insert a copy of a row with another id, old unless the changes say otherwise."""
    row = one(connection, f"SELECT to_jsonb(t) FROM {table} AS t ORDER BY id LIMIT 1")
    given = {"created_at": LONG_AGO, "updated_at": LONG_AGO, "deleted_at": None, **changes}
    given = {name: value for name, value in given.items() if name in row}
    row |= {name: value and str(value) for name, value in given.items()}
    row |= {name: value for name, value in changes.items() if isinstance(value, bool)}
    row["id"] = str(uuid4())
    connection.execute(
        f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)", [Jsonb(row)]
    )
    return UUID(row["id"])


def enroll(connection: Connection, left: datetime | None = None) -> UUID:
    """Add a student of the platform, or one who has left."""
    number = uuid4().hex[:12]
    return clone(
        connection,
        "students",
        student_number=number,
        medical_record_num=number,
        first_name=CANARY,
        is_active=left is None,
        updated_at=left or LONG_AGO,
    )


def policy(
    connection: Connection,
    category: str = "HEALTH_RECORDS",
    days: int = 2192,
    *,
    auto_delete: bool = True,
    status: str = "ACTIVE",
    alone: bool = True,
) -> None:
    """Make a policy; alone, the others of its class are replaced by it."""
    if alone:
        connection.execute(
            "UPDATE data_retention_policies SET status = 'INACTIVE' WHERE category = %s",
            [category],
        )
    connection.execute(
        "INSERT INTO data_retention_policies (category, description, retention_period_days,"
        " legal_basis, status, auto_delete) VALUES (%s, 'x', %s, 'x', %s, %s)",
        [category, days, status, auto_delete],
    )


def place(connection: Connection, student: UUID | None = None, category: str | None = None) -> UUID:
    return UUID(
        str(
            one(
                connection,
                "INSERT INTO phi.legal_holds (student_id, retention_category, reason)"
                " VALUES (%s, %s, 'Subpoena') RETURNING id",
                student,
                category,
            )
        )
    )


def due(connection: Connection, table: str = "allergies", as_of: datetime = AS_OF) -> int:
    found = {item.table_name: item for item in read_due(connection, as_of)}
    return found[table].due if table in found else 0
