"""wcdb indexes, and what wcdb status says of an index that is not valid."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from support.chain import yoyo
from support.commands import invoke, refused, wcdb
from support.server import Connection, Create, Server, connect
from wcdb.database import session
from wcdb.indexes import advice as indexes
from wcdb.indexes import commands
from wcdb.migrations import files

TABLES = """
    CREATE TABLE parents (
        id   bigint PRIMARY KEY,
        code text   NOT NULL
    );
    CREATE TABLE children (
        id        bigint PRIMARY KEY,
        parent_id bigint NOT NULL REFERENCES parents (id),
        code      text   NOT NULL,
        note      text
    );
"""
# A query that uses an index, on a table of any size.
USE = "SET enable_seqscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM {} WHERE {}"
INDEX = indexes.Index(
    oid=1,
    table="children",
    name="children_code_idx",
    method="btree",
    attached=False,
    valid=True,
    primary_key=False,
    unique=False,
    constrains=False,
    columns=["code"],
    keys=["code 1 2 0"],
    included=[],
    predicate=None,
    bytes=8192,
    size="8192 bytes",
    scans=0,
    tuples_read=0,
    last_scan=None,
    comment=None,
)


def execute(environment: dict[str, str], *statements: str) -> None:
    """Run statements that must not stand in a transaction."""
    with connect(environment) as connection:
        connection.commit()
        connection.autocommit = True
        for statement in statements:
            connection.execute(statement)


def report(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    result = wcdb("indexes", "--json", *arguments, environment=environment)
    assert result.stderr == ""
    found: dict[str, Any] = json.loads(result.stdout)
    wrong = found["redundant"] + found["missing"]
    wrong += [finding for finding in found["invalid"] if not finding["being_built"]]
    assert result.returncode == (1 if wrong else 0)
    return found


def names(findings: list[dict[str, Any]]) -> list[str]:
    return [finding.get("index") or finding["foreign_key"] for finding in findings]


def make_invalid(environment: dict[str, str], name: str, table: str, columns: str) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        execute(environment, f"CREATE UNIQUE INDEX CONCURRENTLY {name} ON {table} ({columns})")


@pytest.fixture
def small(create: Create) -> dict[str, str]:
    """Two tables of nobody's, with one foreign key and rows, nothing wrong but the key."""
    environment = create("template0")
    execute(
        environment,
        TABLES,
        "INSERT INTO parents SELECT n, 'same' FROM generate_series(1, 100) AS n",
        "INSERT INTO children SELECT n, n, n, n FROM generate_series(1, 100) AS n",
        "ANALYZE",
    )
    return environment


def test_nothing_is_wrong_with_the_schema(create: Create, schema_template: str) -> None:
    environment = create(schema_template)
    found = report(environment)
    assert [found[kind] for kind in ("invalid", "redundant", "missing", "bloat")] == [[]] * 4
    result = wcdb("indexes", environment=environment)
    assert result.returncode == 0
    assert "None is invalid, redundant or missing." in result.stdout
    assert "smaller ones; --json names them all." in result.stdout
    assert "yoyo" not in wcdb("indexes", "--all", environment=environment).stdout


def test_only_reads(
    create: Create, sample_template: str, monkeypatch: pytest.MonkeyPatch, postgres: Server
) -> None:
    environment = create(sample_template)
    before = postgres.schema(environment)
    strict = {**environment, "PGOPTIONS": "-c default_transaction_read_only=on"}
    report(strict, "--all")
    assert postgres.schema(environment) == before
    opened: list[Connection] = []

    def _session(**options: Any) -> Connection:
        opened.append(session(environment, **options))
        return opened[-1]

    monkeypatch.setattr(commands, "session", _session)
    CliRunner().invoke(commands.indexes, ["--all"])
    assert [connection.read_only for connection in opened] == [True]


