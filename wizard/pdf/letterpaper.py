"""Papers made of sheets alone: letters and lists, tagged like our forms, with nothing in them that can be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.pdf.compile import compile_paper
from wizard.pdf.fallback import first_missing
from wizard.pdf.sheets import Sheet
from wizard.pdf.template import Template

__all__ = ["printable", "set_paper"]

_HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_NO_GLYPH: Final = "?"
_A4: Final = b"[0 0 595.28 841.89]"


def set_paper(sheets: Sequence[Sheet], title: str, language: str) -> bytes:
    """A PDF of `sheets`, called `title`; the same sheets give the same bytes. Raises `Unfillable`."""
    base = _empty(title, language)
    return Template(base, compile_paper(base)).fill({}, sheets=sheets).data


def _empty(title: str, language: str) -> bytes:
    """A document without a page, ready for tagged ones."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Lang %s/MarkInfo<</Marked true>>/StructTreeRoot 4 0 R"
        b"/ViewerPreferences<</DisplayDocTitle true>>>>" % _text(language),
        b"<</Type/Pages/Kids[]/Count 0/MediaBox%s>>" % _A4,
        b"<</Title %s/Producer(lov)>>" % _text(title),
        b"<</Type/StructTreeRoot/K[]/ParentTree 5 0 R/ParentTreeNextKey 0>>",
        b"<</Nums[]>>",
    )
    out = bytearray(_HEAD)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def _text(text: str) -> bytes:
    """A text string, in UTF-16."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be", "replace")).hex().encode() + b">"


def printable(text: str) -> str:
    """The text with a sign in place of each character that no font of ours has."""
    while (missing := first_missing(text)) is not None:
        text = text.replace(missing, _NO_GLYPH)
    return text
