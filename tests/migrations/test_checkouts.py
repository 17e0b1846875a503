"""Where a checkout stands and how git made it: stock yoyo and wcdb work there, or say why not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from yoyo.config import read_config

from support.chain import IDS, applied, yoyo
from support.commands import git, refused, wcdb
from support.server import Create, connect
from wcdb.database import ROOT
from wcdb.migrations import files, runner

CONTRACT_IDS = [path.stem for path in files.contract_files()]
INI = str(ROOT / "yoyo.ini")
POST_DEPLOY_INI = str(ROOT / "yoyo-post-deploy.ini")


def copy(root: Path) -> Path:
    """Copy what yoyo and wcdb read."""
    for name in ("sql", "rollbacks", "scripts"):
        shutil.copytree(ROOT / name, root / name, symlinks=True)
    for name in ("yoyo.ini", "yoyo-post-deploy.ini", ".gitattributes", ".gitignore"):
        shutil.copy(ROOT / name, root)
    return root


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files of this checkout as they are now."""
    root = copy(tmp_path_factory.mktemp("repository"))
    git("init", "--quiet", cwd=root)
    git("add", ".", cwd=root)
    git("commit", "--quiet", "--message", "As they are now", cwd=root)
    return root


def clone(repository: Path, root: Path, setting: str) -> Path:
    git("clone", "--quiet", "--config", setting, str(repository), str(root), cwd=root.parent)
    return root


