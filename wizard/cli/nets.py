"""The net for commands: opened when first asked for, and what is said of where an answer comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.commands import option
from wizard.cli.door import Door
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.registers import Net

__all__ = ["OFFLINE", "NotAskedError", "offline_option", "open_net", "when"]

OFFLINE = "LOV_OFFLINE"


class NotAskedError(Exception):
    """A look-up cannot be made as it was asked for; nobody was asked."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


offline_option = option(
    "--offline",
    is_flag=True,
    about=msg(
        "Ask nobody: show what earlier look-ups brought, and say what was not looked up (also LOV_OFFLINE)."
    ),
)


def open_net(door: Door, *, offline: bool) -> Net:
    """The way to the net of this call. Closed with the door."""
    from wizard.registers import Net  # noqa: PLC0415  only where something is looked up

    net = Net(door.folder, offline=offline or bool(door.environment.get(OFFLINE)), now=door.clock)
    door.on_close.append(net.close)
    return net


def when(fetched: datetime) -> Message:
    """The day and time of a look-up, on the clock of this computer."""
    return Message(f"{fetched.astimezone():%Y-%m-%d %H:%M}")
