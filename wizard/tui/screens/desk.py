"""The officer's queue: every case of the inbox, with what has to happen with it and who has it.

It is drawn before anything is read, and fills while cases are screened; one can search, open and take cases
meanwhile. Everything in a line comes from outside or from other officers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message as Event
from textual.widget import Widget
from textual.widgets import Input

from wizard.desk.matters import STAGES
from wizard.desk.queue import COLUMNS, Column, View, areas_in, listed, stages_in
from wizard.i18n import msg, nmsg
from wizard.tui.deskfaces import CaseFace, case_face, column_at, head_cells
from wizard.tui.deskhost import desk_of
from wizard.tui.host import tr_of
from wizard.tui.keys import key
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, plain, spaced

if TYPE_CHECKING:
    from wizard.desk.matters import Matter, Stage
    from wizard.desk.room import Room

__all__ = ["QueueScreen"]

T = TypeVar("T")

MORE: Final = "-more"
PAGE: Final = 200
"""How many cases are listed at first, and how many come with each "show more"."""
_BAR: Final = 20


class QueueHead(Widget):
    """The names of the columns, where there are columns; a click on one sorts by it."""

    DEFAULT_CSS = """
    QueueHead { height: auto; padding-left: 2; }
    """

    class Sorted(Event):
        """Sort by this column."""

        def __init__(self, column: Column) -> None:
            super().__init__()
            self.column = column

    def __init__(self, view: View) -> None:
        super().__init__(id="head")
        self.view = view

    def show(self, view: View) -> None:
        """Tell of another order."""
        self.view = view
        self.refresh(layout=True)

    def render(self) -> CaseFace:
        """The names."""
        cells = head_cells(self.view.column, descending=self.view.is_descending, tr=tr_of(self))
        return CaseFace(cells, is_head=True)

    def on_click(self, event: events.Click) -> None:
        """Sort by what was clicked."""
        at = event.get_content_offset(self)
        column = column_at(at.x, self.content_size.width) if at is not None else None
        if column is not None:
            self.post_message(self.Sorted(column))


class QueueScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#queue"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("slash", "filter", msg("Search"), name="desk.filter"),
        key("t", "take", msg("Take or give back"), name="desk.take"),
        key("s", "stage", msg("Another status"), name="desk.stage"),
        key("a", "area", msg("Another area"), name="desk.area"),
        key("o", "order", msg("Sort by another column"), name="desk.order"),
        key("r", "reverse", msg("The other way round"), name="desk.reverse", show=False),
        key("l", "log", msg("Log"), name="desk.log"),
        key("f5", "again", msg("Look again now"), name="desk.again", show=False),
        key("escape", "all", msg("Show all"), name="desk.all", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view = View()
        self._shown = PAGE
        self._keys: dict[str, str] = {}
        """The line of each case, by where the case lies: what comes from outside is no name of a widget's."""
        self._notice: Content = NOTHING

    def body(self) -> ComposeResult:
        """The heading, what is wanted, and the list."""
        with Vertical(classes="page"):
            yield Say(self._heading(), id="heading", classes="heading")
            with Horizontal(id="bar"):
                searched = self.said(msg("Search: applicant, unit, number, errand …"))
                yield Line(self._view.text, id="search", placeholder=searched)
                yield Press(self._stage_words(), id="stage")
                yield Press(self._area_words(), id="area")
                yield Press(self._order_words(), id="order")
            yield Say(self._notice, id="notice", classes="fault")
            yield Say(self._words(), id="words", classes="hint")
            yield QueueHead(self._view)
            yield Menu(self._items(), id="queue")

    def on_mount(self) -> None:
        """Follow the inbox."""
        app = desk_of(self)
        for name in ("room", "pulse", "progress", "has_looked", "refusal", "trouble"):
            self.watch(app, name, self._show, init=False)

    def on_screen_resume(self) -> None:
        """Back from a case: something may have been decided."""
        self._show()

    def on_resize(self) -> None:
        """In one line or in two."""
        self._show()

    def keep(self) -> None:
        """What is searched for is in the view already."""

    # What is shown -------------------------------------------------------------------------------------

    @property
    def room(self) -> Room | None:
        """The inbox, when it is there."""
        return desk_of(self).room

    @property
    def _matters(self) -> tuple[Matter, ...]:
        return self.room.matters if self.room is not None else ()

    def _show(self) -> None:
        if not self.is_mounted or not self.query("#queue"):
            return
        self.query_one("#heading", Say).say(self._heading())
        self.query_one("#words", Say).say(self._words())
        self.query_one("#notice", Say).say(self._notice)
        self.query_one(QueueHead).show(self._view)
        for name, words in (
            ("stage", self._stage_words()),
            ("area", self._area_words()),
            ("order", self._order_words()),
        ):
            press = self.query_one(f"#{name}", Press)
            press.words = words
            press.refresh(layout=True)
        self.query_one("#queue", Menu).fill(self._items())

    def _heading(self) -> Ends:
        matters = self._matters
        count = nmsg("{count} case", "{count} cases", len(matters))
        left = spaced(self.said(msg("Inbox"), "bold"), self.said(count, "$quiet"), by=" · ")
        return Ends(left, self._progress())

    def _progress(self) -> Content:
        done, total = desk_of(self).progress
        if desk_of(self).trouble is not None:
            return self.said(msg("Decisions cannot be read just now"), "$fault")
        if done >= total:
            return NOTHING
        full = _BAR * done // total
        bar = plain("━" * full, "$good") + plain("━" * (_BAR - full), "$rule")
        return spaced(
            self.said(msg("Screening {done} of {total}", done=done + 1, total=total), "$quiet"), bar
        )

    def _words(self) -> Content:
        app = desk_of(self)
        if app.refusal is not None:
            return self.said(app.refusal, "$fault")
        if self.room is None:
            return self.said(msg("Opening the inbox …"))
        if not self._matters:
            if not app.has_looked:
                return self.said(msg("Looking through the inbox …"))
            return self.said(
                msg(
                    "There is no case in {folder}. Put packages, folders or PDFs there: they are screened as they come.",
                    folder=str(app.inbox),
                )
            )
        if self._view.is_narrowed and not listed(self._matters, self._view, self.tr):
            return self.said(msg("No case is like that. Esc shows all."))
        return NOTHING

    def _stage_words(self) -> Content:
        stage = self._view.stage
        return self.said(STAGES[stage] if stage is not None else msg("All statuses"))

    def _area_words(self) -> Content:
        name = areas_in(self._matters).get(self._view.area or "")
        return (self.said(name) if name is not None else self.said(msg("All areas"))).truncate(
            24, ellipsis=True
        )

    def _order_words(self) -> Content:
        arrow = "↓" if self._view.is_descending else "↑"
        return self.said(COLUMNS[self._view.column]) + plain(f" {arrow}")

    def _items(self) -> Iterator[Item]:
        app, tr = desk_of(self), self.tr
        found = listed(self._matters, self._view, tr)
        for matter in found[: self._shown]:
            yield Item(self._line_of(matter), case_face(matter, app.today, tr))
        if len(found) > self._shown:
            rest = len(found) - self._shown
            yield Item(MORE, self.said(nmsg("Show {count} more", "Show {count} more", rest)))

    def _line_of(self, matter: Matter) -> str:
        return self._keys.setdefault(matter.filed.arrival.key, f"case-{len(self._keys)}")

    @property
    def at_hand(self) -> Matter | None:
        """The case where the keyboard is."""
        item = self.query_one("#queue", Menu).item
        key_of = next((k for k, line in self._keys.items() if line == item), None)
        return self.room.matter(key_of) if self.room is not None and key_of is not None else None

    # What is wanted ------------------------------------------------------------------------------------

    def _want(self, view: View) -> None:
        self._view, self._shown = view, PAGE
        self._notice = NOTHING
        self._show()

    @on(Input.Changed, "#search")
    def _searched(self, event: Input.Changed) -> None:
        if event.value != self._view.text:
            self._want(replace(self._view, text=event.value))

    @on(Input.Submitted, "#search")
    def _entered(self) -> None:
        self.query_one("#queue", Menu).focus()

    def on_key(self, event: events.Key) -> None:
        """From the line to the list."""
        if event.key == "down" and isinstance(self.focused, Line):
            event.stop()
            self.query_one("#queue", Menu).focus()

    def action_filter(self) -> None:
        """Write what to search for."""
        self.query_one("#search", Line).focus()

    def action_all(self) -> None:
        """Leave nothing out, with the keyboard in the list."""
        self.query_one("#search", Line).value = ""
        self._want(View(column=self._view.column, is_descending=self._view.is_descending))
        self.query_one("#queue", Menu).focus()

    @on(Press.Pressed, "#stage")
    def action_stage(self) -> None:
        """The next of the statuses there are, then all."""
        there: list[Stage | None] = [None, *stages_in(self._matters)]
        self._want(replace(self._view, stage=_after(there, self._view.stage)))

    @on(Press.Pressed, "#area")
    def action_area(self) -> None:
        """The next of the areas there are, then all."""
        there: list[str | None] = [None, *areas_in(self._matters)]
        self._want(replace(self._view, area=_after(there, self._view.area)))

    @on(Press.Pressed, "#order")
    def action_order(self) -> None:
        """The next column."""
        self._want(replace(self._view, column=_after(list(Column), self._view.column)))

    def action_reverse(self) -> None:
        """The last first."""
        self._want(replace(self._view, is_descending=not self._view.is_descending))

    @on(QueueHead.Sorted)
    def _sorted(self, event: QueueHead.Sorted) -> None:
        if event.column is self._view.column:
            self.action_reverse()
        else:
            self._want(replace(self._view, column=event.column))

    # What is done --------------------------------------------------------------------------------------

    @on(Menu.Chosen, "#queue")
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item == MORE:
            self._shown += PAGE
            self._show()
        elif self.at_hand is not None:
            self.open(self.at_hand)

    @work(exclusive=True, group="opening")
    async def open(self, matter: Matter) -> None:
        """Put a case on the table: it is read again, in a thread."""
        from wizard.tui.screens.deskcase import CaseScreen  # noqa: PLC0415  not needed to draw the queue

        room = self.room
        if room is None:
            return
        self._tell(self.said(msg("Reading {name} …", name=matter.filed.name), "$quiet"))
        opened = await asyncio.to_thread(room.open, matter.filed)
        self._tell(NOTHING)
        if self.is_current:  # enter twice opens it once
            self.app.push_screen(CaseScreen(opened))

    def action_take(self) -> None:
        """Take the case, or give it back; what another has is taken over when that is said in so many words."""
        matter = self.at_hand
        if matter is not None:
            self.take(matter)

    @work(group="saving")
    async def take(self, matter: Matter) -> None:
        """See `action_take`."""
        from wizard.tui.desktaking import take  # noqa: PLC0415  as above

        self._tell(await take(self, matter))

    def _tell(self, words: Content) -> None:
        self._notice = words
        self._show()

    def action_log(self) -> None:
        """What everybody did."""
        from wizard.tui.screens.desklog import LogScreen  # noqa: PLC0415  as above

        self.app.push_screen(LogScreen())

    def action_again(self) -> None:
        """Do not wait."""
        desk_of(self).look_now()


def _after(there: list[T], here: T) -> T:
    """What comes after `here`, from the top again at the end."""
    return there[(there.index(here) + 1) % len(there)] if here in there else there[0]
