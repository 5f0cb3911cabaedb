"""Days, spans and parties in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from wizard.flow.timemodel import Party
from wizard.i18n import Message, msg
from wizard.values.date_words import WEEKDAY_NAMES

__all__ = ["dated", "parties"]

_PARTIES: Final = {
    Party.PROVIDER: msg("you"),
    Party.REGION: msg("the region"),
    Party.IVO: Message("IVO"),
    Party.COURT: msg("the court"),
    Party.SUPPLIER: msg("the supplier"),
}


def dated(day: date) -> Message:
    """A day with its weekday, so that a wrong one is seen: `fredag 2027-08-20`."""
    return msg("{weekday} {day}", weekday=WEEKDAY_NAMES[day.weekday()], day=day)


def parties(who: Iterable[Party]) -> Message:
    """Who does something: `ni`, `ni och regionen`."""
    names = [_PARTIES[one] for one in who]
    return names[0] if len(names) == 1 else msg("{first} and {second}", first=names[0], second=names[1])
