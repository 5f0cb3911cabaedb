"""What the case at hand answers: the area's status, what stands in the way, what is missing, the first day.

An article names with `tells` what of the case answers its question; where there is no such case, the article's own
text does. Nothing is composed here: rules, statuses and plans say their own sentences, with their own sources.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Area, Level, SourceRef
from wizard.i18n import Message, msg, nmsg
from wizard.rules import assess

__all__ = ["Case", "Told", "tell"]

_MOST: Final = 5
"""How many of a list are told in one answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is at hand: the area that is meant, the answers so far, the day."""

    content: Content
    today: date
    area: Area | None = None
    interview: Interview | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Sentences with the sources they are from."""

    text: tuple[Message, ...]
    sources: tuple[SourceRef, ...]


Teller: TypeAlias = Callable[[Case], Told | None]


def tell(what: str, case: Case) -> Told | None:
    """What the case says to that; None where it says nothing."""
    return _TELLERS[what](case) if what in _TELLERS else None


def _area(case: Case) -> Told | None:
    area = case.area
    if area is None:
        return None
    checked = msg("Checked {day}.", day=area.checked)
    return Told((msg("{area}: {text}", area=area.name, text=area.status), checked), area.sources)


def _hindrances(case: Case) -> Told | None:
    if case.interview is None:
        return None
    assessment = assess(case.interview)
    if assessment.exit is not None:
        way = assessment.exit
        return Told((way.title, way.text), way.sources)
    if assessment.is_ready:
        return Told(
            (msg("Everything is there, and nothing stands in the way."),), case.interview.flow.area.sources
        )
    lines: list[Message] = []
    sources: list[SourceRef] = []
    for verdict in assessment.blockers[:_MOST]:
        lines.append(msg("Stands in the way: {what}", what=verdict.rule.text))
        lines += [verdict.rule.fix] if verdict.rule.fix is not None else []
        sources += verdict.rule.sources
    further = len(assessment.blockers) - _MOST
    if further > 0:
        lines.append(nmsg("And {count} more.", "And {count} more.", further))
    missing = _missing(case)
    if missing is not None and assessment.missing:
        lines += missing.text
        sources += missing.sources
    for fault in assessment.faults[:_MOST]:
        lines.append(fault.reason)
    return Told(tuple(lines), tuple(dict.fromkeys(sources)))


def _missing(case: Case) -> Told | None:
    if case.interview is None:
        return None
    missing = assess(case.interview).missing
    if not missing:
        return _hindrances(case)
    count = nmsg("{count} answer is missing.", "{count} answers are missing.", len(missing))
    named = msg("The first of them: {labels}.", labels=tuple(m.label for m in missing[:_MOST]))
    sources = tuple(dict.fromkeys(ref for m in missing[:_MOST] for ref in m.question.sources))
    return Told((count, named), sources)


def _warnings(case: Case) -> Told | None:
    if case.interview is None:
        return None
    found = [v for v in assess(case.interview).remarks if v.rule.level is Level.WARNING]
    if not found:
        return Told((msg("There are no warnings."),), case.interview.flow.area.sources)
    lines: list[Message] = []
    for verdict in found[:_MOST]:
        lines.append(msg("Warning: {what}", what=verdict.rule.text))
        lines += [verdict.rule.fix] if verdict.rule.fix is not None else []
    further = len(found) - _MOST
    if further > 0:
        lines.append(nmsg("And {count} more.", "And {count} more.", further))
    return Told(tuple(lines), tuple(dict.fromkeys(ref for v in found for ref in v.rule.sources)))


def _earliest(case: Case) -> Told | None:
    from wizard.timeline import NoPlanError, make_plan, no_facts, plan_of  # noqa: PLC0415  heavy
    from wizard.timeline.telling import verdict  # noqa: PLC0415  as above

    table = case.content.timetable
    try:
        if case.interview is not None:
            plan = plan_of(table, case.interview)
        elif case.area is not None and case.area.can_apply:
            plan = make_plan(table, case.area, "application", no_facts(case.today))
        else:
            return _area(case)
    except NoPlanError as reason:
        return Told((reason.message,), case.area.sources if case.area is not None else ())
    said = verdict(plan)
    if said is None:
        return None
    because = [(text, refs) for conflict in plan.conflicts for text, refs in conflict.because]
    claims = [] if because else [claim for planned in plan.steps for claim in planned.reasons]
    sources = [ref for _, refs in because for ref in refs] or [
        ref for claim in claims for ref in claim.sources
    ]
    lines = [said, *(conflict.text for conflict in plan.conflicts), *(text for text, _ in because)]
    return Told(tuple(dict.fromkeys(lines)), tuple(dict.fromkeys(sources)))


def _next(case: Case) -> Told | None:
    from wizard.timeline import NoPlanError, plan_of  # noqa: PLC0415  heavy

    if case.interview is None:
        return None
    try:
        following = plan_of(case.content.timetable, case.interview).next_step
    except NoPlanError:
        return None
    if following is None or following.day is None:
        return None
    line = msg("{step} by {day}", step=following.step.title, day=following.day)
    text = (line, following.step.text) if following.step.text is not None else (line,)
    return Told(text, following.step.sources)


_TELLERS: Final[Mapping[str, Teller]] = {
    "area": _area,
    "hindrances": _hindrances,
    "missing": _missing,
    "earliest": _earliest,
    "warnings": _warnings,
    "next": _next,
}
