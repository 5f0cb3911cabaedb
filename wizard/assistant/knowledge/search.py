"""Finding what answers a question: an index of texts, and how well each covers what was asked.

The measure can be told in words. A question has words of weight (rare ones weigh more), words that say what kind of
answer is wanted, and small change. What a text holds speaks for it by the word's weight, what it lacks against it by
what the word costs: a word of the trade costs what it weighs, one of the general language hardly anything, and one
that nothing in the content holds much. *Cover* is the share of the two that speaks for a text. *Fit* is the same for
the best single wording, seen from both sides. What is found covers the question nearly whole, or is not offered: a
word of weight that is left over means that the question is about something else.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Final, TypeAlias

from wizard.assistant.knowledge.asked import Held, Reader
from wizard.assistant.knowledge.hits import Entry, Hit
from wizard.assistant.knowledge.likeness import best_of, grams
from wizard.assistant.knowledge.stems import Language, Vocabulary, language_of, stem, tokens
from wizard.assistant.knowledge.words import ASKING, COMPOUND, LIGHT, PART, Term, Words

__all__ = ["Index"]

_SENTENCE: Final = re.compile(r"(?<=[.!?:;])\s+")
_BODY: Final = 0.55
_HOLDS: Final = (0.0, 0.85, 0.93, 1.0)
"""How surely an entry holds what none, one, two and more of its wordings hold."""
_SENTENCE_FIT: Final = 0.75
_COVER: Final = 0.45
_FIT: Final = 0.55
_ASKED_SO: Final = 0.1
_EVIDENCE: Final = 0.1
_OFTEN: Final = 3
"""How many of the best wordings are looked at together."""
_HARDLY: Final = 0.3
_NONE: Final = frozenset[str]()
_FOR_OFTEN: Final = 1.2
_FOR_TOLD: Final = 0.07
_FOR_ALIKE: Final = 2.5
_AGAINST_MISSED: Final = 0.2
_MOST_EVIDENCE: Final = 2.0
"""What the parts of the score weigh; more evidence than that adds nothing."""
_SELDOM: Final = 0.06
"""An entry that fewer of its wordings ask a kind of answer of is not asked for it."""
_OPENING: Final = 3
"""How many words begin a question; further in, `when` is no question word."""
_LOOKED_AT: Final = 14
"""How many of the best covered entries are looked at closely."""
_MISSED_BY_WORDING: Final = 0.12
"""What a word of the general language costs a wording that has it beyond the question."""


_Stems: TypeAlias = tuple[Language, list[str]]
"""The stems of a text, and the language they are of."""
_Weighed: TypeAlias = tuple[tuple[str, float, float, tuple[str, ...]], ...]
"""The stems of a wording, each with its weight, what it costs, and its parts."""


@dataclass(frozen=True, slots=True)
class _Wording:
    text: str
    stems: tuple[str, ...]
    held: Mapping[str, float]
    kinds: frozenset[str]
    """The kinds of answer it asks for, by its question words."""
    wants: frozenset[str]
    """The same by all its words: a sum, a person."""


@dataclass(slots=True)
class _Indexed:
    entry: Entry
    wordings: list[_Wording]
    sentences: Sequence[Mapping[str, float]]
    told: frozenset[str]
    """The kinds of answer that the text gives."""
    kinds: frozenset[str]
    held: dict[str, float]
    weighed: list[_Weighed]
    grams: list[frozenset[str]]


@dataclass(frozen=True)
class _Question:
    terms: Sequence[Term]
    counted: Sequence[Term]
    """Those of weight; all where none is."""
    asked: Mapping[str, float]
    has_asking: bool
    wants: frozenset[str]
    grams: frozenset[str]

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[tuple[int, float]]]:
        """Which words a stem stands for, and how surely; compounds are asked one by one."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for n, term in enumerate(self.terms):
            for key, sure in () if term.parts else term.keys.items():
                found[key].append((n, sure))
        return found

    @cached_property
    def _compounds(self) -> Sequence[tuple[int, Term]]:
        return [(n, term) for n, term in enumerate(self.terms) if term.parts]

    @cached_property
    def _weights(self) -> Sequence[tuple[float, float]]:
        return [(term.weight, term.missed) for term in self.terms]

    def share(self, held: Mapping[str, float]) -> float:
        """What speaks for a text, of that and what speaks against it."""
        matches = [0.0] * len(self.terms)
        by_key = self._by_key
        for key, sure in held.items():
            for n, meant in by_key.get(key, ()):
                matches[n] = max(matches[n], sure * meant)
        for n, term in self._compounds:
            matches[n] = term.match(held)
        has = lacks = 0.0
        for match, (weight, missed) in zip(matches, self._weights, strict=True):
            has += weight * match
            lacks += missed * (1 - match)
        return has / (has + lacks) if has else 0.0


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
        for spoken_in, stems in texts:
            spoken[spoken_in].update(stems)
        known = spoken["sv"] | spoken["en"]
        self.vocabulary = Vocabulary(known, words.light | words.asking.keys())
        self._entries = [self._indexed(*item) for item in raw]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, indexed in enumerate(self._entries):
            for key, sure in indexed.held.items():
                self._postings[key].append((i, sure))
        counts = {key: len(found) for key, found in self._postings.items()}
        self.reader = Reader(words, self.vocabulary, Held(spoken, counts, len(entries), frozenset(names)))

    def _indexed(self, entry: Entry, wordings: list[tuple[str, _Stems]], bodies: list[_Stems]) -> _Indexed:
        told = [self._wording(text, stems) for text, (_, stems) in wordings]
        sentences = [self._held(stems) for _, stems in bodies]
        held: dict[str, float] = {}
        for sentence in sentences:
            for key, sure in sentence.items():
                held[key] = max(held.get(key, 0), _BODY * sure)
        often: dict[str, int] = defaultdict(int)
        surest: dict[str, float] = {}
        for n, wording in enumerate(told):
            for key, sure in wording.held.items():
                often[key] += 1 if n else len(_HOLDS)
                surest[key] = max(surest.get(key, 0.0), sure)
        for key, count in often.items():
            held[key] = max(held.get(key, 0), surest[key] * _HOLDS[min(count, len(_HOLDS) - 1)])
        asked_for = Counter(kind for wording in told for kind in wording.kinds)
        least = _SELDOM * len(told)
        kinds = frozenset(kind for kind, count in asked_for.items() if count >= least)
        swedish = [p for body, of in entry.bodies if of == "sv" for p in _SENTENCE.split(body)]
        given = _NONE.union(*(self.words.answers.told(p) for p in swedish))
        return _Indexed(entry, told, sentences, given, kinds, held, [], [])

    def _wording(self, text: str, stems: Sequence[str]) -> _Wording:
        meant = (*stems, *self.words.meant(stems))
        return _Wording(
            text, meant, self._held(meant), self.words.kinds(meant), self.words.answers.asked(text)
        )

    def _held(self, stems: Iterable[str]) -> dict[str, float]:
        held: dict[str, float] = {}
        for word in stems:
            held[word] = 1.0
            for part in self.vocabulary.parts(word):
                held.setdefault(part, PART)
        return held

    def terms(self, text: str, language: Language) -> list[Term]:
        """The words of a question, with what they weigh."""
        return self.reader.terms(text, language)

    # The answer ---------------------------------------------------------------------------------------

    def search(self, terms: Sequence[Term], text: str = "") -> list[Hit]:
        """The entries that cover the question best, the best first. Total."""
        counted = [t for t in terms if t.is_weighty] or list(terms)
        if not counted:
            return []
        for_, against = self._covered(counted)
        all_cost = sum(t.missed for t in counted)
        beside, _ = self._covered([t for t in terms if not t.is_weighty and t.weight > LIGHT])
        promise = {i: for_[i] - against[i] + beside.get(i, 0.0) for i in for_}
        ranked = sorted(promise, key=lambda i: -promise[i])[:_LOOKED_AT]
        question = _Question(
            terms,
            counted,
            _asked(terms),
            any(t.weight == ASKING for t in terms),
            self.words.answers.asked(text),
            grams(text),
        )
        hits = []
        for i in ranked:
            cover = for_[i] / (for_[i] + all_cost + against[i]) if for_[i] else 0.0
            hits.append(self._hit(self._entries[i], question, cover, for_[i]))
        return sorted(hits, key=lambda hit: (-hit.score, hit.entry.id))

    def _covered(self, counted: Sequence[Term]) -> tuple[dict[int, float], dict[int, float]]:
        """For each entry that holds anything: what speaks for it, and (as less than nothing) what it need not miss."""
        for_: dict[int, float] = defaultdict(float)
        against: dict[int, float] = defaultdict(float)
        for term in counted:
            if term.parts:
                keys = {*term.keys, *(key for part in term.parts for key in part)}
                touched = {i for key in keys for i, _ in self._postings.get(key, ())}
                found = {i: term.match(self._entries[i].held) for i in touched}
            else:
                found = {}
                for key, sure in term.keys.items():
                    for i, held in self._postings.get(key, ()):
                        if sure * held > found.get(i, 0.0):
                            found[i] = sure * held
            for i, match in found.items():
                for_[i] += term.weight * match
                against[i] -= term.missed * match
        return for_, against

    def _hit(self, indexed: _Indexed, question: _Question, cover: float, evidence: float) -> Hit:
        terms, counted, wants = question.terms, question.counted, question.wants
        wording, fit, often = self._fitting(indexed, question)
        sentence = max((_share(counted, s) for s in indexed.sentences), default=0.0)
        told_fit = (
            _SENTENCE_FIT * sentence if len(counted) > 1 else 0.0
        )  # one word mentioned somewhere tells nothing
        best = max(fit, told_fit)
        wanted = self._asked_for(terms)
        is_asked_so = not wanted or not wanted.isdisjoint((wording and wording.kinds) or indexed.kinds)
        is_missed = self.words.answers.is_missed(wants, indexed.told, wording.wants if wording else _NONE)
        is_told = not wants or not wants.isdisjoint(indexed.told)
        likest, alike = best_of(question.grams, self._grams(indexed))
        return Hit(
            entry=indexed.entry,
            score=_COVER * cover
            + _FIT * best
            + _ASKED_SO * is_asked_so
            + _EVIDENCE * min(evidence, _MOST_EVIDENCE)
            + _FOR_OFTEN * often
            + _FOR_TOLD * is_told
            + _FOR_ALIKE * alike
            - _AGAINST_MISSED * is_missed,
            cover=cover,
            fit=best,
            wording=wording.text if wording is not None and fit >= told_fit else "",
            wording_fit=fit,
            sentence=sentence,
            count=sum(t.is_weighty for t in counted),
            uncovered=tuple(t.word for t in counted if t.is_weighty and t.match(indexed.held) < _HARDLY),
            unknown=sum(t.missed for t in terms if not t.is_known),
            is_asked_so=is_asked_so,
            evidence=evidence,
            is_missed=is_missed,
            likest=likest,
            alike=alike,
        )

    def _fitting(self, indexed: _Indexed, question: _Question) -> tuple[_Wording | None, float, float]:
        """The wording that fits best, how well it does, and how well the best few do on an average."""
        if not indexed.weighed:
            indexed.weighed = [self._weigh(w) for w in indexed.wordings]
        asked = question.asked
        fits = []
        best: tuple[_Wording | None, float] = (None, 0.0)
        for told, weighed in zip(indexed.wordings, indexed.weighed, strict=True):
            if asked.keys().isdisjoint(told.held):
                continue
            got = _got(weighed, asked, has_asking=question.has_asking)
            found = sqrt(question.share(told.held) * got)
            fits.append(found)
            if found > best[1]:
                best = (told, found)
        return *best, sum(sorted(fits, reverse=True)[:_OFTEN]) / _OFTEN

    def _asked_for(self, terms: Sequence[Term]) -> frozenset[str]:
        """The kinds of answer that the question word wants, where a question begins with one."""
        opening = [t.word for t in terms[:_OPENING]]
        is_asked = bool(opening) and opening[0] in self.words.asking
        return self.words.kinds(opening) if is_asked else _NONE

    def likest(self, text: str) -> tuple[float, float]:
        """How alike the likest wording of all is letter by letter, and the likest few on an average."""
        return best_of(grams(text), (g for indexed in self._entries for g in self._grams(indexed)))

    @staticmethod
    def _grams(indexed: _Indexed) -> Sequence[frozenset[str]]:
        if not indexed.grams:
            indexed.grams = [grams(w.text) for w in indexed.wordings]
        return indexed.grams

    def _weigh(self, wording: _Wording) -> _Weighed:
        weighed = []
        for key in wording.stems:
            weight = self.reader.weight(key)
            cost = min(weight, _MISSED_BY_WORDING) if self.words.is_common(key) else weight
            weighed.append((key, weight, cost, self.vocabulary.parts(key)))
        return tuple(weighed)


