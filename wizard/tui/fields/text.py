"""A line of text, whatever it means: names, numbers, dates, opening hours, identifiers.

The engine reads it. What it understood is echoed below a moment after the last key, so that `1/3` is seen to be
a Monday in March; what it did not understand is said when the person goes on, not before.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from wizard.flow.answers import Checked, read
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.echo import echo, example, suffix, width_class
from wizard.tui.sourcing import limit_lines
from wizard.tui.widgets.flow import Flow
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, plain

__all__ = ["TextField"]

_PAUSE: Final = 0.2
"""Seconds after the last key before the text is read: reading costs more than drawing a key."""


class TextField(Field):
    """See the module. `LINE` is the kind of line that is written on."""

    LINE: ClassVar[type[Line]] = Line

    def __init__(self, asking: Asking, typed: Any = None) -> None:
        super().__init__(asking, typed)
        self._reading: Timer | None = None
        self._stored = ""

    def entry(self) -> ComposeResult:
        """The line with its unit, the echo, the limits."""
        question = self.question
        self._stored = (
            self.shown(self.asking.value) if self.asking.is_answered and self.asking.value is not None else ""
        )
        with Flow(classes="entry"):
            yield self.LINE(
                self._stored if self._before is None else str(self._before),
                id="line",
                placeholder=example(question, self.tr),
                classes=width_class(question),
            )
            yield Say(plain(suffix(question)), classes="suffix")
            if question.limits and not self.asking.compact:
                yield Say(limit_lines(question.limits, self.tr), classes="limits")
        yield Say(id="echo", classes="echo")

    def on_mount(self) -> None:
        """Echo what is stored."""
        self._echo()

    def read(self) -> Checked:
        """What is written, as the engine reads it."""
        return read(self.question, self.line.value, self.asking.ctx)

    @property
    def typed(self) -> Any:
        """The text, where it is not what was stored."""
        return None if self.line.value == self._stored else self.line.value

    @property
    def line(self) -> Line:
        """Where one writes."""
        return self.query_one("#line", Line)

    @property
    def first(self) -> Widget:
        """The line."""
        return self.line

    @on(Input.Changed, "#line")
    def _typed_a_key(self, event: Input.Changed) -> None:
        event.stop()
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(_PAUSE, self._echo)

    @on(Input.Submitted, "#line")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._echo()
        self.done()

    @on(Input.Blurred, "#line")
    def _left(self, event: Input.Blurred) -> None:
        event.stop()
        self.changed()

    def _echo(self) -> None:
        text = self.line.value
        checked = read(self.question, text, self.asking.ctx) if text.strip() else Checked()
        self.say_echo(checked)

    def say_echo(self, checked: Checked) -> None:
        """Tell what was understood."""
        text = self.line.value
        words = NOTHING if checked.faults else echo(self.question, checked.value, text, self.tr)
        self.query_one("#echo", Say).say(words)
