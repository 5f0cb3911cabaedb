"""Written-out numbers, Swedish and English: `tjugofem`, `ett hundra tjugo tusen`, `two and a half million`.

Words are first cut into atoms (`tjugofem` is 20 and 5), then read by a strict grammar. The grammar is the
guard: atoms in an order that no speaker uses (`fem sex`, `tjugo femhundra`) are no number at all, so a list of
numbers or a slip of the tongue never becomes one value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum, auto
from typing import Final, NamedTuple

from wizard.values.cursor import Cursor

__all__ = ["spelled_number"]

_HALF: Final = Decimal("0.5")
_MOST_DECIMALS: Final = 12


class _Kind(Enum):
    """What an atom does in a number."""

    UNIT = auto()
    TEEN = auto()
    TEN = auto()
    HUNDRED = auto()
    SCALE = auto()
    DOZEN = auto()
    HALF = auto()
    ARTICLE = auto()
    AND = auto()
    POINT = auto()
    MINUS = auto()


class _Atom(NamedTuple):
    kind: _Kind
    number: int = 0


def _named(kind: _Kind, first: int, step: int, words: str) -> dict[str, tuple[_Atom, ...]]:
    """Atoms for words that count upwards from `first` by `step`; `|` parts wordings of one number."""
    return {
        word: (_Atom(kind, first + step * place),)
        for place, wordings in enumerate(words.split())
        for word in wordings.split("|")
    }


# Folded: without accents, as the cursor hands the words over.
_VOCABULARY: Final[Mapping[str, tuple[_Atom, ...]]] = {
    **_named(_Kind.UNIT, 0, 1, "noll|zero en|ett|one tva|two tre|three fyra|four fem|five sex|six"),
    **_named(_Kind.UNIT, 7, 1, "sju|seven atta|eight nio|nie|nine"),
    **_named(_Kind.TEEN, 10, 1, "tio|tie|ten elva|eleven tolv|twelve tretton|thirteen fjorton|fourteen"),
    **_named(
        _Kind.TEEN, 15, 1, "femton|fifteen sexton|sixteen sjutton|seventeen arton|eighteen nitton|nineteen"
    ),
    **_named(_Kind.TEN, 20, 10, "tjugo|tjuge|twenty trettio|tretti|thirty fyrtio|fyrti|forty"),
    **_named(_Kind.TEN, 50, 10, "femtio|femti|fifty sextio|sexti|sixty sjuttio|sjutti|seventy"),
    **_named(_Kind.TEN, 80, 10, "attio|atti|eighty nittio|nitti|ninety"),
    **_named(_Kind.HUNDRED, 100, 0, "hundra|hundred"),
    **_named(_Kind.SCALE, 1_000, 0, "tusen|thousand"),
    **_named(_Kind.SCALE, 1_000_000, 0, "miljon|miljoner|million"),
    **_named(_Kind.SCALE, 1_000_000_000, 0, "miljard|miljarder|billion"),
    **_named(_Kind.DOZEN, 12, 0, "dussin|dozen"),
    **_named(_Kind.HALF, 0, 0, "halv|halva|halvt|half"),
    **_named(_Kind.ARTICLE, 1, 0, "a|an"),
    **_named(_Kind.MINUS, 0, 0, "minus"),
    # One t is lost where the two words meet.
    "ettusen": (_Atom(_Kind.UNIT, 1), _Atom(_Kind.SCALE, 1_000)),
    "halvannan": (_Atom(_Kind.UNIT, 1), _Atom(_Kind.AND), _Atom(_Kind.UNIT, 1), _Atom(_Kind.HALF)),
}
_LONGEST_WORD: Final = max(map(len, _VOCABULARY))
_JOINTS: Final[Mapping[str, _Kind]] = {
    "och": _Kind.AND,
    "and": _Kind.AND,
    "komma": _Kind.POINT,
    "punkt": _Kind.POINT,
    "point": _Kind.POINT,
}
"""Words that belong to a number only between two number words."""


def spelled_number(cursor: Cursor) -> Decimal | None:
    """Step over a written-out number and return it; `None`, and no step, where there is none."""
    begin = cursor.at
    number = _Grammar(_collect(cursor)).number()
    if number is None:
        cursor.at = begin
    return number


def _collect(cursor: Cursor) -> list[_Atom]:
    """Step over the longest run of number words and return their atoms."""
    atoms: list[_Atom] = []
    while True:
        pieces = _cut(cursor.peek())
        if not pieces:
            if not (atoms and _joins(cursor)):
                return atoms
            joint = _JOINTS.get(cursor.peek())
            pieces = (_Atom(joint),) if joint else ()
        atoms.extend(pieces)
        cursor.at += 1


def _joins(cursor: Cursor) -> bool:
    """Whether the next word ties the number words on both sides of it together, as in `twenty-five`."""
    hyphen = cursor.peek() == "-" and cursor.glued() and cursor.glued(1)
    return (hyphen or cursor.peek() in _JOINTS) and bool(_cut(cursor.peek(1)))


def _cut(word: str) -> tuple[_Atom, ...]:
    """The atoms of a word, the longest known piece first; empty if any part of it is unknown."""
    atoms: list[_Atom] = []
    place = 0
    while place < len(word):
        for end in range(min(len(word), place + _LONGEST_WORD), place, -1):
            if word[place:end] in _VOCABULARY:
                atoms.extend(_VOCABULARY[word[place:end]])
                place = end
                break
        else:
            return ()
    return tuple(atoms)


class _Grammar:
    """Reads atoms from the left; every method steps over what it returns."""

    def __init__(self, atoms: Sequence[_Atom]) -> None:
        self._atoms = atoms
        self._at = 0

    def number(self) -> Decimal | None:
        """The number that all the atoms together make, or `None`."""
        sign = -1 if self._take(_Kind.MINUS) else 1
        value = self._value()
        return None if value is None or self._at < len(self._atoms) else sign * value

    def _value(self) -> Decimal | None:
        if self._take_half():
            self._take(_Kind.ARTICLE)
            return _HALF * self._scale()
        group = self._group()
        if self._take(_Kind.POINT):
            decimals = self._decimals()
            return Decimal(f"{group}.{decimals}") * self._scale() if group is not None and decimals else None
        if self._next_kind() is _Kind.AND and self._take_half(after=1):
            return (group + _HALF) * self._scale() if group is not None else None
        return self._in_scales(group)

    def _in_scales(self, group: int | None) -> Decimal | None:
        """Millions, then thousands, then the rest: each group is smaller than the scale before it."""
        total, ceiling = 0, 10**12
        while group is not None or self._next_kind() in {_Kind.SCALE, _Kind.DOZEN}:
            count = 1 if group is None else group
            scale = self._scale()
            if (count >= 1_000 and scale > 1) or count * scale >= ceiling:
                return None
            total += count * scale
            if scale == 1:
                return Decimal(total)
            ceiling = scale
            self._take(_Kind.AND)
            group = self._group()
            if group is None:
                return Decimal(total)
        return None

    def _group(self) -> int | None:
        """A number below a thousand, or in hundreds as years are said: `nittonhundra`."""
        if self._next_kind() is _Kind.ARTICLE and self._next_kind(1) in {
            _Kind.HUNDRED,
            _Kind.SCALE,
            _Kind.DOZEN,
        }:
            self._at += 1
        small = self._below_hundred()
        if not self._take(_Kind.HUNDRED):
            return small
        count = 1 if small is None else small
        if not (1 <= count <= 9 or 11 <= count <= 20):
            return None
        self._take(_Kind.AND)
        return count * 100 + (self._below_hundred() or 0)

    def _below_hundred(self) -> int | None:
        tens = self._take(_Kind.TEN)
        if tens:
            unit = self._take(_Kind.UNIT)
            return tens.number + (unit.number if unit else 0)
        atom = self._take(_Kind.TEEN) or self._take(_Kind.UNIT)
        return atom.number if atom else None

    def _decimals(self) -> str:
        """The digits after the point: `fem`, `noll fem`, `tjugofem`."""
        digits = ""
        while len(digits) < _MOST_DECIMALS and (unit := self._take(_Kind.UNIT)):
            digits += str(unit.number)
        return digits or str(self._below_hundred() or "")

    def _scale(self) -> int:
        atom = self._take(_Kind.SCALE) or self._take(_Kind.DOZEN)
        return atom.number if atom else 1

    def _take_half(self, after: int = 0) -> bool:
        """Step over `halv`, `en halv` or `a half`, and over the `after` atoms before it."""
        place = after + (self._next_kind(after) is _Kind.ARTICLE or self._next_atom(after) == _ONE)
        if self._next_kind(place) is not _Kind.HALF:
            return False
        self._at += place + 1
        return True

    def _take(self, kind: _Kind) -> _Atom | None:
        atom = self._next_atom()
        if atom is None or atom.kind is not kind:
            return None
        self._at += 1
        return atom

    def _next_atom(self, ahead: int = 0) -> _Atom | None:
        place = self._at + ahead
        return self._atoms[place] if place < len(self._atoms) else None

    def _next_kind(self, ahead: int = 0) -> _Kind | None:
        atom = self._next_atom(ahead)
        return atom.kind if atom else None


_ONE: Final = _Atom(_Kind.UNIT, 1)
