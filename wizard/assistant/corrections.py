"""Corrections of earlier answers by words: `nej, orgnr slutar på 17`, `nej, hon heter Karin Ek`, `telefonen ska vara …`.

What must stay true: a correction is taken for one only if the words name an answered question, or contradict and fit
the answer that was given last; what it would change is told by those who store it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from wizard.assistant.edits import edited_list, is_edit, new_wording
from wizard.assistant.facts.claims import Claim, Reader
from wizard.assistant.facts.types import TELLING
from wizard.assistant.naming import named_questions
from wizard.assistant.understanding import understand_answer
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Translator
from wizard.values import Reading, Status
from wizard.values.base import Context
from wizard.values.characters import tidy

__all__ = ["Correction", "Spoken", "find_correction", "is_contradicting"]

_NO: Final = re.compile(
    r"(?:nej|nä|näe|fel|oj|ops|oops|vänta|förlåt|ursäkta|jag skrev fel|jag sa fel|det blev fel|no|wait|sorry|wrong)"
    r"(?:[,.!]? (?:nej|förlåt|vänta|fel|oj|jag skrev fel|jag sa fel|det blev fel|det är fel|det var fel|wait|sorry|hörru|hörni|du|vet du|vet du vad|förresten|actually|by the way))*[,.!:;]* +(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_MEANT: Final = re.compile(
    r"(?:(?:vi|jag) (?:menade|menar|mente|skulle skriva|tänkte)|(?:i|we) mean(?:t)?|det (?:ska|skulle) (?:vara|stå)|it should be|ska vara|rätt är|rätt svar är) (?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED: Final = re.compile(
    r"(?P<what>[^\d@]{2,60}?) (?P<how>ska vara|skulle vara|ska stå|ska bli|ska heta|är|var|blir|heter|ändras till|slutar på|slutar med|slutar|börjar på|börjar med|"
    r"should be|must be|is|ends with|ends in|ends on|starts with|begins with|=|:) (?P<value>.+)",
    re.IGNORECASE | re.DOTALL,
)
_PART: Final = re.compile(
    r"(?:den |det |numret |it |the number )?(?P<how>slutar på|slutar med|slutar|börjar på|börjar med|ends with|ends in|ends on|starts with|begins with) (?P<value>[\w -]+?)(?:,? (?:inte|not) [\w -]+)?",
    re.IGNORECASE,
)
_EXPLICIT: Final = (
    "ska vara",
    "skulle vara",
    "ska stå",
    "ska bli",
    "ändras till",
    "slutar på",
    "slutar med",
    "börjar på",
    "börjar med",
    "should be",
    "ends with",
    "ends in",
)
_BUT_NOT: Final = re.compile(r",? (?:och )?(?:inte|ej|not) \S+(?: \S+)?[.!]?$", re.IGNORECASE)
"""The old value behind the new one: `på 42, inte 41`."""
_LONGEST: Final = 300
_ONLY: Final = re.compile(
    r"(?:(?:inte|ej|not) [^,]+,? )?(?:bara|endast|enbart|only|just) (?P<rest>.+)", re.IGNORECASE | re.DOTALL
)
_MOVED: Final = re.compile(
    r"\b(?:är|blev|har blivit|is|has been|was) (?:fram|senare|bak|för|om)?(?:flyttad|flyttat|skjuten|lagd|ändrad|ändrat|bytt|moved|changed|postponed)\b",
    re.IGNORECASE,
)
"""Said of something that was told before, without taking that back."""
_SEEN: Final = TELLING - {"date", "opening_hours"} | {"bankgiro", "plusgiro"}
_JUST_PASSED: Final = 4
_ENOUGH: Final = 4.0
_MARGIN: Final = 0.3


@dataclass(frozen=True, slots=True)
class Correction:
    """Which question is corrected, and how its new answer was read; several questions where it is not clear which."""

    questions: tuple[Question, ...]
    reading: Reading


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line, and where it was said: what is waited for, what was answered just before, the day and the language."""

    text: str
    interview: Interview
    pending: Question | None
    last: Question | None
    tr: Translator

    @property
    def ctx(self) -> Context:
        """The day and the language in which it is read."""
        return Context(self.interview.today, self.tr.language)


def is_contradicting(text: str) -> bool:
    """Whether a line begins by taking something back."""
    return _NO.fullmatch(tidy(text)) is not None or is_edit(text)


