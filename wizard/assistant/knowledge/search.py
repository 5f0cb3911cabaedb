"""Finding what answers a question: an index of texts, and how well each covers what was asked.

The measure can be told in words. A question has words of weight (rare ones weigh more), words that say what kind of
answer is wanted, and small change. What a text holds speaks for it by the word's weight, what it lacks against it by
what the word costs: a word of the trade costs what it weighs, one of the general language hardly anything, and one
that nothing in the content holds much. *Cover* is the share of the two that speaks for a text. *Fit* is the same for
the best single wording, seen from both sides. What is found covers the question nearly whole, or is not offered: a
word of weight that is left over means that the question is about something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any, Final, TypeAlias

from wizard.assistant.knowledge.asked import Held, Reader
from wizard.assistant.knowledge.hits import Entry, Hit
from wizard.assistant.knowledge.kept import kept
from wizard.assistant.knowledge.likeness import best_of, grams
from wizard.assistant.knowledge.reading import ReadEntry, Reading, ReadWording, held, plain, read, reading_of
from wizard.assistant.knowledge.stems import Language
from wizard.assistant.knowledge.words import ASKING, COMPOUND, LIGHT, PART, Term, Words

__all__ = ["Index"]

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
_OPENING: Final = 3
"""How many words begin a question; further in, `when` is no question word."""
_WORTH_KEEPING: Final = 100
"""Fewer entries are read anew as quickly."""
_LOOKED_AT: Final = 14
"""How many of the best covered entries are looked at closely."""
_MISSED_BY_WORDING: Final = 0.12
"""What a word of the general language costs a wording that has it beyond the question."""


_Weighed: TypeAlias = tuple[tuple[str, float, float, tuple[str, ...]], ...]
"""The stems of a wording, each with its weight, what it costs, and its parts."""


@dataclass(slots=True)
class _Indexed:
    """An entry as it is looked at. What is only needed where it is looked at closely is made then."""

    read: ReadEntry
    helds: Sequence[Mapping[str, float]] = ()
    """What each wording holds."""
    weighed: Sequence[_Weighed] = ()
    sentences: Sequence[Mapping[str, float]] = ()
    grams: Sequence[frozenset[str]] = ()


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
        reading = _reading(entries, words, language)
        self.words = words
        self.vocabulary = reading.vocabulary
        self._entries = [_Indexed(each) for each in reading.entries]
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, each in enumerate(reading.entries):
            for key, sure in each.held.items():
                self._postings[key].append((i, sure))
        counts = {key: len(found) for key, found in self._postings.items()}
        spoken = Held(reading.spoken, counts, len(entries), frozenset(names))
        self.reader = Reader(words, self.vocabulary, spoken)

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
                found = {i: term.match(self._entries[i].read.held) for i in touched}
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
        self._open(indexed)
        said = indexed.read
        wording, fit, often = _fitting(indexed, question)
        sentence = max((_share(counted, s) for s in indexed.sentences), default=0.0)
        told_fit = (
            _SENTENCE_FIT * sentence if len(counted) > 1 else 0.0
        )  # one word mentioned somewhere tells nothing
        best = max(fit, told_fit)
        wanted = self._asked_for(terms)
        is_asked_so = not wanted or not wanted.isdisjoint((wording and wording.kinds) or said.kinds)
        is_missed = self.words.answers.is_missed(wants, said.told, wording.wants if wording else _NONE)
        is_told = not wants or not wants.isdisjoint(said.told)
        likest, alike = best_of(question.grams, self._grams(indexed))
        return Hit(
            entry=said.entry,
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
            uncovered=tuple(t.word for t in counted if t.is_weighty and t.match(said.held) < _HARDLY),
            unknown=sum(t.missed for t in terms if not t.is_known),
            is_asked_so=is_asked_so,
            evidence=evidence,
            is_missed=is_missed,
            likest=likest,
            alike=alike,
        )

    def _open(self, indexed: _Indexed) -> None:
        """Make what is needed to look at an entry closely."""
        if not indexed.weighed:
            said = indexed.read
            indexed.weighed = [self._weigh(w) for w in said.wordings]
            indexed.helds = [held(w.stems, self.vocabulary) for w in said.wordings]
            indexed.sentences = [held(stems, self.vocabulary) for stems in said.sentences]

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
            indexed.grams = [grams(w.text) for w in indexed.read.wordings]
        return indexed.grams

    def _weigh(self, wording: ReadWording) -> _Weighed:
        weighed = []
        for key in wording.stems:
            weight = self.reader.weight(key)
            cost = min(weight, _MISSED_BY_WORDING) if self.words.is_common(key) else weight
            weighed.append((key, weight, cost, self.vocabulary.parts(key)))
        return tuple(weighed)


def _reading(entries: Sequence[Entry], words: Words, language: Language) -> Reading:
    """What there is in the entries, from the disk where that was found out before."""

    def anew() -> Reading:
        return read(entries, words, language)

    def back(data: dict[str, Any]) -> Reading:
        return reading_of(data, entries, words)

    if len(entries) < _WORTH_KEEPING:
        return anew()
    return kept((entries, words.mark, language), anew, plain, back)


def _fitting(indexed: _Indexed, question: _Question) -> tuple[ReadWording | None, float, float]:
    """The wording that fits best, how well it does, and how well the best few do on an average."""
    asked = question.asked
    fits = []
    best: tuple[ReadWording | None, float] = (None, 0.0)
    for told, has, weighed in zip(indexed.read.wordings, indexed.helds, indexed.weighed, strict=True):
        if asked.keys().isdisjoint(has):
            continue
        got = _got(weighed, asked, has_asking=question.has_asking)
        found = sqrt(question.share(has) * got)
        fits.append(found)
        if found > best[1]:
            best = (told, found)
    return *best, sum(sorted(fits, reverse=True)[:_OFTEN]) / _OFTEN


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
