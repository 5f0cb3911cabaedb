"""What is told when the keyboard rests on a line: what moves is drawn first, and nobody waits for the rest.

The words about a line may take long to lay out. While one goes through a list, they would slow every key down.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from textual.screen import Screen
from textual.timer import Timer

from wizard.tui.ahead import takes_keys

__all__ = ["Resting"]

REST: Final = 0.12
"""Seconds after which the keyboard rests."""


class Resting:
    """The rest that a screen waits for. The last thing that was to be done is done."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._timer: Timer | None = None

    def then(self, do: Callable[[], object]) -> None:
        """Do something when the keyboard rests, and not what was to be done before."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(REST, partial(self._do, do))

    def _do(self, do: Callable[[], object]) -> None:
        if takes_keys(self._screen):
            do()
        else:  # it may be composed anew at this moment
            self.then(do)
