"""What a change would do, told before it is made.

The interview is a pure function of its answers, so the consequences of an answer are the difference between
two interviews: which answers fall off the route (they are kept and can come back), which come back, which
questions come, and which verdicts turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.rules.assess import Outcome, Verdict, assess

__all__ = ["Consequences", "Turn", "consequences"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that changes."""

    before: Outcome
    after: Verdict


@dataclass(frozen=True, slots=True)
class Consequences:
    """The difference a change makes."""

    fall_away: tuple[Question, ...]
    """Answered questions that leave the route."""
    come_back: tuple[Question, ...]
    """Questions that return to the route with the answer they had."""
    come: tuple[Question, ...]
    """Questions that will be asked and have no answer yet."""
    turns: tuple[Turn, ...]

    @property
    def change_route(self) -> bool:
        """Whether a person should see this before it happens: an answer falls away."""
        return bool(self.fall_away)


def consequences(interview: Interview, question_id: str, value: object) -> Consequences:
    """What answering `question_id` with `value` would change besides that answer."""
    after = interview.answer(question_id, value)
    gone = [q for q in interview.relevant if not after.is_relevant(q.id)]
    new = [q for q in after.relevant if not interview.is_relevant(q.id)]
    judged = assess(interview)
    pairs = zip(judged.verdicts, assess(after, judged).verdicts, strict=True)
    return Consequences(
        fall_away=tuple(q for q in gone if q.id in interview.stored),
        come_back=tuple(q for q in new if q.id in after.stored),
        come=tuple(q for q in new if q.id not in after.stored),
        turns=tuple(Turn(old.outcome, new) for old, new in pairs if old.outcome is not new.outcome),
    )
