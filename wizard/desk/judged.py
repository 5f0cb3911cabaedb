"""A finding with what officers have said of it: the machine's verdict, theirs, and what the two come to.

A finding is known by its rule and by what it hangs on, never by its place in a list: so what was decided of it is
found again when the package is screened on another day, under another version, or by somebody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.desk.verdicts import JUDGING, Say
from wizard.flow.model import Level
from wizard.rules import Outcome
from wizard.screening import Finding

if TYPE_CHECKING:
    from wizard.store.screenings import Ruling

__all__ = ["Group", "Judged", "Keyed", "keyed", "with_rulings"]


class Group(StrEnum):
    """Where a finding stands in the officer's list."""

    LACKING = "lacking"
    JUDGE = "judge"
    MET = "met"
    ASIDE = "aside"
    """Information, and what only waits for something that is lacking anyway."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A finding and what it hangs on: a question, a field, a file; with a number where two would be the same."""

    finding: Finding
    place: str

    @property
    def key(self) -> str:
        """How commands and screens name it within its case."""
        return f"{self.finding.rule}@{self.place}" if self.place else self.finding.rule


def keyed(findings: Iterable[Finding]) -> tuple[Keyed, ...]:
    """The findings of a case, each with what it hangs on."""
    count: Counter[tuple[str, str]] = Counter()
    found = []
    for finding in findings:
        where = finding.where
        place = where.question or where.field or where.file
        count[finding.rule, place] += 1
        number = count[finding.rule, place]
        found.append(Keyed(finding, place if number == 1 else f"{place}#{number}"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Judged:
    """See the module. `rulings` are in the order in which they were made, notes among them."""

    of: Keyed
    rulings: tuple[Ruling, ...] = ()

    @property
    def finding(self) -> Finding:
        """What the machine found."""
        return self.of.finding

    @property
    def said(self) -> Ruling | None:
        """The decision that holds: the last one, unless it was taken back."""
        last = next((r for r in reversed(self.rulings) if r.decision.verdict in JUDGING), None)
        return None if last is None or last.decision.verdict == Say.WITHDRAWN else last

    @property
    def seen(self) -> int:
        """The number of the last decision there is; 0 for none."""
        return self.rulings[-1].decision.seq if self.rulings else 0

    @property
    def is_contested(self) -> bool:
        """Whether officers differ: what each said last is not the same."""
        last = {r.decision.who: r.decision.verdict for r in self.rulings if r.decision.verdict in JUDGING}
        return len(set(last.values()) - {Say.WITHDRAWN}) > 1

    @property
    def is_override(self) -> bool:
        """Whether what holds is another verdict than the machine's."""
        return self.said is not None and self.said.decision.verdict != self.finding.outcome.value

    @property
    def now(self) -> Finding:
        """The finding as it counts now, for letters and lists: what an officer finds lacking has to be sent in."""
        if self.said is None:
            return self.finding
        if self.said.decision.verdict == Say.NOT_MET:
            return replace(self.finding, outcome=Outcome.NOT_MET, level=Level.BLOCKER, follows=False)
        return replace(self.finding, outcome=Outcome.MET, follows=False)

    @property
    def group(self) -> Group:
        """Where it stands."""
        now = self.now
        if now.is_lacking:
            return Group.LACKING
        if now.is_open:
            return Group.JUDGE
        return Group.MET if now.outcome is Outcome.MET else Group.ASIDE


def with_rulings(findings: Iterable[Keyed], rulings: Iterable[Ruling]) -> list[Judged]:
    """Each finding with what was said of it, in the findings' order."""
    said: dict[tuple[str | None, str | None], list[Ruling]] = {}
    for ruling in rulings:
        said.setdefault((ruling.code, ruling.place), []).append(ruling)
    return [Judged(of, tuple(said.get((of.finding.rule, of.place), ()))) for of in findings]
