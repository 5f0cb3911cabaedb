"""What is known of words when questions are compared with texts: `flows/words.yaml` by its stems, and a question's terms."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from wizard.assistant.knowledge.kept import kept
from wizard.assistant.knowledge.kinds import Kinds
from wizard.assistant.knowledge.stems import LANGUAGES, Language, remember, stem, tokens
from wizard.flow.wordsource import WordsFile

__all__ = ["ASKING", "COMPOUND", "LIGHT", "PART", "Term", "Words"]

LIGHT: Final = 0.05
"""What a word weighs that says little."""
ASKING: Final = 0.2
"""What a word weighs that says which kind of answer is wanted."""
COMPOUND: Final = 0.9
"""How surely a compound is held by a text that holds all its parts."""
_ANY: Final = "any"
_LEAST_BEYOND: Final = 4
_APART: Final = 3
PART: Final = 0.6
"""How surely a word is held by a text that holds a compound with it."""


@dataclass(frozen=True)
class Words:
    """What is known of words, by their stems."""

    asking: Mapping[str, str] = field(default_factory=dict)
    """Words that say what kind of answer is wanted, each with the kind."""
    light: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    """The light and asking words themselves, as they are written."""
    beyond: frozenset[str] = frozenset()
    """Words of neighbouring fields."""
    common: frozenset[str] = frozenset()
    """Words of the general language: what holds one of them is found by it, but none is missed."""
    setting: frozenset[str] = frozenset()
    area: frozenset[str] = frozenset()
    advice: frozenset[str] = frozenset()
    advice_first: frozenset[str] = frozenset()
    on_behalf: frozenset[tuple[str, ...]] = frozenset()
    same: Mapping[str, frozenset[str]] = field(default_factory=dict)
    together: tuple[tuple[tuple[str, ...], str], ...] = ()
    """The stems of words that together mean one, and the stem of that one."""
    parts: frozenset[str] = frozenset()
    answers: Kinds = field(default_factory=lambda: Kinds({}))
    """The kinds of answer that are asked for and told."""
    mark: str = ""
    """Another where anything in the file is another."""

    @classmethod
    def of(cls, file: WordsFile | None) -> Words:
        """The words of the file; none where there is no file."""
        if file is None:
            return cls()
        written = file.model_dump_json()
        _remember(written)
        same: dict[str, set[str]] = defaultdict(set)
        for group in file.same:
            stems = _stems(group)
            for word in stems:
                same[word] |= stems
        light = {stem(word, language) for language, line in file.light.items() for word in line.split()}
        asking = {word: kind for kind, line in file.asking.items() for word in line.split()}
        return cls(
            asking={s: kind for word, kind in asking.items() for s in (word, *_stems(word))},
            light=frozenset(light),
            small=frozenset((*asking, *(word for line in file.light.values() for word in line.split()))),
            beyond=_stems(file.beyond) - light - same.keys() - _stems(file.setting),
            common=frozenset(
                s
                for language, line in file.common.items()
                for w in line.split()
                for s in (w, stem(w, language))
            ),
            setting=_stems(file.setting) | _stems(file.area),
            area=_stems(file.area),
            advice=frozenset(file.advice.split()),
            advice_first=frozenset(file.advice_first.split()),
            on_behalf=frozenset(tuple(tokens(phrase)) for phrase in file.on_behalf),
            same={word: frozenset(group) for word, group in same.items()},
            together=tuple(_together(file.together)),
            parts=_stems(file.parts),
            answers=Kinds(file.kinds),
            mark=sha256(written.encode()).hexdigest(),
        )

    def is_common(self, key: str) -> bool:
        """Whether that is a word of the general language, and none of those that say what is meant here."""
        return key in self.common and key not in self.same

    def is_beyond_compound(self, word: str) -> bool:
        """Whether a compound begins with a word of a neighbouring field: `skattebesked`, `semesterdagar`."""
        return any(word[:end] in self.beyond for end in range(_LEAST_BEYOND, len(word) - 2))

    def meant(self, stems: Sequence[str]) -> list[str]:
        """What words of a text mean together, though others may stand between them: `hur säger man upp avtalet`."""
        held = set(stems)
        return [one for words, one in self.together if held.issuperset(words) and _in_order(words, stems)]

    def of_kind(self, key: str) -> frozenset[str]:
        """The words that ask for the same kind of answer."""
        kind = self.asking.get(key, _ANY)
        return frozenset() if kind == _ANY else frozenset(w for w, k in self.asking.items() if k == kind)

    def asks_to_act(self, words: Sequence[str]) -> bool:
        """Whether the words ask that something be done, not told."""
        if words and words[0] in self.advice_first:
            return True
        spoken = " ".join(words)
        return any(f" {' '.join(phrase)} " in f" {spoken} " for phrase in self.on_behalf)

    def kinds(self, words: Iterable[str]) -> frozenset[str]:
        """The kinds of answer that words (or their stems) ask for: who, when, how many."""
        return frozenset(self.asking[w] for w in words if w in self.asking) - {_ANY}


def _remember(written: str) -> None:
    """Know the stems of the words that are written there, from the disk where they were found before."""
    words = sorted({*tokens(written), *written.casefold().split()})

    def anew() -> dict[Language, dict[str, str]]:
        return {language: {word: stem(word, language) for word in words} for language in LANGUAGES}

    def back(data: Mapping[str, Mapping[str, str]]) -> dict[Language, dict[str, str]]:
        return {language: {word: str(data[language][word]) for word in words} for language in LANGUAGES}

    remember(kept(("stems", words), anew, dict, back))


def _stems(line: str) -> frozenset[str]:
    """The stems of words of which it is not said which language they are in."""
    return frozenset(stem(word, language) for word in line.casefold().split() for language in LANGUAGES)


def _together(lines: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for one, line in lines.items():
        for phrase in line.split(","):
            yield tuple(stem(word, "sv") for word in tokens(phrase)), stem(one, "sv")


def _in_order(words: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether `words` come one after the other, with at most two between two of them."""
    places = [stems.index(word) for word in words]
    return all(0 < after - before <= _APART for before, after in itertools.pairwise(places))


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question: its weight, the stems it may stand for and how surely, and its parts."""

    word: str
    weight: float
    keys: Mapping[str, float]
    parts: tuple[Mapping[str, float], ...] = ()
    is_weighty: bool = True
    is_known: bool = True
    cost: float | None = None
    """What it weighs where a text does not have it; nothing else than its weight unless told."""

    @property
    def missed(self) -> float:
        """What it weighs where a text does not have it."""
        return self.weight if self.cost is None else self.cost

    def match(self, held: Mapping[str, float]) -> float:
        """How surely a text with the stems `held` has this word."""
        best = _surest(self.keys, held)
        if self.parts and best < COMPOUND:
            found = [_surest(part, held) for part in self.parts]
            share = sum(found) / len(found)
            best = max(best, COMPOUND * share if min(found) > 0 else PART * share)
        return best


def _surest(keys: Mapping[str, float], held: Mapping[str, float]) -> float:
    """How surely a text holds one of these stems. Asked thousands of times a question: a plain loop is the quickest."""
    best = 0.0
    for key, sure in keys.items():
        found = held.get(key)
        if found is not None and sure * found > best:
            best = sure * found
    return best
