"""The JSON documents of the commands, as types. `lov schema NAME` prints their JSON Schema.

These are promises to other programs: a field is added, never renamed or given another meaning.
"""

from __future__ import annotations

import json
from typing import (
    Any,
    Literal,
    NotRequired,  # pydantic reads these on Python 3.11 too
)

from typing_extensions import TypedDict

from wizard.cli.storeoutputs import STORE_SCHEMAS, DraftOut
from wizard.flow.model import Exit, SourceRef
from wizard.flow.problems import Problem
from wizard.i18n import Translator
from wizard.rules import Assessment, GoalState, Missing, Verdict

__all__ = [
    "SCHEMAS",
    "AssessmentOut",
    "ChatOut",
    "CheckOut",
    "CoverageOut",
    "DraftOut",
    "DraftsOut",
    "ExplainOut",
    "FillOut",
    "FlowsCheckOut",
    "FormFileOut",
    "FormOut",
    "GoalOut",
    "LineOut",
    "ProblemOut",
    "RefusedOut",
    "ScenarioFlowOut",
    "ServeOut",
    "ShareOut",
    "TurnOut",
    "assessment_out",
    "goal_out",
    "problem_out",
    "source_out",
]


class SourceOut(TypedDict):
    """Where a fact comes from."""

    source: str
    title: str
    section: str
    date: str | None
    certainty: Literal["certain", "inferred", "unverified"]


class VerdictOut(TypedDict):
    """One rule and what it says."""

    rule: str
    label: str
    level: Literal["blocker", "warning", "info"]
    outcome: Literal["met", "not_met", "undecided", "not_concerned"]
    blocks: bool
    text: str
    fix: str | None
    about: list[str]
    waiting_for: list[str]
    promised_by: str | None
    sources: list[SourceOut]


class MissingOut(TypedDict):
    """A question that has to be answered."""

    question: str
    address: str
    label: str
    task: str


class ExitOut(TypedDict):
    """Another way that is the right one; `instead` names errands of the same area."""

    exit: str
    title: str
    text: str
    instead: list[str]
    sources: list[SourceOut]


class AssessmentOut(TypedDict):
    """What the rules say of a set of answers."""

    ready: bool
    exit: ExitOut | None
    counts: dict[str, int]
    verdicts: list[VerdictOut]
    missing: list[MissingOut]


class ProblemOut(TypedDict):
    """A fault in a file, with its place (line and column from 1; 0 where unknown)."""

    file: str
    line: int
    column: int
    code: str
    severity: Literal["error", "warning"]
    message: str
    fix: str | None
    witness: NotRequired[dict[str, Any]]


class RefusedOut(TypedDict):
    """An input that could not be used."""

    status: Literal["refused"]
    problems: list[ProblemOut]


class CheckOut(TypedDict):
    """`lov check`."""

    status: Literal["ready", "not_ready"]
    area: str
    kind: str
    flow_version: str
    as_of: str
    assessment: AssessmentOut
    package: NotRequired[dict[str, Any]]


class GoalOut(TypedDict):
    """`lov check --goal`: whether a goal is reached, by which verdicts, and the question it needs next."""

    goal: str
    title: str
    outcome: Literal["met", "not_met", "undecided", "not_concerned"]
    ask: str | None
    verdicts: list[VerdictOut]


class FormFileOut(TypedDict):
    """A filled form."""

    blank: str
    edition: str
    file: str
    continued: list[str]


class FillOut(TypedDict):
    """`lov fill`."""

    status: Literal["complete", "draft", "not_ready"]
    package: str | None
    sha256: str | None
    forms: list[FormFileOut]
    assessment: AssessmentOut


class DraftsOut(TypedDict):
    """`lov list`."""

    drafts: list[DraftOut]


class ShowOut(TypedDict):
    """`lov show`."""

    draft: DraftOut
    answers: dict[str, Any]
    assessment: AssessmentOut


class FormOut(TypedDict):
    """A blank as `lov forms list` shows it."""

    blank: str
    title: str
    edition: str
    flows: list[dict[str, str]]
    pdf: str


class FormsOut(TypedDict):
    """`lov forms list`."""

    forms: list[FormOut]


class GuessOut(TypedDict):
    """A proposal of `lov forms add`: how sure, and the label that was seen; `{row}` stands for row numbers."""

    field: str
    answer: str
    confidence: float
    seen: str


class LeftOut(TypedDict):
    """A field for which no question was found."""

    field: str
    seen: str


class FormAddOut(TypedDict):
    """`lov forms add`."""

    blank: str
    folder: str
    fields: list[GuessOut]
    left: list[LeftOut]


class FieldChangeOut(TypedDict):
    """A property of a field that is another in the new edition."""

    field: str
    what: str
    before: Any
    after: Any


class FormDiffOut(TypedDict):
    """`lov forms diff`: names by what became of them; `pages` before and after."""

    added: list[str]
    removed: list[str]
    renamed: dict[str, str]
    changes: list[FieldChangeOut]
    pages: list[int]


class FlowOut(TypedDict):
    """An errand as `lov flows list` shows it."""

    area: str
    kind: str | None
    name: str
    state: str
    status: str
    version: str | None
    questions: int
    rules: int


class FlowsOut(TypedDict):
    """`lov flows list`."""

    flows: list[FlowOut]


class FlowsCheckOut(TypedDict):
    """`lov flows check`."""

    status: Literal["sound", "faulty"]
    proofs: Literal["run", "skipped", "no_solver"]
    problems: list[ProblemOut]


