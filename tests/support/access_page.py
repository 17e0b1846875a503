"""docs/access.md: the access matrix with its reasons, written from phi.access and phi.tables."""

from support.server import Connection

INTRODUCTION = """\
# Access

This page is generated from the database by
`scripts/test --no-lint tests/protection/test_access.py --write-docs`. The tests read their
expectations from it. A right that the matrix does not list does not exist.

S is SELECT, I is INSERT, U is UPDATE (soft deletes included), M is SELECT on the masked view. Only
the backend and the owner have DELETE. Nobody truncates. The matrix says what the verified user may
do; the fence of the database role says in which rows. A session needs both.

| Database role | Rows | For |
|---|---|---|
| `whitecross_app` | the school in `app.school_id`, if the user belongs to it | school staff |
| `whitecross_district` | the schools of the user's district | district administrators |
| `whitecross_admin` | all | administrators |
| `whitecross_readonly` | masked views of the user's school | viewers |
| `whitecross_service` | all; the backend does its own authorisation | today's backend |
| `whitecross_auditor` | audit log, disclosures, violations; read-only | compliance officers |
| `whitecross_encryptor` | all, in the columns that it encrypts; read and update | `wcdb phi` |
| `whitecross_masker` | owns the masked views; no login is a member | masked views |
| `whitecross_owner` | all; owns the objects | the login that applies the migrations |
| `whitecross_pgaudit` | none; pgaudit logs reads of the tables granted to it | pgaudit |

A nurse who claims another school also reaches the students there who are assigned to her.
Emergency access (`phi.break_glass`) opens one student of another school for some hours. The user
may then read what a nurse may read, and a nurse may also write. Mental-health records have a
further fence, by `confidentiality_level`: STANDARD is open to every counselor of the school,
ENHANCED to the treating clinicians and the author, MAXIMUM to the treating clinicians alone, even
in an emergency.

## The matrix

"""


def page(connection: Connection) -> str:
    lines = ["| User role | Group | May | Why |", "|---|---|---|---|"]
    rows = connection.execute(
        "SELECT user_role::text, access_group::text,"
        " concat_ws(' ', CASE WHEN may_select THEN 'S' END, CASE WHEN may_insert THEN 'I' END,"
        " CASE WHEN may_update THEN 'U' END, CASE WHEN may_masked THEN 'M' END), reason"
        " FROM phi.access ORDER BY user_role::text, access_group"
    ).fetchall()
    lines += [f"| `{role}` | `{group}` | {may} | {reason} |" for role, group, may, reason in rows]
    lines += [
        "",
        "## The groups",
        "",
        "| Group | Tables | Tenant | Law |",
        "|---|---|---|---|",
    ]
    groups = connection.execute(
        "SELECT access_group::text, string_agg('`' || table_name || '`', ', ' ORDER BY table_name),"
        " tenant_rule::text, legal_regime::text FROM phi.tables"
        " GROUP BY access_group, tenant_rule, legal_regime"
        " ORDER BY access_group, tenant_rule, legal_regime"
    ).fetchall()
    lines += [f"| {group} | {tables} | {tenant} | {law} |" for group, tables, tenant, law in groups]
    lines += [
        "",
        "The tenant rule says how a row is tied to a school:",
        "",
        "* SCHOOL: the row carries `school_id`.",
        "* SCHOOL_OR_ALL: the row carries `school_id`, or NULL for every school.",
        "* SPECIAL: policies written by hand, in `sql/20251104000028-security-rls-special.sql`.",
        "* NONE: the row belongs to no school. If the table holds PHI, only administrators, the",
        "  owner, the backend and the encryption tool reach it; otherwise it has grants and no",
        "  row-level security.",
        "",
    ]
    return INTRODUCTION + "\n".join(lines)
