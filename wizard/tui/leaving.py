"""Coming to a screen and leaving it: when it takes keys, and that it is left once.

Textual's `dismiss` takes away whatever screen is on top, and gives its result as often as it is called: enter
pressed twice on a busy machine would leave two screens. Here a screen leaves only while it is on top, and once.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
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

    @property
    def focus_chain(self) -> list[Widget]:
        """As Textual's, which also puts in order what never gets the keyboard: most of what is on a screen."""
        root: Widget = self
        if self.focused is not None:
            around = (node for node in self.focused.ancestors_with_self if isinstance(node, Widget))
            root = next((node for node in around if node._trap_focus), self)  # noqa: SLF001  Textual's own
        return list(_in_order(root, is_seen=self.visible))

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


def _in_order(around: Widget, *, is_seen: bool) -> Iterator[Widget]:
    """What can have the keyboard within a widget, in the order of tab."""
    inside = [child for child in around.displayed_children if _leads(child) or child.allow_focus()]
    if len(inside) > 1:
        inside.sort(key=attrgetter("_focus_sort_key"))
    for child in inside:
        if child._check_disabled():  # noqa: SLF001  Textual's own
            continue
        own = child.styles.get_rule("visibility")
        is_child_seen = own != "hidden" if own else is_seen
        if is_child_seen and child.allow_focus():
            yield child
        if _leads(child):
            yield from _in_order(child, is_seen=is_child_seen)


def _leads(widget: Widget) -> bool:
    """Whether tab goes into it."""
    return widget.is_container and widget.allow_focus_children()
