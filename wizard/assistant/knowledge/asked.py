"""The words of a question, with what each weighs where a text has it and what it costs where it has not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

from wizard.assistant.knowledge.stems import Language, Vocabulary, folded, stem, tokens
from wizard.assistant.knowledge.words import ASKING, LIGHT, Term, Words

__all__ = ["Held", "Reader"]

_NUMBER: Final = 0.1
_NUMBER_KNOWN: Final = 0.3
_COMMON: Final = 0.4
"""The share of its weight that a word of the general language keeps: it is rare here by chance."""
_COMMON_COST: Final = 0.1
_BEYOND: Final = 1.6
_BEYOND_HELD: Final = 0.3
"""What a word of a neighbouring field costs where it is missing, and what it tells where it is not."""
_UNKNOWN: Final = 0.9
_SAME: Final = 0.9
_TYPED: Final = 0.95
_LEAST_LIGHT: Final = 9
"""A shorter word is not taken for small change mistyped: it may be what the question is about."""
_ONE_SLIP: Final = 0.9
"""A long word with one letter wrong is rather that word than a compound nobody has written."""
_ADVICE: Final = 1.0
_ENDINGS: Final = ("ning", "ing", "an", "and", "else")
_LEAST_RELATED: Final = 5
_HEAD: Final = 0.7
"""How surely a compound nobody has written is what its last part is."""
_LEAST_WEIGHT: Final = 0.15


@dataclass(frozen=True, slots=True)
class Held:
    """What an index holds."""

    spoken: Mapping[Language, set[str]]
    """Its stems in each language."""
    counts: Mapping[str, int]
    """How many entries hold each stem, or a compound with it."""
    total: int
    """How many entries there are."""
    names: frozenset[str] = frozenset()
    """Stems that are right as they are."""


class Reader:
    """Takes questions apart by what an index holds."""

    def __init__(self, words: Words, vocabulary: Vocabulary, held: Held) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._known = held.spoken["sv"] | held.spoken["en"]
        self._spoken = {of: Vocabulary(stems) for of, stems in held.spoken.items()}
        self._counts = held.counts
        self._total = held.total
        self._names = held.names
        self._weights: dict[str, float] = {}

    def terms(self, text: str, language: Language) -> list[Term]:
        """The words of a question, with what they weigh."""
        words = self._joined(tokens(text), language)
        has_marks = language != "sv" or not text.isascii()
        if not has_marks:
            words = [self._unmarked.get(word, word) for word in words]
        seen: dict[str, Term] = {}
        for word in words:
            term = self._term(word, language, has_marks=has_marks)
            seen.setdefault(next(iter(term.keys), word), term)
        for key in self._words.meant([stem(word, language) for word in words]) if language == "sv" else ():
            seen.setdefault(key, Term(key, self.weight(key), self._alike(key, 1.0)))
        if self._words.asks_to_act(words):
            seen[""] = Term("", _ADVICE, {}, is_known=False)
        return list(seen.values())

    def weight(self, key: str) -> float:
        """From 0 to 1: how much a stem tells, by how few entries hold it."""
        found = self._weights.get(key)
        if found is None:
            found = self._weights[key] = self._weigh(key)
        return found

    def _weigh(self, key: str) -> float:
        words = self._words
        if key in words.light:
            return LIGHT
        if key in words.asking or key in words.setting:
            return ASKING
        count = max(self._counts.get(k, 0) for k in self._alike(key, 1.0))
        if not self._total:
            return 1.0
        found = log((self._total + 1) / (count + 0.5)) / log(self._total + 1)
        weight = max(_LEAST_WEIGHT, min(1.0, found))
        return weight * _COMMON if words.is_common(key) else weight

    def _joined(self, words: list[str], language: Language) -> list[str]:
        """Words that were written apart and are one: `uppsägnings tid`."""
        found: list[str] = []
        for word in words:
            if (
                found
                and stem(found[-1] + word, language) in self._known
                and not (self._is_known(found[-1], language) and self._is_known(word, language))
            ):
                found[-1] += word
            else:
                found.append(word)
        return found

    def _is_known(self, word: str, language: Language) -> bool:
        return stem(word, language) in self._known or stem(word, language) in self._words.light

    def _term(self, word: str, language: Language, *, has_marks: bool) -> Term:
        key = stem(word, language)
        other = stem(word, "en" if language == "sv" else "sv")
        words = self._words
        found = self._of_a_list(word, key, other)
        if found is not None:
            return found
        if key in self._names or other in self._names:
            weight = self.weight(key) if key in self._known else 1.0
            return Term(word, weight, self._alike(key, 1.0), self._parts(key))
        if word[0].isdigit():
            weight = _NUMBER_KNOWN if word in self._known else _NUMBER
            return Term(word, weight, {word: 1.0}, is_weighty=False, cost=_NUMBER)
        for form in dict.fromkeys((key, other, word)):
            if form in self._known or form in words.same:
                cost = self._cost(word, form)
                alike, parts = self._alike(form, 1.0), self._parts(form)
                return Term(word, self.weight(form), alike, parts, is_weighty=cost is None, cost=cost)
        if words.is_common(word) or words.is_common(key) or words.is_common(other):
            return Term(word, LIGHT, {}, cost=_COMMON_COST, is_weighty=False)
        return self._unknown(word, key, language, has_marks=has_marks)

    def _of_a_list(self, word: str, key: str, other: str) -> Term | None:
        """A word that the content itself says how to take: as advice, of another field, as asking, as small change."""
        words = self._words
        if word in words.advice:
            return Term(word, _ADVICE, {}, is_known=False)
        if key in words.beyond or other in words.beyond:
            form = key if key in self._known else other
            return Term(word, _BEYOND_HELD, {form: 1.0}, is_known=form in self._known, cost=_BEYOND)
        if word in words.asking or key in words.asking:
            mates = dict.fromkeys(sorted(words.of_kind(key) | words.of_kind(word)), _SAME)
            return Term(word, ASKING, {**mates, **self._alike(key, 1.0)}, is_weighty=False)
        if word in words.setting or key in words.setting:
            return Term(word, ASKING, self._alike(key, 1.0), self._parts(key), is_weighty=False)
        if word in words.light or key in words.light or other in words.light:
            return Term(word, LIGHT, self._alike(key, 1.0), is_weighty=False)
        return None

    def _cost(self, word: str, form: str) -> float | None:
        """What is missed where a text has no such word; nothing told for one that costs what it weighs."""
        return _COMMON_COST if self._words.is_common(form) or self._words.is_common(word) else None

    def _unknown(self, word: str, key: str, language: Language, *, has_marks: bool) -> Term:
        """A word the content does not hold: one that lost its marks, a compound, one mistyped, or none of them."""
        if language == "sv":
            plain = self._vocabulary.without_marks(key) or self._vocabulary.without_marks(word)
            if plain is not None and (not has_marks or len(word) >= _LEAST_LIGHT):
                return self._typed(word, plain, 1.0)
            if self._words.is_beyond_compound(word):
                return Term(word, 1.0, {}, is_known=False, cost=_BEYOND)
        near = self._spoken[language].near(key)
        parts = self._parts(key)
        if parts and (near is None or near[1] < _ONE_SLIP):
            weight = max(self.weight(p) for p in self._vocabulary.parts(key))
            return Term(word, weight, {}, parts)
        if near is not None and (len(word) >= _LEAST_LIGHT or self.weight(near[0]) > ASKING):
            return self._typed(word, near[0], near[1])
        head = self._vocabulary.head(key) if language == "sv" else None
        if head is not None:
            alike = self._alike(head, _HEAD)
            return Term(word, self.weight(head), alike, cost=self._cost(word, head))
        return Term(word, _UNKNOWN, {}, is_known=False)

    def _typed(self, word: str, meant: str, sure: float) -> Term:
        if meant in self._words.light or meant in self._words.asking:
            return Term(word, LIGHT, self._alike(meant, 1.0), is_weighty=False)
        weight = max(self.weight(meant), 1 - sure)
        alike = self._alike(meant, _TYPED if sure < 1 else 1.0)
        return Term(word, weight, alike, self._parts(meant), cost=self._cost(word, meant))

    def _parts(self, key: str) -> tuple[Mapping[str, float], ...]:
        return tuple(self._alike(part, 1.0) for part in self._vocabulary.parts(key))

    def _alike(self, key: str, sure: float) -> dict[str, float]:
        found = {key: sure}
        for form in (key, *self._related(key)):
            found.setdefault(form, sure * _SAME)
            for other in self._words.same.get(form, ()):
                found.setdefault(other, sure * _SAME)
        return found

    def _related(self, key: str) -> Iterator[str]:
        """The noun of a verb, and the other way round: `rapporter` and `rapportering`, `anmäl` and `anmälan`."""
        if len(key) < _LEAST_RELATED:
            return
        for ending in _ENDINGS:
            root = key.removesuffix(ending)
            if root != key and len(root) >= _LEAST_RELATED - 1 and root in self._known:
                yield root
            if key + ending in self._known:
                yield key + ending

    @cached_property
    def _unmarked(self) -> Mapping[str, str]:
        """Small words as they are written by those who have no å, ä and ö."""
        small = self._words.small
        return {folded(w): w for w in small if not w.isascii() and folded(w) not in small}
