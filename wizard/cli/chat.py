"""`lov chat`: the wizard in plain lines."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from wizard.assistant.knowledge.answering import Knowledge
from wizard.chat import Conversation
from wizard.cli.cases import NoSuchCaseError
from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.nets import open_net
from wizard.cli.outputs import ChatOut, LineOut, TurnOut, assessment_out
from wizard.drafts.session import DraftSession
from wizard.flow.explain import migration_report
from wizard.flow.model import AreaState
from wizard.i18n import msg
from wizard.rules import assess

if TYPE_CHECKING:
    from wizard.assistant.model import Proposer

__all__ = ["chat"]


@click.command(
    cls=Command,
    about=msg(
        "The wizard as a conversation in plain lines, for screen readers, pipes and simple terminals. Goes on with "
        "DRAFT, or begins a draft with --area. Reads to the end of the input when it is not a terminal."
    ),
)
@click.argument("draft", required=False)
@option("--area", about=msg("Begin a new draft in this area."))
@option("--kind", default="application", about=msg("The errand; application if left out."))
@option(
    "--model",
    "consent",
    type=click.Choice(["yes", "no"]),
    about=msg(
        "yes: what lov does not understand may be sent to the language model at LOV_MODEL_URL, which proposes an answer "
        "that you confirm; no: takes that back. Off from the beginning; the choice is kept."
    ),
)
@json_option
@pass_door
def chat(door: Door, draft: str | None, *, area: str | None, kind: str, consent: str | None) -> int:
    """Talk until the person quits or the input ends."""
    proposer = _proposer(door, consent)
    session = _open(door, draft, area, kind)
    if session is None:
        return Exit.NOT_PASSED
    transcript: list[LineOut] = []

    def say(line: str) -> None:
        transcript.append({"who": "lov", "text": line})
        door.print(line)

    conversation = Conversation(session, door.tr, say, Knowledge(door.content), proposer)
    if session.migrated is not None and session.migrated.is_changed:
        for line in migration_report(session.flow, session.migrated):
            door.print(line)
    talk = conversation.run()
    with suppress(StopIteration):
        next(talk)
        for heard in _heard(door):
            transcript.append({"who": "person", "text": heard})
            talk.send(heard)
    assessment = assess(session.interview)
    door.give(_out(conversation, door, transcript))
    return Exit.DONE if assessment.is_ready else Exit.NOT_PASSED


def _proposer(door: Door, consent: str | None) -> Proposer | None:
    """What may propose readings: a model that the environment names and the settings say yes to."""
    from wizard.assistant.model import CONSENT, URL, Proposer, model_of  # noqa: PLC0415  seldom wanted

    model = model_of(door.environment)
    if consent == "yes" and model is None:
        raise click.UsageError(
            door.tr(msg("No model is named. Set {variable} to its address.", variable=URL))
        )
    if consent is not None:
        door.store.settings.put(CONSENT, model.shown if model is not None and consent == "yes" else None)
    if model is None or door.store.settings.get(CONSENT) != model.shown:
        return None
    return Proposer(model, open_net(door, offline=False))


def _heard(door: Door) -> Iterator[str]:
    """The lines of the input, to its end."""
    is_terminal = sys.stdin.isatty() and not door.as_json
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(
            errors="surrogateescape"
        )  # bytes that are no letters are told, not stumbled over
    while True:
        if is_terminal:
            print("> ", end="", flush=True)  # noqa: T201  the prompt
        line = sys.stdin.readline()
        if not line:
            return
        yield line.rstrip("\r\n")


def _open(door: Door, draft: str | None, area: str | None, kind: str) -> DraftSession | None:
    """The draft to talk about: the one named, a new one, or the one worked on last."""
    if draft is None and area is not None:
        flow = door.content.flow(area, kind)
        if kind == "application" and flow.area.state in (AreaState.CLOSED, AreaState.OTHER_FORM):
            door.say(flow.area.status)
            return None
        draft = door.store.create(flow.area.id, flow.kind, flow.version).id
    if draft is None:
        drafts = door.store.drafts()
        if not drafts:
            raise NoSuchCaseError(msg("There are no drafts yet. Begin one with: lov chat --area AREA"))
        draft = drafts[0].id
    return DraftSession.open(door.store, door.content, draft, door.today, door="chat")


def _out(conversation: Conversation, door: Door, transcript: list[LineOut]) -> ChatOut:
    session = conversation.session
    turns: list[TurnOut] = [
        {"question": turn.question, "kind": turn.kind, "value": turn.value, "heard": turn.heard}
        for turn in conversation.turns
    ]
    return {
        "draft": session.draft.id,
        "area": session.draft.area,
        "kind": session.draft.kind,
        "answers": session.interview.answers(),
        "turns": turns,
        "transcript": transcript,
        "assessment": assessment_out(assess(session.interview), door.tr),
    }
