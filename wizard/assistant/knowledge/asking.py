"""From a question to what answers it, to several things it may mean, or to nothing.

What speaks for an answer (how much of the question it covers, how well its best wording fits, how much that tells, its
lead before the next) is weighed against what speaks against it: words that nothing holds, another kind of answer
wanted, ways to ask nearby for what lov does not know. The weights were set by logistic regression on questions that no
article was worded with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

from wizard.assistant.knowledge.base import Library, Shelf
from wizard.assistant.knowledge.entries import Known
from wizard.assistant.knowledge.hits import Hit
from wizard.assistant.knowledge.stems import Language, tokens
from wizard.assistant.knowledge.words import Term
from wizard.flow.model import Area

__all__ = ["Asking", "Found", "Outcome"]

_SURE: Final = 0.9
"""By how much what speaks for an answer has to outweigh what speaks against it."""
_FOR_COVER: Final = 4.1
_FOR_BOTH: Final = 1.9
_FOR_EVIDENCE: Final = 1.55
_MOST_EVIDENCE: Final = 2.0
_FOR_LEAD: Final = 3.7
_MOST_LEAD: Final = 0.6
_AGAINST: Final = 5.95
"""What has to be outweighed by cover, cover and fit at once, evidence and the lead before the next best."""
_AGAINST_UNKNOWN: Final = 0.75
_AGAINST_ASKED_OTHERWISE: Final = 1.85
"""Who asks for a number is not answered with a reason."""
_AGAINST_LIKER: Final = 13.9
_AGAINST_LIKERS: Final = 5.3
"""The question is more like what is not known, letter by letter: like the likest, and the likest few."""
_AGAINST_ELSEWHERE: Final = 1.6
"""It fits what is not known better, word by word."""
_AS_WRITTEN: Final = 0.9
"""A question that is so like a wording is that wording."""
_EXACT: Final = 0.97
_NEAR: Final = 0.02
"""Two that lie no further apart are offered both, unless the first fits exactly."""
_STATUS: Final = "area"
_NEAR_STATUS: Final = 0.25
_COVER_ELSEWHERE: Final = 0.8
_FIT_ELSEWHERE: Final = 0.55
_SENTENCE: Final = 0.9
"""What was not written as an answer holds the question in one sentence."""
_LEAST_MISSED: Final = 0.15
"""What costs less is not what is asked about an area."""
_TITLE: Final = 0.6
_LIGHTENED: Final = 0.05
_LEAST_ASKED: Final = 0.35
_MOST_LED: Final = 0.5
"""The weight of what leads up to a question; what weighs more belongs to it."""
_MOST_MISSED: Final = 1.0
"""What costs more is of another field."""
_MOST_OFFERS: Final = 3

_PIECES: Final = re.compile(r"[.!?;:,\u2013\u2014\n]\s+|\b(?:undrar|wonder(?:ing)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What answers, and the reckoning behind it."""

    known: Known
    hit: Hit


Outcome: TypeAlias = Found | tuple[Found, ...] | None
"""The answer; several things that may be meant; nothing."""


