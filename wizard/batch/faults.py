"""What is wrong with a file, each with its place: the sheet and the cell, and for a person all that helps to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from wizard.batch.grids import cell_name
from wizard.i18n import Translator, msg

__all__ = ["FAULTS_SHEET", "Fault", "Kind", "fault_line"]


FAULTS_SHEET: Final = msg("Faults")
"""The name of the sheet that lists them in an annotated copy."""


class Kind(StrEnum):
    """How grave it is, and who can do something about it."""

    WRONG = "wrong"
    """A cell that cannot be read, or a sheet that does not hang together. The row is not run."""
    MISSING = "missing"
    """An answer that is needed and is not there."""
    RULE = "rule"
    """All can be read, and a requirement is not met, or cannot be decided."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `row` counts from 1, `column` from 0; a file of lines has no columns, and `heading` tells the place.

    `what`, `rule` (what must hold, or by which source) and `advice` are sentences in the user's language.
    """

    kind: Kind
    code: str
    sheet: str
    row: int
    column: int | None
    heading: str
    value: str
    what: str
    rule: str = ""
    advice: str = ""
    client: str = ""

    @property
    def cell(self) -> str:
        """`H12`, or the number of the line where there are no columns."""
        return cell_name(self.row, self.column) if self.column is not None else str(self.row)

    @property
    def place(self) -> str:
        """`Ansökningar!H12`."""
        return f"{self.sheet}!{self.cell}"

    def to_list(self) -> list[Any]:
        """As JSON data."""
        return [getattr(self, name) for name in self.__dataclass_fields__]

    @classmethod
    def of_list(cls, data: list[Any]) -> Fault:
        """Back from `to_list`."""
        return cls(Kind(data[0]), *data[1:])


def fault_line(fault: Fault, tr: Translator) -> str:
    """The fault in one line: `Ansökningar!H12: Organisationsnummer "556": … Rule … Advice`."""
    value = " ".join(fault.value.split())
    head = fault.heading or (f"“{value}”" if value else "")
    if fault.heading and value:
        head = tr(msg("{heading}, “{value}”", heading=fault.heading, value=value))
    parts = [f"{fault.place}: {head}: {fault.what}" if head else f"{fault.place}: {fault.what}"]
    parts += [words for words in (fault.advice,) if words]
    if fault.rule:
        parts.append(f"({fault.rule})")
    return " ".join(parts)
