"""Rows of a table told in prose: `två leg. fysioterapeuter på heltid, en specialist i neurologi på 60 %`.

The text is read from left to right; each stretch must be a cell of some column, a number of people, or words that
say nothing. A new row begins where a number stands, or where a column would be filled twice. What must stay true: a
word that no column takes means no rows at all; and rows are shown to be confirmed, never stored as told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.assistant.rows.groups import Cells, Group, settled
from wizard.assistant.rows.telling import Telling
from wizard.assistant.rows.text import Word, laid_out
from wizard.assistant.rows.words import MOST_ROWS, MOST_WORDS, WORD
from wizard.assistant.spoken.names import is_question
from wizard.flow.model import Question
from wizard.values import Choice
from wizard.values.base import Context
from wizard.values.characters import tidy

__all__ = ["Cells", "cells_in_prose", "rows_in_prose", "rows_told"]


def rows_in_prose(table: Question, text: str, ctx: Context) -> list[Cells] | None:
    """The rows that a text tells, with what it says of each; None where it is not rows, or not wholly."""
    told = _rows(table, text, ctx, strictly=True)
    return told[0] if told is not None else None


def rows_told(table: Question, text: str, ctx: Context) -> tuple[list[Cells], tuple[str, ...]] | None:
    """As `rows_in_prose`; where some small words belong to no cell, the rows without them, and those words."""
    return _rows(table, text, ctx, strictly=True) or _rows(table, text, ctx, strictly=False)


def _rows(
    table: Question, text: str, ctx: Context, *, strictly: bool
) -> tuple[list[Cells], tuple[str, ...]] | None:
    if is_question(tidy(text)):
        return None
    laid = laid_out(text)
    words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(laid.text)]
    if not 2 <= len(words) <= MOST_WORDS:
        return None
    telling = Telling(table, laid.text, words, ctx, most_left=0 if strictly else max(2, len(words) // 4))
    groups = telling.groups()
    rows = settled(_joined(groups, table), _head_of(table)) if groups is not None else None
    if rows is None or (laid.heads and laid.heads != len(rows)):
        return None
    rows = _in_one(rows)
    if not 1 <= len(rows) <= MOST_ROWS or not _is_worth(rows):
        return None
    if telling.left and any(len(row) < _LEAST for row in rows):
        return None
    return rows, tuple(telling.left)


_LEAST: Final = 2
"""How many cells each row has at least, where words were left out."""


def _joined(groups: Sequence[Group], table: Question) -> list[Group]:
    """What stands apart with neither a name nor a noun belongs to the one before it, where that lacks it."""
    heads = {table.row_label, *_head_of(table)[:1]}
    joined: list[Group] = []
    for group in groups:
        before = joined[-1] if joined else None
        is_rest = not heads & set(group.cells) and not (group.is_counted or group.is_rest or group.has_noun)
        is_named = before is not None and before.count == 1 and table.row_label in before.cells
        if before is not None and is_rest and is_named and not set(group.cells) & set(before.cells):
            before.cells.update(group.cells)
        else:
            joined.append(group)
    return joined


def _in_one(rows: list[Cells]) -> list[Cells]:
    """`Gösta Ahlberg; fysioterapeut; 100 %`: one row, whose cells stand apart as rows do."""
    names = [name for row in rows for name in row]
    if len(rows) > 1 and all(len(row) == 1 for row in rows) and len(set(names)) == len(names):
        return [{name: value for row in rows for name, value in row.items()}]
    return rows


def cells_in_prose(table: Question, text: str, ctx: Context) -> Cells | None:
    """The cells that a text tells of one row, be it a single one; None where it tells of several, or not wholly."""
    laid = laid_out(text)
    words = [Word(m[0], m.start(), m.end()) for m in WORD.finditer(laid.text)]
    if not 1 <= len(words) <= MOST_WORDS:
        return None
    groups = Telling(table, laid.text, words, ctx).groups()
    if groups is None or len(groups) != 1 or groups[0].count != 1:
        return None
    return dict(groups[0].cells)


def _head_of(table: Question) -> tuple[str, ...]:
    """The columns that a noun tells, so that `en på halvtid` may leave them out: the first choice, and a yes or no."""
    choices = [c.id for c in table.columns if isinstance(c.type, Choice)][:1]
    return (*choices, *(c.id for c in table.columns if c.type_name == "yesno" and choices))


def _is_worth(rows: Sequence[Cells]) -> bool:
    """Whether more is told than a single cell, which is the answer to its own question."""
    return len(rows) > 1 or len(rows[0]) > 1
