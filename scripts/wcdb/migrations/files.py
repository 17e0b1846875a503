"""The migration files: where they are, in which order, and the rules that they obey."""

import os
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import sqlparse

from wcdb.database import ROOT

FIRST_DEPENDENCY = "20251104000000-guard-preflight"
# A link that yoyo.ini names as a source: yoyo fails with this name where it became a text file.
WITNESS = (
    "LINKS-ARE-TEXT-HERE.-Run-git-config-core.symlinks-true,-then-git-checkout-HEAD-sql-rollbacks"
)
CATEGORIES = (
    "constraints",
    "data",
    "enums",
    "functions",
    "indexes",
    "schema",
    "security",
    "triggers",
    "views",
)
DIGITS = 14
# The report plans 28 numbers, and several files may share one of them.
LAST_SHARED_NUMBER = "20251104000028"
FILE_NAME = re.compile(rf"^\d{{{DIGITS}}}-(?:{'|'.join(CATEGORIES)})-[a-z0-9]+(?:-[a-z0-9]+)*$")
DIRECTIVE = re.compile(r"^-- (?:depends: [a-z0-9-]+|transactional: false)$")
LOOKS_LIKE_DIRECTIVE = re.compile(r"^\s*--\s*(?:depend|transaction)\w*\s*:", re.IGNORECASE)
CREATE_INDEX = re.compile(
    r"CREATE (?:UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?(\w+)", re.IGNORECASE
)
MOST_INDEXES = 8
PATIENT = ("SET lock_timeout = 0;", "SET statement_timeout = 0;")
UP_FIELDS = ("HIPAA:", "Locks:", "Rollback:")
# Each shape splits differently in sqlparse than in PostgreSQL (a literal that ends in a
# backslash, a nested comment), or is read by psql alone.
FORBIDDEN = (
    (re.compile(r"\\'"), "a literal must not end in a backslash; yoyo would split it wrongly"),
    (re.compile(r"/\*"), "use -- comments; a /* */ header disables depends and transactional"),
    (re.compile(r"^\\"), "psql commands do not work under yoyo"),
    (re.compile(r"\bFROM\s+stdin\b", re.IGNORECASE), "COPY FROM stdin does not work under yoyo"),
)


def up_files(root: Path = ROOT, folder: str = "sql") -> list[Path]:
    """Return the migration files of sql/, or of another folder, as 'LC_ALL=C ls' lists them."""
    files = root.glob(f"{folder}/*.sql")
    return sorted(
        (path for path in files if not path.name.endswith(".rollback.sql")),
        key=lambda path: path.name,
    )


def contract_files(root: Path = ROOT) -> list[Path]:
    """Return the migration files of sql/post_deploy/, which yoyo apply leaves alone."""
    return up_files(root, "sql/post_deploy")


def rollback_file(up: Path, root: Path = ROOT) -> Path:
    """Return where the exact reverse of a migration belongs."""
    return root / "rollbacks" / up.relative_to(root / "sql")


def header(path: Path) -> list[str]:
    """Return the comment lines before the first statement, where yoyo reads its directives."""
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.lstrip().startswith("--"):
            break
        lines.append(line)
    # The banner of the first section follows the header's closing empty line.
    return lines[: lines.index("")] if "" in lines else lines


def is_transactional(path: Path) -> bool:
    """Say whether stock yoyo runs the migration in one transaction."""
    return "-- transactional: false" not in header(path)


