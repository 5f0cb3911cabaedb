"""A file of applications, whatever its kind, as a stream of units; nothing in it is silently left out.

Rows of tables are read first and wait in the spool, then the main rows are walked once. What cannot be given to
anyone is told at its cell: values under a heading that nobody knows or beside all headings, rows without a client
or of a client that is not there, two rows of one client, merged cells. A sheet that belongs to no errand is named
in a remark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Final

from wizard.batch.cells import as_text
from wizard.batch.errors import BatchError
from wizard.batch.faults import FAULTS_SHEET, Fault, Kind
from wizard.batch.grids import LOOKED_AT, Cell, Grid, Row, Source
from wizard.batch.headings import Head, Names, find_stamp, folded, names_of, plain
from wizard.batch.layout import CLIENT, NOTE, OUTER, Layout, Stamp
from wizard.batch.sources import flow_of, layouts_of
from wizard.batch.spool import Spool
from wizard.batch.template import EXAMPLE
from wizard.batch.units import PLACE, Files, Laid, Unit
from wizard.flow.content import Content
from wizard.flow.migrate import former_ids
from wizard.flow.model import Flow
from wizard.flow.problems import did_you_mean
from wizard.i18n import Message, Translator, available_languages, msg

__all__ = ["SheetIntake"]

_HIDDEN: Final = "_"


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which cells of a row are what."""

    client: int | None
    names: tuple[str, ...]
    """The answers, as `answers` finds them in a row."""
    answers: Callable[[Sequence[Cell]], Sequence[Cell]]
    papers: Mapping[str, int]
    """The columns that name files, by their keys."""

    @classmethod
    def of(cls, head: Head, attachments: Sequence[str]) -> _Plan:
        """For the rows below `head`."""
        apart = {CLIENT, NOTE, *attachments}
        names = tuple(key for key in head.keys if key is not None and key not in apart)
        columns = [head.place[name] for name in names]
        papers = {key: head.place[key] for key in attachments if key in head.place}
        return cls(head.place.get(CLIENT), names, _taking(columns), papers)

    def says_anything(self, cells: Sequence[Cell]) -> bool:
        """Whether a row holds an answer or a paper."""
        return any(
            cell != "" for cell in (*self.answers(cells), *map(cells.__getitem__, self.papers.values()))
        )


