"""Fonts: the template's own where it is sure to show every character, the fallback otherwise."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from pymupdf_fonts import NotoSans_Regular

from wizard.pdf import Template
from wizard.pdf.encodings import named_encoding
from wizard.pdf.faces import standard_name
from wizard.pdf.fallback import first_missing, plain_runs, typeface, typefaces
from wizard.pdf.tounicode import parse_to_unicode, write_to_unicode

MakePdf = Callable[..., bytes]

FIELD = "/T(a)/FT/Tx/Rect[10 300 390 330]/DA(/F 10 Tf 0 g)"
SWEDISH = "Åsa Öberg, ärlig – 5 €"
POLISH = "Łódź Şeker ő ć"
MIXED = "Å Ł Γειά σου Привет ≤ ✓"

PDFDOC = (
    "/Differences[24/breve/caron/circumflex/dotaccent/hungarumlaut/ogonek/ring/tilde 39/quotesingle 96/grave 128"
    "/bullet/dagger/daggerdbl/ellipsis/emdash/endash/florin/fraction/guilsinglleft/guilsinglright/minus"
    "/perthousand/quotedblbase/quotedblleft/quotedblright/quoteleft/quoteright/quotesinglbase/trademark/fi/fl"
    "/Lslash/OE/Scaron/Ydieresis/Zcaron/dotlessi/lslash/oe/scaron/zcaron 160/Euro 196/Adieresis/Aring"
    " 214/Odieresis 228/adieresis/aring 246/odieresis]"
)


def subset_of(characters: str, *, emptied: str = "") -> bytes:
    """Noto Sans with these characters alone; those of `emptied` keep their place and lose their outline."""
    font = TTFont(BytesIO(NotoSans_Regular.fontbuffer))
    cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
    cutter.populate(text=characters)
    cutter.subset(font)
    cmap = font.getBestCmap()
    for char in emptied:
        glyph = font["glyf"][cmap[ord(char)]]
        glyph.numberOfContours = 0
        for name in ("coordinates", "endPtsOfContours", "flags", "program"):
            if hasattr(glyph, name):
                delattr(glyph, name)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def embedded(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Length1 %d/Filter/FlateDecode>>stream\n%b\nendstream" % (
        len(packed),
        len(data),
        packed,
    )


@pytest.fixture(scope="session")
def make_font(make_pdf: MakePdf) -> Callable[..., Template]:
    """Make a template whose field `a` uses the font /F, object 20; further objects by number."""

    def make(font: str, **extra: str | bytes) -> Template:
        objects = {20: font} | {int(name[1:]): body for name, body in extra.items()}
        return Template.compile(make_pdf(FIELD, fonts="/F 20 0 R", extra=objects))

    return make


SIMPLE = "<</Type/Font/Subtype/Type1/BaseFont/{}{}>>"
FONTS = {
    "winansi": SIMPLE.format("Helvetica", "/Encoding/WinAnsiEncoding"),
    "macroman": SIMPLE.format("Times-Roman", "/Encoding/MacRomanEncoding"),
    "standard": SIMPLE.format("Courier", ""),
    "pdfdoc": SIMPLE.format("Helvetica", f"/Encoding<</Type/Encoding{PDFDOC}>>"),
    "truetype": "<</Type/Font/Subtype/TrueType/BaseFont/ArialMT/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 33/Widths[278 278]>>",
    "symbols": SIMPLE.format("ZapfDingbats", ""),
    "type3": "<</Type/Font/Subtype/Type3>>",
    "missing": "null",
}


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", [SWEDISH, POLISH, MIXED])
def test_every_text_is_seen_whatever_the_font(
    make_font: Callable[..., Template], eyes: Any, tmp_path: Path, font: str, text: str
) -> None:
    """Poppler and mupdf both find exactly the text that was put in."""
    filled = make_font(FONTS[font]).fill({"a": text}).data
    plain = "".join(text.split())

    assert plain in eyes.text(filled)
    assert plain in eyes.mupdf_text(filled, tmp_path)


@pytest.mark.parametrize(
    ("font", "text", "own"),
    [
        ("winansi", SWEDISH, True), ("winansi", POLISH, False), ("macroman", "Åsa Öberg – é", True),
        ("macroman", "5 €", False), ("standard", "Łø – kr", True), ("standard", "Åsa", False),
        ("pdfdoc", SWEDISH, True), ("pdfdoc", "Łś", False), ("symbols", "a", False), ("missing", SWEDISH, True),
        ("truetype", SWEDISH, True),
    ],
)  # fmt: skip
def test_the_own_font_is_used_where_it_has_everything(
    make_font: Callable[..., Template], font: str, text: str, *, own: bool
) -> None:
    """One character that it lacks gives the whole text to the fallback."""
    increment = make_font(FONTS[font]).fill({"a": text}).increment

    assert (b"NotoSans" not in increment) == own


def test_the_stream_refers_to_the_font_it_was_encoded_for(make_pdf: MakePdf) -> None:
    """A widget's own font of the same name, with another encoding, does not confuse us (it does others)."""
    own = "/DR<</Font<</F 21 0 R>>>>"
    data = make_pdf(
        FIELD + own, fonts="/F 20 0 R", extra={20: FONTS["pdfdoc"], 21: SIMPLE.format("Helvetica", "")}
    )
    increment = Template.compile(data).fill({"a": "5 €"}).increment

    assert b"/F 20 0 R" in increment
    assert b"(5 \xa0)" in increment


