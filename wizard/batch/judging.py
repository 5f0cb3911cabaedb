"""From a unit to an interview, its faults with their places, and its assessment: the engine's words for a row.

Nothing here knows a rule. A cell is read by its question's type, answers of an earlier version are carried over by
the flow's own migrations, and what is missing or does not hold is what `assess` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, Final

from wizard.batch.cells import ColumnReader, advice, as_text, in_words, is_special
from wizard.batch.columns import Columns
from wizard.batch.faults import Fault, Kind
from wizard.batch.layout import CLIENT
from wizard.batch.units import PLACE, Unit, bare
from wizard.flow.answers import Checked, check
from wizard.flow.answers import Fault as AnswerFault
from wizard.flow.document import cite
from wizard.flow.interview import EmptyCell, Interview
from wizard.flow.migrate import former_ids, migrate
from wizard.flow.model import Flow, Question, SourceRef
from wizard.flow.source import MigrationSource
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.rules import Assessment, Outcome, Rulings, assess
from wizard.values import Context

__all__ = ["Judge", "Judged", "Places", "Read"]

Places = Mapping[str, Mapping[str, int]]
"""The column of each key, by sheet."""

_NAMED: Final = 5
"""How many headings that a file lacks are named."""
_TOGETHER: Final = 50
"""How many units are read by their columns at a time; with more, they are out of the processor's reach again."""
_ADDRESS: Final = re.compile(r"[^\[]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit judged: its interview, what stands in its way, and what the rules say."""

    interview: Interview
    assessment: Assessment
    faults: tuple[Fault, ...]
    is_sound: bool
    """Whether all of it could be read."""


@dataclass(slots=True)
class Read:
    """What stands in a unit: the answers as they came and as they were read, and the cells that cannot be.

    `names` and `values` are those of cells that were read by their columns, bare, None where one is not sound;
    `others` are all the others.
    """

    unit: Unit
    by_name: dict[str, Any] | None = None
    """The answers as they came, where they are not the unit's cells alone."""
    names: Sequence[str] = ()
    values: Sequence[Any] = ()
    others: dict[str, Checked] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def given(self) -> Mapping[str, Any]:
        """The answers as they came."""
        return self.unit.cells if self.by_name is None else self.by_name

    @property
    def checked(self) -> dict[str, Checked]:
        """Every answer, as an interview takes them."""
        return {
            name: Checked(value)
            for name, value in zip(self.names, self.values, strict=True)
            if value is not None
        } | self.others


@dataclass
class Judge:
    """Judges the units of one batch. `since` is the version of the flow that its template was made from."""

    flow: Flow
    today: date
    tr: Translator
    places: Places
    since: str = ""
    migrations: Sequence[MigrationSource] = ()
    _cited: dict[str, str] = field(default_factory=dict)
    _told: dict[tuple[Message, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ctx = Context(self.today)
        self._columns = Columns(self.flow, self.ctx)
        self._rulings = Rulings(self.flow, self.today)
        self._former = former_ids(self.migrations)

    def judge(self, unit: Unit) -> Judged:
        """All that is to be said of a unit; total."""
        return self._judged(unit, self.read(unit))

    def judge_all(self, units: Iterable[Unit]) -> Iterator[tuple[Unit, Judged]]:
        """Each unit, and all that is to be said of it, as `judge` says it; total."""
        for unit, read in self.read_all(units):
            yield unit, self._judged(unit, read)

    def _judged(self, unit: Unit, read: Read) -> Judged:
        interview = Interview.of(self.flow, self.today, read.given, read.checked)
        assessment = assess(interview, rulings=self._rulings)
        is_sound = not read.faults and not unit.refused
        faults = [*read.faults, *self._missing(assessment, unit)]
        if is_sound:
            faults += self._rules(assessment, unit)
        return Judged(interview, assessment, tuple(faults), is_sound)

    def read(self, unit: Unit) -> Read:
        """The answers of a unit, and the cells that cannot be read; total."""
        given: dict[str, Any] = {}
        read = Read(unit, given)
        self._read_answers(self._given(unit), unit, given, read)
        return read

    def read_all(self, units: Iterable[Unit]) -> Iterator[tuple[Unit, Read]]:
        """Each unit, and what `read` finds in it; read by columns, some units at a time, which is faster."""
        waiting = iter(units)
        while chunk := list(islice(waiting, _TOGETHER)):
            yield from zip(chunk, self._read_together(chunk), strict=True)

    # Reading -------------------------------------------------------------------------------------------

    def _read_together(self, units: Sequence[Unit]) -> Iterator[Read]:
        """What `read` finds in each of some units; by columns, where each of them is one of a question."""
        ordinary = not any(map(self._is_former, units))
        found = self._columns.read(units) if ordinary else None
        if found is None:
            yield from map(self.read, units)
            return
        for unit, (names, values, faulty) in zip(units, found, strict=True):
            read = Read(unit, None, names, values, faulty)
            for name, checked in faulty.items():
                self._tell(read, self.flow.questions[name], checked, unit)
            if unit.tables or unit.files:
                read.by_name = given = dict(unit.cells)
                self._read_answers({**unit.tables, **unit.files}, unit, given, read)
            yield read

    def _read_answers(
        self, answers: Mapping[str, Any], unit: Unit, given: dict[str, Any], read: Read
    ) -> None:
        """Read answers of a unit one after the other."""
        for name, value in answers.items():
            reader = self._columns.reader(name)
            if reader is None:
                found = self._read_other(self.flow.questions.get(name), name, value, unit, read.faults)
                if found is not None:
                    given[name], read.others[name] = value, found
                continue
            given[name], read.others[name] = value, reader.read(value)
            self._tell(read, reader.question, read.others[name], unit)

    def _tell(self, read: Read, question: Question, checked: Checked, unit: Unit) -> None:
        """Note the faults of an answer, at their cells."""
        if not checked.faults:
            return
        value = read.given[question.id]
        read.faults += [self._refused(fault, question, value, unit) for fault in checked.faults]

    def _is_former(self, unit: Unit) -> bool:
        """Whether the answers of a unit were given under another version of the flow."""
        since = unit.since or self.since
        return bool(since) and since != self.flow.version

    def _given(self, unit: Unit) -> dict[str, Any]:
        """The answers as they came, by the question they are for in this version."""
        given: dict[str, Any] = {**unit.cells, **unit.tables, **unit.files}
        if self._is_former(unit):
            since = unit.since or self.since
            return dict(migrate(given, since, self.flow.version, self.migrations).answers)
        return given

    def _read_other(
        self, table: Question | None, name: str, value: Any, unit: Unit, faults: list[Fault]
    ) -> Checked | None:
        """A table; or a name that is no question, which is told unless it was one in an earlier version."""
        if table is not None:
            checked, found = self._read_rows(table, value, unit)
            faults += found
            return checked
        if name.partition("@")[0] not in self._former:
            faults.append(
                self._fault(unit, "unknown-name", name, msg("There is no question {name}.", name=name))
            )
        return None

    def _read_rows(self, table: Question, value: Any, unit: Unit) -> tuple[Checked, list[Fault]]:
        """A table: cells that only a spreadsheet knows are told first, the rest is the engine's to check."""
        odd: list[Fault] = []
        rows = value
        if isinstance(value, list | tuple):
            rows = [
                self._without_odd_cells(table, row, number, unit, odd) for number, row in enumerate(value, 1)
            ]
        checked = check(table, bare(rows), self.ctx)
        faults = odd + [self._refused(fault, table, value, unit) for fault in checked.faults]
        if odd and not checked.faults:
            checked = Checked(faults=(AnswerFault(table.id, msg("This cannot be read as an answer.")),))
        return checked, faults

    def _without_odd_cells(self, table: Question, row: Any, number: int, unit: Unit, odd: list[Fault]) -> Any:
        if not isinstance(row, Mapping):
            return row
        kept: dict[str, Any] = {}
        for name, cell in row.items():
            column = table.column(name)
            if column is not None and column.is_table and isinstance(cell, list):
                kept[name] = [self._without_odd_cells(column, inner, number, unit, odd) for inner in cell]
                continue
            if column is None or not is_special(cell):
                kept[name] = in_words(cell)
                continue
            read = ColumnReader(column, self.ctx).read(cell)
            if not read.faults:
                kept[name] = read.value
                continue
            where = row.get(PLACE) or [unit.sheet, unit.row]
            odd.append(self._at(where, column, name, cell, read.faults[0].reason, unit))
        return kept

    # Telling -------------------------------------------------------------------------------------------

    def _refused(self, fault: AnswerFault, question: Question, value: Any, unit: Unit) -> Fault:
        """An answer that cannot be used, at its cell."""
        if fault.row is None:
            return self._at([unit.sheet, unit.row], question, question.id, value, fault.reason, unit)
        row, column = _cell_of(value, fault, question)
        where = row.get(PLACE) or [unit.sheet, unit.row]
        if column is None:
            return self._at(where, question, fault.column or "", "", fault.reason, unit)
        return self._at(where, column, column.id, row.get(column.id, ""), fault.reason, unit)

    def _at(  # noqa: PLR0913, PLR0917  all that is said of a cell
        self, where: Sequence[Any], question: Question, key: str, value: Any, reason: Message, unit: Unit
    ) -> Fault:
        sheet, row = where
        meant = advice(question, value, self.ctx)
        return Fault(
            Kind.WRONG,
            "value",
            sheet,
            row,
            self._column(sheet, key),
            self.tr(question.label),
            "" if question.is_table else as_text(value)[:200],
            self.tr(reason),
            self._source(question.sources, question.id),
            self.tr(msg("Perhaps: {value}.", value=question.type.show(meant, self.tr)))
            if meant is not None and question.type is not None
            else "",
            unit.client,
        )

    def _missing(self, assessment: Assessment, unit: Unit) -> Iterator[Fault]:
        """The cells that wait for an answer; answers that the file has no column for are told together."""
        without: list[Message] = []
        for missing in assessment.missing:
            if missing.question.id in unit.refused:
                continue  # told already, at the same cell
            sheet, row, key = self._place_of(missing.question, missing.cell, unit)
            if self.places and key not in self.places.get(sheet, {}) and not missing.question.is_table:
                without.append(missing.label)
                continue
            what = self.tr(msg("This has to be answered."))
            source = self._source(missing.question.sources, missing.question.id)
            column, label = self._column(sheet, key), self.tr(missing.label)
            yield Fault(Kind.MISSING, "missing", sheet, row, column, label, "", what, source, "", unit.client)
        if without:
            what = self._without_columns(tuple(without))
            column = self._column(unit.sheet, CLIENT)
            yield Fault(
                Kind.MISSING, "no-column", unit.sheet, unit.row, column, "", "", what, "", "", unit.client
            )

    def _without_columns(self, labels: tuple[Message, ...]) -> str:
        if labels not in self._told:
            first = labels[:_NAMED]
            rest = len(labels) - len(first)
            names = (
                msg("{names} and {count} more", names=first, count=rest)
                if rest
                else msg("{names}", names=first)
            )
            self._told[labels] = self.tr(
                nmsg(
                    "One needed answer has no column in the file: {names}.",
                    "{count} needed answers have no column in the file: {names}.",
                    len(labels),
                    names=names,
                )
            )
        return self._told[labels]

    def _place_of(self, question: Question, cell: EmptyCell | None, unit: Unit) -> tuple[str, int, str]:
        """The cell that waits for an answer."""
        rows: Any = unit.tables.get(question.id)
        found, key = (unit.sheet, unit.row), question.id
        while cell is not None and isinstance(rows, list) and cell.row <= len(rows):
            row = rows[cell.row - 1]
            if not isinstance(row, Mapping):
                break
            found, key = tuple(row.get(PLACE) or found), cell.column.id
            rows, cell = row.get(cell.column.id), cell.inner
        return (*found, key)

    def _rules(self, assessment: Assessment, unit: Unit) -> Iterator[Fault]:
        if assessment.exit is not None:
            words = msg("{title} {text}", title=assessment.exit.title, text=assessment.exit.text)
            yield self._rule(unit, assessment.exit.id, "", words, assessment.exit.sources, None)
        missing = {each.question.id for each in assessment.missing}
        for verdict in assessment.blockers:
            rule = verdict.rule
            waiting = [match[0] for each in verdict.waiting_for if (match := _ADDRESS.match(each))]
            if verdict.outcome is Outcome.UNDECIDED and missing.issuperset(waiting):
                continue  # it waits for answers that are told to be missing
            names = [*rule.about, *waiting]
            places = self.places.get(unit.sheet, {})
            key = next((name for name in names if name in places), "")
            what = rule.text
            if verdict.outcome is Outcome.UNDECIDED:
                what = msg("Not decided yet: {what}", what=rule.text)
            yield self._rule(unit, rule.id, key, what, rule.sources, rule.fix)

    def _rule(  # noqa: PLR0913, PLR0917  all that is said of a rule
        self,
        unit: Unit,
        code: str,
        key: str,
        what: Message,
        sources: Sequence[SourceRef],
        fix: Message | None,
    ) -> Fault:
        question = self.flow.questions.get(key)
        return Fault(
            Kind.RULE,
            code,
            unit.sheet,
            unit.row,
            self._column(unit.sheet, key),
            self.tr(question.label) if question is not None else "",
            "",
            self.tr(what),
            self._source(sources, code),
            self.tr(fix) if fix is not None else "",
            unit.client,
        )

    def _fault(self, unit: Unit, code: str, key: str, what: Message) -> Fault:
        column = self._column(unit.sheet, key)
        return Fault(
            Kind.WRONG, code, unit.sheet, unit.row, column, key, "", self.tr(what), client=unit.client
        )

    def _column(self, sheet: str, key: str) -> int | None:
        """The column of a key; the client's where the sheet has none for it; None in a file of lines."""
        places = self.places.get(sheet, {})
        return places.get(key, places.get(CLIENT, 0 if places else None))

    def _source(self, sources: Sequence[SourceRef], key: str) -> str:
        if key not in self._cited:
            self._cited[key] = "; ".join(cite(ref, self.tr) for ref in sources)
        return self._cited[key]


def _cell_of(value: Any, fault: AnswerFault, table: Question) -> tuple[Mapping[str, Any], Question | None]:
    """The row and the column that a fault in a table is about, also where the table stands within a row."""
    rows: Any = value
    row: Mapping[str, Any] = {}
    if isinstance(rows, list | tuple) and fault.row is not None and fault.row <= len(rows):
        row = rows[fault.row - 1] if isinstance(rows[fault.row - 1], Mapping) else {}
    column = table.column(fault.column or "")
    inner = re.fullmatch(r"\[(\d+)\](?:\.(\w+))?.*", fault.inner)
    if inner is not None and column is not None:
        within: Any = row.get(column.id)
        number = int(inner[1])
        if isinstance(within, list) and number <= len(within) and isinstance(within[number - 1], Mapping):
            return within[number - 1], column.column(inner[2] or "")
    return row, column
