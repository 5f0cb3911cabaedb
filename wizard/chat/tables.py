"""Rows and files in a conversation: rows cell by cell or told in prose, files by their paths."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path

from wizard.assistant.rows.changing import changed_rows
from wizard.assistant.rows.reading import Cells, rows_told
from wizard.assistant.understanding import understand_answer
from wizard.chat.asking import Heard, lines_of, shown
from wizard.chat.commands import FREE
from wizard.chat.listening import Listening
from wizard.chat.turns import Pending, Turn, Waiting
from wizard.flow.answers import BLANK
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.store import StoreError
from wizard.values import Status, Value, make
from wizard.values.characters import excerpt

__all__ = ["Tables"]


class Tables(Listening):
    """The part of a conversation that asks for rows and files."""

    def value(
        self, question: Question, given: str | None, address: str
    ) -> Generator[None, str, Heard | None]:
        """A value that can be used; the conversation knows how to ask for it."""
        raise NotImplementedError

    def table(self, table: Question) -> Waiting:
        """Rows, until the person wants no more."""
        self._list(table)
        while True:
            rows = self.interview.rows(table)
            if len(rows) < table.min_rows:
                yield from self._row(table, len(rows))
                continue
            gap = next((cell for cell in self.interview.empty_cells(table)), None)
            if gap is not None:
                yield from self._row(table, gap.row - 1)
                continue
            self.pending = Pending(table.id)
            if not rows and table.id not in self.interview.stored and not table.required:
                yield from self.store(table, BLANK)
            if (table.max_rows or len(rows) + 1) <= len(rows) or not (yield from self._wants_more(table)):
                return

    def _wants_more(self, table: Question) -> Generator[None, str, bool]:
        """Whether a row is to be added; rows that are told at once are added at once."""
        kind = make("yesno")
        while True:
            self.say(_MORE)
            text = yield from self.hear(None)
            reading = kind.read(text, self.ctx)
            if reading.value == "yes":
                yield from self._row(table, len(self.interview.rows(table)))
                return True
            if reading.value == "no":
                return False
            place, self.pending = self.pending, Pending(table.id)
            if (yield from self.rows_changed(text, table, len(self.interview.rows(table)) - 1)):
                return True
            self.pending = place
            if (yield from self._told_rows(table, text)):
                return True

    def _told_rows(self, table: Question, text: str) -> Generator[None, str, bool]:
        """Whether a line told rows in prose, and the person has agreed to them."""
        told = rows_told(table, text, self.ctx)
        if told is None:
            return False
        found, left = told
        self.say(msg("This is how it was understood:"))
        for number, row in enumerate(found, start=len(self.interview.rows(table)) + 1):
            self.say(f"  {number}. {self._row_in_words(table, row)}")
        if left:
            self.say(msg("  Not understood: {words}", words=excerpt(" ".join(left))))
        place, self.pending = self.pending, Pending()
        is_right = yield from self.agree(msg("Do you want to add these rows? Answer yes or no."))
        self.pending = place
        if not is_right:
            self.say(msg("Nothing was changed."))
            return False
        self.turns.append(Turn(table.id, "answered", list(found), text))
        kept = [row for row in self.interview.rows(table) if any(k != "_row" for k in row)]
        yield from self.store(table, [*kept, *found])
        return True

    def rows_changed(self, text: str, table: Question, at: int | None) -> Generator[None, str, bool]:
        """Whether a line changed rows that stand, and that has been told; the person may have said no to it."""
        rows = self.interview.rows(table)
        if not rows:
            return False
        found = changed_rows(table, rows, text, self.ctx, at=at)
        if found is None:
            return False
        self.turns.append(Turn(table.id, "corrected", heard=text))
        for number, before, after in found.differences:
            if before is not None:
                self.say(msg("Before: {n}. {row}", n=number, row=self._row_in_words(table, before)))
            told = msg("removed") if after is None else self._row_in_words(table, after)
            self.say(msg("Now: {n}. {row}", n=number, row=told))
        place, self.pending = self.pending, Pending()
        is_right = yield from self.agree(msg("Is that right? Answer yes or no."))
        self.pending = place
        if is_right:
            yield from self.store(table, [dict(row) for row in found.rows])
            self.say(msg("The rows are saved."))
        else:
            self.say(msg("Nothing was changed."))
        return True

    def _row_in_words(self, table: Question, row: Mapping[str, Value]) -> str:
        cells = [(column, row[column.id]) for column in table.columns if column.id in row]
        return ", ".join(
            f"{self.tr(column.label)}: {shown(column, value, self.tr)}" for column, value in cells
        )

    def _list(self, table: Question) -> None:
        for number, row in enumerate(self.interview.rows(table), start=1):
            label = table.column(table.row_label or "")
            name = shown(label, row[label.id], self.tr) if label is not None and label.id in row else ""
            self.say(f"  {number}. {name}")

    def _row(self, table: Question, place: int) -> Waiting:
        """Ask the open cells of a row, one by one; each is on the disk when it is answered."""
        label, held = table.column(table.row_label or ""), self.interview.rows(table)
        name = held[place].get(label.id) if label is not None and place < len(held) else None
        row = self.tr(msg("Row {n}", n=place + 1))
        self.say(row if label is None or name is None else f"{row}: {shown(label, name, self.tr)}")
        passed: set[str] = set()
        while True:
            rows = [dict(row) for row in self.interview.rows(table)]
            cells: Cells = rows[place] if place < len(rows) else {}
            column = self._open_column(table, cells, passed)
            if column is None:
                return
            for line in lines_of(column, self.tr):
                self.say(line)
            self.pending = Pending(table.id, place + 1, column.id)
            text = yield from self.hear(column)
            is_answer = understand_answer(column, text, self.ctx).status is Status.ACCEPTED
            if not is_answer or column.type_name in FREE:
                if (yield from self.rows_changed(text, table, place if place < len(rows) else place - 1)):
                    return
                if (yield from self._told_rows(table, text)):
                    return
            self.pending = Pending(table.id, place + 1, column.id)
            heard = yield from self.value(column, text, f"{table.id}[{place + 1}].{column.id}")
            passed.add(column.id)
            if heard is None or heard.value is None or heard.value == BLANK:
                continue
            kept: list[Value] = [*rows[:place], {**cells, column.id: heard.value}, *rows[place + 1 :]]
            yield from self.store(table, kept)

    def _open_column(self, table: Question, cells: Cells, passed: set[str]) -> Question | None:
        asked = self.interview.asked_columns(table, cells)
        return next((c for c in asked if c.id not in passed and cells.get(c.id, BLANK) == BLANK), None)

    def files(self, question: Question) -> Waiting:
        """Files by their paths."""
        self.say(msg("Write the path of the file. An empty line when you are done."))
        while True:
            self.pending = Pending(question.id)
            text = (yield from self.hear(question)).strip().strip("'\"")
            held = self.interview.value(question.id)
            files: list[Value] = list(held) if isinstance(held, list | tuple) else []
            if not text:
                if files or not question.required:
                    if not files:
                        yield from self.store(question, [])
                    return
                self.say(msg("The file is needed. Write skip to attach it later."))
                continue
            try:
                added = self.session.store.add_file(Path(text).expanduser())
            except StoreError as error:
                self.say(error.message)
                continue
            yield from self.store(question, [*(files if question.many else []), added])
            self.turns.append(Turn(question.id, "answered"))
            self.say(msg("Attached: {name}", name=Path(text).name))
            if not question.many:
                return


_MORE = msg("Do you want to add a row? Answer yes or no.")
