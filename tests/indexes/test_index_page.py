"""docs/indexes.md accounts for every declared index, and is what the catalogue says."""

from collections import Counter

import pytest

from support.index_page import Row, accounting, decisions, declared, indexes, page
from support.server import Connection
from wcdb.database import ROOT

PAGE = ROOT / "docs" / "indexes.md"


@pytest.fixture(scope="module")
def rows(catalogue: Connection) -> list[Row]:
    return accounting(catalogue)


def test_every_declared_index_is_accounted_for(rows: list[Row]) -> None:
    assert Counter(row.declared.source for row in rows) == {"model": 371, "backup": 58}
    assert {row.outcome for row in rows} == {"created", "served", "corrected", "not applicable"}
    for row in rows:
        assert bool(row.index) == (row.outcome != "not applicable"), row
        assert row.note.endswith(".") == (row.outcome in ("corrected", "not applicable")), row


def test_no_decision_is_left_over(rows: list[Row]) -> None:
    needed = {(row.declared.table, row.declared.name) for row in rows if row.note}
    assert decisions().keys() == needed


def test_every_index_named_is_there_and_answers_for_its_table(
    rows: list[Row], catalogue: Connection
) -> None:
    found = {index.name: index for index in indexes(catalogue)}
    tables = {index.table for index in found.values()}
    for row in rows:
        if row.index:
            index = found[row.index]
            assert index.valid, index
            # On another table only where the note says what the declared one does not have.
            if index.table != row.declared.table:
                assert row.declared.table not in tables or "have no" in row.note, row


def test_every_index_says_which_query_it_serves(catalogue: Connection) -> None:
    """Keys and foreign keys speak for themselves, and so do plain lists of a school or a child."""
    found = indexes(catalogue)
    assert len(found) > 450
    silent = [
        index.name
        for index in found
        if not index.comment
        and not index.constraint
        and not (index.target and len(index.keys) == 1)
        and not (
            index.keys[0] in ("school_id", "student_id", "config_id")
            and index.predicate is None
            and len(index.keys) <= 2
        )
    ]
    assert silent == []


def test_declared_unique_keys_are_constraints(catalogue: Connection) -> None:
    found = {index.name: index for index in indexes(catalogue)}
    unique = [row for row in accounting(catalogue) if row.declared.unique]
    assert len(unique) > 20
    assert len(declared()) == 429
    for row in unique:
        assert row.outcome == "created"
        assert found[row.index].constraint == "u"


def test_page_is_what_the_catalogue_says(
    catalogue: Connection, request: pytest.FixtureRequest
) -> None:
    wanted = page(catalogue)
    if request.config.getoption("--write-docs"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted, (
        "docs/indexes.md is stale:"
        " scripts/test --no-lint tests/indexes/test_index_page.py --write-docs"
    )
