"""A draft at work in two windows: different answers merge, the same answer asks, and undo is everyone's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TODAY, Maker
from wizard.drafts.session import DraftSession
from wizard.flow.content import Content
from wizard.store import Conflict, Store

TASKS = """
- id: one
  title: Ett
  source: S0 § X
  questions:
    - {id: name, type: text, label: Namn}
    - {id: number, type: integer, label: Antal}
    - id: staff
      type: table
      label: Personal
      row_label: who
      columns:
        - {id: who, type: text, label: Namn}
        - {id: fte, type: integer, label: Omfattning}
"""

Open = Callable[..., DraftSession]


@pytest.fixture
def content(make_content: Maker) -> Content:
    """Three questions, one of them a table."""
    return make_content(TASKS)


@pytest.fixture
def open_session(content: Content, tmp_path: Path) -> Iterator[Open]:
    """Opens the one draft in as many windows as one likes, each with its own connection to the store."""
    stores: list[Store] = []

    def opened(who: str | None = None, door: str = "wizard") -> DraftSession:
        store = Store.open(tmp_path / "data", who=who)
        stores.append(store)
        drafts = store.drafts()
        draft = drafts[0] if drafts else store.create("prov", "application", "2026.1")
        return DraftSession.open(store, content, draft.id, TODAY, door)

    yield opened
    for store in stores:
        store.close()


def _table(*rows: tuple[str, str, int]) -> list[dict[str, Any]]:
    return [{"_row": name, "who": who, "fte": fte} for name, who, fte in rows]


def test_different_answers_of_two_windows_merge(open_session: Open) -> None:
    """Each window has both after its next answer, and is told what came in."""
    first, second = open_session(), open_session()
    first.answer("name", "Hälsan")
    second.answer("number", 5)
    assert second.interview.answers() == {"name": "Hälsan", "number": 5}
    assert [(change.question_id, change.before, change.after) for change in second.news] == [
        ("name", None, "Hälsan")
    ]
    assert [change.question_id for change in first.refresh()] == ["number"]
    assert first.interview.answers() == second.interview.answers()


def test_the_same_answer_in_two_windows_shows_both_values_and_asks(open_session: Open) -> None:
    """Nothing is overwritten; whoever answers once more has seen the other value."""
    first, second = open_session(), open_session()
    first.answer("name", "Hälsan")
    with pytest.raises(Conflict) as caught:
        second.answer("name", "Kliniken")
    assert (caught.value.question_id, caught.value.mine) == ("name", "Kliniken")
    assert caught.value.theirs is not None
    assert caught.value.theirs.value == "Hälsan"
    assert second.interview.answers() == second.store.answers(second.draft.id) == {"name": "Hälsan"}
    second.answer("name", "Kliniken")
    assert first.store.answers(first.draft.id) == {"name": "Kliniken"}
    with pytest.raises(Conflict):
        first.answer("name", "Hälsan AB")


def test_the_same_value_in_two_windows_asks_nobody(open_session: Open) -> None:
    """Both are right; it is written once."""
    first, second = open_session(), open_session()
    first.answer("name", "Hälsan")
    second.answer("name", "Hälsan")
    assert len(second.store.history(second.draft.id, "name")) == 1
    second.answer("name", "Hälsan AB")
    assert second.interview.answers() == {"name": "Hälsan AB"}


def test_two_windows_change_different_rows_and_cells_of_a_table(open_session: Open) -> None:
    """Both get their way, and rows that each added are two rows."""
    first = open_session()
    first.answer("staff", _table(("r1", "Bo", 1), ("r2", "Eva", 2)))
    second = open_session()
    first.answer("staff", _table(("r1", "Bo", 9), ("r2", "Eva", 2), ("r3", "Ann", 3)))
    second.answer("staff", _table(("r1", "Bosse", 1), ("r2", "Eva", 2), ("r3", "Ola", 4)))
    merged = _table(("r1", "Bosse", 9), ("r2", "Eva", 2), ("r3", "Ann", 3), ("r4", "Ola", 4))
    assert second.interview.stored["staff"] == merged
    first.refresh()
    assert first.interview.stored["staff"] == merged


def test_two_windows_on_one_cell_are_asked(open_session: Open) -> None:
    """A table merges only where nobody has to choose."""
    first = open_session()
    first.answer("staff", _table(("r1", "Bo", 1)))
    second = open_session()
    first.answer("staff", _table(("r1", "Bosse", 1)))
    with pytest.raises(Conflict):
        second.answer("staff", _table(("r1", "Bob", 1)))


def test_an_undo_goes_into_the_interview(open_session: Open) -> None:
    """Across a restart, and back again."""
    first = open_session()
    first.answer("name", "Hälsan")
    first.answer("name", "Kliniken")
    first.answer("number", 5)
    again = open_session()
    assert [again.undo(), again.undo()] == ["number", "name"]
    assert again.interview.answers() == {"name": "Hälsan"}
    assert again.draft.position == "name"
    assert [again.redo(), again.redo(), again.redo()] == ["name", "number", None]
    assert again.interview.answers() == {"name": "Kliniken", "number": 5}


def test_an_undo_of_what_a_colleague_changed_asks(open_session: Open) -> None:
    """Their answer is shown and stays."""
    eva, bo = open_session("eva"), open_session("bo")
    eva.answer("name", "Hälsan")
    bo.refresh()
    bo.answer("name", "Kliniken")
    with pytest.raises(Conflict) as caught:
        eva.undo()
    assert (caught.value.mine, caught.value.theirs and caught.value.theirs.value) == (None, "Kliniken")
    assert eva.interview.answers() == {"name": "Kliniken"}


def test_what_others_changed_since_one_was_here(open_session: Open) -> None:
    """Not one's own changes at this door; nothing on the first visit, and nothing twice."""
    eva = open_session("eva")
    assert eva.since_last_visit() == ()
    eva.answer("name", "Hälsan")
    eva.leave()
    eva.answer("number", 1)
    bo = open_session("bo")
    bo.answer("name", "Kliniken")
    command = open_session("eva", door="import")
    command.answer("number", 7)
    back = open_session("eva")
    found = {c.question_id: (c.before, c.after, c.last.who, c.last.door) for c in back.since_last_visit()}
    assert found == {"name": ("Hälsan", "Kliniken", "bo", "wizard"), "number": (None, 7, "eva", "import")}
    back.leave()
    assert open_session("eva").since_last_visit() == ()


def test_a_refusal_changes_nothing(open_session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a screen shows as saved is saved."""
    session = open_session()
    session.answer("name", "Hälsan")

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(session.store, "record", refuse)
    with pytest.raises(RuntimeError):
        session.answer("name", "Kliniken")
    assert session.interview.answers() == {"name": "Hälsan"}
