"""What an utterance says about one answer: a value with the words it was read from, or a question back.

The answer types read texts that hold a value and nothing else. People say more: `vårt orgnr är 556592-9717`,
`vi öppnar första mars`, `tjugofm`. Here the words round a value that carry no weight are set aside, slips of the
pen are mended where only one word can be meant, and what is left must be read whole by the type itself.

What must stay true: accepted means that every word was either read by the type or is known to say nothing. A
word of weight that nobody read ends in a question, with what was found as the proposal. What is shown of an
accepted value is understood as the same value again. Nothing raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from wizard.assistant import mending
from wizard.assistant.choosing import read_choice, read_choices
from wizard.assistant.left_empty import does_not_apply, is_left_empty
from wizard.assistant.readers import DIGIT, at_night, read_by_type
from wizard.assistant.rewording import corrected, rewordings, said_twice
from wizard.assistant.shells import cores
from wizard.assistant.spoken import dont_know
from wizard.assistant.spoken.names import as_name, has_town, is_question, read_line_of_text
from wizard.assistant.spoken.tense import (
    asks_for_name,
    asks_what_it_is_called,
    asks_whether,
    coming,
    in_its_year,
)
from wizard.assistant.spoken.windows import Words, inner_windows, windows
from wizard.assistant.spoken.yes_or_no import is_doubtful, read_yes_or_no
from wizard.assistant.wavering import is_doubted_name
from wizard.assistant.words import HEDGES, NEGATIONS, first_only, naming_type, weightless
from wizard.flow.answers import BLANK, check
from wizard.flow.model import Question
from wizard.i18n import Message, Translator, msg
from wizard.values import Choice, Measure, MultiChoice, Reading, Status, Value, ValueType, characters, special
from wizard.values.base import DONT_KNOW, Context

__all__ = ["understand", "understand_answer"]

_LINES: Final = frozenset({"text", "longtext", "address"})
_LONGEST: Final = 600
"""Characters of an utterance; what is longer is no answer of one value."""
_MOST_CANDIDATES: Final = 5
_ANY_DAY: Final = date(2000, 1, 1)


def understand(kind: ValueType, text: str, ctx: Context) -> Reading:
    """Read `text` for an answer of this type; total."""
    reading = _understood(kind, text, ctx, named=naming_type(kind.name))
    return coming(reading, text, ctx) if kind.name == "date" else reading


def _understood(
    kind: ValueType, text: str, ctx: Context, about: AbstractSet[str] = frozenset(), named: Sequence[str] = ()
) -> Reading:
    """As `understand`; `about` are the folded words of the question, `named` what its answer is called."""
    if kind.name in _LINES:
        return _line_in_shell(kind, text, ctx, about, named)
    reading = _bare_understood(kind, text, ctx, about)
    if reading.status in (Status.ACCEPTED, Status.DONT_KNOW) or len(text) > _LONGEST:
        return reading
    for core in cores(mending.readable(text), named, agreeing=kind.name != "yesno"):
        inner = _bare_understood(kind, core.text, ctx, about)
        if inner.status in (Status.ACCEPTED, Status.DONT_KNOW):
            return inner
    return reading


def _line_in_shell(
    kind: ValueType, text: str, ctx: Context, about: AbstractSet[str], named: Sequence[str]
) -> Reading:
    """A line of text anyone may write as they like, so that a shell is taken off before it is read."""
    reading = _bare_understood(kind, text, ctx, about)
    if kind.name == "longtext" or reading.status is Status.DONT_KNOW:
        return reading
    for core in reversed(list(cores(mending.readable(text), named))):
        inner = _bare_understood(kind, core.text, ctx, about)
        if inner.status not in (Status.ACCEPTED, Status.DONT_KNOW) or inner.value == reading.value:
            continue
        if not core.sure and reading.value is not None and inner.value is not None:
            reason = msg("Write only what is asked for, without a sentence round it.")
            return Reading.ambiguous(reason, inner.value, reading.value)
        return inner
    return reading


def _bare_understood(kind: ValueType, text: str, ctx: Context, about: AbstractSet[str]) -> Reading:
    """A text by itself, with no shell taken off."""
    readable = mending.readable(text)
    whole = kind.read(readable, ctx)
    if whole.status is Status.DONT_KNOW or characters.fault(text) is not None or not text.strip():
        return whole
    if kind.name in _LINES:
        return _as_line(kind, readable, ctx, about)
    if whole.status is Status.ACCEPTED and _is_plain(kind, readable):
        return whole
    if len(text) > _LONGEST:
        return whole
    if dont_know.is_said(readable):
        return Reading(Status.DONT_KNOW, DONT_KNOW, text.strip())
    if is_question(readable) and whole.status is not Status.ACCEPTED:
        return Reading.rejected(
            msg(
                "This sounds like a question of yours, so it is not taken as the answer. Write the answer itself."
            )
        )
    if isinstance(kind, Choice):
        return read_choice(kind, readable, ctx, weightless("choice") | (about - HEDGES))
    if isinstance(kind, MultiChoice):
        return read_choices(kind, readable, ctx, weightless("multichoice") | (about - HEDGES))
    if kind.name == "yesno":
        return _yes_or_no(whole, readable, about)
    found = _among_words(kind, readable, whole, ctx, about)
    is_spelled = kind.name == "timespan" and found.status is Status.ACCEPTED and not DIGIT.search(readable)
    return at_night(found) if is_spelled else found


def understand_answer(question: Question, text: str, ctx: Context) -> Reading:
    """Read `text` as the answer to a question, whose rules on `vet inte` and empty answers hold; total."""
    meant = special(text) or does_not_apply(question, text)
    if meant is not None or not text.strip() or question.type is None:
        checked = check(question, meant or BLANK, ctx)
        if checked.faults and meant == DONT_KNOW:
            return Reading(Status.DONT_KNOW, DONT_KNOW, text.strip(), reason=checked.faults[0].reason)
        if checked.faults:
            return Reading.rejected(checked.faults[0].reason)
        status = Status.DONT_KNOW if checked.value == DONT_KNOW else Status.ACCEPTED
        return Reading(status, checked.value, text.strip())
    if is_left_empty(question, text):
        return Reading.accepted(BLANK, text.strip())
    reading = _understood(
        question.type, text, ctx, about=_words_of(question, ctx.language), named=_names_of(question)
    )
    if question.type_name not in _LINES and _MAY_BE.search(text):
        return _perhaps(reading)
    if (
        question.type_name == "text"
        and reading.status is Status.ACCEPTED
        and asks_for_name(question.ask.id, question.label.id)
    ):
        reading = as_name(reading)
    if (
        question.type_name in ("text", "address")
        and reading.status is Status.ACCEPTED
        and (question.type_name == "address" or asks_what_it_is_called(question.ask.id))
        and (is_doubted_name(text) or is_doubted_name(str(reading.value)))
    ):
        reason = msg("This does not look like what is asked for. Write only the answer itself.")
        return Reading.ambiguous(reason, *([] if reading.value is None else [reading.value]))
    reading = _by_its_wording(question, reading, text, ctx)
    if reading.status is Status.DONT_KNOW:
        return replace(understand_answer(question, DONT_KNOW, ctx), matched=reading.matched)
    return reading


_MAY_BE: Final = re.compile(
    r"\b(?:kan|kunde|skulle kunna) (?:det|den) (?:vara|bli)\b|\b(?:det|den) (?:kan|kunde) (?:nog )?(?:vara|bli)\b|\b(?:could|might|may) be\b",
    re.IGNORECASE,
)


def _by_its_wording(question: Question, reading: Reading, text: str, ctx: Context) -> Reading:
    """What the wording of a question settles: the year of a day, and that a no to a list is none of it."""
    if question.type_name == "date" and reading.status is Status.AMBIGUOUS:
        reading = coming(in_its_year(reading, question.ask.id, text, ctx), text, ctx)
    if (
        question.type_name == "multichoice"
        and reading.status is not Status.ACCEPTED
        and asks_whether(question.ask.id)
    ):
        answer = read_yes_or_no(text, _words_of(question, ctx.language))
        if answer is not None and answer.value == "no":
            return Reading.accepted([], text.strip())
    return reading


def _perhaps(reading: Reading) -> Reading:
    """What is said to be possible, as a proposal: `aktiebolag kan det vara`."""
    if reading.status is not Status.ACCEPTED or reading.value is None:
        return reading
    reason = msg("This does not look like what is asked for. Write only the answer itself.")
    return Reading.ambiguous(reason, reading.value)


@lru_cache(maxsize=512)
def _words_of(question: Question, language: str) -> frozenset[str]:
    """The words a question is asked with, in the content's language and in the reader's: repeating them says nothing new."""
    tr = Translator.of(language)
    texts = dict.fromkeys((question.ask.id, question.label.id, tr(question.ask), tr(question.label)))
    whole = {w for text in texts for w in Words.of(text).folded() if len(w) > 1 and not w.isdigit()}
    words = whole | {part for word in whole for part in word.split("-") if len(part) > 1}
    return frozenset(words - NEGATIONS - mending.number_words() - _NUMBERED)


@lru_cache(maxsize=512)
def _names_of(question: Question) -> tuple[str, ...]:
    """What the answer to a question is called: by its label, or by its type."""
    label = question.label.id
    short = re.sub(r"\s*\([^)]*\)", "", label).partition(",")[0]
    return (label, short, *naming_type(question.type_name))


_NUMBERED: Final = frozenset(
    {"en", "ett", "minst", "hogst", "hel", "hela", "halv", "halva", "halften", "ja", "nej", "eller"}
)


def _as_line(kind: ValueType, text: str, ctx: Context, about: AbstractSet[str]) -> Reading:
    if kind.name != "longtext" and dont_know.is_said(text):
        return Reading(Status.DONT_KNOW, DONT_KNOW, text.strip())
    found = read_line_of_text(kind, text, ctx, about)
    if found.status is not Status.ACCEPTED or found.value is None:
        return found
    if kind.name == "address" and has_town(str(found.value)):
        reason = msg(
            "Postcode and town have questions of their own. Write only the street line, such as Storgatan 1."
        )
        return Reading.ambiguous(reason, found.value)
    again = read_line_of_text(kind, str(found.value), ctx, about)
    if again.value != found.value:
        return Reading.ambiguous(
            msg("Write only what is asked for, without a sentence round it."), found.value
        )
    return found


def _yes_or_no(whole: Reading, text: str, about: AbstractSet[str]) -> Reading:
    if text.rstrip().endswith("?"):
        return Reading.ambiguous(
            msg("This is neither a plain yes nor a plain no. Answer yes or no."), "yes", "no"
        )
    found = read_yes_or_no(text, about)
    if found is not None:
        return found
    if whole.status is Status.ACCEPTED:
        return whole
    if is_doubtful(text):
        return Reading.ambiguous(
            msg("This is neither a plain yes nor a plain no. Answer yes or no."), "yes", "no"
        )
    return whole


def _is_plain(kind: ValueType, text: str) -> bool:
    """Whether what a type accepted at once may stand: a bare `84` for metres, or two letters of an option, may not."""
    if kind.name in ("fte", "personnummer"):
        return "/" not in text and kind.name == "fte"
    if isinstance(kind, Measure):
        return not _lacks_its_unit(kind, text)
    return not isinstance(kind, Choice | MultiChoice) and kind.name not in (
        "yesno",
        "hsaid",
        "timespan",
        "amount",
    )


def _lacks_its_unit(kind: Measure, text: str) -> bool:
    """A bare number that is large for metres, where the question has no limit that settles it."""
    bare = text.strip().replace(",", ".").replace(" ", "")
    return kind.unit == "m" and kind.max is None and bare.isdigit() and int(bare[:9]) >= 10


def _among_words(
    kind: ValueType, text: str, whole: Reading, ctx: Context, about: AbstractSet[str]
) -> Reading:
    """A value within words, the whole of which must be accounted for."""
    if isinstance(kind, Measure) and whole.status is Status.ACCEPTED and isinstance(whole.value, int | float):
        reason = msg("Which unit? Write it too, such as 84 cm or 0.84 m.")
        return Reading.ambiguous(reason, whole.value / 100, whole.value)
    quiet = weightless(kind.name) | (about - HEDGES - NEGATIONS)
    asked: Reading | None = whole if whole.status is Status.AMBIGUOUS else None
    refusals: list[Reading] = [whole]
    for wording in _wordings(kind, text, quiet):
        for reading in _readings(kind, wording, ctx, quiet):
            if reading.status is Status.ACCEPTED:
                return reading
            if reading.status is Status.AMBIGUOUS:
                asked = asked or reading
            else:
                refusals.append(reading)
    restated = _restated(kind, text, ctx, about)
    if restated is not None or asked is not None:
        return restated or asked or whole
    telling = [r for r in refusals if r.reason is not None and r.reason.id not in _generic(kind)]
    if telling:
        return telling[-1]
    return _proposal(kind, text, ctx) or refusals[0]


def _restated(kind: ValueType, text: str, ctx: Context, about: AbstractSet[str]) -> Reading | None:
    """An answer that is said twice, or taken back and said anew; None where it is neither."""
    twice = said_twice(text)
    if twice is not None:
        readings = [_understood(kind, part, ctx, about) for part in twice]
        if all(r.status is Status.ACCEPTED for r in readings):
            first, second = (r.value for r in readings)
            if first is not None and first == second:
                return Reading.accepted(first, text.strip())
            reason = msg("There is more than one answer here. Write only the one you mean.")
            return Reading.ambiguous(reason, *(v for v in (first, second) if v is not None))
    taken_back = corrected(text)
    if taken_back is None:
        return None
    before, found = (_understood(kind, part, ctx, about) for part in taken_back)
    is_anew = before.status in (Status.ACCEPTED, Status.AMBIGUOUS) or before.candidates
    return found if is_anew and found.status is Status.ACCEPTED else None


def _wordings(kind: ValueType, text: str, quiet: AbstractSet[str]) -> Iterator[str]:
    """The text as it stands, then reworded and mended."""
    yield text
    yield from rewordings(kind, text)
    respelled = mending.respelled(characters.tidy(text), _vocabulary(kind.name), quiet)
    if respelled is not None:
        yield respelled


def _readings(kind: ValueType, text: str, ctx: Context, quiet: AbstractSet[str]) -> Iterator[Reading]:
    """What the type makes of the text, and of it with more and more quiet words cut off."""
    words = Words.of(text)
    for window in (words.text, *windows(words, quiet, first_only(kind.name))):
        found = read_by_type(kind, window, ctx)
        yield replace(found, matched=window) if found.status is Status.ACCEPTED else found


@lru_cache(maxsize=64)
def _generic_of(kind: ValueType) -> frozenset[str]:
    ctx = Context(_ANY_DAY)
    readings = [kind.read(text, ctx) for text in ("qqq", "1 qqq", "qqq@qqq.se qqq")]
    return frozenset(r.reason.id for r in readings if r.reason is not None)


def _generic(kind: ValueType) -> frozenset[str]:
    """The sentences that say no more than that a text is no value of this type."""
    try:
        return _generic_of(kind)
    except TypeError:  # a type with parameters that cannot be remembered
        return frozenset()


def _proposal(kind: ValueType, text: str, ctx: Context) -> Reading | None:
    """The values that parts of the text may mean, as a question; None where there are none."""
    words = Words.of(text)
    found: dict[str, Value] = {}
    taken: list[tuple[int, int]] = []
    for first, last in inner_windows(words):
        if any(first >= a and last <= b for a, b in taken):
            continue
        reading = kind.read(words.cut(first, last), ctx)
        values = (reading.value,) if reading.status is Status.ACCEPTED else reading.candidates
        if reading.status in (Status.ACCEPTED, Status.AMBIGUOUS) and values:
            taken.append((first, last))
            found.update({str(v): v for v in values if v is not None})
    if not found:
        return None
    return Reading.ambiguous(_why(words, taken), *list(found.values())[:_MOST_CANDIDATES])


def _why(words: Words, taken: list[tuple[int, int]]) -> Message:
    """Which words stood in the way of a plain reading."""
    if len(taken) > 1:
        return msg("There is more than one answer here. Write only the one you mean.")
    rest = [words.cut(p, p + 1) for p in range(len(words.spans)) if not any(a <= p < b for a, b in taken)]
    if any(characters.fold(word) in HEDGES for word in rest):
        return msg(
            '"{words}" makes this uncertain. Write the exact answer.',
            words=characters.excerpt(" ".join(rest)),
        )
    return msg(
        '"{words}" was not understood. Write only the answer.', words=characters.excerpt(" ".join(rest))
    )


@lru_cache(maxsize=64)
def _vocabulary(type_name: str) -> dict[str, object]:
    """The words that the grammar of a type knows."""
    from wizard.assistant.vocabulary import vocabulary  # noqa: PLC0415  only where something was misspelled

    return vocabulary(type_name)
