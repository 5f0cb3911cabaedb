"""Nets of steps made by chance: the laws that hold for any content, not only for ours."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.timeline.naive import DAY
from wizard.flow.timemodel import Freeze, Lag, Party, Span, Step, TimePlan, Unit
from wizard.i18n import Message
from wizard.timeline.facts import Facts
from wizard.timeline.network import Network, Pace
from wizard.timeline.reckoning import Reckoning
from wizard.timeline.workdays import is_workday

WORDS = Message("words")
FREEZES = (
    Freeze("summer", WORDS, (6, 15), (8, 15), WORDS, ()),
    Freeze("christmas", WORDS, (12, 24), (1, 15), WORDS, ()),
)
TODAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def lags(draw: st.DrawFn, before: str) -> Lag:
    """A lag of any kind after a step."""
    outside = draw(st.booleans())
    unit = draw(st.sampled_from([Unit.DAYS, Unit.WEEKS] if outside else list(Unit)))
    least, more = draw(st.integers(0, 6)), draw(st.integers(0, 4))
    return Lag(
        WORDS,
        (),
        step=before,
        least=Span(least, unit),
        most=Span(least + more, unit),
        outside_freezes=outside,
    )


@st.composite
def plans(draw: st.DrawFn) -> TimePlan:
    """Up to six steps, each after some of those before it, the last of them the goal."""
    names = [f"s{i}" for i in range(draw(st.integers(2, 6)))]
    steps = []
    for i, name in enumerate(names):
        before = draw(st.lists(st.sampled_from(names[:i]), unique=True, max_size=3)) if i else []
        after = tuple(draw(lags(one)) for one in before)
        workday = draw(st.booleans()) and name != names[-1]
        steps.append(Step(name, WORDS, (Party.PROVIDER,), (), after=after, workday=workday))
    return TimePlan("application", WORDS, names[0], names[-1], tuple(steps), tuple(names))


FEW = settings(max_examples=40)


def _net(plan: TimePlan, today: date, **days: date) -> Network:
    return Network(plan, Facts(today, days=days), Reckoning(FREEZES))


@FEW
@given(plan=plans(), today=TODAYS, ahead=st.integers(0, 500), pace=st.sampled_from(Pace))
def test_forwards_and_backwards_agree(plan: TimePlan, today: date, ahead: int, pace: Pace) -> None:
    """The goal is reached by a day exactly when no step's first day is after its last."""
    net, wanted = _net(plan, today), today + timedelta(days=ahead)
    earliest, latest = net.earliest(pace), net.latest("s" + str(len(plan.steps) - 1), wanted, pace)
    in_time = all(earliest[name] <= day for name, day in latest.items())
    assert (earliest[plan.steps[-1].id] <= wanted) == in_time


@FEW
@given(plan=plans(), today=TODAYS, pace=st.sampled_from(Pace))
def test_the_goal_cannot_be_reached_a_day_sooner(plan: TimePlan, today: date, pace: Pace) -> None:
    """Backwards from the day before the first, some step would have to be before today."""
    net = _net(plan, today)
    goal = plan.steps[-1].id
    first = net.earliest(pace)[goal]
    if first > today:
        latest = net.latest(goal, first - DAY, pace)
        assert any(day < today for day in latest.values())
    assert all(day >= today for day in net.latest(goal, first, pace).values())


@FEW
@given(plan=plans(), today=TODAYS, pace=st.sampled_from(Pace))
def test_no_first_day_breaks_a_demand(plan: TimePlan, today: date, pace: Pace) -> None:
    """Every lag is over, every working day is one, nothing lies in the past."""
    net = _net(plan, today)
    days = net.earliest(pace)
    for step in plan.steps:
        assert days[step.id] >= today
        assert is_workday(days[step.id]) or not step.workday
        assert all(net.over(lag, days[lag.step], pace) <= days[step.id] for lag in step.after)


@FEW
@given(plan=plans(), today=TODAYS)
def test_being_quick_is_never_later(plan: TimePlan, today: date) -> None:
    """The quick pace bounds the safe one from below."""
    net = _net(plan, today)
    safe, quick = net.earliest(Pace.SAFE), net.earliest(Pace.QUICK)
    assert all(quick[name] <= safe[name] for name in safe)


@FEW
@given(plan=plans(), today=TODAYS, later=st.integers(0, 200))
def test_waiting_never_helps(plan: TimePlan, today: date, later: int) -> None:
    """Who begins later is not done sooner."""
    goal = plan.steps[-1].id
    first = _net(plan, today).earliest(Pace.SAFE)[goal]
    assert first <= _net(plan, today + timedelta(days=later)).earliest(Pace.SAFE)[goal]


@FEW
@given(plan=plans(), today=TODAYS)
def test_without_freezes_nothing_takes_longer(plan: TimePlan, today: date) -> None:
    """What a freeze costs is never less than nothing."""
    net = _net(plan, today)
    goal = plan.steps[-1].id
    assert net.frozen_never().earliest(Pace.SAFE)[goal] <= net.earliest(Pace.SAFE)[goal]
