"""What libpq knows and says: its variables, its URLs, and why it cannot connect, in a sentence."""

import os
import re
from collections.abc import Iterator

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

# libpq's environment variable of each connection parameter, as this libpq knows them:
# https://www.postgresql.org/docs/current/libpq-envars.html
LIBPQ_VARIABLES = {
    option.keyword.decode(): option.envvar.decode()
    for option in pq.Conninfo.get_defaults()
    if option.envvar
}

# ----------------------------------------------------------------------------------------------
# A URL
# ----------------------------------------------------------------------------------------------

ENCODE = "in a user or a password write %40 for @, %3A for :, %2F for / and %25 for %"
NO_URL = "is not a PostgreSQL URL; write postgresql://user@host:port/database"

# How libpq's complaint about a URL begins, and what we say: the rest quotes the URL.
# https://github.com/postgres/postgres/blob/master/src/interfaces/libpq/fe-connect.c
URL_COMPLAINTS = {
    "invalid URI query parameter": "sets a parameter that libpq does not know; leave it out",
    "invalid connection option": "sets a parameter that libpq does not know; leave it out",
    "missing key/value separator": "holds a parameter without =; write ?name=value&name=value",
    "extra key/value separator": "holds a parameter with two =; write %3D for the second",
    "invalid percent-encoded token": f"holds a % without two hexadecimal digits; {ENCODE}",
    "forbidden value %00": "holds %00, which nothing may hold; leave it out",
    "unexpected spaces": "holds a space; write %20",
    "end of string reached": "holds an IPv6 address without ]; write [address]:port",
    "IPv6 host address may not be empty": "holds an empty IPv6 address; write [address]:port",
    "unexpected character": "goes on wrongly after an IPv6 address; write [address]:port/database",
    'missing "=" after': "holds a word without =; write name=value, and '...' around a space",
    "unterminated quoted string": "holds an open quote; close it",
}


# Parameters that other drivers and poolers take in the same URL.
OF_OTHER_PROGRAMS = (
    *("schema", "currentSchema", "search_path", "stringtype", "timezone", "ApplicationName"),
    *("ssl", "sslaccept", "pgbouncer", "pool", "pool_size", "pool_timeout", "max_pool_size"),
    *("connection_limit", "socket_timeout", "statement_timeout", "query_timeout"),
    *("prepareThreshold", "prepared_statements"),
)


def read_url(url: str) -> dict[str, str]:
    """Return the connection parameters of a URL, or of libpq's form name=value name=value.

    Raises:
        ValueError: it cannot be read. The message is the rest of a sentence, and quotes nothing
            that may be a part of a password.
    """
    url = url.strip().replace("postgresql+psycopg://", "postgresql://", 1)
    authority, _, rest = url.partition("://")[2].partition("/")
    if "@" in rest.partition("?")[0]:
        raise ValueError(f"holds an @ after its first /; {ENCODE}")
    if re.search(r"\?\w+=.*@", authority):
        # libpq takes all that stands before the @ for a user and a password.
        raise ValueError("holds an @ after a ?; write %40 for @, or %3F for ? in a password")
    try:
        found = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except UnicodeDecodeError:
        raise ValueError("encodes what is not UTF-8; write the % codes of UTF-8") from None
    except UnicodeEncodeError:
        raise ValueError("is not UTF-8; write other characters as % codes") from None
    except psycopg.Error as error:
        raise ValueError(_url_complaint(str(error), url)) from None
    if authority.count("@") > 1:
        raise ValueError(f"holds an @ too many before its host; {ENCODE}")
    return found


def _url_complaint(said: str, url: str) -> str:
    if not re.match(r"postgres(ql)?://|\w+\s*=", url):
        return NO_URL
    # The name itself may be a part of a password: one that other programs use is none.
    name = re.fullmatch(r'invalid URI query parameter: "(\w+)"', said.strip())
    if name and name[1] in OF_OTHER_PROGRAMS:
        return f"sets {name[1]}, which is no parameter of libpq; leave it out"
    return next(
        (ours for begin, ours in URL_COMPLAINTS.items() if said.startswith(begin)),
        NO_URL,
    )


# ----------------------------------------------------------------------------------------------
# Variables
# ----------------------------------------------------------------------------------------------


def misplaced(variables: dict[str, str]) -> Iterator[str]:
    """Yield a sentence for each variable that holds what cannot be.

    The server or libpq would quote it in an error, and a password with it.
    """
    for name in ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGSERVICE"):
        text = variables.get(name, "")
        if "//" in text or "=" in text:
            yield f"{name} holds a whole URL or list; put that into DATABASE_URL and unset {name}."
    # libpq takes what begins with @ for an abstract socket.
    if any("@" in host[1:] for host in variables.get("PGHOST", "").split(",") if host[:1] != "/"):
        yield "PGHOST holds an @; leave the host alone there, and set PGUSER and PGPASSWORD."
    if ":" in variables.get("PGUSER", ""):
        yield "PGUSER holds a colon; leave the user alone there, and set PGPASSWORD."
    if not _is_port(variables.get("PGPORT", "")):
        yield f"the port is no number from 1 to 65535. {_check('port')}"
    for name, text in variables.items():
        try:
            text.encode()
        except UnicodeEncodeError:
            yield f"{name} is not UTF-8; set it anew."


def _is_port(text: str) -> bool:
    """Say whether it is a port, or one for each of several hosts; nothing is libpq's default."""
    return all(
        part == "" or (re.fullmatch(r"\d{1,5}", part) and 1 <= int(part) <= 65535)
        for part in text.split(",")
    )


# ----------------------------------------------------------------------------------------------
# Why it cannot connect
# ----------------------------------------------------------------------------------------------

