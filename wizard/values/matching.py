"""Which option of a list a person means: by its id, its wording, a synonym, its number, or how it begins.

Ways are tried from the surest to the weakest, and the first that finds anything decides. What must stay true: a
weak way never chooses between two options, and a text that only resembles an option is answered with a
suggestion, never taken for it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from wizard.i18n import Message, msg
from wizard.values import characters
from wizard.values.meanings import Meanings
from wizard.values.scalar import special

__all__ = ["Index", "Match", "Option"]

_NUMBER: Final = re.compile(r"(?:(?:nr|no|nummer|number|alternativ|option)\.? ?|#)?([0-9]{1,3})[.)]?")
_AROUND_SIGNS: Final = re.compile(r" ?([,;&+]) ?")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_SHORTEST_BEGINNING: Final = 2
_MOST_SUGGESTIONS: Final = 3
_LONGEST_RESEMBLING: Final = 100

Way: TypeAlias = tuple[Callable[[str], str], Mapping[str, tuple[int, ...]]]
"""A form in which texts are compared, and the places of the options for each text in that form."""

Match: TypeAlias = Meanings[int]
"""The options a text may mean, by their places in the list."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice.

    `label` is its wording in the source language; `labels` are further full wordings, such as translations,
    which count as much; `synonyms` are looser words, which count less than any label.
    """

    id: str
    label: Message
    synonyms: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that names this option and no other."""
        return (self.id, self.label.id, *self.labels)


@dataclass(frozen=True, slots=True)
class Index:
    """The options of a list, ready to be looked up.

    Raises `ValueError` where there are none, where two share a name, or where a name is one of the words that
    every question understands by itself, such as `vet inte`.
    """

    options: tuple[Option, ...]
    _strict: tuple[Way, ...] = field(init=False, repr=False, compare=False)
    _lenient: tuple[Way, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _verify(self.options)
        names = [option.names for option in self.options]
        synonyms = [option.synonyms for option in self.options]
        ids = [(option.id,) for option in self.options]
        signed = [_way(form, words) for form in (_compared, _unaccented) for words in (names, synonyms)]
        object.__setattr__(self, "_strict", (_way(str, ids), *signed))
        object.__setattr__(self, "_lenient", (_way(_bare, names), _way(_bare, synonyms)))

    def named(self, text: str) -> tuple[int, ...]:
        """The options that `text` names in full, signs included, by the surest way that finds any."""
        return _first(self._strict, text)

    def find(self, text: str) -> Match:
        """The option that a clean text means, or what to ask."""
        places = self.named(text) or _first(self._lenient, text)
        number = None if places else _NUMBER.fullmatch(characters.fold(text))
        if number is not None:
            return self._numbered(int(number[1]))
        places = places or self._beginning(text)
        if len(places) == 1:
            return Meanings(places)
        places = places or self._with_words(text)
        return Meanings(places, self._which(places)) if places else Meanings((), self._unknown(text))

    def _numbered(self, number: int) -> Match:
        if 1 <= number <= len(self.options):
            return Meanings((number - 1,))
        return Meanings(
            (),
            msg("The list has {count} options. Write a number from 1 to {count}.", count=len(self.options)),
        )

    def _beginning(self, text: str) -> tuple[int, ...]:
        """The options with a wording that begins so."""
        key = _bare(text)
        return self._where(lambda wording: wording.startswith(key)) if len(key) >= _SHORTEST_BEGINNING else ()

    def _with_words(self, text: str) -> tuple[int, ...]:
        """The options with a wording in which every word of the text begins a word; only good for a question."""
        words = [f" {word}" for word in _bare(text).split()]
        if not words or len(words) > 10 or min(map(len, words)) <= _SHORTEST_BEGINNING:
            return ()
        return self._where(lambda wording: all(word in f" {wording}" for word in words))

    def _where(self, fits: Callable[[str], bool]) -> tuple[int, ...]:
        found = (
            place for _, way in self._lenient for key, places in way.items() if fits(key) for place in places
        )
        return tuple(sorted(set(found)))

    def _which(self, places: Sequence[int]) -> Message:
        labels = tuple(self.options[place].label for place in places)
        return msg("Which one do you mean: {options}? Write one of them, or its number.", options=labels)

    def _unknown(self, text: str) -> Message:
        near = self._resembling(text)
        if not near:
            return msg("This is none of the options. Write one of them, or its number in the list.")
        labels = tuple(self.options[place].label for place in near)
        return msg(
            "This is none of the options. Did you mean one of these: {options}? Write it, or its number.",
            options=labels,
        )

    def _resembling(self, text: str) -> tuple[int, ...]:
        keys = {key: places for _, way in self._lenient for key, places in way.items()}
        close = difflib.get_close_matches(_bare(text)[:_LONGEST_RESEMBLING], keys, _MOST_SUGGESTIONS)
        return tuple(dict.fromkeys(place for key in close for place in keys[key]))


def _verify(options: Sequence[Option]) -> None:
    if not options:
        raise ValueError(msg("A choice needs at least one option."))
    owners: dict[str, str] = {}
    for option in options:
        for name in option.names:
            if characters.fault(name) is not None or not characters.tidy(name):
                raise ValueError(
                    msg("A wording of an option is empty, or holds something that cannot be written out.")
                )
            if special(name) is not None:
                raise ValueError(
                    msg(
                        'An option cannot be called "{name}": every question understands that already.',
                        name=name,
                    )
                )
            if owners.setdefault(_compared(name), option.id) != option.id:
                raise ValueError(
                    msg('Two options are called "{name}". Give each a wording of its own.', name=name)
                )
    if len({option.id for option in options}) < len(options):
        raise ValueError(msg("Two options have the same id. Give each an id of its own."))


def _way(form: Callable[[str], str], wordings: Iterable[Iterable[str]]) -> Way:
    """The places of the options by their wordings in `form`, without empty ones."""
    places: dict[str, tuple[int, ...]] = {}
    for place, words in enumerate(wordings):
        for key in dict.fromkeys(map(form, words)):
            if key:
                places[key] = (*places.get(key, ()), place)
    return form, places


def _first(ways: Iterable[Way], text: str) -> tuple[int, ...]:
    return next((places[key] for form, places in ways if (key := form(text)) in places), ())


def _compared(text: str) -> str:
    """Case, kinds of dash and blanks do not count."""
    return _AROUND_SIGNS.sub(r"\1", " ".join(characters.tidy(text).casefold().split()))


def _unaccented(text: str) -> str:
    """As `_compared`, and accents do not count."""
    return characters.fold(_compared(text))


def _bare(text: str) -> str:
    """Only letters and digits count."""
    return " ".join(_NO_LETTERS.sub(" ", characters.fold(characters.tidy(text))).split())
