"""Words on the screen: the only widget for text, and it takes no `str`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.visual import Visual
from textual.widgets import Static

from wizard.tui.words import NOTHING, Content

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

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
        """Show these words instead. Where they need the same room, nothing else is laid out anew."""
        keeps_room = self._keeps_room(words)
        self.set_class(not words, "-silent")
        self.update(words, layout=not keeps_room)

    def _keeps_room(self, words: Content | Visual) -> bool:
        width, height = self.content_size
        if not words or not width or self.has_class("-silent"):
            return False
        wanted = self.styles.width
        is_as_wide = wanted is None or not wanted.is_auto
        return is_as_wide and words.get_height(cast("RulesMap", self.styles), width) == height
