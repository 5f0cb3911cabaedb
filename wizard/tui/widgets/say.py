"""Words on the screen: the only widget for text, and it takes no `str`."""

from __future__ import annotations

from textual.visual import Visual
from textual.widgets import Static

from wizard.tui.words import NOTHING, Content

__all__ = ["Say"]


class Say(Static):
    """Shows `Content`, or another visual of ours; it takes no room while there is nothing to say."""

    DEFAULT_CSS = """
    Say { height: auto; &.-silent { display: none; } }
    """

    def __init__(
        self,
        words: Content | Visual = NOTHING,
        *,
        id: str | None = None,  # noqa: A002  Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(words, id=id, classes=classes, markup=False)
        self.set_class(not words, "-silent")

    def say(self, words: Content | Visual) -> None:
        """Show these words instead."""
        self.set_class(not words, "-silent")
        self.update(words)
