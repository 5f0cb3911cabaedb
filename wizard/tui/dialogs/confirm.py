"""A question with two answers, and where wanted a third: neither."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from wizard.i18n import Message
from wizard.tui.dialogs.base import Dialog
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content

__all__ = ["Confirm"]


class Confirm(Dialog[bool | None]):
    """Gives back True, False, or None for neither, which is what esc means. The keyboard is at the safe answer."""

    AUTO_FOCUS = ""

    def __init__(
        self, *, title: Message, text: Message, yes: Message, no: Message, stay: Message | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes
        self._no = no
        self._stay = stay

    def on_mount(self) -> None:
        """The keyboard is at the answer by which nothing is lost."""
        self.query_one("#no" if self._stay is None else "#yes").focus()

    def heading(self) -> Content:
        """The question."""
        return self.said(self._title, "bold")

    def body(self) -> ComposeResult:
        """What hangs on it."""
        yield Say(self.said(self._text))

    def presses(self) -> ComposeResult:
        """The answers."""
        yield Press(self.said(self._yes), id="yes", main=True)
        yield Press(self.said(self._no), id="no")
        if self._stay is not None:
            yield Press(self.said(self._stay), id="close")

    @on(Press.Pressed, "#yes")
    def _yes_pressed(self) -> None:
        self.dismiss(True)

    @on(Press.Pressed, "#no")
    def _no_pressed(self) -> None:
        self.dismiss(False)
