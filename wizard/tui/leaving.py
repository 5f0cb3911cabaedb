"""Coming to a screen and leaving it: when it takes keys, and that it is left once.

Textual's `dismiss` takes away whatever screen is on top, and gives its result as often as it is called: enter
pressed twice on a busy machine would leave two screens. Here a screen leaves only while it is on top, and once.
"""

from __future__ import annotations

from typing import Final, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from wizard.tui.compositor import compositor

__all__ = ["LeavesOnce"]

R = TypeVar("R")

LEADING: Final = frozenset({"arriving", "default", "editing", "going", "opening", "removing", "saving"})
"""Groups of workers whose end is another screen or another question. Those that only look something up are not here."""


class LeavesOnce(Screen[R]):
    """See the module."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """As Textual's, which draws the whole screen anew where the keyboard goes from one widget to another."""

    _has_left = False
    _has_begun = False

    def __init__(self) -> None:
        super().__init__()
        self._compositor = compositor()

    @property
    def is_between(self) -> bool:
        """Whether it is not composed yet, or something is under way that leads elsewhere."""
        if not self.is_mounted or self._has_left:
            return True
        if (
            not self._has_begun
        ):  # later, the keyboard may be nowhere because somebody clicked beside everything
            self._has_begun = self.focused is not None or not any(w.focusable for w in self.query("*"))
        return not self._has_begun or any(
            worker.node is self and worker.group in LEADING and not worker.is_finished
            for worker in self.workers
        )

    @property
    def takes_keys(self) -> bool:
        """Whether a key would do what the person means who sees the screen."""
        return not self.is_between

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
