"""What a person has chosen for the app: language, colours, movement, keys, and the folders they took files from.

Kept in the store's settings, for each person of a team by themselves. What is read is checked as anything from
outside is: a choice that means nothing is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.i18n import available_languages

if TYPE_CHECKING:
    from wizard.store import Store
    from wizard.values.base import Value

__all__ = ["Colours", "Preferences", "keep", "read_preferences", "with_folder"]

_MOST_FOLDERS: Final = 5


class Colours(StrEnum):
    """Which theme."""

    TERMINAL = "terminal"
    """The one that fits the terminal, as far as it tells."""
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Preferences:
    """See the module. `language` is None where none was chosen; `keys` are keys by binding."""

    language: str | None = None
    colours: Colours = Colours.TERMINAL
    moves: bool = False
    """Whether the cursor may blink and lists may glide."""
    keys: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    """Where files were taken from, the last one first."""


def read_preferences(store: Store) -> Preferences:
    """What was chosen. Raises `StoreUnavailable`."""

    def get(name: str) -> Value | None:
        return store.settings.get(_name(store, name))

    language, colours, keys, folders = get("language"), get("colours"), get("keys"), get("folders")
    return Preferences(
        language=language if isinstance(language, str) and language in available_languages() else None,
        colours=Colours(colours)
        if isinstance(colours, str) and colours in set(Colours)
        else Colours.TERMINAL,
        moves=get("moves") == "yes",
        keys={k: v for k, v in keys.items() if isinstance(v, str) and v} if isinstance(keys, Mapping) else {},
        folders=tuple(f for f in folders if isinstance(f, str))[:_MOST_FOLDERS]
        if isinstance(folders, list | tuple)
        else (),
    )


def keep(store: Store, name: str, value: Value | None) -> None:
    """Keep one choice by the name it has in `Preferences`. Raises `StoreError`."""
    store.settings.put(_name(store, name), value)


def with_folder(folders: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """The folders after a file was taken from one more."""
    here = str(folder)
    return (here, *(known for known in folders if known != here))[:_MOST_FOLDERS]


def _name(store: Store, name: str) -> str:
    return f"app.{name}" if store.who is None else f"app.{name}@{store.who}"
