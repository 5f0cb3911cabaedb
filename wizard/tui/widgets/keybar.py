"""The keys that matter here, in one line at the bottom; a click on one does what the key does.

As many as there is room for, the nearest to the focus first; the rest stand in the help and the palette.
"""

from __future__ import annotations

from collections.abc import Hashable

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.strip import Strip
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


_ALWAYS = frozenset({_ALL, "nav.back", "dialog.close"})
"""What must never be out of sight: everything, and the way back."""


_MOST_BARS = 16


class KeyBar(Widget):
    """See the module."""

    def __init__(self) -> None:
        super().__init__()
        self._told: list[ActiveBinding] | None = None
        """What matters here, as it was found a moment before the picture that shows it."""
        self._drawn: Hashable = None
        """What stands here now, see `_look`."""
        self._bars: dict[Hashable, Strip] = {}
        """Bars that have been drawn: tab goes to and fro between a few."""

    def on_mount(self) -> None:
        """Follow the focus: other keys matter elsewhere."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _screen: Screen[object]) -> None:
        """Textual tells this at each move of the keyboard, also where the same keys matter after it."""
        told = self._shown()
        is_other = self._drawn != self._look(told)
        self._told = told if is_other else None  # for the picture of now, not for a later one
        if is_other:
            self.refresh()

    def render(self) -> Content:
        """What fits of the keys to be shown."""
        return (
            Content(_BETWEEN).join([words for words, _ in self._fitting()]) if self.is_attached else NOTHING
        )

    def render_line(self, y: int) -> Strip:
        """The bar, or one that was drawn before and reads the same."""
        if y or not self.is_attached:
            return super().render_line(y)
        told, self._told = self._told, None
        self._drawn = look = self._look(self._shown() if told is None else told)
        if look not in self._bars:
            if len(self._bars) >= _MOST_BARS:
                self._bars.clear()
            self._bars[look] = super().render_line(y)
        return self._bars[look]

    def _look(self, here: list[ActiveBinding]) -> Hashable:
        """All that what is drawn follows from."""
        keys = tuple((active.binding.key, active.binding.description, active.binding.id) for active in here)
        return keys, self.content_size, self.visual_style, self.app.theme, host(self).tr.language

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
        """As many as there is room for; always the way back, and last the way to all the others."""
        shown = [(self._words(active), active) for active in self._shown()]
        room = self.content_size.width + len(_BETWEEN)
        room -= sum(_need(words) for words, active in shown if active.binding.id in _ALWAYS)
        found: list[tuple[Content, ActiveBinding]] = []
        for words, active in shown:
            if active.binding.id in _ALWAYS:
                found.append((words, active))
            elif _need(words) <= room:  # a shorter one may still find room behind one that does not
                room -= _need(words)
                found.append((words, active))
        return found

    def _shown(self) -> list[ActiveBinding]:
        return sorted((active for active in keys_here(self.screen) if active.binding.show), key=_rank)

    def _words(self, active: ActiveBinding) -> Content:
        tr = host(self).tr
        pressed = plain(key_name(active.binding.key, tr), "bold $mark")
        return Content(" ").join([pressed, said(Message(active.binding.description), tr, "$quiet")])


def _need(words: Content) -> int:
    return words.cell_length + len(_BETWEEN)


def _rank(active: ActiveBinding) -> int:
    """What the focus can do, the way back, what the screen can do, what can be done on most, and where all is."""
    if active.binding.id == _ALL:
        return 5
    if active.binding.id == "nav.back":
        return 1
    if active.binding.id in _ELSEWHERE:
        return 3
    return 2 if isinstance(active.node, Screen) else 4 if active.node is active.node.app else 0
