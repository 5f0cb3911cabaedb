"""A page of a form as it will look on paper, where the terminal can show pictures.

The picture is written past Textual onto an empty part of the screen, and again whenever that part was cleared.
Nothing of it passes through text, so nothing on a form can steer the terminal: what is written is points.
"""

from __future__ import annotations

import asyncio
import fcntl
import struct
import sys
import termios
from contextlib import suppress
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from wizard.i18n import Message, msg
from wizard.tui.keys import key
from wizard.tui.pictures import CLEARED, Protocol, encoded
from wizard.tui.raster import WHOLE, Window, raster
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.pair import Ends
from wizard.tui.widgets.say import Say
from wizard.tui.words import plain

__all__ = ["PageImageScreen"]

_CELL: Final = (8, 16)
"""Points of a character, where the terminal does not tell."""
_MOST: Final = 1000
"""Points of width and height that xterm takes of a sixel picture; it shows nothing of a larger one."""
_CLOSER: Final = 0.5
"""The share of a page's height that is seen when one looks closer."""
_STEP: Final = 0.25


class PageImageScreen(LovScreen[None]):
    """See the module. `data` is the filled form, `pages` how many it has, and `page` (from 0) where to begin."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape,i", "back", msg("Back"), name="nav.back"),
        key("n,pagedown,space", "turn(1)", msg("Next page"), name="image.next"),
        key("p,pageup", "turn(-1)", msg("Previous page"), name="image.previous"),
        key("z", "closer", msg("Closer or whole"), name="image.closer"),
        key("down", "move(1)", msg("Down"), name="image.down"),
        key("up", "move(-1)", msg("Up"), name="image.up"),
    ]

    def __init__(self, title: Message, data: bytes, pages: int, page: int, protocol: Protocol) -> None:
        super().__init__()
        self._title = title
        self._data = data
        self._pages = pages
        self._page = page
        self._protocol = protocol
        self._window = WHOLE

    def body(self) -> ComposeResult:
        """The title, and room for the picture."""
        with Vertical(classes="picture"):
            yield Say(self._heading(), id="title", classes="heading")
            yield Static(id="paper")

    def _heading(self) -> Ends:
        where = msg("page {n} of {total}", n=self._page + 1, total=self._pages)
        return Ends(plain(self.tr(self._title), "bold"), self.said(where, "$quiet"))

    def on_mount(self) -> None:
        """Draw when the screen has been drawn."""
        self.call_after_refresh(self.draw)

    def on_resize(self) -> None:
        """Another terminal, another picture."""
        self.call_after_refresh(self.draw)

    async def redraw(self) -> None:
        """As every screen, and the picture anew."""
        await super().redraw()
        self.call_after_refresh(self.draw)

    @work(exclusive=True, group="picture")
    async def draw(self) -> None:
        """Make the picture in a thread and write it where there is room for it."""
        paper = self.query_one("#paper", Static)
        region, cell = paper.content_region, _cell_size()
        if region.width < 1 or region.height < 1:
            return
        most = _MOST if self._protocol is Protocol.SIXEL else None
        sizes = (n * points for n, points in zip(region.size, cell, strict=True))
        width, height = (min(size, most or size) for size in sizes)
        picture = await asyncio.to_thread(raster, self._data, self._page, (width, height), self._window)
        told = await asyncio.to_thread(encoded, picture, self._protocol)
        driver = self.app._driver  # noqa: SLF001  Textual has no way to write what is no text
        if driver is not None and self.is_active:
            left = region.x + (region.width - picture.width // cell[0]) // 2
            driver.write(f"\x1b7\x1b[{region.y + 1};{left + 1}H{told}\x1b8")
            driver.flush()

    def _again(self) -> None:
        self.refresh_bindings()
        self.query_one("#title", Say).say(self._heading())
        self._clear()
        self.query_one("#paper", Static).refresh()
        self.call_after_refresh(self.draw)

    def _clear(self) -> None:
        driver = self.app._driver  # noqa: SLF001  as above
        if driver is not None and self._protocol is Protocol.KITTY:
            driver.write(CLEARED)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Up and down only where there is more than is seen."""
        if action == "move":
            return self._window != WHOLE
        return super().check_action(action, parameters)

    def action_turn(self, by: int) -> None:
        """To another page."""
        page = self._page + by
        if 0 <= page < self._pages:
            self._page = page
            self._window = WHOLE if self._window == WHOLE else Window(0, _CLOSER)
            self._again()

    def action_closer(self) -> None:
        """Half a page at a time, or all of it."""
        self._window = Window(0, _CLOSER) if self._window == WHOLE else WHOLE
        self._again()

    def action_move(self, by: int) -> None:
        """Up and down the page, when one looks closer."""
        if self._window == WHOLE:
            return
        top = min(max(self._window.top + by * _STEP, 0), 1 - _CLOSER)
        if top != self._window.top:
            self._window = Window(top, top + _CLOSER)
            self._again()

    def action_back(self) -> None:
        """To the form as text."""
        self._clear()
        self.dismiss()


def _cell_size() -> tuple[int, int]:
    """Width and height of a character in points, as the terminal tells it."""
    with suppress(OSError, AttributeError, ValueError):
        told = fcntl.ioctl(
            (sys.__stderr__ or sys.stderr).fileno(), termios.TIOCGWINSZ, b"\0" * 8
        )  # where Textual draws
        lines, columns, width, height = struct.unpack("HHHH", told)
        if width and height and lines and columns:
            return max(1, width // columns), max(1, height // lines)
    return _CELL
