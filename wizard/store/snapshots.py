"""Copies of the whole database, made before its schema is changed.

A snapshot stands beside the database, is private like it, and is complete or not there at all. There is one for
each schema it can lead to: a second try replaces the first, which holds the same. Deleting a draft deletes the
snapshots, because what is deleted must be gone.
"""

from __future__ import annotations

import os
import tempfile
from itertools import count
from pathlib import Path

from wizard.files import flush_folder
from wizard.store.connection import PLAIN, Driver

__all__ = ["delete_snapshots", "set_aside", "take_snapshot"]


def take_snapshot(file: Path, before: str, driver: Driver = PLAIN) -> Path:
    """Copy the database `file` to `lov-before-BEFORE.db` and return that; others may use it meanwhile.

    Raises `sqlite3.Error` and `OSError`, and leaves nothing half-written then.
    """
    snapshot = file.with_name(f"{file.stem}-before-{before}{file.suffix}")
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".lov-")
    aside = Path(name)
    try:
        _copy(file, aside, driver)
        os.fsync(handle)
        aside.replace(snapshot)
    except BaseException:  # whatever happened, leave nothing half-written behind, then pass it on
        aside.unlink(missing_ok=True)
        raise
    finally:
        os.close(handle)
    flush_folder(file.parent)
    return snapshot


def delete_snapshots(file: Path) -> None:
    """Delete all snapshots of `file`. Raises `OSError`."""
    for snapshot in file.parent.glob(f"{file.stem}-before-*{file.suffix}*"):
        snapshot.unlink(missing_ok=True)


def set_aside(file: Path) -> Path:
    """Move a damaged database out of the way, with what SQLite put beside it; it counts as a snapshot."""
    numbers = (file.with_name(f"{file.stem}-before-restore-{n}{file.suffix}") for n in count(1))
    target = next(path for path in numbers if not path.exists())
    for end in ("-wal", "-shm", "-journal", ""):
        part = file.with_name(file.name + end)
        if part.exists():
            part.rename(target.with_name(target.name + end))
    flush_folder(file.parent)
    return target


def _copy(source: Path, target: Path, driver: Driver) -> None:
    reader, writer = driver.open(source), driver.open(target)
    try:
        reader.backup(writer)
    finally:
        reader.close()
        writer.close()
