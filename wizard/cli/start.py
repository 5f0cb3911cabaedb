"""`lov` without a command: the wizard on a terminal; elsewhere a sentence that says so, and what to use instead."""

from __future__ import annotations

import os
import sys

from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import msg
from wizard.web import BROWSER_DRIVER

__all__ = ["is_full_terminal", "start_wizard"]


def start_wizard(door: Door) -> int:
    """Open the wizard, where there is a terminal it can draw on."""
    if door.plain or not is_full_terminal():
        door.say(msg("The wizard needs a terminal that can be drawn on, and there is none here."))
        door.say(
            msg(
                "In plain lines: lov chat --area AREA asks the same questions one by one, and lov chat goes on with the last draft. lov --help lists all commands."
            )
        )
        return Exit.USAGE
    if door.open_app is None:
        raise RuntimeError
    return door.open_app(door)


def is_full_terminal() -> bool:
    """Whether both streams are a terminal that understands more than lines."""
    if os.environ.get("TEXTUAL_DRIVER") == BROWSER_DRIVER:
        return True  # the page of `lov serve` is the terminal
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in ("", "dumb")
