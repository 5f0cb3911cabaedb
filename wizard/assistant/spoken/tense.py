"""What the wording of a question says about its answer: whether it lies ahead, and whether it is a yes or a no.

A day without a year is asked about by the grammar. Where the question asks what will be, the coming such day is
meant; where it asks what was, the latest. Where it tells neither, or where both lie near, the person is asked.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from wizard.values import Reading
from wizard.values.base import Context
from wizard.values.characters import fold
from wizard.values.date_words import MONTHS

__all__ = ["asks_for_name", "asks_what_it_is_called", "asks_whether", "coming", "in_its_year"]

_AHEAD: Final = re.compile(
    r"\b(?:vill|ska|skall|kommer|planer\w*|tänker|börjar|startar|starta|flyttar|upphör|slutar|ändras|åtgärdat|klart|senast|gäller från)\b",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\b(?:anmälde|anmäldes|utfärdat|utfärdades|utfärdad|står på|gjordes|mättes|mätte|började|registrerades|skickades|"
    r"undertecknades|daterat|daterad|har ni|senaste)\b|\w+(?:ades|ade)\b",
    re.IGNORECASE,
)
_NEAR: Final = timedelta(days=21)
_FAR: Final = timedelta(days=300)
_MONTH: Final = re.compile(r"\d\s*/\s*\d|\b(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b")
_WH: Final = ("v", "h", "när", "på vilk", "i vilk", "till vilk", "wh", "how", "gatu", "post", "ort")


def in_its_year(reading: Reading, ask: str, text: str, ctx: Context) -> Reading:
    """A day that lacked its year, in the year that the question settles; else the question back as it was."""
    if (
        reading.reason is None
        or not reading.reason.id.startswith("Which year?")
        or len(reading.candidates) != 2
    ):
        return reading
    coming, past = (date.fromisoformat(str(day)) for day in reading.candidates)
    ahead, behind = _AHEAD.search(ask) is not None, _BEHIND.search(ask) is not None
    if ahead == behind or coming < ctx.today:
        return reading
    far = (ctx.today - past) > _NEAR if ahead else (coming - ctx.today) > _NEAR
    if not far:
        return reading
    return Reading.accepted((coming if ahead else past).isoformat(), text.strip())


def coming(reading: Reading, text: str, ctx: Context) -> Reading:
    """A day told by its week or by a holiday alone, in the year to come, where the last such day is long past."""
    if (
        reading.reason is None
        or not reading.reason.id.startswith("Which year?")
        or len(reading.candidates) != 2
    ):
        return reading
    first, past = (date.fromisoformat(str(day)) for day in reading.candidates)
    if _MONTH.search(fold(text)) or ctx.today - past < 3 * _NEAR or first - ctx.today > _FAR:
        return reading
    return Reading.accepted(first.isoformat(), text.strip())


def asks_whether(ask: str) -> bool:
    """Whether a question begins with its verb, so that a plain no answers it."""
    return not fold(ask).startswith(tuple(map(fold, _WH)))


def asks_for_name(ask: str, label: str) -> bool:
    """Whether a question asks what somebody or something is called."""
    return _NAME.match(ask) is not None or "namn" in fold(label).split()


_NAME: Final = re.compile(r"vem |vilka ska arbeta|vad heter|namn|who |what is .* called", re.IGNORECASE)


def asks_what_it_is_called(ask: str) -> bool:
    """Whether a text answers by a name, a place, a role or a number, so that a doubt in it is none of its words."""
    return _CALLED.match(ask) is not None and " del " not in ask


_CALLED: Final = re.compile(
    r"vem |vad heter|ort\b|på vilken ort|vilket |vilken roll|hos vilke", re.IGNORECASE
)
