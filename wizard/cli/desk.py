"""`lov desk`: the officer's app over an inbox; and the same queue, cases and log in plain lines and as data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Translator, msg, nmsg

if TYPE_CHECKING:
    from wizard.desk import Ledger, Matter
    from wizard.desk.log import Logged
    from wizard.screening import Desk

__all__ = ["desk", "ledger_of", "screening_desk"]

_STAGES = ("refused", "supplement", "judge", "complete", "requested", "done")
_COLUMNS = ("number", "applicant", "errand", "stage", "open", "came", "holder")


@click.command(
    cls=Command,
    about=msg(
        "Work at an inbox: what has come in, what the rules say of it, and what you decide. "
        "With --list or --json, tell the queue instead; with --log, what officers have done. lov decide decides by command. "
        "Exit code of --list: 0, nothing waits for anybody. 1: something does. Of --log: 1 where the log is not whole."
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@option("--list", "is_listed", is_flag=True, about=msg("Tell the queue, in plain lines."))
@option(
    "--log", "is_log", is_flag=True, about=msg("Tell what officers have done, and whether the log is whole.")
)
@option("--status", type=click.Choice(_STAGES), about=msg("Only cases with this status."))
@option("--area", about=msg("Only cases of this area."))
@option("--text", default="", about=msg("Only cases in which these words are found."))
@option("--sort", type=click.Choice(_COLUMNS), default="came", about=msg("Sort by this column."))
@option("--reverse", is_flag=True, about=msg("The last first."))
@json_option
@pass_door
def desk(  # noqa: PLR0913  each is an option of its own
    door: Door,
    folder: Path,
    *,
    is_listed: bool,
    is_log: bool,
    status: str | None,
    area: str | None,
    text: str,
    sort: str,
    reverse: bool,
) -> int:
    """Open the app, or tell what it would show."""
    if not folder.is_dir():
        door.say(msg("There is no folder {path}.", path=str(folder)))
        return Exit.REFUSED
    if is_log:
        return _tell_log(door)
    if is_listed or door.as_json:
        from wizard.desk.matters import Stage  # noqa: PLC0415  heavy
        from wizard.desk.queue import Column, View, listed  # noqa: PLC0415  as above

        view = View(text, Stage(status) if status else None, area, Column(sort), reverse)
        return _tell_queue(listed(_matters(folder, door), view, door.tr), door)
    return _open(folder, door)


def _open(folder: Path, door: Door) -> int:
    from wizard.cli.start import is_full_terminal  # noqa: PLC0415  only here

    if door.plain or not is_full_terminal():
        door.say(msg("The desk needs a terminal that can be drawn on, and there is none here."))
        door.say(
            msg("In plain lines: lov desk DIR --list tells the queue, --json all of it, lov decide decides.")
        )
        return Exit.USAGE
    if door.open_desk is None:
        raise RuntimeError
    return door.open_desk(door, folder)


def screening_desk(door: Door) -> Desk:
    """What screening needs."""
    from wizard import resources  # noqa: PLC0415  seldom needed
    from wizard.blanks import load_blanks  # noqa: PLC0415  heavy
    from wizard.screening import Desk  # noqa: PLC0415  as above

    return Desk(door.content, load_blanks(resources.content_root()), door.today, door.tr)


def ledger_of(door: Door) -> Ledger:
    """The officers' decisions, as they are now."""
    from wizard.desk import Ledger  # noqa: PLC0415  heavy

    ledger = Ledger(door.store)
    ledger.refresh()
    return ledger


def _matters(folder: Path, door: Door) -> tuple[Matter, ...]:
    from wizard.desk.room import Room  # noqa: PLC0415  heavy

    room = Room(folder, screening_desk(door), ledger_of(door), jobs=os.cpu_count() or 1)
    door.on_close.append(room.close)
    for filed in room.file(room.look().new):
        room.put(filed)
    return room.matters


def _tell_queue(matters: Sequence[Matter], door: Door) -> int:
    from wizard.cli.deskoutputs import desk_out  # noqa: PLC0415  only here
    from wizard.desk.matters import Stage  # noqa: PLC0415  heavy

    if not matters:
        door.say(msg("There is no such case in the inbox."))
    for matter in matters:
        for line in _case_lines(matter, door.tr):
            door.print(line)
    door.give(desk_out(matters, door.tr))
    waits = any(matter.stage not in (Stage.COMPLETE, Stage.DONE, Stage.REQUESTED) for matter in matters)
    return Exit.NOT_PASSED if waits else Exit.DONE


def _case_lines(matter: Matter, tr: Translator) -> Iterator[str]:
    from wizard.desk.matters import STAGES  # noqa: PLC0415  heavy

    filed = matter.filed
    name = " · ".join(filter(None, (filed.applicant or filed.name, filed.unit)))
    yield f"{filed.number}  {tr(STAGES[matter.stage])}  {name}"
    told = [tr(filed.errand) if filed.errand is not None else filed.name]
    told += [tr(nmsg("{count} finding open", "{count} findings open", matter.open))] if matter.open else []
    told += [tr(msg("came in {day}", day=filed.arrival.came_at.astimezone().date()))]
    if matter.holder is not None:
        told.append(tr(msg("with {who}", who=matter.holder.decision.who or msg("somebody"))))
    yield "          " + " · ".join(told)


def _tell_log(door: Door) -> int:
    from wizard.cli.deskoutputs import desk_log  # noqa: PLC0415  only here
    from wizard.desk.log import read_log  # noqa: PLC0415  heavy

    logged = read_log(door.store)
    for line in _log_lines(logged, door.tr):
        door.print(line)
    door.give(desk_log(logged, door.tr))
    return Exit.NOT_PASSED if logged.faults else Exit.DONE


def _log_lines(logged: Logged, tr: Translator) -> Iterator[str]:
    for line in logged.lines:
        who = f"  {line.who}" if line.who else ""
        yield f"{line.seq}  {line.at.astimezone():%Y-%m-%d %H:%M}{who}  {tr(line.act)}  {line.number}  {line.label}"
        yield from (f"      {text}" for text in (line.finding, line.reason) if text)
    yield from (tr(fault) for fault in logged.faults)
    if logged.faults:
        return
    whole = nmsg(
        "The chain of {count} entry is whole. It ends with {head}.",
        "The chain of {count} entries is whole. It ends with {head}.",
        logged.entries,
        head=logged.head,
    )
    yield tr(whole)
