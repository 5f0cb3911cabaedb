"""The question screen: one step at a time, each answer on the disk before the next step shows.

Its invariants: what was typed is never lost but by its owner (a fault, a refusal of the store, a look back and
a change of language keep it); what falls away is told before it does; back is always open. Opened from the
check page (`change=True`) it asks what the change makes necessary, and then goes back there.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from wizard.drafts.session import DraftSession
from wizard.flow.answers import ROW, Checked, check
from wizard.flow.model import Goal, Question
from wizard.flow.steps import Step, next_open_step, step_at, step_of, steps
from wizard.i18n import Message, msg
from wizard.rules import pursue
from wizard.store import StoreError
from wizard.tui.answering import changes, newly_asked
from wizard.tui.fields.base import Field
from wizard.tui.fields.files import FilesField
from wizard.tui.fields.table import TableField
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.screens.areas import begin_errand
from wizard.tui.screens.beside import Beside
from wizard.tui.screens.lookingup import LOOK_UP
from wizard.tui.widgets.askpane import AskColumn
from wizard.tui.widgets.formpane import FormPane
from wizard.tui.widgets.pane import StepPane
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.rail import Rail
from wizard.values import DONT_KNOW, NOT_APPLICABLE, Value

__all__ = ["QuestionScreen"]


class QuestionScreen(Beside):
    """See the module.

    `typed` is what was typed and not saved while this draft is open, by question; it is kept up to date.
    `row` is a row of a table, from 0, to be opened at once. With a `goal` only what it still needs is asked.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("f5", "why", msg("Why we ask"), name="question.why"),
        key("f2", "check", msg("Check answers"), name="nav.check"),
        key("f3", "forms", msg("Forms"), name="nav.forms"),
        key("f6", "tasks", msg("To do"), name="nav.tasks"),
        key("f8", "skip", msg("Skip"), name="question.skip"),
        key("f12", "ask", msg("Ask lov"), name="question.ask", show=False),
        key("ctrl+s", "go", msg("Save and continue"), name="question.go", show=False),
    ]

    def __init__(  # noqa: PLR0913  the ways one comes here
        self,
        session: DraftSession,
        step: Step,
        typed: dict[str, Any],
        *,
        change: bool = False,
        row: int | None = None,
        goal: Goal | None = None,
    ) -> None:
        super().__init__(session, step, typed)
        self.goal = goal
        self.change = change
        self._row = row
        self._before = session.interview
        self._aside: dict[str, Any] = {}
        """What was typed here and taken back by ctrl+z."""

    # What is on the screen -----------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The parts, the question, and the assistant or the form; narrow screens show the question alone."""
        with Horizontal(classes="split"):
            yield Rail(self.session.interview, self.step.task)
            yield self._new_pane()
            yield AskColumn(self.session, self.step, id="panel")
            yield FormPane(self.session)

    def on_mount(self) -> None:
        """Remember that the person is here."""
        self.stand()
        self.set_class(self._with_form, "-with-form")
        self.arrive()

    def _new_pane(self) -> StepPane:
        self.shown = self.session.interview
        offers = {LOOK_UP: msg("Get data from the register")} if self.offered is not None else {}
        return StepPane(self.step, self.session.interview, self._typed, self.ctx, offers)

    @property
    def can_act(self) -> bool:
        """Whether the screen is at rest: nothing is being saved, and there is a step on it."""
        return not self._is_busy and bool(self.query(StepPane))

    def keep(self) -> None:
        """Remember what stands in the fields and is not stored."""
        for pane in self.query(StepPane):
            for question in pane.step.questions:
                self._typed.pop(question.id, None)
            self._typed |= pane.unsaved()
        for column in self.query(AskColumn):
            column.keep()

    def has_unsaved(self) -> bool:
        """Whether something was typed that has not been saved."""
        return any(pane.unsaved() for pane in self.query(StepPane))

    async def redraw(self) -> None:
        """As every screen, with the form beside the question, or the keyboard with the assistant, where it was."""
        was_talking = self.is_talking
        await super().redraw()
        self.preview()
        if was_talking:
            self._was_at = None
            await self.query_one(AskColumn).open()

    def field_of(self, question: Question) -> Field | None:
        """The field that asks `question` now."""
        return next((field for field in self.query(Field) if field.question.id == question.id), None)

    def refuse(self, reason: Message) -> None:
        """Say above the question that the answer could not be saved."""
        self.pane.refuse(reason)

    async def show(self, step: Step) -> None:
        """Show another step in place of this one."""
        self.step = step
        await self._remember()  # before it is seen: where the app is killed then, it begins here again
        if not self.query(Rail):
            return  # the screen is being left, or composed anew, at this very moment
        split, rail, column = self.query_one(".split"), self.query_one(Rail), self.query_one(AskColumn)
        talking = self.focused if self.is_talking else None
        async with self.batch():
            await self.pane.remove()
            if not (rail.is_attached and self.app.is_running):
                return  # the app is being left at this very moment
            await split.mount(self._new_pane(), after=rail)
            rail.show(self.session.interview, step.task)
            column.come_to(step)
            if talking is not None:  # who talks goes on talking
                self.set_focus(talking)
        self.preview()

    @work(group="arriving")
    async def arrive(self) -> None:
        """Remember that the person is here, and open the row that was asked for."""
        await self._remember()
        tables = [field for field in self.pane.fields if isinstance(field, TableField)]
        if self._row is not None and tables:
            rows = tables[0].rows
            name = str(rows[self._row][ROW]) if self._row < len(rows) else None
            tables[0].post_message(TableField.Opened(tables[0], name))
            self._row = None

    async def _remember(self) -> None:
        try:
            await asyncio.to_thread(self.session.move, self.step.key)
        except StoreError:
            return  # the place is a convenience; where an answer is refused, that is told

    async def on_screen_resume(self) -> None:
        """Back from the check page: answers may have changed, even whether this step is asked."""
        if self.shown is self.session.interview:
            return
        here = step_of(self.session.interview, self.step.key) or next_open_step(self.session.interview)
        self._turn_or_leave(here)

    # Going on ------------------------------------------------------------------------------------------

    def action_go(self) -> None:
        """Take the answers as they stand and go on; a file that stands on its line is attached first."""
        if not self.can_act:
            return
        waiting = [field for field in self.pane.fields if isinstance(field, FilesField) and field.paths]
        if waiting:
            self._attach_and_go(waiting)
        else:
            self.confirm(self.pane.read())

    @work(group="saving")
    async def _attach_and_go(self, fields: list[FilesField]) -> None:
        for field in fields:
            await self.attach(field.question, field.paths).wait()
        if not any(field.paths for field in fields):  # what cannot be attached says so and stays
            self.confirm(self.pane.read())

    @on(Field.Done)
    def _done(self, event: Field.Done) -> None:
        if not self.can_act or event.field not in self.pane.fields:
            return
        following = self.pane.after(event.field)
        if following is None:
            self.action_go()
        else:
            following.focus()

    @on(Press.Pressed)
    def _pressed(self, event: Press.Pressed) -> None:
        match event.press.id:
            case "go":
                self.action_go()
            case "back":
                self.action_back()
            case "unknown":
                self._answer_with(DONT_KNOW)
            case "not-applicable":
                self._answer_with(NOT_APPLICABLE)

    def _answer_with(self, value: Value) -> None:
        question = self.step.questions[0]
        self.confirm({question.id: check(question, value, self.ctx)})

    def confirm(self, checked: dict[str, Checked]) -> None:
        """Save the answers and go on; one at a time, so that enter twice saves once."""
        if self.can_act:
            self._is_busy = True
            self._confirm(checked)

    @work(group="saving")
    async def _confirm(self, checked: dict[str, Checked]) -> None:
        try:
            if self.pane.complain(checked):
                return
            async with self.saving:
                is_saved = await self.save(changes(self.session.interview, checked))
            if is_saved:
                for name in checked:
                    self._typed.pop(name, None)
                if not await self.is_stopped():
                    await self.go_on()
        finally:
            self._is_busy = False

    async def is_stopped(self) -> bool:
        """Whether another way is the right one: that is told, and the person stays here or begins the other errand."""
        stop = self.session.interview.exit
        if stop is None:
            return False
        from wizard.tui.dialogs.exits import ExitDialog  # noqa: PLC0415  seldom needed

        area = self.session.flow.area
        services = host(self).services
        known = services.content.errand_title if services is not None else lambda _area, _kind: None
        titles = {kind: title for kind in stop.instead if (title := known(area.id, kind)) is not None}
        kind = await self.app.push_screen_wait(ExitDialog(stop, titles))
        if kind is not None:
            reason = await begin_errand(self, area, kind)
            if reason is not None:
                self.refuse(reason)
        return True

    async def go_on(self) -> None:
        """To the next step of the part; at its end, or when a change is done, back where one came from."""
        following = self._following()
        if following is not None:
            await self.show(following)
            return
        if self.goal is not None:
            from wizard.tui.dialogs.goals import GoalDialog  # noqa: PLC0415  seldom needed

            state = pursue(self.session.interview, self.goal)
            await self.app.push_screen_wait(GoalDialog(state, self.session.interview))
        open_step = next_open_step(self.session.interview, self.step.questions[-1].id)
        if open_step is not None:
            self.step = open_step
            await self._remember()
        self.dismiss()

    def _following(self) -> Step | None:
        if self.change:
            return newly_asked(self._before, self.session.interview)
        if self.goal is not None:
            wanted = pursue(self.session.interview, self.goal).ask
            return step_of(self.session.interview, wanted.id) if wanted is not None else None
        following = step_at(self.session.interview, self.step.questions[-1].id, 1)
        return following if following is not None and following.task == self.step.task else None

    # Taking back ---------------------------------------------------------------------------------------

    def may_step(self) -> bool:
        """Not while something is being saved."""
        return self.can_act

    @property
    def question_at_hand(self) -> str | None:
        """The first on the screen."""
        return self.step.questions[0].id

    def action_undo(self) -> None:
        """What is typed and not saved goes first; then the last saved answer."""
        if not self.can_act:
            return
        self._aside = self.pane.unsaved()
        if not self._aside:
            super().action_undo()
            return
        for question in self.step.questions:
            self._typed.pop(question.id, None)
        self._is_busy = True
        self._turn_to(self.step)
        self.tell(msg("Undone: what was typed"))

    def action_redo(self) -> None:
        """What was typed and taken back comes back first."""
        if not self.can_act:
            return
        if not self._aside:
            super().action_redo()
            return
        self._typed |= self._aside
        self._aside = {}
        self._is_busy = True
        self._turn_to(self.step)

    async def stepped(self, question_id: str) -> None:
        """Go to the question, where it is asked now."""
        self._is_busy = True
        try:
            self._typed.pop(question_id, None)
            step = step_of(self.session.interview, question_id)
            await self.show(step or step_of(self.session.interview, self.step.key) or self.step)
        finally:
            self._is_busy = False

    # Going elsewhere -----------------------------------------------------------------------------------

    def action_skip(self) -> None:
        """Go on and leave the question open."""
        is_apart = self.change or self.goal is not None
        self._turn_or_leave(None if is_apart else self._following())

    def action_back(self) -> None:
        """To the step before; from the first of a part, or from a change, to where one came from."""
        is_apart = self.change or self.goal is not None
        previous = None if is_apart else step_at(self.session.interview, self.step.key, -1)
        self._turn_or_leave(previous if previous is not None and previous.task == self.step.task else None)

    @on(Rail.Chosen)
    def _to_part(self, event: Rail.Chosen) -> None:
        asked = steps(self.session.interview, event.task)
        if asked:
            self._turn_or_leave(asked[0])

    def _turn_or_leave(self, step: Step | None) -> None:
        if not self.can_act:
            return
        self.keep()
        if step is None:
            self.dismiss()
        else:
            self._is_busy = True
            self._turn_to(step)

    @work(group="saving")
    async def _turn_to(self, step: Step) -> None:
        """Show a step that was not reached by answering."""
        try:
            await self.show(step)
        finally:
            self._is_busy = False

    def go(self, step: Step) -> None:
        """To another step of the draft, in place of this one."""
        self._turn_or_leave(step)

    def action_tasks(self) -> None:
        """To the task list."""
        self._turn_or_leave(None)

    def action_check(self) -> None:
        """All answers on one page; from there, back here."""
        from wizard.tui.screens.check import CheckScreen  # noqa: PLC0415  the next screen, loaded when wanted

        if self.change:
            self._turn_or_leave(None)
        elif self.can_act:
            self.keep()
            self.app.push_screen(CheckScreen(self.session, self._typed))
