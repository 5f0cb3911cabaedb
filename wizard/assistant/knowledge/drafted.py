"""Questions about the person's own draft: what they have answered, and why lov asks for it.

What is asked about is named as in a change: by its label, or near enough. Nothing is composed; an answer is said as
everywhere else, and the source is that of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from wizard.assistant.knowledge.case import Told
from wizard.assistant.knowledge.kinds import Kinds
from wizard.assistant.naming import named_questions
from wizard.assistant.telling import shown
from wizard.flow.interview import Interview, State
from wizard.flow.model import Question, SourceRef
from wizard.i18n import Message, Translator, msg, nmsg

__all__ = ["of_the_draft"]

_OWN: Final = "own_answer"
_WHY: Final = "why_asked"
_MOST: Final = 3
"""More questions than that are not what is meant."""


def of_the_draft(text: str, interview: Interview, kinds: Kinds, language: str) -> tuple[str, Told] | None:
    """What the draft answers to that, with the id of what answered; None where it is not asked about it."""
    asked = kinds.asked(text)
    kind = next((kind for kind in (_OWN, _WHY) if kind in asked), None)
    if kind is None:
        return None
    tr = Translator.of(language)
    named = named_questions(kinds.beside(kind, text), interview.relevant, interview.flow, tr)
    if not 0 < len(named) <= _MOST:
        return None
    lines = _answers(named, interview, tr) if kind == _OWN else _reasons(named)
    sources = _sources(named, interview)
    return (f"question:{named[0].id}", Told(tuple(lines), sources)) if lines and sources else None


def _answers(named: Sequence[Question], interview: Interview, tr: Translator) -> list[Message]:
    return [
        msg("{label}: {answer}", label=question.label, answer=_answer(question, interview, tr))
        for question in named
    ]


def _answer(question: Question, interview: Interview, tr: Translator) -> Message | str:
    state = interview.state(question)
    if state is State.OPEN:
        return msg("(not answered)")
    if question.is_table:
        count = len(interview.rows(question))
        return nmsg("{count} row", "{count} rows", count)
    if state is State.FAULTY:
        return interview.checked[question.id].faults[0].reason
    value = interview.value(question.id)
    return shown(question, value, tr) if value is not None else msg("(not answered)")


def _reasons(named: Sequence[Question]) -> list[Message]:
    return [
        msg("{label}: {answer}", label=question.label, answer=question.why)
        for question in named
        if question.why is not None
    ]


def _sources(named: Iterable[Question], interview: Interview) -> tuple[SourceRef, ...]:
    found = dict.fromkeys(ref for question in named for ref in question.sources)
    return tuple(found) or interview.flow.area.sources
