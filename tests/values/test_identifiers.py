"""Organisation numbers, personal numbers, HSA-ids and giro numbers; vectors of domain.md section 8."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.values import Context, Status, make
from wizard.values.identifiers import luhn

_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\u00a0 "


@pytest.mark.parametrize("number", ["232100-0016", "232100-0131", "556592-9717", "556047-3521"])
def test_the_vectors_are_organisation_numbers(read: Any, number: str) -> None:
    """Region Stockholm, Västra Götalandsregionen and two companies, checked by hand."""
    assert read("orgnr", number).value == number


@pytest.mark.parametrize(
    "text",
    [
        *(
            "556592-9717",
            "5565929717",
            "556592 9717",
            "55 65 92 97 17",
            "556592.9717",
            " 556592-9717\n",
            "556592-9717.",
        ),
        *(f"556592{dash}9717" for dash in _DASHES),
        *(
            "16556592-9717",
            "165565929717",
            "16 556592-9717",
            "SE556592971701",
            "se556592971701",
            "SE 556592-9717 01",
        ),
        *(
            "SE5565929717",
            "org.nr 556592-9717",
            "Org.nr: 556592-9717",
            "orgnr:556592-9717",
            "Organisationsnummer 556592-9717",
        ),
        *(
            "VAT no SE556592971701",
            "Momsnr: SE556592971701",
            "\uff15\uff15\uff16\uff15\uff19\uff12\uff19\uff17\uff11\uff17",
        ),
    ],
)
def test_an_organisation_number_in_every_form(read: Any, text: str) -> None:
    """Blanks, dashes, labels, the prefix 16 and the VAT form all name the same company."""
    assert read("orgnr", text).value == "556592-9717"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("232100-0017", "mistyped"),
        ("556592-9718", "mistyped"),
        ("551234-5678", "third digit"),
        ("012345-6789", "third digit"),
        ("811218-9876", "personal identity number"),
        ("19811218-9876", "personal identity number"),
        ("640883-3231", "personal identity number"),
        ("701063-2391", "personal identity number"),
        ("556592-971", "9 digits"),
        ("556592-97170", "11 digits"),
        ("1", "1 digit;"),
        ("17556592-9717", "12 digits"),
        ("SE556592971702", "01"),
        ("Rörelsekraft AB", "only digits"),
        ("556592-9717 AB", "only digits"),
        ("Rörelsekraft 556592-9717", "only digits"),
        ("556592-9717, 232100-0016", "only digits"),
        ("556592+9717", "digits"),
        ("-556592-9717", "only digits"),
        ("55659²-9717", "only digits"),
        ("٥٥٦٥٩٢-٩٧١٧", "only digits"),
    ],
)
def test_what_is_no_organisation_number(read: Any, text: str, fact: str) -> None:
    """The sentence says what is amiss: a digit, the count, a person's number."""
    reading = read("orgnr", text)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)


@pytest.mark.parametrize("text", ["811218-9876", "19811218-9876", "8112189876", "198112189876"])
def test_a_sole_trader_s_number(read: Any, text: str) -> None:
    """Where the flow allows it, a trader's number is the ten digits of the owner's."""
    assert read("orgnr", text, allow_personal=True).value == "811218-9876"


@pytest.mark.parametrize(
    ("text", "fact"),
    [("811218-9875", "mistyped"), ("811318-9876", "no such day"), ("20301218-9876", "year of birth")],
)
def test_a_sole_trader_s_number_is_checked_as_a_person_s(read: Any, text: str, fact: str) -> None:
    """The day of birth and the check digit must be right there too."""
    assert fact in str(read("orgnr", text, allow_personal=True).reason)


