"""The JSON document of `lov parse`, as a type. `lov schema parse` prints its JSON Schema.

A promise to other programs: a field is added, never renamed or given another meaning.
"""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict

__all__ = ["PARSE_SCHEMAS", "ParseOut"]


class ParseOut(TypedDict):
    """How one utterance was understood."""

    status: Literal["accepted", "dont_know", "ambiguous", "rejected"]
    value: Any
    """The canonical value; null where it is ambiguous or rejected."""
    display: str | None
    """The value in the language of the call, dates with their weekday."""
    matched: str | None
    """The words the value was read from."""
    candidates: list[Any]
    """Canonical values that may be meant, the likeliest first, where it is ambiguous."""
    reason: str | None
    """Why it was not accepted, and what to do."""


PARSE_SCHEMAS: dict[str, Any] = {"parse": ParseOut}
