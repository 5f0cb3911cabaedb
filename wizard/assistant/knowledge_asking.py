"""From a question to what answers it, to several things it may mean, or to nothing.

The bounds were set on the questions of `tests/assistant/questions/` (the tuning half): low enough to answer what is
asked in other words, high enough that what lies near is left unanswered. They are few, and each can be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from wizard.assistant.knowledge_base import Library, Shelf
from wizard.assistant.knowledge_entries import Known
from wizard.assistant.retrieval import Hit
from wizard.assistant.retrieval_words import Term
from wizard.assistant.stems import Language, tokens
from wizard.flow.model import Area

__all__ = ["Asking", "Found", "Outcome"]

_COVER: Final = 0.74
"""The share of a question's weight that an article has to hold."""
_FIT_WELL: Final = 0.8
_COVER_FITTING: Final = 0.66
"""The same where one wording fits well: a word more does not make it another question."""
_SCORE: Final = 0.70
"""Cover and fit together."""
_FIT: Final = 0.55
"""How well its best wording has to fit."""
_FIT_NAMED: Final = 0.77
"""The same where the question names an area and the article does not: what is left may be about anything."""
_FIT_OTHERWISE: Final = 0.85
"""The same where the question wants another kind of answer: who asks for a number is not answered with a reason."""
_EXACT: Final = 0.97
_NEAR: Final = 0.015
"""Two that lie no further apart are offered both, unless the first fits exactly."""
_STATUS: Final = "area"
_NEAR_STATUS: Final = 0.1
_COVER_ELSEWHERE: Final = 0.8
_SENTENCE: Final = 0.9
"""What was not written as an answer holds the question in one sentence."""
_TITLE: Final = 0.6
_LIGHTENED: Final = 0.05
_LEAST_ASKED: Final = 0.35
_MOST_LED: Final = 0.5
"""The weight of what leads up to a question; what weighs more belongs to it."""
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

    @property
    def _named(self) -> dict[str, Area]:
        """The areas that are named."""
        return {m.area.id: m.area for m in self.library.areas.mentioned(self.whole or self.text)}

    @property
    def _beside(self) -> set[str]:
        """The words of weight beside the names of areas, where areas are named."""
        named = {word for mention in self.library.areas.mentioned(self.text) for word in mention.words}
        terms = self.library.articles.index(self.language).terms(self.text, self.language)
        return {t.word for t in terms if t.is_weighty and t.word not in named} if named else set()

    def directly(self) -> Outcome:
        """What answers the question as it stands."""
        shelf = self.library.articles
        good = [hit for hit in self._hits(shelf) if self._answers(shelf.known[hit.entry.id], hit)]
        if self._lies_elsewhere(good[0].wording_fit if good else _FIT):
            return None
        if not good:
            return self._behind()
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
        hits = [hit for hit in index.search(terms) if self._concerns(known[hit.entry.id])]
        lightened = self._lightened(terms)
        if lightened is not None:  # what concerns all areas need not name the one that is meant
            hits = [hit for hit in hits if known[hit.entry.id].areas]
            hits += [hit for hit in index.search(lightened) if not known[hit.entry.id].areas]
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

    def _answers(self, known: Known, hit: Hit) -> bool:
        """Whether an article covers the question."""
        if known.areas and self._beside and self._beside <= set(hit.uncovered):
            return False  # it holds the name of the area alone
        fit = _FIT_NAMED if self._named and not known.areas else _FIT
        if not hit.is_asked_so:
            fit = _FIT_OTHERWISE
        is_fitting = hit.wording_fit >= _FIT_WELL and not hit.has_unknown
        cover = _COVER_FITTING if is_fitting else _COVER
        return hit.wording_fit >= fit and hit.cover >= cover and hit.score >= _SCORE

    def _lies_elsewhere(self, fit: float) -> bool:
        """Whether the question is closer to what is not known than to the best that is."""
        index = self.library.elsewhere
        terms = index.terms(self.text, self.language)
        near = index.search(self._lightened(terms) or terms)
        return bool(near) and near[0].cover >= _COVER_ELSEWHERE and near[0].wording_fit > fit

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
        if any(not term.is_known and not term.word[:1].isdigit() for term in before):
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