def own_wcdb(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the wcdb of another checkout."""
    return subprocess.run(
        [sys.executable, "-c", "from wcdb.cli import main; main()", *arguments],
        cwd="/",
        env={**os.environ, **variables, "PYTHONPATH": str(root / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_yoyo_from_another_directory_applies_everything(
    create: Create, schema_template: str, tmp_path: Path
) -> None:
    database = create(schema_template)
    yoyo(database, "rollback", "--revision", IDS[-3])
    assert applied(database) == IDS[:-3]
    for directory in (Path("/"), tmp_path):
        yoyo(database, "apply", "--config", INI, root=directory)
        assert applied(database) == IDS
    yoyo(database, "apply", "--config", POST_DEPLOY_INI, root=tmp_path)
    assert applied(database) == [*IDS, *CONTRACT_IDS]
    yoyo(database, "rollback", "--config", POST_DEPLOY_INI, "--revision", IDS[-1], root=Path("/"))
    assert applied(database) == IDS[:-1]


def test_sources_are_the_migrations_the_guard_and_the_witness() -> None:
    sources = read_config(INI)["DEFAULT"]["sources"].split()
    wanted = ["sql", "rollbacks/guard", f"rollbacks/{files.WITNESS}"]
    assert sources == [str(ROOT / name) for name in wanted]


def test_yoyo_without_config_reads_the_one_above(create: Create) -> None:
    database = create("template0")
    yoyo(database, "apply", "--revision", IDS[2])
    assert applied(database) == IDS[:3]
    yoyo(database, "apply", "--revision", IDS[5], root=ROOT / "sql" / "post_deploy")
    assert applied(database) == IDS[:6]


def test_wcdb_works_from_another_directory(
    create: Create, schema_template: str, tmp_path: Path
) -> None:
    empty = create("template0")
    assert wcdb("check", environment={}, cwd=Path("/")).returncode == 0
    assert f"0 of {len(IDS)}" in wcdb("status", environment=empty, cwd=tmp_path).stdout
    database = create(schema_template)
    yoyo(database, "rollback", "--revision", IDS[-3])
    result = wcdb("apply", environment=database, cwd=tmp_path)
    assert result.stdout == "3 migrations applied.\n"
    assert wcdb("status", environment=database, cwd=Path("/")).returncode == 0
    tour = wcdb("quickstart", "--students", "10", environment=database, cwd=tmp_path)
    assert "10 students" in tour.stdout, tour.stderr


def test_pgoptions_reach_yoyo(create: Create, tmp_path: Path) -> None:
    """libpq ignores them beside the options of yoyo.ini's URL, whose own still hold."""
    root = copy(tmp_path / "short")
    students = next(place for place, name in enumerate(IDS) if "create-students" in name)
    for name in IDS[students + 1 :]:
        for path in (root / "sql").glob(f"{name}.*"):
            path.unlink()
    database = create("template0")
    with connect(database) as connection:
        connection.execute("DROP ROLE IF EXISTS wcdb_poor")
        connection.execute("CREATE ROLE wcdb_poor NOLOGIN ROLE CURRENT_USER")
        connection.execute("GRANT CREATE ON SCHEMA public TO wcdb_poor")
    try:
        poor = {**database, "PGOPTIONS": "-c role=wcdb_poor"}
        refused(own_wcdb(root, "apply", **poor), 1, "Role wcdb_poor may not create in database")
    finally:
        with connect(database) as connection:
            connection.execute("DROP OWNED BY wcdb_poor CASCADE")
            connection.execute("DROP ROLE wcdb_poor")
    strict = {**database, "PGOPTIONS": "-c default_transaction_read_only=on -c search_path=x%y"}
    refused(own_wcdb(root, "apply", **strict), 1, "nothing was applied")
    elsewhere = {**database, "PGOPTIONS": "-c search_path=elsewhere"}
    assert own_wcdb(root, "apply", **elsewhere).returncode == 0
    with connect(database) as connection:
        assert connection.execute("SELECT to_regclass('public.students')").fetchone() != (None,)


@pytest.mark.parametrize("config", ["yoyo.ini", "yoyo-post-deploy.ini"])
@pytest.mark.parametrize("name", ["with a-space", "with two spaces", " space"])
def test_path_with_a_space_fails_loudly(
    name: str, config: str, create: Create, tmp_path: Path
) -> None:
    database = create("template0")
    root = copy(tmp_path / name)
    for directory in (root, Path("/")):
        result = runner.yoyo(
            "apply", "--config", str(root / config), environment=database, root=directory
        )
        assert result.returncode != 0
        assert "FileNotFoundError" in result.stderr.splitlines()[-1]
        if name.count(" ") == 1:
            assert "MUST-NOT-HOLD-A-SPACE" in result.stderr.splitlines()[-1]
    assert applied(database) == []
    (finding,) = files.findings(root)
    assert "yoyo does not find files below a path with a space" in finding


@pytest.mark.parametrize("name", ["with[1]brackets", "with*star", "with?mark", "with%d"])
def test_wcdb_refuses_a_path_that_yoyo_reads_as_a_pattern(
    name: str, create: Create, tmp_path: Path
) -> None:
    database = create("template0")
    root = copy(tmp_path / name)
    for command in ("apply", "quickstart"):
        refused(own_wcdb(root, command, **database), 2, "yoyo does not find files below a path")
    found = own_wcdb(root, "check")
    assert found.returncode == 1
    assert "yoyo does not find files below a path" in found.stdout
    assert applied(database) == []


def test_yoyo_alone_says_nothing_below_brackets(create: Create, tmp_path: Path) -> None:
    """README warns of it: nothing that stock yoyo reads there could make it fail."""
    database = create("template0")
    root = copy(tmp_path / "with[1]brackets")
    result = runner.yoyo("apply", environment=database, root=root)
    assert result.returncode == 0
    assert applied(database) == []


def test_clone_without_symbolic_links_fails_at_apply(
    repository: Path, create: Create, schema_template: str, tmp_path: Path
) -> None:
    root = clone(repository, tmp_path / "clone", "core.symlinks=false")
    empty = create("template0")
    full = create(schema_template)
    for arguments in (["apply"], ["rollback"], ["rollback", "--all"], ["list"], ["reapply"]):
        for config in ("yoyo.ini", "yoyo-post-deploy.ini"):
            for database in (empty, full):
                result = runner.yoyo(
                    *arguments, "--config", config, environment=database, root=root
                )
                assert result.returncode != 0, arguments
                last = result.stderr.splitlines()[-1]
                assert "LINKS-ARE-TEXT-HERE" in last
                assert "git-config-core.symlinks-true,-then-git-checkout-HEAD" in last
    assert applied(empty) == []
    assert applied(full) == IDS
    found = own_wcdb(root, "check")
    assert found.returncode == 1
    assert "git config core.symlinks true" in found.stdout
    assert len(found.stdout.splitlines()) == 1, found.stdout

    # What the sentence says.
    git("config", "core.symlinks", "true", cwd=root)
    git("checkout", "HEAD", "--", "sql", "rollbacks", cwd=root)
    assert own_wcdb(root, "check").returncode == 0
    yoyo(empty, "apply", "--revision", IDS[1], root=root)
    yoyo(empty, "rollback", "--revision", IDS[0], root=root)
    assert applied(empty) == []


def test_wcdb_apply_names_links_that_became_text(
    repository: Path, create: Create, tmp_path: Path
) -> None:
    root = clone(repository, tmp_path / "clone", "core.symlinks=false")
    result = own_wcdb(root, "apply", **create("template0"))
    assert result.returncode == 2
    assert "git config core.symlinks true" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_clone_with_autocrlf_has_unix_line_ends(repository: Path, tmp_path: Path) -> None:
    root = clone(repository, tmp_path / "clone", "core.autocrlf=true")
    found = own_wcdb(root, "check")
    assert (found.returncode, found.stderr) == (0, ""), found.stdout
    paths = [root / name for name in git("ls-files", cwd=root).splitlines()]
    assert len(paths) > 300
    assert [path for path in paths if path.is_file() and b"\r" in path.read_bytes()] == []
    for name in ("quickstart", "setup", "test"):
        assert os.access(root / "scripts" / name, os.X_OK)
        subprocess.run(["bash", "-n", str(root / "scripts" / name)], check=True)
