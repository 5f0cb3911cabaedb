"""The words of the calendar, Swedish and English, and its names as messages.

Tables only: `date_grammar` and `opening` say what the words do. All keys are folded, as a cursor hands words over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.i18n import Message, msg
from wizard.values.cursor import table

__all__ = [
    "MONTHS",
    "MONTH_NAMES",
    "OFFSETS",
    "ORDINALS",
    "PERIODS",
    "SHORT_WEEKDAY_NAMES",
    "WEEKDAYS",
    "WEEKDAY_NAMES",
    "YEARS",
]

WEEKDAY_NAMES: Final[tuple[Message, ...]] = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)

SHORT_WEEKDAY_NAMES: Final[tuple[Message, ...]] = (
    msg("Mon"),
    msg("Tue"),
    msg("Wed"),
    msg("Thu"),
    msg("Fri"),
    msg("Sat"),
    msg("Sun"),
)

MONTH_NAMES: Final[tuple[Message, ...]] = (
    msg("January"),
    msg("February"),
    msg("March"),
    msg("April"),
    msg("May"),
    msg("June"),
    msg("July"),
    msg("August"),
    msg("September"),
    msg("October"),
    msg("November"),
    msg("December"),
)
"""January stands first, at place 0."""

WEEKDAYS: Final[Mapping[str, int]] = table(
    {
        "måndag|måndagen|måndagar|måndan|mån|monday|mondays|mon": 0,
        "tisdag|tisdagen|tisdagar|tisdan|tis|tuesday|tuesdays|tue|tues": 1,
        "onsdag|onsdagen|onsdagar|onsdan|ons|wednesday|wednesdays|wed": 2,
        "torsdag|torsdagen|torsdagar|torsdan|tors|tor|thursday|thursdays|thu|thur|thurs": 3,
        "fredag|fredagen|fredagar|fredan|fre|friday|fridays|fri": 4,
        "lördag|lördagen|lördagar|lördan|lör|saturday|saturdays|sat": 5,
        "söndag|söndagen|söndagar|söndan|sön|sunday|sundays|sun": 6,
    }
)
"""Monday is 0, as `date.weekday()` counts."""

MONTHS: Final[Mapping[str, int]] = table(
    {
        "januari|jan|january": 1,
        "februari|feb|february": 2,
        "mars|mar|march": 3,
        "april|apr": 4,
        "maj|may": 5,
        "juni|jun|june": 6,
        "juli|jul|july": 7,
        "augusti|aug|august": 8,
        "september|sep|sept": 9,
        "oktober|okt|october|oct": 10,
        "november|nov": 11,
        "december|dec": 12,
    }
)

OFFSETS: Final[Mapping[str, int]] = table(
    {
        "i förrgår|förrgår|day before yesterday|the day before yesterday": -2,
        "igår|i går|yesterday": -1,
        "idag|i dag|today": 0,
        "imorgon|i morgon|imorron|i morron|imorrn|imorn|i morrn|i morn|tomorrow|tmrw": 1,
        "övermorgon|i övermorgon|iövermorgon|day after tomorrow|the day after tomorrow": 2,
    }
)
"""Days from today."""

PERIODS: Final[Mapping[str, tuple[int, int]]] = table(
    {
        "dag|dagar|dar|dygn|day|days": (0, 1),
        "vecka|veckor|week|weeks": (0, 7),
        "månad|månader|mån|month|months": (1, 0),
        "kvartal|quarter|quarters": (3, 0),
        "halvår|half year|half years": (6, 0),
        "år|year|years": (12, 0),
    }
)
"""Months and days of a period."""

YEARS: Final[Mapping[str, int]] = table(
    {
        "i år|detta år|innevarande år|this year": 0,
        "nästa år|kommande år|next year": 1,
        "förra året|i fjol|last year": -1,
    }
)
"""Years from this one."""

_SWEDISH: Final = (
    *("första|förste", "andra|andre", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde"),
    *("tionde", "elfte", "tolfte", "trettonde", "fjortonde", "femtonde", "sextonde", "sjuttonde", "artonde"),
    *("nittonde", "tjugonde"),
)
_ENGLISH: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth"),
)


def _ordinals() -> dict[str, int]:
    """`första` to `trettioförsta` and `first` to `thirty-first`, written together, apart and with a hyphen."""
    words = {wording: n for n, wordings in enumerate(_SWEDISH, 1) for wording in wordings.split("|")}
    words |= {word: n for n, word in enumerate(_ENGLISH, 1)} | {"trettionde": 30, "thirtieth": 30}
    small = [(word, n) for word, n in words.items() if n < 10]
    for tens, ones in ((20, 9), (30, 1)):
        for stem in ("tjugo", "twenty") if tens == 20 else ("trettio", "thirty"):
            words |= {
                f"{stem}{gap}{word}": tens + n for word, n in small if n <= ones for gap in ("", " ", "-")
            }
    return words


ORDINALS: Final[Mapping[str, int]] = table(_ordinals())
"""The days of a month."""
