"""A list to choose from: the one list of the app, with a mark where the keyboard is.

Lines are any visual of ours, so that names and states can stand at both edges. Typing letters goes to the next
line that begins so. What has to be told of a line by more than its ground is told by `POINTER` before it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region, Size
from textual.message import Message as Event
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from wizard.i18n import msg
from wizard.tui.keys import key
from wizard.tui.stylesheet import place_of
from wizard.tui.widgets.kept import KeptLines

__all__ = ["POINTER", "Item", "Menu"]

POINTER: Final = "\N{HEAVY RIGHT-POINTING ANGLE QUOTATION MARK ORNAMENT}"
"""Stands before the line where the keyboard is."""
_GUTTER: Final = 2
_PAUSE: Final = 1.0
"""Seconds after which typing letters begins a new search."""
_TELLS_HOVER: Final = hasattr(OptionList, "_mouse_hovering_over")
"""Whether Textual's list says where the mouse is, in the words of the version this was written for."""


@dataclass(frozen=True, slots=True)
class Item:
    """A line. `search` is what typing letters is compared with; a heading cannot be chosen; `rule` draws a line below."""

    id: str
    face: Visual
    search: str = ""
    is_heading: bool = False
    rule: bool = False


class Menu(OptionList):
    """See the module."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", msg("Choose"), name="menu.choose")]

    @dataclass
    class Chosen(Event):
        """A line was chosen, by key or by mouse."""

        menu: Menu
        item: str

        @property
        def control(self) -> Menu:
            """The list, for `@on`."""
            return self.menu

    @dataclass
    class Moved(Event):
        """The keyboard went to another line."""

        menu: Menu
        item: str

        @property
        def control(self) -> Menu:
            """The list, for `@on`."""
            return self.menu

    highlighted: reactive[int | None] = reactive(None, repaint=False)
    """As Textual's, which draws the whole list at each move."""

    def __init__(
        self,
        items: Iterable[Item] = (),
        *,
        id: str | None = None,  # noqa: A002  Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.is_led = False
        """Whether another widget, a search line, moves the keyboard's place here."""
        self._typed = ""
        self._typed_at = 0.0
        self._search: list[str] = []
        self._kept = KeptLines()
        self._measured = 0
        """The width that the lines were measured for."""
        self._needs: dict[int, int] = {}
        """Lines that the list needs, by width: asked several times for each layout."""
        self.fill(items)

    def fill(self, items: Iterable[Item], *, at: str | None = None) -> None:
        """Show these lines instead; the keyboard goes to line `at`, else where it was, else to the first."""
        kept = at or self.item
        self._needs.clear()
        self.clear_options()
        listed = list(items)
        self._search = [item.search.casefold() for item in listed]
        lines: list[Option | None] = []
        for item in listed:
            lines.append(Option(item.face, id=item.id, disabled=item.is_heading))
            if item.rule:
                lines.append(None)
        self.add_options(lines)  # at once: each call measures the list anew
        self.go(kept) if kept in self._id_to_option else self.action_first()

    @property
    def item(self) -> str | None:
        """The id of the line where the keyboard is."""
        option = self.highlighted_option
        return option.id if option is not None else None

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As Textual's, which does not know that the marks before the lines take room: the last would be out of sight."""
        if width not in self._needs:
            room = width - self._get_left_gutter_width()
            self._needs[width] = super().get_content_height(container, viewport, room)
        return self._needs[width]

    def go(self, item: str) -> None:
        """Put the keyboard on a line."""
        self.highlighted = self.get_option_index(item)

    def action_first(self) -> None:
        """The first line, with the headings before it in sight."""
        super().action_first()
        self.scroll_home(animate=False)

    def watch_highlighted(self, before: int | None, now: int | None) -> None:  # type: ignore[override]
        """As Textual's, and draw the line that was left and the line that was reached, not the whole list."""
        self._draw_anew(before)
        self._draw_anew(now)
        super().watch_highlighted(now)

    def _draw_anew(self, index: int | None) -> None:
        top = self._index_to_line.get(index) if index is not None else None
        if top is None or index is None or self.has_class("-compact"):
            self.refresh()
            return
        self.refresh_lines(top, self._heights[index])

    def scroll_to_highlight(self, top: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """As Textual, and in the page around the list too, which may be shorter than the list."""
        super().scroll_to_highlight(top)
        self.call_after_refresh(self._scroll_page)

    def on_resize(self, event: events.Resize) -> None:
        """With another width, lines wrap otherwise; with another height, another part may have to be in sight."""
        if self.scrollable_content_region.width == self._measured:
            event.prevent_default()  # Textual would measure all lines anew
        else:
            self._kept.clear()
        if self.has_focus:
            self.call_after_refresh(self._scroll_page)

    def _scroll_page(self) -> None:
        super().scroll_to_highlight()  # again: on a busy machine a key comes before the list has its height
        page = next((node for node in self.ancestors if isinstance(node, VerticalScroll)), None)
        here = self.highlighted
        if page is None or here is None or here not in self._index_to_line or self.is_in_form:
            return
        own, around = self.scrollable_content_region, page.scrollable_content_region
        top = own.y + self._index_to_line[here] - self.scroll_offset.y
        line = Region(0, top - around.y + page.scroll_offset.y, around.width, self._heights[here])
        if line.bottom <= around.height:
            page.scroll_home(animate=False)  # with the question in sight
        else:
            page.scroll_to_region(line, animate=False)

    @property
    def is_in_form(self) -> bool:
        """Whether the list is one of many fields, and shut while the keyboard is elsewhere."""
        return self.has_class("-compact") and not self.has_focus

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pass it on as ours."""
        event.stop()
        self._typed = ""
        if event.option_id is not None:
            self.post_message(self.Chosen(self, event.option_id))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Pass it on as ours."""
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Moved(self, event.option_id))

    def on_key(self, event: events.Key) -> None:
        """Letters go to the next line that begins with what was typed."""
        letter = event.character or ""
        if len(letter) != 1 or not letter.isalpha():
            return
        now = monotonic()
        self._typed = (self._typed if now - self._typed_at < _PAUSE else "") + letter.casefold()
        self._typed_at = now
        found = self._next_beginning(self._typed)
        if found is None:  # then a new search begins with this letter
            self._typed = letter.casefold()
            found = self._next_beginning(self._typed)
        if found is not None:
            event.stop()
            self.highlighted = found

    def _next_beginning(self, beginning: str) -> int | None:
        here = self.highlighted or 0
        order = [*range(here, len(self._search)), *range(here)]
        if len(beginning) == 1:  # the same letter again goes on to the next
            order = [*order[1:], *order[:1]]
        return next(
            (i for i in order if self._search[i].startswith(beginning) and not self._options[i].disabled),
            None,
        )

    # Drawing -------------------------------------------------------------------------------------------

    @property
    def keeps_lines(self) -> bool:
        """Whether what a line shows follows from its item, its `mark`, the keyboard and the mouse."""
        return _TELLS_HOVER

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's; lines that have been drawn are not drawn again."""
        width = self.scrollable_content_region.width
        if width != self._measured:  # also where a bar beside the lines came or went
            self._measured = width
            self._clear_caches()
        lines = self._lines  # measures the list first, as Textual does
        if not self.keeps_lines:
            return super().render_lines(crop)
        first, height, above = crop.y - self.gutter.top, self.size.height, self.scroll_offset.y
        tokens = [
            self._token(lines, above + y) if 0 <= y < height else None
            for y in range(first, first + crop.height)
        ]
        strips = self._kept.take(self._look(), tokens, partial(self._draw, crop.y))
        return (
            strips
            if crop.column_span == (0, self.outer_size.width)
            else [s.crop(crop.x, crop.right) for s in strips]
        )

    def _draw(self, top: int, first: int, count: int) -> list[Strip]:
        return super().render_lines(Region(0, top + first, self.outer_size.width, count))

    def _token(self, lines: Sequence[tuple[int, int]], number: int) -> Hashable:
        """What makes a line look as it does."""
        if number >= len(lines):
            return -1
        index, offset = lines[number]
        option, is_here = self._options[index], self.highlighted == index
        return option, offset, is_here, self._mouse_hovering_over == index, self.mark(index, is_here=is_here)

    def _look(self) -> Hashable:
        """What makes all lines look as they do."""
        room = self.outer_size, self.scrollable_content_region.width
        place = place_of(self)
        if place is not None:
            return room, place
        kinds = ("", "-disabled", "-highlighted", "-hover")
        styles = [
            self.get_visual_style("option-list--option", f"option-list--option{kind}") for kind in kinds
        ]
        return room, self.background_colors, self.opacity, tuple(styles)

    def mark(self, index: int, *, is_here: bool) -> str:  # noqa: ARG002  lists of choices look at it
        """What stands before a line: two cells."""
        return f"{POINTER} " if is_here and (self.has_focus or self.is_led) else "  "

    def _get_left_gutter_width(self) -> int:
        return _GUTTER

    def render_line(self, y: int) -> Strip:
        """A line with its mark before it."""
        line = super().render_line(y)
        number = self.scroll_offset.y + y
        lines = self._lines
        if number >= len(lines):
            return line
        index, offset = lines[number]
        ground = next(iter(line)).style if line else None
        is_first = offset == 0 and not self._options[index].disabled
        text = (
            self.mark(index, is_here=self.highlighted == index)
            if is_first
            else " " * self._get_left_gutter_width()
        )
        return Strip.join([Strip([Segment(text, ground)]), line])
