"""Undo and redo from the history alone, and what has changed since one was here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.store import Conflict, Draft, Store

BOTH_ENGINES = True


def test_undoing_goes_back_step_by_step(store: Store, draft: Draft) -> None:
    """To the value before, to nothing where there was none, and then there is nothing left to undo."""
    for question, value in (("a", 1), ("b", 2), ("a", 3)):
        store.record(draft.id, question, value, door="tui")
    seen = []
    while store.undo(draft.id, door="tui") is not None:
        seen.append(store.answers(draft.id))
    assert seen == [{"a": 1, "b": 2}, {"a": 1}, {}]


def test_redoing_brings_it_all_back(store: Store, draft: Draft) -> None:
    """In the order in which it was undone, and no further."""
    for question, value in (("a", 1), ("b", 2), ("a", 3)):
        store.record(draft.id, question, value, door="tui")
    store.forget(draft.id, "b", door="tui")
    for _ in range(4):
        store.undo(draft.id, door="tui")
    seen = []
    while store.redo(draft.id, door="tui") is not None:
        seen.append(store.answers(draft.id))
    assert seen == [{"a": 1}, {"a": 1, "b": 2}, {"a": 3, "b": 2}, {"a": 3}]


def test_undo_outlives_a_restart(open_store: Callable[..., Store]) -> None:
    """What can be undone and redone stands in the history."""
    first = open_store()
    draft = first.create("a", "application", "1").id
    for value in (1, 2, 3):
        first.record(draft, "q", value, door="tui")
    first.undo(draft, door="tui")
    first.close()
    second = open_store()
    reach = second.reach(draft)
    assert (reach.undo and reach.undo.value, reach.redo and reach.redo.value) == (2, 3)
    second.undo(draft, door="tui")
    assert second.answers(draft) == {"q": 1}
    second.redo(draft, door="tui")
    second.redo(draft, door="tui")
    assert second.answers(draft) == {"q": 3}


def test_something_new_ends_what_can_be_redone(store: Store, draft: Draft) -> None:
    """As people are used to; what was undone stays in the history all the same."""
    store.record(draft.id, "q", 1, door="tui")
    store.undo(draft.id, door="tui")
    store.record(draft.id, "r", 2, door="tui")
    assert store.redo(draft.id, door="tui") is None
    assert [event.value for event in store.history(draft.id)] == [1, None, 2]


def test_history_tells_what_was_undone(store: Store, draft: Draft) -> None:
    """An undo is a change like others, and names the one it takes back."""
    store.record(draft.id, "q", 1, door="tui")
    store.undo(draft.id, door="tui")
    store.redo(draft.id, door="chat")
    first, second, third = store.history(draft.id, "q")
    assert (second.act, second.of_seq, second.value) == ("undo", first.seq, None)
    assert (third.act, third.of_seq, third.value, third.door) == ("redo", first.seq, 1, "chat")


def test_everyone_undoes_their_own(open_store: Callable[..., Store]) -> None:
    """A colleague's answer is not taken back by accident."""
    eva, bo = open_store("eva"), open_store("bo")
    draft = eva.create("a", "application", "1").id
    eva.record(draft, "a", "evas", door="tui")
    bo.record(draft, "b", "bos", door="tui")
    eva.undo(draft, door="tui")
    assert eva.answers(draft) == {"b": "bos"}
    assert eva.undo(draft, door="tui") is None


def test_what_someone_else_has_changed_since_is_not_undone(open_store: Callable[..., Store]) -> None:
    """Both values are told, and theirs stays."""
    eva, bo = open_store("eva"), open_store("bo")
    draft = eva.create("a", "application", "1").id
    eva.record(draft, "q", "first", door="tui")
    eva.record(draft, "q", "second", door="tui")
    bo.record(draft, "q", "bos", door="tui")
    with pytest.raises(Conflict) as caught:
        eva.undo(draft, door="tui")
    assert (caught.value.question_id, caught.value.mine) == ("q", "first")
    assert caught.value.theirs is not None
    assert caught.value.theirs.value == "bos"
    assert eva.answers(draft) == {"q": "bos"}