@dataclass(frozen=True)
class Asking:
    """One question. `at_hand` is the area of the draft or the door."""

    library: Library
    text: str
    language: Language
    at_hand: Area | None = None
    whole: str = ""
    """All that was said, where `text` is the end of it."""

    @property
    def area(self) -> Area | None:
        """The one area that is meant: the one named, else the one at hand."""
        named = self._named
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
        return self.at_hand

    def outcome(self) -> Outcome:
        """What answers the question, or the part of it that asks."""
        found = self.directly()
        asked = self._asked_at_last()
        if asked is None:
            return found
        at_last = replace(self, text=asked, whole=self.text).directly()
        return at_last if found is None or _fit(at_last) > _fit(found) else found

    @staticmethod
    def is_as_written(outcome: Outcome) -> bool:
        """Whether the question is worded as what was found is."""
        return isinstance(outcome, Found) and outcome.hit.likest >= _AS_WRITTEN

    @cached_property
    def _named(self) -> dict[str, Area]:
        """The areas that are named."""
        return {m.area.id: m.area for m in self.library.areas.mentioned(self.whole or self.text)}

    @cached_property
    def _beside(self) -> set[str]:
        """The words of weight beside the names of areas, where areas are named."""
        named = {word for mention in self.library.areas.mentioned(self.text) for word in mention.words}
        terms = self.library.articles.index(self.language).terms(self.text, self.language)
        beside = (t for t in terms if t.is_weighty and t.missed >= _LEAST_MISSED)
        return {t.word for t in beside if t.word not in named} if named else set()

    def directly(self) -> Outcome:
        """What answers the question as it stands."""
        shelf = self.library.articles
        hits = [
            hit for hit in self._hits(shelf) if not self._holds_name_alone(shelf.known[hit.entry.id], hit)
        ]
        if not hits or not self._is_sure(hits):
            return None if self._is_nearer_elsewhere(None) else self._behind()
        good = [hits[0], *(hit for hit in hits[1:] if hits[0].score - hit.score < _NEAR_STATUS)]
        best, *others = [Found(shelf.known[hit.entry.id], hit) for hit in good]
        near = [f for f in others if best.hit.score - f.hit.score < _NEAR and best.hit.fit < _EXACT]
        status = next((f for f in others if f.known.tells == _STATUS and self._is_near_status(best, f)), None)
        if status is not None:
            return status
        of_area = [f for f in (best, *near) if f.known.areas and self._named]
        if len(of_area) == 1:
            return of_area[0]  # what was written of the area that is named goes before what concerns all
        return (best, *near)[:_MOST_OFFERS] if near else best

    def _is_near_status(self, best: Found, status: Found) -> bool:
        """Whether the status of the one area that is named answers as well as something on all areas."""
        is_general = not best.known.areas
        return len(self._named) == 1 and is_general and best.hit.score - status.hit.score < _NEAR_STATUS

    def _hits(self, shelf: Shelf) -> list[Hit]:
        """What the shelf holds of the question, the best first."""
        index, known = shelf.index(self.language), shelf.known
        terms = index.terms(self.text, self.language)
        hits = [hit for hit in index.search(terms, self.text) if self._concerns(known[hit.entry.id])]
        lightened = self._lightened(terms)
        if lightened is not None:  # what concerns all areas need not name the one that is meant
            hits = [hit for hit in hits if known[hit.entry.id].areas]
            hits += [hit for hit in index.search(lightened, self.text) if not known[hit.entry.id].areas]
            hits.sort(key=lambda hit: (-hit.score, hit.entry.id))
        return hits

    def _lightened(self, terms: Sequence[Term]) -> list[Term] | None:
        """The terms with the names of areas standing for "the area"; None where nothing else is of weight."""
        mentions = self.library.areas.mentioned(self.text)
        named = {word for mention in mentions for word in mention.words}
        if not named or not any(t.is_weighty for t in terms if t.word not in named):
            return None
        area = dict.fromkeys(self.library.words.area, 1.0)
        return [t if t.word not in named else _standing_for(t, area) for t in terms]

    def _concerns(self, known: Known) -> bool:
        """Whether it is about the area that is meant; where none is, an article may be about any."""
        if not known.areas:
            return True
        if known.is_fact:
            return self.area is not None and self.area.id in known.areas
        if self._named:
            return not self._named.keys().isdisjoint(known.areas)
        return self.at_hand is None or self.at_hand.id in known.areas

    def _holds_name_alone(self, known: Known, hit: Hit) -> bool:
        """Whether it holds the name of the area, and nothing of what is asked about it."""
        return bool(known.areas) and bool(self._beside) and self._beside <= set(hit.uncovered)

    def _is_sure(self, hits: Sequence[Hit]) -> bool:
        """Whether more speaks for the first being the answer than against it."""
        best = hits[0]
        if best.is_missed:
            return False
        lead = min(best.score - hits[1].score, _MOST_LEAD) if len(hits) > 1 else _MOST_LEAD
        likest, likest_few = self._likest_elsewhere
        if best.likest >= _AS_WRITTEN and best.likest > likest:
            return True
        if self._orders:
            return False
        speaks_for = (
            _FOR_COVER * best.cover
            + _FOR_BOTH * best.cover * best.wording_fit
            + _FOR_EVIDENCE * min(best.evidence, _MOST_EVIDENCE)
            + _FOR_LEAD * lead
        )
        speaks_against = (
            _AGAINST
            + _AGAINST_UNKNOWN * best.unknown
            + _AGAINST_ASKED_OTHERWISE * (not best.is_asked_so)
            + _AGAINST_LIKER * max(0.0, likest - best.likest)
            + _AGAINST_LIKERS * (likest_few - best.alike)
            + _AGAINST_ELSEWHERE * self._is_nearer_elsewhere(best)
        )
        return speaks_for - speaks_against > _SURE

    @cached_property
    def _orders(self) -> bool:
        """Whether it begins as an order, or as a wish for advice, does."""
        words = tokens(self.text)
        return bool(words) and words[0] in self.library.words.advice_first

    @cached_property
    def _likest_elsewhere(self) -> tuple[float, float]:
        """How alike, letter by letter, the ways to ask for what is not known are."""
        return self.library.elsewhere.likest(self.text)

    @cached_property
    def _nearest_elsewhere(self) -> Hit | None:
        """What is closest of the ways to ask for what is not known."""
        index = self.library.elsewhere
        terms = index.terms(self.text, self.language)
        near = index.search(self._lightened(terms) or terms, self.text)
        return near[0] if near else None

    def _is_nearer_elsewhere(self, best: Hit | None) -> bool:
        """Whether what is asked for is closer to what is known not to be known."""
        near = self._nearest_elsewhere
        fit = best.wording_fit if best is not None else _FIT_ELSEWHERE
        return near is not None and near.cover >= _COVER_ELSEWHERE and near.wording_fit > fit

    def _behind(self) -> Found | None:
        """What answers though it was not written to: one sentence of it holds all that was asked."""
        shelf = self.library.behind(self.area.id if self.area is not None else None)
        for hit in self._hits(shelf):
            known = shelf.known[hit.entry.id]
            is_about = bool(known.areas) or (hit.wording_fit >= _TITLE and hit.is_asked_so)
            if is_about and hit.count > 1 and hit.sentence >= _SENTENCE and not hit.uncovered:
                return Found(known, hit)
        return None

    def _asked_at_last(self) -> str | None:
        """The question itself where what goes before only leads up to it: "We move in May, so how long …".

        What leads up to it must not speak of anything that lov knows nothing of: the question would be about that.
        """
        pieces = [piece for piece in _PIECES.split(self.text) if tokens(piece)]
        if len(pieces) < 2:
            return None
        index = self.library.articles.index(self.language)
        before = index.terms(" ".join(pieces[:-1]), self.language)
        if any(not term.is_known or term.missed > _MOST_MISSED for term in before):
            return None
        if sum(term.weight for term in before if term.is_weighty) > _MOST_LED:
            return None
        asked = index.terms(pieces[-1], self.language)
        return pieces[-1] if sum(term.weight for term in asked if term.is_weighty) >= _LEAST_ASKED else None


def _standing_for(term: Term, area: Mapping[str, float]) -> Term:
    keys = {**area, **term.keys}
    return Term(term.word, min(term.weight, _LIGHTENED), keys, term.parts, False, term.is_known)


def _fit(outcome: Outcome) -> float:
    return outcome.hit.wording_fit if isinstance(outcome, Found) else 0.0
