"""Stock yoyo: run it, see its lock and what it has applied, and name the migration that failed."""

import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote_plus

from yoyo.config import read_config

from wcdb.database import (
    ROOT,
    CannotRun,
    Connection,
    Environment,
    Failed,
    environment_without_connection,
    session,
)
from wcdb.libpq import cannot_connect
from wcdb.migrations.files import (
    FIRST_DEPENDENCY,
    is_transactional,
    unusable,
    up_files,
)

MAY_CREATE = """
    SELECT pg_catalog.has_schema_privilege('public', 'CREATE'),
           current_user,
           pg_catalog.current_database()
"""

# Stock yoyo takes a server that refuses to write for one that is locked. A session of ours writes
# whatever the default is; what stood there when it began is what yoyo will have.
READ_ONLY = """
    SELECT pg_catalog.pg_is_in_recovery(),
           (SELECT s.reset_val = 'on'
            FROM   pg_catalog.pg_settings AS s
            WHERE  s.name = 'default_transaction_read_only')
"""

LIVE_RUNS = """
    SELECT count(*)
    FROM   pg_stat_activity
    WHERE  datname = current_database()
    AND    application_name = 'yoyo'
"""


def yoyo(
    *arguments: str, environment: Environment, root: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run stock yoyo in the given checkout, with yoyo.ini of that checkout.

    It finds the database that these libpq variables name. Its traceback stays in the result: it
    may quote a row.
    """
    return subprocess.run(
        [str(Path(sys.executable).parent / "yoyo"), *arguments],
        cwd=root,
        env={**environment_without_connection(), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _exists(connection: Connection, table: str) -> bool:
    found = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return found == (True,)


def lock_holder(connection: Connection) -> str | None:
    """Return a sentence if yoyo's lock is taken: by a live run, or left by a killed one."""
    if not _exists(connection, "public.yoyo_lock"):
        return None
    lock = connection.execute("SELECT pid, ctime FROM public.yoyo_lock").fetchone()
    if lock is None:
        return None
    if connection.execute(LIVE_RUNS).fetchone() != (0,):
        return f"another yoyo run (process {lock[0]}) is at work since {lock[1]} UTC; wait for it."
    return (
        f"a yoyo run that no longer lives (process {lock[0]}, {lock[1]} UTC) left its lock;"
        " run 'yoyo break-lock', then go on."
    )


def applied(connection: Connection) -> set[str]:
    """Return the ids of the migrations that yoyo has marked as applied."""
    if not _exists(connection, "public._yoyo_migration"):
        return set()
    rows = connection.execute("SELECT migration_id FROM public._yoyo_migration")
    return {str(name) for (name,) in rows}


def apply_all(environment: Environment) -> int:
    """Run stock 'yoyo apply' over everything; return how many migrations it applied.

    Raises:
        CannotRun: stock yoyo cannot work in this checkout, the database does not answer or is a
            standby, the role may not create there, or another run holds yoyo's lock.
        Failed: a migration failed, or sessions are read-only by default.
    """
    for reason in unusable():
        raise CannotRun(reason)
    with session(environment) as connection:
        read_only = connection.execute(READ_ONLY).fetchone()
        right = connection.execute(MAY_CREATE).fetchone()
        holder = lock_holder(connection)
    assert read_only is not None and right is not None
    if read_only[0]:
        raise CannotRun("the server is a standby, which refuses to write; connect to the primary.")
    if read_only[1]:
        raise Failed(
            "nothing was applied: sessions are read-only here (default_transaction_read_only);"
            " PGOPTIONS='-c default_transaction_read_only=off' lets this one write."
        )
    if not right[0]:
        raise CannotRun(
            f"role {right[1]} may not create in schema public of database {right[2]};"
            " connect as the owner of the database."
        )
    if holder:
        raise CannotRun(holder)
    result = yoyo("apply", *_with_options(environment), environment=environment)
    started = re.findall(r"^INFO:yoyo\.migrations:Applying (\S+)$", result.stderr, re.MULTILINE)
    if result.returncode != 0:
        _explain(started, result.stderr)
    return len(started) - (FIRST_DEPENDENCY in started)


def _with_options(environment: Environment) -> list[str]:
    """Return the arguments that make yoyo follow PGOPTIONS, before the options of yoyo.ini.

    libpq reads that variable only where the URL has no options, and the one in yoyo.ini does.
    """
    options = environment.get("PGOPTIONS")
    if not options:
        return []
    url = read_config(str(ROOT / "yoyo.ini"))["DEFAULT"]["database"]
    return ["--database", url.replace("options=", f"options={quote_plus(options)}+", 1)]


def _explain(started: list[str], stderr: str) -> NoReturn:
    """Raise Failed: the migration that yoyo was at, and the last line of its traceback.

    Raises:
        CannotRun: yoyo could not connect, although a session of ours could.
    """
    errors = re.findall(r"^(?:psycopg|yoyo)\.[\w.]+: (.+)$", stderr, re.MULTILINE)
    reason = errors[-1].rstrip(".") if errors else "yoyo failed; run 'yoyo apply' to see how"
    if not started:
        if reason.startswith("connection failed") or "codec not available" in reason:
            raise CannotRun(f"yoyo {cannot_connect(reason)}")
        raise Failed(f"nothing was applied: {reason}.")
    failed = next((path for path in up_files() if path.stem == started[-1]), None)
    kept = "Nothing of it was kept"
    if failed and not is_transactional(failed):
        kept = "What it had built is gone, or the next run drops it"
    raise Failed(f"{started[-1]} failed: {reason}. {kept}; put that right and run it again.")
