"""Whose a case is: the questions that tell it stand in the content, and a name that nobody asks for is told."""

from __future__ import annotations

from textwrap import dedent

from tests.conftest import Maker
from wizard.flow.content import Content
from wizard.flow.model import Flow

TASKS = """
- id: us
  title: Om er
  source: S0
  questions:
    - {id: applicant.name, type: text, label: Namn, ask: Vad heter ni?}
    - {id: staff, type: table, label: Personal, ask: Vilka?, columns: [{id: name, type: text, label: Namn, ask: Namn?}]}
"""


def told(content: Content) -> list[tuple[int, str]]:
    """(line, name) of each fault in the file."""
    assert content.problems == []
    return [
        (p.place.line, str(dict(p.what.params)["name"]))
        for p in content.all_problems()
        if p.place.file == "flows/case.yaml" and p.code == "unknown-name"
    ]


def test_names_that_no_errand_asks_are_told_with_their_places(make_content: Maker) -> None:
    """In each role; people who work there stand in a table; the first word of names will do for the provider's."""
    case = dedent("""\
        shown: [applicant.name, unit.name]
        same: [applicant.orgnr]
        applicant: [applicant.nam]
        staff: [staff, applicant.name]
        provider: [applicant, staff, applicant.name, appli, staf]
        """)
    found = told(make_content(TASKS, case=case))
    assert [
        (1, "unit.name"),
        (2, "applicant.orgnr"),
        (3, "applicant.nam"),
        (4, "applicant.name"),
        (5, "appli"),
        (5, "staf"),
    ] == found


def test_a_name_is_suggested(make_content: Maker) -> None:
    """The nearest that is asked."""
    (problem,) = (
        p
        for p in make_content(TASKS, case="applicant: [applicant.nam]").all_problems()
        if p.place.file == "flows/case.yaml"
    )
    assert "applicant.name" in str(problem.fix and problem.fix.params)


def test_the_providers_answers_are_told_by_name_or_by_first_word(make_content: Maker) -> None:
    """`applicant` stands for all of its questions, and for nothing that only begins alike."""
    case = make_content(TASKS, case="provider: [applicant, contact.name]").case
    names = ("applicant", "applicant.name", "contact.name", "contact.phone", "applicants.name", "unit.name")
    assert [True, True, True, False, False, False] == [case.is_providers(name) for name in names]


def test_content_without_the_file_says_nothing_of_cases(make_content: Maker) -> None:
    """And has no fault for it."""
    content = make_content(TASKS)
    assert ((), (), (), (), frozenset()) == (
        content.case.shown,
        content.case.same,
        content.case.applicant,
        content.case.staff,
        content.case.provider,
    )
    assert [] == [p for p in content.all_problems() if "case" in p.place.file]


def test_every_flow_knows_it(shipped: Content, physio: Flow) -> None:
    """Whoever has the flow need not ask the content."""
    assert shipped.case is physio.case
    assert "applicant.name" == physio.case.applicant[0]
