"""Ask lov on a screen that has no room for it beside the question: the same panel, on top."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from wizard.chat.commands import Order
from wizard.drafts.session import DraftSession
from wizard.flow.steps import Step
from wizard.i18n import msg
from wizard.tui.answering import Change
from wizard.tui.dialogs.base import Dialog
from wizard.tui.keys import key
from wizard.tui.widgets.askpane import AskPane
from wizard.tui.widgets.keybar import KeyBar
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content

__all__ = ["AskDialog"]


class AskDialog(Dialog[tuple[Change, ...] | Order | None]):
    """Gives back the answers that were agreed to, or what the screen is to do; None where there is nothing."""

    AUTO_FOCUS = "#ask"
    BINDINGS: ClassVar[list[BindingType]] = [key("f12", "close", msg("Close"), name="ask.close", show=False)]

    def __init__(self, session: DraftSession, step: Step) -> None:
        super().__init__()
        self.session = session
        self.step = step

    def compose(self) -> ComposeResult:
        """The question, what was said, and the line, which is always in sight."""
        with Vertical(id="box"):
            yield Say(self.heading(), classes="title")
            yield Say(self.said(self.step.heading), classes="hint")
            yield AskPane(self.session, self.step, id="panel")
        yield KeyBar()

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("Ask me, or answer in your own words"), "bold $mark")

    async def on_mount(self) -> None:
        """Write at once."""
        await self.query_one(AskPane).open()

    @on(AskPane.Agreed)
    def _agreed(self, event: AskPane.Agreed) -> None:
        self._leave_with(event.changes)

    @on(AskPane.Ordered)
    def _ordered(self, event: AskPane.Ordered) -> None:
        self._leave_with(event.order)

    def action_close(self) -> None:
        """What stands on the line stays there."""
        self._leave_with(None)

    def _leave_with(self, result: tuple[Change, ...] | Order | None) -> None:
        self.query_one(AskPane).keep()
        self.dismiss(result)
