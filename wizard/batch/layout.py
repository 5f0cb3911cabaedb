"""How a flow is laid out as sheets: one row an application, and a sheet of rows for each table.

The same layout serves three: the template is drawn by it, files are read by it, and the annotated copy is drawn
by it again. Each column has a *key* (a question id, or one of the few names below) and a *heading* in the
user's language. Headings are unique within a sheet: where two questions share a label, the question they belong
to stands before it.

What must stay true: every question of the flow has exactly one column or one sheet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from wizard.flow.model import Flow, Question
from wizard.i18n import Message, Translator, msg

__all__ = ["CLIENT", "NOTE", "OUTER", "Column", "Layout", "Sheet", "Stamp", "layout_of"]

CLIENT: Final = "client"
"""The column with the consultant's own name for a client; it joins the sheets."""
NOTE: Final = "note"
"""A column for the consultant's own notes, which is not read."""
OUTER: Final = "row"
"""In a sheet for tables within rows: the number of the row, among the client's, that it belongs to."""

_SHEET_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\']")
_STAMP: Final = re.compile(r"lov:([a-z0-9-]+)/([a-z_]+)/([\w.-]+?)(?:#([a-z0-9_.]+))?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a sheet says of itself: which errand in which area, under which version of the flow, and which table.

    It stands in the row of keys, in the place of the key `client`, so that it is kept when a sheet is saved as CSV.
    """

    area: str
    kind: str
    version: str
    sheet: str = ""

    def __str__(self) -> str:
        return f"lov:{self.area}/{self.kind}/{self.version}" + (f"#{self.sheet}" if self.sheet else "")

    @classmethod
    def read(cls, text: str) -> Stamp | None:
        """The stamp that `text` is, if it is one."""
        match = _STAMP.fullmatch(text.strip())
        return cls(*match.groups("")) if match is not None else None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `question` is None for the few that hold no answer."""

    key: str
    heading: str
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `table` is the question whose rows it holds, None for the main sheet; `outer` the table around it."""

    name: str
    columns: tuple[Column, ...]
    table: Question | None = None
    outer: Question | None = None

    @property
    def key(self) -> str:
        """What the sheet is known by: empty for the main one, `staff`, or `staff.courses`."""
        names = [question.id for question in (self.outer, self.table) if question is not None]
        return ".".join(names)


@dataclass(frozen=True)
class Layout:
    """All sheets of a flow, the main one first, in the words of one language."""

    flow: Flow
    language: str
    sheets: tuple[Sheet, ...]

    @property
    def main(self) -> Sheet:
        """The sheet with one row an application."""
        return self.sheets[0]

    def stamp(self, sheet: Sheet) -> Stamp:
        """What `sheet` says of itself."""
        return Stamp(self.flow.area.id, self.flow.kind, self.flow.version, sheet.key)

    @cached_property
    def by_key(self) -> Mapping[str, Sheet]:
        """The sheets by key."""
        return {sheet.key: sheet for sheet in self.sheets}


def layout_of(flow: Flow, tr: Translator) -> Layout:
    """The layout of `flow`, its headings in the language of `tr`."""
    tables = [question for question in flow.questions.values() if question.is_table]
    single = [question for question in flow.questions.values() if not question.is_table]
    sheets = [Sheet(tr(msg("Applications")), (*_keys(tr), *_columns(single, tr)))]
    for table in tables:
        sheets.append(Sheet(tr(table.label), _table_columns(table, tr), table))
        sheets += [
            Sheet(tr(inner.label), _table_columns(inner, tr, is_inner=True), inner, table)
            for inner in table.columns
            if inner.is_table
        ]
    names = _sheet_names([sheet.name for sheet in sheets])
    named = [Sheet(name, s.columns, s.table, s.outer) for name, s in zip(names, sheets, strict=True)]
    return Layout(flow, tr.language, tuple(named))


def _keys(tr: Translator) -> tuple[Column, ...]:
    return (Column(CLIENT, tr(msg("Client"))), Column(NOTE, tr(msg("Your own notes"))))


def _columns(questions: Sequence[Question], tr: Translator) -> Iterator[Column]:
    labels = [tr(question.label) for question in questions]
    often = Counter(label.casefold() for label in labels)
    known = {question.id: question.label for question in questions}
    for question, label in zip(questions, labels, strict=True):
        whole = known.get(question.id.rpartition(".")[0])
        if often[label.casefold()] == 1:
            yield Column(question.id, label, question)
        elif whole is not None:
            heading: Message = msg("{whole}: {part}", whole=whole, part=question.label)
            yield Column(question.id, tr(heading), question)
        else:
            yield Column(question.id, f"{label} ({question.id})", question)


def _table_columns(table: Question, tr: Translator, *, is_inner: bool = False) -> tuple[Column, ...]:
    keys = [Column(CLIENT, tr(msg("Client")))]
    if is_inner:
        keys.append(Column(OUTER, tr(msg("Row number"))))
    return (*keys, *_columns([column for column in table.columns if not column.is_table], tr))


def _sheet_names(wanted: Sequence[str]) -> Iterator[str]:
    """Names that every spreadsheet program accepts, each once."""
    taken: set[str] = set()
    for name in wanted:
        plain = _FORBIDDEN.sub(" ", name).strip()[:_SHEET_NAME] or "lov"
        number = 2
        unique = plain
        while unique.casefold() in taken:
            unique = f"{plain[: _SHEET_NAME - 3]} {number}"
            number += 1
        taken.add(unique.casefold())
        yield unique
