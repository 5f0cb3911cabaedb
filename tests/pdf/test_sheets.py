"""Continuation sheets and markings: appended pages whose values are fields, and a band on every page."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from wizard.pdf import (
    BadValue,
    Cell,
    Entry,
    Heading,
    Locked,
    NoGlyph,
    Overflow,
    Paragraph,
    Sheet,
    Stamp,
    Table,
    Template,
    Unfillable,
    inspect,
    read,
    read_increment,
)

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"
UNDRAWABLE = "\U00013080"
"""An Egyptian hieroglyph: no font that lov looks for has one."""

LONG = "\n".join(
    f"Stycke {n}: verksamheten bedrivs i ljusa lokaler på Östermalm – nära tunnelbanan." for n in range(90)
)
TAGGED = {
    "catalogue": "/Lang(sv-SE)/MarkInfo<</Marked true>>/StructTreeRoot 30 0 R",
    "extra": {
        30: "<</Type/StructTreeRoot/K 31 0 R/ParentTree 32 0 R/ParentTreeNextKey 1>>",
        31: "<</Type/StructElem/S/Document/P 30 0 R/K[]>>",
        32: "<</Nums[0 31 0 R]>>",
    },
}


def sheet(*blocks: Any, footer: str = "sida {page} av {pages}") -> Sheet:
    return Sheet("Fortsättningsblad", blocks, header="Ansökan", footer=footer)


@pytest.fixture(scope="module")
def template(make_pdf: MakePdf) -> Template:
    """A form of one page."""
    return Template.compile(make_pdf(NAME))


@pytest.fixture(scope="module")
def tagged(make_pdf: MakePdf) -> Template:
    """A form of one page with tags."""
    return Template.compile(make_pdf(NAME, **TAGGED))


def test_a_value_on_a_sheet_is_read_back_whole(template: Template, eyes: Any, tmp_path: Path) -> None:
    """However many pages it takes, it is one field."""
    filled = template.fill({"name": "se blad"}, sheets=[sheet(Entry("Beskriv", LONG, "forts.text"))])
    found = read(filled.data)

    assert found == {"name": "se blad", "forts.text": LONG} == read_increment(filled.data, template)
    assert len(inspect(filled.data).fields["forts.text"].places) >= 2
    assert eyes.check(filled.data, tmp_path)[0] == 0


def test_every_line_of_a_sheet_is_seen(template: Template, eyes: Any) -> None:
    """Nothing is lost between the pages."""
    blocks = (
        Heading("Rubrik"),
        Paragraph(LONG),
        Entry("Etikett", LONG, "a"),
        Table(("K",), ((Cell(LONG, "b"),),)),
    )
    text = eyes.text(template.fill({}, sheets=[sheet(*blocks)]).data)

    assert [text.count(f"Stycke{n}:") for n in range(90)] == [3] * 90
    assert all(word in text for word in ("Rubrik", "Etikett", "Fortsättningsblad", "sida2av"))


def test_pages_are_numbered_through_the_document(template: Template, eyes: Any) -> None:
    """The form's own pages count."""
    assert "sida2av3" in eyes.text(
        template.fill({}, sheets=[sheet(Paragraph("a")), sheet(Paragraph("b"))]).data
    )


def test_a_table_gives_each_cell_its_field(template: Template, eyes: Any, tmp_path: Path) -> None:
    """Rows go on over pages with their heading; cells without a name are only printed."""
    rows = tuple(
        (Cell(f"Åsa {n}", f"staff.{n}.name"), Cell("Leg. fysioterapeut " * 6, f"staff.{n}.title"), Cell("x"))
        for n in range(40)
    )
    filled = template.fill({}, sheets=[sheet(Table(("Namn", "Kompetens", "Not"), rows, (1, 2, 1)))])
    found = read(filled.data)

    assert [found[f"staff.{n}.name"] for n in range(40)] == [f"Åsa {n}" for n in range(40)]
    assert len(found) == 81
    assert eyes.text(filled.data).count("Kompetens") == len(PdfReader(BytesIO(filled.data)).pages) - 1
    assert eyes.check(filled.data, tmp_path)[0] == 0


