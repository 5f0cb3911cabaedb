"""Knowledge answers: a question in, what lov knows with its sources out, or the honest word that it does not know.

    knowledge = Knowledge(content)
    answer = knowledge.answer("Hur lång tid tar beslutet?", Context(today, "sv"))
    for line in spoken(answer, Translator.of(answer.language)): ...

Used by `lov ask`, by the conversation and by the panel of the terminal app. What must stay true: an answer is the
content's own words, never composed; it always has a source; and where nothing covers the question, or two things
cover it equally, nothing is answered. Total: no text makes it raise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from wizard.assistant.knowledge.asking import Asking, Found
from wizard.assistant.knowledge.base import Library
from wizard.assistant.knowledge.case import Case, Told, tell
from wizard.assistant.knowledge.drafted import of_the_draft
from wizard.assistant.knowledge.hits import Hit
from wizard.assistant.knowledge.stems import Language, language_of, tokens
from wizard.flow.document import cite
from wizard.flow.model import Area, SourceRef
from wizard.i18n import Message, Translator, available_languages, msg

if TYPE_CHECKING:
    from wizard.flow.content import Content
    from wizard.flow.interview import Interview

__all__ = ["Answer", "Context", "Knowledge", "Offer", "Status", "answer", "spoken"]

_LONGEST: Final = 600
"""Letters of a question that are read; what is longer is no question."""


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
    """What lov knows, ready to be asked."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.library = Library(content)

    def answer(self, text: str, context: Context) -> Answer:
        """What lov knows of that. Total."""
        words = tokens(text[:_LONGEST])
        default: Language = "en" if context.language == "en" else "sv"
        language = language_of(words, default)
        asked_in = language if language in available_languages() and language != default else context.language
        if not words or len(text) > _LONGEST:
            return self._unknown(asked_in)
        asking = Asking(self.library, text, language, self._at_hand(context))
        outcome = asking.outcome()
        own = None if asking.is_as_written(outcome) else self._own(text, context, asked_in)
        if own is not None:
            return own
        if isinstance(outcome, Found):
            said = self._said(outcome, Case(self.content, context.today, asking.area, context.interview))
            return Answer(
                Status.ANSWERED,
                said.text,
                asked_in,
                said.sources,
                id=outcome.known.id,
                areas=tuple(self.content.areas[a] for a in outcome.known.areas if a in self.content.areas),
                hit=outcome.hit,
            )
        if outcome is not None:
            offers = tuple(Offer(found.known.id, found.known.title) for found in outcome)
            text_ = (msg("I am not sure what you mean. Do you mean one of these?"),)
            return Answer(Status.ABSTAINED, text_, asked_in, offers=offers)
        return self._unknown(asked_in)

    def _own(self, text: str, context: Context, language: str) -> Answer | None:
        """What the draft at hand answers itself: what was answered in it, and why it was asked."""
        if context.interview is None:
            return None
        found = of_the_draft(text, context.interview, self.library.words.answers, language)
        if found is None:
            return None
        id_, told = found
        return Answer(Status.ANSWERED, told.text, language, told.sources, id=id_)

    def _at_hand(self, context: Context) -> Area | None:
        if context.interview is not None:
            return context.interview.flow.area
        return self.content.areas.get(context.area or "")

    def _said(self, found: Found, case: Case) -> Told:
        """The words that answer: those of the case at hand where there is one, else those that were found."""
        known = found.known
        told = tell(known.tells, case) if known.tells is not None else None
        return told if told is not None and told.text and told.sources else Told(known.text, known.sources)

    def _unknown(self, language: str) -> Answer:
        """That it is not known, and whom to ask."""
        articles = self.library.articles.known.values()
        contact = next((known.text for known in articles if known.tells == "contact"), ())
        return Answer(Status.ABSTAINED, (msg("I do not know that."), *contact), language)
