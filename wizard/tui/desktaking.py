"""Taking a case and giving it back, from the queue and from the case.

What somebody else has is not taken from them by one key: the officer is asked, and told who has it. Where two
take the same case at once the second is told, and nothing is passed over.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from wizard.desk.verdicts import Step
from wizard.i18n import Message, msg
from wizard.tui.deskhost import desk_of
from wizard.tui.refusals import reason_of
from wizard.tui.standing import when
from wizard.tui.words import NOTHING, Content, said

if TYPE_CHECKING:
    from wizard.desk.matters import Matter
    from wizard.store.screenings import Ruling
    from wizard.tui.screens.base import LovScreen

__all__ = ["name_of", "step", "take"]


def name_of(ruling: Ruling) -> str | Message:
    """Who did it."""
    return ruling.decision.who or msg("somebody")


async def take(screen: LovScreen[Any], matter: Matter) -> Content:
    """Take a case, or give back what is one's own; what has to be told, as a fault, or nothing."""
    room = desk_of(screen).room
    if room is None:
        return NOTHING
    holder = matter.holder
    if holder is not None and holder.decision.who == room.ledger.who:
        return await step(screen, matter, Step.RELEASED)
    if holder is not None:
        from wizard.tui.dialogs.confirm import Confirm  # noqa: PLC0415  seldom needed

        question = Confirm(
            title=msg("Take the case over?"),
            text=msg(
                "{who} has it since {time}. Both of you will see that you took it.",
                who=name_of(holder),
                time=when(holder.decision.at, desk_of(screen).clock(), screen.tr),
            ),
            yes=msg("Take it over"),
            no=msg("Leave it"),
        )
        if not await screen.app.push_screen_wait(question):
            return NOTHING
    return await step(screen, matter, Step.TAKEN)


async def step(screen: LovScreen[Any], matter: Matter, what: Step, text: str = "") -> Content:
    """Do something with a case as a whole; what has to be told, as a fault, or nothing."""
    from wizard.store.screenings import DecidedMeanwhile  # noqa: PLC0415  loads SQLAlchemy, which is open by now

    app = desk_of(screen)
    room = app.room
    if room is None:
        return NOTHING
    told = NOTHING
    try:
        await asyncio.to_thread(room.ledger.step, matter, what, text, seen=matter.seen)
    except DecidedMeanwhile as error:
        last = error.theirs[-1]
        sentence = msg(
            "{who} was here a moment before you: nothing was changed. Look, and press again.",
            who=name_of(last),
        )
        told = said(sentence, app.tr, "$fault")
    except Exception as error:
        reason = reason_of(error)
        if reason is None:  # not a refusal: a fault of ours
            raise
        told = said(reason, app.tr, "$fault")
    await app.refresh_ledger()
    return told
