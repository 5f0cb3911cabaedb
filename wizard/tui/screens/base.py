"""What all screens have in common: the bar at the top, the keys at the bottom, and being said anew.

A screen composes its `body`; everything in words is made there, so that a change of language is a new
composition. What a person has typed and not confirmed must outlive that: screens that hold such things keep
them in `keep` and put them back when they compose.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar

from textual.app import ComposeResult
from textual.events import Resize, ScreenResume

from wizard.i18n import Message, Translator
from wizard.tui.host import host
from wizard.tui.leaving import LeavesOnce
from wizard.tui.widgets.keybar import KeyBar
from wizard.tui.widgets.topbar import TopBar
from wizard.tui.words import Content, said

__all__ = ["LovScreen"]

R = TypeVar("R")


class LovScreen(LeavesOnce[R]):
    """See the module. `R` is what the screen gives back when it is left."""

    def __init__(self) -> None:
        super().__init__()
        self._redrawing = asyncio.Lock()
        """Two compositions at once would leave everything there twice."""

    @property
    def takes_keys(self) -> bool:
        """Not while it is composed anew."""
        return super().takes_keys and not self._redrawing.locked()

    @property
    def tr(self) -> Translator:
        """Words in the language of the app."""
        return host(self).tr

    def said(self, message: Message, style: str = "") -> Content:
        """A sentence as content."""
        return said(message, self.tr, style)

    def compose(self) -> ComposeResult:
        """The frame, with the screen's own body in it."""
        self._fit()
        yield TopBar()
        yield from self.body()
        yield KeyBar()

    def body(self) -> ComposeResult:
        """What stands between the two bars."""
        raise NotImplementedError

    async def _on_resize(self, event: Resize) -> None:  # noqa: ARG002  as below
        """The bar at the top says so where the window is too small."""
        for bar in self.query(TopBar):
            bar.refresh()

    def _on_screen_resume(self, event: ScreenResume) -> None:  # noqa: ARG002  Textual's signature
        """The terminal may have grown or shrunk while another screen was on top. Textual calls its own as well."""
        self._fit()

    def _fit(self) -> None:
        """Be narrow or wide from the first picture on; Textual says so only after it."""
        steps = sorted(self.app.HORIZONTAL_BREAKPOINTS or (), reverse=True)
        fitting = next((name for least, name in steps if self.app.size.width >= least), None)
        self.update_classes({name: name == fitting for _, name in steps}, animate=False)

    def keep(self) -> None:
        """Remember what is on the screen and nowhere else; called before the screen is composed anew."""

    def has_unsaved(self) -> bool:
        """Whether something was typed that has not been saved."""
        return False

    async def redraw(self) -> None:
        """Compose the screen anew, in the language of now, with the keyboard where it was."""
        async with self._redrawing:
            self.keep()
            focused = self.focused.id if self.focused is not None else None
            await self.recompose()
            wanted = self.query(f"#{focused}") if focused is not None else None
            for widget in (*(wanted or ()), *self.query(self.AUTO_FOCUS or "*")):
                if widget.focusable:
                    self.set_focus(widget)  # at once: the next key may be under way
                    break
