"""The shipped timetable, and a short way to a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.conftest import TODAY
from wizard.flow.content import Content
from wizard.timeline import Facts, Plan, make_plan

Planner = Callable[..., Plan]


@pytest.fixture(scope="session")
def planned(shipped: Content) -> Planner:
    """Plan an errand of the shipped content."""

    def plan(
        kind: str = "application",
        *,
        area: str = "specialiserad-fysioterapi",
        today: date = TODAY,
        wanted: date | None = None,
        days: dict[str, date] | None = None,
    ) -> Plan:
        past = frozenset(name for name, day in (days or {}).items() if day <= today)
        facts = Facts(today, days=days or {}, done=past, wanted=wanted)
        return make_plan(shipped.timetable, shipped.areas[area], kind, facts)

    return plan
