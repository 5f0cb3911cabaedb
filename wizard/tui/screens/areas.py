"""Where to apply: every area that is known, with its status as the sources tell it.

Only an area that one can apply in begins a draft. The others are shown all the same, because a person looks for
them; they say how things stand, by which source, and what to do instead.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input

from wizard.flow.model import Area, AreaState
from wizard.i18n import Message, msg
from wizard.tui.dialogs.searching import MOVES, PAUSE
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.resting import Resting
from wizard.tui.screens.base import LovScreen
from wizard.tui.sourcing import source_lines
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, lines, paragraphs, plain

if TYPE_CHECKING:
    from wizard.tui.services import Services

__all__ = ["AreasScreen", "begin_errand"]

_STATES: Final = {
    AreaState.OPEN: msg("open"),
    AreaState.REVIEW: msg("open, under review"),
    AreaState.CLOSED: msg("closed"),
    AreaState.OTHER_FORM: msg("not by LOV"),
    AreaState.UNKNOWN: msg("not known"),
}
_STYLES: Final = {AreaState.OPEN: "$good", AreaState.REVIEW: "$good", AreaState.CLOSED: "$warn"}
SEARCH_FROM: Final = 10
"""How many areas it takes for a search to be worth its line."""


async def begin_errand(screen: LovScreen[None], area: Area, kind: str) -> Message | None:
    """Begin a draft and show its task list; gives back why that cannot be."""
    services = host(screen).services
    if services is None:
        raise RuntimeError
    try:
        session = await asyncio.to_thread(services.begin, area, kind)
    except Exception as error:
        reason = reason_of(error)
        if reason is None:  # not a refusal: a fault of ours
            raise
        return reason
    host(screen).go_to(session)
    return None


class SearchLine(Line):
    """Bound at the line itself, so that a key need not come up through all that the line stands in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(pressed, f"screen.move('{to}')", show=False) for pressed, to in MOVES.items()
    ]


class AreasScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#search, Menu"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", msg("Back"), name="nav.back")]

    def __init__(self) -> None:
        super().__init__()
        self._is_beginning = False
        self._search = ""
        self._known: list[tuple[Item, list[str]]] = []
        """The lines, made once for each language, and what each is searched by."""
        self._is_lost = False
        """Whether nothing is like what is searched for, and that is told."""
        self._waiting: Timer | None = None
        self._resting = Resting(self)

    @property
    def services(self) -> Services:
        """They are open: the way here goes through them."""
        services = host(self).services
        if services is None:
            raise RuntimeError
        return services

    @property
    def has_search(self) -> bool:
        """Whether there is a line to search with."""
        return len(self.services.areas()) >= SEARCH_FROM

    def body(self) -> ComposeResult:
        """The list, and what is known of the area where the keyboard is."""
        self._known = [
            (self._listed(area), [word.casefold() for word in (self.tr(area.name), *area.synonyms)])
            for area in self.services.areas()
        ]
        with Horizontal(classes="split"):
            with Vertical(classes="page"):
                yield Say(self.said(msg("What do you want to apply for?")), classes="heading")
                if self.has_search:
                    placeholder = self.said(msg("Search, or choose with the arrows"))
                    yield SearchLine(self._search, id="search", placeholder=placeholder)
                listed = Menu(self._items(self._search), id="areas")
                listed.is_led = self.has_search
                yield listed
                yield Say(id="none", classes="hint")
            with Aside(classes="aside"):
                yield Say(id="about")
                yield Say(id="notice", classes="fault")

    def on_mount(self) -> None:
        """Tell of the first area."""
        self._tell(self.query_one(Menu).item)

    def keep(self) -> None:
        """What is searched for."""
        for line in self.query(Line):
            self._search = line.value

    async def redraw(self) -> None:
        """As every screen, and tell of the area at hand again."""
        at = self.query_one(Menu).item
        await super().redraw()
        self.query_one(Menu).fill(self._items(self._search), at=at)
        self._tell(at)

    def _listed(self, area: Area) -> Item:
        name = self.tr(area.name)
        state = self.said(_STATES[area.state], _STYLES.get(area.state, "$quiet"))
        return Item(area.id, Ends(plain(name, "bold" if area.can_apply else ""), state), name)

    def _items(self, search: str) -> list[Item]:
        """The areas in whose names the text stands; those whose name begins so stand first."""
        wanted = search.strip().casefold()
        found = [item for item, words in self._known if any(wanted in word for word in words)]
        return sorted(found, key=lambda item: not item.search.casefold().startswith(wanted))

    def _tell(self, area_id: str | None) -> None:
        area = self.services.content.areas.get(area_id or "")
        self.query_one("#about", Say).say(self._about(area) if area is not None else plain(""))

    def _about(self, area: Area) -> Content:
        facts = [self.said(fact, "$quiet") for fact, _ in area.facts]
        checked = self.said(msg("Checked {day}.", day=area.checked), "$quiet")
        source = lines([self.said(msg("Source"), "bold"), source_lines(area.sources, self.tr)])
        return paragraphs(
            [
                plain(self.tr(area.name), "bold"),
                lines([self.said(area.status), checked]),
                self.said(self._advice(area), "$mark"),
                *facts,
                source,
            ]
        )

    def _advice(self, area: Area) -> Message:
        if area.can_apply:
            return msg("Press enter to begin.")
        if self.services.errands(area):
            return msg("One cannot apply here now. Press enter for what those with a contract can do.")
        if area.state is AreaState.CLOSED:
            return msg(
                "One cannot apply here now. Ask the region what is planned, and look for a related area."
            )
        if area.state is AreaState.OTHER_FORM:
            return msg(
                "The region has chosen another way than LOV here, or is about to. Ask the region before you prepare anything."
            )
        if area.state is AreaState.UNKNOWN:
            return msg("lov does not know whether one can apply here. Ask the region.")
        return msg("lov has no questions for this area yet. Apply by the region's own page for it.")

    # The search line -----------------------------------------------------------------------------------

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        if self._waiting is None:  # what is typed is drawn first
            self._waiting = self.set_timer(PAUSE, self._narrow)

    def _narrow(self) -> None:
        """List what is like the text, where that has not been done."""
        if self._waiting is None:
            return
        self._waiting.stop()
        self._waiting = None
        wanted = self.query_one("#search", Line).value
        if wanted == self._search:
            return
        self._search = wanted
        menu = self.query_one(Menu)
        menu.fill(self._items(self._search))
        menu.action_first()
        menu.display = menu.option_count > 0  # else it keeps the words below it far from the line
        if menu.display == self._is_lost:
            self._is_lost = not menu.display
            none = self.said(msg("No area is like that. Clear the line to see them all."))
            self.query_one("#none", Say).say(none if self._is_lost else NOTHING)
        self._resting.then(partial(self._tell, menu.item))

    @on(Input.Submitted, "#search")
    def _entered(self) -> None:
        self._narrow()
        self.query_one(Menu).action_select()

    def action_move(self, to: str) -> None:
        """Move in the list while one writes in the search line."""
        self._narrow()
        getattr(self.query_one(Menu), f"action_{to}")()

    # What is chosen ------------------------------------------------------------------------------------

    @on(Menu.Moved)
    def _moved(self, event: Menu.Moved) -> None:
        self._resting.then(partial(self._tell, event.item))

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        area = self.services.content.areas[event.item]
        self._tell(area.id)
        kinds = self.services.errands(area)
        if not kinds:
            self.query_one("#notice", Say).say(self.said(self._advice(area)))
        elif not self._is_beginning:
            self._is_beginning = True  # enter twice begins one draft
            self.begin(area, kinds)

    @work(exclusive=True, group="opening")
    async def begin(self, area: Area, kinds: tuple[str, ...]) -> None:
        """Begin a draft, of the errand that the person wants where there are several."""
        from wizard.tui.screens.errands import ErrandsScreen  # noqa: PLC0415  seldom needed

        kind: str | None = kinds[0]
        if len(kinds) > 1:
            kind = await self.app.push_screen_wait(ErrandsScreen(area, kinds))
        reason = await begin_errand(self, area, kind) if kind is not None else None
        self._is_beginning = False
        if reason is not None:
            self.query_one("#notice", Say).say(self.said(reason))

    def action_back(self) -> None:
        """To the drafts."""
        self.dismiss()
