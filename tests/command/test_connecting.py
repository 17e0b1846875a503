"""Each way in which a database is named wrongly, or does not let us in: one true sentence."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import pq

from support.commands import refused, wcdb
from support.server import Create, Environment, Server, connect
from wcdb.database import CannotRun, session, target
from wcdb.libpq import LIBPQ_VARIABLES

KEYWORDS = [option.keyword.decode() for option in pq.Conninfo.get_defaults()]


@pytest.fixture(autouse=True)
def no_database_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PG") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)


Refusal = Callable[[Environment], str | None]


@pytest.fixture
def refusal(monkeypatch: pytest.MonkeyPatch) -> Refusal:
    """Return a function that opens a session with variables and returns why there is none."""

    def _refusal(environment: Environment) -> str | None:
        with monkeypatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            try:
                session().close()
            except CannotRun as error:
                sentence = str(error)
                assert len(sentence.splitlines()) == 1
                assert sentence.endswith(".")
                return sentence
        return None

    return _refusal


# ----------------------------------------------------------------------------------------------
# A URL, and a password in it
# ----------------------------------------------------------------------------------------------

SPECIAL = "@:/%?#&=+ []\\'\"!$;,<>|^~"
SHAPES = {
    "before the host": "postgresql://nurse:{}@db.invalid:5432/d",
    "before a host without port": "postgresql://nurse:{}@db.invalid/d",
    "before a parameter": "postgresql://nurse:{}@db.invalid/d?sslmode=prefer",
    "before a socket": "postgresql://nurse:{}@/d?host=/tmp",
    "before an address": "postgresql://nurse:{}@[::1]:5432/d",
    "before two hosts": "postgresql://nurse:{}@one.invalid,two.invalid:5433/d",
    "without a user": "postgresql://:{}@db.invalid/d",
    "as a parameter": "postgresql://nurse@db.invalid/d?password={}",
    "as a parameter before another": "postgresql://db.invalid/d?password={}&user=nurse",
    "as the only parameter": "postgresql://?password={}",
    "as a parameter of a host": "postgresql://db.invalid:5432?user=nurse&password={}",
    "as a word": "host=db.invalid user=nurse password={}",
    "as a word before another": "password={} host=db.invalid",
    "of SQLAlchemy": "postgresql+psycopg://nurse:{}@db.invalid/d",
    "with a bad port": "postgresql://nurse:{}@db.invalid:54x2/d",
    "with a port too high": "postgresql://nurse:{}@db.invalid:99999/d",
    "with an unknown parameter": "postgresql://nurse:{}@db.invalid/d?schema=public",
    "with an open bracket": "postgresql://nurse:{}@[::1/d",
    "with no slashes": "postgresql:nurse:{}@db.invalid/d",
    "with no scheme": "nurse:{}@db.invalid/d",
    "with another scheme": "mysql://nurse:{}@db.invalid/d",
    "with a bad code": "postgresql://nurse:{}@db.invalid/d%zz",
    "with a code of no text": "postgresql://nurse:{}@db.invalid/d%ff",
    "with a code of nothing": "postgresql://nurse:{}@db.invalid/d%00",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("characters", ["", *SPECIAL, "@:", "/?", "?x=", "&x=", "://", "@/", "/:@"])
def test_password_of_a_url_is_read_as_it_is_or_not_told(
    shape: str, characters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if characters == "\\" and "word" in shape:
        pytest.skip("there libpq reads it as we write a % code in a URL")
    password = f"hunter{characters}wolf"
    monkeypatch.setenv("DATABASE_URL", SHAPES[shape].format(password))
    try:
        found = target()
    except CannotRun as error:
        sentence = str(error)
        assert sentence.startswith("DATABASE_URL ")
        assert "hunter" not in sentence and "wolf" not in sentence
        assert "is not a PostgreSQL URL" not in sentence or not shape.startswith(("before", "as"))
    else:
        assert found["PGPASSWORD"] == password


ASTRAY = (
    "postgresql://nurse@db.invalid/d?{}",
    "postgresql://nurse@db.invalid/d?{}=1",
    "postgresql://nurse@db.invalid/d?sslmode=prefer&{}=1",
    "postgresql://nurse@db.invalid/d?sslmode=prefer&{}",
    "postgresql://nurse@db.invalid?{}=1",
    "host=db.invalid {}=1",
    "host=db.invalid {}",
    "{}=1",
    "{}",
)


@pytest.mark.parametrize("url", ASTRAY)
@pytest.mark.parametrize("characters", ["", *SPECIAL])
def test_password_where_none_belongs_is_not_told(
    url: str, characters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url.format(f"hunter{characters}wolf"))
    with pytest.raises(CannotRun) as refused:
        target()
    assert "hunter" not in str(refused.value) and "wolf" not in str(refused.value)


@pytest.mark.parametrize("shape", SHAPES)
def test_password_that_is_encoded_is_read_wherever_a_url_is_right(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = SHAPES[shape]
    if shape.startswith(("as a word", "with ")):
        pytest.skip("not a URL, or not a right one")
    encoded = "".join(f"%{ord(character):02X}" for character in SPECIAL)
    monkeypatch.setenv("DATABASE_URL", url.format(encoded))
    assert target()["PGPASSWORD"] == SPECIAL


SAID_OF_URLS = {
    "postgresql://u@h/d?unknown_parameter=1": "sets a parameter that libpq does not know",
    "postgresql://u@h/d?schema=public": "sets schema, which is no parameter of libpq",
    "postgresql://u@h:abc/d": "port is no number from 1 to 65535",
    "postgresql://u@h:0/d": "port is no number from 1 to 65535",
    "postgresql://u@a:1,b:x/d": "port is no number from 1 to 65535",
    "postgresql://u:a%b@h/d": "a % without two hexadecimal digits",
    "postgresql://u@h/%ff": "not UTF-8",
    "postgresql://u@h/%00": "%00",
    "postgresql://u:p/q@h/d": "an @ after its first /",
    "postgresql://u:p@q@h/d": "an @ too many",
    "postgresql://u@[::1/d": "an IPv6 address without ]",
    "postgresql://u@[]/d": "an empty IPv6 address",
    "postgresql://u@[::1]x/d": "after an IPv6 address",
    "postgresql://u@h/d?sslmode": "a parameter without =",
    "postgresql://u@h/d?sslmode=a=b": "a parameter with two =",
    "u:p@h/d": "is not a PostgreSQL URL",
    "mysql://u@h/d": "is not a PostgreSQL URL",
    "//u@h/d": "is not a PostgreSQL URL",
    "whitecross": "is not a PostgreSQL URL",
    "host=h nonsense=1": "sets a parameter that libpq does not know",
    "host='h": "an open quote",
    "postgresql://u@h/d?keepalives=0": "sets keepalives, and stock yoyo would connect without",
}


@pytest.mark.parametrize("url", SAID_OF_URLS)
def test_fault_of_a_url_is_named(url: str, refusal: Refusal) -> None:
    sentence = refusal({"DATABASE_URL": url})
    assert sentence is not None
    assert "DATABASE_URL" in sentence and SAID_OF_URLS[url] in sentence


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("postgresql://u@[::1]:5433/d", {"PGHOST": "::1", "PGPORT": "5433"}),
        ("postgresql://u@a:1,b:2/d", {"PGHOST": "a,b", "PGPORT": "1,2"}),
        ("postgresql://u@a,b/d", {"PGHOST": "a,b", "PGPORT": ","}),
        ("postgresql://u@%2Frun%2Fpg/d", {"PGHOST": "/run/pg"}),
        ("postgresql://u@/d?host=/run/pg", {"PGHOST": "/run/pg"}),
        ("postgres://u@h/d?ssl=true", {"PGHOST": "h", "PGSSLMODE": "require"}),
        (" postgresql://u@h/d\n", {"PGHOST": "h"}),
    ],
)
def test_right_url_is_read(url: str, wanted: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert target() == {"PGUSER": "u", "PGDATABASE": "d", **wanted}


# ----------------------------------------------------------------------------------------------
# Variables
# ----------------------------------------------------------------------------------------------

URL = "postgresql://nurse:hunter2@db.invalid/d"


@pytest.mark.parametrize("name", ["PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE"])
@pytest.mark.parametrize("text", [URL, "host=h password=hunter2", "nurse:hunter2@db.invalid"])
def test_url_in_another_variable_is_not_told(name: str, text: str, refusal: Refusal) -> None:
    if text[:5] == "nurse" and name not in ("PGHOST", "PGPORT"):
        pytest.skip("a user and a database may have such a name")
    sentence = refusal({"PGHOST": "/nowhere", name: text})
    assert sentence is not None
    assert name in sentence
    assert "hunter2" not in sentence


@pytest.mark.parametrize("value", ["nonsense", "-1", "1e30", "x" * 300, "\udcff"])
@pytest.mark.parametrize("keyword", KEYWORDS)
def test_bad_value_of_a_parameter_is_named(
    keyword: str, value: str, postgres: Server, refusal: Refusal
) -> None:
    """Or the server does not mind: then there is a session."""
    if keyword == "host" and value == "nonsense":
        value += ".invalid"
    database = postgres.named("postgres")
    variable = LIBPQ_VARIABLES.get(keyword)
    if variable:
        sentence = refusal({**database, variable: value})
        assert sentence is None or variable in sentence
    if value.isascii():
        parameters = {name: text for name, text in database.items() if name != variable}
        names = {text: name for name, text in LIBPQ_VARIABLES.items()}
        query = "&".join(f"{names[name]}={text}" for name, text in parameters.items())
        sentence = refusal({"DATABASE_URL": f"postgresql:///?{query}&{keyword}={value}"})
        assert sentence is None or "DATABASE_URL" in sentence


def test_unknown_service_is_said_beside_a_url_too(refusal: Refusal, tmp_path: Path) -> None:
    wrong = {"PGSERVICE": "elsewhere", "PGSERVICEFILE": str(tmp_path / "none")}
    for environment in (wrong, {**wrong, "DATABASE_URL": "postgresql://u@h/d"}):
        sentence = refusal(environment)
        assert sentence is not None
        assert "service file" in sentence and "PGSERVICEFILE" in sentence
    (tmp_path / "none").write_text("[here]\nhost=/nowhere\n")
    for environment in (wrong, {**wrong, "DATABASE_URL": "postgresql://u@h/d"}):
        sentence = refusal(environment)
        assert sentence is not None
        assert 'definition of service "elsewhere" not found' in sentence


# ----------------------------------------------------------------------------------------------
# What the server says
# ----------------------------------------------------------------------------------------------

SETTINGS = {
    "PGOPTIONS=-c nonsense=1": "PGOPTIONS",
    "PGOPTIONS=-c work_mem=abc": "PGOPTIONS",
    "PGOPTIONS=-c work_mem=-7": "PGOPTIONS",
    "PGOPTIONS=-c shared_buffers=1GB": "PGOPTIONS",
    "PGOPTIONS=-c log_statement=all": "PGOPTIONS",
    "PGOPTIONS=-c session_preload_libraries=nonsense": "PGOPTIONS",
    "PGOPTIONS=-c role=nonsense": "PGOPTIONS",
    "PGOPTIONS=-c": "PGOPTIONS",
    "PGOPTIONS=-c work_mem": "PGOPTIONS",
    "PGOPTIONS=--nonsense": "PGOPTIONS",
    "PGOPTIONS=--nonsense=1": "PGOPTIONS",
    "PGOPTIONS=-Z": "PGOPTIONS",
    "PGOPTIONS=nonsense": "PGOPTIONS",
    "PGTZ=nonsense": "PGTZ",
    "PGDATESTYLE=nonsense": "PGDATESTYLE",
    "PGGEQO=nonsense": "PGGEQO",
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_setting_that_the_server_refuses_is_named_and_not_the_host(
    setting: str, postgres: Server, refusal: Refusal
) -> None:
    name, _, value = setting.partition("=")
    sentence = refusal({**postgres.named("postgres"), name: value})
    assert sentence is not None
    assert SETTINGS[setting] in sentence
    assert "PGHOST" not in sentence and "PASSWORD" not in sentence


@pytest.mark.parametrize("encoding", ["LATIN1", "EUC_TW", "MULE_INTERNAL"])
def test_encoding_of_the_client_is_ours_and_yoyo_says_that_it_cannot(
    encoding: str, create: Create, refusal: Refusal
) -> None:
    database = {**create("template0"), "PGCLIENTENCODING": encoding}
    assert refusal(database) is None
    if encoding != "LATIN1":
        refused(wcdb("apply", environment=database), 2, "yoyo cannot", "PGCLIENTENCODING.")


ROLE = "wcdb_stranger"
# What is done to a login or its database, what the sentence says, and what it says to check.
SHUT = {
    "ALTER ROLE {role} NOLOGIN": ("is not permitted to log in", "ALTER ROLE"),
    "ALTER ROLE {role} CONNECTION LIMIT 0": ("too many connections for role", "Run it again"),
    "ALTER DATABASE {database} CONNECTION LIMIT 0": ("too many connections", "Run it again"),
    "ALTER DATABASE {database} ALLOW_CONNECTIONS false": ("not currently accepting", "PGDATABASE"),
    "REVOKE CONNECT ON DATABASE {database} FROM PUBLIC": ("permission denied", "GRANT CONNECT"),
    "ALTER ROLE {role} SET session_preload_libraries = 'x'": ("could not access", "ALTER ROLE"),
    "DROP ROLE {role}": ("does not exist", "PGUSER"),
}


@pytest.mark.parametrize("statement", SHUT)
def test_server_that_lets_nobody_in_is_quoted(
    statement: str, create: Create, postgres: Server, refusal: Refusal
) -> None:
    if postgres.tablespace is None:
        pytest.skip("needs a superuser, which only the embedded server gives")
    database = create("template0")
    admin = connect({**postgres.named("postgres"), "PGUSER": "postgres"})
    admin.autocommit = True
    with admin:
        admin.execute(f"DROP ROLE IF EXISTS {ROLE}")
        admin.execute(f"CREATE ROLE {ROLE} LOGIN")
        login = {**database, "PGUSER": ROLE}
        assert refusal(login) is None
        try:
            admin.execute(statement.format(role=ROLE, database=database["PGDATABASE"]))
            sentence = refusal(login)
        finally:
            admin.execute(f"ALTER DATABASE {database['PGDATABASE']} ALLOW_CONNECTIONS true")
            admin.execute(f"DROP ROLE IF EXISTS {ROLE}")
    assert sentence is not None
    for part in SHUT[statement]:
        assert part in sentence


# ----------------------------------------------------------------------------------------------
# What answers at a port
# ----------------------------------------------------------------------------------------------


@contextmanager
def answering(to_ssl: bytes, to_login: bytes) -> Iterator[int]:
    """Listen at a port and answer so to who asks for SSL or GSSAPI, and to who logs in."""

    def _serve() -> None:
        while True:
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer:
                while request := peer.recv(4096):
                    # An SSLRequest and a GSSENCRequest are eight bytes long.
                    is_login = len(request) > 8
                    peer.sendall(to_login if is_login else to_ssl)
                    if is_login or to_ssl != b"N":
                        break

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def error(severity: str, code: str, message: str) -> bytes:
    """Return an ErrorResponse of PostgreSQL's protocol."""
    fields = f"S{severity}\0C{code}\0M{message}\0DDetail: 17\0\0".encode()
    return b"E" + (len(fields) + 4).to_bytes(4) + fields


