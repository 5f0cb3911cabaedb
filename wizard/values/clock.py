"""Times of day and spans of them: `8-17`, `kl. 8.30 till 17`, `0800-1700`, `9 am to 5 pm`, `dygnet runt`.

A span is read into every span it may mean. `8-5` is not half a day backwards but what some people write for
08:00-17:00: it is asked about. A span lies within one day; only its end may be 24:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from wizard.i18n import msg
from wizard.values.cursor import Cursor, table
from wizard.values.meanings import Meanings
from wizard.values.number_words import spelled_number

__all__ = ["SPAN_PATTERN", "Span", "Spans", "read_span"]

SPAN_PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
"""The canonical form, for JSON Schema; that the end comes after the beginning is `Span`'s matter."""

_NOON: Final = 12 * 60
_MIDNIGHT: Final = 24 * 60

_LEAD: Final = table(
    {
        "kl|kl.|klockan|från|från kl|från kl.|från klockan|from|öppet|open": "-",
        "mellan|mellan kl|mellan kl.|between": "och",
    }
)
_TO: Final = table({"-|till|to|until|till kl|till kl.|till klockan|- kl|- kl.|- klockan": True})
_HALF_DAY: Final = table({"am|a.m.|a.m|fm|f.m.|f.m": 0, "pm|p.m.|p.m|em|e.m.|e.m": _NOON})
_ALL_DAY: Final = table({"dygnet runt|hela dygnet|around the clock|24 timmar om dygnet|24 hours": True})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a day, in minutes from midnight; the end comes after the beginning."""

    begin: int
    end: int

    def __str__(self) -> str:
        """The canonical form, `08:00-17:00`."""
        return f"{_written(self.begin)}-{_written(self.end)}"

    @property
    def shown(self) -> str:
        """The form for people, with the dash of typographers."""
        return f"{_written(self.begin)}\u2013{_written(self.end)}"


Spans: TypeAlias = Meanings[Span]
"""The spans a text may mean."""


@dataclass(frozen=True, slots=True)
class _Time:
    """A time as written; `half` is the half of the day where `am` or `pm` says it."""

    minutes: int
    half: int | None


def read_span(cursor: Cursor) -> Spans | None:
    """Step over a span of time; `None`, and no step, where there is none."""
    if cursor.phrase(_ALL_DAY):
        return Meanings((Span(0, _MIDNIGHT),))
    start = cursor.at
    lead = cursor.phrase(_LEAD)
    begin = _read_time(cursor)
    joined = cursor.phrase(_TO) or (lead == "och" and cursor.take("och", "and"))
    end = _read_time(cursor) if begin and joined else None
    if begin is None or end is None:
        cursor.at = start
        return None
    return _meant(begin, end)


def _meant(begin: _Time, end: _Time) -> Spans:
    begins = {begin.minutes}
    if begin.half is None and end.half is not None:
        begins.add(begin.minutes % _NOON + end.half)  # in `1-5 pm` the beginning may be meant so too
    possible = tuple(Span(minutes, end.minutes) for minutes in sorted(begins) if minutes < end.minutes)
    if len(possible) == 1:
        return Meanings(possible)
    if possible:
        shown = tuple(span.shown for span in possible)
        return Meanings(
            possible, msg("This can mean more than one thing: {spans}. Write it as 08:00-17:00.", spans=shown)
        )
    said_without_half = begin.half is None and end.half is None
    if said_without_half and end.minutes < begin.minutes < _NOON + 60 and end.minutes <= _NOON:
        later = Span(begin.minutes, end.minutes + _NOON)
        why = msg("The end comes before the beginning. If you mean {span}, write that.", span=later.shown)
        return Meanings((later,), why)
    why = msg("The end comes before the beginning. Write the times in order, such as 08:00-17:00.")
    return Meanings((), why)


def _read_time(cursor: Cursor) -> _Time | None:
    """Step over a time of day."""
    start = cursor.at
    together = cursor.digits(4)
    hours = together[:2] or cursor.digits(1, 2)
    if hours:
        minutes = together[2:] or _minutes(cursor)
    else:
        spelled = spelled_number(cursor)
        hours, minutes = (str(spelled), "00") if spelled is not None else ("", "")
    half = cursor.phrase(_HALF_DAY)
    total = _minutes_of(hours, minutes, half)
    if total is None:
        cursor.at = start
        return None
    return _Time(total, half)


def _minutes(cursor: Cursor) -> str:
    """The minutes after a colon or a point; a full hour where none follow."""
    follow = (
        cursor.peek() in {":", "."}
        and cursor.glued(1)
        and len(cursor.peek(1)) == 2
        and cursor.peek(1).isdigit()
    )
    return (cursor.take(":", ".") and cursor.digits(2)) if follow else "00"


def _minutes_of(hours: str, minutes: str, half: int | None) -> int | None:
    """The minutes from midnight; `None` for a time no clock shows."""
    if not hours.isdigit() or not minutes.isdigit() or int(minutes) > 59:
        return None
    hour = int(hours)
    if half is not None:
        return hour % 12 * 60 + int(minutes) + half if 1 <= hour <= 12 else None
    total = hour * 60 + int(minutes)
    return total if total <= _MIDNIGHT else None


def _written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
