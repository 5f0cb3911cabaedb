"""Something to press: a word on a ground of its own, one line high."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message as Event
from textual.widget import Widget

from wizard.i18n import msg
from wizard.tui.keys import key

__all__ = ["Press"]


class Press(Widget, can_focus=True):
    """Pressed by enter, space or mouse. The main one of a screen has the class `-main`."""

    DEFAULT_CSS = """
    Press { width: auto; height: 1; padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter,space", "press", msg("Choose"), name="press.press"),
        key("right", "app.focus_next", msg("Next"), name="press.next", show=False),
        key("left", "app.focus_previous", msg("Previous"), name="press.previous", show=False),
    ]

    @dataclass
    class Pressed(Event):
        """It was pressed."""

        press: Press

        @property
        def control(self) -> Press:
            """The one that was pressed, for `@on`."""
            return self.press

    def __init__(self, words: Content, *, id: str, main: bool = False) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id, classes="-main" if main else None)
        self.words = words

    def render(self) -> Content:
        """The word."""
        return self.words

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  Textual's signature
        """As wide as the word."""
        return self.words.cell_length

    def action_press(self) -> None:
        """Say that it was pressed."""
        self.post_message(self.Pressed(self))

    def on_click(self) -> None:
        """As with a key."""
        self.focus()
        self.action_press()
