"""The same cases under another version of the content: which verdicts turn, and the clause that turned them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wizard.i18n import Message
from wizard.rules import Outcome, Verdict
from wizard.screening.case import Case, Desk
from wizard.screening.inbox import screen_inbox
from wizard.screening.intake import Parcel

__all__ = ["Turned", "turned"]


@dataclass(frozen=True, slots=True)
class Turned:
    """A verdict that differs. The clauses are the rules' conditions; empty where a version has no such rule."""

    case: str
    rule: str
    text: Message
    now: Outcome | None
    other: Outcome | None
    clause_now: str
    clause_other: str


def turned(parcels: Sequence[Parcel], desk: Desk, other: Desk, jobs: int = 1) -> Iterator[Turned]:
    """For each parcel, the rules that say something else under the content of `other`."""
    with screen_inbox(parcels, desk, jobs=jobs) as here, screen_inbox(parcels, other, jobs=jobs) as there:
        for now, then in zip(here, there, strict=True):
            yield from _compared(now, then)


def _compared(now: Case, other: Case) -> Iterator[Turned]:
    here, there = _verdicts(now), _verdicts(other)
    for rule in dict.fromkeys((*here, *there)):
        one, two = here.get(rule), there.get(rule)
        known = one or two
        if known is None or (one and one.outcome) == (two and two.outcome):
            continue
        yield Turned(
            now.name,
            rule,
            known.rule.text,
            one.outcome if one else None,
            two.outcome if two else None,
            _clause(one),
            _clause(two),
        )


def _verdicts(case: Case) -> dict[str, Verdict]:
    return {v.rule.id: v for v in case.assessment.verdicts} if case.assessment is not None else {}


def _clause(verdict: Verdict | None) -> str:
    if verdict is None:
        return ""
    needs = verdict.rule.needs.text
    return f"{needs}  [{verdict.rule.when.text}]" if verdict.rule.when is not None else needs
