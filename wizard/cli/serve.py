"""`lov serve`: the wizard in the browser of this computer, behind a link that works once."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import click

from wizard import resources
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import ServeOut
from wizard.i18n import msg

__all__ = ["serve"]


@click.command(
    cls=Command,
    about=msg(
        "The wizard in the browser of this computer. Prints a link that lets one browser in, once. Only this computer is "
        "listened to, and the page loads nothing from anywhere else. Ends with ctrl+c."
    ),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    about=msg("The port to listen on; 0 takes one that is free."),
)
@option("--open", "opens", is_flag=True, about=msg("Open the link in the browser at once."))
@json_option
@pass_door
def serve(door: Door, *, port: int, opens: bool) -> int:
    """Serve until ctrl+c or SIGTERM."""
    if find_spec("textual_serve") is None:
        door.say(msg("lov serve needs two more packages. Install them with: {command}", command=_INSTALL))
        return Exit.USAGE
    from wizard.web.serving import Serving  # noqa: PLC0415  heavy
    from wizard.web.serving import serve as run  # noqa: PLC0415  as above

    def tell(link: str) -> None:
        _tell(door, link)
        if opens:
            click.launch(link)

    is_asked = sys.stdin is not None and sys.stdin.isatty() and not door.as_json
    run(
        Serving(
            arguments=lambda language: _arguments(door, language),
            folder=door.folder,
            language=door.language,
            port=port,
            on_link=tell,
            on_fault=lambda error: _tell_fault(door, error),
            asks=sys.stdin.fileno() if is_asked else None,
        )
    )
    door.say(msg("lov serve has ended. What was saved is kept."))
    return Exit.DONE


_INSTALL = "pip install 'lov[serve]'"


def _tell(door: Door, link: str) -> None:
    """The link on stdout, what to know about it on stderr."""
    out: ServeOut = {"url": link, "pid": os.getpid()}
    door.give(out)
    if not door.as_json:
        door.say(msg("Open this link in a browser on this computer. It works once:"))
        door.print(link)
        door.say(msg("For another browser: press enter here. To end: ctrl+c."))
    sys.stdout.flush()


def _tell_fault(door: Door, error: Exception) -> None:
    from wizard.cli.run import tell_fault  # noqa: PLC0415  it knows all commands

    tell_fault(error, replace(door, as_json=False))  # stdout has its document already


def _arguments(door: Door, language: str | None) -> list[str]:
    """What each window's app is started with: the settings of this call."""
    settings: dict[str, Any] = {
        "--lang": language or door.language,
        "--data-dir": door.folder,
        "--content": resources.content_root(),
        "--today": door.today_given,
    }
    return [str(part) for name, value in settings.items() if value is not None for part in (name, value)]
