"""From text to a typed tree.

The syntax is a subset of Python's, so that authors have nothing new to learn and editors colour it; the
standard library's `ast` reads it and nothing is ever executed. Every name is looked up and every type checked
here, once, when content is loaded: an expression that has been parsed cannot go wrong later.

    mission.pool == 'own' and 'neurology' in mission.specialities
    any(s.licensed and s.fte >= 0.5 for s in staff)
    unit.start_date >= today + months(4)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

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
from wizard.flow.problems import did_you_mean
from wizard.i18n import Message, msg

__all__ = ["ExpressionError", "Scope", "parse"]

KIND_WORDS: Final = {
    Kind.TRUTH: msg("yes/no"),
    Kind.NUMBER: msg("number"),
    Kind.TEXT: msg("text"),
    Kind.DATE: msg("date"),
    Kind.DAYS: msg("number of days"),
    Kind.MONTHS: msg("number of months"),
    Kind.CHOICE: msg("choice"),
    Kind.SET: msg("multiple choice"),
    Kind.ROWS: msg("table"),
    Kind.HOURS: msg("opening hours"),
    Kind.OPAQUE: msg("value"),
}

MAX_LENGTH: Final = 2_000
MAX_DEPTH: Final = 40

TRUTH: Final = Type(Kind.TRUTH)
NUMBER: Final = Type(Kind.NUMBER)
TEXT: Final = Type(Kind.TEXT)
DATE: Final = Type(Kind.DATE)
DAYS: Final = Type(Kind.DAYS)

_COMPARISONS: Final[dict[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_OPERATORS: Final[dict[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_ORDERED: Final = {Kind.NUMBER, Kind.DATE, Kind.DAYS}
_COMPARABLE: Final = _ORDERED | {Kind.TEXT, Kind.CHOICE, Kind.TRUTH}
_AGGREGATES: Final = ("count", "sum", "min", "max", "any", "all")
_FUNCTIONS: Final = (*_AGGREGATES, "applies", "days", "months", "weekly_hours")


class ExpressionError(Exception):
    """An expression that cannot be used; `column` counts from 0 within its text."""

    def __init__(self, column: int, code: str, what: Message, fix: Message | None = None) -> None:
        self.column = column
        self.code = code
        self.what = what
        self.fix = fix
        super().__init__(str(what))


@dataclass(frozen=True, slots=True)
class Scope:
    """The names an expression may use.

    `questions` maps question ids to types; `words` are constants bound by the content (the option a rule is
    repeated for); `rows` are the row names in force with the columns of their rows.
    """

    questions: Mapping[str, Type]
    words: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)

    def with_row(self, name: str, columns: Mapping[str, Type]) -> Scope:
        """This scope inside a row called `name`."""
        return Scope(self.questions, self.words, {**self.rows, name: columns})


def parse(text: str, scope: Scope, expect: Kind | None = Kind.TRUTH) -> Expr:
    """Parse `text`; raises `ExpressionError` with the column of the first fault."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            0, "expression", msg("The expression is longer than {n} characters.", n=MAX_LENGTH)
        )
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = max(0, (getattr(error, "offset", 1) or 1) - 1)
        raise ExpressionError(column, "expression", msg("This cannot be read as an expression.")) from None
    try:
        expr = _Parser(scope).expr(tree)
        if expect is not None and expr.type.kind != expect:
            raise _mismatch(tree, expr.type, expect)
    except ExpressionError as error:
        # ast counts columns in bytes of UTF-8; people count letters.
        error.column = len(text.encode()[: error.column].decode(errors="ignore"))
        raise
    return expr


def _mismatch(node: ast.expr, got: Type, wanted: Kind) -> ExpressionError:
    return ExpressionError(
        node.col_offset,
        "type",
        msg(
            "This is a {got}, but a {wanted} is needed here.",
            got=KIND_WORDS[got.kind],
            wanted=KIND_WORDS[wanted],
        ),
    )


