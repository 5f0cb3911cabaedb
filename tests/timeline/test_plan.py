"""Plans of the shipped content: what they say on given days, what stands in the way, and what answers change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.timeline.conftest import Planner
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.model import Certainty
from wizard.timeline import NoPlanError, Outlook, Plan, State, facts_of, make_plan, no_facts

AUGUST = date(2027, 8, 20)


def _day(plan: Plan, step: str) -> str:
    planned = plan.step(step)
    assert planned is not None
    assert planned.day is not None
    return planned.day.isoformat()


def _from_answers(shipped: Content, path: Path, today: date = TODAY) -> Plan:
    interview = read_answers_file(path, shipped, today).interview
    outline = shipped.timetable.plan(interview.flow.kind)
    assert outline is not None
    return make_plan(
        shipped.timetable, interview.flow.area, interview.flow.kind, facts_of(outline, interview)
    )


# The application -----------------------------------------------------------------------------------------


def test_a_start_in_august_is_reckoned_back_over_the_summer_freeze(planned: Planner) -> None:
    """The work on the IT systems stands still for 62 days, so everything before it comes two months sooner."""
    plan = planned(wanted=AUGUST)

    assert plan.outlook is Outlook.SAFE
    assert plan.is_sound
    assert {
        "submit": "2026-12-23",  # 23 April less four months; the 24th to the 27th are no working days
        "decision": "2027-04-23",
        "order": "2027-04-23",
        "meeting": "2027-08-06",
        "start": "2027-08-20",
    } == {name: _day(plan, name) for name in ("submit", "decision", "order", "meeting", "start")}
    (cost,) = plan.costs
    assert ("order", "it", 62) == (cost.before.id, cost.step.id, cost.pause.days)
    assert (date(2027, 4, 23), date(2027, 6, 24)) == (cost.day, cost.day_without)
    assert {"S4"} == {ref.source.id for ref in cost.pause.freeze.sources}
    assert {Certainty.INFERRED} == {ref.certainty for ref in cost.pause.freeze.sources}


def test_a_meeting_in_the_freeze_is_noted_and_not_refused(planned: Planner) -> None:
    """Two weeks before 20 August nobody mends anything in the systems."""
    notes = [n for n in planned(wanted=AUGUST).notes if n.code == "in-freeze"]

    assert 1 == len(notes)
    assert "2027-08-06" in str(notes[0].text)


def test_a_start_in_the_freeze_names_the_days_around_it(planned: Planner) -> None:
    """It can be done, but the nearest days outside are told."""
    plan = planned(wanted=date(2027, 7, 1))

    (note,) = [n for n in plan.notes if n.code == "in-freeze" and n.instead]
    assert [date(2027, 6, 14), date(2027, 8, 16)] == [a.day for a in note.instead]


def test_every_step_and_every_reason_has_a_source(shipped: Content, planned: Planner) -> None:
    """Nothing is claimed without one."""
    for plan in (planned(p.kind, area="huslakarverksamhet") for p in shipped.timetable.plans):
        for one in plan.steps:
            assert one.step.sources, one.step.id
            assert all(reason.sources for reason in one.reasons), one.step.id


def test_too_early_is_told_with_the_way_there_and_the_nearest_days(planned: Planner) -> None:
    """January cannot be reached at all; the first possible and the first safe day are named."""
    plan = planned(wanted=date(2027, 1, 20))

    assert plan.outlook is Outlook.IMPOSSIBLE
    (conflict,) = plan.conflicts
    assert "cannot be reached" in str(conflict.text)
    assert [date(2027, 1, 27), date(2027, 5, 18)] == [a.day for a in conflict.instead]
    assert 4 == len(conflict.because)  # application, decision, IT systems, start
    assert all(sources for _, sources in conflict.because)
    assert "2027-05-18" == _day(plan, "start")  # the plan that is shown holds


def test_neither_impossible_nor_safe_is_uncertain(planned: Planner) -> None:
    """It needs the region to be faster than it has promised; the day missed is named."""
    plan = planned(wanted=date(2027, 5, 1))

    assert plan.outlook is Outlook.UNCERTAIN
    assert [date(2027, 5, 18), date(2026, 11, 5)] == [a.day for a in plan.conflicts[0].instead]


def test_an_application_handed_in_long_ago_counts_from_its_own_day(planned: Planner) -> None:
    """Four months from 1 October, not from today."""
    plan = planned(days={"submit": date(2026, 10, 1)})

    assert "2027-02-01" == _day(plan, "decision")
    assert State.DONE is plan.step("submit").state  # type: ignore[union-attr]


def test_two_given_days_too_close_to_each_other(planned: Planner) -> None:
    """A notification three weeks before the start: the rule, its source, and both ways out."""
    plan = planned(wanted=AUGUST, days={"ivo": date(2027, 7, 30)})

    close = [c for c in plan.conflicts if c.code == "too-close"]
    assert [[date(2027, 8, 30), date(2027, 7, 20)]] == [[a.day for a in c.instead] for c in close]
    assert {"L3", "I1"} == {ref.source.id for _, refs in close[0].because for ref in refs}


def test_a_booked_meeting_that_comes_too_soon(planned: Planner) -> None:
    """The meeting is about a contract; there can be none yet."""
    plan = planned(
        wanted=date(2027, 9, 20), days={"submit": TODAY, "ivo": TODAY, "meeting": date(2026, 11, 20)}
    )
    late = planned(
        "golive", wanted=date(2027, 9, 20), days={"contract": date(2027, 3, 1), "meeting": date(2027, 2, 1)}
    )

    assert "too-close" not in {c.code for c in plan.conflicts}
    assert "too-close" in {c.code for c in late.conflicts}


def test_a_meeting_a_week_before_will_do(planned: Planner) -> None:
    """The pages say about 14 days, and lov does not make a fault of ten."""
    ten = planned(wanted=AUGUST, days={"meeting": date(2027, 8, 10)})
    three = planned(wanted=AUGUST, days={"meeting": date(2027, 8, 17)})

    assert ten.is_sound
    assert ["too-close"] == [c.code for c in three.conflicts]


def test_dentists_have_no_freeze(shipped: Content) -> None:
    """Their systems are others."""
    area = shipped.areas["tandreglering"]
    if area.state.value in ("closed", "other_form"):
        pytest.fail("choose another dental area for this test")
    plan = make_plan(shipped.timetable, area, "application", no_facts(TODAY))

    assert () == plan.freezes


def test_a_closed_area_is_not_planned(shipped: Content) -> None:
    """The status is the answer."""
    with pytest.raises(NoPlanError, match="31 augusti 2025"):
        make_plan(
            shipped.timetable,
            shipped.areas["intensivtraning-rorelsenedsattning"],
            "application",
            no_facts(TODAY),
        )


@pytest.mark.parametrize("year", [1999, 2151, 9999])
def test_days_out_of_reach_are_refused(planned: Planner, year: int) -> None:
    """Rather than reckoned wrongly."""
    with pytest.raises(NoPlanError):
        planned(wanted=date(year, 1, 1))


# Other errands -------------------------------------------------------------------------------------------


def test_a_change_is_applied_for_three_months_ahead(planned: Planner) -> None:
    """And notified to IVO within a month, by the next working day where that is a Saturday."""
    plan = planned("change", wanted=date(2027, 4, 1))

    assert "2026-12-30" == _day(plan, "change_apply")  # 1 January is a holiday, and so is New Year's Eve
    assert "2027-05-03" == _day(plan, "change_ivo")  # 1 May 2027 is a Saturday


def test_six_months_of_notice_and_what_follows_the_last_day(planned: Planner) -> None:
    """The register within one month, the codes after three."""
    plan = planned("termination", days={"notice": date(2026, 11, 30)})

    assert "2027-05-30" == _day(plan, "last_day")
    assert "2027-06-30" == _day(plan, "closing_ivo")
    assert "2027-08-30" == _day(plan, "closing_codes")


@pytest.mark.parametrize(
    ("told", "last"),
    [
        ("2026-11-20", "2026-12-11"),  # three weeks on, a Friday
        ("2026-11-22", "2026-12-14"),  # a Sunday: the next working day
        ("2026-12-03", "2026-12-28"),  # Christmas Eve: over the holidays
        ("2027-03-05", "2027-03-30"),  # Good Friday: after Easter
        ("2027-06-04", "2027-06-28"),  # Midsummer's Eve
    ],
)
def test_three_weeks_for_a_correction(planned: Planner, told: str, last: str) -> None:
    """Lag (1930:173) 2 §: the next working day."""
    plan = planned("correction", today=date(2026, 11, 20), days={"refused": date.fromisoformat(told)})

    assert last == _day(plan, "correction")
    assert plan.is_sound


def test_freezes_are_told_where_they_matter(planned: Planner) -> None:
    """A court has none, and a notice period runs on."""
    assert [2, 2, 0, 0] == [
        len(planned(kind).freezes) for kind in ("application", "change", "termination", "correction")
    ]


def test_an_area_under_review_is_said_to_be(planned: Planner) -> None:
    """Whoever plans for months should know."""
    (note,) = [n for n in planned().notes if n.code == "status"]
    assert {"S0", "R1"} == {ref.source.id for ref in note.sources}
    assert [] == [n for n in planned("change").notes if n.code == "status"]


def test_a_last_day_that_is_over_is_told(planned: Planner) -> None:
    """Nothing can be done by yesterday."""
    plan = planned("correction", days={"refused": date(2026, 10, 1)})

    assert ["past"] == [c.code for c in plan.conflicts]


# What answers change -------------------------------------------------------------------------------------


@pytest.fixture
def changed(shipped: Content, sample_path: Path, tmp_path: Path) -> Path:
    """The shipped sample of a change, for new owners."""
    text = (sample_path.parent / "change/answers.yaml").read_text("utf-8")
    text = text.replace("change.kind: move", "change.kind: ownership")
    path = tmp_path / "answers.yaml"
    path.write_text(text[: text.index("attachments:")], "utf-8")
    return path


def test_the_plan_follows_the_draft(shipped: Content, sample_path: Path) -> None:
    """The start and the notification are those of the answers."""
    plan = _from_answers(shipped, sample_path)

    assert date(2027, 5, 24) == plan.wanted
    assert State.DONE is plan.step("ivo").state  # type: ignore[union-attr]
    assert "2026-10-05" == _day(plan, "ivo")


def test_new_owners_take_two_months_and_not_three(shipped: Content, changed: Path, sample_path: Path) -> None:
    """The kind of change decides which rule counts."""
    moved = _from_answers(shipped, sample_path.parent / "change/answers.yaml")
    owned = _from_answers(shipped, changed)

    assert ("2026-12-30", "2027-02-01") == (_day(moved, "change_apply"), _day(owned, "change_apply"))
    assert "V4" in {ref.source.id for note in owned.notes for ref in note.sources}


def test_what_the_answers_say_is_done_is_done(shipped: Content, sample_path: Path) -> None:
    """And so is what had to come before it; who answers for the rest is told."""
    plan = _from_answers(shipped, sample_path.parent / "golive/answers.yaml", date(2027, 4, 28))

    done = {p.step.id for p in plan.steps if p.state is State.DONE}
    assert {"contract", "ivo", "extract", "order"} <= done
    assert "Maria Håkansson" == plan.step("directory").owner  # type: ignore[union-attr]
    assert {p.step.id for p in plan.steps} - done >= {"cards", "meeting", "start"}


def test_a_notice_period_of_the_contract_takes_the_place_of_six_months(
    shipped: Content, sample_path: Path
) -> None:
    """Where the contract has another one, its own last day counts."""
    sample = read_answers_file(sample_path.parent / "termination/answers.yaml", shipped, TODAY).interview
    other = sample.answer("termination.notice", "other").answer("termination.notice_ends", "2027-02-28")
    outline = shipped.timetable.plan("termination")
    assert outline is not None
    facts = facts_of(outline, other.answer("termination.last_day", "2027-03-31"))
    plan = make_plan(shipped.timetable, sample.flow.area, "termination", facts)

    assert plan.is_sound
    assert date(2027, 2, 28) == plan.earliest
    assert "2027-04-30" == _day(plan, "closing_ivo")
