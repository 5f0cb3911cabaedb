"""The JSON document of `lov plan`, as a type. As in `outputs`: a field is added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from typing_extensions import TypedDict

from wizard.cli.outputs import SourceOut, source_out
from wizard.flow.model import SourceRef
from wizard.flow.timemodel import Claim
from wizard.i18n import Translator
from wizard.timeline import Alternative, Conflict, FreezeCost, Note, Outlook, Plan, PlannedStep
from wizard.timeline.reckoning import Pause

__all__ = ["PLAN_SCHEMAS", "PlanOut", "plan_out"]


class ClaimOut(TypedDict):
    """Something that is so, and by which source."""

    text: str
    sources: list[SourceOut]


class PauseOut(TypedDict):
    """A freeze in which work stands still: its first and last day, and how many days of the work fall into it."""

    freeze: str
    title: str
    first: str
    last: str
    days: int


class AlternativeOut(TypedDict):
    """A day that works, and what for."""

    day: str
    text: str


class ConflictOut(TypedDict):
    """Something in the way, how that comes about, and the nearest days that work."""

    code: str
    text: str
    because: list[ClaimOut]
    instead: list[AlternativeOut]


class NoteOut(TypedDict):
    """Something to know that does not stand in the way."""

    code: str
    text: str
    sources: list[SourceOut]
    instead: list[AlternativeOut]


class PlanStepOut(TypedDict):
    """A step. `earliest` and `latest` bound its day; `latest_if_quick` is the last day if all others are fast."""

    step: str
    title: str
    text: str | None
    who: list[str]
    state: Literal["open", "settled", "done"]
    day: str | None
    earliest: str | None
    latest: str | None
    latest_if_quick: str | None
    begins: str | None
    is_deadline: bool
    pauses: list[PauseOut]
    reasons: list[ClaimOut]
    sources: list[SourceOut]
    owner: str | None
    evidence: str | None


class FreezeCostOut(TypedDict):
    """What a freeze does: `step` stands still, so `before` has to be done by `day` and not by `day_without`."""

    pause: PauseOut
    text: str
    step: str
    before: str
    day: str
    day_without: str
    sources: list[SourceOut]


class PlanOut(TypedDict):
    """A plan. `day` is the goal's day that the steps are reckoned for; without a goal it is null."""

    status: Literal["planned", "holds", "uncertain", "impossible", "conflict"]
    area: str
    kind: str
    title: str
    today: str
    goal: str | None
    wanted: str | None
    day: str | None
    earliest: str | None
    earliest_if_quick: str | None
    steps: list[PlanStepOut]
    conflicts: list[ConflictOut]
    freezes: list[FreezeCostOut]
    notes: list[NoteOut]
    counting: list[ClaimOut]
    files: list[str]


PLAN_SCHEMAS: dict[str, Any] = {"plan": PlanOut}


def plan_out(plan: Plan, files: Iterable[str], tr: Translator) -> PlanOut:
    """A plan as JSON data; `files` are those that were written."""
    return {
        "status": _status(plan),
        "area": plan.area.id,
        "kind": plan.outline.kind,
        "title": tr(plan.outline.title),
        "today": plan.today.isoformat(),
        "goal": plan.goal.id if plan.goal is not None else None,
        "wanted": _iso(plan.wanted),
        "day": _iso(plan.day),
        "earliest": _iso(plan.earliest),
        "earliest_if_quick": _iso(plan.earliest_quick),
        "steps": [_step_out(planned, tr) for planned in plan.steps],
        "conflicts": [_conflict_out(conflict, tr) for conflict in plan.conflicts],
        "freezes": [_cost_out(cost, tr) for cost in plan.costs],
        "notes": [_note_out(note, tr) for note in plan.notes],
        "counting": [{"text": tr(c.text), "sources": _sources(c.sources)} for c in plan.counting],
        "files": list(files),
    }


def _status(plan: Plan) -> Literal["planned", "holds", "uncertain", "impossible", "conflict"]:
    if plan.outlook is Outlook.IMPOSSIBLE:
        return "impossible"
    if plan.outlook is Outlook.UNCERTAIN:
        return "uncertain"
    if plan.conflicts:
        return "conflict"
    return "holds" if plan.outlook is Outlook.SAFE else "planned"


def _step_out(planned: PlannedStep, tr: Translator) -> PlanStepOut:
    step = planned.step
    return {
        "step": step.id,
        "title": tr(step.title),
        "text": tr(step.text) if step.text is not None else None,
        "who": [party.value for party in step.who],
        "state": planned.state.value,
        "day": _iso(planned.day),
        "earliest": _iso(planned.earliest),
        "latest": _iso(planned.latest),
        "latest_if_quick": _iso(planned.latest_quick),
        "begins": _iso(planned.begins),
        "is_deadline": planned.is_deadline,
        "pauses": [_pause_out(pause, tr) for pause in planned.pauses],
        "reasons": [_claim_out(claim, tr) for claim in planned.reasons],
        "sources": _sources(step.sources),
        "owner": planned.owner,
        "evidence": planned.evidence,
    }


def _conflict_out(conflict: Conflict, tr: Translator) -> ConflictOut:
    return {
        "code": conflict.code,
        "text": tr(conflict.text),
        "because": [{"text": tr(text), "sources": _sources(refs)} for text, refs in conflict.because],
        "instead": _instead(conflict.instead, tr),
    }


def _cost_out(cost: FreezeCost, tr: Translator) -> FreezeCostOut:
    return {
        "pause": _pause_out(cost.pause, tr),
        "text": tr(cost.pause.freeze.text),
        "step": cost.step.id,
        "before": cost.before.id,
        "day": cost.day.isoformat(),
        "day_without": cost.day_without.isoformat(),
        "sources": _sources(cost.pause.freeze.sources),
    }


def _note_out(note: Note, tr: Translator) -> NoteOut:
    return {
        "code": note.code,
        "text": tr(note.text),
        "sources": _sources(note.sources),
        "instead": _instead(note.instead, tr),
    }


def _claim_out(claim: Claim, tr: Translator) -> ClaimOut:
    return {"text": tr(claim.text), "sources": _sources(claim.sources)}


def _pause_out(pause: Pause, tr: Translator) -> PauseOut:
    return {
        "freeze": pause.freeze.id,
        "title": tr(pause.freeze.title),
        "first": pause.first.isoformat(),
        "last": pause.last.isoformat(),
        "days": pause.days,
    }


def _instead(alternatives: Iterable[Alternative], tr: Translator) -> list[AlternativeOut]:
    return [{"day": a.day.isoformat(), "text": tr(a.text)} for a in alternatives]


def _sources(refs: Iterable[SourceRef]) -> list[SourceOut]:
    return [source_out(ref) for ref in refs]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
