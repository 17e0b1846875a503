"""Every step back, by stock yoyo: the schema to the byte, and what it says about the rows."""

from collections.abc import Iterator

import pytest

from support import counts
from support.chain import IDS, Steps, applied, yoyo
from support.server import Create, Server, connect, tidy_catalogue
from wcdb.migrations import files

# What the header of a rollback says it clears in tables that it does not drop.
CLEARED = {
    "prescriptions": ("visit_id", "treatment_plan_id", "updated_at"),
    "vital_signs": ("appointment_id", "updated_at"),
}


@pytest.fixture(scope="module")
def chain(postgres: Server) -> Iterator[Steps]:
    """One database that climbs the chain, one migration a test."""
    with postgres.database("chain") as environment:
        steps = Steps(environment)
        steps.apply(files.FIRST_DEPENDENCY)
        yield steps
        steps.close()


def state(postgres: Server, chain: Steps) -> str:
    """Return the schema, the classification, and the privileges of the database.

    pg_dump leaves out the last two: rows that the migrations write, and the ACL of the database.
    """
    found = postgres.schema(chain.environment)
    with connect(chain.environment) as connection:
        privileges = connection.execute(
            "SELECT coalesce(r.rolname, 'public') || ' ' || x.privilege_type FROM pg_database AS d"
            " CROSS JOIN aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS x"
            " LEFT JOIN pg_roles AS r ON r.oid = x.grantee"
            " WHERE d.datname = current_database() ORDER BY 1"
        ).fetchall()
        found += "".join(f"\n{privilege}" for (privilege,) in privileges)
        for table in ("phi.tables", "phi.columns", "phi.access", "phi.callers", "phi.grants"):
            if connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,):
                rows = connection.execute(f"SELECT t::text FROM {table} AS t ORDER BY 1")
                found += "".join(f"\n{row[0]}" for row in rows.fetchall())
    return found


@pytest.mark.parametrize("name", IDS)
def test_rollback_restores_the_schema_exactly(name: str, chain: Steps, postgres: Server) -> None:
    before = IDS[: IDS.index(name)]
    if len(before) % 20 == 0:
        tidy_catalogue(chain.environment)
    missing = before[len(applied(chain.environment)) :]
    for earlier in missing:
        chain.apply(earlier)
    assert applied(chain.environment) == before
    # The last test's dump, if that was the step before this one and went well.
    without = (not missing and chain.dump) or state(postgres, chain)
    chain.dump = ""
    chain.apply(name)
    built = state(postgres, chain)
    # Roles belong to the server, where other databases depend on them.
    assert built != without or name.endswith("-security-create-roles")
    chain.rollback(name)
    assert applied(chain.environment) == before
    assert state(postgres, chain) == without
    chain.apply(name)
    chain.dump = state(postgres, chain)
    assert chain.dump == built


def contents(environment: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Return row count and checksum of every table, without what CLEARED names and without NULL.

    A column that holds nothing may go, as those for ciphertext do.
    """
    with connect(environment) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT relispartition AND relname !~ 'yoyo'"
        ).fetchall()
        result = {}
        for (table,) in tables:
            row = connection.execute(
                "SELECT count(*), coalesce(md5(string_agg((jsonb_strip_nulls(to_jsonb(t)) "
                "- %s::text[])::text, ',' "
                f"ORDER BY t.id)), '') FROM {table} AS t",
                [list(CLEARED.get(table, ()))],
            ).fetchone()
            assert row is not None
            result[table] = row
    return result


def test_whole_chain_goes_down_to_nothing_and_up_again(
    create: Create, schema_template: str, sample_template: str, postgres: Server
) -> None:
    """With rows in every table, of which no step destroys one that it does not announce."""
    database = create(sample_template)
    full = contents(database)
    assert len(full) == counts.TABLES
    assert all(count > 0 for count, _ in full.values())
    steps = Steps(database)
    for name in reversed(IDS[1:]):
        steps.rollback(name)
        # Dropping indexes is not what loses a row: look again after the next table.
        if "-indexes-" in name:
            continue
        left = contents(database)
        assert left == {table: full[table] for table in left}, name
    steps.close()
    assert contents(database) == {}
    yoyo(database, "rollback", "--all")
    assert applied(database) == []
    assert postgres.schema(database) == postgres.schema(create("template0"))
    yoyo(database, "apply")
    assert applied(database) == IDS
    # The sample data have months of the log of their own.
    assert postgres.schema(database) == postgres.schema(create(schema_template))


def test_data_outlive_a_rollback_and_the_apply_after_it(
    create: Create, sample_template: str
) -> None:
    """Slots 8 and 9 close forward references: applied again they must not meet dangling ones."""
    database = create(sample_template)
    full = contents(database)
    eighth = next(name for name in IDS if "create-clinical-system" in name)
    yoyo(database, "rollback", "--revision", eighth)
    left = contents(database)
    assert {"students", "prescriptions", "vital_signs"} <= left.keys()
    assert left == {table: full[table] for table in left}
    yoyo(database, "apply")
    assert {table: value for table, value in contents(database).items() if table in left} == left
