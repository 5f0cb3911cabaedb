"""Knowledge answers: a question in, what lov knows with its sources out, or the honest word that it does not know.

    knowledge = Knowledge(content)
    answer = knowledge.answer("Hur lång tid tar beslutet?", Context(today, "sv"))

Used by `lov ask`, by the conversation and by the panel of the terminal app. What must stay true: an answer is the
content's own words, never composed; it always has a source; and where nothing covers the question, or two things
cover it equally, nothing is answered. Total: no text makes it raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from wizard.assistant import knowledge_entries as entries
from wizard.assistant.knowledge_areas import Areas
from wizard.assistant.knowledge_case import Case, Told, tell
from wizard.assistant.knowledge_entries import Known
from wizard.assistant.retrieval import Entry, Hit, Index
from wizard.assistant.retrieval_words import Term, Words
from wizard.assistant.stems import Language, language_of, tokens
from wizard.flow.document import cite
from wizard.flow.model import Area, SourceRef
from wizard.i18n import Message, Translator, available_languages, msg

if TYPE_CHECKING:
    from wizard.flow.content import Content
    from wizard.flow.interview import Interview

__all__ = ["Answer", "Context", "Knowledge", "Offer", "Status", "answer", "spoken"]

_LONGEST: Final = 600
"""Letters of a question that are read; what is longer is no question."""
_COVER: Final = 0.74
_SCORE: Final = 0.70
_FIT_NAMED: Final = 0.77
_FIT: Final = 0.55
_FIT_OTHERWISE: Final = 0.85
_TITLE: Final = 0.4
_LIGHTENED: Final = 0.05
_SENTENCE: Final = 0.9
_NEAR: Final = 0.025
"""Two that lie no further apart are offered both."""
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")


class Status(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Context:
    """Where a question is asked: the day, the language of the door, the draft or area at hand if there is one."""

    today: date
    language: str = "sv"
    interview: Interview | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be meant, by its title: asked with `title`, it is answered."""

    id: str
    title: Message


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question. `language` is the one it was asked in; say it in that.

    Where nothing is answered, `text` says so and whom to ask, `citations` is empty, and `offers` may name what was
    perhaps meant.
    """

    status: Status
    text: tuple[Message, ...]
    language: str
    citations: tuple[SourceRef, ...] = ()
    offers: tuple[Offer, ...] = ()
    id: str = ""
    """What answered: the id of an article, or `fact:…`, `rule:…`, `question:…`, `time:…`."""
    areas: tuple[Area, ...] = ()
    """The areas the answer is about, where it is not about all."""
    hit: Hit | None = None
    """The reckoning behind it."""

    @property
    def is_answered(self) -> bool:
        """Whether something was answered."""
        return self.status is Status.ANSWERED


def answer(text: str, context: Context, content: Content) -> Answer:
    """The answer to one question. Who asks more than once keeps a `Knowledge`."""
    return Knowledge(content).answer(text, context)


def spoken(said: Answer, tr: Translator) -> Iterator[str]:
    """An answer in lines: the words, then each source."""
    if said.areas:
        yield tr(msg("This is about: {areas}.", areas=tuple(area.name for area in said.areas)))
    yield from (tr(sentence) for sentence in said.text)
    yield from (f"- {tr(offer.title)}" for offer in said.offers)
    yield from (tr(msg("Source: {source}", source=cite(ref, tr))) for ref in said.citations)


class Knowledge:
    """What lov knows, ready to be asked. The index is made when the first question comes."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._behind: dict[str | None, tuple[dict[str, Known], Index]] = {}

    @cached_property
    def _other(self) -> Translator:
        return Translator.of("en")

    @cached_property
    def _words(self) -> Words:
        file = self.content.words_file
        return Words.of(file.model if file is not None else None)

    @cached_property
    def _articles(self) -> dict[str, Known]:
        return {known.id: known for known in entries.articles(self.content)}

    @cached_property
    def _index(self) -> Index:
        return Index([entries.entry_of(k, self._other) for k in self._articles.values()], self._words)

    @cached_property
    def _elsewhere(self) -> Index:
        """What lies near and is not known."""
        file = self.content.words_file
        wordings = file.model.elsewhere if file is not None else ()
        return Index([Entry(str(i), (wording,)) for i, wording in enumerate(wordings)], self._words)

    @cached_property
    def _areas(self) -> Areas:
        return Areas(self.content, self._other)

    def _index_behind(self, area: str | None) -> tuple[dict[str, Known], Index]:
        if area not in self._behind:
            known = {k.id: k for k in entries.behind(self.content, entries.flows_for(self.content, area))}
            index = Index([entries.entry_of(k, self._other) for k in known.values()], self._words)
            self._behind[area] = known, index
        return self._behind[area]

    # Answering ----------------------------------------------------------------------------------------

    def answer(self, text: str, context: Context) -> Answer:
        """What lov knows of that. Total."""
        words = tokens(text[: 2 * _LONGEST])
        default: Language = "en" if context.language == "en" else "sv"
        language = language_of(words, default)
        asked_in = language if language in available_languages() and language != default else context.language
        if not words or len(text) > _LONGEST:
            return self._unknown(asked_in)
        return _Asking(self, text, language, asked_in, context).answer()

    def _unknown(self, language: str, offers: Sequence[Offer] = ()) -> Answer:
        """That it is not known, and whom to ask."""
        if offers:
            text: tuple[Message, ...] = (msg("I am not sure what you mean. Do you mean one of these?"),)
        else:
            contact = next((k.text for k in self._articles.values() if k.tells == "contact"), ())
            text = (msg("I do not know that."), *contact)
        return Answer(Status.ABSTAINED, text, language, offers=tuple(offers))


