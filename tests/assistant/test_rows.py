"""Rows of a table in prose: counts, parts of them, what is said of all, lists and labels; and what is no rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assistant.corpus import TODAY
from wizard.assistant.rows.reading import rows_in_prose
from wizard.flow.content import Content
from wizard.values.base import Context

PHYSIO: dict[str, Any] = {"profession": "fysioterapeut"}
NURSE: dict[str, Any] = {"profession": "sjukskoterska"}
FULL, HALF = {"fte": 1}, {"fte": 0.5}


def rows(
    shipped: Content, text: str, table: str = "staff", language: str = "sv"
) -> list[dict[str, Any]] | None:
    """What is told, in the flow of specialised physiotherapy."""
    question = shipped.flow("specialiserad-fysioterapi", "application").questions[table]
    return rows_in_prose(question, text, Context(TODAY, language))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fyra fysioterapeuter: tre på heltid, en på halvtid", [PHYSIO | FULL] * 3 + [PHYSIO | HALF]),
        ("två fysioterapeuter, den ena på heltid och den andra på halvtid", [PHYSIO | FULL, PHYSIO | HALF]),
        (
            "tre sjuksköterskor, varav en på halvtid, resten heltid",
            [NURSE | HALF, NURSE | FULL, NURSE | FULL],
        ),
        ("en fysioterapeut på heltid, en på halvtid", [PHYSIO | FULL, PHYSIO | HALF]),
        ("två sjuksköterskor på halvtid vardera", [NURSE | HALF] * 2),
        ("fysioterapeut heltid x 2", [PHYSIO | FULL] * 2),
        ("2 fysioterapeuter (heltid) och 1 sjuksköterska (50 %)", [PHYSIO | FULL] * 2 + [NURSE | HALF]),
        ("en fysioterapeut och en sjuksköterska, båda på heltid", [PHYSIO | FULL, NURSE | FULL]),
    ],
)
def test_counts_and_their_parts(shipped: Content, text: str, told: list[dict[str, Any]]) -> None:
    """What a part leaves out is that of the whole."""
    assert rows(shipped, text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Anna Bell, fysioterapeut, heltid\nTom Hale, sjuksköterska, halvtid",
        "1) Anna Bell, fysioterapeut, heltid\n2) Tom Hale, sjuksköterska, halvtid",
        "- Anna Bell: fysioterapeut, heltid\n- Tom Hale: sjuksköterska, halvtid",
        "Vi är två: Anna Bell (fysioterapeut, heltid) och Tom Hale (sjuksköterska, halvtid).",
        "fysioterapeuten heter Anna Bell och går på heltid, sjuksköterskan är Tom Hale, halvtid",
        "Namn: Anna Bell, Yrke: fysioterapeut, Omfattning: heltid; Namn: Tom Hale, Yrke: sjuksköterska, Omfattning: halvtid",
        "Hej!\nAnna Bell, fysioterapeut, 100 %\nTom Hale, sjuksköterska, 50 %\n\nMvh\nSiv Norén",
    ],
)
def test_one_crew_in_many_shapes(shipped: Content, text: str) -> None:
    """The rows are the same."""
    assert rows(shipped, text) == [
        {"name": "Anna Bell", **PHYSIO, **FULL},
        {"name": "Tom Hale", **NURSE, **HALF},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Vi är tre: Anna Bell (fysioterapeut) och Tom Hale (sjuksköterska)",
        "tre fysioterapeuter, den ena på heltid och den andra på halvtid",
        "två fysioterapeuter, varav tre på halvtid",
        "ungefär tre fysioterapeuter",
        "en fysioterapeut på heltid, eller två på halvtid",
        "två fysioterapeuter och någon mer",
        "fem",
    ],
)
def test_what_does_not_add_up_is_no_rows(shipped: Content, text: str) -> None:
    """Counts that contradict each other, hedges, words that nobody read."""
    assert rows(shipped, text) is None


def test_the_name_of_a_company_may_hold_small_words(shipped: Content) -> None:
    """Up to its AB; what it does follows."""
    assert rows(
        shipped, "Badet i Väsby AB, org.nr 559812-3452, står för bassängen", "subcontractors.list"
    ) == [{"name": "Badet i Väsby AB", "orgnr": "559812-3452", "part": "bassängen"}]
