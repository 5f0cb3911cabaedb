"""Workbooks (xlsx), read in a process of their own that has fixed limits; see `sheetchild`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Final

from wizard.batch.errors import BatchError
from wizard.batch.grids import CELL_END, ROW_END, Grid, Row
from wizard.confined import CAN_FORK, read_frames
from wizard.i18n import Message, msg

__all__ = ["Limits", "Workbook"]

_FRAME: Final = 512_000_000

_REASONS: Final[Mapping[str, Message]] = {
    "password": msg("{file} is locked with a password. Open it, save a copy without one, and use that."),
    "large": msg("{file} unpacks to more than 2 GB. Delete empty rows and pictures, or save it as CSV."),
    "no-workbook": msg("{file} is not a workbook that can be read. Open it, and save it as .xlsx."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a workbook may be, and what reading it may cost: bytes of the file, of memory, and seconds."""

    file: int = 200_000_000
    memory: int = 4 << 30
    seconds: float = 300.0
    cpu: int = 240


class Workbook:
    """An open workbook. Raises `BatchError` for what cannot be read; the limits hold for all its sheets together."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path = path
        limits = limits or Limits()
        if path.stat().st_size > limits.file:
            raise BatchError(
                msg(
                    "{file} is larger than {size} MB. Split it, or save it as CSV.",
                    file=path.name,
                    size=limits.file // 1_000_000,
                )
            )
        self._child = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "wizard.batch.sheetchild",
                str(path.resolve()),
                str(limits.memory),
                str(limits.cpu),
                str(limits.seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._deadline = _deadline(limits.seconds, self._child)
        self._is_sending = False
        self._names: Sequence[str] = tuple(map(str, self._hear()["sheets"]))

    @property
    def names(self) -> Sequence[str]:
        """The sheets, also hidden ones."""
        return self._names

    def grid(self, name: str, most: int | None = None) -> Grid:
        """One sheet, or its first rows."""
        self._drain()
        if self._child.stdin is None:  # pragma: no cover  it is a pipe
            raise BatchError(self._died())
        try:
            self._child.stdin.write(json.dumps([name, most]).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            raise BatchError(self._died()) from None
        head = self._hear()
        self._is_sending = True
        return Grid(name, self._rows(), int(head["height"]), tuple(head["merged"]))

    def close(self) -> None:
        """End the process."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._child.kill()
        self._child.communicate()

    def _rows(self) -> Iterator[Row]:
        while self._is_sending:
            words = self._hear()
            if words.get("end"):
                self._is_sending = False
            elif "texts" in words:
                yield from zip(words["texts"], self._texts(), strict=True)
            else:
                yield from words["rows"]

    def _texts(self) -> list[list[str]]:
        """Rows of nothing but texts."""
        whole = self._frame().decode("utf-8", "surrogatepass")
        return [line.split(CELL_END) for line in whole.split(ROW_END)]

    def _drain(self) -> None:
        """Read to the end of a sheet that nobody wanted the rest of."""
        for _ in self._rows():
            pass

    def _hear(self) -> dict[str, Any]:
        try:
            words = json.loads(self._frame())
        except ValueError:
            raise BatchError(self._died()) from None
        if "error" in words:
            self.close()
            reason = _REASONS.get(words["error"], _REASONS["no-workbook"])
            raise BatchError(reason.with_params(file=self.path.name))
        return dict(words)

    def _frame(self) -> bytes:
        if self._child.stdout is None:  # pragma: no cover  it is a pipe
            raise BatchError(self._died())
        try:
            (frame,) = read_frames(self._child.stdout, 1, _FRAME)
        except (EOFError, OSError):
            raise BatchError(self._died()) from None
        return frame

    def _died(self) -> Message:
        """The sentence for a process that ended itself, or had to be ended."""
        self.close()
        return msg(
            "Reading {file} took more memory or time than it may. Delete empty rows and columns, split it, or save it as CSV.",
            file=self.path.name,
        )


def _deadline(seconds: float, child: subprocess.Popen[bytes]) -> Timer | None:
    """What ends the process when its time is up, on systems where it cannot be told to end itself."""
    if CAN_FORK:
        return None
    timer = Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    return timer
