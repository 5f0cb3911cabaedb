"""Working days in Sweden, as lag (1930:173) om beräkning av lagstadgad tid has them.

No working day is a Saturday, a Sunday, another public holiday (lag 1989:253), or the eve of Midsummer, Christmas
or the New Year. This is the only module that knows the library which keeps the calendar of holidays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

__all__ = ["holidays_by_name", "is_workday", "next_workday", "previous_workday"]

_DAY = timedelta(days=1)


@cache
def _named(year: int) -> Mapping[date, str]:
    from holidays import country_holidays  # noqa: PLC0415  slow, and only plans and spoken dates need it
    from holidays.constants import DE_FACTO, PUBLIC  # noqa: PLC0415  as above

    return dict(country_holidays("SE", years=year, categories=(PUBLIC, DE_FACTO), language="sv"))


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(_named(year))


def holidays_by_name(year: int) -> Mapping[str, date]:
    """The public holidays and the eves of a year by their Swedish names, such as `Midsommarafton`."""
    return {name.strip(): day for day, names in _named(year).items() for name in names.split(";")}


def is_workday(day: date) -> bool:
    """Whether `day` is a working day."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def next_workday(day: date) -> date:
    """`day`, or the first working day after it."""
    while not is_workday(day):
        day += _DAY
    return day


def previous_workday(day: date) -> date:
    """`day`, or the last working day before it."""
    while not is_workday(day):
        day -= _DAY
    return day
