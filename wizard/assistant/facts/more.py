"""Whether a line that could be a text plainly holds the answer to another question too, so that it is asked about."""

from __future__ import annotations

import re
from typing import Final

from wizard.assistant.facts.claims import Reader
from wizard.assistant.facts.finding import open_questions
from wizard.assistant.facts.parts import MOST_PARTS, POSTCODE_AND_TOWN, STREET, cut
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.values.base import Context
from wizard.values.characters import tidy

__all__ = ["holds_more"]

_SAYS_MORE: Final = re.compile(r"\d{2}|@|^(?:ja|nej|jo|yes|no)\b|:", re.IGNORECASE)
"""What no part of a name holds."""
_PLACE: Final = re.compile(
    rf"{STREET.pattern}|{POSTCODE_AND_TOWN.pattern}|[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?"
)
_CLAUSE: Final = 4
_NEAR: Final = 7
_ENOUGH: Final = 4.0


def holds_more(interview: Interview, pending: Question, text: str, ctx: Context) -> bool:
    """Whether some part of a line that could be a text is plainly the answer to another question."""
    parts = cut(tidy(text))
    if pending.hint is not None and "adress" in pending.hint.id.lower():
        parts = [part for part in parts if not _PLACE.fullmatch(part.words)]  # a name with its address
    if not 2 <= len(parts) <= MOST_PARTS:
        return False
    reader = Reader(interview.flow, ctx)
    ahead = [
        q
        for q in open_questions(interview, pending, pending)
        if q.id != pending.id and q.task == pending.task
    ]
    return any(
        _SAYS_MORE.search(part.words) is not None
        or len(part.words.split()) >= _CLAUSE
        or any(
            (claim := reader.claim(q, part.words)) is not None and claim.weight >= _ENOUGH
            for q in ahead[:_NEAR]
            if q.type_name != "text"
        )
        for part in parts[1:]
    )
