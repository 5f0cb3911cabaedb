"""An expression in words, in any language: the fourth reader of the tree.

The result is a `Message` whose parts are messages too, so one tree reads as Swedish and as English. Questions
are called by their labels and options by theirs; what has no label is called by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Final

from wizard.flow.expr.depends import table_name
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
from wizard.i18n import Message, msg, nmsg

__all__ = ["Names", "explain"]


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called: questions and options by id, columns by table and id."""

    question: Callable[[str], Message | str]
    option: Callable[[tuple[str, ...], str], Message | str]
    """By the ids of its list and its own, because several lists may hold the same id."""
    column: Callable[[str, str], Message | str] = lambda _table, column: column
    tables: Mapping[str, str] = field(default_factory=dict)
    """The table each row name stands for, filled in on the way down."""

    def inside(self, row: str, table: str) -> Names:
        """The same names where `row` is a row of `table`."""
        return Names(self.question, self.option, self.column, {**self.tables, row: table})


def explain(node: Expr, names: Names) -> Message:
    """`node` as a sentence without a full stop."""
    words = _explain(node, names)
    return words if isinstance(words, Message) else msg("{words}", words=words)


_SIGNS: Final[dict[str, Message]] = {
    "==": msg("{left} is {right}"),
    "!=": msg("{left} is not {right}"),
    "<": msg("{left} is less than {right}"),
    "<=": msg("{left} is at most {right}"),
    ">": msg("{left} is more than {right}"),
    ">=": msg("{left} is at least {right}"),
}
_DATE_SIGNS: Final[dict[str, Message]] = {
    "<": msg("{left} is before {right}"),
    "<=": msg("{left} is {right} or earlier"),
    ">": msg("{left} is after {right}"),
    ">=": msg("{left} is {right} or later"),
}
_ARITHMETIC_SIGNS: Final = {"*": "\u00d7", "/": "\u00f7"}
_AGGREGATES: Final[dict[str, Message]] = {
    "any": msg("for at least one in {table}: {body}"),
    "all": msg("for each in {table}: {body}"),
    "count": msg("the number in {table}"),
    "sum": msg("the sum of {body} in {table}"),
    "min": msg("the least {body} in {table}"),
    "max": msg("the greatest {body} in {table}"),
}


@singledispatch
def _explain(node: Expr, _names: Names) -> Message | str:
    raise TypeError(type(node))


@_explain.register
def _(node: Const, names: Names) -> Message | str:
    if node.type.kind is Kind.CHOICE:
        return msg("“{option}”", option=names.option(node.type.options, str(node.value)))
    if node.type.kind is Kind.TRUTH:
        return msg("always") if node.value else msg("never")
    if node.type.kind is Kind.DAYS:
        return nmsg("{count} day", "{count} days", int(node.value))  # type: ignore[arg-type]
    if node.type.kind is Kind.TEXT:
        return f"“{node.value}”"
    return msg("{value}", value=node.value)


@_explain.register
def _(node: Ref, names: Names) -> Message | str:
    label = names.question(node.name)
    return msg("{question} is answered yes", question=label) if node.type.kind is Kind.TRUTH else label


@_explain.register
def _(node: RowRef, names: Names) -> Message | str:
    label = names.column(names.tables.get(node.row, ""), node.column)
    return msg("{question} is answered yes", question=label) if node.type.kind is Kind.TRUTH else label


@_explain.register
def _(_node: Today, _names: Names) -> Message | str:
    return msg("today")


@_explain.register
def _(node: Not, names: Names) -> Message | str:
    inner = node.operand
    if isinstance(inner, Ref | RowRef):
        table = names.tables.get(inner.row, "") if isinstance(inner, RowRef) else ""
        label = names.column(table, inner.column) if isinstance(inner, RowRef) else names.question(inner.name)
        return msg("{question} is answered no", question=label)
    if isinstance(inner, Member):
        return msg(
            "{container} does not include {item}",
            container=_explain(inner.container, names),
            item=_explain(inner.item, names),
        )
    if isinstance(inner, Applies):
        return msg("{question} does not apply", question=_named(inner.ref, names))
    return msg("it is not so that {what}", what=_bracketed(inner, names))


@_explain.register
def _(node: Junction, names: Names) -> Message | str:
    parts = [_bracketed(part, names) for part in node.operands]
    link = msg("{first} and {rest}") if node.is_all else msg("{first} or {rest}")
    words = parts[-1]
    for part in reversed(parts[:-1]):
        words = link.with_params(first=part, rest=words)
    return words


@_explain.register
def _(node: Compare, names: Names) -> Message | str:
    signs = _DATE_SIGNS if node.left.type.kind is Kind.DATE else _SIGNS
    sentence = signs.get(node.op, _SIGNS[node.op])
    return sentence.with_params(left=_explain(node.left, names), right=_explain(node.right, names))


@_explain.register
def _(node: Member, names: Names) -> Message | str:
    return msg(
        "{container} includes {item}",
        container=_explain(node.container, names),
        item=_explain(node.item, names),
    )


@_explain.register
def _(node: Arithmetic, names: Names) -> Message | str:
    left = _explain(node.left, names)
    if isinstance(node.right, Months):
        after = nmsg("{count} month after {day}", "{count} months after {day}", node.right.count)
        before = nmsg("{count} month before {day}", "{count} months before {day}", node.right.count)
        return (after if node.op == "+" else before).with_params(day=left)
    if node.left.type.kind is Kind.DATE and node.right.type.kind is Kind.DAYS:
        sentence = msg("{span} after {day}") if node.op == "+" else msg("{span} before {day}")
        return sentence.with_params(span=_explain(node.right, names), day=left)
    return msg(
        "{left} {sign} {right}",
        left=left,
        sign=_ARITHMETIC_SIGNS.get(node.op, node.op),
        right=_explain(node.right, names),
    )


@_explain.register
def _(node: Months, _names: Names) -> Message | str:
    return nmsg("{count} month", "{count} months", node.count)


@_explain.register
def _(node: Applies, names: Names) -> Message | str:
    return msg("{question} applies", question=_named(node.ref, names))


@_explain.register
def _(node: Size, names: Names) -> Message | str:
    return msg("the number in {table}", table=_named(node.operand, names))


@_explain.register
def _(node: WeeklyHours, names: Names) -> Message | str:
    return msg("the hours a week in {question}", question=_named(node.operand, names))


@_explain.register
def _(node: Aggregate, names: Names) -> Message | str:
    inside = names.inside(node.row, table_name(node.table, names.tables))
    words = _AGGREGATES[node.function].with_params(
        table=_named(node.table, names), body=_explain(node.body, inside)
    )
    if node.function == "count" and not isinstance(node.body, Const):
        words = msg("{what} where {condition}", what=words, condition=_explain(node.body, inside))
    if node.where is not None:
        words = msg("{what} where {condition}", what=words, condition=_explain(node.where, inside))
    return words


def _named(node: Expr, names: Names) -> Message | str:
    """A question or column by its label alone, also where it is a yes/no question."""
    if isinstance(node, Ref):
        return names.question(node.name)
    if isinstance(node, RowRef):
        return names.column(names.tables.get(node.row, ""), node.column)
    return _explain(node, names)


def _bracketed(node: Expr, names: Names) -> Message | str:
    """A part of a longer sentence; one that itself joins parts stands in brackets."""
    words = _explain(node, names)
    return msg("({words})", words=words) if isinstance(node, Junction | Aggregate) else words
