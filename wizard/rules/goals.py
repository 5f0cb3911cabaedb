"""Asking only what a conclusion still needs: "can we apply at all?" without the other two hundred questions.

A goal is a set of rules. While one of them is undecided, the answers it waits for are looked up; a question
that is not asked yet leads on to what its own condition waits for. What cannot be reached on this route is told
apart, so a goal never asks in circles and never asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.flow.expr import UNKNOWN, missing
from wizard.flow.interview import Interview
from wizard.flow.model import Goal, Level, Question
from wizard.rules.assess import Assessment, Outcome, Verdict, assess

__all__ = ["GoalState", "pursue"]


@dataclass(frozen=True, slots=True)
class GoalState:
    """How far a goal has come.

    `outcome` is not met as soon as one blocker of it is not met, met when all its rules are decided, else
    undecided. A warning that is not met is a `remark`: the law says that the region may refuse, not that it does.
    `ask` is the next question that helps; None when the goal is decided, or when nothing more can be asked.
    """

    goal: Goal
    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    ask: Question | None

    @property
    def remarks(self) -> tuple[Verdict, ...]:
        """What does not hold, though it decides nothing by itself."""
        return tuple(v for v in self.verdicts if v.outcome is Outcome.NOT_MET and not _decides(v))


def pursue(interview: Interview, goal: Goal, assessment: Assessment | None = None) -> GoalState:
    """The state of `goal`, and the next question it needs. Total."""
    judged = assessment or assess(interview)
    wanted = set(goal.rules)
    verdicts = tuple(v for v in judged.verdicts if v.rule.id in wanted)
    if any(v.outcome is Outcome.NOT_MET and _decides(v) for v in verdicts):
        return GoalState(goal, Outcome.NOT_MET, verdicts, None)
    if all(v.outcome is not Outcome.UNDECIDED for v in verdicts):
        return GoalState(goal, Outcome.MET, verdicts, None)
    waiting = [address for v in verdicts if v.outcome is Outcome.UNDECIDED for address in v.waiting_for]
    return GoalState(goal, Outcome.UNDECIDED, verdicts, next(_askable(waiting, interview, set()), None))


def _decides(verdict: Verdict) -> bool:
    return verdict.rule.level is Level.BLOCKER


def _askable(addresses: list[str], interview: Interview, seen: set[str]) -> Iterator[Question]:
    """Questions that can be asked now and bring one of `addresses` nearer."""
    for address in addresses:
        name = address.partition("[")[0]
        question = interview.flow.questions.get(name)
        if question is None or name in seen:
            continue
        seen.add(name)
        if interview.is_relevant(name) and not interview.is_settled(question):
            yield question
        elif interview.relevance.get(name) is UNKNOWN and question.when is not None:
            yield from _askable(list(missing(question.when.expr, interview.env)), interview, seen)
