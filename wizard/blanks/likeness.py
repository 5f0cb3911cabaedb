"""How alike two short labels are, as a number from 0 to 1: "Org.nr" and "Organisationsnummer" are nearly the same.

Words are compared one with another: equal, the beginning of each other, one inside the other (Swedish writes
compounds as one word), or nearly the same letters. A word that many labels have, such as "namn", counts for less.
What must stay true: a label is wholly like itself, the order of the two does not matter, and labels without a
word in common are not alike at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

__all__ = ["likeness", "readings", "words_of"]

_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_CAMEL: Final = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_SMALL: Final = frozenset(
    {"och", "i", "av", "för", "den", "det", "de", "på", "till", "ett", "en", "är", "har", "ni", "er", "ert", "era", "som", "med", "om",
     "vad", "vilken", "vilket", "vilka", "heter", "ange", "ur", "från", "enligt", "the", "of", "a", "and", "eller", "din", "ditt", "s", "rad", "row", "field", "text"}
)  # fmt: skip
_SHORT: Final = {
    "nr": "nummer", "tel": "telefon", "tfn": "telefon", "org": "organisation", "orgnr": "organisationsnummer", "adr": "adress",
    "mail": "epost", "email": "epost", "mejl": "epost", "pnr": "personnummer", "postnr": "postnummer",
    "fr": "från", "t": "till", "tjg": "tjänstgöring", "leg": "legitimation", "bg": "bankgiro", "pg": "plusgiro", "ansv": "ansvarig",
    "legitimerad": "legitimation", "utdelningsadress": "postadress", "företagsform": "bolagsform", "associationsform": "bolagsform",
    "startdatum": "driftstart", "startdag": "driftstart", "tjänstgöringsgrad": "sysselsättningsgrad", "försäkringsbrev": "försäkringsintyg",
    "försäkringsbevis": "försäkringsintyg", "beskriv": "beskrivning", "intygar": "försäkrar", "intygas": "försäkrar",
    "verks": "verksamhet", "name": "namn", "phone": "telefon", "address": "adress", "street": "gatuadress", "city": "ort", "date": "datum",
    "signature": "underskrift", "title": "roll", "titel": "roll", "befattning": "roll", "website": "webbplats", "webb": "webbplats", "hemsida": "webbplats", "postort": "ort",
}  # fmt: skip
"""Abbreviations and everyday words of forms, and the English ones that makers of forms name fields by."""

_SAME: Final = (
    ("e-post", "epost"),
    ("f-skatt", "fskatt"),
    ("juridisk form", "bolagsform"),
    ("andel av heltid", "sysselsättningsgrad"),
)
"""What is written as several words, and the one word that it is."""

_LIGHT: Final = {"namn": 0.3, "uppgifter": 0.3, "uppgift": 0.3, "behörig": 0.5, "personal": 0.6}
"""Words that tell little, and what they count for beside one that counts for 1."""

_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_STEM: Final = 4
_ENDING: Final = 3
"""Letters of an inflection, at the most: verksamhet-en."""
_NEAR: Final = 0.8


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words that carry meaning, written out and without capitals; each once."""
    plain = _CAMEL.sub(" ", text).casefold()
    for written, word in _SAME:
        plain = plain.replace(written, word)
    found = _WORD.findall(plain)
    spelt = [_SHORT.get(word, word) for word in found if word not in _SMALL]
    return tuple(dict.fromkeys(spelt))


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[str, ...]:
    """A label as it stands, without what it says in brackets, and what it says on either side of a stroke."""
    plain = _ASIDE.sub("", text).strip()
    sides = [side.strip() for side in plain.split("/")] if "/" in plain else []
    return tuple(dict.fromkeys(filter(words_of, (text, plain, *sides))))


def likeness(one: str, other: str) -> float:
    """How alike two labels are."""
    first, second = words_of(one), words_of(other)
    if _traits(first).isdisjoint(_traits(second)):
        return 0.0
    return _compared(first, second)


@lru_cache(maxsize=8192)
def _traits(words: tuple[str, ...]) -> frozenset[str]:
    """What two labels must have one of in common to be alike at all: a beginning, or letters in a row."""
    found = set(words)
    for word in words:
        found.update({word[:1], *(word[place : place + _STEM] for place in range(len(word) - _STEM + 1))})
    return frozenset(found)


@lru_cache(maxsize=1 << 18)
def _compared(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    rows = [[_alike(word, candidate) for candidate in second] for word in first]
    there = _mean(first, map(max, rows))
    back = _mean(second, map(max, zip(*rows, strict=True)))
    return 2 * there * back / (there + back) if there and back else 0.0


def _mean(words: tuple[str, ...], scores: Iterable[float]) -> float:
    weights = [_LIGHT.get(word, 1.0) for word in words]
    return sum(weight * score for weight, score in zip(weights, scores, strict=True)) / sum(weights)


@lru_cache(maxsize=1 << 18)
def _alike(one: str, other: str) -> float:
    """How alike two words are."""
    if one == other:
        return 1.0
    short, long = (one, other) if (len(one), one) < (len(other), other) else (other, one)
    if len(short) < _STEM or short.isdigit():
        return 0.0
    if long.startswith(short):
        return 0.85 if len(long) - len(short) <= 3 else 0.7
    if short in long:
        return 0.65
    if short[:-_ENDING] and len(short) - _ENDING >= 2 * _STEM and long.startswith(short[:-_ENDING]):
        return 0.65
    if short[0] != long[0] or len(short) < 0.6 * len(long):
        return 0.0
    common = sum((Counter(short) & Counter(long)).values())
    if 2 * common < _NEAR * (len(short) + len(long)):
        return 0.0  # the letters alone are too few, whatever their order
    ratio = SequenceMatcher(None, short, long, autojunk=False).ratio()
    return ratio * 0.9 if ratio >= _NEAR else 0.0
