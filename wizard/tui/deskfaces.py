"""How cases and findings look in lists: a case in columns or in two lines, a finding with what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from wizard.desk.judged import Group
from wizard.desk.matters import STAGES, Stage
from wizard.desk.queue import COLUMNS, Column
from wizard.desk.verdicts import SAYINGS, Say
from wizard.i18n import Message, Translator, msg
from wizard.tui.standing import when
from wizard.tui.widgets.pair import Hanging
from wizard.tui.words import NOTHING, lines, plain, said, spaced

if TYPE_CHECKING:
    from wizard.desk.judged import Judged
    from wizard.desk.matters import Matter
    from wizard.store.screenings import Ruling

__all__ = [
    "GROUP_STYLES",
    "STAGE_STYLES",
    "CaseFace",
    "case_face",
    "column_at",
    "finding_face",
    "head_cells",
    "ruling_words",
    "stage_words",
    "who_words",
]

WIDE: Final = 100
"""Columns from which on a case takes one line."""
_GAP: Final = 2
_FIXED: Final = {Column.NUMBER: 8, Column.STAGE: 21, Column.OPEN: 5, Column.CAME: 16, Column.HOLDER: 8}
_SHARES: Final = {Column.APPLICANT: 52, Column.ERRAND: 48}

STAGE_STYLES: Final = {
    Stage.REFUSED: ("!", "$fault"),
    Stage.SUPPLEMENT: ("✗", "$fault"),
    Stage.JUDGE: ("?", "$warn"),
    Stage.COMPLETE: ("✓", "$good"),
    Stage.REQUESTED: ("→", "$mark"),
    Stage.DONE: ("✓", "$quiet"),
}
GROUP_STYLES: Final = {
    Group.LACKING: ("✗", "$fault"),
    Group.JUDGE: ("?", "$warn"),
    Group.MET: ("✓", "$good"),
    Group.ASIDE: ("·", "$quiet"),
}


def stage_words(stage: Stage, tr: Translator) -> Content:
    """A status: a sign and a word, so that it is told without colours too."""
    sign, style = STAGE_STYLES[stage]
    return plain(f"{sign} ", style) + said(STAGES[stage], tr, style)


def who_words(who: str | None, tr: Translator) -> Content:
    """Somebody's name, where it is known."""
    return plain(who) if who else said(msg("somebody"), tr)


# A case in the queue -------------------------------------------------------------------------------------


