"""A line to search with above a list of what was found: what all such dialogs have in common.

What is typed is drawn first and searched for a moment after it, so that a long list does not slow down the keys;
a key that acts on what was found has the search done before it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar, Final, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from wizard.i18n import msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu

__all__ = ["MOVES", "PAUSE", "SearchDialog"]

R = TypeVar("R")

MOVES: Final = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
"""Keys that move in a list while one writes on the line above it."""
PAUSE: Final = 0.05
"""Seconds from a letter to the search for it."""
_NOTHING: Final = "-none"


class SearchDialog(Dialog[R]):
    """See the module. `LIST` is the id of the list."""

    AUTO_FOCUS = "#search"
    LIST: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Timer | None = None

    @abstractmethod
    def found(self, search: str) -> Iterable[Item]:
        """The lines for what is searched for; all lines for an empty text."""

    @abstractmethod
    def take(self, item: str) -> None:
        """Do what was chosen."""

    def body(self) -> ComposeResult:
        """A line to search with, and what was found."""
        yield Line(id="search", placeholder=self.said(msg("Search")))
        listed = Menu(self._items(""), id=self.LIST)
        listed.is_led = True
        yield listed

    def presses(self) -> ComposeResult:
        """Esc is enough."""
        return iter(())

    def _items(self, search: str) -> list[Item]:
        nothing = Item(_NOTHING, self.said(msg("Nothing is called that.")), is_heading=True)
        return list(self.found(search)) or [nothing]

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        if self._waiting is None:
            self._waiting = self.set_timer(PAUSE, self._search)

    def _search(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
            listed = self.query_one(Menu)
            listed.fill(self._items(self.query_one("#search", Line).value))
            listed.action_first()  # what is found best, not what the keyboard was at before

    @on(Input.Submitted, "#search")
    def _entered(self) -> None:
        self._search()
        self._chose(self.query_one(Menu).item)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self._chose(event.item)

    def _chose(self, item: str | None) -> None:
        if item is not None and item != _NOTHING:
            self.take(item)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one writes."""
        if event.key in MOVES and isinstance(self.focused, Line):
            event.stop()
            self._search()
            getattr(self.query_one(Menu), f"action_{MOVES[event.key]}")()
