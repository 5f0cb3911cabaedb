"""Answers that stand, changed by what comes, goes or is put in the place of something."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assistant.corpus import TODAY
from wizard.assistant.corrections import Spoken, find_correction
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.i18n import Translator

LIST = "mission.specialities"
STOOD = ["neurology", "pain"]


def corrected(shipped: Content, text: str, question: str, value: Any) -> tuple[str, Any] | None:
    """Which answer a line changes, and what it is then, where `question` was answered just before."""
    flow = shipped.flow("specialiserad-fysioterapi", "application")
    given = {"applicant.legal_form": "aktiebolag", "applicant.under_formation": "no", question: value}
    interview = Interview.start(flow, TODAY, given)
    last = flow.questions[question]
    pending = interview.next_question(question)
    found = find_correction(Spoken(text, interview, pending, last, Translator.of("sv")))
    return None if found is None else (found.questions[0].id, found.reading.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lägg till onkologi också", ["neurology", "oncology", "pain"]),
        ("ta bort smärta ur listan", ["neurology"]),
        ("byt smärta mot onkologi", ["neurology", "oncology"]),
        ("byt ut neurologi mot reumatologi", ["rheumatology", "pain"]),
        ("onkologi i stället för smärta", ["neurology", "oncology"]),
        ("swap neurology for oncology", ["oncology", "pain"]),
    ],
)
def test_a_list_is_changed_by_words(shipped: Content, text: str, value: list[str]) -> None:
    """What comes is put among the rest, in the order of the flow."""
    assert corrected(shipped, text, LIST, STOOD) == (LIST, value)


@pytest.mark.parametrize(
    "text",
    [
        "ta bort onkologi",
        "byt onkologi mot pediatrik",
        "lägg till simning",
        "ta bort allt som stör",
        "lägg till smärta",
    ],
)
def test_what_is_not_there_or_not_known_changes_nothing(shipped: Content, text: str) -> None:
    """Taken away is only what stands; added only what is an option and was not there."""
    assert corrected(shipped, text, LIST, STOOD) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nej, inte 113 30 utan 113 31", "113 31"),
        ("nej, 113 31, inte 113 30", "113 31"),
        ("nej hörru, det slutar på 31, inte 30", "113 31"),
        ("nej, postnumret är 113 31, inte 113 30", "113 31"),
    ],
)
def test_what_it_is_not_may_be_said_too(shipped: Content, text: str, value: str) -> None:
    """The old value beside the new one."""
    assert corrected(shipped, text, "applicant.postcode", "113 30") == ("applicant.postcode", value)
