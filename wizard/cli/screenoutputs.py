"""The JSON document of `lov screen`, as types and from cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from wizard.cli.deskdecisions import Decided, OfficerOut, officer_outs
from wizard.cli.outputs import SourceOut, source_out
from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.screening import Case, Document, Finding, Inbox
    from wizard.screening.against import Turned
    from wizard.screening.signatures import Signed

__all__ = ["SCREEN_SCHEMAS", "ScreenOut", "TurnedOut", "screen_out", "turned_out"]


class WhereOut(TypedDict):
    """Where a finding was made."""

    file: str
    page: int | None
    at: list[float] | None
    field: str
    question: str


class FindingOut(TypedDict):
    """One finding: a rule and what it says of the case."""

    rule: str
    level: Literal["blocker", "warning", "info"]
    outcome: Literal["met", "not_met", "undecided", "not_concerned"]
    message: str
    expected: str
    seen: str
    where: WhereOut
    confidence: float | None
    fix: str | None
    sources: list[SourceOut]


class ChangedOut(TypedDict):
    """A field that held something else when it was signed."""

    field: str
    then: str
    now: str


class SignatureOut(TypedDict):
    """A signature and what can be said of it."""

    field: str
    state: Literal[
        "trusted",
        "issuer_unknown",
        "changed",
        "broken",
        "ksi",
        "revocation_unknown",
        "unsigned",
        "not_checked",
    ]
    signer: str
    on: str
    why: str | None
    changed: list[ChangedOut]


class DocumentOut(TypedDict):
    """A file of a case and what it is."""

    file: str
    kind: Literal["form", "flat_form", "paper", "other", "scanned", "no_pdf", "unreadable", "data"]
    blank: str | None
    paper: str | None
    signatures: list[SignatureOut]


class CaseOut(TypedDict):
    """A screened case."""

    name: str
    sha256: str
    status: Literal["refused", "supplement", "judge", "complete"]
    refused: str | None
    area: str | None
    kind: str | None
    flow_version: str | None
    as_of: str | None
    documents: list[DocumentOut]
    findings: list[FindingOut]
    decisions: list[OfficerOut]


class ScreenOut(TypedDict):
    """`lov screen`."""

    cases: list[CaseOut]
    counts: dict[str, int]


class TurnedVerdictOut(TypedDict):
    """A verdict that another version of the content turns."""

    case: str
    rule: str
    message: str
    outcome: str | None
    other: str | None
    clause: str
    other_clause: str


class TurnedOut(TypedDict):
    """`lov screen --against`."""

    turned: list[TurnedVerdictOut]


def turned_out(found: Sequence[Turned], tr: Translator) -> TurnedOut:
    """The document for verdicts that turn."""
    return {
        "turned": [
            {
                "case": v.case,
                "rule": v.rule,
                "message": tr(v.text),
                "outcome": v.now.value if v.now is not None else None,
                "other": v.other.value if v.other is not None else None,
                "clause": v.clause_now,
                "other_clause": v.clause_other,
            }
            for v in found
        ]
    }


def screen_out(cases: Inbox, decided: Decided, tr: Translator) -> Iterator[str]:
    """The document for `cases` as JSON, piece by piece: a thousand of them are much."""
    from wizard.screening import Status  # noqa: PLC0415  not for those who only ask for the schema

    yield '{"cases": ['
    for number, case in enumerate(cases):
        yield ("," if number else "") + json.dumps(_case(case, decided, tr), ensure_ascii=False, indent=1)
    counts = {status.value: cases.counts[status] for status in Status}
    yield f'], "counts": {json.dumps(counts)}}}'


def _case(case: Case, decided: Decided, tr: Translator) -> CaseOut:
    interview = case.interview
    return {
        "name": case.name,
        "sha256": case.sha256,
        "status": case.status.value,
        "refused": tr(case.refused) if case.refused is not None else None,
        "area": interview.flow.area.id if interview is not None else None,
        "kind": interview.flow.kind if interview is not None else None,
        "flow_version": interview.flow.version if interview is not None else None,
        "as_of": interview.today.isoformat() if interview is not None else None,
        "documents": [_document(document, tr) for document in case.documents],
        "findings": [_finding(finding, tr) for finding in case.findings],
        "decisions": officer_outs(decided(case)),
    }


def _document(document: Document, tr: Translator) -> DocumentOut:
    return {
        "file": document.name,
        "kind": document.kind.value,
        "blank": document.blank.id if document.blank is not None else None,
        "paper": document.paper.id if document.paper is not None else None,
        "signatures": [_signature(signed, tr) for signed in document.signatures],
    }


def _signature(signed: Signed, tr: Translator) -> SignatureOut:
    return {
        "field": signed.field,
        "state": signed.state.value,
        "signer": signed.signer,
        "on": signed.on,
        "why": tr(signed.why) if signed.why is not None else None,
        "changed": [{"field": c.field, "then": c.then, "now": c.now} for c in signed.changed],
    }


def _finding(finding: Finding, tr: Translator) -> FindingOut:
    where = finding.where
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "outcome": finding.outcome.value,
        "message": tr(finding.what),
        "expected": finding.expected,
        "seen": finding.seen,
        "where": {
            "file": where.file,
            "page": where.page,
            "at": list(where.at) if where.at is not None else None,
            "field": where.field,
            "question": where.question,
        },
        "confidence": finding.sure,
        "fix": tr(finding.fix) if finding.fix is not None else None,
        "sources": [source_out(ref) for ref in finding.sources],
    }


SCREEN_SCHEMAS: dict[str, Any] = {"screen": ScreenOut, "screen-against": TurnedOut}
"""The types of the documents by the names `lov schema` knows them by."""
