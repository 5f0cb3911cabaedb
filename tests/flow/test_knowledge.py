"""Articles: each has a source, an id and questions of its own, and is short and whole in every full language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wizard.flow.content import Content
from wizard.flow.texts import texts_of
from wizard.i18n import Translator

Maker = Callable[..., Content]

TASK = "- {id: t, title: Del, questions: [{id: a, type: yesno, label: A, source: S0}]}"
ARTICLE = "{id: time, question: Hur lång tid?, text: Fyra månader., source: S0 § Beslut}"


def knowing(make: Maker, *articles: str) -> Content:
    listed = "".join(f"  - {article}\n" for article in articles)
    return make(TASK, knowledge__time=f"title: Tid\narticles:\n{listed}")


def test_an_article_is_read_with_its_source(make_content: Maker) -> None:
    """And it knows its topic."""
    content = knowing(
        make_content,
        "{id: time, question: Hur lång tid?, also: [How long?], text: Fyra., areas: [prov], source: S0 § Beslut}",
    )
    article = content.knowledge["time"]

    assert [] == content.all_problems()
    assert ("Hur lång tid?", "Fyra.", "time") == (str(article.question), str(article.text), article.topic)
    assert (("How long?",), ("prov",)) == (article.also, article.areas)
    assert ["Beslut"] == [ref.section for ref in article.sources]


@pytest.mark.parametrize(
    ("article", "code", "hint"),
    [
        ("{id: t, question: Q?, text: T.}", "missing-key", "source"),
        ("{id: t, question: Q?, text: T., source: S9}", "unknown-source", "S9"),
        ("{id: t, question: Q?, text: T., source: S0, area: prov}", "unknown-key", "areas"),
        ("{id: t, question: Q?, text: T., source: S0, areas: [prow]}", "unknown-area", "prov"),
        ("{id: time, question: Q?, text: T., source: S0}", "duplicate-id", "time"),
        ("{id: t, question: hur lång  tid, text: T., source: S0}", "twice-asked", "time"),
        ("{id: t, question: Q?, also: [HUR LÅNG TID], text: T., source: S0}", "twice-asked", "time"),
    ],
)
def test_a_fault_in_an_article_is_told_where_it_stands(
    make_content: Maker, article: str, code: str, hint: str
) -> None:
    """Each is the only one told."""
    (problem,) = knowing(make_content, ARTICLE, article).all_problems()

    assert ("flows/knowledge/time.yaml", 4) == (problem.place.file, problem.place.line)
    assert problem.code == code
    assert hint in f"{problem.what} {problem.fix}"


def test_a_faulty_article_stops_no_application(make_content: Maker) -> None:
    """The flow needs nothing of it."""
    content = knowing(make_content, "{id: t, question: Q?, text: T.}")

    assert 1 == len(content.all_problems())
    assert "application" == content.flow("prov", "application").kind


def test_articles_are_sentences_to_be_translated(make_content: Maker) -> None:
    """Their question and text stand in the catalogues, other ways of asking do not."""
    content = knowing(make_content, "{id: t, question: Q?, also: [QQ?], text: T., source: S0}")

    assert {"Q?", "T.", "Tid"} <= {text for text, _ in texts_of(content)}
    assert "QQ?" not in {text for text, _ in texts_of(content)}


def test_there_is_an_answer_to_what_people_ask(shipped: Content) -> None:
    """The terms a first-time applicant stumbles over each have an article that names them in a question."""
    asked = " ".join(
        wording for a in shipped.knowledge.values() for wording in (str(a.question), *a.also)
    ).casefold()
    terms = (
        "gvr", "hsa-id", "kombikod", "ivo", "förfrågningsunderlag", "villkorat", "rättelse", "överpröv",
        "kravlista", "vårdfaktura", "e-tjänstekort", "sll-net", "driftstart", "underleverantör", "firmatecknare",
        "uppsägning", "uteslut", "tillägg", "frys", "norrtälje", "lol",
    )  # fmt: skip

    assert len(shipped.knowledge) >= 60
    assert [] == [term for term in terms if term not in asked]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_article_is_short_and_says_enough(shipped: Content, language: str) -> None:
    """40 to 120 words, in Swedish and in English."""
    tr = Translator.of(language)
    words = {a.id: len(tr(a.text).split()) for a in shipped.knowledge.values()}

    assert {} == {name: n for name, n in words.items() if not 40 <= n <= 120}


def test_each_article_can_be_asked_for_in_both_languages(shipped: Content) -> None:
    """The question, its translation, and at least two other ways."""
    english = Translator.of("en")
    lacking = [
        a.id for a in shipped.knowledge.values() if len(a.also) < 2 or english(a.question) == str(a.question)
    ]

    assert [] == lacking


def test_what_is_only_our_conclusion_is_marked(shipped: Content) -> None:
    """Every article has a source; some rest on conclusions, and their sources say so."""
    sources = {a.id: a.sources for a in shipped.knowledge.values()}

    assert [] == [name for name, refs in sources.items() if not refs]
    assert any(ref.certainty != "certain" for refs in sources.values() for ref in refs)


def test_the_articles_are_read_only_when_somebody_asks(make_content: Maker) -> None:
    """A command that needs no article does not pay for them."""
    content = knowing(make_content, ARTICLE)
    (content.root / "flows/knowledge/time.yaml").unlink()

    assert {} == content.knowledge
