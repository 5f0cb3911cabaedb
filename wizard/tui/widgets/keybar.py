"""The keys that matter here, in one line at the bottom; a click on one does what the key does.

As many as there is room for, the nearest to the focus first; the rest stand in the help and the palette.
"""

from __future__ import annotations

from collections.abc import Hashable

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from wizard.i18n import Message
from wizard.tui.host import host
from wizard.tui.keys import key_name, keys_here
from wizard.tui.words import NOTHING, plain, said

__all__ = ["KeyBar"]

_BETWEEN = "   "
_ELSEWHERE = frozenset({"nav.forms", "nav.timeline"})
_ALL = "app.palette"
"""The binding that leads to everything that can be done: by mouse alone there is no other way."""


class KeyBar(Widget):
    """See the module."""

    _drawn: Hashable = None
    """What stands here now, see `_look`."""

    def on_mount(self) -> None:
        """Follow the focus: other keys matter elsewhere."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        """Textual tells this at each move of the keyboard, also where the same keys matter after it."""
        if self._drawn != self._look():
            self.refresh()

    def render(self) -> Content:
        """What fits of the keys to be shown."""
        if not self.is_attached:
            return NOTHING
        self._drawn = self._look()
        return Content(_BETWEEN).join([words for words, _ in self._fitting()])

    def _look(self) -> Hashable:
        """All that what is drawn follows from, but for the width."""
        return tuple(
            (active.binding.key, active.binding.description, active.binding.id) for active in self._shown()
        )

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        at = event.get_content_offset(self)
        left = 0
        for words, active in self._fitting():
            if at is not None and left <= at.x < left + words.cell_length:
                self.run_action_of(active)
            left += words.cell_length + len(_BETWEEN)

    def run_action_of(self, active: ActiveBinding) -> None:
        """Run what a binding is bound to, in its place."""
        self.app.call_later(self.app.run_action, active.binding.action, default_namespace=active.node)

    def _fitting(self) -> list[tuple[Content, ActiveBinding]]:
        """As many as there is room for; last, and always, the way to all the others."""
        shown = self._shown()
        last = [(self._words(active), active) for active in shown if active.binding.id == _ALL]
        room = self.content_size.width - sum(words.cell_length + len(_BETWEEN) for words, _ in last)
        found: list[tuple[Content, ActiveBinding]] = []
        for active in shown:
            if active.binding.id == _ALL:
                continue
            words = self._words(active)
            need = words.cell_length + (len(_BETWEEN) if found else 0)
            if need <= room:  # a shorter one may still find room behind one that does not
                room -= need
                found.append((words, active))
        return found + last

    def _shown(self) -> list[ActiveBinding]:
        return sorted((active for active in keys_here(self.screen) if active.binding.show), key=_rank)

    def _words(self, active: ActiveBinding) -> Content:
        tr = host(self).tr
        pressed = plain(key_name(active.binding.key, tr), "bold $mark")
        return Content(" ").join([pressed, said(Message(active.binding.description), tr, "$quiet")])


def _rank(active: ActiveBinding) -> int:
    """What the focus can do, the way back, what the screen can do, and last what can be done on most screens."""
    if active.binding.id == "nav.back":
        return 1
    if active.binding.id in _ELSEWHERE:
        return 3
    return 2 if isinstance(active.node, Screen) else 4 if active.node is active.node.app else 0
