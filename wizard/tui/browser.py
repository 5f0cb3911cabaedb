"""The app in a browser: what it tells the page round it, and what comes from there.

`lov serve` starts the app with this driver. Over textual-serve's protocol it tells which draft is open, which
language and theme are shown and whether the question takes files, and it hears of files that have come up and of
windows that came back. On a terminal all of this does nothing.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any, Final, cast

from textual.app import App
from textual.dom import DOMNode

if TYPE_CHECKING:
    from textual.drivers.web_driver import WebDriver

    from wizard.tui.app import LovApp

__all__ = ["ask_for_files", "is_in_browser", "opened", "tell_page"]

_OPEN_DRAFT: Final = "LOV_OPEN_DRAFT"
"""The draft that the window before this one had open."""


def is_in_browser(node: DOMNode) -> bool:
    """Whether the app is shown in a browser."""
    return node.app.is_web


def tell_page(app: App[Any], **words: str | bool) -> None:
    """Tell the page round the app something; on a terminal there is none."""
    if app.is_web:
        driver = cast("WebDriver", app._driver)  # noqa: SLF001  Textual offers no way to it
        driver.write_meta({"type": "lov", **words})


def ask_for_files(app: App[Any]) -> None:
    """Let the person choose files in the browser's own window."""
    tell_page(app, pick=True)


async def opened(app: LovApp) -> None:
    """The services are there: go back to the draft that an earlier window had open."""
    draft = os.environ.pop(_OPEN_DRAFT, None)
    if draft is None or app.services is None or not is_in_browser(app):
        return
    from wizard.store import StoreError  # noqa: PLC0415  heavy
    from wizard.tui.screens.tasks import TasksScreen  # noqa: PLC0415  not needed to draw the first screen

    try:
        session = await asyncio.to_thread(app.services.resume, draft)
    except StoreError:  # deleted meanwhile: the list of drafts is the right place
        return
    tasks = TasksScreen(session)
    await app.push_screen(tasks)
    tasks.go_on()
