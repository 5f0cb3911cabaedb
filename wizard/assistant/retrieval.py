"""Finding what answers a question: an index of texts, and how well each covers what was asked.

The measure can be told in words. A question has words of weight (rare ones weigh more, those that nothing in the
content holds weigh most), words that say what kind of answer is wanted, and small change. *Cover* is the share of
the weight that a text holds: in a wording of its question fully, in its body less. *Fit* is how well the best single
wording and the question say the same, seen from both sides. What is found covers the question nearly whole, or is
not offered: a word of weight that is left over means that the question is about something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from typing import Final, TypeAlias

from wizard.assistant.retrieval_words import COMPOUND, PART, Term, Words
from wizard.assistant.stems import Language, Vocabulary, folded, language_of, stem, tokens

__all__ = ["Entry", "Hit", "Index"]

_SENTENCE: Final = re.compile(r"(?<=[.!?:;])\s+")
_LIGHT: Final = 0.05
_ASKING: Final = 0.2
_NUMBER: Final = 0.1
_NUMBER_KNOWN: Final = 0.3
_SAME: Final = 0.9
_BODY: Final = 0.6
_SENTENCE_FIT: Final = 0.75
_TYPED: Final = 0.95
_LEAST_LIGHT: Final = 7
"""A shorter word is not taken for small change mistyped: it may be what the question is about."""
_ONE_SLIP: Final = 0.9
"""A long word with one letter wrong is rather that word than a compound nobody has written."""
_ADVICE: Final = 1.0
_ENDINGS: Final = ("ning", "ing", "an", "and", "else")
_LEAST_RELATED: Final = 5
_MANY: Final = 40
_OPENING: Final = 3
"""How many words begin a question; further in, `when` is no question word."""
"""How many of the best covered entries are looked at closely."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: the ways to ask for it, and what it says."""

    id: str
    wordings: tuple[str, ...]
    bodies: tuple[tuple[str, Language], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and the reckoning behind it."""

    entry: Entry
    score: float
    cover: float
    """The share of the question's weight that the entry holds."""
    fit: float
    """How well the best wording, or sentence, and the question say the same."""
    wording: str
    """The wording that fits best; empty where a sentence of the text does."""
    wording_fit: float
    sentence: float
    """The largest share of the weight that one sentence of the text holds."""
    count: int
    """How many words of weight the question has."""
    uncovered: tuple[str, ...] = ()
    """The words of weight that the entry does not hold."""
    has_unknown: bool = False
    """Whether the question has a word that nothing in the content holds."""
    is_asked_so: bool = True
    """Whether the entry is asked for the kind of answer that is wanted: a person, a time, a number."""


_Stems: TypeAlias = tuple[Language, list[str]]
"""The stems of a text, and the language they are of."""


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    stems: tuple[str, ...]
    held: Mapping[str, float]


@dataclass(slots=True)
class _Indexed:
    entry: Entry
    wordings: list[_Wording]
    sentences: Sequence[Mapping[str, float]]
    kinds: frozenset[str]
    held: dict[str, float]


class Index:
    """Texts by the words they hold. Made once for a set of entries; asking it changes nothing.

    It serves questions in one `language`: wordings are of any, but only the bodies in that one are read. `names` are
    stems that are right as they are, so that none of them is taken for a word mistyped.
    """

    def __init__(
        self, entries: Sequence[Entry], words: Words, language: Language, names: Iterable[str] = ()
    ) -> None:
        self.words = words
        written: dict[Language, set[str]] = {"sv": set(), "en": set()}
        for entry in entries:
            for body, spoken_in in entry.bodies:
                written[spoken_in].update(tokens(body))
        raw = [(entry, *_read(entry, written, language)) for entry in entries]
        texts = [text for _, wordings, bodies in raw for text in (*(w for _, w in wordings), *bodies)]
        spoken: dict[Language, set[str]] = {"sv": set(words.parts), "en": set()}
        self._names = frozenset(names)
        for spoken_in, stems in texts:
            spoken[spoken_in].update(stems)
        self._known = spoken["sv"] | spoken["en"]
        self.vocabulary = Vocabulary(self._known, words.light | words.asking.keys())
        self._spoken = {of: Vocabulary(stems) for of, stems in spoken.items()}
        self._entries = [self._indexed(*item) for item in raw]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, indexed in enumerate(self._entries):
            for key, sure in indexed.held.items():
                self._postings[key].append((i, sure))

    def _indexed(self, entry: Entry, wordings: list[tuple[str, _Stems]], bodies: list[_Stems]) -> _Indexed:
        told = [self._wording(text, stems) for text, (_, stems) in wordings]
        sentences = [self._held(stems) for _, stems in bodies]
        held: dict[str, float] = {}
        for sentence in sentences:
            for key, sure in sentence.items():
                held[key] = max(held.get(key, 0), _BODY * sure)
        for wording in told:
            for key, sure in wording.held.items():
                held[key] = max(held.get(key, 0), sure)
        kinds = self.words.kinds(word for wording in told for word in wording.stems)
        return _Indexed(entry, told, sentences, kinds, held)

    def _wording(self, text: str, stems: Sequence[str]) -> _Wording:
        meant = (*stems, *self.words.meant(stems))
        return _Wording(text, meant, self._held(meant))

    def _held(self, stems: Iterable[str]) -> dict[str, float]:
        held: dict[str, float] = {}
        for word in stems:
            held[word] = 1.0
            for part in self.vocabulary.parts(word):
                held.setdefault(part, PART)
        return held

    # The question -------------------------------------------------------------------------------------

    def terms(self, text: str, language: Language) -> list[Term]:
        """The words of a question, with what they weigh."""
        words = self._joined(tokens(text), language)
        if language == "sv" and text.isascii():
            words = [self._unmarked.get(word, word) for word in words]
        seen: dict[str, Term] = {}
        for word in words:
            term = self._term(word, language)
            seen.setdefault(next(iter(term.keys), word), term)
        for key in self.words.meant([stem(word, language) for word in words]) if language == "sv" else ():
            seen.setdefault(key, Term(key, self._weight(key), self._alike(key, 1.0)))
        if self.words.asks_to_act(words):
            seen[""] = Term("", _ADVICE, {}, is_known=False)
        return list(seen.values())

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
        return stem(word, language) in self._known or stem(word, language) in self.words.light

    def _term(self, word: str, language: Language) -> Term:
        key = stem(word, language)
        other = stem(word, "en" if language == "sv" else "sv")
        words = self.words
        if word in words.advice:
            return Term(word, _ADVICE, {}, is_known=False)
        if word in words.asking or key in words.asking:
            mates = dict.fromkeys(sorted(words.of_kind(key) | words.of_kind(word)), _SAME)
            return Term(word, _ASKING, {**mates, **self._alike(key, 1.0)}, is_weighty=False)
        if word in words.setting or key in words.setting:
            return Term(word, _ASKING, self._alike(key, 1.0), self._parts(key), is_weighty=False)
        if word in words.light or key in words.light or other in words.light:
            return Term(word, _LIGHT, self._alike(key, 1.0), is_weighty=False)
        if key in self._names or other in self._names:
            return Term(
                word,
                1.0 if key not in self._known else self._weight(key),
                self._alike(key, 1.0),
                self._parts(key),
            )
        if word[0].isdigit():
            is_known = word in self._known
            return Term(word, _NUMBER_KNOWN if is_known else _NUMBER, {word: 1.0}, is_known=is_known)
        for form in dict.fromkeys((key, other, word)):
            if form in self._known or form in words.same:
                return Term(word, self._weight(form), self._alike(form, 1.0), self._parts(form))
        return self._unknown(word, key, language)

    def _unknown(self, word: str, key: str, language: Language) -> Term:
        """A word the content does not hold: one that lost its marks, a compound, one mistyped, or none of them."""
        plain = self.vocabulary.without_marks(key) or self.vocabulary.without_marks(word)
        if plain is not None:
            return self._typed(word, plain, 1.0)
        near = self._spoken[language].near(key)
        parts = self._parts(key)
        if parts and (near is None or near[1] < _ONE_SLIP):
            weight = max(self._weight(p) for p in self.vocabulary.parts(key))
            return Term(word, weight, {}, parts)
        if near is not None and (len(word) >= _LEAST_LIGHT or self._weight(near[0]) > _ASKING):
            return self._typed(word, near[0], near[1])
        return Term(word, 1.0, {}, is_known=False)

    def _typed(self, word: str, meant: str, sure: float) -> Term:
        if meant in self.words.light or meant in self.words.asking:
            return Term(word, _LIGHT, self._alike(meant, 1.0), is_weighty=False)
        weight = max(self._weight(meant), 1 - sure)
        return Term(word, weight, self._alike(meant, _TYPED if sure < 1 else 1.0), self._parts(meant))

    def _parts(self, key: str) -> tuple[Mapping[str, float], ...]:
        return tuple(self._alike(part, 1.0) for part in self.vocabulary.parts(key))

    def _alike(self, key: str, sure: float) -> dict[str, float]:
        found = {key: sure}
        for form in (key, *self._related(key)):
            found.setdefault(form, sure * _SAME)
            for other in self.words.same.get(form, ()):
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

    def _weight(self, key: str) -> float:
        """From 0 to 1: how much a stem tells, by how few entries hold it."""
        if key in self.words.light:
            return _LIGHT
        if key in self.words.asking or key in self.words.setting:
            return _ASKING
        count = max(len(self._postings.get(k, ())) for k in self._alike(key, 1.0))
        total = len(self._entries)
        return max(0.15, min(1.0, log((total + 1) / (count + 0.5)) / log(total + 1))) if total else 1.0

    # The answer ---------------------------------------------------------------------------------------

    def search(self, terms: Sequence[Term]) -> list[Hit]:
        """The entries that cover the question best, the best first. Total."""
        weighty = [t for t in terms if t.is_weighty]
        counted = weighty or list(terms)
        if not counted:
            return []
        total = sum(t.weight for t in counted)
        candidates: dict[int, float] = defaultdict(float)
        for term in counted:
            keys = {**{k: s for part in term.parts for k, s in part.items()}, **term.keys}
            touched = {i for key in keys for i, _ in self._postings.get(key, ())}
            for i in touched:
                candidates[i] += term.weight * term.match(self._entries[i].held)
        best = sorted(candidates, key=lambda i: -candidates[i])[:_MANY]
        hits = [self._hit(self._entries[i], terms, counted, candidates[i] / total) for i in best]
        return sorted(hits, key=lambda hit: (-hit.score, hit.entry.id))

    def _hit(self, indexed: _Indexed, terms: Sequence[Term], counted: Sequence[Term], cover: float) -> Hit:
        fit, wording = max(((self._fit(w, terms), w.text) for w in indexed.wordings), default=(0.0, ""))
        sentence = max((_share(counted, s) for s in indexed.sentences), default=0.0)
        told = (
            _SENTENCE_FIT * sentence if len(counted) > 1 else 0.0
        )  # one word mentioned somewhere tells nothing
        uncovered = tuple(t.word for t in counted if t.is_weighty and t.match(indexed.held) < 0.3)
        best = max(fit, told)
        opening = [t.word for t in terms[:_OPENING]]
        is_asked = bool(opening) and opening[0] in self.words.asking
        wanted = self.words.kinds(opening) if is_asked else frozenset()
        return Hit(
            entry=indexed.entry,
            score=(cover + best) / 2,
            cover=cover,
            fit=best,
            wording=wording if fit >= told else "",
            wording_fit=fit,
            sentence=sentence,
            count=sum(t.is_weighty for t in counted),
            uncovered=uncovered,
            has_unknown=any(t.is_weighty and not t.is_known for t in counted),
            is_asked_so=not wanted or not wanted.isdisjoint(indexed.kinds),
        )

    def _fit(self, wording: _Wording, terms: Sequence[Term]) -> float:
        """How far the wording and the question say the same: seen from the question, and from the wording."""
        said = _share(terms, wording.held)
        if not said:
            return 0.0
        asked: dict[str, float] = {}
        for term in terms:
            for part in term.parts:
                for key, sure in part.items():
                    asked[key] = max(asked.get(key, 0), PART * sure)
        for term in terms:
            for key, sure in term.keys.items():
                asked[key] = max(asked.get(key, 0), sure)
        got = total = 0.0
        has_asking = any(t.weight == _ASKING for t in terms)
        for key in wording.stems:
            weight = self._weights.get(key) or self._weight(key)
            if weight == _ASKING and not has_asking:
                weight = _LIGHT  # who writes a word alone leaves it open what is asked about it
            total += weight
            sure = asked.get(key, 0.0)
            parts = self.vocabulary.parts(key)
            if sure < COMPOUND and parts:
                sure = max(sure, COMPOUND * sum(asked.get(p, 0.0) for p in parts) / len(parts))
            got += weight * sure
        return sqrt(said * got / total) if total else 0.0

    @cached_property
    def _unmarked(self) -> Mapping[str, str]:
        """Small words as they are written by those who have no å, ä and ö."""
        small = self.words.small
        return {folded(w): w for w in small if not w.isascii() and folded(w) not in small}

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        return {s: self._weight(s) for e in self._entries for w in e.wordings for s in w.stems}


def _share(terms: Sequence[Term], held: Mapping[str, float]) -> float:
    total = sum(t.weight for t in terms)
    return sum(t.weight * t.match(held) for t in terms) / total if total else 0.0


def _read(
    entry: Entry, written: Mapping[Language, set[str]], wanted: Language
) -> tuple[list[tuple[str, _Stems]], list[_Stems]]:
    """The stems of an entry's wordings, and of the sentences of its bodies.

    A wording of few words, which does not tell its language itself, is of the language that more of them are `written` in.
    """
    wordings: list[tuple[str, _Stems]] = []
    for text in entry.wordings:
        words = tokens(text)
        english = sum(word in written["en"] for word in words)
        likely: Language = "en" if english > sum(word in written["sv"] for word in words) else "sv"
        language = language_of(words, likely)
        wordings.append((text, (language, [stem(w, language) for w in words])))
    bodies: list[_Stems] = [
        (language, [stem(w, language) for w in tokens(sentence)])
        for body, language in entry.bodies
        if language == wanted
        for sentence in _SENTENCE.split(body)
    ]
    return wordings, bodies