# What libpq, psycopg or the server says, the parameters at fault, and what else may be done.
CAUSES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (r"password authentication failed|authentication failed for user", ("user", "password"), ""),
    (r"no password supplied", ("password", "passfile"), ""),
    (r'role "[^"]*" does not exist', ("user", "options"), ""),
    (r"is not permitted to log in", ("user",), "Or let it log in: ALTER ROLE … LOGIN."),
    (r'database "[^"]*" does not exist', ("dbname",), "Or create it: CREATE DATABASE."),
    (r"permission denied for database", ("user", "dbname"), "Or GRANT CONNECT ON DATABASE."),
    (r"database .* is not currently accepting connections", ("dbname",), ""),
    (
        r"no pg_hba.conf entry|pg_hba.conf rejects",
        ("host", "user", "dbname", "sslmode"),
        "Or let the server's pg_hba.conf admit them.",
    ),
    (
        r"too many (clients|connections)|connection slots",
        (),
        "Run it again when another session has ended.",
    ),
    (
        r"starting up|shutting down|in recovery|not accepting connections|not yet accepting",
        (),
        "Run it again in a moment; the server's log says when it is ready.",
    ),
    (
        r'parameter "client_encoding"|codec not available|conversion between',
        ("client_encoding", "options"),
        "",
    ),
    (r'parameter "(?P<setting>TimeZone|DateStyle|geqo)"', (), ""),
    (
        r'parameter "|command-line argument|requires a value|could not access file',
        ("options",),
        "Check what ALTER ROLE and ALTER DATABASE have set.",
    ),
    (r"definition of service|service file|nested service", ("service",), "then PGSERVICEFILE."),
    (r"root certificate|sslrootcert", ("sslrootcert", "sslmode"), ""),
    (
        r"certificate verify failed|host name .* certificate|certificate for",
        ("host", "sslrootcert"),
        "",
    ),
    (r"private key|certificate file|certificate present", ("sslcert", "sslkey"), ""),
    (r"support SSL|SSL required|SSL error|sslmode", ("sslmode",), ""),
    (r"negotiat", ("host", "port", "sslmode"), ""),
    (r"GSSAPI", ("gssencmode",), ""),
    (r"channel binding", ("channel_binding",), ""),
    (r"authentication method requirement|auth method", ("require_auth",), ""),
    (r"read-only|read only|hot standby", ("target_session_attrs",), ""),
    (r"requirepeer|peer user", ("requirepeer",), ""),
    (r"protocol version", ("min_protocol_version", "max_protocol_version"), ""),
    (r"connect_timeout", ("connect_timeout",), ""),
    (r"timeout expired|timed out", ("host", "port", "connect_timeout"), ""),
    (r"cannot match|could not match", ("host", "hostaddr", "port"), ""),
    (r"resolve host|translate host name|parse network address", ("host", "hostaddr"), ""),
    (
        r"No such file|refused|unreachable|No route|too long|Permission denied",
        ("host", "port"),
        "then whether the server runs there.",
    ),
    (
        r"expected authentication request|invalid response|closed the connection|reset by peer",
        ("host", "port"),
        "then whether that is PostgreSQL, and its log.",
    ),
)
SETTINGS_OF = {"TimeZone": "PGTZ", "DateStyle": "PGDATESTYLE", "geqo": "PGGEQO"}
OF_LIST = re.compile(r"^- host: .*?, port: \S+, hostaddr: \S+: ")
OF_SERVER = re.compile(r"^connection to server .*? failed: [^\s:]+:  ")


def cannot_connect(said: str) -> str:
    """Return in one sentence why there is no connection, and what to check.

    Args:
        said: the text of psycopg's error. Its lines after the first are DETAIL, HINT and advice of
            libpq's, or one line for each address that was tried.
    """
    reasons = list(dict.fromkeys(_reasons(said)))
    advice = dict.fromkeys(_advice(reason) for reason in reasons)
    return f"cannot connect: {'; '.join(reasons)}. {' '.join(advice)}"


def _reasons(said: str) -> Iterator[str]:
    """Yield the reason of each address that was tried."""
    lines = said.strip().splitlines() or ["no reason was given"]
    for line in [line for line in lines if OF_LIST.match(line)] or lines[:1]:
        reason = OF_LIST.sub("", line.strip())
        reason = re.sub(r"^(connection failed|connection is bad): ", "", reason)
        yield OF_SERVER.sub("", re.sub(r"\[Errno -?\d+\] ", "", reason)).rstrip(".")


def _advice(reason: str) -> str:
    option = re.search(r'connection option "(\w+)"|invalid "?(\w+)"? value', reason)
    if option and (option[1] or option[2]) in LIBPQ_VARIABLES:
        return _check(option[1] or option[2])
    for pattern, keywords, more in CAUSES:
        if match := re.search(pattern, reason):
            if setting := match.groupdict().get("setting"):
                return f"Check {SETTINGS_OF[setting]} and PGOPTIONS."
            check = _check(*keywords)
            if more.startswith("then"):
                return f"{check.removesuffix('.')}, {more}"
            return " ".join(filter(None, [check, more]))
    return "Check DATABASE_URL, PGSERVICE and libpq's other variables, and the server's log."


def _check(*keywords: str) -> str:
    """Return what to check, in the order in which libpq looks there."""
    if not keywords:
        return ""
    before = [name for name in ("DATABASE_URL", "PGSERVICE") if os.environ.get(name)]
    # Options are no default of anybody's: where they are not set, they are not at fault.
    names = [
        LIBPQ_VARIABLES[name]
        for name in keywords
        if name in LIBPQ_VARIABLES and (name != "options" or os.environ.get("PGOPTIONS"))
        if LIBPQ_VARIABLES[name] not in before
    ]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    places = ", then ".join(filter(None, [*before, listed]))
    return f"Check {places}." if places else ""
