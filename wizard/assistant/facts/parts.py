"""A text cut into parts that may each be a fact: at its signs, its conjunctions, its sentences.

What must stay true: no figure is cut (`2,3`, `08-465`), and neighbours can be joined again as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wizard.assistant.shells import without_frame

__all__ = ["MOST_PARTS", "POSTCODE_AND_TOWN", "STREET", "Part", "cut", "partings"]

_AND: Final = r"(?:och|and|samt|men|but|fast|annars|dessutom|plus|resp\.?|respektive)"
_CUT: Final = re.compile(
    rf"\s*(?:(?<!\d),|,(?!\d)|[;\n|])[,;\n\s]*(?:{_AND}\s+(?:(?:så|då|sen|also|then)\s+)?)?|(?<![.\s][a-zåäö])(?<!\bnr)(?<!\btel)(?<!\borg)\.\s+(?=[A-ZÅÄÖ\d])"
    rf"|\s+(?:{_AND}|som|who|or write to|eller (?:på|via|mejl|mail)|or (?:by|at))\s+|\s+-\s+|(?<=\))\s+|\s+\((?=\S{{3}})"
    r"|(?<=^ja)\s+|(?<=^nej)\s+|(?<=^yes)\s+|(?<=^no)\s+|(?<=^Ja)\s+|(?<=^Nej)\s+"
)
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*•·>]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
POSTCODE_AND_TOWN: Final = re.compile(
    r"(?P<code>(?:se?-?)?\d{3} ?\d{2})(?: |, )(?P<town>[^\W\d_][^\d@.,;]*)", re.IGNORECASE
)
STREET: Final = re.compile(
    r"(?!.*\b(?:är|nummer|numret|nr|tel|is)\b)(?!\w*num(?:mer|ret)\b)[A-ZÅÄÖ][\w .:'&-]*? \d{1,4} ?[A-Za-z]?(?:,? \d ?tr\.?)?|(?:Box|BOX|box) \d+"
)
_ASIDE: Final = re.compile(
    r"^(ja|nej|jo|nä|yes|no)[, ]+(?:förresten|hörru|hörni|vet du vad|vet du|vänta|actually|wait|faktiskt)[, ]+",
    re.IGNORECASE,
)
_AGREEING: Final = frozenset({"ja", "nej", "jo", "yes", "no"})
MOST_PARTS: Final = 12
_MOST_WORDS: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of what was said."""

    said: str
    begin: int
    end: int

    @property
    def words(self) -> str:
        """As it was written, without signs round it."""
        stretch = self.said[self.begin : self.end].strip(" .,;\n|-")
        return stretch.removesuffix(")") if "(" not in stretch else stretch


def without_bullets(text: str) -> str:
    """A letter's body, its lines without bullets, its yes or no without an aside."""
    return _ASIDE.sub(r"\1, ", _BULLET.sub("", without_frame(text)))


def cut(said: str) -> list[Part]:
    """The parts with where they stand, so that neighbours can be joined again as they were written."""
    parts: list[Part] = []
    begin = 0
    for match in (*_CUT.finditer(said), None):
        end = match.start() if match is not None else len(said)
        if said[begin:end].strip(" .,"):
            parts.append(Part(said, begin, end))
        begin = match.end() if match is not None else end
    return _agreed(parts)


def _agreed(parts: list[Part]) -> list[Part]:
    """A yes or a no with what it agrees to: `…, och ja, hon är kontaktperson`. The first one may be an answer by itself."""
    joined: list[Part] = []
    for part in parts:
        if len(joined) > 1 and joined[-1].words.lower() in _AGREEING:
            joined[-1] = Part(part.said, joined[-1].begin, part.end)
        else:
            joined.append(part)
    return joined


def partings(said: str, *, at_words: bool) -> Iterator[list[Part]]:
    """The ways to part a text: at its signs and conjunctions, else (`at_words`) before any of its words."""
    parts = cut(said)
    if 2 <= len(parts) <= MOST_PARTS:
        yield parts
    if len(parts) != 1:
        return
    if POSTCODE_AND_TOWN.fullmatch(parts[0].words):
        yield parts
    begins = [m.start() for m in re.finditer(r"(?<=\s)\S", said)]
    if at_words and len(begins) <= _MOST_WORDS:
        for begin in begins:
            yield [Part(said, 0, begin), Part(said, begin, len(said))]
