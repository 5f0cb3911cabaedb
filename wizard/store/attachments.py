"""Attached files, kept by their contents: beside a database file as files, in a team's database as rows.

As a file, the bytes lie at `attachments/ab/abcdef…`, named by their SHA-256 and by nothing else; what the person
called the file is a label in the database. Two equal files are one. A file is written aside and flushed, and
comes to its place by a rename, so that a name there always stands for all of its bytes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Container, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.files import flush_folder, make_private_folder, write_atomically
from wizard.i18n import msg
from wizard.store.errors import AttachmentLost, FileRefused
from wizard.store.seam import refusing
from wizard.text import safe_text

if TYPE_CHECKING:  # load SQLAlchemy
    from wizard.store.database import Database
    from wizard.store.rows import Rows

__all__ = [
    "MAX_BYTES",
    "Attachments",
    "DatabaseAttachments",
    "FolderAttachments",
    "Source",
    "checked",
    "is_sha256",
    "read_source",
]

_MEGABYTE: Final = 1024 * 1024
MAX_BYTES: Final = 50 * _MEGABYTE
"""The largest file that can be attached."""

_READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_ASIDE: Final = ".lov-"
_ABANDONED: Final = 3600
"""Seconds after which a file written aside belongs to a process that was killed."""

_HEX: Final = frozenset("0123456789abcdef")
_SEPARATORS: Final = str.maketrans({"/": "_", "\\": "_"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file someone wants to attach: what to call it, and its bytes."""

    name: str
    data: bytes
    sha256: str


def read_source(path: Path) -> Source:
    """Read a regular file of at most `MAX_BYTES`, through links. Raises `FileRefused`.

    `name` is a bare file name that can be shown anywhere, whatever the file is really called.
    """
    with refusing():
        _require_ordinary(path.stat())  # before it is opened: opening a device may already do something
        handle = os.open(path, _READING)
        with os.fdopen(handle, "rb") as file:
            _require_ordinary(os.fstat(handle))
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:  # it grew while it was read
        raise _too_large(len(data))
    name = safe_text(path.name).translate(_SEPARATORS).strip()
    return Source(name if name.strip(".") else "_", data, hashlib.sha256(data).hexdigest())


def _require_ordinary(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise FileRefused(msg("This is a folder. Attach the files in it one by one."))
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused(msg("This is a device or a channel and not a file, so it cannot be attached."))
    if found.st_size > MAX_BYTES:
        raise _too_large(found.st_size)


def _too_large(size: int) -> FileRefused:
    return FileRefused(
        msg(
            "The file is {size} MB large; at most {limit} MB can be attached. Make it smaller or split it.",
            size=ceil(size / _MEGABYTE),
            limit=MAX_BYTES // _MEGABYTE,
        )
    )


class Attachments(ABC):
    """Where the bytes of attached files are kept. Methods raise `OSError`; `read` raises `AttachmentLost` too."""

    place: Path | str
    """What sentences call it."""

    @abstractmethod
    def adding(self, source: Source) -> AbstractContextManager[Callable[[Rows], None]]:
        """Do what takes time before the write lock is held; what is given then keeps the file, under the lock."""

    @abstractmethod
    def read(self, sha256: str) -> bytes:
        """The bytes that have this SHA-256; they are counted again."""

    @abstractmethod
    def keep_only(self, rows: Rows, wanted: Container[str]) -> None:
        """Delete every file that is not among `wanted`, under the write lock."""


def checked(data: bytes | None, sha256: str) -> bytes:
    """`data`, if it is what its name says. Raises `AttachmentLost`."""
    if data is None:
        raise AttachmentLost
    if hashlib.sha256(data).hexdigest() != sha256:
        raise AttachmentLost(
            msg("The attached file has been damaged where it is kept. Attach it again from the original.")
        )
    return data


def is_sha256(text: str) -> bool:
    """Whether `text` can name a file."""
    return len(text) == 64 and _HEX.issuperset(text)


class FolderAttachments(Attachments):
    """Files in a folder, beside the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = folder

    @contextmanager
    def adding(self, source: Source) -> Iterator[Callable[[Rows], None]]:
        """Write and flush the file aside; it comes to its place by a rename, also over one that may be damaged."""
        make_private_folder(self.folder)
        aside = self.folder / f"{_ASIDE}{secrets.token_hex(8)}"
        write_atomically(aside, source.data)
        try:
            yield lambda _: self._place(aside, source.sha256)
        finally:
            aside.unlink(missing_ok=True)

    def _place(self, aside: Path, sha256: str) -> None:
        target = self._path(sha256)
        make_private_folder(target.parent)
        aside.replace(target)
        for folder in (target.parent, self.folder, self.folder.parent):
            flush_folder(folder)

    def read(self, sha256: str) -> bytes:
        """The bytes that have this SHA-256; they are counted again."""
        if not is_sha256(sha256):
            raise AttachmentLost
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError:
            data = None
        return checked(data, sha256)

    def keep_only(self, rows: Rows, wanted: Container[str]) -> None:
        """Delete every other file, and what killed processes have left aside."""
        del rows
        for file in self.folder.glob("[0-9a-f][0-9a-f]/*"):
            if file.name not in wanted:
                file.unlink(missing_ok=True)
        for aside in self.folder.glob(f"{_ASIDE}*"):
            with suppress(FileNotFoundError):  # its process has just put it in its place
                if time.time() - aside.stat().st_mtime > _ABANDONED:
                    aside.unlink()

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


class DatabaseAttachments(Attachments):
    """Files in the database, where several computers share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.place = database.place

    @contextmanager
    def adding(self, source: Source) -> Iterator[Callable[[Rows], None]]:
        """There is nothing to prepare: the transaction holds it all."""

        def keep(rows: Rows) -> None:
            if rows.bytes_of(source.sha256) != source.data:
                rows.replace_bytes(source.sha256, source.data)

        yield keep

    def read(self, sha256: str) -> bytes:
        """The bytes that have this SHA-256; they are counted again."""
        if not is_sha256(sha256):
            raise AttachmentLost
        with self._database.reading() as rows:
            return checked(rows.bytes_of(sha256), sha256)

    def keep_only(self, rows: Rows, wanted: Container[str]) -> None:
        """The bytes go with their rows, by the foreign key."""
