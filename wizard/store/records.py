"""What comes out of the store: plain frozen rows.

Doors take their types from here and need nothing of the database for it. Times are aware and in UTC; rev
counts the changes, from 1 for an answer and from 0 for a draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # all answer types come with it
    from wizard.values.base import Value

__all__ = [
    "Answer",
    "AnswerEvent",
    "Change",
    "Decision",
    "Draft",
    "Finding",
    "Followed",
    "Package",
    "Present",
    "Profile",
    "Screening",
    "StoredFile",
]


@dataclass(frozen=True, slots=True)
class Draft:
    """One errand being prepared. `id` is 8 hexadecimal digits."""

    id: str
    area: str
    kind: str
    flow_version: str
    created_at: datetime
    updated_at: datetime
    """When its answers or its flow version last changed."""
    position: str | None
    """The question where the person is; None before the first."""
    label: str
    """What lists show, kept up to date by the doors."""
    rev: int
    """Grows with each change of answers or flow version: another one means that another window was here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The present answer to one question; `value` is None where it was forgotten."""

    question_id: str
    value: Value | None
    rev: int
    at: datetime
    door: str
    who: str | None


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One change of one answer; `value` is None where it was forgotten. `seq` never goes back."""

    seq: int
    draft_id: str
    question_id: str
    value: Value | None
    at: datetime
    door: str
    who: str | None
    why: str | None
    act: str | None = None
    """`undo` or `redo` where it was one; None as a rule."""
    of_seq: int | None = None
    """The change that was undone or redone."""


@dataclass(frozen=True, slots=True)
class Present:
    """A draft at one moment: its row, its answers by question (forgotten ones too), and its last event's seq."""

    draft: Draft
    answers: dict[str, Answer]
    seq: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A draft as it is, and its changes after an earlier moment."""

    draft: Draft
    events: tuple[AnswerEvent, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How one answer differs from what it was at some earlier moment; `last` is the event that made it so."""

    question_id: str
    before: Value | None
    after: Value | None
    last: AnswerEvent


@dataclass(frozen=True, slots=True)
class Profile:
    """A care provider, whose applications share some answers."""

    id: str
    label: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a screening found; `details` is JSON data."""

    number: int
    code: str
    severity: str
    place: str
    details: Value


@dataclass(frozen=True, slots=True)
class Screening:
    """One screening of a package; `details` is JSON data of the screening's own."""

    id: str
    number: int
    package_sha256: str
    label: str
    area: str | None
    kind: str | None
    flow_version: str | None
    outcome: str
    made_at: datetime
    who: str | None
    details: Value


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer decided, of one finding or, where `finding` is None, of the whole package."""

    seq: int
    screening_id: str
    finding: int | None
    verdict: str
    reason: str
    at: datetime
    who: str | None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attached file that the store holds; `size` in bytes, `name` as it was first seen."""

    sha256: str
    size: int
    media_type: str
    name: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was made of a draft, and where it was put."""

    draft_id: str
    sha256: str
    path: Path
    made_at: datetime
    complete: bool
    """False for one made with `--draft`."""
    flow_version: str
