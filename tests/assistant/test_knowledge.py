"""Knowledge answers: the content's own words with their source, in the language of the question, or none at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assistant.asked import HALVES, answerable, count, unanswerable
from wizard.assistant.knowledge.answering import Answer, Context, Knowledge, Status, answer, spoken
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.i18n import Translator

TODAY: Final = date(2026, 11, 22)
AREA: Final = "specialiserad-fysioterapi"
FLOORS: Final = {"tune": (0.95, 0.01, 0.99), "held": (0.9, 0.02, 0.95)}
"""Right at least, wrong at most, and abstained at least where nothing answers: what was measured, rounded down."""


@pytest.fixture(scope="module")
def knowledge(shipped: Content) -> Knowledge:
    return Knowledge(shipped)


def ask(knowledge: Knowledge, text: str, **given: object) -> Answer:
    return knowledge.answer(text, Context(TODAY, **given))  # type: ignore[arg-type]


def said(found: Answer) -> str:
    return "\n".join(spoken(found, Translator.of(found.language)))


# What the content answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("half", [pytest.param("tune", marks=pytest.mark.slow), "held"])
def test_as_many_questions_are_answered_right_as_were_measured(knowledge: Knowledge, half: str) -> None:
    """And few wrongly; and what nothing of ours answers is left alone."""
    least, most_wrong, least_abstained = FLOORS[half]
    known, unknown = count(knowledge, half)

    assert known.right >= least * known.total, (known.abstained, known.offered)
    assert len(known.wrong) <= most_wrong * known.total, known.wrong
    assert unknown.right >= least_abstained * unknown.total, unknown.wrong


def test_the_questions_are_many_and_of_both_kinds() -> None:
    """The halves have none in common, and each answer that is expected exists."""
    asked = {half: {text for text, _ in answerable(half)} for half in HALVES}
    beside = {half: set(unanswerable(half)) for half in HALVES}

    assert sum(map(len, asked.values())) >= 200
    assert sum(map(len, beside.values())) >= 150
    assert set() == asked["tune"] & asked["held"]
    assert set() == beside["tune"] & beside["held"]


def test_every_answer_has_a_source_and_is_the_words_of_the_content(
    knowledge: Knowledge, shipped: Content
) -> None:
    """An article answers with its text as it is."""
    found = ask(knowledge, "Hur lång tid tar beslutet?")

    assert (Status.ANSWERED, "decision-time") == (found.status, found.id)
    assert (shipped.knowledge["decision-time"].text,) == found.text
    assert shipped.knowledge["decision-time"].sources == found.citations
    assert "Källa: " in said(found)


@pytest.mark.parametrize(
    "text",
    [
        "hur lang tid tar beslutet",
        "HUR LÅNG TID TAR BESLUTET???",
        "Hur lång tid tar beslutt?",
        "Hej! Hur lång tid brukar det ta innan man får beslut?",
        "how long does the decision take",
        "beslutstid",
    ],
)
def test_a_question_may_be_put_in_many_ways(knowledge: Knowledge, text: str) -> None:
    """Without å, ä and ö, in capitals, with a slip, with small talk, in English, as one word."""
    assert "decision-time" == ask(knowledge, text).id


@pytest.mark.parametrize(("text", "language"), [("How do we apply?", "en"), ("Hur ansöker vi?", "sv")])
@pytest.mark.parametrize("door", ["sv", "en"])
def test_it_is_answered_in_the_language_it_was_asked_in(
    knowledge: Knowledge, text: str, language: str, door: str
) -> None:
    """Whatever the language of the door; where the words tell none, the door's."""
    assert language == ask(knowledge, text, language=door).language
    assert door == ask(knowledge, "GVR", language=door).language


def test_words_apart_and_together_are_the_same(knowledge: Knowledge) -> None:
    """A compound, its parts, and a verb with its particle."""
    for text in ("uppsägningstid", "tid för uppsägning", "uppsägnings tid"):
        assert "notice-period" == ask(knowledge, text).id, text
    assert "terminate" == ask(knowledge, "Hur säger man upp vårt avtal?").id


def test_what_is_not_known_is_said_not_to_be_known_with_whom_to_ask(knowledge: Knowledge) -> None:
    """No source stands under it."""
    found = ask(knowledge, "Vad kostar ett läkarbesök?")

    assert Status.ABSTAINED is found.status
    assert ((), ()) == (found.citations, found.offers)
    assert said(found).startswith("Det vet jag inte.")
    assert "registrator" in said(found)


def test_two_that_answer_as_well_are_both_offered(make_content: Callable[..., Content]) -> None:
    """Neither is chosen; asked by its title, each is answered."""
    task = "- {id: t, title: Del, questions: [{id: a, type: yesno, label: A, source: S0}]}"
    content = make_content(
        task,
        knowledge__two="""
        title: Två
        articles:
          - {id: one, question: Hur betalas avgiften till kommunen?, text: Med faktura., source: S0}
          - {id: two, question: Hur betalas avgiften till regionen?, text: Med giro., source: S0}
        """,
    )
    found = answer("Hur betalas avgiften?", Context(TODAY), content)

    assert {"one", "two"} == {offer.id for offer in found.offers}
    assert (Status.ABSTAINED, ()) == (found.status, found.citations)
    assert "one" == answer("Hur betalas avgiften till kommunen?", Context(TODAY), content).id


