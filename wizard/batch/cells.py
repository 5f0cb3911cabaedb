"""From a cell to an answer, by the same reading as at every other door.

A spreadsheet hands over numbers, days and errors where a form hands over text. What each may mean for a question
is decided here; what a text means is decided by the question's type. Columns repeat themselves, so readings are
remembered by column. What must stay true: nothing is guessed, and a cell that is not empty is an answer or a
fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from wizard.batch.grids import Cell
from wizard.flow.answers import Checked, Fault, check
from wizard.flow.model import Question
from wizard.i18n import Message, msg
from wizard.values import Context, Status, Value, special

__all__ = ["ColumnReader", "advice", "as_text", "in_words", "is_special"]

_REMEMBERED: Final = 1_000
_LONGEST_REMEMBERED: Final = 500
_FEW: Final = 8
"""Cells that are no longer halved in search of those that need a closer look."""
_SPECIAL: Final = frozenset({"day", "moment", "time", "error", "formula"})
_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 90_000)
"""Numbers that a spreadsheet program may mean as days, from 1954 to 2146."""


class ColumnReader:
    """Reads the cells of one column, or of the columns that hold the same question.

    What is read in full is remembered, as columns repeat themselves; where a type has a shortcut for its commonest
    forms, a column whose cells all differ is not remembered.
    """

    __slots__ = ("_is_varied", "_known", "_looked_up", "_quick", "_refusals", "_together", "ctx", "question")

    def __init__(self, question: Question, ctx: Context) -> None:
        self.question = question
        self.ctx = ctx
        kind = question.type
        self._quick = kind.quick() if kind is not None else None
        self._together = kind.together if kind is not None and kind.together(()) is not None else None
        self._known: dict[str, Value] = {}
        self._refusals: dict[str, Checked] = {}
        self._looked_up = 0
        self._is_varied = False
        """Whether the cells were found to differ so much that it is no use to remember them."""

    def read(self, cell: Cell) -> Checked:
        """The answer that a cell holds, or its faults; total."""
        if cell.__class__ is str:
            value = self._met(cell)
            if value is None and self._together is not None and (found := self._together((cell,))):
                value = found[0]
            return self._in_full(cell) if value is None else Checked(value)
        if is_special(cell):
            return self._special(cell)
        return check(self.question, cell, self.ctx)

    def read_all(self, cells: Sequence[Cell]) -> tuple[list[Value | None], list[tuple[int, Checked]]]:
        """What `read` finds for each of many cells, as bare values; those with faults by their places.

        None is no cell.
        """
        values = self._seen_in(cells) if self._together is not None else self._looked_up_in(cells)
        wrong: list[tuple[int, Checked]] = []
        if not all(values):  # quicker than to look for None; 0 and an empty list only cost a second look
            for place, value in enumerate(values):
                if value is None and cells[place] is not None:
                    checked = self.read(cells[place])
                    if checked.faults:
                        wrong.append((place, checked))
                    else:
                        values[place] = checked.value
        return values, wrong

    def _seen_in(self, cells: Sequence[Cell]) -> list[Value | None]:
        """The cells that can be read at a glance; halved as long as there is any that cannot."""
        try:
            found = self._together(cells) if self._together is not None else None
        except TypeError:  # a number, a day, a cell that is not there
            return self._seen_among(cells)
        if found is not None:
            return list(found)
        if len(cells) < _FEW:
            return [self._met(cell) for cell in cells]
        half = len(cells) // 2
        return self._seen_in(cells[:half]) + self._seen_in(cells[half:])

    def _seen_among(self, cells: Sequence[Cell]) -> list[Value | None]:
        """As `_seen_in`, for the texts among cells of all kinds."""
        places = [place for place, cell in enumerate(cells) if cell.__class__ is str]
        values: list[Value | None] = [None] * len(cells)
        for place, value in zip(places, self._seen_in([cells[place] for place in places]), strict=True):
            values[place] = value
        return values

    def _looked_up_in(self, cells: Sequence[Cell]) -> list[Value | None]:
        """The cells that were met before, or that the shortcut reads."""
        quick = self._quick
        try:
            if quick is not None and self._is_varied:
                return list(map(quick, cells))
            values: list[Value | None] = list(map(self._known.get, cells))
        except TypeError:  # a number, a day, a cell that is not there
            values = [self._met(cell) if cell.__class__ is str else None for cell in cells]
        self._looked_up += len(cells)
        if quick is None or all(values):
            return values
        for place, value in enumerate(values):
            if value is None:
                cell = cells[place]
                if cell.__class__ is str:
                    found = values[place] = quick(cell)
                    if found is not None:
                        self._remember(cell, found)
        return values

    def _met(self, cell: str) -> Value | None:
        """The value of a text that was met before, or that the shortcut reads."""
        value = self._known.get(cell)
        return self._quick(cell) if value is None and self._quick is not None else value

    def _in_full(self, cell: str) -> Checked:
        """A text by the full reading, remembered."""
        refused = self._refusals.get(cell)
        if refused is not None:
            return refused
        checked = self._worded(cell)
        if not checked.faults:
            self._remember(cell, checked.value)
        elif len(self._refusals) < _REMEMBERED:
            self._refusals[cell] = checked
        return checked

    def _remember(self, cell: str, value: Value) -> None:
        """Keep a value; when there are too many, begin anew, or leave it where most were met once."""
        if len(self._known) >= _REMEMBERED:
            self._is_varied = self._looked_up < 2 * _REMEMBERED
            self._known.clear()
            self._looked_up = 0
        if len(cell) <= _LONGEST_REMEMBERED:
            self._known[cell] = value

    def _worded(self, cell: str) -> Checked:
        """A text; `ej aktuellt` and the like mean what they mean when they are typed."""
        known = check(self.question, cell, self.ctx)
        meant = special(cell) if known.faults else None
        return known if meant is None else check(self.question, meant, self.ctx)

    def _special(self, cell: Mapping[str, str]) -> Checked:
        """A day, a time, an error or an empty formula."""
        if "error" in cell:
            return self._refused(
                msg("The cell holds the error {error}. Mend its formula.", error=cell["error"])
            )
        if "formula" in cell:
            return self._refused(
                msg(
                    "The formula in the cell has no value yet. Open the workbook in Excel, save it, and run again."
                )
            )
        if self.question.type_name == "date" and "time" not in cell:
            return check(self.question, (cell.get("day") or cell["moment"])[:10], self.ctx)
        return self._refused(
            msg(
                "The spreadsheet program has made a date or a time of this. Format the cell as text, and type it again."
            )
        )

    def _refused(self, reason: Message) -> Checked:
        return Checked(faults=(Fault(self.question.id, reason),))


def is_special(cell: Cell) -> bool:
    """Whether a cell is one of the small mappings for what is neither text nor number."""
    return isinstance(cell, Mapping) and len(cell) == 1 and next(iter(cell)) in _SPECIAL


def in_words(cell: Cell) -> Cell:
    """The cell, or the canonical value where it says `vet inte`, `ej aktuellt` or the like, as when it is typed."""
    return (special(cell) or cell) if isinstance(cell, str) else cell


def as_text(cell: Cell) -> str:
    """What a person sees in a cell, near enough to find it again."""
    if cell.__class__ is str:
        return str(cell)
    if is_special(cell):
        return str(next(iter(cell.values())))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def advice(question: Question, cell: Cell, ctx: Context) -> Value | None:
    """What may have been meant by a number that cannot be read as it is; None where nothing is near."""
    if question.type is None or not isinstance(cell, int | float) or isinstance(cell, bool):
        return None
    if question.type_name == "date" and cell in _SERIALS:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    reading = question.type.read(as_text(cell), ctx)
    return reading.value if reading.status is Status.ACCEPTED else None
