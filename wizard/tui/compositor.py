"""A compositor that draws what changed, and of that only what is seen.

Textual knows which parts of the screen a change touches. It then has every widget that lies anywhere on those lines
draw them, also those that lie behind another one or beside the change, and throws most of it away. Here a changed
part is given to the widget in front; only what that one leaves open goes to those behind it.

Built on the inside of one version of Textual, which is why that version is pinned. Where the inside does not look
as it did there, `compositor` gives Textual's own: slower, and the same picture.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from rich.console import Console
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from wizard.tui.bars import bar_lines

__all__ = ["ThriftyCompositor", "compositor"]

_USED: Final[Mapping[str, list[str]]] = {
    "render_full_update": ["self", "simplify"],
    "render_partial_update": ["self"],
    "_regions_to_spans": ["regions"],
    "_get_renders": ["self", "crop"],
}
"""What is built on, with its parameters."""

Piece = tuple[int, int, Strip]
"""A piece of a line to be written: column, line, and what stands there."""


class PiecesUpdate(CompositorUpdate):
    """Pieces of lines, ready to be written."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """What the terminal is sent."""
        return "".join([f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self.pieces])


class ThriftyCompositor(Compositor):
    """See the module."""

    def render_partial_update(self) -> PiecesUpdate | None:  # type: ignore[override]
        """What the changes since the last picture have made different."""
        screen = self.size.region
        spans = list(self._regions_to_spans(self._dirty_regions))
        pieces = self._pieces([part.intersection(screen) for part in _blocks(spans)])
        return PiecesUpdate(pieces) if pieces else None

    def render_full_update(self, simplify: bool = False) -> CompositorUpdate:  # type: ignore[override]  # noqa: FBT001, FBT002  Textual's signature
        """The whole picture; for Textual's pictures in files in its own way."""
        if simplify:
            return super().render_full_update(simplify)
        return PiecesUpdate(self._pieces([self.size.region]))

    def _pieces(self, parts: list[Region]) -> list[Piece]:
        """What stands in these parts of the screen."""
        self._dirty_regions.clear()
        widgets = [
            (widget, region, region.intersection(clip))
            for widget, (region, clip) in self.visible_widgets.items()
        ]
        return [piece for part in parts if part for piece in _paint(part, widgets)]

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """For a whole picture: what each widget shows within `crop`, twice its place as Textual wants it, its lines."""
        rows = self.size.region if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(rows)
            if seen and (crop is None or seen.overlaps(crop)):
                yield seen, seen, widget.render_lines(seen.translate(-region.offset))


def _blocks(spans: list[tuple[int, int, int]]) -> Iterator[Region]:
    """Spans of lines (line, first column, column after the last) as blocks of lines that have the same columns."""
    columns: dict[tuple[int, int], list[int]] = {}
    for y, start, end in spans:
        columns.setdefault((start, end), []).append(y)
    for (start, end), lines in columns.items():
        for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
            block = [y for _, y in run]
            yield Region(start, block[0], end - start, len(block))


def _paint(part: Region, widgets: list[tuple[Widget, Region, Region]], first: int = 0) -> Iterator[Piece]:
    """The pieces that fill `part`, from the `widgets` from number `first` on, those in front first."""
    for number in range(first, len(widgets)):
        widget, region, visible = widgets[number]
        seen = visible.intersection(part)
        if not seen:
            continue
        for y, strip in enumerate(_lines(widget, seen.translate(-region.offset)), seen.y):
            yield seen.x, y, strip
        for rest in _around(part, seen):
            yield from _paint(rest, widgets, number + 1)
        return


def _lines(widget: Widget, crop: Region) -> list[Strip]:
    """What a widget shows within `crop`, which is told from its own corner."""
    strips = bar_lines(widget, crop) if isinstance(widget, ScrollBar) else None
    return widget.render_lines(crop) if strips is None else strips


def _around(part: Region, seen: Region) -> Iterator[Region]:
    """What of `part` lies outside `seen`, which lies in it: above, below, left and right."""
    if seen.y > part.y:
        yield Region(part.x, part.y, part.width, seen.y - part.y)
    if seen.bottom < part.bottom:
        yield Region(part.x, seen.bottom, part.width, part.bottom - seen.bottom)
    if seen.x > part.x:
        yield Region(part.x, seen.y, seen.x - part.x, seen.height)
    if seen.right < part.right:
        yield Region(seen.right, seen.y, part.right - seen.right, seen.height)


def _is_known() -> bool:
    """Whether the inside of Textual is what this is built on."""
    try:
        found = {name: list(inspect.signature(getattr(Compositor, name)).parameters) for name in _USED}
        return found == _USED and isinstance(Compositor()._dirty_regions, set)  # noqa: SLF001  as a subclass would
    except AttributeError:
        return False


def compositor() -> Compositor:
    """The one for this Textual."""
    return ThriftyCompositor() if _is_known() else Compositor()
