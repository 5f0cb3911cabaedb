"""Values said back in full, so that a wrong one is seen: dates with their weekday."""

from __future__ import annotations

from datetime import date

from wizard.flow.answers import BLANK
from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.values import Value, ValueType
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE

__all__ = ["shown"]


def shown(kind: ValueType | Question, value: Value, tr: Translator) -> str:
    """A value in words, as it is said back; it can be typed in again and gives the same value."""
    if value == DONT_KNOW:
        return tr(msg("do not know"))
    if value == NOT_APPLICABLE:
        return tr(msg("does not apply"))
    own = kind.type if isinstance(kind, Question) else kind
    if value == BLANK or own is None:
        return tr(msg("left empty"))
    if own.name == "date" and isinstance(value, str):
        try:
            return tr.long_date(date.fromisoformat(value))
        except ValueError:
            return value
    return own.show(value, tr)
