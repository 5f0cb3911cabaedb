"""How far a long job has come, on stderr: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import Final, Self

from wizard.cli.door import Door
from wizard.i18n import msg

__all__ = ["Progress"]

_WIDTH: Final = 30
_LINES: Final = 10
"""How many plain lines a whole job gives."""
_SELDOM: Final = 0.1
"""Seconds between two pictures of the bar."""
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """The progress of a job with so many steps. One that is over at once says nothing."""

    def __init__(self, door: Door, total: int) -> None:
        self._door = door
        self._total = total
        self._done = 0
        self._told = 0
        self._drawn = 0.0
        self._has_bar = total > 1 and sys.stderr.isatty() and not door.plain

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def step(self) -> None:
        """One step more is done."""
        self._done += 1
        tenths = self._done * _LINES // self._total
        if self._has_bar:
            if monotonic() - self._drawn > _SELDOM:
                self._draw()
        elif self._total > _LINES and tenths > self._told:
            self._told = tenths
            self._door.say(self._words())

    @contextmanager
    def aside(self) -> Iterator[None]:
        """The bar is out of the way of what is printed meanwhile."""
        self._clear()
        yield

    def _words(self) -> str:
        return self._door.tr(msg("{done} of {total} are screened.", done=self._done, total=self._total))

    def _draw(self) -> None:
        if self._has_bar:
            full = self._done * _WIDTH // self._total
            bar = "█" * full + "░" * (_WIDTH - full)
            sys.stderr.write(f"{_CLEAR}{bar} {self._words()}")
            sys.stderr.flush()
            self._drawn = monotonic()

    def _clear(self) -> None:
        if self._has_bar:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._drawn = 0.0
