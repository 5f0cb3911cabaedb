"""Text of several lines. Enter is a new line here, so `ctrl+s` or the button goes on."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from wizard.flow.answers import Checked, read
from wizard.i18n import msg
from wizard.tui.fields.base import Asking, Field
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.widgets.kept import KeptLines
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content

__all__ = ["LongTextField", "Page"]


class Page(TextArea):
    """A sheet to write on; tab leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s,ctrl+enter,ctrl+j", "leave", msg("Save and continue"), name="page.enter")
    ]

    def __init__(self, text: str) -> None:
        super().__init__(text, id="page", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.match_cursor_bracket = False
        self._kept = KeptLines()
        self._wrapped: list[tuple[str, int]] = []
        self._wrapped_as: tuple[str, int] | None = None
        """The text and the width that it was wrapped at, see `_sections`."""

    def on_mount(self) -> None:
        """Keep still, unless movement is wanted."""
        self.cursor_blink = host(self).preferences.moves

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's, which draws the whole sheet at each letter; here a line that is as it was is not drawn again."""
        if self.cursor_blink or not self.text or not self.selection.is_empty:
            return super().render_lines(crop)
        here, cursor = self.cursor_location, self.wrapped_document.location_to_offset(self.cursor_location)
        first, height, above = crop.y - self.gutter.top, self.size.height, self.scroll_offset.y
        sections = self._sections
        tokens = [
            _token(sections, above + y, here[0], cursor) if 0 <= y < height else ("edge", y)
            for y in range(first, first + crop.height)
        ]
        look = (
            self.outer_size,
            self.has_focus,
            self.background_colors,
            self.visual_style,
            self.styles.border,
        )
        strips = self._kept.take(look, tokens, partial(self._draw, crop.y))
        whole = crop.column_span == (0, self.outer_size.width)
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    @property
    def _sections(self) -> list[tuple[str, int]]:
        """What stands on each line of the picture, and which line of the text it belongs to."""
        now = self.text, self.wrap_width
        if now != self._wrapped_as:
            self._wrapped_as = now
            lines = self.wrapped_document.lines
            self._wrapped = [(text, number) for number, line in enumerate(lines) for text in line]
        return self._wrapped

    def _draw(self, top: int, first: int, count: int) -> list[Strip]:
        return super().render_lines(Region(0, top + first, self.outer_size.width, count))

    def action_leave(self) -> None:
        """Through with it."""
        field = next((node for node in self.ancestors if isinstance(node, Field)), None)
        if field is not None:
            field.done()


def _token(sections: list[tuple[str, int]], y: int, line: int, cursor: Offset) -> Hashable:
    """What makes line `y` of the picture look as it does; `line` of the text is where the cursor stands."""
    if y >= len(sections):
        return -1
    text, number = sections[y]
    return text, number == line, cursor.x if cursor.y == y else None


class LongTextField(Field):
    """See the module."""

    def __init__(self, asking: Asking, typed: Any = None) -> None:
        super().__init__(asking, typed)
        self._stored = ""

    def entry(self) -> ComposeResult:
        """The sheet, and how much room is left."""
        value = self.asking.value
        self._stored = self.shown(value) if self.asking.is_answered and value is not None else ""
        yield Page(self._stored if self._before is None else str(self._before))
        yield Say(self._room(len(self._stored)), id="room", classes="echo")

    def read(self) -> Checked:
        """What is written, as the engine reads it."""
        return read(self.question, self.page.text, self.asking.ctx)

    @property
    def typed(self) -> Any:
        """The text, where it is not what was stored."""
        return None if self.page.text == self._stored else self.page.text

    @property
    def page(self) -> Page:
        """Where one writes."""
        return self.query_one(Page)

    @property
    def first(self) -> Widget:
        """The sheet."""
        return self.page

    @on(TextArea.Changed)
    def _typed_a_key(self, event: TextArea.Changed) -> None:
        event.stop()
        self.query_one("#room", Say).say(self._room(len(self.page.text)))

    def _room(self, length: int) -> Content:
        most = getattr(self.question.type, "max_length", None)
        if most is None or self.asking.compact:
            return NOTHING
        style = "$quiet" if length <= most else "$fault"
        return self.said(msg("{length} of {most} characters", length=length, most=most), style)
