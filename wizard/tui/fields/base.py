"""A field: one question on the screen, with the place to answer it and what is said of the answer.

A field shows what is stored, holds what is typed, and hands over what it means: `read` asks the engine, never
itself. What was typed stays through everything; a fault is said below it and nothing is cleared. `typed` is
all that a field holds and the store does not, so that a screen can be composed anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message as Event
from textual.widget import Widget

from wizard.flow.answers import BLANK, Checked
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg
from wizard.tui.host import tr_of
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, plain, said
from wizard.values.base import Context, Value

__all__ = ["Asking", "Field", "FieldEvent"]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a field is to ask. `value` is the stored answer, whatever it is; None for none.

    `compact` is for forms of many fields; `with_label` where the question is not the heading of the screen.
    """

    question: Question
    ctx: Context
    value: Value | None = None
    compact: bool = False
    with_label: bool = False

    @property
    def is_answered(self) -> bool:
        """Whether something is stored that is not the empty answer."""
        return self.value is not None and self.value != BLANK


@dataclass
class FieldEvent(Event):
    """Something that a field tells its screen."""

    field: Field

    @property
    def control(self) -> Field:
        """The field, for `@on`."""
        return self.field


class Field(Vertical):
    """See the module. Kinds of field compose their own `entry`."""

    @dataclass
    class Done(FieldEvent):
        """The person is through with this field."""

    @dataclass
    class Changed(FieldEvent):
        """Something else is marked, or was typed and left: what it means may have changed."""

    def __init__(self, asking: Asking, typed: Any = None) -> None:
        super().__init__(id=f"field-{asking.question.id.replace('.', '--')}", classes="field")
        self.asking = asking
        self.set_class(asking.compact, "-compact")
        self._before = typed

    @property
    def question(self) -> Question:
        """The question asked here."""
        return self.asking.question

    @property
    def tr(self) -> Translator:
        """Words in the language of the app."""
        return tr_of(self)

    def said(self, message: Message, style: str = "") -> Content:
        """A sentence as content."""
        return said(message, self.tr, style)

    def shown(self, value: Value) -> str:
        """A value of this question in words."""
        return self.question.type.show(value, self.tr) if self.question.type is not None else ""

    def compose(self) -> ComposeResult:
        """The label where one is wanted, the entry, and what is wrong with it."""
        if self.asking.with_label:
            yield Say(self._label(), classes="label")
        with Vertical(classes="answer"):
            if self.asking.with_label and self.question.hint is not None:
                yield Say(self.said(self.question.hint), classes="hint")
            yield from self.entry()
            yield Say(id="fault", classes="fault")

    def entry(self) -> ComposeResult:
        """Where the person answers."""
        raise NotImplementedError

    def read(self) -> Checked:
        """What stands here, as the engine understands it."""
        raise NotImplementedError

    @property
    def typed(self) -> Any:
        """What stands here, as it was put in; None when it is what was stored."""
        raise NotImplementedError

    @property
    def first(self) -> Widget:
        """Where the keyboard goes."""
        raise NotImplementedError

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keyboard has come here. Nobody above asks, and each one on the way would be woken."""
        event.stop()
        self.at_hand(event.widget, is_here=True)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """The keyboard has gone."""
        event.stop()
        self.at_hand(event.widget, is_here=False)

    def at_hand(self, widget: Widget, *, is_here: bool) -> None:  # noqa: ARG002  fields of several lines look at it
        """Tell where the keyboard is, in a form of many fields.

        By a class of the two widgets that look different, and not by `:focus-within`: for that, Textual goes
        through all rules for everything that is in the field, at each move.
        """
        if self.asking.compact:
            for say in self.query(".label, .hint").results(Say):
                say.set_class(is_here, "-here")

    def complain(self, fault: Message | None) -> None:
        """Say what is wrong, or that nothing is."""
        words = plain(f"✗ {self.tr(fault)}") if fault is not None else NOTHING
        self.query_one("#fault", Say).say(words)
        self.set_class(fault is not None, "-faulty")

    @property
    def is_faulty(self) -> bool:
        """Whether something is said to be wrong."""
        return self.has_class("-faulty")

    def done(self) -> None:
        """Say that the person is through here."""
        self.post_message(self.Done(self))

    def changed(self) -> None:
        """Say that what stands here may mean something else now."""
        self.post_message(self.Changed(self))

    def _label(self) -> Content:
        if self.asking.compact:
            return self.said(self.question.label)
        optional = self.said(msg("(optional)"), "$quiet") if not self.question.required else NOTHING
        return Content(" ").join([part for part in (self.said(self.question.ask), optional) if part])
