"""Asking lov: beside the question where there is room, else on top of it, with the same engine and the same talk.

A question is answered with its sources; an answer is understood as in the plain lines, and kept by a second enter.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.tui.app import Visit, visit
from tests.tui.test_look_up import folder, to_number
from wizard.flow.content import Content
from wizard.tui.dialogs.asking import AskDialog
from wizard.tui.screens.check import CheckScreen
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.widgets.askpane import AskColumn, AskPane
from wizard.tui.widgets.line import Line

__all__ = ["folder"]

wide = partial(visit, columns=120, lines=40)


def is_talking(at: Visit) -> bool:
    """Whether the keyboard is on the line of the assistant."""
    focused = at.app.screen.focused
    return isinstance(focused, Line) and focused.id == "ask"


async def to_panel(at: Visit) -> None:
    """To the line of the assistant, where the keyboard is not there yet."""
    if not is_talking(at):
        await at.press("f12")
        await at.until(lambda: is_talking(at), "the assistant")


async def say(at: Visit, text: str) -> None:
    """Say a line to the assistant, and wait until it has been dealt with."""
    await to_panel(at)
    panel = at.app.screen.query_one(AskPane)
    turns = len(panel.talk.turns)
    panel.query_one("#ask", Line).put(text)
    await at.press("enter")
    await at.until(lambda: len(panel.talk.turns) > turns, text)


def on_question(at: Visit, key: str) -> bool:
    """Whether that question is on the screen, at rest."""
    screen = at.app.screen
    return isinstance(screen, QuestionScreen) and screen.can_act and screen.step.key == key


# On top of the question ----------------------------------------------------------------------------------


def test_a_question_is_answered_and_an_answer_is_kept_by_a_second_enter(
    shipped: Content, folder: Path
) -> None:
    """Nothing is stored before that. The line is in sight all the time."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await say(at, "how long does the decision take?")
        assert isinstance(at.app.screen, AskDialog)
        await at.see("Source:")
        line = at.app.screen.query_one("#ask", Line)
        assert line.region.height == 1
        assert line.region.bottom < at.app.size.height
        await say(at, "our company number is 556592-9717")
        await at.see("556592-9717 (from")
        assert "applicant.orgnr" not in at.stored
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        await at.until_saved("applicant.orgnr", "556592-9717")
        await at.at_rest()
        assert at.question.step.key != "applicant.orgnr"

    visit(shipped, folder, doing)


def test_an_earlier_answer_is_changed_and_the_question_stays(shipped: Content, folder: Path) -> None:
    """Esc keeps nothing."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await say(at, "change applicant.name to Kraft AB")
        await at.see("Kraft AB")
        await at.press("escape")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        assert at.stored["applicant.name"] == "Rörelsekraft AB"
        await say(at, "change applicant.name to Kraft AB")
        await at.see("Kraft AB")
        await at.press("enter")
        await at.until_saved("applicant.name", "Kraft AB")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        assert at.question.step.key == "applicant.orgnr"

    visit(shipped, folder, doing)


# Beside the question -------------------------------------------------------------------------------------


def test_by_keyboard_one_goes_to_the_assistant_and_back_and_what_is_typed_in_either_stays(
    shipped: Content, folder: Path
) -> None:
    """F12 and esc; the question is never left by that, and nothing is on top of it."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.see("Ask me", "Why do we ask?", "Ask, or answer in your own words")
        await at.press(*"5565")
        await at.press("f12", *"how long")
        await at.see("how long", "5565")
        assert isinstance(at.app.screen, QuestionScreen)
        assert is_talking(at)
        await at.press("escape", *"92")
        await at.see("how long", "556592")
        await at.press("f12", *" does")
        await at.see("how long does", "556592")
        await at.press("f12", "-", *"9717", "enter")
        await at.until_saved("applicant.orgnr", "556592-9717")
        await at.see("how long does")  # at the next question too

    wide(shipped, folder, doing)


def test_the_talk_goes_on_over_questions_and_each_question_says_why(shipped: Content, folder: Path) -> None:
    """What is agreed to leads on, and the keyboard stays with who talks."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await say(at, "how long does the decision take?")
        await at.see("four months", "Source:")
        await say(at, "our company number is 556592-9717")
        await at.see("556592-9717 (from")
        assert "applicant.orgnr" not in at.stored
        await at.press("enter")
        await at.until_saved("applicant.orgnr", "556592-9717")
        await at.until(lambda: not on_question(at, "applicant.orgnr"))
        await at.until(lambda: is_talking(at), "to go on talking")
        await at.see("Why do we ask?")
        await at.press("pageup", "pageup", "pageup", "pageup")
        await at.see("how long does the decision")
        await at.press("enter")  # what was agreed to is not agreed to twice
        await at.press("escape")
        await at.until(lambda: not is_talking(at))
        assert at.question.focused is not None
        assert at.question.focused in at.question.pane.query("*")

    wide(shipped, folder, doing)


def test_by_mouse_one_writes_to_the_assistant_and_back_in_the_field(shipped: Content, folder: Path) -> None:
    """A click on its line, and one on the field."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.pilot.click("#foot")
        await at.until(lambda: is_talking(at), "the assistant")
        at.question.query_one("#ask", Line).put("our company number is 556592-9717")
        await at.press("enter")
        await at.see("556592-9717 (from")
        field = at.question.pane.fields[0].query_one(Line)
        await at.pilot.click(field)
        await at.until(lambda: at.question.focused is field)
        await at.press(*"12")
        await at.see("12")
        await at.pilot.click("#foot")
        await at.until(lambda: is_talking(at), "the assistant again")
        await at.press("enter")
        await at.until_saved("applicant.orgnr", "556592-9717")

    wide(shipped, folder, doing)


