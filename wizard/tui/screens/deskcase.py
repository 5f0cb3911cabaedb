"""A case on the officer's table: what was found to the left, the paper it stands on to the right.

The findings stand in groups: what is lacking, what has to be judged, what is met, and what is only to be known.
The paper follows the finding, to its page and its field. Every decision is on the disk before it is shown, beside
the rules' own verdict; what other officers decide comes in by itself. On narrow terminals the paper takes the
place of the list when it is asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.css.query import NoMatches

from wizard.desk.judged import Group, Judged
from wizard.desk.matters import Stage
from wizard.desk.verdicts import Say, Step
from wizard.i18n import msg
from wizard.tui.deskabout import finding_words, group_face, heading_of, name_of_case, subheading_of
from wizard.tui.deskfaces import finding_face
from wizard.tui.deskhost import desk_of
from wizard.tui.deskpane import PaperPane, Shelf
from wizard.tui.desktaking import name_of, take
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.screens.deskjudging import FOLDED, Judging
from wizard.tui.standing import Standing
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.say import Say as Words
from wizard.tui.words import NOTHING, Content, plain, said

if TYPE_CHECKING:
    from wizard.desk.room import OpenCase

__all__ = ["CaseScreen"]


class Findings(Menu):
    """The findings; enter decides."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "select", msg("Decide"), name="case.decide")]


