"""The fallback fonts inside one increment: which glyphs are drawn, what they stand for, and their embedding.

Glyphs are noted while text is drawn; `finish` cuts each font down to them and writes it once. What must stay
true: no glyph that was drawn is missing from its font, and a glyph's entry in the ToUnicode map is what every
use of it stands for: `means` says so, and a use with another meaning must carry its text itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from wizard.pdf.encodings import STAND_INS
from wizard.pdf.fallback import glyph_of, typeface
from wizard.pdf.harfbuzz import Typeface
from wizard.pdf.increment import Increment
from wizard.pdf.objects import Dict, Name, Obj, Ref, Stream, serialise
from wizard.pdf.tounicode import write_to_unicode

__all__ = ["FontSet"]

_UNDEFINED: Final = 0
_BLANKS: Final = "\u200b\ufeff\u2008\u2007"
"""Characters whose glyphs have no ink and which we never draw as themselves."""


class FontSet:
    """Fallback fonts that an increment has taken in, by name."""

    def __init__(self, increment: Increment) -> None:
        self._increment = increment
        self._refs: dict[str, Ref] = {}
        self._meanings: dict[str, dict[int, str]] = {}

    def reference(self, name: str) -> Ref:
        """The font object of the font called `name`."""
        if name not in self._refs:
            self._refs[name] = self._increment.allocate()
            self._meanings.setdefault(name, {})
        return self._refs[name]

    def resources(self, names: Iterable[str]) -> dict[bytes, bytes]:
        """Entries for a font resource dictionary: names with their slash, and what they refer to."""
        return {b"/" + name.encode(): serialise(self.reference(name)) for name in sorted(names)}

    def means(self, name: str, glyph: int, text: str) -> bool:
        """Note that a glyph is drawn for `text`; whether that is what the font says it stands for."""
        known = self._meanings.setdefault(name, {})
        plain = STAND_INS.get(text, text)
        return known.setdefault(glyph, plain) == plain

    def carrier(self, name: str, char: str) -> int | None:
        """A glyph without ink that stands for `char`: for the second character of a ligature.

        Extractors take the text of right-to-left scripts apart and put it together again by place, each in its
        own way, so a glyph that stands for two characters comes out in one order here and the other there.
        """
        face = typeface(name)
        for blank in _BLANKS:
            glyph = face.glyph(blank) if face is not None else 0
            if glyph and self.means(name, glyph, char):
                return glyph
        return None

    def means_characters(self, name: str, text: str) -> bool:
        """The same for every character of `text`, each by itself."""
        clear = True
        for char in sorted(set(text)):
            glyph = glyph_of(char)
            if glyph.code and not self.means(name, glyph.number, " " if char == "\t" else char):
                clear = False
        return clear

    def finish(self) -> None:
        """Write every font that was referred to."""
        for name, ref in self._refs.items():
            face = typeface(name)
            if face is not None:
                self._embed(ref, face, self._meanings[name])

    def _embed(self, ref: Ref, face: Typeface, meanings: Mapping[int, str]) -> None:
        """Write a Type0 font with its descendant, descriptor, program and ToUnicode map (ISO 32000-1, 9.7)."""
        add = self._increment.add
        glyphs = sorted({_UNDEFINED, *meanings})
        base_font = Name(f"{_tag(face.name, glyphs)}+{face.name}")
        descendant: Dict = {
            "Type": Name("Font"),
            "Subtype": Name("CIDFontType0" if face.has_cff else "CIDFontType2"),
            "BaseFont": base_font,
            "CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Identity", "Supplement": 0},
            "FontDescriptor": add(self._descriptor(face, base_font, glyphs)),
            "DW": 0,
            "W": _advances({glyph: face.advance(glyph) for glyph in glyphs}),
        }
        if not face.has_cff:
            descendant["CIDToGIDMap"] = Name("Identity")
        known = {glyph: meanings[glyph] for glyph in sorted(meanings)}
        font: Dict = {
            "Type": Name("Font"),
            "Subtype": Name("Type0"),
            "BaseFont": base_font,
            "Encoding": Name("Identity-H"),
            "DescendantFonts": [add(descendant)],
            "ToUnicode": add(_deflated(write_to_unicode(known), {})),
        }
        self._increment.put_object(ref, font)

    def _descriptor(self, face: Typeface, base_font: Name, glyphs: list[int]) -> Dict:
        program = face.cut(glyphs)
        attrs: Dict = {"Subtype": Name("CIDFontType0C")} if face.has_cff else {"Length1": len(program)}
        key = "FontFile3" if face.has_cff else "FontFile2"
        return {
            "Type": Name("FontDescriptor"),
            "FontName": base_font,
            **face.descriptor,
            key: self._increment.add(_deflated(program, attrs)),
        }


def _deflated(data: bytes, attrs: Dict) -> Stream:
    return Stream({**attrs, "Filter": Name("FlateDecode")}, zlib.compress(data, 6))


def _advances(known: Mapping[int, float]) -> list[Obj]:
    """The /W array: the first number of each unbroken row, and the row's widths."""
    found: list[Obj] = []
    row: list[Obj] = []
    previous = -2
    for number, width in known.items():
        if number != previous + 1:
            row = []
            found += [number, row]
        row.append(int(width) if width == int(width) else width)
        previous = number
    return found


def _tag(name: str, glyphs: list[int]) -> str:
    """The six letters that mark a subset; always the same for the same glyphs."""
    digest = sha256(repr((name, glyphs)).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
