"""Every name in the body of a function of ours has its schema, or is PostgreSQL's own.

The attacks of test_pg_temp.py run what a login can reach. Here the bodies are read, with every
branch and with the SQL that is built of strings.
"""

import re
from collections.abc import Iterator
from typing import Any

import pglast
import pytest
from pglast import ast
from pglast.visitors import Visitor

from support.server import Connection

OURS = ("public", "phi", "masked", "sequelize")
# How plpgsql reads an expression (RawParseMode): a statement, else an expression or an assignment.
STATEMENT, EXPRESSION = 0, 2


class Names(Visitor):
    """Collects (kind, name) of what has no schema, and the names of common table expressions."""

    def __init__(self) -> None:
        self.found: set[tuple[str, str]] = set()
        self.common: set[tuple[str, str]] = set()

    def visit(self, _: Any, node: Any) -> None:
        match node:
            case ast.CommonTableExpr():
                self.common.add(("relation", str(node.ctename)))
            case ast.RangeVar(schemaname=None):
                self.found.add(("relation", str(node.relname)))
            case ast.TypeName(names=(name,)):
                self.found.add(("type", name.sval))
            case ast.FuncCall(funcname=(name,)):
                self.found.add(("function", name.sval))
            # BETWEEN and the like have words for a name and use the operators of PostgreSQL.
            case ast.A_Expr(name=(name,)) if not name.sval.isupper():
                self.found.add(("operator", name.sval))


def expressions(tree: Any) -> Iterator[str]:
    """Yield as statements what plpgsql would hand to the SQL parser, types of variables too."""
    if isinstance(tree, list):
        for branch in tree:
            yield from expressions(branch)
    elif isinstance(tree, dict):
        for kind, branch in tree.items():
            if kind == "PLpgSQL_type":
                yield f"SELECT NULL::{branch['typname']}"
            elif kind == "PLpgSQL_expr" and branch["parseMode"] == STATEMENT:
                yield branch["query"]
            elif kind == "PLpgSQL_expr" and branch["parseMode"] == EXPRESSION:
                yield f"SELECT {branch['query']}"
            elif kind == "PLpgSQL_expr":
                yield "SELECT " + re.split(":?=", branch["query"], maxsplit=1)[1]
            else:
                yield from expressions(branch)


def statements(language: str, definition: str, body: str) -> list[str]:
    """Return the statements of a function.

    pglast knows no type but PostgreSQL's own: a variable, argument or result of a type that is
    written with another schema is read as one of text.
    """
    if language == "sql":
        return [body]
    declared = rf"(\b[a-z]\w* |RETURNS |SETOF )(?:{'|'.join(OURS)})\.\w+(\[\])?"
    return list(expressions(pglast.parse_plpgsql(re.sub(declared, r"\1text", definition))))


def names(function: tuple[str, str, str]) -> set[tuple[str, str]]:
    """Return (kind, name) of what stands in a body without a schema and must be PostgreSQL's."""
    visitor = Names()
    for statement in statements(*function):
        visitor(pglast.parse_sql(statement))
    return visitor.found - visitor.common


CATALOGUE = """
    SELECT 'relation', relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace
    UNION
    SELECT 'type', typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace
    UNION
    SELECT 'function', proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
    UNION
    SELECT 'operator', oprname FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace
    UNION
    SELECT 'relation', t.name
    FROM   pg_trigger AS g
    CROSS  JOIN unnest(ARRAY[g.tgnewtable, g.tgoldtable]) AS t (name)
"""


@pytest.fixture(scope="module")
def functions(catalogue: Connection) -> dict[str, tuple[str, str, str]]:
    """Language, definition and body of every function of ours, the generated ones too."""
    with catalogue.transaction():
        catalogue.execute("SET LOCAL search_path = pg_catalog")
        rows = catalogue.execute(
            "SELECT p.oid::regprocedure::text, l.lanname, pg_get_functiondef(p.oid), p.prosrc"
            " FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang"
            " WHERE p.pronamespace::regnamespace::text = ANY(%s) AND p.prokind IN ('f', 'p')",
            [list(OURS)],
        ).fetchall()
    assert len(rows) > 120
    return {name: (language, definition, body) for name, language, definition, body in rows}


def test_names_without_a_schema_are_the_servers(
    catalogue: Connection, functions: dict[str, tuple[str, str, str]]
) -> None:
    known = set(catalogue.execute(CATALOGUE).fetchall())
    found = {name: names(function) - known for name, function in functions.items()}
    assert {name: unknown for name, unknown in found.items() if unknown} == {}


def test_names_in_strings_have_a_schema_too(
    catalogue: Connection, functions: dict[str, tuple[str, str, str]]
) -> None:
    """SQL that is built of strings, and 'name'::regclass, are looked up at run time.

    So are the types of variables, of which pglast does not tell those that it does not know.
    """
    servers = {name for _, name in catalogue.execute(CATALOGUE).fetchall()}
    ours = {
        name
        for (name,) in catalogue.execute(
            "SELECT relname FROM pg_class WHERE relnamespace::regnamespace::text = ANY(%(ours)s)"
            " UNION SELECT typname FROM pg_type"
            " WHERE typnamespace::regnamespace::text = ANY(%(ours)s)",
            {"ours": list(OURS)},
        ).fetchall()
    }
    for name, (_, _, body) in functions.items():
        literals = set(re.findall(r"'(\w+)'::reg(?:class|type|proc|procedure|oper)\b", body))
        assert literals <= servers, name
        looked_up = re.findall(
            r"\b(?:FROM|JOIN|INTO|UPDATE|ON|TABLE|TYPE)\s+(?:ONLY\s+)?(\w+)\b(?!\s*\.)"
            r"|::\s*(\w+)\b(?!\.)"
            r"|\bv_\w+\s+(?:CONSTANT\s+)?(\w+)\b(?!\.)",
            body,
        )
        assert {word for words in looked_up for word in words} & ours == set(), name
