"""Search among everything that can be done here: the keys of the screen below, and the languages.

Textual's own palette is not used: it offers to save pictures of the screen, which hold personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widgets import Input

from wizard.i18n import Message, Translator, available_languages, msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.dialogs.go_to import MOVES
from wizard.tui.host import host
from wizard.tui.keys import key_name, keys_here
from wizard.tui.languages import own_name
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import Content, plain

__all__ = ["Palette"]


@dataclass(frozen=True, slots=True)
class _Command:
    words: str
    key: str
    run: Callable[[], object]


class Palette(Dialog[None]):
    """See the module."""

    AUTO_FOCUS = "#search"

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self._commands: list[_Command] = []

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("What do you want to do?"), "bold $mark")

    def body(self) -> ComposeResult:
        """A line to search with, and what was found."""
        self._commands = [*self._bound(), *self._languages()]
        yield Line(id="search", placeholder=self.said(msg("Search")))
        yield Menu(self._items(""), id="commands")

    def presses(self) -> ComposeResult:
        """Esc is enough."""
        return iter(())

    def _bound(self) -> list[_Command]:
        shown = [a for a in keys_here(self._below) if a.binding.key != "ctrl+p"]
        once = {a.binding.id: a for a in reversed(shown)}
        return [self._of(a) for a in reversed(once.values())]

    def _of(self, active: ActiveBinding) -> _Command:
        words = self.tr(Message(active.binding.description))

        async def run() -> None:
            await self.app.run_action(active.binding.action, default_namespace=active.node)

        return _Command(words, key_name(active.binding.key, self.tr), run)

    def _languages(self) -> list[_Command]:
        app = host(self)
        others = [name for name in available_languages() if name != app.tr.language]
        language = msg("Language")
        return [
            _Command(own_name(name), Translator.of(name)(language), partial(app.choose, "language", name))
            for name in others
        ]

    def _items(self, search: str) -> list[Item]:
        wanted = search.strip().casefold()
        return [
            Item(str(i), Ends(plain(c.words), plain(c.key, "$quiet")), c.words)
            for i, c in enumerate(self._commands)
            if wanted in c.words.casefold()
        ] or [Item("-none", self.said(msg("Nothing is called that.")), is_heading=True)]

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        self.query_one(Menu).fill(self._items(event.value))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._run(self.query_one(Menu).item)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self._run(event.item)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one writes."""
        if event.key in MOVES and isinstance(self.focused, Line):
            event.stop()
            getattr(self.query_one(Menu), f"action_{MOVES[event.key]}")()

    def _run(self, item: str | None) -> None:
        if item is not None and item.isdigit():
            command = self._commands[int(item)]
            self.dismiss(None)
            self.app.call_later(command.run)