def test_all_lists_every_index(create: Create, sample_template: str) -> None:
    environment = create(sample_template)
    execute(
        environment,
        USE.format("students", f"id = '{'0' * 32}'"),
        "COMMENT ON INDEX students_pkey IS 'One student.'",
    )
    lines = {line["index"]: line for line in report(environment, "--all")["indexes"]}
    assert len(lines) > 400
    assert lines["students_pkey"]["kind"] == "primary key"
    assert lines["students_pkey"]["comment"] == "One student."
    assert lines["users_email_key"]["kind"] == "unique"
    assert lines["academic_transcripts_imported_by_idx"]["kind"] == "foreign key"
    assert lines["audit_logs_tags_idx"]["kind"] == "gin"
    assert lines["audit_logs_created_at_brin_idx"]["kind"] == "brin"
    assert lines["audit_logs_created_at_failed_idx"]["kind"] == "partial"
    kept = [line for line in lines.values() if line["kept_for_its_foreign_key"]]
    assert kept
    assert {line["kind"] for line in kept} <= {"foreign key"}
    text = wcdb("indexes", "--all", environment=environment).stdout.splitlines()
    head = text[0]
    assert head.split() == ["TABLE", "INDEX", "KIND", "SIZE", "SCANS", "TUPLES", "READ", "COMMENT"]
    row = next(line for line in text if " students_pkey " in line)
    for title, value in (("INDEX", "students_pkey"), ("KIND", "primary"), ("COMMENT", "One stud")):
        assert head.index(title) == row.index(value)
    assert sum("(kept for its foreign key)" in line for line in text) == len(kept)


def test_does_not_wait_for_a_locked_index(small: dict[str, str]) -> None:
    execute(small, "CREATE INDEX children_parent_id_idx ON children (parent_id)")
    with connect(small) as connection:
        connection.execute("DROP INDEX children_parent_id_idx")
        refused(wcdb("indexes", environment=small), 2, "lock timeout")
        connection.rollback()


def test_no_value_of_a_row_is_printed(small: dict[str, str]) -> None:
    execute(small, "INSERT INTO parents VALUES (999, 'secret')")
    make_invalid(small, "parents_code_idx", "parents", "code")
    result = wcdb("indexes", "--all", environment=small)
    assert result.returncode == 1
    assert "secret" not in result.stdout + result.stderr
    assert "same" not in result.stdout.replace("the same columns", "") + result.stderr


# ----------------------------------------------------------------------------
# Invalid
# ----------------------------------------------------------------------------


def test_invalid_index_that_no_pending_migration_builds(small: dict[str, str]) -> None:
    execute(small, "CREATE INDEX children_parent_id_idx ON children (parent_id)")
    make_invalid(small, "parents_code_idx", "parents", "code")
    sentence = (
        "index parents_code_idx on parents is INVALID:"
        " run 'REINDEX INDEX CONCURRENTLY public.parents_code_idx'."
    )
    (finding,) = report(small)["invalid"]
    assert finding["sentence"] == sentence
    assert finding["bytes"] == 0
    for command in ("indexes", "status"):
        result = wcdb(command, environment=small)
        assert result.returncode == 1
        assert sentence in result.stdout
    # The advice, first in vain: what it leaves behind is another index to get rid of.
    command = sentence.split("'")[1]
    with pytest.raises(psycopg.errors.UniqueViolation):
        execute(small, command)
    leftover = report(small)["invalid"][1]
    assert leftover["index"] == "parents_code_idx_ccnew"
    drop = leftover["sentence"].split("'")[1]
    assert drop == "DROP INDEX CONCURRENTLY public.parents_code_idx_ccnew"
    execute(small, drop, "UPDATE parents SET code = id::text", command)
    assert report(small)["invalid"] == []


def test_invalid_index_of_a_pending_and_of_an_applied_migration(
    create: Create, sample_template: str
) -> None:
    environment = create(sample_template)
    name = "users_password_reset_token_idx"
    (file,) = [
        path
        for path in files.up_files()
        if f"INDEX CONCURRENTLY {name}\n" in path.read_text(encoding="utf-8")
    ]
    execute(environment, f"DROP INDEX {name}")
    make_invalid(environment, name, "users", "role")
    applied = wcdb("status", environment=environment)
    assert applied.returncode == 1
    assert f"run 'REINDEX INDEX CONCURRENTLY public.{name}'." in applied.stdout
    execute(environment, f"DELETE FROM _yoyo_migration WHERE migration_id = '{file.stem}'")
    sentence = (
        f"index {name} on users is INVALID: run 'yoyo apply': its file drops it and builds it anew."
    )
    assert sentence in wcdb("status", environment=environment).stdout
    (finding,) = report(environment)["invalid"]
    assert finding["sentence"] == sentence
    # The advice.
    yoyo(environment, "apply")
    assert report(environment)["invalid"] == []
    assert wcdb("status", environment=environment).returncode == 0


