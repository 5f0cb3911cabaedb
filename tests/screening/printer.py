"""Small PDFs with text where we want it: papers as authorities, insurers and others lay them out.

Only Helvetica and the letters of Latin 1; nothing here is shared with the engine that reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["Words", "blank_page", "document", "paper", "small_form"]


class Words(NamedTuple):
    """Text at a place on an A4 page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10.0


def paper(*pages: Sequence[Words]) -> bytes:
    """A PDF with one page for each sequence of words."""
    return _document([_content(words) for words in pages])


def blank_page() -> bytes:
    """A page with a drawing and not a word on it, as a scanner makes them."""
    return _document([b"q 0.5 g 50 50 400 600 re f Q"])


def _content(words: Sequence[Words]) -> bytes:
    shown = [b"BT /F1 %.1f Tf %.1f %.1f Td (%s) Tj ET" % (w.size, w.x, w.y, _escaped(w.text)) for w in words]
    return b"\n".join(shown)


def _escaped(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def small_form(**values: str) -> bytes:
    """A form with a text field for each value, filled in."""
    fields = [
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T ({name}) /V ({value}) /DA (/F1 10 Tf) /F 4 /P 4 0 R "
        f"/Rect [60 {700 - 40 * i} 300 {720 - 40 * i}] >>"
        for i, (name, value) in enumerate(values.items())
    ]
    refs = " ".join(f"{6 + i} 0 R" for i in range(len(fields)))
    form = f"/AcroForm << /Fields [{refs}] /DR << /Font << /F1 3 0 R >> >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [{refs}] >>"
    content = _content([Words(60, 780, "En blankett", 16)])
    return document(
        [
            f"<< /Type /Catalog /Pages 2 0 R {form} >>".encode(),
            b"<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
            _FONT,
            page.encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            *(field.encode("cp1252") for field in fields),
        ]
    )


_FONT: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _document(contents: Sequence[bytes]) -> bytes:
    count = len(contents)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} /MediaBox [0 0 595 842] >>".encode(),
        _FONT,
    ]
    for i, content in enumerate(contents):
        page = f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    return document(objects)


def document(objects: Sequence[bytes], root: int = 1) -> bytes:
    """A PDF of `objects`, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)
