"""Which character each code of a simple font means (ISO 32000-1, Annex D and 9.6.6).

A simple font's codes are mapped by a named encoding, by /Differences over one, or by the font program itself.
Here they all become `{code: character}`. What must stay true: the tables are the standard's, not those of the
codecs of like name (Mac Roman in PDF has no Euro sign, and no mathematics).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

__all__ = [
    "INVISIBLE",
    "STAND_INS",
    "TAB_WIDTH",
    "char_of_glyph",
    "glyph_of_char",
    "named_encoding",
    "needs_shaping",
    "standard_latin",
]

_NOT_IN_PDF_MAC: Final = "≠∞≤≥∂∑∏π∫Ω√≈∆◊\uf8ff€"

INVISIBLE: Final = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
"""Characters that have no ink and no width by definition; nothing is drawn for them.

Those that set the direction of text are among them, but for the two that override it: nobody needs those to
write a text, and they are good for hiding what one says.
"""

STAND_INS: Final = {
    "\u00a0": " ",
    "\u2007": " ",
    "\u2008": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u202f": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u3000": " ",
    "\u2010": "-",
    "\u2011": "-",
    "\u02bc": "\u2019",
}
"""Characters that look like another one; they are drawn as it where a font lacks them."""


_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN", "RLE", "RLI", "RLO", "FSI"})

TAB_WIDTH: Final = 4
"""How many spaces a tab is drawn as."""


@cache
def named_encoding(name: str) -> dict[int, str]:
    """The characters of one of the standard's named encodings; empty for a name it does not know."""
    match name:
        case "WinAnsiEncoding":
            return _from_codec("cp1252", "")
        case "MacRomanEncoding":
            return _from_codec("mac_roman", _NOT_IN_PDF_MAC)
        case "StandardEncoding":
            return _standard()
        case "PDFDocEncoding":
            from wizard.pdf.textstring import decode  # noqa: PLC0415  only some producers name it

            return {
                code: decode(bytes((code,))) for code in range(0x18, 256) if code not in {0x7F, 0x9F, 0xAD}
            }
        case _:
            return {}


@cache
def standard_latin() -> frozenset[str]:
    """The characters that every viewer can draw with a font that is named but not embedded."""
    names = ("WinAnsiEncoding", "MacRomanEncoding", "StandardEncoding", "PDFDocEncoding")
    return frozenset(char for name in names for char in named_encoding(name).values())


@cache
def char_of_glyph(name: str) -> str:
    """The character that a glyph name stands for, "" where it stands for none or for several."""
    from fontTools.agl import toUnicode  # noqa: PLC0415  20 ms, only when a template is compiled

    text: str = toUnicode(name)
    return text if len(text) == 1 else ""


@cache
def glyph_of_char(char: str) -> str:
    """The usual glyph name of a character, in the form `uniXXXX` where it has no other."""
    from fontTools.agl import UV2AGL  # noqa: PLC0415  as above

    name: str = UV2AGL.get(ord(char), f"uni{ord(char):04X}")
    return name


@cache
def needs_shaping(char: str) -> bool:
    """Whether text with this character must be put in order, joined or stacked before it is drawn."""
    return (
        unicodedata.bidirectional(char) in _RIGHT_TO_LEFT
        or unicodedata.category(char) in {"Mn", "Mc", "Me"}
        or "\u0900" <= char <= "\u109f"
        or "\u1100" <= char <= "\u11ff"
        or "\u1780" <= char <= "\u18af"
    )


def _from_codec(codec: str, without: str) -> dict[int, str]:
    found = {code: bytes((code,)).decode(codec, "ignore") for code in range(32, 256) if code != 127}
    return {code: char for code, char in found.items() if char and char not in without and char.isprintable()}


def _standard() -> dict[int, str]:
    from fontTools.encodings.StandardEncoding import StandardEncoding  # noqa: PLC0415  as above

    found = {code: char_of_glyph(name) for code, name in enumerate(StandardEncoding) if name != ".notdef"}
    return {code: char for code, char in found.items() if char}
