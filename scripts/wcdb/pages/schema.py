"""docs/schema: every object of the built database, in the file where a reviewer looks for it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from wcdb.database import Connection, Environment
from wcdb.pages import catalogue, dump
from wcdb.pages.catalogue import Function, Relation
from wcdb.pages.dump import Entry
from wcdb.pages.registry import Registry, Table

RULE = "-- " + "-" * 76
HEADER = """\
-- {title}
--
-- Generated from the built database by 'wcdb pages write': read it, do not edit it.
"""

# In which part of a relation's section an object stands, and the title of that part.
PARTS = {
    "CHECK CONSTRAINT": "constraints",
    "CONSTRAINT": "constraints",
    "FK CONSTRAINT": "constraints",
    "INDEX": "indexes",
    "INDEX ATTACH": "indexes",
    "STATISTICS": "indexes",
    "TRIGGER": "triggers",
    "POLICY": "row-level security",
    "ROW SECURITY": "row-level security",
}
TITLES = ("", "constraints", "indexes", "triggers", "row-level security", "grants")

# Keys first, then what refers to them; row-level security is switched on before its policies.
FIRST = ("CONSTRAINT", "ROW SECURITY")

CALLABLE = ("AGGREGATE", "FUNCTION", "PROCEDURE")

POLICY = re.compile(
    r"(?P<on>CREATE POLICY \S+ ON \S+)(?P<kind> AS RESTRICTIVE)?(?P<command> FOR \w+)?"
    r"(?: TO (?P<roles>[^()]+?))?(?P<using> USING \(.*?\))?(?P<check> WITH CHECK \(.*\))?;",
    re.DOTALL,
)
GRANT = re.compile(r"(?P<what>GRANT .+) TO (?P<role>\S+?)(?P<option> WITH GRANT OPTION)?;")


def pages(
    connection: Connection, environment: Environment, owner: str, registry: Registry
) -> dict[str, str]:
    """Return the files of docs/schema by name.

    Args:
        connection: a session in the database.
        environment: the libpq variables that name it, for pg_dump.
        owner: the role that ran the migrations.
        registry: what phi.tables, phi.columns and phi.access say.

    Raises:
        CannotRun: there is no pg_dump of 18, or it fails.
    """
    functions = catalogue.functions(connection)
    known = {(r.schema, r.name): r for r in catalogue.relations(connection)}
    of_relation: dict[tuple[str, bool, str, str], list[Entry]] = defaultdict(list)
    of_function: dict[str, list[Entry]] = defaultdict(list)
    files: dict[tuple[str, bool, str, str], str] = {}
    types, rest = [], []
    for entry in dump.entries(dump.dump(environment), owner):
        relation = known.get((entry.schema, entry.relation.replace('"', "")))
        if entry.about in CALLABLE:
            if entry.is_about:
                of_function[f"{entry.schema}.{entry.name}"].append(entry)
        elif entry.about in ("TYPE", "DOMAIN"):
            types.append(entry)
        elif relation is not None:
            if not relation.depends_on_date:
                of_relation[relation.place].append(entry)
                files[relation.place] = relation.file
        elif entry.schema != "archive":
            rest.append(entry)

    sections: dict[str, list[str]] = defaultdict(list)
    for place, entries in sorted(of_relation.items()):
        sections[files[place]].extend(_relation_sections(*place[2:], entries))
    for function in functions:
        own = _own_table(function, known)
        file = own or f"_functions_{function.schema}.sql"
        about = of_function[f"{function.schema}.{function.signature}"]
        sections[file].append(_function_section(function, about))

    made = {}
    for name, parts in sections.items():
        table = registry.tables.get(name.removesuffix(".sql"))
        head = _table_header(table, registry) if table else HEADER.format(title=_title(name))
        made[name] = "\n\n".join([head.rstrip("\n"), *parts]) + "\n"
    made["_types.sql"] = _types_page(types)
    made["_database.sql"] = _database_page(connection, owner, rest)
    return made


def _own_table(function: Function, known: dict[tuple[str, str], Relation]) -> str | None:
    """Return the file of the only table of schema public whose triggers call a function."""
    # Months in schema archive keep their triggers and are not known.
    callers = [known.get((schema, name)) for schema, name in function.callers]
    homes = {relation.file for relation in callers if relation is not None}
    if len(homes) != 1:
        return None
    (file,) = homes
    return None if file.startswith("_") else file


def _section(title: str, *statements: str) -> str:
    return "\n".join([RULE, f"-- {title}", RULE, "", "\n\n".join(statements)])


def _title(file: str) -> str:
    """Say in one line what a file holds that is not one table's."""
    name = file.removesuffix(".sql")
    if name.startswith("_functions_"):
        return f"Functions of schema {name.removeprefix('_functions_')} that serve several tables."
    return f"Tables and views of schema {name.removeprefix('_')}."


