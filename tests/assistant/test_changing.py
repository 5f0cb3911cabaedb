"""Rows that stand, changed by words; the one meaning that a mere yes may take; words about a slip; facts that are kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assistant.corpus import TODAY
from wizard.assistant.facts.finding import find_facts
from wizard.assistant.proposing import the_one_meant
from wizard.assistant.regretting import after_regret, before_reason
from wizard.assistant.rows.changing import changed_rows
from wizard.assistant.rows.reading import rows_told
from wizard.assistant.understanding import understand_answer
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.values.base import Context

CTX = Context(TODAY, "sv")
STAFF: list[dict[str, Any]] = [
    {"name": "Anna Lindberg", "profession": "fysioterapeut", "fte": 1},
    {"name": "Omar Haddad", "profession": "fysioterapeut", "fte": 0.5},
]


def question(shipped: Content, name: str) -> Question:
    return shipped.flow("specialiserad-fysioterapi", "application").questions[name]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("nej, Anna jobbar 80 procent", None, {0: {"fte": 0.8}}),
        ("Omar ska vara på 75 %, inte halvtid", None, {1: {"fte": 0.75}}),
        ("Anna ska upp till 90 % och Omar ska stå på 25 %", None, {0: {"fte": 0.9}, 1: {"fte": 0.25}}),
        ("Omar är inte fysioterapeut utan naprapat", None, {1: {"profession": "naprapat"}}),
        ("nej, rad två är naprapat", None, {1: {"profession": "naprapat"}}),
        ("hon heter Anna Lindbergh", None, {0: {"name": "Anna Lindbergh"}}),
        ("nej, hon jobbar 60 %", 1, {1: {"fte": 0.6}}),
    ],
)
def test_cells_are_changed_in_the_row_that_is_meant(
    shipped: Content, text: str, at: int | None, expected: dict[int, dict[str, Any]]
) -> None:
    """By a name, a number, or because it is at hand; what is not said stays."""
    found = changed_rows(question(shipped, "staff"), STAFF, text, CTX, at=at)
    assert found is not None
    assert list(found.rows) == [{**row, **expected.get(place, {})} for place, row in enumerate(STAFF)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("ta bort Omar", ["Anna Lindberg"]),
        ("stryk första raden", ["Omar Haddad"]),
        ("Anna Lindberg har tackat nej", ["Omar Haddad"]),
        ("remove Omar Haddad", ["Anna Lindberg"]),
        ("jag glömde Eva Ståhl, naprapat, halvtid", ["Anna Lindberg", "Omar Haddad", "Eva Ståhl"]),
    ],
)
def test_rows_go_and_come(shipped: Content, text: str, left: list[str]) -> None:
    """One that is named goes; those that were forgotten come behind the others."""
    found = changed_rows(question(shipped, "staff"), STAFF, text, CTX)
    assert found is not None
    assert [row["name"] for row in found.rows] == left


@pytest.mark.parametrize(
    "text",
    [
        "ta bort",
        "ta bort Karin",
        "nej, Karin jobbar 80 %",
        "Anna kanske slutar?",
        "Anna är snäll",
        "rad nio är naprapat",
    ],
)
def test_what_is_not_surely_meant_changes_no_row(shipped: Content, text: str) -> None:
    """Nobody of that name, no cell, a question."""
    assert changed_rows(question(shipped, "staff"), STAFF, text, CTX) is None


def test_words_of_rows_that_were_left_out_are_told(shipped: Content) -> None:
    """A row is kept though a word of it belongs to no cell; a doubt is no such word."""
    staff = question(shipped, "staff")
    told = rows_told(staff, "Anna Ek, glad fysioterapeut, heltid", CTX)
    assert told == ([{"name": "Anna Ek", "profession": "fysioterapeut", "fte": 1}], ("glad",))
    assert rows_told(staff, "Anna Ek, kanske fysioterapeut, heltid", CTX) is None


@pytest.mark.parametrize(
    ("at", "text", "value"),
    [
        ("unit.shared", "ja, med en naprapat på eftermiddagarna", "yes"),
        ("unit.shared", "ja, fast bara ibland", None),
        ("head.name", "hon säger att det är Hedvig Lagercrantz", "Hedvig Lagercrantz"),
        ("head.name", "kanske Hedvig Lagercrantz eller Anna Ek", None),
        ("applicant.legal_form", "jag kör på enskild firma sen 2011", "enskild_firma"),
        ("applicant.legal_form", "vi blir snart aktiebolag", None),
    ],
)
def test_only_what_is_not_in_doubt_is_taken_by_a_yes(
    shipped: Content, at: str, text: str, value: str | None
) -> None:
    """The one meaning of a line; none where it is limited, weighed or told of another time."""
    asked = question(shipped, at)
    reading = understand_answer(asked, text, CTX)
    assert the_one_meant(asked, reading.candidates, text, "sv") == value


@pytest.mark.parametrize(
    ("at", "text", "found", "left"),
    [
        (
            "unit.start_date",
            "någon gång under hösten, men telefonnumret är klart: 08-465 004 13",
            {"unit.phone": "+46846500413"},
            True,
        ),
        (
            "applicant.phone",
            "dagtid 08-465 004 13, kvällstid 070-174 06 55. Mejl till post@exempel.se går bra.",
            {"applicant.email": "post@exempel.se"},
            True,
        ),
        (
            "applicant.legal_form",
            "Hej! Vi är ett litet AB, Fotledens Fysio AB heter vi och 559987-6546 är numret.",
            {
                "applicant.legal_form": "aktiebolag",
                "applicant.name": "Fotledens Fysio AB",
                "applicant.orgnr": "559987-6546",
            },
            False,
        ),
        (
            "unit.shared",
            "vi sitter ihop med Husläkarna Björkhagen",
            {"unit.shared": "yes", "unit.shared_with": "Husläkarna Björkhagen"},
            False,
        ),
    ],
)
def test_a_fact_is_kept_though_another_is_in_doubt(
    shipped: Content, at: str, text: str, found: dict[str, Any], *, left: bool
) -> None:
    """What was not understood is told along with what was; an answer that opens a question is told with its own."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    told = find_facts(Interview.start(flow, TODAY, {}), flow.questions[at], text, CTX)
    assert {fact.question.id: fact.value for fact in told.facts} == found
    assert bool(told.left) is left


def test_words_about_a_slip_are_no_part_of_the_answer() -> None:
    """Before it or behind it; other words stay."""
    assert after_regret("fel av mig. 512-3047") == "512-3047"
    assert after_regret("jaha, jag läste av fel, det är 559987-6546") == "559987-6546"
    assert after_regret("Felicia Ek") == "Felicia Ek"
    assert before_reason("84 cm, jag mätte fel") == "84 cm"
    assert before_reason("84 cm") == "84 cm"
