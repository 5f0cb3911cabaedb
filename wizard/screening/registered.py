"""What a register says of the applicant, as findings: differences, and what goes on with the company.

The look-up is made by whoever calls; here its facts are compared with the answers by what `flows/registers.yaml` says.
A look-up that was wanted and not made is told, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from wizard.flow.interview import Interview
from wizard.flow.model import Level
from wizard.flow.registers import Register, Subject, compared, standings
from wizard.i18n import Message, Translator, msg
from wizard.rules import Outcome
from wizard.screening.case import Case
from wizard.screening.findings import Finding, Where
from wizard.values.base import Context

__all__ = ["Told", "with_register"]


@dataclass(frozen=True, slots=True)
class Told:
    """What the register said, and on which day; `why_not` where nothing could be looked up.

    `words` are the register's own for its codes.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    is_status_known: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    day: str = ""
    why_not: Message | None = None


def with_register(case: Case, register: Register, ask: Callable[[str], Told | None], tr: Translator) -> Case:
    """The case with what the register says of those whose numbers stand in it. `ask` gives None for nothing known."""
    if case.interview is None:
        return case
    found: list[Finding] = []
    for subject, number in register.subjects_in(case.interview):
        told = ask(number)
        if told is not None:
            found += _findings(register, subject, told, case.interview, tr)
    return replace(case, findings=(*case.findings, *found)) if found else case


def _findings(
    register: Register, subject: Subject, told: Told, interview: Interview, tr: Translator
) -> Iterator[Finding]:
    if told.why_not is not None:
        what = msg("{register} was asked about {who}.", register=register.title, who=subject.title)
        yield Finding(
            f"{register.id}.asked",
            Level.INFO,
            Outcome.UNDECIDED,
            what,
            seen=tr(told.why_not),
            where=Where(question=subject.number),
            sources=register.sources,
        )
        return
    for one in compared(subject, told.facts, interview, Context(interview.today, tr.language)):
        if one.mine is None or one.question.type is None:
            continue
        demand = one.fill.demand
        yield Finding(
            rule=f"{register.id}.{demand.id}",
            level=demand.level,
            outcome=Outcome.MET if one.is_same else Outcome.NOT_MET,
            what=demand.text,
            expected=one.question.type.show(one.mine, tr),
            seen=_on(one.question.type.show(one.theirs, tr), told, tr),
            where=Where(question=one.fill.question),
            fix=demand.fix,
            sources=demand.sources,
        )
    for stands in standings(register, told.codes, is_known=told.is_status_known):
        seen = ", ".join(told.words.get(code, code) for code in stands.codes)
        yield Finding(
            rule=f"{register.id}.{stands.demand.id}",
            level=stands.demand.level,
            outcome=_outcome(stands.is_met),
            what=stands.demand.text,
            seen=_on(seen, told, tr),
            where=Where(question=subject.number),
            fix=stands.demand.fix,
            sources=stands.demand.sources,
        )


def _outcome(is_met: bool | None) -> Outcome:  # noqa: FBT001  three values
    if is_met is None:
        return Outcome.UNDECIDED
    return Outcome.MET if is_met else Outcome.NOT_MET


def _on(seen: str, told: Told, tr: Translator) -> str:
    """What was seen, with the day of the look-up."""
    day = tr(msg("looked up {day}", day=told.day))
    return f"{seen} ({day})" if seen else day
