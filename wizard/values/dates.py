"""A day of the calendar; the canonical value is the ISO date, `2027-03-01`.

What must stay true: the clock is the context's, and a day is accepted only if the text can mean no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar, Final

from wizard.i18n import msg
from wizard.values.base import Context, Quick, Reading
from wizard.values.date_grammar import read_date
from wizard.values.days import FIRST_YEAR, LAST_YEAR
from wizard.values.plain import all_of, joined
from wizard.values.scalar import Scalar

__all__ = ["Date"]

_USUAL: Final = re.compile(r"(?:19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_ALL_USUAL: Final = all_of(r"(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])")


@dataclass(frozen=True, slots=True)
class Date(Scalar):
    """A date between the years 1900 and 2199: `1 mars 2027`, `om två veckor`, `1/3 2027`."""

    name: ClassVar[str] = "date"

    def schema(self) -> dict[str, Any]:
        """An ISO date."""
        return {"type": "string", "format": "date"}

    def quick(self) -> Quick | None:
        """A day that is there, in its canonical form."""

        def quick(text: str) -> str | None:
            try:
                return date.fromisoformat(text).isoformat() if _USUAL.fullmatch(text) else None
            except ValueError:
                return None

        return quick

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut, but for the days that only some years or months have."""
        return texts if _ALL_USUAL.fullmatch(joined(texts)) else None

    def _read(self, text: str, ctx: Context) -> Reading:
        found = read_date(text, ctx)
        if found is None:
            return Reading.rejected(
                msg("This cannot be read as a date. Write it as 2027-03-01 or 1 March 2027.")
            )
        return found.reading(text, date.isoformat)

    def _from_data(self, value: object, ctx: Context) -> Reading:
        """A date of YAML or of a spreadsheet, where it has no hour of the day, or eight digits without quotes."""
        if isinstance(value, datetime):
            if value.time() != time():
                return Reading.rejected(
                    msg("There is a time of day here too. Write only the date, such as 2027-03-01.")
                )
            value = value.date()
        if isinstance(value, date):
            return self.read(value.isoformat(), ctx)
        if isinstance(value, int) and FIRST_YEAR * 10_000 <= value <= LAST_YEAR * 10_000 + 1231:
            return self.read(str(value), ctx)
        return Reading.rejected(
            msg(
                "This is stored as something else than a date. Write it in quotation marks, such as 2027-03-01, or format the cell as a date."
            )
        )
