"""A screened case as data: what a child process says of it, and a case made of that again.

A record is JSON. It names blanks, papers, sources and errands by their ids, and they are looked up in the content of
whoever reads it, so that a child can say nothing that the content does not know. What must stay true: whatever is
read is validated first, and what is longer than anyone needs is cut where it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wizard.flow.content import UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.model import Certainty, Level, SourceRef
from wizard.flow.problems import ContentError
from wizard.i18n import Message
from wizard.pdf import PrintedLine, PrintedPage
from wizard.rules import Outcome, assess
from wizard.screening.case import Case, Desk, identified
from wizard.screening.documents import Document, DocumentKind
from wizard.screening.findings import Finding, Where
from wizard.screening.signatures import Changed, SignatureState, Signed

__all__ = ["RecordError", "case_of", "record_of"]

_LONGEST: Final = 4_000
_MOST: Final = 20_000

Short: TypeAlias = Annotated[str, Field(max_length=_LONGEST)]
Scalar: TypeAlias = bool | int | float | Short | None


class RecordError(Exception):
    """What a child said is not what was agreed."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Day(_Model):
    day: date


class _Amount(_Model):
    amount: Decimal


class _Many(_Model):
    many: tuple[_Param, ...]


class _Message(_Model):
    id: Short
    params: tuple[tuple[Short, _Param], ...] = ()
    plural: Short | None = None
    count: int | None = None
    domain: Literal["interface", "flows"] = "interface"


_Param: TypeAlias = "_Message | _Day | _Amount | _Many | Scalar"


class _Source(_Model):
    id: Short
    section: Short = ""
    certainty: Certainty = Certainty.CERTAIN


class _Finding(_Model):
    rule: Short
    level: Level
    outcome: Outcome
    what: _Message
    expected: Short = ""
    seen: Short = ""
    file: Short = ""
    page: int | None = None
    field: Short = ""
    question: Short = ""
    at: tuple[float, float] | None = None
    fix: _Message | None = None
    sources: tuple[_Source, ...] = ()
    follows: bool = False
    sure: float | None = None


class _Changed(_Model):
    field: Short
    then: Short
    now: Short


class _Signed(_Model):
    field: Short
    state: SignatureState
    signer: Short = ""
    on: Short = ""
    why: _Message | None = None
    changed: tuple[_Changed, ...] = ()


class _Page(_Model):
    box: tuple[float, float, float, float]
    rotate: int
    lines: Annotated[tuple[tuple[float, float, float, str], ...], Field(max_length=_MOST)]


class _Document(_Model):
    name: Short
    kind: DocumentKind
    blank: Short | None = None
    paper: Short | None = None
    pages: tuple[_Page, ...] = ()
    why: _Message | None = None
    active: tuple[Short, ...] = ()
    signed: int = 0
    values: dict[Short, bool | str | list[str]] = {}
    is_proven: bool = False
    odd: dict[Short, tuple[Short, ...]] = {}
    signatures: tuple[_Signed, ...] = ()


class _Errand(_Model):
    area: Short
    kind: Short
    version: Short
    as_of: date
    answers: dict[Short, Any]


class _Record(_Model):
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    refused: _Message | None = None
    errand: _Errand | None = None
    documents: Annotated[tuple[_Document, ...], Field(max_length=_MOST)] = ()
    findings: Annotated[tuple[_Finding, ...], Field(max_length=_MOST)] = ()


def record_of(case: Case, *, with_pages: bool = True) -> bytes:
    """The case as JSON. Without pages where nobody is going to read them: they are most of it."""
    interview = case.interview
    record = _Record(
        sha256=case.sha256,
        refused=_optional(case.refused),
        errand=_Errand(
            area=interview.flow.area.id,
            kind=interview.flow.kind,
            version=interview.flow.version,
            as_of=interview.today,
            answers=dict(interview.stored),
        )
        if interview is not None
        else None,
        documents=tuple(_document(document, with_pages=with_pages) for document in case.documents[:_MOST]),
        findings=tuple(_finding(finding) for finding in case.findings[:_MOST]),
    )
    return record.model_dump_json(exclude_defaults=True).encode()


def case_of(name: str, record: bytes, desk: Desk) -> Case:
    """The case called `name` that a record tells of. Raises `RecordError`."""
    try:
        said = _Record.model_validate_json(record)
    except ValidationError as error:
        raise RecordError from error
    if said.errand is not None:
        desk = desk.under(said.errand.area, said.errand.kind, said.errand.version)
    interview = _interview(said.errand, desk)
    case = Case(
        name,
        said.sha256,
        tuple(_document_of(document, desk) for document in said.documents),
        tuple(_finding_of(finding, desk) for finding in said.findings),
        interview,
        assess(interview) if interview is not None else None,
        _message_of(said.refused) if said.refused is not None else None,
    )
    return identified(case, desk.content)


