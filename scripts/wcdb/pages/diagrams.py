"""docs/diagrams.md: how the tables of each domain refer to each other, in Mermaid for GitHub."""

from collections.abc import Iterator

from wcdb.pages.domains import anchor, domains
from wcdb.pages.registry import ForeignKey, Registry

INTRODUCTION = """\
# Diagrams

<!-- Generated from the built database: wcdb pages write -->

The tables of schema `public` by domain, with their key columns and their foreign keys; the
[dictionary](dictionary.md) has every column. A line is named by the column that refers:

* `||` exactly one parent, `|o` none or one; `o{` any number of children, `o|` at most one.
* An empty box belongs to another domain.
* Nearly every table refers to `users` (who wrote it) and many to `schools` (the tenant key).
  Outside their domain they are drawn only for a table that refers to nothing else, and otherwise
  named behind the column, like the table itself where it refers to itself.
* `created_by` and `updated_by` are left out.
"""

# Everything refers to them.
HUBS = {"districts", "schools", "users"}
LEFT_OUT = {"created_by", "updated_by"}
TENANT = "school_id"


def page(registry: Registry) -> str:
    """Return the page.

    Raises:
        CannotRun: a table stands in no domain.
    """
    chapters = domains(registry.tables)
    keys = [
        key
        for key in registry.keys
        if not LEFT_OUT.issuperset(key.columns) and not _is_repeated(key, registry.keys)
    ]
    lines = [INTRODUCTION]
    lines += [f"- [{title}](#{anchor(title)})" for title in chapters]
    for title, names in chapters.items():
        drawn = _drawn(keys, names)
        alone = set(names) - {table for key in drawn for table in (key.table, key.parent)}
        lines += ["", f"## {title}", "", f"[Dictionary](dictionary.md#{anchor(title)})", ""]
        lines += ["```mermaid", "erDiagram", "    direction LR"]
        lines += [f"    {_relation(key)}" for key in drawn]
        for name in names:
            if name not in alone:
                lines += [f"    {line}" for line in _entity(registry, keys, drawn, name)]
        lines += ["```"]
        if alone:
            lines += ["", f"Without a line: {', '.join(sorted(alone))}."]
    return "\n".join(lines) + "\n"


def _is_repeated(key: ForeignKey, keys: list[ForeignKey]) -> bool:
    """Whether another key says the same with fewer columns, as student_id beside the tenant's."""
    return any(
        other.table == key.table
        and other.parent == key.parent
        and set(other.columns) < set(key.columns)
        for other in keys
    )


def _drawn(keys: list[ForeignKey], names: list[str]) -> list[ForeignKey]:
    """Return the foreign keys that are lines of one diagram, in the order of its tables."""
    inside = set(names)
    own = [key for key in keys if key.table in inside and key.table != key.parent]
    lines = [key for key in own if key.parent in inside or key.parent not in HUBS]
    linked = {table for key in lines for table in (key.table, key.parent)}
    lines += [key for key in own if key.table not in linked]
    return sorted(lines, key=lambda key: (names.index(key.table), key.parent, key.columns))


def _relation(key: ForeignKey) -> str:
    """Return a line between two tables."""
    parent = "|o" if key.is_optional else "||"
    child = "o|" if key.is_unique else "o{"
    return f"{key.parent} {parent}--{child} {key.table} : {_label(key)}"


def _entity(
    registry: Registry, keys: list[ForeignKey], drawn: list[ForeignKey], name: str
) -> Iterator[str]:
    """Yield the lines of a table's box: primary key and foreign keys."""
    own = {_label(key): key for key in keys if key.table == name}
    yield f"{name} {{"
    for column in registry.columns[name]:
        is_primary = (name, column.name) in registry.primary_keys
        key = own.get(column.name)
        kinds = ["PK"] * is_primary + ["FK"] * (key is not None)
        note = f' "{key.parent}"' if key and key not in drawn else ""
        if kinds:
            type_name = column.short_type.partition("(")[0]
            yield f"    {type_name} {column.name} {', '.join(kinds)}{note}"
    yield "}"


def _label(key: ForeignKey) -> str:
    """Return the column that refers; the tenant key beside it is not worth naming."""
    return next((name for name in key.columns if name != TENANT), key.columns[0])
