"""A plan as a picture in letters, for terminals: one line a step, time from left to right.

Every line is at most `width` letters wide. With `plain`, only ASCII is used for the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from wizard.i18n import Message, Translator, msg
from wizard.timeline.model import Plan, PlannedStep, State

__all__ = ["gantt_lines", "horizon"]

_NAMES: Final = 30
"""How many letters a step's name may take."""
_LONG_NAMES: Final = 44
"""How many where there is room."""
_ROOMY: Final = 100
"""Columns from which there is."""
_MARGIN: Final = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class _Signs:
    bar: str
    frozen: str
    point: str
    window: str
    today: str
    more: str


_DRAWN: Final = _Signs(bar="█", frozen="░", point="◆", window="·", today="│", more="…")
_PLAIN: Final = _Signs(bar="=", frozen="~", point="*", window=".", today="|", more=".")


def horizon(plan: Plan) -> tuple[date, date]:
    """The first and the last day of the picture."""
    days = [plan.today]
    for planned in plan.steps:
        days += [day for day in (planned.day, planned.begins, planned.latest) if day is not None]
    return min(days) - _MARGIN, max(days) + _MARGIN


def gantt_lines(plan: Plan, tr: Translator, *, width: int = 80, plain: bool = False) -> Iterator[str]:
    """The picture, line by line: months, freezes, steps, and what the signs mean."""
    signs = _PLAIN if plain else _DRAWN
    names = min(_LONG_NAMES if width >= _ROOMY else _NAMES, max(len(tr(p.step.title)) for p in plan.steps))
    chart = _Chart(plan, max(20, width - names - 2), signs, tr)
    yield from (" " * (names + 2) + line for line in chart.scale())
    frozen = chart.freezes()
    if frozen.strip(f" {signs.today}"):
        yield _name(tr(msg("Freezes")), names, signs) + frozen
    for planned in plan.steps:
        yield (_name(tr(planned.step.title), names, signs) + chart.row(planned)).rstrip()
    yield ""
    yield from _legend(tr, signs, width)


def _name(text: str, width: int, signs: _Signs) -> str:
    short = text if len(text) <= width else text[: width - len(signs.more)].rstrip() + signs.more
    return f"{short:<{width}}  "


def _legend(tr: Translator, signs: _Signs, width: int) -> Iterator[str]:
    meanings: list[tuple[str, Message]] = [
        (signs.point, msg("day")),
        (signs.window, msg("possible days")),
        (signs.bar, msg("the region's time")),
        (signs.frozen, msg("freeze")),
        (signs.today, msg("Today")),
    ]
    line = ""
    for sign, meaning in meanings:
        word = f"{sign} {tr(meaning)}"
        if line and len(line) + 3 + len(word) > width:
            yield line
            line = ""
        line += ("   " if line else "") + word
    yield line


class _Chart:
    """The columns of days."""

    def __init__(self, plan: Plan, width: int, signs: _Signs, tr: Translator) -> None:
        self.plan = plan
        self.width = width
        self.signs = signs
        self.tr = tr
        self.first, self.last = horizon(plan)

    def column(self, day: date) -> int:
        """Where a day stands."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return min(self.width - 1, max(0, int(share * self.width)))

    def scale(self) -> Iterator[str]:
        """The years, and below them the months where they begin, as many as there is room for."""
        from babel.dates import format_date  # noqa: PLC0415  slow to import

        years, months = [" "] * self.width, [" "] * self.width
        day = self.first.replace(day=1)
        while day <= self.last:
            at = self.column(max(day, self.first))
            if day.month == 1 or day <= self.first:
                _write(years, at, str(day.year))
            _write(months, at, format_date(day, "MMM", locale=self.tr.language).replace(".", ""))
            day = (day + timedelta(days=32)).replace(day=1)
        yield "".join(years).rstrip()
        yield "".join(months).rstrip()

    def freezes(self) -> str:
        """The freezes of the time shown."""
        cells = self._empty()
        for _, first, last in self.plan.freeze_spans(self.first, self.last):
            self._draw(cells, first, last, self.signs.frozen)
        return "".join(cells).rstrip()

    def row(self, planned: PlannedStep) -> str:
        """One step."""
        cells = self._empty()
        if planned.day is None:
            return "".join(cells)
        if planned.begins is not None:
            self._draw(cells, planned.begins, planned.day, self.signs.bar)
            for pause in planned.pauses:
                self._draw(
                    cells, max(pause.first, planned.begins), min(pause.last, planned.day), self.signs.frozen
                )
        elif planned.state is State.OPEN and planned.earliest is not None and planned.latest is not None:
            self._draw(cells, planned.earliest, max(planned.latest, planned.day), self.signs.window)
        cells[self.column(planned.day)] = self.signs.point
        return "".join(cells)

    def _empty(self) -> list[str]:
        cells = [" "] * self.width
        cells[self.column(self.plan.today)] = self.signs.today
        return cells

    def _draw(self, cells: list[str], first: date, last: date, sign: str) -> None:
        for at in range(self.column(first), self.column(last) + 1):
            cells[at] = sign


def _write(cells: list[str], at: int, word: str) -> None:
    """Put `word` at a column if it fits there and touches no other."""
    room = cells[max(0, at - 1) : at + len(word)]
    if at + len(word) <= len(cells) and not "".join(room).strip():
        cells[at : at + len(word)] = word
