"""What officers did, the latest first: the log of all cases, or the history of one.

It is the store's audit chain with what was decided beside it. Whether the chain and everything that it signs are
whole is looked at each time, and told on top.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from wizard.desk import log as desk_log
from wizard.i18n import msg, nmsg
from wizard.tui.deskfaces import who_words
from wizard.tui.deskhost import desk_of
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.standing import when
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, lines, plain, said, spaced

if TYPE_CHECKING:
    from wizard.desk.inbox import Filed
    from wizard.desk.log import Logged, LogLine

__all__ = ["LogScreen"]

MORE: Final = "-more"
PAGE: Final = 100
"""How many entries are listed at first, and how many come with each "show more"."""


class LogScreen(LovScreen[None]):
    """See the module. With `filed`, only what was done with that case."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "back", msg("Back"), name="nav.back")]

    def __init__(self, filed: Filed | None = None) -> None:
        super().__init__()
        self._filed = filed
        self._logged: Logged | None = None
        self._shown = PAGE
        self._refusal: Content = NOTHING

    def body(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="page"):
            yield Say(self._heading(), id="heading", classes="heading")
            yield Say(self._words(), id="words", classes="hint")
            yield Menu(self._items(), id="entries")

    def on_mount(self) -> None:
        """Read it, and again with each change."""
        self.watch(desk_of(self), "pulse", self._changed, init=False)
        self.look()

    def _changed(self) -> None:
        self.look()

    @work(exclusive=True, group="log")
    async def look(self) -> None:
        """In a thread: the whole chain is reckoned over."""
        room = desk_of(self).room
        if room is None:
            return
        package = self._filed.sha256 if self._filed is not None else None
        try:
            self._logged = await asyncio.to_thread(desk_log.read_log, room.ledger.store, package)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self._refusal = self.said(reason, "$fault")
        self._show()

    def _show(self) -> None:
        for menu in self.query("#entries").results(Menu):
            self.query_one("#heading", Say).say(self._heading())
            self.query_one("#words", Say).say(self._words())
            menu.fill(self._items())

    def _heading(self) -> Ends:
        if self._filed is None:
            left = self.said(msg("Log of all cases"), "bold")
        else:
            name = plain(self._filed.applicant or self._filed.name, "bold")
            left = spaced(self.said(msg("History"), "bold"), name, by=" · ")
        if self._logged is None:
            return Ends(left)
        if self._logged.faults:
            return Ends(
                left, plain("✗ ", "bold $fault") + self.said(msg("The log is not whole"), "bold $fault")
            )
        return Ends(left, plain("✓ ", "$good") + self.said(msg("The chain is whole"), "$good"))

    def _words(self) -> Content:
        if self._refusal:
            return self._refusal
        if self._logged is None:
            return self.said(msg("Reading …"))
        if self._logged.faults:
            return lines(self.said(fault, "$fault") for fault in self._logged.faults)
        if not self._logged.lines:
            return self.said(msg("Nothing has been decided yet."))
        told = nmsg(
            "{count} entry in the chain, which ends with {head}. Nothing in it can be changed without being seen.",
            "{count} entries in the chain, which ends with {head}. Nothing in it can be changed without being seen.",
            self._logged.entries,
            head=desk_log.shown_hash(self._logged.head),
        )
        return self.said(told)

    def _items(self) -> Iterator[Item]:
        found = self._logged.lines[::-1] if self._logged is not None else ()
        for line in found[: self._shown]:
            yield Item(str(line.seq), self._face(line))
        if len(found) > self._shown:
            rest = len(found) - self._shown
            yield Item(MORE, self.said(nmsg("Show {count} more", "Show {count} more", rest)))

    def _face(self, line: LogLine) -> Ends:
        tr = self.tr
        case = plain(line.number, "$mark") if self._filed is None and line.number else NOTHING
        head = spaced(
            said(line.act, tr, "bold"), case, plain(line.label, "$quiet") if self._filed is None else NOTHING
        )
        reason = plain(line.reason) if line.reason else NOTHING
        who = who_words(line.who, tr).stylize("$quiet") if line.who else NOTHING
        moment = plain(when(line.at, host(self).clock(), tr), "$quiet")
        origin = Content(" · ").join([part for part in (who, moment) if part])
        link = plain(f"{line.seq} {desk_log.shown_hash(line.hash)}", "$quiet")
        return Ends(lines([head, plain(line.finding), reason]), lines([origin, link]))

    def on_menu_chosen(self, event: Menu.Chosen) -> None:
        """More of them."""
        if event.item == MORE:
            self._shown += PAGE
            self._show()

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
