"""How much memory the workers of screening take, and what they begin: looked at from outside, now and then."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Self

__all__ = ["Watch"]

_EACH = 0.05
_PROC = Path("/proc")


class Watch:
    """`peak` is the most bytes that one of those processes had, as far as was seen; 0 where nothing can be."""

    def __init__(self) -> None:
        self.peak = 0
        self._end = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            self.peak = max([self.peak, *map(_peak_of, _workers())])
            if self._end.wait(_EACH):
                return


def _workers() -> Iterator[int]:
    """The workers of this process, and their children."""
    if not _PROC.is_dir():
        return
    above = {int(folder.name): _parent(folder) for folder in _PROC.iterdir() if folder.name.isdigit()}
    ours = {pid for pid, parent in above.items() if parent == os.getpid() and _is_worker(pid)}
    yield from ours
    yield from (pid for pid, parent in above.items() if parent in ours)


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def _is_worker(pid: int) -> bool:
    try:
        return b"wizard.screening.worker" in (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def _peak_of(pid: int) -> int:
    """The most that a process had, in bytes."""
    try:
        lines = (_PROC / str(pid) / "status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
