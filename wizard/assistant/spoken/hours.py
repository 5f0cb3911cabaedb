"""Times of day and weeks of hours as people say them, put into the words that the grammars of hours read.

`halv nio till fem`, `fem i åtta`, `sju på kvällen`; `mån-tors 8-17, fre till 15`, `vardagar 8-17 utom onsdag`. A week
is written out day by day, so that the grammar sees each day once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from wizard.values.characters import fold

__all__ = ["clock_wordings", "hours_wordings"]

_HOURS: Final[Mapping[str, int]] = {
    word: n
    for wordings in (
        ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    )
    for n, word in enumerate(wordings, 1)
}
_HOUR: Final = r"(?P<hour>" + "|".join(_HOURS) + r"|1[0-2]|[1-9])(?![:.]?\d)"
_MINUTES: Final[Mapping[str, int]] = {
    "fem": 5,
    "tio": 10,
    "kvart": 15,
    "tjugo": 20,
    "five": 5,
    "ten": 10,
    "quarter": 15,
    "twenty": 20,
}
_CLOCK: Final = re.compile(
    r"\b(?:(?P<minutes>fem|tio|kvart|tjugo|five|ten|(?:a )?quarter|twenty) (?P<way>över|i|past|to) )?"
    rf"(?P<half>halv |half past )?{_HOUR}(?P<part> på (?:morgonen|förmiddagen|fm|kvällen|eftermiddagen|em)| in the (?:morning|afternoon|evening))?\b",
    re.IGNORECASE,
)
_LATE: Final = ("kvällen", "eftermiddagen", "em", "afternoon", "evening")
_DAY: Final = r"(?:mån|tis|ons|tors|fre|lör|sön|mon|tue|wed|thu|fri|sat|sun)\w*"
_TIME: Final = r"\d{1,2}(?:[.:]\d\d)?"
_DAYS: Final = ("mån", "tis", "ons", "tors", "fre", "lör", "sön")
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS: Final[Mapping[str, tuple[int, ...]]] = {
    **dict.fromkeys(
        ("vardagar", "vardag", "alla vardagar", "varje vardag", "weekdays", "all weekdays"), (0, 1, 2, 3, 4)
    ),
    **dict.fromkeys(
        ("alla dagar", "varje dag", "alla veckodagar", "dagligen", "every day", "all days"),
        (0, 1, 2, 3, 4, 5, 6),
    ),
}
_GROUP: Final = r"(?:(?:alla |samtliga |varje |all )?(?:vardagar|vardag|weekdays)|alla (?:vecko)?dagar(?: i veckan)?|varje dag|dagligen|every day|all days)"
_RANGE: Final = rf"(?:{_DAY} ?(?:-|till|to) ?{_DAY})"
_MANY: Final = rf"(?:{_GROUP}|{_RANGE})"
_SPANS: Final = rf"{_TIME} ?(?:-|till|to) ?{_TIME}"
_LUNCH: Final = re.compile(
    r"(?:,| )*(?:med |och |with )?(?P<lunch>(?:lunchstäng\w*|lunch ?stängt|stängt för lunch|lunch|closed for lunch|lunch break)[^,;]*)",
    re.IGNORECASE,
)
_WITH_LUNCH: Final = re.compile(r" (?:med|with) (?=lunch)", re.IGNORECASE)
_CLOSING: Final = re.compile(
    rf"(?:,|;| )*(?:men|fast|utom|förutom|och|except|but|and)? ?(?:på |on )?(?P<day>{_DAY}),? ?(?:då |när |where |when )?(?:vi |we )?"
    rf"(?:(?:stänger|close at|close|closes)(?: vi)?(?: kl\.?| klockan)?|till|until|to) ?(?:kl\.? )?(?P<end>{_TIME})(?! ?-)",
    re.IGNORECASE,
)
_WITHOUT: Final = re.compile(
    rf"(?P<days>{_MANY}),? (?P<span>{_SPANS}),? (?:utom|förutom|ej|men inte|except) (?:på |on )?(?P<not>{_DAY}(?: (?:och|and) {_DAY})*)",
    re.IGNORECASE,
)
_ALL_BUT: Final = re.compile(
    rf"(?P<days>{_MANY}) (?:utom|förutom|except) (?:på |on )?(?P<not>{_DAY}(?: (?:och|and) {_DAY})*),? (?P<span>{_SPANS})",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    rf"(?P<days>{_MANY}),? (?P<span>{_SPANS})(?:,| och| men| and| but|;)+ (?:på |on )?(?P<own>{_DAY}(?: (?:och|and) {_DAY})*),? (?P<hours>{_SPANS}|stängt|closed)",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    rf"(?P<own>{_DAY}(?: (?:och|and) {_DAY})*) (?P<hours>{_SPANS})(?:,|;| och| and)+ (?:övriga|andra|resten av|resterande|other) (?:vardagarna|vardagar|veckan|dagar|weekdays)(?: är det)? (?P<span>{_SPANS})",
    re.IGNORECASE,
)
_CLOSED_WEEKEND: Final = re.compile(
    r"(?:,|;| och| and)* ?(?:stängt (?:på )?helger(?:na)?|helger(?:na)? stängt|helgstängt|stängt lör(?:dag)? ?(?:-|och) ?sön(?:dag)?|closed (?:at|on) (?:the )?weekends?|weekends closed)$",
    re.IGNORECASE,
)
_THROUGH: Final = re.compile(r" (?:t o m|t\.o\.m\.?|tom|till och med|through) ", re.IGNORECASE)


_SPAN_WORDS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), written)
    for pattern, written in (
        (r"\b(?:noon|midday|lunchtid)\b", "12:00"),
        (r"\bmidnight\b", "24:00"),
        (r"\b(?:kl\.?|klockan|at) (?=\d)", ""),
        (r"\b(?:mellan|between) (?P<a>[^,;]+?) (?:och|and) (?P<b>[^,;]+)", r"\g<a> - \g<b>"),
        (
            r"\b(?:vi |we )?(?:öppnar|opens?|börjar) (?P<a>[^,;]+?) (?:och|and) (?:vi |we )?(?:stänger|closes?|slutar) ",
            r"\g<a> - ",
        ),
        (r" (?:through|fram till|thru|ända till) ", " - "),
        (r"\b(?:mornings?|förmiddagar|förmiddagen)\b (?=\d)", ""),
        (r" only\b|\bonly |\bbara |\bendast ", " "),
        (
            r"\b(?P<a>[1-9]|1[0-2])(?::00)? ?(?:to|-|till|until) ?(?P<b>[1-9]|1[0-1]) ?pm\b",
            r"\g<a> pm - \g<b> pm",
        ),
        (r"(?:från|from) (?=\S+ -)", ""),
        (
            r"\b(?:arbetsdagar|arbetsdagarna|vardagarna|veckodagar|veckodagarna|working days|workdays)\b",
            "vardagar",
        ),
        (r"\bmånd(?=\b| ?-)|\bmand(?=\b| ?-)", "mån"),
        (r"\btisd?(?=\b| ?-)", "tis"),
        (r"\bonsd(?=\b| ?-)", "ons"),
        (r"\btorsd(?=\b| ?-)", "tors"),
        (r"\bfredd?(?=\b| ?-)", "fre"),
        (r"(?<=[^\W\d_]) (?:o|å) (?=[^\W\d_])", " och "),
        (r"(?<=\d) (?:o|å|och|and) (?=\d)", ", "),
        (r"(?<=\d) -(?=\d)|(?<=\d)- (?=\d)|(?<=\d) - (?=\d)", "-"),
        (r",? (?:annars|i övrigt|övriga dagar|otherwise)(?: har vi| är det| we are)? (?:stängt|closed)$", ""),
        (r",? (?:inga|no) (?:vardagar|weekdays|andra dagar|other days)$", ""),
    )
)
_DAYS_LAST: Final = re.compile(
    rf"(?P<span>{_SPANS}),? (?:på |on )?(?P<days>{_MANY}|{_DAY}(?:(?:,| och| and) {_DAY})*)", re.IGNORECASE
)


def _spoken(said: str) -> str:
    """Spans as they are written: `mellan 8 och 16` as `8 - 16`."""
    for pattern, written in _SPAN_WORDS:
        said = pattern.sub(written, said)
    return " ".join(said.split())


def clock_wordings(said: str) -> Iterator[str]:
    """`halv nio till fem` as `8:30 till 5:00`: hours before noon, unless the part of the day is said."""
    spoken = _spoken(said)
    if spoken != said:
        yield spoken
        yield _as_figures(spoken)
    reworded = _as_figures(said)
    if reworded != said:
        yield reworded
    dashed = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " till ", said)
    if dashed != said:
        yield _as_figures(dashed)


def _as_figures(said: str) -> str:
    reworded = _CLOCK.sub(_figures, said)
    return _WORKDAY.sub(_in_the_afternoon, reworded) if reworded != said else said


def _in_the_afternoon(match: re.Match[str]) -> str:
    """`8:00 till 4:30`, told in words, as the working day it is."""
    begin, end = (int(match[h]) * 60 + int(match[m] or 0) for h, m in (("h1", "m1"), ("h2", "m2")))
    if not (360 <= begin < 780 and end <= begin < end + 720):
        return match[0]
    return f"{match['h1']}:{match['m1'] or '00'}{match['to']}{int(match['h2']) + 12}:{match['m2'] or '00'}"


_WORKDAY: Final = re.compile(
    r"(?<![\d:.])(?P<h1>\d{1,2})(?:[:.](?P<m1>\d\d))?(?P<to> ?(?:-|till|to|until) ?)(?P<h2>\d{1,2})(?:[:.](?P<m2>\d\d))?(?![\d:.])"
)


def _figures(match: re.Match[str]) -> str:
    if not (match["minutes"] or match["half"] or match["part"]) and match["hour"].isdigit():
        return match[0]
    hour = int(match["hour"]) if match["hour"].isdigit() else _HOURS[match["hour"].lower()]
    half = (match["half"] or "").strip().lower()
    total = hour * 60 + {"": 0, "halv": -30, "half past": 30}[half]
    if match["minutes"]:
        minutes = _MINUTES[match["minutes"].lower().removeprefix("a ")]
        total += minutes if match["way"].lower() in ("över", "past") else -minutes
    if match["part"] and match["part"].lower().endswith(_LATE) and total < 720:
        total += 720
    return f"{total // 60}:{total % 60:02}"


def hours_wordings(said: str) -> Iterator[str]:
    """The same week with exceptions, closing times and remaining days written out."""
    said = _THROUGH.sub("-", said)
    for base in dict.fromkeys((said, *clock_wordings(said))):
        plain = _CLOSED_WEEKEND.sub("", _WITH_LUNCH.sub(", ", base))
        lunch = _LUNCH.search(plain)
        week = (plain[: lunch.start()] + plain[lunch.end() :]).strip(" ,") if lunch else plain
        for form in _weeks(week):
            yield f"{form}, {lunch['lunch']}" if lunch else form


def _weeks(week: str) -> Iterator[str]:
    yield week
    if _ENGLISH_DAY.search(week):
        by_day = _WORKDAY.sub(_in_the_afternoon, week)
        if by_day != week:
            yield by_day
            week = by_day
    days_last = _DAYS_LAST.fullmatch(week)
    if days_last is not None:
        yield f"{days_last['days']} {days_last['span']}"
    begins = {m[1] for m in re.finditer(rf"({_TIME}) ?(?:-|till|to) ?{_TIME}", week)}
    if len(begins) == 1:
        begin = next(iter(begins))
        week = _CLOSING.sub(rf", \g<day> {begin}-\g<end>", week)
        yield week
    for pattern in (_ALL_BUT, _WITHOUT):
        match = pattern.fullmatch(week)
        if match is not None:
            yield _listed(set(_numbers(match["days"])) - set(_numbers(match["not"])), match["span"])
    match = _OWN.fullmatch(week)
    if match is not None:
        rest = set(_numbers(match["days"])) - set(_numbers(match["own"]))
        if len(rest) < len(_numbers(match["days"])):
            yield f"{_listed(rest, match['span'])}, {match['own']} {match['hours']}"
    match = _OTHERS.fullmatch(week)
    if match is not None:
        yield f"{match['own']} {match['hours']}, {_listed({0, 1, 2, 3, 4} - set(_numbers(match['own'])), match['span'])}"


_ENGLISH_DAY: Final = re.compile(
    r"\b(?:weekdays?|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?|every day|vardagar|mån\w*|lör\w*)\b",
    re.IGNORECASE,
)
"""Beside a day, `8 to 5` is the working day it is told of."""


def _numbers(days: str) -> tuple[int, ...]:
    """The days of the week that `vardagar`, `mån-fre` or `mån och tis` name."""
    said = " ".join(fold(days).split())
    group = _GROUPS.get(said.removesuffix(" i veckan")) or _GROUPS.get(said.removeprefix("samtliga "))
    if group is not None:
        return group
    named = [
        _number(word) for word in re.findall(r"[^\W\d_]+", said) if word not in ("till", "to", "och", "and")
    ]
    found = [n for n in named if n is not None]
    if re.search(r"-|till|\bto\b", said) and len(found) == 2:
        return tuple((found[0] + n) % 7 for n in range((found[1] - found[0]) % 7 + 1))
    return tuple(found)


def _number(word: str) -> int | None:
    return next(
        (n for names in (_DAYS, _ENGLISH) for n, name in enumerate(names) if word.startswith(fold(name))),
        None,
    )


def _listed(days: set[int], span: str) -> str:
    return f"{', '.join(_DAYS[n] for n in sorted(days))} {span}"
