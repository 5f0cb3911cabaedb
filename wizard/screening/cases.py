"""One case: what came in, what it is, what the applicant's rules say of it, and whether it agrees with itself.

Answers are read from the forms. What no form holds (where the data says more than the paper) comes from
`application.json`, which is never believed over a form. The rules are the applicant's own, on the day the case is
judged; each verdict that does not hold is a finding, with the field it hangs on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from wizard.blanks import Blank, ReadBlank, read_blank
from wizard.blanks.rows import row_field
from wizard.flow.content import Content, UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.model import Flow, Level
from wizard.flow.problems import ContentError
from wizard.i18n import Message, Translator, msg
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
from wizard.pdf import NoForm, PdfError
from wizard.rules import Assessment, Outcome, Verdict, assess
from wizard.screening.crosscheck import against_answers, against_questions, mixed_scripts
from wizard.screening.documents import Document, DocumentKind, Recogniser, as_attachment
from wizard.screening.findings import Finding, Status, Where
from wizard.screening.intake import Parcel

__all__ = ["Case", "Desk", "screen"]

_UNREAD: Final[Mapping[DocumentKind, Message]] = {
    DocumentKind.SCANNED: msg(
        "The pages can be read by lov; these are pictures, and a person has to read them."
    ),
    DocumentKind.NO_PDF: msg("The file is a PDF; this one has to be opened by a person."),
    DocumentKind.UNREADABLE: msg("The file can be opened."),
}


@dataclass(frozen=True)
class Desk:
    """What screening needs: the content, the blanks, the day, and the language of what is shown."""

    content: Content
    blanks: Mapping[str, Blank]
    today: date
    tr: Translator

    @cached_property
    def recognise(self) -> Recogniser:
        """Tells what a file is."""
        return Recogniser(self.blanks, self.content.papers)


@dataclass(frozen=True)
class Case:
    """A screened case. `interview` and `assessment` are there where a form or the data could be read."""

    name: str
    sha256: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    interview: Interview | None = None
    assessment: Assessment | None = None
    refused: Message | None = None

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """The findings to be looked at: what is lacking first, then what is to be judged."""
        found = [f for f in self.findings if f.is_open]
        return tuple(sorted(found, key=lambda f: (not f.is_lacking, f.level is not Level.BLOCKER)))

    @property
    def status(self) -> Status:
        """What has to happen with it."""
        if self.refused is not None:
            return Status.REFUSED
        if any(f.is_lacking for f in self.findings):
            return Status.SUPPLEMENT
        return Status.JUDGE if self.open else Status.COMPLETE

    def answer(self, question: str) -> Any:
        """An answer of the case, or None."""
        return self.interview.value(question) if self.interview is not None else None


def screen(parcel: Parcel, desk: Desk) -> Case:
    """Screen one case. Never raises for what is in it."""
    mark = hashlib.sha256(
        b"".join(hashlib.sha256(d).digest() for _, d in sorted(parcel.files.items()))
    ).hexdigest()
    if parcel.refused is not None or not parcel.files:
        why = parcel.refused or msg("There is nothing in it.")
        return Case(parcel.name, mark, (), (), refused=why)
    return _Screening(parcel, desk, mark).case()


@dataclass
class _Screening:
    parcel: Parcel
    desk: Desk
    mark: str

    def case(self) -> Case:
        findings = [*self._bag(), *self._unread(), *self._active()]
        interview, more = self._interview()
        findings += more
        if interview is None:
            return Case(self.parcel.name, self.mark, self.documents, tuple(findings))
        assessment = assess(interview)
        findings += self._verdicts(assessment)
        findings += self._papers(interview)
        findings += mixed_scripts(interview, self._files_of(interview.flow))
        findings += self._since(interview.flow, assessment)
        return Case(self.parcel.name, self.mark, self.documents, tuple(findings), interview, assessment)

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

    # What came in ----------------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        bag = self.parcel.is_bag
        return tuple(
            self.desk.recognise(name, data, in_bag=bag) for name, data in sorted(self.parcel.files.items())
        )

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

    def _active(self) -> Iterator[Finding]:
        for document in self.documents:
            if document.active:
                yield Finding(
                    "document.active",
                    Level.WARNING,
                    Outcome.NOT_MET,
                    msg("The PDF does nothing by itself when it is opened."),
                    seen=", ".join(document.active),
                    where=Where(document.name),
                    fix=msg("lov has run nothing. Open it only in a viewer that asks first."),
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
        return interview, findings + list(self._not_enclosed(interview, enclosed))

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
                return dict(said.stored), said.today
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
        flow, data = said.flow, self.parcel.files[document.name]
        try:
            read = read_blank(blank, data, flow, said.today, untrusted=True)
        except NoForm:
            findings += self._flat(document, blank, said)
            return None
        except PdfError as error:
            findings.append(_amiss("form.readable", document.name, error.message, Level.BLOCKER))
            return None
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
                yield Finding(
                    "package.form", Level.BLOCKER, Outcome.NOT_MET, what, where=Where(name), fix=fix
                )

    # Judged ----------------------------------------------------------------------------------------------

    def _verdicts(self, assessment: Assessment) -> Iterator[Finding]:
        flow = assessment.interview.flow
        files, fields, gone = self._files_of(flow), self._fields_of(flow), self._gone(flow)
        told = gone | {missing.question.id for missing in assessment.missing}

        def where(question: str) -> Where:
            name, page = fields.get(question, ("", None))
            return Where(files.get(question, ""), page, name, question)

        for verdict in assessment.verdicts:
            if verdict.outcome is not Outcome.NOT_CONCERNED:
                waits = {name.partition("[")[0] for name in verdict.waiting_for}
                place = where(verdict.rule.about[0] if verdict.rule.about else "")
                others = (name for name in waits - told if assessment.interview.is_relevant(name))
                follows = bool(waits & told) and not any(others)
                yield _of_verdict(verdict, place, self._not_known(flow, waits), follows=follows)
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
                where=where(missing.question.id),
                fix=msg("Send: {paper}", paper=label)
                if is_paper
                else msg("Answer the question: {question}", question=ask),
                sources=missing.question.sources,
                follows=missing.question.id in gone,
            )
        if assessment.exit is not None:
            title, text = assessment.exit.title, assessment.exit.text
            yield Finding("errand.right", Level.BLOCKER, Outcome.NOT_MET, title, fix=text)

    def _not_known(self, flow: Flow, names: set[str]) -> str:
        """The questions that keep a verdict undecided, in words; empty for none."""
        labels = ", ".join(self.desk.tr(q.label) for name, q in flow.questions.items() if name in names)
        return self.desk.tr(msg("not known: {questions}", questions=labels)) if labels else ""

    def _gone(self, flow: Flow) -> set[str]:
        """The questions that only forms ask which are not there; the missing form is told once, not each of them."""
        there = {d.blank.id for d in self.documents if d.blank is not None}
        asked = {
            is_there: {
                question
                for name in flow.forms
                if name in self.desk.blanks and (name in there) == is_there
                for _, question in self.desk.blanks[name].map.answers()
            }
            for is_there in (True, False)
        }
        return asked[False] - asked[True]

    def _papers(self, interview: Interview) -> Iterator[Finding]:
        for document in self.documents:
            yield from against_answers(document, interview, self.desk.tr)
        if self.application is not None:
            attached = {f"data/{a['file']}": str(a["question"]) for a in self.application["attachments"]}
            yield from against_questions(
                attached, {d.name: d for d in self.documents}, interview, self.desk.tr
            )

    def _files_of(self, flow: Flow) -> dict[str, str]:
        """For each question, the file of the form that holds its answer."""
        found: dict[str, str] = {}
        for document in self.documents:
            if document.blank is not None and document.blank.id in flow.forms:
                for _, question in document.blank.map.answers():
                    found.setdefault(question, document.name)
        return found

    def _fields_of(self, flow: Flow) -> dict[str, tuple[str, int | None]]:
        """For each question, the first field of the form that holds its answer, and its page."""
        found: dict[str, tuple[str, int | None]] = {}
        for document in self.documents:
            if document.blank is None or document.blank.id not in flow.forms:
                continue
            pages = {name: _page(f) for name, f in document.blank.template.fields.items()}
            for question, field in _fields(document.blank):
                found.setdefault(question, (field, pages.get(field)))
        return found


def _page(field: Any) -> int | None:
    return next((place.page for place in field.places if place.page is not None), None)


def _fields(blank: Blank) -> Iterator[tuple[str, str]]:
    """(question, its first field) of a blank."""
    yield from ((entry.answer, name) for name, entry in blank.map.fields.items())
    for groups in (blank.map.ticks, blank.map.hours):
        yield from ((question, next(iter(group.values()))) for question, group in groups.items() if group)
    for question, table in blank.map.tables.items():
        yield from ((question, row_field(pattern, 1)) for pattern in list(table.columns.values())[:1])
    yield from blank.map.attached.items()


def _amiss(rule: str, file: str, what: Message, level: Level = Level.WARNING) -> Finding:
    """Something that should not be as it is; `what` says so."""
    return Finding(rule, level, Outcome.NOT_MET, what, where=Where(file))


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