def test_a_new_version_of_the_flow_is_a_border(store: Store, draft: Draft) -> None:
    """Before it, questions may have had other names."""
    store.record(draft.id, "old.name", 1, door="tui")
    store.record(draft.id, "new.name", 1, door="migration")
    assert store.undo(draft.id, door="tui") is None


def test_an_attached_file_comes_back_by_undo(store: Store, draft: Draft, tmp_path: Path) -> None:
    """The history still names it, so it is still there."""
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    named = store.add_file(tmp_path / "x.pdf")
    store.record(draft.id, "q", [named], door="tui")
    store.record(draft.id, "q", "-", door="tui")
    store.undo(draft.id, door="tui")
    assert store.answers(draft.id) == {"q": [named]}
    assert store.read_file(str(named["sha256"])) == b"%PDF-1.7"


def test_what_changed_since_is_told_by_question(store: Store, draft: Draft) -> None:
    """Before and after; what came and went again is no change, and the latest stands last."""
    for question, value in (("a", 1), ("b", 2), ("c", 3)):
        store.record(draft.id, question, value, door="tui")
    since = store.present(draft.id).seq
    for question, value in (("b", 9), ("a", 5), ("b", 8), ("d", 4)):
        store.record(draft.id, question, value, door="chat")
    store.record(draft.id, "a", 1, door="chat")
    store.forget(draft.id, "c", door="chat")
    found = [
        (change.question_id, change.before, change.after) for change in store.changes(draft.id, since=since)
    ]
    assert found == [("b", 2, 8), ("d", None, 4), ("c", 3, None)]


def test_a_visit_is_remembered_for_each_person_and_door(open_store: Callable[..., Store]) -> None:
    """By what they have seen, not by the clock."""
    eva, bo = open_store("eva"), open_store("bo")
    draft = eva.create("a", "application", "1").id
    eva.record(draft, "q", 1, door="tui")
    eva.visit(draft, door="tui", seq=eva.present(draft).seq)
    eva.visit(draft, door="tui", seq=eva.present(draft).seq)
    seen = [eva.visited(draft, door="tui"), eva.visited(draft, door="chat"), bo.visited(draft, door="tui")]
    assert seen == [eva.present(draft).seq, None, None]


def test_order_does_not_hang_on_the_clock(store: Store, draft: Draft, clock: Any) -> None:
    """A clock that jumps back years changes neither the history, nor what is undone, nor what is new."""
    store.record(draft.id, "q", 1, door="tui")
    since = store.present(draft.id).seq
    clock.move(days=-4000)
    store.record(draft.id, "q", 2, door="tui")
    assert [event.value for event in store.history(draft.id)] == [1, 2]
    assert [change.after for change in store.changes(draft.id, since=since)] == [2]
    store.undo(draft.id, door="tui")
    assert store.answers(draft.id) == {"q": 1}
    assert store.upkeep.verify().faults == ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["record", "forget", "undo", "redo", "reopen"]), st.sampled_from("abc")),
    max_size=25,
)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
def test_undo_is_what_an_editor_with_two_stacks_does(pristine: Path, steps: list[tuple[str, str]]) -> None:
    """Whatever is done in whatever order, with restarts in between."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  a folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory) as home:
        folder = Path(shutil.copytree(pristine, Path(home) / "data"))
        store = Store.open(folder)
        draft = store.create("a", "application", "1").id
        states: list[dict[str, Any]] = [{}]
        at = 0
        for number, (act, question) in enumerate(steps):
            if act == "record":
                store.record(draft, question, number, door="tui")
                states[at + 1 :] = [{**states[at], question: number}]
                at += 1
            elif act == "forget":
                store.forget(draft, question, door="tui")
                states[at + 1 :] = [{name: v for name, v in states[at].items() if name != question}]
                at += 1
            elif act == "reopen":
                store.close()
                store = Store.open(folder)
            else:
                did = getattr(store, act)(draft, door="tui")
                step = -1 if act == "undo" else 1
                can = 0 <= at + step < len(states)
                assert (did is not None) == can
                at += step if can else 0
            assert store.answers(draft) == states[at]
        store.close()
