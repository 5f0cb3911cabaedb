"""Lines of a widget that are finished: drawn before, and passed by everything that lines pass on their way out.

A widget that only stands elsewhere than before looks the same. Textual has kept its lines, but works out its ground,
its place and its gaps again before it looks for them, and has each line pass the filters again.
"""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import OptionList

from wizard.tui.widgets.menu import Menu

__all__ = ["FinishedLines"]

_BY_THE_BOOK = (Widget.render_lines, OptionList.render_lines, Menu.render_lines)
"""Ways to draw that show what Textual has kept as long as nothing in the widget has changed."""


class _Lines(NamedTuple):
    """By the number of a line: as Textual has kept it, and finished."""

    filters: list[LineFilter]
    by_number: dict[int, tuple[Strip, Strip]]


class FinishedLines:
    """The lines of all widgets on one screen."""

    def __init__(self) -> None:
        self._of: WeakKeyDictionary[Widget, _Lines] = WeakKeyDictionary()

    def take(self, widget: Widget, crop: Region) -> list[Strip] | None:
        """What a widget shows within `crop`; None where any of it has to be drawn."""
        kept = widget._styles_cache  # noqa: SLF001  Textual's own, see `compositor`
        raw = kept._cache  # noqa: SLF001
        numbers = crop.line_range
        if (
            kept._dirty_lines  # noqa: SLF001
            or widget.BLANK
            or type(widget).render_lines not in _BY_THE_BOOK
            or widget.hover_style._link_id  # noqa: SLF001
            or not all(number in raw for number in numbers)
        ):
            return None
        filters = list(widget.get_line_filters())
        known = self._of.get(widget)
        if known is None or known.filters != filters:
            known = self._of[widget] = _Lines(filters, {})
        lines = known.by_number
        found = []
        for number in numbers:
            strip = raw[number]
            done = lines.get(number)
            if done is None or done[0] is not strip:
                done = lines[number] = (strip, _through(filters, strip, widget))
            found.append(done[1])
        if crop.column_span != (0, kept._width):  # noqa: SLF001
            return [strip.crop(*crop.column_span) for strip in found]
        return found


def _through(filters: list[LineFilter], strip: Strip, widget: Widget) -> Strip:
    if filters:
        _, ground = widget.background_colors
        for each in filters:
            strip = strip.apply_filter(each, ground)
    return strip
