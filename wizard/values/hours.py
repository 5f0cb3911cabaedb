"""A span of time on a day, and the opening hours of a week.

Canonical are `"08:00-17:00"` and `{"mon": ["08:00-12:00", "13:00-17:00"], ...}`, days in the order of the week,
closed days left out. What must stay true: a day has no two spans that overlap, and a text that gives a day
twice in different ways is asked about, because which of them is the exception cannot be known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, Final

from wizard.i18n import Message, Translator, msg
from wizard.values import characters
from wizard.values.base import Context, Reading, Value
from wizard.values.clock import SPAN_PATTERN, Span, read_span
from wizard.values.cursor import Cursor
from wizard.values.date_words import SHORT_WEEKDAY_NAMES, WEEKDAY_NAMES
from wizard.values.scalar import Scalar, misfit
from wizard.values.week_grammar import CLOSED, DAYS, Week, overlap, read_week

__all__ = ["DAY_KEYS", "OpeningHours", "TimeSpan"]

DAY_KEYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MOST_SPANS: Final = 24


@dataclass(frozen=True, slots=True)
class TimeSpan(Scalar):
    """A span of time within one day: `8-17`, `kl. 8.30 till 17`. The end may be 24:00."""

    name: ClassVar[str] = "timespan"

    def schema(self) -> dict[str, Any]:
        """Two times with a hyphen between them."""
        return {"type": "string", "pattern": SPAN_PATTERN}

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  times of day need no clock
        cursor = Cursor(text)
        found = read_span(cursor)
        if found is None or not cursor.done:
            return Reading.rejected(_span_hint())
        return found.reading(text, str)

    def _words(self, value: Value, tr: Translator) -> str | None:  # noqa: ARG002  figures are the same everywhere
        span = _span(value)
        return None if span is None else span.shown


@dataclass(frozen=True, slots=True)
class OpeningHours(Scalar):
    """The opening hours of a week: `mån-tors 8-17, fre 8-15, lunchstängt 12-13`."""

    name: ClassVar[str] = "opening_hours"

    def schema(self) -> dict[str, Any]:
        """An object with the open days, each with its spans."""
        spans = {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": SPAN_PATTERN}}
        return {
            "type": "object",
            "properties": dict.fromkeys(DAY_KEYS, spans),
            "additionalProperties": False,
            "minProperties": 1,
        }

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  a week of hours needs no clock
        found = read_week(text)
        if found is None:
            return Reading.rejected(
                msg(
                    "This cannot be read as opening hours. Write days and times, such as Mon-Thu 8-17, Fri 8-15."
                )
            )
        return found.reading(text, _canonical)

    def _from_data(self, value: object, ctx: Context) -> Reading:  # noqa: ARG002  as above
        if not isinstance(value, Mapping):
            return Reading.rejected(misfit(value))
        week = _week_of(value)
        return Reading.rejected(week) if isinstance(week, Message) else Reading.accepted(_canonical(week), "")

    def _words(self, value: Value, tr: Translator) -> str | None:
        week = _week_of(value) if isinstance(value, Mapping) else None
        if week is None or isinstance(week, Message):
            return None
        runs = [
            (spans, [day for day, _ in run])
            for spans, run in groupby(enumerate(week), key=lambda d: d[1])
            if spans
        ]
        return ", ".join(
            f"{_day_range(days, tr)} {tr.listing(s.shown for s in spans)}" for spans, days in runs
        )


def _canonical(week: Week) -> Value:
    return {key: [str(span) for span in spans] for key, spans in zip(DAY_KEYS, week, strict=True) if spans}


def _day_range(days: Sequence[int], tr: Translator) -> str:
    names = [tr(SHORT_WEEKDAY_NAMES[day]) for day in days]
    return names[0] if len(names) == 1 else f"{names[0]}\u2013{names[-1]}"


def _week_of(data: Mapping[Any, object]) -> Week | Message:
    """The week that a mapping of days to spans holds, or what is wrong with it."""
    week: list[tuple[Span, ...]] = [()] * 7
    seen: set[int] = set()
    for key, value in data.items():
        day = DAYS.get(characters.fold(key)) if isinstance(key, str) else None
        if day is None or day in seen:
            return msg("A day of the week is unknown or stands twice. The days are {days}.", days=DAY_KEYS)
        seen.add(day)
        spans = _day_spans(value)
        if spans is None:
            return msg(
                "The hours on {day} cannot be read. Write them as 08:00-17:00.", day=WEEKDAY_NAMES[day]
            )
        week[day] = tuple(sorted(spans))
        if overlap(week[day]):
            return msg("Two of the times on {day} overlap. Check them.", day=WEEKDAY_NAMES[day])
    if not any(week):
        return msg("No day is open here. Write the hours of at least one day, such as Mon-Fri 8-17.")
    return tuple(week)


def _day_spans(value: object) -> list[Span] | None:
    """The spans of one day: a text, a list of texts, or the word for closed."""
    if isinstance(value, str):
        if len(value) < 40 and characters.fold(characters.tidy(value)) in CLOSED:
            return []
        value = [value]
    if not isinstance(value, list | tuple) or len(value) > _MOST_SPANS:
        return None
    spans = [_span(item) for item in value]
    return None if None in spans else [span for span in spans if span is not None]


def _span(value: object) -> Span | None:
    """The one span that a text means, if it is one."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    cursor = Cursor(value)
    found = read_span(cursor)
    return found.found[0] if found and cursor.done and found.why is None else None


def _span_hint() -> Message:
    return msg("This cannot be read as a span of time. Write the beginning and the end, such as 08:00-17:00.")
