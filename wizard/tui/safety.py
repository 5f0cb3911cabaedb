"""The last net under everything that is drawn: no character that steers a terminal leaves the app.

`words` keeps such characters out of our own widgets. What a person types or pastes, and whatever Textual draws
by itself, still passes here: a line filter at the end of the app's chain sees every piece of every line.
`App._filters` is private to Textual; the version is pinned, and a test drives hostile text through every screen.
"""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from wizard.text import safe_text

__all__ = ["SafeLines"]


class SafeLines(LineFilter):
    """Replaces whatever could steer a terminal in lines ready to be drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """Give back the same list where all is well, which is nearly always."""
        if all(segment.text.isascii() and segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(_safe(text), style, control) for text, style, control in segments]


_safe = lru_cache(maxsize=4096)(safe_text)
"""Borders, marks and words with å, ä and ö come again and again."""
