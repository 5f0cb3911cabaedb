"""Two windows on one table: what each changed is put together, where that can be done without choosing.

Rows have lasting names, so it can be told who changed, added or removed which. Two who change different cells,
or different rows, both get their way; two who write different things in one cell, or one who changes what the
other removes, have to be asked. A row that each added under the same name is two rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final, TypeAlias

from wizard.flow.answers import ROW

__all__ = ["merged_tables"]

Row: TypeAlias = Mapping[str, Any]
_MISSING: Final = object()


class _Clash(Exception):  # noqa: N818  it says what is there
    """Somebody has to choose."""


def merged_tables(before: object, mine: object, theirs: object) -> list[Row] | None:
    """Both windows' changes of the table `before`; None where they contradict each other, or are no tables."""
    if not (_is_table(mine) and _is_table(theirs)):
        return None
    try:
        return _merged(before if _is_table(before) else [], mine, theirs)
    except _Clash:
        return None


def _is_table(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(row, Mapping) and ROW in row for row in value)


def _merged(before: Any, mine: Any, theirs: Any) -> list[Row]:
    old, ours, others = (_by_name(rows) for rows in (before, mine, theirs))
    kept: dict[str, Row] = {}
    for name in _order(old, ours, others):
        row = _row(old.get(name), ours.get(name), others.get(name))
        if row is not None:
            kept[name] = row
    twins = [name for name in ours if name in others and name not in old and ours[name] != others[name]]
    for name in twins:  # each window gave its new row the first free name
        kept[name] = others[name]
        free = next(f"r{n}" for n in count(1) if f"r{n}" not in kept and f"r{n}" not in ours)
        kept[free] = {**ours[name], ROW: free}
    return list(kept.values())


def _by_name(rows: Sequence[Row]) -> dict[str, Row]:
    return {str(row[ROW]): row for row in rows}


def _order(old: Mapping[str, Row], ours: Mapping[str, Row], others: Mapping[str, Row]) -> list[str]:
    """The order of whoever changed it, theirs where both did; new rows stand behind."""
    have_moved = [name for name in old if name in others] != [name for name in others if name in old]
    first, second = (others, ours) if have_moved else (ours, others)
    return [*first, *(name for name in second if name not in first)]


def _row(old: Row | None, ours: Row | None, others: Row | None) -> Row | None:
    if ours in (others, old):
        return others
    if others == old:
        return ours
    if old is None:  # a twin, settled afterwards
        return others
    if ours is None or others is None:
        raise _Clash
    names = [*others, *(name for name in ours if name not in others)]
    cells = {name: _cell(*(row.get(name, _MISSING) for row in (old, ours, others))) for name in names}
    return {name: value for name, value in cells.items() if value is not _MISSING}


def _cell(old: Any, ours: Any, others: Any) -> Any:
    if ours in (others, old):
        return others
    if others == old:
        return ours
    if _is_table(ours) and _is_table(others) and (ours or others):  # a table within the row
        return _merged(old if _is_table(old) else [], ours, others)
    raise _Clash
