"""What the audit triggers cost: writes with them / without, and with a full-row trigger / without.

The full-row trigger is the approach of supa_audit, written fresh: one call a row, both whole rows
as jsonb into a table with its kind of indexes, PHI in clear. On an embedded server with durable
commits, table health_records: single-row writes, each its own transaction; then one UPDATE of
25,000, 50,000 and 100,000 rows. The three ways take turns in each round; ratios of medians.

Run: .venv/bin/python benchmarks/audit_triggers.py [rounds, default 5]
"""

import statistics
import sys
import time
from collections.abc import Callable

import psycopg

from fresh import connect, fresh_server, migrated_database
from wcdb.dev import sample

FULL_ROW = """
    CREATE SCHEMA full_row;
    CREATE TABLE full_row.versions (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        record_id     uuid,
        old_record_id uuid,
        op            text        NOT NULL,
        ts            timestamptz NOT NULL DEFAULT now(),
        table_oid     oid         NOT NULL,
        table_name    name        NOT NULL,
        record        jsonb,
        old_record    jsonb
    );
    CREATE INDEX ON full_row.versions (record_id) WHERE record_id IS NOT NULL;
    CREATE INDEX ON full_row.versions (old_record_id) WHERE old_record_id IS NOT NULL;
    CREATE INDEX ON full_row.versions (table_oid);
    CREATE INDEX ON full_row.versions USING brin (ts);

    CREATE FUNCTION full_row.log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $function$
    DECLARE
        v_new jsonb := to_jsonb(NEW);
        v_old jsonb := to_jsonb(OLD);
    BEGIN
        INSERT INTO full_row.versions (
            record_id, old_record_id, op, table_oid, table_name, record, old_record
        ) VALUES (
            (v_new ->> 'id')::uuid, (v_old ->> 'id')::uuid, TG_OP, TG_RELID, TG_TABLE_NAME,
            v_new, v_old
        );
        RETURN NULL;
    END
    $function$;

    CREATE TRIGGER health_records_950_full_row
    AFTER INSERT OR UPDATE OR DELETE ON public.health_records
    FOR EACH ROW EXECUTE FUNCTION full_row.log();
"""
ROWS = """
    INSERT INTO public.health_records (student_id, record_type, title, description, record_date,
        provider, diagnosis, treatment, notes)
    SELECT r.student_id, r.record_type, r.title, r.description, r.record_date, r.provider,
           r.diagnosis, r.treatment, 'note ' || g
    FROM   public.health_records AS r CROSS JOIN generate_series(1, 1000) AS g
    LIMIT  100000
"""
AUDIT = [f"health_records_900_audit_{event}" for event in ("insert", "update", "key", "delete")]
WAYS = {"without": [], "audit": AUDIT, "full row": ["health_records_950_full_row"]}
Connection = psycopg.Connection[tuple[object, ...]]


def switch(connection: Connection, way: str) -> None:
    """Leave on the triggers of one way, with its log empty and the table tidy."""
    for names in WAYS.values():
        for name in names:
            state = "ENABLE ALWAYS" if name in WAYS[way] else "DISABLE"
            connection.execute(f"ALTER TABLE public.health_records {state} TRIGGER {name}")
    connection.execute("TRUNCATE full_row.versions")
    connection.execute("VACUUM public.health_records")
    connection.execute("CHECKPOINT")


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


def single(connection: Connection, identities: list[object]) -> float:
    """Return the median time of an UPDATE of one row, its own transaction, in milliseconds."""
    return statistics.median(
        milliseconds(
            lambda identity=identity: connection.execute(  # type: ignore[misc]
                "UPDATE public.health_records SET notes = notes || '.' WHERE id = %s", [identity]
            )
        )
        for identity in identities
    )


def bulk(connection: Connection, rows: int) -> float:
    """Return the time of one UPDATE of many rows, in milliseconds."""
    return milliseconds(
        lambda: connection.execute(
            "UPDATE public.health_records SET notes = 'bulk' WHERE id IN"
            " (SELECT id FROM public.health_records ORDER BY id LIMIT %s)",
            [rows],
        )
    )


def main(rounds: int) -> None:
    """Time every way in turn, and print medians and ratios."""
    sizes = (25_000, 50_000, 100_000)
    times: dict[tuple[str, object], list[float]] = {}
    with fresh_server() as socket:
        environment = migrated_database(socket)
        with connect(environment) as connection:
            sample.load(connection, 300)
            connection.execute(FULL_ROW)
            connection.commit()
        with connect({**environment, "PGUSER": "postgres"}) as connection:
            connection.autocommit = True
            connection.execute("SET client_min_messages = error")
            switch(connection, "without")
            connection.execute(ROWS)
            connection.execute("VACUUM ANALYZE public.health_records")
            identities = [
                row[0]
                for row in connection.execute(
                    "SELECT id FROM public.health_records ORDER BY random() LIMIT 400"
                ).fetchall()
            ]
            for _ in range(rounds):
                for way in WAYS:
                    switch(connection, way)
                    times.setdefault((way, "one row"), []).append(single(connection, identities))
                    for size in sizes:
                        times.setdefault((way, size), []).append(bulk(connection, size))
    print(f"median of {rounds} rounds, in milliseconds")
    print(f"{'rows':>9} {'without':>10} {'audit':>10} {'ratio':>6} {'full row':>10} {'ratio':>6}")
    for rows in ("one row", *sizes):
        without, audit, full = (statistics.median(times[way, rows]) for way in WAYS)
        print(
            f"{rows!s:>9} {without:10.2f} {audit:10.2f} {audit / without:6.2f}"
            f" {full:10.2f} {full / without:6.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
