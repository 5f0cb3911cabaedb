"""Forms made by hand for one test each, other programs' eyes, and the third-party forms."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "pdf"

HELVETICA = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
"""Object 5 of every form made here, called /Helv."""

MakePdf = Callable[..., bytes]
"""`make_pdf(widget, ...)`: entries of widgets, numbered from 10 on, on the one page (object 3) of a PDF."""


def build(
    *widgets: str,
    form: str = "",
    fonts: str = "/Helv 5 0 R",
    page: str = "",
    catalogue: str = "",
    fields: str | None = None,
    annotations: str | None = None,
    extra: Mapping[int, str | bytes] | None = None,
) -> bytes:
    """A PDF with a cross-reference table.

    `form`, `page` and `catalogue` are further entries of those dictionaries, `fonts` those of /DR, `fields` and `annotations` replace
    the lists of all widgets, `extra` are further objects by number.
    """
    numbers = range(10, 10 + len(widgets))
    listed = " ".join(f"{n} 0 R" for n in numbers)
    objects: dict[int, str | bytes] = {
        1: f"<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R{catalogue}>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Annots[{listed if annotations is None else annotations}]{page}>>",
        4: f"<</Fields[{listed if fields is None else fields}]/DA(/Helv 10 Tf 0 g)/DR<</Font<<{fonts}>>>>{form}>>",
        5: HELVETICA,
    }
    for number, entries in zip(numbers, widgets, strict=True):
        shown = "" if "/F " in entries else "/F 4"
        objects[number] = f"<</Type/Annot/Subtype/Widget{shown}/P 3 0 R{entries}>>"
    return assemble(objects | dict(extra or {}))


def assemble(objects: Mapping[int, str | bytes]) -> bytes:
    """A file of these objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        raw = body.encode("latin-1") if isinstance(body, str) else body
        out += b"%d 0 obj\n%b\nendobj\n" % (number, raw)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(out)


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """Make a PDF form out of widgets."""
    return build


class Eyes:
    """What other programs see in a PDF."""

    def text(self, data: bytes) -> str:
        """The text that poppler finds, widgets included, without white space."""
        program = shutil.which("pdftotext")
        if program is None:
            pytest.skip("poppler is not installed")
        done = subprocess.run([program, "-raw", "-", "-"], input=data, capture_output=True, check=True)
        return "".join(done.stdout.decode().split())

    def mupdf_text(self, data: bytes, folder: Path) -> str:
        """The text that mupdf finds, widgets included, without white space."""
        program = shutil.which("mutool")
        if program is None:
            pytest.skip("mupdf is not installed")
        path = folder / "seen.pdf"
        path.write_bytes(data)
        done = subprocess.run(
            [program, "draw", "-q", "-F", "txt", str(path)], capture_output=True, check=True
        )
        return "".join(done.stdout.decode().split())

    def check(self, data: bytes, folder: Path) -> tuple[int, str]:
        """The verdict of qpdf on the file's structure: 0 is clean, and what it says."""
        program = shutil.which("qpdf")
        if program is None:
            pytest.skip("qpdf is not installed")
        path = folder / "checked.pdf"
        path.write_bytes(data)
        done = subprocess.run([program, "--check", str(path)], capture_output=True, check=False)
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")

    def pages(self, data: bytes, scale: float = 2.0) -> list[Any]:
        """Each page as pdfium draws it with its widgets: greyscale images."""
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        try:
            return [
                page.render(scale=scale, may_draw_forms=True, grayscale=True).to_pil() for page in document
            ]
        finally:
            document.close()

    def places(
        self, data: bytes, rects: Mapping[int, list[tuple[float, ...]]], scale: float = 2.0
    ) -> list[Any]:
        """What pdfium draws inside rectangles, given by page number (from 0), in order."""
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        found = []
        try:
            for number in sorted(rects):
                page = document[number]
                image = page.render(scale=scale, may_draw_forms=True, grayscale=True)
                converter = image.get_posconv(page)
                picture = image.to_pil()
                for left, bottom, right, top in rects[number]:
                    corners = [converter.to_bitmap(x, y) for x, y in ((left, bottom), (right, top))]
                    xs, ys = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
                    found.append(picture.crop((xs[0], ys[0], max(xs[1], xs[0] + 1), max(ys[1], ys[0] + 1))))
            return found
        finally:
            document.close()


@pytest.fixture(scope="session")
def eyes() -> Eyes:
    """What other programs see."""
    return Eyes()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of third-party forms."""
    if not CORPUS.is_dir():
        pytest.skip("the third-party forms are not at hand (../shared/corpus/pdf)")
    return CORPUS
