"""docs/dictionary.md: every table and column with its class of protection, by domain."""

from collections.abc import Iterator

from wcdb.pages.domains import anchor, domains
from wcdb.pages.registry import Column, Registry, Table, shortened

INTRODUCTION = """\
# Data dictionary

<!-- Generated from the built database: wcdb pages write -->

Every table and column of schema `public`, with what the registry (`phi.tables`, `phi.columns`)
says of it. [Diagrams](diagrams.md) show how the tables refer to each other,
[who may do what](access.md) explains the access groups, and `schema/` has each table as SQL.

| Column of this page | Meaning |
|---|---|
| Null | *yes*: the column may be empty |
| PHI | protected health information: about a child's health, or identifies a child |
| Mask | the masked view shows: `SHOW` all, `YEAR` the first of January of its year, `INITIAL` the \
first letter, `LAST_FOUR` the last four characters, `DOMAIN` what follows the @, `ZIP3` the first \
three digits, `HIDE` nothing; a table without a masked view has none of these |
| Audit | the audit log keeps of a changed value: `CLEAR` the value, `FINGERPRINT` a salted hash, \
`NAME` only that it changed; a table that is not audited logs nothing |
| Encryption | `WCDB`: `wcdb phi` encrypts it into the column named; `APPLICATION`: the \
application encrypts it before it writes |
"""


def page(registry: Registry) -> str:
    """Return the page.

    Raises:
        CannotRun: a table stands in no domain.
    """
    chapters = domains(registry.tables)
    lines = [INTRODUCTION]
    for title, names in chapters.items():
        links = ", ".join(f"[{name}](#{name})" for name in names)
        lines.append(f"- [{title}](#{anchor(title)}): {links}")
    for title, names in chapters.items():
        lines += ["", f"## {title}", "", f"[Diagram](diagrams.md#{anchor(title)})"]
        for name in names:
            lines += _table(registry.tables[name], registry.columns[name])
    return "\n".join(lines) + "\n"


def _table(table: Table, columns: list[Column]) -> Iterator[str]:
    yield from ("", f"### {table.name}", "", _cell(table.comment), "")
    yield (
        f"[SQL](schema/{table.name}.sql) · access group `{table.access_group}`"
        f" · tenant rule `{table.tenant_rule}`"
        f" · retention {_code(table.retention_category) or 'none'}"
        f" · law `{table.legal_regime}`"
        f" · {'audited' if table.is_audited else 'not audited'}"
    )
    yield ""
    yield "| Column | Type | Null | Default | PHI | Mask | Audit | Encryption | Meaning |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for column in columns:
        cells = (
            _code(column.name),
            column.short_type,
            "yes" if column.is_nullable else "",
            _code(shortened(column.default)),
            "PHI" if column.is_phi else "",
            column.mask,
            column.audit,
            _encryption(column),
            column.comment.removeprefix("PHI: "),
        )
        yield "| " + " | ".join(map(_cell, cells)) + " |"


def _encryption(column: Column) -> str:
    if column.encryption == "NONE":
        return ""
    names = filter(None, (column.ciphertext_column, column.blind_index_column))
    columns = ", ".join(map(_code, names))
    return f"{column.encryption}: {columns}" if columns else column.encryption


def _code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def _cell(text: str) -> str:
    """Return text that a cell of a table shows as it is."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
