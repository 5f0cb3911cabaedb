"""A line to write in.

Textual's `Input` with what our forms want: the text is not selected when the keyboard comes, so that nothing
is lost by one key; a paste of several lines is kept whole on one; enter has a name in the key bar.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input

from wizard.i18n import msg
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.stylesheet import place_of
from wizard.tui.widgets.kept import KeptLines
from wizard.tui.words import NOTHING

__all__ = ["Line"]


class Line(Input):
    """See the module. `placeholder` is content, made safe; `value` is the person's own text, drawn as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "submit", msg("Continue"), name="line.enter")]

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As Textual's, but a longer text does not lay the whole screen out anew: the line is as wide as before."""

    def __init__(
        self,
        value: str = "",
        *,
        id: str | None = None,  # noqa: A002  Textual's name
        placeholder: Content = NOTHING,
        suggester: Suggester | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder.plain,
            suggester=suggester,
            select_on_focus=False,
            id=id,
            classes=classes,
        )
        self._kept = KeptLines()

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's; where tab goes to and fro, what was drawn before is not drawn again."""
        place = place_of(self)
        if place is None or self.password or self.highlighter is not None:
            return super().render_lines(crop)
        shown = (
            self.value,
            self.selection,
            self.scroll_offset,
            self._suggestion,
            self._cursor_visible,
            self.placeholder,
        )
        tokens = [(*shown, y) for y in crop.line_range]
        strips = self._kept.take((self.outer_size, place), tokens, partial(self._draw, crop.y))
        whole = crop.column_span == (0, self.outer_size.width)
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    def _draw(self, top: int, first: int, count: int) -> list[Strip]:
        return super().render_lines(Region(0, top + first, self.outer_size.width, count))

    def on_mount(self) -> None:
        """Keep still, unless movement is wanted."""
        self.cursor_blink = host(self).preferences.moves

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines; Textual would drop all but the first without a word."""
        event.prevent_default()
        event.stop()
        text = " ".join(part.strip() for part in event.text.splitlines() if part.strip())
        self.replace(text, *self.selection)
        self.call_after_refresh(self._show_cursor)

    def put(self, text: str) -> None:
        """Let `text` stand on the line, with the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        """Scroll to the cursor: Textual does not where the line was empty before."""
        here = Region(self._cursor_offset, 0, width=1, height=1)
        self.scroll_to_region(here, force=True, animate=False)
