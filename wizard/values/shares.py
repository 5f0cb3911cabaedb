"""Shares: per cent, and shares of full time (FTE).

The same digits mean different things here: `75` beside a person is 75 %, beside a clinic 75 full-time posts.
A bare number that can be both is asked about, unless the question's limits leave one meaning. What must stay
true: hours are never turned into shares, because what full time is differs between employers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from wizard.i18n import Message, msg
from wizard.values.base import Context
from wizard.values.cursor import Cursor, table
from wizard.values.numbers import Bound, Number
from wizard.values.numerals import Readings, figures, quotient, read_certain, read_numeral

__all__ = ["Fte", "Percent"]

_PER_CENT: Final = table(
    {
        "%|procent|procents|-procentig|percent|per cent|pct|proc": Decimal(1),
        "\u2030|promille|per mille": Decimal("0.1"),
    }
)
_PARTS: Final = table(
    {
        "hälften|halva|half": Decimal(50),
        "en fjärdedel|a quarter": Decimal(25),
        "trekvart|tre fjärdedelar": Decimal(75),
    }
)
_TIMES: Final = table(
    {
        "heltid|heltider|heltidstjänst|heltidstjänster|full tid|hel tjänst|full-time|full time": Decimal(1),
        "halvtid|halvtider|halvtidstjänst|halvtidstjänster|half-time|half time": Decimal("0.5"),
        "kvartstid|kvartstidstjänst|quarter-time|quarter time": Decimal("0.25"),
        "trekvartstid|trekvartstidstjänst": Decimal("0.75"),
    }
)
_POSTS: Final = _TIMES | table(
    {
        "tjänst|tjänster|hela tjänster|heltidsanställd|heltidsanställda": Decimal(1),
        "årsarbetare|årsarbetskraft|årsarbetskrafter|fte|ftes|full-time post|full-time posts": Decimal(1),
        "full-time equivalent|full-time equivalents|full time equivalent|full time equivalents": Decimal(1),
    }
)
_OF_A_POST: Final = table(
    {
        "tjänst|tjänstgöring|av heltid|av en heltid|av en heltidstjänst|of full time|of full-time|of a full-time post": 1
    }
)
_PART_TIME: Final = table({"deltid|part time|part-time": 1})
_HOURS: Final = frozenset({"timmar", "timme", "tim", "h", "hours", "hour", "hrs"})
_PER_CENT_FROM: Final = 10
"""A bare number of at least this may be a percentage; fewer per cent of a post are hardly ever worked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Percent(Number):
    """A percentage; the canonical value of `50 %` is 50."""

    max: Bound = 100

    name: ClassVar[str] = "percent"
    floor: ClassVar[Bound] = 0

    def said(self, number: Decimal) -> Message:
        """The number with its sign: `50 %`."""
        return msg("{number}%", number=number)

    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | None:
        part = cursor.phrase(_PARTS)
        if part is not None:
            return Readings((part,))
        numeral = read_numeral(cursor, ctx.language)
        if numeral is None:
            return None
        readings = numeral.readings(whole=False)
        factor = cursor.phrase(_PER_CENT)
        if factor is not None:
            return readings.times(factor)
        return Readings((*readings.numbers, *(number * 100 for number in readings.numbers if 0 < number < 1)))

    def _doubt(self, meanings: tuple[Message, ...]) -> Message:
        return msg(
            "This can mean more than one thing: {meanings}. Write it with the per cent sign, such as 50%.",
            meanings=meanings,
        )

    def _hint(self, rest: str) -> Message:
        if not rest:
            return msg("Write a percentage, such as 50%.")
        return msg(
            '"{rest}" cannot be read as part of a percentage. Write only the number, such as 50%.', rest=rest
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fte(Number):
    """A share of full time: half time is 0.5, two and a half posts are 2.5."""

    name: ClassVar[str] = "fte"
    floor: ClassVar[Bound] = 0

    def said(self, number: Decimal) -> Message:
        """Up to full time as a percentage, `50 %`; more as a number of posts, `2,5 heltider`."""
        if number <= 1:
            return msg("{number}%", number=number * 100)
        return msg("{number} FTE", number=number)

    def _digits(self, number: Decimal, language: str) -> str:
        return figures(number * 100 if number <= 1 else number, language)

    def _readings(self, cursor: Cursor, ctx: Context) -> Readings | Message | None:
        if cursor.phrase(_PART_TIME):
            return msg("Part time can be any share. Write how large it is, such as 50% or 0.5.")
        time = cursor.phrase(_TIMES)
        if time is not None:
            return Readings((time,))
        numeral = read_numeral(cursor, ctx.language)
        if numeral is None:
            return None
        if cursor.take("/"):
            return _fraction(cursor, ctx.language, numeral.certain)
        readings = numeral.readings(whole=False)
        per_cent = cursor.phrase(_PER_CENT)
        if per_cent is not None:
            cursor.phrase(_OF_A_POST)
            return readings.times(per_cent / 100)
        if cursor.peek() in _HOURS:
            return msg(
                "Hours do not tell the share of full time, which differs between workplaces. "
                "Write the share: 20 hours of 40 are 50%."
            )
        post = cursor.phrase(_POSTS)
        if post is not None:
            return readings.times(post)
        return Readings(
            (*readings.numbers, *(number / 100 for number in readings.numbers if number >= _PER_CENT_FROM))
        )

    def _doubt(self, meanings: tuple[Message, ...]) -> Message:
        return msg(
            "This can mean more than one thing: {meanings}. Write it with the per cent sign, or with FTE after it.",
            meanings=meanings,
        )

    def _hint(self, rest: str) -> Message:
        if not rest:
            return msg("Write the share of full time, such as 50% or 0.5.")
        return msg(
            '"{rest}" cannot be read as part of a share. Write only the share, such as 50% or 0.5.', rest=rest
        )


def _fraction(cursor: Cursor, language: str, above: Decimal | None) -> Readings | Message | None:
    """The share in `3/4`, where it comes out even."""
    below = read_certain(cursor, language)
    if above is None or not below:
        return None
    cursor.phrase(_OF_A_POST)
    share = quotient(above, below)
    if share is None:
        return msg("This share does not come out even. Write it in per cent, such as 33%.")
    return Readings((share,))
