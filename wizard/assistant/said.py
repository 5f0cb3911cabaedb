"""Words of the trade that stand round answers: the section `said` of `flows/words.yaml`.

They are read the first time that something said must be understood, once for each content folder. What must stay true:
a file that is missing or at fault means fewer words, so that more is asked; its faults are told by those who check
the content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from wizard import resources
from wizard.assistant.doubts import HEDGES, NEGATIONS
from wizard.values.characters import fold

__all__ = ["Said", "said"]

_FILE: Final = "flows/words.yaml"


@dataclass(frozen=True, eq=False)
class Said:
    """The words of one content folder."""

    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Folded words that say nothing beside an answer, by its type."""
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What people call an answer, by its type."""
    alike: tuple[tuple[str, ...], ...] = ()
    """Words that mean much the same in questions and in what is said of them, group by group."""
    silent: frozenset[str] = frozenset()
    """Folded words that say nothing round an option, wherever they stand."""
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The lists of phrases by their names, as they are written."""


def said() -> Said:
    """The words of the content that is in use."""
    return _of(resources.content_root())


@cache
def _of(root: Path) -> Said:
    section = _section(root / _FILE)
    beside, called = section.get("beside"), section.get("called")
    return Said(
        beside={str(k): frozenset(fold(str(v)).split()) for k, v in _items(beside)},
        called={str(k): tuple(map(str, v)) for k, v in _items(called) if isinstance(v, list)},
        alike=tuple(tuple(str(group).split()) for group in _listed(section.get("alike"))),
        silent=frozenset(fold(str(section.get("silent", ""))).split()) - NEGATIONS - HEDGES,
        phrases={
            str(k): tuple(" ".join(p.split()) for p in v.split(",") if p.strip())
            for k, v in section.items()
            if isinstance(v, str)
        },
    )


def _listed(section: object) -> list[object]:
    return list(section) if isinstance(section, list) else []


def _items(section: object) -> list[tuple[Any, Any]]:
    return list(section.items()) if isinstance(section, dict) else []


def _section(path: Path) -> Mapping[str, Any]:
    """The section as plain data; nothing where the file cannot be read."""
    import yaml  # noqa: PLC0415  only where something was said

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        data = yaml.load(path.read_bytes(), loader)  # noqa: S506  the base loader makes texts, lists and mappings only
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    section = data.get("said") if isinstance(data, dict) else None
    return section if isinstance(section, dict) else {}
