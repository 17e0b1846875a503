"""wcdb retention: the commands, and the audit log that is archived by the month."""

import csv
import gzip
import hashlib
import json
import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import psycopg
import pytest
from click.testing import Result

from support.commands import invoke
from support.retention import CANARY, ENDED, clone, due, enroll, place, policy
from support.server import Connection, Create, Server, connect, one
from wcdb import database
from wcdb.audit.log import open_session
from wcdb.audit.sealing import seal_log
from wcdb.audit.seals import derive
from wcdb.audit.verifying import verify_log
from wcdb.database import CannotRun
from wcdb.retention import archiving, removal
from wcdb.retention.commands import retention

DAY = "2024-03-11"
MONTH = date(2019, 5, 1)
KEY = derive(bytes(range(32)))
ROWS = 5

Environment = dict[str, str]


def run(environment: Environment, *arguments: str) -> Result:
    return invoke(retention, environment, arguments)


@pytest.fixture
def own(create: Create, sample_template: str) -> Environment:
    """Sample data, with one student who has left so long ago that seven rows of hers are due."""
    environment = create(sample_template)
    with connect(environment) as connection:
        policy(connection)
        policy(connection, "MEDICATION_LOGS", auto_delete=False)
        student = enroll(connection, left=ENDED)
        for _ in range(5):
            clone(connection, "allergies", student_id=student, notes=CANARY)
        clone(connection, "vital_signs", student_id=student)
        clone(connection, "medication_logs", student_id=student)
    return environment


# ----------------------------------------------------------------------------------------------
# due and remove
# ----------------------------------------------------------------------------------------------


def test_due_counts_and_changes_nothing(own: Environment) -> None:
    result = run(own, "due", "--as-of", DAY)
    assert result.exit_code == 1
    assert "allergies (HEALTH_RECORDS): 5 due, the oldest ended 2018-03-10.\n" in result.output
    assert "medication_logs (MEDICATION_LOGS): 1 due, the oldest ended" in result.output
    assert "to be reviewed: no policy removes them by itself." in result.output
    assert run(own, "due", "--as-of", DAY).output == result.output
    assert run(own, "due", "--as-of", "2000-01-01").output == "Nothing is due.\n"
    assert run(own, "due", "--as-of", "2000-01-01").exit_code == 0
    # What will be due may be asked for.
    assert run(own, "due", "--as-of", "2099-01-01").exit_code == 1


def test_due_as_json(own: Environment) -> None:
    with connect(own) as connection:
        place(connection, category="MEDICATION_LOGS")
    result = run(own, "due", "--as-of", DAY, "--json")
    assert result.exit_code == 1
    found = {table["table_name"]: table for table in json.loads(result.output)["tables"]}
    # The student waits for what hangs on her.
    assert found.keys() == {"allergies", "vital_signs", "medication_logs", "students"}
    assert (found["students"]["due"], found["students"]["referenced"]) == (0, 1)
    assert (found["allergies"]["due"], found["allergies"]["auto_delete"]) == (5, True)
    assert (found["medication_logs"]["due"], found["medication_logs"]["held"]) == (0, 1)


def test_remove_wants_a_yes(own: Environment) -> None:
    result = run(own, "remove", "--as-of", DAY)
    assert result.exit_code == 1
    assert "allergies (HEALTH_RECORDS): 5 due" in result.output
    assert "medication_logs" not in result.output
    assert result.output.endswith("Nothing was removed: give --yes.\n")
    with connect(own) as connection:
        assert due(connection) == 5


def test_remove(own: Environment) -> None:
    result = run(own, "remove", "--as-of", DAY, "--batch", "2", "--yes")
    assert result.exit_code == 0
    assert result.output == "allergies: 5 rows removed.\nvital_signs: 1 rows removed.\n"
    with connect(own) as connection:
        assert (due(connection), due(connection, "medication_logs")) == (0, 1)
        runs = one(connection, "SELECT array_agg(row_count ORDER BY id) FROM phi.retention_runs")
        assert runs == [2, 2, 1, 1]
    again = run(own, "remove", "--as-of", DAY, "--yes")
    assert (again.exit_code, again.output) == (0, "Nothing is due.\n")


