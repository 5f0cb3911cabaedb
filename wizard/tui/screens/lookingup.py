"""The offer on the question for an organisation number: get its data from the register.

What the person typed is not touched, nothing is waited for, and whatever goes wrong is told above the question, which
stays as it was. Where the person has gone on meanwhile, the answer is let go.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType

from wizard.flow.steps import Step
from wizard.i18n import msg
from wizard.tui.answering import Change
from wizard.tui.host import host
from wizard.tui.keys import key
from wizard.tui.refusals import reason_of
from wizard.tui.screens.saving import SavingScreen
from wizard.tui.widgets.press import Press

if TYPE_CHECKING:
    from wizard.flow.registers import Register, Subject

__all__ = ["LOOK_UP", "LookingUp"]

LOOK_UP = "look-up"
"""The press that asks the register."""

_NUMBER = "orgnr"


class LookingUp(SavingScreen):
    """A question screen that may offer it."""

    BINDINGS: ClassVar[list[BindingType]] = [key("f7", "look_up", msg("Get data"), name="question.look_up")]
    step: Step

    @property
    def can_act(self) -> bool:
        """Whether the screen is at rest."""
        raise NotImplementedError

    @property
    def offered(self) -> tuple[Register, Subject] | None:
        """Whose number is asked for here, and the register that knows it."""
        services = host(self).services
        if services is None or all(question.type_name != _NUMBER for question in self.step.questions):
            return None  # the registers are read only where one may be needed
        for register in services.content.registers:
            for question in self.step.questions:
                if (subject := register.subject(question.id)) is not None:
                    return register, subject
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key is there only where there is something to look up."""
        if action == "look_up":
            return self.offered is not None
        return super().check_action(action, parameters)

    @on(Press.Pressed, f"#{LOOK_UP}")
    def _pressed_look_up(self) -> None:
        self.action_look_up()

    def action_look_up(self) -> None:
        """Ask about the number that stands in the field."""
        offered = self.offered
        if offered is None or not self.can_act:
            return
        register, subject = offered
        question = self.session.flow.questions[subject.number]
        field = self.field_of(question)
        checked = field.read() if field is not None else None
        if field is None or checked is None:
            return
        if checked.faults or not isinstance(checked.value, str) or checked.value in ("", "?", "-"):
            field.complain(checked.faults[0].reason if checked.faults else msg("Write the number first."))
            return
        field.complain(None)
        self.ask_register(register, subject, checked.value)

    @work(exclusive=True, group="looking-up")
    async def ask_register(self, register: Register, subject: Subject, number: str) -> None:
        """Ask, show what differs, and store what the person takes over."""
        from wizard.tui.dialogs.register import RegisterDialog  # noqa: PLC0415  seldom needed
        from wizard.tui.lookups import look_up  # noqa: PLC0415  as above

        app, step = host(self), self.step
        self.tell(msg("Asking {register} …", register=register.title))
        interview = self.session.interview
        try:
            facts = await asyncio.to_thread(
                look_up, app.folder, register, subject, number, interview, self.ctx
            )
        except Exception as error:
            reason = reason_of(error)
            if reason is None:  # not a refusal: a fault of ours
                raise
            self.tell(msg("Nothing was looked up"))
            if self.step is step and self.is_attached:
                self.refuse(reason)
            return
        self.tell(msg("{register} has answered.", register=register.title))
        if not self.is_current or self.step is not step:
            return  # the person has gone on
        wanted = await self.app.push_screen_wait(RegisterDialog(facts))
        taken = [
            Change(one.fill.question, one.theirs)
            for one in facts.differing
            if wanted and one.fill.question in wanted
        ]
        if taken:
            async with self.saving:
                if await self.save(taken):
                    self.tell(
                        msg("Taken over: {count} of {all}.", count=len(taken), all=len(facts.differing))
                    )
