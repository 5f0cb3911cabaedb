"""The JSON document of `lov ask`, as a type. `lov schema ask` prints its JSON Schema.

A promise to other programs: a field is added, never renamed or given another meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

from wizard.i18n import Translator
from wizard.text import safe_text

if TYPE_CHECKING:
    from wizard.assistant.knowledge.answering import Answer
    from wizard.flow.model import SourceRef

__all__ = ["ASK_SCHEMAS", "AskOut", "answer_out"]


class CitationOut(TypedDict):
    """Where an answer is from."""

    title: str
    source: str
    """The id of the source in `flows/sources.yaml`."""
    section: str
    date: str | None
    """The date the source bears; null where it bears none."""
    read: str | None
    """The day it was read for lov."""
    url: str | None
    certainty: Literal["certain", "inferred", "unverified"]


class OfferOut(TypedDict):
    """What was perhaps meant: asked with this title, it is answered."""

    id: str
    title: str


class AskOut(TypedDict):
    """The answer to one question, in the language it was asked in."""

    answer: str
    """What is known; where nothing is answered, that it is not known and whom to ask."""
    citations: list[CitationOut]
    """At least one where it is answered, none where it is not."""
    status: Literal["answered", "abstained"]
    id: str | None
    """What answered: the id of an article, or `fact:…`, `rule:…`, `question:…`, `time:…`."""
    areas: list[str]
    """The areas the answer is about; empty where it is about all."""
    offers: list[OfferOut]
    language: str
    question: str


ASK_SCHEMAS: dict[str, Any] = {"ask": AskOut}


def answer_out(said: Answer, question: str, tr: Translator) -> AskOut:
    """An answer as JSON data; `tr` speaks the answer's language."""
    return {
        "answer": "\n".join(tr(sentence) for sentence in said.text),
        "citations": [_citation(ref) for ref in said.citations],
        "status": said.status.value,
        "id": said.id or None,
        "areas": [area.id for area in said.areas],
        "offers": [{"id": offer.id, "title": tr(offer.title)} for offer in said.offers],
        "language": said.language,
        "question": safe_text(question),
    }


def _citation(ref: SourceRef) -> CitationOut:
    source = ref.source
    return {
        "title": source.title,
        "source": source.id,
        "section": ref.section,
        "date": source.dated.isoformat() if source.dated is not None else None,
        "read": source.read_on.isoformat() if source.read_on is not None else None,
        "url": source.url,
        "certainty": ref.certainty.value,
    }
