"""Verdicts as findings: what the applicant's rules say of a case, each with the field of the form it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wizard.blanks import Blank
from wizard.blanks.rows import row_field
from wizard.flow.model import Flow, Level
from wizard.i18n import Translator, msg
from wizard.rules import Assessment, Outcome, Verdict
from wizard.screening.documents import Document
from wizard.screening.findings import Finding, Where

__all__ = ["Places", "judged"]


@dataclass(frozen=True)
class Places:
    """Where the answers to a flow's questions stand among the documents of a case."""

    flow: Flow
    documents: Sequence[Document]
    blanks: Mapping[str, Blank]

    @cached_property
    def forms(self) -> tuple[tuple[Document, Blank], ...]:
        """The forms of the flow that are there."""
        return tuple((d, d.blank) for d in self.documents if d.blank and d.blank.id in self.flow.forms)

    @cached_property
    def files(self) -> dict[str, str]:
        """For each question, the file of the form that holds its answer."""
        found: dict[str, str] = {}
        for document, blank in self.forms:
            for _, question in blank.map.answers():
                found.setdefault(question, document.name)
        return found

    @cached_property
    def fields(self) -> dict[str, tuple[str, int | None]]:
        """For each question, the first field of the form that holds its answer, and its page."""
        found: dict[str, tuple[str, int | None]] = {}
        for _, blank in self.forms:
            for question, name in _fields(blank):
                found.setdefault(question, (name, _page(blank.template.fields.get(name))))
        return found

    @cached_property
    def gone(self) -> set[str]:
        """The questions that only forms ask which are not there; the missing form is told once, not each of them."""
        there = {blank.id for _, blank in self.forms}
        asked: dict[bool, set[str]] = {True: set(), False: set()}
        for name in self.flow.forms:
            if name in self.blanks:
                asked[name in there] |= {question for _, question in self.blanks[name].map.answers()}
        return asked[False] - asked[True]

    def of(self, question: str) -> Where:
        """The place of a question's answer."""
        name, page = self.fields.get(question, ("", None))
        return Where(self.files.get(question, ""), page, name, question)


def judged(assessment: Assessment, places: Places, tr: Translator) -> Iterator[Finding]:
    """What the rules say, what is not answered, and whether this is the right errand at all."""
    told = places.gone | {missing.question.id for missing in assessment.missing}
    for verdict in assessment.verdicts:
        if verdict.outcome is not Outcome.NOT_CONCERNED:
            waits = {name.partition("[")[0] for name in verdict.waiting_for}
            where = places.of(verdict.rule.about[0] if verdict.rule.about else "")
            others = (name for name in waits - told if assessment.interview.is_relevant(name))
            follows = bool(waits & told) and not any(others)
            yield _of_verdict(verdict, where, _not_known(places.flow, waits, tr), follows=follows)
    for missing in assessment.missing:
        label, ask = missing.label, missing.question.ask
        is_paper = missing.question.is_attachment
        yield Finding(
            "answers.missing",
            Level.BLOCKER,
            Outcome.NOT_MET,
            msg("This paper is there: {paper}", paper=label)
            if is_paper
            else msg("The question is answered: {question}", question=label),
            where=places.of(missing.question.id),
            fix=msg("Send: {paper}", paper=label)
            if is_paper
            else msg("Answer the question: {question}", question=ask),
            sources=missing.question.sources,
            follows=missing.question.id in places.gone,
        )
    if assessment.exit is not None:
        title, text = assessment.exit.title, assessment.exit.text
        yield Finding("errand.right", Level.BLOCKER, Outcome.NOT_MET, title, fix=text)


def _not_known(flow: Flow, names: set[str], tr: Translator) -> str:
    """The questions that keep a verdict undecided, in words; empty for none."""
    labels = ", ".join(tr(q.label) for name, q in flow.questions.items() if name in names)
    return tr(msg("not known: {questions}", questions=labels)) if labels else ""


def _of_verdict(verdict: Verdict, where: Where, seen: str, *, follows: bool) -> Finding:
    rule = verdict.rule
    level = Level.WARNING if verdict.promise is not None and rule.level is Level.BLOCKER else rule.level
    return Finding(
        rule=rule.id,
        level=level,
        outcome=verdict.outcome,
        what=rule.text,
        seen=seen,
        where=where,
        fix=rule.fix,
        sources=rule.sources,
        follows=follows,
    )


def _page(field: Any) -> int | None:
    places = field.places if field is not None else ()
    return next((place.page for place in places if place.page is not None), None)


def _fields(blank: Blank) -> Iterator[tuple[str, str]]:
    """(question, its first field) of a blank."""
    yield from ((entry.answer, name) for name, entry in blank.map.fields.items())
    for groups in (blank.map.ticks, blank.map.hours):
        yield from ((question, next(iter(group.values()))) for question, group in groups.items() if group)
    for question, table in blank.map.tables.items():
        yield from ((question, row_field(pattern, 1)) for pattern in list(table.columns.values())[:1])
    yield from blank.map.attached.items()
