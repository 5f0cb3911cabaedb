"""What is printed on the pages of a form, with places: for showing a form where no page can be drawn.

Texts come line by line as the reader of the page sees them; a page that is turned is turned upright first, and
so are the places of fields by the same `PrintedPage.upright`. What must stay true: a page that cannot be read
has no texts instead of an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from wizard.pdf.document import Document, open_document
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.seam import Printed, Source

__all__ = ["PrintedLine", "PrintedPage", "printed_opened", "printed_pages"]

_LEADING: Final = 1.2
"""From one line of a text to the next, in sizes."""


class PrintedLine(NamedTuple):
    """A line: where it begins on the upright page, from its lower left corner in points, and its size."""

    x: float
    y: float
    size: float
    words: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page; `box` is left, bottom, right, top in the page's own points, `rotate` how far it is turned."""

    box: tuple[float, float, float, float]
    rotate: int
    lines: tuple[PrintedLine, ...]

    def upright(self, x: float, y: float) -> tuple[float, float]:
        """A place on the page as its reader sees it, from the lower left corner."""
        left, bottom, right, top = self.box
        match self.rotate % 360:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
            case _:
                return x - left, y - bottom


def printed_pages(
    data: bytes, password: str | None = None, limits: Limits = FORMS
) -> tuple[PrintedPage, ...]:
    """The pages of a PDF with what is printed on them. Raises what `inspect` raises."""
    return printed_opened(*open_document(data, password, limits))


def printed_opened(document: Document, source: Source) -> tuple[PrintedPage, ...]:
    """The same of a PDF that is open already."""
    found = []
    for page in document.pages:
        blank = PrintedPage(page.box, page.rotate, ())
        lines = tuple(line for text in source.printed(page.index) for line in _lines(text, blank))
        found.append(PrintedPage(page.box, page.rotate, lines))
    return tuple(found)


def _lines(text: Printed, page: PrintedPage) -> Iterator[PrintedLine]:
    x, y = page.upright(text.x, text.y)
    for number, line in enumerate(text.text.strip().split("\n")):
        words = " ".join(line.split())
        if words:
            yield PrintedLine(x, y - number * _LEADING * text.size, text.size, words)
