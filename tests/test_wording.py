"""How lov words things, over everything it can say: no blame, no begging, headings that tell questions apart.

The rules are those of `anchors-wizards.md`, part 6; what a screen does with the words is tested at the screens.
"""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from babel.messages.pofile import read_po

from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.i18n import Translator

LOCALES: Final = Path(__file__).parents[1] / "locales"
UNWANTED: Final = {
    "sv": re.compile(r"\b(ogiltig\w*|vänligen|tyvärr)\b", re.IGNORECASE),
    "en": re.compile(r"\b(invalid|please|sorry|unfortunately)\b", re.IGNORECASE),
}
OF_CLICK: Final = re.compile(r"^Invalid value")
"""Sentences of the library that reads the command line; they are looked up by its own words."""
LONGEST_HINT: Final = 152
"""Two lines of a narrow screen."""


@pytest.fixture(scope="module")
def flows(shipped: Content) -> list[Flow]:
    """Every errand that can be asked."""
    return [shipped.flow(area, kind) for area, kind in shipped.errands()]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("domain", ["interface", "flows"])
def test_no_sentence_blames_or_begs(language: str, domain: str) -> None:
    """A sentence says what happened and what to do: nothing is invalid, and nobody is sorry."""
    path = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
    catalogue = read_po(BytesIO(path.read_bytes()), locale=language)
    said = [
        text
        for message in catalogue
        if message.id and not OF_CLICK.match(str(message.id))
        for text in (message.string if isinstance(message.string, tuple | list) else [message.string])
        if text
    ]
    assert len(said) > 1000
    assert [text for text in said if UNWANTED[language].search(text)] == []


def test_no_two_questions_of_an_errand_have_the_same_heading_or_name(flows: list[Flow]) -> None:
    """The same words asked of several things say which one they are asked of."""
    tr = Translator.of("sv")
    for flow in flows:
        for words in (flow.heading, flow.name):
            told = Counter(tr(words(q)) for q in flow.questions.values() if q.page is None)
            assert [w for w, times in told.items() if times > 1] == [], (flow.area.id, flow.kind)


def test_hints_are_short_and_hold_no_links(flows: list[Flow]) -> None:
    """What takes more words stands with the reasons, where the sources are too."""
    for language in ("sv", "en"):
        tr = Translator.of(language)
        hints = {tr(q.hint) for flow in flows for q in flow.questions.values() if q.hint is not None}
        assert hints
        assert [hint for hint in hints if len(hint) > LONGEST_HINT or "://" in hint or "www." in hint] == []
        assert [hint for hint in hints if re.search(r"[.!?] +[A-ZÅÄÖ]", hint)] == []  # one sentence


def test_no_question_is_marked_by_an_asterisk(flows: list[Flow]) -> None:
    """What may be left out is marked, in words; what has to be answered is not."""
    tr = Translator.of("sv")
    assert [q.id for flow in flows for q in flow.questions.values() if "*" in tr(q.ask) + tr(q.label)] == []


def test_every_errand_says_what_to_do_with_the_package(flows: list[Flow]) -> None:
    """What happens next is told when the package is built."""
    assert [(flow.area.id, flow.kind) for flow in flows if not flow.next_steps] == []
