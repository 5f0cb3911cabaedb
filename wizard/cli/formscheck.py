"""`lov forms check`: whether the blanks in use are still those that their publishers have.

A blank that was taken in says in its map where it is published (`published`). lov's own layouts are published by
nobody; the pages they were made after are what `lov watch` looks at.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard import resources
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.nets import offline_option, open_net, when
from wizard.cli.watchoutputs import FormCheckOut
from wizard.files import write_atomically
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    from wizard.blanks import Blank
    from wizard.registers import Net

__all__ = ["check_forms"]

_WORDS = {
    "current": msg("is the one that is published"),
    "changed": msg("is not the one that is published now"),
    "gone": msg("is not published any more"),
    "own": msg("is lov's own layout, and published by nobody else"),
    "not_looked_up": msg("was not looked up"),
}
_AMISS = frozenset({"changed", "gone"})


@click.command(
    cls=Command,
    about=msg(
        "Ask the publishers of the blanks whether those in use are still current. A blank names its publisher in its "
        "map: published. Exit code 0: all are. 1: one is not, or could not be looked up."
    ),
)
@option(
    "--save",
    type=click.Path(path_type=Path, file_okay=False),
    about=msg("Put new editions into this folder, for lov forms diff."),
)
@offline_option
@json_option
@pass_door
def check_forms(door: Door, *, save: Path | None, offline: bool) -> int:
    """Check each blank."""
    from wizard.blanks import load_blanks  # noqa: PLC0415  heavy

    net = open_net(door, offline=offline)
    rows = [_checked(door, net, blank, save) for blank in load_blanks(resources.content_root()).values()]
    for row in rows:
        door.print(f"{row['blank']}  {row['edition']}  {door.tr(_WORDS[row['status']])}")
        if row["why"]:
            door.print(f"    {row['why']}")
        if row["saved"]:
            door.say(msg("Written: {path}", path=row["saved"]))
    _tell_end(door, rows)
    door.give({"forms": rows})
    statuses = {row["status"] for row in rows}
    is_unknown = "not_looked_up" in statuses and not offline
    return Exit.NOT_PASSED if statuses & _AMISS or is_unknown else Exit.DONE


def _tell_end(door: Door, rows: list[FormCheckOut]) -> None:
    asked = [row for row in rows if row["status"] != "own"]
    if not asked:
        door.print(
            msg("Nobody was asked: all blanks are lov's own. The pages they were made after: lov watch")
        )


def _checked(door: Door, net: Net, blank: Blank, save: Path | None) -> FormCheckOut:
    data = (blank.folder / "form.pdf").read_bytes()
    row: FormCheckOut = {
        "blank": blank.id,
        "title": blank.map.title,
        "edition": blank.map.edition,
        "status": "own",
        "address": blank.map.published,
        "sha256": sha256(data).hexdigest(),
        "published_sha256": None,
        "etag": None,
        "modified": None,
        "looked_up": None,
        "why": None,
        "saved": None,
    }
    if blank.map.published is not None:
        _ask(door, net, blank.map.published, row, save)
    return row


def _ask(door: Door, net: Net, published: str, row: FormCheckOut, save: Path | None) -> None:
    """Ask the publisher, and write down what it says."""
    from wizard.registers import Ask, Limits, NetError, Refusing  # noqa: PLC0415  only where something is looked up
    from wizard.registers.asking import PDF  # noqa: PLC0415  as above
    from wizard.registers.watching import hosts_of, secure  # noqa: PLC0415  as above

    address = secure(published)
    try:
        reply = net.get(
            Ask(address, hosts_of(address), PDF, limits=Limits(size=40 * 1024 * 1024, total=120.0))
        )
    except NetError as error:
        is_gone = isinstance(error, Refusing) and error.status in (404, 410)
        row["status"] = "gone" if is_gone else "not_looked_up"
        row["why"] = door.tr(error.message)
        return
    row["published_sha256"] = reply.sha256
    row["etag"], row["modified"] = reply.etag or None, reply.modified or None
    row["looked_up"] = reply.fetched.isoformat(timespec="seconds")
    if reply.trouble is not None:
        row["status"], row["why"] = "not_looked_up", door.tr(_earlier(reply.trouble, when(reply.fetched)))
        return
    row["status"] = "current" if reply.sha256 == row["sha256"] else "changed"
    if row["status"] == "changed" and save is not None:
        save.mkdir(parents=True, exist_ok=True)
        target = save / f"{row['blank']}.pdf"
        write_atomically(target, reply.body, mode=0o644)
        row["saved"] = str(target)


def _earlier(why: Message, day: Message) -> Message:
    return msg("{why} It was last looked up {day}.", why=why, day=day)
