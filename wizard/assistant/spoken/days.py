"""Days that people tell by holidays, by places in a month, and from other days.

`midsommarafton 2027`, `första måndagen i mars`, `två veckor efter påskdagen 2027`, `1 mars 2027 (måndag)`: each is
put into words that the date grammar reads, with a weekday where one was said, so that its rule on conflicts
holds here too. A holiday without a year is a question, like any day without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from wizard.i18n import msg
from wizard.timeline.workdays import holidays_by_name, next_workday
from wizard.values import Reading, make
from wizard.values.base import Context, Status
from wizard.values.characters import fold, tidy
from wizard.values.date_words import MONTHS, WEEKDAYS, YEARS
from wizard.values.days import FIRST_YEAR, LAST_YEAR, moved

__all__ = ["read_day_said"]

_DATE: Final = make("date")
_ADVENT: Final = "advent"
_KNOWN: Final[Mapping[str, tuple[str, int]]] = {
    fold(said): (name, offset)
    for name, offset, wordings in (
        ("Nyårsdagen", 0, "nyårsdagen|nyårsdag|nyårsdan|new year's day|new years day"),
        ("Nyårsafton", 0, "nyårsafton|nyårsaftonen|new year's eve|new years eve"),
        (
            "Trettondedag jul",
            0,
            "trettondagen|trettondedagen|trettondag jul|trettondedag jul|trettondagen jul|epiphany",
        ),
        ("Trettondedag jul", -1, "trettondagsafton|trettondedagsafton|trettondedag jul afton"),
        ("Trettondedag jul", 7, "tjugondag knut|tjugondag jul|tjugondedag jul|tjugondag knut"),
        ("Påskdagen", -3, "skärtorsdag|skärtorsdagen|maundy thursday"),
        ("Långfredagen", 0, "långfredag|långfredagen|good friday"),
        ("Påskdagen", -1, "påskafton|påskaftonen|holy saturday|easter eve"),
        ("Påskdagen", 0, "påskdagen|påskdag|easter sunday|easter day"),
        ("Annandag påsk", 0, "annandag påsk|annandagen påsk|annandagpåsk|easter monday"),
        ("Första maj", -1, "valborg|valborgsmässoafton|valborgsafton|siste april|walpurgis night"),
        (
            "Kristi himmelsfärdsdag",
            0,
            "kristi himmelsfärdsdag|kristi himmelsfärd|kristi himmelfärdsdag|kristi himmelfärd|kristihimmelsfärdsdag|ascension day",
        ),
        ("Pingstdagen", -1, "pingstafton"),
        ("Pingstdagen", 0, "pingstdagen|pingstdag|whit sunday|pentecost"),
        ("Pingstdagen", 1, "annandag pingst|whit monday"),
        (
            "Nationaldagen",
            0,
            "nationaldagen|sveriges nationaldag|sweden's national day|svenska flaggans dag|national day",
        ),
        (
            "Midsommarafton",
            0,
            "midsommarafton|midsommaraftonen|midsommarsafton|midsummer's eve|midsummer eve|midsummers eve",
        ),
        ("Midsommardagen", 0, "midsommardagen|midsommardag|midsummer day|midsummer's day"),
        ("Alla helgons dag", 0, "alla helgons dag|allhelgonadagen|all saints' day|all saints day"),
        ("Julafton", -11, "lucia|luciadagen"),
        (
            "advent",
            0,
            "första advent|1:a advent|1 advent|första söndagen i advent|first sunday of advent|first advent",
        ),
        ("advent", 7, "andra advent|2:a advent|second advent"),
        ("advent", 14, "tredje advent|3:e advent|third advent"),
        ("advent", 21, "fjärde advent|4:e advent|fourth advent"),
        ("Julafton", 0, "julafton|julaftonen|christmas eve"),
        ("Juldagen", 0, "juldagen|juldag|christmas day"),
        ("Annandag jul", 0, "annandag jul|annandagen jul|annandagjul|boxing day"),
    )
    for said in wordings.split("|")
}
_WEEKDAY: Final = "|".join(sorted((w for w in WEEKDAYS if len(w) > 3), key=len, reverse=True))
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_NEAR_YEAR: Final = "|".join(sorted(map(re.escape, YEARS), key=len, reverse=True))
_HOLIDAY: Final = re.compile(
    r"(?<!\w)(?P<name>" + "|".join(sorted(map(re.escape, _KNOWN), key=len, reverse=True)) + r")(?!\w)"
    rf"(?:,? (?:ar |of )?(?P<year>\d{{4}}|{_NEAR_YEAR}|-?\d\d(?!\d)))?"
)
_ORDINALS: Final = {
    "forsta": 1,
    "1:a": 1,
    "andra": 2,
    "tredje": 3,
    "fjarde": 4,
    "femte": 5,
    "nast sista": -2,
    "sista": -1,
    "siste": -1,
}
_ORDINALS.update(
    {
        "first": 1,
        "second": 2,
        "third": 3,
        "fourth": 4,
        "fifth": 5,
        "second last": -2,
        "second to last": -2,
        "last but one": -2,
        "last": -1,
    }
)
_NTH: Final = re.compile(
    rf"(?:den |the )?(?P<nth>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) (?P<day>{_WEEKDAY}|vardagen|arbetsdagen|workday|working day|weekday) "
    rf"(?:i |in |of |av )?(?P<month>{_MONTH})(?:,? (?P<year>\d{{4}}|{_NEAR_YEAR}))?"
)
_COUNT: Final = r"(?P<count>\d{1,3}|[a-z]+(?: och (?:en|ett) halvt?)?)"
_FROM: Final = re.compile(
    rf"{_COUNT} (?P<unit>dag|dagar|vecka|veckor|manad|manader|ar|days?|weeks?|months?|years?) "
    r"(?P<way>efter|fore|innan|fran|after|before|from) (?P<rest>.+)"
)
_BESIDE: Final = re.compile(
    r"(?:den |the )?(?P<which>dagen|dag|day|vardagen|vardag) (?P<way>efter|fore|innan|after|before) (?P<rest>.+)"
)
_WEEKDAY_LAST: Final = re.compile(
    rf"(?P<date>.+?)[ ,(]+(?:(?:som|vilket) (?:ar|blir) |alltsa |dvs |d\.v\.s\. |which is |a |en )*(?P<day>{_WEEKDAY})\)?"
)
_VAGUE: Final = re.compile(
    r"(?:i |vid |till |pa |over |om )*(?P<feast>paskhelgen|pasken|pask|julen|jul|julhelgen|nyar|nyarshelgen|arsskiftet|midsommar|midsommarhelgen|pingst|pingsten|easter|christmas|new year|midsummer)(?P<year> \d{4}| i ar| nasta ar)?"
)
_FEASTS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("paskhelgen", "pasken", "pask", "easter"), ("paskdagen", "annandag pask")),
    **dict.fromkeys(("julen", "jul", "julhelgen", "christmas"), ("julafton", "juldagen")),
    **dict.fromkeys(("nyar", "nyarshelgen", "arsskiftet", "new year"), ("nyarsafton", "nyarsdagen")),
    **dict.fromkeys(("midsommar", "midsommarhelgen", "midsummer"), ("midsommarafton", "midsommardagen")),
    **dict.fromkeys(("pingst", "pingsten"), ("pingstafton", "pingstdagen")),
}


def read_day_said(text: str, ctx: Context) -> Reading | None:
    """The day that `text` tells in one of these ways; None where it does not, or where that leads to no day."""
    said = " ".join(fold(tidy(text)).split()).rstrip(" .!")
    if not 0 < len(said) <= 120:
        return None
    for attempt in (
        _from_another,
        _beside_another,
        _two_spans,
        _in_month,
        _weekday_behind,
        _at_holiday,
        _about_a_feast,
    ):
        found = attempt(said, ctx)
        if found is not None:
            return found
    return None


def _read(said: str, ctx: Context) -> Reading:
    """A day in any wording, these ways included."""
    plain = _DATE.read(said, ctx)
    if plain.status in (Status.ACCEPTED, Status.AMBIGUOUS):
        return plain
    return read_day_said(said, ctx) or plain


def _at_holiday(said: str, ctx: Context) -> Reading | None:
    match = _HOLIDAY.search(said)
    if match is None:
        return None
    days = list(_holiday_days(match["name"], match["year"], ctx))
    readings = [
        _DATE.read(f"{said[: match.start()]}{day.isoformat()}{said[match.end() :]}", ctx) for day in days
    ]
    if any(r.status is not Status.ACCEPTED for r in readings):
        return next((r for r in readings if r.reason is not None and match["year"]), None)
    if len(readings) == 1:
        return Reading.accepted(readings[0].value or "", said)
    reason = msg("Which year? Write the whole date, such as {example}.", example=days[0])
    return Reading.ambiguous(reason, *(r.value for r in readings if r.value is not None))


def _holiday_days(name: str, year: str | None, ctx: Context) -> Iterator[date]:
    """The day of a holiday in the year that is told, or the coming one and the latest one."""
    holiday, offset = _KNOWN[name]

    def in_year(number: int) -> date:
        if holiday == _ADVENT:  # four Sundays, the last of them the one before Christmas Day
            christmas = date(number, 12, 25)
            return christmas - timedelta(christmas.weekday() + 1) - timedelta(21 - offset)
        return holidays_by_name(number)[holiday] + timedelta(offset)

    if year is not None:
        number = _year(year, ctx)
        if FIRST_YEAR < number < LAST_YEAR:
            yield in_year(number)
        return
    near = [in_year(ctx.today.year + n) for n in (-1, 0, 1)]
    yield next(day for day in near if day >= ctx.today)
    yield next(day for day in reversed(near) if day < ctx.today)


def _year(said: str, ctx: Context) -> int:
    if said in YEARS:
        return ctx.today.year + YEARS[said]
    digits = said.lstrip("-")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _in_month(said: str, ctx: Context) -> Reading | None:
    """`första måndagen i mars 2027`, `sista vardagen i maj`."""
    match = _NTH.fullmatch(said)
    if match is None:
        return None
    nth, month = _ORDINALS[match["nth"]], MONTHS[match["month"]]
    years = [_year(match["year"], ctx)] if match["year"] else [ctx.today.year, ctx.today.year + 1]
    days = [
        day
        for year in years
        if FIRST_YEAR <= year <= LAST_YEAR and (day := _nth(nth, match["day"], month, year))
    ]
    coming = days if match["year"] else [day for day in days if day >= ctx.today][:1]
    if match["year"] and len(coming) == 1:
        return Reading.accepted(coming[0].isoformat(), said)
    if not coming:
        return None
    reason = msg("Which year? Write the whole date, such as {example}.", example=coming[0])
    return Reading.ambiguous(reason, *(day.isoformat() for day in coming))


def _nth(nth: int, day: str, month: int, year: int) -> date | None:
    """That day of a month; the first of it, the second, or the last."""
    first = date(year, month, 1)
    days = [first + timedelta(n) for n in range(31) if (first + timedelta(n)).month == month]
    fitting = (
        [d for d in days if d.weekday() == WEEKDAYS[day]]
        if day in WEEKDAYS
        else [d for d in days if next_workday(d) == d]
    )
    place = nth - 1 if nth > 0 else nth
    return fitting[place] if -len(fitting) <= place < len(fitting) else None


def _from_another(said: str, ctx: Context) -> Reading | None:
    """`två veckor efter påskdagen 2027`, `en månad före 1 mars 2027`."""
    match = _FROM.fullmatch(said)
    if match is None or match["rest"] in ("nu", "idag", "i dag", "now", "today"):
        return None
    count = make("integer").read(match["count"], ctx)
    start = _read(match["rest"], ctx)
    if (
        count.status is not Status.ACCEPTED
        or not isinstance(count.value, int)
        or not isinstance(start.value, str)
    ):
        return (
            start
            if start.status is Status.AMBIGUOUS and _FROM.fullmatch(said) and not start.candidates
            else None
        )
    sign = -1 if match["way"] in ("fore", "innan", "before") else 1
    unit = match["unit"][0]
    months = {"m": 1, "a": 12, "y": 12}.get(unit, 0) * count.value * sign
    days = {"d": 1, "v": 7, "w": 7}.get(unit, 0) * count.value * sign
    found = moved(date.fromisoformat(start.value), months, days)
    return found.reading(said, date.isoformat)


def _beside_another(said: str, ctx: Context) -> Reading | None:
    """`dagen efter nyårsdagen 2027`, `vardagen efter påskdagen 2027`."""
    match = _BESIDE.fullmatch(said)
    start = _read(match["rest"], ctx) if match else None
    if match is None or start is None or not isinstance(start.value, str):
        return None
    step = timedelta(-1 if match["way"] in ("fore", "innan", "before") else 1)
    day = date.fromisoformat(start.value) + step
    if match["which"].startswith("vardag"):
        while next_workday(day) != day:
            day += step
    return Reading.accepted(day.isoformat(), said) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _weekday_behind(said: str, ctx: Context) -> Reading | None:
    """`1 mars 2027 (måndag)`: as with the weekday before it."""
    match = _WEEKDAY_LAST.fullmatch(said)
    if match is None:
        return None
    found = _DATE.read(f"{match['day']} {match['date']}", ctx)
    named = _DATE.read(match["date"], ctx)
    return (
        found if named.status in (Status.ACCEPTED, Status.AMBIGUOUS) and named.candidates[2:] == () else None
    )


_TWO_SPANS: Final = re.compile(
    r"(?:om|in) (?P<one>\w+) (?P<first>ar|manad(?:er)?|years?|months?) (?:och|and) (?P<two>\w+) (?P<second>manad(?:er)?|veck(?:a|or)|dag(?:ar)?|months?|weeks?|days?)"
)


def _two_spans(said: str, ctx: Context) -> Reading | None:
    """`om ett år och två månader`."""
    match = _TWO_SPANS.fullmatch(said)
    if match is None:
        return None
    first = _DATE.read(f"om {match['one']} {match['first']}", ctx)
    if not isinstance(first.value, str):
        return None
    later = Context(date.fromisoformat(first.value), ctx.language)
    found = _DATE.read(f"om {match['two']} {match['second']}", later)
    return found if found.status is Status.ACCEPTED else None


def _about_a_feast(said: str, ctx: Context) -> Reading | None:
    """`årsskiftet`, `till påsk`: more than one day, the likeliest as proposals."""
    match = _VAGUE.fullmatch(said)
    if match is None:
        return None
    year = (match["year"] or "").strip() or None
    days = [next(_holiday_days(name, year, ctx), None) for name in _FEASTS[match["feast"]]]
    found = [day.isoformat() for day in days if day is not None]
    reason = msg(
        "That can be more than one day. Write the date you mean, such as {example}.",
        example=found[0] if found else "2027-03-01",
    )
    return Reading.ambiguous(reason, *found)
