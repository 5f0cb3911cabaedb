"""A fixed today, and short ways to read and show, for the tests of the answer types."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import pytest

from wizard.i18n import Translator
from wizard.values import Context, Reading, make

Read: TypeAlias = Callable[..., Reading]

TODAY = date(2026, 11, 22)
"""A Sunday."""

_SWEDISH = {
    "SEK {number}": "{number} kr",
    "{number}%": "{number} %",
    "{number} FTE": "{number} heltider",
    "Yes": "Ja",
    "No": "Nej",
    "I don't know": "Vet inte",
    "Not applicable": "Ej aktuellt",
    "None of them": "Inget av dem",
    "Mon": "mån",
    "Tue": "tis",
    "Wed": "ons",
    "Thu": "tors",
    "Fri": "fre",
    "Sat": "lör",
    "Sun": "sön",
    "Monday": "måndag",
}


class _Swedish(gettext.NullTranslations):
    """The few words that values are shown in, whatever the catalogues hold at the moment."""

    def gettext(self, message: str) -> str:
        """The Swedish word, or the message itself."""
        return _SWEDISH.get(message, message)


@pytest.fixture(scope="session")
def ctx() -> Context:
    """A Swedish context."""
    return Context(TODAY)


@pytest.fixture(scope="session")
def swedish() -> Translator:
    """A translator that knows the Swedish words of shown values."""
    return Translator("sv", _Swedish(), gettext.NullTranslations())


@pytest.fixture(scope="session")
def english() -> Translator:
    """A translator into English, whose wordings are the source."""
    return Translator.in_source_language()


@pytest.fixture(scope="session")
def read() -> Read:
    """Read a text as the type of that name: `read("date", "i morgon", language="en")`."""

    def _read(kind: str, text: str, *, language: str = "sv", today: date = TODAY, **params: Any) -> Reading:
        return make(kind, **params).read(text, Context(today, language))

    return _read


@pytest.fixture(scope="session")
def check() -> Read:
    """Check a value from a file as the type of that name."""

    def _check(kind: str, value: object, **params: Any) -> Reading:
        return make(kind, **params).check(value, Context(TODAY))

    return _check