def _table_header(table: Table, registry: Registry) -> str:
    """Return the head of a table's file: what the registry says of it, and who may do what."""
    lines = HEADER.format(title=f"Table {table.name}, with everything that serves it alone.")
    facts = [
        f"group {table.access_group}",
        f"tenant {table.tenant_rule}",
        f"student in {table.student_column}" if table.student_column else "about no student",
        "PHI" if table.holds_phi else "no PHI",
        "audited" if table.is_audited else "not audited",
        f"law {table.legal_regime}",
        f"retention {table.retention_category}"
        if table.retention_category
        else "no retention class",
    ]
    lines += f"--\n-- phi.tables: {', '.join(facts[:4])},\n--             {', '.join(facts[4:])}\n"
    for role, rights in registry.access.get(table.access_group or "", []):
        lines += f"-- phi.access: {role:<18} {rights}\n"
    return lines


def _relation_sections(schema: str, name: str, entries: list[Entry]) -> Iterator[str]:
    """Yield the ruled sections of a table or view."""
    shown = name if schema == "public" else f"{schema}.{name}"
    parts: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        title = "grants" if entry.type == "ACL" else PARTS.get(entry.about, "")
        parts[title].append(entry)
    for title in TITLES:
        if not parts[title]:
            continue
        if title == "grants":
            statements = ["\n".join(_grants(parts[title]))]
        elif title:
            statements = list(_with_comments(parts[title]))
        else:
            statements = [_tight(entry) for entry in parts[title] if entry.type != "COMMENT"]
            statements.append(_comments(parts[title]))
        yield _section(f"{shown}: {title}" if title else shown, *filter(None, statements))


def _comments(entries: Iterable[Entry]) -> str:
    return "\n".join(entry.text for entry in entries if entry.type == "COMMENT")


def _with_comments(entries: list[Entry]) -> Iterator[str]:
    """Yield each object with its comment under it, by name."""
    items: dict[tuple[bool, str], list[Entry]] = defaultdict(list)
    first = {entry.name for entry in entries if entry.type in FIRST}
    for entry in entries:
        items[entry.name not in first, entry.name].append(entry)
    for _, item in sorted(items.items()):
        yield "\n".join(
            _policy(entry.text) if entry.type == "POLICY" else _tight(entry)
            for entry in sorted(item, key=lambda entry: entry.is_about)
        )


def _tight(entry: Entry) -> str:
    """Return the statements of an object without the blank lines that pg_dump leaves."""
    return re.sub(r"\n{2,}", "\n" if entry.type == "TRIGGER" else "\n\n", entry.text)


def _policy(text: str) -> str:
    """Return CREATE POLICY with a clause a line and its roles by name."""
    match = POLICY.fullmatch(text)
    if match is None:
        return text
    roles = ", ".join(sorted(match["roles"].split(", "))) if match["roles"] else "PUBLIC"
    clauses = [
        match["on"],
        (match["kind"] or " AS PERMISSIVE") + (match["command"] or " FOR ALL") + f" TO {roles}",
        match["using"],
        match["check"],
    ]
    return "\n   ".join(clause for clause in clauses if clause) + ";"


def _grants(entries: list[Entry]) -> Iterator[str]:
    """Yield what is revoked, then what is granted: one statement for all who get the same.

    Column grants come last, in the order of the columns.
    """
    revoked: list[str] = []
    roles: dict[tuple[int, str, str], list[str]] = {}
    for place, entry in enumerate(entries):
        for line in entry.text.splitlines():
            match = GRANT.fullmatch(line)
            if match is None:
                revoked.append(line)
            else:
                column = place if entry.about == "COLUMN" else 0
                key = column, match["what"], match["option"] or ""
                roles.setdefault(key, []).append(match["role"])
    yield from sorted(revoked)
    for (_, what, option), names in sorted(roles.items()):
        yield f"{what} TO {', '.join(sorted(names))}{option};"


def _function_section(function: Function, about: list[Entry]) -> str:
    """Return the ruled section of a function: definition, comment, who may execute it."""
    grants = _grants([entry for entry in about if entry.type == "ACL"])
    return _section(
        f"{function.schema}.{function.name}",
        *filter(
            None,
            [function.definition.rstrip() + ";", _comments(about), "\n".join(grants)],
        ),
    )


def _types_page(entries: list[Entry]) -> str:
    """Return the enum types and domains by schema."""
    schemas: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        schemas[entry.schema].append(entry)
    sections = [
        _section(f"Schema {schema}", *_with_comments(schemas[schema])) for schema in sorted(schemas)
    ]
    head = HEADER.format(title="Enum types and domains.").rstrip("\n")
    return "\n\n".join([head, *sections]) + "\n"


def _database_page(connection: Connection, owner: str, rest: list[Entry]) -> str:
    """Return the schemas, the rights and settings of the database, and what is left."""
    schemas = [entry.text for entry in rest if entry.type != "ACL"]
    schemas += ["\n".join(_grants([entry for entry in rest if entry.type == "ACL"]))]
    sections = [_section("Schemas", *schemas)]
    for title, query in (
        ("Rights on the database", catalogue.DATABASE_GRANTS),
        ("Settings", catalogue.SETTINGS),
    ):
        statements = catalogue.statements(connection, query, owner)
        if statements:
            sections.append(_section(title, "\n".join(statements)))
    head = HEADER.format(title="Schemas, and what is granted and set for the database.")
    head += (
        '-- The owner runs the migrations and is not shown; psql knows the database as :"DBNAME".\n'
    )
    return "\n\n".join([head.rstrip("\n"), *sections]) + "\n"
