"""Slips that come with keyboards, scanners and wrong encodings, mended where only one thing can be meant.

`O` for zero within digits, `mÃ¥ndag`, `feburari`, digits that were spelled out. What must stay true: a mended text
is offered to the same strict reading as any other, and a word is replaced only if a single known word is near it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

from wizard.assistant.words import WEIGHTY
from wizard.values.characters import fold
from wizard.values.cursor import Cursor
from wizard.values.number_words import spelled_number

__all__ = ["digits_of_letters", "digits_of_words", "nearest", "number_words", "readable", "respelled"]

_MOJIBAKE: Final[Mapping[str, str]] = {
    "Ã¥": "å",
    "Ã¤": "ä",
    "Ã¶": "ö",
    "Ã…": "Å",
    "Ã„": "Ä",
    "Ã\u2013": "Ö",
    "Ã©": "é",
    "Ã¼": "ü",
    "â€“": "\u2013",
    "â€”": "\u2014",
    "â€™": "\u2019",
    "Â ": " ",
    "Â\u00a0": " ",
    "&aring;": "å",
    "&auml;": "ä",
    "&ouml;": "ö",
    "&nbsp;": " ",
    "&ndash;": "\u2013",
    "&amp;": "&",
    "a\u030a": "å",
}
_BROKEN: Final = re.compile("|".join(map(re.escape, _MOJIBAKE)))
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:\?[^\W\d_]+)*")

_LOOKS_LIKE: Final = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_MIXED: Final = re.compile(
    r"[0-9OolI|]*[0-9][0-9OolI|]*|(?<![^\W\d_])(?:[Oo]{2,}(?![^\W\d_])|[Oo](?=[.,][0-9]))"
)
_LETTERS_BESIDE: Final = re.compile(r"[^\W\d_]")
_NUMBER_WORD: Final = re.compile(r"[^\W\d_]+")

_SHORTEST: Final = 5
_SURE_LENGTH: Final = 7
_TWO_SLIPS_FROM: Final = 9


def readable(text: str) -> str:
    """`text` with letters that were read in a wrong encoding put right."""
    if text.isascii() and "&" not in text:
        return text
    return _BROKEN.sub(lambda m: _MOJIBAKE[m[0]], text)


def digits_of_letters(text: str) -> str:
    """`text` with O, o, l, I and | as digits where they stand among digits and beside no other letter."""

    def digits(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        stands_alone = not _LETTERS_BESIDE.match(before) and not _LETTERS_BESIDE.match(after)
        return match[0].translate(_LOOKS_LIKE) if stands_alone else match[0]

    return _MIXED.sub(digits, text)


def digits_of_words(text: str) -> str | None:
    """`text` with spelled-out digits as digits: `noll sju noll tolv` is 07012. None where there are fewer than two.

    `tjugo fem` may be 205 or 25, so that it is no reading at all.
    """
    found: list[str] = []
    before = ""

    def digit(match: re.Match[str]) -> str:
        nonlocal before
        cursor = Cursor(match[0])
        number = spelled_number(cursor)
        if number is None or not cursor.done or number != number.to_integral_value() or number > 999:
            before = ""
            return match[0]
        written = str(int(number))
        if len(before) == 2 and before[1] == "0" and len(written) == 1 and before != "10":
            written = "?" + written  # tjugo fem
        found.append(written)
        before = written
        return written

    replaced = _NUMBER_WORD.sub(digit, text)
    is_said = len(found) > 1 or (found and re.search(r"[0-9]", text))
    return replaced if is_said and "?" not in replaced else None


def respelled(text: str, known: Mapping[str, object], quiet: AbstractSet[str]) -> str | None:
    """`text`, folded, with each unknown word replaced by the only known one near it; None where none is mended.

    `known` maps words to what they mean: two words of one meaning do not compete.
    """
    folded = fold(text).replace("\ufffd", "?")

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        if word in known or word in quiet or word in WEIGHTY or len(word) < _SHORTEST:
            return word
        return nearest(word, known) or nearest(word, {w: w for w in quiet if len(w) >= _SURE_LENGTH}) or word

    changed = _LETTERS.sub(mended, folded)
    return None if changed == folded else changed


def nearest(word: str, known: Mapping[str, object]) -> str | None:
    """The known word within one slip of `word` (two where it is long), none of another meaning being nearly as near."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  only where something was misspelled

    most = 2 if len(word) >= _TWO_SLIPS_FROM else 1
    found = sorted(
        (distance, candidate)
        for candidate in known
        if len(candidate) >= _SHORTEST - 1
        and (candidate[0] == word[0] or len(word) > _SHORTEST)
        and abs(len(candidate) - len(word)) <= most
        and (distance := OSA.distance(word, candidate, score_cutoff=most + 1)) <= most
    )
    if not found:
        return None
    close = [candidate for distance, candidate in found if distance <= found[0][0] + most - 1]
    alike = [
        candidate for candidate in close if candidate[0] == word[0]
    ] or close  # the first letter is seldom wrong
    return alike[0] if len({known[candidate] for candidate in alike}) == 1 else None


@cache
def number_words() -> frozenset[str]:
    """Written-out numbers below a hundred, and the large ones, as single folded words."""
    units = ("en", "ett", "tva", "tre", "fyra", "fem", "sex", "sju", "atta", "nio")
    teens = ("tio", "elva", "tolv", "tretton", "fjorton", "femton", "sexton", "sjutton", "arton", "nitton")
    tens = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "attio", "nittio")
    large = ("hundra", "tusen", "miljon", "miljoner", "miljard", "miljarder", "dussin")
    english = (
        "seven",
        "eight",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
        "million",
    )
    joined = [ten + unit for ten in tens for unit in units]
    hundreds = [unit + "hundra" for unit in units] + [unit + "tusen" for unit in (*units, *teens, *tens)]
    return frozenset(map(fold, (*units, *teens, *tens, *large, *english, *joined, *hundreds)))
