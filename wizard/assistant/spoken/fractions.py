"""Parts of a whole as people say them, written in figures: `fem och en kvart` as 5,25, `3/4` as 0,75, `point five` as 0,5.

What must stay true: a fraction is written out only where it has an exact figure; a third has none, so that it is asked
about; and the words that are left must still be read whole by the type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from wizard.values.characters import fold
from wizard.values.cursor import Cursor
from wizard.values.number_words import spelled_number

__all__ = ["fractions_in_figures", "quotients_in_figures"]

_ORDINALS: Final[Mapping[int, tuple[str, ...]]] = {
    2: ("halv", "halva", "halvor", "half", "halves"),
    4: ("fjärdedel", "kvart", "fjärdel", "quarter", "fourth"),
    5: ("femtedel", "fifth"),
    8: ("åttondel", "åttondedel", "eighth"),
    10: ("tiondel", "tiondedel", "tenth"),
    20: ("tjugondel", "tjugondedel", "twentieth"),
    100: ("hundradel", "hundradedel", "hundredth"),
}
_PARTS: Final[Mapping[str, int]] = {
    fold(form): n
    for n, words in _ORDINALS.items()
    for word in words
    for form in (word, word + "s", word + "ar")
}
_COUNTS: Final[Mapping[str, int]] = {
    fold(word): n
    for n, words in enumerate(
        (
            ("en", "ett", "a", "an", "one"),
            ("två", "two"),
            ("tre", "three"),
            ("fyra", "four"),
            ("fem", "five"),
            ("sex", "six"),
            ("sju", "seven"),
            ("åtta", "eight"),
            ("nio", "nine"),
        ),
        start=1,
    )
    for word in words
}
_PART: Final = re.compile(
    r"\b(?:(?P<whole>[\w-]+) (?:hela )?(?:och|å|o|&|and|plus) )?"
    rf"(?:(?P<count>{'|'.join([*_COUNTS, 'två', 'åtta'])}|[1-9]) ?)?(?P<part>[^\W\d_]+)\b",
    re.IGNORECASE,
)
_GLUED: Final = re.compile(r"\b(tre|en|three)(kvart|fjärdedels?)(?=\b|s\b)", re.IGNORECASE)
_HUNDREDS: Final = re.compile(
    r"\b(?:ett |one |a )?(?:hundra|hundred) (?=(?:och|and) (?:en |ett |a )?(?:halv|halvt|half)\b)"
)
_WHOLES: Final = re.compile(r"(?<=\w) (?:hela|whole)(?= (?:och|and)\b|$)", re.IGNORECASE)
_QUOTIENT: Final = re.compile(
    r"(?<![\d/.,])(?:(?P<whole>\d{1,4}) )?(?P<over>\d{1,3}) ?/ ?(?P<under>\d{1,3})(?![\d/.,])"
)
_POINT: Final = re.compile(
    r"\b(?:(?P<whole>[^\W_]+) ?)?(?P<sign>komma|punkt|point)(?= |[^\W\d_]|\d) ?(?P<after>[^\W_]+(?: [^\W_]+)*)",
    re.IGNORECASE,
)
_NOUGHT: Final = frozenset({"nought", "naught", "oh", "o", "zero", "noll"})
_WHOLE_POINT: Final = re.compile(r"^(?:nought|naught|oh|o) (?=point )|^(?=point )", re.IGNORECASE)
_MOST_DECIMALS: Final = 6


def fractions_in_figures(said: str) -> str:
    """`said` with its parts of a whole, and its spoken decimals, in figures."""
    said = _WHOLES.sub("", _GLUED.sub(r"\1 \2", said))
    said = _HUNDREDS.sub("100 ", said)
    said = _PART.sub(_figures, said)
    return _POINT.sub(_decimals, _WHOLE_POINT.sub("zero ", said))


def quotients_in_figures(said: str) -> str:
    """`said` with `3/4` and `1 1/2` as decimals: for a number only, as elsewhere `1/2` may be a day."""
    return _QUOTIENT.sub(_quotient, said)


def _figures(match: re.Match[str]) -> str:
    under = _PARTS.get(fold(match["part"]))
    if under is None or (match["count"] is None and match["whole"] is None):
        return match[0]
    count = match["count"] or "1"
    over = int(count) if count.isdigit() else _COUNTS[fold(count)]
    whole = 0 if match["whole"] is None else _number(match["whole"])
    if whole is None:  # the word before is none of the number
        begin = match.start("count") if match["count"] else match.start("part")
        return match[0][: begin - match.start()] + _written(Decimal(over) / under)
    if (under <= 2 and over > 1) or (over >= under and whole):
        return match[0]
    return _written(whole + Decimal(over) / under)


def _number(word: str) -> int | None:
    """A whole number of one word or of figures."""
    if word.isdigit():
        return int(word) if len(word) < 7 else None
    cursor = Cursor(word)
    number = spelled_number(cursor)
    return (
        int(number) if number is not None and cursor.done and number == number.to_integral_value() else None
    )


def _quotient(match: re.Match[str]) -> str:
    over, under = int(match["over"]), int(match["under"])
    if under not in _ORDINALS or (match["whole"] and over >= under):
        return match[0]
    return _written(int(match["whole"] or 0) + Decimal(over) / under)


def _decimals(match: re.Match[str]) -> str:
    """`twelve point oh five`: the digits one by one, or one number below a hundred."""
    whole = _number(match["whole"] or "") if match["whole"] else None
    if whole is None:
        return match[0]
    digits, words = "", match["after"].split()
    taken = 0
    for word in words:
        one = 0 if fold(word) in _NOUGHT else _number(word)
        if one is None or (digits and one > 9 and set(digits) != {"0"}) or one > 999:
            break
        digits += word if word.isdigit() else str(one)
        taken += 1
        if one > 9:
            break
    if not 0 < len(digits) <= _MOST_DECIMALS:
        return match[0]
    return " ".join([f"{whole},{digits}", *words[taken:]])


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
