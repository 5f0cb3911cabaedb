"""Reading: what other programs wrote, and the proof that a filled form is the template with other values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from wizard.pdf import Foreign, NoForm, PdfError, Template, read, read_increment

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"
TICK = "/T(tick)/FT/Btn/Rect[10 140 25 155]/AP<</N<</Ja<<>>/Off<<>>>>>>"
CITY = "/T(city)/FT/Ch/Ff 131072/Rect[10 110 130 130]/Opt[[(1480)(G\xf6teborg)][(1280)(Malm\xf6)]]"
LIST = "/T(list)/FT/Ch/Ff 2097152/Rect[10 20 130 100]/Opt[[(1)(Ett)][(2)(Tv\xe5)][(3)(Tre)]]"


@pytest.fixture(scope="module")
def template(make_pdf: MakePdf) -> Template:
    """A small form."""
    return Template.compile(make_pdf(NAME, TICK, CITY, LIST))


@pytest.fixture(scope="module")
def filled(template: Template) -> bytes:
    """The form, filled in."""
    return template.fill({"name": "Åsa", "tick": True, "city": "1480", "list": ["1", "3"]}).data


def saved_by_pypdf(data: bytes, values: dict[str, Any], *, incremental: bool = False) -> bytes:
    writer = (
        PdfWriter(BytesIO(data), incremental=incremental)
        if incremental
        else PdfWriter(clone_from=BytesIO(data))
    )
    writer.update_page_form_field_values(writer.pages[0], values, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("entries", "value"),
    [
        ("/FT/Tx/V(\xc5sa)", "Åsa"), ("/FT/Tx/V(\xef\xbb\xbf\xc3\x85)", "Å"), ("/FT/Tx/V<feff00c5>", "Å"),
        ("/FT/Tx/V(\xff\xfe\xc5\x00)", "Å"), ("/FT/Tx/V(a\\rb)", "a\nb"), ("/FT/Tx/V/namn", "namn"), ("/FT/Tx/V 20 0 R", "lång"),
        ("/FT/Tx/V 21 0 R", "i ström"), ("/FT/Tx", ""), ("/FT/Tx/V 7", "7"), ("/FT/Tx/V null", ""),
        ("/FT/Ch/Ff 131072/V(Malm\xf6)/Opt[[(1)(Malm\xf6)]]", "1"), ("/FT/Ch/Ff 131072/V[(1)]/Opt[[(1)(x)]]", "1"),
        ("/FT/Ch/Ff 131072/V(\xf6vrigt)/Opt[(a)]", "övrigt"), ("/FT/Ch/V(a)/Opt[(a)(b)]", ["a"]),
        ("/FT/Ch/V[(a)(b)]/Opt[(a)(b)]", ["a", "b"]), ("/FT/Ch/I[1]/Opt[(a)(b)]", ["b"]), ("/FT/Ch/I[9]/Opt[(a)]", []),
        ("/FT/Ch/V()/Opt[(a)]", []), ("/FT/Ch/V(Ett)/Opt[[(1)(Ett)]]", ["1"]),
    ],
)  # fmt: skip
def test_values_are_read_however_they_are_stored(make_pdf: MakePdf, entries: str, value: Any) -> None:
    """Encodings, names, numbers, streams, display texts, indices."""
    data = make_pdf(
        f"/T(a)/Rect[10 10 90 30]{entries}",
        extra={20: "(l\xe5ng)", 21: "<</Length 8>>stream\ni str\xf6m\n\nendstream"},
    )

    assert read(data)["a"] == (value if value != "i ström" else "i ström\n")


def test_what_pypdf_fills_is_read(template: Template) -> None:
    """Its strings for names included."""
    data = saved_by_pypdf(template.data, {"name": "Åsa", "tick": "/Ja", "city": "1280"})

    assert read(data) == {"name": "Åsa", "tick": True, "city": "1280", "list": []}


def test_pypdf_reads_what_we_fill(filled: bytes) -> None:
    """Names are names, strings are strings, lists are lists."""
    found = {name: field.get("/V") for name, field in (PdfReader(BytesIO(filled)).get_fields() or {}).items()}

    assert found == {"name": "Åsa", "tick": "/Ja", "city": "1480", "list": ["1", "3"]}


def test_a_pdf_without_fields_is_told(make_pdf: MakePdf) -> None:
    """A flattened or scanned form has no fields to read."""
    with pytest.raises(NoForm):
        read(make_pdf())


def test_push_buttons_and_signatures_hold_no_value(make_pdf: MakePdf) -> None:
    """They are left out."""
    assert read(make_pdf(NAME, "/T(p)/FT/Btn/Ff 65536/Rect[0 0 9 9]", "/T(s)/FT/Sig/Rect[0 0 9 9]")) == {
        "name": ""
    }


def test_of_two_fields_of_one_name_the_shown_one_is_read(make_pdf: MakePdf) -> None:
    """A hidden field of the same name does not slip in another amount."""
    data = make_pdf("/T(a)/FT/Tx/F 2/V(9000)/Rect[0 0 9 9]", "/T(a)/FT/Tx/V(1000)/Rect[0 0 90 9]")

    assert read(data) == {"a": "1000"}


def test_both_ways_of_reading_agree(template: Template, filled: bytes) -> None:
    """The increment alone gives what the whole file gives."""
    assert read_increment(filled, template) == read(filled)
    assert read_increment(template.data, template) == read(template.data)


def test_a_second_increment_counts(template: Template, filled: bytes) -> None:
    """A form that was filled twice holds the newer values, and the older where nothing was said."""
    again = Template.compile(filled).fill({"name": "Örjan"}).data

    assert read_increment(again, template) == read(again)
    assert read(again)["name"] == "Örjan"


def test_an_increment_of_another_program_is_read(template: Template) -> None:
    """One with a cross-reference stream over a table, too (pypdf writes those)."""
    data = saved_by_pypdf(template.data, {"name": "Åsa"}, incremental=True)

    assert data.startswith(template.data)
    assert read_increment(data, template)["name"] == "Åsa"


def test_another_template_is_foreign(template: Template, make_pdf: MakePdf) -> None:
    """The file must begin with the template's bytes."""
    with pytest.raises(Foreign):
        read_increment(Template.compile(make_pdf(NAME)).fill({"name": "x"}).data, template)


