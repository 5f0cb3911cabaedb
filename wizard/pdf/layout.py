"""Where text goes in a field: lines, sizes and positions, from advances alone.

Lengths are points; the advance of each character of a text is in thousandths of the font size, as fonts give
it. Nothing here knows of PDF or of fonts. What must stay true: text is never cut silently; either all of it is placed inside the box, or the
result says how much of it would be. Every position is finite, whatever the box.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate
from typing import Final, NamedTuple

__all__ = ["Align", "Box", "Fit", "Layout", "Placed", "Setting", "break_lines", "first_try", "set_text"]

ASCENT: Final = 0.93
"""From the baseline to the top of an accented capital, as a share of the font size."""

DESCENT: Final = 0.22
"""From the baseline down to the foot of a `g`."""

LEADING: Final = 1.15
"""From one baseline to the next."""

_PLAIN_ASCENT: Final = 0.76
"""To the top of a letter without accent; what is needed where the text has none."""

_SLACK: Final = 0.01
_STEP: Final = 0.5
_GAP: Final = re.compile(r"[ \t\u2002-\u2006\u2008-\u200a]+|(?<=[^\W\d_]-)(?=[^\W\d_])")
_IDEOGRAPH: Final = r"\u2e80-\u2fff\u3040-\u30ff\u3105-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
_NEVER_FIRST: Final = (
    r"\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\u300d\u300f\u3011\u3015\u3009\u300b\uff09\uff3d\uff5d\u30fc"
    r"\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30a1\u30a3\u30a5\u30a7\u30a9\u30c3\u30e3\u30e5\u30e7\u2026.,:;!?)"
)
_NEVER_LAST: Final = r"\u300c\u300e\u3010\u3014\u3008\u300a\uff08\uff3b\uff5b("
_CJK_GAP: Final = re.compile(
    rf"{_GAP.pattern}|(?<=[{_IDEOGRAPH}\u3001\u3002\uff0c])(?![{_NEVER_FIRST}\s])|(?<![{_NEVER_LAST}\s])(?<!\A)(?=[{_IDEOGRAPH}])"
)
"""The same where lines may also be broken between ideographs, but not before a closing sign or after an opening one."""

_FIRST_CJK: Final = "\u2e80"


class Align(IntEnum):
    """Quadding (/Q)."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2
    START = 3
    """Nothing is said: each paragraph begins at the side its script begins at."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How far text may be made smaller so that it fits, in points.

    Text of automatic size is set at `largest` and shrinks to `smallest`. Text of a fixed size shrinks too if
    `shrink_fixed`. A template that itself asks for type smaller than `smallest` gets what it asks for.
    """

    smallest: float = 6.0
    largest: float = 12.0
    shrink_fixed: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """The place for text in one widget, in the widget's own upright coordinates.

    `edge` is the width of the visible border, `pad` the room kept free at the left and right. `size` is 0 for
    automatic. `cells` is the number of character cells of a comb, 0 for other fields.
    """

    width: float
    height: float
    edge: float = 0.0
    pad: float = 2.0
    size: float = 0.0
    align: Align = Align.LEFT
    multiline: bool = False
    cells: int = 0
    cap_height: float = 700.0

    @property
    def inner_height(self) -> float:
        """The height between the borders."""
        return max(self.height - 2 * self.edge, 1.0)


class Placed(NamedTuple):
    """A line of text and where its baseline starts; `start` and `end` are places in the text."""

    x: float
    y: float
    start: int
    end: int


class Line(NamedTuple):
    """A line before it has a place: `end` leaves out the white space at its end."""

    start: int
    end: int
    width: float


