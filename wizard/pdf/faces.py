"""A template's own fonts, as tables: which characters one can draw, with which code, how wide.

A `Face` is made from the very font object that the appearance stream will refer to, so that what is encoded and
what is drawn can never differ. A character is in the table only if the font is sure to show it: an embedded
font must have a glyph with ink for it, a font that is merely named must be one every viewer can stand in for.
What must stay true: a text whose characters are all in `glyphs` is drawn right, and can be copied out as text,
in every viewer; anything less sure is left out, and the fallback font draws the text instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from wizard.pdf.document import Document, as_number
from wizard.pdf.encodings import (
    INVISIBLE,
    STAND_INS,
    TAB_WIDTH,
    char_of_glyph,
    named_encoding,
    needs_shaping,
    standard_latin,
)
from wizard.pdf.glyphs import Program, program_of
from wizard.pdf.objects import Dict, Name, Obj, serialise
from wizard.pdf.seam import standard_metrics
from wizard.pdf.tounicode import parse_to_unicode

__all__ = ["HELVETICA", "Face", "face_of", "standard_name"]

HELVETICA: Final[Dict] = {
    "Type": Name("Font"),
    "Subtype": Name("Type1"),
    "BaseFont": Name("Helvetica"),
    "Encoding": Name("WinAnsiEncoding"),
}
"""What is used where a field names a font that the form does not have."""

_CAP_HEIGHT: Final = 700.0
_SYMBOLIC_FONTS: Final = frozenset({"Symbol", "ZapfDingbats"})
_ESCAPED: Final = {0x28: b"\\(", 0x29: b"\\)", 0x5C: b"\\\\", 0x0D: b"\\r", 0x0A: b"\\n"}


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a template, ready to draw with.

    `resource` is what stands for it in a resource dictionary. `glyphs` gives the escaped code of a character
    inside a string, `widths` its advance in thousandths of the font size. `wide` fonts take two bytes a
    character, written as hexadecimal digits.
    """

    resource: bytes
    wide: bool = False
    cap_height: float = _CAP_HEIGHT
    glyphs: Mapping[str, bytes] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)

    def literal(self, text: str) -> bytes:
        """The string operand that shows `text`; raises `KeyError` for a character that is not in the table."""
        codes = b"".join(map(self.glyphs.__getitem__, text))
        return b"<%b>" % codes if self.wide else b"(%b)" % codes


def face_of(document: Document, font: Obj) -> Face | None:
    """The face of the font that `font` is or refers to; None where it cannot draw any text for sure."""
    attrs = document.dictionary(font)
    resource = serialise(font)
    if attrs.get("Subtype") == "Type0":
        return _composite_face(document, attrs, resource)
    if attrs.get("Subtype") in {"Type1", "TrueType", "MMType1"}:
        return _simple_face(document, attrs, resource)
    return None


def standard_name(base_font: str, flags: int = 0) -> str:
    """The standard font that stands in for `base_font`, as viewers choose it: by name, then by flags."""
    plain = base_font.split("+", 1)[-1].lower().replace(" ", "").replace("-", ",")
    bold = "bold" in plain or "black" in plain or plain.endswith(("bd", "bo", "be"))
    slanted = "italic" in plain or "oblique" in plain
    if plain.startswith(("courier", "cour", "lucidaconsole", "consolas")) or flags & 1:
        return "Courier" + {0: "", 1: "-Bold", 2: "-Oblique", 3: "-BoldOblique"}[bold + 2 * slanted]
    if plain.startswith(("times", "tiro", "tibo", "georgia", "garamond")) or (
        "serif" in plain and "sans" not in plain
    ):
        return "Times" + {0: "-Roman", 1: "-Bold", 2: "-Italic", 3: "-BoldItalic"}[bold + 2 * slanted]
    return "Helvetica" + {0: "", 1: "-Bold", 2: "-Oblique", 3: "-BoldOblique"}[bold + 2 * slanted]


def _simple_face(document: Document, attrs: Dict, resource: bytes) -> Face | None:
    base_font = str(attrs.get("BaseFont", ""))
    if base_font in _SYMBOLIC_FONTS:
        return None
    descriptor = document.dictionary(attrs.get("FontDescriptor"))
    program = program_of(document, descriptor)
    if program is not None and not program.readable:
        return None
    chars = _characters(document, attrs, program)
    if program is None:
        chars = {code: char for code, char in chars.items() if char in standard_latin()}
    else:
        chars = {code: char for code, char in chars.items() if program.draws(code, char)}
    flags = int(as_number(document.resolve(descriptor.get("Flags"))) or 0)
    metrics = standard_metrics(standard_name(base_font, flags))
    spare = metrics[0] if metrics and program is None else {}
    widths = _simple_widths(document, attrs, descriptor, chars, spare)
    cap = as_number(document.resolve(descriptor.get("CapHeight"))) or (metrics[1] if metrics else 0)
    codes = {char: _ESCAPED.get(code, bytes((code,))) for code, char in sorted(chars.items(), reverse=True)}
    return _face(resource, codes, widths, cap, wide=False)