def test_invalid_index_of_a_partition_and_of_a_partitioned_table(create: Create) -> None:
    environment = create("template0")
    execute(
        environment,
        "CREATE TABLE logs (id bigint, at date) PARTITION BY RANGE (at)",
        "CREATE TABLE logs_old PARTITION OF logs FOR VALUES FROM (MINVALUE) TO ('2026-01-01')",
        "INSERT INTO logs VALUES (1, '2025-01-01'), (1, '2025-01-01')",
        "CREATE UNIQUE INDEX logs_id_at_idx ON ONLY logs (id, at)",
    )
    make_invalid(environment, "logs_old_id_at_idx", "logs_old", "id, at")
    parent, child = report(environment)["invalid"]
    assert (parent["index"], child["index"]) == ("logs_id_at_idx", "logs_old_id_at_idx")
    assert "'ALTER INDEX public.logs_id_at_idx ATTACH PARTITION ...'" in parent["sentence"]
    execute(
        environment,
        "DELETE FROM logs",
        child["sentence"].split("'")[1],
        parent["sentence"].split("'")[1].replace("...", "public.logs_old_id_at_idx"),
    )
    assert report(environment)["invalid"] == []


@contextmanager
def build_that_waits(postgres: Server, environment: dict[str, str]) -> Iterator[None]:
    """CREATE INDEX CONCURRENTLY, waiting for a writer that does not end."""
    with connect(environment) as writer:
        writer.execute("LOCK TABLE parents IN ROW EXCLUSIVE MODE")
        statement = "CREATE INDEX CONCURRENTLY parents_id_code_idx ON parents (code, id)"
        with subprocess.Popen(
            [str(postgres.bin / "psql"), "-c", statement],
            env=environment,
            stdout=subprocess.DEVNULL,
        ) as build:
            try:
                with connect(environment) as watcher:
                    watcher.autocommit = True
                    deadline = time.monotonic() + 10
                    query = (
                        "SELECT count(*) FROM pg_stat_progress_create_index"
                        " WHERE datname = current_database() AND index_relid <> 0"
                    )
                    while watcher.execute(query).fetchone() != (1,):
                        assert time.monotonic() < deadline
                yield
            finally:
                writer.rollback()
            assert build.wait(timeout=30) == 0


def test_index_that_is_being_built(
    small: dict[str, str], postgres: Server, create: Create, schema_template: str
) -> None:
    execute(small, "CREATE INDEX children_parent_id_idx ON children (parent_id)")
    make_invalid(small, "parents_code_idx", "parents", "code")
    with build_that_waits(postgres, small):
        stale, growing = report(small)["invalid"]
        assert (stale["being_built"], growing["being_built"]) == (False, True)
        assert growing["sentence"] == "index parents_id_code_idx on parents is being built."
    execute(small, "DROP INDEX parents_code_idx, parents_id_code_idx")
    with build_that_waits(postgres, small):
        assert names(report(small)["invalid"]) == ["parents_id_code_idx"]
        assert wcdb("indexes", environment=small).returncode == 0
    assert report(small)["invalid"] == []
    # For wcdb status all migrations must be applied, or it exits with 1 for that.
    environment = create(schema_template)
    execute(environment, TABLES)
    with build_that_waits(postgres, environment):
        status = wcdb("status", environment=environment)
        assert "index parents_id_code_idx on parents is being built.\n" in status.stdout
        assert status.returncode == 0


def test_another_role_sees_that_an_index_is_being_built(
    small: dict[str, str], postgres: Server
) -> None:
    """PostgreSQL shows it neither table nor index of another role's build."""
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "DROP ROLE IF EXISTS wcdb_reader",
        "CREATE ROLE wcdb_reader LOGIN PASSWORD 'reader'",
    )
    make_invalid(small, "children_stale_idx", "children", "(1)")
    reader = {**small, "PGUSER": "wcdb_reader", "PGPASSWORD": "reader"}
    try:
        with build_that_waits(postgres, small):
            with connect(reader) as connection:
                assert connection.execute(
                    "SELECT relid, index_relid FROM pg_stat_progress_create_index"
                ).fetchall() == [(None, None)]
            stale, growing = report(reader)["invalid"]
            assert (stale["being_built"], growing["being_built"]) == (False, True)
    finally:
        execute(small, "DROP ROLE wcdb_reader")