def test_a_leading_sentence_does_not_hide_the_question_but_may_change_it(knowledge: Knowledge) -> None:
    """What goes before is passed over only where lov knows its words."""
    assert "signatory" == ask(knowledge, "Ansökan är klar. Vem ska skriva under den?").id
    assert not ask(knowledge, "Jag ska gifta mig. Vem ska skriva under den?").is_answered


def test_a_word_of_everyday_speech_more_makes_no_other_question(knowledge: Knowledge) -> None:
    """Words of the general language cost nothing; a compound nobody has written is what its last part is."""
    for text in (
        "Hur lång tid tar beslutet i slutändan?",
        "how long does the decision take, roughly speaking?",
    ):
        assert "decision-time" == ask(knowledge, text).id, text
    assert "allergy" == ask(knowledge, "Får vi ha krukväxter och heltäckningsmatta?").id


def test_a_word_of_another_field_makes_it_a_question_of_that_field(knowledge: Knowledge) -> None:
    """Tax, rents and the like, also as the first part of a compound."""
    for text in ("Hur lång är uppsägningstiden för lokalhyran?", "Hur överklagar jag mitt skattebesked?"):
        assert not ask(knowledge, text).is_answered, text


def test_an_errand_that_lov_does_not_have_is_told_of(knowledge: Knowledge) -> None:
    assert "sabo-change" == ask(knowledge, "Finns det en ändringsblankett för säbo?").id


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("Vad hindrar oss från att lämna in?", "lov-levels"),
        ("why can't I submit?", "lov-levels"),
        ("hur snart kan vi öppna", "earliest-start"),
        ("what is the first date we could open", "earliest-start"),
        ("om mottagningen flyttar, vad händer då", "change-address"),
        ("how much is left to fill in", "what-is-left"),
        ("vilka papper ska med", "what-to-attach"),
    ],
)
def test_the_draft_is_asked_about_in_many_ways(
    knowledge: Knowledge, shipped: Content, text: str, article: str
) -> None:
    """With a draft at hand and without, the same is meant."""
    empty = Interview.start(shipped.flow(AREA, "application"), TODAY)

    assert article == ask(knowledge, text).id
    assert article == ask(knowledge, text, interview=empty).id


def test_lov_is_asked_and_not_ordered(knowledge: Knowledge) -> None:
    """What asks for a deed or for advice is not answered, though its words are known."""
    for text in ("Skriv ansökan åt oss", "Fill in the application", "Borde vi överklaga avslaget?"):
        assert not ask(knowledge, text).is_answered, text


# Areas ----------------------------------------------------------------------------------------------------


def test_an_area_that_is_named_tells_its_status(knowledge: Knowledge, shipped: Content) -> None:
    """With the day it was checked."""
    found = ask(knowledge, "Är fotsjukvård öppet för ansökan?")

    assert shipped.areas["fotsjukvard"].sources == found.citations
    assert Translator.of("sv")(shipped.areas["fotsjukvard"].status) in said(found)


def test_what_concerns_other_areas_is_no_answer_in_this_one(knowledge: Knowledge) -> None:
    """Only where no area is meant may an article be about any; it says about which."""
    text = "Behöver patienten remiss?"

    assert "Specialiserad fysioterapi" in said(ask(knowledge, text))
    assert "physio-referral" == ask(knowledge, text, area=AREA).id
    assert "physio-referral" != ask(knowledge, text, area="vaccination").id


def test_facts_and_requirements_answer_where_no_article_does(knowledge: Knowledge) -> None:
    """Facts of an area only where that area is meant."""
    text = "När gäller anvisningen för videomöten?"

    assert ask(knowledge, text, area=AREA).id.startswith(f"fact:{AREA}:")
    assert not ask(knowledge, text, area="vaccination").is_answered


# The draft at hand ----------------------------------------------------------------------------------------


def test_without_a_draft_the_article_answers(knowledge: Knowledge) -> None:
    assert "lov-levels" == ask(knowledge, "Varför kan jag inte lämna in?").id
    assert "Ett hinder är" in said(ask(knowledge, "Varför kan jag inte lämna in?"))


def test_what_stands_in_the_way_is_told_with_the_sources_of_the_rules(
    knowledge: Knowledge, shipped: Content, sample_path: object
) -> None:
    """The blockers of the draft, by their own words."""
    whole = read_answers_file(sample_path, shipped, TODAY).interview  # type: ignore[arg-type]
    broken = whole.answer("exclusion.insolvency", "yes").answer("unit.start_date", "2020-01-01")
    found = ask(knowledge, "Varför kan jag inte lämna in?", interview=broken)

    assert found.is_answered
    assert found.citations
    assert "Hindrar: Driftstarten ligger framåt i tiden." in said(found)
    (told,) = ask(knowledge, "Varför kan jag inte lämna in?", interview=whole).text
    assert "Everything is there, and nothing stands in the way." == told.id


