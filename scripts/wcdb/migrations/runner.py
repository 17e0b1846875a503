"""wcdb apply, status and check: stock yoyo with clear sentences, and the rules of the files."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import NoReturn

import click
import psycopg
import sqlparse

from wcdb.database import ROOT, CannotRun, session, target

FIRST_DEPENDENCY = "20251104000000-guard-preflight"
CATEGORIES = (
    "constraints",
    "data",
    "enums",
    "functions",
    "indexes",
    "schema",
    "security",
    "triggers",
    "views",
)
FILE_NAME = re.compile(rf"^\d{{14}}-(?:{'|'.join(CATEGORIES)})-[a-z0-9]+(?:-[a-z0-9]+)*$")
DIRECTIVE = re.compile(r"^-- (?:depends: [a-z0-9-]+|transactional: false)$")
LOOKS_LIKE_DIRECTIVE = re.compile(r"^\s*--\s*(?:depend|transaction)\w*\s*:", re.IGNORECASE)
CREATE_INDEX = re.compile(
    r"CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?(\w+)", re.IGNORECASE
)
MOST_INDEXES = 8
PATIENT = ("SET lock_timeout = 0;", "SET statement_timeout = 0;")
UP_FIELDS = ("HIPAA:", "Locks:", "Rollback:")
# Each shape splits differently in sqlparse than in PostgreSQL (a literal that ends in a
# backslash, a nested comment), or is read by psql alone.
FORBIDDEN = (
    (re.compile(r"\\'"), "a literal must not end in a backslash; yoyo would split it wrongly"),
    (re.compile(r"/\*"), "use -- comments; a /* */ header disables depends and transactional"),
    (re.compile(r"^\\"), "psql commands do not work under yoyo"),
    (re.compile(r"\bFROM\s+stdin\b", re.IGNORECASE), "COPY FROM stdin does not work under yoyo"),
)

# What CREATE INDEX CONCURRENTLY, REINDEX or DROP left when it failed, or is still at work on. The
# table is told from the lock, since a build by another role shows no more than its process.
INVALID = """
    SELECT quote_ident(t.relname) AS table,
           quote_ident(i.relname) AS name,
           i.relkind = 'I'        AS partitioned,
           NOT x.indislive OR i.relname ~ '_cc(new|old)[0-9]*$' AS leftover,
           EXISTS (
               SELECT FROM pg_stat_progress_create_index AS p
               JOIN   pg_locks AS l ON l.pid = p.pid
               WHERE  p.datname = current_database()
               AND    l.relation = t.oid
               AND    l.granted
               AND    l.mode = 'ShareUpdateExclusiveLock'
               AND    (coalesce(p.index_relid, 0) IN (0, i.oid) OR p.command ~ '^REINDEX')
           ) AS being_built
    FROM   pg_index AS x
    JOIN   pg_class AS i ON i.oid = x.indexrelid
    JOIN   pg_class AS t ON t.oid = x.indrelid
    WHERE  i.relnamespace = 'public'::regnamespace
    AND    t.relname !~ 'yoyo'
    AND    NOT (x.indisvalid AND x.indisready)
    ORDER  BY t.relname, i.relname