# ----------------------------------------------------------------------------
# Redundant, missing
# ----------------------------------------------------------------------------


def test_missing_index_of_a_foreign_key(small: dict[str, str]) -> None:
    (finding,) = report(small)["missing"]
    assert finding["foreign_key"] == "children_parent_id_fkey"
    assert finding["columns"] == ["parent_id"]
    result = wcdb("indexes", environment=small)
    assert result.returncode == 1
    assert (
        "foreign key children_parent_id_fkey on children has no index that leads with parent_id."
        in result.stdout
    )


@pytest.mark.parametrize(
    ("definition", "serves"),
    [
        ("(parent_id)", True),
        ("(parent_id DESC, code)", True),
        ("(parent_id) WHERE parent_id IS NOT NULL", True),
        ("USING hash (parent_id)", True),
        ("(code, parent_id)", False),
        ("(code) INCLUDE (parent_id)", False),
        ("(parent_id) WHERE code = 'a'", False),
        ("USING brin (parent_id)", False),
        ("((parent_id + 1))", False),
    ],
)
def test_what_serves_a_foreign_key(db: Connection, definition: str, serves: bool) -> None:
    db.execute(TABLES)
    db.execute(f"CREATE INDEX ON children {definition}")
    found = [key.name for key in indexes.missing(*indexes.read(db)) if key.table == "children"]
    assert found == ([] if serves else ["children_parent_id_fkey"])


def test_tenant_key_rides_on_the_index_of_the_first_column() -> None:
    index = replace(INDEX, columns=["student_id", "at"])
    served = {
        columns: indexes.ForeignKey("children", "k", columns.split()).served_by(index)
        for columns in ("student_id", "student_id school_id", "student_id user_id", "at student_id")
    }
    assert list(served.values()) == [True, True, False, True]


@pytest.mark.parametrize(
    ("narrow", "wide", "redundant"),
    [
        ("(code)", "(code, note)", True),
        ("(code) INCLUDE (id)", "(code, note) INCLUDE (id)", True),
        ("(code) INCLUDE (note)", "(code, note)", True),
        ("(lower(code))", "(lower(code), note)", True),
        ("(code) WHERE id > 5", "(code, note) WHERE id > 5", True),
        ("(code)", "(note, code)", False),
        ("(code) INCLUDE (id)", "(code, note)", False),
        ("(code DESC)", "(code, note)", False),
        ('(code COLLATE "C")', "(code, note)", False),
        ("(code text_pattern_ops)", "(code, note)", False),
        ("(lower(code))", "(upper(code), note)", False),
        ("(code) WHERE id > 5", "(code, note)", False),
        ("(code)", "(code, note) WHERE id > 5", False),
        ("USING hash (code)", "(code, note)", False),
        ("USING brin (code)", "USING brin (code, note)", False),
    ],
)
def test_what_is_redundant(db: Connection, narrow: str, wide: str, redundant: bool) -> None:
    db.execute(TABLES)
    db.execute(f"CREATE INDEX narrow ON children {narrow}")
    db.execute(f"CREATE INDEX wide ON children {wide}")
    known, keys = indexes.read(db)
    children = [index for index in known if index.table == "children"]
    found = [(index.name, other.name) for index, other in indexes.redundant(children)]
    assert found == ([("narrow", "wide")] if redundant else [])
    unused = [index.name for index in indexes.unused(children, keys, datetime.now(UTC))]
    assert ("narrow" in unused) != redundant
    assert "wide" in unused


def test_duplicates_and_constraints(small: dict[str, str]) -> None:
    """Of two that are the same the younger goes; what a constraint needs stays."""
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "CREATE INDEX b_idx ON children (note)",
        "CREATE INDEX a_idx ON children (note)",
        "CREATE INDEX children_id_idx ON children (id)",
        "CREATE UNIQUE INDEX children_id_key ON children (id)",
        "CREATE INDEX children_id_code_idx ON children (id, code)",
    )
    found = report(small)["redundant"]
    assert [(f["index"], f["covered_by"]) for f in found] == [
        ("a_idx", "b_idx"),
        ("children_id_idx", "children_id_code_idx"),
    ]
    result = wcdb("indexes", environment=small)
    assert result.returncode == 1
    assert "index a_idx on children (16 kB) is covered by b_idx." in result.stdout


