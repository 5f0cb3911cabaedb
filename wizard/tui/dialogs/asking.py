"""Ask lov, beside the question: a question is answered with its sources, an answer is understood and shown.

What is understood is kept only when enter is pressed once more on the empty line. The engine is that of the
conversation in plain lines.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType

from wizard.assistant.facts import Fact
from wizard.assistant.knowledge import Knowledge
from wizard.chat.panel import respond
from wizard.flow.content import Content as Flows
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.tui.answering import Change
from wizard.tui.dialogs.base import Dialog
from wizard.tui.keys import key
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain

__all__ = ["AskDialog"]


class AskDialog(Dialog[tuple[Change, ...] | None]):
    """Gives back the answers that were agreed to; None where there are none."""

    AUTO_FOCUS = "#ask"
    BINDINGS: ClassVar[list[BindingType]] = [key("f12", "close", msg("Close"), name="ask.close", show=False)]

    def __init__(self, interview: Interview, question: Question | None, flows: Flows) -> None:
        super().__init__()
        self.interview = interview
        self.question = question
        self._flows = flows
        self._facts: tuple[Fact, ...] = ()

    @cached_property
    def _knowledge(self) -> Knowledge:
        return Knowledge(self._flows)

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("Ask me, or answer in your own words"), "bold $mark")

    def body(self) -> ComposeResult:
        """The question, what was said last, and the line."""
        if self.question is not None:
            yield Say(self.said(self.question.ask), classes="hint")
        yield Say(id="answered")
        yield Line(id="ask")

    @on(Line.Submitted)
    def _submitted(self, event: Line.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if text:
            self._respond(text)
        elif self._facts:
            self.dismiss(tuple(Change(fact.question.id, fact.value) for fact in self._facts))

    @work(exclusive=True, group="asking")
    async def _respond(self, text: str) -> None:
        """Understand the line, or answer it; the first question takes a moment."""
        response = await asyncio.to_thread(
            respond, self.interview, self.question, text, self.tr, self._knowledge
        )
        self._facts = response.facts
        said = [plain(f"> {text}", "$quiet"), *(plain(line) for line in response.lines)]
        self.query_one("#answered", Say).say(lines(said))
        self.query_one("#ask", Line).put("")
