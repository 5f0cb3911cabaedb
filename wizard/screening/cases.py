"""One case: what came in, what it is, what the applicant's rules say of it, and whether it agrees with itself.

Answers are read from the forms. What no form holds (where the data says more than the paper) comes from
`application.json`, which is never believed over a form. The rules are the applicant's own, on the day the case is
judged; each verdict that does not hold is a finding, with the field it hangs on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from wizard.blanks import Blank, ReadBlank, UnwritableError, fill_blank, read_values
from wizard.flow.content import UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.model import Flow, Level
from wizard.flow.problems import ContentError
from wizard.i18n import Message, msg
from wizard.package.opening import PackageError
from wizard.package.verify import (
    application_of,
    attachment_findings,
    bag_findings,
    differences,
    flat_findings,
    interview_of,
    verdict_findings,
)
from wizard.pdf import PdfError
from wizard.rules import Assessment, Outcome, assess
from wizard.screening.altered import altered
from wizard.screening.case import Case, Desk, identified
from wizard.screening.counted import counts_against
from wizard.screening.crosscheck import against_answers, against_questions, mixed_scripts
from wizard.screening.crossforms import of_another_case
from wizard.screening.documents import Document, DocumentKind, as_attachment, looked_through
from wizard.screening.findings import Finding, Where
from wizard.screening.intake import Parcel
from wizard.screening.judged import Places, judged
from wizard.screening.signatures import SignatureState, Signed

__all__ = ["screen"]


_UNREAD: Final[Mapping[DocumentKind, Message]] = {
    DocumentKind.SCANNED: msg(
        "The pages can be read by lov; these are pictures, and a person has to read them."
    ),
    DocumentKind.NO_PDF: msg("The file is a PDF; this one has to be opened by a person."),
    DocumentKind.UNREADABLE: msg("The file can be opened."),
}


def screen(parcel: Parcel, desk: Desk) -> Case:
    """Screen one case, in this process. Never raises for what is in it."""
    parcel = parcel.opened()
    mark = hashlib.sha256(
        b"".join(hashlib.sha256(d).digest() for _, d in sorted(parcel.files.items()))
    ).hexdigest()
    if parcel.refused is not None or not parcel.files:
        why = parcel.refused or msg("There is nothing in it.")
        return Case(parcel.name, mark, (), (), refused=why)
    return _Screening(parcel, _under_submission(parcel, desk), mark).case()


def _under_submission(parcel: Parcel, desk: Desk) -> Desk:
    """The desk with the version of the content that the package says it was made under, where it is at hand."""
    if not desk.earlier:
        return desk
    try:
        said = application_of(parcel.files)
    except PackageError:
        return desk
    return desk.under(str(said.get("area")), str(said.get("kind")), str(said.get("flow_version")))


@dataclass
class _Screening:
    parcel: Parcel
    desk: Desk
    mark: str
    looked: dict[str, Document] = field(default_factory=dict)
    """The forms that were looked through for more than their values, by name."""
    as_filled: Interview | None = None
    """What the applicant's door had before it when the forms were filled, as far as the forms tell."""

    def case(self) -> Case:
        findings = list(self._bag())
        interview, more = self._interview()
        self._look_through()
        findings += [*self._unread(), *more]
        for document in self.documents:
            findings += altered(document, self.desk.tr)
        if interview is None:
            return Case(self.parcel.name, self.mark, self.documents, tuple(findings))
        assessment = assess(interview)
        places = Places(interview.flow, self.documents, self.desk.blanks)
        findings += judged(assessment, places, self.desk.tr)
        findings += self._papers(interview)
        findings += mixed_scripts(interview, places.files)
        findings += self._since(interview.flow, assessment)
        findings += self._by_today(assessment, places)
        case = Case(self.parcel.name, self.mark, self.documents, tuple(findings), interview, assessment)
        return identified(case, self.desk.content)

    def _since(self, flow: Flow, assessment: Assessment) -> Iterator[Finding]:
        """Verdicts that the package told differently; under another version that is no wonder, and told once."""
        if self.application is None:
            return
        version = str(self.application.get("flow_version"))
        if version != flow.version:
            what = msg(
                "The package was made under this version of the rules: {version}", version=flow.version
            )
            yield Finding("package.version", Level.INFO, Outcome.NOT_MET, what, flow.version, version)
            return
        for found in verdict_findings(self.application, assessment):
            yield _amiss("package.verdicts", found.file, found.what)

    def _by_today(self, assessment: Assessment, places: Places) -> Iterator[Finding]:
        """Demands that were met on the day of the package, and are not on the day when it is looked at."""
        made, today = assessment.interview.today, self.desk.today
        if made == today:
            return
        now = assess(assessment.interview.on(today))
        for verdict in assessment.verdicts:
            later = now.verdict(verdict.rule.id)
            if verdict.outcome is Outcome.MET and later is not None and later.outcome is Outcome.NOT_MET:
                seen = msg("met on {made}, not on {today}", made=made, today=today)
                where = places.of(verdict.rule.about[0] if verdict.rule.about else "")
                yield Finding(
                    "package.day",
                    Level.WARNING,
                    Outcome.UNDECIDED,
                    verdict.rule.text,
                    seen=self.desk.tr(seen),
                    where=where,
                    fix=verdict.rule.fix,
                    sources=verdict.rule.sources,
                )

    # What came in ----------------------------------------------------------------------------------------

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(self.looked.get(document.name, document) for document in self._recognised)

    @cached_property
    def _recognised(self) -> tuple[Document, ...]:
        bag = self.parcel.is_bag
        found = (self.desk.recognise(n, data, in_bag=bag) for n, data in sorted(self.parcel.files.items()))
        return tuple(self._sealed(document) if document.signed else document for document in found)

    def _sealed(self, document: Document) -> Document:
        """The document with what can be said of its signatures."""
        data, desk = self.parcel.files[document.name], self.desk
        try:
            signed = desk.reader.signatures(document.name, data, desk.trust, desk.today)
        except PdfError as error:
            signed = (Signed("", SignatureState.NOT_CHECKED, why=error.message),)
        empty = tuple(s for s in document.signatures if s.state is SignatureState.UNSIGNED)
        return replace(document, signatures=(*signed, *empty))

    @cached_property
    def application(self) -> dict[str, Any] | None:
        """The package's data, where it is there and whole; what is amiss with it is told by `_bag`."""
        if "data/application.json" not in self.parcel.files:
            return None
        try:
            application = application_of(self.parcel.files)
            interview_of(application, self.desk.content)
        except (PackageError, UnknownFlowError):
            return None
        return application

    def _bag(self) -> Iterator[Finding]:
        if not self.parcel.is_bag:
            return
        if self.parcel.is_repacked:
            what = msg(
                "The package has been packed by another program, or its zip was changed after it was made."
            )
            yield Finding("package.zip", Level.INFO, Outcome.NOT_MET, what)
        for found in bag_findings(self.parcel.files):
            yield _amiss("package.manifest", found.file, found.what, Level.BLOCKER)
        try:
            application = application_of(self.parcel.files)
            for found in attachment_findings(self.parcel.files, application):
                yield _amiss("package.attachment", found.file, found.what, Level.BLOCKER)
        except PackageError as error:
            yield _amiss("package.data", "data/application.json", error.message)
        except (KeyError, TypeError):
            what = msg("application.json lacks something that belongs in it.")
            yield _amiss("package.data", "data/application.json", what)

    def _unread(self) -> Iterator[Finding]:
        for document in self.documents:
            if document.kind in _UNREAD:
                seen = self.desk.tr(document.why) if document.why is not None else ""
                yield Finding(
                    "document.readable",
                    Level.WARNING,
                    Outcome.UNDECIDED,
                    _UNREAD[document.kind],
                    seen=seen,
                    where=Where(document.name),
                    fix=msg("Send the paper as a PDF with text, or look at it yourself."),
                )

    def _look_through(self) -> None:
        """Look through the forms of which only the values were read, unless filling them anew gives the same file."""
        for document in self.documents:
            if document.blank is not None and document.is_proven:
                data, filled = self.parcel.files[document.name], self.as_filled
                is_own = filled is not None and document.blank.id in filled.flow.forms
                if filled is None or not (is_own and _is_made_again(document.blank, filled, data)):
                    try:
                        self.looked[document.name] = looked_through(document, data, self.desk.reader)
                    except PdfError as error:
                        self.looked[document.name] = replace(
                            document, kind=DocumentKind.UNREADABLE, why=error.message, is_proven=False
                        )

    # The answers -----------------------------------------------------------------------------------------

    def _interview(self) -> tuple[Interview | None, list[Finding]]:
        flow = self._flow()
        if flow is None:
            what = msg("There is a filled form of an area that lov knows.")
            return None, [Finding("package.form", Level.BLOCKER, Outcome.NOT_MET, what)]
        findings: list[Finding] = list(self._absent(flow))
        given, today = self._data_answers(flow, findings)
        said = Interview.start(flow, today, given)
        answers, enclosed = dict(given), dict[str, str]()
        for document in self.documents:
            if document.blank is not None and document.blank.id in flow.forms:
                read = self._read(document, document.blank, said, findings)
                answers |= dict(read.answers) if read is not None else {}
                enclosed |= dict.fromkeys(read.attached, document.name) if read is not None else {}
        interview = Interview.start(flow, today, answers)
        self.as_filled = Interview.start(flow, today, self._with_ticked(answers, enclosed))
        return interview, findings + list(self._not_enclosed(interview, enclosed))

    def _with_ticked(self, answers: Mapping[str, Any], enclosed: Mapping[str, str]) -> dict[str, Any]:
        """The answers with the papers that the forms say are enclosed, there or not: so the forms were filled."""
        asked = {name for d in self.documents if d.blank is not None for name in d.blank.map.attached}
        ticked = {name: answers.get(name) or [as_attachment("x.pdf", b"", "0" * 64)] for name in enclosed}
        return {name: value for name, value in answers.items() if name not in asked} | ticked

    def _not_enclosed(self, interview: Interview, enclosed: Mapping[str, str]) -> Iterator[Finding]:
        """Papers that a form says come with it, and that do not; those that must come are missed anyway.

        Where a file is of a kind that nobody has told yet, it may be that paper.
        """
        unknown = {DocumentKind.OTHER, *_UNREAD} & {document.kind for document in self.documents}
        level, outcome = (Level.WARNING, Outcome.UNDECIDED) if unknown else (Level.BLOCKER, Outcome.NOT_MET)
        for name, file in enclosed.items():
            question = interview.flow.questions.get(name)
            if (
                question is None
                or question.required
                or not interview.is_relevant(name)
                or interview.value(name)
            ):
                continue
            what = msg("What the form says is enclosed is there: {paper}", paper=question.label)
            fix = msg("Send this, or say that it is not enclosed: {paper}", paper=question.label)
            where = Where(file, None, "", name)
            yield Finding("attachments.enclosed", level, outcome, what, "", "", where, fix, question.sources)

    def _flow(self) -> Flow | None:
        """The errand: as the data says, else the one that most of the forms belong to."""
        if self.application is not None:
            found = self._flow_called(str(self.application.get("area")), str(self.application.get("kind")))
            if found is not None:
                return found
        count: Counter[tuple[str, str]] = Counter()
        for document in self.documents:
            if document.blank is not None:
                mains = [(f.area, f.kind) for f in document.blank.map.flows]
                count.update({name: 10 if len(mains) == 1 else 1 for name in mains})
        for (area, kind), _ in count.most_common():
            found = self._flow_called(area, kind)
            if found is not None:
                return found
        return None

    def _flow_called(self, area: str, kind: str) -> Flow | None:
        try:
            return self.desk.content.flow(area, kind)
        except (UnknownFlowError, ContentError):
            return None

    def _data_answers(self, flow: Flow, findings: list[Finding]) -> tuple[dict[str, Any], date]:
        """What is known without the forms: the package's data, else the attached papers; and the day of judging."""
        if self.application is not None:
            try:
                said = interview_of(self.application, self.desk.content)
            except (PackageError, UnknownFlowError) as error:
                findings.append(_amiss("package.data", "data/application.json", error.message))
            else:
                if said.today > self.desk.today:
                    what = msg(
                        "The package says that it was made on a day that has not come: {day}.", day=said.today
                    )
                    findings.append(_amiss("package.date", "data/application.json", what))
                return dict(said.stored), min(said.today, self.desk.today)
        answers: dict[str, Any] = {}
        for document in self.documents:
            asked = document.paper.answers if document.paper is not None else ()
            question = next((q for q in asked if q in flow.questions), None)
            if question is not None:
                data = self.parcel.files[document.name]
                file = as_attachment(document.name, data, hashlib.sha256(data).hexdigest())
                answers.setdefault(question, []).append(file)
        return answers, self.desk.today

    def _read(
        self, document: Document, blank: Blank, said: Interview, findings: list[Finding]
    ) -> ReadBlank | None:
        """What stands on a form. `said` is what the data says, which the form is compared with."""
        flow = said.flow
        if document.kind is DocumentKind.FLAT_FORM:
            findings += self._flat(document, blank, said)
            return None
        read = read_values(blank, document.values, flow, said.today)
        for fault in read.faults:
            label = flow.questions[fault.question].label
            what = msg("{question}: {reason}", question=label, reason=fault.reason)
            findings.append(_amiss("form.value", document.name, what, Level.BLOCKER))
        if self.application is not None:
            differing = differences(blank, read.answers, said.answers(), said)
            findings += [_amiss("package.same", document.name, found.what) for found in differing]
        return read

    def _flat(self, document: Document, blank: Blank, said: Interview) -> Iterator[Finding]:
        """A form without fields: what the data gives, made anew, must be the same file."""
        if self.application is not None:
            for found in flat_findings(document.name, self.parcel.files[document.name], blank, said):
                yield _amiss("package.same", document.name, found.what)
            return
        what = msg(
            "The form has its fields, so that it can be read here; in this one they have been burnt in."
        )
        yield Finding("form.fields", Level.WARNING, Outcome.UNDECIDED, what, where=Where(document.name))

    def _absent(self, flow: Flow) -> Iterator[Finding]:
        there = {d.blank.id for d in self.documents if d.blank is not None}
        for name in flow.forms:
            if name not in there and name in self.desk.blanks:
                title = self.desk.blanks[name].title
                what = msg("This form is there: {title}", title=title)
                fix = msg("Send the form, filled: {title}", title=title)
                yield Finding("package.form", Level.BLOCKER, Outcome.NOT_MET, what, fix=fix)

    # Judged ----------------------------------------------------------------------------------------------

    def _papers(self, interview: Interview) -> Iterator[Finding]:
        for document in self.documents:
            yield from against_answers(document, interview, self.desk.tr)
            yield from counts_against(document, interview, self.desk.tr)
        yield from of_another_case(self.documents, interview, self.desk.content, self.desk.tr)
        if self.application is not None:
            attached = {f"data/{a['file']}": str(a["question"]) for a in self.application["attachments"]}
            yield from against_questions(
                attached, {d.name: d for d in self.documents}, interview, self.desk.tr
            )


def _is_made_again(blank: Blank, interview: Interview, data: bytes) -> bool:
    """Whether filling the blank with the same answers gives the same file: then nothing else was done to it."""
    assessment = assess(interview)
    for draft in (not assessment.is_ready, assessment.is_ready):
        try:
            if fill_blank(blank, interview, assessment, draft=draft).data == data:
                return True
        except UnwritableError:
            return False
    return False


def _amiss(rule: str, file: str, what: Message, level: Level = Level.WARNING) -> Finding:
    """Something that should not be as it is; `what` says so."""
    return Finding(rule, level, Outcome.NOT_MET, what, where=Where(file))
