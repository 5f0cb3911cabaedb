"""The graph of what waits for what: an order of evaluation, or the ring that forbids one."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from wizard.flow.model import Question

__all__ = ["evaluation_order"]


Rings = tuple[tuple[str, ...], ...]


def evaluation_order(questions: Mapping[str, Question]) -> tuple[tuple[str, ...], Rings]:
    """Return (order, rings): question ids such that each follows all its condition reads, or the rings found.

    The order is as near to the order of asking as the conditions allow, and the same every time. Rings do not
    share questions; one that hangs on another is found when that one has been mended.
    """
    place = {name: i for i, name in enumerate(questions)}
    reads = {name: sorted(question.reads, key=place.__getitem__) for name, question in questions.items()}
    rings: list[tuple[str, ...]] = []
    while True:
        try:
            order = tuple(TopologicalSorter(reads).static_order())
        except CycleError as error:
            ring: tuple[str, ...] = tuple(error.args[1])
            rings.append(ring)
            reads = {name: [] if name in ring else found for name, found in reads.items()}
        else:
            return (() if rings else order), tuple(rings)
