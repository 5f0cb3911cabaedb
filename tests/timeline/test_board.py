"""The board of preparations: due days are the plan's, nothing is ready before what it waits for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.timeline.conftest import Planner
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.i18n import Translator
from wizard.timeline import plan_of
from wizard.timeline.board import Board, Entry, Readiness, board_of, readiness_in_words


@pytest.fixture
def empty(planned: Planner) -> dict[str, Entry]:
    """The board of a clinic that has done nothing yet, half a year before its start."""
    board = board_of(planned("golive", wanted=date(2027, 5, 24)))
    return {entry.step.id: entry for entry in board.entries}


def _board(shipped: Content, sample_path: Path, today: date) -> Board:
    path = sample_path.parent / "golive/answers.yaml"
    return board_of(plan_of(shipped.timetable, read_answers_file(path, shipped, today).interview))


@pytest.mark.parametrize(
    ("step", "first"),
    [
        ("order", ["contract", "ivo", "extract"]),  # IVO's register before the order
        ("journal", ["codes"]),  # kombika codes before the structure of the records
        ("cards", ["directory"]),
        ("codes", ["order"]),
        ("extract", ["ivo"]),
    ],
)
def test_nothing_comes_before_what_it_waits_for(empty: dict[str, Entry], step: str, first: list[str]) -> None:
    """And its due day is not before theirs."""
    entry = empty[step]

    assert first == [one.id for one in entry.waits_for]
    assert Readiness.WAITING is entry.readiness
    assert all(empty[one].due <= entry.due for one in first)  # type: ignore[operator]


def test_what_waits_for_nothing_can_be_done_now(empty: dict[str, Entry]) -> None:
    """From the first day on."""
    ready = {name for name, entry in empty.items() if entry.readiness is Readiness.READY}
    assert {"ivo", "network", "quality", "rooms", "people", "security", "invoicing", "instruction"} <= ready


def test_due_days_are_those_of_the_plan(planned: Planner) -> None:
    """All for the meeting, which is two weeks before the start; the order early enough for the IT systems."""
    plan = planned("golive", wanted=date(2027, 5, 24))
    due = {entry.step.id: entry.due for entry in board_of(plan).entries}

    assert date(2027, 5, 10) == due["review"] == due["cards"] == due["meeting"]
    assert date(2027, 3, 25) == due["order"]  # eight weeks; the 26th to the 29th of March are Easter
    assert "start" not in due


def test_answers_make_a_point_done_and_name_who_and_what_shows_it(
    shipped: Content, sample_path: Path
) -> None:
    """A file that is attached is named too."""
    entries = {e.step.id: e for e in _board(shipped, sample_path, date(2027, 4, 28)).entries}

    assert Readiness.DONE is entries["journal"].readiness
    assert ("Maria Håkansson", "Testfil godkänd av leverantören") == (
        entries["journal"].owner,
        entries["journal"].evidence,
    )
    assert "ivo-registerutdrag.pdf" == entries["extract"].evidence
    assert Readiness.UNDER_WAY is entries["it"].readiness


def test_a_promise_after_the_due_day_is_late(shipped: Content, sample_path: Path) -> None:
    """The last card comes four days after the meeting."""
    board = _board(shipped, sample_path, date(2027, 4, 28))

    assert ["cards"] == [entry.step.id for entry in board.late]
    assert (date(2027, 5, 10), date(2027, 5, 14)) == (board.late[0].due, board.late[0].promise)
    assert Readiness.DONE is not board.entries[0].readiness  # what is open stands first
    assert Readiness.DONE is board.entries[-1].readiness


def test_many_things_waited_for_are_counted(empty: dict[str, Entry]) -> None:
    """Three are named, more would be a list of its own."""
    tr = Translator.of("en")
    assert "waits: first Kombika codes" == tr(readiness_in_words(empty["journal"]))
    assert "waits: first 11 other points" == tr(readiness_in_words(empty["review"]))
