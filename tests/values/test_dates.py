"""Dates, read on Sunday 22 November 2026 unless the test says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.i18n import Translator
from wizard.values import Context, Status, make

_WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-01", "2027-03-01"),
        ("2027\u201103\u201101", "2027-03-01"),
        ("2027-3-1", "2027-03-01"),
        ("2027/03/01", "2027-03-01"),
        ("2027.03.01", "2027-03-01"),
        ("2027 03 01", "2027-03-01"),
        ("2027-03-01T00:00:00", "2027-03-01"),
        ("2027-03-01 00:00", "2027-03-01"),
        ("20270301", "2027-03-01"),
        ("851231", "1985-12-31"),
        ("991231", "1999-12-31"),
        ("1 mars 2027", "2027-03-01"),
        ("1. mars 2027", "2027-03-01"),
        ("01-mar-2027", "2027-03-01"),
        ("1mars2027", "2027-03-01"),
        ("1:a mars 2027", "2027-03-01"),
        ("2:e mars 2027", "2027-03-02"),
        ("den 1 mars 2027", "2027-03-01"),
        ("första mars 2027", "2027-03-01"),
        ("den första mars 2027", "2027-03-01"),
        ("forsta mars 2027", "2027-03-01"),
        ("tjugofemte mars 2027", "2027-03-25"),
        ("den trettioförsta mars 2027", "2027-03-31"),
        ("första mars tjugohundratjugosju", "2027-03-01"),
        ("1 mar 2027", "2027-03-01"),
        ("1 mars -27", "2027-03-01"),
        ("1 mars '27", "2027-03-01"),
        ("15 okt. 2027", "2027-10-15"),
        ("1 MARS 2027.", "2027-03-01"),
        ("1/3 2027", "2027-03-01"),
        ("1/3-2027", "2027-03-01"),
        ("1/3-27", "2027-03-01"),
        ("1/3 -27", "2027-03-01"),
        ("1/3/2027", "2027-03-01"),
        ("den 1/3 2027", "2027-03-01"),
        ("01.03.2027", "2027-03-01"),
        ("1.3.2027", "2027-03-01"),
        ("31-12-2027", "2027-12-31"),
        ("32-12-31", "2032-12-31"),
        ("1 mars nästa år", "2027-03-01"),
        ("1/3 nästa år", "2027-03-01"),
        ("1 december i år", "2026-12-01"),
        ("1 mars förra året", "2025-03-01"),
        ("idag", "2026-11-22"),
        ("i dag", "2026-11-22"),
        ("i morgon", "2026-11-23"),
        ("imorgon", "2026-11-23"),
        ("i övermorgon", "2026-11-24"),
        ("overmorgon", "2026-11-24"),
        ("igår", "2026-11-21"),
        ("i förrgår", "2026-11-20"),
        ("om två veckor", "2026-12-06"),
        ("om 2 veckor", "2026-12-06"),
        ("om fjorton dagar", "2026-12-06"),
        ("om en månad", "2026-12-22"),
        ("om tre månader", "2027-02-22"),
        ("om ett halvår", "2027-05-22"),
        ("om ett år", "2027-11-22"),
        ("om ett och ett halvt år", "2028-05-22"),
        ("två veckor från idag", "2026-12-06"),
        ("för två veckor sedan", "2026-11-08"),
        ("en vecka sedan", "2026-11-15"),
        ("på måndag", "2026-11-23"),
        ("måndag", "2026-11-23"),
        ("nästa måndag", "2026-11-23"),
        ("på söndag", "2026-11-29"),
        ("fredag nästa vecka", "2026-11-27"),
        ("på fredag i nästa vecka", "2026-11-27"),
        ("måndag vecka 10 2027", "2027-03-08"),
        ("måndag v. 10 2027", "2027-03-08"),
        ("i måndags", "2026-11-16"),
        ("måndag 1 mars 2027", "2027-03-01"),
        ("måndagen den 1 mars 2027", "2027-03-01"),
        ("mån 1/3 2027", "2027-03-01"),
        ("måndag 2027-03-01", "2027-03-01"),
        ("måndag 14 december", "2026-12-14"),
        ("fredag 29 februari", "2008-02-29"),
        ("sista mars 2027", "2027-03-31"),
        ("sista februari 2028", "2028-02-29"),
        ("sista dagen i februari 2027", "2027-02-28"),
        ("den 1 nästa månad", "2026-12-01"),
        ("sista dagen i nästa månad", "2026-12-31"),
    ],
)
def test_dates_in_swedish(read: Any, text: str, day: str) -> None:
    """Dates are understood as Swedes write and say them."""
    if text == "fredag 29 februari":
        assert read("date", text, today=date(2010, 1, 1)).value == day
        return
    assert read("date", text).value == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 March 2027", "2027-03-01"),
        ("March 1, 2027", "2027-03-01"),
        ("March 1st, 2027", "2027-03-01"),
        ("Mar 1st 2027", "2027-03-01"),
        ("1st of March 2027", "2027-03-01"),
        ("the first of March 2027", "2027-03-01"),
        ("twenty-first of March 2027", "2027-03-21"),
        ("twenty first of March 2027", "2027-03-21"),
        ("13/3/2027", "2027-03-13"),
        ("03/13/2027", "2027-03-13"),
        ("3/3/2027", "2027-03-03"),
        ("1.3.2027", "2027-03-01"),
        ("today", "2026-11-22"),
        ("tomorrow", "2026-11-23"),
        ("the day after tomorrow", "2026-11-24"),
        ("in two weeks", "2026-12-06"),
        ("two weeks from now", "2026-12-06"),
        ("in half a year", "2027-05-22"),
        ("a week ago", "2026-11-15"),
        ("on Monday", "2026-11-23"),
        ("next Monday", "2026-11-23"),
        ("Monday, 1 March 2027", "2027-03-01"),
        ("Friday of next week", "2026-11-27"),
        ("last day of March 2027", "2027-03-31"),
        ("the 1st of next month", "2026-12-01"),
        ("1 March next year", "2027-03-01"),
    ],
)
def test_dates_in_english(read: Any, text: str, day: str) -> None:
    """The same in English."""
    assert read("date", text, language="en").value == day


@pytest.mark.parametrize(
    ("text", "language", "candidates"),
    [
        ("270301", "sv", ("2027-03-01", "2001-03-27")),
        ("27-03-01", "sv", ("2027-03-01", "2001-03-27")),
        ("1/3 2027", "en", ("2027-03-01", "2027-01-03")),
        ("01032027", "en", ("2027-03-01", "2027-01-03")),
        ("1-3-2027", "en", ("2027-03-01", "2027-01-03")),
        ("mars 2027", "sv", ("2027-03-01", "2027-03-31")),
        ("i mars", "sv", ("2027-03-01", "2027-03-31")),
        ("nästa månad", "sv", ("2026-12-01", "2026-12-31")),
        ("vecka 10 2027", "sv", ("2027-03-08", "2027-03-14")),
        ("v10", "sv", ("2027-03-08", "2027-03-14")),
        ("nästa vecka", "sv", ("2026-11-23", "2026-11-29")),
        ("1 mars", "sv", ("2027-03-01", "2026-03-01")),
        ("1/3", "sv", ("2027-03-01", "2026-03-01")),
        ("29 februari", "sv", ("2028-02-29", "2024-02-29")),
        ("sista februari", "sv", ("2027-02-28", "2026-02-28")),
        ("söndag", "sv", ("2026-11-22", "2026-11-29")),
        ("förra måndagen", "sv", ("2026-11-16", "2026-11-09")),
        ("måndag v 10", "sv", ("2027-03-08", "2026-03-02")),
        ("måndag mars 2027", "sv", ("2027-03-01", "2027-03-31")),
    ],
)
def test_dates_that_can_mean_several_days(
    read: Any, text: str, language: str, candidates: tuple[str, ...]
) -> None:
    """Where a day, a year or the order of the digits is missing, the person is asked."""
    reading = read("date", text, language=language)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == candidates


def test_next_friday_on_a_wednesday_is_two_days(read: Any) -> None:
    """`nästa fredag` is in two days to some and in nine to others."""
    assert read("date", "nästa fredag", today=_WEDNESDAY).candidates == ("2026-11-27", "2026-12-04")
    assert read("date", "this Friday", today=_WEDNESDAY, language="en").value == "2026-11-27"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("tisdag 1 mars 2027", ("2027-03-01", "Monday", "Tuesday")),
        ("tisdag i morgon", ("2026-11-23", "Monday", "Tuesday")),
        ("tisdag 14 december", ("2026-12-14", "2025-12-14")),
        ("31 februari 2027", ("31", "February", "2027")),
        ("30/2 2027", ("30", "February", "2027")),
        ("31 februari", ("31", "February")),
        ("2027-13-01", ("13",)),
        ("vecka 53 2027", ("53",)),
        ("1 januari 3000", ("3000",)),
        ("om tusen år", ("3026",)),
        ("mars 3000", ("3000",)),
        ("sista mars 3000", ("3000",)),
        ("måndag vecka 10 3000", ("3000",)),
        ("kvartal 2 2027", ("Which day",)),
        ("hösten 2027", ("Which day",)),
        ("2027", ("Which day",)),
    ],
)
def test_a_refusal_states_the_facts(read: Any, text: str, facts: tuple[str, ...]) -> None:
    """The sentence says what is wrong with the date, such as both days of the week."""
    reading = read("date", text)
    assert reading.status is Status.REJECTED
    assert all(fact in str(reading.reason) for fact in facts)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "snart",
            "nu",
            "1 mars 2027 eller 2 mars",
            "senast 1 mars 2027",
            "1 mars 2027 kl 8",
            "2027-03-01 08:00",
        ),
        *(
            "om 3 timmar",
            "om 2,7 dagar",
            "om minus två veckor",
            "om ett par veckor",
            "för en vecka",
            "1-3",
            "1 3",
        ),
        *(
            "2027-03",
            "3/2027",
            "den första",
            "mars mars 2027",
            "1 mars 2027 2028",
            "32",
            "000000",
            "2027-00-00",
        ),
        *(
            "fredag måndag",
            "i fredag morse",
            "början av mars",
            "1:x mars 2027",
            "0 mars 2027",
            "٢٠٢٧-٠٣-٠١",
            "mars 1 1",
        ),
        "om " + "ett " * 30 + "år",
    ],
)
def test_what_is_no_date_is_refused(read: Any, text: str) -> None:
    """Anything left over means that nothing is accepted."""
    reading = read("date", text)
    assert reading.status is Status.REJECTED
    assert reading.reason is not None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1, tzinfo=UTC), "2027-03-01"),
        (20270301, "2027-03-01"),
        ("2027-03-01", "2027-03-01"),
    ],
)
def test_dates_in_files(check: Any, value: object, day: str) -> None:
    """YAML and spreadsheets give dates as data; they are taken where nothing is lost."""
    assert check("date", value).value == day


@pytest.mark.parametrize(
    "value", [datetime(2027, 3, 1, 8, tzinfo=UTC), date(1066, 10, 14), 46_082, 46_082.0, 20271301, True]
)
def test_data_that_is_no_date(check: Any, value: object) -> None:
    """An hour of the day, serial numbers of spreadsheets and days that do not exist are refused."""
    assert check("date", value).status is Status.REJECTED


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["sv", "en"]))
def test_the_long_form_can_be_read_back(day: date, language: str) -> None:
    """What is echoed with its weekday, `måndag 1 mars 2027`, is itself an answer."""
    long = Translator.of(language).long_date(day)
    assert make("date").read(long, Context(date(2026, 11, 22), language)).value == day.isoformat()


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_day_of_the_week_is_never_wrong(day: date, today: date) -> None:
    """`på fredag` lies within a week after today and is a Friday."""
    word = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"][day.weekday()]
    found = date.fromisoformat(str(make("date").read(f"på {word}", Context(today)).value))
    assert found.weekday() == day.weekday()
    assert 1 <= (found - today).days <= 7
