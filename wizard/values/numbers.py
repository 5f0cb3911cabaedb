"""Plain numbers, and the frame of everything that is counted or measured.

A `Number` type reads a text into every number it may mean (usually one), drops those that the question's
limits rule out, and accepts only if a single one is left. What must stay true: a number is kept exactly as
written, in at most fifteen digits, which every JSON reader and spreadsheet can hold.
"""

from __future__ import annotations

import math
import re
from abc import abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, TypeAlias

from wizard.i18n import Message, Translator, msg
from wizard.values.base import Context, Quick, Reading, Value
from wizard.values.cursor import Cursor
from wizard.values.numerals import Readings, figures, read_numeral, shortest
from wizard.values.scalar import Scalar, misfit

__all__ = ["USUAL", "Bound", "DecimalNumber", "Integer", "Number"]

Bound: TypeAlias = int | float | None
"""A limit of a number, itself allowed; `None` for none."""

_MOST_DIGITS: Final = 15
_USUAL_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,8}")
USUAL: Final = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:[.,][0-9]{1,2})?")
"""Figures that can mean one number alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Scalar):
    """A number between `min` and `max`, both allowed. Raises `ValueError` for limits that leave nothing."""

    min: Bound = None
    max: Bound = None

    json_type: ClassVar[str] = "number"
    floor: ClassVar[Bound] = None
    """The least that makes sense whatever the question; `min` replaces it."""

    def __post_init__(self) -> None:
        if any(bound is not None and _exact(bound) is None for bound in (self.min, self.max)):
            raise ValueError(msg("A limit of a number must be a number, such as 0 or 2.5."))
        if self._least is not None and self._most is not None and self._least > self._most:
            raise ValueError(msg("No number fits: the least that is allowed is greater than the greatest."))

    def schema(self) -> dict[str, Any]:
        """A JSON number within the limits."""
        limits = {"minimum": self._least, "maximum": self._most}
        return {"type": self.json_type, **{k: shortest(v) for k, v in limits.items() if v is not None}}

    def said(self, number: Decimal) -> Message:
        """The number with its unit: a message whose parameter `number` a translator puts into digits."""
        return msg("{number}", number=number)

    def _quick_with(self, usual: re.Pattern[str]) -> Quick:
        """A shortcut for figures without marks between the thousands, within the limits."""
        least, most = self._least, self._most

        def quick(text: str) -> int | float | None:
            if usual.fullmatch(text) is None:
                return None
            number = Decimal(text.replace(",", "."))
            if (least is not None and number < least) or (most is not None and number > most):
                return None
            return shortest(number)

        return quick

    @property
    def _least(self) -> Decimal | None:
        return _exact(self.floor if self.min is None else self.min)

    @property
    def _most(self) -> Decimal | None:
        return _exact(self.max)

    def _read(self, text: str, ctx: Context) -> Reading:
        cursor = Cursor(text)
        readings = self._readings(cursor, ctx)
        if isinstance(readings, Message):
            return Reading.rejected(readings)
        if readings is None or not cursor.done:
            return Reading.rejected(self._hint(cursor.rest))
        return self._settled(readings, text)

    def _settled(self, readings: Readings, text: str) -> Reading:
        """Accept the one reading that this type can hold; ask where there are several."""
        faults = {number: self._fault(number) for number in readings.numbers}
        fitting = [number for number, fault in faults.items() if fault is None]
        if len(fitting) == 1 and not readings.doubtful:
            return Reading.accepted(shortest(fitting[0]), text)
        if fitting:
            meanings = tuple(map(self.said, fitting))
            return Reading.ambiguous(self._doubt(meanings), *map(shortest, fitting))
        return self._rescued(readings, text) or Reading.rejected(
            faults[readings.numbers[0]] or self._hint(text)
        )

    def _from_data(self, value: object, ctx: Context) -> Reading:  # noqa: ARG002  a number needs no clock
        if isinstance(value, bool) or not isinstance(value, int | float):
            return Reading.rejected(misfit(value))
        number = _exact(value)
        if number is None:
            return Reading.rejected(msg("The number is too large to be kept. Check what is filled in."))
        fault = self._fault(number)
        return Reading.accepted(shortest(number), "") if fault is None else Reading.rejected(fault)

    def _words(self, value: Value, tr: Translator) -> str | None:
        number = _exact(value)
        if number is None:
            return None
        return tr(self.said(number).with_params(number=self._digits(number, tr.language)))

    def _digits(self, number: Decimal, language: str) -> str:
        return figures(number, language)

    def _fault(self, number: Decimal) -> Message | None:
        """Why this type cannot hold `number`, or `None`."""
        form = self._form_fault(number)
        if form is not None:
            return form
        if _digit_count(number) > _MOST_DIGITS:
            return msg("The number has more than {limit} digits. Round it off.", limit=_MOST_DIGITS)
        if self._least is not None and number < self._least:
            return msg(
                "{value} is too little: the least that fits here is {limit}.",
                value=self.said(number),
                limit=self.said(self._least),
            )
        if self._most is not None and number > self._most:
            return msg(
                "{value} is too much: the most that fits here is {limit}.",
                value=self.said(number),
                limit=self.said(self._most),
            )
        return None

    def _form_fault(self, number: Decimal) -> Message | None:  # noqa: ARG002  types look at the number
        """Why `number` has not the form of this type, such as decimals in a whole number."""
        return None

    def _doubt(self, meanings: tuple[Message, ...]) -> Message:
        return msg(
            "This can mean more than one thing: {meanings}. Write the number without marks between the thousands.",
            meanings=meanings,
        )

    def _rescued(self, readings: Readings, text: str) -> Reading | None:  # noqa: ARG002  as above
        """A question back where no reading fits but something near it would; otherwise `None`."""
        return None

    @abstractmethod
    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | Message | None:
        """Every number the text may mean, or a sentence that says why it cannot be one."""

    @abstractmethod
    def _hint(self, rest: str) -> Message:
        """The sentence for a text of which `rest` was not understood; `rest` is empty where more is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecimalNumber(Number):
    """A number that may have decimals: `3,5`, `2½`, `två och en halv`."""

    name: ClassVar[str] = "decimal"

    def quick(self) -> Quick | None:
        """Figures, with one or two decimals or none."""
        return self._quick_with(USUAL)

    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | None:
        numeral = read_numeral(cursor, ctx.language)
        return numeral.readings(whole=False) if numeral else None

    def _hint(self, rest: str) -> Message:
        if not rest:
            return msg("Write a number, such as 3.5.")
        return msg('"{rest}" cannot be read as a number. Write only the number, such as 3.5.', rest=rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Number):
    """A whole number: `25`, `1 250`, `tjugofem`, `25 st`."""

    name: ClassVar[str] = "integer"
    json_type: ClassVar[str] = "integer"

    def quick(self) -> Quick | None:
        """Figures."""
        return self._quick_with(_USUAL_WHOLE)

    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | None:
        numeral = read_numeral(cursor, ctx.language)
        cursor.take("st", "stycken", "styck", "pcs")
        return numeral.readings(whole=True) if numeral else None

    def _form_fault(self, number: Decimal) -> Message | None:
        if number == number.to_integral_value():
            return None
        return msg("{number} is not a whole number. Write it without decimals.", number=number)

    def _hint(self, rest: str) -> Message:
        if not rest:
            return msg("Write a whole number, such as 25.")
        return msg('"{rest}" cannot be read as a number. Write only a whole number, such as 25.', rest=rest)


def _exact(value: object) -> Decimal | None:
    """The exact number, or `None` for what is no number or cannot be kept.

    A float counts as the number a spreadsheet shows for it, in fifteen digits: `0.1 + 0.2` is 0.3.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return Decimal(f"{value:.{_MOST_DIGITS}g}") if math.isfinite(value) else None
    return Decimal(value) if isinstance(value, int) and abs(value) < 10**_MOST_DIGITS else None


def _digit_count(number: Decimal) -> int:
    """How many digits it takes to write the number out, zeros right after the mark included."""
    whole, _, tail = f"{abs(number):f}".partition(".")
    return len(whole.lstrip("0")) + len(tail.rstrip("0"))
