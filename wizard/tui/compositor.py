"""A compositor that asks widgets for the lines that changed, and not for their whole pictures.

Textual knows which part of the screen a change touches and then has every widget that shares a frame with it draw
all its lines, most of which are thrown away. Here a widget gives only those lines that lie in the part. Built on
the inside of one version of Textual, which is why that version is pinned.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip

__all__ = ["ThriftyCompositor"]


class ThriftyCompositor(Compositor):
    """See the module."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """What each widget shows within `crop`: where it lies, twice as Textual wants it, and its lines."""
        rows = self.size.region if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip).intersection(rows)
            if seen and (crop is None or seen.overlaps(crop)):
                yield seen, seen, widget.render_lines(seen.translate(-region.offset))
