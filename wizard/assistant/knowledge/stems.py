"""Words as they are compared: cut into tokens, stemmed in their language, compounds taken apart.

Swedish writes as one word what others write as several (`uppsägningstid`, `ansvarsförbindelse`), so a word that
is asked for may stand inside another. Which words can be parts is not guessed: only words that the content itself
holds are. A word that came without its å, ä and ö, or with a letter wrong, is matched to one the content holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

__all__ = ["LANGUAGES", "Language", "Vocabulary", "folded", "language_of", "remember", "stem", "tokens"]

Language: TypeAlias = Literal["sv", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("sv", "en")

_WORD: Final = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+")
_APOSTROPHE: Final = re.compile(r"['\u2019](?:s\b)?")
"""`IVO's` is IVO, `don't` one word."""
_FOLD: Final = str.maketrans("åäöéèüáàæøíóúñç", "aaoeeuaaaoiounc")
_SPELT_OUT: Final = (("aa", "å"), ("ae", "ä"), ("oe", "ö"))
_LETTERS: Final = {"sv": frozenset("åäö")}
_SWEDISH: Final = """
och att det som en ett är av för med till den på de inte om vi ni vår vårt våra ska kan hur vad när vem var vart varför
vilka vilken vilket har får måste jag man eller från vid efter innan hos er ert era oss mig sig blir finns behöver gäller
så här där dig du min mitt mina utan under över mellan alla något någon
"""
_ENGLISH: Final = """
the of to and is are do does did we our you your it this that what when where who why which how can may must should an be
been have has will would with from by on at or not if there their they us my me about before after need get long many much
"""
_SMALL_WORDS: Final[Mapping[Language, frozenset[str]]] = {
    "sv": frozenset(_SWEDISH.split()),
    "en": frozenset(_ENGLISH.split()),
}


def tokens(text: str) -> list[str]:
    """The words and numbers of `text` in small letters; single letters are left out. Total."""
    plain = _APOSTROPHE.sub("", unicodedata.normalize("NFKC", text).casefold())
    return [word for word in _WORD.findall(plain) if len(word) > 1 or word.isdigit()]


def folded(word: str) -> str:
    """`word` as it looks where å, ä and ö cannot be written."""
    return word.translate(_FOLD)


def language_of(words: Iterable[str], otherwise: Language) -> Language:
    """The language that words are in by the small ones among them; `otherwise` where they do not tell."""
    votes: dict[Language, int] = {"sv": 0, "en": 0}
    for word in words:
        for language, small in _SMALL_WORDS.items():
            votes[language] += 2 * (word in small)
        votes["sv"] += not _LETTERS["sv"].isdisjoint(word)
    if votes["sv"] == votes["en"]:
        return otherwise
    return "sv" if votes["sv"] > votes["en"] else "en"


@cache
def _stemmer(language: Language) -> BaseStemmer:
    from snowballstemmer import stemmer  # noqa: PLC0415  heavy

    made: BaseStemmer = stemmer({"sv": "swedish", "en": "english"}[language])
    return made


_REMEMBERED: Final[dict[Language, dict[str, str]]] = {"sv": {}, "en": {}}


def remember(stems: Mapping[Language, Mapping[str, str]]) -> None:
    """Take these stems as found before: asking the stemmer is what takes longest."""
    for language, found in stems.items():
        _REMEMBERED[language].update(found)


@cache
def stem(word: str, language: Language) -> str:
    """The stem of a word in small letters.

    The Swedish stemmer leaves some definite forms as they are (`kravlistan`, `utkastet`) and stems others twice, so it
    is asked until nothing more comes off: all forms of a word then meet in one stem.
    """
    if not word.isalpha() or len(word) < _LEAST_STEM:
        return word
    if (kept := _REMEMBERED[language].get(word)) is not None:
        return kept
    found = _once(word, language)
    while language == "sv":
        shorter = found[:-2] if len(found) >= _LEAST_DEFINITE and found.endswith(_DEFINITE) else found
        shorter = _once(shorter, language)
        if shorter == found or len(shorter) < _LEAST_STEM:
            break
        found = shorter
    return found


def _once(word: str, language: Language) -> str:
    """One pass of the stemmer, which takes `utkast` for a form of `utk`."""
    found: str = _stemmer(language).stemWord(word)
    return word if word.endswith("ast") and len(found) < _LEAST_STEM else found


_DEFINITE: Final = ("an", "et")
_LEAST_DEFINITE: Final = 6
_LEAST_STEM: Final = 4
_LEAST_PART: Final = 3
_LEAST_HEAD: Final = 5
_LEAST_COMPOUND: Final = 7
_JOINTS: Final = ("", "s", "a", "e", "o", "n")


class Vocabulary:
    """The stems that the content holds: which they are, what they are made of, and which is near a given word."""

    def __init__(self, stems: Iterable[str], small: Iterable[str] = ()) -> None:
        self._stems = frozenset(stems)
        self._halves = self._stems - frozenset(small)
        """What compounds are made of: not of small words."""
        self._by_fold: dict[str, str] | None = None
        self._parts: dict[str, tuple[str, ...]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._stems

    def parts(self, word: str) -> tuple[str, ...]:
        """The stems that a compound is made of, in order; empty for what is none."""
        known = self._parts.get(word)
        if known is None:
            known = self._parts[word] = self._split(word) if len(word) >= _LEAST_COMPOUND else ()
        return known

    def learn(self, parts: Mapping[str, Sequence[str]]) -> None:
        """Take the parts of all these stems as found before; the others have none."""
        self._parts = dict.fromkeys(self._stems, ()) | {word: tuple(found) for word, found in parts.items()}

    def _split(self, word: str) -> tuple[str, ...]:
        """The split whose shorter half is longest; halves are known, or compounds of what is known."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for at in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
            head = word[at:]
            if head not in self._halves:
                continue
            left = self._left(word[:at])
            if left and min(at, len(head)) > best[0]:
                best = (min(at, len(head)), (*left, head))
        return best[1]

    def head(self, word: str) -> str | None:
        """The longest stem that a compound nobody has written ends in: `krukväxt` is a `växt`."""
        for at in range(_LEAST_PART, len(word) - _LEAST_HEAD + 1):
            if word[at:] in self._halves:
                return word[at:]
        return None

    def _left(self, word: str) -> tuple[str, ...]:
        for form in self._left_forms(word):
            if form in self._halves:
                return (form,)
        for form in self._left_forms(word):
            if len(form) >= _LEAST_COMPOUND and (inner := self.parts(form)):
                return inner
        return ()

    @staticmethod
    def _left_forms(word: str) -> Iterator[str]:
        """What the first part of a compound may be as a word of its own: `verksamhets`, `vecko`, `anmälnings`."""
        yield word
        if len(word) > _LEAST_PART:
            yield stem(word, "sv")
            if word[-1] in "soeau":
                yield word[:-1]
                yield stem(word[:-1], "sv")

    def without_marks(self, word: str) -> str | None:
        """The stem that `word` is where å, ä and ö were lost or spelt out; None where there is none."""
        if not word.isascii():
            return None
        if self._by_fold is None:
            self._by_fold = {}
            for known in sorted(self._stems, key=str.isascii):
                self._by_fold.setdefault(folded(known), known)
        found = self._by_fold.get(word)
        if found is None:
            for spelt, letter in _SPELT_OUT:
                if spelt in word and (found := self._by_fold.get(folded(word.replace(spelt, letter)))):
                    break
        return found

    def near(self, word: str) -> tuple[str, float] | None:
        """The one stem that `word` was most likely meant to be, and how near it is; None where that is not clear."""
        allowed = _slips(word)
        if not allowed:
            return None
        from rapidfuzz import process  # noqa: PLC0415  heavy
        from rapidfuzz.distance import OSA  # noqa: PLC0415  as above

        plain = folded(word)
        choices = [
            w
            for w in self._stems
            if abs(len(w) - len(word)) <= allowed and len(w) >= _LEAST_TYPED and folded(w[0]) == plain[0]
        ]
        found = process.extract(
            plain, choices, scorer=OSA.distance, processor=folded, score_cutoff=allowed, limit=2
        )
        if not found or (len(found) > 1 and found[0][1] == found[1][1]):
            return None
        return found[0][0], 1 - float(found[0][1]) / len(word)


_LEAST_TYPED: Final = 5
_LONG: Final = 12


def _slips(word: str) -> int:
    """How many letters may be wrong in a word of that length."""
    if len(word) < _LEAST_TYPED or not word.isalpha():
        return 0
    return 1 if len(word) < _LONG else 2
