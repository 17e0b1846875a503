"""The state of each registered column: how much is encrypted, under which keys, and verified."""

from dataclasses import dataclass

from psycopg import sql

from wcdb.database import Connection
from wcdb.phi.registry import Column, Table

# All columns of a row at once: one reading of the table. key_id is NULL where there is only the
# plaintext; an envelope has it in its bytes 3 to 6.
COUNT_VALUES = sql.SQL("""
    SELECT   v.column_id,
             ('x' || encode(substr(v.ciphertext, 3, 4), 'hex'))::bit(32)::bigint AS key_id,
             count(*)
    FROM     {table}
    CROSS    JOIN LATERAL (VALUES {values}) AS v (column_id, is_plain, ciphertext)
    WHERE    v.is_plain
    OR       v.ciphertext IS NOT NULL
    GROUP BY 1, 2
    ORDER BY 1, 2
""")

COUNTED = sql.SQL("({}::integer, {} IS NOT NULL, {})")

READ_VERIFIED = """
    SELECT c.name,
           phi.is_verified(%s, c.name)
    FROM   unnest(%s::name[]) AS c (name)
"""

READ_JOB = """
    SELECT j.operation::text || ' ' || lower(j.state::text)
    FROM   phi.encryption_jobs AS j
    WHERE  j.table_name = %s
    AND    j.state IN ('RUNNING', 'PAUSED')
"""

# Rows a second of the last job that had something to do.
READ_RATE = """
    SELECT   sum(r.rows_done)
             / greatest(extract(EPOCH FROM j.finished_at - j.created_at), 1)
    FROM     phi.encryption_jobs AS j
    JOIN     phi.encryption_ranges AS r
    USING    (job_id)
    WHERE    j.table_name = %s
    AND      j.operation = 'ENCRYPT'
    AND      j.state = 'DONE'
    GROUP BY j.job_id
    HAVING   sum(r.rows_done) > 0
    ORDER BY j.job_id DESC
    LIMIT    1
"""


@dataclass(frozen=True)
class ColumnStatus:
    """The state of a column, in values.

    plaintext: the column is still there. rows: values that are not NULL. keys: encrypted values by
    the id of their key. job: the one at work on the table. seconds_left: to encrypt the rest at
    the last rate, None if there was no job yet.
    """

    table: str
    column: str
    plaintext: bool
    rows: int
    encrypted: int
    verified: bool
    keys: dict[str, int]
    job: str | None
    seconds_left: int | None

    @property
    def is_complete(self) -> bool:
        """Say whether every value is encrypted, and verified."""
        return self.rows == self.encrypted and self.verified

    def __str__(self) -> str:
        """Return it as one sentence."""
        parts = [f"{self.encrypted:,} of {self.rows:,} values encrypted"]
        if self.keys:
            keys = ", ".join(f"{key}: {count:,}" for key, count in self.keys.items())
            parts.append(f"key {keys}")
        if self.rows:
            parts.append("verified" if self.verified else "not verified")
        if not self.plaintext:
            parts.append("plaintext removed")
        if self.job:
            parts.append(self.job.lower())
        if self.seconds_left:
            parts.append(f"about {self.seconds_left:,} s left at the last rate")
        return f"{self.table}.{self.column}: {', '.join(parts)}."


def read_status(connection: Connection, table: Table) -> list[ColumnStatus]:
    """Return the state of the columns of a table; reads every row of it once, and no value."""
    counts = _count_values(connection, table)
    verified = dict(connection.execute(READ_VERIFIED, [table.name, table.column_names]).fetchall())
    job = connection.execute(READ_JOB, [table.name]).fetchone()
    rate = connection.execute(READ_RATE, [table.name]).fetchone()
    return [
        _column_status(
            column,
            counts[column.column_id],
            verified[column.column_name],
            job[0] if job else None,
            float(rate[0]) if rate else None,
        )
        for column in table.columns
    ]


def _count_values(connection: Connection, table: Table) -> dict[int, dict[int | None, int]]:
    """Return how many values a column has under each key, None if only in plaintext."""
    query = COUNT_VALUES.format(
        table=table.sql,
        values=sql.SQL(", ").join(
            COUNTED.format(column.column_id, column.plaintext, column.ciphertext)
            for column in table.columns
        ),
    )
    counts: dict[int, dict[int | None, int]] = {column.column_id: {} for column in table.columns}
    for column_id, key_id, count in connection.execute(query):
        counts[column_id][key_id] = count
    return counts


def _column_status(
    column: Column,
    counts: dict[int | None, int],
    is_verified: bool | None,
    job: str | None,
    rate: float | None,
) -> ColumnStatus:
    left = counts.get(None, 0)
    total = sum(counts.values())
    return ColumnStatus(
        table=column.table_name,
        column=column.column_name,
        plaintext=column.has_plaintext,
        rows=total,
        encrypted=total - left,
        verified=bool(is_verified) or total == 0,
        keys={str(key_id): count for key_id, count in counts.items() if key_id is not None},
        job=job,
        seconds_left=round(left / rate) if rate else None,
    )
