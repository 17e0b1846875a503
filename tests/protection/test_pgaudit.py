"""Object auditing with pgaudit, where Debian's postgresql-15-pgaudit is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.server import Server, connect, embedded_version
from wcdb.dev import server

LIBRARY = Path("/usr/lib/postgresql/15/lib/pgaudit.so")

pytestmark = pytest.mark.skipif(
    not LIBRARY.exists() or embedded_version() != 15,
    reason="needs postgresql-15-pgaudit; scripts/test --pg 15 has it",
)


@pytest.fixture(scope="module")
def audited(
    postgres: Server, schema_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, str], Path]]:
    """A server of its own, set up as docs/runbook.md says; the libpq variables and its log."""
    built = {**postgres.environment, "PGUSER": "postgres", "PGDATABASE": schema_template}
    roles = tmp_path_factory.mktemp("dump") / "roles"
    dump = roles.with_name("dump")
    postgres.run("pg_dumpall", "--roles-only", f"--file={roles}", environment=built)
    postgres.run("pg_dump", "--format=custom", f"--file={dump}", environment=built)

    directory = tmp_path_factory.mktemp("pgaudit") / "pg"
    socket = server.start(directory, 15)
    server.create_owner(socket)
    server.create_database(socket)
    server.stop(directory, 15)
    with (directory / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(
            "shared_preload_libraries = 'pgaudit'\npgaudit.role = 'whitecross_pgaudit'\n"
        )
    socket = server.start(directory, 15)
    environment = {"PGHOST": str(socket), "PGUSER": "postgres", "PGDATABASE": server.DATABASE}
    # Some of the roles are there already.
    postgres.run("psql", "--quiet", f"--file={roles}", environment=environment)
    postgres.run("pg_restore", f"--dbname={server.DATABASE}", str(dump), environment=environment)
    yield {**environment, "PGUSER": server.OWNER}, directory / "log"
    server.stop(directory, 15)


@pytest.mark.parametrize(
    ("statement", "is_logged"),
    [
        ("SELECT count(*) FROM allergies", True),
        ("SELECT last_name FROM students WHERE id = gen_random_uuid()", True),
        ("SELECT s.id FROM schools AS s JOIN vital_signs AS v ON v.school_id = s.id", True),
        ("SELECT count(*) FROM sequelize.allergies", True),
        ("SELECT count(*) FROM drug_catalog", False),
        ("SELECT count(*) FROM schools", False),
    ],
)
def test_reads_of_phi_are_logged_and_no_others(
    audited: tuple[dict[str, str], Path], statement: str, is_logged: bool
) -> None:
    environment, log = audited
    before = len(log.read_text(encoding="utf-8"))
    with connect(environment) as connection:
        connection.execute(statement)
    lines = [
        line
        for line in log.read_text(encoding="utf-8")[before:].splitlines()
        if "AUDIT: OBJECT" in line
    ]
    assert bool(lines) == is_logged, lines
    assert all(",READ,SELECT,TABLE," in line for line in lines)
