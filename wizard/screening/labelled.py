"""Values beside or below their labels on a printed page, however the page is laid out.

A label may have its value after a colon, to the right of it, or below it; a word such as "Namn" counts only under
the heading that says whose name it is. What must stay true: a value is told with its place and how sure it is, and
two different values that are as sure as each other are both told, so that nobody has guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from wizard.values import Context, Status, Value, make

if TYPE_CHECKING:
    from wizard.flow.papers import PaperValue
    from wizard.pdf import PrintedPage

__all__ = ["Piece", "Seen", "find_values", "normal", "pieces_of", "same_row"]

_SPLIT: Final = re.compile(r"\s*[·|•]\s*")
_NUMBERING: Final = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=\D)")
_SIGNS: Final = re.compile(r"[^\w]+")
_LETTER_WIDTH: Final = 0.5
"""Of a letter, as a share of the size: how wide a text is can only be guessed."""
_ROW: Final = 0.45
"""Texts whose baselines differ by less than this share of their size stand on one line."""
_BELOW: Final = 2.6
_MORE_BELOW: Final = 1.7
_EDGE: Final = 8.0
_GAP: Final = 2.0
_AFTER_COLON, _BESIDE, _UNDER, _RUN_ON = 0.95, 0.95, 0.85, 0.7


class Seen(NamedTuple):
    """A value as it stands on a page, from 1; `sure` is from 0 to 1, and `at` is where its label stands."""

    value: Value
    text: str
    page: int
    sure: float
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text at a place on a page; `key` is the text for comparing."""

    text: str
    key: str
    page: int
    x: float
    y: float
    size: float

    @property
    def right(self) -> float:
        """Where it ends, as far as can be guessed."""
        return self.x + len(self.text) * _LETTER_WIDTH * self.size


def normal(text: str) -> str:
    """The words of a text for comparing: no capitals, no signs, postcodes in one."""
    words = " ".join(_SIGNS.sub(" ", text.casefold()).split())
    return re.sub(r"\b(\d{3}) (\d{2})\b", r"\1\2", words)


def find_values(
    wanted: Iterable[PaperValue], pages: Sequence[PrintedPage], today: date
) -> dict[str, tuple[Seen, ...]]:
    """For each value its surest readings by its id: none, one, or several that differ."""
    reader = _Reader(tuple(wanted), tuple(pieces_of(pages)), Context(today))
    return {value.id: reader.best(value) for value in reader.wanted}


def pieces_of(pages: Sequence[PrintedPage]) -> Iterator[Piece]:
    """The texts of some pages, apart where a sign stands between them, and without the numbers of points."""
    for number, page in enumerate(pages, start=1):
        for line in page.lines:
            x = line.x
            for text in _SPLIT.split(line.words):
                plain = _NUMBERING.sub("", text)
                if plain:
                    yield Piece(plain, normal(plain), number, x, line.y, line.size)
                x += len(text) * _LETTER_WIDTH * line.size


