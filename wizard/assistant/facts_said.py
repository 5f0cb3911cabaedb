"""How the parts of a longer text say which question they answer: by its name, by its dimension, by a role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from wizard.assistant.naming import stems
from wizard.assistant.said import said
from wizard.assistant.words import naming_type
from wizard.flow.model import Question
from wizard.values.characters import fold, tidy

__all__ = ["names_dimension", "role_of", "says_label"]

_DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(map(fold, words.split()))
    for name, words in (
        ("width", "bred brett breda bredd bredden bredast smal smalast wide width broad"),
        ("depth", "djup djupt djupa djupet deep depth"),
        ("height", "hög högt höga höjd höjden upp high height tall"),
        ("length", "lång långt långa längd längden long length"),
        ("slope", "lutar lutning lutningen slope slopes"),
        ("past", "förbi past beyond"),
        ("low", "underkant underkanten nederkant lower bottom"),
        ("high", "överkant överkanten ovankant upper top"),
    )
}
_WORD: Final = re.compile(r"[^\W\d_]+")
_SHORTEST: Final = 4


def says_label(name: str, question: Question) -> bool:
    """Whether a few words name a question: all of them are of its label, of its type's names, or of how it is asked."""
    wanted = stems(name)
    if not wanted:
        return False
    own = (*stems(question.label.id), *(s for word in naming_type(question.type_name) for s in stems(word)))
    asked = stems(question.ask.id)
    return all(_near(word, own) or _near(word, asked) for word in wanted) and any(
        _near(word, own) or len(word) > _SHORTEST for word in wanted
    )


def _near(word: str, others: tuple[str, ...]) -> bool:
    return any(
        word == other
        or (min(len(word), len(other)) >= _SHORTEST and (other.startswith(word) or word.startswith(other)))
        for other in others
    )


def names_dimension(words: str, question: Question) -> bool:
    """Whether the words hold a dimension, all of which the question asks for."""
    said_ones = _dimensions(words)
    return bool(said_ones) and said_ones <= _asked(question)


@lru_cache(maxsize=512)
def _asked(question: Question) -> frozenset[str]:
    return _dimensions(f"{question.label.id} {question.ask.id}")


def _dimensions(text: str) -> frozenset[str]:
    words = {fold(word) for word in _WORD.findall(tidy(text))}
    return frozenset(name for name, known in _DIMENSIONS.items() if words & set(known))


def role_of(words: str) -> str | None:
    """The role that the words are: `VD`, `ordförande`, `ägare`; None for anything else."""
    key = " ".join(fold(tidy(words)).split())
    key = re.sub(r"^(?:hon|han|hen|she|he)(?: ar| is|'s) |^(?:som|as|the|a|an|vår|our) ", "", key)
    known = {fold(role) for role in said().phrases.get("role", ())}
    return words.split(" ", len(words.split()) - len(key.split()))[-1] if key in known else None
