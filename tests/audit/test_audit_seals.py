"""wcdb audit: whatever a superuser does to the sealed log is found, and where."""

import hashlib
import json
import os
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from support.commands import refused, wcdb
from support.server import Connection, Create, Server, connect, one
from wcdb import key_source
from wcdb.audit import log as audit_log
from wcdb.audit import seals
from wcdb.audit.archives import record_archive
from wcdb.audit.findings import Report
from wcdb.audit.log import open_session
from wcdb.audit.sealing import seal_log
from wcdb.audit.verifying import verify_log
from wcdb.database import CannotRun
from wcdb.dev import server

SECRET = bytes(range(32))
OTHER_SECRET = bytes(range(1, 33))
KEY = seals.derive(SECRET)
OTHER_KEY = seals.derive(OTHER_SECRET)
CANARY = "Canary Q. Patient"
BATCH = 25
OLD_ROWS = 6
TRANSACTIONS = 30
ROWS = OLD_ROWS + TRANSACTIONS * 4

WRITE = f"""
    INSERT INTO audit_logs (
        action, entity_type, entity_id, user_id, user_name, changes, previous_values, new_values,
        ip_address, user_agent, request_id, session_id, is_phi, compliance_type, severity, success,
        error_message, metadata, tags, student_id, created_at
    )
    SELECT
        'UPDATE', 'allergies', gen_random_uuid(), gen_random_uuid(), '{CANARY}', '{{"a": 1}}',
        '{{"a": null, "b": [1.10, "é"]}}', '{{"a": 2}}', '10.0.0.1', 'psql', 'r' || n, 's', TRUE,
        'HIPAA', 'LOW', TRUE, nullif(n, 2)::text, '{{"n": 1e3}}', ARRAY['one', 'two, "2"'],
        gen_random_uuid(), coalesce(%s, now())
    FROM generate_series(1, %s) AS n
"""

Environment = dict[str, str]


def write(connection: Connection, rows: int = 4, at: datetime | None = None) -> None:
    connection.execute(WRITE, [at, rows])


def seal(environment: Environment, **options: Any) -> list[seals.Seal]:
    with open_session(environment) as writer, open_session(environment) as reader:
        return list(
            seal_log(writer, reader, options.pop("key", KEY), **{"batch": BATCH, **options})
        )


def verify(environment: Environment, *known: seals.Key, **options: Any) -> Report:
    with open_session(environment, read_only=True) as connection:
        return verify_log(connection, known or [KEY], **options)


def found(environment: Environment, **options: Any) -> list[tuple[str, int | None, str | None]]:
    report = verify(environment, **options)
    assert sum(report.counts.values()) == len(report.findings)
    return [(finding.kind, finding.seal, finding.id) for finding in report.findings]


@contextmanager
def superuser(environment: Environment) -> Iterator[Connection]:
    """A superuser without any trigger in the way: what it did is committed at the end."""
    try:
        connection = connect({**environment, "PGUSER": "postgres"})
    except psycopg.OperationalError:
        pytest.skip("needs a superuser named postgres, as on the embedded server")
    with connection:
        tables = connection.execute(
            "SELECT relid::regclass::text FROM pg_partition_tree('audit_logs')"
            " UNION ALL VALUES ('phi.audit_seals'), ('phi.audit_archives')"
        ).fetchall()
        for (table,) in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield connection


def tamper(environment: Environment, *statements: str) -> None:
    with superuser(environment) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement


def row_ids(environment: Environment) -> list[str]:
    """Every id, in the order of the log."""
    with connect(environment) as connection:
        return [
            str(row[0])
            for row in connection.execute(
                "SELECT id FROM audit_logs ORDER BY timeline, transaction_id, created_at, id"
            )
        ]