class Setting(NamedTuple):
    """Text set in a box. Where it does not fit, `shown` tells how many characters do at the smallest size."""

    size: float
    lines: Sequence[Placed]
    shown: int
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text would be shown in a field; `shown + rest` is the text.

    Where it does not fit, `shown` ends between two words if it can.
    """

    fits: bool
    shown: str
    rest: str
    font_size: float


def set_text(
    text: str, advances: Sequence[float], box: Box, fit: Fit, rtl: Container[int] = frozenset()
) -> Setting:
    """Set `text` in `box`, as large as it may be; `rtl` are the places where paragraphs from right to left begin."""
    if box.cells:
        return _set_comb(text, advances, box, fit, reverse=0 in rtl)
    if box.multiline:
        return _set_lines(text, advances, box, fit, rtl)
    return _set_line(text, advances, box, fit, reverse=0 in rtl)


def break_lines(text: str, advances: Sequence[float], limit: float) -> list[Line]:
    """`text` in lines of at most `limit` thousandths of the font size; a longer word is broken anywhere."""
    return _Measured(text, advances).lines(limit)


def _floor(start: float, box: Box, fit: Fit) -> float:
    """The smallest size that may be used when `start` is the largest."""
    if box.size and not fit.shrink_fixed:
        return start
    return min(fit.smallest, start)


def _set_line(text: str, advances: Sequence[float], box: Box, fit: Fit, *, reverse: bool) -> Setting:
    width = sum(advances) / 1000
    start, y, room = first_try(box, fit, plain=text.isascii())
    size = start
    if width * start > room:
        size = max(_floor(start, box, fit), int(room / width * 10) / 10)
        if width * size > room:
            return Setting(size, (), _prefix(text, advances, room * 1000 / size), fits=False)
        y = _baseline(size, box, _ascent(plain=text.isascii()))
    line = Placed(_start(box, width * size, reverse=reverse), y, 0, len(text))
    return Setting(size, (line,), len(text))


def first_try(box: Box, fit: Fit, *, plain: bool) -> tuple[float, float, float]:
    """The size a single line begins with, its baseline at that size, and the room there is across.

    A `plain` line has no accents that stand above its capitals.
    """
    ascent = _ascent(plain=plain)
    size = _largest(ascent, box, fit)
    return size, _baseline(size, box, ascent), max(box.width - 2 * box.pad, 0.0) + _SLACK


def _ascent(*, plain: bool) -> float:
    return _PLAIN_ASCENT if plain else ASCENT


def _largest(ascent: float, box: Box, fit: Fit) -> float:
    """The size to begin with: the field's own or the largest automatic one, less where the box is low."""
    height = max(box.height - 2 * box.edge, 1.0)
    if not box.size:
        return min(fit.largest, max(int(height / LEADING * 10) / 10, 1.0))
    return min(box.size, height / (ascent + DESCENT)) if fit.shrink_fixed else box.size


def _baseline(size: float, box: Box, ascent: float) -> float:
    """Capitals in the middle of the height, moved so that no foot or accent is cut off."""
    highest = box.height - box.edge - ascent * size
    lowest = box.edge + DESCENT * size
    if lowest > highest:
        return (lowest + highest) / 2
    middle = (box.height - box.cap_height / 1000 * size) / 2
    return lowest if middle < lowest else min(middle, highest)


def _start(box: Box, width: float, *, reverse: bool) -> float:
    if box.align == Align.CENTRE:
        return (box.width - width) / 2
    if box.align == Align.RIGHT or (reverse and box.align == Align.START):
        return box.width - box.pad - width
    return box.pad


def _prefix(text: str, advances: Sequence[float], limit: float) -> int:
    """How many characters of `text` are at most `limit` wide, ending after a gap where there is one."""
    ends = list(accumulate(advances))
    count = bisect_right(ends, limit)
    gaps = [gap.end() for gap in _GAP.finditer(text, 0, count)]
    return gaps[-1] if gaps and count < len(text) else count


def _set_comb(text: str, advances: Sequence[float], box: Box, fit: Fit, *, reverse: bool) -> Setting:
    cell = box.width / box.cells
    ascent = _PLAIN_ASCENT if text.isascii() else ASCENT
    start = _largest(ascent, box, fit)
    widest = max(advances, default=0.0) / 1000
    size = min(start, int(cell / widest * 10) / 10) if widest else start
    if len(text) > box.cells or size < _floor(start, box, fit):
        return Setting(
            _floor(start, box, fit), (), min(len(text), box.cells) if size >= fit.smallest else 0, fits=False
        )
    spare = box.cells - len(text)
    at_right = box.align == Align.RIGHT or (reverse and box.align == Align.START)
    first = spare // 2 if box.align == Align.CENTRE else spare if at_right else 0
    y = _baseline(size, box, ascent)
    order = range(len(text) - 1, -1, -1) if reverse else range(len(text))
    lines = tuple(
        Placed((first + cell_of + 0.5) * cell - advances[index] * size / 2000, y, index, index + 1)
        for cell_of, index in enumerate(order)
    )
    return Setting(size, lines, len(text))


def _set_lines(text: str, advances: Sequence[float], box: Box, fit: Fit, rtl: Container[int]) -> Setting:
    measured = _Measured(text, advances)
    start = min(box.size or fit.largest, box.inner_height / (_PLAIN_ASCENT + DESCENT))
    if box.size and not fit.shrink_fixed:
        start = box.size
    floor = _floor(start, box, fit)
    sizes = _sizes(start, floor)
    low, high = 0, len(sizes)
    best: tuple[float, list[Line]] | None = None
    while low < high:
        probe = low if low == 0 else (low + high) // 2
        lines = _lines_at(measured, box, sizes[probe])
        if _height(len(lines), sizes[probe]) <= box.inner_height + _SLACK:
            best, high = (sizes[probe], lines), probe
        else:
            low = probe + 1
    if best is None:
        return _cut_lines(measured, box, floor, len(text))
    return Setting(best[0], tuple(_placed(text, best[1], best[0], box, rtl)), len(text))


