"""The field tree: names, inheritance, and every odd shape that real forms have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wizard.pdf import Damaged, Encrypted, NotAPdf, TooLarge, inspect
from wizard.pdf.document import open_document
from wizard.pdf.forms import collect

MakePdf = Callable[..., bytes]
TEXT = "/FT/Tx/Rect[10 10 90 30]"


def names(data: bytes) -> list[str]:
    return list(inspect(data).fields)


def test_names_are_joined_from_the_top(make_pdf: MakePdf) -> None:
    """A full name is the partial names with dots between."""
    data = make_pdf(
        "/T(b)/Parent 20 0 R/Rect[10 10 90 30]",
        fields="20 0 R",
        extra={20: "<</T(a)/FT/Tx/Ff 2/MaxLen 5/TU(hint)/Kids[10 0 R]>>"},
    )
    field = inspect(data).fields["a.b"]

    assert (field.required, field.max_length, field.label) == (True, 5, "hint")


def test_nameless_kids_are_widgets_of_their_field(make_pdf: MakePdf) -> None:
    """One field may be shown in several places."""
    widget = "/Parent 20 0 R/Rect[10 10 90 30]"
    data = make_pdf(widget, widget, fields="20 0 R", extra={20: "<</T(a)/FT/Tx/Kids[10 0 R 11 0 R]>>"})

    assert [place.page for place in inspect(data).fields["a"].places] == [1, 1]


def test_widgets_below_a_nameless_object_are_found(make_pdf: MakePdf) -> None:
    """What stands between passes on what it holds."""
    data = make_pdf(
        "/Rect[10 10 90 30]",
        fields="20 0 R",
        extra={20: "<</T(a)/FT/Tx/Kids[21 0 R]>>", 21: "<</Parent 20 0 R/Kids[10 0 R]/MK<</R 90>>>>"},
    )

    assert inspect(data).fields["a"].places[0].page == 1


@pytest.mark.parametrize(
    ("fields", "annotations"),
    [
        (f"<</T(a){TEXT}>>", ""),
        ("", f"<</Subtype/Widget/T(a){TEXT}>>"),
        (f"<</T(a){TEXT}>>", f"<</Subtype/Widget/T(a){TEXT}>>"),
        ("20 0 R", "20 0 R"),
    ],
)
def test_inline_dictionaries_and_unlisted_widgets_are_fields_too(
    make_pdf: MakePdf, fields: str, annotations: str
) -> None:
    """A field counts wherever it stands: inline, only on the page, only in the list."""
    data = make_pdf(fields=fields, annotations=annotations, extra={20: f"<</Subtype/Widget/T(a){TEXT}>>"})

    assert names(data) == ["a"]


def test_fields_of_one_name_are_one_field(make_pdf: MakePdf) -> None:
    """Duplicates are joined and told, and so is a difference between their values."""
    found = inspect(make_pdf(f"/T(a)/V(x){TEXT}", f"/T(a)/V(y){TEXT}"))

    assert (found.duplicates, found.conflicting) == (("a",), ("a",))
    assert len(found.fields["a"].places) == 2


def test_of_two_kinds_under_one_name_the_shown_one_counts(make_pdf: MakePdf) -> None:
    """A tick box that no page shows does not hide the text field that one does."""
    data = make_pdf(f"/T(a){TEXT}", fields="20 0 R 10 0 R", extra={20: "<</T(a)/FT/Btn/V/Yes>>"})

    assert inspect(data).fields["a"].type == "text"


def test_radio_buttons_that_repeat_the_name_are_widgets(make_pdf: MakePdf) -> None:
    """WeasyPrint lists the buttons of a group as fields with the group's own name."""
    button = "/FT/Btn/T(r)/Parent 20 0 R/Rect[10 10 20 20]/AP<</N<</{}<<>>>>>>"
    data = make_pdf(
        button.format("a"),
        button.format("b"),
        fields="20 0 R 10 0 R 11 0 R",
        extra={20: "<</T(r)/FT/Btn/Ff 49152/V/a/Kids[10 0 R 11 0 R]>>"},
    )
    (field,) = inspect(data).fields.values()

    assert (field.name, field.value, [option.export for option in field.options]) == ("r", "a", ["a", "b"])


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ("/FT/Tx", "text"), ("/FT/Btn", "checkbox"), ("/FT/Btn/Ff 32768", "radio"), ("/FT/Btn/Ff 65536", "push"),
        ("/FT/Ch", "list"), ("/FT/Ch/Ff 131072", "combo"), ("/FT/Sig", "signature"),
    ],
)  # fmt: skip
def test_kinds_follow_type_and_flags(make_pdf: MakePdf, entries: str, kind: str) -> None:
    """The seven kinds of field."""
    assert inspect(make_pdf(f"/T(a)/Rect[10 10 90 30]{entries}")).fields["a"].type == kind


