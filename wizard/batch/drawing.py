"""What templates and annotated copies look like: one place for the formats, and for how a sheet is laid out.

Everything is written by xlsxwriter, and every text as text: nothing that came from outside can become a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from wizard.batch.layout import CLIENT, Column, Layout, Sheet
from wizard.batch.samples import sample_of
from wizard.flow.document import cite
from wizard.flow.explain import condition_in_words
from wizard.flow.model import Flow, Question
from wizard.i18n import Message, Translator, msg
from wizard.values import DONT_KNOW, NOT_APPLICABLE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "FIRST_ROW",
    "HEADING_HEIGHT",
    "KEY_ROW",
    "LISTS",
    "Drawing",
    "choice_words",
    "open_workbook",
    "width",
]

TASK_ROW: Final = 0
HEADING_ROW: Final = 1
KEY_ROW: Final = 2
FIRST_ROW: Final = 3
"""The first row below the heading, counted from 0: the example in a template, then the applications."""
LISTS: Final = "_lov"
"""The hidden sheet that drop-down lists are read from."""

HEADING_HEIGHT: Final = 62
_A4: Final = 9
"""The number of the paper in the format."""
_LAST_ROW: Final = 1_048_575
_WIDEST: Final = 34
_NARROWEST: Final = 12
_AS_NUMBERS: Final = frozenset({"integer", "decimal", "measure", "amount", "percent", "fte"})
_LONGEST_NOTE: Final = 3_000

_FORMATS: Final[Mapping[str, Mapping[str, Any]]] = {
    "task": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E5F", "valign": "vcenter"},
    "heading": {"bold": True, "bg_color": "#DCE9EE", "text_wrap": True, "valign": "top", "bottom": 1},
    "asked": {"italic": True, "bg_color": "#EEF3F5", "text_wrap": True, "valign": "top", "bottom": 1},
    "key": {"font_color": "#7F7F7F", "font_size": 8},
    "example": {"italic": True, "font_color": "#6B6B6B", "bg_color": "#F7F7F7", "num_format": "@"},
    "text": {"num_format": "@", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "wrong": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "valign": "top"},
    "wrong_date": {"bg_color": "#FFC7CE", "font_color": "#9C0006", "num_format": "yyyy-mm-dd"},
    "title": {"bold": True, "font_size": 14},
    "bold": {"bold": True},
    "wrap": {"text_wrap": True, "valign": "top"},
    "count": {"align": "center", "valign": "top"},
    "good": {"bg_color": "#D8EFD3", "valign": "top"},
    "ask": {"bg_color": "#FFF2CC", "valign": "top"},
}


def open_workbook(target: str | BytesIO, *, is_flat: bool = False) -> Workbook:
    """A new workbook that takes every text for text. With `is_flat`, rows are written out as they come."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415  heavy

    settings = {
        "constant_memory": is_flat,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "default_date_format": "yyyy-mm-dd",
    }
    return Workbook(target, settings)


@dataclass
class Drawing:
    """A workbook at work: its formats, and its lists of choices."""

    book: Workbook
    layout: Layout
    tr: Translator
    comments: int = 0
    """How many comments on faults were asked for."""
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def formats(self) -> Mapping[str, Format]:
        """The formats by name."""
        return {name: self.book.add_format(dict(look)) for name, look in _FORMATS.items()}

    def head(self, sheet: Sheet) -> Worksheet:
        """Add `sheet` with everything above its rows: headings with notes, the hidden keys, formats, drop-downs."""
        page = self.book.add_worksheet(sheet.name)
        page.freeze_panes(FIRST_ROW, 1)
        page.set_row(TASK_ROW, 20)
        page.set_row(HEADING_ROW, HEADING_HEIGHT)
        self._tasks(page, sheet)
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, width(column), self.formats[_kind(column)])
        for number, column in enumerate(sheet.columns):
            is_conditional = column.question is not None and column.question.when is not None
            page.write_string(
                HEADING_ROW, number, column.heading, self.formats["asked" if is_conditional else "heading"]
            )
            self.comment(page, HEADING_ROW, number, column, sheet)
            if column.question is not None:
                self.choices(page, number, column.question)
        for number, column in enumerate(sheet.columns):
            is_stamp = number == 0
            page.write_string(
                KEY_ROW,
                number,
                str(self.layout.stamp(sheet)) if is_stamp else column.key,
                self.formats["key"],
            )
        page.set_row(KEY_ROW, None, None, {"hidden": True})
        return page

    def close(self) -> None:
        """Write out the lists, and the file."""
        page = self.book.add_worksheet(LISTS)
        for number, words in enumerate(self._lists):
            for row, word in enumerate(words):
                page.write_string(row, number, word)
        page.hide()
        self.book.close()

    def listing(self, name: Message, heads: Iterable[tuple[Message, int]], *, fixed: int = 0) -> Worksheet:
        """A sheet with headings and widths; `fixed` columns stay in sight. Printed, it is as wide as the paper."""
        page = self.book.add_worksheet(self.tr(name))
        page.freeze_panes(1, fixed)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for number, (head, wide) in enumerate(heads):
            page.set_column(number, number, wide)
            page.write_string(0, number, self.tr(head), self.formats["heading"])
        return page

    def comment(self, page: Worksheet, row: int, number: int, column: Column, sheet: Sheet) -> None:
        """The note at a heading."""
        note = "\n".join(self.note(column, sheet))
        if note:
            size = {"x_scale": 3, "y_scale": 2.5, "visible": False}
            page.write_comment(row, number, note[:_LONGEST_NOTE], size)

    def note(self, column: Column, sheet: Sheet) -> Iterator[str]:
        """What a person wants to know of a column: what is asked, why, in which form, when, and by which source."""
        question, tr = column.question, self.tr
        if question is None:
            yield from _key_notes(column, sheet, tr)
            return
        yield tr(question.ask)
        yield from (tr(text) for text in (question.hint, question.why) if text is not None)
        yield from _form_notes(question, tr)
        if question.when is not None and sheet.table is None:
            when = condition_in_words(self.layout.flow, question.when)
            yield tr(msg("Asked when: {condition}.", condition=when))
        yield from (tr(msg("Source: {source}", source=cite(ref, tr))) for ref in question.sources)

    def look(self, column: Column | None) -> Format:
        """The format of a column."""
        return self.formats[_kind(column) if column is not None else "text"]

    def _tasks(self, page: Worksheet, sheet: Sheet) -> None:
        """The names of the tasks over their first questions; nothing is merged, so that sheets can be sorted."""
        flow, before = self.layout.flow, ""
        for number, column in enumerate(sheet.columns):
            task = column.question.task if column.question is not None and sheet.table is None else ""
            title = _task_title(flow, task, self.tr) if task != before and task else ""
            page.write_string(TASK_ROW, number, title, self.formats["task"])
            before = task or before

    def choices(self, page: Worksheet, number: int, question: Question, first: int = FIRST_ROW) -> None:
        """Offer the answers to `question` in a column as a drop-down list."""
        words = choice_words(question, self.tr)
        if not words:
            return
        place = self._lists.setdefault(words, _letters(len(self._lists)))
        page.data_validation(
            first,
            number,
            _LAST_ROW,
            number,
            {
                "validate": "list",
                "source": f"='{LISTS}'!${place}$1:${place}${len(words)}",
                "error_type": "warning",
                "error_title": self.tr(msg("Not in the list"))[:32],
                "error_message": self.tr(msg("Choose from the list, or write so that lov can read it."))[
                    :255
                ],
            },
        )


