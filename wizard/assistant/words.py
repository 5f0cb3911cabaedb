"""Words round an answer: those that say nothing, those that make it uncertain, and the names of what is asked for.

Here stand the words of grammar; those of the trade stand in `flows/words.yaml`. Folded as texts are compared (small
letters, no accents). A word belongs among those that say nothing only if leaving it out can never change what is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from wizard.assistant.doubts import HEDGES, NEGATIONS
from wizard.assistant.said import Said, said
from wizard.values.characters import fold

__all__ = ["HEDGES", "NEGATIONS", "WEIGHTY", "first_only", "naming_type", "weightless"]


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


WEIGHTY: Final = (
    HEDGES
    | NEGATIONS
    | _set(
        "tiotal tjugotal hundratal tusental fåtal flertal antal total dussintals tiotals hundratals tusentals varannan var varje sedan "
        "skulle borde kunde måste längre större mindre senare tidigare början slutet mitten heltidare deltidare vikarie vikarier"
    )
)
"""Words that are near others and mean something of their own: never taken for misspelled."""

_ANYWHERE: Final = _set(
    "det den de är e ä blir blev ska skall vara vi har jag ni du han hon hen oss mig man min mitt mina vårt vårat våran "
    "våra er ert era hans hennes deras så alltså ju då tack snälla hej hejsan hallå god dag jo nämligen här kommer "
    "svaret svar skriv sätt sätta fyll ange anger "
    "it is its it's its the we have our my i am are be will would us their they his her he she here hello hi thanks "
    "thank you please so well answer that's we're i'm ehm eh öh hmm hm we'd like "
)

_FIRST_ONLY: Final[Mapping[str, frozenset[str]]] = {"integer": _set("år sedan since")}
_FIRST_ANYWHERE: Final = _set("ja jo japp yes var was vår")


def first_only(type_name: str) -> frozenset[str]:
    """Words that say nothing before an answer, and something after it."""
    return _FIRST_ANYWHERE | _FIRST_ONLY.get(type_name, frozenset())


def weightless(type_name: str) -> frozenset[str]:
    """The words that say nothing beside an answer of this type."""
    return _weightless(said(), type_name)


@cache
def _weightless(known: Said, type_name: str) -> frozenset[str]:
    return _ANYWHERE | known.beside.get("any", frozenset()) | known.beside.get(type_name, frozenset())


def naming_type(type_name: str) -> tuple[str, ...]:
    """What people call an answer of that type, whatever the question calls it."""
    return said().called.get(type_name, ())
