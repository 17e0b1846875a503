"""How far a job has come, and what it refused (phi.encryption_findings)."""

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg.rows import kwargs_row

from wcdb.database import Connection
from wcdb.phi.envelope import Fault
from wcdb.phi.jobs import JobState
from wcdb.phi.operation import Finding

READ_PROGRESS = """
    SELECT   j.state::text                           AS state,
             coalesce(sum(r.row_count), 0)::bigint   AS total,
             coalesce(sum(
                 CASE
                     WHEN r.finished_at IS NULL THEN least(r.rows_read, r.row_count)
                     ELSE r.row_count
                 END
             ), 0)::bigint                           AS seen,
             coalesce(sum(r.rows_read), 0)::bigint   AS read,
             coalesce(sum(r.rows_done), 0)::bigint   AS done,
             (
                 SELECT count(*)
                 FROM   phi.encryption_findings AS f
                 WHERE  f.job_id = j.job_id
             )                                       AS findings
    FROM     phi.encryption_jobs AS j
    LEFT     JOIN phi.encryption_ranges AS r
    USING    (job_id)
    WHERE    j.job_id = %s
    GROUP BY j.job_id
"""

READ_FINDINGS = """
    SELECT   row_key,
             column_name,
             fault::text
    FROM     phi.encryption_findings
    WHERE    job_id = %s
    ORDER BY row_key,
             column_name
"""


@dataclass(frozen=True)
class Progress:
    """How far a job has come, in rows; findings are values."""

    state: JobState
    total: int
    seen: int
    read: int
    done: int
    findings: int


def read_progress(connection: Connection, job_id: int) -> Progress:
    """Return how far a job has come, whoever works on it."""
    with connection.cursor(row_factory=kwargs_row(_read_progress)) as cursor:
        progress = cursor.execute(READ_PROGRESS, [job_id]).fetchone()
    assert progress is not None
    return progress


def _read_progress(state: str, **counts: int) -> Progress:
    return Progress(JobState(state), **counts)


def iterate_findings(connection: Connection, job_id: int) -> Iterator[Finding]:
    """Yield what a job refused, in the order of the rows' keys."""
    with connection.transaction(), connection.cursor(name="findings") as cursor:
        cursor.execute(READ_FINDINGS, [job_id])
        for row_key, column_name, fault in cursor:
            yield Finding(row_key, column_name, Fault(fault))