class _Parser:
    """One walk over the syntax tree; each method returns a typed node or raises."""

    def __init__(self, scope: Scope, depth: int = 0) -> None:
        self.scope = scope
        self.depth = depth

    def expr(self, node: ast.expr) -> Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(node.col_offset, "expression", msg("The expression is nested too deeply."))
        try:
            handler = getattr(self, f"_{type(node).__name__.lower()}", None)
            if handler is None:
                raise ExpressionError(
                    node.col_offset,
                    "expression",
                    msg("{what} cannot be used in expressions.", what=type(node).__name__),
                )
            parsed: Expr = handler(node)
            return parsed
        finally:
            self.depth -= 1

    def truth(self, node: ast.expr) -> Expr:
        return self.of_kind(node, Kind.TRUTH)

    def of_kind(self, node: ast.expr, *kinds: Kind) -> Expr:
        expr = self.expr(node)
        if expr.type.kind not in kinds:
            raise _mismatch(node, expr.type, kinds[0])
        return expr

    # Names and constants -------------------------------------------------------------------------------

    def _constant(self, node: ast.Constant) -> Expr:
        value = node.value
        if isinstance(value, bool):
            return Const(value, TRUTH)
        if isinstance(value, int | float):
            return Const(value, NUMBER)
        if isinstance(value, str):
            return Const(value, TEXT)
        raise ExpressionError(node.col_offset, "expression", msg("This kind of value cannot be used."))

    def _name(self, node: ast.Name) -> Expr:
        return self._resolve(node, (node.id,))

    def _attribute(self, node: ast.Attribute) -> Expr:
        parts: list[str] = []
        at: ast.expr = node
        while isinstance(at, ast.Attribute):
            parts.append(at.attr)
            at = at.value
        if not isinstance(at, ast.Name):
            raise ExpressionError(
                node.col_offset, "expression", msg("Only names of questions can have dots.")
            )
        return self._resolve(node, (at.id, *reversed(parts)))

    def _resolve(self, node: ast.expr, parts: tuple[str, ...]) -> Expr:
        name = ".".join(parts)
        if parts[0] in self.scope.rows and len(parts) == 2:
            return self._column(node, *parts)
        if name in self.scope.words:
            return Const(self.scope.words[name], TEXT)
        if name in ("true", "false"):
            return Const(name == "true", TRUTH)
        if name == "today":
            return Today(DATE)
        if name in self.scope.questions:
            return Ref(name, self.scope.questions[name])
        known = [*self.scope.questions, *self.scope.words, *self.scope.rows, "today"]
        raise ExpressionError(
            node.col_offset,
            "unknown-name",
            msg("There is no question {name}.", name=name),
            did_you_mean(name, known),
        )

    def _column(self, node: ast.expr, row: str, column: str) -> Expr:
        columns = self.scope.rows[row]
        if column not in columns:
            raise ExpressionError(
                node.col_offset,
                "unknown-name",
                msg("The rows have no column {name}.", name=column),
                did_you_mean(column, columns),
            )
        return RowRef(row, column, columns[column])

    # Operators -----------------------------------------------------------------------------------------

    def _boolop(self, node: ast.BoolOp) -> Expr:
        return Junction(isinstance(node.op, ast.And), tuple(self.truth(v) for v in node.values), TRUTH)

    def _unaryop(self, node: ast.UnaryOp) -> Expr:
        if isinstance(node.op, ast.Not):
            return Not(self.truth(node.operand), TRUTH)
        if isinstance(node.op, ast.USub):
            return Arithmetic("-", Const(0, NUMBER), self.of_kind(node.operand, Kind.NUMBER), NUMBER)
        raise ExpressionError(
            node.col_offset, "expression", msg("This operator cannot be used in expressions.")
        )

    def _compare(self, node: ast.Compare) -> Expr:
        sides = [node.left, *node.comparators]
        links = [self._link(op, a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)]
        return links[0] if len(links) == 1 else Junction(True, tuple(links), TRUTH)

    def _link(self, op: ast.cmpop, a: ast.expr, b: ast.expr) -> Expr:
        if isinstance(op, ast.In):
            return self._member(a, b)
        if isinstance(op, ast.NotIn):
            return Not(self._member(a, b), TRUTH)
        if type(op) not in _COMPARISONS:
            raise ExpressionError(
                b.col_offset, "expression", msg("This comparison cannot be used in expressions.")
            )
        sign = _COMPARISONS[type(op)]
        left, right = self.expr(a), self.expr(b)
        left, right = _fit(left, right.type, a), _fit(right, left.type, b)
        allowed = _COMPARABLE if sign in ("==", "!=") else _ORDERED
        for side, at in ((left, a), (right, b)):
            if side.type.kind not in allowed:
                raise ExpressionError(
                    at.col_offset,
                    "type",
                    msg(
                        "A {kind} cannot be compared with {sign}.", kind=KIND_WORDS[side.type.kind], sign=sign
                    ),
                )
        if left.type.kind != right.type.kind:
            raise _mismatch(b, right.type, left.type.kind)
        return Compare(sign, left, right, TRUTH)

    def _member(self, a: ast.expr, b: ast.expr) -> Expr:
        if isinstance(b, ast.Tuple | ast.List):
            # `x in ('a', 'b')` is short for x == 'a' or x == 'b'.
            return Junction(False, tuple(self._link(ast.Eq(), a, item) for item in b.elts), TRUTH)
        container = self.of_kind(b, Kind.SET)
        item = _fit(self.expr(a), Type(Kind.CHOICE, container.type.options), a)
        if item.type.kind != Kind.CHOICE:
            raise _mismatch(a, item.type, Kind.CHOICE)
        return Member(item, container, TRUTH)

    def _binop(self, node: ast.BinOp) -> Expr:
        sign = _OPERATORS.get(type(node.op))
        if sign is None:
            raise ExpressionError(
                node.col_offset, "expression", msg("This operator cannot be used in expressions.")
            )
        left, right = self.expr(node.left), self.expr(node.right)
        kinds = (left.type.kind, sign, right.type.kind)
        result = _ARITHMETIC.get(kinds)
        if result is None:
            raise ExpressionError(
                node.col_offset,
                "type",
                msg(
                    "A {left} and a {right} cannot be joined by {sign}.",
                    left=KIND_WORDS[left.type.kind],
                    right=KIND_WORDS[right.type.kind],
                    sign=sign,
                ),
            )
        return Arithmetic(sign, left, right, result)

    # Functions -----------------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in _FUNCTIONS or node.keywords:
            known = did_you_mean(name, _FUNCTIONS)
            raise ExpressionError(
                node.col_offset, "unknown-function", msg("There is no function {name}.", name=name), known
            )
        if len(node.args) != 1:
            raise ExpressionError(node.col_offset, "expression", msg("{name} takes one thing.", name=name))
        argument = node.args[0]
        if isinstance(argument, ast.GeneratorExp):
            return self._aggregate(name, argument)
        single: dict[str, Callable[[ast.expr], Expr]] = {
            "count": self._size,
            "applies": self._applies,
            "days": self._days,
            "months": self._months,
            "weekly_hours": self._weekly_hours,
        }
        if name not in single:
            raise ExpressionError(
                node.col_offset, "expression", msg("Write {name}(... for row in table).", name=name)
            )
        return single[name](argument)

    def _size(self, node: ast.expr) -> Expr:
        return Size(self.of_kind(node, Kind.ROWS, Kind.SET), NUMBER)

    def _applies(self, node: ast.expr) -> Expr:
        ref = self.expr(node)
        if not isinstance(ref, Ref | RowRef):
            raise ExpressionError(
                node.col_offset, "expression", msg("applies() takes the name of a question.")
            )
        return Applies(ref, TRUTH)

    def _days(self, node: ast.expr) -> Expr:
        return Const(self._whole_number(node), DAYS)

    def _months(self, node: ast.expr) -> Expr:
        return Months(self._whole_number(node), Type(Kind.MONTHS))

    def _weekly_hours(self, node: ast.expr) -> Expr:
        return WeeklyHours(self.of_kind(node, Kind.HOURS), NUMBER)

    def _whole_number(self, node: ast.expr) -> int:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, int)
            and not isinstance(node.value, bool)
        ):
            return node.value
        raise ExpressionError(node.col_offset, "type", msg("Write a whole number here."))

    def _aggregate(self, name: str, node: ast.GeneratorExp) -> Expr:
        loop = node.generators[0]
        if name not in _AGGREGATES or len(node.generators) != 1 or not isinstance(loop.target, ast.Name):
            raise ExpressionError(
                node.col_offset, "expression", msg("Write {name}(... for row in table).", name=name)
            )
        table = self.expr(loop.iter)
        if not isinstance(table, Ref | RowRef) or table.type.columns is None:
            raise _mismatch(loop.iter, table.type, Kind.ROWS)
        row = loop.target.id
        inside = _Parser(self.scope.with_row(row, table.type.columns), self.depth)
        conditions = tuple(inside.truth(c) for c in loop.ifs)
        where = (
            None
            if not conditions
            else conditions[0]
            if len(conditions) == 1
            else Junction(True, conditions, TRUTH)
        )
        body: Expr
        if name == "count" and isinstance(node.elt, ast.Name) and node.elt.id == row:
            body = Const(True, TRUTH)
        elif name in ("any", "all", "count"):
            body = inside.truth(node.elt)
        else:
            body = inside.of_kind(node.elt, Kind.NUMBER, *(() if name == "sum" else (Kind.DATE,)))
        result = TRUTH if name in ("any", "all") else NUMBER if name in ("count", "sum") else body.type
        return Aggregate(name, body, row, table, where, result)


