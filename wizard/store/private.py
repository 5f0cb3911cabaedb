"""Files and folders that only their owner may open.

What the store makes is private from its first moment, whatever the umask, not made private afterwards. What
it finds is refused when others have any right to it: answers hold personal data, and a person who is told can
mend it with one command. Windows has no such bits; there the user's own folder is private by its place.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from wizard.files import flush_folder
from wizard.store.errors import NotPrivate

__all__ = ["make_private_file", "require_private"]


def make_private_file(file: Path) -> None:
    """Make `file`, empty and 0600, unless it is there already. Raises `OSError`."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    os.close(handle)
    flush_folder(file.parent)


def require_private(path: Path, mode: int) -> None:
    """Raise `NotPrivate` if others may do anything with `path`; `mode` is what to make it. Missing is fine."""
    if os.name == "nt":  # pragma: no cover  see the module
        return
    try:
        found = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return
    if found & 0o077:
        raise NotPrivate(path, mode)
