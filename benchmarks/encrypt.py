"""How fast wcdb phi is, as ratios to the same batched UPDATE in pure SQL without cryptography.

A table of 500,000 rows of about 300 bytes with four indexes, of which three columns are encrypted,
two with a blind index. The floor writes values of the same size, by ranges of keys, with the same
settings and triggers. Then encrypt with one worker and with two, verify, rotate, decrypt, each from
the same start; and the report's template (one UPDATE a row, one transaction) on 20,000 rows.
Batches of a quarter of a second; memory is that of the largest process.

Run: .venv/bin/python benchmarks/encrypt.py [rows, default 500000] [rounds, default 3]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fresh import connect, fresh_server, migrated_database
from wcdb.dev import server

BATCH = 5_000
TEMPLATE_ROWS = 20_000
TABLE = """
    CREATE TABLE bench (
        id               uuid        NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
        ssn              varchar(11),
        number           varchar(50),
        note             text,
        name             text        NOT NULL,
        code             integer     NOT NULL,
        created_at       timestamptz NOT NULL DEFAULT now(),
        updated_at       timestamptz NOT NULL DEFAULT now(),
        ssn_encrypted    bytea,
        ssn_blind        bytea,
        number_encrypted bytea,
        number_blind     bytea,
        note_encrypted   bytea
    );
    INSERT INTO phi.tables VALUES
        ('bench', 'HEALTH', 'NONE', NULL, TRUE, FALSE, 'EITHER', 'HEALTH_RECORDS');
    INSERT INTO phi.encrypted_columns VALUES
        ('bench', 'ssn', 900, 1, 'varchar', 'ssn_encrypted', 'ssn_blind', 'DIGITS'),
        ('bench', 'number', 900, 2, 'varchar', 'number_encrypted', 'number_blind', 'EXACT'),
        ('bench', 'note', 900, 3, 'text', 'note_encrypted', NULL, 'NONE');
    INSERT INTO phi.columns
    SELECT 'bench', a.attname, TRUE, 'HIDE', 'FINGERPRINT',
           CASE WHEN e.column_name IS NULL THEN 'NONE' ELSE 'WCDB' END::phi.encryption_rule
    FROM   pg_attribute AS a
    LEFT   JOIN phi.encrypted_columns AS e
    ON     e.table_name = 'bench'
    AND    e.column_name = a.attname
    WHERE  a.attrelid = 'bench'::regclass
    AND    a.attnum > 0;
    SELECT phi.protect('bench');
"""
FILL = """
    INSERT INTO bench (ssn, number, note, name, code)
    SELECT lpad((n::bigint * 7919 %% 1000000000)::text, 9, '0'), 'MRN' || n,
           repeat(md5(n::text), 4), 'Name ' || md5(n::text), n
    FROM   generate_series(1, %s) AS n
"""
INDEXES = (
    "CREATE INDEX bench_name ON bench (name)",
    "CREATE INDEX bench_code ON bench (code)",
    "CREATE INDEX bench_created_at ON bench (created_at)",
)
# Same sizes: 34 bytes more than the value, and 32 bytes.
FLOOR = """
    UPDATE bench AS t
    SET    ssn_encrypted    = convert_to(repeat('x', 34) || ssn, 'UTF8'),
           ssn_blind        = '\\x{blind}',
           number_encrypted = convert_to(repeat('x', 34) || number, 'UTF8'),
           number_blind     = '\\x{blind}',
           note_encrypted   = convert_to(repeat('x', 34) || note, 'UTF8')
    WHERE  (%(after)s::uuid IS NULL OR id > %(after)s) AND id <= %(last)s
""".format(blind="5a" * 32)


def fill(connection: psycopg.Connection[tuple[object, ...]], rows: int) -> None:
    """Make the table anew: every measurement begins with the same heap."""
    connection.execute("TRUNCATE bench")
    for index in ("bench_name", "bench_code", "bench_created_at"):
        connection.execute(f"DROP INDEX IF EXISTS {index}")
    connection.execute(FILL, [rows])
    for statement in INDEXES:
        connection.execute(statement)
    connection.execute("VACUUM (FREEZE, ANALYZE) bench")
    connection.execute("CHECKPOINT")


def floor(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Write as much as encrypt does, batch by batch."""
    edges = connection.execute(
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM bench) AS t"
        " WHERE n %% %s = 0 ORDER BY n",
        [BATCH],
    ).fetchall()
    after = None
    connection.execute("SET ROLE whitecross_encryptor")
    for (last,) in [*edges, ("ffffffff-ffff-ffff-ffff-ffffffffffff",)]:
        connection.execute(FLOOR, {"after": after, "last": last})
        after = last
    connection.execute("RESET ROLE")


