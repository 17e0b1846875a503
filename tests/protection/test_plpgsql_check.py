"""plpgsql_check reads every PL/pgSQL body of ours, each trigger function with each of its tables.

CREATE FUNCTION checks no more than the syntax; a column that is gone shows when the line runs.
The extension is Debian's postgresql-15-plpgsql-check; the embedded servers have none.
"""

import re
from collections.abc import Iterator

import pytest

from support.server import Connection, Server, connect, one
from wcdb.dev.server import OWNER

# One function is the trigger of INSERT, UPDATE and DELETE: it knows both transition tables.
FINDINGS = """
WITH bodies AS (
    SELECT
        p.oid AS function,
        coalesce(t.tgrelid, 0) AS relation,
        max(t.tgoldtable) AS old_table,
        max(t.tgnewtable) AS new_table
    FROM pg_proc AS p
    JOIN pg_language AS l ON l.oid = p.prolang
    JOIN pg_namespace AS s ON s.oid = p.pronamespace
    LEFT JOIN pg_trigger AS t ON t.tgfoid = p.oid AND NOT t.tgisinternal AND t.tgparentid = 0
    WHERE l.lanname = 'plpgsql' AND s.nspname IN ('public', 'phi', 'masked', 'sequelize')
    GROUP BY p.oid, t.tgrelid
)
SELECT DISTINCT
    b.function::regprocedure::text
    || coalesce(' line ' || f.lineno, '') || ' ' || f.level || ': ' || f.message
FROM bodies AS b
CROSS JOIN LATERAL plpgsql_check_function_tb(
    b.function,
    b.relation,
    fatal_errors => FALSE,
    security_warnings => TRUE,
    oldtable => b.old_table,
    newtable => b.new_table
) AS f
ORDER BY 1
"""

# What plpgsql_check says of bodies that are right.
NO_FAULTS = (
    # RETURN QUERY EXECUTE fills them.
    r'phi\.read_student\(uuid,text\) .*: OUT variable "\w+" is maybe unmodified',
    # These run what functions of phi wrote from the catalogue: names are quoted with %I, or come
    # as regclass or regprocedure, which quote them.
    r"phi\.(un)?protect\(regclass\) .*: text type variable is not sanitized",
    r"phi\.protect_(functions|grants)\(\) .*: text type variable is not sanitized",
    r"phi\.retention_(due|remove)\(.*\) .*: text type variable is not sanitized",
)


@pytest.fixture(scope="module")
def checker(postgres: Server, schema_template: str) -> Iterator[Connection]:
    """A superuser's connection to a database that has the extension."""
    if postgres.environment["PGUSER"] != OWNER:
        pytest.skip("needs a superuser, which only the embedded server gives")
    with (
        postgres.database("plpgsql_check", schema_template) as environment,
        connect({**environment, "PGUSER": "postgres"}) as connection,
    ):
        if not one(
            connection,
            "SELECT count(*) FROM pg_available_extensions WHERE name = 'plpgsql_check'",
        ):
            pytest.skip("this server has no plpgsql_check; scripts/test --pg 15 does")
        # Its functions are none of ours.
        connection.execute("CREATE SCHEMA extensions")
        connection.execute("CREATE EXTENSION plpgsql_check SCHEMA extensions")
        connection.execute("SET search_path = public, extensions")
        yield connection
        connection.rollback()


def findings(connection: Connection) -> list[str]:
    return [text for (text,) in connection.execute(FINDINGS)]


def test_bodies_are_sound(checker: Connection) -> None:
    found = findings(checker)
    assert [
        text for text in found if not any(re.fullmatch(pattern, text) for pattern in NO_FAULTS)
    ] == []
    unused = [
        pattern for pattern in NO_FAULTS if not any(re.fullmatch(pattern, text) for text in found)
    ]
    assert unused == [], "no longer said: take it out of NO_FAULTS"


def test_a_lost_column_is_found_in_function_and_trigger(checker: Connection) -> None:
    with checker.transaction(force_rollback=True):
        checker.execute("ALTER TABLE phi.audit_salt RENAME COLUMN salt TO pepper")
        checker.execute("ALTER TABLE allergies RENAME COLUMN student_id TO pupil_id")
        found = "\n".join(findings(checker))
    assert re.search(r"phi\.audit_students\(\) line \d+ error: column s\.salt does not", found)
    assert re.search(r'school_id\w*\(\) line \d+ error: record "new" has no field "student', found)
