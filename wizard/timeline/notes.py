"""What one should know about a plan though nothing stands in its way: days in a freeze, weekends, remarks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from wizard.flow.model import AreaState, SourceRef
from wizard.i18n import msg
from wizard.timeline.model import Alternative, Note, Outlook, Plan, PlannedStep, State
from wizard.timeline.network import Network
from wizard.timeline.reckoning import Reckoning
from wizard.timeline.words import dated
from wizard.timeline.workdays import is_workday, next_workday

__all__ = ["notes_of"]

_DAY = timedelta(days=1)


def notes_of(plan: Plan, net: Network) -> Iterator[Note]:
    """All notes, those about single days first."""
    for planned in plan.steps:
        if planned.state is not State.DONE and planned.day is not None:
            yield from _in_freeze(plan, planned, planned.day, net.reckoning)
            yield from _not_a_workday(planned, planned.day)
    yield from _if_quick(plan, net)
    if plan.outline.kind == "application" and plan.area.state is not AreaState.OPEN:
        yield Note("status", plan.area.status, plan.area.sources)
    for remark in plan.outline.remarks:
        if remark.when is None or net.facts.holds(remark.when):
            yield Note("remark", remark.text, remark.sources)


def _in_freeze(plan: Plan, planned: PlannedStep, day: date, reckoning: Reckoning) -> Iterator[Note]:
    around = reckoning.freeze_around(day) if planned.step.avoid_freezes else None
    if around is None:
        return
    freeze, first, last = around
    is_goal = plan.goal is not None and planned.step.id == plan.goal.id
    text = msg(
        "{step} {day} falls in {freeze} ({first} to {last}). What is not ready then waits until it is over.",
        step=planned.step.title,
        day=dated(day),
        freeze=freeze.title,
        first=first,
        last=last,
    )
    instead = tuple(_outside(plan, first, last)) if is_goal else ()
    yield Note("in-freeze", text, freeze.sources, instead)


def _outside(plan: Plan, first: date, last: date) -> Iterator[Alternative]:
    """The days next to a freeze on which the goal can be reached."""
    if plan.earliest is not None and plan.earliest < first:
        yield Alternative(msg("the last day before it"), first - _DAY)
    yield Alternative(msg("the first day after it"), last + _DAY)


def _not_a_workday(planned: PlannedStep, day: date) -> Iterator[Note]:
    if planned.step.workday and planned.state is State.SETTLED and not is_workday(day):
        text = msg(
            "{step}: {day} is no working day. Reckon with {next}.",
            step=planned.step.title,
            day=dated(day),
            next=dated(next_workday(day)),
        )
        yield Note("no-workday", text)


def _if_quick(plan: Plan, net: Network) -> Iterator[Note]:
    """How late the first step may be if all others are as fast as they can be."""
    begin = plan.step(plan.outline.begin)
    if (
        plan.outlook is not Outlook.SAFE
        or begin is None
        or begin.latest is None
        or begin.latest_quick is None
    ):
        return
    sources: list[SourceRef] = []
    for step in net.steps.values():
        sources += [ref for lag in net.lags[step.id] if lag.is_uncertain for ref in lag.sources]
    text = msg(
        "After {safe} it depends on how fast others are. After {quick} it cannot be reached at all.",
        safe=dated(begin.latest),
        quick=dated(begin.latest_quick),
    )
    yield Note("if-quick", text, tuple(dict.fromkeys(sources)))
