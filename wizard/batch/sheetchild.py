"""The process that opens a workbook: it may come from anyone, and the reader can take its whole process down.

Started with `python -P -m wizard.batch.sheetchild FILE MEMORY CPU`. It limits itself, tells the names of the
sheets, and then sends each sheet it is asked for, in frames of JSON. The reader gives an empty cell both for a
formula that was never reckoned and for an error such as `#N/A`; so a sheet with formulas is looked through a
second time, and those cells say what they are. What must stay true: every row that holds anything is sent,
hidden or filtered away, whatever size the sheet says it has.
"""

from __future__ import annotations

import json
import posixpath
import sys
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final
from xml.parsers import expat

from wizard.batch.grids import letters
from wizard.confined import CAN_FORK, Bounds, limit_self, write_frames

__all__ = ["main"]

BLOCK: Final = 500
_LARGEST: Final = 2 << 30
"""Bytes that the parts of a workbook may have together when unpacked."""
_CHUNK: Final = 1 << 20


def main(arguments: list[str]) -> None:
    """Serve whoever started this process, until they have had enough."""
    path, memory, cpu = arguments[0], int(arguments[1]), int(arguments[2])
    if CAN_FORK:
        limit_self(Bounds(memory=memory, cpu=cpu))
    out = sys.stdout.buffer
    try:
        book, parts = _opened(path)
    except _RefusedError as refused:
        _tell(out, {"error": refused.code})
        return
    _tell(out, {"sheets": list(book.sheet_names)})
    for line in sys.stdin:
        try:
            _send(out, book, path, json.loads(line), parts)
        except Exception as error:  # noqa: BLE001  the reader raises many kinds; whoever asked must hear of it
            _tell(out, {"error": type(error).__name__})


class _RefusedError(Exception):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def _opened(path: str) -> tuple[Any, Mapping[str, str]]:
    """The workbook, and where in the file each sheet lies."""
    import python_calamine as calamine  # noqa: PLC0415  heavy

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise _RefusedError("large")
            parts = _parts(archive)
        return calamine.load_workbook(path), parts
    except calamine.PasswordError:
        raise _RefusedError("password") from None
    except zipfile.BadZipFile:
        raise _RefusedError("password" if _is_sealed(path) else "no-workbook") from None
    except (calamine.CalamineError, expat.ExpatError, KeyError, OSError, ValueError):
        raise _RefusedError("no-workbook") from None


def _is_sealed(path: str) -> bool:
    """Whether the file is one of the older kind, which is what Excel makes of a workbook with a password."""
    with open(path, "rb") as file:  # noqa: PTH123  a bare path came as argument
        return file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _send(out: IO[bytes], book: Any, path: str, name: str, parts: Mapping[str, str]) -> None:
    """One sheet: what is known of it, its rows in blocks, and the end."""
    sheet = book.get_sheet_by_name(name)
    merged = [_range(*corners) for corners in sheet.merged_cell_ranges or ()]
    odd = _odd_cells(path, parts[name]) if name in parts else {}
    _tell(out, {"height": sheet.total_height, "merged": merged})
    block: list[tuple[int, list[Any]]] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number in odd:
            _lay_over(cells, odd.pop(number))
        if any(cell != "" for cell in cells):
            block.append((number, cells))
        if len(block) == BLOCK:
            _tell(out, {"rows": block})
            block = []
    beyond = [(number, _spread(cells)) for number, cells in sorted(odd.items())]
    _tell(out, {"rows": block + beyond})
    _tell(out, {"end": True})


def _lay_over(cells: list[Any], odd: Mapping[int, Any]) -> None:
    for column, what in odd.items():
        cells += [""] * (column + 1 - len(cells))
        cells[column] = what


def _spread(cells: Mapping[int, Any]) -> list[Any]:
    """Cells by column as a list."""
    return [cells.get(column, "") for column in range(max(cells) + 1)]


def _range(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{letters(first[1])}{first[0] + 1}:{letters(last[1])}{last[0] + 1}"


def _tell(out: IO[bytes], words: Mapping[str, Any]) -> None:
    write_frames(out, json.dumps(words, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass"))


def _plain(value: object) -> Mapping[str, str]:
    """What the reader gives for cells that are neither text nor number."""
    match value:
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.strftime("%H:%M")}
        case timedelta():
            return {"time": str(value)}
        case _:
            return {"error": type(value).__name__}


# The parts of the file ------------------------------------------------------------------------------------


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet lies in the file, by its name; nothing for a file that has no such parts."""
    if "xl/workbook.xml" not in archive.namelist():
        raise _RefusedError("no-workbook")
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
    raise _RefusedError("no-workbook")


def _odd_cells(path: str, part: str) -> dict[int, dict[int, Mapping[str, str]]]:
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
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = tail + chunk
            if b"<f" in text or b":f>" in text or b":f " in text or b't="e"' in text:
                return True
            tail = chunk[-8:]
    return False


class _CellReader:
    """Walks the cells of a sheet's XML and keeps those that the other reader cannot tell from empty ones."""

    def __init__(self) -> None:
        self.found: dict[int, dict[int, Mapping[str, str]]] = {}
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


if __name__ == "__main__":
    main(sys.argv[1:])
