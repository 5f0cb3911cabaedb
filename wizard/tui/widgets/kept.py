"""Lines that have been drawn, kept for when they come into sight again.

A list that scrolls shows nearly the same lines one line further up. Textual draws them all anew; here a line is
drawn once for each way it can look. What a line shows is told by its `token`; what all of them look like by the
`look`: with the keyboard or without it, narrow or wide.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Final

from textual.strip import Strip

__all__ = ["KeptLines"]

_MOST: Final = 4096
"""Lines to keep for a look; more than the longest list of ours has."""
_MOST_LOOKS: Final = 3
"""With the keyboard, without it, and one more."""


class KeptLines:
    """The lines of one widget."""

    def __init__(self) -> None:
        self._looks: dict[Hashable, dict[Hashable, Strip]] = {}
        """Lines by look, the last one last."""

    def clear(self) -> None:
        """Keep none of them."""
        self._looks.clear()

    def take(
        self, look: Hashable, tokens: Sequence[Hashable], draw: Callable[[int, int], Sequence[Strip]]
    ) -> list[Strip]:
        """A line for each token; `draw` gives those from one number on, as many as asked for, that are not kept.

        A line with the token None is drawn each time.
        """
        lines = self._lines(look)
        found = [lines.get(token) for token in tokens]
        at = 0
        while at < len(found):
            if found[at] is not None:
                at += 1
                continue
            end = next((n for n in range(at, len(found)) if found[n] is not None), len(found))
            for n, strip in enumerate(draw(at, end - at), at):
                found[n] = strip
                if tokens[n] is not None:
                    lines[tokens[n]] = strip
            at = end
        return [strip for strip in found if strip is not None]

    def _lines(self, look: Hashable) -> dict[Hashable, Strip]:
        """The lines of one look, which becomes the last."""
        lines = self._looks.pop(look, {})
        if len(lines) > _MOST:
            lines.clear()
        if len(self._looks) >= _MOST_LOOKS:
            del self._looks[next(iter(self._looks))]
        self._looks[look] = lines
        return lines
