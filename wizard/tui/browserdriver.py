"""The app's driver in a browser: textual-serve's, with what it lacks.

What must stay true: packets are never mixed, whichever thread writes them, and an app whose server has gone ends.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from textual import events, messages
from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size

from wizard.tui.browser import tell_page

if TYPE_CHECKING:
    from wizard.tui.app import LovApp

__all__ = ["BrowserDriver"]


class BrowserDriver(WebDriver):
    """See the module. `lov serve` names it to Textual in the app's environment."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        self._writing = Lock()
        self._write = self._write_whole  # type: ignore[assignment]  # Textual sets a partial; this is called alike

    def _write_whole(self, data: bytes) -> None:
        """Write one packet: all of it, and nothing of another in between."""
        left = memoryview(data)
        with self._writing:
            while left:
                left = left[os.write(self.fileno, left) :]

    def start_application_mode(self) -> None:
        """Begin; and tell the page of the theme, now and when it changes."""
        super().start_application_mode()
        app = cast("LovApp", self._app)
        self.write_meta({"type": "lov", "language": app.tr.language, "theme": _ground(app)})
        app.theme_changed_signal.subscribe(app, lambda _: tell_page(app, theme=_ground(app)))

    def run_input_thread(self) -> None:
        """Read until the server goes; then there is nobody to draw for."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Our own words; the rest is textual-serve's. Called in the thread that reads."""
        match packet_type, payload:
            case "redraw", {"width": int(width), "height": int(height)}:
                self._size = (width, height)
                self._app.post_message(events.Callback(callback=self._redraw))
            case "files", {"paths": list(paths)}:
                found = [Path(path) for path in paths if isinstance(path, str)]
                self._app.post_message(events.Callback(callback=lambda: _take_files(self._app, found)))
            case _:
                super().on_meta(packet_type, payload)

    async def _redraw(self) -> None:
        """Draw everything: the window is new and empty."""
        size = Size(*(self._size or (80, 24)))
        self._app.post_message(events.Resize(size, size))
        self._app.refresh(layout=True)


def _take_files(app: App[Any], paths: list[Path]) -> None:
    """Files have come up: they are for the question on the screen, where that takes files."""
    from wizard.tui.fields.files import FilesField  # noqa: PLC0415  it asks here whether there is a browser

    for field in app.screen.query(FilesField):
        field.post_message(FilesField.Wanted(field, paths))
        return


def _ground(app: App[Any]) -> str:
    return "dark" if app.current_theme.dark else "light"
