"""A zip with the same bytes for the same files, written from files that are deflated already.

What must stay true: the bytes are those that Python's `zipfile` writes for these files, with fixed times and rights.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from struct import pack
from typing import Any, Final, NamedTuple

__all__ = ["Packed", "deflating", "packed", "zipped"]

LEVEL: Final = 6
_BARE: Final = -15
"""Without a frame of its own, as it stands in a zip."""

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; the real one would make every package different."""

_DATE: Final = 1 << 5 | 1
_VERSION: Final = 20
_UNIX: Final = 3
"""Wherever the package is made."""
_RIGHTS: Final = 0o644 << 16
_UTF8: Final = 0x800
_MOST_BYTES: Final = 1 << 30
_MOST_FILES: Final = 60_000


class Packed(NamedTuple):
    """A file as it was, its checksum, and its deflated bytes."""

    content: bytes
    crc: int
    deflated: bytes


def deflating() -> Any:
    """What deflates the bytes of one file."""
    return zlib.compressobj(LEVEL, zlib.DEFLATED, _BARE)


def packed(content: bytes) -> Packed:
    """A file, deflated."""
    into = deflating()
    return Packed(content, zlib.crc32(content), into.compress(content) + into.flush())


def zipped(folder: str, files: Mapping[str, Packed]) -> bytes:
    """A zip with `files` in `folder`, in their order."""
    if sum(len(file.content) for file in files.values()) > _MOST_BYTES or len(files) > _MOST_FILES:
        return _by_library(folder, files)  # it knows of zips too large for the plain form
    parts: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for path, file in files.items():
        name = f"{folder}/{path}".encode()
        facts = _facts(name, file)
        head = b"PK\3\4%b%b" % (facts, name)
        parts += (head, file.deflated)
        where = pack("<3H2L", 0, 0, 0, _RIGHTS, place)
        directory.append(b"PK\1\2%c%c%b%b%b" % (_VERSION, _UNIX, facts, where, name))
        place += len(head) + len(file.deflated)
    index = b"".join(directory)
    end = pack("<4s4H2LH", b"PK\5\6", 0, 0, len(files), len(files), len(index), place, 0)
    return b"".join([*parts, index, end])


def _facts(name: bytes, file: Packed) -> bytes:
    """What is said of a file both before it and in the directory at the end."""
    flags = 0 if name.isascii() else _UTF8
    sizes = (len(file.deflated), len(file.content))
    return pack("<5H3L2H", _VERSION, flags, zipfile.ZIP_DEFLATED, 0, _DATE, file.crc, *sizes, len(name), 0)


def _by_library(folder: str, files: Mapping[str, Packed]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for entry, content in _entries(folder, files):
            archive.writestr(entry, content)
    return buffer.getvalue()


def _entries(folder: str, files: Mapping[str, Packed]) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    for path, file in files.items():
        entry = zipfile.ZipInfo(f"{folder}/{path}", EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = _RIGHTS
        entry.create_system = _UNIX
        yield entry, file.content
