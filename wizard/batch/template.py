"""The workbook that a consultant fills in: made from a flow, with an example, and with a client's own data if wanted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from wizard.batch.drawing import FIRST_ROW, Drawing, choice_words, open_workbook
from wizard.batch.layout import CLIENT, OUTER, Column, Layout, Sheet
from wizard.batch.samples import sample_of
from wizard.flow.answers import BLANK
from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.values import Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["EXAMPLE", "Client", "template"]

EXAMPLE: Final = msg("EXAMPLE (not read)")
"""What marks the row of the example, in place of a client."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client whose data is filled in beforehand: canonical answers by question, rows of tables among them."""

    name: str
    answers: Mapping[str, Value] = field(default_factory=dict)


def template(layout: Layout, tr: Translator, clients: Sequence[Client] = ()) -> bytes:
    """The workbook as bytes; the same for the same flow, language and clients."""
    from datetime import datetime  # noqa: PLC0415  only here

    buffer = io.BytesIO()
    book = open_workbook(buffer)
    book.set_properties({"title": tr(layout.flow.title), "created": datetime(2026, 1, 1)})  # noqa: DTZ001  a fixed mark
    drawing = Drawing(book, layout, tr)
    for sheet in layout.sheets:
        page = drawing.head(sheet)
        _write_example(page, sheet, drawing)
        for number, row in enumerate(_rows(sheet, clients), start=FIRST_ROW + 1):
            _write(page, sheet, number, row, drawing)
    drawing.close()
    return buffer.getvalue()


def _write_example(page: Worksheet, sheet: Sheet, drawing: Drawing) -> None:
    look = drawing.formats["example"]
    for number, column in enumerate(sheet.columns):
        page.write_string(FIRST_ROW, number, _example(column, drawing.tr), look)


def _example(column: Column, tr: Translator) -> str:
    """What an answer may look like; the marker in the column of clients."""
    question = column.question
    if question is None:
        return tr(EXAMPLE) if column.key == CLIENT else "1" if column.key == OUTER else ""
    if question.example is not None:
        return question.example
    words = choice_words(question, tr)
    if words:
        return words[0]
    if question.type_name == "multichoice":
        return ", ".join(tr(option.label) for option in getattr(question.type, "options", ())[:2])
    if question.is_attachment:
        return tr(msg("attachments/file.pdf"))
    return sample_of(question, tr)


def _rows(sheet: Sheet, clients: Sequence[Client]) -> Iterator[Mapping[str, Value]]:
    """The rows of a sheet for clients that are known already."""
    for client in clients:
        if sheet.table is None:
            yield {CLIENT: client.name, **client.answers}
            continue
        root = sheet.outer or sheet.table
        for number, row in enumerate(_mappings(client.answers.get(root.id)), start=1):
            if sheet.outer is None:
                yield {CLIENT: client.name, **row}
            else:
                inner = _mappings(row.get(sheet.table.id))
                yield from ({CLIENT: client.name, OUTER: number, **cells} for cells in inner)


def _mappings(value: Value | None) -> list[Mapping[str, Value]]:
    rows = value if isinstance(value, list | tuple) else ()
    return [row for row in rows if isinstance(row, Mapping)]


def _write(page: Worksheet, sheet: Sheet, number: int, row: Mapping[str, Value], drawing: Drawing) -> None:
    for place, column in enumerate(sheet.columns):
        value = row.get(column.key, BLANK)
        if value == BLANK:
            continue
        shown = shown_value(column.question, value, drawing.tr)
        if isinstance(shown, date):
            page.write_datetime(number, place, shown, drawing.formats["date"])
        else:
            page.write_string(number, place, shown, drawing.formats["text"])


def shown_value(question: Question | None, value: Value, tr: Translator) -> str | date:
    """A canonical value as a cell holds it: in words that can be read back; days as days."""
    if question is None or question.type is None:
        return str(value)
    if question.type_name == "date" and isinstance(value, str) and value[:1].isdigit():
        return date.fromisoformat(value)
    return question.type.show(value, tr)
