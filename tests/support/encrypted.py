"""A table for the tests of wcdb phi, with registered columns of every type."""

import os
import random
import string
import sys
from pathlib import Path

from click.testing import Result

from support.commands import invoke
from support.server import Connection, Environment
from wcdb.phi import commands as phi
from wcdb.phi import envelope

KEK = bytes(range(32))
TABLE = """
    CREATE TABLE secrets (
        id                uuid        NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
        ssn               varchar(11),
        note              text,
        born              date,
        plan              jsonb,
        visits            integer     NOT NULL DEFAULT 0,
        updated_at        timestamptz NOT NULL DEFAULT now(),
        ssn_encrypted     bytea,
        ssn_blind_index   bytea,
        note_encrypted    bytea,
        born_encrypted    bytea,
        plan_encrypted    bytea
    );
    CREATE TRIGGER secrets_200_updated_at
    BEFORE UPDATE ON secrets
    FOR EACH ROW EXECUTE FUNCTION set_updated_at();
    INSERT INTO phi.tables VALUES
        ('secrets', 'HEALTH', 'NONE', NULL, TRUE, FALSE, 'EITHER', NULL);
    INSERT INTO phi.encrypted_columns VALUES
        ('secrets', 'ssn', 99, 1, 'varchar', 'ssn_encrypted', 'ssn_blind_index', 'DIGITS'),
        ('secrets', 'note', 99, 2, 'text', 'note_encrypted', NULL, 'NONE'),
        ('secrets', 'born', 99, 3, 'date', 'born_encrypted', NULL, 'NONE'),
        ('secrets', 'plan', 99, 4, 'jsonb', 'plan_encrypted', NULL, 'NONE');
    INSERT INTO phi.columns
    SELECT 'secrets', a.attname, TRUE, 'HIDE', 'FINGERPRINT',
           CASE WHEN e.column_name IS NULL THEN 'NONE' ELSE 'WCDB' END::phi.encryption_rule
    FROM   pg_attribute AS a
    LEFT   JOIN phi.encrypted_columns AS e
    ON     e.table_name = 'secrets'
    AND    e.column_name = a.attname
    WHERE  a.attrelid = 'secrets'::regclass
    AND    a.attnum > 0;
    SELECT phi.protect('secrets');
"""
COLUMNS = ("ssn", "note", "born", "plan")
BINDINGS = {name: envelope.Binding(99, at + 1) for at, name in enumerate(COLUMNS)}


def create_table(connection: Connection, rows: int = 0) -> None:
    connection.execute(TABLE)
    connection.execute(
        "INSERT INTO secrets (ssn, note, born, plan)"
        " SELECT lpad(n::text, 9, '0'), 'note ' || n, date '2010-01-01' + n %% 3000,"
        " jsonb_build_object('n', n) FROM generate_series(1, %s) AS n",
        [rows],
    )
    connection.commit()


def key_file(directory: Path, key: bytes = KEK) -> Path:
    path = directory / f"key-{key[:4].hex()}"
    path.write_text(key.hex())
    path.chmod(0o600)
    return path


def run(environment: Environment, *arguments: str, stdin: str | None = None) -> Result:
    return invoke(phi.phi, environment, arguments, stdin)


def data_keys(connection: Connection) -> dict[int, bytes | None]:
    """Return the data keys as an independent reader gets them."""
    rows = connection.execute("SELECT key_id, wrapped_key FROM phi.data_keys").fetchall()
    return {key_id: envelope.unwrap(KEK, wrapped) for key_id, wrapped in rows}


def decrypted(connection: Connection) -> dict[str, tuple[str | None, ...]]:
    """Return every row's values, decrypted one by one."""
    keys = data_keys(connection)
    ciphers = {name: envelope.ColumnCipher(BINDINGS[name], keys) for name in COLUMNS}
    rows = connection.execute(
        "SELECT id::text, ssn_encrypted, note_encrypted, born_encrypted, plan_encrypted"
        " FROM secrets"
    ).fetchall()
    return {
        row[0]: tuple(
            None if value is None else ciphers[name].decrypt(row[0].encode(), value).decode()
            for name, value in zip(COLUMNS, row[1:], strict=True)
        )
        for row in rows
    }


def plaintext(connection: Connection) -> dict[str, tuple[str | None, ...]]:
    rows = connection.execute(
        "SELECT id::text, ssn::text, note, born::text, plan::text FROM secrets"
    ).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}


def random_values(random: random.Random) -> tuple[str | None, ...]:
    """Return values for COLUMNS; now and then NULL or empty."""
    note = "".join(random.choices(string.ascii_letters + "äß漢😀 \\\"'{},", k=random.randrange(60)))
    return (
        random.choice((None, f"{random.randrange(10**9):09}")),
        random.choice((None, "", note)),
        random.choice((None, f"20{random.randrange(10, 26)}-0{random.randrange(1, 10)}-11")),
        random.choice((None, f'{{"n": {random.randrange(10**6)}}}')),
    )


def command(*arguments: str) -> tuple[str, ...]:
    """Return the words that run wcdb phi as a process of its own."""
    return (str(Path(sys.executable).parent / "wcdb"), "phi", *arguments)


def process_environment(environment: Environment) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    kept.pop("DATABASE_URL", None)
    return {**kept, **environment}
