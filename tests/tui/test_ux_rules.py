"""What a question screen owes a person, rule by rule, where no other test of this folder tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from textual.color import Color

from tests.conftest import Maker
from tests.tui.app import Visit, to_step, visit
from tests.tui.test_wizard import contrast
from wizard.flow.steps import Step, steps
from wizard.store import Store
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.themes import ROLES
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Menu
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.problems import Problems
from wizard.tui.widgets.say import Say

TASKS: Final = """
- id: us
  title: Om er
  pages: {address: {ask: "Vilken adress har ni?"}}
  questions:
    - {id: postcode, page: address, type: postcode, label: Postnummer, ask: Postnummer, source: S0}
    - {id: phone, page: address, type: phone, label: Telefon, ask: Telefon, source: S0}
    - {id: width, type: measure, unit: m, label: Bredd, ask: Hur bred är dörren?, unknown: true, not_applicable: true, source: S0}
    - {id: start, type: date, label: Start, ask: När börjar ni?, optional: true, source: S0}
"""


def test_faults_are_told_above_and_at_the_fields_and_lead_there(make_content: Maker, tmp_path: Path) -> None:
    """The heading says so too, the keyboard is at the first, a click on the second leads to it, and nothing is cleared."""

    async def doing(at: Visit) -> None:
        await at.begin()
        first, second = (field.query_one(Line) for field in at.question.pane.fields)
        first.value, second.value = "12", "ab"
        await at.press("ctrl+s")
        await at.see("There are 2 problems", "Error: Vilken adress har ni?")
        assert at.question.focused is first
        summary = at.question.query_one(Problems)
        told = str(summary.render()).split("\n")
        faults = [str(f.query_one("#fault", Say).render()) for f in at.question.pane.fields]
        lines = [
            next(n for n, line in enumerate(told) if fault.removeprefix("✗ ") in line) for fault in faults
        ]
        width = summary.content_size.width
        above = sum(-(-len(line) // width) for line in told[: lines[1]])
        await at.pilot.click(summary, offset=(4, above))
        await at.until(lambda: at.question.focused is second, "the second field")
        assert (first.value, second.value) == ("12", "ab")
        await at.press("escape")  # back is open from a faulty field
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))

    visit(make_content(TASKS), tmp_path, doing, lines=40)


def test_all_that_can_be_pressed_is_in_sight_beside_other_columns(
    make_content: Maker, tmp_path: Path
) -> None:
    """What finds no room on the line stands on the next."""

    async def doing(at: Visit) -> None:
        await at.begin()
        at.question.go(next(s for s in _steps(at) if s.key == "width"))
        await at.until(lambda: at.question.can_act and at.question.step.key == "width")
        room = at.question.pane.content_region
        await at.until(lambda: len(at.question.query(f"{Actions.__name__} > {Press.__name__}")) == 4)
        presses = list(at.question.query(Press))
        assert [press.id for press in presses] == ["go", "unknown", "not-applicable", "back"]
        assert all(room.contains_region(press.region) for press in presses)
        assert len({press.region for press in presses}) == 4

    visit(make_content(TASKS), tmp_path, doing, columns=120, lines=40)


def test_what_may_be_left_out_is_marked_and_a_date_is_said_back_with_its_day(
    make_content: Maker, tmp_path: Path
) -> None:
    """In words; what has to be answered has no mark. A date may be written in words of one's own."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.see("Vilken adress har ni?")
        assert "(optional)" not in at.text
        at.question.go(next(s for s in _steps(at) if s.key == "start"))
        await at.see("När börjar ni? (optional)")
        at.question.pane.fields[0].query_one(Line).value = "16/8 2027"
        await at.see("Monday 16 August 2027")

    visit(make_content(TASKS), tmp_path, doing)


TABLE: Final = """
- id: us
  title: Om er
  questions:
    - id: staff
      type: table
      label: Personal
      ask: Vilka arbetar hos er?
      source: S0
      row_label: name
      columns:
        - {id: name, type: text, label: Namn, ask: Vad heter personen?}
        - {id: task, type: text, label: Uppgift, ask: Vad gör personen?}
"""


PAPER: Final = """
    - {id: paper, type: attachment, label: Papper, ask: "Ett papper?", source: S0}
"""
OWN: Final = """
- id: us
  title: Om er
  questions:
    - {id: name, type: text, label: Namn, ask: Vad heter ni?, source: S0}
    - {id: own, type: yesno, label: Egen, ask: Egen lokal?, source: S0}
"""


def test_the_way_back_and_the_way_on_are_in_sight_on_a_narrow_screen(
    make_content: Maker, tmp_path: Path
) -> None:
    """Where enter opens a row, another key goes on; where the keys are many, esc is still among those shown."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.see("enter Open", "ctrl+s Done", "esc Back", "ctrl+p Commands")
        await at.press("plus")
        await at.see("Save the row")
        await at.press("N", "enter", "U", "ctrl+s")
        await at.until(lambda: "staff" in at.stored)
        await at.see("1 row", "ctrl+s Done")
        await at.press("ctrl+s")
        await at.see("Ett papper?", "enter Attach, or continue", "esc Back", "ctrl+p Commands")

    visit(make_content(TABLE + PAPER), tmp_path, doing)


LONG: Final = """
- id: long
  title: Tillgängligheten i alla lokaler och på hela tomten
  questions:
    - {id: a, type: text, label: Ett, ask: Ett?, source: S0}
    - {id: b, type: text, label: Två, ask: Två?, source: S0}
