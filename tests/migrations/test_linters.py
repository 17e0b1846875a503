"""Each hook of pre-commit passes what is right and stops a fault of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.commands import git
from wcdb.database import ROOT

# The hook, a file for it, what may stand in that file, what may not, and what the linter says.
FAULTS = [
    ("wcdb-check", "sql/one.sql", None, "SELECT 1;\n", "one.sql: name it"),
    ("sqlfluff", "sql/one.sql", "SELECT 1;\n", "select 1;\n", "CP01"),
    ("sqlfluff", "sql/post_deploy/one.sql", "SELECT 1;\n", "SELECT  1;\n", "LT01"),
    ("sqlfluff", "rollbacks/one.sql", "SELECT 1;\n", "SELECT FROM FROM;\n", "PRS"),
    ("sqlfluff", "scripts/wcdb/dev/one.sql", "SELECT 1;\n", "SELECT 1\n", "CV06"),
    (
        "squawk",
        "sql/one.sql",
        "ALTER TABLE a ADD COLUMN b text;\n",
        "ALTER TABLE a DROP COLUMN b;\n",
        "ban-drop-column",
    ),
    (
        "squawk-post-deploy",
        "sql/post_deploy/one.sql",
        "ALTER TABLE a DROP COLUMN b;\n",
        "ALTER TABLE a RENAME COLUMN b TO c;\n",
        "renaming-column",
    ),
    (
        "squawk-indexes",
        "sql/one-indexes-a.sql",
        "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);\n",
        "CREATE INDEX a_b_idx ON a (b);\n",
        "require-concurrent-index-creation",
    ),
    ("ruff", "tests/one.py", "ONE = 1\n", "import os\n", "F401"),
    ("ruff-format", "benchmarks/one.py", "ONE = 1\n", "ONE=1\n", "would be reformatted"),
    ("mypy", "scripts/wcdb/one.py", "ONE: int = 1\n", 'ONE: int = "1"\n', "[assignment]"),
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout as they are now, and its tools."""
    root = tmp_path_factory.mktemp("checkout")
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in listed.rstrip("\0").split("\0"):
        if os.path.lexists(ROOT / name):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name, follow_symlinks=False)
    (root / ".venv").symlink_to(sys.prefix)
    if (ROOT / ".mypy_cache").exists():
        # From nothing it takes half a minute.
        shutil.copytree(ROOT / ".mypy_cache", root / ".mypy_cache")
    git("init", "--quiet", cwd=root)
    git("add", "sql", "rollbacks", ".pre-commit-config.yaml", cwd=root)
    return root


def lint(checkout: Path, hook: str, *which: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PRE_COMMIT_HOME": str(checkout.parent / "pre-commit"),
        # wcdb checks the checkout that it stands in.
        "PYTHONPATH": str(checkout / "scripts"),
    }
    return subprocess.run(
        [".venv/bin/pre-commit", "run", hook, *which],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("hook", "path", "right", "wrong", "message"), FAULTS, ids=[f"{h}-{p}" for h, p, *_ in FAULTS]
)
def test_hook_stops_a_fault(
    checkout: Path, hook: str, path: str, right: str | None, wrong: str, message: str
) -> None:
    planted = checkout / path
    if right is None:
        result = lint(checkout, hook, "--all-files")
    else:
        planted.write_text(right, encoding="utf-8")
        result = lint(checkout, hook, "--files", path)
    assert (result.returncode, "Passed" in result.stdout) == (0, True), result.stdout
    planted.write_text(wrong, encoding="utf-8")
    result = lint(checkout, hook, "--files", path)
    planted.unlink()
    assert (result.returncode, message in result.stdout) == (1, True), result.stdout


def test_a_changed_link_is_checked_too(checkout: Path) -> None:
    link = next((checkout / "sql").glob("*.rollback.sql"))
    target = link.readlink()
    link.unlink()
    link.symlink_to("nowhere.sql")
    result = lint(checkout, "wcdb-check", "--files", str(link.relative_to(checkout)))
    link.unlink()
    link.symlink_to(target)
    assert (result.returncode, "rollback link" in result.stdout) == (1, True), result.stdout


def test_generated_sql_is_not_linted(checkout: Path) -> None:
    result = lint(checkout, "sqlfluff", "--files", "docs/schema/students.sql")
    assert "(no files to check)" in result.stdout


def test_every_hook_has_a_fault() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"- id: (\S+)", text)) == {hook for hook, *_ in FAULTS}
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}, "others need the network"
