"""CSV in the shapes that Swedish Excel and other programs make.

UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; fields parted by semicolon, tab, comma or bar;
a first line `sep=;`. Which sign parts the fields is told by the headings: the one that makes most of them
known. The file is decoded as a whole before anything is believed of it, and read as a stream.

The sheets for rows of tables are files beside it: `kunder.csv`, `kunder.Personal.csv`.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from wizard.batch.errors import BatchError
from wizard.batch.grids import LOOKED_AT, Grid, Row
from wizard.i18n import msg

__all__ = ["Delimited", "encoding_of"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PARTERS: Final = ";\t,|"
_CHUNK: Final = 1 << 20
_LONGEST_FIELD: Final = 1_000_000
_SEP: Final = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


class Delimited:
    """A CSV file and those beside it; `is_heading` says whether a text is one that columns are known by."""

    def __init__(self, path: Path, is_heading: Callable[[str], bool]) -> None:
        self.path = path
        self._is_heading = is_heading
        beside = sorted(path.parent.glob(f"{_literal(path.stem)}.*{path.suffix}"))
        self._shapes: dict[str, tuple[str, str, int, int]] = {}
        """What was found of each file: its encoding, the sign between fields, the lines to leave out, its lines."""
        self._files = {path.stem: path} | {p.stem.removeprefix(f"{path.stem}."): p for p in beside}

    @property
    def names(self) -> Sequence[str]:
        """The file's own name first, then those of the files beside it."""
        return tuple(self._files)

    def grid(self, name: str, most: int | None = None) -> Grid:
        """One file, or its first rows."""
        path = self._files[name]
        if name not in self._shapes:
            encoding = encoding_of(path)
            self._shapes[name] = encoding, *self._parter(path, encoding), _line_count(path)
        encoding, parter, skip, height = self._shapes[name]
        return Grid(name, itertools.islice(_rows(path, encoding, parter, skip), most), height)

    def close(self) -> None:
        """Nothing is kept open."""

    def _parter(self, path: Path, encoding: str) -> tuple[str, int]:
        """The sign between fields, and how many lines to leave out before the first."""
        with path.open(encoding=encoding, newline="") as file:
            told = _SEP.fullmatch(file.readline(20))
        if told is not None:
            return told[1], 1
        return max(_PARTERS, key=lambda sign: self._known(path, encoding, sign)), 0

    def _known(self, path: Path, encoding: str, sign: str) -> tuple[int, int]:
        """How many headings are known, at the best line, if `sign` parts the fields; and how many fields there are."""
        found = [(0, 0)]
        with suppress(BatchError):  # with the wrong sign, quotation marks may look open
            for _, cells in itertools.islice(_rows(path, encoding, sign, 0), LOOKED_AT):
                found.append((sum(map(self._is_heading, cells)), len(cells)))
        return max(found)


def _literal(stem: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", stem)


def encoding_of(path: Path) -> str:
    """The encoding the whole file can be read in. Raises `BatchError` where there is none."""
    with path.open("rb") as file:
        begin = file.read(4)
    for mark, name in _MARKS:
        if begin.startswith(mark):
            place = _first_fault(path, name)
            if place is None:
                return name
            raise BatchError(
                msg("{file} cannot be read as text, from line {line} on.", file=path.name, line=place)
            )
    if _first_fault(path, "utf-8") is None:
        return "utf-8"
    place = _first_fault(path, "cp1252")
    if place is None:
        return "cp1252"
    raise BatchError(
        msg(
            "{file} is neither UTF-8 nor Windows text: line {line} holds a sign that none of them has. "
            "Save it as CSV UTF-8.",
            file=path.name,
            line=place,
        )
    )


def _first_fault(path: Path, encoding: str) -> int | None:
    """The number of the line where `path` cannot be decoded; None where all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if not chunk:
                return None
            line += chunk.count(b"\n")


def _line_count(path: Path) -> int:
    """How many lines a file has, for telling how far one has come: records may have several."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))


def _rows(path: Path, encoding: str, parter: str, skip: int) -> Iterator[Row]:
    """The records with their numbers, as a spreadsheet program counts them."""
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=encoding, newline="") as file:
        for _ in range(skip):
            file.readline()
        reader = csv.reader(file, delimiter=parter, strict=True)
        number, begin = 0, 1 + skip
        try:
            for number, cells in enumerate(reader, start=1):
                if any(cells):
                    yield number, cells
                begin = reader.line_num + 1 + skip
        except csv.Error:
            raise BatchError(
                msg(
                    "{file}: the row that begins on line {line} has a quotation mark that is not closed, or a field that "
                    "is too long. Mend that row.",
                    file=path.name,
                    line=begin,
                )
            ) from None
