"""Object auditing with pgaudit, where Debian's postgresql-15-pgaudit is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.server import connect
from wcdb.dev import server
from wcdb.migrations import runner

LIBRARY = Path("/usr/lib/postgresql/15/lib/pgaudit.so")

pytestmark = pytest.mark.skipif(not LIBRARY.exists(), reason="postgresql-15-pgaudit is missing")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Path]]:
    """A server of its own, set up as docs/runbook.md says; the libpq variables and its log."""
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
    environment = {"PGHOST": str(socket), "PGUSER": server.OWNER, "PGDATABASE": server.DATABASE}
    result = runner.yoyo("apply", environment=environment)
    assert result.returncode == 0, result.stderr
    yield environment, directory / "log"
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
