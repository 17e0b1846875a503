"""wcdb phi: what each command does to the rows, says, and refuses."""

import json
import random
import re
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from support.encrypted import (
    BINDINGS,
    COLUMNS,
    KEK,
    command,
    create_table,
    data_keys,
    decrypted,
    key_file,
    plaintext,
    process_environment,
    random_values,
    run,
)
from support.server import Connection, Create, Environment, Server, connect, one
from wcdb.phi import envelope, meter
from wcdb.phi.jobs import Range
from wcdb.phi.keys import load_keys
from wcdb.phi.operations import Decrypt, Encrypt, Rotate, Verify
from wcdb.phi.reader import Batch, Request, Source
from wcdb.phi.registry import read_tables
from wcdb.phi.session import open_reader_session, open_writer_session
from wcdb.phi.worker import Worker, Written

ROWS = 300
CANARY = "CANARY-4711-of-no-child"


@pytest.fixture
def own(
    create: Create, schema_template: str, postgres: Server, tmp_path: Path
) -> Iterator[Environment]:
    """A table with registered columns and rows, data keys, and a login for the encryption tool."""
    owner = create(schema_template)
    with connect(owner) as connection:
        create_table(connection, ROWS)
    environment = {**postgres.tester(owner), "WCDB_PHI_KEY_FILE": str(key_file(tmp_path))}
    assert run(environment, "keys", "create").exit_code == 0
    yield {**environment, "OWNER": owner["PGUSER"]}


def owner(environment: Environment) -> Connection:
    """Connect as the owner, as the application's backend would: it is not the encryption tool."""
    return connect({**environment, "PGUSER": environment["OWNER"]})


def ciphertexts(connection: Connection) -> int:
    """Count the values that stand encrypted."""
    count: int = one(
        connection,
        "SELECT count(ssn_encrypted) + count(note_encrypted) + count(born_encrypted)"
        " + count(plan_encrypted) FROM secrets",
    )
    return count


# ----------------------------------------------------------------------------------------------
# There and back
# ----------------------------------------------------------------------------------------------


def test_encrypt_verify_rotate_decrypt(own: Environment, postgres: Server) -> None:
    """NULL, empty, a megabyte, every plane, dates, jsonb: the same at every step."""
    values = [
        (None, None, None, None),
        ("000-00-0021", "", "2011-02-28", "{}"),
        ("000000021", "y" * (1 << 20), "0001-01-01", '{"a": [1.50, null, "\\u00e4"]}'),
        (None, "".join(map(chr, (0x41, 0xE4, 0x6F22, 0x1F600, 0x20001, 0xE0041, 0x10FFFF))),
         "9999-12-31", '"text"'),
        (None, "back\\slash \"quote\" 'single' {brace}, NULL\n\t\r", "infinity", "null"),
    ]  # fmt: skip
    with owner(own) as connection:
        for row in values:
            connection.execute(
                "INSERT INTO secrets (ssn, note, born, plan) VALUES (%s, %s, %s, %s)", row
            )
        before = plaintext(connection)
        stamps = connection.execute("SELECT id, updated_at FROM secrets ORDER BY id").fetchall()
    dump = data(postgres, own)
    assert len(before) == ROWS + len(values)

    result = run(own, "encrypt", "secrets")
    assert (result.exit_code, result.output) == (0, f"secrets: {ROWS + 4} rows encrypted.\n")
    with owner(own) as connection:
        assert decrypted(connection) == before
        assert plaintext(connection) == before
        blind = envelope.BlindIndex(BINDINGS["ssn"], index_key(connection), "DIGITS")
        found = connection.execute(
            "SELECT ssn, ssn_blind_index FROM secrets WHERE ssn IS NOT NULL"
        ).fetchall()
        assert len(found) == ROWS + 2
        assert all(blind(ssn.encode()) == stored for ssn, stored in found)

    result = run(own, "verify")
    assert result.exit_code == 0
    assert f"secrets: {ROWS + 4} rows verified.\n" in result.output

    result = run(own, "rotate", "secrets", "--new-data-key")
    assert f"secrets: {ROWS + 4} rows encrypted again.\n" in result.output
    with owner(own) as connection:
        assert decrypted(connection) == before
        assert set(key_ids(connection)) == {3}

    result = run(own, "decrypt", "secrets")
    assert (result.exit_code, result.output) == (0, f"secrets: {ROWS + 4} rows decrypted.\n")
    with owner(own) as connection:
        assert plaintext(connection) == before
        assert ciphertexts(connection) == 0
        now = connection.execute("SELECT id, updated_at FROM secrets ORDER BY id").fetchall()
        assert now == stamps
    assert data(postgres, own) == dump


