"""How the parts of a longer text say which question they answer: by its name, by its dimension, by a role."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from wizard.assistant.doubts import HEDGES
from wizard.assistant.naming import stems
from wizard.assistant.said import said
from wizard.assistant.spoken.tense import asks_for_name
from wizard.assistant.words import naming_type
from wizard.flow.model import Question
from wizard.values.characters import fold, tidy

__all__ = ["agreed", "names_dimension", "numbered", "person_in", "role_of", "says_label", "thing_measured"]

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


_AGREEING: Final = re.compile(r"(?P<which>ja|jo|japp|yes|nej|nä|no)\b[ ,:]*(?P<rest>.+)", re.IGNORECASE)
_PERSON: Final = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖÉ][\w'-]+ )(?:(?:von|af|de) )?[A-ZÅÄÖÉ][\w'-]+(?: [A-ZÅÄÖÉ][\w'-]+)?(?!\w)"
)
_CODE: Final = re.compile(r"(?=\S*\d)[\w/.-]+(?: [\w/.-]*\d[\w/.-]*)*")
_AHEAD: Final = 5
_DOUBTING: Final = HEDGES | {
    "eller",
    "or",
    "om",
    "ifall",
    "if",
    "men",
    "but",
    "unless",
    "delvis",
    "partly",
    "bara",
    "only",
    "fast",
}
_NOUN: Final = re.compile(
    r"(?P<noun>[^\W\d_]{4,}) (?:är |mäter |blir |is |are )?(?=\d|en |ett |två |tre )", re.IGNORECASE
)
_OVERLAP: Final = 4
_ENDINGS: Final = ("arna", "erna", "orna", "en", "et", "na", "n", "t", "s")


def agreed(words: str, ahead: Sequence[Question]) -> tuple[Question, str] | None:
    """The question that `ja, hon är införstådd` agrees to: the only near one that its words are about, or the next."""
    match = _AGREEING.fullmatch(words)
    if match is None or _DOUBTING & set(stems_of(match["rest"])):
        return None
    answer = "no" if match["which"].lower() in ("nej", "nä", "no") else "yes"
    near = [q for q in ahead[:_AHEAD] if q.type_name == "yesno"]
    about = [q for q in near if _shares(match["rest"], q)]
    if len(about) == 1:
        return about[0], answer
    return (
        (ahead[0], answer)
        if ahead and ahead[0].type_name == "yesno" and ahead[0] in (about or near)
        else None
    )


def _shares(words: str, question: Question) -> bool:
    own = (*stems(question.label.id), *stems(question.ask.id))
    return any(len(word) > _SHORTEST and _near(word, own) for word in stems(words))


def person_in(words: str, ahead: Sequence[Question]) -> tuple[Question, str] | None:
    """The one name in a part, and the only near question for a name that its other words are about."""
    names = _PERSON.findall(words)
    if len(names) != 1:
        return None
    rest = words.replace(names[0], " ")
    asked = [
        q for q in ahead if q.type_name == "text" and asks_for_name(q.ask.id, q.label.id) and _shares(rest, q)
    ]
    return (asked[0], names[0]) if len(asked) == 1 else None


def numbered(words: str, question: Question) -> str | None:
    """The number that stands behind the name of a question of text: `försäkringsnummer F-77120`."""
    first, _, rest = words.partition(" ")
    rest = re.sub(r"^(?:är|is|no\.?|nr\.?|number|:) ", "", rest.strip(" :"))
    if not rest or question.type_name != "text" or not says_label(first, question):
        return None
    return rest if _CODE.fullmatch(rest) or re.fullmatch(r"[A-Z]{1,4} [\w/.-]*\d[\w/. -]*", rest) else None