class _Asking:
    """One question on its way to an answer."""

    def __init__(
        self, knowledge: Knowledge, text: str, language: Language, asked_in: str, context: Context
    ) -> None:
        self.knowledge = knowledge
        self.context = context
        self.language: Language = language
        self.asked_in = asked_in
        self.text = text
        self.mentions = knowledge._areas.mentioned(text)  # noqa: SLF001  two halves of one thing

    @property
    def area(self) -> Area | None:
        """The one area that is meant: the one named, else that of the draft or the door."""
        if len(self.mentions) == 1:
            return self.mentions[0].area
        if self.mentions:
            return None
        return self._at_hand

    @property
    def _at_hand(self) -> Area | None:
        if self.context.interview is not None:
            return self.context.interview.flow.area
        return self.knowledge.content.areas.get(self.context.area or "")

    def answer(self) -> Answer:
        knowledge = self.knowledge
        known = knowledge._articles  # noqa: SLF001  as above
        hits = self._hits(knowledge._index, known)  # noqa: SLF001  as above
        good = [hit for hit in hits if self._answers(hit)]
        if good and self._lies_elsewhere(good[0]):
            return knowledge._unknown(self.asked_in)  # noqa: SLF001  as above
        if good:
            rivals = [h for h in good[1:] if good[0].score - h.score < _NEAR and good[0].fit < 0.97]
            if rivals:
                return self._offer([good[0], *rivals[:2]], known)
            return self._said(known[good[0].entry.id], good[0])
        return self._behind() or knowledge._unknown(self.asked_in)  # noqa: SLF001  as above

    def _hits(self, index: Index, known: dict[str, Known]) -> list[Hit]:
        terms = index.terms(self.text, self.language)
        named = {word for mention in self.mentions for word in mention.words}
        hits = [hit for hit in index.search(terms) if self._concerns(known[hit.entry.id])]
        if named and any(t.is_weighty for t in terms if t.word not in named):
            # what concerns all areas need not name the one that is meant
            area = dict.fromkeys(self.knowledge._words.area, 1.0)  # noqa: SLF001  as above
            general = index.search([t if t.word not in named else _lightened(t, area) for t in terms])
            hits = [hit for hit in hits if known[hit.entry.id].areas]
            hits += [hit for hit in general if not known[hit.entry.id].areas]
            hits.sort(key=lambda hit: -hit.score)
        return hits

    def _lies_elsewhere(self, hit: Hit) -> bool:
        """Whether the question is closer to what is not known than to the best that is."""
        index = self.knowledge._elsewhere  # noqa: SLF001  as above
        near = index.search(index.terms(self.text, self.language))
        return bool(near) and near[0].wording_fit > hit.wording_fit

    def _concerns(self, known: Known) -> bool:
        """Whether it is about the area that is meant; where none is, it may be about any."""
        if not known.areas:
            return True
        if known.id.startswith("fact:"):
            return self.area is not None and self.area.id in known.areas
        if self.mentions:
            return any(m.area.id in known.areas for m in self.mentions)
        return self._at_hand is None or self._at_hand.id in known.areas

    def _behind(self) -> Answer | None:
        area = self.area
        known, index = self.knowledge._index_behind(area.id if area is not None else None)  # noqa: SLF001  as above
        for hit in self._hits(index, known):
            if self._answers_from_behind(hit, known[hit.entry.id]):
                return self._said(known[hit.entry.id], hit)
        return None

    def _answers(self, hit: Hit) -> bool:
        """Whether an article covers the question."""
        is_about = not self.mentions or bool(self.knowledge._articles[hit.entry.id].areas)  # noqa: SLF001  as above
        if hit.wording_fit < (_FIT if is_about else _FIT_NAMED):
            return False  # what is left beside the name of an area may be about anything
        if not hit.is_asked_so and hit.wording_fit < _FIT_OTHERWISE:
            return False  # who asks for a number is not answered with a reason
        return hit.cover >= _COVER and hit.score >= _SCORE

    @staticmethod
    def _answers_from_behind(hit: Hit, known: Known) -> bool:
        """Whether what was not written as an answer is one: a single sentence of it holds all that was asked."""
        about = bool(known.areas) or hit.wording_fit >= _TITLE
        return about and hit.count > 1 and hit.sentence >= _SENTENCE and not hit.uncovered

    def _offer(self, hits: Sequence[Hit], known: dict[str, Known]) -> Answer:
        offers = [Offer(hit.entry.id, known[hit.entry.id].title) for hit in hits]
        return self.knowledge._unknown(self.asked_in, offers)  # noqa: SLF001  as above

    def _said(self, known: Known, hit: Hit) -> Answer:
        areas = self.knowledge.content.areas
        told = self._told(known)
        return Answer(
            Status.ANSWERED,
            told.text,
            self.asked_in,
            told.sources,
            id=known.id,
            areas=tuple(areas[a] for a in known.areas if a in areas),
            hit=hit,
        )

    def _told(self, known: Known) -> Told:
        if known.tells is not None:
            context = self.context
            case = Case(self.knowledge.content, context.today, self.area, context.interview)
            told = tell(known.tells, case)
            if told is not None and told.text and told.sources:
                return told
        return Told(known.text, known.sources)


def _lightened(term: Term, area: Mapping[str, float]) -> Term:
    """A word of an area's name, where what is said concerns all areas: it stands for "the area"."""
    keys = {**area, **term.keys}
    return Term(term.word, min(term.weight, _LIGHTENED), keys, term.parts, False, term.is_known)
