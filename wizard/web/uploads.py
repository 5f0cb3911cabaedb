"""Files on their way in: from the page, piece by piece, to a private folder of the session, and on to the app.

Nothing is believed of what the page says but the name, and that is made safe. What is larger than the store takes
is refused as soon as that is seen, and nothing of it is left. The app copies a file into the store at once; the
copy here goes after some minutes, at the latest with the session.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import AsyncIterator
from enum import Enum
from pathlib import Path

from wizard.files import make_private_folder
from wizard.web.limits import Limits
from wizard.web.names import name_of_upload

__all__ = ["Unwanted", "drop_old_files", "receive"]


class Unwanted(Enum):
    """Why a file is not taken, with the status of the answer."""

    NOT_ASKED_FOR = 409
    """The question on the screen takes no file."""
    TOO_LARGE = 413
    """It is larger than the store takes."""
    TOO_MANY = 429
    """Too many lie here already."""
    NO_ROOM = 507
    """The disk does not take it."""


async def receive(
    pieces: AsyncIterator[bytes], name: str, size: int | None, folder: Path, limits: Limits
) -> Path | Unwanted:
    """Write what comes to a file of its own below `folder`; `name` as the page sends it, `size` as it promises."""
    if size is not None and size > limits.file:
        return Unwanted.TOO_LARGE
    if _count(folder) >= limits.files:
        return Unwanted.TOO_MANY
    path = folder / secrets.token_hex(8) / name_of_upload(name)
    refused: Unwanted | None = None
    try:
        make_private_folder(path.parent)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            async for piece in pieces:
                if file.tell() + len(piece) > limits.file:
                    refused = Unwanted.TOO_LARGE
                    break
                file.write(piece)
    except OSError:
        refused = Unwanted.NO_ROOM
    except BaseException:  # the page has gone in the middle of it
        _drop(path)
        raise
    if refused is None:
        return path
    _drop(path)
    return refused


def drop_old_files(folder: Path, older_than: float) -> None:
    """Delete what came up more than `older_than` seconds ago; the store has its own copy."""
    if folder.is_dir():
        for path in folder.glob("*/*"):
            if time.time() - path.stat().st_mtime > older_than:
                _drop(path)


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def _drop(path: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        path.parent.rmdir()
