"""Several facts in one breath: card, letter, list and sentence; and what is not taken."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assistant.corpus import TODAY
from wizard.assistant.facts.finding import find_facts
from wizard.assistant.facts.more import holds_more
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.values.base import Context

GIVEN = {"applicant.legal_form": "aktiebolag", "applicant.under_formation": "no"}


def facts(shipped: Content, at: str, text: str) -> dict[str, Any]:
    """What is found where `at` is asked."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    interview = Interview.start(flow, TODAY, GIVEN)
    found = find_facts(interview, flow.questions[at], text, Context(TODAY))
    return {fact.question.id.partition(".")[2]: fact.value for fact in found.facts}


CARD = {"street": "Storgatan 8", "postcode": "113 30", "city": "Stockholm", "phone": "+46846500413"}


@pytest.mark.parametrize(
    "text",
    [
        "Storgatan 8, 113 30 Stockholm, tel 08-465 004 13",
        "Storgatan 8\n113 30 Stockholm\nTelefon: 08-465 004 13",
        "- Storgatan 8\n- 113 30 Stockholm\n- 08-465 004 13",
        "Hej!\nStorgatan 8; 113 30 Stockholm; 08-465 004 13\nMvh\nAnna Ek",
        "Storgatan 8 | 113 30 Stockholm | 08-465 004 13",
    ],
)
def test_a_card_in_many_shapes(shipped: Content, text: str) -> None:
    """Commas, lines, bullets and bars part the same facts."""
    assert facts(shipped, "applicant.street", text) == CARD


@pytest.mark.parametrize(
    ("at", "text", "found"),
    [
        (
            "premises.corridor",
            "korridoren är 1,4 m och vändytan 1,6 m",
            {"corridor": 1.4, "corridor.turning": 1.6},
        ),
        ("premises.rwc", "2,2 m brett och 2,3 m djupt", {"rwc": 2.2, "rwc.depth": 2.3}),
        (
            "signatory.name",
            "Anna Ek, verkställande direktör, ensam",
            {"name": "Anna Ek", "title": "verkställande direktör", "mode": "alone"},
        ),
        ("medical_lead.same", "nej förresten, det är Omar Haddad", {"same": "no", "name": "Omar Haddad"}),
        (
            "applicant.name",
            "Företag: Rehab Nord AB\nOrg.nr: 559987-6546",
            {"name": "Rehab Nord AB", "orgnr": "559987-6546"},
        ),
    ],
)
def test_each_fact_finds_its_question(shipped: Content, at: str, text: str, found: dict[str, Any]) -> None:
    """By its label, its dimension, its role, or because it is asked next; no figure is cut at its comma."""
    assert facts(shipped, at, text) == found


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("applicant.phone", "08-465 004 13 eller 08-465 004 14"),
        ("applicant.street", "Storgatan 8, eller kanske Kungsgatan 3"),
        ("unit.start_date", "1 mars 2027, om allt går bra"),
        ("contact.same", "ja, om hon hinner, annars Omar Haddad"),
    ],
)
def test_what_is_in_doubt_is_not_taken(shipped: Content, at: str, text: str) -> None:
    """Alternatives and conditions mean asking."""
    assert facts(shipped, at, text) == {}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Folksam, försäkringsnummer F-77120", True),
        ("Folksam, gäller till 2027-12-31", True),
        ("Folksam", False),
        ("Länsförsäkringar, Stockholm", False),
    ],
)
def test_a_text_that_holds_more_is_asked_about(shipped: Content, text: str, *, more: bool) -> None:
    """A name with a number, a day or a clause behind it is no name."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    interview = Interview.start(flow, TODAY, GIVEN)
    assert holds_more(interview, flow.questions["insurance.insurer"], text, Context(TODAY)) is more