class CaseScreen(Judging):
    """See the module."""

    AUTO_FOCUS = "#findings"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("m", "say('met')", msg("Met"), name="case.met"),
        key("n", "say('not_met')", msg("Not met"), name="case.not_met"),
        key("a", "say('accepted')", msg("Accept"), name="case.accept"),
        key("u", "say('withdrawn')", msg("Take a decision back"), name="case.withdraw", show=False),
        key("f3", "paper", msg("Paper"), name="case.paper"),
        key("l", "letter", msg("Letter"), name="case.letter"),
        key("d", "done", msg("Done"), name="case.done"),
        key("t", "take", msg("Take or give back"), name="case.take"),
        key("c", "note", msg("Note on the finding"), name="case.note", show=False),
        key("w", "case_note", msg("Note on the case"), name="case.case_note", show=False),
        key("h", "history", msg("History"), name="case.history"),
        key("right_square_bracket", "file(1)", msg("Next file"), name="case.next_file", show=False),
        key("left_square_bracket", "file(-1)", msg("Previous file"), name="case.previous_file", show=False),
        key("full_stop", "page(1)", msg("Next page"), name="case.next_page", show=False),
        key("comma", "page(-1)", msg("Previous page"), name="case.previous_page", show=False),
    ]

    def __init__(self, opened: OpenCase) -> None:
        super().__init__(opened)
        self._open_groups: frozenset[Group] = frozenset() if opened.matter.open else frozenset({Group.MET})
        self._at = ""
        """The finding where the keyboard is, by its key."""
        self._shelf = Shelf(opened)
        self._is_paper_shown = False
        self._language = ""
        """What the case was told in when it was last composed anew."""

    def body(self) -> ComposeResult:
        """The heading; the list, and beside it or in its place the paper."""
        self.set_class(self._is_paper_shown, "-paper")
        with Vertical(id="case"):
            yield Words(heading_of(self._opened.matter, self.tr), id="heading")
            yield Words(subheading_of(self._opened.matter, self.tr), id="subheading", classes="hint")
            yield Words(self._notice, id="notice", classes="fault")
            with Horizontal(id="table"):
                with Vertical(id="left"):
                    yield Findings(self._items(), id="findings")
                    with Aside(id="about"):
                        yield Words(self._about(), id="told")
                yield PaperPane(self._shelf)

    def on_mount(self) -> None:
        """Follow what others decide, and show the first finding's paper."""
        app = desk_of(self)
        app.standing = Standing(label=f"{app.inbox.resolve().name} · {name_of_case(self._opened.matter)}")
        self.watch(app, "pulse", self._follow, init=False)
        self._follow()  # what came between opening the case and showing it
        self.go(self._at or self._first())

    async def redraw(self) -> None:
        """As every screen; in another language the case is screened again, because findings quote in words."""
        await super().redraw()
        desk = desk_of(self)
        if desk.room is not None and self._language != self.tr.language:
            self._language = self.tr.language
            self.read_again()
        self.go(self._at)

    @work(exclusive=True, group="rereading")
    async def read_again(self) -> None:
        """Screen the case anew, in a thread."""
        room = desk_of(self).room
        if room is not None:
            self._opened = await asyncio.to_thread(room.open, self._opened.matter.filed)
            self._shelf.opened = self._opened
            self.show()

    # What is shown -------------------------------------------------------------------------------------

    def _items(self) -> Iterator[Item]:
        tr, now = self.tr, host(self).clock()
        counts = self._opened.matter.counts
        if self._opened.case.refused is not None:
            why = plain("! ", "$fault") + said(self._opened.case.refused, tr)
            yield Item("-refused", why, is_heading=True)
        shown: Group | None = None
        for number, judged in enumerate(self._opened.matter.judged):
            group = judged.group
            if group is not shown:
                shown = group
                fold = group not in self._open_groups if group in FOLDED else None
                face = group_face(group, counts[group], tr, fold=fold)
                yield Item(f"-{group}", face, is_heading=fold is None)
            if self._is_listed(judged):
                yield Item(f"finding-{number}", finding_face(judged, now, tr))

    def _is_listed(self, judged: Judged) -> bool:
        """What officers have said something of is in sight, in whichever group it stands."""
        return judged.group not in FOLDED or judged.group in self._open_groups or bool(judged.rulings)

    def _first(self) -> str:
        judged = self._opened.matter.judged
        return judged[0].of.key if judged else ""

    @property
    def at_hand(self) -> Judged | None:
        """The finding where the keyboard is."""
        return next((j for j in self._opened.matter.judged if j.of.key == self._at), None)

    def _about(self) -> Content:
        judged = self.at_hand
        return finding_words(judged, host(self).clock(), self.tr) if judged is not None else NOTHING

    def show(self) -> None:
        """Everything, after a change."""
        with suppress(NoMatches):  # while it is composed anew
            self.query_one("#heading", Words).say(heading_of(self._opened.matter, self.tr))
            self.query_one("#subheading", Words).say(subheading_of(self._opened.matter, self.tr))
            self.query_one("#notice", Words).say(self._notice)
            findings = self.query_one(Findings)
            findings.fill(self._items(), at=self._line(self._at))
            if self._at == self._first():  # with the heading above it in sight
                self.call_after_refresh(findings.scroll_home, animate=False)
            self.query_one("#told", Words).say(self._about())

    def _line(self, at: str) -> str | None:
        judged = self._opened.matter.judged
        number = next((n for n, each in enumerate(judged) if each.of.key == at), None)
        if number is None or not self._is_listed(judged[number]):
            return None
        return f"finding-{number}"

    def go(self, at: str) -> None:
        """Put the keyboard at a finding, with its paper beside it."""
        self._at = at
        self.show()
        with suppress(NoMatches):  # while it is composed anew
            self.pane.follow(self.at_hand)

    @on(Menu.Moved, "#findings")
    def _moved(self, event: Menu.Moved) -> None:
        judged = self._judged(event.item)
        if judged is not None and judged.of.key != self._at:
            self._at = judged.of.key
            self.query_one("#told", Words).say(self._about())
            self.query_one("#about", VerticalScroll).scroll_home(animate=False)
            self.pane.follow(self.at_hand)

    def _judged(self, item: str) -> Judged | None:
        number = item.partition("finding-")[2]
        judged = self._opened.matter.judged
        return judged[int(number)] if number.isdigit() and int(number) < len(judged) else None

    # The paper -----------------------------------------------------------------------------------------

    @property
    def pane(self) -> PaperPane:
        """The paper."""
        return self.query_one(PaperPane)

    def action_file(self, by: int) -> None:
        """Another file of the case."""
        self.pane.another(by)

    def action_page(self, by: int) -> None:
        """Another page of the file."""
        self.pane.view.turn(by)

    def action_paper(self) -> None:
        """To the paper, and back to the findings."""
        self._is_paper_shown = not self._is_paper_shown
        self.set_class(self._is_paper_shown, "-paper")
        (self.pane.view if self._is_paper_shown else self.query_one(Findings)).focus()
        if self._is_paper_shown:
            self.call_after_refresh(self.pane.lay_out)

    # What is decided -----------------------------------------------------------------------------------

    @on(Menu.Chosen, "#findings")
    def _chosen(self, event: Menu.Chosen) -> None:
        if event.item.startswith("-"):
            group = Group(event.item[1:])
            self._open_groups = self._open_groups ^ {group}
            self.show()
            self.query_one(Findings).go(event.item)
        elif self.at_hand is not None:
            self.decide(self.at_hand, None)

    def action_say(self, verdict: str) -> None:
        """Decide the finding where the keyboard is."""
        judged = self.at_hand
        if judged is not None and not (verdict == Say.WITHDRAWN and judged.said is None):
            self.decide(judged, Say(verdict))

    # The case as a whole -------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Something has changed: where others decided of this case, it is shown and told."""
        room = desk_of(self).room
        if room is None:
            return
        before = self._seen
        self.stand()
        new = self._opened.matter.rulings[before:]
        theirs = [r for r in new if r.decision.who != room.ledger.who]
        if theirs:
            self._notice = self.said(
                msg("{who} has just worked at this case.", who=name_of(theirs[-1])), "$warn"
            )
        if new:
            self.show()

    def action_take(self) -> None:
        """Take the case, or give it back."""
        self.take()

    @work(group="saving")
    async def take(self) -> None:
        """See `desktaking`."""
        self._notice = await take(self, self._opened.matter)
        self.stand()
        self.show()

    def action_done(self) -> None:
        """Say that the case is done, or take it up again."""
        self.finish()

    @work(group="saving")
    async def finish(self) -> None:
        """What is still open is told before."""
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        matter = self._opened.matter
        if matter.stage is Stage.DONE:
            await self.step(Step.REOPENED)
            return
        if matter.open:
            question = Confirm(
                title=msg("Is the case done?"),
                text=msg("{n} findings are neither met nor accepted. They stay as they are.", n=matter.open),
                yes=msg("It is done"),
                no=msg("Not yet"),
            )
            if not await self.app.push_screen_wait(question):
                return
        await self.step(Step.DONE)

    def action_letter(self) -> None:
        """The letter that asks for what is lacking."""
        from wizard.tui.screens.deskletter import LetterScreen  # noqa: PLC0415  as above

        self.app.push_screen(LetterScreen(self._opened), lambda _: self._refresh())

    def action_history(self) -> None:
        """What was done with this case."""
        from wizard.tui.screens.desklog import LogScreen  # noqa: PLC0415  as above

        self.app.push_screen(LogScreen(self._opened.matter.filed))

    def _refresh(self) -> None:
        self.stand()
        self.show()

    def action_back(self) -> None:
        """From the paper to the findings, from there to the queue."""
        if self._is_paper_shown:
            self.action_paper()
        else:
            desk_of(self).standing = Standing(label=desk_of(self).inbox.resolve().name)
            self.dismiss()
