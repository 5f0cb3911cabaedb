"""Bankgiro and plusgiro numbers; domain.md section 8.4.

Canonical are `160-9908` and `123456-6`: all digits with one hyphen, before the last four digits of a
bankgiro number and before the check digit of a plusgiro number. Both end with a Luhn check digit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from wizard.i18n import Message, msg
from wizard.values.base import Context, Quick
from wizard.values.identifiers import NumberInRegister, all_luhn, check_digit_fault, count_fault, luhn
from wizard.values.plain import PART, all_of, joined

__all__ = ["Bankgiro", "Plusgiro"]

_BANKGIRO: Final = re.compile(r"([1-9][0-9]{2,3})-?([0-9]{4})")
_ALL_BANKGIROS: Final = all_of(_BANKGIRO.pattern)
_PLUSGIRO: Final = re.compile(r"([1-9][0-9]{0,6})-?([0-9])")


def _quick(usual: re.Pattern[str]) -> Quick:
    """A shortcut for two groups of digits, with the hyphen or without."""

    def quick(text: str) -> str | None:
        found = usual.fullmatch(text)
        return f"{found[1]}-{found[2]}" if found and luhn(found[1] + found[2]) else None

    return quick


@dataclass(frozen=True, slots=True)
class Bankgiro(NumberInRegister):
    """A bankgiro number of seven or eight digits."""

    name: ClassVar[str] = "bankgiro"
    pattern: ClassVar[str] = r"^[0-9]{3,4}-[0-9]{4}$"
    labels: ClassVar[frozenset[str]] = frozenset({"bg", "bgnr", "bankgiro", "bankgironr", "bankgironummer"})

    def quick(self) -> Quick | None:
        """Digits with or without the hyphen."""
        return _quick(_BANKGIRO)

    def together(self, texts: Sequence[str]) -> Sequence[str] | None:
        """As the shortcut."""
        whole = joined(texts)
        if _ALL_BANKGIROS.fullmatch(whole) is None:
            return None
        numbers = whole.replace("-", "").split(PART)[:-1]
        return [f"{digits[:-4]}-{digits[-4:]}" for digits in numbers] if all_luhn(numbers) else None

    def _strange(self) -> Message:
        return msg("A bankgiro number has only digits. Write it as 160-9908.")

    def _identified(self, label: str, digits: str, ctx: Context) -> str | Message:  # noqa: ARG002  digits are all
        if len(digits) not in {7, 8}:
            return count_fault(digits, "7-8")
        if "+" in digits or digits[0] == "0":
            return self._strange()
        return f"{digits[:-4]}-{digits[-4:]}" if luhn(digits) else check_digit_fault()


@dataclass(frozen=True, slots=True)
class Plusgiro(NumberInRegister):
    """A plusgiro number of two to eight digits."""

    name: ClassVar[str] = "plusgiro"
    pattern: ClassVar[str] = r"^[0-9]{1,7}-[0-9]$"
    labels: ClassVar[frozenset[str]] = frozenset(
        {"pg", "pgnr", "plusgiro", "plusgironr", "plusgironummer", "postgiro", "postgironr"}
    )

    def quick(self) -> Quick | None:
        """Digits with or without the hyphen."""
        return _quick(_PLUSGIRO)

    def _strange(self) -> Message:
        return msg("A plusgiro number has only digits. Write it as 123456-6.")

    def _identified(self, label: str, digits: str, ctx: Context) -> str | Message:  # noqa: ARG002  digits are all
        if not 2 <= len(digits) <= 8:
            return count_fault(digits, "2-8")
        if "+" in digits or digits[0] == "0":
            return self._strange()
        return f"{digits[:-1]}-{digits[-1]}" if luhn(digits) else check_digit_fault()
