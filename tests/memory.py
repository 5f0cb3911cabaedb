"""The disk in memory, where the machine has one: what is written there need not be waited for.

Tests write small files and have them flushed, as lov does; nearly half of their time went by in waiting for a disk
whose power no test cuts.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

__all__ = ["MEMORY"]

_PLACE: Final = Path("/dev/shm")  # noqa: S108  folders of our own are made in it
_ENOUGH: Final = 1 << 30
"""Bytes that have to be free: containers may have a small one."""


def _memory() -> Path | None:
    if not os.access(_PLACE, os.W_OK) or shutil.disk_usage(_PLACE).free < _ENOUGH:
        return None
    return _PLACE


MEMORY: Final = _memory()
"""Where it is; None where there is none, or too little of it."""
