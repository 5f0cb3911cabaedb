"""The board of preparations on paper: the self-assessment for the start meeting, with the board as a sheet behind it.

The form is filled as for a package; the sheet is appended to it by the same engine, in Swedish as the form is.
"""

from __future__ import annotations

from wizard import resources
from wizard.blanks import UnwritableError, blanks_for, fill_blank, load_blanks
from wizard.flow.interview import Interview
from wizard.i18n import DEFAULT_LANGUAGE, Translator, msg
from wizard.rules import assess
from wizard.timeline.board import Board, Entry, readiness_in_words

__all__ = ["board_pdf"]


def board_pdf(board: Board, interview: Interview) -> bytes:
    """The form of the errand with the board behind it. Raises `UnwritableError`."""
    from wizard.pdf import Cell, Paragraph, Sheet, Table, Template, Unfillable  # noqa: PLC0415  heavy

    blanks = blanks_for(interview.flow, load_blanks(resources.content_root()))
    if not blanks:
        raise UnwritableError(msg("This errand has no form."))
    assessment = assess(interview)
    form = fill_blank(blanks[0], interview, assessment, draft=not assessment.is_ready)
    tr = Translator.of(DEFAULT_LANGUAGE)
    columns = tuple(
        tr(head)
        for head in (msg("By"), msg("Preparation"), msg("Who"), msg("How it stands"), msg("What shows it"))
    )
    rows = tuple(tuple(Cell(text) for text in _cells(entry, tr)) for entry in board.entries)
    summary = msg(
        "{done} of {all} preparations are done.",
        done=len(board.entries) - len(board.open),
        all=len(board.entries),
    )
    blocks = (Paragraph(tr(summary)), Table(columns, rows, (3, 6, 4, 6, 5)))
    named = (interview.value(name) for name in interview.flow.name_from)
    unit = next((value for value in named if isinstance(value, str) and value), None)
    sheet = Sheet(
        tr(msg("Preparations before the start meeting")),
        blocks,
        header=unit or tr(board.plan.area.name),
        footer=tr(msg("Reckoned on {day}.", day=board.plan.today)) + " {page}/{pages}",
    )
    try:
        return Template.compile(form.data).fill({}, sheets=[sheet]).data
    except Unfillable as error:
        raise UnwritableError(error.problems[0].message) from None


def _cells(entry: Entry, tr: Translator) -> tuple[str, ...]:
    """One line of the table."""
    state = tr(readiness_in_words(entry))
    if entry.promise is not None:
        state += f" ({tr(msg('promised for {day}', day=entry.promise))})"
    return (
        entry.due.isoformat() if entry.due is not None else "",
        tr(entry.step.title),
        tr.value(entry.owner),
        state,
        entry.evidence or "",
    )
