"""Flattening: the pages look and read as before, and the form is gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from PIL import ImageChops
from pypdf import PdfReader

from wizard.pdf import (
    Encrypted,
    Entry,
    Locked,
    NoForm,
    PureXfa,
    Sheet,
    Table,
    Template,
    flatten,
    inspect,
    read,
)

MakePdf = Callable[..., bytes]

ROOT = Path(__file__).parents[2]
CORPUS: Final = Path(__file__).parents[3] / "shared" / "corpus" / "pdf"
FILES: Final = tuple(sorted(path.name for path in CORPUS.glob("*.pdf"))) or ("absent.pdf",)
NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"

DIFFERENT: Final[Mapping[str, int]] = {
    # pdfium draws what lies over a field under it; on the flattened page the highlighting is on top.
    "pdf.js__bug1883609.pdf": 2000,
    # pdfium takes a hidden tick box of the same name for the field and shows nothing; flattened, it is shown.
    "PyPDFForm__sample_template_sejda.pdf": 1000,
    # A push button that is not to be printed is left out.
    "pdf.js__annotation-button-widget.pdf": 100,
    # Thin lines fall on other pixels.
    "PyPDFForm__PPF-1213.pdf": 40,
    "pdf-lib__sample_form.pdf": 40,
}
"""How many pixels may be clearly different (of half a million a page), and why."""


def words(text: str) -> str:
    return "".join(text.split())


def pdfium_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(words(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def content(data: bytes) -> str:
    """The operators of the first page."""
    found = PdfReader(BytesIO(data)).pages[0].get_contents()
    return "" if found is None else found.get_data().decode("latin-1")


def objects(data: bytes) -> list[Any]:
    """Every object there is."""
    reader = PdfReader(BytesIO(data))
    return [reader.get_object(number) for number in sorted({*reader.xref_objStm, *reader.xref[0]} - {0})]


def pictures(data: bytes) -> list[bytes]:
    """The number that each picture on the first page was given here."""
    page: Any = PdfReader(BytesIO(data)).pages[0]
    return sorted(item.get_object().get_data()[6:7] for item in page["/Resources"]["/XObject"].values())


def value_for(template: Template, name: str) -> Any:
    field = template.fields[name]
    match field.type:
        case "text":
            line = "ÅÄÖ1234567"[: field.max_length]
            return line if template.layout(name, line).fits else ""
        case "list":
            return []
        case "checkbox" if len(field.options) == 1:
            return True
        case "checkbox" | "radio":
            return field.options[0].export
        case _:
            return None


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if i % 4 == 0 else pytest.mark.slow) for i, n in enumerate(FILES)]
)
def test_a_flattened_page_looks_and_reads_as_before(
    corpus: Path, eyes: Any, tmp_path: Path, name: str
) -> None:
    """Third-party forms: no field is left, no pixel has changed, every text is still found, qpdf is content."""
    try:
        template = Template.compile((corpus / name).read_bytes())
    except Encrypted:
        pytest.skip("the template cannot be opened here")
    values = {n: value_for(template, n) for n, field in template.fields.items() if field.fillable}
    filled = template.fill(values).data
    if template.plan.rights.signed:
        with pytest.raises(Locked):
            flatten(filled)
        return
    flat = flatten(filled)
    changed = sum(
        sum(x > 60 for x in ImageChops.difference(one, other).tobytes())
        for one, other in zip(eyes.pages(filled, 1.0), eyes.pages(flat, 1.0), strict=True)
    )
    before, after = eyes.text(filled), eyes.text(flat)

    assert inspect(flat).fields == {}
    assert changed <= DIFFERENT.get(name, 0)
    assert [v for v in values.values() if isinstance(v, str) and v in before and v not in after] == []
    assert eyes.check(flat, tmp_path)[0] <= eyes.check(template.data, tmp_path)[0]


def test_a_flattened_form_is_said_to_have_no_fields(make_pdf: MakePdf) -> None:
    """Reading it back is refused with a sentence, and so is flattening it again."""
    flat = flatten(Template.compile(make_pdf(NAME)).fill({"name": "Åsa"}).data)

    for again in (read, flatten, Template.compile):
        with pytest.raises(NoForm):
            again(flat)


def test_every_renderer_finds_the_text_in_the_page(make_pdf: MakePdf, eyes: Any, tmp_path: Path) -> None:
    """Poppler, mupdf, and pdfium, which gives out the text of pages alone; from right to left too."""
    salam = "\u0633\u0644\u0627\u0645"
    template = Template.compile(make_pdf(NAME, "/T(b)/FT/Tx/Rect[10 300 290 330]"))
    flat = flatten(template.fill({"name": "Åsa Łukasz Γειά 5 €", "b": salam}).data)

    assert "ÅsaŁukaszΓειά5€" in pdfium_text(flat)
    assert "ÅsaŁukaszΓειά5€" in eyes.text(flat)
    assert "ÅsaŁukaszΓειά5€" in eyes.mupdf_text(flat, tmp_path)
    assert salam in eyes.mupdf_text(flat, tmp_path)
    assert set(salam) <= set(pdfium_text(flat))


def test_what_was_hidden_leaves_no_trace(make_pdf: MakePdf) -> None:
    """Hidden fields, the value behind a password's bullets, what stood in a field before, and scripts."""
    template = Template.compile(
        make_pdf(
            NAME,
            "/T(secret)/FT/Tx/F 2/Rect[10 300 290 320]",
            "/T(pass)/FT/Tx/Ff 8192/Rect[10 260 290 280]",
            catalogue="/OpenAction<</S/JavaScript/JS(app.alert)>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>",
        )
    )
    first = template.fill({"name": "FORRA", "secret": "HEMLIG", "pass": "LOSEN"}).data
    flat = flatten(Template.compile(first).fill({"name": "NUVARANDE"}).data)
    everything = b"".join(
        repr(item).encode() + (item.get_data() if hasattr(item, "get_data") else b"")
        for item in objects(flat)
    )

    assert b"NUVARANDE" in everything
    for gone in (b"FORRA", b"HEMLIG", b"LOSEN", b"/AcroForm", b"/Widget"):
        assert gone not in everything


