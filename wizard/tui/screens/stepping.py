"""Taking a change back and doing it again, on every screen of a draft: ctrl+z, ctrl+y, and the way to the history.

What is taken back is the last change that this person made in the draft, whatever screen it was made on; the
store works it out, so it outlives a restart. Screens say what they show afterwards.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import BindingType

from wizard.drafts.session import DraftSession
from wizard.flow.steps import Step, step_of
from wizard.i18n import Message, msg
from wizard.store import StoreError
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.screens.base import LovScreen

__all__ = ["SteppingScreen"]


class SteppingScreen(LovScreen[None]):
    """A screen of the draft in `session`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+z", "undo", msg("Undo"), name="draft.undo", show=False),
        key("ctrl+y,ctrl+shift+z", "redo", msg("Redo"), name="draft.redo", show=False),
        key("f4", "timeline", msg("Timeline"), name="nav.timeline"),
        key("ctrl+g", "go_to", msg("Go to a question"), name="draft.go_to", show=False),
        key("f9", "history", msg("History"), name="nav.history", show=False),
    ]

    def __init__(self, session: DraftSession) -> None:
        super().__init__()
        self.session = session
        self.saving = asyncio.Lock()
        """Held from looking at what is stored until what follows from it is: two changes never cross."""

    def may_step(self) -> bool:
        """Whether this is a moment to take something back."""
        return True

    async def stepped(self, question_id: str) -> None:
        """Show how things are, now that the answer to `question_id` is another one."""
        raise NotImplementedError

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.may_step():
            self._step(forward=False)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        if self.may_step():
            self._step(forward=True)

    def action_history(self) -> None:
        """Everything that was ever answered in this draft."""
        from wizard.tui.screens.history import HistoryScreen  # noqa: PLC0415  seldom needed

        if self.may_step():
            self.keep()
            self.app.push_screen(HistoryScreen(self.session, self.question_at_hand))

    def action_timeline(self) -> None:
        """When what has to be done, as the answers are now."""
        from wizard.tui.screens.timeline import TimelineScreen  # noqa: PLC0415  seldom needed

        if self.may_step():
            self.keep()
            self.app.push_screen(TimelineScreen(self.session))

    @work(exclusive=True, group="going")
    async def action_go_to(self) -> None:
        """Search for a question, and go there."""
        from wizard.tui.dialogs.go_to import GoTo  # noqa: PLC0415  seldom needed

        if not self.may_step():
            return
        self.keep()
        wanted = await self.app.push_screen_wait(GoTo(self.session.interview))
        step = step_of(self.session.interview, wanted) if wanted is not None else None
        if step is not None:
            self.go(step)

    def go(self, step: Step) -> None:
        """Show a step; from there one comes back here."""
        from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  it knows this one too

        self.app.push_screen(QuestionScreen(self.session, step, {}, change=True))

    @property
    def question_at_hand(self) -> str | None:
        """The question that the person is at; None where it is none in particular."""
        return None

    @work(group="saving")
    async def _step(self, *, forward: bool) -> None:
        async with self.saving:
            step = self.session.redo if forward else self.session.undo
            try:
                question_id = await asyncio.to_thread(step)
            except StoreError as error:
                self.tell(error.message)
                return
        if question_id is None:
            self.tell(msg("Nothing to redo") if forward else msg("Nothing to undo"))
            return
        question = self.session.flow.questions.get(question_id)
        label = self.session.flow.name(question) if question is not None else Message(question_id)
        await self.stepped(question_id)
        self.tell(
            msg("Redone: {question}", question=label)
            if forward
            else msg("Undone: {question}", question=label)
        )

    def tell(self, note: Message) -> None:
        """Say it in the bar at the top, until the next thing is to be said."""
        app = host(self)
        app.standing = replace(app.standing, note=note)
