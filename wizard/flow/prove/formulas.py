"""Expressions as formulas: the third reader of the tree.

A three-valued expression becomes two formulas, "is true" and "is false"; where neither holds it is unknown. A
number becomes bounds and whether they are known, just as the evaluator's intervals. What an expression reads is
given by a `Reading`, so the same translation serves questions and the rows of tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatchmethod
from typing import Any, Final, TypeAlias

import z3

from wizard.flow.expr.nodes import (
    Aggregate,
    Applies,
    Arithmetic,
    Compare,
    Const,
    Expr,
    Junction,
    Kind,
    Member,
    Months,
    Not,
    Ref,
    RowRef,
    Size,
    Today,
    Type,
    WeeklyHours,
)

__all__ = ["Bounds", "Formulas", "Row", "Truths", "Variable"]

Formula: TypeAlias = Any
"""A z3 expression; z3 ships no types."""

DAYS_IN_MONTH: Final = (28, 31)


@dataclass(frozen=True, slots=True)
class Truths:
    """A three-valued truth: when it is true, and when it is false."""

    true: Formula
    false: Formula


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number (or day, counted from year 1): `low` <= it <= `high`, where `known`; `high` counts if `closed`."""

    known: Formula
    low: Formula
    high: Formula
    closed: Formula


@dataclass(frozen=True, slots=True)
class Variable:
    """What the solver may choose for a question or a cell.

    `definite`: it is on the route and has a real answer. `not_applicable`: it is on the route and was answered
    "does not apply". `value` is a z3 term, or for several choices a truth for each option.
    """

    type: Type
    definite: Formula
    not_applicable: Formula
    value: Any = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A possible row of a table: whether it is there, and its cells."""

    there: Formula
    cells: Mapping[str, Variable]


@dataclass
class Formulas:
    """Translates expressions. `question` gives the variable of a question."""

    question: Callable[[str], Variable]
    words: Callable[[str], Formula]
    today: date
    side: list[Formula]
    """Conditions that hold besides, such as how long a month is."""
    literals: set[str] = field(default_factory=set)
    """The words that texts are compared with."""

    def truths(self, node: Expr, rows: Mapping[str, Row] | None = None) -> Truths:
        """The truth of an expression."""
        result = self._of(node, rows or {})
        assert isinstance(result, Truths)  # noqa: S101  the parser has typed the tree
        return result

    @singledispatchmethod
    def _of(self, node: Expr, _rows: Mapping[str, Row]) -> Any:
        raise TypeError(type(node))

    @_of.register
    def _(self, node: Const, _rows: Mapping[str, Row]) -> Any:
        if node.type.kind is Kind.TRUTH:
            return Truths(z3.BoolVal(bool(node.value)), z3.BoolVal(not node.value))
        if isinstance(node.value, date):
            return _exactly(z3.IntVal(node.value.toordinal()))
        if isinstance(node.value, str):
            return node.value
        return _exactly(_number(node.value))

    @_of.register
    def _(self, _node: Today, _rows: Mapping[str, Row]) -> Any:
        return _exactly(z3.IntVal(self.today.toordinal()))

    @_of.register
    def _(self, node: Ref, _rows: Mapping[str, Row]) -> Any:
        return _read(self.question(node.name))

    @_of.register
    def _(self, node: RowRef, rows: Mapping[str, Row]) -> Any:
        return _read(rows[node.row].cells[node.column])

    @_of.register
    def _(self, node: Not, rows: Mapping[str, Row]) -> Any:
        inner = self._of(node.operand, rows)
        return Truths(inner.false, inner.true)

    @_of.register
    def _(self, node: Junction, rows: Mapping[str, Row]) -> Any:
        parts = [self._of(part, rows) for part in node.operands]
        if node.is_all:
            return Truths(z3.And([p.true for p in parts]), z3.Or([p.false for p in parts]))
        return Truths(z3.Or([p.true for p in parts]), z3.And([p.false for p in parts]))

    @_of.register
    def _(self, node: Compare, rows: Mapping[str, Row]) -> Any:
        left, right = self._of(node.left, rows), self._of(node.right, rows)
        kind = node.left.type.kind
        if kind is Kind.TRUTH:
            same = _junction(left, right)
            return same if node.op == "==" else Truths(same.false, same.true)
        if kind in (Kind.CHOICE, Kind.TEXT):
            if kind is Kind.TEXT:
                self.literals.update(side for side in (left, right) if isinstance(side, str))
            return self._same_word(node.op, left, right)
        return _compare(node.op, left, right)

    def _same_word(self, op: str, left: Any, right: Any) -> Truths:
        terms = [self.words(side) if isinstance(side, str) else side.value for side in (left, right)]
        known = z3.And([side.definite for side in (left, right) if isinstance(side, Variable)])
        equal = terms[0] == terms[1]
        return Truths(
            z3.And(known, equal if op == "==" else z3.Not(equal)),
            z3.And(known, z3.Not(equal) if op == "==" else equal),
        )

    @_of.register
    def _(self, node: Member, rows: Mapping[str, Row]) -> Any:
        item, container = self._of(node.item, rows), self._of(node.container, rows)
        if isinstance(item, str):
            chosen = container.value.get(item, z3.BoolVal(False))
            return Truths(z3.And(container.definite, chosen), z3.And(container.definite, z3.Not(chosen)))
        chosen = z3.Or([z3.And(item.value == self.words(o), picked) for o, picked in container.value.items()])
        known = z3.And(item.definite, container.definite)
        return Truths(z3.And(known, chosen), z3.And(known, z3.Not(chosen)))

    @_of.register
    def _(self, node: Arithmetic, rows: Mapping[str, Row]) -> Any:
        left = self._of(node.left, rows)
        if isinstance(node.right, Months):
            return self._months_later(left, node.right.count if node.op == "+" else -node.right.count)
        return _calculate(node.op, left, self._of(node.right, rows))

    def _months_later(self, day: Bounds, months: int) -> Bounds:
        """Exact for a fixed day; for any other, some day that many months away may be."""
        if z3.is_int_value(day.low):
            from wizard.flow.expr.evaluate import add_months  # noqa: PLC0415  the evaluator's own reckoning

            moved = add_months(date.fromordinal(day.low.as_long()), months)
            return _exactly(z3.IntVal(moved.toordinal())) if isinstance(moved, date) else _unknown()
        there = z3.FreshInt("months")
        least, most = sorted((DAYS_IN_MONTH[0] * months, DAYS_IN_MONTH[1] * months))
        self.side.append(z3.And(there - day.low >= least, there - day.low <= most))
        return Bounds(day.known, there, there, day.closed)

    @_of.register
    def _(self, node: Applies, rows: Mapping[str, Row]) -> Any:
        variable = self._table(node.ref, rows)
        return Truths(variable.definite, variable.not_applicable)

    @_of.register
    def _(self, node: Size, rows: Mapping[str, Row]) -> Any:
        variable = self._of(node.operand, rows)
        if variable.type.kind is Kind.ROWS and not variable.rows:
            return Bounds(variable.definite, variable.value, variable.value, z3.BoolVal(True))
        things = [row.there for row in variable.rows] or list(
            (variable.value if variable.value is not None else {}).values()
        )
        total = z3.Sum([z3.If(thing, 1, 0) for thing in things]) if things else z3.IntVal(0)
        return Bounds(variable.definite, total, total, z3.BoolVal(True))

    @_of.register
    def _(self, node: WeeklyHours, rows: Mapping[str, Row]) -> Any:
        variable = self._of(node.operand, rows)
        return Bounds(variable.definite, variable.value, variable.value, z3.BoolVal(True))

    def _table(self, ref: Ref | RowRef, rows: Mapping[str, Row]) -> Variable:
        return self.question(ref.name) if isinstance(ref, Ref) else rows[ref.row].cells[ref.column]

    @_of.register
    def _(self, node: Aggregate, rows: Mapping[str, Row]) -> Any:
        table = self._table(node.table, rows)
        taken: list[tuple[Formula, Truths, Any]] = []
        for row in table.rows:
            inside = {**rows, node.row: row}
            where = (
                Truths(z3.BoolVal(True), z3.BoolVal(False))
                if node.where is None
                else self._of(node.where, inside)
            )
            taken.append((row.there, where, self._of(node.body, inside)))
        return _AGGREGATES[node.function](table.definite, taken, node.body.type)


def _read(variable: Variable) -> Any:
    """What an expression sees of a variable."""
    match variable.type.kind:
        case Kind.TRUTH:
            return Truths(
                z3.And(variable.definite, variable.value), z3.And(variable.definite, z3.Not(variable.value))
            )
        case Kind.NUMBER | Kind.DATE | Kind.DAYS:
            return Bounds(variable.definite, variable.value, variable.value, z3.BoolVal(True))
        case _:
            return variable


def _number(value: float) -> Formula:
    return z3.RealVal(str(value))


def _exactly(term: Formula) -> Bounds:
    return Bounds(z3.BoolVal(True), term, term, z3.BoolVal(True))


def _unknown() -> Bounds:
    return Bounds(z3.BoolVal(False), z3.IntVal(0), z3.IntVal(0), z3.BoolVal(True))


def _junction(left: Truths, right: Truths) -> Truths:
    """Whether two truths are the same."""
    both = z3.Or(z3.And(left.true, right.true), z3.And(left.false, right.false))
    apart = z3.Or(z3.And(left.true, right.false), z3.And(left.false, right.true))
    return Truths(both, apart)


def _compare(op: str, a: Bounds, b: Bounds) -> Truths:
    known = z3.And(a.known, b.known)
    match op:
        case "<":
            return Truths(z3.And(known, a.closed, a.high < b.low), z3.And(known, b.closed, a.low >= b.high))
        case "<=":
            return Truths(z3.And(known, a.closed, a.high <= b.low), z3.And(known, b.closed, a.low > b.high))
        case ">" | ">=":
            return _compare("<" if op == ">" else "<=", b, a)
        case _:
            fixed = z3.And(a.closed, b.closed, a.low == a.high, b.low == b.high)
            equal = z3.And(known, fixed, a.low == b.low)
            apart = z3.And(known, z3.Or(z3.And(a.closed, a.high < b.low), z3.And(b.closed, b.high < a.low)))
            return Truths(equal, apart) if op == "==" else Truths(apart, equal)


def _calculate(op: str, a: Bounds, b: Bounds) -> Bounds:
    known, closed = z3.And(a.known, b.known), z3.And(a.closed, b.closed)
    match op:
        case "+":
            return Bounds(known, a.low + b.low, a.high + b.high, closed)
        case "-":
            # With an open end on the right, nothing bounds the difference from below.
            return Bounds(z3.And(known, b.closed), a.low - b.high, a.high - b.low, closed)
        case "*":
            ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            return Bounds(known, _least(ends), _greatest(ends), closed)
        case _:
            ends = [x / y for x in (a.low, a.high) for y in (b.low, b.high)]
            apart = z3.Or(b.low > 0, b.high < 0)
            return Bounds(z3.And(known, closed, apart), _least(ends), _greatest(ends), closed)


def _least(terms: Sequence[Formula]) -> Formula:
    found = terms[0]
    for term in terms[1:]:
        found = z3.If(term < found, term, found)
    return found


def _greatest(terms: Sequence[Formula]) -> Formula:
    found = terms[0]
    for term in terms[1:]:
        found = z3.If(term > found, term, found)
    return found


Taken: TypeAlias = list[tuple[Formula, Truths, Any]]


def _any(known: Formula, taken: Taken, _type: Type) -> Truths:
    true = z3.And(known, z3.Or([z3.And(there, where.true, body.true) for there, where, body in taken]))
    false = z3.And(
        known, z3.And([z3.Or(z3.Not(there), where.false, body.false) for there, where, body in taken])
    )
    return Truths(true, false)


def _all(known: Formula, taken: Taken, _type: Type) -> Truths:
    true = z3.And(
        known, z3.And([z3.Or(z3.Not(there), where.false, body.true) for there, where, body in taken])
    )
    false = z3.And(known, z3.Or([z3.And(there, where.true, body.false) for there, where, body in taken]))
    return Truths(true, false)


def _count(known: Formula, taken: Taken, _type: Type) -> Bounds:
    sure = [z3.If(z3.And(there, where.true, body.true), 1, 0) for there, where, body in taken]
    possible = [
        z3.If(z3.And(there, z3.Not(where.false), z3.Not(body.false)), 1, 0) for there, where, body in taken
    ]
    return Bounds(known, z3.Sum(sure), z3.Sum(possible), z3.BoolVal(True))


def _sum(known: Formula, taken: Taken, body_type: Type) -> Bounds:
    low, high, closed = [z3.RealVal(0)], [z3.RealVal(0)], [z3.BoolVal(True)]
    for there, where, body in taken:
        counts = z3.And(there, z3.Not(where.false))
        least = z3.If(body.known, body.low, _number(max(body_type.low, -1e9)))
        surely = z3.And(there, where.true)
        low.append(z3.If(counts, z3.If(surely, least, z3.If(least < 0, least, 0)), 0))
        high.append(
            z3.If(z3.And(counts, body.known), z3.If(surely, body.high, z3.If(body.high > 0, body.high, 0)), 0)
        )
        closed.append(z3.Implies(counts, z3.And(body.known, body.closed)))
    return Bounds(known, z3.Sum(low), z3.Sum(high), z3.And(closed))


def _extreme(pick: Callable[[Sequence[Formula]], Formula]) -> Callable[[Formula, Taken, Type], Bounds]:
    def extreme(known: Formula, taken: Taken, _type: Type) -> Bounds:
        decided = [
            z3.Or(z3.Not(there), where.false, z3.And(where.true, body.known)) for there, where, body in taken
        ]
        found, some = z3.RealVal(0), z3.BoolVal(False)
        for there, where, body in taken:
            counts = z3.And(there, where.true)
            found = z3.If(counts, z3.If(some, pick([found, body.low]), body.low), found)
            some = z3.Or(some, counts)
        return Bounds(z3.And(known, some, *decided), found, found, z3.BoolVal(True))

    return extreme


_AGGREGATES: Final[dict[str, Callable[[Formula, Taken, Type], Any]]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
    "min": _extreme(_least),
    "max": _extreme(_greatest),
}
