"""The wordings of a list of options, looked up once: which option a text names, and whether it names no other.

What must stay true: an option that stands among other words is taken only if each of these says nothing, by the words
of the content that tell nothing of what a text is about; no doubt, no negation and no other option is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from wizard.assistant.said import said
from wizard.assistant.wavering import is_wavering
from wizard.values import Option
from wizard.values.characters import fold, tidy

__all__ = ["Index", "bare", "index_of", "the_only_one"]

_MOST_WORDS: Final = 14
_LONGEST: Final = 6
_MOST_KEPT: Final = 256
_ENDINGS: Final = ("", "en", "et", "n", "t", "a", "na", "arna", "erna", "ar", "er", "or", "s", "ens", "ets")


@dataclass(frozen=True, slots=True)
class Index:
    """The bare wordings of options: by name, by synonym, and for each option all of them and the words of its names."""

    names: Mapping[str, tuple[int, ...]]
    synonyms: Mapping[str, tuple[int, ...]]
    wordings: tuple[tuple[str, ...], ...]
    words: tuple[frozenset[str], ...]


_kept: dict[int, tuple[Sequence[Option], Index]] = {}


def index_of(options: Sequence[Option]) -> Index:
    """The index of a list, made once as long as the list lives."""
    kept = _kept.get(id(options))
    if kept is not None and kept[0] is options:
        return kept[1]
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    names: dict[str, list[int]] = {}
    synonyms: dict[str, list[int]] = {}
    for place, option in enumerate(options):
        for name in dict.fromkeys(map(bare, option.names)):
            names.setdefault(name, []).append(place)
        for synonym in dict.fromkeys(map(bare, option.synonyms)):
            synonyms.setdefault(synonym, []).append(place)
    index = Index(
        {name: tuple(places) for name, places in names.items()},
        {name: tuple(places) for name, places in synonyms.items()},
        tuple(tuple(map(bare, (*option.names, *option.synonyms))) for option in options),
        tuple(frozenset(bare(" ".join(option.names)).split()) for option in options),
    )
    _kept[id(options)] = (options, index)
    return index


def bare(text: str) -> str:
    """A text as options are compared: folded, words alone."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(tidy(text))).split())


def the_only_one(options: Sequence[Option], text: str, quiet: AbstractSet[str]) -> int | None:
    """The only option that a text names, where all its other words say nothing; None else."""
    words = bare(text).split()
    if not 1 < len(words) <= _MOST_WORDS or is_wavering(text) or text.rstrip().endswith("?"):
        return None
    index = index_of(options)
    silent = said().silent | quiet
    found: set[int] = set()
    place = 0
    while place < len(words):
        for last in range(min(len(words), place + _LONGEST), place, -1):
            places = _called(index, " ".join(words[place:last]), is_one=last == place + 1)
            if places and not (last == place + 1 and words[place] in silent):
                found.update(places)
                place = last
                break
        else:
            if words[place] not in silent:
                return None
            place += 1
    return next(iter(found)) if len(found) == 1 else None


def _called(index: Index, key: str, *, is_one: bool) -> tuple[int, ...]:
    """The options of that wording; one word may be inflected."""
    found = index.names.get(key) or index.synonyms.get(key)
    if found or not is_one or len(key) < _LONGEST:
        return found or ()
    for ending in _ENDINGS[1:]:
        if key.endswith(ending) and (
            near := index.names.get(key[: -len(ending)]) or index.synonyms.get(key[: -len(ending)])
        ):
            return near
    return ()
