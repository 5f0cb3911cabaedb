"""What an index reads out of its entries: stems, parts, kinds of answer. Plain data, so that it can be kept.

Reading is what takes time, and depends on nothing but the entries and the words; what is made of it does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from wizard.assistant.knowledge.hits import Entry
from wizard.assistant.knowledge.stems import LANGUAGES, Language, Vocabulary, language_of, stem, tokens
from wizard.assistant.knowledge.words import PART, Words

__all__ = ["ReadEntry", "ReadWording", "Reading", "held", "plain", "read", "reading_of"]

_SENTENCE: Final = re.compile(r"(?<=[.!?:;])\s+")
_BODY: Final = 0.55
_HOLDS: Final = (0.0, 0.85, 0.93, 1.0)
"""How surely an entry holds what none, one, two and more of its wordings hold."""
_SELDOM: Final = 0.06
"""An entry that fewer of its wordings ask a kind of answer of is not asked for it."""
_NONE: Final = frozenset[str]()

_Stems: TypeAlias = tuple[Language, list[str]]
"""The stems of a text, and the language they are of."""


@dataclass(frozen=True, slots=True)
class ReadWording:
    """One way to ask."""

    text: str
    stems: tuple[str, ...]
    kinds: frozenset[str]
    """The kinds of answer it asks for, by its question words."""
    wants: frozenset[str]
    """The same by all its words: a sum, a person."""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One entry."""

    entry: Entry
    wordings: Sequence[ReadWording]
    sentences: Sequence[tuple[str, ...]]
    """The stems of the sentences it says."""
    told: frozenset[str]
    """The kinds of answer that they give."""
    kinds: frozenset[str]
    """The kinds of answer that it is asked for, by question words."""
    held: Mapping[str, float]
    """Every stem it has, and how surely it holds what that stands for."""


@dataclass(frozen=True)
class Reading:
    """What was read for an index."""

    spoken: Mapping[Language, set[str]]
    """The stems in each language."""
    vocabulary: Vocabulary
    entries: Sequence[ReadEntry]


def read(entries: Sequence[Entry], words: Words, language: Language) -> Reading:
    """What there is in `entries` for questions in `language`."""
    written: dict[Language, set[str]] = {of: set() for of in LANGUAGES}
    for entry in entries:
        for body, spoken_in in entry.bodies:
            written[spoken_in].update(tokens(body))
    raw = [(entry, *_stems_of(entry, written, language)) for entry in entries]
    spoken = _spoken(words)
    for _, wordings, bodies in raw:
        for spoken_in, stems in (*(w for _, w in wordings), *bodies):
            spoken[spoken_in].update(stems)
    vocabulary = _vocabulary(spoken, words)
    return Reading(spoken, vocabulary, [_entry(*item, words, vocabulary) for item in raw])


def held(stems: Iterable[str], vocabulary: Vocabulary) -> dict[str, float]:
    """What a text with these stems holds, and how surely."""
    found: dict[str, float] = {}
    for word in stems:
        found[word] = 1.0
        for part in vocabulary.parts(word):
            found.setdefault(part, PART)
    return found


def _spoken(words: Words) -> dict[Language, set[str]]:
    return {"sv": set(words.parts), "en": set()}


def _vocabulary(spoken: Mapping[Language, set[str]], words: Words) -> Vocabulary:
    return Vocabulary(spoken["sv"] | spoken["en"], words.light | words.asking.keys())


def _stems_of(
    entry: Entry, written: Mapping[Language, set[str]], wanted: Language
) -> tuple[list[tuple[str, _Stems]], list[_Stems]]:
    """The stems of an entry's wordings, and of the sentences of its bodies.

    A wording of few words, which does not tell its language itself, is of the language that more of them are `written` in.
    """
    wordings: list[tuple[str, _Stems]] = []
    for text in entry.wordings:
        words = tokens(text)
        english = sum(word in written["en"] for word in words)
        likely: Language = "en" if english > sum(word in written["sv"] for word in words) else "sv"
        language = language_of(words, likely)
        wordings.append((text, (language, [stem(w, language) for w in words])))
    bodies: list[_Stems] = [
        (language, [stem(w, language) for w in tokens(sentence)])
        for body, language in entry.bodies
        if language == wanted
        for sentence in _SENTENCE.split(body)
    ]
    return wordings, bodies