def test_remove_of_one_table_as_json(own: Environment) -> None:
    result = run(own, "remove", "--as-of", DAY, "--table", "vital_signs", "--yes", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"removed": {"vital_signs": 1}, "remaining": []}
    assert result.stderr == "vital_signs: 1 rows removed.\n"
    with connect(own) as connection:
        assert due(connection) == 5
    for table in ("users", "medication_logs; DROP TABLE users"):
        result = run(own, "remove", "--as-of", DAY, "--table", table, "--yes")
        assert isinstance(result.exception, CannotRun)


def test_remove_says_what_could_not_go(own: Environment) -> None:
    with connect(own) as other:
        other.execute("UPDATE allergies SET notes = notes WHERE notes = %s", [CANARY])
        result = run(own, "remove", "--as-of", DAY, "--yes")
        assert result.exit_code == 1
        assert result.output.startswith("vital_signs: 1 rows removed.\n")
        assert "allergies (HEALTH_RECORDS): 5 due" in result.output


def test_remove_today_and_not_tomorrow(own: Environment) -> None:
    result = run(own, "remove", "--as-of", "2099-01-01", "--yes")
    assert isinstance(result.exception, psycopg.Error)
    assert "in the future" in str(result.exception)


def test_interrupted_between_two_batches(own: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = removal.remove

    def _interrupted(*arguments: Any) -> Any:
        yield next(batches(*arguments))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(removal, "remove", _interrupted)
        result = run(own, "remove", "--as-of", DAY, "--batch", "2", "--yes")
    assert result.exit_code == 1
    assert "allergies: 2 rows removed.\n" in result.output
    with connect(own) as connection:
        assert due(connection) == 3
    assert "allergies: 3 rows removed." in run(own, "remove", "--as-of", DAY, "--yes").output


def test_no_command_prints_a_value(own: Environment) -> None:
    reason = f"Case of {CANARY}"
    output = run(own, "hold", "add", "--category", "AUDIT_LOGS", "--reason", reason).output
    for arguments in (
        ["due", "--as-of", DAY],
        ["due", "--as-of", DAY, "--json"],
        ["hold", "list"],
        ["hold", "list", "--json"],
        ["remove", "--as-of", DAY, "--yes"],
    ):
        output += run(own, *arguments).output
    assert output and CANARY not in output


# ----------------------------------------------------------------------------------------------
# hold
# ----------------------------------------------------------------------------------------------


def test_holds(own: Environment) -> None:
    with connect(own) as connection:
        student = one(connection, "SELECT id FROM students WHERE first_name = %s", CANARY)
        user = one(connection, "SELECT id FROM users ORDER BY id LIMIT 1")
    assert run(own, "hold", "list").output == "No legal hold is in force.\n"
    added = run(own, "hold", "add", "--student", str(student), "--reason", "x", "--by", str(user))
    assert added.exit_code == 0
    hold = str(UUID(added.output.strip()))
    assert f"{hold}: student {student}, all classes, since " in run(own, "hold", "list").output
    shown = run(own, "remove", "--as-of", DAY, "--yes")
    assert (shown.exit_code, shown.output) == (0, "Nothing is due.\n")
    assert "5 under a legal hold" in run(own, "due", "--as-of", DAY).output

    assert run(own, "hold", "release", hold, "--by", str(user)).exit_code == 0
    again = run(own, "hold", "release", hold)
    assert (again.exit_code, again.output) == (1, f"No hold {hold} is in force.\n")
    assert run(own, "hold", "list", "--json").output == "[]\n"
    (listed,) = json.loads(run(own, "hold", "list", "--all", "--json").output)
    assert (listed["id"], listed["student"]) == (hold, str(student)) and listed["released_at"]
    assert "allergies: 5 rows" in run(own, "remove", "--as-of", DAY, "--yes").output


def test_a_hold_on_nothing_in_particular_is_said_to_be_one(own: Environment) -> None:
    for arguments in ([], ["--everything", "--category", "AUDIT_LOGS"]):
        result = run(own, "hold", "add", "--reason", "x", *arguments)
        assert result.exit_code == 2
        assert "or else --everything" in result.output
    unknown = run(own, "hold", "add", "--reason", "x", "--student", str(uuid4()))
    assert isinstance(unknown.exception, CannotRun)
    wrong = run(own, "hold", "add", "--reason", "x", "--category", "SECRETS")
    assert isinstance(wrong.exception, psycopg.Error)
    assert run(own, "hold", "add", "--reason", "x", "--everything").exit_code == 0
    assert "all students, all classes" in run(own, "hold", "list").output


# ----------------------------------------------------------------------------------------------
# archive-audit
# ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def log_template(postgres: Server, schema_template: str) -> Any:
    with postgres.database("archived", schema_template) as environment:
        with connect(environment) as connection:
            policy(connection, "AUDIT_LOGS")
            connection.execute("SELECT audit_logs_create_partitions(%s, 2)", [MONTH])
            for at in ("2019-05-01T00:00Z", "2019-05-31T23:59:59.999999Z", "2019-06-01T00:00Z"):
                connection.execute(
                    "INSERT INTO audit_logs (action, entity_type, user_name, changes,"
                    " error_message, tags, student_id, created_at)"
                    " SELECT 'UPDATE', 'allergies', 'Möller, \"J\"', '{\"a\": [1.10]}',"
                    " nullif(repeat(E'x\\r\\n\\n,\"', n), ''), ARRAY['', 'a,b'],"
                    " gen_random_uuid(), %s FROM generate_series(0, 4) AS n",
                    [at],
                )
        seal(environment)
        yield environment["PGDATABASE"]


def seal(environment: Environment) -> None:
    with open_session(environment) as writer, open_session(environment) as reader:
        assert list(seal_log(writer, reader, KEY))


@pytest.fixture
def log(create: Create, log_template: str) -> Environment:
    """A sealed log: ten entries of May 2019, five of June."""
    return create(log_template)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(bytes(range(32)).hex())
    path.chmod(0o600)
    return path


def archive(log: Environment, key: Path, path: Path, *more: str, month: str = "2019-05") -> Result:
    return run(
        log, "archive-audit", "--month", month, "--to", str(path), "--key-file", str(key), *more
    )


def months(connection: Connection) -> list[str]:
    return [
        name
        for (name,) in connection.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'audit_logs'::regclass ORDER BY 1"
        )
    ]


