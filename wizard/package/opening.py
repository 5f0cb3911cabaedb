"""Opening a package that may come from anyone.

Only stored and deflated entries are read, all limits are counted, and no path leaves the folder.
Nothing is ever unpacked to the disk under a name from inside. Names are data: they are checked, and a package
with a name that no honest program writes is refused whole. Sizes are counted while reading, because a zip can
lie about them (Python before 3.11.8 even reads overlapping entries, CVE-2024-0450).
"""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from wizard.i18n import Message, msg

__all__ = ["PackageError", "open_zip"]

MAX_PACKAGE: Final = 500_000_000
MAX_ENTRY: Final = 100_000_000
MAX_TOTAL: Final = 500_000_000
MAX_ENTRIES: Final = 2_000
MAX_NAME: Final = 200
MAX_RATIO: Final = 200
SMALL: Final = 100_000
"""Below this size, how well an entry is compressed says nothing."""

_DEVICES: Final = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
_FORBIDDEN: Final = set('\\:*?"<>|')
_ENDING: Final = 22
"""The length of the record at the end of a zip; a comment of up to 65,535 bytes may follow."""
_SYMLINK: Final = 0o120000


class PackageError(Exception):
    """The package is refused; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


def open_zip(path: Path) -> dict[str, bytes]:
    """The files of a zip by name. Raises `PackageError` for whatever is not an honest, readable zip."""
    if path.stat().st_size > MAX_PACKAGE:
        raise PackageError(msg("The package is larger than {n} MB.", n=MAX_PACKAGE // 1_000_000))
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            raise PackageError(msg("The file is not a zip."))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = list(_entries(archive))
            lies_beyond = any(e.header_offset + 30 + e.compress_size > archive.start_dir for e in entries)
            if lies_beyond or _stated_count(path) != len(entries):
                raise PackageError(msg("The zip is damaged or made in a way that is not read here."))
            return {entry.filename: _contents(archive, entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError, OSError):
        raise PackageError(msg("The zip is damaged or made in a way that is not read here.")) from None


def _entries(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise PackageError(msg("The package has more than {n} files.", n=MAX_ENTRIES))
    seen: set[str] = set()
    end_of_last = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        folded = unicodedata.normalize("NFC", entry.filename).casefold()
        if folded in seen or not _is_honest_name(entry.filename):
            raise PackageError(msg("The package has file names that cannot be trusted."))
        seen.add(folded)
        is_link = (entry.external_attr >> 16) & 0o170000 == _SYMLINK
        is_odd = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1
        if is_link or is_odd or entry.header_offset < end_of_last:
            raise PackageError(msg("The zip is damaged or made in a way that is not read here."))
        end_of_last = entry.header_offset + 30 + entry.compress_size
        yield entry
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise PackageError(msg("The package is larger than {n} MB.", n=MAX_TOTAL // 1_000_000))


def _stated_count(path: Path) -> int:
    """How many entries the end of the zip says there are; the largest number it can say stands for more."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _ENDING - 0xFFFF))
        end = file.read()
    at = end.rfind(b"PK\x05\x06")
    return int.from_bytes(end[at + 10 : at + 12], "little") if at >= 0 else -1


def _is_honest_name(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    return (
        0 < len(name) <= MAX_NAME
        and name.isprintable()
        and not _FORBIDDEN & set(name)
        and all(part not in ("", ".", "..") and part == part.strip(" .") for part in parts)
        and all(
            part.partition(".")[0].casefold() not in _DEVICES and not part.startswith("-") for part in parts
        )
    )


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    limit = min(MAX_ENTRY, max(SMALL, entry.compress_size * MAX_RATIO))
    with archive.open(entry) as file:
        data = file.read(limit + 1)
        if len(data) > limit:
            raise PackageError(msg("A file in the package is larger than it may be."))
        if len(data) != entry.file_size:
            raise PackageError(msg("The zip is damaged or made in a way that is not read here."))
        return data