def choice_words(question: Question, tr: Translator) -> tuple[str, ...]:
    """What a drop-down list offers for a question; nothing where several answers or free ones are asked for."""
    if question.type_name == "yesno" and question.type is not None:
        words = [question.type.show(value, tr) for value in ("yes", "no")]
    elif question.type_name == "choice":
        words = [tr(option.label) for option in getattr(question.type, "options", ())]
    else:
        return ()
    return (*words, *_special_words(question, tr))


def _special_words(question: Question, tr: Translator) -> Iterator[str]:
    if question.type is not None:
        if question.allows_unknown:
            yield question.type.show(DONT_KNOW, tr)
        if question.allows_not_applicable:
            yield question.type.show(NOT_APPLICABLE, tr)


def _key_notes(column: Column, sheet: Sheet, tr: Translator) -> Iterator[str]:
    if column.key == CLIENT and sheet.table is None:
        yield tr(
            msg(
                "Your own name for the client, each once. It stays with you: it is in no form and no file name."
            )
        )
    elif column.key == CLIENT:
        yield tr(msg("The client as in the first sheet. One line for each row; as many lines as are needed."))


def _form_notes(question: Question, tr: Translator) -> Iterator[str]:
    """In which form an answer is written."""
    options = [tr(option.label) for option in getattr(question.type, "options", ())]
    if question.type_name == "multichoice":
        yield tr(msg("One or more of these, with commas between: {options}.", options="; ".join(options)))
    if question.is_attachment:
        yield tr(msg("The path of the file, from the folder of this workbook. Several: one on each line."))
    form = _FORMS.get(question.type_name)
    if form is not None:
        yield tr(form)
    example = question.example or (sample_of(question, tr) if question.type_name in _NUMBERS else None)
    if example:
        yield tr(msg("Example: {example}", example=example))
    special = tuple(_special_words(question, tr))
    if special:
        yield tr(msg("You may also write: {words}.", words=special))
    if not question.required:
        yield tr(msg("May be left empty."))


_NUMBERS: Final = frozenset({"integer", "measure", "percent"})
"""What is easily written in another unit, or with another meaning."""

_FORMS: Final[Mapping[str, Message]] = {
    "date": msg("A date, such as 2027-03-01."),
    "fte": msg("A share of full time, such as 80 % or 0.8."),
    "orgnr": msg("Ten digits, such as 556592-9717."),
    "personnummer": msg("Twelve digits, such as 19811218-9876."),
    "opening_hours": msg("Days and hours, such as mon-thu 8-17, fri 8-15."),
    "timespan": msg("From and to, such as 8-17."),
    "amount": msg("Swedish kronor, such as 500 000."),
}


def _task_title(flow: Flow, task_id: str, tr: Translator) -> str:
    return next((tr(task.title) for task in flow.tasks if task.id == task_id), "")


def _kind(column: Column) -> str:
    """The format of a column: text wherever a spreadsheet program would drop zeros or read a date into it."""
    name = column.question.type_name if column.question is not None else ""
    return "date" if name == "date" else "number" if name in _AS_NUMBERS else "text"


def width(column: Column) -> int:
    """How wide a column is drawn, in signs."""
    longest = max((len(word) for word in column.heading.split()), default=0)
    wanted = max(longest + 2, len(column.heading) // 2 + 2)
    if column.question is not None and column.question.type_name == "longtext":
        wanted = _WIDEST
    return min(_WIDEST, max(_NARROWEST, wanted))


def _letters(number: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415  heavy

    return str(xl_col_to_name(number))