def _spans(width: int) -> dict[Column, tuple[int, int]]:
    """Where each column begins, and how wide it is."""
    left = width - sum(_FIXED.values()) - _GAP * (len(Column) - 1)
    spans, at = {}, 0
    for column in Column:
        room = _FIXED.get(column, left * _SHARES.get(column, 0) // 100)
        spans[column] = (at, room)
        at += room + _GAP
    return spans


def column_at(x: int, width: int) -> Column | None:
    """The column at a place, where a line of the queue is so wide."""
    if width < WIDE:
        return None
    spans = _spans(width).items()
    return next((column for column, (at, room) in spans if at <= x < at + room + _GAP), None)


@dataclass(frozen=True)
class CaseFace(Visual):
    """A case: its cells side by side where there is room, else in two lines."""

    cells: Mapping[Column, Content]
    spelled: Content = NOTHING
    """What is open, in words: in two lines no heading says what the number is."""
    errand: Content = NOTHING
    """The whole errand, for which two lines have room."""
    is_head: bool = False

    def __bool__(self) -> bool:
        return True

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """One line, or two."""
        found = self._wide(width) if width >= WIDE else self._narrow(width)
        drawn = [line.render_strips(width, 1, style, options) for line in found]
        return [
            (strips[0] if strips else Strip.blank(width, style.rich_style)).adjust_cell_length(
                width, style.rich_style
            )
            for strips in drawn[:height]
        ]

    def _wide(self, width: int) -> list[Content]:
        line = NOTHING
        for column, (at, room) in _spans(width).items():
            cell = self.cells.get(column, NOTHING).truncate(room, ellipsis=True)
            line = line + plain(" " * (at - line.cell_length)) + cell
        return [line]

    def _narrow(self, width: int) -> list[Content]:
        if self.is_head:
            return []
        cells = self.cells
        first = _ends(cells[Column.APPLICANT], cells[Column.STAGE], width)
        told = [c for c in (self.spelled, cells[Column.CAME], cells[Column.HOLDER]) if c.plain.strip()]
        left = Content(" · ").join([cells[Column.NUMBER], self.errand])
        return [first, _ends(left, Content(" · ").join(told), width)]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002  Textual's signature
        """As much as there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002  as above
        """See `render_strips`."""
        return 1 if width >= WIDE else 0 if self.is_head else 2


def _ends(left: Content, right: Content, width: int) -> Content:
    right = right.truncate(width // 2, ellipsis=True)
    room = width - right.cell_length - _GAP
    left = left.truncate(max(room, 1), ellipsis=True)
    return left + plain(" " * (width - left.cell_length - right.cell_length)) + right


def case_face(matter: Matter, today: date, tr: Translator) -> CaseFace:
    """What a line of the queue tells of a case."""
    filed, stage = matter.filed, matter.stage
    name = filed.applicant or filed.name
    unit = plain(f" · {filed.unit}", "$quiet") if filed.unit else NOTHING
    errand = said(filed.errand, tr, "$quiet") if filed.errand is not None else plain(filed.name, "$quiet")
    area = said(filed.area_name, tr) + plain(" · ", "$quiet") if filed.area_name is not None else NOTHING
    came = filed.arrival.came_at.astimezone().date()
    age = max(0, (today - came).days)
    days = said(msg("{n} d", n=age), tr, "$warn" if _is_old(age, stage) else "$quiet")
    contested = plain(" ≠", "$warn") if matter.contested else NOTHING
    spelled = said(msg("{n} open", n=matter.open), tr, "$quiet") if matter.open else NOTHING
    holder = matter.holder
    cells = {
        Column.NUMBER: plain(filed.number, "$mark"),
        Column.APPLICANT: plain(name, "bold" if stage is not Stage.DONE else "$quiet") + unit,
        Column.ERRAND: area + errand,
        Column.STAGE: stage_words(stage, tr),
        Column.OPEN: (plain(str(matter.open), "$quiet") if matter.open else NOTHING) + contested,
        Column.CAME: spaced(plain(came.isoformat(), "$quiet"), days, by=" "),
        Column.HOLDER: who_words(holder.decision.who, tr).stylize("$mark") if holder is not None else NOTHING,
    }
    return CaseFace(cells, spelled + contested, errand)


def head_cells(column: Column, *, descending: bool, tr: Translator) -> dict[Column, Content]:
    """The names of the columns; the one that the list is sorted by says so."""
    arrow = "↓" if descending else "↑"
    return {
        each: said(words, tr, "bold $mark") + plain(f" {arrow}", "bold $mark")
        if each is column
        else said(words, tr, "$quiet")
        for each, words in COLUMNS.items()
    }


def _is_old(age: int, stage: Stage) -> bool:
    """Whether a case has waited for more than three of the four months that a decision may take."""
    return age > 90 and stage is not Stage.DONE


# A finding in a case -------------------------------------------------------------------------------------


def finding_face(judged: Judged, now: datetime, tr: Translator) -> Hanging:
    """A finding: its sign, what it says, and below it what was decided of it."""
    sign, style = GROUP_STYLES[judged.group]
    what = said(judged.finding.what, tr, "$quiet" if judged.group is Group.ASIDE else "")
    told: list[Content] = [what]
    if judged.is_contested:
        told.append(plain("≠ ", "$warn") + Content(" · ").join(_sides(judged, tr)))
    elif judged.said is not None:
        told.append(plain("→ ", "$mark") + ruling_words(judged.said, now, tr))
    notes = sum(r.decision.verdict == Say.NOTE for r in judged.rulings)
    if notes:
        told.append(plain("¶ ", "$mark") + plain(str(notes), "$quiet"))
    return Hanging(plain(sign, style), lines(told))


def _sides(judged: Judged, tr: Translator) -> Sequence[Content]:
    """What each officer said last."""
    last = {r.decision.who: r for r in judged.rulings if r.decision.verdict in SAYINGS_THAT_DECIDE}
    return [who_words(who, tr) + plain(": ") + said(_words_of(r), tr, "$warn") for who, r in last.items()]


def ruling_words(ruling: Ruling, now: datetime, tr: Translator, *, words: Message | None = None) -> Content:
    """A decision in one line: what, by whom, when, and why."""
    decision = ruling.decision
    head = said(words or _words_of(ruling), tr, "bold")
    who = [who_words(decision.who, tr).stylize("$quiet")] if decision.who else []
    moment = plain(when(decision.at, now, tr), "$quiet")
    line = Content(" · ").join([head, *who, moment])
    return line + plain(f": {decision.reason}") if decision.reason else line


def _words_of(ruling: Ruling) -> Message:
    verdict = ruling.decision.verdict
    return SAYINGS[Say(verdict)] if verdict in set(Say) else Message(verdict)


SAYINGS_THAT_DECIDE: Final = frozenset(Say) - {Say.NOTE}
