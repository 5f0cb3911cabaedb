"""One row of a table on a form of its own: which columns are asked depends on what stands in the others.

The form gives the row back when all that is asked of it is answered. Left before that, it offers to keep what
can be kept: a row with gaps is shown as such in the table.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll

from wizard.drafts.session import DraftSession
from wizard.flow.answers import BLANK, Checked
from wizard.flow.interview import Within
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.store import StoreError
from wizard.tui.explaining import explanation
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.files import FilesField
from wizard.tui.fields.make import field_for
from wizard.tui.fields.table import InnerTableField, TableField
from wizard.tui.host import host, tr_of
from wizard.tui.keys import key
from wizard.tui.rows import Row, place_of, rearranged, row_name, with_row
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.aside import Aside
from wizard.tui.widgets.flow import Actions
from wizard.tui.widgets.press import Press
from wizard.tui.widgets.problems import Problems
from wizard.tui.widgets.say import Say
from wizard.values import Value
from wizard.values.base import Context

__all__ = ["RowScreen"]


class RowScreen(LovScreen[Row | None]):
    """Row `number` (from 1) of `table`; gives back its cells, or None where nothing is to change."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("ctrl+s", "save", msg("Save the row"), name="row.save", priority=True),
    ]

    def __init__(
        self, session: DraftSession, table: Question, row: Row, number: int, within: Within | None = None
    ) -> None:
        super().__init__()
        self.within = within
        self.session = session
        self.table = table
        self.row = row
        self.number = number
        self._typed: dict[str, Any] = {}

    def body(self) -> ComposeResult:
        """Every column as a field; those that are not asked now are not shown."""
        ctx = Context(host(self).today, self.tr.language)
        interview = self.session.interview
        with Horizontal(classes="split"):
            with VerticalScroll(classes="page form", can_focus=False):
                name = row_name(self.table, self.row, self.number, self.tr)
                place = msg("{table} · {row}", table=self.table.label, row=name)
                yield Say(self.said(place), classes="place")
                yield Problems(id="problems")
                for column in self.table.columns:
                    asking = Asking(column, ctx, self.row.get(column.id), compact=True, with_label=True)
                    yield field_for(asking, interview, self._typed.get(column.id), (self.table, self.row))
                with Actions():
                    yield Press(self.said(msg("Save the row")), id="go", main=True)
                    yield Press(self.said(msg("Back")), id="back")
            with Aside(id="why", classes="aside"):
                yield Say(self.said(msg("Why do we ask?"), "bold $mark"), classes="title")
                yield Say(explanation([self.table], self.tr))

    def on_mount(self) -> None:
        """Put the keyboard at the first column."""
        self._ask()
        self.fields[0].first.focus()

    @property
    def fields(self) -> list[Field]:
        """The fields of all columns, from top to bottom."""
        return list(self.query(Field))

    @property
    def asked(self) -> list[Field]:
        """The fields that are asked now."""
        return [field for field in self.fields if field.display]

    def keep(self) -> None:
        """Remember what stands in the fields and not in the row."""
        self._typed = {f.question.id: f.typed for f in self.fields if f.typed is not None}

    async def redraw(self) -> None:
        """As every screen; columns that are not asked stay away."""
        await super().redraw()
        self._ask()

    def has_unsaved(self) -> bool:
        """Whether something was typed that is not in the row."""
        return any(field.typed is not None for field in self.asked)

    @on(Field.Changed)
    def _changed(self) -> None:
        self._ask()

    def _ask(self) -> None:
        """Show the columns that are asked, as far as the row says."""
        cells = self._cells({field.question.id: field.read() for field in self.fields})
        interview = self.session.interview
        names = {column.id for column in interview.asked_columns(self.table, cells, self.within)}
        for field in self.fields:
            field.display = field.question.id in names

    def _cells(self, checked: dict[str, Checked]) -> dict[str, Value]:
        return {name: c.value for name, c in checked.items() if not c.faults and c.value != BLANK}

    @on(Field.Done)
    def _done(self, event: Field.Done) -> None:
        self._ask()
        asked = self.asked
        here = asked.index(event.field) if event.field in asked else -1
        if 0 <= here < len(asked) - 1:
            asked[here + 1].first.focus()
        else:
            self.query_one("#go").focus()

    @on(Press.Pressed, "#go")
    def action_save(self) -> None:
        """Give the row back, when all that is asked is answered."""
        self._ask()
        checked = {field.question.id: field.read() for field in self.asked}
        faulty = [field for field in self.asked if checked[field.question.id].faults]
        for field in self.asked:
            faults = checked[field.question.id].faults
            field.complain(faults[0].reason if faults else None)
        reasons = [(f.question.label, checked[f.question.id].faults[0].reason) for f in faulty]
        self.query_one(Problems).tell(reasons, tr_of(self))
        if faulty:
            faulty[0].first.focus()
        else:
            self.dismiss({name: c.value for name, c in checked.items()})

    @on(Problems.Chosen)
    def _to_problem(self, event: Problems.Chosen) -> None:
        faulty = [field for field in self.asked if field.is_faulty]
        if event.number < len(faulty):
            faulty[event.number].first.focus()

    @on(Press.Pressed, "#back")
    def action_back(self) -> None:
        """Leave; where something was typed, ask whether to keep it."""
        if self.has_unsaved():
            self.leave()
        else:
            self.dismiss(None)

    @work(exclusive=True)
    async def leave(self) -> None:
        """Keep what can be kept, drop it, or stay."""
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        question = Confirm(
            title=msg("Keep what you have typed?"),
            text=msg("The row can be kept as it is. What is missing can be filled in later."),
            yes=msg("Keep"),
            no=msg("Drop"),
            stay=msg("Stay here"),
        )
        answer = await self.app.push_screen_wait(question)
        if answer is None:
            return
        self.dismiss(self._cells({f.question.id: f.read() for f in self.asked}) if answer else None)

    # Tables within the row -----------------------------------------------------------------------------

    @on(TableField.Opened)
    def _inner_opened(self, event: TableField.Opened) -> None:
        event.stop()
        if isinstance(event.field, InnerTableField):
            self.answer_inner(event.field, event.row)

    @on(TableField.Rearranged)
    def _inner_rearranged(self, event: TableField.Rearranged) -> None:
        event.stop()
        if isinstance(event.field, InnerTableField):
            rows, at = rearranged(event.field.rows, event.row, event.what)
            event.field.keep(rows, self._here(), at)

    @work(exclusive=True)
    async def answer_inner(self, field: InnerTableField, name: str | None) -> None:
        """Ask for a row of a table within this row; it becomes part of this one, which is saved as a whole."""
        at = place_of(field.rows, name)
        known = field.rows[at] if at is not None else {}
        number = len(field.rows) + 1 if at is None else at + 1
        screen = RowScreen(self.session, field.question, known, number, self._here())
        cells = await self.app.push_screen_wait(screen)
        if cells is not None:
            rows, place = with_row(field.rows, name, cells)
            field.keep(rows, self._here(), place + 1 if name is None else place)

    def _here(self) -> Within:
        """This row as it stands, for the tables within it."""
        return self.table, self._cells({f.question.id: f.read() for f in self.asked})

    @on(FilesField.Wanted)
    def _files_wanted(self, event: FilesField.Wanted) -> None:
        self.attach(event.field, event.paths)

    @on(FilesField.Dropped)
    def _file_dropped(self, event: FilesField.Dropped) -> None:
        event.field.show([file for file in event.field.files if file != event.file])

    @work(exclusive=True)
    async def attach(self, field: FilesField, paths: Sequence[Path]) -> None:
        """Copy files into the store; they become part of the answer when the row is saved."""
        added: list[Value] = []
        for path in paths:
            try:
                added.append(await asyncio.to_thread(self.session.store.add_file, path))
            except StoreError as error:
                field.complain(msg("{name}: {reason}", name=path.name, reason=error.message))
                return
        field.show([*(field.files if field.question.many else []), *added])
