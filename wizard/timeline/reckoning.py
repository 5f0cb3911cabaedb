"""Counting forwards and backwards from a day, so that the two agree.

`after(day, span)` is the day on which a span that begins on `day` ends; months and weeks as lag (1930:173) counts
them. `before(day, span)` is its counterpart: the last day on which the span may begin and still be over on `day`.
Hence, for every day and span:

    after(a, span) <= b    exactly when    a <= before(b, span)

Time that stands still during freezes counts only the days outside them. The freezes are those of one area.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wizard.flow.expr.evaluate import add_months
from wizard.flow.timemodel import Freeze, Span, Unit

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Pause", "Reckoning"]

FIRST_YEAR = 2000
LAST_YEAR = 2150
"""The years that can be planned in: the calendar of holidays is right in them, and no sum runs out of the calendar."""
_DAY = timedelta(days=1)
_LAST_OF_FEBRUARY = (2, 28)


@dataclass(frozen=True, slots=True)
class Pause:
    """A freeze that falls into a span of time: its first and last day, and how many days stand still."""

    freeze: Freeze
    first: date
    last: date
    days: int


class Reckoning:
    """See the module."""

    def __init__(self, freezes: Iterable[Freeze] = ()) -> None:
        self.freezes = tuple(freezes)

    def after(self, day: date, span: Span, *, outside_freezes: bool = False) -> date:
        """The day on which `span` ends if it begins on `day`."""
        if outside_freezes:
            return self._work(day, _days(span))
        return self._plain(day, span)

    def before(self, day: date, span: Span, *, outside_freezes: bool = False) -> date:
        """The last day on which `span` may begin and still be over on `day`."""
        if outside_freezes:
            return self._work_back(day, _days(span))
        if span.unit is not Unit.MONTHS:
            return day - timedelta(days=_days(span))
        found: date = add_months(day, -span.count)
        while self._plain(found + _DAY, span) <= day:  # 31 January and 28 February both end on 28 March's eve
            found += _DAY
        return found

    def freeze_on(self, day: date) -> Freeze | None:
        """The freeze that `day` lies in."""
        here = (day.month, day.day)
        if here == (2, 29):
            here = _LAST_OF_FEBRUARY
        for freeze in self.freezes:
            within = (
                freeze.first <= here <= freeze.last
                if freeze.first <= freeze.last
                else here >= freeze.first or here <= freeze.last
            )
            if within:
                return freeze
        return None

    def freeze_around(self, day: date) -> tuple[Freeze, date, date] | None:
        """The freeze that `day` lies in, with its first and last day that time."""
        freeze = self.freeze_on(day)
        if freeze is None:
            return None
        first = last = day
        while self.freeze_on(first - _DAY) is freeze:
            first -= _DAY
        while self.freeze_on(last + _DAY) is freeze:
            last += _DAY
        return freeze, first, last

    def pauses(self, begin: date, end: date) -> Iterator[Pause]:
        """The freezes that stop work between `begin` (included) and `end` (excluded)."""
        day = begin
        while day < end:
            around = self.freeze_around(day)
            if around is None:
                day += _DAY
                continue
            freeze, first, last = around
            yield Pause(freeze, first, last, (min(last + _DAY, end) - day).days)
            day = last + _DAY

    def _plain(self, day: date, span: Span) -> date:
        if span.unit is Unit.MONTHS:
            found: date = add_months(day, span.count)
            return found
        return day + timedelta(days=_days(span))

    def _work(self, day: date, days: int) -> date:
        while days > 0:
            days -= self.freeze_on(day) is None
            day += _DAY
        return day

    def _work_back(self, day: date, days: int) -> date:
        """The last day from which `days` unfrozen ones lie before `day`; inside a freeze any day of it will do."""
        while days > 0:
            day -= _DAY
            days -= self.freeze_on(day) is None
        return day


def _days(span: Span) -> int:
    return span.count * 7 if span.unit is Unit.WEEKS else span.count
