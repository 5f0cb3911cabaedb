"""The terminal app: one question a screen, over the same engine as every other door.

What must stay true: importing this package costs nothing; the first screen is drawn before the content is read
or the database is opened; no text from outside reaches Textual as markup (see `words`); and the app knows no
rule and no format: what a text means is asked of `wizard.flow.answers`, what follows of `wizard.rules`.

    app.py        wiring: language, theme, save state, keys that work everywhere
    services.py   the content and the store behind the screens, opened in a thread
    screens/      one file a screen        dialogs/   what is asked on top of a screen
    fields/       one file a kind of answer            widgets/   what screens are made of
    styles/       how it looks
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.blanks.confirm import Confirming
    from wizard.flow.content import Content
    from wizard.tui.app import LovApp

__all__ = ["let_go", "run_app", "run_desk_app", "run_map_app"]


def run_app(
    *,
    content: Content | Callable[[], Content],
    folder: Path,
    language: str,
    today: date,
    is_language_given: bool = True,
) -> int:
    """Run the app on this terminal and return the exit code: 0, 70 for a fault of ours, 128 + n for signal n.

    `content` may be a function that reads it; it is then called in a thread after the first screen is drawn.
    `folder` is the data folder with the drafts. A language that was not given with the command gives way to the
    one that the person has chosen in the app.
    """
    from wizard.tui.app import LovApp  # noqa: PLC0415  loads Textual

    app = LovApp(
        content=content,
        folder=folder,
        language=language,
        today=today,
        on_terminal=True,
        is_language_given=is_language_given,
    )
    return _run(app)


def run_map_app(confirming: Confirming, *, content: Content, folder: Path, language: str, today: date) -> int:
    """Let a person confirm a form's map on this terminal; the exit code is as for `run_app`."""
    from wizard.tui.mapapp import MapApp  # noqa: PLC0415  loads Textual

    app = MapApp(confirming, content=content, folder=folder, language=language, today=today, on_terminal=True)
    return _run(app)


def run_desk_app(  # noqa: PLR0913  as run_app
    inbox: Path,
    *,
    content: Content | Callable[[], Content],
    folder: Path,
    language: str,
    today: date,
    is_language_given: bool = True,
) -> int:
    """Let an officer work at an inbox on this terminal; everything else is as for `run_app`."""
    from wizard.tui.deskapp import DeskApp  # noqa: PLC0415  loads Textual

    app = DeskApp(
        inbox,
        content=content,
        folder=folder,
        language=language,
        today=today,
        on_terminal=True,
        is_language_given=is_language_given,
    )
    return _run(app)


def _run(app: LovApp) -> int:
    """Run an app to its end and give the exit code."""
    app.run()
    code = app.farewell()
    let_go()
    return code


def let_go() -> None:
    """Send what is still to be written; where the terminal has gone, to nowhere.

    Python would try once more on its way out, fail, and end with a code of its own.
    """
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
