"""What a person says about a slip, before the right answer or behind it: `fel av mig. 512-3047`, `84 cm, jag mätte fel`.

What must stay true: only words about the slip are taken off; the rest must be an answer as a whole.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.values.characters import tidy

__all__ = ["after_regret", "before_reason"]

_SLIP: Final = (
    r"(?:(?:det|där)(?: var| blev| är)? fel(?: siffra| av mig)?|fel(?: av mig| siffra)?"
    r"|(?:jag|vi) (?:läste|skrev|sa|mätte|såg|tittade|räknade)(?: av)? fel|(?:jag|vi) (?:mäter|kollar|tittar|letar)"
    r"|låt mig (?:se|kolla)|my (?:mistake|bad)|i (?:misread|mistyped|got) (?:it|that)(?: wrong)?|let me (?:see|check))"
)
_BEFORE: Final = re.compile(
    rf"(?:(?:nej|nä|no|jaha|aha|oj|oh|vänta|wait|sorry|förlåt|ursäkta|oops)[,.! ]+)*{_SLIP}[,.!: \u2026]+"
    r"(?:(?:det|den|it) (?:är|ska vara|blir|is|should be) )?(?:det slutar på \d+[: ]+)?(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND: Final = re.compile(rf",? {_SLIP}[.!]*$", re.IGNORECASE)


def after_regret(text: str) -> str:
    """The answer behind words about a slip; the text itself where it has none."""
    match = _BEFORE.fullmatch(tidy(text))
    return match["rest"] if match is not None else text


def before_reason(text: str) -> str:
    """The answer before words about a slip."""
    shorter = _BEHIND.sub("", tidy(text)).strip(" ,")
    return shorter or text
