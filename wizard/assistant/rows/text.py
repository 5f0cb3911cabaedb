"""A text that tells rows, put so that it can be read from left to right: one sign between cells, one between rows.

Bullets and numbers of lines, full stops, brackets and `x 2` come in many shapes. What must stay true: no word is lost
that could be a cell; the number of people that a heading gives is handed on, so that it can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from wizard.assistant.rows.words import COMPANY, JOINING, LONGEST_NAME, NAME, PARTICLES
from wizard.assistant.said import said
from wizard.assistant.shells import without_frame
from wizard.values.characters import fold, tidy
from wizard.values.cursor import Cursor
from wizard.values.number_words import spelled_number

__all__ = ["Laid", "Word", "capitals_from", "company_end", "laid_out", "number_of"]

_BULLET: Final = re.compile(r"^[ \t]*(?:[-*•·>]|\(?\d{1,2}[.)]|[a-h]\))[ \t]+", re.MULTILINE)
_STOP: Final = re.compile(r"(?P<word>[\w%)]+)\.(?=\s|$)")
_SHORT: Final = frozenset({"leg", "spec", "dr", "st", "nr", "tel", "bl", "ev", "ca", "ek"})
_TIMES: Final = re.compile(
    r"(?P<front>^|[,;\n] ?|\b(?:och|and|samt) )(?P<noun>[^\W\d_][^,;\n\d()]*?) ?x ?(?P<n>\d{1,2})\b",
    re.IGNORECASE,
)
_NOUN_FIRST: Final = re.compile(
    r"(?P<noun>\b[^\W\d_]{4,}) (?P<n>\d{1,2}) (?=(?:st )?(?:heltid|halvtid|deltid|på |full|half))",
    re.IGNORECASE,
)
_TIMES_FIRST: Final = re.compile(r"\b(?P<n>\d{1,2}) ?x ?(?=[^\W\d_])", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"(?:(?:eh+|öh+|hm+|ja|jo|okej|ok|alltså|så|sen|sedan|och|well)(?![^\W\d_]))?[ ,.]*"
    r"(?:(?:vi|jag|man|we|i|det|there) (?:är|har|blir|kommer att (?:vara|ha)|ska ha|finns|behöver|are|have|will have|will be|'ve got)(?: väl| ju| då| här)? )?",
    re.IGNORECASE,
)
_ONLY_ME: Final = re.compile(
    r"(?:det är )?(?:bara|endast|enbart|just|only)(?: jag| mig| me| en| one)(?: själv)?(?: ?[:,-] ?| )(?=[A-ZÅÄÖ])",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(
    r"[ ,]+(?:(?:det är|det var|that's) all[at]?|inga (?:andra|fler)|ingen annan|no (?:others|one else|more)|bara)[ ,.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """As words are compared."""
        return fold(self.text).rstrip(".")


def capitals_from(words: Sequence[Word], at: int) -> int:
    """How many words in a row from there are written with a capital, or belong to such a name."""
    run = 0
    for word in words[at:]:
        if not (NAME.fullmatch(word.text) or (run and word.key in PARTICLES | COMPANY)):
            break
        run += 1
    return run


def company_end(words: Sequence[Word], at: int) -> int:
    """Behind which word the name of a company ends: `Varmvattnet i Väsby AB`; where no name does, there."""
    if not NAME.fullmatch(words[at].text):
        return at
    for last in range(at + 1, min(len(words), at + LONGEST_NAME)):
        word = words[last]
        if not (word.text[:1].isupper() or word.key in JOINING):
            break
        if word.key in COMPANY and word.text[0].isupper():
            return last + 1
    return at


@dataclass(frozen=True, slots=True)
class Laid:
    """The text to be read, and how many rows its heading gives; 0 where it gives none."""

    text: str
    heads: int = 0


def laid_out(text: str) -> Laid:
    """The text in one shape."""
    line = without_frame(tidy(text)).replace("\u00d7", "x")
    line = _BULLET.sub("", line)
    line = _STOP.sub(_parted, line)
    line = re.sub(r"\s*[\n;]\s*", " ;\n", line).strip(" ;,\n")
    line = re.sub(r",(?: ?[,;])+", lambda m: ";" if ";" in m[0] else ",", line)
    line = re.sub(r"(?<=\d) ?%-?ig\b", " %", line)
    line = re.sub(r"(?<=\w) å (?=\w)", " och ", line)
    line = re.sub(r"\b(hel|halv) tid\b", r"\1tid", line, flags=re.IGNORECASE)
    line = re.sub(r" - | -> |\t", ", ", line)
    line = _TIMES_FIRST.sub(r"\g<n> ", line)
    line = _TIMES.sub(_count_first, line)
    line = _NOUN_FIRST.sub(r"\g<n> \g<noun> ", line)
    line = _ENDING.sub("", line)
    opened = _OPENING.match(line)
    line = line[opened.end() :] if opened and opened[0].strip() else line
    line = _ONLY_ME.sub("", line)
    headed = _headed(said().phrases.get("counted", ())).match(line)
    heads = number_of(headed["n"]) if headed is not None else None
    if headed is not None and heads is not None:
        return Laid(line[headed.end() :], heads)
    return Laid(line)


@cache
def _headed(counted: tuple[str, ...]) -> re.Pattern[str]:
    """A count before a list: `tre personer: …`."""
    words = "|".join(map(re.escape, counted))
    return re.compile(rf"(?P<n>[^\W_]+)(?: (?:{words}))*(?: nämligen)?\s*:\s*", re.IGNORECASE)


def _parted(match: re.Match[str]) -> str:
    """A full stop as a sign between cells, unless it shortens a word."""
    word = match["word"]
    return match[0] if word.lower() in _SHORT or (len(word) == 1 and word.isalpha()) else f"{word},"


def _count_first(match: re.Match[str]) -> str:
    return f"{match['front']}{match['n']} {match['noun']}"


def number_of(word: str) -> int | None:
    """A small whole number in figures or in one word."""
    if word.isdigit():
        return int(word) if 0 < int(word[:4]) <= 99 else None
    if fold(word) in ("en", "ett", "one"):
        return 1  # an article too, which the grammar of numbers leaves alone
    cursor = Cursor(word)
    number = spelled_number(cursor)
    if number is None or not cursor.done or number != number.to_integral_value():
        return None
    return int(number) if 0 < number <= 99 else None
