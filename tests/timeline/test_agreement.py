"""Plan and rules speak of the same dates: what the plan calls safe, no rule may find too early."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.timeline.naive import days
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.rules import Outcome, assess
from wizard.timeline import Outlook, plan_of

ERRANDS = [
    (
        "answers.yaml",
        "unit.start_date",
        ["unit.start_feasible", "ivo.in_time[notified]", "unit.start_in_future"],
    ),
    ("change/answers.yaml", "change.date", ["change.in_time[planned]"]),
    ("termination/answers.yaml", "termination.last_day", ["termination.in_time[six]"]),
]


@pytest.mark.parametrize(("file", "question", "rules"), ERRANDS)
def test_a_safe_day_breaks_no_rule(
    shipped: Content, sample_path: Path, file: str, question: str, rules: list[str]
) -> None:
    """Over a year of wanted days; and the rules do refuse some of the days that the plan refuses."""
    sample = read_answers_file(sample_path.parent / file, shipped, TODAY).interview
    refused = 0
    for wanted in days(TODAY, TODAY + timedelta(days=365))[::11]:
        interview = sample.answer(question, wanted.isoformat())
        verdicts = [assess(interview).verdict(rule) for rule in rules]
        assert None not in verdicts
        broken = [v for v in verdicts if v is not None and v.outcome is Outcome.NOT_MET]
        refused += bool(broken)
        if plan_of(shipped.timetable, interview).outlook is Outlook.SAFE:
            assert [] == broken, wanted
    assert refused > 0


def test_the_rules_of_the_start_and_the_plan_count_alike_without_a_freeze(
    shipped: Content, sample_path: Path
) -> None:
    """Between the freezes they differ by working days at most."""
    sample = read_answers_file(sample_path, shipped, TODAY).interview
    plan = plan_of(shipped.timetable, sample)
    assert plan.earliest is not None

    def is_feasible(interview: Interview) -> bool:
        verdict = assess(interview).verdict("unit.start_feasible")
        return verdict is not None and verdict.outcome is Outcome.MET

    first = next(
        day
        for day in days(TODAY, date(2027, 12, 31))
        if is_feasible(sample.answer("unit.start_date", day.isoformat()))
    )
    assert timedelta() <= plan.earliest - first <= timedelta(days=4)