_ARITHMETIC: Final[dict[tuple[Kind, str, Kind], Type]] = {
    (Kind.NUMBER, "+", Kind.NUMBER): NUMBER,
    (Kind.NUMBER, "-", Kind.NUMBER): NUMBER,
    (Kind.NUMBER, "*", Kind.NUMBER): NUMBER,
    (Kind.NUMBER, "/", Kind.NUMBER): NUMBER,
    (Kind.DATE, "-", Kind.DATE): DAYS,
    (Kind.DATE, "+", Kind.DAYS): DATE,
    (Kind.DATE, "-", Kind.DAYS): DATE,
    (Kind.DATE, "+", Kind.MONTHS): DATE,
    (Kind.DATE, "-", Kind.MONTHS): DATE,
    (Kind.DAYS, "+", Kind.DAYS): DAYS,
    (Kind.DAYS, "-", Kind.DAYS): DAYS,
}


def _fit(expr: Expr, wanted: Type, node: ast.expr) -> Expr:
    """A word beside a choice is one of its options; a word beside a date is a date."""
    if not isinstance(expr, Const) or expr.type.kind != Kind.TEXT:
        return expr
    word = str(expr.value)
    if wanted.kind == Kind.CHOICE:
        # A choice without options has a list that could not be found, which has been told.
        if wanted.options and word not in wanted.options:
            raise ExpressionError(
                node.col_offset,
                "unknown-option",
                msg("There is no option {name} here.", name=word),
                did_you_mean(word, wanted.options),
            )
        return Const(word, wanted)
    if wanted.kind == Kind.DATE:
        try:
            return Const(date.fromisoformat(word), DATE)
        except ValueError:
            raise ExpressionError(node.col_offset, "type", msg("Write the date as YYYY-MM-DD.")) from None
    return expr
