"""A text by the grammar of its type, and by the grammars of this room that belong to the type."""

from __future__ import annotations

import re
from typing import Final

from wizard.assistant.spoken.days import read_day_said
from wizard.assistant.spoken.shares import read_heads, read_shares
from wizard.i18n import msg
from wizard.values import Reading, Status, ValueType, characters
from wizard.values.base import Context

__all__ = ["DIGIT", "at_night", "read_by_type"]

_NONE: Final = frozenset({"inga", "ingen", "inget", "inga alls", "none", "nobody", "noll stycken"})
_LETTERS_APART: Final = re.compile(r"\d\S*\s+[^\W\d_]{3,}")
DIGIT: Final = re.compile(r"\d")
_ORE: Final = re.compile(r"\d[.,:]\d\d(?!\d)|öre|kr|sek|:-", re.IGNORECASE)
_OLDEST: Final = 110
_DIGITS_ONLY: Final = re.compile(r"[\d\s:.-]+")
"""`8-5` is as likely a slip as a way to write."""


def read_by_type(kind: ValueType, text: str, ctx: Context) -> Reading:
    """What the type makes of the whole text; where that is nothing, what this room knows besides."""
    found = kind.read(text, ctx)
    if found.status is Status.REJECTED:
        return _read_further(kind, text, found, ctx)
    match kind.name:
        case "personnummer" if found.status is Status.ACCEPTED and "+" not in text:
            return _of_the_living(found, ctx)
        case "hsaid" if found.status is Status.ACCEPTED and _LETTERS_APART.search(text):
            return kind.read("", ctx)  # blanks within an id are forgiven, words behind it are not part of it
        case "timespan" | "opening_hours" if found.status is Status.AMBIGUOUS:
            return _by_day(found, text)
        case "amount" if isinstance(found.value, float) and not _ORE.search(text):
            reason = msg("This can mean more than one thing. Write the amount in kronor, such as 500 000 kr.")
            return Reading.ambiguous(reason, found.value)
        case "fte" if "/" in text and isinstance(found.value, int | float) and found.value > 1:
            reason = msg("This can mean more than one thing. Write the share of full time, such as 80%.")
            return Reading.ambiguous(reason, found.value)
        case _:
            return found


def _read_further(kind: ValueType, text: str, found: Reading, ctx: Context) -> Reading:
    further: Reading | None = None
    match kind.name:
        case "date":
            further = read_day_said(text, ctx)
        case "fte":
            further = _of_five(text) or read_shares(text, ctx)
        case "integer":
            further = Reading.accepted(0, text) if characters.fold(text) in _NONE else read_heads(text, ctx)
    if further is None:
        return found
    checked = kind.check(further.value, ctx) if further.status is Status.ACCEPTED else further
    return further if checked.status is further.status else checked


_OF_FIVE: Final = re.compile(
    r"\b(?P<days>\d(?:[.,]5)?|en|ett|två|tre|fyra|one|two|three|four)(?: dag(?:ar)?| days?)? (?:av|out of|of) (?:fem|five|5)(?: dagar| days)?\b",
    re.IGNORECASE,
)
_DAYS: Final = {"en": 1, "ett": 1, "one": 1, "två": 2, "two": 2, "tre": 3, "three": 3, "fyra": 4, "four": 4}


def _of_five(text: str) -> Reading | None:
    """`fyra dagar av fem`: so large a share, if the days are as long as others'; that is asked."""
    match = _OF_FIVE.search(text)
    if match is None:
        return None
    days = match["days"].lower().replace(",", ".")
    share = (_DAYS[days] if days in _DAYS else float(days)) / 5
    if not 0 < share <= 1:
        return None
    reason = msg("This can mean more than one thing. Write the share of full time, such as 80%.")
    return Reading.ambiguous(reason, share)


def at_night(found: Reading) -> Reading:
    """`ett till tre`, in words: the small hours, or the afternoon?"""
    begin, _, end = str(found.value).partition("-")
    if begin == "00:00" or end > "06:00":
        return found
    later = "-".join(f"{int(time[:2]) + 12:02}{time[2:]}" for time in (begin, end))
    reason = msg("This can mean more than one thing. Write it as 08:00-17:00.")
    return Reading.ambiguous(reason, later, str(found.value))


def _of_the_living(found: Reading, ctx: Context) -> Reading:
    """A person's number, asked about where its century makes them older than anyone who applies."""
    number = str(found.value)
    if int(number[:4]) >= ctx.today.year - _OLDEST:
        return found
    return Reading.ambiguous(
        msg("That person would be over {age} years old. Check the century.", age=_OLDEST), number
    )


def _by_day(found: Reading, text: str) -> Reading:
    """`nio till fem` as the working day it is: begun in the morning, ended in the afternoon, less than twelve hours."""
    span = found.candidates[0] if len(found.candidates) == 1 else ""
    if (
        found.reason is None
        or not found.reason.id.startswith("The end comes before")
        or not isinstance(span, str)
    ):
        return found
    begin, _, end = span.partition("-")
    is_usual = "06:00" <= begin <= "12:45" and "12:45" < end <= "20:00"
    return Reading.accepted(span, text) if is_usual and not _DIGITS_ONLY.fullmatch(text) else found
