"""The operators that show text in the fallback fonts.

Letters that stand by themselves are written as plain strings of codes. Text that was shaped is written glyph by
glyph: moves inside a line as adjustments of TJ, marks above and below by the text rise. Where a group of glyphs
does not say by itself which characters it stands for, /ActualText does. What must stay true: each glyph is where
HarfBuzz put it, and the characters of a line are written in the order they are read in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from wizard.pdf.fallback import glyph_of, plain_runs, typeface
from wizard.pdf.fontset import FontSet
from wizard.pdf.layout import Placed
from wizard.pdf.objects import number
from wizard.pdf.shaping import Cluster, Run, clusters_of, shaped_line

__all__ = ["fallback_lines", "moved"]

_WORTH_MOVING: Final = 1.0
"""Differences below a thousandth of the font size are left alone."""


def fallback_lines(
    text: str, lines: Sequence[Placed], size: float, fonts: FontSet, used: set[str]
) -> list[bytes]:
    """The operators between BT and ET that show lines of `text`; the names of the fonts are added to `used`."""
    parts: list[bytes] = []
    current = ""
    x = y = 0.0
    for line in lines:
        parts.append(b"%.2f %.2f Td\n" % (line.x - x, line.y - y))
        x, y = moved(x, line.x), moved(y, line.y)
        for font, operators in _line(text, line.start, line.end, size, fonts):
            if font != current:
                current = font
                used.add(font)
                parts.append(b"/%b %b Tf\n" % (font.encode(), number(size)))
            parts.append(operators)
    return parts


def moved(before: float, now: float) -> float:
    """Where the pen really is after a move that was written with two decimals."""
    return before + float(f"{now - before:.2f}")


def _line(text: str, start: int, end: int, size: float, fonts: FontSet) -> Iterable[tuple[str, bytes]]:
    """Fonts and operators for one line, from left to right."""
    runs = plain_runs(text[start:end])
    if runs is not None:
        plain = list(runs)
        if all([fonts.means_characters(font, part) for font, part in plain]):  # noqa: C419  all must be noted
            return [
                (font, b"<%b> Tj\n" % b"".join([glyph_of(char).code for char in part]))
                for font, part in plain
            ]
    return _ShapedLine(size, fonts).written(shaped_line(text, start, end))


class _Placed(NamedTuple):
    """A cluster and where it begins, in thousandths of the size from the line's beginning."""

    font: str
    rtl: bool
    cluster: Cluster
    x: float


class _ShapedLine:
    """One line of shaped glyphs, written in the order the text is read in, each at its place.

    Programs that copy text out of a page either keep the order of writing or go by place; this order suits
    both, which that from left to right does not.
    """

    def __init__(self, size: float, fonts: FontSet) -> None:
        self.size = size
        self.fonts = fonts
        self.font = ""
        self.parts: list[bytes] = []
        self.items: list[bytes] = []
        self.codes: list[bytes] = []
        self.at = self.rise = 0.0

    def written(self, runs: Iterable[Run]) -> Iterator[tuple[str, bytes]]:
        """Fonts and operators, one pair for each change of font."""
        for font, group in groupby(_in_reading_order(runs), key=attrgetter("font")):
            self.font, self.parts = font, []
            for placed in group:
                self._cluster(placed)
            self._raise_to(0.0)
            self._flush()
            yield font, b"".join(self.parts)

    def _cluster(self, placed: _Placed) -> None:
        """Show a cluster, with /ActualText where its glyphs do not say by themselves what they stand for.

        Not in text from right to left, where poppler turns that text round.
        """
        cluster, x = placed.cluster, placed.x
        texts, extra = self._shares(cluster, rtl=placed.rtl)
        known = [
            self.fonts.means(self.font, drawn.glyph, text)
            for drawn, text in zip(cluster.glyphs, texts, strict=True)
        ]
        clear = placed.rtl or (all(known) and all(texts) and "".join(texts) == cluster.text)
        if not clear:
            self._flush()
            actual = (b"\xfe\xff" + cluster.text.encode("utf-16-be")).hex().encode()
            self.parts.append(b"/Span<</ActualText<%b>>>BDC\n" % actual)
        for drawn in cluster.glyphs:
            self._show(drawn.glyph, x + drawn.dx, drawn.dy)
            x += drawn.advance
        for glyph in extra:
            self._show(glyph, placed.x, 0.0)
        if not clear:
            self._flush()
            self.parts.append(b"EMC\n")

    def _shares(self, cluster: Cluster, *, rtl: bool) -> tuple[list[str], list[int]]:
        """What each glyph of a cluster stands for, and blank glyphs for what is left over."""
        text, glyphs = cluster.text, cluster.glyphs
        if len(glyphs) == 1 and not rtl:
            return [text], []
        face = typeface(self.font)
        left = list(text)
        shares = []
        for drawn in glyphs:
            own = next((char for char in left if face is not None and face.glyph(char) == drawn.glyph), "")
            if own:
                left.remove(own)
            shares.append(own)
        for index, share in enumerate(shares):
            if not share and left:
                shares[index] = left.pop(0)
        carriers = [self.fonts.carrier(self.font, char) for char in left]
        if None in carriers or not rtl:
            shares[-1] += "".join(left)
            return shares, []
        return shares, [carrier for carrier in carriers if carrier is not None]

    def _show(self, glyph: int, x: float, rise: float) -> None:
        self._raise_to(rise)
        if abs(x - self.at) >= _WORTH_MOVING:
            self._close_string()
            step = round(self.at - x)
            self.items.append(b"%d" % step)
            self.at -= step
        self.codes.append(b"%04X" % glyph)
        face = typeface(self.font)
        self.at += face.advance(glyph) if face is not None else 0.0

    def _raise_to(self, rise: float) -> None:
        if rise != self.rise:
            self._flush()
            self.parts.append(b"%b Ts\n" % number(rise * self.size / 1000))
            self.rise = rise

    def _close_string(self) -> None:
        if self.codes:
            self.items.append(b"<%b>" % b"".join(self.codes))
            self.codes = []

    def _flush(self) -> None:
        self._close_string()
        if self.items:
            plain = len(self.items) == 1 and self.items[0].startswith(b"<")
            written = self.items[0] + b" Tj\n" if plain else b"[%b]TJ\n" % b"".join(self.items)
            self.parts.append(written)
            self.items = []


def _in_reading_order(runs: Iterable[Run]) -> list[_Placed]:
    found: list[_Placed] = []
    x = 0.0
    for run in runs:
        for cluster in clusters_of(run):
            found.append(_Placed(run.font, run.rtl, cluster, x))
            x += sum(drawn.advance for drawn in cluster.glyphs)
    return sorted(found, key=lambda placed: placed.cluster.place)
