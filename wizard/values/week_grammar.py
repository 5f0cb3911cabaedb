"""The opening hours of a week as people write them: `mån-tors 8-17, fre 8-15, lunchstängt 12-13`.

A text is a row of groups (days and their spans) with pauses among them. A pause that stands apart at the end
holds for every day, one that stands close to a group in the middle for that group; where both can be meant the
week is built both ways, and asked about if they differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from wizard.i18n import Message, msg
from wizard.values.clock import Span, Spans, read_span
from wizard.values.cursor import Cursor, table
from wizard.values.date_words import WEEKDAY_NAMES, WEEKDAYS
from wizard.values.meanings import Meanings

__all__ = ["CLOSED", "DAYS", "Week", "Weeks", "overlap", "read_week"]

Week: TypeAlias = tuple[tuple[Span, ...], ...]
"""The spans of the seven days, Monday first, each day's in order."""

Weeks: TypeAlias = Meanings[Week]
"""The weeks a text may mean."""

_MOST_WORDS: Final = 400

DAYS: Final[Mapping[str, int]] = {**WEEKDAYS, **table({"må": 0, "ti": 1, "fr": 4, "lö": 5, "sö": 6})}
CLOSED: Final = table({"stängt|stängd|closed|håller stängt|har stängt": True})

_LIKE_PREPOSITIONS: Final = table({"on": 2, "to": 3})
_GROUPS: Final = table(
    {
        "vardagar|vardag|vardagarna|varje vardag|alla vardagar|helgfria vardagar|samtliga vardagar|all weekdays|weekdays|every weekday": (
            0,
            1,
            2,
            3,
            4,
        ),
        "helger|helg|weekends|weekend": (5, 6),
        "alla dagar|alla dagar i veckan|alla veckodagar|alla veckans dagar|hela veckan|varje dag|dagligen|daily|every day|all days": (
            0,
            1,
            2,
            3,
            4,
            5,
            6,
        ),
    }
)
_LEAD: Final = table({"öppettider|öppettiderna är|öppet|vi har öppet|opening hours|open|we are open": True})
_OPEN: Final = table({"öppet|öppen|open|är öppet|har öppet": True})
_THROUGH: Final = table({"-|till|to|tom|t.o.m|t.o.m.|till och med|through|thru": True})
_LUNCH: Final = table(
    {
        "lunchstängt|lunchstängning|lunch stängt|lunch|lunchrast|stängt för lunch|lunchstängt kl": True,
        "closed for lunch|lunch closed|lunch break|lunch closing": True,
    }
)
_ALWAYS: Final = table({"24/7": True})
_ANDS: Final = (",", "och", "and", "ja", "&", "+", "samt")
"""`ja` is Finnish: what is shown in a language can be typed in it."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Days and their spans; no `days` where none are named, no `spans` where they are closed.

    `turned` tells that the spans stand first, as in `8-17 vardagar`.
    """

    days: tuple[int, ...]
    spans: tuple[Span, ...]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class _Pause:
    """A span of closing among opening hours.

    `after` is the number of groups before it; `apart` says that a comma or a new line parts it from them.
    """

    span: Span
    after: int
    apart: bool


def read_week(text: str) -> Weeks | None:
    """Every week that `text` may mean; `None` where it is not opening hours."""
    cursor = Cursor(text.replace("\n", ", "))
    if len(cursor) > _MOST_WORDS:
        return None
    parts = _parts(cursor)
    if parts is None or isinstance(parts, Message):
        return None if parts is None else Meanings((), parts)
    groups = [part for part in parts if isinstance(part, _Group)]
    pauses = [part for part in parts if isinstance(part, _Pause)]
    if len(groups) == 1 and not groups[0].days:
        return _on_some_days(groups[0].spans, pauses)
    if not groups or not all(group.days for group in groups) or len({group.turned for group in groups}) > 1:
        return None  # days or times would be joined with their neighbours by guess
    return _settled([_week(groups, pauses, wide=False), _week(groups, pauses, wide=True)])


def _settled(built: Sequence[Week | Message]) -> Weeks:
    weeks = tuple(dict.fromkeys(week for week in built if not isinstance(week, Message)))
    if not weeks:
        return Meanings((), next(fault for fault in built if isinstance(fault, Message)))
    if len(weeks) == 1:
        return Meanings(weeks)
    return Meanings(weeks, msg("It is not clear on which days the lunch break is. Write it with each day."))


def _on_some_days(spans: tuple[Span, ...], pauses: Sequence[_Pause]) -> Weeks:
    """The hours on weekdays or on all days, as a question."""
    scopes = (_GROUPS["vardagar"], _GROUPS["dagligen"])
    found = _settled([_week([_Group(days, spans)], pauses, wide=True) for days in scopes])
    why = msg("Which days? Write them too, such as Mon-Fri 8-17.")
    return Meanings(found.found, why) if found.found else found


def _parts(cursor: Cursor) -> list[_Group | _Pause] | Message | None:
    """The groups and pauses of the text, in order; a sentence where one of its spans is in doubt."""
    parts: list[_Group | _Pause] = []
    if cursor.phrase(_LEAD):
        cursor.take(":")
    while True:
        apart = not parts
        while cursor.take(*_ANDS, ";", ".", "|"):
            apart = True
        if cursor.done:
            return parts
        part = _pause(cursor, sum(isinstance(p, _Group) for p in parts), apart=apart) or _group(cursor)
        if part is None or isinstance(part, Message):
            return part
        parts.append(part)