def data(postgres: Server, environment: Environment) -> list[str]:
    """Return the table's rows as pg_dump writes them, in the order of their keys."""
    dump = postgres.run(
        "pg_dump",
        "--data-only",
        "--table=secrets",
        environment={**environment, "PGUSER": "postgres"},
    )
    return sorted(line for line in dump.splitlines() if re.match(r"[0-9a-f]{8}-", line))


def index_key(connection: Connection) -> bytes:
    wrapped = one(connection, "SELECT wrapped_key FROM phi.data_keys WHERE purpose = 'INDEX'")
    return envelope.unwrap(KEK, wrapped)


def key_ids(connection: Connection) -> list[int | None]:
    rows = connection.execute(
        "SELECT unnest(ARRAY[ssn_encrypted, note_encrypted, born_encrypted, plan_encrypted])"
        " FROM secrets"
    ).fetchall()
    return [envelope.key_id_of(value) for (value,) in rows if value is not None]


def test_values_without_plaintext_come_back(own: Environment) -> None:
    """After a contract and its rollback the plaintext columns are empty: decrypt fills them."""
    with owner(own) as connection:
        before = plaintext(connection)
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
        connection.execute("UPDATE secrets SET ssn = NULL, note = NULL, born = NULL, plan = NULL")
        connection.execute("ALTER TABLE secrets ENABLE TRIGGER secrets_300_ciphertext")
    assert run(own, "verify", "secrets").exit_code == 0
    assert run(own, "rotate", "secrets", "--new-data-key").exit_code == 0
    result = run(own, "decrypt", "secrets")
    assert (result.exit_code, result.output) == (0, f"secrets: {ROWS} rows decrypted.\n")
    with owner(own) as connection:
        assert plaintext(connection) == before
        assert ciphertexts(connection) == 0


