"""How often Python looks through memory for what nobody holds any more, while rows go by."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["SELDOM", "lean_memory"]

SELDOM: Final = 10_000
"""New objects between two looks, for work that leaves little behind, such as reading cells."""


@contextmanager
def lean_memory(between: int | None = None) -> Iterator[None]:
    """Let Python look through what the rows leave behind, and not through the content, which stays.

    It puts a full look off until a quarter of everything is new; with all content counted in, that is a lot.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    if between is not None:
        gc.set_threshold(between, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
