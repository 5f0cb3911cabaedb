"""Rows of a table: what a row is called, what is in it, what is missing, and how rows are put in order.

Rows are found by their lasting names, never by their places: another row may have come or gone meanwhile. They
are taken as they are stored, with cells that cannot be used: a fault in one row must not hide the others, or the
next change would lose them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wizard.flow.answers import BLANK, ROW, check, with_row_names
from wizard.flow.interview import Interview, Within
from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.values import Value
from wizard.values.base import Context

__all__ = [
    "Row",
    "missing_columns",
    "place_of",
    "rearranged",
    "row_name",
    "row_summary",
    "rows_of",
    "with_row",
]

Row = Mapping[str, Value]


def row_name(table: Question, row: Row, number: int, tr: Translator) -> str:
    """The answer in the column that names rows; `row 2` while it is empty."""
    column = table.column(table.row_label or "")
    shown = _cell(column, row, tr) if column is not None else ""
    return shown or tr(msg("row {n}", n=number))


def rows_of(interview: Interview, table: Question) -> tuple[Row, ...]:
    """The stored rows, each with its lasting name."""
    held = interview.stored.get(table.id)
    rows = [row for row in held if isinstance(row, Mapping)] if isinstance(held, list | tuple) else []
    return tuple(row for row in with_row_names(rows) if isinstance(row, Mapping))


def row_summary(
    table: Question, row: Row, interview: Interview, tr: Translator, within: Within | None = None
) -> str:
    """The other answers that are asked in this row, in a line."""
    columns = [c for c in _asked(table, row, interview, within) if c.id != table.row_label]
    return " · ".join(shown for column in columns if (shown := _cell(column, row, tr)))


def missing_columns(
    table: Question, row: Row, interview: Interview, within: Within | None = None
) -> tuple[Question, ...]:
    """The columns of this row that have to be filled and are not, or hold what cannot be used."""
    usable = _usable(table, row, interview)
    return tuple(
        column
        for column in _asked(table, row, interview, within)
        if (column.required and usable.get(column.id, BLANK) == BLANK)
        or (column.id in row and column.id not in usable)
        or (column.is_table and _has_gaps(column, row, interview, (table, usable)))
    )


def place_of(rows: Sequence[Row], name: str | None) -> int | None:
    """Where the row of that lasting name is; None where there is none."""
    return next((i for i, row in enumerate(rows) if name is not None and row.get(ROW) == name), None)


def with_row(rows: Sequence[Row], name: str | None, cells: Row) -> tuple[list[Row], int]:
    """The rows with `cells` as the row of that name, else as a new last one; and its place."""
    at = place_of(rows, name)
    if at is None or name is None:
        return [*rows, cells], len(rows)
    return [*rows[:at], {ROW: name, **cells}, *rows[at + 1 :]], at


def rearranged(rows: Sequence[Row], name: str, what: str) -> tuple[list[Row], int]:
    """The rows after `copy`, `remove`, `up` or `down` of the row of that name; and where to look then."""
    kept, at = list(rows), place_of(rows, name)
    if at is None:
        return kept, 0
    if what == "remove":
        del kept[at]
        return kept, max(0, min(at, len(kept) - 1))
    if what == "copy":
        kept.insert(at + 1, {k: v for k, v in kept[at].items() if k != ROW})
        return kept, at + 1
    target = at - 1 if what == "up" else at + 1
    if not 0 <= target < len(kept):
        return kept, at
    kept[at], kept[target] = kept[target], kept[at]
    return kept, target


def _usable(table: Question, row: Row, interview: Interview) -> Row:
    """The cells of a row that mean something."""
    ctx = Context(interview.today)
    columns = ((name, table.column(name)) for name in row)
    good = {name for name, column in columns if column and not check(column, row[name], ctx).faults}
    return {name: value for name, value in row.items() if name == ROW or name in good}


def _has_gaps(table: Question, outer: Row, interview: Interview, within: Within) -> bool:
    """Whether a table within a row has too few rows, or rows that lack something."""
    held = outer.get(table.id)
    rows = [row for row in held if isinstance(row, Mapping)] if isinstance(held, list | tuple) else []
    return len(rows) < table.min_rows or any(missing_columns(table, r, interview, within) for r in rows)


def _asked(table: Question, row: Row, interview: Interview, within: Within | None) -> tuple[Question, ...]:
    return interview.asked_columns(table, _usable(table, row, interview), within)


def _cell(column: Question, row: Row, tr: Translator) -> str:
    value = row.get(column.id, BLANK)
    if column.is_table and isinstance(value, list | tuple) and value:
        return f"{tr(column.label)}: {len(value)}"
    if value == BLANK or column.type is None:
        return ""
    shown = column.type.show(value, tr)
    return shown if column.type_name != "yesno" else f"{tr(column.label)}: {shown.lower()}"
