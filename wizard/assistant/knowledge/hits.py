"""What can be found, and what was found with the reckoning behind it."""

from __future__ import annotations

from dataclasses import dataclass

from wizard.assistant.knowledge.stems import Language

__all__ = ["Entry", "Hit"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: the ways to ask for it, and what it says."""

    id: str
    wordings: tuple[str, ...]
    bodies: tuple[tuple[str, Language], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, and the reckoning behind it."""

    entry: Entry
    score: float
    cover: float
    """The share of the question's weight that the entry holds."""
    fit: float
    """How well the best wording, or sentence, and the question say the same."""
    wording: str
    """The wording that fits best; empty where a sentence of the text does."""
    wording_fit: float
    sentence: float
    """The largest share of the weight that one sentence of the text holds."""
    count: int
    """How many words of weight the question has."""
    uncovered: tuple[str, ...] = ()
    """The words of weight that the entry does not hold."""
    unknown: float = 0.0
    """What the words of the question cost that nothing in the content holds."""
    is_asked_so: bool = True
    """Whether the entry is asked for the kind of answer that is wanted: a person, a time, a number."""
    evidence: float = 0.0
    """The weight of what the entry holds of the question."""
    is_missed: bool = False
    """Whether the kind of answer that is wanted is needed and not given."""
    likest: float = 0.0
    """How alike the likest wording and the question are, letter by letter."""
    alike: float = 0.0
    """How alike the likest few wordings are, on an average."""
