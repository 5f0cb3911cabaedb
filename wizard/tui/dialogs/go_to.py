"""Go to any question that is asked: type a part of its name."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from wizard.flow.interview import Interview
from wizard.i18n import msg
from wizard.tui.dialogs.base import Dialog
from wizard.tui.tasking import state_mark
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.words import Content

__all__ = ["MOVES", "GoTo"]

MOVES = {"down": "cursor_down", "up": "cursor_up", "pagedown": "page_down", "pageup": "page_up"}
"""Keys that move in a list while one writes on the line above it."""


class GoTo(Dialog[str | None]):
    """Gives back the question's id, None for none."""

    AUTO_FOCUS = "#search"

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview

    def heading(self) -> Content:
        """The title."""
        return self.said(msg("Go to which question?"), "bold $mark")

    def body(self) -> ComposeResult:
        """A line to search with, and what was found."""
        yield Line(id="search", placeholder=self.said(msg("Search")))
        yield Menu(self._items(""), id="questions")

    def presses(self) -> ComposeResult:
        """Esc is enough."""
        return iter(())

    def _items(self, search: str) -> Iterator[Item]:
        wanted = search.strip().casefold()
        found = False
        for task in self._interview.flow.tasks:
            title = self.said(task.title, "$quiet")
            for question in task.questions:
                texts = (self.tr(question.label), self.tr(question.ask), self.tr(task.title))
                is_wanted = any(wanted in text.casefold() for text in texts)
                if is_wanted and self._interview.is_relevant(question.id):
                    found = True
                    mark = state_mark(self._interview, question)
                    yield Item(question.id, Ends(mark + self.said(question.label), title), texts[0])
        if not found:
            yield Item("-none", self.said(msg("Nothing is called that.")), is_heading=True)

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        self.query_one(Menu).fill(self._items(event.value))

    @on(Input.Submitted)
    def _entered(self) -> None:
        item = self.query_one(Menu).item
        if item is not None and not item.startswith("-"):
            self.dismiss(item)

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.dismiss(event.item)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one writes."""
        if event.key in MOVES and isinstance(self.focused, Line):
            event.stop()
            getattr(self.query_one(Menu), f"action_{MOVES[event.key]}")()
