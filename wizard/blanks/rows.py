"""Which fields make up the column of a table on a form: a pattern stands for the fields of all its rows.

A pattern is a field name with `{row}` where the number of the row stands. Where the names follow no such rule it
is the names themselves, row by row, with `|` between them. What must stay true: `row_pattern` and `row_field` are
each other's opposite, and every row has a name, also those that go on a continuation sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

__all__ = ["numbered", "row_field", "row_pattern"]

_ROW: Final = "{row}"
_BETWEEN: Final = "|"
_NUMBER: Final = re.compile(r"\d+")


def row_field(pattern: str, row: int) -> str:
    """The name of a column's field in a row, counted from 1."""
    if _ROW in pattern or _BETWEEN not in pattern:
        return pattern.format(row=row)
    names = pattern.split(_BETWEEN)
    return names[row - 1] if row <= len(names) else f"{names[0]} {row}"


def row_pattern(names: Sequence[str]) -> str | None:
    """The pattern for fields of these names, from the first row on; None where they cannot be told apart in one."""
    for match in _NUMBER.finditer(names[0]):
        found = _ROW.join(map(_escaped, (names[0][: match.start()], names[0][match.end() :])))
        if [found.format(row=row) for row in range(1, len(names) + 1)] == list(names):
            return found
    if len(names) < 2 or any(_BETWEEN in name or _ROW in name for name in names):
        return None
    return _BETWEEN.join(names)


def numbered(names: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Groups of name patterns with `{row}`, and how many rows each group has (two at the least, from 1 on)."""
    numbers: dict[str, set[int]] = {}
    for name in names:
        for match in _NUMBER.finditer(name):
            pattern = f"{_escaped(name[: match.start()])}{{row}}{_escaped(name[match.end() :])}"
            numbers.setdefault(pattern, set()).add(int(match[0]))
    groups: dict[tuple[str, int], list[str]] = {}
    for pattern, found in numbers.items():
        if len(found) >= 2 and found == set(range(1, len(found) + 1)):
            groups.setdefault((pattern.partition("{row}")[0], len(found)), []).append(pattern)
    loose: dict[int, list[str]] = {}
    for (_, rows), patterns in groups.items():
        if len(patterns) >= 2:
            yield rows, patterns
        else:
            loose.setdefault(rows, []).append(patterns[0])
    for rows, patterns in loose.items():
        if len(patterns) >= 2:
            yield rows, patterns


def _escaped(text: str) -> str:
    """A part of a name as it stands in a pattern with `{row}`."""
    return text.replace("{", "{{").replace("}", "}}")
