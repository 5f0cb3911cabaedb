"""The steps of a plan as a net of waiting: how early each can be, and how late it may be.

`earliest` goes forwards: a step has its day when all it waits for are over. `latest` goes backwards from the day
of the goal. Both use one way of counting (`reckoning`), so that they agree: the goal can be reached on a day
exactly when no step's earliest day is after its latest one.

Two paces: SAFE takes for each step the longest it may take, QUICK the shortest. What is reached at the safe pace
holds; what is reached only at the quick one depends on others being fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from wizard.flow.timemodel import Lag, Span, Step, TimePlan
from wizard.timeline.facts import Facts
from wizard.timeline.reckoning import Reckoning
from wizard.timeline.workdays import next_workday, previous_workday

__all__ = ["Network", "Pace"]


class Pace(StrEnum):
    """How long what may take longer or shorter is taken to take."""

    SAFE = "safe"
    QUICK = "quick"


class Network:
    """The steps and demands of `plan` that concern a case, in an order in which each comes after what it waits for."""

    def __init__(self, plan: TimePlan, facts: Facts, reckoning: Reckoning) -> None:
        self.plan = plan
        self.facts = facts
        self.reckoning = reckoning
        self.steps: Mapping[str, Step] = {s.id: s for s in plan.steps if facts.concerns(s)}
        self.lags: Mapping[str, tuple[Lag, ...]] = {
            s.id: tuple(lag for lag in s.after if lag.step in self.steps and facts.concerns(lag))
            for s in self.steps.values()
        }
        """What each step waits for."""

    def frozen_never(self) -> Network:
        """The same case in a world without freezes, to tell what they cost."""
        return Network(self.plan, self.facts, Reckoning())

    def span(self, lag: Lag, pace: Pace) -> Span:
        """How long the lag is taken to be. What one only aims at does not bind a day that is settled."""
        settled = lag.step in self.facts.days
        return lag.least if pace is Pace.QUICK or (lag.about and settled) else lag.most

    def over(self, lag: Lag, day: date, pace: Pace) -> date:
        """When the lag is over, if the step it waits for is on `day`."""
        return self.reckoning.after(day, self.span(lag, pace), outside_freezes=lag.outside_freezes)

    def begun(self, lag: Lag, day: date, pace: Pace) -> date:
        """The last day for the step it waits for, if the lag is to be over on `day`."""
        return self.reckoning.before(day, self.span(lag, pace), outside_freezes=lag.outside_freezes)

    def earliest(self, pace: Pace, settled: Mapping[str, date] | None = None) -> dict[str, date]:
        """The first day each step can have; what is done has its own day, or today where that is not known.

        `settled` gives further steps a day, which they keep.
        """
        fixed = {**self.facts.days, **(settled or {})}
        found: dict[str, date] = {}
        for step in self.steps.values():
            if step.id in fixed or step.id in self.facts.done:
                found[step.id] = fixed.get(step.id, self.facts.today)
                continue
            ready = [
                self.over(lag, found[lag.step], pace)
                for lag in self.lags[step.id]
                if not (pace is Pace.QUICK and self._is_past(lag.step))
            ]
            day = max([self.facts.today, *ready])
            found[step.id] = next_workday(day) if step.workday else day
        return found

    def latest(self, goal: str, day: date, pace: Pace) -> dict[str, date]:
        """The last day each step may have that the goal waits for, if the goal is to be reached on `day`."""
        found: dict[str, date] = {goal: day}
        for step in reversed(tuple(self.steps.values())):
            bound = found.get(step.id)
            if bound is None:
                continue
            is_bound = step.id == goal or step.id in self.facts.done  # what is over binds nothing that is not
            kept = bound if is_bound else self.facts.days.get(step.id, bound)
            for lag in self.lags[step.id]:
                self._tighten(found, lag.step, self.begun(lag, kept, pace))
        return found

    def _tighten(self, found: dict[str, date], name: str, day: date) -> None:
        step = self.steps[name]
        bound = previous_workday(day) if step.workday else day
        found[name] = min(bound, found.get(name, bound))

    def leading_to(self, goal: str) -> frozenset[str]:
        """The steps that the goal waits for, itself among them."""
        found = {goal}
        for step in reversed(tuple(self.steps.values())):
            if step.id in found:
                found |= {lag.step for lag in self.lags[step.id]}
        return frozenset(found)

    def binding(self, step: Step, days: Mapping[str, date], pace: Pace) -> Lag | None:
        """The demand that keeps `step` from an earlier day, among days found by `earliest`."""
        waiting = [lag for lag in self.lags[step.id] if not self._is_past(lag.step)]
        over: Callable[[Lag], date] = lambda lag: self.over(lag, days[lag.step], pace)  # noqa: E731  a key, twice
        last = max(waiting, key=over, default=None)
        return last if last is not None and over(last) >= self.facts.today else None

    def _is_past(self, name: str) -> bool:
        """Whether a step is over without anybody having said on which day."""
        return name in self.facts.done and name not in self.facts.days