def test_a_company_may_answer_where_a_trader_may(read: Any) -> None:
    """`allow_personal` adds a form and takes none away."""
    assert read("orgnr", "556592-9717", allow_personal=True).value == "556592-9717"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("19811218-9876", "19811218-9876"),
        ("198112189876", "19811218-9876"),
        ("811218-9876", "19811218-9876"),
        ("8112189876", "19811218-9876"),
        ("81 12 18-98 76", "19811218-9876"),
        ("811218\u20139876", "19811218-9876"),
        ("personnr: 811218-9876", "19811218-9876"),
        ("811218+9876", "18811218-9876"),
        ("18811218+9876", "18811218-9876"),
        ("640883-3231", "19640883-3231"),
        ("19640883-3231", "19640883-3231"),
        ("701063-2391", "19701063-2391"),
    ],
)
def test_personal_numbers_are_read(read: Any, text: str, number: str) -> None:
    """All twelve digits are kept; a coordination number keeps its day, which is 60 more."""
    assert read("personnummer", text).value == number


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("811218-9875", "mistyped"),
        ("19811318-9876", "no such day"),
        ("19810230-9876", "no such day"),
        ("19810092-9876", "no such day"),
        ("19811299-9876", "no such day"),
        ("20270101-1234", "year of birth"),
        ("20261201-1234", "not come yet"),
        ("15811218-9876", "year of birth"),
        ("992012345678", "reserve numbers"),
        ("556592-9717", "organisation number"),
        ("811218-987", "9 digits"),
        ("8+11218-9876", "plus sign"),
        ("811218++9876", "plus sign"),
        ("811218-98T6", "only digits"),
        ("Anna 811218-9876", "only digits"),
    ],
)
def test_what_is_no_personal_number(read: Any, text: str, fact: str) -> None:
    """Impossible days, days to come, reserve numbers and organisations are told apart."""
    reading = read("personnummer", text)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)


@pytest.mark.parametrize(
    ("digits", "today", "year"),
    [
        ("250101-123", date(2026, 11, 22), "2025"),
        ("261122-123", date(2026, 11, 22), "2026"),
        ("261123-123", date(2026, 11, 22), "1926"),
        ("270101-123", date(2026, 11, 22), "1927"),
        ("261122+123", date(2026, 11, 22), "1926"),
        ("270101+123", date(2026, 11, 22), "1827"),
        ("000229-123", date(2026, 11, 22), "2000"),
        ("991231-123", date(2000, 1, 1), "1999"),
    ],
)
def test_the_century_of_ten_digits(read: Any, digits: str, today: date, year: str) -> None:
    """The latest day that has come, a hundred years earlier with a plus sign."""
    bare = digits.replace("-", "").replace("+", "")
    check_digit = next(str(n) for n in range(10) if luhn(f"{bare}{n}"))
    assert str(read("personnummer", digits + check_digit, today=today).value).startswith(year)


