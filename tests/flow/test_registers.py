"""What registers' facts mean: which question each belongs to, what counts as the same, and mistakes told with place."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Maker
from wizard.flow.citing import citations
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Flow
from wizard.flow.registers import compared
from wizard.values.base import Context, Value

TODAY = date(2026, 11, 22)
CTX = Context(TODAY)
FACTS = {
    "name": "RÖRELSEKRAFT FYSIOTERAPI AB",
    "form": "AB",
    "street": "Sveavägen 59",
    "postcode": "11359",
    "city": "Stockholm",
}


def differing(shipped: Content, flow: Flow, facts: dict[str, str], **answers: Value) -> dict[str, Value]:
    """The questions whose answers are others than the register's facts, with the fact as an answer."""
    given = {name.replace("__", "."): value for name, value in answers.items()}
    interview = Interview.start(flow, TODAY, given)
    subject = shipped.registers[0].subjects[0]
    return {c.fill.question: c.theirs for c in compared(subject, facts, interview, CTX) if not c.is_same}


def test_every_fact_has_its_question(shipped: Content, physio: Flow) -> None:
    """As the question keeps it: the form as an option, the postcode with its space."""
    assert {
        "applicant.name": "RÖRELSEKRAFT FYSIOTERAPI AB",
        "applicant.legal_form": "aktiebolag",
        "applicant.street": "Sveavägen 59",
        "applicant.postcode": "113 59",
        "applicant.city": "Stockholm",
    } == differing(shipped, physio, FACTS)


def test_case_and_signs_are_no_difference_in_names_and_addresses(shipped: Content, physio: Flow) -> None:
    """But another word is, and another form."""
    same: dict[str, Value] = {
        "applicant__name": "Rörelsekraft  Fysioterapi, AB",
        "applicant__street": "SVEAVÄGEN 59",
        "applicant__legal_form": "aktiebolag",
        "applicant__postcode": "113 59",
        "applicant__city": "STOCKHOLM",
    }
    assert {} == differing(shipped, physio, FACTS, **same)
    other = {**same, "applicant__name": "Rörelsekraft AB", "applicant__legal_form": "handelsbolag"}
    assert {"applicant.name", "applicant.legal_form"} == set(differing(shipped, physio, FACTS, **other))


def test_a_form_nobody_listed_is_another_form(shipped: Content, physio: Flow) -> None:
    """And a fact that the question refuses is passed over."""
    told = differing(shipped, physio, {"form": "BRF", "postcode": "hej", "name": " "})
    assert {"applicant.legal_form": "annan"} == told


def test_who_has_a_number_is_found_in_the_answers(shipped: Content, physio: Flow) -> None:
    """Not where it is not known."""
    register = shipped.registers[0]
    for answers, wanted in (
        (
            {
                "applicant.orgnr": "556592-9717",
                "applicant.legal_form": "aktiebolag",
                "applicant.under_formation": "no",
            },
            ["556592-9717"],
        ),
        ({}, []),
    ):
        found = register.subjects_in(Interview.start(physio, TODAY, answers))
        assert wanted == [number for _, number in found]
    assert register.subject("applicant.orgnr") is not None
    assert register.subject("applicant.name") is None


REGISTERS = """
registers:
  - id: r
    title: Registret
    source: S0
    subjects:
      - number: who.number
        title: Den som söker
        fills: [{fact: form, question: who.form, options: {AB: ab}, other: annan, text: Formen stämmer., fix: Rätta., source: S9}]
    standings:
      - {id: gone, codes: [KK], level: warning, text: Inget pågår., source: S0}
      - {id: gone, codes: [KK, LI], level: warning, text: Inget pågår., source: S0}
    unlisted: {level: warning, text: Inget annat., source: S0}
    silent: {level: warning, text: Svar., source: S0}
"""


def test_mistakes_of_a_keeper_are_told_with_their_places(make_content: Maker) -> None:
    """An unknown question, option or source; something there twice."""
    tasks = """
    - id: us
      title: Om er
      source: S0
      questions:
        - {id: who.form, type: choice, label: Form, ask: Vilken form?, options: [{id: ab, label: AB}]}
    """
    content = make_content(tasks, registers=REGISTERS)
    told = {
        (p.place.file, p.code, str(p.what.params))
        for p in content.all_problems()
        if "registers" in p.place.file
    }

    assert {"unknown-name", "unknown-source", "duplicate-id"} == {code for _, code, _ in told}
    named = " ".join(words for _, _, words in told)
    assert all(word in named for word in ("who.number", "annan", "S9", "gone", "KK"))


def test_content_without_registers_has_none(make_content: Maker) -> None:
    """As every folder of before."""
    assert () == make_content("").registers


def test_all_that_rests_on_a_source_is_found(shipped: Content) -> None:
    """With the section, and what cites it; in every file."""
    cited = citations(shipped)
    by_place = {(c.place.file, c.what): c for c in cited["V4"]}

    assert "Byte av juridisk form" == by_place["flows/parts/applicant.yaml", "applicant.legal_form"].section
    assert {"flows/timeline.yaml", "flows/registers.yaml"} <= {
        c.place.file for one in cited.values() for c in one
    }
    assert all(c.place.line for one in cited.values() for c in one)


@pytest.mark.parametrize("source", ["S0", "S1", "S2", "S3", "S4"])
def test_the_pages_lov_was_made_after_are_watched(shipped: Content, source: str) -> None:
    """Also those whose address nobody has found: that is told, not forgotten."""
    assert shipped.sources[source].is_watched
