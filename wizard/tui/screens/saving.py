"""Saving from a screen: consequences told first, then the disk, then the bar at the top.

Files and rows are saved at once, so that what their lists show is safe. Whatever the store refuses is said, and
what was typed stays where it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from textual import on, work

from wizard.drafts.session import DraftSession
from wizard.flow.answers import BLANK
from wizard.flow.model import Question
from wizard.i18n import Message, msg
from wizard.store import StoreError
from wizard.tui.answering import Change, combined
from wizard.tui.fields.base import Field
from wizard.tui.fields.files import FilesField
from wizard.tui.fields.table import TableField
from wizard.tui.host import host
from wizard.tui.preferences import with_folder
from wizard.tui.rows import Row, place_of, rearranged, row_name, rows_of, with_row
from wizard.tui.screens.stepping import SteppingScreen
from wizard.tui.standing import Standing
from wizard.values import Value
from wizard.values.base import Context

__all__ = ["SavingScreen"]


class SavingScreen(SteppingScreen):
    """A screen that answers questions of `session`."""

    def __init__(self, session: DraftSession) -> None:
        super().__init__(session)
        self.shown = session.interview
        """The interview that the screen shows: another one means that answers came in from elsewhere."""

    @property
    def ctx(self) -> Context:
        """The day and the language in which texts are read."""
        return Context(host(self).today, self.tr.language)

    def refuse(self, reason: Message) -> None:
        """Say on the screen that the answer could not be saved."""
        raise NotImplementedError

    def field_of(self, question: Question) -> Field | None:
        """The field that asks `question` now; None while there is none. It may be another one than a moment ago."""
        raise NotImplementedError

    def stand(self, *, is_refused: bool = False, is_saved: bool = False) -> None:
        """Tell the bar at the top how things are."""
        app = host(self)
        at = app.clock() if is_saved else app.standing.saved_at
        app.standing = Standing(self.session.draft.label, self.session.flow.area.name, at, is_refused)

    async def save(self, wanted: Sequence[Change]) -> bool:
        """Store answers, durably; False where the person thinks better of it or the store refuses. Hold `saving`."""
        found = combined(self.session.interview, wanted)
        if found.change_route:
            from wizard.tui.dialogs.consequences import ConsequencesDialog  # noqa: PLC0415  seldom needed

            if not await self.app.push_screen_wait(ConsequencesDialog(found, self.session.interview)):
                return False
        try:
            await asyncio.to_thread(self._store, wanted)
        except StoreError as error:
            self.refuse(error.message)
            self.stand(is_refused=True)
            return False
        self.shown = self.session.interview
        self.stand(is_saved=bool(wanted))
        return True

    def _store(self, wanted: Iterable[Change]) -> None:
        for change in wanted:
            self.session.answer(change.question, change.value)

    # Files ---------------------------------------------------------------------------------------------

    @on(FilesField.Wanted)
    def _files_wanted(self, event: FilesField.Wanted) -> None:
        self.attach(event.field.question, event.paths)

    @on(FilesField.Dropped)
    def _file_dropped(self, event: FilesField.Dropped) -> None:
        self.drop(event.field.question, event.file)

    @work(group="saving")
    async def attach(self, question: Question, paths: Sequence[Path]) -> None:
        """Copy files into the store and make them part of the answer."""
        added: list[Value] = []
        for path in paths:
            try:
                added.append(await asyncio.to_thread(self.session.store.add_file, path))
            except StoreError as error:
                field = self.field_of(question)
                if field is not None:
                    field.complain(msg("{name}: {reason}", name=path.name, reason=error.message))
                return
        app = host(self)
        for path in paths:
            await app.choose("folders", list(with_folder(app.preferences.folders, path.absolute().parent)))
        async with self.saving:
            held = self._files(question)
            kept = held if question.many else []
            await self._keep_files(question, [*kept, *(file for file in added if file not in kept)])
            for file in held:
                if isinstance(file, Mapping) and file not in self._files(question):
                    self.tell(msg("Replaced: {name}", name=str(file["name"])))

    @work(group="saving")
    async def drop(self, question: Question, file: Value) -> None:
        """Take a file away from the answer."""
        async with self.saving:
            await self._keep_files(question, [kept for kept in self._files(question) if kept != file])

    def _files(self, question: Question) -> list[Value]:
        held = self.session.interview.stored.get(
            question.id
        )  # one that cannot be used must not hide the rest
        return list(held) if isinstance(held, list | tuple) else []

    async def _keep_files(self, question: Question, files: Sequence[Value]) -> None:
        if await self.save([Change(question.id, list(files) or BLANK)]):
            field = self.field_of(question)
            if isinstance(field, FilesField):
                field.show(files)

    # Rows ----------------------------------------------------------------------------------------------

    @on(TableField.Opened)
    def _row_opened(self, event: TableField.Opened) -> None:
        self.answer_row(event.field.question, event.row)

    @on(TableField.Rearranged)
    def _rows_rearranged(self, event: TableField.Rearranged) -> None:
        self.rearrange(event.field.question, event.row, event.what)

    @work(group="saving")
    async def answer_row(self, table: Question, name: str | None) -> None:
        """Ask for a row on a screen of its own, and save the table with it; a new row for no name."""
        from wizard.tui.screens.row import RowScreen  # noqa: PLC0415  needed for tables only

        rows = rows_of(self.session.interview, table)
        at = place_of(rows, name)
        known = rows[at] if at is not None else {}
        number = len(rows) + 1 if at is None else at + 1
        cells = await self.app.push_screen_wait(RowScreen(self.session, table, known, number))
        if cells is not None:
            async with self.saving:
                kept, place = with_row(rows_of(self.session.interview, table), name, cells)
                await self._keep_rows(table, kept, place + 1 if name is None else place)

    @work(group="saving")
    async def rearrange(self, table: Question, name: str, what: str) -> None:
        """Copy, move or take away a row; asks before it takes one away."""
        if what == "remove" and not await self._agrees_to_lose(table, name):
            return
        async with self.saving:
            await self._keep_rows(table, *rearranged(rows_of(self.session.interview, table), name, what))

    async def _agrees_to_lose(self, table: Question, name: str) -> bool:
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        rows = rows_of(self.session.interview, table)
        at = place_of(rows, name)
        if at is None:
            return False
        question = Confirm(
            title=msg("Remove {name}?", name=row_name(table, rows[at], at + 1, self.tr)),
            text=msg("What was answered in this row goes with it."),
            yes=msg("Remove"),
            no=msg("Keep"),
        )
        answer = await self.app.push_screen_wait(question)
        return answer is True

    async def _keep_rows(self, table: Question, rows: Sequence[Row], at: int) -> None:
        if await self.save([Change(table.id, list(rows))]):
            field = self.field_of(table)
            if isinstance(field, TableField):
                field.show(self.session.interview, at)
