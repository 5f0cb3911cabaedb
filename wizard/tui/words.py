"""The one way by which words come onto the screen.

A plain `str` given to a Textual widget is read as markup: brackets in a company's name would crash the screen,
and `[@click=…]` would run an action. So our widgets take `Content` only, and `Content` is made here: control
characters are replaced first, and the text is never parsed. Styles are ours, never part of a text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.content import Content

from wizard.i18n import Message, Translator
from wizard.text import safe_text

__all__ = ["NOTHING", "Content", "lines", "paragraphs", "plain", "said", "spaced"]

NOTHING: Final = Content("")
"""No words at all."""


def plain(text: str, style: str = "", *, keep_lines: bool = False) -> Content:
    """`text`, from wherever it comes, as content; `style` is one of our own, such as `bold $quiet`."""
    safe = safe_text(text, lines=keep_lines)
    return Content.styled(safe, style) if style and safe else Content(safe)


def said(message: Message, tr: Translator, style: str = "") -> Content:
    """A sentence in the user's language as content; the values in it are safe too."""
    return plain(tr(message), style, keep_lines=True)


def spaced(*parts: Content, by: str = "  ") -> Content:
    """The parts that hold anything, side by side."""
    return Content(by).join([part for part in parts if part])


def paragraphs(parts: Iterable[Content]) -> Content:
    """The parts that hold anything, with an empty line between them."""
    return Content("\n\n").join([part for part in parts if part])


def lines(parts: Iterable[Content]) -> Content:
    """The parts that hold anything, below one another."""
    return Content("\n").join([part for part in parts if part])
