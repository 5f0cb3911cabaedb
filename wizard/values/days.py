"""What the date grammar finds, and the arithmetic of the calendar behind it; no words are read here.

Every function is total for days within `FIRST_YEAR` to `LAST_YEAR`: a day that does not exist comes back as a
`Found` of no day, with the reason.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from wizard.i18n import msg
from wizard.values.date_words import MONTH_NAMES
from wizard.values.meanings import Meanings

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Found",
    "after",
    "before",
    "dated",
    "either",
    "in_week",
    "last_of_month",
    "merged",
    "moved",
    "near_year",
    "numbered_week",
    "some_day_in",
]

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199


@dataclass(frozen=True, slots=True)
class Found(Meanings[date]):
    """The days a text may mean; `examples` where there are more than those that were found."""

    examples: bool = False


def dated(day: int, month: int, year: int | None, today: date) -> Found:
    """The day of the calendar; without a year the coming one and the latest one, as a question."""
    if not 1 <= month <= 12:
        return Found((), msg("There is no month {month}. Write the date as 2027-03-01.", month=month))
    if year is None:
        return _without_year(lambda y: _real(y, month, day), today) or Found(
            (),
            msg("There is no day {day} in {month}. Check the date.", day=day, month=MONTH_NAMES[month - 1]),
        )
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _far_away(year)
    real = _real(year, month, day)
    if real is not None:
        return Found((real,))
    return Found(
        (),
        msg(
            "There is no day {day} in {month} {year}. Check the date.",
            day=day,
            month=MONTH_NAMES[month - 1],
            year=year,
        ),
    )


def last_of_month(month: int, year: int | None, today: date) -> Found:
    """`sista mars`; without a year as `dated`."""
    if year is None:
        found = _without_year(lambda y: date(y, month, _length(y, month)), today)
        return found or _far_away(today.year)
    return dated(_length(year, month), month, year, today)


def some_day_in(month: int, year: int | None, today: date) -> Found:
    """A month without a day: its first and last day, as a question."""
    first, last = dated(1, month, year, today), last_of_month(month, year, today)
    if not first.found or not last.found:
        return first
    return Found(
        (first.found[0], last.found[0]),
        msg("Which day of the month? Write the whole date, such as {example}.", example=first.found[0]),
        examples=True,
    )


def numbered_week(week: int, year: int | None, weekday: int | None, today: date) -> Found:
    """A day of an ISO week; without `weekday` its Monday and Sunday, without `year` the nearest, as a question."""
    if year is not None and not FIRST_YEAR <= year < LAST_YEAR:
        return _far_away(year)

    def in_year(y: int) -> date | None:
        try:
            return date.fromisocalendar(y, week, 1 if weekday is None else weekday + 1)
        except ValueError:
            return None

    if year is None:
        found = _without_year(in_year, today)
    else:
        day = in_year(year)
        found = Found((day,)) if day else None
    if found is None:
        why = msg("There is no week {week} in that year. Check the number of the week.", week=week)
        return Found((), why)
    return found if weekday is not None else whole_week(found.found[0])


def whole_week(monday: date) -> Found:
    """A week without a day: its Monday and Sunday, as a question."""
    sunday = monday + timedelta(6)
    why = msg("The week runs from {first} to {last}. Write the date you mean.", first=monday, last=sunday)
    return Found((monday, sunday), why, examples=True)


def moved(day: date, months: int, days: int) -> Found:
    """The day so many months and days away; the 31st becomes the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not FIRST_YEAR < year < LAST_YEAR or abs(days) > 366 * (LAST_YEAR - FIRST_YEAR):
        return _far_away(year)
    found = date(year, month + 1, min(day.day, _length(year, month + 1))) + timedelta(days)
    return Found((found,)) if FIRST_YEAR <= found.year <= LAST_YEAR else _far_away(found.year)


def after(today: date, weekday: int) -> date:
    """The first such day of the week after today."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def before(today: date, weekday: int) -> date:
    """The latest such day of the week before today."""
    return today - timedelta((today.weekday() - weekday - 1) % 7 + 1)


def in_week(today: date, ahead: int, weekday: int) -> date:
    """That day of the week in the week `ahead` weeks from this one; weeks begin on Monday."""
    return today + timedelta(7 * ahead + weekday - today.weekday())


def near_year(two_digits: int, today: date) -> int:
    """The year that ends so, from 79 years back to 20 ahead: what is planned lies nearer than what was."""
    first = today.year - 79
    return first + (two_digits - first) % 100


def either(*days: date) -> Found:
    """Days of which one is meant."""
    distinct = tuple(dict.fromkeys(days))
    why = msg("This can mean more than one day: {days}. Write the date you mean.", days=distinct)
    return Found(distinct, None if len(distinct) == 1 else why)


def merged(readings: Sequence[Found]) -> Found:
    """What is left of several readings of the same digits: the real days among them."""
    real = [reading for reading in readings if reading.found]
    if not real:
        return readings[0]
    return real[0] if len(real) == 1 else either(*(day for reading in real for day in reading.found))


def _without_year(in_year: Callable[[int], date | None], today: date) -> Found | None:
    """The coming such day and the latest one before today."""
    near = range(max(FIRST_YEAR, today.year - 8), min(LAST_YEAR, today.year + 9))
    days = [day for day in map(in_year, near) if day is not None]
    coming, past = [day for day in days if day >= today][:1], [day for day in days if day < today][-1:]
    if not coming + past:
        return None
    return Found(
        tuple(coming + past),
        msg("Which year? Write the whole date, such as {example}.", example=(coming + past)[0]),
    )


def _real(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= _length(year, month) else None


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _far_away(year: int) -> Found:
    return Found(
        (), msg("The year {year} is too far away. Check it, and write it with four digits.", year=str(year))
    )
