"""Asking lov beside the question: answered with sources, understood as in the plain lines, kept by a second enter."""

from __future__ import annotations

from pathlib import Path

from tests.tui.app import Visit, visit
from tests.tui.test_look_up import folder, to_number
from wizard.flow.content import Content
from wizard.tui.dialogs.asking import AskDialog
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.widgets.line import Line

__all__ = ["folder"]


async def say(at: Visit, text: str) -> None:
    """Say a line in the panel, which is opened first where it is not open."""
    if not isinstance(at.app.screen, AskDialog):
        await at.press("f12")
        await at.until(lambda: isinstance(at.app.screen, AskDialog))
    at.app.screen.query_one("#ask", Line).put(text)
    await at.press("enter")


def test_a_question_is_answered_and_an_answer_is_kept_by_a_second_enter(
    shipped: Content, folder: Path
) -> None:
    """Nothing is stored before that."""

    async def doing(at: Visit) -> None:
        await to_number(at)
        await say(at, "how long does the decision take?")
        await at.see("Source:")
        await say(at, "our company number is 556592-9717")
        await at.see("556592-9717 (from")
        assert "applicant.orgnr" not in at.stored
        await at.press("enter")
        await at.until(lambda: isinstance(at.app.screen, QuestionScreen))
        await at.until_saved("applicant.orgnr", "556592-9717")
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
