"""Tables on a page, told by where their fields stand: rows close under each other with the same columns.

Names tell nothing of most tables that word processors and design programs make. What must stay true: a field is
in one table at the most, and rows with printed labels between them are no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from wizard.blanks.rows import row_pattern

__all__ = ["grids"]

_NEAR: Final = 2.0
"""How far edges that were meant to be in line may be from each other, in points."""

_GAP: Final = 4.0
"""Between the rows of a table there is less than this; a label would not find room there."""

_KINDS: Final = frozenset({"text", "combo"})


class _Spot(NamedTuple):
    page: int
    top: float
    left: float
    right: float
    bottom: float
    name: str


def grids(fields: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, list[str]]]:
    """(rows, a pattern for each column from the left) for each table."""
    table: list[list[_Spot]] = []
    for line in [*_lines(sorted(_spots(fields))), []]:
        if table and not _goes_on(table[-1], line):
            yield from _told(table)
            table = []
        table.append(line)


def _spots(fields: Iterable[Mapping[str, Any]]) -> Iterator[_Spot]:
    """Where each field of one place stands; from the top of the page, as one reads."""
    for item in fields:
        if item["type"] in _KINDS and len(item["places"]) == 1:
            place = item["places"][0]
            if place["page"] is not None and not place["hidden"]:
                left, bottom, right, top = place["rect"]
                yield _Spot(place["page"], -top, left, right, -bottom, str(item["name"]))


def _lines(spots: Iterable[_Spot]) -> Iterator[list[_Spot]]:
    """Fields side by side, from the left."""
    line: list[_Spot] = []
    for spot in spots:
        if line and not (spot.page == line[0].page and _level(spot, line[0])):
            yield sorted(line, key=lambda found: found.left)
            line = []
        line.append(spot)
    if line:
        yield sorted(line, key=lambda found: found.left)


def _level(one: _Spot, other: _Spot) -> bool:
    return abs(one.top - other.top) <= _NEAR and abs(one.bottom - other.bottom) <= _NEAR


def _goes_on(above: list[_Spot], line: list[_Spot]) -> bool:
    """Whether `line` is the next row of the table that `above` is in."""
    if len(above) != len(line) or len(line) < 2 or above[0].page != line[0].page:
        return False
    return abs(line[0].top - above[0].bottom) <= _GAP and all(
        abs(one.left - other.left) <= _NEAR and abs(one.right - other.right) <= _NEAR
        for one, other in zip(above, line, strict=True)
    )


def _told(table: list[list[_Spot]]) -> Iterator[tuple[int, list[str]]]:
    if len(table) < 2:
        return
    patterns = [row_pattern([spot.name for spot in column]) for column in zip(*table, strict=True)]
    if all(patterns):
        yield len(table), [pattern for pattern in patterns if pattern is not None]
