"""How screens look, kept as text: one file for a size and a language, compared picture by picture.

To keep what is shown now: KEEP_SNAPSHOTS=1 pytest TEST, and look at the difference.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

__all__ = ["LOOKS", "hold_to"]

_KEPT: Final = Path(__file__).parent / "snapshots"
_SEPARATOR: Final = "=" * 20

LOOKS: Final = (
    pytest.param((80, 24), "sv", id="80x24-sv"),
    pytest.param((120, 40), "en", id="120x40-en"),
    pytest.param((80, 24), "en", id="80x24-en", marks=pytest.mark.slow),  # each pair tells of its half
    pytest.param((120, 40), "sv", id="120x40-sv", marks=pytest.mark.slow),
)
"""(size, language) of the pictures that are taken."""


def hold_to(name: str, shown: Mapping[str, str], columns: int) -> None:
    """Fail at the first picture that is not as it was kept in the file called `name`, or is too wide."""
    assert [title for title, text in shown.items() if max(map(len, text.splitlines())) > columns] == []
    path = _KEPT / f"{name}.txt"
    if os.environ.get("KEEP_SNAPSHOTS"):
        _KEPT.mkdir(exist_ok=True)
        path.write_text("".join(f"{_SEPARATOR} {title}\n{text}\n" for title, text in shown.items()), "utf-8")
    kept = dict(part.split("\n", 1) for part in path.read_text("utf-8").split(f"{_SEPARATOR} ")[1:])
    assert list(kept) == list(shown)
    for title, text in shown.items():
        assert kept[title] == f"{text}\n", title
