"""The kind of answer that is wanted, and given; and how alike two wordings are letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.assistant.knowledge.kinds import Kinds
from wizard.assistant.knowledge.likeness import best_of, grams, likeness
from wizard.flow.content import Content
from wizard.flow.wordsource import AnswerKind


@pytest.fixture(scope="module")
def kinds(shipped: Content) -> Kinds:
    assert shipped.words_file is not None
    return Kinds(shipped.words_file.model.kinds)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vad kostar det?", "money"),
        ("how much does it cost", "money"),
        ("Hur lång tid tar beslutet?", "duration"),
        ("within the office: how long is it", "duration"),
        ("Vi flyttar i maj, när måste vi söka?", "when"),
        ("vem skriver under", "who"),
        ("vart skickas den", "where"),
        ("Hur många behövs?", "count"),
        ("hur bred ska dörren vara", "size"),
        ("hur ofta granskas vi", "often"),
        ("Hur blir man läkare?", "become"),
        ("kommer vi att bli godkända", "prediction"),
    ],
)
def test_the_kind_that_is_asked_for(kinds: Kinds, text: str, kind: str) -> None:
    assert kind in kinds.asked(text)


def test_when_within_a_clause_asks_for_no_time(kinds: Kinds) -> None:
    assert "when" not in kinds.asked("Vem tar över när jag slutar?")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Beslut ska fattas inom fyra månader.", "duration"),
        ("Den ska vara minst 0,80 meter.", "size"),
        ("Avgiften är 500 kronor.", "money"),
        ("Gratis.", "money"),
        ("Tretton inriktningar finns.", "count"),
    ],
)
def test_the_kind_that_is_told(kinds: Kinds, text: str, kind: str) -> None:
    assert kind in kinds.told(text)


def test_a_year_is_no_number_of_things(kinds: Kinds) -> None:
    assert "count" not in kinds.told("Det beslutades 2023 av nämnden.")


def test_what_is_needed_and_not_given_is_missed() -> None:
    """One of the kinds that may be meant is enough; what has to be worded so has to be."""
    some = Kinds(
        {
            "sum": AnswerKind(asked="vad kostar", needed="told", told="# kr"),
            "time": AnswerKind(asked="hur lång", needed="either", told="# år"),
            "size": AnswerKind(asked="hur lång", needed="either", told="# meter"),
            "craft": AnswerKind(asked="hur bygger man", needed="worded"),
            "who": AnswerKind(asked="vem", told="någon"),
        }
    )
    none = frozenset[str]()

    assert some.is_missed(some.asked("Vad kostar det?"), some.told("Mycket."), frozenset({"sum"}))
    assert not some.is_missed(some.asked("Vad kostar det?"), some.told("Det kostar 20 kr."), none)
    assert not some.is_missed(some.asked("Hur lång är den?"), some.told("Två år gammal."), none)
    assert some.is_missed(some.asked("Hur lång är den?"), none, none)
    assert not some.is_missed(some.asked("Hur lång är den?"), none, frozenset({"size"}))
    assert some.is_missed(some.asked("Hur bygger man en ramp?"), frozenset({"craft"}), none)
    assert not some.is_missed(some.asked("Hur bygger man en ramp?"), none, frozenset({"craft"}))
    assert not some.is_missed(some.asked("Vem?"), none, none)


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = grams(one), grams(other)

    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == likeness(b, a)
    assert not a or likeness(a, a) == 1


def test_small_words_and_forms_tell_wordings_apart() -> None:
    asked = grams("how do we cancel our contract")
    ours, theirs = grams("how do I cancel the contract"), grams("can they cancel our contracts")

    assert likeness(asked, ours) > likeness(asked, theirs)
    assert best_of(asked, (theirs, ours))[0] == likeness(asked, ours)
    assert best_of(asked, ()) == (0.0, 0.0)
