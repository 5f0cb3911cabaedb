"""What an officer can say: of a finding, and of a case; and when a reason has to be given.

To say otherwise than the rules is to override them, and to accept what is not shown is too: both need a reason.
To judge what the rules leave open needs none.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from wizard.i18n import Message, msg
from wizard.rules import Outcome
from wizard.screening import Finding

__all__ = [
    "JUDGING",
    "SAYINGS",
    "STEPPING",
    "STEPS",
    "DeskError",
    "ReasonMissing",
    "Say",
    "Step",
    "needs_reason",
]


class Say(StrEnum):
    """What can be said of a finding."""

    MET = "met"
    NOT_MET = "not_met"
    ACCEPTED = "accepted"
    """It is not met, or not shown to be, and that is put up with."""
    WITHDRAWN = "withdrawn"
    """What was said before no longer holds; the rules' verdict does."""
    NOTE = "note"


class Step(StrEnum):
    """What can be done with a case."""

    TAKEN = "taken"
    RELEASED = "released"
    SUPPLEMENT = "supplement"
    """The letter that asks for what is missing has been made."""
    DONE = "done"
    REOPENED = "reopened"
    NOTE = "note"


JUDGING: Final = frozenset({Say.MET, Say.NOT_MET, Say.ACCEPTED, Say.WITHDRAWN})
"""What decides a finding; a note does not."""
STEPPING: Final = frozenset({Step.TAKEN, Step.RELEASED})
"""What says whose a case is."""

SAYINGS: Final = {
    Say.MET: msg("Met"),
    Say.NOT_MET: msg("Not met"),
    Say.ACCEPTED: msg("Accepted all the same"),
    Say.WITHDRAWN: msg("Taken back"),
    Say.NOTE: msg("Noted"),
}
STEPS: Final = {
    Step.TAKEN: msg("Taken"),
    Step.RELEASED: msg("Given back"),
    Step.SUPPLEMENT: msg("Supplement requested"),
    Step.DONE: msg("Done"),
    Step.REOPENED: msg("Taken up again"),
    Step.NOTE: msg("Noted"),
}


class DeskError(Exception):
    """What cannot be done at the desk; `message` is the sentence for the officer."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


class ReasonMissing(DeskError):  # noqa: N818  as in the store
    """A reason has to be given."""

    def __init__(self) -> None:
        super().__init__(msg("Give a reason: this is another verdict than the rules give."))


def needs_reason(finding: Finding, say: Say) -> bool:
    """Whether to say so of a finding needs a reason."""
    if say is Say.ACCEPTED or say is Say.NOTE:
        return True
    if say is Say.WITHDRAWN or finding.outcome not in (Outcome.MET, Outcome.NOT_MET):
        return False
    return say.value != finding.outcome.value
