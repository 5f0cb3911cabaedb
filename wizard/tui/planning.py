"""The plan of a draft for a screen: worked out in a thread, because it reads the calendar of holidays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from wizard.drafts.session import DraftSession
from wizard.i18n import Message
from wizard.tui.host import host
from wizard.tui.refusals import reason_of

if TYPE_CHECKING:
    from wizard.timeline import Plan

__all__ = ["planned"]


async def planned(node: DOMNode, session: DraftSession) -> Plan | Message:
    """The plan as the answers are now, or why there is none."""
    from wizard.timeline import plan_of  # noqa: PLC0415  not needed to draw the screen

    services = host(node).services
    assert services is not None  # noqa: S101  for the type checker: there is a draft, so they are open
    content, interview = services.content, session.interview
    try:
        return await asyncio.to_thread(lambda: plan_of(content.timetable, interview))
    except Exception as error:
        reason = reason_of(error)
        if reason is None:  # not a refusal: a fault of ours
            raise
        return reason