def test_buttons_show_their_state_and_push_buttons_only_where_printed(make_pdf: MakePdf) -> None:
    """A ticked box is drawn ticked; a button that only a screen shows is not drawn."""
    box = "/Rect[10 300 30 320]/AP<</N<</Yes 30 0 R/Off 31 0 R>>>>"
    picture = "<</Type/XObject/Subtype/Form/BBox[0 0 20 20]/Length 12>>stream\n0 0 9 {} re f\nendstream"
    template = Template.compile(
        make_pdf(
            "/T(tick)/FT/Btn" + box,
            "/T(push)/FT/Btn/Ff 65536/F 0/Rect[10 200 30 220]/AP<</N 32 0 R>>",
            "/T(print)/FT/Btn/Ff 65536/F 4/Rect[10 100 30 120]/AP<</N 33 0 R>>",
            extra={
                30: picture.format(1),
                31: picture.format(2),
                32: picture.format(3),
                33: picture.format(4),
            },
        )
    )
    drawn = {
        state: re.findall(r"/Lov\d Do", content(flatten(template.fill({"tick": state}).data)))
        for state in (True, False)
    }
    shown = {state: pictures(flatten(template.fill({"tick": state}).data)) for state in (True, False)}

    assert len(drawn[True]) == len(drawn[False]) == 2
    assert shown == {True: [b"1", b"4"], False: [b"2", b"4"]}


def test_what_a_viewer_would_have_drawn_is_drawn(make_pdf: MakePdf, eyes: Any) -> None:
    """A value without a picture, in a form that leaves drawing to viewers."""
    data = make_pdf(NAME + "/V(OSEDD)", form="/NeedAppearances true")

    assert "OSEDD" in eyes.text(flatten(data))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_and_turned_fields_stay_as_they_are(make_pdf: MakePdf, eyes: Any, turn: int) -> None:
    """/Rotate of the page, /R of the widget, and the flag that keeps a widget upright."""
    data = make_pdf(
        "/T(a)/FT/Tx/Rect[100 100 120 300]/MK<</R 90>>",
        "/T(b)/FT/Tx/Rect[200 100 300 130]",
        page=f"/Rotate {turn}",
    )
    filled = Template.compile(data).fill({"a": "Åsa", "b": "Öberg"}).data
    (one,), (other,) = eyes.pages(filled), eyes.pages(flatten(filled))

    assert one.tobytes() == other.tobytes()


