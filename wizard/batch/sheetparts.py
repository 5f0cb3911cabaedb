"""The parts of a workbook's file: where its sheets lie, and the cells that the reader of sheets takes for empty ones.

The reader gives an empty cell both for a formula that was never reckoned and for an error such as `#N/A`; so a sheet
with formulas is looked through a second time, and those cells say what they are.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.parsers import expat

__all__ = ["OddCells", "RefusedError", "odd_cells", "parts_of"]

OddCells = dict[int, dict[int, Mapping[str, str]]]
"""Cells that hold an error, or a formula without a value, by row and column."""

_LARGEST: Final = 2 << 30
"""Bytes that the parts of a workbook may have together when unpacked."""
_CHUNK: Final = 1 << 20
_PLAIN_ROOT: Final = b"<worksheet "
_ROOT_WITHIN: Final = 1_000
_PLAIN_SIGNS: Final = (b"<f", b't="e"')
_SIGNS: Final = (*_PLAIN_SIGNS, b":f>", b":f ")
"""What a sheet with formulas or errors holds; the latter where its elements have a prefix."""


class RefusedError(Exception):
    """A file that is not read; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def parts_of(path: str) -> dict[str, str]:
    """Where each sheet lies in the file, by its name."""
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST:
            raise RefusedError("large")
        return _parts(archive)


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet lies in the file, by its name; nothing for a file that has no such parts."""
    if "xl/workbook.xml" not in archive.namelist():
        raise RefusedError("no-workbook")
    targets = {
        a.get("Id", ""): a.get("Target", "")
        for tag, a in _elements(archive, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship"
    }
    found = {}
    for tag, attributes in _elements(archive, "xl/workbook.xml"):
        target = targets.get(next((v for k, v in attributes.items() if k.endswith(":id")), ""), "")
        if tag == "sheet" and target:
            found[attributes.get("name", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return found


def _elements(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
    parser.Parse(archive.read(name), True)
    return iter(found)


def _parser() -> expat.XMLParserType:
    """A parser that follows no entity: no workbook declares any."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    raise RefusedError("no-workbook")


def odd_cells(path: str, part: str) -> OddCells:
    """The cells of a sheet that hold an error, or a formula without a value, by row and column."""
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist() or not _has_formulas(archive, part):
            return {}
        reader = _CellReader()
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)
        reader.parser.Parse(b"", True)
    return reader.found


def _has_formulas(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether it is worth looking through a sheet; most have no formulas at all."""
    signs: Sequence[bytes] = _SIGNS
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            if not tail and _PLAIN_ROOT in text[:_ROOT_WITHIN]:
                signs = _PLAIN_SIGNS
            if any(sign in text for sign in signs):
                return True
            tail = chunk[-8:]
    return False


class _CellReader:
    """Walks the cells of a sheet's XML and keeps those that the other reader cannot tell from empty ones."""

    def __init__(self) -> None:
        self.found: OddCells = {}
        self.parser = _parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._row = self._column = 0
        self._kind = ""
        self._has_formula = self._in_value = False
        self._value = ""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes["r"]) if attributes.get("r", "").isdigit() else self._row + 1
            self._column = -1
        elif name == "c":
            place = attributes.get("r", "").rstrip("0123456789")
            self._column = _number(place) if place else self._column + 1
            self._kind, self._has_formula, self._value = attributes.get("t", ""), False, ""
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            self._in_value = True

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c":
            if self._kind == "e":
                self._keep({"error": self._value[:20]})
            elif self._has_formula and not self._value and self._kind != "str":
                self._keep({"formula": ""})

    def _keep(self, what: Mapping[str, str]) -> None:
        self.found.setdefault(self._row, {})[self._column] = what


def _number(place: str) -> int:
    """The number of a column, from 0, by its letters."""
    number = 0
    for letter in place:
        number = number * 26 + ord(letter) - 64
    return number - 1
