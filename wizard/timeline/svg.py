"""A plan as a picture: one self-contained SVG, readable on light and on dark ground, with its dates in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from typing import Final

from wizard.i18n import Message, Translator, msg
from wizard.timeline.gantt import horizon
from wizard.timeline.model import Plan, PlannedStep, State
from wizard.timeline.telling import verdict, when_of
from wizard.timeline.words import dated

__all__ = ["svg_picture"]

_WIDTH: Final = 1080
_NAMES: Final = 350
_RIGHT: Final = 110
"""Room for the date behind the last point."""
_TOP: Final = 110
_ROW: Final = 34
_BAR: Final = 14
_STYLE: Final = """
text { font: 14px system-ui, "Noto Sans", "Liberation Sans", sans-serif; fill: #1b1f23; }
.ground { fill: #ffffff; } .title { font-size: 20px; font-weight: 600; } .quiet { fill: #57606a; font-size: 12px; }
.line { stroke: #d0d7de; } .today { stroke: #b3261e; stroke-width: 2; } .now { fill: #b3261e; font-size: 12px; }
.freeze { fill: #57606a; opacity: .16; } .bar { fill: #2f6f9f; } .pause { fill: url(#still); }
.window { stroke: #2f6f9f; stroke-width: 3; stroke-dasharray: 2 5; } .point { fill: #0b4a73; }
.still { stroke: #2f6f9f; stroke-width: 3; } .stillground { fill: #dbe9f4; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; } .ground { fill: #14181d; } .quiet { fill: #a3adb8; } .line { stroke: #39424d; }
.freeze { fill: #a3adb8; opacity: .18; } .bar { fill: #6cb2e4; } .window, .still { stroke: #6cb2e4; }
.point { fill: #a9d7f7; } .stillground { fill: #20384b; } .today { stroke: #ff8a80; } .now { fill: #ff8a80; } }
"""


def svg_picture(plan: Plan, tr: Translator) -> bytes:
    """The picture, encoded."""
    return "\n".join(_Picture(plan, tr).lines()).encode()


class _Picture:
    def __init__(self, plan: Plan, tr: Translator) -> None:
        self.plan = plan
        self.tr = tr
        self.first, self.last = horizon(plan)
        self.height = _TOP + _ROW * len(plan.steps) + 62

    def lines(self) -> Iterator[str]:
        title = f"{self.tr(self.plan.outline.title)}: {self.tr(self.plan.area.name)}"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {self.height}" width="{_WIDTH}" '
            f'height="{self.height}" role="img" aria-labelledby="title desc" lang="{escape(self.tr.language)}">'
        )
        yield f'<title id="title">{escape(title)}</title>'
        yield f'<desc id="desc">{escape(self._description())}</desc>'
        yield f"<style>{_STYLE}</style>"
        yield (
            '<defs><pattern id="still" width="8" height="8" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect class="stillground" width="8" height="8"/>'
            '<line class="still" x1="1" y1="0" x2="1" y2="8"/></pattern></defs>'
        )
        yield f'<rect class="ground" width="{_WIDTH}" height="{self.height}"/>'
        yield self._text(24, 34, title, "title")
        said = verdict(self.plan)
        if said is not None:
            yield self._text(24, 58, self.tr(said))
        yield from self._ground()
        for number, planned in enumerate(self.plan.steps):
            yield from self._row(planned, _TOP + _ROW * number + _ROW // 2)
        yield from self._legend(self.height - 24)
        yield "</svg>\n"

    def _description(self) -> str:
        """The dates in words, for those who cannot see the picture."""
        rows = []
        for planned in self.plan.steps:
            day = self.tr(dated(planned.day)) if planned.day is not None else self.tr(msg("done"))
            rows.append(f"{self.tr(planned.step.title)}: {day}")
        return "; ".join(rows) + "."

    def _ground(self) -> Iterator[str]:
        """Freezes, months and today."""
        from babel.dates import format_date  # noqa: PLC0415  slow to import

        bottom = _TOP + _ROW * len(self.plan.steps)
        for freeze, first, last in self.plan.freeze_spans(self.first, self.last):
            left, right = self._x(max(first, self.first)), self._x(min(last, self.last))
            yield (
                f'<rect class="freeze" x="{left:.1f}" y="{_TOP - 8}" width="{right - left:.1f}" '
                f'height="{bottom - _TOP + 8}"><title>{escape(self.tr(freeze.title))}</title></rect>'
            )
        day = (self.first.replace(day=1) + timedelta(days=32)).replace(day=1)
        while day <= self.last:
            x = self._x(day)
            yield f'<line class="line" x1="{x:.1f}" y1="{_TOP - 14}" x2="{x:.1f}" y2="{bottom}"/>'
            yield self._text(x + 3, _TOP - 16, format_date(day, "MMM", locale=self.tr.language), "quiet")
            if day.month == 1:
                yield self._text(x + 3, _TOP - 32, str(day.year), "quiet")
            day = (day + timedelta(days=32)).replace(day=1)
        x = self._x(self.plan.today)
        yield f'<line class="today" x1="{x:.1f}" y1="{_TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>'
        yield self._text(x - 4, bottom + 16, f"{self.tr(msg('today'))} {self.plan.today}", "now")

    def _row(self, planned: PlannedStep, y: int) -> Iterator[str]:
        yield self._text(24, y + 5, self.tr(planned.step.title))
        if planned.day is None:
            yield self._text(_NAMES + 6, y + 5, self.tr(msg("done")), "quiet")
            return
        x = self._x(planned.day)
        if planned.begins is not None:
            left = self._x(planned.begins)
            yield self._bar("bar", left, x, y)
            for pause in planned.pauses:
                first, last = max(pause.first, planned.begins), min(pause.last, planned.day)
                yield self._bar("pause", self._x(first), self._x(last), y)
        elif planned.state is State.OPEN and planned.earliest is not None and planned.latest is not None:
            left, right = self._x(planned.earliest), self._x(max(planned.latest, planned.day))
            yield f'<line class="window" x1="{left:.1f}" y1="{y}" x2="{right:.1f}" y2="{y}"/>'
        room = when_of(planned, self.plan.today)
        hint = f"<title>{escape(self.tr(room))}</title>" if room is not None else ""
        yield f'<path class="point" d="M{x:.1f} {y - 8}l8 8l-8 8l-8 -8z">{hint}</path>'
        yield self._text(x + 13, y + 5, planned.day.isoformat(), "quiet")

    def _legend(self, y: int) -> Iterator[str]:
        marks: list[tuple[str, Message]] = [
            (f'<path class="point" d="M10 {y - 13}l8 8l-8 8l-8 -8z"/>', msg("day")),
            (f'<line class="window" x1="0" y1="{y - 5}" x2="22" y2="{y - 5}"/>', msg("possible days")),
            (f'<rect class="bar" x="0" y="{y - 12}" width="22" height="{_BAR}"/>', msg("the region's time")),
            (f'<rect class="pause" x="0" y="{y - 12}" width="22" height="{_BAR}"/>', msg("stands still")),
            (f'<rect class="freeze" x="0" y="{y - 12}" width="22" height="{_BAR}"/>', msg("freeze")),
        ]
        x = 24
        for mark, meaning in marks:
            words = self.tr(meaning)
            yield f'<g transform="translate({x} 0)">{mark}{self._text(30, y, words, "quiet")}</g>'
            x += 56 + 8 * len(words)

    def _bar(self, kind: str, left: float, right: float, y: int) -> str:
        return f'<rect class="{kind}" x="{left:.1f}" y="{y - _BAR // 2}" width="{max(1.0, right - left):.1f}" height="{_BAR}"/>'

    def _x(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return _NAMES + share * (_WIDTH - _NAMES - _RIGHT)

    def _text(self, x: float, y: float, words: str, kind: str = "") -> str:
        mark = f' class="{kind}"' if kind else ""
        return f'<text x="{x:.1f}" y="{y}"{mark}>{escape(words)}</text>'
