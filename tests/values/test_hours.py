"""Spans of time and opening hours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from wizard.i18n import Translator
from wizard.values import Context, Status, make

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_SPLIT = ["08:00-12:00", "13:00-17:00"]


def _same(days: Iterable[str], spans: list[str]) -> dict[str, list[str]]:
    """The same spans on each of some days."""
    return {day: [*spans] for day in days}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("08:00-17:00", "08:00-17:00"),
        ("8-17", "08:00-17:00"),
        ("8 \u2013 17", "08:00-17:00"),
        ("kl. 8\u201317", "08:00-17:00"),
        ("kl 8-17", "08:00-17:00"),
        ("klockan 8 till klockan 17", "08:00-17:00"),
        ("08.00\u201317.00", "08:00-17:00"),
        ("8.30-16", "08:30-16:00"),
        ("0800-1700", "08:00-17:00"),
        ("8 till 17", "08:00-17:00"),
        ("från 8 till 17", "08:00-17:00"),
        ("från klockan 8.15 till kl. 17", "08:15-17:00"),
        ("mellan 8 och 17", "08:00-17:00"),
        ("åtta till sjutton", "08:00-17:00"),
        ("0-24", "00:00-24:00"),
        ("22-24", "22:00-24:00"),
        ("dygnet runt", "00:00-24:00"),
        ("9 am to 5 pm", "09:00-17:00"),
        ("9 a.m. to 5.30 p.m.", "09:00-17:30"),
        ("9am-5pm", "09:00-17:00"),
        ("8-5pm", "08:00-17:00"),
        ("9-11 am", "09:00-11:00"),
        ("12-3 pm", "12:00-15:00"),
        ("12 am-12 pm", "00:00-12:00"),
        ("between 8 and 17", "08:00-17:00"),
        ("from 8 to 17", "08:00-17:00"),
    ],
)
def test_spans_are_read(read: Any, text: str, span: str) -> None:
    """A span of time is understood in both languages and with every sign."""
    assert read("timespan", text).value == span


@pytest.mark.parametrize(
    "text",
    [
        *(
            "8",
            "8-",
            "-17",
            "8-25",
            "8:60-17",
            "8:5-17",
            "24:30-25",
            "17-17",
            "17-8",
            "24-8",
            "8-17-18",
            "8-17 och 18-19",
        ),
        *(
            "13 pm-15",
            "0 am-5 am",
            "åtta till halv fem",
            "mellan 8 till",
            "förmiddagar",
            "8-17 vardagar",
            "8,30-17",
        ),
    ],
)
def test_what_is_no_span_is_refused(read: Any, text: str) -> None:
    """A span has two times of one day, the second after the first, and nothing else."""
    assert read("timespan", text).status is Status.REJECTED


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("8-5", ("08:00-17:00",)), ("1-5 pm", ("01:00-17:00", "13:00-17:00")), ("9-12", None)],
)
def test_hours_of_the_twelve_hour_clock_are_asked_about(
    read: Any, text: str, candidates: tuple[str, ...] | None
) -> None:
    """`8-5` is likely 8 to 17, but not surely."""
    reading = read("timespan", text)
    assert (reading.candidates or None) == candidates


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("mån-fre 8-17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("mån\u2013fre kl. 8\u201317", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("Måndag till fredag 8 till 17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("må-fr 8-17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("må, ti, on, to, fr 8-17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("vardagar 8-17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("Öppettider: vardagar 8-17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("öppet mån-fre 8-17, lör-sön stängt", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("stängt lördag och söndag, mån-fre 8-17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("weekdays 9 am-5 pm", _same(_WEEKDAYS, ["09:00-17:00"])),
        ("Mon to Fri 8 to 17", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("mån-fre 8-12, 13-17", _same(_WEEKDAYS, _SPLIT)),
        ("mån-fre 8-12 och 13-17", _same(_WEEKDAYS, _SPLIT)),
        ("mån-fre 8-17, lunchstängt 12-13", _same(_WEEKDAYS, _SPLIT)),
        ("mån-fre 8-17 (lunch 12-13)", _same(_WEEKDAYS, _SPLIT)),
        ("mån-fre 8-17 stängt 12-13", _same(_WEEKDAYS, _SPLIT)),
        (
            "mån\u2013tors 8\u201317, fre 8\u201315, lunchstängt 12\u201313",
            _same(_WEEKDAYS[:4], _SPLIT) | {"fri": ["08:00-12:00", "13:00-15:00"]},
        ),
        (
            "Mon-Thu 8-17, Fri 8-15, closed for lunch 12-13",
            _same(_WEEKDAYS[:4], _SPLIT) | {"fri": ["08:00-12:00", "13:00-15:00"]},
        ),
        (
            "mån-tors 8-17 lunchstängt 12-13, fre 8-15",
            _same(_WEEKDAYS[:4], _SPLIT) | {"fri": ["08:00-15:00"]},
        ),
        ("mån-tors 8-17 fre 8-15", _same(_WEEKDAYS[:4], ["08:00-17:00"]) | {"fri": ["08:00-15:00"]}),
        ("Måndag: 8\u201317\nTisdag: 10\u201319\n", {"mon": ["08:00-17:00"], "tue": ["10:00-19:00"]}),
        ("mån, ons och fre 8-17", _same(("mon", "wed", "fri"), ["08:00-17:00"])),
        ("mån 13-17, mån 8-12", {"mon": _SPLIT}),
        ("lör-sön 10-15", _same(("sat", "sun"), ["10:00-15:00"])),
        ("fre-mån 10-15", _same(("mon", "fri", "sat", "sun"), ["10:00-15:00"])),
        ("helger dygnet runt", _same(("sat", "sun"), ["00:00-24:00"])),
        ("on Mondays 8-17", {"mon": ["08:00-17:00"]}),
        ("8-17 vardagar", _same(_WEEKDAYS, ["08:00-17:00"])),
        ("8-17 mån, 10-19 tis", {"mon": ["08:00-17:00"], "tue": ["10:00-19:00"]}),
        ("mån-tors kl 8-17 & fre kl 8-15", _same(_WEEKDAYS[:4], ["08:00-17:00"]) | {"fri": ["08:00-15:00"]}),
        ("24/7", _same((*_WEEKDAYS, "sat", "sun"), ["00:00-24:00"])),
        ("dygnet runt alla dagar", _same((*_WEEKDAYS, "sat", "sun"), ["00:00-24:00"])),
        ("mån 8-17;", {"mon": ["08:00-17:00"]}),
        ("mån 8-17, ", {"mon": ["08:00-17:00"]}),
        ("tisdagar öppet 10-19", {"tue": ["10:00-19:00"]}),
    ],
)
def test_opening_hours_are_read(read: Any, text: str, hours: dict[str, list[str]]) -> None:
    """A week of hours is understood; its days stand in the order of the week, closed ones left out."""
    value = read("opening_hours", text).value
    assert value == hours
    assert list(value) == [key for key in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if key in hours]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("vardagar 8-17, ons 8-19", "Wednesday"),
        ("vardagar 8-17, fre stängt", "Friday"),
        ("mån 8-12, 11-17", "Monday"),
        ("mån-fre 8-17, lunchstängt 16-18", "16:00\u201318:00"),
        ("mån-fre 8-17, lunchstängt 18-19", "18:00\u201319:00"),
        ("mån 8-5", "08:00\u201317:00"),
        ("mån 17-8", "end comes before"),
        ("mån-sön stängt", "No day is open"),
    ],
)
def test_hours_that_contradict_themselves(read: Any, text: str, fact: str) -> None:
    """The sentence names the day or the times that do not fit together."""
    reading = read("opening_hours", text)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)


@pytest.mark.parametrize(
    "text",
    [
        "hela tiden",
        "mån",
        "mån 8",
        "mån-fre 8-17, röda dagar stängt",
        "mån 8-17 tis",
        "stängt",
        "mån 8-12; 13-17 tis",
        "mån " * 900,
    ],
)
def test_what_is_no_opening_hours_is_refused(read: Any, text: str) -> None:
    """Words that no week holds, and days without times, are refused."""
    assert read("opening_hours", text).status is Status.REJECTED


def test_hours_without_days_are_asked_about(read: Any) -> None:
    """`8-17` may hold for weekdays or for all days."""
    weekdays, every_day = read("opening_hours", "8-17").candidates
    assert (len(weekdays), len(every_day)) == (5, 7)


@pytest.mark.parametrize(
    "text", ["mån-tors 8-17, fre 8-15 lunchstängt 12-13", "mån-tors 8-17, lunchstängt 12-13, fre 8-15"]
)
def test_a_lunch_that_may_be_fridays_or_every_day_s(read: Any, text: str) -> None:
    """Where a pause may hold for one group or for all, both weeks are offered."""
    reading = read("opening_hours", text)
    assert reading.status is Status.AMBIGUOUS
    assert len(reading.candidates) == 2


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ({"tue": ["8-17"], "mon": ["13-17", "8-12"]}, {"mon": _SPLIT, "tue": ["08:00-17:00"]}),
        ({"mon": "8-17", "sat": "closed", "sun": []}, {"mon": ["08:00-17:00"]}),
        ({"Måndag": "kl. 8-17"}, {"mon": ["08:00-17:00"]}),
        ("mån 8-17", {"mon": ["08:00-17:00"]}),
    ],
)
def test_opening_hours_in_files(check: Any, value: object, hours: dict[str, list[str]]) -> None:
    """Mappings of days are put in order; texts are read as typed."""
    assert check("opening_hours", value).value == hours


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"mon": []},
        {"day": ["8-17"]},
        {"mon": ["8-17"], "måndag": ["8-17"]},
        {"mon": ["8-12", "11-17"]},
        {"mon": 510},
        {"mon": None},
        {"mon": ["8-17", None]},
        {"mon": {"from": "8"}},
        {1: ["8-17"]},
        {"mon": ["8-17"] * 100},
        ["8-17"],
        480,
    ],
)
def test_data_that_is_no_opening_hours(check: Any, value: object) -> None:
    """Unknown days, overlapping spans and YAML's idea of `8:30` are refused."""
    assert check("opening_hours", value).status is Status.REJECTED


def test_hours_are_shown_by_runs_of_days(swedish: Translator, ctx: Context) -> None:
    """Days in a row with the same hours are shown as one."""
    kind = make("opening_hours")
    value = kind.read("mån-tors 8-17, fre 8-12 och 13-15, sön 10-14", ctx).value
    assert value is not None
    assert (
        kind.show(value, swedish)
        == "mån\u2013tors 08:00\u201317:00, fre 08:00\u201312:00 och 13:00\u201315:00, sön 10:00\u201314:00"
    )


def test_a_span_is_shown_with_a_dash(swedish: Translator) -> None:
    """Typographers' dash, no blanks."""
    assert make("timespan").show("08:00-17:00", swedish) == "08:00\u201317:00"
