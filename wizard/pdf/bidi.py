"""In which order text is shown: the Unicode Bidirectional Algorithm (UAX #9), for one paragraph at a time.

Shaping needs to know the direction of every character before the text is put in order, and the libraries at
hand give only the text in order; hence our own. It is whole: embeddings, overrides, isolates and paired
brackets. What must stay true: a text gets the same order as from the reference implementations (the tests
compare it with one), in time that grows with its length; a text without right-to-left characters gets level 0
throughout.
"""

from __future__ import annotations

import unicodedata
from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

__all__ = ["base_level", "levels_of", "runs_in_order", "settle_ends"]

_DEEPEST: Final = 125
_MOST_OPEN: Final = 63
_STRONG: Final = frozenset({"L", "R", "AL"})
_ISOLATES: Final = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS: Final = {"LRE": (0, None), "RLE": (1, None), "LRO": (0, "L"), "RLO": (1, "R")}
_REMOVED: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"})
_FADING: Final = frozenset({"S", "B", "WS", "LRI", "RLI", "FSI", "PDI", *_REMOVED})
_FAR_BRACKETS: Final = {"[": "]", "{": "}", "\u298d": "\u2990", "\u298f": "\u298e", "\uff3b": "\uff3d", "\uff5b": "\uff5d"}  # fmt: skip
_ALIKE: Final = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""Brackets that are one character by canonical equivalence."""


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """The bidirectional class of a character; L for one that Unicode does not know."""
    return unicodedata.bidirectional(char) or "L"


def base_level(text: str) -> int:
    """1 for a paragraph whose first letter runs from right to left, otherwise 0 (rules P2 and P3)."""
    return _first_strong([_kind(char) for char in text], 0, len(text))


def levels_of(text: str, base: int | None = None) -> list[int]:
    """The embedding level of each character of one paragraph; odd ones run from right to left."""
    kinds = [_kind(char) for char in text]
    level = _first_strong(kinds, 0, len(kinds)) if base is None else base
    if level == 0 and all(
        kind in {"L", "EN", "ES", "ET", "CS", "WS", "ON", "NSM", "S", "B"} for kind in kinds
    ):
        return [0] * len(kinds)
    levels, resolved = _explicit(kinds, level)
    for run in _sequences(kinds, tuple(levels), level):
        run.kinds = [resolved[place] for place in run.places]
        _weak(run)
        _brackets(run, text)
        _neutral(run)
        for place, kind in zip(run.places, run.kinds, strict=True):
            levels[place] += (
                {"R": 1, "AN": 2, "EN": 2}.get(kind, 0) if levels[place] % 2 == 0 else kind != "R"
            )
    _lift_removed(kinds, levels, level)
    return settle_ends(text, levels, level)


def settle_ends(text: str, levels: Sequence[int], base: int) -> list[int]:
    """The levels of one line of a paragraph: white space at its end and around tabs gets `base` (rule L1)."""
    settled = list(levels)
    fading = True
    for place in range(len(settled) - 1, -1, -1):
        kind = _kind(text[place])
        if kind in {"S", "B"} or (fading and kind in _FADING):
            settled[place] = base
            fading = True
        elif kind not in _REMOVED:
            fading = False
    return settled


def runs_in_order(levels: Sequence[int]) -> list[tuple[int, int, int]]:
    """Start, end and level of each run of one level, in the order they are shown from the left (rule L2)."""
    runs: list[tuple[int, int, int]] = []
    start = 0
    for place in range(1, len(levels) + 1):
        if place == len(levels) or levels[place] != levels[start]:
            runs.append((start, place, levels[start]))
            start = place
    for level in range(max(levels, default=0), 0, -1):
        begin = 0
        while begin < len(runs):
            end = begin
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[begin:end] = runs[begin:end][::-1]
            begin = end + 1
    return runs


def _first_strong(kinds: Sequence[str], start: int, end: int) -> int:
    """The level that the first strong character outside isolates asks for; 0 where there is none."""
    depth = 0
    for kind in kinds[start:end]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif kind in _STRONG and not depth:
            return int(kind != "L")
    return 0


def _partners(kinds: Sequence[str]) -> dict[int, int]:
    """Where each isolate that is closed at all is closed (BD9)."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for place, kind in enumerate(kinds):
        if kind in _ISOLATES:
            stack.append(place)
        elif kind == "PDI" and stack:
            found[stack.pop()] = place
    return found


