"""E-mail addresses, telephone numbers and web addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.i18n import Translator
from wizard.values import Context, Status, make


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@foretag.se", "anna@foretag.se"),
        (" anna@foretag.se ", "anna@foretag.se"),
        ("Anna.Svensson@Foretag.SE", "Anna.Svensson@foretag.se"),
        ("anna+lov@foretag.se", "anna+lov@foretag.se"),
        ("mailto:anna@foretag.se", "anna@foretag.se"),
        ("<anna@foretag.se>", "anna@foretag.se"),
        ("e-post: anna@foretag.se", "anna@foretag.se"),
        ("anna\u200b@foretag.se", "anna@foretag.se"),
        ("anna\u2011maria@foretag.se", "anna-maria@foretag.se"),
        ("info@vårdcentralen.se", "info@vårdcentralen.se"),
        ("info@xn--vrdcentralen-tcb.se", "info@vårdcentralen.se"),
    ],
)
def test_addresses_are_read(read: Any, text: str, address: str) -> None:
    """The domain is in small letters, the part before it as typed."""
    assert read("email", text).value == address


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("anna", "has an @"),
        ("anna@foretag", "a point in it"),
        ("anna@@foretag.se", "one @"),
        ("anna@foretag.se, per@foretag.se", "one @"),
        ("anna svensson@foretag.se", "no blanks"),
        ("Anna <anna@foretag.se>", "no blanks"),
        ("åsa@foretag.se", "a to z"),
        ("anna..s@foretag.se", "not quite"),
        (".anna@foretag.se", "not quite"),
        ("anna@foretag..se", "not quite"),
        ("anna@-foretag.se", "not quite"),
        ("anna@[127.0.0.1]", "not quite"),
        ("anna@a.localhost", "not quite"),
        ("@foretag.se", "not quite"),
        ("a" * 250 + "@foretag.se", "at most 254"),
    ],
)
def test_what_is_no_address(read: Any, text: str, fact: str) -> None:
    """The usual slips have sentences of their own."""
    reading = read("email", text)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("08-123 456 78", "+46812345678"),
        ("08-12345678", "+46812345678"),
        ("0812345678", "+46812345678"),
        ("08/123 456 78", "+46812345678"),
        ("(08) 123 456 78", "+46812345678"),
        ("08\u2013123\u00a0456\u00a078", "+46812345678"),
        ("08 - 123 456 78", "+46812345678"),
        ("08.123.456.78", "+46812345678"),
        ("tel: 08-123 456 78", "+46812345678"),
        ("Tel.nr: 08-123 456 78", "+46812345678"),
        ("08-123 456 78 vx", "+46812345678"),
        ("070-123 45 67 (mobil)", "+46701234567"),
        ("Tfn 08-123 456 78", "+46812345678"),
        ("Telefonnummer: 08-123 456 78", "+46812345678"),
        ("växel 08-123 456 78", "+46812345678"),
        ("08-123 456 78 ankn 12", "+46812345678"),
        ("08-123 456 78, ankn. 1234", "+46812345678"),
        ("08-123 456 78 ext 12", "+46812345678"),
        ("070-123 45 67", "+46701234567"),
        ("070 1234567", "+46701234567"),
        ("mobil 0701234567", "+46701234567"),
        ("+46701234567", "+46701234567"),
        ("+46 70 123 45 67", "+46701234567"),
        ("+46 (0)70-123 45 67", "+46701234567"),
        ("0046 70 123 45 67", "+46701234567"),
        ("46701234567", "+46701234567"),
        ("031-123 45 67", "+46311234567"),
        ("+45 33 12 34 56", "+4533123456"),
        ("+47 22 12 34 56", "+4722123456"),
        ("+44 20 7946 0958", "+442079460958"),
    ],
)
def test_numbers_are_read(read: Any, text: str, number: str) -> None:
    """Swedish and foreign numbers, with labels and extensions, become E.164."""
    assert read("phone", text).value == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1177",
            "112",
            "12345",
            "08-1",
            "070-123",
            "hej",
            "Anna 070-123 45 67",
            "070-123 45 67 (Anna)",
            "+46",
            "+46812",
        ),
        *(
            "ring växeln",
            "811218-9876",
            "+4670123456789",
            "070-123 45 67 eller mejl",
            "+99912345678",
            "0" * 120,
        ),
    ],
)
def test_what_is_no_number(read: Any, text: str) -> None:
    """Short numbers, impossible numbers and names beside a number are refused."""
    assert read("phone", text).status is Status.REJECTED


@pytest.mark.parametrize(
    "text",
    ["070-123 45 67, 08-123 456 78", "070-123 45 67 eller 08-123 456 78", "08-123 456 78 / 070-123 45 67"],
)
def test_two_numbers_are_asked_about(read: Any, text: str) -> None:
    """Which of two numbers is meant is for the person to say."""
    reading = read("phone", text)
    assert reading.status is Status.AMBIGUOUS
    assert sorted(reading.candidates) == ["+46701234567", "+46812345678"]


@given(
    st.sampled_from(["+468", "+4670", "+4631", "+45", "+47", "+358", "+49", "+44", "+39", "+1"]),
    st.integers(10**5, 10**9),
)
def test_valid_numbers_survive_being_shown(prefix: str, rest: int) -> None:
    """However a country groups its numbers, what is shown is read as the same number."""
    kind, ctx = make("phone"), Context(date(2026, 11, 22))
    value = kind.check(f"{prefix}{rest}", ctx).value
    assert value is None or kind.read(kind.show(value, Translator.in_source_language()), ctx).value == value


def test_numbers_are_shown_in_groups(english: Translator) -> None:
    """A number is shown as people read it out, with its country."""
    assert make("phone").show("+46812345678", english) == "+46 8 123 456 78"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.foretag.se", "https://www.foretag.se"),
        ("www.foretag.se", "https://www.foretag.se"),
        ("foretag.se", "https://foretag.se"),
        ("foretag.se/kontakt", "https://foretag.se/kontakt"),
        ("foretag.se:8080/a", "https://foretag.se:8080/a"),
        ("HTTP://Foretag.SE/Kontakt?A=1#B", "http://foretag.se/Kontakt?A=1#B"),
        ("https://vårdcentralen.se/öppet", "https://vårdcentralen.se/öppet"),
        ("https://sv.wikipedia.org/wiki/1\u20132", "https://sv.wikipedia.org/wiki/1\u20132"),
        ("https://foretag.se.", "https://foretag.se"),
    ],
)
def test_web_addresses_are_read(read: Any, text: str, address: str) -> None:
    """A missing scheme is https; scheme and host are in small letters."""
    assert read("url", text).value == address


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("foretag", "not quite"),
        ("http://", "not quite"),
        ("https:foretag.se", "not quite"),
        ("https://foretag .se", "not quite"),
        ("https://[::1", "not quite"),
        ("https://127.0.0.1/", "not quite"),
        ("https://foretag.se:99999", "not quite"),
        ("https://-a.se", "not quite"),
        ("https://a..se", "not quite"),
        ("https://foretag.se/" + "a" * 2_000, "not quite"),
        ("javascript:alert(1)", "http or https"),
        ("file:///etc/passwd", "http or https"),
        ("ftp://foretag.se", "http or https"),
        ("https://anna:hemligt@foretag.se", "before the @"),
        ("anna@foretag.se", "before the @"),
    ],
)
def test_what_is_no_web_address(read: Any, text: str, fact: str) -> None:
    """Schemes that run things, passwords and bare words are refused."""
    reading = read("url", text)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)
