"""What the words of a clause tell of themselves: doubt, a name, a number of a paper, and how much they are about a question.

What must stay true: a clause in doubt is never read for a fact; a name is one only if there is no other in the clause.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Final

from wizard.assistant.naming import stems
from wizard.assistant.said import Said, said
from wizard.assistant.spoken import dont_know
from wizard.assistant.words import naming_type
from wizard.flow.model import Flow, Question
from wizard.i18n import Translator
from wizard.values.characters import fold, tidy

__all__ = [
    "about",
    "about_now",
    "alike",
    "code_in",
    "is_denied",
    "is_doubted",
    "is_unknown",
    "name_in",
    "weighty",
]

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_DOUBTS: Final = frozenset(
    fold(
        "eller or om ifall if unless kanske maybe perhaps tror think gissar guess troligen troligtvis förmodligen antagligen "
        "möjligen eventuellt probably possibly nog ungefär cirka ca circa typ runt around about roughly omkring beror depends "
        "skulle borde kunde should might could would osäker osäkert osäkra oklart unsure uncertain annars otherwise antingen either "
        "helst hellre ibland sometimes delvis partly någon some vore "
        "tidigast earliest ena mellan between flesta nästan nearly almost minst högst least most funderar överväger velar röstar"
    ).split()
)
_PAST: Final = frozenset(fold("fel wrong förut tidigare förr gamla formerly previously former old").split())
_NOT: Final = frozenset(
    fold(
        "inte ej icke aldrig ingen inget inga ingenting utan not no none never nobody without nej nä nope"
    ).split()
)
_CAPITAL: Final = "A-ZÅÄÖÉÈÜØÆŞŁČŠŽ"
_NAME_WORD: Final = rf"[{_CAPITAL}][\w'\u2019&-]*"
_JOINT: Final = r"(?:von|af|de|la|van|der|den|bin|al|&|i|på|vid|of|the|on|in|at)"
_COMPANY: Final = r"(?:AB|HB|KB|Ltd|Inc|ek\.? för\.?)"
_NAME: Final = re.compile(
    rf"(?<![\w@.-]){_NAME_WORD}(?: (?:{_JOINT} )*{_NAME_WORD}|(?: (?:och|and) {_NAME_WORD})+(?= {_COMPANY}\b))*"
    rf"(?: [a-zåäö]+)?(?: {_COMPANY}\b)|(?<![\w@.-]){_NAME_WORD}(?: (?:{_JOINT} )*{_NAME_WORD}| \d+(?![\w/:.-]))*"
)
_CODE: Final = re.compile(
    rf"(?:(?<!\w)[{_CAPITAL}]{{1,5}} )?(?<![\w@])[\w/.-]*\d[\w/-]*(?:[.]\w+)*(?: \d[\w/-]*)*"
)
_NUMBER_SIGN: Final = re.compile(r"\bno(?=\.|(?: is| was)? \S*\d)", re.IGNORECASE)
_SMALL_COMPANY: Final = re.compile(
    r"(?:(?:vi|bolaget|företaget|we|it) (?:heter|är|is|are) )?(?P<name>[a-zåäö][\wåäö&' -]* (?:ab|hb|kb))"
)
_SEEN: Final = re.compile(r"(?:\+46|0)\d?[\d ()/-]{6,}|\d{6}-?\d{4}|\d{1,2}|\d{4}-\d\d-\d\d|(?:19|20)\d\d")
"""Figures that are a telephone number, a company's number or a day."""
_ABOUT_NUMBER: Final = re.compile(r"nummer|number", re.IGNORECASE)
_LABEL, _KIND, _ASKED = 1.0, 0.8, 0.6
_RARE, _COMMON = 2, 5
_SHORTEST: Final = 4


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [fold(word) for word in _WORD.findall(tidy(text))]


def is_doubted(words: str) -> bool:
    """Whether a clause weighs, limits or supposes; `Gamla vägen 5` does not."""
    small = {fold(w) for w in _WORD.findall(tidy(words)) if w[:1].islower()}
    return bool(_DOUBTS & set(words_of(words)) or _PAST & small) or words.rstrip().endswith("?")


def is_unknown(words: str) -> str | None:
    """What a clause says is not known; None where it says nothing of the kind."""
    return dont_know.found_in(words)


def is_denied(words: str) -> bool:
    """Whether a clause denies, an odd number of times; `policy no. F 2231` does not."""
    return sum(word in _NOT for word in words_of(_NUMBER_SIGN.sub(" ", words))) % 2 == 1


def weighty(words: str) -> tuple[str, ...]:
    """The stems of the words that are not silent anywhere."""
    return _weighty(said(), words)


@lru_cache(maxsize=256)
def _weighty(known: Said, words: str) -> tuple[str, ...]:
    silent = known.silent | _ADVERBS
    return tuple(s for w in words_of(words) if w not in silent and w not in _NOT for s in stems(w))


_ADVERBS: Final = frozenset(
    fold(
        "också även redan än ännu fortfarande nu just idag dag så länge alltså ju då sedan sen alla allt fall also too already "
        "yet still as well both i'm är blir förresten faktiskt ja jo japp yes yep javisst absolut visst of course"
    ).split()
)


