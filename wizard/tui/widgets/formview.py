"""A filled form to look at: its pages as text, with the keyboard to scroll, and the present question in sight."""

from __future__ import annotations

from functools import lru_cache

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from wizard.i18n import msg
from wizard.tui.formtext import Face, FormText, set_form
from wizard.tui.host import tr_of
from wizard.tui.widgets.say import Say

__all__ = ["FormView"]

_WIDEST = 110
"""Columns beyond which lines are hard to follow."""
_ABOVE = 4
"""Lines to be seen above the field at hand."""


class FormVisual(Visual):
    """A form in lines as wide as there is room for."""

    def __init__(self, face: Face, here: frozenset[str], page_word: str) -> None:
        self._set = lru_cache(maxsize=4)(lambda width: set_form(face, width, here, page_word))

    def set(self, width: int) -> FormText:
        """The lines for a width; set once for each."""
        return self._set(min(width, _WIDEST))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Line by line: each is short enough already."""
        ground = style.rich_style
        return [
            (line.render_strips(width, 1, style, options) or [Strip.blank(width, ground)])[0]
            for line in self.set(width).lines[:height]
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002  Textual's signature
        """As much as there is."""
        return min(container_width, _WIDEST)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002  as above
        """Every line."""
        return len(self.set(width).lines)


class FormView(VerticalScroll, can_focus=True):
    """See the module."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._visual: FormVisual | None = None
        self._questions: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """One text."""
        yield Say(id="paper")

    def show(self, face: Face, here: frozenset[str] = frozenset(), *, keep_place: bool = False) -> None:
        """Show a form, from its first page or, where the present question stands on it, from there."""
        self._visual = FormVisual(face, here, tr_of(self)(msg("Page")))
        self._questions = frozenset(name for name, question in face.laid.about.items() if question in here)
        self.query_one("#paper", Say).say(self._visual)
        if not keep_place:
            self.call_after_refresh(self.to_here)

    @property
    def text(self) -> FormText | None:
        """What is shown, as it is set now."""
        width = self.query_one("#paper", Say).content_size.width
        return self._visual.set(width) if self._visual is not None and width > 0 else None

    def to_here(self) -> None:
        """Scroll to the field of the present question; to the beginning where it has none."""
        text = self.text
        lines = [line for name, line in text.at.items() if name in self._questions] if text else []
        self.scroll_to(y=max(0, min(lines) - _ABOVE) if lines else 0, animate=False)

    def turn(self, by: int) -> None:
        """To the next page or the one before."""
        text = self.text
        if text is None:
            return
        at = round(self.scroll_y)
        wanted = [y for y in text.pages if (y > at if by > 0 else y < at)]
        if wanted:
            self.scroll_to(y=wanted[0] if by > 0 else wanted[-1], animate=False)

    @property
    def page(self) -> tuple[int, int]:
        """The number of the page in sight, and how many there are."""
        text = self.text
        if text is None:
            return 1, 1
        middle = round(self.scroll_y) + self.size.height // 3
        return max(1, sum(y <= middle for y in text.pages)), max(1, len(text.pages))
