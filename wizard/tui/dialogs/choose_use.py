"""Search for what a field is about: every question it could hold the answer to, those called most alike first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from wizard.blanks.likeness import likeness
from wizard.blanks.uses import Use
from wizard.i18n import msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.uses import use_in_words
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import Content, plain

if TYPE_CHECKING:
    from wizard.blanks.confirm import Confirming, Entry

__all__ = ["ChooseUse"]

_MOVES: Final = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
_MOST: Final = 60
"""More lines than this nobody reads; a longer search finds the rest."""


class ChooseUse(Dialog[Use | None]):
    """Gives back the use that was chosen, None where the person goes back."""

    AUTO_FOCUS = "#search"

    def __init__(self, entry: Entry, confirming: Confirming) -> None:
        super().__init__()
        self._entry = entry
        self._flow = confirming.flow
        self._uses = confirming.choices(entry)
        self._words: list[str] = []

    def heading(self) -> Content:
        """The field."""
        return self.said(
            msg("What is the field “{field}” about?", field=self._entry.label or self._entry.name), "bold"
        )

    def body(self) -> ComposeResult:
        """A line to search with, and what was found."""
        self._words = [use_in_words(use, self._flow, self.tr) for use in self._uses]
        yield Line(id="search", placeholder=self.said(msg("Search")))
        yield Menu(self._items(""), id="uses")

    def presses(self) -> ComposeResult:
        """Esc is enough."""
        return iter(())

    def _items(self, search: str) -> list[Item]:
        wanted = search.casefold().split()
        found = [
            number
            for number, (use, words) in enumerate(zip(self._uses, self._words, strict=True))
            if all(word in f"{words} {use.answer} {use.part}".casefold() for word in wanted)
        ]
        if not wanted:
            seen = self._entry.label or (self._entry.guess.seen if self._entry.guess else self._entry.name)
            found.sort(key=lambda number: -likeness(seen, self._words[number]))
        return [
            Item(str(number), Ends(plain(self._words[number]), plain(self._uses[number].answer, "$quiet")))
            for number in found[:_MOST]
        ] or [Item("-none", self.said(msg("Nothing is called that.")), is_heading=True)]

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        self.query_one(Menu).fill(self._items(event.value))

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._take(self.query_one(Menu).item)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self._take(event.item)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one writes."""
        if event.key in _MOVES and isinstance(self.focused, Line):
            event.stop()
            getattr(self.query_one(Menu), f"action_{_MOVES[event.key]}")()

    def _take(self, item: str | None) -> None:
        if item is not None and item.isdigit():
            self.dismiss(self._uses[int(item)])
