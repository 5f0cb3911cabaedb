"""The JSON document of `lov board`, as a type. As in `outputs`: a field is added, never renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from wizard.cli.outputs import SourceOut, source_out
from wizard.i18n import Translator

if TYPE_CHECKING:
    from wizard.timeline.board import Board, Entry

__all__ = ["BOARD_SCHEMAS", "BoardOut", "board_out"]


class EntryOut(TypedDict):
    """A preparation; `waits_for` holds the steps that have to be done first."""

    step: str
    title: str
    state: Literal["done", "ready", "under_way", "settled", "waiting", "late"]
    due: str | None
    promised: str | None
    owner: str
    evidence: str | None
    waits_for: list[str]
    sources: list[SourceOut]


class BoardOut(TypedDict):
    """The board; `start` is the day that the due days are reckoned for."""

    status: Literal["done", "open", "late"]
    area: str
    today: str
    start: str | None
    done: int
    entries: list[EntryOut]
    files: list[str]


BOARD_SCHEMAS: dict[str, Any] = {"board": BoardOut}


def board_out(made: Board, files: list[str], tr: Translator) -> BoardOut:
    """The document for a board; `files` were written."""
    return {
        "status": "late" if made.late else "open" if made.open else "done",
        "area": made.plan.area.id,
        "today": made.plan.today.isoformat(),
        "start": made.plan.day.isoformat() if made.plan.day is not None else None,
        "done": len(made.entries) - len(made.open),
        "entries": [_entry_out(entry, tr) for entry in made.entries],
        "files": files,
    }


def _entry_out(entry: Entry, tr: Translator) -> EntryOut:
    return {
        "step": entry.step.id,
        "title": tr(entry.step.title),
        "state": entry.readiness.value,
        "due": entry.due.isoformat() if entry.due is not None else None,
        "promised": entry.promise.isoformat() if entry.promise is not None else None,
        "owner": tr.value(entry.owner),
        "evidence": entry.evidence,
        "waits_for": [step.id for step in entry.waits_for],
        "sources": [source_out(ref) for ref in entry.step.sources],
    }