EMBEDDED = (
    "<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+Noto/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255"
    f"/Widths[{' '.join(['600'] * 224)}]/FontDescriptor 21 0 R>>"
)
DESCRIPTOR = "<</Type/FontDescriptor/FontName/ABCDEF+Noto/Flags 32/FontFile2 22 0 R/CapHeight 714>>"


def test_an_embedded_subset_draws_only_what_it_has(make_font: Callable[..., Template], eyes: Any) -> None:
    """A subset that lacks a letter, or has it without its outline, is not used for it."""
    template = make_font(EMBEDDED, n21=DESCRIPTOR, n22=embedded(subset_of("Åsa Öberg", emptied="g")))

    assert b"NotoSans" not in template.fill({"a": "Åsa Öber"}).increment
    for text in ("Åsa Öberg", "Ärla"):
        filled = template.fill({"a": text})
        assert b"NotoSans" in filled.increment
        assert "".join(text.split()) in eyes.text(filled.data)


def test_a_font_that_cannot_be_read_is_not_used(make_font: Callable[..., Template]) -> None:
    """Broken font files are met with the fallback."""
    template = make_font(EMBEDDED, n21=DESCRIPTOR, n22=embedded(b"\x00\x01\x00\x00 not a font"))

    assert b"NotoSans" in template.fill({"a": "a"}).increment


def test_a_composite_font_is_used_through_its_unicode_map(
    make_font: Callable[..., Template], eyes: Any
) -> None:
    """Type0 fonts with Identity-H are encoded by what their ToUnicode map says."""
    data = subset_of("Åsa Öberg")
    font = TTFont(BytesIO(data))
    numbers = {font.getGlyphID(name): chr(code) for code, name in font.getBestCmap().items()}
    widths = " ".join(f"{n} [{font['hmtx'][font.getGlyphName(n)][0]}]" for n in numbers)
    template = make_font(
        "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Noto/Encoding/Identity-H/DescendantFonts[23 0 R]/ToUnicode 24 0 R>>",
        n21=DESCRIPTOR,
        n22=embedded(data),
        n23="<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Noto/FontDescriptor 21 0 R/CIDToGIDMap/Identity"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[{widths}]>>",
        n24=embedded(write_to_unicode(numbers)),
    )
    filled = template.fill({"a": "Åsa Öberg"})

    assert b"NotoSans" not in filled.increment
    assert "ÅsaÖberg" in eyes.text(filled.data)


@pytest.mark.parametrize(
    ("name", "standard"),
    [
        ("ArialMT", "Helvetica"), ("Arial,Bold", "Helvetica-Bold"), ("ABCDEF+TimesNewRomanPS-BoldItalicMT", "Times-BoldItalic"),
        ("CourierNewPSMT", "Courier"), ("Calibri", "Helvetica"), ("MinionPro-It", "Helvetica"), ("LiberationSerif", "Times-Roman"),
        ("OpenSans", "Helvetica"),
    ],
)  # fmt: skip
def test_named_fonts_are_measured_by_what_stands_in_for_them(name: str, standard: str) -> None:
    """Fonts without widths are measured like the standard font that viewers will use."""
    assert standard_name(name) == standard


def test_mac_roman_is_the_standards_and_not_the_codecs() -> None:
    """The codec of like name has a Euro sign and mathematics that the PDF encoding has not."""
    chars = set(named_encoding("MacRomanEncoding").values())

    assert chars.isdisjoint("€≠∞√")
    assert set("ÅÄÖåäö–—“”…") <= chars


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (SWEDISH, None), (MIXED, None), ("שלום", None), ("سلام", None), ("हिन्दी", None), ("ไทย", None), ("a😀", "😀"),
        ("\U00013080", "\U00013080"), ("\u0378", "\u0378"), ("\x07", "\x07"), ("a\u202eb", "\u202e"),
    ],
)  # fmt: skip
def test_what_no_font_has_is_told(text: str, missing: str | None) -> None:
    """The scripts of the fonts that come along can be drawn; pictures, control and override characters cannot."""
    assert first_missing(text) == missing


