"""From a timetable, an area and what is known to a plan.

    make_plan(content.timetable, area, "application", facts) -> Plan

Pure: no clock but the facts' today. The plan is made so that it holds: for the wanted day if that can be reached
even when each step takes as long as it may, else for the first day for which it does. What one does oneself is
given its last day, what follows from others its own; `conflicts` says what is in the way of the wanted day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from wizard.flow.interview import Interview
from wizard.flow.model import Area, AreaState
from wizard.flow.timemodel import Claim, Step, TimePlan, Timetable
from wizard.i18n import Message, msg
from wizard.timeline.conflicts import conflicts_of
from wizard.timeline.facts import Facts, facts_of
from wizard.timeline.model import FreezeCost, Outlook, Plan, PlannedStep, State
from wizard.timeline.network import Network, Pace
from wizard.timeline.notes import notes_of
from wizard.timeline.reckoning import FIRST_YEAR, LAST_YEAR, Pause, Reckoning
from wizard.timeline.workdays import next_workday

__all__ = ["NoPlanError", "make_plan", "plan_of"]


class NoPlanError(Exception):
    """There is nothing to plan, or not from these days; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


def make_plan(timetable: Timetable, area: Area, kind: str, facts: Facts) -> Plan:
    """The plan of one errand in one area. Raises `NoPlanError` where there is none."""
    outline = _outline(timetable, area, kind)
    for day in (facts.today, facts.wanted, *facts.days.values()):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise NoPlanError(
                msg(
                    "{day} is outside the years {first} to {last}.", day=day, first=FIRST_YEAR, last=LAST_YEAR
                )
            )
    touched = any(s.avoid_freezes or any(lag.outside_freezes for lag in s.after) for s in outline.steps)
    freezes = tuple(f for f in timetable.freezes if touched and area.id not in f.not_for)
    net = Network(outline, facts, Reckoning(freezes))
    goal = net.steps.get(outline.goal) if outline.goal is not None else None
    safe, quick = net.earliest(Pace.SAFE), net.earliest(Pace.QUICK)
    earliest, earliest_quick = (safe[goal.id], quick[goal.id]) if goal is not None else (None, None)
    wanted = facts.wanted if goal is not None else None
    outlook = _outlook(wanted, earliest, earliest_quick)
    day = wanted if outlook is Outlook.SAFE else earliest
    scheduler = _Scheduler(net, safe, goal, day)
    steps = tuple(scheduler.steps())
    plan = Plan(
        area=area,
        outline=outline,
        today=facts.today,
        wanted=wanted,
        outlook=outlook,
        goal=goal,
        day=day,
        earliest=earliest,
        earliest_quick=earliest_quick,
        steps=steps,
        conflicts=tuple(conflicts_of(net, area, goal, wanted, steps)),
        costs=tuple(scheduler.costs()),
        freezes=freezes,
        counting=timetable.counting,
    )
    return replace(plan, notes=tuple(notes_of(plan, net)))


def plan_of(timetable: Timetable, interview: Interview) -> Plan:
    """The plan that follows from answers. Raises `NoPlanError` where their errand has none."""
    flow = interview.flow
    return make_plan(
        timetable, flow.area, flow.kind, facts_of(_outline(timetable, flow.area, flow.kind), interview)
    )


def _outline(timetable: Timetable, area: Area, kind: str) -> TimePlan:
    if kind == "application" and area.state in (AreaState.CLOSED, AreaState.OTHER_FORM):
        raise NoPlanError(area.status)
    outline = timetable.plan(kind)
    if outline is None:
        known = ", ".join(plan.kind for plan in timetable.plans) or "-"
        raise NoPlanError(msg("There is no timeline for {kind}. There is: {known}.", kind=kind, known=known))
    return outline


def _outlook(wanted: date | None, earliest: date | None, quick: date | None) -> Outlook | None:
    if wanted is None or earliest is None or quick is None:
        return None
    if wanted >= earliest:
        return Outlook.SAFE
    return Outlook.UNCERTAIN if wanted >= quick else Outlook.IMPOSSIBLE