ANSWERS = {
    "starting up": (error("FATAL", "57P03", "the database system is starting up"), "in a moment"),
    "shutting": (error("FATAL", "57P03", "the database system is shutting down"), "in a moment"),
    "recovery": (error("FATAL", "57P03", "the database system is in recovery mode"), "in a moment"),
    "hot standby": (
        error("FATAL", "57P03", "the database system is not accepting connections"),
        "in a moment",
    ),
    "many": (error("FATAL", "53300", "sorry, too many clients already"), "another session"),
    "slots": (
        error("FATAL", "53300", "remaining connection slots are reserved for roles"),
        "another session",
    ),
    "pg_hba": (error("FATAL", "28000", 'no pg_hba.conf entry for host "x"'), "pg_hba.conf admit"),
    "password": (
        error("FATAL", "28P01", 'password authentication failed for user "nurse"'),
        "PGUSER and PGPASSWORD",
    ),
    "Russian": (error("ВАЖНО", "28P01", "пользователь не прошёл проверку"), "server's log"),
    "asks for a password": (b"R\0\0\0\x08\0\0\0\x03", "PGPASSWORD and PGPASSFILE"),
    "HTTP": (b"HTTP/1.1 400 Bad Request\r\n\r\n", "whether that is PostgreSQL"),
    "nothing": (b"", "whether that is PostgreSQL"),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_answer_of_a_server_is_told_with_what_to_do(answer: str, refusal: Refusal) -> None:
    to_login, advice = ANSWERS[answer]
    with answering(b"N", to_login) as port:
        sentence = refusal({"PGHOST": "127.0.0.1", "PGPORT": str(port), "PGUSER": "nurse"})
    assert sentence is not None
    assert advice in sentence
    assert "Detail" not in sentence


def test_ssl_that_cannot_be_is_told(refusal: Refusal, tmp_path: Path) -> None:
    with answering(b"N", b"") as port:
        place = {"PGHOST": "127.0.0.1", "PGPORT": str(port)}
        sentence = refusal({**place, "PGSSLMODE": "require"})
        assert sentence is not None
        assert "does not support SSL" in sentence and "Check PGSSLMODE." in sentence
    with answering(b"S", b"") as port:
        place = {"PGHOST": "127.0.0.1", "PGPORT": str(port)}
        missing = str(tmp_path / "none")
        sentence = refusal({**place, "PGSSLMODE": "verify-full", "PGSSLROOTCERT": missing})
        assert sentence is not None
        assert f'"{missing}" does not exist' in sentence and "Check PGSSLROOTCERT" in sentence
        sentence = refusal({**place, "PGSSLMODE": "require", "PGSSLCERT": str(tmp_path)})
        assert sentence is not None
        assert "Check PGSSLCERT and PGSSLKEY." in sentence


def test_place_where_nobody_answers_is_told(refusal: Refusal, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        place = {"PGHOST": "127.0.0.1", "PGPORT": port, "PGCONNECT_TIMEOUT": "2"}
        sentence = refusal(place)
        assert sentence is not None
        assert "timeout expired" in sentence and "PGCONNECT_TIMEOUT" in sentence
    for environment, cause, names in (
        ({"PGHOST": "127.0.0.1", "PGPORT": port}, "refused", "PGHOST and PGPORT"),
        ({"PGHOST": str(tmp_path)}, "No such file", "PGHOST and PGPORT"),
        ({"PGHOST": f"/{'x' * 200}"}, "too long", "PGHOST and PGPORT"),
        ({"PGHOST": "db.invalid"}, "resolve", "PGHOST"),
        ({"PGHOST": "x" * 100}, "", "PGHOST"),
        ({"PGHOST": "a..b"}, "", "PGHOST"),
        ({"PGHOSTADDR": "nonsense"}, "nonsense", "PGHOSTADDR"),
        ({"PGHOST": "a,b", "PGPORT": "1,2,3"}, "match", "PGPORT"),
        ({"PGHOST": f"127.0.0.1,{tmp_path}", "PGPORT": f"{port},1"}, "refused;", "No such file"),
    ):
        sentence = refusal(environment)
        assert sentence is not None
        assert cause in sentence and names in sentence, sentence


@pytest.mark.parametrize("command", [("apply",), ("status",), ("phi", "status"), ("posture",)])
def test_command_ends_with_that_sentence(command: tuple[str, ...], create: Create) -> None:
    database = create("template0")
    wrong = {**database, "PGOPTIONS": "-c nonsense=1"}
    refused(wcdb(*command, environment=wrong), 2, '"nonsense"', "Check PGOPTIONS")
    wrong = {"DATABASE_URL": "postgresql://nurse:hunter2@h/d?unknown=1"}
    refused(wcdb(*command, environment=wrong), 2, "DATABASE_URL sets a parameter")