@pytest.mark.parametrize(
    ("text", "fonts"),
    [
        ("Åsa – 5 €", ["NotoSans"]), ("Γειά, 5 €", ["NotoSans"]), ("(Привет)", ["NotoSans"]),
        ("A → B", ["NotoSans", "FiraGO", "NotoSans"]), ("✓", ["NotoSansSymbols2"]), ("∀ x", ["NotoSansMath", "NotoSans"]),
    ],
)  # fmt: skip
def test_a_character_is_at_home_in_the_first_font_that_has_it(text: str, fonts: list[str]) -> None:
    """Latin, Greek and Cyrillic share one font, so that a name does not change its look in the middle."""
    runs = plain_runs(text)

    assert runs is not None
    assert [font for font, _ in runs] == fonts


@pytest.mark.parametrize("text", ["שלום", "سلام", "Åsa سلام", "e\u0323", "हिन्दी"])
def test_what_must_be_put_in_order_is_not_looked_up_letter_by_letter(text: str) -> None:
    """Right-to-left scripts, loose marks and scripts that stack go another way."""
    assert plain_runs(text) is None


def test_a_cut_font_has_the_glyphs_asked_for_and_no_others() -> None:
    """Under their old numbers, each with its outline; the rest is empty."""
    for face in typefaces():
        if face.has_cff:
            continue
        wanted = {face.glyph(char) for char in "Åaم→✓∑ש"} - {0}
        font = TTFont(BytesIO(face.cut(wanted)))
        names = font.getGlyphOrder()
        parts, pending = set(wanted), list(wanted)
        while pending:
            for part in getattr(font["glyf"][names[pending.pop()]], "components", ()):
                pending.append(font.getGlyphID(part.glyphName))
                parts.add(pending[-1])
        inked = {number for number, name in enumerate(names) if font["glyf"][name].numberOfContours}

        assert wanted <= inked <= parts | {0}


def test_cutting_is_the_same_each_time_and_in_any_order() -> None:
    """Nothing in a font depends on the clock or on the order of its glyphs."""
    for face in typefaces():
        assert face.cut([40, 41, 300]) == face.cut([300, 41, 40, 40])


def test_a_document_embeds_its_own_glyphs_alone(make_font: Callable[..., Template]) -> None:
    """A few letters cost a few thousand bytes, not the whole font."""
    filled = make_font(FONTS["winansi"]).fill({"a": "Łódź"})

    assert 1_000 < len(filled.increment) < 8_000


def test_a_font_that_is_none_is_refused() -> None:
    """HarfBuzz takes any bytes; we do not."""
    face = typeface("NotoSans")

    assert face is not None
    with pytest.raises(ValueError, match="not a font"):
        type(face)("x", b"not a font")


def test_unicode_maps_are_read_in_all_their_forms() -> None:
    """Single codes, ranges, ranges with lists; codes of another length are left out."""
    cmap = b"""1 beginbfchar <01> <0041> endbfchar
        2 beginbfrange <02> <04> <0061> <05> <06> [<00C5> <00D6>] endbfrange
        1 beginbfchar <0007> <0042> endbfchar"""

    assert parse_to_unicode(cmap, code_bytes=1) == {1: "A", 2: "a", 3: "b", 4: "c", 5: "Å", 6: "Ö"}
    assert parse_to_unicode(write_to_unicode({9: "Å", 300: "Ł"}), code_bytes=2) == {9: "Å", 300: "Ł"}


def test_invisible_characters_need_no_glyph(make_font: Callable[..., Template], eyes: Any) -> None:
    """Soft hyphens, joiners and odd spaces neither trouble a font nor show as boxes."""
    filled = make_font(FONTS["winansi"]).fill({"a": "Sjuk\u00adgymnast\u200b 08\u00a0123\u202f45 a\u2011b"})

    assert b"NotoSans" not in filled.increment
    assert "Sjukgymnast0812345a-b" in eyes.text(filled.data)


def test_letters_with_loose_accents_are_put_together(make_font: Callable[..., Template], eyes: Any) -> None:
    """A decomposed å is drawn as one letter; the value keeps what was given."""
    filled = make_font(FONTS["winansi"]).fill({"a": "A\u030asa"})

    assert "Åsa" in eyes.text(filled.data)
    assert b"NotoSans" not in filled.increment
