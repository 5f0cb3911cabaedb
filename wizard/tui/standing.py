"""Where the person stands: which draft is at hand, and whether it is saved. The bar at the top tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from wizard.i18n import Message, Translator, msg

__all__ = ["NOWHERE", "Standing", "when"]


@dataclass(frozen=True, slots=True)
class Standing:
    """`label` is what the draft is called; `saved_at` is when an answer was last made durable, aware."""

    label: str = ""
    area: Message | None = None
    saved_at: datetime | None = None
    is_refused: bool = False
    """The store refused the last answer: it is on the screen and nowhere else."""
    note: Message | None = None
    """What has just been done, where that is not plain from the screen: an answer taken back."""


NOWHERE: Final = Standing()
"""No draft is open."""


def when(moment: datetime, now: datetime, tr: Translator) -> str:
    """A moment as one would say it: `14:03` today, `yesterday 14:03`, else the date. Both are aware."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return tr(msg("yesterday {time}", time=f"{local:%H:%M}"))
    return local.date().isoformat()
