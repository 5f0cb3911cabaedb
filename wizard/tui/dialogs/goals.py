"""Where a goal stands once nothing more can be asked for it: the answer, and what decided it."""

from __future__ import annotations

from textual.app import ComposeResult

from wizard.flow.interview import Interview
from wizard.rules import GoalState, Outcome
from wizard.tui.dialogs.base import Dialog
from wizard.tui.judging import GOAL_STYLES, GOALS, verdict_lines
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, plain

__all__ = ["GoalDialog"]


class GoalDialog(Dialog[None]):
    """Yes, no, or not decided, with the rules that say so."""

    AUTO_FOCUS = "#close"

    def __init__(self, state: GoalState, interview: Interview) -> None:
        super().__init__()
        self.state = state
        self.interview = interview

    def heading(self) -> Content:
        """The question that the goal answers, and the answer."""
        outcome = self.state.outcome
        answer = self.said(GOALS[outcome], f"bold {GOAL_STYLES.get(outcome, '$mark')}")
        return Content(" ").join([self.said(self.state.goal.title, "bold"), answer])

    def body(self) -> ComposeResult:
        """What does not hold or is not known; where all holds, what was looked at."""
        open_ones = [v for v in self.state.verdicts if v.outcome in (Outcome.NOT_MET, Outcome.UNDECIDED)]
        for verdict in open_ones:
            yield Say(verdict_lines(verdict, self.interview, self.tr), classes="hint")
        for verdict in () if open_ones else self.state.verdicts:
            if verdict.outcome is Outcome.MET:
                yield Say(plain("✓ ", "$good") + self.said(verdict.rule.text))
