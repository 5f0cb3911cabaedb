"""What an expression reads, and what it still waits for.

`names` is the static side: every question that can matter, for the order of evaluation and for incremental
work. `missing` is the dynamic side: the unknown answers that really keep *this* evaluation undecided. A part
that is decided without them names none: `false and x` does not wait for `x`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Final

from wizard.flow.expr.evaluate import NOT_APPLICABLE, UNKNOWN, Env, Evaluator, Interval, Row, compiled
from wizard.flow.expr.nodes import (
    Aggregate,
    Applies,
    Arithmetic,
    Compare,
    Expr,
    Junction,
    Member,
    Not,
    Ref,
    RowRef,
    Size,
    WeeklyHours,
)

__all__ = ["children", "columns", "missing", "names", "table_name"]


def children(node: Expr) -> tuple[Expr, ...]:
    """The direct parts of `node`."""
    match node:
        case Not() | Size() | WeeklyHours():
            return (node.operand,)
        case Junction():
            return node.operands
        case Compare() | Arithmetic():
            return (node.left, node.right)
        case Member():
            return (node.item, node.container)
        case Applies():
            return (node.ref,)
        case Aggregate():
            return (node.table, node.body) if node.where is None else (node.table, node.body, node.where)
        case _:
            return ()


def names(node: Expr) -> frozenset[str]:
    """The ids of all questions `node` may read."""
    own = {node.name} if isinstance(node, Ref) else set[str]()
    return frozenset(own.union(*(names(child) for child in children(node))))


def table_name(table: Ref | RowRef, tables: Mapping[str, str]) -> str:
    """What the rows of `table` are called after: `staff`, or `staff[].courses` for a table within rows."""
    return table.name if isinstance(table, Ref) else f"{tables.get(table.row, '')}[].{table.column}"


def columns(node: Expr, tables: Mapping[str, str] | None = None) -> frozenset[tuple[str, str]]:
    """The (table, column) pairs `node` may read."""
    inside = dict(tables or {})
    if isinstance(node, Aggregate):
        inside[node.row] = table_name(node.table, inside)
    own = {(inside.get(node.row, ""), node.column)} if isinstance(node, RowRef) else set[tuple[str, str]]()
    return frozenset(own.union(*(columns(child, inside) for child in children(node))))


def missing(node: Expr, env: Env) -> tuple[str, ...]:
    """The addresses (`unit.postcode`, `staff[r2].fte`) whose being unknown keeps `node` undecided, in reading order."""
    return tuple(dict.fromkeys(_missing(node, env))) if _is_open(node, env) else ()


def _is_open(node: Expr, env: Env) -> bool:
    value = _evaluator(node)(env)
    return value is UNKNOWN or isinstance(value, Interval)


def _evaluator(node: Expr) -> Evaluator:
    """The evaluator of a part of an expression, made once: expressions last as long as their flow."""
    known = _evaluators.get(id(node))
    if known is None:
        if len(_evaluators) >= _MOST_EVALUATORS:
            _evaluators.clear()
        known = _evaluators[id(node)] = (
            node,
            compiled(node),
        )  # with the node itself, so that its id stays its own
    return known[1]


_MOST_EVALUATORS: Final = 50_000
_evaluators: Final[dict[int, tuple[Expr, Evaluator]]] = {}


@singledispatch
def _missing(node: Expr, env: Env) -> Iterator[str]:
    for child in children(node):
        if _is_open(child, env):
            yield from _missing(child, env)


@_missing.register
def _(node: Ref, env: Env) -> Iterator[str]:
    if env.values.get(node.name, UNKNOWN) in (UNKNOWN, NOT_APPLICABLE):
        yield node.name


@_missing.register
def _(node: RowRef, env: Env) -> Iterator[str]:
    row = env.rows[node.row]
    if row.get(node.column, UNKNOWN) in (UNKNOWN, NOT_APPLICABLE):
        yield _address(row, node)


def _address(row: Row, node: RowRef) -> str:
    return f"{row.get('_table', node.row)}[{row.get('_row', '')}].{node.column}"


@_missing.register
def _(node: Applies, env: Env) -> Iterator[str]:
    yield from _missing(node.ref, env)


@_missing.register
def _(node: Aggregate, env: Env) -> Iterator[str]:
    rows = _evaluator(node.table)(env)
    if rows is UNKNOWN:
        yield from _missing(node.table, env)
        return
    outer = env.rows.get(node.row)
    table = node.table
    named = table.name if isinstance(table, Ref) else _address(env.rows[table.row], table)
    for row in rows:
        env.rows[node.row] = {**row, "_table": named}
        parts = (node.body,) if node.where is None else (node.where, node.body)
        if any(_evaluator(part)(env) is False for part in parts[:-1]):
            continue
        for part in parts:
            if _is_open(part, env):
                yield from _missing(part, env)
    if outer is not None:
        env.rows[node.row] = outer
