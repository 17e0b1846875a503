"""Questions to the catalogue: the file in which each object of a dump belongs."""

from dataclasses import dataclass
from typing import LiteralString

from psycopg.rows import class_row

from wcdb.database import CannotRun, Connection

# Schema archive holds months of audit_logs that were taken out of the log: they come and go.
OURS = """
    n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'archive')
"""

# The table that an index, a sequence, a partition, or a view of one table of schema public belongs
# to; any other relation belongs to itself.
RELATIONS: LiteralString = f"""
    SELECT n.nspname                                             AS schema,
           c.relname                                             AS name,
           p.relname                                             AS part_of,
           hn.nspname                                            AS home_schema,
           h.relname                                             AS home,
           p.relispartition
           AND pg_get_expr(p.relpartbound, p.oid) <> 'DEFAULT'   AS depends_on_date
    FROM   pg_class AS c
    JOIN   pg_namespace AS n ON n.oid = c.relnamespace
    LEFT   JOIN pg_index AS i ON i.indexrelid = c.oid
    LEFT   JOIN LATERAL (
               SELECT d.refobjid
               FROM   pg_depend AS d
               WHERE  d.classid = 'pg_class'::regclass
               AND    d.objid = c.oid
               AND    d.refclassid = 'pg_class'::regclass
               AND    d.deptype IN ('a', 'i')
               AND    c.relkind = 'S'
           ) AS sequence ON TRUE
    LEFT   JOIN LATERAL (
               SELECT min(d.refobjid::bigint)::oid AS refobjid
               FROM   pg_rewrite AS r
               JOIN   pg_depend AS d
               ON     d.classid = 'pg_rewrite'::regclass
               AND    d.objid = r.oid
               AND    d.refclassid = 'pg_class'::regclass
               AND    d.refobjid <> r.ev_class
               JOIN   pg_class AS t ON t.oid = d.refobjid
               WHERE  r.ev_class = c.oid
               HAVING count(DISTINCT d.refobjid) = 1
               AND    every(t.relnamespace = 'public'::regnamespace)
           ) AS view ON TRUE
    JOIN   pg_class AS p ON p.oid = coalesce(i.indrelid, sequence.refobjid, c.oid)
    JOIN   pg_class AS h
    ON     h.oid = coalesce(view.refobjid, pg_partition_root(p.oid), p.oid)
    JOIN   pg_namespace AS hn ON hn.oid = h.relnamespace
    WHERE  {OURS}
"""

# The relations whose triggers call a function, a partition being its partitioned table.
FUNCTIONS: LiteralString = f"""
    SELECT n.nspname                                                   AS schema,
           p.proname                                                   AS name,
           format('%I(%s)', p.proname,
                  pg_get_function_identity_arguments(p.oid))           AS signature,
           pg_get_functiondef(p.oid)                                   AS definition,
           ARRAY(
               SELECT DISTINCT ARRAY[tn.nspname, t.relname]::text[]
               FROM   pg_trigger AS g
               JOIN   pg_class AS t
               ON     t.oid = coalesce(pg_partition_root(g.tgrelid), g.tgrelid)
               JOIN   pg_namespace AS tn ON tn.oid = t.relnamespace
               WHERE  g.tgfoid = p.oid
           )                                                           AS callers
    FROM   pg_proc AS p
    JOIN   pg_namespace AS n ON n.oid = p.pronamespace
    WHERE  {OURS}
    AND    p.prokind <> 'a'
    ORDER  BY n.nspname, p.proname, signature
"""

# Roles, their comments and members belong to the server, which may have them from elsewhere: only
# what they may do here is shown, against the rights of a new database.
DATABASE_GRANTS: LiteralString = """
    WITH given AS (
        SELECT coalesce(r.rolname::text, 'PUBLIC') AS grantee, a.privilege_type
        FROM   pg_database AS d
        CROSS  JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
        LEFT   JOIN pg_roles AS r ON r.oid = a.grantee
        WHERE  d.datname = current_database()
        AND    a.grantee <> d.datdba
    ),
    usual (grantee, privilege_type) AS (VALUES ('PUBLIC', 'CONNECT'), ('PUBLIC', 'TEMPORARY'))
    SELECT format('REVOKE %%s ON DATABASE :"DBNAME" FROM %%s;', u.privilege_type, u.grantee)
    FROM   (TABLE usual EXCEPT TABLE given) AS u
    UNION  ALL
    SELECT format('GRANT %%s ON DATABASE :"DBNAME" TO %%s;', g.privilege_type, g.grantee)
    FROM   (TABLE given EXCEPT TABLE usual) AS g
    WHERE  g.grantee = 'PUBLIC'
    OR     g.grantee LIKE 'whitecross\\_%%'
    AND    g.grantee NOT IN ('whitecross_owner', %(owner)s)
"""

SETTINGS: LiteralString = """
    SELECT format('ALTER %%s SET %%s TO %%L;',
                  concat_ws(' IN ', 'ROLE ' || quote_ident(r.rolname), 'DATABASE :"DBNAME"'),
                  split_part(c, '=', 1), substr(c, strpos(c, '=') + 1))
    FROM   pg_db_role_setting AS s
    JOIN   pg_database AS d ON d.oid = s.setdatabase AND d.datname = current_database()
    CROSS  JOIN unnest(s.setconfig) AS c
    LEFT   JOIN pg_roles AS r ON r.oid = s.setrole
    WHERE  s.setrole = 0
    OR     r.rolname LIKE 'whitecross\\_%%'
    AND    r.rolname NOT IN ('whitecross_owner', %(owner)s)
"""


@dataclass(frozen=True)
class Relation:
    """A relation of ours, and the table whose file shows it.

    Attributes:
        part_of: the table of an index or a sequence, in the same schema; else the name itself.
        depends_on_date: a month of audit_logs, which comes and goes.
    """

    schema: str
    name: str
    part_of: str
    home_schema: str
    home: str
    depends_on_date: bool

    @property
    def file(self) -> str:
        """The file that shows it: its table's, or the one of its schema."""
        return f"{self.home}.sql" if self.home_schema == "public" else f"_{self.home_schema}.sql"

    @property
    def place(self) -> tuple[str, bool, str, str]:
        """Its place in the file: by table, and after the table what belongs to it."""
        is_home = (self.schema, self.part_of) == (self.home_schema, self.home)
        return self.home, not is_home, self.schema, self.part_of


@dataclass(frozen=True)
class Function:
    """A function or procedure, and the relations whose triggers call it."""

    schema: str
    name: str
    signature: str
    definition: str
    callers: list[list[str]]


def owner(connection: Connection) -> str:
    """Return the role that ran the migrations, which owns what nobody else is said to own.

    Raises:
        CannotRun: they have not run here.
    """
    row = connection.execute(
        "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'phi'"
    ).fetchone()
    if row is None:
        raise CannotRun("this database has no schema phi; apply the migrations first.")
    return str(row[0])


def relations(connection: Connection) -> list[Relation]:
    """Return every relation of ours."""
    with connection.cursor(row_factory=class_row(Relation)) as cursor:
        return cursor.execute(RELATIONS).fetchall()


def functions(connection: Connection) -> list[Function]:
    """Return every function and procedure of ours by schema, name and signature."""
    with connection.cursor(row_factory=class_row(Function)) as cursor:
        return cursor.execute(FUNCTIONS).fetchall()


def statements(connection: Connection, query: LiteralString, owner: str) -> list[str]:
    """Return, sorted, the SQL statements by which one of the queries above answers."""
    return sorted(row[0] for row in connection.execute(query, {"owner": owner}))
