"""Answers as values: checked against their question, and made fit for conditions.

Three forms of one answer exist. As it comes: anything a file or a door hands over. Canonical: what is stored
(product.md section 13). Evaluable: what conditions see, a bool for yes/no, a date for a date, rows of such for
a table. Two canonical values are common to all questions: `?` for "I do not know" and `-` for "does not
apply", each where the question allows it; a third, the empty text, says that an optional question was left
empty on purpose.

Rows of a table have lasting names under the key `_row`, so that reordering and deleting others does not
confuse them. Rows that come without get the first free of r1, r2, …
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wizard.flow.expr import NOT_APPLICABLE as NOT_APPLICABLE_VALUE
from wizard.flow.expr import UNKNOWN
from wizard.flow.model import Question
from wizard.flow.problems import did_you_mean
from wizard.i18n import Message, msg
from wizard.values import special
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE, Context, Status, Value

__all__ = [
    "BLANK",
    "ROW",
    "Checked",
    "Fault",
    "check",
    "evaluable",
    "read",
    "with_row_names",
    "without_row_names",
]

BLANK: Final = ""
"""The canonical value of an optional question that was left empty on purpose."""

ROW: Final = "_row"
"""The key that holds a row's lasting name."""

MAX_ROWS: Final = 2_000
MAX_FILES: Final = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer cannot be used. `row` (from 1) and `column` say where in a table."""

    question: str
    reason: Message
    row: int | None = None
    column: str | None = None
    inner: str = ""
    """Where in a table within the row: `[1].name`."""

    @property
    def address(self) -> str:
        """`unit.postcode`, or `staff[2].fte` for the second row of a table."""
        if self.row is None:
            return self.question
        return f"{self.question}[{self.row}]" + (f".{self.column}" if self.column else "") + self.inner


@dataclass(frozen=True, slots=True)
class Checked:
    """A canonical value, or the faults that stand in its way."""

    value: Value = BLANK
    faults: tuple[Fault, ...] = ()


def check(question: Question, value: object, ctx: Context) -> Checked:
    """Check `value` for `question`; total."""
    if value == DONT_KNOW and isinstance(value, str):
        return _allowed(
            question,
            DONT_KNOW,
            question.allows_unknown,
            msg("This has to be answered; “I do not know” is not enough here."),
        )
    if value == NOT_APPLICABLE and isinstance(value, str):
        return _allowed(
            question,
            NOT_APPLICABLE,
            question.allows_not_applicable,
            msg("This always applies, so it has to be answered."),
        )
    if (value == BLANK and isinstance(value, str)) or (question.is_attachment and value in ([], ())):
        # No file at all is a number of files: rules that count them are decided by it.
        blank: Value = [] if question.is_attachment else BLANK
        return _allowed(question, blank, not question.required, msg("This has to be answered."))
    if question.is_table:
        return _check_rows(question, value, ctx)
    if question.is_attachment:
        return _check_files(question, value, ctx)
    return _check_scalar(question, value, ctx)


def read(question: Question, text: str, ctx: Context) -> Checked:
    """Read what a person typed, or what stands on a form, for a question that is no table and no file; total."""
    meant = special(text)
    if meant is not None or not text.strip():
        return check(question, meant or BLANK, ctx)
    if question.type is None:
        return Checked(faults=(Fault(question.id, msg("This cannot be read as an answer.")),))
    reading = question.type.read(text, ctx)
    if reading.status is Status.ACCEPTED and reading.value is not None:
        return Checked(reading.value)
    return Checked(faults=(Fault(question.id, reading.reason or msg("This cannot be read as an answer.")),))


def _allowed(question: Question, value: Value, is_allowed: bool, reason: Message) -> Checked:  # noqa: FBT001  one private helper
    return Checked(value) if is_allowed else Checked(faults=(Fault(question.id, reason),))


def _check_scalar(question: Question, value: object, ctx: Context) -> Checked:
    if question.type is None:
        return Checked(faults=(Fault(question.id, msg("This question has no type.")),))
    reading = question.type.check(value, ctx)
    if reading.status is Status.ACCEPTED and reading.value is not None:
        return Checked(reading.value)
    if reading.status is Status.DONT_KNOW:
        return check(question, DONT_KNOW, ctx)
    reason = reading.reason or msg("This cannot be read as an answer.")
    return Checked(faults=(Fault(question.id, reason),))


def _check_files(question: Question, value: object, ctx: Context) -> Checked:
    files = value if isinstance(value, list | tuple) else [value]
    if len(files) > (MAX_FILES if question.many else 1):
        return Checked(faults=(Fault(question.id, msg("Only one file can be attached here.")),))
    checked = [_check_scalar(question, file, ctx) for file in files]
    faults = tuple(fault for c in checked for fault in c.faults)
    return Checked(faults=faults) if faults else Checked([c.value for c in checked])


def _check_rows(question: Question, value: object, ctx: Context) -> Checked:
    if not isinstance(value, list | tuple):
        return Checked(faults=(Fault(question.id, msg("This is a table: a list of rows is needed.")),))
    if len(value) > min(question.max_rows or MAX_ROWS, MAX_ROWS):
        limit = min(question.max_rows or MAX_ROWS, MAX_ROWS)
        return Checked(
            faults=(
                Fault(
                    question.id,
                    msg("There are {n} rows; there is room for {limit}.", n=len(value), limit=limit),
                ),
            )
        )
    rows: list[Value] = []
    faults: list[Fault] = []
    for number, row in enumerate(value, start=1):
        checked = dict(_check_cells(question, row, number, ctx, faults))
        rows.append(checked)
    return Checked(faults=tuple(faults)) if faults else Checked(with_row_names(rows))


def _check_cells(
    question: Question, row: object, number: int, ctx: Context, faults: list[Fault]
) -> Iterator[tuple[str, Value]]:
    if not isinstance(row, Mapping):
        faults.append(Fault(question.id, msg("A row is a list of columns with values."), number))
        return
    for key, cell in row.items():
        if key == ROW and isinstance(cell, str):
            yield ROW, cell
            continue
        column = question.column(key) if isinstance(key, str) else None
        if column is None:
            reason = msg("There is no column {name}.", name=str(key))
            hint = did_you_mean(str(key), [c.id for c in question.columns])
            faults.append(
                Fault(
                    question.id,
                    msg("{what} {hint}", what=reason, hint=hint) if hint else reason,
                    number,
                    str(key),
                )
            )
            continue
        checked = check(column, cell, ctx)
        faults += [
            Fault(question.id, fault.reason, number, column.id, fault.address.removeprefix(column.id))
            for fault in checked.faults
        ]
        if not checked.faults:
            yield column.id, checked.value


def with_row_names(rows: Sequence[Value]) -> list[Value]:
    """`rows` with a lasting name in each; names that stand twice are given anew."""
    taken: set[str] = set()
    named: list[Value] = []
    for row in rows:
        own = row.get(ROW) if isinstance(row, Mapping) else None
        fresh = (f"r{n}" for n in range(1, 2 * len(rows) + 2))
        held = {r[ROW] for r in rows if isinstance(r, Mapping) and ROW in r}
        name = (
            own
            if isinstance(own, str) and own not in taken
            else next(n for n in fresh if n not in taken and n not in held)
        )
        taken.add(name)
        named.append(
            {ROW: name, **{k: v for k, v in row.items() if k != ROW}} if isinstance(row, Mapping) else row
        )
    return named


def without_row_names(value: Value) -> Value:
    """`value` as it stands in files: rows, and rows within rows, without their lasting names."""
    if not isinstance(value, list | tuple):
        return value
    return [
        {k: without_row_names(v) for k, v in row.items() if k != ROW} if isinstance(row, Mapping) else row
        for row in value
    ]


def evaluable(question: Question, value: Value) -> Any:
    """What conditions see of a canonical `value` of a question that is not a table."""
    if value in (DONT_KNOW, BLANK):
        return UNKNOWN
    if value == NOT_APPLICABLE:
        return NOT_APPLICABLE_VALUE
    match question.type_name:
        case "yesno":
            return value == "yes"
        case "date":
            return date.fromisoformat(str(value))
        case "multichoice":
            return frozenset(value) if isinstance(value, list | tuple) else UNKNOWN
        case _:
            return UNKNOWN if isinstance(value, float) and math.isnan(value) else value
