"""What a field of a form is for, in words: the question, and the option, day or column of it."""

from __future__ import annotations

from wizard.blanks.uses import Use
from wizard.blanks.words import DAYS
from wizard.flow.model import Flow
from wizard.i18n import Translator
from wizard.values.date_words import WEEKDAY_NAMES

__all__ = ["use_in_words"]


def use_in_words(use: Use, flow: Flow, tr: Translator) -> str:
    """As one would say it; names of the map where the flow knows them not."""
    if use.section == "verdicts":
        rule = next((rule for rule in flow.rules if rule.id == use.answer), None)
        return tr(rule.label or rule.text) if rule is not None else use.answer
    question = flow.questions.get(use.answer)
    if question is None:
        return ": ".join(filter(None, (use.answer, use.part)))
    label = tr(question.label)
    match use.section:
        case "ticks" if question.type is not None:
            return f"{label}: {question.type.show([use.part] if question.type_name == 'multichoice' else use.part, tr)}"
        case "hours" if use.part in DAYS:
            return f"{label}: {tr(WEEKDAY_NAMES[DAYS.index(use.part)])}"
        case "tables":
            column = question.column(use.part)
            return f"{label}: {tr(column.label) if column is not None else use.part}"
        case _:
            return label
