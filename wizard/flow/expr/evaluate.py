"""Evaluation in three values, after Kleene: true, false, unknown.

What is not known never turns into a definite answer by accident. `false and unknown` is false, `true or
unknown` is true, and everything else that touches the unknown is unknown. Counts and sums that are only partly
known are intervals, so that "at least one of the staff is licensed" is decided by the first who is, however
many rows are still empty.

A tree is compiled once into nested functions of an `Env`; evaluating it never raises and changes nothing
outside the `Env`. What must stay true: making an unknown answer known never turns true into false or back.
"""

from __future__ import annotations

import math
import operator
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import singledispatch
from typing import Any, Final, TypeAlias

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
    WeeklyHours,
)

__all__ = ["NOT_APPLICABLE", "UNKNOWN", "Env", "Evaluator", "Interval", "Row", "Truth", "Unknown", "compiled"]


class Unknown:
    """The third truth value, and the value of every answer that is not there. One instance: `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


class NotApplicable:
    """The value of an answer "does not apply". One instance: `NOT_APPLICABLE`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_APPLICABLE"


UNKNOWN: Final = Unknown()
NOT_APPLICABLE: Final = NotApplicable()

Truth: TypeAlias = bool | Unknown
Row: TypeAlias = Mapping[str, Any]
"""One row of a table: column ids to values, and `_row`, its lasting name."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A number of which only bounds are known."""

    low: float
    high: float


@dataclass(slots=True)
class Env:
    """What an expression sees: the evaluable answers, the day, and the rows it stands in."""

    values: Mapping[str, Any]
    today: date
    rows: dict[str, Row] = field(default_factory=dict)


Evaluator: TypeAlias = Callable[[Env], Any]
"""Returns a bool, number, str, date, timedelta, frozenset, sequence of rows, Interval, or UNKNOWN."""


@singledispatch
def compiled(node: Expr) -> Evaluator:
    """The function that evaluates `node`."""
    raise TypeError(type(node))


@compiled.register
def _(node: Const) -> Evaluator:
    value: Any = timedelta(days=int(node.value)) if node.type.kind == Kind.DAYS else node.value  # type: ignore[arg-type]
    return lambda _env: value


@compiled.register
def _(node: Ref) -> Evaluator:
    name = node.name

    def ref(env: Env) -> Any:
        value = env.values.get(name, UNKNOWN)
        return UNKNOWN if value is NOT_APPLICABLE else value

    return ref


@compiled.register
def _(node: RowRef) -> Evaluator:
    row, column = node.row, node.column

    def row_ref(env: Env) -> Any:
        value = env.rows[row].get(column, UNKNOWN)
        return UNKNOWN if value is NOT_APPLICABLE else value

    return row_ref


@compiled.register
def _(_node: Today) -> Evaluator:
    return lambda env: env.today


@compiled.register
def _(node: Not) -> Evaluator:
    inner = compiled(node.operand)

    def negation(env: Env) -> Any:
        value = inner(env)
        return UNKNOWN if value is UNKNOWN else value is False

    return negation


@compiled.register
def _(node: Junction) -> Evaluator:
    parts = tuple(compiled(part) for part in node.operands)
    decisive = not node.is_all

    def junction(env: Env) -> Any:
        result: Truth = not decisive
        for part in parts:
            value = part(env)
            if value is decisive:
                return decisive
            if value is UNKNOWN:
                result = UNKNOWN
        return result

    return junction


