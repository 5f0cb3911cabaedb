"""What stands beside or below a list: text that tells of it. It takes the keyboard only where it has to be scrolled."""

from __future__ import annotations

from textual.containers import VerticalScroll

__all__ = ["Aside"]


class Aside(VerticalScroll, can_focus=True):
    """See the module."""

    def allow_focus(self) -> bool:
        """Tab would stop for nothing where all of it is in sight."""
        return super().allow_focus() and self.max_scroll_y > 0