@pytest.fixture(scope="module")
def sealed_template(postgres: Server, schema_template: str) -> Iterator[str]:
    with postgres.database("sealed", schema_template) as environment:
        with connect(environment) as connection:
            connection.execute("SELECT audit_logs_create_partitions('2024-05-01', 1)")
            write(connection, OLD_ROWS, datetime(2024, 5, 10, tzinfo=UTC))
            for _ in range(TRANSACTIONS):
                connection.commit()
                write(connection)
        assert len(seal(environment)) == -(-ROWS // BATCH)
        yield environment["PGDATABASE"]


@pytest.fixture
def log(create: Create, sealed_template: str) -> Environment:
    """A log of 126 rows in 31 transactions, in six seals: one of 2024-05 and those of today."""
    return create(sealed_template)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return write_key(tmp_path / "key", SECRET.hex())


def write_key(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text + "\n")
    path.chmod(mode)
    return path


# ----------------------------------------------------------------------------------------------
# The rows
# ----------------------------------------------------------------------------------------------


def test_an_untouched_log_verifies(log: Environment, key_file: Path) -> None:
    report = verify(log)
    assert (report.rows, report.seals, report.unsealed) == (ROWS, 6, 0)
    assert report.findings == []
    result = wcdb("audit", "verify", "--key-file", str(key_file), environment=log)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "126 rows of the log compared with 6 seals."
    assert "Nothing was changed." in result.stdout


def test_every_column_is_sealed(db: Connection) -> None:
    row = db.execute(
        "SELECT array_agg(attname::text ORDER BY attname::text) FROM pg_attribute"
        " WHERE attrelid = 'audit_logs'::regclass AND attnum > 0 AND NOT attisdropped"
    ).fetchone()
    assert row is not None
    assert row[0] == sorted(audit_log.COLUMNS[audit_log.VERSION])


# One small change of each column; two of some.
CHANGES = [
    ("action", "'READ'"),
    ("entity_type", "'Allergies'"),
    ("entity_id", "overlay(entity_id::text PLACING '00000000' FROM 1 FOR 8)::uuid"),
    ("user_id", "NULL"),
    ("user_name", "user_name || ' '"),
    ("user_name", "NULL"),
    ("changes", "'{\"a\": 1.0}'"),
    ("previous_values", "previous_values - 'a'"),
    ("new_values", "'null'"),
    ("ip_address", "'10.0.0.2'"),
    ("user_agent", "''"),
    ("request_id", "upper(request_id)"),
    ("session_id", "'s '"),
    ("is_phi", "NOT is_phi"),
    ("compliance_type", "'FERPA'"),
    ("severity", "'HIGH'"),
    ("success", "NOT success"),
    ("error_message", "coalesce(error_message, '') || '-'"),
    ("metadata", "NULL"),
    ("tags", "ARRAY['one', 'two', '\"2\"']"),
    ("tags", '\'[0:1]={one,"two, \\"2\\""}\''),
    ("student_id", "NULL"),
    ("database_user", "'postgres'"),
    ("database_role", "'whitecross_app'"),
    ("updated_at", "updated_at + interval '1 microsecond'"),
]
MOVES = [
    ("transaction_id", "'3'"),
    ("timeline", "timeline + 1"),
    ("created_at", "created_at - interval '1 microsecond'"),
]


def test_a_change_of_any_column_is_found(log: Environment) -> None:
    assert {name for name, _ in CHANGES + MOVES} | {"id"} == set(
        audit_log.COLUMNS[audit_log.VERSION]
    )
    victim = row_ids(log)[60]
    with superuser(log) as connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM audit_logs WHERE id = %s", [victim])
    for kind, changes in (("changed", CHANGES), ("moved", MOVES)):
        for column, expression in changes:
            tamper(log, f"UPDATE audit_logs SET {column} = {expression} WHERE id = '{victim}'")
            assert found(log) == [(kind, 3, victim)], column
            tamper(
                log,
                f"DELETE FROM audit_logs WHERE id = '{victim}'",
                "INSERT INTO audit_logs SELECT * FROM kept",
            )
    assert found(log) == []


def test_text_that_moves_to_the_next_column_is_found(log: Environment) -> None:
    victim = row_ids(log)[0]
    tamper(
        log, f"UPDATE audit_logs SET user_agent = 'psqlr', request_id = '1' WHERE id = '{victim}'"
    )
    assert found(log) == [("changed", 1, victim)]


def test_another_id_is_a_deleted_and_an_inserted_row(log: Environment) -> None:
    victim = row_ids(log)[30]
    other = "00000000-0000-4000-8000-000000000000"
    tamper(log, f"UPDATE audit_logs SET id = '{other}' WHERE id = '{victim}'")
    assert sorted(found(log)) == [("deleted", 2, victim), ("inserted", 2, other)]


def test_deleted_rows_are_found(log: Environment, key_file: Path) -> None:
    ids = row_ids(log)
    gone = [ids[0], ids[24], ids[25], ids[70], ids[-1]]
    tamper(log, "DELETE FROM audit_logs WHERE id IN ('{}')".format("', '".join(gone)))
    expected = [("deleted", number, gone[at]) for at, number in enumerate((1, 1, 2, 3, 6))]
    assert sorted(found(log)) == sorted(expected)
    result = wcdb("audit", "verify", "--key-file", str(key_file), environment=log)
    assert result.returncode == 1
    assert "Found: 5 deleted." in result.stdout
    line = next(line for line in result.stdout.splitlines() if gone[3] in line)
    assert line.startswith(f"  deleted: seal 3, row {gone[3]} of transaction ")
    assert "created at 2" in line
    assert CANARY not in result.stdout


@pytest.mark.parametrize("at", [0, 26, 40, ROWS - 1])
def test_a_row_with_a_forged_transaction_is_found(log: Environment, at: int) -> None:
    copied = row_ids(log)[at]
    with superuser(log) as connection:
        columns = ", ".join(name for name in audit_log.COLUMNS[1] if name != "id")
        forged = one(
            connection,
            f"INSERT INTO audit_logs ({columns}) SELECT {columns} FROM audit_logs"
            f" WHERE id = '{copied}' RETURNING id::text",
        )
    ((kind, number, row),) = found(log)
    assert (kind, row) == ("inserted", forged)
    place = row_ids(log).index(forged)
    assert number in (place // BATCH, place // BATCH + 1)


def test_two_rows_that_change_places_are_found(log: Environment) -> None:
    ids = row_ids(log)
    pairs = [(ids[6], ids[7]), (ids[50], ids[90])]
    columns = ", ".join(name for name in audit_log.COLUMNS[1] if name != "id")
    others = ", ".join(f"b.{name}" for name in audit_log.COLUMNS[1] if name != "id")
    for first, second in pairs:
        tamper(
            log,
            f"UPDATE audit_logs AS a SET ({columns}) = ROW({others}) FROM audit_logs AS b"
            f" WHERE (a.id, b.id) IN (('{first}', '{second}'), ('{second}', '{first}'))",
        )
    assert sorted(found(log)) == sorted(
        [
            ("changed", 1, ids[6]),
            ("changed", 1, ids[7]),
            ("moved", 3, ids[50]),
            ("moved", 4, ids[90]),
        ]
    )


def test_a_truncated_partition_is_found(log: Environment) -> None:
    tamper(log, "TRUNCATE audit_logs_2024_05")
    report = verify(log)
    assert report.counts == {"deleted": OLD_ROWS}
    assert {finding.seal for finding in report.findings} == {1}
    tamper(log, "TRUNCATE audit_logs")
    report = verify(log)
    assert (report.counts, report.rows) == ({"deleted": ROWS}, 0)
    assert Counter(finding.seal for finding in report.findings)[1] == BATCH


def test_more_findings_than_are_kept_are_still_counted(
    log: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wcdb.audit.findings.MOST_KEPT", 5)
    tamper(log, "TRUNCATE audit_logs")
    report = verify(log)
    assert (report.counts, len(report.findings)) == ({"deleted": ROWS}, 5)


def test_rows_of_another_timeline_or_of_the_future_are_found(log: Environment) -> None:
    for column, forged, fault in (
        ("timeline", "0", "closed"),
        ("timeline", "7", "has not begun"),
        ("transaction_id", "'18446744073709551615'", "has not begun"),
    ):
        tamper(
            log,
            f"INSERT INTO audit_logs (action, entity_type, user_name, {column})"
            f" VALUES ('READ', 'forged', '{CANARY}', {forged})",
        )
        (finding,) = verify(log).findings
        assert (finding.kind, finding.seal) == ("inserted", None)
        assert fault in finding.sentence
        tamper(log, "DELETE FROM audit_logs WHERE entity_type = 'forged'")


# ----------------------------------------------------------------------------------------------
# The seals
# ----------------------------------------------------------------------------------------------

SEAL_CHANGES = {
    "timeline": "2",
    "first_transaction": "'1'",
    "end_transaction": "'18446744073709551615'",
    "row_version": "row_version + 1",
    "row_count": "row_count + 1",
    "entries": "set_byte(entries, 100, get_byte(entries, 100) # 1)",
    "previous_mac": "sha256('')",
    "mac": "set_byte(mac, 0, get_byte(mac, 0) # 1)",
    "key_id": "'0000000000000000'",
    "sealed_at": "'infinity'",
    "sealed_by": "'somebody'",
}


@pytest.mark.parametrize("column", SEAL_CHANGES)
def test_an_altered_seal_is_found(log: Environment, column: str) -> None:
    tamper(
        log,
        "ALTER TABLE phi.audit_seals DROP CONSTRAINT audit_seals_one_entry_for_each_row_check",
        f"UPDATE phi.audit_seals SET {column} = {SEAL_CHANGES[column]} WHERE seal = 3",
    )
    report = verify(log)
    assert ("seal altered", 3) in [(each.kind, each.seal) for each in report.findings]
    assert report.counts["chain broken"] == (column in ("previous_mac", "mac"))
    with superuser(log) as connection:
        connection.execute(f"ALTER TABLE phi.audit_seals ALTER {column} DROP NOT NULL")
        connection.execute(f"UPDATE phi.audit_seals SET {column} = NULL WHERE seal = 3")
    assert verify(log).counts["seal altered"] == 1


def test_every_column_of_a_seal_is_authenticated(db: Connection) -> None:
    columns = {
        row[0]
        for row in db.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'phi.audit_seals'::regclass"
            " AND attnum > 0 AND NOT attisdropped"
        )
    }
    assert columns == {*SEAL_CHANGES, "seal"}


def test_a_missing_seal_is_found_and_its_rows_are_not_called_inserted(log: Environment) -> None:
    tamper(log, "DELETE FROM phi.audit_seals WHERE seal IN (1, 3, 4)")
    report = verify(log)
    assert [(each.kind, each.seal) for each in report.findings] == [
        ("seal missing", 1),
        ("seal missing", 3),
        ("seal missing", 4),
    ]
    assert report.rows == ROWS - 3 * BATCH
    assert report.uncovered == 3 * BATCH


def test_seals_that_change_places_are_found(log: Environment) -> None:
    tamper(
        log,
        "UPDATE phi.audit_seals SET seal = 100 WHERE seal = 3",
        "UPDATE phi.audit_seals SET seal = 3 WHERE seal = 4",
        "UPDATE phi.audit_seals SET seal = 4 WHERE seal = 100",
    )
    kinds = verify(log).counts
    assert kinds["chain broken"] == 3
    assert kinds["seal altered"] == 2


def test_removed_last_seals_are_found_by_the_exported_head(
    log: Environment, key_file: Path, tmp_path: Path
) -> None:
    heads = tmp_path / "heads"
    assert wcdb("audit", "head", "--head-file", str(heads), environment=log).returncode == 0
    arguments = ("--key-file", str(key_file), "--head-file", str(heads))
    assert wcdb("audit", "verify", *arguments, environment=log).returncode == 0
    tamper(log, "DELETE FROM phi.audit_seals WHERE seal >= 5")
    result = wcdb("audit", "verify", *arguments, environment=log)
    assert result.returncode == 1
    assert "head not in chain: seal 6, exported when it was sealed at" in result.stdout
    assert "26 rows are not sealed yet" in result.stdout
    # The next seal does not cover it up, neither without nor with the head at hand.
    refused(wcdb("audit", "seal", *arguments, environment=log), 2, "seal 6", "nothing was sealed")
    assert len(seal(log)) == 2
    result = wcdb("audit", "verify", *arguments, environment=log)
    assert result.returncode == 1
    assert "is another one now" in result.stdout
    # Not even if none is left.
    tamper(log, "TRUNCATE phi.audit_seals")
    assert wcdb("audit", "verify", *arguments, environment=log).returncode == 1
    result = wcdb("audit", "verify", *arguments[:2], environment=log)
    refused(result, 2, "no seal to compare with")


def test_a_chain_made_anew_with_another_key_is_found(
    log: Environment, key_file: Path, tmp_path: Path
) -> None:
    heads = tmp_path / "heads"
    wcdb("audit", "head", "--head-file", str(heads), environment=log)
    tamper(log, "TRUNCATE phi.audit_seals", "DELETE FROM audit_logs WHERE request_id = 'r1'")
    assert len(seal(log, key=OTHER_KEY)) > 1
    arguments = ("audit", "verify", "--key-file", str(key_file))
    refused(wcdb(*arguments, environment=log), 2, "wrong key", KEY.id, OTHER_KEY.id)
    result = wcdb(*arguments, "--head-file", str(heads), environment=log)
    assert result.returncode == 1
    assert "seal 1 was altered, or made with key" in result.stdout


def test_seal_refuses_to_go_on_behind_an_altered_seal(log: Environment) -> None:
    tamper(log, "UPDATE phi.audit_seals SET end_transaction = '18446744073709551615'")
    with pytest.raises(CannotRun, match="seal 6, the last one, was altered"):
        seal(log)


def test_seals_are_append_only(log: Environment) -> None:
    now = datetime.now(UTC)
    with connect(log) as connection:
        record_archive(connection, KEY, date(2024, 5, 1), 1, now, now, bytes(32))
    for user, setting in ((log["PGUSER"], "origin"), ("postgres", "replica")):
        try:
            connection = connect({**log, "PGUSER": user})
        except psycopg.OperationalError:
            continue
        for table, column in (("audit_seals", "key_id"), ("audit_archives", "key_id")):
            for statement in (
                f"UPDATE phi.{table} SET {column} = ''",
                f"DELETE FROM phi.{table}",
                f"TRUNCATE phi.{table}",
            ):
                if setting == "replica":
                    connection.execute("SET session_replication_role = replica")
                with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
                    connection.execute(statement)
                connection.rollback()
        connection.close()
    assert verify(log).rows == ROWS


# ----------------------------------------------------------------------------------------------
# Transactions that overlap, sealers that do, and batches
# ----------------------------------------------------------------------------------------------


def test_a_late_commit_is_sealed_later_and_not_missed(log: Environment) -> None:
    with connect(log) as late, connect(log) as early:
        write(late, 3)
        write(early, 2)
        early.commit()
        # Its transaction is younger than one that still runs.
        assert seal(log) == []
        assert verify(log).unsealed == 2
        late.commit()
    assert [each.row_count for each in seal(log)] == [5]
    report = verify(log)
    assert (report.rows, report.unsealed, report.findings) == (ROWS + 5, 0, [])


def test_a_rollback_in_between_leaves_nothing(log: Environment) -> None:
    with connect(log) as connection:
        write(connection, 3)
        connection.rollback()
        assert seal(log) == []
        write(connection, 1)
        with pytest.raises(psycopg.errors.DivisionByZero), connection.transaction():
            write(connection, 7)
            connection.execute("SELECT 1 / 0")
        write(connection, 1)
    assert [each.row_count for each in seal(log)] == [2]
    assert seal(log) == []
    report = verify(log)
    assert (report.rows, report.findings) == (ROWS + 2, [])


def test_of_two_sealers_one_gives_way(log: Environment, key_file: Path) -> None:
    with connect(log) as connection:
        write(connection, 60)
    with open_session(log) as writer, open_session(log) as reader:
        running = seal_log(writer, reader, KEY, batch=BATCH)
        assert next(running).seal == 7
        result = wcdb("audit", "seal", "--key-file", str(key_file), environment=log)
        refused(result, 2, "another wcdb audit seal is at work")
        # And where the lock is lost, as behind a pooler, the numbers of the seals are in the way.
        writer.execute("SELECT pg_advisory_unlock_all()")
        assert [each.seal for each in seal(log)] == [8, 9]
        with pytest.raises(CannotRun, match="has written seal 8"):
            next(running)
    report = verify(log)
    assert (report.rows, report.seals, report.findings) == (ROWS + 60, 9, [])


def test_a_sealer_that_is_killed_loses_nothing(log: Environment) -> None:
    with connect(log) as connection:
        write(connection, 60)
    with open_session(log) as writer, open_session(log) as reader:
        running = seal_log(writer, reader, KEY, batch=BATCH)
        assert next(running).seal == 7
        backends = [writer.info.backend_pid, reader.info.backend_pid]
        with superuser(log) as connection:
            connection.execute("SELECT pg_terminate_backend(p) FROM unnest(%s) AS p", [backends])
        with pytest.raises(psycopg.OperationalError):
            list(running)
    assert verify(log).unsealed == 35
    assert [each.row_count for each in seal(log)] == [25, 10]
    report = verify(log)
    assert (report.rows, report.unsealed, report.findings) == (ROWS + 60, 0, [])


def test_a_transaction_larger_than_a_seal_goes_on_in_the_next(log: Environment) -> None:
    with connect(log) as connection:
        write(connection, 95)
    made = seal(log, batch=10)
    assert [each.row_count for each in made] == [10] * 9 + [5]
    report = verify(log)
    assert (report.rows, report.findings) == (ROWS + 95, [])
    victim = row_ids(log)[ROWS + 42]
    columns = ", ".join(name for name in audit_log.COLUMNS[1] if name != "id")
    with superuser(log) as connection:
        forged = one(
            connection,
            f"INSERT INTO audit_logs ({columns}) SELECT {columns} FROM audit_logs"
            f" WHERE id = '{victim}' RETURNING id::text",
        )
    tamper(log, f"DELETE FROM audit_logs WHERE id = '{victim}'")
    results = {(kind, row): number for kind, number, row in found(log)}
    assert results.keys() == {("deleted", victim), ("inserted", forged)}
    assert results["deleted", victim] == 7 + 4


def test_from_seal_takes_what_is_before_as_given(log: Environment, key_file: Path) -> None:
    ids = row_ids(log)
    tamper(log, f"DELETE FROM audit_logs WHERE id IN ('{ids[3]}', '{ids[110]}')")
    assert found(log, from_seal=4) == [("deleted", 5, ids[110])]
    report = verify(log, from_seal=4)
    assert (report.rows, report.seals) == (ROWS - 3 * BATCH - 1, 3)
    for number in ("7", "99"):
        result = wcdb(
            "audit", "verify", "--key-file", str(key_file), "--from-seal", number, environment=log
        )
        refused(result, 2, f"no seal {number}")


def test_a_new_column_has_to_be_known_first(log: Environment) -> None:
    with connect(log) as connection:
        connection.execute("ALTER TABLE audit_logs ADD COLUMN reason text")
        write(connection)
    with pytest.raises(CannotRun, match="column reason of audit_logs"):
        seal(log)
    assert verify(log).findings == []


def test_a_new_row_version_leaves_old_seals_valid(
    log: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(log) as connection:
        connection.execute("ALTER TABLE audit_logs ADD COLUMN reason text")
        write(connection)
    monkeypatch.setitem(audit_log.COLUMNS, 2, (*audit_log.COLUMNS[1], "reason"))
    monkeypatch.setattr(audit_log, "VERSION", 2)
    assert [each.row_version for each in seal(log)] == [2]
    report = verify(log)
    assert (report.rows, report.findings) == (ROWS + 4, [])
    victim = row_ids(log)[-1]
    tamper(log, f"UPDATE audit_logs SET reason = 'x' WHERE id = '{victim}'")
    assert found(log) == [("changed", 7, victim)]
    monkeypatch.delitem(audit_log.COLUMNS, 2)
    with pytest.raises(CannotRun, match="newer wcdb"):
        verify(log)


# ----------------------------------------------------------------------------------------------
# The bytes that are sealed
# ----------------------------------------------------------------------------------------------

VECTOR = """
    INSERT INTO audit_logs (
        id, action, entity_type, changes, user_name, metadata, tags, error_message,
        database_user, database_role, transaction_id, created_at, updated_at
    ) VALUES (
        '01234567-89ab-4cde-8f01-23456789abcd', 'UPDATE', 'allergies',
        '{"bb": 1.50, "a": [true, null, "\\u00e9\\n"]}', E'Zo\\u00eb \\\\ "x"', '{}',
        ARRAY['a,b', NULL, 'NULL', ''], '', 'one', 'two', '4294967297',
        '1999-12-31 23:59:59.000001Z', '2026-11-23 01:02:03.4Z'
    )
"""
VECTOR_SHA256 = "aab6b8a5e958b1fed401d14d6306f8e2a957493d2c8062ed23c18d28edb647d5"
SETTINGS = {
    "DateStyle": "SQL, DMY",
    "TimeZone": "Asia/Kathmandu",
    "IntervalStyle": "sql_standard",
    "extra_float_digits": "-15",
    "bytea_output": "escape",
    "client_encoding": "LATIN1",
    "quote_all_identifiers": "on",
    "standard_conforming_strings": "off",
    "search_path": "evil, pg_catalog, public",
    "default_transaction_isolation": "serializable",
}


def expected_digest(values: list[str | None]) -> bytes:
    """The same as row_digest(), from the description of PostgreSQL's binary array format."""
    null = int(None in values)
    message = struct.pack(">iiiii", 1, null, 25, len(values), 1)
    for each in values:
        text = each.encode() if each is not None else b""
        message += struct.pack(">i", -1 if each is None else len(text)) + text
    return hashlib.sha256(message).digest()


def test_the_digest_of_a_row_is_what_the_description_says(db: Connection) -> None:
    db.execute(VECTOR)
    texts = ", ".join(
        f"extract(epoch FROM {name})::text" if name in audit_log.TIMES else f"{name}::text"
        for name in audit_log.COLUMNS[1]
    )
    row = db.execute(
        f"SELECT ARRAY[{texts}], {audit_log.row_digest(1)} FROM audit_logs AS a"
        " WHERE id = '01234567-89ab-4cde-8f01-23456789abcd'"
    ).fetchone()
    assert row is not None
    values, digest = row
    assert digest == expected_digest(["wcdb audit row 1", *values])
    # On every version of PostgreSQL.
    assert values[6] == '{"a": [true, null, "é\\n"], "bb": 1.50}'
    assert values[19] == '{"a,b",NULL,"NULL",""}'
    assert values[-2:] == ["946684799.000001", "1795395723.400000"]
    assert digest.hex() == VECTOR_SHA256


def test_no_setting_of_a_session_changes_the_bytes(log: Environment) -> None:
    with connect(log) as connection:
        connection.execute(VECTOR.replace("'4294967297'", "pg_current_xact_id()"))
    (made,) = seal(log)
    options = " ".join(
        f"-c {name}={text.replace(' ', chr(92) + ' ')}" for name, text in SETTINGS.items()
    )
    with connect(log) as connection:
        connection.execute("CREATE SCHEMA evil")
        connection.execute(
            "CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE sql"
            " AS 'SELECT pg_catalog.sha256(''same'')'"
        )
    with psycopg.connect(
        host=log["PGHOST"],
        port=log.get("PGPORT"),
        user=log["PGUSER"],
        password=log.get("PGPASSWORD"),
        dbname=log["PGDATABASE"],
        options=options,
    ) as connection:
        assert one(connection, "SHOW DateStyle") == "SQL, DMY"
    report = verify({**log, "PGOPTIONS": options})
    assert (report.rows, report.findings) == (ROWS + 1, [])
    assert made.row_count == 1


# ----------------------------------------------------------------------------------------------
# A restored database, and months that were archived
# ----------------------------------------------------------------------------------------------


@contextmanager
def another_server(postgres: Server, directory: Path) -> Iterator[Environment]:
    """A young cluster, which counts transactions anew."""
    version = int(os.environ.get("WCDB_TEST_PG", server.DEFAULT_VERSION))
    socket = server.start(directory, version)
    server.create_owner(socket, may_create_databases=True)
    server.create_database(socket)
    try:
        yield {"PGHOST": str(socket), "PGUSER": server.OWNER, "PGDATABASE": server.DATABASE}
    finally:
        server.stop(directory, version)


def test_a_restored_database_goes_on_in_a_new_timeline(
    log: Environment, postgres: Server, tmp_path: Path
) -> None:
    if not (Path(postgres.environment["PGHOST"]) / "PG_VERSION").exists():
        pytest.skip("the server is not the embedded one: a second one cannot be made")
    with connect(log) as connection:
        connection.autocommit = True
        for _ in range(2_000):
            connection.execute("SELECT pg_current_xact_id()")
        write(connection, 2)
    assert len(seal(log)) == 1
    with connect(log) as connection:
        write(connection, 3)
    dump = str(tmp_path / "dump.sql")
    dumped = postgres.run("pg_dump", "--enable-row-security", "--file", dump, environment=log)
    assert dumped == ""
    roles = "".join(
        f"CREATE ROLE {name};"
        for name in postgres.run(
            "psql",
            "-Atc",
            "SELECT rolname FROM pg_roles WHERE rolname ~ '^whitecross_'",
            environment=log,
        ).split()
        if name != server.OWNER
    )
    with another_server(postgres, tmp_path / "pg") as restored:
        postgres.run("psql", "-qc", roles, environment=restored)
        administrator = {**restored, "PGUSER": "postgres"}
        arguments = ("-qX1", "-v", "ON_ERROR_STOP=1", "-f", dump)
        postgres.run("psql", *arguments, environment=administrator)
        report = verify(restored)
        assert (report.rows, report.unsealed, report.findings) == (ROWS + 2, 3, [])
        with pytest.raises(CannotRun, match=r"was restored; run wcdb audit seal --new-timeline"):
            seal(restored)
        # What was left over from before is sealed in the old timeline, what follows in the new.
        made = seal(restored, new_timeline=True)
        assert [(each.timeline, each.row_count) for each in made] == [(1, 3)]
        with connect(restored) as connection:
            write(connection, 5)
        made = seal(restored)
        assert [(each.timeline, each.first, each.row_count) for each in made] == [(2, 0, 5)]
        assert seal(restored) == []
        report = verify(restored)
        assert (report.rows, report.unsealed, report.findings) == (ROWS + 10, 0, [])
        assert verify(restored, from_seal=6).rows == 11
        victim = row_ids(restored)[-1]
        tamper(restored, f"UPDATE audit_logs SET timeline = 1 WHERE id = '{victim}'")
        assert found(restored) == [("moved", 9, victim)]


def test_an_archived_month_is_not_deleted(log: Environment, key_file: Path) -> None:
    month = date(2024, 5, 1)
    at = datetime(2024, 5, 10, tzinfo=UTC)
    tamper(log, "ALTER TABLE audit_logs DETACH PARTITION audit_logs_2024_05")
    assert verify(log).counts == {"deleted": OLD_ROWS}
    with connect(log) as connection:
        record_archive(connection, KEY, month, OLD_ROWS, at, at, hashlib.sha256().digest())
    report = verify(log)
    assert (report.rows, report.archived) == (ROWS - OLD_ROWS, {"2024-05": OLD_ROWS})
    assert report.findings == []
    result = wcdb("audit", "verify", "--key-file", str(key_file), environment=log)
    assert result.returncode == 0
    assert "2024-05 is archived: 6 sealed rows are not in the log." in result.stdout
    # A month that is attached again is compared like any other.
    tamper(
        log,
        "ALTER TABLE audit_logs ATTACH PARTITION audit_logs_2024_05"
        " FOR VALUES FROM ('2024-05-01Z') TO ('2024-06-01Z')",
    )
    assert verify(log).rows == ROWS
    assert found(log) == []
    # One row less than the archive has is missing.
    victim = row_ids(log)[0]
    tamper(log, f"DELETE FROM audit_logs WHERE id = '{victim}'")
    assert [kind for kind, _, _ in found(log)] == ["archive incomplete"]


def test_a_month_cannot_be_declared_archived_without_the_key(log: Environment) -> None:
    now = datetime.now(UTC)
    month = now.date().replace(day=1)
    tamper(log, f"DELETE FROM audit_logs WHERE created_at >= '{month}'")
    with connect(log) as connection:
        record_archive(
            connection, OTHER_KEY, month, ROWS - OLD_ROWS, now, now, hashlib.sha256().digest()
        )
    assert verify(log).counts == {"archive altered": 1, "deleted": ROWS - OLD_ROWS}
    tamper(log, f"UPDATE phi.audit_archives SET key_id = '{KEY.id}'")
    assert verify(log).counts == {"archive altered": 1, "deleted": ROWS - OLD_ROWS}


def test_an_authentic_record_cannot_be_used_for_another_month(log: Environment) -> None:
    now = datetime.now(UTC)
    with connect(log) as connection:
        record_archive(connection, KEY, date(2024, 4, 1), OLD_ROWS, now, now, bytes(32))
    tamper(
        log,
        "DELETE FROM audit_logs WHERE created_at < '2025-01-01'",
        "UPDATE phi.audit_archives SET month = '2024-05-01'",
    )
    assert verify(log).counts == {"archive altered": 1, "deleted": OLD_ROWS}


# ----------------------------------------------------------------------------------------------
# Keys and heads
# ----------------------------------------------------------------------------------------------


def test_a_wrong_key_is_not_called_tampering(log: Environment, tmp_path: Path) -> None:
    other = write_key(tmp_path / "other", OTHER_SECRET.hex())
    for command in ("verify", "seal"):
        result = wcdb("audit", command, "--key-file", str(other), environment=log)
        refused(result, 2, f"this is key {OTHER_KEY.id}", KEY.id)
        assert SECRET.hex() not in result.stderr
        assert OTHER_SECRET.hex() not in result.stderr


def test_a_new_key_and_the_old_one_verify_together(log: Environment, tmp_path: Path) -> None:
    new = write_key(tmp_path / "new", OTHER_SECRET.hex())
    old = write_key(tmp_path / "old", SECRET.hex())
    with connect(log) as connection:
        write(connection)
    arguments = ("--key-file", str(new))
    assert wcdb("audit", "seal", *arguments, "--new-key", environment=log).returncode == 0
    result = wcdb("audit", "verify", *arguments, "--old-key-file", str(old), environment=log)
    assert (result.returncode, result.stderr) == (0, "")
    result = wcdb("audit", "verify", *arguments, environment=log)
    assert result.returncode == 1
    assert "seal 1 was altered, or made with key" in result.stdout


def no_key(tmp_path: Path) -> list[str]:
    return []


def missing(tmp_path: Path) -> list[str]:
    return ["--key-file", str(tmp_path / "nowhere")]


def readable_by_others(tmp_path: Path) -> list[str]:
    return ["--key-file", str(write_key(tmp_path / "key", SECRET.hex(), 0o644))]


def readable_by_the_group(tmp_path: Path) -> list[str]:
    return ["--key-file", str(write_key(tmp_path / "key", SECRET.hex(), 0o640))]


def directory(tmp_path: Path) -> list[str]:
    return ["--key-file", str(tmp_path)]


def fifo(tmp_path: Path) -> list[str]:
    os.mkfifo(tmp_path / "fifo", 0o600)
    return ["--key-file", str(tmp_path / "fifo")]


def too_short(tmp_path: Path) -> list[str]:
    return ["--key-file", str(write_key(tmp_path / "key", SECRET.hex()[:-2]))]


def both(tmp_path: Path) -> list[str]:
    return [*readable_by_others(tmp_path), "--key-command", "true"]


def no_such_command(tmp_path: Path) -> list[str]:
    return ["--key-command", f"/nowhere/vault --token {SECRET.hex()}"]


def failing(tmp_path: Path) -> list[str]:
    return ["--key-command", f"sh -c 'echo {SECRET.hex()}; echo {CANARY} >&2; exit 3'"]


def talking(tmp_path: Path) -> list[str]:
    return ["--key-command", f"echo key: {SECRET.hex()}"]


def open_quote(tmp_path: Path) -> list[str]:
    return ["--key-command", "echo '"]


def hanging(tmp_path: Path) -> list[str]:
    return ["--key-command", "sh -c 'sleep 600 & sleep 600'", "--key-timeout", "0.5"]


NO_KEYS: list[tuple[Callable[[Path], list[str]], str]] = [
    (no_key, "no key is given"),
    (missing, "No such file"),
    (readable_by_others, "open to others (mode 0644)"),
    (readable_by_the_group, "open to others (mode 0640)"),
    (directory, "not a regular file"),
    (fifo, "not a regular file"),
    (too_short, "is no key"),
    (both, "not both"),
    (no_such_command, "(vault) does not start"),
    (failing, "failed with exit code 3"),
    (talking, "is no key"),
    (open_quote, "open quote"),
    (hanging, "printed no key within 0.5 seconds"),
]


@pytest.mark.parametrize(("arguments", "part"), NO_KEYS, ids=[case.__name__ for case, _ in NO_KEYS])
def test_what_is_no_key_is_refused(
    arguments: Callable[[Path], list[str]], part: str, tmp_path: Path
) -> None:
    begin = time.monotonic()
    for command in ("seal", "verify"):
        (tmp_path / command).mkdir()
        given = arguments(tmp_path / command)
        result = wcdb("audit", command, *given, environment={"PGHOST": str(tmp_path)})
        refused(result, 2, part)
        assert SECRET.hex()[:16] not in result.stdout + result.stderr
        assert CANARY not in result.stdout + result.stderr
    assert time.monotonic() - begin < 20


def test_a_key_may_come_in_base64_and_from_a_command(log: Environment, tmp_path: Path) -> None:
    written = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    for text in (written, written.rstrip("="), SECRET.hex().upper()):
        assert key_source.read_key_file(write_key(tmp_path / "key", text)) == SECRET
    assert key_source.read_key(None, f"echo {written}") == SECRET
    assert key_source.read_key_file(write_key(tmp_path / "key", "-_" * 21 + "8")) == bytes(
        [0xFB, 0xFF, 0xBF] * 10 + [0xFB, 0xFF]
    )
    environment = {**log, "WCDB_AUDIT_KEY_COMMAND": f"cat {tmp_path / 'key'}"}
    write_key(tmp_path / "key", written, 0o400)
    assert wcdb("audit", "verify", environment=environment).returncode == 0


def test_a_key_is_in_no_representation() -> None:
    shown = repr(KEY)
    assert KEY.id in shown
    assert KEY.row.hex() not in shown
    assert repr(KEY.row) not in shown
    assert repr(KEY.seal) not in shown


def test_heads_are_appended_and_checked(log: Environment, key_file: Path, tmp_path: Path) -> None:
    heads = tmp_path / "heads"
    arguments = ("--key-file", str(key_file), "--head-file", str(heads))
    for total in (ROWS, ROWS + 4, ROWS + 8):
        assert wcdb("audit", "seal", *arguments, environment=log).returncode == 0
        assert wcdb("audit", "head", *arguments[2:], environment=log).returncode == 0
        assert seals.read_heads(heads)[-1].rows == total
        with connect(log) as connection:
            write(connection)
    lines = heads.read_text().splitlines()
    assert [json.loads(line)["seal"] for line in lines] == [6, 7, 8]
    result = wcdb("audit", "head", "--json", environment=log)
    assert json.loads(result.stdout) == json.loads(lines[-1])
    for broken in ("\n".join(lines), "{}\n", "\xff\n"):
        heads.write_text(broken, encoding="latin-1")
        for command in ("seal", "verify"):
            refused(wcdb("audit", command, *arguments, environment=log), 2, str(heads))
    missing_file = ("--key-file", str(key_file), "--head-file", str(tmp_path / "none"))
    refused(wcdb("audit", "verify", *missing_file, environment=log), 2, "No such file")


def test_what_machines_read(log: Environment, key_file: Path) -> None:
    with connect(log) as connection:
        write(connection)
    given = ("--key-file", str(key_file), "--json")
    result = wcdb("audit", "verify", *given, environment=log)
    report = json.loads(result.stdout)
    assert (report["rows"], report["unsealed"], report["findings"]) == (ROWS, 4, [])
    assert report["oldest_unsealed"].startswith(f"{datetime.now(UTC):%Y-%m}")
    sealed = json.loads(wcdb("audit", "seal", *given, environment=log).stdout)
    assert (sealed["rows"], sealed["seals"], sealed["head"]["rows"]) == (4, 1, ROWS + 4)
    victim = row_ids(log)[-1]
    tamper(log, f"DELETE FROM audit_logs WHERE id = '{victim}'")
    result = wcdb("audit", "verify", *given, environment=log)
    assert result.returncode == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["kind"], finding["seal"], finding["id"]) == ("deleted", 7, victim)
    assert datetime.fromisoformat(finding["created_at"]) > datetime.now(UTC) - timedelta(days=1)


def test_nothing_to_seal(create: Create, schema_template: str, key_file: Path) -> None:
    environment = create(schema_template)
    with connect(environment) as connection:
        connection.execute("SELECT pg_current_xact_id()")
    given = ("--key-file", str(key_file))
    assert wcdb("audit", "seal", *given, environment=environment).stdout == "Nothing to seal.\n"
    result = wcdb("audit", "head", environment=environment)
    assert (result.returncode, result.stdout) == (1, "Nothing was sealed yet.\n")
    refused(wcdb("audit", "verify", *given, environment=environment), 2, "no seal")


# ----------------------------------------------------------------------------------------------
# Who may
# ----------------------------------------------------------------------------------------------


def test_an_auditor_seals_and_verifies_and_can_do_no_more(
    log: Environment, postgres: Server, key_file: Path
) -> None:
    name = f"wcdb_sealer_{postgres.worker}"
    with connect(log) as owner:
        write(owner)
        owner.execute(f"DROP ROLE IF EXISTS {name}")
        owner.execute(f"CREATE ROLE {name} LOGIN IN ROLE whitecross_auditor")
    auditor = {**log, "PGUSER": name}
    try:
        assert [each.sealed_by for each in seal(auditor)] == [name]
        assert verify(auditor).rows == verify(log).rows == ROWS + 4
        with connect(auditor) as connection:
            for statement in (
                "DELETE FROM audit_logs",
                "INSERT INTO audit_logs (action, entity_type) VALUES ('READ', 'x')",
                "DELETE FROM phi.audit_seals",
                "UPDATE phi.audit_seals SET key_id = ''",
                "INSERT INTO phi.audit_archives SELECT * FROM phi.audit_archives",
                "ALTER TABLE audit_logs ALTER COLUMN timeline SET DEFAULT 2",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
                connection.rollback()
        result = wcdb(
            "audit", "seal", "--key-file", str(key_file), "--new-timeline", environment=auditor
        )
        refused(result, 2, "must be owner")
    finally:
        with connect(log) as owner:
            owner.execute(f"DROP ROLE {name}")


def test_sealing_holds_up_no_writer(log: Environment) -> None:
    with connect(log) as connection:
        write(connection, 60)
    written = threading.Event()

    def _write() -> None:
        with connect(log) as connection:
            connection.execute("SET lock_timeout = '5s'")
            write(connection, 2)
        written.set()

    with open_session(log) as writer, open_session(log) as reader:
        running = seal_log(writer, reader, KEY, batch=BATCH)
        next(running)
        thread = threading.Thread(target=_write)
        thread.start()
        assert written.wait(10)
        thread.join()
        assert sum(each.row_count for each in running) == 35
    assert [each.row_count for each in seal(log)] == [2]
