"""An answer as the check page shows it: in words, and in a tone that tells an empty one from a given one."""

from __future__ import annotations

from typing import Final

from wizard.drafts.session import in_words
from wizard.flow.interview import Interview, State
from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.tui.rows import missing_columns, row_name, row_summary, rows_of
from wizard.tui.words import Content, lines, plain, said

__all__ = ["answer_lines"]

_EMPTY: Final = {
    State.OPEN: msg("Not answered"),
    State.BLANK: msg("Left empty"),
    State.DONT_KNOW: msg("Do not know"),
}


def answer_lines(interview: Interview, question: Question, tr: Translator) -> Content:
    """The answer; a table row by row, what cannot be used with the reason."""
    state = interview.state(question)
    if state is State.OPEN and question.required:
        return said(_EMPTY[state], tr, "$warn")
    if state in _EMPTY:
        return said(_EMPTY[state], tr, "$quiet")
    if question.is_table:
        return _rows(interview, question, tr)
    if state is State.FAULTY:
        reason = interview.checked[question.id].faults[0].reason
        return plain(f"✗ {tr(reason)}", "$fault")
    return plain(in_words(interview, question, tr), keep_lines=True)


def _rows(interview: Interview, table: Question, tr: Translator) -> Content:
    found: list[Content] = []
    for number, row in enumerate(rows_of(interview, table), start=1):
        found.append(plain(row_name(table, row, number, tr)))
        found.append(plain(row_summary(table, row, interview, tr), "$quiet"))
        missing = tuple(column.label for column in missing_columns(table, row, interview))
        if missing:
            found.append(plain("! ", "$warn") + said(msg("lacks {columns}", columns=missing), tr, "$warn"))
    return lines(found) if found else said(msg("No rows"), tr, "$quiet")
