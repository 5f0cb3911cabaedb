"""Opening hours: one line for the whole week in words, and below it a line for each day.

Both say the same: what is written on the line fills the days, what is written at a day changes the line. The
engine reads the line alone, so a day that cannot be read is told as any text is, and stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input

from wizard.flow.answers import Checked, read
from wizard.i18n import Translator, msg
from wizard.tui.fields.text import TextField
from wizard.tui.keys import key
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.say import Say
from wizard.tui.words import plain
from wizard.values import DAY_KEYS, Value
from wizard.values.date_words import SHORT_WEEKDAY_NAMES

__all__ = ["DayLine", "HoursField"]


class DayLine(Line):
    """The hours of one day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "submit", msg("Next day"), name="hours.enter"),
        key("ctrl+o", "as_above", msg("As the day above"), name="hours.above"),
        key("up", "day(-1)", msg("The day above"), name="hours.up", show=False),
        key("down", "day(1)", msg("The day below"), name="hours.down", show=False),
    ]

    def __init__(self, day: int) -> None:
        super().__init__(id=f"day-{day}", classes="-day")
        self.day = day

    @property
    def grid(self) -> HoursField:
        """The field it stands in."""
        return next(node for node in self.ancestors if isinstance(node, HoursField))

    def action_day(self, by: int) -> None:
        """To another day; from the first one up to the line."""
        self.grid.go(self.day + by)

    def action_as_above(self) -> None:
        """The same hours as the day above, and on to the next."""
        above = self.grid.day(self.day - 1)
        if above is not None:
            self.put(above.value)
            self.action_day(1)


class WeekLine(Line):
    """The whole week in words."""

    BINDINGS: ClassVar[list[BindingType]] = [key("down", "days", msg("Day by day"), name="hours.days")]

    def action_days(self) -> None:
        """To the first day."""
        next(node for node in self.ancestors if isinstance(node, HoursField)).go(0)


class HoursField(TextField):
    """See the module."""

    LINE: ClassVar[type[Line]] = WeekLine

    def entry(self) -> ComposeResult:
        """The line, then the days."""
        yield from super().entry()
        with Vertical(id="days"):
            for number, name in enumerate(_names(self.tr)):
                with Horizontal(classes="day"):
                    yield Say(plain(name), classes="day-name")
                    yield DayLine(number)

    def day(self, number: int) -> DayLine | None:
        """The line of a day, from 0; None where there is no such day."""
        return self.query_one(f"#day-{number}", DayLine) if 0 <= number < len(DAY_KEYS) else None

    def go(self, number: int) -> None:
        """Put the keyboard at a day; above the first is the line for the week, and there is none below the last."""
        there = self.day(number)
        if there is not None:
            there.focus()
        elif number < 0:
            self.line.focus()

    def at_hand(self, widget: Widget, *, is_here: bool) -> None:
        """The day's name too."""
        super().at_hand(widget, is_here=is_here)
        if isinstance(widget, DayLine) and isinstance(widget.parent, Widget):
            widget.parent.query_one(".day-name").set_class(is_here, "-here")

    def say_echo(self, checked: Checked) -> None:
        """The days are the echo."""
        if checked.faults or not isinstance(checked.value, Mapping):
            if not self.line.value.strip():
                self._fill({})
        else:
            self._fill(checked.value)

    def _fill(self, hours: Mapping[str, Value]) -> None:
        """Show what was understood; a day that is being written is left alone."""
        closed = self.tr(msg("closed")) if hours else ""
        for number, name in enumerate(DAY_KEYS):
            line, spans = self.day(number), hours.get(name)
            shown = (
                ", ".join(str(span).replace("-", "\u2013") for span in spans)
                if isinstance(spans, list | tuple)
                else ""
            )
            if line is not None:
                line.placeholder = closed
                if not line.has_focus and line.value != shown:
                    with self.prevent(Input.Changed):
                        line.value = shown

    @on(Input.Changed, "DayLine")
    def _day_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.line.value = self._in_words()

    @on(Input.Submitted, "DayLine")
    def _day_entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.say_echo(read(self.question, self.line.value, self.asking.ctx))
        last = isinstance(event.input, DayLine) and event.input.day == len(DAY_KEYS) - 1
        if last:
            self.done()
        elif isinstance(event.input, DayLine):
            self.go(event.input.day + 1)

    @on(Input.Blurred, "DayLine")
    def _day_left(self, event: Input.Blurred) -> None:
        event.stop()
        self.say_echo(read(self.question, self.line.value, self.asking.ctx))

    def _in_words(self) -> str:
        """The week as the days say it, for the engine to read."""
        lines = [self.day(number) for number in range(len(DAY_KEYS))]
        pairs = zip(_names(self.tr), lines, strict=True)
        return ", ".join(
            f"{name} {line.value.strip()}" for name, line in pairs if line and line.value.strip()
        )


def _names(tr: Translator) -> list[str]:
    return [tr(SHORT_WEEKDAY_NAMES[number]) for number in range(len(DAY_KEYS))]