def find_correction(spoken: Spoken) -> Correction | None:
    """The correction that a line is; None for anything else."""
    interview, last, ctx = spoken.interview, spoken.last, spoken.ctx
    said = " ".join(tidy(spoken.text).split())
    if len(said) > _LONGEST:
        return None
    near = [q for q in (last, spoken.pending) if q is not None]
    edited = edited_list(said, interview, near, ctx)
    if edited is not None:
        return Correction((edited[0],), edited[1])
    taken_back = _NO.fullmatch(said)
    rest = taken_back["rest"] if taken_back else said
    named = _NAMED.fullmatch(rest)
    if named is not None and (taken_back or named["how"].lower() in _EXPLICIT):
        answered = [
            q
            for q in interview.relevant
            if q.id in interview.stored and not q.is_table and not q.is_attachment
        ]
        found = named_questions(named["what"], answered, interview.flow, spoken.tr)
        if last in found and last is not None:
            found = [last]
        readings = [(q, _read(interview, q, named["how"], named["value"], ctx)) for q in found]
        fitting = [(q, reading) for q, reading in readings if reading.status is Status.ACCEPTED]
        if len(fitting) == 1 and len(readings) > 1:
            return Correction((fitting[0][0],), fitting[0][1])
        if fitting and (taken_back or spoken.pending not in found):
            return Correction(tuple(found), readings[0][1])
        unread = Correction(tuple(found), readings[0][1]) if readings and taken_back else None
        claimed = _claimed(spoken, rest) or unread
        if claimed is not None:
            return claimed
    if taken_back is None and _MOVED.search(said):
        return _claimed(spoken, said)
    if taken_back is None or last is None or last.is_table or last.is_attachment:
        return _claimed(spoken, rest) if taken_back is not None else None
    return _of_the_last(spoken, last, rest, ctx) or _claimed(spoken, rest)


def _of_the_last(spoken: Spoken, last: Question, rest: str, ctx: Context) -> Correction | None:
    """What contradicts the answer that was given just before, without naming it."""
    interview = spoken.interview
    only = _ONLY.fullmatch(rest)
    if only is not None and last.type_name == "multichoice":
        reading = understand_answer(last, only["rest"], ctx)
        return Correction((last,), reading) if reading.status is Status.ACCEPTED else None
    worded = new_wording(last, interview, rest, ctx)
    if worded is not None and worded.status is Status.ACCEPTED:
        return Correction((last,), worded)
    part = _PART.fullmatch(rest)
    if part is not None:
        return Correction((last,), _read(interview, last, part["how"], part["value"], ctx))
    meant = _MEANT.fullmatch(rest)
    reading = understand_answer(last, meant["rest"] if meant else rest, ctx)
    if last.type_name in ("text", "longtext", "address", "url") and meant is None and reading.value == rest:
        return None  # a free text takes anything
    return Correction((last,), reading) if reading.status is Status.ACCEPTED else None


def _claimed(spoken: Spoken, words: str) -> Correction | None:
    """What a line says anew of a question that is answered and that it names, or of one just passed: `nej, Kvarngatan 917`."""
    interview = spoken.interview
    reader = Reader(interview.flow, spoken.ctx)
    places = interview.flow.asking_place
    here = places.get(spoken.pending.id, len(places)) if spoken.pending is not None else len(places)
    found: list[tuple[float, Question, Claim]] = []
    for question in interview.relevant:
        stored = interview.value(question.id)
        if question.id not in interview.stored or question is spoken.pending or question.is_table:
            continue
        is_near = 0 <= here - places[question.id] <= _JUST_PASSED and question.type_name in _SEEN
        claim = reader.claim(question, words, named=not is_near)
        if claim is not None and claim.value != stored:
            found.append((claim.weight + (1.0 if is_near else 0.0), question, claim))
    if not found:
        return None
    best = max(weight for weight, _, _ in found)
    ones = [(question, claim) for weight, question, claim in found if weight > best - _MARGIN]
    if len(ones) != 1 or best < _ENOUGH:
        return None
    question, claim = ones[0]
    return Correction((question,), Reading.accepted(claim.value, words))


def _read(interview: Interview, question: Question, how: str, value: str, ctx: Context) -> Reading:
    worded = new_wording(question, interview, value, ctx)
    if worded is not None and worded.status is Status.ACCEPTED:
        return worded
    value = _BUT_NOT.sub("", value)
    word = how.lower()
    if word.startswith(("slutar", "ends")):
        return new_ending(interview, question, value, ctx, at_end=True)
    if word.startswith(("börjar", "starts", "begins")):
        return new_ending(interview, question, value, ctx, at_end=False)
    return understand_answer(question, value, ctx)


def new_ending(
    interview: Interview, question: Question, ending: str, ctx: Context, *, at_end: bool
) -> Reading:
    """The stored answer with its last digits or letters (or its first ones) replaced, read anew."""
    stored = interview.value(question.id)
    given = "".join(c for c in ending if c.isalnum())
    if not isinstance(stored, str) or not given or len(given) >= len(stored):
        return understand_answer(question, ending, ctx)
    characters = list(stored)
    places = [i for i, c in enumerate(characters) if c.isalnum()]
    targets = places[-len(given) :] if at_end else places[: len(given)]
    for place, character in zip(targets, given, strict=True):
        characters[place] = character
    return understand_answer(question, "".join(characters), ctx)
