"""Leaving a screen once.

Textual's `dismiss` takes away whatever screen is on top, and gives its result as often as it is called: enter
pressed twice on a busy machine would leave two screens. Here a screen leaves only while it is on top, and once.
"""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen

__all__ = ["LeavesOnce"]

R = TypeVar("R")


class LeavesOnce(Screen[R]):
    """See the module."""

    _has_left = False

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """As Textual's, where there is something to leave."""
        if self._has_left or not self.is_active:
            return AwaitComplete()
        self._has_left = True
        return super().dismiss(result)

    def _forward_event(self, event: events.Event) -> None:
        """As Textual's; a click on what is being taken away at this moment, which ends Textual, is none."""
        if isinstance(event, events.MouseDown):
            widget, _ = self.get_widget_and_offset_at(event.x, event.y)
            if widget is not None and widget is not self and widget.parent is None:
                return
        super()._forward_event(event)
