"""The corpus of utterances: how its files are read, and how a reading is judged by what the corpus expects.

The files stand in `tests/scenarios/utterances/`, half of them named open, half frozen; the README there tells the
notation. Judged is what a person would mean, by the contract for canonical values, whatever the code does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from wizard.assistant.understanding import understand, understand_answer
from wizard.flow.content import Content
from wizard.flow.model import Question
from wizard.values import Reading, Status, ValueType, make
from wizard.values.base import Context

__all__ = [
    "FOLDER",
    "HALVES",
    "NO_VALUE",
    "TODAY",
    "Asked",
    "Outcome",
    "Readers",
    "Utterance",
    "judge",
    "questions",
    "utterances",
]

FOLDER: Final = Path(__file__).parents[1] / "scenarios/utterances"
HALVES: Final = ("open", "frozen")
TODAY: Final = date(2026, 11, 22)

ASK, REFUSE, UNKNOWN = "ask", "rej", "?"
NO_VALUE: Final = frozenset({ASK, REFUSE, UNKNOWN})

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})|\\n")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = frozenset({"integer", "decimal", "fte", "percent", "measure", "amount"})


class Outcome(StrEnum):
    """What came of one utterance."""

    RIGHT = "right"
    WRONG = "wrongly accepted"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of the corpus. `question` is area/kind/id where the type needs its options, else empty.

    `expected` are the outcomes that are fair: a canonical value, `?` (the person does not know), `ask` (no value:
    it is refused or asked about), `rej` (it is refused: it cannot be right).
    """

    kind: str
    question: str
    language: str
    text: str
    expected: tuple[str, ...]
    half: str
    place: str

    @property
    def name(self) -> str:
        """The type as the table names it."""
        return self.kind

    def values(self) -> list[Any]:
        """The canonical values that are fair."""
        return [_value(self.kind, each) for each in self.expected if each not in NO_VALUE]


@cache
def utterances(half: str) -> tuple[Utterance, ...]:
    """All utterances of a half, file by file."""
    return tuple(u for path in sorted(FOLDER.glob(f"*.{half}.tsv")) for u in _read(path, half))


def _read(path: Path, half: str) -> Iterator[Utterance]:
    kind = question = language = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("# "):
            kind, *rest = line[2:].split()
            question = "/".join(rest[:-1])
            language = rest[-1]
        elif line:
            text, expected = line.split("\t")
            outcomes = tuple(_unescaped(each) for each in expected.split(" | "))
            yield Utterance(
                kind, question, language, _unescaped(text), outcomes, half, f"{path.name}:{number}"
            )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\n", text)


def _value(kind: str, written: str) -> Any:
    plain = kind.partition(":")[0]
    if plain == "opening_hours":
        return _week(written)
    if plain in _NUMBERS or plain == "multichoice":
        return json.loads(written)
    return written


def _week(written: str) -> dict[str, list[str]]:
    """`mon-thu 08:00-12:00,13:00-17:00; fri 08:00-15:00` as the canonical value, in the order of the week."""
    hours: dict[str, list[str]] = {}
    for part in written.split("; "):
        days, spans = part.split(" ")
        first, _, last = days.partition("-")
        for day in _DAYS[_DAYS.index(first) : _DAYS.index(last or first) + 1]:
            hours[day] = spans.split(",")
    return {day: hours[day] for day in _DAYS if day in hours}


# Reading -----------------------------------------------------------------------------------------------


class Readers:
    """The types and questions of the corpus, each looked up once."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._types: dict[str, ValueType] = {}

    def read(self, utterance: Utterance) -> Reading:
        """How the assistant understands it."""
        ctx = Context(TODAY, utterance.language)
        if utterance.question:
            return understand_answer(self.question(utterance.question), utterance.text, ctx)
        kind = utterance.kind
        if kind not in self._types:
            self._types[kind] = make(kind)
        return understand(self._types[kind], utterance.text, ctx)

    def question(self, address: str) -> Question:
        """The question at area/kind/id."""
        area, kind, name = address.split("/")
        return self._content.flow(area, kind).questions[name]


def judge(utterance: Utterance, reading: Reading) -> Outcome:
    """Whether a reading is one of the fair ones, and if not, whether it did harm."""
    match reading.status:
        case Status.ACCEPTED:
            right = reading.value in utterance.values()
            return Outcome.RIGHT if right else Outcome.WRONG
        case Status.DONT_KNOW:
            return Outcome.RIGHT if UNKNOWN in utterance.expected else Outcome.WRONG
        case Status.REJECTED:
            right = ASK in utterance.expected or REFUSE in utterance.expected
        case Status.AMBIGUOUS:
            right = ASK in utterance.expected
    return Outcome.RIGHT if right else Outcome.ABSTAINED


# Questions of knowledge ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of knowledge; `articles` are those that answer it, none where nothing of ours does."""

    text: str
    articles: frozenset[str]
    language: str


def questions(half: str) -> list[Asked]:
    """The questions of a half: the answerable ones, then those that nothing answers."""
    lines = (FOLDER / f"questions.{half}.txt").read_text("utf-8").splitlines()
    asked = []
    language = ""
    for line in lines:
        if line.startswith("# "):
            language = line[2:]
        elif line:
            text, _, articles = line.partition(" => ")
            asked.append(Asked(text, frozenset(articles.split()), language))
    return asked
