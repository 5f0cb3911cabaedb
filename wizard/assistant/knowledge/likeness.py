"""How alike two wordings are as they are written, letter by letter, small words and all.

The words of weight tell what a question is about; they do not tell "how do we cancel" from "can they cancel". Three
letters at a time do, whatever form the words stand in and wherever a compound is cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wizard.assistant.knowledge.stems import tokens

__all__ = ["MOST", "best_of", "grams", "likeness"]

MOST: Final = 3
"""How many of the wordings that are most alike are looked at together."""
_LENGTH: Final = 3


def grams(text: str) -> frozenset[str]:
    """The runs of three letters in a text."""
    plain = f" {' '.join(tokens(text))} "
    return frozenset(plain[i : i + _LENGTH] for i in range(len(plain) - _LENGTH + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1: the share of runs that two texts have in common."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def best_of(asked: frozenset[str], wordings: Iterable[frozenset[str]]) -> tuple[float, float]:
    """How alike the likest wording is, and the likest few on an average."""
    found = sorted((likeness(asked, wording) for wording in wordings), reverse=True)[:MOST]
    return (found[0], sum(found) / MOST) if found else (0.0, 0.0)
