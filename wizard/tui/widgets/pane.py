"""One step on the screen: where it stands, the question, its fields, and what to press.

A pane belongs to one step and is replaced with it. It keeps to showing and reading; what an answer does is the
screen's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from wizard.flow.answers import Checked
from wizard.flow.interview import Interview, State
from wizard.flow.steps import Step, steps
from wizard.i18n import Message, msg
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.make import field_for
from wizard.tui.host import tr_of
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.pair import Trimmed
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.problems import Problems
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, plain, said
from wizard.values.base import Context

__all__ = ["StepPane"]

_LISTED = frozenset({"yesno", "choice", "multichoice"})
"""Types whose list holds "do not know" and "does not apply" as lines."""


class StepPane(VerticalScroll, can_focus=False):
    """See the module. `typed` holds what stood in the fields and was not saved, by question.

    `offers` are further things to press, by id: what else can be done about this step.
    """

    def __init__(
        self,
        step: Step,
        interview: Interview,
        typed: Mapping[str, Any],
        ctx: Context,
        offers: Mapping[str, Message] | None = None,
    ) -> None:
        super().__init__(classes="page")
        self.step = step
        self.interview = interview
        self.typed = typed
        self.ctx = ctx
        self.offers = offers or {}

    def compose(self) -> ComposeResult:
        """From the place to the buttons."""
        tr = tr_of(self)
        yield Say(self._place(), classes="place")
        yield Problems(id="problems")
        yield Say(self._heading(), classes="question")
        if self.step.hint is not None:
            yield Say(said(self.step.hint, tr), classes="hint")
        for question in self.step.questions:
            stored = self.interview.stored.get(question.id)
            asking = Asking(question, self.ctx, stored, with_label=self.is_group)
            yield field_for(asking, self.interview, self.typed.get(question.id))
        with Actions():
            yield from self._presses()

    def on_mount(self) -> None:
        """Put the keyboard where one answers, and say what is wrong with what is stored."""
        first = self.fields[0].first
        self.screen.set_focus(first, scroll_visible=False)  # at once, for the next key; the page from its top
        for field in self.fields:
            if self.interview.state(field.question) is State.FAULTY:
                field.complain(self.interview.checked[field.question.id].faults[0].reason)

    @property
    def is_group(self) -> bool:
        """Whether several questions stand under one heading."""
        return self.step.questions[0].page is not None

    @property
    def fields(self) -> list[Field]:
        """The fields, from top to bottom."""
        return list(self.query(Field))

    def unsaved(self) -> dict[str, Any]:
        """What stands in the fields and is not stored, by question."""
        return {f.question.id: f.typed for f in self.fields if f.typed is not None}

    def read(self) -> dict[str, Checked]:
        """What the fields mean, by question."""
        return {field.question.id: field.read() for field in self.fields}

    def complain(self, checked: Mapping[str, Checked]) -> bool:
        """Show every fault, and put the keyboard at the first; whether there were any."""
        faulty = [field for field in self.fields if checked[field.question.id].faults]
        for field in self.fields:
            faults = checked[field.question.id].faults
            field.complain(faults[0].reason if faults else None)
        reasons = [
            (field.question.label if self.is_group else None, checked[field.question.id].faults[0].reason)
            for field in faulty
        ]
        advice = msg("To answer later, skip the question with F8.")
        self.query_one(Problems).tell(reasons, tr_of(self), advice=advice)
        self.query_one(".question", Say).say(self._heading(is_faulty=bool(faulty)))
        if faulty:
            self.scroll_home(animate=False)
            faulty[0].first.focus(scroll_visible=False)
        return bool(faulty)

    def refuse(self, reason: Message) -> None:
        """Say that the answer could not be saved. What was typed stays."""
        self.query_one(Problems).tell([(None, reason)], tr_of(self))
        self.scroll_home(animate=False)

    def after(self, field: Field) -> Widget | None:
        """Where the keyboard goes after a field; None after the last."""
        fields = self.fields
        here = fields.index(field)
        return fields[here + 1].first if here + 1 < len(fields) else None

    def _place(self) -> Trimmed:
        """The count stands even where the name of the part finds no room."""
        task = self.interview.flow.task(self.step.task)
        asked = steps(self.interview, task)
        here = next((n for n, s in enumerate(asked, start=1) if s.key == self.step.key), 1)
        place = msg("{task} · question {n} of {total}", task=task.title, n=here, total=len(asked))
        part, dot, count = tr_of(self)(place).rpartition("· ")
        return Trimmed(plain(part.rstrip(), "$mark"), plain(dot + count, "$mark"))

    @on(Problems.Chosen)
    def _to_problem(self, event: Problems.Chosen) -> None:
        event.stop()
        faulty = [field for field in self.fields if field.is_faulty]
        if event.number < len(faulty):
            faulty[event.number].first.focus()

    def _heading(self, *, is_faulty: bool = False) -> Content:
        tr = tr_of(self)
        words = msg("Error: {heading}", heading=self.step.heading) if is_faulty else self.step.heading
        heading = said(words, tr, "bold")
        if self.is_group or self.step.questions[0].required:
            return heading
        return Content(" ").join([heading, said(msg("(optional)"), tr, "$quiet")])

    def _presses(self) -> ComposeResult:
        tr = tr_of(self)
        question = self.step.questions[0]
        yield Press(said(msg("Continue"), tr), id="go", main=True)
        if not self.is_group and question.type_name not in _LISTED:
            if question.allows_unknown:
                yield Press(said(msg("Do not know"), tr), id="unknown")
            if question.allows_not_applicable:
                yield Press(said(msg("Does not apply"), tr), id="not-applicable")
        for name, words in self.offers.items():
            yield Press(said(words, tr), id=name)
        yield Press(plain(tr(msg("Back"))), id="back")
