"""One answer of a provider, to be changed: the same field as in an application, on top of the list."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from wizard.flow.answers import BLANK
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.make import field_for
from wizard.tui.host import host
from wizard.tui.widgets.press import Press
from wizard.tui.words import Content
from wizard.values import Value
from wizard.values.base import Context

__all__ = ["EditAnswer"]


class EditAnswer(Dialog[tuple[Value] | None]):
    """Gives back the new answer (alone in a tuple), None where nothing is to change. Not for tables."""

    AUTO_FOCUS = ""

    def __init__(self, question: Question, value: Value, interview: Interview) -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._interview = interview

    def heading(self) -> Content:
        """The question."""
        return self.said(self._question.ask, "bold")

    def body(self) -> ComposeResult:
        """Its field."""
        ctx = Context(host(self).today, self.tr.language)
        yield field_for(Asking(self._question, ctx, self._value), self._interview)

    def presses(self) -> ComposeResult:
        """Keep it, or leave it as it was."""
        yield Press(self.said(msg("Keep")), id="keep", main=True)
        yield Press(self.said(msg("Close")), id="close")

    def on_mount(self) -> None:
        """Put the keyboard where one answers."""
        self.query_one(Field).first.focus()

    @on(Field.Done)
    @on(Press.Pressed, "#keep")
    def _kept(self) -> None:
        field = self.query_one(Field)
        checked = field.read()
        if checked.faults or checked.value == BLANK:
            field.complain(checked.faults[0].reason if checked.faults else msg("Write an answer, or close."))
        else:
            self.dismiss((checked.value,))
