"""A filled form to look at: its pages as text, with the keyboard to scroll, and the present question in sight."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache, partial

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from wizard.i18n import msg
from wizard.tui.formtext import Face, FormText, set_form
from wizard.tui.host import tr_of
from wizard.tui.widgets.kept import KeptLines

__all__ = ["FormView"]

_WIDEST = 110
"""Columns beyond which lines are hard to follow."""
_FORMS = 16
"""Forms to keep, as they are set; more than any errand has."""
_CAN_MEASURE = hasattr(ScrollView, "_scroll_update")
"""Whether Textual can be told of another size without a new layout; see `_fit`."""
_ABOVE = 4
"""Lines to be seen above the field at hand."""


class Form:
    """A form in lines as wide as there is room for."""

    def __init__(self, face: Face, here: frozenset[str], page_word: str) -> None:
        self._set = lru_cache(maxsize=4)(lambda width: set_form(face, width, here, page_word))

    def set(self, width: int) -> FormText:
        """The lines for a width; set once for each."""
        return self._set(max(1, min(width, _WIDEST)))


class FormView(ScrollView, can_focus=True):
    """See the module. It draws line by line, so that scrolling draws only the lines that come into sight."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As Textual's, but another form does not lay the whole screen out anew."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._form: Form | None = None
        self._questions: frozenset[str] = frozenset()
        self._kept = KeptLines()
        self._forms: dict[tuple[int, frozenset[str], str], tuple[Face, Form]] = {}
        """Forms that were set, each with the face it is told by."""

    def _set(self, face: Face, here: frozenset[str]) -> Form:
        """A form; it is not set anew when one comes back to it."""
        word = tr_of(self)(msg("Page"))
        if len(self._forms) > _FORMS:
            self._forms.clear()
        _, form = self._forms.setdefault((id(face), here, word), (face, Form(face, here, word)))
        return form

    def prepare(self, face: Face, here: frozenset[str]) -> None:
        """Set a form that may be shown next; in a thread, for it takes a while."""
        self._text_of(self._set(face, here))

    def show(self, face: Face, here: frozenset[str] = frozenset(), *, keep_place: bool = False) -> None:
        """Show a form, from its first page or, where the present question stands on it, from there."""
        self._form = self._set(face, here)
        self._questions = frozenset(name for name, question in face.laid.about.items() if question in here)
        self._fit()
        if keep_place:
            return
        if self.container_size.height:
            self.to_here()
        else:
            self.call_after_refresh(self.to_here)

    def on_resize(self) -> None:
        """Lines as long as there is room for now."""
        self._fit()

    def _fit(self) -> None:
        text = self.text
        if text is not None:
            self.virtual_size = Size(min(self._room(len(text.lines)), _WIDEST), len(text.lines))
            if _CAN_MEASURE:
                self._scroll_update(self.virtual_size)
            else:
                self.refresh(layout=True)
        self.refresh()

    def _room(self, lines: int) -> int:
        """Columns beside the scroll bar, if that many lines need one."""
        return self.size.width - (self.styles.scrollbar_size_vertical if lines > self.size.height else 0)

    @property
    def text(self) -> FormText | None:
        """What is shown, as it is set now."""
        return self._text_of(self._form) if self._form is not None else None

    def _text_of(self, form: Form) -> FormText | None:
        if self.size.width <= 0:
            return None
        whole = form.set(self._room(0))
        return form.set(self._room(len(whole.lines)))

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
            self.scroll_to(y=wanted[0] if by > 0 else wanted[-1], animate=False, immediate=True)

    @property
    def page(self) -> tuple[int, int]:
        """The number of the page in sight, and how many there are."""
        text = self.text
        if text is None:
            return 1, 1
        middle = round(self.scroll_y) + self.size.height // 3
        return max(1, sum(y <= middle for y in text.pages)), max(1, len(text.pages))

    # Drawing -------------------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """As Textual's; lines that have been drawn are not drawn again."""
        text, first = self.text, crop.y - self.gutter.top
        count = len(text.lines) if text is not None else 0
        height, above = self.size.height, self.scroll_offset.y
        tokens = [
            self._token(y + above, count) if 0 <= y < height else None
            for y in range(first, first + crop.height)
        ]
        look = (self.outer_size, self.background_colors, self.visual_style)
        strips = self._kept.take(look, tokens, partial(self._draw, crop.y))
        whole = crop.column_span == (0, self.outer_size.width)
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    def _token(self, number: int, count: int) -> Hashable:
        return (self._form, number) if number < count else -1

    def _draw(self, top: int, first: int, count: int) -> list[Strip]:
        return super().render_lines(Region(0, top + first, self.outer_size.width, count))

    def render_line(self, y: int) -> Strip:
        """A line of the form."""
        text, number, width = self.text, y + self.scroll_offset.y, self.size.width
        style = self.visual_style
        if text is None or number >= len(text.lines):
            return Strip.blank(width, style.rich_style)
        drawn = Visual.to_strips(self, text.lines[number], width, 1, style)
        return (drawn or [Strip.blank(width, style.rich_style)])[0]
