"""The board of preparations: what has to be ready for the start meeting, by whom, by when, and what it waits for.

It is the plan of the errand `golive` seen as a list of things to do. Due days are the plan's own last days, so that
board and timeline never disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from wizard.flow.expr import ExpressionError, Kind, Scope, names, parse
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.flow.timemodel import Party, Step
from wizard.i18n import Message, msg
from wizard.timeline.model import Plan, PlannedStep, State
from wizard.timeline.words import parties

__all__ = [
    "KIND",
    "Board",
    "Entry",
    "Points",
    "Readiness",
    "board_of",
    "points_of",
    "questions_of",
    "readiness_in_words",
    "state_in_words",
]

KIND: Final = "golive"
"""The errand that has a board."""


class Readiness(StrEnum):
    """How a preparation stands."""

    DONE = "done"
    READY = "ready"
    """Nothing is missing for doing it now."""
    UNDER_WAY = "under_way"
    """Others are at it."""
    SETTLED = "settled"
    """It has a day."""
    WAITING = "waiting"
    """Something else has to be done first."""
    LATE = "late"
    """Its last day is over, or it is said to be done only after it."""


_WORDS: Final = {
    Readiness.DONE: msg("done"),
    Readiness.READY: msg("can be done now"),
    Readiness.UNDER_WAY: msg("under way"),
    Readiness.SETTLED: msg("the day is settled"),
    Readiness.WAITING: msg("waits"),
    Readiness.LATE: msg("late"),
}


_NAMED: Final = 3
"""How many things waited for are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One preparation; `owner` is the person named in the answers, else who it falls to."""

    step: Step
    readiness: Readiness
    due: date | None
    owner: str | Message
    evidence: str | None
    promise: date | None
    waits_for: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All preparations: what is open in the order of its days, then what is done."""

    plan: Plan
    entries: tuple[Entry, ...]

    @property
    def open(self) -> tuple[Entry, ...]:
        """What is not done yet."""
        return tuple(entry for entry in self.entries if entry.readiness is not Readiness.DONE)

    @property
    def late(self) -> tuple[Entry, ...]:
        """What is too late, or will be."""
        return tuple(entry for entry in self.entries if entry.readiness is Readiness.LATE)


def board_of(plan: Plan) -> Board:
    """The board of a plan. The goal itself is no preparation."""
    return Board(plan, tuple(sorted(_entries(plan), key=lambda entry: entry.readiness is Readiness.DONE)))


def state_in_words(entry: Entry) -> Message:
    """How it stands, in a word or two."""
    return _WORDS[entry.readiness]


def readiness_in_words(entry: Entry) -> Message:
    """How it stands, and what it waits for."""
    if entry.readiness is Readiness.DONE or not entry.waits_for:
        return _WORDS[entry.readiness]
    if len(entry.waits_for) > _NAMED:
        return msg(
            "{state}: first {count} other points", state=_WORDS[entry.readiness], count=len(entry.waits_for)
        )
    names = tuple(step.title for step in entry.waits_for)
    return msg("{state}: first {names}", state=_WORDS[entry.readiness], names=names)


def questions_of(step: Step, interview: Interview) -> tuple[Question, ...]:
    """The questions that tell how a preparation stands: whether it is done, when, by whom, and what shows it."""
    asked: dict[str, None] = {}
    for text in (step.done,) if step.done is not None else ():
        try:
            asked |= dict.fromkeys(sorted(names(parse(text, Scope(interview.flow.types), Kind.TRUTH))))
        except ExpressionError:  # it is about another errand's questions
            continue
    asked |= dict.fromkeys(name for name in (step.at, step.promise, step.owner, step.evidence) if name)
    known = (interview.flow.questions.get(name) for name in asked)
    return tuple(q for q in known if q is not None and interview.is_relevant(q.id))


@dataclass(frozen=True, slots=True)
class Points:
    """The self-assessment for the start meeting: how many of its points are answered, and the first that is not."""

    done: int
    all: int
    next: Question | None


def points_of(interview: Interview) -> Points:
    """How far the self-assessment has come: the checklist points that the errand asks for."""
    asked: dict[int, list[Question]] = {}
    for question in interview.flow.questions.values():
        if question.point is not None and interview.is_relevant(question.id):
            asked.setdefault(question.point, []).append(question)
    open_ones = [next((q for q in point if not interview.is_settled(q)), None) for point in asked.values()]
    left = [question for question in open_ones if question is not None]
    return Points(len(asked) - len(left), len(asked), left[0] if left else None)


def _entries(plan: Plan) -> Iterator[Entry]:
    for planned in plan.steps:
        if plan.goal is None or planned.step.id != plan.goal.id:
            yield Entry(
                step=planned.step,
                readiness=_readiness(planned, plan.today),
                due=_due(planned),
                owner=planned.owner or parties(planned.step.who),
                evidence=planned.evidence,
                promise=planned.promise if planned.state is not State.DONE else None,
                waits_for=planned.waits_for if planned.state is not State.DONE else (),
            )


def _due(planned: PlannedStep) -> date | None:
    """Its last day where it is for us to keep, else the day to reckon with."""
    is_ours = Party.PROVIDER in planned.step.who and planned.state is State.OPEN
    return planned.latest if is_ours and planned.latest is not None else planned.day


def _readiness(planned: PlannedStep, today: date) -> Readiness:
    if planned.state is State.DONE:
        return Readiness.DONE
    due = _due(planned)
    if due is not None and (due < today or (planned.promise is not None and planned.promise > due)):
        return Readiness.LATE
    if planned.waits_for:
        return Readiness.WAITING
    if planned.state is State.SETTLED:
        return Readiness.SETTLED
    return Readiness.UNDER_WAY if planned.begins is not None else Readiness.READY
