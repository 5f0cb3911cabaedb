"""The shipped plan for an application, against the rules written out by hand and tried on every day.

The search below knows nothing of the room: it takes each day on which the application could be handed in, each on
which the work could be ordered, each for the notification and for the meeting, and keeps what the rules allow.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from tests.timeline.conftest import Planner
from tests.timeline.naive import DAY, days, is_red, months_later, unfrozen_days_later
from wizard.timeline import Outlook, Plan

YEAR = days(date(2026, 11, 1), date(2027, 10, 31))
LAST = date(2028, 12, 31)


def _workday_from(day: date) -> date:
    while is_red(day):
        day += DAY
    return day


@cache
def _ready(ordered: date) -> date:
    return _workday_from(unfrozen_days_later(ordered, 56))


@cache
def _start_after_decision(decided: date) -> date:
    """The first start if the decision came on that day: over all days of the next weeks for order and notification."""
    found = LAST
    for ordered in days(decided, decided + timedelta(days=10)):
        if not is_red(ordered):
            found = min(found, max(_ready(ordered), decided + timedelta(days=14)))
    return found


def _first_start(today: date) -> date:
    """The first start over all days on which one could apply and notify."""
    found = LAST
    for submitted in days(today, today + timedelta(days=20)):
        if is_red(submitted):
            continue
        decided = _workday_from(months_later(submitted, 4))
        found = min(found, max(_start_after_decision(decided), months_later(submitted, 1)))
    return found


@pytest.fixture(scope="module")
def first_plans(planned: Planner) -> dict[date, Plan]:
    """The plan made on each day of a year."""
    return {today: planned(today=today) for today in YEAR}


def test_the_earliest_start_is_really_the_earliest(first_plans: dict[date, Plan]) -> None:
    """On every day of a year."""
    wrong = {
        today: plan.earliest for today, plan in first_plans.items() if plan.earliest != _first_start(today)
    }
    assert wrong == {}


def test_the_day_before_the_earliest_is_refused_and_the_day_itself_is_not(
    planned: Planner, first_plans: dict[date, Plan]
) -> None:
    """Said with the nearest day that works."""
    for today in YEAR[::9]:
        first = first_plans[today].earliest
        assert first is not None
        early = planned(today=today, wanted=first - DAY)
        assert early.outlook is Outlook.UNCERTAIN
        assert first in {alternative.day for alternative in early.conflicts[0].instead}
        assert planned(today=today, wanted=first).is_sound


def test_the_last_day_to_apply_is_really_the_last(planned: Planner) -> None:
    """For starts over a year: from that day the start holds, from the next working day it does not."""
    for wanted in days(date(2027, 8, 1), date(2028, 7, 31))[::5]:
        plan = planned(wanted=wanted)
        submit = plan.step("submit")
        assert submit is not None
        assert submit.latest is not None
        following = _workday_from(submit.latest + DAY)
        assert _first_start(submit.latest) <= wanted < _first_start(following), wanted


def test_no_plan_breaks_a_rule(planned: Planner) -> None:
    """Each day of each plan, against the rules written out by hand."""
    for today in YEAR[::11]:
        for ahead in (None, 200, 260, 340, 420):
            wanted = today + timedelta(days=ahead) if ahead else None
            plan = planned(today=today, wanted=wanted)
            at = {p.step.id: p.day for p in plan.steps if p.day is not None}
            assert at["submit"] >= today
            assert at["decision"] >= months_later(at["submit"], 4)
            assert at["contract"] >= at["decision"]
            assert at["order"] >= max(at["contract"], at["ivo"])
            assert at["it"] >= unfrozen_days_later(at["order"], 56)
            assert at["start"] >= max(at["it"], months_later(at["ivo"], 1))
            assert at["meeting"] <= at["start"] - timedelta(days=14)
            assert months_later(at["papers"], 3) >= at["submit"] >= at["papers"]
            assert [name for name in at if name != "start" and is_red(at[name])] == []
