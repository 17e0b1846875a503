"""Indexes that no query uses: left by a build that failed, or still being built."""

import re
from dataclasses import dataclass

from wcdb.database import Connection
from wcdb.migrations.files import contract_files, up_files
from wcdb.migrations.runner import applied

# What CREATE INDEX CONCURRENTLY, REINDEX or DROP left when it failed, or is still at work on. The
# table is told from the lock, since a build by another role shows no more than its process.
INVALID = """
    SELECT quote_ident(t.relname) AS table,
           quote_ident(i.relname) AS name,
           i.relkind = 'I'        AS partitioned,
           NOT x.indislive OR i.relname ~ '_cc(new|old)[0-9]*$' AS leftover,
           EXISTS (
               SELECT FROM pg_stat_progress_create_index AS p
               JOIN   pg_locks AS l ON l.pid = p.pid
               WHERE  p.datname = current_database()
               AND    l.relation = t.oid
               AND    l.granted
               AND    l.mode = 'ShareUpdateExclusiveLock'
               AND    (coalesce(p.index_relid, 0) IN (0, i.oid) OR p.command ~ '^REINDEX')
           ) AS being_built
    FROM   pg_index AS x
    JOIN   pg_class AS i ON i.oid = x.indexrelid
    JOIN   pg_class AS t ON t.oid = x.indrelid
    WHERE  i.relnamespace = 'public'::regnamespace
    AND    t.relname !~ 'yoyo'
    AND    NOT (x.indisvalid AND x.indisready)
    ORDER  BY t.relname, i.relname
"""


@dataclass(frozen=True)
class InvalidIndex:
    """An index that no query uses, and a sentence that says how to mend it."""

    table: str
    name: str
    being_built: bool
    sentence: str


def invalid_indexes(connection: Connection) -> list[InvalidIndex]:
    """Return the indexes of schema public that are not valid, or not yet."""
    found = connection.execute(INVALID).fetchall()
    if not found:
        return []
    done = applied(connection)
    files = [*up_files(), *contract_files()]
    pending = "\n".join(path.read_text(encoding="utf-8") for path in files if path.stem not in done)
    indexes = []
    for table, name, partitioned, leftover, being_built in found:
        if being_built:
            state = "being built"
        elif partitioned:
            state = (
                "INVALID: build the index on each partition, then"
                f" 'ALTER INDEX public.{name} ATTACH PARTITION ...'"
            )
        elif re.search(rf"\bINDEX CONCURRENTLY {re.escape(name)}\s+ON\b", pending):
            state = "INVALID: run 'yoyo apply': its file drops it and builds it anew"
        elif leftover:
            state = f"INVALID: run 'DROP INDEX CONCURRENTLY public.{name}'"
        else:
            state = f"INVALID: run 'REINDEX INDEX CONCURRENTLY public.{name}'"
        sentence = f"index {name} on {table} is {state}."
        indexes.append(InvalidIndex(table, name, being_built, sentence))
    return indexes
