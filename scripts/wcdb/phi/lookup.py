"""Looking up rows by a value, through its blind index."""

from psycopg import sql

from wcdb.database import Connection
from wcdb.phi.envelope import BlindIndex
from wcdb.phi.keys import DataKeys
from wcdb.phi.registry import Column, Table

FIND = sql.SQL("""
    SELECT   t.{key}::text
    FROM     {table}
    WHERE    {blind_index} = %s
    ORDER BY t.{key}
""")


def find_rows(
    connection: Connection, table: Table, column: Column, keys: DataKeys, value: str
) -> list[str]:
    """Return the keys of the rows with a value in a column that has a blind index."""
    index = BlindIndex(column.binding, keys.index, column.blind_index_rule)
    query = FIND.format(
        key=sql.Identifier(table.key), table=table.sql, blind_index=column.blind_index
    )
    rows = connection.execute(query, [index(value.encode())]).fetchall()
    return [row_key for (row_key,) in rows]