def increment(template: Template, body: bytes, *, trailer: bytes = b"", number: int = 10) -> bytes:
    """The template with one more object, as a stranger may append it."""
    start = len(template.data)
    at = start + len(body)
    table = (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev %d%b>>\nstartxref\n%d\n%%%%EOF\n"
    )
    return template.data + body + table % (number, start, template.plan.base.start_of_xref, trailer, at)


HONEST = (
    b"10 0 obj\n<</Type/Annot/Subtype/Widget/F 4/P 3 0 R/T(name)/FT/Tx/Rect[10 360 290 380]/V(x)>>\nendobj\n"
)


@pytest.mark.parametrize(
    "body",
    [
        HONEST.replace(b"/T(name)", b"/T(other)"), HONEST.replace(b"/F 4", b"/F 2"), HONEST.replace(b"/FT/Tx", b"/FT/Btn"),
        HONEST.replace(b"360", b"60"), HONEST.replace(b"<<", b"[<<").replace(b">>", b">>]"), HONEST.replace(b"/V(x)", b"/V(x)/MaxLen 1"),
    ],
)  # fmt: skip
def test_a_field_that_is_more_than_its_value_is_foreign(template: Template, body: bytes) -> None:
    """Renamed, hidden, moved, of another kind: not what the template has."""
    assert read_increment(increment(template, HONEST), template)["name"] == "x"
    with pytest.raises(Foreign):
        read_increment(increment(template, body), template)


@pytest.mark.parametrize(
    ("number", "body"),
    [
        (4, b"4 0 obj\n<</Fields[10 0 R]>>\nendobj\n"),
        (4, b"4 0 obj\n<</Fields[11 0 R 10 0 R 12 0 R 13 0 R]>>\nendobj\n"),
        (1, b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm 50 0 R>>\nendobj\n"),
        (1, b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"),
    ],
)
def test_another_list_of_fields_is_foreign(template: Template, number: int, body: bytes) -> None:
    """The form must have the template's fields, in their order."""
    with pytest.raises(Foreign):
        read_increment(increment(template, body, number=number), template)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Root 1 0 R/Prev", b"/Root 2 0 R/Prev"),
        (b"/Prev", b"/Perv"),
        (b"99/Root", b"99/Encrypt 5 0 R/Root"),
    ],
)
def test_a_strange_trailer_is_foreign(template: Template, old: bytes, new: bytes) -> None:
    """Another root, no way back, encryption: not an increment of ours."""
    data = increment(template, HONEST)
    with pytest.raises(Foreign):
        read_increment(data[: len(template.data)] + data[len(template.data) :].replace(old, new), template)


def test_an_object_that_no_section_names_is_not_read(template: Template, filled: bytes) -> None:
    """Bytes that viewers never look at do not count."""
    lure = HONEST.replace(b"(x)", b"(9000)")
    end = filled.rindex(b"xref\n", 0, filled.rindex(b"startxref"))
    moved = (
        filled[:end]
        + lure
        + filled[end:].replace(b"startxref\n%d" % end, b"startxref\n%d" % (end + len(lure)))
    )

    assert read_increment(moved, template)["name"] == "Åsa" == read(moved)["name"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_reading_an_increment_is_total(template: Template, tail: bytes) -> None:
    """Whatever is appended, the answer is values or one of our errors."""
    with suppress(PdfError):
        read_increment(template.data + tail, template)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.binary(min_size=1, max_size=4))
def test_a_tampered_increment_never_escapes(
    template: Template, filled: bytes, where: int, what: bytes
) -> None:
    """A few bytes changed in the appended part give values or one of our errors."""
    start = len(template.data)
    at = start + where % (len(filled) - start)
    with suppress(PdfError):
        read_increment(filled[:at] + what + filled[at + len(what) :], template)
