"""Dates as people write them, in Swedish and English, read against a given today.

A list of small rules, each of which tries to read the whole text; the first that does, wins. A rule returns
every day the text may mean, and why it does not settle on one. What must stay true: no rule guesses. A month
without a day, a day without a year, `1/3` in English, `nästa fredag` on a Wednesday: all are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from wizard.i18n import msg
from wizard.values import days
from wizard.values.base import Context
from wizard.values.cursor import Cursor, table
from wizard.values.date_words import MONTHS, OFFSETS, ORDINALS, PERIODS, WEEKDAY_NAMES, WEEKDAYS, YEARS
from wizard.values.days import Found
from wizard.values.number_words import spelled_number
from wizard.values.numerals import read_certain

__all__ = ["read_date"]

Rule: TypeAlias = Callable[[Cursor, Context], Found | None]

_MOST_WORDS: Final = 20
_FARTHEST: Final = 100_000

_MIDNIGHT: Final = table({"T00:00:00|00:00:00|T00:00|00:00": True})
_SOON: Final = table({"på|nu på|på kommande|on|kommande|coming|this coming": True})
_WEEK: Final = table({"vecka|v|v.|week|wk": True})
_WEEKS: Final = table(
    {
        "denna vecka|den här veckan|i denna vecka|this week|of this week": 0,
        "nästa vecka|i nästa vecka|next week|of next week": 1,
        "förra veckan|last week|of last week": -1,
    }
)
_NEAR_MONTHS: Final = table(
    {"denna månad|den här månaden|this month": 0, "nästa månad|next month": 1, "förra månaden|last month": -1}
)
_LAST_DAY: Final = table(
    {"sista|siste|sista dagen|den sista|den siste|den sista dagen|last day|the last day": True}
)
_FROM_NOW: Final = table({"från idag|från i dag|från nu|framåt|from now|from today": 1, "sedan|sen|ago": -1})
_SEASONS: Final = table({"våren|sommaren|hösten|vintern|spring|summer|autumn|fall|winter": True})
_LAST_WEEKDAYS: Final = {f"i {word}s": number for word, number in WEEKDAYS.items() if word.endswith("dag")}


def read_date(text: str, ctx: Context) -> Found | None:
    """Every day that `text` may mean; `None` where it is no date at all.

    A clock outside the years that dates may have is set to the nearest day inside them, so that counting from
    it never leaves the calendar.
    """
    cursor = Cursor(text)
    if len(cursor) > _MOST_WORDS:
        return None
    today = min(max(ctx.today, date(days.FIRST_YEAR + 1, 1, 1)), date(days.LAST_YEAR - 1, 12, 31))
    return _first_whole((*_WEEKDAY_RULES, *_DAY_RULES), cursor, Context(today, ctx.language))


def _first_whole(rules: Iterable[Rule], cursor: Cursor, ctx: Context) -> Found | None:
    """What the first rule finds that reads all the rest of the text."""
    begin = cursor.at
    for rule in rules:
        cursor.at = begin
        found = rule(cursor, ctx)
        if found is not None and cursor.done:
            return found
    return None


def _coming_weekday(cursor: Cursor, ctx: Context) -> Found | None:
    """`på måndag`, `Monday`: the first one after today."""
    soon = cursor.phrase(_SOON)
    weekday = cursor.phrase(WEEKDAYS)
    if weekday is None:
        return None
    if weekday == ctx.today.weekday() and not soon:
        return days.either(ctx.today, ctx.today + timedelta(7))
    return Found((days.after(ctx.today, weekday),))


def _next_weekday(cursor: Cursor, ctx: Context) -> Found | None:
    """`nästa fredag`: the first one after today to some, the one in next week to others."""
    weekday = cursor.phrase(WEEKDAYS) if cursor.take("nasta", "next") else None
    if weekday is None:
        return None
    return days.either(days.after(ctx.today, weekday), days.in_week(ctx.today, 1, weekday))


def _this_weekday(cursor: Cursor, ctx: Context) -> Found | None:
    """`this Friday`, as long as it is not over."""
    weekday = cursor.phrase(WEEKDAYS) if cursor.take("denna", "this") else None
    day = None if weekday is None else days.in_week(ctx.today, 0, weekday)
    return None if day is None or day < ctx.today else Found((day,))


def _last_weekday(cursor: Cursor, ctx: Context) -> Found | None:
    """`i måndags`, and `förra måndagen`, which is the latest one to some, the one in last week to others."""
    weekday = cursor.phrase(_LAST_WEEKDAYS)
    if weekday is not None:
        return Found((days.before(ctx.today, weekday),))
    weekday = cursor.phrase(WEEKDAYS) if cursor.take("forra", "last") else None
    if weekday is None:
        return None
    return days.either(days.before(ctx.today, weekday), days.in_week(ctx.today, -1, weekday))


def _weekday_of_week(cursor: Cursor, ctx: Context) -> Found | None:
    """`måndag nästa vecka`, `måndag vecka 10 2027`."""
    cursor.phrase(_SOON)
    weekday = cursor.phrase(WEEKDAYS)
    if weekday is None:
        return None
    ahead = cursor.phrase(_WEEKS)
    if ahead is not None:
        return Found((days.in_week(ctx.today, ahead, weekday),))
    cursor.take("i", "in", "of")
    week = cursor.digits(1, 2) if cursor.phrase(_WEEK) else ""
    return days.numbered_week(int(week), _year(cursor, ctx), weekday, ctx.today) if week else None


def _with_weekday(cursor: Cursor, ctx: Context) -> Found | None:
    """`måndag 1 mars 2027`: the day of the week must be right, and may settle the year."""
    weekday = cursor.phrase(WEEKDAYS)
    if weekday is None:
        return None
    cursor.take(",")
    found = _first_whole(_DAY_RULES, cursor, ctx)
    if found is None or found.examples or not found.found:
        return found
    agreeing = tuple(day for day in found.found if day.weekday() == weekday)
    if agreeing:
        return Found(agreeing, None if len(agreeing) == 1 else found.why)
    if len(found.found) > 1:
        return Found((), msg("{days} fall on other days of the week. Write the year too.", days=found.found))
    conflict = msg(
        "{date} is a {actual}, and {written} is written. Write the date you mean.",
        date=found.found[0],
        actual=WEEKDAY_NAMES[found.found[0].weekday()],
        written=WEEKDAY_NAMES[weekday],
    )
    return Found((), conflict)


def _offset(cursor: Cursor, ctx: Context) -> Found | None:
    """`i morgon`."""
    ahead = cursor.phrase(OFFSETS)
    return None if ahead is None else Found((ctx.today + timedelta(ahead),))


def _span(cursor: Cursor, ctx: Context) -> Found | None:
    """`om två veckor`, `two weeks from now`, `för en månad sedan`."""
    lead = cursor.take("om", "in", "for")
    count = _count(cursor)
    period = cursor.phrase(PERIODS)
    direction = 1 if lead in {"om", "in"} else cursor.phrase(_FROM_NOW)
    if count is None or period is None or direction is None or (lead == "for" and direction == 1):
        return None
    months, ahead = count * period[0], count * period[1]
    if months % 1 or ahead % 1 or max(months, ahead) > _FARTHEST:
        return None
    return days.moved(ctx.today, int(months) * direction, int(ahead) * direction)


def _count(cursor: Cursor) -> Decimal | None:
    """How many periods; none below zero."""
    count = read_certain(cursor, "sv")
    if count is None:
        return Decimal(1) if cursor.take("a", "an") else None
    return count if count >= 0 else None


def _year_first(cursor: Cursor, ctx: Context) -> Found | None:
    """`2027-03-01`, also with points, strokes or blanks, and with a midnight that a spreadsheet added."""
    year, sign = cursor.digits(4), cursor.take("-", "/", ".")
    month = cursor.digits(1, 2) if year else ""
    day = cursor.digits(1, 2) if cursor.take(sign) or not sign else ""
    cursor.phrase(_MIDNIGHT)
    return days.dated(int(day), int(month), int(year), ctx.today) if day and month else None


def _year_last(cursor: Cursor, ctx: Context) -> Found | None:
    """`1.3.2027`, `01-03-27`, `1/3 2027`, `1/3-27`, `1/3`; two-digit years may also stand first."""
    cursor.take("den", "the")
    first, sign = cursor.digits(1, 2), cursor.take("-", "/", ".")
    second = cursor.digits(1, 2)
    if not first or not second:
        return None
    alike = bool(sign and cursor.take(sign))
    if alike or not sign:
        third = cursor.digits(2, 4) if alike else cursor.digits(4)
        if not third:
            return None
        year: int | None = _full_year(third, ctx)
    elif sign == "/":
        third, year = "", _year(cursor, ctx)
    else:
        return None
    orders = [(year, second, first)]
    if ctx.language.startswith("en") and sign in {"-", "/"}:
        orders.append((year, first, second))
    if len(first) == len(second) == len(third) == 2:
        orders.insert(0, (_full_year(first, ctx), second, third))
    return days.merged([days.dated(int(d), int(m), y, ctx.today) for y, m, d in orders])


def _run_together(cursor: Cursor, ctx: Context) -> Found | None:
    """`20270301`, and `270301` where only one order of its parts makes a day."""
    run = cursor.digits(6, 8)
    cursor.phrase(_MIDNIGHT)
    if not run:
        return None
    size = len(run) - 4
    orders = [(run[:size], run[size:-2], run[-2:]), (run[-size:], run[2:4], run[:2])]
    if ctx.language.startswith("en"):
        orders.append((run[-size:], run[:2], run[2:4]))
    return days.merged([days.dated(int(d), int(m), _full_year(y, ctx), ctx.today) for y, m, d in orders])


def _day_and_month(cursor: Cursor, ctx: Context) -> Found | None:
    """`den 1:a mars 2027`, `första mars nästa år`, `the 1st of next month`."""
    day = _day(cursor)
    cursor.take("of", "i", "av", "-")
    month = _month(cursor, ctx)
    return None if day is None or month is None else days.dated(day, *month, ctx.today)


def _month_and_day(cursor: Cursor, ctx: Context) -> Found | None:
    """`March 1st, 2027`."""
    month = cursor.phrase(MONTHS)
    cursor.take(".", "-")
    day = _day(cursor)
    return None if day is None or month is None else days.dated(day, month, _year(cursor, ctx), ctx.today)


def _last_of_month(cursor: Cursor, ctx: Context) -> Found | None:
    """`sista mars 2027`, `the last day of February`."""
    if not cursor.phrase(_LAST_DAY):
        return None
    cursor.take("i", "av", "of", "in")
    month = _month(cursor, ctx)
    return None if month is None else days.last_of_month(*month, ctx.today)


def _month_alone(cursor: Cursor, ctx: Context) -> Found | None:
    """`mars 2027`, `nästa månad`."""
    cursor.take("i", "in")
    month = _month(cursor, ctx)
    return None if month is None else days.some_day_in(*month, ctx.today)


def _week_alone(cursor: Cursor, ctx: Context) -> Found | None:
    """`vecka 10 2027`, `nästa vecka`."""
    ahead = cursor.phrase(_WEEKS)
    if ahead is not None:
        return days.whole_week(days.in_week(ctx.today, ahead, 0))
    week = cursor.digits(1, 2) if cursor.phrase(_WEEK) else ""
    return days.numbered_week(int(week), _year(cursor, ctx), None, ctx.today) if week else None


def _vague(cursor: Cursor, ctx: Context) -> Found | None:
    """`2027`, `kvartal 2 2027`, `hösten 2027`: a time that holds too many days to choose from."""
    if cursor.take("kvartal", "quarter", "q"):
        cursor.digits(1)
    else:
        cursor.phrase(_SEASONS)
    year = _year(cursor, ctx)
    near = year if year and days.FIRST_YEAR <= year <= days.LAST_YEAR else ctx.today.year + 1
    example = f"{near}-03-01"
    return Found((), msg("Which day? Write the whole date, such as {example}.", example=example))


def _day(cursor: Cursor) -> int | None:
    """`1`, `1:a`, `1st`, `den första`."""
    cursor.take("den", "the")
    ordinal = cursor.phrase(ORDINALS)
    number = "" if ordinal else cursor.digits(1, 2)
    if not number:
        return ordinal
    if cursor.take(":"):
        return int(number) if cursor.take("a", "e") else None
    if cursor.glued():
        cursor.take("a", "e", "st", "nd", "rd", "th", ".")
    return int(number)


def _month(cursor: Cursor, ctx: Context) -> tuple[int, int | None] | None:
    """A month and its year, if that is told."""
    ahead = cursor.phrase(_NEAR_MONTHS)
    if ahead is not None:
        years, month = divmod(ctx.today.month - 1 + ahead, 12)
        return month + 1, ctx.today.year + years
    named = cursor.phrase(MONTHS)
    cursor.take(".")
    return None if named is None else (named, _year(cursor, ctx))


def _year(cursor: Cursor, ctx: Context) -> int | None:
    """`2027`, `-27`, `nästa år`, `tjugohundratjugosju`; `None`, and no step, where no year follows."""
    begin = cursor.at
    cursor.take(",")
    cursor.take("of", "ar")
    near = cursor.phrase(YEARS)
    if near is not None:
        return ctx.today.year + near
    cursor.take("-", "'")
    digits = cursor.digits(2, 4)
    spelled = None if digits else spelled_number(cursor)
    if spelled is not None and days.FIRST_YEAR <= spelled <= days.LAST_YEAR:
        return int(spelled)
    if digits:
        return _full_year(digits, ctx)
    cursor.at = begin
    return None


def _full_year(digits: str, ctx: Context) -> int:
    """The year that four or two digits mean."""
    return int(digits) if len(digits) == 4 else days.near_year(int(digits), ctx.today)


_WEEKDAY_RULES: Final[tuple[Rule, ...]] = (
    _coming_weekday,
    _next_weekday,
    _this_weekday,
    _last_weekday,
    _weekday_of_week,
    _with_weekday,
)
_DAY_RULES: Final[tuple[Rule, ...]] = (
    _offset,
    _span,
    _year_first,
    _year_last,
    _run_together,
    _day_and_month,
    _month_and_day,
    _last_of_month,
    _month_alone,
    _week_alone,
    _vague,
)
