"""Answers that say there is nothing to answer: `nej, har ingen`, where a question may be left empty, and `inte aktuellt`."""

from __future__ import annotations

import re
from typing import Final

from wizard.flow.model import Question
from wizard.values import Value, special
from wizard.values.base import NOT_APPLICABLE

__all__ = ["does_not_apply", "is_left_empty"]

_MAY_BE_NONE: Final = frozenset({"url", "bankgiro", "plusgiro", "hsaid", "email", "phone", "date", "orgnr"})
_HAS_NONE: Final = re.compile(
    r"(?:(?:nej|nä|no|nope)[,.! ]*)?(?:(?:det )?(?:har|finns) (?:vi |jag )?(?:ingen|inget|inte)(?: än| ännu)?|(?:vi|jag) har (?:ingen|inget|inte)(?: än| ännu)?"
    r"|ingen|inget|saknas|none|we (?:do not|don't) have (?:one|any)(?: yet)?)?[.!]*",
    re.IGNORECASE,
)
"""Said where a question may be left empty, it is."""


def is_left_empty(question: Question, text: str) -> bool:
    """Whether a text says that there is none of what may be left out: `nej, har ingen`."""
    is_open = not question.required and question.type_name in _MAY_BE_NONE
    return is_open and _HAS_NONE.fullmatch(text.strip()) is not None


def does_not_apply(question: Question, text: str) -> Value | None:
    """`inte aktuellt, vi äger lokalen`, where that may be answered, with its reason behind it."""
    first, sign, _ = text.partition(",")
    meant = special(first) if sign and question.allows_not_applicable else None
    return meant if meant == NOT_APPLICABLE else None