def template(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Do it as the report's template does: all rows in memory, one UPDATE each."""
    cipher = AESGCM(os.urandom(32))
    with connection.transaction():
        rows = connection.execute("SELECT id, ssn, number, note FROM bench").fetchall()
        for row_id, *values in rows:
            sealed = []
            for value in values:
                nonce = os.urandom(12)
                sealed.append(nonce + cipher.encrypt(nonce, str(value).encode(), None))
            connection.execute(
                "UPDATE bench SET ssn_encrypted = %s, number_encrypted = %s, note_encrypted = %s"
                " WHERE id = %s",
                [*sealed, row_id],
            )


def encrypting_database(socket: Path, directory: Path) -> dict[str, str]:
    """Create a database whose owner may encrypt; return the libpq variables and the key's file."""
    environment = migrated_database(socket)
    server.let_owner_encrypt(socket)
    with connect({**environment, "PGUSER": "postgres"}) as admin:
        admin.execute(f"GRANT pg_checkpoint TO {server.OWNER}")
    key = directory / "key"
    key.write_text(os.urandom(32).hex())
    key.chmod(0o600)
    return {**environment, "WCDB_PHI_KEY_FILE": str(key)}


def wcdb(environment: dict[str, str], *arguments: str) -> float:
    """Run wcdb phi as a DBA would; return the most memory one of its processes had, in MB."""
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "wcdb"), "phi", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return usage.ru_maxrss / 1024


def clock(work: Callable[[], object]) -> float:
    """Return how long the work takes, in seconds."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def main() -> None:
    """Measure everything and print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    seconds: dict[str, list[float]] = {}
    peak = 0.0

    def run(*arguments: str) -> None:
        nonlocal peak
        peak = max(peak, wcdb(environment, *arguments))

    def measure(name: str, work: Callable[[], object]) -> None:
        seconds.setdefault(name, []).append(clock(work))

    with fresh_server() as socket, tempfile.TemporaryDirectory() as directory:
        environment = encrypting_database(socket, Path(directory))
        fast = ("bench", "--target-batch-time", "0.25")
        with connect(environment) as connection:
            connection.autocommit = True
            connection.execute("SET synchronous_commit = off")
            connection.execute(TABLE)
            wcdb(environment, "keys", "create")
            for _ in range(rounds):
                fill(connection, rows)
                measure("floor", lambda: floor(connection))
                fill(connection, rows)
                measure("encrypt", lambda: run("encrypt", *fast))
                measure("verify", lambda: run("verify", *fast))
                connection.execute("VACUUM (FREEZE, ANALYZE) bench")
                connection.execute("CHECKPOINT")
                measure("rotate", lambda: run("rotate", "--new-data-key", *fast))
                connection.execute("VACUUM (FREEZE, ANALYZE) bench")
                connection.execute("CHECKPOINT")
                measure("decrypt", lambda: run("decrypt", *fast))
                fill(connection, rows)
                measure(
                    "encrypt, 2 workers",
                    lambda: run("encrypt", "--workers", "2", *fast),
                )
            fill(connection, TEMPLATE_ROWS)
            few = clock(lambda: template(connection))
            fill(connection, TEMPLATE_ROWS)
            same = clock(lambda: run("encrypt", *fast))
    base = statistics.median(seconds["floor"])
    print(f"{rows:,} rows, {rounds} rounds; seconds are medians, ratios to the floor")
    print(f"{'':20} {'seconds':>8} {'rows/s':>8} {'ratio':>6}")
    for name, values in seconds.items():
        middle = statistics.median(values)
        print(f"{name:20} {middle:8.1f} {rows / middle:8,.0f} {middle / base:6.2f}")
    one, two = (statistics.median(seconds[name]) for name in ("encrypt", "encrypt, 2 workers"))
    print(f"two workers / one: {one / two:.2f} times as fast")
    print(f"encrypt / verify: {one / statistics.median(seconds['verify']):.2f}")
    print(f"the report's template / wcdb phi, {TEMPLATE_ROWS:,} rows: {few / same:.1f}")
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
