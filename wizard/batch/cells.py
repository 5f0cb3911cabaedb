"""From a cell to an answer, by the same reading as at every other door.

A spreadsheet hands over numbers, days and errors where a form hands over text. What each may mean for a question
is decided here; what a text means is decided by the question's type. Columns repeat themselves, so readings are
remembered by column. What must stay true: nothing is guessed, and a cell that is not empty is an answer or a
fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from wizard.batch.grids import Cell
from wizard.flow.answers import Checked, Fault, check
from wizard.flow.model import Question
from wizard.i18n import Message, msg
from wizard.values import Context, Status, Value, special

__all__ = ["ColumnReader", "advice", "as_text", "in_words", "is_special"]

_REMEMBERED: Final = 1_000
_SPECIAL: Final = frozenset({"day", "moment", "time", "error", "formula"})
_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 90_000)
"""Numbers that a spreadsheet program may mean as days, from 1954 to 2146."""


class ColumnReader:
    """Reads the cells of one column, or of the columns that hold the same question."""

    __slots__ = ("ctx", "question", "remembered")

    def __init__(self, question: Question, ctx: Context) -> None:
        self.question = question
        self.ctx = ctx
        self.remembered: dict[str, Checked] = {}

    def read(self, cell: Cell) -> Checked:
        """The answer that a cell holds, or its faults; total."""
        if cell.__class__ is str:
            known = self.remembered.get(cell)
            if known is None:
                known = self._worded(cell)
                if len(self.remembered) < _REMEMBERED:
                    self.remembered[cell] = known
            return known
        if is_special(cell):
            return self._special(cell)
        return check(self.question, cell, self.ctx)

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
