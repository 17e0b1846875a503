"""scripts/setup and scripts/quickstart install what is missing, once, and nothing to stop a server.

In a copy of the scripts, where pip and wcdb only write down that they were called.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from wcdb.database import ROOT

PROGRAM = '#!/bin/sh\necho "{} $*" >> "$(dirname "$0")/../called"\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "scripts").mkdir()
    for name in ("setup", "quickstart"):
        shutil.copy2(ROOT / "scripts" / name, tmp_path / "scripts")
    (tmp_path / "setup.cfg").touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "wcdb"):
        program = tmp_path / ".venv" / "bin" / name
        program.write_text(PROGRAM.format(name))
        program.chmod(0o755)
    return tmp_path


def called(checkout: Path, script: str, *arguments: str) -> list[str]:
    """Run a script; return the programs that it called, with their last argument."""
    log = checkout / ".venv" / "called"
    log.unlink(missing_ok=True)
    subprocess.run([str(checkout / "scripts" / script), *arguments], cwd="/", check=True)
    if not log.exists():
        return []
    return [f"{line.split()[0]} {line.split()[-1]}" for line in log.read_text().splitlines()]


def test_setup_installs_once(checkout: Path) -> None:
    assert called(checkout, "setup", "embedded") == ["python .[embedded]"]
    assert called(checkout, "setup", "embedded") == []


def test_setup_installs_no_extra_that_is_there_with_others(checkout: Path) -> None:
    assert called(checkout, "setup", "embedded,test") == ["python .[embedded,test]"]
    for extras in ("embedded", "test", "test,embedded"):
        assert called(checkout, "setup", extras) == []
    assert called(checkout, "setup", "embedded,docs") == ["python .[embedded,docs]"]


def test_setup_installs_anew_what_setup_cfg_has_changed(checkout: Path) -> None:
    called(checkout, "setup", "embedded,test")
    later = (checkout / "setup.cfg").stat().st_mtime + 10
    os.utime(checkout / "setup.cfg", (later, later))
    assert called(checkout, "setup", "embedded") == ["python .[embedded]"]


def test_quickstart_installs_once_and_runs(checkout: Path) -> None:
    assert called(checkout, "quickstart", "--students=10") == [
        "python .[embedded]",
        "wcdb --students=10",
    ]
    assert called(checkout, "quickstart", "--students=10") == ["wcdb --students=10"]


def test_stopping_installs_nothing(checkout: Path) -> None:
    assert called(checkout, "quickstart", "--stop") == ["wcdb --stop"]
    shutil.rmtree(checkout / ".venv")
    assert called(checkout, "quickstart", "--stop") == []
    assert not (checkout / ".venv").exists()
