"""The JSON documents of `lov desk` and `lov decide`, as types and from cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.desk.judged import Judged
    from wizard.desk.log import Logged
    from wizard.desk.matters import Matter
    from wizard.store.screenings import Ruling

__all__ = [
    "DESK_SCHEMAS",
    "DecisionOut",
    "DeskLogOut",
    "DeskOut",
    "decision_out",
    "desk_case",
    "desk_log",
    "desk_out",
]


class DecisionOut(TypedDict):
    """What an officer decided; `seq` is what `lov decide --seen` takes."""

    seq: int
    verdict: str
    reason: str
    who: str | None
    at: str


class DeskFindingOut(TypedDict):
    """A finding: the rules' verdict, where it stands now, and everything that was said of it."""

    finding: str
    rule: str
    level: Literal["blocker", "warning", "info"]
    outcome: Literal["met", "not_met", "undecided", "not_concerned"]
    group: Literal["lacking", "judge", "met", "aside"]
    message: str
    contested: bool
    decisions: list[DecisionOut]


class DeskCaseOut(TypedDict):
    """A case of the inbox as it stands now."""

    case: str
    path: str
    name: str
    sha256: str
    applicant: str
    unit: str
    area: str | None
    kind: str | None
    flow_version: str | None
    status: Literal["refused", "supplement", "judge", "complete", "requested", "done"]
    open: int
    came_at: str
    taken: DecisionOut | None
    steps: list[DecisionOut]
    findings: list[DeskFindingOut]


class DeskOut(TypedDict):
    """`lov desk DIR --json`."""

    cases: list[DeskCaseOut]
    counts: dict[str, int]


class LogLineOut(TypedDict):
    """An entry of the log; empty where the case was deleted."""

    seq: int
    at: str
    who: str | None
    act: str
    case: str
    name: str
    finding: str
    reason: str
    hash: str


class DeskLogOut(TypedDict):
    """`lov desk DIR --log --json`."""

    whole: bool
    faults: list[str]
    head: str
    entries: list[LogLineOut]


def desk_out(matters: Sequence[Matter], tr: Translator) -> DeskOut:
    """The document for the cases of an inbox."""
    from wizard.desk.matters import Stage  # noqa: PLC0415  not for those who only ask for the schema

    counts = {stage.value: sum(matter.stage is stage for matter in matters) for stage in Stage}
    return {"cases": [desk_case(matter, tr) for matter in matters], "counts": counts}


def desk_case(matter: Matter, tr: Translator) -> DeskCaseOut:
    """The document for one case."""
    filed = matter.filed
    place = filed.arrival.parcel.place
    return {
        "case": filed.number,
        "path": str(place.path) if place is not None else filed.name,
        "name": filed.name,
        "sha256": filed.sha256,
        "applicant": filed.applicant,
        "unit": filed.unit,
        "area": filed.area or None,
        "kind": filed.kind or None,
        "flow_version": filed.flow_version,
        "status": matter.stage.value,
        "open": matter.open,
        "came_at": filed.arrival.came_at.isoformat(timespec="seconds"),
        "taken": decision_out(matter.holder) if matter.holder is not None else None,
        "steps": [decision_out(ruling) for ruling in matter.steps],
        "findings": [_finding(judged, tr) for judged in matter.judged],
    }


def _finding(judged: Judged, tr: Translator) -> DeskFindingOut:
    finding = judged.finding
    return {
        "finding": judged.of.key,
        "rule": finding.rule,
        "level": finding.level.value,
        "outcome": finding.outcome.value,
        "group": judged.group.value,
        "message": tr(finding.what),
        "contested": judged.is_contested,
        "decisions": [decision_out(ruling) for ruling in judged.rulings],
    }


def decision_out(ruling: Ruling) -> DecisionOut:
    """The document for a decision."""
    decision = ruling.decision
    return {
        "seq": decision.seq,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "who": decision.who,
        "at": decision.at.isoformat(timespec="seconds"),
    }


def desk_log(logged: Logged, tr: Translator) -> DeskLogOut:
    """The document for the log."""
    return {
        "whole": not logged.faults,
        "faults": [tr(fault) for fault in logged.faults],
        "head": logged.head,
        "entries": [
            {
                "seq": line.seq,
                "at": line.at.isoformat(timespec="seconds"),
                "who": line.who,
                "act": tr(line.act),
                "case": line.number,
                "name": line.label,
                "finding": line.finding,
                "reason": line.reason,
                "hash": line.hash,
            }
            for line in logged.lines
        ],
    }


DESK_SCHEMAS: dict[str, Any] = {"desk": DeskOut, "desk-log": DeskLogOut, "decide": DeskCaseOut}
"""The types of the documents by the names `lov schema` knows them by."""
