"""What is asked or told on top of a screen: a box in the middle, closed by esc."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from wizard.i18n import Message, Translator, msg
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.leaving import LeavesOnce
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.keybar import KeyBar
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, said

__all__ = ["Dialog"]

R = TypeVar("R")


class Dialog(LeavesOnce[R], ModalScreen[R]):
    """A title, a body that scrolls, and what to press."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "close", msg("Close"), name="dialog.close")]

    @property
    def tr(self) -> Translator:
        """Words in the language of the app."""
        return host(self).tr

    def said(self, message: Message, style: str = "") -> Content:
        """A sentence as content."""
        return said(message, self.tr, style)

    def compose(self) -> ComposeResult:
        """The box, and the keys at the bottom of the screen."""
        with Vertical(id="box"):
            yield Say(self.heading(), classes="title")
            with VerticalScroll(id="body"):
                yield from self.body()
            presses = list(self.presses())
            if presses:
                with Actions():
                    yield from presses
        yield KeyBar()

    def heading(self) -> Content:
        """The title."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """What is told."""
        raise NotImplementedError

    def presses(self) -> ComposeResult:
        """What to press; by default only to close."""
        yield Press(self.said(msg("Close")), id="close", main=True)

    def on_press_pressed(self, event: Press.Pressed) -> None:
        """Close by the button too."""
        if event.press.id == "close":
            self.action_close()

    def action_close(self) -> None:
        """Give nothing back."""
        self.dismiss(None)
