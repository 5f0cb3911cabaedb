"""Layout: where text goes, how small it gets, and how much of it fits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.pdf import layout
from wizard.pdf.layout import Align, Box, Fit, Line, Setting

WIDTHS = dict.fromkeys("abcdefgÅ -\n1234", 500.0) | {"i": 250.0, "\t": 2000.0}
FIT = Fit()
WORDS = st.text("abi -\n", max_size=120)


def advances(text: str) -> list[float]:
    return [WIDTHS[char] for char in text]


def set_text(text: str, box: Box, fit: Fit = FIT) -> Setting:
    return layout.set_text(text, advances(text), box, fit)


def break_lines(text: str, limit: float) -> list[Line]:
    return layout.break_lines(text, advances(text), limit)


def lines_of(text: str, limit: float) -> list[str]:
    return [text[line.start : line.end] for line in break_lines(text, limit)]


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("ab cd ef", 2500, ["ab cd", "ef"]),
        ("abcdef", 1500, ["abc", "def"]),
        ("ab abcdefab c", 1500, ["ab", "abc", "def", "ab", "c"]),
        ("ab\n\ncd", 5000, ["ab", "", "cd"]),
        ("  ab", 5000, ["  ab"]),
        ("ab-cd 12-34", 2000, ["ab-", "cd", "12-3", "4"]),
        ("ab   ", 1000, ["ab"]),
        ("", 1000, [""]),
    ],
)
def test_lines_are_broken_at_spaces_then_hyphens_then_anywhere(
    text: str, limit: float, lines: list[str]
) -> None:
    """Words stay whole where they can; a hyphen between letters is a place to break, between digits it is not."""
    assert lines_of(text, limit) == lines


@settings(deadline=None)
@given(WORDS, st.floats(600, 8000))
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, limit: float) -> None:
    """Every character that is not white space stands in exactly one line."""
    lines = break_lines(text, limit)

    assert "".join("".join(text[n.start : n.end] for n in lines).split()) == "".join(text.split())
    assert all(line.width <= limit for line in lines)


@pytest.mark.parametrize(("align", "x"), [(Align.LEFT, 2.0), (Align.CENTRE, 45.0), (Align.RIGHT, 88.0)])
def test_quadding_places_a_line(align: Align, x: float) -> None:
    """Left, centre and right, inside the padding."""
    setting = set_text("ab", Box(100, 20, size=10, align=align), FIT)

    assert setting.lines[0].x == pytest.approx(x)


def test_automatic_size_follows_the_height_up_to_the_largest() -> None:
    """A low field gets small type, a tall one no more than the largest."""
    assert set_text("ab", Box(100, 11.5), FIT).size == pytest.approx(10)
    assert set_text("ab", Box(100, 60), FIT).size == 12


@pytest.mark.parametrize("size", [0.0, 12.0])
def test_a_line_shrinks_to_fit_and_not_below_the_smallest(size: float) -> None:
    """Type gets smaller until the text fits; at the smallest size the rest is told."""
    assert set_text("a" * 24, Box(100, 20, size=size), FIT).size == pytest.approx(8)
    assert set_text("a" * 60, Box(100, 20, size=size), FIT)[2:] == (32, False)


def test_a_fixed_size_stays_where_shrinking_is_not_wanted() -> None:
    """The template's size is then the only one."""
    setting = set_text("a" * 24, Box(100, 20, size=12), Fit(shrink_fixed=False))

    assert (setting.fits, setting.size, setting.shown) == (False, 12, 16)


def test_a_template_may_ask_for_smaller_type_than_the_smallest() -> None:
    """Four points is what the template says, so four points it is."""
    assert set_text("ab", Box(100, 20, size=4), FIT).size == 4


def test_what_fits_ends_between_words() -> None:
    """The part that is shown does not end inside a word if it can be helped."""
    setting = set_text("aaaa bbbb " * 8, Box(100, 20), FIT)

    assert (setting.fits, setting.shown) == (False, 30)


def test_lines_run_down_from_the_top() -> None:
    """Several lines stand one leading apart, the first near the top."""
    setting = set_text("ab\ncd", Box(100, 60, size=10, multiline=True), FIT)
    first, second = setting.lines

    assert first.y - second.y == pytest.approx(11.5)
    assert 45 < first.y < 52


def test_many_lines_shrink_until_they_fit() -> None:
    """The largest size is taken at which all lines fit."""
    setting = set_text("abc " * 40, Box(100, 60, multiline=True), FIT)

    assert setting.fits
    assert 6 <= setting.size < 12


def test_too_many_lines_tell_how_many_fit() -> None:
    """What does not fit begins on a line of its own."""
    text = "abc\n" * 30
    setting = set_text(text, Box(100, 30, multiline=True), FIT)

    assert (setting.fits, text[: setting.shown]) == (False, "abc\n" * 4)


@settings(deadline=None)
@given(
    text=WORDS,
    width=st.floats(3, 200),
    height=st.floats(1, 100),
    size=st.sampled_from([0.0, 4.0, 9.0, 30.0]),
    many=st.booleans(),
)
def test_setting_is_total_and_stays_in_the_box(
    *, text: str, width: float, height: float, size: float, many: bool
) -> None:
    """Whatever the box, text that fits has its baselines inside, and text that does not says so."""
    line = text if many else text.replace("\n", " ")
    setting = set_text(line, Box(width, height, size=size, multiline=many), FIT)

    assert setting.fits == (setting.shown == len(line) and (bool(setting.lines) or not line))
    assert all(0 <= placed.y <= height for placed in setting.lines)


@pytest.mark.parametrize(("align", "first"), [(Align.LEFT, 7.5), (Align.CENTRE, 47.5), (Align.RIGHT, 87.5)])
def test_a_comb_centres_each_character_in_its_cell(align: Align, first: float) -> None:
    """Cells are as wide as the box divided by their number; quadding chooses which are used."""
    setting = set_text("ab", Box(120, 20, size=10, cells=6, align=align), FIT)

    assert [placed.x for placed in setting.lines] == pytest.approx([first, first + 20])


def test_a_comb_of_automatic_size_fits_its_cells() -> None:
    """The widest character decides."""
    assert set_text("ab", Box(40, 20, cells=10), Fit(smallest=4)).size == pytest.approx(8)
    assert not set_text("ab", Box(20, 20, cells=10), FIT).fits
