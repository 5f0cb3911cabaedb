"""From an interview to a filled form.

The relevant answers are put into words, laid into the fields the map names, and what does not fit goes to a
continuation sheet in the same file, as fields of their own, so that the form can be read back whole. Nothing is
cut: a field whose text moved says where to. The form shows what the rules say of each point of a checklist,
and which attachments are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wizard.blanks.load import Blank, TableMap
from wizard.blanks.rows import row_field
from wizard.blanks.words import DAYS, day_spans, in_words
from wizard.flow.answers import BLANK
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Message, msg
from wizard.rules import Assessment, Outcome
from wizard.values import Value

if TYPE_CHECKING:
    from wizard.pdf import Filled, Given, Problem, Sheet

__all__ = ["DRAFT_MARK", "MORE", "FilledBlank", "Laid", "UnwritableError", "fill_blank", "laid"]

MORE: Final = "more"
"""The root of the names of fields on continuation sheets: `more.staff_9_name`."""

SEE_SHEET: Final = "Se fortsättningsblad"
SEE_SHORT: Final = "Forts."
DRAFT_MARK: Final = "UTKAST: inte komplett, ska inte lämnas in"


class UnwritableError(Exception):
    """Something in the answers cannot be drawn; `message` names the questions and the characters."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True, slots=True)
class FilledBlank:
    """A filled form. `continued` names the questions that go on on a continuation sheet."""

    blank: Blank
    data: bytes
    continued: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    """What goes where: texts and buttons by field name, and what they are about."""

    texts: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, Given] = field(default_factory=dict)
    about: dict[str, tuple[Question, str]] = field(default_factory=dict)
    """The question of each text field, and its label for a continuation sheet."""

    def write(self, name: str, question: Question, value: Value | None, label: str) -> None:
        if value not in (None, BLANK):  # left empty on purpose and not asked at all look the same on paper
            self.texts[name] = in_words(question, value)
        self.about[name] = (question, label)


def fill_blank(
    blank: Blank, interview: Interview, assessment: Assessment, *, draft: bool = False, flat: bool = False
) -> FilledBlank:
    """Fill `blank` with the relevant answers. Raises `UnwritableError`.

    `draft` marks every page; `flat` makes the answers part of the pages, so that the file has no fields.
    """
    from wizard.pdf import Stamp, Unfillable, flatten  # noqa: PLC0415  heavy

    page = _laid_out(blank, interview, assessment)
    too_many = list(_further_rows(blank, interview))

    def filled_in(moved: list[str]) -> Filled:
        return blank.template.fill(
            {**page.texts, **page.buttons},
            substitutes={name: _reference(blank, name) for name in moved},
            sheets=list(_sheets(blank, interview, page, moved, too_many)),
            stamp=Stamp(DRAFT_MARK) if draft else None,
        )

    moved: list[str] = []
    try:
        try:
            filled = filled_in(moved)  # most often all fits; looking first would set every text twice
        except Unfillable:
            moved = _moved(blank, page)
            filled = filled_in(moved)
    except Unfillable as error:
        raise UnwritableError(_told(error.problems, page)) from None
    continued = dict.fromkeys(
        [page.about[name][0].id for name in moved] + [table.id for table, _ in too_many]
    )
    return FilledBlank(blank, flatten(filled.data) if flat else filled.data, tuple(continued))


def _laid_out(blank: Blank, interview: Interview, assessment: Assessment) -> _Page:
    page = _Page()
    _lay_out_answers(page, blank, interview)
    for question_id, names in blank.map.hours.items():
        _lay_out_hours(page, names, question_id, interview)
    for question_id, table_map in blank.map.tables.items():
        _lay_out_table(page, interview.flow.questions[question_id], table_map, interview)
    for question_id, name in blank.map.attached.items():
        page.buttons[name] = bool(interview.value(question_id))
    for rule_id, shown in blank.map.verdicts.items():
        verdict = assessment.verdict(rule_id)
        page.buttons[shown.field] = shown.options.get(
            verdict.outcome.value if verdict else Outcome.UNDECIDED.value
        )
    return page


def _lay_out_answers(page: _Page, blank: Blank, interview: Interview) -> None:
    for name, entry in blank.map.fields.items():
        question, value = interview.flow.questions[entry.answer], interview.value(entry.answer)
        if entry.options is None:
            page.write(name, question, value, question.label.id)
        elif isinstance(value, str):
            page.buttons[name] = entry.options.get(value)
    for question_id, boxes in blank.map.ticks.items():
        chosen = interview.value(question_id)
        for option, name in boxes.items():
            page.buttons[name] = option in chosen if isinstance(chosen, list | tuple) else option == chosen


def _lay_out_hours(page: _Page, names: Mapping[str, str], question_id: str, interview: Interview) -> None:
    question, hours = interview.flow.questions[question_id], interview.value(question_id)
    for day in DAYS:
        page.about[names[day]] = (question, question.label.id)
        if hours is not None:
            page.texts[names[day]] = day_spans(hours, day)


