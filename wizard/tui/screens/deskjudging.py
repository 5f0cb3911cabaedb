"""Saying something of a case: the verdicts and notes of an officer, on the disk before they are shown.

What is typed and not decided is kept as a slip. Where another officer was faster, both are shown and it is asked
again; what the store refuses is told, and the finding stays as it was.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import work

from wizard.desk.judged import Group, Judged
from wizard.desk.verdicts import Say, Step
from wizard.tui.deskhost import desk_of
from wizard.tui.desktaking import step as step_of_case
from wizard.tui.refusals import reason_of
from wizard.tui.screens.base import LovScreen
from wizard.tui.standing import Standing
from wizard.tui.words import NOTHING, Content

if TYPE_CHECKING:
    from wizard.desk.room import OpenCase
    from wizard.tui.deskdeciding import Saying

__all__ = ["FOLDED", "Judging"]

FOLDED: Final = frozenset({Group.MET, Group.ASIDE})
"""Groups that nobody has to look at: shut until they are opened."""


class Judging(LovScreen[None]):
    """A screen of the case in `opened`."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self._opened = opened
        self._notice: Content = NOTHING
        """What is told above the findings."""
        self._seen = len(opened.matter.rulings)

    @property
    def at_hand(self) -> Judged | None:
        """The finding where the keyboard is."""
        raise NotImplementedError

    def show(self) -> None:
        """Show everything, after a change."""
        raise NotImplementedError

    def go(self, at: str) -> None:
        """Put the keyboard at a finding, by its key."""
        raise NotImplementedError

    @work(group="saving")
    async def decide(self, judged: Judged, wanted: Say | None) -> None:
        """Ask for verdict and reason, and keep them."""
        from wizard.tui.deskdeciding import Decide  # noqa: PLC0415  seldom needed to draw

        package = self._opened.matter.filed.sha256
        slip = await self._slip(judged.of.key)
        saying = await self.app.push_screen_wait(Decide(package, judged, wanted, slip))
        if saying is not None:
            await self._say(judged, saying, seen=judged.seen)

    def action_note(self) -> None:
        """Write a note on the finding."""
        if self.at_hand is not None:
            self.write_note(self.at_hand)

    def action_case_note(self) -> None:
        """Write a note on the case."""
        self.write_note(None)

    @work(group="saving")
    async def write_note(self, judged: Judged | None) -> None:
        """Ask for the note, and keep it."""
        from wizard.tui.deskdeciding import CASE, NoteDialog  # noqa: PLC0415  as above

        package = self._opened.matter.filed.sha256
        about = f"note {judged.of.key}" if judged is not None else CASE
        slip = await self._slip(about)
        saying = await self.app.push_screen_wait(NoteDialog(package, judged, about, slip))
        if saying is None:
            return
        if judged is not None:
            await self._say(judged, saying, seen=None, about=about)
        elif await self.step(Step.NOTE, saying.reason):
            await self._slip(about, "")

    async def _say(self, judged: Judged, saying: Saying, *, seen: int | None, about: str = "") -> None:
        """Keep what was said; where somebody was faster, show both and ask again."""
        from wizard.store.screenings import DecidedMeanwhile  # noqa: PLC0415  SQLAlchemy is loaded by now
        from wizard.tui.deskdeciding import Both  # noqa: PLC0415  as above

        room = desk_of(self).room
        if room is None:
            return
        matter, following = self._opened.matter, self._next_open(judged)
        try:
            await asyncio.to_thread(room.ledger.judge, matter, judged, saying.say, saying.reason, seen=seen)
        except DecidedMeanwhile as error:
            await desk_of(self).refresh_ledger()
            self.stand()
            is_mine_too = await self.app.push_screen_wait(Both(judged, error.theirs, saying))
            if is_mine_too:
                await self._say(judged, saying, seen=error.theirs[-1].decision.seq)
                return
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self._tell(self.said(reason), is_refused=True)
            return
        else:
            self._tell(NOTHING)
            await self._slip(about or judged.of.key, "")
        await desk_of(self).refresh_ledger()
        self.stand()
        self.go(judged.of.key if saying.say is Say.NOTE else following)

    async def _slip(self, about: str, text: str | None = None) -> str:
        """What was typed about something and not decided; with `text`, that in its place. A refusal is told."""
        room, package = desk_of(self).room, self._opened.matter.filed.sha256
        if room is None:
            return ""
        try:
            if text is not None:
                await asyncio.to_thread(room.keep_slip, package, about, text)
                return text
            return await asyncio.to_thread(room.slip, package, about)
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self._tell(self.said(reason), is_refused=True)
            return ""

    def _next_open(self, judged: Judged) -> str:
        """Where the keyboard goes after a decision: the next finding that is to be looked at, else where it is."""
        order = self._opened.matter.judged
        here = order.index(judged) if judged in order else 0
        later = (each for each in order[here + 1 :] if each.group not in FOLDED)
        return next((each.of.key for each in later), judged.of.key)

    def _tell(self, words: Content, *, is_refused: bool = False) -> None:
        app = desk_of(self)
        self._notice = words
        saved = None if is_refused else app.clock()
        app.standing = Standing(app.standing.label, None, saved, is_refused)
        self.show()

    def stand(self) -> None:
        """Take in what has been decided by now."""
        room = desk_of(self).room
        if room is not None:
            self._opened = room.stand(self._opened)
            self._seen = len(self._opened.matter.rulings)

    async def step(self, what: Step, text: str = "") -> bool:
        """Do something with the case; whether it was done."""
        self._notice = await step_of_case(self, self._opened.matter, what, text)
        self.stand()
        self.show()
        return not self._notice
