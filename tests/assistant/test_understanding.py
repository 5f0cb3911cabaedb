"""Utterances: what each is understood as, and the laws that hold for any text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.assistant.telling import shown
from wizard.assistant.understanding import understand, understand_answer
from wizard.flow.model import Flow
from wizard.i18n import Translator
from wizard.values import Reading, Status, Value, make
from wizard.values.base import Context

HERE = Path(__file__).parent
CTX = Context(date(2026, 11, 22), "sv")
TYPES = (
    *(
        "date",
        "integer",
        "decimal",
        "fte",
        "measure:m",
        "measure:mm",
        "measure:ratio",
        "amount",
        "percent",
        "yesno",
    ),
    *(
        "orgnr",
        "personnummer",
        "phone",
        "email",
        "postcode",
        "address",
        "text",
        "timespan",
        "opening_hours",
        "hsaid",
    ),
    *("bankgiro", "plusgiro"),
)


def _lines(name: str) -> Iterator[tuple[str, str, str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text, expected = line.split("\t")
            yield kind, text, expected


def _told(reading: Reading) -> Any:
    if reading.status is Status.DONT_KNOW:
        return "?"
    return reading.value if reading.status is Status.ACCEPTED else "ask"


def _expected(written: str, like: Any) -> Any:
    if isinstance(like, str):
        return written
    try:
        return json.loads(written)
    except json.JSONDecodeError:
        return written


def test_each_utterance_is_understood_as_it_was_meant() -> None:
    wrong = [
        (kind, text, expected, told)
        for kind, text, expected in _lines("understood.tsv")
        if (told := _told(understand(make(kind), text, CTX))) != _expected(expected, told)
    ]
    assert wrong == []


def test_each_answer_is_understood_in_its_question(physio: Flow) -> None:
    wrong = []
    for address, text, written in _lines("answered.tsv"):
        question = physio.questions[address]
        told = _told(understand_answer(question, text, CTX))
        expected = _expected(written, told)
        if written.startswith("all"):
            left = written.removeprefix("all").removeprefix(" but ").split(",")
            expected = [
                option.id for option in getattr(question.type, "options", ()) if option.id not in left
            ]
        if told != expected:
            wrong.append((address, text, expected, told))
    assert wrong == []


@pytest.fixture(scope="module")
def sv() -> Translator:
    return Translator.of("sv")


def test_what_is_shown_of_an_accepted_value_is_understood_again(sv: Translator) -> None:
    for kind, text, _ in _lines("understood.tsv"):
        own = make(kind)
        reading = understand(own, text, CTX)
        if reading.status is Status.ACCEPTED and reading.value is not None:
            display = shown(own, reading.value, sv)
            assert understand(own, display, CTX).value == reading.value, (kind, text, display)


def test_a_day_without_its_year_lies_where_the_question_looks(physio: Flow) -> None:
    start, notified = physio.questions["unit.start_date"], physio.questions["ivo.notified_on"]
    assert understand_answer(start, "1 mars", CTX).value == "2027-03-01"
    assert understand_answer(notified, "5 oktober", CTX).value == "2026-10-05"
    near = understand_answer(start, "20 november", CTX)
    assert near.status is Status.AMBIGUOUS, "two days ago, or in a year"


def test_an_amount_of_words_and_any_characters_never_raises() -> None:
    long = "vi har " * 400
    for kind in TYPES:
        for text in (
            long,
            "\x00",
            "\ud800",
            "(" * 300,
            "1 " * 300,
            "nej " * 200,
            "a\u0301" * 50,
            "?",
            "-",
            "",
        ):
            assert understand(make(kind), text, CTX).status in Status


WORDS = st.sampled_from(
    [
        "vi",
        "är",
        "har",
        "den",
        "det",
        "1",
        "mars",
        "2027",
        "måndag",
        "två",
        "på",
        "halvtid",
        "heltid",
        "84",
        "cm",
        "nej",
        "ja",
        "inte",
        "utom",
        "eller",
        "ca",
        "556592-9717",
        "113",
        "30",
        "kr",
        "tkr",
        "och",
        ",",
        ".",
        "-",
        "(",
        ")",
        "om",
        "tre",
        "veckor",
        "vårt",
        "orgnr",
        "8-17",
        "fre",
        "till",
        "?",
        "sedan",
        "varav",
        "50",
        "%",
        "heter",
        "Anna",
        "i",
        "Solna",
    ]
)


@given(st.sampled_from(TYPES), st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=8).map(" ".join)))
@example("text", "det är det är X")
@example("date", "den den 1 mars 2027")
@example("fte", "vi är två varav två på 0 %")
def test_an_accepted_value_is_canonical_and_its_display_means_the_same(name: str, text: str) -> None:
    kind = make(name)
    reading = understand(kind, text, CTX)
    if reading.status is not Status.ACCEPTED:
        assert reading.status is Status.DONT_KNOW or reading.reason is not None
        return
    value: Value | None = reading.value
    assert value is not None
    assert kind.check(value, CTX).value == value
    display = shown(kind, value, Translator.in_source_language())
    english = Context(CTX.today, "en")
    assert understand(kind, display, english).value == value, display


@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_a_word_of_doubt_or_denial_is_never_passed_over(text: str) -> None:
    for kind in ("date", "integer", "amount", "measure:m", "orgnr", "postcode"):
        for word in ("inte", "ungefär", "utom", "kanske"):
            assert understand(make(kind), f"{word} {text}", CTX).status is not Status.ACCEPTED
