"""Proofs about flows: what is asked on some route, what is never decided, what leads nowhere.

Everything here stands on z3 (the extra `proofs`), which only this room knows. A finding that says "there are
answers such that" comes with those answers, and they have been tried on the real engine before they are told.
"""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["solver_is_there"]


def solver_is_there() -> bool:
    """Whether the proofs can be run on this machine."""
    return find_spec("z3") is not None
