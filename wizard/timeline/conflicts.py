"""What stands in the way of a plan, in plain words, with the way that leads there and the nearest days that work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wizard.flow.model import Area, SourceRef
from wizard.flow.timemodel import Lag, Step
from wizard.i18n import Message, msg
from wizard.timeline.model import Alternative, Conflict, PlannedStep, State
from wizard.timeline.network import Network, Pace
from wizard.timeline.words import dated

__all__ = ["conflicts_of"]

_Way = tuple[tuple[Message, tuple[SourceRef, ...]], ...]


def conflicts_of(
    net: Network, area: Area, goal: Step | None, wanted: date | None, steps: Sequence[PlannedStep]
) -> Iterator[Conflict]:
    """Everything in the way of the wanted day and of the days that are settled."""
    broken = list(_broken(net, goal, wanted))
    yield from broken
    yield from _late_for_settled(net)
    if goal is not None and wanted is not None and not _tells_all(broken, net, goal):
        yield from _too_early(net, goal, wanted)
    yield from _past_deadlines(net, steps)
    if goal is not None:
        yield from _after_the_end(area, goal, wanted or net.earliest(Pace.SAFE)[goal.id])


def _tells_all(broken: Sequence[Conflict], net: Network, goal: Step) -> bool:
    """Whether two given days alone decide the first day for the goal, so that nothing is left to say of it."""
    first = net.earliest(Pace.SAFE)[goal.id]
    return any(conflict.instead[0].day >= first for conflict in broken)


def _too_early(net: Network, goal: Step, wanted: date) -> Iterator[Conflict]:
    """The wanted day comes before what it waits for can be over."""
    safe, quick = net.earliest(Pace.SAFE), net.earliest(Pace.QUICK)
    if wanted >= safe[goal.id]:
        return
    holds = Alternative(msg("the first day that holds even if everything takes its full time"), safe[goal.id])
    if wanted < quick[goal.id]:
        text = msg(
            "{step} on {day} cannot be reached, however fast everything goes.",
            step=goal.title,
            day=dated(wanted),
        )
        first = Alternative(msg("the first day that is possible, if others are fast"), quick[goal.id])
        instead = (first, holds) if quick[goal.id] < safe[goal.id] else (holds,)
        yield Conflict("impossible", text, _way(net, goal, safe), instead)
        return
    text = msg(
        "{step} on {day} is not safe: it can be reached only if others need less time than they may.",
        step=goal.title,
        day=dated(wanted),
    )
    yield Conflict("uncertain", text, _way(net, goal, safe), (holds, *_missed(net, goal, wanted)))


def _missed(net: Network, goal: Step, wanted: date) -> Iterator[Alternative]:
    """The last day on which the first step would have made the wanted day safe."""
    begin = net.plan.begin
    last = net.latest(goal.id, wanted, Pace.SAFE).get(begin)
    if last is not None and last < net.facts.today and begin not in net.facts.days:
        text = msg("the day by which “{step}” would have been in time for it", step=net.steps[begin].title)
        yield Alternative(text, last)


def _way(net: Network, goal: Step, days: dict[str, date]) -> _Way:
    """How the first day for the goal comes about: each demand on the longest way that takes time, with its day."""
    found: list[tuple[Message, tuple[SourceRef, ...]]] = []
    step = goal
    while (lag := net.binding(step, days, Pace.SAFE)) is not None and step.id != net.plan.begin:
        if lag.most.count or step is goal:
            words = msg(
                "{step}: reckon with {day}. {why}", step=step.title, day=dated(days[step.id]), why=lag.text
            )
            found.append((words, lag.sources))
        step = net.steps[lag.step]
    first = msg("{step}: {day} at the earliest.", step=step.title, day=dated(days[step.id]))
    return ((first, step.sources), *reversed(found))


def _broken(net: Network, goal: Step | None, wanted: date | None) -> Iterator[Conflict]:
    """Two days that are both given and too close to each other."""
    given = dict(net.facts.days)
    if goal is not None and wanted is not None:
        given[goal.id] = wanted
    for step in net.steps.values():
        for lag in net.lags[step.id]:
            if step.id in given and lag.step in given:
                first, second = given[lag.step], given[step.id]
                if net.over(lag, first, Pace.QUICK) > second:
                    yield _too_close(net, lag, step, first, second)


def _too_close(net: Network, lag: Lag, step: Step, first: date, second: date) -> Conflict:
    before = net.steps[lag.step]
    text = msg(
        "{before} {first} is too late for {step} {second}.",
        before=before.title,
        first=first,
        step=step.title,
        second=second,
    )
    later = Alternative(msg("the first day for “{step}”", step=step.title), net.over(lag, first, Pace.QUICK))
    sooner = Alternative(
        msg("the last day for “{step}”", step=before.title), net.begun(lag, second, Pace.QUICK)
    )
    instead = (later, sooner) if sooner.day >= net.facts.today else (later,)
    return Conflict("too-close", text, ((lag.text, lag.sources),), instead)


def _late_for_settled(net: Network) -> Iterator[Conflict]:
    """A day to come is given for a step that cannot be ready by then."""
    quick = net.earliest(Pace.QUICK)
    for name, day in net.facts.days.items():
        if name in net.facts.done or name not in net.steps:
            continue
        step = net.steps[name]
        late = [lag for lag in net.lags[name] if lag.step not in net.facts.days]
        late = [lag for lag in late if net.over(lag, quick[lag.step], Pace.QUICK) > day]
        if late:
            last = max(late, key=lambda lag: net.over(lag, quick[lag.step], Pace.QUICK))
            first = net.over(last, quick[last.step], Pace.QUICK)
            text = msg(
                "{step} {day} is too early: “{before}” cannot be over by then.",
                step=step.title,
                day=day,
                before=net.steps[last.step].title,
            )
            instead = (Alternative(msg("the first day for “{step}”", step=step.title), first),)
            yield Conflict("too-early", text, ((last.text, last.sources),), instead)


def _past_deadlines(net: Network, steps: Sequence[PlannedStep]) -> Iterator[Conflict]:
    """A last day is over."""
    for planned in steps:
        if planned.is_deadline and planned.state is State.OPEN and planned.latest is not None:
            within = planned.step.within
            if planned.latest < net.facts.today and within is not None:
                text = msg(
                    "The last day for “{step}” was {day}.", step=planned.step.title, day=planned.latest
                )
                yield Conflict("past", text, ((within.text, within.sources),))


def _after_the_end(area: Area, goal: Step, day: date) -> Iterator[Conflict]:
    """The area ends before the goal."""
    if area.ends_on is not None and day > area.ends_on:
        text = msg(
            "{area} ends on {end}. {step} {day} would be after that.",
            area=area.name,
            end=area.ends_on,
            step=goal.title,
            day=day,
        )
        yield Conflict("area-ends", text, ((area.status, area.sources),))
