"""What is known of a plan's steps: from the answers of a draft, and from what the person says besides.

An answer that is missing makes `when` false and leaves `unless` without effect: what is not known to be an
exception follows the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from wizard.flow.expr import UNKNOWN, Env, ExpressionError, Kind, Scope, compiled, parse
from wizard.flow.interview import Interview
from wizard.flow.timemodel import Claim, Step, TimePlan

__all__ = ["Facts", "Held", "facts_of", "no_facts"]

Held: TypeAlias = Callable[[str], bool]
"""Whether a condition, given as text, is known to hold."""


@dataclass(frozen=True)
class Facts:
    """`days` holds the day of each step that has one; `done` the steps that are over, with or without a day."""

    today: date
    days: Mapping[str, date] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    wanted: date | None = None
    """The day wanted for the goal."""
    holds: Held = lambda _text: False
    owners: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    promises: Mapping[str, date] = field(default_factory=dict)
    """By when what is not done is said to be."""

    def concerns(self, claim: Claim | Step) -> bool:
        """Whether a demand or a step concerns this case."""
        if claim.when is not None and not self.holds(claim.when):
            return False
        return claim.unless is None or not self.holds(claim.unless)


def no_facts(today: date) -> Facts:
    """Nothing is known but the day."""
    return Facts(today)


def facts_of(plan: TimePlan, interview: Interview) -> Facts:
    """What the answers say. Only answers on the present route count."""
    env = Env(interview.evaluable, interview.today)

    def truth(text: str) -> object:
        try:
            return compiled(parse(text, Scope(interview.flow.types), Kind.TRUTH))(env)
        except ExpressionError:  # the condition is about another errand's questions
            return UNKNOWN

    def holds(text: str) -> bool:
        return truth(text) is True

    days = {s.id: day for s in plan.steps if s.at is not None and (day := _day(interview, s.at)) is not None}
    wanted = days.pop(plan.goal, None) if plan.goal is not None else None
    past = {name for name, day in days.items() if day <= interview.today}
    done = past | {s.id for s in plan.steps if s.done is not None and holds(s.done)}
    return Facts(
        today=interview.today,
        days=days,
        done=_with_all_before(plan, done, {s.id for s in plan.steps if s.done and truth(s.done) is False}),
        wanted=wanted,
        holds=holds,
        owners=_words(plan, interview, lambda step: step.owner),
        evidence=_words(plan, interview, lambda step: step.evidence),
        promises={
            s.id: day for s in plan.steps if s.promise and (day := _day(interview, s.promise)) is not None
        },
    )


def _with_all_before(plan: TimePlan, done: set[str], not_done: set[str]) -> frozenset[str]:
    """What is done, and what had to be done before it; but not what is known not to be."""
    found = set(done)
    for step in reversed(plan.steps):
        if step.id in found:
            found |= {lag.step for lag in step.after} - not_done
    return frozenset(found & {step.id for step in plan.steps})


def _day(interview: Interview, question: str) -> date | None:
    value = interview.evaluable.get(question, UNKNOWN)
    return value if isinstance(value, date) else None


def _words(plan: TimePlan, interview: Interview, which: Callable[[Step], str | None]) -> dict[str, str]:
    """What was answered in words, or the names of the files attached, by step."""
    found: dict[str, str] = {}
    for step in plan.steps:
        name = which(step)
        if name is None or interview.evaluable.get(name, UNKNOWN) is UNKNOWN:
            continue
        value = interview.value(name)
        if isinstance(value, str):
            found[step.id] = value
        elif isinstance(value, list | tuple) and value:
            found[step.id] = ", ".join(str(file["name"]) for file in value if isinstance(file, Mapping))
    return found