def test_a_month_is_archived(log: Environment, key_file: Path, tmp_path: Path) -> None:
    assert "to be archived by month: 2019-05, 2019-06." in run(log, "due").output
    path = tmp_path / "2019-05.csv.gz"
    result = archive(log, key_file, path)
    assert result.output == f"2019-05: 10 entries in {path}, checked and detached.\n"
    assert result.exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    digest = hashlib.sha256(path.read_bytes()).digest()
    assert (tmp_path / "2019-05.csv.gz.sha256").read_text() == f"{digest.hex()}  {path.name}\n"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
        header, *entries = csv.reader(packed)
    assert header[0] == "id" and len(entries) == 10
    with connect(log) as connection:
        assert "audit_logs_2019_05" not in months(connection)
        assert "audit_logs_2019_06" in months(connection)
        row = connection.execute(
            "SELECT month, row_count, file_sha256, first_created_at, last_created_at"
            " FROM phi.audit_archives"
        ).fetchone()
        assert row == (
            MONTH, 10, digest,
            datetime(2019, 5, 1, tzinfo=UTC), datetime(2019, 5, 31, 23, 59, 59, 999999, tzinfo=UTC),
        )  # fmt: skip
        # The file gives back what was in the month, to the last byte.
        connection.execute("CREATE TEMP TABLE restored (LIKE audit_logs)")
        with connection.cursor().copy("COPY restored FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(gzip.decompress(path.read_bytes()))
        for one_side, other in (("restored", "archive.audit_logs_2019_05"),) * 2:
            assert one(
                connection,
                f"SELECT count(*) FROM (TABLE {one_side} EXCEPT ALL TABLE {other}) AS d",
            ) == 0  # fmt: skip
        assert one(connection, "SELECT count(*) FROM restored") == 10
    with open_session(log) as connection:
        report = verify_log(connection, [KEY])
        assert (report.findings, report.archived) == ([], {"2019-05": 10})
    again = archive(log, key_file, tmp_path / "again")
    assert isinstance(again.exception, CannotRun) and "archived already" in str(again.exception)
    assert not (tmp_path / "again").exists()


def test_a_detached_month_is_dropped_when_the_file_is_there(
    log: Environment, key_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "may"
    assert archive(log, key_file, path).exit_code == 0
    for statement in ("DELETE FROM", "TRUNCATE"):
        with connect(log) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"{statement} archive.audit_logs_2019_05")
    other = tmp_path / "other"
    other.write_bytes(path.read_bytes() + b"x")
    for wrong in (other, tmp_path / "none"):
        result = archive(log, key_file, wrong, "--drop")
        assert isinstance(result.exception, CannotRun), result.output
    result = archive(log, key_file, path, "--drop")
    assert (result.exit_code, result.output) == (0, "2019-05: 10 entries dropped.\n")
    with connect(log) as connection:
        assert one(connection, "SELECT to_regclass('archive.audit_logs_2019_05')") is None
        assert (
            one(connection, "SELECT count(*) FROM audit_logs WHERE created_at < '2020-01-01'") == 5
        )


def test_archived_and_dropped_at_once(log: Environment, key_file: Path, tmp_path: Path) -> None:
    result = archive(log, key_file, tmp_path / "may", "--drop")
    assert result.exit_code == 0
    assert result.output.endswith("2019-05: 10 entries dropped.\n")
    with open_session(log) as connection:
        assert verify_log(connection, [KEY]).findings == []


def test_a_month_without_entries(log: Environment, key_file: Path, tmp_path: Path) -> None:
    with connect(log) as connection:
        connection.execute("SELECT audit_logs_create_partitions('2019-02-01', 1)")
    result = archive(log, key_file, tmp_path / "february", "--drop", month="2019-02")
    assert result.exit_code == 0, result.exception
    with connect(log) as connection:
        assert one(connection, "SELECT count(*) FROM phi.audit_archives") == 0


def test_what_was_not_recorded_is_not_dropped(log: Environment) -> None:
    with connect(log) as connection:
        connection.execute("SELECT phi.audit_detach_partition(%s)", [MONTH])
        with pytest.raises(psycopg.errors.RaiseException, match="10 entries and its archive 0"):
            connection.execute("SELECT phi.audit_drop_archived(%s)", [MONTH])


STUDENT = "(SELECT student_id FROM audit_logs_2019_05 LIMIT 1)"
LATE = "(SELECT student_id FROM audit_logs_2019_06 LIMIT 1)"
HOLD = "INSERT INTO phi.legal_holds (student_id, retention_category, reason) VALUES ({}, {}, 'x')"
KEPT = {
    "no policy": ("UPDATE data_retention_policies SET status = 'INACTIVE'", "must be kept"),
    "longer policy": (
        "UPDATE data_retention_policies SET retention_period_days = 20000", "must be kept",
    ),
    "everything held": (HOLD.format("NULL", "NULL"), "under a legal hold"),
    "logs held": (HOLD.format("NULL", "'AUDIT_LOGS'"), "under a legal hold"),
    "student held": (HOLD.format(STUDENT, "NULL"), "under a legal hold"),
    "log of a student held": (HOLD.format(STUDENT, "'AUDIT_LOGS'"), "under a legal hold"),
    "not sealed": (
        "INSERT INTO audit_logs (action, entity_type, created_at)"
        " VALUES ('UPDATE', 'x', '2019-05-05')",
        "is not sealed to its end",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "message"), KEPT.values(), ids=KEPT)
def test_a_month_that_must_be_kept(
    log: Environment, key_file: Path, tmp_path: Path, statement: str, message: str
) -> None:
    with connect(log) as connection:
        connection.execute(statement)
    result = archive(log, key_file, tmp_path / "may", "--drop")
    assert isinstance(result.exception, psycopg.Error) and message in str(result.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key"]
    with connect(log) as connection:
        assert "audit_logs_2019_05" in months(connection)


@pytest.mark.parametrize(
    "statement",
    [
        HOLD.format("NULL", "'HEALTH_RECORDS'"),
        HOLD.format(STUDENT, "'HEALTH_RECORDS'"),
        HOLD.format(LATE, "NULL"),
        f"{HOLD.format('NULL', 'NULL')}; UPDATE phi.legal_holds SET released_at = now()",
    ],
)
def test_a_hold_that_is_no_hindrance(log: Environment, statement: str) -> None:
    with connect(log) as connection:
        connection.execute(statement)
        assert one(connection, "SELECT phi.audit_detach_partition(%s)::text", MONTH) == (
            "archive.audit_logs_2019_05"
        )


def test_six_years_of_the_log(log: Environment) -> None:
    """A month is due when its last entry is: a month that ends just now is not."""
    today = datetime.now(UTC).date()
    youngest = today.replace(year=today.year - 6, day=1)
    with connect(log) as connection:
        connection.execute("SELECT audit_logs_create_partitions(%s, 1)", [youngest])
        with pytest.raises(psycopg.errors.RaiseException, match="must be kept"):
            connection.execute("SELECT phi.audit_detach_partition(%s)", [youngest])
        connection.rollback()
        asked = "SELECT array_agg(d::text ORDER BY d) FROM phi.audit_months_due(%s) AS d"
        for at, expected in (
            ("2025-05-31T23:59:59Z", None),
            ("2025-06-01T00:00:00Z", ["2019-05-01"]),
            ("2025-06-30T23:59:59Z", ["2019-05-01"]),
            ("2025-07-01T00:00:00Z", ["2019-05-01", "2019-06-01"]),
        ):
            assert one(connection, asked, at) == expected


@pytest.mark.parametrize("month", ["2019-05-02", "2017-01-01"])
def test_no_such_month(log: Environment, month: str) -> None:
    with (
        connect(log) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="no partition"),
    ):
        connection.execute("SELECT phi.audit_detach_partition(%s)", [month])


def test_a_file_that_is_there_is_kept(log: Environment, key_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "may"
    for taken in (path, archiving.sidecar(path)):
        taken.write_text("precious")
        result = archive(log, key_file, path)
        assert isinstance(result.exception, CannotRun) and "File exists" in str(result.exception)
        assert [found.name for found in tmp_path.iterdir() if found != key_file] == [taken.name]
        assert taken.read_text() == "precious"
        taken.unlink()
    result = archive(log, key_file, tmp_path / "no" / "such")
    assert isinstance(result.exception, CannotRun)


def test_a_file_that_is_not_what_was_sent(
    log: Environment, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "read_file", lambda path: (9, b""))
    result = archive(log, key_file, tmp_path / "may", "--drop")
    assert isinstance(result.exception, CannotRun)
    assert "does not hold what the database sent" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    with connect(log) as connection:
        assert "audit_logs_2019_05" in months(connection)
        assert one(connection, "SELECT count(*) FROM phi.audit_archives") == 0


def test_a_busy_log_is_not_waited_for(
    log: Environment, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(cast(dict[str, str], database.DEFAULTS), "lock_timeout", "100ms")
    with connect(log) as other:
        other.execute("SELECT count(*) FROM audit_logs")
        result = archive(log, key_file, tmp_path / "may")
        assert isinstance(result.exception, psycopg.errors.LockNotAvailable)
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert archive(log, key_file, tmp_path / "may").exit_code == 0


def test_late_entries_of_an_archived_month_are_seen(log: Environment) -> None:
    """They land in the default partition; the month itself is not made anew by the monthly job."""
    with connect(log) as connection:
        connection.execute("SELECT phi.audit_detach_partition(%s)", [MONTH])
        connection.execute(
            "INSERT INTO audit_logs (action, entity_type, created_at)"
            " VALUES ('UPDATE', 'x', '2019-05-05')"
        )
        assert one(connection, "SELECT count(*) FROM audit_logs_default") == 1
