"""Amounts in kronor."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.i18n import Translator
from wizard.values import Status, make


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500000", 500_000),
        ("500 000", 500_000),
        ("500\u00a0000 kr", 500_000),
        ("500 000 kronor", 500_000),
        ("500 000 SEK", 500_000),
        ("SEK 500 000", 500_000),
        ("kr 500", 500),
        ("500 kr.", 500),
        ("500:-", 500),
        ("500 :-", 500),
        ("500,-", 500),
        ("500.-", 500),
        ("500,- kr", 500),
        ("99:50", 99.5),
        ("99:50 kr", 99.5),
        ("99,50", 99.5),
        ("99,5 kr", 99.5),
        ("1 250,50 kr", 1250.5),
        ("1.250,50", 1250.5),
        ("3.000 kr", 3000),
        ("500 tkr", 500_000),
        ("500tkr", 500_000),
        ("0,5 tkr", 500),
        ("500 ksek", 500_000),
        ("500k", 500_000),
        ("1,2 mkr", 1_200_000),
        ("1,2 Mkr", 1_200_000),
        ("1,2 mnkr", 1_200_000),
        ("1,2 msek", 1_200_000),
        ("1,2 miljoner", 1_200_000),
        ("1,2 miljoner kronor", 1_200_000),
        ("1,2 milj. kr", 1_200_000),
        ("2 miljarder kr", 2_000_000_000),
        ("500 tusen", 500_000),
        ("femhundra tusen kronor", 500_000),
        ("en halv miljon kronor", 500_000),
        ("två och en halv miljon", 2_500_000),
        ("tolv tusen fem hundra kronor", 12_500),
        ("fem kronor och femtio öre", 5.5),
        ("5 kr 50 öre", 5.5),
        ("50 öre", 0.5),
        ("half a million kronor", 500_000),
        ("0", 0),
    ],
)
def test_amounts_are_read(read: Any, text: str, value: float) -> None:
    """An amount is understood with every magnitude and every sign for kronor."""
    assert repr(read("amount", text).value) == repr(value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "500 euro",
            "€500",
            "500 USD",
            "$ 500",
            "500 norska kronor",
            "500 kr/mån",
            "500 kr per år",
            "ca 500 kr",
        ),
        *(
            "500-600 kr",
            "500 kr inkl moms",
            "mycket",
            "kr",
            "tkr",
            "500 tkr mkr",
            "99:5",
            "99:505",
            "1,005 tkr kr",
            "-5",
        ),
        *("99,5055", "0,001", "5 kr 50", "5 kr 150 öre", "500 000 000 000 000 000"),
    ],
)
def test_what_is_no_amount_is_refused(read: Any, text: str) -> None:
    """Other currencies, periods, ranges and parts of öre are refused with a sentence."""
    reading = read("amount", text)
    assert reading.status is Status.REJECTED
    assert str(reading.reason).endswith(".")


@pytest.mark.parametrize(
    ("text", "language", "candidates"),
    [
        ("500,000", "sv", (500_000, 500)),
        ("500.000", "en", (500_000, 500)),
        ("99,505", "sv", (99_505,)),
        ("1,250 mkr", "sv", (1_250_000, 1_250_000_000)),
        ("1.250 mkr", "sv", (1_250_000, 1_250_000_000)),
    ],
)
def test_amounts_that_may_be_a_thousand_times_more(
    read: Any, text: str, language: str, candidates: Any
) -> None:
    """A mark that can part thousands or decimals is asked about, not guessed."""
    reading = read("amount", text, language=language)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == candidates


@pytest.mark.parametrize(
    ("text", "value"), [("500,000", 500_000), ("SEK 1,250.50", 1250.5), ("1.2 million", 1_200_000)]
)
def test_amounts_in_english(read: Any, text: str, value: float) -> None:
    """In English a comma parts thousands."""
    assert read("amount", text, language="en").value == value


@pytest.mark.parametrize(("value", "canonical"), [(500_000, 500_000), (99.5, 99.5), ("500 tkr", 500_000)])
def test_amounts_in_files(check: Any, value: object, canonical: float) -> None:
    """Plain numbers are kroner; texts are read as typed."""
    assert check("amount", value).value == canonical


@pytest.mark.parametrize(
    ("value", "shown"),
    [(500_000, "500\u00a0000 kr"), (99.5, "99,50 kr"), (1250.25, "1250,25 kr"), (0, "0 kr")],
)
def test_amounts_are_shown_in_kronor(swedish: Translator, value: float, shown: str) -> None:
    """Öre have two digits, whole kronor none."""
    assert make("amount").show(value, swedish) == shown


def test_another_currency_is_told_apart(read: Any) -> None:
    """The sentence says that it is the currency, not the number, that does not fit."""
    assert "currency" in str(read("amount", "500 euro").reason)
