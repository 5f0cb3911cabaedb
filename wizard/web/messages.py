"""What a window may say over its socket, as values. Pure and total: anything else is None.

textual-serve's page says `["stdin", text]`, `["resize", {width, height}]`, `["focus"]`, `["blur"]` and
`["ping", text]`; ours says the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from wizard.web.limits import Limits

__all__ = ["Focused", "Heard", "Pinged", "Resized", "Typed", "read_message", "size_of"]

_LONGEST_PING = 64


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys, pastes and mouse, as a terminal sends them."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    """The window has another size, in cells."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Focused:
    """The keyboard is in the window, or has left it."""

    has_focus: bool


@dataclass(frozen=True, slots=True)
class Pinged:
    """Is anybody there? The text goes back."""

    text: str


Heard: TypeAlias = Typed | Resized | Focused | Pinged


def read_message(text: str, limits: Limits) -> Heard | None:
    """What a message says; None where it is not one that our page sends."""
    try:
        said: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    match said:
        case ["stdin", str(typed)]:
            return Typed(typed.encode("utf-8", "replace"))
        case ["resize", {"width": width, "height": height}]:
            size = size_of(width, height, limits)
            return Resized(*size) if size is not None else None
        case ["focus"] | ["blur"]:
            return Focused(said[0] == "focus")
        case ["ping", str(ping)] if len(ping) <= _LONGEST_PING:
            return Pinged(ping)
        case _:
            return None


def size_of(width: object, height: object, limits: Limits) -> tuple[int, int] | None:
    """A size within bounds; None for what is no size at all."""
    if type(width) is not int or type(height) is not int:
        return None
    return _within(width, limits.columns), _within(height, limits.lines)


def _within(number: int, bounds: tuple[int, int]) -> int:
    return min(max(number, bounds[0]), bounds[1])
