"""A compositor that draws what changed, and of that only what is seen.

Textual knows which parts of the screen a change touches. It then has every widget that lies anywhere on those lines
draw them, also those that lie behind another one or beside the change, and throws most of it away. Here a changed
part is given to the widget in front; only what that one leaves open goes to those behind it. And where the places of
widgets are worked out anew, Textual takes a page for changed that has become longer; here only what stands elsewhere.

Built on the inside of one version of Textual, which is why that version is pinned. Where the inside does not look
as it did there, `compositor` gives Textual's own: slower, and the same picture.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple

from rich.console import Console
from textual._compositor import Compositor, CompositorMap, CompositorUpdate, ReflowResult
from textual.geometry import Region, Size
from textual.map_geometry import MapGeometry
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from wizard.tui.bars import bar_lines
from wizard.tui.finished import FinishedLines

__all__ = ["ThriftyCompositor", "compositor"]

_USED: Final[Mapping[str, list[str]]] = {
    "render_full_update": ["self", "simplify"],
    "render_partial_update": ["self"],
    "_regions_to_spans": ["regions"],
    "_get_renders": ["self", "crop"],
    "reflow": ["self", "parent", "size"],
    "reflow_visible": ["self", "parent", "size"],
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

    def __init__(self) -> None:
        super().__init__()
        self._placed: dict[Widget, _Place] = {}
        """Where everything was when places were last worked out."""
        self._finished = FinishedLines()

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Work all places out."""
        dirty = set(self._dirty_regions)
        found = super().reflow(parent, size)
        self._full_map_invalidated = False  # it is this one
        self._mark(dirty, self._full_map)
        return found

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        """Work out the places of what is in sight."""
        dirty = set(self._dirty_regions)
        exposed = super().reflow_visible(parent, size)
        self._mark(dirty, self._visible_map or {})
        return exposed

    def _mark(self, dirty: set[Region], places: CompositorMap) -> None:
        """Have drawn what was `dirty`, and what stands elsewhere than before: where it was and where it is."""
        before, self._placed = self._placed, {widget: _place(found) for widget, found in places.items()}
        moved = before.items() ^ self._placed.items()
        parts = {place.region.intersection(place.clip) for _, place in moved}
        self._dirty_regions = dirty | {part for part in parts if part}

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
        return [piece for part in parts if part for piece in self._paint(part, widgets)]

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """For a whole picture: what each widget shows within `crop`, twice its place as Textual wants it, its lines."""
        rows = self.size.region if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(rows)
            if seen and (crop is None or seen.overlaps(crop)):
                yield seen, seen, widget.render_lines(seen.translate(-region.offset))

    def _paint(
        self, part: Region, widgets: list[tuple[Widget, Region, Region]], first: int = 0
    ) -> Iterator[Piece]:
        """The pieces that fill `part`, from the `widgets` from number `first` on, those in front first."""
        for number in range(first, len(widgets)):
            widget, region, visible = widgets[number]
            seen = visible.intersection(part)
            if not seen:
                continue
            for y, strip in enumerate(self._lines(widget, seen.translate(-region.offset)), seen.y):
                yield seen.x, y, strip
            for rest in _around(part, seen):
                yield from self._paint(rest, widgets, number + 1)
            return

    def _lines(self, widget: Widget, crop: Region) -> list[Strip]:
        """What a widget shows within `crop`, which is told from its own corner."""
        known = (
            bar_lines(widget, crop) if isinstance(widget, ScrollBar) else self._finished.take(widget, crop)
        )
        return widget.render_lines(crop) if known is None else known


class _Place(NamedTuple):
    """What of a widget's place is seen."""

    region: Region
    clip: Region
    depth: tuple[tuple[int, int], ...]


def _place(found: MapGeometry) -> _Place:
    """Textual also counts widgets in the order they lie in; those numbers change with each one that comes or goes."""
    return _Place(found.region, found.clip, tuple([(layer, z) for layer, z, _ in found.order]))


def _blocks(spans: list[tuple[int, int, int]]) -> Iterator[Region]:
    """Spans of lines (line, first column, column after the last) as blocks of lines that have the same columns."""
    columns: dict[tuple[int, int], list[int]] = {}
    for y, start, end in spans:
        columns.setdefault((start, end), []).append(y)
    for (start, end), lines in columns.items():
        for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
            block = [y for _, y in run]
            yield Region(start, block[0], end - start, len(block))


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
