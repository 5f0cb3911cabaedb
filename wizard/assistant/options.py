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

__all__ = ["Index", "bare", "index_of", "mentioned", "named_once", "the_only_one", "weighty_beside"]

_MOST_WORDS: Final = 14
_MOST_MENTIONING: Final = 24
_LONGEST: Final = 6
_SHORTEST_HEAD: Final = 5
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


def named_once(options: Sequence[Option], text: str) -> str | None:
    """The id of the only option that words of a text name, whatever its other words say; good for a proposal only.

    Where words of one option are among those that name another, the other is the one.
    """
    found = mentioned(options, text)
    if not found:
        return None
    best = max(found, key=lambda option: len(found[option]))
    others = [places for option, places in found.items() if option != best]
    return best if all(places < found[best] for places in others) else None


def mentioned(options: Sequence[Option], text: str) -> dict[str, set[int]]:
    """The ids of the options that words of a text name exactly, each with the places of those words."""
    words = bare(text).split()
    if len(words) > _MOST_MENTIONING:
        return {}
    index, silent = index_of(options), said().silent
    found: dict[str, set[int]] = {}
    for place in range(len(words)):
        for last in range(min(len(words), place + _LONGEST), place, -1):
            is_one = last == place + 1
            if is_one and (words[place] in silent or words[place].isdigit()):
                continue
            key = " ".join(words[place:last])
            named = _called(index, key, is_one=is_one) or (_headed(index, key) if is_one else ())
            for option in named:
                found.setdefault(options[option].id, set()).update(range(place, last))
    return found


def _headed(index: Index, key: str) -> tuple[int, ...]:
    """`barnlakare`: the only option whose one-word name a compound ends with."""
    ends = {
        places for name, places in index.names.items() if len(name) >= _SHORTEST_HEAD and key.endswith(name)
    }
    return next(iter(ends)) if len(ends) == 1 else ()


def weighty_beside(options: Sequence[Option], text: str) -> bool:
    """Whether a text holds a word that is neither silent nor one of an option's names."""
    index = index_of(options)
    own = {word for words in index.words for word in words} | {
        word for wordings in index.wordings for wording in wordings for word in wording.split()
    }
    return any(word not in own and word not in said().silent for word in bare(text).split())


def _called(index: Index, key: str, *, is_one: bool) -> tuple[int, ...]:
    """The options of that wording; one word may be inflected, or made of two words of a name."""
    found = index.names.get(key) or index.synonyms.get(key)
    if found or not is_one or len(key) < _LONGEST:
        return found or ()
    for ending, instead in (*((e, "") for e in _ENDINGS[1:]), ("orna", "a"), ("or", "a")):
        if key.endswith(ending):
            stem = key[: -len(ending)] + instead
            if near := index.names.get(stem) or index.synonyms.get(stem) or _first_word(index, stem):
                return near
    return _made_of_two(index, key)


def _first_word(index: Index, stem: str) -> tuple[int, ...]:
    """The only option one of whose names begins with that word: `bemanningen` for `Bemanning och kompetens`."""
    if len(stem) < _LONGEST:
        return ()
    found = tuple(
        p for p, wordings in enumerate(index.wordings) if any(w.split()[:1] == [stem] for w in wordings)
    )
    return found if len(found) == 1 else ()


def _made_of_two(index: Index, key: str) -> tuple[int, ...]:
    """The only option that a compound is made of: `bassangavtalet` for `Avtal om bassang`."""
    stem = next(
        (key[: -len(e)] for e in _LONG_ENDINGS if key.endswith(e) and len(key) - len(e) >= _LONGEST), key
    )
    found: set[int] = set()
    for cut in range(_SHORTEST_PART, len(stem) - _SHORTEST_PART + 1):
        first, second = stem[:cut], stem[cut:]
        for place, words in enumerate(index.words):
            if any(w.startswith(first.removesuffix("s")) for w in words) and second in words:
                found.add(place)
    return tuple(found) if len(found) == 1 else ()


_LONG_ENDINGS: Final = ("arna", "erna", "orna", "en", "et", "na", "t", "n")
_SHORTEST_PART: Final = 4
