"""Rows of a table that stand already, changed by words: `nej, Anna jobbar 80 procent`, `ta bort rad två`, `hon heter Ek`.

Which row is meant is told by a name in it, by its number, or by its being the one at hand. What must stay true: a row
that is not surely meant, or words that no cell takes, change nothing; and each change is shown to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.assistant.facts.signals import name_in
from wizard.assistant.naming import stems
from wizard.assistant.rows.reading import Cells, cells_in_prose, rows_in_prose
from wizard.assistant.spoken.names import is_question
from wizard.assistant.understanding import understand_answer
from wizard.flow.model import Question
from wizard.values import Status, Value
from wizard.values.base import Context
from wizard.values.characters import fold, tidy

__all__ = ["Changed", "changed_rows", "names_a_row"]

_LONGEST: Final = 300
_ALIKE: Final = 65
_OPENING: Final = re.compile(
    r"(?:(?:nej|nä|oj|jo|ja|förresten|vänta|förlåt|ursäkta|och|också|no|oh|wait|also|actually|sorry|oops|fel|wrong)\b[,.!:]* *)+"
    r"(?:(?:jag|vi|i|we) (?:skrev|sa|mätte|was|got it|wrote) (?:fel|wrong)[,.:]* *)?",
    re.IGNORECASE,
)
_REMOVING: Final = re.compile(
    r"(?:(?:kan (?:du|ni)|please|vi ska|vill) )?(?:ta(?:r)? bort|stryk(?:er)?|plocka bort|radera|släng|remove|delete|drop|take out|take away|strike)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAVING: Final = re.compile(
    r"\b(?:slutar|har slutat|slutade|hoppar av|hoppade av|har tackat nej|tackade nej|tackar nej|har hoppat av|ska inte vara med|ska inte med|kommer inte|är inte med|"
    r"utgår|ska bort|har sagt upp sig|quits|quit|is leaving|has left|leaves|is out|dropped out|will not join|won't join|said no|ska strykas|finns inte längre)\b",
    re.IGNORECASE,
)
_ADDING: Final = re.compile(
    r"(?:(?:jag|vi|i|we) (?:har )?(?:glömde|glömt|forgot)(?: bort)?|lägg(?:a)? (?:också |även )?till|sen har vi|sedan har vi|vi har (?:också|även)|och så(?: har vi)?|plus|add|also|dessutom)\b[ :,]*(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ALSO: Final = re.compile(r" (?:också|även|med|too|as well)\b(?=,|$|\.)", re.IGNORECASE)
_NOT_BUT: Final = re.compile(r"\b(?:inte|ej|not)\b [^,]+?,? (?:utan|but) ", re.IGNORECASE)
_BUT_NOT: Final = re.compile(r",? (?:och |and )?(?:inte|ej|not) [^,]+$", re.IGNORECASE)
_REASON: Final = re.compile(r",? (?:för|eftersom|because|med C|med K|utan h)\b.*$")
_NUMBERED: Final = re.compile(
    r"\b(?:(?:på |i |in |on )?(?:rad|row|nummer|nr) (?P<number>\w+)|(?:den |the )(?P<ordinal>första|andra|tredje|fjärde|femte|sista|first|second|third|fourth|fifth|last)(?: raden| personen| row| person| one)?|(?P<which>första|andra|tredje|fjärde|femte|sista|first|second|third|last) (?:raden|personen|row|person))\b",
    re.IGNORECASE,
)
_PLACES: Final[Mapping[str, int]] = {
    word: place
    for place, words in enumerate(
        (
            "ett en 1 forsta first one",
            "tva 2 andra second two",
            "tre 3 tredje third three",
            "fyra 4 fjarde fourth four",
            "fem 5 femte fifth five",
        )
    )
    for word in words.split()
}
_LAST: Final = frozenset({"sista", "last"})
_PRONOUN: Final = re.compile(r"(?:hon|han|hen|den|det|she|he|it|they)\b", re.IGNORECASE)
_CALLED: Final = re.compile(
    r"\b(?:heter|stavas|ska heta|ska stavas|ska vara|skrivs|kallas|is called|is spelled|is spelt|should be|is named)\b[ :]*(?P<name>[A-ZÅÄÖ].*)"
)
_VERBS: Final = re.compile(
    r"\b(?:ändra|byt(?: ut)?|rätta|change|correct|set|sätt|ska(?: ha)?|skall|står?|upp|ner|ned|gå|går|till|mot|nu|sig|blir|bli|bara|only|to|up|down|hennes|hans|deras|his|her|their|should|will|be)\b",
    re.IGNORECASE,
)
_CLAUSES: Final = re.compile(r"\s*(?:;|,|\n)\s*(?:och |and |men |but )?|\s+(?:och|and|men|but)\s+")

_SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """The rows of a table as they would be, and what is different: a row's number with how it was and how it would be."""

    table: Question
    rows: tuple[Cells, ...]
    differences: tuple[tuple[int, Cells | None, Cells | None], ...]


