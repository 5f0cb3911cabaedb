"""Whether words leave open what is meant: hedges, alternatives, conditions, limits, questions, things taken back.

What must stay true: a value found in such words is never offered to be taken by a mere yes; it is asked for anew.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.assistant.doubts import HEDGES, NEGATIONS
from wizard.values.characters import fold, tidy

__all__ = ["is_doubted_name", "is_unsure", "is_wavering"]

_OPEN: Final = frozenset(
    fold(
        "eller or om ifall if unless beror depends mellan between kanske skulle borde kunde hade could might should would "
        "snart soon senare later ibland sometimes annars otherwise antingen either nja delvis partly vet know säger says "
        "frågar fråga ask asks asked vänta wait hoppas funderar överväger ungefär fel wrong förlåt sorry menar menade meant "
        "ångrar ändra byt byta ta change swap remove replace tidigare förut earlier before gamla old två both båda"
    ).split()
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[?~<>]")


def is_wavering(text: str) -> bool:
    """Whether a text holds a word that makes what it says uncertain, or takes it back."""
    words = {fold(word) for word in _WORD.findall(tidy(text))}
    return bool(words & (_OPEN | HEDGES | NEGATIONS)) or any(word.endswith("n't") for word in words)


_PLACING: Final = frozenset(
    fold(
        "två two både båda ta take över under upp efter före innan inom senast tidigast nog väl nu sen"
    ).split()
)
"""Words that limit a number or a day and say nothing of the sort beside an option, a yes or a no."""
_HOLDING_BACK: Final = frozenset(
    fold(
        "men fast but dock although though förutsatt provided ungefär mestadels mostly oftast usually"
    ).split()
)
"""Words that take back a part of a yes, a no or a choice."""
_OTHER_TIME: Final = frozenset(
    fold("hade had förra last var was före blir kommer annan annat other nästa next").split()
)
_BEGINNING: Final = re.compile(
    r"(?:(?:nej|jo|ja|no|yes|oj|oh|well) )?(?:vänta|förresten|wait|actually|förlåt|sorry)\b[ ,.!]*",
    re.IGNORECASE,
)


def is_unsure(text: str, *, of_time: bool = True) -> bool:
    """Whether what a text says of an option, a yes or a no is uncertain or holds in part, or (`of_time`) at another time."""
    line = _BEGINNING.sub("", tidy(text), count=1)
    words = {fold(word) for word in _WORD.findall(line)}
    return bool(
        words & ((_OPEN | HEDGES) - _PLACING | _HOLDING_BACK | (_OTHER_TIME if of_time else frozenset()))
    )


_DOUBTS: Final = frozenset(
    [
        "inte",
        "ej",
        "icke",
        "aldrig",
        "ingen",
        "inget",
        "inga",
        "kanske",
        "troligen",
        "troligtvis",
        "förmodligen",
        "antagligen",
        "möjligen",
        "eventuellt",
        "ungefär",
        "cirka",
        "nästan",
        "tror",
        "hoppas",
        "skulle",
        "borde",
        "annars",
        "beror",
        "helst",
        "hellre",
        "förut",
        "förr",
        "tidigare",
        "fel",
        "stryk",
        "liknande",
        "ändras",
        "senare",
        "småningom",
        "vore",
        "nära",
        "gamla",
        "vet",
        "max",
        "maybe",
        "probably",
        "perhaps",
        "not",
        "never",
        "except",
        "think",
        "guess",
        "hope",
        "should",
        "might",
        "could",
        "nearly",
        "almost",
        "formerly",
        "wrong",
        "uppgift",
        "planen",
    ]
)
_IF: Final = re.compile(r"^(?:om|if|utom|utan|efter|allt utom) | (?:om|if) (?:det|allt|vi|it|we|all)\b")


def is_doubted_name(text: str) -> bool:
    """Whether a line that should be a name, a place or a role holds words of doubt, in small letters."""
    line = tidy(text)
    return bool(_DOUBTS & set(_WORD.findall(line))) or _IF.search(line) is not None
