"""Answers as they stand on a form, in Swedish, and back again.

Forms are always filled in Swedish, whatever language the person reads. What is written can be read again by
the question's own type: a date as 2027-03-01, a choice by its label, "Vet inte" and "Ej aktuellt" in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from wizard.flow.answers import BLANK
from wizard.flow.model import Question
from wizard.i18n import Translator
from wizard.values import DONT_KNOW, NOT_APPLICABLE, Value, make

__all__ = ["DAYS", "day_spans", "in_words", "swedish"]

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS: Final = {DONT_KNOW: "Vet inte", NOT_APPLICABLE: "Ej aktuellt", BLANK: ""}


@cache
def swedish() -> Translator:
    """The language of forms."""
    return Translator.of("sv")


def in_words(question: Question, value: Value) -> str:
    """A canonical answer as it stands on the form."""
    if isinstance(value, str) and value in WORDS:
        return WORDS[value]
    return question.type.show(value, swedish()) if question.type is not None else str(value)


def day_spans(hours: Value, day: str) -> str:
    """The spans of one day, as people write them, with commas between."""
    spans = hours.get(day, ()) if isinstance(hours, Mapping) else ()
    span = make("timespan")
    return ", ".join(span.show(s, swedish()) for s in spans) if isinstance(spans, list | tuple) else ""
