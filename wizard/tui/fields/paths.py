"""Paths as people give them: typed, completed, pasted with quotes, dragged in as `file://` or with backslashes.

What must stay true: what is pasted for a file that exists finds that file, whatever a terminal has put around
its name, and nothing here opens anything.
"""

from __future__ import annotations

import asyncio
import os
import re
import shlex
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from textual.suggester import Suggester

__all__ = ["PathSuggester", "completions", "paths_in"]

_ESCAPED: Final = re.compile(r"\\(.)")
_MOST_ENTRIES: Final = 2_000
"""How many entries of a folder are looked at; completing in a larger one helps nobody."""


def paths_in(text: str) -> list[Path]:
    """The paths in a text: one as it stands, or several as a terminal writes them when files are dragged in."""
    whole = text.strip()
    if not whole:
        return []
    for reading in (whole, whole.strip("'\""), _ESCAPED.sub(r"\1", whole)):
        path = _path(reading)
        if _is_file(path):
            return [path]
    try:
        parts = shlex.split(whole)
    except ValueError:  # a quote that is never closed
        parts = [whole]
    found = [_path(part) for part in parts]
    return found if len(found) > 1 and all(map(_is_file, found)) else [_path(whole.strip("'\""))]


def completions(text: str) -> list[str]:
    """The texts that `text` can be completed to, by what lies in the folder it names; folders end in a slash."""
    if not text or text[0] in "'\"" or text.startswith("file:"):
        return []
    folder_text, _, beginning = text.rpartition("/")
    if not _:
        return []
    folder = Path(folder_text + "/").expanduser()
    try:
        with os.scandir(folder) as entries:
            seen = [entry for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False)]
            names = [
                entry.name + ("/" if entry.is_dir() else "")
                for entry in seen
                if entry.name.startswith(beginning) and (beginning or not entry.name.startswith("."))
            ]
    except (OSError, ValueError, RuntimeError):  # no such folder, a NUL in its name, no such user after ~
        return []
    return [f"{folder_text}/{name}" for name in sorted(names, key=str.casefold)]


class PathSuggester(Suggester):
    """Completes a path by what lies in the folder typed so far."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first completion."""
        found = await asyncio.to_thread(completions, value)
        return found[0] if found and found[0] != value else None


def _path(text: str) -> Path:
    if text.startswith("file:"):
        text = unquote(urlsplit(text).path)
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no such user after ~
        return Path(text)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL
        return False
