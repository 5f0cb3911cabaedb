"""The first screen: the drafts, the latest first, and the way to a new one.

It is drawn before anything is read from the disk; the drafts come when the services are there, and how far each
has come when it has been worked out. Only a page of them is listed, because working that out takes its time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from wizard.i18n import msg, nmsg
from wizard.tui.browser import tell_page
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.progress import parts_done
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.standing import NOWHERE, when
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain, said

if TYPE_CHECKING:
    from wizard.store import Draft
    from wizard.tui.summaries import DraftSummary

__all__ = ["HomeScreen"]

NEW: Final = "-new"
MORE: Final = "-more"
PAGE: Final = 20
"""How many drafts are listed at first, and how many come with each "show more"."""


class HomeScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "Menu, Press"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("plus,insert", "new", msg("New application"), name="home.new"),
        key("f7", "batch", msg("Many from a workbook"), name="home.batch"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._drafts: tuple[Draft, ...] = ()
        self._summaries: dict[str, DraftSummary] = {}
        self._shown = PAGE
        self._notice = plain("")
        self._wants_new = False
        """A new application was asked for before the services were there."""

    @property
    def takes_keys(self) -> bool:
        """When there is something to choose from."""
        return super().takes_keys and (bool(self.query(Menu)) or host(self).refusal is not None)

    def body(self) -> ComposeResult:
        """A heading, a sentence, and the list when it is there."""
        with Vertical(classes="page"):
            yield Say(self.said(msg("Your applications")), classes="heading")
            yield Say(self._words(), id="words", classes="hint")
            yield Say(self._notice, id="notice", classes="fault")
            if host(self).services is not None:
                yield Menu(self._items(), id="drafts")
            elif host(self).refusal is not None:
                yield Press(self.said(msg("Try again")), id="again", main=True)

    def on_mount(self) -> None:
        """Follow the opening of the services."""
        self.watch(host(self), "services", self._opened, init=False)
        self.watch(host(self), "refusal", self.redraw, init=False)

    def _opened(self) -> None:
        self.look()
        if self._wants_new:
            self.action_new()

    def on_screen_resume(self) -> None:
        """Back from a draft: it may have changed."""
        host(self).standing = NOWHERE
        tell_page(self.app, draft="")
        if host(self).services is not None:
            self.look()

    @work(exclusive=True, group="drafts")
    async def look(self) -> None:
        """List the drafts, then work out how far each has come."""
        services = host(self).services
        if services is None:
            return
        try:
            self._drafts = await asyncio.to_thread(services.drafts)
            await self.redraw()
            for draft in self._drafts[: self._shown]:
                known = self._summaries.get(draft.id)
                if known is None or known.draft != draft:
                    self._summaries[draft.id] = await asyncio.to_thread(services.summary, draft)
            self._fill()
        except Exception as error:  # noqa: BLE001  what is no refusal is raised again
            self._refused(error)

    def _fill(self) -> None:
        for menu in self.query(Menu):
            menu.fill(self._items())

    def _refused(self, error: Exception) -> None:
        reason = reason_of(error)
        if reason is None:  # not a refusal: a fault of ours
            raise error
        self._notice = self.said(reason)
        self.query_one("#notice", Say).say(self._notice)

    # What is listed ------------------------------------------------------------------------------------

    def _words(self) -> Content:
        app = host(self)
        if app.refusal is not None:
            return self.said(app.refusal)
        if app.services is None:
            return self.said(msg("Opening your drafts …"))
        if not self._drafts:
            return self.said(
                msg(
                    "There are none yet. Begin one here: you answer one question at a time, stop when you want, "
                    "and go on another day. Everything stays on this computer, and nothing is sent from here."
                )
            )
        return self.said(msg("Choose one to go on with it, or begin a new one."))

    def _items(self) -> Iterator[Item]:
        shown = self._drafts[: self._shown]
        for draft in shown:
            yield Item(draft.id, self._face(draft), draft.label, rule=draft is shown[-1])
        if len(self._drafts) > len(shown):
            rest = len(self._drafts) - len(shown)
            yield Item(MORE, self.said(nmsg("Show {count} more", "Show {count} more", rest)))
        yield Item(NEW, plain("+ ") + self.said(msg("Begin a new application"), "bold"))

    def _face(self, draft: Draft) -> Ends:
        tr, now = self.tr, host(self).clock()
        name = plain(draft.label, "bold") if draft.label else said(msg("(no name yet)"), tr, "bold")
        changed = said(msg("changed {time}", time=when(draft.updated_at, now, tr)), tr, "$quiet")
        summary = self._summaries.get(draft.id)
        if summary is None:
            services = host(self).services
            title = services.content.errand_title(draft.area, draft.kind) if services is not None else None
            errand = said(title, tr, "$quiet") if title is not None else plain(draft.area, "$quiet")
            return Ends(lines([name, errand]), lines([plain(" "), changed]))
        what = summary.errand or summary.area
        area = said(what, tr, "$quiet") if what is not None else plain(draft.area, "$quiet")
        if summary.trouble is not None:
            return Ends(lines([name, area, said(summary.trouble, tr, "$fault")]), changed)
        style = _STYLES.get(summary.stage, "$quiet")
        stage = plain("✓ " if summary.stage in _STYLES else "", style) + said(
            _STAGES[summary.stage], tr, style
        )
        progress = parts_done(
            summary.progress.done, summary.progress.total, is_ready=summary.stage in _STYLES
        )
        left = [name, Content(" · ").join([area, said(progress, tr, "$quiet")])]
        if summary.date is not None and summary.stage != "packed":
            left.append(said(summary.date, tr, "$quiet"))
        return Ends(lines(left), lines([stage, changed]))

    # What is done --------------------------------------------------------------------------------------

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item == NEW:
            self.action_new()
        elif event.item == MORE:
            self._shown += PAGE
            self.look()
        else:
            self.open(event.item)

    @on(Press.Pressed, "#again")
    def _again(self) -> None:
        host(self).open_services()

    @work(exclusive=True, group="opening")
    async def open(self, draft_id: str) -> None:
        """Open a draft at its task list."""
        from wizard.tui.screens.tasks import TasksScreen  # noqa: PLC0415  not needed to draw the first screen

        services = host(self).services
        if services is None:
            return
        try:
            session = await asyncio.to_thread(services.resume, draft_id)
        except Exception as error:  # noqa: BLE001  what is no refusal is raised again
            self._refused(error)
        else:
            if self.is_current:  # enter twice opens it once
                self.app.push_screen(TasksScreen(session))

    def action_batch(self) -> None:
        """Many applications from one workbook."""
        from wizard.tui.screens.batch import BatchScreen  # noqa: PLC0415  as above

        if host(self).services is not None:
            self.app.push_screen(BatchScreen())

    def action_new(self) -> None:
        """Choose an area for a new application."""
        from wizard.tui.screens.areas import AreasScreen  # noqa: PLC0415  as above

        self._wants_new = host(self).services is None
        if not self._wants_new:
            self.app.push_screen(AreasScreen())


_STAGES: Final = {
    "started": msg("Under way"),
    "ready": msg("Ready to be packed"),
    "packed": msg("Package built"),
}
_STYLES: Final = {"ready": "$good", "packed": "$good"}