def _taking(columns: Sequence[int]) -> Callable[[Sequence[Cell]], Sequence[Cell]]:
    """What takes the cells of some columns out of a row."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda cells: [cells[column] for column in columns]


@dataclass
class SheetIntake:
    """A workbook or CSV file of one errand. Make it with `opened`."""

    path: Path
    source: Source
    flow: Flow
    layout: Layout
    tr: Translator
    names: Mapping[str, Names]
    spool: Spool
    since: str = ""
    mains: list[str] = field(default_factory=list)
    """The sheets with one row an application, by name."""
    sides: dict[str, str] = field(default_factory=dict)
    """The sheets with rows of tables: the key of the table by the sheet's name."""
    heads: dict[str, Head] = field(default_factory=dict)
    remarks: list[Message] = field(default_factory=list)
    examples: frozenset[str] = frozenset()
    """What marks the example of a template, in any language."""
    ours: frozenset[str] = frozenset()
    """What the list of faults in an annotated copy is called, in any language; it is none of the applications."""
    total: int = 0
    """How many rows there are about; for telling how far one has come."""

    @classmethod
    def opened(  # noqa: PLR0913  each is asked of the user
        cls,
        path: Path,
        source: Source,
        content: Content,
        tr: Translator,
        *,
        area: str | None,
        kind: str | None,
    ) -> SheetIntake:
        """Find out what the file is about, and which sheet is what. Raises `BatchError`."""
        begins = {name: _beginning(source, name) for name in source.names if not name.startswith(_HIDDEN)}
        stamps = {
            name: found for name, (rows, _) in begins.items() if (found := find_stamp(rows)) is not None
        }
        stamp = next(iter(stamps.values()), None)
        flow = flow_of(content, stamp, area, kind, path)
        layouts = layouts_of(flow, tr)
        names = names_of(layouts, former_ids(content.migrations(flow.area.id)))
        made = cls(path, source, flow, layouts[0], tr, names, Spool(), stamp.version if stamp else "")
        words = {Translator.of(language)(EXAMPLE) for language in available_languages()}
        made.ours = frozenset(
            plain(Translator.of(language)(FAULTS_SHEET)) for language in available_languages()
        )
        made.examples = frozenset(map(plain, words))
        made.sort_out(begins, stamps)
        return made

    @cached_property
    def attachments(self) -> tuple[str, ...]:
        """The keys of the columns that name files."""
        keys = {key for name in self.mains for key in self.heads[name].keys if key is not None}
        return tuple(q.id for q in self.flow.questions.values() if q.is_attachment and q.id in keys)

    @property
    def places(self) -> dict[str, dict[str, int]]:
        """The column of each key, by sheet."""
        return {name: dict(head.place) for name, head in self.heads.items()}

    def close(self) -> None:
        """Let go of the file, and forget what waited."""
        self.source.close()
        self.spool.close()

    # What the sheets are -------------------------------------------------------------------------------

    def sort_out(self, begins: Mapping[str, tuple[list[Row], int]], stamps: Mapping[str, Stamp]) -> None:
        """Decide for each sheet what it is."""
        kinds = {name: self._kind(name, stamps.get(name)) for name in begins}
        if "" not in kinds.values():
            free = [name for name, (rows, _) in begins.items() if kinds[name] is None and rows]
            best = max(free, key=lambda name: self._fit(begins[name][0]), default=None)
            if best is not None and self._fit(begins[best][0]):
                kinds[best] = ""
        for name, (rows, height) in begins.items():
            key = kinds[name]
            head = Head.find(rows, self.names[key]) if key is not None else None
            if key is None or head is None:
                if rows and plain(name) not in self.ours:
                    self.remarks.append(
                        msg("The sheet {sheet} was not read: it is none of the template's.", sheet=name)
                    )
                continue
            self.heads[name] = head
            if key:
                self.sides[name] = key
            else:
                self.mains.append(name)
                self.total += max(0, height - head.row)
        if not self.mains:
            raise BatchError(
                msg(
                    "No headings were found in {file}. Make a template with lov batch template, and use its headings.",
                    file=self.path.name,
                )
            )

    def _kind(self, name: str, stamp: Stamp | None) -> str | None:
        """The key of the sheet: empty for a main one, None where it is not known."""
        if stamp is not None:
            return stamp.sheet if stamp.sheet in self.names else None
        return next((key for key, names in self.names.items() if plain(name) in names.titles), None)

    def _fit(self, rows: Sequence[Row]) -> int:
        head = Head.find(rows, self.names[""])
        return len(head.place) if head is not None else 0

    # Rows ----------------------------------------------------------------------------------------------

    def units(self) -> Iterator[Unit]:
        """Each application; faults of the file as a whole go to the spool meanwhile. To be walked once."""
        for name in self.sides:
            self._read_side(name)
        files = Files(self.path.parent)
        for name in self.mains:
            head = self.heads[name]
            plan = _Plan.of(head, self.attachments)
            for number, cells in self._rows(name):
                unit = self._unit(name, head, number, plan, cells)
                if unit is not None:
                    self._attach(unit, plan, cells, files)
                    yield unit
        for sheet, number, client in self.spool.left_over():
            what = msg("No row in the sheet {sheet} has this client.", sheet=self.mains[0])
            self._note("unknown-client", sheet, number, CLIENT, client, what)

    def _rows(self, name: str) -> Iterator[Row]:
        """The rows of a sheet below its head, each as long as the head; what stands outside its columns is told."""
        grid, head = self.source.grid(name), self.heads[name]
        self._tell_headings(name, head)
        self._tell_merged(name, grid, head)
        keys, width = head.keys, len(head.keys)
        known = [c for c, key in enumerate(keys) if key is not None]
        is_whole = len(known) == width
        bare = [
            c
            for c, key in enumerate(keys)
            if key is None and c not in head.unknown and c not in head.repeated
        ]
        outside: set[int] = set()
        for number, cells in grid.rows:
            if number <= head.row:
                continue
            if is_whole and len(cells) == width:
                yield number, cells
                continue
            if not is_whole or len(cells) > width:
                for column in (*bare, *range(width, len(cells))):
                    if column < len(cells) and cells[column] != "":
                        what = msg("This stands beside all headings, so it belongs to nothing.")
                        self._note("outside", name, number, None, as_text(cells[column]), what, column=column)
                outside.update(c for c in head.unknown if c < len(cells) and cells[c] != "")
            laid = [*cells[:width], *[""] * (width - len(cells))]
            if any(laid[c] != "" for c in known):
                yield number, laid
        for column in sorted(outside):
            self._tell_unknown(name, head, column)

    def _unit(self, name: str, head: Head, number: int, plan: _Plan, cells: Sequence[Cell]) -> Unit | None:
        """The application in a row; None for the example and for a row of notes alone."""
        client = as_text(cells[plan.client]).strip() if plan.client is not None else ""
        if folded(client) in self.examples or not (client or plan.says_anything(cells)):
            return None
        told: list[str] = []
        if CLIENT not in head.place:
            client = str(number)
        elif not client:
            what = msg("The client is missing. Give each row a name of its own.")
            self._note("no-client", name, number, CLIENT, "", what)
            client = f"{name}!{number}"
            told = [CLIENT]
        twin = self.spool.meet(client, name, number)
        if twin is not None:
            what = msg(
                "Row {row} of {sheet} has the same client. Give each row a name of its own.",
                row=twin[1],
                sheet=twin[0],
            )
            self._note("client-twice", name, number, CLIENT, client, what)
            client = f"{client} ({name}!{number})"
            told = [CLIENT]
        unit = Unit(name, number, client, Laid(plan.names, plan.answers(cells)), refused=told)
        if twin is None:
            self._gather(unit)
        return unit

    def _gather(self, unit: Unit) -> None:
        """Take the rows of tables that wait for this client; rows of inner tables go into theirs."""
        inner: list[tuple[str, str, int, dict[str, Cell]]] = []
        for key, sheet, number, cells in self.spool.take(unit.client):
            if self.layout.by_key[key].outer is not None:
                inner.append((key, sheet, number, cells))
            else:
                unit.tables.setdefault(key, []).append({PLACE: [sheet, number], **cells})
        for key, sheet, number, cells in inner:
            outer, _, table = key.rpartition(".")
            rows = unit.tables.get(outer, [])
            at = as_text(cells.pop(OUTER, ""))
            if not at.isdigit() or not 1 <= int(at) <= len(rows):
                what = msg(
                    "This client has no such row. Write the number of the row, counted from 1 for each client."
                )
                self._note("no-row", sheet, number, OUTER, at, what)
                unit.refused.append(outer)
                continue
            rows[int(at) - 1].setdefault(table, []).append({PLACE: [sheet, number], **cells})

    def _attach(self, unit: Unit, plan: _Plan, cells: Sequence[Cell], files: Files) -> None:
        """Exchange the paths in cells for the files they name."""
        for key, column in plan.papers.items():
            if cells[column] == "":
                continue
            for what in files.take(cells[column], unit, key):
                self._note("missing-file", unit.sheet, unit.row, key, "", what, client=unit.client)

    def _read_side(self, name: str) -> None:
        keys = self.heads[name].keys
        for number, cells in self._rows(name):
            row = {key: cell for key, cell in zip(keys, cells, strict=True) if key is not None and cell != ""}
            client = as_text(row.pop(CLIENT, "")).strip()
            if folded(client) in self.examples:
                continue
            if not client:
                what = msg("The client is missing, so it is not known whose row this is.")
                self._note("no-client", name, number, CLIENT, "", what)
                continue
            self.spool.put(self.sides[name], client, name, number, row)

    # Telling -------------------------------------------------------------------------------------------

    def _tell_headings(self, name: str, head: Head) -> None:
        for column, key in head.repeated.items():
            what = msg("Two columns have this heading. Keep one of them.")
            self._note("heading-twice", name, head.row, key, "", what, column=column)

    def _tell_unknown(self, name: str, head: Head, column: int) -> None:
        names = self.names[self.sides.get(name, "")]
        heading = head.unknown[column]
        near = did_you_mean(heading, names.headings)
        what = msg(
            "No question has this heading, so nothing below it is read. Change the heading, or move the column to a sheet of its own."
        )
        self._note("unknown-heading", name, head.row, None, heading, what, column=column, advice=near)

    def _tell_merged(self, name: str, grid: Grid, head: Head) -> None:
        for place in grid.merged:
            row, column = _corner(place.partition(":")[2])
            if row > head.row:
                first, at = _corner(place.partition(":")[0])
                what = msg(
                    "The cells {cells} are merged, and only the first of them holds a value. Split them, and fill in each.",
                    cells=place,
                )
                self._note("merged", name, max(first, head.row), None, "", what, column=min(at, column))

    def _note(  # noqa: PLR0913, PLR0917  all that is said of a place
        self,
        code: str,
        sheet: str,
        row: int,
        key: str | None,
        value: str,
        what: Message,
        *,
        column: int | None = None,
        advice: Message | None = None,
        client: str = "",
    ) -> None:
        place = column if column is not None else self.heads[sheet].place.get(key or "", 0)
        known = {c.key: c.heading for c in self.layout.by_key[self.sides.get(sheet, "")].columns}
        heading = (
            known.get(key or self.heads[sheet].keys[place] or "", "")
            if place < len(self.heads[sheet].keys)
            else ""
        )
        words = self.tr(advice) if advice is not None else ""
        self.spool.note(
            Fault(
                Kind.WRONG,
                code,
                sheet,
                row,
                place,
                heading,
                value[:200],
                self.tr(what),
                advice=words,
                client=client,
            )
        )


def _beginning(source: Source, name: str) -> tuple[list[Row], int]:
    """The first rows of a sheet, and how high it is."""
    grid = source.grid(name, LOOKED_AT)
    return list(grid.rows), grid.height


def _corner(cell: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of a cell's name."""
    word = cell.rstrip("0123456789")
    number = 0
    for letter in word:
        number = number * 26 + ord(letter) - 64
    return int(cell[len(word) :] or 0), number - 1
