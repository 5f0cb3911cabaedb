"""Text that is joined, stacked or read from right to left: set right, measured right, found again by others."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.pdf import NoGlyph, Template, Unfillable, read, read_increment
from wizard.pdf.fallback import advances, typeface
from wizard.pdf.harfbuzz import script_of
from wizard.pdf.shaping import clusters_of, right_to_left, shaped_advances, shaped_line

MakePdf = Callable[..., bytes]

SALAM = "\u0633\u0644\u0627\u0645"
SHALOM = "\u05e9\u05dc\u05d5\u05dd"
HINDI = "\u0939\u093f\u0928\u094d\u0926\u0940"
VOWELS = "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f"
NUMBERED = f"{SHALOM} 08-123 45"
BRACKETED = f"({SALAM}) 12%"

TEXTS = {
    "arabic": SALAM,
    "arabic with vowels": VOWELS,
    "hebrew": SHALOM,
    "hebrew with a number": NUMBERED,
    "arabic in brackets": BRACKETED,
    "in swedish": f"Åsa {SALAM} och {SHALOM} – 5 €",
    "greek": "Γειά σου Κόσμε",
    "cyrillic": "Привет, ёж і ґанок",
    "loose marks": "q\u0307 e\u0323\u0308",
    "thai": "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22",
    "hindi": HINDI,
}

BIDI_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@pytest.fixture(scope="module")
def template(make_pdf: MakePdf) -> Template:
    """A line, some lines, a comb and a centred line."""
    return Template.compile(
        make_pdf(
            "/T(line)/FT/Tx/Rect[10 360 390 390]/DA(/Helv 14 Tf 0 g)",
            "/T(lines)/FT/Tx/Ff 4096/Rect[10 200 200 350]",
            "/T(comb)/FT/Tx/Ff 16777216/MaxLen 8/Rect[10 160 390 190]",
            "/T(left)/FT/Tx/Q 0/Rect[10 120 390 150]/DA(/Helv 14 Tf 0 g)",
            "/T(list)/FT/Ch/Opt[(a)]/Rect[10 20 390 60]",
        )
    )


def letters(text: str) -> str:
    """Text as extractors give it, without white space and without marks of direction, composed."""
    return unicodedata.normalize("NFC", "".join(text.translate(BIDI_MARKS).split()))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_what_is_drawn_is_found_by_poppler(template: Template, eyes: Any, text: str) -> None:
    """In the order it is read in."""
    assert letters(text) in letters(eyes.text(template.fill({"line": text}).data))


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"hindi"}))
def test_what_is_drawn_is_found_by_mupdf(template: Template, eyes: Any, tmp_path: Path, name: str) -> None:
    """The same (mupdf gives the vowels of Hindi by place, whatever a file says of them)."""
    text = TEXTS[name]

    assert letters(text) in letters(eyes.mupdf_text(template.fill({"line": text}).data, tmp_path))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_what_is_drawn_is_read_back_and_sound(
    template: Template, eyes: Any, tmp_path: Path, text: str
) -> None:
    """The stored value is the text itself; qpdf finds nothing amiss."""
    filled = template.fill({"line": text, "lines": f"{text}\n{text}", "left": text})

    assert read(filled.data) == read_increment(filled.data, template)
    assert read(filled.data)["lines"] == f"{text}\n{text}"
    assert eyes.check(filled.data, tmp_path)[0] == 0


def ink(template: Template, eyes: Any, name: str, text: str) -> tuple[int, int]:
    """Where the ink of a field begins and ends, as shares of its width in per mille."""
    field = template.fields[name]
    rect = field.places[0].rect
    (picture,) = eyes.places(template.fill({name: text}).data, {0: [rect]})
    dark = [
        x for x in range(picture.width) if min(picture.crop((x, 0, x + 1, picture.height)).tobytes()) < 128
    ]
    return dark[0] * 1000 // picture.width, dark[-1] * 1000 // picture.width


def test_text_begins_at_the_side_its_script_begins_at(template: Template, eyes: Any) -> None:
    """Where the field does not say: Swedish at the left, Arabic at the right."""
    assert ink(template, eyes, "line", "Åsa")[0] < 30
    assert ink(template, eyes, "line", SALAM)[1] > 970
    assert ink(template, eyes, "lines", SHALOM)[1] > 960


def test_quadding_that_is_stated_counts(template: Template, eyes: Any) -> None:
    """/Q 0 is the left for every script."""
    assert ink(template, eyes, "left", SALAM)[0] < 30


def test_a_comb_is_filled_from_the_side_the_script_begins_at(template: Template, eyes: Any) -> None:
    """One letter a cell, the first at the right for Hebrew."""
    assert ink(template, eyes, "comb", "Å")[1] < 125
    assert ink(template, eyes, "comb", SHALOM)[0] > 500


def test_letters_join() -> None:
    """An Arabic letter has another glyph inside a word than by itself, and lam with alef is one."""
    face = typeface("FiraGO")
    assert face is not None
    runs = list(shaped_line(SALAM, 0, len(SALAM)))
    glyphs = [drawn.glyph for run in runs for drawn in run.glyphs]

    assert len(runs) == 1
    assert len(glyphs) == 3
    assert set(glyphs).isdisjoint({face.glyph("\u0644"), face.glyph("\u0627")})


def test_a_mark_stands_on_its_letter() -> None:
    """Placed by the font, without moving the pen, and known as a character of its own."""
    (run,) = shaped_line("q\u0307", 0, 2)

    assert [cluster.text for cluster in clusters_of(run)] == ["q", "\u0307"]
    assert run.glyphs[1].advance == 0
    assert run.glyphs[1].dx < 0


def test_a_sign_that_scripts_share_goes_with_its_neighbours() -> None:
    """A full stop behind Arabic comes from the Arabic font, so that it is not cut off from it."""
    assert {run.font for run in shaped_line(f"{SALAM}.", 0, 5)} == {"FiraGO"}
    assert [run.font for run in shaped_line(f"a {SALAM}", 0, 6)] == ["NotoSans", "FiraGO"]


@pytest.mark.parametrize(("char", "script"), [("a", "Latn"), ("\u0633", "Arab"), ("\u05d0", "Hebr"), (" ", None), ("\u0301", None)])  # fmt: skip
def test_the_script_of_a_character_is_known(char: str, script: str | None) -> None:
    """Signs that many scripts share have none."""
    assert script_of(char) == script


def test_every_paragraph_has_its_own_direction() -> None:
    """Given by where it begins in the text."""
    assert right_to_left(f"a\n{SALAM}\n12 {SHALOM}\n{HINDI}") == {2, 7}
    assert right_to_left("a\nb") == frozenset()


CHARS = st.sampled_from(
    "aåq Ł-.(12%\t\n\u0301\u200b\u00a0Γж" + SALAM + SHALOM + HINDI + VOWELS + "\u0661\u0e44\u2067\u2069→✓"
)


@settings(deadline=None, max_examples=200)
@given(st.text(CHARS, max_size=30))
def test_a_line_is_as_wide_as_it_was_measured(text: str) -> None:
    """What layout counts with is what is drawn, whatever is mixed."""
    for line in text.split("\n"):
        drawn = [glyph.advance for run in shaped_line(line, 0, len(line)) for glyph in run.glyphs]

        assert sum(shaped_advances(line)) == pytest.approx(sum(drawn), abs=0.01)


@settings(deadline=None, max_examples=200)
@given(st.text(CHARS, max_size=30))
def test_every_character_is_in_one_cluster(text: str) -> None:
    """Each once, and none besides, so that what is copied is what was put in."""
    line = text.replace("\n", "")
    clusters = [cluster for run in shaped_line(line, 0, len(line)) for cluster in clusters_of(run)]
    told = "".join(cluster.text for cluster in sorted(clusters, key=lambda cluster: cluster.place))

    assert told == line.translate(BIDI_MARKS).replace("\u200b", "")


@settings(deadline=None, max_examples=60)
@given(st.text(CHARS, max_size=40))
def test_any_mixed_text_is_filled_the_same_each_time_and_read_back(template: Template, text: str) -> None:
    """Deterministic byte for byte, and nothing lost."""
    filled = template.fill({"lines": text})

    assert filled == template.fill({"lines": text})
    assert read_increment(filled.data, template)["lines"] == text


def test_plain_and_shaped_text_are_measured_alike() -> None:
    """Letters that stand by themselves are as wide in either way, so a line does not jump."""
    text = "Aa Łódź 5"

    assert sum(shaped_advances(text)) == pytest.approx(sum(advances(text)), abs=40)


@pytest.mark.parametrize("text", [SALAM + "\U00013080", "\u202e" + SALAM, SHALOM + "\x07"])
def test_what_cannot_be_drawn_is_told_in_any_script(template: Template, text: str) -> None:
    """Also inside text that has to be shaped; a sign that turns text round is refused, as it hides things."""
    with pytest.raises(Unfillable) as raised:
        template.fill({"line": text})
    assert type(raised.value.problems[0]) is NoGlyph


def test_a_line_break_changes_no_font(template: Template) -> None:
    """The template's own draws a text of several lines as it draws one; a break takes no room."""
    own, other = (template.fill({"lines": text}).increment for text in ("Åsa\nÖberg", "Łucja\nÖberg"))

    assert b"NotoSans" not in own
    assert b"NotoSans" in other
    assert advances("Ł\nÖ") == [*advances("Ł"), 0.0, *advances("Ö")]
