"""Answers: kept as they are, in order, with their history, and never overwritten unseen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.store import Answer, AnswerEvent, Conflict, Draft, Store, Unstorable
from wizard.store.jsontext import MAX_DEPTH, files_named, from_text, to_text
from wizard.values.base import Value

BOTH_ENGINES = True

_WHOLE_TEXT = st.text(st.characters(codec=None))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)


@given(JSON.filter(lambda value: value is not None))
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    """All JSON data, in all the letters of the world, to the last digit and in its order."""
    back = from_text(to_text(value))
    assert back == value
    assert repr(back) == repr(value)


@given(_WHOLE_TEXT.filter(lambda text: not _has_pair(text)))
def test_half_letters_come_back_too(text: str) -> None:
    """A broken paste is an answer like others; the database sees plain UTF-8."""
    assert from_text(to_text(text).encode().decode()) == text


def _has_pair(text: str) -> bool:
    """Whether two halves stand side by side, which JSON cannot tell from the letter they make."""
    return any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in pairwise(text))


@pytest.mark.parametrize(
    "value",
    [
        "Åsa Öhrn – 吉野家 👩🏽‍⚕️",
        "\x00\x1b[31m\u2028",
        "\ud800",
        "",
        0,
        10**30,
        0.1,
        -0.0,
        [],
        {"mon": ["08:00-17:00"]},
        [{"_row": "r2", "name": "Bo"}, {"_row": "r1", "name": "Eva"}],
        True,
        [None],
    ],
    ids=repr,
)
def test_what_is_recorded_is_answered(store: Store, draft: Draft, value: Value) -> None:
    """Through the database and back."""
    store.record(draft.id, "q", value, door="tui")
    assert store.answers(draft.id) == {"q": value}


def test_other_mappings_and_sequences_are_read_as_plain_ones(store: Store, draft: Draft) -> None:
    """Values are typed by what they can do; they come back as dict and list."""
    store.record(draft.id, "q", MappingProxyType({"mon": ("08:00-12:00",)}), door="tui")
    assert store.answers(draft.id) == {"q": {"mon": ["08:00-12:00"]}}


def _nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


def test_what_is_nested_deeply_is_kept(store: Store, draft: Draft) -> None:
    """As deep as any answer may be, and as wide."""
    value = [_nested(MAX_DEPTH - 1)] * 100
    store.record(draft.id, "q", value, door="tui")
    assert store.answers(draft.id) == {"q": value}


_ENDLESS: list[Any] = []
_ENDLESS.append(_ENDLESS)


@pytest.mark.parametrize(
    "value",
    [
        None,
        math.nan,
        math.inf,
        {"a": -math.inf},
        date(2027, 3, 1),
        b"x",
        {1, 2},
        object(),
        _ENDLESS,
        _nested(MAX_DEPTH + 1),
        _nested(100_000),
    ],
)
def test_what_is_no_json_is_refused(store: Store, draft: Draft, value: Any) -> None:
    """Nothing is written then."""
    with pytest.raises(Unstorable):
        store.record(draft.id, "q", value, door="tui")
    assert store.history(draft.id) == ()


def test_a_question_with_half_a_letter_is_refused(store: Store, draft: Draft) -> None:
    """No question is called so; a file may still say it."""
    with pytest.raises(Unstorable):
        store.record(draft.id, "q\ud800", "x", door="tui")


def test_answers_stand_in_the_order_first_given(store: Store, draft: Draft) -> None:
    """A change keeps the place; what was forgotten and given again comes last."""
    for question in ("c", "a", "b", "a"):
        store.record(draft.id, question, question, door="tui")
    store.forget(draft.id, "c", door="tui")
    without = list(store.answers(draft.id))
    store.record(draft.id, "c", "c", door="tui")
    assert (without, list(store.answers(draft.id))) == (["a", "b"], ["a", "b", "c"])


def test_history_tells_all(store: Store, draft: Draft, clock: Any) -> None:
    """What, when, through which door, by whom and why."""
    store.record(draft.id, "q", "x", door="tui")
    clock.move(minutes=-1)
    store.forget(draft.id, "q", door="chat", why="nej, fel \ud800")
    first, second = store.history(draft.id)
    assert first == AnswerEvent(first.seq, draft.id, "q", "x", draft.created_at, "tui", "eva", None)
    assert second == AnswerEvent(second.seq, draft.id, "q", None, clock.now, "chat", "eva", "nej, fel ?")
    assert first.seq < second.seq


def test_history_of_one_question(store: Store, draft: Draft) -> None:
    """Without those of others, and of other drafts."""
    other = store.create("a", "application", "1")
    for question, value in (("a", 1), ("b", 2), ("a", 3)):
        store.record(draft.id, question, value, door="tui")
        store.record(other.id, question, 9, door="tui")
    assert [event.value for event in store.history(draft.id, "a")] == [1, 3]


def test_what_is_returned_is_what_is_held(store: Store, draft: Draft) -> None:
    """So that a window need not read again to know the rev."""
    recorded = store.record(draft.id, "a", {"x": [1]}, door="tui")
    forgotten = store.forget(draft.id, "b", door="chat")
    assert store.current(draft.id) == {"a": recorded, "b": forgotten}


def test_revs_never_go_back(store: Store, draft: Draft) -> None:
    """Not even when an answer is forgotten in between: a window that slept through it would not notice."""
    answers = [store.record(draft.id, "q", 1, door="tui"), store.forget(draft.id, "q", door="tui")]
    answers.append(store.record(draft.id, "q", 2, door="tui"))
    assert [answer.rev for answer in answers] == [1, 2, 3]


def test_the_same_question_in_two_windows_is_a_conflict(store: Store, draft: Draft) -> None:
    """The later one is told both answers, and nothing is overwritten."""
    store.record(draft.id, "q", "mine", door="tui", expected_rev=0)
    with pytest.raises(Conflict) as caught:
        store.record(draft.id, "q", "yours", door="chat", expected_rev=0)
    assert (caught.value.mine, caught.value.theirs) == ("yours", store.current(draft.id)["q"])
    assert store.answers(draft.id) == {"q": "mine"}
    assert store.get(draft.id).rev == 1


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_forgetting_in_one_window_is_seen_in_the_other(store: Store, draft: Draft, expected: int) -> None:
    """Any rev but the present one is a conflict."""
    store.record(draft.id, "q", "x", door="tui")
    store.forget(draft.id, "q", door="tui")
    with pytest.raises(Conflict) as caught:
        store.record(draft.id, "q", "y", door="tui", expected_rev=expected)
    assert isinstance(caught.value.theirs, Answer)
    assert caught.value.theirs.value is None


def test_forgetting_what_has_changed_is_a_conflict(store: Store, draft: Draft) -> None:
    """An undo must not take back what another window has just written."""
    store.record(draft.id, "q", "x", door="tui")
    store.record(draft.id, "q", "y", door="tui")
    with pytest.raises(Conflict) as caught:
        store.forget(draft.id, "q", door="tui", expected_rev=1)
    assert caught.value.mine is None


def test_a_rev_of_what_never_was_is_a_conflict(store: Store, draft: Draft) -> None:
    """There is nothing on the other side then."""
    with pytest.raises(Conflict) as caught:
        store.record(draft.id, "q", "x", door="tui", expected_rev=4)
    assert caught.value.theirs is None


def test_two_equal_answers_are_a_conflict_as_well(store: Store, draft: Draft) -> None:
    """The store does not know what equal means to a question; a door need not ask when both are the same."""
    store.record(draft.id, "q", 1, door="tui", expected_rev=0)
    with pytest.raises(Conflict) as caught:
        store.record(draft.id, "q", 1, door="tui", expected_rev=0)
    assert caught.value.theirs is not None
    assert caught.value.mine == caught.value.theirs.value


def test_with_the_right_rev_an_answer_is_changed(store: Store, draft: Draft) -> None:
    """The usual way of a window."""
    first = store.record(draft.id, "q", "x", door="tui", expected_rev=0)
    store.record(draft.id, "q", "y", door="tui", expected_rev=first.rev)
    assert store.answers(draft.id) == {"q": "y"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ab" * 32, set()),
        ({"name": "a", "sha256": "ab" * 32, "size": 1}, {"ab" * 32}),
        ([{"sha256": "ab" * 32}, {"sha256": "cd" * 32}, 5], {"ab" * 32, "cd" * 32}),
        ([{"_row": "r1", "proof": [{"sha256": "ab" * 32}]}], {"ab" * 32}),
        ({"sha256": "AB" * 32}, set()),
        ({"sha256": "ab"}, set()),
        ({"sha256": 5}, set()),
        ({"sha256": ["ab" * 32]}, set()),
    ],
)
def test_files_are_found_wherever_an_answer_names_them(value: Value, expected: set[str]) -> None:
    """At any depth, by their SHA-256 and by nothing that only looks like it."""
    assert set(files_named(value)) == expected


def test_rows_are_plain_mappings(store: Store, draft: Draft) -> None:
    """Nothing of SQLAlchemy or SQLModel comes out."""
    store.record(draft.id, "q", {"a": 1}, door="tui")
    (event,) = store.history(draft.id)
    assert isinstance(event.value, Mapping)
    assert type(event).__module__ == "wizard.store.records"
