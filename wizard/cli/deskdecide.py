"""`lov decide`: what an officer does at the desk, by command: judge a finding, take a case, ask for a supplement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.desk import ledger_of, screening_desk
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Translator, msg

if TYPE_CHECKING:
    from wizard.desk.room import OpenCase, Room

__all__ = ["decide"]


@click.command(
    cls=Command,
    about=msg(
        "Decide of CASE (a package, folder or PDF in the inbox), or of one FINDING of it, named as lov desk --json names it. "
        "Another verdict than the rules give needs a reason. Decisions are added, never struck out. "
        "Exit code 1: somebody else has decided since --seen, and nothing was written."
    ),
)
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("finding", required=False)
@option(
    "--verdict",
    type=click.Choice(("met", "not_met", "accepted", "withdrawn")),
    about=msg("What you find; accepted: not met, and put up with; withdrawn: take your decision back."),
)
@option("--reason", default="", about=msg("Why."))
@option("--note", about=msg("Write a note on the finding, or on the case."))
@option("--take", "taken", is_flag=True, about=msg("Take the case."))
@option("--release", "released", is_flag=True, about=msg("Give the case back."))
@option("--done", "done", is_flag=True, about=msg("The case is done."))
@option("--reopen", "reopened", is_flag=True, about=msg("Take the case up again."))
@option(
    "--letter",
    type=click.Path(path_type=Path, dir_okay=False),
    about=msg(
        "Write the letter that asks for a supplement, in Swedish, and say that it was asked for; as a PDF where the name ends so."
    ),
)
@option("--seen", type=int, about=msg("The number (seq) of the last decision you have seen; 0 for none."))
@json_option
@pass_door
def decide(  # noqa: PLR0913  each is an option of its own
    door: Door,
    case: Path,
    finding: str | None,
    *,
    verdict: str | None,
    reason: str,
    note: str | None,
    taken: bool,
    released: bool,
    done: bool,
    reopened: bool,
    letter: Path | None,
    seen: int | None,
) -> int:
    """Do one thing with a case, and tell how it stands then."""
    flags = {"taken": taken, "released": released, "done": done, "reopened": reopened}
    steps = [name for name, is_set in flags.items() if is_set]
    if sum(act is not None for act in (verdict, note, letter)) + len(steps) != 1:
        raise click.UsageError(
            door.tr(msg("Say one thing: --verdict, --note, --take, --release, --done, --reopen or --letter."))
        )
    if (verdict is not None) != (finding is not None) and note is None:
        raise click.UsageError(door.tr(msg("A verdict is of a FINDING; everything else is of the case.")))
    room = _room(case, door)
    opened = _opened(room, case)
    from wizard.desk import Say  # noqa: PLC0415  heavy
    from wizard.desk.letters import save_letter  # noqa: PLC0415  as above
    from wizard.store.screenings import DecidedMeanwhile  # noqa: PLC0415  as above

    try:
        if finding is not None:
            judged = opened.matter.finding(finding)
            room.ledger.judge(opened.matter, judged, Say(verdict or "note"), note or reason, seen=seen)
        elif letter is not None:
            path = save_letter(opened, letter, Translator.of("sv"))
            door.say(msg("Written: {path}", path=str(path)))
            _step(room, opened, "supplement", path.name, seen)
        else:
            _step(room, opened, steps[0] if steps else "note", note or reason, seen)
    except DecidedMeanwhile as error:
        return _tell_theirs(error, door)
    room.ledger.refresh()
    _tell(room.stand(opened), door)
    return Exit.DONE


def _room(case: Path, door: Door) -> Room:
    from wizard.desk.room import Room  # noqa: PLC0415  heavy

    room = Room(case, screening_desk(door), ledger_of(door))
    door.on_close.append(room.close)
    return room


def _opened(room: Room, case: Path) -> OpenCase:
    """The one case there is at the path. Raises `DeskError`."""
    from wizard.desk import DeskError  # noqa: PLC0415  heavy

    found = room.look().new
    if len(found) != 1 or found[0].parcel.refused is not None:
        raise DeskError(msg("There is not one case at {path}. Name the package itself.", path=str(case)))
    (filed,) = room.file(found)
    return room.open(filed)


def _step(room: Room, opened: OpenCase, step: str, text: str, seen: int | None) -> None:
    from wizard.desk import Step  # noqa: PLC0415  heavy

    room.ledger.step(opened.matter, Step(step), text, seen=seen)


def _tell_theirs(error: Exception, door: Door) -> int:
    from wizard.cli.deskoutputs import decision_out  # noqa: PLC0415  only here
    from wizard.store.screenings import DecidedMeanwhile  # noqa: PLC0415  heavy

    theirs = error.theirs if isinstance(error, DecidedMeanwhile) else ()
    door.say(DecidedMeanwhile.default)
    for ruling in theirs:
        told = decision_out(ruling)
        door.say(f"  {told['seq']}  {told['verdict']}  {told['who'] or ''}  {told['at']}  {told['reason']}")
    door.give({"status": "decided_meanwhile", "theirs": [decision_out(ruling) for ruling in theirs]})
    return Exit.NOT_PASSED


def _tell(opened: OpenCase, door: Door) -> None:
    from wizard.cli.deskoutputs import desk_case  # noqa: PLC0415  only here
    from wizard.desk.matters import STAGES  # noqa: PLC0415  heavy

    matter = opened.matter
    door.print(msg("{case}: {status}", case=matter.filed.name, status=STAGES[matter.stage]))
    door.give(desk_case(matter, door.tr))
