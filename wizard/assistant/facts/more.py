"""Whether a line that could be a text plainly holds the answer to another question too, so that it is asked about."""

from __future__ import annotations

import re
from typing import Final

from wizard.assistant.facts.finding import Assigning
from wizard.assistant.facts.parts import MOST_PARTS, cut
from wizard.flow.interview import Interview
from wizard.flow.model import Question
from wizard.values.base import Context
from wizard.values.characters import tidy

__all__ = ["holds_more"]

_SAYS_MORE: Final = re.compile(r"\d{2}|@|^(?:ja|nej|jo|yes|no)\b|:", re.IGNORECASE)
"""What no part of a name holds."""
_CLAUSE: Final = 4


def holds_more(interview: Interview, pending: Question, text: str, ctx: Context) -> bool:
    """Whether some part of a line that could be a text is plainly the answer to another question."""
    parts = cut(tidy(text))
    if pending.hint is not None and "adress" in pending.hint.id.lower():
        return False  # a name with its address
    if not 2 <= len(parts) <= MOST_PARTS:
        return False
    assigning = Assigning(interview, pending, ctx)
    ahead = [q for q in assigning.open() if q.id != pending.id and q.task == pending.task]
    return any(
        _SAYS_MORE.search(part.words) is not None
        or len(part.words.split()) >= _CLAUSE
        or assigning.telling(part.words, ahead)
        or assigning.chosen(part.words, ahead)
        for part in parts[1:]
    )
