"""Marking a part as done by hand: for parts where only questions are open that may be left out.

Such a question is answered by leaving it empty, as on its own screen, so that every door sees the part as done
and ctrl+z takes it back.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from wizard.drafts.session import DraftSession
from wizard.flow.answers import BLANK
from wizard.flow.model import Question, Task
from wizard.i18n import msg
from wizard.store import StoreError
from wizard.tui.keys import key
from wizard.tui.screens.stepping import SteppingScreen
from wizard.tui.tasking import left_to_choice
from wizard.tui.widgets.menu import Menu

__all__ = ["SettlingScreen"]

_SETTLE = "settle"


class SettlingScreen(SteppingScreen):
    """See the module."""

    BINDINGS: ClassVar[list[BindingType]] = [key("space", _SETTLE, msg("Mark as done"), name="task.settle")]

    def __init__(self, session: DraftSession) -> None:
        super().__init__(session)
        self._may_settle = False

    @property
    def part_at_hand(self) -> Task | None:
        """The part under the keyboard."""
        raise NotImplementedError

    @property
    def _left_out(self) -> tuple[Question, ...]:
        part = self.part_at_hand
        return left_to_choice(self.session.interview, part) if part is not None else ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only on a part that can be marked."""
        return bool(self._left_out) if action == _SETTLE else super().check_action(action, parameters)

    @on(Menu.Moved)
    def _moved(self) -> None:
        may_settle = bool(self._left_out)
        if may_settle != self._may_settle:  # the bar at the bottom is drawn anew only then
            self._may_settle = may_settle
            self.refresh_bindings()

    @work(group="saving")
    async def action_settle(self) -> None:
        """Leave everything empty that is still open in the part under the keyboard."""
        async with self.saving:
            part, questions = self.part_at_hand, self._left_out
            if part is None or not questions:
                return
            try:
                for question in questions:
                    await asyncio.to_thread(self.session.answer, question.id, BLANK)
            except StoreError as error:
                self.tell(error.message)
            else:
                self.tell(msg("Marked as done: {part}", part=part.title))
        await self.stepped(questions[0].id)
        self._moved()
