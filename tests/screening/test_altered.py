"""What was done to a form beside filling it in is told; what other programs do when they fill it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest

from tests.screening.conftest import Files
from tests.screening.signers import overlaid, rewritten, shadowed
from wizard.pdf import read
from wizard.screening import Case, Desk, Parcel, screen
from wizard.screening.reading import AtOnce

FORM = "ansokan-specialiserad-fysioterapi.pdf"


def screened(files: Files, desk: Desk) -> Case:
    return screen(Parcel("ansökan", files), desk.read_by(AtOnce(monotonic() + 60)))


def named(data: bytes) -> str:
    """The field that holds the unit's name."""
    return next(name for name, value in read(data).items() if value == "Rörelsekraft Odenplan")


def written_over(data: bytes) -> bytes:
    """Other words printed on the first page."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415  heavy
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  as above

    name = generic.NameObject
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data))
    kind: Any = generic.DictionaryObject
    font = kind(
        {name("/Type"): name("/Font"), name("/Subtype"): name("/Type1"), name("/BaseFont"): name("/Courier")}
    )
    drawn = generic.StreamObject(stream_data=b"BT /Fx 12 Tf 100 100 Td (Godkand av regionen) Tj ET")
    writer.add_stream_to_page(
        0,
        writer.add_object(drawn),
        resources=kind({name("/Font"): kind({name("/Fx"): writer.add_object(font)})}),
    )
    return written(writer)


def shows_another(data: bytes) -> bytes:
    """The value changed, and what the page shows left as it was."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415  heavy
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  as above

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/V") == "Rörelsekraft Odenplan":
            field["/V"] = generic.TextStringObject("Kliniken på Söder")
            writer.mark_update(reference.reference)
    return written(writer)


def scripted(data: bytes) -> bytes:
    """Something that runs when the file is opened."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415  heavy
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  as above

    name = generic.NameObject
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(data))
    kind: Any = generic.DictionaryObject
    script = {name("/S"): name("/JavaScript"), name("/JS"): generic.TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = kind(script)
    writer.update_root()
    return written(writer)


def written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (written_over, "form.printed"),
        (overlaid, "form.painted"),
        pytest.param(shadowed, "form.painted", marks=pytest.mark.slow),
        (shows_another, "form.appearance"),
        pytest.param(scripted, "document.active", marks=pytest.mark.slow),
    ],
    ids=lambda given: getattr(given, "__name__", given),
)
def test_what_was_done_to_a_form_is_told(
    good: Files, desk: Desk, change: Callable[[bytes], bytes], rule: str
) -> None:
    """Words and drawings over it, other pages under it, values that the page does not show, scripts."""
    changed = change(good[FORM])
    case = screened({**good, FORM: changed}, desk)

    assert changed != good[FORM]
    assert rule in {finding.rule for finding in case.open if finding.where.file == FORM}


def test_a_form_saved_by_another_program_is_as_good(good: Files, desk: Desk) -> None:
    """Nothing of what stands in it, or on it, is another."""
    case = screened({**good, FORM: rewritten(good[FORM])}, desk)

    assert () == case.open
    assert "Rörelsekraft Odenplan" == case.answer("unit.name")


def test_the_values_of_a_form_are_with_the_document(good: Files, desk: Desk) -> None:
    """As its fields are called; and the pages are the blank's own where nothing else was changed."""
    for data, is_proven in ((good[FORM], True), (rewritten(good[FORM]), False)):
        case = screened({**good, FORM: data}, desk)
        (form,) = (document for document in case.documents if document.name == FORM)

        assert (is_proven, not is_proven) == (form.is_proven, bool(form.pages))
        assert "Rörelsekraft Odenplan" == form.values[named(data)]