"""


def test_the_count_of_questions_stays_on_its_line(make_content: Maker, tmp_path: Path) -> None:
    """Between two other columns a long name of a part is cut, not the count."""

    async def doing(at: Visit) -> None:
        await at.begin()
        place = at.question.query_one(".place")
        assert place.size.height == 1
        await at.see("… · question 1 of 2")
        await at.pilot.resize_terminal(160, 40)
        await at.see("Tillgängligheten i alla lokaler och på hela tomten · question 1 of 2")

    visit(make_content(LONG), tmp_path, doing, columns=120, lines=40)


def test_places_to_write_in_a_form_have_an_edge_where_they_are_empty(
    make_content: Maker, tmp_path: Path
) -> None:
    """On paper of nearly the same colour nobody would see them; the edge stands out from it, as borders do."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("plus")
        await at.see("Save the row", "Name ▏", "Uppgift ▏")

    visit(make_content(TABLE), tmp_path, doing)


def test_the_help_tells_how_to_mark_by_number_where_that_works(make_content: Maker, tmp_path: Path) -> None:
    """On a list of options, and only there; at its end it says what becomes of the person's work."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("f1")
        await at.see("tab · shift+tab", "Every answer is saved")
        assert "1 … 9" not in at.text
        await at.press("escape")
        await at.until(lambda: not at.app.screen.is_modal)
        at.question.go(_steps(at)[1])
        await at.until(lambda: at.question.can_act and at.question.step.key == "own")
        await at.press("f1")
        await at.see("1 … 9", "Mark the line of that number")

    visit(make_content(OWN), tmp_path, doing, lines=50)


def test_every_row_and_the_line_that_adds_one_are_in_sight(make_content: Maker, tmp_path: Path) -> None:
    """Where there is room for them, however their words break."""
    content = make_content(TABLE)
    with Store.open(tmp_path) as store:
        flow = content.flow("prov", "application")
        draft = store.create(flow.area.id, flow.kind, flow.version, label="Prov")
        rows = [{"name": f"N{n}", "task": " ".join(["ord"] * n)} for n in range(8, 14)]
        store.record(draft.id, "staff", rows, door="test")

    async def doing(at: Visit) -> None:
        await to_step(at, "Prov", lambda interview: steps(interview)[0])
        await at.see("Add a row")
        listed = at.question.query_one("#rows", Menu)
        assert listed.size.height == listed.virtual_size.height

    for columns in (118, 119, 120, 121, 122):
        visit(content, tmp_path, doing, columns=columns, lines=50)


def test_a_window_that_is_too_small_says_so_and_nothing_else_is_lost(
    make_content: Maker, tmp_path: Path
) -> None:
    """Back at its size it shows what it showed."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.see("Vilken adress har ni?", "F1 Help")
        for columns, lines in ((38, 24), (80, 8)):
            await at.pilot.resize_terminal(columns, lines)
            await at.see("Make the window larger")
            await at.pilot.resize_terminal(80, 24)
            await at.see("Vilken adress har ni?", "F1 Help")
            assert "Make the window larger" not in at.text

    visit(make_content(TASKS), tmp_path, doing)


def test_only_keys_that_lead_somewhere_are_shown(make_content: Maker, tmp_path: Path) -> None:
    """An errand without forms offers no next page; the commands do not offer enter on what they cover."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("f3")
        await at.see("This errand has no form.", "esc Back")
        await at.gone("Next page", "Next form", "Previous page")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("ctrl+p")
        await at.see("What do you want to do?", "Check answers F2")
        assert "Choose enter" not in at.text

    visit(make_content(TASKS), tmp_path, doing)


def _steps(at: Visit) -> tuple[Step, ...]:
    return steps(at.question.session.interview)


@pytest.mark.parametrize("theme", ROLES)
def test_words_stand_out_on_a_chosen_line_and_borders_beside_the_question(theme: str) -> None:
    """WCAG 2.2, as everywhere else: every role of text on a line where the keyboard is or was, borders on `aside`."""
    roles = {name: Color.parse(value) for name, value in ROLES[theme].items()}
    text = [
        (ink, ground)
        for ink in ("ink", "quiet", "mark", "good", "warn", "fault")
        for ground in ("chosen", "rule")
    ]
    thin = [f"{a} on {b}" for a, b in text if contrast(roles[a], roles[b]) < 4.5]
    thin += [f"{a} on aside" for a in ("line", "focus", "fault") if contrast(roles[a], roles["aside"]) < 3]
    assert thin == []