@dataclass(frozen=True, slots=True)
class _Reader:
    wanted: tuple[PaperValue, ...]
    pieces: tuple[Piece, ...]
    ctx: Context

    def best(self, value: PaperValue) -> tuple[Seen, ...]:
        found: dict[str, Seen] = {}
        for seen in self._readings(value):
            key = normal(str(seen.value))
            if key not in found or found[key].sure < seen.sure:
                found[key] = seen
        most = max((seen.sure for seen in found.values()), default=0.0)
        return tuple(seen for seen in found.values() if seen.sure == most)

    def _readings(self, value: PaperValue) -> Iterator[Seen]:
        labels = sorted(map(normal, value.labels), key=len, reverse=True)
        there = sorted(map(normal, value.labels_there), key=len, reverse=True)
        under = {normal(words) for words in value.under}
        for piece in self.pieces:
            own = labels + (there if there and self._heading_over(piece) in under else [])
            label = next(
                (name for name in own if piece.key == name or piece.key.startswith(name + " ")), None
            )
            if label is not None:
                yield from self._beside(piece, label, value)

    def _beside(self, piece: Piece, label: str, value: PaperValue) -> Iterator[Seen]:
        if piece.key != label:
            rest, after_colon = _rest(piece.text, label)
            if after_colon or value.type != "text" or rest[:1].isupper() or rest[:1].isdigit():
                yield from self._read(value, rest, piece, _AFTER_COLON if after_colon else _RUN_ON)
            return
        right = self._right_of(piece)
        if right is not None:
            yield from self._read(value, right, piece, _BESIDE)
            return
        below = self._below(piece)
        if below is not None:
            yield from self._read(value, below, piece, _UNDER)

    def _read(self, value: PaperValue, text: str, piece: Piece, sure: float) -> Iterator[Seen]:
        if value.type == "text":
            if text:
                yield Seen(text, text, piece.page, sure, (piece.x, piece.y))
            return
        kind = make(value.type)
        words = text.replace(",", " ").split()
        tries = [text, *(" ".join(words[:n]) for n in (1, 2, 3) if n < len(words)), *words[1:]]
        for attempt in dict.fromkeys(filter(None, tries)):
            reading = kind.read(attempt, self.ctx)
            if reading.status is Status.ACCEPTED and reading.value is not None:
                found = sure if attempt == text else sure * 0.9
                yield Seen(reading.value, attempt, piece.page, found, (piece.x, piece.y))
                return

    def _right_of(self, piece: Piece) -> str | None:
        """What stands to the right on the same line, up to the next label or a wide gap."""
        row = sorted(
            (p for p in self.pieces if p.page == piece.page and p.x > piece.x and same_row(p, piece)),
            key=lambda p: p.x,
        )
        if not row or self._is_label(row[0]):
            return None
        texts, right = [row[0].text], row[0].right
        for p in row[1:]:
            if self._is_label(p) or p.x - right > _GAP * p.size:
                break
            texts.append(p.text)
            right = p.right
        return " ".join(texts)

    def _below(self, piece: Piece) -> str | None:
        """What stands below at the same left edge: one line, and a second one close to it."""
        column = sorted(
            (
                p
                for p in self.pieces
                if p.page == piece.page and p.y < piece.y and abs(p.x - piece.x) <= _EDGE
            ),
            key=lambda p: -p.y,
        )
        if not column or piece.y - column[0].y > _BELOW * piece.size or self._is_label(column[0]):
            return None
        texts = [column[0].text]
        if len(column) > 1 and column[0].y - column[1].y <= _MORE_BELOW * column[0].size:
            texts += [] if self._is_label(column[1]) else [column[1].text]
        return " ".join(texts)

    def _is_label(self, piece: Piece) -> bool:
        return any(
            piece.key == normal(label)
            for value in self.wanted
            for label in (*value.labels, *value.labels_there, *value.under)
        )

    def _heading_over(self, piece: Piece) -> str:
        """The nearest heading above a text, among the headings that any value is looked for under."""
        known = {normal(words) for value in self.wanted for words in value.under}
        over = [
            p
            for p in self.pieces
            if p.page == piece.page and p.y > piece.y and p.x <= piece.x + _EDGE and p.key in known
        ]
        return min(over, key=lambda p: (p.y - piece.y, piece.x - p.x)).key if over else ""


def same_row(one: Piece, other: Piece) -> bool:
    """Whether two texts stand on one line."""
    return abs(one.y - other.y) < _ROW * max(one.size, other.size)


def _rest(text: str, label: str) -> tuple[str, bool]:
    """What follows the label in a text, and whether a colon stands between them."""
    for end in range(len(text) + 1):
        if normal(text[:end]) == label and (end == len(text) or not text[end].isalnum()):
            rest = text[end:].lstrip(" .")
            return rest.lstrip(" :\u2013-"), rest[:1] == ":"
    return "", False
