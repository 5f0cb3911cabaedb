"""Tables within the rows of tables: answered, looked at from both sides of the row, lacking, proved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from wizard.flow.content import Content
from wizard.flow.explain import in_words
from wizard.flow.interview import Interview, State
from wizard.flow.model import Flow
from wizard.i18n import Translator
from wizard.rules import assess

Maker = Callable[..., Content]
TODAY = date(2026, 11, 22)

TASKS = """
- id: t
  title: Del
  source: S0 § X
  questions:
    - {id: strict, type: yesno, label: Strängt}
    - id: staff
      type: table
      label: Personal
      row_label: name
      columns:
        - {id: name, type: text, label: Namn}
        - {id: role, type: choice, label: Roll, options: [{id: leg, label: Legitimerad}, {id: other, label: Annan}]}
        - id: courses
          type: table
          label: Kurser
          min: 1
          when: row.role == 'leg'
          columns:
            - {id: title, type: text, label: Kurs}
            - {id: hours, type: integer, min: 0, label: Timmar}
            - {id: proof, type: yesno, label: Intyg, when: row.hours >= 8 and strict}
            - {id: note, type: text, label: Not, optional: true, when: outer.name == 'Bo'}
  rules:
    - id: enough
      level: blocker
      needs: all(sum(c.hours for c in s.courses) >= 16 for s in staff if s.role == 'leg')
      text: Kurserna räcker.
      source: S0 § X
    - id: counted
      level: info
      needs: any(count(s.courses) >= 2 for s in staff)
      text: Någon har gått två kurser.
      source: S0 § X
