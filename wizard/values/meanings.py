"""What a text may mean: one thing, several, or nothing and why.

Every grammar in this room ends in `Meanings`, and every type turns them into a `Reading` in the same way. What
must stay true: `why` is `None` exactly when there is one meaning that needs no question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from wizard.i18n import Message
from wizard.values.base import Reading, Value

__all__ = ["Meanings"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Meanings(Generic[T]):
    """The things a text may mean, the likeliest first, and `why` it is not settled which."""

    found: tuple[T, ...]
    why: Message | None = None

    def reading(self, text: str, canonical: Callable[[T], Value]) -> Reading:
        """The outcome for the reader; `canonical` makes a value of what was found in `text`."""
        if self.why is None:
            return Reading.accepted(canonical(self.found[0]), text)
        if not self.found:
            return Reading.rejected(self.why)
        return Reading.ambiguous(self.why, *map(canonical, self.found))
