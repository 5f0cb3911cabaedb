"""How the parts of a longer text say which question they answer: by its name, by its dimension, by a role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from wizard.assistant.said import said
from wizard.flow.model import Question
from wizard.values.characters import fold, tidy

__all__ = ["names_dimension", "opposes_dimension", "role_of", "thing_measured"]

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


def stems_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [fold(word) for word in _WORD.findall(tidy(text))]


def thing_measured(words: str, asked: Sequence[Question]) -> tuple[Question, str] | None:
    """The one question about the thing before a measure, by the longest part of its name: `ytterdörren är 96 cm`.

    The nearest of those that are about it equally; with the words behind the thing.
    """
    match = _NOUN.match(tidy(words))
    if match is None:
        return None
    noun = fold(match["noun"])
    core = next(
        (noun.removesuffix(e) for e in _ENDINGS if noun.endswith(e) and len(noun) - len(e) >= _OVERLAP), noun
    )
    scored = [
        (max((_common(core, fold(w)) for w in _words(q)), default=0), q)
        for q in asked
        if q.type_name == "measure"
    ]
    best = max((score for score, _ in scored), default=0)
    if best < _OVERLAP:
        return None
    return next(q for score, q in scored if score == best), words[match.end() :]


def _words(question: Question) -> list[str]:
    return _WORD.findall(f"{question.label.id} {question.ask.id}")


def _common(one: str, other: str) -> int:
    """The length of the longest run of letters that two words share at the beginning or at the end of one of them."""
    for length in range(min(len(one), len(other)), _OVERLAP - 1, -1):
        if one[:length] in other or one[-length:] in other:
            return length
    return 0


def names_dimension(words: str, question: Question) -> bool:
    """Whether the words hold a dimension, all of which the question asks for."""
    said_ones = _dimensions(words)
    return bool(said_ones) and said_ones <= _asked(question)


def opposes_dimension(words: str, question: Question) -> bool:
    """Whether the words hold a dimension that the question does not ask for, where it asks for one."""
    asked = _asked(question)
    said_ones = _dimensions(words)
    return bool(said_ones and asked) and not said_ones & asked


@lru_cache(maxsize=512)
def _asked(question: Question) -> frozenset[str]:
    return _dimensions(f"{question.label.id} {question.ask.id}")


def _dimensions(text: str) -> frozenset[str]:
    words = {fold(word) for word in _WORD.findall(tidy(text))}
    return frozenset(name for name, known in _DIMENSIONS.items() if words & set(known))


def role_of(words: str) -> str | None:
    """The role that the words are: `VD`, `ordförande`, `ägare`; None for anything else."""
    key = " ".join(fold(tidy(words)).split())
    key = re.sub(r"^(?:(?:hon|han|hen|she|he)(?: ar| is|'s) )?(?:(?:som|as|the|a|an|var|our) )?", "", key)
    known = {fold(role) for role in said().phrases.get("role", ())}
    return words.split(" ", len(words.split()) - len(key.split()))[-1] if key in known else None


_NOUN: Final = re.compile(
    r"(?P<noun>[^\W\d_]{4,}) (?:är |mäter |blir |is |are )?(?=\d|en |ett |två |tre )", re.IGNORECASE
)
_OVERLAP: Final = 4
_ENDINGS: Final = ("arna", "erna", "orna", "en", "et", "na", "n", "t", "s")
