"""The tree of an expression: what conditions and rules are made of.

A deliberately small language. Every node knows its type, which the parser has checked, so the readers of the
tree (evaluator, dependencies, explanation, solver) need no checks of their own. There are no calls into code,
no loops but those over the rows of an answer, and no way to fail: the worst an expression can be is *unknown*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

__all__ = [
    "Aggregate",
    "Applies",
    "Arithmetic",
    "Compare",
    "Const",
    "Expr",
    "Junction",
    "Kind",
    "Member",
    "Months",
    "Not",
    "Ref",
    "RowRef",
    "Size",
    "Today",
    "Type",
    "WeeklyHours",
]


class Kind(StrEnum):
    """The kinds of value an expression can have."""

    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    DAYS = "days"
    """A span of days; months become days only together with a date."""
    MONTHS = "months"
    CHOICE = "choice"
    SET = "set"
    """Several choices."""
    ROWS = "rows"
    """The rows of a table, or the files of an attachment."""
    HOURS = "hours"
    """Opening hours of a week."""
    OPAQUE = "opaque"
    """A value of which only the presence matters, such as an attachment."""


@dataclass(frozen=True, slots=True)
class Type:
    """A kind, and what it needs to be checked: the options of a choice, the columns of rows.

    `low` is the least number an answer can be: a sum that is partly unknown is then at least what is known.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    columns: Mapping[str, Type] | None = None
    low: float = -math.inf

    def __hash__(self) -> int:
        return hash((self.kind, self.options))

    def __str__(self) -> str:
        return self.kind.value


@dataclass(frozen=True, slots=True)
class Const:
    """A value written out: a number, a word, a date, true or false."""

    value: bool | float | str | date
    type: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """The answer to a question."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class RowRef:
    """A column of the row that an aggregate (or a column's own condition) stands at."""

    row: str
    column: str
    type: Type


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which the expression is evaluated."""

    type: Type


@dataclass(frozen=True, slots=True)
class Not:
    """True where `operand` is false; unknown where it is unknown."""

    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Junction:
    """`and` (`is_all`) or `or` over `operands`; decided as soon as one operand decides it."""

    is_all: bool
    operands: tuple[Expr, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """`left` `op` `right`, with op one of == != < <= > >=."""

    op: str
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Member:
    """Whether a choice is among several: `item in container`."""

    item: Expr
    container: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left` `op` `right`, with op one of + - * /; a division by zero is unknown."""

    op: str
    left: Expr
    right: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Months:
    """A number of months, to be added to a date."""

    count: int
    type: Type


@dataclass(frozen=True, slots=True)
class Applies:
    """False where the question was answered "does not apply", true where it has another answer."""

    ref: Ref | RowRef
    type: Type


@dataclass(frozen=True, slots=True)
class Size:
    """How many: the rows of a table, the choices made, the files attached."""

    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """How many hours a week the opening hours come to."""

    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count`, `sum`, `min`, `max`, `any` or `all` of `body` over the rows of `table` for which `where` holds."""

    function: str
    body: Expr
    row: str
    table: Ref | RowRef
    where: Expr | None
    type: Type


Expr: TypeAlias = (
    Const
    | Ref
    | RowRef
    | Today
    | Not
    | Junction
    | Compare
    | Member
    | Arithmetic
    | Months
    | Applies
    | Size
    | WeeklyHours
    | Aggregate
)
