"""How much is done of a whole that is known: a thin line, with the figures after it."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.widget import Widget

from wizard.tui.words import plain, spaced

__all__ = ["Gauge"]

_WIDTH: Final = 28
_LEAST: Final = 6
"""Columns below which a line tells nothing: the figures stand alone."""
_GAP: Final = 2


class Gauge(Widget):
    """`done` of `total`; `words` say the same in figures, for those who see no line."""

    DEFAULT_CSS = """
    Gauge { height: 1; width: 100%; margin-bottom: 1; }
    """

    def __init__(self, done: int, total: int, words: Content) -> None:
        super().__init__()
        self.done = done
        self.total = total
        self.words = words

    def render(self) -> Content:
        """The line and the words."""
        width = min(_WIDTH, self.content_size.width - self.words.cell_length - _GAP)
        if width < _LEAST:
            return self.words
        full = round(width * self.done / self.total) if self.total else 0
        line = Content("").join([plain("━" * full, "$good"), plain("━" * (width - full), "$rule")])
        return spaced(line, self.words)
