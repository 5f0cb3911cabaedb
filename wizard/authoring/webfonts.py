"""The typeface of the browser's page, cut down from fonts that lie at hand: `python -m wizard.authoring.webfonts`.

Cascadia Mono has what a screen of ours is drawn with, save for a few ticks and boxes; those come from Noto Sans
Symbols 2, set to the same width. Both may be changed and passed on under other names of their own. Which letters
are kept is decided here; a reader whose name holds another one sees it in a font of the machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

__all__ = ["MARKS", "make_webfonts"]

TARGET: Final = Path(__file__).parents[1] / "web/static/fonts"
MARKS: Final = "✗☒☐☑✔✘★⚠"
"""The signs that Cascadia Mono lacks."""

_LETTERS: Final = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # all Latin letters of Europe
    *range(0x370, 0x400),
    *range(0x400, 0x460),
    *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2070),  # dashes, quotes, spaces
    *range(0x2070, 0x20D0),
    *range(0x2100, 0x2150),
    *range(0x2150, 0x2200),  # fractions, arrows
    *range(0x2200, 0x2300),
    *range(0x2300, 0x2400),
    *range(0x2500, 0x2600),  # lines, blocks and shapes
    0x2713,
    0x276F,
]
_WIDTH: Final = 1200
_UNITS: Final = 2048
_ASCENT: Final = 1900
_DESCENT: Final = -480
_MIDDLE: Final = 700
_MARGIN: Final = 30
"""The cell, in units of Cascadia Mono."""

_NAMES: Final = (1, 3, 4, 6, 16)
"""The entries of a font's name table by which it is known."""


def make_webfonts(target: Path = TARGET) -> None:
    """Write the fonts of the page to `target`."""
    for weight in ("Regular", "Bold"):
        letters = _cut(_font(f"CascadiaMono_{weight}"), _LETTERS, f"lov Mono {weight}")
        letters.save(target / f"lov-mono-{weight.lower()}.woff2")
    _marks(_font("NotoSansSymbols2_Regular")).save(target / "lov-marks.woff2")


def _font(name: str) -> Any:
    return TTFont(io.BytesIO(import_module(f"pymupdf_fonts.{name}").fontbuffer), recalcTimestamp=False)


def _cut(font: Any, letters: Iterable[int], name: str) -> Any:
    options = Options()
    options.hinting = False
    options.layout_features = []  # a terminal sets one letter a cell
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14, 16]
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = name.replace(" ", "") if record.nameID == 6 else name
    font.flavor = "woff2"
    return font


def _marks(source: Any) -> Any:
    """A font of the marks alone, each in the middle of a cell and no wider than it."""
    shapes, names = source.getGlyphSet(), source.getBestCmap()
    glyphs, scale = {".notdef": TTGlyphPen(None).glyph()}, _UNITS / source["head"].unitsPerEm
    for mark in MARKS:
        bounds = BoundsPen(shapes)
        shapes[names[ord(mark)]].draw(bounds)
        left, low, right, high = bounds.bounds
        share = min(scale, (_WIDTH - 2 * _MARGIN) / (right - left))
        pen = TTGlyphPen(None)
        place = (
            share,
            0,
            0,
            share,
            (_WIDTH - share * (left + right)) / 2,
            _MIDDLE - share * (low + high) / 2,
        )
        shapes[names[ord(mark)]].draw(TransformPen(Cu2QuPen(pen, 1.0, reverse_direction=True), place))
        glyphs[f"uni{ord(mark):04X}"] = pen.glyph()
    font = FontBuilder(_UNITS, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord(mark): f"uni{ord(mark):04X}" for mark in MARKS})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(
        {name: (_WIDTH, glyph.xMin if glyph.numberOfContours else 0) for name, glyph in glyphs.items()}
    )
    font.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    licence = {
        "copyright": source["name"].getDebugName(0),
        "licenseDescription": source["name"].getDebugName(13),
    }
    font.setupNameTable(
        {
            "familyName": "lov Marks",
            "styleName": "Regular",
            "fullName": "lov Marks",
            "psName": "lovMarks",
            **licence,
        }
    )
    font.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, usWinAscent=_ASCENT, usWinDescent=-_DESCENT)
    font.setupPost(isFixedPitch=1)
    made = source["head"].created  # and not now: two runs give the same bytes
    font.font["head"].created = font.font["head"].modified = made
    font.font.recalcTimestamp = False
    font.font.flavor = "woff2"
    return font.font


if __name__ == "__main__":
    make_webfonts()
