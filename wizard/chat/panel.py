"""One line said beside a question that stands on a screen: what was understood of it, or what lov knows of it.

The same engine as the conversation in plain lines; the screen shows what comes back, stores what is agreed to, and
does what was ordered: back, on, to another answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from wizard.assistant.corrections import Spoken, find_correction
from wizard.assistant.facts.finding import Fact, find_facts
from wizard.assistant.knowledge.answering import Answer, Knowledge, Status, spoken
from wizard.assistant.knowledge.answering import Context as Asked
from wizard.assistant.spoken.names import is_question
from wizard.assistant.telling import shown
from wizard.assistant.understanding import understand_answer
from wizard.chat.asking import hints, lines_of, reasons
from wizard.chat.commands import FREE, HELP, Command, Order, find_questions, is_meant, order_of
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg
from wizard.values import Reading
from wizard.values import Status as Read
from wizard.values.base import Context

__all__ = ["Response", "respond"]


@dataclass(frozen=True, slots=True)
class Response:
    """What is said back, line by line; the answers that would be kept if that is agreed to; what the screen is to do."""

    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    order: Order | None = None
    """For `CHANGE`, `what` is the id of the question."""
    is_lost: bool = False
    """Whether nothing could be made of the line."""


def respond(  # noqa: PLR0913  what a line is understood by
    interview: Interview,
    pending: Question | None,
    text: str,
    tr: Translator,
    knowledge: Knowledge,
    *,
    losses: int = 0,
) -> Response:
    """What lov makes of a line; total. `losses` is how often in a row nothing could be made of one."""
    order = order_of(text, forgiving=pending is None or pending.type_name not in FREE)
    if order is not None and is_meant(order, text, pending, Context(interview.today, tr.language)):
        return _obeyed(interview, pending, order, tr)
    if not is_question(text):
        found = _understood(interview, pending, text, tr)
        if found is not None:
            return found
    asked = Asked(interview.today, tr.language, interview, interview.flow.area.id)
    answer = knowledge.answer(text, asked)
    if (
        answer.status is Status.ABSTAINED
        and not answer.offers
        and not is_question(text)
        and _is_plain(pending)
    ):
        return _lost(interview, pending, text, answer, losses, tr)
    words = tr if answer.language == tr.language else Translator.of(answer.language)
    return Response(tuple(spoken(answer, words)))


def _is_plain(pending: Question | None) -> TypeGuard[Question]:
    """Whether a line can answer the question at hand."""
    return pending is not None and not pending.is_table and not pending.is_attachment


def _lost(  # noqa: PLR0913, PLR0917  as above
    interview: Interview, pending: Question, text: str, unknown: Answer, losses: int, tr: Translator
) -> Response:
    """Once: what was wrong. Twice: how to answer. Three times: whom to ask."""
    reason = understand_answer(pending, text, Context(interview.today, tr.language)).reason
    told = [tr(reason or msg("This cannot be read as an answer."))]
    if losses >= 1:
        told += [
            *lines_of(pending, tr, interview.flow.heading(pending)),
            *hints(pending, tr),
            tr(msg("You can write skip and answer later.")),
        ]
    if losses >= 2:
        told += [tr(line) for line in unknown.text[1:]]
    return Response(tuple(told), is_lost=True)


def _obeyed(interview: Interview, pending: Question | None, order: Order, tr: Translator) -> Response:
    match order.command:
        case Command.CHANGE:
            return _changed(interview, order, tr)
        case Command.HELP:
            return Response((*map(tr, HELP), *(hints(pending, tr) if pending is not None else ())))
        case Command.WHY if pending is not None:
            return Response(tuple(reasons(pending, tr)))
        case Command.REPEAT if pending is not None:
            return Response(tuple(lines_of(pending, tr, interview.flow.heading(pending))))
        case _:
            return Response(order=order)


def _understood(interview: Interview, pending: Question | None, text: str, tr: Translator) -> Response | None:
    ctx = Context(interview.today, tr.language)
    facts = find_facts(interview, pending, text, ctx).facts if _is_plain(pending) else ()
    if facts:
        return _proposed(facts, tr)
    correction = find_correction(Spoken(text, interview, pending, None, tr))
    if correction is not None and len(correction.questions) == 1:
        return _of_reading(correction.questions[0], correction.reading, tr)
    if not _is_plain(pending):
        return None
    reading = understand_answer(pending, text, ctx)
    is_read = reading.status in (Read.ACCEPTED, Read.DONT_KNOW)
    return _of_reading(pending, reading, tr) if is_read or reading.candidates else None


def _changed(interview: Interview, order: Order, tr: Translator) -> Response:
    """`ändra postnumret till 113 30`; without a value, the screen goes to the question."""
    found = find_questions(order.what, interview, tr)
    if not found:
        return Response((tr(msg("No question on your way is called {name}.", name=order.what)),))
    if len(found) > 1:
        names = tuple(question.label for question in found)
        return Response((tr(msg("Write which answer is to be changed, and to what: {names}.", names=names)),))
    question = found[0]
    if order.value is None or question.is_table or question.is_attachment:
        return Response(order=Order(Command.CHANGE, question.id))
    reading = understand_answer(question, order.value, Context(interview.today, tr.language))
    return _of_reading(question, reading, tr)


def _of_reading(question: Question, reading: Reading, tr: Translator) -> Response:
    if (
        reading.status in (Read.ACCEPTED, Read.DONT_KNOW)
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
