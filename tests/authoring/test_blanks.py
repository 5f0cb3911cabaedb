"""Our blanks: made from their sources, the same bytes again, and accessible."""

from __future__ import annotations

import ctypes.util
import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from tests.conftest import TRIED_EACH_TIME

ROOT = Path(__file__).parents[2]
BLANKS = sorted(p.parent for p in (ROOT / "forms").glob("*/source.html"))
PAPERS = sorted((ROOT / "flows/samples").glob("*/papers.html"))
PANGO = "1.50.12"
"""The version of Pango the committed blanks were set with; another one may break lines elsewhere."""


def pango_version() -> str | None:
    name = ctypes.util.find_library("pango-1.0")
    if name is None:
        return None
    version = ctypes.CDLL(name).pango_version_string
    version.restype = ctypes.c_char_p
    return str(version().decode())


needs_pango = pytest.mark.skipif(
    pango_version() != PANGO, reason=f"the committed blanks were set with Pango {PANGO}"
)


@pytest.mark.parametrize("folder", BLANKS, ids=lambda p: p.name)
def test_source_map_and_form_belong_together(folder: Path) -> None:
    """A source, a style or a question that was changed without `make forms` is found without printing."""
    pytest.importorskip("jinja2", reason="needs the extra `forms`")
    from wizard.authoring.build import sketch  # noqa: PLC0415  as said

    assert (folder / "map.yaml").read_bytes() == sketch(folder)


FIRST = "uppsagning-specialiserad-fysioterapi"
"""Printed in every run: one with every kind of field that is quickly printed."""


@needs_pango
@pytest.mark.parametrize(
    "folder", [pytest.param(f, id=f.name, marks=[] if f.name == FIRST else pytest.mark.slow) for f in BLANKS]
)
def test_the_committed_blank_equals_the_rebuilt_one(folder: Path) -> None:
    """Printed anew, byte for byte; one in the ordinary suite, all in the slow one."""
    from wizard.authoring.build import build  # noqa: PLC0415  needs Pango

    pdf, mapping = build(folder)

    assert (folder / "map.yaml").read_bytes() == mapping
    assert (folder / "form.pdf").read_bytes() == pdf


SAMPLES = sorted((ROOT / "flows/samples").rglob("papers.html"))


@needs_pango
@pytest.mark.slow
@pytest.mark.parametrize("source", SAMPLES, ids=lambda p: p.parent.name)
def test_the_papers_of_a_sample_equal_the_rebuilt_ones(source: Path) -> None:
    """The attachments of a sample come from one source too."""
    from wizard.authoring.papers import papers  # noqa: PLC0415  needs Pango

    assert {p.stem: p.read_bytes() for p in (source.parent / "papers").glob("*.pdf")} == dict(papers(source))


@needs_pango
@pytest.mark.parametrize(
    "source", [p for p in SAMPLES if p.parent.name in TRIED_EACH_TIME], ids=lambda p: p.parent.name
)
def test_the_first_paper_of_a_sample_equals_the_rebuilt_one(source: Path) -> None:
    """One of each of two samples in the ordinary suite, all of all in the slow one."""
    from wizard.authoring.papers import papers  # noqa: PLC0415  needs Pango

    name, made = next(papers(source))
    assert (source.parent / "papers" / f"{name}.pdf").read_bytes() == made


@pytest.fixture(scope="module", params=BLANKS, ids=lambda p: p.name)
def blank(request: pytest.FixtureRequest) -> PdfReader:
    return PdfReader(io.BytesIO((request.param / "form.pdf").read_bytes()))


def widgets(reader: PdfReader) -> list[Any]:
    return [
        a.get_object()
        for page in reader.pages
        for a in page.get("/Annots", [])
        if a.get_object().get("/Subtype") == "/Widget"
    ]


def inherited(widget: Any, key: str) -> Any:
    while widget is not None:
        if key in widget:
            return widget[key]
        widget = widget["/Parent"].get_object() if "/Parent" in widget else None
    return None


def test_it_says_its_language_and_title_and_is_tagged(blank: PdfReader) -> None:
    """What PDF/UA asks of the document."""
    root: Any = blank.trailer["/Root"]

    assert "sv-SE" == root["/Lang"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert blank.metadata is not None
    assert blank.metadata.title


def test_every_field_has_a_tooltip_an_appearance_and_a_place_in_the_structure(blank: PdfReader) -> None:
    """A screen reader can say what each field is for, and no viewer has to draw it."""
    for widget in widgets(blank):
        assert inherited(widget, "/TU")
        assert isinstance(widget["/AP"]["/N"].get_object(), StreamObject | dict)
        assert "/StructParent" in widget
        assert inherited(widget, "/T")


def test_the_tab_order_follows_the_structure_and_no_viewer_is_asked_to_draw(blank: PdfReader) -> None:
    """Tabs in reading order; NeedAppearances is never set."""
    assert ["/S"] * len(blank.pages) == [str(page["/Tabs"]) for page in blank.pages]
    assert "/NeedAppearances" not in blank.trailer["/Root"]["/AcroForm"]  # type: ignore[index]


def test_all_fonts_are_embedded(blank: PdfReader) -> None:
    """The form looks the same everywhere."""
    for page in blank.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()
            descendant = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner else inner
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"].get_object())


def test_fields_do_not_overlap_and_lie_on_their_page(blank: PdfReader) -> None:
    """One can point at each field alone."""
    for page in blank.pages:
        boxes = [tuple(float(v) for v in a.get_object()["/Rect"]) for a in page.get("/Annots", [])]
        for i, (x0, y0, x1, y1) in enumerate(boxes):
            assert 0 <= x0 < x1 <= 595.4
            assert 0 <= y0 < y1 <= 842
            for u0, v0, u1, v1 in boxes[i + 1 :]:
                assert x1 <= u0 + 0.5 or u1 <= x0 + 0.5 or y1 <= v0 + 0.5 or v1 <= y0 + 0.5
