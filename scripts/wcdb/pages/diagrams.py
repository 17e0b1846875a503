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
  Outside their own domain these are not drawn but named behind the column; `created_by` and
  `updated_by` are left out.
"""

# Drawn in their own domain alone: everything refers to them.
HUBS = {"districts", "schools", "users"}
LEFT_OUT = {"created_by", "updated_by"}
TENANT = "school_id"


def page(registry: Registry) -> str:
    """Return the page.

    Raises:
        CannotRun: a table stands in no domain.
    """
    chapters = domains(registry.tables)
    keys = [key for key in registry.keys if not _is_repeated(key, registry.keys)]
    lines = [INTRODUCTION]
    lines += [f"- [{title}](#{anchor(title)})" for title in chapters]
    for title, names in chapters.items():
        lines += ["", f"## {title}", "", f"[Dictionary](dictionary.md#{anchor(title)})", ""]
        lines += ["```mermaid", "erDiagram", "    direction LR"]
        lines += [f"    {line}" for line in _diagram(registry, keys, names)]
        lines += ["```"]
    return "\n".join(lines) + "\n"


def _is_repeated(key: ForeignKey, keys: list[ForeignKey]) -> bool:
    """Whether another key says the same with fewer columns, as student_id beside the tenant's."""
    return any(
        other.table == key.table
        and other.parent == key.parent
        and set(other.columns) < set(key.columns)
        for other in keys
    )


def _diagram(registry: Registry, keys: list[ForeignKey], names: list[str]) -> Iterator[str]:
    """Yield the lines of one diagram: relations first, which decide the layout."""
    inside = set(names)
    drawn = [
        key
        for key in keys
        if key.table in inside
        and (key.parent in inside or key.parent not in HUBS)
        and not LEFT_OUT.issuperset(key.columns)
    ]
    for key in drawn:
        parent = "|o" if key.is_optional else "||"
        child = "o|" if key.is_unique else "o{"
        yield f"{key.parent} {parent}--{child} {key.table} : {_label(key)}"
    for name in names:
        yield f"{name} {{"
        parents = {_label(key): key.parent for key in keys if key.table == name}
        for column in registry.columns[name]:
            is_primary = (name, column.name) in registry.primary_keys
            refers = parents.get(column.name)
            if column.name in LEFT_OUT or not (is_primary or refers):
                continue
            kinds = ", ".join(kind for kind, true in (("PK", is_primary), ("FK", refers)) if true)
            note = f' "{refers}"' if refers in HUBS - inside else ""
            yield f"    {column.short_type.partition('(')[0]} {column.name} {kinds}{note}"
        yield "}"


def _label(key: ForeignKey) -> str:
    """Return the column that refers; the tenant key beside it is not worth naming."""
    return next((name for name in key.columns if name != TENANT), key.columns[0])
