"""From what stands on the screen to what is stored: which answers change, and what else changes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wizard.flow.answers import Checked
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.flow.steps import Step, steps
from wizard.rules import Consequences, consequences
from wizard.rules.consequences import Turn
from wizard.values import Value

__all__ = ["Change", "changes", "combined", "newly_asked"]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that is to be stored."""

    question: str
    value: Value


def changes(interview: Interview, checked: Mapping[str, Checked]) -> tuple[Change, ...]:
    """The answers that are not stored like this already."""
    return tuple(
        Change(name, c.value)
        for name, c in checked.items()
        if name not in interview.stored or interview.stored[name] != c.value
    )


def combined(interview: Interview, wanted: Iterable[Change]) -> Consequences:
    """What several changes, one after the other, do besides themselves."""
    fall: dict[str, Question] = {}
    back: dict[str, Question] = {}
    come: dict[str, Question] = {}
    turns: dict[str, Turn] = {}
    at = interview
    for change in wanted:
        found = consequences(at, change.question, change.value)
        fall |= {q.id: q for q in found.fall_away}
        back |= {q.id: q for q in found.come_back}
        come |= {q.id: q for q in found.come}
        turns |= {t.after.rule.id: t for t in found.turns}
        at = at.answer(change.question, change.value)
    return Consequences(
        tuple(q for q in fall.values() if not at.is_relevant(q.id)),
        tuple(q for q in back.values() if at.is_relevant(q.id)),
        tuple(q for q in come.values() if at.is_relevant(q.id)),
        tuple(turns.values()),
    )


def newly_asked(before: Interview, now: Interview) -> Step | None:
    """The first step that was not asked before and is not answered: what a changed answer has brought."""
    return next(
        (
            step
            for step in steps(now)
            if any(not before.is_relevant(q.id) and not now.is_settled(q) for q in step.questions)
        ),
        None,
    )
