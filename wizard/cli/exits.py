"""Exit codes, the same for every command (product.md section 12)."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Exit"]


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    """Done, and nothing amiss."""
    NOT_PASSED = 1
    """Done, but something does not pass: blockers, bad rows, a failed check."""
    USAGE = 2
    """The command was used wrongly."""
    REFUSED = 3
    """An input could not be read or is refused; nothing was written."""
    OUR_FAULT = 70
    """A fault of ours; a report without personal data was written."""
