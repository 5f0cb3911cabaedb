"""Whole numbers and decimals, in digits and in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.values import Context, Status, make
from wizard.values.numerals import figures, quotient, shortest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25", 25),
        (" 25 ", 25),
        ("25.", 25),
        ("25 st", 25),
        ("007", 7),
        ("-5", -5),
        ("\u22125", -5),
        ("+5", 5),
        ("1 250", 1250),
        ("1\u00a0250", 1250),
        ("1\u202f250", 1250),
        ("1'250", 1250),
        ("1\u2019250", 1250),
        ("1.250", 1250),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("12 345 678", 12_345_678),
        ("25,0", 25),
        ("\uff12\uff15", 25),
        ("noll", 0),
        ("en", 1),
        ("ett", 1),
        ("tolv", 12),
        ("Tjugofem", 25),
        ("tjugo fem", 25),
        ("tjugo-fem", 25),
        ("tjuge", 20),
        ("trettitvå", 32),
        ("attiofyra", 84),
        ("hundra", 100),
        ("etthundra", 100),
        ("ett hundra och fem", 105),
        ("tvåhundrafemtio", 250),
        ("tusen", 1_000),
        ("ettusen", 1_000),
        ("tusen och en", 1_001),
        ("nittonhundranittionio", 1_999),
        ("tolvtusenfemhundra", 12_500),
        ("ett hundra tjugo tusen", 120_000),
        ("etthundratjugotusen", 120_000),
        ("en miljon", 1_000_000),
        ("tre miljoner två hundra tusen fem", 3_200_005),
        ("1,5 miljoner", 1_500_000),
        ("500 tusen", 500_000),
        ("en halv miljon", 500_000),
        ("två och en halv miljon", 2_500_000),
        ("halvannan miljon", 1_500_000),
        ("tre dussin", 36),
        ("minus fem", -5),
        ("twenty-five", 25),
        ("twenty five", 25),
        ("one hundred and twenty-five thousand", 125_000),
        ("a hundred", 100),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("nineteen hundred", 1_900),
    ],
)
def test_whole_numbers_are_read(read: Any, text: str, value: int) -> None:
    """A whole number is understood however it is written."""
    assert read("integer", text).value == value
    assert isinstance(read("integer", text).value, int)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,5", 3.5),
        ("3.5", 3.5),
        ("0,84", 0.84),
        ("0,125", 0.125),
        ("1 250,75", 1250.75),
        ("1.250,75", 1250.75),
        ("1,250.75", 1250.75),
        ("1 000 000,5", 1_000_000.5),
        ("2½", 2.5),
        ("½", 0.5),
        ("¾", 0.75),
        ("2 och en halv", 2.5),
        ("2 and a half", 2.5),
        ("två och en halv", 2.5),
        ("två och ett halvt", 2.5),
        ("en halv", 0.5),
        ("halvannan", 1.5),
        ("två komma fem", 2.5),
        ("noll komma noll fem", 0.05),
        ("noll komma åttiofyra", 0.84),
        ("two point five", 2.5),
        ("three and a half", 3.5),
        ("1,2 miljoner", 1_200_000),
        ("-0,5", -0.5),
        ("4,0", 4),
    ],
)
def test_decimals_are_read(read: Any, text: str, value: float) -> None:
    """A number with decimals is kept exactly, as an `int` where it is whole."""
    reading = read("decimal", text)
    assert repr(reading.value) == repr(value)
    assert reading.matched == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "abc",
            "ca 25",
            "25-30",
            "25 eller 30",
            "25 30",
            "12 34",
            "1e5",
            "0x10",
            "5²",
            "٢٥",
            "1,2,3",
            "1.25.000",
        ),
        *(
            "0 500",
            "1 25",
            "25 personer",
            "fem sex",
            "tjugo femhundra",
            "tre tjugo",
            "en två",
            "hundra hundra",
            "tusen tusen",
            "tolv hundra tusen",
            "1 000.000,5",
            "1'000 000",
        ),
        *(
            "tusen miljoner",
            "fem tusen miljoner",
            "halv fem",
            "a",
            "och",
            "komma",
            "ett par",
            "fem och",
            "en och",
        ),
        *(
            "sixten",
            "tjugofemma",
            "fem och sex",
            "tjugo och fem tusen miljoner",
            "1.5",
            "1,5",
            "½",
            "--5",
            "+-5",
        ),
        *("9" * 16, "9" * 400, "en halv", "två komma fem"),
    ],
)
def test_what_is_no_whole_number_is_refused(read: Any, text: str) -> None:
    """Anything left over, any order of words that no one uses, and decimals are refused, never cut."""
    reading = read("integer", text)
    assert reading.status is Status.REJECTED
    assert reading.reason is not None


@pytest.mark.parametrize(
    ("kind", "text", "language", "candidates"),
    [
        ("decimal", "1,250", "sv", (1.25,)),
        ("decimal", "1.250", "sv", (1.25, 1250)),
        ("decimal", "1,250", "en", (1.25, 1250)),
        ("decimal", "1.250", "en", (1.25,)),
        ("integer", "2.000", "sv", (2000,)),
        ("integer", "2,000", "sv", (2000, 2)),
        ("integer", "2,000", "en", (2000,)),
        ("integer", "2.000", "en", (2000, 2)),
        ("integer", "1,250", "en", (1250,)),
        ("decimal", "0,250", "en", (0.25,)),
        ("decimal", "1250,125", "en", (1250.125,)),
        ("decimal", "1,250 miljoner", "sv", (1_250_000, 1_250_000_000)),
    ],
)
def test_a_mark_before_three_digits(
    read: Any, kind: str, text: str, language: str, candidates: tuple[float]
) -> None:
    """`1,250` is a thousand or a decimal by language and by kind of number, and is asked about if both."""
    reading = read(kind, text, language=language)
    assert (reading.candidates or (reading.value,)) == candidates


@pytest.mark.parametrize(("text", "language"), [("1,250", "sv"), ("1.250", "en")])
def test_a_decimal_mark_in_a_whole_number_is_asked_about(read: Any, text: str, language: str) -> None:
    """The language's own decimal mark is not taken for a thousand without asking, though no decimals fit."""
    reading = read("integer", text, language=language)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == (1250,)


