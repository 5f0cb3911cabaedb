"""Things side by side; what does not fit stands on the next line, so that nothing is squeezed or out of sight."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.geometry import Offset, Size
from textual.layout import Layout, WidgetPlacement
from textual.layouts.horizontal import HorizontalLayout
from textual.widget import Widget

__all__ = ["Actions", "Flow"]


class Flowing(HorizontalLayout):
    """From left to right as Textual's, then on from the left edge, with `between` empty lines."""

    def __init__(self, between: int) -> None:
        super().__init__()
        self._between = between

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: FBT001, FBT002  Textual's signature
    ) -> list[WidgetPlacement]:
        """Place each where it finds room."""
        placed: list[WidgetPlacement] = []
        left, top, below = 0, 0, 0
        for one in super().arrange(parent, children, size, greedy):
            region = one.region
            if placed and region.right - left > size.width:
                left, top = region.x, below + self._between
            below = max(below, top + region.bottom)
            placed.append(one._replace(region=region.translate(Offset(-left, top))))
        return placed


class Flow(Horizontal):
    """See the module."""

    BETWEEN = 0

    def __init__(self, *children: Widget, classes: str) -> None:
        super().__init__(*children, classes=classes)
        self._flowing = Flowing(self.BETWEEN)

    @property
    def layout(self) -> Layout:
        """Ours; style sheets know only Textual's."""
        return self._flowing


class Actions(Flow):
    """What there is to press."""

    BETWEEN = 1

    def __init__(self, *presses: Widget) -> None:
        super().__init__(*presses, classes="actions")
