"""Rows read by their columns: the same answers as cell by cell, for much less work.

What must stay true: each row gets what `ColumnReader.read` finds in each of its cells, in the order they stand in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias

from wizard.batch.cells import ColumnReader
from wizard.batch.grids import Cell
from wizard.flow.answers import Checked
from wizard.flow.model import Flow
from wizard.values import Context, Value

__all__ = ["Columns", "Sound"]

Sound: TypeAlias = tuple[Sequence[str], Sequence[Any], dict[str, Checked]]
"""The names and the values of a row's sound cells, and its faulty cells."""


class Columns:
    """The columns of a flow, each with the reader of its question."""

    def __init__(self, flow: Flow, ctx: Context) -> None:
        self._flow = flow
        self._ctx = ctx
        self._readers: dict[str, ColumnReader] = {}

    def reader(self, name: str) -> ColumnReader | None:
        """The reader of a question by its id; None for a table, and for a name that is no question."""
        reader = self._readers.get(name)
        if reader is None:
            question = self._flow.questions.get(name)
            if question is not None and not question.is_table:
                reader = self._readers[name] = ColumnReader(question, self._ctx)
        return reader

    def read(self, rows: Sequence[Mapping[str, Cell]]) -> list[Sound] | None:
        """The sound cells of each row, and what is wrong with the others.

        None where a cell is of something else than a question that has a reader.
        """
        names = list(rows[0])
        is_even = all(list(row) == names for row in rows)
        if not is_even:
            names = list(dict.fromkeys(chain.from_iterable(rows)))
        readers = [reader for reader in map(self.reader, names) if reader is not None]
        if len(readers) < len(names):
            return None
        columns: Iterable[Sequence[Cell]] = (
            zip(*(row.values() for row in rows), strict=True)
            if is_even
            else ([row.get(name) for row in rows] for name in names)
        )
        values: list[list[Value | None]] = []
        wrong: dict[int, dict[str, Checked]] = {}
        for name, reader, cells in zip(names, readers, columns, strict=False):
            found, faulty = reader.read_all(cells)
            values.append(found)
            for place, checked in faulty:
                wrong.setdefault(place, {})[name] = checked
        by_row = list(zip(*values, strict=True)) if values else [()] * len(rows)
        if is_even and not wrong:
            return [(names, row, {}) for row in by_row]
        return [
            (names, found, {})
            if is_even and place not in wrong
            else _sorted(row, names, found, wrong.get(place, {}))
            for place, (row, found) in enumerate(zip(rows, by_row, strict=True))
        ]


def _sorted(
    row: Mapping[str, Cell], names: Sequence[str], found: Sequence[Any], faulty: dict[str, Checked]
) -> Sound:
    """What was found in a row, in the order of its cells, and nothing for cells that it has not."""
    values = dict(zip(names, found, strict=True))
    sound = [name for name in row if name not in faulty]
    return sound, [values[name] for name in sound], {name: faulty[name] for name in row if name in faulty}
