"""The migration files themselves: yoyo's split is PostgreSQL's, and wcdb check finds mistakes."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pglast
import pytest
import sqlparse
from yoyo import read_migrations
from yoyo.config import read_config
from yoyo.migrations import topological_sort

from wcdb.database import ROOT
from wcdb.migrations import files

FILES = [
    *files.up_files(),
    *files.contract_files(),
    *sorted(ROOT.glob("rollbacks/**/*.sql")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sqlparse_splits_as_postgresql_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ours = [piece for piece in sqlparse.split(text) if piece.strip()]
    real = pglast.split(text)
    assert len(real) > 0
    assert [pglast.fingerprint(piece) for piece in ours] == [
        pglast.fingerprint(piece) for piece in real
    ]


def test_files_obey_the_rules() -> None:
    assert len(files.up_files()) > 20
    assert list(files.findings()) == []


def first(root: Path, part: str) -> Path:
    return next(path for path in files.up_files(root) if part in path.name)


def replace(part: str, old: str, new: str) -> Callable[[Path], None]:
    def _replace(root: Path) -> None:
        path = first(root, part)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return _replace


def replace_rollback(part: str, old: str, new: str) -> Callable[[Path], None]:
    def _replace(root: Path) -> None:
        path = files.rollback_file(first(root, part), root)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return _replace


def remove_link(root: Path) -> None:
    first(root, "create-budget").with_suffix(".rollback.sql").unlink()


def copy_instead_of_link(root: Path) -> None:
    link = first(root, "create-budget").with_suffix(".rollback.sql")
    text = link.read_text(encoding="utf-8")
    link.unlink()
    link.write_text(text, encoding="utf-8")


def orphan_rollback(root: Path) -> None:
    (root / "rollbacks" / "20260101000000-schema-orphan.sql").write_text("SELECT 1;\n")


def orphan_link(root: Path) -> None:
    (root / "sql" / "20260101000000-schema-orphan.rollback.sql").symlink_to("../rollbacks/x")


def remove_guard(root: Path) -> None:
    (root / "rollbacks" / "guard" / f"{files.FIRST_DEPENDENCY}.sql").unlink()


def rename(root: Path) -> None:
    path = first(root, "create-training")
    path.rename(path.with_name(path.name.replace("-schema-", "-Schema_")))


def byte_order_mark(root: Path) -> None:
    path = first(root, "create-training")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def nine_indexes(root: Path) -> None:
    path = first(root, "performance-alert-rules")
    with path.open("a", encoding="utf-8") as file:
        file.writelines(
            f"CREATE INDEX CONCURRENTLY x{number} ON alert_rules (id);\n" for number in range(8)
        )


def remove_witness(root: Path) -> None:
    (root / "rollbacks" / files.WITNESS).unlink()


def links_as_text(root: Path) -> None:
    for link in root.glob("sql/**/*.rollback.sql"):
        target = str(link.readlink())
        link.unlink()
        link.write_text(target)


def move(old: str, new: str) -> Callable[[Path], None]:
    """Give a migration another name, and follow it: link, rollback, and who depends on it."""

    def _move(root: Path) -> None:
        both = [*files.up_files(root), *files.contract_files(root)]
        path = next(path for path in both if old in path.name)
        renamed = path.stem.replace(old, new)
        for file in [*root.glob("sql/**/*.sql"), *root.glob("rollbacks/**/*.sql")]:
            if file.stem.removesuffix(".rollback") == path.stem:
                target = file.with_name(file.name.replace(old, new))
                if file.is_symlink():
                    target.symlink_to(str(file.readlink()).replace(old, new))
                    file.unlink()
                else:
                    file.rename(target)
        for file in [*root.glob("sql/**/*.sql"), *root.glob("rollbacks/**/*.sql")]:
            if not file.is_symlink():
                text = file.read_text(encoding="utf-8")
                file.write_text(text.replace(path.stem, renamed), encoding="utf-8")

    return _move


LAST_IN_SQL = files.up_files()[-1].stem
LAST_CONTRACT = files.contract_files()[-1].stem
BEFORE_LAST = files.up_files()[-2].stem[: files.DIGITS]
BEFORE_LAST_CONTRACT = files.contract_files()[-2].stem[: files.DIGITS]
MISTAKES = {
    "depends on another one too": (
        replace("create-budget", "-- depends:", "-- depends: 20251104000003-schema-x\n-- depends:"),
        "must depend on the migration before it in 'LC_ALL=C ls'",
    ),
    "applied later than it is listed": (
        move(LAST_IN_SQL, f"20251104000001-{LAST_IN_SQL[15:]}"),
        "must depend on the migration before it in 'LC_ALL=C ls'",
    ),
    "name that only sorts right without its suffix": (
        move("core-infrastructure-schools", "core"),
        "must depend on the migration before it in 'LC_ALL=C ls'",
    ),
    "number of another one": (
        move(LAST_IN_SQL[: files.DIGITS], BEFORE_LAST),
        "has its number; give it one of its own",
    ),
    "number of another contract step": (
        move(LAST_CONTRACT[: files.DIGITS], BEFORE_LAST_CONTRACT),
        "has its number; give it one of its own",
    ),
    "contract step with a number of sql/": (
        move(LAST_CONTRACT[: files.DIGITS], LAST_IN_SQL[: files.DIGITS]),
        "has its number; give it one of its own",
    ),
    "no witness": (remove_witness, "is missing; restore the link"),
    "links as text": (links_as_text, "git config core.symlinks true"),
    "misspelt depends": (replace("create-budget", "-- depends:", "-- depend:"), "does not read"),
    "capital depends": (replace("create-budget", "-- depends:", "-- Depends:"), "does not read"),
    "transactional no": (
        replace("create-budget", "-- depends:", "-- transactional: no\n-- depends:"),
        "does not read",
    ),
    "directive not last": (
        replace("create-budget", "-- HIPAA:", "-- transactional: false\n-- HIPAA:"),
        "last lines",
    ),
    "wrong dependency": (
        replace("create-training", "-schema-create-budget", "-schema-create-followups"),
        "must depend on",
    ),
    "no locks line": (replace("create-budget", "-- Locks:", "-- Lock:"), "'Locks:'"),
    "block comment": (replace("create-budget", "CREATE TABLE", "/* x */ CREATE TABLE"), "/* */"),
    "backslash literal": (
        replace("create-budget", "CREATE TABLE", "SELECT 'x\\';\nCREATE TABLE"),
        "backslash",
    ),
    "psql command": (replace("create-budget", "CREATE TABLE", "\\d\nCREATE TABLE"), "psql"),
    "copy from stdin": (
        replace("create-budget", "CREATE TABLE", "COPY x FROM stdin;\nCREATE TABLE"),
        "stdin",
    ),
    "no data loss": (replace_rollback("create-budget", "Data loss:", "Loss:"), "Data loss"),
    "reverses another": (
        replace_rollback("create-budget", "create-budget", "create-training"),
        "begins with",
    ),
    "directive in rollback": (
        replace_rollback("create-budget", "-- Data", "-- depends: x\n-- Data"),
        "ignores directives",
    ),
    "no link": (remove_link, "make its rollback link"),
    "copy instead of link": (copy_instead_of_link, "make its rollback link"),
    "orphan rollback": (orphan_rollback, "reverses no migration"),
    "orphan link": (orphan_link, "no migration beside it"),
    "no guard": (remove_guard, "is missing"),
    "bad name": (rename, "name it"),
    "byte order mark": (byte_order_mark, "byte order mark"),
    "index file in a transaction": (
        replace("performance-alerts", "-- transactional: false\n", ""),
        "and no others",
    ),
    "table outside a transaction": (
        replace("create-budget", "-- depends:", "-- transactional: false\n-- depends:"),
        "and no others",
    ),
    "leftover not dropped": (
        replace("performance-alerts", "DROP INDEX CONCURRENTLY IF EXISTS", "--"),
        "put 'DROP INDEX CONCURRENTLY IF EXISTS alerts_",
    ),
    "build that gives up waiting": (
        replace("performance-alerts", "SET lock_timeout = 0;\n", ""),
        "put 'SET lock_timeout = 0;'",
    ),
    "index kept although it is INVALID": (
        replace("performance-alerts", "CREATE INDEX CONCURRENTLY", "CREATE INDEX IF NOT EXISTS"),
        "put 'CREATE INDEX CONCURRENTLY alerts_",
    ),
    "blocking build": (
        replace("performance-alerts", "CREATE INDEX CONCURRENTLY", "CREATE INDEX"),
        "put 'CREATE INDEX CONCURRENTLY alerts_",
    ),
    "index of another table": (
        replace("performance-alerts", "ON alerts (user_id", "ON users (user_id"),
        "ON alerts ...",
    ),
    "no ANALYZE": (replace("performance-alerts", "ANALYZE alerts;", ""), "put 'ANALYZE"),
    "rollback without a DROP": (
        replace_rollback("performance-alerts", "DROP INDEX", "-- DROP INDEX"),
        "put 'DROP INDEX CONCURRENTLY",
    ),
    "rollback that gives up waiting": (
        replace_rollback("performance-alerts", "SET lock_timeout = 0;", ""),
        "put 'SET lock_timeout = 0;'",
    ),
    "nine indexes": (nine_indexes, "not 9"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_check_names_the_mistake(mistake: str, tmp_path: Path) -> None:
    for name in ("sql", "rollbacks"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    make, sentence = MISTAKES[mistake]
    make(tmp_path)
    assert [finding for finding in files.findings(tmp_path) if sentence in finding]


def test_a_clone_without_links_is_one_sentence(tmp_path: Path) -> None:
    for name in ("sql", "rollbacks"):
        shutil.copytree(ROOT / name, tmp_path / name, symlinks=True)
    links_as_text(tmp_path)
    others = len(files.up_files()) + len(files.contract_files()) - 1
    (finding,) = files.findings(tmp_path)
    assert f"should be a link, as should {others} others" in finding


def test_ls_shows_the_order_in_which_yoyo_applies() -> None:
    listed = subprocess.run(
        ["ls", "sql", "sql/post_deploy"],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    sources = read_config(str(ROOT / "yoyo-post-deploy.ini"))["DEFAULT"]["sources"].split()
    applied = [one.id for one in topological_sort(read_migrations(*sources))]
    assert applied == [
        files.FIRST_DEPENDENCY,
        *(
            name.removesuffix(".sql")
            for name in listed
            if name.endswith(".sql") and not name.endswith(".rollback.sql")
        ),
    ]
