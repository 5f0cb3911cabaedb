"""What screening finds: one thing that does not hold, or that a person has to judge."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wizard.flow.model import Level, SourceRef
from wizard.i18n import Message
from wizard.rules import Outcome

__all__ = ["Finding", "Status", "Where"]


class Status(StrEnum):
    """What has to happen with a case."""

    REFUSED = "refused"
    """It cannot be read at all."""
    SUPPLEMENT = "supplement"
    """Something has to be sent in."""
    JUDGE = "judge"
    """Nothing is missing, but something has to be judged by a person."""
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Where:
    """Where something was seen: file, page from 1, form field, question. What is not known is empty.

    `at` is the place of a text on its page, in points from the lower left corner.
    """

    file: str = ""
    page: int | None = None
    field: str = ""
    question: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `what` says what must hold, or what is amiss; `expected` and `seen` are for showing."""

    rule: str
    level: Level
    outcome: Outcome
    what: Message
    expected: str = ""
    seen: str = ""
    where: Where = Where()
    fix: Message | None = None
    sources: tuple[SourceRef, ...] = ()
    follows: bool = False
    """It only waits for something that is told as lacking already, so nobody needs to look at it."""
    sure: float | None = None
    """How sure the reading of what was seen is, from 0 to 1; None where nothing had to be searched for."""

    @property
    def is_lacking(self) -> bool:
        """Whether something has to be sent in because of this."""
        return not self.follows and self.level is Level.BLOCKER and self.outcome is Outcome.NOT_MET

    @property
    def is_open(self) -> bool:
        """Whether it has to be looked at: information alone has not."""
        is_settled = self.follows or self.level is Level.INFO
        return not is_settled and self.outcome in (Outcome.NOT_MET, Outcome.UNDECIDED)