def _characters(document: Document, attrs: Dict, program: Program | None) -> dict[int, str]:
    """What each code means: the named encoding, changed by /Differences, or what the font itself says."""
    encoding = document.resolve(attrs.get("Encoding"))
    if isinstance(encoding, Name):
        return dict(named_encoding(encoding))
    if isinstance(encoding, dict):
        base = encoding.get("BaseEncoding")
        chars = dict(
            named_encoding(str(base)) if isinstance(base, Name) else _built_in(document, attrs, program)
        )
        chars.update(_differences(document, encoding))
        return {code: char for code, char in chars.items() if char}
    return _built_in(document, attrs, program)


def _built_in(document: Document, attrs: Dict, program: Program | None) -> dict[int, str]:
    if program is None:
        return dict(named_encoding("StandardEncoding"))
    if program.encoding:
        return dict(program.encoding)
    to_unicode = document.stream_data(attrs.get("ToUnicode"))
    return parse_to_unicode(to_unicode or b"", code_bytes=1)


def _differences(document: Document, encoding: Dict) -> dict[int, str]:
    found: dict[int, str] = {}
    code = 0
    for item in document.array(encoding.get("Differences")):
        entry = document.resolve(item)
        if isinstance(entry, Name):
            if 0 <= code < 256:
                found[code] = char_of_glyph(entry)
            code += 1
        else:
            code = int(as_number(entry) or 0)
    return found


def _simple_widths(
    document: Document, attrs: Dict, descriptor: Dict, chars: Mapping[int, str], spare: Mapping[str, float]
) -> dict[str, float]:
    """Widths by character: the font's own, else those of the standard font that stands in for it."""
    given = [as_number(document.resolve(item)) or 0.0 for item in document.array(attrs.get("Widths"))]
    first = int(as_number(document.resolve(attrs.get("FirstChar"))) or 0)
    missing = as_number(document.resolve(descriptor.get("MissingWidth"))) or 0.0
    widths: dict[str, float] = {}
    for code, char in sorted(chars.items(), reverse=True):
        own = given[code - first] if 0 <= code - first < len(given) else missing
        width = own if own > 0 else spare.get(char, 0.0)
        if width > 0:
            widths[char] = width
    return widths


def _composite_face(document: Document, attrs: Dict, resource: bytes) -> Face | None:
    """A Type0 font whose codes are glyph numbers and whose ToUnicode map says what they mean."""
    descendant = document.dictionary(next(iter(document.array(attrs.get("DescendantFonts"))), None))
    descriptor = document.dictionary(descendant.get("FontDescriptor"))
    program = program_of(document, descriptor)
    if attrs.get("Encoding") != "Identity-H" or program is None or not program.readable:
        return None
    meanings = parse_to_unicode(document.stream_data(attrs.get("ToUnicode")) or b"", code_bytes=2)
    direct = document.resolve(descendant.get("CIDToGIDMap")) in {None, "Identity"}
    known = {
        code: char for code, char in meanings.items() if not direct or program.has_ink(code) or char == " "
    }
    advance = _cid_widths(document, descendant)
    usual = as_number(document.resolve(descendant.get("DW")))
    spare = 1000.0 if usual is None else usual
    codes = {char: b"%04X" % code for code, char in sorted(known.items(), reverse=True)}
    widths = {char: advance.get(code, spare) for code, char in sorted(known.items(), reverse=True)}
    cap = as_number(document.resolve(descriptor.get("CapHeight"))) or 0.0
    return _face(resource, codes, widths, cap, wide=True)


def _cid_widths(document: Document, descendant: Dict) -> dict[int, float]:
    """The /W array: `c [w1 w2 ...]` and `first last w`."""
    found: dict[int, float] = {}
    row = [document.resolve(item) for item in document.array(descendant.get("W"))]
    index = 0
    while index + 1 < len(row):
        first, second = row[index], row[index + 1]
        start = int(as_number(first) or 0)
        if isinstance(second, list):
            found.update({start + i: as_number(document.resolve(w)) or 0.0 for i, w in enumerate(second)})
            index += 2
        else:
            width = as_number(row[index + 2]) if index + 2 < len(row) else None
            end = min(int(as_number(second) or 0), start + 65535)
            found.update(dict.fromkeys(range(start, end + 1), width or 0.0))
            index += 3
    return found


def _face(
    resource: bytes, codes: dict[str, bytes], widths: dict[str, float], cap: float, *, wide: bool
) -> Face | None:
    usable = {char: code for char, code in codes.items() if char in widths and not needs_shaping(char)}
    if not usable:
        return None
    advances = {char: widths[char] for char in usable}
    for char, stand_in in STAND_INS.items():
        if stand_in in usable:
            usable.setdefault(char, usable[stand_in])
            advances.setdefault(char, advances[stand_in])
    if " " in usable:
        usable["\t"], advances["\t"] = usable[" "] * TAB_WIDTH, advances[" "] * TAB_WIDTH
    unseen = [char for char in INVISIBLE if not needs_shaping(char)]
    usable.update(dict.fromkeys(unseen, b""))
    advances.update(dict.fromkeys(unseen, 0.0))
    return Face(resource, wide, cap if 400 < cap < 900 else _CAP_HEIGHT, usable, advances)


def font_in(document: Document, resources: Obj, name: str) -> Obj:
    """The font called `name` in a resource dictionary, as a reference where it has one; None without it."""
    font = document.dictionary(document.dictionary(resources).get("Font")).get(name)
    return font if document.dictionary(font) else None