def _explicit(kinds: Sequence[str], base: int) -> tuple[list[int], list[str]]:  # noqa: C901, PLR0912  the rules X1 to X8, in their order
    """Levels and classes after embeddings, overrides and isolates."""
    partners = _partners(kinds)
    levels, resolved = [base] * len(kinds), list(kinds)
    stack: list[tuple[int, str | None, bool]] = [(base, None, False)]
    over_isolates = over_embeddings = open_isolates = 0
    for place, kind in enumerate(kinds):
        level, override, _ = stack[-1]
        levels[place] = level
        if kind in _EMBEDDINGS:
            odd, forced = _EMBEDDINGS[kind]
            higher = (level + 1) | 1 if odd else (level + 2) & ~1
            if higher <= _DEEPEST and not over_isolates and not over_embeddings:
                stack.append((higher, forced, False))
            elif not over_isolates:
                over_embeddings += 1
        elif kind in _ISOLATES:
            resolved[place] = override or kind
            odd = kind == "RLI" or (
                kind == "FSI" and _first_strong(kinds, place + 1, partners.get(place, len(kinds))) == 1
            )
            higher = (level + 1) | 1 if odd else (level + 2) & ~1
            if higher <= _DEEPEST and not over_isolates and not over_embeddings:
                open_isolates += 1
                stack.append((higher, None, True))
            else:
                over_isolates += 1
        elif kind == "PDI":
            if over_isolates:
                over_isolates -= 1
            elif open_isolates:
                over_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                open_isolates -= 1
            levels[place] = stack[-1][0]
            resolved[place] = stack[-1][1] or kind
        elif kind == "PDF":
            if not over_isolates and over_embeddings:
                over_embeddings -= 1
            elif not over_isolates and not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            levels[place] = base
        elif kind != "BN":
            resolved[place] = override or kind
    return levels, resolved


@dataclass(slots=True)
class _Sequence:
    """An isolating run sequence (X10): the places of its characters, its level, what stands before and after."""

    places: list[int]
    level: int
    before: str
    after: str
    kinds: list[str] = field(default_factory=list)

    @property
    def direction(self) -> str:
        return "R" if self.level % 2 else "L"


def _sequences(kinds: Sequence[str], levels: Sequence[int], base: int) -> Iterator[_Sequence]:
    kept = [place for place, kind in enumerate(kinds) if kind not in _REMOVED]
    runs: list[list[int]] = []
    for index, place in enumerate(kept):
        if index == 0 or levels[place] != levels[kept[index - 1]]:
            runs.append([])
        runs[-1].append(place)
    partners = _partners(kinds)
    closers = set(partners.values())
    by_start = {run[0]: run for run in runs}
    position = {place: index for index, place in enumerate(kept)}
    for run in runs:
        if run[0] in closers:
            continue
        places = list(run)
        while (closer := partners.get(places[-1])) is not None and closer in by_start:
            places += by_start[closer]
        yield _bounded(places, kinds, levels, kept, position, base)


def _bounded(  # noqa: PLR0913, PLR0917  what rule X10 looks at
    places: list[int],
    kinds: Sequence[str],
    levels: Sequence[int],
    kept: Sequence[int],
    position: dict[int, int],
    base: int,
) -> _Sequence:
    first, last = position[places[0]], position[places[-1]]
    level = levels[places[0]]
    before = levels[kept[first - 1]] if first else base
    dangling = kinds[places[-1]] in _ISOLATES
    after = base if dangling or last + 1 == len(kept) else levels[kept[last + 1]]
    return _Sequence(places, level, _side(max(level, before)), _side(max(level, after)))


