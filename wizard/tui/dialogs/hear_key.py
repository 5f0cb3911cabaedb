"""Hear one key: whatever is pressed next is the answer, but for esc, which means none."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import ComposeResult

from wizard.i18n import Message, msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content

__all__ = ["HearKey"]

_KEPT: Final = frozenset(
    {"tab", "shift+tab", "enter", "up", "down", "left", "right", "space", "ctrl+c", "ctrl+q"}
)
"""Keys that move about or leave wherever one is."""


class HearKey(Dialog[str | None]):
    """Gives back the key as Textual calls it, None where the person thinks better of it."""

    AUTO_FOCUS = "#body"

    def __init__(self, words: Message) -> None:
        super().__init__()
        self._words = words

    def heading(self) -> Content:
        """What the key is for."""
        return self.said(self._words, "bold $mark")

    def body(self) -> ComposeResult:
        """What to do."""
        yield Say(self.said(msg("Press the key that you want for this. Esc leaves it as it is.")))
        yield Say(id="refused", classes="fault")

    def on_key(self, event: events.Key) -> None:
        """Take it, unless one would get lost without it."""
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.dismiss(None)
        elif event.key in _KEPT or event.is_printable:
            reason = msg(
                "This key is needed for moving about and writing. Take a function key, or one with ctrl."
            )
            self.query_one("#refused", Say).say(self.said(reason))
        else:
            self.dismiss(event.key)
