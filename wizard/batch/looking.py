"""A whole file looked through by as many processes as there are: every row judged, nothing made.

What must stay true: what is found, and the order it is told in, is what one process finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from wizard.batch.checking import Standing, Tally, check_all, judge_of, settle
from wizard.batch.crew import Crew
from wizard.batch.faults import Fault
from wizard.batch.lean import SELDOM, lean_memory
from wizard.batch.opening import Intake
from wizard.batch.running import Choices, settings_of
from wizard.batch.work import Order
from wizard.flow.content import Content
from wizard.i18n import Translator

__all__ = ["OnRow", "look_through"]

OnRow = Callable[[str, int, Standing], None]
"""Hears of each client: the name, the row, and where the application stands."""

_IN_HERE: Final = 200
"""As many rows as one process has looked through before others have begun."""
_TOGETHER: Final = 100
"""Rows that go to a process at a time."""


def look_through(  # noqa: PLR0913  the whole of a check
    intake: Intake,
    content: Content,
    today: date,
    tr: Translator,
    *,
    jobs: int = 1,
    on_row: OnRow = lambda *_: None,
) -> Tally:
    """Judge every unit, with `jobs` processes where that is worth it. The faults are in the spool afterwards."""
    if jobs <= 1 or intake.total <= _IN_HERE:
        with lean_memory(SELDOM):
            return check_all(intake, judge_of(intake, content, today, tr), on_row)
    tally = Tally()
    settings = settings_of(intake, content, today, tr, Choices())
    orders = (Order(str(number), unit, build=False) for number, unit in enumerate(intake.units()))
    with lean_memory(SELDOM), Crew(settings, Path(), jobs, content) as crew:
        for order, result in _in_order(crew.map(_chunks(orders))):
            standing = Standing(result["standing"])
            tally.add(standing)
            for fault in result["faults"]:
                intake.spool.note(Fault.of_list(fault))
            on_row(order.unit.client, order.unit.row, standing)
    settle(tally, intake)
    return tally


def _chunks(orders: Iterator[Order]) -> Iterator[list[Order]]:
    while chunk := list(islice(orders, _TOGETHER)):
        yield chunk


def _in_order(
    done: Iterable[tuple[Sequence[Order], Sequence[dict[str, Any]]]],
) -> Iterator[tuple[Order, dict[str, Any]]]:
    """Each order with what became of it, in the order they were sent; the few that come early wait."""
    early: dict[int, tuple[Sequence[Order], Sequence[dict[str, Any]]]] = {}
    due = 0
    for chunk, results in done:
        early[int(chunk[0].id)] = chunk, results
        while due in early:
            orders, found = early.pop(due)
            yield from zip(orders, found, strict=True)
            due += len(orders)
