"""Which digits are a Swedish telephone number, by the patterns of the library that knows the world's numbers.

The library looks at a number in many steps, which a file of ten thousand numbers feels. For numbers written as most
Swedes write them, its patterns are put together into one. What must stay true: what is found here is what the
library finds; in doubt nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from wizard.values.plain import PART, all_of, joined

if TYPE_CHECKING:
    from phonenumbers.phonemetadata import PhoneNumberDesc

__all__ = ["all_usual_swedish", "usual_swedish"]

_FORM: Final = r"(?:0|\+46 ?)([1-9][0-9]{0,2}[- ]?[0-9]{2,3}(?: ?[0-9]{2,3}){1,3})"
_USUAL: Final = re.compile(_FORM)
_ALL_USUAL: Final = all_of(_FORM)
_LONGEST: Final = 15
"""Digits that a number with its country may have, by ITU-T E.164."""
_KINDS: Final = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number", "pager"),
    *("uan", "voicemail"),
)


def usual_swedish(text: str) -> str | None:
    """The number in E.164, if `text` is a valid Swedish one in the usual form, `08-465 00 00` or `+46 8 465 00 00`."""
    found = _USUAL.fullmatch(text)
    if found is None:
        return None
    national = found[1].replace(" ", "").replace("-", "")
    valid = _valid(len(national))
    return f"+46{national}" if valid is not None and valid(national) else None


def all_usual_swedish(texts: Sequence[str]) -> list[str] | None:
    """The numbers in E.164, if each of `texts` is a valid Swedish one in the usual form."""
    whole = joined(texts)
    if _ALL_USUAL.fullmatch(whole) is None:
        return None
    bare = whole.replace(" ", "").replace("-", "")
    numbers = f"{PART}{bare}".replace(f"{PART}0", f"{PART}+46")[1:]
    return numbers.split(PART)[:-1] if _all_valid().fullmatch(numbers) else None


@cache
def _all_valid() -> re.Pattern[str]:
    """What matches joined numbers in E.164, all of them Swedish and valid."""
    by_length = ((length, _valid_pattern(length)) for length in range(_LONGEST))
    kinds = [f"(?=[0-9]{{{length}}}{PART}){pattern}" for length, pattern in by_length if pattern]
    return all_of(rf"\+46(?:{'|'.join(kinds)})")


@cache
def _valid(length: int) -> Callable[[str], re.Match[str] | None] | None:
    """What finds the national numbers of that length, of every kind and without the zero before them."""
    pattern = _valid_pattern(length)
    return re.compile(pattern).fullmatch if pattern else None


def _valid_pattern(length: int) -> str:
    """The pattern for that; empty where there are no such numbers."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415  20 ms, seldom needed

    sweden = PhoneMetadata.metadata_for_region("SE")
    every = _pattern(getattr(sweden, "general_desc", None), length)
    kinds = [_pattern(getattr(sweden, name, None), length) for name in _KINDS]
    found = [kind for kind in kinds if kind is not None]
    return "" if every is None or not found else f"(?={every}(?:$|{PART}))(?:{'|'.join(found)})"


def _pattern(kind: PhoneNumberDesc | None, length: int) -> str | None:
    """The pattern of one kind of number, where it may have that length."""
    if kind is None or not kind.national_number_pattern:
        return None
    fits = not kind.possible_length or length in kind.possible_length
    return f"(?:{kind.national_number_pattern})" if fits else None
