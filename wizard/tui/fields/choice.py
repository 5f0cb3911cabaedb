"""Yes or no, one of several, several of several: a list to mark in, with a search line where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from wizard.flow.answers import BLANK, Checked, check
from wizard.i18n import msg
from wizard.tui.dialogs.searching import MOVES, PAUSE
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.choices import ALONE, NONE, MarkList, PickList, options_of
from wizard.tui.sourcing import limit_lines
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING
from wizard.values import Value

__all__ = ["ChoiceField"]

SEARCH_FROM: Final = 10
"""How many options it takes for a search line."""


class ChoiceField(Field):
    """See the module."""

    def __init__(self, asking: Asking, typed: Any = None) -> None:
        super().__init__(asking, typed)
        self.several = asking.question.type_name == "multichoice"
        self._stored = self._marks_of(asking.value)
        self._items: list[Item] = []
        self._waiting: Timer | None = None

    @property
    def has_search(self) -> bool:
        """Whether there is a line to search with."""
        return not (self.several or self.asking.compact) and len(self._items) >= SEARCH_FROM

    def entry(self) -> ComposeResult:
        """The list, under its search line where there is one."""
        self._items = options_of(self.question, self.tr)
        marked = self._stored if self._before is None else frozenset(self._before)
        kind = MarkList if self.several else PickList
        picked = kind(self._items, marked, compact=self.asking.compact)
        if self.has_search:
            picked.is_led = True
            picked.can_focus = False
            yield Line(
                id="search", placeholder=self.said(msg("Search, or choose with the arrows")), classes="-long"
            )
        yield picked
        yield Say(id="none", classes="echo")
        if self.question.limits and not self.asking.compact:
            yield Say(limit_lines(self.question.limits, self.tr), classes="limits")

    def read(self) -> Checked:
        """What is marked, as the engine understands it."""
        return check(self.question, self._value(), self.asking.ctx)

    @property
    def typed(self) -> Any:
        """What is marked, where it is not what was stored."""
        return None if self.list.marked == self._stored else sorted(self.list.marked)

    @property
    def list(self) -> PickList:
        """Where one marks."""
        return self.query_one(PickList)

    @property
    def first(self) -> Widget:
        """The search line, or the list."""
        return self.query_one(Line) if self.has_search else self.list

    def _value(self) -> Value:
        marked = self.list.marked
        alone = next(iter(marked & ALONE), None)
        if alone is not None:
            return [] if alone == NONE else alone
        if not marked:
            return BLANK
        return [item.id for item in self._items if item.id in marked] if self.several else next(iter(marked))

    def _marks_of(self, value: Value | None) -> frozenset[str]:
        if value is None or value == BLANK:
            return frozenset()
        if isinstance(value, Sequence) and not isinstance(value, str):
            return frozenset(str(item) for item in value) or frozenset({NONE})
        return frozenset({str(value)})

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        self.changed()
        self.done()

    @on(Menu.Moved)
    def _moved(self, event: Menu.Moved) -> None:
        event.stop()
        self.changed()

    # The search line -----------------------------------------------------------------------------------

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        self._forget_waiting()
        self._waiting = self.set_timer(PAUSE, self._narrow)

    def _forget_waiting(self) -> bool:
        """Whether the list was to be narrowed and is not yet; it is not waited for any longer."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.stop()
        return waiting is not None

    def _narrow(self) -> None:
        """List what is like the text: a moment after it is drawn, so that a long list does not slow down the keys."""
        self._forget_waiting()
        wanted = self.query_one("#search", Line).value.strip().casefold()
        found = sorted(
            (item for item in self._items if self._fits(item, wanted)),
            key=lambda item: not item.search.casefold().startswith(wanted),
        )  # who writes the name in full means that one, not a longer one that holds it
        self.list.show(found)
        if wanted:
            self.list.action_first()
        none = self.said(msg("No option is like that. Clear the line to see them all."))
        self.query_one("#none", Say).say(NOTHING if found else none)

    def _fits(self, item: Item, wanted: str) -> bool:
        synonyms = next(
            (o.synonyms for o in getattr(self.question.type, "options", ()) if o.id == item.id), ()
        )
        return any(wanted in name.casefold() for name in (item.search, *synonyms))

    @on(Input.Submitted, "#search")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        if self._forget_waiting():
            self._narrow()
        if self.list.option_count:
            self.list.action_select()

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one writes in the search line."""
        if self.has_search and event.key in MOVES:
            event.stop()
            if self._forget_waiting():
                self._narrow()
            getattr(self.list, f"action_{MOVES[event.key]}")()
