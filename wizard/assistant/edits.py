"""Changes to an answer that stands, told by what comes, goes or is put in the place of something: `byt Tyresö mot Haninge`.

`ta bort Vaxholm`, `lägg till Nacka också`, `inte 112 utan 113`. What must stay true: what is taken away or replaced must
be there, what comes must be read surely, and it must be clear in which answer; else nothing is changed.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.assistant.choosing import read_choices
from wizard.assistant.understanding import understand_answer
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.values import MultiChoice, Reading, Status
from wizard.values.base import Context
from wizard.values.characters import fold, tidy

__all__ = ["edited_list", "is_edit", "new_wording"]

_FROM_THE_LIST: Final = (
    r"(?: (?:i|ur|från|till|på|in|from|to|on|off) (?:listan|den|the list|it|dem|raden)(?: \w+){0,3})?"
)
_OPENING: Final = r"(?:(?:nej|oj|jo|ja|förresten|vänta|och|också|no|oh|wait|also|actually|sorry|förlåt)[,.!]? )*(?:(?:kan|vill|ska) (?:du|ni|vi|jag) )?(?:please )?"
_TAIL: Final = r"(?:[ ,]+(?:också|även|med|tack|too|as well|also|please|istället|i stället|instead))*[.!]*"
_ADD: Final = re.compile(
    rf"{_OPENING}(?:lägg(?:a)? (?:också |även )?till|ta(?:r)? (?:också |även )?med|vi (?:vill|ska) (?:också|även) ha|glömde|vi glömde|add|include|we also want|i forgot|we forgot) (?P<come>.+?){_FROM_THE_LIST}{_TAIL}",
    re.IGNORECASE,
)
_REMOVE: Final = re.compile(
    rf"{_OPENING}(?:ta(?:r)? (?:också |även )?bort|stryk|plocka bort|släpp|vi (?:ska|vill) inte ha(?: med)?|remove|drop|delete|take (?:away|out)|leave out) (?P<go>.+?){_FROM_THE_LIST}{_TAIL}",
    re.IGNORECASE,
)
_SWAP: Final = re.compile(
    rf"{_OPENING}(?:byt(?:a|er)?(?: ut)?|ersätt|swap|replace|exchange|change|switch) (?P<go>.+?) (?:mot|med|till|för|with|for|by|to) (?P<come>.+?){_TAIL}",
    re.IGNORECASE,
)
_INSTEAD: Final = re.compile(
    rf"{_OPENING}(?:ta |det ska vara |take |it should be )?(?P<come>.+?) (?:i stället för|istället för|instead of|rather than) (?P<go>.+?){_TAIL}",
    re.IGNORECASE,
)
_ALSO: Final = re.compile(rf"{_OPENING}(?P<come>.+?) (?:också|även|med|too|as well|also)[.!]*", re.IGNORECASE)
_NOT_BUT: Final = re.compile(
    r"(?:det (?:är|ska vara|var) )?(?:inte|ej|not) (?P<old>.+?),? (?:utan|but)(?: (?:det är|it is))? (?P<new>.+)",
    re.IGNORECASE,
)
_NEW_NOT: Final = re.compile(
    r"(?P<new>.+?),? (?:och )?(?:inte|ej|not|i stället för|istället för|instead of) (?P<old>.+)",
    re.IGNORECASE,
)


def is_edit(text: str) -> bool:
    """Whether a line begins as one that changes a list."""
    said = " ".join(tidy(text).split())
    return any(way.fullmatch(said) for way in (_ADD, _REMOVE, _SWAP))


def edited_list(
    text: str, interview: Interview, near: list[Question], ctx: Context
) -> tuple[Question, Reading] | None:
    """The answered list that a line changes, and what it is then; `near` are the questions that are meant first."""
    said = " ".join(tidy(text).split())
    for way in (_SWAP, _INSTEAD, _ADD, _REMOVE, _ALSO):
        match = way.fullmatch(said)
        if match is None or (way is _ALSO and (not near or near[0].type_name != "multichoice")):
            continue
        found = match.groupdict()
        lists = [q for q in interview.relevant if q.type_name == "multichoice" and q.id in interview.stored]
        ordered = [q for q in near if q in lists] or lists
        changed = [
            (q, reading)
            for q in ordered
            if (reading := _changed(q, interview, found.get("go"), found.get("come"), ctx)) is not None
        ]
        if len(changed) == 1 or (changed and near and changed[0][0] in near):
            return changed[0]
    return None


def _changed(
    question: Question, interview: Interview, go: str | None, come: str | None, ctx: Context
) -> Reading | None:
    kind, stored = question.type, interview.value(question.id)
    if not isinstance(kind, MultiChoice) or not isinstance(stored, list | tuple):
        return None
    gone, come_ids = _named(kind, go, ctx), _named(kind, come, ctx)
    if gone is None or come_ids is None or not gone <= set(map(str, stored)):
        return None
    kept = (set(map(str, stored)) - gone) | come_ids
    ids = [option.id for option in kind.options if option.id in kept]
    return Reading.accepted(list(ids), go or come or "") if set(ids) != set(map(str, stored)) else None


def _named(kind: MultiChoice, words: str | None, ctx: Context) -> set[str] | None:
    """The options that words name surely; none for no words."""
    if words is None:
        return set()
    reading = read_choices(kind, words, ctx, frozenset())
    if reading.status is not Status.ACCEPTED or not isinstance(reading.value, list) or not reading.value:
        return None
    return set(map(str, reading.value))


def new_wording(question: Question, interview: Interview, words: str, ctx: Context) -> Reading | None:
    """`inte 112 utan 113`, `113, inte 112`: the new answer, or the stored one with that part of it replaced."""
    match = _NOT_BUT.fullmatch(words) or _NEW_NOT.fullmatch(words)
    if match is None:
        return None
    old, new = match["old"].strip(" .!"), match["new"].strip(" .!,")
    reading = understand_answer(question, new, ctx)
    before = understand_answer(question, old, ctx)
    stored = interview.value(question.id)
    if reading.status is Status.ACCEPTED and before.value == stored:
        return reading
    if not isinstance(stored, str):
        return reading if reading.status is Status.ACCEPTED else None
    place = fold(stored).find(fold(old))
    if place < 0 or fold(stored).count(fold(old)) != 1:
        return reading if reading.status is Status.ACCEPTED else None
    return understand_answer(question, stored[:place] + new + stored[place + len(old) :], ctx)
