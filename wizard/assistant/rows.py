"""Rows of a table told in prose: `två leg. fysioterapeuter på heltid, en specialist i neurologi på 60 %`.

The text is read from left to right; each stretch must be a cell of some column, a number of people, or words that
say nothing. A new row begins where a number stands, or where a column would be filled twice. What must stay true: a
word that no column takes means no rows at all; and rows are shown to be confirmed, never stored as told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from wizard.assistant.choosing import is_named, read_choice, read_choices
from wizard.assistant.names import is_question
from wizard.assistant.naming import stems
from wizard.assistant.understanding import understand_answer
from wizard.flow.model import Question
from wizard.values import Choice, MultiChoice, Status, Value, make
from wizard.values.base import Context
from wizard.values.characters import fold, tidy

__all__ = ["Cells", "rows_in_prose"]

Cells = dict[str, Value]

_WORD: Final = re.compile(r"[^\W_]+(?:[-'.:/&][^\W_]+)*\.?|[,;\n()%+]|\S")
_LONGEST_CELL: Final = 7
_MOST_WORDS: Final = 120
_MOST_ROWS: Final = 60
_BOTH: Final = frozenset({"bada", "bagge", "alla", "samtliga", "both", "all", "vardera", "each"})
_SMALL: Final = frozenset(
    [
        "pa",
        "i",
        "med",
        "och",
        "samt",
        "som",
        "ar",
        "heter",
        "jobbar",
        "arbetar",
        "tjanst",
        "tjanstgor",
        "st",
        "stycken",
        "pers",
        "personer",
        "person",
        "hon",
        "han",
        "vi",
        "har",
        "det",
        "finns",
        "ska",
        "kommer",
        "for",
        "att",
        "blir",
        "till",
        "sig",
        "by",
        "and",
        "with",
        "who",
        "is",
        "are",
        "on",
        "at",
        "works",
        "working",
        "work",
        "i'm",
        "the",
        "of",
        "in",
        "a",
        "plus",
        "dessutom",
        "ocksa",
        "aven",
        "var",
        "dvs",
        "inom",
    ]
)
_NAME: Final = re.compile(r"[A-ZÅÄÖÉÜ][\w'-]*\.?")
_PARTICLES: Final = frozenset({"von", "af", "de", "la", "van", "der", "den"})
_COMPANY: Final = frozenset({"ab", "hb", "kb", "as", "ltd", "inc"})
_ONE: Final = make("integer", min=1, max=_MOST_ROWS)
_SHORTEST_HEAD: Final = 5


@dataclass(slots=True)
class _Group:
    """Rows that are told together: how many, and what each holds."""

    count: int = 1
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return fold(self.text).rstrip(".")


def rows_in_prose(table: Question, text: str, ctx: Context) -> list[Cells] | None:
    """The rows that a text tells, with what it says of each; None where it is not rows, or not wholly."""
    said = tidy(text)
    words = [_Word(m[0], m.start(), m.end()) for m in _WORD.finditer(said)]
    if not 2 <= len(words) <= _MOST_WORDS or is_question(said):
        return None
    groups = _Telling(table, said, words, ctx).groups()
    if groups is None:
        return None
    rows = [dict(group.cells) for group in groups for _ in range(group.count) if group.cells]
    return rows if 1 <= len(rows) <= _MOST_ROWS and _is_worth(rows) else None


def _is_worth(rows: Sequence[Cells]) -> bool:
    """Whether more is told than a single cell, which is the answer to its own question."""
    return len(rows) > 1 or len(rows[0]) > 1


class _Telling:
    """Reads the words of a text into groups of rows."""

    def __init__(self, table: Question, said: str, words: Sequence[_Word], ctx: Context) -> None:
        self.table = table
        self.said = said
        self.words = words
        self.ctx = ctx
        self.at = 0
        self.label_words = {stem for column in table.columns for stem in stems(column.label.id)}
        self.named: list[_Group] = []
        self.group = _Group()
        self.is_fresh = True
        """Whether a sign or `och` has just been passed, so that a new row may begin."""

    def groups(self) -> list[_Group] | None:
        """All groups; None where a word is left over."""
        while self.at < len(self.words):
            if not (self._sign() or self._for_all() or self._count() or self._cell() or self._small()):
                return None
        return [*self.named, self.group] if self.group.cells else self.named

    def _close(self) -> None:
        if self.group.cells:
            self.named.append(self.group)
        self.group = _Group()

    def _sign(self) -> bool:
        word = self.words[self.at]
        if word.text in (",", ";", "\n", "(", ")", "+", ".", "-", ":"):
            if word.text in (";", "\n"):
                self._close()
            self.is_fresh = True
            self.at += 1
            return True
        if word.key in ("och", "and", "samt", "plus"):
            self.is_fresh = True
            self.at += 1
            return True
        return False

    def _for_all(self) -> bool:
        """`båda heltid`: what follows is said of every row so far."""
        if self.words[self.at].key not in _BOTH or not self.is_fresh:
            return False
        self.at += 1
        self._close()
        begin = len(self.named)
        shared = _Group()
        self.group, self.is_fresh = shared, False
        while self.at < len(self.words):
            if self.words[self.at].text in (";", "\n") or not (
                self._cell() or self._small() or self._comma_within()
            ):
                break
        if self.group is not shared or len(self.named) != begin:
            return False
        for group in self.named:
            group.cells.update({k: v for k, v in shared.cells.items() if k not in group.cells})
        self.group = _Group()
        return bool(shared.cells)

    def _comma_within(self) -> bool:
        if self.words[self.at].text == "," and self.at + 1 < len(self.words):
            self.at += 1
            return True
        return False

    def _count(self) -> bool:
        """`två fysioterapeuter`: how many rows of a kind; a new group begins."""
        word = self.words[self.at]
        following = self.words[self.at + 1] if self.at + 1 < len(self.words) else None
        reading = _ONE.read(word.text.rstrip("."), self.ctx)
        if reading.status is not Status.ACCEPTED or not isinstance(reading.value, int) or following is None:
            return False
        if following.text in ("%", ",", ";", "\n") or following.key in (
            "procent",
            "percent",
            "tim",
            "timmar",
        ):
            return False
        if not (self.is_fresh or self.at == 0) and not self.group.cells:
            return False
        self._close()
        self.group = _Group(reading.value)
        self.is_fresh = False
        self.at += 1
        return True

    def _cell(self) -> bool:
        """The longest stretch from here that is a cell of a single column; names of several words first."""
        if self._capitals() > 1 and self._name():
            return True
        for last in range(min(len(self.words), self.at + _LONGEST_CELL), self.at, -1):
            stretch = self.said[self.words[self.at].start : self.words[last - 1].end]
            if any(w.text in (",", ";", "\n") for w in self.words[self.at : last]):
                continue
            found = self._columns(stretch)
            if len(found) == 1:
                column, value = found[0]
                if column.id in self.group.cells:
                    if not self.is_fresh and column.id != self.table.row_label:
                        return False
                    self._close()
                self.group.cells[column.id] = value
                self.is_fresh = False
                self.at = last
                return True
        return self._name() or self._rest()

    def _capitals(self) -> int:
        """How many words in a row from here are written with a capital, or belong to such a name."""
        run = 0
        for word in self.words[self.at :]:
            if not (_NAME.fullmatch(word.text) or (run and word.key in _PARTICLES | _COMPANY)):
                break
            run += 1
        return run

    def _columns(self, stretch: str) -> list[tuple[Question, Value]]:
        found: list[tuple[Question, Value]] = []
        for column in self.table.columns:
            value = self._value(column, stretch)
            if value is not None:
                found.append((column, value))
        named = [
            (c, v)
            for c, v in found
            if isinstance(c.type, Choice | MultiChoice) and is_named(c.type.options, stretch)
        ]
        others_resemble = all(not self._is_compound(c, stretch) for c, _ in found)
        return named if len(found) > 1 and len(named) == 1 and others_resemble else found

    def _value(self, column: Question, stretch: str) -> Value | None:
        kind = column.type
        key = fold(stretch).rstrip(".")
        if isinstance(kind, Choice):
            reading = read_choice(kind, stretch, self.ctx, frozenset())
            if reading.status is Status.ACCEPTED and not key.isdigit():
                return reading.value
            return self._headed(kind, key)
        if isinstance(kind, MultiChoice):
            reading = read_choices(kind, stretch, self.ctx, frozenset())
            is_some = (
                isinstance(reading.value, list) and reading.value and not key.isdigit() and key not in _BOTH
            )
            return reading.value if reading.status is Status.ACCEPTED and is_some else None
        match column.type_name:
            case "yesno":
                return "yes" if self._is_label(column, key) else None
            case "text" | "longtext" | "address" | "url" | "table":
                return None
            case "integer" | "decimal" | "amount" | "measure":
                return self._number(column, stretch)
            case "fte" if key.isdigit():
                return None
            case _:
                reading = understand_answer(column, stretch, self.ctx)
                return reading.value if reading.status is Status.ACCEPTED and reading.value != "" else None

    def _is_compound(self, column: Question, stretch: str) -> bool:
        return (
            isinstance(column.type, Choice)
            and self._headed(column.type, fold(stretch).rstrip(".")) is not None
        )

    @staticmethod
    def _headed(kind: Choice, key: str) -> Value | None:
        """`distriktsläkare`, `ST-läkare`: a compound whose last part is an option."""
        if " " in key:
            return None
        names = {
            fold(name): option.id for option in kind.options for name in (option.label.id, *option.synonyms)
        }
        fitting = {
            names[name]
            for name in names
            if len(name) >= _SHORTEST_HEAD and key.endswith(name) and key != name
        }
        return next(iter(fitting)) if len(fitting) == 1 else None

    @staticmethod
    def _is_label(column: Question, key: str) -> bool:
        """`legitimerade`, `leg`: the label of a yes-or-no column, inflected or cut short."""
        label = fold(column.label.id).split()
        if " " in key or not label or len(key) < 3:
            return False
        return (
            label[0].startswith(key)
            or (len(key) >= _SHORTEST_HEAD and key.startswith(label[0]))
            or key == "licensed"
        )

    def _number(self, column: Question, stretch: str) -> Value | None:
        """A number where a word of the column's label stands just before it: `sedan 2015`."""
        before = self.words[self.at - 1].key if self.at else ""
        first, _, rest = stretch.partition(" ")
        labels = [fold(word) for word in column.label.id.split()]
        if rest and fold(first) in (*labels, "since", "sen"):
            stretch = rest
        elif before not in (*labels, "since"):
            return None
        reading = understand_answer(column, stretch, self.ctx)
        return reading.value if reading.status is Status.ACCEPTED and stretch.strip().isdigit() else None

    def _name(self) -> bool:
        """Capitalised words for the column that names a row."""
        label = self.table.column(self.table.row_label or "")
        if (
            label is None
            or label.type_name != "text"
            or not (
                self.is_fresh
                or self.at == 0
                or not self.group.cells
                or (label.id not in self.group.cells and self._capitals() > 1)
            )
        ):
            return False
        last = self.at
        while last < len(self.words):
            word = self.words[last]
            is_part = _NAME.fullmatch(word.text) or (last > self.at and word.key in _PARTICLES | _COMPANY)
            if not is_part or (last > self.at + 1 and self._is_cell_alone(word)):
                break
            last += 1
        if last == self.at or (last == self.at + 1 and self._is_cell_alone(self.words[self.at])):
            return False
        if label.id in self.group.cells or (self.group.cells and self.is_fresh and self.named):
            self._close()
        self.group.cells[label.id] = self.said[self.words[self.at].start : self.words[last - 1].end]
        self.at, self.is_fresh = last, False
        return True

    def _is_cell_alone(self, word: _Word) -> bool:
        return bool(self._columns(word.text))

    def _rest(self) -> bool:
        """The words up to the next sign, for the only other column of text, where the row has its name."""
        label = self.table.row_label
        free = [
            c
            for c in self.table.columns
            if c.type_name in ("text", "longtext") and c.id != label and c.id not in self.group.cells
        ]
        if (
            len(free) != 1
            or (label not in self.group.cells and len(self.group.cells) < 1)
            or not self.is_fresh
        ):
            return False
        last = self.at
        while last < len(self.words) and self.words[last].text not in (",", ";", "\n", "(", ")"):
            last += 1
        self.group.cells[free[0].id] = self.said[self.words[self.at].start : self.words[last - 1].end]
        self.at, self.is_fresh = last, False
        return True

    def _small(self) -> bool:
        """A word that says nothing here: small ones, and those of the columns' labels."""
        key = self.words[self.at].key
        known = key in _SMALL or any(
            len(key) >= _SHORTEST_HEAD and (label.startswith(key[:8]) or key.startswith(label))
            for label in self.label_words
        )
        if known:
            self.at += 1
        return known
