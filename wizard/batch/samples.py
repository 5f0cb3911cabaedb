"""What an answer may look like where the question itself gives no example: within its limits, in its unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from wizard.flow.model import Question
from wizard.i18n import Translator
from wizard.values import Value
from wizard.values.measures import UNITS, Measure
from wizard.values.numbers import Number

__all__ = ["sample_of"]

_SAMPLES: Final[Mapping[str, Value]] = {
    "yesno": "yes",
    "date": "2027-03-01",
    "fte": 0.8,
    "orgnr": "556592-9717",
    "personnummer": "19811218-9876",
    "phone": "+46812345678",
    "email": "info@exempel.se",
    "postcode": "113 30",
    "opening_hours": {"mon": ["08:00-17:00"], "fri": ["08:00-15:00"]},
    "timespan": "08:00-17:00",
    "amount": 500_000,
    "bankgiro": "5050-1055",
    "hsaid": "SE2321000016-A1B2",
    "integer": 2,
    "percent": 50,
}


def sample_of(question: Question, tr: Translator) -> str:
    """An answer as people write it; nothing for words of their own."""
    kind, sample = question.type, _SAMPLES.get(question.type_name)
    if isinstance(kind, Measure):
        sample = _within(kind, UNITS[kind.unit].example)
    elif isinstance(kind, Number) and isinstance(sample, int):
        sample = _within(kind, Decimal(sample))
    return kind.show(sample, tr) if kind is not None and sample is not None else ""


def _within(kind: Number, number: Decimal) -> int | float:
    """The nearest number that the question allows."""
    limits = kind.schema()
    number = max(number, Decimal(str(limits.get("minimum", number))))
    number = min(number, Decimal(str(limits.get("maximum", number))))
    return int(number) if number == int(number) else float(number)
