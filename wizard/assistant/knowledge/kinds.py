"""The kind of answer that is wanted, and whether a sentence has one: a sum, a time, a number, a person, a place.

The phrases stand in `flows/words.yaml`. What is asked for is told by the words of a question; what is told, by the
words of the content itself, which is Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from wizard.assistant.knowledge.stems import tokens
from wizard.flow.wordsource import AnswerKind

__all__ = ["Kinds"]

_NUMBERS: Final = """
två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo trettio
"""
_NUMBER: Final = rf"(?:(?!(?:19|20)\d\d )\d[\d.,:/]*|{'|'.join(_NUMBERS.split())})"
_CLAUSES: Final = re.compile(r"[,;:.?!()\u2013\u2014\n]\s+")
_NONE: Final = frozenset[str]()


@dataclass(frozen=True)
class Kinds:
    """The kinds of answer there are."""

    kinds: Mapping[str, AnswerKind]

    @cached_property
    def _asked(self) -> Mapping[str, re.Pattern[str]]:
        return {name: _pattern(kind.asked) for name, kind in self.kinds.items()}

    @cached_property
    def _told(self) -> Mapping[str, re.Pattern[str]]:
        return {name: _pattern(kind.told) for name, kind in self.kinds.items() if kind.told}

    def asked(self, text: str) -> frozenset[str]:
        """The kinds of answer that a question wants; none where it leaves that open."""
        return _found(self._asked, text)

    def beside(self, name: str, text: str) -> str:
        """What is said beside the words that ask for that kind of answer."""
        pattern = self._asked[name]
        found = pattern.search(_spoken(text))
        return " ".join(pattern.sub(" ", _spoken(text), count=1).replace("^", " ").split()) if found else text

    def is_missed(self, wanted: frozenset[str], told: frozenset[str], worded: frozenset[str]) -> bool:
        """Whether an answer that tells and is worded for these kinds lacks one that is wanted and needed.

        One that it has is enough: `hur lång` asks for a time or a length.
        """
        needed = {name: self.kinds[name].needed for name in wanted if name in self.kinds}
        if any(how == "worded" and name not in worded for name, how in needed.items()):
            return True
        given = {"told": told, "either": told | worded}
        has = [name in given[how] for name, how in needed.items() if how in given]
        return bool(has) and not any(has)

    def told(self, sentence: str) -> frozenset[str]:
        """The kinds of answer that a sentence gives."""
        return _found(self._told, sentence)


def _found(patterns: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    spoken = _spoken(text)
    return frozenset(name for name, pattern in patterns.items() if pattern.search(spoken)) or _NONE


def _spoken(text: str) -> str:
    return f" {' '.join(['^', *_words(text)])} "


def _words(text: str) -> Iterator[str]:
    """The words of a text, with `^` where a clause begins."""
    for clause in _CLAUSES.split(text):
        yield from tokens(clause)
        yield "^"


def _pattern(phrases: str) -> re.Pattern[str]:
    """One expression for phrases with commas between; it is searched for among words with single spaces between."""
    forms = sorted({_phrase(phrase) for phrase in phrases.split(",") if phrase.strip()})
    return re.compile(rf" (?:{'|'.join(forms)}) ")


def _phrase(phrase: str) -> str:
    words = [word for word in phrase.casefold().split() if len(word) > 1 or not word.isalpha()]  # as `tokens`
    return " ".join(_NUMBER if word == "#" else re.escape(word).replace(r"\*", r"\w*") for word in words)
