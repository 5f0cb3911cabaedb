"""What can be said at any time instead of an answer: help, why, back, skip, show, change, undo, save, quit, repeat.

Swedish and English words mean the same at every question, whatever the language of the questions is. A command
is a whole line: `tillbaka` goes back, `Tillbaka till naturen AB` is an answer. A slip of the pen is forgiven where
no free text is asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from wizard.assistant.naming import named_questions
from wizard.assistant.understanding import understand_answer
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.values import Status
from wizard.values.base import Context
from wizard.values.characters import fold, tidy

__all__ = ["FREE", "HELP", "Command", "Order", "find_questions", "is_meant", "order_of"]

FREE: Final = frozenset({"text", "longtext", "address", "url"})
"""Types at which a misspelled command may be an answer."""


class Command(StrEnum):
    """What is to be done."""

    HELP = "help"
    WHY = "why"
    BACK = "back"
    SKIP = "skip"
    SHOW = "show"
    CHANGE = "change"
    UNDO = "undo"
    SAVE = "save"
    QUIT = "quit"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class Order:
    """A command; for `CHANGE` also what is to be changed and, where it was said, to what."""

    command: Command
    what: str = ""
    value: str | None = None


_WORDS: Final[dict[str, Command]] = {
    fold(word): command
    for command, words in {
        Command.HELP: "hjälp|hjälp mig|help|?help|help me|kommandon|commands|vad kan jag säga|vad kan jag skriva|vad kan jag göra|what can i say|hur gör jag",
        Command.WHY: (
            "varför|varför då|varför frågar ni|varför frågar ni det|varför frågar ni detta|varför frågar du|varför frågar du det|varför undrar ni|varför undrar ni det|"
            "varför vill ni veta det|varför behöver ni veta det|why|why do you ask|why do you ask that|why do you need that|why do you need to know"
        ),
        Command.BACK: (
            "tillbaka|gå tillbaka|backa|bakåt|ett steg tillbaka|föregående|föregående fråga|förra frågan|back|go back|previous|previous question"
        ),
        Command.SKIP: (
            "hoppa över|hoppa|hoppa över frågan|hoppa över den|hoppa över den här|hoppa över det|hoppa över denna|vi hoppar över den|vi hoppar över det|"
            "skippa|skippa den|skip|skip it|skip this|skip this one|senare|vi tar det senare|jag tar det senare|ta det senare|later|nästa|nästa fråga|next|next question|gå vidare|vidare"
        ),
        Command.SHOW: (
            "visa svar|visa svaren|visa|visa mina svar|visa alla svar|visa våra svar|vad har jag svarat|vad har vi svarat|sammanfatta|sammanfattning|"
            "show answers|show|show my answers|show all answers|summary|what have i answered"
        ),
        Command.UNDO: "ångra|ångra det|ångra senaste|ångra mig|undo|undo that",
        Command.SAVE: "spara|spara nu|save",
        Command.QUIT: (
            "avsluta|avbryt|sluta|jag vill sluta|jag vill avsluta|avsluta nu|stopp|stopp nu|quit|exit|stop|cancel|hej då|bye|goodbye|jag fortsätter en annan dag|vi fortsätter en annan dag"
        ),
        Command.REPEAT: (
            "upprepa|upprepa frågan|repetera|repeat|repeat the question|again|say again|en gång till|säg det igen|ta frågan igen|ta om frågan|vad var frågan"
        ),
    }.items()
    for word in words.split("|")
}
HELP: Final = (
    msg("Answer in your own words, or write one of these:"),
    msg("  why: why the question is asked, and by which source"),
    msg("  back, skip: to the question before, or on without answering"),
    msg("  change NAME, or change NAME to VALUE: another answer"),
    msg("  no, NAME is VALUE: corrects an answer; undo: takes the last one back"),
    msg("  show: all answers so far"),
    msg("  repeat: the question again"),
    msg("  a question of your own, such as: how long does the decision take?"),
    msg("  quit: stop here; everything is saved, and you can go on another day"),
)
"""What can be said, a line each."""
_POLITE: Final = re.compile(
    r"(?:kan du |kan ni |kan vi |jag vill |vi vill |vill |can you |can we |could you |i want to |please |snälla )",
    re.IGNORECASE,
)
_TAKING_BACK: Final = re.compile(
    r"(?:nej|nä|oj|vänta|förlåt|no|wait|sorry|oops)(?: vänta| förlåt| wait| sorry)?[,.!]? ", re.IGNORECASE
)
_TAIL: Final = re.compile(r"(?:,? (?:tack|please|snälla))?[ .!?]*$", re.IGNORECASE)
_CHANGE: Final = re.compile(
    r"(?:ändra(?: på)?|byt(?: ut)?|byta|rätta(?: till)?|korrigera|uppdatera|justera|change|correct|fix|edit|update|set|gå till(?: frågan(?: om)?)?|go to)\s+"
    r"(?P<what>.+?)(?:\s+(?:till|to)\s+(?P<value>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_SWAPPING: Final = re.compile(
    r"(?:\w+ )?(?:byt(?:a|er)?(?: ut)?|change|switch) .+ (?:mot|med|with|for) \S", re.IGNORECASE
)
"""Something within an answer is put in the place of something else; no other question is gone to."""
_SHORTEST: Final = 5
_LONGEST: Final = 40


def order_of(text: str, *, forgiving: bool = False) -> Order | None:
    """The command that `text` is, as a whole; None for anything else. `forgiving` takes one slip for none."""
    line = _TAIL.sub("", " ".join(tidy(text).split()))
    key = fold(line).rstrip(" .!?")
    command = _WORDS.get(key) or _WORDS.get(fold(_POLITE.sub("", line, count=1)).rstrip(" .!?"))
    if command is None and forgiving and _SHORTEST <= len(key) <= _LONGEST:
        command = _nearly(key)
    if command is not None:
        return Order(command)
    if _SWAPPING.match(line):
        return None
    match = _CHANGE.fullmatch(_POLITE.sub("", _TAKING_BACK.sub("", line, count=1), count=1))
    return Order(Command.CHANGE, match["what"], match["value"]) if match else None


def _nearly(key: str) -> Command | None:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only where nothing was understood

    near = {
        command
        for word, command in _WORDS.items()
        if len(word) >= _SHORTEST and word[0] == key[0] and OSA.distance(word, key, score_cutoff=1) <= 1
    }
    return next(iter(near)) if len(near) == 1 else None


def is_meant(order: Order, text: str, question: Question | None, ctx: Context) -> bool:
    """Whether a command is meant where its word could be an answer: an option called so goes first."""
    if question is None or order.command is Command.CHANGE or question.type_name in FREE:
        return True
    return understand_answer(question, text, ctx).status is not Status.ACCEPTED


def find_questions(what: str, interview: Interview, tr: Translator) -> list[Question]:
    """The questions of the route that a person means; those that are answered, where others fit as well."""
    found = named_questions(what, interview.relevant, interview.flow, tr)
    answered = [q for q in found if q.id in interview.stored]
    return answered or found
