"""Lists to mark in: one option, or several.

Nothing is marked beforehand, and no line is under the keyboard until the person goes there: else enter, enter,
enter would declare what nobody has read. "Do not know" and "does not apply" are lines of the list where the
question allows them. The digits 1 to 9 mark a line. In a form of many fields a list is shut, one line high, until
the keyboard comes to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.visual import Visual

from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.tui.keys import key
from wizard.tui.widgets.menu import POINTER, Item, Menu
from wizard.tui.words import plain
from wizard.values import DONT_KNOW, NOT_APPLICABLE

__all__ = ["NONE", "MarkList", "PickList", "options_of"]

NONE: Final = "-none"
"""The line that says none of the others: an answer too."""

ALONE: Final = frozenset({NONE, DONT_KNOW, NOT_APPLICABLE})
"""Lines that exclude all others."""

_DIGITS: Final = "123456789"
_GUTTER: Final = 4


def options_of(question: Question, tr: Translator) -> list[Item]:
    """The lines for a question's options, in the order of the flow, then what else may be answered."""
    kind = question.type
    if kind is None:
        return []
    several = question.type_name == "multichoice"
    ids = [option.id for option in getattr(kind, "options", ())] or ["yes", "no"]
    faces = {name: kind.show([name] if several else name, tr) for name in ids}
    faces |= {NONE: kind.show([], tr)} if several else {}
    faces |= {DONT_KNOW: kind.show(DONT_KNOW, tr)} if question.allows_unknown else {}
    faces |= {NOT_APPLICABLE: kind.show(NOT_APPLICABLE, tr)} if question.allows_not_applicable else {}
    return [Item(name, plain(face), face) for name, face in faces.items()]


class PickList(Menu):
    """One line can be marked. Enter marks the line under the keyboard and goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", msg("Choose and continue"), name="list.enter"),
        key("space", "put_mark", msg("Mark"), name="list.mark", show=False),
    ]
    MARKED: ClassVar[str] = "●"
    UNMARKED: ClassVar[str] = "○"

    def __init__(self, items: Sequence[Item], marked: Iterable[str], *, compact: bool = False) -> None:
        self.marked = frozenset(marked)
        self.can_shut = compact
        self._all = items
        super().__init__(items, id="list", classes="-compact" if compact else None)
        self.show(items)

    def show(self, items: Sequence[Item]) -> None:
        """List these lines; the keyboard goes to the marked one, and nowhere where none is."""
        self.fill(items)
        here = next((item.id for item in items if item.id in self.marked), None)
        if here is None:
            self.highlighted = None
        else:
            self.go(here)

    def put(self, item: str) -> None:
        """Mark a line, and only that."""
        self.marked = frozenset({item})

    def action_put_mark(self) -> None:
        """Mark the line under the keyboard and stay."""
        if self.item is not None:
            self.put(self.item)
            self.refresh()
            self.post_message(self.Moved(self, self.item))

    def action_select(self) -> None:
        """Mark the line under the keyboard; where it is nowhere, go on with what is marked."""
        if self.item is not None:
            self.put(self.item)
            self.refresh()
        self.post_message(self.Chosen(self, self.item or ""))

    def on_key(self, event: events.Key) -> None:
        """Digits mark; whatever else is typed goes on to `Menu.on_key`, which Textual calls by itself."""
        digit = _DIGITS.find(event.character or " ")
        if 0 <= digit < self.option_count:
            event.stop()
            event.prevent_default()
            self.highlighted = digit
            self.action_put_mark()

    # Drawing -------------------------------------------------------------------------------------------

    @property
    def is_shut(self) -> bool:
        """Whether only what is marked is shown."""
        return self.can_shut and not self.has_focus

    def watch_has_focus(self, value: bool) -> None:  # noqa: FBT001  Textual's signature
        """Open when the keyboard comes, shut when it goes."""
        super().watch_has_focus(value)
        if self.can_shut:
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line while shut."""
        return 1 if self.is_shut else super().get_content_height(container, viewport, width)

    def mark(self, index: int, *, is_here: bool) -> str:
        """Where the keyboard is, and whether the line is marked."""
        here = f"{POINTER} " if is_here and (self.has_focus or self.is_led) else "  "
        sign = self.MARKED if self._options[index].id in self.marked else self.UNMARKED
        return f"{here}{sign} "

    def _get_left_gutter_width(self) -> int:
        return _GUTTER

    @property
    def keeps_lines(self) -> bool:
        """Not while it is shut: then it shows no line of its own."""
        return not self.is_shut

    def render_line(self, y: int) -> Strip:
        """A line of the list, or what is marked while it is shut."""
        if not self.is_shut:
            return super().render_line(y)
        names = ", ".join(item.search for item in self._all if item.id in self.marked)
        face = plain(names) if names else plain("\u2013", "$quiet")
        width = self.size.width
        strips = Visual.to_strips(self, face, width, 1, self.visual_style)
        return strips[0].extend_cell_length(width, self.rich_style) if y == 0 else Strip.blank(width)


class MarkList(PickList):
    """Any number of lines can be marked, by space, digit or mouse; enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "leave", msg("Continue"), name="list.enter"),
        key("space", "put_mark", msg("Mark"), name="list.mark"),
    ]
    MARKED: ClassVar[str] = "☒"
    UNMARKED: ClassVar[str] = "☐"

    def put(self, item: str) -> None:
        """Mark a line, or take its mark away; a line that speaks for all excludes the others."""
        if item in self.marked:
            self.marked = self.marked - {item}
        elif item in ALONE:
            self.marked = frozenset({item})
        else:
            self.marked = (self.marked - ALONE) | {item}

    def action_select(self) -> None:
        """A click marks."""
        self.action_put_mark()

    def action_leave(self) -> None:
        """Through with it."""
        self.post_message(self.Chosen(self, ""))
