"""The fonts for everything that a template's own fonts cannot draw: Noto Sans, FiraGO, Noto's symbols.

They come as data with the package `pymupdf-fonts` (SIL Open Font License); Chinese, Japanese and Korean need a
font of this computer. Each character is at home in the first font that has it. Text whose characters stand by
themselves is looked up in tables here; text that must be joined or put in order goes through `shaping`. What
must stay true: a character is offered only if a font has a picture for it, and a text's width is that of the
glyphs which will be drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from wizard.pdf.encodings import INVISIBLE, STAND_INS, TAB_WIDTH, needs_shaping
from wizard.pdf.harfbuzz import Typeface
from wizard.pdf.systemfonts import cjk_typeface

__all__ = [
    "CAP_HEIGHT",
    "Glyph",
    "advances",
    "first_missing",
    "glyph_of",
    "plain_runs",
    "typeface",
    "typefaces",
]

CAP_HEIGHT: Final = 714.0

_CJK: Final = "SystemCJK"

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Coverage:
    """Characters that are taken from the font `name`; `module` is where its data is."""

    name: str
    module: str
    ranges: Ranges

    def covers(self, code: int) -> bool:
        return any(first <= code <= last for first, last in self.ranges)


_COVERAGES: Final = (
    _Coverage(
        "NotoSans",
        "NotoSans_Regular",
        ((0x20, 0x52F), (0x1AB0, 0x1AFF), (0x1C80, 0x1C8F), (0x1D00, 0x218B), (0x2C60, 0x2C7F), (0x2DE0, 0x2E7F),
         (0xA640, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06), (0xFE20, 0xFE2F)),
    ),
    _Coverage(
        "FiraGO",
        "FiraGO_Regular",
        ((0x590, 0x6FF), (0x750, 0x77F), (0x900, 0x97F), (0xE00, 0xE7F), (0x10A0, 0x10FF), (0x1C90, 0x1CBF),
         (0x2190, 0x25FF), (0x2D00, 0x2D2F), (0xA8E0, 0xA8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC)),
    ),
    _Coverage("NotoSansSymbols2", "NotoSansSymbols2_Regular",
              ((0x25A0, 0x25FF), (0x2605, 0x2617), (0x2639, 0x2653), (0x2660, 0x266F), (0x2690, 0x26A1), (0x2700, 0x27BF))),
    _Coverage("NotoSansMath", "NotoSansMath_Regular", ((0x2032, 0x2040), (0x2190, 0x22FF))),
    _Coverage(
        _CJK,
        "",
        ((0x1100, 0x11FF), (0x2E80, 0x303F), (0x3040, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7FF),
         (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x323AF)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character by itself: its font, its code as hexadecimal digits, its advance in thousandths of the size."""

    font: str
    number: int
    code: bytes
    width: float


class _Glyphs(dict[str, Glyph]):
    """Glyphs by character, looked up in the fonts when first asked for; `KeyError` where no font has one."""

    def __missing__(self, char: str) -> Glyph:
        found = _find(char)
        if found is None:
            raise KeyError(char)
        self[char] = found
        return found


class _Widths(dict[str, float]):
    """Advances of characters that stand by themselves; `KeyError` for all others."""

    def __missing__(self, char: str) -> float:
        if needs_shaping(char):
            raise KeyError(char)
        width = _GLYPHS[char].width
        self[char] = width
        return width


_GLYPHS: Final = _Glyphs()
_WIDTHS: Final = _Widths({"\n": 0.0})


def advances(text: str) -> list[float]:
    """The advance of each character of `text` where it stands; `KeyError` for one that no font has.

    In text that is joined or stacked, what a group of characters takes is counted at the first of them.
    """
    try:
        return list(map(_WIDTHS.__getitem__, text))
    except KeyError:
        from wizard.pdf.shaping import shaped_advances  # noqa: PLC0415  it builds on this module

        return shaped_advances(text)


def first_missing(text: str) -> str | None:
    """The first character of `text` that no font has; None where all can be drawn."""
    for char in text:
        try:
            _GLYPHS[char]
        except KeyError:
            return char
    return None


def plain_runs(text: str) -> Iterator[tuple[str, str]] | None:
    """`text` as (font, characters) runs in order; None where it must be shaped."""
    if any(map(needs_shaping, text)):
        return None
    return _runs(text)


def glyph_of(char: str) -> Glyph:
    """The glyph of a character by itself; `KeyError` where no font has one."""
    return _GLYPHS[char]


def typefaces() -> Iterator[Typeface]:
    """The fonts at hand, those that are asked first coming first."""
    for coverage in _COVERAGES:
        found = typeface(coverage.name)
        if found is not None:
            yield found


@cache
def typeface(name: str) -> Typeface | None:
    """The font called `name`; None for one that this computer lacks."""
    if name == _CJK:
        return cjk_typeface()
    module = next(coverage.module for coverage in _COVERAGES if coverage.name == name)
    return Typeface(name, import_module(f"pymupdf_fonts.{module}").fontbuffer)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    start = 0
    font = ""
    for place, char in enumerate(text):
        glyph = _GLYPHS[char]
        if glyph.code and glyph.font != font:
            if place > start and font:
                yield font, text[start:place]
                start = place
            font = glyph.font
    if font:
        yield font, text[start:]


def _find(char: str) -> Glyph | None:
    if char in INVISIBLE:
        return Glyph("NotoSans", 0, b"", 0.0)
    if char == "\t":
        space = _GLYPHS[" "]
        return Glyph(space.font, space.number, space.code * TAB_WIDTH, space.width * TAB_WIDTH)
    if not (char.isprintable() or char in STAND_INS):
        return None
    for coverage in _COVERAGES:
        if coverage.covers(ord(char)):
            face = typeface(coverage.name)
            number = face.glyph(char) if face is not None else 0
            if face is not None and number:
                return Glyph(coverage.name, number, b"%04X" % number, face.advance(number))
    stand_in = STAND_INS.get(char)
    return _find(stand_in) if stand_in is not None else None
