"""The process that opens a workbook: it may come from anyone, and the reader can take its whole process down.

Started with `python -P -m wizard.batch.sheetchild FILE MEMORY CPU SECONDS`. It limits itself, tells the names of the
sheets, and then sends each sheet it is asked for, or its first rows, in frames of JSON; rows that hold nothing but
texts go as these texts, with signs between them that no text can hold. What must stay true: every row that holds
anything is sent, hidden or filtered away, whatever size the sheet says it has.
"""

from __future__ import annotations

import json
import signal
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, Final
from xml.parsers import expat

from wizard.batch.grids import CELL_END, ROW_END, letters
from wizard.batch.sheetparts import OddCells, RefusedError, odd_cells, parts_of
from wizard.confined import CAN_FORK, Bounds, limit_self, write_frames

__all__ = ["main"]

BLOCK: Final = 500
_KEPT: Final = 10_000_000
"""Cells of loaded sheets from which on they are let go before the next one is loaded."""


def main(arguments: list[str]) -> None:
    """Serve whoever started this process, until they have had enough."""
    path, memory, cpu, seconds = arguments[0], int(arguments[1]), int(arguments[2]), float(arguments[3])
    aside = _Aside()
    if CAN_FORK:
        signal.setitimer(signal.ITIMER_REAL, seconds)  # ends it, also within the reader
        limit_self(Bounds(memory=memory, cpu=cpu))
    out = sys.stdout.buffer
    try:
        book = _Book(path, *_opened(path), aside)
    except RefusedError as refused:
        _tell(out, {"error": refused.code})
        return
    _tell(out, {"sheets": book.names})
    for line in sys.stdin:
        try:
            name, most = json.loads(line)
            _send(out, book.sheet(name), most)
        except Exception as error:  # noqa: BLE001  the reader raises many kinds; whoever asked must hear of it
            _tell(out, {"error": type(error).__name__})


def _opened(path: str) -> tuple[Any, Mapping[str, str]]:
    """The workbook, and where in the file each sheet lies."""
    import python_calamine as calamine  # noqa: PLC0415  heavy

    try:
        parts = parts_of(path)
        return calamine.load_workbook(path), parts
    except calamine.PasswordError:
        raise RefusedError("password") from None
    except zipfile.BadZipFile:
        raise RefusedError("password" if _is_sealed(path) else "no-workbook") from None
    except (calamine.CalamineError, expat.ExpatError, KeyError, OSError, ValueError):
        raise RefusedError("no-workbook") from None


def _is_sealed(path: str) -> bool:
    """Whether the file is one of the older kind, which is what Excel makes of a workbook with a password."""
    with open(path, "rb") as file:  # noqa: PTH123  a bare path came as argument
        return file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class _Aside:
    """A thread for work beside the main one; begun at once, while this process may still begin one."""

    def __init__(self) -> None:
        self._tasks: SimpleQueue[Callable[[], Any]] = SimpleQueue()
        self._results: SimpleQueue[Any] = SimpleQueue()
        Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            task = self._tasks.get()
            try:
                self._results.put(task())
            except BaseException as error:  # noqa: BLE001  whoever waits for the result raises it
                self._results.put(error)

    def both(self, main: Callable[[], Any], other: Callable[[], Any]) -> tuple[Any, Any]:
        """What `main` gives and what `other` gives, which is done in the thread meanwhile."""
        self._tasks.put(other)
        try:
            first = main()
        finally:
            second = self._results.get()
        if isinstance(second, BaseException):
            raise second
        return first, second


class _Book:
    """An open workbook. Sheets that were loaded are kept, as they are asked for twice; too large ones are not."""

    def __init__(self, path: str, book: Any, parts: Mapping[str, str], aside: _Aside) -> None:
        self.names = list(book.sheet_names)
        self._path, self._book, self._parts, self._aside = path, book, parts, aside
        self._loaded: dict[str, tuple[Any, OddCells]] = {}
        self._size = 0

    def sheet(self, name: str) -> tuple[Any, OddCells]:
        """A sheet, and its odd cells."""
        if name not in self._loaded:
            if self._size > _KEPT:
                self._loaded.clear()
                self._size = 0
            part = self._parts.get(name, "")
            sheet, odd = self._aside.both(
                lambda: self._book.get_sheet_by_name(name),
                lambda: odd_cells(self._path, part) if part else {},
            )
            self._loaded[name] = sheet, odd
            self._size += sheet.total_height * sheet.total_width
        return self._loaded[name]


def _send(out: IO[bytes], loaded: tuple[Any, OddCells], most: int | None) -> None:
    """One sheet: what is known of it, its rows in blocks (the first `most` of them), and the end."""
    sheet, odd = loaded
    merged = [_range(*corners) for corners in sheet.merged_cell_ranges or ()]
    _tell(out, {"height": sheet.total_height, "merged": merged})
    rows = islice(_rows(sheet, dict(odd)), most)
    while block := list(islice(rows, BLOCK)):
        _tell_rows(out, block)
    _tell(out, {"end": True})


def _rows(sheet: Any, odd: OddCells) -> Iterator[tuple[int, list[Any]]]:
    """The rows that hold anything, with their numbers."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number in odd:
            _lay_over(cells, odd.pop(number))
        if any(cell != "" for cell in cells):
            yield number, cells
    for number, beyond in sorted(odd.items()):
        yield number, _spread(beyond)


def _tell_rows(out: IO[bytes], block: Sequence[tuple[int, list[Any]]]) -> None:
    """Some rows: as bare texts where they are nothing else."""
    try:
        lines = [CELL_END.join(cells) for _, cells in block]
    except TypeError:  # a number, a day
        _tell(out, {"rows": block})
        return
    whole = ROW_END.join(lines)
    parted = sum(len(cells) - 1 for _, cells in block)
    if whole.count(CELL_END) != parted or whole.count(ROW_END) != len(block) - 1:
        _tell(out, {"rows": block})
        return
    _tell(out, {"texts": [number for number, _ in block]})
    write_frames(out, whole.encode("utf-8", "surrogatepass"))


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


if __name__ == "__main__":
    main(sys.argv[1:])
