"""Masked views: what each shows of each column, and that nothing else gets through."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import psycopg
import pytest

from support import access, counts
from support.server import Connection, Server, connect


@pytest.fixture(scope="module")
def world(postgres: Server, sample_template: str) -> Iterator[Connection]:
    """A superuser's connection with the claims of an administrator at one school."""
    with postgres.database("masked", sample_template) as environment:
        postgres.tester(environment)
        connection = connect({**environment, "PGUSER": "postgres"})
        claims = access.personas(connection)["ADMIN"].claims
        school = connection.execute(
            "SELECT school_id::text FROM students GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        assert school
        for name, value in {**claims, "school_id": school[0]}.items():
            connection.execute("SELECT set_config(%s, %s, false)", [f"app.{name}", value])
        connection.commit()
        yield connection
        connection.close()


def wanted(rule: str, value: Any) -> Any:
    """Return what a mask shows of a value."""
    if value is None or rule == "HIDE":
        return None
    if rule == "SHOW":
        return value
    if rule == "YEAR":
        if isinstance(value, datetime):
            return value.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        return date(value.year, 1, 1)
    if rule == "INITIAL":
        return value[0] + "."
    if rule == "LAST_FOUR":
        return "***" + value[-4:] if len(value) > 6 else "***"
    if rule == "DOMAIN":
        return "***@" + value.split("@")[1] if "@" in value else "***"
    assert rule == "ZIP3", rule
    return value[:3] + "**"


def test_every_column_shows_what_the_registry_says(world: Connection) -> None:
    world.execute("SET TIME ZONE 'UTC'")
    views = world.execute(
        "SELECT table_name FROM phi.tables WHERE holds_phi"
        " AND tenant_rule IN ('SCHOOL', 'SCHOOL_OR_ALL') ORDER BY 1"
    ).fetchall()
    assert len(views) == counts.MASKED
    seen: dict[str, int] = {}
    for (view,) in views:
        rules = dict(
            world.execute(
                "SELECT column_name, mask::text FROM phi.columns WHERE table_name = %s", [view]
            ).fetchall()
        )
        names = ", ".join(rules)
        shown = world.execute(f"SELECT {names} FROM masked.{view} ORDER BY id").fetchall()
        full = world.execute(
            f"SELECT {names} FROM {view} WHERE id IN (SELECT id FROM masked.{view}) ORDER BY id"
        ).fetchall()
        assert len(shown) == len(full)
        for masked, real in zip(shown, full, strict=True):
            for (name, rule), got, value in zip(rules.items(), masked, real, strict=True):
                assert got == wanted(rule, value), (view, name, rule)
                if value is not None:
                    seen[rule] = seen.get(rule, 0) + 1
    assert set(seen) >= {"SHOW", "HIDE", "YEAR", "INITIAL", "LAST_FOUR", "DOMAIN"}
    assert seen["HIDE"] > 5_000 and seen["LAST_FOUR"] > 100


def test_mask_is_the_same_every_time(world: Connection) -> None:
    query = "SELECT md5(string_agg(s::text, '' ORDER BY id)) FROM masked.students AS s"
    assert world.execute(query).fetchone() == world.execute(query).fetchone()


def test_views_are_the_maskers_and_are_barriers(world: Connection) -> None:
    views = world.execute(
        "SELECT relname, reloptions, relowner::regrole::text FROM pg_class"
        " WHERE relnamespace = 'masked'::regnamespace"
    ).fetchall()
    assert len(views) == counts.MASKED
    for name, options, owner in views:
        assert (options, owner) == (["security_barrier=true"], "whitecross_masker"), name


def test_a_function_of_the_caller_sees_masked_values_alone(world: Connection) -> None:
    """Cheap and leaky: the planner would run it first if it could."""
    with world.transaction(force_rollback=True):
        world.execute("CREATE TABLE public.leaked (value text)")
        world.execute("GRANT INSERT ON public.leaked TO public")
        world.execute(
            "CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
            " 'BEGIN INSERT INTO public.leaked VALUES ($1); RETURN TRUE; END'"
        )
        rows = world.execute("SELECT count(*) FROM masked.students").fetchone()
        world.execute("SET LOCAL ROLE whitecross_readonly")
        world.execute("SELECT * FROM masked.students WHERE public.leak(last_name)")
        world.execute("SELECT * FROM masked.students WHERE public.leak(id::text)")
        world.execute("RESET ROLE")
        leaked = [row[0] for row in world.execute("SELECT value FROM public.leaked").fetchall()]
        assert rows and len(leaked) == 2 * rows[0] > 0
        names = {
            row[0] for row in world.execute("SELECT last_name FROM public.students").fetchall()
        }
        assert names and names.isdisjoint(leaked)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 / (length(last_name) - 2) FROM masked.students",
        "SELECT last_name::integer FROM masked.students",
        "SELECT ssn::date FROM masked.students WHERE ssn IS NOT NULL",
    ],
)
def test_errors_quote_masked_values_alone(world: Connection, query: str) -> None:
    names = [
        value
        for row in world.execute("SELECT last_name, ssn FROM students").fetchall()
        for value in row
        if value
    ]
    assert len(names) > 100
    with world.transaction(force_rollback=True):
        world.execute("SET LOCAL ROLE whitecross_readonly")
        with pytest.raises(psycopg.DataError) as caught:
            world.execute(query)
        said = str(caught.value)
        assert not [name for name in names if len(name) > 3 and name in said]


def test_explain_shows_no_value(world: Connection) -> None:
    with world.transaction(force_rollback=True):
        world.execute("SET LOCAL ROLE whitecross_readonly")
        plan = world.execute(
            "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM masked.students WHERE last_name = 'A.'"
        ).fetchall()
    text = "\n".join(row[0] for row in plan)
    assert "school_id" in text
    names = [row[0] for row in world.execute("SELECT last_name FROM students").fetchall()]
    assert not [name for name in names if name in text]


@pytest.mark.parametrize(
    "role",
    ["whitecross_app", "whitecross_district", "whitecross_readonly", "whitecross_service"],
)
def test_statistics_show_no_value(world: Connection, role: str) -> None:
    """The most common values of a column stand in pg_stats, of rows of every school."""
    every = world.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'students'").fetchone()
    assert every and every[0] > 10
    with world.transaction(force_rollback=True):
        world.execute(f"SET LOCAL ROLE {role}")
        for relation in ("pg_stats", "pg_stats_ext"):
            seen = world.execute(
                f"SELECT count(*) FROM {relation} WHERE schemaname = 'public' AND tablename IN"
                " (SELECT table_name FROM phi.tables WHERE holds_phi)"
            ).fetchone()
            assert seen == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            world.execute("SELECT stavalues1 FROM pg_statistic")
