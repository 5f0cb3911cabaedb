"""The questions that knowledge answers are measured with: what answers each, and what nothing of ours answers.

The half `tune` was looked at while the bounds were set and the content grew. The half `held` was written afterwards and
is only counted: who looks at its faults to mend them moves it to the other half, and writes new ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from wizard.assistant.knowledge.answering import Answer, Context, Knowledge

__all__ = ["HALVES", "Count", "answerable", "count", "unanswerable"]

FOLDER: Final = Path(__file__).parent / "questions"
HALVES: Final = ("tune", "held")
CONTEXT: Final = Context(date(2026, 11, 22))


@dataclass
class Count:
    """How many questions went which way."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    abstained: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.right + len(self.wrong) + len(self.offered) + len(self.abstained)


def answerable(half: str) -> Iterator[tuple[str, frozenset[str]]]:
    """(question, the ids of what answers it)."""
    for line in (FOLDER / f"{half}.answerable.tsv").read_text("utf-8").splitlines():
        ids, _, text = line.partition("\t")
        yield text, frozenset(ids.split("|"))


def unanswerable(half: str) -> Iterator[str]:
    """Questions of other fields, of neighbours that lov does not know, for advice or deeds; nonsense, orders."""
    yield from (FOLDER / f"{half}.unanswerable.txt").read_text("utf-8").splitlines()


def count(knowledge: Knowledge, half: str) -> tuple[Count, Count]:
    """How the half is answered: the answerable ones, and those where the right thing is not to answer."""
    known, unknown = Count(), Count()
    for text, ids in answerable(half):
        said = knowledge.answer(text, CONTEXT)
        if said.is_answered and said.id in ids:
            known.right += 1
        else:
            _note(known, text, said)
    for text in unanswerable(half):
        said = knowledge.answer(text, CONTEXT)
        if said.is_answered:
            unknown.wrong.append(f"{text} -> {said.id}")
        else:
            unknown.right += 1
    return known, unknown


def _note(counted: Count, text: str, said: Answer) -> None:
    if said.is_answered:
        counted.wrong.append(f"{text} -> {said.id}")
    elif said.offers:
        counted.offered.append(text)
    else:
        counted.abstained.append(text)