def _lay_out_table(page: _Page, table: Question, table_map: TableMap, interview: Interview) -> None:
    for number, row in enumerate(interview.rows(table)[: table_map.rows], start=1):
        for column in interview.asked_columns(table, row):
            if column.id in table_map.columns:
                name = row_field(table_map.columns[column.id], number)
                page.write(
                    name, column, row.get(column.id), f"{table.label.id}, rad {number}: {column.label.id}"
                )


def _further_rows(blank: Blank, interview: Interview) -> Iterator[tuple[Question, int]]:
    """(table, rows on the form) for each table that has more rows than the form has lines."""
    for question_id, table_map in blank.map.tables.items():
        table = interview.flow.questions[question_id]
        if len(interview.rows(table)) > table_map.rows:
            yield table, table_map.rows


def _sheets(
    blank: Blank, interview: Interview, page: _Page, moved: list[str], too_many: list[tuple[Question, int]]
) -> Iterator[Sheet]:
    from wizard.pdf import Cell, Entry, Heading, Sheet, Table  # noqa: PLC0415  heavy

    if not moved and not too_many:
        return
    blocks: list[Heading | Entry | Table] = [
        Entry(page.about[name][1], page.texts[name], f"{MORE}.{name}") for name in moved
    ]
    for table, on_form in too_many:
        columns = [c for c in table.columns if c.id in blank.map.tables[table.id].columns]
        rows = []
        for number, row in enumerate(interview.rows(table)[on_form:], start=on_form + 1):
            asked = interview.asked_columns(table, row)
            names = {
                c.id: f"{MORE}.{row_field(blank.map.tables[table.id].columns[c.id], number)}" for c in columns
            }
            rows.append(
                tuple(
                    Cell(in_words(c, row[c.id]) if c in asked and c.id in row else "", names[c.id])
                    for c in columns
                )
            )
        blocks += [
            Heading(f"{table.label.id}, från rad {on_form + 1}"),
            Table(tuple(c.label.id for c in columns), tuple(rows)),
        ]
    footer = f"{blank.id}, utgåva {blank.map.edition}. Sida {{page}} ({{pages}})."
    yield Sheet("Fortsättningsblad", tuple(blocks), header=_whose(blank, interview), footer=footer)


def _whose(blank: Blank, interview: Interview) -> str:
    """The running head of a continuation sheet: which form, and whose."""
    who = (interview.value(name) for name in interview.flow.case.applicant)
    return ", ".join([blank.map.title, *(str(value) for value in who if value is not None)])


def _reference(blank: Blank, name: str) -> str:
    """What stands in a field whose text moved: as much as there is room for."""
    return next((words for words in (SEE_SHEET, SEE_SHORT) if blank.template.layout(name, words).fits), "*")


def _told(problems: Sequence[Problem], page: _Page) -> Message:
    """The first problem of a filling, by question instead of by field."""
    first = problems[0]
    label = page.about[first.field][1] if first.field in page.about else first.field
    return msg("{question}: {reason}", question=label, reason=first.message)


def _moved(blank: Blank, page: _Page) -> list[str]:
    """The fields whose text does not fit."""
    return [name for name, text in page.texts.items() if text and not blank.template.layout(name, text).fits]


@dataclass(frozen=True, slots=True)
class Laid:
    """A form as it would be filled: texts and buttons by field, the question of each field, further sheets."""

    texts: Mapping[str, str]
    buttons: Mapping[str, Given]
    about: Mapping[str, str]
    sheets: tuple[Sheet, ...]


def laid(blank: Blank, interview: Interview, assessment: Assessment) -> Laid:
    """What stands where on the filled form, without making the file. Raises `UnwritableError`."""
    from wizard.pdf import Unfillable  # noqa: PLC0415  heavy

    page = _laid_out(blank, interview, assessment)
    try:
        moved = _moved(blank, page)
        sheets = tuple(_sheets(blank, interview, page, moved, list(_further_rows(blank, interview))))
        texts = page.texts | {name: _reference(blank, name) for name in moved}
    except Unfillable as error:
        raise UnwritableError(_told(error.problems, page)) from None
    return Laid(texts, page.buttons, dict(_questions(blank)), sheets)


def _questions(blank: Blank) -> Iterator[tuple[str, str]]:
    """Each field that holds an answer, with its question."""
    yield from ((name, entry.answer) for name, entry in blank.map.fields.items())
    for groups in (blank.map.ticks, blank.map.hours):
        for question, names in groups.items():
            yield from ((name, question) for name in names.values())
    for question, table in blank.map.tables.items():
        for row in range(1, table.rows + 1):
            yield from ((row_field(pattern, row), question) for pattern in table.columns.values())
    yield from ((name, question) for question, name in blank.map.attached.items())
