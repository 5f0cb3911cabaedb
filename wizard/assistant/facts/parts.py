"""A text cut into parts that may each be a fact: at its signs, its conjunctions, its sentences, before what is seen for itself.

What must stay true: no figure is cut (`2,3`, `08-465`), and neighbours can be joined again as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wizard.assistant.shells import without_frame

__all__ = ["MOST_PARTS", "POSTCODE_AND_TOWN", "STREET", "Part", "cut", "partings"]

_CAPITAL: Final = "A-ZÅÄÖÉ"
_AND: Final = (
    r"(?:och|and|samt|men|but|fast|annars|dessutom|plus|resp\.?|respektive|o)(?! en halv| ett halvt| a half)"
)
_THEN: Final = r"(?:\s+(?:så|då|sen|also|then))?"
_WHERE: Final = (
    rf"\s*(?:(?<!\d),|,(?!\d)|[;\n|])[,;\n\s]*(?:{_AND}{_THEN}\s+)?",
    rf"(?<![.\s][a-zåäö])(?<!\bnr)(?<!\btel)(?<!\borg)(?<!\bno)[.!]\s+(?=[{_CAPITAL}\d])",
    rf"\s+{_AND}{_THEN}\s+",
    r"\s+(?:som|who|or write to)\s+(?!(?:högt|lågt|högst|lägst|mest|minst|smalast|trängst)\b)",
    r"\s+(?:eller|or)\s+(?:(?:på|via|mejl|mail|by|at)\s+)?(?=\S+@|(?:\+46|0)\d)",
    r"\s+[-/\u2013]\s+",
    rf"(?<=\d):\s+(?=[{_CAPITAL}])",
    r"(?<=\))\s+|\s+\((?=\S{3})",
    r"(?i:(?<=^ja)|(?<=^nej)|(?<=^yes)|(?<=^no)|(?<=^japp)|(?<=^nä)|(?<=^jo))[.!:]?\s+",
)
_CUT: Final = re.compile("|".join(_WHERE))
_SEEN: Final = (r"(?:\+46|0\d)[\d ()/-]{6,}\d", r"\d{6}-?\d{4}(?!\d)", r"\S+@\S+")
"""What is seen for what it is: a telephone number, a company's number, an e-mail address."""
_BEFORE_SEEN: Final = re.compile(rf"(?<=[\w.)])\s+(?=(?:[a-zåäö.:-]+\s+){{0,4}}(?:{'|'.join(_SEEN)}))(?<!@)")
_BETWEEN: Final = re.compile(
    rf"\s+(?=(?:efter|efterträder|ersätter|replaces|succeeds|following|till|until|to|tillsammans med|together with|från|from)\s+(?:[{_CAPITAL}]|\d))"
    rf"|\s+(?=(?:called|named|(?:som|det|den) heter|vid namn|med namnet)\s+[{_CAPITAL}])"
    rf"|\s+(?=(?:på|vid|at|on)\s+[{_CAPITAL}][\w ]+ \d{{1,4}}\b)|\s+(?=i\s+[{_CAPITAL}][\w-]+\s+kommun\b)"
)
"""Between two that are named in one clause: who comes and who goes, from when and until when, what and where."""
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*•·>]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
POSTCODE_AND_TOWN: Final = re.compile(
    r"(?P<code>(?:se?-?)?\d{3} ?\d{2})(?: |, )(?P<town>[^\W\d_][^\d@.,;]*)", re.IGNORECASE
)
STREET: Final = re.compile(
    r"(?!.*\b(?:är|nummer|numret|nr|tel|is)\b)(?!\w*num(?:mer|ret)\b)[A-ZÅÄÖ][\w .:'&-]*? \d{1,4} ?[A-Za-z]?(?:,? \(?(?:\d ?tr\.?|vån(?:ing)? \d|plan \d)\)?)?|(?:Box|BOX|box) \d+"
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
        stretch = self.said[self.begin : self.end].strip(" .,;!\n|-/")
        return stretch.removesuffix(")") if "(" not in stretch else stretch


def without_bullets(text: str) -> str:
    """A letter's body, its lines without bullets, its yes or no without an aside."""
    return _ASIDE.sub(r"\1, ", _BULLET.sub("", without_frame(text)))


def cut(said: str, *, closely: bool = False) -> list[Part]:
    """The parts with where they stand, so that neighbours can be joined again as they were written.

    `closely` cuts within clauses too, before what is seen for what it is and between what is told of two.
    """
    parts: list[Part] = []
    begin = 0
    for match in (*_CUT.finditer(said), None):
        end = match.start() if match is not None else len(said)
        if said[begin:end].strip(" .,"):
            parts += _within(Part(said, begin, end)) if closely else [Part(said, begin, end)]
        begin = match.end() if match is not None else end
    return _agreed(_cared_for(parts))


def _cared_for(parts: list[Part]) -> list[Part]:
    """`c/o Tal & Tanke, Strandvägen 9`: whose box it is belongs to the street."""
    joined: list[Part] = []
    for part in parts:
        if (
            joined
            and joined[-1].words.lower().startswith("c/o ")
            and not any(c.isdigit() for c in joined[-1].words)
        ):
            joined[-1] = Part(part.said, joined[-1].begin, part.end)
        else:
            joined.append(part)
    return joined


def _within(part: Part) -> list[Part]:
    """A clause cut before an address or a number that is seen for itself, with the small words that lead up to it."""
    stretch = part.said[part.begin : part.end]
    begins = [0]
    for match in sorted(
        (*_BEFORE_SEEN.finditer(stretch), *_BETWEEN.finditer(stretch)), key=lambda m: m.start()
    ):
        before = stretch[begins[-1] : match.start()].split()
        is_lead = all(word[:1].islower() for word in before) or len(before) == 1
        if not is_lead:
            begins.append(match.end())
    return [
        Part(part.said, part.begin + first, part.begin + last)
        for first, last in zip(begins, [*begins[1:], len(stretch)], strict=True)
    ]


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
    """The ways to part a text: within its clauses too, at its signs alone, else (`at_words`) before any of its words."""
    closely, parts = cut(said, closely=True), cut(said)
    if 2 <= len(closely) <= MOST_PARTS:
        yield closely
    if 2 <= len(parts) <= MOST_PARTS and len(parts) != len(closely):
        yield parts
    if len(parts) != 1:
        return
    if POSTCODE_AND_TOWN.fullmatch(parts[0].words):
        yield parts
    begins = [m.start() for m in re.finditer(r"(?<=\s)\S", said)]
    if at_words and len(begins) <= _MOST_WORDS:
        for begin in begins:
            if _is_within(said, begin):
                continue
            yield [Part(said, 0, begin), Part(said, begin, len(said))]


_JOINING: Final = frozenset(
    [
        "på",
        "av",
        "i",
        "med",
        "en",
        "ett",
        "den",
        "det",
        "de",
        "till",
        "från",
        "för",
        "vid",
        "hos",
        "som",
        "om",
        "är",
        "och",
        "in",
        "on",
        "of",
        "at",
        "to",
        "from",
        "for",
        "with",
        "by",
        "a",
        "an",
        "the",
        "is",
        "and",
    ]
)


def _is_within(said: str, begin: int) -> bool:
    """Whether a text is not to be parted there: within a name, or behind a word that joins."""
    before = said[:begin].rsplit(maxsplit=1)[-1]
    return before.lower() in _JOINING or (before[:1].isupper() and said[begin].isupper())
