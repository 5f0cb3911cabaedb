"""Amounts in Swedish kronor: `500 000 kr`, `500 tkr`, `1,2 mkr`, `99:50`, `en halv miljon kronor`.

A magnitude that is passed over is wrong by a thousand and looks right, so every sign after the number must be
understood. Other currencies are refused: lov knows no exchange rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from wizard.i18n import Message, msg
from wizard.values.base import Context
from wizard.values.cursor import Cursor, table
from wizard.values.numbers import Bound, Number
from wizard.values.numerals import Numeral, Readings, figures, read_certain, read_numeral

__all__ = ["Amount"]

_ORE: Final = Decimal("0.01")
_KRONOR: Final = table(
    {"kr|kr.|kronor|krona|sek|svenska kronor|swedish kronor": True, ":-|,-|.-|:- kr|,- kr|.- kr|kr :-": True}
)
_MULTIPLES: Final = table(
    {
        "tkr|tkr.|tsek|ksek|kkr|k|t kr": Decimal(1_000),
        "mkr|mkr.|mnkr|mnkr.|msek|m kr": Decimal(1_000_000),
        "mdkr|mdrkr": Decimal(1_000_000_000),
    }
)
_OTHER_MONEY: Final = frozenset(
    {
        *("eur", "euro", "euros", "\u20ac", "usd", "dollar", "dollars", "$"),
        *("gbp", "pund", "pounds", "\u00a3", "nok", "norska", "dkk", "danska", "isk", "chf", "pln"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Number):
    """An amount in kronor, with öre as two decimals where there are any."""

    name: ClassVar[str] = "amount"
    floor: ClassVar[Bound] = 0

    def said(self, number: Decimal) -> Message:
        """The amount with its currency: `500 000 kr`."""
        return msg("SEK {number}", number=number)

    def _digits(self, number: Decimal, language: str) -> str:
        return figures(number, language, decimals=2)

    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | Message | None:
        if any(cursor.peek(n) in _OTHER_MONEY for n in range(8)):
            return msg(
                "This seems to be another currency. Write the amount in Swedish kronor, such as 500 000 kr."
            )
        before = cursor.phrase(_KRONOR)
        numeral = read_numeral(cursor, ctx.language)
        if numeral is None:
            return None
        factor = cursor.phrase(_MULTIPLES)
        if factor is not None:
            return numeral.times(factor).readings(whole=True)
        if before is None and cursor.take("ore"):
            return None if numeral.certain is None else Readings((numeral.certain * _ORE,))
        if cursor.peek() == ":" and cursor.glued() and cursor.glued(1):
            return _with_two_digits(cursor, numeral)
        if cursor.phrase(_KRONOR) is None or cursor.done:
            return numeral.readings(whole=True)
        return _with_ore(cursor, numeral, ctx.language)

    def _form_fault(self, number: Decimal) -> Message | None:
        if number * 100 == (number * 100).to_integral_value():
            return None
        return msg("An amount has at most two decimals, the öre. Round it off, such as to 99.50.")

    def _hint(self, rest: str) -> Message:
        if not rest:
            return msg("Write an amount in kronor, such as 500 000.")
        return msg(
            '"{rest}" cannot be read as part of an amount. Write only the amount, such as 500 000 kr.',
            rest=rest,
        )


def _with_two_digits(cursor: Cursor, kronor: Numeral) -> Readings | None:
    """The amount in `99:50`, and in `99:-` where no öre follow."""
    begin = cursor.at
    cursor.take(":")
    ore = cursor.digits(2)
    if not ore:
        cursor.at = begin
        return kronor.readings(whole=True) if cursor.phrase(_KRONOR) else None
    cursor.phrase(_KRONOR)
    whole = kronor.certain is not None and kronor.value == kronor.value.to_integral_value()
    return Readings((kronor.value + int(ore) * _ORE,)) if whole else None


def _with_ore(cursor: Cursor, kronor: Numeral, language: str) -> Readings | None:
    """The amount in `5 kronor och 50 öre`."""
    cursor.take("och", "and")
    ore = read_certain(cursor, language)
    if not cursor.take("ore") or ore is None or not 0 <= ore < 100 or kronor.certain is None:
        return None
    return Readings((kronor.certain + ore * _ORE,))
