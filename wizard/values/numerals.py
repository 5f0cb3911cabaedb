"""Numbers as people write them: `25 000,50`, `1.250.000`, `2½`, `1,2 miljoner`, `tjugofem`.

One mark followed by three digits (`1,250`) is the trap: a thousand or a decimal? Both readings are kept, and
`Numeral.readings` says which of them a reader of that language would mean. Nothing is decided by luck.
Arithmetic is done with `Decimal`, on at most 24 digits, so it is exact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from wizard.values.cursor import Cursor, table
from wizard.values.number_words import spelled_number

__all__ = [
    "Numeral",
    "Readings",
    "decimal_mark",
    "figures",
    "quotient",
    "read_certain",
    "read_numeral",
    "shortest",
]

_RUN: Final = re.compile(r"[0-9][0-9 .,']*")
_LONGEST_RUN: Final = 24
_GROUP_BLANK: Final = "\u00a0"

_GLYPHS: Final = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_AFTER_DIGITS: Final = _GLYPHS | table({"och en halv|och ett halvt|and a half|and one half": Decimal("0.5")})
_MAGNITUDES: Final = table(
    {
        "tusen|thousand": Decimal(1_000),
        "miljon|miljoner|milj|milj.|mn|million": Decimal(1_000_000),
        "miljard|miljarder|mdr|billion": Decimal(1_000_000_000),
    }
)


def decimal_mark(language: str) -> str:
    """The decimal mark of a language: a point in English, else the comma of Sweden and the continent."""
    return "." if language.startswith("en") else ","


@dataclass(frozen=True, slots=True)
class Readings:
    """The numbers a text may mean, the likeliest first; `doubtful` asks for a question even if one alone fits."""

    numbers: tuple[Decimal, ...]
    doubtful: bool = False

    def times(self, factor: Decimal) -> Readings:
        """Each number multiplied by `factor`."""
        return Readings(tuple(number * factor for number in self.numbers), self.doubtful)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written. `grouped` is its other reading, where its one mark may part thousands.

    `own_mark` tells that this mark is the language's decimal mark. `scaled` tells that a magnitude follows
    (`1,250 mkr`), which makes decimals likely also where whole numbers are asked for.
    """

    value: Decimal
    grouped: Decimal | None = None
    own_mark: bool = False
    scaled: bool = False

    @property
    def certain(self) -> Decimal | None:
        """The number, where it has no other reading."""
        return self.value if self.grouped is None else None

    def times(self, factor: Decimal) -> Numeral:
        """The number multiplied by a magnitude."""
        grouped = None if self.grouped is None else self.grouped * factor
        return Numeral(self.value * factor, grouped, self.own_mark, scaled=True)

    def negated(self) -> Numeral:
        """The number below zero."""
        grouped = None if self.grouped is None else -self.grouped
        return Numeral(-self.value, grouped, self.own_mark, self.scaled)

    def readings(self, *, whole: bool) -> Readings:
        """What may be meant, where mostly `whole` numbers are written or where decimals are common.

        The language's own mark before three digits is a decimal mark. Where whole numbers are expected it is
        likelier the other language's mark between thousands, and asked about. The foreign mark is its mirror
        image: between thousands where whole numbers are expected, asked about where decimals are common.
        """
        if self.grouped is None:
            return Readings((self.value,))
        if self.scaled or not (self.own_mark or whole):
            return Readings((self.value, self.grouped))
        if self.own_mark:
            return Readings((self.grouped, self.value), doubtful=True) if whole else Readings((self.value,))
        return Readings((self.grouped,))


def read_certain(cursor: Cursor, language: str) -> Decimal | None:
    """Step over a number that has a single reading; `None` where there is none, or where it has two."""
    numeral = read_numeral(cursor, language)
    return None if numeral is None else numeral.certain


def read_numeral(cursor: Cursor, language: str) -> Numeral | None:
    """Step over a number in digits or words, with its magnitude; `None`, and no step, where there is none."""
    begin = cursor.at
    sign = cursor.take("-", "minus", "+")
    numeral = _in_digits(cursor, language)
    if numeral is not None:
        return numeral if sign in {"", "+"} else numeral.negated()
    cursor.at = begin
    spelled = spelled_number(cursor)
    return None if spelled is None else Numeral(spelled)


def _in_digits(cursor: Cursor, language: str) -> Numeral | None:
    """Step over `25 000`, `2½`, `½`, `2 och en halv` or `1,2 miljoner`."""
    numeral = _literal(cursor, language)
    part = cursor.phrase(_GLYPHS if numeral is None else _AFTER_DIGITS)
    if part is not None:
        numeral = Numeral(part if numeral is None else numeral.value + part)
    if numeral is None:
        return None
    factor = cursor.phrase(_MAGNITUDES)
    return numeral if factor is None else numeral.times(factor)


def _literal(cursor: Cursor, language: str) -> Numeral | None:
    """Step over a number in digits."""
    match = _RUN.match(cursor.text, cursor.start)
    run = match[0].rstrip(" .,'") if match else ""
    if not run or len(run) > _LONGEST_RUN:
        return None
    numeral = _parsed(run, decimal_mark(language))
    if numeral is not None:
        cursor.skip_to(cursor.start + len(run))
    return numeral


def _parsed(run: str, own_mark: str) -> Numeral | None:
    """The number that digits, blanks and marks make; `None` if the groups are not groups of three."""
    marks = [c for c in run if c in ".,"]
    last = marks[-1] if marks else ""
    if len(marks) > 1 and marks.count(last) > 1:
        last = ""  # 1.250.000: a mark that comes twice parts thousands
    head, _, tail = run.rpartition(last) if last else (run, "", "")
    whole = _ungrouped(head)
    if whole is None or (last and not tail.isdigit()):
        return None
    value = Decimal(f"{whole}.{tail}" if tail else whole)
    doubtful = len(marks) == 1 and len(tail) == 3 and head.isdigit() and len(head) <= 3 and head[0] != "0"
    return Numeral(value, Decimal(head + tail) if doubtful else None, own_mark=last == own_mark)


def _ungrouped(head: str) -> str | None:
    """Digits without their thousands separators, of which there is one kind."""
    separators = {c for c in head if not c.isdigit()}
    if not separators:
        return head
    if len(separators) > 1:
        return None
    first, *groups = head.split(separators.pop())
    fits = 1 <= len(first) <= 3 and first[0] != "0" and all(len(g) == 3 for g in groups)
    return first + "".join(groups) if fits else None


def quotient(above: Decimal, below: Decimal) -> Decimal | None:
    """`above` by `below` where that comes out even within four decimals, otherwise `None`."""
    if below == 0:
        return None
    share = Fraction(above) / Fraction(below)
    return None if 10_000 % share.denominator else Decimal(share.numerator) / share.denominator


def shortest(value: Decimal) -> int | float:
    """The canonical number: whole numbers as `int`, others as the `float` with these very digits."""
    return int(value) if value == value.to_integral_value() else float(value)


def figures(number: Decimal, language: str, *, decimals: int = 0) -> str:
    """A number in digits, with at least `decimals` of them after the mark where it is not whole.

    Thousands are parted by a hard blank from five digits on, in English too (as the EU's English style guide
    does): a comma would be read as a decimal mark by every Swede. Every digit is kept.
    """
    whole, _, tail = f"{abs(number):f}".partition(".")
    tail = tail.rstrip("0")
    if tail:
        tail = decimal_mark(language) + tail.ljust(decimals, "0")
    grouped = f"{int(whole):,}".replace(",", _GROUP_BLANK) if len(whole) > 4 else whole
    return ("-" if number < 0 else "") + grouped + tail
