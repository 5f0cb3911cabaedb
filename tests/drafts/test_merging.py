"""Tables of two windows, put together."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.drafts.merging import merged_tables


def _rows(text: str) -> list[dict[str, Any]]:
    """`r1=a,b r2=c` as rows with cells x, y."""
    words = [word.partition("=") for word in text.split()]
    return [
        dict(zip(["_row", "x", "y"], [name, *cells.split(",")], strict=False)) for name, _, cells in words
    ]


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "expected"),
    [
        ("r1=a", "r1=b", "r1=a", "r1=b"),
        ("r1=a", "r1=a", "r1=b", "r1=b"),
        ("r1=a,a", "r1=b,a", "r1=a,b", "r1=b,b"),
        ("r1=a", "r1=b", "r1=c", None),
        ("r1=a r2=b", "r1=a", "r1=a r2=b", "r1=a"),
        ("r1=a r2=b", "r1=a", "r1=c r2=b", "r1=c"),
        ("r1=a r2=b", "r1=a", "r1=a r2=c", None),
        ("r1=a r2=b", "", "r1=a", ""),
        ("", "r1=a", "r1=b", "r1=b r2=a"),
        ("", "r1=a", "r1=a", "r1=a"),
        ("", "r1=a r2=b", "r1=c", "r1=c r2=b r3=a"),
        ("r1=a r2=b", "r2=b r1=a", "r1=c r2=b", "r2=b r1=c"),
        ("r1=a r2=b", "r1=c r2=b", "r2=b r1=a r3=d", "r2=b r1=c r3=d"),
    ],
)
def test_what_needs_no_choice_is_put_together(
    before: str, mine: str, theirs: str, expected: str | None
) -> None:
    """Rows by their names, cells one by one, the order of whoever changed it."""
    found = merged_tables(_rows(before), _rows(mine), _rows(theirs))
    assert found == (None if expected is None else _rows(expected))


def test_tables_within_rows_merge_too() -> None:
    """To any depth."""
    before = [{"_row": "r1", "in": _rows("r1=a r2=b")}]
    mine = [{"_row": "r1", "in": _rows("r1=c r2=b")}]
    theirs = [{"_row": "r1", "in": _rows("r1=a r2=d")}]
    assert merged_tables(before, mine, theirs) == [{"_row": "r1", "in": _rows("r1=c r2=d")}]


@pytest.mark.parametrize("value", ["?", "", None, 5, [{"x": 1}], {"_row": "r1"}])
def test_what_is_no_table_is_not_merged(value: object) -> None:
    """I-do-not-know beside rows has to be asked."""
    assert merged_tables(_rows("r1=a"), value, _rows("r1=b")) is None
    assert merged_tables(_rows("r1=a"), _rows("r1=b"), value) is None


ROWS = st.lists(
    st.fixed_dictionaries({"_row": st.sampled_from(["r1", "r2", "r3"]), "x": st.sampled_from("ab")}),
    max_size=3,
    unique_by=lambda row: row["_row"],
)


@given(ROWS, ROWS, ROWS)
def test_nothing_that_anyone_wrote_is_lost(before: Any, mine: Any, theirs: Any) -> None:
    """Either somebody is asked, or each row that one of them added or changed is there."""
    found = merged_tables(before, mine, theirs)
    if found is None:
        return
    assert len({row["_row"] for row in found}) == len(found)
    written = [row["x"] for rows in (mine, theirs) for row in rows if row not in before]
    assert all(x in [row["x"] for row in found] for x in written)
    assert merged_tables(before, mine, before) == mine
    assert sorted(map(repr, merged_tables(before, before, theirs) or [])) == sorted(map(repr, theirs))
