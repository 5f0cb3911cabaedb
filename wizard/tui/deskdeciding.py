"""Saying something of a finding: the verdict, the reason, and what is asked where another officer was faster.

What is typed is kept while it is typed, each key: in the store, for this officer and this finding alone. It is
there again after a power cut, until the decision is made or the line is emptied.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.widgets import Input

from wizard.desk.verdicts import SAYINGS, ReasonMissing, Say, needs_reason
from wizard.i18n import Message, msg
from wizard.rules import Outcome
from wizard.screening.words import OUTCOMES
from wizard.tui.deskfaces import ruling_words
from wizard.tui.deskhost import desk_of
from wizard.tui.dialogs.base import Dialog
from wizard.tui.dialogs.searching import MOVES
from wizard.tui.host import host
from wizard.tui.refusals import reason_of
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.say import Say as Words
from wizard.tui.words import NOTHING, Content, lines, plain, said

if TYPE_CHECKING:
    from wizard.desk.judged import Judged
    from wizard.store.screenings import Ruling

__all__ = ["CASE", "Both", "Decide", "NoteDialog", "Saying"]

CASE: Final = "*"
"""What a slip about the case as a whole is about."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What an officer wants to say."""

    say: Say
    reason: str


class Typed(Dialog[Saying | None]):
    """A dialog with a line whose text is kept while it is typed. `about` names what it is about in the package."""

    AUTO_FOCUS = "#reason"

    def __init__(self, package: str, about: str, slip: str) -> None:
        super().__init__()
        self._package = package
        self._about = about
        self._kept = slip
        self._keeping = asyncio.Lock()

    def line(self, placeholder: Message) -> Line:
        """Where one writes, with what was typed at an earlier time."""
        return Line(self._kept, id="reason", placeholder=self.said(placeholder))

    @property
    def typed(self) -> str:
        """What stands on the line."""
        return self.query_one("#reason", Line).value.strip()

    @on(Input.Changed, "#reason")
    def _changed(self) -> None:
        self.keep_slip()

    @work(group="slips")
    async def keep_slip(self) -> None:
        """Keep what stands there now; of many keys at once, the last counts. What cannot be kept is said."""
        room = desk_of(self).room
        async with self._keeping:
            if room is None or self._has_left:
                return
            text = self.query_one("#reason", Line).value
            if text == self._kept:
                return
            try:
                await asyncio.to_thread(room.keep_slip, self._package, self._about, text)
            except Exception as error:
                reason = reason_of(error)
                if reason is None:  # not a refusal: a fault of ours
                    raise
                self.complain(reason)
            else:
                self._kept = text

    def complain(self, reason: Message) -> None:
        """Say what is in the way, below the line."""
        for words in self.query("#fault").results(Words):
            words.say(self.said(reason))

    async def give(self, saying: Saying) -> None:
        """Give back what is said, once nothing that was typed is on its way to the disk."""
        async with self._keeping:
            self.dismiss(saying)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one writes."""
        menus = self.query(Menu)
        if menus and event.key in MOVES and isinstance(self.focused, Line):
            event.stop()
            getattr(menus.first(), f"action_{MOVES[event.key]}")()


class Sayings(Menu):
    """One of them is chosen, also while the keyboard is on the line."""

    def mark(self, index: int, *, is_here: bool) -> str:  # noqa: ARG002  as the list's own
        """Told by a sign, not by colour alone."""
        return "● " if is_here else "○ "


class Decide(Typed):
    """A finding, what can be said of it, and why. Gives back what is said, None where nothing is."""

    def __init__(self, package: str, judged: Judged, say: Say | None, slip: str) -> None:
        super().__init__(package, judged.of.key, slip)
        self._judged = judged
        self._wanted = say or _present(judged)

    def heading(self) -> Content:
        """What is demanded."""
        return self.said(self._judged.finding.what, "bold")

    def body(self) -> ComposeResult:
        """What the rules say, what others said, what can be said, and a line for the reason."""
        tr, now = self.tr, host(self).clock()
        verdict = plain(f"{self.tr(msg('The rules'))}: ", "$quiet") + self.said(
            OUTCOMES[self._judged.finding.outcome]
        )
        rulings = [ruling_words(ruling, now, tr) for ruling in self._judged.rulings[-4:]]
        yield Words(lines([verdict, *rulings]), classes="hint")
        yield Sayings(self._items(), id="sayings")
        yield self.line(msg("Reason"))
        yield Words(NOTHING, id="fault", classes="fault")

    def on_mount(self) -> None:
        """With the keyboard on the line: the arrows choose, enter decides."""
        self.query_one(Sayings).go(self._wanted.value)

    def _items(self) -> Iterator[Item]:
        for say in (Say.MET, Say.NOT_MET, Say.ACCEPTED, Say.WITHDRAWN):
            if say is Say.WITHDRAWN and self._judged.said is None:
                continue
            words = self.said(SAYINGS[say])
            needs = needs_reason(self._judged.finding, say)
            yield Item(
                say.value,
                words + (plain("  ") + self.said(msg("needs a reason"), "$quiet") if needs else NOTHING),
            )

    def presses(self) -> ComposeResult:
        """Decide, or leave it."""
        yield Press(self.said(msg("Decide")), id="decide", main=True)
        yield Press(self.said(msg("Leave it")), id="close")

    @on(Menu.Chosen)
    @on(Input.Submitted)
    @on(Press.Pressed, "#decide")
    async def _decided(self) -> None:
        chosen = Say(self.query_one(Sayings).item or self._wanted)
        if needs_reason(self._judged.finding, chosen) and not self.typed:
            self.complain(ReasonMissing().message)
            self.query_one("#reason", Line).focus()
        else:
            await self.give(Saying(chosen, self.typed))


def _present(judged: Judged) -> Say:
    """What holds now, so that one key more than was meant changes nothing; of what is open, that it is met."""
    if judged.said is not None:
        return Say(judged.said.decision.verdict)
    return Say.NOT_MET if judged.finding.outcome is Outcome.NOT_MET else Say.MET


class NoteDialog(Typed):
    """A note on a finding, or, without one, on the case."""

    def __init__(self, package: str, judged: Judged | None, about: str, slip: str) -> None:
        super().__init__(package, about, slip)
        self._judged = judged

    def heading(self) -> Content:
        """What it is about."""
        return self.said(
            self._judged.finding.what if self._judged is not None else msg("A note on the case"), "bold"
        )

    def body(self) -> ComposeResult:
        """A line."""
        about = msg("Notes are for you and the other officers. No letter holds them.")
        yield Words(self.said(about), classes="hint")
        yield self.line(msg("What you want to note"))
        yield Words(NOTHING, id="fault", classes="fault")

    def presses(self) -> ComposeResult:
        """Keep it, or leave it."""
        yield Press(self.said(msg("Keep the note")), id="decide", main=True)
        yield Press(self.said(msg("Leave it")), id="close")

    @on(Input.Submitted)
    @on(Press.Pressed, "#decide")
    async def _decided(self) -> None:
        if self.typed:
            await self.give(Saying(Say.NOTE, self.typed))


class Both(Dialog[bool]):
    """Another officer was faster: their decision and one's own, and which is to hold. True: one's own as well."""

    AUTO_FOCUS = "#theirs"

    def __init__(self, judged: Judged, theirs: Sequence[Ruling], mine: Saying) -> None:
        super().__init__()
        self._judged = judged
        self._theirs = tuple(theirs)
        self._mine = mine

    def heading(self) -> Content:
        """What happened."""
        return self.said(msg("Somebody else has decided this meanwhile"), "bold $warn")

    def body(self) -> ComposeResult:
        """Both."""
        tr, now = self.tr, host(self).clock()
        yield Words(self.said(self._judged.finding.what), classes="hint")
        theirs = [ruling_words(ruling, now, tr) for ruling in self._theirs]
        yield Words(lines([self.said(msg("Theirs"), "bold $mark"), *theirs]), classes="part")
        mine = said(SAYINGS[self._mine.say], tr, "bold")
        reason = plain(f": {self._mine.reason}") if self._mine.reason else NOTHING
        yield Words(lines([self.said(msg("Yours, not saved"), "bold $mark"), mine + reason]), classes="part")
        kept = msg(
            "Nothing is overwritten: both stay in the log. If you decide as well, yours is the later one, and the case shows that you differ."
        )
        yield Words(self.said(kept, "$quiet"))

    def presses(self) -> ComposeResult:
        """The keyboard is at the one that changes nothing."""
        yield Press(self.said(msg("Let theirs stand")), id="theirs", main=True)
        yield Press(self.said(msg("Decide as well")), id="mine")

    def action_close(self) -> None:
        """Esc changes nothing."""
        self.dismiss(False)

    @on(Press.Pressed, "#theirs")
    def _let(self) -> None:
        self.dismiss(False)

    @on(Press.Pressed, "#mine")
    def _insist(self) -> None:
        self.dismiss(True)
