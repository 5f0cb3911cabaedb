"""Postcodes and street lines of Swedish addresses; domain.md section 8.5.

A postcode is `113 30`. A street line is the line above the postcode on an envelope. What must stay true: town
and postcode have questions of their own, so what is written of them in the wrong place is pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from wizard.i18n import msg
from wizard.values.base import Context, Quick, Reading
from wizard.values.characters import excerpt, tidy
from wizard.values.plain import PART, all_of, joined
from wizard.values.scalar import Scalar, misfit
from wizard.values.texts import Text, read_line

__all__ = ["Address", "Postcode"]

_POSTCODE: Final = re.compile(
    r"(?:(?:postnummer|postnr|postcode)[.:]? ?)?(?:se?[- ]?)?([1-9][0-9]{2})[ -]{0,2}([0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_USUAL_POSTCODE: Final = re.compile(r"([1-9][0-9]{2}) ?([0-9]{2})")
_USUAL_POSTCODES: Final = all_of(r"[1-9][0-9]{2} ?[0-9]{2}")
_TOWN_AFTER: Final = re.compile(r",? (?:se?[- ])?[1-9][0-9]{2} ?[0-9]{2} [^\W\d_]", re.IGNORECASE)

_WITHOUT_LETTERS: Final = re.compile(rf"{PART}[\W\d_\u00b2\u00b3\u00b9\u00bc-\u00be]*?{PART}")


@dataclass(frozen=True, slots=True)
class Postcode(Scalar):
    """A Swedish postcode: five digits, the first not 0."""

    name: ClassVar[str] = "postcode"

    def schema(self) -> dict[str, Any]:
        """Three digits, a blank, two digits."""
        return {"type": "string", "pattern": r"^[1-9][0-9]{2} [0-9]{2}$"}

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  a postcode needs no clock
        tidied = tidy(text)
        found = _POSTCODE.match(tidied)
        if found is None:
            return Reading.rejected(msg("A Swedish postcode has five digits. Write it as 113 30."))
        postcode, rest = f"{found[1]} {found[2]}", tidied[found.end() :].strip(" .,")
        if not rest:
            return Reading.accepted(postcode, text)
        reason = msg(
            'Only the postcode belongs here, and "{rest}" comes after it. Write only the five digits.',
            rest=excerpt(rest),
        )
        return Reading.ambiguous(reason, postcode)

    def quick(self) -> Quick | None:
        """Five digits with or without the blank."""
        usual = _USUAL_POSTCODE.fullmatch
        return lambda text: f"{found[1]} {found[2]}" if (found := usual(text)) else None

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        whole = joined(texts)
        if _USUAL_POSTCODES.fullmatch(whole) is None:
            return None
        digits = whole.replace(" ", "")
        return [f"{digits[at : at + 3]} {digits[at + 3 : at + 5]}" for at in range(0, len(digits), 6)]

    def _from_data(self, value: object, ctx: Context) -> Reading:
        if isinstance(value, int) and not isinstance(value, bool) and 10_000 <= value <= 99_999:
            return self.read(str(value), ctx)
        return Reading.rejected(misfit(value))


@dataclass(frozen=True, slots=True)
class Address(Text):
    """The street line of an address: `Storgatan 1 B`, `Box 123`, `c/o Andersson, Lilla vägen 2`."""

    max_length: int = 100

    name: ClassVar[str] = "address"

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  as above
        reading = read_line(text, self.max_length)
        line = reading.value
        if not isinstance(line, str):
            return reading
        if not any(c.isalpha() for c in line):
            return Reading.rejected(
                msg("A street line has a name too, such as Storgatan 1. Write all of it.")
            )
        town = _TOWN_AFTER.search(line)
        if town is None or not any(c.isalpha() for c in line[: town.start()]):
            return reading
        reason = msg(
            "Postcode and town have questions of their own. Write only the street line, such as Storgatan 1."
        )
        return Reading.ambiguous(reason, line[: town.start()])

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """The texts, where they are plain, have letters and no town."""
        whole = PART.join(texts)
        is_clear = (
            _TOWN_AFTER.search(whole) is None and _WITHOUT_LETTERS.search(f"{PART}{whole}{PART}") is None
        )
        return Text.together(self, texts) if is_clear else None
