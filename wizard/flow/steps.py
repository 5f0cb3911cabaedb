"""The route as steps: what is asked together, and what comes before and after.

A step is one question, or the few questions of one page (street, postcode, town). Every door walks the same
steps in the same order, so a draft left at one door goes on at the same question at another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from wizard.flow.interview import Interview
from wizard.flow.model import Question, Task
from wizard.i18n import Message

__all__ = ["Step", "next_open_step", "step_at", "step_of", "steps"]


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked on one screen, or in one turn."""

    questions: tuple[Question, ...]
    heading: Message
    """The question over the screen: no other step of the errand has the same."""

    @property
    def key(self) -> str:
        """The id of its first question."""
        return self.questions[0].id

    @property
    def task(self) -> str:
        """The id of its task."""
        return self.questions[0].task

    @property
    def hint(self) -> Message | None:
        """The sentence below the heading."""
        page = self.questions[0].page
        return page.hint if page is not None else self.questions[0].hint


def steps(interview: Interview, task: Task | None = None) -> tuple[Step, ...]:
    """The steps of the present route, of the whole flow or of one task, in the order of asking."""
    asked = [q for q in interview.relevant if task is None or q.task == task.id]
    grouped = groupby(asked, key=lambda q: (q.task, q.page.id if q.page is not None else q.id))
    return tuple(_step(interview, tuple(group)) for _, group in grouped)


def _step(interview: Interview, questions: tuple[Question, ...]) -> Step:
    page = questions[0].page
    return Step(questions, page.ask if page is not None else interview.flow.heading(questions[0]))


def step_of(interview: Interview, question_id: str) -> Step | None:
    """The step that asks `question_id`; None while it is off the route."""
    return next((s for s in steps(interview) if any(q.id == question_id for q in s.questions)), None)


def step_at(interview: Interview, question_id: str, offset: int) -> Step | None:
    """The step `offset` places after (or before) the one that asks `question_id`; None past either end."""
    route = steps(interview)
    here = next((i for i, s in enumerate(route) if any(q.id == question_id for q in s.questions)), None)
    if here is None or not 0 <= here + offset < len(route):
        return None
    return route[here + offset]


def next_open_step(interview: Interview, after: str | None = None) -> Step | None:
    """The first step behind `after` with something still to answer, then from the start; None when all is done."""
    question = interview.next_question(after)
    return step_of(interview, question.id) if question is not None else None