def test_keys_typed_ahead_reach_the_assistant(shipped: Content, folder: Path) -> None:
    """However fast they come after the key that leads there."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.press("f12", *"back", "enter")
        await at.until(lambda: on_question(at, "applicant.name"), "the question before")

    wide(shipped, folder, doing)


async def order(at: Visit, words: str, leads_to: Callable[[], bool]) -> None:
    """Say something to the assistant that is to be done."""
    await to_panel(at)
    at.app.screen.query_one("#ask", Line).put(words)
    await at.press("enter")
    await at.until(leads_to, words)


@pytest.mark.parametrize(
    "columns", [pytest.param(120, id="wide"), pytest.param(80, id="narrow", marks=pytest.mark.slow)]
)
def test_what_can_be_said_in_plain_lines_can_be_said_here(
    shipped: Content, folder: Path, columns: int
) -> None:
    """In both languages, in the panel and in the dialog; each does what its key does."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await order(at, "help", lambda: "a question of your own" in at.text)
        await order(at, "why", lambda: at.text.count("Source") > 1)
        await order(at, "upprepa", lambda: at.text.count("What is your") > 1)
        await order(at, "save", lambda: "Every answer is saved at once" in at.text)
        await order(at, "back", lambda: on_question(at, "applicant.name"))
        await order(at, "hoppa över", lambda: on_question(at, "applicant.orgnr"))
        await order(at, "ändra applicant.name", lambda: on_question(at, "applicant.name"))
        await order(at, "show answers", lambda: isinstance(at.app.screen, CheckScreen))
        await at.press("escape")
        await at.until(lambda: on_question(at, "applicant.name"))
        await order(at, "undo", lambda: "applicant.name" not in at.stored)
        await at.until(lambda: on_question(at, "applicant.name"))
        await order(at, "avsluta", lambda: not at.app.is_running)

    visit(shipped, folder, doing, columns=columns, lines=40)


def test_what_is_not_understood_twice_is_told_how_to_answer_and_three_times_whom_to_ask(
    shipped: Content, folder: Path
) -> None:
    """First what was wrong. The question stays, and nothing is stored."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        told = at.question.query_one(AskPane).talk.turns
        for words in ("blue", "green", "yellow"):
            await say(at, words)
        first, second, third = (turn.plain for turn in told)
        assert "has only digits" in first
        assert "You can write skip and answer later." not in first
        assert "Example: 556592-9717" in second
        assert "You can write skip and answer later." in second
        assert "e-mail" not in second
        assert "e-mail" in third
        assert on_question(at, "applicant.orgnr")
        assert "applicant.orgnr" not in at.stored

    wide(shipped, folder, doing)


def test_the_line_is_made_when_it_is_wanted(shipped: Content, folder: Path) -> None:
    """Nobody waits for it to see the question."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        assert not at.question.query("#ask")
        await to_panel(at)
        assert at.question.query("#ask")

    wide(shipped, folder, doing)


def test_text_from_outside_is_text_to_the_assistant(shipped: Content, folder: Path) -> None:
    """No markup, no action, no sequence that steers a terminal."""
    hostile = "[@click=app.quit]name[/] \x1b[31m[red]is[/red] \u202e?"

    async def doing(at: Visit) -> None:
        await to_number(at)
        await say(at, hostile)
        await at.see("[@click=app.quit]name[/]", "[red]is[/red]")
        assert "\x1b" not in at.text
        assert "\u202e" not in at.text

    wide(shipped, folder, doing)


def test_another_language_keeps_the_talk_and_what_stands_on_the_line(shipped: Content, folder: Path) -> None:
    """The keyboard too."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await say(at, "how long does the decision take?")
        await at.press(*"and then")
        await at.app.choose("language", "sv")
        await at.see("Fråga mig", "how long does the", "and then")
        await at.until(lambda: is_talking(at), "to go on talking")

    wide(shipped, folder, doing)


def test_a_smaller_terminal_takes_the_panel_but_not_the_keyboard_nor_the_words(
    shipped: Content, folder: Path
) -> None:
    """They stand in the dialog then."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await to_panel(at)
        await at.press(*"how long")
        await at.pilot.resize_terminal(80, 24)
        await at.until(lambda: not is_talking(at), "the keyboard to come back")
        assert not at.question.query_one(AskColumn).display
        await at.press("f12")
        await at.until(lambda: isinstance(at.app.screen, AskDialog))
        await at.see("how long")

    wide(shipped, folder, doing)


def test_the_form_and_the_assistant_take_turns_beside_the_question(shipped: Content, folder: Path) -> None:
    """One of them at a time, and the parts stay in sight."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await at.press("f3")
        await at.until(lambda: at.question.query_one("#form-pane").display)
        assert not at.question.query_one(AskColumn).display
        assert at.question.query_one("Rail").display
        await at.press("f12", *"hello")
        await at.until(lambda: is_talking(at) and not at.question.query_one("#form-pane").display)
        await at.see("hello")
        await at.press("f3")
        await at.until(lambda: not is_talking(at) and at.question.query_one("#form-pane").display)
        await at.press("f5")
        await at.until(lambda: at.question.query_one(AskColumn).has_focus_within)
        await at.press("escape")
        await at.until(lambda: not at.question.query_one(AskColumn).has_focus_within)
        assert on_question(at, "applicant.orgnr")

    wide(shipped, folder, doing)
