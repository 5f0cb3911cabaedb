"""`lov history`: who answered what, when, through which door, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.i18n import Message, Translator, msg, nmsg
from wizard.store.records import AnswerEvent

__all__ = ["change_line", "history", "shown_value"]

_LONGEST = 60


@click.command(
    cls=Command,
    about=msg("Show who changed which answers of DRAFT, when and why; of QUESTION alone if given."),
)
@click.argument("draft")
@click.argument("question", required=False)
@option("--since", type=int, default=0, about=msg("Only changes after the one with this number."))
@json_option
@pass_door
def history(door: Door, draft: str, question: str | None, since: int) -> int:
    """Tell the history of a draft, or of one answer."""
    from wizard.drafts.session import DraftSession  # noqa: PLC0415  heavy

    session = DraftSession.open(door.store, door.content, draft, door.today)
    events = door.store.history(session.draft.id, question)
    before: dict[str, object] = {}
    told = []
    for event in events:
        if event.seq > since:
            told.append(_out(event, before.get(event.question_id)))
            asked = session.flow.questions.get(event.question_id)
            label = asked.label if asked is not None else event.question_id
            door.print(change_line(event, label, before.get(event.question_id), door.tr))
        before[event.question_id] = event.value
    if not told:
        door.print(msg("Nothing has been answered yet."))
    reach = door.store.reach(session.draft.id)
    door.give(
        {
            "draft": session.draft.id,
            "changes": told,
            "undo": reach.undo.question_id if reach.undo else None,
            "redo": reach.redo.question_id if reach.redo else None,
        }
    )
    return Exit.DONE


def _out(event: AnswerEvent, before: object) -> dict[str, object]:
    return {
        "seq": event.seq,
        "at": event.at.isoformat(),
        "question": event.question_id,
        "before": before,
        "value": event.value,
        "door": event.door,
        "who": event.who,
        "why": event.why,
        "act": event.act,
        "of": event.of_seq,
    }


def change_line(event: AnswerEvent, label: object, before: object, tr: Translator) -> str:
    """A change in one line: when, by whom, and what became of what."""
    who = f"{event.door}, {event.who}" if event.who else event.door
    what = tr(
        msg(
            "{question}: {before} -> {after}",
            question=label,
            before=shown_value(before),
            after=shown_value(event.value),
        )
    )
    acts = {"undo": msg("undone"), "redo": msg("done again")}
    notes = [tr(acts[event.act])] if event.act in acts else []
    notes += [event.why] if event.why else []
    return f"{event.seq}  {event.at:%Y-%m-%d %H:%M}  {who}  {what}" + (
        f"  ({'; '.join(notes)})" if notes else ""
    )


def shown_value(value: object) -> str | Message:
    """A value in short: it is the change that is told here, `lov show` tells answers."""
    if value is None:
        return msg("(not answered)")
    if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
        return nmsg("{count} row", "{count} rows", len(value))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