def test_fields_of_sheets_are_read_only_labelled_and_in_place(template: Template) -> None:
    """They cannot be changed by mistake, say what they are, and lie over their text."""
    field = inspect(template.fill({}, sheets=[sheet(Entry("Etikett", "värde", "a.b"))]).data).fields["a.b"]

    assert (field.read_only, field.multiline, field.label, field.places[0].page) == (True, True, "Etikett", 2)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")).filter(lambda c: ord(c) < 0x250)
            | st.sampled_from(" \n"),
            max_size=80,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_on_sheets_is_read_back(template: Template, texts: list[str]) -> None:
    """Arbitrary values, in frames and in tables."""
    entries = tuple(Entry("E", text, f"e{n}") for n, text in enumerate(texts))
    table = Table(("T",), tuple((Cell(text, f"t.{n}"),) for n, text in enumerate(texts)))
    filled = template.fill({}, sheets=[sheet(*entries, table)])
    found = read_increment(filled.data, template)

    assert (
        [found[f"e{n}"] for n in range(len(texts))] == texts == [found[f"t.{n}"] for n in range(len(texts))]
    )
    assert found == read(filled.data)


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["name"], BadValue),
        (["name.b"], BadValue),
        (["a", "a"], BadValue),
        (["a", "a.b"], BadValue),
        (["a..b"], BadValue),
        ([".a"], BadValue),
    ],
)
def test_names_on_sheets_must_be_free(template: Template, names: list[str], problem: type) -> None:
    """They may clash neither with the form's fields nor with each other."""
    with pytest.raises(Unfillable) as raised:
        template.fill({}, sheets=[sheet(*(Entry("E", "x", name) for name in names))])
    assert type(raised.value.problems[0]) is problem


@pytest.mark.parametrize(
    "block",
    [
        Heading(UNDRAWABLE),
        Paragraph(UNDRAWABLE),
        Entry(UNDRAWABLE, "x", "a"),
        Entry("E", UNDRAWABLE, "a"),
        Table((UNDRAWABLE,), ()),
        Table(("K",), ((Cell(UNDRAWABLE, "a"),),)),
    ],
)
def test_what_cannot_be_drawn_on_a_sheet_is_told(template: Template, block: Any) -> None:
    """As in a field: by name and character."""
    with pytest.raises(Unfillable) as raised:
        template.fill({}, sheets=[sheet(block)])
    assert type(raised.value.problems[0]) is NoGlyph


@pytest.mark.parametrize(
    ("columns", "cells", "shares"),
    [(("a",), 2, ()), ((), 0, ()), (("a", "b"), 2, (1.0,)), (("a",), 1, (0.0,))],
)
def test_a_table_must_go_together(columns: tuple[str, ...], cells: int, shares: tuple[float, ...]) -> None:
    """A row too long or a column without width is a mistake of the calling program."""
    with pytest.raises(ValueError, match="for each of its columns"):
        Table(columns, ((Cell("x"),) * cells,), shares)


def test_a_footer_must_fit(template: Template) -> None:
    """It is not cut either."""
    with pytest.raises(Unfillable, match="longer than two lines"):
        template.fill({}, sheets=[sheet(footer="ord " * 200)])


