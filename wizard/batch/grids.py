"""What every kind of file is read into: grids of cells, row by row, with the numbers a person sees beside them.

A cell is text, a number or a truth value, or, for what a spreadsheet program knows more about, a small mapping:
`{"day": …}` and `{"moment": …}` for dates, `{"time": …}`, `{"error": "#N/A"}`, and `{"formula": ""}` for a
formula that has no value yet. An empty cell is the empty text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

__all__ = ["CELL_END", "LOOKED_AT", "ROW_END", "Cell", "Grid", "Row", "Source", "cell_name", "letters"]

Cell: TypeAlias = Any
Row: TypeAlias = tuple[int, Sequence[Cell]]
"""The row's number, from 1, and its cells; rows without any are left out."""

CELL_END: Final = "\x1f"
ROW_END: Final = "\x1e"
"""What stands between cells and rows of nothing but texts, where a process hands them to another."""

LOOKED_AT: Final = 15
"""How many rows are looked through for headings."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, as it comes. `merged` are ranges such as `B5:B7`; `rows` can be walked once."""

    name: str
    rows: Iterator[Row]
    height: int = 0
    merged: tuple[str, ...] = ()


class Source(Protocol):
    """A file with sheets; each can be asked for as often as wanted, one at a time."""

    @property
    def names(self) -> Sequence[str]:
        """The sheets, also hidden ones, in their order."""

    def grid(self, name: str, most: int | None = None) -> Grid:
        """The sheet called `name`, or the first `most` of its rows. Raises `BatchError`."""

    def close(self) -> None:
        """Let go of the file."""


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, B, …, Z, AA."""
    found = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def cell_name(row: int, column: int) -> str:
    """`H12` for row 12 (from 1) and column 7 (from 0)."""
    return f"{letters(column)}{row}"