def _pause(cursor: Cursor, after: int, *, apart: bool) -> _Pause | Message | None:
    """Step over `lunchstängt 12-13`, `(stängt 12-13)`."""
    begin = cursor.at
    cursor.take("(")
    if cursor.phrase(_LUNCH) or cursor.phrase(CLOSED):
        cursor.take(":")
        spans = read_span(cursor)
        if spans is not None:
            cursor.take(")")
            return spans.why if spans.why is not None else _Pause(spans.found[0], after, apart)
    cursor.at = begin
    return None


def _group(cursor: Cursor) -> _Group | Message | None:
    """Step over days and their spans, spans and their days, spans alone, or days that are closed."""
    if cursor.phrase(_ALWAYS):
        return _Group(tuple(range(7)), (Span(0, 24 * 60),))
    begin = cursor.at
    closed = cursor.phrase(CLOSED)
    days = _days(cursor, closed=closed is not None)
    if days and not closed:
        cursor.take(":", ",")
        cursor.phrase(_OPEN)
        closed = cursor.phrase(CLOSED)
    if days and closed:
        return _Group(days, ())
    spans = None if closed else _spans(cursor)
    if spans is None or isinstance(spans, Message):
        cursor.at = begin
        return spans
    return _Group(days, spans) if days else _Group(_days(cursor, closed=False), spans, turned=True)


def _spans(cursor: Cursor) -> tuple[Span, ...] | Message | None:
    """Step over one span or several."""
    spans: list[Span] = []
    while True:
        begin = cursor.at
        if spans:
            cursor.take(*_ANDS)
        found: Spans | None = read_span(cursor)
        if found is None:
            cursor.at = begin
            return tuple(spans) or None
        if found.why is not None:
            return found.why
        spans.append(found.found[0])


def _days(cursor: Cursor, *, closed: bool) -> tuple[int, ...]:
    """Step over days, ranges of days and lists of them; empty where none are named.

    After the word for `closed`, a day with times of its own begins something new.
    """
    days: list[int] = []
    while True:
        begin = cursor.at
        if days:
            cursor.take(*_ANDS, "/")
        more = _range(cursor)
        if not more or (closed and days and (cursor.peek() == ":" or cursor.peek().isdigit())):
            cursor.at = begin
            return tuple(dict.fromkeys(days))
        days.extend(more)


def _range(cursor: Cursor) -> tuple[int, ...]:
    """Step over a day, `mån-fre` or `vardagar`."""
    group = cursor.phrase(_GROUPS)
    if group is not None:
        return group
    first = _day(cursor)
    if first is None:
        return ()
    begin = cursor.at
    last = _day(cursor) if cursor.phrase(_THROUGH) else None
    if last is None:
        cursor.at = begin
        return (first,)
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def _day(cursor: Cursor) -> int | None:
    """Step over one day; `on` and `to` are short for onsdag and torsdag unless a day follows them."""
    begin = cursor.at
    if cursor.take("on", "pa"):
        day = cursor.phrase(DAYS)
        if day is not None:
            return day
        cursor.at = begin
    day = cursor.phrase(DAYS)
    return cursor.phrase(_LIKE_PREPOSITIONS) if day is None else day


def _week(groups: Sequence[_Group], pauses: Sequence[_Pause], *, wide: bool) -> Week | Message:
    """The week that the parts make, or what is wrong with it; `wide` lets doubtful pauses hold for every day."""
    week: list[tuple[Span, ...]] = [()] * 7
    named: set[int] = set()
    for group in groups:
        for day in group.days:
            both = sorted((*week[day], *group.spans))
            if day in named and (not group.spans or not week[day] or overlap(both)):
                return msg(
                    "{day} is written twice, with different hours. Write it once.", day=WEEKDAY_NAMES[day]
                )
            if overlap(both):
                return msg("Two of the times on {day} overlap. Check them.", day=WEEKDAY_NAMES[day])
            week[day] = tuple(both)
            named.add(day)
    for pause in pauses:
        fault = _close(week, pause.span, _pause_days(pause, groups, wide=wide))
        if fault is not None:
            return fault
    if not any(week):
        return msg("No day is open here. Write the hours of at least one day, such as Mon-Fri 8-17.")
    return tuple(week)


def _pause_days(pause: _Pause, groups: Sequence[_Group], *, wide: bool) -> Sequence[int]:
    """The days a pause holds for."""
    first, last = pause.after == 0, pause.after == len(groups)
    everywhere = first or (last and pause.apart)
    doubtful = last or pause.apart
    return range(7) if everywhere or (doubtful and wide) else groups[pause.after - 1].days


def _close(week: list[tuple[Span, ...]], pause: Span, days: Sequence[int]) -> Message | None:
    """Take a pause out of the days' spans; say so where it lies across a limit or in no span at all."""
    closed = False
    for day in days:
        left: list[Span] = []
        for span in week[day]:
            if span.begin < pause.begin and pause.end < span.end:
                left += [Span(span.begin, pause.begin), Span(pause.end, span.end)]
                closed = True
            elif pause.end <= span.begin or span.end <= pause.begin:
                left.append(span)
            else:
                return _pause_fault(pause)
        week[day] = tuple(left)
    return None if closed else _pause_fault(pause)


def _pause_fault(pause: Span) -> Message:
    return msg("The break {span} is not within the opening hours. Check the times.", span=pause.shown)


def overlap(spans: Sequence[Span]) -> bool:
    """Whether any of the spans, in order, begins before the one before it has ended."""
    return any(later.begin < earlier.end for earlier, later in pairwise(spans))
