"""What is different between two readings of a page, in paragraphs, under the headings they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

__all__ = ["TextChange", "text_changes"]

_HEADING: Final = "# "
_MOST: Final = 400
"""So many changes are told; a page with more has been written anew."""
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class TextChange:
    """A paragraph that is gone (`now` empty), new (`before` empty) or otherwise, and the heading it stands under."""

    heading: str
    before: str
    now: str


def text_changes(before: Sequence[str], now: Sequence[str]) -> tuple[TextChange, ...]:
    """The changes from top to bottom. That a paragraph has moved is none."""
    found: list[TextChange] = []
    matcher = SequenceMatcher(None, list(before), list(now), autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "equal":
            found += _changes(before, now, (i, j, k, m))
    gone = {change.before for change in found if not change.now}
    new = {change.now for change in found if not change.before}
    moved = gone & new
    kept = [c for c in found if (c.before or c.now) not in moved or (c.before and c.now)]
    return tuple(kept[:_MOST])


def _changes(
    before: Sequence[str], now: Sequence[str], place: tuple[int, int, int, int]
) -> Iterator[TextChange]:
    """Old and new paragraphs of one place; those that are alike belong together."""
    i, j, k, m = place
    old, new = list(range(i, j)), list(range(k, m))
    while old and new:
        if _are_alike(before[old[0]], now[new[0]]):
            yield TextChange(_heading(now, new[0]), _bare(before[old.pop(0)]), _bare(now[new.pop(0)]))
        elif len(old) >= len(new):
            yield TextChange(_heading(before, old[0]), _bare(before[old.pop(0)]), "")
        else:
            yield TextChange(_heading(now, new[0]), "", _bare(now[new.pop(0)]))
    yield from (TextChange(_heading(before, n), _bare(before[n]), "") for n in old)
    yield from (TextChange(_heading(now, n), "", _bare(now[n])) for n in new)


def _are_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one[:1000].split(), other[:1000].split(), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _heading(paragraphs: Sequence[str], at: int) -> str:
    """The heading above a paragraph; a heading stands under itself."""
    return next((_bare(p) for p in reversed(paragraphs[: at + 1]) if p.startswith(_HEADING)), "")


def _bare(paragraph: str) -> str:
    return paragraph.removeprefix(_HEADING)