"""


@pytest.fixture
def flow(make_flow: Callable[..., Flow]) -> Flow:
    """A flow with a table in a table."""
    return make_flow(TASKS)


def course(title: str = "A", hours: int = 8, **more: Any) -> dict[str, Any]:
    return {"title": title, "hours": hours, **more}


def start(flow: Flow, *staff: dict[str, Any], **answers: Any) -> Interview:
    return Interview.start(flow, TODAY, {"staff": list(staff), **answers})


def stored(interview: Interview) -> Any:
    return interview.stored["staff"]


def outcomes(interview: Interview) -> dict[str, str]:
    return {v.rule.id: v.outcome.value for v in assess(interview).verdicts}


def test_rows_within_rows_have_lasting_names_and_are_exported_without(flow: Flow) -> None:
    """Each level has names of its own; files hold none."""
    given = [{"name": "Bo", "role": "leg", "courses": [course("A"), course("B", 4, note="x")]}]
    interview = start(flow, *given, strict="no")

    (row,) = stored(interview)
    assert ["r1", "r2"] == [inner["_row"] for inner in row["courses"]]
    assert given == interview.answers()["staff"]
    again = Interview.start(flow, TODAY, interview.stored)
    assert again.stored == interview.stored


@pytest.mark.parametrize(
    ("strict", "name", "hours", "asked"),
    [
        ("yes", "Bo", 8, ["title", "hours", "proof", "note"]),
        ("yes", "Bo", 7, ["title", "hours", "note"]),
        ("no", "Bo", 8, ["title", "hours", "note"]),
        ("yes", "Eva", 8, ["title", "hours", "proof"]),
    ],
)
def test_what_is_asked_in_an_inner_row_depends_on_all_around_it(
    flow: Flow, strict: str, name: str, hours: int, asked: list[str]
) -> None:
    """Its own cells, the row it stands in, and the other answers."""
    interview = start(flow, {"name": name, "role": "leg", "courses": [course(hours=hours)]}, strict=strict)
    staff = flow.questions["staff"]
    courses = staff.column("courses")
    assert courses is not None

    (row,) = stored(interview)
    (inner,) = row["courses"]
    assert asked == [c.id for c in interview.asked_columns(courses, inner, (staff, row))]


@pytest.mark.parametrize(
    ("courses", "expected"),
    [
        ([course(hours=8), course(hours=8)], {"enough": "met", "counted": "met"}),
        ([course(hours=8), course(hours=7)], {"enough": "not_met", "counted": "met"}),
        ([course(hours=16)], {"enough": "met", "counted": "not_met"}),
        ([course(hours=16), {"title": "B"}], {"enough": "met", "counted": "met"}),
        ([course(hours=8), {"title": "B"}], {"enough": "undecided", "counted": "met"}),
    ],
)
def test_rules_look_into_rows_within_rows(
    flow: Flow, courses: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    """Three-valued on both levels."""
    interview = start(flow, {"name": "Bo", "role": "leg", "courses": courses})

    assert expected == outcomes(interview)


def test_an_inner_table_that_is_not_asked_counts_for_nothing(flow: Flow) -> None:
    """What falls off the route is kept and comes back."""
    row = {"name": "Bo", "role": "leg", "courses": [course(), course()]}
    before = start(flow, row)
    off = before.answer("staff", [{**row, "role": "other"}])
    back = off.answer("staff", [row])

    assert {"enough": "met", "counted": "undecided"} == outcomes(off)
    assert [{"name": "Bo", "role": "other"}] == off.answers()["staff"]
    assert outcomes(before) == outcomes(back)


def test_what_is_missing_is_named_to_the_inner_cell(flow: Flow) -> None:
    """As an address, in words, and as what a rule waits for."""
    rows: list[dict[str, Any]] = [
        {"name": "Eva", "role": "other"},
        {"name": "Bo", "role": "leg", "courses": [course(), {"title": "B"}]},
        {"name": "Per", "role": "leg", "courses": []},
    ]
    interview = start(flow, *rows, strict="yes")
    assessment = assess(interview)

    assert State.INCOMPLETE is interview.state(flow.questions["staff"])
    assert ["staff[2].courses[1].proof", "staff[2].courses[2].hours", "staff[3].courses"] == [
        m.address for m in assessment.missing
    ]
    assert "Personal, rad 2: Kurser, rad 2: Timmar" == Translator.of("sv")(assessment.missing[1].label)
    enough = assessment.verdict("enough")
    assert enough is not None
    assert "not_met" == enough.outcome.value
    two = assess(start(flow, rows[1], strict="no")).verdict("enough")
    assert two is not None
    assert ("staff[r1].courses[r2].hours",) == two.waiting_for


@pytest.mark.parametrize(
    ("courses", "address"),
    [
        ([{"title": "A", "hours": "många"}], "staff[1].courses[1].hours"),
        ([course(), {"titel": "B"}], "staff[1].courses[2].titel"),
        ("x", "staff[1].courses"),
        (["x"], "staff[1].courses[1]"),
    ],
)
def test_a_fault_is_told_at_the_inner_cell(flow: Flow, courses: Any, address: str) -> None:
    """And the answer is kept as it came."""
    interview = start(flow, {"name": "Bo", "role": "leg", "courses": courses})

    assert [address] == [fault.address for fault in interview.faults()]
    assert courses == stored(interview)[0]["courses"]


def test_reordering_keeps_the_names_of_both_levels(flow: Flow) -> None:
    """Deleting and moving confuse nothing."""
    interview = start(
        flow,
        {"name": "Bo", "role": "leg", "courses": [course("A"), course("B")]},
        {"name": "Eva", "role": "leg", "courses": [course("C")]},
    )
    first, second = stored(interview)
    swapped = interview.answer("staff", [second, {**first, "courses": [first["courses"][1]]}])

    rows = stored(swapped)
    assert ["r2", "r1"] == [row["_row"] for row in rows]
    assert ["r2"] == [inner["_row"] for inner in rows[1]["courses"]]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_conditions_on_inner_rows_are_told_in_words(flow: Flow, language: str) -> None:
    """Tables and columns by their labels."""
    words = Translator.of(language)(in_words(flow, flow.rules[0].needs.expr))

    assert "Timmar" in words
    assert "Kurser" in words
    assert "c.hours" not in words


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("{id: deep, type: table, label: D, columns: [{id: x, type: text, label: X}]}", "shape"),
        ("{id: x, type: text, label: X, when: outer.nam == 'Bo'}", "unknown-name"),
        ("{id: x, type: text, label: X, when: row.role == 'leg'}", "unknown-name"),
    ],
)
def test_faults_in_inner_columns_are_told(make_content: Maker, more: str, code: str) -> None:
    """No deeper than once; the inner row and the outer row are not mixed up."""
    line = "            - {id: title, type: text, label: Kurs}\n"
    content = make_content(TASKS.replace(line, f"{line}            - {more}\n"))

    assert [code] == [p.code for p in content.all_problems()]


@pytest.mark.parametrize(
    ("needs", "code"),
    [
        (
            "all(all(c.hours < 0 for c in s.courses) for s in staff if s.role == 'leg' and count(s.courses) >= 1)",
            "",
        ),
        ("any(any(c.hours < 0 for c in s.courses) for s in staff)", "never-met"),
        ("all(all(c.hours >= 0 for c in s.courses if c.hours >= 0) for s in staff)", "never-failed"),
        ("any(any(c.proof for c in s.courses if c.hours < 8) for s in staff)", "never-met"),
        ("any(any(c.note == 'x' for c in s.courses) for s in staff if s.name == 'Bo')", ""),
        ("any(any(c.note == 'x' for c in s.courses) for s in staff if s.name == 'Eva')", "never-met"),
    ],
)
def test_rules_on_inner_rows_are_proved(make_content: Maker, needs: str, code: str) -> None:
    """The solver knows both rows, and what is asked in each."""
    pytest.importorskip("z3", reason="the proofs need z3-solver (extra `proofs`)")
    from wizard.flow.prove.proofs import Prover  # noqa: PLC0415  as said

    rule = f'    - {{id: r, level: info, needs: "{needs}", text: T., source: S0 § X}}\n'
    flow = make_content(TASKS.rstrip() + "\n" + rule).flow("prov", "application")
    found = [p for p in Prover(flow, TODAY).problems() if "r" == dict(p.what.params).get("rule")]

    told = {p.code for p in found} & {"never-met", "never-failed", "never-decided"}
    assert told == ({code} if code else set())