def test_sheets_of_a_tagged_form_are_tagged(tagged: Template, eyes: Any, tmp_path: Path) -> None:
    """Headings, paragraphs, table cells and form fields; every piece is found from the parent tree."""
    blocks = (Heading("R"), Paragraph("P"), Entry("E", "v", "e"), Table(("K",), ((Cell("v", "t"),),)))
    filled = tagged.fill({}, sheets=[sheet(*blocks)])
    reader = PdfReader(BytesIO(filled.data))
    root: Any = reader.root_object["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    page: Any = reader.pages[1]
    catalogue: Any = reader.root_object

    def roles(element: Any) -> list[str]:
        kids = [kid.get_object() for kid in element.get("/K", [])]
        return [element["/S"], *(role for kid in kids if "/S" in kid for role in roles(kid))]

    assert roles(root["/K"][1].get_object()) == [
        "/Part",
        "/Sect",
        "/H1",
        "/H2",
        "/P",
        "/P",
        "/Form",
        "/Table",
        "/TR",
        "/TH",
        "/TR",
        "/TD",
        "/Form",
    ]
    assert numbers[::2] == sorted(numbers[::2]) == list(range(root["/ParentTreeNextKey"]))
    assert {page["/StructParents"], *(a.get_object()["/StructParent"] for a in page["/Annots"])} == set(
        numbers[2::2]
    )
    assert (catalogue["/Lang"], page["/Tabs"]) == ("sv-SE", "/S")
    assert eyes.check(filled.data, tmp_path)[0] == 0


def test_sheets_of_a_plain_form_have_no_tags(template: Template) -> None:
    """Half a structure would be worse than none."""
    increment = template.fill({}, sheets=[sheet(Paragraph("P"))]).increment

    assert b"StructTreeRoot" not in increment
    assert b"MCID" not in increment


def test_sheets_are_the_same_each_time(tagged: Template) -> None:
    """As everything else."""
    blocks = (Heading("R"), Entry("E", "Γ", "e"))

    assert tagged.fill({}, sheets=[sheet(*blocks)], stamp=Stamp("U")) == tagged.fill(
        {}, sheets=[sheet(*blocks)], stamp=Stamp("U")
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_marking_stands_upright_at_the_top(
    make_pdf: MakePdf, eyes: Any, tmp_path: Path, turn: int
) -> None:
    """However the page is turned, and whatever its own drawing left behind, the band is at the upper edge."""
    data = make_pdf(
        NAME,
        page=f"/Rotate {turn}/CropBox[50 100 350 300]/Contents[30 0 R 31 0 R]",
        extra={
            30: "<</Length 40>>stream\nq q 0.1 0 0 0.1 500 500 cm (q \\)q) ' q \nendstream",
            31: "<</Length 1>>stream\nQ\nendstream",
        },
    )
    filled = Template.compile(data).fill({"name": "x"}, stamp=Stamp("UTKAST – ej inlämnad"))
    (page,) = eyes.pages(filled.data)
    dark = [y for y in range(page.height) if min(page.crop((40, y, page.width - 40, y + 1)).tobytes()) < 150]

    assert dark
    assert max(dark) < 45
    assert "UTKAST–ejinlämnad" in eyes.text(filled.data)
    assert eyes.check(filled.data, tmp_path)[0] == 0


def test_every_page_is_marked(template: Template, eyes: Any) -> None:
    """The form's and the appended ones."""
    filled = template.fill({}, sheets=[sheet(Paragraph("a"))], stamp=Stamp("UTKAST"))

    assert eyes.text(filled.data).count("UTKAST") == 2


def test_a_page_with_inherited_resources_keeps_them(make_pdf: MakePdf) -> None:
    """The marking's font is added to what the page had."""
    data = make_pdf(
        NAME, extra={2: "<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F 5 0 R>>/XObject<<>>>>>>"}
    )
    resources: Any = PdfReader(BytesIO(Template.compile(data).fill({}, stamp=Stamp("U")).data)).pages[0][
        "/Resources"
    ]

    assert set(resources) == {"/Font", "/XObject"}
    assert set(resources["/Font"]) == {"/F", "/NotoSans"}


@pytest.mark.parametrize(("text", "problem"), [("ord " * 60, Overflow), (UNDRAWABLE, NoGlyph)])
def test_a_marking_must_fit(template: Template, text: str, problem: type) -> None:
    """One line across the page, of letters there are."""
    with pytest.raises(Unfillable) as raised:
        template.fill({}, stamp=Stamp(text))
    assert type(raised.value.problems[0]) is problem


def test_a_certified_form_takes_no_pages(make_pdf: MakePdf) -> None:
    """Certification for filling in does not cover adding pages or marks."""
    sign = "/T(s)/FT/Sig/Rect[0 0 0 0]/V<</Reference[<</TransformMethod/DocMDP/TransformParams<</P 2>>>>]>>"
    certified = Template.compile(make_pdf(NAME, sign))

    with pytest.raises(Locked):
        certified.fill({"name": "x"}, stamp=Stamp("U"))
    with pytest.raises(Locked):
        certified.fill({"name": "x"}, sheets=[sheet()])
