"""How far a batch has come, on stderr: a bar in a terminal, now and then a line elsewhere; never a client's name."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Final, Self

from wizard.i18n import Message, Translator, msg

__all__ = ["Progress", "duration"]

_WIDTH: Final = 24
_REDRAWN: Final = 0.2
_QUIET: Final = 2.0
"""Seconds that pass before anything is said: who waits less need not know."""
_LINE_EACH: Final = 15.0


class Progress:
    """A bar, or lines. `total` may be a guess, or 0 where nobody knows."""

    def __init__(self, total: int, tr: Translator) -> None:
        self.total = total
        self.done = 0
        self.skipped = 0
        self._tr = tr
        self._begun = self._said = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def step(self, count: int = 1, *, skipped: bool = False) -> None:
        """Note that rows are done; those that were done before count as way, not as speed."""
        self.done += count
        self.skipped += count if skipped else 0
        now = time.monotonic()
        if now - self._begun < _QUIET:
            return
        if now - self._said >= (_REDRAWN if self._is_terminal else _LINE_EACH):
            self._said = now
            self._show(now)

    def clear(self) -> None:
        """Take the bar away, so that what follows begins on an empty line."""
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0

    def words(self, now: float) -> str:
        """How many, how fast, and how long still."""
        speed = (self.done - self.skipped) / max(now - self._begun, 0.001)
        if self.total <= 0 or self.done > self.total:
            return self._tr(msg("{done} rows, {speed} a second", done=self.done, speed=round(speed, 1)))
        left = (self.total - self.done) / speed if speed else 0
        return self._tr(
            msg(
                "{done} of {total} rows, {speed} a second, {left} left",
                done=self.done,
                total=self.total,
                speed=round(speed, 1),
                left=duration(left),
            )
        )

    def _show(self, now: float) -> None:
        words = self.words(now)
        if not self._is_terminal:
            print(words, file=sys.stderr, flush=True)  # noqa: T201  words about the work go to stderr
            return
        full = _WIDTH * min(self.done, self.total) // self.total if self.total > 0 else 0
        line = f"{'█' * full}{'░' * (_WIDTH - full)} {words}" if self.total > 0 else words
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = len(line)


def duration(seconds: float) -> Message:
    """About how long: seconds, minutes, or hours and minutes."""
    whole = round(seconds)
    if whole < 90:
        return msg("{n} s", n=whole)
    if whole < 5_400:
        return msg("{n} min", n=round(whole / 60))
    return msg("{h} h {m} min", h=whole // 3_600, m=whole % 3_600 // 60)
