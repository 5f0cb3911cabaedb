"""`lov list`, `new`, `show`, `export`: the drafts on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import DraftOut, assessment_out
from wizard.cli.sealing import lock_options, lock_to
from wizard.cli.telling import assessment_lines
from wizard.flow.model import AreaState
from wizard.i18n import Message, msg
from wizard.rules import assess
from wizard.store import Draft

__all__ = ["export", "list_drafts", "new", "show"]


def draft_out(draft: Draft) -> DraftOut:
    """A draft as JSON data."""
    return {
        "id": draft.id,
        "area": draft.area,
        "kind": draft.kind,
        "label": draft.label,
        "flow_version": draft.flow_version,
        "created": draft.created_at.isoformat(),
        "updated": draft.updated_at.isoformat(),
        "position": draft.position,
    }


@click.command(cls=Command, about=msg("List your drafts, the latest first."))
@json_option
@pass_door
def list_drafts(door: Door) -> int:
    """List the drafts."""
    drafts = door.store.drafts()
    for draft in drafts:
        label = draft.label or door.tr(msg("(no name yet)"))
        door.print(f"{draft.id}  {draft.updated_at:%Y-%m-%d %H:%M}  {draft.area}  {draft.kind}  {label}")
    if not drafts:
        door.print(msg("There are no drafts yet. Begin one with: lov new AREA"))
    door.give({"drafts": [draft_out(draft) for draft in drafts]})
    return Exit.DONE


@click.command(cls=Command, about=msg("Begin a draft for AREA. Prints its id."))
@click.argument("area")
@option("--kind", default="application", about=msg("The errand; application if left out."))
@json_option
@pass_door
def new(door: Door, area: str, kind: str) -> int:
    """Begin a draft; refused, with the reason, for an area one cannot apply in."""
    flow = door.content.flow(area, kind)
    if kind == "application":
        door.say(flow.area.status)
        if flow.area.state in (AreaState.CLOSED, AreaState.OTHER_FORM):
            return Exit.NOT_PASSED
    draft = door.store.create(flow.area.id, flow.kind, flow.version)
    door.print(draft.id)
    door.give(draft_out(draft))
    return Exit.DONE


@click.command(cls=Command, about=msg("Show DRAFT: its answers, what is missing, and the verdicts."))
@click.argument("draft")
@json_option
@pass_door
def show(door: Door, draft: str) -> int:
    """Show a draft."""
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy

    session = DraftSession.open(door.store, door.content, draft, door.today)
    interview = session.interview
    assessment = assess(interview)
    door.print(f"{session.draft.id}  {door.tr(interview.flow.title)}  {session.draft.label}")
    for task in interview.flow.tasks:
        door.print("")
        door.print(task.title)
        for question in task.questions:
            if interview.is_relevant(question.id):
                door.print(f"  {door.tr(question.label)}: {session.shown(question, door.tr)}")
    door.print("")
    for line in assessment_lines(assessment, interview, door.tr):
        door.print(line)
    door.give(
        {
            "draft": draft_out(session.draft),
            "answers": interview.answers(),
            "assessment": assessment_out(assessment, door.tr),
        }
    )
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg(
        "Write DRAFT as an answers file with its attachments beside it, for use with fill, check or import."
    ),
)
@click.argument("draft")
@option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, about=msg("The folder to write to.")
)
@option(
    "--format",
    "form",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    about=msg("YAML (the default) or JSON."),
)
@lock_options
@json_option
@pass_door
def export(  # noqa: PLR0913  each is an option of the command
    door: Door, draft: str, output: Path, form: str, to: tuple[str, ...], *, passphrase: bool
) -> int:
    """Write an answers file and the attached files."""
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy

    session = DraftSession.open(door.store, door.content, draft, door.today)
    lock = lock_to(door, to, passphrase=passphrase)
    path = session.export(output, as_json=form == "json", lock=lock)
    _tell_written(path, door)
    door.give({"file": str(path)})
    return Exit.DONE


def _tell_written(path: Path, door: Door) -> None:
    words: Message = msg("Written: {path}", path=str(path))
    door.print(words)
