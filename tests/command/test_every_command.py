"""Every command that there is, in every bad state: one sentence, an exit code, no traceback."""

import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest

from support.chain import IDS, yoyo
from support.server import Connection, Environment, Server, connect, embedded_version, one
from wcdb.cli import cli, main
from wcdb.dev import server
from wcdb.libpq import LIBPQ_VARIABLES
from wcdb.pages import commands as pages

Words = tuple[str, ...]


def tree(group: click.Group, words: Words = ()) -> Iterator[tuple[Words, click.Command]]:
    """Yield wcdb, each group and each command below it, with its words."""
    yield words, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from tree(command, (*words, name))
        else:
            yield (*words, name), command


TREE = dict(tree(cli))
COMMANDS = {words: each for words, each in TREE.items() if not isinstance(each, click.Group)}

# They use no database of the user's.
WITHOUT_DATABASE = {
    ("check",),
    ("server", "env"),
    ("server", "reset"),
    ("server", "start"),
    ("server", "stop"),
}
# They are there to put it right: tests of their own say that they do.
MENDING = {("apply",), ("quickstart",)}
# They write without being asked twice. Each other command reads, whatever its arguments are here.
WRITING = MENDING | {
    ("audit", "seal"),
    ("phi", "decrypt"),
    ("phi", "encrypt"),
    ("phi", "keys", "create"),
    ("phi", "keys", "retire"),
    ("phi", "keys", "rewrap"),
    ("phi", "rotate"),
    ("phi", "verify"),
    ("retention", "archive-audit"),
    ("retention", "hold", "add"),
    ("retention", "hold", "release"),
    ("sample",),
}
ASKING = [words for words in COMMANDS if words not in WITHOUT_DATABASE]
STAYING = [words for words in ASKING if words not in MENDING]
READING = [words for words in ASKING if words not in WRITING]
DRY = [
    words for words in COMMANDS if any(each.name == "dry_run" for each in COMMANDS[words].params)
]


def name_of(words: Words) -> str:
    return " ".join(words) or "wcdb"


# What a parameter that a command cannot do without is given, by its name.
VALUES = {
    "hold_id": "00000000-0000-4000-8000-000000000001",
    "key_id": "1",
    "month": "2020-01",
    "reason": "a test",
    "target": "students.ssn",
    # Not required, but one of several ways to say what is meant, or of doing it sooner.
    "everything": None,
    "students": "10",
}


