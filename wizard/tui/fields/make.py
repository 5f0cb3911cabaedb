"""Which field a question is asked with."""

from __future__ import annotations

from typing import Any

from wizard.flow.interview import Interview, Within
from wizard.tui.fields.base import Asking, Field
from wizard.tui.fields.choice import ChoiceField
from wizard.tui.fields.files import FilesField
from wizard.tui.fields.hours import HoursField
from wizard.tui.fields.longtext import LongTextField
from wizard.tui.fields.table import InnerTableField, TableField
from wizard.tui.fields.text import TextField

__all__ = ["field_for"]

_CHOICES = frozenset({"yesno", "choice", "multichoice"})


def field_for(asking: Asking, interview: Interview, typed: Any = None, within: Within | None = None) -> Field:
    """The field for a question; `typed` is what stood in it when the screen was last composed.

    `within` is the table and the row of it that a column is asked for.
    """
    question = asking.question
    if question.is_table and within is not None:
        return InnerTableField(asking, interview, within, typed)
    if question.is_table:
        return TableField(asking, interview)
    if question.is_attachment:
        return FilesField(asking, typed)
    if question.type_name in _CHOICES:
        return ChoiceField(asking, typed)
    if question.type_name == "opening_hours" and not asking.compact:
        return HoursField(asking, typed)
    return LongTextField(asking, typed) if question.type_name == "longtext" else TextField(asking, typed)
