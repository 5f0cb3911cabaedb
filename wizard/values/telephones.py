"""Which digits are a Swedish telephone number, by the patterns of the library that knows the world's numbers.

The library looks at a number in many steps, which a file of ten thousand numbers feels. For numbers written as most
Swedes write them, its patterns are put together into one. What must stay true: what is found here is what the
library finds; in doubt nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from phonenumbers.phonemetadata import PhoneNumberDesc

__all__ = ["usual_swedish"]

_USUAL: Final = re.compile(r"(?:0|\+46 ?)([1-9][0-9]{0,2}[- ]?[0-9]{2,3}(?: ?[0-9]{2,3}){1,3})")
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


@cache
def _valid(length: int) -> Callable[[str], re.Match[str] | None] | None:
    """What finds the national numbers of that length, of every kind and without the zero before them."""
    from phonenumbers import PhoneMetadata  # noqa: PLC0415  20 ms, seldom needed

    sweden = PhoneMetadata.metadata_for_region("SE")
    every = _pattern(getattr(sweden, "general_desc", None), length)
    kinds = [_pattern(getattr(sweden, name, None), length) for name in _KINDS]
    found = [kind for kind in kinds if kind is not None]
    return None if every is None or not found else re.compile(f"(?={every}$)(?:{'|'.join(found)})").fullmatch


def _pattern(kind: PhoneNumberDesc | None, length: int) -> str | None:
    """The pattern of one kind of number, where it may have that length."""
    if kind is None or not kind.national_number_pattern:
        return None
    fits = not kind.possible_length or length in kind.possible_length
    return f"(?:{kind.national_number_pattern})" if fits else None
