"""`lov plan`: what has to be done when, forwards from today or backwards from a wanted day."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from wizard.cli.cases import open_case
from wizard.cli.commands import Command, Day, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.planoutputs import plan_out
from wizard.files import write_atomically
from wizard.flow.content import UnknownFlowError
from wizard.flow.interview import Interview
from wizard.flow.model import Area
from wizard.flow.problems import ContentError, Severity
from wizard.i18n import Message, msg
from wizard.timeline import NoPlanError, Plan, facts_of, make_plan, no_facts
from wizard.timeline.ics import calendar_file
from wizard.timeline.svg import svg_picture
from wizard.timeline.telling import plan_lines

__all__ = ["plan"]

_WIDEST = 100
_KINDS = ("application", "change", "termination", "golive", "correction")
_CAN_BE_A_DRAFT = frozenset("0123456789abcdef")


@click.command(
    cls=Command,
    about=msg(
        "Reckon the dates of an errand: for AREA, or for a draft or an answers file, whose answers the plan follows. "
        "Forwards from today, or backwards from the wanted day (--start), each step with reason and source. "
        "Exit code 0: the plan holds. 1: something stands in the way of the wanted day. 3: it cannot be planned."
    ),
)
@click.argument("area", required=False)
@option("--answers", type=click.Path(path_type=Path), about=msg("Follow the answers in this file."))
@option("--kind", type=click.Choice(_KINDS), about=msg("The errand; by default the application."))
@option("--start", type=Day(), about=msg("The wanted day: of the start, of the change, or the last day."))
@option(
    "--submit",
    type=Day(),
    about=msg("The day of the first step: application or notice handed in, refusal received."),
)
@option("--ics", type=click.Path(path_type=Path), about=msg("Write the days for a calendar program."))
@option("--svg", type=click.Path(path_type=Path), about=msg("Write the timeline as a picture."))
@option("--today", type=Day(), about=msg("Reckon with this day as today."))
@json_option
@pass_door
def plan(  # noqa: PLR0913  one parameter an option
    door: Door,
    area: str | None,
    *,
    answers: Path | None,
    kind: str | None,
    start: date | None,
    submit: date | None,
    ics: Path | None,
    svg: Path | None,
    today: date | None,
) -> int:
    """Work the plan out, show it, and write what was asked for."""
    door.today_given = today or door.today_given
    if (area is None) == (answers is None):
        door.say(msg("Name an area or a draft, or give an answers file with --answers."))
        return Exit.USAGE
    made = _made(door, str(answers) if answers is not None else str(area), kind, start, submit)
    files = []
    if ics is not None:
        key = made.area.id if answers is None and area in door.content.areas else str(answers or area)
        files.append(_written(ics, calendar_file(made, door.tr, key=key)))
    if svg is not None:
        files.append(_written(svg, svg_picture(made, door.tr)))
    width = min(_WIDEST, max(40, shutil.get_terminal_size().columns)) if sys.stdout.isatty() else 80
    for line in plan_lines(made, door.tr, width=width, plain=door.plain):
        door.print(line.text)
    for path in files:
        door.say(msg("Written: {path}", path=path))
    door.give(plan_out(made, files, door.tr))
    return Exit.DONE if made.is_sound else Exit.NOT_PASSED


def _made(door: Door, name: str, kind: str | None, start: date | None, submit: date | None) -> Plan:
    """The plan of the area, draft or answers file of that name."""
    content = door.content
    timetable = content.timetable
    faults = [p for p in content.timeline_faults if p.severity is Severity.ERROR]
    if faults:
        raise ContentError(faults)
    known = content.areas.get(name)
    interview = None if known is not None else _interview(door, name)
    if interview is not None:
        known, kind = interview.flow.area, kind or interview.flow.kind
    assert known is not None  # noqa: S101  for the type checker: an area, or that of the answers
    kind = kind or "application"
    outline = timetable.plan(kind)
    if outline is None or (known.kinds and kind not in (*known.kinds, "correction", "application")):
        raise NoPlanError(_no_timeline(known, kind))
    facts = facts_of(outline, interview) if interview is not None else no_facts(door.today)
    days = {**facts.days, **({outline.begin: submit} if submit is not None else {})}
    done = facts.done | ({outline.begin} if submit is not None and submit <= door.today else set())
    given = replace(facts, days=days, done=done, wanted=start or facts.wanted)
    return make_plan(timetable, known, kind, given)


def _no_timeline(area: Area, kind: str) -> Message:
    return msg("There is no timeline for {kind} in {area}.", kind=kind, area=area.name)


def _interview(door: Door, name: str) -> Interview:
    """The answers of the draft or file of that name."""
    path = Path(name)
    if not path.is_file() and not path.suffix and "/" not in name and not set(name) <= _CAN_BE_A_DRAFT:
        door.content.flow(name, "application")  # says that there is no such area, and which may be meant
        raise UnknownFlowError(msg("There is no area {area}.", area=name))
    return open_case(name, door).interview


def _written(path: Path, data: bytes) -> str:
    write_atomically(path, data, mode=0o644)
    return str(path)
