"""One application of a batch: what stands in its row, in its rows on other sheets, and the files it names.

A unit is plain data, so that it can be handed to another process. Its *mark* is a hash of all it says and of the
contents of its files; where it stands in the workbook is not part of it, so that a sorted workbook is the same
batch.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from wizard.batch.grids import Cell
from wizard.i18n import Message, msg

__all__ = ["PLACE", "Files", "Laid", "Unit", "bare"]

PLACE: Final = "@"
"""The key under which a row of a table holds where it stands: [sheet, row]."""

MAX_FILE: Final = 50_000_000
_CACHED: Final = 4_000


class Laid(NamedTuple):
    """Cells of a row as they lie under the names of their sheet; one that is empty is no answer."""

    names: tuple[str, ...]
    cells: Sequence[Cell]


@dataclass(slots=True)
class Unit:
    """See the module. `files` are attachments as answers hold them; `paths` tells where each lies, by SHA-256.

    `laid` are its cells as a sheet has them, until somebody asks for them by name.
    """

    sheet: str
    row: int
    client: str
    laid: Laid | dict[str, Cell]
    tables: dict[str, list[Any]] = field(default_factory=dict)
    files: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    since: str = ""
    """The version of the flow that its answers were given under, where it says so itself."""
    refused: list[str] = field(default_factory=list)
    """What was told of while it was read; such a unit is not run."""

    @property
    def cells(self) -> dict[str, Cell]:
        """The cells that hold anything, by name."""
        if isinstance(self.laid, Laid):
            found = zip(self.laid.names, self.laid.cells, strict=True)
            self.laid = {name: cell for name, cell in found if cell != ""}
        return self.laid

    @property
    def mark(self) -> str:
        """The hash of all it says."""
        said = [self.client, self.since, self.cells, bare(self.tables), self.files]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As JSON data."""
        rest = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "laid"}
        return {**rest, "cells": self.cells}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Unit:
        """Back from `to_json`."""
        return cls(laid=data["cells"], **{name: value for name, value in data.items() if name != "cells"})


def bare(rows: Any) -> Any:
    """Rows of tables without the note of where they stand."""
    if isinstance(rows, str):
        return rows
    if isinstance(rows, Mapping):
        return {key: bare(value) for key, value in rows.items() if key != PLACE}
    if isinstance(rows, list | tuple):
        return [bare(row) for row in rows]
    return rows


class Files:
    """The files that cells name, by their paths from the folder of the workbook; each is read once for its hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, int, int], str] = {}

    def take(self, cell: Cell, unit: Unit, question: str) -> Iterator[Message]:
        """Note the files that `cell` names in `unit`; tells what is wrong with any."""
        found = []
        is_whole = True
        for name in _paths(cell):
            place = self.folder / name
            facts = _facts(place)
            if facts is None:
                is_whole = False
                yield msg("There is no file {name}.", name=name)
            elif facts.st_size > MAX_FILE:
                is_whole = False
                yield msg("The file {name} is larger than 50 MB.", name=place.name)
            else:
                digest = self._digest(place, facts.st_size, facts.st_mtime_ns)
                unit.paths[digest] = str(place)
                found.append({"name": place.name, "sha256": digest, "size": facts.st_size})
        if is_whole:
            unit.files[question] = found
        else:
            unit.refused.append(question)

    def _digest(self, place: Path, size: int, changed: int) -> str:
        key = (str(place), size, changed)
        if key not in self._known:
            if len(self._known) >= _CACHED:
                self._known.clear()
            self._known[key] = hashlib.sha256(place.read_bytes()).hexdigest()
        return self._known[key]


def _facts(place: Path) -> os.stat_result | None:
    """Size and time of a file; None where there is none."""
    try:
        facts = place.stat()
    except (OSError, ValueError):
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _paths(cell: Cell) -> Iterable[str]:
    """The paths in a cell: one on each line, or with semicolons between; or a list of them."""
    if isinstance(cell, list | tuple):
        return [str(path) for path in cell]
    lines = str(cell).replace(";", "\n").splitlines()
    return [line.strip() for line in lines if line.strip()]