def findings(root: Path = ROOT) -> Iterator[str]:
    """Yield a sentence for each rule of CONTRIBUTING.md that a migration file breaks."""
    chain = up_files(root)
    contracts = contract_files(root)
    files = [*chain, *contracts]
    if not chain:
        yield "sql/: there is no migration; run wcdb in the checkout."
    yield from unusable(root)
    yield from _numbers(files, root)
    expected: str | None = FIRST_DEPENDENCY
    for path in files:
        if contracts and path == contracts[0]:
            # The contract steps begin where sql/ was when they were written.
            expected = None
            named = [line for line in header(path) if line.startswith("-- depends: ")]
            if len(named) != 1 or named[0][12:] not in {file.stem for file in chain}:
                yield f"{path.relative_to(root)}: must depend on one migration of sql/."
        yield from _name_and_links(path, root)
        yield from _header(path, root, expected)
        expected = path.stem
        for file in (path, rollback_file(path, root)):
            if file.is_file():
                yield from _text(file, root)
    known = {rollback_file(path, root) for path in files}
    guard = root / "rollbacks" / "guard" / f"{FIRST_DEPENDENCY}.sql"
    if not guard.is_file():
        yield f"{guard.relative_to(root)}: is missing; restore it, the first migration needs it."
    if not (root / "rollbacks" / WITNESS).exists():
        yield f"rollbacks/{WITNESS}: is missing; restore the link, yoyo.ini says what it is for."
    for path in sorted(root.glob("rollbacks/**/*.sql")):
        if path not in known and path != guard:
            yield f"{path.relative_to(root)}: reverses no migration; delete or rename it."
    for link in sorted(root.glob("sql/**/*.rollback.sql")):
        if not link.with_name(link.name.replace(".rollback.sql", ".sql")).is_file():
            yield f"{link.relative_to(root)}: has no migration beside it; delete it."


def unusable(root: Path = ROOT) -> Iterator[str]:
    """Yield why stock yoyo cannot work in this checkout, whatever its migrations say."""
    if re.search(r"[\s*?[%]", str(root)):
        yield f"{root}: yoyo does not find files below a path with a space, *, ?, [ or %; move it."
    texts = [path for path in [*up_files(root), *contract_files(root)] if _link_is_text(path, root)]
    if texts:
        yield (
            f"{_link(texts[0]).relative_to(root)}: is a text file and should be a link, as should"
            f" {len(texts) - 1} others; run 'git config core.symlinks true', then"
            " 'git checkout HEAD -- sql rollbacks'."
        )


def _link(up: Path) -> Path:
    return up.with_name(f"{up.stem}.rollback.sql")


def _link_target(up: Path, root: Path) -> str:
    return os.path.relpath(rollback_file(up, root), up.parent)


def _link_is_text(up: Path, root: Path) -> bool:
    """Say whether git made a text file of the rollback link (core.symlinks=false)."""
    link = _link(up)
    if link.is_symlink() or not link.is_file():
        return False
    return link.read_bytes().strip() == _link_target(up, root).encode()


def _numbers(files: list[Path], root: Path) -> Iterator[str]:
    """Yield each file that has the number of another one, outside the slots that hold many."""
    owners: dict[str, Path] = {}
    for path in files:
        number = path.stem[:DIGITS]
        owner = owners.setdefault(number, path)
        if owner != path and number > LAST_SHARED_NUMBER:
            yield (
                f"{path.relative_to(root)}: {owner.relative_to(root)} has its number;"
                " give it one of its own, so that a listing shows the order of 'yoyo apply'."
            )


def _name_and_links(path: Path, root: Path) -> Iterator[str]:
    name = path.relative_to(root)
    if not FILE_NAME.match(path.stem):
        yield f"{name}: name it YYYYMMDDNNNNNN-category-description ({', '.join(CATEGORIES)})."
    link = _link(path)
    target = _link_target(path, root)
    if _link_is_text(path, root):
        return  # one sentence for all of them: unusable()
    if not link.is_symlink() or str(link.readlink()) != target:
        yield f"{name}: make its rollback link: ln -s {target} {link.relative_to(root)}"
    elif not link.exists():
        missing = rollback_file(path, root).relative_to(root)
        yield f"{name}: its rollback link dangles; write {missing}."


