"""Why a question is asked, on a screen that has no room for it beside the question."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from wizard.flow.steps import Step
from wizard.i18n import msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.explaining import explanation
from wizard.tui.keys import key
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content

__all__ = ["WhyDialog"]


class WhyDialog(Dialog[None]):
    """Reason, help, limits and sources of one step."""

    AUTO_FOCUS = "#body"
    BINDINGS: ClassVar[list[BindingType]] = [key("f5", "close", msg("Close"), name="why.close", show=False)]

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step

    def heading(self) -> Content:
        """What it is about."""
        return self.said(msg("Why do we ask?"), "bold $mark")

    def body(self) -> ComposeResult:
        """The question again, and all there is to say of it."""
        yield Say(self.said(self.step.heading, "bold"), classes="hint")
        yield Say(explanation(self.step.questions, self.tr))
