"""Setting blocks of text on new pages: headings, paragraphs, labelled values and tables, from the top down.

One column on A4 with even margins; a thin frame around each value shows what was filled in. A value or a table
row that does not fit on what is left of a page goes on with the next one. What must stay true: every line of
every text is drawn once, inside the margins, and each piece of a value knows its page and rectangle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from wizard.pdf.answers import composed
from wizard.pdf.document import Rect
from wizard.pdf.fallback import advances
from wizard.pdf.fontset import FontSet
from wizard.pdf.increment import Increment
from wizard.pdf.layout import Line, Placed, break_lines
from wizard.pdf.objects import Dict, Name, Obj, Ref, compressed, number
from wizard.pdf.plan import PagePlan
from wizard.pdf.shaping import right_to_left
from wizard.pdf.tags import Element, Tagger
from wizard.pdf.writing import fallback_lines

__all__ = ["PAGE_SIZE", "Piece", "Typesetter", "running_lines"]

PAGE_SIZE: Final = (595.28, 841.89)
"""A4 in points."""

_MARGIN: Final = 56.0
_HEADER_TOP: Final = PAGE_SIZE[1] - 26.0
_FOOTER_TOP: Final = 38.0
_TEXT: Final = 10.0
_SMALL: Final = 8.0
_TITLE: Final = 16.0
_SUBTITLE: Final = 12.0
_PAD: Final = 4.0
_LEADING: Final = 1.3
_INK: Final = b"0 g"
_GREY: Final = b"0.35 g"
_RULE: Final = b"0.6 G 0.5 w"
_ABOVE: Final = 0.8
"""From the top of a line to its baseline, as a share of the size."""

_FEWEST: Final = 2
"""A paragraph or value is not begun at the foot of a page with fewer lines than this, if it has more."""


_Span: TypeAlias = tuple[float, float, float]
"""Left, right and top of a place for lines of text."""


@dataclass(frozen=True, slots=True)
class _Type:
    """Size, colour and weight of a piece of text."""

    size: float
    colour: bytes
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Value:
    """A value with the full name of its field and the label it stands under."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a value that stands on one page: what its widget shows there, with which blocks of the font."""

    value: _Value
    page: Ref
    rect: Rect
    content: bytes
    blocks: frozenset[str]
    element: Element


@dataclass(frozen=True, slots=True)
class _Columns:
    """A table being set: its element, and the title, left and right of each column."""

    element: Element
    titles: Sequence[str]
    spans: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class _Page:
    ref: Ref
    header: str
    footer: str
    parts: list[bytes] = field(default_factory=list)
    blocks: set[str] = field(default_factory=set)