_COMPARE: Final[dict[str, Callable[[Any, Any], Truth]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@compiled.register
def _(node: Compare) -> Evaluator:
    left, right, sign = compiled(node.left), compiled(node.right), node.op
    compare = _COMPARE[sign]

    def comparison(env: Env) -> Any:
        a, b = left(env), right(env)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        if isinstance(a, Interval) or isinstance(b, Interval):
            return _compare_intervals(sign, _interval(a), _interval(b))
        return compare(a, b)

    return comparison


def _interval(value: float | Interval) -> Interval:
    return value if isinstance(value, Interval) else Interval(value, value)


def _compare_intervals(sign: str, a: Interval, b: Interval) -> Truth:
    match sign:
        case "<":
            return True if a.high < b.low else False if a.low >= b.high else UNKNOWN
        case "<=":
            return True if a.high <= b.low else False if a.low > b.high else UNKNOWN
        case ">" | ">=":
            return _compare_intervals("<" if sign == ">" else "<=", b, a)
        case _:
            apart = a.high < b.low or b.high < a.low
            same = a.low == a.high == b.low == b.high
            equal: Truth = False if apart else True if same else UNKNOWN
            return equal if sign == "==" or equal is UNKNOWN else not equal


@compiled.register
def _(node: Member) -> Evaluator:
    item, container = compiled(node.item), compiled(node.container)

    def member(env: Env) -> Any:
        a, b = item(env), container(env)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        return a in b

    return member


@compiled.register
def _(node: Arithmetic) -> Evaluator:
    left, sign = compiled(node.left), node.op
    if isinstance(node.right, Months):
        months = node.right.count if sign == "+" else -node.right.count

        def month_shift(env: Env) -> Any:
            day = left(env)
            return UNKNOWN if day is UNKNOWN else add_months(day, months)

        return month_shift
    right = compiled(node.right)

    def arithmetic(env: Env) -> Any:
        a, b = left(env), right(env)
        if a is UNKNOWN or b is UNKNOWN:
            return UNKNOWN
        return _calculate(sign, a, b)

    return arithmetic


def _calculate(sign: str, a: Any, b: Any) -> Any:
    if isinstance(a, Interval) or isinstance(b, Interval):
        return _calculate_intervals(sign, _interval(a), _interval(b))
    try:
        match sign:
            case "+":
                return a + b
            case "-":
                return a - b
            case "*":
                return a * b
            case _:
                return a / b
    except (OverflowError, ZeroDivisionError):  # dates past year 9999, division by nothing
        return UNKNOWN


def _calculate_intervals(sign: str, a: Interval, b: Interval) -> Any:
    if sign == "/" and b.low <= 0 <= b.high:
        return UNKNOWN
    ends = [_calculate(sign, x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    if any(end is UNKNOWN or math.isnan(end) for end in ends):
        return UNKNOWN
    return Interval(min(ends), max(ends))


def add_months(day: date, months: int) -> Any:
    """`day` moved by whole months; a day the month lacks becomes its last (31 January + 1 month = 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return UNKNOWN
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@compiled.register
def _(node: Months) -> Evaluator:
    return lambda _env: node.count


@compiled.register
def _(node: Applies) -> Evaluator:
    ref = node.ref

    def applies(env: Env) -> Any:
        if isinstance(ref, Ref):
            value = env.values.get(ref.name, UNKNOWN)
        else:
            value = env.rows[ref.row].get(ref.column, UNKNOWN)
        return UNKNOWN if value is UNKNOWN else value is not NOT_APPLICABLE

    return applies


@compiled.register
def _(node: Size) -> Evaluator:
    inner = compiled(node.operand)

    def size(env: Env) -> Any:
        value = inner(env)
        return UNKNOWN if value is UNKNOWN else len(value)

    return size


@compiled.register
def _(node: WeeklyHours) -> Evaluator:
    inner = compiled(node.operand)

    def weekly_hours(env: Env) -> Any:
        value = inner(env)
        return (
            UNKNOWN
            if value is UNKNOWN
            else sum(_span_hours(span) for spans in value.values() for span in spans)
        )

    return weekly_hours


def _span_hours(span: str) -> float:
    """Hours in `08:00-17:00`; a span that ends at or before its start goes past midnight."""
    start, _, end = span.partition("-")
    minutes = (_minutes(end) - _minutes(start)) % (24 * 60)
    return (minutes or 24 * 60) / 60


def _minutes(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


@compiled.register
def _(node: Aggregate) -> Evaluator:
    table, body, row = compiled(node.table), compiled(node.body), node.row
    where: Evaluator = compiled(node.where) if node.where is not None else lambda _env: True
    combine = _COMBINE[node.function]
    low = node.body.type.low

    def aggregate(env: Env) -> Any:
        rows = table(env)
        if rows is UNKNOWN:
            return UNKNOWN
        outer = env.rows.get(row)
        pairs: list[tuple[Truth, Any]] = []
        for item in rows:
            env.rows[row] = item
            holds = where(env)
            if holds is not False:
                pairs.append((holds, body(env)))
        if outer is not None:
            env.rows[row] = outer
        return combine(pairs, low)

    return aggregate


def _any(pairs: Sequence[tuple[Truth, Any]], _low: float) -> Truth:
    if any(holds is True and value is True for holds, value in pairs):
        return True
    return UNKNOWN if any(value is not False for _, value in pairs) else False


def _all(pairs: Sequence[tuple[Truth, Any]], _low: float) -> Truth:
    if any(holds is True and value is False for holds, value in pairs):
        return False
    return UNKNOWN if any(value is not True for _, value in pairs) else True


def _count(pairs: Sequence[tuple[Truth, Any]], _low: float) -> Any:
    sure = sum(1 for holds, value in pairs if holds is True and value is True)
    possible = sum(1 for _, value in pairs if value is not False)
    return sure if sure == possible else Interval(sure, possible)


def _sum(pairs: Sequence[tuple[Truth, Any]], low: float) -> Any:
    least = most = 0.0
    for holds, value in pairs:
        bounds = Interval(low, math.inf) if value is UNKNOWN else _interval(value)
        if holds is UNKNOWN:
            bounds = Interval(min(0.0, bounds.low), max(0.0, bounds.high))
        least, most = least + bounds.low, most + bounds.high
    # Shares of full time such as 0.1 + 0.2 must come to 0.3; nine decimals are beyond any form.
    least, most = round(least, 9), round(most, 9)
    return least if least == most else Interval(least, most)


def _extreme(pick: Callable[[list[Any]], Any]) -> Callable[[Sequence[tuple[Truth, Any]], float], Any]:
    def extreme(pairs: Sequence[tuple[Truth, Any]], _low: float) -> Any:
        if not pairs or any(holds is UNKNOWN or value is UNKNOWN for holds, value in pairs):
            return UNKNOWN
        return pick([value for _, value in pairs])

    return extreme


_COMBINE: Final[dict[str, Callable[[Sequence[tuple[Truth, Any]], float], Any]]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
    "min": _extreme(min),
    "max": _extreme(max),
}