def test_limits_rule_readings_out(read: Any) -> None:
    """Where only one reading lies within the limits, that is the one meant."""
    assert read("decimal", "1.250", max=10).value == 1.25
    assert read("decimal", "1.250", min=100).value == 1250


@pytest.mark.parametrize(("text", "said"), [("31", "30"), ("0", "1"), ("-4", "1")])
def test_a_limit_is_named(read: Any, text: str, said: str) -> None:
    """A number outside the limits is refused with the limit in the sentence."""
    assert f"fits here is {said}." in str(read("integer", text, min=1, max=30).reason)


@pytest.mark.parametrize(
    ("kind", "value", "canonical"),
    [
        ("integer", 25, 25),
        ("integer", 25.0, 25),
        ("integer", "tjugofem", 25),
        ("decimal", 0.1 + 0.2, 0.3),
        ("decimal", 1 / 3, 0.333333333333333),
        ("decimal", -0.0, 0),
    ],
)
def test_numbers_in_files(check: Any, kind: str, value: object, canonical: float) -> None:
    """Numbers of JSON and YAML are kept; a float counts as what a spreadsheet shows."""
    assert repr(check(kind, value).value) == repr(canonical)


@pytest.mark.parametrize(
    "value",
    [True, 25.5, 10**15, pytest.param(10**5000, id="huge"), float("nan"), float("-inf"), 1e300, 1e-300],
)
def test_numbers_that_are_not_kept(check: Any, value: object) -> None:
    """Booleans, endless numbers and numbers too long for fifteen digits are refused."""
    assert check("integer", value).status is Status.REJECTED


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (25, "25", "25"),
        (1250, "1250", "1250"),
        (25_000, "25\u00a0000", "25\u00a0000"),
        (0.84, "0,84", "0.84"),
        (-1234567.5, "-1\u00a0234\u00a0567,5", "-1\u00a0234\u00a0567.5"),
        (0.000001, "0,000001", "0.000001"),
    ],
)
def test_figures(value: float, swedish: str, english: str) -> None:
    """Numbers are shown with the language's decimal mark and with hard blanks from five digits on."""
    assert figures(Decimal(str(value)), "sv") == swedish
    assert figures(Decimal(str(value)), "en-GB") == english


@pytest.mark.parametrize(
    "params", [{"min": 2, "max": 1}, {"min": "1"}, {"max": True}, {"max": float("nan")}, {"min": 10**20}]
)
def test_limits_that_leave_nothing(params: dict[str, Any]) -> None:
    """Limits that are no numbers, or that no number meets, are the flow's mistake."""
    with pytest.raises(ValueError, match=r"number"):
        make("integer", **params)


@given(st.integers(-(10**14), 10**14), st.integers(0, 6))
def test_every_decimal_survives_its_way(whole: int, places: int) -> None:
    """What is written out in digits is read as the very same number."""
    number = Decimal(whole).scaleb(-places)
    text = figures(number, "sv")
    reading = make("decimal").read(text, Context(date(2026, 11, 22)))
    assert reading.value == shortest(number)


_ONES = "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"


def _spelled(number: int) -> str:
    """A number in Swedish words, the way school teaches it."""
    if number < 20:
        return _ONES.split()[number]
    if number < 100:
        return _TENS.split()[number // 10 - 2] + (_spelled(number % 10) if number % 10 else "")
    for unit, word in ((1_000_000, "miljoner"), (1_000, "tusen"), (100, "hundra")):
        if number >= unit:
            head = (
                "en miljon"
                if (unit, number // unit) == (1_000_000, 1)
                else f"{_spelled(number // unit)} {word}"
            )
            return head + (f" {_spelled(number % unit)}" if number % unit else "")
    raise AssertionError(number)


@given(st.integers(0, 999_999_999))
def test_every_number_in_words_is_read(number: int) -> None:
    """The words of a number, apart or written together, are that number."""
    ctx = Context(date(2026, 11, 22))
    assert make("integer").read(_spelled(number), ctx).value == number
    together = _spelled(number).replace(" ", "").replace("etttusen", "ettusen")
    assert make("integer").read(together, ctx).value == number


@pytest.mark.parametrize(
    ("above", "below", "share"), [("3", "4", "0.75"), ("1", "3", None), ("1", "0", None), ("0", "3", "0")]
)
def test_a_quotient_is_exact_or_nothing(above: str, below: str, share: str | None) -> None:
    """Shares that do not come out even within four decimals are not rounded behind anyone's back."""
    assert quotient(Decimal(above), Decimal(below)) == (None if share is None else Decimal(share))
