"""The bar at the top: what is open, whether it is saved, in which language, and where help is."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.visual import Visual
from textual.widget import Widget

from wizard.i18n import msg
from wizard.tui.host import host
from wizard.tui.standing import when
from wizard.tui.widgets.pair import GAP, Ends
from wizard.tui.words import Content, plain, said, spaced

__all__ = ["TopBar"]

_LONGEST_NOTE: Final = 40
_GAP: Final = 3
LEAST: Final = (40, 12)
"""Columns and lines below which a question finds no room."""


class TopBar(Widget):
    """One line, from the app's standing."""

    def on_mount(self) -> None:
        """Follow the standing."""
        self.watch(host(self), "standing", self._changed, init=False)

    def _changed(self) -> None:
        self.refresh()

    def render(self) -> Visual:
        """Name and draft to the left, save state, language and help to the right."""
        app = host(self)
        standing, tr = app.standing, app.tr
        if app.size.width < LEAST[0] or app.size.height < LEAST[1]:
            return said(msg("Make the window larger"), tr, "bold $warn")
        name = standing.label or (tr(msg("(no name yet)")) if standing.area is not None else "")
        area = plain(f"· {tr(standing.area)}", "$quiet") if standing.area is not None else plain("")
        left = spaced(plain("lov", "bold $mark"), spaced(plain(name, "bold"), area, by=" "))
        right = spaced(self._saved(), plain(tr.language, "$quiet"), self._help(), by=" " * _GAP)
        room = max(1, self.content_size.width - right.cell_length - GAP)
        return Ends(left.truncate(room, ellipsis=True), right)

    async def on_click(self, event: events.Click) -> None:
        """What stands at the right edge does what it says: help, and the language before it."""
        at = event.get_content_offset(self)
        help_from = self.content_size.width - self._help().cell_length
        if at is None or at.x < help_from - _GAP - len(host(self).tr.language):
            return
        await self.app.run_action("app.help" if at.x >= help_from else "app.next_language")

    def _help(self) -> Content:
        return spaced(plain("F1", "$mark"), said(msg("Help"), host(self).tr, "$quiet"), by=" ")

    def _saved(self) -> Content:
        app = host(self)
        if app.standing.is_refused:
            return plain("✗ ", "bold $fault") + said(msg("Not saved"), app.tr, "bold $fault")
        if app.standing.note is not None:
            return said(app.standing.note, app.tr, "$mark").truncate(_LONGEST_NOTE, ellipsis=True)
        if app.standing.saved_at is None:
            return plain("")
        time = when(app.standing.saved_at, app.clock(), app.tr)
        return said(msg("Saved {time}", time=time), app.tr, "$good")