def test_decrypt_sends_no_value_to_a_server_that_logs_it(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
        connection.execute("UPDATE secrets SET ssn = NULL")
    with connect({**own, "PGUSER": "postgres"}) as admin:
        admin.execute("ALTER ROLE wcdb_tester SET log_min_duration_statement = 0")
    try:
        result = run(own, "decrypt", "secrets")
        with owner(own) as connection:
            assert ciphertexts(connection) == 4 * ROWS
    finally:
        with connect({**own, "PGUSER": "postgres"}) as admin:
            admin.execute("ALTER ROLE wcdb_tester RESET log_min_duration_statement")
    assert "writes the parameters of statements to its log" in str(result.exception)


def test_without_a_plaintext_column_decrypt_says_what_to_roll_back(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("DROP TRIGGER secrets_300_ciphertext ON secrets")
        connection.execute(
            "DELETE FROM phi.columns WHERE table_name = 'secrets' AND column_name = 'note'"
        )
        connection.execute("ALTER TABLE secrets DROP COLUMN note")
        connection.execute("SELECT phi.protect('secrets')")
    result = run(own, "decrypt", "secrets")
    assert "secrets.note has no plaintext column to go back to" in str(result.exception)
    assert run(own, "verify", "secrets").exit_code == 0
    assert run(own, "encrypt", "secrets").exit_code == 0
    assert run(own, "rotate", "secrets", "--new-data-key").exit_code == 0
    result = run(own, "status", "secrets.note")
    assert result.output == (
        f"secrets.note: {ROWS} of {ROWS} values encrypted, key 3: {ROWS}, not verified,"
        " plaintext removed.\n"
    )


# ----------------------------------------------------------------------------------------------
# What the application does meanwhile
# ----------------------------------------------------------------------------------------------


def test_a_change_clears_the_ciphertext_and_encrypt_writes_it_anew(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("UPDATE secrets SET ssn = '111223333' WHERE ssn = '000000001'")
        connection.execute("UPDATE secrets SET note = NULL WHERE ssn = '000000002'")
        connection.execute("UPDATE secrets SET visits = visits + 1")
        connection.execute("INSERT INTO secrets (ssn) VALUES ('000000999')")
        assert ciphertexts(connection) == 4 * ROWS - 2
        now = plaintext(connection)
    assert run(own, "verify", "secrets").output == (
        f"secrets: {ROWS} rows verified, 2 not encrypted: run wcdb phi encrypt.\n"
    )
    assert run(own, "encrypt", "secrets").output == "secrets: 2 rows encrypted.\n"
    with owner(own) as connection:
        assert decrypted(connection) == now


@pytest.mark.parametrize("with_trigger", [True, False])
def test_a_concurrent_change_is_never_overwritten(
    own: Environment, with_trigger: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading a batch and writing it, every row of it changes."""
    with owner(own) as connection:
        if not with_trigger:
            connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
    write = Worker._write
    changed: list[int] = []

    def change_then_write(self: Worker, batch: Batch) -> Written:
        if not changed:
            with owner(own) as connection:
                connection.execute("UPDATE secrets SET note = 'newer ' || note")
            changed.append(batch.read)
        return write(self, batch)

    monkeypatch.setattr(Worker, "_write", change_then_write)
    assert run(own, "encrypt", "secrets").output == f"secrets: {ROWS} rows encrypted.\n"
    assert changed[0] > 0
    with owner(own) as connection:
        assert decrypted(connection) == plaintext(connection)
        # The rows of that batch were read, not written, and swept up.
        read, done = one(
            connection, "SELECT sum(rows_read), sum(rows_done) FROM phi.encryption_ranges"
        )
        assert (done, read >= done + changed[0]) == (ROWS, True)


def test_without_the_trigger_verify_finds_what_is_stale(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
        connection.execute("UPDATE secrets SET note = 'newer' WHERE ssn = '000000007'")
        row = one(connection, "SELECT id::text FROM secrets WHERE ssn = '000000007'")
    result = run(own, "verify", "secrets")
    assert result.exit_code == 1
    assert f"secrets.note of row {row}: is not what its plaintext says" in result.output
    assert "newer" not in result.output


def test_beside_a_plaintext_nobody_else_sets_ciphertext(own: Environment) -> None:
    with owner(own) as connection:
        connection.execute("UPDATE secrets SET ssn_encrypted = '\\x0101', ssn_blind_index = '\\x'")
        connection.execute("INSERT INTO secrets (note, note_encrypted) VALUES ('x', '\\x0101')")
        assert ciphertexts(connection) == 0
        # Alone it is the application's own.
        connection.execute("INSERT INTO secrets (note_encrypted) VALUES ('\\x0101')")
        assert ciphertexts(connection) == 1


def test_the_key_of_a_row_clears_what_is_bound_to_it(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("UPDATE secrets SET id = gen_random_uuid() WHERE ssn = '000000003'")
        assert ciphertexts(connection) == 4 * ROWS - 4


@pytest.mark.parametrize(
    "change",
    [
        "note = 'changed'",
        "note = NULL",
        "ssn = NULL, ssn_encrypted = NULL",
        "note = 'changed', note_encrypted = NULL",
    ],
)
def test_the_tool_can_change_no_value(own: Environment, change: str) -> None:
    run(own, "encrypt", "secrets")
    with connect(own) as connection:
        connection.execute("SET ROLE whitecross_encryptor")
        with pytest.raises(psycopg.errors.RestrictViolation, match="changes no value"):
            connection.execute(f"UPDATE secrets SET {change}")


def test_the_tool_may_read_and_write_only_what_it_works_on(
    postgres: Server, shared_sample: Environment
) -> None:
    with connect(postgres.tester(shared_sample)) as connection:
        connection.execute("SET ROLE whitecross_encryptor")
        tables = connection.execute(
            "SELECT DISTINCT table_name FROM phi.encrypted_columns"
        ).fetchall()
        assert len(tables) == 8
        for (table,) in tables:
            for statement in (
                f"SELECT created_at FROM {table}",
                f"UPDATE {table} SET deleted_at = now()",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
            ):
                with (
                    connection.transaction(),
                    pytest.raises(psycopg.errors.InsufficientPrivilege),
                    connection.transaction(),
                ):
                    connection.execute(statement)


# ----------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------


def tamper(connection: Connection, change: str) -> str:
    """Change one ciphertext behind the trigger's back; return the row's key."""
    connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
    row: str = one(
        connection,
        f"UPDATE secrets AS t SET {change} WHERE ssn = '000000005' RETURNING id::text",
    )
    connection.execute("ALTER TABLE secrets ENABLE TRIGGER secrets_300_ciphertext")
    connection.commit()
    return row


OTHER = "(SELECT o.{} FROM secrets AS o WHERE o.ssn = '000000006')"
TAMPERING = {
    "another row's": ("note", f"note_encrypted = {OTHER.format('note_encrypted')}", "was changed"),
    "another column's": ("note", "note_encrypted = ssn_encrypted", "was changed"),
    "a flipped bit": (
        "note",
        "note_encrypted = set_bit(note_encrypted, 8 * length(note_encrypted) - 1,"
        " 1 - get_bit(note_encrypted, 8 * length(note_encrypted) - 1))",
        "was changed",
    ),
    "cut off": ("plan", "plan_encrypted = substr(plan_encrypted, 1, 20)", "is no envelope"),
    "unknown key": (
        "born",
        "born_encrypted = set_byte(born_encrypted, 5, 77)",
        "names a key that is not",
    ),
    "blind index": (
        "ssn",
        f"ssn_blind_index = {OTHER.format('ssn_blind_index')}",
        "has a blind index that is not its own",
    ),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_a_tampered_value_is_named_and_the_others_are_unharmed(own: Environment, kind: str) -> None:
    run(own, "encrypt", "secrets")
    column, change, says = TAMPERING[kind]
    with owner(own) as connection:
        before = plaintext(connection)
        row = tamper(connection, change)
    result = run(own, "verify", "secrets", "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)["tables"][0]
    assert [(item["row"], item["column"]) for item in found["findings"]] == [(row, column)]
    assert found["rows_done"] == ROWS - 1
    assert f"secrets.{column} of row {row}: {says}" in run(own, "verify", "secrets").output
    if kind == "blind index":
        return
    # Rotate and decrypt refuse the one value and do the rest.
    result = run(own, "rotate", "secrets", "--new-data-key")
    assert result.exit_code == 1
    assert f"secrets.{column} of row {row}: {says}" in result.output
    with owner(own) as connection:
        assert key_ids(connection).count(3) == 4 * ROWS - 1
    result = run(own, "decrypt", "secrets")
    assert result.exit_code == 1
    assert "1 left encrypted, 1 values refused" in result.output
    with owner(own) as connection:
        assert ciphertexts(connection) == 1
        assert plaintext(connection) == before


def test_a_retired_key_is_refused(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    result = run(own, "keys", "retire", "1")
    assert result.exit_code == 1
    assert f"{ROWS} values of secrets.ssn use key 1." in result.output
    with owner(own) as connection:
        connection.execute(
            "UPDATE phi.data_keys SET state = 'RETIRED', retired_at = now() WHERE key_id = 1"
        )
        row = one(connection, "SELECT id::text FROM secrets ORDER BY id LIMIT 1")
    run(own, "keys", "create")
    with owner(own) as connection:
        assert one(connection, "SELECT count(*) FROM phi.data_keys WHERE state = 'ACTIVE'") == 2
    result = run(own, "verify", "secrets")
    assert f"secrets.note of row {row}: is encrypted under a retired key" in result.output
    assert "all of them: phi.encryption_findings, job " in result.output


# ----------------------------------------------------------------------------------------------
# Keys
# ----------------------------------------------------------------------------------------------


def test_keys_are_listed_checked_wrapped_anew_and_retired(own: Environment, tmp_path: Path) -> None:
    run(own, "encrypt", "secrets")
    new = key_file(tmp_path, bytes(range(50, 82)))
    kek = envelope.check_value(KEK)
    listed = json.loads(run(own, "keys", "list", "--json").output)
    assert [(key["purpose"], key["state"], key["kek_id"]) for key in listed] == [
        ("ENCRYPT", "ACTIVE", kek), ("INDEX", "ACTIVE", kek),
    ]  # fmt: skip
    assert f"Key-encryption key {kek}: fits." in run(own, "keys", "check").output
    result = run(own, "keys", "rewrap", "--new-key-file", str(new))
    assert "2 data keys are wrapped by" in result.output
    assert "give that one" in str(run(own, "keys", "check").exception)
    with_new = {**own, "WCDB_PHI_KEY_FILE": str(new)}
    assert run(with_new, "verify", "secrets").exit_code == 0
    assert run(with_new, "rotate", "secrets", "--new-data-key").exit_code == 0
    assert run(with_new, "keys", "retire", "1").output == "Data key 1 is retired.\n"
    assert run(with_new, "keys", "retire", "3").exit_code == 1
    assert run(with_new, "keys", "retire", "2").exit_code == 1
    assert "there is no data key 9" in str(run(with_new, "keys", "retire", "9").exception)
    with owner(own) as connection:
        events = connection.execute(
            "SELECT metadata ->> 'event', metadata ->> 'key_id' FROM audit_logs"
            " WHERE entity_type = 'phi.data_keys' ORDER BY created_at, 2"
        ).fetchall()
    assert events == [
        ("created", "1"), ("created", "2"), ("wrapped anew", "1"), ("wrapped anew", "2"),
        ("created", "3"), ("retired", "1"),
    ]  # fmt: skip


def test_a_rotation_that_was_broken_off_goes_on_with_its_key(own: Environment) -> None:
    assert run(own, "encrypt", "secrets").exit_code == 0
    assert run(own, "rotate", "secrets.note", "--new-data-key").exit_code == 0
    with owner(own) as connection:
        key_id = one(connection, "SELECT max(key_id) FROM phi.data_keys")
    again = run(own, "rotate", "--new-data-key")
    assert again.exit_code == 0
    assert f"Values of secrets are not under data key {key_id} yet" in again.output
    with owner(own) as connection:
        assert one(connection, "SELECT max(key_id) FROM phi.data_keys") == key_id
    assert run(own, "rotate", "--new-data-key").exit_code == 0
    with owner(own) as connection:
        assert one(connection, "SELECT max(key_id) FROM phi.data_keys") == key_id + 1


def test_keys_are_made_once(own: Environment) -> None:
    assert "there are active data keys already" in str(run(own, "keys", "create").exception)


def wrong_keys(tmp_path: Path) -> dict[str, tuple[list[str], str]]:
    open_to_all = key_file(tmp_path, bytes(range(1, 33)))
    open_to_all.chmod(0o644)
    short = tmp_path / "short"
    short.write_text("abcd")
    short.chmod(0o600)
    wrong = key_file(tmp_path, bytes(32))
    return {
        "wrong": (["--key-file", str(wrong)], "give that one"),
        "missing": (["--key-file", str(tmp_path / "none")], "cannot read the key file"),
        "open to others": (["--key-file", str(open_to_all)], "is open to others"),
        "no key": (["--key-file", str(short)], "is no key"),
        "command fails": (["--key-command", "false"], "failed with exit code 1"),
        "command hangs": (
            ["--key-command", "sleep 60", "--key-timeout", "0.2"],
            "printed no key within 0.2 seconds",
        ),
        "command prints rubbish": (["--key-command", "echo hello"], "is no key"),
        "no such command": (["--key-command", "no-such-vault read"], "does not start"),
        "none": ([], "no key is given"),
    }


@pytest.mark.parametrize(
    "kind",
    ["wrong", "missing", "open to others", "no key", "command fails", "command hangs",
     "command prints rubbish", "no such command", "none"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["encrypt", "decrypt"])
def test_without_the_right_key_nothing_happens(
    own: Environment, tmp_path: Path, kind: str, name: str
) -> None:
    if name == "decrypt":
        run(own, "encrypt", "secrets")
    options, says = wrong_keys(tmp_path)[kind]
    environment = {key: value for key, value in own.items() if key != "WCDB_PHI_KEY_FILE"}
    result = run(environment, name, "secrets", *options)
    assert says in str(result.exception)
    assert bytes(32).hex() not in str(result.exception)
    with owner(own) as connection:
        assert ciphertexts(connection) == (4 * ROWS if name == "decrypt" else 0)


# ----------------------------------------------------------------------------------------------
# Bad input, and a database that does not play along
# ----------------------------------------------------------------------------------------------


def test_what_is_not_registered_is_refused(own: Environment) -> None:
    for target in ("allergies", "secrets.visits", "students.first_name", "nothing"):
        result = run(own, "encrypt", target)
        assert f"{target} is not registered for encryption" in str(result.exception)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("ALTER TABLE secrets DROP CONSTRAINT secrets_pkey", "has no primary key of one column"),
        ("ALTER TABLE secrets RENAME TO gone", "is registered for encryption and does not exist"),
        ("REVOKE whitecross_encryptor FROM wcdb_tester", "may not act as whitecross_encryptor"),
    ],
)
def test_a_database_that_lacks_something(own: Environment, change: str, says: str) -> None:
    with connect({**own, "PGUSER": "postgres"}) as admin:
        admin.execute(change)
    try:
        result = run(own, "encrypt", "secrets")
    finally:
        with connect({**own, "PGUSER": "postgres"}) as admin:
            admin.execute("GRANT whitecross_encryptor TO wcdb_tester")
    assert says in str(result.exception)


def test_without_the_migrations(create: Create, postgres: Server, tmp_path: Path) -> None:
    environment = {**postgres.tester(create("template0")), "WCDB_PHI_KEY_FILE": "none"}
    assert "run yoyo apply first" in str(run(environment, "status").exception)


def test_plans_do_not_depend_on_statistics(own: Environment) -> None:
    """Those of a backfill are always old: no sort of a range, no row compared with each other."""

    def plan(connection: Connection, query: sql.Composed, parameters: Any) -> str:
        rows = connection.execute(sql.SQL("EXPLAIN ") + query, parameters).fetchall()
        return "\n".join(line for (line,) in rows)

    with owner(own) as connection:
        connection.execute("ANALYZE secrets")
        low, high = one(connection, "SELECT min(id::text), max(id::text) FROM secrets")
    with open_reader_session(own) as reader, open_writer_session(own) as writer:
        (table,) = read_tables(reader, ["secrets"])
        keys = load_keys(reader, KEK)
        bounds = {"after": low, "last": high, "rows": 10}
        for kind in (Encrypt, Verify, Rotate, Decrypt):
            found = plan(reader, kind.of(table, keys).select(low, high), bounds)
            assert "Index Scan using secrets_pkey" in found
            assert "Sort" not in found
        encrypt = Encrypt.of(table, keys)
        whole = Range(1, None, None, None)
        source = Source(reader, encrypt, keys)
        batch = source.prepare(whole, source.read(Request(whole, 2)), is_last=False)
        assert batch.outcome.parameters is not None
        found = plan(writer, encrypt.update, batch.outcome.parameters)
        assert "Hash Join" in found or "Merge Join" in found
        assert "Nested Loop" not in found


def test_a_row_that_is_locked_is_left_for_later(own: Environment) -> None:
    """Nobody waits long for us, and we for nobody: the row is swept up when it is free."""
    with owner(own) as connection:
        connection.execute("SELECT 1 FROM secrets WHERE ssn = '000000005' FOR UPDATE")
        result = run(own, "encrypt", "secrets")
        assert result.exit_code == 1
        assert "changed meanwhile and are left: run it again" in result.output
    assert run(own, "encrypt", "secrets").exit_code == 0
    with owner(own) as connection:
        assert ciphertexts(connection) == 4 * ROWS


def test_a_table_that_is_locked(own: Environment) -> None:
    with owner(own) as connection:
        connection.execute("LOCK TABLE secrets IN ACCESS EXCLUSIVE MODE")
        result = run(own, "encrypt", "secrets")
        assert "lock timeout" in str(result.exception)
    assert run(own, "encrypt", "secrets").exit_code == 0


def test_a_full_disk(own: Environment) -> None:
    """The server's own error, raised in the middle; what was committed stays."""
    with owner(own) as connection:
        connection.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.visits = 1 THEN RAISE EXCEPTION 'could not extend file'"
            " USING ERRCODE = 'disk_full', DETAIL = NEW.note; END IF; RETURN NEW; END $$"
        )
        connection.execute(
            "CREATE TRIGGER secrets_990_full BEFORE UPDATE ON secrets FOR EACH ROW"
            " EXECUTE FUNCTION full_disk()"
        )
        last = one(connection, "SELECT id FROM secrets ORDER BY id DESC LIMIT 1")
        connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_990_full")
        connection.execute("UPDATE secrets SET visits = 1, note = %s WHERE id = %s", [CANARY, last])
        connection.execute("ALTER TABLE secrets ENABLE TRIGGER secrets_990_full")
    result = run(own, "encrypt", "secrets")
    assert "could not extend file. What was committed stays" in str(result.exception)
    assert CANARY not in str(result.exception)
    with owner(own) as connection:
        assert 0 < ciphertexts(connection) < 4 * ROWS
        connection.execute("DROP TRIGGER secrets_990_full ON secrets")
    assert run(own, "encrypt", "secrets").exit_code == 0
    with owner(own) as connection:
        assert decrypted(connection) == plaintext(connection)


def test_a_refused_value_is_not_quoted(own: Environment) -> None:
    """PostgreSQL quotes a value it cannot cast in the first line of its error."""
    with owner(own) as connection:
        connection.execute("UPDATE secrets SET note = %s", [CANARY])
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        connection.execute("DROP TRIGGER secrets_300_ciphertext ON secrets")
        connection.execute("ALTER TABLE secrets ALTER COLUMN note TYPE date USING NULL")
        connection.execute("SELECT phi.protect('secrets')")
        connection.execute(
            "UPDATE phi.encrypted_columns SET value_type = 'date'"
            " WHERE table_name = 'secrets' AND column_name = 'note'"
        )
    result = run(own, "decrypt", "secrets")
    assert "the database refused a value (SQLSTATE 22007)" in str(result.exception)
    assert CANARY not in str(result.exception) + result.output


def test_a_lost_connection(own: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Worker._write

    def lose_then_write(self: Worker, batch: Batch) -> Written:
        with connect({**own, "PGUSER": "postgres"}) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [self._writer.info.backend_pid])
        return write(self, batch)

    monkeypatch.setattr(Worker, "_write", lose_then_write)
    result = run(own, "encrypt", "secrets")
    assert "What was committed stays: run the same command again to go on." in str(result.exception)
    monkeypatch.undo()
    assert run(own, "encrypt", "secrets").exit_code == 0


# ----------------------------------------------------------------------------------------------
# Jobs
# ----------------------------------------------------------------------------------------------


def test_dry_run_writes_nothing(own: Environment) -> None:
    result = run(own, "encrypt", "secrets", "--dry-run")
    assert (result.exit_code, result.output) == (0, f"secrets: {ROWS} rows to encrypt.\n")
    assert json.loads(run(own, "encrypt", "secrets", "--dry-run", "--json").output) == {
        "operation": "encrypt", "tables": [{"table": "secrets", "rows": ROWS}],
    }  # fmt: skip
    with owner(own) as connection:
        assert one(connection, "SELECT count(*) FROM phi.encryption_jobs") == 0
        assert ciphertexts(connection) == 0


def test_status(own: Environment) -> None:
    assert run(own, "status", "secrets.ssn").output == (
        f"secrets.ssn: 0 of {ROWS} values encrypted, not verified.\n"
    )
    run(own, "encrypt", "secrets.ssn")
    run(own, "verify", "secrets.ssn")
    assert run(own, "status", "secrets.ssn").output == (
        f"secrets.ssn: {ROWS} of {ROWS} values encrypted, key 1: {ROWS}, verified.\n"
    )
    assert run(own, "status", "secrets.ssn").exit_code == 0
    found = {item["column"]: item for item in json.loads(run(own, "status", "--json").output)
             if item["table"] == "secrets"}  # fmt: skip
    assert found["ssn"]["keys"] == {"1": ROWS}
    assert (found["note"]["encrypted"], found["note"]["verified"]) == (0, False)
    # Whatever is written after the verification is not verified.
    with owner(own) as connection:
        connection.execute("UPDATE secrets SET ssn = '999999999' WHERE ssn = '000000001'")
    run(own, "encrypt", "secrets.ssn")
    assert "not verified" in run(own, "status", "secrets.ssn").output


def test_every_job_is_in_the_audit_log(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        rows = connection.execute(
            "SELECT metadata FROM audit_logs WHERE entity_type = 'secrets' ORDER BY created_at, id"
        ).fetchall()
        assert one(connection, "SELECT count(*) FROM audit_logs WHERE database_role <> %s"
                   " AND entity_type = 'secrets'", "whitecross_encryptor") == 0  # fmt: skip
    entries = [metadata for (metadata,) in rows]
    assert sorted(entry["event"] for entry in entries) == ["end", "range", "start"]
    end = next(entry for entry in entries if entry["event"] == "end")
    assert (end["key_id"], end["rows_done"], end["columns"]) == (1, ROWS, list(COLUMNS))


def test_pause_resume_and_cancel_from_another_terminal(own: Environment) -> None:
    with owner(own) as connection:
        connection.execute(
            "INSERT INTO secrets (ssn) SELECT lpad(n::text, 9, '0')"
            " FROM generate_series(1000, 21000) AS n"
        )
    slow = ("encrypt", "secrets", "--target-batch-time", "0.002")
    with (
        subprocess.Popen(
            command(*slow), env=process_environment(own), stderr=subprocess.PIPE, text=True
        ) as process,
        owner(own) as connection,
    ):
        connection.autocommit = True
        wait_for(lambda: ciphertexts(connection) > 0)
        assert "is paused" in run(own, "encrypt", "secrets", "--pause").output
        # The batch at work is still written.
        time.sleep(0.5)
        halted = ciphertexts(connection)
        time.sleep(1)
        assert ciphertexts(connection) == halted
        assert halted < 4 * ROWS + 20_000
        result = run(own, "encrypt", "secrets")
        assert "is paused: run it with --resume first" in str(result.exception)
        assert "is at work on secrets" in str(run(own, "verify", "secrets").exception)
        assert "is running" in run(own, "encrypt", "secrets", "--resume").output
        wait_for(lambda: ciphertexts(connection) > halted)
        assert "is cancelled" in run(own, "encrypt", "secrets", "--cancel").output
        _, message = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "was cancelled; what was done stays" in message
    assert "no encrypt job is at work" in str(run(own, "encrypt", "secrets", "--pause").exception)
    assert run(own, "encrypt", "secrets").exit_code == 0
    with owner(own) as connection:
        assert decrypted(connection) == plaintext(connection)


def wait_for(condition: object, seconds: float = 30) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_several_workers_on_several_hosts_do_each_row_once(own: Environment) -> None:
    with owner(own) as connection:
        connection.execute(
            "INSERT INTO secrets (ssn, note) SELECT lpad(n::text, 9, '0'), 'n' || n"
            " FROM generate_series(1000, 60999) AS n"
        )
        connection.execute("ANALYZE secrets")
    words = command("encrypt", "secrets", "--workers", "2", "--json")
    hosts = [
        subprocess.Popen(words, env=process_environment(own), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [json.loads(host.communicate(timeout=120)[0])["tables"][0] for host in hosts]
    assert [host.returncode for host in hosts] == [0, 0]
    assert outputs[0]["job"] == outputs[1]["job"]
    assert outputs[0]["rows_done"] == ROWS + 60_000
    assert outputs[0]["rows_read"] == ROWS + 60_000
    with owner(own) as connection:
        assert decrypted(connection) == plaintext(connection)


def test_a_log_gets_plain_lines(own: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "LINE_EVERY", 0.0)
    result = run(own, "encrypt", "secrets")
    assert re.search(r"encrypt secrets: [\d,]+ of 300 rows, [\d,]+ rows/s", result.output)


def test_a_replica_that_lags_is_waited_for(own: Environment) -> None:
    """A walreceiver that receives and confirms nothing; then it confirms everything."""
    with psycopg.connect(
        host=own["PGHOST"], user="postgres", dbname="postgres", autocommit=True
    ) as admin:
        system = admin.execute("SELECT pg_current_wal_flush_lsn()::text").fetchone()
        assert system is not None
        replica = psycopg.connect(
            host=own["PGHOST"], user="postgres", replication="true", autocommit=True
        )
        replica.pgconn.send_query(f"START_REPLICATION PHYSICAL {system[0]}".encode())
        replica.pgconn.get_result()
        hidden = run(own, "encrypt", "secrets", "--max-replica-lag", "1")
        assert "GRANT pg_read_all_stats TO whitecross_encryptor" in str(hidden.exception)
        admin.execute("GRANT pg_read_all_stats TO whitecross_encryptor")
        try:
            with subprocess.Popen(
                command("encrypt", "secrets", "--max-replica-lag", "0.001"),
                env=process_environment(own),
                stdout=subprocess.PIPE,
                text=True,
            ) as process:
                time.sleep(3)
                assert process.poll() is None
                # All confirmed, for a good while to come.
                everything = 1 << 60
                replica.pgconn.put_copy_data(
                    b"r" + struct.pack(">QQQqB", everything, everything, everything, 0, 0)
                )
                replica.pgconn.flush()
                output, _ = process.communicate(timeout=30)
        finally:
            admin.execute("REVOKE pg_read_all_stats FROM whitecross_encryptor")
            replica.close()
    assert output == f"secrets: {ROWS} rows encrypted.\n"


# ----------------------------------------------------------------------------------------------
# lookup, residue
# ----------------------------------------------------------------------------------------------


def test_lookup_finds_by_blind_index(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        row = one(connection, "SELECT id::text FROM secrets WHERE ssn = '000000042'")
    result = run(own, "lookup", "secrets.ssn", stdin="000-00-0042\n")
    assert (result.exit_code, result.output) == (0, f"{row}\n")
    result = run(own, "lookup", "secrets.ssn", stdin="000-99-0042\n")
    assert result.exit_code == 1
    assert "0042" not in result.output
    assert "has no blind index" in str(run(own, "lookup", "secrets.note", stdin="x\n").exception)


def test_residue_says_where_plaintext_may_be(own: Environment) -> None:
    run(own, "encrypt", "secrets")
    items = json.loads(run(own, "residue", "secrets", "--json").output)
    found = {item["where"]: item for item in items}
    assert any("still there: ssn, note, born, plan" in item["what"] for item in items)
    assert {"write-ahead log", "backups"} <= found.keys()
    with owner(own) as connection:
        connection.execute("DROP TRIGGER secrets_300_ciphertext ON secrets")
        connection.execute(
            "DELETE FROM phi.columns WHERE table_name = 'secrets' AND column_name = 'note'"
        )
        connection.execute("ALTER TABLE secrets DROP COLUMN note")
    result = run(own, "residue", "secrets")
    assert result.exit_code == 1
    assert "VACUUM FULL secrets" in result.output


# ----------------------------------------------------------------------------------------------
# Nothing leaks
# ----------------------------------------------------------------------------------------------


def test_no_value_or_key_in_queries_or_process_lists(own: Environment) -> None:
    with owner(own) as connection:
        connection.execute(
            "INSERT INTO secrets (ssn, note) SELECT '123456789', %s || n"
            " FROM generate_series(1, 20000) AS n",
            [CANARY],
        )
    seen: set[str] = set()
    stop = threading.Event()

    def watch() -> None:
        with connect({**own, "PGUSER": "postgres"}) as admin:
            admin.autocommit = True
            while not stop.is_set():
                rows = admin.execute(
                    "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                ).fetchall()
                seen.update(query for (query,) in rows)
                for path in Path("/proc").glob("[0-9]*/cmdline"):
                    try:
                        seen.add(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
                    except OSError:
                        continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        for name in ("encrypt", "verify", "rotate", "decrypt"):
            options = ("--new-data-key",) if name == "rotate" else ()
            result = subprocess.run(
                command(name, "secrets", "--workers", "2", *options),
                env=process_environment(own),
                capture_output=True,
                text=True,
                check=True,
            )
            seen.update((result.stdout, result.stderr))
    finally:
        stop.set()
        watcher.join()
    assert any("UPDATE public" in text for text in seen)
    assert any("wcdb phi" in text or "wcdb" in text for text in seen)
    with owner(own) as connection:
        secret = [KEK, *(key for key in data_keys(connection).values() if key)]
    for text in seen:
        assert CANARY not in text
        assert "123456789" not in text
        assert not any(key.hex() in text.lower() for key in secret)


def test_random_values_survive_the_arrays(own: Environment) -> None:
    """Quotes, backslashes, braces and batches of NULL alone go through the arrays unharmed."""
    generator = random.Random(4711)
    with owner(own) as connection:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO secrets (ssn, note, born, plan) VALUES (%s, %s, %s, %s)",
                [random_values(generator) for _ in range(500)],
            )
        before = plaintext(connection)
        connection.execute("ALTER TABLE secrets DISABLE TRIGGER secrets_300_ciphertext")
    run(own, "encrypt", "secrets")
    with owner(own) as connection:
        assert decrypted(connection) == before
        connection.execute("UPDATE secrets SET ssn = NULL, note = NULL, born = NULL, plan = NULL")
        connection.execute("ALTER TABLE secrets ENABLE TRIGGER secrets_300_ciphertext")
    assert run(own, "decrypt", "secrets").exit_code == 0
    with owner(own) as connection:
        assert plaintext(connection) == before
