"""Two texts beside each other in one line of a list: a name and a state, a question and its answer.

`Ends` puts the second at the right edge, and as many columns as it needs are taken from the first. `Columns`
gives the first a share of the width, so that the second ones stand below each other. `Hanging` is for a mark
and a text. All of these wrap; `Trimmed` stays on one line, and cuts the first where there is no room.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from wizard.tui.words import NOTHING

__all__ = ["GAP", "Columns", "Ends", "Hanging", "Pair", "Trimmed"]

GAP = 2
"""Columns between the two."""


@dataclass(frozen=True)
class Pair(Visual):
    """Two texts; kinds of pair say how they share the width."""

    left: Content
    right: Content = NOTHING
    _heights: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Lines needed, by width: a list is measured several times for each picture."""

    def __bool__(self) -> bool:
        return bool(self.left) or bool(self.right)

    def split(self, width: int) -> tuple[int, int]:
        """How many columns each gets of `width`, the gap between them left out."""
        raise NotImplementedError

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Both sides, line by line."""
        first, second = self.split(width)
        left = self.left.render_strips(first, None, style, options)
        right = self.right.render_strips(second, None, style, options) if self.right and second else []
        ground = style.rich_style
        rows = [
            Strip.join(
                [
                    (a or Strip.blank(0, ground)).adjust_cell_length(
                        width if not right else first + GAP, ground
                    ),
                    b.adjust_cell_length(second, ground) if b else None,
                ]
            )
            for a, b in zip_longest(left, right)
        ]
        return rows[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Both on one line."""
        return (
            self.left.get_optimal_width(rules, container_width)
            + self.right.get_optimal_width(rules, container_width)
            + GAP
        )

    def get_height(self, rules: RulesMap, width: int) -> int:
        """The higher of the two."""
        if width not in self._heights:
            first, second = self.split(width)
            right = self.right.get_height(rules, second) if self.right and second else 0
            self._heights[width] = max(self.left.get_height(rules, first), right)
        return self._heights[width]


@dataclass(frozen=True)
class Ends(Pair):
    """The first from the left edge, the second at the right edge: each of its lines ends there."""

    def __post_init__(self) -> None:
        """Set shorter lines in."""
        rows = self.right.split() if self.right else []
        longest = max((row.cell_length for row in rows), default=0)
        if any(row.cell_length != longest for row in rows):
            set_in = [Content(" " * (longest - row.cell_length)) + row for row in rows]
            object.__setattr__(self, "right", Content("\n").join(set_in))

    def split(self, width: int) -> tuple[int, int]:
        """As much as the second needs, at most half."""
        need = max((line.cell_length for line in self.right.split()), default=0) if self.right else 0
        second = min(need, width // 2)
        return (max(1, width - second - GAP), second) if second else (width, 0)


@dataclass(frozen=True)
class Hanging(Pair):
    """A mark, and a text of which every line begins behind it."""

    def split(self, width: int) -> tuple[int, int]:
        """One column for the mark."""
        return 1, max(1, width - 1 - GAP)


@dataclass(frozen=True)
class Columns(Pair):
    """The first in a column of `share` hundredths of the width, the second in the rest."""

    share: int = 40

    def split(self, width: int) -> tuple[int, int]:
        """The same for every line of a list."""
        first = max(1, width * self.share // 100)
        return first, max(1, width - first - GAP)


@dataclass(frozen=True)
class Trimmed(Visual):
    """The second right behind the first, which is cut where there is no room for both on a line."""

    left: Content
    right: Content

    def _line(self, width: int) -> Content:
        room = max(1, width - self.right.cell_length - 1)
        left = self.left.truncate(room, ellipsis=True) if self.left.cell_length > room else self.left
        return Content(" ").join([left, self.right])

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Both, one behind the other."""
        return self._line(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Nothing cut."""
        return Content(" ").join([self.left, self.right]).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """One line, where the second alone finds room on one."""
        return self._line(width).get_height(rules, width)
