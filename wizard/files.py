"""Writing files so that a reader sees the old one or the new one, never half of one.

A file is written beside its place, flushed to the disk, and then renamed over it; the folder is flushed too,
because a rename is only as durable as the folder that holds the name. New files are private to their owner.
"""

from __future__ import annotations

import os
import platform
import secrets
import stat
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wizard import __version__

__all__ = [
    "CACHE",
    "cache_folder",
    "flush_folder",
    "is_private",
    "make_private_folder",
    "write_atomically",
    "write_report",
    "written_atomically",
]

CACHE: Final = "cache"
"""The folder below the data folder for what can be made anew at any time."""


def write_atomically(target: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Put `data` at `target`, wholly or not at all. Raises `OSError` and leaves what was there untouched."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".lov-")
    except OSError as error:  # about the folder, not about a file nobody has heard of
        raise OSError(error.errno, error.strerror, str(target.parent)) from None
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(mode)
        aside.replace(target)
    except BaseException:  # whatever happened, leave nothing half-written behind, then pass it on
        aside.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


@contextmanager
def written_atomically(target: Path, *, mode: int = 0o600) -> Iterator[Path]:
    """A path beside `target` to write a large file to; when all went well it takes the place of `target`."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".lov-")
    os.close(handle)
    aside = Path(name)
    try:
        yield aside
        with aside.open("rb") as file:
            os.fsync(file.fileno())
        aside.chmod(mode)
        aside.replace(target)
    except BaseException:  # as above
        aside.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


def cache_folder() -> Path:
    """LOV_CACHE_DIR, or a folder of its own where drafts are kept by LOV_DATA_DIR, or the user's cache folder."""
    if given := os.environ.get("LOV_CACHE_DIR"):
        return Path(given)
    if given := os.environ.get("LOV_DATA_DIR"):
        return Path(given) / CACHE
    from platformdirs import user_cache_path  # noqa: PLC0415  seldom needed

    return user_cache_path("lov", appauthor=False)


def is_private(folder: Path) -> bool:
    """Whether nobody but the user can write to the folder. Raises `OSError`."""
    if not hasattr(os, "getuid"):  # pragma: no cover  Windows: the user's own profile
        return True
    found = folder.stat()
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def make_private_folder(folder: Path) -> None:
    """Make `folder` and its parents, readable by their owner alone; an existing folder is left as it is."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def flush_folder(folder: Path) -> None:
    """Make a rename or a new file in `folder` durable."""
    if os.name == "nt":  # pragma: no cover  Windows cannot open folders; its renames are journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_report(error: BaseException, folder: Path) -> Path | None:
    """Write what happened to `folder/reports`; gives the report's path, None where nothing can be written.

    It says which functions were running and what kind of error it was, and nothing of what they held: values hold what
    a person has typed, and an error's own words may quote it.
    """
    reports = folder / "reports"
    path = reports / f"report-{secrets.token_hex(4)}.txt"
    lines = [f"lov {__version__}, Python {platform.python_version()}, {platform.system()}", *_trail(error)]
    try:
        make_private_folder(reports)
        write_atomically(path, ("\n".join(lines) + "\n").encode())
    except OSError:
        return None
    return path


def _trail(error: BaseException) -> Iterator[str]:
    """The chain of errors, each with the places it passed, from the outermost call inwards."""
    package = Path(__file__).parent
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield f"{type(at).__module__}.{type(at).__name__}"
        for frame in traceback.extract_tb(at.__traceback__):
            path = Path(frame.filename)
            name = path.relative_to(package) if path.is_relative_to(package) else path.name
            yield f"  {name}:{frame.lineno} {frame.name}"
        at = at.__cause__ or at.__context__
