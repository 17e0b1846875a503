"""A server that will not do for the tests is named in one sentence, and no test begins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.server import Server, connect
from wcdb.database import ROOT


def refused(server: Server, **variables: str) -> str:
    """Run a test on the server that these variables name; return the sentence it ends with."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    inherited.pop("DATABASE_URL", None)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/phi/test_envelope.py"],
        cwd=ROOT,
        env={**inherited, "PATH": f"{server.bin}:{os.environ['PATH']}", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == pytest.ExitCode.USAGE_ERROR, result.stdout
    (sentence,) = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    return sentence


def test_a_server_that_does_not_answer_is_named(postgres: Server, tmp_path: Path) -> None:
    assert "cannot connect" in refused(postgres, PGHOST=str(tmp_path), PGUSER="somebody")


@pytest.mark.parametrize("lacking", ["CREATEDB", "CREATEROLE"])
def test_a_role_that_may_not_do_what_the_tests_do_is_named(lacking: str, postgres: Server) -> None:
    if postgres.tablespace is None:
        pytest.skip("needs a superuser, which only the embedded server gives")
    role = "wcdb_unable"
    with connect({**postgres.named("postgres"), "PGUSER": "postgres"}) as admin:
        admin.execute(f"DROP ROLE IF EXISTS {role}")
        admin.execute(f"CREATE ROLE {role} LOGIN CREATEDB CREATEROLE")
        admin.execute(f"ALTER ROLE {role} NO{lacking}")
    try:
        sentence = refused(postgres, **{**postgres.environment, "PGUSER": role})
    finally:
        with connect({**postgres.named("postgres"), "PGUSER": "postgres"}) as admin:
            admin.execute(f"DROP ROLE {role}")
    assert f"run ALTER ROLE {role} CREATEDB CREATEROLE" in sentence
