"""The wizard in a browser on the same machine: textual-serve's protocol behind a guard of our own.

Each window of the browser has a terminal app of its own, a child process that `textual_serve` starts and talks
to. What must stay true: nothing but this machine is listened to; whoever has not opened the launch link, or
speaks from another page, gets nothing, neither over HTTP nor over the socket; the page loads nothing from
anywhere else; nothing a person has typed becomes markup in it; and when the server ends, however it ends, no
child is left.

    limits.py    how much of everything       guard.py     who may ask for what: pure
    headers.py   what browsers are told       messages.py  what a window may say: pure
    names.py     names of files, both ways    page.py      the page and its words
    child.py     one terminal app             sessions.py  those there are, and their windows
    uploads.py   files on their way in        server.py    the routes
    static/      the page's own script, style and typeface, and xterm.js
"""

from __future__ import annotations

from typing import Final

__all__ = ["BROWSER_DRIVER"]

BROWSER_DRIVER: Final = "wizard.tui.browserdriver:BrowserDriver"
"""Textual's name of the driver that the app draws with in a browser. An app that has it needs no terminal."""