def arguments(words: Words, directory: Path) -> list[str]:
    """Return the words of a command with the least that it needs; nothing asks back."""
    files = {
        "key_file": directory / "key",
        "new_key_file": directory / "key",
        "path": directory / "new",
    }
    found = list(words)
    for parameter in COMMANDS[words].params:
        name = str(parameter.name)
        if name not in files and name not in VALUES and not parameter.required:
            continue
        value = str(files[name]) if name in files else VALUES[name]
        option = [parameter.opts[0]] if isinstance(parameter, click.Option) else []
        found += [*option, *([value] if value is not None else [])]
    return found


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in this process, as its program would."""
    (tmp_path / "docs").mkdir()
    key = tmp_path / "key"
    key.write_text("ab" * 32)
    key.chmod(0o600)

    def _run(words: Words, environment: Environment, *more: str) -> Ended:
        with monkeypatch.context() as patched:
            for name in [*LIBPQ_VARIABLES.values(), "DATABASE_URL"]:
                patched.delenv(name, raising=False)
            for name, value in environment.items():
                patched.setenv(name, value)
            patched.setattr(sys, "argv", ["wcdb", *arguments(words, tmp_path), *more])
            patched.setattr(sys, "stdin", io.StringIO("000-00-0000\n"))
            # wcdb pages write is not to write into this checkout.
            patched.setattr(pages, "ROOT", tmp_path)
            patched.setattr(pages, "DOCS", tmp_path / "docs")
            capfd.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        return Ended(int(ended.value.code or 0), *capfd.readouterr())

    return _run


def is_one_sentence(ended: Ended) -> bool:
    lines = ended.err.splitlines()
    return (
        ended.code in (1, 2)
        and len(lines) == 1
        and lines[0].startswith("wcdb: ")
        and lines[0].endswith(".")
    )


def is_sensible(ended: Ended) -> bool:
    """Say whether it is one sentence on stderr, or an answer and no complaint on stderr."""
    answered = ended.code == 0 or (ended.code == 1 and ended.out != "")
    return is_one_sentence(ended) or (answered and "wcdb: " not in ended.err)


def test_the_tree_is_walked_to_its_end() -> None:
    assert len(COMMANDS) > 25
    assert set(COMMANDS) >= WITHOUT_DATABASE | WRITING
    assert len(ASKING) == len(COMMANDS) - len(WITHOUT_DATABASE)
    assert len(READING) > 10
    assert len(DRY) == 4


# ----------------------------------------------------------------------------------------------
# Help
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", TREE, ids=name_of)
def test_help_is_whole(words: Words, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """An example, and a list of commands that click has not cut."""
    monkeypatch.setattr(sys, "argv", ["wcdb", *words, "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = capfd.readouterr().out
    assert words == () or "Example: " in printed
    command = TREE[words]
    if isinstance(command, click.Group):
        lines = printed.partition("Commands:\n")[2].splitlines()
        summaries = dict(line.split(maxsplit=1) for line in lines)
        assert set(summaries) == set(command.commands)
        for summary in summaries.values():
            assert len(summary) <= 45
            assert summary.endswith(".")
            assert not summary.endswith("..")


# ----------------------------------------------------------------------------------------------
# Bad states
# ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ASKING, ids=name_of)
def test_command_without_a_server_or_a_database_says_so(
    words: Words, run: Run, postgres: Server, tmp_path: Path
) -> None:
    for environment, cause, variable in (
        ({"PGHOST": str(tmp_path)}, "No such file", "PGHOST"),
        ({"PGHOST": "127.0.0.1", "PGPORT": "1"}, "refused", "PGPORT"),
        (postgres.named("no_such_database"), "does not exist", "PGDATABASE"),
    ):
        ended = run(words, environment)
        assert is_one_sentence(ended), ended
        for part in ("cannot connect", cause, variable):
            assert part in ended.err


def able(words: Words, environment: Environment, postgres: Server) -> Environment:
    """Return the login that may do most: for wcdb phi, one that may act as the encryption tool."""
    if words[0] != "phi":
        return environment
    return {**environment, "PGUSER": postgres.tester(postgres.named("postgres"))["PGUSER"]}


@pytest.fixture(scope="module")
def empty(postgres: Server) -> Iterator[Environment]:
    with postgres.database("empty") as environment:
        yield environment


@pytest.fixture(scope="module")
def started(postgres: Server) -> Iterator[Environment]:
    with postgres.database("started") as environment:
        yoyo(environment, "apply", "--revision", IDS[4])
        yield environment


@pytest.fixture(scope="module")
def half(postgres: Server) -> Iterator[Environment]:
    with postgres.database("half") as environment:
        yoyo(environment, "apply", "--revision", IDS[len(IDS) // 2])
        yield environment


@pytest.fixture(scope="module")
def whole(postgres: Server, schema_template: str) -> Iterator[Environment]:
    with postgres.database("whole", schema_template) as environment:
        yield environment


@pytest.mark.parametrize("words", STAYING, ids=name_of)
@pytest.mark.parametrize("state", ["empty", "started", "half"])
def test_command_before_the_migrations_says_so(
    words: Words,
    state: str,
    run: Run,
    postgres: Server,
    schema_template: str,
    request: pytest.FixtureRequest,
) -> None:
    """The roles are there all the same, if another database of the server has the chain."""
    ended = run(words, able(words, request.getfixturevalue(state), postgres))
    assert is_sensible(ended), ended
    if words == ("status",):
        assert "pending: " in ended.out
    elif words != ("indexes",) and (state, words) != ("half", ("sample",)):
        # Half of the chain makes every table.
        assert "apply" in ended.err, ended


@pytest.fixture(scope="module")
def stranger(whole: Environment) -> Iterator[Environment]:
    """A login that has been given nothing, and a database with the whole chain."""
    with connect(whole) as connection:
        connection.execute("DROP ROLE IF EXISTS wcdb_stranger")
        connection.execute("CREATE ROLE wcdb_stranger LOGIN PASSWORD 'strange'")
    yield {**whole, "PGUSER": "wcdb_stranger", "PGPASSWORD": "strange"}
    with connect(whole) as connection:
        connection.execute("DROP ROLE wcdb_stranger")


@pytest.mark.parametrize("words", ASKING, ids=name_of)
def test_command_of_a_login_without_rights_says_so(
    words: Words, run: Run, stranger: Environment
) -> None:
    ended = run(words, stranger)
    assert is_sensible(ended), ended
    if words not in (("posture",), ("indexes",)):
        assert is_one_sentence(ended), ended


@pytest.fixture(scope="module")
def standby(postgres: Server, whole: Environment) -> Iterator[Environment]:
    """The same database on a hot standby, which begins as a copy of the whole server."""
    if postgres.tablespace is None:
        pytest.skip("needs a superuser, which only the embedded server gives")
    primary = Path(postgres.environment["PGHOST"])
    postgres.tester(whole)  # so that the copy has that login
    with connect({**whole, "PGUSER": "postgres"}) as connection:
        copies = one(
            connection,
            "SELECT pg_tablespace_location(oid) FROM pg_tablespace WHERE spcname = %s",
            postgres.tablespace,
        )
    home = Path(tempfile.mkdtemp(prefix="wcdb-standby-"))
    try:
        postgres.run(
            "pg_basebackup",
            f"--pgdata={home / 'data'}",
            f"--tablespace-mapping={copies}={home / 'copies'}",
            "--checkpoint=fast",
            "--write-recovery-conf",
            environment={**postgres.environment, "PGUSER": "postgres"},
        )
        # The primary's, which listens in its own data directory.
        (home / "data" / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        for path in [home, *home.rglob("*")]:
            shutil.chown(path, primary.stat().st_uid, primary.stat().st_gid)
        socket = server.start(home / "data", embedded_version())
        yield {**whole, "PGHOST": str(socket)}
        server.stop(home / "data", embedded_version())
    finally:
        shutil.rmtree(home)


@pytest.mark.parametrize("words", ASKING, ids=name_of)
def test_command_on_a_standby_reads_or_says_that_it_cannot_write(
    words: Words, run: Run, standby: Environment, postgres: Server
) -> None:
    ended = run(words, able(words, standby, postgres))
    assert is_sensible(ended), ended
    if words in MENDING:
        assert "is a standby" in ended.err, ended
    if words in {("retention", "hold", "add"), ("sample",)}:
        assert "read-only transaction" in ended.err, ended


@pytest.fixture(scope="module")
def read_only(postgres: Server, schema_template: str) -> Iterator[Environment]:
    with postgres.database("read_only", schema_template) as environment:
        with connect(environment) as connection:
            name = environment["PGDATABASE"]
            connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        yield environment


@pytest.mark.parametrize("words", ASKING, ids=name_of)
def test_command_on_a_database_that_is_read_only_by_default_is_sensible(
    words: Words, run: Run, read_only: Environment, postgres: Server
) -> None:
    """That default keeps those from writing by mistake who do not say that they write."""
    ended = run(words, able(words, read_only, postgres))
    assert is_sensible(ended), ended
    if words in MENDING:
        assert "sessions are read-only here" in ended.err, ended


# ----------------------------------------------------------------------------------------------
# Reading only
# ----------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Connection]:
    """The connections that are opened while the test runs."""
    found: list[Connection] = []
    open_one = psycopg.connect

    def _connect(*place: Any, **parameters: Any) -> Connection:
        found.append(open_one(*place, **parameters))
        return found[-1]

    monkeypatch.setattr(psycopg, "connect", _connect)
    return found


@pytest.mark.parametrize(
    ("words", "more"),
    [*((words, ()) for words in READING), *((words, ("--dry-run",)) for words in DRY)],
    ids=lambda each: name_of(each) if each else "",
)
def test_command_that_reads_opens_sessions_that_refuse_to_write(
    words: Words,
    more: Words,
    run: Run,
    whole: Environment,
    postgres: Server,
    opened: list[Connection],
) -> None:
    login = able(words, whole, postgres)
    if words[0] == "phi":
        run(("phi", "keys", "create"), login)  # once they are there, it says so
    opened.clear()
    ended = run(words, login, *more)
    assert "read-only" not in ended.err
    assert ended.code in (0, 1) or words == ("audit", "verify"), ended
    assert len(opened) > 0
    assert [connection.read_only for connection in opened] == [True] * len(opened)