class ShareOut(TypedDict):
    """How many of how many, and which not."""

    covered: int
    total: int
    missing: list[str]


class CoverageOut(TypedDict):
    """What scenarios reach."""

    questions: ShareOut
    branches: ShareOut
    rules: ShareOut
    clauses: ShareOut
    messages: ShareOut


class FailureOut(TypedDict):
    """An expectation that did not come true."""

    place: str
    kind: str
    name: str
    expected: str
    found: str


class ScenarioFlowOut(TypedDict):
    """The scenarios of one flow; `score` is the share of mutants caught, in per cent."""

    flow: str
    version: str
    scenarios: int
    failures: list[FailureOut]
    coverage: CoverageOut
    mutants: int | None
    score: float | None


class FlowsTestOut(TypedDict):
    """`lov flows test`."""

    status: Literal["passed", "failed"]
    flows: list[ScenarioFlowOut]


class ExplainOut(TypedDict):
    """`lov flows explain`: a question, rule or decision table of one errand."""

    flow: str
    name: str
    kind: Literal["question", "column", "rule", "decision"]
    label: str
    place: str
    when: str | None
    needs: str | None
    reads: list[str]
    read_by: list[str]
    rules: list[str]
    sources: list[SourceOut]


class TurnOut(TypedDict):
    """A line that was heard in a conversation: at which question, and what it was taken for."""

    question: str
    kind: str
    value: Any
    heard: str


class LineOut(TypedDict):
    """A line of a conversation, said by lov or by the person."""

    who: Literal["lov", "person"]
    text: str


class ChatOut(TypedDict):
    """`lov chat`: the answers at the end, the turns, and every line that was said."""

    draft: str
    area: str
    kind: str
    answers: dict[str, Any]
    turns: list[TurnOut]
    transcript: list[LineOut]
    assessment: AssessmentOut


class ServeOut(TypedDict):
    """Where the wizard waits for a browser. Printed as soon as it does; the command goes on until it is ended."""

    url: str
    """The launch link: it lets one browser in, once."""
    pid: int
    """The process to end."""


SCHEMAS: dict[str, Any] = {
    "chat": ChatOut,
    "check": CheckOut,
    "check-goal": GoalOut,
    "fill": FillOut,
    "list": DraftsOut,
    "new": DraftOut,
    "show": ShowOut,
    "serve": ServeOut,
    "forms-list": FormsOut,
    "forms-add": FormAddOut,
    "forms-diff": FormDiffOut,
    "flows-list": FlowsOut,
    "flows-check": FlowsCheckOut,
    "flows-test": FlowsTestOut,
    "flows-explain": ExplainOut,
    "refused": RefusedOut,
    **STORE_SCHEMAS,
}
"""The documents by the name `lov schema` knows them by."""


def assessment_out(assessment: Assessment, tr: Translator) -> AssessmentOut:
    """An assessment as JSON data."""
    return {
        "ready": assessment.is_ready,
        "exit": _exit_out(assessment.exit, tr) if assessment.exit is not None else None,
        "counts": {outcome.value: n for outcome, n in assessment.counts().items()},
        "verdicts": [_verdict_out(v, tr) for v in assessment.verdicts],
        "missing": [_missing_out(m, tr) for m in assessment.missing],
    }


def _exit_out(exit_: Exit, tr: Translator) -> ExitOut:
    return {
        "exit": exit_.id,
        "title": tr(exit_.title),
        "text": tr(exit_.text),
        "instead": list(exit_.instead),
        "sources": [source_out(ref) for ref in exit_.sources],
    }


def goal_out(state: GoalState, tr: Translator) -> GoalOut:
    """A goal as JSON data."""
    return {
        "goal": state.goal.id,
        "title": tr(state.goal.title),
        "outcome": state.outcome.value,
        "ask": state.ask.id if state.ask is not None else None,
        "verdicts": [_verdict_out(v, tr) for v in state.verdicts],
    }


def _verdict_out(verdict: Verdict, tr: Translator) -> VerdictOut:
    rule = verdict.rule
    return {
        "rule": rule.id,
        "label": tr(rule.label) if rule.label else "",
        "level": rule.level.value,
        "outcome": verdict.outcome.value,
        "blocks": verdict.is_blocking,
        "text": tr(rule.text),
        "fix": tr(rule.fix) if rule.fix else None,
        "about": list(rule.about),
        "waiting_for": list(verdict.waiting_for),
        "promised_by": verdict.promise.day.isoformat() if verdict.promise else None,
        "sources": [source_out(ref) for ref in rule.sources],
    }


def source_out(ref: SourceRef) -> SourceOut:
    """A source reference as JSON data."""
    return {
        "source": ref.source.id,
        "title": ref.source.title,
        "section": ref.section,
        "date": ref.source.dated.isoformat() if ref.source.dated else None,
        "certainty": ref.certainty.value,
    }


def _missing_out(missing: Missing, tr: Translator) -> MissingOut:
    return {
        "question": missing.question.id,
        "address": missing.address,
        "label": tr(missing.label),
        "task": missing.question.task,
    }


def problem_out(problem: Problem, tr: Translator) -> ProblemOut:
    """A fault in a file as JSON data; `witness` holds the answers that show it, where some do."""
    found: ProblemOut = {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": tr(problem.what),
        "fix": tr(problem.fix) if problem.fix else None,
    }
    if problem.witness:
        found["witness"] = {name: json.loads(value) for name, value in problem.witness}
    return found