def _asked(terms: Sequence[Term]) -> dict[str, float]:
    """What a question may stand for, and how surely."""
    asked: dict[str, float] = {}
    for term in terms:
        for part in term.parts:
            for key, sure in part.items():
                asked[key] = max(asked.get(key, 0), PART * sure)
    for term in terms:
        for key, sure in term.keys.items():
            asked[key] = max(asked.get(key, 0), sure)
    return asked


def _got(weighed: _Weighed, asked: Mapping[str, float], *, has_asking: bool) -> float:
    """The share of a wording that the question says."""
    got = lacked = 0.0
    for key, weight, cost, parts in weighed:
        sure = asked.get(key, 0.0)
        if sure < COMPOUND and parts:
            sure = max(sure, COMPOUND * sum(asked.get(p, 0.0) for p in parts) / len(parts))
        if weight == ASKING and not has_asking:
            weight = cost = LIGHT  # noqa: PLW2901  who writes a word alone leaves open what is asked about it
        got += weight * sure
        lacked += cost * (1 - sure)
    return got / (got + lacked) if got else 0.0


def _share(terms: Sequence[Term], held: Mapping[str, float]) -> float:
    """What speaks for a text, of that and what speaks against it."""
    has = lacks = 0.0
    for term in terms:
        match = term.match(held)
        has += term.weight * match
        lacks += term.missed * (1 - match)
    return has / (has + lacks) if has else 0.0


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