def names_a_row(table: Question, rows: Sequence[Mapping[str, Value]], text: str) -> bool:
    """Whether a text names one of the rows that stand."""
    return any(_named(table, rows, text))


def changed_rows(
    table: Question, rows: Sequence[Mapping[str, Value]], text: str, ctx: Context, *, at: int | None = None
) -> Changed | None:
    """What a text changes in the rows; `at` is the place of the row at hand. None where it changes nothing surely."""
    said = " ".join(tidy(text).split())
    if len(said) > _LONGEST or is_question(said):
        return None
    opened = _OPENING.match(said)
    line = said[opened.end() :] if opened is not None else said
    changing = _Changing(table, [dict(row) for row in rows], ctx, at)
    return (
        changing.without(line)
        or changing.with_more(line)
        or changing.edited(line, is_taken_back=opened is not None)
    )


def _named(table: Question, rows: Sequence[Mapping[str, Value]], text: str) -> Iterator[tuple[int, int, int]]:
    """Where a text names rows: the row's place, and where its name begins and ends."""
    label = table.row_label or ""
    names = [str(row.get(label, "")) for row in rows]
    for place, name in enumerate(names):
        if not name:
            continue
        for part in dict.fromkeys((name, *name.split())):
            is_shared = part != name and sum(part in other.split() for other in names) > 1
            found = re.search(rf"(?<!\w){re.escape(part)}(?:s)?(?!\w)", text)
            if (
                found is not None
                and not is_shared
                and (part == name or (len(part) > 1 and part[0].isupper()))
            ):
                yield place, found.start(), found.end()
                break