def _header(path: Path, root: Path, expected: str | None) -> Iterator[str]:
    name = path.relative_to(root)
    lines = header(path)
    if not lines or not re.match(
        r"^-- \S.*[.?]$", " ".join(lines[: lines.index("--")] if "--" in lines else lines)
    ):
        yield f"{name}: the header begins with a sentence that says what the file is for."
    for field in UP_FIELDS:
        if not any(line.startswith(f"-- {field}") for line in lines):
            yield f"{name}: the header has no '{field}' line."
    directives = [line for line in lines if LOOKS_LIKE_DIRECTIVE.match(line)]
    for line in directives:
        if not DIRECTIVE.match(line):
            yield (
                f"{name}: yoyo does not read '{line}';"
                " write '-- depends: ID' or '-- transactional: false'."
            )
    if lines[len(lines) - len(directives) :] != directives:
        yield f"{name}: the directives are the last lines of the header."
    depends = [line for line in directives if "depends" in line]
    if expected is not None and depends != [f"-- depends: {expected}"]:
        yield (
            f"{name}: must depend on the migration before it in 'LC_ALL=C ls':"
            f" '-- depends: {expected}'."
        )
    concurrent = not is_transactional(path)
    if concurrent != ("-indexes-" in path.stem):
        yield f"{name}: index files, and no others, have '-- transactional: false'."
    rollback = rollback_file(path, root)
    if concurrent and rollback.is_file():
        yield from _concurrent(path, rollback, root)
    if rollback.is_file():
        name = rollback.relative_to(root)
        lines = header(rollback)
        if not lines or lines[0] != f"-- Reverses {path.stem}.":
            yield f"{name}: begins with '-- Reverses {path.stem}.'"
        if not any(line.startswith("-- Data loss: ") for line in lines):
            yield f"{name}: the header has no 'Data loss:' line."
        if any(LOOKS_LIKE_DIRECTIVE.match(line) for line in lines):
            yield f"{name}: yoyo ignores directives in a rollback; remove them."


def _concurrent(up: Path, down: Path, root: Path) -> Iterator[str]:
    """Yield where an index file leaves the shape after whose failure a second run starts clean.

    yoyo pairs the last statement of the rollback with the first of the up file, and so on; when
    a statement fails, it runs the partners of those before it. So the rollback's DROPs must all
    have a partner before the first CREATE.
    """
    statements = [" ".join(text.split()) for text in _statements(up)]
    indexes = [match[1] for text in statements if (match := CREATE_INDEX.match(text))]
    table = next((line.split()[-1] for line in header(up) if line.startswith("-- Tables:")), "")
    if not 1 <= len(indexes) <= MOST_INDEXES:
        yield f"{up.relative_to(root)}: holds one to {MOST_INDEXES} indexes, not {len(indexes)}."
    drops = [f"DROP INDEX CONCURRENTLY IF EXISTS {index};" for index in indexes]
    creates = [
        text
        for index in indexes
        for text in (
            f"CREATE INDEX CONCURRENTLY {index} ON {table} ...",
            f"COMMENT ON INDEX {index} IS ...",
        )
    ]
    wanted = [
        "SET lock_timeout = '5s';",
        "SET statement_timeout = 0;",
        *drops,
        "SET lock_timeout = 0;",
        *creates,
        f"ANALYZE {table};",
    ]
    pairs = [
        (up, statements, wanted),
        (down, _statements(down), [*PATIENT, *reversed(drops)]),
    ]
    for path, found, expected in pairs:
        for text, model in zip_longest(found, expected, fillvalue="nothing"):
            plain = text.replace("CREATE UNIQUE INDEX", "CREATE INDEX")
            if plain != model and not (
                model.endswith(" ...") and plain.startswith(model.removesuffix("..."))
            ):
                yield f"{path.relative_to(root)}: where '{text[:60]}' stands, put '{model}'."
                break


def _statements(path: Path) -> list[str]:
    """Return the statements as yoyo splits them, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return sqlparse.split("".join(line for line in lines if not line.startswith("--")))


def _text(path: Path, root: Path) -> Iterator[str]:
    name = path.relative_to(root)
    text = path.read_bytes()
    if text.startswith(b"\xef\xbb\xbf") or b"\r" in text:
        yield f"{name}: save it without byte order mark and with Unix line ends."
    for number, line in enumerate(text.decode().splitlines(), 1):
        code = line.split("--", 1)[0]
        for pattern, rule in FORBIDDEN:
            if pattern.search(code):
                yield f"{name}:{number}: {rule}."
