"""An answer of the past in words: it may be of a question that has changed since, or mean nothing any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wizard.flow.answers import BLANK, check
from wizard.flow.model import Question
from wizard.i18n import Translator, msg, nmsg
from wizard.tui.rows import row_name
from wizard.values import DONT_KNOW, NOT_APPLICABLE, Value
from wizard.values.base import Context

__all__ = ["DOORS", "value_in_words"]

DOORS: Final = {
    "wizard": msg("here"),
    "chat": msg("conversation"),
    "command": msg("command"),
    "migration": msg("new version of the questions"),
    "profile": msg("provider's data"),
}
_PLAIN: Final = {
    BLANK: msg("(left empty)"),
    DONT_KNOW: msg("I do not know"),
    NOT_APPLICABLE: msg("Does not apply"),
}


def value_in_words(question: Question | None, value: Value | None, ctx: Context, tr: Translator) -> str:
    """A stored value as one would say it; what cannot be said so is given as it stands, in short."""
    if value is None:
        return tr(msg("(not answered)"))
    if isinstance(value, str) and value in _PLAIN:
        return tr(_PLAIN[value])
    if question is None or check(question, value, ctx).faults:
        return value if isinstance(value, str) else tr(msg("(cannot be shown)"))
    if isinstance(value, list | tuple) and question.is_table:
        rows = [row for row in value if isinstance(row, Mapping)]
        names = ", ".join(row_name(question, row, n, tr) for n, row in enumerate(rows, start=1))
        return f"{tr(nmsg('{count} row', '{count} rows', len(rows)))}: {names}" if rows else tr(msg("(none)"))
    if question.type is None:
        return str(value)
    if isinstance(value, list | tuple) and question.is_attachment:
        return ", ".join(question.type.show(file, tr) for file in value) or tr(msg("(none)"))
    return question.type.show(value, tr)
