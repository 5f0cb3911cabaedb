"""The papers that come with an errand, as `flows/documents.yaml` tells: how to know them and what must agree.

A paper is known by words printed on it. Its values are found by the labels beside them and compared with the
answers; the room `screening` does both. What must stay true: every demand has a source, and names only questions
that some errand asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.flow.model import Level, SourceRef
from wizard.flow.papersource import DocumentsFile, PaperCountSource, PaperSource, PaperValueSource
from wizard.flow.problems import ContentError, Problem, did_you_mean
from wizard.flow.refs import parse_refs
from wizard.i18n import Message, msg
from wizard.i18n import content as said

if TYPE_CHECKING:
    from wizard.flow.content import Content, Loaded

__all__ = ["Paper", "PaperCount", "PaperValue", "paper_problems", "papers_of"]


@dataclass(frozen=True, slots=True)
class PaperValue:
    """Something that stands on a paper, and the answers it must agree with; `text` says what must hold."""

    id: str
    title: Message
    type: str
    labels: tuple[str, ...]
    under: tuple[str, ...]
    labels_there: tuple[str, ...]
    same_as: tuple[str, ...]
    level: Level
    text: Message | None
    fix: Message | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class PaperCount:
    """How many of each kind a paper lists, and the column of a table that must say the same."""

    id: str
    title: Message
    labels: tuple[str, ...]
    numbers: tuple[str, ...]
    table: str
    column: str
    leaves_out: frozenset[str]
    level: Level
    text: Message
    fix: Message | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper: it is known where all words of one of the sets in `known_by` are printed on it."""

    id: str
    title: Message
    known_by: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    values: tuple[PaperValue, ...]
    counts: tuple[PaperCount, ...]
    sources: tuple[SourceRef, ...]


def papers_of(content: Content, file: Loaded[DocumentsFile], problems: list[Problem]) -> tuple[Paper, ...]:
    """The papers of a file whose shape is right. Faults are added to `problems`."""
    found: dict[str, Paper] = {}
    for i, source in enumerate(file.model.documents):
        if source.id in found:
            what = msg("The id {id} is used twice.", id=source.id)
            problems.append(Problem(file.document.place(("documents", i, "id")), "duplicate-id", what))
        found[source.id] = _paper(content, file, source, i, problems)
    return tuple(found.values())


def _paper(
    content: Content, file: Loaded[DocumentsFile], source: PaperSource, i: int, problems: list[Problem]
) -> Paper:
    place = file.document.place(("documents", i, "source"))
    return Paper(
        id=source.id,
        title=said(source.title),
        known_by=tuple(map(tuple, source.known_by)),
        answers=tuple(source.answers),
        values=tuple(
            _value(content, file, value, ("documents", i, "values", j), problems)
            for j, value in enumerate(source.values)
        ),
        counts=tuple(
            _count(content, file, count, ("documents", i, "counts", j, "source"), problems)
            for j, count in enumerate(source.counts)
        ),
        sources=parse_refs(source.source, content.sources, place, problems.append),
    )


def _count(
    content: Content,
    file: Loaded[DocumentsFile],
    source: PaperCountSource,
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> PaperCount:
    return PaperCount(
        id=source.id,
        title=said(source.title),
        labels=tuple(source.labels),
        numbers=tuple(source.numbers),
        table=source.table,
        column=source.column,
        leaves_out=frozenset(source.leaves_out),
        level=Level(source.level),
        text=said(source.text),
        fix=said(source.fix) if source.fix else None,
        sources=parse_refs(source.source, content.sources, file.document.place(path), problems.append),
    )


def _value(
    content: Content,
    file: Loaded[DocumentsFile],
    source: PaperValueSource,
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> PaperValue:
    place = file.document.place(path)
    if source.same_as and not (source.text and source.source):
        what = msg("{name} has no source.", name=source.id)
        problems.append(Problem(place, "no-source", what, msg("Say with text and source what must hold.")))
    if bool(source.under) != bool(source.labels_there):
        what = msg("Headings and the labels under them belong together.")
        problems.append(Problem(place, "shape", what, msg("Write both under and labels_there, or neither.")))
    return PaperValue(
        id=source.id,
        title=said(source.title),
        type=source.type,
        labels=tuple(source.labels),
        under=tuple(source.under),
        labels_there=tuple(source.labels_there),
        same_as=tuple(source.same_as),
        level=Level(source.level),
        text=said(source.text) if source.text else None,
        fix=said(source.fix) if source.fix else None,
        sources=parse_refs(source.source, content.sources, place, problems.append) if source.source else (),
    )


def paper_problems(content: Content, file: Loaded[DocumentsFile]) -> Iterator[Problem]:
    """Questions named in the file that no errand asks. Needs the flows, so it is asked for apart."""
    known: dict[str, None] = {}
    for area, kind in content.errands():
        try:
            for question in content.flow(area, kind).questions.values():
                known |= dict.fromkeys([question.id, *(f"{question.id}.{c.id}" for c in question.columns)])
        except ContentError:
            return  # its faults are told by the content itself, and what it asks cannot be known before
    named: list[tuple[str, tuple[str | int, ...]]] = []
    for i, paper in enumerate(file.model.documents):
        named += [(name, ("documents", i, "answers", j)) for j, name in enumerate(paper.answers)]
        for k, count in enumerate(paper.counts):
            named.append((f"{count.table}.{count.column}", ("documents", i, "counts", k, "column")))
        for k, value in enumerate(paper.values):
            here = ("documents", i, "values", k, "same_as")
            named += [(name, (*here, j)) for j, name in enumerate(value.same_as)]
    for name, path in named:
        if known and name not in known:
            what = msg("There is no question {name}.", name=name)
            yield Problem(file.document.place(path), "unknown-name", what, did_you_mean(name, known))
