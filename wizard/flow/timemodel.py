"""What `flows/timeline.yaml` means: freezes, steps and the time between them, as values.

Made by `timetable`; the room `timeline` reckons with them. Conditions are kept as text, because a step is shared
by areas whose questions differ: `wizard.timeline.facts` reads them against the answers at hand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from wizard.flow.model import NOWHERE, SourceRef
from wizard.flow.problems import Place
from wizard.i18n import Message

__all__ = [
    "Claim",
    "Counting",
    "Deadline",
    "Freeze",
    "Lag",
    "Party",
    "Remark",
    "Span",
    "Step",
    "TimePlan",
    "Timetable",
    "Unit",
    "Validity",
]


class Unit(StrEnum):
    """What a span is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Party(StrEnum):
    """Who does a step."""

    PROVIDER = "provider"
    REGION = "region"
    IVO = "ivo"
    COURT = "court"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days, weeks or months."""

    count: int
    unit: Unit

    @classmethod
    def of(cls, text: str) -> Span:
        """The span written as `4 months`."""
        count, unit = text.split(" ")
        return cls(int(count), Unit(unit))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


@dataclass(frozen=True, slots=True)
class Freeze:
    """A time of the year in which the region's systems are not changed; first and last day as (month, day)."""

    id: str
    title: Message
    first: tuple[int, int]
    last: tuple[int, int]
    text: Message
    sources: tuple[SourceRef, ...]
    not_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """For whom a demand holds (conditions as text), why, and by which source."""

    text: Message
    sources: tuple[SourceRef, ...]
    when: str | None = None
    unless: str | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Lag(Claim):
    """A step comes after `step`: at least after `least`, for certain after `most`."""

    step: str = ""
    least: Span = Span(0, Unit.DAYS)
    most: Span = Span(0, Unit.DAYS)
    outside_freezes: bool = False
    about: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether it may go faster than one can count on."""
        return self.least != self.most and not self.about


@dataclass(frozen=True, slots=True)
class Deadline(Claim):
    """A step is done within `span` after `step`."""

    step: str = ""
    span: Span = Span(0, Unit.DAYS)


@dataclass(frozen=True, slots=True)
class Validity(Claim):
    """What a step brings is still good at `step` if it is not older than `span`."""

    step: str = ""
    span: Span = Span(0, Unit.DAYS)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens on a day. `at` names the question that holds the day, `done` tells when it is done."""

    id: str
    title: Message
    who: tuple[Party, ...]
    sources: tuple[SourceRef, ...]
    text: Message | None = None
    at: str | None = None
    done: str | None = None
    owner: str | None = None
    evidence: str | None = None
    promise: str | None = None
    workday: bool = False
    promptly: bool = False
    prepares: bool = False
    avoid_freezes: bool = False
    when: str | None = None
    unless: str | None = None
    after: tuple[Lag, ...] = ()
    within: Deadline | None = None
    valid_for: Validity | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a plan as a whole."""

    text: Message
    sources: tuple[SourceRef, ...]
    when: str | None = None
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TimePlan:
    """The steps of one kind of errand, each after those it waits for; `written` has them as the content has."""

    kind: str
    title: Message
    begin: str
    goal: str | None
    steps: tuple[Step, ...]
    written: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """How days, weeks and months are counted."""

    text: Message
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything in `flows/timeline.yaml`."""

    freezes: tuple[Freeze, ...] = ()
    plans: tuple[TimePlan, ...] = ()
    counting: tuple[Counting, ...] = ()

    def plan(self, kind: str) -> TimePlan | None:
        """The steps of one kind of errand."""
        return next((plan for plan in self.plans if plan.kind == kind), None)