def test_the_page_cannot_disturb_what_is_burnt_in(make_pdf: MakePdf, eyes: Any) -> None:
    """Its own drawing is fenced in, whatever it leaves behind; its resources stay."""
    data = make_pdf(
        NAME,
        page="/Contents 30 0 R/Resources<</XObject<</Lov0 31 0 R>>>>",
        extra={
            30: "<</Length 45>>stream\n(q)' /Lov0 Do q 0.1 0 0 0.1 500 500 cm q Q q\n\nendstream",
            31: "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 12>>stream\n0 0 9 9 re f\nendstream",
        },
    )
    filled = Template.compile(data).fill({"name": "Åsa"}).data

    assert eyes.pages(filled)[0].tobytes() == eyes.pages(flatten(filled))[0].tobytes()


def test_a_signed_form_is_not_flattened(make_pdf: MakePdf) -> None:
    """It would void the signature; the user is told."""
    sign = "/T(s)/FT/Sig/Rect[0 0 0 0]/V<</Type/Sig>>"

    with pytest.raises(Locked):
        flatten(make_pdf(NAME, sign))


def test_a_form_of_xfa_alone_is_refused(make_pdf: MakePdf) -> None:
    """As for filling."""
    with pytest.raises(PureXfa):
        flatten(make_pdf(form="/XFA(x)"))


def test_flattening_is_the_same_each_time(make_pdf: MakePdf) -> None:
    """As everything else."""
    filled = Template.compile(make_pdf(NAME)).fill({"name": "Γειά"}).data

    assert flatten(filled) == flatten(filled)


def marks(data: bytes) -> list[dict[int, Any]]:
    """For each page, the element that the parent tree gives for each number of marked content."""
    reader = PdfReader(BytesIO(data))
    root: Any = reader.root_object["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    tree = dict(zip(numbers[::2], numbers[1::2], strict=True))
    found = []
    for page in reader.pages:
        contents = page.get_contents()
        used = re.findall(rb"/MCID (\d+)", b"" if contents is None else contents.get_data())
        elements = tree[page["/StructParents"]].get_object()
        found.append({int(number): elements[int(number)].get_object() for number in used})
    return found


def test_our_blank_keeps_its_tags(eyes: Any, tmp_path: Path) -> None:
    """Every piece of marked content has its element, no element leads to a widget, and fields say what they were."""
    template = Template.compile((ROOT / "forms/ansokan-specialiserad-fysioterapi/form.pdf").read_bytes())
    sheet = Sheet("Blad", (Entry("E", "värde", "e"), Table(("K",), ())))
    flat = flatten(template.fill({"applicant_name": "Åsas fysioterapi AB"}, sheets=[sheet]).data)
    catalogue: Any = PdfReader(BytesIO(flat)).root_object
    elements = [element for page in marks(flat) for element in page.values()]
    fields = [element for element in elements if element["/S"] == "/Form"]

    assert len({id(e) for e in fields}) >= sum(len(f.places) for f in template.fields.values()) * 0.9
    assert {e["/A"]["/Role"] for e in fields} >= {"/tv", "/cb", "/rb"}
    assert any("Åsas" not in str(e["/A"].get("/Desc", "")) and e["/A"].get("/Desc") for e in fields)
    assert not any(isinstance(o, dict) and o.get("/Subtype") == "/Widget" for o in objects(flat))
    assert (catalogue["/MarkInfo"]["/Marked"], catalogue["/Lang"]) == (True, "sv-SE")
    assert "ÅsasfysioterapiAB" in eyes.text(flat)
    assert eyes.check(flat, tmp_path)[0] == 0


def test_a_widget_without_a_tag_gets_one(make_pdf: MakePdf) -> None:
    """Nothing on the page of a tagged document is left outside its structure."""
    data = make_pdf(
        NAME + "/TU(Namn)",
        catalogue="/Lang(sv-SE)/MarkInfo<</Marked true>>/StructTreeRoot 30 0 R",
        extra={
            30: "<</Type/StructTreeRoot/K 31 0 R/ParentTree 32 0 R/ParentTreeNextKey 1>>",
            31: "<</Type/StructElem/S/Document/P 30 0 R/K[]>>",
            32: "<</Nums[0 31 0 R]>>",
        },
    )
    ((element,),) = [
        page.values() for page in marks(flatten(Template.compile(data).fill({"name": "Åsa"}).data))
    ]

    assert (element["/S"], element["/A"]["/Role"], element["/A"]["/Desc"]) == ("/Form", "/tv", "Namn")
