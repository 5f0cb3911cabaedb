"""Text strings: Unicode in and out of PDF strings, whoever wrote them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.pdf.textstring import decode, decode_name, encode, unify_lines

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_every_text_survives(text: str) -> None:
    """Encoding and decoding are each other's reverse."""
    assert decode(encode(text)) == text


@given(st.binary())
def test_decoding_is_total(data: bytes) -> None:
    """Any bytes give some text."""
    assert isinstance(decode(data), str)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xc5sa", "Åsa"), (b"\xa0 5", "€ 5"), (b"a\x85b", "a–b"), (b"\x95\x9b", "Łł"), (b"\x8d\x8e", "“”"),
        (b"\xfe\xff\x00A\x01\x5e", "AŞ"), (b"\xff\xfeA\x00\x5e\x01", "AŞ"), (b"\xef\xbb\xbf\xc3\x85", "Å"),
        (b"\xfe\xff\x00\x1b\x00s\x00v\x00\x1b\x00A", "A"), (b"\xfe\xffA", "\ufffd"), (b"", ""),
    ],
)  # fmt: skip
def test_what_others_write_is_read(data: bytes, text: str) -> None:
    """PDFDocEncoding, UTF-16 of both orders, UTF-8, language tags, broken halves."""
    assert decode(data) == text


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Åsa", b"\xc5sa"), ("rad\nrad", b"rad\nrad"), ("–", b"\xfe\xff\x20\x13"), ("€", b"\xfe\xff\x20\xac"),
        ("þÿ", b"\xfe\xff\x00\xfe\x00\xff"), ("ï»¿", b"\xfe\xff\x00\xef\x00\xbb\x00\xbf"), ("\u00a0", b"\xfe\xff\x00\xa0"),
    ],
)  # fmt: skip
def test_one_byte_is_used_only_where_no_reader_can_be_wrong(text: str, data: bytes) -> None:
    """Characters on which PDFDocEncoding and Latin-1 differ, and texts that look like a mark, take UTF-16."""
    assert encode(text) == data


@pytest.mark.parametrize(("name", "text"), [("Ja", "Ja"), ("\xc3\xa5", "å"), ("\xe5", "å")])
def test_names_are_utf8_or_else_pdfdoc(name: str, text: str) -> None:
    """State names of both habits read the same."""
    assert decode_name(name) == text


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\nb", "a\u2028b", "a\u2029b"])
def test_line_breaks_are_unified(text: str) -> None:
    """Every kind of line break becomes a line feed."""
    assert unify_lines(text) == "a\nb"
