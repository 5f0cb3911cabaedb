"""Verdicts: three-valued, with reasons, with promises kept apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Flow
from wizard.rules import Outcome, assess, consequences

TODAY = date(2026, 11, 22)

TASKS = """
- id: t
  title: Del
  source: S0
  questions:
    - {id: company, type: yesno, label: Bolag}
    - {id: owner, type: text, label: Ägare, when: company}
    - {id: width, type: measure, unit: m, label: Bredd, unknown: true}
    - {id: paper, type: text, label: Papper, later: paper}
    - {id: later.wanted, type: yesno, label: Senare, optional: true}
    - id: later.items
      type: table
      label: Senare
      when: later.wanted
      columns:
        - {id: item, type: choice, options: things, label: Vad}
        - {id: reason, type: text, label: Skäl}
        - {id: date, type: date, label: När}
  rules:
    - {id: wide, level: blocker, later: room, needs: width >= 0.8, text: Bred nog., fix: Bredda., source: S0}
    - {id: company.rule, level: warning, when: company, needs: width >= 2, text: Bolag breda., source: S0}
    - {id: tip, level: info, needs: not company, text: Tips., source: S0}
"""
LISTS = """
lists:
  things: {source: S0, options: [{id: paper, label: Papperet}, {id: room, label: Rummet}]}