def _side(level: int) -> str:
    return "R" if level % 2 else "L"


def _weak(run: _Sequence) -> None:
    """Rules W1 to W7: marks, numbers and what belongs to numbers."""
    kinds = run.kinds
    strong = previous = run.before
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATES or previous == "PDI" else previous  # noqa: PLW2901  the class it takes on
        previous = kind
        if kind in _STRONG:
            strong = kind
        if kind == "EN" and strong == "AL":
            kind = "AN"  # noqa: PLW2901  as above
        kinds[index] = kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        left, right = kinds[index - 1], kinds[index + 1]
        if left == right and (
            (kinds[index] == "ES" and left == "EN") or (kinds[index] == "CS" and left in {"EN", "AN"})
        ):
            kinds[index] = left
    _terminators(kinds)
    strong = run.before
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _terminators(kinds: list[str]) -> None:
    """Rules W5 and W6: currency and percent signs go with the number they touch, others are neutral."""
    index = 0
    while index < len(kinds):
        if kinds[index] != "ET":
            kinds[index] = "ON" if kinds[index] in {"ES", "CS"} else kinds[index]
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        touches = (index and kinds[index - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
        kinds[index:end] = ["EN" if touches else "ON"] * (end - index)
        index = end


def _brackets(run: _Sequence, text: str) -> None:
    """Rule N0: a pair of brackets takes the direction of what is in it, or of what stands before it."""
    for opened, closed in _pairs(run, text):
        inside = {_strength(kind) for kind in run.kinds[opened + 1 : closed]} - {None}
        if run.direction in inside:
            direction = run.direction
        elif inside:
            context = next(
                (found for kind in reversed(run.kinds[:opened]) if (found := _strength(kind))), run.before
            )
            direction = context if context != run.direction else run.direction
        else:
            continue
        for place in (opened, closed):
            run.kinds[place] = direction
            following = place + 1
            while following < len(run.kinds) and _kind(text[run.places[following]]) == "NSM":
                run.kinds[following] = direction
                following += 1


def _pairs(run: _Sequence, text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for index, (place, kind) in enumerate(zip(run.places, run.kinds, strict=True)):
        if kind != "ON":
            continue
        char = _ALIKE.get(text[place], text[place])
        closer = _closing(char)
        if closer is not None:
            if len(stack) == _MOST_OPEN:
                break
            stack.append((closer, index))
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if stack[depth][0] == char:
                insort(found, (stack[depth][1], index))
                del stack[depth:]
                break
    return found


@lru_cache(maxsize=1024)
def _closing(char: str) -> str | None:
    """The bracket that closes `char`; None where it opens nothing."""
    if unicodedata.category(char) != "Ps" or not unicodedata.mirrored(char):
        return None
    closer = _FAR_BRACKETS.get(char) or chr(ord(char) + 1)
    return closer if unicodedata.category(closer) == "Pe" and unicodedata.mirrored(closer) else None


def _strength(kind: str) -> str | None:
    """The direction of a class for N0 to N2, where numbers count as right to left."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind)


def _neutral(run: _Sequence) -> None:
    """Rules N1 and N2: what stands between takes the direction of both sides, or of the embedding."""
    kinds = run.kinds
    index = 0
    while index < len(kinds):
        if kinds[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        left = _strength(kinds[index - 1]) if index else run.before
        right = _strength(kinds[end]) if end < len(kinds) else run.after
        kinds[index:end] = [(left or run.direction) if left == right else run.direction] * (end - index)
        index = end


def _lift_removed(kinds: Sequence[str], levels: list[int], base: int) -> None:
    """Characters that the algorithm takes out get the level of their neighbour, so that runs stay whole."""
    previous = base
    for place, kind in enumerate(kinds):
        if kind in _REMOVED:
            levels[place] = previous
        previous = levels[place]
