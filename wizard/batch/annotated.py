"""The same workbook back, with every fault at its place: coloured cells, comments, and a sheet that lists them all.

Each cell stands where it stood, so that what was told by `sheet!cell` is found there. Values are copied, formulas
are not: what they came to stands in their cells. The copy can be mended and read again as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.batch.cells import as_text, is_special
from wizard.batch.drawing import HEADING_HEIGHT, Drawing, open_workbook, width
from wizard.batch.faults import FAULTS_SHEET, Fault, Kind
from wizard.batch.grids import Cell
from wizard.batch.headings import Head
from wizard.batch.intake import SheetIntake
from wizard.batch.layout import Column, Sheet
from wizard.batch.opening import Intake
from wizard.files import written_atomically
from wizard.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["KINDS", "annotate"]

KINDS: Final[Mapping[Kind, Message]] = {
    Kind.WRONG: msg("Cannot be read"),
    Kind.MISSING: msg("Missing"),
    Kind.RULE: msg("Requirement"),
}

_LOOKS: Final = {Kind.WRONG: "wrong", Kind.MISSING: "ask", Kind.RULE: "ask"}
_HEADS: Final = (
    (msg("Kind"), 16),
    (msg("Cell"), 20),
    (msg("Client"), 20),
    (msg("Heading"), 30),
    (msg("Value"), 24),
    (msg("What is wrong"), 60),
    (msg("What to do"), 40),
    (msg("Rule"), 50),
)
_MOST: Final = 1_000
"""How many links and comments there are: they are kept in memory. Faults beyond are coloured and listed all the same."""


def annotate(intake: Intake, target: Path, tr: Translator) -> None:
    """Write the annotated copy of the file behind `intake`, whose faults are in its spool, to `target`."""
    with written_atomically(target) as aside:
        book = open_workbook(str(aside), is_flat=True)
        drawing = Drawing(book, intake.layout, tr)
        _list(drawing, intake)
        if isinstance(intake, SheetIntake):
            for name in intake.source.names:
                if name in intake.heads:
                    _copy(drawing, intake, name)
                elif not name.startswith("_") and name != tr(FAULTS_SHEET):
                    _copy_plain(drawing, intake, name)
        drawing.close()


def _list(drawing: Drawing, intake: Intake) -> None:
    """The sheet of all faults, each with a link to its cell."""
    tr, looks = drawing.tr, drawing.formats
    page = drawing.listing(FAULTS_SHEET, _HEADS)
    row = 0
    for row, fault in enumerate(_ordered(intake), start=1):
        words = (fault.client, fault.heading, fault.value, fault.what, fault.advice, fault.rule)
        page.write_string(row, 0, tr(KINDS[fault.kind]), looks[_LOOKS[fault.kind]])
        if fault.column is not None and row < _MOST:
            sheet = fault.sheet.replace("'", "''")
            page.write_url(row, 1, f"internal:'{sheet}'!{fault.cell}", looks["wrap"], fault.place)
        else:
            page.write_string(row, 1, fault.place, looks["wrap"])
        for number, text in enumerate(words, start=2):
            page.write_string(row, number, text, looks["wrap"])
    page.autofilter(0, 0, max(row, 1), len(_HEADS) - 1)


def _ordered(intake: Intake) -> Iterator[Fault]:
    """What cannot be read first, then what is missing, then the requirements; each in the order of the file."""
    for kind in Kind:
        yield from (fault for fault in intake.spool.faults() if fault.kind is kind)


def _copy(drawing: Drawing, intake: SheetIntake, name: str) -> None:
    """A sheet of the errand, drawn as in a template."""
    head = intake.heads[name]
    sheet = intake.layout.by_key[intake.sides.get(name, "")]
    columns = _columns(sheet, head)
    heading = head.row - 1 if head.is_keyed else head.row
    page = drawing.book.add_worksheet(name)
    page.freeze_panes(head.row, 1)
    for number, column in columns.items():
        page.set_column(number, number, width(column), drawing.look(column))
        if heading:  # none where keys stand alone
            drawing.comment(page, heading - 1, number, column, sheet)
        if column.question is not None:
            drawing.choices(page, number, column.question, first=head.row)
    for number, cells in intake.source.grid(name).rows:
        is_head = number <= head.row
        if number == heading:
            page.set_row(number - 1, HEADING_HEIGHT)
        elif number == head.row:
            page.set_row(number - 1, None, None, {"hidden": True})
        found = _by_column(intake, name, number)
        for place in range(max(len(cells), max(found, default=-1) + 1)):
            cell = cells[place] if place < len(cells) else ""
            look = "heading" if is_head else _kind_of(columns.get(place))
            _write(drawing, page, number - 1, place, cell, look, found.get(place, []))


def _copy_plain(drawing: Drawing, intake: SheetIntake, name: str) -> None:
    """A sheet that is none of the errand's, as it is."""
    page = drawing.book.add_worksheet(name)
    for number, cells in intake.source.grid(name).rows:
        for place, cell in enumerate(cells):
            _write(drawing, page, number - 1, place, cell, "text", [])


def _columns(sheet: Sheet, head: Head) -> dict[int, Column]:
    known = {column.key: column for column in sheet.columns}
    return {place: known[key] for key, place in head.place.items() if key in known}


def _kind_of(column: Column | None) -> str:
    return (
        "date"
        if column is not None and column.question is not None and column.question.type_name == "date"
        else "text"
    )


def _by_column(intake: SheetIntake, name: str, row: int) -> dict[int, list[Fault]]:
    found: dict[int, list[Fault]] = {}
    for fault in intake.spool.faults(name, first=row, last=row):
        found.setdefault(fault.column or 0, []).append(fault)
    return found


def _write(  # noqa: PLR0913, PLR0917  all that is said of a cell
    drawing: Drawing, page: Worksheet, row: int, place: int, cell: Cell, look: str, faults: list[Fault]
) -> None:
    if faults:
        look = _LOOKS[min((fault.kind for fault in faults), key=list(Kind).index)]
        drawing.comments += 1
        if drawing.comments <= _MOST:
            page.write_comment(row, place, _comment(faults), {"x_scale": 2.5, "y_scale": 1.5})
    style = drawing.formats[look]
    if is_special(cell) and ("day" in cell or "moment" in cell):
        if look == "wrong":
            style = drawing.formats["wrong_date"]
        day = date.fromisoformat(cell["day"]) if "day" in cell else datetime.fromisoformat(cell["moment"])
        page.write_datetime(row, place, day, drawing.formats["date"] if look == "text" else style)
    elif isinstance(cell, bool):
        page.write_boolean(row, place, cell, style)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, style)
    elif cell == "":
        if faults:
            page.write_blank(row, place, None, style)
    else:
        page.write_string(row, place, as_text(cell), style)


def _comment(faults: list[Fault]) -> str:
    return "\n".join(" ".join(filter(None, (fault.what, fault.advice))) for fault in faults)[:3_000]