def test_invalid_index_covers_nothing(small: dict[str, str]) -> None:
    execute(small, "CREATE INDEX children_parent_id_idx ON children (parent_id)")
    execute(small, "CREATE INDEX parents_code_idx ON parents (code)")
    make_invalid(small, "parents_code_again_idx", "parents", "code")
    found = report(small)
    assert found["redundant"] == []
    assert names(found["invalid"]) == ["parents_code_again_idx"]


# ----------------------------------------------------------------------------
# Unused
# ----------------------------------------------------------------------------


def test_unused(small: dict[str, str]) -> None:
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "CREATE INDEX children_parent_id_code_note_idx ON children (parent_id DESC, code, note)",
        "CREATE INDEX children_code_idx ON children (code)",
        "CREATE INDEX children_note_idx ON children (note)",
        "CREATE UNIQUE INDEX children_code_id_idx ON children (code DESC, id)",
        USE.format("children", "note = '5'"),
    )
    found = report(small, "--all")
    # The wide one leads with the foreign key too: one of them must stay, and it is the smaller.
    assert names(found["unused"]) == ["children_code_idx", "children_parent_id_code_note_idx"]
    lines = {line["index"]: line for line in found["indexes"]}
    assert lines["children_note_idx"]["scans"] == 1
    assert lines["children_note_idx"]["tuples_read"] == 1
    kept = [name for name, line in lines.items() if line["kept_for_its_foreign_key"]]
    assert kept == ["children_parent_id_idx"]
    result = wcdb("indexes", environment=small)
    assert result.returncode == 0
    assert "index children_code_idx on children (16 kB) was never used." in result.stdout
    assert "counted since the database was made" in result.stdout
    assert "kept for" not in result.stdout


def test_used_index_that_leads_with_a_foreign_key_frees_the_other(small: dict[str, str]) -> None:
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "CREATE INDEX children_parent_id_code_idx ON children (parent_id DESC, code)",
        USE.format("children", "parent_id = 5"),
    )
    # Whichever of the two the planner took, the other is free.
    lines = {line["index"]: line["scans"] for line in report(small, "--all")["indexes"]}
    idle = [name for name, scans in lines.items() if "parent_id" in name and not scans]
    assert len(idle) == 1
    assert names(report(small)["unused"]) == idle


def test_redundant_index_is_not_the_one_kept_for_a_foreign_key(small: dict[str, str]) -> None:
    """Else one would be told to drop both."""
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "CREATE INDEX children_parent_id_code_idx ON children (parent_id, code)",
    )
    found = report(small)
    assert names(found["redundant"]) == ["children_parent_id_idx"]
    assert found["unused"] == []


def test_last_used_long_ago() -> None:
    now = datetime.now(UTC)
    used = replace(INDEX, scans=7)
    for days, idle in ((89, False), (91, True)):
        index = replace(used, last_scan=now - timedelta(days=days))
        assert indexes.unused([index], [], now) == ([index] if idle else [])
    # Before PostgreSQL 16 nobody knows when.
    assert indexes.unused([used], [], now) == []
    for needed in (
        replace(INDEX, unique=True),
        replace(INDEX, constrains=True),
        replace(INDEX, valid=False),
        replace(INDEX, attached=True),
    ):
        assert indexes.unused([needed], [], now) == []


def test_largest_first() -> None:
    large = replace(INDEX, oid=2, name="children_note_idx", keys=["note"], bytes=99_999)
    assert indexes.unused([INDEX, large], [], datetime.now(UTC)) == [large, INDEX]


def test_says_when_an_index_was_last_used_and_since_when_that_is_counted(
    small: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "CREATE INDEX children_note_idx ON children (note)",
        USE.format("children", "note = '5'"),
    )
    monkeypatch.setattr(indexes, "UNUSED_AFTER", timedelta(0))
    monkeypatch.setattr(commands, "COUNTED_SINCE", "SELECT timestamptz '2026-01-02 12:00Z'")
    result = invoke(commands.indexes, small, [])
    assert "their use is counted since 2026-01-02." in result.output
    with connect(small) as connection:
        knows_when = connection.info.server_version >= 160000
    sentence = "index children_note_idx on children (16 kB) was last used on 20"
    assert (sentence in result.output) == knows_when


