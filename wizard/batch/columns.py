"""Rows read by their columns: the same answers as cell by cell, for much less work.

What must stay true: each row gets what `ColumnReader.read` finds in each of its cells, in the order they stand in.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeAlias

from wizard.batch.cells import ColumnReader
from wizard.batch.grids import Cell
from wizard.batch.units import Laid, Unit
from wizard.flow.answers import Checked
from wizard.flow.model import Flow
from wizard.values import Context, Value

__all__ = ["Columns", "Sound"]

Sound: TypeAlias = tuple[Sequence[str], Sequence[Any], dict[str, Checked]]
"""Names, the values of the cells under them (None where none is sound), and the faulty cells of a row."""


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

    def read(self, units: Sequence[Unit]) -> list[Sound] | None:
        """The values of the cells of each unit, and what is wrong with the others.

        None where a cell is of something else than a question that has a reader.
        """
        names, columns = _laid(units)
        readers = [reader for reader in map(self.reader, names) if reader is not None]
        if len(readers) < len(names):
            return None
        values: list[list[Value | None]] = []
        wrong: dict[int, dict[str, Checked]] = {}
        for name, reader, cells in zip(names, readers, columns, strict=True):
            found, faulty = reader.read_all(cells)
            values.append(found)
            for place, checked in faulty:
                wrong.setdefault(place, {})[name] = checked
        for place, faulty_cells in wrong.items():
            wrong[place] = {name: faulty_cells[name] for name in units[place].cells if name in faulty_cells}
        by_row = zip(*values, strict=True) if values else [()] * len(units)
        return [(names, row, wrong.get(place, {})) for place, row in enumerate(by_row)]


def _laid(units: Sequence[Unit]) -> tuple[Sequence[str], list[Sequence[Cell]]]:
    """The names of all cells of some units, and the cells below each; None where a unit has none."""
    first = units[0].laid
    if isinstance(first, Laid):
        rows = [u.laid.cells for u in units if isinstance(u.laid, Laid) and u.laid.names is first.names]
        if len(rows) == len(units):
            return first.names, list(map(_without_empty, zip(*rows, strict=True)))
    names = list(dict.fromkeys(chain.from_iterable(unit.cells for unit in units)))
    return names, [[unit.cells.get(name) for unit in units] for name in names]


def _without_empty(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Cells with None for what is empty."""
    if all(cells):  # quicker than to look for the empty text
        return cells
    return [None if cell == "" else cell for cell in cells]
