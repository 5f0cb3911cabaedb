"""Text that is more than a row of letters: right-to-left scripts, joined letters, marks above and below.

A paragraph is cut into segments of one direction, font and script; HarfBuzz sets each, and the segments of a
line are put into the order they are shown in. What must stay true: every glyph knows which characters it stands
for, so that what is copied out of the page is the text that was put in; and a line is measured as it is drawn.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from wizard.pdf.bidi import base_level, levels_of, runs_in_order, settle_ends
from wizard.pdf.encodings import INVISIBLE, STAND_INS
from wizard.pdf.fallback import glyph_of, typeface
from wizard.pdf.harfbuzz import Drawn, Typeface, script_of

__all__ = ["Cluster", "Run", "clusters_of", "right_to_left", "shaped_advances", "shaped_line"]

_SHAPED_AT_ONCE: Final = 256
_UNSEEN: Final = frozenset(INVISIBLE)


class Run(NamedTuple):
    """A row of glyphs of one font, from left to right. `text` is the paragraph, of which they show `start:end`."""

    font: str
    rtl: bool
    text: str
    start: int
    end: int
    glyphs: list[Drawn]


class Cluster(NamedTuple):
    """Glyphs that stand together for some characters: `text`, which begins at `place` of its paragraph."""

    text: str
    place: int
    glyphs: list[Drawn]


class _Segment(NamedTuple):
    start: int
    end: int
    font: str


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """`text` as it was given; `shown` with spaces for tabs and for what fonts lack, character by character."""

    text: str
    shown: str
    base: int
    levels: tuple[int, ...]


def right_to_left(text: str) -> frozenset[int]:
    """Where in `text` the paragraphs begin that run from right to left."""
    if text.isascii():
        return frozenset()
    start, found = 0, []
    for paragraph in text.split("\n"):
        if base_level(paragraph):
            found.append(start)
        start += len(paragraph) + 1
    return frozenset(found)


def shaped_advances(text: str) -> list[float]:
    """The advance of each character, that of a group at its first; raises `KeyError` where no font has one."""
    widths = [0.0] * len(text)
    start = 0
    for part in text.split("\n"):
        paragraph = _paragraph(part)
        for first, end, level in runs_in_order(paragraph.levels):
            for segment in _segments(paragraph, first, end):
                for drawn in _set(paragraph, segment, level):
                    widths[start + drawn.place] += drawn.advance
        start += len(part) + 1
    return widths


def shaped_line(text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of the line `text[start:end]`, in the order they are shown from the left."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    paragraph = _paragraph(text[begin : stop if stop >= 0 else len(text)])
    first, last = start - begin, end - begin
    levels = settle_ends(paragraph.text[first:last], paragraph.levels[first:last], paragraph.base)
    for low, high, level in runs_in_order(levels):
        segments = list(_segments(paragraph, first + low, first + high))
        for segment in reversed(segments) if level % 2 else segments:
            glyphs = _set(paragraph, segment, level)
            if glyphs:  # none where all is invisible
                yield Run(segment.font, level % 2 == 1, paragraph.text, segment.start, segment.end, glyphs)


def clusters_of(run: Run) -> Iterator[Cluster]:
    """The glyphs of a run in groups that stand for some characters, in the order they are shown."""
    places = sorted({drawn.place for drawn in run.glyphs})
    ends = dict(zip(places, (*places[1:], run.end), strict=True))
    index = 0
    while index < len(run.glyphs):
        place = run.glyphs[index].place
        stop = index
        while stop < len(run.glyphs) and run.glyphs[stop].place == place:
            stop += 1
        first = run.start if place == places[0] else place
        text = "".join(char for char in run.text[first : ends[place]] if char not in _UNSEEN)
        yield Cluster(text, first, run.glyphs[index:stop])
        index = stop


@lru_cache(maxsize=_SHAPED_AT_ONCE)
def _paragraph(text: str) -> _Paragraph:
    """A paragraph with its levels; raises `KeyError` where no font has a character."""
    for char in text:
        glyph_of(char)
    base = base_level(text)
    return _Paragraph(text, "".join(map(_shown, text)), base, tuple(levels_of(text, base)))


@lru_cache(maxsize=1024)
def _shown(char: str) -> str:
    if char == "\t":
        return " "
    stand_in = STAND_INS.get(char)
    face = typeface(glyph_of(char).font)
    return stand_in if stand_in is not None and face is not None and not face.glyph(char) else char


def _set(paragraph: _Paragraph, segment: _Segment, level: int) -> list[Drawn]:
    return _face(segment.font).set_run(paragraph.shown, segment.start, segment.end, rtl=level % 2 == 1)


def _face(name: str) -> Typeface:
    found = typeface(name)
    if found is None:  # pragma: no cover  a font that gave a glyph is there
        raise KeyError(name)
    return found


def _segments(paragraph: _Paragraph, start: int, end: int) -> Iterator[_Segment]:
    """The parts of `start:end`, where all is of one level, that have one font and one script."""
    text = paragraph.shown
    first, font, script = start, "", None
    for place in range(start, end):
        own = script_of(text[place])
        wanted = _font_for(text, place, end, font)
        if place > first and (wanted != font or (own and script and own != script)):
            yield _Segment(first, place, font)
            first, script = place, None
        font, script = wanted, own or script
    if end > start:
        yield _Segment(first, end, font)


def _font_for(text: str, place: int, end: int, current: str) -> str:
    """The font for a character: that of its neighbours where it is a sign that all scripts share."""
    char = text[place]
    if char in _UNSEEN:
        return current or glyph_of(char).font
    if script_of(char) is None or unicodedata.category(char).startswith("M"):
        following = next((other for other in text[place + 1 : end] if script_of(other)), None)
        near = current or (glyph_of(following).font if following else "")
        if near and _face(near).glyph(char):
            return near
    return glyph_of(char).font