def test_partitioned_index_counts_with_its_partitions(create: Create, sample_template: str) -> None:
    environment = create(sample_template)
    with connect(environment) as connection:
        row = connection.execute(
            "SELECT sum(pg_relation_size(inhrelid)), count(*) FROM pg_inherits"
            " WHERE inhparent = 'audit_logs_created_at_brin_idx'::regclass"
        ).fetchone()
        partition = connection.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'audit_logs'::regclass ORDER BY 1 LIMIT 1"
        ).fetchone()
    assert row is not None and partition is not None
    found = report(environment, "--all")
    lines = {line["index"]: line for line in found["indexes"]}
    assert lines["audit_logs_created_at_brin_idx"]["bytes"] == row[0] > 0
    assert row[1] > 1
    assert not any(line["table"] == partition[0] for line in found["indexes"])
    assert "audit_logs_session_id_idx" in names(found["unused"])
    execute(environment, USE.format(partition[0], f"session_id = '{'0' * 32}'"))
    found = report(environment, "--all")
    lines = {line["index"]: line for line in found["indexes"]}
    assert lines["audit_logs_session_id_idx"]["scans"] == 1
    assert "audit_logs_session_id_idx" not in names(found["unused"])


# ----------------------------------------------------------------------------
# Bloat
# ----------------------------------------------------------------------------


def test_bloat(small: dict[str, str]) -> None:
    """A quarter of a million rows: the estimate is right; four of five deleted, it shows."""
    execute(
        small,
        "CREATE INDEX children_parent_id_idx ON children (parent_id)",
        "CREATE TABLE visits (id uuid, began_at timestamptz, grade text)",
        "CREATE INDEX visits_id_began_at_idx ON visits (id, began_at)",
        "INSERT INTO visits SELECT gen_random_uuid(), now() + n * interval '1 second',"
        " CASE WHEN n % 2 = 0 THEN md5(n::text) END FROM generate_series(1, 260000) AS n",
        "CREATE INDEX visits_digest_idx ON visits ((md5(id::text)))",
        "CREATE INDEX visits_began_at_idx ON visits (began_at)",
        "CREATE INDEX visits_grade_began_at_idx ON visits (grade, began_at)",
    )
    unknown = report(small)["bloat"]
    assert names(unknown) == ["visits_id_began_at_idx"]  # the others counted what they indexed
    assert {finding["estimated_bytes"] for finding in unknown} == {None}
    assert unknown[0]["sentence"].endswith("MB) cannot be estimated: run 'ANALYZE public.visits'.")
    execute(small, "ANALYZE visits")
    assert report(small)["bloat"] == []
    with connect(small) as connection:
        fresh = connection.execute(indexes.LARGE_BTREES, [1_000_000]).fetchall()
    assert [row[1] for row in fresh] == [
        "visits_began_at_idx",
        "visits_digest_idx",
        "visits_grade_began_at_idx",
        "visits_id_began_at_idx",
    ]
    # What is estimated of a table whose statistics nobody may see.
    execute(small, "ALTER TABLE visits ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    execute(small, "CREATE POLICY visits_all ON visits USING (TRUE)")
    assert report(small)["bloat"] == []
    for _, name, size, tuples, columns in fresh:
        with connect(small) as connection:
            width = indexes.average_width(connection, "visits", tuples, columns)
        assert width is not None
        assert 0.7 < indexes.estimate(tuples, width) / size < 1.3, name
    execute(small, "DELETE FROM visits WHERE extract(second FROM began_at) >= 12", "VACUUM ANALYZE")
    found = report(small)["bloat"]
    # The index on began_at alone is smaller than 10 MB: not worth a word.
    assert {"visits_digest_idx", "visits_id_began_at_idx"} <= set(names(found))
    assert "visits_began_at_idx" not in names(found)
    result = wcdb("indexes", environment=small)
    assert result.returncode == 0
    advice = "REINDEX INDEX CONCURRENTLY public.visits_id_began_at_idx"
    assert f"times what its rows need: run '{advice}'." in result.stdout
    execute(small, advice)
    assert "visits_id_began_at_idx" not in names(report(small)["bloat"])