@lru_cache(maxsize=4096)
def about(question: Question, words: str, flow: Flow, language: str) -> tuple[float, int, int]:
    """How much a clause is about a question: the weight of the words they share, how many those are, and how many else."""
    own = _own(question, language)
    common = _common(flow, question.type_name, language)
    total, shared, other = 0.0, 0, 0
    for stem in weighty(words):
        best = max((weight for mine, weight in own.items() if alike(stem, mine)), default=0.0)
        if best:
            times = max((count for mine, count in common.items() if alike(stem, mine)), default=1)
            total += best * (1.0 if times <= _RARE else 0.6 if times <= _COMMON else 0.3)
            shared += 1
        else:
            other += 1
    return total, shared, other


def alike(one: str, other: str) -> bool:
    """Whether two stems are one word, or one is the beginning of the other."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and long.startswith(short)


_NOW: Final = re.compile(
    r"\b(?:i dag|idag|nuvarande|hittills|i nuläget|just nu|har nu|gamla|today|current|currently|now|so far)\b",
    re.IGNORECASE,
)
_AHEAD: Final = re.compile(
    r"\b(?:i fortsättningen|framöver|nya|ny|nytt|i stället|istället|över till|ska bli|vill ha|new|instead|from now on)\b",
    re.IGNORECASE,
)


def about_now(question: Question, words: str) -> float:
    """Whether a clause tells of what is now, or of what will be, and whether the question asks for that."""
    asks_now = _NOW.search(f"{question.label.id} {question.ask.id}") is not None
    asks_ahead = _AHEAD.search(f"{question.label.id} {question.ask.id}") is not None
    now, ahead = _NOW.search(words) is not None, _AHEAD.search(words) is not None
    if now == ahead or asks_now == asks_ahead:
        return 0.0
    return 1.0 if now == asks_now else -2.0


@lru_cache(maxsize=2048)
def _own(question: Question, language: str) -> dict[str, float]:
    """The stems of a question, in the content's language and in the person's, with their weights."""
    tr = Translator.of(language)
    found: dict[str, float] = {}
    groups = _groups(said())
    for weight, texts in (
        (_LABEL, (question.label.id, tr(question.label))),
        (_KIND, naming_type(question.type_name)),
        (_ASKED, (question.ask.id, tr(question.ask))),
    ):
        for text in texts:
            for stem in stems(text):
                found.setdefault(stem, weight)
    for stem, weight in list(found.items()):
        for other in groups.get(stem, ()):
            found.setdefault(other, weight)
    return found


@lru_cache(maxsize=4)
def _groups(known: Said) -> dict[str, frozenset[str]]:
    """Each stem of the words that mean much the same in questions and answers, with the stems of the others."""
    found: dict[str, set[str]] = {}
    for words in known.alike:
        group = {stem for word in words for stem in stems(word)}
        for stem in group:
            found.setdefault(stem, set()).update(group)
    return {stem: frozenset(others) for stem, others in found.items()}


@lru_cache(maxsize=256)
def _common(flow: Flow, type_name: str, language: str) -> Counter[str]:
    """In how many questions of a type each stem stands: what they share does not tell which of them is meant."""
    return Counter(s for q in flow.questions.values() if q.type_name == type_name for s in _own(q, language))


def name_in(words: str, question: Question, language: str) -> str | None:
    """The only name in a clause; words of the question that begin it are none."""
    small = _SMALL_COMPANY.fullmatch(words)
    if small is not None:
        return small["name"]
    own = set(_own(question, language))
    found: list[str] = []
    for match in _NAME.finditer(words):
        name = _with_house(match[0].strip(" .,'"), words[match.end() :])
        first, _, rest = name.partition(" ")
        is_word = match.start() == 0 and (
            fold(first) in _plain_words(said()) or any(alike(s, mine) for s in stems(first) for mine in own)
        )
        name = rest if is_word and len(words) > len(name) else name
        if match.start() == 0 and " " not in name and len(weighty(words[len(name) :])) > 1:
            continue  # the first word of a sentence
        if name and any(c.isalpha() for c in name):
            found.append(name)
    many = [name for name in found if " " in name]
    if len(many) == 1 and all(len(name) <= len(many[0]) for name in found):
        return many[0]
    return found[0] if len(found) == 1 else None


def _with_house(name: str, behind: str) -> str:
    """`Ljungans vårdcentral`: a name with the small words behind it that say what house it is."""
    word = re.match(r" ([a-zåäö]+)(?!\w)", behind)
    if word is None or not fold(word[1]).endswith(tuple(map(fold, said().phrases.get("house", ())))):
        return name
    return f"{name} {word[1]}"


@lru_cache(maxsize=4)
def _plain_words(known: Said) -> frozenset[str]:
    """Words that a sentence may begin with and that are no names: small ones, titles, and what answers are called."""
    phrases = (*known.phrases.get("title", ()), *(w for words in known.called.values() for w in words))
    return (
        known.silent
        | _ADVERBS
        | _DOUBTS
        | _NOT
        | {fold(word) for phrase in phrases for word in phrase.split()}
        | {s for phrase in phrases for word in phrase.split() for s in (fold(word) + "en", fold(word) + "et")}
    )


def code_in(words: str, question: Question) -> str | None:
    """The only number of a paper in a clause, for a question that asks for a number."""
    if not _ABOUT_NUMBER.search(f"{question.ask.id} {question.label.id}"):
        return None
    codes = [m[0].strip(" .") for m in _CODE.finditer(words)]
    found = [code for code in codes if any(c.isdigit() for c in code) and not _SEEN.fullmatch(code)]
    return found[0] if len(found) == 1 else None
