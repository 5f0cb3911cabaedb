"""`lov undo`, `redo`, `news`: back and forth in a draft's history, and what others did to it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.history import change_line, shown_value
from wizard.i18n import Message, msg

if TYPE_CHECKING:
    from wizard.drafts.session import DraftSession

__all__ = ["news", "redo", "undo"]


@click.command(
    cls=Command,
    about=msg(
        "Take your last change of DRAFT back, whichever door it came through; again, and it goes further back."
    ),
)
@click.argument("draft")
@json_option
@pass_door
def undo(door: Door, draft: str) -> int:
    """Undo one change."""
    session = _open(door, draft)
    return _tell_step(door, session, session.undo(), msg("There is nothing of yours to take back."))


@click.command(cls=Command, about=msg("Do again what you took back last in DRAFT."))
@click.argument("draft")
@json_option
@pass_door
def redo(door: Door, draft: str) -> int:
    """Redo what was undone."""
    session = _open(door, draft)
    return _tell_step(door, session, session.redo(), msg("There is nothing to do again."))


@click.command(
    cls=Command,
    about=msg(
        "Tell what others have changed in DRAFT since you asked last: other windows, other doors, other people."
    ),
)
@click.argument("draft")
@option("--keep", is_flag=True, about=msg("Tell the same next time: do not remember that you have seen it."))
@json_option
@pass_door
def news(door: Door, draft: str, *, keep: bool) -> int:
    """Tell what is new, and remember that it was told."""
    session = _open(door, draft)
    is_first = door.store.visited(session.draft.id, door=session.door) is None
    changes = () if is_first else session.since_last_visit()
    for change in changes:
        door.print(change_line(change.last, _label(session, change.question_id), change.before, door.tr))
    if is_first:
        door.print(msg("You have not been here before. From now on, what others change is told."))
    elif not changes:
        door.print(msg("Nothing has changed since you were here."))
    if not keep:
        session.leave()
    told = [
        {
            "question": change.question_id,
            "before": change.before,
            "value": change.after,
            "at": change.last.at.isoformat(),
            "door": change.last.door,
            "who": change.last.who,
        }
        for change in changes
    ]
    door.give({"draft": session.draft.id, "first_visit": is_first, "changes": told})
    return Exit.DONE


def _open(door: Door, draft: str) -> DraftSession:
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy

    return DraftSession.open(door.store, door.content, draft, door.today)


def _label(session: DraftSession, question_id: str) -> Message | str:
    asked = session.flow.questions.get(question_id)
    return asked.label if asked is not None else question_id


def _tell_step(door: Door, session: DraftSession, question_id: str | None, nothing: Message) -> int:
    """Say what the answer is now, and what could be done next."""
    held = session.interview.stored.get(question_id) if question_id is not None else None
    if question_id is None:
        door.say(nothing)
    else:
        label = _label(session, question_id)
        door.print(msg("{question}: {answer}", question=label, answer=shown_value(held)))
    reach = door.store.reach(session.draft.id)
    door.give(
        {
            "draft": session.draft.id,
            "question": question_id,
            "value": held,
            "undo": reach.undo.question_id if reach.undo else None,
            "redo": reach.redo.question_id if reach.redo else None,
        }
    )
    return Exit.DONE if question_id is not None else Exit.NOT_PASSED
