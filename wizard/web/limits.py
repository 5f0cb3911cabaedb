"""How much of everything: one place for every bound, so that a test can draw them tight."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """See the module. Times are in seconds, sizes in bytes."""

    sessions: int = 6
    """Terminal apps at a time; each takes some 40 MB."""
    connections: int = 64
    """TCP connections at a time, whoever they are."""
    first_request: float = 20.0
    """What a connection that asks for nothing is given."""
    message: int = 256 * 1024
    """The longest message from a window: a very long paste."""
    waiting: float = 15 * 60.0
    """How long an app waits for its window to come back."""
    idle: float = 2 * 3600.0
    """How long it waits for a key."""
    sweep: float = 15.0
    """How often it is looked whose time is over."""
    ending: float = 4.0
    """What an app is given to end by itself before it is killed."""
    file: int = 50 * _MEGABYTE
    """The largest file that comes up: what the store takes."""
    files: int = 40
    """How many files of one session lie waiting."""
    file_kept: float = 10 * 60.0
    """How long a file that came up is kept; the store has its own copy at once."""
    links: int = 8
    """Launch links that have not been opened yet; browsers that have."""
    columns: tuple[int, int] = (20, 400)
    lines: tuple[int, int] = (8, 200)
    """The sizes a window may have, in cells."""
