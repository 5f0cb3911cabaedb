"""Counting of dates written anew and as plainly as can be, to try the room's own counting against."""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)

RED_DAYS = {
    # As the almanac has them; Saturdays and Sundays are left out.
    2026: ["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25", "12-31"],
    2027: ["01-01", "01-06", "03-26", "03-29", "05-06", "06-25", "12-24", "12-31"],
    2028: ["01-06", "04-14", "04-17", "05-01", "05-25", "06-06", "06-23", "12-25", "12-26"],
    2029: ["01-01", "03-30", "04-02", "05-01", "05-10", "06-06", "06-22", "12-24", "12-25", "12-26", "12-31"],
}


def is_red(day: date) -> bool:
    """Whether `day` is a Saturday, Sunday, holiday or one of the three eves."""
    return day.weekday() >= 5 or day.strftime("%m-%d") in RED_DAYS[day.year]


def is_frozen(day: date) -> bool:
    """Whether the region changes nothing on `day`."""
    return (
        (6, 15) <= (day.month, day.day) <= (8, 15)
        or (day.month == 12 and day.day >= 24)
        or (day.month == 1 and day.day <= 15)
    )


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or the last of it."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def unfrozen_days_later(day: date, days: int) -> date:
    """The first day before which, from `day` on, there have been so many days outside the freezes."""
    seen = 0
    while seen < days:
        if not is_frozen(day):
            seen += 1
        day += DAY
    return day


def days(first: date, last: date) -> list[date]:
    """All days from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
