"""One line said beside a question that stands on a screen: what was understood of it, or what lov knows of it.

The same engine as the conversation in plain lines; the screen shows what comes back, and stores what is agreed to.
"""

from __future__ import annotations

from dataclasses import dataclass

from wizard.assistant.corrections import Spoken, find_correction
from wizard.assistant.facts import Fact, find_facts
from wizard.assistant.knowledge import Context as Asked
from wizard.assistant.knowledge import Knowledge, spoken
from wizard.assistant.names import is_question
from wizard.assistant.telling import shown
from wizard.assistant.understanding import understand_answer
from wizard.chat.commands import Command, find_questions, order_of
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg
from wizard.values import Reading, Status
from wizard.values.base import Context

__all__ = ["Response", "respond"]


@dataclass(frozen=True, slots=True)
class Response:
    """What is said back, line by line, and the answers that would be kept if that is agreed to."""

    lines: tuple[str, ...]
    facts: tuple[Fact, ...] = ()


def respond(
    interview: Interview, pending: Question | None, text: str, tr: Translator, knowledge: Knowledge
) -> Response:
    """What lov makes of a line; total."""
    order = order_of(text)
    if order is not None and order.command is Command.CHANGE:
        return _changed(interview, order.what, order.value, tr)
    if not is_question(text):
        found = _understood(interview, pending, text, tr)
        if found is not None:
            return found
    asked = Asked(interview.today, tr.language, interview, interview.flow.area.id)
    answer = knowledge.answer(text, asked)
    words = tr if answer.language == tr.language else Translator.of(answer.language)
    return Response(tuple(spoken(answer, words)))


def _understood(interview: Interview, pending: Question | None, text: str, tr: Translator) -> Response | None:
    ctx = Context(interview.today, tr.language)
    is_plain = pending is not None and not pending.is_table and not pending.is_attachment
    facts = find_facts(interview, pending, text, ctx) if pending is not None and is_plain else ()
    if facts:
        return _proposed(facts, tr)
    correction = find_correction(Spoken(text, interview, pending, None, tr))
    if correction is not None and len(correction.questions) == 1:
        return _of_reading(correction.questions[0], correction.reading, tr)
    if pending is None or not is_plain:
        return None
    reading = understand_answer(pending, text, ctx)
    is_read = reading.status in (Status.ACCEPTED, Status.DONT_KNOW)
    return _of_reading(pending, reading, tr) if is_read or reading.candidates else None


def _changed(interview: Interview, what: str, value: str | None, tr: Translator) -> Response:
    """`ändra postnumret till 113 30`."""
    found = find_questions(what, interview, tr)
    if not found:
        return Response((tr(msg("No question on your way is called {name}.", name=what)),))
    if len(found) > 1 or value is None:
        names = tuple(question.label for question in found)
        return Response((tr(msg("Write which answer is to be changed, and to what: {names}.", names=names)),))
    reading = understand_answer(found[0], value, Context(interview.today, tr.language))
    return _of_reading(found[0], reading, tr)


def _of_reading(question: Question, reading: Reading, tr: Translator) -> Response:
    if (
        reading.status in (Status.ACCEPTED, Status.DONT_KNOW)
        and reading.reason is None
        and reading.value is not None
    ):
        return _proposed((Fact(question, reading.value, reading.matched),), tr)
    reason: Message = reading.reason or msg("This cannot be read as an answer.")
    return Response((tr(question.label), tr(reason)))


def _proposed(facts: tuple[Fact, ...], tr: Translator) -> Response:
    told = [
        tr(
            msg(
                "  {label}: {value} (from “{words}”)",
                label=fact.question.label,
                value=shown(fact.question, fact.value, tr),
                words=fact.words,
            )
        )
        for fact in facts
    ]
    heading = tr(msg("This is how it was understood:"))
    return Response(
        (heading, *told, tr(msg("Press enter once more to keep it, or write something else."))), facts
    )