class _Changing:
    """One table, and what words change in it."""

    def __init__(self, table: Question, rows: list[Cells], ctx: Context, at: int | None) -> None:
        self.table = table
        self.rows = rows
        self.ctx = ctx
        self.at = at

    def without(self, line: str) -> Changed | None:
        """The rows without the one that is told to go."""
        removing = _REMOVING.fullmatch(line)
        leaving = _LEAVING.search(line)
        if removing is None and leaving is None:
            return None
        places = self._meant(removing["rest"] if removing is not None else line)
        if len(places) != 1:
            return None
        place = places[0]
        kept = tuple(row for number, row in enumerate(self.rows) if number != place)
        return Changed(self.table, kept, ((place + 1, self.rows[place], None),))

    def with_more(self, line: str) -> Changed | None:
        """The rows with those that were forgotten."""
        adding = _ADDING.fullmatch(line)
        if adding is None:
            return None
        told = _ALSO.sub("", adding["rest"])
        found = rows_in_prose(self.table, told, self.ctx)
        if found is None:
            return None
        first = len(self.rows) + 1
        return Changed(
            self.table,
            (*self.rows, *found),
            tuple((first + number, None, row) for number, row in enumerate(found)),
        )

    def edited(self, line: str, *, is_taken_back: bool) -> Changed | None:
        """The rows with other cells, clause by clause."""
        after = [dict(row) for row in self.rows]
        differences: list[tuple[int, Cells | None, Cells | None]] = []
        for clause in self._clauses(line):
            found = self._edited(clause, is_taken_back=is_taken_back)
            if found is None:
                return None
            place, cells = found
            after[place] = {**after[place], **cells}
            differences.append((place + 1, self.rows[place], after[place]))
        return Changed(self.table, tuple(after), tuple(differences)) if differences else None

    def _clauses(self, line: str) -> list[str]:
        """The line, cut where each part tells of a row of its own."""
        parts = [part for part in _CLAUSES.split(line) if part.strip()]
        return parts if len(parts) > 1 and all(len(self._meant(part)) == 1 for part in parts) else [line]

    def _meant(self, words: str) -> list[int]:
        """The rows that words name, by name or by number."""
        places = [place for place, _, _ in _named(self.table, self.rows, words)]
        if places:
            return places
        numbered = _NUMBERED.search(words)
        if numbered is None:
            return []
        key = fold(numbered["number"] or numbered["ordinal"] or numbered["which"])
        place = len(self.rows) - 1 if key in _LAST else _PLACES.get(key, -1)
        return [place] if 0 <= place < len(self.rows) else []

    def _edited(self, clause: str, *, is_taken_back: bool) -> tuple[int, Cells] | None:
        renamed = self._renamed(clause)
        if renamed is not None:
            return renamed
        named = list(_named(self.table, self.rows, clause))
        if len(named) > 1:
            return None
        if named:
            place, begin, end = named[0]
            rest = f"{clause[:begin]} {clause[end:]}"
        else:
            numbered = self._meant(clause)
            is_at_hand = self.at is not None and (is_taken_back or _PRONOUN.match(clause) is not None)
            if not numbered and not is_at_hand:
                return None
            place = numbered[0] if numbered else min(self.at or 0, len(self.rows) - 1)
            rest = _PRONOUN.sub("", _NUMBERED.sub(" ", clause), count=1)
        cells = self._cells(rest, place) if 0 <= place < len(self.rows) else None
        return (place, cells) if cells else None

    def _cells(self, words: str, place: int) -> Cells | None:
        """The cells that words tell of a row, each of a column that it has already or may have."""
        words = _BUT_NOT.sub("", _NOT_BUT.sub(" ", words))
        plain = " ".join(_VERBS.sub(" ", words).split()).strip(" ,.:!")
        if not plain:
            return None
        labelled = self._labelled(plain)
        if labelled is not None:
            return labelled
        cells = cells_in_prose(self.table, plain, self.ctx)
        return cells if cells and any(self.rows[place].get(k) != v for k, v in cells.items()) else None

    def _labelled(self, words: str) -> Cells | None:
        """`telefonnumret 08-465 004 13`: a cell behind the name of its column."""
        said = stems(words.split(maxsplit=1)[0])
        rest = words.split(maxsplit=1)[1:] or [""]
        for column in self.table.columns:
            own = stems(column.label.id)
            if rest[0] and said and any(_is_of(stem, mine) for stem in said for mine in own):
                reading = understand_answer(column, rest[0], self.ctx)
                if reading.status is Status.ACCEPTED and reading.value is not None and reading.value != "":
                    return {column.id: reading.value}
        return None

    def _renamed(self, clause: str) -> tuple[int, Cells] | None:
        """`hon heter Christina Ohlson`: the name of the row whose name it is most like, or of the one that is named."""
        label = self.table.row_label or ""
        column = self.table.column(label)
        match = _CALLED.search(_REASON.sub("", clause))
        if match is None or column is None:
            return None
        name = name_in(match["name"], column, self.ctx.language)
        if name is None:
            return None
        before = list(_named(self.table, self.rows, clause[: match.start()]))
        if len(before) == 1:
            return before[0][0], {label: name}
        from rapidfuzz.fuzz import ratio  # noqa: PLC0415  only where a name is mended

        alike = [
            (ratio(fold(str(row.get(label, ""))), fold(name)), place) for place, row in enumerate(self.rows)
        ]
        close = [(score, place) for score, place in alike if score >= _ALIKE]
        if close:
            return max(close)[1], {label: name}
        return None


def _is_of(stem: str, label: str) -> bool:
    return stem == label or (min(len(stem), len(label)) >= _SHORTEST and stem.startswith(label[:_SHORTEST]))
