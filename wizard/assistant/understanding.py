"""What an utterance says about one answer: a value with the words it was read from, or a question back.

The answer types read texts that hold a value and nothing else. People say more: `vårt orgnr är 556592-9717`,
`vi öppnar första mars`, `tjugofm`. Here the words round a value that carry no weight are set aside, slips of the
pen are mended where only one word can be meant, and what is left must be read whole by the type itself.

What must stay true: accepted means that every word was either read by the type or is known to say nothing. A
word of weight that nobody read ends in a question, with what was found as the proposal. Nothing raises.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.flow.answers import BLANK, check
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.values import Reading, Status, ValueType, special
from wizard.values.base import DONT_KNOW, Context

__all__ = ["understand", "understand_answer"]


def understand(kind: ValueType, text: str, ctx: Context) -> Reading:
    """Read `text` for an answer of this type."""
    return kind.read(text, ctx)


def understand_answer(question: Question, text: str, ctx: Context) -> Reading:
    """Read `text` as the answer to a question, whose rules on `vet inte` and empty answers hold; total."""
    meant = special(text)
    if meant is not None or not text.strip() or question.type is None:
        checked = check(question, meant or BLANK, ctx)
        if checked.faults:
            return Reading.rejected(checked.faults[0].reason)
        status = Status.DONT_KNOW if checked.value == DONT_KNOW else Status.ACCEPTED
        return Reading(status, checked.value, text.strip())
    reading = understand(question.type, text, ctx)
    if reading.status is Status.DONT_KNOW:
        return replace(understand_answer(question, DONT_KNOW, ctx), matched=reading.matched)
    if reading.reason is None and reading.status is not Status.ACCEPTED:
        return Reading.rejected(msg("This cannot be read as an answer."))
    return reading
