"""Words as they are compared: all forms of a word meet, compounds come apart, slips are forgiven, nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.assistant.knowledge.stems import (
    LANGUAGES,
    Language,
    Vocabulary,
    folded,
    language_of,
    stem,
    tokens,
)

KNOWN = Vocabulary(
    stem(word, "sv")
    for word in ("uppsägning", "tid", "ansvar", "förbindelse", "kravlista", "verksamhet", "chef", "anställd")
)


@pytest.mark.parametrize(
    "forms",
    [
        "avtal avtalet avtalen avtalets",
        "kravlista kravlistan kravlistor kravlistorna",
        "utkast utkastet utkasten",
        "korridor korridoren korridorer korridorerna",
        "trappa trappan trappor",
        "bilaga bilagan bilagor bilagorna",
    ],
)
def test_the_forms_of_a_word_meet_in_one_stem(forms: str) -> None:
    assert 1 == len({stem(word, "sv") for word in forms.split()})


def test_a_compound_is_made_of_what_the_content_holds() -> None:
    """With the letter that joins the parts; what has a part nobody knows is none."""
    assert (stem("uppsägning", "sv"), "tid") == KNOWN.parts(stem("uppsägningstid", "sv"))
    assert 2 == len(KNOWN.parts(stem("ansvarsförbindelsen", "sv")))
    assert 2 == len(KNOWN.parts(stem("verksamhetschefen", "sv")))
    assert () == KNOWN.parts("fotbollstid")


def test_small_words_make_no_compounds() -> None:
    """Else `kringgår` would be `kring` and `går`."""
    assert 2 == len(Vocabulary(["kring", "går"]).parts("kringgår"))
    assert () == Vocabulary(["kring", "går"], small=["kring"]).parts("kringgår")


def test_lost_marks_are_found_again() -> None:
    """Left out or spelt out; but who wrote a mark meant it."""
    assert "uppsägning" == KNOWN.without_marks("uppsagning")
    assert "uppsägning" == KNOWN.without_marks("uppsaegning")
    assert None is Vocabulary(["län"]).without_marks("lån")


@pytest.mark.parametrize(
    ("typed", "meant"), [("kravlsta", "kravlist"), ("verksamet", "verksam"), ("katt", None), ("xyzzyx", None)]
)
def test_a_slip_is_forgiven_where_the_word_is_long_enough(typed: str, meant: str | None) -> None:
    found = KNOWN.near(stem(typed, "sv"))

    assert meant == (found[0] if found else None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hur lång tid tar beslutet?", "sv"),
        ("How long does it take?", "en"),
        ("uppsägningstid", "sv"),
        ("GVR", None),
    ],
)
def test_small_words_and_letters_tell_the_language(text: str, language: Language | None) -> None:
    """Where they do not, the door's is taken."""
    for otherwise in LANGUAGES:
        assert (language or otherwise) == language_of(tokens(text), otherwise)


def test_apostrophes_split_no_words() -> None:
    assert ["ivo", "register", "dont"] == tokens("IVO's register, don’t!")


@given(st.text(max_size=80))
def test_any_text_has_tokens_and_stems(text: str) -> None:
    """None is empty, all are in small letters, and stemming a stem changes nothing in Swedish."""
    for word in tokens(text):
        assert word == word.casefold()
        for language in LANGUAGES:
            assert stem(word, language)
        assert folded(word)
        KNOWN.parts(word)
        KNOWN.near(word)
