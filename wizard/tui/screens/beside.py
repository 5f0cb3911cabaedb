"""What stands beside the question: the assistant or the filled form, and why it is asked.

Where there is room they are the third column, one of them at a time; on narrow screens each is on top of the
question, or a screen of its own. What is agreed to with the assistant is saved as every other answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from textual import events, on, work
from textual.widget import Widget

from wizard.drafts.session import DraftSession
from wizard.flow.steps import Step, next_open_step, step_of
from wizard.i18n import msg
from wizard.tui.answering import Change
from wizard.tui.screens.lookingup import LookingUp
from wizard.tui.widgets.askpane import AskColumn, AskPane
from wizard.tui.widgets.formpane import FormPane
from wizard.tui.widgets.pane import StepPane

if TYPE_CHECKING:
    from wizard.chat.commands import Order

__all__ = ["Beside"]

_ROOMY: Final = 170
"""Columns from which the parts, the question and the form find room with all their words."""


class Beside(LookingUp):
    """A question screen with its third column."""

    def __init__(self, session: DraftSession, step: Step, typed: dict[str, Any]) -> None:
        super().__init__(session)
        self.step = step
        self._typed = typed
        self._is_busy = False
        self._with_form = False
        """Whether the third column shows the form in place of the assistant."""
        self._was_at: Widget | None = None
        """Where the keyboard was before it went to the third column."""

    # What the question screen itself can do --------------------------------------------------------------

    @property
    def pane(self) -> StepPane:
        """The step on the screen."""
        return self.query_one(StepPane)

    @property
    def _asked(self) -> frozenset[str]:
        return frozenset(question.id for question in self.step.questions)

    async def show(self, step: Step) -> None:
        """Show another step in place of this one."""
        raise NotImplementedError

    async def is_stopped(self) -> bool:
        """Whether another way is the right one; that is told."""
        raise NotImplementedError

    async def go_on(self) -> None:
        """To what comes next."""
        raise NotImplementedError

    # The assistant -------------------------------------------------------------------------------------

    @property
    def is_talking(self) -> bool:
        """Whether the keyboard is with the assistant beside the question."""
        return any(column.has_focus_within for column in self.query(AskColumn))

    @work(exclusive=True, group="going")
    async def action_ask(self) -> None:
        """To the assistant, and back to the question."""
        if not self.can_act:
            return
        if self.is_talking:
            self.to_question()
        elif self.has_class("-wide"):
            if self._with_form:
                self.action_forms()
            await self._to_assistant()
        else:
            await self._ask_on_top()

    async def _to_assistant(self) -> None:
        if not self.is_talking:
            self._was_at = self.focused
        await self.query_one(AskColumn).open()

    async def _ask_on_top(self) -> None:
        from wizard.tui.dialogs.asking import AskDialog  # noqa: PLC0415  loaded when wanted

        self.keep()
        wanted = await self.app.push_screen_wait(AskDialog(self.session, self.step))
        if wanted is None or not self.can_act:
            return
        if isinstance(wanted, tuple):
            self._is_busy = True
            self.keep_agreed(wanted)
        else:
            self.obey(wanted)

    @on(AskPane.Wanted)
    def _wanted(self) -> None:
        if not self.is_talking:
            self.action_ask()

    @on(AskColumn.Left)
    def to_question(self) -> None:
        """Back to where the keyboard was."""
        for column in self.query(AskColumn):
            column.keep()
        was = self._was_at
        is_there = was is not None and was.is_attached and was.focusable
        self.set_focus(was if is_there else self.pane.fields[0].first)

    def on_resize(self, event: events.Resize) -> None:
        """Where the third column goes, the keyboard does not go with it; beside the form, the parts want more room."""
        self.set_class(event.size.width >= _ROOMY, "-roomy")
        narrow_from = next(least for least, name in self.app.HORIZONTAL_BREAKPOINTS or () if name == "-wide")
        if event.size.width < narrow_from and self.is_talking:
            self.to_question()

    @on(AskPane.Agreed)
    def _agreed(self, event: AskPane.Agreed) -> None:
        if self.can_act:
            self._is_busy = True
            self.keep_agreed(event.changes)

    @work(group="saving")
    async def keep_agreed(self, wanted: Sequence[Change]) -> None:
        """Save what was agreed to; on, where the question at hand was answered, else it stays as it stands now."""
        try:
            self.keep()
            async with self.saving:
                is_saved = await self.save(wanted)
            if not is_saved:
                return
            for column in self.query(AskColumn):
                column.settle()
            answered = {change.question for change in wanted}
            for name in answered:
                self._typed.pop(name, None)
            if await self.is_stopped():
                return
            if answered & self._asked:
                await self.go_on()
                return
            here = step_of(self.session.interview, self.step.key) or next_open_step(self.session.interview)
            await self.show(here or self.step)
        finally:
            self._is_busy = False

    @on(AskPane.Ordered)
    def _ordered(self, event: AskPane.Ordered) -> None:
        self.obey(event.order)

    def obey(self, order: Order) -> None:
        """Do what was said to the assistant."""
        from wizard.chat.commands import Command  # noqa: PLC0415  loaded by then

        match order.command:
            case Command.BACK:
                self.action_back()
            case Command.SKIP:
                self.action_skip()
            case Command.SHOW:
                self.action_check()
            case Command.UNDO:
                self.action_undo()
            case Command.SAVE if self.has_unsaved():
                self.action_go()
            case Command.SAVE:
                self.tell(msg("Every answer is saved at once. Nothing more needs to be done."))
            case Command.QUIT:
                self.app.call_later(self.app.action_quit)
            case Command.CHANGE:
                step = step_of(self.session.interview, order.what)
                if step is not None:
                    self.go(step)

    def action_back(self) -> None:
        """To the step before."""
        raise NotImplementedError

    def action_skip(self) -> None:
        """Go on and leave the question open."""
        raise NotImplementedError

    def action_check(self) -> None:
        """All answers on one page."""
        raise NotImplementedError

    def action_go(self) -> None:
        """Take the answers as they stand and go on."""
        raise NotImplementedError

    # The form, and the reasons ---------------------------------------------------------------------------

    def action_forms(self) -> None:
        """The form beside the question where there is room, else on a screen of its own."""
        if not self.can_act:
            return
        if self.has_class("-wide"):
            if self.is_talking:
                self.to_question()
            self._with_form = not self._with_form
            self.set_class(self._with_form, "-with-form")
            self.preview()
            return
        from wizard.tui.screens.forms import FormsScreen  # noqa: PLC0415  loaded when wanted

        self.keep()
        self.app.push_screen(FormsScreen(self.session, self._asked))

    def preview(self) -> None:
        """Show the form as it reads now, where it is shown."""
        if self._with_form:
            self.query_one(FormPane).preview(self._asked)

    def action_why(self) -> None:
        """Why it is asked: beside the question where there is room, else on top of it."""
        if not self.can_act:
            return
        if not self.has_class("-wide"):
            from wizard.tui.dialogs.why import WhyDialog  # noqa: PLC0415  seldom needed

            self.app.push_screen(WhyDialog(self.step))
            return
        if self._with_form:
            self.action_forms()
        column = self.query_one(AskColumn)
        if column.has_focus_within:
            self.to_question()
        else:
            self._was_at = self.focused
            column.show_why()
