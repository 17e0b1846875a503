"""The newcomer's way, in a copy of the checkout: an embedded server from nothing to nothing."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import counts
from wcdb.database import ROOT

Result = subprocess.CompletedProcess[str]


class Checkout:
    """A copy of this checkout with a .wcdb of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("sql", "rollbacks", "scripts"):
            shutil.copytree(ROOT / name, root / name, symlinks=True)
        shutil.copy(ROOT / "yoyo.ini", root)

    def wcdb(self, *arguments: str, **variables: str) -> Result:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PG") and name != "DATABASE_URL"
        }
        return subprocess.run(
            [sys.executable, "-c", "from wcdb.cli import main; main()", *arguments],
            cwd=self.root,
            env={**environment, **variables, "PYTHONPATH": str(self.root / "scripts")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    checkout = Checkout(tmp_path_factory.mktemp("checkout"))
    yield checkout
    checkout.wcdb("server", "stop")


def variables(checkout: Checkout) -> dict[str, str]:
    printed = checkout.wcdb("server", "env")
    assert printed.returncode == 0, printed.stderr
    return dict(re.findall(r"^export (PG\w+)=(\S+)$", printed.stdout, re.MULTILINE))


def test_commands_say_that_nothing_is_there_yet(checkout: Checkout) -> None:
    for command in (("status",), ("apply",), ("server", "env")):
        result = checkout.wcdb(*command)
        assert result.returncode == 2
        assert "run scripts/quickstart" in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert checkout.wcdb("server", "stop").stdout == "It was not running.\n"
    assert checkout.wcdb("server", "reset").stdout == "Nothing to reset.\n"


def test_quickstart_builds_from_nothing_and_changes_nothing_again(checkout: Checkout) -> None:
    """From nothing, because --reset deletes the server that runs."""
    assert checkout.wcdb("server", "start").returncode == 0
    first = checkout.wcdb("quickstart", "--reset", "--students", "10")
    assert first.returncode == 0, first.stderr
    assert "Deleted" in first.stdout
    for part in (
        f"{counts.TABLES} tables",
        f"{counts.ENUMS} enum types",
        f"{counts.VIEWS} views",
        "10 students",
        "yoyo rollback",
    ):
        assert part in first.stdout
    second = checkout.wcdb("quickstart", "--students", "10")
    assert second.returncode == 0
    assert "all applied" in second.stdout
    assert "already there" in second.stdout
    status = checkout.wcdb("status")
    assert status.returncode == 0, status.stdout


def test_its_own_variables_do_not_make_it_a_server_of_ones_own(checkout: Checkout) -> None:
    own = variables(checkout)
    assert own["PGUSER"] == "whitecross_owner"
    assert checkout.wcdb("status", **own).returncode == 0
    assert checkout.wcdb("quickstart", "--stop", **own).stdout == "Stopped.\n"
    refused = checkout.wcdb("status", **own)
    assert refused.returncode == 2
    assert "cannot connect" in refused.stderr
    assert checkout.wcdb("server", "start").returncode == 0
    assert checkout.wcdb("status", **own).returncode == 0


def test_reset_asks_and_deletes_everything(checkout: Checkout) -> None:
    assert checkout.wcdb("server", "start").returncode == 0
    assert checkout.wcdb("server", "reset").returncode != 0, "nobody said yes"
    assert "Deleted" in checkout.wcdb("server", "reset", "--yes").stdout
    assert not (checkout.root / ".wcdb" / "pg18").exists()
