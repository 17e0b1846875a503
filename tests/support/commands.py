"""wcdb as a command of its own and inside the process of the tests, and git."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from click.testing import CliRunner, Result

from wcdb.database import ROOT
from wcdb.libpq import LIBPQ_VARIABLES

WCDB = str(Path(sys.executable).parent / "wcdb")


def wcdb(
    *arguments: str, environment: dict[str, str], cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and name != "DATABASE_URL"
    }
    return subprocess.run(
        [WCDB, *arguments],
        cwd=cwd,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def refused(result: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """One line on stderr, no traceback, the parts in it, the exit code."""
    assert result.returncode == code, result
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("wcdb: ")
    assert "Traceback" not in result.stderr
    for part in parts:
        assert part in lines[0]


def invoke(
    command: click.Command,
    environment: dict[str, str],
    arguments: Sequence[str],
    stdin: str | None = None,
) -> Result:
    """Run a command of wcdb with these libpq variables and no others."""
    cleared: dict[str, str | None] = dict.fromkeys([*LIBPQ_VARIABLES.values(), "DATABASE_URL"])
    cleared = {name: None for name in cleared if name in os.environ}
    return CliRunner().invoke(command, arguments, input=stdin, env={**cleared, **environment})


def git(*arguments: str, cwd: Path) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    result = subprocess.run(
        ["git", *identity, *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout
