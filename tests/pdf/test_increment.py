"""Increments: appended in the base's own form, sound, and pointing back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.pdf import Entry, Sheet, Template, read, read_increment
from wizard.pdf.document import open_document
from wizard.pdf.forms import collect
from wizard.pdf.rewrite import rewrite

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"


@pytest.fixture(scope="module", params=["table", "stream"])
def template(request: pytest.FixtureRequest, make_pdf: MakePdf) -> Template:
    """A form with either kind of cross-reference section."""
    data = make_pdf(NAME, *(f"/T(f{n})/FT/Tx/Rect[10 {n * 20} 290 {n * 20 + 18}]" for n in range(15)))
    if request.param == "stream":
        data = rewrite(open_document(data)[0])
    return Template.compile(data)


def test_the_section_has_the_form_of_the_base(template: Template) -> None:
    """A table is followed by a table, a stream by a stream."""
    increment = template.fill({"name": "x"}).increment

    assert (b"\nxref\n" in increment) != (b"/Type/XRef" in increment)
    assert (b"/Type/XRef" in increment) == template.plan.base.has_xref_stream


def test_the_new_section_points_back_and_names_the_file(template: Template) -> None:
    """/Prev is where the base's section stands; of the identifier the second half is new."""
    first, second = (template.fill({"name": value}).increment for value in ("x", "y"))
    identifier = re.compile(rb"/ID\[([^]]*)\]")
    start = b"/Prev %d/" % template.plan.base.start_of_xref

    assert start in first
    assert identifier.findall(first) != identifier.findall(second)


@pytest.mark.parametrize("values", [{"name": "x"}, {"name": "x", "f3": "y", "f14": "z"}])
def test_any_selection_of_fields_makes_a_sound_file(
    template: Template, eyes: Any, tmp_path: Path, values: dict[str, str]
) -> None:
    """Gaps between the numbers are no harm, nor is an increment on an increment."""
    once = template.fill(values).data
    twice = Template.compile(once).fill({"f7": "igen"}, sheets=[Sheet("B", (Entry("E", "v", "e"),))]).data

    assert eyes.check(once, tmp_path)[0] == eyes.check(twice, tmp_path)[0] == 0
    assert read(twice) == {**dict.fromkeys(template.fields, ""), **values, "f7": "igen", "e": "v"}


def test_many_small_objects_are_packed(template: Template) -> None:
    """Where the base has object streams, sheets with many fields use them, and are read from them."""
    filled = template.fill({}, sheets=[Sheet("B", tuple(Entry("E", f"v{n}", f"e.{n}") for n in range(60)))])

    assert (b"/Type/ObjStm" in filled.increment) == template.plan.base.has_xref_stream
    assert read_increment(filled.data, template) == read(filled.data)


def test_a_compact_increment_says_the_same_in_less(template: Template, eyes: Any, tmp_path: Path) -> None:
    """Fields are packed too, where the base allows it, and are read back just as well."""
    values = dict.fromkeys(template.fields, "värde (endobj)")
    plain, compact = (template.fill(values, compact=choice) for choice in (False, True))

    assert (len(compact.increment) < len(plain.increment)) == template.plan.base.has_xref_stream
    assert read_increment(compact.data, template) == read(compact.data) == values
    assert eyes.check(compact.data, tmp_path)[0] == 0


def test_a_base_without_a_line_feed_at_its_end_is_fine(make_pdf: MakePdf, eyes: Any, tmp_path: Path) -> None:
    """The increment begins on a line of its own."""
    template = Template.compile(make_pdf(NAME).rstrip())

    assert eyes.check(template.fill({"name": "x"}).data, tmp_path)[0] == 0


def test_a_rewritten_document_is_sound_and_complete(make_pdf: MakePdf, eyes: Any, tmp_path: Path) -> None:
    """Everything reachable is there; references to nothing become null, so that no new object answers to them."""
    written = rewrite(open_document(make_pdf(f"{NAME}/V(x)/X 999 0 R"))[0])
    field = collect(open_document(written)[0]).fields["name"].nodes[0].attrs

    assert (eyes.check(written, tmp_path)[0], read(written)) == (0, {"name": "x"})
    assert (field["X"], field["V"]) == (None, b"x")
