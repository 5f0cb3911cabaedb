"""`lov board`: the preparations for the start meeting as a checklist, on the screen, as JSON and on paper."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from wizard.cli.boardoutputs import board_out
from wizard.cli.cases import open_case
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.drafts.boardsheet import board_pdf
from wizard.files import write_atomically
from wizard.i18n import Translator, msg
from wizard.timeline import NoPlanError, plan_of
from wizard.timeline.board import KIND, Board, Entry, Readiness, board_of, readiness_in_words
from wizard.timeline.telling import verdict
from wizard.timeline.words import dated

__all__ = ["board"]

_MARKS = {
    Readiness.DONE: "[x]",
    Readiness.READY: "[ ]",
    Readiness.UNDER_WAY: "[~]",
    Readiness.SETTLED: "[ ]",
    Readiness.WAITING: "[.]",
    Readiness.LATE: "[!]",
}


@click.command(
    cls=Command,
    about=msg(
        "Show the preparations for the start meeting of DRAFT (or an answers file): who, by when, what shows it, and what "
        "waits for what. With --pdf, print the self-assessment with the board behind it. "
        "Exit code 0: nothing is late. 1: something is. 3: the draft is no preparation of a start."
    ),
)
@click.argument("draft")
@option(
    "--pdf", type=click.Path(path_type=Path), about=msg("Write the self-assessment and the board as a PDF.")
)
@json_option
@pass_door
def board(door: Door, draft: str, *, pdf: Path | None) -> int:
    """Show the board, and print it where asked."""
    interview = open_case(draft, door).interview
    if interview.flow.kind != KIND:
        raise NoPlanError(
            msg(
                "The board belongs to the errand {kind}. Begin it with: {command}",
                kind=KIND,
                command=f"lov new {interview.flow.area.id} --kind {KIND}",
            )
        )
    made = board_of(plan_of(door.content.timetable, interview))
    for line in _lines(made, door.tr):
        door.print(line)
    files: list[str] = []
    if pdf is not None:
        write_atomically(pdf, board_pdf(made, interview))
        door.say(msg("Written: {path}", path=str(pdf)))
        files.append(str(pdf))
    door.give(board_out(made, files, door.tr))
    return Exit.NOT_PASSED if made.late or made.plan.conflicts else Exit.DONE


def _lines(made: Board, tr: Translator) -> Iterator[str]:
    plan = made.plan
    yield f"{tr(plan.outline.title)}: {tr(plan.area.name)}"
    said = verdict(plan)
    yield from textwrap.wrap(tr(said), 80) if said is not None else ()
    for conflict in plan.conflicts:
        yield from textwrap.wrap(f"! {tr(conflict.text)}", 80, subsequent_indent="  ")
    yield ""
    for entry in made.entries:
        yield from _entry_lines(entry, tr)
    yield ""
    yield tr(
        msg(
            "{done} of {all} preparations are done.",
            done=len(made.entries) - len(made.open),
            all=len(made.entries),
        )
    )


def _entry_lines(entry: Entry, tr: Translator) -> Iterator[str]:
    head = f"{_MARKS[entry.readiness]} {tr(entry.step.title)} ({tr.value(entry.owner)})"
    yield from textwrap.wrap(head, 80, subsequent_indent="    ", break_on_hyphens=False)
    rest = [tr(readiness_in_words(entry))]
    if entry.due is not None and entry.readiness is not Readiness.DONE:
        rest.insert(0, tr(msg("by {day}", day=dated(entry.due))))
    if entry.promise is not None:
        rest.append(tr(msg("promised for {day}", day=entry.promise)))
    if entry.evidence is not None:
        rest.append(tr(msg("shown by: {evidence}", evidence=entry.evidence)))
    yield from textwrap.wrap("; ".join(rest), 80, initial_indent="    ", subsequent_indent="    ")
