"""A table: its rows listed, each to be opened, copied, moved or taken away.

Like the files, the rows are the screen's to save: the field says what is wanted. A row is answered on a form of
its own, because which columns are asked depends on the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message as Event
from textual.widget import Widget

from wizard.flow.answers import BLANK, ROW, Checked, Fault, check, with_row_names
from wizard.flow.interview import Interview, Within
from wizard.i18n import Message, msg, nmsg
from wizard.tui.fields.base import Asking, Field
from wizard.tui.keys import key
from wizard.tui.rows import Row, missing_columns, row_name, row_summary, rows_of
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.say import Say
from wizard.tui.words import Content, lines, plain, spaced

__all__ = ["InnerTableField", "TableField"]

ADD: Final = "-add"
_LONGEST_SUMMARY: Final = 120


class RowList(Menu):
    """The rows, and a line to add one. Letters go to the row that begins so, so none of the keys is a letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "select", msg("Open"), name="row.open"),
        key("ctrl+s", "leave", msg("Done"), name="row.leave"),
        key("plus,insert", "add", msg("Add"), name="row.add"),
        key("ctrl+d", "edit('copy')", msg("Copy"), name="row.copy"),
        key("delete,backspace", "edit('remove')", msg("Remove"), name="row.remove"),
        key("shift+up,ctrl+up", "edit('up')", msg("Move up"), name="row.up"),
        key("shift+down,ctrl+down", "edit('down')", msg("Move down"), name="row.down", show=False),
    ]

    @dataclass
    class Edited(Menu.Chosen):
        """Something is to be done with a row: `copy`, `remove`, `up`, `down`."""

        what: str

    @dataclass
    class Left(Event):
        """The person is through with the rows."""

    def action_leave(self) -> None:
        """Enter opens a row, so going on has a key of its own."""
        self.post_message(self.Left())

    def action_add(self) -> None:
        """Add a row."""
        self.post_message(self.Chosen(self, ADD))

    def action_edit(self, what: str) -> None:
        """Do something with the row under the keyboard."""
        if self.item is not None and self.item != ADD:
            self.post_message(self.Edited(self, self.item, what))


class TableField(Field):
    """See the module."""

    @dataclass
    class Opened(Event):
        """A row is to be answered: the one of that lasting name, None for a new one."""

        field: TableField
        row: str | None

        @property
        def control(self) -> TableField:
            """The field, for `@on`."""
            return self.field

    @dataclass
    class Rearranged(Event):
        """Something is to be done with a row: `copy`, `remove`, `up`, `down`."""

        field: TableField
        row: str
        what: str

        @property
        def control(self) -> TableField:
            """The field, for `@on`."""
            return self.field

    def __init__(self, asking: Asking, interview: Interview) -> None:
        super().__init__(asking)
        self.interview = interview
        self.within: Within | None = None
        """The table and the row that this one stands in, for a table within a row."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they are stored."""
        return rows_of(self.interview, self.question)

    def entry(self) -> ComposeResult:
        """The list."""
        yield RowList(self._items(), id="rows")
        yield Say(self._count(), id="count", classes="echo")

    def read(self) -> Checked:
        """The rows, as the engine understands them, and what they lack."""
        lacking = self._lacking()
        if lacking is not None:
            return Checked(faults=(Fault(self.question.id, lacking),))
        return check(self.question, list(self.rows) or BLANK, self.asking.ctx)

    @property
    def typed(self) -> Any:
        """Nothing stands here that is not stored."""
        return None

    @property
    def first(self) -> Widget:
        """The list."""
        return self.query_one(RowList)

    def show(self, interview: Interview, at: int) -> None:
        """The rows are these now."""
        self.interview = interview
        self.query_one(RowList).fill(self._items(), at=str(at) if at < len(self.rows) else ADD)
        self.query_one("#count", Say).say(self._count())
        self.complain(None)

    def _lacking(self) -> Message | None:
        rows, least = self.rows, self.question.min_rows
        if len(rows) < least:
            return nmsg("Add at least {count} row.", "Add at least {count} rows.", least)
        for number, row in enumerate(rows, start=1):
            missing = missing_columns(self.question, row, self.interview, self.within)
            if missing:
                name = row_name(self.question, row, number, self.tr)
                columns = tuple(column.label for column in missing)
                return msg("{row} lacks: {columns}. Open the row and answer.", row=name, columns=columns)
        return None

    def _items(self) -> list[Item]:
        rows = self.rows
        items = [self._item(row, n, is_last=n == len(rows) - 1) for n, row in enumerate(rows)]
        full = self.question.max_rows is not None and len(rows) >= self.question.max_rows
        add = [] if full else [Item(ADD, plain("+ ") + self.said(msg("Add a row"), "bold"))]
        return items + add

    def _item(self, row: Row, number: int, *, is_last: bool) -> Item:
        name = row_name(self.question, row, number + 1, self.tr)
        missing = missing_columns(self.question, row, self.interview, self.within)
        lacks = tuple(column.label for column in missing)
        warning = (
            plain("! ", "$warn") + self.said(msg("lacks {columns}", columns=lacks), "$warn")
            if missing
            else plain("")
        )
        summary = row_summary(self.question, row, self.interview, self.tr, self.within)
        short = summary if len(summary) <= _LONGEST_SUMMARY else summary[:_LONGEST_SUMMARY].rstrip() + "…"
        face = lines([spaced(plain(name, "bold"), warning), plain(short, "$quiet")])
        return Item(str(number), face, name, rule=is_last)

    def _count(self) -> Content:
        return (
            self.said(nmsg("{count} row", "{count} rows", len(self.rows)), "$quiet")
            if self.rows
            else plain("")
        )

    @on(RowList.Left)
    def _left(self, event: RowList.Left) -> None:
        event.stop()
        self.done()

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        event.stop()
        row = None if event.item == ADD else str(self.rows[int(event.item)][ROW])
        if isinstance(event, RowList.Edited) and row is not None:
            self.post_message(self.Rearranged(self, row, event.what))
        else:
            self.post_message(self.Opened(self, row))


class InnerTableField(TableField):
    """A table within a row: its rows are the form's until the row is saved."""

    def __init__(self, asking: Asking, interview: Interview, within: Within, typed: Any = None) -> None:
        super().__init__(asking, interview)
        self.within = within
        self._stored = _named(asking.value)
        self._rows = _named(typed) if typed is not None else self._stored

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they stand here."""
        return self._rows

    @property
    def typed(self) -> Any:
        """The rows, where they are not those that were stored."""
        return None if self._rows == self._stored else list(self._rows)

    def keep(self, rows: Sequence[Row], within: Within, at: int) -> None:
        """The rows are these now, in a row that reads so."""
        self._rows = _named(list(rows))
        self.within = within
        self.show(self.interview, at)


def _named(rows: Any) -> tuple[Row, ...]:
    held = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    return tuple(row for row in with_row_names(held) if isinstance(row, Mapping))