"""


def up_files(root: Path = ROOT, folder: str = "sql") -> list[Path]:
    """Return the migration files of sql/, or of another folder, in the order of their ids."""
    files = root.glob(f"{folder}/*.sql")
    return sorted(
        (path for path in files if not path.name.endswith(".rollback.sql")),
        key=lambda path: path.stem,
    )


def contract_files(root: Path = ROOT) -> list[Path]:
    """Return the migration files of sql/post_deploy/, which yoyo apply leaves alone."""
    return up_files(root, "sql/post_deploy")


def rollback_file(up: Path, root: Path = ROOT) -> Path:
    """Return where the exact reverse of a migration belongs."""
    return root / "rollbacks" / up.relative_to(root / "sql")


def header(path: Path) -> list[str]:
    """Return the comment lines before the first statement, where yoyo reads its directives."""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.lstrip().startswith("--"):
            break
        lines.append(line)
    # The banner of the first section follows the header's closing empty line.
    return lines[: lines.index("")] if "" in lines else lines


def is_transactional(path: Path) -> bool:
    """Say whether stock yoyo runs the migration in one transaction."""
    return "-- transactional: false" not in header(path)


def yoyo(
    *arguments: str, environment: dict[str, str], root: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run stock yoyo in the given checkout, with yoyo.ini of that checkout.

    Its traceback stays in the result: it may quote a row.
    """
    return subprocess.run(
        [str(Path(sys.executable).parent / "yoyo"), *arguments],
        cwd=root,
        env={**_without_libpq(), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _without_libpq() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def findings(root: Path = ROOT) -> Iterator[str]:
    """Yield a sentence for each rule of CONTRIBUTING.md that a migration file breaks."""
    chain = up_files(root)
    contracts = contract_files(root)
    files = [*chain, *contracts]
    if not chain:
        yield "sql/: there is no migration; run wcdb in the checkout."
    expected: str | None = FIRST_DEPENDENCY
    for path in files:
        if contracts and path == contracts[0]:
            # The contract steps begin where sql/ was when they were written.
            expected = None
            named = [line for line in header(path) if line.startswith("-- depends: ")]
            if len(named) != 1 or named[0][12:] not in {file.stem for file in chain}:
                yield f"{path.relative_to(root)}: must depend on one migration of sql/."
        yield from _name_and_links(path, root)
        yield from _header(path, root, expected)
        expected = path.stem
        for file in (path, rollback_file(path, root)):
            if file.is_file():
                yield from _text(file, root)
    known = {rollback_file(path, root) for path in files}
    guard = root / "rollbacks" / "guard" / f"{FIRST_DEPENDENCY}.sql"
    if not guard.is_file():
        yield f"{guard.relative_to(root)}: is missing; restore it, the first migration needs it."
    for path in sorted(root.glob("rollbacks/**/*.sql")):
        if path not in known and path != guard:
            yield f"{path.relative_to(root)}: reverses no migration; delete or rename it."
    for link in sorted(root.glob("sql/**/*.rollback.sql")):
        if not link.with_name(link.name.replace(".rollback.sql", ".sql")).is_file():
            yield f"{link.relative_to(root)}: has no migration beside it; delete it."


def _name_and_links(path: Path, root: Path) -> Iterator[str]:
    name = path.relative_to(root)
    if not FILE_NAME.match(path.stem):
        yield f"{name}: name it YYYYMMDDNNNNNN-category-description ({', '.join(CATEGORIES)})."
    link = path.with_name(f"{path.stem}.rollback.sql")
    target = os.path.relpath(rollback_file(path, root), path.parent)
    if not link.is_symlink() or str(link.readlink()) != target:
        yield f"{name}: make its rollback link: ln -s {target} {link.relative_to(root)}"
    elif not link.exists():
        missing = rollback_file(path, root).relative_to(root)
        yield f"{name}: its rollback link dangles; write {missing}."


def _header(path: Path, root: Path, expected: str | None) -> Iterator[str]:
    name = path.relative_to(root)
    lines = header(path)
    if not lines or not re.match(
        r"^-- \S.*[.?]$", " ".join(lines[: lines.index("--")] if "--" in lines else lines)
    ):
        yield f"{name}: the header begins with a sentence that says what the file is for."
    for field in UP_FIELDS:
        if not any(line.startswith(f"-- {field}") for line in lines):
            yield f"{name}: the header has no '{field}' line."
    directives = [line for line in lines if LOOKS_LIKE_DIRECTIVE.match(line)]
    for line in directives:
        if not DIRECTIVE.match(line):
            yield (
                f"{name}: yoyo does not read '{line}';"
                " write '-- depends: ID' or '-- transactional: false'."
            )
    if lines[len(lines) - len(directives) :] != directives:
        yield f"{name}: the directives are the last lines of the header."
    if expected is not None and directives.count(f"-- depends: {expected}") != 1:
        yield f"{name}: must depend on the migration before it: '-- depends: {expected}'."
    concurrent = not is_transactional(path)
    if concurrent != ("-indexes-" in path.stem):
        yield f"{name}: index files, and no others, have '-- transactional: false'."
    rollback = rollback_file(path, root)
    if concurrent and rollback.is_file():
        yield from _concurrent(path, rollback, root)
    if rollback.is_file():
        name = rollback.relative_to(root)
        lines = header(rollback)
        if not lines or lines[0] != f"-- Reverses {path.stem}.":
            yield f"{name}: begins with '-- Reverses {path.stem}.'"
        if not any(line.startswith("-- Data loss: ") for line in lines):
            yield f"{name}: the header has no 'Data loss:' line."
        if any(LOOKS_LIKE_DIRECTIVE.match(line) for line in lines):
            yield f"{name}: yoyo ignores directives in a rollback; remove them."


def _concurrent(up: Path, down: Path, root: Path) -> Iterator[str]:
    """Yield where an index file leaves the shape after whose failure a second run starts clean.

    yoyo pairs the last statement of the rollback with the first of the up file, and so on; when
    a statement fails, it runs the partners of those before it. So the rollback's DROPs must all
    have a partner before the first CREATE.
    """
    statements = [" ".join(text.split()) for text in _statements(up)]
    indexes = [match[1] for text in statements if (match := CREATE_INDEX.match(text))]
    table = next((line.split()[-1] for line in header(up) if line.startswith("-- Tables:")), "")
    if not 1 <= len(indexes) <= MOST_INDEXES:
        yield f"{up.relative_to(root)}: holds one to {MOST_INDEXES} indexes, not {len(indexes)}."
    drops = [f"DROP INDEX CONCURRENTLY IF EXISTS {index};" for index in indexes]
    creates = [
        text
        for index in indexes
        for text in (
            f"CREATE INDEX CONCURRENTLY {index} ON {table} ...",
            f"COMMENT ON INDEX {index} IS ...",
        )
    ]
    wanted = [
        "SET lock_timeout = '5s';",
        "SET statement_timeout = 0;",
        *drops,
        "SET lock_timeout = 0;",
        *creates,
        f"ANALYZE {table};",
    ]
    pairs = [
        (up, statements, wanted),
        (down, _statements(down), [*PATIENT, *reversed(drops)]),
    ]
    for path, found, expected in pairs:
        for text, model in zip_longest(found, expected, fillvalue="nothing"):
            plain = text.replace("CREATE UNIQUE INDEX", "CREATE INDEX")
            if plain != model and not (
                model.endswith(" ...") and plain.startswith(model.removesuffix("..."))
            ):
                yield f"{path.relative_to(root)}: where '{text[:60]}' stands, put '{model}'."
                break


def _statements(path: Path) -> list[str]:
    """Return the statements as yoyo splits them, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return sqlparse.split("".join(line for line in lines if not line.startswith("--")))


def _text(path: Path, root: Path) -> Iterator[str]:
    name = path.relative_to(root)
    text = path.read_bytes()
    if text.startswith(b"\xef\xbb\xbf") or b"\r" in text:
        yield f"{name}: save it without byte order mark and with Unix line ends."
    for number, line in enumerate(text.decode().splitlines(), 1):
        code = line.split("--", 1)[0]
        for pattern, rule in FORBIDDEN:
            if pattern.search(code):
                yield f"{name}:{number}: {rule}."


def _fail(sentence: str) -> NoReturn:
    click.echo(f"wcdb: {sentence}", err=True)
    sys.exit(1)


def _exists(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bool:
    found = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
    return found == (True,)


def _lock_holder(connection: psycopg.Connection[tuple[object, ...]]) -> str | None:
    """Return a sentence if yoyo's lock is taken: by a live run, or left by a killed one."""
    if not _exists(connection, "public.yoyo_lock"):
        return None
    lock = connection.execute("SELECT pid, ctime FROM public.yoyo_lock").fetchone()
    if lock is None:
        return None
    alive = connection.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'yoyo'"
    ).fetchone()
    if alive != (0,):
        return f"another yoyo run (process {lock[0]}) is at work since {lock[1]} UTC; wait for it."
    return (
        f"a yoyo run that no longer lives (process {lock[0]}, {lock[1]} UTC) left its lock;"
        " run 'yoyo break-lock', then go on."
    )


def _applied(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    if not _exists(connection, "public._yoyo_migration"):
        return set()
    return {
        str(row[0]) for row in connection.execute("SELECT migration_id FROM public._yoyo_migration")
    }


@dataclass(frozen=True)
class InvalidIndex:
    """An index that no query uses, and a sentence that says how to mend it."""

    table: str
    name: str
    being_built: bool
    sentence: str


def invalid_indexes(connection: psycopg.Connection[tuple[object, ...]]) -> list[InvalidIndex]:
    """Return the indexes of schema public that are not valid, or not yet."""
    found = connection.execute(INVALID).fetchall()
    if not found:
        return []
    applied = _applied(connection)
    files = [*up_files(), *contract_files()]
    pending = [path.read_text(encoding="utf-8") for path in files if path.stem not in applied]
    indexes = []
    for table, name, partitioned, leftover, being_built in found:
        create = re.compile(rf"\bINDEX CONCURRENTLY {re.escape(str(name))}\s+ON\b")
        if being_built:
            state = "being built"
        elif partitioned:
            state = (
                "INVALID: build the index on each partition, then"
                f" 'ALTER INDEX public.{name} ATTACH PARTITION ...'"
            )
        elif any(create.search(text) for text in pending):
            state = "INVALID: run 'yoyo apply': its file drops it and builds it anew"
        elif leftover:
            state = f"INVALID: run 'DROP INDEX CONCURRENTLY public.{name}'"
        else:
            state = f"INVALID: run 'REINDEX INDEX CONCURRENTLY public.{name}'"
        sentence = f"index {name} on {table} is {state}."
        indexes.append(InvalidIndex(str(table), str(name), bool(being_built), sentence))
    return indexes


def apply_all(environment: dict[str, str]) -> int:
    """Run stock 'yoyo apply' over everything; return how many migrations it applied.

    Raises:
        CannotRun: the database does not answer, the role may not create there, or another run
            holds yoyo's lock.
        SystemExit: a migration failed (exit code 1, one sentence on stderr).
    """
    with session(environment) as connection:
        right = connection.execute(
            "SELECT has_schema_privilege('public', 'CREATE'), current_user, current_database()"
        ).fetchone()
        holder = _lock_holder(connection)
    assert right is not None
    if not right[0]:
        raise CannotRun(
            f"role {right[1]} may not create in schema public of database {right[2]};"
            " connect as the owner of the database."
        )
    if holder:
        raise CannotRun(holder)
    result = yoyo("apply", environment=environment)
    started = re.findall(r"^INFO:yoyo\.migrations:Applying (\S+)$", result.stderr, re.MULTILINE)
    if result.returncode == 0:
        return len(started) - (FIRST_DEPENDENCY in started)
    errors = re.findall(r"^(?:psycopg|yoyo)\.[\w.]+: (.+)$", result.stderr, re.MULTILINE)
    reason = errors[-1].rstrip(".") if errors else "yoyo failed; run 'yoyo apply' to see how"
    if not started:
        _fail(f"nothing was applied: {reason}.")
    failed = next((path for path in up_files() if path.stem == started[-1]), None)
    kept = "Nothing of it was kept"
    if failed and not is_transactional(failed):
        kept = "What it had built is gone, or the next run drops it"
    _fail(f"{started[-1]} failed: {reason}. {kept}; put that right and run it again.")


@click.command()
def apply() -> None:
    """Apply every pending migration with stock yoyo, and say in one sentence what went wrong.

    Example: wcdb apply
    """
    click.echo(f"{apply_all(target())} migrations applied.")


@click.command()
def status() -> None:
    """Say what is applied, what is pending and who holds yoyo's lock. Reads only.

    It also names the indexes that a failed run left INVALID. Exit code 1 if something is
    pending, unknown, locked or INVALID. Example: wcdb status
    """
    with session() as connection:
        connection.read_only = True
        applied = _applied(connection)
        holder = _lock_holder(connection)
        indexes = invalid_indexes(connection)
    files = {path.stem for path in up_files()}
    pending = sorted(files - applied)
    contracts = {path.stem for path in contract_files()}
    unknown = sorted(applied - files - contracts - {FIRST_DEPENDENCY})
    click.echo(f"{len(files) - len(pending)} of {len(files)} migrations applied.")
    if contracts & applied:
        click.echo(f"{len(contracts & applied)} of {len(contracts)} contract steps applied.")
    for name in pending:
        click.echo(f"pending: {name}")
    for name in unknown:
        click.echo(f"applied, but not in this checkout: {name}")
    if holder:
        click.echo(f"lock: {holder}")
    for index in indexes:
        click.echo(index.sentence)
    if pending or unknown or holder or not all(index.being_built for index in indexes):
        sys.exit(1)


@click.command()
def check() -> None:
    """Check names, headers, the chain of depends and the rollback link of every migration.

    Needs no database. Exit code 1 if something is wrong. Example: wcdb check
    """
    found = list(findings())
    for sentence in found:
        click.echo(sentence)
    if found:
        sys.exit(1)
    count = len(up_files()) + len(contract_files())
    click.echo(f"{count} migrations, each with its rollback: nothing to complain about.")
