"""Words that make an exact value inexact, and those that deny it; folded as texts are compared."""

from __future__ import annotations

from typing import Final

from wizard.values.characters import fold

__all__ = ["HEDGES", "NEGATIONS"]


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


HEDGES: Final = _set(
    "ca cirka circa c:a ungefär omkring runt kring typ nästan drygt knappt minst högst max maximalt minimalt "
    "åtminstone kanske eventuellt ev nog väl troligen troligtvis förmodligen antagligen sannolikt möjligen tror "
    "gissar hoppas preliminärt preliminär prel ung about around roughly approximately approx maybe perhaps probably "
    "almost nearly least most guess hopefully ~ ≈ ± < > ? senast tidigast före innan efter inom över under upp"
)
"""Words that make an exact value inexact."""

NEGATIONS: Final = _set("inte ej icke aldrig utom förutom undantag not no except without utan varken never")