def test_cycles_in_the_field_tree_end(make_pdf: MakePdf) -> None:
    """A field that is its own ancestor is visited once."""
    data = make_pdf(
        fields="20 0 R",
        extra={20: "<</T(a)/Parent 21 0 R/Kids[21 0 R]>>", 21: "<</T(b)/Parent 20 0 R/Kids[20 0 R]>>"},
    )

    assert names(data) == []


def test_a_deep_field_tree_is_refused(make_pdf: MakePdf) -> None:
    """Depth has a limit, so that hostile files end quickly."""
    deep: dict[int, str | bytes] = {n: f"<</T(a)/Kids[{n + 1} 0 R]>>" for n in range(20, 200)}
    with pytest.raises(TooLarge):
        inspect(make_pdf(fields="20 0 R", extra=deep | {200: "<</T(a)/FT/Tx>>"}))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotAPdf),
        (b"<html>", NotAPdf),
        (b"PK\x03\x04", NotAPdf),
        (b"%PDF-1.7\n", Damaged),
        (b"%PDF-1.7\n" + b"junk " * 300, Damaged),
        (b"%PDF-1.7" + bytes(65_000_000), TooLarge),
    ],
)
def test_what_cannot_be_read_is_told_apart(data: bytes, error: type[Exception]) -> None:
    """Not a PDF, a broken one, one too large: each says so."""
    with pytest.raises(error):
        inspect(data)


def test_a_wrong_table_is_repaired_and_told(make_pdf: MakePdf) -> None:
    """Objects are found by searching when their offsets are wrong, or the end of the file is gone."""
    data = make_pdf(f"/T(a)/V(x){TEXT}")
    shifted = data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% and a line that moves every object\n")
    truncated = data[: data.index(b"xref\n0 1")]

    for broken in (shifted, truncated, b"junk\n" + data):
        found = inspect(broken)
        assert (found.repaired, found.fields["a"].value) == (True, "x")


def test_a_broken_object_is_absent_and_told(make_pdf: MakePdf) -> None:
    """One unreadable object does not hide the rest."""
    found = inspect(make_pdf(f"/T(a){TEXT}", fields="10 0 R 20 0 R", extra={20: "<</T(b) /FT"}))

    assert (list(found.fields), found.broken_objects) == (["a"], 1)


def test_a_password_is_asked_for(make_pdf: MakePdf) -> None:
    """A locked file says so; a wrong password says that."""
    from io import BytesIO  # noqa: PLC0415  only here

    from pypdf import PdfWriter  # noqa: PLC0415  only here

    writer = PdfWriter(clone_from=BytesIO(make_pdf(f"/T(a)/V(x){TEXT}")))
    writer.encrypt("hemligt", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Encrypted, match="Give the password"):
        inspect(out.getvalue())
    with pytest.raises(Encrypted, match="does not open"):
        inspect(out.getvalue(), "fel")
    assert inspect(out.getvalue(), "hemligt").fields["a"].value == "x"


def test_names_with_foreign_bytes_keep_them(make_pdf: MakePdf) -> None:
    """Read as Chinese, as pypdf does by itself, such a name would be written back as something else."""
    data = make_pdf("/T(a)/FT/Btn/Rect[10 10 20 20]/AP<</N<</#C5#E4<<>>>>>>/V/#C5#E4")
    document, _ = open_document(data)

    assert "\xc5\xe4" in document.dictionary(
        document.dictionary(collect(document).fields["a"].widgets[0].attrs["AP"])["N"]
    )
