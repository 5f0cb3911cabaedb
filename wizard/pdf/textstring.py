"""Text strings: how Unicode text stands in a PDF, in both directions.

Three forms exist: PDFDocEncoding (one byte a character), UTF-16 with a byte order mark, and since PDF 2.0
UTF-8 with one. We write the first only for characters where PDFDocEncoding and Latin-1 agree, because many
readers confuse the two, and UTF-16BE for everything else. What must stay true: `decode(encode(s)) == s` for
every text without lone surrogates, and `decode` is total.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = ["decode", "decode_name", "encode", "unify_lines"]

_PDFDOC_HIGH: Final = "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc"  # 0x18-0x1f
_PDFDOC_MIDDLE: Final = (
    "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018"
    "\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac"
)  # 0x80-0xa0
_PDFDOC: Final = (
    "".join(map(chr, range(0x18)))
    + _PDFDOC_HIGH
    + "".join(map(chr, range(0x20, 0x80)))
    + _PDFDOC_MIDDLE
    + "".join(map(chr, range(0xA1, 0x100)))
)
_SAFE: Final = re.compile(r"[\t\n\x20-\x7e\xa1-\xac\xae-\xff]*\Z")
_MARKS: Final = (codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF8)
_LANGUAGE_TAG: Final = re.compile("\x1b[^\x1b]*\x1b")


def encode(text: str) -> bytes:
    """The bytes of the string object that holds `text`."""
    if text.isascii() and text.isprintable():
        return text.encode("ascii")
    if _SAFE.match(text):
        raw = text.encode("latin-1")
        if not raw.startswith(_MARKS):
            return raw
    return codecs.BOM_UTF16_BE + text.encode("utf-16-be", "replace")


def decode(data: bytes) -> str:
    """The text of a string object; bytes that mean nothing become U+FFFD."""
    if data.startswith(codecs.BOM_UTF16_BE):
        return _LANGUAGE_TAG.sub("", data[2:].decode("utf-16-be", "replace"))
    if data.startswith(codecs.BOM_UTF16_LE):
        return data[2:].decode("utf-16-le", "replace")
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    return codecs.charmap_decode(data, "replace", _PDFDOC)[0]


def decode_name(name: str) -> str:
    """The text of a name: UTF-8 where it is that (as PDF 1.7 recommends), PDFDocEncoding otherwise."""
    raw = name.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return codecs.charmap_decode(raw, "replace", _PDFDOC)[0]


def unify_lines(text: str) -> str:
    """`text` with every kind of line break that forms know written as a line feed."""
    if "\r" not in text and "\u2028" not in text and "\u2029" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
