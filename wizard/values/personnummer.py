"""Personal identity numbers and coordination numbers (law 2022:1697); domain.md section 8.2.

Canonical are all twelve digits with a hyphen, `19811218-9876`. The century comes from the digits, or from the
sign and today's date: `+` stands from the year in which a person turns a hundred. A coordination number keeps
its day, which is the day of birth and 60. What must stay true: the day of birth is a real one, not in the future.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wizard.i18n import Message, msg
from wizard.values.base import Context
from wizard.values.identifiers import NumberInRegister, check_digit_fault, count_fault, luhn

__all__ = ["Personnummer", "read_personnummer"]


@dataclass(frozen=True, slots=True)
class Personnummer(NumberInRegister):
    """A personal identity number or coordination number: `811218-9876`, `640883-3231`."""

    name: ClassVar[str] = "personnummer"
    pattern: ClassVar[str] = r"^(18|19|20)[0-9]{6}-[0-9]{4}$"
    labels: ClassVar[frozenset[str]] = frozenset(
        {
            "personnummer",
            "personnr",
            "persnr",
            "pnr",
            "samordningsnummer",
            "samordningsnr",
            "personalidentitynumber",
        }
    )

    def _strange(self) -> Message:
        return msg("A personal identity number has only digits. Write it as 19811218-9876.")

    def _identified(self, label: str, digits: str, ctx: Context) -> str | Message:  # noqa: ARG002  says nothing more
        return read_personnummer(digits, ctx.today)


def read_personnummer(digits: str, today: date) -> str | Message:
    """The canonical number of ten or twelve digits, with a `+` before the last four or none."""
    bare = digits.replace("+", "")
    hundred = len(bare) < len(digits)
    if hundred and digits != f"{bare[:-4]}+{bare[-4:]}":
        return msg("The plus sign stands before the last four digits, as in 181218+9876.")
    if len(bare) not in {10, 12}:
        return count_fault(bare, "10-12")
    if len(bare) == 12 and bare.startswith("99"):
        return msg(
            "Numbers that begin with 99 are reserve numbers of health care. "
            "Write the personal identity number or the coordination number."
        )
    if int(bare[-8]) >= 2 and luhn(bare[-10:]):
        return msg("This is an organisation number. Write the person's number, such as 19811218-9876.")
    born = _born(bare, today, hundred=hundred)
    if isinstance(born, Message):
        return born
    return f"{born.year}{bare[-8:-4]}-{bare[-4:]}" if luhn(bare[-10:]) else check_digit_fault()


def _born(bare: str, today: date, *, hundred: bool) -> date | Message:
    """The day of birth, or why there is none."""
    month, day = int(bare[-8:-6]), int(bare[-6:-4])
    day -= 60 if day > 60 else 0
    year = int(bare[:4]) if len(bare) == 12 else _year(int(bare[:2]), month, day, today, hundred=hundred)
    if not 1800 <= year <= today.year:
        return msg("The number begins with the year of birth, such as 1981. Check the first four digits.")
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return msg(
            "The number begins with the day of birth, and there is no such day. Check the first digits."
        )
    born = date(year, month, day)
    if born > today:
        return msg("The number begins with a day that has not come yet. Check the first digits.")
    return born


def _year(two_digits: int, month: int, day: int, today: date, *, hundred: bool) -> int:
    """The year of birth that ten digits and their sign mean: the latest possible one."""
    latest = today.year - (100 if hundred else 0)
    year = latest - (latest - two_digits) % 100
    return year - 100 if (year, month, day) > (today.year, today.month, today.day) else year
