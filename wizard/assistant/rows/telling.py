"""The words of a text that tells rows, read from left to right into groups of rows.

Each stretch must be a cell of some column, a number of people, or words that say nothing; where some words may be left
out, those are told. A new row begins where a number stands, or where a column would be filled twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from wizard.assistant.facts.signals import is_denied, is_doubted, weighty
from wizard.assistant.naming import stems
from wizard.assistant.options import mentioned
from wizard.assistant.rows.cells import columns_of, labelled_column
from wizard.assistant.rows.groups import Cells, Group
from wizard.assistant.rows.text import Word, capitals_from, company_end, number_of
from wizard.assistant.rows.words import (
    AND,
    BEING,
    BOTH,
    COMPANY,
    DOING,
    LONGEST_CELL,
    MANY,
    MOST_ROWS,
    MYSELF,
    NAME,
    NOUNS,
    OF_WHOM,
    PARTICLES,
    REST,
    RESTING,
    SHORTEST_HEAD,
    SIGNS,
    SINGLE,
    SMALL,
    UNITS,
)
from wizard.assistant.understanding import understand_answer
from wizard.flow.model import Question
from wizard.values import Choice, Status, Value
from wizard.values.base import Context

__all__ = ["Telling"]


class Telling:
    """Reads the words of a text into groups of rows."""

    def __init__(
        self, table: Question, said: str, words: Sequence[Word], ctx: Context, *, most_left: int = 0
    ) -> None:
        self.most_left = most_left
        self.left: list[str] = []
        """The words that were left out, at most so many."""
        self.headed: Cells = {}
        """What a noun in the plural before several names says of each: `sjuksköterskorna Ada Strid och Ove Ek`."""
        self.table = table
        self.said = said
        self.words = words
        self.ctx = ctx
        self.at = 0
        self.label_words = {stem for column in table.columns for stem in stems(column.label.id)}
        self.named: list[Group] = []
        self.group = Group()
        self.is_fresh = True
        """Whether a sign or `och` has just been passed, so that a new row may begin."""
        self.is_part = False
        """Whether `varav` has been said."""

    def groups(self) -> list[Group] | None:
        """All groups; None where a word is left over."""
        while self.at < len(self.words):
            if not (
                self._sign()
                or self._for_all()
                or self._likewise()
                or self._known()
                or self._count()
                or self._labelled()
                or self._cell()
                or self._small()
                or self._left_out()
            ):
                return None
        self._close()
        return self.named

    def _left_out(self) -> bool:
        """A word that belongs to no cell, where some may: none of doubt or denial, no figure, no name."""
        word = self.words[self.at]
        if len(self.left) >= self.most_left or is_doubted(word.text) or is_denied(word.text):
            return False
        if any(c.isdigit() or c.isupper() for c in word.text) or word.text in SIGNS:
            return False
        self.left.append(word.text)
        self.at += 1
        return True

    def _close(self) -> None:
        for name, value in self.headed.items():
            if self.group.cells:
                self.group.cells.setdefault(name, value)
        if self.group.cells and not any(group is self.group for group in self.named):
            self.named.append(self.group)
        self.group = Group()

    def _key(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead].key if self.at + ahead < len(self.words) else ""

    def _sign(self) -> bool:
        word = self.words[self.at]
        if word.text in SIGNS or word.key in AND:
            if word.text == ":" and not self._colon():
                return False
            if word.text in (";", "\n"):
                self._close()
                self.is_part, self.headed = False, {}
            self.is_fresh = True
            self.at += 1
            return True
        return False

    def _colon(self) -> bool:
        """A colon after a name, or after `tre sjuksköterskor`, whose names follow; none after a cell for some rows."""
        if self.group.is_counted:
            self._close()
            return True
        return not self.group.cells or (self.table.row_label or "") in self.group.cells

    def _for_all(self) -> bool:
        """`båda heltid`: what follows is said of every row so far."""
        if self.words[self.at].key not in BOTH or not (self.named or self.group.cells):
            return False
        if not self.is_fresh and self.group.cells and self.group.is_counted:
            self.at += 1  # `två på 75 % vardera`
            return True
        self.at += 2 if number_of(self._key(1)) == len(self.named) + bool(self.group.cells) else 1
        self._close()
        shared = self.group
        while self.at < len(self.words) and self.words[self.at].text not in (";", "\n"):
            self.is_fresh = False
            if not (self._cell() or self._small() or self._comma_within()) or self.group is not shared:
                break
        if self.group is not shared or not shared.cells:
            return False
        for group in self.named:
            group.cells.update({k: v for k, v in shared.cells.items() if k not in group.cells})
        self.group = Group()
        return True

    def _comma_within(self) -> bool:
        """A comma between two cells that are said of all; none where a row of its own begins behind it."""
        if self.words[self.at].text not in (",", "(") or self.at + 1 >= len(self.words):
            return False
        following = self.words[self.at + 1]
        if NAME.fullmatch(following.text) or number_of(following.key) is not None or following.key in RESTING:
            return False
        self.at += 1
        return True

    def _likewise(self) -> bool:
        """`det gör Tuva Lindh också`: another row like the last one."""
        if self._key() not in ("det", "so") or self._key(1) not in (
            "gor",
            "ar",
            "har",
            "galler",
            "does",
            "is",
        ):
            return False
        label = self.table.row_label or ""
        like = self.group if self.group.cells else self.named[-1] if self.named else None
        if like is None or label not in like.cells:
            return False
        at = self.at
        self.at, self.is_fresh = at + 2, True
        self._close()
        if not self._name():
            self.at = at
            return False
        self.group.cells = {**like.cells, label: self.group.cells[label]}
        while self._key() in ("ocksa", "likasa", "med", "too", "also", "as", "well"):
            self.at += 1
        return True

    def _known(self) -> bool:
        """`Tuva på heltid`: the first name of one who was named before."""
        word, label = self.words[self.at], self.table.row_label or ""
        if not NAME.fullmatch(word.text) or not self.is_fresh or self._capitals() != 1:
            return False
        groups = [*self.named, *([self.group] if self.group.cells else [])]
        meant = [g for g in groups if str(g.cells.get(label, "")).split(" ")[0] == word.text.rstrip(".")]
        if len(meant) != 1 or meant[0].cells.get(label) == word.text:
            return False
        self._close()
        self.group, self.is_fresh = meant[0], False
        self.at += 1
        return True

    def _count(self) -> bool:
        """`två fysioterapeuter`, `den ena`, `resten`: how many rows of a kind; a new group begins."""
        if self._key() in OF_WHOM:
            self.is_part, self.is_fresh = True, True
            self.at += 1
            return True
        steps, count = self._counted()
        if not steps or self.at + steps >= len(self.words):
            return False
        following = self.words[self.at + steps]
        if following.text in ("%", ",", ";", "\n", "/") or following.key in UNITS:
            return False
        if not (self.is_fresh or self.at == 0) and not self.group.cells:
            return False
        self._close()
        self.group = Group(count or 1, is_counted=True, is_rest=not count, is_part=self.is_part)
        self.is_fresh = False
        self.at += steps
        return True

    def _counted(self) -> tuple[int, int]:
        """How many words here say a number of rows, and the number; 0 for `resten`."""
        pair = f"{self._key()} {self._key(1)}"
        if pair in SINGLE:
            return 2, 1
        if pair in REST:
            return 2, 0
        if self._key() in REST:
            return 1, 0
        number = number_of(self._key())
        return (1, number) if number is not None and number <= MOST_ROWS else (0, 0)

    def _labelled(self) -> bool:
        """`Yrke: fysioterapeut`: a cell whose column is named before a colon."""
        if self.at + 2 >= len(self.words) or self.words[self.at + 1].text != ":":
            return False
        column = labelled_column(self.table, self.words[self.at].text)
        if column is None:
            return False
        last = self.at + 2
        while last < len(self.words) and self.words[last].text not in (",", ";", "\n"):
            last += 1
        stretch = self.said[self.words[self.at + 2].start : self.words[last - 1].end]
        reading = understand_answer(column, stretch, self.ctx)
        if reading.status is not Status.ACCEPTED or reading.value in (None, ""):
            return False
        if column.id in self.group.cells:
            self._close()
        if reading.value is not None:
            self.group.cells[column.id] = reading.value
        self.at, self.is_fresh = last, False
        return True

    def _cell(self) -> bool:
        """The longest stretch from here that is a cell of a single column; names of several words first."""
        if self._head_of_names():
            return True
        if self._capitals() > 1 and self._name():
            return True
        for last in range(min(len(self.words), self.at + LONGEST_CELL), self.at, -1):
            stretch = self.said[self.words[self.at].start : self.words[last - 1].end]
            if any(w.text in (",", ";", "\n", "(", ")", ":") for w in self.words[self.at : last]):
                continue
            found = self._cells_of(stretch)
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

    def _head_of_names(self) -> bool:
        """`distriktsläkare Aziz Karimi`, `barnmorskorna Ebba Lind och Noor Salim`: a noun before names is none of them."""
        has_colon = self.at + 2 < len(self.words) and self.words[self.at + 1].text == ":"
        if self.at + 1 >= len(self.words) or capitals_from(self.words, self.at + 1 + has_colon) < 1:
            return False
        found = self._cells_of(self.words[self.at].text)
        if len(found) != 1 or not (self.is_fresh or not self.group.cells):
            return False
        column, value = found[0]
        if not isinstance(column.type, Choice) or not mentioned(
            column.type.options, self.words[self.at].text
        ):
            return False
        if self.group.cells and (column.id in self.group.cells or self.is_fresh):
            self._close()
        if self._key().endswith(MANY):
            self.headed = {column.id: value}
        else:
            self.group.cells[column.id] = value
        self.is_fresh = not self.group.cells
        self.at += 1 + has_colon
        return True

    def _cells_of(self, stretch: str) -> list[tuple[Question, Value]]:
        before = self.words[self.at - 1].key if self.at else ""
        return columns_of(self.table, stretch, before, self.ctx)

    def _capitals(self) -> int:
        """How many words in a row from here are written with a capital, or belong to such a name."""
        return capitals_from(self.words, self.at)

    def _name(self) -> bool:
        """Capitalised words for the column that names a row."""
        label = self.table.column(self.table.row_label or "")
        if label is None or label.type_name != "text":
            return False
        is_lacking = label.id not in self.group.cells and self._capitals() > 1
        if not (self.is_fresh or self.at == 0 or not self.group.cells or is_lacking):
            return False
        if self._capitals() == 1 and (self._key() in SMALL | MYSELF or self._is_before_colon()):
            return False
        last = max(company_end(self.words, self.at), self.at)
        while last < len(self.words):
            word = self.words[last]
            is_part = NAME.fullmatch(word.text) or (last > self.at and word.key in PARTICLES | COMPANY)
            if not is_part or (last > self.at + 1 and self._is_cell_alone(word)):
                break
            last += 1
        if last == self.at or (last == self.at + 1 and self._is_cell_alone(self.words[self.at])):
            return False
        begins = self.group.count > 1 or (
            self.group.cells and self.is_fresh and self.named and not self._is_noun_first(label.id)
        )
        if label.id in self.group.cells or begins:
            self._close()
        self.group.cells[label.id] = self.said[self.words[self.at].start : self.words[last - 1].end].rstrip(
            "."
        )
        self.at, self.is_fresh = last, False
        return True

    def _is_before_colon(self) -> bool:
        return self.at + 1 < len(self.words) and self.words[self.at + 1].text == ":"

    def _is_noun_first(self, label: str) -> bool:
        """Whether rows are told with their names last: `läkaren är Ove Stjerna`."""
        return next(iter(self.named[-1].cells), "") != label and label in self.named[-1].cells

    def _is_cell_alone(self, word: Word) -> bool:
        return bool(self._cells_of(word.text))

    def _rest(self) -> bool:
        """The words up to the next sign, for the only other column of text, where the row has its name."""
        label = self.table.row_label
        free = [
            c
            for c in self.table.columns
            if c.type_name in ("text", "longtext") and c.id != label and c.id not in self.group.cells
        ]
        is_named = label in self.group.cells or len(self.group.cells) >= 1
        is_behind_number = self.at > 0 and self.words[self.at - 1].text[-1:].isdigit()
        if len(free) != 1 or not is_named or not (self.is_fresh or is_behind_number) or self._key() in BEING:
            return False
        last = self.at
        while last < len(self.words) and self.words[last].text not in (",", ";", "\n", "(", ")"):
            if self.words[last].key in AND and capitals_from(self.words, last + 1) > 1:
                break
            last += 1
        behind = next((at for at in range(self.at + 1, last) if self._is_cell_up_to(at, last)), last)
        told = DOING.sub("", self.said[self.words[self.at].start : self.words[behind - 1].end]).rstrip(".")
        if behind == last or weighty(told):
            self.group.cells[free[0].id] = told
        self.at, self.is_fresh = behind, False
        return True

    def _is_cell_up_to(self, at: int, last: int) -> bool:
        """Whether the words from there on are a cell of another column: `det kommer senast 31 januari 2027`."""
        found = self._cells_of(self.said[self.words[at].start : self.words[last - 1].end])
        return len(found) == 1 and found[0][0].type_name in ("date", "fte", "orgnr")

    def _small(self) -> bool:
        """A word that says nothing here: small ones, and those of the columns' labels."""
        key = self.words[self.at].key
        self.group.has_noun = self.group.has_noun or (key in NOUNS and not self.group.cells)
        known = key in SMALL or any(
            len(key) >= SHORTEST_HEAD and (label.startswith(key[:8]) or key.startswith(label))
            for label in self.label_words
        )
        if known:
            self.at += 1
        return known