class Typesetter:
    """Sets blocks one after the other; `pieces` are the parts of values, for their fields."""

    def __init__(self, increment: Increment, fonts: FontSet, tagger: Tagger) -> None:
        self.increment = increment
        self.fonts = fonts
        self.tagger = tagger
        self.pieces: list[Piece] = []
        self._pages: list[_Page] = []
        self._y = 0.0
        self._sheet = tagger.root
        self._running = ("", "")

    @property
    def width(self) -> float:
        """The width of the column."""
        return PAGE_SIZE[0] - 2 * _MARGIN

    def begin_sheet(self, title: str, header: str, footer: str) -> None:
        """Begin a new sheet on a new page."""
        self._running = (header, footer)
        self._sheet = self.tagger.root.child("Sect")
        self._new_page()
        self._flow(self._sheet.child("H1"), title, _Type(_TITLE, _INK, bold=True))
        self._y -= 8

    def heading(self, text: str) -> None:
        """Set a heading; it is kept together with what follows."""
        self._y -= 8
        if self._y - 5 * _LEADING * _SUBTITLE < _MARGIN:
            self._new_page()
        self._flow(self._sheet.child("H2"), text, _Type(_SUBTITLE, _INK, bold=True))
        self._y -= 4

    def paragraph(self, text: str) -> None:
        """Set running text."""
        self._flow(self._sheet.child("P"), text, _Type(_TEXT, _INK))
        self._y -= 6

    def entry(self, label: str, text: str, name: str) -> None:
        """Set a labelled value in a frame; where it goes on over the page, the label stands there again."""
        label_lines = _lines(label, _SMALL, self.width)
        lines = _lines(text, _TEXT, self.width - 2 * _PAD)
        head = len(label_lines) * _LEADING * _SMALL + 3
        place = 0
        while place < len(lines):
            fewest = min(_FEWEST, len(lines) - place)
            if self._y - head - _frame_height(fewest) < _MARGIN:
                self._new_page()
            self._flow(self._sheet.child("P"), label, _Type(_SMALL, _GREY))
            if self._y - 2 - _frame_height(fewest) < _MARGIN:
                self._new_page()
            self._y -= 2
            part = lines[place : place + self._lines_left()]
            box = (_MARGIN, self._y - _frame_height(len(part)), _MARGIN + self.width, self._y)
            self._rules(b"%.2f %.2f %.2f %.2f re S\n" % (box[0], box[1], box[2] - box[0], box[3] - box[1]))
            self._value(_Value(name, label, text), part, box, self._sheet.child("Form"))
            self._y = box[1] - 8
            place += len(part)

    def table(
        self, columns: Sequence[str], shares: Sequence[float], rows: Sequence[Sequence[tuple[str, str]]]
    ) -> None:
        """Set a table; its heading stands on each page it runs over. A cell is a text and the name of its field."""
        total = sum(shares)
        edges = [_MARGIN + self.width * sum(shares[:i]) / total for i in range(len(shares) + 1)]
        form = _Columns(self._sheet.child("Table"), columns, tuple(pairwise(edges)))
        self._table_head(form)
        for row in rows:
            self._table_row(form, row)
        self._y -= 10

    def finish(self, before: int, parent: Ref) -> tuple[PagePlan, ...]:
        """Finish the pages, numbered on from `before` others; each still lacks its annotations."""
        total = before + len(self._pages)
        for index, page in enumerate(self._pages):
            for text, top in ((page.header, _HEADER_TOP), (page.footer, _FOOTER_TOP)):
                shown = text.replace("{page}", str(before + index + 1)).replace("{pages}", str(total))
                if shown:
                    lines = running_lines(shown)
                    span = (_MARGIN, _MARGIN + self.width, top)
                    drawn = self._drawn(page, shown, lines, span, _Type(_SMALL, _GREY))
                    page.parts.append(self.tagger.artifact(drawn))
        return tuple(self._page_plan(page, parent) for page in self._pages)

    def _table_head(self, table: _Columns) -> None:
        lines = [
            _lines(title, _SMALL, right - left - 2 * _PAD)
            for title, (left, right) in zip(table.titles, table.spans, strict=True)
        ]
        height = max(map(len, lines)) * _LEADING * _SMALL + 4
        if self._y - height - _frame_height(_FEWEST) < _MARGIN:
            self._new_page()
        row = table.element.child("TR")
        for title, own, (left, right) in zip(table.titles, lines, table.spans, strict=True):
            span = (left + _PAD, right - _PAD, self._y)
            self._text(row.child("TH"), title, own, span, _Type(_SMALL, _GREY, bold=True))
        self._y -= height
        self._line_below(1.0)

    def _table_row(self, table: _Columns, row: Sequence[tuple[str, str]]) -> None:
        lines = [
            _lines(text, _TEXT, right - left - 2 * _PAD)
            for (text, _), (left, right) in zip(row, table.spans, strict=True)
        ]
        longest = max(map(len, lines))
        wanted = longest if _frame_height(longest) <= _WHOLE_PAGE else min(longest, _FEWEST)
        place = 0
        while place < longest:
            if self._y - _frame_height(wanted) < _MARGIN:
                self._new_page()
                self._table_head(table)
            count = min(self._lines_left(), longest - place)
            bottom = self._y - _frame_height(count)
            tags = table.element.child("TR")
            for title, value, own, (left, right) in zip(table.titles, row, lines, table.spans, strict=True):
                part = own[place : place + count]
                self._cell(tags.child("TD"), title, value, part, (left, bottom, right, self._y))
            self._y = bottom
            self._line_below(0.5)
            place += count
            wanted = 1

    def _line_below(self, width: float) -> None:
        """A rule across the column at the present height."""
        self._rules(
            b"%b w %.2f %.2f m %.2f %.2f l S\n"
            % (number(width), _MARGIN, self._y, _MARGIN + self.width, self._y)
        )

    def _cell(
        self, cell: Element, label: str, value: tuple[str, str], part: Sequence[Line], box: Rect
    ) -> None:
        text, name = value
        if not part:
            return
        if name:
            self._value(_Value(name, label, text), part, box, cell.child("Form"))
        else:
            self._text(cell, text, part, (box[0] + _PAD, box[2] - _PAD, box[3] - _PAD), _Type(_TEXT, _INK))

    def _value(self, value: _Value, part: Sequence[Line], box: Rect, element: Element) -> None:
        """One piece of a value: what its widget will show."""
        span = (_PAD, box[2] - box[0] - _PAD, box[3] - box[1] - _PAD)
        text, used = composed(value.text), set[str]()
        drawn = b"".join(fallback_lines(text, _placed(text, part, span, _TEXT), _TEXT, self.fonts, used))
        content = b"/Tx BMC\nq\nBT\n%b\n%bET\nQ\nEMC" % (_INK, drawn)
        self.pieces.append(Piece(value, self._pages[-1].ref, box, content, frozenset(used), element))

    def _flow(self, element: Element, text: str, look: _Type) -> None:
        """Set text over the whole width, on as many pages as it takes."""
        lines = _lines(text, look.size, self.width)
        place = 0
        while place < len(lines):
            if self._y - min(_FEWEST, len(lines) - place) * _LEADING * look.size < _MARGIN:
                self._new_page()
            room = max(int((self._y - _MARGIN) / (_LEADING * look.size) + 1e-6), 1)
            part = lines[place : place + room]
            self._text(element, text, part, (_MARGIN, _MARGIN + self.width, self._y), look)
            self._y -= len(part) * _LEADING * look.size
            place += len(part)

    def _text(self, element: Element, text: str, lines: Sequence[Line], span: _Span, look: _Type) -> None:
        page = self._pages[-1]
        page.parts.append(self.tagger.content(element, page.ref, self._drawn(page, text, lines, span, look)))

    def _drawn(self, page: _Page, text: str, lines: Sequence[Line], span: _Span, look: _Type) -> bytes:
        """The operators for lines of text in `span`. Bold is the outline made thicker."""
        plain = composed(text)
        placed = _placed(plain, lines, span, look.size)
        shown = b"".join(fallback_lines(plain, placed, look.size, self.fonts, page.blocks))
        weight = b"%b %b w 2 Tr\n" % (look.colour.upper(), number(look.size * 0.03)) if look.bold else b""
        return b"q\nBT\n%b\n%b%bET\nQ\n" % (look.colour, weight, shown)

    def _rules(self, operators: bytes) -> None:
        self._pages[-1].parts.append(self.tagger.artifact(b"q\n%b\n%bQ\n" % (_RULE, operators)))

    def _lines_left(self) -> int:
        """How many lines of a value the rest of the page holds."""
        return max(int((self._y - _MARGIN - 2 * _PAD) / (_LEADING * _TEXT) + 1e-6), 1)

    def _new_page(self) -> None:
        self._pages.append(_Page(self.increment.allocate(), *self._running))
        self._y = PAGE_SIZE[1] - _MARGIN

    def _page_plan(self, page: _Page, parent: Ref) -> PagePlan:
        fonts: Dict = {name: self.fonts.reference(name) for name in sorted(page.blocks)}
        box: list[Obj] = [0, 0, *PAGE_SIZE]
        contents = self.increment.add(compressed(b"".join(page.parts)))
        attrs: Dict = {
            "Type": Name("Page"),
            "Parent": parent,
            "MediaBox": box,
            "CropBox": box,
            "Rotate": 0,
            "Resources": {"Font": fonts},
            "Contents": contents,
            **self.tagger.page_entries(page.ref),
        }
        return PagePlan(page.ref, attrs, (contents,), {"Font": fonts}, (0.0, 0.0, *PAGE_SIZE), 0)


def running_lines(text: str) -> list[Line]:
    """A header or footer in lines."""
    return _lines(text, _SMALL, PAGE_SIZE[0] - 2 * _MARGIN)


def _lines(text: str, size: float, width: float) -> list[Line]:
    plain = composed(text)
    return break_lines(plain, advances(plain), width * 1000 / size)


def _placed(text: str, lines: Sequence[Line], span: _Span, size: float) -> list[Placed]:
    """Lines from the top of `span` down; those of a paragraph that is read from right to left end at its right."""
    left, right, top = span
    rtl = right_to_left(text)
    placed = []
    for index, line in enumerate(lines):
        begin = text.rfind("\n", 0, line.start) + 1
        x = right - line.width * size / 1000 if begin in rtl else left
        placed.append(Placed(x, top - (_ABOVE + index * _LEADING) * size, line.start, line.end))
    return placed


def _frame_height(lines: int) -> float:
    return lines * _LEADING * _TEXT + 2 * _PAD


_WHOLE_PAGE: Final = PAGE_SIZE[1] - 2 * _MARGIN - 4 * _LEADING * _SMALL
"""The height of a page below a table's heading."""