def _entry(
    entry: Entry,
    wordings: Sequence[tuple[str, _Stems]],
    bodies: Sequence[_Stems],
    words: Words,
    vocabulary: Vocabulary,
) -> ReadEntry:
    told = [_wording(text, stems, words) for text, (_, stems) in wordings]
    asked_for = Counter(kind for wording in told for kind in wording.kinds)
    least = _SELDOM * len(told)
    swedish = [part for body, of in entry.bodies if of == "sv" for part in _SENTENCE.split(body)]
    sentences = [tuple(stems) for _, stems in bodies]
    return ReadEntry(
        entry,
        told,
        sentences,
        _NONE.union(*(words.answers.told(sentence) for sentence in swedish)),
        frozenset(kind for kind, count in asked_for.items() if count >= least),
        _all_held(told, sentences, vocabulary),
    )


def _wording(text: str, stems: Sequence[str], words: Words) -> ReadWording:
    meant = (*stems, *words.meant(stems))
    return ReadWording(text, meant, words.kinds(meant), words.answers.asked(text))


def _all_held(
    wordings: Sequence[ReadWording], sentences: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> dict[str, float]:
    found: dict[str, float] = {}
    for sentence in sentences:
        for key, sure in held(sentence, vocabulary).items():
            found[key] = max(found.get(key, 0), _BODY * sure)
    often: dict[str, int] = defaultdict(int)
    surest: dict[str, float] = {}
    for n, wording in enumerate(wordings):
        for key, sure in held(wording.stems, vocabulary).items():
            often[key] += 1 if n else len(_HOLDS)
            surest[key] = max(surest.get(key, 0.0), sure)
    for key, count in often.items():
        found[key] = max(found.get(key, 0), surest[key] * _HOLDS[min(count, len(_HOLDS) - 1)])
    return found


# Kept ----------------------------------------------------------------------------------------------------------


def plain(reading: Reading) -> dict[str, Any]:
    """`reading` as JSON holds it."""
    known = sorted(reading.spoken["sv"] | reading.spoken["en"])
    parts = {word: reading.vocabulary.parts(word) for word in known}
    return {
        "spoken": {of: sorted(stems) for of, stems in reading.spoken.items()},
        "parts": {word: found for word, found in parts.items() if found},
        "entries": [
            {
                "wordings": [(" ".join(w.stems), sorted(w.kinds), sorted(w.wants)) for w in each.wordings],
                "sentences": [" ".join(stems) for stems in each.sentences],
                "told": sorted(each.told),
                "kinds": sorted(each.kinds),
                "held": each.held,
            }
            for each in reading.entries
        ],
    }


def reading_of(kept: dict[str, Any], entries: Sequence[Entry], words: Words) -> Reading:
    """What was kept of reading these entries. Raises `ValueError`, `KeyError`, `TypeError` or `AttributeError`."""
    spoken: dict[Language, set[str]] = {of: set(kept["spoken"][of]) for of in LANGUAGES}
    vocabulary = _vocabulary(spoken, words)
    vocabulary.learn(kept["parts"])
    found = [_kept_entry(entry, each) for entry, each in zip(entries, kept["entries"], strict=True)]
    return Reading(spoken, vocabulary, found)


def _kept_entry(entry: Entry, kept: dict[str, Any]) -> ReadEntry:
    wordings = [
        ReadWording(text, tuple(stems.split(" ") if stems else ()), _kinds(kinds), _kinds(wants))
        for text, (stems, kinds, wants) in zip(entry.wordings, kept["wordings"], strict=True)
    ]
    sentences = [tuple(stems.split(" ") if stems else ()) for stems in kept["sentences"]]
    return ReadEntry(entry, wordings, sentences, _kinds(kept["told"]), _kinds(kept["kinds"]), kept["held"])


def _kinds(kept: Sequence[str]) -> frozenset[str]:
    return frozenset(kept) if kept else _NONE
