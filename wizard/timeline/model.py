"""What a plan is when it has been worked out: steps with their days, what stands in the way, and why.

Everything in words is a `Message`, every claim has its sources; the doors only show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wizard.flow.model import Area, SourceRef
from wizard.flow.timemodel import Claim, Counting, Freeze, Step, TimePlan
from wizard.i18n import Message
from wizard.timeline.reckoning import Pause, Reckoning

__all__ = ["Alternative", "Conflict", "FreezeCost", "Note", "Outlook", "Plan", "PlannedStep", "State"]


class Outlook(StrEnum):
    """Whether the wanted day can be reached."""

    SAFE = "safe"
    """Even if each step takes as long as it may."""
    UNCERTAIN = "uncertain"
    """Only if others are faster than they have promised."""
    IMPOSSIBLE = "impossible"
    """Not even then."""


class State(StrEnum):
    """What is known of a step's day."""

    OPEN = "open"
    SETTLED = "settled"
    """It has a day, to come or today."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step with its days; `day` is None where it is done and nobody said when.

    `earliest` and `latest` are the bounds within which the plan holds; `latest_quick` is the last day if all others
    are as fast as they can be. `begins` is where its bar begins: the day of what it waited for longest.
    """

    step: Step
    state: State
    day: date | None
    earliest: date | None = None
    latest: date | None = None
    latest_quick: date | None = None
    begins: date | None = None
    pauses: tuple[Pause, ...] = ()
    reasons: tuple[Claim, ...] = ()
    is_deadline: bool = False
    owner: str | None = None
    evidence: str | None = None
    promise: date | None = None
    """By when it is said to be done."""
    waits_for: tuple[Step, ...] = ()
    """What has to be done first, and is not."""

    @property
    def is_activity(self) -> bool:
        """Whether it takes time that others decide on, and is drawn as a bar."""
        return self.begins is not None and self.day is not None and self.begins < self.day


@dataclass(frozen=True, slots=True)
class Alternative:
    """A day that would work, and what for."""

    text: Message
    day: date


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why something cannot be as wanted: `because` leads to it step by step, `instead` names days that work."""

    code: str
    text: Message
    because: tuple[tuple[Message, tuple[SourceRef, ...]], ...] = ()
    instead: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class FreezeCost:
    """What a freeze does to the plan: `step` stands still for its days, so `before` has to be done that much sooner."""

    pause: Pause
    step: Step
    before: Step
    day: date
    day_without: date


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know that does not stand in the way."""

    code: str
    text: Message
    sources: tuple[SourceRef, ...] = ()
    instead: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class Plan:
    """See the module. `day` is the goal's: the one wanted where it holds, else the first that does."""

    area: Area
    outline: TimePlan
    today: date
    wanted: date | None
    outlook: Outlook | None
    goal: Step | None
    day: date | None
    earliest: date | None
    earliest_quick: date | None
    steps: tuple[PlannedStep, ...]
    conflicts: tuple[Conflict, ...] = ()
    costs: tuple[FreezeCost, ...] = ()
    notes: tuple[Note, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    counting: tuple[Counting, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.conflicts

    def step(self, name: str) -> PlannedStep | None:
        """The step of that id, where it concerns this case."""
        return next((planned for planned in self.steps if planned.step.id == name), None)

    @property
    def next_step(self) -> PlannedStep | None:
        """What the provider has to do next."""
        own = [
            p
            for p in self.steps
            if p.state is not State.DONE and p.day is not None and "provider" in p.step.who
        ]
        return min(own, key=lambda p: p.day or date.max, default=None)

    def freeze_spans(self, first: date, last: date) -> Iterator[tuple[Freeze, date, date]]:
        """The freezes between two days, each with its own first and last day."""
        for pause in Reckoning(self.freezes).pauses(first, last):
            yield pause.freeze, pause.first, pause.last
