"""From a filled form back to answers, whoever filled it in.

Each field is read by the type of its question, so a form filled by hand in another program is understood as far
as what stands in it can be; what cannot is a fault with the field's question and the reason, never a guess.
Fields that only show something (verdicts, ticks for attachments) are not answers and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from wizard.blanks.fill import MORE
from wizard.blanks.load import Blank, TableMap
from wizard.blanks.rows import row_field
from wizard.blanks.words import DAYS
from wizard.flow.answers import Fault
from wizard.flow.answers import read as read_answer
from wizard.flow.model import Flow, Question
from wizard.i18n import msg
from wizard.values import Context, Status, Value, make

if TYPE_CHECKING:
    from wizard.pdf import Value as FieldValue

__all__ = ["ReadBlank", "read_blank", "read_values"]


@dataclass(frozen=True, slots=True)
class ReadBlank:
    """What a form says: answers by question id, and what stands in it but cannot be read.

    `attached` are the questions for files that the form says are enclosed.
    """

    answers: Mapping[str, Value]
    faults: tuple[Fault, ...] = ()
    attached: tuple[str, ...] = ()


def read_blank(blank: Blank, data: bytes, flow: Flow, today: date, *, untrusted: bool = False) -> ReadBlank:
    """Read the answers from `data`, a filling of `blank`. Raises `PdfError` for what is no such form.

    An `untrusted` file is opened in a process of its own, with limits on time and memory.
    """
    values = _guarded(blank, data) if untrusted else _values(blank, data)
    return read_values(blank, values, flow, today)


def read_values(blank: Blank, values: Mapping[str, FieldValue], flow: Flow, today: date) -> ReadBlank:
    """The answers that the fields of a filling of `blank` hold."""
    return _Reader(blank, flow, values, Context(today)).read()


def _values(blank: Blank, data: bytes) -> Mapping[str, FieldValue]:
    from wizard.pdf import Foreign, read, read_increment  # noqa: PLC0415  heavy

    try:
        return read_increment(data, blank.template)
    except Foreign:
        return read(data)


def _guarded(blank: Blank, data: bytes) -> Mapping[str, FieldValue]:
    from wizard.pdf import shared_guard  # noqa: PLC0415  heavy

    return shared_guard().read(data, template=blank.pdf).values


@dataclass(slots=True)
class _Reader:
    blank: Blank
    flow: Flow
    values: Mapping[str, FieldValue]
    ctx: Context
    faults: list[Fault] = field(default_factory=list)

    def read(self) -> ReadBlank:
        found: dict[str, Value] = {}
        for name, value in (*self._fields(), *self._ticks(), *self._hours(), *self._tables()):
            if name not in found:
                found[name] = value
        ordered = {name: found[name] for name in self.flow.questions if name in found}
        return ReadBlank(ordered, tuple(self.faults), tuple(self._attached()))

    def _attached(self) -> Iterator[str]:
        for question_id, name in self.blank.map.attached.items():
            if self._is_ticked(name):
                yield question_id

    def _is_ticked(self, name: str) -> bool:
        return self.values.get(name) not in (False, None, "", "Off")

    def _text(self, name: str) -> str:
        """The text of a field, from the continuation sheet where it moved there."""
        value = self.values.get(f"{MORE}.{name}", self.values.get(name, ""))
        return value if isinstance(value, str) else ""

    def _fields(self) -> Iterator[tuple[str, Value]]:
        for name, entry in self.blank.map.fields.items():
            if entry.options is not None:
                states = {state: key for key, state in entry.options.items()}
                if (value := self.values.get(name)) in states:
                    yield entry.answer, states[str(value)]
            elif text := self._text(name):
                yield from self._read(self.flow.questions[entry.answer], text)

    def _read(
        self, question: Question, text: str, row: int | None = None, table: str = ""
    ) -> Iterator[tuple[str, Value]]:
        checked = read_answer(question, text, self.ctx)
        if checked.faults:
            column = question.id if row is not None else None
            self.faults += [
                Fault(table or question.id, fault.reason, row, column) for fault in checked.faults
            ]
        else:
            yield question.id, checked.value

    def _ticks(self) -> Iterator[tuple[str, Value]]:
        for question_id, boxes in self.blank.map.ticks.items():
            chosen = [option for option, name in boxes.items() if self._is_ticked(name)]
            if chosen and self.flow.questions[question_id].type_name == "multichoice":
                yield question_id, chosen
            elif len(chosen) == 1:
                yield question_id, chosen[0]
            elif chosen:
                reason = msg("More than one box is ticked, and only one answer is possible.")
                self.faults.append(Fault(question_id, reason))

    def _hours(self) -> Iterator[tuple[str, Value]]:
        span = make("timespan")
        for question_id, names in self.blank.map.hours.items():
            days: dict[str, Any] = {}
            for day in DAYS:
                for piece in filter(None, (p.strip() for p in self._text(names[day]).split(","))):
                    reading = span.read(piece, self.ctx)
                    if reading.status is Status.ACCEPTED:
                        days.setdefault(day, []).append(reading.value)
                    elif reading.reason is not None:
                        self.faults.append(Fault(question_id, reading.reason))
            if days:
                yield question_id, days

    def _tables(self) -> Iterator[tuple[str, Value]]:
        for question_id, table_map in self.blank.map.tables.items():
            rows = list(self._rows(self.flow.questions[question_id], table_map))
            if rows:
                yield question_id, rows

    def _rows(self, table: Question, table_map: TableMap) -> Iterator[dict[str, Value]]:
        number = 0
        while True:
            number += 1
            texts = {
                c.id: self._text(row_field(table_map.columns[c.id], number))
                for c in table.columns
                if c.id in table_map.columns
            }
            if not any(texts.values()):
                if number >= table_map.rows:
                    return
                continue
            cells = (self._read(c, texts[c.id], number, table.id) for c in table.columns if texts.get(c.id))
            yield {name: value for pairs in cells for name, value in pairs}
