"""The dates of a draft's errand, as its answers are now: what holds, what is in the way, each step with its source.

The words and the picture are those of `lov plan`. Working them out reads the calendar of holidays, so it is done
in a thread; the screen is there at once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from wizard.drafts.session import DraftSession
from wizard.i18n import Message, msg
from wizard.tui.keys import key
from wizard.tui.planning import planned
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain

if TYPE_CHECKING:
    from wizard.timeline import Plan
    from wizard.timeline.telling import Line

__all__ = ["TimelineScreen"]

_WIDEST: Final = 100
"""Columns beyond which lines are hard to follow."""
_FRAME: Final = 6
_STYLES: Final = {
    "title": "bold",
    "verdict": "bold $good",
    "heading": "bold $mark",
    "fault": "bold $fault",
    "step": "bold",
    "source": "$quiet",
}


_SIGNS: Final = {"█": "$mark", "◆": "bold $good", "·": "$mark", "░": "$warn", "│": "$quiet"}
"""How the signs of the picture are drawn; each is told apart by its form too."""
_RUNS: Final = re.compile("(" + "|".join(f"{sign}+" for sign in _SIGNS) + ")")


def _words_of(line: Line) -> Content:
    if line.kind != "picture":
        return plain(line.text or " ", _STYLES.get(line.kind, ""))
    runs = _RUNS.split(line.text or " ")
    return Content("").join([plain(run, _SIGNS.get(run[0], "")) for run in runs if run])


class TimelineScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "#plan"
    BINDINGS: ClassVar[list[BindingType]] = [key("escape,f4", "back", msg("Back"), name="nav.back")]

    def __init__(self, session: DraftSession) -> None:
        super().__init__()
        self.session = session
        self._plan: Plan | None = None
        self._refusal: Content | None = None

    def body(self) -> ComposeResult:
        """One text that can be scrolled."""
        with VerticalScroll(id="plan", can_focus=True):
            yield Say(self._words(), id="lines")

    def on_mount(self) -> None:
        """Work the plan out."""
        self.reckon()

    @work(exclusive=True, group="timeline")
    async def reckon(self) -> None:
        """In a thread, see the module."""
        found = await planned(self, self.session)
        if isinstance(found, Message):
            self._refusal = self.said(found)
        else:
            self._plan = found
        self._show()

    def on_resize(self, _event: events.Resize) -> None:
        """Lines as long as there is room for."""
        self._show()

    def _show(self) -> None:
        for say in self.query("#lines").results(Say):
            say.say(self._words())

    def _words(self) -> Content:
        if self._refusal is not None:
            return self._refusal
        if self._plan is None:
            return self.said(msg("Reckoning the dates …"), "$quiet")
        from wizard.timeline.telling import plan_lines  # noqa: PLC0415  as above

        width = max(40, min(_WIDEST, self.app.size.width - _FRAME))
        return lines(_words_of(line) for line in plan_lines(self._plan, self.tr, width=width))

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
