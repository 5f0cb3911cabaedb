"""A choice of one option, or of several.

Canonical are the option's id, and the list of ids in the order of the flow. What must stay true: an id is always
read as itself, and what is shown (the label) is read as its option, in every language whose labels are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Final

from wizard.i18n import Message, Translator, msg
from wizard.values import characters
from wizard.values.base import Context, Reading, Value
from wizard.values.matching import Index, Option
from wizard.values.scalar import Scalar, misfit

__all__ = ["Choice", "MultiChoice", "Option"]

_SEPARATOR: Final = re.compile(r"([,;&+]| och | and | samt )")
_RANGE: Final = re.compile(r"([0-9]{1,3}) ?- ?([0-9]{1,3})")
_RUN_LENGTHS: Final = (7, 5, 3)
"""How many pieces and separators the wording of one option may have, the longest tried first."""
_MOST_PARTS: Final = 500
_ALL: Final = frozenset({"alla", "allt", "samtliga", "alla alternativ", "all", "all of them", "everything"})
_NONE: Final = frozenset(
    (
        *("inga", "ingen", "inget", "ingen av dem", "inget av dem", "inga alls"),
        *("none", "none of them", "nothing"),
        "ei mikaan niista",
    )
)


@lru_cache(maxsize=256)
def _index_of(options: tuple[Option, ...]) -> Index:
    """One index for all questions that share a list, such as the professions."""
    return Index(options)


@dataclass(frozen=True, slots=True)
class _Listed(Scalar):
    """What one choice and several have in common: a list of options. Raises `ValueError` as `Index` does."""

    options: tuple[Option, ...]
    _index: Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", _index_of(self.options))


@dataclass(frozen=True, slots=True)
class Choice(_Listed):
    """One of `options`."""

    name: ClassVar[str] = "choice"

    def schema(self) -> dict[str, Any]:
        """One of the ids."""
        return {"type": "string", "enum": [option.id for option in self.options]}

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  a choice needs no clock
        return self._index.find(text).reading(text, lambda place: self.options[place].id)

    def _words(self, value: Value, tr: Translator) -> str | None:
        return next((tr(option.label) for option in self.options if option.id == value), None)


@dataclass(frozen=True, slots=True)
class MultiChoice(_Listed):
    """Any number of `options`, also none of them."""

    name: ClassVar[str] = "multichoice"

    def __post_init__(self) -> None:
        _Listed.__post_init__(self)
        if any(characters.fold(name) in _NONE for option in self.options for name in option.names[1:]):
            raise ValueError(
                msg("Every list can be answered with none of its options, so none of them needs to say that.")
            )

    def schema(self) -> dict[str, Any]:
        """A list of ids, each at most once."""
        ids = [option.id for option in self.options]
        return {"type": "array", "items": {"type": "string", "enum": ids}, "uniqueItems": True}

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  as above
        plain = characters.tidy(text)
        key = characters.fold(plain).rstrip(" .!")
        if not self._index.named(plain) and key in _ALL | _NONE:
            return Reading.accepted(self._ids(range(len(self.options)) if key in _ALL else ()), text)
        return self._outcome(self._parts(plain), text)

    def _outcome(self, parts: Iterable[str], text: str) -> Reading:
        """Accept when every part means one option; one part in doubt is asked about, anything else refused."""
        sure: list[int] = []
        doubts: list[tuple[Message, tuple[int, ...]]] = []
        for count, part in enumerate(parts):
            if count == _MOST_PARTS:
                return Reading.rejected(
                    msg("There are more than {limit} parts here. Write fewer.", limit=_MOST_PARTS)
                )
            match = self._index.find(part)
            if match.why is None:
                sure += match.found
                continue
            doubts.append(
                (msg('"{part}": {reason}', part=characters.excerpt(part), reason=match.why), match.found)
            )
            if not match.found or len(doubts) > 1:
                return Reading.rejected(doubts[-1][0])
        if not doubts:
            return Reading.accepted(self._ids(sure), text)
        why, places = doubts[0]
        return Reading.ambiguous(why, *(self._ids([*sure, place]) for place in places))

    def _parts(self, text: str) -> Iterator[str]:
        """The parts of a list: the longest run of pieces that is a wording, else each piece by itself."""
        pieces = _SEPARATOR.split(" ".join(text.replace("\n", " , ").split()))
        place = 0
        while place < len(pieces):
            runs = ("".join(pieces[place : place + length]) for length in _RUN_LENGTHS)
            run = next((run for run in runs if self._index.named(run)), None)
            part = (pieces[place] if run is None else run).strip()
            place += 2 if run is None else len(_SEPARATOR.split(run)) + 1
            if part:
                yield from self._numbers(part)

    def _numbers(self, part: str) -> Iterable[str]:
        """The numbers in `1-3` and `1 3`; any other part as it is."""
        words = part.split()
        between = _RANGE.fullmatch(part)
        if self._index.named(part):
            return (part,)
        if between is not None and int(between[1]) < int(between[2]):
            return map(str, range(int(between[1]), int(between[2]) + 1))
        return words if len(words) > 1 and all(w.isdigit() and len(w) <= 3 for w in words) else (part,)

    def _ids(self, places: Iterable[int]) -> list[Value]:
        return [self.options[place].id for place in sorted(set(places))]

    def _words(self, value: Value, tr: Translator) -> str | None:
        if not isinstance(value, list | tuple):
            return None
        labels = {option.id: tr(option.label) for option in self.options}
        if not all(isinstance(item, str) and item in labels for item in value):
            return None
        names = [name for option in self.options for name in option.names]
        sign = next(
            (sign for sign in (", ", "; ", " + ") if not any(sign.strip() in name for name in names)), "; "
        )
        return sign.join(labels[item] for item in value if isinstance(item, str)) or tr(msg("None of them"))

    def _from_data(self, value: object, ctx: Context) -> Reading:  # noqa: ARG002  as above
        if not isinstance(value, list | tuple):
            return Reading.rejected(misfit(value))
        parts: list[str] = []
        for item in value:
            fault = characters.fault(item) if isinstance(item, str) else misfit(item)
            if fault is not None:
                return Reading.rejected(fault)
            parts.append(characters.clean(str(item)).strip())
        return self._outcome(parts, "")
