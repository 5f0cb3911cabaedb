"""Types of answers by how facts about them are told, and words for none."""

from __future__ import annotations

from typing import Final

__all__ = ["CONTACTS", "NOTHING", "RUNNING_ON", "TELLING"]

TELLING: Final = frozenset(
    {
        "orgnr",
        "email",
        "phone",
        "url",
        "hsaid",
        "personnummer",
        "opening_hours",
        "date",
        "postcode",
        "address",
    }
)
"""Types whose values are seen for what they are."""
RUNNING_ON: Final = frozenset({"yesno", "opening_hours", "date", "multichoice", "choice", "amount", "fte"})
"""Types whose values may hold the signs and words that part facts."""
CONTACTS: Final = frozenset({"orgnr", "email", "phone", "url", "hsaid", "bankgiro", "text"})
"""Types whose answers may be told ahead of their task, when they are named."""
NOTHING: Final = frozenset(
    {"none", "ingen", "inget", "inga", "saknas", "nej", "no", "-", "n/a", "finns inte", "finns ej"}
)
