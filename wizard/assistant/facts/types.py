"""Types of answers by how facts about them are told."""

from __future__ import annotations

from typing import Final

__all__ = ["EXTRACTED", "RUNNING_ON", "TELLING"]

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
EXTRACTED: Final = TELLING - {"address"} | {"bankgiro", "plusgiro"}
"""Types whose value is found in a clause, whatever else that says."""
