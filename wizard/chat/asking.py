"""A question as lines, and what was typed as an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.assistant.telling import shown
from wizard.assistant.understanding import understand, understand_answer
from wizard.flow.answers import BLANK
from wizard.flow.document import cite
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg
from wizard.values import Option, Status, Value, make
from wizard.values.base import Context
from wizard.values.characters import excerpt, fold, tidy

__all__ = ["Heard", "hear", "hear_agreement", "hints", "lines_of", "reasons", "saved", "shown"]

_YES_OR_NO = make("yesno")
_NUMBERS = re.compile(r"\d+(\s*[,;\s]\s*\d+)*")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a line means: a canonical value and its words, or why it is none, with the values it could be."""

    value: Value | None = None
    reason: Message | None = None
    candidates: tuple[Value, ...] = ()
    words: str = ""


def lines_of(question: Question, tr: Translator, heading: Message | None = None) -> Iterator[str]:
    """The question, by its heading where it has one of its own, its hint, and its options with their numbers."""
    yield tr(heading or question.ask)
    if question.hint is not None:
        yield tr(question.hint)
    for number, option in enumerate(_options(question), start=1):
        yield f"  {number}. {tr(option.label)}"


def hints(question: Question, tr: Translator) -> Iterator[str]:
    """How to answer: what may be written besides, shown after a line that could not be used twice."""
    if question.type_name == "multichoice":
        yield tr(msg("Write the numbers or the words, with commas between, or: none."))
    elif _options(question):
        yield tr(msg("Write the number or the words of an option."))
    if question.example is not None:
        yield tr(msg("Example: {example}", example=question.example))
    if question.allows_unknown:
        yield tr(msg("You may write: do not know."))
    if question.allows_not_applicable:
        yield tr(msg("You may write: does not apply."))
    if not question.required:
        yield tr(msg("You may leave it empty."))


def reasons(question: Question, tr: Translator) -> Iterator[str]:
    """Why it is asked, the limits, and the sources."""
    for text in (question.why, question.help):
        if text is not None:
            yield tr(text)
    for limit in question.limits:
        yield tr(msg("Limit: {value} ({rules})", value=limit.value, rules=limit.rules))
    for ref in question.sources:
        yield tr(msg("Source: {source}", source=cite(ref, tr)))


def hear(question: Question, text: str, ctx: Context) -> Heard:
    """What `text` answers to `question`, which is no table and no file; total."""
    reading = understand_answer(question, _by_number(question, text), ctx)
    is_read = reading.status in (Status.ACCEPTED, Status.DONT_KNOW) and reading.reason is None
    if is_read and reading.value is not None:
        return Heard(reading.value, words=reading.matched or text.strip())
    return Heard(reason=reading.reason, candidates=reading.candidates)


def hear_agreement(text: str, ctx: Context) -> bool | None:
    """A yes or a no to a question of lov's own; None for anything else."""
    reading = understand(_YES_OR_NO, text, ctx)
    return reading.value == "yes" if reading.value in ("yes", "no") else None


def saved(question: Question, value: Value, words: str, tr: Translator) -> Message:
    """The value said back in full, with the words it was read from where they say it otherwise."""
    told = shown(question, value, tr)
    if value == BLANK or not words or fold(tidy(words)) == fold(tidy(told)):
        return msg("Saved: {label}: {value}", label=question.label, value=told)
    return msg(
        "Saved: {label}: {value} (from “{words}”)", label=question.label, value=told, words=excerpt(words)
    )


def _by_number(question: Question, text: str) -> str:
    """Options chosen by their numbers, as their words."""
    options = _options(question)
    numbers = text.strip().rstrip(".")
    if not options or not _NUMBERS.fullmatch(numbers):
        return text
    chosen = [int(number) for number in re.findall(r"\d+", numbers)]
    if any(not 1 <= n <= len(options) for n in chosen) or (
        len(chosen) > 1 and question.type_name == "choice"
    ):
        return text
    return ", ".join(options[n - 1].id for n in chosen)


def _options(question: Question) -> tuple[Option, ...]:
    options: tuple[Option, ...] = getattr(question.type, "options", ())
    return options
