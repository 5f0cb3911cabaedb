"""A text cut into words, digits and signs, and a finger that moves along it.

Every grammar in this room is a handful of functions over one `Cursor`. What must stay true: a grammar accepts
only with the finger at the end (`done`), so nothing that was written is ever passed over; cutting is linear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from wizard.values import characters

__all__ = ["Cursor", "table"]

T = TypeVar("T")

_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+|\S")
_LONGEST_PHRASE: Final = 6


@dataclass(frozen=True, slots=True)
class _Token:
    """One word, run of digits or sign: folded for comparison, with its place in the text."""

    word: str
    start: int
    end: int


class Cursor:
    """A position in a text. `at` may be saved and set back, which is all the backtracking there is."""

    def __init__(self, text: str) -> None:
        self.text = characters.tidy(text).rstrip(" .!")
        self._tokens = tuple(
            _Token(characters.fold(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(self.text)
        )
        self._words = tuple(token.word for token in self._tokens)
        self._phrases: dict[int, tuple[tuple[int, str], ...]] = {}
        self.at = 0

    def __len__(self) -> int:
        """How many words, runs of digits and signs the text has."""
        return len(self._tokens)

    @property
    def done(self) -> bool:
        """Whether everything has been read."""
        return self.at >= len(self._tokens)

    @property
    def start(self) -> int:
        """Where in `text` the next word begins; the end of the text when all is read."""
        return len(self.text) if self.done else self._tokens[self.at].start

    @property
    def rest(self) -> str:
        """What has not been read, short enough to be quoted."""
        return characters.excerpt(self.text[self.start :])

    def peek(self, ahead: int = 0) -> str:
        """The next word (or the one `ahead` of it), folded; empty past the end."""
        place = self.at + ahead
        return self._words[place] if place < len(self._words) else ""

    def glued(self, ahead: int = 0) -> bool:
        """Whether the next word (or the one `ahead` of it) stands close against the one before it."""
        place = self.at + ahead
        return 0 < place < len(self._tokens) and self._tokens[place].start == self._tokens[place - 1].end

    def take(self, *words: str) -> str:
        """Step over the next word if it is one of `words` (folded) and return it; otherwise empty."""
        word = self._words[self.at] if self.at < len(self._words) else ""
        if word and word in words:
            self.at += 1
            return word
        return ""

    def digits(self, *lengths: int) -> str:
        """Step over a run of digits, of one of `lengths` where they are given; otherwise empty."""
        word = self.peek()
        if word.isascii() and word.isdigit() and (not lengths or len(word) in lengths):
            self.at += 1
            return word
        return ""

    def phrase(self, meanings: Mapping[str, T]) -> T | None:
        """Step over the longest phrase that `meanings` knows and return its meaning; otherwise `None`."""
        for length, phrase in self._phrases.get(self.at) or self._phrases_here():
            if phrase in meanings:
                self.at += length
                return meanings[phrase]
        return None

    def _phrases_here(self) -> tuple[tuple[int, str], ...]:
        """The phrases that begin with the next word, the longest first, each with how many words it has.

        Kept, since a grammar looks one place up in table after table.
        """
        words = self._words[self.at : self.at + _LONGEST_PHRASE]
        found = tuple((n, " ".join(words[:n])) for n in range(len(words), 0, -1) if words[n - 1])
        self._phrases[self.at] = found
        return found

    def skip_to(self, place: int) -> None:
        """Move past every word that begins before `place` in the text."""
        while not self.done and self._tokens[self.at].start < place:
            self.at += 1


def table(entries: Mapping[str, T]) -> dict[str, T]:
    """A phrase table from `{"i morgon|imorgon": 1}`: wordings parted by bars, folded and cut as texts are."""
    return {
        " ".join(characters.fold(m[0]) for m in _TOKEN.finditer(wording)): meaning
        for wordings, meaning in entries.items()
        for wording in wordings.split("|")
    }
