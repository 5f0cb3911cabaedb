"""How many there are of each kind, as a paper lists them, against the rows of a table in the answers.

A paper may list its kinds in a column under a heading, with the numbers beside them, or in one text: `Fysioterapeut
(4), Läkare 1`. A kind is one of the options of the table's column, by its name or a synonym; what is none of them is
left out on both sides. What must stay true: a paper that lists nothing is not compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.i18n import Translator
from wizard.rules import Outcome
from wizard.screening.documents import Document
from wizard.screening.findings import Finding, Where
from wizard.screening.labelled import Piece, normal, pieces_of, same_row

if TYPE_CHECKING:
    from wizard.flow.papers import PaperCount
    from wizard.pdf import PrintedPage

__all__ = ["Counted", "counts_against", "find_counts"]

_EDGE: Final = 8.0
_NEXT: Final = 3.6
"""To the next line of a list, in sizes; what is further below belongs to something else."""
_BEFORE: Final = re.compile(r"^(\d{1,3})\s*(?:st\.?\s+|x\s+)?(\D+)$")
_BEHIND: Final = re.compile(r"^(\D+?)[\s:(,-]*(\d{1,3})\s*(?:st\.?|personer)?\)?$")
_NUMBER: Final = re.compile(r"^(\d{1,3})(?:\s*st\.?)?$")


class Counted(NamedTuple):
    """So many of a kind, as a page (from 1) says."""

    title: str
    number: int
    page: int


def counts_against(document: Document, interview: Interview, tr: Translator) -> Iterator[Finding]:
    """A finding for each list of a known paper that says how many there are of the rows of a table."""
    for count in document.paper.counts if document.paper is not None else ():
        table = interview.flow.questions.get(count.table)
        column = table.column(count.column) if table is not None else None
        seen = find_counts(count, document.pages)
        if table is None or column is None or not seen:
            continue
        there = _there(seen, column, count)
        rows = Counter(str(row.get(count.column)) for row in interview.rows(table))
        known = Counter(
            {kind: rows[kind] for kind in rows if kind in there or _is_counted(kind, column, count)}
        )
        yield Finding(
            rule=f"{document.paper.id if document.paper else ''}.{count.id}",
            level=count.level,
            outcome=Outcome.MET if known == there else Outcome.NOT_MET,
            what=count.text,
            expected=_shown(known, column, tr),
            seen=_shown(there, column, tr),
            where=Where(document.name, seen[0].page, tr(count.title), count.table),
            fix=count.fix,
            sources=count.sources,
        )


def find_counts(count: PaperCount, pages: Sequence[PrintedPage]) -> tuple[Counted, ...]:
    """Every line of the lists that stand under or beside one of the labels."""
    pieces = tuple(pieces_of(pages))
    labels = tuple(map(normal, count.labels))
    found: dict[Counted, None] = {}
    for head in pieces:
        label = next((name for name in labels if head.key == name or head.key.startswith(name + " ")), None)
        if label is not None:
            found |= dict.fromkeys(_listed(head, label, count, pieces))
    return tuple(found)


def _listed(head: Piece, label: str, count: PaperCount, pieces: Sequence[Piece]) -> Iterator[Counted]:
    if head.key != label:
        yield from _in_text(head.text.partition(":")[2], head.page)
        return
    row = sorted(
        (p for p in pieces if p.page == head.page and p.x > head.x and same_row(p, head)), key=lambda p: p.x
    )
    numbers = next((p for p in row if p.key in map(normal, count.numbers)), None)
    if row and numbers is None:
        yield from _in_text(" ".join(piece.text for piece in row), head.page)
        return
    yield from _in_column(head, numbers, pieces)


def _in_column(head: Piece, numbers: Piece | None, pieces: Sequence[Piece]) -> Iterator[Counted]:
    """The lines below a heading, each with the number nearest to where the numbers stand."""
    below = (p for p in pieces if p.page == head.page and p.y < head.y and abs(p.x - head.x) <= _EDGE)
    last = head
    for piece in sorted(below, key=lambda p: -p.y):
        if last.y - piece.y > _NEXT * piece.size:
            return
        last = piece
        beside = [p for p in pieces if p.page == piece.page and p.x > piece.x and same_row(p, piece)]
        whole = [(p, int(m[1])) for p in beside if (m := _NUMBER.match(p.text))]
        if whole:
            _, number = min(whole, key=lambda found: abs(found[0].x - (numbers.x if numbers else found[0].x)))
            yield Counted(piece.text, number, piece.page)
        else:
            found = tuple(_in_text(piece.text, piece.page))
            if not found:
                return
            yield from found


def _in_text(text: str, page: int) -> Iterator[Counted]:
    for part in filter(None, (part.strip() for part in re.split(r"[,;]| och ", text))):
        if found := _BEHIND.match(part):
            yield Counted(found[1].strip(), int(found[2]), page)
        elif found := _BEFORE.match(part):
            yield Counted(found[2].strip(), int(found[1]), page)


def _there(seen: Sequence[Counted], column: Question, count: PaperCount) -> Counter[str]:
    """How many of each option; titles that are none of them are left out."""
    found: Counter[str] = Counter()
    for line in seen:
        kind = _kind(line.title, column)
        if kind is not None and kind not in count.leaves_out:
            found[kind] += line.number
    return found


def _kind(title: str, column: Question) -> str | None:
    """The option that a title names: the one with the longest name that stands in it, in the plural too."""
    words = f" {normal(title)}"
    named = (
        (len(name), option.id)
        for option in getattr(column.type, "options", ())
        for name in map(normal, (*option.names, *option.synonyms))
        if f" {name}" in words
    )
    return max(named, default=(0, None))[1]


def _is_counted(kind: str, column: Question, count: PaperCount) -> bool:
    """Whether a row of this kind belongs on the paper at all."""
    return kind not in count.leaves_out and any(o.id == kind for o in getattr(column.type, "options", ()))


def _shown(counts: Counter[str], column: Question, tr: Translator) -> str:
    names = {option.id: tr(option.label) for option in getattr(column.type, "options", ())}
    return ", ".join(f"{names.get(kind, kind)} {number}" for kind, number in sorted(counts.items()) if number)
