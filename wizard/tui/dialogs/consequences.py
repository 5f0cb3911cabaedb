"""What an answer would do besides itself, told before it is given.

Nothing is lost by it: what falls away is kept, and comes back with the route. The dialog says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, msg
from wizard.rules import Consequences
from wizard.rules.consequences import Turn
from wizard.tui.dialogs.base import Dialog
from wizard.tui.judging import OUTCOMES
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain, said

__all__ = ["ConsequencesDialog"]

_MOST: int = 12
"""How many questions of a kind are named before the rest is counted."""


class ConsequencesDialog(Dialog[bool]):
    """Gives back True where the person wants the change all the same."""

    AUTO_FOCUS = "#no"

    def __init__(self, found: Consequences, interview: Interview) -> None:
        super().__init__()
        self._found = found
        self._interview = interview

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("This changes more than one answer"), "bold $mark")

    def body(self) -> ComposeResult:
        """What falls away, what comes back, what comes, what turns."""
        found = self._found
        yield from self._part(msg("Not asked any more"), [self._named(q) for q in found.fall_away])
        kept = msg("These answers are kept. They come back by themselves if you change your mind.")
        yield Say(self.said(kept, "$quiet"), classes="hint")
        yield from self._part(
            msg("Asked again, with the answers you gave"), [self._named(q) for q in found.come_back]
        )
        yield from self._part(msg("New questions"), [self._named(q) for q in found.come])
        yield from self._part(msg("Judged differently"), [self._turn(turn) for turn in found.turns])

    def presses(self) -> ComposeResult:
        """Both answers; the keyboard is at the one that changes nothing."""
        yield Press(self.said(msg("Change")), id="yes", main=True)
        yield Press(self.said(msg("Do not change")), id="no")

    def _part(self, heading: Message, parts: Sequence[Content]) -> ComposeResult:
        if not parts:
            return
        rest = len(parts) - _MOST
        more = [self.said(msg("and {n} more", n=rest), "$quiet")] if rest > 0 else []
        yield Say(lines([self.said(heading, "bold"), *parts[:_MOST], *more]), classes="part")

    def _named(self, question: Question) -> Content:
        task = self._interview.flow.task(question.task)
        name = self.said(self._interview.flow.name(question))
        return plain("· ") + name + plain(f"  {self.tr(task.title)}", "$quiet")

    def _turn(self, turn: Turn) -> Content:
        rule = turn.after.rule
        outcome = said(OUTCOMES[turn.after.outcome], self.tr, "$quiet")
        return plain("· ") + self.said(rule.text) + plain("  ") + outcome

    def action_close(self) -> None:
        """Esc changes nothing."""
        self.dismiss(False)

    @on(Press.Pressed, "#yes")
    def _yes(self) -> None:
        self.dismiss(True)

    @on(Press.Pressed, "#no")
    def _no(self) -> None:
        self.dismiss(False)
