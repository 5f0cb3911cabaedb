"""`lov batch worker`, and the other end of the queue for `lov batch run --queue`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    from wizard.batch.ledger import Key, Ledger
    from wizard.batch.running import Carrier
    from wizard.batch.work import Settings

__all__ = ["carrier_for", "worker"]


class NoQueueError(Exception):
    """No database was named."""

    def __init__(self) -> None:
        self.message: Message = msg(
            "The queue is in the team's PostgreSQL. Set LOV_DATABASE_URL to its address, such as "
            "postgresql://user@host/database."
        )
        super().__init__(str(self.message))


@click.command(
    cls=Command,
    about=msg(
        "Take work that lov batch run --queue hands out, until stopped. Start as many as there are processors, on any "
        "machine that reaches the team's PostgreSQL (LOV_DATABASE_URL) and has the same version of lov."
    ),
)
@option("--once", is_flag=True, about=msg("Stop when the queue is empty."))
@pass_door
def worker(door: Door, *, once: bool) -> int:
    """Work until there is nothing to do, or for ever."""
    url = _url(door)
    from wizard.batch.clusterworker import run_worker  # noqa: PLC0415  heavy

    logging.getLogger("procrastinate").setLevel(
        logging.CRITICAL
    )  # it would tell of jobs, and we tell of troubles
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    door.say(msg("Ready for work. Ctrl-C stops after the present chunk."))
    run_worker(url, is_once=once, on_trouble=lambda: door.say(msg("The database is away. Trying again.")))
    return Exit.DONE


def carrier_for(door: Door, settings: Settings, folder: Path) -> Callable[[Ledger, Key], Carrier]:
    """What hands the chunks of a run to the queue. Raises where there is none."""
    url = _url(door)
    from wizard.batch.cluster import QueueCarrier  # noqa: PLC0415  heavy
    from wizard.batch.clusterdb import set_up  # noqa: PLC0415  as above

    set_up(url)
    door.say(msg("The work is in the queue. Start lov batch worker on each machine that shall take part."))
    return lambda ledger, key: QueueCarrier(url, settings, folder, key, ledger.token)


def _url(door: Door) -> str:
    url = door.database_url
    if url is None or not url.startswith("postgres"):
        raise NoQueueError
    return url