"""


@pytest.fixture
def start(make_content: Callable[..., Content]) -> Interview:
    content = make_content(TASKS, lists=LISTS)
    file = content.area_files["prov"].document.file
    path = content.root / file
    later = "    later: {table: later.items, item: item, reason: reason, date: date}\n"
    path.write_text(
        path.read_text("utf-8").replace("    title: Ansökan\n", "    title: Ansökan\n" + later), "utf-8"
    )
    from wizard.flow.content import load  # noqa: PLC0415  once more, with `later`

    return Interview.start(load(content.root).flow("prov", "application"), TODAY)


def outcomes(interview: Interview) -> dict[str, str]:
    return {v.rule.id: v.outcome.value for v in assess(interview).verdicts}


def test_what_is_not_known_is_undecided_and_says_what_it_waits_for(start: Interview) -> None:
    """No answer is neither yes nor no."""
    verdict = assess(start).verdict("wide")

    assert verdict is not None
    assert (Outcome.UNDECIDED, ("width",)) == (verdict.outcome, verdict.waiting_for)
    assert verdict.is_blocking


@pytest.mark.parametrize(
    ("company", "width", "expected"),
    [
        ("yes", 0.7, {"wide": "not_met", "company.rule": "not_met", "tip": "not_met"}),
        ("yes", 2, {"wide": "met", "company.rule": "met", "tip": "not_met"}),
        ("no", 0.9, {"wide": "met", "company.rule": "not_concerned", "tip": "met"}),
        ("yes", "?", {"wide": "undecided", "company.rule": "undecided", "tip": "not_met"}),
    ],
)
def test_outcomes(start: Interview, company: str, width: object, expected: dict[str, str]) -> None:
    """Each outcome in its case; "I do not know" is undecided."""
    assert expected == outcomes(start.answer("company", company).answer("width", width))


def test_a_rule_that_holds_anyway_is_met_though_it_may_not_concern(start: Interview) -> None:
    """Whether a company or not, a width of two metres is enough."""
    assert "met" == outcomes(start.answer("width", 2))["company.rule"]
    assert "undecided" == outcomes(start.answer("width", 1))["company.rule"]


def test_missing_answers_are_named_with_row_and_column(start: Interview) -> None:
    """What has to be answered on the route, and nothing else."""
    interview = start.answer("later.wanted", "yes").answer("later.items", [{"item": "room"}])

    assert ["company", "width", "paper", "later.items[1].reason", "later.items[1].date"] == [
        m.address for m in assess(interview).missing
    ]


def test_a_promise_needs_reason_and_date_and_then_stands_in_for_the_thing(start: Interview) -> None:
    """Conditional approval keeps a blocker from blocking and a question from being missing; it meets nothing."""
    interview = start.answer("company", "no").answer("width", 0.7).answer("later.wanted", "yes")
    rows = [
        {"item": "room", "reason": "Bygget pågår", "date": "2027-02-01"},
        {"item": "paper", "reason": "Väntar", "date": "2027-01-15"},
    ]
    half = assess(interview.answer("later.items", [{"item": "room", "reason": "Bygget pågår"}]))
    whole = assess(interview.answer("later.items", rows))
    wide = whole.verdict("wide")

    assert not half.is_ready
    assert whole.is_ready
    assert wide is not None
    assert (Outcome.NOT_MET, date(2027, 2, 1)) == (wide.outcome, wide.promise.day if wide.promise else None)
    assert wide in whole.remarks


def test_a_warning_does_not_block(start: Interview) -> None:
    """Ready means nothing missing, nothing faulty, no blocker."""
    interview = (
        start.answer("company", "yes").answer("owner", "Ägare AB").answer("width", 1).answer("paper", "x")
    )

    assert assess(interview).is_ready
    assert ["company.rule", "tip"] == [v.rule.id for v in assess(interview).remarks]


def test_consequences_name_what_falls_away_comes_and_turns(start: Interview) -> None:
    """Before a change is made, its effect is told."""
    interview = start.answer("company", "yes").answer("owner", "Ägare AB").answer("width", 1)
    change = consequences(interview, "company", "no")
    back = consequences(interview.answer("company", "no"), "company", "yes")

    assert ["owner"] == [q.id for q in change.fall_away]
    assert change.change_route
    assert {("company.rule", "not_met", "not_concerned"), ("tip", "not_met", "met")} == {
        (t.after.rule.id, t.before.value, t.after.outcome.value) for t in change.turns
    }
    assert ["owner"] == [q.id for q in back.come_back]
    assert not back.change_route


def test_the_shipped_sample_is_ready_with_one_warning(
    shipped: Content, physio: Flow, sample_path: Path
) -> None:
    """The sample is a complete application of a clinic with a glass wall to mark."""
    assessment = assess(read_answers_file(sample_path, shipped, TODAY).interview)

    assert assessment.is_ready
    assert ["premises.contrast"] == [v.rule.id for v in assessment.remarks]
    assert len(physio.rules) == len(assessment.verdicts)


def test_what_is_honestly_not_known_of_a_point_does_not_block(shipped: Content, sample_path: Path) -> None:
    """Whether a shortfall is mended in time is nothing to stop for while nobody knows of a shortfall."""
    interview = read_answers_file(sample_path, shipped, TODAY).interview.answer("premises.lighting", "?")

    assessment = assess(interview)
    in_time = assessment.verdict("premises.lighting.in_time")

    assert in_time is not None
    assert Outcome.UNDECIDED is in_time.outcome
    assert assessment.is_ready
    assert ["premises.contrast", "premises.lighting"] == [v.rule.id for v in assessment.remarks]


@pytest.mark.parametrize(
    ("question", "value", "rule", "outcome"),
    [
        ("mission.specialities", ["rheumatology"], "staffing.competence[rheumatology]", "not_met"),
        ("mission.specialities", [], "mission.some_speciality", "not_met"),
        ("unit.start_date", "2026-11-22", "unit.start_in_future", "not_met"),
        ("unit.start_date", "2027-05-16", "unit.start_feasible", "not_met"),
        ("unit.start_date", "2027-05-17", "unit.start_feasible", "met"),
        ("unit.municipality", "norrtalje", "unit.norrtalje", "not_met"),
        ("unit.landlord_agreement", "?", "unit.landlord", "undecided"),
        ("ivo.notified_on", "2027-04-24", "ivo.in_time[notified]", "met"),
        ("ivo.notified_on", "2027-04-25", "ivo.in_time[notified]", "not_met"),
        ("ivo.extract_date", "2026-08-21", "ivo.extract_age", "not_met"),
        ("premises.entrance_door", 0.79, "premises.entrance_door", "not_met"),
        ("premises.entrance_door", "?", "premises.entrance_door", "undecided"),
        ("premises.contrast.fix_by", "2027-05-25", "premises.contrast.in_time", "not_met"),
        ("premises.walkway.width", 1.2, "premises.walkway", "met"),
        ("premises.lift", 1.0, "premises.lift", "not_met"),
        ("exclusion.taxes", "yes", "exclusion.taxes_none", "not_met"),
        ("declaration.true", "no", "declaration.given", "not_met"),
        ("insurance.valid_to", "2027-05-23", "insurance.covers_start", "not_met"),
        ("digital.gvr", "?", "digital.reporting", "undecided"),
        ("medical_lead.same", "no", "medical_lead.knows_duties", "undecided"),
    ],
)
def test_one_changed_answer_turns_its_rule(
    shipped: Content, sample_path: Path, question: str, value: object, rule: str, outcome: str
) -> None:
    """The limits of the shipped rules, from both sides."""
    interview = read_answers_file(sample_path, shipped, TODAY).interview.answer(question, value)
    verdict = assess(interview).verdict(rule)

    assert verdict is not None
    assert outcome == verdict.outcome.value


VALUES = st.sampled_from(
    [
        "yes",
        "no",
        "?",
        "-",
        "",
        0.7,
        3,
        "2027-08-01",
        "aktiebolag",
        "not_yet",
        ["neurology"],
        [],
        [{"name": "A", "profession": "fysioterapeut"}],
        "x",
    ]
)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_judging_only_what_changed_gives_the_same_verdicts(shipped: Content, data: st.DataObject) -> None:
    """The short way and the long way agree, after any answers in any order."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    interview = Interview.start(flow, TODAY)
    short = assess(interview)
    for name in data.draw(
        st.lists(
            st.sampled_from([*flow.questions, "conditional.requested", "staff", "unit.start_date"]),
            max_size=12,
        )
    ):
        interview = interview.answer(name, data.draw(VALUES))
        short = assess(interview, short)

    assert assess(interview) == short