class _Scheduler:
    """Gives each step its day for a goal day that can be reached at the safe pace."""

    def __init__(self, net: Network, earliest: dict[str, date], goal: Step | None, day: date | None) -> None:
        self.net = net
        self.earliest = earliest
        self.goal = goal
        self.day = day
        is_aimed = goal is not None and day is not None
        self.latest = net.latest(goal.id, day, Pace.SAFE) if is_aimed and goal and day else {}
        self.quick = net.latest(goal.id, day, Pace.QUICK) if is_aimed and goal and day else {}
        self.days: dict[str, date] = {}

    def steps(self) -> Iterator[PlannedStep]:
        """The steps in the order of their days."""
        planned = [self._planned(step) for step in self.net.steps.values()]
        place = {name: i for i, name in enumerate(self.net.plan.written)}
        yield from sorted(planned, key=lambda p: (p.day or date.min, place[p.step.id]))

    def _planned(self, step: Step) -> PlannedStep:
        facts = self.net.facts
        if step.id in facts.done or step.id in facts.days:
            planned = self._given(step, facts.days.get(step.id))
        else:
            planned = self._reckoned(step)
        waits_for = tuple(
            self.net.steps[lag.step] for lag in self.net.lags[step.id] if lag.step not in facts.done
        )
        return replace(
            planned,
            reasons=(*self.net.lags[step.id], *self._bounds(step)),
            owner=facts.owners.get(step.id),
            evidence=facts.evidence.get(step.id),
            promise=facts.promises.get(step.id),
            waits_for=waits_for,
        )

    def _given(self, step: Step, day: date | None) -> PlannedStep:
        """A step whose day is known, or that is done."""
        self.days[step.id] = day or self.net.facts.today
        if step.id in self.net.facts.done:
            return PlannedStep(step, State.DONE, day)
        begins, pauses = self._bar(step, day)
        return PlannedStep(step, State.SETTLED, day, begins=begins, pauses=pauses)

    def _reckoned(self, step: Step) -> PlannedStep:
        """A step whose day follows from the others."""
        day, earliest, latest = self._window(step)
        self.days[step.id] = day
        begins, pauses = self._bar(step, day)
        quick = self.quick.get(step.id)
        return PlannedStep(
            step=step,
            state=State.OPEN,
            day=day,
            earliest=min(earliest, day),
            latest=latest,
            latest_quick=quick if latest is not None and quick is not None and quick > latest else None,
            begins=begins,
            pauses=pauses,
            is_deadline=step.within is not None,
        )

    def _bounds(self, step: Step) -> Iterator[Claim]:
        for claim in (step.within, step.valid_for):
            if claim is not None and claim.step in self.net.steps and self.net.facts.concerns(claim):
                yield claim

    def _window(self, step: Step) -> tuple[date, date, date | None]:
        """The day of a step, the first it can have and the last it may have."""
        earliest = self.earliest[step.id]
        if self.goal is not None and step.id == self.goal.id and self.day is not None:
            return self.day, earliest, None
        latest = self.latest.get(step.id)
        within = step.within
        if within is not None and within.step in self.days and self.net.facts.concerns(within):
            begun = self.days[within.step]
            ends = self.net.reckoning.after(begun, within.span)
            ends = next_workday(ends) if step.workday else ends
            return ends, begun, ends
        if step.valid_for is not None and latest is not None:
            fresh = self._fresh_from(step, latest)
            return latest, max(earliest, fresh), latest
        if step.promptly or latest is None:
            return self._follows(step), earliest, latest
        return max(latest, earliest), earliest, latest

    def _fresh_from(self, step: Step, latest: date) -> date:
        """The first day on which what the step brings will still be good when it is needed."""
        bound = step.valid_for
        assert bound is not None  # noqa: S101  for the type checker: asked for only where there is one
        needed = self.latest.get(bound.step, latest)
        settled = self.net.facts.days.get(bound.step, needed)
        day = self.net.reckoning.before(settled, bound.span)
        return next_workday(day) if step.workday else day

    def _follows(self, step: Step) -> date:
        """The day of a step that comes as soon as what it waits for is over."""
        over = [self.net.over(lag, self.days[lag.step], Pace.SAFE) for lag in self.net.lags[step.id]]
        day = max([self.net.facts.today, *over])
        return next_workday(day) if step.workday else day

    def _bar(self, step: Step, day: date | None) -> tuple[date | None, tuple[Pause, ...]]:
        """Where the bar of an activity begins, and the freezes in it: only for time that others need."""
        waits = [lag for lag in self.net.lags[step.id] if lag.most.count and step.promptly]
        if not waits or day is None:
            return None, ()
        lag = max(waits, key=lambda lag: self.days[lag.step])
        begins = self.days[lag.step]
        pauses = tuple(self.net.reckoning.pauses(begins, day)) if lag.outside_freezes else ()
        return begins, pauses

    def costs(self) -> Iterator[FreezeCost]:
        """What freezes do to the steps that stand still in them."""
        if self.goal is None or self.day is None:
            return
        without = self.net.frozen_never().latest(self.goal.id, self.day, Pace.SAFE)
        for step in self.net.steps.values():
            for lag in self.net.lags[step.id]:
                day = self.latest.get(lag.step)
                if not lag.outside_freezes or day is None or lag.step in self.net.facts.done:
                    continue
                for pause in self.net.reckoning.pauses(day, self.latest[step.id]):
                    before = self.net.steps[lag.step]
                    yield FreezeCost(pause, step, before, day, without[lag.step])
