"""The conditions of a flow as JsonLogic, the language of the form engines we compare with, for their engine to run.

Ids lose their dots, because JsonLogic takes dots for nesting. Dates are ISO texts, which sort as dates do; adding
to them is an operation of its own. Everything else is plain JsonLogic.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from wizard.flow.expr import Expr
from wizard.flow.expr.depends import children, names
from wizard.flow.expr.evaluate import add_months
from wizard.flow.expr.nodes import (
    Aggregate,
    Applies,
    Arithmetic,
    Compare,
    Const,
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

__all__ = ["can_say", "data_of", "logic", "shift_days", "shift_months", "weekly_hours"]


def flat(name: str) -> str:
    """An id without dots."""
    return name.replace(".", "__")


def logic(node: Expr) -> Any:  # noqa: C901, PLR0912  one case for each kind of node
    """`node` as JsonLogic."""
    match node:
        case Const():
            if node.type.kind is Kind.DAYS:
                return node.value
            return node.value.isoformat() if isinstance(node.value, date) else node.value
        case Ref():
            return {"var": flat(node.name)}
        case RowRef():
            return {"var": node.column}
        case Today():
            return {"var": "today"}
        case Not():
            return {"!": [logic(node.operand)]}
        case Junction():
            return {"and" if node.is_all else "or": [logic(part) for part in node.operands]}
        case Compare():
            return {node.op: [logic(node.left), logic(node.right)]}
        case Member():
            return {"in": [logic(node.item), logic(node.container)]}
        case Arithmetic(right=Months() as months):
            return {"shift_months": [logic(node.left), months.count if node.op == "+" else -months.count]}
        case Arithmetic() if node.left.type.kind is Kind.DATE and node.right.type.kind is Kind.DAYS:
            days = logic(node.right)
            return {"shift_days": [logic(node.left), days if node.op == "+" else {"-": [days]}]}
        case Arithmetic():
            return {node.op: [logic(node.left), logic(node.right)]}
        case Applies():
            return {"!=": [logic(node.ref), "-"]}
        case Size():
            return {"count_of": [logic(node.operand)]}
        case WeeklyHours():
            return {"weekly_hours": [logic(node.operand)]}
        case Aggregate():
            return _aggregate(node)
        case _:
            raise TypeError(type(node))


def can_say(node: Expr) -> bool:
    """Whether JsonLogic can: inside a row it sees nothing but the row."""
    if isinstance(node, Aggregate) and (names(node.body) or (node.where is not None and names(node.where))):
        return False
    return all(can_say(child) for child in children(node))


def _aggregate(node: Aggregate) -> Any:
    rows: Any = {"var": flat(node.table.name)} if isinstance(node.table, Ref) else {"var": node.table.column}
    if node.where is not None:
        rows = {"filter": [rows, logic(node.where)]}
    match node.function:
        case "any":
            return {"some": [rows, logic(node.body)]}
        case "all":
            return {"!": [{"some": [rows, {"!": [logic(node.body)]}]}]}
        case "count":
            return {"count_of": [{"filter": [rows, logic(node.body)]}]}
        case _:
            return {"total": [{"map": [rows, logic(node.body)]}]}


def shift_months(day: str, months: int) -> str | None:
    """A day some months away."""
    return add_months(date.fromisoformat(day), months).isoformat() if day else None


def shift_days(day: str, days: int) -> str | None:
    """A day some days away."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else None


def weekly_hours(hours: Mapping[str, list[str]] | None) -> float:
    """Hours a week."""

    def minutes(clock: str) -> int:
        hour, _, minute = clock.partition(":")
        return int(hour) * 60 + int(minute)

    spans = [span.split("-") for day in (hours or {}).values() for span in day]
    return sum((minutes(b) - minutes(a)) / 60 for a, b in spans)


def data_of(answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Canonical answers as JsonLogic sees them: yes and no as truths."""

    def plain(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        if isinstance(value, Mapping):
            return {key: plain(item) for key, item in value.items()}
        return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value

    return {"today": today.isoformat(), **{flat(name): plain(value) for name, value in answers.items()}}
