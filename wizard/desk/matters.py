"""A case as it stands now: what the machine found, what officers said of it, whose it is and how far it has come.

Everything here is reckoned from a screened case and the decisions there are of it; nothing is kept, so two
officers with the same decisions see the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wizard.desk.inbox import Filed
from wizard.desk.judged import Group, Judged, with_rulings
from wizard.desk.verdicts import STEPPING, DeskError, Step
from wizard.i18n import Message, msg
from wizard.screening import Case
from wizard.screening.words import STATUSES

if TYPE_CHECKING:
    from wizard.store.screenings import Ruling

__all__ = ["GROUPS", "STAGES", "Matter", "Stage"]


class Stage(StrEnum):
    """How far a case has come. The first four are the machine's, with what was decided counted in."""

    REFUSED = "refused"
    SUPPLEMENT = "supplement"
    JUDGE = "judge"
    COMPLETE = "complete"
    REQUESTED = "requested"
    """The supplement was asked for."""
    DONE = "done"


STAGES: Final[Mapping[Stage, Message]] = {
    **{Stage(status.value): words for status, words in STATUSES.items()},
    Stage.REQUESTED: msg("Awaiting reply"),
    Stage.DONE: msg("Done"),
}
GROUPS: Final = {
    Group.LACKING: msg("Lacking"),
    Group.JUDGE: msg("To be judged"),
    Group.MET: msg("Met"),
    Group.ASIDE: msg("Also noted"),
}


@dataclass(frozen=True)
class Matter:
    """See the module. `rulings` are all decisions of the package, in their order."""

    filed: Filed
    rulings: tuple[Ruling, ...] = ()

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Every finding with what was said of it, in the groups' order."""
        found = with_rulings(self.filed.findings, self.rulings)
        order = list(Group)
        return tuple(sorted(found, key=lambda each: order.index(each.group)))

    @cached_property
    def steps(self) -> tuple[Ruling, ...]:
        """What was done with the case as a whole."""
        return tuple(ruling for ruling in self.rulings if ruling.code is None)

    @property
    def seen(self) -> int:
        """The number of the last decision there is of the case as a whole; 0 for none."""
        return self.steps[-1].decision.seq if self.steps else 0

    @cached_property
    def holder(self) -> Ruling | None:
        """Who has taken the case; None where nobody has."""
        last = next((s for s in reversed(self.steps) if s.decision.verdict in STEPPING), None)
        return last if last is not None and last.decision.verdict == Step.TAKEN else None

    @cached_property
    def counts(self) -> Mapping[Group, int]:
        """How many findings stand in each group."""
        return {group: sum(each.group is group for each in self.judged) for group in Group}

    @property
    def open(self) -> int:
        """How many findings somebody has to look at."""
        return self.counts[Group.LACKING] + self.counts[Group.JUDGE]

    @cached_property
    def stage(self) -> Stage:
        """How far it has come."""
        last = next((Step(s.decision.verdict) for s in reversed(self.steps) if _moves(s)), None)
        if last is Step.DONE:
            return Stage.DONE
        if self.filed.refused is not None:
            return Stage.REQUESTED if last is Step.SUPPLEMENT else Stage.REFUSED
        if self.counts[Group.LACKING]:
            return Stage.REQUESTED if last is Step.SUPPLEMENT else Stage.SUPPLEMENT
        return Stage.JUDGE if self.counts[Group.JUDGE] else Stage.COMPLETE

    @property
    def contested(self) -> tuple[Judged, ...]:
        """The findings of which officers say different things."""
        return tuple(each for each in self.judged if each.is_contested)

    def finding(self, key: str) -> Judged:
        """The finding called `key`, or by a rule that only one finding has. Raises `DeskError`."""
        found = [each for each in self.judged if each.of.key == key]
        found = found or [each for each in self.judged if each.finding.rule == key]
        if len(found) == 1:
            return found[0]
        if found:
            keys = ", ".join(each.of.key for each in found)
            raise DeskError(msg("Several findings are of {rule}. Name one: {keys}", rule=key, keys=keys))
        raise DeskError(msg("The case has no finding called {key}.", key=key))

    def as_decided(self, case: Case) -> Case:
        """The case with the officers' decisions counted in: what the letter is written from."""
        now = {each.of: each.now for each in self.judged}
        return replace(case, findings=tuple(now[of] for of in self.filed.findings))


def _moves(ruling: Ruling) -> bool:
    return ruling.decision.verdict in {Step.DONE, Step.REOPENED, Step.SUPPLEMENT}