@pytest.mark.parametrize("text", ["811218-9875", "19811318-9876", "811218-98T6", "992012345678"])
def test_no_sentence_repeats_a_person_s_digits(read: Any, text: str) -> None:
    """Personal data never stands in a refusal."""
    assert text not in str(read("personnummer", text).reason)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SE2321000016-A1B2", "SE2321000016-A1B2"),
        ("se2321000016-A1B2", "SE2321000016-A1B2"),
        ("SE2321000016-a1b2", "SE2321000016-a1b2"),
        ("SE2321000016\u2013A1B2", "SE2321000016-A1B2"),
        ("SE 232100-0016 - A1B2", "SE2321000016-A1B2"),
        ("HSA-id: SE2321000016-A1B2", "SE2321000016-A1B2"),
        ("SE2321000016-" + "A" * 18, "SE2321000016-" + "A" * 18),
        ("SE5565929717-1", "SE5565929717-1"),
    ],
)
def test_hsa_ids_are_read(read: Any, text: str, value: str) -> None:
    """The country is in capitals; the part after the hyphen stays as it was given out."""
    assert read("hsaid", text).value == value


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("SE2321000017-A1B2", "mistyped"),
        ("SE8112189876-A1B2", "third digit"),
        ("SE2321000016-" + "A" * 19, "31 characters"),
        ("SE2321000016-ÅÄÖ", "A to Z"),
        ("SE2321000016-A@B", "A to Z"),
        ("SE2321000016-", "A to Z"),
        ("SE2321000016", "A to Z"),
        ("NO2321000016-A1B2", "SE, ten digits"),
        ("2321000016-A1B2", "SE, ten digits"),
    ],
)
def test_what_is_no_hsa_id(read: Any, text: str, fact: str) -> None:
    """The owner's number is checked, and the alphabet and the length are named."""
    reading = read("hsaid", text)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("bankgiro", "160-9908", "160-9908"),
        ("bankgiro", "1609908", "160-9908"),
        ("bankgiro", "BG 160\u20139908", "160-9908"),
        ("bankgiro", "bankgiro: 5050-1055", "5050-1055"),
        ("bankgiro", "50501055", "5050-1055"),
        ("plusgiro", "123456-6", "123456-6"),
        ("plusgiro", "12 34 56-6", "123456-6"),
        ("plusgiro", "pg 1-8", "1-8"),
        ("plusgiro", "902090-0", "902090-0"),
    ],
)
def test_giro_numbers_are_read(read: Any, kind: str, text: str, value: str) -> None:
    """One hyphen, wherever the blanks and hyphens stood."""
    assert read(kind, text).value == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(
            ("bankgiro", text)
            for text in ("160-9909", "12345", "123456789", "060-9908", "160-99+08", "bg", "pg 160-9908")
        ),
        *(("plusgiro", text) for text in ("123456-7", "1", "123456789", "0-0", "1+8", "konto 1-8")),
    ],
)
def test_what_is_no_giro_number(read: Any, kind: str, text: str) -> None:
    """Length and check digit are looked at."""
    assert read(kind, text).status is Status.REJECTED


@pytest.mark.parametrize(
    ("kind", "value", "canonical"),
    [
        ("orgnr", 5565929717, "556592-9717"),
        ("orgnr", 165565929717, "556592-9717"),
        ("personnummer", 198112189876, "19811218-9876"),
        ("bankgiro", 1609908, "160-9908"),
        ("plusgiro", 1234566, "123456-6"),
    ],
)
def test_numbers_without_quotes_in_files(check: Any, kind: str, value: int, canonical: str) -> None:
    """A number that lost its quotes but no digits is taken."""
    assert check(kind, value).value == canonical


@pytest.mark.parametrize(
    "kind", ["orgnr", "personnummer", "bankgiro", "plusgiro", "phone", "postcode", "hsaid"]
)
@pytest.mark.parametrize("value", [5565929717.0, 1.609908e6, -5565929717, True, 10**13])
def test_identifiers_that_became_numbers(check: Any, kind: str, value: object) -> None:
    """A float is refused, with the advice to format the cell as text."""
    reading = check(kind, value)
    assert reading.status is Status.REJECTED
    assert not isinstance(value, float) or "format the cell as text" in str(reading.reason)


@given(st.integers(0, 10**9 - 1), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: int, place: int, change: int) -> None:
    """Luhn catches every single mistyped digit."""
    digits = f"{number:09}"
    right = next(f"{digits}{n}" for n in range(10) if luhn(f"{digits}{n}"))
    wrong = right[:place] + str((int(right[place]) + change) % 10) + right[place + 1 :]
    assert not luhn(wrong)


@given(st.dates(date(1950, 1, 1), date(2026, 11, 22)), st.integers(1, 999))
def test_ten_and_twelve_digits_name_the_same_person(day: date, serial: int) -> None:
    """Both forms have one canonical form, so that a person is not counted twice."""
    nine = f"{day:%y%m%d}{serial:03}"
    ten = next(f"{nine}{n}" for n in range(10) if luhn(f"{nine}{n}"))
    kind, ctx = make("personnummer"), Context(date(2026, 11, 22))
    assert kind.read(ten, ctx).value == kind.read(f"{day.year // 100}{ten}", ctx).value
