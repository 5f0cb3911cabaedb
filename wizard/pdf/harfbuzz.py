"""The only place where HarfBuzz is called: a font file in, glyphs and cut-down fonts out.

A `Typeface` answers which glyph a character has and how wide it is, sets a run of text as its script asks
(joined letters, ligatures, marks in place), and cuts the font down to the glyphs that a document uses. Cutting
takes a fifth of a millisecond, so each document embeds just its own glyphs. They keep their numbers, which is
what lets text be drawn before the font is cut. What must stay true: the same font file and glyphs give the
same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from struct import unpack_from
from typing import Any, Final, NamedTuple

from wizard.pdf.objects import Dict

__all__ = ["Drawn", "Typeface", "script_of"]

_DROPPED: Final = ("GSUB", "GPOS", "GDEF", "BASE", "MATH", "name", "OS/2", "post", "cmap", "STAT", "VORG", "vhea", "vmtx",
                   "kern", "DSIG", "gasp", "TTFA", "meta")  # fmt: skip
_SHARED_SCRIPTS: Final = frozenset({"Zyyy", "Zinh", "Zzzz", None})
_CFF_PLACE: Final = 4


class Drawn(NamedTuple):
    """One glyph of a run that was set: lengths in thousandths of the font size.

    `place` is the first character (counted in the whole text) that it stands for, `dx` and `dy` move it away
    from the pen without moving the pen.
    """

    glyph: int
    place: int
    advance: float
    dx: float
    dy: float


class Typeface:
    """One font. `name` is what resource dictionaries call it; raises `ValueError` for bytes that are no font."""

    def __init__(self, name: str, data: bytes, index: int = 0) -> None:
        hb = _harfbuzz()
        self.name = name
        self._face: Any = hb.Face(hb.Blob(data), index)
        if not self._face.glyph_count:
            raise ValueError("not a font")
        self._font: Any = hb.Font(self._face)
        self._scale: float = 1000 / self._face.upem

    def glyph(self, char: str) -> int:
        """The number of the glyph for a character, 0 where there is none."""
        found: int | None = self._font.get_nominal_glyph(ord(char))
        return found or 0

    def advance(self, glyph: int) -> float:
        """How far a glyph moves the pen by itself."""
        units: int = self._font.get_glyph_h_advance(glyph)
        return round(units * self._scale, 3)

    def set_run(self, text: str, start: int, end: int, *, rtl: bool) -> list[Drawn]:
        """The glyphs for `text[start:end]` from left to right; the text around it decides how letters join."""
        hb = _harfbuzz()
        run = hb.Buffer()
        run.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        run.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        run.direction = "rtl" if rtl else "ltr"
        run.add_str(text, start, end - start)
        run.guess_segment_properties()
        hb.shape(self._font, run, {})
        scale = self._scale
        return [
            Drawn(
                info.codepoint, info.cluster, at.x_advance * scale, at.x_offset * scale, at.y_offset * scale
            )
            for info, at in zip(run.glyph_infos, run.glyph_positions, strict=True)
        ]

    def cut(self, glyphs: Iterable[int]) -> bytes:
        """The font program with these glyphs alone, under their old numbers; bare CFF for an outline of that kind."""
        hb = _harfbuzz()
        wanted = hb.SubsetInput()
        flags = hb.SubsetFlags
        wanted.flags = (
            flags.RETAIN_GIDS
            | flags.NO_HINTING
            | flags.NOTDEF_OUTLINE
            | flags.NO_LAYOUT_CLOSURE
            | flags.CFF_IDENTITY_CHARSET
        )
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(set(glyphs))
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update({_tag(name) for name in _DROPPED})
        program: bytes = wanted.subset(self._face).blob.data
        return _table(program, b"CFF ") if self.has_cff else program

    @cached_property
    def has_cff(self) -> bool:
        """Whether its outlines are PostScript ones (CFF) rather than TrueType ones."""
        return "CFF " in self._face.table_tags

    @cached_property
    def is_static(self) -> bool:
        """Whether it has one fixed set of outlines of a kind that PDF knows; a variable font has not."""
        tags = self._face.table_tags
        return ("glyf" in tags or "CFF " in tags) and "fvar" not in tags

    @cached_property
    def may_be_embedded(self) -> bool:
        """Whether its maker allows embedding (OS/2 fsType: not restricted, not bitmaps alone)."""
        os2 = self._raw("OS/2")
        return len(os2) < 10 or not unpack_from(">H", os2, 8)[0] & 0x0202

    @cached_property
    def descriptor(self) -> Dict:
        """The entries of a font descriptor that do not depend on which glyphs are embedded."""
        head, os2 = self._raw("head"), self._raw("OS/2")
        box = unpack_from(">4h", head, 36)
        extents = self._font.get_font_extents("ltr")
        cap = unpack_from(">h", os2, 88)[0] if len(os2) >= 90 else 0
        ascent, descent = extents.ascender, extents.descender
        return {
            "Flags": 32,
            "FontBBox": [round(side * self._scale) for side in box],
            "ItalicAngle": 0,
            "Ascent": round(ascent * self._scale),
            "Descent": round(descent * self._scale),
            "CapHeight": round((cap or ascent * 0.7) * self._scale),
            "StemV": 80,
        }

    def _raw(self, table: str) -> bytes:
        data: bytes = self._face.reference_table(table).data
        return data


@cache
def script_of(char: str) -> str | None:
    """The script of a character as its ISO 15924 code, such as `Arab`; None for one that many scripts share."""
    run = _harfbuzz().Buffer()
    run.add_str(char)
    run.guess_segment_properties()
    found: str | None = run.script
    return None if found in _SHARED_SCRIPTS else found


@cache
def _harfbuzz() -> Any:
    import uharfbuzz  # noqa: PLC0415  30 ms, only when the fallback is needed

    return uharfbuzz


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _table(font: bytes, tag: bytes) -> bytes:
    """One table of a font file."""
    (count,) = unpack_from(">H", font, _CFF_PLACE)
    for number in range(count):
        name, _, offset, length = unpack_from(">4s3L", font, 12 + 16 * number)
        if name == tag:
            return font[offset : offset + length]
    raise ValueError("the font lacks its outlines")
