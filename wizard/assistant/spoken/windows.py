"""A text without the words round it that say nothing, in every way they can be cut off.

What must stay true: a window leaves out only words that `quiet` holds and signs that part sentences; the longest
come first, so that no word is taken from a grammar that can read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from wizard.values.characters import fold, tidy

__all__ = ["Words", "inner_windows", "windows"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-?\ufffd':][^\W\d_]+)+|\w+(?:[':]\w+)*|\S")
_SIGNS: Final = frozenset(",:;.!»«=()*")
_MOST_CUTS: Final = 14
_LONGEST_INNER: Final = 12
_MOST_WORDS: Final = 60


@dataclass(frozen=True, slots=True)
class Words:
    """A tidied text and the places of its words."""

    text: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words and signs of a text."""
        tidied = tidy(text).replace("\n", " ")
        return cls(tidied, tuple(m.span() for m in _WORD.finditer(tidied)))

    def word(self, place: int) -> str:
        """One word, folded."""
        begin, end = self.spans[place]
        return fold(self.text[begin:end])

    def cut(self, first: int, last: int) -> str:
        """The text from word `first` to before word `last`."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""

    def folded(self) -> list[str]:
        """All words, folded."""
        return [self.word(place) for place in range(len(self.spans))]


def windows(words: Words, quiet: AbstractSet[str], first_only: AbstractSet[str]) -> Iterator[str]:
    """What is left when more and more quiet words are cut off at both ends, the longest first."""
    count = len(words.spans)
    if not 1 < count <= _MOST_WORDS:
        return
    front = _run(words, range(count), quiet | first_only)
    back = _run(words, range(count - 1, -1, -1), quiet)
    cuts = sorted(((i, j) for i in range(front + 1) for j in range(back + 1) if 0 < i + j < count), key=sum)
    for i, j in cuts:
        yield words.cut(i, count - j)


def _run(words: Words, places: range, quiet: AbstractSet[str]) -> int:
    """How many quiet words stand in a row from one end."""
    run = 0
    for place in places:
        if run == _MOST_CUTS or not _is_quiet(words, place, quiet):
            return run
        run += 1
    return run


def _is_quiet(words: Words, place: int, quiet: AbstractSet[str]) -> bool:
    word = words.word(place)
    begin, end = words.spans[place]
    if word == "-":  # a dash between blanks; in front, or before a digit, it is a sign of the number
        return place > 0 and words.text[begin - 1 : begin] == " " and words.text[end : end + 1] in ("", " ")
    if word in _SIGNS:
        return (
            word == "(" or not words.text[end : end + 1].isalnum() or words.text[begin - 1 : begin].isalnum()
        )
    return word in quiet


def inner_windows(words: Words) -> Iterator[tuple[int, int]]:
    """Every run of words within a text of moderate length, as places, the longest first."""
    count = len(words.spans)
    if count > _MOST_WORDS:
        return
    for length in range(min(count, _LONGEST_INNER), 0, -1):
        for first in range(count - length + 1):
            yield first, first + length