def test_what_is_left_is_counted_and_named(knowledge: Knowledge, shipped: Content) -> None:
    empty = Interview.start(shipped.flow(AREA, "application"), TODAY)
    found = ask(knowledge, "Vad återstår?", interview=empty)

    assert "svar saknas" in said(found)
    assert found.citations


def test_the_first_day_comes_from_the_timeline(knowledge: Knowledge, shipped: Content) -> None:
    """Of the area, or of the draft; without either, the article."""
    text = "När kan vi starta tidigast?"
    empty = Interview.start(shipped.flow(AREA, "application"), TODAY)

    assert "2027" in said(ask(knowledge, text, area=AREA))
    assert "2027" in said(ask(knowledge, text, interview=empty))
    assert "2027" not in said(ask(knowledge, text))
    assert ask(knowledge, text, area="fotsjukvard").citations


def test_what_was_answered_is_told_as_it_stands(knowledge: Knowledge, shipped: Content) -> None:
    """By the name of the question, in the language it is asked in; what is not answered is said not to be."""
    begun = Interview.start(shipped.flow(AREA, "application"), TODAY).answer("unit.postcode", "113 30")

    found = ask(knowledge, "Har jag svarat på postnumret till mottagningens besöksadress?", interview=begun)
    assert "Postnummer, besöksadress: 113 30" in said(found)
    assert found.citations
    found = ask(knowledge, "have I answered who the head of operations is", interview=begun, language="en")
    assert "(not answered)" in said(found)
    assert not ask(knowledge, "Har jag svarat på postnumret till besöksadressen?").is_answered


def test_whether_all_is_answered_is_no_question_about_one_answer(
    knowledge: Knowledge, shipped: Content
) -> None:
    empty = Interview.start(shipped.flow(AREA, "application"), TODAY)

    assert "what-is-left" == ask(knowledge, "Har jag svarat på allt?", interview=empty).id


def test_why_something_is_asked_for_is_told_with_the_source_of_the_question(
    knowledge: Knowledge, shipped: Content
) -> None:
    empty = Interview.start(shipped.flow(AREA, "application"), TODAY)
    found = ask(knowledge, "Varför frågar ni om sökande?", interview=empty)

    assert shipped.flow(AREA, "application").questions["applicant.name"].sources[0] in found.citations
    assert "Den som söker är den som får avtalet." in said(found)


def test_the_warnings_of_the_draft_are_told(
    knowledge: Knowledge, shipped: Content, sample_path: object
) -> None:
    """Those there are, by their own words; without a draft, what a warning is."""
    whole = read_answers_file(sample_path, shipped, TODAY).interview  # type: ignore[arg-type]
    warned = whole.answer("unit.start_date", "2026-12-24")

    assert "lov-warnings" == ask(knowledge, "Vilka varningar finns det?").id
    assert "Varning: " in said(ask(knowledge, "Vilka varningar finns det?", interview=warned))


def test_a_sum_is_not_answered_by_what_tells_none(knowledge: Knowledge) -> None:
    """Nor a number, a time or a name; how one becomes something, and what will be, are other questions."""
    for text in (
        "Vad kostar en ramp?",
        "Hur mycket får vi betalt per besök?",
        "Hur länge måste journaler sparas i år räknat?",
        "Vad heter ordföranden i avtalsutskottet?",
        "Hur blir man undersköterska?",
        "Kommer vi att bli godkända?",
        "Vem ringer vi när SLL-net ligger nere?",
    ):
        assert not ask(knowledge, text).is_answered, text


# Whatever is typed ----------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "hur",
        "när",
        "beslut",
        "ansökan",
        "IVO",
        "orgnr",
        "ÅÄÖ",
        "2027",
        "\x00",
        "'",
        '"',
        "{x}",
        "%s",
        "\u202e",
        "?",
        "LOV",
        "vaccination",
        "avslag",
        "säga",
        "upp",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)))
def test_any_text_is_answered_with_a_source_or_not_at_all(shipped: Content, text: str) -> None:
    """Nothing raises; what is answered is cited, what is not has no citation."""
    found = _kept(shipped).answer(text, Context(TODAY))

    assert found.is_answered == bool(found.citations)
    assert found.text
    assert said(found)


def test_what_is_too_long_to_be_a_question_is_none(knowledge: Knowledge) -> None:
    assert not ask(knowledge, "Hur lång tid tar beslutet? " * 100).is_answered


_KEPT: dict[int, Knowledge] = {}


def _kept(content: Content) -> Knowledge:
    """One for all examples."""
    return _KEPT.setdefault(id(content), Knowledge(content))
