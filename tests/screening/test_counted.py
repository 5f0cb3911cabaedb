"""How many a paper lists of each kind is found in many layouts, and compared with the rows of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.screening.conftest import TODAY, Files
from tests.screening.layouts import FACTS, rows, with_colons
from tests.screening.printer import Words, paper
from wizard.drafts.answers_file import AnswersFile
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.papers import Paper, PaperCount
from wizard.i18n import Translator
from wizard.pdf import printed_pages
from wizard.rules import Outcome
from wizard.screening.counted import counts_against, find_counts
from wizard.screening.documents import Recogniser
from wizard.screening.findings import Finding

LISTS: Mapping[str, list[Words]] = {
    "a table": rows(("Yrkestitel", "Antal"), ("Fysioterapeut", "4"), ("Läkare", "1"), top=400),
    "a table with more columns": [
        *rows(("Yrke", "Kön"), ("Fysioterapeut", "-"), ("Läkare", "-"), top=400),
        *rows(("Antal", ""), ("4", ""), ("1", ""), top=400, left=300),
        *rows(("Heltid", ""), ("3", ""), ("0", ""), top=400, left=380),
    ],
    "after a colon": [Words(60, 400, "Yrkestitlar: Fysioterapeut (4), Läkare (1)")],
    "with the number first": [Words(60, 400, "Yrkeskategorier: 4 fysioterapeuter och 1 läkare")],
    "beside the label": rows(("Personalkategori", "Legitimerad fysioterapeut 4 st, Läkare 1 st"), top=400),
    "below the label": [
        Words(60, 400, "Hälso- och sjukvårdspersonal", 8),
        Words(60, 386, "Fysioterapeut: 4"),
        Words(60, 372, "Läkare: 1"),
        Words(60, 300, "Barnmorska: 9"),
    ],
    "by older names": rows(("Yrkestitel", "Antal"), ("Sjukgymnast", "4"), ("Doktor", "1"), top=400),
    "with others among them": rows(
        ("Yrkestitel", "Antal"), ("Fysioterapeut", "4"), ("Administratör", "2"), ("Läkare", "1"), top=400
    ),
}


@pytest.fixture
def extract(shipped: Content) -> Paper:
    return next(p for p in shipped.papers if p.id == "ivo_extract")


@pytest.fixture
def staff(extract: Paper) -> PaperCount:
    (count,) = extract.counts
    return count


def findings(words: list[Words], sample: AnswersFile, content: Content, *professions: str) -> list[Finding]:
    """What is said of an extract with these words, where the staff is of these professions."""
    flow = sample.interview.flow
    answers: dict[str, Any] = {
        "staff": [{"name": f"A{n}", "profession": p} for n, p in enumerate(professions)]
    }
    interview = Interview.start(flow, TODAY, {**sample.interview.stored, **answers})
    document = Recogniser({}, content.papers)("a.pdf", paper([*with_colons(FACTS)[0], *words]))
    return list(counts_against(document, interview, Translator.of("sv")))


@pytest.mark.parametrize("name", LISTS)
def test_the_same_numbers_agree_in_every_layout(name: str, sample: AnswersFile, shipped: Content) -> None:
    """And other numbers do not; what is no profession with a licence is left out on both sides."""
    four = ["fysioterapeut"] * 4
    (same,) = findings(LISTS[name], sample, shipped, *four, "lakare", "annat")
    (fewer,) = findings(LISTS[name], sample, shipped, *four[1:], "lakare")
    (none,) = findings(LISTS[name], sample, shipped, *four)
    (more,) = findings(LISTS[name], sample, shipped, *four, "lakare", "barnmorska")

    assert Outcome.MET is same.outcome
    assert [Outcome.NOT_MET] * 3 == [fewer.outcome, none.outcome, more.outcome]
    assert ("Fysioterapeut 3, Läkare 1", "Fysioterapeut 4, Läkare 1") == (fewer.expected, fewer.seen)


def test_where_nothing_is_listed_nothing_is_said(sample: AnswersFile, shipped: Content) -> None:
    """The register may hold it, and need not."""
    assert [] == findings([], sample, shipped, "lakare")
    assert [] == findings([Words(60, 400, "Yrkestitlar: se bilaga")], sample, shipped, "lakare")


def test_the_sample_agrees(papers: Files, staff: PaperCount) -> None:
    """Its extract lists five physiotherapists and somebody at the desk."""
    seen = find_counts(staff, printed_pages(papers["ivo-registerutdrag.pdf"]))

    assert {("Legitimerad fysioterapeut", 5), ("Administratör", 1)} == {(s.title, s.number) for s in seen}
