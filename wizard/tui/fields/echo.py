"""What is shown around a line of text: an example before it is written, what was understood after.

Only how things look is decided here. What a text means comes from the engine, how a value is said from its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from wizard.flow.model import Question
from wizard.i18n import Translator, msg
from wizard.tui.words import NOTHING, Content, lines, plain, said
from wizard.values import DAY_KEYS, UNITS, Measure, Value
from wizard.values.date_words import SHORT_WEEKDAY_NAMES

__all__ = ["echo", "example", "suffix", "width_class"]

_SHORT: Final = frozenset(
    {"integer", "decimal", "measure", "amount", "percent", "fte", "date", "postcode", "timespan"}
)
_MIDDLE: Final = frozenset({"orgnr", "personnummer", "hsaid", "phone", "bankgiro", "plusgiro"})
_SPEAKS_FOR_ITSELF: Final = frozenset({"text", "longtext", "address", "email", "url"})
_UNITS: Final = {"m2": "m²", "degrees": "°", "ratio": ""}


def echo(question: Question, value: Value, text: str, tr: Translator) -> Content:
    """What was understood, where that is not plain from the text: a weekday, a unit, the hours of each day."""
    if question.type is None or question.type_name in _SPEAKS_FOR_ITSELF or value == "":
        return NOTHING
    if isinstance(value, Mapping):
        return _week(value, tr)
    if question.type_name == "date" and isinstance(value, str) and value not in ("?", "-"):
        return plain(f"✓ {tr.long_date(date.fromisoformat(value))}")
    words = question.type.show(value, tr)
    return plain(f"✓ {words}") if words != text.strip() else NOTHING


def example(question: Question, tr: Translator) -> Content:
    """What an answer may look like, for an empty line."""
    if question.example is not None:
        return said(msg("such as {example}", example=question.example), tr)
    if isinstance(question.type, Measure):
        usual = question.type.show(float(UNITS[question.type.unit].example), tr)
        return said(msg("such as {example}", example=usual), tr)
    return NOTHING


def suffix(question: Question) -> str:
    """The unit that stands after the line."""
    unit = question.type.unit if isinstance(question.type, Measure) else ""
    return _UNITS.get(unit, unit)


def width_class(question: Question) -> str:
    """A line is as long as what is to be written on it."""
    if question.type_name in _SHORT:
        return "-short"
    return "-middle" if question.type_name in _MIDDLE else "-long"


def _week(hours: Mapping[str, Value], tr: Translator) -> Content:
    """Every day of the week with its hours, closed ones too."""
    names = [tr(SHORT_WEEKDAY_NAMES[i]) for i in range(len(DAY_KEYS))]
    width = max(map(len, names))
    return lines(
        plain(f"✓ {name:<{width}}  ") + _hours(hours.get(day), tr)
        for day, name in zip(DAY_KEYS, names, strict=True)
    )


def _hours(spans: Value | None, tr: Translator) -> Content:
    if not isinstance(spans, list | tuple) or not spans:
        return said(msg("closed"), tr, "$quiet")
    return plain(tr.listing(str(span).replace("-", "\u2013") for span in spans))
