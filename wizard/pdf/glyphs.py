"""Embedded font programs: does this font really have a picture for that character?

Producers embed subsets, and many leave the tables complete while the pictures are gone. So each character is
looked up the way viewers do it (ISO 32000-1, 9.6.6.4), down to whether its glyph has an outline. fontTools
reads the programs; whatever it cannot read counts as having nothing. What must stay true: nothing here raises,
whatever the font file holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from wizard.pdf.document import Document, as_number
from wizard.pdf.encodings import char_of_glyph, glyph_of_char, named_encoding
from wizard.pdf.objects import Dict
from wizard.pdf.quiet import silence

__all__ = ["Program", "program_of"]

_SYMBOLIC: Final = 4
_TYPE1_GLYPH: Final = re.compile(rb"/([^\s/<>\[\](){}]+)\s+\d+\s+(?:RD|-\|)\s")
_TYPE1_ENCODING: Final = re.compile(rb"dup\s+(\d{1,3})\s*/([^\s/<>\[\](){}]+)\s+put")
_EEXEC_KEY: Final = 55665


@dataclass(frozen=True, slots=True)
class Program:
    """What an embedded font can draw.

    A font keyed by names has `names`; a TrueType font has the three kinds of character map and `inked`, the
    numbers of glyphs with an outline. `encoding` is the font's own, where it has one. `readable` is False for
    a font that is embedded but could not be understood.
    """

    readable: bool = True
    names: frozenset[str] = frozenset()
    encoding: Mapping[int, str] = field(default_factory=dict)
    unicode: Mapping[int, int] = field(default_factory=dict)
    symbol: Mapping[int, int] = field(default_factory=dict)
    mac: Mapping[int, int] = field(default_factory=dict)
    inked: frozenset[int] = frozenset()
    symbolic: bool = False

    def draws(self, code: int, char: str) -> bool:
        """Whether `code`, which means `char`, shows a glyph."""
        if self.names:
            return glyph_of_char(char) in self.names or f"uni{ord(char):04X}" in self.names
        plain = (self.unicode.get(ord(char)), self.mac.get(_MAC_CODES.get(char, -1)))
        special = (self.symbol.get(0xF000 + code), self.symbol.get(code), self.mac.get(code))
        order = (*special, *plain) if self.symbolic else (*plain, *special)
        glyph = next((found for found in order if found), 0)
        return glyph in self.inked or (glyph > 0 and char == " ")

    def has_ink(self, glyph: int) -> bool:
        """Whether glyph number `glyph` has an outline; True where outlines are not known by number."""
        return not self.inked or glyph in self.inked


_MAC_CODES: Final = {char: code for code, char in named_encoding("MacRomanEncoding").items()}
_UNREADABLE: Final = Program(readable=False)


def program_of(document: Document, descriptor: Dict) -> Program | None:
    """The font program that a font descriptor embeds; None where it embeds none."""
    key = next(
        (key for key in ("FontFile2", "FontFile3", "FontFile") if descriptor.get(key) is not None), None
    )
    if key is None:
        return None
    data = document.stream_data(descriptor[key])
    if data is None:
        return _UNREADABLE
    silence("fontTools")
    symbolic = bool(int(as_number(document.resolve(descriptor.get("Flags"))) or 0) & _SYMBOLIC)
    try:
        if key == "FontFile":
            return _type1(data, document.dictionary(descriptor[key]))
        if key == "FontFile3" and data[:4] not in {b"OTTO", b"\x00\x01\x00\x00", b"true"}:
            return _bare_cff(data)
        return _sfnt(data, symbolic=symbolic)
    except Exception:  # noqa: BLE001  fontTools raises nearly anything on broken fonts; such a font is not used
        return _UNREADABLE


def _sfnt(data: bytes, *, symbolic: bool) -> Program:
    from fontTools.ttLib import TTFont  # noqa: PLC0415  100 ms, only for embedded fonts

    font = TTFont(BytesIO(data), lazy=True)
    if "CFF " in font:
        return Program(names=frozenset(font.getGlyphOrder()))
    maps: dict[tuple[int, int], Mapping[int, int]] = {}
    if "cmap" in font:
        for table in font["cmap"].tables:
            numbers = {code: font.getGlyphID(name) for code, name in table.cmap.items()}
            maps.setdefault((table.platformID, table.platEncID), numbers)
    unicode = maps.get((3, 10)) or maps.get((3, 1)) or maps.get((0, 3)) or {}
    return Program(
        unicode=unicode,
        symbol=maps.get((3, 0), {}),
        mac=maps.get((1, 0), {}),
        inked=_inked(font),
        symbolic=symbolic,
    )


def _inked(font: Any) -> frozenset[int]:
    """Glyphs whose entry in `loca` is not empty."""
    offsets = list(font["loca"])
    return frozenset(i for i, (start, end) in enumerate(pairwise(offsets)) if end > start)


def _bare_cff(data: bytes) -> Program:
    from fontTools.cffLib import CFFFontSet  # noqa: PLC0415  as above

    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    top = fonts.topDictIndex[0]
    if hasattr(top, "ROS"):
        return Program()
    names = frozenset(top.charset)
    own = getattr(top, "Encoding", "StandardEncoding")
    if isinstance(own, str):
        return Program(names=names, encoding=named_encoding(own) or named_encoding("StandardEncoding"))
    return Program(names=names, encoding=_meanings(dict(enumerate(own))))


def _type1(data: bytes, attrs: Dict) -> Program:
    from fontTools.misc.eexec import decrypt  # noqa: PLC0415  as above

    clear = int(as_number(attrs.get("Length1")) or 0) or data.find(b"eexec") + 6
    private, _ = decrypt(data[clear:], _EEXEC_KEY)
    names = frozenset(name.decode("latin-1") for name in _TYPE1_GLYPH.findall(private))
    listed = {int(code): name.decode("latin-1") for code, name in _TYPE1_ENCODING.findall(data[:clear])}
    if not names:
        return _UNREADABLE
    return Program(names=names, encoding=_meanings(listed) or named_encoding("StandardEncoding"))


def _meanings(names: Mapping[int, str]) -> dict[int, str]:
    found = {code: char_of_glyph(name) for code, name in names.items() if name != ".notdef"}
    return {code: char for code, char in found.items() if char}
