"""The queue as one wants to see it: which cases, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from wizard.desk.matters import STAGES, Matter, Stage
from wizard.i18n import Message, Translator, msg

__all__ = ["COLUMNS", "Column", "View", "areas_in", "listed", "stages_in"]


class Column(StrEnum):
    """What a line of the queue tells."""

    NUMBER = "number"
    APPLICANT = "applicant"
    ERRAND = "errand"
    STAGE = "stage"
    OPEN = "open"
    CAME = "came"
    HOLDER = "holder"


COLUMNS: Final = {
    Column.NUMBER: msg("Case"),
    Column.APPLICANT: msg("Applicant"),
    Column.ERRAND: msg("Errand"),
    Column.STAGE: msg("Status"),
    Column.OPEN: msg("Open"),
    Column.CAME: msg("Came in"),
    Column.HOLDER: msg("With"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What is wanted. `text` is searched in all that a line tells; the oldest case comes first where nothing is said."""

    text: str = ""
    stage: Stage | None = None
    area: str | None = None
    column: Column = Column.CAME
    is_descending: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether some cases may be left out."""
        return bool(self.text.strip()) or self.stage is not None or self.area is not None


def listed(matters: Iterable[Matter], view: View, tr: Translator) -> tuple[Matter, ...]:
    """The cases that are wanted, in the order that is wanted."""
    wanted = view.text.casefold().split()
    found = [
        matter
        for matter in matters
        if (view.stage is None or matter.stage is view.stage)
        and (view.area is None or matter.filed.area == view.area)
        and all(word in _told(matter, tr) for word in wanted)
    ]
    by = _KEYS[view.column]
    found.sort(key=lambda m: (m.filed.arrival.came_at, m.filed.name))
    found.sort(key=lambda m: by(m, tr), reverse=view.is_descending)
    return tuple(found)


def stages_in(matters: Iterable[Matter]) -> tuple[Stage, ...]:
    """The statuses there are, in their order."""
    there = {matter.stage for matter in matters}
    return tuple(stage for stage in Stage if stage in there)


def areas_in(matters: Iterable[Matter]) -> dict[str, Message]:
    """The areas there are, with their names, in the order of their ids."""
    return {
        m.filed.area: m.filed.area_name
        for m in sorted(matters, key=lambda m: m.filed.area)
        if m.filed.area_name is not None
    }


def _told(matter: Matter, tr: Translator) -> str:
    filed = matter.filed
    words = [filed.number, filed.name, filed.applicant, filed.unit, tr(STAGES[matter.stage])]
    words += [tr(words_) for words_ in (filed.area_name, filed.errand) if words_ is not None]
    words += [matter.holder.decision.who or ""] if matter.holder is not None else []
    return "\n".join(words).casefold()


_KEYS: Final[dict[Column, Callable[[Matter, Translator], Any]]] = {
    Column.NUMBER: lambda m, _: m.filed.number,
    Column.APPLICANT: lambda m, _: (m.filed.applicant or m.filed.name).casefold(),
    Column.ERRAND: lambda m, tr: tr(m.filed.errand).casefold() if m.filed.errand is not None else "",
    Column.STAGE: lambda m, _: list(Stage).index(m.stage),
    Column.OPEN: lambda m, _: m.open,
    Column.CAME: lambda m, _: m.filed.arrival.came_at,
    Column.HOLDER: lambda m, _: (m.holder.decision.who or "") if m.holder is not None else "\uffff",
}
