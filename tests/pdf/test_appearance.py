"""Pictures of values, as pdfium draws them: at the right end, the right way up, and showing what they should."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from wizard.pdf import Template

MakePdf = Callable[..., bytes]

WIDE = (20.0, 200.0, 220.0, 220.0)
TALL = (200.0, 20.0, 220.0, 220.0)


def rect(box: tuple[float, ...]) -> str:
    return f"/Rect[{' '.join(map(str, box))}]"


def ink(picture: Any) -> tuple[float, float]:
    """The middle of what is dark: from the left and from the top, as shares of the picture."""
    dark = [
        (x, y) for y in range(picture.height) for x in range(picture.width) if picture.getpixel((x, y)) < 128
    ]
    assert dark, "nothing is drawn"
    return (
        sum(x for x, _ in dark) / len(dark) / picture.width,
        sum(y for _, y in dark) / len(dark) / picture.height,
    )


@pytest.fixture
def drawn(make_pdf: MakePdf, eyes: Any) -> Callable[..., Any]:
    """Fill the field `a` of the given entries, and cut out what is drawn in `box`."""

    def draw(entries: str, value: Any, box: tuple[float, ...], **more: Any) -> Any:
        data = Template.compile(make_pdf(f"/T(a){entries}{rect(box)}", **more)).fill({"a": value}).data
        return eyes.places(data, {0: [box]})[0]

    return draw


@pytest.mark.parametrize(
    ("turn", "box", "x", "y"),
    [(0, WIDE, 0.1, 0.5), (90, TALL, 0.5, 0.9), (180, WIDE, 0.9, 0.5), (270, TALL, 0.5, 0.1)],
)
def test_a_turned_widget_is_read_along_its_turn(
    drawn: Callable[..., Any], turn: int, box: tuple[float, ...], x: float, y: float
) -> None:
    """Text begins at the left, at the foot, at the right, at the head."""
    assert ink(drawn(f"/FT/Tx/MK<</R {turn}>>", "Åsa", box)) == pytest.approx((x, y), abs=0.12)


def test_text_on_a_turned_page_runs_along_a_narrow_box(drawn: Callable[..., Any]) -> None:
    """A box that is tall only because the page is turned is filled along its length."""
    picture = drawn("/FT/Tx", "Åsa Öberg Andersson", TALL, page="/Rotate 90")

    assert picture.width > picture.height
    assert ink(picture)[0] < 0.5


@pytest.mark.parametrize(("align", "x"), [(0, 0.1), (1, 0.5), (2, 0.9)])
def test_quadding_is_seen(drawn: Callable[..., Any], align: int, x: float) -> None:
    """Left, centre, right."""
    assert ink(drawn(f"/FT/Tx/Q {align}", "Åsa", WIDE))[0] == pytest.approx(x, abs=0.06)


def test_the_form_may_set_the_quadding(drawn: Callable[..., Any]) -> None:
    """/Q of the AcroForm dictionary holds for fields without their own."""
    assert ink(drawn("/FT/Tx", "Åsa", WIDE, form="/Q 2"))[0] > 0.8


@pytest.mark.parametrize("size", [0, 12])
def test_a_comb_puts_each_character_in_its_cell(drawn: Callable[..., Any], size: int) -> None:
    """At a fixed size and at an automatic one, with lines between the cells."""
    picture = drawn(f"/FT/Tx/Ff 16777216/MaxLen 4/DA(/Helv {size} Tf 0 g)", "IIII", WIDE)
    quarter = picture.width // 4
    middles = [ink(picture.crop((n * quarter, 0, (n + 1) * quarter, picture.height)))[0] for n in range(4)]

    assert middles == pytest.approx([0.5] * 4, abs=0.04)


def test_lines_of_text_begin_at_the_top(drawn: Callable[..., Any]) -> None:
    """And a longer text reaches further down."""
    box = (20.0, 100.0, 220.0, 220.0)
    short, long = (ink(drawn("/FT/Tx/Ff 4096", text, box))[1] for text in ("Åsa", "Åsa\nÖrjan\nÄlva"))

    assert short < 0.15 < long < 0.4


def test_background_and_border_are_kept(drawn: Callable[..., Any]) -> None:
    """What /MK asks for is drawn around the new text."""
    picture = drawn("/FT/Tx/MK<</BG[0.5]/BC[0]>>/BS<</W 2>>", "Å", WIDE)

    assert picture.getpixel((1, picture.height // 2)) < 40
    assert 110 < picture.getpixel((picture.width - 20, picture.height // 2)) < 145


def test_what_the_old_picture_drew_behind_its_text_is_kept(drawn: Callable[..., Any]) -> None:
    """Some producers draw a background without saying so in /MK."""
    old = b"<</Subtype/Form/BBox[0 0 200 20]/Length 43>>stream\n0.5 g 0 0 200 20 re f /Tx BMC (old) Tj EMC \nendstream"
    picture = drawn("/FT/Tx/AP<</N 20 0 R>>", "Å", WIDE, extra={20: old})

    assert 110 < picture.getpixel((picture.width - 20, picture.height // 2)) < 145


def test_the_colour_of_the_text_is_the_templates(drawn: Callable[..., Any]) -> None:
    """Grey stays grey."""
    assert 80 < min(drawn("/FT/Tx/DA(/Helv 12 Tf 0.5 g)", "IIIII", WIDE).tobytes()) < 160


def test_a_password_is_not_shown(make_pdf: MakePdf, eyes: Any) -> None:
    """As many bullets stand there instead."""
    data = Template.compile(make_pdf(f"/T(a)/FT/Tx/Ff 8192{rect(WIDE)}")).fill({"a": "hemligt"}).data

    assert eyes.text(data) == "•" * 7


def test_a_combo_box_shows_the_text_and_not_the_code(make_pdf: MakePdf, eyes: Any) -> None:
    """Göteborg, not 1480."""
    data = make_pdf(f"/T(a)/FT/Ch/Ff 131072/Opt[[(1480)(G\xf6teborg)]]{rect(WIDE)}")

    assert eyes.text(Template.compile(data).fill({"a": "1480"}).data) == "Göteborg"


def test_chosen_lines_of_a_list_are_highlighted(drawn: Callable[..., Any]) -> None:
    """The second of four lines is darker than the first."""
    box = (20.0, 160.0, 220.0, 220.0)
    picture = drawn("/FT/Ch/Opt[(a)(b)(c)(d)]", ["b"], box)
    first, second = (picture.getpixel((picture.width - 10, int(y * 2))) for y in (6, 18))

    assert second < first - 30


def test_a_list_is_scrolled_to_what_is_chosen(make_pdf: MakePdf, eyes: Any) -> None:
    """A line far down is shown, and the file says from where."""
    options = "".join(f"(rad{n})" for n in range(40))
    filled = Template.compile(make_pdf(f"/T(a)/FT/Ch/Opt[{options}]{rect(WIDE)}")).fill({"a": ["rad30"]})

    assert "rad30" in eyes.text(filled.data)
    assert b"/I[30]/TI 30" in filled.increment


def test_a_list_that_must_be_scrolled_is_not_made_small(make_pdf: MakePdf) -> None:
    """Its lines are only as small as what is chosen needs, not as small as they may be."""
    options = "".join(f"(rad{n})" for n in range(40))
    template = Template.compile(
        make_pdf(f"/T(a)/FT/Ch/Ff 2097152/DA(/Helv 0 Tf 0 g)/Opt[{options}]/Rect[20 100 220 160]")
    )
    sizes = []
    for chosen in (["rad30"], ["rad10", "rad15"], ["rad1", "rad30"]):
        found = re.findall(rb"/\S+ ([\d.]+) Tf", template.fill({"a": chosen}).increment)
        sizes.append(float(found[-1]))

    assert sizes[0] == 12 > sizes[1] > sizes[2] == 6


def test_a_list_too_low_for_all_that_is_chosen_says_so(make_pdf: MakePdf) -> None:
    """The values are all there; not all can be seen."""
    options = "".join(f"(rad{n})" for n in range(40))
    data = make_pdf(f"/T(a)/FT/Ch/Ff 2097152/Opt[{options}]{rect(WIDE)}")
    filled = Template.compile(data).fill({"a": ["rad1", "rad30"]})

    assert "too low" in str(filled.notices[0])


def test_every_widget_of_a_field_is_drawn(make_pdf: MakePdf, eyes: Any) -> None:
    """Each in its own size."""
    data = make_pdf(
        f"/Parent 30 0 R{rect(WIDE)}",
        "/Parent 30 0 R/Rect[20 100 120 108]",
        fields="30 0 R",
        extra={30: "<</T(a)/FT/Tx/DA(/Helv 0 Tf 0 g)/Kids[10 0 R 11 0 R]>>"},
    )

    assert eyes.text(Template.compile(data).fill({"a": "Åsa"}).data) == "ÅsaÅsa"