def _interview(errand: _Errand | None, desk: Desk) -> Interview | None:
    if errand is None:
        return None
    try:
        flow = desk.content.flow(errand.area, errand.kind)
    except (UnknownFlowError, ContentError) as error:
        raise RecordError from error
    return Interview.start(flow, errand.as_of, errand.answers)


# Messages ------------------------------------------------------------------------------------------------


def _message(message: Message) -> _Message:
    return _Message(
        id=_cut(message.id),
        params=tuple((name, _param(value)) for name, value in message.params),
        plural=message.plural,
        count=message.count,
        domain="flows" if message.domain == "flows" else "interface",
    )


def _optional(message: Message | None) -> _Message | None:
    return _message(message) if message is not None else None


def _param(value: object) -> Any:
    match value:
        case Message():
            return _message(value)
        case date():
            return _Day(day=value)
        case Decimal():
            return _Amount(amount=value)
        case tuple() | list():
            return _Many(many=tuple(_param(each) for each in value))
        case None | bool() | int() | float():
            return value
        case _:
            return _cut(str(value))


def _message_of(message: _Message) -> Message:
    params = tuple((name, _param_of(value)) for name, value in message.params)
    return Message(message.id, params, message.plural, message.count, message.domain)


def _param_of(value: Any) -> object:
    match value:
        case _Message():
            return _message_of(value)
        case _Day():
            return value.day
        case _Amount():
            return value.amount
        case _Many():
            return tuple(_param_of(each) for each in value.many)
        case _:
            return value


# Findings and documents ----------------------------------------------------------------------------------


def _finding(finding: Finding) -> _Finding:
    where = finding.where
    return _Finding(
        rule=finding.rule,
        level=finding.level,
        outcome=finding.outcome,
        what=_message(finding.what),
        expected=_cut(finding.expected),
        seen=_cut(finding.seen),
        file=_cut(where.file),
        page=where.page,
        field=_cut(where.field),
        question=where.question,
        at=where.at,
        fix=_optional(finding.fix),
        sources=tuple(
            _Source(id=ref.source.id, section=ref.section, certainty=ref.certainty) for ref in finding.sources
        ),
        follows=finding.follows,
        sure=finding.sure,
    )


def _finding_of(said: _Finding, desk: Desk) -> Finding:
    known = desk.content.sources
    return Finding(
        said.rule,
        said.level,
        said.outcome,
        _message_of(said.what),
        said.expected,
        said.seen,
        Where(said.file, said.page, said.field, said.question, said.at),
        _message_of(said.fix) if said.fix is not None else None,
        tuple(SourceRef(known[s.id], s.section, s.certainty) for s in said.sources if s.id in known),
        said.follows,
        said.sure,
    )


def _document(document: Document, *, with_pages: bool) -> _Document:
    return _Document(
        name=_cut(document.name),
        kind=document.kind,
        blank=document.blank.id if document.blank is not None else None,
        paper=document.paper.id if document.paper is not None else None,
        pages=tuple(_page(page) for page in document.pages) if with_pages else (),
        why=_optional(document.why),
        active=tuple(map(_cut, document.active)),
        signed=document.signed,
        values=_values(document.values) if with_pages else {},
        is_proven=document.is_proven,
        odd={kind: tuple(map(_cut, names)) for kind, names in document.odd.items()},
        signatures=tuple(_signed(signed) for signed in document.signatures),
    )


def _page(page: PrintedPage) -> _Page:
    lines = tuple((line.x, line.y, line.size, _cut(line.words)) for line in page.lines[:_MOST])
    return _Page(box=page.box, rotate=page.rotate, lines=lines)


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        _cut(name): _cut(value) if isinstance(value, str) else value
        for name, value in values.items()
        if isinstance(value, str | bool | list)
    }


def _signed(signed: Signed) -> _Signed:
    return _Signed(
        field=_cut(signed.field),
        state=signed.state,
        signer=_cut(signed.signer),
        on=signed.on,
        why=_optional(signed.why),
        changed=tuple(
            _Changed(field=_cut(c.field), then=_cut(c.then), now=_cut(c.now)) for c in signed.changed
        ),
    )


def _document_of(said: _Document, desk: Desk) -> Document:
    return Document(
        said.name,
        said.kind,
        desk.blanks.get(said.blank) if said.blank is not None else None,
        next((paper for paper in desk.content.papers if paper.id == said.paper), None),
        tuple(
            PrintedPage(page.box, page.rotate, tuple(PrintedLine(*line) for line in page.lines))
            for page in said.pages
        ),
        _message_of(said.why) if said.why is not None else None,
        said.active,
        said.signed,
        said.values,
        said.is_proven,
        said.odd,
        tuple(
            Signed(
                s.field,
                s.state,
                s.signer,
                s.on,
                _message_of(s.why) if s.why is not None else None,
                tuple(Changed(c.field, c.then, c.now) for c in s.changed),
            )
            for s in said.signatures
        ),
    )


def _cut(text: str) -> str:
    """The text as it may be written: without what no text can hold, and no longer than anyone reads."""
    plain = text.encode("utf-8", "replace").decode()
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
