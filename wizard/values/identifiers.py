"""What the numbers of registers have in common: digits, a check digit, and how people write them down.

Blanks, dashes and points inside a number carry no meaning, nor does a label before it (`org.nr`, `bg`). What
must stay true: a number is accepted only with every digit there and the check digit right, and its digits are
never repeated in a sentence, because some of these numbers are personal data.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from wizard.i18n import Message, msg, nmsg
from wizard.values.base import Context, Reading
from wizard.values.characters import fold, tidy
from wizard.values.scalar import Scalar, misfit

__all__ = ["NumberInRegister", "all_luhn", "check_digit_fault", "count_fault", "luhn"]

_LABELLED: Final = re.compile(r"([^0-9]*)(.*)", re.DOTALL)
_FILLING: Final = re.compile(r"[ \n.\-]")
_TOO_MANY_DIGITS: Final = 10**12
_WORTH: Final = bytes.maketrans(b"0123456789", bytes(range(10)))
_DOUBLED: Final = bytes.maketrans(bytes(range(10)), bytes(sum(divmod(2 * digit, 10)) for digit in range(10)))


def luhn(digits: str) -> bool:
    """Whether the last digit is right by the Luhn rule (mod 10) over all of `digits`, 0 to 9."""
    backwards = digits.encode("ascii").translate(_WORTH)[::-1]
    return (sum(backwards[::2]) + sum(backwards[1::2].translate(_DOUBLED))) % 10 == 0


def all_luhn(numbers: Sequence[str]) -> bool:
    """Whether each of `numbers` is right by that rule; noughts before a number change nothing."""
    width = max(map(len, numbers), default=0)
    worths = "".join(number.zfill(width) for number in numbers).encode("ascii").translate(_WORTH)
    places = [worths[place::width] for place in range(width)]
    for place in range(width - 2, -1, -2):
        places[place] = places[place].translate(_DOUBLED)
    return not any(total % 10 for total in map(sum, zip(*places, strict=True)))


@dataclass(frozen=True, slots=True)
class NumberInRegister(Scalar):
    """A number that some register gives out. One in a file may lack its quotes, but not its digits."""

    labels: ClassVar[frozenset[str]] = frozenset()
    """What may stand before the number, folded and without blanks and points."""
    pattern: ClassVar[str]
    """The canonical form, for JSON Schema."""

    def schema(self) -> dict[str, Any]:
        """A text of the canonical form."""
        return {"type": "string", "pattern": self.pattern}

    def _read(self, text: str, ctx: Context) -> Reading:
        parts = _LABELLED.match(tidy(text))
        before, number = (parts[1], parts[2]) if parts else ("", "")
        label = fold(_FILLING.sub("", before)).replace(":", "")
        digits = _FILLING.sub("", number)
        bare = digits.replace("+", "")
        if (before and label not in self.labels) or not (bare.isascii() and bare.isdigit()):
            return Reading.rejected(self._strange())
        outcome = self._identified(label, digits, ctx)
        return (
            Reading.rejected(outcome) if isinstance(outcome, Message) else Reading.accepted(outcome, number)
        )

    def _from_data(self, value: object, ctx: Context) -> Reading:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _TOO_MANY_DIGITS:
            return self.read(str(value), ctx)
        return Reading.rejected(misfit(value))

    @abstractmethod
    def _strange(self) -> Message:
        """The sentence for a text that holds something else than the number."""

    @abstractmethod
    def _identified(self, label: str, digits: str, ctx: Context) -> str | Message:
        """The canonical form of `digits`, among which a `+` may stand, or what is wrong with them."""


def count_fault(digits: str, needed: str) -> Message:
    """The sentence for a number with too few or too many digits; `needed` is how many, such as `7-8`."""
    return nmsg(
        "The number has {count} digit; it needs {needed}. Check it.",
        "The number has {count} digits; it needs {needed}. Check it.",
        len(digits),
        needed=needed,
    )


def check_digit_fault() -> Message:
    """The sentence for a number whose check digit does not fit the others."""
    return msg(
        "The last digit does not fit the others, so some digit is mistyped. Compare with the original."
    )
