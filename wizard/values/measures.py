"""Measures with a unit: `84 cm`, `0,84 m`, `840mm`, `1 m 20 cm`, `1:12`, `5 grader`.

The flow says in which unit the canonical number is; people write whichever they have on their tape measure.
A slope is kept as its run: 12 for 1:12. What must stay true: conversions are exact, and a number without a
unit is taken in the flow's unit only if it fits there; `84` for a door in metres is asked about, not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from wizard.i18n import Message, msg
from wizard.values.base import Context, Quick, Reading
from wizard.values.cursor import Cursor, table
from wizard.values.numbers import USUAL, Bound, Number
from wizard.values.numerals import Readings, quotient, read_certain, read_numeral, shortest

__all__ = ["UNITS", "Measure", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that a flow may name.

    `said` puts a number into words, `example` is a usual number, `words` what people write for units of this
    kind with their worth in this one, `kin` the worths a number may have had whose unit was left out.
    """

    said: Message
    example: Decimal
    words: Mapping[str, Decimal]
    kin: tuple[Decimal, ...] = ()


_LENGTHS: Final = table(
    {
        "mm|millimeter|millimetre|millimetres|millimeters": Decimal("0.001"),
        "cm|centimeter|centimetre|centimetres|centimeters": Decimal("0.01"),
        "dm|decimeter|decimetre|decimetres|decimeters": Decimal("0.1"),
        "m|meter|metre|metres|meters": Decimal(1),
        "km|kilometer|kilometre|kilometres|kilometers": Decimal(1_000),
    }
)
_MASSES: Final = table(
    {
        "g|gram|grams": Decimal("0.001"),
        "hg|hekto": Decimal("0.1"),
        "kg|kilo|kilogram|kilograms|kilos": Decimal(1),
        "ton|tonne|tonnes": Decimal(1_000),
    }
)
_AREAS: Final = table({"m²|m2|m^2|kvm|kvadratmeter|sqm|square metre|square metres|square meters": Decimal(1)})
_ANGLES: Final = table({"°|º|grader|grad|deg|degrees|degree": Decimal(1)})


def _length(said: Message, worth: str, example: str) -> Unit:
    unit = Decimal(worth)
    words = {word: metres / unit for word, metres in _LENGTHS.items()}
    return Unit(said, Decimal(example), words, tuple(words[w] for w in ("m", "cm", "mm") if words[w] != 1))


UNITS: Final[Mapping[str, Unit]] = {
    "m": _length(msg("{number} m"), "1", "0.84"),
    "cm": _length(msg("{number} cm"), "0.01", "84"),
    "mm": _length(msg("{number} mm"), "0.001", "840"),
    "kg": Unit(msg("{number} kg"), Decimal(150), _MASSES, (_MASSES["g"],)),
    "m2": Unit(msg("{number} m²"), Decimal(12), _AREAS),
    "degrees": Unit(msg("{number}°"), Decimal(5), _ANGLES),
    "ratio": Unit(msg("1:{number}"), Decimal(12), {}),
}
"""Metres, centimetres, millimetres, kilograms, square metres, degrees of angle, and slopes as 1 to a run."""


@dataclass(frozen=True, slots=True)
class Measure(Number):
    """A measure whose canonical value is the number in `unit`. Raises `ValueError` for an unknown unit."""

    unit: str

    name: ClassVar[str] = "measure"
    floor: ClassVar[Bound] = 0

    def __post_init__(self) -> None:
        if self.unit not in tuple(UNITS):
            raise ValueError(
                msg('"{unit}" is not a unit. The units are {units}.', unit=self.unit, units=tuple(UNITS))
            )
        Number.__post_init__(self)

    def quick(self) -> Quick | None:
        """Figures in the flow's unit."""
        return None if self.unit == "ratio" else self._quick_with(USUAL)

    def said(self, number: Decimal) -> Message:
        """The number with its unit: `0,84 m`."""
        return UNITS[self.unit].said.with_params(number=number)

    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | Message | None:
        if self.unit == "ratio":
            return _slope(cursor, ctx.language)
        numeral = read_numeral(cursor, ctx.language)
        if numeral is None:
            return None
        worth = cursor.phrase(UNITS[self.unit].words)
        if worth is None or cursor.done:
            return numeral.readings(whole=False).times(worth or Decimal(1))
        return None if numeral.certain is None else self._sum(cursor, ctx.language, numeral.certain, worth)

    def _sum(self, cursor: Cursor, language: str, first: Decimal, worth: Decimal) -> Readings | None:
        """The measure of `first` units of that worth and the smaller ones that follow, as in `1 m 20 cm`."""
        total = first * worth
        while not cursor.done:
            cursor.take("och", "and", ",")
            number = read_certain(cursor, language)
            part = cursor.phrase(UNITS[self.unit].words)
            if number is None or part is None or part >= worth:
                return None
            total, worth = total + number * part, part
        return Readings((total,))

    def _rescued(self, readings: Readings, text: str) -> Reading | None:
        cursor = Cursor(text)
        if read_numeral(cursor, "sv") is None or not cursor.done:
            return None  # a unit was written, so no other is guessed
        kin = (number * worth for number in readings.numbers for worth in UNITS[self.unit].kin)
        likely = [number for number in dict.fromkeys(kin) if self._fault(number) is None]
        if not likely:
            return None
        reason = msg(
            "Without a unit this means {value}, which does not fit. Write the unit too. Did you mean one of these: {meanings}?",
            value=self.said(readings.numbers[0]),
            meanings=tuple(self.said(number) for number in likely),
        )
        return Reading.ambiguous(reason, *map(shortest, likely))

    def _form_fault(self, number: Decimal) -> Message | None:
        if self.unit == "ratio" and number <= 0:
            return msg("A slope has a length that is more than zero. Write it as 1:12.")
        return None

    def _hint(self, rest: str) -> Message:
        example = self.said(UNITS[self.unit].example)
        if not rest:
            return msg("Write a measure, such as {example}.", example=example)
        return msg(
            '"{rest}" cannot be read as part of a measure. Write only the measure, such as {example}.',
            rest=rest,
            example=example,
        )


def _slope(cursor: Cursor, language: str) -> Readings | Message | None:
    """The run of a slope: of `1:12`, `1 på 12`, `2:24`, `8 %` (100 by 8), or a bare run."""
    first = read_certain(cursor, language)
    if first is None:
        return None
    if cursor.take(":", "/", "pa", "till", "in", "to"):
        run = read_certain(cursor, language)
    elif cursor.take("%", "procent", "percent"):
        run = Decimal(100)
    else:
        return Readings((first,))
    if run is None or first == 0:
        return None
    even = run if first == 1 else quotient(run, first)
    if even is None:
        return msg("This does not come out even as 1 to a number. Write the slope as 1:12.")
    return Readings((even,))
