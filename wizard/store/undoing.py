"""Undo and redo, worked out from the history alone, so that they outlive every restart.

Taking a change back is a change of its own that names the one it takes back; nothing is ever struck out. From
who did what in which order follows which change is undone next, and which can be done again: a new change ends
what can be done again, as people are used to. Each person undoes what was their own. What a new version of the
flow carried over is a border: before it, questions may have had other names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.store.records import AnswerEvent, Change

__all__ = ["MIGRATION", "REDO", "UNDO", "Reach", "net_changes", "reach", "value_before"]

UNDO = "undo"
REDO = "redo"
MIGRATION = "migration"
"""The door through which a new version of a flow carries answers over."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What can be undone next and what done again; None where there is nothing."""

    undo: AnswerEvent | None
    redo: AnswerEvent | None


def reach(history: Iterable[AnswerEvent], who: str | None) -> Reach:
    """What `who` can undo and redo after `history`."""
    done: list[AnswerEvent] = []
    undone: list[AnswerEvent] = []
    for event in history:
        if event.door == MIGRATION:
            done, undone = [], []
        elif event.who == who:
            _take(event, done, undone)
    return Reach(done[-1] if done else None, undone[-1] if undone else None)


def _take(event: AnswerEvent, done: list[AnswerEvent], undone: list[AnswerEvent]) -> None:
    if event.act == UNDO:
        undone += [done.pop(i) for i in _places(done, event.of_seq)]
    elif event.act == REDO:
        done += [undone.pop(i) for i in _places(undone, event.of_seq)]
    else:
        done.append(event)
        undone.clear()


def _places(events: list[AnswerEvent], seq: int | None) -> list[int]:
    return [i for i, event in enumerate(events) if event.seq == seq]


def value_before(history: Iterable[AnswerEvent], event: AnswerEvent) -> AnswerEvent | None:
    """The change of the same question that came before `event`; None for a first answer."""
    earlier = [e for e in history if e.question_id == event.question_id and e.seq < event.seq]
    return earlier[-1] if earlier else None


def net_changes(history: Iterable[AnswerEvent], since: int) -> tuple[Change, ...]:
    """How answers differ from what they were after the event `since`; what came and went again is no difference."""
    before: dict[str, AnswerEvent] = {}
    last: dict[str, AnswerEvent] = {}
    for event in history:
        if event.seq <= since:
            before[event.question_id] = event
        else:
            last.pop(event.question_id, None)  # so that the latest stands last
            last[event.question_id] = event
    changes = [
        Change(name, before[name].value if name in before else None, event.value, event)
        for name, event in last.items()
    ]
    return tuple(change for change in changes if change.before != change.after)
