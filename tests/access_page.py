"""docs/access.md: the access matrix with its reasons, written from phi.access and phi.tables."""

from conftest import Connection

INTRODUCTION = """\
# Who may do what

Written from the database by `scripts/test --no-lint tests/test_access.py --write-docs`; the tests
read their expectations from here. What a cell does not give, nobody has.

S select, I insert, U update (which is also the soft delete), M masked view. Nobody below the
backend deletes, nobody truncates. Which rows is said by the fence of the database role; a session
may do what the matrix gives the verified user *and* the fence lets through.

| Database role | Rows | For |
|---|---|---|
| `whitecross_app` | the school in `app.school_id`, if the user belongs there | school staff |
| `whitecross_district` | the schools of the user's district | district administrators |
| `whitecross_admin` | all | administrators |
| `whitecross_readonly` | masked views of the user's school | viewers |
| `whitecross_service` | all, authorised by the backend itself | today's backend |
| `whitecross_auditor` | audit log, disclosures, violations; read only | compliance officers |
| `whitecross_encryptor` | columns that wcdb encrypts; read, update | `wcdb phi` |
| `whitecross_masker` | owns the masked views; nobody logs in | |

A nurse also reaches the students assigned to her in another school, when she claims that school.
Emergency access (`phi.break_glass`) opens one student of another school for hours: what a nurse
may read there, and for a nurse what she may write. Mental-health records have a further fence, by
`confidentiality_level`: STANDARD every counselor of the school, ENHANCED who treats and who wrote
it, MAXIMUM who treats alone, in an emergency too.

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
        "Tenant SCHOOL: the row carries `school_id`. SCHOOL_OR_ALL: NULL is for every school.",
        "SPECIAL: rules of its own, in `sql/20251104000028-security-rls-special.sql`. NONE with",
        "PHI: administrators and the trusted alone; without PHI: grants, no row-level security.",
        "",
    ]
    return INTRODUCTION + "\n".join(lines)
