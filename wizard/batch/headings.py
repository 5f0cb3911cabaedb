"""Which column is which: by the hidden row of keys, or by headings in any language lov speaks.

A file from a template is known by its stamp and its keys. One made elsewhere is known by its headings, written as
in the template or as question ids; capitals, blanks and signs do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from wizard.batch.grids import Cell
from wizard.batch.layout import CLIENT, Layout, Sheet, Stamp
from wizard.values.characters import fold, tidy

__all__ = ["Head", "Names", "find_stamp", "folded", "names_of", "plain"]

_SIGNS: Final = re.compile(r"[\s*:_.,()/-]+")


def folded(text: str) -> str:
    """A text as it is compared: without capitals, blanks and signs."""
    return _SIGNS.sub("", fold(tidy(text)))


plain = lru_cache(maxsize=5_000)(folded)
"""The same of headings, which are few and are met again and again."""


@dataclass(frozen=True)
class Names:
    """What the columns of a sheet, and the sheet itself, may be called."""

    sheet: Sheet
    titles: frozenset[str]
    keys: Mapping[str, str]
    """Column keys by heading or key, as compared."""
    former: frozenset[str] = field(default_factory=frozenset)
    """Ids that questions had in earlier versions."""

    def key(self, cell: Cell) -> str | None:
        """The key of the column that `cell` heads."""
        if not isinstance(cell, str) or not cell.strip():
            return None
        if Stamp.read(cell) is not None:
            return CLIENT
        return self.keys.get(plain(cell)) or (cell.strip() if cell.strip() in self.former else None)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings of the template."""
        return tuple(column.heading for column in self.sheet.columns)


def names_of(layouts: Sequence[Layout], former: Iterable[str] = ()) -> Mapping[str, Names]:
    """The names of each sheet by its key, in the languages of `layouts`; the first one's is the user's."""
    ids = frozenset(former)
    found = {}
    for sheet in layouts[0].sheets:
        versions = [layout.by_key[sheet.key] for layout in layouts]
        keys = {plain(c.heading): c.key for v in reversed(versions) for c in v.columns}
        keys |= {plain(c.key): c.key for c in sheet.columns}
        titles = {plain(version.name) for version in versions} | ({plain(sheet.key)} if sheet.key else set())
        found[sheet.key] = Names(sheet, frozenset(titles), keys, ids if not sheet.key else frozenset())
    return found


@dataclass(frozen=True)
class Head:
    """Where a sheet's rows begin, and what its columns are. `unknown` are headings that name nothing."""

    row: int
    keys: tuple[str | None, ...]
    unknown: Mapping[int, str]
    repeated: Mapping[int, str]
    is_keyed: bool = False

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The column of each key."""
        return {key: number for number, key in enumerate(self.keys) if key is not None}

    @classmethod
    def find(cls, rows: Sequence[tuple[int, Sequence[Cell]]], names: Names) -> Head | None:
        """The head of a sheet that begins with `rows`: the row of keys, else the one with most headings."""
        stamped = next((row for row in rows if row[1] and _stamp(row[1][0]) is not None), None)
        best = stamped or max(rows, key=lambda row: _known(row[1], names), default=None)
        if best is None or not _known(best[1], names):
            return None
        keys: list[str | None] = []
        unknown: dict[int, str] = {}
        repeated: dict[int, str] = {}
        for number, cell in enumerate(best[1]):
            key = names.key(cell)
            if key is None and cell != "":
                unknown[number] = str(cell)
            elif key is not None and key in keys:
                repeated[number] = key
                key = None
            keys.append(key)
        return cls(best[0], tuple(keys), unknown, repeated, stamped is not None)


def _known(cells: Sequence[Cell], names: Names) -> int:
    return len({key for key in map(names.key, cells) if key is not None})


def _stamp(cell: Cell) -> Stamp | None:
    return Stamp.read(cell) if isinstance(cell, str) else None


def find_stamp(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Stamp | None:
    """What a sheet that begins with `rows` says of itself."""
    return next((stamp for _, cells in rows if cells and (stamp := _stamp(cells[0])) is not None), None)
