"""What would let a login run code with the rights of another role: no more of it than must be."""

from support.server import Connection

OURS = ["public", "phi", "masked", "sequelize"]

# SECURITY DEFINER functions that a role calls by itself. Those of the policies are not here: the
# catalogue says who needs them.
CALLED = {
    ("phi.break_glass(uuid,text,uuid,integer)", "whitecross_app"),
    ("phi.break_glass(uuid,text,uuid,integer)", "whitecross_district"),
    ("phi.break_glass(uuid,text,uuid,integer)", "whitecross_admin"),
    ("phi.break_glass_end(uuid)", "whitecross_app"),
    ("phi.break_glass_end(uuid)", "whitecross_district"),
    ("phi.break_glass_end(uuid)", "whitecross_admin"),
    # phi.read_record and phi.read_student run as their caller, and log what they read by it.
    ("phi.log_view(name,uuid,uuid,text,bigint)", "whitecross_app"),
    ("phi.log_view(name,uuid,uuid,text,bigint)", "whitecross_district"),
    ("phi.log_view(name,uuid,uuid,text,bigint)", "whitecross_admin"),
    ("phi.log_view(name,uuid,uuid,text,bigint)", "whitecross_service"),
    ("phi.encryption_log(bigint,integer,text)", "whitecross_encryptor"),
    ("phi.key_log(integer,text)", "whitecross_encryptor"),
}

# A policy calls a function with the rights of the role that runs the query: of each role that the
# policy names, and for one of whitecross_masker of each role that may read the masked view.
POLICIES = """
    SELECT DISTINCT p.oid::regprocedure::text, r.rolname::text
    FROM   pg_policy AS y
    JOIN   pg_depend AS d ON d.classid = 'pg_policy'::regclass AND d.objid = y.oid
    JOIN   pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
    JOIN   pg_class AS t ON t.oid = y.polrelid
    CROSS  JOIN unnest(y.polroles) AS m (id)
    JOIN   pg_roles AS r ON r.rolname ~ '^whitecross_'
                        AND r.rolname NOT IN ('whitecross_masker', 'whitecross_owner')
    WHERE  p.prosecdef
    AND    CASE m.id::regrole::text
               WHEN 'whitecross_masker'
                   THEN has_table_privilege(r.oid, to_regclass('masked.' || t.relname), 'SELECT')
               ELSE r.oid = m.id
           END
"""

EXECUTABLE = """
    SELECT p.oid::regprocedure::text, coalesce(r.rolname, 'public')::text
    FROM   pg_proc AS p
    CROSS  JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS x
    LEFT   JOIN pg_roles AS r ON r.oid = x.grantee
    WHERE  p.pronamespace::regnamespace::text = ANY(%s)
    AND    p.prosecdef
    AND    x.grantee <> p.proowner
"""


def test_who_may_call_what_runs_as_the_owner(catalogue: Connection) -> None:
    needed = set(catalogue.execute(POLICIES).fetchall()) | CALLED
    executable = set(catalogue.execute(EXECUTABLE, [OURS]).fetchall())
    assert executable == needed


def test_every_function_looks_in_the_servers_own_schema_first(catalogue: Connection) -> None:
    """Also those that run as their caller: within a trigger, that is the owner.

    A procedure that commits cannot have a SET clause, so it must be the owner's alone.
    """
    rows = catalogue.execute(
        "SELECT p.oid::regprocedure::text, p.prokind, p.prosecdef,"
        " p.proacl::text ~ '^{[^,]*}$' FROM pg_proc AS p"
        " WHERE p.pronamespace::regnamespace::text = ANY(%s) AND p.prokind <> 'a'"
        " AND NOT coalesce(p.proconfig, '{}') @> '{\"search_path=pg_catalog, pg_temp\"}'",
        [OURS],
    ).fetchall()
    for name, kind, is_definer, owner_only in rows:
        assert kind == "p" and not is_definer and owner_only, name


def test_no_role_may_hang_code_on_what_others_use(catalogue: Connection) -> None:
    """A trigger or a foreign key runs in the statements of others, the owner's too."""
    granted = catalogue.execute(
        "SELECT c.oid::regclass::text, x.grantee::regrole::text, x.privilege_type"
        " FROM pg_class AS c CROSS JOIN aclexplode(c.relacl) AS x"
        " WHERE c.relnamespace::regnamespace::text = ANY(%s) AND x.grantee <> c.relowner"
        " AND (x.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE')"
        "      OR x.is_grantable)",
        [OURS],
    ).fetchall()
    assert granted == []
    # Nobody logs in as whitecross_masker, which owns the masked views.
    creators = catalogue.execute(
        "SELECT n.nspname, r.rolname FROM pg_namespace AS n"
        " JOIN pg_roles AS r ON NOT r.rolsuper AND r.oid <> n.nspowner"
        " AND NOT pg_has_role(r.oid, n.nspowner, 'USAGE')"
        " AND has_schema_privilege(r.oid, n.oid, 'CREATE')"
        " WHERE n.nspname = ANY(%s) AND (n.nspname, r.rolname) <> ('masked', 'whitecross_masker')",
        [OURS],
    ).fetchall()
    assert creators == []
