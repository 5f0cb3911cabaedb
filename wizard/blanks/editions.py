"""What changed from one edition of a form to the next, field by field.

Fields are the same where they bear the same name; one that lost its name is looked for among the new ones by its
kind, its label and its place on the page. What must stay true: every field of both editions is accounted for
once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Any, Final

from wizard.blanks.likeness import likeness

__all__ = ["Change", "Editions", "compare_editions"]

_SAME: Final = 0.7
_FAR: Final = 120.0
_LOOKED_AT: Final = ("type", "options", "max_length", "required", "multiline", "comb", "label", "page")
_BREAKING: Final = frozenset({"type", "options", "max_length"})


@dataclass(frozen=True, slots=True)
class Change:
    """One property of a field that is in both editions, under its new name."""

    field: str
    what: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Editions:
    """The differences. `renamed` gives the new name for an old one."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: Mapping[str, str]
    changes: tuple[Change, ...]
    pages: tuple[int, int]

    @property
    def is_safe(self) -> bool:
        """Whether a map of the old edition says the same of the new one, once the names are carried over."""
        return not self.removed and not any(change.what in _BREAKING for change in self.changes)


def compare_editions(old: Mapping[str, Any], new: Mapping[str, Any]) -> Editions:
    """Compare two descriptions of forms (`Inspection.to_json()`)."""
    before = {item["name"]: item for item in old["fields"]}
    after = {item["name"]: item for item in new["fields"]}
    gone = {name: item for name, item in before.items() if name not in after}
    fresh = {name: item for name, item in after.items() if name not in before}
    renamed = _renamed(gone, fresh)
    pairs = {name: name for name in before if name in after} | renamed
    changes = tuple(
        Change(pairs[name], what, before[name][what], after[pairs[name]][what])
        for name in before
        if name in pairs
        for what in _LOOKED_AT
        if before[name][what] != after[pairs[name]][what]
    )
    return Editions(
        tuple(name for name in fresh if name not in renamed.values()),
        tuple(name for name in gone if name not in renamed),
        renamed,
        changes,
        (old["pages"], new["pages"]),
    )


def _renamed(gone: Mapping[str, Any], fresh: Mapping[str, Any]) -> dict[str, str]:
    """Old names and the new ones of the same fields, the surest first."""
    pairs = sorted(
        (
            (score, name, other)
            for name, item in gone.items()
            for other, new in fresh.items()
            if (score := _sameness(item, new)) >= _SAME
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    found: dict[str, str] = {}
    used: set[str] = set()
    for _, name, other in pairs:
        if name not in found and other not in used:
            found[name] = other
            used.add(other)
    return {name: found[name] for name in gone if name in found}


def _sameness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    if old["type"] != new["type"]:
        return 0.0
    labels = likeness(old["label"], new["label"])
    if old["label"] and old["label"] == new["label"]:
        labels = 1.0
    place = _nearness(old, new)
    names = likeness(old["name"], new["name"])
    if not old["label"] or not new["label"]:
        return 0.8 * place + 0.2 * names
    return 0.65 * labels + 0.25 * place + 0.1 * names


def _nearness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    """1 for the same place on the same page, 0 for one far away."""
    if old["page"] != new["page"] or old["rect"] is None or new["rect"] is None:
        return 0.0
    distance = hypot(old["rect"][0] - new["rect"][0], old["rect"][3] - new["rect"][3])
    return max(0.0, 1 - distance / _FAR)
