"""Rows that are told together, and what is left out of them because it was said before.

`fyra läkare: tre på heltid, en på 60 %` is four rows of one profession; `en fysioterapeut på heltid, en på halvtid` are
two. What must stay true: where the parts do not add up to what they are parts of, there are no rows at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from wizard.values import Value

__all__ = ["Cells", "Group", "settled"]

Cells = dict[str, Value]


@dataclass(slots=True)
class Group:
    """How many rows, and what each holds."""

    count: int = 1
    cells: Cells = field(default_factory=dict)
    is_counted: bool = False
    """Whether a number, or `den ena`, was said."""
    is_rest: bool = False
    """Whether it is `resten`, so many as are left."""
    has_noun: bool = False
    """Whether people were named by a noun that tells no profession: `en specialist`."""
    is_part: bool = False
    """Whether `varav` was said."""


def settled(groups: Sequence[Group], head: Sequence[str]) -> list[Cells] | None:
    """The rows; `head` are the columns that a later group may leave out. None where the parts do not fit."""
    rows: list[Cells] = []
    place = 0
    while place < len(groups):
        whole = groups[place]
        last = place + 1
        while last < len(groups) and _depends(groups[last], whole, head):
            last += 1
        told = _divided(whole, groups[place + 1 : last], head)
        if told is None:
            return None
        rows += told
        place = last
    return rows


def _depends(part: Group, whole: Group, head: Sequence[str]) -> bool:
    """Whether a group leaves out what the one before it said of the same people, or of more of their kind."""
    noun = head[0] if head else ""
    if noun not in whole.cells or noun in part.cells or not part.cells or part.has_noun:
        return False
    return part.is_counted or part.is_rest or part.is_part or whole.count > 1


def _divided(whole: Group, parts: Sequence[Group], head: Sequence[str]) -> list[Cells] | None:
    """The rows of a group and of those that depend on it."""
    if not parts:
        return [] if whole.is_rest or not whole.cells else [dict(whole.cells) for _ in range(whole.count)]
    overlap = any(set(part.cells) & set(whole.cells) for part in parts)
    if overlap:
        if any(part.is_rest or part.is_part for part in parts):
            return None
        shared = {name: whole.cells[name] for name in head if name in whole.cells}
        further = [{**shared, **part.cells} for part in parts for _ in range(part.count)]
        return [*(dict(whole.cells) for _ in range(whole.count)), *further]
    named = sum(part.count for part in parts if not part.is_rest)
    left = whole.count - named
    rest = [part for part in parts if part.is_rest]
    is_open = any(part.is_part for part in parts)
    if left < 0 or len(rest) > 1 or (left == 0 and rest) or (left > 0 and not rest and not is_open):
        return None
    rows = [
        {**whole.cells, **part.cells} for part in parts for _ in range(left if part.is_rest else part.count)
    ]
    return rows + [dict(whole.cells) for _ in range(0 if rest else left)]
