"""Where plaintext may remain, as far as the database can tell, and what to do about it."""

from dataclasses import dataclass

from psycopg.rows import class_row

from wcdb.database import Connection
from wcdb.phi.registry import Table

READ_TABLE = """
    SELECT pg_relation_size(c.oid) > 0
           AND EXISTS (
               SELECT
               FROM   pg_attribute AS a
               WHERE  a.attrelid = c.oid
               AND    a.attnum > 0
               AND    a.attisdropped
           )                                           AS has_dropped_columns,
           coalesce(pg_stat_get_dead_tuples(c.oid), 0) AS dead_rows,
           ARRAY(
               SELECT i.indexrelid::regclass::text
               FROM   pg_index AS i
               JOIN   pg_attribute AS a
               ON     a.attrelid = c.oid
               AND    a.attnum = any(i.indkey)
               WHERE  i.indrelid = c.oid
               AND    i.indpred IS NULL
               AND    a.attname = any(%(columns)s)
           )                                           AS plaintext_indexes
    FROM   pg_class AS c
    WHERE  c.oid = to_regclass(format('public.%%I', %(table)s::name))
"""

READ_SERVER = """
    SELECT current_setting('archive_mode') <> 'off'
           OR EXISTS (SELECT FROM pg_replication_slots)            AS has_copies,
           current_setting('log_statement') IN ('mod', 'all')
           OR current_setting('log_min_duration_statement') <> '-1' AS logs_statements
"""


@dataclass(frozen=True)
class Residue:
    """A place where plaintext may remain, what of it, and what to do."""

    where: str
    what: str
    do: str

    def __str__(self) -> str:
        """Return it as two sentences."""
        return f"{self.where}: {self.what}. {self.do}"


@dataclass(frozen=True)
class TableFacts:
    """What the catalogue and the statistics say of a table."""

    has_dropped_columns: bool
    dead_rows: int
    plaintext_indexes: list[str]


@dataclass(frozen=True)
class ServerFacts:
    """What the settings of the server say."""

    has_copies: bool
    logs_statements: bool


def find_table_residue(connection: Connection, table: Table) -> list[Residue]:
    """Return where plaintext of a table may remain in the table itself."""
    parameters = {"table": table.name, "columns": table.column_names}
    with connection.cursor(row_factory=class_row(TableFacts)) as cursor:
        facts = cursor.execute(READ_TABLE, parameters).fetchone()
    assert facts is not None
    found = []
    plaintext = table.with_plaintext.column_names
    if plaintext:
        indexes = facts.plaintext_indexes
        found.append(
            Residue(
                table.name,
                f"the plaintext is still there: {', '.join(plaintext)}",
                "Verify, then apply its contract step (sql/post_deploy). Until then it is also in"
                " statistics (pg_stats)" + (f" and in {', '.join(indexes)}." if indexes else "."),
            )
        )
    if facts.has_dropped_columns:
        found.append(
            Residue(
                table.name,
                "rows written before a column was dropped hold its values, unless the table was"
                " rewritten since",
                f"Rewrite the table: VACUUM FULL {table.name} (locks it), or pg_repack.",
            )
        )
    if facts.dead_rows:
        found.append(
            Residue(
                table.name,
                f"{facts.dead_rows:,} dead rows, with the values they had",
                f"VACUUM {table.name} makes their space free, and writing over it erases them;"
                " VACUUM FULL does so at once.",
            )
        )
    return found


def find_server_residue(connection: Connection) -> list[Residue]:
    """Return where plaintext of any table may remain outside the tables."""
    with connection.cursor(row_factory=class_row(ServerFacts)) as cursor:
        facts = cursor.execute(READ_SERVER).fetchone()
    assert facts is not None
    found = [
        Residue(
            "write-ahead log",
            "segments that are not recycled yet hold every row as it was written",
            "CHECKPOINT and pg_switch_wal() let the server recycle them; it writes them over in"
            " its own time.",
        )
    ]
    if facts.has_copies:
        found.append(
            Residue(
                "archive and replicas",
                "archived segments and replicas hold what the server held",
                "Rewrites reach replicas by themselves; the archive expires with backups.",
            )
        )
    found.append(
        Residue(
            "backups",
            "those made before the rewrite hold the plaintext",
            "Let them expire, encrypted, or destroy them; then note the day.",
        )
    )
    if facts.logs_statements:
        found.append(
            Residue(
                "server log",
                "statements with their values may be in it",
                "Set log_parameter_max_length = 0, and treat old logs as PHI.",
            )
        )
    return found