def _sizes(start: float, floor: float) -> list[float]:
    """The sizes to try, from large to small."""
    count = int((start - floor) / _STEP)
    return [
        *(start - _STEP * step for step in range(count + 1)),
        *([floor] if start - _STEP * count > floor else []),
    ]


def _lines_at(measured: _Measured, box: Box, size: float) -> list[Line]:
    return measured.lines(max(box.width - 2 * box.pad + _SLACK, 1.0) * 1000 / size)


def _height(count: int, size: float) -> float:
    """What `count` lines need at the least."""
    return (_PLAIN_ASCENT + DESCENT + (count - 1) * LEADING) * size


def _cut_lines(measured: _Measured, box: Box, size: float, length: int) -> Setting:
    lines = _lines_at(measured, box, size)
    spare = box.inner_height + _SLACK - _height(1, size)
    count = int(spare / (LEADING * size)) + 1 if spare >= 0 else 0
    shown = lines[count].start if count < len(lines) else length
    return Setting(size, (), shown, fits=False)


def _placed(text: str, lines: Sequence[Line], size: float, box: Box, rtl: Container[int]) -> Iterator[Placed]:
    """Lines from the top down; the room that is left goes first to the padding, then to accents."""
    spare = max(box.inner_height - _height(len(lines), size), 0.0)
    pad = min(box.pad, spare / 2)
    accents = min((ASCENT - _PLAIN_ASCENT) * size, (spare - pad) / 2)
    top = box.height - box.edge - pad - accents - _PLAIN_ASCENT * size
    reverse = False
    for index, line in enumerate(lines):
        if not line.start or text[line.start - 1] == "\n":
            reverse = line.start in rtl
        x = _start(box, line.width * size / 1000, reverse=reverse)
        yield Placed(x, top - index * LEADING * size, line.start, line.end)


class _Piece(NamedTuple):
    """A word and the gap behind it."""

    start: int
    end: int
    width: float
    gap: float


class _Measured:
    """A text whose words have been measured once, to be broken at any width."""

    def __init__(self, text: str, advances: Sequence[float]) -> None:
        self.text = text
        self.advances = advances
        self.gap = _CJK_GAP if max(text, default="") >= _FIRST_CJK else _GAP
        self.paragraphs = list(self._paragraphs())

    def lines(self, limit: float) -> list[Line]:
        found: list[Line] = []
        for start, pieces in self.paragraphs:
            found += self._broken(start, pieces, limit)
        return found

    def _paragraphs(self) -> Iterator[tuple[int, list[_Piece]]]:
        start = 0
        for paragraph in self.text.split("\n"):
            yield start, self._pieces(start, start + len(paragraph))
            start += len(paragraph) + 1

    def _pieces(self, start: int, end: int) -> list[_Piece]:
        advances = self.advances
        pieces: list[_Piece] = []
        for gap in self.gap.finditer(self.text, start, end):
            word = sum(advances[start : gap.start()])
            pieces.append(_Piece(start, gap.start(), word, sum(advances[gap.start() : gap.end()])))
            start = gap.end()
        pieces.append(_Piece(start, end, sum(advances[start:end]), 0.0))
        return pieces

    def _broken(self, start: int, pieces: Sequence[_Piece], limit: float) -> Iterator[Line]:
        end, width, gap = start, 0.0, 0.0
        for piece in pieces:
            if piece.start == piece.end and end > start:
                continue
            if width + gap + piece.width <= limit or (end == start == piece.start and piece.width <= limit):
                end, width, gap = piece.end, width + gap + piece.width, piece.gap
                continue
            if end > start:
                yield Line(start, end, width)
            start, end, width, gap = piece.start, piece.end, piece.width, piece.gap
            while width > limit:
                cut = start + max(1, self._most(start, end, limit))
                if cut >= end:
                    break
                yield Line(start, cut, sum(self.advances[start:cut]))
                start, width = cut, sum(self.advances[cut:end])
        yield Line(start, end, width)

    def _most(self, start: int, end: int, limit: float) -> int:
        """How many characters from `start` on are at most `limit` wide."""
        count, width = 0, 0.0
        for advance in self.advances[start:end]:
            width += advance
            if width > limit:
                break
            count += 1
        return count
