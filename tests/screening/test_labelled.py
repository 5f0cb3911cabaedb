"""Values are found beside their labels, whatever the layout; nothing is guessed where two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tests.screening.layouts import (
    FACTS,
    HELD_BACK,
    LAYOUTS,
    Layout,
    labels_above,
    two_columns_of_words,
    with_colons,
    words_run_on,
)
from tests.screening.printer import Words, paper
from wizard.flow.content import Content
from wizard.flow.papers import Paper
from wizard.pdf import printed_pages
from wizard.screening.documents import DocumentKind, Recogniser
from wizard.screening.labelled import Seen, find_values, normal

TODAY = date(2026, 11, 22)
OTHERS: Mapping[str, str] = {
    "provider": "Åby Rehab & Hälsa HB",
    "orgnr": "969699-1232",
    "unit": "Åby rehabmottagning",
    "address": "Östra Å-gatan 7 B, 152 41 Södertälje",
    "head": "Anne-Marie Öst",
    "start": "2028-02-29",
    "notified": "2027-12-31",
    "printed": "2028-01-02",
}


@pytest.fixture
def extract(shipped: Content) -> Paper:
    return next(p for p in shipped.papers if p.id == "ivo_extract")


def readings(extract: Paper, pages: list[list[Words]]) -> dict[str, tuple[Seen, ...]]:
    return find_values(extract.values, printed_pages(paper(*pages)), TODAY)


def is_read(fact: str, said: str, seen: tuple[Seen, ...]) -> bool:
    """Whether a value was read: dates and numbers exactly, texts with all of their words."""
    if len(seen) != 1:
        return False
    value = str(seen[0].value)
    return (
        value == said if fact in ("orgnr", "start", "notified", "printed") else normal(said) in normal(value)
    )


@pytest.mark.parametrize("facts", [FACTS, OTHERS], ids=["odenplan", "åby"])
@pytest.mark.parametrize("layout", [*LAYOUTS, *HELD_BACK], ids=lambda layout: layout.__name__)
def test_every_value_is_found_in_every_layout(
    extract: Paper, layout: Layout, facts: Mapping[str, str]
) -> None:
    """Fourteen layouts, two sets of facts, eight values each."""
    seen = readings(extract, layout(facts))

    assert [] == [f"{f}: {seen[f]}" for f, said in facts.items() if not is_read(f, said, seen[f])]


def test_the_place_of_a_value_is_told(extract: Paper) -> None:
    """By page, from 1."""
    from tests.screening.layouts import two_pages  # noqa: PLC0415  the layout with two pages

    seen = readings(extract, two_pages(FACTS))

    assert (1, 2) == (seen["orgnr"][0].page, seen["head"][0].page)
    assert [(60, 704), (60, 668)] == [seen["orgnr"][0].at, seen["head"][0].at]


def test_a_value_beside_its_label_is_surer_than_one_that_runs_on(extract: Paper) -> None:
    """The surest way of reading is told with its certainty."""
    sure = [
        readings(extract, layout(FACTS))["head"][0].sure
        for layout in (with_colons, labels_above, words_run_on)
    ]

    assert sorted(sure, reverse=True) == sure
    assert 1 > sure[0] > sure[1] > sure[2] > 0


def test_two_values_are_both_told(extract: Paper) -> None:
    """Nobody chooses between two numbers that stand in the same way."""
    (page,) = two_columns_of_words(FACTS)
    seen = readings(extract, [[*page, Words(60, 200, "Organisationsnummer"), Words(210, 200, "556592-9717")]])

    assert {"559987-6546", "556592-9717"} == {s.value for s in seen["orgnr"]}


def test_a_name_counts_only_under_its_heading(extract: Paper) -> None:
    """The name of a contact is neither the provider's nor the unit's."""
    seen = readings(extract, [[Words(60, 740, "Kontakt"), Words(60, 720, "Namn"), Words(210, 720, "Eva Ek")]])

    assert () == seen["provider"] == seen["unit"]


def test_what_is_no_date_is_not_read_as_one(extract: Paper) -> None:
    """An unreadable value is no value."""
    seen = readings(extract, [[Words(60, 740, "Startdatum: snarast"), Words(60, 700, "Orgnr: se bilaga 3")]])

    assert () == seen["start"] == seen["orgnr"]


@pytest.mark.parametrize("layout", [*LAYOUTS, *HELD_BACK], ids=lambda layout: layout.__name__)
def test_an_extract_is_known_in_every_layout(shipped: Content, layout: Layout) -> None:
    """By its words."""
    found = Recogniser({}, shipped.papers)("a.pdf", paper(*layout(FACTS)))

    assert (DocumentKind.PAPER, "ivo_extract") == (found.kind, found.paper and found.paper.id)
