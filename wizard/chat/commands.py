"""What can be said at any time instead of an answer: help, why, back, skip, show, change, save, quit, repeat.

Swedish and English words mean the same at every question, whatever the language of the questions is. A command
is a whole line: `tillbaka` goes back, `Tillbaka till naturen AB` is an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Translator

__all__ = ["Command", "Order", "find_question", "order_of"]


class Command(StrEnum):
    """What is to be done."""

    HELP = "help"
    WHY = "why"
    BACK = "back"
    SKIP = "skip"
    SHOW = "show"
    CHANGE = "change"
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
    word: command
    for command, words in {
        Command.HELP: ("hjälp", "help", "?help", "kommandon", "commands"),
        Command.WHY: ("varför", "varför frågar ni", "varför frågar ni det", "why", "why do you ask"),
        Command.BACK: ("tillbaka", "back", "föregående", "previous"),
        Command.SKIP: ("hoppa över", "hoppa", "skip", "senare", "later", "nästa", "next"),
        Command.SHOW: ("visa svar", "visa svaren", "visa", "show answers", "show"),
        Command.SAVE: ("spara", "save"),
        Command.QUIT: ("avsluta", "sluta", "quit", "exit", "hej då"),
        Command.REPEAT: ("upprepa", "repetera", "repeat", "again", "en gång till"),
    }.items()
    for word in words
}
_CHANGE: Final = re.compile(
    r"(?:ändra|change)\s+(?P<what>.+?)(?:\s+(?:till|to)\s+(?P<value>.+))?", re.IGNORECASE
)


def order_of(text: str) -> Order | None:
    """The command that `text` is, as a whole; None for anything else."""
    line = " ".join(text.split())
    command = _WORDS.get(line.casefold().rstrip(" .!?"))
    if command is not None:
        return Order(command)
    match = _CHANGE.fullmatch(line)
    return Order(Command.CHANGE, match["what"], match["value"]) if match else None


def find_question(what: str, interview: Interview, tr: Translator) -> Question | None:
    """The question of the route that a person means by its id, its label or nearly so; None where that is not clear."""
    wanted = what.casefold()
    named = {tr(q.label).casefold(): q for q in reversed(interview.relevant)}
    if wanted in named:
        return named[wanted]
    by_id = next((q for q in interview.relevant if q.id == wanted), None)
    if by_id is not None:
        return by_id
    beginning = [q for label, q in named.items() if label.startswith(wanted) or wanted.startswith(label)]
    if len(beginning) == 1:
        return beginning[0]
    near = get_close_matches(wanted, named, n=1, cutoff=0.75)
    return named[near[0]] if near else None
